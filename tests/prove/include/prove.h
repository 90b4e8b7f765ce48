/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the proofs have in common: values of which nothing is known, and what is taken for granted
 * or has to follow. CBMC makes up a nondet_ function, and what malloc() returns has any contents.
 */
#ifndef _PROVE_H
#define _PROVE_H

#include <linux/types.h>
#include <stdlib.h>

bool nondet_bool(void);
u8 nondet_u8(void);
u16 nondet_u16(void);
u32 nondet_u32(void);
int nondet_int(void);

#define suppose(condition)	__CPROVER_assume(condition)
#define insist(condition)	__CPROVER_assert(condition, #condition)

#endif
