// SPDX-License-Identifier: GPL-2.0-only
/*
 * Session limits: each limit on its own, what makes room when one is reached and in which order,
 * that a flow gives back what it took, and alarms with their hysteresis.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/percpu.h>
#include <linux/prandom.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "domain.h"
#include "flow.h"
#include "limit.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define LONG		(1000 * HZ)	/* longer than any case takes */
#define TICK		(2 * 1000 / HZ)	/* ms until the clock has moved for sure */
#define ALARMS		16
#define UNANSWERED	70	/* more than a search looks at */

#define OUT		RFW_FLOW_ANSWERED
#define OUT_UNANSWERED	0
#define OUT_HALF	RFW_FLOW_HALF_OPEN
#define IN_HALF		(RFW_FLOW_INBOUND | RFW_FLOW_HALF_OPEN)
#define IN		(RFW_FLOW_INBOUND | RFW_FLOW_ANSWERED)
#define OUT_EF		(OUT | FIELD_PREP(RFW_FLOW_CLASS, RFW_FORWARDING_CLASS_EF))
#define STATE(state)	RFW_FLOW_STATE_TCP_##state	/* the lowest bits */

/* A namespace with two subscribers of one policy and domain. */
struct fixture {
	struct rfw_flow_table table;
	struct rfw_domain_view view;
	struct rfw_domain domain;
	struct rfw_domain other;
	struct rfw_policy_rules rules;
	struct rfw_policy policy;
	struct rfw_subscriber alice;
	struct rfw_subscriber bob;
	u32 number;		/* of flows born, for their tuples */
	u8 reason;		/* of the last refusal */
	u32 ended[RFW_FLOW_END_EVICTED + 1];
	struct rfw_alarm alarm[ALARMS];
	u32 alarms;
	struct kunit *test;
};

static void count_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end, u8 why)
{
	struct fixture *fixture = container_of(table, struct fixture, table);

	if (end)
		fixture->ended[why]++;
}

static void note_alarm(struct rfw_flow_table *table, const struct rfw_alarm *alarm)
{
	struct fixture *fixture = container_of(table, struct fixture, table);

	if (fixture->alarms < ALARMS)
		fixture->alarm[fixture->alarms] = *alarm;
	fixture->alarms++;
}

static void settle_in(struct kunit *test, struct fixture *fixture,
		      struct rfw_subscriber *subscriber, const char *name)
{
	RCU_INIT_POINTER(subscriber->policy, &fixture->policy);
	refcount_set(&subscriber->references, 1);
	rfw_sessions_init(&subscriber->sessions);
	rfw_sessions_join(subscriber, &fixture->domain);
	strscpy(subscriber->name, name, sizeof(subscriber->name));
	subscriber->stats = alloc_percpu(struct rfw_subscriber_stats);
	KUNIT_ASSERT_TRUE(test, !!subscriber->stats);
}

static int start(struct kunit *test)
{
	struct fixture *fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fixture);
	rfw_policy_preset(&fixture->rules, RFW_PRESET_STRICT);
	RCU_INIT_POINTER(fixture->policy.rules, &fixture->rules);
	RCU_INIT_POINTER(fixture->domain.view, &fixture->view);
	settle_in(test, fixture, &fixture->alice, "alice");
	settle_in(test, fixture, &fixture->bob, "bob");
	fixture->table.stats = alloc_percpu(struct rfw_stats);
	KUNIT_ASSERT_TRUE(test, !!fixture->table.stats);
	fixture->table.event = count_event;
	fixture->table.alarm = note_alarm;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(&fixture->table, 4096), 0);
	rfw_flow_gc_start(&fixture->table);
	fixture->test = test;
	test->priv = fixture;
	return 0;
}

static bool any(struct rfw_flow *flow, void *data)
{
	return true;
}

/* Nothing may be left of what the flows of the case took. */
static void check_clean(struct kunit *test, const struct rfw_subscriber *subscriber)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(test, subscriber->flows, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&subscriber->references), 1);
	KUNIT_EXPECT_EQ(test, subscriber->sessions.inbound, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&subscriber->sessions.half_open), 0);
	KUNIT_EXPECT_EQ(test, subscriber->sessions.unanswered, 0);
	for (i = RFW_SESSIONS_ANSWERED; i < RFW_SESSIONS_LISTS; i++)
		KUNIT_EXPECT_TRUE(test, list_empty(&subscriber->sessions.list[i]));
	KUNIT_EXPECT_TRUE(test, list_is_singular(&subscriber->sessions.list[0]));
}

static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	if (!fixture)
		return;
	rfw_flow_gc_stop(&fixture->table);
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 0);
	KUNIT_EXPECT_PTR_EQ(test, fixture->table.heaviest, NULL);
	KUNIT_EXPECT_PTR_EQ(test, fixture->domain.heaviest, NULL);
	KUNIT_EXPECT_FALSE(test, fixture->table.pressed);
	check_clean(test, &fixture->alice);
	check_clean(test, &fixture->bob);
	rfw_flow_table_destroy(&fixture->table);
	rcu_barrier();
	free_percpu(fixture->table.stats);
	free_percpu(fixture->alice.stats);
	free_percpu(fixture->bob.stats);
}

/* What stands against a flow, by those who only ask. */
static u8 preview(struct fixture *fixture, struct rfw_subscriber *subscriber,
		  struct rfw_subscriber *peer, u32 word)
{
	u8 reason = rfw_limit_preview(subscriber, word, word & RFW_FLOW_INBOUND);

	if (!reason && peer)
		reason = rfw_limit_preview(peer, word, true);
	if (!reason && !rfw_limit_preview_table(&fixture->table, subscriber))
		reason = RFW_DROP_REASON_TABLE_FULL;
	return reason;
}

/*
 * A flow with @word comes to be, if nothing stands against it, as was said to who asked before.
 * What is returned is good until it ends.
 */
static struct rfw_flow *birth(struct fixture *fixture, struct rfw_subscriber *subscriber,
			      struct rfw_subscriber *peer, u32 word)
{
	struct in6_addr inside = { .s6_addr = { 0x2a, 0x0a, [15] = 1 } };
	struct in6_addr outside = { .s6_addr = { 0x20, 0x01, [15] = 2 } };
	struct rfw_flow *flow;
	u32 n = fixture->number++;
	u8 said;

	outside.s6_addr32[2] = htonl(n);
	rcu_read_lock();
	local_bh_disable();
	said = preview(fixture, subscriber, peer, word);
	flow = rfw_flow_new(&fixture->table, subscriber, peer, word, false, &fixture->reason);
	if (flow) {
		rfw_key_build(&flow->key, &inside, &outside, htons(1), htons(2),
			      rfw_key_zone(0, IPPROTO_TCP));
		flow->timeout = LONG;
		flow->deadline = jiffies + LONG;
		if (rfw_flow_insert(&fixture->table, flow, jiffies, NULL) == flow)
			rfw_flow_born(&fixture->table, flow);
		fixture->reason = 0;
	}
	local_bh_enable();
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(fixture->test, said, fixture->reason);
	return flow;
}

#define EXPECT_BORN(test, ...)		KUNIT_EXPECT_NOT_NULL(test, birth(__VA_ARGS__))
static void refuse(struct kunit *test, u8 reason, struct rfw_subscriber *subscriber,
		   struct rfw_subscriber *peer, u32 word)
{
	struct fixture *fixture = test->priv;

	KUNIT_EXPECT_NULL(test, birth(fixture, subscriber, peer, word));
	KUNIT_EXPECT_EQ(test, fixture->reason, reason);
}

#define EXPECT_REFUSED(test, why, ...)	refuse(test, RFW_DROP_REASON_##why, __VA_ARGS__)

static void fill(struct kunit *test, struct fixture *fixture, struct rfw_subscriber *subscriber,
		 u32 count, u32 word)
{
	while (count--)
		EXPECT_BORN(test, fixture, subscriber, NULL, word);
}

static void end(struct fixture *fixture, struct rfw_flow *flow)
{
	rcu_read_lock();
	rfw_flow_end(&fixture->table, flow, RFW_FLOW_END_DELETED);
	rcu_read_unlock();
}

/* A packet changes the state. */
static void become(struct fixture *fixture, struct rfw_flow *flow, u32 set, u32 clear)
{
	u32 before = flow->word, after = (before & ~clear) | set;

	rcu_read_lock();
	WRITE_ONCE(flow->word, after);
	rfw_limit_moved(&fixture->table, flow, before, after);
	rcu_read_unlock();
}

static void close_it(struct fixture *fixture, struct rfw_flow *flow)
{
	become(fixture, flow, STATE(TIME_WAIT), RFW_FLOW_STATE);
}

static void expire(struct rfw_flow *flow)
{
	flow->deadline = jiffies;
}

static u64 refused(const struct rfw_subscriber *subscriber, u8 reason)
{
	struct rfw_subscriber_stats_sum sum;

	rfw_subscriber_stats_sum(&sum, subscriber->stats);
	return reason ? sum.refused_by[reason - RFW_DROP_REASON_SESSION_LIMIT] : sum.refused;
}

/* The documented map, by the names of the codepoints. */
static void default_map(struct kunit *test)
{
	static const u8 class_of_cs[] = {
		RFW_FORWARDING_CLASS_BE, RFW_FORWARDING_CLASS_L2, RFW_FORWARDING_CLASS_AF,
		RFW_FORWARDING_CLASS_L1, RFW_FORWARDING_CLASS_H2, RFW_FORWARDING_CLASS_EF,
		RFW_FORWARDING_CLASS_H1, RFW_FORWARDING_CLASS_NC,
	};
	static const u8 class_of_af[] = {
		0, RFW_FORWARDING_CLASS_AF, RFW_FORWARDING_CLASS_L1, RFW_FORWARDING_CLASS_L1,
		RFW_FORWARDING_CLASS_H2,
	};
	unsigned int dscp, n, drop, others = 64;

	KUNIT_EXPECT_EQ(test, RFW_FORWARDING_CLASS_BE, 0);
	KUNIT_EXPECT_EQ(test, RFW_FORWARDING_CLASS_L2, 1);
	KUNIT_EXPECT_EQ(test, RFW_FORWARDING_CLASS_NC, 7);
	for (n = 0; n < 8; n++, others--)
		KUNIT_EXPECT_EQ(test, rfw_limit_default_classes[8 * n], class_of_cs[n]);
	for (n = 1; n <= 4; n++)
		for (drop = 1; drop <= 3; drop++, others--)
			KUNIT_EXPECT_EQ(test, rfw_limit_default_classes[8 * n + 2 * drop],
					class_of_af[n]);
	KUNIT_EXPECT_EQ(test, rfw_limit_default_classes[44], RFW_FORWARDING_CLASS_EF);
	KUNIT_EXPECT_EQ(test, rfw_limit_default_classes[46], RFW_FORWARDING_CLASS_EF);
	for (dscp = 0, n = 0; dscp < 64; dscp++)
		n += !rfw_limit_default_classes[dscp];
	/* and all others, and CS0 */
	KUNIT_EXPECT_EQ(test, n, others - 2 + 1);
}

static void half_open(struct kunit *test)
{
	static const u32 open = RFW_FLOW_ANSWERED;

	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(STATE(SYN_SENT)));
	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(STATE(SYN_BOTH) | open));
	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(STATE(SYN_ACKED) | open));
	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(STATE(PICKED_UP)));
	KUNIT_EXPECT_FALSE(test, rfw_limit_half_open(STATE(ESTABLISHED) | open));
	KUNIT_EXPECT_FALSE(test, rfw_limit_half_open(STATE(FIN_ORIGINATOR) | open));
	KUNIT_EXPECT_FALSE(test, rfw_limit_half_open(STATE(TIME_WAIT) | open));
	KUNIT_EXPECT_FALSE(test, rfw_limit_half_open(STATE(RESET)));
	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(FIELD_PREP(RFW_FLOW_STATE,
							       RFW_FLOW_STATE_INITIAL)));
	KUNIT_EXPECT_TRUE(test, rfw_limit_half_open(FIELD_PREP(RFW_FLOW_STATE,
							       RFW_FLOW_STATE_ACTIVE)));
	KUNIT_EXPECT_FALSE(test, rfw_limit_half_open(FIELD_PREP(RFW_FLOW_STATE,
								RFW_FLOW_STATE_ACTIVE) | open));
}

static void max_sessions(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;

	fixture->rules.max_sessions = 5;
	fill(test, fixture, alice, 5, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, IN);
	KUNIT_EXPECT_EQ(test, refused(alice, 0), 2);
	KUNIT_EXPECT_EQ(test, refused(alice, RFW_DROP_REASON_SESSION_LIMIT), 2);
	KUNIT_EXPECT_EQ(test, alice->peak, 5);
	/* a limit of each subscriber's own */
	fill(test, fixture, &fixture->bob, 5, OUT);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 10);
	/* who is gone opens nothing */
	fixture->rules.max_sessions = 6;
	alice->gone = true;
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	alice->gone = false;
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
}

/* Classes named in priority-fc may use all of max; the others stop at max - reserved. */
static void reserve(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	u32 class;

	fixture->rules.max_sessions = 10;
	fixture->rules.reserved_sessions = 3;
	fixture->rules.priority_fc = BIT(RFW_FORWARDING_CLASS_EF) | BIT(RFW_FORWARDING_CLASS_NC);
	fill(test, fixture, alice, 7, OUT);
	for (class = 0; class < 8; class++) {
		u32 word = OUT | FIELD_PREP(RFW_FLOW_CLASS, class);

		if (class == RFW_FORWARDING_CLASS_EF || class == RFW_FORWARDING_CLASS_NC)
			EXPECT_BORN(test, fixture, alice, NULL, word);
		else
			EXPECT_REFUSED(test, SESSION_RESERVE, alice, NULL, word);
	}
	EXPECT_BORN(test, fixture, alice, NULL, OUT_EF);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT_EF);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, refused(alice, RFW_DROP_REASON_SESSION_RESERVE), 6);
}

static void inbound_share(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *flow;

	fixture->rules.max_sessions = 10;
	KUNIT_EXPECT_EQ(test, fixture->rules.inbound_share, 50);
	fill(test, fixture, alice, 4, IN);
	flow = birth(fixture, alice, NULL, IN);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	EXPECT_REFUSED(test, INBOUND_SHARE, alice, NULL, IN);
	KUNIT_EXPECT_EQ(test, alice->sessions.inbound, 5);
	/* another subscriber's flow is inbound too, and given back by both */
	EXPECT_REFUSED(test, INBOUND_SHARE, &fixture->bob, alice, OUT);
	KUNIT_EXPECT_EQ(test, fixture->bob.flows, 0);
	KUNIT_EXPECT_EQ(test, refused(alice, RFW_DROP_REASON_INBOUND_SHARE), 2);
	/* no outsider can starve the home */
	fill(test, fixture, alice, 5, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	end(fixture, flow);
	KUNIT_EXPECT_EQ(test, alice->sessions.inbound, 4);
	EXPECT_BORN(test, fixture, &fixture->bob, alice, OUT);
	KUNIT_EXPECT_EQ(test, alice->sessions.inbound, 5);
	KUNIT_EXPECT_EQ(test, fixture->bob.sessions.inbound, 0);
	/* rounded down */
	fixture->rules.max_sessions = 100;
	fixture->rules.inbound_share = 5;
	EXPECT_REFUSED(test, INBOUND_SHARE, alice, NULL, IN);
	fixture->rules.inbound_share = 6;
	EXPECT_BORN(test, fixture, alice, NULL, IN);
}

static void half_open_limit(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *first, *second;

	fixture->rules.max_half_open = 3;
	first = birth(fixture, alice, NULL, OUT_HALF | STATE(SYN_SENT));
	second = birth(fixture, alice, NULL, OUT_HALF | STATE(SYN_SENT));
	EXPECT_BORN(test, fixture, alice, NULL, OUT_HALF);
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, second);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, OUT_HALF);
	/* not for those that are open from the start */
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	/* the handshake goes on, and is through; later packets change nothing */
	become(fixture, first, STATE(SYN_ACKED) | RFW_FLOW_ANSWERED, RFW_FLOW_STATE);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, OUT_HALF);
	become(fixture, first, STATE(ESTABLISHED), RFW_FLOW_STATE | RFW_FLOW_HALF_OPEN);
	become(fixture, first, STATE(FIN_BOTH), RFW_FLOW_STATE | RFW_FLOW_HALF_OPEN);
	KUNIT_EXPECT_EQ(test, atomic_read(&alice->sessions.half_open), 2);
	EXPECT_BORN(test, fixture, alice, NULL, OUT_HALF);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, OUT_HALF);
	/* or it ends */
	end(fixture, second);
	EXPECT_BORN(test, fixture, alice, NULL, OUT_HALF);
	KUNIT_EXPECT_EQ(test, refused(alice, RFW_DROP_REASON_HALF_OPEN_LIMIT), 3);
	fixture->rules.max_half_open = 0;
	fill(test, fixture, alice, 100, OUT_HALF);
}

/* B-ST-04: from outside as many as half of the limit, whoever has them; the home has the rest. */
static void share_of_half_open(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;

	fixture->rules.max_half_open = 4;
	fill(test, fixture, alice, 2, IN_HALF);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, IN_HALF);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, &fixture->bob, alice, OUT_HALF);
	fill(test, fixture, alice, 2, OUT_HALF);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, OUT_HALF);
	/* of a limit of one, one */
	fixture->rules.max_half_open = 1;
	EXPECT_BORN(test, fixture, &fixture->bob, NULL, IN_HALF);
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, &fixture->bob, NULL, IN_HALF);
}

static void new_flow_rate(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;

	fixture->rules.max_new_per_second = 5;
	fill(test, fixture, alice, 5, OUT);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, OUT);
	fill(test, fixture, &fixture->bob, 5, OUT);
	msleep(210);
	fill(test, fixture, alice, 1, OUT);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, OUT);
	/* what was not used is not kept for longer than a second */
	msleep(5000);
	fill(test, fixture, alice, 5, OUT);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, refused(alice, RFW_DROP_REASON_NEW_FLOW_RATE), 3);
	/* more than the clock can tell apart */
	fixture->rules.max_new_per_second = U32_MAX;
	msleep(1000);
	fill(test, fixture, alice, 100, OUT);
}

/* B-ST-04: the same of new flows; who comes from outside all the time never has the rest. */
static void share_of_new_flows(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	unsigned int i;

	fixture->rules.max_new_per_second = 10;
	fill(test, fixture, alice, 5, IN);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, IN);
	fill(test, fixture, alice, 5, OUT);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, OUT);
	for (i = 0; i < 5; i++) {
		msleep(100 + TICK);
		EXPECT_REFUSED(test, NEW_FLOW_RATE, alice, NULL, IN);
		EXPECT_BORN(test, fixture, alice, NULL, OUT);
	}
	/* of a limit of one, one */
	fixture->rules.max_new_per_second = 1;
	EXPECT_BORN(test, fixture, &fixture->bob, NULL, IN);
	EXPECT_REFUSED(test, NEW_FLOW_RATE, &fixture->bob, NULL, IN);
}

/* First the expired, then the closing, then with the knob the unanswered, the oldest first. */
static void order(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *closing, *expired, *old, *young;

	fixture->rules.max_sessions = 6;
	old = birth(fixture, alice, NULL, OUT_UNANSWERED);
	young = birth(fixture, alice, NULL, OUT_UNANSWERED);
	closing = birth(fixture, alice, NULL, OUT);
	expired = birth(fixture, alice, NULL, OUT);
	fill(test, fixture, alice, 2, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	KUNIT_ASSERT_NOT_NULL(test, old);
	KUNIT_ASSERT_NOT_NULL(test, young);
	KUNIT_ASSERT_NOT_NULL(test, closing);
	KUNIT_ASSERT_NOT_NULL(test, expired);
	fixture->rules.evict_unanswered = 1;
	close_it(fixture, closing);
	expire(expired);
	msleep(TICK);

	/* memory of the ended must stay readable for the comparison */
	rcu_read_lock();
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EXPIRED], 1);
	KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EVICTED], 0);
	KUNIT_EXPECT_EQ(test, expired->list, RFW_SESSIONS_GONE);

	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EVICTED], 1);
	KUNIT_EXPECT_EQ(test, closing->list, RFW_SESSIONS_GONE);
	KUNIT_EXPECT_EQ(test, old->list, RFW_SESSIONS_UNANSWERED);

	/* not without the knob */
	fixture->rules.evict_unanswered = 0;
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	fixture->rules.evict_unanswered = 1;
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, old->list, RFW_SESSIONS_GONE);
	KUNIT_EXPECT_EQ(test, young->list, RFW_SESSIONS_UNANSWERED);
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, young->list, RFW_SESSIONS_GONE);
	rcu_read_unlock();

	/* what is answered and in use never goes */
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EVICTED], 3);
	KUNIT_EXPECT_EQ(test, alice->flows, 6);
}

/* A search for the expired that has just looked at the unanswered leaves their order alone. */
static void order_of_unanswered(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow **flow = kunit_kcalloc(test, UNANSWERED, sizeof(*flow), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, flow);

	fixture->rules.max_sessions = UNANSWERED;
	for (i = 0; i < UNANSWERED; i++) {
		flow[i] = birth(fixture, alice, NULL, OUT_UNANSWERED);
		KUNIT_ASSERT_NOT_NULL(test, flow[i]);
	}
	for (i = 0; i < 7; i++) {
		EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
		msleep(TICK);
	}
	fixture->rules.evict_unanswered = 1;
	for (i = 0; i < UNANSWERED; i++) {
		rcu_read_lock();
		EXPECT_BORN(test, fixture, alice, NULL, OUT);
		KUNIT_EXPECT_EQ(test, flow[i]->list, RFW_SESSIONS_GONE);
		rcu_read_unlock();
		if (i + 1 < UNANSWERED)
			KUNIT_ASSERT_EQ(test, flow[i + 1]->list, RFW_SESSIONS_UNANSWERED);
	}
}

/* Only a RST that was checked makes a flow closing, and a flow that goes on is closing no more. */
static void closing(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *flow;

	fixture->rules.max_sessions = 1;
	flow = birth(fixture, alice, NULL, OUT | STATE(ESTABLISHED));
	KUNIT_ASSERT_NOT_NULL(test, flow);
	become(fixture, flow, STATE(RESET), RFW_FLOW_STATE);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	flow->window.side[RFW_FROM_RESPONDER].flags = RFW_TCP_SIDE_VERIFIED;
	become(fixture, flow, STATE(RESET), RFW_FLOW_STATE);
	become(fixture, flow, STATE(ESTABLISHED), RFW_FLOW_STATE);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	become(fixture, flow, STATE(RESET), RFW_FLOW_STATE);
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	/* a peer's */
	fixture->rules.inbound_share = 100;
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	flow = birth(fixture, &fixture->bob, alice, OUT);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	close_it(fixture, flow);
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, fixture->bob.flows, 0);
}

/* Who wants room among the inbound, or the half open, gets it from among them. */
static void room_of_a_kind(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *outbound, *inbound, *half;

	fixture->rules.max_sessions = 4;
	fixture->rules.evict_unanswered = 1;
	outbound = birth(fixture, alice, NULL, OUT);
	EXPECT_BORN(test, fixture, alice, NULL, IN);
	inbound = birth(fixture, alice, NULL, IN);
	KUNIT_ASSERT_NOT_NULL(test, outbound);
	KUNIT_ASSERT_NOT_NULL(test, inbound);
	close_it(fixture, outbound);
	EXPECT_REFUSED(test, INBOUND_SHARE, alice, NULL, IN);
	close_it(fixture, inbound);
	EXPECT_BORN(test, fixture, alice, NULL, IN);
	KUNIT_EXPECT_EQ(test, alice->sessions.inbound, 2);
	KUNIT_EXPECT_EQ(test, outbound->list, RFW_SESSIONS_CLOSING);

	fixture->rules.max_sessions = 100;
	fixture->rules.max_half_open = 1;
	half = birth(fixture, alice, NULL, OUT_HALF);
	KUNIT_ASSERT_NOT_NULL(test, half);
	rcu_read_lock();
	EXPECT_BORN(test, fixture, alice, NULL, OUT_HALF);
	KUNIT_EXPECT_EQ(test, half->list, RFW_SESSIONS_GONE);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, outbound->list, RFW_SESSIONS_CLOSING);
	KUNIT_EXPECT_EQ(test, atomic_read(&alice->sessions.half_open), 1);
	fixture->rules.evict_unanswered = 0;
	EXPECT_REFUSED(test, HALF_OPEN_LIMIT, alice, NULL, OUT_HALF);
}

/*
 * One expired flow among many, in each of the lists: it is found though no search looks at all of
 * them.
 */
static void expired_among_many(struct kunit *test)
{
	static const u32 words[] = { OUT, OUT_UNANSWERED };
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *flow;
	unsigned int i, tries;

	fixture->rules.max_sessions = 300;
	rfw_flow_gc_stop(&fixture->table);
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		fill(test, fixture, alice, 150, words[i]);
		flow = birth(fixture, alice, NULL, words[i]);
		KUNIT_ASSERT_NOT_NULL(test, flow);
		fill(test, fixture, alice, 149, words[i]);
		expire(flow);
		/* more looks in one tick are not taken */
		for (tries = 1; tries < 100 && !birth(fixture, alice, NULL, words[i]); tries++) {
			rfw_flow_gc_stop(&fixture->table);
			msleep(TICK);
		}
		KUNIT_EXPECT_GE(test, tries, 3);
		KUNIT_EXPECT_LE(test, tries, 11);
		KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EXPIRED], i + 1);
		rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	}
	/* all that a small subscriber has expired: none of it is in the way */
	fixture->rules.max_sessions = 8;
	for (i = 0; i < 8; i++) {
		flow = birth(fixture, alice, NULL, i & 1 ? OUT : OUT_UNANSWERED);
		KUNIT_ASSERT_NOT_NULL(test, flow);
		expire(flow);
	}
	msleep(TICK);
	fill(test, fixture, alice, 8, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
}

/* A domain's limit: a flood makes room for itself and for others, and never costs them anything. */
static void domain_max_flows(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice, *bob = &fixture->bob;
	struct rfw_flow *flow;
	u32 i;

	fixture->view.max_flows = 20;
	flow = birth(fixture, bob, NULL, OUT_UNANSWERED);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	fill(test, fixture, bob, 4, OUT);
	for (i = 0; i < 1000; i++)
		EXPECT_BORN(test, fixture, alice, NULL, OUT_UNANSWERED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 20);
	KUNIT_EXPECT_EQ(test, alice->flows, 15);
	KUNIT_EXPECT_EQ(test, bob->flows, 5);
	KUNIT_EXPECT_EQ(test, flow->list, RFW_SESSIONS_UNANSWERED);
	/* room for bob, from alice */
	fill(test, fixture, bob, 10, OUT);
	KUNIT_EXPECT_EQ(test, bob->flows, 15);
	KUNIT_EXPECT_EQ(test, alice->flows, 5);
	KUNIT_EXPECT_EQ(test, flow->list, RFW_SESSIONS_UNANSWERED);
	/* what is answered stays */
	fill(test, fixture, bob, 6, OUT);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 20);
	EXPECT_REFUSED(test, DOMAIN_FULL, alice, NULL, OUT);
	EXPECT_REFUSED(test, DOMAIN_FULL, bob, NULL, OUT_UNANSWERED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 20);
	fixture->view.max_flows = 0;
	EXPECT_BORN(test, fixture, alice, NULL, OUT);
}

/* A subscriber that moves to another domain takes its flows along, to the last one. */
static void another_domain(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_domain *other = &fixture->other;

	RCU_INIT_POINTER(other->view, &fixture->view);
	fill(test, fixture, alice, 3, OUT);
	fill(test, fixture, alice, 2, OUT_UNANSWERED);
	fill(test, fixture, &fixture->bob, 1, OUT_UNANSWERED);
	EXPECT_BORN(test, fixture, &fixture->bob, alice, OUT);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 8);
	rfw_sessions_join(alice, other);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&other->flows), 6);
	KUNIT_EXPECT_PTR_EQ(test, other->heaviest, alice);
	KUNIT_EXPECT_PTR_NE(test, fixture->domain.heaviest, alice);
	fill(test, fixture, alice, 1, OUT);
	KUNIT_EXPECT_EQ(test, atomic_read(&other->flows), 7);
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	KUNIT_EXPECT_EQ(test, atomic_read(&other->flows), 0);
	KUNIT_EXPECT_PTR_EQ(test, other->heaviest, NULL);
	rfw_sessions_join(alice, NULL);
	fill(test, fixture, alice, 1, OUT);
}

static void table_max_flows(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice, *bob = &fixture->bob;
	u32 i;

	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 64), 0);
	fill(test, fixture, bob, 10, OUT_UNANSWERED);
	for (i = 0; i < 1000; i++)
		EXPECT_BORN(test, fixture, alice, NULL, OUT_UNANSWERED);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 64);
	KUNIT_EXPECT_EQ(test, bob->flows, 10);
	fill(test, fixture, bob, 30, OUT);
	KUNIT_EXPECT_EQ(test, alice->flows, 24);
	/* then whoever has the most */
	fill(test, fixture, bob, 24 + 10, OUT);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->table.count), 64);
	KUNIT_EXPECT_EQ(test, alice->flows, 0);
	EXPECT_REFUSED(test, TABLE_FULL, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, refused(alice, 0), 1);
	/* a refusal takes nothing */
	KUNIT_EXPECT_EQ(test, alice->flows, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->domain.flows), 64);
	/* no one flow of others goes for one who may not have another anyway */
	rfw_flow_walk(&fixture->table, any, NULL, RFW_FLOW_END_DELETED);
	memset(fixture->ended, 0, sizeof(fixture->ended));
	fixture->rules.max_sessions = 32;
	fill(test, fixture, alice, 32, OUT);
	fill(test, fixture, bob, 32, OUT_UNANSWERED);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	KUNIT_EXPECT_EQ(test, fixture->ended[RFW_FLOW_END_EVICTED], 0);
}

/* Any flow, in any order of what may happen to it: nothing is left of any of them in stop(). */
static void give_back(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	static const u32 states[] = { STATE(SYN_SENT), STATE(ESTABLISHED), STATE(TIME_WAIT) };
	struct rfw_flow *flow[64] = {};
	u32 i, n, random, flows = 0;
	struct rnd_state state;

	prandom_seed_state(&state, 42);
	fixture->rules.inbound_share = 100;
	for (i = 0; i < 20000; i++) {
		random = prandom_u32_state(&state);
		n = random % ARRAY_SIZE(flow);
		random >>= 8;
		if (!flow[n]) {
			bool alice = random & 1, peer = (random & 6) == 6;
			u32 word = states[(random >> 4) % 3];

			word |= random & 0x100 ? RFW_FLOW_INBOUND : 0;
			word |= random & 0x200 ? RFW_FLOW_HALF_OPEN : RFW_FLOW_ANSWERED;
			word |= random & 0x400 ? RFW_FLOW_ACCOUNTED : 0;
			flow[n] = birth(fixture, alice ? &fixture->alice : &fixture->bob,
					!peer ? NULL : alice ? &fixture->bob : &fixture->alice,
					word);
			KUNIT_ASSERT_NOT_NULL(test, flow[n]);
			flows += 1 + peer;
		} else if (random & 1) {
			/* a packet that still has it as it dies */
			rcu_read_lock();
			flows -= 1 + !!(flow[n]->word & RFW_FLOW_PEER);
			end(fixture, flow[n]);
			if (random & 2)
				become(fixture, flow[n], RFW_FLOW_ANSWERED, RFW_FLOW_HALF_OPEN);
			rcu_read_unlock();
			flow[n] = NULL;
		} else {
			become(fixture, flow[n], states[(random >> 4) % 3] | RFW_FLOW_ANSWERED,
			       RFW_FLOW_STATE | RFW_FLOW_HALF_OPEN);
		}
		KUNIT_ASSERT_EQ(test, flows, fixture->alice.flows + fixture->bob.flows);
		KUNIT_ASSERT_EQ(test, flows, atomic_read(&fixture->domain.flows));
	}
}

/* A flow that never gets into the table. */
static void discarded(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_flow *flow;

	rcu_read_lock();
	local_bh_disable();
	flow = rfw_flow_new(&fixture->table, &fixture->alice, &fixture->bob,
			    OUT_HALF | RFW_FLOW_INBOUND, false, &fixture->reason);
	KUNIT_EXPECT_NOT_NULL(test, flow);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->bob.sessions.half_open), 1);
	if (flow)
		rfw_flow_discard(&fixture->table, flow);
	local_bh_enable();
	rcu_read_unlock();
}

static void check_alarm(struct kunit *test, u32 count, u8 kind, bool raised, u32 flows, u32 max)
{
	struct fixture *fixture = test->priv;
	const struct rfw_alarm *alarm = &fixture->alarm[count - 1];

	KUNIT_ASSERT_EQ(test, fixture->alarms, count);
	KUNIT_EXPECT_EQ(test, alarm->kind, kind);
	KUNIT_EXPECT_EQ(test, alarm->raised, raised);
	KUNIT_EXPECT_EQ(test, alarm->flows, flows);
	KUNIT_EXPECT_EQ(test, alarm->max, max);
	if (kind == RFW_ALARM_KIND_WATERMARK)
		KUNIT_EXPECT_STREQ(test, alarm->subscriber, "alice");
	else
		KUNIT_EXPECT_PTR_EQ(test, alarm->subscriber, NULL);
}

static void watermarks(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow *flow[10];
	unsigned int i, n;

	fixture->rules.max_sessions = 10;
	fixture->rules.watermark_high = 80;
	fixture->rules.watermark_low = 50;
	for (i = 0; i < 8; i++) {
		KUNIT_EXPECT_EQ(test, fixture->alarms, 0);
		flow[i] = birth(fixture, alice, NULL, OUT);
		KUNIT_ASSERT_NOT_NULL(test, flow[i]);
	}
	check_alarm(test, 1, RFW_ALARM_KIND_WATERMARK, true, 8, 10);
	KUNIT_EXPECT_TRUE(test, alice->sessions.raised);
	/* up and down between the two: nothing new */
	for (n = 0; n < 5; n++) {
		for (i = 6; i < 8; i++)
			end(fixture, flow[i]);
		for (i = 6; i < 8; i++)
			flow[i] = birth(fixture, alice, NULL, OUT);
	}
	flow[8] = birth(fixture, alice, NULL, OUT);
	flow[9] = birth(fixture, alice, NULL, OUT);
	EXPECT_REFUSED(test, SESSION_LIMIT, alice, NULL, OUT);
	for (i = 9; i > 5; i--)
		end(fixture, flow[i]);
	KUNIT_EXPECT_EQ(test, fixture->alarms, 1);
	end(fixture, flow[5]);
	check_alarm(test, 2, RFW_ALARM_KIND_WATERMARK, false, 5, 10);
	KUNIT_EXPECT_FALSE(test, alice->sessions.raised);
	fill(test, fixture, alice, 2, OUT);
	KUNIT_EXPECT_EQ(test, fixture->alarms, 2);
	fill(test, fixture, alice, 1, OUT);
	check_alarm(test, 3, RFW_ALARM_KIND_WATERMARK, true, 8, 10);
	/* a policy without watermarks: over with the next flow */
	fixture->rules.watermark_high = 0;
	fixture->rules.watermark_low = 0;
	fill(test, fixture, alice, 1, OUT);
	check_alarm(test, 4, RFW_ALARM_KIND_WATERMARK, false, 9, 10);
}

static void table_pressure(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_subscriber *alice = &fixture->alice;
	struct rfw_flow **flow = kunit_kcalloc(test, 92, sizeof(*flow), GFP_KERNEL);
	unsigned int i, n;

	KUNIT_ASSERT_NOT_NULL(test, flow);

	KUNIT_ASSERT_EQ(test, rfw_flow_table_resize(&fixture->table, 100), 0);
	for (i = 0; i < 91; i++) {
		KUNIT_EXPECT_EQ(test, fixture->alarms, 0);
		flow[i] = birth(fixture, alice, NULL, OUT);
		KUNIT_ASSERT_NOT_NULL(test, flow[i]);
	}
	check_alarm(test, 1, RFW_ALARM_KIND_TABLE_PRESSURE, true, 91, 100);
	for (n = 0; n < 5; n++) {
		end(fixture, flow[90]);
		end(fixture, flow[89]);
		flow[89] = birth(fixture, alice, NULL, OUT);
		flow[90] = birth(fixture, alice, NULL, OUT);
	}
	for (i = 91; i > 70; i--)
		end(fixture, flow[i - 1]);
	KUNIT_EXPECT_EQ(test, fixture->alarms, 1);
	end(fixture, flow[69]);
	check_alarm(test, 2, RFW_ALARM_KIND_TABLE_PRESSURE, false, 69, 100);
}

static int limit_start(struct kunit_suite *suite)
{
	return rfw_flow_init();
}

static void limit_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_flow_exit();
}

static struct kunit_case limit_cases[] = {
	KUNIT_CASE(default_map),
	KUNIT_CASE(half_open),
	KUNIT_CASE(max_sessions),
	KUNIT_CASE(reserve),
	KUNIT_CASE(inbound_share),
	KUNIT_CASE(half_open_limit),
	KUNIT_CASE(share_of_half_open),
	KUNIT_CASE(new_flow_rate),
	KUNIT_CASE(share_of_new_flows),
	KUNIT_CASE(order),
	KUNIT_CASE(order_of_unanswered),
	KUNIT_CASE(closing),
	KUNIT_CASE(room_of_a_kind),
	KUNIT_CASE(expired_among_many),
	KUNIT_CASE(domain_max_flows),
	KUNIT_CASE(another_domain),
	KUNIT_CASE(table_max_flows),
	KUNIT_CASE(give_back),
	KUNIT_CASE(discarded),
	KUNIT_CASE(watermarks),
	KUNIT_CASE(table_pressure),
	{}
};

static struct kunit_suite limit_suite = {
	.name = "rfw_limit",
	.suite_init = limit_start,
	.suite_exit = limit_stop,
	.init = start,
	.exit = stop,
	.test_cases = limit_cases,
};

kunit_test_suite(limit_suite);
