/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inside addresses that a configuration speaks of, each with how many times it does.
 */
#ifndef _RFW_ADDRESS_SET_H
#define _RFW_ADDRESS_SET_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>

struct rfw_subscriber;

/**
 * struct rfw_address_key - what is looked for
 * @address: inside address
 * @vrf: of it
 * @zero: so that there is no padding
 * @subscriber: whose it is; never followed by packets
 */
struct rfw_address_key {
	struct in6_addr address;
	u32 vrf;
	u32 zero;
	const struct rfw_subscriber *subscriber;
};

/**
 * struct rfw_address - an address of a set
 * @node: in &rfw_address_set.table; RCU
 * @key: fixed
 * @id: in &rfw_address_set.ids; fixed
 * @uses: how many times it is spoken of; under the set's lock
 * @kinds: bits of all that it was spoken of for; WRITE_ONCE under the set's lock
 * @rcu: for its end
 */
struct rfw_address {
	struct rhash_head node;
	struct rfw_address_key key;
	u32 id;
	u32 uses;
	u32 kinds;
	struct rcu_head rcu;
};

/**
 * struct rfw_address_set - addresses, as packets find them
 * @table: of struct rfw_address; RCU
 * @ids: id to struct rfw_address; under the lock
 *
 * "The lock" is its owner's.
 */
struct rfw_address_set {
	struct rhashtable table;
	struct xarray ids;
};

int rfw_address_set_init(struct rfw_address_set *set);
void rfw_address_set_exit(struct rfw_address_set *set);
int rfw_address_use(struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		    const struct in6_addr *address, u32 vrf, u32 kinds, gfp_t gfp);
void rfw_address_unuse(struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		       const struct in6_addr *address, u32 vrf);
bool rfw_address_used(const struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		      const struct in6_addr *address, u32 vrf);
u32 rfw_address_kinds(const struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		      const struct in6_addr *address, u32 vrf);

#endif
