// SPDX-License-Identifier: GPL-2.0-only
/*
 * Openings: the table of blocks of ports against a list that is looked through from end to end, and
 * what becomes of pinholes.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "key.h"
#include "opening.h"
#include "pinhole.h"
#include "policy.h"
#include "subscriber.h"

#define HOSTS		4U
#define OPENINGS	200U
#define STEPS		6000U
#define LOOKS		20U

struct fixture {
	struct rfw_opening_table table;
	struct rfw_subscriber subscriber[2];
	struct rfw_opening *opening[OPENINGS];
	struct in6_addr address[OPENINGS];	/* where each is placed */
	struct rnd_state random;
	u32 ids;
};

static u32 below(struct fixture *fixture, u32 bound)
{
	return prandom_u32_state(&fixture->random) % bound;
}

static struct in6_addr host(u32 n)
{
	return (struct in6_addr){ .s6_addr = { 0x2a, 0x0a, [15] = n } };
}

static struct in6_addr foreign(u32 n)
{
	return (struct in6_addr){ .s6_addr = { 0x2a, n, [15] = 1 } };
}

static int start(struct kunit *test)
{
	struct fixture *fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fixture);
	prandom_seed_state(&fixture->random, 20260401);
	KUNIT_ASSERT_EQ(test, rfw_opening_table_init(&fixture->table), 0);
	test->priv = fixture;
	return 0;
}

static void drop(struct fixture *fixture, u32 n)
{
	rfw_opening_remove(&fixture->table, fixture->opening[n]);
	rfw_opening_free(fixture->opening[n]);
	fixture->opening[n] = NULL;
}

/* Nothing may be left in the table, by its own count. */
static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	u32 n;

	if (!fixture)
		return;
	for (n = 0; n < OPENINGS; n++)
		if (fixture->opening[n])
			drop(fixture, n);
	KUNIT_EXPECT_EQ(test, fixture->table.count, 0);
	KUNIT_EXPECT_EQ(test, fixture->table.levels, 0);
	rcu_barrier();
	rfw_opening_table_exit(&fixture->table);
}

/* A rule with random ranges, some of them with edges where blocks have theirs, and filters. */
static void make_rule(struct fixture *fixture, struct rfw_opening_rule *rule)
{
	static const u16 edges[] = { 1, 2, 255, 256, 257, 32767, 32768, 65534, 65535 };
	struct rfw_opening_filter *filter;
	u16 a, b;
	u32 i;

	memset(rule, 0, RFW_OPENING_RULE_MAX);
	rule->protocol = below(fixture, 2) ? IPPROTO_TCP : IPPROTO_UDP;
	rule->address = host(below(fixture, HOSTS));
	rule->ranges = below(fixture, 4);
	for (i = 0; i < rule->ranges; i++) {
		a = below(fixture, 3) ? 1 + below(fixture, 400) :
					edges[below(fixture, ARRAY_SIZE(edges))];
		b = below(fixture, 2) ? a : edges[below(fixture, ARRAY_SIZE(edges))];
		rule->range[i].low = min(a, b);
		rule->range[i].high = max(a, b);
	}
	rule->filters = below(fixture, 3);
	filter = rfw_opening_filters(rule);
	for (i = 0; i < rule->filters; i++, filter++) {
		filter->length = below(fixture, 2) ? 16 : 0;
		if (filter->length)
			filter->address = (struct in6_addr){
				.s6_addr = { 0x2a, below(fixture, 4) },
			};
		filter->port = below(fixture, 2) ? htons(1 + below(fixture, 3)) : 0;
	}
}

static void add(struct kunit *test, struct fixture *fixture, u32 n)
{
	struct rfw_opening_rule *rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct rfw_subscriber *subscriber = &fixture->subscriber[below(fixture, 2)];
	struct rfw_opening_use *use = rfw_opening_use_new(++fixture->ids, GFP_KERNEL);
	struct rfw_opening *opening;
	int err;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	KUNIT_ASSERT_NOT_NULL(test, use);
	make_rule(fixture, rule);
	opening = rfw_opening_new(rule, subscriber, use, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, opening);
	KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
	err = rfw_opening_place(&fixture->table, opening, &rule->address, 1, 0, GFP_KERNEL);
	kfree(rule);
	if (err) {
		KUNIT_EXPECT_EQ(test, err, -E2BIG);
		rfw_opening_remove(&fixture->table, opening);
		rfw_opening_free(opening);
		return;
	}
	fixture->opening[n] = opening;
	fixture->address[n] = opening->rule.address;
}

static bool port_in(const struct rfw_opening_rule *rule, u16 port)
{
	unsigned int i;

	for (i = 0; i < rule->ranges; i++)
		if (port >= rule->range[i].low && port <= rule->range[i].high)
			return true;
	return !rule->ranges;
}

static bool foreign_in(const struct rfw_opening_rule *rule, const struct in6_addr *address,
		       __be16 port)
{
	const struct rfw_opening_filter *filter = rfw_opening_filters(rule);
	unsigned int i;

	for (i = 0; i < rule->filters; i++, filter++)
		if ((!filter->length ||
		     (filter->address.s6_addr[0] == address->s6_addr[0] &&
		      filter->address.s6_addr[1] == address->s6_addr[1])) &&
		    (!filter->port || filter->port == port))
			return true;
	return !rule->filters;
}

/* The lowest number of all that match. */
static struct rfw_opening *look(struct fixture *fixture, u8 protocol,
				const struct in6_addr *address, u16 port,
				const struct in6_addr *from, __be16 from_port,
				const struct rfw_subscriber *subscriber)
{
	struct rfw_opening *opening, *first = NULL;
	u32 n;

	for (n = 0; n < OPENINGS; n++) {
		opening = fixture->opening[n];
		if (!opening || opening->subscriber != subscriber ||
		    opening->rule.protocol != protocol ||
		    !ipv6_addr_equal(&fixture->address[n], address) ||
		    !port_in(&opening->rule, port) ||
		    !foreign_in(&opening->rule, from, from_port))
			continue;
		if (!first || opening->use->id < first->use->id)
			first = opening;
	}
	return first;
}

static void compare(struct kunit *test, struct fixture *fixture)
{
	static const u16 ports[] = { 0, 1, 2, 3, 254, 255, 256, 257, 258, 399, 400, 401, 32766,
				     32767, 32768, 32769, 65533, 65534, 65535 };
	struct in6_addr address = host(below(fixture, HOSTS)), from = foreign(below(fixture, 4));
	struct rfw_subscriber *subscriber = &fixture->subscriber[below(fixture, 2)];
	u16 port = below(fixture, 2) ? ports[below(fixture, ARRAY_SIZE(ports))] :
				       below(fixture, 65536);
	__be16 from_port = htons(1 + below(fixture, 4));
	u8 protocol = below(fixture, 2) ? IPPROTO_TCP : IPPROTO_UDP;
	struct rfw_key key;
	unsigned int inside;

	inside = rfw_key_build(&key, &address, &from, htons(port), from_port,
			       rfw_key_zone(0, protocol));
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test,
			    rfw_opening_find(&fixture->table, &key, inside, subscriber, NULL, 0),
			    look(fixture, protocol, &address, port, &from, from_port, subscriber));
	rcu_read_unlock();
}

/* Added, removed and moved at random, and asked all the time. */
static void random_operations(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct in6_addr to;
	u32 step, i, n;

	for (step = 0; step < STEPS; step++) {
		n = below(fixture, OPENINGS);
		if (!fixture->opening[n]) {
			add(test, fixture, n);
		} else if (below(fixture, 2)) {
			drop(fixture, n);
		} else {
			/* to another address, and maybe no room there */
			to = host(below(fixture, HOSTS));
			if (!rfw_opening_place(&fixture->table, fixture->opening[n], &to, 1, 0,
					       GFP_KERNEL))
				fixture->address[n] = to;
		}
		for (i = 0; i < LOOKS; i++)
			compare(test, fixture);
		if (!(step % 64))
			cond_resched();
	}
}

/* However many openings there are, a packet asks for 17 blocks at most, of 64 openings at most. */
static void bounds(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct rfw_subscriber *subscriber = &fixture->subscriber[0];
	struct in6_addr address = host(1);
	struct rfw_opening *opening;
	u32 n, low, high;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->protocol = IPPROTO_TCP;
	rule->address = address;
	rule->ranges = 1;
	/* the worst range of all, and the whole */
	for (n = 0; n < 2; n++) {
		rule->range[0].low = 1;
		rule->range[0].high = n ? 65535 : 65534;
		opening = rfw_opening_new(rule, subscriber,
					  rfw_opening_use_new(++fixture->ids, GFP_KERNEL),
					  GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, opening);
		KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, rfw_opening_place(&fixture->table, opening, &address, 1, 0,
							GFP_KERNEL), 0);
		fixture->opening[n] = opening;
		KUNIT_EXPECT_LE(test, opening->places->count, 30);
		for (low = 0, high = 0; low < opening->places->count; low++)
			high += 1 << opening->places->entry[low].key.level;
		KUNIT_EXPECT_EQ(test, high, rule->range[0].high);
	}
	drop(fixture, 0);
	drop(fixture, 1);

	/* one port: the 65th is one too many, and changes nothing */
	rule->range[0].low = 80;
	rule->range[0].high = 80;
	for (n = 0; n <= RFW_OPENING_OVERLAP_MAX; n++) {
		opening = rfw_opening_new(rule, subscriber,
					  rfw_opening_use_new(++fixture->ids, GFP_KERNEL),
					  GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, opening);
		KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
		KUNIT_EXPECT_EQ(test, rfw_opening_place(&fixture->table, opening, &address, 1, 0,
							GFP_KERNEL),
				n < RFW_OPENING_OVERLAP_MAX ? 0 : -E2BIG);
		fixture->opening[n] = opening;
	}
	KUNIT_EXPECT_NULL(test, opening->places);
	KUNIT_EXPECT_EQ(test, fixture->table.level_count[0], RFW_OPENING_OVERLAP_MAX);
	/* There are hundreds of thousands of those: no room for addresses that they do not have. */
	KUNIT_EXPECT_LE(test, ksize(fixture->opening[0]->places), 128);
}

/* A range of one address costs packets to others nothing: they ask for their own blocks only. */
static void levels(struct kunit *test)
{
	static const struct rfw_port_range ranges[] = { { 1, 65534 }, { 80, 80 }, { 80, 83 } };
	struct fixture *fixture = test->priv;
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct rfw_subscriber *subscriber = &fixture->subscriber[0];
	struct rfw_address_set *set = &fixture->table.addresses;
	struct in6_addr address, third = host(2);
	struct rfw_opening *opening;
	u32 n;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->protocol = IPPROTO_TCP;
	rule->ranges = 1;
	for (n = 0; n < ARRAY_SIZE(ranges); n++) {
		address = host(!!n);
		rule->address = address;
		rule->range[0] = ranges[n];
		opening = rfw_opening_new(rule, subscriber,
					  rfw_opening_use_new(++fixture->ids, GFP_KERNEL),
					  GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, opening);
		KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, rfw_opening_place(&fixture->table, opening, &address, 1, 0,
							GFP_KERNEL), 0);
		fixture->opening[n] = opening;
	}
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, fixture->table.levels, BIT(15) - 1);
	KUNIT_EXPECT_EQ(test, rfw_address_kinds(set, subscriber, &address, 0), BIT(0) | BIT(2));
	KUNIT_EXPECT_EQ(test, rfw_address_kinds(set, subscriber, &third, 0), 0);
	rcu_read_unlock();
	drop(fixture, 1);
	drop(fixture, 2);
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, rfw_address_kinds(set, subscriber, &address, 0), 0);
	rcu_read_unlock();
}

/* A forward and a DMZ host of one address don't see each other. */
static void dmz(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct in6_addr address = host(1), from = foreign(1);
	struct rfw_opening *opening;
	unsigned int inside;
	struct rfw_key key;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->kind = RFW_OPENING_KIND_DMZ;
	rule->address = address;
	opening = rfw_opening_new(rule, &fixture->subscriber[0],
				  rfw_opening_use_new(1, GFP_KERNEL), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, opening);
	KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
	KUNIT_ASSERT_EQ(test, rfw_opening_place(&fixture->table, opening, &address, 1, 7,
						GFP_KERNEL), 0);
	fixture->opening[0] = opening;

	rcu_read_lock();
	inside = rfw_key_build(&key, &address, &from, htons(80), htons(5555),
			       rfw_key_zone(7, IPPROTO_TCP));
	KUNIT_EXPECT_NULL(test, rfw_opening_find(&fixture->table, &key, inside,
						 &fixture->subscriber[0], NULL, 0));
	KUNIT_EXPECT_PTR_EQ(test, rfw_opening_find_dmz(&fixture->table, &key, inside,
						       &fixture->subscriber[0]), opening);
	KUNIT_EXPECT_NULL(test, rfw_opening_find_dmz(&fixture->table, &key, !inside,
						     &fixture->subscriber[0]));
	KUNIT_EXPECT_NULL(test, rfw_opening_find_dmz(&fixture->table, &key, inside,
						     &fixture->subscriber[1]));
	key.zone = rfw_key_zone(0, IPPROTO_TCP);
	KUNIT_EXPECT_NULL(test, rfw_opening_find_dmz(&fixture->table, &key, inside,
						     &fixture->subscriber[0]));
	rcu_read_unlock();
}

/* ---- pinholes ---- */

struct holes {
	struct rfw_pinholes pinholes;
	struct rfw_subscriber subscriber;
	struct rfw_policy policy;
	struct rfw_policy_rules rules;
	u32 opened;
	u32 closed[RFW_FLOW_END_EVICTED + 1];
};

static void count_event(struct rfw_pinholes *pinholes, const struct rfw_opening *opening, bool end,
			u8 why)
{
	struct holes *holes = container_of(pinholes, struct holes, pinholes);

	if (end)
		holes->closed[why]++;
	else
		holes->opened++;
}

static struct holes *holes_start(struct kunit *test)
{
	struct holes *holes = kunit_kzalloc(test, sizeof(*holes), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, holes);
	rfw_policy_preset(&holes->rules, RFW_PRESET_STRICT);
	holes->rules.max_pinholes = 3;
	RCU_INIT_POINTER(holes->policy.rules, &holes->rules);
	RCU_INIT_POINTER(holes->subscriber.policy, &holes->policy);
	refcount_set(&holes->subscriber.references, 1);
	holes->pinholes.event = count_event;
	KUNIT_ASSERT_EQ(test, rfw_pinholes_init(&holes->pinholes), 0);
	return holes;
}

static int hole(struct kunit *test, struct holes *holes, u16 port, u32 lifetime, u32 *id)
{
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct rfw_pinhole wanted = { .owner = RFW_PINHOLE_OWNER_PCP, .lifetime = lifetime };
	int err;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->kind = RFW_OPENING_KIND_PINHOLE;
	rule->protocol = IPPROTO_UDP;
	rule->address = host(1);
	rule->ranges = 1;
	rule->range[0].low = port;
	rule->range[0].high = port;
	spin_lock_bh(&holes->pinholes.lock);
	err = rfw_pinhole_add(&holes->pinholes, &holes->subscriber, rule, &wanted, 0, id, NULL);
	spin_unlock_bh(&holes->pinholes.lock);
	return err;
}

static struct rfw_opening *find_hole(struct holes *holes, u16 port, __be16 from_port)
{
	struct in6_addr address = host(1), from = foreign(1);
	struct rfw_opening *opening;
	unsigned int inside;
	struct rfw_key key;

	inside = rfw_key_build(&key, &address, &from, htons(port), from_port,
			       rfw_key_zone(0, IPPROTO_UDP));
	rcu_read_lock();
	opening = rfw_opening_find(&holes->pinholes.table, &key, inside, &holes->subscriber,
				   NULL, jiffies);
	rcu_read_unlock();
	return opening;
}

/* Quota, low ports, the same twice; and each refusal leaves everything as it was. */
static void pinhole_limits(struct kunit *test)
{
	struct holes *holes = holes_start(test);
	u32 id = 0, first;

	KUNIT_EXPECT_EQ(test, hole(test, holes, 5000, 100, &first), 0);
	KUNIT_EXPECT_EQ(test, hole(test, holes, 5000, 100, &id), -EEXIST);
	KUNIT_EXPECT_EQ(test, hole(test, holes, 1023, 100, &id), -EPERM);
	KUNIT_EXPECT_EQ(test, hole(test, holes, 1024, 100, &id), 0);
	KUNIT_EXPECT_EQ(test, hole(test, holes, 5001, 100, &id), 0);
	KUNIT_EXPECT_EQ(test, hole(test, holes, 5002, 100, &id), -EDQUOT);
	KUNIT_EXPECT_EQ(test, holes->subscriber.pinholes, 3);
	KUNIT_EXPECT_EQ(test, holes->pinholes.table.count, 3);
	KUNIT_EXPECT_EQ(test, refcount_read(&holes->subscriber.references), 4);
	KUNIT_EXPECT_EQ(test, holes->opened, 3);
	KUNIT_EXPECT_NOT_NULL(test, find_hole(holes, 5001, htons(9)));
	KUNIT_EXPECT_NULL(test, find_hole(holes, 5002, htons(9)));

	/* one that goes makes room */
	spin_lock_bh(&holes->pinholes.lock);
	rfw_pinhole_del(&holes->pinholes, xa_load(&holes->pinholes.table.ids, first),
			RFW_FLOW_END_DELETED);
	spin_unlock_bh(&holes->pinholes.lock);
	KUNIT_EXPECT_NULL(test, find_hole(holes, 5000, htons(9)));
	KUNIT_EXPECT_EQ(test, hole(test, holes, 5002, 100, &id), 0);

	holes->rules.pinhole_low_ports = 1;
	holes->rules.max_pinholes = 4;
	KUNIT_EXPECT_EQ(test, hole(test, holes, 1023, 100, &id), 0);
	rfw_pinholes_exit(&holes->pinholes);
	KUNIT_EXPECT_EQ(test, holes->subscriber.pinholes, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&holes->subscriber.references), 1);
	KUNIT_EXPECT_EQ(test, holes->closed[RFW_FLOW_END_DELETED], 1);
	KUNIT_EXPECT_EQ(test, holes->closed[RFW_FLOW_END_CONFIGURATION], 4);
	rcu_barrier();
}

/* Another filter and more time, and the counters stay; then its time is over. */
static void pinhole_life(struct kunit *test)
{
	struct holes *holes = holes_start(test);
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct rfw_opening *opening, *changed;
	struct rfw_opening_use *use;
	unsigned long next;
	u32 id, other;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	KUNIT_ASSERT_EQ(test, hole(test, holes, 5000, 100, &id), 0);
	KUNIT_ASSERT_EQ(test, hole(test, holes, 5001, 1000, &other), 0);
	opening = find_hole(holes, 5000, htons(9));
	KUNIT_ASSERT_NOT_NULL(test, opening);
	use = opening->use;
	rfw_opening_count(use, 60);
	KUNIT_EXPECT_FALSE(test, rfw_pinholes_expire(&holes->pinholes, &next));
	KUNIT_EXPECT_LE(test, next, 100 * HZ);
	KUNIT_EXPECT_GT(test, next, 90 * HZ);

	memcpy(rule, &opening->rule, rfw_opening_rule_size(&opening->rule));
	rule->filters = 1;
	rfw_opening_filters(rule)->port = htons(9);
	spin_lock_bh(&holes->pinholes.lock);
	KUNIT_EXPECT_EQ(test, rfw_pinhole_set(&holes->pinholes, opening, rule, 500, NULL), 0);
	spin_unlock_bh(&holes->pinholes.lock);
	changed = find_hole(holes, 5000, htons(9));
	KUNIT_ASSERT_NOT_NULL(test, changed);
	KUNIT_EXPECT_PTR_EQ(test, changed->use, use);
	KUNIT_EXPECT_EQ(test, changed->use->id, id);
	KUNIT_EXPECT_EQ(test, atomic64_read(&use->packets), 1);
	KUNIT_EXPECT_NULL(test, find_hole(holes, 5000, htons(10)));
	KUNIT_EXPECT_EQ(test, holes->subscriber.pinholes, 2);
	KUNIT_EXPECT_FALSE(test, rfw_pinholes_expire(&holes->pinholes, &next));
	KUNIT_EXPECT_GT(test, next, 490 * HZ);

	/* dead to packets at once, and closed when somebody looks */
	WRITE_ONCE(changed->deadline, (u32)jiffies);
	KUNIT_EXPECT_NULL(test, find_hole(holes, 5000, htons(9)));
	spin_lock_bh(&holes->pinholes.lock);
	timerqueue_del(&holes->pinholes.timers, &changed->pinhole->timer);
	changed->pinhole->timer.expires = get_jiffies_64();
	timerqueue_add(&holes->pinholes.timers, &changed->pinhole->timer);
	spin_unlock_bh(&holes->pinholes.lock);
	refcount_inc(&use->references);
	KUNIT_EXPECT_TRUE(test, rfw_pinholes_expire(&holes->pinholes, &next));
	KUNIT_EXPECT_TRUE(test, use->gone);
	KUNIT_EXPECT_GT(test, next, 900 * HZ);
	KUNIT_EXPECT_EQ(test, holes->closed[RFW_FLOW_END_EXPIRED], 1);
	KUNIT_EXPECT_EQ(test, holes->subscriber.pinholes, 1);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, refcount_read(&use->references), 1);
	rfw_opening_use_put(use);
	rfw_pinholes_exit(&holes->pinholes);
	rcu_barrier();
}

/* Service codes stand between ranges and filters, and a packet needs one that is there (REC-43). */
static void service_codes(struct kunit *test)
{
	static const u32 asked[] = { 7, 0x61626364, 0, 8, U32_MAX };
	struct rfw_opening_rule *rule = kunit_kzalloc(test, RFW_OPENING_RULE_MAX, GFP_KERNEL);
	struct in6_addr address = host(1), from = foreign(1);
	struct fixture *fixture = test->priv;
	struct rfw_opening *opening;
	unsigned int inside, i;
	struct rfw_key key;
	__be32 service;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->protocol = IPPROTO_DCCP;
	rule->address = address;
	rule->ranges = 1;
	rule->range[0].low = 5000;
	rule->range[0].high = 5001;
	rule->services = 2;
	rfw_opening_services(rule)[0] = htonl(7);
	rfw_opening_services(rule)[1] = htonl(0x61626364);
	rule->filters = 1;
	rfw_opening_filters(rule)->port = htons(9);
	opening = rfw_opening_new(rule, &fixture->subscriber[0],
				  rfw_opening_use_new(1, GFP_KERNEL), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, opening);
	KUNIT_ASSERT_EQ(test, rfw_opening_add(&fixture->table, opening, GFP_KERNEL), 0);
	KUNIT_ASSERT_EQ(test, rfw_opening_place(&fixture->table, opening, &address, 1, 0,
						GFP_KERNEL), 0);
	fixture->opening[0] = opening;

	rcu_read_lock();
	inside = rfw_key_build(&key, &address, &from, htons(5001), htons(9),
			       rfw_key_zone(0, IPPROTO_DCCP));
	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		service = htonl(asked[i]);
		KUNIT_EXPECT_PTR_EQ(test, rfw_opening_find(&fixture->table, &key, inside,
							   &fixture->subscriber[0], &service, 0),
				    i < 2 ? opening : NULL);
	}
	/* of a live flow it may not be known */
	KUNIT_EXPECT_PTR_EQ(test, rfw_opening_find(&fixture->table, &key, inside,
						   &fixture->subscriber[0], NULL, 0), opening);
	/* the filter counts as ever */
	service = htonl(7);
	key.port[!inside] = htons(10);
	KUNIT_EXPECT_NULL(test, rfw_opening_find(&fixture->table, &key, inside,
						 &fixture->subscriber[0], &service, 0));
	rcu_read_unlock();
	/* the order and number of codes is part of what it says */
	KUNIT_EXPECT_PTR_EQ(test, rfw_opening_same(&fixture->table, rule, &fixture->subscriber[0]),
			    opening);
	rfw_opening_services(rule)[1] = htonl(0x61626365);
	KUNIT_EXPECT_NULL(test, rfw_opening_same(&fixture->table, rule, &fixture->subscriber[0]));
}

static struct kunit_case opening_cases[] = {
	KUNIT_CASE(service_codes),
	KUNIT_CASE(random_operations),
	KUNIT_CASE(bounds),
	KUNIT_CASE(levels),
	KUNIT_CASE(dmz),
	{}
};

static struct kunit_case pinhole_cases[] = {
	KUNIT_CASE(pinhole_limits),
	KUNIT_CASE(pinhole_life),
	{}
};

static struct kunit_suite opening_suite = {
	.name = "rfw_opening",
	.init = start,
	.exit = stop,
	.test_cases = opening_cases,
};

static struct kunit_suite pinhole_suite = {
	.name = "rfw_pinhole",
	.test_cases = pinhole_cases,
};

kunit_test_suites(&opening_suite, &pinhole_suite);
