// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "config.h"
#include "domain.h"
#include "forward.h"
#include "policy.h"
#include "subscriber.h"

/**
 * rfw_config_new - an empty configuration
 * @net: its namespace
 * @lock: the namespace's configuration lock
 * @pinholes: of the namespace, or NULL
 * @hosts: of the namespace, or NULL
 *
 * Return: the configuration or NULL for lack of memory.
 */
struct rfw_config *rfw_config_new(struct net *net, struct mutex *lock,
				  struct rfw_pinholes *pinholes, struct rfw_hosts *hosts)
{
	struct rfw_config *config = kzalloc(sizeof(*config), GFP_KERNEL_ACCOUNT);

	if (!config)
		return NULL;
	config->net = net;
	config->lock = lock;
	config->pinholes = pinholes;
	config->hosts = hosts;
	config->main.domains.lock = lock;
	config->main.subscriptions.lock = lock;
	xa_init(&config->inside);
	xa_init(&config->outside);
	if (rfw_objects_init(&config->domains))
		goto err_config;
	if (rfw_objects_init(&config->policies))
		goto err_domains;
	if (rfw_objects_init(&config->subscriptions))
		goto err_policies;
	if (rfw_opening_table_init(&config->openings))
		goto err_subscriptions;
	return config;

err_subscriptions:
	rfw_objects_exit(&config->subscriptions);
err_policies:
	rfw_objects_exit(&config->policies);
err_domains:
	rfw_objects_exit(&config->domains);
err_config:
	kfree(config);
	return NULL;
}

/**
 * rfw_config_free - free a configuration with all that is in it
 * @config: the configuration
 *
 * Context: under the configuration lock, may sleep. Packets can't find it any more.
 */
void rfw_config_free(struct rfw_config *config)
{
	struct rfw_subscription *subscription, *next_subscription;
	struct rfw_domain *domain, *next_domain;
	struct rfw_policy *policy, *next_policy;
	struct hlist_node *next_zone;
	struct rfw_zone *zone;
	unsigned int i;

	list_for_each_entry_safe(subscription, next_subscription, &config->subscriptions.list,
				 object.list)
		rfw_subscription_release(config, subscription);
	list_for_each_entry_safe(policy, next_policy, &config->policies.list, object.list)
		rfw_policy_release(config, policy);
	list_for_each_entry_safe(domain, next_domain, &config->domains.list, object.list)
		rfw_domain_release(config, domain);
	for (i = 0; i < ARRAY_SIZE(config->zones); i++)
		hlist_for_each_entry_safe(zone, next_zone, &config->zones[i], node)
			kfree(zone);
	rfw_opening_table_exit(&config->openings);
	rfw_objects_exit(&config->subscriptions);
	rfw_objects_exit(&config->policies);
	rfw_objects_exit(&config->domains);
	xa_destroy(&config->inside);
	xa_destroy(&config->outside);
	kfree(config);
}

/**
 * rfw_config_zone - the zone of a VRF
 * @config: the configuration
 * @vrf: interface index of the VRF device, 0 for none
 *
 * Context: under rcu_read_lock() or the configuration lock.
 * Return: the zone, or NULL where no domain ever was.
 */
struct rfw_zone *rfw_config_zone(struct rfw_config *config, u32 vrf)
{
	struct rfw_zone *zone;

	if (!vrf)
		return &config->main;
	hlist_for_each_entry_rcu(zone, &config->zones[hash_32(vrf, RFW_ZONE_HASH_BITS)], node,
				 lockdep_is_held(config->lock))
		if (zone->vrf == vrf)
			return zone;
	return NULL;
}

/**
 * rfw_config_zone_get - the zone of a VRF, made if need be
 * @config: the configuration
 * @vrf: interface index of the VRF device, 0 for none
 *
 * Context: under the configuration lock, may sleep.
 * Return: the zone or NULL for lack of memory.
 */
struct rfw_zone *rfw_config_zone_get(struct rfw_config *config, u32 vrf)
{
	struct rfw_zone *zone = rfw_config_zone(config, vrf);

	lockdep_assert_held(config->lock);
	if (zone)
		return zone;
	zone = kzalloc(sizeof(*zone), GFP_KERNEL_ACCOUNT);
	if (!zone)
		return NULL;
	zone->vrf = vrf;
	zone->domains.lock = config->lock;
	zone->subscriptions.lock = config->lock;
	hlist_add_head_rcu(&zone->node, &config->zones[hash_32(vrf, RFW_ZONE_HASH_BITS)]);
	return zone;
}

static bool view_has(const struct rfw_domain_view *view, bool inside, int wanted)
{
	unsigned int count = inside ? view->inside_count : view->outside_count;
	const int *ifindex = inside ? view->inside : view->outside;

	while (count--)
		if (ifindex[count] == wanted)
			return true;
	return false;
}

static struct rfw_domain_view *view_of(const struct rfw_config *config,
				       const struct rfw_domain *domain)
{
	return rcu_dereference_protected(domain->view, lockdep_is_held(config->lock));
}

/* Is an interface inside, or outside, of a domain that packets are to see? */
static bool has(const struct rfw_config *config, const struct rfw_domain *domain, bool inside,
		int ifindex)
{
	return domain->zone && view_has(view_of(config, domain), inside, ifindex);
}

/* The first domain that an interface is inside, or outside, of. */
static struct rfw_domain *first(struct rfw_config *config, bool inside, int ifindex)
{
	struct rfw_domain *domain;

	list_for_each_entry(domain, &config->domains.list, object.list)
		if (has(config, domain, inside, ifindex))
			return domain;
	return NULL;
}

/*
 * Bring one map in line with the domains: forget what does not hold any more, add what is missing.
 * What is there is overwritten, and what is new was reserved, so that memory is there.
 */
static void map(struct rfw_config *config, struct xarray *map, bool inside)
{
	struct rfw_domain_view *view;
	struct rfw_domain *domain;
	unsigned long ifindex;
	unsigned int i, count;
	const int *list;

	xa_for_each(map, ifindex, domain) {
		if (has(config, domain, inside, ifindex))
			continue;
		domain = first(config, inside, ifindex);
		if (domain)
			xa_store(map, ifindex, domain, GFP_KERNEL_ACCOUNT);
		else
			xa_erase(map, ifindex);
	}
	list_for_each_entry(domain, &config->domains.list, object.list) {
		view = view_of(config, domain);
		list = inside ? view->inside : view->outside;
		count = domain->zone ? inside ? view->inside_count : view->outside_count : 0;
		for (i = 0; i < count; i++)
			if (list[i] && !xa_load(map, list[i]))
				WARN_ON_ONCE(xa_err(xa_store(map, list[i], domain,
							     GFP_KERNEL_ACCOUNT)));
	}
}

/**
 * rfw_config_reserve - make sure that rfw_config_map() will have the memory for a domain
 * @config: the configuration
 * @view: of the domain
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0 or -ENOMEM; rfw_config_unreserve() is for both.
 */
int rfw_config_reserve(struct rfw_config *config, const struct rfw_domain_view *view)
{
	unsigned int i;

	for (i = 0; i < view->inside_count; i++)
		if (view->inside[i] &&
		    xa_reserve(&config->inside, view->inside[i], GFP_KERNEL_ACCOUNT))
			return -ENOMEM;
	for (i = 0; i < view->outside_count; i++)
		if (view->outside[i] &&
		    xa_reserve(&config->outside, view->outside[i], GFP_KERNEL_ACCOUNT))
			return -ENOMEM;
	return 0;
}

/**
 * rfw_config_unreserve - give back what was reserved and not used
 * @config: the configuration
 * @view: of the domain
 *
 * Context: under the configuration lock.
 */
void rfw_config_unreserve(struct rfw_config *config, const struct rfw_domain_view *view)
{
	unsigned int i;

	for (i = 0; i < view->inside_count; i++)
		xa_release(&config->inside, view->inside[i]);
	for (i = 0; i < view->outside_count; i++)
		xa_release(&config->outside, view->outside[i]);
}

/**
 * rfw_config_map - note which interfaces are inside and outside of a domain
 * @config: the configuration
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_config_map(struct rfw_config *config)
{
	map(config, &config->inside, true);
	map(config, &config->outside, false);
}

/**
 * rfw_config_resolve - bring the domains in line with the namespace's interfaces and addresses
 * @config: the configuration
 *
 * Context: under the configuration lock, may sleep.
 * Return: something changed that flows may have to be judged anew for.
 */
bool rfw_config_resolve(struct rfw_config *config)
{
	struct rfw_domain *domain;
	bool changed = false;

	lockdep_assert_held(config->lock);
	list_for_each_entry(domain, &config->domains.list, object.list)
		changed |= rfw_domain_resolve(config, domain);
	rfw_config_map(config);
	if (changed)
		rfw_forwards_follow_all(config);
	return changed;
}

/**
 * rfw_config_replace - replace the prefixes that lead to a value
 * @table: the table
 * @from: prefixes that lead to @value now
 * @to: prefixes that shall; a prefix that occurs twice is fine
 * @value: the value
 * @at_fault: on error, the index in @to of the prefix that could not be had
 *
 * New prefixes come before old ones go, so that one which stays is never missing for a packet.
 * Those that came before memory ran out are seen for a moment.
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST when a prefix leads to something else, -ENOMEM; on error the table is as
 * before.
 */
int rfw_config_replace(struct rfw_prefix_table *table, const struct rfw_prefix_list *from,
		       const struct rfw_prefix_list *to, void *value, u32 *at_fault)
{
	const struct rfw_prefix *prefix;
	void *present;
	u32 i, done;
	int err = 0;

	/* Packets are to see nothing of what will be refused. */
	for (i = 0; i < to->count; i++) {
		prefix = &to->prefix[i];
		present = rfw_prefix_get(table, &prefix->address, prefix->length);
		if (present && present != value) {
			*at_fault = i;
			return -EEXIST;
		}
	}
	for (done = 0; done < to->count; done++) {
		prefix = &to->prefix[done];
		if (rfw_prefix_get(table, &prefix->address, prefix->length) == value)
			continue;
		err = rfw_prefix_insert(table, &prefix->address, prefix->length, value);
		if (err)
			break;
	}
	if (err) {
		*at_fault = done;
		for (i = 0; i < done; i++)
			if (!rfw_prefix_list_has(from, &to->prefix[i]))
				rfw_prefix_remove(table, &to->prefix[i].address,
						  to->prefix[i].length);
		return err;
	}
	for (i = 0; i < from->count; i++)
		if (!rfw_prefix_list_has(to, &from->prefix[i]))
			rfw_prefix_remove(table, &from->prefix[i].address, from->prefix[i].length);
	return 0;
}
