// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes SIP: the input is a stream, and its first message a datagram too. What is read lies in the
 * message, and depends neither on how the octets are split nor on what is behind them.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "sdp_parse.h"
#include "sip_parse.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void insist(bool condition)
{
	if (!condition)
		abort();
}

/* As long as it is, so that a step past its end is seen. */
static u8 *copy_of(const u8 *data, size_t size)
{
	u8 *copy = malloc(size ?: 1);

	return size ? memcpy(copy, data, size) : copy;
}

static void insist_within(struct rfw_sip_span inner, u32 from, u32 to)
{
	insist(!inner.length || (inner.at >= from && inner.at <= to && inner.length <= to - inner.at));
}

static void insist_address(const struct rfw_sip_address *address)
{
	static const struct in6_addr none;
	const u8 *octet = address->address.s6_addr;

	insist(address->kind <= RFW_SIP_ADDRESS_UNUSABLE);
	if (address->kind != RFW_SIP_ADDRESS_UNICAST)
		insist(!memcmp(&address->address, &none, sizeof(none)));
	else
		insist(octet[0] != 0xff && (octet[0] != 0xfe || (octet[1] & 0xc0) != 0x80) &&
		       memcmp(octet, none.s6_addr, 10));
}

static void insist_sdp(const u8 *data, u32 length)
{
	u8 *copy = copy_of(data, length);
	static struct rfw_sdp sdp;

	if (rfw_sdp_parse(&sdp, copy, length))
		insist(sdp.count <= RFW_SDP_MAX_MEDIA && sdp.count <= sdp.total);
	free(copy);
}

static void insist_contents(const struct rfw_sip_message *message, const u8 *data, u32 length)
{
	u32 body = message->body.length ? message->body.at : length, i;

	insist(message->status == 0 || (message->status >= 100 && message->status < 700));
	insist(message->method <= RFW_SIP_PUBLISH && message->contacts <= RFW_SIP_MAX_CONTACTS);
	insist(message->sequence < 1U << 31 && message->call_id.length);
	insist_within(message->sequence_method, 0, body);
	insist_within(message->call_id, 0, body);
	insist_within(message->from_tag, 0, body);
	insist_within(message->to_tag, 0, body);
	insist_within(message->branch, 0, body);
	insist_within(message->body, 0, length);
	insist_within(message->sdp, body, length);
	insist_address(&message->via.host);
	for (i = 0; i < message->contacts; i++)
		insist_address(&message->contact[i].endpoint.host);
	insist(!message->star || !message->contacts);
	insist((message->content == RFW_SIP_CONTENT_NONE) == !message->body.length);
	insist((message->content == RFW_SIP_CONTENT_SDP) == !!message->sdp.length);
	if (message->sdp.length)
		insist_sdp(data + message->sdp.at, message->sdp.length);
}

/* @length: of the message; @size: with what is behind it. */
static void check_message(const u8 *data, u32 length, u32 size)
{
	static struct rfw_sip_message message, again;
	u8 *copy = copy_of(data, length);
	struct rfw_sip_frame frame;
	bool right;

	memset(&message, 0xa5, sizeof(message));
	right = rfw_sip_parse(&message, copy, length);
	if (right)
		insist_contents(&message, copy, length);
	memset(&again, 0x5a, sizeof(again));
	insist(rfw_sip_parse(&again, copy, length) == right);
	insist(!right || !memcmp(&message, &again, sizeof(message)));
	free(copy);

	/* where the length is known, nothing behind the message matters */
	insist(rfw_sip_frame_datagram(&frame, data, size) == RFW_SIP_MESSAGE);
	if (frame.end == length) {
		insist(rfw_sip_parse(&again, data, size) == right);
		insist(!right || !memcmp(&message, &again, sizeof(message)));
	}
}

static void check_datagram(const u8 *data, u32 size)
{
	struct rfw_sip_frame frame;
	u8 *copy = copy_of(data, size);
	enum rfw_sip_framing framing = rfw_sip_frame_datagram(&frame, copy, size);

	insist(framing != RFW_SIP_MORE);
	if (framing == RFW_SIP_MESSAGE) {
		insist(!frame.start && frame.body <= frame.end && frame.end <= size);
		insist(frame.body <= RFW_SIP_MAX_HEADER);
		check_message(copy, frame.end, size);
	}
	free(copy);
}

/* An octet at a time, giving line ends away as they come; the last call has a copy of no more. */
static u32 octet_by_octet(const u8 *data, u32 size, enum rfw_sip_framing *framing)
{
	struct rfw_sip_frame frame = {}, whole = {};
	u32 given = 0, length;
	u8 *copy;

	for (length = 0; length <= size; length++) {
		*framing = rfw_sip_frame_stream(&frame, data + given, length - given);
		if (*framing != RFW_SIP_MORE)
			break;
		given += rfw_sip_frame_advance(&frame);
	}
	length = length > size ? size : length;

	copy = copy_of(data, length);
	insist(rfw_sip_frame_stream(&whole, copy, length) == *framing);
	free(copy);
	if (*framing == RFW_SIP_MESSAGE)
		insist(given + frame.start == whole.start && given + frame.end == whole.end &&
		       given + frame.body == whole.body && whole.end == length);
	return length;
}

static void check_stream(const u8 *data, u32 size)
{
	enum rfw_sip_framing framing, slow;
	struct rfw_sip_frame frame, halves;
	u32 left = size, decided, given;

	for (; left; data += frame.end, left -= frame.end) {
		memset(&frame, 0, sizeof(frame));
		framing = rfw_sip_frame_stream(&frame, data, left);
		insist(framing != RFW_SIP_KEEPALIVE);
		decided = octet_by_octet(data, left, &slow);
		insist(slow == framing);
		/* in two parts, without what is before the message in the second */
		memset(&halves, 0, sizeof(halves));
		if (rfw_sip_frame_stream(&halves, data, decided / 2) == RFW_SIP_MORE) {
			given = rfw_sip_frame_advance(&halves);
			insist(rfw_sip_frame_stream(&halves, data + given, left - given) == framing);
			insist(framing != RFW_SIP_MESSAGE || given + halves.end == frame.end);
		}
		if (framing != RFW_SIP_MESSAGE)
			return;
		insist(frame.start < frame.body && frame.body <= frame.end && frame.end <= left);
		check_message(data + frame.start, frame.end - frame.start, left - frame.start);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	check_datagram(data, size);
	check_stream(data, size);
	return 0;
}
