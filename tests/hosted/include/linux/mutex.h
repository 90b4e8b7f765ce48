/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_MUTEX_H
#define _HOSTED_LINUX_MUTEX_H

#include <linux/lockdep.h>

struct mutex {
	int held;
};

#define DEFINE_MUTEX(name)	struct mutex name

static inline void mutex_init(struct mutex *lock)
{
	lock->held = 0;
}

static inline void mutex_lock(struct mutex *lock)
{
	lock->held++;
}

static inline void mutex_unlock(struct mutex *lock)
{
	lock->held--;
}

#endif
