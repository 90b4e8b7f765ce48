// SPDX-License-Identifier: GPL-2.0-only
/*
 * What requests say of forwards, DMZ hosts and pinholes.
 */
#include <linux/in.h>
#include <linux/slab.h>

#include "netlink_family.h"
#include "opening.h"
#include "packet.h"

/* The address, the suffix, or that it is a named host: which one, name_host() sees. */
static int get_target(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	struct nlattr *address = info->attrs[RFW_A_OPENING_ADDRESS];
	struct nlattr *suffix = info->attrs[RFW_A_OPENING_SUFFIX];
	struct nlattr *host = info->attrs[RFW_A_OPENING_HOST];

	if (!!address + !!suffix + !!host != 1)
		return rfw_netlink_refuse(info, RFW_A_OPENING_ADDRESS, -EINVAL,
					  "the inside host is given by its address, suffix or name");
	if (!address && rule->kind == RFW_OPENING_KIND_PINHOLE)
		return rfw_netlink_refuse(info,
					  suffix ? RFW_A_OPENING_SUFFIX : RFW_A_OPENING_HOST,
					  -EINVAL, "a pinhole is for an address");
	if (host) {
		rule->target = RFW_OPENING_TARGET_HOST;
		return 0;
	}
	rule->target = suffix ? RFW_OPENING_TARGET_SUFFIX : RFW_OPENING_TARGET_ADDRESS;
	rule->address = nla_get_in6_addr(suffix ?: address);
	if (ipv6_addr_any(&rule->address) || ipv6_addr_is_multicast(&rule->address))
		return rfw_netlink_refuse(info,
					  suffix ? RFW_A_OPENING_SUFFIX : RFW_A_OPENING_ADDRESS,
					  -EINVAL, "this is no host's address");
	return 0;
}

static int get_range(const struct nlattr *attr, struct rfw_opening_rule *rule,
		     struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_PORT_RANGE_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_PORT_RANGE_MAX, attr, rfw_port_range_nl_policy,
				   extack);
	struct rfw_port_range range;
	unsigned int i;

	if (err)
		return err;
	if (!tb[RFW_A_PORT_RANGE_LOW]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "the first port of a range is missing");
		return -EINVAL;
	}
	range.low = ntohs(nla_get_be16(tb[RFW_A_PORT_RANGE_LOW]));
	range.high = range.low;
	if (tb[RFW_A_PORT_RANGE_HIGH])
		range.high = ntohs(nla_get_be16(tb[RFW_A_PORT_RANGE_HIGH]));
	if (range.high < range.low) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "the range of ports is reversed");
		return -EINVAL;
	}
	for (i = 0; i < rule->ranges; i++) {
		if (range.low > rule->range[i].high || range.high < rule->range[i].low)
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr, "the port was given before");
		return -EINVAL;
	}
	if (rule->ranges == RFW_OPENING_RANGES_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "too many ports and ranges of ports");
		return -E2BIG;
	}
	rule->range[rule->ranges++] = range;
	return 0;
}

static int get_ranges(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	const struct nlattr *attr = NULL;
	int err;

	if (info->attrs[RFW_A_OPENING_PORT] && !rfw_packet_has_ports(rule->protocol))
		return rfw_netlink_refuse(info, RFW_A_OPENING_PORT, -EINVAL,
					  "the protocol has no ports");
	while ((attr = rfw_netlink_next(info, attr, RFW_A_OPENING_PORT))) {
		err = get_range(attr, rule, info->extack);
		if (err)
			return err;
	}
	if (!rule->ranges && (rule->protocol == IPPROTO_TCP || rule->protocol == IPPROTO_UDP))
		return rfw_netlink_refuse(info, RFW_A_OPENING_PORT, -EINVAL,
					  "TCP and UDP need a port");
	return 0;
}

/* Service codes stand behind the ranges, which must be complete. */
static int get_services(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	__be32 *services = rfw_opening_services(rule), service;
	const struct nlattr *attr = NULL;
	unsigned int i;

	if (info->attrs[RFW_A_OPENING_SERVICE_CODE] && rule->protocol != IPPROTO_DCCP)
		return rfw_netlink_refuse(info, RFW_A_OPENING_SERVICE_CODE, -EINVAL,
					  "only DCCP has service codes");
	while ((attr = rfw_netlink_next(info, attr, RFW_A_OPENING_SERVICE_CODE))) {
		service = htonl(nla_get_u32(attr));
		for (i = 0; i < rule->services; i++) {
			if (services[i] != service)
				continue;
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "the service code was given before");
			return -EINVAL;
		}
		if (rule->services == RFW_OPENING_SERVICES_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "too many service codes");
			return -E2BIG;
		}
		services[rule->services++] = service;
	}
	return 0;
}

static int get_filter(const struct nlattr *attr, u8 protocol, struct rfw_opening_filter *filter,
		      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_OPENING_FILTER_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_OPENING_FILTER_MAX, attr, rfw_opening_filter_nl_policy,
				   extack);
	struct rfw_prefix prefix = {};

	if (err)
		return err;
	if (tb[RFW_A_OPENING_FILTER_PREFIX]) {
		err = rfw_netlink_prefix(tb[RFW_A_OPENING_FILTER_PREFIX], &prefix, 0, extack);
		if (err)
			return err;
	}
	if (tb[RFW_A_OPENING_FILTER_PORT]) {
		if (!rfw_packet_has_ports(protocol)) {
			NL_SET_ERR_MSG_ATTR(extack, tb[RFW_A_OPENING_FILTER_PORT],
					    "the protocol has no ports");
			return -EINVAL;
		}
		filter->port = nla_get_be16(tb[RFW_A_OPENING_FILTER_PORT]);
	}
	filter->address = prefix.address;
	filter->length = prefix.length;
	return 0;
}

/**
 * rfw_netlink_opening_filters - the filters that a request has for an opening
 * @info: the request
 * @rule: gets them; they stand behind its ranges and service codes, which must be complete
 *
 * Return: 0, or a negative error with the reason.
 */
int rfw_netlink_opening_filters(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	struct rfw_opening_filter *filter = rfw_opening_filters(rule);
	const struct nlattr *attr = NULL;
	int err;

	memset(filter, 0, RFW_OPENING_FILTERS_MAX * sizeof(*filter));
	rule->filters = 0;
	while ((attr = rfw_netlink_next(info, attr, RFW_A_OPENING_FILTER))) {
		if (!nla_len(attr))
			continue;
		if (rule->filters == RFW_OPENING_FILTERS_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "too many filters");
			return -E2BIG;
		}
		err = get_filter(attr, rule->protocol, filter++, info->extack);
		if (err)
			return err;
		rule->filters++;
	}
	return 0;
}

static int fill_rule(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	struct nlattr *protocol = info->attrs[RFW_A_OPENING_PROTOCOL];
	int err;

	if (!info->attrs[RFW_A_OPENING_KIND])
		return rfw_netlink_refuse(info, RFW_A_OPENING_KIND, -EINVAL,
					  "the kind is missing");
	rule->kind = nla_get_u8(info->attrs[RFW_A_OPENING_KIND]);
	err = get_target(info, rule);
	if (err)
		return err;
	if (rule->kind == RFW_OPENING_KIND_DMZ) {
		if (protocol)
			return rfw_netlink_refuse(info, RFW_A_OPENING_PROTOCOL, -EINVAL,
						  "a DMZ host is open for every protocol");
	} else {
		if (!protocol || !nla_get_u8(protocol))
			return rfw_netlink_refuse(info, RFW_A_OPENING_PROTOCOL, -EINVAL,
						  "the protocol is missing");
		rule->protocol = nla_get_u8(protocol);
	}
	err = get_ranges(info, rule);
	if (!err)
		err = get_services(info, rule);
	return err ?: rfw_netlink_opening_filters(info, rule);
}

/**
 * rfw_netlink_opening_rule - what a request says of an opening
 * @info: the request
 *
 * Return: the rule, which is the caller's to kfree(), or an ERR_PTR() with the reason. A host's
 * name is left to the caller.
 */
struct rfw_opening_rule *rfw_netlink_opening_rule(const struct genl_info *info)
{
	struct rfw_opening_rule *rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_KERNEL);
	int err;

	if (!rule)
		return ERR_PTR(-ENOMEM);
	err = fill_rule(info, rule);
	if (!err)
		return rule;
	kfree(rule);
	return ERR_PTR(err);
}
