/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A flow: one tracked conversation, and the table of all of them.
 *
 * Life of a flow: rfw_flow_new() allocates it with a reference on its subscriber(s) and counts it
 * against their limits. rfw_flow_insert() puts it into the table under the lock of its bucket,
 * unless another packet was first. It dies once, by rfw_flow_end() or by the scan of flow_gc.c:
 * unlinked under the bucket lock, counted down, freed after a grace period. Packets find it under
 * rcu_read_lock() and hold no reference; they may go on using a flow that has just died until they
 * leave the hook.
 */
#ifndef _RFW_FLOW_H
#define _RFW_FLOW_H

#include <linux/bitfield.h>
#include <linux/cache.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rhashtable-types.h>
#include <linux/seqlock.h>
#include <linux/workqueue.h>

#include "key.h"
#include "tcp.h"

struct rfw_alarm;
struct rfw_endpoint;
struct rfw_opening_use;
struct rfw_policy_rules;
struct rfw_sip_flow;
struct rfw_subscriber;
struct rfw_stats;

/* Fields of &rfw_flow.word. What is fixed at birth is first. */
#define RFW_FLOW_STATE		GENMASK(4, 0)	/* enum rfw_flow_state */
#define RFW_FLOW_ORIGIN		GENMASK(8, 5)	/* enum rfw_flow_origin; as the rules are now */
#define RFW_FLOW_CLASS		GENMASK(11, 9)	/* forwarding class; fixed */
#define RFW_FLOW_INSIDE		BIT(12)		/* which end is the subscriber's; fixed */
#define RFW_FLOW_ORIGINATOR	BIT(13)		/* which end sent the first packet; fixed */
#define RFW_FLOW_PEER		BIT(14)		/* the other end is a subscriber's too; fixed */
#define RFW_FLOW_ACCOUNTED	BIT(15)		/* &rfw_flow.more counts; fixed */
#define RFW_FLOW_ANSWERED	BIT(16)		/* packets were seen from the responder */
#define RFW_FLOW_REFRESH_IN	BIT(17)		/* inbound packets keep it alive; by policy */
#define RFW_FLOW_STRICT		BIT(18)		/* TCP sequence numbers count; by policy */
#define RFW_FLOW_HOME		BIT(19)		/* &rfw_flow_more.home is there; never cleared */
#define RFW_FLOW_OPENING	BIT(20)		/* &rfw_flow_more.use counts; never cleared */
#define RFW_FLOW_MARKED		BIT(21)		/* its packets are marked; by domain */
#define RFW_FLOW_INBOUND	BIT(22)		/* counts as opened from outside; fixed */
#define RFW_FLOW_HALF_OPEN	BIT(23)		/* counts as half open; cleared once */
#define RFW_FLOW_RESTORED	BIT(24)		/* it is no new flow; fixed */
#define RFW_FLOW_ALG		BIT(25)		/* &rfw_flow_more.sip reads it; by policy */

/* Something is to be done with each packet that is let through. */
#define RFW_FLOW_COUNTED	(RFW_FLOW_ACCOUNTED | RFW_FLOW_OPENING | RFW_FLOW_MARKED | \
				 RFW_FLOW_ALG)

/**
 * struct rfw_flow_more - what few flows need
 * @peer: subscriber at the other end with RFW_FLOW_PEER; a reference
 * @use: of the opening that let it in, with RFW_FLOW_OPENING; a reference
 * @sip: what the SIP gateway keeps of it, or NULL; set once, under the bucket lock where the flow
 *	is
 *	in the table
 * @packets: by RFW_FROM_*, with RFW_FLOW_ACCOUNTED; any CPU
 * @octets: likewise, of whole IPv6 packets
 * @flow: whose it is
 * @endpoint: that the flow has joined, or NULL; under the endpoint's lock, READ_ONCE without
 * @at_endpoint: in the endpoint's list; under its lock
 * @filtering: enum rfw_filtering that it has joined for; under the endpoint's lock
 * @siblings: in a list of @peer; under its &rfw_sessions.lock
 * @list: enum rfw_sessions_list; likewise
 * @home: home address of the inside end, as two words, with RFW_FLOW_HOME; any CPU, WRITE_ONCE
 *	under the bucket lock
 *
 * Made with the flow, or when a new configuration asks for it; freed with the flow.
 */
struct rfw_flow_more {
	struct rfw_subscriber *peer;
	struct rfw_opening_use *use;
	struct rfw_sip_flow *sip;
	atomic64_t packets[2];
	atomic64_t octets[2];
	struct rfw_flow *flow;
	struct rfw_endpoint *endpoint;
	struct list_head at_endpoint;
	u8 filtering;
	struct list_head siblings;
	u8 list;
	u64 home[2];
};

/**
 * struct rfw_flow - one tracked conversation
 * @next: chain; RCU, written under the bucket lock
 * @key: tuple; fixed
 * @deadline: (u32)jiffies at which the flow is dead to the lookup; any CPU, WRITE_ONCE
 * @timeout: jiffies from a packet to the deadline, follows from the state and the policy; any CPU,
 *	WRITE_ONCE
 * @word: RFW_FLOW_* fields; any CPU, cmpxchg
 * @side: low 16 bits of the interface index that packets of key.addr[i] last came from and were
 *	found to be on the right side, 0 for not known; any CPU, WRITE_ONCE
 * @subscriber: at the inside end; fixed; a reference
 * @more: or NULL; set once, under the bucket lock where the flow is in the table
 * @window: TCP only; any CPU, see struct rfw_tcp_side
 * @service: DCCP only: service code that the first packet asked for, RFW_SERVICE_NONE where that
 *	is not known; fixed
 * @born: (u32)jiffies; fixed
 * @list: enum rfw_sessions_list; under the &rfw_sessions.lock of @subscriber
 * @siblings: in that list, until the flow is counted down; under the same lock
 * @rcu: used after that
 *
 * The first cache line is all that finding and refreshing a flow touches.
 */
struct rfw_flow {
	struct rfw_flow __rcu *next;
	struct rfw_key key;
	u32 deadline;
	u32 timeout;
	u32 word;
	u16 side[2];

	struct rfw_subscriber *subscriber;
	struct rfw_flow_more *more;
	union {
		struct rfw_tcp_windows window;
		__be32 service;
	};
	u32 born;
	u8 list;
	union {
		struct list_head siblings;
		struct rcu_head rcu;
	};
} __aligned(64);

#ifdef CONFIG_64BIT
static_assert(offsetof(struct rfw_flow, subscriber) == 64);
static_assert(sizeof(struct rfw_flow) == 128);
#endif

/**
 * struct rfw_flow_buckets - one array of chains
 * @mask: number of buckets - 1
 * @lock_mask: number of locks - 1
 * @locks: bucket i is under locks[i & lock_mask]
 * @hash_key: secret, drawn for this array
 * @old: the array that is being emptied into this one, or NULL; RCU, written under the table's
 *	resize_lock
 * @head: chains; RCU, written under the bucket lock
 */
struct rfw_flow_buckets {
	u32 mask;
	u32 lock_mask;
	spinlock_t *locks;
	u64 hash_key[2];
	struct rfw_flow_buckets __rcu *old;
	struct rfw_flow __rcu *head[];
};

/**
 * struct rfw_flow_slot - where a tuple belongs
 * @buckets: an array; looked at under the rcu_read_lock() that it was found under
 * @bucket: index of the tuple's chain in it
 */
struct rfw_flow_slot {
	const struct rfw_flow_buckets *buckets;
	u32 bucket;
};

/**
 * struct rfw_flow_table - the flows of a namespace
 * @buckets: present array; RCU, replaced under @resize_lock
 * @prefetching: the memory of flows is fetched ahead, see prefetch.c; WRITE_ONCE by the worker, or
 *	once that has stopped
 * @moves: counts moves between arrays, so that a lookup that missed one can look again; written
 *	under @resize_lock
 * @count: live and not yet reaped flows; atomic
 * @max: most flows; READ_ONCE, written under @resize_lock
 * @resize_lock: one resize, re-key or walk at a time; nothing moves while it is held by others
 * @work: reaps the expired; flow_gc.c
 * @cursor: bucket at which the worker goes on; worker only
 * @owed: buckets that are left of its turn; worker only
 * @kicked: jiffies at which the worker was last told to hurry; any CPU
 * @rekey_wanted: a chain was found too long; any CPU
 * @rebuilt: times that all flows moved into another array; under @resize_lock
 * @rekeyed: times that led to a new key; under @resize_lock
 * @last_rekey: jiffies of the last time; worker only
 * @endpoints: of struct rfw_endpoint; see endpoint.c
 * @pressed: the table pressure alarm is raised; cmpxchg
 * @heaviest: who has the most unanswered flows, or NULL; any CPU, see sessions.c
 * @stats: counters of the namespace
 * @event: called for each birth and death, may be in softirq; fixed
 * @alarm: called when an alarm is raised or over, may be in softirq and under a lock; fixed, or
 *	NULL for nobody to tell
 * @turn: called in each turn of the worker, may sleep; fixed, or NULL
 */
struct rfw_flow_table {
	struct rfw_flow_buckets __rcu *buckets;
	bool prefetching;
	seqcount_mutex_t moves;
	atomic_t count;
	u32 max;
	struct mutex resize_lock;
	struct delayed_work work;
	u32 cursor;
	u32 owed;
	unsigned long kicked;
	bool rekey_wanted;
	u32 rebuilt;
	u32 rekeyed;
	unsigned long last_rekey;
	struct rhashtable endpoints;
	u32 pressed;
	struct rfw_subscriber *heaviest;
	struct rfw_stats __percpu *stats;
	void (*event)(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end, u8 why);
	void (*alarm)(struct rfw_flow_table *table, const struct rfw_alarm *alarm);
	void (*turn)(struct rfw_flow_table *table);
};

/* Most flows that a table can be made for. */
#define RFW_FLOW_TABLE_MAX	0x4000000U

/* A chain longer than this makes the table draw a new hash key. */
#define RFW_CHAIN_MAX	32

static inline u8 rfw_flow_state(u32 word)
{
	return FIELD_GET(RFW_FLOW_STATE, word);
}

static inline u32 rfw_flow_with_state(u32 word, u8 state)
{
	return (word & ~RFW_FLOW_STATE) | FIELD_PREP(RFW_FLOW_STATE, state);
}

static inline u8 rfw_flow_origin(u32 word)
{
	return FIELD_GET(RFW_FLOW_ORIGIN, word);
}

/* Index in the key of the inside end, of the originator. */
static inline unsigned int rfw_flow_inside(u32 word)
{
	return FIELD_GET(RFW_FLOW_INSIDE, word);
}

static inline unsigned int rfw_flow_originator(u32 word)
{
	return FIELD_GET(RFW_FLOW_ORIGINATOR, word);
}

/* RFW_FROM_* of a packet whose source is the key's endpoint @source. */
static inline unsigned int rfw_flow_from(u32 word, unsigned int source)
{
	return source != rfw_flow_originator(word);
}

static inline bool rfw_flow_expired(const struct rfw_flow *flow, u32 now)
{
	return (s32)(READ_ONCE(flow->deadline) - now) <= 0;
}

/*
 * Would a full timeout from now move the deadline by a second at least? The store is left out where
 * not, so that the flow's cache line stays clean.
 */
static inline bool rfw_flow_refresh_due(const struct rfw_flow *flow, u32 now)
{
	return (s32)(now + READ_ONCE(flow->timeout) - READ_ONCE(flow->deadline)) >= HZ;
}

/**
 * rfw_flow_refresh - move the deadline of a flow to a full timeout from now, if that is due
 * @flow: the flow
 * @now: (u32)jiffies
 */
static inline void rfw_flow_refresh(struct rfw_flow *flow, u32 now)
{
	if (rfw_flow_refresh_due(flow, now))
		WRITE_ONCE(flow->deadline, now + READ_ONCE(flow->timeout));
}

/**
 * typedef rfw_flow_visit - called for each flow of a walk, under the bucket lock
 * @flow: the flow
 * @data: the walker's
 *
 * Return: true to end the flow.
 */
typedef bool (*rfw_flow_visit)(struct rfw_flow *flow, void *data);

/* flow_table.c */
int rfw_flow_table_init(struct rfw_flow_table *table, u32 max);
void rfw_flow_table_destroy(struct rfw_flow_table *table);
int rfw_flow_table_resize(struct rfw_flow_table *table, u32 max);
int rfw_flow_table_rekey(struct rfw_flow_table *table);
u32 rfw_flow_table_buckets(struct rfw_flow_table *table);
u32 rfw_flow_table_default_max(void);
struct rfw_flow *rfw_flow_find(struct rfw_flow_table *table, const struct rfw_key *key, u32 now);
struct rfw_flow *rfw_flow_find_moving(struct rfw_flow_table *table, const struct rfw_key *key);
struct rfw_flow *rfw_flow_insert(struct rfw_flow_table *table, struct rfw_flow *flow, u32 now,
				 const struct rfw_flow_slot *slot);
void rfw_flow_set_home(struct rfw_flow_table *table, struct rfw_flow *flow,
		       const struct in6_addr *home);
bool rfw_flow_unlink(struct rfw_flow_table *table, struct rfw_flow *flow);
struct rfw_flow *rfw_flow_chain(struct rfw_flow_table *table, u32 bucket);
u32 rfw_flow_walk_buckets(struct rfw_flow_table *table, u32 from, u32 to, rfw_flow_visit visit,
			  void *data, u8 why);
u32 rfw_flow_walk(struct rfw_flow_table *table, rfw_flow_visit visit, void *data, u8 why);

/* flow.c */
int rfw_flow_init(void);
void rfw_flow_exit(void);
struct rfw_flow *rfw_flow_new(struct rfw_flow_table *table, struct rfw_subscriber *inside,
			      struct rfw_subscriber *peer, u32 word, bool more, u8 *reason);
struct rfw_flow_more *rfw_flow_need_more(struct rfw_flow *flow);
void rfw_flow_discard(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_flow_born(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_flow_died(struct rfw_flow_table *table, struct rfw_flow *flow, u8 why);
bool rfw_flow_end(struct rfw_flow_table *table, struct rfw_flow *flow, u8 why);
u32 rfw_flow_timeout(const struct rfw_policy_rules *rules, const struct rfw_flow *flow, u8 state);

/* flow_gc.c */
void rfw_flow_gc_start(struct rfw_flow_table *table);
void rfw_flow_gc_stop(struct rfw_flow_table *table);
void rfw_flow_gc_kick(struct rfw_flow_table *table);

#endif
