// SPDX-License-Identifier: GPL-2.0-only
/*
 * The maximum segment size that a policy asks for, applied to a SYN on its way.
 */
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/dst.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "flow.h"
#include "mss.h"
#include "mss_skb.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

/* Headers that an MTU has room for beside the segment. */
#define HEADERS	(sizeof(struct ipv6hdr) + 20)

/* Of the route back to who sent the packet. */
static u32 reverse_mtu(const struct rfw_context *ctx)
{
	struct flowi6 fl6 = {
		.daddr = *rfw_context_source(ctx),
		.flowi6_oif = ctx->vrf,
	};
	struct dst_entry *dst = ip6_route_output(dev_net(ctx->skb->dev), NULL, &fl6);
	u32 mtu = dst->error ? U32_MAX : dst_mtu(dst);

	dst_release(dst);
	return mtu;
}

/* The segment size of the way: its MTU is that of the narrower of both routes. */
static u16 route_mss(const struct rfw_context *ctx)
{
	u32 mtu = min(dst_mtu(skb_dst(ctx->skb)), reverse_mtu(ctx));

	return clamp_t(u32, mtu, IPV6_MIN_MTU, U16_MAX) - HEADERS;
}

/* What the policy of a subscriber asks for, 0 for nothing. */
static u16 wanted(const struct rfw_context *ctx, const struct rfw_subscriber *subscriber)
{
	const struct rfw_policy *policy = rcu_dereference(subscriber->policy);
	const struct rfw_policy_rules *rules = rcu_dereference(policy->rules);

	return rules->tcp_mss_pmtu ? route_mss(ctx) : rules->tcp_mss;
}

/* Have a packet of our own, its headers linear, with room for an option at its end. */
static int make_room(struct sk_buff *skb)
{
	if (skb_linearize(skb))
		return -ENOMEM;
	/* The memory behind the end is shared too where the packet is a clone. */
	if (!skb_cloned(skb) && skb_tailroom(skb) >= RFW_MSS_OPTION)
		return 0;
	return pskb_expand_head(skb, 0, RFW_MSS_OPTION, GFP_ATOMIC);
}

static int insert(struct sk_buff *skb, unsigned int transport, unsigned int length, u16 mss)
{
	struct ipv6hdr *ip6;

	/*
	 * Data would have to move, and might not fit the way any more: a SYN with data is a short
	 * cut (RFC 7413) that its sender can do without.
	 */
	if (length == RFW_TCP_HEADER_MAX || skb->len != transport + length)
		return 1;
	if (make_room(skb))
		return -ENOMEM;
	skb_put(skb, RFW_MSS_OPTION);
	rfw_mss_insert(skb->data + transport, length, min_t(u16, mss, RFW_MSS_DEFAULT),
		       skb->ip_summed == CHECKSUM_PARTIAL);
	ip6 = ipv6_hdr(skb);
	ip6->payload_len = htons(ntohs(ip6->payload_len) + RFW_MSS_OPTION);
	return 0;
}

/**
 * rfw_mss_clamp - have a SYN ask for segments of a size at most
 * @skb: the packet, skb->data at its IPv6 header; may be cloned and in pieces, is not shared
 * @transport: offset from skb->data of its TCP header, which has been checked to be whole
 * @mss: the size, octets
 *
 * An option above @mss is lowered. Where there is none, one is inserted, with 1220 at most.
 *
 * Context: any. The packet's memory may be another afterwards.
 * Return: 0, 1 where an option is missing and has no room, -ENOMEM.
 */
int rfw_mss_clamp(struct sk_buff *skb, unsigned int transport, u16 mss)
{
	u8 buffer[RFW_TCP_HEADER_MAX];
	unsigned int length;
	const u8 *header;

	header = skb_header_pointer(skb, transport + 12, 1, buffer);
	if (!header)
		return 1;
	length = (*header >> 4) * 4;
	header = skb_header_pointer(skb, transport, length, buffer);
	if (!header)
		return 1;

	switch (rfw_mss_scan(header, length, mss)) {
	case RFW_MSS_KEEP:
		return 0;
	case RFW_MSS_LOWER:
		if (skb_ensure_writable(skb, transport + length))
			return -ENOMEM;
		/* What the hardware summed up stays true: the checksum makes up for the change. */
		rfw_mss_lower(skb->data + transport, length, mss,
			      skb->ip_summed == CHECKSUM_PARTIAL);
		return 0;
	case RFW_MSS_INSERT:
		return insert(skb, transport, length, mss);
	default:
		return 1;
	}
}

/**
 * rfw_mss_wanted - what the policies of a flow ask for
 * @ctx: a TCP packet with the SYN flag
 * @flow: its flow; with a second subscriber, the smaller of both policies' sizes counts
 *
 * Context: under rcu_read_lock().
 * Return: octets, 0 for nothing.
 */
u16 rfw_mss_wanted(const struct rfw_context *ctx, const struct rfw_flow *flow)
{
	u16 mss = wanted(ctx, flow->subscriber);

	if (flow->word & RFW_FLOW_PEER)
		mss = min_not_zero(mss, wanted(ctx, flow->more->peer));
	return mss;
}

/**
 * rfw_mss_apply - have a SYN say what its flow's policies ask for
 * @ctx: a TCP packet with the SYN flag that is let through, its checksum right
 * @flow: its flow
 *
 * Context: under rcu_read_lock(). Pointers into the packet are stale afterwards.
 * Return: RFW_VERDICT_ACCEPT, or RFW_VERDICT_DROP for want of memory.
 */
enum rfw_verdict rfw_mss_apply(struct rfw_context *ctx, const struct rfw_flow *flow)
{
	u16 mss = rfw_mss_wanted(ctx, flow);
	int err;

	if (!mss)
		return RFW_VERDICT_ACCEPT;

	/* What is authenticated can't be changed. */
	err = ctx->packet.authenticated ? 1 : rfw_mss_clamp(ctx->skb, ctx->packet.transport, mss);
	if (err < 0)
		return rfw_drop(ctx, RFW_DROP_REASON_NO_MEMORY);
	if (err)
		rfw_stats_add(ctx->stats, mss_unmodified, 1);
	return RFW_VERDICT_ACCEPT;
}
