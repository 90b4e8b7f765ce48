// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is looked at behind the ports of a transport header, for the few packets of which it is
 * asked.
 */
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "packet.h"

/* Common header and the fixed part of the chunk (RFC 9260 3.1, 3.3.2). */
#define SCTP_HEADER	12
#define SCTP_INIT	1
#define SCTP_INIT_MIN	20

/* Generic header with bit X, and the service code behind it (RFC 4340 5.1, 5.2). */
#define DCCP_REQUEST_MIN	20
#define DCCP_TYPE_AND_X		0x1f
#define DCCP_REQUEST_WITH_X	0x01

static u16 get_be16(const u8 *octets)
{
	return octets[0] << 8 | octets[1];
}

/* The first @size octets of the transport header, or NULL where the packet ends before. */
static const u8 *peek(const struct rfw_packet *packet, const struct sk_buff *skb, unsigned int size,
		      u8 *buffer)
{
	if (packet->end - packet->transport < size)
		return NULL;
	return skb_header_pointer(skb, packet->transport, size, buffer);
}

/**
 * rfw_packet_is_init - does an SCTP packet ask for an association
 * @packet: from the header walk; its protocol is SCTP
 * @skb: the packet
 *
 * An INIT is alone in its packet, and its packet has the verification tag 0 (RFC 9260 8.5.1); what
 * has either otherwise is none that a host would answer.
 *
 * Context: any; reads the packet with skb_header_pointer() only.
 */
bool rfw_packet_is_init(const struct rfw_packet *packet, const struct sk_buff *skb)
{
	unsigned int room = packet->end - packet->transport - SCTP_HEADER, length;
	u8 buffer[SCTP_HEADER + SCTP_INIT_MIN];
	const u8 *header = peek(packet, skb, sizeof(buffer), buffer), *chunk;

	if (!header)
		return false;
	chunk = header + SCTP_HEADER;
	length = get_be16(chunk + 2);
	return !(header[4] | header[5] | header[6] | header[7]) && chunk[0] == SCTP_INIT &&
	       length >= SCTP_INIT_MIN && length <= room && room <= ALIGN(length, 4);
}

/**
 * rfw_packet_service - the service that a DCCP packet asks for
 * @packet: from the header walk; its protocol is DCCP
 * @skb: the packet
 *
 * Context: any; reads the packet with skb_header_pointer() only.
 * Return: service code of a Request; of any other packet RFW_SERVICE_NONE.
 */
__be32 rfw_packet_service(const struct rfw_packet *packet, const struct sk_buff *skb)
{
	u8 buffer[DCCP_REQUEST_MIN];
	const u8 *header = peek(packet, skb, sizeof(buffer), buffer);
	__be32 service;

	if (!header || header[4] * 4 < DCCP_REQUEST_MIN ||
	    (header[8] & DCCP_TYPE_AND_X) != DCCP_REQUEST_WITH_X)
		return RFW_SERVICE_NONE;
	memcpy(&service, header + 16, sizeof(service));
	return service;
}
