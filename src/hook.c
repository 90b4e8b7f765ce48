// SPDX-License-Identifier: GPL-2.0-only
/*
 * A forwarded packet's way through the firewall, top to bottom: parse, look up, and for a first
 * packet classify, judge and open; then count. Read from the end of the file.
 */
#include <linux/compiler.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>
#include <net/ipv6.h>
#include <net/ipv6_frag.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "admit.h"
#include "alg_sip.h"
#include "answer.h"
#include "classify.h"
#include "domain.h"
#include "endpoint.h"
#include "flow_find.h"
#include "hook.h"
#include "host.h"
#include "icmp6.h"
#include "mobile.h"
#include "mss_skb.h"
#include "net.h"
#include "opening.h"
#include "packet_plain.h"
#include "policy.h"
#include "prefetch.h"
#include "stats.h"
#include "subscriber.h"
#include "trace.h"
#include "transport.h"

static int priority = NF_IP6_PRI_FILTER - 1;
module_param(priority, int, 0444);
MODULE_PARM_DESC(priority, "Netfilter priority of the forward hook (default: just before filter)");

/* Tell the rule sets behind us that we let a packet through. */
static void mark(struct sk_buff *skb, const struct rfw_domain *domain)
{
	const struct rfw_domain_view *view = rcu_dereference(domain->view);

	skb->mark = (skb->mark & ~view->accept_mask) | view->accept_mark;
}

/* A packet without a flow, of which is known whose it is. */
static void mark_untracked(const struct rfw_context *ctx)
{
	mark(ctx->skb, ctx->source.domain ?: ctx->destination.domain);
}

/*
 * With flow accounting, for an opening, where packets are marked, or for signalling. False if the
 * flow may not be any more.
 */
static bool account(struct rfw_context *ctx, struct rfw_flow *flow, u32 word)
{
	unsigned int from = rfw_flow_from(word, ctx->packet.source);

	/* Pairs with the cmpxchg() that sets a bit of a flow that is in use. */
	smp_rmb();
	if (word & RFW_FLOW_OPENING) {
		if (unlikely(READ_ONCE(flow->more->use->gone)))
			return false;
		rfw_opening_count(flow->more->use, ctx->skb->len);
	}
	if (word & RFW_FLOW_ALG)
		rfw_alg_sip_packet(ctx, flow);
	if (word & RFW_FLOW_MARKED)
		mark(ctx->skb, rcu_dereference(flow->subscriber->policy)->domain);
	if (!(word & RFW_FLOW_ACCOUNTED))
		return true;
	atomic64_inc(&flow->more->packets[from]);
	atomic64_add(ctx->skb->len, &flow->more->octets[from]);
	rfw_stats_add_two(flow->subscriber->stats, packets[ctx->direction], 1,
			  octets[ctx->direction], ctx->skb->len);
	return true;
}

/* What let the flow in has gone: the packet is judged as a first one. */
static noinline void end_gone(struct rfw_context *ctx, struct rfw_flow *flow, bool *again)
{
	rfw_flow_end(ctx->table, flow, RFW_FLOW_END_CONFIGURATION);
	*again = true;
}

/* A packet of a live flow. */
static __always_inline enum rfw_verdict judge_known(struct rfw_context *ctx, struct rfw_flow *flow,
						    bool *again)
{
	u32 word = READ_ONCE(flow->word);
	enum rfw_verdict verdict;

	ctx->direction = ctx->packet.source == rfw_flow_inside(word) ? RFW_OUT : RFW_IN;
	if (unlikely(READ_ONCE(flow->side[ctx->packet.source]) != ctx->iif) &&
	    !rfw_classify_side(ctx, flow, word))
		verdict = rfw_drop(ctx, RFW_DROP_REASON_WRONG_SIDE);
	else if (likely(rfw_transport_follow(ctx, flow, word)))
		verdict = RFW_VERDICT_ACCEPT;
	else
		verdict = rfw_transport_judge(ctx, flow, again);
	if (unlikely(verdict == RFW_VERDICT_DROP) && rfw_classify_flow_passes(ctx, flow, word))
		return RFW_VERDICT_ACCEPT;
	if (unlikely(verdict == RFW_VERDICT_DROP))
		rfw_stats_add(flow->subscriber->stats, dropped[ctx->direction], 1);
	else if (word & RFW_FLOW_COUNTED && verdict == RFW_VERDICT_ACCEPT &&
		 !account(ctx, flow, word))
		end_gone(ctx, flow, again);
	return verdict;
}

/* Fill in a new flow for the packet that opens it; its word has begun already. */
static void flow_fill(const struct rfw_context *ctx, struct rfw_flow *flow,
		      const struct rfw_admission *admission)
{
	const struct rfw_policy_rules *rules = admission->rules;
	unsigned int source = ctx->packet.source;

	flow->key = ctx->packet.key;
	if (ctx->packet.protocol == IPPROTO_TCP)
		flow->window = admission->window;
	else if (unlikely(ctx->packet.protocol == IPPROTO_DCCP))
		flow->service = admission->service;
	flow->born = ctx->now;
	if (admission->opening) {
		flow->word |= RFW_FLOW_OPENING;
		flow->more->use = admission->opening->use;
		refcount_inc(&flow->more->use->references);
	}
	if (admission->sip)
		rfw_alg_sip_begin(ctx->config->sip, flow);
	flow->word |= rfw_transport_knobs_of(rules, ctx->packet.protocol, admission->origin);
	if (ctx->iif <= U16_MAX)
		flow->side[source] = ctx->iif;
	flow->timeout = rfw_flow_timeout(rules, flow, admission->state);
	flow->deadline = ctx->now + flow->timeout;
}

static bool learns(const struct rfw_subscription *subscription)
{
	return rcu_dereference(rcu_dereference(subscription->policy)->rules)->host_learning ==
	       RFW_HOST_LEARNING_REQUIRED;
}

/* Who sends has the address, whatever becomes of the packet. */
static noinline void learn_source(const struct rfw_context *ctx)
{
	const struct rfw_sighting sighting = {
		.address = rfw_context_source(ctx),
		.vrf = ctx->vrf,
		.ifindex = ctx->iif,
		.origin = RFW_HOST_ORIGIN_UPSTREAM,
	};

	rfw_host_learn(ctx->config, &ctx->source, &sighting);
}

/*
 * A packet that no flow speaks for: may it open one, in place of @finished if there is one? Its
 * flow was looked for in @slot.
 */
static noinline enum rfw_verdict judge_first(struct rfw_context *ctx, struct rfw_flow *finished,
					     const struct rfw_flow_slot *slot)
{
	enum rfw_verdict verdict = rfw_classify(ctx);
	struct rfw_admission admission __uninitialized;
	struct rfw_subscription *from, *to;
	struct rfw_flow *flow, *present;
	bool again = false;
	u8 reason;

	if (verdict != RFW_VERDICT_ACCEPT)
		return verdict;
	from = ctx->source.subscription;
	to = ctx->destination.subscription;
	if (from && learns(from))
		learn_source(ctx);
	verdict = rfw_admit(ctx, &admission);
	if (verdict != RFW_VERDICT_ACCEPT)
		return verdict;
	if (!admission.opens) {
		mark_untracked(ctx);
		return verdict;
	}

	flow = rfw_flow_new(ctx->table, (from ?: to)->subscriber,
			    from && to ? to->subscriber : NULL,
			    rfw_admission_word(ctx, &admission),
			    admission.opening || admission.sip ||
				    admission.filtering != RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT,
			    &reason);
	if (!flow)
		return rfw_drop(ctx, reason);
	flow_fill(ctx, flow, &admission);
	if (admission.filtering != RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT)
		rfw_endpoint_join(ctx->table, flow, admission.filtering);
	if (finished)
		rfw_flow_end(ctx->table, finished, RFW_FLOW_END_CLOSED);
	present = rfw_flow_insert(ctx->table, flow, ctx->now, slot);
	if (present != flow) {
		/* Another packet was first: this is the flow's second. */
		rfw_flow_discard(ctx->table, flow);
		return judge_known(ctx, present, &again);
	}
	rfw_flow_born(ctx->table, flow);
	if (ctx->packet.protocol == IPPROTO_TCP && rfw_tcp_has_syn(&ctx->segment) &&
	    (rfw_policy_mss(admission.rules) || (from && to)))
		verdict = rfw_mss_apply(ctx, flow);
	if (flow->word & RFW_FLOW_COUNTED && verdict == RFW_VERDICT_ACCEPT)
		account(ctx, flow, flow->word);
	return verdict;
}

static __always_inline enum rfw_verdict judge_flow(struct rfw_context *ctx)
{
	struct rfw_flow_slot slot __uninitialized;
	const struct rfw_key *key = &ctx->packet.key;
	struct rfw_flow *flow = NULL;
	enum rfw_verdict verdict;
	bool again = false;

	if (READ_ONCE(ctx->table->prefetching))
		flow = rfw_prefetch_find(ctx->table, ctx->skb, key, ctx->now, &slot);
	if (!flow)
		flow = rfw_flow_find_slot(ctx->table, key, ctx->now, &slot);
	if (likely(flow)) {
		verdict = judge_known(ctx, flow, &again);
		if (likely(!again))
			return verdict;
	}
	return judge_first(ctx, flow, &slot);
}

/* A packet that names home addresses; that of its source may be. */
static noinline enum rfw_verdict judge_mobile(struct rfw_context *ctx)
{
	struct rfw_flow *flow = rfw_flow_find(ctx->table, &ctx->packet.key, ctx->now);
	enum rfw_verdict verdict;

	if (flow && rfw_mobile_destination(ctx, flow) == RFW_VERDICT_DROP) {
		rfw_stats_add(flow->subscriber->stats, dropped[ctx->direction], 1);
		return RFW_VERDICT_DROP;
	}
	verdict = judge_flow(ctx);
	if (verdict == RFW_VERDICT_ACCEPT)
		rfw_mobile_learn(ctx);
	return verdict;
}

static u8 parse(struct rfw_context *ctx)
{
	return rfw_packet_parse(&ctx->packet, ctx->skb, skb_network_offset(ctx->skb), ctx->vrf);
}

static u8 parse_segment(struct rfw_context *ctx)
{
	return rfw_tcp_parse(&ctx->segment, ctx->skb, ctx->packet.transport, ctx->packet.end);
}

/*
 * A fragment waits until its packet is whole. The one that completes it goes on as the packet, and
 * leaves in the sizes that it came in. nf_defrag_ipv6 would do that in a hook before routing, which
 * every packet of the namespace pays for; here only what is not plain is asked. The VRF keeps apart
 * what may have the same addresses.
 */
static int gather(struct rfw_context *ctx)
{
	struct sk_buff *skb = ctx->skb;

	return nf_ct_frag6_gather(dev_net(skb->dev), skb,
				  IP6_DEFRAG_CONNTRACK_IN + (u16)ctx->vrf);
}

/*
 * Might it be a fragment? One that was whole before, because connection tracking has had it first,
 * is none: a fragment in it is for the walk to refuse.
 */
static bool maybe_fragment(const struct sk_buff *skb)
{
	return ipv6_ext_hdr(ipv6_hdr(skb)->nexthdr) && !(IP6CB(skb)->flags & IP6SKB_FRAGMENTED);
}

/* A packet that is not plain. False if it is to be judged by its flow, else there is a verdict. */
static noinline bool judge_special(struct rfw_context *ctx, enum rfw_verdict *verdict)
{
	u8 reason = parse(ctx);
	int err;

	if (maybe_fragment(ctx->skb)) {
		err = gather(ctx);
		if (err) {
			*verdict = err == -EINPROGRESS ? RFW_VERDICT_WAIT :
							 rfw_drop(ctx, RFW_DROP_REASON_FRAGMENT);
			return true;
		}
		reason = parse(ctx);
	}
	if (!reason && ctx->packet.protocol == IPPROTO_TCP)
		reason = parse_segment(ctx);
	if (reason) {
		*verdict = rfw_classify_malformed(ctx, reason);
	} else if (ctx->packet.homes & BIT(RFW_HOME_OF_SOURCE) &&
		   rfw_mobile_source(ctx) == RFW_VERDICT_DROP) {
		*verdict = RFW_VERDICT_DROP;
	} else if (ctx->packet.kind == RFW_PACKET_ICMP6_ERROR) {
		*verdict = rfw_icmp6_error(ctx);
	} else if (ctx->packet.kind == RFW_PACKET_ICMP6_OTHER) {
		*verdict = rfw_icmp6_other(ctx);
	} else {
		if (ctx->packet.authenticated)
			rfw_classify_opaque(ctx);
		if (!ctx->packet.homes)
			return false;
		*verdict = judge_mobile(ctx);
		return true;
	}
	if (*verdict == RFW_VERDICT_ACCEPT)
		mark_untracked(ctx);
	return true;
}

static __always_inline enum rfw_verdict judge(struct rfw_context *ctx)
{
	unsigned int offset = skb_network_offset(ctx->skb);
	struct rfw_packet *packet = &ctx->packet;
	const struct tcphdr *header;
	enum rfw_verdict verdict;
	u8 reason;

	if (unlikely(!rfw_packet_parse_plain(packet, ctx->skb, offset, ctx->vrf))) {
		if (judge_special(ctx, &verdict))
			return verdict;
	} else if (packet->protocol == IPPROTO_TCP) {
		header = (const struct tcphdr *)(ctx->skb->data + packet->transport);
		if (!rfw_tcp_parse_plain(&ctx->segment, header, packet->end - packet->transport)) {
			reason = parse_segment(ctx);
			if (unlikely(reason))
				return rfw_classify_malformed(ctx, reason);
		}
	}
	return judge_flow(ctx);
}

static void count_drop(struct rfw_net *rnet, const struct rfw_context *ctx,
		       const struct sk_buff *skb)
{
	rfw_stats_add(ctx->stats, drops[ctx->reason], 1);
	if (ctx->source.subscription)
		rfw_stats_add(ctx->source.subscription->subscriber->stats, dropped[RFW_OUT], 1);
	if (ctx->destination.subscription)
		rfw_stats_add(ctx->destination.subscription->subscriber->stats, dropped[RFW_IN], 1);
	trace_rfw_drop(skb, ctx);
	rnet->drop_event(rnet, ctx);
}

/*
 * In a VRF the packet's device has become the VRF's, which leaves the interface it came by to the
 * control block.
 */
static void find_interfaces(struct rfw_context *ctx, const struct nf_hook_state *state)
{
	ctx->vrf = rfw_vrf_of(state->in);
	ctx->iif = unlikely(ctx->vrf) ? IP6CB(ctx->skb)->iif : state->in->ifindex;
	ctx->oif = state->out->ifindex;
}

static unsigned int hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct rfw_net *rnet = priv;
	/* Clearing it would cost more than finding the flow; judge() fills in what it uses. */
	struct rfw_context ctx __uninitialized;
	enum rfw_verdict verdict;

	ctx.table = &rnet->table;
	ctx.config = rcu_dereference(rnet->config);
	ctx.stats = rnet->stats;
	ctx.skb = skb;
	ctx.now = jiffies;
	ctx.source.subscription = NULL;
	ctx.destination.subscription = NULL;
	find_interfaces(&ctx, state);

	verdict = judge(&ctx);
	if (unlikely(verdict == RFW_VERDICT_DROP) && rfw_classify_passes(&ctx)) {
		mark_untracked(&ctx);
		verdict = RFW_VERDICT_ACCEPT;
	}
	switch (verdict) {
	case RFW_VERDICT_PASS:
		rfw_stats_add(ctx.stats, passed, 1);
		return NF_ACCEPT;
	case RFW_VERDICT_ACCEPT:
		rfw_stats_add_two(ctx.stats, packets[ctx.direction], 1, octets[ctx.direction],
				  skb->len);
		return NF_ACCEPT;
	case RFW_VERDICT_DROP:
		count_drop(rnet, &ctx, skb);
		rfw_answer(rnet->answers, &ctx);
		break;
	case RFW_VERDICT_WAIT:
		return NF_STOLEN;
	}
	return rfw_drop_skb(skb, ctx.reason);
}

/**
 * rfw_hook_register - begin to look at the namespace's forwarded packets
 * @rnet: the namespace
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0 or a negative error.
 */
int rfw_hook_register(struct rfw_net *rnet)
{
	rnet->ops.hook = hook;
	rnet->ops.priv = rnet;
	rnet->ops.pf = NFPROTO_IPV6;
	rnet->ops.hooknum = NF_INET_FORWARD;
	rnet->ops.priority = priority;
	return nf_register_net_hook(rnet->net, &rnet->ops);
}

/**
 * rfw_hook_unregister - stop looking
 * @rnet: the namespace
 *
 * Context: may sleep. Packets may still be in the hook when it returns; a grace period sees them
 * out.
 */
void rfw_hook_unregister(struct rfw_net *rnet)
{
	nf_unregister_net_hook(rnet->net, &rnet->ops);
}
