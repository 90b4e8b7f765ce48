// SPDX-License-Identifier: GPL-2.0-only
/*
 * Session descriptions: words of a line, which ends where memory does, what is made of them, and
 * any line in any state that the lines before it may have led to. What has a proof of its own
 * stands as stub_NAME() in the proofs of those that call it.
 */
#include <prove.h>
#include <sip_text_stub.h>

#include "sdp_parse.h"

#define LINE_MAX	64
/* of a whole description, with several lines */
#define LINES_MAX	16

struct reader;

static struct rfw_sip_span stub_word_next(struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span word;
	u32 start = move(cursor);

	word = any_span(start, cursor->at);
	suppose(word.at == start);
	return word;
}

static struct rfw_sip_span stub_tail_of(const u8 *data, struct rfw_sip_span *word, u8 delimiter)
{
	u32 length = word->length;
	struct rfw_sip_span tail = {};

	insist_readable(data + word->at, length);
	if (!length || nondet_bool())
		return tail;
	word->length = any_up_to(0, length - 1);
	tail.at = word->at + word->length + 1;
	tail.length = length - word->length - 1;
	return tail;
}

static enum rfw_sdp_protocol stub_protocol_of(const u8 *data, struct rfw_sip_span word)
{
	insist_readable(data + word.at, word.length);
	return any_up_to(RFW_SDP_OTHER, RFW_SDP_RTP);
}

static bool stub_read_ports(struct rfw_sdp_media *media, const u8 *data, struct rfw_sip_span word)
{
	insist_readable(data + word.at, word.length);
	media->port = nondet_u16();
	media->ports = nondet_u16();
	return nondet_bool();
}

static bool stub_read_address(struct rfw_sip_address *address, struct rfw_sip_cursor *cursor)
{
	stub_word_next(cursor);
	rfw_sip_address_read(address, cursor->data, 0);
	return nondet_bool();
}

static bool stub_read_rtcp(struct rfw_sdp_media *media, struct rfw_sip_cursor *cursor)
{
	stub_word_next(cursor);
	media->has_rtcp = nondet_bool();
	return nondet_bool();
}

static bool stub_read_line(struct reader *reader, const u8 *data, u32 at, u32 end);
static bool stub_read_media(struct reader *reader, struct rfw_sip_cursor *cursor);
static void stub_read_candidate(struct rfw_sdp_media *media, struct rfw_sip_cursor *cursor);

#include "sdp_parse.c"

static struct rfw_sip_cursor any_cursor(void)
{
	return cursor_of(LINE_MAX);
}

static bool fits(const struct rfw_sdp_media *media)
{
	return media->candidates <= RFW_SDP_MAX_CANDIDATES &&
	       media->direction <= RFW_SDP_INACTIVE;
}

/* The states that a reader may be in. */
static bool sound(const struct reader *reader)
{
	return reader->sdp->count <= RFW_SDP_MAX_MEDIA &&
	       reader->sdp->count <= reader->sdp->total &&
	       reader->direction <= RFW_SDP_INACTIVE &&
	       (!reader->media || fits(reader->media));
}

static struct rfw_sdp sdp;
static struct rfw_sdp_media last;

/* The media of the last m= line are apart from the others, which nobody looks at any more. */
static struct reader any_reader(void)
{
	struct reader reader = { .sdp = &sdp, .direction = nondet_u8() };

	sdp.count = nondet_u8();
	/* one for a line at most, of which there are less than 2^32 */
	sdp.total = any_up_to(0, U32_MAX - 1);
	reader.has_address = nondet_bool();
	if (nondet_bool()) {
		reader.media = &last;
		last.has_rtcp = nondet_bool();
		last.candidates = nondet_u8();
		last.direction = nondet_u8();
	}
	suppose(sound(&reader));
	return reader;
}

static bool stub_read_line(struct reader *reader, const u8 *data, u32 at, u32 end)
{
	insist(at < end);
	insist_readable(data + at, end - at);
	insist(sound(reader));
	*reader = any_reader();
	return nondet_bool();
}

static bool stub_read_media(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	stub_word_next(cursor);
	*reader = any_reader();
	return nondet_bool();
}

static void stub_read_candidate(struct rfw_sdp_media *media, struct rfw_sip_cursor *cursor)
{
	stub_word_next(cursor);
	media->candidates = any_up_to(0, RFW_SDP_MAX_CANDIDATES);
}

void word(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	u32 start = cursor.at;
	struct rfw_sip_span word = word_next(&cursor);

	insist_moved(&cursor, start);
	insist(word.at == start && word.length <= cursor.at - start);
}

void tail(void)
{
	u32 at = any_up_to(0, LINE_MAX), length;
	struct rfw_sip_span word = { .at = at, .length = LINE_MAX - at }, tail;

	length = word.length;
	tail = tail_of(malloc(LINE_MAX), &word, nondet_u8());
	insist(word.at == at && word.length <= length);
	if (word.length == length)
		insist(!tail.at && !tail.length);
	else
		insist(tail.at == at + word.length + 1 && tail.length == length - word.length - 1);
}

void protocol(void)
{
	u32 at = any_up_to(0, LINE_MAX);
	struct rfw_sip_span word = { .at = at, .length = LINE_MAX - at };

	insist(protocol_of(malloc(LINE_MAX), word) <= RFW_SDP_RTP);
}

void ports(void)
{
	u32 at = any_up_to(0, LINE_MAX), last;
	struct rfw_sip_span word = { .at = at, .length = LINE_MAX - at };
	struct rfw_sdp_media media;

	if (!read_ports(&media, malloc(LINE_MAX), word))
		return;
	last = media.protocol == RFW_SDP_RTP ? 2 * (media.ports - 1) : media.ports - 1;
	insist(media.ports && media.port + last <= U16_MAX);
}

void address(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sip_address address;
	u32 start = cursor.at;

	read_address(&address, &cursor);
	insist_moved(&cursor, start);
	insist(address.kind == RFW_SIP_ADDRESS_UNICAST || address.kind == RFW_SIP_ADDRESS_UNUSABLE);
}

void rtcp(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sdp_media media;

	media.has_rtcp = nondet_bool();
	if (read_rtcp(&media, &cursor))
		insist(media.has_rtcp);
}

void candidate(void)
{
	struct rfw_sip_cursor cursor = any_cursor();
	struct rfw_sdp_media media;

	suppose(media.candidates <= RFW_SDP_MAX_CANDIDATES);
	read_candidate(&media, &cursor);
	insist(media.candidates <= RFW_SDP_MAX_CANDIDATES);
}

/* One number after the other: a solver finds a place that is a number it has to find too large. */
void media(void)
{
	struct rfw_sip_cursor cursor = any_cursor(), copy;
	struct reader reader;
	u32 count;

	for (count = 0; count <= RFW_SDP_MAX_MEDIA; count++) {
		reader = any_reader();
		suppose(sdp.total >= count);
		sdp.count = count;
		copy = cursor;
		read_media(&reader, &copy);
		insist(sound(&reader));
		insist(!reader.media || reader.media == &sdp.media[sdp.count - 1]);
	}
}

void line(void)
{
	struct reader reader = any_reader();
	u32 at = any_up_to(0, LINE_MAX - 1);

	read_line(&reader, malloc(LINE_MAX), at, LINE_MAX);
	insist(sound(&reader));
}

void description(void)
{
	u32 length;
	const u8 *data = any_text(LINES_MAX, &length);

	if (rfw_sdp_parse(&sdp, data, length))
		insist(length && sdp.count <= RFW_SDP_MAX_MEDIA);
}
