// SPDX-License-Identifier: GPL-2.0-only
/*
 * Header fields, each for itself, and the start line; in a message that ends where memory does.
 * What has a proof of its own stands as stub_NAME() in the proofs of those that call it.
 */
#include <prove.h>
#include <sip_value_stub.h>

static bool stub_read_contact_value(struct rfw_sip_contact *contact, struct rfw_sip_cursor *cursor)
{
	move(cursor);
	contact->expires = nondet_u32();
	contact->has_expires = nondet_bool();
	if (nondet_bool())
		return true;
	cursor->at = nondet_u32();
	return false;
}

#include "sip_parse.c"

#define MESSAGE_MAX	24

static struct rfw_sip_cursor any_cursor(void)
{
	return cursor_of(MESSAGE_MAX);
}

static void insist_within(struct rfw_sip_span span, u32 from)
{
	insist(!span.length ||
	       (span.at >= from && span.at <= MESSAGE_MAX && span.length <= MESSAGE_MAX - span.at));
}

void call_id(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_message message = {};
	struct reader reader = { .message = &message };

	if (read_call_id(&reader, &cursor))
		insist(message.call_id.length);
	insist_within(message.call_id, cursor.at);
}

void cseq(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_message message = {};
	struct reader reader = { .message = &message };
	u32 start = cursor.at;

	if (read_cseq(&reader, &cursor))
		insist(message.sequence_method.length && message.sequence <= MAX_SEQUENCE);
	insist_within(message.sequence_method, start);
}

void tagged(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span tag = {};
	u32 start = cursor.at;

	read_tagged(&tag, &cursor);
	insist_within(tag, start);
}

/* Behind it there is the rest of the message, which the frame says is there. */
void start_line(void)
{
	const u8 *data = malloc(MESSAGE_MAX);
	struct rfw_sip_message message;

	message.sequence_method = any_span(0, MESSAGE_MAX);
	/* the least that the frame takes for a status line */
	read_start_line(&message, data, any_up_to(11, MESSAGE_MAX));
	insist(message.method <= RFW_SIP_PUBLISH);
}

void contact_value(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_contact contact;
	u32 start = cursor.at;

	contact.has_expires = nondet_bool();
	if (read_contact_value(&contact, &cursor))
		insist_moved(&cursor, start);
}

/* Behind any number of others. */
void contact(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_message message = { .contacts = any_up_to(0, RFW_SIP_MAX_CONTACTS) };
	struct reader reader = { .message = &message };

	message.star = nondet_bool();
	if (read_contact(&reader, &cursor))
		insist(message.star || message.contacts);
	insist(message.contacts <= RFW_SIP_MAX_CONTACTS);
}

void expires(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_message message = {};
	struct reader reader = { .message = &message };

	insist(read_expires(&reader, &cursor));
}

void session_expires(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_message message = {};
	struct reader reader = { .message = &message };

	insist(read_session_expires(&reader, &cursor));
}

void content(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct reader reader = {};

	insist(read_content_type(&reader, &cursor));
	insist_within(reader.content_type, cursor.at);
	insist(read_content_encoding(&reader, &cursor));
}
