// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is looked at behind the ports, in a packet of any length that the walk has let pass.
 */
#include <prove.h>

#include "packet_peek.c"

static void make(struct rfw_packet *packet, struct sk_buff *skb)
{
	skb->len = nondet_u32();
	skb->end = &packet->end;
	packet->transport = nondet_u16();
	packet->end = nondet_u32();
	suppose(skb->len <= S32_MAX && packet->end <= skb->len);
	suppose(packet->transport <= packet->end);
}

void is_init(void)
{
	struct rfw_packet packet;
	struct sk_buff skb;

	make(&packet, &skb);
	if (rfw_packet_is_init(&packet, &skb))
		insist(packet.end - packet.transport >= SCTP_HEADER + SCTP_INIT_MIN);
}

void service(void)
{
	struct rfw_packet packet;
	struct sk_buff skb;

	make(&packet, &skb);
	if (rfw_packet_service(&packet, &skb) != RFW_SERVICE_NONE)
		insist(packet.end - packet.transport >= DCCP_REQUEST_MIN);
}
