/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A subscriber: who is protected. What is configured of it (struct rfw_subscription) belongs to one
 * configuration; what is alive of it (struct rfw_subscriber: its counters, and the anchor of its
 * flows) outlives a change of the whole configuration.
 */
#ifndef _RFW_SUBSCRIBER_H
#define _RFW_SUBSCRIBER_H

#include <linux/atomic.h>
#include <linux/refcount.h>

#include "object.h"
#include "prefix_list.h"
#include "sessions.h"

struct netlink_ext_ack;
struct rfw_config;
struct rfw_policy;
struct rfw_policy_rules;
struct rfw_subscriber_stats;

/**
 * struct rfw_subscriber - the living part of a subscriber
 * @references: one for each subscription and one for each flow; freed after a grace period
 * @flows: live now; written under the lock of @sessions, read by any
 * @peak: most flows so far; likewise
 * @gone: no present configuration has it: no new flows; WRITE_ONCE under the configuration lock
 * @policy: present policy; RCU, written under the configuration lock
 * @stats: counters
 * @sessions: its flows
 * @pinholes: that it has; under &rfw_pinholes.lock
 * @calls: of &rfw_sip_call.of_subscriber, the oldest first; under &rfw_sip.lock
 * @call_count: entries of @calls; likewise
 * @sip_buffered: octets of its signalling that wait for the rest of a message; atomic
 * @hosts: that were learned of it, of &rfw_host.list, the one seen least recently first; under
 *	&rfw_hosts.lock, as the three below
 * @host_count: entries of @hosts
 * @host_second: second that @host_replacements is of
 * @host_replacements: hosts that made room for others in it
 * @name: fixed
 * @rcu: for its end
 *
 * What a first packet looks at is in the first two cache lines.
 */
struct rfw_subscriber {
	refcount_t references;
	u32 flows;
	u32 peak;
	bool gone;
	struct rfw_policy __rcu *policy;
	struct rfw_subscriber_stats __percpu *stats;
	struct rfw_sessions sessions;
	u32 pinholes;
	struct list_head calls;
	u32 call_count;
	atomic_t sip_buffered;
	struct list_head hosts;
	u32 host_count;
	u32 host_second;
	u32 host_replacements;
	char name[RFW_NAME_MAX + 1];
	struct rcu_head rcu;
};

/**
 * struct rfw_subscription - the configured part of a subscriber
 * @object: name, in &rfw_config.subscriptions
 * @subscriber: a reference; fixed
 * @policy: RCU for packets, written under the configuration lock
 * @prefixes: configured; under the configuration lock
 * @whole_domain: all of the domain that is nobody else's; under the configuration lock
 * @openings: forwards and DMZ hosts, of &rfw_opening.list; under the configuration lock
 * @hosts: that have names, of &rfw_named_host.list; under the configuration lock
 * @host_count: entries of @hosts
 * @rcu: for its end
 *
 * Packets find it through the prefix tables, under RCU.
 */
struct rfw_subscription {
	struct rfw_object object;
	struct rfw_subscriber *subscriber;
	struct rfw_policy __rcu *policy;
	struct rfw_prefix_list prefixes;
	bool whole_domain;
	struct list_head openings;
	struct list_head hosts;
	u32 host_count;
	struct rcu_head rcu;
};

int rfw_subscriber_init(void);
void rfw_subscriber_exit(void);

/**
 * rfw_subscriber_get - take a reference
 * @subscriber: the subscriber
 *
 * Context: under rcu_read_lock() with a subscriber whose subscription was just found, or with a
 * reference.
 * Return: false when it is on its way out.
 */
static inline bool rfw_subscriber_get(struct rfw_subscriber *subscriber)
{
	return refcount_inc_not_zero(&subscriber->references);
}

void rfw_subscriber_put(struct rfw_subscriber *subscriber);
bool rfw_subscription_displaces(const struct rfw_policy *policy,
				const struct rfw_prefix_list *prefixes);
int rfw_subscription_add(struct rfw_config *config, struct rfw_config *live, const char *name,
			 struct rfw_policy *policy, struct rfw_prefix_list *prefixes,
			 bool whole_domain, struct netlink_ext_ack *extack);
int rfw_subscription_set(struct rfw_config *config, struct rfw_subscription *subscription,
			 struct rfw_policy *policy, struct rfw_prefix_list *prefixes,
			 bool whole_domain, struct netlink_ext_ack *extack);
bool rfw_subscription_has(const struct rfw_config *config,
			  const struct rfw_subscription *subscription,
			  const struct in6_addr *address);
void rfw_subscription_release(struct rfw_config *config, struct rfw_subscription *subscription);
void rfw_subscription_del(struct rfw_config *config, struct rfw_subscription *subscription);
void rfw_subscription_succeed(struct rfw_config *old, struct rfw_config *config);

#endif
