// SPDX-License-Identifier: GPL-2.0-only
/*
 * The session description in a body, or in a part of it; of a message that ends where memory does.
 * What has a proof of its own stands as stub_NAME() in the proofs of those that call it.
 */
#include <prove.h>
#include <sip_value_stub.h>

#define MESSAGE_MAX	96
/* with several parameters, fields or lines */
#define REPEATED_MAX	32

static bool stub_boundary_read(struct rfw_sip_span *boundary, struct rfw_sip_cursor *cursor)
{
	*boundary = any_span(move(cursor), cursor->end);
	return boundary->length && boundary->length <= 70 && nondet_bool();
}

static bool stub_type_next(struct rfw_sip_span *type, struct rfw_sip_span *subtype,
			   struct rfw_sip_cursor *cursor)
{
	u32 start = move(cursor);

	*type = any_span(start, cursor->at);
	*subtype = any_span(start, cursor->at);
	return nondet_bool();
}

static bool stub_is_sdp(const u8 *data, struct rfw_sip_span value)
{
	insist_readable(data + value.at, value.length);
	return nondet_bool();
}

static int stub_delimiter_of(const u8 *data, u32 at, u32 end, struct rfw_sip_span boundary)
{
	insist(at <= end);
	insist_readable(data + at, end - at);
	insist_readable(data + boundary.at, boundary.length);
	return any_up_to(0, 2);
}

static bool stub_is_encoded(const u8 *data, const struct rfw_sip_field *field)
{
	insist_readable(data + field->name.at, field->name.length);
	insist_readable(data + field->value.at, field->value.length);
	return nondet_bool();
}

static bool stub_part_header_read(struct rfw_sip_cursor *cursor)
{
	move(cursor);
	return nondet_bool();
}

static bool stub_part_find(struct rfw_sip_span *sdp, const u8 *data, struct rfw_sip_span body,
			   struct rfw_sip_span boundary)
{
	insist_readable(data + body.at, body.length);
	insist_readable(data + boundary.at, boundary.length);
	*sdp = any_span(body.at, body.at + body.length);
	return sdp->length && nondet_bool();
}

#include "sip_body.c"

static void insist_within(struct rfw_sip_span span, u32 from, u32 to)
{
	insist(span.at >= from && span.at <= to && span.length <= to - span.at);
}

void boundary(void)
{
	struct rfw_sip_cursor cursor = cursor_of(REPEATED_MAX);
	struct rfw_sip_span boundary;
	u32 start = cursor.at;

	if (!boundary_read(&boundary, &cursor))
		return;
	insist_within(boundary, start, REPEATED_MAX);
	insist(boundary.length && boundary.length <= 70);
}

void type(void)
{
	struct rfw_sip_cursor cursor = cursor_of(MESSAGE_MAX);
	struct rfw_sip_span type, subtype;
	u32 start = cursor.at;

	if (type_next(&type, &subtype, &cursor)) {
		insist_within(type, start, cursor.at);
		insist_within(subtype, start, cursor.at);
	}
	insist_moved(&cursor, start);
}

void sdp(void)
{
	struct rfw_sip_span value = any_span(0, MESSAGE_MAX);

	suppose(value.at + value.length == MESSAGE_MAX);
	is_sdp(malloc(MESSAGE_MAX), value);
}

void delimiter(void)
{
	u32 at = any_up_to(0, MESSAGE_MAX);

	delimiter_of(malloc(MESSAGE_MAX), at, MESSAGE_MAX, any_span(0, MESSAGE_MAX));
}

void encoded(void)
{
	struct rfw_sip_field field = {
		.name = any_span(0, MESSAGE_MAX), .value = any_span(0, MESSAGE_MAX),
	};

	is_encoded(malloc(MESSAGE_MAX), &field);
}

void part_header(void)
{
	struct rfw_sip_cursor cursor = cursor_of(REPEATED_MAX);
	u32 start = cursor.at;

	part_header_read(&cursor);
	insist_moved(&cursor, start);
}

void part(void)
{
	struct rfw_sip_span body = any_span(0, REPEATED_MAX), sdp = {};

	suppose(body.at + body.length == REPEATED_MAX);
	if (!part_find(&sdp, malloc(REPEATED_MAX), body, any_span(0, REPEATED_MAX)))
		return;
	insist_within(sdp, body.at, REPEATED_MAX);
	insist(sdp.length);
}

void body(void)
{
	struct rfw_sip_span body = any_span(0, MESSAGE_MAX), sdp;
	enum rfw_sip_content content;

	suppose(body.length && body.at + body.length == MESSAGE_MAX);
	content = rfw_sip_body_read(&sdp, malloc(MESSAGE_MAX), body, any_span(0, MESSAGE_MAX));
	insist(content == RFW_SIP_CONTENT_SDP || content == RFW_SIP_CONTENT_OTHER);
	if (content == RFW_SIP_CONTENT_SDP)
		insist(sdp.length);
	else
		insist(!sdp.at && !sdp.length);
	if (sdp.length)
		insist_within(sdp, body.at, MESSAGE_MAX);
}
