/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stations: the MACs that a configuration names, each with the addresses that the neighbour table
 * has seen it to have. A station is one subscriber's: neither does it share its addresses with the
 * same MAC elsewhere, nor can anybody elsewhere push them out.
 */
#ifndef _RFW_STATION_H
#define _RFW_STATION_H

#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>

#include "host.h"

struct rfw_subscriber;

/* Addresses of a station. */
#define RFW_STATION_ADDRESSES_MAX	16U

/* Seconds for which an address that was seen makes no room for others. */
#define RFW_STATION_FRESH		60U

/**
 * struct rfw_station_key - what neighbours are looked for by
 * @subscriber: whose the addresses are; never followed by whoever looks
 * @mac: the MAC
 * @zero: so that there is no padding
 */
struct rfw_station_key {
	const struct rfw_subscriber *subscriber;
	u8 mac[ETH_ALEN];
	u8 zero[2];
};

/**
 * struct rfw_station - a MAC that a configuration names, and its addresses
 * @node: in &rfw_stations.table; RCU
 * @key: fixed
 * @stations: that it is in; fixed
 * @hosts: named hosts that it is, of all configurations; under the configuration lock. The last one
 *	to go takes it along, after a grace period
 * @addresses: of &rfw_station_address.list, the one seen least recently first; under
 *	&rfw_stations.lock, as the two below
 * @count: entries of @addresses
 * @changed: in &rfw_stations.changed, or empty
 * @rcu: for its end
 */
struct rfw_station {
	struct rhash_head node;
	struct rfw_station_key key;
	struct rfw_stations *stations;
	u32 hosts;
	struct list_head addresses;
	u32 count;
	struct list_head changed;
	struct rcu_head rcu;
};

/**
 * struct rfw_station_address - an address of a station
 * @node: in &rfw_stations.addresses; RCU
 * @key: fixed
 * @station: whose it is; fixed; only compared by who has no lock
 * @list: in &rfw_station.addresses; under &rfw_stations.lock
 * @ifindex: of the neighbour; likewise
 * @last: jiffies when it was last seen, to a second; WRITE_ONCE under &rfw_stations.lock
 * @rcu: for its end
 */
struct rfw_station_address {
	struct rhash_head node;
	struct rfw_host_key key;
	struct rfw_station *station;
	struct list_head list;
	int ifindex;
	unsigned long last;
	struct rcu_head rcu;
};

/**
 * struct rfw_stations - the stations of a namespace
 * @lock: protects all of it but what is found by RCU; a leaf
 * @table: of struct rfw_station; RCU
 * @addresses: of struct rfw_station_address, each of one station only; RCU
 * @count: stations; WRITE_ONCE under @lock
 * @changed: stations whose addresses have changed
 * @ids: last id that was given to a named host; any CPU, atomic
 * @event: called under @lock when there is something new in @changed, or NULL; fixed
 */
struct rfw_stations {
	spinlock_t lock;	/* see above */
	struct rhashtable table;
	struct rhashtable addresses;
	u32 count;
	struct list_head changed;
	atomic_t ids;
	void (*event)(struct rfw_stations *stations);
};

/**
 * struct rfw_station_sighting - what the neighbour table says of an inside address
 * @address: the address
 * @vrf: of it
 * @ifindex: of the neighbour
 * @mac: of it
 * @answers: somebody is there; else nobody is, and @mac says nothing
 * @earlier: it was some time ago: it only adds what is missing
 */
struct rfw_station_sighting {
	const struct in6_addr *address;
	u32 vrf;
	int ifindex;
	u8 mac[ETH_ALEN];
	bool answers;
	bool earlier;
};

/**
 * struct rfw_station_place - where a station is
 * @key: the address
 * @ifindex: interface that it was seen on
 */
struct rfw_station_place {
	struct rfw_host_key key;
	int ifindex;
};

int rfw_stations_init(struct rfw_stations *stations);
void rfw_stations_exit(struct rfw_stations *stations);
struct rfw_station *rfw_station_get(struct rfw_stations *stations,
				    const struct rfw_subscriber *subscriber, const u8 *mac);
void rfw_station_put(struct rfw_station *station);
void rfw_station_seen(struct rfw_stations *stations, const struct rfw_subscriber *subscriber,
		      const struct rfw_station_sighting *sighting);
u32 rfw_station_places(struct rfw_station *station, struct rfw_station_place *place);
struct rfw_station *rfw_stations_next_changed(struct rfw_stations *stations);

#endif
