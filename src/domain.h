/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain: one network to be protected from. Where its unsafe side is, and which prefixes lie
 * behind the firewall.
 */
#ifndef _RFW_DOMAIN_H
#define _RFW_DOMAIN_H

#include <linux/atomic.h>
#include <linux/if.h>
#include <linux/rfw.h>

#include "object.h"
#include "prefix_list.h"
#include "prefix_table.h"

struct netlink_ext_ack;
struct rfw_bogon_table;
struct rfw_config;
struct rfw_subscriber;
struct rfw_subscription;
struct rfw_zone;

#define RFW_DOMAIN_PREFIX_LENGTH_MIN	16
#define RFW_DOMAIN_PREFIXES_MAX		8192

/* Differentiated services codepoints. */
#define RFW_DSCPS	64

/**
 * struct rfw_interfaces - a short list of interface names
 * @count: entries of @name
 * @name: the names
 */
struct rfw_interfaces {
	u8 count;
	char name[RFW_DOMAIN_INTERFACES_MAX][IFNAMSIZ];
};

/**
 * struct rfw_domain_settings - what is configured of a domain
 * @state: enum rfw_domain_state
 * @multicast_boundary: multicast of this scope and below does not cross
 * @bogons: enum rfw_bogons
 * @bogon: with RFW_BOGONS_LISTED
 * @prefixes: protected
 * @prefix_from: interfaces whose global prefixes are protected too
 * @outside: interfaces on the unsafe side; none: sides follow from addresses alone
 * @inside: interfaces where only protected sources may arrive, besides @prefix_from
 * @vrf: VRF device, or empty
 * @max_flows: of its subscribers together, 0 for no limit
 * @accept_mark: what packets that are let through are marked with, in @accept_mask
 * @accept_mask: bits of the mark that are set so, 0 for none
 * @classes: forwarding class by DSCP
 */
struct rfw_domain_settings {
	u8 state;
	u8 multicast_boundary;
	u8 bogons;
	struct rfw_prefix_list bogon;
	struct rfw_prefix_list prefixes;
	struct rfw_interfaces prefix_from;
	struct rfw_interfaces outside;
	struct rfw_interfaces inside;
	char vrf[IFNAMSIZ];
	u32 max_flows;
	u32 accept_mark;
	u32 accept_mask;
	u8 classes[RFW_DSCPS];
};

/**
 * struct rfw_domain_view - what packets see of a domain besides its prefixes; never changes
 * @rcu: for its end
 * @multicast_boundary: see struct rfw_domain_settings
 * @outside_count: entries of @outside; 0: there is no outside interface to tell sides by
 * @inside_count: entries of @inside
 * @outside: interface indices, 0 for a name that no interface has now
 * @inside: likewise
 * @max_flows: see struct rfw_domain_settings
 * @accept_mark: likewise
 * @accept_mask: likewise
 * @classes: likewise
 */
struct rfw_domain_view {
	struct rcu_head rcu;
	u8 multicast_boundary;
	u8 outside_count;
	u8 inside_count;
	int outside[RFW_DOMAIN_INTERFACES_MAX];
	int inside[2 * RFW_DOMAIN_INTERFACES_MAX];
	u32 max_flows;
	u32 accept_mark;
	u32 accept_mask;
	u8 classes[RFW_DSCPS];
};

/**
 * struct rfw_domain - a domain
 * @object: name, in &rfw_config.domains
 * @settings: as configured
 * @followed: prefixes of the prefix-from interfaces
 * @placed: prefixes that stand in @zone's table: @settings.prefixes and @followed
 * @zone: where the domain is looked for, NULL while it is down or its VRF is missing
 * @policies: that name it
 * @learning: policies of these that require host learning
 * @view: RCU
 * @bogons: RCU; NULL for none. Either the built-in list or one of its own.
 * @whole: the subscription that has whatever is nobody else's; RCU
 * @flows: of its subscribers, one between two of them counted for each; atomic
 * @heaviest: of them who has the most unanswered flows, or NULL; any CPU, see sessions.c
 * @rcu: for its end
 *
 * Written under the configuration lock, and read under it where not RCU. Freed after a grace
 * period.
 */
struct rfw_domain {
	struct rfw_object object;
	struct rfw_domain_settings settings;
	struct rfw_prefix_list followed;
	struct rfw_prefix_list placed;
	struct rfw_zone *zone;
	u32 policies;
	u32 learning;
	struct rfw_domain_view __rcu *view;
	struct rfw_bogon_table __rcu *bogons;
	struct rfw_subscription __rcu *whole;
	atomic_t flows;
	struct rfw_subscriber *heaviest;
	struct rcu_head rcu;
};

void rfw_domain_defaults(struct rfw_domain_settings *settings);
int rfw_domain_settings_copy(struct rfw_domain_settings *to,
			     const struct rfw_domain_settings *from);
void rfw_domain_settings_free(struct rfw_domain_settings *settings);
int rfw_domain_add(struct rfw_config *config, const char *name,
		   struct rfw_domain_settings *settings, struct netlink_ext_ack *extack);
int rfw_domain_set(struct rfw_config *config, struct rfw_domain *domain,
		   struct rfw_domain_settings *settings, struct netlink_ext_ack *extack);
int rfw_domain_del(struct rfw_config *config, struct rfw_domain *domain,
		   struct netlink_ext_ack *extack);
void rfw_domain_release(struct rfw_config *config, struct rfw_domain *domain);
bool rfw_domain_resolve(struct rfw_config *config, struct rfw_domain *domain);
bool rfw_domain_covers(const struct rfw_domain *domain, const struct rfw_prefix *prefix);

/**
 * rfw_domain_is_outside - is an interface on the unsafe side
 * @view: of the domain
 * @ifindex: the interface
 *
 * Context: under rcu_read_lock().
 * Return: whether it is.
 */
static inline bool rfw_domain_is_outside(const struct rfw_domain_view *view, int ifindex)
{
	unsigned int i;

	for (i = 0; i < view->outside_count; i++)
		if (view->outside[i] == ifindex)
			return true;
	return false;
}

/**
 * rfw_domain_trusts - does who has an inside address say so on this interface
 * @view: of the domain
 * @ifindex: the interface
 *
 * Anywhere but outside; where nothing is said of the outside, where something is said of the
 * inside; else sides follow from addresses alone.
 *
 * Context: under rcu_read_lock().
 * Return: whether it does.
 */
static inline bool rfw_domain_trusts(const struct rfw_domain_view *view, int ifindex)
{
	unsigned int i;

	if (view->outside_count || !view->inside_count)
		return !rfw_domain_is_outside(view, ifindex);
	for (i = 0; i < view->inside_count; i++)
		if (view->inside[i] == ifindex)
			return true;
	return false;
}

/**
 * rfw_domain_knows_inside - is an interface, by what the domain says of its interfaces, not outside
 * @view: of the domain
 * @ifindex: the interface
 *
 * As rfw_domain_trusts(), but where nothing is said nobody is believed.
 *
 * Context: under rcu_read_lock().
 * Return: whether it is.
 */
static inline bool rfw_domain_knows_inside(const struct rfw_domain_view *view, int ifindex)
{
	return (view->outside_count || view->inside_count) && rfw_domain_trusts(view, ifindex);
}

#endif
