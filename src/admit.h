/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_ADMIT_H
#define _RFW_ADMIT_H

#include <linux/bitfield.h>
#include <net/dsfield.h>
#include <net/ipv6.h>

#include "context.h"
#include "domain.h"
#include "flow.h"
#include "opening.h"
#include "pinhole.h"
#include "policy.h"

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

/**
 * rfw_admission_word - what &rfw_flow.word begins with
 * @ctx: the packet that opens the flow
 * @admission: from rfw_admit()
 *
 * Context: under rcu_read_lock().
 * Return: RFW_FLOW_* bits.
 */
static inline u32 rfw_admission_word(const struct rfw_context *ctx,
				     const struct rfw_admission *admission)
{
	const struct rfw_opening *opening = admission->opening;
	bool out = ctx->source.subscription;
	const struct rfw_domain *domain = out ? ctx->source.domain : ctx->destination.domain;
	u8 dscp = ipv6_get_dsfield(ipv6_hdr(ctx->skb)) >> 2;
	unsigned int source = ctx->packet.source;
	u8 class = rcu_dereference(domain->view)->classes[dscp];
	u32 word = FIELD_PREP(RFW_FLOW_STATE, admission->state) |
		   FIELD_PREP(RFW_FLOW_ORIGIN, admission->origin) |
		   FIELD_PREP(RFW_FLOW_INSIDE, out ? source : !source) |
		   FIELD_PREP(RFW_FLOW_ORIGINATOR, source) |
		   RFW_FLOW_HALF_OPEN;	/* as all that begins, see rfw_limit_half_open() */

	/* A call is as important as the signalling that it began with. */
	if (opening && (opening->use->media || opening->use->signalling))
		class = opening->pinhole->class;
	word |= FIELD_PREP(RFW_FLOW_CLASS, class);
	if (!out)
		word |= RFW_FLOW_INBOUND;
	if (admission->rules->flow_accounting)
		word |= RFW_FLOW_ACCOUNTED;
	if (rcu_dereference(domain->view)->accept_mask)
		word |= RFW_FLOW_MARKED;
	return word;
}

#endif
