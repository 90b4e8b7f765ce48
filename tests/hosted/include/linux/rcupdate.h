/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_RCUPDATE_H
#define _HOSTED_LINUX_RCUPDATE_H

#include <linux/types.h>

#define rcu_dereference(pointer)			READ_ONCE(pointer)
#define rcu_dereference_check(pointer, condition)	READ_ONCE(pointer)
#define rcu_dereference_protected(pointer, condition)	((void)(condition), (pointer))
#define rcu_access_pointer(pointer)			READ_ONCE(pointer)
#define rcu_assign_pointer(pointer, value)		WRITE_ONCE(pointer, value)
#define RCU_INIT_POINTER(pointer, value)		WRITE_ONCE(pointer, value)

static inline void rcu_read_lock(void)
{
}

static inline void rcu_read_unlock(void)
{
}

/* Callbacks wait for rcu_barrier(): what they free can be read until then, as in a grace period. */
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
void rcu_barrier(void);

static inline void synchronize_rcu(void)
{
	rcu_barrier();
}

#endif
