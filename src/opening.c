// SPDX-License-Identifier: GPL-2.0-only
/*
 * Openings in a hash table by inside address, protocol and port. A range of ports is cut into
 * blocks of powers of two, at most 30, and a packet asks for each size of block that is in use at
 * its address: at most 17 looks however many openings there are, and one or two as a rule.
 */
#include <linux/bitops.h>
#include <linux/jhash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "key.h"
#include "opening.h"
#include "pinhole.h"

#define LEVEL_ANY	(RFW_OPENING_LEVELS - 1)
#define BLOCKS_MAX	30

static const struct rhashtable_params entry_params = {
	.head_offset		= offsetof(struct rfw_opening_entry, node),
	.key_offset		= offsetof(struct rfw_opening_entry, key),
	.key_len		= sizeof(struct rfw_opening_key),
	.automatic_shrinking	= true,
};

static const struct rhashtable_params rule_params = {
	.head_offset		= offsetof(struct rfw_opening, by_rule),
	.key_offset		= offsetof(struct rfw_opening, rule_hash),
	.key_len		= sizeof(u32),
	.automatic_shrinking	= true,
};

int rfw_opening_table_init(struct rfw_opening_table *table)
{
	int err = rhltable_init(&table->entries, &entry_params);

	if (err)
		return err;
	err = rhltable_init(&table->rules, &rule_params);
	if (err)
		goto err_entries;
	err = rfw_address_set_init(&table->addresses);
	if (err)
		goto err_rules;
	xa_init_flags(&table->ids, XA_FLAGS_LOCK_BH);
	table->count = 0;
	memset(table->level_count, 0, sizeof(table->level_count));
	table->levels = 0;
	return 0;

err_rules:
	rhltable_destroy(&table->rules);
err_entries:
	rhltable_destroy(&table->entries);
	return err;
}

/* All openings are gone, and no packet sees the table. */
void rfw_opening_table_exit(struct rfw_opening_table *table)
{
	WARN_ON_ONCE(table->count || table->levels);
	xa_destroy(&table->ids);
	rfw_address_set_exit(&table->addresses);
	rhltable_destroy(&table->rules);
	rhltable_destroy(&table->entries);
}

/**
 * rfw_opening_use_new - the living part of a new opening
 * @id: unique in the namespace
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Return: with one reference, or NULL.
 */
struct rfw_opening_use *rfw_opening_use_new(u32 id, gfp_t gfp)
{
	struct rfw_opening_use *use = kzalloc(sizeof(*use), gfp);

	if (!use)
		return NULL;
	refcount_set(&use->references, 1);
	use->id = id;
	return use;
}

/**
 * rfw_opening_use_put - give a reference back
 * @use: the living part of an opening
 *
 * Context: any, a grace period after packets could last find it through the opening.
 */
void rfw_opening_use_put(struct rfw_opening_use *use)
{
	if (refcount_dec_and_test(&use->references))
		kfree(use);
}

static u32 hash_of(const struct rfw_opening_rule *rule, const struct rfw_subscriber *subscriber)
{
	return jhash(rule, rfw_opening_rule_size(rule), hash_ptr(subscriber, 32));
}

/**
 * rfw_opening_new - make an opening
 * @rule: copied
 * @subscriber: whose it is
 * @use: taken over, on success only
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Return: the opening, in no table, or NULL.
 */
struct rfw_opening *rfw_opening_new(const struct rfw_opening_rule *rule,
				    struct rfw_subscriber *subscriber, struct rfw_opening_use *use,
				    gfp_t gfp)
{
	size_t size = rfw_opening_rule_size(rule);
	struct rfw_opening *opening;

	opening = kzalloc(offsetof(struct rfw_opening, rule) + size, gfp);
	if (!opening)
		return NULL;
	opening->rule = *rule;
	/* ranges and filters */
	memcpy(opening->rule.range, rule->range, size - sizeof(*rule));
	INIT_LIST_HEAD(&opening->list);
	opening->rule_hash = hash_of(rule, subscriber);
	opening->subscriber = subscriber;
	opening->use = use;
	return opening;
}

static void opening_free(struct rcu_head *rcu)
{
	struct rfw_opening *opening = container_of(rcu, struct rfw_opening, rcu);

	rfw_opening_use_put(opening->use);
	kfree(opening->pinhole);
	kfree(opening);
}

/**
 * rfw_opening_free - free an opening that is in no table any more
 * @opening: the opening; freed after a grace period
 */
void rfw_opening_free(struct rfw_opening *opening)
{
	call_rcu(&opening->rcu, opening_free);
}

/**
 * rfw_opening_add - put an opening into a table, where packets do not find it yet
 * @table: the table
 * @opening: the opening
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Context: under the table's lock.
 * Return: 0, -ENOSPC when there are as many as there may be, or -ENOMEM.
 */
int rfw_opening_add(struct rfw_opening_table *table, struct rfw_opening *opening, gfp_t gfp)
{
	int err;

	if (table->count >= RFW_OPENINGS_MAX)
		return -ENOSPC;
	err = xa_insert_bh(&table->ids, opening->use->id, opening, gfp);
	if (err)
		return err;
	err = rhltable_insert(&table->rules, &opening->by_rule, rule_params);
	if (err) {
		xa_erase_bh(&table->ids, opening->use->id);
		return err;
	}
	table->count++;
	return 0;
}

/* The smallest blocks that make up a range of ports; 0 and 65535 are all. */
static unsigned int cut(const struct rfw_port_range *range, struct rfw_opening_key *block)
{
	u32 low = range->low, end = range->high + 1;
	unsigned int count = 0;
	u8 level;

	while (low < end) {
		level = low ? __ffs(low) : LEVEL_ANY;
		while (low + (1U << level) > end)
			level--;
		block[count].port = low;
		block[count++].level = level;
		low += 1U << level;
	}
	return count;
}

/* All blocks of a rule; @block has room for BLOCKS_MAX for each range. */
static unsigned int cut_all(const struct rfw_opening_rule *rule, struct rfw_opening_key *block)
{
	static const struct rfw_port_range any = { 0, U16_MAX };
	unsigned int i, count = 0;

	if (!rule->ranges)
		return cut(&any, block);
	for (i = 0; i < rule->ranges; i++)
		count += cut(&rule->range[i], block + count);
	return count;
}

static struct rfw_opening_places *places_new(struct rfw_opening *opening,
					     const struct in6_addr *address, u32 addresses, u32 vrf,
					     gfp_t gfp)
{
	const struct rfw_opening_rule *rule = &opening->rule;
	struct rfw_opening_places *places = NULL;
	struct rfw_opening_key *block;
	unsigned int blocks, i, n;
	size_t size;

	block = kcalloc(max_t(u8, rule->ranges, 1) * BLOCKS_MAX, sizeof(*block), gfp);
	if (!block)
		return NULL;
	blocks = cut_all(rule, block);
	size = struct_size(places, entry, blocks * addresses) + addresses * sizeof(*address);
	if (gfp == GFP_ATOMIC)
		places = kzalloc(size, gfp);
	else
		places = kvzalloc(size, gfp);
	if (!places)
		goto out;
	places->vrf = vrf;
	places->addresses = addresses;
	places->address = (struct in6_addr *)&places->entry[blocks * addresses];
	memcpy(places->address, address, addresses * sizeof(*address));
	for (i = 0; i < addresses; i++) {
		for (n = 0; n < blocks; n++) {
			struct rfw_opening_entry *entry = &places->entry[places->count++];

			entry->key = block[n];
			entry->key.address = address[i];
			entry->key.zone = rfw_key_zone(vrf, rule->protocol);
			entry->opening = opening;
		}
	}
out:
	kfree(block);
	return places;
}

static unsigned int overlaps(struct rfw_opening_table *table, const struct rfw_opening_key *key)
{
	struct rfw_opening_entry *entry;
	struct rhlist_head *list, *at;
	unsigned int count = 0;

	rcu_read_lock();
	list = rhltable_lookup(&table->entries, key, entry_params);
	rhl_for_each_entry_rcu(entry, at, list, node)
		count++;
	rcu_read_unlock();
	return count;
}

static void entry_remove(struct rfw_opening_table *table, struct rfw_opening_entry *entry)
{
	u8 level = entry->key.level;

	rhltable_remove(&table->entries, &entry->node, entry_params);
	if (!--table->level_count[level])
		WRITE_ONCE(table->levels, table->levels & ~BIT(level));
}

static int entry_insert(struct rfw_opening_table *table, struct rfw_opening_entry *entry)
{
	u8 level = entry->key.level;
	int err;

	if (overlaps(table, &entry->key) >= RFW_OPENING_OVERLAP_MAX)
		return -E2BIG;
	err = rhltable_insert(&table->entries, &entry->node, entry_params);
	if (err)
		return err;
	if (!table->level_count[level]++)
		WRITE_ONCE(table->levels, table->levels | BIT(level));
	return 0;
}

/* Sizes of blocks that an opening has, one bit each. */
static u32 levels_of(const struct rfw_opening_places *places)
{
	u32 levels = 0, i;

	for (i = 0; i < places->count / places->addresses; i++)
		levels |= BIT(places->entry[i].key.level);
	return levels;
}

/* The first entries and addresses. Packets may still see the entries for a grace period. */
static void places_remove(struct rfw_opening_table *table, const struct rfw_opening *opening,
			  struct rfw_opening_places *places, u32 entries, u32 addresses)
{
	while (addresses--)
		rfw_address_unuse(&table->addresses, opening->subscriber,
				  &places->address[addresses], places->vrf);
	while (entries--)
		entry_remove(table, &places->entry[entries]);
	kvfree_rcu(places, rcu);
}

/* Return: 0 or a negative error, with @places freed. */
static int places_insert(struct rfw_opening_table *table, const struct rfw_opening *opening,
			 struct rfw_opening_places *places, gfp_t gfp)
{
	u32 entries = 0, addresses, levels = levels_of(places);
	int err = 0;

	/* Who finds an entry finds its level. */
	for (addresses = 0; addresses < places->addresses; addresses++) {
		err = rfw_address_use(&table->addresses, opening->subscriber,
				      &places->address[addresses], places->vrf, levels, gfp);
		if (err)
			goto undo;
	}
	for (; entries < places->count; entries++) {
		err = entry_insert(table, &places->entry[entries]);
		if (err)
			goto undo;
	}
	return 0;

undo:
	places_remove(table, opening, places, entries, addresses);
	return err;
}

static bool is_at(const struct rfw_opening_places *places, const struct in6_addr *address,
		  u32 addresses, u32 vrf)
{
	return places->vrf == vrf && places->addresses == addresses &&
	       !memcmp(places->address, address, addresses * sizeof(*address));
}

/**
 * rfw_opening_prepare - let packets find an opening at these addresses too
 * @table: that it is in
 * @opening: the opening; rfw_opening_move() or rfw_opening_stay() is to follow a success
 * @address: inside addresses
 * @addresses: entries of @address, at most RFW_OPENING_ADDRESSES_MAX; 0 for nowhere
 * @vrf: of the addresses
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Context: under the table's lock.
 * Return: 0, -E2BIG where too many openings overlap, or -ENOMEM; on error nothing has changed.
 */
int rfw_opening_prepare(struct rfw_opening_table *table, struct rfw_opening *opening,
			const struct in6_addr *address, u32 addresses, u32 vrf, gfp_t gfp)
{
	struct rfw_opening_places *places, *old = opening->places;
	int err;

	opening->next = NULL;
	if (old && is_at(old, address, addresses, vrf))
		opening->next = old;
	if (opening->next || !addresses)
		return 0;
	places = places_new(opening, address, addresses, vrf, gfp);
	if (!places)
		return -ENOMEM;
	err = places_insert(table, opening, places, gfp);
	if (!err)
		opening->next = places;
	return err;
}

/**
 * rfw_opening_move - let packets find an opening only where that was prepared
 * @table: that it is in
 * @opening: the opening
 *
 * Where it stays, packets find it all the time.
 *
 * Context: under the table's lock.
 */
void rfw_opening_move(struct rfw_opening_table *table, struct rfw_opening *opening)
{
	struct rfw_opening_places *old = opening->places;

	opening->places = opening->next;
	opening->next = NULL;
	if (old && old != opening->places)
		places_remove(table, opening, old, old->count, old->addresses);
}

/**
 * rfw_opening_stay - let packets find an opening only where it was before that was prepared
 * @table: that it is in
 * @opening: the opening
 *
 * Context: under the table's lock.
 */
void rfw_opening_stay(struct rfw_opening_table *table, struct rfw_opening *opening)
{
	struct rfw_opening_places *next = opening->next;

	opening->next = NULL;
	if (next && next != opening->places)
		places_remove(table, opening, next, next->count, next->addresses);
}

/**
 * rfw_opening_place - let packets find an opening at these addresses, and nowhere else
 * @table: that it is in
 * @opening: the opening
 * @address: as for rfw_opening_prepare(), and so are the three below
 * @addresses: entries of @address
 * @vrf: of the addresses
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Context: under the table's lock.
 * Return: 0, -E2BIG where too many openings overlap, or -ENOMEM; on error nothing has changed.
 */
int rfw_opening_place(struct rfw_opening_table *table, struct rfw_opening *opening,
		      const struct in6_addr *address, u32 addresses, u32 vrf, gfp_t gfp)
{
	int err = rfw_opening_prepare(table, opening, address, addresses, vrf, gfp);

	if (!err)
		rfw_opening_move(table, opening);
	return err;
}

/**
 * rfw_opening_remove - take an opening out of its table
 * @table: the table
 * @opening: the opening; rfw_opening_free() is the caller's
 *
 * Context: under the table's lock.
 */
void rfw_opening_remove(struct rfw_opening_table *table, struct rfw_opening *opening)
{
	rfw_opening_place(table, opening, NULL, 0, 0, GFP_ATOMIC);
	rhltable_remove(&table->rules, &opening->by_rule, rule_params);
	xa_erase_bh(&table->ids, opening->use->id);
	table->count--;
}

/**
 * rfw_opening_replace - put a changed opening in place of another
 * @table: the table
 * @old: the other; rfw_opening_free() is the caller's, on success
 * @new: in no table, with the use of @old
 * @gfp: GFP_KERNEL_ACCOUNT or GFP_ATOMIC
 *
 * Context: under the table's lock.
 * Return: 0 or a negative error; on error nothing has changed.
 */
int rfw_opening_replace(struct rfw_opening_table *table, struct rfw_opening *old,
			struct rfw_opening *new, gfp_t gfp)
{
	const struct rfw_opening_places *places = old->places;
	int err = 0;

	if (places)
		err = rfw_opening_place(table, new, places->address, places->addresses,
					places->vrf, gfp);
	if (err)
		return err;
	err = rhltable_insert(&table->rules, &new->by_rule, rule_params);
	if (err) {
		rfw_opening_place(table, new, NULL, 0, 0, gfp);
		return err;
	}
	/* There is an entry already, so that this needs no memory. */
	xa_store_bh(&table->ids, new->use->id, new, gfp);
	rhltable_remove(&table->rules, &old->by_rule, rule_params);
	rfw_opening_place(table, old, NULL, 0, 0, gfp);
	return 0;
}

/**
 * rfw_opening_same - the opening that says exactly this
 * @table: the table
 * @rule: what it says
 * @subscriber: whose it is
 *
 * Context: under the table's lock.
 * Return: the opening or NULL.
 */
struct rfw_opening *rfw_opening_same(struct rfw_opening_table *table,
				     const struct rfw_opening_rule *rule,
				     const struct rfw_subscriber *subscriber)
{
	size_t size = rfw_opening_rule_size(rule);
	u32 hash = hash_of(rule, subscriber);
	struct rfw_opening *opening, *same = NULL;
	struct rhlist_head *list, *at;

	rcu_read_lock();
	list = rhltable_lookup(&table->rules, &hash, rule_params);
	rhl_for_each_entry_rcu(opening, at, list, by_rule)
		if (opening->subscriber == subscriber &&
		    rfw_opening_rule_size(&opening->rule) == size &&
		    !memcmp(&opening->rule, rule, size))
			same = opening;
	rcu_read_unlock();
	return same;
}

/* Does an opening let this foreign end in? */
static bool lets_in(const struct rfw_opening_rule *rule, const struct in6_addr *foreign,
		    __be16 port)
{
	const struct rfw_opening_filter *filter = rfw_opening_filters(rule);
	unsigned int i;

	for (i = 0; i < rule->filters; i++, filter++)
		if ((!filter->port || filter->port == port) &&
		    ipv6_prefix_equal(foreign, &filter->address, filter->length))
			return true;
	return !rule->filters;
}

/* Does an opening let this service in? @service: NULL where that is not known. */
static bool serves(const struct rfw_opening_rule *rule, const __be32 *service)
{
	const __be32 *services = rfw_opening_services(rule);
	unsigned int i;

	for (i = 0; service && i < rule->services; i++)
		if (services[i] == *service)
			return true;
	return !rule->services || !service;
}

static bool expired(const struct rfw_opening *opening, u32 now)
{
	return opening->pinhole && (s32)(READ_ONCE(opening->deadline) - now) <= 0;
}

/* The first made of the openings of one block that let a packet in. */
static struct rfw_opening *find_in_block(const struct rfw_opening_table *table,
					 const struct rfw_opening_key *wanted,
					 const struct rfw_key *key, unsigned int inside,
					 const struct rfw_subscriber *subscriber,
					 const __be32 *service, u32 now)
{
	struct rfw_opening *opening, *first = NULL;
	struct rfw_opening_entry *entry;
	struct rhlist_head *list, *at;

	list = rhltable_lookup((struct rhltable *)&table->entries, wanted, entry_params);
	rhl_for_each_entry_rcu(entry, at, list, node) {
		opening = entry->opening;
		if (opening->subscriber != subscriber || expired(opening, now) ||
		    !lets_in(&opening->rule, &key->addr[!inside], key->port[!inside]) ||
		    !serves(&opening->rule, service))
			continue;
		if (!first || opening->use->id < first->use->id)
			first = opening;
	}
	return first;
}

/* With the sizes of blocks that are to be asked for. */
static noinline struct rfw_opening *find(const struct rfw_opening_table *table,
					 unsigned long levels, const struct rfw_key *key,
					 unsigned int inside,
					 const struct rfw_subscriber *subscriber,
					 const __be32 *service, u32 now)
{
	struct rfw_opening_key wanted = { .address = key->addr[inside], .zone = key->zone };
	struct rfw_opening *opening, *first = NULL;
	u16 port = ntohs(key->port[inside]);
	unsigned int level;

	for_each_set_bit(level, &levels, RFW_OPENING_LEVELS) {
		wanted.level = level;
		wanted.port = port & ~(BIT(level) - 1);
		opening = find_in_block(table, &wanted, key, inside, subscriber, service, now);
		if (opening && (!first || opening->use->id < first->use->id))
			first = opening;
	}
	return first;
}

/**
 * rfw_opening_find - the forward or pinhole that lets a packet in
 * @table: the table
 * @key: tuple of the packet
 * @inside: which end of it is inside
 * @subscriber: whose that end is
 * @service: service code that it asks for, which counts for DCCP; NULL where that is not known
 * @now: (u32)jiffies
 *
 * Of several the one that was made first counts.
 *
 * Context: under rcu_read_lock().
 * Return: the opening or NULL.
 */
struct rfw_opening *rfw_opening_find(const struct rfw_opening_table *table,
				     const struct rfw_key *key, unsigned int inside,
				     const struct rfw_subscriber *subscriber,
				     const __be32 *service, u32 now)
{
	u32 levels = READ_ONCE(table->levels);

	/* Ranges of one subscriber are not to make packets of all others dear. */
	if (levels & (levels - 1))
		levels = rfw_address_kinds(&table->addresses, subscriber, &key->addr[inside],
					   rfw_key_vrf(key));
	return levels ? find(table, levels, key, inside, subscriber, service, now) : NULL;
}

static noinline struct rfw_opening *find_dmz(const struct rfw_opening_table *table,
					     const struct rfw_key *key, unsigned int inside,
					     const struct rfw_subscriber *subscriber)
{
	const struct rfw_opening_key wanted = {
		.address = key->addr[inside],
		.zone = rfw_key_zone(rfw_key_vrf(key), 0),
		.level = LEVEL_ANY,
	};

	return find_in_block(table, &wanted, key, inside, subscriber, NULL, 0);
}

/**
 * rfw_opening_find_dmz - is an end of a packet a DMZ host
 * @table: the table
 * @key: tuple of the packet
 * @inside: which end of it is meant
 * @subscriber: whose that end is
 *
 * Context: under rcu_read_lock().
 * Return: the opening or NULL.
 */
struct rfw_opening *rfw_opening_find_dmz(const struct rfw_opening_table *table,
					 const struct rfw_key *key, unsigned int inside,
					 const struct rfw_subscriber *subscriber)
{
	if (!(READ_ONCE(table->levels) & BIT(LEVEL_ANY)))
		return NULL;
	return find_dmz(table, key, inside, subscriber);
}
