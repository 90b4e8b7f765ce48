/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What SIP and SDP have in common: pieces of text, numbers, addresses. Pure: works on octets, and
 * keeps nothing.
 */
#ifndef _RFW_SIP_TEXT_H
#define _RFW_SIP_TEXT_H

#include <linux/in6.h>
#include <linux/types.h>

/**
 * struct rfw_sip_span - a piece of a message
 * @at: offset of its first octet from the start of the message
 * @length: octets; 0 if it is not there, and @at means nothing then
 */
struct rfw_sip_span {
	u32 at;
	u32 length;
};

/**
 * enum rfw_sip_address_kind - what is written where an address may be
 * @RFW_SIP_ADDRESS_NONE: nothing
 * @RFW_SIP_ADDRESS_UNICAST: an IPv6 unicast address
 * @RFW_SIP_ADDRESS_UNUSABLE: anything else, which nothing may be opened for: IPv4, a name, an IPv6
 *	address with a zone, and ::, ::1, IPv4-mapped and IPv4-compatible, link-local and multicast
 *	addresses
 */
enum rfw_sip_address_kind {
	RFW_SIP_ADDRESS_NONE,
	RFW_SIP_ADDRESS_UNICAST,
	RFW_SIP_ADDRESS_UNUSABLE,
};

/**
 * struct rfw_sip_address - an address, as far as it is of use
 * @address: of RFW_SIP_ADDRESS_UNICAST, else ::
 * @kind: enum rfw_sip_address_kind
 */
struct rfw_sip_address {
	struct in6_addr address;
	u8 kind;
};

#endif
