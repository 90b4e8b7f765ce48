// SPDX-License-Identifier: GPL-2.0-only
/* The calls that the fake kernel knows: $FAKE_CALLS of them, of alice and bob in turn. */
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"

#define MEDIA 6

/* The first is as others would have it who mean harm. */
static const char *call_id(unsigned int number)
{
	return number ? "f81d4fae-7dec@2001:db8::1" : "\033[2J\"\\\n\177\303\251\377 x";
}

static void dump_call(struct rfw_transport *kernel, const struct nlmsghdr *request,
		      unsigned int number, const struct rfw_sip_call *filter)
{
	struct in6_addr remote[2] = { { { { 0x20, 1, 0xd, 0xb8, [15] = 5 } } },
				      { { { 0x20, 1, 0xd, 0xb8, [15] = 6 } } } };
	struct in6_addr host = { { { 0x20, 1, 0xd, 0xb8, [14] = 1, [15] = 8 + number % 2 } } };
	struct rfw_sip_media media[MEDIA] = {};
	struct rfw_sip_call call = {
		.id = number + 1,
		.host = host,
		.state = number % 3,
		.age = 75,
		.expires = 120,
		.remote = { remote, number % 3 },
		.media = { media, number % 2 ? 2 : MEDIA },
	};

	for (unsigned int i = RFW_A_SIP_CALL_ID; i <= RFW_A_SIP_CALL_MEDIA; i++)
		RFW_GIVE(&call, i);
	strcpy(call.subscriber, number % 2 ? "bob" : "alice");
	strcpy(call.call_id, call_id(number));
	for (unsigned int i = 0; i < MEDIA; i++) {
		for (unsigned int n = RFW_A_SIP_MEDIA_KIND; n <= RFW_A_SIP_MEDIA_PINHOLE; n++)
			RFW_GIVE(&media[i], n);
		media[i].kind = i < 2 ? i : RFW_SIP_MEDIA_CANDIDATE;
		media[i].address = host;
		media[i].port = 4000 + i;
		media[i].pinhole = i == 1 ? 0 : 10 + i;
	}
	if ((RFW_HAS(filter, RFW_A_SIP_CALL_SUBSCRIBER) &&
	     strcmp(filter->subscriber, call.subscriber)) ||
	    (RFW_HAS(filter, RFW_A_SIP_CALL_HOST) &&
	     memcmp(&filter->host, &call.host, sizeof(call.host))))
		return;
	fake_put_object(kernel, request, RFW_CMD_SIP_CALL_GET, NLM_F_MULTI, &rfw_schema_sip_call,
			&call);
}

void fake_dump_calls(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	unsigned int count = getenv("FAKE_CALLS") ? atoi(getenv("FAKE_CALLS")) : 0;
	struct rfw_sip_call filter = {};

	rfw_decode_message(&rfw_schema_sip_call, request, &filter);
	for (unsigned int i = 0; i < count; i++)
		dump_call(kernel, request, i, &filter);
	fake_acknowledge(kernel, request, NLMSG_DONE);
}
