/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_MOBILE_H
#define _RFW_MOBILE_H

#include "context.h"

struct rfw_flow;

enum rfw_verdict rfw_mobile_source(struct rfw_context *ctx);
enum rfw_verdict rfw_mobile_destination(struct rfw_context *ctx, const struct rfw_flow *flow);
void rfw_mobile_learn(const struct rfw_context *ctx);

#endif
