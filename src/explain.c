// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a packet would be judged. The steps are those of hook.c and so are the functions that take
 * them; but what they change is a copy, and nothing is counted, opened, answered or told.
 */
#include <linux/skbuff.h>
#include <net/ipv6.h>
#include <net/ipv6_frag.h>

#include "admit.h"
#include "answer.h"
#include "classify.h"
#include "domain.h"
#include "explain.h"
#include "icmp6.h"
#include "limit.h"
#include "locate.h"
#include "mobile.h"
#include "mss_skb.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"
#include "transport.h"

static enum rfw_verdict decide(struct rfw_explanation *x, u8 step, enum rfw_verdict verdict)
{
	x->step = step;
	return verdict;
}

/*
 * Copy a live flow twice: as it is, and to judge the packet on. The second is in no list and at no
 * endpoint, and counts for nobody, so that what becomes of it shows nowhere.
 */
static void take_copy(struct rfw_explanation *x, const struct rfw_flow *flow)
{
	x->has_flow = true;
	/* data_race: other packets may move it meanwhile, and be seen by half. */
	data_race(memcpy(&x->before, flow, sizeof(x->before)));
	x->before.more = READ_ONCE(flow->more);
	x->after = x->before;
	x->after.word &= ~RFW_FLOW_HALF_OPEN;
	x->after.list = RFW_SESSIONS_NOWHERE;
	if (!x->before.more)
		return;
	/* data_race: likewise its counters. */
	data_race(memcpy(&x->more, x->before.more, sizeof(x->more)));
	x->more.endpoint = NULL;
	x->more.list = RFW_SESSIONS_NOWHERE;
	x->more.flow = &x->after;
	x->after.more = &x->more;
}

static void preview_mss(struct rfw_context *ctx, struct rfw_explanation *x)
{
	/* Without a route there is no telling; what is authenticated is left as it is. */
	if (ctx->packet.protocol == IPPROTO_TCP && rfw_tcp_has_syn(&ctx->segment) &&
	    skb_dst(ctx->skb) && !ctx->packet.authenticated)
		x->mss = rfw_mss_wanted(ctx, &x->after);
}

/* As judge_known() of hook.c. */
static enum rfw_verdict explain_known(struct rfw_context *ctx, struct rfw_explanation *x,
				      const struct rfw_flow *live)
{
	const struct rfw_policy_rules *rules;
	struct rfw_flow *flow = &x->after;
	enum rfw_verdict verdict;
	u32 word;

	take_copy(x, live);
	word = flow->word;
	ctx->direction = ctx->packet.source == rfw_flow_inside(word) ? RFW_OUT : RFW_IN;
	if (flow->side[ctx->packet.source] != ctx->iif && !rfw_classify_side(ctx, flow, word))
		return decide(x, RFW_EXPLAIN_STEP_SIDE, rfw_drop(ctx, RFW_DROP_REASON_WRONG_SIDE));
	x->step = RFW_EXPLAIN_STEP_FLOW;
	if (rfw_transport_follow(ctx, flow, word))
		return RFW_VERDICT_ACCEPT;
	verdict = rfw_transport_move(ctx, flow, &x->reopens);
	if (verdict == RFW_VERDICT_ACCEPT)
		preview_mss(ctx, x);
	rules = rcu_dereference(rcu_dereference(flow->subscriber->policy)->rules);
	x->ends = !rfw_flow_timeout(rules, flow, rfw_flow_state(flow->word));
	return verdict;
}

/* The flow that a first packet would make, as far as what is told of it goes. */
static void preview_flow(struct rfw_context *ctx, struct rfw_explanation *x,
			 const struct rfw_admission *admission)
{
	const struct rfw_subscription *from = ctx->source.subscription;
	const struct rfw_subscription *to = ctx->destination.subscription;
	struct rfw_flow *flow = &x->after;

	memset(flow, 0, sizeof(*flow));
	memset(&x->more, 0, sizeof(x->more));
	flow->key = ctx->packet.key;
	flow->window = admission->window;
	flow->subscriber = (from ?: to)->subscriber;
	flow->word = rfw_admission_word(ctx, admission);
	flow->more = &x->more;
	if (from && to) {
		flow->word |= RFW_FLOW_PEER;
		x->more.peer = to->subscriber;
	}
	flow->timeout = rfw_flow_timeout(admission->rules, flow, admission->state);
	flow->deadline = ctx->now + flow->timeout;
}

/* As rfw_flow_new(), which begins with the limits. */
static u8 preview_limits(struct rfw_context *ctx, const struct rfw_flow *flow)
{
	u8 reason = rfw_limit_preview(flow->subscriber, flow->word, flow->word & RFW_FLOW_INBOUND);

	if (!reason && flow->word & RFW_FLOW_PEER)
		reason = rfw_limit_preview(flow->more->peer, flow->word, true);
	if (!reason && !rfw_limit_preview_table(ctx->table, flow->subscriber))
		reason = RFW_DROP_REASON_TABLE_FULL;
	return reason;
}

static u8 refused_by(u8 reason)
{
	switch (reason) {
	case RFW_DROP_REASON_UNKNOWN_PROTOCOL:
		return RFW_EXPLAIN_STEP_OUTBOUND;
	case RFW_DROP_REASON_UNSOLICITED:
	case RFW_DROP_REASON_UNKNOWN_HOST:
		return RFW_EXPLAIN_STEP_INBOUND;
	}
	return RFW_EXPLAIN_STEP_TRANSPORT;
}

/* As judge_first() of hook.c. */
static enum rfw_verdict explain_first(struct rfw_context *ctx, struct rfw_explanation *x)
{
	enum rfw_verdict verdict = rfw_classify(ctx);
	struct rfw_admission admission;
	u8 reason;

	if (verdict != RFW_VERDICT_ACCEPT)
		return decide(x, RFW_EXPLAIN_STEP_ADDRESSES, verdict);
	verdict = rfw_admit(ctx, &admission);
	x->admitted = true;
	x->policy = rcu_dereference((ctx->source.subscription ?:
				     ctx->destination.subscription)->policy);
	x->filtering = admission.filtering;
	x->origin = admission.origin;
	x->opening = admission.opening;
	if (verdict != RFW_VERDICT_ACCEPT)
		return decide(x, refused_by(ctx->reason), verdict);
	if (!admission.opens)
		return decide(x, RFW_EXPLAIN_STEP_TRANSPORT, verdict);

	preview_flow(ctx, x, &admission);
	reason = preview_limits(ctx, &x->after);
	if (reason)
		return decide(x, RFW_EXPLAIN_STEP_LIMITS, rfw_drop(ctx, reason));
	x->opens = true;
	preview_mss(ctx, x);
	return decide(x, RFW_EXPLAIN_STEP_NEW_FLOW, verdict);
}

static enum rfw_verdict explain_icmp6(struct rfw_context *ctx, struct rfw_explanation *x)
{
	const struct rfw_flow *flow;
	enum rfw_verdict verdict;

	verdict = rfw_classify(ctx);
	if (verdict != RFW_VERDICT_ACCEPT)
		return decide(x, RFW_EXPLAIN_STEP_ADDRESSES, verdict);
	x->step = RFW_EXPLAIN_STEP_ICMP6;
	if (ctx->packet.kind == RFW_PACKET_ICMP6_OTHER)
		return rfw_icmp6_other(ctx);
	flow = rfw_icmp6_flow(ctx);
	if (flow)
		take_copy(x, flow);
	return rfw_icmp6_error(ctx);
}

/* Offset of the first fragment header, or -1. */
static int find_fragment(const struct sk_buff *skb)
{
	struct ipv6_opt_hdr buffer, *header;
	u8 next = ipv6_hdr(skb)->nexthdr;
	unsigned int at;

	if (!ipv6_hdr(skb)->payload_len)
		return -1;
	for (at = sizeof(struct ipv6hdr); next != NEXTHDR_FRAGMENT; next = header->nexthdr) {
		header = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
		if (!header || !ipv6_ext_hdr(next) || next == NEXTHDR_NONE)
			return -1;
		at += next == NEXTHDR_AUTH ? ipv6_authlen(header) : ipv6_optlen(header);
	}
	return at > skb->len ? -1 : at;
}

/*
 * Is it a fragment of more than one, which would be kept, or one that the kernel's gathering has no
 * use for, as far as one can tell from it alone?
 */
static bool is_fragment(struct rfw_context *ctx, struct rfw_explanation *x,
			enum rfw_verdict *verdict)
{
	int at = find_fragment(ctx->skb), size = ctx->skb->len - at - sizeof(struct frag_hdr);
	struct frag_hdr buffer, *header;
	u8 next = NEXTHDR_FRAGMENT;
	unsigned int offset;
	bool more;

	/* What lacks its transport header is not gathered, and judged as it is. */
	if (at < 0 || ipv6frag_thdr_truncated(ctx->skb, at, &next))
		return false;
	x->step = RFW_EXPLAIN_STEP_FRAGMENT;
	*verdict = rfw_drop(ctx, RFW_DROP_REASON_FRAGMENT);
	header = skb_header_pointer(ctx->skb, at, sizeof(buffer), &buffer);
	if (!header || !size)
		return true;
	offset = ntohs(header->frag_off) & IP6_OFFSET;
	more = header->frag_off & htons(IP6_MF);
	if (offset + size > IPV6_MAXPLEN ||
	    (more && (size % 8 || ctx->skb->len < IPV6_MIN_MTU)))
		return true;
	*verdict = RFW_VERDICT_WAIT;
	return offset || more;
}

/* As judge() of hook.c. */
static enum rfw_verdict explain(struct rfw_context *ctx, struct rfw_explanation *x)
{
	u8 reason = rfw_packet_parse(&ctx->packet, ctx->skb, 0, ctx->vrf);
	enum rfw_verdict verdict;
	struct rfw_flow *flow;

	if (is_fragment(ctx, x, &verdict))
		return verdict;
	if (!reason && ctx->packet.protocol == IPPROTO_TCP) {
		reason = rfw_tcp_parse(&ctx->segment, ctx->skb, ctx->packet.transport,
				       ctx->packet.end);
		x->has_segment = !reason;
	}
	if (reason) {
		verdict = rfw_classify_malformed(ctx, reason);
		if (verdict == RFW_VERDICT_PASS || ctx->reason != reason)
			return decide(x, RFW_EXPLAIN_STEP_ADDRESSES, verdict);
		return decide(x, RFW_EXPLAIN_STEP_HEADERS, verdict);
	}
	if (ctx->packet.homes & BIT(RFW_HOME_OF_SOURCE) &&
	    rfw_mobile_source(ctx) == RFW_VERDICT_DROP)
		return decide(x, RFW_EXPLAIN_STEP_ADDRESSES, RFW_VERDICT_DROP);
	if (ctx->packet.kind != RFW_PACKET_FLOW)
		return explain_icmp6(ctx, x);
	if (ctx->packet.authenticated)
		rfw_classify_opaque(ctx);

	flow = rfw_flow_find(ctx->table, &ctx->packet.key, ctx->now);
	if (flow && ctx->packet.homes && rfw_mobile_destination(ctx, flow) == RFW_VERDICT_DROP) {
		take_copy(x, flow);
		return decide(x, RFW_EXPLAIN_STEP_FLOW, RFW_VERDICT_DROP);
	}
	if (flow) {
		verdict = explain_known(ctx, x, flow);
		if (!x->reopens)
			return verdict;
	}
	return explain_first(ctx, x);
}

/* Does what would be dropped pass nevertheless? */
static bool passes(const struct rfw_context *ctx, const struct rfw_explanation *x)
{
	bool known = x->step == RFW_EXPLAIN_STEP_SIDE || x->step == RFW_EXPLAIN_STEP_FLOW;

	return (known && rfw_classify_flow_passes(ctx, &x->after, x->after.word)) ||
	       rfw_classify_passes(ctx);
}

/**
 * rfw_explain - judge a packet without consequences
 * @ctx: the packet, from the interface on; its memory may be another afterwards
 * @explanation: zeroed; filled in
 *
 * Context: under rcu_read_lock(), bottom halves off.
 */
void rfw_explain(struct rfw_context *ctx, struct rfw_explanation *explanation)
{
	const struct rfw_zone *zone = rfw_config_zone(ctx->config, ctx->vrf);

	explanation->verdict = explain(ctx, explanation);
	if (explanation->verdict == RFW_VERDICT_DROP) {
		explanation->reason = ctx->reason;
		explanation->transparent = passes(ctx, explanation);
		if (explanation->transparent)
			explanation->verdict = RFW_VERDICT_ACCEPT;
		else
			explanation->answer = rfw_answer_to(ctx);
	}
	if (!zone)
		return;
	rfw_config_locate(zone, rfw_context_source(ctx), &explanation->places[0]);
	rfw_config_locate(zone, rfw_context_destination(ctx), &explanation->places[1]);
}
