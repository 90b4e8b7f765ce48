/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_INBOUND_H
#define _RFW_INBOUND_H

#include "context.h"

u8 rfw_inbound_judge(const struct rfw_context *ctx, u8 *origin);

#endif
