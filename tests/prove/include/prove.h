/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the proofs have in common: values of which nothing is known, and what is taken for granted
 * or has to follow. CBMC makes up a nondet_ function, and what malloc() returns has any contents.
 */
#ifndef _PROVE_H
#define _PROVE_H

#include <linux/types.h>
#include <stdlib.h>
#include <string.h>

bool nondet_bool(void);
u8 nondet_u8(void);
u16 nondet_u16(void);
u32 nondet_u32(void);
int nondet_int(void);

#define suppose(condition)	__CPROVER_assume(condition)
#define insist(condition)	__CPROVER_assert(condition, #condition)

/*
 * CBMC has none. It may find any of the octets, not the first alone, and overlook them all, which
 * is more than it would do.
 */
void *memchr(const void *memory, int octet, size_t count)
{
	size_t at = nondet_u32();

	insist(__CPROVER_r_ok(memory, count));
	if (at >= count || ((const u8 *)memory)[at] != (u8)octet)
		return NULL;
	return (u8 *)memory + at;
}

/* CBMC has one, which takes a step for each octet. This one may find any difference, or none. */
int memcmp(const void *a, const void *b, size_t count)
{
	insist(__CPROVER_r_ok(a, count) && __CPROVER_r_ok(b, count));
	return nondet_int();
}

/* Up to @most octets, which end where memory does. */
static inline u8 *any_text(u32 most, u32 *length)
{
	u8 *memory = malloc(most);

	*length = nondet_u32();
	suppose(*length <= most);
	return memory + most - *length;
}

#endif
