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

/**
 * struct rfw_sip_cursor - what is left of a text to be read
 * @data: the message
 * @at: offset of the next octet, @end at most
 * @end: offset behind the last one
 */
struct rfw_sip_cursor {
	const u8 *data;
	u32 at;
	u32 end;
};

static inline bool rfw_sip_is_digit(u8 octet)
{
	return octet >= '0' && octet <= '9';
}

static inline bool rfw_sip_is_alpha(u8 octet)
{
	return (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
}

/* White space, and within a header field the line ends that fold it: LWS of RFC 3261 25.1. */
static inline bool rfw_sip_is_space(u8 octet)
{
	return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/**
 * rfw_sip_is_token - may an octet stand in a token? (RFC 3261 25.1)
 * @octet: any
 *
 * Return: true if it may.
 */
bool rfw_sip_is_token(u8 octet);

/**
 * rfw_sip_is_word - is a text a certain word, upper or lower case?
 * @text: any
 * @length: octets of @text
 * @word: in lower case
 *
 * Return: true if it is.
 */
bool rfw_sip_is_word(const u8 *text, u32 length, const char *word);

/**
 * rfw_sip_number_read - read a decimal number
 * @text: nothing but digits, one at least
 * @length: octets of @text
 * @number: on success; U32_MAX if it is larger
 *
 * Return: false if it is none.
 */
bool rfw_sip_number_read(const u8 *text, u32 length, u32 *number);

/**
 * rfw_sip_port_read - read a port (B-AL-05)
 * @text: nothing but digits, one at least
 * @length: octets of @text
 * @port: on success, 0..65535
 *
 * Return: false if it is none.
 */
bool rfw_sip_port_read(const u8 *text, u32 length, u16 *port);

/**
 * rfw_sip_address_read - read an IPv6 address (RFC 4291 2.2)
 * @address: filled in, never with RFW_SIP_ADDRESS_NONE
 * @text: without brackets
 * @length: octets of @text
 *
 * Three colons before an IPv4 part, which the grammar of RFC 3261 asks for by mistake, are two
 * (RFC 5118 4.10).
 */
void rfw_sip_address_read(struct rfw_sip_address *address, const u8 *text, u32 length);

/**
 * rfw_sip_line_end - where a line ends
 * @data: text
 * @at: where it begins
 * @end: of the text
 *
 * Return: offset of the next LF, or @end.
 */
u32 rfw_sip_line_end(const u8 *data, u32 at, u32 end);

/**
 * rfw_sip_trim - take white space off both ends of a text
 * @data: text
 * @at: where it begins
 * @end: where it ends
 *
 * Return: what is left.
 */
struct rfw_sip_span rfw_sip_trim(const u8 *data, u32 at, u32 end);

/**
 * struct rfw_sip_field - a header field
 * @name: of nothing but token octets; empty if the line is no header field
 * @value: without white space at its ends, perhaps folded; may be empty
 */
struct rfw_sip_field {
	struct rfw_sip_span name;
	struct rfw_sip_span value;
};

/**
 * rfw_sip_field_next - read the next of some header fields
 * @field: filled in
 * @cursor: at the start of a line; moved behind the field with its continuations, or behind the
 *	empty line
 *
 * Return: false at an empty line, and at the end.
 */
bool rfw_sip_field_next(struct rfw_sip_field *field, struct rfw_sip_cursor *cursor);

#endif
