// SPDX-License-Identifier: GPL-2.0-only
#include <net/ipv6.h>

#include "netlink.h"
#include "netlink_family.h"
#include "policy.h"
#include "subscriber.h"

#define DUMP_STEP	32U	/* buckets without giving others the processor */

/**
 * struct filter - what a request wants of flows
 * @subscriber: at either end, or NULL
 * @prefix: of either end; length 0 for any
 * @port: of either end, network byte order
 * @protocol: IP protocol number
 * @state: enum rfw_flow_state
 * @has_port: @port counts
 * @has_protocol: @protocol counts
 * @has_state: @state counts
 * @windows: a dump tells the sequence windows too
 */
struct filter {
	const char *subscriber;
	struct rfw_prefix prefix;
	__be16 port;
	u8 protocol;
	u8 state;
	bool has_port;
	bool has_protocol;
	bool has_state;
	bool windows;
};

static int get_filter(struct nlattr **attrs, struct filter *filter, struct netlink_ext_ack *extack)
{
	memset(filter, 0, sizeof(*filter));
	if (attrs[RFW_A_FLOW_SUBSCRIBER])
		filter->subscriber = nla_data(attrs[RFW_A_FLOW_SUBSCRIBER]);
	filter->has_protocol = attrs[RFW_A_FLOW_PROTOCOL];
	if (filter->has_protocol)
		filter->protocol = nla_get_u8(attrs[RFW_A_FLOW_PROTOCOL]);
	filter->has_state = attrs[RFW_A_FLOW_STATE];
	if (filter->has_state)
		filter->state = nla_get_u8(attrs[RFW_A_FLOW_STATE]);
	filter->has_port = attrs[RFW_A_FLOW_PORT];
	if (filter->has_port)
		filter->port = nla_get_be16(attrs[RFW_A_FLOW_PORT]);
	if (attrs[RFW_A_FLOW_PREFIX])
		return rfw_netlink_prefix(attrs[RFW_A_FLOW_PREFIX], &filter->prefix, 0, extack);
	return 0;
}

static bool in_prefix(const struct rfw_prefix *prefix, const struct in6_addr *address)
{
	return ipv6_prefix_equal(&prefix->address, address, prefix->length);
}

static bool matches(const struct rfw_flow *flow, const struct filter *filter)
{
	u32 word = READ_ONCE(flow->word);

	if (filter->has_protocol && rfw_key_protocol(&flow->key) != filter->protocol)
		return false;
	if (filter->has_state && rfw_flow_state(word) != filter->state)
		return false;
	if (filter->has_port && flow->key.port[0] != filter->port &&
	    flow->key.port[1] != filter->port)
		return false;
	if (filter->prefix.length && !in_prefix(&filter->prefix, &flow->key.addr[0]) &&
	    !in_prefix(&filter->prefix, &flow->key.addr[1]))
		return false;
	return !filter->subscriber || !strcmp(filter->subscriber, flow->subscriber->name) ||
	       (word & RFW_FLOW_PEER && !strcmp(filter->subscriber, flow->more->peer->name));
}

static int put_accounting(struct sk_buff *skb, const struct rfw_flow_more *more)
{
	u64 packets = atomic64_read(&more->packets[RFW_FROM_ORIGINATOR]);
	u64 octets = atomic64_read(&more->octets[RFW_FROM_ORIGINATOR]);

	if (rfw_netlink_put_uint(skb, RFW_A_FLOW_PACKETS_ORIGINATOR, packets) ||
	    rfw_netlink_put_uint(skb, RFW_A_FLOW_OCTETS_ORIGINATOR, octets))
		return -EMSGSIZE;
	packets = atomic64_read(&more->packets[RFW_FROM_RESPONDER]);
	octets = atomic64_read(&more->octets[RFW_FROM_RESPONDER]);
	if (rfw_netlink_put_uint(skb, RFW_A_FLOW_PACKETS_RESPONDER, packets) ||
	    rfw_netlink_put_uint(skb, RFW_A_FLOW_OCTETS_RESPONDER, octets))
		return -EMSGSIZE;
	return 0;
}

/**
 * rfw_netlink_put_flow - write a flow, but for when it expires
 * @skb: message
 * @flow: the flow
 * @now: (u32)jiffies
 *
 * Context: under rcu_read_lock().
 * Return: 0 or -EMSGSIZE.
 */
int rfw_netlink_put_flow(struct sk_buff *skb, const struct rfw_flow *flow, u32 now)
{
	u32 word = READ_ONCE(flow->word), vrf = rfw_key_vrf(&flow->key);
	unsigned int originator = rfw_flow_originator(word);

	if (nla_put_u8(skb, RFW_A_FLOW_PROTOCOL, rfw_key_protocol(&flow->key)) ||
	    nla_put_in6_addr(skb, RFW_A_FLOW_ORIGINATOR_ADDRESS, &flow->key.addr[originator]) ||
	    nla_put_be16(skb, RFW_A_FLOW_ORIGINATOR_PORT, flow->key.port[originator]) ||
	    nla_put_in6_addr(skb, RFW_A_FLOW_RESPONDER_ADDRESS, &flow->key.addr[!originator]) ||
	    nla_put_be16(skb, RFW_A_FLOW_RESPONDER_PORT, flow->key.port[!originator]) ||
	    (vrf && nla_put_u32(skb, RFW_A_FLOW_VRF, vrf)) ||
	    nla_put_u8(skb, RFW_A_FLOW_INSIDE,
		       rfw_flow_inside(word) == originator ? RFW_FLOW_INSIDE_ORIGINATOR :
							     RFW_FLOW_INSIDE_RESPONDER) ||
	    nla_put_u8(skb, RFW_A_FLOW_STATE, rfw_flow_state(word)) ||
	    nla_put_u8(skb, RFW_A_FLOW_ORIGIN, FIELD_GET(RFW_FLOW_ORIGIN, word)) ||
	    nla_put_u8(skb, RFW_A_FLOW_FORWARDING_CLASS, FIELD_GET(RFW_FLOW_CLASS, word)) ||
	    (word & RFW_FLOW_ANSWERED && nla_put_flag(skb, RFW_A_FLOW_ANSWERED)) ||
	    (rfw_key_protocol(&flow->key) == IPPROTO_TCP && rfw_tcp_tracked(&flow->window) &&
	     nla_put_flag(skb, RFW_A_FLOW_WINDOW_TRACKED)) ||
	    nla_put_string(skb, RFW_A_FLOW_SUBSCRIBER, flow->subscriber->name) ||
	    (word & RFW_FLOW_PEER &&
	     nla_put_string(skb, RFW_A_FLOW_PEER_SUBSCRIBER, flow->more->peer->name)) ||
	    nla_put_u32(skb, RFW_A_FLOW_AGE, (now - flow->born) / HZ) ||
	    (word & RFW_FLOW_ACCOUNTED && put_accounting(skb, flow->more)))
		return -EMSGSIZE;
	return 0;
}

static noinline void flow_event(struct rfw_net *rnet, const struct rfw_flow *flow, bool end, u8 why)
{
	struct sk_buff *skb;
	u32 now = jiffies;
	void *header;

	skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_ATOMIC);
	if (!skb)
		goto lost;
	header = genlmsg_put(skb, 0, 0, &rfw_netlink_family, 0,
			     end ? RFW_CMD_FLOW_DESTROY_NTF : RFW_CMD_FLOW_NEW_NTF);
	if (!header || rfw_netlink_put_flow(skb, flow, now) ||
	    (end ? nla_put_u8(skb, RFW_A_FLOW_END, why) :
		   nla_put_u32(skb, RFW_A_FLOW_EXPIRES, flow->timeout / HZ))) {
		nlmsg_free(skb);
		goto lost;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast_netns(&rfw_netlink_family, rnet->net, skb, 0, RFW_NETLINK_GROUP_FLOW,
				GFP_ATOMIC);
	return;
lost:
	rfw_netlink_lost(rnet->net, RFW_NETLINK_GROUP_FLOW);
}

/**
 * rfw_netlink_flow_event - tell who listens of the birth or death of a flow
 * @table: the flow table
 * @flow: the flow
 * @end: it is a death
 * @why: enum rfw_flow_end
 *
 * Context: any.
 */
void rfw_netlink_flow_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end,
			    u8 why)
{
	struct rfw_net *rnet = container_of(table, struct rfw_net, table);

	if (rfw_netlink_heard(rnet->net, RFW_NETLINK_GROUP_FLOW))
		flow_event(rnet, flow, end, why);
}

static int put_side(struct sk_buff *skb, int type, const struct rfw_tcp_side *side)
{
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest || nla_put_u32(skb, RFW_A_TCP_SIDE_END, READ_ONCE(side->end)) ||
	    nla_put_u32(skb, RFW_A_TCP_SIDE_ACK, READ_ONCE(side->ack)) ||
	    nla_put_u32(skb, RFW_A_TCP_SIDE_MAX_WINDOW, READ_ONCE(side->max_window)) ||
	    nla_put_u8(skb, RFW_A_TCP_SIDE_SCALE, READ_ONCE(side->scale)) ||
	    nla_put_u8(skb, RFW_A_TCP_SIDE_FLAGS, READ_ONCE(side->flags)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_windows(struct sk_buff *skb, const struct rfw_flow *flow)
{
	const struct rfw_tcp_side *side = flow->window.side;

	if (rfw_key_protocol(&flow->key) != IPPROTO_TCP)
		return 0;
	return put_side(skb, RFW_A_FLOW_WINDOW_ORIGINATOR, &side[RFW_FROM_ORIGINATOR]) ?:
	       put_side(skb, RFW_A_FLOW_WINDOW_RESPONDER, &side[RFW_FROM_RESPONDER]);
}

/* Dump one flow. Return: false when the buffer is full. */
static bool dump_flow(struct sk_buff *skb, struct netlink_callback *cb, const struct rfw_flow *flow,
		      bool windows, u32 now)
{
	void *header = rfw_netlink_dump_put(skb, cb, RFW_CMD_FLOW_GET);

	if (!header)
		return false;
	if (rfw_netlink_put_flow(skb, flow, now) ||
	    nla_put_u32(skb, RFW_A_FLOW_EXPIRES, (READ_ONCE(flow->deadline) - now) / HZ) ||
	    (windows && put_windows(skb, flow))) {
		genlmsg_cancel(skb, header);
		return false;
	}
	genlmsg_end(skb, header);
	return true;
}

/* cb->args: buckets done, flows done of the next */
static void dump_table(struct sk_buff *skb, struct netlink_callback *cb,
		       struct rfw_flow_table *table, const struct filter *filter)
{
	u32 count = rfw_flow_table_buckets(table), now = jiffies;
	struct rfw_flow *flow;
	unsigned long index;

	for (; cb->args[0] < count; cb->args[0]++, cb->args[1] = 0) {
		index = 0;
		rcu_read_lock();
		for (flow = rfw_flow_chain(table, cb->args[0]); flow;
		     flow = rcu_dereference(flow->next)) {
			if (index++ < cb->args[1] || rfw_flow_expired(flow, now) ||
			    !matches(flow, filter))
				continue;
			if (!dump_flow(skb, cb, flow, filter->windows, now)) {
				rcu_read_unlock();
				cb->args[1] = index - 1;
				return;
			}
		}
		rcu_read_unlock();
		if (!(cb->args[0] % DUMP_STEP))
			cond_resched();
	}
}

int rfw_netlink_flow_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct filter filter;
	int err = get_filter(rfw_dump_attrs(cb), &filter, cb->extack);
	const struct nlattr *attr;

	if (err)
		return err;
	/* flow-del has a filter without it */
	attr = rfw_dump_attrs(cb)[RFW_A_FLOW_WINDOWS];
	filter.windows = attr && nla_get_u8(attr);
	mutex_lock(&rnet->config_lock);
	/* Moves with the configuration, and with each move of the flows into another table. */
	cb->seq = rnet->generation;
	if (rnet->hooked) {
		mutex_lock(&rnet->table.resize_lock);
		cb->seq += rnet->table.rebuilt;
		dump_table(skb, cb, &rnet->table, &filter);
		mutex_unlock(&rnet->table.resize_lock);
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}

static bool matched(struct rfw_flow *flow, void *filter)
{
	return matches(flow, filter);
}

int rfw_netlink_flow_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct filter filter;
	struct sk_buff *reply;
	u32 ended = 0;
	void *header;
	int err;

	err = get_filter(info->attrs, &filter, info->extack);
	if (err)
		return err;
	reply = rfw_netlink_reply(info, RFW_CMD_FLOW_DEL, nla_total_size(sizeof(u32)), &header);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&rnet->config_lock);
	if (rnet->hooked)
		ended = rfw_flow_walk(&rnet->table, matched, &filter, RFW_FLOW_END_DELETED);
	mutex_unlock(&rnet->config_lock);
	if (nla_put_u32(reply, RFW_A_FLOW_COUNT, ended)) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}

int rfw_netlink_flow_table_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[RFW_A_FLOW_TABLE_MAX_FLOWS];
	struct rfw_request request;
	int err = -EINVAL;
	u32 max;

	rfw_request_begin(&request, info);
	if (!attr) {
		NL_SET_ERR_MSG(info->extack, "the number of flows is missing");
		goto out;
	}
	max = nla_get_u32(attr);
	if (max > RFW_FLOW_TABLE_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "more flows than a table can have");
		goto out;
	}
	err = 0;
	if (!request.staged && request.rnet->hooked)
		err = rfw_flow_table_resize(&request.rnet->table, max);
	if (!err)
		request.config->max_flows = max;
out:
	return rfw_request_end(&request, err, false);
}
