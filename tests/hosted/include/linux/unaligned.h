/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_UNALIGNED_H
#define _HOSTED_LINUX_UNALIGNED_H

#include <linux/types.h>

static inline u16 get_unaligned_be16(const void *pointer)
{
	const u8 *octet = pointer;

	return octet[0] << 8 | octet[1];
}

static inline u32 get_unaligned_be32(const void *pointer)
{
	const u8 *octet = pointer;

	return (u32)octet[0] << 24 | octet[1] << 16 | octet[2] << 8 | octet[3];
}

static inline void put_unaligned_be16(u16 value, void *pointer)
{
	u8 *octet = pointer;

	octet[0] = value >> 8;
	octet[1] = value;
}

static inline void put_unaligned_be32(u32 value, void *pointer)
{
	put_unaligned_be16(value >> 16, pointer);
	put_unaligned_be16(value, (u8 *)pointer + 2);
}

#endif
