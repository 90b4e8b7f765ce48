/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration of a namespace: its objects, and the tables through which packets find them.
 */
#ifndef _RFW_CONFIG_H
#define _RFW_CONFIG_H

#include <linux/mutex.h>
#include <linux/xarray.h>

#include "object.h"
#include "opening.h"
#include "prefix_list.h"
#include "prefix_table.h"

struct net;
struct rfw_domain;
struct rfw_domain_view;
struct rfw_hosts;
struct rfw_pinholes;
struct rfw_sip;
struct rfw_subscription;

#define RFW_ZONE_HASH_BITS	6

/**
 * struct rfw_zone - the address space of one VRF
 * @node: in &rfw_config.zones; RCU
 * @vrf: interface index of the VRF device, 0 for none
 * @domains: prefix to struct rfw_domain
 * @subscriptions: prefix to struct rfw_subscription
 *
 * Made when a domain needs it, lives as long as the configuration.
 */
struct rfw_zone {
	struct hlist_node node;
	u32 vrf;
	struct rfw_prefix_table domains;
	struct rfw_prefix_table subscriptions;
};

/**
 * struct rfw_config - one whole configuration
 * @net: its namespace
 * @lock: the configuration lock of the namespace; protects all that is not RCU, here and in the
 *	objects
 * @domains: of struct rfw_domain
 * @policies: of struct rfw_policy
 * @subscriptions: of struct rfw_subscription
 * @openings: forwards and DMZ hosts
 * @pinholes: of the namespace; outlive the configuration; NULL where there are none
 * @hosts: of the namespace, that were learned; likewise
 * @sip: SIP gateway of the namespace; likewise
 * @domains_up: domains whose state is up
 * @max_flows: of the namespace, 0 for the default
 * @main: the zone without VRF
 * @zones: the other zones, by VRF; RCU
 * @inside: interface index to the domain that it is inside of, the first if several; RCU
 * @outside: interface index to the domain whose unsafe side it is on, the first if several; RCU
 *
 * The present configuration of a namespace is published by RCU. Changes of single objects are made
 * in place.
 */
struct rfw_config {
	struct net *net;
	struct mutex *lock;
	struct rfw_objects domains;
	struct rfw_objects policies;
	struct rfw_objects subscriptions;
	struct rfw_opening_table openings;
	struct rfw_pinholes *pinholes;
	struct rfw_hosts *hosts;
	struct rfw_sip *sip;
	u32 domains_up;
	u32 max_flows;
	struct rfw_zone main;
	struct hlist_head zones[1 << RFW_ZONE_HASH_BITS];
	struct xarray inside;
	struct xarray outside;
};

/**
 * struct rfw_place - what an address is in a configuration
 * @domain: that protects it, or NULL
 * @subscription: whose it is, or NULL
 */
struct rfw_place {
	struct rfw_domain *domain;
	struct rfw_subscription *subscription;
};

struct rfw_config *rfw_config_new(struct net *net, struct mutex *lock,
				  struct rfw_pinholes *pinholes, struct rfw_hosts *hosts);
void rfw_config_free(struct rfw_config *config);
struct rfw_zone *rfw_config_zone(struct rfw_config *config, u32 vrf);
struct rfw_zone *rfw_config_zone_get(struct rfw_config *config, u32 vrf);
int rfw_config_reserve(struct rfw_config *config, const struct rfw_domain_view *view);
void rfw_config_unreserve(struct rfw_config *config, const struct rfw_domain_view *view);
void rfw_config_map(struct rfw_config *config);
bool rfw_config_resolve(struct rfw_config *config);
int rfw_config_replace(struct rfw_prefix_table *table, const struct rfw_prefix_list *from,
		       const struct rfw_prefix_list *to, void *value, u32 *at_fault);

/* The domain that an interface is inside, or outside, of, or NULL; under rcu_read_lock(). */
static inline struct rfw_domain *rfw_config_inside(struct rfw_config *config, int ifindex)
{
	return xa_empty(&config->inside) ? NULL : xa_load(&config->inside, ifindex);
}

static inline struct rfw_domain *rfw_config_outside(struct rfw_config *config, int ifindex)
{
	return xa_load(&config->outside, ifindex);
}

#endif
