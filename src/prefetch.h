/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fetching the memory of flows ahead of their packets.
 */
#ifndef _RFW_PREFETCH_H
#define _RFW_PREFETCH_H

#include <linux/netfilter.h>
#include <linux/types.h>

struct rfw_flow;
struct rfw_flow_slot;
struct rfw_flow_table;
struct rfw_key;
struct rfw_net;
struct sk_buff;

/**
 * struct rfw_prefetch - whether memory is fetched ahead for a namespace's packets
 * @ops: the hook before routing; written by the table's worker, or once that has stopped
 * @least: flows from which it is done, 0 for never; fixed while there is a flow table
 * @changed: jiffies when it was last begun or ended; likewise as @ops
 *
 * It is done while &rfw_flow_table.prefetching.
 */
struct rfw_prefetch {
	struct nf_hook_ops ops;
	u32 least;
	unsigned long changed;
};

void rfw_prefetch_start(struct rfw_net *rnet);
void rfw_prefetch_turn(struct rfw_flow_table *table);
void rfw_prefetch_stop(struct rfw_net *rnet);
void rfw_prefetch_note(const struct rfw_flow_table *table, const struct sk_buff *skb,
		       const struct rfw_key *key);
struct rfw_flow *rfw_prefetch_find(const struct rfw_flow_table *table, const struct sk_buff *skb,
				   const struct rfw_key *key, u32 now, struct rfw_flow_slot *slot);

#endif
