/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_COMPILER_H
#define _HOSTED_LINUX_COMPILER_H

#include <sys/cdefs.h>

#define __force
#define __user
#define __rcu
#define __init
#define __exit
#define __read_mostly
#define __ro_after_init
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)

#undef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#undef noinline
#define noinline		__attribute__((__noinline__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __packed		__attribute__((__packed__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __maybe_unused		__attribute__((__unused__))
#define __printf(a, b)		__attribute__((__format__(__printf__, a, b)))
#ifndef fallthrough
#define fallthrough		__attribute__((__fallthrough__))
#endif

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define barrier()		__asm__ __volatile__("" : : : "memory")

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value)	(*(volatile __typeof__(x) *)&(x) = (value))

#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))

#endif
