/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_TRANSPORT_H
#define _RFW_TRANSPORT_H

#include <linux/in.h>

#include "context.h"
#include "flow.h"
#include "policy.h"
#include "tcp_plain.h"

u8 rfw_transport_open(struct rfw_context *ctx, const struct rfw_policy_rules *rules,
		      struct rfw_tcp_windows *window, u8 *state);
enum rfw_verdict rfw_transport_move(struct rfw_context *ctx, struct rfw_flow *flow, bool *again);
enum rfw_verdict rfw_transport_judge(struct rfw_context *ctx, struct rfw_flow *flow, bool *again);
bool rfw_transport_echo_ok(const struct rfw_packet *packet, u32 word);
void rfw_transport_knobs(struct rfw_flow *flow, const struct rfw_policy_rules *rules);

/**
 * rfw_transport_knobs_of - what a policy says of a flow's handling
 * @rules: of the policy
 * @protocol: of the flow
 * @origin: enum rfw_flow_origin
 *
 * Return: of &rfw_flow.word, the bits that go by policy.
 */
static inline u32 rfw_transport_knobs_of(const struct rfw_policy_rules *rules, u8 protocol,
					 u8 origin)
{
	u32 knobs = 0;

	/* REC-16 is about UDP; every other protocol is kept alive from either side (REC-12). */
	if ((protocol != IPPROTO_UDP && protocol != IPPROTO_UDPLITE) || rules->udp_inbound_refresh)
		knobs |= RFW_FLOW_REFRESH_IN;
	if (rules->tcp_window == RFW_TCP_WINDOW_STRICT && !rules->transparent &&
	    origin != RFW_FLOW_ORIGIN_DMZ)
		knobs |= RFW_FLOW_STRICT;
	return knobs;
}

/* Does a packet of the flow keep it alive? */
static __always_inline bool rfw_transport_refreshes(const struct rfw_context *ctx, u32 word)
{
	return word & (RFW_FLOW_REFRESH_IN | RFW_FLOW_PEER) ||
	       ctx->packet.source == rfw_flow_inside(word);
}

/**
 * rfw_transport_follow - follow a packet that changes nothing about its flow
 * @ctx: the packet, from the right side
 * @flow: its flow
 * @word: of the flow
 *
 * Both sides have sent, and a TCP segment is plain. That is nearly every packet, so this is inline.
 *
 * Context: under rcu_read_lock(); takes no lock.
 * Return: true if the packet is accepted; false, with nothing changed, if rfw_transport_judge() has
 * to look at it.
 */
static __always_inline bool rfw_transport_follow(struct rfw_context *ctx, struct rfw_flow *flow,
						 u32 word)
{
	u32 expected = RFW_FLOW_ANSWERED;

	if (ctx->packet.protocol == IPPROTO_TCP)
		expected |= FIELD_PREP(RFW_FLOW_STATE, RFW_FLOW_STATE_TCP_ESTABLISHED);
	else
		expected |= FIELD_PREP(RFW_FLOW_STATE, RFW_FLOW_STATE_ACTIVE);
	if (unlikely((word & (RFW_FLOW_ANSWERED | RFW_FLOW_STATE)) != expected))
		return false;
	if (ctx->packet.protocol == IPPROTO_TCP) {
		if (ctx->segment.event != RFW_TCP_ACK ||
		    !rfw_tcp_follow_plain(&flow->window, &ctx->segment,
					  rfw_flow_from(word, ctx->packet.source)))
			return false;
	} else if (unlikely(ctx->packet.protocol == IPPROTO_ICMPV6)) {
		return false;
	}
	/* That it is due is rarer than that it may be. */
	if (unlikely(rfw_flow_refresh_due(flow, ctx->now)) && rfw_transport_refreshes(ctx, word))
		rfw_flow_refresh(flow, ctx->now);
	return true;
}

#endif
