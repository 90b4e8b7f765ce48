/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_MOBILE_H
#define _RFW_MOBILE_H

#include "context.h"

struct rfw_flow;
struct rfw_subscriber;

enum rfw_verdict rfw_mobile_source(struct rfw_context *ctx);
enum rfw_verdict rfw_mobile_destination(struct rfw_context *ctx, const struct rfw_flow *flow);
bool rfw_mobile_tunnels(struct rfw_flow_table *table, const struct rfw_key *key,
			const struct rfw_subscriber *subscriber, u32 now);
void rfw_mobile_learn(const struct rfw_context *ctx);

#endif
