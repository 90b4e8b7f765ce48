// SPDX-License-Identifier: GPL-2.0-only
#include <linux/log2.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sip_stream.h"

/* Room to begin with: most messages are no larger. */
#define SIZE_MIN	2048U

/**
 * rfw_sip_stream_start - the stream begins
 * @stream: the stream
 * @seq: sequence number of its first octet, the one behind the SYN
 */
void rfw_sip_stream_start(struct rfw_sip_stream *stream, u32 seq)
{
	rfw_sip_stream_free(stream);
	stream->next = seq;
	stream->started = true;
}

/**
 * rfw_sip_stream_free - forget everything
 * @stream: the stream, which has not started then
 */
void rfw_sip_stream_free(struct rfw_sip_stream *stream)
{
	kfree(stream->data);
	memset(stream, 0, sizeof(*stream));
}

/* Have room for @need octets, RFW_SIP_MAX_MESSAGE at most. */
static bool grow(struct rfw_sip_stream *stream, u32 need)
{
	u32 size = max_t(u32, roundup_pow_of_two(need), SIZE_MIN);
	u8 *data;

	if (need <= stream->size)
		return true;
	data = krealloc(stream->data, size, GFP_ATOMIC | __GFP_NOWARN);
	if (!data)
		return false;
	stream->data = data;
	stream->size = size;
	return true;
}

/* Islands that the octets without a gap have reached are none any more. */
static void close_gap(struct rfw_sip_stream *stream)
{
	unsigned int gone = 0;

	while (gone < stream->islands && stream->island[gone].from <= stream->have) {
		stream->have = max(stream->have, stream->island[gone].to);
		gone++;
	}
	stream->islands -= gone;
	memmove(stream->island, stream->island + gone, stream->islands * sizeof(*stream->island));
}

/* One island more, joined with those that it touches. False where there are too many. */
static bool add_island(struct rfw_sip_stream *stream, u32 from, u32 to)
{
	struct rfw_sip_island *island = stream->island;
	unsigned int first = 0, last;

	while (first < stream->islands && island[first].to < from)
		first++;
	for (last = first; last < stream->islands && island[last].from <= to; last++) {
		from = min(from, island[last].from);
		to = max(to, island[last].to);
	}
	if (first == last && stream->islands == RFW_SIP_ISLANDS_MAX)
		return false;
	memmove(island + first + 1, island + last, (stream->islands - last) * sizeof(*island));
	stream->islands += 1 + first - last;
	island[first].from = from;
	island[first].to = to;
	return true;
}

/**
 * rfw_sip_stream_add - take the octets of a segment
 * @stream: has started
 * @skb: the segment
 * @offset: from skb->data of the octets
 * @seq: sequence number of the first
 * @length: octets
 * @taken: octets that need not be given again; the others are for when room has been made, by
 *	rfw_sip_stream_message() and rfw_sip_stream_consume()
 *
 * What has become part of the stream stays: a segment that repeats it and says something else is
 * not believed.
 *
 * Context: any.
 * Return: 0; -ENOMEM, -EFAULT; or -ENOSPC where octets behind a gap are further ahead, or in more
 * pieces, than there is room for. After an error the stream can't be followed any more.
 */
int rfw_sip_stream_add(struct rfw_sip_stream *stream, const struct sk_buff *skb,
		       unsigned int offset, u32 seq, u32 length, u32 *taken)
{
	s32 ahead = seq - stream->next;
	u32 skipped = 0, from, to;
	int err;

	/* The octets that are known are no news. */
	if (ahead < (s32)stream->have)
		skipped = min(length, (u32)((s32)stream->have - ahead));
	*taken = skipped;
	if (skipped == length)
		return 0;
	from = (u32)ahead + skipped;
	if (from >= RFW_SIP_MAX_MESSAGE)
		return from > stream->have ? -ENOSPC : 0;
	to = min_t(u32, from + length - skipped, RFW_SIP_MAX_MESSAGE);
	if (from > stream->have && to < from + length - skipped)
		return -ENOSPC;
	if (!grow(stream, to))
		return -ENOMEM;
	if (from > stream->have && !add_island(stream, from, to))
		return -ENOSPC;
	err = skb_copy_bits(skb, offset + skipped, stream->data + from, to - from);
	if (err)
		return err;
	if (from == stream->have) {
		stream->have = to;
		close_gap(stream);
	}
	*taken = skipped + to - from;
	return 0;
}

static void drop_front(struct rfw_sip_stream *stream, u32 octets)
{
	unsigned int i;
	u32 end = stream->islands ? stream->island[stream->islands - 1].to : stream->have;

	if (!octets)
		return;
	memmove(stream->data, stream->data + octets, end - octets);
	stream->have -= octets;
	stream->next += octets;
	for (i = 0; i < stream->islands; i++) {
		stream->island[i].from -= octets;
		stream->island[i].to -= octets;
	}
}

/**
 * rfw_sip_stream_message - the next message
 * @stream: the stream
 * @text: its first octet, valid until the stream is touched
 * @length: its octets
 *
 * Return: RFW_SIP_MESSAGE, with a message that goes with rfw_sip_stream_consume(); RFW_SIP_MORE
 * where it is not whole; or RFW_SIP_NOT_SIP or RFW_SIP_TOO_LONG.
 */
enum rfw_sip_framing rfw_sip_stream_message(struct rfw_sip_stream *stream, const u8 **text,
					    u32 *length)
{
	enum rfw_sip_framing framing;

	framing = rfw_sip_frame_stream(&stream->frame, stream->data, stream->have);
	if (framing == RFW_SIP_MORE)
		drop_front(stream, rfw_sip_frame_advance(&stream->frame));
	*text = stream->data + stream->frame.start;
	*length = stream->frame.end - stream->frame.start;
	return framing;
}

/**
 * rfw_sip_stream_consume - the message has been read
 * @stream: the stream, after RFW_SIP_MESSAGE
 */
void rfw_sip_stream_consume(struct rfw_sip_stream *stream)
{
	drop_front(stream, stream->frame.end);
	memset(&stream->frame, 0, sizeof(stream->frame));
	/* Most connections are idle most of the time. */
	if (!stream->have && !stream->islands) {
		kfree(stream->data);
		stream->data = NULL;
		stream->size = 0;
	}
}
