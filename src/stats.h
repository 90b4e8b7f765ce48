/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of a namespace and of a subscriber, one block a CPU.
 */
#ifndef _RFW_STATS_H
#define _RFW_STATS_H

#include <linux/percpu.h>
#include <linux/rfw.h>
#include <linux/u64_stats_sync.h>

/* Limits of a subscriber that have a counter of their own. */
#define RFW_REFUSALS	(RFW_DROP_REASON_NEW_FLOW_RATE - RFW_DROP_REASON_SESSION_LIMIT + 1)

/* Direction of a packet as its subscriber sees it. */
#define RFW_OUT		0
#define RFW_IN		1

/**
 * struct rfw_stats - counters of a namespace
 * @packets: forwarded, by RFW_OUT and RFW_IN
 * @octets: of whole IPv6 packets, likewise
 * @passed: looked at and not our business
 * @mss_unmodified: SYNs without a maximum segment size that got none either
 * @answered_reset: packets that were answered with a RST
 * @answered_prohibited: packets that were answered with an ICMPv6 error
 * @answers_limited: answers that the rate limit of their destination kept back
 * @answers_refused: delayed answers that there was no room for
 * @answers_cancelled: delayed answers that a flow made needless
 * @created: flows
 * @ended: flows
 * @drops: by enum rfw_drop_reason
 * @sip: of the SIP gateway, by enum rfw_sip_count
 * @sync: for 32-bit readers
 *
 * Written by its own CPU only, with bottom halves off.
 */
struct rfw_stats {
	u64_stats_t packets[2];
	u64_stats_t octets[2];
	u64_stats_t passed;
	u64_stats_t mss_unmodified;
	u64_stats_t answered_reset;
	u64_stats_t answered_prohibited;
	u64_stats_t answers_limited;
	u64_stats_t answers_refused;
	u64_stats_t answers_cancelled;
	u64_stats_t created;
	u64_stats_t ended;
	u64_stats_t drops[RFW_DROP_REASON_MAX + 1];
	u64_stats_t sip[RFW_SIP_COUNT_MAX + 1];
	struct u64_stats_sync sync;
};

/**
 * struct rfw_subscriber_stats - counters of a subscriber
 * @created: flows
 * @refused: flows, for want of room or memory
 * @refused_by: those that a limit of the subscriber's own refused, by enum rfw_drop_reason from
 *	RFW_DROP_REASON_SESSION_LIMIT on
 * @evicted: flows, to make room
 * @dropped: packets, by RFW_OUT and RFW_IN
 * @packets: forwarded, with flow accounting only
 * @octets: likewise
 * @sync: for 32-bit readers
 */
struct rfw_subscriber_stats {
	u64_stats_t created;
	u64_stats_t refused;
	u64_stats_t refused_by[RFW_REFUSALS];
	u64_stats_t evicted;
	u64_stats_t dropped[2];
	u64_stats_t packets[2];
	u64_stats_t octets[2];
	struct u64_stats_sync sync;
};

/* Add to one counter of this CPU's block; bottom halves are off. */
#define rfw_stats_add(block, counter, amount)				\
do {									\
	__auto_type __mine = this_cpu_ptr(block);			\
									\
	u64_stats_update_begin(&__mine->sync);				\
	u64_stats_add(&__mine->counter, amount);			\
	u64_stats_update_end(&__mine->sync);				\
} while (0)

/* Likewise, of two counters. */
#define rfw_stats_add_two(block, counter, amount, counter2, amount2)	\
do {									\
	__auto_type __mine = this_cpu_ptr(block);			\
									\
	u64_stats_update_begin(&__mine->sync);				\
	u64_stats_add(&__mine->counter, amount);			\
	u64_stats_add(&__mine->counter2, amount2);			\
	u64_stats_update_end(&__mine->sync);				\
} while (0)

/* The sum of struct rfw_stats over all CPUs, in its order. */
struct rfw_stats_sum {
	u64 packets[2];
	u64 octets[2];
	u64 passed;
	u64 mss_unmodified;
	u64 answered_reset;
	u64 answered_prohibited;
	u64 answers_limited;
	u64 answers_refused;
	u64 answers_cancelled;
	u64 created;
	u64 ended;
	u64 drops[RFW_DROP_REASON_MAX + 1];
	u64 sip[RFW_SIP_COUNT_MAX + 1];
};

/* The sum of struct rfw_subscriber_stats over all CPUs, in its order. */
struct rfw_subscriber_stats_sum {
	u64 created;
	u64 refused;
	u64 refused_by[RFW_REFUSALS];
	u64 evicted;
	u64 dropped[2];
	u64 packets[2];
	u64 octets[2];
};

void rfw_stats_sum(struct rfw_stats_sum *sum, const struct rfw_stats __percpu *stats);
void rfw_subscriber_stats_sum(struct rfw_subscriber_stats_sum *sum,
			      const struct rfw_subscriber_stats __percpu *stats);

#endif
