// SPDX-License-Identifier: GPL-2.0-only
/*
 * What SIP and SDP have in common, of texts that end where memory does.
 */
#include <prove.h>

#include "sip_text.c"

#define TEXT_MAX	32
#define ADDRESS_MAX	16
#define FIELD_MAX	12

void number(void)
{
	u32 length, value;
	const u8 *text = any_text(TEXT_MAX, &length);

	if (rfw_sip_number_read(text, length, &value))
		insist(length);
}

void word(void)
{
	u32 length;
	const u8 *text = any_text(TEXT_MAX, &length);

	if (rfw_sip_is_word(text, length, "content-transfer-encoding"))
		insist(length == sizeof("content-transfer-encoding") - 1);
}

/* A group behind any number of others, more than a text that is short has room for. */
void group(void)
{
	struct ip6_reader reader;
	u32 length, size;
	const u8 *text = any_text(ADDRESS_MAX, &length);

	suppose(reader.count >= 0 && reader.count <= GROUPS);
	size = group_read(&reader, text, length, nondet_u32());
	insist(size <= length && reader.count >= 0 && reader.count <= GROUPS);
}

void address(void)
{
	u32 length;
	const u8 *text = any_text(ADDRESS_MAX, &length);
	struct rfw_sip_address address;
	const u8 *octet = address.address.s6_addr;

	rfw_sip_address_read(&address, text, length);
	insist(address.kind == RFW_SIP_ADDRESS_UNICAST || address.kind == RFW_SIP_ADDRESS_UNUSABLE);
	if (address.kind == RFW_SIP_ADDRESS_UNICAST)
		insist(octet[0] != 0xff && (octet[0] != 0xfe || (octet[1] & 0xc0) != 0x80));
}

void line_end(void)
{
	u32 length, at = nondet_u32(), end;
	const u8 *text = any_text(TEXT_MAX, &length);

	suppose(at <= length);
	end = rfw_sip_line_end(text, at, length);
	insist(end >= at && end <= length && (end == length || text[end] == '\n'));
}

void trim(void)
{
	u32 length, at = nondet_u32();
	const u8 *text = any_text(TEXT_MAX, &length);
	struct rfw_sip_span span;

	suppose(at <= length);
	span = rfw_sip_trim(text, at, length);
	insist(span.at >= at && span.at <= length && span.length <= length - span.at);
}

void field(void)
{
	struct rfw_sip_cursor cursor = { .data = malloc(FIELD_MAX), .end = FIELD_MAX };
	u32 start = nondet_u32(), length = FIELD_MAX;
	struct rfw_sip_field field;

	cursor.at = start;
	suppose(start <= length);
	if (!rfw_sip_field_next(&field, &cursor)) {
		insist(cursor.at >= start && cursor.at <= length);
		return;
	}
	insist(cursor.at > start && cursor.at <= length);
	insist(field.name.at == start && field.name.length <= cursor.at - start);
	insist(field.value.at >= start && field.value.at <= cursor.at);
	insist(field.value.length <= cursor.at - field.value.at);
}
