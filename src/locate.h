/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whose an address is. Inline: every first packet asks twice.
 */
#ifndef _RFW_LOCATE_H
#define _RFW_LOCATE_H

#include <linux/rcupdate.h>

#include "config.h"
#include "domain.h"
#include "policy.h"
#include "subscriber.h"

/**
 * rfw_config_locate - what an address is
 * @zone: of the packet
 * @address: one of its addresses
 * @place: filled in
 *
 * Context: under rcu_read_lock().
 */
static inline void rfw_config_locate(const struct rfw_zone *zone, const struct in6_addr *address,
				     struct rfw_place *place)
{
	struct rfw_subscription *subscription;

	place->subscription = NULL;
	place->domain = rfw_prefix_lookup(&zone->domains, address);
	if (!place->domain)
		return;
	subscription = rfw_prefix_lookup(&zone->subscriptions, address);
	/* The domain of a policy that subscribers use does not change. */
	if (!subscription || rcu_dereference(subscription->policy)->domain != place->domain)
		subscription = rcu_dereference(place->domain->whole);
	place->subscription = subscription;
}

#endif
