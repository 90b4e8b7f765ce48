// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cpumask.h>
#include <linux/string.h>

#include "stats.h"

/*
 * Both blocks are rows of u64_stats_t in the order of their sums, so that one loop serves both.
 */
static void sum_block(u64 *sum, const u64_stats_t *counters, const struct u64_stats_sync *sync,
		      unsigned int count)
{
	unsigned int i, start;
	u64 value;

	for (i = 0; i < count; i++) {
		do {
			start = u64_stats_fetch_begin(sync);
			value = u64_stats_read(&counters[i]);
		} while (u64_stats_fetch_retry(sync, start));
		sum[i] += value;
	}
}

static_assert(offsetof(struct rfw_stats, sync) == sizeof(struct rfw_stats_sum));
static_assert(offsetof(struct rfw_subscriber_stats, sync) ==
	      sizeof(struct rfw_subscriber_stats_sum));

/**
 * rfw_stats_sum - add up the counters of a namespace over all CPUs
 * @sum: filled in
 * @stats: the counters
 */
void rfw_stats_sum(struct rfw_stats_sum *sum, const struct rfw_stats __percpu *stats)
{
	const struct rfw_stats *block;
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		block = per_cpu_ptr(stats, cpu);
		sum_block((u64 *)sum, (const u64_stats_t *)block, &block->sync,
			  sizeof(*sum) / sizeof(u64));
	}
}

/**
 * rfw_subscriber_stats_sum - add up the counters of a subscriber over all CPUs
 * @sum: filled in
 * @stats: the counters
 */
void rfw_subscriber_stats_sum(struct rfw_subscriber_stats_sum *sum,
			      const struct rfw_subscriber_stats __percpu *stats)
{
	const struct rfw_subscriber_stats *block;
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		block = per_cpu_ptr(stats, cpu);
		sum_block((u64 *)sum, (const u64_stats_t *)block, &block->sync,
			  sizeof(*sum) / sizeof(u64));
	}
}
