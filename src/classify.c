// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a packet is that no flow speaks for: whose it is, and the rules that need no state (RFC
 * 6092 3.1).
 */
#include <linux/rcupdate.h>
#include <net/ipv6.h>

#include "bogon.h"
#include "alg_sip.h"
#include "classify.h"
#include "domain.h"
#include "endpoint.h"
#include "flow.h"
#include "inbound.h"
#include "locate.h"
#include "mobile.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"
#include "transport.h"

/* A packet between two addresses that no domain protects. */
static enum rfw_verdict classify_foreign(struct rfw_context *ctx)
{
	const struct in6_addr *destination = rfw_context_destination(ctx);
	struct rfw_domain *domain = rfw_config_inside(ctx->config, ctx->iif);

	/* REC-5: what comes from inside has a source from inside. */
	if (domain)
		return rfw_drop(ctx, RFW_DROP_REASON_SPOOFED_SOURCE);
	if (!ipv6_addr_is_multicast(destination))
		return RFW_VERDICT_PASS;
	domain = rfw_config_outside(ctx->config, ctx->iif);
	if (domain &&
	    IPV6_ADDR_MC_SCOPE(destination) <= rcu_dereference(domain->view)->multicast_boundary)
		return rfw_drop(ctx, RFW_DROP_REASON_MULTICAST_SCOPE);
	return RFW_VERDICT_PASS;
}

static bool is_bogon(const struct rfw_domain *domain, const struct in6_addr *address)
{
	const struct rfw_bogon_table *bogons = rcu_dereference(domain->bogons);

	return bogons && rfw_bogons_have(bogons, address);
}

static bool is_unique_local(const struct in6_addr *address)
{
	return (address->s6_addr[0] & 0xfe) == 0xfc;
}

/* May a subscriber's packets have unique local addresses on either end? */
static bool allows_unique_local(const struct rfw_subscription *subscription)
{
	return !subscription ||
	       rcu_dereference(rcu_dereference(subscription->policy)->rules)->ula_border;
}

/*
 * Does the packet with a foreign end cross where the domain has its unsafe side, and is that end
 * not a bogon?
 */
static u8 check_border(const struct rfw_domain *domain, const struct in6_addr *foreign, int ifindex)
{
	const struct rfw_domain_view *view = rcu_dereference(domain->view);

	if (is_bogon(domain, foreign))
		return RFW_DROP_REASON_BOGON;
	if (view->outside_count && !rfw_domain_is_outside(view, ifindex))
		return RFW_DROP_REASON_WRONG_SIDE;
	return RFW_DROP_REASON_NONE;
}

/**
 * rfw_classify - find out whose a packet is and apply the rules that need no state
 * @ctx: the packet; its source and destination places are filled in
 *
 * Context: under rcu_read_lock().
 * Return: RFW_VERDICT_PASS for a packet that is not our business (nothing of it is protected, or it
 * stays within one subscriber), RFW_VERDICT_DROP, or RFW_VERDICT_ACCEPT for one that is to be
 * judged further. In the last case at least one end is a subscriber's, and so is each end that lies
 * in a domain.
 */
enum rfw_verdict rfw_classify(struct rfw_context *ctx)
{
	const struct in6_addr *source = rfw_context_source(ctx),
			      *destination = rfw_context_destination(ctx);
	struct rfw_place *from = &ctx->source, *to = &ctx->destination;
	const struct rfw_zone *zone = rfw_config_zone(ctx->config, ctx->vrf);
	u8 reason;

	if (!zone)
		return RFW_VERDICT_PASS;
	rfw_config_locate(zone, source, from);
	rfw_config_locate(zone, destination, to);
	if (!from->domain && !to->domain)
		return classify_foreign(ctx);
	ctx->direction = from->domain ? RFW_OUT : RFW_IN;

	/* REC-5, REC-6 */
	if (from->domain ? rfw_domain_is_outside(rcu_dereference(from->domain->view), ctx->iif) :
			   !!rfw_config_inside(ctx->config, ctx->iif))
		return rfw_drop(ctx, RFW_DROP_REASON_SPOOFED_SOURCE);
	/* REC-1 */
	if (ipv6_addr_is_multicast(source))
		return rfw_drop(ctx, RFW_DROP_REASON_MULTICAST_SOURCE);
	/* REC-2; what may leave is for multicast routing to decide. */
	if (ipv6_addr_is_multicast(destination)) {
		if (IPV6_ADDR_MC_SCOPE(destination) <=
		    rcu_dereference(from->domain->view)->multicast_boundary)
			return rfw_drop(ctx, RFW_DROP_REASON_MULTICAST_SCOPE);
		return RFW_VERDICT_PASS;
	}
	if (from->subscription && from->subscription == to->subscription)
		return RFW_VERDICT_PASS;
	if ((from->domain && !from->subscription) || (to->domain && !to->subscription))
		return rfw_drop(ctx, RFW_DROP_REASON_NO_SUBSCRIBER);

	/* REC-3 */
	if (!from->domain || !to->domain) {
		reason = check_border(from->domain ?: to->domain,
				      from->domain ? destination : source,
				      from->domain ? ctx->oif : ctx->iif);
		if (reason)
			return rfw_drop(ctx, reason);
	}
	/* REC-7 */
	if ((is_unique_local(source) || is_unique_local(destination)) &&
	    !(allows_unique_local(from->subscription) && allows_unique_local(to->subscription)))
		return rfw_drop(ctx, RFW_DROP_REASON_UNIQUE_LOCAL);
	return RFW_VERDICT_ACCEPT;
}

/**
 * rfw_classify_malformed - what becomes of a packet that can't be parsed
 * @ctx: the packet; its addresses are known
 * @reason: enum rfw_drop_reason it deserves
 *
 * Return: RFW_VERDICT_DROP, or RFW_VERDICT_PASS where nothing of it is protected.
 */
enum rfw_verdict rfw_classify_malformed(struct rfw_context *ctx, u8 reason)
{
	enum rfw_verdict verdict = rfw_classify(ctx);

	return verdict == RFW_VERDICT_ACCEPT ? rfw_drop(ctx, reason) : verdict;
}

/**
 * rfw_classify_opaque - take an authenticated packet for one of its authentication header
 * @ctx: the packet; becomes an opaque one where its policy says so and no flow has it as it is
 *
 * What authenticates itself passes whatever it carries where a policy says so (RFC 6092 REC-21), in
 * a flow of its own kind: a header that anyone can forge must not open the way for packets without
 * it. What belongs to a flow already is a packet of that.
 *
 * Context: under rcu_read_lock().
 */
void rfw_classify_opaque(struct rfw_context *ctx)
{
	const struct rfw_subscription *inside;
	const struct rfw_policy *policy;

	if (rfw_flow_find(ctx->table, &ctx->packet.key, ctx->now))
		return;
	if (rfw_classify(ctx) == RFW_VERDICT_ACCEPT) {
		inside = ctx->source.subscription ?: ctx->destination.subscription;
		policy = rcu_dereference(inside->policy);
		if (rcu_dereference(policy->rules)->ipsec_passthrough)
			rfw_packet_opaque(&ctx->packet, ctx->vrf);
	}
	/* Its flow, if it has one, will tell. */
	ctx->source.subscription = NULL;
	ctx->destination.subscription = NULL;
}

/* Reasons that no policy does away with: the packet lies, nobody answers for it, or we can't. */
static bool is_final(u8 reason)
{
	return reason == RFW_DROP_REASON_SPOOFED_SOURCE || reason == RFW_DROP_REASON_WRONG_SIDE ||
	       reason == RFW_DROP_REASON_NO_SUBSCRIBER || reason == RFW_DROP_REASON_NO_MEMORY;
}

static bool is_transparent(const struct rfw_policy *policy)
{
	return rcu_dereference(policy->rules)->transparent;
}

static bool place_is_transparent(const struct rfw_place *place)
{
	return !place->subscription || is_transparent(rcu_dereference(place->subscription->policy));
}

/**
 * rfw_classify_flow_passes - does a packet of a flow pass although it would be dropped, as nothing
 * of its subscribers is
 * @ctx: the packet, with a reason
 * @flow: its flow
 * @word: of the flow
 *
 * Context: under rcu_read_lock().
 */
bool rfw_classify_flow_passes(const struct rfw_context *ctx, const struct rfw_flow *flow, u32 word)
{
	return !is_final(ctx->reason) &&
	       is_transparent(rcu_dereference(flow->subscriber->policy)) &&
	       (!(word & RFW_FLOW_PEER) ||
		is_transparent(rcu_dereference(flow->more->peer->policy)));
}

/**
 * rfw_classify_passes - the same of a packet that no flow speaks for, once it is known whose it is
 * @ctx: the packet, with a reason
 *
 * Context: under rcu_read_lock().
 */
bool rfw_classify_passes(const struct rfw_context *ctx)
{
	return !is_final(ctx->reason) &&
	       (ctx->source.subscription || ctx->destination.subscription) &&
	       place_is_transparent(&ctx->source) && place_is_transparent(&ctx->destination);
}

/**
 * rfw_classify_side - did a packet of a flow come from the side that its source is on
 * @ctx: the packet
 * @flow: its flow; notes an interface that was right, so that the hook need not ask again
 * @word: of the flow
 *
 * Context: under rcu_read_lock().
 */
bool rfw_classify_side(const struct rfw_context *ctx, struct rfw_flow *flow, u32 word)
{
	unsigned int end = ctx->packet.source;
	const struct rfw_subscriber *subscriber = flow->subscriber;
	const struct rfw_domain_view *view;
	bool inside = end == rfw_flow_inside(word);

	if (!inside && word & RFW_FLOW_PEER) {
		subscriber = flow->more->peer;
		inside = true;
	}
	view = rcu_dereference(rcu_dereference(subscriber->policy)->domain->view);
	if (view->outside_count && rfw_domain_is_outside(view, ctx->iif) == inside)
		return false;
	if (!inside && rfw_config_inside(ctx->config, ctx->iif))
		return false;
	if (ctx->iif <= U16_MAX)
		WRITE_ONCE(flow->side[end], ctx->iif);
	return true;
}

/* Does an end of a flow still belong to this subscriber, NULL for nobody inside of a domain? */
static bool end_holds(const struct rfw_place *place, const struct rfw_subscriber *subscriber)
{
	if (!subscriber)
		return !place->domain;
	return place->subscription && place->subscription->subscriber == subscriber;
}

static const struct rfw_policy_rules *rules_of(const struct rfw_subscription *subscription)
{
	return rcu_dereference(rcu_dereference(subscription->policy)->rules);
}

/*
 * Does something still let a flow be: its subscriber's policy where it was opened from inside, and
 * what is open for its responder where that is a subscriber's host? @end: what its ends are now.
 */
static bool still_admitted(const struct rfw_config *config, struct rfw_flow_table *table,
			   const struct rfw_flow *flow, const struct rfw_place *end, u8 *origin,
			   struct rfw_opening **opening)
{
	u32 word = READ_ONCE(flow->word);
	unsigned int from = rfw_flow_originator(word);
	struct rfw_inbound inbound = {
		.config = config,
		.table = table,
		.key = &flow->key,
		.inside = !from,
		.subscription = end[!from].subscription,
		.now = jiffies,
	};

	if (rfw_key_protocol(&flow->key) == IPPROTO_DCCP && flow->service != RFW_SERVICE_NONE)
		inbound.service = &flow->service;

	*origin = RFW_FLOW_ORIGIN_OUTBOUND;
	*opening = NULL;
	if (end[from].subscription) {
		*opening = rfw_opening_find_dmz(&config->openings, &flow->key, from,
						end[from].subscription->subscriber);
		if (*opening)
			*origin = RFW_FLOW_ORIGIN_DMZ;
		else if (!rfw_policy_allows(rules_of(end[from].subscription),
					    rfw_key_protocol(&flow->key)) &&
			 !rfw_mobile_tunnels(table, &flow->key, end[from].subscription->subscriber,
					     inbound.now))
			return false;
	}
	if (!inbound.subscription)
		return true;
	inbound.rules = rules_of(inbound.subscription);
	if (!rfw_inbound_still_lets_in(&inbound, rfw_flow_origin(word)))
		return false;
	*origin = inbound.origin;
	*opening = inbound.opening;
	return true;
}

/* What the configuration says of a flow besides its policy's knobs. */
static void set_origin(struct rfw_flow *flow, u8 origin, const struct rfw_domain *domain)
{
	u32 word, bits = FIELD_PREP(RFW_FLOW_ORIGIN, origin);

	if (rcu_dereference(domain->view)->accept_mask)
		bits |= RFW_FLOW_MARKED;
	do
		word = READ_ONCE(flow->word);
	while (cmpxchg(&flow->word, word,
		       (word & ~(RFW_FLOW_ORIGIN | RFW_FLOW_MARKED)) | bits) != word);
}

/* Let an opening count a flow that none counts so far. */
static void adopt(struct rfw_flow *flow, struct rfw_opening *opening)
{
	u32 word = READ_ONCE(flow->word);
	struct rfw_flow_more *more;

	if (!opening || word & RFW_FLOW_OPENING)
		return;
	more = rfw_flow_need_more(flow);
	if (!more)
		return;
	refcount_inc(&opening->use->references);
	more->use = opening->use;
	/* Pairs with the barrier of whoever counts: the use is there before the bit. */
	while (cmpxchg(&flow->word, word, word | RFW_FLOW_OPENING) != word)
		word = READ_ONCE(flow->word);
}

/**
 * rfw_classify_flow - judge a live flow by a new configuration
 * @config: the configuration
 * @table: that the flow is in
 * @flow: gets the timers and knobs of its policy, and loses what it knew of its sides
 *
 * Context: under the bucket lock and rcu_read_lock().
 * Return: true if the flow is still allowed.
 */
bool rfw_classify_flow(struct rfw_config *config, struct rfw_flow_table *table,
		       struct rfw_flow *flow)
{
	const struct rfw_zone *zone = rfw_config_zone(config, rfw_key_vrf(&flow->key));
	u32 word = READ_ONCE(flow->word), now = jiffies, timeout;
	unsigned int inside = rfw_flow_inside(word);
	const struct rfw_policy_rules *rules;
	struct rfw_opening *opening;
	struct rfw_place end[2];
	u8 origin;

	if (!zone)
		return false;
	rfw_config_locate(zone, &flow->key.addr[0], &end[0]);
	rfw_config_locate(zone, &flow->key.addr[1], &end[1]);
	if (!end_holds(&end[inside], flow->subscriber) ||
	    !end_holds(&end[!inside], word & RFW_FLOW_PEER ? flow->more->peer : NULL))
		return false;
	if (!end[!inside].domain && is_bogon(end[inside].domain, &flow->key.addr[!inside]))
		return false;
	if ((is_unique_local(&flow->key.addr[0]) || is_unique_local(&flow->key.addr[1])) &&
	    !(allows_unique_local(end[0].subscription) && allows_unique_local(end[1].subscription)))
		return false;
	if (!still_admitted(config, table, flow, end, &origin, &opening))
		return false;

	rules = rules_of(end[inside].subscription);
	set_origin(flow, origin, end[inside].domain);
	adopt(flow, opening);
	rfw_transport_knobs(flow, rules);
	rfw_endpoint_update(table, flow,
			    rfw_policy_filtering(rules, rfw_key_protocol(&flow->key)));
	timeout = rfw_flow_timeout(rules, flow, rfw_flow_state(word));
	WRITE_ONCE(flow->timeout, timeout);
	if ((s32)(READ_ONCE(flow->deadline) - (now + timeout)) > 0)
		WRITE_ONCE(flow->deadline, now + timeout);
	rfw_alg_sip_adopt(config->sip, flow, rules);
	WRITE_ONCE(flow->side[0], 0);
	WRITE_ONCE(flow->side[1], 0);
	return true;
}
