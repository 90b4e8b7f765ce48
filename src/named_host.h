/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hosts that have names: what a subscriber calls one of its machines, told by the host part of its
 * address or by its MAC. Openings that name one are wherever it is.
 */
#ifndef _RFW_NAMED_HOST_H
#define _RFW_NAMED_HOST_H

#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rfw.h>

#include "opening.h"
#include "station.h"

struct netlink_ext_ack;
struct rfw_config;
struct rfw_prefix_list;
struct rfw_subscription;

/* Named hosts of one subscriber. */
#define RFW_NAMED_HOSTS_MAX	1024U

static_assert(RFW_STATION_ADDRESSES_MAX <= RFW_OPENING_ADDRESSES_MAX);

/**
 * struct rfw_host_sign - what a host is told by
 * @suffix: the host part of its address; :: where it is told by its MAC
 * @mac: its MAC, where @suffix is ::
 */
struct rfw_host_sign {
	struct in6_addr suffix;
	u8 mac[ETH_ALEN];
};

/**
 * struct rfw_named_host - a host that has a name
 * @list: in &rfw_subscription.hosts
 * @id: unique in the namespace; that of the host of this name which a new configuration replaces
 * @openings: that name it
 * @sign: what it is told by
 * @station: where that is its MAC, else NULL
 * @vrf: of the addresses
 * @addresses: entries of @address
 * @address: that it has now, in order; each is used in &rfw_opening_table.addresses
 * @name: unique among those of its subscriber
 *
 * Under the configuration lock; packets never come here. Freed when it is removed, or with its
 * subscription; removing is refused while openings name it.
 */
struct rfw_named_host {
	struct list_head list;
	u32 id;
	u32 openings;
	struct rfw_host_sign sign;
	struct rfw_station *station;
	u32 vrf;
	u32 addresses;
	struct in6_addr address[RFW_OPENING_ADDRESSES_MAX];
	char name[RFW_NAME_MAX + 1];
};

int rfw_named_host_check_name(const struct rfw_subscription *subscription, const char *name,
			      struct netlink_ext_ack *extack);
int rfw_named_host_add(struct rfw_config *config, struct rfw_config *live,
		       struct rfw_stations *stations, struct rfw_subscription *subscription,
		       const char *name, const struct rfw_host_sign *sign,
		       struct netlink_ext_ack *extack);
int rfw_named_host_set(struct rfw_config *config, struct rfw_stations *stations,
		       struct rfw_subscription *subscription, struct rfw_named_host *host,
		       const struct rfw_host_sign *sign, struct netlink_ext_ack *extack);
int rfw_named_host_del(struct rfw_config *config, struct rfw_subscription *subscription,
		       struct rfw_named_host *host, struct netlink_ext_ack *extack);
struct rfw_named_host *rfw_named_host_find(const struct rfw_subscription *subscription,
					   const char *name);
bool rfw_named_hosts_fit(const struct rfw_subscription *subscription,
			 const struct rfw_prefix_list *prefixes);
void rfw_named_hosts_release(struct rfw_config *config, struct rfw_subscription *subscription);
bool rfw_named_host_follow(struct rfw_config *config, struct rfw_subscription *subscription,
			   struct rfw_named_host *host);
bool rfw_named_hosts_settle(struct rfw_config *config, struct rfw_stations *stations);

#endif
