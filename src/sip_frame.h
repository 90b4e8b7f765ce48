/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a SIP message begins and ends (RFC 3261 7, 18.3). Anchored: what does not begin with a
 * start line is not SIP, and nothing is looked for further on. Pure: works on octets, and what it
 * has to remember is the caller's.
 *
 * The header section is held to the letter, since two who read it differently see two messages:
 * lines end with CRLF, a lone CR or LF or a NUL is not SIP, and neither is a line that is neither a
 * header field nor the continuation of one.
 */
#ifndef _RFW_SIP_FRAME_H
#define _RFW_SIP_FRAME_H

#include <linux/types.h>

/* The most that is SIP: octets up to and with the empty line, header fields, octets of the body. */
#define RFW_SIP_MAX_HEADER	16384
#define RFW_SIP_MAX_FIELDS	256
#define RFW_SIP_MAX_BODY	49152

/* Octets of a whole message. */
#define RFW_SIP_MAX_MESSAGE	(RFW_SIP_MAX_HEADER + RFW_SIP_MAX_BODY)

/**
 * enum rfw_sip_framing - what octets are
 * @RFW_SIP_MORE: the beginning of a message, or nothing; more octets are needed. Streams only
 * @RFW_SIP_MESSAGE: a whole message
 * @RFW_SIP_KEEPALIVE: line ends alone, or nothing. Datagrams only
 * @RFW_SIP_NOT_SIP: nothing of the kind. A stream will not become SIP any more (A1, A11): where a
 *	next message would begin is not known
 * @RFW_SIP_TOO_LONG: begins like a message, but has a header section, a body or a number of fields
 *	beyond the most that is read. For good on a stream, like RFW_SIP_NOT_SIP
 */
enum rfw_sip_framing {
	RFW_SIP_MORE,
	RFW_SIP_MESSAGE,
	RFW_SIP_KEEPALIVE,
	RFW_SIP_NOT_SIP,
	RFW_SIP_TOO_LONG,
};

/**
 * struct rfw_sip_frame - a message in a buffer; offsets are from the start of the buffer
 * @start: of the message; on streams, line ends before it are skipped. The octets before it are of
 *	no more use
 * @body: offset of the body; 0 until the header section is complete
 * @end: offset behind the message; 0 until the header section is complete. With RFW_SIP_MORE:
 *	how many octets the buffer needs
 *
 * On a stream this is kept between calls, so that each octet is looked at once however they arrive.
 * It is all zeroes at a message boundary, and copied freely.
 */
struct rfw_sip_frame {
	u32 start;
	u32 body;
	u32 end;
	/* private: how far the header section is read */
	u32 scanned;
	u32 line;
	u32 field;
	u32 content_length;
	u16 fields;
	u8 state;
	bool has_content_length;
};

/**
 * rfw_sip_frame_stream - find the next message of a stream (S1)
 * @frame: zeroed before the first call for a message, as it was left for the others
 * @data: begins where it did in the calls before; at a message boundary
 * @length: of @data, no less than in the calls before
 *
 * Content-Length is needed, and has to be a number up to RFW_SIP_MAX_BODY, the same wherever it is
 * repeated. The answer is the same wherever the octets are split.
 *
 * With RFW_SIP_MESSAGE, the message is @data[start..end), and the next one begins at @end, with a
 * zeroed frame. With RFW_SIP_MORE, a buffer of RFW_SIP_MAX_MESSAGE octets from @start is large
 * enough for what is to come; rfw_sip_frame_advance() gives away the octets before @start.
 *
 * Context: any.
 * Return: all but RFW_SIP_KEEPALIVE.
 */
enum rfw_sip_framing rfw_sip_frame_stream(struct rfw_sip_frame *frame, const u8 *data, u32 length);

/**
 * rfw_sip_frame_advance - go on without the octets before the message
 * @frame: after RFW_SIP_MORE; @start becomes 0
 *
 * Return: octets to be taken off the front of the buffer before the next call, the old @start.
 */
u32 rfw_sip_frame_advance(struct rfw_sip_frame *frame);

/**
 * rfw_sip_frame_datagram - is a datagram a message? (S2)
 * @frame: filled in with RFW_SIP_MESSAGE; @start is 0
 * @data: payload of a whole datagram
 * @length: of @data
 *
 * Without Content-Length the body goes to the end of the datagram. What is behind the
 * Content-Length is not part of the message; where there is less than it says, it is not SIP.
 *
 * Context: any.
 * Return: all but RFW_SIP_MORE.
 */
enum rfw_sip_framing rfw_sip_frame_datagram(struct rfw_sip_frame *frame, const u8 *data,
					    u32 length);

#endif
