/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_CLASSIFY_H
#define _RFW_CLASSIFY_H

#include "context.h"

struct rfw_flow;

enum rfw_verdict rfw_classify(struct rfw_context *ctx);
enum rfw_verdict rfw_classify_malformed(struct rfw_context *ctx, u8 reason);
void rfw_classify_opaque(struct rfw_context *ctx);
bool rfw_classify_flow_passes(const struct rfw_context *ctx, const struct rfw_flow *flow, u32 word);
bool rfw_classify_passes(const struct rfw_context *ctx);
bool rfw_classify_flow(struct rfw_config *config, struct rfw_flow_table *table,
		       struct rfw_flow *flow);
bool rfw_classify_side(const struct rfw_context *ctx, struct rfw_flow *flow, u32 word);

#endif
