/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_INBOUND_H
#define _RFW_INBOUND_H

#include "context.h"

struct rfw_opening;
struct rfw_policy_rules;

/**
 * struct rfw_inbound - a packet, or a flow, that wants in
 * @config: the configuration
 * @table: flows of the namespace
 * @key: tuple
 * @inside: which end of it is inside
 * @subscription: whose that end is
 * @rules: of its policy
 * @service: service code that it asks for, which counts for DCCP; NULL where that is not known
 * @now: (u32)jiffies
 * @origin: what lets it in, enum rfw_flow_origin
 * @opening: that lets it in, or NULL where it is something else
 */
struct rfw_inbound {
	const struct rfw_config *config;
	struct rfw_flow_table *table;
	const struct rfw_key *key;
	unsigned int inside;
	const struct rfw_subscription *subscription;
	const struct rfw_policy_rules *rules;
	const __be32 *service;
	u32 now;
	u8 origin;
	struct rfw_opening *opening;
};

bool rfw_inbound_host_known(const struct rfw_context *ctx);
bool rfw_inbound_all_dmz(const struct rfw_context *ctx);
bool rfw_inbound_lets_in(struct rfw_inbound *inbound);
bool rfw_inbound_still_lets_in(struct rfw_inbound *inbound, u8 origin);

#endif
