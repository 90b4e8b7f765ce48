// SPDX-License-Identifier: GPL-2.0-only
/*
 * An endpoint is what the live flows of one inside address, protocol and port have in common; with
 * address-dependent filtering the foreign address belongs to it too. It has a list of its flows:
 * those that keep it open first, then inbound ones that nobody answered, which must not (a stranger
 * could keep it open with them). One look at the head tells whether it is open.
 *
 * A flow joins before anyone sees it and leaves when it dies. An endpoint lives while it has flows.
 */
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "endpoint.h"
#include "flow.h"
#include "policy.h"

/* Expired flows that one packet takes off an endpoint at most. */
#define EXPIRED_MAX	256

/* Attempts to join an endpoint that others leave. */
#define JOIN_ATTEMPTS	4

/**
 * struct endpoint_key - what tells endpoints apart
 * @inside: address of the inside host
 * @foreign: with address-dependent filtering, else all zero
 * @zone: see rfw_key_zone()
 * @port: of the inside host, network byte order
 * @zero: so that there is no padding
 */
struct endpoint_key {
	struct in6_addr inside;
	struct in6_addr foreign;
	u32 zone;
	__be16 port;
	u16 zero;
};

/**
 * struct rfw_endpoint - an inside endpoint with flows
 * @node: in &rfw_flow_table.endpoints
 * @key: fixed
 * @lock: protects @flows and @dead, and &rfw_flow_more.endpoint of its flows
 * @flows: of &rfw_flow_more.at_endpoint; those that keep it open are first
 * @dead: has left the table
 * @rcu: for its end
 */
struct rfw_endpoint {
	struct rhash_head node;
	struct endpoint_key key;
	spinlock_t lock;	/* see above */
	struct list_head flows;
	bool dead;
	struct rcu_head rcu;
};

static const struct rhashtable_params params = {
	.head_offset		= offsetof(struct rfw_endpoint, node),
	.key_offset		= offsetof(struct rfw_endpoint, key),
	.key_len		= sizeof(struct endpoint_key),
	.automatic_shrinking	= true,
};

static struct kmem_cache *endpoint_cache;

int rfw_endpoint_init(void)
{
	endpoint_cache = KMEM_CACHE(rfw_endpoint, 0);
	return endpoint_cache ? 0 : -ENOMEM;
}

/* After rcu_barrier(). */
void rfw_endpoint_exit(void)
{
	kmem_cache_destroy(endpoint_cache);
}

int rfw_endpoint_table_init(struct rfw_flow_table *table)
{
	return rhashtable_init(&table->endpoints, &params);
}

/* All flows have died. */
void rfw_endpoint_table_destroy(struct rfw_flow_table *table)
{
	WARN_ON_ONCE(atomic_read(&table->endpoints.nelems));
	rhashtable_destroy(&table->endpoints);
}

static struct endpoint_key key_of(const struct rfw_key *key, unsigned int inside, u8 filtering)
{
	struct endpoint_key endpoint = {
		.inside = key->addr[inside],
		.zone = key->zone,
		.port = key->port[inside],
	};

	if (filtering == RFW_FILTERING_ADDRESS_DEPENDENT)
		endpoint.foreign = key->addr[!inside];
	return endpoint;
}

/* Does a flow keep its endpoint open? An inbound one must have been answered. */
static bool keeps_open(u32 word)
{
	return rfw_flow_inside(word) == rfw_flow_originator(word) || word & RFW_FLOW_ANSWERED;
}

static void endpoint_free(struct rcu_head *rcu)
{
	kmem_cache_free(endpoint_cache, container_of(rcu, struct rfw_endpoint, rcu));
}

/* Take a flow off its endpoint, under the lock. Return: it was the last, see bury(). */
static bool take_off(struct rfw_endpoint *endpoint, struct rfw_flow_more *more)
{
	lockdep_assert_held(&endpoint->lock);
	list_del(&more->at_endpoint);
	WRITE_ONCE(more->endpoint, NULL);
	endpoint->dead = list_empty(&endpoint->flows);
	return endpoint->dead;
}

/* The last flow has left; the lock was released since. */
static void bury(struct rfw_flow_table *table, struct rfw_endpoint *endpoint)
{
	rhashtable_remove_fast(&table->endpoints, &endpoint->node, params);
	call_rcu(&endpoint->rcu, endpoint_free);
}

static struct rfw_endpoint *find_or_make(struct rfw_flow_table *table,
					 const struct endpoint_key *key)
{
	struct rfw_endpoint *endpoint = rhashtable_lookup(&table->endpoints, key, params), *present;

	if (endpoint)
		return endpoint;
	endpoint = kmem_cache_alloc(endpoint_cache, GFP_ATOMIC);
	if (!endpoint)
		return NULL;
	endpoint->key = *key;
	spin_lock_init(&endpoint->lock);
	INIT_LIST_HEAD(&endpoint->flows);
	endpoint->dead = false;
	present = rhashtable_lookup_get_insert_fast(&table->endpoints, &endpoint->node, params);
	if (!present)
		return endpoint;
	kmem_cache_free(endpoint_cache, endpoint);
	return IS_ERR(present) ? NULL : present;
}

/**
 * rfw_endpoint_join - let a flow open its inside endpoint
 * @table: the flow table
 * @flow: with &rfw_flow.more; not joined
 * @filtering: enum rfw_filtering of its subscriber and protocol, any but address-and-port-dependent
 *
 * Without memory the flow lives without its endpoint, so that strangers stay out.
 *
 * Context: under rcu_read_lock(), nobody else sees the flow, or under its bucket lock.
 */
void rfw_endpoint_join(struct rfw_flow_table *table, struct rfw_flow *flow, u8 filtering)
{
	u32 word = READ_ONCE(flow->word);
	struct endpoint_key key = key_of(&flow->key, rfw_flow_inside(word), filtering);
	struct rfw_flow_more *more = flow->more;
	struct rfw_endpoint *endpoint;
	unsigned int attempt;

	for (attempt = 0; attempt < JOIN_ATTEMPTS; attempt++) {
		endpoint = find_or_make(table, &key);
		if (!endpoint)
			return;
		spin_lock_bh(&endpoint->lock);
		if (!endpoint->dead) {
			more->flow = flow;
			more->filtering = filtering;
			WRITE_ONCE(more->endpoint, endpoint);
			if (keeps_open(word))
				list_add(&more->at_endpoint, &endpoint->flows);
			else
				list_add_tail(&more->at_endpoint, &endpoint->flows);
			spin_unlock_bh(&endpoint->lock);
			return;
		}
		spin_unlock_bh(&endpoint->lock);
	}
}

/**
 * rfw_endpoint_leave - take a flow off its endpoint
 * @table: the flow table
 * @flow: the flow; not joined is fine
 *
 * Context: under rcu_read_lock(); the flow has died or never lived, or under its bucket lock.
 */
void rfw_endpoint_leave(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_flow_more *more = flow->more;
	struct rfw_endpoint *endpoint;
	bool last = false;

	endpoint = more ? READ_ONCE(more->endpoint) : NULL;
	if (!endpoint)
		return;
	spin_lock_bh(&endpoint->lock);
	if (more->endpoint == endpoint)
		last = take_off(endpoint, more);
	spin_unlock_bh(&endpoint->lock);
	if (last)
		bury(table, endpoint);
}

/**
 * rfw_endpoint_update - bring a live flow's endpoint in line with its policy
 * @table: the flow table
 * @flow: the flow
 * @filtering: enum rfw_filtering of its subscriber and protocol
 *
 * Context: under the bucket lock and rcu_read_lock().
 */
void rfw_endpoint_update(struct rfw_flow_table *table, struct rfw_flow *flow, u8 filtering)
{
	bool joined = flow->more && READ_ONCE(flow->more->endpoint);

	if (joined && flow->more->filtering == filtering)
		return;
	rfw_endpoint_leave(table, flow);
	if (filtering != RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT && rfw_flow_need_more(flow))
		rfw_endpoint_join(table, flow, filtering);
}

/**
 * rfw_endpoint_answered - a flow has its first answer: an inbound one counts now
 * @flow: the flow; not joined is fine
 *
 * Context: under rcu_read_lock().
 */
void rfw_endpoint_answered(struct rfw_flow *flow)
{
	struct rfw_endpoint *endpoint;
	struct rfw_flow_more *more;

	/* Pairs with rfw_flow_need_more(). */
	more = smp_load_acquire(&flow->more);
	endpoint = more ? READ_ONCE(more->endpoint) : NULL;
	if (!endpoint)
		return;
	spin_lock_bh(&endpoint->lock);
	/* It may have left meanwhile. */
	if (more->endpoint == endpoint)
		list_move(&more->at_endpoint, &endpoint->flows);
	spin_unlock_bh(&endpoint->lock);
}

/**
 * rfw_endpoint_open - does a live flow open the inside end of a packet
 * @table: the flow table
 * @key: tuple of the packet
 * @inside: which end of it is inside
 * @filtering: enum rfw_filtering, any but address-and-port-dependent
 * @subscriber: whose the inside end is
 * @now: (u32)jiffies
 *
 * Expired flows that are in the way come off the endpoint, each once, which makes the cost that of
 * one look in the long run.
 *
 * Context: under rcu_read_lock().
 */
bool rfw_endpoint_open(struct rfw_flow_table *table, const struct rfw_key *key, unsigned int inside,
		       u8 filtering, const struct rfw_subscriber *subscriber, u32 now)
{
	struct endpoint_key wanted = key_of(key, inside, filtering);
	struct rfw_endpoint *endpoint = rhashtable_lookup(&table->endpoints, &wanted, params);
	struct rfw_flow_more *more, *next;
	bool open = false, last = false;
	unsigned int expired = 0;

	if (!endpoint)
		return false;
	spin_lock_bh(&endpoint->lock);
	list_for_each_entry_safe(more, next, &endpoint->flows, at_endpoint) {
		if (!keeps_open(READ_ONCE(more->flow->word)))
			break;
		if (!rfw_flow_expired(more->flow, now)) {
			open = more->flow->subscriber == subscriber;
			break;
		}
		if (++expired > EXPIRED_MAX)
			break;
		last = take_off(endpoint, more);
	}
	spin_unlock_bh(&endpoint->lock);
	if (last)
		bury(table, endpoint);
	return open;
}
