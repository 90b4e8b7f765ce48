/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_PRANDOM_H
#define _HOSTED_LINUX_PRANDOM_H

#include <linux/types.h>

struct rnd_state {
	u64 state;
};

static inline void prandom_seed_state(struct rnd_state *random, u64 seed)
{
	random->state = seed + 0x9e3779b97f4a7c15ULL;
}

/* xorshift64* */
static inline u32 prandom_u32_state(struct rnd_state *random)
{
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return random->state * 0x2545f4914f6cdd1dULL >> 32;
}

static inline void prandom_bytes_state(struct rnd_state *random, void *buffer, size_t size)
{
	u8 *octet = buffer;

	while (size--)
		*octet++ = prandom_u32_state(random);
}

#endif
