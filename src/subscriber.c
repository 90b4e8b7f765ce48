// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "config.h"
#include "domain.h"
#include "forward.h"
#include "named_host.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

/* Of their own, so that one whose reference is lost is found when the module goes. */
static struct kmem_cache *cache;

int rfw_subscriber_init(void)
{
	cache = KMEM_CACHE(rfw_subscriber, SLAB_ACCOUNT);
	return cache ? 0 : -ENOMEM;
}

/* After a grace period's callbacks. */
void rfw_subscriber_exit(void)
{
	kmem_cache_destroy(cache);
}

static struct rfw_subscriber *subscriber_new(const char *name, struct rfw_policy *policy)
{
	struct rfw_subscriber *subscriber = kmem_cache_zalloc(cache, GFP_KERNEL);
	int cpu;

	if (!subscriber)
		return NULL;
	subscriber->stats = alloc_percpu_gfp(struct rfw_subscriber_stats, GFP_KERNEL_ACCOUNT);
	if (!subscriber->stats) {
		kmem_cache_free(cache, subscriber);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(subscriber->stats, cpu)->sync);
	refcount_set(&subscriber->references, 1);
	INIT_LIST_HEAD(&subscriber->calls);
	INIT_LIST_HEAD(&subscriber->hosts);
	RCU_INIT_POINTER(subscriber->policy, policy);
	rfw_sessions_init(&subscriber->sessions);
	rfw_sessions_join(subscriber, policy->domain);
	strscpy_pad(subscriber->name, name, sizeof(subscriber->name));
	return subscriber;
}

static void subscriber_free(struct rcu_head *rcu)
{
	struct rfw_subscriber *subscriber = container_of(rcu, struct rfw_subscriber, rcu);

	free_percpu(subscriber->stats);
	kmem_cache_free(cache, subscriber);
}

/**
 * rfw_subscriber_put - give a reference back
 * @subscriber: the subscriber
 *
 * Context: any.
 */
void rfw_subscriber_put(struct rfw_subscriber *subscriber)
{
	if (refcount_dec_and_test(&subscriber->references))
		call_rcu(&subscriber->rcu, subscriber_free);
}

static const struct rfw_prefix_list nothing;

static struct rfw_policy *policy_of(struct rfw_config *config,
				    const struct rfw_subscription *subscription)
{
	return rcu_dereference_protected(subscription->policy, lockdep_is_held(config->lock));
}

/*
 * Move a subscription from one policy, NULL for none, to another, with these prefixes: what add and
 * set have in common.
 */
static int place(struct rfw_config *config, struct rfw_subscription *subscription,
		 struct rfw_policy *old, struct rfw_policy *policy,
		 struct rfw_prefix_list *prefixes, bool whole_domain,
		 struct netlink_ext_ack *extack)
{
	struct rfw_domain *domain = policy->domain, *from = old ? old->domain : NULL;
	const struct rfw_prefix_list *present;
	struct rfw_subscription *whole;
	u32 i, ignored;
	int err;

	if (!prefixes->count && !whole_domain) {
		NL_SET_ERR_MSG(extack, "a subscriber needs a prefix, or the whole domain");
		return -EINVAL;
	}
	for (i = 0; i < prefixes->count; i++) {
		if (rfw_domain_covers(domain, &prefixes->prefix[i]))
			continue;
		NL_SET_ERR_MSG(extack, "the prefix is not inside a prefix of the policy's domain");
		prefixes->at_fault = i;
		return -EINVAL;
	}
	if (!rfw_forwards_fit(subscription, prefixes, whole_domain ? domain : NULL)) {
		NL_SET_ERR_MSG(extack,
			       "a forward or a host of the subscriber would lie outside of it");
		return -EBUSY;
	}
	whole = rcu_dereference_protected(domain->whole, lockdep_is_held(config->lock));
	if (whole_domain && whole && whole != subscription) {
		NL_SET_ERR_MSG(extack, "another subscriber has the whole domain already");
		return -EEXIST;
	}
	if (domain->zone) {
		present = from && from->zone == domain->zone ? &subscription->prefixes : &nothing;
		err = rfw_config_replace(&domain->zone->subscriptions, present, prefixes,
					 subscription, &prefixes->at_fault);
		if (err == -EEXIST)
			NL_SET_ERR_MSG(extack, "the prefix is another subscriber's already");
		if (err)
			return err;
	}
	if (from && from->zone && from->zone != domain->zone)
		rfw_config_replace(&from->zone->subscriptions, &subscription->prefixes, &nothing,
				   subscription, &ignored);

	if (from && rcu_access_pointer(from->whole) == subscription &&
	    (from != domain || !whole_domain))
		RCU_INIT_POINTER(from->whole, NULL);
	if (whole_domain)
		rcu_assign_pointer(domain->whole, subscription);
	if (old)
		old->subscribers--;
	policy->subscribers++;
	rcu_assign_pointer(subscription->policy, policy);
	rfw_prefix_list_free(&subscription->prefixes);
	subscription->prefixes = *prefixes;
	subscription->whole_domain = whole_domain;
	rfw_forwards_follow(config, subscription);
	return 0;
}

/**
 * rfw_subscription_displaces - would a new subscriber take addresses from another one
 * @policy: that it is to be under
 * @prefixes: that it is to have
 *
 * Context: under the configuration lock.
 * Return: whether flows have to be judged anew.
 */
bool rfw_subscription_displaces(const struct rfw_policy *policy,
				const struct rfw_prefix_list *prefixes)
{
	const struct rfw_domain *domain = policy->domain;
	u32 i;

	if (!domain->zone)
		return false;
	if (rcu_access_pointer(domain->whole))
		return true;
	for (i = 0; i < prefixes->count; i++)
		if (rfw_prefix_covering(&domain->zone->subscriptions, &prefixes->prefix[i].address,
					prefixes->prefix[i].length))
			return true;
	return false;
}

/**
 * rfw_subscription_add - a new subscriber
 * @config: to add it to
 * @live: the present configuration where @config is to replace it, else NULL: a subscriber that is
 *there under the same name lives on
 * @name: its name
 * @policy: of @config
 * @prefixes: taken over on success; on error the caller keeps them
 * @whole_domain: it has all of the domain that is nobody else's
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST, -EINVAL, -ENOMEM.
 */
int rfw_subscription_add(struct rfw_config *config, struct rfw_config *live, const char *name,
			 struct rfw_policy *policy, struct rfw_prefix_list *prefixes,
			 bool whole_domain, struct netlink_ext_ack *extack)
{
	struct rfw_subscription *subscription = kzalloc(sizeof(*subscription), GFP_KERNEL_ACCOUNT);
	struct rfw_object *present = live ? rfw_object_find(&live->subscriptions, name) : NULL;
	int err;

	if (!subscription)
		return -ENOMEM;
	INIT_LIST_HEAD(&subscription->openings);
	INIT_LIST_HEAD(&subscription->hosts);
	if (present) {
		subscription->subscriber =
			container_of(present, struct rfw_subscription, object)->subscriber;
		refcount_inc(&subscription->subscriber->references);
	} else {
		subscription->subscriber = subscriber_new(name, policy);
		if (!subscription->subscriber) {
			kfree(subscription);
			return -ENOMEM;
		}
	}
	err = rfw_object_add(&config->subscriptions, &subscription->object, name, extack);
	if (err)
		goto err_subscriber;
	RCU_INIT_POINTER(subscription->policy, policy);
	err = place(config, subscription, NULL, policy, prefixes, whole_domain, extack);
	if (err)
		goto err_object;
	return 0;

err_object:
	rfw_object_del(&config->subscriptions, &subscription->object);
err_subscriber:
	rfw_subscriber_put(subscription->subscriber);
	kfree_rcu(subscription, rcu);
	return err;
}

/* Put a living subscriber under another policy. */
static void follow(struct rfw_subscriber *subscriber, struct rfw_policy *policy)
{
	rcu_assign_pointer(subscriber->policy, policy);
	rfw_sessions_join(subscriber, policy->domain);
}

/* From now on no flow of a subscriber begins, and those that are there count for no domain. */
static void depart(struct rfw_subscriber *subscriber)
{
	WRITE_ONCE(subscriber->gone, true);
	rfw_sessions_join(subscriber, NULL);
}

/**
 * rfw_subscription_set - change a subscriber
 * @config: that it is in
 * @subscription: the subscriber
 * @policy: new policy
 * @prefixes: all new prefixes; taken over on success
 * @whole_domain: see rfw_subscription_add()
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST, -EINVAL, -ENOMEM; on error nothing has changed.
 */
int rfw_subscription_set(struct rfw_config *config, struct rfw_subscription *subscription,
			 struct rfw_policy *policy, struct rfw_prefix_list *prefixes,
			 bool whole_domain, struct netlink_ext_ack *extack)
{
	struct rfw_subscriber *subscriber = subscription->subscriber;
	struct rfw_policy *old = policy_of(config, subscription);
	int err = place(config, subscription, old, policy, prefixes, whole_domain, extack);

	/* A configuration that is being prepared has no say yet in one that lives in another. */
	if (!err && rcu_access_pointer(subscriber->policy) == old)
		follow(subscriber, policy);
	return err;
}

/**
 * rfw_subscription_has - does an address belong to a subscriber, or may it once its prefix is there
 * @config: the configuration
 * @subscription: the subscriber
 * @address: the address
 *
 * Context: under the configuration lock.
 */
bool rfw_subscription_has(const struct rfw_config *config,
			  const struct rfw_subscription *subscription,
			  const struct in6_addr *address)
{
	const struct rfw_prefix host = { .address = *address, .length = 128 };
	const struct rfw_policy *policy =
		rcu_dereference_protected(subscription->policy, lockdep_is_held(config->lock));

	return rfw_prefix_list_covers(&subscription->prefixes, address) ||
	       (subscription->whole_domain && rfw_domain_covers(policy->domain, &host));
}

/**
 * rfw_subscription_release - remove a subscriber from a configuration
 * @config: the configuration
 * @subscription: the subscriber, as configured
 *
 * The living part stays for as long as it has flows, or another configuration.
 *
 * Context: under the configuration lock.
 */
void rfw_subscription_release(struct rfw_config *config, struct rfw_subscription *subscription)
{
	struct rfw_policy *policy = policy_of(config, subscription);
	struct rfw_domain *domain = policy->domain;
	u32 ignored;

	rfw_forwards_release(config, subscription);
	rfw_named_hosts_release(config, subscription);
	if (domain->zone)
		rfw_config_replace(&domain->zone->subscriptions, &subscription->prefixes, &nothing,
				   subscription, &ignored);
	if (rcu_access_pointer(domain->whole) == subscription)
		RCU_INIT_POINTER(domain->whole, NULL);
	policy->subscribers--;
	rfw_object_del(&config->subscriptions, &subscription->object);
	rfw_prefix_list_free(&subscription->prefixes);
	rfw_subscriber_put(subscription->subscriber);
	kfree_rcu(subscription, rcu);
}

/**
 * rfw_subscription_del - remove a subscriber from the present configuration
 * @config: the configuration
 * @subscription: the subscriber, as configured
 *
 * No flow of its comes into being from now on; those that are there are the caller's to end.
 *
 * Context: under the configuration lock.
 */
void rfw_subscription_del(struct rfw_config *config, struct rfw_subscription *subscription)
{
	depart(subscription->subscriber);
	rfw_subscription_release(config, subscription);
}

/**
 * rfw_subscription_succeed - let the living subscribers follow a change of the whole configuration
 * @old: the configuration that was
 * @config: the present one
 *
 * Context: under the configuration lock.
 */
void rfw_subscription_succeed(struct rfw_config *old, struct rfw_config *config)
{
	struct rfw_subscription *at;

	list_for_each_entry(at, &config->subscriptions.list, object.list)
		follow(at->subscriber, policy_of(config, at));
	list_for_each_entry(at, &old->subscriptions.list, object.list)
		if (!rfw_object_find(&config->subscriptions, at->object.name))
			depart(at->subscriber);
}
