// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmpv6.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/netfilter_ipv6.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/l3mdev.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/netevent.h>

#include "config.h"
#include "domain.h"
#include "host.h"
#include "learn.h"
#include "locate.h"
#include "net.h"
#include "policy.h"
#include "subscriber.h"

/*
 * States of a neighbour that has answered at some time. Not NUD_NOARP, in which every address is
 * that somebody sends to where nobody is asked.
 */
#define NUD_ANSWERED	(NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT)

/* Learn an address, if it is one that matters. */
static void learn(struct rfw_net *rnet, const struct rfw_sighting *sighting)
{
	struct rfw_config *config = rcu_dereference(rnet->config);
	const struct rfw_zone *zone = rfw_config_zone(config, sighting->vrf);
	struct rfw_place place;

	if (!zone)
		return;
	rfw_config_locate(zone, sighting->address, &place);
	if (place.subscription)
		rfw_host_learn(config, &place, sighting);
}

/* Options have a length, and none says who asks: an address that is tentative has no owner. */
static bool options_ok(const struct sk_buff *skb, unsigned int at, unsigned int end)
{
	const struct nd_opt_hdr *option;
	struct nd_opt_hdr buffer;

	while (at < end) {
		option = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
		if (!option || !option->nd_opt_len || option->nd_opt_type == ND_OPT_SOURCE_LL_ADDR)
			return false;
		at += option->nd_opt_len * 8;
	}
	return at == end;
}

/*
 * Is it a solicitation for duplicate address detection, and whom for (RFC 4861 7.1.1, RFC 4862
 * 5.4.3)?
 */
static bool solicited(struct sk_buff *skb, struct in6_addr *target)
{
	const struct ipv6hdr *header = ipv6_hdr(skb);
	unsigned int offset = skb_network_offset(skb) + sizeof(*header);
	unsigned int length = ntohs(header->payload_len);
	struct nd_msg message_buffer;
	const struct nd_msg *message;
	struct in6_addr group;

	if (header->hop_limit != 255 || length < sizeof(*message) ||
	    length > skb->len - offset)
		return false;
	message = skb_header_pointer(skb, offset, sizeof(*message), &message_buffer);
	if (!message || message->icmph.icmp6_type != NDISC_NEIGHBOUR_SOLICITATION ||
	    message->icmph.icmp6_code || ipv6_addr_is_multicast(&message->target))
		return false;
	*target = message->target;
	addrconf_addr_solict_mult(target, &group);
	return ipv6_addr_equal(&group, &header->daddr) &&
	       options_ok(skb, offset + sizeof(*message), offset + length) &&
	       !nf_ip6_checksum(skb, NF_INET_PRE_ROUTING, offset, IPPROTO_ICMPV6);
}

static noinline void snoop(struct rfw_net *rnet, struct sk_buff *skb, const struct net_device *dev)
{
	struct in6_addr target;
	const struct rfw_sighting sighting = {
		.address = &target,
		.vrf = l3mdev_master_ifindex_rcu(dev),
		.ifindex = dev->ifindex,
		.origin = RFW_HOST_ORIGIN_DAD,
	};

	if (solicited(skb, &target))
		learn(rnet, &sighting);
}

static unsigned int hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct ipv6hdr *header = ipv6_hdr(skb);

	if (unlikely(header->nexthdr == IPPROTO_ICMPV6 && ipv6_addr_any(&header->saddr)))
		snoop(priv, skb, state->in);
	return NF_ACCEPT;
}

/*
 * Tell of a neighbour that may be a station: where the domain says which interfaces are inside, on
 * those alone. What was collected as unused says nothing, for it was not asked.
 */
static void tell_stations(struct rfw_net *rnet, struct neighbour *neighbour, bool earlier)
{
	u8 state = READ_ONCE(neighbour->nud_state);
	struct net_device *dev = neighbour->dev;
	struct rfw_station_sighting sighting = {
		.address = (const struct in6_addr *)neighbour->primary_key,
		.vrf = l3mdev_master_ifindex_rcu(dev),
		.ifindex = dev->ifindex,
		.answers = state & NUD_ANSWERED,
		.earlier = earlier,
	};
	const struct rfw_zone *zone = rfw_config_zone(rcu_dereference(rnet->config), sighting.vrf);
	struct rfw_place place;

	if (dev->addr_len != ETH_ALEN || READ_ONCE(neighbour->dead) ||
	    !(state & (NUD_ANSWERED | NUD_FAILED)) || !zone)
		return;
	rfw_config_locate(zone, sighting.address, &place);
	if (place.domain &&
	    !rfw_domain_knows_inside(rcu_dereference(place.domain->view), dev->ifindex))
		return;
	neigh_ha_snapshot(sighting.mac, neighbour, dev);
	rfw_station_seen(&rnet->stations,
			 place.subscription ? place.subscription->subscriber : NULL, &sighting);
}

/* Under rcu_read_lock(). */
static void learn_neighbour(struct neighbour *neighbour, bool earlier)
{
	struct net_device *dev = neighbour->dev;
	struct rfw_net *rnet = rfw_net_get(dev_net(dev));
	const struct rfw_sighting sighting = {
		.address = (const struct in6_addr *)neighbour->primary_key,
		.vrf = l3mdev_master_ifindex_rcu(dev),
		.ifindex = dev->ifindex,
		.origin = RFW_HOST_ORIGIN_NEIGHBOUR,
		.earlier = earlier,
	};

	if (READ_ONCE(rnet->stations.count))
		tell_stations(rnet, neighbour, earlier);
	if (READ_ONCE(rnet->learning.on) && READ_ONCE(neighbour->nud_state) & NUD_ANSWERED)
		learn(rnet, &sighting);
}

/* A namespace that learns is alive, and its end waits for us. */
static int neighbour_event(struct notifier_block *block, unsigned long event, void *data)
{
	struct neighbour *neighbour = data;
	const struct net *net;

	if (event != NETEVENT_NEIGH_UPDATE || neighbour->tbl != &nd_tbl)
		return NOTIFY_DONE;
	rcu_read_lock();
	net = dev_net(neighbour->dev);
	if (check_net(net))
		learn_neighbour(neighbour, false);
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block neighbour_block = { .notifier_call = neighbour_event };

static void learn_neighbour_of(struct neighbour *neighbour, void *data)
{
	const struct rfw_net *rnet = data;

	if (net_eq(dev_net(neighbour->dev), rnet->net))
		learn_neighbour(neighbour, true);
}

static void learn_neighbours(struct rfw_net *rnet)
{
	neigh_for_each(&nd_tbl, learn_neighbour_of, rnet);
}

/**
 * rfw_learning_flow - a live flow that began inside tells of its host, which may say nothing more
 * @rnet: the namespace
 * @flow: the flow
 *
 * Context: under the bucket lock and rcu_read_lock().
 */
void rfw_learning_flow(struct rfw_net *rnet, const struct rfw_flow *flow)
{
	u32 word = READ_ONCE(flow->word);
	const struct rfw_sighting sighting = {
		.address = &flow->key.addr[rfw_flow_inside(word)],
		.vrf = rfw_key_vrf(&flow->key),
		.origin = RFW_HOST_ORIGIN_UPSTREAM,
		.earlier = true,
	};

	if (READ_ONCE(rnet->learning.on) && rfw_flow_originator(word) == rfw_flow_inside(word))
		learn(rnet, &sighting);
}

static bool learn_flow(struct rfw_flow *flow, void *data)
{
	rfw_learning_flow(data, flow);
	return false;
}

static struct rfw_config *config_of(struct rfw_net *rnet)
{
	return rcu_dereference_protected(rnet->config, lockdep_is_held(&rnet->config_lock));
}

static bool is_wanted(const struct rfw_config *config)
{
	const struct rfw_domain *domain;

	list_for_each_entry(domain, &config->domains.list, object.list)
		if (domain->learning && domain->zone)
			return true;
	return false;
}

static void turn_on(struct rfw_net *rnet)
{
	struct rfw_learning *learning = &rnet->learning;
	int err;

	learning->ops.hook = hook;
	learning->ops.priv = rnet;
	learning->ops.pf = NFPROTO_IPV6;
	learning->ops.hooknum = NF_INET_PRE_ROUTING;
	/* What others drop was said all the same. */
	learning->ops.priority = NF_IP6_PRI_FIRST;
	err = nf_register_net_hook(rnet->net, &learning->ops);
	if (err) {
		pr_warn_ratelimited("hosts can't be learned: %d\n", err);
		return;
	}
	WRITE_ONCE(learning->on, true);
}

static void turn_off(struct rfw_net *rnet)
{
	WRITE_ONCE(rnet->learning.on, false);
	nf_unregister_net_hook(rnet->net, &rnet->learning.ops);
	synchronize_net();
	rfw_hosts_flush(&rnet->hosts);
}

/**
 * rfw_learning_follow - learn hosts or not, as the configuration wants, and look for stations
 * @rnet: the namespace
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_learning_follow(struct rfw_net *rnet)
{
	struct rfw_learning *learning = &rnet->learning;
	bool wanted = rnet->hooked && is_wanted(config_of(rnet)), was = learning->on;

	lockdep_assert_held(&rnet->config_lock);
	if (wanted && !was)
		turn_on(rnet);
	if (!wanted && was)
		turn_off(rnet);
	if ((learning->on && !was) || rnet->stations.count)
		learn_neighbours(rnet);
	if (learning->on && !was)
		rfw_flow_walk(&rnet->table, learn_flow, rnet, RFW_FLOW_END_CONFIGURATION);
	if (learning->on || was)
		schedule_work(&learning->work);
}

/* The interfaces that are to receive all multicast: the inside of domains that learn. */
static int collect(struct rfw_net *rnet, struct xarray *wanted)
{
	const struct rfw_domain_view *view;
	struct rfw_domain *domain;
	unsigned int i;
	int err = 0;

	mutex_lock(&rnet->config_lock);
	list_for_each_entry(domain, &config_of(rnet)->domains.list, object.list) {
		if (!rnet->learning.on || !domain->learning || !domain->zone)
			continue;
		view = rcu_dereference_protected(domain->view,
						 lockdep_is_held(&rnet->config_lock));
		for (i = 0; i < view->inside_count && !err; i++)
			if (view->inside[i])
				err = xa_err(xa_store(wanted, view->inside[i], xa_mk_value(1),
						      GFP_KERNEL));
	}
	mutex_unlock(&rnet->config_lock);
	return err;
}

static void drop_all_multicast(struct rfw_learning *learning, struct net_device *dev)
{
	ASSERT_RTNL();
	xa_erase(&learning->all_multicast, dev->ifindex);
	dev_set_allmulti(dev, -1);
	dev_put(dev);
}

static int take_all_multicast(struct rfw_learning *learning, struct net_device *dev)
{
	int err = xa_insert(&learning->all_multicast, dev->ifindex, dev, GFP_KERNEL);

	if (err)
		return err;
	err = dev_set_allmulti(dev, 1);
	if (err) {
		xa_erase(&learning->all_multicast, dev->ifindex);
		return err;
	}
	dev_hold(dev);
	return 0;
}

static int apply(struct rfw_net *rnet, struct xarray *wanted)
{
	struct rfw_learning *learning = &rnet->learning;
	struct net_device *dev;
	unsigned long ifindex;
	int err = 0, one;
	void *entry;

	rtnl_lock();
	xa_for_each(&learning->all_multicast, ifindex, dev)
		if (!xa_load(wanted, ifindex))
			drop_all_multicast(learning, dev);
	xa_for_each(wanted, ifindex, entry) {
		if (xa_load(&learning->all_multicast, ifindex))
			continue;
		dev = __dev_get_by_index(rnet->net, ifindex);
		one = dev ? take_all_multicast(learning, dev) : 0;
		err = err ?: one;
	}
	rtnl_unlock();
	return err;
}

/*
 * Bring up to date what takes long. Takes the configuration lock and RTNL in turn: never the one
 * within the other.
 */
static void catch_up(struct work_struct *work)
{
	struct rfw_net *rnet = container_of(work, struct rfw_net, learning.work);
	struct xarray wanted;
	int err;

	/* Of subscribers that have come since. */
	if (READ_ONCE(rnet->learning.on))
		learn_neighbours(rnet);
	xa_init(&wanted);
	err = collect(rnet, &wanted);
	if (!err)
		err = apply(rnet, &wanted);
	if (err)
		pr_warn_ratelimited("an interface can't receive all multicast: %d\n", err);
	xa_destroy(&wanted);
}

/**
 * rfw_learning_device_gone - an interface leaves the namespace
 * @rnet: the namespace
 * @dev: the interface
 *
 * Context: under RTNL.
 */
void rfw_learning_device_gone(struct rfw_net *rnet, struct net_device *dev)
{
	if (xa_load(&rnet->learning.all_multicast, dev->ifindex) == dev)
		drop_all_multicast(&rnet->learning, dev);
}

void rfw_learning_init(struct rfw_net *rnet)
{
	INIT_WORK(&rnet->learning.work, catch_up);
	xa_init(&rnet->learning.all_multicast);
}

/**
 * rfw_learning_exit - a namespace learns no more
 * @rnet: the namespace, where nobody starts anything any more
 *
 * Context: without locks, may sleep.
 */
void rfw_learning_exit(struct rfw_net *rnet)
{
	struct rfw_learning *learning = &rnet->learning;
	struct net_device *dev;
	unsigned long ifindex;

	mutex_lock(&rnet->config_lock);
	if (learning->on)
		turn_off(rnet);
	mutex_unlock(&rnet->config_lock);
	cancel_work_sync(&learning->work);
	rtnl_lock();
	xa_for_each(&learning->all_multicast, ifindex, dev)
		drop_all_multicast(learning, dev);
	rtnl_unlock();
	xa_destroy(&learning->all_multicast);
}

int rfw_learn_init(void)
{
	return register_netevent_notifier(&neighbour_block);
}

void rfw_learn_exit(void)
{
	unregister_netevent_notifier(&neighbour_block);
}
