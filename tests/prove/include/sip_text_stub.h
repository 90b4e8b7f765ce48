/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of sip_text.c: what sip_text_prove.c shows of it, and nothing more.
 */
#ifndef _PROVE_SIP_TEXT_STUB_H
#define _PROVE_SIP_TEXT_STUB_H

#include <prove.h>

#include "sip_text.h"

#define insist_readable(data, count)	insist(__CPROVER_r_ok(data, count))

static u32 any_up_to(u32 from, u32 to)
{
	u32 value = nondet_u32();

	suppose(value >= from && value <= to);
	return value;
}

static struct rfw_sip_span any_span(u32 from, u32 to)
{
	u32 at = any_up_to(from, to);

	return (struct rfw_sip_span){ .at = at, .length = any_up_to(0, to - at) };
}

/* Anywhere in what ends where memory does. */
static struct rfw_sip_cursor cursor_of(u32 most)
{
	return (struct rfw_sip_cursor){
		.data = malloc(most), .at = any_up_to(0, most), .end = most,
	};
}

/* Goes on by any number of octets that are there. Return: from where. */
static u32 move(struct rfw_sip_cursor *cursor)
{
	u32 start = cursor->at;

	insist(start <= cursor->end);
	insist_readable(cursor->data + start, cursor->end - start);
	cursor->at = any_up_to(start, cursor->end);
	return start;
}

static void insist_moved(const struct rfw_sip_cursor *cursor, u32 start)
{
	insist(cursor->at >= start && cursor->at <= cursor->end);
}

bool rfw_sip_is_token(u8 octet)
{
	return octet > ' ' && nondet_bool();
}

bool rfw_sip_is_word(const u8 *text, u32 length, const char *word)
{
	insist_readable(text, length);
	return length == strlen(word) && nondet_bool();
}

bool rfw_sip_number_read(const u8 *text, u32 length, u32 *number)
{
	insist_readable(text, length);
	if (nondet_bool())
		return false;
	*number = nondet_u32();
	return length;
}

bool rfw_sip_port_read(const u8 *text, u32 length, u16 *port)
{
	insist_readable(text, length);
	if (nondet_bool())
		return false;
	*port = nondet_u16();
	return length;
}

void rfw_sip_address_read(struct rfw_sip_address *address, const u8 *text, u32 length)
{
	struct rfw_sip_address any;

	insist_readable(text, length);
	suppose(any.kind == RFW_SIP_ADDRESS_UNICAST || any.kind == RFW_SIP_ADDRESS_UNUSABLE);
	*address = any;
}

u32 rfw_sip_line_end(const u8 *data, u32 at, u32 end)
{
	u32 found;

	insist(at <= end);
	insist_readable(data + at, end - at);
	found = any_up_to(at, end);
	suppose(found == end || data[found] == '\n');
	return found;
}

struct rfw_sip_span rfw_sip_trim(const u8 *data, u32 at, u32 end)
{
	insist(at <= end);
	insist_readable(data + at, end - at);
	return any_span(at, end);
}

bool rfw_sip_field_next(struct rfw_sip_field *field, struct rfw_sip_cursor *cursor)
{
	u32 start = cursor->at;

	insist(start <= cursor->end);
	insist_readable(cursor->data + start, cursor->end - start);
	cursor->at = any_up_to(start, cursor->end);
	if (cursor->at == start || nondet_bool())
		return false;
	field->name = (struct rfw_sip_span){
		.at = start, .length = any_up_to(0, cursor->at - start),
	};
	field->value = any_span(start, cursor->at);
	return true;
}

#endif
