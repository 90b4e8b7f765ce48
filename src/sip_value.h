/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The grammar of values of header fields (RFC 3261 25.1): addresses, URIs, parameters, bodies.
 * Pure. Cursors are of the whole message and end with the value, so that what is read has its
 * offset in the message.
 */
#ifndef _RFW_SIP_VALUE_H
#define _RFW_SIP_VALUE_H

#include "sip_parse.h"

/**
 * struct rfw_sip_parameter - a parameter of a value
 * @name: a token
 * @value: empty if it has none; a quoted string with its quotes
 */
struct rfw_sip_parameter {
	struct rfw_sip_span name;
	struct rfw_sip_span value;
};

/**
 * enum rfw_sip_next - what comes next
 * @RFW_SIP_NEXT_FOUND: one more
 * @RFW_SIP_NEXT_NONE: no more
 * @RFW_SIP_NEXT_MALFORMED: what the grammar does not have
 */
enum rfw_sip_next {
	RFW_SIP_NEXT_FOUND,
	RFW_SIP_NEXT_NONE,
	RFW_SIP_NEXT_MALFORMED,
};

/**
 * rfw_sip_skip_space - go behind white space
 * @cursor: moved
 *
 * Return: true if something is left.
 */
bool rfw_sip_skip_space(struct rfw_sip_cursor *cursor);

/**
 * rfw_sip_skip - go behind an octet and the white space around it
 * @cursor: moved, behind the white space at least
 * @octet: the one that is wanted
 *
 * Return: false if there is another, or none.
 */
bool rfw_sip_skip(struct rfw_sip_cursor *cursor, u8 octet);

/**
 * rfw_sip_token_next - read a token
 * @cursor: moved behind it
 *
 * Return: the token, empty if there is none.
 */
struct rfw_sip_span rfw_sip_token_next(struct rfw_sip_cursor *cursor);

/**
 * rfw_sip_span_is - is a piece of a message a certain word, upper or lower case?
 * @data: the message
 * @span: the piece
 * @word: in lower case
 *
 * Return: true if it is.
 */
bool rfw_sip_span_is(const u8 *data, struct rfw_sip_span span, const char *word);

/**
 * rfw_sip_parameter_next - read a parameter
 * @parameter: filled in
 * @cursor: behind the value or another parameter; moved
 *
 * Return: RFW_SIP_NEXT_NONE at a comma, and at the end.
 */
enum rfw_sip_next rfw_sip_parameter_next(struct rfw_sip_parameter *parameter,
					 struct rfw_sip_cursor *cursor);

/**
 * rfw_sip_name_address_next - read an address, with a name before it or without
 * @uri: its URI
 * @cursor: moved behind it
 *
 * Return: false if it is malformed.
 */
bool rfw_sip_name_address_next(struct rfw_sip_span *uri, struct rfw_sip_cursor *cursor);

/**
 * rfw_sip_uri_read - read a URI
 * @endpoint: filled in
 * @data: the message
 * @uri: in it
 *
 * Return: false if it is malformed.
 */
bool rfw_sip_uri_read(struct rfw_sip_endpoint *endpoint, const u8 *data, struct rfw_sip_span uri);

/**
 * rfw_sip_via_read - read the first value of a Via
 * @message: its @via, @branch and @rport are filled in
 * @cursor: at the value; moved behind its parameters
 *
 * Return: false if it is malformed.
 */
bool rfw_sip_via_read(struct rfw_sip_message *message, struct rfw_sip_cursor *cursor);

/**
 * rfw_sip_body_read - find the session description in a body (S22)
 * @sdp: filled in with RFW_SIP_CONTENT_SDP
 * @data: the message
 * @body: not empty
 * @type: value of Content-Type, empty if there is none
 *
 * Of a multipart body the first part that is application/sdp, in the clear. Parts within parts are
 * not looked for.
 *
 * Return: RFW_SIP_CONTENT_SDP or RFW_SIP_CONTENT_OTHER.
 */
enum rfw_sip_content rfw_sip_body_read(struct rfw_sip_span *sdp, const u8 *data,
				       struct rfw_sip_span body, struct rfw_sip_span type);

#endif
