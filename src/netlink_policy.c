// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in.h>

#include "domain.h"
#include "mss.h"
#include "netlink_family.h"
#include "packet.h"
#include "policy.h"

static struct rfw_policy *policy_of(struct rfw_config *config, const struct genl_info *info)
{
	struct rfw_object *object = rfw_netlink_object(&config->policies, info, RFW_A_POLICY_NAME);

	return IS_ERR(object) ? ERR_CAST(object) : container_of(object, struct rfw_policy, object);
}

static struct rfw_domain *get_domain(struct rfw_config *config, const struct genl_info *info)
{
	struct rfw_object *object = rfw_netlink_object(&config->domains, info, RFW_A_POLICY_DOMAIN);

	return IS_ERR(object) ? ERR_CAST(object) : container_of(object, struct rfw_domain, object);
}

static struct rfw_policy_rules *rules_of(const struct rfw_config *config,
					 const struct rfw_policy *policy)
{
	return rcu_dereference_protected(policy->rules, lockdep_is_held(config->lock));
}

static_assert(RFW_TIMERS == RFW_A_TIMEOUTS_MAX);

static int get_timeouts(const struct nlattr *nest, struct rfw_policy_rules *rules,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_TIMEOUTS_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_TIMEOUTS_MAX, nest, rfw_timeouts_nl_policy, extack);
	unsigned int i;

	if (err)
		return err;
	for (i = 0; i < RFW_TIMERS; i++)
		if (tb[i + 1])
			rules->timeout[i] = nla_get_u32(tb[i + 1]);
	return 0;
}

static int get_protocol_timeout(const struct nlattr *nest, struct rfw_policy_rules *rules,
				struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_PROTOCOL_TIMEOUT_MAX + 1];
	struct rfw_protocol_timeout *entry = rules->protocol_timeout;
	struct rfw_protocol_timeout *end = entry + rules->protocol_timeouts;
	int err = nla_parse_nested(tb, RFW_A_PROTOCOL_TIMEOUT_MAX, nest,
				   rfw_protocol_timeout_nl_policy, extack);
	u8 protocol;

	if (err)
		return err;
	if (!tb[RFW_A_PROTOCOL_TIMEOUT_PROTOCOL] ||
	    !tb[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT] != !tb[RFW_A_PROTOCOL_TIMEOUT_INITIAL]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a protocol has both timers or none");
		return -EINVAL;
	}
	protocol = nla_get_u8(tb[RFW_A_PROTOCOL_TIMEOUT_PROTOCOL]);
	if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_ICMPV6) {
		NL_SET_ERR_MSG_ATTR(extack, tb[RFW_A_PROTOCOL_TIMEOUT_PROTOCOL],
				    "TCP, UDP and ICMPv6 have timers of their own");
		return -EINVAL;
	}
	while (entry < end && entry->protocol != protocol)
		entry++;
	if (!tb[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT]) {
		if (entry == end)
			return 0;
		*entry = end[-1];
		rules->protocol_timeouts--;
		return 0;
	}
	if (entry == end) {
		if (rules->protocol_timeouts == RFW_PROTOCOL_TIMEOUTS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, nest,
					    "too many protocols with timers of their own");
			return -E2BIG;
		}
		rules->protocol_timeouts++;
	}
	entry->protocol = protocol;
	entry->timeout = nla_get_u32(tb[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT]);
	entry->initial = nla_get_u32(tb[RFW_A_PROTOCOL_TIMEOUT_INITIAL]);
	return 0;
}

static int get_unknown_protocols(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	struct nlattr *kind = info->attrs[RFW_A_POLICY_UNKNOWN_PROTOCOLS];
	struct nlattr *list = info->attrs[RFW_A_POLICY_UNKNOWN_PROTOCOL];
	const struct nlattr *attr = NULL;

	if (!kind && !list)
		return 0;
	rules->unknown_protocols = kind ? nla_get_u8(kind) : RFW_UNKNOWN_PROTOCOLS_LISTED;
	if (list && rules->unknown_protocols != RFW_UNKNOWN_PROTOCOLS_LISTED) {
		NL_SET_ERR_MSG_ATTR(info->extack, list,
				    "a list of protocols contradicts all or none");
		return -EINVAL;
	}
	bitmap_zero(rules->protocol_allowed, 256);
	while ((attr = rfw_netlink_next(info, attr, RFW_A_POLICY_UNKNOWN_PROTOCOL)))
		__set_bit(nla_get_u8(attr), rules->protocol_allowed);
	return 0;
}

static int get_protocol_filtering(const struct nlattr *nest, struct rfw_policy_rules *rules,
				  struct netlink_ext_ack *extack)
{
	struct rfw_protocol_filtering *entry = rules->protocol_filtering;
	struct rfw_protocol_filtering *end = entry + rules->protocol_filterings;
	struct nlattr *tb[RFW_A_PROTOCOL_FILTERING_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_PROTOCOL_FILTERING_MAX, nest,
				   rfw_protocol_filtering_nl_policy, extack);
	u8 protocol;

	if (err)
		return err;
	if (!tb[RFW_A_PROTOCOL_FILTERING_PROTOCOL] || !tb[RFW_A_PROTOCOL_FILTERING_FILTERING]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a protocol and its filtering are needed");
		return -EINVAL;
	}
	protocol = nla_get_u8(tb[RFW_A_PROTOCOL_FILTERING_PROTOCOL]);
	while (entry < end && entry->protocol != protocol)
		entry++;
	if (entry == end) {
		if (rules->protocol_filterings == RFW_PROTOCOL_FILTERINGS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, nest,
					    "too many protocols with filtering of their own");
			return -E2BIG;
		}
		rules->protocol_filterings++;
	}
	entry->protocol = protocol;
	entry->filtering = nla_get_u8(tb[RFW_A_PROTOCOL_FILTERING_FILTERING]);
	return 0;
}

static int get_protocol_filterings(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	const struct nlattr *attr = NULL;
	int err;

	if (info->attrs[RFW_A_POLICY_FILTERING])
		rules->protocol_filterings = 0;
	while ((attr = rfw_netlink_next(info, attr, RFW_A_POLICY_PROTOCOL_FILTERING))) {
		err = get_protocol_filtering(attr, rules, info->extack);
		if (err)
			return err;
	}
	return 0;
}

static int get_protocol_ports(const struct nlattr *nest, struct rfw_open_ports *ports,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_PROTOCOL_PORTS_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_PROTOCOL_PORTS_MAX, nest, rfw_protocol_ports_nl_policy,
				   extack);

	if (err)
		return err;
	if (!tb[RFW_A_PROTOCOL_PORTS_PROTOCOL] || !tb[RFW_A_PROTOCOL_PORTS_LOW]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a protocol and a port are needed");
		return -EINVAL;
	}
	ports->protocol = nla_get_u8(tb[RFW_A_PROTOCOL_PORTS_PROTOCOL]);
	ports->low = ntohs(nla_get_be16(tb[RFW_A_PROTOCOL_PORTS_LOW]));
	ports->high = ports->low;
	if (tb[RFW_A_PROTOCOL_PORTS_HIGH])
		ports->high = ntohs(nla_get_be16(tb[RFW_A_PROTOCOL_PORTS_HIGH]));
	if (!rfw_packet_has_ports(ports->protocol)) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "the protocol has no ports");
		return -EINVAL;
	}
	if (ports->high < ports->low) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "the range of ports is reversed");
		return -EINVAL;
	}
	return 0;
}

static int get_open_ports(const struct genl_info *info, int type, struct rfw_open_ports *list,
			  u8 *count)
{
	const struct nlattr *attr = NULL;
	int err;

	if (!info->attrs[type])
		return 0;
	*count = 0;
	while ((attr = rfw_netlink_next(info, attr, type))) {
		if (!nla_len(attr))
			continue;
		if (*count == RFW_OPEN_PORTS_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "too many ranges of ports");
			return -E2BIG;
		}
		err = get_protocol_ports(attr, &list[*count], info->extack);
		if (err)
			return err;
		(*count)++;
	}
	return 0;
}

/* Rules that are one attribute and one octet each. */
static const struct {
	u8 type;
	u8 offset;
} knobs[] = {
	{ RFW_A_POLICY_TRANSPARENT, offsetof(struct rfw_policy_rules, transparent) },
	{ RFW_A_POLICY_FILTERING, offsetof(struct rfw_policy_rules, filtering) },
	{ RFW_A_POLICY_PINHOLE_LOW_PORTS, offsetof(struct rfw_policy_rules, pinhole_low_ports) },
	{ RFW_A_POLICY_TCP_PICKUP, offsetof(struct rfw_policy_rules, tcp_pickup) },
	{ RFW_A_POLICY_TCP_WINDOW, offsetof(struct rfw_policy_rules, tcp_window) },
	{ RFW_A_POLICY_UDP_INBOUND_REFRESH,
	  offsetof(struct rfw_policy_rules, udp_inbound_refresh) },
	{ RFW_A_POLICY_FLOW_ACCOUNTING, offsetof(struct rfw_policy_rules, flow_accounting) },
	{ RFW_A_POLICY_HOST_LEARNING, offsetof(struct rfw_policy_rules, host_learning) },
	{ RFW_A_POLICY_ULA_BORDER, offsetof(struct rfw_policy_rules, ula_border) },
	{ RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS,
	  offsetof(struct rfw_policy_rules, icmp6_unallocated_errors) },
	{ RFW_A_POLICY_ICMP6_MOBILITY, offsetof(struct rfw_policy_rules, icmp6_mobility) },
	{ RFW_A_POLICY_ECHO_IN, offsetof(struct rfw_policy_rules, echo_in) },
	{ RFW_A_POLICY_IPSEC_PASSTHROUGH, offsetof(struct rfw_policy_rules, ipsec_passthrough) },
	{ RFW_A_POLICY_UNSOLICITED, offsetof(struct rfw_policy_rules, unsolicited) },
	{ RFW_A_POLICY_TCP_RESET_UNKNOWN, offsetof(struct rfw_policy_rules, tcp_reset_unknown) },
	{ RFW_A_POLICY_LIMIT_ANSWER, offsetof(struct rfw_policy_rules, limit_answer) },
	{ RFW_A_POLICY_PRIORITY_FC, offsetof(struct rfw_policy_rules, priority_fc) },
	{ RFW_A_POLICY_INBOUND_SHARE, offsetof(struct rfw_policy_rules, inbound_share) },
	{ RFW_A_POLICY_EVICT_UNANSWERED, offsetof(struct rfw_policy_rules, evict_unanswered) },
	{ RFW_A_POLICY_WATERMARK_HIGH, offsetof(struct rfw_policy_rules, watermark_high) },
	{ RFW_A_POLICY_WATERMARK_LOW, offsetof(struct rfw_policy_rules, watermark_low) },
	{ RFW_A_POLICY_ALG, offsetof(struct rfw_policy_rules, algs) },
	{ RFW_A_POLICY_SIP_OTHER_HOSTS, offsetof(struct rfw_policy_rules, sip_other_hosts) },
};

/* A number and the route's MTU exclude each other: whichever is given takes the other away. */
static int get_tcp_mss(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	struct nlattr *mss = info->attrs[RFW_A_POLICY_TCP_MSS];
	struct nlattr *pmtu = info->attrs[RFW_A_POLICY_TCP_MSS_PMTU];

	if (mss) {
		rules->tcp_mss = nla_get_u16(mss);
		rules->tcp_mss_pmtu = 0;
		if (rules->tcp_mss &&
		    (rules->tcp_mss < RFW_MSS_MIN || rules->tcp_mss > RFW_MSS_MAX)) {
			NL_SET_ERR_MSG_ATTR(info->extack, mss,
					    "a TCP segment size is 160..10240, or 0 for off");
			return -ERANGE;
		}
	}
	if (pmtu && nla_get_u8(pmtu)) {
		if (mss && rules->tcp_mss) {
			NL_SET_ERR_MSG_ATTR(info->extack, pmtu,
					    "a TCP segment size is a number or the route's");
			return -EINVAL;
		}
		rules->tcp_mss = 0;
	}
	if (pmtu)
		rules->tcp_mss_pmtu = nla_get_u8(pmtu);
	return 0;
}

/* Limits that are one attribute and one number each. */
static const struct {
	u8 type;
	u16 offset;
} limits[] = {
	{ RFW_A_POLICY_MAX_SESSIONS, offsetof(struct rfw_policy_rules, max_sessions) },
	{ RFW_A_POLICY_RESERVED_SESSIONS, offsetof(struct rfw_policy_rules, reserved_sessions) },
	{ RFW_A_POLICY_MAX_NEW_PER_SECOND, offsetof(struct rfw_policy_rules, max_new_per_second) },
	{ RFW_A_POLICY_MAX_HALF_OPEN, offsetof(struct rfw_policy_rules, max_half_open) },
	{ RFW_A_POLICY_MAX_HOSTS, offsetof(struct rfw_policy_rules, max_hosts) },
	{ RFW_A_POLICY_SIP_MAX_CALLS, offsetof(struct rfw_policy_rules, sip_max_calls) },
	{ RFW_A_POLICY_SIP_MAX_CALLS_HOST, offsetof(struct rfw_policy_rules, sip_max_calls_host) },
};

static int get_limits(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	struct nlattr *reserved = info->attrs[RFW_A_POLICY_RESERVED_SESSIONS];
	struct nlattr *high = info->attrs[RFW_A_POLICY_WATERMARK_HIGH];
	struct nlattr *low = info->attrs[RFW_A_POLICY_WATERMARK_LOW];
	struct nlattr *calls = info->attrs[RFW_A_POLICY_SIP_MAX_CALLS];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		if (info->attrs[limits[i].type])
			*(u32 *)((u8 *)rules + limits[i].offset) =
				nla_get_u32(info->attrs[limits[i].type]);
	if (rules->reserved_sessions >= rules->max_sessions) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    reserved ?: info->attrs[RFW_A_POLICY_MAX_SESSIONS],
				    "reserved-sessions has to be smaller than max-sessions");
		return -EINVAL;
	}
	if (!high != !low) {
		NL_SET_ERR_MSG_ATTR(info->extack, high ?: low,
				    "a high watermark needs a low one, and the other way round");
		return -EINVAL;
	}
	if (rules->watermark_high ? rules->watermark_low >= rules->watermark_high :
				    rules->watermark_low) {
		NL_SET_ERR_MSG_ATTR(info->extack, low,
				    "the low watermark has to be below the high one");
		return -EINVAL;
	}
	if (rules->sip_max_calls_host > rules->sip_max_calls) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[RFW_A_POLICY_SIP_MAX_CALLS_HOST] ?: calls,
				    "sip-max-calls-host can't be more than sip-max-calls");
		return -EINVAL;
	}
	return 0;
}

static int get_sip_ports(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	const struct nlattr *attr = NULL;
	unsigned int i, count = 0;
	u16 port;

	while ((attr = rfw_netlink_next(info, attr, RFW_A_POLICY_SIP_PORT))) {
		port = ntohs(nla_get_be16(attr));
		if (count == RFW_SIP_PORTS_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "more than 8 SIP ports");
			return -E2BIG;
		}
		for (i = 0; i < count && rules->sip_port[i] != port; i++)
			;
		if (i < count) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "this SIP port is given twice");
			return -EINVAL;
		}
		rules->sip_port[count++] = port;
	}
	if (count)
		rules->sip_ports = count;
	return 0;
}

/* Change rules as a request says; on error they are of no use. */
static int get_rules(const struct genl_info *info, struct rfw_policy_rules *rules)
{
	const struct nlattr *attr = NULL;
	unsigned int i;
	int err;

	if (info->attrs[RFW_A_POLICY_PRESET])
		rfw_policy_preset(rules, nla_get_u8(info->attrs[RFW_A_POLICY_PRESET]));
	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		if (info->attrs[knobs[i].type])
			*((u8 *)rules + knobs[i].offset) = nla_get_u8(info->attrs[knobs[i].type]);
	if (info->attrs[RFW_A_POLICY_MAX_PINHOLES])
		rules->max_pinholes = nla_get_u32(info->attrs[RFW_A_POLICY_MAX_PINHOLES]);
	err = get_limits(info, rules);
	if (err)
		return err;
	if (info->attrs[RFW_A_POLICY_TIMEOUTS]) {
		err = get_timeouts(info->attrs[RFW_A_POLICY_TIMEOUTS], rules, info->extack);
		if (err)
			return err;
	}
	while ((attr = rfw_netlink_next(info, attr, RFW_A_POLICY_PROTOCOL_TIMEOUT))) {
		err = get_protocol_timeout(attr, rules, info->extack);
		if (err)
			return err;
	}
	err = get_protocol_filterings(info, rules);
	if (err)
		return err;
	err = get_open_ports(info, RFW_A_POLICY_OPEN_PORT, rules->open_port, &rules->open_ports);
	if (err)
		return err;
	err = get_open_ports(info, RFW_A_POLICY_OPEN_PORT_EXCEPT, rules->open_exception,
			     &rules->open_exceptions);
	if (err)
		return err;
	return get_tcp_mss(info, rules) ?: get_unknown_protocols(info, rules) ?:
					   get_sip_ports(info, rules);
}

int rfw_netlink_policy_new(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *description = info->attrs[RFW_A_POLICY_DESCRIPTION];
	struct rfw_policy_rules *rules = kmalloc(sizeof(*rules), GFP_KERNEL);
	struct rfw_request request;
	struct rfw_domain *domain;
	int err;

	rfw_request_begin(&request, info);
	if (!rules)
		return rfw_request_end(&request, -ENOMEM, false);
	if (!info->attrs[RFW_A_POLICY_NAME]) {
		err = rfw_netlink_refuse(info, RFW_A_POLICY_NAME, -EINVAL, "a name is missing");
		goto out;
	}
	domain = get_domain(request.config, info);
	err = PTR_ERR_OR_ZERO(domain);
	if (err)
		goto out;
	rfw_policy_preset(rules, RFW_PRESET_STRICT);
	err = get_rules(info, rules);
	if (err)
		goto out;
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_POLICY_NAME]);
	err = rfw_policy_add(request.config, nla_data(info->attrs[RFW_A_POLICY_NAME]),
			     description ? nla_data(description) : "", domain, rules, info->extack);
out:
	kfree(rules);
	return rfw_request_end(&request, err, false);
}

int rfw_netlink_policy_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *description = info->attrs[RFW_A_POLICY_DESCRIPTION];
	struct rfw_policy_rules *rules = kmalloc(sizeof(*rules), GFP_KERNEL);
	struct rfw_request request;
	struct rfw_policy *policy;
	struct rfw_domain *domain;
	int err;

	rfw_request_begin(&request, info);
	if (!rules)
		return rfw_request_end(&request, -ENOMEM, false);
	policy = policy_of(request.config, info);
	err = PTR_ERR_OR_ZERO(policy);
	if (err)
		goto out;
	domain = info->attrs[RFW_A_POLICY_DOMAIN] ? get_domain(request.config, info) :
						    policy->domain;
	err = PTR_ERR_OR_ZERO(domain);
	if (err)
		goto out;
	*rules = *rules_of(request.config, policy);
	err = get_rules(info, rules);
	if (!err)
		err = rfw_policy_set(request.config, policy,
				     description ? nla_data(description) : policy->description,
				     domain, rules, info->extack);
out:
	kfree(rules);
	return rfw_request_end(&request, err, true);
}

int rfw_netlink_policy_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_request request;
	struct rfw_policy *policy;
	int err;

	rfw_request_begin(&request, info);
	policy = policy_of(request.config, info);
	err = PTR_ERR_OR_ZERO(policy);
	if (!err)
		err = rfw_policy_del(request.config, policy, info->extack);
	return rfw_request_end(&request, err, false);
}

static int put_timeouts(struct sk_buff *skb, const struct rfw_policy_rules *rules)
{
	struct nlattr *nest = nla_nest_start(skb, RFW_A_POLICY_TIMEOUTS);
	unsigned int i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < RFW_TIMERS; i++)
		if (nla_put_u32(skb, i + 1, rules->timeout[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);

	for (i = 0; i < rules->protocol_timeouts; i++) {
		nest = nla_nest_start(skb, RFW_A_POLICY_PROTOCOL_TIMEOUT);
		if (!nest ||
		    nla_put_u8(skb, RFW_A_PROTOCOL_TIMEOUT_PROTOCOL,
			       rules->protocol_timeout[i].protocol) ||
		    nla_put_u32(skb, RFW_A_PROTOCOL_TIMEOUT_TIMEOUT,
				rules->protocol_timeout[i].timeout) ||
		    nla_put_u32(skb, RFW_A_PROTOCOL_TIMEOUT_INITIAL,
				rules->protocol_timeout[i].initial))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_open_ports(struct sk_buff *skb, int type, const struct rfw_open_ports *list,
			  unsigned int count)
{
	struct nlattr *nest;

	for (; count--; list++) {
		nest = nla_nest_start(skb, type);
		if (!nest || nla_put_u8(skb, RFW_A_PROTOCOL_PORTS_PROTOCOL, list->protocol) ||
		    nla_put_be16(skb, RFW_A_PROTOCOL_PORTS_LOW, htons(list->low)) ||
		    nla_put_be16(skb, RFW_A_PROTOCOL_PORTS_HIGH, htons(list->high)))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_inbound(struct sk_buff *skb, const struct rfw_policy_rules *rules)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 0; i < rules->protocol_filterings; i++) {
		nest = nla_nest_start(skb, RFW_A_POLICY_PROTOCOL_FILTERING);
		if (!nest ||
		    nla_put_u8(skb, RFW_A_PROTOCOL_FILTERING_PROTOCOL,
			       rules->protocol_filtering[i].protocol) ||
		    nla_put_u8(skb, RFW_A_PROTOCOL_FILTERING_FILTERING,
			       rules->protocol_filtering[i].filtering))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	if (put_open_ports(skb, RFW_A_POLICY_OPEN_PORT, rules->open_port, rules->open_ports) ||
	    put_open_ports(skb, RFW_A_POLICY_OPEN_PORT_EXCEPT, rules->open_exception,
			   rules->open_exceptions))
		return -EMSGSIZE;
	return nla_put_u32(skb, RFW_A_POLICY_MAX_PINHOLES, rules->max_pinholes);
}

/* A message that has no room for all of it is to be cancelled. */
static int put_rules(struct sk_buff *skb, const struct rfw_policy_rules *rules)
{
	unsigned int i;

	if (nla_put_u8(skb, RFW_A_POLICY_PRESET, rules->preset) ||
	    nla_put_u8(skb, RFW_A_POLICY_UNKNOWN_PROTOCOLS, rules->unknown_protocols) ||
	    nla_put_u16(skb, RFW_A_POLICY_TCP_MSS, rules->tcp_mss) ||
	    nla_put_u8(skb, RFW_A_POLICY_TCP_MSS_PMTU, rules->tcp_mss_pmtu) ||
	    put_inbound(skb, rules) || put_timeouts(skb, rules))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		if (nla_put_u8(skb, knobs[i].type, *((u8 *)rules + knobs[i].offset)))
			return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(limits); i++)
		if (nla_put_u32(skb, limits[i].type, *(u32 *)((u8 *)rules + limits[i].offset)))
			return -EMSGSIZE;
	if (rules->unknown_protocols == RFW_UNKNOWN_PROTOCOLS_LISTED)
		for_each_set_bit(i, rules->protocol_allowed, 256)
			if (nla_put_u8(skb, RFW_A_POLICY_UNKNOWN_PROTOCOL, i))
				return -EMSGSIZE;
	for (i = 0; i < rules->sip_ports; i++)
		if (nla_put_be16(skb, RFW_A_POLICY_SIP_PORT, htons(rules->sip_port[i])))
			return -EMSGSIZE;
	return 0;
}

static int put_policy(struct sk_buff *skb, const struct rfw_config *config,
		      const struct rfw_policy *policy)
{
	if (nla_put_string(skb, RFW_A_POLICY_NAME, policy->object.name) ||
	    nla_put_string(skb, RFW_A_POLICY_DOMAIN, policy->domain->object.name) ||
	    (*policy->description &&
	     nla_put_string(skb, RFW_A_POLICY_DESCRIPTION, policy->description)) ||
	    nla_put_u32(skb, RFW_A_POLICY_SUBSCRIBERS, policy->subscribers))
		return -EMSGSIZE;
	return put_rules(skb, rules_of(config, policy));
}

/* cb->args: presets done */
int rfw_netlink_preset_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_policy_rules *rules = kmalloc(sizeof(*rules), GFP_KERNEL);
	void *header;

	if (!rules)
		return -ENOMEM;
	for (; cb->args[0] <= RFW_PRESET_MAX; cb->args[0]++) {
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_PRESET_GET);
		if (!header)
			break;
		rfw_policy_preset(rules, cb->args[0]);
		if (put_rules(skb, rules)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
	}
	kfree(rules);
	return skb->len;
}

int rfw_netlink_policy_get(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_policy *policy;
	struct rfw_config *config;
	struct sk_buff *reply;
	void *header;
	int err;

	mutex_lock(&rnet->config_lock);
	config = rfw_netlink_shown(rnet, info->snd_portid);
	policy = policy_of(config, info);
	err = PTR_ERR_OR_ZERO(policy);
	if (err)
		goto out;
	err = -ENOMEM;
	reply = rfw_netlink_reply(info, RFW_CMD_POLICY_GET, 2 * NLMSG_GOODSIZE, &header);
	if (!reply)
		goto out;
	err = put_policy(reply, config, policy);
	if (err) {
		nlmsg_free(reply);
		goto out;
	}
	genlmsg_end(reply, header);
	err = genlmsg_reply(reply, info);
out:
	mutex_unlock(&rnet->config_lock);
	return err;
}

/* cb->args: policies done */
int rfw_netlink_policy_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct rfw_policy *policy;
	struct rfw_config *config;
	unsigned long index = 0;
	void *header;

	if (rfw_netlink_no_filter(cb))
		return -EINVAL;
	mutex_lock(&rnet->config_lock);
	cb->seq = rnet->generation;
	config = rfw_netlink_shown(rnet, NETLINK_CB(cb->skb).portid);
	list_for_each_entry(policy, &config->policies.list, object.list) {
		if (index++ < cb->args[0])
			continue;
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_POLICY_GET);
		if (!header)
			break;
		if (put_policy(skb, config, policy)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0] = index;
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}
