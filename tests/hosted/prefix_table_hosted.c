// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only the hosted build can show of the prefix table: every allocation that fails leaves the
 * table as it was, and nothing is freed before the grace period or left after it.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/rcupdate.h>

#include "prefix_table.h"

static u8 values[4];

static struct in6_addr address_of(const char *text)
{
	struct in6_addr address;

	if (inet_pton(AF_INET6, text, &address) != 1)
		abort();
	return address;
}

static const struct {
	const char *address;
	u8 length;
	unsigned int allocations;	/* that its insertion takes */
} prefixes[] = {
	{ "2001:db8:1::", 48, 1 },
	{ "2001:db8:2::", 48, 2 },	/* with a fork, at 44 */
	{ "2001:db8::", 32, 1 },
	{ "2001:db8::", 44, 0 },	/* the fork itself */
	{ "2001:db8::", 46, 1 },	/* at the fork */
	{ "2001:db8:4::", 46, 0 },	/* beside it */
	{ "2001:db8:1:100::", 56, 2 },	/* below what was a leaf */
	{ "2001:db8:1:200::", 56, 2 },
	{ "2001:db8:1:300::", 57, 2 },	/* a leaf without a value of its length */
	{ "::", 0, 1 },
	{ "fd00::1", 128, 1 },
	{ "fd00::2", 128, 2 },
};

static void look(const struct rfw_prefix_table *table, void **found)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct in6_addr address = address_of(prefixes[i].address);

		*found++ = rfw_prefix_lookup(table, &address);
		*found++ = rfw_prefix_get(table, &address, prefixes[i].length);
	}
}

static void failing_insert(struct kunit *test)
{
	void *before[2 * ARRAY_SIZE(prefixes)], *after[2 * ARRAY_SIZE(prefixes)];
	struct rfw_prefix_table table = { };
	unsigned int i, nth, count;
	unsigned long objects;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct in6_addr address = address_of(prefixes[i].address);

		for (nth = 1; nth <= prefixes[i].allocations; nth++) {
			look(&table, before);
			objects = hosted_objects();
			count = table.count;
			hosted_fail_allocation(nth);
			KUNIT_EXPECT_EQ(test, -ENOMEM,
					rfw_prefix_insert(&table, &address, prefixes[i].length,
							  &values[0]));
			look(&table, after);
			KUNIT_EXPECT_EQ(test, memcmp(before, after, sizeof(before)), 0);
			KUNIT_EXPECT_EQ(test, hosted_objects(), objects);
			KUNIT_EXPECT_EQ(test, table.count, count);
		}
		objects = hosted_objects();
		hosted_fail_allocation(prefixes[i].allocations + 1);
		KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, prefixes[i].length,
							&values[1]), 0);
		hosted_fail_allocation(0);
		KUNIT_EXPECT_EQ(test, hosted_objects(), objects + prefixes[i].allocations);
	}

	/* Removal must work without memory. */
	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct in6_addr address = address_of(prefixes[i].address);

		hosted_fail_allocation(1);
		KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &address, prefixes[i].length),
				    &values[1]);
	}
	hosted_fail_allocation(0);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, hosted_objects(), 0);
}

static void grace_period(struct kunit *test)
{
	struct rfw_prefix_table table = { };
	unsigned long objects;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct in6_addr address = address_of(prefixes[i].address);

		KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, prefixes[i].length,
							&values[i % 4]), 0);
	}
	objects = hosted_objects();
	rfw_prefix_clear(&table);
	KUNIT_EXPECT_EQ(test, hosted_objects(), objects);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, hosted_objects(), 0);
}

static void failing_start(struct kunit *test)
{
	unsigned int nth;

	rfw_prefix_table_exit();
	for (nth = 1; nth <= 3; nth++) {
		hosted_fail_allocation(nth);
		KUNIT_EXPECT_EQ(test, rfw_prefix_table_init(), -ENOMEM);
	}
	KUNIT_ASSERT_EQ(test, rfw_prefix_table_init(), 0);
}

static int start(struct kunit_suite *suite)
{
	return rfw_prefix_table_init();
}

static void stop(struct kunit_suite *suite)
{
	rfw_prefix_table_exit();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(failing_insert),
	KUNIT_CASE(grace_period),
	KUNIT_CASE(failing_start),
	{}
};

static struct kunit_suite prefix_table_hosted = {
	.name = "prefix_table_hosted",
	.suite_init = start,
	.suite_exit = stop,
	.test_cases = cases,
};

kunit_test_suite(prefix_table_hosted);
