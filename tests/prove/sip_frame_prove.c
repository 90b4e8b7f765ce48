// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a message begins and ends. The header section is read an octet at a time, and so the proof
 * is of any one octet: whatever state the octets before it have led to, if it is one that a reader
 * may be in, so is the next.
 */
#include <prove.h>
#include <sip_text_stub.h>

#include "sip_frame.c"

#define DATA_MAX	32

/* The states that a reader may be in. */
static bool sound(const struct rfw_sip_frame *frame)
{
	if (frame->state > TOO_LONG || frame->content_length > RFW_SIP_MAX_BODY ||
	    frame->start > frame->line || frame->line > frame->scanned ||
	    frame->field > frame->line || (frame->field && frame->field < frame->start))
		return false;
	if (frame->state <= START_LINE && frame->field)
		return false;
	if (frame->state == BODY)
		return frame->start < frame->body && frame->body == frame->scanned;
	return !frame->body;
}

static struct rfw_sip_frame any_frame(void)
{
	struct rfw_sip_frame frame;

	frame.has_content_length = nondet_bool();
	suppose(sound(&frame));
	return frame;
}

void begin(void)
{
	struct rfw_sip_frame frame = {};

	insist(sound(&frame));
}

void octet(void)
{
	struct rfw_sip_frame frame = any_frame();
	u32 length, at = frame.scanned;
	const u8 *data = any_text(DATA_MAX, &length);

	suppose(at < length && frame.state < BODY);
	/* as header_read() */
	if (!octet_read(&frame, data, frame.scanned) && frame.state != TOO_LONG)
		frame.state = FAILED;
	insist(frame.scanned == at);
	frame.scanned++;
	insist(sound(&frame));
}

void advance(void)
{
	struct rfw_sip_frame frame = any_frame();
	u32 start = frame.start, line = frame.line;

	frame.end = frame.body + frame.content_length;
	insist(rfw_sip_frame_advance(&frame) == start);
	insist(!frame.start && frame.line == line - start && sound(&frame));
}

/* With the header section read, or all octets. */
void stream(void)
{
	struct rfw_sip_frame frame = any_frame();
	u32 length = nondet_u32();
	u8 octet;

	suppose(length <= S32_MAX && frame.scanned <= length);
	suppose(frame.state >= BODY || frame.scanned == length);
	if (rfw_sip_frame_stream(&frame, &octet, length) == RFW_SIP_MESSAGE)
		insist(frame.start < frame.body && frame.body <= frame.end && frame.end <= length);
}
