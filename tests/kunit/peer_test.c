// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flow between two subscribers is both's: what depends on whose it is asks for either.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

#include "classify.h"
#include "context.h"
#include "flow.h"
#include "mobile.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define PROTOCOL_MOBILITY	135

enum { ALICE, BOB, CAROL, SUBSCRIBERS };

struct fixture {
	struct rfw_flow_table table;
	struct rfw_subscriber subscriber[SUBSCRIBERS];
	struct rfw_policy policy[SUBSCRIBERS];
	struct rfw_policy_rules rules[SUBSCRIBERS];
};

static void no_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end, u8 why)
{
}

static int start(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, f);
	for (i = 0; i < SUBSCRIBERS; i++) {
		rfw_policy_preset(&f->rules[i], RFW_PRESET_STRICT);
		RCU_INIT_POINTER(f->policy[i].rules, &f->rules[i]);
		RCU_INIT_POINTER(f->subscriber[i].policy, &f->policy[i]);
		refcount_set(&f->subscriber[i].references, 1);
		rfw_sessions_init(&f->subscriber[i].sessions);
		f->subscriber[i].stats = alloc_percpu(struct rfw_subscriber_stats);
		KUNIT_ASSERT_TRUE(test, !!f->subscriber[i].stats);
	}
	f->table.stats = alloc_percpu(struct rfw_stats);
	KUNIT_ASSERT_TRUE(test, !!f->table.stats);
	f->table.event = no_event;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(&f->table, 1024), 0);
	rfw_flow_gc_start(&f->table);
	test->priv = f;
	return 0;
}

static bool any(struct rfw_flow *flow, void *data)
{
	return true;
}

static void stop(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i;

	if (!f)
		return;
	rfw_flow_gc_stop(&f->table);
	rfw_flow_walk(&f->table, any, NULL, RFW_FLOW_END_DELETED);
	rfw_flow_table_destroy(&f->table);
	rcu_barrier();
	free_percpu(f->table.stats);
	for (i = 0; i < SUBSCRIBERS; i++) {
		KUNIT_EXPECT_EQ(test, refcount_read(&f->subscriber[i].references), 1);
		free_percpu(f->subscriber[i].stats);
	}
}

/* The tuple of alice's host and bob's. */
static void make_key(struct rfw_key *key, u8 protocol)
{
	struct in6_addr alice = { .s6_addr = { 0x2a, 0x0a, 1 } };
	struct in6_addr bob = { .s6_addr = { 0x2a, 0x0a, 2 } };

	rfw_key_build(key, &alice, &bob, 0, 0, rfw_key_zone(0, protocol));
}

/* Alice's flow to @peer, NULL for nobody's host. */
static struct rfw_flow *flow_to(struct fixture *f, struct rfw_subscriber *peer, u8 protocol)
{
	struct rfw_flow *flow;
	u32 now = jiffies;
	u8 reason;

	rcu_read_lock();
	local_bh_disable();
	flow = rfw_flow_new(&f->table, &f->subscriber[ALICE], peer, 0, false, &reason);
	if (flow) {
		make_key(&flow->key, protocol);
		flow->timeout = 300 * HZ;
		flow->deadline = now + 300 * HZ;
		rfw_flow_insert(&f->table, flow, now, NULL);
		rfw_flow_born(&f->table, flow);
	}
	local_bh_enable();
	rcu_read_unlock();
	return flow;
}

/* REC-49: what nothing is filtered of passes, and both ends' policies must say so. */
static void transparent(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rfw_context *ctx = kunit_kzalloc(test, sizeof(*ctx), GFP_KERNEL);
	struct rfw_flow *flow[2];
	unsigned int n;
	bool passes;

	KUNIT_ASSERT_NOT_NULL(test, ctx);
	ctx->reason = RFW_DROP_REASON_HOME_ADDRESS;
	flow[0] = flow_to(f, NULL, IPPROTO_UDP);
	flow[1] = flow_to(f, &f->subscriber[BOB], IPPROTO_GRE);
	KUNIT_ASSERT_NOT_NULL(test, flow[0]);
	KUNIT_ASSERT_NOT_NULL(test, flow[1]);
	rcu_read_lock();
	for (n = 0; n < 8; n++) {
		struct rfw_flow *of = flow[n >> 2];

		f->rules[ALICE].transparent = n & 1;
		f->rules[BOB].transparent = n & 2;
		passes = n & 1 && (n & 2 || !(n & 4));
		KUNIT_EXPECT_EQ_MSG(test, rfw_classify_flow_passes(ctx, of, of->word), passes,
				    "alice %u, bob %u, flow %u", n & 1, n >> 1 & 1, n >> 2);
	}
	/* what nobody's policy does away with */
	ctx->reason = RFW_DROP_REASON_SPOOFED_SOURCE;
	KUNIT_EXPECT_FALSE(test, rfw_classify_flow_passes(ctx, flow[1], flow[1]->word));
	rcu_read_unlock();
}

/* Whose a tunnel of this protocol is, as bits. */
static u32 tunnel_of(struct fixture *f, u8 protocol)
{
	struct rfw_key key;
	u32 who, bits = 0;

	make_key(&key, protocol);
	rcu_read_lock();
	for (who = 0; who < SUBSCRIBERS; who++)
		if (rfw_mobile_tunnels(&f->table, &key, &f->subscriber[who], jiffies))
			bits |= BIT(who);
	rcu_read_unlock();
	return bits;
}

/* REC-29: the tunnel beside the signalling of two subscribers is either's, and nobody else's. */
static void tunnels(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, tunnel_of(f, IPPROTO_IPV6), 0);
	KUNIT_ASSERT_NOT_NULL(test, flow_to(f, &f->subscriber[BOB], PROTOCOL_MOBILITY));
	KUNIT_EXPECT_EQ(test, tunnel_of(f, IPPROTO_IPV6), BIT(ALICE) | BIT(BOB));
	KUNIT_EXPECT_EQ(test, tunnel_of(f, IPPROTO_IPIP), BIT(ALICE) | BIT(BOB));
	KUNIT_EXPECT_EQ(test, tunnel_of(f, IPPROTO_GRE), 0);
}

static int peer_start(struct kunit_suite *suite)
{
	return rfw_flow_init();
}

static void peer_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_flow_exit();
}

static struct kunit_case peer_cases[] = {
	KUNIT_CASE(transparent),
	KUNIT_CASE(tunnels),
	{}
};

static struct kunit_suite peer_suite = {
	.name = "rfw_peer",
	.suite_init = peer_start,
	.suite_exit = peer_stop,
	.init = start,
	.exit = stop,
	.test_cases = peer_cases,
};

kunit_test_suite(peer_suite);
