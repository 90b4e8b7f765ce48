// SPDX-License-Identifier: GPL-2.0-only
/* Events about packets that were dropped. */
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "context.h"
#include "locate.h"
#include "netlink.h"
#include "netlink_family.h"
#include "subscriber.h"

/* A flood of drops is not to become a flood of events: so many in each window of time. */
#define WINDOW		(HZ / 10)
#define WINDOW_EVENTS	100

#define EVENT_SIZE	(2 * nla_total_size(sizeof(struct in6_addr)) +			\
			 2 * nla_total_size(IFNAMSIZ) + 2 * nla_total_size(RFW_NAME_MAX + 1) + \
			 8 * nla_total_size(sizeof(u32)))

static bool may_tell(struct rfw_drop_events *events, u32 now)
{
	u32 window = now / WINDOW;

	/* Two CPUs that begin a window at once make it a little longer. */
	if (READ_ONCE(events->window) != window) {
		WRITE_ONCE(events->window, window);
		atomic_set(&events->left, WINDOW_EVENTS);
	}
	if (atomic_read(&events->left) > 0 && atomic_dec_return(&events->left) >= 0)
		return true;
	atomic_inc(&events->missed);
	return false;
}

static int put_interface(struct sk_buff *skb, int type, struct net *net, int ifindex)
{
	const struct net_device *dev = dev_get_by_index_rcu(net, ifindex);

	return dev ? nla_put_string(skb, type, dev->name) : 0;
}

/* Who has an address; a packet of a live flow was not looked up. */
static int put_subscriber(struct sk_buff *skb, int type, const struct rfw_context *ctx,
			  const struct in6_addr *address)
{
	const struct rfw_zone *zone = rfw_config_zone(ctx->config, ctx->vrf);
	struct rfw_place place = {};

	if (zone)
		rfw_config_locate(zone, address, &place);
	if (!place.subscription)
		return 0;
	return nla_put_string(skb, type, place.subscription->subscriber->name);
}

static int put_packet(struct sk_buff *skb, const struct rfw_context *ctx)
{
	const struct rfw_packet *packet = &ctx->packet;
	__be16 from = packet->key.port[packet->source], to = packet->key.port[!packet->source];

	if (nla_put_u32(skb, RFW_A_DROPPED_REASON, ctx->reason) ||
	    nla_put_u8(skb, RFW_A_DROPPED_PROTOCOL, packet->protocol) ||
	    nla_put_in6_addr(skb, RFW_A_DROPPED_SOURCE_ADDRESS, rfw_context_source(ctx)) ||
	    nla_put_be16(skb, RFW_A_DROPPED_SOURCE_PORT, from) ||
	    nla_put_in6_addr(skb, RFW_A_DROPPED_DESTINATION_ADDRESS,
			     rfw_context_destination(ctx)) ||
	    nla_put_be16(skb, RFW_A_DROPPED_DESTINATION_PORT, to) ||
	    (packet->protocol == IPPROTO_ICMPV6 &&
	     nla_put_u8(skb, RFW_A_DROPPED_ICMP6_TYPE, packet->icmp6_type)) ||
	    (ctx->vrf && nla_put_u32(skb, RFW_A_DROPPED_VRF, ctx->vrf)) ||
	    nla_put_u32(skb, RFW_A_DROPPED_LENGTH, ctx->skb->len))
		return -EMSGSIZE;
	return 0;
}

static int put_event(struct sk_buff *skb, struct net *net, const struct rfw_context *ctx,
		     u32 missed)
{
	return put_packet(skb, ctx) ?:
	       put_interface(skb, RFW_A_DROPPED_INPUT, net, ctx->iif) ?:
	       put_interface(skb, RFW_A_DROPPED_OUTPUT, net, ctx->oif) ?:
	       put_subscriber(skb, RFW_A_DROPPED_SOURCE_SUBSCRIBER, ctx,
			      rfw_context_source(ctx)) ?:
	       put_subscriber(skb, RFW_A_DROPPED_DESTINATION_SUBSCRIBER, ctx,
			      rfw_context_destination(ctx)) ?:
	       (missed ? nla_put_u32(skb, RFW_A_DROPPED_MISSED, missed) : 0);
}

/**
 * rfw_netlink_drop_event - tell who listens of a packet that is dropped
 * @rnet: the namespace
 * @ctx: the packet
 *
 * Context: under rcu_read_lock().
 */
void rfw_netlink_drop_event(struct rfw_net *rnet, const struct rfw_context *ctx)
{
	struct sk_buff *skb;
	void *header;

	if (likely(!rfw_netlink_heard(rnet->net, RFW_NETLINK_GROUP_DROP)) ||
	    !may_tell(&rnet->drop_events, ctx->now))
		return;
	skb = genlmsg_new(EVENT_SIZE, GFP_ATOMIC);
	if (!skb)
		goto lost;
	header = genlmsg_put(skb, 0, 0, &rfw_netlink_family, 0, RFW_CMD_DROP_NTF);
	if (!header || put_event(skb, rnet->net, ctx, atomic_xchg(&rnet->drop_events.missed, 0))) {
		nlmsg_free(skb);
		goto lost;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast_netns(&rfw_netlink_family, rnet->net, skb, 0, RFW_NETLINK_GROUP_DROP,
				GFP_ATOMIC);
	return;
lost:
	rfw_netlink_lost(rnet->net, RFW_NETLINK_GROUP_DROP);
}
