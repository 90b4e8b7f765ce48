// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers of flows: which one applies (against the table of timers, written out by hand), when a
 * deadline moves, when it has come, and the worker that reaps.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "flow.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define VERIFIED	true

/* Seconds that a flow lives in a state under preset strict. */
struct timer {
	const char *name;
	u32 seconds;
	u8 protocol;
	u8 state;
	u16 port;		/* of the responder */
	bool verified;		/* the RST was the connection's own */
};

#define TCP(seconds, state, ...) \
	{ "TCP " #state, seconds, IPPROTO_TCP, RFW_FLOW_STATE_TCP_##state, 443, ##__VA_ARGS__ }
#define BEGUN(name, seconds, protocol, ...) \
	{ name ", one packet", seconds, protocol, RFW_FLOW_STATE_INITIAL, ##__VA_ARGS__ }
#define GOES_ON(name, seconds, protocol, ...) \
	{ name ", a second packet", seconds, protocol, RFW_FLOW_STATE_ACTIVE, ##__VA_ARGS__ }

static const struct timer strict[] = {
	TCP(240, SYN_SENT),
	TCP(240, SYN_BOTH),
	TCP(240, SYN_ACKED),
	TCP(7440, ESTABLISHED),
	TCP(7440, FIN_ORIGINATOR),
	TCP(7440, FIN_RESPONDER),
	TCP(240, FIN_BOTH),
	TCP(120, TIME_WAIT),
	TCP(10, RESET, VERIFIED),
	TCP(240, RESET),
	TCP(240, PICKED_UP),
	BEGUN("UDP", 120, IPPROTO_UDP, 443),
	GOES_ON("UDP", 300, IPPROTO_UDP, 443),
	BEGUN("UDP to port 53", 15, IPPROTO_UDP, 53),
	GOES_ON("UDP to port 53", 15, IPPROTO_UDP, 53),
	BEGUN("UDP to port 5353", 120, IPPROTO_UDP, 5353),
	BEGUN("UDP-Lite", 120, IPPROTO_UDPLITE, 443),
	GOES_ON("UDP-Lite", 300, IPPROTO_UDPLITE, 443),
	BEGUN("UDP-Lite to port 53", 120, IPPROTO_UDPLITE, 53),
	BEGUN("echo", 60, IPPROTO_ICMPV6),
	GOES_ON("echo", 60, IPPROTO_ICMPV6),
	BEGUN("SCTP", 240, IPPROTO_SCTP, 443),
	GOES_ON("SCTP", 7440, IPPROTO_SCTP, 443),
	BEGUN("DCCP", 480, IPPROTO_DCCP, 443),
	GOES_ON("DCCP", 7440, IPPROTO_DCCP, 443),
	BEGUN("ESP", 300, IPPROTO_ESP),
	GOES_ON("ESP", 300, IPPROTO_ESP),
	BEGUN("GRE", 300, IPPROTO_GRE),
	GOES_ON("protocol 253", 300, 253),
};

static void timer_name(const struct timer *timer, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s%s", timer->name,
		 timer->verified ? ", verified" : "");
}

KUNIT_ARRAY_PARAM(strict, strict, timer_name);

/* A flow whose originator is the second endpoint of the key if @second. */
static void make_flow(struct rfw_flow *flow, const struct timer *timer, bool second)
{
	memset(flow, 0, sizeof(*flow));
	flow->key.zone = rfw_key_zone(0, timer->protocol);
	flow->key.port[second] = htons(40000);
	flow->key.port[!second] = htons(timer->port);
	if (second)
		flow->word |= RFW_FLOW_ORIGINATOR;
	if (timer->verified)
		flow->window.side[RFW_FROM_RESPONDER].flags = RFW_TCP_SIDE_VERIFIED;
}

/* Of the test that runs; large beside a flow on the stack. */
static struct rfw_policy_rules rules;

static void preset_strict(struct kunit *test)
{
	const struct timer *timer = test->param_value;
	struct rfw_flow flow;
	unsigned int second;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	for (second = 0; second < 2; second++) {
		make_flow(&flow, timer, second);
		KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, timer->state),
				timer->seconds * HZ);
	}
}

/* A port 53 of the originator makes no DNS. */
static void dns_is_the_responder(struct kunit *test)
{
	struct timer timer = { .protocol = IPPROTO_UDP, .port = 443 };
	struct rfw_flow flow;
	unsigned int second;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	for (second = 0; second < 2; second++) {
		make_flow(&flow, &timer, second);
		flow.key.port[second] = htons(53);
		KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_INITIAL),
				120 * HZ);
	}
}

/*
 * A policy of its own: each timer moves the states that the names of spec and netlink say, and no
 * other.
 */
static void overrides(struct kunit *test)
{
	static const u8 timer_of[] = {
		RFW_TIMER_TCP_SYN, RFW_TIMER_TCP_TRANSITORY, RFW_TIMER_TCP_TRANSITORY,
		RFW_TIMER_TCP_ESTABLISHED, RFW_TIMER_TCP_ESTABLISHED, RFW_TIMER_TCP_ESTABLISHED,
		RFW_TIMER_TCP_TRANSITORY, RFW_TIMER_TCP_TIME_WAIT, RFW_TIMER_TCP_RST,
		RFW_TIMER_TCP_TRANSITORY, RFW_TIMER_TCP_TRANSITORY, RFW_TIMER_UDP_INITIAL,
		RFW_TIMER_UDP, RFW_TIMER_UDP_DNS, RFW_TIMER_UDP_DNS, RFW_TIMER_UDP_INITIAL,
		RFW_TIMER_UDP_INITIAL, RFW_TIMER_UDP, RFW_TIMER_UDP_INITIAL,
		RFW_TIMER_ICMP6_QUERY, RFW_TIMER_ICMP6_QUERY, RFW_TIMERS, RFW_TIMERS, RFW_TIMERS,
		RFW_TIMERS, RFW_TIMER_UNKNOWN_PROTOCOL, RFW_TIMER_UNKNOWN_PROTOCOL,
		RFW_TIMER_UNKNOWN_PROTOCOL, RFW_TIMER_UNKNOWN_PROTOCOL,
	};
	struct rfw_flow flow;
	unsigned int i, n;

	static_assert(ARRAY_SIZE(timer_of) == ARRAY_SIZE(strict));
	for (n = 0; n < RFW_TIMERS; n++) {
		rfw_policy_preset(&rules, RFW_PRESET_STRICT);
		rules.timeout[n] = 77777;
		for (i = 0; i < ARRAY_SIZE(strict); i++) {
			make_flow(&flow, &strict[i], i & 1);
			KUNIT_EXPECT_EQ_MSG(test, rfw_flow_timeout(&rules, &flow, strict[i].state),
					    (timer_of[i] == n ? 77777 : strict[i].seconds) * HZ,
					    "%s, timer %u", strict[i].name, n);
		}
	}
}

static void unknown_protocols(struct kunit *test)
{
	struct rfw_flow flow;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	rules.protocol_timeout[rules.protocol_timeouts++] =
		(struct rfw_protocol_timeout){ .protocol = IPPROTO_ESP, 900, 30 };
	make_flow(&flow, &(struct timer){ .protocol = IPPROTO_ESP }, false);
	KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_INITIAL), 30 * HZ);
	KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_ACTIVE), 900 * HZ);
	/* the others keep theirs */
	make_flow(&flow, &(struct timer){ .protocol = IPPROTO_SCTP }, false);
	KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_ACTIVE), 7440 * HZ);
	/* an entry that is taken away leaves the general timer */
	rules.protocol_timeouts = 0;
	KUNIT_EXPECT_EQ(test, rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_ACTIVE), 300 * HZ);
}

/* The longest timer that can be configured, in jiffies, must stay below half of the clock. */
static void longest(struct kunit *test)
{
	struct timer timer = { .protocol = IPPROTO_TCP };
	struct rfw_flow flow;
	u32 now = 0xfffffff0, timeout;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	rules.timeout[RFW_TIMER_TCP_ESTABLISHED] = 864000;
	make_flow(&flow, &timer, false);
	timeout = rfw_flow_timeout(&rules, &flow, RFW_FLOW_STATE_TCP_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, (u64)timeout, 864000ULL * HZ);
	flow.deadline = now + timeout;
	KUNIT_EXPECT_FALSE(test, rfw_flow_expired(&flow, now));
	KUNIT_EXPECT_FALSE(test, rfw_flow_expired(&flow, now + timeout - 1));
	KUNIT_EXPECT_TRUE(test, rfw_flow_expired(&flow, now + timeout));
}

static const u32 clocks[] = {
	0, 1, HZ, 0x7fffffff - HZ, 0x7fffffff, 0x80000000, 0x80000000 + HZ, (u32)-300 * HZ,
	0xffffffff - 300 * HZ, (u32)-HZ, 0xfffffffe, 0xffffffff,
};

/* B-ST-11: the same wherever the clock stands. */
static void expiry(struct kunit *test)
{
	struct rfw_flow flow = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(clocks); i++) {
		u32 now = clocks[i];

		flow.deadline = now + 300 * HZ;
		KUNIT_EXPECT_FALSE_MSG(test, rfw_flow_expired(&flow, now), "%#x", now);
		KUNIT_EXPECT_FALSE_MSG(test, rfw_flow_expired(&flow, now + 1), "%#x", now);
		KUNIT_EXPECT_FALSE_MSG(test, rfw_flow_expired(&flow, now + 300 * HZ - 1), "%#x",
				       now);
		KUNIT_EXPECT_TRUE_MSG(test, rfw_flow_expired(&flow, now + 300 * HZ), "%#x", now);
		KUNIT_EXPECT_TRUE_MSG(test, rfw_flow_expired(&flow, now + 300 * HZ + 1), "%#x",
				      now);
		/* nobody reaped it for a day */
		KUNIT_EXPECT_TRUE_MSG(test, rfw_flow_expired(&flow, now + 86400 * HZ), "%#x",
				      now);
	}
}

/* A deadline that would move by less than a second stays. */
static void refresh(struct kunit *test)
{
	struct rfw_flow flow = {};
	unsigned int i, step;

	for (i = 0; i < ARRAY_SIZE(clocks); i++) {
		u32 now = clocks[i], first = now + 300 * HZ;

		flow.timeout = 300 * HZ;
		flow.deadline = first;
		for (step = 0; step < HZ; step++) {
			rfw_flow_refresh(&flow, now + step);
			KUNIT_ASSERT_EQ(test, flow.deadline, first);
		}
		rfw_flow_refresh(&flow, now + HZ);
		KUNIT_EXPECT_EQ(test, flow.deadline, first + HZ);
		/* from there on anew */
		rfw_flow_refresh(&flow, now + 2 * HZ - 1);
		KUNIT_EXPECT_EQ(test, flow.deadline, first + HZ);
		rfw_flow_refresh(&flow, now + 5 * HZ);
		KUNIT_EXPECT_EQ(test, flow.deadline, first + 5 * HZ);

		/* a packet that another CPU took longer over does not shorten it */
		rfw_flow_refresh(&flow, now);
		KUNIT_EXPECT_EQ(test, flow.deadline, first + 5 * HZ);
	}
}

/* What the worker has reaped, and how long it is to take over each. */
static atomic_t reaped;
static u32 burial;		/* microseconds */

/* The first and the last one since somebody asked. */
static u32 first_at;		/* the worker's cursor */
static u64 first_time, last_time;

static void note_reaped(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end,
			u8 why)
{
	if (!end || why != RFW_FLOW_END_EXPIRED)
		return;
	if (!first_time) {
		first_time = ktime_get_ns();
		first_at = table->cursor;
	}
	udelay(burial);
	last_time = ktime_get_ns();
	atomic_inc(&reaped);
}

static bool any(struct rfw_flow *flow, void *data)
{
	return true;
}

/* A table with a subscriber, and a worker. */
struct fixture {
	struct rfw_flow_table table;
	struct rfw_subscriber subscriber;
	struct rfw_policy policy;
	struct rfw_policy_rules rules;
};

static struct fixture *begin(struct kunit *test, u32 max)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	rfw_policy_preset(&f->rules, RFW_PRESET_STRICT);
	RCU_INIT_POINTER(f->policy.rules, &f->rules);
	RCU_INIT_POINTER(f->subscriber.policy, &f->policy);
	refcount_set(&f->subscriber.references, 1);
	rfw_sessions_init(&f->subscriber.sessions);
	f->subscriber.stats = alloc_percpu(struct rfw_subscriber_stats);
	f->table.stats = alloc_percpu(struct rfw_stats);
	KUNIT_ASSERT_TRUE(test, !!f->subscriber.stats);
	KUNIT_ASSERT_TRUE(test, !!f->table.stats);
	f->table.event = note_reaped;
	KUNIT_ASSERT_EQ(test, rfw_flow_table_init(&f->table, max), 0);
	atomic_set(&reaped, 0);
	first_time = 0;
	rfw_flow_gc_start(&f->table);
	return f;
}

static void finish(struct fixture *f)
{
	rfw_flow_gc_stop(&f->table);
	rfw_flow_walk(&f->table, any, NULL, RFW_FLOW_END_DELETED);
	rfw_flow_table_destroy(&f->table);
	rcu_barrier();
	free_percpu(f->table.stats);
	free_percpu(f->subscriber.stats);
}

/* Flows with timers of 1 to @count times @unit jiffies. */
static void fill(struct kunit *test, struct fixture *f, u32 count, u32 unit)
{
	struct rfw_flow *flow;
	u32 i, now = jiffies;
	u8 reason;

	for (i = 1; i <= count; i++) {
		rcu_read_lock();
		local_bh_disable();
		flow = rfw_flow_new(&f->table, &f->subscriber, NULL, 0, false, &reason);
		if (flow) {
			flow->key.zone = rfw_key_zone(0, 253);
			flow->key.addr[1].s6_addr32[3] = htonl(i);
			flow->timeout = i * unit;
			flow->deadline = now + i * unit;
			rfw_flow_insert(&f->table, flow, now, NULL);
			rfw_flow_born(&f->table, flow);
		}
		local_bh_enable();
		rcu_read_unlock();
		KUNIT_ASSERT_NOT_NULL(test, flow);
	}
}

/* The worker: nothing lives after its time, nothing goes before, on its own clock. */
static void worker(struct kunit *test)
{
	struct fixture *f = begin(test, 65536);
	u32 left, passed, start = jiffies;
	unsigned int i;

	fill(test, f, 30, HZ);
	/*
	 * A whole scan takes 16 seconds, and more where the worker waits for others to wake the
	 * processor.
	 */
	do {
		left = atomic_read(&f->table.count);
		passed = (jiffies - start) / HZ;
		KUNIT_EXPECT_GE(test, left + passed, 29);
		if (passed > 30)
			KUNIT_EXPECT_LE(test, left + passed, 30 + 30);
		KUNIT_EXPECT_EQ(test, left + atomic_read(&reaped), 30);
		msleep(50);
	} while (left && passed < 60);
	KUNIT_EXPECT_EQ(test, atomic_read(&reaped), 30);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->table.count), 0);
	KUNIT_EXPECT_EQ(test, f->subscriber.flows, 0);

	/* Told to hurry, it does not wait. */
	fill(test, f, 1, HZ);
	msleep(1100);
	for (i = 0; i < 300 && atomic_read(&f->table.count); i++) {
		rfw_flow_gc_kick(&f->table);
		msleep(20);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&f->table.count), 0);
	finish(f);
}

/*
 * However many have expired, a turn of the worker is over in time; it owes the rest, goes on there,
 * and reaps each once.
 */
static void worker_gives_way(struct kunit *test)
{
	enum { FLOWS = 2000, TURN = 10 /* ms: 2, and the buckets at its end */ };
	u32 cursor = 0, count = 0, before, cut = 0;
	struct fixture *f = begin(test, 4096);
	u64 start = ktime_get_ns();

	fill(test, f, FLOWS, 0);
	burial = 100;
	while (count < FLOWS && ktime_get_ns() - start < 20 * NSEC_PER_SEC) {
		usleep_range(200, 400);
		/* The worker has it for as long as a turn lasts. */
		mutex_lock(&f->table.resize_lock);
		before = count;
		count = atomic_read(&reaped);
		if (count != before) {
			KUNIT_EXPECT_EQ(test, first_at, cursor);
			KUNIT_EXPECT_LT(test, last_time - first_time, TURN * NSEC_PER_MSEC);
			cursor = f->table.cursor;
			cut += !!f->table.owed;
			first_time = 0;
		}
		mutex_unlock(&f->table.resize_lock);
	}
	burial = 0;
	KUNIT_EXPECT_EQ(test, count, FLOWS);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->table.count), 0);
	KUNIT_EXPECT_GT(test, cut, FLOWS / 100);
	finish(f);
	KUNIT_EXPECT_EQ(test, atomic_read(&reaped), FLOWS);
}

static int flow_timer_start(struct kunit_suite *suite)
{
	return rfw_flow_init();
}

static void flow_timer_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_flow_exit();
}

static struct kunit_case flow_timer_cases[] = {
	KUNIT_CASE_PARAM(preset_strict, strict_gen_params),
	KUNIT_CASE(dns_is_the_responder),
	KUNIT_CASE(overrides),
	KUNIT_CASE(unknown_protocols),
	KUNIT_CASE(longest),
	KUNIT_CASE(expiry),
	KUNIT_CASE(refresh),
	KUNIT_CASE(worker),
	KUNIT_CASE(worker_gives_way),
	{}
};

static struct kunit_suite flow_timer_suite = {
	.name = "rfw_flow_timer",
	.suite_init = flow_timer_start,
	.suite_exit = flow_timer_stop,
	.test_cases = flow_timer_cases,
};

kunit_test_suite(flow_timer_suite);
