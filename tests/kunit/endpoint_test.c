// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoints: what keeps one open, and what does not (RFC 6092 REC-11, REC-17, REC-33; TC15).
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "endpoint.h"
#include "flow.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define EIF	RFW_FILTERING_ENDPOINT_INDEPENDENT
#define ADF	RFW_FILTERING_ADDRESS_DEPENDENT
#define APDF	RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT
#define MANY	1000U

struct fixture {
	struct rfw_flow_table table;
	struct rfw_subscriber subscriber;
	struct rfw_subscriber stranger;
	struct rfw_policy policy;
	struct rfw_policy_rules rules;
};

static void no_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end, u8 why)
{
}

static int start(struct kunit *test)
{
	struct fixture *fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fixture);
	rfw_policy_preset(&fixture->rules, RFW_PRESET_STRICT);
	RCU_INIT_POINTER(fixture->policy.rules, &fixture->rules);
	RCU_INIT_POINTER(fixture->subscriber.policy, &fixture->policy);
	refcount_set(&fixture->subscriber.references, 1);
	rfw_sessions_init(&fixture->subscriber.sessions);
	fixture->subscriber.stats = alloc_percpu(struct rfw_subscriber_stats);
	fixture->table.stats = alloc_percpu(struct rfw_stats);
	KUNIT_ASSERT_TRUE(test, !!fixture->subscriber.stats);
	KUNIT_ASSERT_TRUE(test, !!fixture->table.stats);
	fixture->table.event = no_event;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(&fixture->table, 4096), 0);
	rfw_flow_gc_start(&fixture->table);
	/* The cases have clocks of their own. */
	rfw_flow_gc_stop(&fixture->table);
	test->priv = fixture;
	return 0;
}

static bool any(struct rfw_flow *flow, void *data)
{
	return true;
}

/* With its last flow each endpoint has gone. */
static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	if (!fixture)
		return;
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.endpoints.nelems), 0);
	rfw_flow_table_destroy(&fixture->table);
	rcu_barrier();
	free_percpu(fixture->table.stats);
	free_percpu(fixture->subscriber.stats);
}

/* The tuple of the inside host's port 5000 and port @port of the foreign host @n. */
static unsigned int make_key(struct rfw_key *key, u8 n, u16 port)
{
	struct in6_addr inside = { .s6_addr = { 0x2a, 0x0a, [15] = 1 } };
	struct in6_addr outside = { .s6_addr = { 0x2a, 0x0b, [15] = n } };

	return rfw_key_build(key, &inside, &outside, htons(5000), htons(port),
			     rfw_key_zone(0, IPPROTO_UDP));
}

static struct rfw_flow *flow_to(struct kunit *test, u8 n, u16 port, bool outbound, u32 deadline,
				u8 filtering)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow;
	unsigned int inside;
	u8 reason;

	rcu_read_lock();
	local_bh_disable();
	flow = rfw_flow_new(&fixture->table, &fixture->subscriber, NULL, 0, filtering != APDF,
			    &reason);
	if (flow) {
		inside = make_key(&flow->key, n, port);
		flow->deadline = deadline;
		flow->timeout = deadline;
		flow->word = FIELD_PREP(RFW_FLOW_INSIDE, inside) |
			     FIELD_PREP(RFW_FLOW_ORIGINATOR, outbound ? inside : !inside);
		if (filtering != APDF)
			rfw_endpoint_join(&fixture->table, flow, filtering);
		KUNIT_EXPECT_PTR_EQ(test, rfw_flow_insert(&fixture->table, flow, 0, NULL), flow);
		rfw_flow_born(&fixture->table, flow);
	}
	local_bh_enable();
	rcu_read_unlock();
	KUNIT_ASSERT_NOT_NULL(test, flow);
	return flow;
}

static bool open_for(struct fixture *fixture, u8 n, u16 port, u8 filtering, u32 now)
{
	struct rfw_key key;
	unsigned int inside = make_key(&key, n, port);
	bool open;

	rcu_read_lock();
	open = rfw_endpoint_open(&fixture->table, &key, inside, filtering, &fixture->subscriber,
				 now);
	rcu_read_unlock();
	return open;
}

static void end(struct fixture *fixture, struct rfw_flow *flow)
{
	rcu_read_lock();
	rfw_flow_end(&fixture->table, flow, RFW_FLOW_END_DELETED);
	rcu_read_unlock();
}

static void answer(struct rfw_flow *flow)
{
	flow->word |= RFW_FLOW_ANSWERED;
	rcu_read_lock();
	rfw_endpoint_answered(flow);
	rcu_read_unlock();
}

/* Anybody, while a flow lives; another port, another host's, another subscriber's never. */
static void endpoint_independent(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *a, *b;
	unsigned int inside;
	struct rfw_key key;

	KUNIT_EXPECT_FALSE(test, open_for(fixture, 1, 6000, EIF, 0));
	a = flow_to(test, 1, 6000, true, 100, EIF);
	b = flow_to(test, 2, 6000, true, 200, EIF);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.endpoints.nelems), 1);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 1, 6001, EIF, 99));
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 6001, EIF, 99));

	rcu_read_lock();
	inside = make_key(&key, 3, 1);
	KUNIT_EXPECT_FALSE(test, rfw_endpoint_open(&fixture->table, &key, inside, EIF,
						   &fixture->stranger, 0));
	key.port[inside] = htons(5001);
	KUNIT_EXPECT_FALSE(test, rfw_endpoint_open(&fixture->table, &key, inside, EIF,
						   &fixture->subscriber, 0));
	make_key(&key, 3, 1);
	key.zone = rfw_key_zone(0, IPPROTO_UDPLITE);
	KUNIT_EXPECT_FALSE(test, rfw_endpoint_open(&fixture->table, &key, inside, EIF,
						   &fixture->subscriber, 0));
	rcu_read_unlock();

	/* the second flow alone, then none, though nobody has reaped them */
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 6001, EIF, 150));
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 3, 6001, EIF, 200));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.endpoints.nelems), 0);
	end(fixture, a);
	end(fixture, b);
}

/* It dies with its last flow at once. */
static void last_flow(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *a = flow_to(test, 1, 6000, true, 100, EIF);
	struct rfw_flow *b = flow_to(test, 2, 6000, true, 100, EIF);

	end(fixture, a);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 1, EIF, 0));
	end(fixture, b);
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 3, 1, EIF, 0));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.endpoints.nelems), 0);
}

/* REC-17: the address counts, its port does not. */
static void address_dependent(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	flow_to(test, 1, 6000, true, 100, ADF);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 1, 6000, ADF, 0));
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 1, 6001, ADF, 0));
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 2, 6000, ADF, 0));
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 2, 6000, EIF, 0));
}

/* TC15: probes that nobody answers keep nothing open, however many there are. */
static void unanswered(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *mine = flow_to(test, 1, 6000, true, 100, EIF), *probe = NULL;
	u16 port;

	for (port = 1; port <= MANY; port++)
		probe = flow_to(test, 2, port, false, 10000, EIF);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 1, EIF, 99));
	end(fixture, mine);
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 3, 1, EIF, 99));
	/* one that was answered is a conversation of the home's */
	answer(probe);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 1, EIF, 99));
	end(fixture, probe);
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 3, 1, EIF, 99));
}

/* Many expired flows in front of a live one: each is passed once. */
static void expired_in_front(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	unsigned int looks = 0;
	u16 port;

	flow_to(test, 1, 6000, true, 10000, EIF);
	for (port = 1; port <= MANY; port++)
		flow_to(test, 2, port, true, 100, EIF);
	while (!open_for(fixture, 3, 1, EIF, 5000))
		KUNIT_ASSERT_LE(test, ++looks, MANY / 256 + 1);
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 3, 1, EIF, 5000));
}

/* A policy that changes takes live flows with it, both ways. */
static void updated(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow = flow_to(test, 1, 6000, true, 100, APDF);

	KUNIT_EXPECT_NULL(test, flow->more);
	rcu_read_lock();
	rfw_endpoint_update(&fixture->table, flow, APDF);
	KUNIT_EXPECT_NULL(test, flow->more);
	rfw_endpoint_update(&fixture->table, flow, EIF);
	rcu_read_unlock();
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 2, 1, EIF, 0));
	rcu_read_lock();
	rfw_endpoint_update(&fixture->table, flow, ADF);
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 2, 1, EIF, 0));
	KUNIT_EXPECT_TRUE(test, open_for(fixture, 1, 1, ADF, 0));
	rcu_read_lock();
	rfw_endpoint_update(&fixture->table, flow, APDF);
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, open_for(fixture, 1, 1, ADF, 0));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.endpoints.nelems), 0);
}

static int endpoint_start(struct kunit_suite *suite)
{
	int err = rfw_flow_init();

	if (err)
		return err;
	err = rfw_endpoint_init();
	if (err)
		rfw_flow_exit();
	return err;
}

static void endpoint_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_endpoint_exit();
	rfw_flow_exit();
}

static struct kunit_case endpoint_cases[] = {
	KUNIT_CASE(endpoint_independent),
	KUNIT_CASE(last_flow),
	KUNIT_CASE(address_dependent),
	KUNIT_CASE(unanswered),
	KUNIT_CASE(expired_in_front),
	KUNIT_CASE(updated),
	{}
};

static struct kunit_suite endpoint_suite = {
	.name = "rfw_endpoint",
	.suite_init = endpoint_start,
	.suite_exit = endpoint_stop,
	.init = start,
	.exit = stop,
	.test_cases = endpoint_cases,
};

kunit_test_suite(endpoint_suite);
