// SPDX-License-Identifier: GPL-2.0-only
/*
 * What opens the firewall from outside, in order.
 */
#include "inbound.h"

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
	return RFW_DROP_REASON_UNSOLICITED;
}
