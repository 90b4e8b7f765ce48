/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Longest-prefix match over IPv6 prefixes: a compressed binary trie that is read under RCU. Pure: knows nothing of what
 * its values are.
 */
#ifndef _RFW_PREFIX_TABLE_H
#define _RFW_PREFIX_TABLE_H

#include <linux/in6.h>
#include <linux/types.h>

struct rfw_prefix_node;

/**
 * struct rfw_prefix_table - a set of prefixes, each with a value
 * @root: RCU; written by the table's one writer at a time, which the owner serialises
 * @count: prefixes in the table; writer only
 */
struct rfw_prefix_table {
	struct rfw_prefix_node __rcu *root;
	u32 count;
};

/**
 * rfw_prefix_lookup - the value of the longest prefix that covers an address
 *
 * At most 128 steps, one for each branching level on the way.
 *
 * Context: under rcu_read_lock().
 * Return: the value, or NULL.
 */
void *rfw_prefix_lookup(const struct rfw_prefix_table *table, const struct in6_addr *address);

/**
 * rfw_prefix_insert - add a prefix
 * @table: the table; the caller is its only writer
 * @address: host bits zero
 * @length: prefix length, 0..128
 * @value: not NULL; the table holds no reference
 *
 * Context: may sleep (GFP_KERNEL_ACCOUNT).
 * Return: 0, -EEXIST when that very prefix is there, -ENOMEM; the table is unchanged on error.
 */
int rfw_prefix_insert(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length, void *value);

/**
 * rfw_prefix_remove - take a prefix out
 *
 * The nodes go after a grace period; the value may still be seen by readers until then.
 * Never fails for lack of memory.
 *
 * Return: the value that was there, or NULL.
 */
void *rfw_prefix_remove(struct rfw_prefix_table *table, const struct in6_addr *address, u8 length);

/**
 * rfw_prefix_get - the value of exactly this prefix; writer side
 */
void *rfw_prefix_get(const struct rfw_prefix_table *table, const struct in6_addr *address, u8 length);

/**
 * rfw_prefix_covers - is there any prefix in the table that covers or lies inside the given one; writer side
 */
bool rfw_prefix_overlaps(const struct rfw_prefix_table *table, const struct in6_addr *address, u8 length);

/**
 * rfw_prefix_clear - empty the table
 *
 * Nodes are freed after a grace period, so that it may be called on a table that readers still see.
 */
void rfw_prefix_clear(struct rfw_prefix_table *table);

/**
 * rfw_prefix_valid - length 0..128 and no host bits set
 */
bool rfw_prefix_valid(const struct in6_addr *address, u8 length);

int rfw_prefix_table_init(void);
void rfw_prefix_table_exit(void);

#endif
