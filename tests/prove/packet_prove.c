// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header walk, of packets of any length. What reads home addresses has a proof of its own, and
 * may say anything here.
 */
#include <prove.h>

#include "packet.c"

/* The longest packet: BIG TCP has some 500 KiB. */
#define LENGTH_MAX	(1U << 20)
/* Of the IPv6 header: behind a link layer header, or inside of an ICMPv6 error. */
#define OFFSET_MAX	2048

int rfw_packet_read_home(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int at,
			 unsigned int size, u8 protocol)
{
	insist(protocol == NEXTHDR_DEST || protocol == NEXTHDR_ROUTING);
	insist(size >= EXTENSION_MIN && size <= RFW_MAX_EXTENSION_OCTETS);
	insist(at < skb->len && size <= skb->len - at);
	packet->homes |= nondet_u8() & (BIT(RFW_HOME_OF_SOURCE) | BIT(RFW_HOME_OF_DESTINATION));
	return nondet_bool() ? 0 : RFW_DROP_REASON_MALFORMED_HEADER;
}

static void insist_found(const struct rfw_packet *packet, unsigned int end)
{
	insist(packet->transport <= packet->end && packet->end <= end);
	insist(packet->kind <= RFW_PACKET_ICMP6_OTHER && packet->source <= 1 && packet->homes < 4);
}

/*
 * rfw_packet_parse() is plain(), and if that says no find(), extensions() and transport(), one
 * after the other.
 */
void plain(void)
{
	unsigned int offset = nondet_u32();
	struct rfw_packet packet;
	struct sk_buff skb = {};

	skb.len = nondet_u32();
	skb.data_len = nondet_u32();
	suppose(skb.len <= LENGTH_MAX && skb.data_len <= skb.len && skb_headlen(&skb) <= 128);
	/* the kernel has looked at the IPv6 header before, which is behind that of the link */
	suppose(skb_headlen(&skb) >= offset + sizeof(struct ipv6hdr) && offset <= 16);
	skb.data = malloc(skb_headlen(&skb));
	if (rfw_packet_parse_plain(&packet, &skb, offset, nondet_u32())) {
		insist(packet.transport >= offset + sizeof(struct ipv6hdr));
		insist_found(&packet, skb.len);
	}
}

void find(void)
{
	struct sk_buff skb = { .len = nondet_u32(), .gso = nondet_bool() };
	struct walk walk = { .skb = &skb, .at = nondet_u32() };
	struct ipv6hdr ip6;

	suppose(walk.at <= skb.len && skb.len <= LENGTH_MAX);
	if (!find_end(&walk, &ip6))
		insist(walk.at <= walk.end && walk.end <= skb.len);
}

/* What find_end() leaves. */
static void begin(struct walk *walk, struct sk_buff *skb)
{
	walk->skb = skb;
	walk->at = nondet_u32();
	walk->end = nondet_u32();
	walk->protocol = nondet_u8();
	walk->embedded = nondet_bool();
	skb->len = nondet_u32();
	skb->end = &walk->end;
	suppose(walk->at <= OFFSET_MAX && walk->at <= walk->end);
	suppose(walk->end <= skb->len && skb->len <= LENGTH_MAX);
}

void extensions(void)
{
	struct rfw_packet packet = { .homes = 0 };
	unsigned int at, end;
	struct sk_buff skb;
	struct walk walk;

	begin(&walk, &skb);
	at = walk.at;
	end = walk.end;
	if (skip_extensions(&walk, &packet))
		return;
	insist(walk.end == end && walk.at >= at && walk.at <= end);
	insist(walk.at - at <= RFW_MAX_EXTENSION_OCTETS);
	insist(!is_extension(walk.protocol) || walk.protocol == NEXTHDR_SHIM6);
	insist(!walk.embedded || !packet.homes);
}

void transport(void)
{
	struct rfw_packet packet = { .kind = RFW_PACKET_FLOW };
	unsigned int at, end;
	struct sk_buff skb;
	struct walk walk;
	__be16 port[2];

	begin(&walk, &skb);
	at = walk.at;
	end = walk.end;
	if (read_transport(&walk, &packet, port))
		return;
	insist(walk.at == at && walk.end == end);
	insist(packet.kind <= RFW_PACKET_ICMP6_OTHER);
	insist(end - at >= (walk.embedded ? 4 : 8) || !transport_size(walk.protocol));
}

void embedded(void)
{
	struct sk_buff skb = { .len = nondet_u32() };
	unsigned int offset = nondet_u32();
	struct rfw_packet packet;

	suppose(skb.len <= LENGTH_MAX && offset <= OFFSET_MAX && offset <= skb.len);
	if (rfw_packet_parse_embedded(&packet, &skb, offset, nondet_u32()))
		return;
	insist_found(&packet, skb.len);
	insist(packet.transport >= offset + sizeof(struct ipv6hdr));
	insist(packet.kind == RFW_PACKET_FLOW && !packet.homes);
}
