/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_KERNEL_H
#define _HOSTED_LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/build_bug.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <stdio.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define ALIGN(x, a)		(((x) + (a) - 1) & ~((__typeof__(x))(a) - 1))
#define ALIGN_DOWN(x, a)	((x) & ~((__typeof__(x))(a) - 1))
#define round_up(x, a)		ALIGN(x, a)
#define DIV_ROUND_UP(x, y)	(((x) + (y) - 1) / (y))

#endif
