/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_BITS_H
#define _HOSTED_LINUX_BITS_H

#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK(high, low)	((~0UL << (low)) & (~0UL >> (8 * sizeof(long) - 1 - (high))))

#endif
