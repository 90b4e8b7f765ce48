// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/inet.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "config.h"
#include "domain.h"
#include "forward.h"
#include "locate.h"
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

static bool is_by_mac(const struct rfw_host_sign *sign)
{
	return ipv6_addr_any(&sign->suffix);
}

/**
 * rfw_named_host_find - the host of a name
 * @subscription: whose it is
 * @name: its name
 *
 * Context: under the configuration lock.
 * Return: the host or NULL.
 */
struct rfw_named_host *rfw_named_host_find(const struct rfw_subscription *subscription,
					   const char *name)
{
	struct rfw_named_host *host;

	list_for_each_entry(host, &subscription->hosts, list)
		if (!strcmp(host->name, name))
			return host;
	return NULL;
}

/**
 * rfw_named_hosts_fit - do the suffixes of all named hosts fit behind these prefixes
 * @subscription: whose they are
 * @prefixes: that it is to have of its own
 *
 * Context: under the configuration lock.
 */
bool rfw_named_hosts_fit(const struct rfw_subscription *subscription,
			 const struct rfw_prefix_list *prefixes)
{
	const struct rfw_named_host *host;

	list_for_each_entry(host, &subscription->hosts, list)
		if (!is_by_mac(&host->sign) && !rfw_suffix_fits(&host->sign.suffix, prefixes))
			return false;
	return true;
}

/* ---- where it is ---- */

static void sort(struct in6_addr *address, u32 count)
{
	u32 i, n;

	for (i = 1; i < count; i++)
		for (n = i; n && memcmp(&address[n - 1], &address[n], sizeof(*address)) > 0; n--)
			swap(address[n - 1], address[n]);
}

/* Is that where a station was seen the subscriber's, and does it say so where it is to be? */
static bool is_there(const struct rfw_domain *domain, const struct rfw_subscription *subscription,
		     const struct rfw_station_place *at)
{
	struct rfw_place place;
	bool there;

	if (at->key.vrf != domain->zone->vrf)
		return false;
	rcu_read_lock();
	rfw_config_locate(domain->zone, &at->key.address, &place);
	there = place.subscription == subscription &&
		rfw_domain_knows_inside(rcu_dereference(domain->view), at->ifindex);
	rcu_read_unlock();
	return there;
}

static u32 addresses_of_station(const struct rfw_domain *domain,
				const struct rfw_subscription *subscription,
				struct rfw_station *station, struct in6_addr *address)
{
	struct rfw_station_place place[RFW_STATION_ADDRESSES_MAX];
	u32 i, places = rfw_station_places(station, place), count = 0;

	for (i = 0; i < places; i++)
		if (is_there(domain, subscription, &place[i]))
			address[count++] = place[i].key.address;
	sort(address, count);
	return count;
}

/* The addresses of what is told so, with the present prefixes. */
static u32 addresses_of(struct rfw_config *config, const struct rfw_subscription *subscription,
			const struct rfw_host_sign *sign, struct rfw_station *station,
			struct in6_addr *address, u32 *vrf)
{
	const struct rfw_domain *domain = domain_of(config, subscription);

	*vrf = 0;
	if (!domain->zone)
		return 0;
	*vrf = domain->zone->vrf;
	if (station)
		return addresses_of_station(domain, subscription, station, address);
	return rfw_suffix_join(config, subscription, &sign->suffix, address);
}

static void unuse(struct rfw_config *config, const struct rfw_subscription *subscription,
		  const struct in6_addr *address, u32 count, u32 vrf)
{
	while (count--)
		rfw_address_unuse(&config->openings.addresses, subscription->subscriber,
				  &address[count], vrf);
}

static int use(struct rfw_config *config, const struct rfw_subscription *subscription,
	       const struct in6_addr *address, u32 count, u32 vrf)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (!rfw_address_use(&config->openings.addresses, subscription->subscriber,
				     &address[i], vrf, 0, GFP_KERNEL_ACCOUNT))
			continue;
		unuse(config, subscription, address, i, vrf);
		return -ENOMEM;
	}
	return 0;
}

/* The host is at addresses that are in use for it, and nowhere else. */
static void move(struct rfw_config *config, const struct rfw_subscription *subscription,
		 struct rfw_named_host *host, const struct in6_addr *address, u32 count, u32 vrf)
{
	unuse(config, subscription, host->address, host->addresses, host->vrf);
	memcpy(host->address, address, count * sizeof(*address));
	host->addresses = count;
	host->vrf = vrf;
}

static bool has(const struct in6_addr *address, u32 count, const struct in6_addr *wanted)
{
	while (count--)
		if (ipv6_addr_equal(&address[count], wanted))
			return true;
	return false;
}

/* Would the host lose any of its addresses? */
static bool loses(const struct rfw_named_host *host, const struct in6_addr *address, u32 count,
		  u32 vrf)
{
	u32 i;

	if (host->vrf != vrf)
		return host->addresses;
	for (i = 0; i < host->addresses; i++)
		if (!has(address, count, &host->address[i]))
			return true;
	return false;
}

/**
 * rfw_named_host_follow - bring a host in line with prefixes, domain and neighbour table
 * @config: the configuration
 * @subscription: whose it is
 * @host: the host; openings that name it are the caller's, rfw_forwards_follow_host()
 *
 * One for which there is no memory is nowhere until the next change.
 *
 * Context: under the configuration lock, may sleep.
 * Return: it has lost an address.
 */
bool rfw_named_host_follow(struct rfw_config *config, struct rfw_subscription *subscription,
			   struct rfw_named_host *host)
{
	struct in6_addr address[RFW_OPENING_ADDRESSES_MAX];
	u32 vrf, count;
	bool lost;

	lockdep_assert_held(config->lock);
	count = addresses_of(config, subscription, &host->sign, host->station, address, &vrf);
	if (use(config, subscription, address, count, vrf)) {
		pr_warn_ratelimited("subscriber %s: no memory for the addresses of a host\n",
				    subscription->object.name);
		count = 0;
	}
	lost = loses(host, address, count, vrf);
	move(config, subscription, host, address, count, vrf);
	return lost;
}

/**
 * rfw_named_hosts_settle - let hosts follow what the neighbour table has said meanwhile
 * @config: the present configuration
 * @stations: of the namespace
 *
 * Context: under the configuration lock, may sleep.
 * Return: an opening is no longer where it was: flows are to be judged anew.
 */
bool rfw_named_hosts_settle(struct rfw_config *config, struct rfw_stations *stations)
{
	struct rfw_subscription *subscription;
	struct rfw_named_host *host;
	struct rfw_station *station;
	struct rfw_object *object;
	bool lost = false;

	lockdep_assert_held(config->lock);
	while ((station = rfw_stations_next_changed(stations))) {
		object = rfw_object_find(&config->subscriptions, station->key.subscriber->name);
		if (!object)
			continue;
		subscription = container_of(object, struct rfw_subscription, object);
		list_for_each_entry(host, &subscription->hosts, list) {
			if (host->station != station)
				continue;
			lost |= rfw_named_host_follow(config, subscription, host) && host->openings;
			lost |= !rfw_forwards_follow_host(config, subscription, host);
		}
	}
	return lost;
}

/* ---- requests ---- */

static int check_sign(const struct rfw_config *config, const struct rfw_subscription *subscription,
		      const struct rfw_host_sign *sign, struct netlink_ext_ack *extack)
{
	const struct rfw_domain_settings *settings = &domain_of(config, subscription)->settings;

	if (!is_by_mac(sign)) {
		if (rfw_suffix_fits(&sign->suffix, &subscription->prefixes))
			return 0;
		NL_SET_ERR_MSG(extack, "the suffix does not fit behind a prefix of the subscriber");
		return -EINVAL;
	}
	if (settings->outside.count || settings->inside.count || settings->prefix_from.count)
		return 0;
	NL_SET_ERR_MSG(extack,
		       "the domain names no interface: nobody knows whose MACs are to be believed");
	return -EINVAL;
}

/**
 * rfw_named_host_check_name - may a subscriber have one more host, of this name
 * @subscription: the subscriber
 * @name: the name
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: 0, -EINVAL, -EEXIST, -ENOSPC.
 */
int rfw_named_host_check_name(const struct rfw_subscription *subscription, const char *name,
			      struct netlink_ext_ack *extack)
{
	struct in6_addr address;

	if (!rfw_name_valid(name, extack))
		return -EINVAL;
	if (in6_pton(name, -1, address.s6_addr, -1, NULL)) {
		NL_SET_ERR_MSG(extack, "the name reads as an address");
		return -EINVAL;
	}
	if (rfw_named_host_find(subscription, name)) {
		NL_SET_ERR_MSG(extack, "the subscriber has a host of this name already");
		return -EEXIST;
	}
	if (subscription->host_count >= RFW_NAMED_HOSTS_MAX) {
		NL_SET_ERR_MSG(extack, "the subscriber has as many named hosts as it may have");
		return -ENOSPC;
	}
	return 0;
}

/* The number of the same host in the present configuration, or a new one. */
static u32 id_of(struct rfw_config *live, struct rfw_stations *stations,
		 const struct rfw_subscription *subscription, const char *name)
{
	const struct rfw_object *object = NULL;
	const struct rfw_named_host *same = NULL;

	if (live)
		object = rfw_object_find(&live->subscriptions, subscription->object.name);
	if (object)
		same = rfw_named_host_find(container_of(object, struct rfw_subscription, object),
					   name);
	return same ? same->id : atomic_inc_return(&stations->ids);
}

/* Find its addresses. Return: 0 or -ENOMEM. */
static int settle_down(struct rfw_config *config, struct rfw_stations *stations,
		       struct rfw_subscription *subscription, struct rfw_named_host *host)
{
	if (is_by_mac(&host->sign)) {
		host->station = rfw_station_get(stations, subscription->subscriber,
						host->sign.mac);
		if (!host->station)
			return -ENOMEM;
	}
	host->addresses = addresses_of(config, subscription, &host->sign, host->station,
				       host->address, &host->vrf);
	if (!use(config, subscription, host->address, host->addresses, host->vrf))
		return 0;
	if (host->station)
		rfw_station_put(host->station);
	return -ENOMEM;
}

/**
 * rfw_named_host_add - give a host of a subscriber a name
 * @config: to add it to
 * @live: the present configuration where @config is to replace it, else NULL: what names a host
 *	that is there already goes on to mean it
 * @stations: of the namespace
 * @subscription: of @config
 * @name: see rfw_named_host_check_name()
 * @sign: what the host is told by
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EINVAL, -ENOMEM.
 */
int rfw_named_host_add(struct rfw_config *config, struct rfw_config *live,
		       struct rfw_stations *stations, struct rfw_subscription *subscription,
		       const char *name, const struct rfw_host_sign *sign,
		       struct netlink_ext_ack *extack)
{
	struct rfw_named_host *host;
	int err = check_sign(config, subscription, sign, extack);

	if (err)
		return err;
	host = kzalloc(sizeof(*host), GFP_KERNEL_ACCOUNT);
	if (!host)
		return -ENOMEM;
	host->id = id_of(live, stations, subscription, name);
	host->sign = *sign;
	strscpy_pad(host->name, name, sizeof(host->name));
	err = settle_down(config, stations, subscription, host);
	if (err) {
		kfree(host);
		return err;
	}
	list_add_tail(&host->list, &subscription->hosts);
	subscription->host_count++;
	return 0;
}

/**
 * rfw_named_host_set - tell a host by something else from now on
 * @config: the configuration
 * @stations: of the namespace
 * @subscription: whose it is
 * @host: the host
 * @sign: what it is told by
 * @extack: gets the reason of a refusal
 *
 * Flows that its openings let in are the caller's to judge anew.
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EINVAL, -E2BIG, -ENOMEM; on error nothing has changed.
 */
int rfw_named_host_set(struct rfw_config *config, struct rfw_stations *stations,
		       struct rfw_subscription *subscription, struct rfw_named_host *host,
		       const struct rfw_host_sign *sign, struct netlink_ext_ack *extack)
{
	struct rfw_named_host *moved;
	int err = check_sign(config, subscription, sign, extack);

	if (err)
		return err;
	/* too large for the stack */
	moved = kzalloc(sizeof(*moved), GFP_KERNEL);
	if (!moved)
		return -ENOMEM;
	moved->sign = *sign;
	err = settle_down(config, stations, subscription, moved);
	if (err)
		goto out;
	err = rfw_forwards_move(config, subscription, host, moved->address, moved->addresses,
				moved->vrf, extack);
	if (err) {
		unuse(config, subscription, moved->address, moved->addresses, moved->vrf);
	} else {
		move(config, subscription, host, moved->address, moved->addresses, moved->vrf);
		host->sign = *sign;
		swap(host->station, moved->station);
	}
	/* the one that it is not */
	if (moved->station)
		rfw_station_put(moved->station);
out:
	kfree(moved);
	return err;
}

static void release(struct rfw_config *config, struct rfw_subscription *subscription,
		    struct rfw_named_host *host)
{
	unuse(config, subscription, host->address, host->addresses, host->vrf);
	if (host->station)
		rfw_station_put(host->station);
	list_del(&host->list);
	subscription->host_count--;
	kfree(host);
}

/**
 * rfw_named_host_del - a host has no name any more
 * @config: the configuration
 * @subscription: whose it is
 * @host: the host
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: 0 or -EBUSY.
 */
int rfw_named_host_del(struct rfw_config *config, struct rfw_subscription *subscription,
		       struct rfw_named_host *host, struct netlink_ext_ack *extack)
{
	lockdep_assert_held(config->lock);
	if (host->openings) {
		NL_SET_ERR_MSG(extack, "the host is in use by forwards or DMZ hosts");
		return -EBUSY;
	}
	release(config, subscription, host);
	return 0;
}

/**
 * rfw_named_hosts_release - forget the named hosts of a subscriber that leaves a configuration
 * @config: the configuration
 * @subscription: the subscriber, its openings gone
 *
 * Context: under the configuration lock.
 */
void rfw_named_hosts_release(struct rfw_config *config, struct rfw_subscription *subscription)
{
	struct rfw_named_host *host, *next;

	list_for_each_entry_safe(host, next, &subscription->hosts, list)
		release(config, subscription, host);
}
