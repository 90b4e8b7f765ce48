// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets that name home addresses (RFC 6092 REC-27).
 *
 * A mobile host inside sends from a care-of address, by which its flows are known, and says what
 * its home address is. The flow takes a note of it, and what comes back by a routing header of type
 * 2 must name the same. No address that an extension header names lets anything in.
 *
 * Beside the signalling of two ends their tunnels pass (REC-29).
 */
#include <linux/in.h>
#include <linux/rcupdate.h>
#include <net/ipv6.h>

#include "classify.h"
#include "flow.h"
#include "locate.h"
#include "mobile.h"
#include "stats.h"

#define PROTOCOL_MOBILITY	135	/* RFC 6275 6.1 */

/**
 * rfw_mobile_source - may a packet come from the home address that it names
 * @ctx: the packet, with a home address of its source
 *
 * That is what the destination takes for the source, so an address inside is for its subscriber's
 * hosts alone (REC-5, REC-6).
 *
 * Context: under rcu_read_lock().
 * Return: RFW_VERDICT_ACCEPT or RFW_VERDICT_DROP.
 */
enum rfw_verdict rfw_mobile_source(struct rfw_context *ctx)
{
	const struct rfw_zone *zone = rfw_config_zone(ctx->config, ctx->vrf);
	struct rfw_place home, from;

	if (!zone)
		return RFW_VERDICT_ACCEPT;
	rfw_config_locate(zone, &ctx->packet.home[RFW_HOME_OF_SOURCE], &home);
	if (!home.domain)
		return RFW_VERDICT_ACCEPT;
	rfw_config_locate(zone, rfw_context_source(ctx), &from);
	if (home.subscription && home.subscription == from.subscription)
		return RFW_VERDICT_ACCEPT;
	ctx->source = from;
	ctx->direction = from.domain ? RFW_OUT : RFW_IN;
	return rfw_drop(ctx, RFW_DROP_REASON_SPOOFED_SOURCE);
}

/* RFW_HOME_OF_*: which home address of a packet is that of its flow's inside end. */
static unsigned int home_inside(const struct rfw_context *ctx, u32 word)
{
	return ctx->packet.source == rfw_flow_inside(word) ? RFW_HOME_OF_SOURCE :
							     RFW_HOME_OF_DESTINATION;
}

static bool has_home(const struct rfw_flow *flow, u32 word, const struct in6_addr *home)
{
	u64 half[2];

	if (!(word & RFW_FLOW_HOME))
		return false;
	/* Pairs with rfw_flow_set_home(). */
	smp_rmb();
	memcpy(half, home, sizeof(half));
	return READ_ONCE(flow->more->home[0]) == half[0] &&
	       READ_ONCE(flow->more->home[1]) == half[1];
}

/**
 * rfw_mobile_destination - is a packet of a flow for a home address that its inside end has
 * @ctx: the packet, with home addresses
 * @flow: its flow
 *
 * Context: under rcu_read_lock().
 * Return: RFW_VERDICT_ACCEPT, or RFW_VERDICT_DROP.
 */
enum rfw_verdict rfw_mobile_destination(struct rfw_context *ctx, const struct rfw_flow *flow)
{
	u32 word = READ_ONCE(flow->word);

	if (home_inside(ctx, word) != RFW_HOME_OF_DESTINATION ||
	    !(ctx->packet.homes & BIT(RFW_HOME_OF_DESTINATION)) ||
	    has_home(flow, word, &ctx->packet.home[RFW_HOME_OF_DESTINATION]) ||
	    rfw_flow_origin(word) == RFW_FLOW_ORIGIN_DMZ)
		return RFW_VERDICT_ACCEPT;
	ctx->direction = RFW_IN;
	rfw_drop(ctx, RFW_DROP_REASON_HOME_ADDRESS);
	return rfw_classify_flow_passes(ctx, flow, word) ? RFW_VERDICT_ACCEPT : RFW_VERDICT_DROP;
}

/**
 * rfw_mobile_learn - note what a packet says of its flow's inside end
 * @ctx: the packet, which was let through
 *
 * The inside knows its home address best, and may have another. What comes from outside says so of
 * a flow that it has just opened, by what lets it in.
 *
 * Context: under rcu_read_lock().
 */
void rfw_mobile_learn(const struct rfw_context *ctx)
{
	struct rfw_flow *flow = rfw_flow_find(ctx->table, &ctx->packet.key, ctx->now);
	unsigned int end;
	u32 word;

	if (!flow)
		return;
	word = READ_ONCE(flow->word);
	end = home_inside(ctx, word);
	if (!(ctx->packet.homes & BIT(end)) || has_home(flow, word, &ctx->packet.home[end]) ||
	    (end == RFW_HOME_OF_DESTINATION && word & RFW_FLOW_HOME))
		return;
	rfw_flow_set_home(ctx->table, flow, &ctx->packet.home[end]);
}

/**
 * rfw_mobile_tunnels - is it a tunnel between two ends that have a live flow of mobility signalling
 * @table: flows of the namespace
 * @key: tuple of a packet or a flow
 * @subscriber: whose one of the ends is
 * @now: (u32)jiffies
 *
 * One look into the table, and only for tunnels of IPv6 and IPv4.
 *
 * Context: under rcu_read_lock(); under a bucket lock only while nothing moves.
 */
bool rfw_mobile_tunnels(struct rfw_flow_table *table, const struct rfw_key *key,
			const struct rfw_subscriber *subscriber, u32 now)
{
	u8 protocol = rfw_key_protocol(key);
	struct rfw_key signalling = *key;
	const struct rfw_flow *flow;

	if (protocol != IPPROTO_IPV6 && protocol != IPPROTO_IPIP)
		return false;
	/* None of them has ports, so the order of the ends is the same. */
	signalling.zone = rfw_key_zone(rfw_key_vrf(key), PROTOCOL_MOBILITY);
	flow = rfw_flow_find(table, &signalling, now);
	return flow && (flow->subscriber == subscriber ||
			(READ_ONCE(flow->word) & RFW_FLOW_PEER && flow->more->peer == subscriber));
}
