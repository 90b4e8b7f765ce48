// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMPv6 that has no flow of its own (RFC 4890): errors belong to the flow of the packet that they
 * carry.
 */
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>

#include "classify.h"
#include "flow.h"
#include "icmp6.h"
#include "inbound.h"
#include "policy.h"
#include "subscriber.h"
#include "transport.h"

#define ICMPV6_HAAD_REQUEST	144
#define ICMPV6_MOBILE_PREFIX	147

/* Packet Too Big must not ask for less than any link has (RFC 8201 4). */
static bool mtu_ok(const struct rfw_context *ctx)
{
	__be32 buffer, *mtu;

	mtu = skb_header_pointer(ctx->skb,
				 ctx->packet.transport + offsetof(struct icmp6hdr, icmp6_mtu),
				 sizeof(buffer), &buffer);
	return mtu && ntohl(*mtu) >= IPV6_MIN_MTU;
}

/**
 * rfw_icmp6_flow - the live flow that the packet in an ICMPv6 error belongs to
 * @ctx: the error
 *
 * Context: under rcu_read_lock().
 * Return: the flow, or NULL where there is none or the error is not addressed to who sent that
 * packet.
 */
struct rfw_flow *rfw_icmp6_flow(struct rfw_context *ctx)
{
	struct rfw_packet embedded;
	struct rfw_flow *flow;

	if (rfw_packet_parse_embedded(&embedded, ctx->skb,
				      ctx->packet.transport + sizeof(struct icmp6hdr), ctx->vrf))
		return NULL;
	if (!ipv6_addr_equal(&embedded.key.addr[embedded.source], rfw_context_destination(ctx)))
		return NULL;
	flow = rfw_flow_find(ctx->table, &embedded.key, ctx->now);
	if (!flow && embedded.authenticated) {
		rfw_packet_opaque(&embedded, ctx->vrf);
		flow = rfw_flow_find(ctx->table, &embedded.key, ctx->now);
	}
	if (flow && embedded.protocol == IPPROTO_ICMPV6 &&
	    !rfw_transport_echo_ok(&embedded, READ_ONCE(flow->word)))
		return NULL;
	return flow;
}

/**
 * rfw_icmp6_error - judge an ICMPv6 error
 * @ctx: the packet
 *
 * It never makes, refreshes or ends a flow (RFC 6092 REC-19, REC-37, RFC 5508 REQ-6).
 *
 * Context: under rcu_read_lock().
 */
enum rfw_verdict rfw_icmp6_error(struct rfw_context *ctx)
{
	enum rfw_verdict verdict = rfw_classify(ctx);
	const struct rfw_policy *policy;
	struct rfw_flow *flow;

	if (verdict != RFW_VERDICT_ACCEPT)
		return verdict;
	if (ctx->packet.icmp6_type == ICMPV6_PKT_TOOBIG && !mtu_ok(ctx))
		return rfw_drop(ctx, RFW_DROP_REASON_ICMP6_MTU);
	flow = rfw_icmp6_flow(ctx);
	if (!flow && rfw_inbound_all_dmz(ctx))
		return RFW_VERDICT_ACCEPT;
	if (!flow)
		return rfw_drop(ctx, RFW_DROP_REASON_ICMP6_ERROR);
	policy = rcu_dereference(flow->subscriber->policy);
	if ((!ctx->packet.icmp6_type || ctx->packet.icmp6_type > ICMPV6_PARAMPROB) &&
	    !rcu_dereference(policy->rules)->icmp6_unallocated_errors)
		return rfw_drop(ctx, RFW_DROP_REASON_ICMP6_TYPE);
	if (!rfw_context_checksum_ok(ctx))
		return rfw_drop(ctx, RFW_DROP_REASON_BAD_CHECKSUM);
	return RFW_VERDICT_ACCEPT;
}

static bool allows_mobility(const struct rfw_subscription *subscription)
{
	return !subscription ||
	       rcu_dereference(rcu_dereference(subscription->policy)->rules)->icmp6_mobility;
}

/**
 * rfw_icmp6_other - judge an ICMPv6 message that is neither an error nor echo
 * @ctx: the packet
 *
 * Context: under rcu_read_lock().
 */
enum rfw_verdict rfw_icmp6_other(struct rfw_context *ctx)
{
	enum rfw_verdict verdict = rfw_classify(ctx);
	u8 type = ctx->packet.icmp6_type;

	if (verdict != RFW_VERDICT_ACCEPT)
		return verdict;
	if (!rfw_inbound_host_known(ctx))
		return rfw_drop(ctx, RFW_DROP_REASON_UNKNOWN_HOST);
	if (type >= ICMPV6_HAAD_REQUEST && type <= ICMPV6_MOBILE_PREFIX &&
	    allows_mobility(ctx->source.subscription) &&
	    allows_mobility(ctx->destination.subscription))
		return RFW_VERDICT_ACCEPT;
	if (rfw_inbound_all_dmz(ctx))
		return RFW_VERDICT_ACCEPT;
	return rfw_drop(ctx, RFW_DROP_REASON_ICMP6_TYPE);
}
