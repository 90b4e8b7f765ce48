// SPDX-License-Identifier: GPL-2.0-only
/*
 * What SIP and SDP have in common: words, numbers, addresses, header fields.
 */
#include "sip_text.h"

#include <linux/string.h>

#define GROUPS		8
#define NO_GAP		(-1)

bool rfw_sip_is_token(u8 octet)
{
	return rfw_sip_is_alpha(octet) || rfw_sip_is_digit(octet) ||
	       (octet && strchr("-.!%*_+`'~", octet));
}

bool rfw_sip_is_word(const u8 *text, u32 length, const char *word)
{
	u32 i;

	for (i = 0; i < length && word[i]; i++)
		if ((rfw_sip_is_alpha(text[i]) ? text[i] | 0x20 : text[i]) != word[i])
			return false;
	return i == length && !word[i];
}

bool rfw_sip_number_read(const u8 *text, u32 length, u32 *number)
{
	u64 value = 0;
	u32 i;

	for (i = 0; i < length; i++) {
		if (!rfw_sip_is_digit(text[i]))
			return false;
		value = value * 10 + (text[i] - '0');
		if (value > U32_MAX)
			value = U32_MAX;
	}
	*number = value;
	return length;
}

bool rfw_sip_port_read(const u8 *text, u32 length, u16 *port)
{
	u32 number;

	if (!rfw_sip_number_read(text, length, &number) || number > U16_MAX)
		return false;
	*port = number;
	return true;
}

static int hex_digit(u8 octet)
{
	if (rfw_sip_is_digit(octet))
		return octet - '0';
	octet |= 0x20;
	return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
}

/* An IPv4 address that is the whole text. */
static bool ip4_read(const u8 *text, u32 length, u16 *high, u16 *low)
{
	u32 value = 0, at = 0, part, digits, i;

	for (i = 0; i < 4; i++) {
		if (i && (at == length || text[at++] != '.'))
			return false;
		part = 0;
		for (digits = 0; at < length && rfw_sip_is_digit(text[at]) && digits < 3; digits++)
			part = part * 10 + (text[at++] - '0');
		if (!digits || part > 255)
			return false;
		value = value << 8 | part;
	}
	*high = value >> 16;
	*low = value;
	return at == length;
}

struct ip6_reader {
	u16 group[GROUPS];
	int count;
	int gap;	/* groups before ::, or NO_GAP */
};

/*
 * A group, or an IPv4 address in place of the last two. @colons: before it.
 * Return: octets read, 0 if it is neither.
 */
static u32 group_read(struct ip6_reader *reader, const u8 *text, u32 length, u32 colons)
{
	u32 digits, value = 0;

	for (digits = 0; digits < length && digits < 4 && hex_digit(text[digits]) >= 0; digits++)
		value = value << 4 | hex_digit(text[digits]);
	if (digits < length && text[digits] == '.') {
		if (reader->count > GROUPS - 2 ||
		    !ip4_read(text, length, &reader->group[reader->count],
			      &reader->group[reader->count + 1]))
			return 0;
		reader->count += 2;
		return length;
	}
	if (!digits || reader->count == GROUPS || colons == 3)
		return 0;
	reader->group[reader->count++] = value;
	return digits;
}

/* Bounded by the groups that there may be. */
static bool ip6_read(struct ip6_reader *reader, const u8 *text, u32 length)
{
	u32 at = 0, colons, size;

	reader->count = 0;
	reader->gap = NO_GAP;
	while (at < length) {
		for (colons = 0; at < length && text[at] == ':' && colons < 3; at++)
			colons++;
		if (colons >= 2) {
			if (reader->gap != NO_GAP)
				return false;
			reader->gap = reader->count;
			if (at == length && colons == 2)
				break;
		} else if (!colons != !at) {
			/* one colon at the start, or none between two groups */
			return false;
		}
		size = group_read(reader, text + at, length - at, colons);
		if (!size)
			return false;
		at += size;
	}
	return reader->gap == NO_GAP ? reader->count == GROUPS : reader->count < GROUPS;
}

static bool is_unicast(const u16 *group)
{
	unsigned int i;

	if (group[0] >= 0xff00 || (group[0] & 0xffc0) == 0xfe80)
		return false;
	/* ::, ::1, what is made of IPv4 addresses, and others that are nobody's */
	for (i = 0; i < 5; i++)
		if (group[i])
			return true;
	return false;
}

void rfw_sip_address_read(struct rfw_sip_address *address, const u8 *text, u32 length)
{
	struct ip6_reader reader;
	u16 group[GROUPS] = {};
	int i;

	memset(address, 0, sizeof(*address));
	address->kind = RFW_SIP_ADDRESS_UNUSABLE;
	if (!ip6_read(&reader, text, length))
		return;
	for (i = 0; i < reader.count; i++)
		group[reader.gap == NO_GAP || i < reader.gap ? i : GROUPS - reader.count + i] =
			reader.group[i];
	if (!is_unicast(group))
		return;
	address->kind = RFW_SIP_ADDRESS_UNICAST;
	for (i = 0; i < GROUPS; i++) {
		address->address.s6_addr[2 * i] = group[i] >> 8;
		address->address.s6_addr[2 * i + 1] = group[i];
	}
}

u32 rfw_sip_line_end(const u8 *data, u32 at, u32 end)
{
	const u8 *found = at < end ? memchr(data + at, '\n', end - at) : NULL;

	return found ? found - data : end;
}

struct rfw_sip_span rfw_sip_trim(const u8 *data, u32 at, u32 end)
{
	while (at < end && rfw_sip_is_space(data[at]))
		at++;
	while (at < end && rfw_sip_is_space(data[end - 1]))
		end--;
	return (struct rfw_sip_span){ .at = at, .length = end - at };
}

/* @cursor is at the start of a line. Return: offset behind it and its continuations. */
static u32 field_end(const struct rfw_sip_cursor *cursor)
{
	u32 end = cursor->at;

	do {
		end = rfw_sip_line_end(cursor->data, end, cursor->end);
		if (end < cursor->end)
			end++;
	} while (end < cursor->end && (cursor->data[end] == ' ' || cursor->data[end] == '\t'));
	return end;
}

bool rfw_sip_field_next(struct rfw_sip_field *field, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	u32 start = cursor->at, at = start, end;

	if (at == cursor->end)
		return false;
	if (cursor->end - at >= 2 && data[at] == '\r' && data[at + 1] == '\n') {
		cursor->at += 2;
		return false;
	}
	end = field_end(cursor);
	cursor->at = end;
	while (at < end && rfw_sip_is_token(data[at]))
		at++;
	field->name = (struct rfw_sip_span){ .at = start, .length = at - start };
	while (at < end && (data[at] == ' ' || data[at] == '\t'))
		at++;
	if (at == end || data[at] != ':')
		field->name.length = 0;
	else
		at++;
	field->value = rfw_sip_trim(data, at, end);
	return true;
}
