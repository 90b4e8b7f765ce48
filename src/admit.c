// SPDX-License-Identifier: GPL-2.0-only
/*
 * May a packet that no flow speaks for open one?
 */
#include <linux/in.h>

#include "admit.h"
#include "alg_sip.h"
#include "inbound.h"
#include "mobile.h"
#include "pinhole.h"
#include "policy.h"
#include "subscriber.h"
#include "transport.h"

/* The pinhole of a call whose media the inside host sends to where they come from. */
static struct rfw_opening *find_media(const struct rfw_context *ctx)
{
	const struct rfw_pinholes *pinholes = ctx->config->pinholes;
	struct rfw_opening *opening;

	if (likely(!pinholes || !READ_ONCE(pinholes->media)) ||
	    ctx->packet.protocol != IPPROTO_UDP)
		return NULL;
	opening = rfw_opening_find(&pinholes->table, &ctx->packet.key, ctx->packet.source,
				   ctx->source.subscription->subscriber, NULL, ctx->now);
	return opening && opening->pinhole->media ? opening : NULL;
}

/* As the subscriber at its destination sees it, who is asked last. */
static noinline u8 admit_inbound(struct rfw_context *ctx, struct rfw_admission *admission)
{
	struct rfw_inbound inbound = {
		.config = ctx->config,
		.table = ctx->table,
		.key = &ctx->packet.key,
		.inside = !ctx->packet.source,
		.subscription = ctx->destination.subscription,
		.service = &admission->service,
		.now = ctx->now,
	};

	/* That it is a DMZ host who asks says nothing for whom it asks. */
	admission->origin = RFW_FLOW_ORIGIN_OUTBOUND;
	inbound.rules = rcu_dereference(rcu_dereference(inbound.subscription->policy)->rules);
	if (!rfw_inbound_host_known(ctx))
		return RFW_DROP_REASON_UNKNOWN_HOST;
	if (!rfw_inbound_lets_in(&inbound))
		return RFW_DROP_REASON_UNSOLICITED;
	admission->origin = inbound.origin;
	admission->opening = inbound.opening;
	return RFW_DROP_REASON_NONE;
}

/*
 * Traffic between two subscribers is outbound for one and inbound for the other: both must agree.
 */
static u8 admit(struct rfw_context *ctx, struct rfw_admission *admission)
{
	struct rfw_subscription *from = ctx->source.subscription;
	struct rfw_subscription *to = ctx->destination.subscription;
	const struct rfw_key *key = &ctx->packet.key;
	u8 reason;

	if (ctx->packet.protocol == IPPROTO_DCCP)
		admission->service = rfw_packet_service(&ctx->packet, ctx->skb);
	admission->rules = rcu_dereference(rcu_dereference((from ?: to)->policy)->rules);
	admission->origin = RFW_FLOW_ORIGIN_OUTBOUND;
	admission->opening = NULL;
	admission->filtering = rfw_policy_filtering(admission->rules, ctx->packet.protocol);
	if (from) {
		admission->opening = rfw_opening_find_dmz(&ctx->config->openings, key,
							  ctx->packet.source, from->subscriber);
		if (!admission->opening &&
		    !rfw_policy_allows(admission->rules, ctx->packet.protocol) &&
		    !rfw_mobile_tunnels(ctx->table, key, from->subscriber, ctx->now))
			return RFW_DROP_REASON_UNKNOWN_PROTOCOL;
		if (admission->opening)
			admission->origin = RFW_FLOW_ORIGIN_DMZ;
		else
			admission->opening = find_media(ctx);
	}
	if (to) {
		reason = admit_inbound(ctx, admission);
		if (reason)
			return reason;
	}
	return rfw_transport_open(ctx, admission->rules, &admission->window, &admission->state);
}

/**
 * rfw_admit - may a packet that no flow speaks for pass, and does it open a flow
 * @ctx: the packet, which rfw_classify() has let through
 * @admission: filled in
 *
 * Context: under rcu_read_lock(). Nothing is changed.
 * Return: RFW_VERDICT_ACCEPT or RFW_VERDICT_DROP.
 */
enum rfw_verdict rfw_admit(struct rfw_context *ctx, struct rfw_admission *admission)
{
	u8 reason = admit(ctx, admission);

	admission->opens = !reason;
	admission->sip = !reason && unlikely(rfw_policy_sip(admission->rules)) &&
			 rfw_alg_sip_wants(ctx, admission);
	/* What belongs to no conversation passes at a DMZ host, but makes none. */
	if (!reason || (reason != RFW_DROP_REASON_BAD_CHECKSUM &&
			admission->origin == RFW_FLOW_ORIGIN_DMZ))
		return RFW_VERDICT_ACCEPT;
	return rfw_drop(ctx, reason);
}
