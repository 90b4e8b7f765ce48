// SPDX-License-Identifier: GPL-2.0-only
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "station.h"

static const struct rhashtable_params station_params = {
	.head_offset		= offsetof(struct rfw_station, node),
	.key_offset		= offsetof(struct rfw_station, key),
	.key_len		= sizeof(struct rfw_station_key),
	.automatic_shrinking	= true,
};

static const struct rhashtable_params address_params = {
	.head_offset		= offsetof(struct rfw_station_address, node),
	.key_offset		= offsetof(struct rfw_station_address, key),
	.key_len		= sizeof(struct rfw_host_key),
	.automatic_shrinking	= true,
};

int rfw_stations_init(struct rfw_stations *stations)
{
	int err;

	spin_lock_init(&stations->lock);
	INIT_LIST_HEAD(&stations->changed);
	stations->count = 0;
	atomic_set(&stations->ids, 0);
	err = rhashtable_init(&stations->table, &station_params);
	if (err)
		return err;
	err = rhashtable_init(&stations->addresses, &address_params);
	if (err)
		rhashtable_destroy(&stations->table);
	return err;
}

/* No configuration names a station any more, and no neighbour is heard. */
void rfw_stations_exit(struct rfw_stations *stations)
{
	WARN_ON_ONCE(stations->count);
	rhashtable_destroy(&stations->addresses);
	rhashtable_destroy(&stations->table);
}

static struct rfw_station *find(struct rfw_stations *stations,
				const struct rfw_subscriber *subscriber, const u8 *mac)
{
	struct rfw_station_key key = { .subscriber = subscriber };

	ether_addr_copy(key.mac, mac);
	return rhashtable_lookup(&stations->table, &key, station_params);
}

static struct rfw_station_address *find_address(struct rfw_stations *stations,
						const struct rfw_station_sighting *sighting)
{
	const struct rfw_host_key key = { .address = *sighting->address, .vrf = sighting->vrf };

	return rhashtable_lookup(&stations->addresses, &key, address_params);
}

/**
 * rfw_station_get - the station that a named host is
 * @stations: of the namespace
 * @subscriber: whose the host is; lives for as long as the station
 * @mac: of the host
 *
 * Context: under the configuration lock, may sleep.
 * Return: the station, one named host more, or NULL for lack of memory.
 */
struct rfw_station *rfw_station_get(struct rfw_stations *stations,
				    const struct rfw_subscriber *subscriber, const u8 *mac)
{
	struct rfw_station *station;
	int err;

	rcu_read_lock();
	station = find(stations, subscriber, mac);
	rcu_read_unlock();
	if (station) {
		station->hosts++;
		return station;
	}
	station = kzalloc(sizeof(*station), GFP_KERNEL_ACCOUNT);
	if (!station)
		return NULL;
	station->key.subscriber = subscriber;
	ether_addr_copy(station->key.mac, mac);
	station->stations = stations;
	station->hosts = 1;
	INIT_LIST_HEAD(&station->addresses);
	INIT_LIST_HEAD(&station->changed);
	spin_lock_bh(&stations->lock);
	err = rhashtable_insert_fast(&stations->table, &station->node, station_params);
	if (!err)
		WRITE_ONCE(stations->count, stations->count + 1);
	spin_unlock_bh(&stations->lock);
	if (!err)
		return station;
	kfree(station);
	return NULL;
}

static void mark(struct rfw_stations *stations, struct rfw_station *station)
{
	lockdep_assert_held(&stations->lock);
	if (!list_empty(&station->changed))
		return;
	list_add_tail(&station->changed, &stations->changed);
	if (stations->event)
		stations->event(stations);
}

static void remove_address(struct rfw_stations *stations, struct rfw_station_address *entry)
{
	lockdep_assert_held(&stations->lock);
	rhashtable_remove_fast(&stations->addresses, &entry->node, address_params);
	list_del(&entry->list);
	entry->station->count--;
	kfree_rcu(entry, rcu);
}

/**
 * rfw_station_put - a named host is the station no more
 * @station: of rfw_station_get()
 *
 * Context: under the configuration lock.
 */
void rfw_station_put(struct rfw_station *station)
{
	struct rfw_stations *stations = station->stations;
	struct rfw_station_address *entry, *next;

	if (--station->hosts)
		return;
	spin_lock_bh(&stations->lock);
	rhashtable_remove_fast(&stations->table, &station->node, station_params);
	WRITE_ONCE(stations->count, stations->count - 1);
	list_del_init(&station->changed);
	list_for_each_entry_safe(entry, next, &station->addresses, list)
		remove_address(stations, entry);
	spin_unlock_bh(&stations->lock);
	kfree_rcu(station, rcu);
}

/* Does a sighting change anything? The neighbour table tells the same thing over and over. */
static bool is_news(const struct rfw_station_address *entry, const struct rfw_station *station,
		    const struct rfw_station_sighting *sighting)
{
	if (!entry)
		return station;
	if (sighting->earlier)
		return false;
	return entry->station != station || READ_ONCE(entry->ifindex) != sighting->ifindex ||
	       jiffies - READ_ONCE(entry->last) >= HZ;
}

/* Make sure that there is room for one more address of a station. */
static bool make_room(struct rfw_stations *stations, struct rfw_station *station,
		      const struct rfw_station_sighting *sighting)
{
	struct rfw_station_address *oldest;

	if (station->count < RFW_STATION_ADDRESSES_MAX)
		return true;
	oldest = list_first_entry(&station->addresses, struct rfw_station_address, list);
	if (sighting->earlier || jiffies - oldest->last < RFW_STATION_FRESH * HZ)
		return false;
	remove_address(stations, oldest);
	return true;
}

/* Without memory the next sighting tries again. */
static void add(struct rfw_stations *stations, struct rfw_station *station,
		const struct rfw_station_sighting *sighting)
{
	struct rfw_station_address *entry;

	if (!make_room(stations, station, sighting))
		return;
	mark(stations, station);
	entry = kzalloc(sizeof(*entry), GFP_ATOMIC | __GFP_NOWARN);
	if (!entry)
		return;
	entry->key.address = *sighting->address;
	entry->key.vrf = sighting->vrf;
	entry->station = station;
	entry->ifindex = sighting->ifindex;
	entry->last = jiffies;
	if (rhashtable_insert_fast(&stations->addresses, &entry->node, address_params)) {
		kfree(entry);
		return;
	}
	list_add_tail(&entry->list, &station->addresses);
	station->count++;
}

static void refresh(struct rfw_stations *stations, struct rfw_station_address *entry,
		    const struct rfw_station_sighting *sighting)
{
	if (entry->ifindex != sighting->ifindex) {
		WRITE_ONCE(entry->ifindex, sighting->ifindex);
		mark(stations, entry->station);
	}
	WRITE_ONCE(entry->last, jiffies);
	list_move_tail(&entry->list, &entry->station->addresses);
}

/* The address is the station's, NULL for nobody's, from now on. */
static void take(struct rfw_stations *stations, struct rfw_station *station,
		 struct rfw_station_address *entry, const struct rfw_station_sighting *sighting)
{
	if (entry && entry->station == station) {
		refresh(stations, entry, sighting);
		return;
	}
	if (entry) {
		mark(stations, entry->station);
		remove_address(stations, entry);
	}
	if (station)
		add(stations, station, sighting);
}

/**
 * rfw_station_seen - the neighbour table says who has an inside address
 * @stations: of the namespace
 * @subscriber: whose the address is, NULL for nobody
 * @sighting: of the address, on an interface that is to be believed
 *
 * Takes the lock only for what is new, and once in a second for each address of a station. The
 * address that was seen least recently makes room, unless that was just now.
 *
 * Context: under rcu_read_lock(), maybe under locks of the neighbour table.
 */
void rfw_station_seen(struct rfw_stations *stations, const struct rfw_subscriber *subscriber,
		      const struct rfw_station_sighting *sighting)
{
	struct rfw_station *station = NULL;
	struct rfw_station_address *entry;
	bool somebody = subscriber && sighting->answers;

	if (somebody)
		station = find(stations, subscriber, sighting->mac);
	if (!is_news(find_address(stations, sighting), station, sighting))
		return;
	spin_lock_bh(&stations->lock);
	station = somebody ? find(stations, subscriber, sighting->mac) : NULL;
	entry = find_address(stations, sighting);
	if (is_news(entry, station, sighting))
		take(stations, station, entry, sighting);
	spin_unlock_bh(&stations->lock);
}

/**
 * rfw_station_places - where a station is
 * @station: the station
 * @place: filled in, room for RFW_STATION_ADDRESSES_MAX
 *
 * Context: the caller holds the station.
 * Return: entries of @place.
 */
u32 rfw_station_places(struct rfw_station *station, struct rfw_station_place *place)
{
	const struct rfw_station_address *entry;
	u32 count = 0;

	spin_lock_bh(&station->stations->lock);
	list_for_each_entry(entry, &station->addresses, list) {
		place[count].key = entry->key;
		place[count++].ifindex = entry->ifindex;
	}
	spin_unlock_bh(&station->stations->lock);
	return count;
}

/**
 * rfw_stations_next_changed - a station whose addresses have changed since it was last asked for
 * @stations: of the namespace
 *
 * Context: under the configuration lock, for which the station stays.
 * Return: the station or NULL.
 */
struct rfw_station *rfw_stations_next_changed(struct rfw_stations *stations)
{
	struct rfw_station *station;

	spin_lock_bh(&stations->lock);
	station = list_first_entry_or_null(&stations->changed, struct rfw_station, changed);
	if (station)
		list_del_init(&station->changed);
	spin_unlock_bh(&stations->lock);
	return station;
}
