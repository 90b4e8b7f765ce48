/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_MINMAX_H
#define _HOSTED_LINUX_MINMAX_H

#undef min
#undef max
#define min(a, b) \
	({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a < _b ? _a : _b; })
#define max(a, b) \
	({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define clamp(x, low, high)	min(max(x, low), high)

#define swap(a, b)		do { __typeof__(a) _s = (a); (a) = (b); (b) = _s; } while (0)

#endif
