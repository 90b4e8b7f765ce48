/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The plain segment: an ACK, with data or without, in order, on a connection of which nothing
 * special is known. That is most of all packets, so this is inline, and nothing else is.
 */
#ifndef _RFW_TCP_PLAIN_H
#define _RFW_TCP_PLAIN_H

#include <linux/tcp.h>

#include "tcp.h"

/**
 * rfw_tcp_parse_plain - read the header of a plain segment
 * @segment: filled in on success
 * @header: linear and plausible
 * @length: octets of header and data
 *
 * Return: false for a segment that rfw_tcp_parse() has to look at.
 */
static __always_inline bool rfw_tcp_parse_plain(struct rfw_tcp_segment *segment,
						const struct tcphdr *header, unsigned int length)
{
	if (unlikely(!header->ack || header->syn || header->fin || header->rst))
		return false;
	segment->seq = ntohl(header->seq);
	segment->end = segment->seq + length - header->doff * 4U;
	segment->ack = ntohl(header->ack_seq);
	segment->window = ntohs(header->window);
	segment->event = RFW_TCP_ACK;
	segment->scale = 0;
	segment->has_ack = true;
	segment->has_scale = false;
	return true;
}

/**
 * rfw_tcp_follow_plain - follow a plain segment of a connection in state ESTABLISHED
 * @window: the connection's windows
 * @segment: the segment, an ACK
 * @from: RFW_FROM_*
 *
 * What begins where its sender was, and acknowledges nothing that was not sent and nothing that was
 * not news, fits whatever the windows are.
 *
 * Return: true if that is all that rfw_tcp_judge() would do: the state stays, and the expiry is to
 * be refreshed. False, with nothing changed, if it has to be asked.
 */
static __always_inline bool rfw_tcp_follow_plain(struct rfw_tcp_windows *window,
						 const struct rfw_tcp_segment *segment,
						 unsigned int from)
{
	struct rfw_tcp_side *sender = &window->side[from], *receiver = &window->side[!from];
	u8 known = RFW_TCP_SIDE_SYN | RFW_TCP_SIDE_ACK | RFW_TCP_SIDE_SCALE;
	u32 end = READ_ONCE(sender->end), ack = READ_ONCE(sender->ack);

	if ((READ_ONCE(sender->flags) | RFW_TCP_SIDE_SCALE) != known ||
	    (READ_ONCE(receiver->flags) | RFW_TCP_SIDE_SCALE) != known)
		return false;
	if (segment->seq != end || (s32)(segment->ack - ack) < 0 ||
	    (s32)(READ_ONCE(receiver->end) - segment->ack) < 0)
		return false;
	/* One question for both: that only one of them moves is as good as random. */
	if ((segment->end ^ end) | (segment->ack ^ ack)) {
		WRITE_ONCE(sender->end, segment->end);
		WRITE_ONCE(sender->ack, segment->ack);
	}
	if (segment->window > READ_ONCE(sender->max_window))
		WRITE_ONCE(sender->max_window, segment->window);
	return true;
}

#endif
