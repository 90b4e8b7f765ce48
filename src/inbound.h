/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_INBOUND_H
#define _RFW_INBOUND_H

#include "context.h"

struct rfw_policy_rules;

u8 rfw_inbound_judge(const struct rfw_context *ctx, u8 *origin);
bool rfw_inbound_knobs(const struct rfw_context *ctx, const struct rfw_policy_rules *rules);

#endif
