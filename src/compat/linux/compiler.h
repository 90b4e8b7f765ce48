/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_COMPAT_LINUX_COMPILER_H
#define _RFW_COMPAT_LINUX_COMPILER_H

#include_next <linux/compiler.h>

/* Leave a variable as it is even where the kernel clears all of them; since 6.9. */
#ifndef __uninitialized
#define __uninitialized __attribute__((__uninitialized__))
#endif

#endif
