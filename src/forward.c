// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/slab.h>

#include "config.h"
#include "domain.h"
#include "forward.h"
#include "named_host.h"
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

/**
 * rfw_suffix_fits - does a suffix fit behind each of these prefixes
 * @suffix: host part of an address
 * @prefixes: of a subscriber; which ones its domain will have is not known
 */
bool rfw_suffix_fits(const struct in6_addr *suffix, const struct rfw_prefix_list *prefixes)
{
	u32 i;

	for (i = 0; i < prefixes->count; i++)
		if (!suffix_fits(suffix, &prefixes->prefix[i]))
			return false;
	return true;
}

/* May a rule stand with these prefixes, and the domain that its subscriber has the rest of? */
static bool fits(const struct rfw_opening_rule *rule, const struct rfw_prefix_list *prefixes,
		 const struct rfw_domain *whole)
{
	const struct rfw_prefix host = { .address = rule->address, .length = 128 };

	switch (rule->target) {
	case RFW_OPENING_TARGET_SUFFIX:
		return rfw_suffix_fits(&rule->address, prefixes);
	case RFW_OPENING_TARGET_HOST:
		return true;
	}
	return rfw_prefix_list_covers(prefixes, &rule->address) ||
	       (whole && rfw_domain_covers(whole, &host));
}

/**
 * rfw_forwards_fit - do all openings and named hosts of a subscriber lie within these prefixes
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
	return rfw_named_hosts_fit(subscription, prefixes);
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

/**
 * rfw_suffix_join - the addresses that a suffix makes with a subscriber's present prefixes
 * @config: the configuration
 * @subscription: the subscriber
 * @suffix: host part of an address
 * @address: filled in, each once; room for RFW_OPENING_ADDRESSES_MAX
 *
 * Context: under the configuration lock.
 * Return: entries of @address.
 */
u32 rfw_suffix_join(const struct rfw_config *config, const struct rfw_subscription *subscription,
		    const struct in6_addr *suffix, struct in6_addr *address)
{
	u32 count = join(suffix, &subscription->prefixes, address, 0);

	if (subscription->whole_domain)
		count = join(suffix, &domain_of(config, subscription)->placed, address, count);
	return count;
}

/* Let packets find an opening where it is to be with the present prefixes. */
static int place(struct rfw_config *config, struct rfw_subscription *subscription,
		 struct rfw_opening *opening)
{
	const struct rfw_domain *domain = domain_of(config, subscription);
	struct in6_addr joined[RFW_OPENING_ADDRESSES_MAX];
	const struct in6_addr *address = joined;
	u32 count = 0, vrf = domain->zone ? domain->zone->vrf : 0;

	lockdep_assert_held(config->lock);
	if (opening->host) {
		address = opening->host->address;
		count = opening->host->addresses;
		vrf = opening->host->vrf;
	} else if (!domain->zone) {
		address = NULL;
	} else if (opening->rule.target == RFW_OPENING_TARGET_SUFFIX) {
		count = rfw_suffix_join(config, subscription, &opening->rule.address, joined);
	} else {
		address = &opening->rule.address;
		count = 1;
	}
	return rfw_opening_place(&config->openings, opening, address, count, vrf,
				 GFP_KERNEL_ACCOUNT);
}

/*
 * Place an opening, or close it until the next change where there is no memory or no room.
 * Return: it is where it is to be.
 */
static bool place_or_close(struct rfw_config *config, struct rfw_subscription *subscription,
			   struct rfw_opening *opening)
{
	if (!place(config, subscription, opening))
		return true;
	pr_warn_ratelimited("subscriber %s: a forward could not follow its host\n",
			    subscription->object.name);
	rfw_opening_place(&config->openings, opening, NULL, 0, 0, GFP_KERNEL_ACCOUNT);
	return false;
}

/**
 * rfw_forwards_follow - bring a subscriber's openings and named hosts in line with its prefixes and
 * its domain
 * @config: the configuration
 * @subscription: the subscriber
 *
 * An opening for which there is no memory, or no room, is closed until the next change.
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_forwards_follow(struct rfw_config *config, struct rfw_subscription *subscription)
{
	struct rfw_named_host *host;
	struct rfw_opening *opening;

	list_for_each_entry(host, &subscription->hosts, list)
		rfw_named_host_follow(config, subscription, host);
	list_for_each_entry(opening, &subscription->openings, list)
		place_or_close(config, subscription, opening);
}

/**
 * rfw_forwards_follow_host - bring the openings that name a host in line with it
 * @config: the configuration
 * @subscription: the subscriber
 * @host: the host
 *
 * Context: under the configuration lock, may sleep.
 * Return: false where one had to be closed.
 */
bool rfw_forwards_follow_host(struct rfw_config *config, struct rfw_subscription *subscription,
			      const struct rfw_named_host *host)
{
	struct rfw_opening *opening;
	bool all = true;

	list_for_each_entry(opening, &subscription->openings, list)
		if (opening->host == host)
			all &= place_or_close(config, subscription, opening);
	return all;
}

static void refuse(int err, struct netlink_ext_ack *extack)
{
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "there are as many forwards as there may be");
	if (err == -E2BIG)
		NL_SET_ERR_MSG(extack, "too many forwards overlap at an address and port");
}

/**
 * rfw_forwards_move - let all openings that name a host be elsewhere, or none
 * @config: the configuration
 * @subscription: the subscriber
 * @host: the host
 * @address: where they are to be
 * @addresses: entries of @address
 * @vrf: of the addresses
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -E2BIG, -ENOMEM; on error nothing has changed.
 */
int rfw_forwards_move(struct rfw_config *config, struct rfw_subscription *subscription,
		      const struct rfw_named_host *host, const struct in6_addr *address,
		      u32 addresses, u32 vrf, struct netlink_ext_ack *extack)
{
	struct rfw_opening_table *table = &config->openings;
	struct rfw_opening *opening, *failed = NULL;
	int err = 0;

	lockdep_assert_held(config->lock);
	list_for_each_entry(opening, &subscription->openings, list) {
		if (opening->host != host)
			continue;
		err = rfw_opening_prepare(table, opening, address, addresses, vrf,
					  GFP_KERNEL_ACCOUNT);
		if (!err)
			continue;
		failed = opening;
		break;
	}
	list_for_each_entry(opening, &subscription->openings, list) {
		if (opening == failed)
			break;
		if (opening->host != host)
			continue;
		if (failed)
			rfw_opening_stay(table, opening);
		else
			rfw_opening_move(table, opening);
	}
	refuse(err, extack);
	return err;
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
 * @host: that the rule names, or NULL
 * @id: for a new one
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOSPC, -E2BIG, -ENOMEM.
 */
int rfw_forward_add(struct rfw_config *config, struct rfw_config *live,
		    struct rfw_subscription *subscription, const struct rfw_opening_rule *rule,
		    struct rfw_named_host *host, u32 id, struct netlink_ext_ack *extack)
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
	opening->host = host;
	err = rfw_opening_add(&config->openings, opening, GFP_KERNEL_ACCOUNT);
	if (err)
		goto err_opening;
	err = place(config, subscription, opening);
	if (err)
		goto err_table;
	list_add_tail(&opening->list, &subscription->openings);
	if (host)
		host->openings++;
	return 0;

err_table:
	rfw_opening_remove(&config->openings, opening);
err_opening:
	rfw_opening_free(opening);
	refuse(err, extack);
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
	if (opening->host)
		opening->host->openings--;
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
