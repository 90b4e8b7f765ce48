/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The short way from an IPv6 packet to its tuple, which nearly all packets take. Inline: it is a
 * good part of what an established packet costs.
 */
#ifndef _RFW_PACKET_PLAIN_H
#define _RFW_PACKET_PLAIN_H

#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>

#include "packet.h"

/**
 * rfw_packet_parse_plain - parse a packet that is TCP or UDP right behind the IPv6 header
 * @packet: filled in on success
 * @skb: see rfw_packet_parse()
 * @offset: likewise
 * @vrf: likewise
 *
 * No buffers and no walk: both headers must lie in the linear part of the packet, and nothing may
 * be wrong with them.
 *
 * Context: any.
 * Return: false for a packet that rfw_packet_parse() has to look at.
 */
static __always_inline bool rfw_packet_parse_plain(struct rfw_packet *packet,
						   const struct sk_buff *skb, unsigned int offset,
						   u32 vrf)
{
	const struct ipv6hdr *ip6 = (const struct ipv6hdr *)(skb->data + offset);
	const u8 *header = (const u8 *)(ip6 + 1);
	unsigned int at = offset + sizeof(*ip6), linear = skb_headlen(skb), length, claimed, least;
	u8 protocol;

	if (unlikely(linear < at + 8))
		return false;
	protocol = ip6->nexthdr;
	if (protocol == IPPROTO_TCP) {
		if (unlikely(linear < at + 20))
			return false;
		claimed = (header[12] >> 4) * 4;
		least = 20;
	} else if (protocol == IPPROTO_UDP) {
		/* There may be UDP options behind the datagram. */
		claimed = header[4] << 8 | header[5];
		least = 8;
	} else {
		return false;
	}
	length = ntohs(ip6->payload_len);
	if (unlikely(ip6->version != 6 || claimed < least || claimed > length ||
		     length > skb->len - at))
		return false;

	packet->kind = RFW_PACKET_FLOW;
	packet->icmp6_type = 0;
	packet->icmp6_code = 0;
	packet->authenticated = 0;
	packet->homes = 0;
	packet->protocol = protocol;
	packet->transport = at;
	packet->end = at + length;
	packet->source = rfw_key_build(&packet->key, &ip6->saddr, &ip6->daddr,
				       ((const __be16 *)header)[0], ((const __be16 *)header)[1],
				       rfw_key_zone(vrf, protocol));
	return true;
}

#endif
