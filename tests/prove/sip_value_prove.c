// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grammar of values, which end where memory does, and begin anywhere in it. What has a proof of
 * its own stands as stub_NAME() in the proofs of those that call it.
 */
#include <prove.h>

#define STUB(name)	stub_##name
#include <sip_value_stub.h>

#define VALUE_MAX	48
/* with several parameters */
#define URI_PARAMETERS	12
#define VIA_MAX		24

static bool stub_host_next(struct rfw_sip_address *host, struct rfw_sip_cursor *cursor)
{
	u32 start = move(cursor);

	rfw_sip_address_read(host, cursor->data + start, cursor->at - start);
	return cursor->at > start && nondet_bool();
}

static bool stub_port_next(u16 *port, struct rfw_sip_cursor *cursor)
{
	move(cursor);
	*port = nondet_u16();
	return *port && nondet_bool();
}

static bool stub_skip_quoted(struct rfw_sip_cursor *cursor)
{
	u32 start = cursor->at;

	insist(start < cursor->end && cursor->data[start] == '"');
	if (nondet_bool())
		return false;
	move(cursor);
	suppose(cursor->at - start >= 2);
	return true;
}

static bool stub_skip_name(struct rfw_sip_cursor *cursor)
{
	move(cursor);
	return cursor->at < cursor->end && cursor->data[cursor->at] == '<' && nondet_bool();
}

static bool stub_bracketed_next(struct rfw_sip_span *uri, struct rfw_sip_cursor *cursor)
{
	return stub_rfw_sip_name_address_next(uri, cursor);
}

static bool stub_skip_user(struct rfw_sip_cursor *cursor)
{
	move(cursor);
	return nondet_bool();
}

static bool stub_uri_parameters_read(struct rfw_sip_endpoint *endpoint,
				     struct rfw_sip_cursor *cursor)
{
	move(cursor);
	endpoint->transport = nondet_u8();
	return nondet_bool();
}

static bool stub_sent_protocol_next(struct rfw_sip_endpoint *via, struct rfw_sip_cursor *cursor)
{
	move(cursor);
	via->transport = nondet_u8();
	return nondet_bool();
}

#include "sip_value.c"

static struct rfw_sip_cursor any_cursor(void)
{
	return cursor_of(VALUE_MAX);
}

/* An empty span has a place, too, where data + @at may be written. */
static void insist_within(struct rfw_sip_span span, u32 from, u32 to)
{
	insist(span.at <= to && span.length <= to - span.at);
	insist(!span.length || span.at >= from);
}

void words(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span token;
	u32 start = cursor.at;
	bool more = rfw_sip_skip_space(&cursor);

	insist_moved(&cursor, start);
	insist(more == (cursor.at < cursor.end));
	start = cursor.at;
	token = rfw_sip_token_next(&cursor);
	insist_moved(&cursor, start);
	insist(token.at == start && token.length == cursor.at - start);
}

void skip(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;

	if (rfw_sip_skip(&cursor, nondet_u8()))
		insist(cursor.at > start);
	insist_moved(&cursor, start);
}

void quoted(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;

	suppose(start < VALUE_MAX && cursor.data[start] == '"');
	if (!skip_quoted(&cursor)) {
		insist(cursor.at == start);
		return;
	}
	insist_moved(&cursor, start);
	insist(cursor.at - start >= 2);
}

void parameter(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_parameter parameter;
	u32 start = cursor.at;
	enum rfw_sip_next next = rfw_sip_parameter_next(&parameter, &cursor);

	insist_moved(&cursor, start);
	if (next != RFW_SIP_NEXT_FOUND)
		return;
	insist(cursor.at - start >= 2 && parameter.name.length);
	insist_within(parameter.name, start, cursor.at);
	insist_within(parameter.value, start, cursor.at);
	insist(!parameter.value.length || cursor.data[parameter.value.at] != '"' ||
	       parameter.value.length >= 2);
}

void bracketed(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span uri = {};
	u32 start = cursor.at;

	if (!bracketed_next(&uri, &cursor))
		return;
	insist_moved(&cursor, start);
	insist_within(uri, start, cursor.at);
}

void name(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;

	if (skip_name(&cursor))
		insist(cursor.at < cursor.end && cursor.data[cursor.at] == '<');
	insist_moved(&cursor, start);
}

void name_address(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span uri = {};
	u32 start = cursor.at;

	if (!rfw_sip_name_address_next(&uri, &cursor))
		return;
	insist_moved(&cursor, start);
	insist_within(uri, start, cursor.at);
}

void host(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_address host;
	u32 start = cursor.at;

	if (host_next(&host, &cursor)) {
		insist(cursor.at > start);
		insist(host.kind == RFW_SIP_ADDRESS_UNICAST ||
		       host.kind == RFW_SIP_ADDRESS_UNUSABLE);
	}
	insist_moved(&cursor, start);
}

void port(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;
	u16 port;

	if (port_next(&port, &cursor))
		insist(port);
	insist_moved(&cursor, start);
}

void user(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;

	skip_user(&cursor);
	insist_moved(&cursor, start);
}

void uri_parameters(void)
{
	struct rfw_sip_cursor cursor = cursor_of(URI_PARAMETERS);
	struct rfw_sip_endpoint endpoint;
	u32 start = cursor.at;

	endpoint.secure = nondet_bool();
	uri_parameters_read(&endpoint, &cursor);
	insist_moved(&cursor, start);
}

void uri(void)
{
	struct rfw_sip_endpoint endpoint;
	struct rfw_sip_span uri = { .at = any_up_to(0, VALUE_MAX) };
	const u8 *data = malloc(VALUE_MAX);

	uri.length = VALUE_MAX - uri.at;
	if (!rfw_sip_uri_read(&endpoint, data, uri))
		return;
	insist(uri.length);
	insist(endpoint.host.kind == RFW_SIP_ADDRESS_UNICAST ||
	       endpoint.host.kind == RFW_SIP_ADDRESS_UNUSABLE);
}

void sent_protocol(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_endpoint via;
	u32 start = cursor.at;

	via.secure = nondet_bool();
	sent_protocol_next(&via, &cursor);
	insist_moved(&cursor, start);
}

void via(void)
{
	struct rfw_sip_cursor cursor = cursor_of(VIA_MAX);
	struct rfw_sip_message message = {};
	u32 start = cursor.at;

	if (rfw_sip_via_read(&message, &cursor))
		insist(message.via.host.kind == RFW_SIP_ADDRESS_UNICAST ||
		       message.via.host.kind == RFW_SIP_ADDRESS_UNUSABLE);
	insist_moved(&cursor, start);
	insist_within(message.branch, start, cursor.at);
}
