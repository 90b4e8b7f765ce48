// SPDX-License-Identifier: GPL-2.0-only
/* Learned hosts: who makes room for whom, the bounds, and that everything is given back. */
#include <kunit/test.h>
#include <linux/delay.h>

#include "address_set.h"
#include "host.h"
#include "subscriber.h"

struct fixture {
	struct rfw_hosts hosts;
	struct rfw_subscriber subscriber[2];
};

static struct in6_addr host(u32 n)
{
	return (struct in6_addr){ .s6_addr = { 0x2a, 0x0a, [14] = n >> 8, [15] = n } };
}

static int start(struct kunit *test)
{
	struct fixture *fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, fixture);
	for (i = 0; i < ARRAY_SIZE(fixture->subscriber); i++) {
		refcount_set(&fixture->subscriber[i].references, 1);
		INIT_LIST_HEAD(&fixture->subscriber[i].hosts);
	}
	KUNIT_ASSERT_EQ(test, rfw_hosts_init(&fixture->hosts), 0);
	test->priv = fixture;
	return 0;
}

/* Nobody may still count or hold what is gone. */
static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	unsigned int i;

	if (!fixture)
		return;
	rfw_hosts_flush(&fixture->hosts);
	KUNIT_EXPECT_EQ(test, fixture->hosts.count, 0);
	for (i = 0; i < ARRAY_SIZE(fixture->subscriber); i++) {
		KUNIT_EXPECT_EQ(test, fixture->subscriber[i].host_count, 0);
		KUNIT_EXPECT_TRUE(test, list_empty(&fixture->subscriber[i].hosts));
		KUNIT_EXPECT_EQ(test, refcount_read(&fixture->subscriber[i].references), 1);
	}
	rfw_hosts_exit(&fixture->hosts);
	rcu_barrier();
}

static void see_as(struct fixture *fixture, unsigned int subscriber, u32 n, u32 max,
		   struct rfw_sighting sighting)
{
	struct in6_addr address = host(n);

	sighting.address = &address;
	rcu_read_lock();
	rfw_host_seen(&fixture->hosts, &fixture->subscriber[subscriber], &sighting, max);
	rcu_read_unlock();
}

static void see(struct fixture *fixture, u32 n, u32 max)
{
	see_as(fixture, 0, n, max, (struct rfw_sighting){ .origin = RFW_HOST_ORIGIN_UPSTREAM });
}

static bool known(struct fixture *fixture, unsigned int subscriber, u32 n)
{
	struct in6_addr address = host(n);
	bool found;

	rcu_read_lock();
	found = rfw_host_known(&fixture->hosts, &fixture->subscriber[subscriber], &address, 0);
	rcu_read_unlock();
	return found;
}

/* The one that was seen least recently makes room, to a second. */
static void order(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	u32 n;

	for (n = 1; n <= 4; n++) {
		see(fixture, n, 4);
		msleep(1100);
	}
	see(fixture, 1, 4);
	see(fixture, 5, 4);
	KUNIT_EXPECT_TRUE(test, known(fixture, 0, 1));
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 2));
	/* seen a moment ago: its turn stays */
	see(fixture, 1, 4);
	msleep(1100);
	see(fixture, 3, 4);
	see(fixture, 6, 4);
	see(fixture, 7, 4);
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 4));
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 1));
	for (n = 5; n <= 7; n++)
		KUNIT_EXPECT_TRUE(test, known(fixture, 0, n));
	KUNIT_EXPECT_TRUE(test, known(fixture, 0, 3));
	KUNIT_EXPECT_EQ(test, fixture->hosts.replaced, 3);
	KUNIT_EXPECT_EQ(test, fixture->hosts.refused, 0);
}

/* The neighbour table does not refresh, and what was seen earlier takes nobody's room. */
static void no_news(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	see(fixture, 1, 2);
	msleep(1100);
	see(fixture, 2, 2);
	msleep(1100);
	see_as(fixture, 0, 1, 2, (struct rfw_sighting){ .origin = RFW_HOST_ORIGIN_NEIGHBOUR });
	see_as(fixture, 0, 1, 2, (struct rfw_sighting){ .earlier = true });
	see_as(fixture, 0, 3, 2, (struct rfw_sighting){ .earlier = true });
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 3));
	KUNIT_EXPECT_EQ(test, fixture->hosts.refused, 1);
	see_as(fixture, 0, 4, 2, (struct rfw_sighting){ .origin = RFW_HOST_ORIGIN_NEIGHBOUR });
	KUNIT_EXPECT_TRUE(test, known(fixture, 0, 4));
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 1));
	KUNIT_EXPECT_TRUE(test, known(fixture, 0, 2));
}

/* A flood from inside stays within bounds, and others have theirs. */
static void flood(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_hosts *hosts = &fixture->hosts;
	unsigned long begin;
	u32 n;

	see_as(fixture, 1, 60000, 1, (struct rfw_sighting){});
	/* within one second of jiffies */
	begin = jiffies;
	do
		msleep(20);
	while (jiffies / HZ == begin / HZ);
	begin = jiffies;
	for (n = 0; n < 5000; n++)
		see(fixture, n, 100);
	if (jiffies / HZ == begin / HZ) {
		KUNIT_EXPECT_EQ(test, hosts->replaced, RFW_HOST_REPLACEMENTS_MAX);
		KUNIT_EXPECT_EQ(test, hosts->refused, 5000 - 100 - RFW_HOST_REPLACEMENTS_MAX);
	}
	KUNIT_EXPECT_EQ(test, hosts->replaced + hosts->refused, 5000 - 100);
	KUNIT_EXPECT_EQ(test, hosts->count, 101);
	KUNIT_EXPECT_EQ(test, fixture->subscriber[0].host_count, 100);
	KUNIT_EXPECT_TRUE(test, known(fixture, 1, 60000));
	msleep(1100);
	see(fixture, 5000, 100);
	KUNIT_EXPECT_TRUE(test, known(fixture, 0, 5000));
}

/* An address is one subscriber's, the last that it was seen to be. */
static void owner(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct in6_addr address = host(1);

	see(fixture, 1, 4);
	KUNIT_EXPECT_FALSE(test, known(fixture, 1, 1));
	see_as(fixture, 1, 1, 4, (struct rfw_sighting){});
	KUNIT_EXPECT_TRUE(test, known(fixture, 1, 1));
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 1));
	KUNIT_EXPECT_FALSE(test, rfw_host_forget(&fixture->hosts, &fixture->subscriber[0],
						 &address, 0));
	KUNIT_EXPECT_FALSE(test, rfw_host_forget(&fixture->hosts, &fixture->subscriber[1],
						 &address, 7));
	KUNIT_EXPECT_TRUE(test, rfw_host_forget(&fixture->hosts, &fixture->subscriber[1],
						&address, 0));
	KUNIT_EXPECT_FALSE(test, known(fixture, 1, 1));
}

/* A subscriber that goes takes its hosts along, and gets no more. */
static void gone(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	u32 n;

	for (n = 0; n < 1000; n++)
		see(fixture, n, 65535);
	see_as(fixture, 1, 60000, 1, (struct rfw_sighting){});
	WRITE_ONCE(fixture->subscriber[0].gone, true);
	rfw_hosts_end_subscriber(&fixture->hosts, &fixture->subscriber[0]);
	KUNIT_EXPECT_EQ(test, fixture->hosts.count, 1);
	see(fixture, 1, 65535);
	KUNIT_EXPECT_FALSE(test, known(fixture, 0, 1));
	KUNIT_EXPECT_EQ(test, fixture->hosts.count, 1);
}

/* An address is in a set for as long as it is spoken of. */
static void addresses(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	const struct rfw_subscriber *one = &fixture->subscriber[0], *two = &fixture->subscriber[1];
	struct in6_addr address = host(1), other = host(2);
	struct rfw_address_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, set);
	KUNIT_ASSERT_EQ(test, rfw_address_set_init(set), 0);
	KUNIT_EXPECT_EQ(test, rfw_address_use(set, one, &address, 0, 1, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, rfw_address_use(set, one, &address, 0, 4, GFP_KERNEL), 0);
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, rfw_address_kinds(set, one, &address, 0), 5);
	KUNIT_EXPECT_EQ(test, rfw_address_kinds(set, two, &address, 0), 0);
	rcu_read_unlock();
	KUNIT_EXPECT_TRUE(test, rfw_address_used(set, one, &address, 0));
	KUNIT_EXPECT_FALSE(test, rfw_address_used(set, two, &address, 0));
	KUNIT_EXPECT_FALSE(test, rfw_address_used(set, one, &address, 1));
	KUNIT_EXPECT_FALSE(test, rfw_address_used(set, one, &other, 0));
	rfw_address_unuse(set, one, &address, 0);
	KUNIT_EXPECT_TRUE(test, rfw_address_used(set, one, &address, 0));
	rfw_address_unuse(set, one, &address, 0);
	KUNIT_EXPECT_FALSE(test, rfw_address_used(set, one, &address, 0));
	rfw_address_set_exit(set);
}

static int suite_start(struct kunit_suite *suite)
{
	return rfw_host_init();
}

static void suite_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_host_exit();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(order),
	KUNIT_CASE(no_news),
	KUNIT_CASE(flood),
	KUNIT_CASE(owner),
	KUNIT_CASE(gone),
	KUNIT_CASE(addresses),
	{}
};

static struct kunit_suite suite = {
	.name = "host",
	.suite_init = suite_start,
	.suite_exit = suite_stop,
	.init = start,
	.exit = stop,
	.test_cases = cases,
};

kunit_test_suite(suite);
