/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The control plane: generic netlink family "rfw", see docs/netlink/rfw.yaml.
 */
#ifndef _RFW_NETLINK_H
#define _RFW_NETLINK_H

#include <linux/types.h>

struct rfw_context;
struct rfw_alarm;
struct rfw_flow;
struct rfw_flow_table;
struct rfw_net;
struct rfw_opening;
struct rfw_pinholes;

int rfw_netlink_init(void);
void rfw_netlink_exit(void);
void rfw_netlink_changed(struct rfw_net *rnet);
void rfw_netlink_flow_event(struct rfw_flow_table *table, const struct rfw_flow *flow, bool end,
			    u8 why);
void rfw_netlink_drop_event(struct rfw_net *rnet, const struct rfw_context *ctx);
void rfw_netlink_pinhole_event(struct rfw_pinholes *pinholes, const struct rfw_opening *opening,
			       bool end, u8 why);
void rfw_netlink_alarm(struct rfw_flow_table *table, const struct rfw_alarm *alarm);

#endif
