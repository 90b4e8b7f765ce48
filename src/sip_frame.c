// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a SIP message begins and ends. The header section is read octet by octet, so that the
 * answer depends on which octets there are and not on how many came at a time.
 */
#include "sip_frame.h"

#include <linux/string.h>

#include "sip_text.h"

#define VERSION		"sip/2.0"
#define VERSION_LENGTH	7

/* Octets of the longest method. */
#define MAX_METHOD	64

enum state {
	BEFORE,		/* line ends before the message */
	START_LINE,
	FIELD_FIRST,	/* behind the start line, which cannot be continued */
	FIELD,		/* there is an open field, which can */
	BODY,
	FAILED,
	TOO_LONG,
};

/* SIP-Version SP 3DIGIT SP reason, which may be empty; the space before it may be missing then. */
static bool is_status_line(const u8 *line, u32 length)
{
	const u8 *code;

	if (length < VERSION_LENGTH + 4 || !rfw_sip_is_word(line, VERSION_LENGTH, VERSION) ||
	    line[VERSION_LENGTH] != ' ')
		return false;
	code = line + VERSION_LENGTH + 1;
	return code[0] >= '1' && code[0] <= '6' && rfw_sip_is_digit(code[1]) &&
	       rfw_sip_is_digit(code[2]) && (length == VERSION_LENGTH + 4 || code[3] == ' ');
}

/* Offset behind a scheme and its colon, 0 if there is none. */
static u32 scheme_end(const u8 *uri, u32 length)
{
	u32 at;

	if (!length || !rfw_sip_is_alpha(uri[0]))
		return 0;
	for (at = 1; at < length; at++) {
		if (uri[at] == ':')
			return at + 1;
		if (!rfw_sip_is_alpha(uri[at]) && !rfw_sip_is_digit(uri[at]) && uri[at] != '+' &&
		    uri[at] != '-' && uri[at] != '.')
			return 0;
	}
	return 0;
}

/* Method SP Request-URI SP SIP-Version, with nothing else between them. */
static bool is_request_line(const u8 *line, u32 length)
{
	u32 method = 0, at, end;

	while (method < length && rfw_sip_is_token(line[method]))
		method++;
	if (!method || method > MAX_METHOD || length - method < VERSION_LENGTH + 2 ||
	    line[method] != ' ')
		return false;
	end = length - VERSION_LENGTH - 1;
	if (line[end] != ' ' || !rfw_sip_is_word(line + end + 1, VERSION_LENGTH, VERSION))
		return false;
	for (at = method + 1; at < end; at++)
		if (line[at] <= ' ' || line[at] == 0x7f || strchr("<>\"", line[at]))
			return false;
	at = scheme_end(line + method + 1, end - method - 1);
	return at && at < end - method - 1;
}

/* What begins like this can still become a start line; all else is known from its first octets. */
static bool may_begin_line(u32 offset, u8 octet, const u8 *line)
{
	if (offset < MAX_METHOD)
		return rfw_sip_is_token(octet) || (offset && (octet == '/' || octet == ' ')) ||
		       memchr(line, ' ', offset);
	return offset > MAX_METHOD || octet == ' ' || memchr(line, ' ', offset);
}

static bool too_long(struct rfw_sip_frame *frame)
{
	frame->state = TOO_LONG;
	return false;
}

/* A field is complete. Return: false if it is none, or a Content-Length that cannot be. */
static bool field_close(struct rfw_sip_frame *frame, const u8 *data, u32 end)
{
	struct rfw_sip_cursor cursor = { .data = data, .at = frame->field, .end = end };
	struct rfw_sip_field field;
	u32 number;

	if (!rfw_sip_field_next(&field, &cursor) || !field.name.length)
		return false;
	if (!rfw_sip_is_word(data + field.name.at, field.name.length, "content-length") &&
	    !rfw_sip_is_word(data + field.name.at, field.name.length, "l"))
		return true;
	if (!rfw_sip_number_read(data + field.value.at, field.value.length, &number) ||
	    (frame->has_content_length && number != frame->content_length))
		return false;
	if (number > RFW_SIP_MAX_BODY)
		return too_long(frame);
	frame->has_content_length = true;
	frame->content_length = number;
	return true;
}

/* The first octet of a line behind the start line. */
static bool line_begin(struct rfw_sip_frame *frame, const u8 *data, u32 at)
{
	u8 octet = data[at];

	if (octet == ' ' || octet == '\t')
		return frame->state == FIELD;
	if (frame->state == FIELD && !field_close(frame, data, at))
		return false;
	if (octet == '\r') {
		frame->state = FIELD_FIRST;
		return true;
	}
	frame->state = FIELD;
	frame->field = at;
	return frame->fields++ < RFW_SIP_MAX_FIELDS || too_long(frame);
}

/* A CRLF ends at @at. */
static bool line_end(struct rfw_sip_frame *frame, const u8 *data, u32 at)
{
	u32 length = at - 1 - frame->line;
	const u8 *line = data + frame->line;

	frame->line = at + 1;
	if (frame->state == BEFORE) {
		frame->start = at + 1;
	} else if (frame->state == START_LINE) {
		frame->state = FIELD_FIRST;
		return is_status_line(line, length) || is_request_line(line, length);
	} else if (!length) {
		frame->state = BODY;
		frame->body = at + 1;
	}
	return true;
}

/* Return: false if the octet at @at makes it something else than SIP. */
static bool octet_read(struct rfw_sip_frame *frame, const u8 *data, u32 at)
{
	bool begins = at == frame->line;
	u8 octet = data[at];

	/* Of what has no start line yet, nobody knows what it is. */
	if (at - frame->start >= RFW_SIP_MAX_HEADER)
		return frame->state > START_LINE && too_long(frame);
	if (frame->state == BEFORE && begins && octet != '\r')
		frame->state = START_LINE;
	if (frame->state == START_LINE &&
	    !may_begin_line(at - frame->line, octet, data + frame->line) && octet != '\r')
		return false;
	if (begins && frame->state > START_LINE && !line_begin(frame, data, at))
		return false;
	if (!begins && data[at - 1] == '\r')
		return octet == '\n' && line_end(frame, data, at);
	return octet && octet != '\n';
}

/* Return: RFW_SIP_MORE, or what it is that can't be read. */
static enum rfw_sip_framing header_read(struct rfw_sip_frame *frame, const u8 *data, u32 length)
{
	for (; frame->scanned < length && frame->state < BODY; frame->scanned++)
		if (!octet_read(frame, data, frame->scanned) && frame->state != TOO_LONG)
			frame->state = FAILED;
	switch (frame->state) {
	case FAILED:
		return RFW_SIP_NOT_SIP;
	case TOO_LONG:
		return RFW_SIP_TOO_LONG;
	default:
		return RFW_SIP_MORE;
	}
}

enum rfw_sip_framing rfw_sip_frame_stream(struct rfw_sip_frame *frame, const u8 *data, u32 length)
{
	enum rfw_sip_framing framing = header_read(frame, data, length);

	if (framing != RFW_SIP_MORE || frame->state != BODY)
		return framing;
	if (!frame->has_content_length) {
		frame->state = FAILED;
		return RFW_SIP_NOT_SIP;
	}
	frame->end = frame->body + frame->content_length;
	return length < frame->end ? RFW_SIP_MORE : RFW_SIP_MESSAGE;
}

u32 rfw_sip_frame_advance(struct rfw_sip_frame *frame)
{
	u32 start = frame->start;

	frame->start = 0;
	frame->scanned -= start;
	frame->line -= start;
	frame->field -= frame->field ? start : 0;
	if (frame->body) {
		frame->body -= start;
		frame->end -= start;
	}
	return start;
}

enum rfw_sip_framing rfw_sip_frame_datagram(struct rfw_sip_frame *frame, const u8 *data,
					    u32 length)
{
	enum rfw_sip_framing framing;

	memset(frame, 0, sizeof(*frame));
	framing = header_read(frame, data, length);
	if (framing != RFW_SIP_MORE)
		return framing;
	if (frame->state == BEFORE && frame->start == length)
		return RFW_SIP_KEEPALIVE;
	/* what has a line end before its start line is none, on datagrams */
	if (frame->state != BODY || frame->start)
		return RFW_SIP_NOT_SIP;
	if (!frame->has_content_length)
		frame->content_length = length - frame->body;
	if (frame->content_length > RFW_SIP_MAX_BODY)
		return RFW_SIP_TOO_LONG;
	frame->end = frame->body + frame->content_length;
	return frame->end > length ? RFW_SIP_NOT_SIP : RFW_SIP_MESSAGE;
}
