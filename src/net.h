/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firewall of one network namespace.
 */
#ifndef _RFW_NET_H
#define _RFW_NET_H

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/workqueue.h>

#include "flow.h"
#include "host.h"
#include "learn.h"
#include "pinhole.h"
#include "prefetch.h"
#include "sip_call.h"
#include "station.h"

struct rfw_answers;
struct rfw_config;
struct rfw_context;
struct rfw_stats;

/**
 * struct rfw_transaction - a configuration that is being made to replace the present one
 * @config: the new configuration
 * @portid: netlink port of the socket that makes it
 * @generation: of the present configuration when it was begun
 * @failed: a request of it was refused
 */
struct rfw_transaction {
	struct rfw_config *config;
	u32 portid;
	u32 generation;
	bool failed;
};

/**
 * struct rfw_drop_events - how many drops may be told of
 * @window: number of the present window of time; any CPU, WRITE_ONCE
 * @left: events that it still has; atomic, negative when there are none
 * @missed: drops that were not told of since the last event; atomic
 */
struct rfw_drop_events {
	u32 window;
	atomic_t left;
	atomic_t missed;
};

/**
 * struct rfw_net - the firewall of a namespace
 * @net: the namespace, which outlives it
 * @config_lock: serialises all changes of the configuration; see struct rfw_config
 * @config: present configuration; RCU, written under @config_lock; never NULL while the namespace
 *	lives
 * @transaction: under way, at most one, or NULL; under @config_lock
 * @generation: moves with every change; under @config_lock
 * @hooked: the hook is registered; under @config_lock
 * @ops: the hook; under @config_lock
 * @table: flows
 * @prefetch: whether their memory is fetched ahead
 * @pinholes: dynamic pinholes
 * @hosts: learned hosts
 * @learning: where they are learned from
 * @stations: MACs that named hosts are told by
 * @settle: lets named hosts follow what is heard of @stations
 * @settled: jiffies when flows were last judged anew for that; WRITE_ONCE under @config_lock
 * @expire: closes the pinholes whose time is over
 * @sip: SIP gateway
 * @stats: counters
 * @drop_event: called for each packet that is dropped, in softirq; fixed
 * @drop_events: of @drop_event
 * @answers: to what is dropped; while @hooked
 * @follow: brings the configuration in line after interfaces or addresses have changed
 */
struct rfw_net {
	struct net *net;
	struct mutex config_lock;
	struct rfw_config __rcu *config;
	struct rfw_transaction *transaction;
	u32 generation;
	bool hooked;
	struct nf_hook_ops ops;
	struct rfw_flow_table table;
	struct rfw_prefetch prefetch;
	struct rfw_pinholes pinholes;
	struct rfw_hosts hosts;
	struct rfw_learning learning;
	struct rfw_stations stations;
	struct delayed_work settle;
	unsigned long settled;
	struct delayed_work expire;
	struct rfw_sip sip;
	struct rfw_stats __percpu *stats;
	void (*drop_event)(struct rfw_net *rnet, const struct rfw_context *ctx);
	struct rfw_drop_events drop_events;
	struct rfw_answers *answers;
	struct work_struct follow;
};

struct rfw_net *rfw_net_get(const struct net *net);
int rfw_net_init(void);
void rfw_net_exit(void);
int rfw_net_hook(struct rfw_net *rnet, u32 max_flows, bool wanted);
void rfw_net_rejudge(struct rfw_net *rnet);
void rfw_net_end_subscriber(struct rfw_net *rnet, struct rfw_subscriber *subscriber);
void rfw_net_end_openings(struct rfw_net *rnet);
void rfw_net_pinhole_timer(struct rfw_net *rnet);
void rfw_net_changed(struct rfw_net *rnet, bool rejudge);
int rfw_net_replace(struct rfw_net *rnet, struct rfw_config *config);
void rfw_net_abort(struct rfw_net *rnet);

#endif
