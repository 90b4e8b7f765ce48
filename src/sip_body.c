// SPDX-License-Identifier: GPL-2.0-only
/*
 * The session description in a body: all of it, or a part of several (RFC 2046 5.1).
 */
#include <linux/string.h>

#include "sip_value.h"

/* Octets of the longest boundary (RFC 2046 5.1.1). */
#define MAX_BOUNDARY	70

enum delimiter {
	NO_DELIMITER,
	PART_FOLLOWS,
	LAST,
};

/* The boundary parameter, without its quotes. Return: false unless it is there once. */
static bool boundary_read(struct rfw_sip_span *boundary, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	struct rfw_sip_parameter parameter;
	enum rfw_sip_next next;

	*boundary = (struct rfw_sip_span){};
	while ((next = rfw_sip_parameter_next(&parameter, cursor)) == RFW_SIP_NEXT_FOUND) {
		if (!rfw_sip_span_is(data, parameter.name, "boundary"))
			continue;
		if (boundary->length || !parameter.value.length)
			return false;
		*boundary = parameter.value;
	}
	if (next != RFW_SIP_NEXT_NONE || cursor->at < cursor->end || !boundary->length)
		return false;
	if (data[boundary->at] == '"') {
		boundary->at++;
		boundary->length -= 2;
	}
	return boundary->length && boundary->length <= MAX_BOUNDARY &&
	       !memchr(data + boundary->at, '\\', boundary->length);
}

/* type/subtype; @cursor is left at the parameters. */
static bool type_next(struct rfw_sip_span *type, struct rfw_sip_span *subtype,
		      struct rfw_sip_cursor *cursor)
{
	*type = rfw_sip_token_next(cursor);
	if (!rfw_sip_skip(cursor, '/'))
		return false;
	*subtype = rfw_sip_token_next(cursor);
	return type->length && subtype->length;
}

static bool is_sdp(const u8 *data, struct rfw_sip_span value)
{
	struct rfw_sip_cursor cursor = {
		.data = data, .at = value.at, .end = value.at + value.length,
	};
	struct rfw_sip_span type, subtype;

	return type_next(&type, &subtype, &cursor) && rfw_sip_span_is(data, type, "application") &&
	       rfw_sip_span_is(data, subtype, "sdp") &&
	       (!rfw_sip_skip_space(&cursor) || data[cursor.at] == ';');
}

/* Is the line [@at, @end) a delimiter? White space may follow it. */
static enum delimiter delimiter_of(const u8 *data, u32 at, u32 end, struct rfw_sip_span boundary)
{
	enum delimiter kind = PART_FOLLOWS;

	if (end - at < boundary.length + 2 || data[at] != '-' || data[at + 1] != '-' ||
	    memcmp(data + at + 2, data + boundary.at, boundary.length))
		return NO_DELIMITER;
	at += boundary.length + 2;
	if (end - at >= 2 && data[at] == '-' && data[at + 1] == '-') {
		kind = LAST;
		at += 2;
	}
	return rfw_sip_trim(data, at, end).length ? NO_DELIMITER : kind;
}

/* Nothing is known of an encoded part. */
static bool is_encoded(const u8 *data, const struct rfw_sip_field *field)
{
	if (rfw_sip_span_is(data, field->name, "content-encoding"))
		return !rfw_sip_span_is(data, field->value, "identity");
	if (!rfw_sip_span_is(data, field->name, "content-transfer-encoding"))
		return false;
	return !rfw_sip_span_is(data, field->value, "7bit") &&
	       !rfw_sip_span_is(data, field->value, "8bit") &&
	       !rfw_sip_span_is(data, field->value, "binary");
}

/*
 * The header fields of a part; @cursor is left behind the empty line, or at what is none of them.
 * Return: true if what follows is SDP.
 */
static bool part_header_read(struct rfw_sip_cursor *cursor)
{
	bool sdp = false, encoded = false;
	struct rfw_sip_field field;
	unsigned int types = 0;
	u32 start = cursor->at;

	while (rfw_sip_field_next(&field, cursor)) {
		/* a delimiter with a colon in it looks like one */
		if (!field.name.length || cursor->data[field.name.at] == '-') {
			cursor->at = start;
			return false;
		}
		start = cursor->at;
		if (rfw_sip_span_is(cursor->data, field.name, "content-type")) {
			sdp = is_sdp(cursor->data, field.value);
			types++;
		}
		encoded |= is_encoded(cursor->data, &field);
	}
	return sdp && types == 1 && !encoded;
}

/* Each line is looked at once. */
static bool part_find(struct rfw_sip_span *sdp, const u8 *data, struct rfw_sip_span body,
		      struct rfw_sip_span boundary)
{
	struct rfw_sip_cursor cursor = {
		.data = data, .at = body.at, .end = body.at + body.length,
	};
	bool in_sdp = false;
	enum delimiter kind;
	u32 at, end;

	while (cursor.at < cursor.end) {
		at = cursor.at;
		end = rfw_sip_line_end(data, at, cursor.end);
		cursor.at = end < cursor.end ? end + 1 : end;
		if (at != body.at && (at - body.at < 2 || data[at - 2] != '\r'))
			continue;
		kind = delimiter_of(data, at, end, boundary);
		if (kind == NO_DELIMITER)
			continue;
		/* the line end before a delimiter belongs to it */
		if (in_sdp && at - 2 > sdp->at) {
			sdp->length = at - 2 - sdp->at;
			return true;
		}
		if (kind == LAST)
			return false;
		in_sdp = part_header_read(&cursor);
		sdp->at = cursor.at;
	}
	return false;
}

enum rfw_sip_content rfw_sip_body_read(struct rfw_sip_span *sdp, const u8 *data,
				       struct rfw_sip_span body, struct rfw_sip_span value)
{
	struct rfw_sip_cursor cursor = {
		.data = data, .at = value.at, .end = value.at + value.length,
	};
	struct rfw_sip_span type, subtype, boundary;

	if (is_sdp(data, value)) {
		*sdp = body;
		return RFW_SIP_CONTENT_SDP;
	}
	if (type_next(&type, &subtype, &cursor) && rfw_sip_span_is(data, type, "multipart") &&
	    boundary_read(&boundary, &cursor) && part_find(sdp, data, body, boundary))
		return RFW_SIP_CONTENT_SDP;
	*sdp = (struct rfw_sip_span){};
	return RFW_SIP_CONTENT_OTHER;
}
