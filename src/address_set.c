// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "address_set.h"

static const struct rhashtable_params params = {
	.head_offset		= offsetof(struct rfw_address, node),
	.key_offset		= offsetof(struct rfw_address, key),
	.key_len		= sizeof(struct rfw_address_key),
	.automatic_shrinking	= true,
};

int rfw_address_set_init(struct rfw_address_set *set)
{
	xa_init_flags(&set->ids, XA_FLAGS_ALLOC1 | XA_FLAGS_LOCK_BH);
	return rhashtable_init(&set->table, &params);
}

/* All addresses are gone, and no packet sees the set. */
void rfw_address_set_exit(struct rfw_address_set *set)
{
	WARN_ON_ONCE(!xa_empty(&set->ids));
	xa_destroy(&set->ids);
	rhashtable_destroy(&set->table);
}

static struct rfw_address *find(const struct rfw_address_set *set,
				const struct rfw_subscriber *subscriber,
				const struct in6_addr *address, u32 vrf)
{
	const struct rfw_address_key key = {
		.address = *address,
		.vrf = vrf,
		.subscriber = subscriber,
	};

	return rhashtable_lookup((struct rhashtable *)&set->table, &key, params);
}

/**
 * rfw_address_use - an address is spoken of once more
 * @set: the set
 * @subscriber: whose it is; lives for as long as the address is in the set
 * @address: inside address
 * @vrf: of it
 * @kinds: bits of what it is spoken of for, of the caller's choice
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Context: under the set's lock.
 * Return: 0 or -ENOMEM.
 */
int rfw_address_use(struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		    const struct in6_addr *address, u32 vrf, u32 kinds, gfp_t gfp)
{
	struct rfw_address *entry;
	int err;

	rcu_read_lock();
	entry = find(set, subscriber, address, vrf);
	rcu_read_unlock();
	if (entry) {
		entry->uses++;
		WRITE_ONCE(entry->kinds, entry->kinds | kinds);
		return 0;
	}
	entry = kzalloc(sizeof(*entry), gfp);
	if (!entry)
		return -ENOMEM;
	entry->key.address = *address;
	entry->key.vrf = vrf;
	entry->key.subscriber = subscriber;
	entry->uses = 1;
	entry->kinds = kinds;
	err = xa_alloc_bh(&set->ids, &entry->id, entry, xa_limit_32b, gfp);
	if (err)
		goto err_entry;
	err = rhashtable_insert_fast(&set->table, &entry->node, params);
	if (err)
		goto err_id;
	return 0;

err_id:
	xa_erase_bh(&set->ids, entry->id);
err_entry:
	kfree(entry);
	return -ENOMEM;
}

/**
 * rfw_address_unuse - an address is spoken of once less
 * @set: the set
 * @subscriber: as in rfw_address_use(), and so are the two below
 * @address: inside address
 * @vrf: of it
 *
 * Context: under the set's lock.
 */
void rfw_address_unuse(struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		       const struct in6_addr *address, u32 vrf)
{
	struct rfw_address *entry;

	rcu_read_lock();
	entry = find(set, subscriber, address, vrf);
	rcu_read_unlock();
	if (WARN_ON_ONCE(!entry) || --entry->uses)
		return;
	rhashtable_remove_fast(&set->table, &entry->node, params);
	xa_erase_bh(&set->ids, entry->id);
	kfree_rcu(entry, rcu);
}

/**
 * rfw_address_used - is an address spoken of
 * @set: the set
 * @subscriber: whose it is
 * @address: inside address
 * @vrf: of it
 *
 * Context: under rcu_read_lock() or the set's lock.
 */
bool rfw_address_used(const struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		      const struct in6_addr *address, u32 vrf)
{
	bool used;

	rcu_read_lock();
	used = find(set, subscriber, address, vrf);
	rcu_read_unlock();
	return used;
}

/**
 * rfw_address_kinds - what an address is spoken of for
 * @set: the set
 * @subscriber: whose it is
 * @address: inside address
 * @vrf: of it
 *
 * Context: under rcu_read_lock().
 * Return: bits of rfw_address_use(), of uses that are over too while there are others; 0 for an
 * address that is not in the set.
 */
u32 rfw_address_kinds(const struct rfw_address_set *set, const struct rfw_subscriber *subscriber,
		      const struct in6_addr *address, u32 vrf)
{
	const struct rfw_address *entry = find(set, subscriber, address, vrf);

	return entry ? READ_ONCE(entry->kinds) : 0;
}
