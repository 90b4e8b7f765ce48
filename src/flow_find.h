/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding a flow: the keyed hash and the chain. Inline: every packet comes this way, and most go no
 * further.
 */
#ifndef _RFW_FLOW_FIND_H
#define _RFW_FLOW_FIND_H

#include <linux/rcupdate.h>
#include <linux/siphash.h>

#include "flow.h"

/*
 * SipHash-1-3 of the five words of a key. Without the length that the library's version for any
 * length appends: all keys have the same.
 */
static __always_inline u32 rfw_flow_bucket(const struct rfw_flow_buckets *buckets,
					   const struct rfw_key *key)
{
	const u64 *secret = buckets->hash_key, *word = (const u64 *)key;
	u64 v0 = SIPHASH_CONST_0 ^ secret[0], v1 = SIPHASH_CONST_1 ^ secret[1];
	u64 v2 = SIPHASH_CONST_2 ^ secret[0], v3 = SIPHASH_CONST_3 ^ secret[1] ^ word[0];

	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= word[0];
	v3 ^= word[1];
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= word[1];
	v3 ^= word[2];
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= word[2];
	v3 ^= word[3];
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= word[3];
	v3 ^= word[4];
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	v0 ^= word[4];
	v2 ^= 0xff;
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	SIPHASH_PERMUTATION(v0, v1, v2, v3);
	return (v0 ^ v1 ^ v2 ^ v3) & buckets->mask;
}

/* The flow of a tuple in its bucket, expired or not. */
static __always_inline struct rfw_flow *rfw_flow_in_bucket(const struct rfw_flow_buckets *buckets,
							   u32 bucket, const struct rfw_key *key)
{
	struct rfw_flow *flow;

	for (flow = rcu_dereference(buckets->head[bucket]); flow;
	     flow = rcu_dereference(flow->next))
		if (likely(rfw_key_equal(&flow->key, key)))
			return flow;
	return NULL;
}

/**
 * rfw_flow_find_slot - rfw_flow_find() that says where it has looked
 * @table: the table
 * @key: canonical tuple
 * @now: (u32)jiffies
 * @slot: where it was looked for; spares rfw_flow_insert() the hash
 *
 * Context: under rcu_read_lock(); takes no lock (but while the table changes its size) and no
 * reference.
 * Return: the flow, or NULL where there is none or it has expired.
 */
static __always_inline struct rfw_flow *rfw_flow_find_slot(struct rfw_flow_table *table,
							   const struct rfw_key *key, u32 now,
							   struct rfw_flow_slot *slot)
{
	/* A move under way makes the number odd, which never compares equal below. */
	unsigned int seq = raw_seqcount_begin(&table->moves);
	struct rfw_flow_buckets *buckets = rcu_dereference(table->buckets);
	u32 bucket = rfw_flow_bucket(buckets, key);
	struct rfw_flow *flow = rfw_flow_in_bucket(buckets, bucket, key);

	slot->buckets = buckets;
	slot->bucket = bucket;
	if (unlikely(!flow)) {
		if (!read_seqcount_retry(&table->moves, seq) && !rcu_access_pointer(buckets->old) &&
		    rcu_access_pointer(table->buckets) == buckets)
			return NULL;
		flow = rfw_flow_find_moving(table, key);
		if (!flow)
			return NULL;
	}
	return unlikely(rfw_flow_expired(flow, now)) ? NULL : flow;
}

#endif
