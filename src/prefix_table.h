/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Longest-prefix match over IPv6 prefixes: a compressed trie of four bits a step that is read under
 * RCU. Pure: knows nothing of what its values are.
 */
#ifndef _RFW_PREFIX_TABLE_H
#define _RFW_PREFIX_TABLE_H

#include <linux/in6.h>
#include <linux/types.h>

struct mutex;
struct rfw_prefix_node;

/**
 * struct rfw_prefix_table - a set of prefixes, each with a value
 * @root: RCU; written by the table's one writer at a time
 * @lock: what serialises the writers, for lockdep alone: nothing here takes it. NULL where the
 *	owner serialises by other means, as for a table that is not published yet.
 * @count: prefixes in the table; writer only
 *
 * All zero is an empty table. "Writer side" below means with @lock held.
 */
struct rfw_prefix_table {
	struct rfw_prefix_node __rcu *root;
	struct mutex *lock;	/* of the writers */
	u32 count;
};

/**
 * rfw_prefix_lookup - the value of the longest prefix that covers an address
 * @table: the table
 * @address: any address
 *
 * At most 33 steps, one for each branching level on the way.
 *
 * Context: under rcu_read_lock() or @table->lock.
 * Return: the value, or NULL.
 */
void *rfw_prefix_lookup(const struct rfw_prefix_table *table, const struct in6_addr *address);

/**
 * rfw_prefix_covering - the value of the longest prefix that covers all of another one
 * @table: the table
 * @address: first address of the other prefix
 * @length: its length, 0..128; a prefix covers itself
 *
 * Context: under rcu_read_lock() or @table->lock.
 * Return: the value, or NULL.
 */
void *rfw_prefix_covering(const struct rfw_prefix_table *table, const struct in6_addr *address,
			  u8 length);

/**
 * rfw_prefix_insert - add a prefix
 * @table: the table
 * @address: host bits zero
 * @length: prefix length, 0..128
 * @value: not NULL; the table holds no reference
 *
 * Context: writer side; may sleep (GFP_KERNEL_ACCOUNT).
 * Return: 0, -EEXIST when that very prefix is there, -EINVAL when it is none, -ENOMEM; the table is
 * unchanged on error.
 */
int rfw_prefix_insert(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length,
		      void *value);

/**
 * rfw_prefix_remove - take a prefix out
 * @table: the table
 * @address: host bits zero
 * @length: prefix length
 *
 * The nodes go after a grace period; the value may still be seen by readers until then. Allocates
 * nothing.
 *
 * Context: writer side.
 * Return: the value that was there, or NULL.
 */
void *rfw_prefix_remove(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length);

/**
 * rfw_prefix_get - the value of exactly this prefix
 * @table: the table
 * @address: host bits zero
 * @length: prefix length
 *
 * Context: writer side.
 * Return: the value, or NULL.
 */
void *rfw_prefix_get(const struct rfw_prefix_table *table, const struct in6_addr *address,
		     u8 length);

/**
 * rfw_prefix_overlaps - does a prefix have any address in common with the table
 * @table: the table
 * @address: host bits zero
 * @length: prefix length
 *
 * Two prefixes that share an address are one inside the other, so that this is to ask for a prefix
 * in the table that covers the given one or lies inside it, itself included.
 *
 * Context: writer side.
 * Return: whether there is one.
 */
bool rfw_prefix_overlaps(const struct rfw_prefix_table *table, const struct in6_addr *address,
			 u8 length);

/**
 * rfw_prefix_clear - empty the table
 * @table: the table
 *
 * Nodes are freed after a grace period, so that it may be called on a table that readers still see.
 *
 * Context: writer side; may sleep.
 */
void rfw_prefix_clear(struct rfw_prefix_table *table);

/**
 * rfw_prefix_valid - length 0..128 and no host bits set
 * @address: address of the prefix
 * @length: its length
 *
 * Return: whether that is a prefix.
 */
bool rfw_prefix_valid(const struct in6_addr *address, u8 length);

int rfw_prefix_table_init(void);
void rfw_prefix_table_exit(void);

#endif
