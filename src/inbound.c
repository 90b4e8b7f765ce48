// SPDX-License-Identifier: GPL-2.0-only
/*
 * What opens the firewall from outside, in order.
 */
#include <linux/in.h>

#include "endpoint.h"
#include "flow.h"
#include "host.h"
#include "inbound.h"
#include "mobile.h"
#include "pinhole.h"
#include "policy.h"
#include "subscriber.h"

#define PROTOCOL_HIP	139	/* RFC 7401 */
#define PORT_ISAKMP	500

static bool let_in(struct rfw_inbound *inbound, u8 origin, struct rfw_opening *opening)
{
	inbound->origin = origin;
	inbound->opening = opening;
	return true;
}

/**
 * rfw_inbound_host_known - may a packet begin something with the host that it is for
 * @ctx: the packet, its destination a subscriber's or nobody's
 *
 * With host learning required, only with one that was learned, or that the configuration speaks of
 * in a forward, a DMZ host or a pinhole: others nobody may have.
 *
 * Context: under rcu_read_lock().
 */
bool rfw_inbound_host_known(const struct rfw_context *ctx)
{
	const struct rfw_subscription *to = ctx->destination.subscription;
	const struct in6_addr *address = rfw_context_destination(ctx);
	const struct rfw_config *config = ctx->config;
	const struct rfw_policy_rules *rules;

	if (!to)
		return true;
	rules = rcu_dereference(rcu_dereference(to->policy)->rules);
	if (likely(rules->host_learning != RFW_HOST_LEARNING_REQUIRED))
		return true;
	return (config->hosts &&
		rfw_host_known(config->hosts, to->subscriber, address, ctx->vrf)) ||
	       rfw_address_used(&config->openings.addresses, to->subscriber, address, ctx->vrf) ||
	       (config->pinholes && rfw_address_used(&config->pinholes->table.addresses,
						     to->subscriber, address, ctx->vrf));
}

static bool is_dmz(const struct rfw_context *ctx, const struct rfw_place *place, unsigned int end)
{
	return !place->subscription ||
	       rfw_opening_find_dmz(&ctx->config->openings, &ctx->packet.key, end,
				    place->subscription->subscriber);
}

/**
 * rfw_inbound_all_dmz - are those ends of a packet that are subscribers' all DMZ hosts
 * @ctx: the packet, with an end that is
 *
 * Context: under rcu_read_lock().
 */
bool rfw_inbound_all_dmz(const struct rfw_context *ctx)
{
	return is_dmz(ctx, &ctx->source, ctx->packet.source) &&
	       is_dmz(ctx, &ctx->destination, !ctx->packet.source);
}

/* What keys are negotiated by and what they protect (RFC 6092 REC-21, REC-22, REC-24, REC-26). */
static bool is_ipsec(const struct rfw_key *key, unsigned int inside)
{
	switch (rfw_key_protocol(key)) {
	case IPPROTO_AH:
	case IPPROTO_ESP:
	case PROTOCOL_HIP:
		return true;
	case IPPROTO_UDP:
		return key->port[inside] == htons(PORT_ISAKMP);
	}
	return false;
}

/*
 * Is it of a kind that a knob lets in? Of echo only requests make flows, which is for the transport
 * to see.
 */
static bool knob_lets_in(const struct rfw_inbound *inbound)
{
	if (inbound->rules->echo_in && rfw_key_protocol(inbound->key) == IPPROTO_ICMPV6)
		return true;
	return inbound->rules->ipsec_passthrough && is_ipsec(inbound->key, inbound->inside);
}

/**
 * rfw_inbound_lets_in - may what no flow speaks for come in to a subscriber
 * @inbound: what wants in; on success what lets it in
 *
 * Context: under rcu_read_lock().
 * Return: false for what the home did not ask for.
 */
bool rfw_inbound_lets_in(struct rfw_inbound *inbound)
{
	const struct rfw_subscriber *subscriber = inbound->subscription->subscriber;
	const struct rfw_config *config = inbound->config;
	const struct rfw_key *key = inbound->key;
	u8 protocol = rfw_key_protocol(key), filtering;
	unsigned int inside = inbound->inside;
	struct rfw_opening *opening;

	opening = rfw_opening_find_dmz(&config->openings, key, inside, subscriber);
	if (opening)
		return let_in(inbound, RFW_FLOW_ORIGIN_DMZ, opening);
	opening = rfw_opening_find(&config->openings, key, inside, subscriber,
				   inbound->service, inbound->now);
	if (opening)
		return let_in(inbound, RFW_FLOW_ORIGIN_FORWARD, opening);
	if (config->pinholes) {
		opening = rfw_opening_find(&config->pinholes->table, key, inside, subscriber,
					   inbound->service, inbound->now);
		if (opening)
			return let_in(inbound, RFW_FLOW_ORIGIN_PINHOLE, opening);
	}
	filtering = rfw_policy_filtering(inbound->rules, protocol);
	if (filtering != RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT &&
	    rfw_endpoint_open(inbound->table, key, inside, filtering, subscriber, inbound->now))
		return let_in(inbound, RFW_FLOW_ORIGIN_ENDPOINT, NULL);
	if (inbound->rules->transparent ||
	    rfw_policy_open_port(inbound->rules, protocol, ntohs(key->port[inside])) ||
	    knob_lets_in(inbound))
		return let_in(inbound, RFW_FLOW_ORIGIN_OPEN, NULL);
	if (rfw_mobile_tunnels(inbound->table, key, subscriber, inbound->now))
		return let_in(inbound, RFW_FLOW_ORIGIN_SIGNALLED, NULL);
	return false;
}

/**
 * rfw_inbound_still_lets_in - may a live flow that was let in stay
 * @inbound: the flow; on success what lets it in now
 * @origin: what let it in, enum rfw_flow_origin
 *
 * A flow that came in by another flow's endpoint has outlived that one: it stays while the policy
 * has such filtering at all.
 *
 * Context: under rcu_read_lock().
 */
bool rfw_inbound_still_lets_in(struct rfw_inbound *inbound, u8 origin)
{
	if (rfw_inbound_lets_in(inbound))
		return true;
	return origin == RFW_FLOW_ORIGIN_ENDPOINT &&
	       rfw_policy_filtering(inbound->rules, rfw_key_protocol(inbound->key)) !=
		       RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT &&
	       let_in(inbound, origin, NULL);
}
