// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in.h>
#include <linux/slab.h>

#include "domain.h"
#include "forward.h"
#include "named_host.h"
#include "netlink.h"
#include "netlink_family.h"
#include "policy.h"
#include "subscriber.h"

static struct rfw_subscription *subscription_of(struct rfw_config *config,
						const struct genl_info *info)
{
	struct rfw_object *object =
		rfw_netlink_object(&config->subscriptions, info, RFW_A_OPENING_SUBSCRIBER);

	return IS_ERR(object) ? ERR_CAST(object) :
				container_of(object, struct rfw_subscription, object);
}

static int refuse(const struct genl_info *info, int type, const char *message)
{
	if (info->attrs[type])
		NL_SET_BAD_ATTR(info->extack, info->attrs[type]);
	else
		NL_SET_ERR_ATTR_MISS(info->extack, NULL, type);
	info->extack->_msg = message;
	return -EINVAL;
}

/**
 * rfw_netlink_has_ports - has a protocol ports
 * @protocol: IP protocol number
 */
bool rfw_netlink_has_ports(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	}
	return false;
}

/* The address, the suffix, or that it is a named host: which one, name_host() sees. */
static int get_target(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	struct nlattr *address = info->attrs[RFW_A_OPENING_ADDRESS];
	struct nlattr *suffix = info->attrs[RFW_A_OPENING_SUFFIX];
	struct nlattr *host = info->attrs[RFW_A_OPENING_HOST];

	if (!!address + !!suffix + !!host != 1)
		return refuse(info, RFW_A_OPENING_ADDRESS,
			      "the inside host is given by its address, suffix or name");
	if (!address && rule->kind == RFW_OPENING_KIND_PINHOLE)
		return refuse(info, suffix ? RFW_A_OPENING_SUFFIX : RFW_A_OPENING_HOST,
			      "a pinhole is for an address");
	if (host) {
		rule->target = RFW_OPENING_TARGET_HOST;
		return 0;
	}
	rule->target = suffix ? RFW_OPENING_TARGET_SUFFIX : RFW_OPENING_TARGET_ADDRESS;
	rule->address = nla_get_in6_addr(suffix ?: address);
	if (ipv6_addr_any(&rule->address) || ipv6_addr_is_multicast(&rule->address))
		return refuse(info, suffix ? RFW_A_OPENING_SUFFIX : RFW_A_OPENING_ADDRESS,
			      "this is no host's address");
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

	if (info->attrs[RFW_A_OPENING_PORT] && !rfw_netlink_has_ports(rule->protocol))
		return refuse(info, RFW_A_OPENING_PORT, "the protocol has no ports");
	while ((attr = rfw_netlink_next(info, attr, RFW_A_OPENING_PORT))) {
		err = get_range(attr, rule, info->extack);
		if (err)
			return err;
	}
	if (!rule->ranges && (rule->protocol == IPPROTO_TCP || rule->protocol == IPPROTO_UDP))
		return refuse(info, RFW_A_OPENING_PORT, "TCP and UDP need a port");
	return 0;
}

/* Service codes stand behind the ranges, which must be complete. */
static int get_services(const struct genl_info *info, struct rfw_opening_rule *rule)
{
	__be32 *services = rfw_opening_services(rule), service;
	const struct nlattr *attr = NULL;
	unsigned int i;

	if (info->attrs[RFW_A_OPENING_SERVICE_CODE] && rule->protocol != IPPROTO_DCCP)
		return refuse(info, RFW_A_OPENING_SERVICE_CODE, "only DCCP has service codes");
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
		if (!rfw_netlink_has_ports(protocol)) {
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

/* Filters stand behind the service codes, which must be complete. */
static int get_filters(const struct genl_info *info, struct rfw_opening_rule *rule)
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
		return refuse(info, RFW_A_OPENING_KIND, "the kind is missing");
	rule->kind = nla_get_u8(info->attrs[RFW_A_OPENING_KIND]);
	err = get_target(info, rule);
	if (err)
		return err;
	if (rule->kind == RFW_OPENING_KIND_DMZ) {
		if (protocol)
			return refuse(info, RFW_A_OPENING_PROTOCOL,
				      "a DMZ host is open for every protocol");
	} else {
		if (!protocol || !nla_get_u8(protocol))
			return refuse(info, RFW_A_OPENING_PROTOCOL, "the protocol is missing");
		rule->protocol = nla_get_u8(protocol);
	}
	err = get_ranges(info, rule);
	if (!err)
		err = get_services(info, rule);
	return err ?: get_filters(info, rule);
}

/* What a request says of an opening; kfree() is the caller's. */
static struct rfw_opening_rule *get_rule(const struct genl_info *info)
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

/* The host that a rule names, or NULL where it names none. */
static struct rfw_named_host *name_host(const struct rfw_subscription *subscription,
					const struct genl_info *info,
					struct rfw_opening_rule *rule)
{
	struct rfw_named_host *host;

	if (rule->target != RFW_OPENING_TARGET_HOST)
		return NULL;
	host = rfw_netlink_named_host(subscription, info->attrs[RFW_A_OPENING_HOST], info->extack);
	if (!IS_ERR(host))
		rule->host = host->id;
	return host;
}

static int static_new(struct rfw_request *request, const struct genl_info *info,
		      struct rfw_opening_rule *rule, u32 *id)
{
	static const int only_pinholes[] = { RFW_A_OPENING_OWNER, RFW_A_OPENING_COOKIE,
					     RFW_A_OPENING_LIFETIME };
	struct rfw_subscription *subscription;
	struct rfw_named_host *host;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(only_pinholes); i++)
		if (info->attrs[only_pinholes[i]])
			return refuse(info, only_pinholes[i], "only a pinhole has this");
	subscription = subscription_of(request->config, info);
	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	host = name_host(subscription, info, rule);
	if (IS_ERR(host))
		return PTR_ERR(host);
	*id = rfw_pinholes_next_id(&request->rnet->pinholes);
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_OPENING_ADDRESS] ?:
				      info->attrs[RFW_A_OPENING_SUFFIX] ?:
				      info->attrs[RFW_A_OPENING_HOST]);
	return rfw_forward_add(request->config,
			       request->staged ? rfw_netlink_live(request->rnet) : NULL,
			       subscription, rule, host, *id, info->extack);
}

/* Whose a pinhole's address is: of the subscriber that is given, or of any. */
static struct rfw_subscription *owner_of(struct rfw_config *config, const struct genl_info *info,
					 const struct in6_addr *address, u32 *vrf)
{
	struct rfw_subscription *subscription;
	const struct rfw_domain *domain;
	struct rfw_place place;

	*vrf = 0;
	if (info->attrs[RFW_A_OPENING_SUBSCRIBER]) {
		subscription = subscription_of(config, info);
		if (IS_ERR(subscription))
			return subscription;
		domain = rcu_dereference_protected(subscription->policy,
						   lockdep_is_held(config->lock))->domain;
		if (domain->zone)
			*vrf = domain->zone->vrf;
		if (rfw_subscription_has(config, subscription, address))
			return subscription;
		refuse(info, RFW_A_OPENING_ADDRESS,
		       "the address is not inside a prefix of the subscriber");
		return ERR_PTR(-EINVAL);
	}
	rcu_read_lock();
	rfw_config_locate(&config->main, address, &place);
	rcu_read_unlock();
	if (place.subscription)
		return place.subscription;
	refuse(info, RFW_A_OPENING_ADDRESS, "the address is no subscriber's");
	return ERR_PTR(-EINVAL);
}

static int pinhole_new(struct rfw_request *request, const struct genl_info *info,
		       const struct rfw_opening_rule *rule, u32 *id)
{
	struct rfw_pinholes *pinholes = &request->rnet->pinholes;
	struct nlattr *cookie = info->attrs[RFW_A_OPENING_COOKIE];
	struct nlattr *owner = info->attrs[RFW_A_OPENING_OWNER];
	struct rfw_subscription *subscription;
	struct rfw_pinhole wanted = {};
	u32 vrf;
	int err;

	if (request->staged)
		return refuse(info, RFW_A_OPENING_KIND,
			      "pinholes are no part of a configuration");
	if (!info->attrs[RFW_A_OPENING_LIFETIME])
		return refuse(info, RFW_A_OPENING_LIFETIME, "a pinhole needs a lifetime");
	wanted.lifetime = nla_get_u32(info->attrs[RFW_A_OPENING_LIFETIME]);
	wanted.owner = owner ? nla_get_u8(owner) : RFW_PINHOLE_OWNER_API;
	if (cookie) {
		if (nla_len(cookie) > RFW_COOKIE_MAX)
			return refuse(info, RFW_A_OPENING_COOKIE, "the cookie is too long");
		wanted.cookie_length = nla_len(cookie);
		memcpy(wanted.cookie, nla_data(cookie), nla_len(cookie));
	}
	subscription = owner_of(request->config, info, &rule->address, &vrf);
	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_OPENING_ADDRESS]);
	spin_lock_bh(&pinholes->lock);
	err = rfw_pinhole_add(pinholes, subscription->subscriber, rule, &wanted, vrf, id,
			      info->extack);
	spin_unlock_bh(&pinholes->lock);
	if (!err)
		rfw_net_pinhole_timer(request->rnet);
	return err;
}

/* Tell the number of what was made. */
static void reply_id(struct sk_buff *reply, void *header, struct genl_info *info, u32 id)
{
	if (nla_put_u32(reply, RFW_A_OPENING_ID, id)) {
		nlmsg_free(reply);
		return;
	}
	genlmsg_end(reply, header);
	genlmsg_reply(reply, info);
}

int rfw_netlink_opening_new(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_opening_rule *rule = get_rule(info);
	struct rfw_request request;
	struct sk_buff *reply;
	bool pinhole = false;
	void *header;
	u32 id = 0;
	int err;

	rfw_request_begin(&request, info);
	if (IS_ERR(rule))
		return rfw_request_end(&request, PTR_ERR(rule), false);
	/* Before anything is done, so that nothing need be undone. */
	reply = rfw_netlink_reply(info, RFW_CMD_OPENING_NEW, nla_total_size(sizeof(u32)), &header);
	err = -ENOMEM;
	if (!reply)
		goto out;
	pinhole = rule->kind == RFW_OPENING_KIND_PINHOLE;
	err = pinhole ? pinhole_new(&request, info, rule, &id) :
			static_new(&request, info, rule, &id);
	if (err || request.staged)
		nlmsg_free(reply);
	else
		reply_id(reply, header, info, id);
out:
	kfree(rule);
	if (pinhole && !err)
		return rfw_request_end_unchanged(&request);
	return rfw_request_end(&request, err, false);
}

static struct rfw_opening *pinhole_of(struct rfw_pinholes *pinholes, const struct genl_info *info)
{
	struct rfw_opening *opening;

	if (!info->attrs[RFW_A_OPENING_ID]) {
		refuse(info, RFW_A_OPENING_ID, "the number is missing");
		return ERR_PTR(-EINVAL);
	}
	opening = xa_load(&pinholes->table.ids, nla_get_u32(info->attrs[RFW_A_OPENING_ID]));
	if (opening)
		return opening;
	refuse(info, RFW_A_OPENING_ID, "there is no pinhole with this number");
	return ERR_PTR(-ENOENT);
}

/* The rule of a pinhole with the filters of a request; NULL where it has none. */
static struct rfw_opening_rule *get_changed_rule(const struct genl_info *info,
						 const struct rfw_opening_rule *present)
{
	struct rfw_opening_rule *rule;
	int err;

	if (!info->attrs[RFW_A_OPENING_FILTER])
		return NULL;
	rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_ATOMIC);
	if (!rule)
		return ERR_PTR(-ENOMEM);
	memcpy(rule, present, rfw_opening_rule_head(present));
	err = get_filters(info, rule);
	if (!err && rfw_opening_rule_size(rule) == rfw_opening_rule_size(present) &&
	    !memcmp(rule, present, rfw_opening_rule_size(rule))) {
		kfree(rule);
		return NULL;
	}
	if (!err)
		return rule;
	kfree(rule);
	return ERR_PTR(err);
}

int rfw_netlink_opening_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *lifetime = info->attrs[RFW_A_OPENING_LIFETIME];
	struct rfw_opening_rule *rule = NULL;
	struct rfw_pinholes *pinholes;
	struct rfw_opening *opening;
	struct rfw_request request;
	int err;

	rfw_request_begin(&request, info);
	pinholes = &request.rnet->pinholes;
	if (request.staged)
		return rfw_request_end(&request,
				       refuse(info, RFW_A_OPENING_ID,
					      "pinholes are no part of a configuration"),
				       false);
	spin_lock_bh(&pinholes->lock);
	opening = pinhole_of(pinholes, info);
	err = PTR_ERR_OR_ZERO(opening);
	if (!err) {
		rule = get_changed_rule(info, &opening->rule);
		err = PTR_ERR_OR_ZERO(rule);
	}
	if (!err)
		err = rfw_pinhole_set(pinholes, opening, rule,
				      lifetime ? nla_get_u32(lifetime) :
						 opening->pinhole->lifetime,
				      info->extack);
	spin_unlock_bh(&pinholes->lock);
	if (!err) {
		rfw_net_pinhole_timer(request.rnet);
		if (rule)
			rfw_net_rejudge(request.rnet);
	}
	if (!IS_ERR(rule))
		kfree(rule);
	rfw_request_end_unchanged(&request);
	return err;
}

static int pinhole_del(struct rfw_request *request, const struct genl_info *info)
{
	struct rfw_pinholes *pinholes = &request->rnet->pinholes;
	struct rfw_opening *opening;

	spin_lock_bh(&pinholes->lock);
	opening = pinhole_of(pinholes, info);
	if (!IS_ERR(opening))
		rfw_pinhole_del(pinholes, opening, RFW_FLOW_END_DELETED);
	spin_unlock_bh(&pinholes->lock);
	if (IS_ERR(opening))
		return PTR_ERR(opening);
	rfw_net_end_openings(request->rnet);
	return 0;
}

/* The forward or DMZ host that a request means. */
static struct rfw_opening *static_of(struct rfw_config *config, const struct genl_info *info,
				     u8 kind)
{
	struct rfw_subscription *subscription;
	struct rfw_opening *opening = NULL;
	struct rfw_opening_rule *rule;
	struct rfw_named_host *host;

	if (info->attrs[RFW_A_OPENING_ID]) {
		opening = xa_load(&config->openings.ids,
				  nla_get_u32(info->attrs[RFW_A_OPENING_ID]));
		if (opening && opening->rule.kind == kind)
			return opening;
		refuse(info, RFW_A_OPENING_ID, "there is nothing of this kind with this number");
		return ERR_PTR(-ENOENT);
	}
	subscription = subscription_of(config, info);
	if (IS_ERR(subscription))
		return ERR_CAST(subscription);
	rule = get_rule(info);
	if (IS_ERR(rule))
		return ERR_CAST(rule);
	host = name_host(subscription, info, rule);
	if (!IS_ERR(host))
		opening = rfw_opening_same(&config->openings, rule, subscription->subscriber);
	kfree(rule);
	if (IS_ERR(host))
		return ERR_CAST(host);
	if (opening)
		return opening;
	NL_SET_ERR_MSG(info->extack, "the subscriber has none that says exactly this");
	return ERR_PTR(-ENOENT);
}

int rfw_netlink_opening_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_opening *opening;
	struct rfw_request request;
	u8 kind;
	int err;

	rfw_request_begin(&request, info);
	if (!info->attrs[RFW_A_OPENING_KIND])
		return rfw_request_end(&request,
				       refuse(info, RFW_A_OPENING_KIND, "the kind is missing"),
				       false);
	kind = nla_get_u8(info->attrs[RFW_A_OPENING_KIND]);
	if (kind == RFW_OPENING_KIND_PINHOLE) {
		err = pinhole_del(&request, info);
		rfw_request_end_unchanged(&request);
		return err;
	}
	opening = static_of(request.config, info, kind);
	err = PTR_ERR_OR_ZERO(opening);
	if (!err)
		rfw_forward_del(request.config, opening);
	return rfw_request_end(&request, err, !err);
}

static int put_target(struct sk_buff *skb, const struct rfw_opening *opening)
{
	switch (opening->rule.target) {
	case RFW_OPENING_TARGET_SUFFIX:
		return nla_put_in6_addr(skb, RFW_A_OPENING_SUFFIX, &opening->rule.address);
	case RFW_OPENING_TARGET_HOST:
		return nla_put_string(skb, RFW_A_OPENING_HOST, opening->host->name);
	}
	return nla_put_in6_addr(skb, RFW_A_OPENING_ADDRESS, &opening->rule.address);
}

static int put_rule(struct sk_buff *skb, const struct rfw_opening *opening)
{
	const struct rfw_opening_rule *rule = &opening->rule;
	const struct rfw_opening_filter *filter = rfw_opening_filters(rule);
	const __be32 *services = rfw_opening_services(rule);
	struct rfw_prefix prefix;
	struct nlattr *nest;
	unsigned int i;

	if (nla_put_u8(skb, RFW_A_OPENING_KIND, rule->kind) ||
	    (rule->kind != RFW_OPENING_KIND_DMZ &&
	     nla_put_u8(skb, RFW_A_OPENING_PROTOCOL, rule->protocol)) ||
	    put_target(skb, opening))
		return -EMSGSIZE;
	for (i = 0; i < rule->ranges; i++) {
		nest = nla_nest_start(skb, RFW_A_OPENING_PORT);
		if (!nest ||
		    nla_put_be16(skb, RFW_A_PORT_RANGE_LOW, htons(rule->range[i].low)) ||
		    nla_put_be16(skb, RFW_A_PORT_RANGE_HIGH, htons(rule->range[i].high)))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	for (i = 0; i < rule->services; i++)
		if (nla_put_u32(skb, RFW_A_OPENING_SERVICE_CODE, ntohl(services[i])))
			return -EMSGSIZE;
	for (i = 0; i < rule->filters; i++, filter++) {
		prefix.address = filter->address;
		prefix.length = filter->length;
		nest = nla_nest_start(skb, RFW_A_OPENING_FILTER);
		if (!nest ||
		    rfw_netlink_put_prefix(skb, RFW_A_OPENING_FILTER_PREFIX, &prefix, -1) ||
		    (filter->port &&
		     nla_put_be16(skb, RFW_A_OPENING_FILTER_PORT, filter->port)))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_use(struct sk_buff *skb, const struct rfw_opening_use *use)
{
	u64 packets = atomic64_read(&use->packets);

	if (rfw_netlink_put_uint(skb, RFW_A_OPENING_FLOWS, atomic64_read(&use->flows)) ||
	    rfw_netlink_put_uint(skb, RFW_A_OPENING_PACKETS, packets) ||
	    rfw_netlink_put_uint(skb, RFW_A_OPENING_OCTETS, atomic64_read(&use->octets)) ||
	    (packets &&
	     nla_put_u32(skb, RFW_A_OPENING_LAST, (jiffies - READ_ONCE(use->last)) / HZ)))
		return -EMSGSIZE;
	return 0;
}

static int put_pinhole(struct sk_buff *skb, const struct rfw_opening *opening)
{
	const struct rfw_pinhole *pinhole = opening->pinhole;
	s32 left = READ_ONCE(opening->deadline) - (u32)jiffies;

	if (nla_put_u8(skb, RFW_A_OPENING_OWNER, pinhole->owner) ||
	    (pinhole->cookie_length &&
	     nla_put(skb, RFW_A_OPENING_COOKIE, pinhole->cookie_length, pinhole->cookie)) ||
	    nla_put_u32(skb, RFW_A_OPENING_LIFETIME, pinhole->lifetime) ||
	    nla_put_u32(skb, RFW_A_OPENING_EXPIRES, max(left, 0) / HZ))
		return -EMSGSIZE;
	return 0;
}

/* Under the lock of its table. A message that has no room for all of it is to be cancelled. */
static int put_opening(struct sk_buff *skb, const struct rfw_opening *opening)
{
	const struct rfw_opening_places *places = opening->places;
	struct rfw_prefix place = { .length = 128 };
	unsigned int i;

	if (nla_put_u32(skb, RFW_A_OPENING_ID, opening->use->id) ||
	    nla_put_string(skb, RFW_A_OPENING_SUBSCRIBER, opening->subscriber->name) ||
	    put_rule(skb, opening) || put_use(skb, opening->use) ||
	    (opening->pinhole && put_pinhole(skb, opening)))
		return -EMSGSIZE;
	for (i = 0; places && i < places->addresses; i++) {
		place.address = places->address[i];
		if (rfw_netlink_put_prefix(skb, RFW_A_OPENING_PLACE, &place, -1))
			return -EMSGSIZE;
	}
	return 0;
}

/**
 * struct filter - what a dump wants of openings
 * @subscriber: of this one, or NULL
 * @kind: enum rfw_opening_kind, or negative
 * @owner: enum rfw_pinhole_owner, or negative
 */
struct filter {
	const char *subscriber;
	int kind;
	int owner;
};

static bool matches(const struct rfw_opening *opening, const struct filter *filter)
{
	if (filter->kind >= 0 && opening->rule.kind != filter->kind)
		return false;
	if (filter->owner >= 0 && (!opening->pinhole || opening->pinhole->owner != filter->owner))
		return false;
	return !filter->subscriber || !strcmp(filter->subscriber, opening->subscriber->name);
}

/*
 * Dump the openings of a table from the number @from on, which moves; under its lock.
 * Return: false when the buffer is full.
 */
static bool dump_table(struct sk_buff *skb, struct netlink_callback *cb,
		       struct rfw_opening_table *table, const struct filter *filter, long *from)
{
	struct rfw_opening *opening;
	unsigned long id;
	void *header;

	xa_for_each_start(&table->ids, id, opening, *from) {
		if (!matches(opening, filter))
			continue;
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_OPENING_GET);
		if (!header)
			return false;
		*from = id;
		if (put_opening(skb, opening)) {
			genlmsg_cancel(skb, header);
			return false;
		}
		genlmsg_end(skb, header);
		*from = id + 1;
	}
	return true;
}

/* cb->args: tables done, number to go on with */
int rfw_netlink_opening_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct nlattr **attrs = rfw_dump_attrs(cb);
	struct filter filter = { .kind = -1, .owner = -1 };
	struct rfw_config *config;

	if (attrs[RFW_A_OPENING_KIND])
		filter.kind = nla_get_u8(attrs[RFW_A_OPENING_KIND]);
	if (attrs[RFW_A_OPENING_OWNER])
		filter.owner = nla_get_u8(attrs[RFW_A_OPENING_OWNER]);
	if (attrs[RFW_A_OPENING_SUBSCRIBER])
		filter.subscriber = nla_data(attrs[RFW_A_OPENING_SUBSCRIBER]);
	mutex_lock(&rnet->config_lock);
	cb->seq = rnet->generation;
	config = rfw_netlink_shown(rnet, NETLINK_CB(cb->skb).portid);
	if (cb->args[0] == 0 &&
	    dump_table(skb, cb, &config->openings, &filter, &cb->args[1])) {
		cb->args[0] = 1;
		cb->args[1] = 0;
	}
	if (cb->args[0] == 1) {
		spin_lock_bh(&rnet->pinholes.lock);
		if (dump_table(skb, cb, &rnet->pinholes.table, &filter, &cb->args[1]))
			cb->args[0] = 2;
		spin_unlock_bh(&rnet->pinholes.lock);
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}

/**
 * rfw_netlink_pinhole_event - tell who listens that a pinhole has come, changed or gone
 * @pinholes: of the namespace
 * @opening: the pinhole
 * @end: it has gone
 * @why: enum rfw_flow_end
 *
 * Context: under @pinholes->lock.
 */
void rfw_netlink_pinhole_event(struct rfw_pinholes *pinholes, const struct rfw_opening *opening,
			       bool end, u8 why)
{
	struct rfw_net *rnet = container_of(pinholes, struct rfw_net, pinholes);
	struct sk_buff *skb;
	void *header;

	if (!rfw_netlink_heard(rnet->net, RFW_NETLINK_GROUP_PINHOLE))
		return;
	skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_ATOMIC);
	if (!skb)
		goto lost;
	header = genlmsg_put(skb, 0, 0, &rfw_netlink_family, 0,
			     end ? RFW_CMD_PINHOLE_DEL_NTF : RFW_CMD_PINHOLE_NEW_NTF);
	if (!header || put_opening(skb, opening) ||
	    (end && nla_put_u8(skb, RFW_A_OPENING_END, why))) {
		nlmsg_free(skb);
		goto lost;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast_netns(&rfw_netlink_family, rnet->net, skb, 0, RFW_NETLINK_GROUP_PINHOLE,
				GFP_ATOMIC);
	return;
lost:
	rfw_netlink_lost(rnet->net, RFW_NETLINK_GROUP_PINHOLE);
}
