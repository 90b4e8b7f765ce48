// SPDX-License-Identifier: GPL-2.0-only
/*
 * SIP messages, row by row: where they end (S1, S2), and what they say.
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "sip_parse.h"

#include "sip_messages.h"
#include "sip_say.h"

static const char * const methods[] = {
	"other", "REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "PRACK", "UPDATE", "REFER",
	"SUBSCRIBE", "NOTIFY", "INFO", "MESSAGE", "OPTIONS", "PUBLISH",
};

static const char * const transports[] = { "", "udp", "tcp", "other" };

static const char * const contents[] = { "none", "sdp", "other", "encoded" };

static const char * const framings[] = { "more", "message", "keepalive", "not SIP", "too long" };

/* As long as it is, so that a step past its end is seen. */
static u8 *copy_of(struct kunit *test, const char *octets, u32 length)
{
	u8 *copy = kunit_kmalloc(test, length ?: 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	return memcpy(copy, octets, length);
}

static void say_span(struct says *says, const char *name, const u8 *data, struct rfw_sip_span span)
{
	if (span.length)
		say(says, " %s=%.*s", name, (int)span.length, data + span.at);
}

static void say_contact(struct says *says, const struct rfw_sip_contact *contact)
{
	say(says, " contact=");
	say_address(says, &contact->endpoint.host);
	if (contact->endpoint.port)
		say(says, ":%u", contact->endpoint.port);
	if (contact->endpoint.transport != RFW_SIP_TRANSPORT_NONE)
		say(says, "/%s", transports[contact->endpoint.transport]);
	if (contact->has_expires)
		say(says, "/%us", contact->expires);
	if (contact->endpoint.secure)
		say(says, " secure");
}

/* The first line of a session description, and its length where it is not all of the body. */
static void say_body(struct says *says, const u8 *data, const struct rfw_sip_message *message)
{
	if (!message->body.length)
		return;
	say(says, " body=%u", message->body.length);
	if (message->content != RFW_SIP_CONTENT_SDP) {
		say(says, " %s", contents[message->content]);
		return;
	}
	say(says, " sdp=%.*s", (int)min_t(u32, message->sdp.length, 3), data + message->sdp.at);
	if (message->sdp.length != message->body.length)
		say(says, "/%u", message->sdp.length);
}

static void say_message(struct says *says, const u8 *data, const struct rfw_sip_message *message)
{
	unsigned int i;

	if (message->status)
		say(says, "%u ", message->status);
	say(says, "%s %u", methods[message->method], message->sequence);
	say_span(says, "id", data, message->call_id);
	say_span(says, "from", data, message->from_tag);
	say_span(says, "to", data, message->to_tag);
	say_span(says, "branch", data, message->branch);
	say(says, " via=%s/", transports[message->via.transport]);
	say_address(says, &message->via.host);
	if (message->via.port)
		say(says, ":%u", message->via.port);
	if (message->rport)
		say(says, " rport");
	if (message->star)
		say(says, " star");
	for (i = 0; i < message->contacts; i++)
		say_contact(says, &message->contact[i]);
	if (message->more_contacts)
		say(says, " more");
	if (message->has_expires)
		say(says, " expires=%u", message->expires);
	if (message->session_expires)
		say(says, " session=%u", message->session_expires);
	say_body(says, data, message);
}

static void describe_message(const struct sip_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(messages, sip_messages, describe_message);

/* A datagram is framed and read. */
static void message(struct kunit *test)
{
	struct rfw_sip_message *message = kunit_kzalloc(test, sizeof(*message), GFP_KERNEL);
	struct says *says = kunit_kzalloc(test, sizeof(*says), GFP_KERNEL);
	const struct sip_row *row = test->param_value;
	u8 *data = copy_of(test, row->text.octets, row->text.length);
	struct rfw_sip_frame frame;
	bool right;

	KUNIT_ASSERT_NOT_NULL(test, message);
	KUNIT_ASSERT_NOT_NULL(test, says);
	right = rfw_sip_frame_datagram(&frame, data, row->text.length) == RFW_SIP_MESSAGE &&
		rfw_sip_parse(message, data, frame.end);
	if (right)
		say_message(says, data, message);
	KUNIT_EXPECT_EQ_MSG(test, right, !!row->says, "%s", says->text);
	if (right && row->says)
		KUNIT_EXPECT_TRUE_MSG(test, !strcmp(says->text, row->says), "%s", says->text);
}

/* Cut off anywhere, a message is read or not, and nothing behind the cut is. */
static void cut_anywhere(struct kunit *test)
{
	struct rfw_sip_message *message = kunit_kzalloc(test, sizeof(*message), GFP_KERNEL);
	const struct sip_row *row = test->param_value;
	struct rfw_sip_frame frame;
	u32 length;
	u8 *data;

	KUNIT_ASSERT_NOT_NULL(test, message);
	for (length = 0; length < row->text.length; length++) {
		data = kmalloc(length ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, data);
		memcpy(data, row->text.octets, length);
		if (rfw_sip_frame_datagram(&frame, data, length) == RFW_SIP_MESSAGE)
			rfw_sip_parse(message, data, frame.end);
		kfree(data);
	}
}

struct stream_row {
	const char *name;
	struct sip_text text;
	u8 framing;	/* if none: because of the last octet */
	u32 start;
	u32 length;	/* of the message, from @start */
};

#define SHORT		"BYE sip:b SIP/2.0\r\n"
#define SIZED(n)	SHORT "Content-Length: " #n "\r\n\r\n"
#define SIZE_OF(text)	(sizeof(text) - 1)

static const struct stream_row streams[] = {
	{ "S1: a message without a body", TEXT(SIZED(0)), RFW_SIP_MESSAGE, 0, SIZE_OF(SIZED(0)) },
	{ "S1: with a body", TEXT(SIZED(3) "abc"), RFW_SIP_MESSAGE, 0, SIZE_OF(SIZED(3) "abc") },
	{ "S1: half a body", TEXT(SIZED(3) "a"), RFW_SIP_MORE },
	{ "S1: a second message behind it", TEXT(SIZED(3) "abc" SIZED(0)), RFW_SIP_MESSAGE, 0,
	  SIZE_OF(SIZED(3) "abc") },
	{ "S1: line ends that keep it alive", TEXT("\r\n\r\n"), RFW_SIP_MORE, 4 },
	{ "S1: half a line end", TEXT("\r\n\r"), RFW_SIP_MORE, 2 },
	{ "S1: a message behind line ends", TEXT("\r\n\r\n\r\n" SIZED(0)), RFW_SIP_MESSAGE, 6,
	  SIZE_OF(SIZED(0)) },
	{ "S1: a NUL in the body", TEXT(SIZED(3) "\0\r\n"), RFW_SIP_MESSAGE, 0,
	  SIZE_OF(SIZED(3) "abc") },
	{ "S1: no length", TEXT(SHORT "\r\n"), RFW_SIP_NOT_SIP },
	{ "S3: the length compact", TEXT(SHORT "l:3\r\n\r\nabc"), RFW_SIP_MESSAGE, 0,
	  SIZE_OF(SHORT "l:3\r\n\r\nabc") },
	{ "S4: the length folded", TEXT(SHORT "CONTENT-length \t:\r\n  3\r\n \r\n\r\nabc"),
	  RFW_SIP_MESSAGE, 0, SIZE_OF(SHORT "CONTENT-length \t:\r\n  3\r\n \r\n\r\nabc") },
	{ "A10: the same length twice", TEXT(SHORT "l: 3\r\nContent-Length: 03\r\n\r\nabc"),
	  RFW_SIP_MESSAGE, 0, SIZE_OF(SHORT "l: 3\r\nContent-Length: 03\r\n\r\nabc") },
	{ "A10: two lengths", TEXT(SHORT "l: 3\r\nContent-Length: 4\r\n\r"), RFW_SIP_NOT_SIP },
	{ "A10: two lengths joined", TEXT(SHORT "l: 3, 3\r\n\r"), RFW_SIP_NOT_SIP },
	{ "A10: a negative length", TEXT(SHORT "l: -1\r\n\r"), RFW_SIP_NOT_SIP },
	{ "A10: an empty length", TEXT(SHORT "l:\r\n\r"), RFW_SIP_NOT_SIP },
	{ "A10: a length in another base", TEXT(SHORT "l: 0x3\r\n\r"), RFW_SIP_NOT_SIP },
	{ "A10: the largest length", TEXT(SHORT "l: 49152\r\n\r\n"), RFW_SIP_MORE },
	{ "A10: a length too large", TEXT(SHORT "l: 49153\r\n\r"), RFW_SIP_TOO_LONG },
	{ "A10: a length of 2^32", TEXT(SHORT "l: 4294967296\r\n\r"), RFW_SIP_TOO_LONG },
	{ "A10: a length within another field",
	  TEXT(SHORT "Subject: x\r\n Content-Length: 3\r\n\r\n"), RFW_SIP_NOT_SIP },
	{ "A10: a NUL", TEXT(SHORT "l: 0\r\nSubject: \0"), RFW_SIP_NOT_SIP },
	{ "A10: a bare LF", TEXT(SHORT "l: 0\r\nSubject: x\n"), RFW_SIP_NOT_SIP },
	{ "A10: a bare CR", TEXT(SHORT "l: 0\r\nSubject: \rx"), RFW_SIP_NOT_SIP },
	{ "A10: another version", TEXT("BYE sip:b SIP/7.0\r\n"), RFW_SIP_NOT_SIP },
	{ "A10: a line end that is none, before it", TEXT("\n"), RFW_SIP_NOT_SIP },
	{ "A10: a CR alone before it", TEXT("\r\n\rB"), RFW_SIP_NOT_SIP },
	{ "A1: an HTTP request with a message in it", TEXT("POST / HTTP/1.1\r\n"),
	  RFW_SIP_NOT_SIP },
	{ "A1: a TLS handshake", TEXT("\x16"), RFW_SIP_NOT_SIP },
	{ "A1: a method without an end",
	  TEXT("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM"),
	  RFW_SIP_NOT_SIP },
	{ "A11: HTTP behind a message", TEXT(SIZED(0) "GET / HTTP/1.1\r\n\r\n"), RFW_SIP_MESSAGE, 0,
	  SIZE_OF(SIZED(0)) },
	{ "A13: a message behind something else", TEXT("xxxx\r\n"), RFW_SIP_NOT_SIP },
	{ "A13: a message behind a space", TEXT(" "), RFW_SIP_NOT_SIP },
	{ "A10: the start line folded", TEXT(SHORT " "), RFW_SIP_NOT_SIP },
};

static void describe_stream(const struct stream_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(streams, streams, describe_stream);

static void expect_frame(struct kunit *test, const struct stream_row *row,
			 const struct rfw_sip_frame *frame)
{
	if (row->framing == RFW_SIP_MESSAGE) {
		KUNIT_EXPECT_EQ(test, frame->start, row->start);
		KUNIT_EXPECT_EQ(test, frame->end, row->start + row->length);
		KUNIT_EXPECT_LE(test, frame->body, frame->end);
	} else if (row->framing == RFW_SIP_MORE) {
		KUNIT_EXPECT_EQ(test, frame->start, row->start);
	}
}

/* Octets that are needed for the answer. */
static u32 decided_at(const struct stream_row *row)
{
	return row->framing == RFW_SIP_MESSAGE ? row->start + row->length : row->text.length;
}

static void stream(struct kunit *test)
{
	const struct stream_row *row = test->param_value;
	u8 *data = copy_of(test, row->text.octets, row->text.length);
	struct rfw_sip_frame frame = {};
	enum rfw_sip_framing framing = rfw_sip_frame_stream(&frame, data, row->text.length);

	KUNIT_EXPECT_EQ_MSG(test, framing, row->framing, "%s", framings[framing]);
	expect_frame(test, row, &frame);
	/* it is so for good */
	KUNIT_EXPECT_EQ(test, rfw_sip_frame_stream(&frame, data, row->text.length), row->framing);
}

/* After @length octets, those before the message are given away. */
static void expect_advanced(struct kunit *test, const struct stream_row *row, u32 length)
{
	u8 *data = copy_of(test, row->text.octets, row->text.length);
	struct rfw_sip_frame frame = {};
	u32 given;

	rfw_sip_frame_stream(&frame, data, length);
	given = rfw_sip_frame_advance(&frame);
	KUNIT_EXPECT_EQ(test, rfw_sip_frame_stream(&frame, data + given, row->text.length - given),
			row->framing);
	if (row->framing == RFW_SIP_MESSAGE) {
		KUNIT_EXPECT_EQ(test, given + frame.start, row->start);
		KUNIT_EXPECT_EQ(test, given + frame.end, row->start + row->length);
	}
}

/* B-AL-03, A4: wherever the octets are split, the answer is the same, at the same octet. */
static void split_at_every_octet(struct kunit *test)
{
	const struct stream_row *row = test->param_value;
	struct rfw_sip_frame slow = {}, split;
	enum rfw_sip_framing expected;
	u32 length;
	u8 *data;

	for (length = 0; length <= row->text.length; length++) {
		data = kmalloc(length ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, data);
		memcpy(data, row->text.octets, length);
		expected = length >= decided_at(row) ? row->framing : RFW_SIP_MORE;
		KUNIT_EXPECT_EQ_MSG(test, rfw_sip_frame_stream(&slow, data, length), expected,
				    "octet %u", length);
		memset(&split, 0, sizeof(split));
		KUNIT_EXPECT_EQ(test, rfw_sip_frame_stream(&split, data, length), expected);
		KUNIT_EXPECT_FALSE(test, memcmp(&split, &slow, sizeof(slow)));
		kfree(data);
		data = copy_of(test, row->text.octets, row->text.length);
		KUNIT_EXPECT_EQ(test, rfw_sip_frame_stream(&split, data, row->text.length),
				row->framing);
		expect_frame(test, row, &split);
		if (expected == RFW_SIP_MORE)
			expect_advanced(test, row, length);
	}
}

/* S1: each message of several is found, and line ends are given away as they come. */
static void messages_in_a_row(struct kunit *test)
{
	static const char text[] = "\r\n" SIZED(3) "abc" SIZED(0) "\r\n\r\n" SIZED(1) "x";
	static const u32 lengths[] = {
		SIZE_OF(SIZED(3) "abc"), SIZE_OF(SIZED(0)), SIZE_OF(SIZED(1) "x"),
	};
	struct rfw_sip_frame frame = {};
	unsigned int found = 0;
	u32 at = 0, end;

	for (end = 0; end <= SIZE_OF(text); end++) {
		const u8 *data = copy_of(test, text + at, end - at);

		if (rfw_sip_frame_stream(&frame, data, end - at) == RFW_SIP_MORE) {
			at += rfw_sip_frame_advance(&frame);
			continue;
		}
		KUNIT_ASSERT_LT(test, found, ARRAY_SIZE(lengths));
		KUNIT_EXPECT_EQ(test, frame.end - frame.start, lengths[found++]);
		at += frame.end;
		memset(&frame, 0, sizeof(frame));
	}
	KUNIT_EXPECT_EQ(test, found, ARRAY_SIZE(lengths));
	KUNIT_EXPECT_EQ(test, at, SIZE_OF(text));
}

struct datagram_row {
	const char *name;
	struct sip_text text;
	u8 framing;
	u32 end;
};

static const struct datagram_row datagrams[] = {
	{ "S2: no length, to the end", TEXT(SHORT "\r\nabc"), RFW_SIP_MESSAGE,
	  SIZE_OF(SHORT "\r\nabc") },
	{ "S2: no length and no body", TEXT(SHORT "\r\n"), RFW_SIP_MESSAGE, SIZE_OF(SHORT "\r\n") },
	{ "S2: what is behind the body is left", TEXT(SIZED(1) "abc"), RFW_SIP_MESSAGE,
	  SIZE_OF(SIZED(1) "a") },
	{ "S2: a body too short", TEXT(SIZED(4) "abc"), RFW_SIP_NOT_SIP },
	{ "S2: a header section without an end", TEXT(SHORT), RFW_SIP_NOT_SIP },
	{ "S2: nothing", TEXT(""), RFW_SIP_KEEPALIVE },
	{ "S2: line ends", TEXT("\r\n\r\n"), RFW_SIP_KEEPALIVE },
	{ "S2: half a line end", TEXT("\r\n\r"), RFW_SIP_NOT_SIP },
	{ "S2: a NUL", TEXT("\0"), RFW_SIP_NOT_SIP },
	{ "A13: a message behind a line end", TEXT("\r\n" SIZED(0)), RFW_SIP_NOT_SIP },
	{ "A2: a fragment that is the end of something", TEXT("; lr SIP/2.0\r\n" SIZED(0)),
	  RFW_SIP_NOT_SIP },
};

static void describe_datagram(const struct datagram_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(datagrams, datagrams, describe_datagram);

static void datagram(struct kunit *test)
{
	const struct datagram_row *row = test->param_value;
	u8 *data = copy_of(test, row->text.octets, row->text.length);
	struct rfw_sip_frame frame;
	enum rfw_sip_framing framing = rfw_sip_frame_datagram(&frame, data, row->text.length);

	KUNIT_EXPECT_EQ_MSG(test, framing, row->framing, "%s", framings[framing]);
	if (framing == RFW_SIP_MESSAGE)
		KUNIT_EXPECT_EQ(test, frame.end, row->end);
}

/* A message that is grown by what is repeated in front of its last header field. */
struct grown {
	u8 *data;
	u32 length;
};

static void grow(struct kunit *test, struct grown *grown, const char *piece, unsigned int times,
		 const char *tail)
{
	u32 size = strlen(piece), i;

	grown->data = kunit_kmalloc(test, SIZE_OF(SHORT) + size * times + strlen(tail), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, grown->data);
	memcpy(grown->data, SHORT, SIZE_OF(SHORT));
	for (i = 0; i < times; i++)
		memcpy(grown->data + SIZE_OF(SHORT) + i * size, piece, size);
	memcpy(grown->data + SIZE_OF(SHORT) + size * times, tail, strlen(tail));
	grown->length = SIZE_OF(SHORT) + size * times + strlen(tail);
}

static enum rfw_sip_framing framing_of(struct grown *grown)
{
	struct rfw_sip_frame frame = {};

	return rfw_sip_frame_stream(&frame, grown->data, grown->length);
}

/* B-AL-04: a header section of 16 KiB is the most, one octet more is none; one of 64 KB is none. */
static void long_lines(struct kunit *test)
{
	unsigned int room = RFW_SIP_MAX_HEADER - SIZE_OF(SHORT "S:\r\nl: 0\r\n\r\n");
	struct grown grown;
	char *line = kunit_kzalloc(test, 0x10000 + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, line);
	memset(line, 'x', 0x10000);
	memcpy(line, "S:", 2);
	grow(test, &grown, line, 1, "\r\nl: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_TOO_LONG);
	line[room + 3] = '\0';
	grow(test, &grown, line, 1, "\r\nl: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_TOO_LONG);
	line[room + 2] = '\0';
	grow(test, &grown, line, 1, "\r\nl: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_MESSAGE);
}

/* B-AL-04: 256 header fields are the most, 10,000 are none. */
static void many_fields(struct kunit *test)
{
	struct grown grown;

	grow(test, &grown, "a:\r\n", RFW_SIP_MAX_FIELDS - 1, "l: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_MESSAGE);
	grow(test, &grown, "a:\r\n", RFW_SIP_MAX_FIELDS, "l: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_TOO_LONG);
	grow(test, &grown, "a:\r\n", 10000, "l: 0\r\n\r\n");
	KUNIT_EXPECT_EQ(test, framing_of(&grown), RFW_SIP_TOO_LONG);
}

struct address_row {
	const char *name;
	const char *text;
	const char *says;
};

static const struct address_row addresses[] = {
	{ "S5: in full", "2001:0db8:0:0:1:0:0:1", "2001:db8:0:0:1:0:0:1" },
	{ "S5: upper case", "2001:DB8::A", "2001:db8:0:0:0:0:0:a" },
	{ "S5: :: at the end", "2001:db8:1:2:3:4:5::", "2001:db8:1:2:3:4:5:0" },
	{ "S5: :: at the start", "::1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7" },
	{ "S5: :: for nothing", "1:2:3:4::5:6:7:8", "?" },
	{ "S5: :: twice", "2001::1::2", "?" },
	{ "S5: :::", "2001:db8:::1", "?" },
	{ "S5: ::: before IPv4", "2001:db8:::192.0.2.1", "2001:db8:0:0:0:0:c000:201" },
	{ "S5: :::: before IPv4", "2001:db8::::192.0.2.1", "?" },
	{ "S5: IPv4 at the end", "2001:db8:1:2:3:4:192.0.2.1", "2001:db8:1:2:3:4:c000:201" },
	{ "S5: IPv4 too far behind", "2001:db8:1:2:3:4:5:192.0.2.1", "?" },
	{ "S5: IPv4 in the middle", "2001:db8:192.0.2.1::1", "?" },
	{ "S5: IPv4 above 255", "2001:db8::192.0.2.256", "?" },
	{ "S5: IPv4 of three", "2001:db8::192.0.2", "?" },
	{ "S5: seven groups", "1:2:3:4:5:6:7", "?" },
	{ "S5: nine groups", "2001:2:3:4:5:6:7:8:9", "?" },
	{ "S5: five digits", "2001:db8::10000", "?" },
	{ "S5: no digits at the start", ":2001:db8:1:2:3:4:5", "?" },
	{ "S5: no digits at the end", "2001:db8:1:2:3:4:5:", "?" },
	{ "S5: nothing", "", "?" },
	{ "S5: a letter", "2001:db8::g", "?" },
	{ "S5: a prefix", "2001:db8::1/64", "?" },
	{ "B-AL-06: ::", "::", "?" },
	{ "B-AL-06: ::1", "::1", "?" },
	{ "B-AL-06: IPv4-compatible", "::192.0.2.1", "?" },
	{ "B-AL-06: IPv4-mapped", "::ffff:192.0.2.1", "?" },
	{ "B-AL-06: IPv4-mapped in groups", "0:0:0:0:0:FFFF:c000:201", "?" },
	{ "B-AL-06: IPv4-mapped, almost", "::ffef:192.0.2.2", "?" },
	{ "B-AL-06: multicast", "ff02::1", "?" },
	{ "B-AL-06: link-local", "fe80::1", "?" },
	{ "B-AL-06: the last of link-local", "febf:ffff::1", "?" },
	{ "B-AL-06: with a zone", "2001:db8::1%eth0", "?" },
	{ "B-AL-06: IPv4", "192.0.2.1", "?" },
	{ "B-AL-06: a name", "example.com", "?" },
	{ "B-AL-06: a name of digits", "dead", "?" },
};

static void describe_address(const struct address_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(addresses, addresses, describe_address);

static void address(struct kunit *test)
{
	struct says *says = kunit_kzalloc(test, sizeof(*says), GFP_KERNEL);
	const struct address_row *row = test->param_value;
	u32 length = strlen(row->text);
	struct rfw_sip_address address;

	KUNIT_ASSERT_NOT_NULL(test, says);
	rfw_sip_address_read(&address, copy_of(test, row->text, length), length);
	say_address(says, &address);
	KUNIT_EXPECT_TRUE_MSG(test, !strcmp(says->text, row->says), "%s", says->text);
}

static struct kunit_case sip_parse_cases[] = {
	KUNIT_CASE_PARAM(message, messages_gen_params),
	KUNIT_CASE_PARAM(cut_anywhere, messages_gen_params),
	KUNIT_CASE_PARAM(stream, streams_gen_params),
	KUNIT_CASE_PARAM(split_at_every_octet, streams_gen_params),
	KUNIT_CASE(messages_in_a_row),
	KUNIT_CASE_PARAM(datagram, datagrams_gen_params),
	KUNIT_CASE(long_lines),
	KUNIT_CASE(many_fields),
	KUNIT_CASE_PARAM(address, addresses_gen_params),
	{}
};

static struct kunit_suite sip_parse_suite = {
	.name = "rfw_sip_parse",
	.test_cases = sip_parse_cases,
};

kunit_test_suite(sip_parse_suite);
