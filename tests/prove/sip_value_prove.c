// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grammar of values, which end where memory does, and begin anywhere in it.
 */
#include <prove.h>
#include <sip_text_stub.h>

#include "sip_value.c"

#define VALUE_MAX	12

static struct rfw_sip_cursor any_cursor(void)
{
	return (struct rfw_sip_cursor){
		.data = malloc(VALUE_MAX), .at = any_up_to(0, VALUE_MAX), .end = VALUE_MAX,
	};
}

static void insist_within(struct rfw_sip_span span, u32 from, u32 to)
{
	insist(!span.length || (span.at >= from && span.at <= to && span.length <= to - span.at));
}

void words(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span token;
	u32 start = cursor.at;

	if (rfw_sip_skip_space(&cursor))
		insist(cursor.at < cursor.end);
	insist(cursor.at >= start && cursor.at <= cursor.end);
	start = cursor.at;
	if (rfw_sip_skip(&cursor, nondet_u8()))
		insist(cursor.at > start);
	insist(cursor.at >= start && cursor.at <= cursor.end);
	start = cursor.at;
	token = rfw_sip_token_next(&cursor);
	insist(cursor.at >= start && cursor.at <= cursor.end);
	insist(token.at == start && token.length == cursor.at - start);
}

void parameter(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_parameter parameter;
	u32 start = cursor.at;
	enum rfw_sip_next next = rfw_sip_parameter_next(&parameter, &cursor);

	insist(cursor.at >= start && cursor.at <= cursor.end);
	if (next != RFW_SIP_NEXT_FOUND)
		return;
	insist(cursor.at - start >= 2 && parameter.name.length);
	insist_within(parameter.name, start, cursor.at);
	insist_within(parameter.value, start, cursor.at);
	insist(!parameter.value.length || cursor.data[parameter.value.at] != '"' ||
	       parameter.value.length >= 2);
}

void name_address(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_span uri = {};
	u32 start = cursor.at;

	if (!rfw_sip_name_address_next(&uri, &cursor))
		return;
	insist(cursor.at >= start && cursor.at <= cursor.end);
	insist_within(uri, start, cursor.at);
}

void uri(void)
{
	struct rfw_sip_endpoint endpoint;
	struct rfw_sip_span uri = { .at = any_up_to(0, VALUE_MAX) };
	const u8 *data = malloc(VALUE_MAX);

	uri.length = VALUE_MAX - uri.at;
	if (rfw_sip_uri_read(&endpoint, data, uri))
		insist(endpoint.host.kind == RFW_SIP_ADDRESS_UNICAST ||
		       endpoint.host.kind == RFW_SIP_ADDRESS_UNUSABLE);
}
