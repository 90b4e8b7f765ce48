// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flows of a subscriber in lists, so that the one that is to go is at the head of a list, or
 * near it: to make room no packet walks a table.
 */
#include <linux/lockdep.h>
#include <linux/rcupdate.h>

#include "domain.h"
#include "flow.h"
#include "sessions.h"
#include "stats.h"
#include "subscriber.h"

#define LOOKS		32U	/* at flows of one list, under the lock */
#define BATCH		16U	/* expired flows that one search ends */

/**
 * rfw_sessions_init - of a subscriber without flows
 * @sessions: zeroed
 */
void rfw_sessions_init(struct rfw_sessions *sessions)
{
	unsigned int i;

	spin_lock_init(&sessions->lock);
	for (i = 0; i < RFW_SESSIONS_LISTS; i++)
		INIT_LIST_HEAD(&sessions->list[i]);
	list_add(&sessions->mark, &sessions->list[RFW_SESSIONS_UNANSWERED]);
	sessions->searched = (u32)jiffies - 1;
}

static u8 list_of(const struct rfw_flow *flow)
{
	u32 word = READ_ONCE(flow->word);

	switch (rfw_flow_state(word)) {
	case RFW_FLOW_STATE_TCP_TIME_WAIT:
		return RFW_SESSIONS_CLOSING;
	case RFW_FLOW_STATE_TCP_RESET:
		/* One that could not be checked is no proof of the end, see rfw_flow_timeout(). */
		if (rfw_tcp_reset_verified(&flow->window))
			return RFW_SESSIONS_CLOSING;
	}
	return word & RFW_FLOW_ANSWERED ? RFW_SESSIONS_ANSWERED : RFW_SESSIONS_UNANSWERED;
}

/*
 * Note who has the most unanswered flows. Only who has some is ever noted, and forget() comes
 * before the last of them is gone, each under the lock of the noted; so the note is good for as
 * long as its reader is under RCU.
 */
static void note(struct rfw_subscriber **heaviest, struct rfw_subscriber *subscriber)
{
	struct rfw_subscriber *other = READ_ONCE(*heaviest);

	if (other == subscriber ||
	    (other && READ_ONCE(other->sessions.unanswered) >= subscriber->sessions.unanswered))
		return;
	WRITE_ONCE(*heaviest, subscriber);
}

static void forget(struct rfw_subscriber **heaviest, struct rfw_subscriber *subscriber)
{
	if (READ_ONCE(*heaviest) == subscriber)
		cmpxchg(heaviest, subscriber, NULL);
}

/* Put a flow into, or take it out of, a list of its inside subscriber; under the lock. */
static __always_inline void enlist(struct rfw_flow_table *table, struct rfw_flow *flow, u8 list)
{
	struct rfw_subscriber *subscriber = flow->subscriber;
	struct rfw_sessions *sessions = &subscriber->sessions;

	list_add_tail(&flow->siblings, &sessions->list[list]);
	flow->list = list;
	if (list != RFW_SESSIONS_UNANSWERED)
		return;
	WRITE_ONCE(sessions->unanswered, sessions->unanswered + 1);
	note(&table->heaviest, subscriber);
	if (sessions->domain)
		note(&sessions->domain->heaviest, subscriber);
}

static void delist(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_subscriber *subscriber = flow->subscriber;
	struct rfw_sessions *sessions = &subscriber->sessions;

	list_del(&flow->siblings);
	if (flow->list != RFW_SESSIONS_UNANSWERED)
		return;
	WRITE_ONCE(sessions->unanswered, sessions->unanswered - 1);
	if (sessions->unanswered)
		return;
	forget(&table->heaviest, subscriber);
	if (sessions->domain)
		forget(&sessions->domain->heaviest, subscriber);
}

static noinline void add_to_peer(struct rfw_flow_more *more)
{
	struct rfw_sessions *sessions = &more->peer->sessions;

	spin_lock(&sessions->lock);
	if (more->list == RFW_SESSIONS_NOWHERE) {
		list_add_tail(&more->siblings, &sessions->list[RFW_SESSIONS_PEERS]);
		more->list = RFW_SESSIONS_PEERS;
	}
	spin_unlock(&sessions->lock);
}

/**
 * rfw_sessions_add - a flow is in the table: it can make room for others from now on
 * @table: the flow table
 * @flow: the flow, which may be dead by now
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 */
void rfw_sessions_add(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_sessions *sessions = &flow->subscriber->sessions;
	u8 list;

	spin_lock(&sessions->lock);
	if (likely(flow->list == RFW_SESSIONS_NOWHERE)) {
		list = list_of(flow);
		/* Which is nearly always, and shorter where it is known. */
		if (likely(list == RFW_SESSIONS_UNANSWERED))
			enlist(table, flow, RFW_SESSIONS_UNANSWERED);
		else
			enlist(table, flow, list);
	}
	spin_unlock(&sessions->lock);
	if (unlikely(flow->word & RFW_FLOW_PEER))
		add_to_peer(flow->more);
}

/**
 * rfw_sessions_sort - put a flow whose state has changed into the list where it belongs
 * @table: the flow table
 * @flow: the flow, which may be dead by now
 *
 * Context: under rcu_read_lock(), without locks.
 */
void rfw_sessions_sort(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_sessions *sessions = &flow->subscriber->sessions;
	u8 list;

	spin_lock_bh(&sessions->lock);
	/* Of two packets that change the state the one that comes here last sees both changes. */
	list = list_of(flow);
	if (flow->list < RFW_SESSIONS_LISTS && flow->list != list) {
		delist(table, flow);
		enlist(table, flow, list);
	}
	spin_unlock_bh(&sessions->lock);
}

/**
 * rfw_sessions_remove - take a flow that is dead out of the lists of its inside subscriber
 * @table: the flow table
 * @flow: the flow
 *
 * Context: under the subscriber's &rfw_sessions.lock.
 */
void rfw_sessions_remove(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	lockdep_assert_held(&flow->subscriber->sessions.lock);
	if (flow->list < RFW_SESSIONS_LISTS)
		delist(table, flow);
	flow->list = RFW_SESSIONS_GONE;
}

/**
 * rfw_sessions_remove_peer - likewise, of the subscriber at its other end
 * @flow: the flow, which has one
 *
 * Context: under that subscriber's &rfw_sessions.lock.
 */
void rfw_sessions_remove_peer(struct rfw_flow *flow)
{
	struct rfw_flow_more *more = flow->more;

	lockdep_assert_held(&more->peer->sessions.lock);
	if (more->list < RFW_SESSIONS_LISTS)
		list_del(&more->siblings);
	more->list = RFW_SESSIONS_GONE;
}

/**
 * rfw_sessions_join - have a subscriber's flows count for another domain
 * @subscriber: the subscriber
 * @domain: the domain, or NULL
 *
 * Context: under the configuration lock. A domain that is left may be read for a grace period.
 */
void rfw_sessions_join(struct rfw_subscriber *subscriber, struct rfw_domain *domain)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	u32 flows;

	spin_lock_bh(&sessions->lock);
	flows = subscriber->flows;
	if (sessions->domain) {
		atomic_sub(flows, &sessions->domain->flows);
		forget(&sessions->domain->heaviest, subscriber);
	}
	WRITE_ONCE(sessions->domain, domain);
	if (domain) {
		atomic_add(flows, &domain->flows);
		if (sessions->unanswered)
			note(&domain->heaviest, subscriber);
	}
	spin_unlock_bh(&sessions->lock);
}

/* The next few flows of a list, those of them that have expired into @dead. */
static u32 search(struct rfw_sessions *sessions, u8 list, u32 now, struct rfw_flow **dead,
		  u32 count)
{
	struct list_head *head = &sessions->list[list], *mark = &sessions->mark, *at;
	struct rfw_flow *flow;
	unsigned int i;

	for (i = 0; i < LOOKS && count < BATCH && !list_empty(head); i++) {
		if (list == RFW_SESSIONS_UNANSWERED) {
			/* Their order counts, so the mark goes round instead of them. */
			at = mark->next;
			list_move(mark, at);
			if (at == head)
				continue;
		} else {
			at = head->next;
			list_move_tail(at, head);
		}
		flow = list == RFW_SESSIONS_PEERS ?
			       list_entry(at, struct rfw_flow_more, siblings)->flow :
			       list_entry(at, struct rfw_flow, siblings);
		if (rfw_flow_expired(flow, now))
			dead[count++] = flow;
	}
	return count;
}

/**
 * rfw_sessions_reap - end some expired flows of a subscriber
 * @table: the flow table
 * @subscriber: the subscriber
 *
 * Looks at a bounded number of flows, each time at the next. After a vain search the next one waits
 * for the clock to tick, so that a flood is not answered with searches.
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 * Return: whether there were any.
 */
bool rfw_sessions_reap(struct rfw_flow_table *table, struct rfw_subscriber *subscriber)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	u32 i, count = 0, now = jiffies;
	struct rfw_flow *dead[BATCH];
	bool reaped = false;
	u8 list;

	if (READ_ONCE(sessions->searched) == now)
		return false;
	spin_lock_bh(&sessions->lock);
	for (list = 0; list < RFW_SESSIONS_LISTS; list++)
		count = search(sessions, list, now, dead, count);
	spin_unlock_bh(&sessions->lock);
	/* Others may end them too, but they stay in memory for as long as we are under RCU. */
	for (i = 0; i < count; i++)
		reaped |= rfw_flow_end(table, dead[i], RFW_FLOW_END_EXPIRED);
	if (!reaped)
		WRITE_ONCE(sessions->searched, now);
	return reaped;
}

static bool has(const struct rfw_flow *flow, u32 filter)
{
	return (READ_ONCE(flow->word) & filter) == filter;
}

/* The first flow of a list that may go; under the lock. */
static struct rfw_flow *pick_own(struct rfw_sessions *sessions, u8 list, u32 filter)
{
	struct list_head *at;
	struct rfw_flow *flow;
	unsigned int looks = 0;

	list_for_each(at, &sessions->list[list]) {
		if (at == &sessions->mark)
			continue;
		flow = list_entry(at, struct rfw_flow, siblings);
		if (has(flow, filter))
			return flow;
		if (++looks == LOOKS)
			break;
	}
	return NULL;
}

/* The flow that is to go, of one list or a peer's that would be in it; under the lock. */
static struct rfw_flow *pick(struct rfw_sessions *sessions, u8 list, u32 filter)
{
	struct list_head *peers = &sessions->list[RFW_SESSIONS_PEERS];
	struct rfw_flow *flow = pick_own(sessions, list, filter);
	struct rfw_flow_more *more;
	unsigned int looks;

	if (flow)
		return flow;
	/* For the subscriber at their other end all of them are inbound. */
	filter &= ~RFW_FLOW_INBOUND;
	for (looks = 0; looks < LOOKS && !list_empty(peers); looks++) {
		more = list_first_entry(peers, struct rfw_flow_more, siblings);
		list_move_tail(&more->siblings, peers);
		if (list_of(more->flow) == list && has(more->flow, filter))
			return more->flow;
	}
	return NULL;
}

/**
 * rfw_sessions_evict - end a flow of a subscriber to make room
 * @table: the flow table
 * @subscriber: the subscriber
 * @list: which ones may go: RFW_SESSIONS_CLOSING or RFW_SESSIONS_UNANSWERED; the oldest one does
 * @filter: RFW_FLOW_* that it must have: RFW_FLOW_INBOUND, RFW_FLOW_HALF_OPEN
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 * Return: whether there was one.
 */
bool rfw_sessions_evict(struct rfw_flow_table *table, struct rfw_subscriber *subscriber, u8 list,
			u32 filter)
{
	struct rfw_flow *flow;

	spin_lock_bh(&subscriber->sessions.lock);
	flow = pick(&subscriber->sessions, list, filter);
	spin_unlock_bh(&subscriber->sessions.lock);
	if (!flow || !rfw_flow_end(table, flow, RFW_FLOW_END_EVICTED))
		return false;
	rfw_stats_add(subscriber->stats, evicted, 1);
	return true;
}

/* Is one of the next few flows of a list expired? Nothing moves. */
static bool has_expired(struct rfw_sessions *sessions, u8 list, u32 now)
{
	struct list_head *head = &sessions->list[list];
	struct list_head *from = list == RFW_SESSIONS_UNANSWERED ? &sessions->mark : head, *at;
	struct rfw_flow *flow;
	unsigned int i;

	for (i = 0, at = from->next; i < LOOKS && at != from; i++, at = at->next) {
		if (at == head)
			continue;
		flow = list == RFW_SESSIONS_PEERS ?
			       list_entry(at, struct rfw_flow_more, siblings)->flow :
			       list_entry(at, struct rfw_flow, siblings);
		if (rfw_flow_expired(flow, now))
			return true;
	}
	return false;
}

/**
 * rfw_sessions_may_reap - would rfw_sessions_reap() find any
 * @subscriber: the subscriber
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks. Nothing is changed.
 */
bool rfw_sessions_may_reap(struct rfw_subscriber *subscriber)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	u32 now = jiffies;
	bool found = false;
	u8 list;

	if (READ_ONCE(sessions->searched) == now)
		return false;
	spin_lock_bh(&sessions->lock);
	for (list = 0; list < RFW_SESSIONS_LISTS && !found; list++)
		found = has_expired(sessions, list, now);
	spin_unlock_bh(&sessions->lock);
	return found;
}

/**
 * rfw_sessions_may_evict - would rfw_sessions_evict() find one
 * @subscriber: the subscriber
 * @list: as there
 * @filter: as there
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks. Nothing is changed.
 */
bool rfw_sessions_may_evict(struct rfw_subscriber *subscriber, u8 list, u32 filter)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	struct rfw_flow_more *more;
	unsigned int looks = 0;
	bool found;

	spin_lock_bh(&sessions->lock);
	found = pick_own(sessions, list, filter);
	filter &= ~RFW_FLOW_INBOUND;
	list_for_each_entry(more, &sessions->list[RFW_SESSIONS_PEERS], siblings) {
		if (found || looks++ == LOOKS)
			break;
		found = list_of(more->flow) == list && has(more->flow, filter);
	}
	spin_unlock_bh(&sessions->lock);
	return found;
}
