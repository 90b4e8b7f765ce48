/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Endpoints: from the inside end of live flows (address, protocol, port) back to the flows, for
 * filtering that lets strangers in to where a subscriber has a flow (RFC 4787 5).
 */
#ifndef _RFW_ENDPOINT_H
#define _RFW_ENDPOINT_H

#include <linux/types.h>

struct in6_addr;
struct rfw_flow;
struct rfw_flow_table;
struct rfw_key;
struct rfw_subscriber;

int rfw_endpoint_init(void);
void rfw_endpoint_exit(void);
int rfw_endpoint_table_init(struct rfw_flow_table *table);
void rfw_endpoint_table_destroy(struct rfw_flow_table *table);
void rfw_endpoint_join(struct rfw_flow_table *table, struct rfw_flow *flow, u8 filtering);
void rfw_endpoint_leave(struct rfw_flow_table *table, struct rfw_flow *flow);
void rfw_endpoint_update(struct rfw_flow_table *table, struct rfw_flow *flow, u8 filtering);
void rfw_endpoint_answered(struct rfw_flow *flow);
bool rfw_endpoint_open(struct rfw_flow_table *table, const struct rfw_key *key, unsigned int inside,
		       u8 filtering, const struct rfw_subscriber *subscriber, u32 now);

#endif
