/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flows of a subscriber, in lists by what they are good for when room is needed.
 */
#ifndef _RFW_SESSIONS_H
#define _RFW_SESSIONS_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct rfw_domain;
struct rfw_flow;
struct rfw_flow_table;
struct rfw_subscriber;

/* Where a flow is in the lists of its subscriber. */
enum rfw_sessions_list {
	RFW_SESSIONS_UNANSWERED,	/* no packet was seen from the responder; oldest first */
	RFW_SESSIONS_ANSWERED,
	RFW_SESSIONS_CLOSING,		/* TIME-WAIT, or after a checked RST; oldest first */
	RFW_SESSIONS_PEERS,		/* opened by another subscriber, whatever the state */
	RFW_SESSIONS_LISTS,
	RFW_SESSIONS_NOWHERE = RFW_SESSIONS_LISTS,
	RFW_SESSIONS_GONE,		/* and will never be in one again */
};

/**
 * struct rfw_sessions - the flows of a subscriber, and what its limits count besides their number
 * @lock: protects all of this, &rfw_subscriber.flows and peak. Taken at a flow's birth and death,
 *	when it gets its first answer, when it begins to close, and to make room
 * @inbound: flows opened from outside; read by any
 * @half_open: flows with RFW_FLOW_HALF_OPEN; atomic
 * @unanswered: length of the list; read by any
 * @raised: the watermark alarm is; read by any
 * @searched: (u32)jiffies of the last search for expired flows that found none; any CPU
 * @domain: that the flows count for, NULL for none; read by any, under RCU
 * @list: by enum rfw_sessions_list
 * @mark: in the list of the unanswered, behind those that were searched
 * @next: clock at which the bucket of new flows is full again, in nanoseconds
 */
struct rfw_sessions {
	spinlock_t lock;
	u32 inbound;
	atomic_t half_open;
	u32 unanswered;
	bool raised;
	u32 searched;
	struct rfw_domain *domain;
	struct list_head list[RFW_SESSIONS_LISTS];
	struct list_head mark;
	u64 next;
};

void rfw_sessions_init(struct rfw_sessions *sessions);
void rfw_sessions_add(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_sessions_sort(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_sessions_remove(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_sessions_remove_peer(struct rfw_flow *flow);
void rfw_sessions_join(struct rfw_subscriber *subscriber, struct rfw_domain *domain);
bool rfw_sessions_reap(struct rfw_flow_table *table, struct rfw_subscriber *subscriber);
bool rfw_sessions_may_reap(struct rfw_subscriber *subscriber);
bool rfw_sessions_may_evict(struct rfw_subscriber *subscriber, u8 list, u32 filter);
bool rfw_sessions_evict(struct rfw_flow_table *table, struct rfw_subscriber *subscriber, u8 list,
			u32 filter);

#endif
