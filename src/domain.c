// SPDX-License-Identifier: GPL-2.0-only
#include <linux/inetdevice.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/l3mdev.h>

#include "bogon.h"
#include "config.h"
#include "domain.h"
#include "forward.h"
#include "key.h"
#include "limit.h"
#include "policy.h"
#include "subscriber.h"

/**
 * rfw_domain_defaults - settings of a domain of which nothing is configured
 * @settings: the settings
 */
void rfw_domain_defaults(struct rfw_domain_settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	settings->state = RFW_DOMAIN_STATE_UP;
	settings->multicast_boundary = 8;
	settings->bogons = RFW_BOGONS_DEFAULT;
	memcpy(settings->classes, rfw_limit_default_classes, sizeof(settings->classes));
}

static int list_copy(struct rfw_prefix_list *to, const struct rfw_prefix_list *from)
{
	to->prefix = NULL;
	to->count = from->count;
	if (!from->count)
		return 0;
	to->prefix = kvmalloc_array(from->count, sizeof(*from->prefix), GFP_KERNEL_ACCOUNT);
	if (!to->prefix)
		return -ENOMEM;
	memcpy(to->prefix, from->prefix, from->count * sizeof(*from->prefix));
	return 0;
}

/**
 * rfw_domain_settings_copy - copy settings, lists and all
 * @to: filled in
 * @from: what to copy
 *
 * Return: 0 or -ENOMEM, with nothing to free.
 */
int rfw_domain_settings_copy(struct rfw_domain_settings *to, const struct rfw_domain_settings *from)
{
	*to = *from;
	if (list_copy(&to->prefixes, &from->prefixes))
		return -ENOMEM;
	if (list_copy(&to->bogon, &from->bogon)) {
		rfw_prefix_list_free(&to->prefixes);
		return -ENOMEM;
	}
	return 0;
}

void rfw_domain_settings_free(struct rfw_domain_settings *settings)
{
	rfw_prefix_list_free(&settings->prefixes);
	rfw_prefix_list_free(&settings->bogon);
}

/* Add the prefixes of the global addresses of an interface. */
static void follow_interface(struct net_device *dev, struct rfw_prefix_list *list, u32 room)
{
	struct inet6_dev *idev = __in6_dev_get(dev);
	struct inet6_ifaddr *ifa;
	struct rfw_prefix prefix;

	if (!idev)
		return;
	read_lock_bh(&idev->lock);
	list_for_each_entry(ifa, &idev->addr_list, if_list) {
		if (ipv6_addr_src_scope(&ifa->addr) != IPV6_ADDR_SCOPE_GLOBAL ||
		    ifa->prefix_len < RFW_DOMAIN_PREFIX_LENGTH_MIN)
			continue;
		ipv6_addr_prefix(&prefix.address, &ifa->addr, ifa->prefix_len);
		prefix.length = ifa->prefix_len;
		if (!rfw_prefix_list_has(list, &prefix) && list->count < room)
			list->prefix[list->count++] = prefix;
	}
	read_unlock_bh(&idev->lock);
}

#define FOLLOWED_MAX	256

/* The present prefixes of the prefix-from interfaces. */
static int follow(struct net *net, const struct rfw_domain_settings *settings,
		  struct rfw_prefix_list *list)
{
	struct net_device *dev;
	unsigned int i;

	list->prefix = NULL;
	list->count = 0;
	if (!settings->prefix_from.count)
		return 0;
	list->prefix = kvcalloc(FOLLOWED_MAX, sizeof(*list->prefix), GFP_KERNEL_ACCOUNT);
	if (!list->prefix)
		return -ENOMEM;
	rcu_read_lock();
	for (i = 0; i < settings->prefix_from.count; i++) {
		dev = dev_get_by_name_rcu(net, settings->prefix_from.name[i]);
		if (dev)
			follow_interface(dev, list, FOLLOWED_MAX);
	}
	rcu_read_unlock();
	return 0;
}

static int list_join(struct rfw_prefix_list *list, const struct rfw_prefix_list *a,
		     const struct rfw_prefix_list *b)
{
	list->prefix = NULL;
	list->count = a->count + b->count;
	if (!list->count)
		return 0;
	list->prefix = kvmalloc_array(list->count, sizeof(*list->prefix), GFP_KERNEL_ACCOUNT);
	if (!list->prefix)
		return -ENOMEM;
	memcpy(list->prefix, a->prefix, a->count * sizeof(*list->prefix));
	memcpy(list->prefix + a->count, b->prefix, b->count * sizeof(*list->prefix));
	return 0;
}

static int ifindex_of(struct net *net, const char *name)
{
	struct net_device *dev = dev_get_by_name_rcu(net, name);

	return dev ? dev->ifindex : 0;
}

static struct rfw_domain_view *view_new(struct net *net, const struct rfw_domain_settings *settings)
{
	struct rfw_domain_view *view = kzalloc(sizeof(*view), GFP_KERNEL_ACCOUNT);
	unsigned int i;

	if (!view)
		return NULL;
	view->multicast_boundary = settings->multicast_boundary;
	view->max_flows = settings->max_flows;
	view->accept_mark = settings->accept_mark & settings->accept_mask;
	view->accept_mask = settings->accept_mask;
	memcpy(view->classes, settings->classes, sizeof(view->classes));
	view->outside_count = settings->outside.count;
	view->inside_count = settings->inside.count + settings->prefix_from.count;
	rcu_read_lock();
	for (i = 0; i < settings->outside.count; i++)
		view->outside[i] = ifindex_of(net, settings->outside.name[i]);
	for (i = 0; i < settings->inside.count; i++)
		view->inside[i] = ifindex_of(net, settings->inside.name[i]);
	for (i = 0; i < settings->prefix_from.count; i++)
		view->inside[settings->inside.count + i] =
			ifindex_of(net, settings->prefix_from.name[i]);
	rcu_read_unlock();
	return view;
}

/*
 * The zone that a domain belongs to now: none while it is down or its VRF is not there.
 * Return: false for lack of memory.
 */
static bool zone_find(struct rfw_config *config, const struct rfw_domain_settings *settings,
		      struct rfw_zone **zone)
{
	struct net_device *dev;
	u32 vrf = 0;

	*zone = NULL;
	if (settings->state == RFW_DOMAIN_STATE_DOWN)
		return true;
	if (*settings->vrf) {
		rcu_read_lock();
		dev = dev_get_by_name_rcu(config->net, settings->vrf);
		if (dev && netif_is_l3_master(dev))
			vrf = dev->ifindex;
		rcu_read_unlock();
		if (!vrf || vrf > RFW_VRF_MAX)
			return true;
	}
	*zone = rfw_config_zone_get(config, vrf);
	return *zone;
}

/*
 * What a domain is about to become; made before anything changes, so that only the prefix tables
 * can still refuse.
 */
struct change {
	struct rfw_domain_view *view;
	struct rfw_prefix_list followed;
	struct rfw_prefix_list placed;
	struct rfw_zone *zone;
};

static void change_free(struct rfw_config *config, struct change *change)
{
	if (change->view) {
		rfw_config_unreserve(config, change->view);
		/* A packet may have met the domain while some of its prefixes were there. */
		kfree_rcu(change->view, rcu);
	}
	rfw_prefix_list_free(&change->followed);
	rfw_prefix_list_free(&change->placed);
}

static int change_prepare(struct rfw_config *config, const struct rfw_domain_settings *settings,
			  struct change *change)
{
	memset(change, 0, sizeof(*change));
	change->view = view_new(config->net, settings);
	if (!change->view || follow(config->net, settings, &change->followed) ||
	    list_join(&change->placed, &settings->prefixes, &change->followed) ||
	    !zone_find(config, settings, &change->zone) ||
	    (change->zone && rfw_config_reserve(config, change->view))) {
		change_free(config, change);
		return -ENOMEM;
	}
	return 0;
}

static const struct rfw_prefix_list nothing;

static struct rfw_domain *domain_of(const struct rfw_config *config,
				    const struct rfw_subscription *subscription)
{
	const struct rfw_policy *policy =
		rcu_dereference_protected(subscription->policy, lockdep_is_held(config->lock));

	return policy->domain;
}

/* Put the domain's subscribers into a zone's table (on), or take them out of it. */
static int place_subscriptions(struct rfw_config *config, struct rfw_domain *domain,
			       struct rfw_zone *zone, bool on)
{
	struct rfw_subscription *at, *undo;
	u32 at_fault;
	int err;

	list_for_each_entry(at, &config->subscriptions.list, object.list) {
		if (domain_of(config, at) != domain)
			continue;
		err = rfw_config_replace(&zone->subscriptions, on ? &nothing : &at->prefixes,
					 on ? &at->prefixes : &nothing, at, &at_fault);
		if (err)
			goto undo;
	}
	return 0;

undo:
	list_for_each_entry(undo, &config->subscriptions.list, object.list) {
		if (undo == at)
			break;
		if (domain_of(config, undo) == domain)
			rfw_config_replace(&zone->subscriptions, &undo->prefixes, &nothing, undo,
					   &at_fault);
	}
	return err;
}

/*
 * Move a domain with its prefixes and subscribers to where @change says; nothing has changed on
 * error.
 */
static int place(struct rfw_config *config, struct rfw_domain *domain, struct change *change,
		 u32 *at_fault, struct netlink_ext_ack *extack)
{
	struct rfw_zone *from = domain->zone, *to = change->zone;
	u32 ignored;
	int err;

	if (from == to) {
		err = 0;
		if (to)
			err = rfw_config_replace(&to->domains, &domain->placed, &change->placed,
						 domain, at_fault);
		goto out;
	}
	if (to) {
		err = place_subscriptions(config, domain, to, true);
		if (err == -EEXIST)
			NL_SET_ERR_MSG(extack,
				       "a subscriber's prefix is another subscriber's already");
		if (err)
			return err;
		err = rfw_config_replace(&to->domains, &nothing, &change->placed, domain, at_fault);
		if (err) {
			place_subscriptions(config, domain, to, false);
			goto out;
		}
	}
	if (from) {
		rfw_config_replace(&from->domains, &domain->placed, &nothing, domain, &ignored);
		place_subscriptions(config, domain, from, false);
	}
	domain->zone = to;
	err = 0;
out:
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "the prefix is another domain's already");
	return err;
}

/* Let packets see what the domain has become, and forget what it was. */
static void publish(struct rfw_config *config, struct rfw_domain *domain, struct change *change)
{
	struct rfw_domain_view *view =
		rcu_dereference_protected(domain->view, lockdep_is_held(config->lock));

	rcu_assign_pointer(domain->view, change->view);
	if (view)
		kfree_rcu(view, rcu);
	rfw_prefix_list_free(&domain->followed);
	rfw_prefix_list_free(&domain->placed);
	domain->followed = change->followed;
	domain->placed = change->placed;
}

/**
 * rfw_domain_covers - does a prefix lie inside one of the domain's
 * @domain: the domain
 * @prefix: the prefix
 *
 * A domain with prefix-from interfaces may get prefixes later, so it covers everything.
 *
 * Context: under the configuration lock.
 */
bool rfw_domain_covers(const struct rfw_domain *domain, const struct rfw_prefix *prefix)
{
	const struct rfw_prefix_list *list = &domain->settings.prefixes;
	u32 i;

	if (domain->settings.prefix_from.count)
		return true;
	for (i = 0; i < list->count; i++)
		if (list->prefix[i].length <= prefix->length &&
		    ipv6_prefix_equal(&list->prefix[i].address, &prefix->address,
				      list->prefix[i].length))
			return true;
	return false;
}

/* Would any subscriber of the domain stand outside of it? */
static bool strands_subscribers(struct rfw_config *config, struct rfw_domain *domain)
{
	struct rfw_subscription *at;
	u32 i;

	list_for_each_entry(at, &config->subscriptions.list, object.list) {
		if (domain_of(config, at) != domain)
			continue;
		if (!rfw_forwards_fit(at, &at->prefixes, at->whole_domain ? domain : NULL))
			return true;
		for (i = 0; i < at->prefixes.count; i++)
			if (!rfw_domain_covers(domain, &at->prefixes.prefix[i]))
				return true;
	}
	return false;
}

/**
 * rfw_domain_add - a new domain
 * @config: to add it to
 * @name: its name
 * @settings: taken over on success; on error the caller keeps them, with the prefix at fault in
 *	prefixes.at_fault
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST, -EINVAL, -ENOMEM.
 */
int rfw_domain_add(struct rfw_config *config, const char *name,
		   struct rfw_domain_settings *settings, struct netlink_ext_ack *extack)
{
	struct rfw_domain *domain = kzalloc(sizeof(*domain), GFP_KERNEL_ACCOUNT);
	struct rfw_bogon_table *bogons;
	struct change change;
	int err;

	if (!domain)
		return -ENOMEM;
	bogons = rfw_bogons_new(settings->bogons, &settings->bogon);
	err = PTR_ERR_OR_ZERO(bogons);
	if (err)
		goto err_domain;
	err = change_prepare(config, settings, &change);
	if (err)
		goto err_bogons;
	err = rfw_object_add(&config->domains, &domain->object, name, extack);
	if (err)
		goto err_change;
	RCU_INIT_POINTER(domain->view, change.view);
	RCU_INIT_POINTER(domain->bogons, bogons);
	err = place(config, domain, &change, &settings->prefixes.at_fault, extack);
	if (err)
		goto err_object;
	domain->settings = *settings;
	domain->followed = change.followed;
	domain->placed = change.placed;
	config->domains_up += settings->state == RFW_DOMAIN_STATE_UP;
	rfw_config_map(config);
	return 0;

err_object:
	rfw_object_del(&config->domains, &domain->object);
err_change:
	change_free(config, &change);
err_bogons:
	rfw_bogons_free(bogons);
err_domain:
	kfree_rcu(domain, rcu);
	return err;
}

/**
 * rfw_domain_set - change a domain
 * @config: that it is in
 * @domain: the domain
 * @settings: all of its new settings; taken over on success, see rfw_domain_add()
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST, -EBUSY, -ENOMEM; on error nothing has changed.
 */
int rfw_domain_set(struct rfw_config *config, struct rfw_domain *domain,
		   struct rfw_domain_settings *settings, struct netlink_ext_ack *extack)
{
	struct rfw_domain_settings *old;
	struct rfw_bogon_table *bogons;
	struct change change;
	int err;

	/* too large for the stack */
	old = kmemdup(&domain->settings, sizeof(*old), GFP_KERNEL);
	if (!old)
		return -ENOMEM;
	bogons = rfw_bogons_new(settings->bogons, &settings->bogon);
	err = PTR_ERR_OR_ZERO(bogons);
	if (err)
		goto err_old;
	err = change_prepare(config, settings, &change);
	if (err)
		goto err_bogons;
	domain->settings = *settings;
	if (strands_subscribers(config, domain)) {
		NL_SET_ERR_MSG(extack,
			       "a subscriber has a prefix or a forward that the domain would lose");
		err = -EBUSY;
		goto err_settings;
	}
	err = place(config, domain, &change, &settings->prefixes.at_fault, extack);
	if (err)
		goto err_settings;
	config->domains_up += settings->state - old->state;
	rfw_domain_settings_free(old);
	kfree(old);
	publish(config, domain, &change);
	rfw_bogons_free(rcu_replace_pointer(domain->bogons, bogons,
					    lockdep_is_held(config->lock)));
	rfw_config_map(config);
	rfw_forwards_follow_all(config);
	return 0;

err_settings:
	domain->settings = *old;
	change_free(config, &change);
err_bogons:
	rfw_bogons_free(bogons);
err_old:
	kfree(old);
	return err;
}

static bool list_equal(const struct rfw_prefix_list *a, const struct rfw_prefix_list *b)
{
	u32 i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (!rfw_prefix_equal(&a->prefix[i], &b->prefix[i]))
			return false;
	return true;
}

/**
 * rfw_domain_resolve - bring a domain in line with the namespace's interfaces and addresses
 * @config: the configuration
 * @domain: the domain
 *
 * Lack of memory leaves the domain as it was; the next change of an interface tries again.
 *
 * Context: under the configuration lock, may sleep.
 * Return: packets see it differently now.
 */
bool rfw_domain_resolve(struct rfw_config *config, struct rfw_domain *domain)
{
	struct rfw_domain_view *view =
		rcu_dereference_protected(domain->view, lockdep_is_held(config->lock));
	struct change change;
	bool same;
	u32 ignored;

	if (change_prepare(config, &domain->settings, &change))
		return false;
	same = change.zone == domain->zone && list_equal(&change.placed, &domain->placed) &&
	       !memcmp(&change.view->multicast_boundary, &view->multicast_boundary,
		       sizeof(*view) - offsetof(struct rfw_domain_view, multicast_boundary));
	if (!same && !place(config, domain, &change, &ignored, NULL)) {
		publish(config, domain, &change);
		return true;
	}
	if (!same)
		pr_warn_ratelimited("domain %s: its new prefixes clash with another domain's\n",
				    domain->object.name);
	change_free(config, &change);
	return false;
}

/**
 * rfw_domain_release - free a domain of a configuration; nothing names it any more
 * @config: the configuration
 * @domain: the domain
 *
 * Context: under the configuration lock.
 */
void rfw_domain_release(struct rfw_config *config, struct rfw_domain *domain)
{
	struct rfw_domain_view *view =
		rcu_dereference_protected(domain->view, lockdep_is_held(config->lock));
	u32 ignored;

	if (domain->zone)
		rfw_config_replace(&domain->zone->domains, &domain->placed, &nothing, domain,
				   &ignored);
	domain->zone = NULL;
	rfw_config_map(config);
	rfw_object_del(&config->domains, &domain->object);
	config->domains_up -= domain->settings.state == RFW_DOMAIN_STATE_UP;
	rfw_bogons_free(rcu_dereference_protected(domain->bogons, lockdep_is_held(config->lock)));
	kfree_rcu(view, rcu);
	rfw_prefix_list_free(&domain->followed);
	rfw_prefix_list_free(&domain->placed);
	rfw_domain_settings_free(&domain->settings);
	kfree_rcu(domain, rcu);
}

/**
 * rfw_domain_del - remove a domain that no policy names
 * @config: the configuration
 * @domain: the domain
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: 0 or -EBUSY.
 */
int rfw_domain_del(struct rfw_config *config, struct rfw_domain *domain,
		   struct netlink_ext_ack *extack)
{
	if (domain->policies) {
		NL_SET_ERR_MSG(extack, "the domain is in use by policies");
		return -EBUSY;
	}
	rfw_domain_release(config, domain);
	return 0;
}
