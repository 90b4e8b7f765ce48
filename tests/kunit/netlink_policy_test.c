// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the policies of netlink_gen.c let through, against the numbers of docs/netlink/rfw.yaml,
 * written out by hand: for each attribute the smallest and the largest value, and the ones next to
 * them that are refused.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "netlink_gen.h"

enum kind {
	U8,
	U16,
	U32,
	TEXT,		/* with its zero; min and max are lengths without it */
	NAME,		/* of an interface: the zero may be missing */
	OCTETS,		/* exactly max */
	ANY,		/* octets, as many as there are */
	NEST,
	FLAG,		/* empty */
	UINT,		/* whoever reads it looks at its length */
};

struct wanted {
	u16 type;
	enum kind kind;
	u64 min;
	u64 max;
	const struct nla_policy *nest;
};

static const struct wanted prefix[] = {
	{ RFW_A_PREFIX_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_PREFIX_LENGTH, U8, 0, 128 },
	{ RFW_A_PREFIX_ORIGIN, U8, 0, 1 },
	{}
};

static const struct wanted dscp_class[] = {
	{ RFW_A_DSCP_CLASS_DSCP, U8, 0, 63 },
	{ RFW_A_DSCP_CLASS_FORWARDING_CLASS, U8, 0, 7 },
	{}
};

static const struct wanted protocol_timeout[] = {
	{ RFW_A_PROTOCOL_TIMEOUT_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_PROTOCOL_TIMEOUT_TIMEOUT, U32, 60, 864000 },
	{ RFW_A_PROTOCOL_TIMEOUT_INITIAL, U32, 10, 86400 },
	{}
};

static const struct wanted timeouts[] = {
	{ RFW_A_TIMEOUTS_TCP_ESTABLISHED, U32, 60, 864000 },
	{ RFW_A_TIMEOUTS_TCP_TRANSITORY, U32, 4, 86400 },
	{ RFW_A_TIMEOUTS_TCP_SYN, U32, 4, 86400 },
	{ RFW_A_TIMEOUTS_TCP_TIME_WAIT, U32, 0, 240 },
	{ RFW_A_TIMEOUTS_TCP_RST, U32, 0, 240 },
	{ RFW_A_TIMEOUTS_UDP, U32, 60, 86400 },
	{ RFW_A_TIMEOUTS_UDP_INITIAL, U32, 10, 300 },
	{ RFW_A_TIMEOUTS_UDP_DNS, U32, 1, 86400 },
	{ RFW_A_TIMEOUTS_ICMP6_QUERY, U32, 10, 240 },
	{ RFW_A_TIMEOUTS_SIP, U32, 10, 7200 },
	{ RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL, U32, 60, 86400 },
	{}
};

static const struct wanted domain[] = {
	{ RFW_A_DOMAIN_NAME, TEXT, 0, 63 },
	{ RFW_A_DOMAIN_STATE, U8, 0, 1 },
	{ RFW_A_DOMAIN_PREFIX, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_DOMAIN_PREFIX_FROM, NAME, 0, 15 },
	{ RFW_A_DOMAIN_OUTSIDE, NAME, 0, 15 },
	{ RFW_A_DOMAIN_INSIDE, NAME, 0, 15 },
	{ RFW_A_DOMAIN_VRF, TEXT, 0, 15 },
	{ RFW_A_DOMAIN_MULTICAST_BOUNDARY, U8, 0, 15 },
	{ RFW_A_DOMAIN_BOGONS, U8, 0, 2 },
	{ RFW_A_DOMAIN_BOGON, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_DOMAIN_CLASS_MAP, NEST, .nest = rfw_dscp_class_nl_policy },
	{ RFW_A_DOMAIN_ACCEPT_MARK, U32, 0, U32_MAX },
	{ RFW_A_DOMAIN_ACCEPT_MASK, U32, 0, U32_MAX },
	{ RFW_A_DOMAIN_MAX_FLOWS, U32, 0, U32_MAX },
	{}
};

static const struct wanted domain_name[] = {
	{ RFW_A_DOMAIN_NAME, TEXT, 0, 63 },
	{}
};

static const struct wanted policy[] = {
	{ RFW_A_POLICY_NAME, TEXT, 0, 63 },
	{ RFW_A_POLICY_DOMAIN, TEXT, 0, 63 },
	{ RFW_A_POLICY_DESCRIPTION, TEXT, 0, 255 },
	{ RFW_A_POLICY_PRESET, U8, 0, 4 },
	{ RFW_A_POLICY_TRANSPARENT, U8, 0, 1 },
	{ RFW_A_POLICY_FILTERING, U8, 0, 2 },
	{ RFW_A_POLICY_PROTOCOL_FILTERING, NEST, .nest = rfw_protocol_filtering_nl_policy },
	{ RFW_A_POLICY_OPEN_PORT, NEST, .nest = rfw_protocol_ports_nl_policy },
	{ RFW_A_POLICY_OPEN_PORT_EXCEPT, NEST, .nest = rfw_protocol_ports_nl_policy },
	{ RFW_A_POLICY_MAX_PINHOLES, U32, 0, 65535 },
	{ RFW_A_POLICY_PINHOLE_LOW_PORTS, U8, 0, 1 },
	{ RFW_A_POLICY_TIMEOUTS, NEST, .nest = rfw_timeouts_nl_policy },
	{ RFW_A_POLICY_PROTOCOL_TIMEOUT, NEST, .nest = rfw_protocol_timeout_nl_policy },
	{ RFW_A_POLICY_TCP_PICKUP, U8, 0, 1 },
	{ RFW_A_POLICY_TCP_WINDOW, U8, 0, 1 },
	{ RFW_A_POLICY_UDP_INBOUND_REFRESH, U8, 0, 1 },
	{ RFW_A_POLICY_FLOW_ACCOUNTING, U8, 0, 1 },
	{ RFW_A_POLICY_HOST_LEARNING, U8, 0, 1 },
	{ RFW_A_POLICY_MAX_HOSTS, U32, 1, 65535 },
	{ RFW_A_POLICY_UNKNOWN_PROTOCOLS, U8, 0, 2 },
	{ RFW_A_POLICY_UNKNOWN_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_POLICY_ULA_BORDER, U8, 0, 1 },
	{ RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS, U8, 0, 1 },
	{ RFW_A_POLICY_ICMP6_MOBILITY, U8, 0, 1 },
	{ RFW_A_POLICY_ECHO_IN, U8, 0, 1 },
	{ RFW_A_POLICY_IPSEC_PASSTHROUGH, U8, 0, 1 },
	{ RFW_A_POLICY_UNSOLICITED, U8, 0, 2 },
	{ RFW_A_POLICY_TCP_RESET_UNKNOWN, U8, 0, 1 },
	{ RFW_A_POLICY_LIMIT_ANSWER, U8, 0, 1 },
	{ RFW_A_POLICY_TCP_MSS, U16, 0, 10240 },
	{ RFW_A_POLICY_TCP_MSS_PMTU, U8, 0, 1 },
	{ RFW_A_POLICY_MAX_SESSIONS, U32, 1, 65535 },
	{ RFW_A_POLICY_RESERVED_SESSIONS, U32, 0, 65534 },
	{ RFW_A_POLICY_PRIORITY_FC, U8, 0, U8_MAX },
	{ RFW_A_POLICY_INBOUND_SHARE, U8, 1, 100 },
	{ RFW_A_POLICY_EVICT_UNANSWERED, U8, 0, 1 },
	{ RFW_A_POLICY_WATERMARK_HIGH, U8, 0, 100 },
	{ RFW_A_POLICY_WATERMARK_LOW, U8, 0, 99 },
	{ RFW_A_POLICY_MAX_NEW_PER_SECOND, U32, 0, U32_MAX },
	{ RFW_A_POLICY_MAX_HALF_OPEN, U32, 0, 65535 },
	{ RFW_A_POLICY_ALG, U8, 0, BIT(RFW_ALG_SIP) },
	{ RFW_A_POLICY_SIP_PORT, U16, 1, U16_MAX },
	{ RFW_A_POLICY_SIP_MAX_CALLS, U32, 1, 4096 },
	{ RFW_A_POLICY_SIP_MAX_CALLS_HOST, U32, 1, 4096 },
	{ RFW_A_POLICY_SIP_OTHER_HOSTS, U8, 0, 1 },
	{}
};

static const struct wanted policy_name[] = {
	{ RFW_A_POLICY_NAME, TEXT, 0, 63 },
	{}
};

static const struct wanted subscriber[] = {
	{ RFW_A_SUBSCRIBER_NAME, TEXT, 0, 63 },
	{ RFW_A_SUBSCRIBER_POLICY, TEXT, 0, 63 },
	{ RFW_A_SUBSCRIBER_PREFIX, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_SUBSCRIBER_WHOLE_DOMAIN, U8, 0, 1 },
	{}
};

static const struct wanted subscriber_name[] = {
	{ RFW_A_SUBSCRIBER_NAME, TEXT, 0, 63 },
	{}
};

static const struct wanted subscriber_policy[] = {
	{ RFW_A_SUBSCRIBER_POLICY, TEXT, 0, 63 },
	{}
};

static const struct wanted protocol_filtering[] = {
	{ RFW_A_PROTOCOL_FILTERING_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_PROTOCOL_FILTERING_FILTERING, U8, 0, 2 },
	{}
};

static const struct wanted protocol_ports[] = {
	{ RFW_A_PROTOCOL_PORTS_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_PROTOCOL_PORTS_LOW, U16, 1, U16_MAX },
	{ RFW_A_PROTOCOL_PORTS_HIGH, U16, 0, U16_MAX },
	{}
};

static const struct wanted port_range[] = {
	{ RFW_A_PORT_RANGE_LOW, U16, 1, U16_MAX },
	{ RFW_A_PORT_RANGE_HIGH, U16, 0, U16_MAX },
	{}
};

static const struct wanted opening_filter[] = {
	{ RFW_A_OPENING_FILTER_PREFIX, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_OPENING_FILTER_PORT, U16, 1, U16_MAX },
	{}
};

static const struct wanted opening_new[] = {
	{ RFW_A_OPENING_KIND, U8, 0, 2 },
	{ RFW_A_OPENING_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_OPENING_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_OPENING_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_OPENING_SUFFIX, OCTETS, 16, 16 },
	{ RFW_A_OPENING_PORT, NEST, .nest = rfw_port_range_nl_policy },
	{ RFW_A_OPENING_FILTER, NEST, .nest = rfw_opening_filter_nl_policy },
	{ RFW_A_OPENING_SERVICE_CODE, U32, 0, U32_MAX - 1 },
	{ RFW_A_OPENING_OWNER, U8, 0, 4 },
	{ RFW_A_OPENING_COOKIE, ANY },
	{ RFW_A_OPENING_LIFETIME, U32, 1, 864000 },
	{ RFW_A_OPENING_HOST, TEXT, 0, 63 },
	{}
};

static const struct wanted opening_set[] = {
	{ RFW_A_OPENING_ID, U32, 0, U32_MAX },
	{ RFW_A_OPENING_FILTER, NEST, .nest = rfw_opening_filter_nl_policy },
	{ RFW_A_OPENING_LIFETIME, U32, 1, 864000 },
	{}
};

static const struct wanted opening_del[] = {
	{ RFW_A_OPENING_ID, U32, 0, U32_MAX },
	{ RFW_A_OPENING_KIND, U8, 0, 2 },
	{ RFW_A_OPENING_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_OPENING_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_OPENING_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_OPENING_SUFFIX, OCTETS, 16, 16 },
	{ RFW_A_OPENING_PORT, NEST, .nest = rfw_port_range_nl_policy },
	{ RFW_A_OPENING_FILTER, NEST, .nest = rfw_opening_filter_nl_policy },
	{ RFW_A_OPENING_SERVICE_CODE, U32, 0, U32_MAX - 1 },
	{ RFW_A_OPENING_HOST, TEXT, 0, 63 },
	{}
};

static const struct wanted opening_get[] = {
	{ RFW_A_OPENING_KIND, U8, 0, 2 },
	{ RFW_A_OPENING_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_OPENING_OWNER, U8, 0, 4 },
	{}
};

static const struct wanted host_get[] = {
	{ RFW_A_HOST_SUBSCRIBER, TEXT, 0, 63 },
	{}
};

static const struct wanted host_del[] = {
	{ RFW_A_HOST_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_HOST_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_HOST_NAME, TEXT, 0, 63 },
	{}
};

static const struct wanted host_name[] = {
	{ RFW_A_HOST_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_HOST_NAME, TEXT, 0, 63 },
	{ RFW_A_HOST_SUFFIX, OCTETS, 16, 16 },
	{ RFW_A_HOST_MAC, OCTETS, 6, 6 },
	{}
};

static const struct wanted sip_call_get[] = {
	{ RFW_A_SIP_CALL_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_SIP_CALL_HOST, OCTETS, 16, 16 },
	{}
};

static const struct wanted flow[] = {
	{ RFW_A_FLOW_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_FLOW_STATE, U8, 0, 12 },
	{ RFW_A_FLOW_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_FLOW_PREFIX, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_FLOW_PORT, U16, 0, U16_MAX },
	{}
};

static const struct wanted flow_dump[] = {
	{ RFW_A_FLOW_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_FLOW_STATE, U8, 0, 12 },
	{ RFW_A_FLOW_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_FLOW_PREFIX, NEST, .nest = rfw_prefix_nl_policy },
	{ RFW_A_FLOW_PORT, U16, 0, U16_MAX },
	{ RFW_A_FLOW_WINDOWS, U8, 0, 1 },
	{}
};

static const struct wanted tcp_side[] = {
	{ RFW_A_TCP_SIDE_END, U32, 0, U32_MAX },
	{ RFW_A_TCP_SIDE_ACK, U32, 0, U32_MAX },
	{ RFW_A_TCP_SIDE_MAX_WINDOW, U32, 0, 65535 },
	{ RFW_A_TCP_SIDE_SCALE, U8, 0, 14 },
	{ RFW_A_TCP_SIDE_FLAGS, U8, 0, U8_MAX },
	{}
};

static const struct wanted flow_new[] = {
	{ RFW_A_FLOW_PROTOCOL, U8, 0, U8_MAX },
	{ RFW_A_FLOW_ORIGINATOR_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_FLOW_ORIGINATOR_PORT, U16, 0, U16_MAX },
	{ RFW_A_FLOW_RESPONDER_ADDRESS, OCTETS, 16, 16 },
	{ RFW_A_FLOW_RESPONDER_PORT, U16, 0, U16_MAX },
	{ RFW_A_FLOW_VRF, U32, 0, U32_MAX },
	{ RFW_A_FLOW_INSIDE, U8, 0, 1 },
	{ RFW_A_FLOW_STATE, U8, 0, 12 },
	{ RFW_A_FLOW_ORIGIN, U8, 0, 6 },
	{ RFW_A_FLOW_FORWARDING_CLASS, U8, 0, 7 },
	{ RFW_A_FLOW_ANSWERED, FLAG },
	{ RFW_A_FLOW_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_FLOW_PEER_SUBSCRIBER, TEXT, 0, 63 },
	{ RFW_A_FLOW_EXPIRES, U32, 0, U32_MAX },
	{ RFW_A_FLOW_AGE, U32, 0, U32_MAX },
	{ RFW_A_FLOW_PACKETS_ORIGINATOR, UINT },
	{ RFW_A_FLOW_OCTETS_ORIGINATOR, UINT },
	{ RFW_A_FLOW_PACKETS_RESPONDER, UINT },
	{ RFW_A_FLOW_OCTETS_RESPONDER, UINT },
	{ RFW_A_FLOW_WINDOW_ORIGINATOR, NEST, .nest = rfw_tcp_side_nl_policy },
	{ RFW_A_FLOW_WINDOW_RESPONDER, NEST, .nest = rfw_tcp_side_nl_policy },
	{}
};

static const struct wanted flow_table[] = {
	{ RFW_A_FLOW_TABLE_MAX_FLOWS, U32, 64, U32_MAX },
	{}
};

struct set {
	const char *name;
	const struct nla_policy *policy;
	int max;
	const struct wanted *attributes;	/* up to one without a type */
};

#define SET(name, list) { #name, rfw_##name##_nl_policy,			\
	ARRAY_SIZE(rfw_##name##_nl_policy) - 1, list }

static const struct set sets[] = {
	SET(prefix, prefix),
	SET(dscp_class, dscp_class),
	SET(protocol_timeout, protocol_timeout),
	SET(timeouts, timeouts),
	SET(domain_new, domain),
	SET(domain_set, domain),
	SET(domain_del, domain_name),
	SET(domain_get, domain_name),
	SET(policy_new, policy),
	SET(policy_set, policy),
	SET(policy_del, policy_name),
	SET(policy_get, policy_name),
	SET(subscriber_new, subscriber),
	SET(subscriber_set, subscriber),
	SET(subscriber_del, subscriber_name),
	SET(subscriber_get_do, subscriber_name),
	SET(subscriber_get_dump, subscriber_policy),
	SET(protocol_filtering, protocol_filtering),
	SET(protocol_ports, protocol_ports),
	SET(port_range, port_range),
	SET(opening_filter, opening_filter),
	SET(opening_new, opening_new),
	SET(opening_set, opening_set),
	SET(opening_del, opening_del),
	SET(opening_get, opening_get),
	SET(host_get, host_get),
	SET(host_del, host_del),
	SET(sip_call_get, sip_call_get),
	SET(host_new, host_name),
	SET(host_set, host_name),
	SET(named_host_get, host_get),
	SET(tcp_side, tcp_side),
	SET(flow_get, flow_dump),
	SET(flow_new, flow_new),
	SET(flow_del, flow),
	SET(flow_table_set, flow_table),
};

static void set_name(const struct set *set, char *name)
{
	strscpy(name, set->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(set, sets, set_name);

/* One attribute as a request has it. */
struct message {
	struct nlattr head;
	u8 data[512];
};

static bool accepted(const struct set *set, struct message *message, u16 type, unsigned int length)
{
	message->head.nla_type = type;
	message->head.nla_len = nla_attr_size(length);
	return !nla_validate(&message->head, nla_total_size(length), set->max, set->policy, NULL);
}

static bool number_accepted(const struct set *set, u16 type, unsigned int size, u64 value)
{
	struct message message = {};

	switch (size) {
	case 1:
		message.data[0] = value;
		break;
	case 2:
		put_unaligned((u16)value, (u16 *)message.data);
		break;
	default:
		put_unaligned((u32)value, (u32 *)message.data);
	}
	return accepted(set, &message, type, size);
}

static void check_number(struct kunit *test, const struct set *set,
			 const struct wanted *wanted, unsigned int size)
{
	u64 limit = BIT_ULL(8 * size) - 1;
	u16 type = wanted->type;
	struct message message = {};

	KUNIT_EXPECT_TRUE_MSG(test, number_accepted(set, type, size, wanted->min), "%u min",
			      type);
	KUNIT_EXPECT_TRUE_MSG(test, number_accepted(set, type, size, wanted->max), "%u max",
			      type);
	if (wanted->min)
		KUNIT_EXPECT_FALSE_MSG(test,
				       number_accepted(set, type, size, wanted->min - 1),
				       "%u min - 1", type);
	if (wanted->max < limit)
		KUNIT_EXPECT_FALSE_MSG(test,
				       number_accepted(set, type, size, wanted->max + 1),
				       "%u max + 1", type);
	/* another size is no number of this kind */
	message.data[0] = wanted->max;
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, 0), "%u empty", type);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, size - 1), "%u short", type);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, size + 1), "%u long", type);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, 8), "%u 8 octets", type);
	/* nor is it a nest */
	KUNIT_EXPECT_FALSE_MSG(test, number_accepted(set, type | NLA_F_NESTED, size,
						     wanted->max), "%u nest", type);
}

static void check_text(struct kunit *test, const struct set *set,
		       const struct wanted *wanted, bool zero)
{
	u16 type = wanted->type;
	struct message message = {};

	/* the longest, with its zero, and without */
	memset(message.data, 'x', wanted->max);
	KUNIT_EXPECT_TRUE_MSG(test, accepted(set, &message, type, wanted->max + 1),
			      "%u longest", type);
	KUNIT_EXPECT_EQ_MSG(test, accepted(set, &message, type, wanted->max), !zero,
			    "%u without its zero", type);
	/* one more */
	message.data[wanted->max] = 'x';
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, wanted->max + 1),
			       "%u too long, without its zero", type);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, wanted->max + 2),
			       "%u too long", type);
	/* the empty one */
	message.data[0] = 0;
	KUNIT_EXPECT_TRUE_MSG(test, accepted(set, &message, type, 1), "%u empty", type);
}

static void check_nest(struct kunit *test, const struct set *set,
		       const struct wanted *wanted)
{
	u16 type = wanted->type | NLA_F_NESTED;
	struct message message = {};
	struct nlattr *inner = (struct nlattr *)message.data;

	KUNIT_EXPECT_TRUE_MSG(test, accepted(set, &message, type, 0), "%u empty", type);
	/* not marked as a nest */
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, wanted->type, 0), "%u", type);
	/* its own policy is looked at: none knows this attribute */
	inner->nla_type = 100;
	inner->nla_len = nla_attr_size(4);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, nla_total_size(4)), "%u unknown",
			       type);
	/* each has one that is 1 and not an octet string of 1 */
	inner->nla_type = 1;
	inner->nla_len = nla_attr_size(3);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, nla_total_size(3)), "%u inside",
			       type);
	/* sticks out, or leaves something over */
	inner->nla_len = 100;
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, nla_total_size(4)), "%u length",
			       type);
	KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, 3), "%u rest", type);
	KUNIT_EXPECT_PTR_EQ(test, set->policy[wanted->type].nested_policy, wanted->nest);
}

static void limits(struct kunit *test)
{
	const struct set *set = test->param_value;
	const struct wanted *wanted;

	for (wanted = set->attributes; wanted->type; wanted++) {
		struct message message = {};

		switch (wanted->kind) {
		case U8:
			check_number(test, set, wanted, 1);
			break;
		case U16:
			check_number(test, set, wanted, 2);
			break;
		case U32:
			check_number(test, set, wanted, 4);
			break;
		case TEXT:
			check_text(test, set, wanted, true);
			break;
		case NAME:
			check_text(test, set, wanted, false);
			break;
		case OCTETS:
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type,
							 wanted->max));
			KUNIT_EXPECT_FALSE(test, accepted(set, &message, wanted->type,
							  wanted->max - 1));
			KUNIT_EXPECT_FALSE(test, accepted(set, &message, wanted->type,
							  wanted->max + 1));
			break;
		case ANY:
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type, 0));
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type, 100));
			break;
		case NEST:
			check_nest(test, set, wanted);
			break;
		case FLAG:
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type, 0));
			KUNIT_EXPECT_FALSE(test, accepted(set, &message, wanted->type, 1));
			break;
		case UINT:
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type, 4));
			KUNIT_EXPECT_TRUE(test, accepted(set, &message, wanted->type, 8));
			break;
		}
	}
}

/* What is not in the lists above is refused, whatever it holds. */
static void nothing_else(struct kunit *test)
{
	static const unsigned int lengths[] = { 0, 1, 2, 4, 8, 16 };
	const struct set *set = test->param_value;
	const struct wanted *wanted;
	unsigned int type, i;

	for (type = 0; type < 64; type++) {
		for (wanted = set->attributes; wanted->type && wanted->type != type; wanted++)
			;
		if (wanted->type)
			continue;
		for (i = 0; i < ARRAY_SIZE(lengths); i++) {
			struct message message = {};

			KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type, lengths[i]),
					       "%u of %u octets", type, lengths[i]);
			KUNIT_EXPECT_FALSE_MSG(test, accepted(set, &message, type | NLA_F_NESTED,
							      lengths[i]), "nest %u", type);
		}
	}
}

static struct kunit_case netlink_policy_cases[] = {
	KUNIT_CASE_PARAM(limits, set_gen_params),
	KUNIT_CASE_PARAM(nothing_else, set_gen_params),
	{}
};

static struct kunit_suite netlink_policy_suite = {
	.name = "rfw_netlink_policy",
	.test_cases = netlink_policy_cases,
};

kunit_test_suite(netlink_policy_suite);
