// SPDX-License-Identifier: GPL-2.0-only
/*
 * Home addresses, in a packet of any length.
 */
#define PROVE_LOOK_MAX	16
#include <prove.h>

#include "packet_home.c"

/* Octets of a header of options, which is behind the IPv6 header. */
#define OPTIONS_MAX	12

static void check(unsigned int at, unsigned int size, u8 protocol, const unsigned int *end)
{
	struct sk_buff skb = { .len = nondet_u32(), .end = end };
	struct rfw_packet packet;
	int drop;

	packet.homes = nondet_u8() & 3;
	suppose(skb.len <= S32_MAX && skb.len >= at + size);
	drop = rfw_packet_read_home(&packet, &skb, at, size, protocol);
	insist(packet.homes < 4);
	insist(!drop || drop == RFW_DROP_REASON_MALFORMED_HEADER ||
	       drop == RFW_DROP_REASON_LONG_HEADER_CHAIN);
}

void options(void)
{
	unsigned int at = 40, size = nondet_u32(), end = at + size;

	suppose(size >= 8 && size <= OPTIONS_MAX);
	check(at, size, NEXTHDR_DEST, &end);
}

/* It is read anew, and nothing here says that it has the same length as when the walk saw it. */
void route(void)
{
	unsigned int at = nondet_u32();

	suppose(at <= 1 << 20);
	check(at, 8, NEXTHDR_ROUTING, NULL);
}
