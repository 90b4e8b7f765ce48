/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where hosts are learned from besides the packets that they send out: duplicate address detection
 * and the neighbour table.
 */
#ifndef _RFW_LEARN_H
#define _RFW_LEARN_H

#include <linux/netfilter.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

struct net_device;
struct rfw_flow;
struct rfw_net;

/**
 * struct rfw_learning - how a namespace learns hosts
 * @on: some policy requires it; WRITE_ONCE under the configuration lock
 * @ops: the hook, registered while @on; under the configuration lock
 * @work: brings @all_multicast, and what is known of neighbours, in line with the configuration
 * @all_multicast: interface index to the interface that receives all multicast for us, with a
 *	reference; under RTNL
 */
struct rfw_learning {
	bool on;
	struct nf_hook_ops ops;
	struct work_struct work;
	struct xarray all_multicast;
};

int rfw_learn_init(void);
void rfw_learn_exit(void);
void rfw_learning_init(struct rfw_net *rnet);
void rfw_learning_exit(struct rfw_net *rnet);
void rfw_learning_follow(struct rfw_net *rnet);
void rfw_learning_flow(struct rfw_net *rnet, const struct rfw_flow *flow);
void rfw_learning_device_gone(struct rfw_net *rnet, struct net_device *dev);

#endif
