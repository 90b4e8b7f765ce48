/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_MSS_SKB_H
#define _RFW_MSS_SKB_H

#include "context.h"

struct rfw_flow;

enum rfw_verdict rfw_mss_apply(struct rfw_context *ctx, const struct rfw_flow *flow);
u16 rfw_mss_wanted(const struct rfw_context *ctx, const struct rfw_flow *flow);
int rfw_mss_clamp(struct sk_buff *skb, unsigned int transport, u16 mss);

#endif
