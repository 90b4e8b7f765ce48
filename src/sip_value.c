// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grammar of values of header fields: addresses, URIs, parameters, Via.
 */
#include "sip_value.h"

#include <linux/string.h>

bool rfw_sip_skip_space(struct rfw_sip_cursor *cursor)
{
	while (cursor->at < cursor->end && rfw_sip_is_space(cursor->data[cursor->at]))
		cursor->at++;
	return cursor->at < cursor->end;
}

bool rfw_sip_skip(struct rfw_sip_cursor *cursor, u8 octet)
{
	if (!rfw_sip_skip_space(cursor) || cursor->data[cursor->at] != octet)
		return false;
	cursor->at++;
	rfw_sip_skip_space(cursor);
	return true;
}

struct rfw_sip_span rfw_sip_token_next(struct rfw_sip_cursor *cursor)
{
	u32 start = cursor->at;

	while (cursor->at < cursor->end && rfw_sip_is_token(cursor->data[cursor->at]))
		cursor->at++;
	return (struct rfw_sip_span){ .at = start, .length = cursor->at - start };
}

bool rfw_sip_span_is(const u8 *data, struct rfw_sip_span span, const char *word)
{
	return rfw_sip_is_word(data + span.at, span.length, word);
}

/* @cursor is at the opening quote. Return: false if there is no closing one. */
static bool skip_quoted(struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	u32 at;

	for (at = cursor->at + 1; at < cursor->end; at++) {
		if (data[at] == '"') {
			cursor->at = at + 1;
			return true;
		}
		/* a line end cannot be quoted */
		if (data[at] == '\\' && ++at < cursor->end &&
		    (data[at] == '\r' || data[at] == '\n'))
			return false;
	}
	return false;
}

/* A value without quotes: hosts and all that people write, but nothing that delimits. */
static bool is_plain(u8 octet)
{
	return octet > ' ' && octet != 0x7f && !strchr(";,\"<>", octet);
}

enum rfw_sip_next rfw_sip_parameter_next(struct rfw_sip_parameter *parameter,
					 struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	u32 start;

	if (!rfw_sip_skip_space(cursor) || data[cursor->at] == ',')
		return RFW_SIP_NEXT_NONE;
	if (!rfw_sip_skip(cursor, ';'))
		return RFW_SIP_NEXT_MALFORMED;
	parameter->name = rfw_sip_token_next(cursor);
	parameter->value = (struct rfw_sip_span){};
	if (!parameter->name.length)
		return RFW_SIP_NEXT_MALFORMED;
	if (!rfw_sip_skip(cursor, '='))
		return RFW_SIP_NEXT_FOUND;
	start = cursor->at;
	if (start < cursor->end && data[start] == '"') {
		if (!skip_quoted(cursor))
			return RFW_SIP_NEXT_MALFORMED;
	} else {
		while (cursor->at < cursor->end && is_plain(data[cursor->at]))
			cursor->at++;
	}
	parameter->value = (struct rfw_sip_span){ .at = start, .length = cursor->at - start };
	return parameter->value.length ? RFW_SIP_NEXT_FOUND : RFW_SIP_NEXT_MALFORMED;
}

/* @cursor is behind "<". */
static bool bracketed_next(struct rfw_sip_span *uri, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	u32 start = cursor->at;

	for (; cursor->at < cursor->end && data[cursor->at] != '>'; cursor->at++)
		if (data[cursor->at] <= ' ' || data[cursor->at] == 0x7f ||
		    strchr("<\"", data[cursor->at]))
			return false;
	*uri = (struct rfw_sip_span){ .at = start, .length = cursor->at - start };
	return cursor->at++ < cursor->end;
}

/* The name before an address has no quotes. Return: false if no "<" ends it. */
static bool skip_name(struct rfw_sip_cursor *cursor)
{
	u8 octet;

	for (; cursor->at < cursor->end; cursor->at++) {
		octet = cursor->data[cursor->at];
		if (octet == '<')
			return true;
		if (!rfw_sip_is_token(octet) && !rfw_sip_is_space(octet) && octet < 0x80)
			return false;
	}
	return false;
}

bool rfw_sip_name_address_next(struct rfw_sip_span *uri, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	struct rfw_sip_cursor name;
	u32 start;

	if (!rfw_sip_skip_space(cursor))
		return false;
	name = *cursor;
	if (data[name.at] == '"' && !skip_quoted(&name))
		return false;
	if (name.at != cursor->at) {
		if (!rfw_sip_skip_space(&name) || data[name.at] != '<')
			return false;
	} else if (!skip_name(&name)) {
		/* a URI alone: what could be its parameters are the address's (RFC 3261 20.10) */
		start = cursor->at;
		while (cursor->at < cursor->end && is_plain(data[cursor->at]))
			if (data[cursor->at++] == '?')
				return false;
		*uri = (struct rfw_sip_span){ .at = start, .length = cursor->at - start };
		return true;
	}
	cursor->at = name.at + 1;
	return bracketed_next(uri, cursor);
}

static enum rfw_sip_transport transport_of(const u8 *text, u32 length)
{
	if (rfw_sip_is_word(text, length, "udp"))
		return RFW_SIP_TRANSPORT_UDP;
	if (rfw_sip_is_word(text, length, "tcp"))
		return RFW_SIP_TRANSPORT_TCP;
	return RFW_SIP_TRANSPORT_OTHER;
}

/* A name or an IPv4 address, or an IPv6 address in brackets (S5). */
static bool host_next(struct rfw_sip_address *host, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data, *bracket;
	u32 start = cursor->at;
	u8 octet;

	if (start < cursor->end && data[start] == '[') {
		bracket = memchr(data + start, ']', cursor->end - start);
		if (!bracket)
			return false;
		cursor->at = bracket + 1 - data;
		rfw_sip_address_read(host, data + start + 1, cursor->at - start - 2);
		return true;
	}
	memset(host, 0, sizeof(*host));
	host->kind = RFW_SIP_ADDRESS_UNUSABLE;
	for (; cursor->at < cursor->end; cursor->at++) {
		octet = data[cursor->at];
		if (!rfw_sip_is_alpha(octet) && !rfw_sip_is_digit(octet) && octet != '-' &&
		    octet != '.' && octet != '_')
			break;
	}
	return cursor->at > start;
}

/* @cursor is behind the colon. Port 0 is none. */
static bool port_next(u16 *port, struct rfw_sip_cursor *cursor)
{
	u32 start = cursor->at;

	while (cursor->at < cursor->end && rfw_sip_is_digit(cursor->data[cursor->at]))
		cursor->at++;
	return rfw_sip_port_read(cursor->data + start, cursor->at - start, port) && *port;
}

/* uri-parameters, of which only transport matters; headers behind them are skipped. */
static bool uri_parameters_read(struct rfw_sip_endpoint *endpoint, struct rfw_sip_cursor *cursor)
{
	static const char name[] = "transport=";
	const u8 *data = cursor->data;
	u32 start, length;

	while (cursor->at < cursor->end && data[cursor->at] == ';') {
		start = ++cursor->at;
		while (cursor->at < cursor->end && data[cursor->at] != ';' &&
		       data[cursor->at] != '?')
			cursor->at++;
		length = cursor->at - start;
		if (length < sizeof(name) - 1 ||
		    !rfw_sip_is_word(data + start, sizeof(name) - 1, name))
			continue;
		if (endpoint->transport != RFW_SIP_TRANSPORT_NONE)
			return false;
		start += sizeof(name) - 1;
		endpoint->transport = transport_of(data + start, cursor->at - start);
	}
	return cursor->at == cursor->end || data[cursor->at] == '?';
}

/* Goes behind user and password. Return: false if there are two "@", which leaves two hosts. */
static bool skip_user(struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data, *found;

	found = memchr(data + cursor->at, '@', cursor->end - cursor->at);
	if (!found)
		return true;
	cursor->at = found + 1 - data;
	return !memchr(data + cursor->at, '@', cursor->end - cursor->at);
}

bool rfw_sip_uri_read(struct rfw_sip_endpoint *endpoint, const u8 *data, struct rfw_sip_span uri)
{
	struct rfw_sip_cursor cursor = { .data = data, .at = uri.at, .end = uri.at + uri.length };
	struct rfw_sip_span scheme = rfw_sip_token_next(&cursor);

	memset(endpoint, 0, sizeof(*endpoint));
	endpoint->host.kind = RFW_SIP_ADDRESS_UNUSABLE;
	if (!scheme.length || cursor.at == cursor.end || data[cursor.at++] != ':')
		return false;
	endpoint->secure = rfw_sip_span_is(data, scheme, "sips");
	if (!endpoint->secure && !rfw_sip_span_is(data, scheme, "sip"))
		return cursor.at < cursor.end;
	if (!skip_user(&cursor) || !host_next(&endpoint->host, &cursor))
		return false;
	if (cursor.at < cursor.end && data[cursor.at] == ':') {
		cursor.at++;
		if (!port_next(&endpoint->port, &cursor))
			return false;
	}
	return uri_parameters_read(endpoint, &cursor);
}

/* sent-protocol: SIP/2.0/UDP, with white space wherever it can be. */
static bool sent_protocol_next(struct rfw_sip_endpoint *via, struct rfw_sip_cursor *cursor)
{
	const u8 *data = cursor->data;
	struct rfw_sip_span transport;

	if (!rfw_sip_span_is(data, rfw_sip_token_next(cursor), "sip") ||
	    !rfw_sip_skip(cursor, '/') ||
	    !rfw_sip_span_is(data, rfw_sip_token_next(cursor), "2.0") ||
	    !rfw_sip_skip(cursor, '/'))
		return false;
	transport = rfw_sip_token_next(cursor);
	via->transport = transport_of(data + transport.at, transport.length);
	return transport.length && cursor->at < cursor->end && rfw_sip_is_space(data[cursor->at]) &&
	       rfw_sip_skip_space(cursor);
}

bool rfw_sip_via_read(struct rfw_sip_message *message, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_endpoint *via = &message->via;
	const u8 *data = cursor->data;
	struct rfw_sip_parameter parameter;
	enum rfw_sip_next next;

	memset(via, 0, sizeof(*via));
	if (!sent_protocol_next(via, cursor) || !host_next(&via->host, cursor))
		return false;
	if (rfw_sip_skip(cursor, ':') && !port_next(&via->port, cursor))
		return false;
	while ((next = rfw_sip_parameter_next(&parameter, cursor)) == RFW_SIP_NEXT_FOUND) {
		if (rfw_sip_span_is(data, parameter.name, "rport"))
			message->rport = true;
		if (!rfw_sip_span_is(data, parameter.name, "branch"))
			continue;
		if (message->branch.length || !parameter.value.length)
			return false;
		message->branch = parameter.value;
	}
	return next == RFW_SIP_NEXT_NONE;
}
