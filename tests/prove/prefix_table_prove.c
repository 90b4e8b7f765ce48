// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arithmetic of prefixes, of every address and length.
 */
#include <prove.h>

#include "prefix_table.c"

/* Bit @at of an address, counted from its front. */
static bool bit(const struct bits *bits, unsigned int at)
{
	return (at < 64 ? bits->high >> (63 - at) : bits->low >> (127 - at)) & 1;
}

static struct bits any_bits(void)
{
	struct in6_addr address;

	return to_bits(&address);
}

/* Equal up to there, and different there. */
void common(void)
{
	struct bits a = any_bits(), b = any_bits();
	unsigned int common = common_bits(&a, &b), at = nondet_u32();

	insist(common <= ADDRESS_BITS);
	if (at < common)
		insist(bit(&a, at) == bit(&b, at));
	if (common < ADDRESS_BITS)
		insist(bit(&a, common) != bit(&b, common));
}

/* As common_bits() says, of the lengths that a node may have. */
void covers(void)
{
	struct bits bits = any_bits();
	struct rfw_prefix_node node = { .prefix = any_bits(), .length = nondet_u8() };

	suppose(node.length <= ADDRESS_BITS && !(node.length % STRIDE));
	insist(node_covers(&node, &bits) == (common_bits(&node.prefix, &bits) >= node.length));
}

/* A child, and the values of a node, are in their arrays, each in a place of its own. */
void indices(void)
{
	unsigned int length = nondet_u32(), more = nondet_u32(), other = nondet_u32();
	struct bits bits = any_bits();
	struct odd odd;
	unsigned int i, k;

	suppose(length < ADDRESS_BITS && !(length % STRIDE));
	i = branch(&bits, length);
	insist(i < CHILDREN);
	k = nondet_u32();
	suppose(k < STRIDE);
	insist((i >> (STRIDE - 1 - k) & 1) == bit(&bits, length + k));

	suppose(more && more < STRIDE && other && other < STRIDE);
	insist(odd_index(i, more) < ARRAY_SIZE(odd.value));
	k = nondet_u32();
	suppose(k < CHILDREN);
	insist((odd_index(i, more) == odd_index(k, other)) ==
	       (more == other && i >> (STRIDE - more) == k >> (STRIDE - more)));
}

/* No bit behind the length. */
void valid(void)
{
	u8 length = nondet_u8(), at = nondet_u8();
	struct in6_addr address;
	struct bits bits = to_bits(&address);

	if (rfw_prefix_valid(&address, length)) {
		insist(length <= ADDRESS_BITS);
		suppose(at >= length && at < ADDRESS_BITS);
		insist(!bit(&bits, at));
	} else if (length < ADDRESS_BITS) {
		insist(length < 64 ? bits.high << length || bits.low : bits.low << (length - 64));
	}
}
