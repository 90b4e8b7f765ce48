/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SIP gateway: reads the signalling of flows that began inside, and never changes a packet.
 * What it cannot read passes and opens nothing.
 */
#ifndef _RFW_ALG_SIP_H
#define _RFW_ALG_SIP_H

#include <linux/types.h>

struct rfw_admission;
struct rfw_context;
struct rfw_flow;
struct rfw_policy_rules;
struct rfw_sip;

bool rfw_alg_sip_wants(const struct rfw_context *ctx, const struct rfw_admission *admission);
void rfw_alg_sip_begin(struct rfw_sip *sip, struct rfw_flow *flow);
void rfw_alg_sip_adopt(struct rfw_sip *sip, struct rfw_flow *flow,
		       const struct rfw_policy_rules *rules);
void rfw_alg_sip_packet(struct rfw_context *ctx, struct rfw_flow *flow);

#endif
