/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Learned hosts: the inside addresses that somebody is known to have. Only what comes from inside
 * adds one, so that whoever is outside can neither fill the table nor have an address looked for
 * that nobody has.
 */
#ifndef _RFW_HOST_H
#define _RFW_HOST_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rfw.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>

struct rfw_config;
struct rfw_place;
struct rfw_subscriber;

/* Learned hosts of a namespace. */
#define RFW_HOSTS_MAX	262144U

/* Hosts of one subscriber that may make room for others in a second. */
#define RFW_HOST_REPLACEMENTS_MAX	256U

/**
 * struct rfw_host_key - what packets look for
 * @address: inside address
 * @vrf: of it
 */
struct rfw_host_key {
	struct in6_addr address;
	u32 vrf;
};

/**
 * struct rfw_sighting - how somebody was seen to have an inside address
 * @address: the address
 * @vrf: of it
 * @ifindex: interface that said so, 0 for one that was found right before
 * @origin: enum rfw_host_origin
 * @earlier: it was some time ago: no other host makes room
 */
struct rfw_sighting {
	const struct in6_addr *address;
	u32 vrf;
	int ifindex;
	u8 origin;
	bool earlier;
};

/**
 * struct rfw_host - an address that was learned
 * @node: in &rfw_hosts.table; RCU
 * @key: fixed
 * @id: in &rfw_hosts.ids; fixed
 * @origin: enum rfw_host_origin, of the first time; fixed
 * @list: in &rfw_subscriber.hosts; under &rfw_hosts.lock
 * @subscriber: whose it is; fixed; a reference
 * @first: jiffies when it was learned; fixed
 * @last: jiffies when it was last seen, to a second; WRITE_ONCE under &rfw_hosts.lock
 * @rcu: for its end
 *
 * Packets find it under RCU. Freed after a grace period.
 */
struct rfw_host {
	struct rhash_head node;
	struct rfw_host_key key;
	u32 id;
	u8 origin;
	struct list_head list;
	struct rfw_subscriber *subscriber;
	unsigned long first;
	unsigned long last;
	struct rcu_head rcu;
};

/**
 * struct rfw_hosts - the learned hosts of a namespace
 * @lock: protects all of it but what packets find by RCU, and the hosts of &struct rfw_subscriber;
 *	a leaf
 * @table: of struct rfw_host; RCU
 * @ids: id to struct rfw_host
 * @next_id: where to look for the next id
 * @count: hosts
 * @replaced: hosts that made room for others
 * @refused: addresses that there was no room, no memory or no time for
 */
struct rfw_hosts {
	spinlock_t lock;	/* see above */
	struct rhashtable table;
	struct xarray ids;
	u32 next_id;
	u32 count;
	u64 replaced;
	u64 refused;
};

int rfw_host_init(void);
void rfw_host_exit(void);
int rfw_hosts_init(struct rfw_hosts *hosts);
void rfw_hosts_exit(struct rfw_hosts *hosts);
void rfw_host_seen(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber,
		   const struct rfw_sighting *sighting, u32 max);
void rfw_host_learn(const struct rfw_config *config, const struct rfw_place *place,
		    const struct rfw_sighting *sighting);
bool rfw_host_known(const struct rfw_hosts *hosts, const struct rfw_subscriber *subscriber,
		    const struct in6_addr *address, u32 vrf);
bool rfw_host_forget(struct rfw_hosts *hosts, const struct rfw_subscriber *subscriber,
		     const struct in6_addr *address, u32 vrf);
void rfw_hosts_end_subscriber(struct rfw_hosts *hosts, struct rfw_subscriber *subscriber);
void rfw_hosts_rejudge(struct rfw_hosts *hosts, struct rfw_config *config);
void rfw_hosts_flush(struct rfw_hosts *hosts);

#endif
