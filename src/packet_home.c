// SPDX-License-Identifier: GPL-2.0-only
/*
 * Home addresses of mobile hosts (RFC 6275): that of the source in a destination option, that of
 * the destination in a routing header of type 2.
 */
#include <linux/in6.h>
#include <linux/rfw.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/ipv6.h>

#include "packet_home.h"

#define OPTION_PAD1	0
#define OPTION_HOME	0xc9

/* Of a routing header of type 2 (RFC 6275 6.4.1): two units of 8 octets, the address in the end. */
#define ROUTING_LENGTH	2
#define ROUTING_LEFT	1
#define ROUTING_ADDRESS	8

/* Octets that are read at once: more Pad1 than that cost another look. */
#define CHUNK		16

/* Could a host live there (RFC 6275 6.4.2, 9.3.1)? */
static bool is_home(const struct in6_addr *address)
{
	static const u8 zero[10];

	return address->s6_addr[0] != 0xff &&
	       !(address->s6_addr[0] == 0xfe && (address->s6_addr[1] & 0xc0) == 0x80) &&
	       memcmp(address, zero, sizeof(zero));
}

static int read_address(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int at,
			unsigned int end)
{
	struct in6_addr address;

	/* There is one at most, of either end; an option may stand anywhere. */
	if (packet->homes & BIT(end) || skb_copy_bits(skb, at, &address, sizeof(address)) ||
	    !is_home(&address))
		return RFW_DROP_REASON_MALFORMED_HEADER;
	packet->homes |= BIT(end);
	packet->home[end] = address;
	return 0;
}

/*
 * Destination options between @at and @end. What is no option is none for who reads them either,
 * so the search ends there.
 */
static int read_options(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int at,
			unsigned int end)
{
	unsigned int looks, room, size, pad;
	const u8 *option;
	u8 buffer[CHUNK];

	for (looks = 0; end - at >= 2; looks++) {
		if (looks == RFW_MAX_OPTIONS)
			return RFW_DROP_REASON_LONG_HEADER_CHAIN;
		room = min_t(unsigned int, end - at, CHUNK);
		option = skb_header_pointer(skb, at, room, buffer);
		if (!option)
			return RFW_DROP_REASON_MALFORMED_HEADER;
		for (pad = 0; pad < room && option[pad] == OPTION_PAD1; pad++)
			;
		at += pad;
		if (pad)
			continue;
		size = 2 + option[1];
		if (size > end - at)
			return 0;
		if (option[0] == OPTION_HOME &&
		    (option[1] != sizeof(struct in6_addr) ||
		     read_address(packet, skb, at + 2, RFW_HOME_OF_SOURCE)))
			return RFW_DROP_REASON_MALFORMED_HEADER;
		at += size;
	}
	return 0;
}

/**
 * rfw_packet_read_home - read what an extension header says of home addresses
 * @packet: from the header walk; gets a home address
 * @skb: the packet
 * @at: offset from skb->data of the header, octets
 * @size: of the header, all of which is there
 * @protocol: its number: NEXTHDR_DEST, or NEXTHDR_ROUTING of type 2
 *
 * Bounded by RFW_MAX_OPTIONS looks at options.
 *
 * Context: any; reads the packet with skb_header_pointer() and skb_copy_bits() only.
 * Return: 0, or the enum rfw_drop_reason the packet is dropped for.
 */
int rfw_packet_read_home(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int at,
			 unsigned int size, u8 protocol)
{
	u8 buffer[ROUTING_ADDRESS];
	const u8 *header;

	if (protocol == NEXTHDR_DEST)
		return read_options(packet, skb, at + 2, at + size);
	header = skb_header_pointer(skb, at, sizeof(buffer), buffer);
	if (!header || header[1] != ROUTING_LENGTH || header[3] != ROUTING_LEFT)
		return RFW_DROP_REASON_MALFORMED_HEADER;
	return read_address(packet, skb, at + ROUTING_ADDRESS, RFW_HOME_OF_DESTINATION);
}
