/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_LOCKDEP_H
#define _HOSTED_LINUX_LOCKDEP_H

#include <assert.h>

#define lockdep_is_held(lock)		((lock)->held > 0)
#define lockdep_assert_held(lock)	assert(lockdep_is_held(lock))

#endif
