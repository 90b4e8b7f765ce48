/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_ICMP6_H
#define _RFW_ICMP6_H

#include "context.h"

struct rfw_flow;

enum rfw_verdict rfw_icmp6_error(struct rfw_context *ctx);
enum rfw_verdict rfw_icmp6_other(struct rfw_context *ctx);
struct rfw_flow *rfw_icmp6_flow(struct rfw_context *ctx);

#endif
