// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a subscriber, a domain and a namespace may have of flows.
 */
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include "domain.h"
#include "flow.h"
#include "limit_claim.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define ATTEMPTS	4U	/* to make room for one flow */

/* The classes of the default map; what is not here is best effort. */
#define BE	RFW_FORWARDING_CLASS_BE
#define L2	RFW_FORWARDING_CLASS_L2
#define AF	RFW_FORWARDING_CLASS_AF
#define L1	RFW_FORWARDING_CLASS_L1
#define H2	RFW_FORWARDING_CLASS_H2
#define EF	RFW_FORWARDING_CLASS_EF
#define H1	RFW_FORWARDING_CLASS_H1
#define NC	RFW_FORWARDING_CLASS_NC

const u8 rfw_limit_default_classes[64] = {
	[8] = L2, [16] = AF, [24] = L1, [32] = H2, [40] = EF, [48] = H1, [56] = NC,	/* CS1..7 */
	[10] = AF, [12] = AF, [14] = AF,						/* AF1x */
	[18] = L1, [20] = L1, [22] = L1,						/* AF2x */
	[26] = L1, [28] = L1, [30] = L1,						/* AF3x */
	[34] = H2, [36] = H2, [38] = H2,						/* AF4x */
	[44] = EF, [46] = EF,								/* VA, EF */
};

/**
 * rfw_limit_half_open - is a flow half open
 * @word: &rfw_flow.word: its state, and whether it was answered
 *
 * TCP: until the handshake is through, or, picked up in mid-stream, until an answer. Everything
 * else: until the first packet from the responder.
 *
 * Return: whether it is.
 */
bool rfw_limit_half_open(u32 word)
{
	switch (rfw_flow_state(word)) {
	case RFW_FLOW_STATE_TCP_SYN_SENT:
	case RFW_FLOW_STATE_TCP_SYN_BOTH:
	case RFW_FLOW_STATE_TCP_SYN_ACKED:
	case RFW_FLOW_STATE_TCP_PICKED_UP:
		return true;
	case RFW_FLOW_STATE_INITIAL:
	case RFW_FLOW_STATE_ACTIVE:
		return !(word & RFW_FLOW_ANSWERED);
	}
	return false;
}

/**
 * rfw_limit_watermark - have the watermark alarm follow the number of flows
 * @table: the flow table
 * @subscriber: the subscriber
 * @rules: of its policy
 *
 * Context: under the subscriber's lock, so that events come in the order of what they tell.
 */
void rfw_limit_watermark(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			 const struct rfw_policy_rules *rules)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	u32 flows = subscriber->flows, max = rules->max_sessions;
	bool raised = sessions->raised;

	if (rules->watermark_high && flows * 100 >= max * rules->watermark_high)
		raised = true;
	else if (!rules->watermark_high || flows * 100 <= max * rules->watermark_low)
		raised = false;
	if (likely(raised == sessions->raised))
		return;
	WRITE_ONCE(sessions->raised, raised);
	if (table->alarm)
		table->alarm(table, &(struct rfw_alarm){
				.kind = RFW_ALARM_KIND_WATERMARK, .raised = raised,
				.subscriber = subscriber->name, .flows = flows, .max = max });
}

/*
 * May a subscriber have one more flow within this second? A bucket of as many as the policy allows,
 * refilled evenly. Return: the &rfw_sessions.next that it leaves, or 0; under the lock.
 */
static u64 bucket_with(const struct rfw_sessions *sessions, const struct rfw_policy_rules *rules,
		       bool inbound)
{
	u64 now = ktime_get_ns(), gap = NSEC_PER_SEC / rules->max_new_per_second;
	u64 next = max(sessions->next, now) + gap;

	return next <= now + max(gap, rfw_limit_share(rules, NSEC_PER_SEC, inbound)) ? next : 0;
}

static bool allow(struct rfw_sessions *sessions, const struct rfw_policy_rules *rules, bool inbound)
{
	u64 next;

	spin_lock(&sessions->lock);
	next = bucket_with(sessions, rules, inbound);
	if (next)
		sessions->next = next;
	spin_unlock(&sessions->lock);
	return next;
}

/*
 * Make room in what a subscriber shares with others: its own expired and closing flows first, then
 * the unanswered ones of whoever has the most of them, so that a flood makes room for itself, or
 * where nobody is known to have any, its own.
 */
static bool crowd_out(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
		      struct rfw_subscriber *heaviest)
{
	if (rfw_sessions_reap(table, subscriber) ||
	    rfw_sessions_evict(table, subscriber, RFW_SESSIONS_CLOSING, 0))
		return true;
	if (!heaviest)
		heaviest = subscriber;
	return rfw_sessions_reap(table, heaviest) ||
	       rfw_sessions_evict(table, heaviest, RFW_SESSIONS_UNANSWERED, 0);
}

static bool make_room(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
		      const struct rfw_policy_rules *rules, u8 reason)
{
	struct rfw_domain *domain;
	u32 filter = 0;

	switch (reason) {
	case RFW_DROP_REASON_DOMAIN_FULL:
		domain = READ_ONCE(subscriber->sessions.domain);
		return domain && crowd_out(table, subscriber, READ_ONCE(domain->heaviest));
	case RFW_DROP_REASON_INBOUND_SHARE:
		filter = RFW_FLOW_INBOUND;
		break;
	case RFW_DROP_REASON_HALF_OPEN_LIMIT:
		filter = RFW_FLOW_HALF_OPEN;
		break;
	}
	return rfw_sessions_reap(table, subscriber) ||
	       rfw_sessions_evict(table, subscriber, RFW_SESSIONS_CLOSING, filter) ||
	       (rules->evict_unanswered &&
		rfw_sessions_evict(table, subscriber, RFW_SESSIONS_UNANSWERED, filter));
}

static void count_refusal(struct rfw_subscriber *subscriber, u8 reason)
{
	rfw_stats_add(subscriber->stats, refused, 1);
	if (reason <= RFW_DROP_REASON_NEW_FLOW_RATE)
		rfw_stats_add(subscriber->stats,
			      refused_by[reason - RFW_DROP_REASON_SESSION_LIMIT], 1);
}

/**
 * rfw_limit_claim_hard - rfw_limit_claim() where flows begin at a limited rate, or at a limit
 * @table: that the flow is for
 * @subscriber: the subscriber, with a reference for the flow
 * @rules: of its policy
 * @word: as there
 * @inbound: as there
 *
 * Context: as there.
 * Return: as there; other than 0, the reference is given back.
 */
u8 rfw_limit_claim_hard(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			const struct rfw_policy_rules *rules, u32 word, bool inbound)
{
	u8 reason = RFW_DROP_REASON_NEW_FLOW_RATE;
	unsigned int i = 0;

	if (!rules->max_new_per_second || word & RFW_FLOW_RESTORED ||
	    allow(&subscriber->sessions, rules, inbound)) {
		do {
			reason = rfw_limit_claim_once(table, subscriber, rules, word, inbound);
			if (likely(!reason))
				return 0;
		} while (i++ < ATTEMPTS && make_room(table, subscriber, rules, reason));
	}
	count_refusal(subscriber, reason);
	rfw_subscriber_put(subscriber);
	return reason;
}

/* Give back what a flow counted for a subscriber; under the lock. */
static void unclaim(struct rfw_flow_table *table, struct rfw_subscriber *subscriber, u32 word,
		    bool inbound)
{
	struct rfw_sessions *sessions = &subscriber->sessions;

	lockdep_assert_held(&sessions->lock);
	WRITE_ONCE(subscriber->flows, subscriber->flows - 1);
	WRITE_ONCE(sessions->inbound, sessions->inbound - inbound);
	if (word & RFW_FLOW_HALF_OPEN)
		atomic_dec(&sessions->half_open);
	if (sessions->domain)
		atomic_dec(&sessions->domain->flows);
	/* The policy of one that is gone may be gone too. */
	if (unlikely(sessions->raised) && !READ_ONCE(subscriber->gone))
		rfw_limit_watermark(table, subscriber,
				    rcu_dereference(rcu_dereference(subscriber->policy)->rules));
}

/**
 * rfw_limit_unclaim - take back rfw_limit_claim() for a flow that never came to be
 * @table: that the flow was for
 * @subscriber: the subscriber
 * @word: as claimed
 * @inbound: as claimed
 *
 * Context: under rcu_read_lock(), without locks.
 */
void rfw_limit_unclaim(struct rfw_flow_table *table, struct rfw_subscriber *subscriber, u32 word,
		       bool inbound)
{
	spin_lock_bh(&subscriber->sessions.lock);
	unclaim(table, subscriber, word, inbound);
	spin_unlock_bh(&subscriber->sessions.lock);
	rfw_subscriber_put(subscriber);
}

/* Table pressure: any number of CPUs may see the crossing, one of them tells of it. */
static void press(struct rfw_flow_table *table, bool pressed)
{
	if (cmpxchg(&table->pressed, !pressed, pressed) == (u32)pressed || !table->alarm)
		return;
	table->alarm(table, &(struct rfw_alarm){
			.kind = RFW_ALARM_KIND_TABLE_PRESSURE, .raised = pressed,
			.flows = atomic_read(&table->count), .max = READ_ONCE(table->max) });
}

/**
 * rfw_limit_claim_full - rfw_limit_claim_table() where the table is nearly full, or full
 * @table: the flow table
 * @subscriber: that the flow is for
 * @count: of the flows, this one among them
 *
 * Context: as there.
 * Return: as there; if not, the flow is not counted any more.
 */
bool rfw_limit_claim_full(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			  u32 count)
{
	u32 max = READ_ONCE(table->max);
	unsigned int i;

	for (i = 0; count > max; i++) {
		atomic_dec(&table->count);
		if (i == ATTEMPTS || !crowd_out(table, subscriber, READ_ONCE(table->heaviest))) {
			rfw_stats_add(subscriber->stats, refused, 1);
			return false;
		}
		count = atomic_inc_return(&table->count);
	}
	if (!READ_ONCE(table->pressed) && (u64)count * 100 > (u64)max * RFW_PRESSURE_HIGH)
		press(table, true);
	return true;
}

/**
 * rfw_limit_unclaim_table - one flow less in a namespace
 * @table: its flow table
 *
 * Context: any.
 */
void rfw_limit_unclaim_table(struct rfw_flow_table *table)
{
	u32 count = atomic_dec_return(&table->count);

	if (unlikely(READ_ONCE(table->pressed)) &&
	    (u64)count * 100 < (u64)READ_ONCE(table->max) * RFW_PRESSURE_LOW)
		press(table, false);
}

static bool may_close(u32 word)
{
	u8 state = rfw_flow_state(word);

	return state == RFW_FLOW_STATE_TCP_TIME_WAIT || state == RFW_FLOW_STATE_TCP_RESET;
}

/**
 * rfw_limit_moved - a packet has changed the state of its flow
 * @table: the flow table
 * @flow: the flow, which may be dead by now
 * @before: &rfw_flow.word until then
 * @after: what the caller made of it
 *
 * Context: under rcu_read_lock(), without locks.
 */
void rfw_limit_moved(struct rfw_flow_table *table, struct rfw_flow *flow, u32 before, u32 after)
{
	/* Whoever clears the bit gives back what it stands for. */
	if (before & ~after & RFW_FLOW_HALF_OPEN) {
		atomic_dec(&flow->subscriber->sessions.half_open);
		if (after & RFW_FLOW_PEER)
			atomic_dec(&flow->more->peer->sessions.half_open);
	}
	if ((before ^ after) & RFW_FLOW_ANSWERED || may_close(before) || may_close(after))
		rfw_sessions_sort(table, flow);
}

/**
 * rfw_limit_died - give back exactly what a flow counted, and its references
 * @table: the flow table, in which the flow is not, any more or at all
 * @flow: the flow
 *
 * Context: under rcu_read_lock(), without locks.
 */
void rfw_limit_died(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_subscriber *subscriber = flow->subscriber;
	u32 word;

	do
		word = READ_ONCE(flow->word);
	while (cmpxchg(&flow->word, word, word & ~RFW_FLOW_HALF_OPEN) != word);

	spin_lock_bh(&subscriber->sessions.lock);
	rfw_sessions_remove(table, flow);
	unclaim(table, subscriber, word, word & RFW_FLOW_INBOUND);
	spin_unlock_bh(&subscriber->sessions.lock);
	rfw_subscriber_put(subscriber);
	if (word & RFW_FLOW_PEER) {
		subscriber = flow->more->peer;
		spin_lock_bh(&subscriber->sessions.lock);
		rfw_sessions_remove_peer(flow);
		unclaim(table, subscriber, word, true);
		spin_unlock_bh(&subscriber->sessions.lock);
		rfw_subscriber_put(subscriber);
	}
	rfw_limit_unclaim_table(table);
}

static bool may_crowd_out(struct rfw_subscriber *subscriber, struct rfw_subscriber *heaviest)
{
	if (!heaviest)
		heaviest = subscriber;
	return rfw_sessions_may_reap(subscriber) ||
	       rfw_sessions_may_evict(subscriber, RFW_SESSIONS_CLOSING, 0) ||
	       rfw_sessions_may_reap(heaviest) ||
	       rfw_sessions_may_evict(heaviest, RFW_SESSIONS_UNANSWERED, 0);
}

/* Could room be made? As make_room(), of which nothing is done. */
static bool may_make_room(struct rfw_subscriber *subscriber, const struct rfw_policy_rules *rules,
			  u8 reason)
{
	struct rfw_domain *domain;
	u32 filter = 0;

	switch (reason) {
	case RFW_DROP_REASON_DOMAIN_FULL:
		domain = READ_ONCE(subscriber->sessions.domain);
		return domain && may_crowd_out(subscriber, READ_ONCE(domain->heaviest));
	case RFW_DROP_REASON_INBOUND_SHARE:
		filter = RFW_FLOW_INBOUND;
		break;
	case RFW_DROP_REASON_HALF_OPEN_LIMIT:
		filter = RFW_FLOW_HALF_OPEN;
		break;
	}
	return rfw_sessions_may_reap(subscriber) ||
	       rfw_sessions_may_evict(subscriber, RFW_SESSIONS_CLOSING, filter) ||
	       (rules->evict_unanswered &&
		rfw_sessions_may_evict(subscriber, RFW_SESSIONS_UNANSWERED, filter));
}

static bool domain_full(const struct rfw_domain *domain)
{
	u32 max = domain ? rcu_dereference(domain->view)->max_flows : 0;

	return max && (u32)atomic_read(&domain->flows) >= max;
}

/**
 * rfw_limit_preview - what rfw_limit_claim() would say, with nothing changed
 * @subscriber: the subscriber
 * @word: as there
 * @inbound: as there
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 * Return: 0, or enum rfw_drop_reason.
 */
u8 rfw_limit_preview(struct rfw_subscriber *subscriber, u32 word, bool inbound)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	const struct rfw_policy_rules *rules;
	bool rate_ok;
	u8 reason;

	if (READ_ONCE(subscriber->gone))
		return RFW_DROP_REASON_SESSION_LIMIT;
	rules = rcu_dereference(rcu_dereference(subscriber->policy)->rules);
	spin_lock_bh(&sessions->lock);
	rate_ok = !rules->max_new_per_second || bucket_with(sessions, rules, inbound);
	reason = rfw_limit_refusal(subscriber, rules, word, inbound);
	if (!reason && domain_full(sessions->domain))
		reason = RFW_DROP_REASON_DOMAIN_FULL;
	spin_unlock_bh(&sessions->lock);
	if (!rate_ok)
		return RFW_DROP_REASON_NEW_FLOW_RATE;
	return reason && may_make_room(subscriber, rules, reason) ? RFW_DROP_REASON_NONE : reason;
}

/**
 * rfw_limit_preview_table - what rfw_limit_claim_table() would say, with nothing changed
 * @table: the flow table
 * @subscriber: that the flow would be for
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 */
bool rfw_limit_preview_table(struct rfw_flow_table *table, struct rfw_subscriber *subscriber)
{
	return (u32)atomic_read(&table->count) < READ_ONCE(table->max) ||
	       may_crowd_out(subscriber, READ_ONCE(table->heaviest));
}
