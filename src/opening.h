/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An opening: what lets packets from outside in to one inside host. Static forwards and DMZ hosts
 * are part of the configuration; dynamic pinholes are not, see pinhole.h.
 */
#ifndef _RFW_OPENING_H
#define _RFW_OPENING_H

#include <linux/atomic.h>
#include <linux/in6.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/rfw.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>

#include "address_set.h"

struct rfw_key;
struct rfw_named_host;
struct rfw_pinhole;
struct rfw_subscriber;

/* Most forwards and DMZ hosts of a configuration, and most pinholes of a namespace. */
#define RFW_OPENINGS_MAX	262144U

/* Openings that may overlap at one place: more could make packets slow. */
#define RFW_OPENING_OVERLAP_MAX	64U

/* Addresses of one opening: a suffix has one for each prefix of its subscriber. */
#define RFW_OPENING_ADDRESSES_MAX	16U

/* Port ranges are kept as blocks of 2^0..2^16 ports. */
#define RFW_OPENING_LEVELS	17

/**
 * struct rfw_port_range - ports in host byte order
 * @low: first, 1..65535
 * @high: last, not below @low
 */
struct rfw_port_range {
	u16 low;
	u16 high;
};

/**
 * struct rfw_opening_filter - whom an opening lets in
 * @address: of a prefix, host bits zero
 * @length: of the prefix, octets are zero for any address
 * @zero: so that there is no padding
 * @port: foreign port, network byte order, 0 for any
 */
struct rfw_opening_filter {
	struct in6_addr address;
	u8 length;
	u8 zero;
	__be16 port;
};

/**
 * struct rfw_opening_rule - what an opening says; compared octet by octet
 * @kind: enum rfw_opening_kind
 * @target: enum rfw_opening_target
 * @protocol: IP protocol number, 0 for any (DMZ)
 * @ranges: entries of @range; 0 for any port, and for protocols without ports
 * @services: service codes behind @range, see rfw_opening_services(); 0 for any, and for all
 *	protocols but DCCP
 * @filters: filters behind those, see rfw_opening_filters(); 0 for anybody
 * @zero: so that there is no padding
 * @address: inside address, or suffix; :: where @host is
 * @host: number of a named host, see &rfw_named_host.id; 0 for none
 * @range: inside ports
 */
struct rfw_opening_rule {
	u8 kind;
	u8 target;
	u8 protocol;
	u8 ranges;
	u8 services;
	u8 filters;
	u8 zero[2];
	struct in6_addr address;
	u32 host;
	struct rfw_port_range range[];
};

#define RFW_OPENING_RULE_MAX							\
	(sizeof(struct rfw_opening_rule) +					\
	 RFW_OPENING_RANGES_MAX * sizeof(struct rfw_port_range) +		\
	 RFW_OPENING_SERVICES_MAX * sizeof(__be32) +				\
	 RFW_OPENING_FILTERS_MAX * sizeof(struct rfw_opening_filter))

/* What the opening lets in: any of @rule->services must match. */
static inline __be32 *rfw_opening_services(const struct rfw_opening_rule *rule)
{
	return (__be32 *)&rule->range[rule->ranges];
}

/* Whom the opening lets in: any of @rule->filters must match. */
static inline struct rfw_opening_filter *rfw_opening_filters(const struct rfw_opening_rule *rule)
{
	return (struct rfw_opening_filter *)(rfw_opening_services(rule) + rule->services);
}

/* Without its filters. */
static inline size_t rfw_opening_rule_head(const struct rfw_opening_rule *rule)
{
	return struct_size(rule, range, rule->ranges) + rule->services * sizeof(__be32);
}

static inline size_t rfw_opening_rule_size(const struct rfw_opening_rule *rule)
{
	return rfw_opening_rule_head(rule) + rule->filters * sizeof(struct rfw_opening_filter);
}

/**
 * struct rfw_opening_use - the living part of an opening, which outlives a change of it
 * @references: one for the opening, or two while its configuration is being replaced, and one for
 *	each flow; all are given back after a grace period
 * @id: unique in the namespace for as long as it lives; fixed
 * @packets: of its flows, both ways; atomic
 * @octets: of whole IPv6 packets; atomic
 * @flows: that it let in; atomic
 * @last: jiffies of the last packet; any CPU, WRITE_ONCE
 * @gone: the opening is: its flows end; WRITE_ONCE
 * @media: of a call that the SIP gateway knows: its flows have the timer of media; fixed
 * @signalling: of such a call, for its signalling: the gateway reads its flows; fixed
 */
struct rfw_opening_use {
	refcount_t references;
	u32 id;
	atomic64_t packets;
	atomic64_t octets;
	atomic64_t flows;
	unsigned long last;
	bool gone;
	bool media;
	bool signalling;
};

/**
 * struct rfw_opening_key - what packets look for
 * @address: inside address
 * @zone: see rfw_key_zone(); protocol 0 for any
 * @port: first inside port of a block of 2^@level, host byte order
 * @level: 0..16
 * @zero: so that there is no padding
 */
struct rfw_opening_key {
	struct in6_addr address;
	u32 zone;
	u16 port;
	u8 level;
	u8 zero;
};

/**
 * struct rfw_opening_entry - an opening at one address and block of ports
 * @node: in &rfw_opening_table.entries
 * @key: fixed
 * @opening: whose it is
 */
struct rfw_opening_entry {
	struct rhlist_head node;
	struct rfw_opening_key key;
	struct rfw_opening *opening;
};

/**
 * struct rfw_opening_places - where an opening is installed; never changes
 * @rcu: for its end
 * @vrf: of the addresses
 * @addresses: entries of @address
 * @count: entries of @entry
 * @address: inside addresses, behind the entries
 * @entry: one for each address and block of ports
 */
struct rfw_opening_places {
	struct rcu_head rcu;
	u32 vrf;
	u32 addresses;
	u32 count;
	struct in6_addr *address;
	struct rfw_opening_entry entry[];
};

/**
 * struct rfw_opening - a forward, a DMZ host or a pinhole
 * @by_rule: in &rfw_opening_table.rules
 * @rule_hash: of @rule and @subscriber; fixed
 * @list: of the openings of its subscriber, &rfw_subscription.openings; under the table's lock
 * @subscriber: whose it is; fixed; whoever has the opening holds a reference
 * @places: where packets find it, NULL for nowhere; under the table's lock
 * @next: where they will find it, between rfw_opening_prepare() and its end; under the table's lock
 * @host: that @rule names, which stays for as long; NULL for none; fixed
 * @use: fixed; a reference
 * @pinhole: what else there is of a pinhole, NULL for others; fixed
 * @deadline: (u32)jiffies at which a pinhole is dead to packets; WRITE_ONCE under the table's lock
 * @rcu: for its end
 * @rule: fixed
 *
 * Packets find it under RCU. Freed after a grace period.
 */
struct rfw_opening {
	struct rhlist_head by_rule;
	u32 rule_hash;
	struct list_head list;
	struct rfw_subscriber *subscriber;
	struct rfw_opening_places *places;
	struct rfw_opening_places *next;
	struct rfw_named_host *host;
	struct rfw_opening_use *use;
	struct rfw_pinhole *pinhole;
	u32 deadline;
	struct rcu_head rcu;
	struct rfw_opening_rule rule;	/* at the end */
};

/**
 * struct rfw_opening_table - openings, as packets find them
 * @entries: of struct rfw_opening_entry; RCU
 * @rules: of struct rfw_opening; under the lock
 * @addresses: at which there are any, with a bit for each level
 * @ids: id to struct rfw_opening, in the order in which they were made; under the lock, which for
 *	pinholes is one that softirqs take
 * @count: openings; under the lock
 * @level_count: entries of each level; under the lock
 * @levels: bit n: there are entries of level n; WRITE_ONCE under the lock
 *
 * "The lock" is its owner's: the configuration lock, or that of the pinholes.
 */
struct rfw_opening_table {
	struct rhltable entries;
	struct rhltable rules;
	struct rfw_address_set addresses;
	struct xarray ids;
	u32 count;
	u32 level_count[RFW_OPENING_LEVELS];
	u32 levels;
};

int rfw_opening_table_init(struct rfw_opening_table *table);
void rfw_opening_table_exit(struct rfw_opening_table *table);
struct rfw_opening *rfw_opening_new(const struct rfw_opening_rule *rule,
				    struct rfw_subscriber *subscriber, struct rfw_opening_use *use,
				    gfp_t gfp);
void rfw_opening_free(struct rfw_opening *opening);
struct rfw_opening_use *rfw_opening_use_new(u32 id, gfp_t gfp);
void rfw_opening_use_put(struct rfw_opening_use *use);
int rfw_opening_add(struct rfw_opening_table *table, struct rfw_opening *opening, gfp_t gfp);
void rfw_opening_remove(struct rfw_opening_table *table, struct rfw_opening *opening);
int rfw_opening_replace(struct rfw_opening_table *table, struct rfw_opening *old,
			struct rfw_opening *new, gfp_t gfp);
int rfw_opening_prepare(struct rfw_opening_table *table, struct rfw_opening *opening,
			const struct in6_addr *address, u32 addresses, u32 vrf, gfp_t gfp);
void rfw_opening_move(struct rfw_opening_table *table, struct rfw_opening *opening);
void rfw_opening_stay(struct rfw_opening_table *table, struct rfw_opening *opening);
int rfw_opening_place(struct rfw_opening_table *table, struct rfw_opening *opening,
		      const struct in6_addr *address, u32 addresses, u32 vrf, gfp_t gfp);
struct rfw_opening *rfw_opening_same(struct rfw_opening_table *table,
				     const struct rfw_opening_rule *rule,
				     const struct rfw_subscriber *subscriber);
struct rfw_opening *rfw_opening_find(const struct rfw_opening_table *table,
				     const struct rfw_key *key, unsigned int inside,
				     const struct rfw_subscriber *subscriber,
				     const __be32 *service, u32 now);
struct rfw_opening *rfw_opening_find_dmz(const struct rfw_opening_table *table,
					 const struct rfw_key *key, unsigned int inside,
					 const struct rfw_subscriber *subscriber);

/**
 * rfw_opening_count - count a packet of a flow that an opening let in
 * @use: of the opening
 * @octets: of the whole IPv6 packet
 */
static inline void rfw_opening_count(struct rfw_opening_use *use, unsigned int octets)
{
	atomic64_inc(&use->packets);
	atomic64_add(octets, &use->octets);
	if (jiffies - READ_ONCE(use->last) >= HZ)
		WRITE_ONCE(use->last, jiffies);
}

#endif
