// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the header, the options and the windows of a connection. Octet 0 of the input: bit 0
 * tcp-window strict, bit 1 pick-up; then segments: an octet (bit 0 who sends it, bits 1-4 words of
 * options, bits 5-7 octets of data in units of 200), and a header as long as that says.
 */
#include <linux/kernel.h>
#include <linux/rfw.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "tcp.h"
#include "tcp_plain.h"

#define FIXED	20

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void insist(bool condition)
{
	if (!condition)
		abort();
}

/* Linear, and with the header cut after @cut octets: one outcome. */
static int parse_both(struct rfw_tcp_segment *segment, const u8 *data, unsigned int length,
		      unsigned int cut)
{
	struct rfw_tcp_segment other;
	struct sk_buff *skb = alloc_skb(length, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);
	int reason;

	memset(segment, 0, sizeof(*segment));
	memset(&other, 0, sizeof(other));
	skb_put_data(skb, data, length);
	reason = rfw_tcp_parse(segment, skb, 0, length);
	kfree_skb(skb);

	skb = alloc_skb(cut, GFP_KERNEL);
	skb_put_data(skb, data, cut);
	memcpy(page_address(page), data + cut, length - cut);
	skb_add_rx_frag(skb, 0, page, 0, length - cut, PAGE_SIZE);
	insist(rfw_tcp_parse(&other, skb, 0, length) == reason);
	kfree_skb(skb);
	insist(reason || !memcmp(segment, &other, sizeof(other)));
	return reason;
}

static void check_segment(const struct rfw_tcp_segment *segment, const u8 *data,
			  unsigned int length)
{
	unsigned int header = (data[12] >> 4) * 4, flags = data[13];

	insist(header >= FIXED && header <= length);
	insist(segment->end - segment->seq ==
	       length - header + !!(flags & 2) + !!(flags & 1));
	insist(segment->event < RFW_TCP_EVENTS && segment->scale <= 14);
	insist(segment->has_scale ? rfw_tcp_has_syn(segment) : !segment->scale);
}

/* The short way of a plain segment, where it says yes, does what the machine would do. */
static void compare(u8 state, const struct rfw_tcp_windows *window,
		    const struct rfw_tcp_segment *segment, unsigned int from, bool strict)
{
	struct rfw_tcp_windows shorter = *window, whole = *window;
	struct rfw_tcp_step step;

	if (state != RFW_FLOW_STATE_TCP_ESTABLISHED ||
	    !rfw_tcp_follow_plain(&shorter, segment, from)) {
		insist(!memcmp(&shorter, window, sizeof(shorter)));
		return;
	}
	step = rfw_tcp_judge(state, &whole, segment, from, strict);
	insist(step.action == RFW_TCP_ADVANCE && step.state == state);
	insist(!memcmp(&shorter, &whole, sizeof(whole)));
}

static u8 judge(u8 state, struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment,
		unsigned int from, bool strict)
{
	struct rfw_tcp_windows before = *window;
	struct rfw_tcp_step step;

	step = rfw_tcp_judge(state, window, segment, from, strict);
	switch (step.action) {
	case RFW_TCP_ADVANCE:
		insist(step.state > RFW_FLOW_STATE_NONE && step.state <= RFW_FLOW_STATE_MAX);
		return step.state;
	case RFW_TCP_DROP:
		insist(step.reason && step.reason <= RFW_DROP_REASON_MAX);
		/* What is dropped has not been. */
		insist(!memcmp(&before, window, sizeof(before)));
		return state;
	}
	return state;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct rfw_tcp_segment segment, plain;
	struct rfw_tcp_windows window = {};
	unsigned int length, header, from;
	u8 state = RFW_FLOW_STATE_NONE;
	bool strict, pickup;
	u8 octets[2000];

	if (!size)
		return 0;
	strict = *data & 1;
	pickup = *data & 2;
	data++;
	size--;
	while (size > 1 + FIXED) {
		from = *data & 1;
		header = FIXED + (*data >> 1 & 15) * 4;
		length = header + (*data >> 5) * 200;
		data++;
		size--;
		if (size < header)
			break;
		memset(octets, 0, sizeof(octets));
		memcpy(octets, data, header);
		data += header;
		size -= header;
		if (parse_both(&segment, octets, length, header / 2))
			continue;
		check_segment(&segment, octets, length);
		memset(&plain, 0, sizeof(plain));
		if (rfw_tcp_parse_plain(&plain, (const struct tcphdr *)octets, length))
			insist(!memcmp(&plain, &segment, sizeof(plain)));
		if (state == RFW_FLOW_STATE_NONE) {
			state = rfw_tcp_open(&window, &segment, pickup && !from);
			continue;
		}
		if (segment.event == RFW_TCP_ACK)
			compare(state, &window, &segment, from, strict);
		state = judge(state, &window, &segment, from, strict);
	}
	return 0;
}
