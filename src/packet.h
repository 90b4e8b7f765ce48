/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Header walk: from an IPv6 packet to its tuple. Pure: no globals, no namespace, never writes to
 * the packet.
 */
#ifndef _RFW_PACKET_H
#define _RFW_PACKET_H

#include "key.h"

struct sk_buff;

/* Bounds of the header walk: extension headers, and octets of extension headers. */
#define RFW_MAX_EXTENSION_HEADERS	8
#define RFW_MAX_EXTENSION_OCTETS	1024
/* Looks at the options of one header: at each option, and at up to 16 Pad1. */
#define RFW_MAX_OPTIONS			64

/* Indices of &rfw_packet.home. */
#define RFW_HOME_OF_SOURCE	0
#define RFW_HOME_OF_DESTINATION	1

/**
 * enum rfw_packet_kind - what the walk ended at
 * @RFW_PACKET_FLOW: a packet that has a tuple of its own
 * @RFW_PACKET_ICMP6_ERROR: an ICMPv6 error (type 0..127), judged by the packet that it carries
 * @RFW_PACKET_ICMP6_OTHER: any other ICMPv6 message but echo
 */
enum rfw_packet_kind {
	RFW_PACKET_FLOW,
	RFW_PACKET_ICMP6_ERROR,
	RFW_PACKET_ICMP6_OTHER,
};

/**
 * struct rfw_packet - what the header walk found
 * @key: tuple; valid for RFW_PACKET_FLOW. For the other kinds only addresses and zone are set.
 * @kind: enum rfw_packet_kind
 * @icmp6_type: ICMPv6 type where @protocol is ICMPv6
 * @icmp6_code: ICMPv6 code likewise
 * @authenticated: the walk has skipped an authentication header
 * @homes: bit RFW_HOME_OF_*: the packet says so of @home
 * @source: 0 or 1, the index in @key of the packet's source
 * @protocol: protocol number that the walk stopped at; 140 for a Shim6 control message
 * @transport: offset from skb->data of the header that the walk stopped at, octets
 * @end: offset from skb->data of the end of the packet, octets
 * @home: home addresses of source and destination, where @homes says so: of a home address option,
 *	and of a routing header of type 2 (RFC 6275)
 */
struct rfw_packet {
	struct rfw_key key;
	u8 kind;
	u8 icmp6_type;
	u8 icmp6_code;
	u8 authenticated : 1;
	u8 homes : 7;
	u8 source;
	u8 protocol;
	u16 transport;
	u32 end;
	struct in6_addr home[2];
};

/**
 * rfw_packet_parse - walk the header chain of a packet that is being forwarded
 * @packet: filled in; on a drop the key has whatever could be read, all zero where not even the
 * IPv6 header could
 * @skb: the packet, its IPv6 header at @offset
 * @offset: offset from skb->data of the IPv6 header, octets
 * @vrf: VRF of the packet, see rfw_key_zone()
 *
 * Bounded by RFW_MAX_EXTENSION_HEADERS and RFW_MAX_EXTENSION_OCTETS. The transport header of TCP,
 * UDP, UDP-Lite, SCTP, DCCP and ICMPv6 is checked to be whole and to have a plausible length field.
 * Hop-by-hop options count only directly behind the IPv6 header (RFC 8200 4.1), a second fragment
 * header is refused (RFC 8200 4.1), whether the first is still there or defragmentation has taken
 * it away (the IPv6 control block of @skb says so), routing type 0 is refused (RFC 5095), and so is
 * a fragment that is not atomic. A home address option and a routing header of type 2 must be those
 * that RFC 6275 knows, one of each at most. The packet ends where its payload length says; a length
 * of 0 behind which there are hop-by-hop options is a jumbogram and refused, but for BIG TCP.
 *
 * Context: any; reads the packet with skb_header_pointer() and skb_copy_bits() only.
 * Return: 0, or the enum rfw_drop_reason the packet is dropped for.
 */
int rfw_packet_parse(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int offset,
		     u32 vrf);

/**
 * rfw_packet_parse_embedded - walk the packet that an ICMPv6 error carries
 * @packet: filled in with the tuple of the embedded packet
 * @skb: the ICMPv6 error
 * @offset: offset from skb->data of the embedded IPv6 header, octets
 * @vrf: VRF of the error
 *
 * As rfw_packet_parse(), but the embedded packet may be cut short anywhere behind its ports or echo
 * identifier, may be a first fragment, and its length fields and checksums are not looked at (RFC
 * 5508 REQ-3, RFC 4443 2.4). What has no tuple of a flow is refused: a later fragment, a header
 * that is cut off, an ICMPv6 error, an ICMPv6 message that is not an echo.
 *
 * Context: any; reads the packet with skb_header_pointer() only.
 * Return: 0 with @packet->kind RFW_PACKET_FLOW, or RFW_DROP_REASON_ICMP6_ERROR.
 */
int rfw_packet_parse_embedded(struct rfw_packet *packet, const struct sk_buff *skb,
			      unsigned int offset, u32 vrf);

/**
 * rfw_packet_has_ports - are flows of a protocol told apart by ports
 * @protocol: IP protocol number
 *
 * Return: true where ports are read from its header; not for ICMPv6, whose echo identifiers are
 * kept in their place.
 */
bool rfw_packet_has_ports(u8 protocol);

/**
 * rfw_packet_opaque - take a packet for one of the protocol of its authentication header
 * @packet: from the header walk, authenticated
 * @vrf: VRF of the packet
 *
 * Its tuple is then addresses and protocol alone, as that of ESP is.
 */
void rfw_packet_opaque(struct rfw_packet *packet, u32 vrf);

/* packet_peek.c */
/* No service has this code (RFC 4340 8.1.2). */
#define RFW_SERVICE_NONE	htonl(U32_MAX)

__be32 rfw_packet_service(const struct rfw_packet *packet, const struct sk_buff *skb);
bool rfw_packet_is_init(const struct rfw_packet *packet, const struct sk_buff *skb);

#endif
