/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One packet on its way through the firewall. Lives on the stack of the hook.
 */
#ifndef _RFW_CONTEXT_H
#define _RFW_CONTEXT_H

#include <linux/rfw.h>
#include <net/l3mdev.h>

#include "config.h"
#include "packet.h"
#include "tcp.h"

struct rfw_flow_table;
struct rfw_stats;

/**
 * struct rfw_context - one packet on its way
 * @table: flows of the namespace
 * @config: present configuration, looked up once; RCU
 * @stats: counters of the namespace
 * @skb: the packet, skb->data at its IPv6 header
 * @now: (u32)jiffies, read once
 * @vrf: interface index of the VRF, 0 for none
 * @iif: interface that it arrived on
 * @oif: interface that it is to leave by
 * @packet: from the header walk
 * @segment: of a TCP packet
 * @source: what its source is, where that had to be looked up
 * @destination: likewise
 * @direction: RFW_OUT or RFW_IN, for the counters
 * @reason: enum rfw_drop_reason of a drop
 */
struct rfw_context {
	struct rfw_flow_table *table;
	struct rfw_config *config;
	struct rfw_stats __percpu *stats;
	struct sk_buff *skb;
	u32 now;
	u32 vrf;
	int iif;
	int oif;
	struct rfw_packet packet;
	struct rfw_tcp_segment segment;
	struct rfw_place source;
	struct rfw_place destination;
	u8 direction;
	u8 reason;
};

/*
 * Interface index of the VRF that a device is or belongs to, 0 for none. One that is too large for
 * a tuple becomes RFW_VRF_MAX, where no domain can be.
 */
static __always_inline u32 rfw_vrf_of(const struct net_device *dev)
{
	if (likely(!netif_is_l3_master(dev) && !netif_is_l3_slave(dev)))
		return 0;
	return min_t(u32, l3mdev_master_ifindex_rcu(dev), RFW_VRF_MAX);
}

static inline const struct in6_addr *rfw_context_source(const struct rfw_context *ctx)
{
	return &ctx->packet.key.addr[ctx->packet.source];
}

static inline const struct in6_addr *rfw_context_destination(const struct rfw_context *ctx)
{
	return &ctx->packet.key.addr[!ctx->packet.source];
}

static inline enum rfw_verdict rfw_drop(struct rfw_context *ctx, enum rfw_drop_reason reason)
{
	ctx->reason = reason;
	return RFW_VERDICT_DROP;
}

bool rfw_context_checksum_ok(struct rfw_context *ctx);

#endif
