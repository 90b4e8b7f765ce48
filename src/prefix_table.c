// SPDX-License-Identifier: GPL-2.0-only
/*
 * Longest-prefix match over IPv6 prefixes.
 *
 * A node stands for the prefixes whose first 4n bits are its own and that have fewer than four
 * more. Its children lie inside it, one for each value of its next four bits, and bits that no two
 * nodes differ in have no node. A node that never had a child is a leaf, without room for any; all
 * of an address are. A node without a value is a mere fork and has two children at least.
 */
#include "prefix_table.h"

#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/byteorder.h>

#define ADDRESS_BITS	128
#define STRIDE		4U		/* bits that a node tells its children by */
#define CHILDREN	BIT(STRIDE)

/* Bit 0 is the most significant one. */
struct bits {
	u64 high;
	u64 low;
};

/* Values of prefixes that are one to three bits longer than their node, see odd_index(). */
struct odd {
	void __rcu *value[CHILDREN - 2];
	struct rcu_head rcu;
};

/*
 * One cache line without children. Of what readers see, only @value, @odd and @child ever change,
 * and @odd is replaced by NULL only.
 */
struct rfw_prefix_node {
	struct bits prefix;
	void __rcu *value;		/* of the prefix of @length itself */
	struct odd __rcu *odd;		/* or NULL */
	union {
		struct rcu_head rcu;
		struct rfw_prefix_node *next;	/* in rfw_prefix_clear() */
	};
	u8 length;			/* a multiple of STRIDE */
	bool leaf;			/* has no @child */
	struct rfw_prefix_node __rcu *child[];
};

static struct kmem_cache *leaf_cache, *fork_cache, *odd_cache;

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
	__be64 high, low;

	memcpy(&high, &address->s6_addr[0], sizeof(high));
	memcpy(&low, &address->s6_addr[8], sizeof(low));
	return (struct bits){ be64_to_cpu(high), be64_to_cpu(low) };
}

/* How many bits two strings of bits have in common at their front. */
static __always_inline unsigned int common_bits(const struct bits *a, const struct bits *b)
{
	u64 difference = a->high ^ b->high;

	if (difference)
		return 64 - fls64(difference);
	return ADDRESS_BITS - fls64(a->low ^ b->low);
}

/* The bits that tell the children of a node of this @length. @length < ADDRESS_BITS */
static __always_inline unsigned int branch(const struct bits *bits, unsigned int length)
{
	return (length < 64 ? bits->high : bits->low) >> ((64 - STRIDE - length) % 64) &
	       (CHILDREN - 1);
}

/* Of the prefix that is the first @more bits, 1 to 3, of a @branch, in &odd.value. */
static __always_inline unsigned int odd_index(unsigned int branch, unsigned int more)
{
	return (branch >> (STRIDE - more)) + (1U << more) - 2;
}

/* Are the first bits of an address those of a node? common_bits() in fewer instructions. */
static __always_inline bool node_covers(const struct rfw_prefix_node *node, const struct bits *bits)
{
	u64 difference = node->prefix.high ^ bits->high;

	if (node->length > 64) {
		if (difference)
			return false;
		difference = node->prefix.low ^ bits->low;
	}
	return !(difference >> (-node->length & 63)) || !node->length;
}

static void free_odd(struct rcu_head *rcu)
{
	kmem_cache_free(odd_cache, container_of(rcu, struct odd, rcu));
}

static void free_node_now(struct rfw_prefix_node *node)
{
	kmem_cache_free(node->leaf ? leaf_cache : fork_cache, node);
}

static void free_node(struct rcu_head *rcu)
{
	free_node_now(container_of(rcu, struct rfw_prefix_node, rcu));
}

static struct rfw_prefix_node *new_node(const struct bits *prefix, u8 length, bool leaf)
{
	struct rfw_prefix_node *node;

	node = kmem_cache_zalloc(leaf ? leaf_cache : fork_cache, GFP_KERNEL_ACCOUNT);
	if (!node)
		return NULL;
	node->prefix = *prefix;
	node->length = length;
	node->leaf = leaf;
	return node;
}

/* The value of the longest prefix of up to @length bits in @odd that covers an address, or NULL. */
static noinline void *odd_match(const struct rfw_prefix_table *table, const struct odd *odd,
				struct bits bits, unsigned int node_length, unsigned int length)
{
	unsigned int more = min(length - node_length, STRIDE - 1), index;
	void *value = NULL;

	for (; more && !value; more--) {
		index = odd_index(branch(&bits, node_length), more);
		value = reader_deref(table, odd->value[index]);
	}
	return value;
}

/*
 * Forks are not compared with the address: what lies below one of another prefix does not match
 * either.
 */
void *rfw_prefix_covering(const struct rfw_prefix_table *table, const struct in6_addr *address,
			  u8 length)
{
	const struct rfw_prefix_node *node = reader_deref(table, table->root);
	struct bits bits = to_bits(address);
	void *best = NULL, *value;
	const struct odd *odd;

	while (node && node->length <= length) {
		value = reader_deref(table, node->value);
		odd = reader_deref(table, node->odd);
		if (value || odd) {
			if (!node_covers(node, &bits))
				break;
			if (value)
				best = value;
			if (unlikely(odd))
				best = odd_match(table, odd, bits, node->length, length) ?: best;
		}
		if (node->leaf)
			break;
		node = reader_deref(table, node->child[branch(&bits, node->length)]);
	}
	return best;
}

/*
 * As rfw_prefix_covering(), to which it is left to begin again where there is &odd: without a call
 * there is nothing to save.
 */
void *rfw_prefix_lookup(const struct rfw_prefix_table *table, const struct in6_addr *address)
{
	const struct rfw_prefix_node *node = reader_deref(table, table->root);
	struct bits bits = to_bits(address);
	void *best = NULL, *value;

	while (node) {
		if (unlikely(rcu_access_pointer(node->odd)))
			return rfw_prefix_covering(table, address, ADDRESS_BITS);
		value = reader_deref(table, node->value);
		if (value) {
			if (!node_covers(node, &bits))
				break;
			best = value;
		}
		if (node->leaf)
			break;
		node = reader_deref(table, node->child[branch(&bits, node->length)]);
	}
	return best;
}

/* Where a writer's descent for the node of a prefix ended. */
struct place {
	struct rfw_prefix_node *node;	/* the first that does not properly cover it, or NULL */
	struct rfw_prefix_node __rcu **link;	/* what points to @node; NULL: @parent is a leaf */
	struct rfw_prefix_node *parent;	/* the last that does, or NULL */
	struct rfw_prefix_node __rcu **parent_link;	/* what points to @parent */
};

/* The length of the node that a prefix of this length belongs to. */
static u8 node_length(u8 length)
{
	return length / STRIDE * STRIDE;
}

static struct place descend(const struct rfw_prefix_table *table, const struct bits *bits,
			    u8 length)
{
	struct place place = { .link = (struct rfw_prefix_node __rcu **)&table->root };
	struct rfw_prefix_node *node;

	while (place.link && (node = writer_deref(table, *place.link))) {
		place.node = node;
		if (node->length >= node_length(length) ||
		    common_bits(&node->prefix, bits) < node->length)
			return place;
		place.parent_link = place.link;
		place.parent = node;
		place.link = node->leaf ? NULL : &node->child[branch(bits, node->length)];
	}
	place.node = NULL;
	return place;
}

/* The node that a prefix of this length belongs to? */
static bool is_node_of(const struct rfw_prefix_node *node, const struct bits *bits, u8 length)
{
	return node && node->length == node_length(length) &&
	       common_bits(&node->prefix, bits) >= node->length;
}

/* Where a node has the value of a prefix that belongs to it, or NULL for want of &odd. */
static void __rcu **slot_of(const struct rfw_prefix_table *table, struct rfw_prefix_node *node,
			    const struct bits *bits, u8 length)
{
	unsigned int more = length - node->length;
	struct odd *odd;

	if (!more)
		return &node->value;
	odd = writer_deref(table, node->odd);
	return odd ? &odd->value[odd_index(branch(bits, node->length), more)] : NULL;
}

static int set_value(const struct rfw_prefix_table *table, struct rfw_prefix_node *node,
		     const struct bits *bits, u8 length, void *value)
{
	void __rcu **slot = slot_of(table, node, bits, length);
	struct odd *odd;

	if (slot) {
		if (rcu_access_pointer(*slot))
			return -EEXIST;
		rcu_assign_pointer(*slot, value);
		return 0;
	}
	odd = kmem_cache_zalloc(odd_cache, GFP_KERNEL_ACCOUNT);
	if (!odd)
		return -ENOMEM;
	RCU_INIT_POINTER(odd->value[odd_index(branch(bits, node->length), length - node->length)],
			 value);
	rcu_assign_pointer(node->odd, odd);
	return 0;
}

/* Put a new node below a leaf, which needs room for children then. */
static int link_below_leaf(struct rfw_prefix_table *table, const struct place *place,
			   struct rfw_prefix_node *node)
{
	struct rfw_prefix_node *leaf = place->parent, *fork;

	fork = new_node(&leaf->prefix, leaf->length, false);
	if (!fork)
		return -ENOMEM;
	RCU_INIT_POINTER(fork->value, writer_deref(table, leaf->value));
	RCU_INIT_POINTER(fork->odd, writer_deref(table, leaf->odd));
	RCU_INIT_POINTER(fork->child[branch(&node->prefix, fork->length)], node);
	rcu_assign_pointer(*place->parent_link, fork);
	call_rcu(&leaf->rcu, free_node);
	return 0;
}

/* Put a new node beside one that does not lie inside it, nor it in that one. */
static int link_beside(const struct place *place, struct rfw_prefix_node *node)
{
	unsigned int common = common_bits(&place->node->prefix, &node->prefix);
	struct rfw_prefix_node *fork = new_node(&node->prefix, node_length(common), false);

	if (!fork)
		return -ENOMEM;
	RCU_INIT_POINTER(fork->child[branch(&node->prefix, fork->length)], node);
	RCU_INIT_POINTER(fork->child[branch(&place->node->prefix, fork->length)], place->node);
	rcu_assign_pointer(*place->link, fork);
	return 0;
}

static int link_node(struct rfw_prefix_table *table, const struct place *place,
		     struct rfw_prefix_node *node)
{
	if (!place->link)
		return link_below_leaf(table, place, node);
	if (!place->node) {
		rcu_assign_pointer(*place->link, node);
		return 0;
	}
	if (node->leaf)
		return link_beside(place, node);
	RCU_INIT_POINTER(node->child[branch(&place->node->prefix, node->length)], place->node);
	rcu_assign_pointer(*place->link, node);
	return 0;
}

int rfw_prefix_insert(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length,
		      void *value)
{
	struct bits bits = to_bits(address);
	struct rfw_prefix_node *node;
	struct place place;
	struct odd *odd;
	bool covers;
	int err;

	if (!rfw_prefix_valid(address, length) || !value)
		return -EINVAL;

	place = descend(table, &bits, length);
	if (is_node_of(place.node, &bits, length)) {
		err = set_value(table, place.node, &bits, length, value);
		if (!err)
			table->count++;
		return err;
	}

	covers = place.node && common_bits(&place.node->prefix, &bits) >= node_length(length);
	node = new_node(&bits, node_length(length), !covers);
	if (!node)
		return -ENOMEM;
	err = set_value(table, node, &bits, length, value);
	if (!err)
		err = link_node(table, &place, node);
	if (err) {
		odd = writer_deref(table, node->odd);
		if (odd)
			kmem_cache_free(odd_cache, odd);
		free_node_now(node);
		return err;
	}
	table->count++;
	return 0;
}

/* How many children a node has, and one of them. */
static unsigned int children(const struct rfw_prefix_table *table,
			     const struct rfw_prefix_node *node, struct rfw_prefix_node **child)
{
	struct rfw_prefix_node *at;
	unsigned int i, count = 0;

	*child = NULL;
	for (i = 0; !node->leaf && i < CHILDREN; i++) {
		at = writer_deref(table, node->child[i]);
		if (!at)
			continue;
		*child = at;
		count++;
	}
	return count;
}

/* Let the one child of a node without a value, if it has any, take its place. */
static bool splice_out(const struct rfw_prefix_table *table, struct rfw_prefix_node __rcu **link,
		       struct rfw_prefix_node *node)
{
	struct rfw_prefix_node *child;

	if (rcu_access_pointer(node->value) || rcu_access_pointer(node->odd) ||
	    children(table, node, &child) > 1)
		return false;
	rcu_assign_pointer(*link, child);
	call_rcu(&node->rcu, free_node);
	return true;
}

static bool is_empty(const struct odd *odd)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(odd->value); i++)
		if (rcu_access_pointer(odd->value[i]))
			return false;
	return true;
}

void *rfw_prefix_remove(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length)
{
	struct bits bits = to_bits(address);
	struct place place = descend(table, &bits, length);
	struct rfw_prefix_node *node = place.node;
	void __rcu **slot;
	struct odd *odd;
	void *value;

	if (!is_node_of(node, &bits, length))
		return NULL;
	slot = slot_of(table, node, &bits, length);
	value = slot ? writer_deref(table, *slot) : NULL;
	if (!value)
		return NULL;
	table->count--;

	RCU_INIT_POINTER(*slot, NULL);
	odd = writer_deref(table, node->odd);
	if (odd && is_empty(odd)) {
		RCU_INIT_POINTER(node->odd, NULL);
		call_rcu(&odd->rcu, free_odd);
	}
	if (splice_out(table, place.link, node) && place.parent)
		splice_out(table, place.parent_link, place.parent);
	return value;
}

void *rfw_prefix_get(const struct rfw_prefix_table *table, const struct in6_addr *address,
		     u8 length)
{
	struct bits bits = to_bits(address);
	struct place place = descend(table, &bits, length);
	void __rcu **slot = NULL;

	if (is_node_of(place.node, &bits, length))
		slot = slot_of(table, place.node, &bits, length);
	return slot ? writer_deref(table, *slot) : NULL;
}

/* Is there anything in a node inside of a prefix that belongs to it and is longer? */
static bool has_inside(const struct rfw_prefix_table *table, const struct rfw_prefix_node *node,
		       const struct bits *bits, u8 length)
{
	const struct odd *odd = writer_deref(table, node->odd);
	unsigned int first = branch(bits, node->length), more = length - node->length, i, n;

	for (i = first; i < first + (CHILDREN >> more); i++) {
		if (!node->leaf && rcu_access_pointer(node->child[i]))
			return true;
		for (n = more + 1; odd && n < STRIDE; n++)
			if (rcu_access_pointer(odd->value[odd_index(i, n)]))
				return true;
	}
	return false;
}

bool rfw_prefix_overlaps(const struct rfw_prefix_table *table, const struct in6_addr *address,
			 u8 length)
{
	struct bits bits = to_bits(address);
	struct place place = descend(table, &bits, length);

	if (rfw_prefix_covering(table, address, length))
		return true;
	/* There is a value in or below every node. */
	if (!is_node_of(place.node, &bits, length))
		return place.node && common_bits(&place.node->prefix, &bits) >= length;
	return place.node->length == length || has_inside(table, place.node, &bits, length);
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
		struct odd *odd = writer_deref(table, node->odd);

		todo = node->next;
		for (i = 0; !node->leaf && i < CHILDREN; i++) {
			child = writer_deref(table, node->child[i]);
			if (!child)
				continue;
			child->next = todo;
			todo = child;
		}
		if (odd)
			call_rcu(&odd->rcu, free_odd);
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
		return !(bits.low << (length - 64));
	return !(bits.high << length) && !bits.low;
}

static struct kmem_cache *cache(const char *name, size_t size)
{
	return kmem_cache_create(name, size, 0, SLAB_ACCOUNT | SLAB_HWCACHE_ALIGN, NULL);
}

int rfw_prefix_table_init(void)
{
	leaf_cache = cache("rfw_prefix_leaf", sizeof(struct rfw_prefix_node));
	fork_cache = cache("rfw_prefix_fork", offsetof(struct rfw_prefix_node, child[CHILDREN]));
	odd_cache = cache("rfw_prefix_odd", sizeof(struct odd));
	if (leaf_cache && fork_cache && odd_cache)
		return 0;
	rfw_prefix_table_exit();
	return -ENOMEM;
}

void rfw_prefix_table_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(odd_cache);
	kmem_cache_destroy(fork_cache);
	kmem_cache_destroy(leaf_cache);
}
