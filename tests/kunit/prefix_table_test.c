// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prefix table, against a reference that is a plain list and obviously right.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/prandom.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "prefix_table.h"

#define REFERENCE_MAX	400
#define MANY		65536

struct reference {
	unsigned int count;
	struct {
		struct in6_addr address;
		u8 length;
		void *value;
	} prefix[REFERENCE_MAX];
};

static u8 values[MANY];		/* only their addresses matter */

static void *lookup(const struct rfw_prefix_table *table, const struct in6_addr *address)
{
	void *value;

	rcu_read_lock();
	value = rfw_prefix_lookup(table, address);
	rcu_read_unlock();
	return value;
}

static void *covering(const struct rfw_prefix_table *table, const struct in6_addr *address,
		      u8 length)
{
	void *value;

	rcu_read_lock();
	value = rfw_prefix_covering(table, address, length);
	rcu_read_unlock();
	return value;
}

/* A writer's question, asked here without its lock. */
static bool overlaps(const struct rfw_prefix_table *table, const struct in6_addr *address,
		     u8 length)
{
	bool answer;

	rcu_read_lock();
	answer = rfw_prefix_overlaps(table, address, length);
	rcu_read_unlock();
	return answer;
}

static unsigned int bit_of(const struct in6_addr *address, unsigned int n)
{
	return address->s6_addr[n / 8] >> (7 - n % 8) & 1;
}

static void flip_bit(struct in6_addr *address, unsigned int n)
{
	address->s6_addr[n / 8] ^= 1 << (7 - n % 8);
}

static void clear_host_bits(struct in6_addr *address, unsigned int length)
{
	for (; length < 128; length++) {
		if (bit_of(address, length))
			flip_bit(address, length);
	}
}

static bool covers(const struct in6_addr *prefix, unsigned int length,
		   const struct in6_addr *address)
{
	unsigned int i;

	for (i = 0; i < length; i++) {
		if (bit_of(prefix, i) != bit_of(address, i))
			return false;
	}
	return true;
}

static int reference_find(const struct reference *reference, const struct in6_addr *address,
			  u8 length)
{
	unsigned int i;

	for (i = 0; i < reference->count; i++) {
		if (reference->prefix[i].length == length &&
		    covers(&reference->prefix[i].address, length, address))
			return i;
	}
	return -1;
}

static void *reference_covering(const struct reference *reference, const struct in6_addr *address,
				u8 length)
{
	int best = -1, best_length = -1;
	unsigned int i;

	for (i = 0; i < reference->count; i++) {
		if (reference->prefix[i].length <= length &&
		    reference->prefix[i].length > best_length &&
		    covers(&reference->prefix[i].address, reference->prefix[i].length, address)) {
			best = i;
			best_length = reference->prefix[i].length;
		}
	}
	return best < 0 ? NULL : reference->prefix[best].value;
}

static bool reference_overlaps(const struct reference *reference, const struct in6_addr *address,
			       u8 length)
{
	unsigned int i;

	for (i = 0; i < reference->count; i++) {
		if (covers(&reference->prefix[i].address,
			   min(reference->prefix[i].length, length), address))
			return true;
	}
	return false;
}

static struct in6_addr address_of(u32 a, u32 b, u32 c, u32 d)
{
	__be32 word[4] = { cpu_to_be32(a), cpu_to_be32(b), cpu_to_be32(c), cpu_to_be32(d) };
	struct in6_addr address;

	memcpy(&address, word, sizeof(address));
	return address;
}

static void validity(struct kunit *test)
{
	struct in6_addr address;
	unsigned int bit, length;

	for (bit = 0; bit < 128; bit++) {
		memset(&address, 0, sizeof(address));
		flip_bit(&address, bit);
		for (length = 0; length < 256; length++)
			KUNIT_EXPECT_EQ_MSG(test, rfw_prefix_valid(&address, length),
					    length > bit && length <= 128, "bit %u length %u", bit,
					    length);
	}
	memset(&address, 0, sizeof(address));
	KUNIT_EXPECT_TRUE(test, rfw_prefix_valid(&address, 0));
}

static void refusals(struct kunit *test)
{
	struct rfw_prefix_table table = { };
	struct in6_addr address = address_of(0x20010db8, 0, 0, 0), host = address;

	host.s6_addr[15] = 1;
	KUNIT_EXPECT_NULL(test, lookup(&table, &address));
	KUNIT_EXPECT_NULL(test, rfw_prefix_remove(&table, &address, 32));
	KUNIT_EXPECT_FALSE(test, overlaps(&table, &address, 0));

	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 32, &values[0]), 0);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 32, &values[1]), -EEXIST);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &host, 64, &values[1]), -EINVAL);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 129, &values[1]), -EINVAL);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 64, NULL), -EINVAL);
	KUNIT_EXPECT_NULL(test, rfw_prefix_remove(&table, &address, 31));
	KUNIT_EXPECT_NULL(test, rfw_prefix_remove(&table, &address, 33));
	KUNIT_EXPECT_NULL(test, rfw_prefix_get(&table, &address, 31));
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &address, 32), (void *)&values[0]);
	KUNIT_EXPECT_EQ(test, table.count, 1);
	rfw_prefix_clear(&table);
	KUNIT_EXPECT_NULL(test, lookup(&table, &address));
	KUNIT_EXPECT_EQ(test, table.count, 0);
}

/* Every length of one address: an address that differs in bit n has its longest prefix at n. */
static void nested(struct kunit *test)
{
	struct rfw_prefix_table table = { };
	struct in6_addr base = address_of(0x20010db8, 0x5a5a1234, 0xdeadbeef, 0x00ff55aa), address;
	unsigned int i, length;

	for (i = 0; i <= 128; i++) {
		length = i * 50 % 129;	/* in no order */
		address = base;
		clear_host_bits(&address, length);
		KUNIT_EXPECT_EQ(test, 0,
				rfw_prefix_insert(&table, &address, length, &values[length]));
	}
	KUNIT_EXPECT_EQ(test, table.count, 129);
	KUNIT_EXPECT_PTR_EQ(test, lookup(&table, &base), (void *)&values[128]);
	for (i = 0; i < 128; i++) {
		address = base;
		flip_bit(&address, i);
		KUNIT_EXPECT_PTR_EQ(test, lookup(&table, &address), (void *)&values[i]);
	}
	for (i = 0; i <= 128; i++) {
		length = i * 77 % 129;
		address = base;
		clear_host_bits(&address, length);
		KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &address, length),
				    (void *)&values[length]);
	}
	KUNIT_EXPECT_EQ(test, table.count, 0);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(table.root));
}

/* A fork that gets a value of its own and loses it again, and forks that lose a child. */
static void forks(struct kunit *test)
{
	struct in6_addr fork = address_of(0x20010db8, 0, 0, 0), left = fork, right = fork;
	struct rfw_prefix_table table = { };

	flip_bit(&right, 47);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &left, 48, &values[0]), 0);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &right, 48, &values[1]), 0);
	KUNIT_EXPECT_NULL(test, rfw_prefix_get(&table, &fork, 47));
	KUNIT_EXPECT_NULL(test, rfw_prefix_remove(&table, &fork, 47));
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &fork, 47, &values[2]), 0);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &fork, 47, &values[3]), -EEXIST);
	KUNIT_EXPECT_PTR_EQ(test, lookup(&table, &left), (void *)&values[0]);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &left, 48), (void *)&values[0]);
	KUNIT_EXPECT_PTR_EQ(test, lookup(&table, &left), (void *)&values[2]);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &left, 48, &values[0]), 0);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &fork, 47), (void *)&values[2]);
	KUNIT_EXPECT_PTR_EQ(test, lookup(&table, &right), (void *)&values[1]);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &right, 48), (void *)&values[1]);
	KUNIT_EXPECT_NULL(test, lookup(&table, &right));
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &left, 48), (void *)&values[0]);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(table.root));
}

/* A prefix among neighbours: what covers it, what lies inside it, what does neither. */
static void relations(struct kunit *test)
{
	struct rfw_prefix_table table = { };
	struct in6_addr domain = address_of(0x20010db8, 0x00010000, 0, 0);
	struct in6_addr subscriber = address_of(0x20010db8, 0x00010100, 0, 0);
	struct in6_addr neighbour = address_of(0x20010db8, 0x00020000, 0, 0);

	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &domain, 48, &values[0]), 0);
	KUNIT_EXPECT_PTR_EQ(test, covering(&table, &subscriber, 56), (void *)&values[0]);
	KUNIT_EXPECT_PTR_EQ(test, covering(&table, &domain, 48), (void *)&values[0]);
	KUNIT_EXPECT_NULL(test, covering(&table, &domain, 47));
	KUNIT_EXPECT_NULL(test, covering(&table, &neighbour, 48));
	KUNIT_EXPECT_TRUE(test, overlaps(&table, &subscriber, 56));
	KUNIT_EXPECT_TRUE(test, overlaps(&table, &domain, 48));
	KUNIT_EXPECT_TRUE(test, overlaps(&table, &domain, 0));
	KUNIT_EXPECT_FALSE(test, overlaps(&table, &neighbour, 48));
	KUNIT_EXPECT_FALSE(test, overlaps(&table, &neighbour, 128));
	rfw_prefix_clear(&table);
}

/* How random prefixes are drawn: which bits may differ, and which lengths there are. */
struct shape {
	const char *name;
	u32 mask[4];
	u8 length_min, length_max;
};

static const struct shape shapes[] = {
	{ "any bits, any length", { ~0U, ~0U, ~0U, ~0U }, 0, 128 },
	{ "few bits at the front", { 0xe0000000, 0, 0, 0 }, 0, 5 },
	{ "few bits at the end", { 0, 0, 0, 0x3f }, 120, 128 },
	{ "delegated prefixes", { 0, 0x001fff00, 0, 0 }, 40, 64 },
	{ "across the middle", { 0, 0x7, 0xe0000000, 0 }, 58, 70 },
	{ "hosts", { 0, 0, 0, 0xff }, 128, 128 },
	{ "spread, few bits each", { 0x10001000, 0x10001, 0x8001, 0x11 }, 0, 128 },
};

static void describe_shape(const struct shape *shape, char *description)
{
	strscpy(description, shape->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(shape, shapes, describe_shape);

static struct in6_addr draw_address(struct rnd_state *random, const struct shape *shape)
{
	u32 word[4];
	int i;

	for (i = 0; i < 4; i++)
		word[i] = 0x20010db8 ^ (prandom_u32_state(random) & shape->mask[i]);
	return address_of(word[0], word[1], word[2], word[3]);
}

static void compare(struct kunit *test, const struct rfw_prefix_table *table,
		    const struct reference *reference, const struct in6_addr *address, u8 length)
{
	struct in6_addr prefix = *address;

	KUNIT_EXPECT_PTR_EQ(test, lookup(table, address),
			    reference_covering(reference, address, 128));
	clear_host_bits(&prefix, length);
	KUNIT_EXPECT_PTR_EQ(test, covering(table, &prefix, length),
			    reference_covering(reference, &prefix, length));
	KUNIT_EXPECT_EQ(test, overlaps(table, &prefix, length),
			reference_overlaps(reference, &prefix, length));
	KUNIT_EXPECT_EQ(test, table->count, reference->count);
}

static void random_operations(struct kunit *test)
{
	const struct shape *shape = test->param_value;
	struct reference *reference = kunit_kzalloc(test, sizeof(*reference), GFP_KERNEL);
	struct rfw_prefix_table table = { };
	unsigned int round, span = shape->length_max - shape->length_min + 1;
	struct rnd_state random;
	struct in6_addr address, prefix;
	void *value;
	u8 length;
	int at;

	KUNIT_ASSERT_NOT_NULL(test, reference);
	prandom_seed_state(&random, 128);
	for (round = 0; round < 6000; round++) {
		address = draw_address(&random, shape);
		length = shape->length_min + prandom_u32_state(&random) % span;
		prefix = address;
		clear_host_bits(&prefix, length);
		at = reference_find(reference, &prefix, length);
		value = at < 0 ? NULL : reference->prefix[at].value;
		KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &prefix, length), value);

		/* grows for a while, then shrinks */
		if (prandom_u32_state(&random) % 8 < (round / 1000 % 2 ? 2 : 6)) {
			if (reference->count == REFERENCE_MAX)
				continue;
			KUNIT_EXPECT_EQ(test, at < 0 ? 0 : -EEXIST,
					rfw_prefix_insert(&table, &prefix, length, &values[round]));
			if (at < 0) {
				at = reference->count++;
				reference->prefix[at].address = prefix;
				reference->prefix[at].length = length;
				reference->prefix[at].value = &values[round];
			}
		} else {
			/* mostly one that is there */
			if (reference->count && round % 4) {
				at = prandom_u32_state(&random) % reference->count;
				prefix = reference->prefix[at].address;
				length = reference->prefix[at].length;
				value = reference->prefix[at].value;
			}
			KUNIT_EXPECT_PTR_EQ(test, value,
					    rfw_prefix_remove(&table, &prefix, length));
			if (at >= 0)
				reference->prefix[at] = reference->prefix[--reference->count];
		}
		compare(test, &table, reference, &address, length);
		address = draw_address(&random, shape);
		compare(test, &table, reference, &address, prandom_u32_state(&random) % 129);
	}

	while (reference->count) {
		at = --reference->count;
		value = rfw_prefix_remove(&table, &reference->prefix[at].address,
					  reference->prefix[at].length);
		KUNIT_EXPECT_PTR_EQ(test, value, reference->prefix[at].value);
	}
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(table.root));
}

static void many(struct kunit *test)
{
	struct rfw_prefix_table table = { };
	struct in6_addr address;
	unsigned int i, wrong = 0;

	for (i = 0; i < MANY; i++) {
		address = address_of(0x20010db8, i * 40503 % MANY << 8, 0, 0);
		wrong += !!rfw_prefix_insert(&table, &address, 56, &values[i]);
	}
	for (i = 0; i < MANY; i++) {
		address = address_of(0x20010db8, (i * 40503 % MANY << 8) | (i & 0xff), i, ~i);
		wrong += lookup(&table, &address) != &values[i];
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, table.count, MANY);
	rfw_prefix_clear(&table);
	KUNIT_EXPECT_EQ(test, table.count, 0);
	KUNIT_EXPECT_NULL(test, lookup(&table, &address));
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 128, &values[0]), 0);
	rfw_prefix_clear(&table);
}

/* Lockdep and PROVE_RCU speak up here if the writers' lock is not what the accesses ask for. */
static void writers_lock(struct kunit *test)
{
	struct in6_addr address = address_of(0x20010db8, 0, 0, 0);
	struct rfw_prefix_table table = { };
	struct mutex lock;	/* stands for the one of the configuration */

	mutex_init(&lock);
	table.lock = &lock;
	mutex_lock(&lock);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 32, &values[0]), 0);
	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &address, 48, &values[1]), 0);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_lookup(&table, &address), (void *)&values[1]);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_remove(&table, &address, 48), (void *)&values[1]);
	KUNIT_EXPECT_TRUE(test, overlaps(&table, &address, 64));
	rfw_prefix_clear(&table);
	mutex_unlock(&lock);
	KUNIT_EXPECT_NULL(test, lookup(&table, &address));
}

static int prefix_table_start(struct kunit_suite *suite)
{
	return rfw_prefix_table_init();
}

static void prefix_table_stop(struct kunit_suite *suite)
{
	rfw_prefix_table_exit();
}

static struct kunit_case prefix_table_cases[] = {
	KUNIT_CASE(validity),
	KUNIT_CASE(refusals),
	KUNIT_CASE(nested),
	KUNIT_CASE(forks),
	KUNIT_CASE(relations),
	KUNIT_CASE_PARAM(random_operations, shape_gen_params),
	KUNIT_CASE(many),
	KUNIT_CASE(writers_lock),
	{}
};

static struct kunit_suite prefix_table_suite = {
	.name = "rfw_prefix_table",
	.suite_init = prefix_table_start,
	.suite_exit = prefix_table_stop,
	.test_cases = prefix_table_cases,
};

kunit_test_suite(prefix_table_suite);
