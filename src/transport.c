// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a packet does to its flow, by protocol: TCP through its machine, everything else by counting
 * to two.
 */
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>
#include <linux/skbuff.h>

#include "endpoint.h"
#include "flow.h"
#include "limit.h"
#include "mss_skb.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"
#include "transport.h"

/* Attempts to move a state that other packets of the flow move too. */
#define ATTEMPTS	4

/**
 * rfw_context_checksum_ok - is the transport checksum right, or known to be by the hardware
 * @ctx: the packet
 *
 * Context: the packet is ours alone (not shared); only its checksum state is touched.
 */
bool rfw_context_checksum_ok(struct rfw_context *ctx)
{
	bool ok;

	if (likely(ctx->skb->ip_summed == CHECKSUM_UNNECESSARY))
		return true;
	ok = !nf_ip6_checksum(ctx->skb, NF_INET_PRE_ROUTING, ctx->packet.transport,
				   ctx->packet.protocol);

	skb_forward_csum(ctx->skb);
	return ok;
}

/**
 * rfw_transport_open - may a packet open a flow
 * @ctx: the packet
 * @rules: of the subscriber that it opens the flow for
 * @window: filled in for TCP
 * @state: state of the new flow
 *
 * Return: 0 or enum rfw_drop_reason.
 */
u8 rfw_transport_open(struct rfw_context *ctx, const struct rfw_policy_rules *rules,
		      struct rfw_tcp_windows *window, u8 *state)
{
	*state = RFW_FLOW_STATE_INITIAL;
	switch (ctx->packet.protocol) {
	case IPPROTO_TCP:
		*state = rfw_tcp_open(window, &ctx->segment,
				      rules->tcp_pickup && ctx->direction == RFW_OUT);
		if (*state == RFW_FLOW_STATE_NONE)
			return RFW_DROP_REASON_TCP_NO_FLOW;
		if (!rfw_context_checksum_ok(ctx))
			return RFW_DROP_REASON_BAD_CHECKSUM;
		break;
	case IPPROTO_ICMPV6:
		if (ctx->packet.icmp6_type != ICMPV6_ECHO_REQUEST)
			return RFW_DROP_REASON_ICMP6_ECHO;
		if (!rfw_context_checksum_ok(ctx))
			return RFW_DROP_REASON_BAD_CHECKSUM;
		break;
	}
	return RFW_DROP_REASON_NONE;
}

/**
 * rfw_transport_echo_ok - does an echo message go the way that its flow was opened
 * @packet: from the header walk
 * @word: &rfw_flow.word
 */
bool rfw_transport_echo_ok(const struct rfw_packet *packet, u32 word)
{
	bool request = rfw_flow_from(word, packet->source) == RFW_FROM_ORIGINATOR;

	return packet->icmp6_type == (request ? ICMPV6_ECHO_REQUEST : ICMPV6_ECHO_REPLY);
}

/**
 * rfw_transport_knobs - take over what a policy says of a flow's handling
 * @flow: the flow
 * @rules: of the policy
 *
 * Context: under the bucket lock, which packets that move the state don't have.
 */
void rfw_transport_knobs(struct rfw_flow *flow, const struct rfw_policy_rules *rules)
{
	u32 word, knobs = rfw_transport_knobs_of(rules, rfw_key_protocol(&flow->key),
						 rfw_flow_origin(READ_ONCE(flow->word)));

	do
		word = READ_ONCE(flow->word);
	while (cmpxchg(&flow->word, word,
		       (word & ~(RFW_FLOW_REFRESH_IN | RFW_FLOW_STRICT)) | knobs) != word);
}

/* The flow is in a new state: that has a timer of its own, which may be 0. */
static void restart_timer(struct rfw_context *ctx, struct rfw_flow *flow, u32 word)
{
	const struct rfw_policy *policy = rcu_dereference(flow->subscriber->policy);
	u32 timeout = rfw_flow_timeout(rcu_dereference(policy->rules), flow, rfw_flow_state(word));
	u32 spent = 0;

	if (!timeout) {
		rfw_flow_end(ctx->table, flow, RFW_FLOW_END_CLOSED);
		return;
	}
	if (!rfw_transport_refreshes(ctx, word))
		spent = ctx->now + READ_ONCE(flow->timeout) - READ_ONCE(flow->deadline);
	WRITE_ONCE(flow->timeout, timeout);
	WRITE_ONCE(flow->deadline, ctx->now + timeout - spent);
}

/* A word that changes: is the flow half open no longer? */
static u32 settled(u32 word)
{
	return rfw_limit_half_open(word) ? word : word & ~RFW_FLOW_HALF_OPEN;
}

static enum rfw_verdict judge_tcp(struct rfw_context *ctx, struct rfw_flow *flow, u32 word,
				  bool *again)
{
	unsigned int from = rfw_flow_from(word, ctx->packet.source), attempt;
	struct rfw_tcp_step step;
	u32 next;

	/* Segments that open, end or reset count only with a right checksum. */
	if (ctx->segment.event != RFW_TCP_ACK && !rfw_context_checksum_ok(ctx))
		return rfw_drop(ctx, RFW_DROP_REASON_BAD_CHECKSUM);

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		step = rfw_tcp_judge(rfw_flow_state(word), &flow->window, &ctx->segment, from,
				     word & RFW_FLOW_STRICT);
		switch (step.action) {
		case RFW_TCP_DROP:
			if (rfw_flow_origin(word) == RFW_FLOW_ORIGIN_DMZ)
				return RFW_VERDICT_ACCEPT;
			return rfw_drop(ctx, step.reason);
		case RFW_TCP_FORWARD:
			return RFW_VERDICT_ACCEPT;
		case RFW_TCP_REOPEN:
			*again = true;
			return RFW_VERDICT_PASS;
		}
		next = rfw_flow_with_state(word, step.state);
		if (from == RFW_FROM_RESPONDER)
			next |= RFW_FLOW_ANSWERED;
		if (likely(next == word)) {
			if (rfw_transport_refreshes(ctx, word))
				rfw_flow_refresh(flow, ctx->now);
			return RFW_VERDICT_ACCEPT;
		}
		next = settled(next);
		if (cmpxchg(&flow->word, word, next) == word) {
			rfw_limit_moved(ctx->table, flow, word, next);
			if (next & ~word & RFW_FLOW_ANSWERED)
				rfw_endpoint_answered(flow);
			if (rfw_flow_state(word) != step.state)
				restart_timer(ctx, flow, next);
			return RFW_VERDICT_ACCEPT;
		}
		word = READ_ONCE(flow->word);
	}
	return RFW_VERDICT_ACCEPT;
}

static enum rfw_verdict judge_simple(struct rfw_context *ctx, struct rfw_flow *flow, u32 word)
{
	unsigned int attempt;
	u32 next;

	if (ctx->packet.protocol == IPPROTO_ICMPV6) {
		if (!rfw_transport_echo_ok(&ctx->packet, word))
			return rfw_drop(ctx, RFW_DROP_REASON_ICMP6_ECHO);
		if (!rfw_context_checksum_ok(ctx))
			return rfw_drop(ctx, RFW_DROP_REASON_BAD_CHECKSUM);
	}

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		next = rfw_flow_with_state(word, RFW_FLOW_STATE_ACTIVE);
		if (rfw_flow_from(word, ctx->packet.source) == RFW_FROM_RESPONDER)
			next |= RFW_FLOW_ANSWERED;
		if (likely(next == word))
			break;
		next = settled(next);
		if (cmpxchg(&flow->word, word, next) == word) {
			rfw_limit_moved(ctx->table, flow, word, next);
			if (next & ~word & RFW_FLOW_ANSWERED)
				rfw_endpoint_answered(flow);
			if (rfw_flow_state(word) != RFW_FLOW_STATE_ACTIVE)
				restart_timer(ctx, flow, next);
			break;
		}
		word = READ_ONCE(flow->word);
	}
	if (rfw_transport_refreshes(ctx, word))
		rfw_flow_refresh(flow, ctx->now);
	return RFW_VERDICT_ACCEPT;
}

/**
 * rfw_transport_move - rfw_transport_judge() that leaves the packet as it is
 * @ctx: the packet, from the right side
 * @flow: its flow
 * @again: set when the packet is to be judged as a first packet, whose flow takes the place of this
 *	one
 *
 * Context: under rcu_read_lock(), bottom halves off; takes no lock unless the packet ends the flow,
 * is its first answer, or makes it one that may go to make room.
 */
enum rfw_verdict rfw_transport_move(struct rfw_context *ctx, struct rfw_flow *flow, bool *again)
{
	u32 word = READ_ONCE(flow->word);

	if (ctx->packet.protocol == IPPROTO_TCP)
		return judge_tcp(ctx, flow, word, again);
	return judge_simple(ctx, flow, word);
}

/**
 * rfw_transport_judge - judge a packet of a live flow
 * @ctx: the packet, from the right side
 * @flow: its flow
 * @again: see rfw_transport_move()
 *
 * Context: as rfw_transport_move().
 */
enum rfw_verdict rfw_transport_judge(struct rfw_context *ctx, struct rfw_flow *flow, bool *again)
{
	enum rfw_verdict verdict = rfw_transport_move(ctx, flow, again);

	if (verdict == RFW_VERDICT_ACCEPT && ctx->packet.protocol == IPPROTO_TCP &&
	    rfw_tcp_has_syn(&ctx->segment))
		verdict = rfw_mss_apply(ctx, flow);
	return verdict;
}
