/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_ICMP6_H
#define _RFW_ICMP6_H

#include "context.h"

enum rfw_verdict rfw_icmp6_error(struct rfw_context *ctx);
enum rfw_verdict rfw_icmp6_other(struct rfw_context *ctx);

#endif
