// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flow that somebody saved comes back. What it says of itself is not believed: it must be one
 * that packets could have made under the present configuration.
 */
#include <linux/in.h>
#include <linux/netlink.h>
#include <net/ipv6.h>

#include "classify.h"
#include "config.h"
#include "limit.h"
#include "locate.h"
#include "packet.h"
#include "policy.h"
#include "restore.h"
#include "subscriber.h"

/* No timer is longer, seconds. */
#define EXPIRES_MAX	864000

/* Ages are told in seconds, and told again they differ: a flow younger by less is the same one. */
#define SAME_AGE	(2 * HZ)

/* Attempts to take the place of a flow that packets make. */
#define ATTEMPTS	4

static bool is_unicast(const struct in6_addr *address)
{
	int type = ipv6_addr_type(address);

	return (type & (IPV6_ADDR_UNICAST | IPV6_ADDR_LOOPBACK | IPV6_ADDR_LINKLOCAL)) ==
	       IPV6_ADDR_UNICAST;
}

static bool ports_fit(const struct rfw_restored *saved)
{
	if (rfw_packet_has_ports(saved->protocol))
		return true;
	if (saved->protocol == IPPROTO_ICMPV6)
		return saved->port[0] == saved->port[1];
	return !saved->port[0] && !saved->port[1];
}

/* Are there such flags in such a state? Edges may be any numbers. */
static bool window_fits(const struct rfw_restored *saved)
{
	u8 originator = saved->window.side[RFW_FROM_ORIGINATOR].flags;
	u8 responder = saved->window.side[RFW_FROM_RESPONDER].flags;

	if (saved->protocol != IPPROTO_TCP)
		return !originator && !responder;
	if (saved->state != RFW_FLOW_STATE_TCP_RESET &&
	    (originator | responder) & (RFW_TCP_SIDE_RST | RFW_TCP_SIDE_VERIFIED))
		return false;
	if (saved->state == RFW_FLOW_STATE_TCP_SYN_SENT)
		return originator & RFW_TCP_SIDE_SYN && !responder;
	return saved->state != RFW_FLOW_STATE_TCP_PICKED_UP || !rfw_tcp_tracked(&saved->window);
}

/* What can be known to be wrong of the flow alone. */
static int check_form(const struct rfw_restored *saved, struct netlink_ext_ack *extack)
{
	bool tcp = saved->protocol == IPPROTO_TCP;
	bool tcp_state = saved->state >= RFW_FLOW_STATE_TCP_SYN_SENT;
	bool let_in = saved->inside == RFW_FROM_RESPONDER || saved->peer;

	if (!is_unicast(&saved->address[0]) || !is_unicast(&saved->address[1])) {
		NL_SET_ERR_MSG(extack, "an address is not one that packets are forwarded to");
		return -EINVAL;
	}
	if (saved->vrf > RFW_VRF_MAX || !ports_fit(saved)) {
		NL_SET_ERR_MSG(extack, "a port that the protocol does not have, or no such VRF");
		return -EINVAL;
	}
	if (saved->state == RFW_FLOW_STATE_NONE || tcp != tcp_state || !window_fits(saved)) {
		NL_SET_ERR_MSG(extack, "the state is none of the protocol's");
		return -EINVAL;
	}
	/* Only what both ends belong to subscribers for is begun inside and let in as well. */
	if ((saved->inside == RFW_FROM_RESPONDER && saved->peer) ||
	    (let_in ? saved->origin == RFW_FLOW_ORIGIN_OUTBOUND :
		      saved->origin != RFW_FLOW_ORIGIN_OUTBOUND &&
			      saved->origin != RFW_FLOW_ORIGIN_DMZ)) {
		NL_SET_ERR_MSG(extack, "the origin does not go with the ends of the flow");
		return -EINVAL;
	}
	if (!saved->expires) {
		NL_SET_ERR_MSG(extack, "the flow has expired");
		return -ETIME;
	}
	return 0;
}

static bool is_named(const struct rfw_place *place, const char *name)
{
	if (!name)
		return !place->domain;
	return place->subscription && !strcmp(place->subscription->subscriber->name, name);
}

static struct rfw_flow *new_flow(struct rfw_flow_table *table, const struct rfw_place *inside,
				 const struct rfw_place *other, const struct rfw_restored *saved,
				 int *err, struct netlink_ext_ack *extack)
{
	const struct rfw_subscription *subscription = inside->subscription;
	const struct rfw_policy_rules *rules;
	struct rfw_flow *flow;
	u32 word = RFW_FLOW_RESTORED;
	u8 reason;

	rules = rcu_dereference(rcu_dereference(subscription->policy)->rules);
	word |= FIELD_PREP(RFW_FLOW_STATE, saved->state) |
		FIELD_PREP(RFW_FLOW_CLASS, saved->class);
	if (saved->answered)
		word |= RFW_FLOW_ANSWERED;
	if (saved->inside == RFW_FROM_RESPONDER)
		word |= RFW_FLOW_INBOUND;
	if (rfw_limit_half_open(word))
		word |= RFW_FLOW_HALF_OPEN;
	if (rules->flow_accounting)
		word |= RFW_FLOW_ACCOUNTED;
	flow = rfw_flow_new(table, subscription->subscriber,
			    other->subscription ? other->subscription->subscriber : NULL, word,
			    false, &reason);
	if (flow)
		return flow;
	switch (reason) {
	case RFW_DROP_REASON_NO_MEMORY:
		*err = -ENOMEM;
		break;
	case RFW_DROP_REASON_DOMAIN_FULL:
		NL_SET_ERR_MSG(extack, "the domain has all the flows it may have");
		*err = -ENOSPC;
		break;
	case RFW_DROP_REASON_TABLE_FULL:
		NL_SET_ERR_MSG(extack, "the namespace has all the flows it may have");
		*err = -ENOSPC;
		break;
	default:
		NL_SET_ERR_MSG(extack, "the subscriber has all the flows it may have");
		*err = -EDQUOT;
	}
	return NULL;
}

/* Fill in a new flow; what the policy says of it is for rfw_classify_flow(). */
static void fill(struct rfw_flow *flow, const struct rfw_restored *saved, u32 now)
{
	unsigned int originator, from;

	originator = rfw_key_build(&flow->key, &saved->address[RFW_FROM_ORIGINATOR],
				   &saved->address[RFW_FROM_RESPONDER],
				   saved->port[RFW_FROM_ORIGINATOR],
				   saved->port[RFW_FROM_RESPONDER],
				   rfw_key_zone(saved->vrf, saved->protocol));
	flow->word |= FIELD_PREP(RFW_FLOW_ORIGIN, saved->origin) |
		      FIELD_PREP(RFW_FLOW_ORIGINATOR, originator) |
		      FIELD_PREP(RFW_FLOW_INSIDE, originator ^ saved->inside);
	for (from = 0; flow->word & RFW_FLOW_ACCOUNTED && from < 2; from++) {
		atomic64_set(&flow->more->packets[from], saved->packets[from]);
		atomic64_set(&flow->more->octets[from], saved->octets[from]);
	}
	if (saved->protocol == IPPROTO_DCCP) {
		flow->service = RFW_SERVICE_NONE;
	} else {
		flow->window = saved->window;
		rfw_tcp_resume(&flow->window, saved->inside);
	}
	flow->born = now - min_t(u32, saved->age, S32_MAX / HZ) * HZ;
	flow->deadline = now + min_t(u32, saved->expires, EXPIRES_MAX) * HZ;
}

/*
 * Packets of the conversation may have come before its flow did. What they made knows less of it:
 * it is much younger and, of TCP, began in mid-stream.
 */
static bool is_continued(const struct rfw_flow *present, const struct rfw_flow *flow)
{
	u8 state = rfw_flow_state(READ_ONCE(present->word));

	if ((s32)(present->born - flow->born) <= SAME_AGE)
		return false;
	if (rfw_key_protocol(&flow->key) != IPPROTO_TCP)
		return true;
	return !rfw_tcp_tracked(&present->window) &&
	       (state == RFW_FLOW_STATE_TCP_PICKED_UP || state == RFW_FLOW_STATE_TCP_ESTABLISHED);
}

static void take_over(struct rfw_flow *flow, const struct rfw_flow *present)
{
	bool turned = (flow->word ^ present->word) & RFW_FLOW_ORIGINATOR;
	unsigned int from;

	if (!(flow->word & present->word & RFW_FLOW_ACCOUNTED))
		return;
	for (from = 0; from < 2; from++) {
		atomic64_add(atomic64_read(&present->more->packets[from ^ turned]),
			     &flow->more->packets[from]);
		atomic64_add(atomic64_read(&present->more->octets[from ^ turned]),
			     &flow->more->octets[from]);
	}
}

static int insert(struct rfw_flow_table *table, struct rfw_flow *flow, u32 now,
		  struct netlink_ext_ack *extack)
{
	unsigned int attempt;
	struct rfw_flow *present;

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		present = rfw_flow_insert(table, flow, now, NULL);
		if (present == flow) {
			rfw_flow_born(table, flow);
			return 0;
		}
		if (!is_continued(present, flow))
			break;
		take_over(flow, present);
		rfw_flow_end(table, present, RFW_FLOW_END_REPLACED);
	}
	rfw_flow_discard(table, flow);
	NL_SET_ERR_MSG(extack, "there is a live flow of this tuple");
	return -EEXIST;
}

static int restore(struct rfw_flow_table *table, struct rfw_config *config,
		   const struct rfw_restored *saved, struct netlink_ext_ack *extack)
{
	const struct rfw_zone *zone = rfw_config_zone(config, saved->vrf);
	struct rfw_place inside = {}, other = {};
	struct rfw_flow *flow;
	u32 now = jiffies;
	int err = 0;

	if (zone) {
		rfw_config_locate(zone, &saved->address[saved->inside], &inside);
		rfw_config_locate(zone, &saved->address[!saved->inside], &other);
	}
	if (!is_named(&inside, saved->subscriber)) {
		NL_SET_ERR_MSG(extack, "the inside address is not this subscriber's");
		return -ESRCH;
	}
	if (!is_named(&other, saved->peer) || inside.subscription == other.subscription) {
		NL_SET_ERR_MSG(extack, "the other address is another's");
		return -ESRCH;
	}
	flow = new_flow(table, &inside, &other, saved, &err, extack);
	if (!flow)
		return err;
	fill(flow, saved, now);
	if (!rfw_classify_flow(config, table, flow)) {
		rfw_flow_discard(table, flow);
		NL_SET_ERR_MSG(extack, "the policy does not allow this flow");
		return -EACCES;
	}
	/* Judging it has looked at the clock again. */
	if (rfw_flow_expired(flow, jiffies)) {
		rfw_flow_discard(table, flow);
		NL_SET_ERR_MSG(extack, "the policy leaves this flow no time");
		return -ETIME;
	}
	return insert(table, flow, now, extack);
}

/**
 * rfw_restore - put a flow that was saved into the table
 * @table: the flow table
 * @config: present configuration, whose rules the flow must keep
 * @saved: the flow
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: 0; -EINVAL for what no packets make, -ETIME where no time is left, -ESRCH where an end
 * belongs to somebody else, -EACCES where the policy forbids it, -EDQUOT and -ENOSPC at the limits,
 * -EEXIST where the tuple has a flow, -ENOMEM.
 */
int rfw_restore(struct rfw_flow_table *table, struct rfw_config *config,
		const struct rfw_restored *saved, struct netlink_ext_ack *extack)
{
	int err = check_form(saved, extack);

	if (err)
		return err;
	rcu_read_lock();
	local_bh_disable();
	err = restore(table, config, saved, extack);
	local_bh_enable();
	rcu_read_unlock();
	return err;
}
