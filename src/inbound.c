// SPDX-License-Identifier: GPL-2.0-only
/*
 * What opens the firewall from outside, in order.
 */
#include <linux/icmpv6.h>
#include <linux/in.h>

#include "inbound.h"
#include "policy.h"
#include "subscriber.h"

#define PROTOCOL_HIP	139	/* RFC 7401 */
#define PORT_ISAKMP	500

/**
 * rfw_inbound_judge - may a packet that no flow speaks for come in to its destination's subscriber
 * @ctx: the packet; its destination is a subscriber's
 * @origin: what lets it in, enum rfw_flow_origin
 *
 * Address-and-port-dependent filtering and nothing opened: what the home did not ask for stays out.
 *
 * Context: under rcu_read_lock().
 * Return: 0 or enum rfw_drop_reason.
 */
u8 rfw_inbound_judge(const struct rfw_context *ctx, u8 *origin)
{
	const struct rfw_policy *policy = rcu_dereference(ctx->destination.subscription->policy);

	if (rfw_inbound_knobs(ctx, rcu_dereference(policy->rules))) {
		*origin = RFW_FLOW_ORIGIN_OPEN;
		return RFW_DROP_REASON_NONE;
	}
	return RFW_DROP_REASON_UNSOLICITED;
}

/* What keys are negotiated by and what they protect (RFC 6092 REC-21, REC-22, REC-24, REC-26). */
static bool is_ipsec(const struct rfw_packet *packet)
{
	switch (packet->protocol) {
	case IPPROTO_AH:
	case IPPROTO_ESP:
	case PROTOCOL_HIP:
		return true;
	case IPPROTO_UDP:
		return packet->key.port[!packet->source] == htons(PORT_ISAKMP);
	}
	return false;
}

/**
 * rfw_inbound_knobs - is a packet of a kind that a knob lets in
 * @ctx: the packet
 * @rules: of its destination's policy
 *
 * Context: any.
 */
bool rfw_inbound_knobs(const struct rfw_context *ctx, const struct rfw_policy_rules *rules)
{
	const struct rfw_packet *packet = &ctx->packet;

	if (rules->echo_in && packet->protocol == IPPROTO_ICMPV6 &&
	    packet->icmp6_type == ICMPV6_ECHO_REQUEST)
		return true;
	return rules->ipsec_passthrough && is_ipsec(packet);
}
