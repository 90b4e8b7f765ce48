// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on purpose, one for each thing that a debug kernel is to see: check.sh loads this with the
 * name of one, and the kernel must complain.
 */
#include <linux/delay.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static char *fault = "";
module_param(fault, charp, 0);

static DEFINE_SPINLOCK(one);
static DEFINE_SPINLOCK(other);
static int __rcu *shared;
/* The compiler is not to know. */
static volatile unsigned int eight = 8, thirty_two = 32;

static void outside(void)
{
	u8 *octets = kmalloc(8, GFP_KERNEL);

	pr_info("%u\n", octets ? READ_ONCE(octets[eight]) : 0);
	kfree(octets);
}

static void freed(void)
{
	u8 *octets = kmalloc(8, GFP_KERNEL);

	kfree(octets);
	pr_info("%u\n", octets ? READ_ONCE(octets[eight - 1]) : 0);
}

static void order(void)
{
	spin_lock(&one);
	spin_lock(&other);
	spin_unlock(&other);
	spin_unlock(&one);
	spin_lock(&other);
	spin_lock(&one);
	spin_unlock(&one);
	spin_unlock(&other);
}

static void fires(struct timer_list *timer)
{
	spin_lock(&one);
	spin_unlock(&one);
}

static DEFINE_TIMER(timer, fires);

/* A lock that a softirq takes, with softirqs on. */
static void softirq(void)
{
	mod_timer(&timer, jiffies + 1);
	msleep(50);
	spin_lock(&one);
	spin_unlock(&one);
	del_timer_sync(&timer);
}

static void unprotected(void)
{
	pr_info("%p\n", rcu_dereference(shared));
}

static void sleeps(void)
{
	spin_lock_bh(&one);
	msleep(1);
	spin_unlock_bh(&one);
}

static void active(void)
{
	struct timer_list *armed = kzalloc(sizeof(*armed), GFP_KERNEL);

	if (!armed)
		return;
	timer_setup(armed, fires, 0);
	mod_timer(armed, jiffies + 1000 * HZ);
	kfree(armed);
}

static void twice(void)
{
	static LIST_HEAD(list);
	static struct list_head entry;

	list_add(&entry, &list);
	list_add(&entry, &list);
}

static void left_behind(void)
{
	struct kmem_cache *cache = kmem_cache_create("rfw_planted", 64, 0, 0, NULL);

	if (cache && kmem_cache_alloc(cache, GFP_KERNEL))
		kmem_cache_destroy(cache);
}

static void shift(void)
{
	pr_info("%u\n", 1U << thirty_two);
}

static const struct {
	const char *name;
	void (*plant)(void);
} faults[] = {
	{ "outside", outside },
	{ "freed", freed },
	{ "order", order },
	{ "softirq", softirq },
	{ "unprotected", unprotected },
	{ "sleeps", sleeps },
	{ "active", active },
	{ "twice", twice },
	{ "left-behind", left_behind },
	{ "shift", shift },
};

static int __init rfw_planted_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		if (!strcmp(fault, faults[i].name)) {
			faults[i].plant();
			return 0;
		}
	}
	return -EINVAL;
}

static void __exit rfw_planted_exit(void)
{
}

module_init(rfw_planted_init);
module_exit(rfw_planted_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Faults that debug kernels must see");
