// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/slab.h>

#include "config.h"
#include "domain.h"
#include "forward.h"
#include "policy.h"
#include "subscriber.h"

static const struct rfw_domain *domain_of(const struct rfw_config *config,
					  const struct rfw_subscription *subscription)
{
	const struct rfw_policy *policy =
		rcu_dereference_protected(subscription->policy, lockdep_is_held(config->lock));

	return policy->domain;
}

static bool suffix_fits(const struct in6_addr *suffix, const struct rfw_prefix *prefix)
{
	return ipv6_prefix_equal(suffix, &in6addr_any, prefix->length);
}

/* May a rule stand with these prefixes, and the domain that its subscriber has the rest of? */
static bool fits(const struct rfw_opening_rule *rule, const struct rfw_prefix_list *prefixes,
		 const struct rfw_domain *whole)
{
	const struct rfw_prefix host = { .address = rule->address, .length = 128 };
	u32 i;

	if (rule->target == RFW_OPENING_TARGET_ADDRESS)
		return rfw_prefix_list_covers(prefixes, &rule->address) ||
		       (whole && rfw_domain_covers(whole, &host));
	/* Which prefixes the domain will have is not known. */
	for (i = 0; i < prefixes->count; i++)
		if (!suffix_fits(&rule->address, &prefixes->prefix[i]))
			return false;
	return true;
}

/**
 * rfw_forwards_fit - do all openings of a subscriber lie within these prefixes
 * @subscription: the subscriber
 * @prefixes: that it is to have of its own
 * @whole: the domain that it is to have the rest of, or NULL
 *
 * Context: under the configuration lock.
 */
bool rfw_forwards_fit(const struct rfw_subscription *subscription,
		      const struct rfw_prefix_list *prefixes, const struct rfw_domain *whole)
{
	const struct rfw_opening *opening;

	list_for_each_entry(opening, &subscription->openings, list)
		if (!fits(&opening->rule, prefixes, whole))
			return false;
	return true;
}

/* The addresses that a suffix makes with these prefixes, each once. */
static u32 join(const struct in6_addr *suffix, const struct rfw_prefix_list *list,
		struct in6_addr *address, u32 count)
{
	const struct rfw_prefix *prefix;
	struct in6_addr joined;
	u32 i, n;

	for (i = 0; i < list->count && count < RFW_OPENING_ADDRESSES_MAX; i++) {
		prefix = &list->prefix[i];
		if (!suffix_fits(suffix, prefix))
			continue;
		for (n = 0; n < 4; n++)
			joined.s6_addr32[n] =
				prefix->address.s6_addr32[n] | suffix->s6_addr32[n];
		for (n = 0; n < count; n++)
			if (ipv6_addr_equal(&address[n], &joined))
				break;
		if (n == count)
			address[count++] = joined;
	}
	return count;
}

/* Let packets find an opening where it is to be with the present prefixes. */
static int place(struct rfw_config *config, struct rfw_subscription *subscription,
		 struct rfw_opening *opening)
{
	const struct rfw_domain *domain = domain_of(config, subscription);
	struct in6_addr address[RFW_OPENING_ADDRESSES_MAX];
	const struct rfw_opening_rule *rule = &opening->rule;
	u32 count = 0;

	lockdep_assert_held(config->lock);
	if (!domain->zone)
		return rfw_opening_place(&config->openings, opening, NULL, 0, 0,
					 GFP_KERNEL_ACCOUNT);
	if (rule->target == RFW_OPENING_TARGET_ADDRESS) {
		address[count++] = rule->address;
	} else {
		count = join(&rule->address, &subscription->prefixes, address, count);
		if (subscription->whole_domain)
			count = join(&rule->address, &domain->placed, address, count);
	}
	return rfw_opening_place(&config->openings, opening, address, count, domain->zone->vrf,
				 GFP_KERNEL_ACCOUNT);
}

/**
 * rfw_forwards_follow - bring a subscriber's openings in line with its prefixes and its domain
 * @config: the configuration
 * @subscription: the subscriber
 *
 * An opening for which there is no memory, or no room, is closed until the next change.
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_forwards_follow(struct rfw_config *config, struct rfw_subscription *subscription)
{
	struct rfw_opening *opening;

	list_for_each_entry(opening, &subscription->openings, list) {
		if (!place(config, subscription, opening))
			continue;
		pr_warn_ratelimited("subscriber %s: a forward could not follow its prefixes\n",
				    subscription->object.name);
		rfw_opening_place(&config->openings, opening, NULL, 0, 0, GFP_KERNEL_ACCOUNT);
	}
}

/**
 * rfw_forwards_follow_all - rfw_forwards_follow() for every subscriber
 * @config: the configuration
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_forwards_follow_all(struct rfw_config *config)
{
	struct rfw_subscription *subscription;

	list_for_each_entry(subscription, &config->subscriptions.list, object.list)
		rfw_forwards_follow(config, subscription);
}

/* The living part: that of the same opening of the present configuration, or a new one. */
static struct rfw_opening_use *use_of(struct rfw_config *live,
				      const struct rfw_opening_rule *rule,
				      const struct rfw_subscriber *subscriber, u32 id)
{
	struct rfw_opening *same = NULL;

	if (live)
		same = rfw_opening_same(&live->openings, rule, subscriber);
	if (!same)
		return rfw_opening_use_new(id, GFP_KERNEL_ACCOUNT);
	refcount_inc(&same->use->references);
	return same->use;
}

/**
 * rfw_forward_add - a new forward or DMZ host
 * @config: to add it to
 * @live: the present configuration where @config is to replace it, else NULL: an opening that is
 *	there already keeps its counters
 * @subscription: of @config
 * @rule: what it says, checked for form
 * @id: for a new one
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOSPC, -E2BIG, -ENOMEM.
 */
int rfw_forward_add(struct rfw_config *config, struct rfw_config *live,
		    struct rfw_subscription *subscription, const struct rfw_opening_rule *rule,
		    u32 id, struct netlink_ext_ack *extack)
{
	const struct rfw_domain *whole =
		subscription->whole_domain ? domain_of(config, subscription) : NULL;
	struct rfw_opening_use *use;
	struct rfw_opening *opening;
	int err;

	if (!fits(rule, &subscription->prefixes, whole)) {
		if (rule->target == RFW_OPENING_TARGET_ADDRESS)
			NL_SET_ERR_MSG(extack,
				       "the address is not inside a prefix of the subscriber");
		else
			NL_SET_ERR_MSG(extack,
				       "the suffix does not fit behind a prefix of the subscriber");
		return -EINVAL;
	}
	if (rfw_opening_same(&config->openings, rule, subscription->subscriber)) {
		NL_SET_ERR_MSG(extack, "there is exactly this one already");
		return -EEXIST;
	}
	use = use_of(live, rule, subscription->subscriber, id);
	if (!use)
		return -ENOMEM;
	opening = rfw_opening_new(rule, subscription->subscriber, use, GFP_KERNEL_ACCOUNT);
	if (!opening) {
		rfw_opening_use_put(use);
		return -ENOMEM;
	}
	err = rfw_opening_add(&config->openings, opening, GFP_KERNEL_ACCOUNT);
	if (err)
		goto err_opening;
	err = place(config, subscription, opening);
	if (err)
		goto err_table;
	list_add_tail(&opening->list, &subscription->openings);
	return 0;

err_table:
	rfw_opening_remove(&config->openings, opening);
err_opening:
	rfw_opening_free(opening);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "there are as many forwards as there may be");
	if (err == -E2BIG)
		NL_SET_ERR_MSG(extack, "too many forwards overlap at an address and port");
	return err;
}

/**
 * rfw_forward_del - remove a forward or DMZ host from a configuration
 * @config: the configuration
 * @opening: the opening; flows that it let in are the caller's to judge anew
 *
 * Context: under the configuration lock.
 */
void rfw_forward_del(struct rfw_config *config, struct rfw_opening *opening)
{
	lockdep_assert_held(config->lock);
	list_del(&opening->list);
	rfw_opening_remove(&config->openings, opening);
	rfw_opening_free(opening);
}

/**
 * rfw_forwards_release - remove all openings of a subscriber that leaves a configuration
 * @config: the configuration
 * @subscription: the subscriber
 *
 * Context: under the configuration lock.
 */
void rfw_forwards_release(struct rfw_config *config, struct rfw_subscription *subscription)
{
	struct rfw_opening *opening, *next;

	list_for_each_entry_safe(opening, next, &subscription->openings, list)
		rfw_forward_del(config, opening);
}
