// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of a namespace: each is summed into its own place, over all CPUs.
 */
#include <kunit/test.h>
#include <linux/bottom_half.h>

#include "stats.h"

static void sums(struct kunit *test)
{
	struct rfw_stats __percpu *stats = alloc_percpu(struct rfw_stats);
	struct rfw_stats_sum sum;
	unsigned int i;
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, (__force void *)stats);
	for_each_possible_cpu(cpu) {
		u64_stats_init(&per_cpu_ptr(stats, cpu)->sync);
		u64_stats_set(&per_cpu_ptr(stats, cpu)->sip[RFW_SIP_COUNT_MAX], 100);
	}
	local_bh_disable();
	rfw_stats_add(stats, drops[RFW_DROP_REASON_MAX], 3);
	for (i = 0; i <= RFW_SIP_COUNT_MAX; i++)
		rfw_stats_add(stats, sip[i], i + 1);
	local_bh_enable();
	rfw_stats_sum(&sum, stats);
	free_percpu(stats);

	KUNIT_EXPECT_EQ(test, sum.packets[RFW_OUT], 0);
	KUNIT_EXPECT_EQ(test, sum.drops[RFW_DROP_REASON_MAX], 3);
	for (i = 0; i < RFW_SIP_COUNT_MAX; i++)
		KUNIT_EXPECT_EQ(test, sum.sip[i], i + 1);
	KUNIT_EXPECT_EQ(test, sum.sip[i], i + 1 + 100 * num_possible_cpus());
}

static struct kunit_case stats_cases[] = {
	KUNIT_CASE(sums),
	{}
};

static struct kunit_suite stats_suite = {
	.name = "rfw_stats",
	.test_cases = stats_cases,
};

kunit_test_suite(stats_suite);
