// SPDX-License-Identifier: GPL-2.0-only
/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */
#include "netlink_gen.h"

/* Integer value ranges */
static struct netlink_range_validation rfw_a_timeouts_tcp_established_range = {
	.min	= 60ULL,
	.max	= 864000ULL,
};

static struct netlink_range_validation rfw_a_timeouts_tcp_transitory_range = {
	.min	= 4ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_timeouts_tcp_syn_range = {
	.min	= 4ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_timeouts_udp_range = {
	.min	= 60ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_timeouts_udp_dns_range = {
	.min	= 1ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_timeouts_unknown_protocol_range = {
	.min	= 60ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_protocol_timeout_timeout_range = {
	.min	= 60ULL,
	.max	= 864000ULL,
};

static struct netlink_range_validation rfw_a_protocol_timeout_initial_range = {
	.min	= 10ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation rfw_a_policy_max_pinholes_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rfw_a_policy_max_hosts_range = {
	.min	= 1ULL,
	.max	= 65535ULL,
};

static struct netlink_range_validation rfw_a_policy_max_sessions_range = {
	.min	= 1ULL,
	.max	= 65535ULL,
};

static struct netlink_range_validation rfw_a_policy_reserved_sessions_range = {
	.max	= 65534ULL,
};

static struct netlink_range_validation rfw_a_policy_max_half_open_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rfw_a_tcp_side_max_window_range = {
	.max	= 65535ULL,
};

static struct netlink_range_validation rfw_a_opening_lifetime_range = {
	.min	= 1ULL,
	.max	= 864000ULL,
};

static struct netlink_range_validation rfw_a_opening_service_code_range = {
	.max	= 4294967294ULL,
};

/* Common nested types */
const struct nla_policy rfw_dscp_class_nl_policy[RFW_A_DSCP_CLASS_FORWARDING_CLASS + 1] = {
	[RFW_A_DSCP_CLASS_DSCP] = NLA_POLICY_MAX(NLA_U8, 63),
	[RFW_A_DSCP_CLASS_FORWARDING_CLASS] = NLA_POLICY_MAX(NLA_U8, 7),
};

const struct nla_policy rfw_opening_filter_nl_policy[RFW_A_OPENING_FILTER_PORT + 1] = {
	[RFW_A_OPENING_FILTER_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_OPENING_FILTER_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
};

const struct nla_policy rfw_port_range_nl_policy[RFW_A_PORT_RANGE_HIGH + 1] = {
	[RFW_A_PORT_RANGE_LOW] = NLA_POLICY_MIN(NLA_U16, 1),
	[RFW_A_PORT_RANGE_HIGH] = { .type = NLA_U16, },
};

const struct nla_policy rfw_prefix_nl_policy[RFW_A_PREFIX_ORIGIN + 1] = {
	[RFW_A_PREFIX_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_PREFIX_LENGTH] = NLA_POLICY_MAX(NLA_U8, 128),
	[RFW_A_PREFIX_ORIGIN] = NLA_POLICY_MAX(NLA_U8, 1),
};

const struct nla_policy rfw_protocol_filtering_nl_policy[RFW_A_PROTOCOL_FILTERING_FILTERING + 1] = {
	[RFW_A_PROTOCOL_FILTERING_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_PROTOCOL_FILTERING_FILTERING] = NLA_POLICY_MAX(NLA_U8, 2),
};

const struct nla_policy rfw_protocol_ports_nl_policy[RFW_A_PROTOCOL_PORTS_HIGH + 1] = {
	[RFW_A_PROTOCOL_PORTS_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_PROTOCOL_PORTS_LOW] = NLA_POLICY_MIN(NLA_U16, 1),
	[RFW_A_PROTOCOL_PORTS_HIGH] = { .type = NLA_U16, },
};

const struct nla_policy rfw_protocol_timeout_nl_policy[RFW_A_PROTOCOL_TIMEOUT_INITIAL + 1] = {
	[RFW_A_PROTOCOL_TIMEOUT_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_protocol_timeout_timeout_range),
	[RFW_A_PROTOCOL_TIMEOUT_INITIAL] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_protocol_timeout_initial_range),
};

const struct nla_policy rfw_tcp_side_nl_policy[RFW_A_TCP_SIDE_FLAGS + 1] = {
	[RFW_A_TCP_SIDE_END] = { .type = NLA_U32, },
	[RFW_A_TCP_SIDE_ACK] = { .type = NLA_U32, },
	[RFW_A_TCP_SIDE_MAX_WINDOW] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_tcp_side_max_window_range),
	[RFW_A_TCP_SIDE_SCALE] = NLA_POLICY_MAX(NLA_U8, 14),
	[RFW_A_TCP_SIDE_FLAGS] = NLA_POLICY_MASK(NLA_U8, 0xff),
};

const struct nla_policy rfw_timeouts_nl_policy[RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL + 1] = {
	[RFW_A_TIMEOUTS_TCP_ESTABLISHED] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_tcp_established_range),
	[RFW_A_TIMEOUTS_TCP_TRANSITORY] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_tcp_transitory_range),
	[RFW_A_TIMEOUTS_TCP_SYN] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_tcp_syn_range),
	[RFW_A_TIMEOUTS_TCP_TIME_WAIT] = NLA_POLICY_MAX(NLA_U32, 240),
	[RFW_A_TIMEOUTS_TCP_RST] = NLA_POLICY_MAX(NLA_U32, 240),
	[RFW_A_TIMEOUTS_UDP] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_udp_range),
	[RFW_A_TIMEOUTS_UDP_INITIAL] = NLA_POLICY_RANGE(NLA_U32, 10, 300),
	[RFW_A_TIMEOUTS_UDP_DNS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_udp_dns_range),
	[RFW_A_TIMEOUTS_ICMP6_QUERY] = NLA_POLICY_RANGE(NLA_U32, 10, 240),
	[RFW_A_TIMEOUTS_SIP] = NLA_POLICY_RANGE(NLA_U32, 10, 7200),
	[RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_timeouts_unknown_protocol_range),
};

/* RFW_CMD_DOMAIN_NEW - do */
const struct nla_policy rfw_domain_new_nl_policy[RFW_A_DOMAIN_MAX_FLOWS + 1] = {
	[RFW_A_DOMAIN_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_DOMAIN_STATE] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_DOMAIN_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_DOMAIN_PREFIX_FROM] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_OUTSIDE] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_INSIDE] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_VRF] = { .type = NLA_NUL_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_MULTICAST_BOUNDARY] = NLA_POLICY_MAX(NLA_U8, 15),
	[RFW_A_DOMAIN_BOGONS] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_DOMAIN_BOGON] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_DOMAIN_CLASS_MAP] = NLA_POLICY_NESTED(rfw_dscp_class_nl_policy),
	[RFW_A_DOMAIN_ACCEPT_MARK] = { .type = NLA_U32, },
	[RFW_A_DOMAIN_ACCEPT_MASK] = { .type = NLA_U32, },
	[RFW_A_DOMAIN_MAX_FLOWS] = { .type = NLA_U32, },
};

/* RFW_CMD_DOMAIN_SET - do */
const struct nla_policy rfw_domain_set_nl_policy[RFW_A_DOMAIN_MAX_FLOWS + 1] = {
	[RFW_A_DOMAIN_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_DOMAIN_STATE] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_DOMAIN_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_DOMAIN_PREFIX_FROM] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_OUTSIDE] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_INSIDE] = { .type = NLA_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_VRF] = { .type = NLA_NUL_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_DOMAIN_MULTICAST_BOUNDARY] = NLA_POLICY_MAX(NLA_U8, 15),
	[RFW_A_DOMAIN_BOGONS] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_DOMAIN_BOGON] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_DOMAIN_CLASS_MAP] = NLA_POLICY_NESTED(rfw_dscp_class_nl_policy),
	[RFW_A_DOMAIN_ACCEPT_MARK] = { .type = NLA_U32, },
	[RFW_A_DOMAIN_ACCEPT_MASK] = { .type = NLA_U32, },
	[RFW_A_DOMAIN_MAX_FLOWS] = { .type = NLA_U32, },
};

/* RFW_CMD_DOMAIN_DEL - do */
const struct nla_policy rfw_domain_del_nl_policy[RFW_A_DOMAIN_NAME + 1] = {
	[RFW_A_DOMAIN_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_DOMAIN_GET - do */
const struct nla_policy rfw_domain_get_nl_policy[RFW_A_DOMAIN_NAME + 1] = {
	[RFW_A_DOMAIN_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_POLICY_NEW - do */
const struct nla_policy rfw_policy_new_nl_policy[RFW_A_POLICY_SIP_OTHER_HOSTS + 1] = {
	[RFW_A_POLICY_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_POLICY_DOMAIN] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_POLICY_DESCRIPTION] = { .type = NLA_NUL_STRING, .len = RFW_DESCRIPTION_MAX, },
	[RFW_A_POLICY_PRESET] = NLA_POLICY_MAX(NLA_U8, 4),
	[RFW_A_POLICY_TRANSPARENT] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_FILTERING] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_PROTOCOL_FILTERING] = NLA_POLICY_NESTED(rfw_protocol_filtering_nl_policy),
	[RFW_A_POLICY_OPEN_PORT] = NLA_POLICY_NESTED(rfw_protocol_ports_nl_policy),
	[RFW_A_POLICY_OPEN_PORT_EXCEPT] = NLA_POLICY_NESTED(rfw_protocol_ports_nl_policy),
	[RFW_A_POLICY_MAX_PINHOLES] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_pinholes_range),
	[RFW_A_POLICY_PINHOLE_LOW_PORTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TIMEOUTS] = NLA_POLICY_NESTED(rfw_timeouts_nl_policy),
	[RFW_A_POLICY_PROTOCOL_TIMEOUT] = NLA_POLICY_NESTED(rfw_protocol_timeout_nl_policy),
	[RFW_A_POLICY_TCP_PICKUP] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TCP_WINDOW] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_UDP_INBOUND_REFRESH] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_FLOW_ACCOUNTING] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_HOST_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_MAX_HOSTS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_hosts_range),
	[RFW_A_POLICY_UNKNOWN_PROTOCOLS] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_UNKNOWN_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_POLICY_ULA_BORDER] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ICMP6_MOBILITY] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ECHO_IN] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_IPSEC_PASSTHROUGH] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_UNSOLICITED] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_TCP_RESET_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_LIMIT_ANSWER] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TCP_MSS] = NLA_POLICY_MAX(NLA_U16, 10240),
	[RFW_A_POLICY_TCP_MSS_PMTU] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_MAX_SESSIONS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_sessions_range),
	[RFW_A_POLICY_RESERVED_SESSIONS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_reserved_sessions_range),
	[RFW_A_POLICY_PRIORITY_FC] = NLA_POLICY_MASK(NLA_U8, 0xff),
	[RFW_A_POLICY_INBOUND_SHARE] = NLA_POLICY_RANGE(NLA_U8, 1, 100),
	[RFW_A_POLICY_EVICT_UNANSWERED] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_WATERMARK_HIGH] = NLA_POLICY_MAX(NLA_U8, 100),
	[RFW_A_POLICY_WATERMARK_LOW] = NLA_POLICY_MAX(NLA_U8, 99),
	[RFW_A_POLICY_MAX_NEW_PER_SECOND] = { .type = NLA_U32, },
	[RFW_A_POLICY_MAX_HALF_OPEN] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_half_open_range),
	[RFW_A_POLICY_ALG] = NLA_POLICY_MASK(NLA_U8, 0x1),
	[RFW_A_POLICY_SIP_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[RFW_A_POLICY_SIP_MAX_CALLS] = NLA_POLICY_RANGE(NLA_U32, 1, 4096),
	[RFW_A_POLICY_SIP_MAX_CALLS_HOST] = NLA_POLICY_RANGE(NLA_U32, 1, 4096),
	[RFW_A_POLICY_SIP_OTHER_HOSTS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* RFW_CMD_POLICY_SET - do */
const struct nla_policy rfw_policy_set_nl_policy[RFW_A_POLICY_SIP_OTHER_HOSTS + 1] = {
	[RFW_A_POLICY_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_POLICY_DOMAIN] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_POLICY_DESCRIPTION] = { .type = NLA_NUL_STRING, .len = RFW_DESCRIPTION_MAX, },
	[RFW_A_POLICY_PRESET] = NLA_POLICY_MAX(NLA_U8, 4),
	[RFW_A_POLICY_TRANSPARENT] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_FILTERING] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_PROTOCOL_FILTERING] = NLA_POLICY_NESTED(rfw_protocol_filtering_nl_policy),
	[RFW_A_POLICY_OPEN_PORT] = NLA_POLICY_NESTED(rfw_protocol_ports_nl_policy),
	[RFW_A_POLICY_OPEN_PORT_EXCEPT] = NLA_POLICY_NESTED(rfw_protocol_ports_nl_policy),
	[RFW_A_POLICY_MAX_PINHOLES] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_pinholes_range),
	[RFW_A_POLICY_PINHOLE_LOW_PORTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TIMEOUTS] = NLA_POLICY_NESTED(rfw_timeouts_nl_policy),
	[RFW_A_POLICY_PROTOCOL_TIMEOUT] = NLA_POLICY_NESTED(rfw_protocol_timeout_nl_policy),
	[RFW_A_POLICY_TCP_PICKUP] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TCP_WINDOW] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_UDP_INBOUND_REFRESH] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_FLOW_ACCOUNTING] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_HOST_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_MAX_HOSTS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_hosts_range),
	[RFW_A_POLICY_UNKNOWN_PROTOCOLS] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_UNKNOWN_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_POLICY_ULA_BORDER] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ICMP6_MOBILITY] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_ECHO_IN] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_IPSEC_PASSTHROUGH] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_UNSOLICITED] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_POLICY_TCP_RESET_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_LIMIT_ANSWER] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_TCP_MSS] = NLA_POLICY_MAX(NLA_U16, 10240),
	[RFW_A_POLICY_TCP_MSS_PMTU] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_MAX_SESSIONS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_sessions_range),
	[RFW_A_POLICY_RESERVED_SESSIONS] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_reserved_sessions_range),
	[RFW_A_POLICY_PRIORITY_FC] = NLA_POLICY_MASK(NLA_U8, 0xff),
	[RFW_A_POLICY_INBOUND_SHARE] = NLA_POLICY_RANGE(NLA_U8, 1, 100),
	[RFW_A_POLICY_EVICT_UNANSWERED] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_POLICY_WATERMARK_HIGH] = NLA_POLICY_MAX(NLA_U8, 100),
	[RFW_A_POLICY_WATERMARK_LOW] = NLA_POLICY_MAX(NLA_U8, 99),
	[RFW_A_POLICY_MAX_NEW_PER_SECOND] = { .type = NLA_U32, },
	[RFW_A_POLICY_MAX_HALF_OPEN] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_policy_max_half_open_range),
	[RFW_A_POLICY_ALG] = NLA_POLICY_MASK(NLA_U8, 0x1),
	[RFW_A_POLICY_SIP_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[RFW_A_POLICY_SIP_MAX_CALLS] = NLA_POLICY_RANGE(NLA_U32, 1, 4096),
	[RFW_A_POLICY_SIP_MAX_CALLS_HOST] = NLA_POLICY_RANGE(NLA_U32, 1, 4096),
	[RFW_A_POLICY_SIP_OTHER_HOSTS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* RFW_CMD_POLICY_DEL - do */
const struct nla_policy rfw_policy_del_nl_policy[RFW_A_POLICY_NAME + 1] = {
	[RFW_A_POLICY_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_POLICY_GET - do */
const struct nla_policy rfw_policy_get_nl_policy[RFW_A_POLICY_NAME + 1] = {
	[RFW_A_POLICY_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_SUBSCRIBER_NEW - do */
const struct nla_policy rfw_subscriber_new_nl_policy[RFW_A_SUBSCRIBER_WHOLE_DOMAIN + 1] = {
	[RFW_A_SUBSCRIBER_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_SUBSCRIBER_POLICY] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_SUBSCRIBER_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_SUBSCRIBER_WHOLE_DOMAIN] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* RFW_CMD_SUBSCRIBER_SET - do */
const struct nla_policy rfw_subscriber_set_nl_policy[RFW_A_SUBSCRIBER_WHOLE_DOMAIN + 1] = {
	[RFW_A_SUBSCRIBER_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_SUBSCRIBER_POLICY] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_SUBSCRIBER_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_SUBSCRIBER_WHOLE_DOMAIN] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* RFW_CMD_SUBSCRIBER_DEL - do */
const struct nla_policy rfw_subscriber_del_nl_policy[RFW_A_SUBSCRIBER_NAME + 1] = {
	[RFW_A_SUBSCRIBER_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_SUBSCRIBER_GET - do */
const struct nla_policy rfw_subscriber_get_do_nl_policy[RFW_A_SUBSCRIBER_NAME + 1] = {
	[RFW_A_SUBSCRIBER_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_SUBSCRIBER_GET - dump */
const struct nla_policy rfw_subscriber_get_dump_nl_policy[RFW_A_SUBSCRIBER_POLICY + 1] = {
	[RFW_A_SUBSCRIBER_POLICY] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_OPENING_NEW - do */
const struct nla_policy rfw_opening_new_nl_policy[RFW_A_OPENING_HOST + 1] = {
	[RFW_A_OPENING_KIND] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_OPENING_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_OPENING_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_OPENING_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_OPENING_SUFFIX] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_OPENING_HOST] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_OPENING_PORT] = NLA_POLICY_NESTED(rfw_port_range_nl_policy),
	[RFW_A_OPENING_FILTER] = NLA_POLICY_NESTED(rfw_opening_filter_nl_policy),
	[RFW_A_OPENING_SERVICE_CODE] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_opening_service_code_range),
	[RFW_A_OPENING_OWNER] = NLA_POLICY_MAX(NLA_U8, 4),
	[RFW_A_OPENING_COOKIE] = { .type = NLA_BINARY, },
	[RFW_A_OPENING_LIFETIME] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_opening_lifetime_range),
};

/* RFW_CMD_OPENING_SET - do */
const struct nla_policy rfw_opening_set_nl_policy[RFW_A_OPENING_LIFETIME + 1] = {
	[RFW_A_OPENING_ID] = { .type = NLA_U32, },
	[RFW_A_OPENING_FILTER] = NLA_POLICY_NESTED(rfw_opening_filter_nl_policy),
	[RFW_A_OPENING_LIFETIME] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_opening_lifetime_range),
};

/* RFW_CMD_OPENING_DEL - do */
const struct nla_policy rfw_opening_del_nl_policy[RFW_A_OPENING_HOST + 1] = {
	[RFW_A_OPENING_ID] = { .type = NLA_U32, },
	[RFW_A_OPENING_KIND] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_OPENING_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_OPENING_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_OPENING_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_OPENING_SUFFIX] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_OPENING_HOST] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_OPENING_PORT] = NLA_POLICY_NESTED(rfw_port_range_nl_policy),
	[RFW_A_OPENING_FILTER] = NLA_POLICY_NESTED(rfw_opening_filter_nl_policy),
	[RFW_A_OPENING_SERVICE_CODE] = NLA_POLICY_FULL_RANGE(NLA_U32, &rfw_a_opening_service_code_range),
};

/* RFW_CMD_OPENING_GET - dump */
const struct nla_policy rfw_opening_get_nl_policy[RFW_A_OPENING_OWNER + 1] = {
	[RFW_A_OPENING_KIND] = NLA_POLICY_MAX(NLA_U8, 2),
	[RFW_A_OPENING_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_OPENING_OWNER] = NLA_POLICY_MAX(NLA_U8, 4),
};

/* RFW_CMD_HOST_GET - dump */
const struct nla_policy rfw_host_get_nl_policy[RFW_A_HOST_SUBSCRIBER + 1] = {
	[RFW_A_HOST_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_HOST_DEL - do */
const struct nla_policy rfw_host_del_nl_policy[RFW_A_HOST_NAME + 1] = {
	[RFW_A_HOST_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_HOST_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_HOST_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};

/* RFW_CMD_SIP_CALL_GET - dump */
const struct nla_policy rfw_sip_call_get_nl_policy[RFW_A_SIP_CALL_HOST + 1] = {
	[RFW_A_SIP_CALL_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_SIP_CALL_HOST] = NLA_POLICY_EXACT_LEN(16),
};

/* RFW_CMD_FLOW_GET - dump */
const struct nla_policy rfw_flow_get_nl_policy[RFW_A_FLOW_WINDOWS + 1] = {
	[RFW_A_FLOW_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_FLOW_STATE] = NLA_POLICY_MAX(NLA_U8, 12),
	[RFW_A_FLOW_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_FLOW_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_FLOW_PORT] = { .type = NLA_U16, },
	[RFW_A_FLOW_WINDOWS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* RFW_CMD_FLOW_NEW - do */
const struct nla_policy rfw_flow_new_nl_policy[RFW_A_FLOW_WINDOW_RESPONDER + 1] = {
	[RFW_A_FLOW_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_FLOW_ORIGINATOR_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_FLOW_ORIGINATOR_PORT] = { .type = NLA_U16, },
	[RFW_A_FLOW_RESPONDER_ADDRESS] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_FLOW_RESPONDER_PORT] = { .type = NLA_U16, },
	[RFW_A_FLOW_VRF] = { .type = NLA_U32, },
	[RFW_A_FLOW_INSIDE] = NLA_POLICY_MAX(NLA_U8, 1),
	[RFW_A_FLOW_STATE] = NLA_POLICY_MAX(NLA_U8, 12),
	[RFW_A_FLOW_ORIGIN] = NLA_POLICY_MAX(NLA_U8, 6),
	[RFW_A_FLOW_FORWARDING_CLASS] = NLA_POLICY_MAX(NLA_U8, 7),
	[RFW_A_FLOW_ANSWERED] = { .type = NLA_FLAG, },
	[RFW_A_FLOW_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_FLOW_PEER_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_FLOW_EXPIRES] = { .type = NLA_U32, },
	[RFW_A_FLOW_AGE] = { .type = NLA_U32, },
	[RFW_A_FLOW_PACKETS_ORIGINATOR] = { .type = NLA_UINT, },
	[RFW_A_FLOW_OCTETS_ORIGINATOR] = { .type = NLA_UINT, },
	[RFW_A_FLOW_PACKETS_RESPONDER] = { .type = NLA_UINT, },
	[RFW_A_FLOW_OCTETS_RESPONDER] = { .type = NLA_UINT, },
	[RFW_A_FLOW_WINDOW_ORIGINATOR] = NLA_POLICY_NESTED(rfw_tcp_side_nl_policy),
	[RFW_A_FLOW_WINDOW_RESPONDER] = NLA_POLICY_NESTED(rfw_tcp_side_nl_policy),
};

/* RFW_CMD_FLOW_DEL - do */
const struct nla_policy rfw_flow_del_nl_policy[RFW_A_FLOW_PORT + 1] = {
	[RFW_A_FLOW_PROTOCOL] = { .type = NLA_U8, },
	[RFW_A_FLOW_STATE] = NLA_POLICY_MAX(NLA_U8, 12),
	[RFW_A_FLOW_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_FLOW_PREFIX] = NLA_POLICY_NESTED(rfw_prefix_nl_policy),
	[RFW_A_FLOW_PORT] = { .type = NLA_U16, },
};

/* RFW_CMD_EXPLAIN - do */
const struct nla_policy rfw_explain_nl_policy[RFW_A_EXPLANATION_PACKET + 1] = {
	[RFW_A_EXPLANATION_INPUT] = { .type = NLA_NUL_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_EXPLANATION_OUTPUT] = { .type = NLA_NUL_STRING, .len = RFW_INTERFACE_NAME_MAX, },
	[RFW_A_EXPLANATION_PACKET] = { .type = NLA_BINARY, },
};

/* RFW_CMD_FLOW_TABLE_SET - do */
const struct nla_policy rfw_flow_table_set_nl_policy[RFW_A_FLOW_TABLE_MAX_FLOWS + 1] = {
	[RFW_A_FLOW_TABLE_MAX_FLOWS] = NLA_POLICY_MIN(NLA_U32, 64),
};

/* RFW_CMD_HOST_NEW - do */
const struct nla_policy rfw_host_new_nl_policy[RFW_A_HOST_MAC + 1] = {
	[RFW_A_HOST_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_HOST_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_HOST_SUFFIX] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_HOST_MAC] = NLA_POLICY_EXACT_LEN(6),
};

/* RFW_CMD_HOST_SET - do */
const struct nla_policy rfw_host_set_nl_policy[RFW_A_HOST_MAC + 1] = {
	[RFW_A_HOST_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_HOST_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
	[RFW_A_HOST_SUFFIX] = NLA_POLICY_EXACT_LEN(16),
	[RFW_A_HOST_MAC] = NLA_POLICY_EXACT_LEN(6),
};

/* RFW_CMD_NAMED_HOST_GET - dump */
const struct nla_policy rfw_named_host_get_nl_policy[RFW_A_HOST_SUBSCRIBER + 1] = {
	[RFW_A_HOST_SUBSCRIBER] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX, },
};
