// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flow table: against a reference that is a plain array and obviously right, in the middle of a
 * move between two arrays, with what is noted of packets to come, and under several threads at
 * once.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/prandom.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "flow_find.h"
#include "policy.h"
#include "prefetch.h"
#include "stats.h"
#include "subscriber.h"

#define LONG	(1000 * HZ)	/* longer than any case takes */

/* A table with one subscriber whose flows it has. */
struct fixture {
	struct rfw_flow_table table;
	struct rfw_subscriber subscriber;
	struct rfw_policy policy;
	struct rfw_policy_rules rules;
	atomic_t born;
	atomic_t ended[RFW_FLOW_END_EVICTED + 1];
};

static void count_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end,
			u8 why)
{
	struct fixture *fixture = container_of(table, struct fixture, table);

	atomic_inc(end ? &fixture->ended[why] : &fixture->born);
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
	fixture->table.event = count_event;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(&fixture->table, 4096), 0);
	rfw_flow_gc_start(&fixture->table);
	/* The cases have clocks of their own: the worker must not reap by jiffies. */
	rfw_flow_gc_stop(&fixture->table);
	test->priv = fixture;
	return 0;
}

static bool any(struct rfw_flow *flow, void *data)
{
	return true;
}

/* Every case leaves as many flows as it may; nothing may be left of them afterwards. */
static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	if (!fixture)
		return;
	rfw_flow_gc_stop(&fixture->table);
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 0);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&fixture->subscriber.references), 1);
	rfw_flow_table_destroy(&fixture->table);
	rcu_barrier();
	free_percpu(fixture->table.stats);
	free_percpu(fixture->subscriber.stats);
}

/* The tuple of conversation @n, as a packet of either direction has it. */
static unsigned int make_key(struct rfw_key *key, u32 n, bool reverse)
{
	struct in6_addr inside = { .s6_addr = { 0x2a, 0x0a, [15] = 1 } };
	struct in6_addr outside = { .s6_addr = { 0x20, 0x01, [14] = n >> 24, [15] = n >> 16 } };
	__be16 port = htons(n & 0xffff);
	u32 zone = rfw_key_zone(0, IPPROTO_UDP);

	if (reverse)
		return rfw_key_build(key, &outside, &inside, htons(53), port, zone);
	return rfw_key_build(key, &inside, &outside, port, htons(53), zone);
}

/* A flow that is not in the table yet; under rcu_read_lock(). */
static struct rfw_flow *new_flow(struct fixture *fixture, const struct rfw_key *key, u32 now,
				 u32 timeout)
{
	struct rfw_flow *flow;
	u8 reason;

	local_bh_disable();
	flow = rfw_flow_new(&fixture->table, &fixture->subscriber, NULL, 0, false, &reason);
	local_bh_enable();
	if (!flow)
		return NULL;
	/* what nobody may end to make room */
	flow->word |= RFW_FLOW_ANSWERED;
	flow->key = *key;
	flow->timeout = timeout;
	flow->deadline = now + timeout;
	flow->born = now;
	return flow;
}

/* Return: the flow that is in the table then, NULL for lack of room. */
static struct rfw_flow *insert(struct fixture *fixture, u32 n, u32 now, u32 timeout)
{
	struct rfw_flow *flow, *present = NULL;
	struct rfw_key key;

	make_key(&key, n, false);
	rcu_read_lock();
	flow = new_flow(fixture, &key, now, timeout);
	if (flow) {
		local_bh_disable();
		present = rfw_flow_insert(&fixture->table, flow, now, NULL);
		if (present == flow)
			rfw_flow_born(&fixture->table, flow);
		else
			rfw_flow_discard(&fixture->table, flow);
		local_bh_enable();
	}
	rcu_read_unlock();
	return present;
}

static struct rfw_flow *find(struct fixture *fixture, u32 n, u32 now)
{
	struct rfw_flow *flow;
	struct rfw_key key;

	make_key(&key, n, n & 1);
	rcu_read_lock();
	flow = rfw_flow_find(&fixture->table, &key, now);
	rcu_read_unlock();
	return flow;
}

static bool end(struct fixture *fixture, struct rfw_flow *flow)
{
	bool ended;

	/* what was not found, and should have been */
	if (!flow)
		return false;
	rcu_read_lock();
	ended = rfw_flow_end(&fixture->table, flow, RFW_FLOW_END_DELETED);
	rcu_read_unlock();
	return ended;
}

static int rekey(struct fixture *fixture)
{
	int err;

	mutex_lock(&fixture->table.resize_lock);
	err = rfw_flow_table_rekey(&fixture->table);
	mutex_unlock(&fixture->table.resize_lock);
	return err;
}

static u32 ended(struct fixture *fixture)
{
	u32 i, sum = 0;

	for (i = 0; i < ARRAY_SIZE(fixture->ended); i++)
		sum += atomic_read(&fixture->ended[i]);
	return sum;
}

static void both_directions(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_key out, in;
	struct rfw_flow *flow;
	u32 n;

	for (n = 0; n < 100; n++) {
		unsigned int source = make_key(&out, n, false);

		/* The same endpoint has the same place in the key, whoever sends. */
		KUNIT_EXPECT_EQ(test, make_key(&in, n, true), !source);
		KUNIT_EXPECT_TRUE(test, rfw_key_equal(&out, &in));
		flow = insert(fixture, n, 0, LONG);
		KUNIT_ASSERT_NOT_NULL(test, flow);
		rcu_read_lock();
		KUNIT_EXPECT_PTR_EQ(test, rfw_flow_find(&fixture->table, &out, 1), flow);
		KUNIT_EXPECT_PTR_EQ(test, rfw_flow_find(&fixture->table, &in, 1), flow);
		rcu_read_unlock();
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 100);
}

/* What makes two tuples different: each field on its own. */
static void key_spaces(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_key key;

	KUNIT_ASSERT_NOT_NULL(test, insert(fixture, 1, 0, LONG));
	rcu_read_lock();
	make_key(&key, 1, false);
	KUNIT_EXPECT_NOT_NULL(test, rfw_flow_find(&fixture->table, &key, 0));
	key.zone = rfw_key_zone(0, IPPROTO_UDPLITE);
	KUNIT_EXPECT_NULL(test, rfw_flow_find(&fixture->table, &key, 0));
	key.zone = rfw_key_zone(7, IPPROTO_UDP);
	KUNIT_EXPECT_NULL(test, rfw_flow_find(&fixture->table, &key, 0));
	make_key(&key, 1, false);
	key.port[0] ^= htons(1);
	KUNIT_EXPECT_NULL(test, rfw_flow_find(&fixture->table, &key, 0));
	make_key(&key, 1, false);
	key.addr[1].s6_addr[15] ^= 1;
	KUNIT_EXPECT_NULL(test, rfw_flow_find(&fixture->table, &key, 0));
	rcu_read_unlock();
}

static void first_wins(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow = insert(fixture, 1, 0, LONG);

	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_PTR_EQ(test, insert(fixture, 1, 5, LONG), flow);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 1);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->born), 1);
	KUNIT_EXPECT_EQ(test, ended(fixture), 0);
}

static void expired_gives_way(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *old = insert(fixture, 1, 0, 100), *flow;

	KUNIT_ASSERT_NOT_NULL(test, old);
	KUNIT_EXPECT_PTR_EQ(test, find(fixture, 1, 99), old);
	KUNIT_EXPECT_NULL(test, find(fixture, 1, 100));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 1);

	rcu_read_lock();
	flow = insert(fixture, 1, 100, LONG);
	KUNIT_EXPECT_PTR_NE(test, flow, old);
	KUNIT_EXPECT_FALSE(test, end(fixture, old));
	rcu_read_unlock();
	KUNIT_EXPECT_PTR_EQ(test, find(fixture, 1, 101), flow);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->ended[RFW_FLOW_END_EXPIRED]), 1);
}

static void dies_once(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow;

	/* The dead stays readable until the grace period that this is in the way of. */
	rcu_read_lock();
	flow = insert(fixture, 1, 0, LONG);
	KUNIT_EXPECT_TRUE(test, end(fixture, flow));
	KUNIT_EXPECT_FALSE(test, end(fixture, flow));
	rcu_read_unlock();
	KUNIT_EXPECT_NULL(test, find(fixture, 1, 0));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 0);
	KUNIT_EXPECT_EQ(test, ended(fixture), 1);
}

/* A flow takes a note of a home address, a later one too; one that is gone takes none (REC-27). */
static void home_address(struct kunit *test)
{
	struct in6_addr home[2] = { { .s6_addr = { 0x20, 1, [15] = 1 } },
				    { .s6_addr = { 0x20, 2, [15] = 2 } } };
	struct fixture *fixture = test->priv;
	u32 now = jiffies, i;
	struct rfw_flow *flow;

	flow = insert(fixture, 1, now, HZ);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_NULL(test, flow->more);
	rcu_read_lock();
	for (i = 0; i < 2; i++) {
		local_bh_disable();
		rfw_flow_set_home(&fixture->table, flow, &home[i]);
		local_bh_enable();
		KUNIT_EXPECT_TRUE(test, flow->word & RFW_FLOW_HOME);
		KUNIT_EXPECT_EQ(test, memcmp(flow->more->home, &home[i], sizeof(home[i])), 0);
	}
	KUNIT_EXPECT_TRUE(test, flow->word & RFW_FLOW_ANSWERED);
	rcu_read_unlock();

	flow = insert(fixture, 2, now, HZ);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, rfw_flow_end(&fixture->table, flow, RFW_FLOW_END_DELETED));
	local_bh_disable();
	rfw_flow_set_home(&fixture->table, flow, &home[0]);
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, flow->word & RFW_FLOW_HOME);
	KUNIT_EXPECT_NULL(test, flow->more);
	rcu_read_unlock();
}

static void limits(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	u8 reason;
	u32 n;

	/* the subscriber's */
	fixture->rules.max_sessions = 10;
	for (n = 0; n < 10; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
	rcu_read_lock();
	local_bh_disable();
	KUNIT_EXPECT_NULL(test, rfw_flow_new(&fixture->table, &fixture->subscriber, NULL, 0, false,
					     &reason));
	local_bh_enable();
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, reason, RFW_DROP_REASON_SESSION_LIMIT);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 10);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, 10);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.peak, 10);
	/* one goes, one may come */
	KUNIT_EXPECT_TRUE(test, end(fixture, find(fixture, 3, 0)));
	KUNIT_EXPECT_NOT_NULL(test, insert(fixture, 10, 0, LONG));
	KUNIT_EXPECT_NULL(test, insert(fixture, 11, 0, LONG));

	/* the table's */
	fixture->rules.max_sessions = 65535;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	for (n = 100; n < 154; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
	rcu_read_lock();
	local_bh_disable();
	KUNIT_EXPECT_NULL(test, rfw_flow_new(&fixture->table, &fixture->subscriber, NULL, 0, false,
					     &reason));
	local_bh_enable();
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, reason, RFW_DROP_REASON_TABLE_FULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 64);
	/* fewer than there are now just means no new ones */
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 4096), 0);
	for (n = 200; n < 300; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 164);
	KUNIT_EXPECT_NULL(test, insert(fixture, 300, 0, LONG));
	for (n = 200; n < 300; n++)
		KUNIT_EXPECT_NOT_NULL(test, find(fixture, n, 0));

	/* who is gone opens nothing */
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 4096), 0);
	fixture->subscriber.gone = true;
	KUNIT_EXPECT_NULL(test, insert(fixture, 301, 0, LONG));
	fixture->subscriber.gone = false;
	KUNIT_EXPECT_NOT_NULL(test, insert(fixture, 301, 0, LONG));
}

/* A subscriber that goes between rfw_flow_new() and rfw_flow_born() keeps no flow. */
static void born_too_late(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow;
	struct rfw_key key;

	make_key(&key, 1, false);
	rcu_read_lock();
	flow = new_flow(fixture, &key, 0, LONG);
	fixture->subscriber.gone = true;
	local_bh_disable();
	KUNIT_EXPECT_PTR_EQ(test, rfw_flow_insert(&fixture->table, flow, 0, NULL), flow);
	rfw_flow_born(&fixture->table, flow);
	local_bh_enable();
	rcu_read_unlock();
	fixture->subscriber.gone = false;
	KUNIT_EXPECT_NULL(test, find(fixture, 1, 0));
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->ended[RFW_FLOW_END_CONFIGURATION]), 1);
}

/* A flow between two subscribers counts for both, or for neither. */
static void peers(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_policy_rules *rules =
		kunit_kzalloc(test, sizeof(*rules), GFP_KERNEL);
	struct rfw_policy policy = {};
	struct rfw_subscriber *peer = kunit_kzalloc(test, sizeof(*peer), GFP_KERNEL);
	struct rfw_flow *flow;
	u8 reason;

	KUNIT_ASSERT_NOT_NULL(test, peer);
	KUNIT_ASSERT_NOT_NULL(test, rules);
	*rules = fixture->rules;
	peer->stats = alloc_percpu(struct rfw_subscriber_stats);
	KUNIT_ASSERT_TRUE(test, !!peer->stats);
	rules->max_sessions = 1;
	rules->inbound_share = 100;
	RCU_INIT_POINTER(policy.rules, rules);
	RCU_INIT_POINTER(peer->policy, &policy);
	refcount_set(&peer->references, 1);
	rfw_sessions_init(&peer->sessions);

	rcu_read_lock();
	local_bh_disable();
	flow = rfw_flow_new(&fixture->table, &fixture->subscriber, peer, 0, false, &reason);
	KUNIT_EXPECT_NOT_NULL(test, flow);
	if (flow) {
		flow->word = RFW_FLOW_PEER;
		make_key(&flow->key, 1, false);
		flow->deadline = LONG;
		KUNIT_EXPECT_PTR_EQ(test, rfw_flow_insert(&fixture->table, flow, 0, NULL), flow);
		rfw_flow_born(&fixture->table, flow);
	}
	KUNIT_EXPECT_EQ(test, peer->flows, 1);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, 1);
	/* The peer has all it may have: the other one's count is taken back. */
	KUNIT_EXPECT_NULL(test, rfw_flow_new(&fixture->table, &fixture->subscriber, peer, 0, false,
					     &reason));
	KUNIT_EXPECT_EQ(test, reason, RFW_DROP_REASON_SESSION_LIMIT);
	KUNIT_EXPECT_EQ(test, peer->flows, 1);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 1);
	local_bh_enable();
	rcu_read_unlock();

	KUNIT_EXPECT_TRUE(test, end(fixture, flow));
	KUNIT_EXPECT_EQ(test, peer->flows, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&peer->references), 1);
	rcu_barrier();
	free_percpu(peer->stats);
}

/* Flows seen by a walk, by number. */
struct seen {
	u32 count;
	u32 foreign;
	u8 times[1024];
	u8 end[1024];		/* the walk is to end this one */
};

static u32 number_of(const struct rfw_flow *flow)
{
	unsigned int outside = flow->key.addr[0].s6_addr[0] != 0x20;

	return flow->key.addr[outside].s6_addr[14] << 24 |
	       flow->key.addr[outside].s6_addr[15] << 16 | ntohs(flow->key.port[!outside]);
}

static bool see(struct rfw_flow *flow, void *data)
{
	struct seen *seen = data;
	u32 n = number_of(flow);

	seen->count++;
	if (n >= ARRAY_SIZE(seen->times)) {
		seen->foreign++;
		return false;
	}
	seen->times[n]++;
	return seen->end[n];
}

static void walk(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct seen *seen = kunit_kzalloc(test, sizeof(*seen), GFP_KERNEL);
	u32 n;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	/* full chains and empty ones, whole walks and steps of it */
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 4096), 0);
	for (n = 0; n < 1000; n++) {
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
		seen->end[n] = n % 3 == 0;
	}
	KUNIT_EXPECT_EQ(test, rfw_flow_walk(&fixture->table, see, seen, RFW_FLOW_END_EVICTED),
			334);
	KUNIT_EXPECT_EQ(test, seen->count, 1000);
	KUNIT_EXPECT_EQ(test, seen->foreign, 0);
	for (n = 0; n < 1000; n++) {
		KUNIT_EXPECT_EQ(test, seen->times[n], 1);
		KUNIT_EXPECT_EQ(test, !find(fixture, n, 0), n % 3 == 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->ended[RFW_FLOW_END_EVICTED]), 334);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 666);

	/* all in few chains: the first, the last and several in a row go */
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	KUNIT_ASSERT_EQ(test, rfw_flow_table_buckets(&fixture->table), 64);
	memset(seen, 0, sizeof(*seen));
	memset(seen->end, 1, 700);
	KUNIT_EXPECT_EQ(test, rfw_flow_walk(&fixture->table, see, seen, RFW_FLOW_END_EVICTED),
			466);
	KUNIT_EXPECT_EQ(test, seen->count, 666);
	for (n = 0; n < 1000; n++)
		KUNIT_EXPECT_EQ(test, !!find(fixture, n, 0), n >= 700 && n % 3);
}

/*
 * Reference: what became of each of REFERENCE conversations. The clock is the case's own and
 * begins near its wrap.
 */
#define REFERENCE	512
#define OPERATIONS	20000

struct reference {
	struct rfw_flow *flow;		/* in the table, live or not; only compared */
	u32 deadline;
};

struct shape {
	const char *name;
	u32 seed;
	u32 start;
	u32 keys;
	u32 timeout;
};

static const struct shape shapes[] = {
	{ "few keys, all the time again", 1, 0, 8, 50 },
	{ "many keys", 2, 1000, REFERENCE, 5000 },
	{ "short lives across the wrap of the clock", 3, 0xfffffc00, 64, 20 },
	{ "long lives across the wrap of the clock", 4, 0xffffe000, REFERENCE, 20000 },
	{ "across the change of sign", 5, 0x7ffff000, REFERENCE, 3000 },
};

static void shape_name(const struct shape *shape, char *name)
{
	strscpy(name, shape->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(shape, shapes, shape_name);

static bool live(const struct reference *entry, u32 now)
{
	return entry->flow && (s32)(entry->deadline - now) > 0;
}

struct clock_and_reference {
	u32 now;
	struct reference *reference;
	u32 wrong;
};

static bool is_expired(struct rfw_flow *flow, void *data)
{
	struct clock_and_reference *all = data;
	struct reference *entry = &all->reference[number_of(flow)];
	bool expired = rfw_flow_expired(flow, all->now);

	if (entry->flow != flow || expired == live(entry, all->now))
		all->wrong++;
	if (expired)
		entry->flow = NULL;
	return expired;
}

static void random_operations(struct kunit *test)
{
	const struct shape *shape = test->param_value;
	struct fixture *fixture = test->priv;
	struct reference *reference =
		kunit_kcalloc(test, REFERENCE, sizeof(*reference), GFP_KERNEL);
	struct clock_and_reference all = { .now = shape->start, .reference = reference };
	u32 i, n, timeout, present = 0, before, moves = 0;
	struct rnd_state rnd;
	struct rfw_flow *flow;

	KUNIT_ASSERT_NOT_NULL(test, reference);
	prandom_seed_state(&rnd, shape->seed);
	for (i = 0; i < OPERATIONS; i++) {
		struct reference *entry;

		n = prandom_u32_state(&rnd) % shape->keys;
		entry = &reference[n];
		switch (prandom_u32_state(&rnd) % 16) {
		case 0 ... 5:
			timeout = 1 + prandom_u32_state(&rnd) % shape->timeout;
			flow = insert(fixture, n, all.now, timeout);
			KUNIT_ASSERT_NOT_NULL(test, flow);
			if (live(entry, all.now)) {
				KUNIT_ASSERT_PTR_EQ(test, flow, entry->flow);
				break;
			}
			present += !entry->flow;
			entry->flow = flow;
			entry->deadline = all.now + timeout;
			break;
		case 6 ... 10:
			flow = live(entry, all.now) ? entry->flow : NULL;
			KUNIT_ASSERT_PTR_EQ(test, find(fixture, n, all.now), flow);
			break;
		case 11:
			if (!entry->flow)
				break;
			KUNIT_ASSERT_TRUE(test, end(fixture, entry->flow));
			entry->flow = NULL;
			present--;
			break;
		case 12:
			all.now += prandom_u32_state(&rnd) % 8;
			break;
		case 13:
			if (!live(entry, all.now))
				break;
			timeout = READ_ONCE(entry->flow->timeout);
			rfw_flow_refresh(entry->flow, all.now);
			if ((s32)(all.now + timeout - entry->deadline) >= HZ)
				entry->deadline = all.now + timeout;
			break;
		case 14:
			/* Rare: it is what everything else must not notice. */
			if (prandom_u32_state(&rnd) % 8)
				break;
			moves++;
			before = fixture->table.rebuilt;
			if (n & 1)
				KUNIT_ASSERT_EQ(test, rekey(fixture), 0);
			else
				KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table,
									    1024 << n % 4), 0);
			KUNIT_ASSERT_EQ(test, fixture->table.rebuilt, before + 1);
			break;
		case 15:
			if (prandom_u32_state(&rnd) % 16)
				break;
			present -= rfw_flow_walk(&fixture->table, is_expired, &all,
						 RFW_FLOW_END_EXPIRED);
			KUNIT_ASSERT_EQ(test, all.wrong, 0);
			break;
		}
		KUNIT_ASSERT_EQ(test, atomic_read(&fixture->table.count), present);
	}
	KUNIT_EXPECT_GT(test, moves, 50);

	for (n = 0; n < REFERENCE; n++) {
		flow = live(&reference[n], all.now) ? reference[n].flow : NULL;
		KUNIT_EXPECT_PTR_EQ(test, find(fixture, n, all.now), flow);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->born) - ended(fixture), present);
	KUNIT_EXPECT_EQ(test, fixture->subscriber.flows, present);
}

/*
 * The moment in the middle of a move: a new array is in place and flows are still in the old one.
 * Made by hand, for nothing else could stop there.
 */
static void while_moving(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow_table *table = &fixture->table;
	struct rfw_flow_table *other = kunit_kzalloc(test, sizeof(*other), GFP_KERNEL);
	struct rfw_flow_buckets *old, *buckets;
	struct rfw_flow *flow;
	u32 n, i;

	KUNIT_ASSERT_NOT_NULL(test, other);
	for (n = 0; n < 300; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, n < 100 ? 10 : LONG));
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(other, 1024), 0);
	old = rcu_dereference_protected(table->buckets, 1);
	buckets = rcu_dereference_protected(other->buckets, 1);
	RCU_INIT_POINTER(buckets->old, old);
	rcu_assign_pointer(table->buckets, buckets);

	for (n = 0; n < 400; n++) {
		KUNIT_EXPECT_EQ(test, !!find(fixture, n, 0), n < 300);
		KUNIT_EXPECT_EQ(test, !!find(fixture, n, 10), n >= 100 && n < 300);
	}
	/* One that lives in the old array is found by who wants to add it; an expired one goes. */
	for (n = 0; n < 400; n++) {
		flow = find(fixture, n, 10);
		if (flow)
			KUNIT_EXPECT_PTR_EQ(test, insert(fixture, n, 10, LONG), flow);
		else
			KUNIT_EXPECT_NOT_NULL(test, insert(fixture, n, 10, LONG));
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&table->count), 400);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->ended[RFW_FLOW_END_EXPIRED]), 100);
	for (n = 0; n < 400; n++)
		KUNIT_EXPECT_NOT_NULL(test, find(fixture, n, 20));
	/* Those of both arrays can go. */
	for (n = 0; n < 400; n += 2)
		KUNIT_EXPECT_TRUE(test, end(fixture, find(fixture, n, 20)));
	KUNIT_EXPECT_EQ(test, atomic_read(&table->count), 200);
	for (n = 0; n < 400; n++)
		KUNIT_EXPECT_EQ(test, !!find(fixture, n, 20), n & 1);

	/* The old array has only what nobody touched. */
	for (n = 101; n < 300; n += 2)
		KUNIT_EXPECT_TRUE(test, end(fixture, find(fixture, n, 20)));
	for (i = 0; i <= old->mask; i++)
		KUNIT_EXPECT_NULL(test, rcu_access_pointer(old->head[i]));
	KUNIT_EXPECT_EQ(test, atomic_read(&table->count), 100);
	RCU_INIT_POINTER(buckets->old, NULL);
	/* what is now empty goes with the table that was made for this */
	RCU_INIT_POINTER(other->buckets, old);
	synchronize_rcu();
	rfw_flow_table_destroy(other);
}

/* Go on with a dump as netlink does, for at most @most flows. Return: there is more. */
static bool dump(struct fixture *fixture, struct seen *seen, unsigned long cursor[2], u32 most)
{
	struct rfw_flow_table *table = &fixture->table;
	unsigned long index;
	struct rfw_flow *flow;
	bool more = false;

	mutex_lock(&table->resize_lock);
	rcu_read_lock();
	for (; cursor[0] < rfw_flow_table_buckets(table); cursor[0]++, cursor[1] = 0) {
		index = 0;
		for (flow = rfw_flow_chain(table, cursor[0]); flow;
		     flow = rcu_dereference(flow->next)) {
			if (index++ < cursor[1])
				continue;
			if (!most--) {
				cursor[1] = index - 1;
				more = true;
				goto out;
			}
			see(flow, seen);
		}
	}
out:
	rcu_read_unlock();
	mutex_unlock(&table->resize_lock);
	return more;
}

static void dump_cursor(struct kunit *test)
{
	struct seen *seen = kunit_kzalloc(test, sizeof(*seen), GFP_KERNEL);
	struct fixture *fixture = test->priv;
	unsigned long cursor[2] = {};
	u32 n, rebuilt;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	for (n = 0; n < 1000; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	/* Without a move, in steps of any size, each exactly once. */
	rebuilt = fixture->table.rebuilt;
	for (n = 1; dump(fixture, seen, cursor, n % 23); n++)
		;
	KUNIT_EXPECT_EQ(test, fixture->table.rebuilt, rebuilt);
	KUNIT_EXPECT_EQ(test, seen->count, 1000);
	for (n = 0; n < 1000; n++)
		KUNIT_EXPECT_EQ(test, seen->times[n], 1);

	/* A move changes what the dump compares, and a cursor of another size does no harm. */
	memset(cursor, 0, sizeof(cursor));
	KUNIT_EXPECT_TRUE(test, dump(fixture, seen, cursor, 500));
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 8192), 0);
	KUNIT_EXPECT_NE(test, fixture->table.rebuilt, rebuilt);
	while (dump(fixture, seen, cursor, 10))
		;
	memset(cursor, 0, sizeof(cursor));
	KUNIT_EXPECT_TRUE(test, dump(fixture, seen, cursor, 900));
	rebuilt = fixture->table.rebuilt;
	KUNIT_ASSERT_EQ(test, rekey(fixture), 0);
	KUNIT_EXPECT_NE(test, fixture->table.rebuilt, rebuilt);
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	KUNIT_EXPECT_FALSE(test, dump(fixture, seen, cursor, 10));
}

/* Nobody looks into a packet whose memory is fetched. */
static const struct sk_buff *packet(u32 n)
{
	return (const struct sk_buff *)(unsigned long)(0x100000 + n * 256);
}

static void note(struct fixture *fixture, u32 n)
{
	struct rfw_key key;

	make_key(&key, n, n & 1);
	local_bh_disable();
	rcu_read_lock();
	rfw_prefetch_note(&fixture->table, packet(n), &key);
	rcu_read_unlock();
	local_bh_enable();
}

/* The flow of conversation @n where packet @at was noted to have its own. */
static struct rfw_flow *find_noted(struct fixture *fixture, u32 n, u32 at, u32 now,
				   struct rfw_flow_slot *slot)
{
	struct rfw_flow *flow;
	struct rfw_key key;

	make_key(&key, n, n & 1);
	local_bh_disable();
	rcu_read_lock();
	flow = rfw_prefetch_find(&fixture->table, packet(at), &key, now, slot);
	rcu_read_unlock();
	local_bh_enable();
	return flow;
}

/* More packets are on their way than are remembered. */
static void noted(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow_slot slot, right;
	struct rfw_flow *flow;
	struct rfw_key key;
	u32 n, found = 0;

	for (n = 0; n < 100; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, LONG));
	for (n = 0; n < 100; n++)
		note(fixture, n);
	for (n = 0; n < 100; n++) {
		flow = find_noted(fixture, n, n, 0, &slot);
		if (!flow)
			continue;
		found++;
		KUNIT_EXPECT_GE(test, n, 68);
		KUNIT_EXPECT_PTR_EQ(test, flow, find(fixture, n, 0));
		make_key(&key, n, false);
		rcu_read_lock();
		rfw_flow_find_slot(&fixture->table, &key, 0, &right);
		rcu_read_unlock();
		KUNIT_EXPECT_PTR_EQ(test, slot.buckets, right.buckets);
		KUNIT_EXPECT_EQ(test, slot.bucket, right.bucket);
	}
	KUNIT_EXPECT_EQ(test, found, 32);
}

/* What is noted may be of another packet, of another table, or old: then nothing is found by it. */
static void notes_are_not_believed(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow_slot slot;
	struct rfw_flow *flow;
	u32 n;

	for (n = 0; n < 300; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, 0, 10));
	note(fixture, 0);
	KUNIT_EXPECT_NOT_NULL(test, find_noted(fixture, 0, 0, 9, &slot));
	KUNIT_EXPECT_NULL(test, find_noted(fixture, 0, 0, 10, &slot));
	KUNIT_EXPECT_NULL(test, find_noted(fixture, 0, 1, 0, &slot));
	/* It was translated since. Who has the same chain is found. */
	for (n = 1; n < 300; n++) {
		flow = find_noted(fixture, n, 0, 0, &slot);
		KUNIT_EXPECT_TRUE(test, !flow || flow == find(fixture, n, 0));
	}

	note(fixture, 0);
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	for (n = 0; n < 300; n++) {
		flow = find_noted(fixture, n, 0, 0, &slot);
		KUNIT_EXPECT_TRUE(test, !flow || flow == find(fixture, n, 0));
		KUNIT_EXPECT_LT(test, slot.bucket, 64);
	}
}

static u32 longest_chain(struct fixture *fixture)
{
	struct rfw_flow_table *table = &fixture->table;
	u32 bucket, length, longest = 0;
	struct rfw_flow *flow;

	mutex_lock(&table->resize_lock);
	rcu_read_lock();
	for (bucket = 0; bucket < rfw_flow_table_buckets(table); bucket++) {
		length = 0;
		for (flow = rfw_flow_chain(table, bucket); flow;
		     flow = rcu_dereference(flow->next))
			length++;
		longest = max(longest, length);
	}
	rcu_read_unlock();
	mutex_unlock(&table->resize_lock);
	return longest;
}

/* B-ST-07: whoever knows the key can make a long chain; then the table draws another key. */
static void long_chain(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow_table *table = &fixture->table;
	struct rfw_flow_buckets *buckets;
	u8 key[sizeof(buckets->hash_key)];
	u32 n, count, tries;

	/* Too few chains for so many flows, so that nobody needs to know the key. */
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(table, 64), 0);
	table->max = 65536;
	buckets = rcu_dereference_protected(table->buckets, 1);
	memcpy(key, &buckets->hash_key, sizeof(key));
	/* by jiffies, as the worker will look at them */
	rfw_flow_gc_start(table);
	for (count = 0; !READ_ONCE(table->rekey_wanted) && count < 64 * RFW_CHAIN_MAX; count++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, count, jiffies, LONG));
	KUNIT_EXPECT_EQ(test, longest_chain(fixture), RFW_CHAIN_MAX + 2);

	for (tries = 0; tries < 300 && READ_ONCE(table->rekey_wanted); tries++)
		msleep(100);
	rfw_flow_gc_stop(table);
	KUNIT_EXPECT_EQ(test, table->rekeyed, 1);
	KUNIT_EXPECT_FALSE(test, table->rekey_wanted);
	buckets = rcu_dereference_protected(table->buckets, 1);
	KUNIT_EXPECT_NE(test, memcmp(key, &buckets->hash_key, sizeof(key)), 0);
	for (n = 0; n < count; n++)
		KUNIT_EXPECT_NOT_NULL(test, find(fixture, n, jiffies));
}

/* Chains longer than what a walk ends of them in one go: each flow ends, once. */
static void walk_of_long_chains(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	u32 n, now = jiffies;

	for (n = 0; n < 4096; n++)
		KUNIT_ASSERT_NOT_NULL(test, insert(fixture, n, now, LONG));
	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 1), 0);
	KUNIT_EXPECT_GT(test, longest_chain(fixture), 2 * RFW_CHAIN_MAX);
	KUNIT_EXPECT_EQ(test, rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED),
			4096);
	KUNIT_EXPECT_EQ(test, ended(fixture), 4096);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 0);
}

/*
 * Torture: STABLE flows are there from the beginning to the end and must never be missed, in either
 * direction, while others come and go and everything moves from array to array.
 */
#define STABLE		256
#define CHURN		4096
#define BATCH		2000
#define MOVES		300
#define LOOKERS		2
#define CHURNERS	2

struct torture {
	struct fixture *fixture;
	struct rfw_flow *stable[STABLE];
	atomic_t missed;
	atomic_t wrong;
	atomic_t looked;
	atomic_t churned;
};

/* Let the others have the processor, where nothing else would. */
static void rest(void)
{
	schedule_timeout_uninterruptible(1);
}

static int look(void *data)
{
	struct torture *torture = data;
	struct rfw_flow *flow;
	u32 i, n = 0;

	while (!kthread_should_stop()) {
		for (i = 0; i < BATCH; i++, n++) {
			flow = find(torture->fixture, n % STABLE, 0);
			if (!flow)
				atomic_inc(&torture->missed);
			else if (flow != torture->stable[n % STABLE])
				atomic_inc(&torture->wrong);
			cond_resched();
		}
		atomic_add(BATCH, &torture->looked);
		rest();
	}
	return 0;
}

/* The two of them open the same conversations, so that they meet. */
static int churn(void *data)
{
	struct torture *torture = data;
	struct fixture *fixture = torture->fixture;
	struct rfw_flow *flow;
	struct rnd_state rnd;
	u32 i, n;

	prandom_seed_state(&rnd, current->pid);
	while (!kthread_should_stop()) {
		for (i = 0; i < BATCH; i++) {
			n = STABLE + prandom_u32_state(&rnd) % CHURN;
			rcu_read_lock();
			flow = find(fixture, n, 0);
			if (flow) {
				if (number_of(flow) != n)
					atomic_inc(&torture->wrong);
				end(fixture, flow);
			} else if (!insert(fixture, n, 0, n & 2 ? LONG : 0)) {
				atomic_inc(&torture->missed);
			}
			rcu_read_unlock();
			cond_resched();
		}
		atomic_add(BATCH, &torture->churned);
		rest();
	}
	return 0;
}

static bool expired_now(struct rfw_flow *flow, void *data)
{
	return rfw_flow_expired(flow, 0);
}

static void torture(struct kunit *test)
{
	struct torture *torture = kunit_kzalloc(test, sizeof(*torture), GFP_KERNEL);
	struct task_struct *thread[LOOKERS + CHURNERS];
	struct fixture *fixture = test->priv;
	u32 i, n, threads;

	KUNIT_ASSERT_NOT_NULL(test, torture);
	torture->fixture = fixture;
	for (n = 0; n < STABLE; n++) {
		torture->stable[n] = insert(fixture, n, 0, LONG);
		KUNIT_ASSERT_NOT_NULL(test, torture->stable[n]);
	}
	for (threads = 0; threads < ARRAY_SIZE(thread); threads++) {
		thread[threads] = kthread_run(threads < LOOKERS ? look : churn, torture,
					      "rfw_torture/%u", threads);
		if (IS_ERR(thread[threads]))
			break;
	}
	KUNIT_EXPECT_EQ(test, threads, LOOKERS + CHURNERS);
	for (i = 0; i < MOVES && threads == ARRAY_SIZE(thread); i++) {
		if (i % 4 == 3)
			KUNIT_EXPECT_EQ(test, rekey(fixture), 0);
		else
			KUNIT_EXPECT_EQ(test, rfw_flow_table_resize(&fixture->table,
								    8192 << i % 3), 0);
		rfw_flow_walk(&fixture->table, expired_now, NULL, RFW_FLOW_END_EXPIRED);
		rest();
	}
	while (threads--)
		kthread_stop(thread[threads]);

	KUNIT_EXPECT_EQ(test, atomic_read(&torture->missed), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&torture->wrong), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&torture->looked), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&torture->churned), 0);
	/* Each one that is there is there once, and every birth and death was counted. */
	for (n = 0; n < STABLE + CHURN; n++) {
		struct rfw_flow *flow = find(fixture, n, -1);

		if (flow && !end(fixture, flow))
			KUNIT_FAIL(test, "%u is found and can't be ended", n);
		KUNIT_EXPECT_NULL(test, find(fixture, n, -1));
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->born), ended(fixture));
	kunit_info(test, "%d lookups, %d comings and goings, %u moves",
		   atomic_read(&torture->looked), atomic_read(&torture->churned),
		   fixture->table.rebuilt);
}

static int flow_table_start(struct kunit_suite *suite)
{
	return rfw_flow_init();
}

static void flow_table_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_flow_exit();
}

static struct kunit_case flow_table_cases[] = {
	KUNIT_CASE(both_directions),
	KUNIT_CASE(key_spaces),
	KUNIT_CASE(first_wins),
	KUNIT_CASE(expired_gives_way),
	KUNIT_CASE(dies_once),
	KUNIT_CASE(home_address),
	KUNIT_CASE(limits),
	KUNIT_CASE(born_too_late),
	KUNIT_CASE(peers),
	KUNIT_CASE(walk),
	KUNIT_CASE_PARAM(random_operations, shape_gen_params),
	KUNIT_CASE(while_moving),
	KUNIT_CASE(dump_cursor),
	KUNIT_CASE(noted),
	KUNIT_CASE(notes_are_not_believed),
	KUNIT_CASE(long_chain),
	KUNIT_CASE(walk_of_long_chains),
	KUNIT_CASE(torture),
	{}
};

static struct kunit_suite flow_table_suite = {
	.name = "rfw_flow_table",
	.suite_init = flow_table_start,
	.suite_exit = flow_table_stop,
	.init = start,
	.exit = stop,
	.test_cases = flow_table_cases,
};

kunit_test_suite(flow_table_suite);
