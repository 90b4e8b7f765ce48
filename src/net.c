// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firewall of one network namespace: what starts and stops in which order.
 *
 * The hook is registered, and the flow table exists, while a domain is up. What a namespace without
 * one costs is an empty configuration.
 */
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "answer.h"
#include "classify.h"
#include "config.h"
#include "forward.h"
#include "hook.h"
#include "named_host.h"
#include "net.h"
#include "netlink.h"
#include "stats.h"
#include "subscriber.h"

static unsigned int net_id;

/**
 * rfw_net_get - the firewall of a namespace
 * @net: the namespace
 *
 * Context: the namespace is alive, or under rcu_read_lock() and check_net().
 */
struct rfw_net *rfw_net_get(const struct net *net)
{
	return *(struct rfw_net **)net_generic(net, net_id);
}

static struct rfw_config *config_of(struct rfw_net *rnet)
{
	return rcu_dereference_protected(rnet->config, lockdep_is_held(&rnet->config_lock));
}

static bool any_flow(struct rfw_flow *flow, void *data)
{
	return true;
}

static int hook_on(struct rfw_net *rnet, u32 max_flows)
{
	int err = rfw_flow_table_init(&rnet->table, max_flows ?: rfw_flow_table_default_max());

	if (err)
		return err;
	rnet->answers = rfw_answers_new(rnet->net, &rnet->table, rnet->stats);
	if (!rnet->answers) {
		err = -ENOMEM;
		goto err_table;
	}
	rfw_prefetch_start(rnet);
	/* The first packet may want the worker to hurry. */
	rfw_flow_gc_start(&rnet->table);
	err = rfw_hook_register(rnet);
	if (err)
		goto err_gc;
	rnet->hooked = true;
	return 0;

err_gc:
	rfw_flow_gc_stop(&rnet->table);
	rfw_answers_free(rnet->answers);
err_table:
	rfw_flow_table_destroy(&rnet->table);
	return err;
}

static void hook_off(struct rfw_net *rnet)
{
	rfw_hook_unregister(rnet);
	rnet->hooked = false;
	synchronize_net();
	rfw_answers_free(rnet->answers);
	rfw_flow_gc_stop(&rnet->table);
	rfw_prefetch_stop(rnet);
	rfw_flow_walk(&rnet->table, any_flow, NULL, RFW_FLOW_END_CONFIGURATION);
	rfw_flow_table_destroy(&rnet->table);
}

/**
 * rfw_net_hook - have packets looked at, or not
 * @rnet: the namespace
 * @max_flows: for a table that is made now, 0 for the default
 * @wanted: packets shall be looked at
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0 or a negative error; turning off never fails.
 */
int rfw_net_hook(struct rfw_net *rnet, u32 max_flows, bool wanted)
{
	lockdep_assert_held(&rnet->config_lock);
	if (wanted == rnet->hooked)
		return 0;
	if (wanted)
		return hook_on(rnet, max_flows);
	hook_off(rnet);
	return 0;
}

static bool not_allowed(struct rfw_flow *flow, void *data)
{
	struct rfw_net *rnet = data;

	if (!rfw_classify_flow(rcu_dereference(rnet->config), &rnet->table, flow))
		return true;
	rfw_learning_flow(rnet, flow);
	return false;
}

/**
 * rfw_net_rejudge - end what the present configuration does not allow: flows, pinholes, hosts
 * @rnet: the namespace
 *
 * Other flows get its timers and knobs.
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_net_rejudge(struct rfw_net *rnet)
{
	rfw_pinholes_rejudge(&rnet->pinholes, config_of(rnet));
	/* A packet that still sees the old rules has put its flow into the table by then. */
	if (rnet->hooked)
		synchronize_rcu();
	rfw_sip_rejudge(&rnet->sip);
	if (!rnet->hooked)
		return;
	rfw_hosts_rejudge(&rnet->hosts, config_of(rnet));
	rfw_flow_walk(&rnet->table, not_allowed, rnet, RFW_FLOW_END_CONFIGURATION);
}

static bool flow_of(struct rfw_flow *flow, void *subscriber)
{
	return flow->subscriber == subscriber ||
	       (flow->word & RFW_FLOW_PEER && flow->more->peer == subscriber);
}

/**
 * rfw_net_end_subscriber - end the flows, pinholes and hosts of a subscriber that has gone
 * @rnet: the namespace
 * @subscriber: the subscriber
 *
 * Context: under the configuration lock, with a reference on the subscriber, may sleep.
 */
void rfw_net_end_subscriber(struct rfw_net *rnet, struct rfw_subscriber *subscriber)
{
	rfw_sip_rejudge(&rnet->sip);
	/* No more come: they are made under the configuration lock too. */
	if (READ_ONCE(subscriber->pinholes))
		rfw_pinholes_rejudge(&rnet->pinholes, config_of(rnet));
	/*
	 * Pairs with the count in rfw_flow_new() and the barrier in rfw_flow_born(), which come
	 * before a new flow's last look at @gone.
	 */
	smp_mb();
	rfw_hosts_end_subscriber(&rnet->hosts, subscriber);
	if (rnet->hooked && READ_ONCE(subscriber->flows))
		rfw_flow_walk(&rnet->table, flow_of, subscriber, RFW_FLOW_END_CONFIGURATION);
}

static bool opening_gone(struct rfw_flow *flow, void *data)
{
	return flow->word & RFW_FLOW_OPENING && READ_ONCE(flow->more->use->gone);
}

/**
 * rfw_net_end_openings - end the flows of pinholes that are closed
 * @rnet: the namespace
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_net_end_openings(struct rfw_net *rnet)
{
	/* Pairs with the barrier in rfw_flow_born(), as for a subscriber that has gone. */
	smp_mb();
	if (rnet->hooked)
		rfw_flow_walk(&rnet->table, opening_gone, NULL, RFW_FLOW_END_CONFIGURATION);
}

/**
 * rfw_net_pinhole_timer - a pinhole may expire sooner than the one that is waited for
 * @rnet: the namespace
 *
 * Context: any.
 */
void rfw_net_pinhole_timer(struct rfw_net *rnet)
{
	mod_delayed_work(system_power_efficient_wq, &rnet->expire, 0);
}

static void expire(struct work_struct *work)
{
	struct rfw_net *rnet = container_of(to_delayed_work(work), struct rfw_net, expire);
	unsigned long next;

	mutex_lock(&rnet->config_lock);
	if (rfw_pinholes_expire(&rnet->pinholes, &next))
		rfw_net_end_openings(rnet);
	mutex_unlock(&rnet->config_lock);
	if (next != ULONG_MAX)
		queue_delayed_work(system_power_efficient_wq, &rnet->expire, next);
}

/* Let named hosts follow their stations, and end the flows of openings that are elsewhere now. */
static void settle(struct rfw_net *rnet)
{
	lockdep_assert_held(&rnet->config_lock);
	if (!rfw_named_hosts_settle(config_of(rnet), &rnet->stations))
		return;
	WRITE_ONCE(rnet->settled, jiffies);
	rfw_net_rejudge(rnet);
}

static void settle_work(struct work_struct *work)
{
	struct rfw_net *rnet = container_of(to_delayed_work(work), struct rfw_net, settle);

	mutex_lock(&rnet->config_lock);
	settle(rnet);
	mutex_unlock(&rnet->config_lock);
}

/*
 * At once, but who makes the neighbour table say one thing and then the other makes flows be judged
 * once a second at most. Under the lock of the stations.
 */
static void stations_changed(struct rfw_stations *stations)
{
	struct rfw_net *rnet = container_of(stations, struct rfw_net, stations);
	unsigned long since = jiffies - READ_ONCE(rnet->settled);

	queue_delayed_work(system_power_efficient_wq, &rnet->settle, since < HZ ? HZ - since : 0);
}

/**
 * rfw_net_changed - the configuration has changed
 * @rnet: the namespace
 * @rejudge: in a way that present flows may not be allowed any more, or have other timers
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_net_changed(struct rfw_net *rnet, bool rejudge)
{
	rnet->generation++;
	if (rejudge)
		rfw_net_rejudge(rnet);
	if (!config_of(rnet)->domains_up)
		rfw_net_hook(rnet, 0, false);
	rfw_learning_follow(rnet);
	settle(rnet);
	rfw_netlink_changed(rnet);
}

/**
 * rfw_net_replace - put another configuration in place of the present one
 * @rnet: the namespace
 * @config: taken over on success
 *
 * Every packet sees the one or the other as a whole.
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0 or a negative error; on error nothing has changed.
 */
int rfw_net_replace(struct rfw_net *rnet, struct rfw_config *config)
{
	struct rfw_config *old = config_of(rnet);
	u32 max = config->max_flows ?: rfw_flow_table_default_max();
	int err;

	rfw_config_resolve(config);
	/* What was heard of stations meanwhile, the present configuration was told. */
	if (rnet->stations.count)
		rfw_forwards_follow_all(config);
	err = rfw_net_hook(rnet, config->max_flows, rnet->hooked || config->domains_up);
	if (err)
		return err;
	if (rnet->hooked && rnet->table.max != max) {
		err = rfw_flow_table_resize(&rnet->table, max);
		if (err)
			goto err_hook;
	}
	rcu_assign_pointer(rnet->config, config);
	rfw_subscription_succeed(old, config);
	synchronize_rcu();
	rfw_net_changed(rnet, true);
	rfw_config_free(old);
	return 0;

err_hook:
	rfw_net_hook(rnet, 0, old->domains_up);
	return err;
}

/**
 * rfw_net_abort - give up the transaction under way, if there is one
 * @rnet: the namespace
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_net_abort(struct rfw_net *rnet)
{
	struct rfw_transaction *transaction = rnet->transaction;

	if (!transaction)
		return;
	rnet->transaction = NULL;
	rfw_config_free(transaction->config);
	kfree(transaction);
}

static void follow(struct work_struct *work)
{
	struct rfw_net *rnet = container_of(work, struct rfw_net, follow);

	mutex_lock(&rnet->config_lock);
	if (rfw_config_resolve(config_of(rnet)))
		rfw_net_changed(rnet, true);
	mutex_unlock(&rnet->config_lock);
}

/*
 * An interface or an address of a namespace has changed. The grace period before the namespace's
 * exit waits for us.
 */
static void schedule_follow(const struct net *net)
{
	rcu_read_lock();
	if (check_net(net))
		schedule_work(&rfw_net_get(net)->follow);
	rcu_read_unlock();
}

static int device_event(struct notifier_block *block, unsigned long event, void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info);

	switch (event) {
	case NETDEV_UNREGISTER:
		rfw_learning_device_gone(rfw_net_get(dev_net(dev)), dev);
		fallthrough;
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
		schedule_follow(dev_net(dev));
	}
	return NOTIFY_DONE;
}

static int address_event(struct notifier_block *block, unsigned long event, void *data)
{
	const struct inet6_ifaddr *ifa = data;

	schedule_follow(dev_net(ifa->idev->dev));
	return NOTIFY_DONE;
}

static struct notifier_block device_block = { .notifier_call = device_event };
static struct notifier_block address_block = { .notifier_call = address_event };

static int __net_init net_init(struct net *net)
{
	struct rfw_net *rnet = kzalloc(sizeof(*rnet), GFP_KERNEL);
	struct rfw_config *config;
	int cpu;

	if (!rnet)
		return -ENOMEM;
	rnet->net = net;
	rnet->generation = 1;
	mutex_init(&rnet->config_lock);
	INIT_WORK(&rnet->follow, follow);
	INIT_DELAYED_WORK(&rnet->expire, expire);
	INIT_DELAYED_WORK(&rnet->settle, settle_work);
	rnet->settled = jiffies - HZ;
	rnet->stations.event = stations_changed;
	rnet->stats = alloc_percpu(struct rfw_stats);
	if (!rnet->stats)
		goto err_rnet;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(rnet->stats, cpu)->sync);
	rnet->table.stats = rnet->stats;
	rnet->table.event = rfw_netlink_flow_event;
	rnet->drop_event = rfw_netlink_drop_event;
	rnet->table.alarm = rfw_netlink_alarm;
	rnet->table.turn = rfw_prefetch_turn;
	rnet->pinholes.event = rfw_netlink_pinhole_event;
	rfw_learning_init(rnet);
	if (rfw_pinholes_init(&rnet->pinholes))
		goto err_stats;
	if (rfw_sip_init(&rnet->sip, &rnet->pinholes, rnet->stats))
		goto err_pinholes;
	if (rfw_hosts_init(&rnet->hosts))
		goto err_sip;
	if (rfw_stations_init(&rnet->stations))
		goto err_hosts;
	config = rfw_config_new(net, &rnet->config_lock, &rnet->pinholes, &rnet->hosts);
	if (!config)
		goto err_stations;
	config->sip = &rnet->sip;
	RCU_INIT_POINTER(rnet->config, config);
	*(struct rfw_net **)net_generic(net, net_id) = rnet;
	return 0;

err_stations:
	rfw_stations_exit(&rnet->stations);
err_hosts:
	rfw_hosts_exit(&rnet->hosts);
err_sip:
	rfw_sip_exit(&rnet->sip);
err_pinholes:
	rfw_pinholes_exit(&rnet->pinholes);
err_stats:
	free_percpu(rnet->stats);
err_rnet:
	kfree(rnet);
	return -ENOMEM;
}

static void __net_exit net_exit(struct net *net)
{
	struct rfw_net *rnet = rfw_net_get(net);

	cancel_work_sync(&rnet->follow);
	cancel_delayed_work_sync(&rnet->expire);
	cancel_delayed_work_sync(&rnet->settle);
	rfw_learning_exit(rnet);
	mutex_lock(&rnet->config_lock);
	rfw_net_hook(rnet, 0, false);
	rfw_net_abort(rnet);
	rfw_config_free(config_of(rnet));
	RCU_INIT_POINTER(rnet->config, NULL);
	rfw_sip_exit(&rnet->sip);
	rfw_pinholes_exit(&rnet->pinholes);
	rfw_hosts_exit(&rnet->hosts);
	rfw_stations_exit(&rnet->stations);
	mutex_unlock(&rnet->config_lock);
	free_percpu(rnet->stats);
	mutex_destroy(&rnet->config_lock);
	kfree(rnet);
}

static struct pernet_operations net_ops = {
	.init = net_init,
	.exit = net_exit,
	.id = &net_id,
	.size = sizeof(struct rfw_net *),
};

int rfw_net_init(void)
{
	int err = register_pernet_subsys(&net_ops);

	if (err)
		return err;
	err = register_netdevice_notifier(&device_block);
	if (err)
		goto err_pernet;
	err = register_inet6addr_notifier(&address_block);
	if (err)
		goto err_device;
	err = rfw_learn_init();
	if (err)
		goto err_address;
	return 0;

err_address:
	unregister_inet6addr_notifier(&address_block);
err_device:
	unregister_netdevice_notifier(&device_block);
err_pernet:
	unregister_pernet_subsys(&net_ops);
	return err;
}

/* Netlink is gone already, so that nobody starts anything new. */
void rfw_net_exit(void)
{
	rfw_learn_exit();
	unregister_inet6addr_notifier(&address_block);
	unregister_netdevice_notifier(&device_block);
	unregister_pernet_subsys(&net_ops);
}
