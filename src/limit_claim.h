/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counting one more flow where nothing stands against it. Inline: every first packet does.
 */
#ifndef _RFW_LIMIT_CLAIM_H
#define _RFW_LIMIT_CLAIM_H

#include <linux/math64.h>
#include <linux/rcupdate.h>

#include "domain.h"
#include "flow.h"
#include "limit.h"
#include "policy.h"
#include "subscriber.h"

/*
 * How much of a limit flows from outside may use up, at least one, so that there is some left for
 * the home whatever an outsider does.
 */
static inline u64 rfw_limit_share(const struct rfw_policy_rules *rules, u64 limit, bool inbound)
{
	return inbound ? DIV_ROUND_UP_ULL(limit * rules->inbound_share, 100) : limit;
}

/* What stands against one more flow, enum rfw_drop_reason; under the subscriber's lock. */
static inline u8 rfw_limit_refusal(const struct rfw_subscriber *subscriber,
				   const struct rfw_policy_rules *rules, u32 word, bool inbound)
{
	const struct rfw_sessions *sessions = &subscriber->sessions;
	u32 flows = subscriber->flows, max = rules->max_sessions;

	if (flows >= max)
		return RFW_DROP_REASON_SESSION_LIMIT;
	if (flows >= max - rules->reserved_sessions &&
	    !(rules->priority_fc & BIT(FIELD_GET(RFW_FLOW_CLASS, word))))
		return RFW_DROP_REASON_SESSION_RESERVE;
	if (inbound && sessions->inbound >= max * rules->inbound_share / 100)
		return RFW_DROP_REASON_INBOUND_SHARE;
	if (word & RFW_FLOW_HALF_OPEN && rules->max_half_open &&
	    atomic_read(&sessions->half_open) >=
		    rfw_limit_share(rules, rules->max_half_open, inbound))
		return RFW_DROP_REASON_HALF_OPEN_LIMIT;
	return RFW_DROP_REASON_NONE;
}

/* One more flow of a domain, or NULL; under the lock of one of its subscribers. */
static inline bool rfw_limit_claim_domain(struct rfw_domain *domain)
{
	u32 max;

	if (!domain)
		return true;
	max = rcu_dereference(domain->view)->max_flows;
	if ((u32)atomic_inc_return(&domain->flows) <= max || !max)
		return true;
	atomic_dec(&domain->flows);
	return false;
}

/* Count one more flow, unless something stands against it: enum rfw_drop_reason. */
static __always_inline u8
rfw_limit_claim_once(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
		     const struct rfw_policy_rules *rules, u32 word, bool inbound)
{
	struct rfw_sessions *sessions = &subscriber->sessions;
	u32 flows;
	u8 reason;

	spin_lock(&sessions->lock);
	reason = rfw_limit_refusal(subscriber, rules, word, inbound);
	if (!reason && !rfw_limit_claim_domain(sessions->domain))
		reason = RFW_DROP_REASON_DOMAIN_FULL;
	if (!reason) {
		flows = subscriber->flows + 1;
		WRITE_ONCE(subscriber->flows, flows);
		if (flows > subscriber->peak)
			WRITE_ONCE(subscriber->peak, flows);
		WRITE_ONCE(sessions->inbound, sessions->inbound + inbound);
		if (word & RFW_FLOW_HALF_OPEN)
			atomic_inc(&sessions->half_open);
		if (rules->watermark_high || sessions->raised)
			rfw_limit_watermark(table, subscriber, rules);
	}
	spin_unlock(&sessions->lock);
	return reason;
}

/**
 * rfw_limit_claim - count one more flow of a subscriber and its domain, and take a reference
 * @table: that the flow is for
 * @subscriber: the subscriber
 * @word: &rfw_flow.word of the flow: its class, whether it is half open, whether it is new
 * @inbound: it is opened from outside, as this subscriber sees it
 *
 * At a limit flows of its own may have to go.
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 * Return: 0, or enum rfw_drop_reason of the limit that stands against it, counted.
 */
static __always_inline u8 rfw_limit_claim(struct rfw_flow_table *table,
					  struct rfw_subscriber *subscriber, u32 word,
					  bool inbound)
{
	const struct rfw_policy_rules *rules;

	if (READ_ONCE(subscriber->gone) || !rfw_subscriber_get(subscriber))
		return RFW_DROP_REASON_SESSION_LIMIT;
	rules = rcu_dereference(rcu_dereference(subscriber->policy)->rules);
	if (!rules->max_new_per_second &&
	    likely(!rfw_limit_claim_once(table, subscriber, rules, word, inbound)))
		return RFW_DROP_REASON_NONE;
	return rfw_limit_claim_hard(table, subscriber, rules, word, inbound);
}

/**
 * rfw_limit_claim_table - count one more flow of a namespace
 * @table: its flow table
 * @subscriber: that the flow is for
 *
 * At the limit flows of this or another subscriber may have to go.
 *
 * Context: under rcu_read_lock(), bottom halves off, without locks.
 * Return: whether there is room; a want of it is counted.
 */
static inline bool rfw_limit_claim_table(struct rfw_flow_table *table,
					 struct rfw_subscriber *subscriber)
{
	u32 count = atomic_inc_return(&table->count);

	if (likely((u64)count * 100 <= (u64)READ_ONCE(table->max) * RFW_PRESSURE_HIGH))
		return true;
	return rfw_limit_claim_full(table, subscriber, count);
}

#endif
