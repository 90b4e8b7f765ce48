/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of sip_value.c: what sip_value_prove.c shows of it, and nothing more. Beside it, as
 * stub_NAME, if STUB() says so.
 */
#ifndef _PROVE_SIP_VALUE_STUB_H
#define _PROVE_SIP_VALUE_STUB_H

#include <sip_text_stub.h>

#include "sip_value.h"

#ifndef STUB
#define STUB(name)	name
#endif

bool STUB(rfw_sip_skip_space)(struct rfw_sip_cursor *cursor)
{
	move(cursor);
	return cursor->at < cursor->end;
}

bool STUB(rfw_sip_skip)(struct rfw_sip_cursor *cursor, u8 octet)
{
	return move(cursor) < cursor->at && nondet_bool();
}

struct rfw_sip_span STUB(rfw_sip_token_next)(struct rfw_sip_cursor *cursor)
{
	u32 start = move(cursor);

	return (struct rfw_sip_span){ .at = start, .length = cursor->at - start };
}

bool STUB(rfw_sip_span_is)(const u8 *data, struct rfw_sip_span span, const char *word)
{
	return rfw_sip_is_word(data + span.at, span.length, word);
}

/* A quoted value has both its quotes. */
enum rfw_sip_next STUB(rfw_sip_parameter_next)(struct rfw_sip_parameter *parameter,
					       struct rfw_sip_cursor *cursor)
{
	u32 start = move(cursor);

	if (cursor->at - start < 2 || nondet_bool())
		return nondet_bool() ? RFW_SIP_NEXT_NONE : RFW_SIP_NEXT_MALFORMED;
	parameter->name = any_span(start, cursor->at);
	parameter->value = (struct rfw_sip_span){};
	if (nondet_bool())
		parameter->value = any_span(start, cursor->at);
	suppose(parameter->name.length);
	suppose(!parameter->value.length || cursor->data[parameter->value.at] != '"' ||
		parameter->value.length >= 2);
	return RFW_SIP_NEXT_FOUND;
}

/* Where it fails, the cursor is of no use. */
bool STUB(rfw_sip_name_address_next)(struct rfw_sip_span *uri, struct rfw_sip_cursor *cursor)
{
	u32 start = move(cursor);

	*uri = any_span(start, cursor->at);
	if (nondet_bool())
		return true;
	cursor->at = nondet_u32();
	return false;
}

bool STUB(rfw_sip_uri_read)(struct rfw_sip_endpoint *endpoint, const u8 *data,
			    struct rfw_sip_span uri)
{
	struct rfw_sip_endpoint any;

	insist_readable(data + uri.at, uri.length);
	any.secure = nondet_bool();
	*endpoint = any;
	return uri.length && nondet_bool();
}

bool STUB(rfw_sip_via_read)(struct rfw_sip_message *message, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_endpoint any;
	u32 start = move(cursor);

	insist(!message->branch.length);
	any.secure = nondet_bool();
	message->via = any;
	message->rport = nondet_bool();
	if (nondet_bool())
		message->branch = any_span(start, cursor->at);
	return nondet_bool();
}

#endif
