/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_ATOMIC_H
#define _HOSTED_LINUX_ATOMIC_H

#include <linux/types.h>

#define cmpxchg(pointer, old, new) \
	({ \
		__typeof__(*(pointer)) _old = (old); \
		__atomic_compare_exchange_n(pointer, &_old, new, false, __ATOMIC_SEQ_CST, \
					    __ATOMIC_SEQ_CST); \
		_old; \
	})

#endif
