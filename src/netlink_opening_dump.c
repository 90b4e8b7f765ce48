// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is told of forwards, DMZ hosts and pinholes.
 */
#include "named_host.h"
#include "netlink.h"
#include "netlink_family.h"
#include "pinhole.h"
#include "subscriber.h"

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
