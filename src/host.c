// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "config.h"
#include "domain.h"
#include "host.h"
#include "locate.h"
#include "policy.h"
#include "subscriber.h"

/* Hosts that are judged anew before others get the lock. */
#define BATCH	256

static struct kmem_cache *cache;

static const struct rhashtable_params params = {
	.head_offset		= offsetof(struct rfw_host, node),
	.key_offset		= offsetof(struct rfw_host, key),
	.key_len		= sizeof(struct rfw_host_key),
	.automatic_shrinking	= true,
};

int rfw_host_init(void)
{
	cache = kmem_cache_create("rfw_host", sizeof(struct rfw_host), 0, 0, NULL);
	return cache ? 0 : -ENOMEM;
}

/* After rcu_barrier(). */
void rfw_host_exit(void)
{
	kmem_cache_destroy(cache);
}

int rfw_hosts_init(struct rfw_hosts *hosts)
{
	spin_lock_init(&hosts->lock);
	xa_init_flags(&hosts->ids, XA_FLAGS_ALLOC1);
	return rhashtable_init(&hosts->table, &params);
}

/* No packet sees them any more. */
void rfw_hosts_exit(struct rfw_hosts *hosts)
{
	rfw_hosts_flush(hosts);
	xa_destroy(&hosts->ids);
	rhashtable_destroy(&hosts->table);
}

static struct rfw_host *find(const struct rfw_hosts *hosts, const struct in6_addr *address, u32 vrf)
{
	const struct rfw_host_key key = { .address = *address, .vrf = vrf };

	return rhashtable_lookup((struct rhashtable *)&hosts->table, &key, params);
}

static void host_free(struct rcu_head *rcu)
{
	kmem_cache_free(cache, container_of(rcu, struct rfw_host, rcu));
}

static void remove_host(struct rfw_hosts *hosts, struct rfw_host *host)
{
	lockdep_assert_held(&hosts->lock);
	rhashtable_remove_fast(&hosts->table, &host->node, params);
	xa_erase(&hosts->ids, host->id);
	list_del(&host->list);
	host->subscriber->host_count--;
	hosts->count--;
	/* Packets that still find the host only compare. */
	rfw_subscriber_put(host->subscriber);
	call_rcu(&host->rcu, host_free);
}

/*
 * May another host of the subscriber make room? Each costs a grace period's worth of memory, and
 * somebody inside may make addresses up as fast as a link carries them.
 */
static bool may_replace(struct rfw_subscriber *subscriber)
{
	u32 second = jiffies / HZ;

	if (subscriber->host_second != second) {
		subscriber->host_second = second;
		subscriber->host_replacements = 0;
	}
	return subscriber->host_replacements++ < RFW_HOST_REPLACEMENTS_MAX;
}

/* Make sure that there is room for one more host of a subscriber. */
static bool make_room(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber,
		      const struct rfw_sighting *sighting, u32 max)
{
	if (subscriber->host_count < max && hosts->count < RFW_HOSTS_MAX)
		return true;
	if (!subscriber->host_count || sighting->earlier || !may_replace(subscriber))
		return false;
	remove_host(hosts, list_first_entry(&subscriber->hosts, struct rfw_host, list));
	hosts->replaced++;
	return true;
}

static bool add(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber,
		const struct rfw_sighting *sighting)
{
	struct rfw_host *host = kmem_cache_zalloc(cache, GFP_ATOMIC | __GFP_NOWARN);

	if (!host)
		return false;
	host->key.address = *sighting->address;
	host->key.vrf = sighting->vrf;
	host->origin = sighting->origin;
	host->subscriber = subscriber;
	host->first = jiffies;
	host->last = host->first;
	if (!rfw_subscriber_get(subscriber))
		goto err_host;
	if (xa_alloc_cyclic(&hosts->ids, &host->id, host, xa_limit_32b, &hosts->next_id,
			    GFP_ATOMIC | __GFP_NOWARN) < 0)
		goto err_subscriber;
	if (rhashtable_insert_fast(&hosts->table, &host->node, params))
		goto err_id;
	list_add_tail(&host->list, &subscriber->hosts);
	subscriber->host_count++;
	hosts->count++;
	return true;

err_id:
	xa_erase(&hosts->ids, host->id);
err_subscriber:
	rfw_subscriber_put(subscriber);
err_host:
	kmem_cache_free(cache, host);
	return false;
}

/* The neighbour table also changes by what is sent to a host. */
static bool is_news(const struct rfw_host *host, const struct rfw_subscriber *subscriber,
		    const struct rfw_sighting *sighting)
{
	if (!host || host->subscriber != subscriber)
		return true;
	return sighting->origin != RFW_HOST_ORIGIN_NEIGHBOUR && !sighting->earlier &&
	       jiffies - READ_ONCE(host->last) >= HZ;
}

/**
 * rfw_host_seen - learn that somebody has an inside address
 * @hosts: of the namespace
 * @subscriber: whose the address is
 * @sighting: of the address
 * @max: hosts that the subscriber may have
 *
 * The one that was seen least recently makes room. Takes the lock only for what is new, and once
 * in a second for each host.
 *
 * Context: under rcu_read_lock().
 */
void rfw_host_seen(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber,
		   const struct rfw_sighting *sighting, u32 max)
{
	struct rfw_host *host = find(hosts, sighting->address, sighting->vrf);

	if (!is_news(host, subscriber, sighting))
		return;
	spin_lock_bh(&hosts->lock);
	host = find(hosts, sighting->address, sighting->vrf);
	/* It was another subscriber's. */
	if (host && host->subscriber != subscriber) {
		remove_host(hosts, host);
		host = NULL;
	}
	if (host) {
		WRITE_ONCE(host->last, jiffies);
		list_move_tail(&host->list, &subscriber->hosts);
	} else if (!READ_ONCE(subscriber->gone) &&
		   (!make_room(hosts, subscriber, sighting, max) ||
		    !add(hosts, subscriber, sighting))) {
		hosts->refused++;
	}
	spin_unlock_bh(&hosts->lock);
}

static const struct rfw_policy_rules *rules_of(const struct rfw_subscription *subscription)
{
	return rcu_dereference(rcu_dereference(subscription->policy)->rules);
}

/**
 * rfw_host_learn - learn an inside address, if its policy wants that
 * @config: the configuration
 * @place: what the address is in it, of a subscriber
 * @sighting: of the address
 *
 * Context: under rcu_read_lock().
 */
void rfw_host_learn(const struct rfw_config *config, const struct rfw_place *place,
		    const struct rfw_sighting *sighting)
{
	const struct rfw_policy_rules *rules = rules_of(place->subscription);

	if (rules->host_learning != RFW_HOST_LEARNING_REQUIRED || !config->hosts)
		return;
	if (sighting->ifindex &&
	    !rfw_domain_trusts(rcu_dereference(place->domain->view), sighting->ifindex))
		return;
	rfw_host_seen(config->hosts, place->subscription->subscriber, sighting, rules->max_hosts);
}

/**
 * rfw_host_known - was an address learned
 * @hosts: of the namespace
 * @subscriber: whose it is
 * @address: the address
 * @vrf: of it
 *
 * Context: under rcu_read_lock().
 */
bool rfw_host_known(const struct rfw_hosts *hosts, const struct rfw_subscriber *subscriber,
		    const struct in6_addr *address, u32 vrf)
{
	const struct rfw_host *host = find(hosts, address, vrf);

	return host && host->subscriber == subscriber;
}

/**
 * rfw_host_forget - forget an address
 * @hosts: of the namespace
 * @subscriber: whose it is
 * @address: the address
 * @vrf: of it
 *
 * Context: any.
 * Return: false where it was not learned.
 */
bool rfw_host_forget(struct rfw_hosts *hosts, const struct rfw_subscriber *subscriber,
		     const struct in6_addr *address, u32 vrf)
{
	struct rfw_host *host;
	bool found;

	spin_lock_bh(&hosts->lock);
	rcu_read_lock();
	host = find(hosts, address, vrf);
	rcu_read_unlock();
	found = host && host->subscriber == subscriber;
	if (found)
		remove_host(hosts, host);
	spin_unlock_bh(&hosts->lock);
	return found;
}

/* Forget the hosts of a subscriber that were seen least recently, until it has @max. */
static void trim(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber, u32 max)
{
	unsigned int left = BATCH;

	spin_lock_bh(&hosts->lock);
	while (subscriber->host_count > max) {
		remove_host(hosts, list_first_entry(&subscriber->hosts, struct rfw_host, list));
		if (--left)
			continue;
		left = BATCH;
		spin_unlock_bh(&hosts->lock);
		cond_resched();
		spin_lock_bh(&hosts->lock);
	}
	spin_unlock_bh(&hosts->lock);
}

/**
 * rfw_hosts_end_subscriber - forget the hosts of a subscriber that has gone from the configuration
 * @hosts: of the namespace
 * @subscriber: the subscriber, gone; the caller has a reference
 *
 * Context: without locks but the configuration lock, may sleep.
 */
void rfw_hosts_end_subscriber(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber)
{
	trim(hosts, subscriber, 0);
}

/* Is the address still the subscriber's, and does it matter? */
static bool stays(struct rfw_config *config, const struct rfw_host *host)
{
	const struct rfw_zone *zone = rfw_config_zone(config, host->key.vrf);
	struct rfw_place place;

	if (!zone)
		return false;
	rfw_config_locate(zone, &host->key.address, &place);
	return place.subscription && place.subscription->subscriber == host->subscriber &&
	       rules_of(place.subscription)->host_learning == RFW_HOST_LEARNING_REQUIRED;
}

/* Judge some hosts from @id on, which moves. Return: there are more. */
static bool judge_batch(struct rfw_hosts *hosts, struct rfw_config *config, unsigned long *id)
{
	unsigned int left = BATCH;
	struct rfw_host *host;
	unsigned long at;

	xa_for_each_start(&hosts->ids, at, host, *id) {
		if (!left--)
			break;
		*id = at + 1;
		if (!config || !stays(config, host))
			remove_host(hosts, host);
	}
	return host;
}

/* Without a configuration none stays. */
static void judge_all(struct rfw_hosts *hosts, struct rfw_config *config)
{
	unsigned long id = 0;
	bool more;

	do {
		rcu_read_lock();
		spin_lock_bh(&hosts->lock);
		more = judge_batch(hosts, config, &id);
		spin_unlock_bh(&hosts->lock);
		rcu_read_unlock();
		cond_resched();
	} while (more);
}

/**
 * rfw_hosts_rejudge - forget the hosts that have no place in a new configuration
 * @hosts: of the namespace
 * @config: the present configuration
 *
 * Context: under the configuration lock, may sleep; a grace period after packets could last see
 * another configuration.
 */
void rfw_hosts_rejudge(struct rfw_hosts *hosts, struct rfw_config *config)
{
	struct rfw_subscription *at;
	u32 max;

	if (!READ_ONCE(hosts->count))
		return;
	judge_all(hosts, config);
	list_for_each_entry(at, &config->subscriptions.list, object.list) {
		rcu_read_lock();
		max = rules_of(at)->max_hosts;
		rcu_read_unlock();
		if (READ_ONCE(at->subscriber->host_count) > max)
			trim(hosts, at->subscriber, max);
	}
}

/**
 * rfw_hosts_flush - forget all hosts
 * @hosts: of the namespace
 *
 * Context: may sleep.
 */
void rfw_hosts_flush(struct rfw_hosts *hosts)
{
	judge_all(hosts, NULL);
}
