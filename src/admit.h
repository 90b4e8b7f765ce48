/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_ADMIT_H
#define _RFW_ADMIT_H

#include "context.h"

struct rfw_opening;
struct rfw_policy_rules;

/**
 * struct rfw_admission - what lets a first packet open a flow
 * @rules: of the subscriber at the flow's inside end
 * @origin: enum rfw_flow_origin
 * @opening: forward, DMZ host or pinhole, or NULL
 * @filtering: enum rfw_filtering of the subscriber and protocol
 * @sip: the flow's signalling is to be read
 * @opens: the packet opens a flow; the rest is for that
 * @state: of the new flow
 * @window: for TCP
 * @service: for DCCP, see &rfw_flow.service
 */
struct rfw_admission {
	const struct rfw_policy_rules *rules;
	u8 origin;
	struct rfw_opening *opening;
	u8 filtering;
	bool sip;
	bool opens;
	u8 state;
	union {
		struct rfw_tcp_windows window;
		__be32 service;
	};
};

enum rfw_verdict rfw_admit(struct rfw_context *ctx, struct rfw_admission *admission);
u32 rfw_admission_word(const struct rfw_context *ctx, const struct rfw_admission *admission);

#endif
