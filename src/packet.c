// SPDX-License-Identifier: GPL-2.0-only
/*
 * Header walk: from an IPv6 packet to its tuple.
 *
 * The kernel's own walkers (ipv6_skip_exthdr() and relatives) know neither Shim6 nor a bound, and
 * step over a second fragment header, so what they call the transport header is not always what the
 * destination will take for it.
 */
#include "packet.h"

#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/rfw.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/ipv6.h>

#include "packet_home.h"
#include "packet_plain.h"

#define NEXTHDR_SHIM6		140
/* P bit: a payload header, not a control message (RFC 5533 5.1). */
#define SHIM6_PAYLOAD		0x80

/* Every extension header has at least this many octets, and what decides about it lies within. */
#define EXTENSION_MIN		8

/* On IPv6 even an authentication header without ICV is padded to 16 octets (RFC 4302 2.2). */
#define AH_LENGTH_MIN		2

/* Octets that are read of a transport header: TCP has the longest. */
#define TRANSPORT_MAX		20

/* Where the walk stands. */
struct walk {
	const struct sk_buff *skb;
	unsigned int at;	/* of the header that comes next, offset from skb->data */
	unsigned int end;	/* of the packet, likewise */
	u8 protocol;		/* of the header that comes next */
	bool embedded;
	bool authenticated;
};

/* The next @size octets, or NULL where the packet ends before. */
static __always_inline const u8 *peek(const struct walk *walk, unsigned int size, u8 *buffer)
{
	if (unlikely(walk->end - walk->at < size))
		return NULL;
	return skb_header_pointer(walk->skb, walk->at, size, buffer);
}

static u16 get_be16(const u8 *octets)
{
	return octets[0] << 8 | octets[1];
}

static bool is_extension(u8 protocol)
{
	switch (protocol) {
	case NEXTHDR_HOP:
	case NEXTHDR_ROUTING:
	case NEXTHDR_FRAGMENT:
	case NEXTHDR_AUTH:
	case NEXTHDR_DEST:
	case NEXTHDR_SHIM6:
		return true;
	}
	return false;
}

/*
 * Is there one fragment header already? Defragmentation takes away that of the whole packet, an
 * atomic one too; any that it has left is the second.
 */
static bool was_fragmented(const struct walk *walk)
{
	return !walk->embedded && IP6CB(walk->skb)->flags & IP6SKB_FRAGMENTED;
}

/* An embedded packet has been on its way, which uses a routing header up. */
static int read_home(const struct walk *walk, struct rfw_packet *packet, const u8 *header,
		     unsigned int size)
{
	bool route = walk->protocol == NEXTHDR_ROUTING && header[2] == IPV6_SRCRT_TYPE_2;

	if (walk->embedded || (walk->protocol != NEXTHDR_DEST && !route))
		return 0;
	return rfw_packet_read_home(packet, walk->skb, walk->at, size, walk->protocol);
}

/* Leaves @walk at the first header that is not skipped, or at the one that is refused. */
static noinline int skip_extensions(struct walk *walk, struct rfw_packet *packet)
{
	/*
	 * Defragmentation has done its work: what it leaves must be atomic. An embedded packet was
	 * never defragmented.
	 */
	u16 fragment_bits = walk->embedded ? IP6_OFFSET : IP6_OFFSET | IP6_MF;
	unsigned int start = walk->at, count, size;
	bool fragment_seen = was_fragmented(walk);
	u8 buffer[EXTENSION_MIN];
	const u8 *header;
	int reason;

	for (count = 0; is_extension(walk->protocol); count++) {
		if (count == RFW_MAX_EXTENSION_HEADERS)
			return RFW_DROP_REASON_LONG_HEADER_CHAIN;
		header = peek(walk, EXTENSION_MIN, buffer);
		if (!header)
			return RFW_DROP_REASON_MALFORMED_HEADER;

		size = (header[1] + 1) * 8;
		switch (walk->protocol) {
		case NEXTHDR_HOP:
			if (count)
				return RFW_DROP_REASON_MALFORMED_HEADER;
			break;
		case NEXTHDR_ROUTING:
			if (header[2] == IPV6_SRCRT_TYPE_0)
				return RFW_DROP_REASON_ROUTING_TYPE_0;
			break;
		case NEXTHDR_FRAGMENT:
			if (fragment_seen || get_be16(header + 2) & fragment_bits)
				return RFW_DROP_REASON_FRAGMENT;
			fragment_seen = true;
			size = EXTENSION_MIN;
			break;
		case NEXTHDR_AUTH:
			if (header[1] < AH_LENGTH_MIN)
				return RFW_DROP_REASON_MALFORMED_HEADER;
			size = (header[1] + 2) * 4;
			walk->authenticated = true;
			break;
		case NEXTHDR_SHIM6:
			if (!(header[2] & SHIM6_PAYLOAD))
				return 0;
			if (header[1])
				return RFW_DROP_REASON_MALFORMED_HEADER;
			break;
		}

		if (size > walk->end - walk->at)
			return RFW_DROP_REASON_MALFORMED_HEADER;
		if (walk->at - start + size > RFW_MAX_EXTENSION_OCTETS)
			return RFW_DROP_REASON_LONG_HEADER_CHAIN;
		reason = read_home(walk, packet, header, size);
		if (reason)
			return reason;
		walk->protocol = header[0];
		walk->at += size;
	}
	return 0;
}

/* Octets of a transport header that are looked at; 0 for a protocol that we see no ports in. */
static __always_inline unsigned int transport_size(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return TRANSPORT_MAX;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return 8;
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return 12;
	}
	return 0;
}

bool rfw_packet_has_ports(u8 protocol)
{
	return transport_size(protocol);
}

/* Do the length fields of a transport header agree with the @room octets that there are? */
static __always_inline bool transport_plausible(u8 protocol, const u8 *header, unsigned int room)
{
	unsigned int length;

	switch (protocol) {
	case IPPROTO_TCP:
		length = (header[12] >> 4) * 4;
		return length >= 20 && length <= room;
	case IPPROTO_UDP:
		/* There may be UDP options behind the datagram. */
		length = get_be16(header + 4);
		return length >= 8 && length <= room;
	case IPPROTO_UDPLITE:
		/* The field is the checksum coverage, 0 for all of the datagram. */
		length = get_be16(header + 4);
		return !length || (length >= 8 && length <= room);
	case IPPROTO_DCCP:
		/* Bit X: the sequence number takes 48 bits instead of 24. */
		length = header[4] * 4;
		return length >= (header[8] & 1 ? 16 : 12) && length <= room;
	}
	return true;
}

static noinline int read_icmp6(const struct walk *walk, struct rfw_packet *packet, __be16 *port)
{
	u8 buffer[8];
	const u8 *header = peek(walk, 4, buffer);
	u8 type;

	if (!header)
		return RFW_DROP_REASON_MALFORMED_TRANSPORT;
	type = header[0];
	packet->icmp6_type = type;
	packet->icmp6_code = header[1];

	if (type == ICMPV6_ECHO_REQUEST || type == ICMPV6_ECHO_REPLY) {
		header = peek(walk, walk->embedded ? 6 : 8, buffer);
		if (!header)
			return RFW_DROP_REASON_MALFORMED_TRANSPORT;
		memcpy(&port[0], header + 4, sizeof(port[0]));
		port[1] = port[0];
		return 0;
	}

	/* No flow is made of these, and no error may answer an error (RFC 4443 2.4 (e.1)). */
	if (walk->embedded)
		return RFW_DROP_REASON_ICMP6_ERROR;
	if (type & ICMPV6_INFOMSG_MASK) {
		packet->kind = RFW_PACKET_ICMP6_OTHER;
		return 0;
	}
	packet->kind = RFW_PACKET_ICMP6_ERROR;
	return walk->end - walk->at < 8 ? RFW_DROP_REASON_MALFORMED_TRANSPORT : 0;
}

static __always_inline int read_transport(const struct walk *walk, struct rfw_packet *packet,
					  __be16 *port)
{
	unsigned int size = transport_size(walk->protocol);
	u8 buffer[TRANSPORT_MAX];
	const u8 *header;

	if (!size)
		return walk->protocol == IPPROTO_ICMPV6 ? read_icmp6(walk, packet, port) : 0;

	if (walk->embedded)
		size = 2 * sizeof(*port);
	header = peek(walk, size, buffer);
	if (unlikely(!header))
		return RFW_DROP_REASON_MALFORMED_TRANSPORT;
	memcpy(port, header, 2 * sizeof(*port));
	if (walk->embedded ||
	    likely(transport_plausible(walk->protocol, header, walk->end - walk->at)))
		return 0;
	return RFW_DROP_REASON_MALFORMED_TRANSPORT;
}

/* The stack has trimmed the packet before; an embedded one may be cut short. */
static __always_inline int find_end(struct walk *walk, const struct ipv6hdr *ip6)
{
	unsigned int length = ntohs(ip6->payload_len);

	walk->end = walk->skb->len;
	if (walk->embedded)
		return 0;

	if (likely(length)) {
		if (unlikely(length > walk->end - walk->at))
			return RFW_DROP_REASON_MALFORMED_HEADER;
		walk->end = walk->at + length;
	} else if (!skb_is_gso(walk->skb)) {
		/*
		 * A GSO packet is BIG TCP, which fits no 16 bits. In any other, nothing counts: a
		 * jumbogram is refused for lack of its hop-by-hop options.
		 */
		walk->end = walk->at;
	}
	return 0;
}

static __always_inline int parse(struct rfw_packet *packet, const struct sk_buff *skb,
				 unsigned int offset, u32 vrf, bool embedded)
{
	struct walk walk = {
		.skb = skb,
		.at = offset + sizeof(struct ipv6hdr),
		.embedded = embedded,
	};
	__be16 port[2] = { 0, 0 };
	const struct ipv6hdr *ip6;
	struct ipv6hdr buffer;
	int reason;

	packet->kind = RFW_PACKET_FLOW;
	packet->icmp6_type = 0;
	packet->icmp6_code = 0;
	packet->homes = 0;

	ip6 = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (unlikely(!ip6)) {
		memset(packet, 0, sizeof(*packet));
		return RFW_DROP_REASON_MALFORMED_HEADER;
	}

	walk.protocol = ip6->nexthdr;
	reason = find_end(&walk, ip6);
	if (unlikely(ip6->version != 6))
		reason = RFW_DROP_REASON_MALFORMED_HEADER;
	if (likely(!reason) && unlikely(is_extension(walk.protocol)))
		reason = skip_extensions(&walk, packet);
	if (likely(!reason))
		reason = read_transport(&walk, packet, port);

	packet->authenticated = walk.authenticated;
	packet->protocol = walk.protocol;
	packet->transport = walk.at;
	packet->end = walk.end;
	packet->source = rfw_key_build(&packet->key, &ip6->saddr, &ip6->daddr, port[0], port[1],
				       rfw_key_zone(vrf, walk.protocol));
	return reason;
}

static noinline int parse_any(struct rfw_packet *packet, const struct sk_buff *skb,
			      unsigned int offset, u32 vrf)
{
	return parse(packet, skb, offset, vrf, false);
}

int rfw_packet_parse(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int offset,
		     u32 vrf)
{
	if (likely(rfw_packet_parse_plain(packet, skb, offset, vrf)))
		return 0;
	return parse_any(packet, skb, offset, vrf);
}

int rfw_packet_parse_embedded(struct rfw_packet *packet, const struct sk_buff *skb,
			      unsigned int offset, u32 vrf)
{
	/* Whatever is wrong with the packet that an error is about, the error is worth nothing. */
	return parse(packet, skb, offset, vrf, true) ? RFW_DROP_REASON_ICMP6_ERROR : 0;
}

void rfw_packet_opaque(struct rfw_packet *packet, u32 vrf)
{
	struct in6_addr source = packet->key.addr[packet->source];
	struct in6_addr destination = packet->key.addr[!packet->source];

	packet->kind = RFW_PACKET_FLOW;
	packet->authenticated = 0;
	packet->protocol = IPPROTO_AH;
	packet->source = rfw_key_build(&packet->key, &source, &destination, 0, 0,
				       rfw_key_zone(vrf, IPPROTO_AH));
}
