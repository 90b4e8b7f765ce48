// SPDX-License-Identifier: GPL-2.0-only
/*
 * Longest-prefix match over IPv6 prefixes.
 *
 * A node stands for a prefix. Its children lie inside it, the one whose next bit is 0 and the one
 * whose next bit is 1, and bits that no two prefixes differ in have no node. A node without a value
 * is a mere fork and has both children.
 */
#include "prefix_table.h"

#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/byteorder.h>

#define ADDRESS_BITS	128

/* Bit 0 is the most significant one. */
struct bits {
	u64 word[2];
};

/* One cache line. Of what readers see, only @child and @value ever change. */
struct rfw_prefix_node {
	struct rfw_prefix_node __rcu *child[2];
	void __rcu *value;
	struct bits prefix;
	union {
		struct rcu_head rcu;
		struct rfw_prefix_node *next;	/* in rfw_prefix_clear() */
	};
	u8 length;
};

static struct kmem_cache *node_cache;

#define writer_deref(table, p)	rcu_dereference_protected(p, writer_side(table))
#define reader_deref(table, p)	rcu_dereference_check(p, lock_held(table))

static inline bool lock_held(const struct rfw_prefix_table *table)
{
	return table->lock && lockdep_is_held(table->lock);
}

static inline bool writer_side(const struct rfw_prefix_table *table)
{
	return !table->lock || lock_held(table);
}

static __always_inline struct bits to_bits(const struct in6_addr *address)
{
	__be64 word[2];

	memcpy(word, address, sizeof(word));
	return (struct bits){ { be64_to_cpu(word[0]), be64_to_cpu(word[1]) } };
}

/* How many bits two strings of bits have in common at their front. */
static unsigned int common_bits(const struct bits *a, const struct bits *b)
{
	u64 difference = a->word[0] ^ b->word[0];

	if (difference)
		return 64 - fls64(difference);
	return ADDRESS_BITS - fls64(a->word[1] ^ b->word[1]);
}

/* @n < ADDRESS_BITS */
static unsigned int nth_bit(const struct bits *bits, unsigned int n)
{
	return bits->word[n / 64] >> (63 - n % 64) & 1;
}

static void free_node(struct rcu_head *rcu)
{
	kmem_cache_free(node_cache, container_of(rcu, struct rfw_prefix_node, rcu));
}

static struct rfw_prefix_node *new_node(const struct bits *prefix, u8 length, void *value)
{
	struct rfw_prefix_node *node = kmem_cache_zalloc(node_cache, GFP_KERNEL_ACCOUNT);

	if (!node)
		return NULL;
	node->prefix = *prefix;
	node->length = length;
	RCU_INIT_POINTER(node->value, value);
	return node;
}

static __always_inline void *longest_match(const struct rfw_prefix_table *table,
					   const struct in6_addr *address, unsigned int length)
{
	const struct rfw_prefix_node *node = reader_deref(table, table->root);
	struct bits bits = to_bits(address);
	void *best = NULL;

	while (node && node->length <= length &&
	       common_bits(&node->prefix, &bits) >= node->length) {
		void *value = reader_deref(table, node->value);

		if (value)
			best = value;
		if (node->length == length)
			break;
		node = reader_deref(table, node->child[nth_bit(&bits, node->length)]);
	}
	return best;
}

void *rfw_prefix_lookup(const struct rfw_prefix_table *table, const struct in6_addr *address)
{
	return longest_match(table, address, ADDRESS_BITS);
}

void *rfw_prefix_covering(const struct rfw_prefix_table *table, const struct in6_addr *address,
			  u8 length)
{
	return longest_match(table, address, length);
}

/* Where a writer's descent for a prefix ended. */
struct place {
	struct rfw_prefix_node *node;	/* the first that does not properly cover it, or NULL */
	struct rfw_prefix_node __rcu **link;		/* what points to @node */
	struct rfw_prefix_node *parent;	/* the last that does, or NULL */
	struct rfw_prefix_node __rcu **parent_link;	/* what points to @parent */
	bool covered;			/* a node on the way has a value */
};

static struct place descend(const struct rfw_prefix_table *table, const struct bits *bits,
			    u8 length)
{
	struct place place = { .link = (struct rfw_prefix_node __rcu **)&table->root };
	struct rfw_prefix_node *node;

	while ((node = writer_deref(table, *place.link))) {
		if (node->length >= length || common_bits(&node->prefix, bits) < node->length)
			break;
		place.covered |= !!rcu_access_pointer(node->value);
		place.parent_link = place.link;
		place.parent = node;
		place.link = &node->child[nth_bit(bits, node->length)];
	}
	place.node = node;
	return place;
}

static bool is_prefix(const struct rfw_prefix_node *node, const struct bits *bits, u8 length)
{
	return node && node->length == length && common_bits(&node->prefix, bits) >= length;
}

int rfw_prefix_insert(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length,
		      void *value)
{
	struct bits bits = to_bits(address);
	struct rfw_prefix_node *node, *fork;
	unsigned int common;
	struct place place;

	if (!rfw_prefix_valid(address, length) || !value)
		return -EINVAL;

	place = descend(table, &bits, length);
	if (is_prefix(place.node, &bits, length)) {
		if (rcu_access_pointer(place.node->value))
			return -EEXIST;
		rcu_assign_pointer(place.node->value, value);
		table->count++;
		return 0;
	}

	node = new_node(&bits, length, value);
	if (!node)
		return -ENOMEM;

	common = place.node ? common_bits(&place.node->prefix, &bits) : length;
	if (!place.node) {
		rcu_assign_pointer(*place.link, node);
	} else if (common >= length) {
		RCU_INIT_POINTER(node->child[nth_bit(&place.node->prefix, length)], place.node);
		rcu_assign_pointer(*place.link, node);
	} else {
		fork = new_node(&bits, common, NULL);
		if (!fork) {
			kmem_cache_free(node_cache, node);
			return -ENOMEM;
		}
		RCU_INIT_POINTER(fork->child[nth_bit(&bits, common)], node);
		RCU_INIT_POINTER(fork->child[!nth_bit(&bits, common)], place.node);
		rcu_assign_pointer(*place.link, fork);
	}
	table->count++;
	return 0;
}

/* Lets the one child of a node, if it has any, take its place. */
static void splice_out(struct rfw_prefix_node __rcu **link, struct rfw_prefix_node *node,
		       struct rfw_prefix_node *child)
{
	rcu_assign_pointer(*link, child);
	call_rcu(&node->rcu, free_node);
}

void *rfw_prefix_remove(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length)
{
	struct rfw_prefix_node *left, *right, *node;
	struct bits bits = to_bits(address);
	struct place place;
	void *value;

	place = descend(table, &bits, length);
	node = place.node;
	if (!is_prefix(node, &bits, length))
		return NULL;
	value = writer_deref(table, node->value);
	if (!value)
		return NULL;
	table->count--;

	left = writer_deref(table, node->child[0]);
	right = writer_deref(table, node->child[1]);
	if (left && right) {
		RCU_INIT_POINTER(node->value, NULL);
		return value;
	}
	splice_out(place.link, node, left ? left : right);
	if (left || right || !place.parent || rcu_access_pointer(place.parent->value))
		return value;

	/* The parent was a fork and has one child now. */
	left = writer_deref(table, place.parent->child[0]);
	right = writer_deref(table, place.parent->child[1]);
	splice_out(place.parent_link, place.parent, left ? left : right);
	return value;
}

void *rfw_prefix_get(const struct rfw_prefix_table *table, const struct in6_addr *address,
		     u8 length)
{
	struct bits bits = to_bits(address);
	struct place place = descend(table, &bits, length);

	return is_prefix(place.node, &bits, length) ? writer_deref(table, place.node->value) : NULL;
}

bool rfw_prefix_overlaps(const struct rfw_prefix_table *table, const struct in6_addr *address,
			 u8 length)
{
	struct bits bits = to_bits(address);
	struct place place = descend(table, &bits, length);

	/* There is a value below every node. */
	return place.covered || (place.node && place.node->length >= length &&
				 common_bits(&place.node->prefix, &bits) >= length);
}

void rfw_prefix_clear(struct rfw_prefix_table *table)
{
	struct rfw_prefix_node *todo = writer_deref(table, table->root);
	unsigned int i;

	RCU_INIT_POINTER(table->root, NULL);
	table->count = 0;
	if (todo)
		todo->next = NULL;

	/* Readers may still be inside: the children stay linked, the stack goes through @next. */
	while (todo) {
		struct rfw_prefix_node *node = todo, *child;

		todo = node->next;
		for (i = 0; i < 2; i++) {
			child = writer_deref(table, node->child[i]);
			if (!child)
				continue;
			child->next = todo;
			todo = child;
		}
		call_rcu(&node->rcu, free_node);
		cond_resched();
	}
}

bool rfw_prefix_valid(const struct in6_addr *address, u8 length)
{
	struct bits bits = to_bits(address);

	if (length > ADDRESS_BITS)
		return false;
	if (length == ADDRESS_BITS)
		return true;
	if (length >= 64)
		return !(bits.word[1] << (length - 64));
	return !(bits.word[0] << length) && !bits.word[1];
}

int rfw_prefix_table_init(void)
{
	node_cache = KMEM_CACHE(rfw_prefix_node, SLAB_ACCOUNT | SLAB_HWCACHE_ALIGN);
	return node_cache ? 0 : -ENOMEM;
}

void rfw_prefix_table_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(node_cache);
}
