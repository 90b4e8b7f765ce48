/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An array of prefixes, as configured.
 */
#ifndef _RFW_PREFIX_LIST_H
#define _RFW_PREFIX_LIST_H

#include <linux/in6.h>
#include <linux/slab.h>
#include <linux/types.h>
#include <net/ipv6.h>

/**
 * struct rfw_prefix - an IPv6 prefix
 * @address: host bits zero
 * @length: 0..128
 */
struct rfw_prefix {
	struct in6_addr address;
	u8 length;
};

/**
 * struct rfw_prefix_list - prefixes in the order in which they were given
 * @prefix: kvmalloc'ed, or NULL
 * @count: entries of @prefix
 * @at_fault: after an error, the entry that caused it, where one did
 */
struct rfw_prefix_list {
	struct rfw_prefix *prefix;
	u32 count;
	u32 at_fault;
};

static inline bool rfw_prefix_equal(const struct rfw_prefix *a, const struct rfw_prefix *b)
{
	return a->length == b->length && ipv6_addr_equal(&a->address, &b->address);
}

static inline bool rfw_prefix_list_has(const struct rfw_prefix_list *list,
				       const struct rfw_prefix *prefix)
{
	u32 i;

	for (i = 0; i < list->count; i++)
		if (rfw_prefix_equal(&list->prefix[i], prefix))
			return true;
	return false;
}

/* Is an address within any of the prefixes? */
static inline bool rfw_prefix_list_covers(const struct rfw_prefix_list *list,
					  const struct in6_addr *address)
{
	u32 i;

	for (i = 0; i < list->count; i++)
		if (ipv6_prefix_equal(&list->prefix[i].address, address, list->prefix[i].length))
			return true;
	return false;
}

static inline void rfw_prefix_list_free(struct rfw_prefix_list *list)
{
	kvfree(list->prefix);
	list->prefix = NULL;
	list->count = 0;
}

#endif
