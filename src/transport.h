/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_TRANSPORT_H
#define _RFW_TRANSPORT_H

#include "context.h"

struct rfw_flow;
struct rfw_policy_rules;

u8 rfw_transport_open(struct rfw_context *ctx, const struct rfw_policy_rules *rules,
		      struct rfw_tcp_windows *window, u8 *state);
enum rfw_verdict rfw_transport_judge(struct rfw_context *ctx, struct rfw_flow *flow, bool *again);
bool rfw_transport_echo_ok(const struct rfw_packet *packet, u32 word);
void rfw_transport_knobs(struct rfw_flow *flow, const struct rfw_policy_rules *rules);

#endif
