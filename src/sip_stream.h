/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One direction of a TCP connection, put together so that SIP messages can be read from it. The
 * packets themselves go on at once, whatever is missing here.
 */
#ifndef _RFW_SIP_STREAM_H
#define _RFW_SIP_STREAM_H

#include "sip_frame.h"

struct sk_buff;

/* Pieces behind gaps that are kept. */
#define RFW_SIP_ISLANDS_MAX	8

/* Offsets of octets in &rfw_sip_stream.data. */
struct rfw_sip_island {
	u32 from;
	u32 to;
};

/**
 * struct rfw_sip_stream - octets that are no whole message yet
 * @data: from the start of a message on, or NULL
 * @size: octets that @data has room for
 * @have: octets in @data without a gap
 * @next: sequence number of the first octet of @data
 * @started: the SYN was seen: @next is known
 * @islands: entries of @island
 * @island: octets behind gaps, behind @have, ascending, none touches another
 * @frame: how far the message is read
 *
 * All zeroes to begin with. Under the lock of its owner.
 */
struct rfw_sip_stream {
	u8 *data;
	u32 size;
	u32 have;
	u32 next;
	bool started;
	u8 islands;
	struct rfw_sip_island island[RFW_SIP_ISLANDS_MAX];
	struct rfw_sip_frame frame;
};

void rfw_sip_stream_start(struct rfw_sip_stream *stream, u32 seq);
int rfw_sip_stream_add(struct rfw_sip_stream *stream, const struct sk_buff *skb,
		       unsigned int offset, u32 seq, u32 length, u32 *taken);
enum rfw_sip_framing rfw_sip_stream_message(struct rfw_sip_stream *stream, const u8 **text,
					    u32 *length);
void rfw_sip_stream_consume(struct rfw_sip_stream *stream);
void rfw_sip_stream_free(struct rfw_sip_stream *stream);

#endif
