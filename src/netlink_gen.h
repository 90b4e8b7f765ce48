/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */
#ifndef _RFW_NETLINK_GEN_H
#define _RFW_NETLINK_GEN_H

#include <linux/rfw.h>
#include <net/netlink.h>

extern const struct nla_policy rfw_dscp_class_nl_policy[RFW_A_DSCP_CLASS_FORWARDING_CLASS + 1];
extern const struct nla_policy rfw_opening_filter_nl_policy[RFW_A_OPENING_FILTER_PORT + 1];
extern const struct nla_policy rfw_port_range_nl_policy[RFW_A_PORT_RANGE_HIGH + 1];
extern const struct nla_policy rfw_prefix_nl_policy[RFW_A_PREFIX_ORIGIN + 1];
extern const struct nla_policy rfw_protocol_filtering_nl_policy[RFW_A_PROTOCOL_FILTERING_FILTERING + 1];
extern const struct nla_policy rfw_protocol_ports_nl_policy[RFW_A_PROTOCOL_PORTS_HIGH + 1];
extern const struct nla_policy rfw_protocol_timeout_nl_policy[RFW_A_PROTOCOL_TIMEOUT_INITIAL + 1];
extern const struct nla_policy rfw_tcp_side_nl_policy[RFW_A_TCP_SIDE_FLAGS + 1];
extern const struct nla_policy rfw_timeouts_nl_policy[RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL + 1];
extern const struct nla_policy rfw_domain_new_nl_policy[RFW_A_DOMAIN_MAX_FLOWS + 1];
extern const struct nla_policy rfw_domain_set_nl_policy[RFW_A_DOMAIN_MAX_FLOWS + 1];
extern const struct nla_policy rfw_domain_del_nl_policy[RFW_A_DOMAIN_NAME + 1];
extern const struct nla_policy rfw_domain_get_nl_policy[RFW_A_DOMAIN_NAME + 1];
extern const struct nla_policy rfw_policy_new_nl_policy[RFW_A_POLICY_SIP_OTHER_HOSTS + 1];
extern const struct nla_policy rfw_policy_set_nl_policy[RFW_A_POLICY_SIP_OTHER_HOSTS + 1];
extern const struct nla_policy rfw_policy_del_nl_policy[RFW_A_POLICY_NAME + 1];
extern const struct nla_policy rfw_policy_get_nl_policy[RFW_A_POLICY_NAME + 1];
extern const struct nla_policy rfw_subscriber_new_nl_policy[RFW_A_SUBSCRIBER_WHOLE_DOMAIN + 1];
extern const struct nla_policy rfw_subscriber_set_nl_policy[RFW_A_SUBSCRIBER_WHOLE_DOMAIN + 1];
extern const struct nla_policy rfw_subscriber_del_nl_policy[RFW_A_SUBSCRIBER_NAME + 1];
extern const struct nla_policy rfw_subscriber_get_do_nl_policy[RFW_A_SUBSCRIBER_NAME + 1];
extern const struct nla_policy rfw_subscriber_get_dump_nl_policy[RFW_A_SUBSCRIBER_POLICY + 1];
extern const struct nla_policy rfw_opening_new_nl_policy[RFW_A_OPENING_HOST + 1];
extern const struct nla_policy rfw_opening_set_nl_policy[RFW_A_OPENING_LIFETIME + 1];
extern const struct nla_policy rfw_opening_del_nl_policy[RFW_A_OPENING_HOST + 1];
extern const struct nla_policy rfw_opening_get_nl_policy[RFW_A_OPENING_OWNER + 1];
extern const struct nla_policy rfw_host_get_nl_policy[RFW_A_HOST_SUBSCRIBER + 1];
extern const struct nla_policy rfw_host_del_nl_policy[RFW_A_HOST_NAME + 1];
extern const struct nla_policy rfw_sip_call_get_nl_policy[RFW_A_SIP_CALL_HOST + 1];
extern const struct nla_policy rfw_flow_get_nl_policy[RFW_A_FLOW_WINDOWS + 1];
extern const struct nla_policy rfw_flow_new_nl_policy[RFW_A_FLOW_WINDOW_RESPONDER + 1];
extern const struct nla_policy rfw_flow_del_nl_policy[RFW_A_FLOW_PORT + 1];
extern const struct nla_policy rfw_explain_nl_policy[RFW_A_EXPLANATION_PACKET + 1];
extern const struct nla_policy rfw_flow_table_set_nl_policy[RFW_A_FLOW_TABLE_MAX_FLOWS + 1];
extern const struct nla_policy rfw_host_new_nl_policy[RFW_A_HOST_MAC + 1];
extern const struct nla_policy rfw_host_set_nl_policy[RFW_A_HOST_MAC + 1];
extern const struct nla_policy rfw_named_host_get_nl_policy[RFW_A_HOST_SUBSCRIBER + 1];

#endif
