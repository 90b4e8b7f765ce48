// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/rfw.h>
#include <linux/slab.h>

#include "bogon.h"

/*
 * Addresses that are never on the other side of the border: RFC 6092 REC-3, with what has been set
 * aside since. ORCHIDv2 (2001:20::/28) is valid, RFC 7343.
 */
static const struct rfw_prefix builtin_bogons[] = {
	{ { .s6_addr = { 0 } }, 96 },			/* ::/96, unspecified and loopback in it */
	{ { .s6_addr = { [10] = 0xff, [11] = 0xff } }, 96 },	/* IPv4-mapped */
	{ { .s6_addr = { 0x01, 0x00 } }, 64 },		/* discard-only, RFC 6666 */
	{ { .s6_addr = { 0x20, 0x01, 0x00, 0x10 } }, 28 },	/* ORCHID, RFC 4843 */
	{ { .s6_addr = { 0x20, 0x01, 0x0d, 0xb8 } }, 32 },	/* documentation, RFC 3849 */
	{ { .s6_addr = { 0x3f, 0xff } }, 20 },		/* documentation, RFC 9637 */
	{ { .s6_addr = { 0x5f, 0x00 } }, 16 },		/* segment identifiers, RFC 9602 */
	{ { .s6_addr = { 0xfe, 0xc0 } }, 10 },		/* site-local, RFC 3879 */
	{ { .s6_addr = { 0xfe, 0x80 } }, 10 },		/* link-local */
};

static struct rfw_bogon_table builtin;

static int add(struct rfw_bogon_table *bogons, const struct rfw_prefix *prefix)
{
	int err = rfw_prefix_insert(&bogons->prefixes, &prefix->address, prefix->length, bogons);

	if (!err)
		bitmap_set(bogons->octets, prefix->address.s6_addr[0],
			   prefix->length < 8 ? 1 << (8 - prefix->length) : 1);
	return err;
}

/**
 * rfw_bogon_init - make the built-in list
 *
 * Return: 0 or -ENOMEM.
 */
int rfw_bogon_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(builtin_bogons); i++) {
		err = add(&builtin, &builtin_bogons[i]);
		if (err) {
			rfw_prefix_clear(&builtin.prefixes);
			return err;
		}
	}
	return 0;
}

void rfw_bogon_exit(void)
{
	rfw_prefix_clear(&builtin.prefixes);
}

/**
 * rfw_bogons_free - free a list that no new reader finds
 * @bogons: the list, or NULL; the built-in one stays
 *
 * Context: may sleep.
 */
void rfw_bogons_free(struct rfw_bogon_table *bogons)
{
	if (!bogons || bogons == &builtin)
		return;
	rfw_prefix_clear(&bogons->prefixes);
	kfree_rcu(bogons, rcu);
}

/**
 * rfw_bogons_new - make a list
 * @kind: enum rfw_bogons
 * @list: its prefixes with RFW_BOGONS_LISTED
 *
 * Context: may sleep.
 * Return: the list, NULL for none, or ERR_PTR(-ENOMEM).
 */
struct rfw_bogon_table *rfw_bogons_new(u8 kind, const struct rfw_prefix_list *list)
{
	struct rfw_bogon_table *bogons;
	u32 i;
	int err;

	if (kind == RFW_BOGONS_NONE)
		return NULL;
	if (kind == RFW_BOGONS_DEFAULT)
		return &builtin;
	bogons = kzalloc(sizeof(*bogons), GFP_KERNEL_ACCOUNT);
	if (!bogons)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < list->count; i++) {
		err = add(bogons, &list->prefix[i]);
		if (err && err != -EEXIST) {
			rfw_bogons_free(bogons);
			return ERR_PTR(err);
		}
	}
	return bogons;
}
