/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bogons: prefixes that are never on the other side of the border.
 */
#ifndef _RFW_BOGON_H
#define _RFW_BOGON_H

#include <linux/bitmap.h>
#include <linux/rcupdate.h>

#include "prefix_list.h"
#include "prefix_table.h"

/**
 * struct rfw_bogon_table - a list of bogons
 * @prefixes: RCU; never changes once published
 * @octets: first octets of the addresses that are in it; likewise
 * @rcu: for its end
 */
struct rfw_bogon_table {
	struct rfw_prefix_table prefixes;
	DECLARE_BITMAP(octets, 256);
	struct rcu_head rcu;
};

/**
 * rfw_bogons_have - is an address a bogon
 * @bogons: the list
 * @address: the address
 *
 * Most of what is in use begins with an octet that no bogon begins with.
 *
 * Context: under rcu_read_lock().
 * Return: whether it is.
 */
static inline bool rfw_bogons_have(const struct rfw_bogon_table *bogons,
				   const struct in6_addr *address)
{
	return test_bit(address->s6_addr[0], bogons->octets) &&
	       rfw_prefix_lookup(&bogons->prefixes, address);
}

int rfw_bogon_init(void);
void rfw_bogon_exit(void);
struct rfw_bogon_table *rfw_bogons_new(u8 kind, const struct rfw_prefix_list *list);
void rfw_bogons_free(struct rfw_bogon_table *bogons);

#endif
