/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A home with one host, its policy and a flow that carries its signalling, as the SIP gateway sees
 * them.
 */
#ifndef _RFW_TEST_SIP_HOME_H
#define _RFW_TEST_SIP_HOME_H

#include <kunit/test.h>
#include <linux/in.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "flow.h"
#include "key.h"
#include "pinhole.h"
#include "policy.h"
#include "sdp_parse.h"
#include "sip_flow.h"
#include "sip_parse.h"
#include "stats.h"
#include "subscriber.h"

#define TEXT_MAX	8192

struct fixture {
	struct rfw_pinholes pinholes;
	struct rfw_sip sip;
	struct rfw_stats __percpu *stats;
	struct rfw_subscriber subscriber;
	struct rfw_policy policy;
	struct rfw_policy_rules rules;
	struct rfw_flow *flow;
	struct rfw_sip_flow *sip_flow;
	const char *call_id;
	const char *remote_tag;
	const char *contact;
	const char *branch;
	struct rfw_sip_message message;
	struct rfw_sdp sdp;
	char text[TEXT_MAX];
	char body[TEXT_MAX];
};

/* Of the inside host. */
static inline struct in6_addr host(u32 n)
{
	return (struct in6_addr){ .s6_addr = { 0x2a, 0x0a, [15] = n } };
}

/* Outside; 9 is the proxy. */
static inline struct in6_addr foreign(u32 n)
{
	return (struct in6_addr){ .s6_addr = { 0x2a, 0x0b, [15] = n } };
}

static inline void ignore_event(struct rfw_pinholes *pinholes, const struct rfw_opening *opening,
				bool end, u8 why)
{
}

/* The flow is one of this inside host, from this port of its. */
static inline void come_from(struct fixture *f, u32 at, u16 port)
{
	struct in6_addr inside = host(at), proxy = foreign(9);
	unsigned int end;

	end = rfw_key_build(&f->flow->key, &inside, &proxy, htons(port), htons(5060),
			    rfw_key_zone(0, IPPROTO_UDP));
	f->flow->word = FIELD_PREP(RFW_FLOW_INSIDE, end) | FIELD_PREP(RFW_FLOW_ORIGINATOR, end);
}

static inline int sip_home_start(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, f);
	f->stats = alloc_percpu(struct rfw_stats);
	KUNIT_ASSERT_TRUE(test, !!f->stats);
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(f->stats, cpu)->sync);
	rfw_policy_preset(&f->rules, RFW_PRESET_STRICT);
	f->rules.algs = BIT(RFW_ALG_SIP);
	rcu_assign_pointer(f->policy.rules, &f->rules);
	rcu_assign_pointer(f->subscriber.policy, &f->policy);
	refcount_set(&f->subscriber.references, 1);
	INIT_LIST_HEAD(&f->subscriber.calls);
	f->pinholes.event = ignore_event;
	KUNIT_ASSERT_EQ(test, rfw_pinholes_init(&f->pinholes), 0);
	KUNIT_ASSERT_EQ(test, rfw_sip_init(&f->sip, &f->pinholes, f->stats), 0);
	f->flow = kunit_kzalloc(test, sizeof(*f->flow), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f->flow);
	come_from(f, 1, 5060);
	f->flow->subscriber = &f->subscriber;
	f->flow->timeout = 300 * HZ;
	f->flow->deadline = (u32)jiffies + 300 * HZ;
	f->sip_flow = rfw_sip_flow_new(&f->sip, f->flow);
	KUNIT_ASSERT_NOT_NULL(test, f->sip_flow);
	f->call_id = "a84b4c76e66710";
	f->remote_tag = "remote";
	f->contact = "";
	f->branch = "z9hG4bK1";
	test->priv = f;
	return 0;
}

/* Nothing may be left, and nobody may hold the subscriber. */
static inline void sip_home_stop(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f)
		return;
	local_bh_disable();
	rfw_sip_flow_end(f->sip_flow);
	local_bh_enable();
	kfree(f->sip_flow);
	rfw_sip_exit(&f->sip);
	KUNIT_EXPECT_EQ(test, f->pinholes.table.count, 0);
	KUNIT_EXPECT_EQ(test, f->pinholes.media, 0);
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->subscriber.sip_buffered), 0);
	rfw_pinholes_exit(&f->pinholes);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, refcount_read(&f->subscriber.references), 1);
	free_percpu(f->stats);
}

static inline struct rfw_opening *find(struct fixture *f, u32 at, u16 port, u32 from)
{
	struct in6_addr address = host(at), remote = foreign(from);
	struct rfw_opening *opening;
	unsigned int inside;
	struct rfw_key key;

	inside = rfw_key_build(&key, &address, &remote, htons(port), htons(40000),
			       rfw_key_zone(0, IPPROTO_UDP));
	rcu_read_lock();
	opening = rfw_opening_find(&f->pinholes.table, &key, inside, &f->subscriber, NULL,
				   jiffies);
	rcu_read_unlock();
	return opening;
}

static inline bool open_to(struct fixture *f, u16 port, u32 from)
{
	return find(f, 1, port, from);
}

#define EXPECT_PINHOLES(wanted) KUNIT_EXPECT_EQ(test, f->pinholes.table.count, wanted)

static inline u64 counted(struct fixture *f, enum rfw_sip_count what)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += u64_stats_read(&per_cpu_ptr(f->stats, cpu)->sip[what]);
	return sum;
}

#endif
