// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a SIP message says: its header fields, one by one.
 */
#include "sip_parse.h"

#include <linux/kernel.h>
#include <linux/string.h>

#include "sip_value.h"

/* Of CSeq (RFC 3261 8.1.1.5). */
#define MAX_SEQUENCE	0x7fffffff

/* Header fields that are there, a bit each. */
enum seen {
	SEEN_VIA		= 1 << 0,
	SEEN_CALL_ID		= 1 << 1,
	SEEN_CSEQ		= 1 << 2,
	SEEN_FROM		= 1 << 3,
	SEEN_TO			= 1 << 4,
	SEEN_CONTACT		= 1 << 5,
	SEEN_EXPIRES		= 1 << 6,
	SEEN_SESSION_EXPIRES	= 1 << 7,
	SEEN_CONTENT_TYPE	= 1 << 8,
	SEEN_CONTENT_ENCODING	= 1 << 9,

	SEEN_NEEDED		= SEEN_VIA | SEEN_CALL_ID | SEEN_CSEQ | SEEN_FROM | SEEN_TO,
	SEEN_REPEATABLE		= SEEN_VIA | SEEN_CONTACT | SEEN_CONTENT_ENCODING,
};

struct reader {
	struct rfw_sip_message *message;
	struct rfw_sip_span content_type;
	bool encoded;
	u32 seen;
};

/* Cursors hold the value, without white space at its ends. */
struct header {
	const char *name;
	const char *compact;
	u32 seen;
	bool (*read)(struct reader *reader, struct rfw_sip_cursor *cursor);
};

static const char * const methods[] = {
	[RFW_SIP_REGISTER] = "REGISTER",
	[RFW_SIP_INVITE] = "INVITE",
	[RFW_SIP_ACK] = "ACK",
	[RFW_SIP_BYE] = "BYE",
	[RFW_SIP_CANCEL] = "CANCEL",
	[RFW_SIP_PRACK] = "PRACK",
	[RFW_SIP_UPDATE] = "UPDATE",
	[RFW_SIP_REFER] = "REFER",
	[RFW_SIP_SUBSCRIBE] = "SUBSCRIBE",
	[RFW_SIP_NOTIFY] = "NOTIFY",
	[RFW_SIP_INFO] = "INFO",
	[RFW_SIP_MESSAGE_METHOD] = "MESSAGE",
	[RFW_SIP_OPTIONS] = "OPTIONS",
	[RFW_SIP_PUBLISH] = "PUBLISH",
};

/* Methods are upper case (RFC 3261 7.1). */
static enum rfw_sip_method method_of(const u8 *text, u32 length)
{
	unsigned int i;

	for (i = RFW_SIP_OTHER + 1; i < ARRAY_SIZE(methods); i++)
		if (strlen(methods[i]) == length && !memcmp(text, methods[i], length))
			return i;
	return RFW_SIP_OTHER;
}

static bool read_via(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	/* the topmost only */
	return reader->seen & SEEN_VIA || rfw_sip_via_read(reader->message, cursor);
}

static bool read_call_id(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	u32 at;

	for (at = cursor->at; at < cursor->end; at++)
		if (cursor->data[at] <= ' ' || cursor->data[at] == 0x7f)
			return false;
	reader->message->call_id = (struct rfw_sip_span){
		.at = cursor->at, .length = cursor->end - cursor->at,
	};
	return cursor->at < cursor->end;
}

static bool read_cseq(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_message *message = reader->message;
	u32 start = cursor->at;

	while (cursor->at < cursor->end && rfw_sip_is_digit(cursor->data[cursor->at]))
		cursor->at++;
	if (!rfw_sip_number_read(cursor->data + start, cursor->at - start, &message->sequence) ||
	    message->sequence > MAX_SEQUENCE)
		return false;
	start = cursor->at;
	if (!rfw_sip_skip_space(cursor) || cursor->at == start)
		return false;
	message->sequence_method = rfw_sip_token_next(cursor);
	return message->sequence_method.length && cursor->at == cursor->end;
}

/* From and To: one address with a tag or without. */
static bool read_tagged(struct rfw_sip_span *tag, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_parameter parameter;
	struct rfw_sip_endpoint endpoint;
	struct rfw_sip_span uri;
	enum rfw_sip_next next;

	if (!rfw_sip_name_address_next(&uri, cursor) ||
	    !rfw_sip_uri_read(&endpoint, cursor->data, uri))
		return false;
	while ((next = rfw_sip_parameter_next(&parameter, cursor)) == RFW_SIP_NEXT_FOUND) {
		if (!rfw_sip_span_is(cursor->data, parameter.name, "tag"))
			continue;
		if (tag->length || !parameter.value.length)
			return false;
		*tag = parameter.value;
	}
	return next == RFW_SIP_NEXT_NONE && cursor->at == cursor->end;
}

static bool read_from(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	return read_tagged(&reader->message->from_tag, cursor);
}

static bool read_to(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	return read_tagged(&reader->message->to_tag, cursor);
}

static bool read_contact_value(struct rfw_sip_contact *contact, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_parameter parameter;
	struct rfw_sip_span uri;
	enum rfw_sip_next next;

	memset(contact, 0, sizeof(*contact));
	if (!rfw_sip_name_address_next(&uri, cursor) ||
	    !rfw_sip_uri_read(&contact->endpoint, cursor->data, uri))
		return false;
	while ((next = rfw_sip_parameter_next(&parameter, cursor)) == RFW_SIP_NEXT_FOUND) {
		if (!rfw_sip_span_is(cursor->data, parameter.name, "expires"))
			continue;
		if (contact->has_expires)
			return false;
		contact->has_expires = true;
		if (!rfw_sip_number_read(cursor->data + parameter.value.at, parameter.value.length,
					 &contact->expires))
			contact->expires = RFW_SIP_EXPIRES_DEFAULT;
	}
	return next == RFW_SIP_NEXT_NONE;
}

static bool read_contact(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_message *message = reader->message;
	struct rfw_sip_contact contact;

	if (message->star)
		return false;
	if (cursor->end - cursor->at == 1 && cursor->data[cursor->at] == '*') {
		message->star = true;
		return !message->contacts;
	}
	do {
		if (!read_contact_value(&contact, cursor))
			return false;
		if (message->contacts < RFW_SIP_MAX_CONTACTS)
			message->contact[message->contacts++] = contact;
		else
			message->more_contacts = true;
	} while (rfw_sip_skip(cursor, ','));
	return cursor->at == cursor->end;
}

static bool read_expires(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_message *message = reader->message;

	message->has_expires = rfw_sip_number_read(cursor->data + cursor->at,
						   cursor->end - cursor->at, &message->expires);
	return true;
}

static bool read_session_expires(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	u32 *seconds = &reader->message->session_expires;
	struct rfw_sip_span number = rfw_sip_token_next(cursor);

	if (!rfw_sip_number_read(cursor->data + number.at, number.length, seconds) ||
	    (rfw_sip_skip_space(cursor) && cursor->data[cursor->at] != ';'))
		*seconds = 0;
	return true;
}

static bool read_content_type(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	reader->content_type = (struct rfw_sip_span){
		.at = cursor->at, .length = cursor->end - cursor->at,
	};
	return true;
}

static bool read_content_encoding(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	if (!rfw_sip_is_word(cursor->data + cursor->at, cursor->end - cursor->at, "identity"))
		reader->encoded = true;
	return true;
}

static const struct header headers[] = {
	{ "via", "v", SEEN_VIA, read_via },
	{ "call-id", "i", SEEN_CALL_ID, read_call_id },
	{ "cseq", NULL, SEEN_CSEQ, read_cseq },
	{ "from", "f", SEEN_FROM, read_from },
	{ "to", "t", SEEN_TO, read_to },
	{ "contact", "m", SEEN_CONTACT, read_contact },
	{ "expires", NULL, SEEN_EXPIRES, read_expires },
	{ "session-expires", "x", SEEN_SESSION_EXPIRES, read_session_expires },
	{ "content-type", "c", SEEN_CONTENT_TYPE, read_content_type },
	{ "content-encoding", "e", SEEN_CONTENT_ENCODING, read_content_encoding },
};

static bool read_field(struct reader *reader, const u8 *data, const struct rfw_sip_field *field)
{
	struct rfw_sip_cursor cursor = {
		.data = data, .at = field->value.at, .end = field->value.at + field->value.length,
	};
	const struct header *header;
	bool right;

	for (header = headers; header < headers + ARRAY_SIZE(headers); header++)
		if (rfw_sip_span_is(data, field->name, header->name) ||
		    (header->compact && rfw_sip_span_is(data, field->name, header->compact)))
			break;
	if (header == headers + ARRAY_SIZE(headers))
		return true;
	if (reader->seen & header->seen & ~SEEN_REPEATABLE)
		return false;
	right = header->read(reader, &cursor);
	reader->seen |= header->seen;
	return right;
}

/* The frame found it right. @length: octets of the line. */
static bool read_start_line(struct rfw_sip_message *message, const u8 *data, u32 length)
{
	static const char version[] = "sip/2.0 ";
	struct rfw_sip_span *method = &message->sequence_method;
	const u8 *code;

	message->method = method_of(data + method->at, method->length);
	if (length >= sizeof(version) - 1 && rfw_sip_is_word(data, sizeof(version) - 1, version)) {
		code = data + sizeof(version) - 1;
		message->status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
		return true;
	}
	return method->length < length && data[method->length] == ' ' &&
	       !memcmp(data, data + method->at, method->length);
}

bool rfw_sip_parse(struct rfw_sip_message *message, const u8 *data, u32 length)
{
	struct reader reader = { .message = message };
	struct rfw_sip_cursor cursor = { .data = data };
	struct rfw_sip_field field;
	struct rfw_sip_frame frame;
	u32 start_line;

	memset(message, 0, sizeof(*message));
	if (rfw_sip_frame_datagram(&frame, data, length) != RFW_SIP_MESSAGE)
		return false;
	start_line = rfw_sip_line_end(data, 0, frame.body);
	cursor.at = start_line + 1;
	cursor.end = frame.body;
	while (rfw_sip_field_next(&field, &cursor))
		if (!read_field(&reader, data, &field))
			return false;
	if ((reader.seen & SEEN_NEEDED) != SEEN_NEEDED ||
	    !read_start_line(message, data, start_line))
		return false;

	message->body = (struct rfw_sip_span){ .at = frame.body, .length = frame.end - frame.body };
	if (!message->body.length)
		message->content = RFW_SIP_CONTENT_NONE;
	else if (reader.encoded)
		message->content = RFW_SIP_CONTENT_ENCODED;
	else
		message->content = rfw_sip_body_read(&message->sdp, data, message->body,
						     reader.content_type);
	return true;
}
