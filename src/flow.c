// SPDX-License-Identifier: GPL-2.0-only
/*
 * Birth and death of a flow, and how long it lives.
 */
#include <linux/in.h>
#include <linux/slab.h>

#include "endpoint.h"
#include "flow.h"
#include "limit_claim.h"
#include "opening.h"
#include "policy.h"
#include "sip_flow.h"
#include "stats.h"
#include "subscriber.h"
#include "trace.h"

#define PORT_DNS	53

static struct kmem_cache *flow_cache;
static struct kmem_cache *more_cache;

int rfw_flow_init(void)
{
	flow_cache = kmem_cache_create("rfw_flow", sizeof(struct rfw_flow),
				       __alignof__(struct rfw_flow), SLAB_HWCACHE_ALIGN, NULL);
	if (!flow_cache)
		return -ENOMEM;
	more_cache = KMEM_CACHE(rfw_flow_more, 0);
	if (!more_cache) {
		kmem_cache_destroy(flow_cache);
		return -ENOMEM;
	}
	return 0;
}

/* After rcu_barrier(): a flow that leaked makes kmem_cache_destroy() complain. */
void rfw_flow_exit(void)
{
	kmem_cache_destroy(more_cache);
	kmem_cache_destroy(flow_cache);
}

/* Allocate what a flow consists of; none of it or all. */
static struct rfw_flow *flow_alloc(bool more)
{
	struct rfw_flow *flow = kmem_cache_zalloc(flow_cache, GFP_ATOMIC);

	if (!flow)
		return NULL;
	flow->list = RFW_SESSIONS_NOWHERE;
	if (!more)
		return flow;
	flow->more = kmem_cache_zalloc(more_cache, GFP_ATOMIC);
	if (!flow->more) {
		kmem_cache_free(flow_cache, flow);
		return NULL;
	}
	flow->more->flow = flow;
	flow->more->list = RFW_SESSIONS_NOWHERE;
	return flow;
}

static void flow_free(struct rfw_flow *flow)
{
	if (flow->word & RFW_FLOW_OPENING)
		rfw_opening_use_put(flow->more->use);
	if (flow->more) {
		kfree(flow->more->sip);
		kmem_cache_free(more_cache, flow->more);
	}
	kmem_cache_free(flow_cache, flow);
}

static void flow_free_rcu(struct rcu_head *rcu)
{
	flow_free(container_of(rcu, struct rfw_flow, rcu));
}

static noinline u8 claim_peer(struct rfw_flow_table *table, struct rfw_subscriber *peer, u32 word)
{
	return rfw_limit_claim(table, peer, word, true);
}

/**
 * rfw_flow_new - make a flow that is counted against its limits
 * @table: that it is for
 * @inside: subscriber at the inside end
 * @peer: subscriber at the other end, or NULL
 * @word: what its &rfw_flow.word begins with: RFW_FLOW_CLASS, RFW_FLOW_INBOUND, RFW_FLOW_HALF_OPEN,
 *	RFW_FLOW_RESTORED and RFW_FLOW_ACCOUNTED are looked at
 * @more: it needs &rfw_flow.more; with a peer or RFW_FLOW_ACCOUNTED it has it anyway
 * @reason: on failure, enum rfw_drop_reason
 *
 * Context: under rcu_read_lock(), bottom halves off.
 * Return: a flow with nothing but @word in it that holds references on both subscribers, to be
 * given to rfw_flow_insert() or rfw_flow_discard(); or NULL.
 */
struct rfw_flow *rfw_flow_new(struct rfw_flow_table *table, struct rfw_subscriber *inside,
			      struct rfw_subscriber *peer, u32 word, bool more, u8 *reason)
{
	bool inbound = word & RFW_FLOW_INBOUND;
	struct rfw_flow *flow;

	*reason = rfw_limit_claim(table, inside, word, inbound);
	if (*reason)
		goto err;
	if (peer)
		*reason = claim_peer(table, peer, word);
	if (*reason)
		goto err_inside;
	*reason = RFW_DROP_REASON_TABLE_FULL;
	if (!rfw_limit_claim_table(table, inside))
		goto err_peer;
	*reason = RFW_DROP_REASON_NO_MEMORY;
	flow = flow_alloc(more || word & RFW_FLOW_ACCOUNTED || peer);
	if (!flow) {
		rfw_stats_add(inside->stats, refused, 1);
		goto err_table;
	}
	flow->word = word;
	flow->subscriber = inside;
	if (peer) {
		flow->word |= RFW_FLOW_PEER;
		flow->more->peer = peer;
	}
	return flow;

err_table:
	rfw_limit_unclaim_table(table);
err_peer:
	if (peer)
		rfw_limit_unclaim(table, peer, word, true);
err_inside:
	rfw_limit_unclaim(table, inside, word, inbound);
err:
	rfw_flow_gc_kick(table);
	return NULL;
}

/**
 * rfw_flow_need_more - make sure that a flow has &rfw_flow.more
 * @flow: the flow
 *
 * Context: under the bucket lock, or before anyone sees the flow.
 * Return: it, or NULL for want of memory.
 */
struct rfw_flow_more *rfw_flow_need_more(struct rfw_flow *flow)
{
	struct rfw_flow_more *more = flow->more;

	if (more)
		return more;
	more = kmem_cache_zalloc(more_cache, GFP_ATOMIC);
	if (!more)
		return NULL;
	more->flow = flow;
	more->list = RFW_SESSIONS_NOWHERE;
	/* Pairs with rfw_endpoint_answered(); nobody else looks without a bit of the word. */
	smp_store_release(&flow->more, more);
	return more;
}

/**
 * rfw_flow_discard - give back a flow that never came into the table
 * @table: the flow table
 * @flow: the flow
 *
 * Context: under rcu_read_lock().
 */
void rfw_flow_discard(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	rfw_endpoint_leave(table, flow);
	rfw_limit_died(table, flow);
	flow_free(flow);
}

/**
 * rfw_flow_born - tell the world of a flow that is in the table now
 * @table: the flow table
 * @flow: the flow
 *
 * Context: under rcu_read_lock(), bottom halves off.
 */
void rfw_flow_born(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	rfw_stats_add(table->stats, created, 1);
	rfw_stats_add(flow->subscriber->stats, created, 1);
	if (flow->word & RFW_FLOW_PEER)
		rfw_stats_add(flow->more->peer->stats, created, 1);
	if (flow->word & RFW_FLOW_OPENING)
		atomic64_inc(&flow->more->use->flows);
	trace_rfw_flow_new(flow, 0);
	table->event(table, flow, false, 0);
	rfw_sessions_add(table, flow);

	/*
	 * Pairs with rfw_net_end_subscriber() and rfw_net_end_openings(): a walk that came too
	 * early to see this flow in its chain set @gone before.
	 */
	smp_mb();
	if (unlikely(READ_ONCE(flow->subscriber->gone) ||
		     (flow->word & RFW_FLOW_PEER && READ_ONCE(flow->more->peer->gone)) ||
		     (flow->word & RFW_FLOW_OPENING && READ_ONCE(flow->more->use->gone))))
		rfw_flow_end(table, flow, RFW_FLOW_END_CONFIGURATION);
}

/**
 * rfw_flow_died - bury a flow that was just taken out of the table
 * @table: that it was in
 * @flow: freed after a grace period
 * @why: enum rfw_flow_end
 *
 * Context: under rcu_read_lock(), without bucket locks.
 */
void rfw_flow_died(struct rfw_flow_table *table, struct rfw_flow *flow, u8 why)
{
	local_bh_disable();
	rfw_stats_add(table->stats, ended, 1);
	trace_rfw_flow_end(flow, why);
	table->event(table, flow, true, why);
	rfw_endpoint_leave(table, flow);
	if (flow->more && flow->more->sip)
		rfw_sip_flow_end(flow->more->sip);
	rfw_limit_died(table, flow);
	local_bh_enable();
	call_rcu(&flow->rcu, flow_free_rcu);
}

/**
 * rfw_flow_end - end a flow now
 * @table: the flow table
 * @flow: the flow
 * @why: enum rfw_flow_end
 *
 * Context: under rcu_read_lock().
 * Return: false if someone else has ended it.
 */
bool rfw_flow_end(struct rfw_flow_table *table, struct rfw_flow *flow, u8 why)
{
	if (!rfw_flow_unlink(table, flow))
		return false;
	rfw_flow_died(table, flow, why);
	return true;
}

static const u8 tcp_timers[] = {
	[RFW_FLOW_STATE_TCP_SYN_SENT]		= RFW_TIMER_TCP_SYN,
	[RFW_FLOW_STATE_TCP_SYN_BOTH]		= RFW_TIMER_TCP_TRANSITORY,
	[RFW_FLOW_STATE_TCP_SYN_ACKED]		= RFW_TIMER_TCP_TRANSITORY,
	[RFW_FLOW_STATE_TCP_ESTABLISHED]	= RFW_TIMER_TCP_ESTABLISHED,
	[RFW_FLOW_STATE_TCP_FIN_ORIGINATOR]	= RFW_TIMER_TCP_ESTABLISHED,
	[RFW_FLOW_STATE_TCP_FIN_RESPONDER]	= RFW_TIMER_TCP_ESTABLISHED,
	[RFW_FLOW_STATE_TCP_FIN_BOTH]		= RFW_TIMER_TCP_TRANSITORY,
	[RFW_FLOW_STATE_TCP_TIME_WAIT]		= RFW_TIMER_TCP_TIME_WAIT,
	[RFW_FLOW_STATE_TCP_RESET]		= RFW_TIMER_TCP_RST,
	[RFW_FLOW_STATE_TCP_PICKED_UP]		= RFW_TIMER_TCP_TRANSITORY,
};

static_assert(ARRAY_SIZE(tcp_timers) == RFW_FLOW_STATE_MAX + 1);

static u32 timeout_seconds(const struct rfw_policy_rules *rules, const struct rfw_flow *flow,
			   u8 state)
{
	u8 protocol = rfw_key_protocol(&flow->key);
	bool initial = state == RFW_FLOW_STATE_INITIAL;

	switch (protocol) {
	case IPPROTO_TCP:
		/*
		 * A RST that could not be checked against a window is no proof of the end (RFC
		 * 7857 2.2).
		 */
		if (state == RFW_FLOW_STATE_TCP_RESET && !rfw_tcp_reset_verified(&flow->window))
			return rules->timeout[RFW_TIMER_TCP_TRANSITORY];
		return rules->timeout[tcp_timers[state]];
	case IPPROTO_UDP:
		if (flow->word & RFW_FLOW_OPENING && flow->more->use->media)
			return rules->timeout[RFW_TIMER_SIP];
		if (flow->key.port[!rfw_flow_originator(flow->word)] == htons(PORT_DNS))
			return rules->timeout[RFW_TIMER_UDP_DNS];
		return rules->timeout[initial ? RFW_TIMER_UDP_INITIAL : RFW_TIMER_UDP];
	case IPPROTO_UDPLITE:
		return rules->timeout[initial ? RFW_TIMER_UDP_INITIAL : RFW_TIMER_UDP];
	case IPPROTO_ICMPV6:
		return rules->timeout[RFW_TIMER_ICMP6_QUERY];
	}
	return rfw_policy_unknown_timeout(rules, protocol, initial);
}

/**
 * rfw_flow_timeout - how long a flow in this state lives without a packet
 * @rules: of its subscriber's policy
 * @flow: its key, its originator, its opening and its windows are looked at
 * @state: enum rfw_flow_state
 *
 * Return: jiffies.
 */
u32 rfw_flow_timeout(const struct rfw_policy_rules *rules, const struct rfw_flow *flow, u8 state)
{
	return timeout_seconds(rules, flow, state) * HZ;
}
