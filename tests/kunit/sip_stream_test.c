// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments, in whatever order and pieces they come, are the stream that was sent (S1, A4).
 */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

#include "sip_stream.h"

#define BYE		"BYE sip:b SIP/2.0\r\n"
#define SIZED(n)	BYE "Content-Length: " #n "\r\n\r\n"
#define MESSAGES	3U

/* Octets of the segment before what it carries. */
#define HEADERS		60

/* Three messages, with line ends around them. */
static const char sent[] = "\r\n" SIZED(3) "abc" SIZED(0) "\r\n\r\n" SIZED(1) "x";
static const char read[] = SIZED(3) "abc" SIZED(0) SIZED(1) "x";

#define SENT		(sizeof(sent) - 1)

struct fixture {
	struct rfw_sip_stream stream;
	u32 first;		/* sequence number of the first octet */
	unsigned int messages;
	char text[512];		/* of all messages */
	u32 length;
};

static void begin(struct fixture *f, u32 first)
{
	rfw_sip_stream_free(&f->stream);
	memset(f, 0, sizeof(*f));
	f->first = first;
	rfw_sip_stream_start(&f->stream, first);
}

static int start(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct fixture), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, test->priv);
	begin(test->priv, 1000);
	return 0;
}

static void stop(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (f)
		rfw_sip_stream_free(&f->stream);
}

static void read_messages(struct fixture *f)
{
	const u8 *text;
	u32 length;

	while (rfw_sip_stream_message(&f->stream, &text, &length) == RFW_SIP_MESSAGE) {
		length = min_t(u32, length, sizeof(f->text) - f->length);
		memcpy(f->text + f->length, text, length);
		f->length += length;
		f->messages++;
		rfw_sip_stream_consume(&f->stream);
	}
}

/* A segment, of which the first half of the data is linear. */
static int segment(struct kunit *test, u32 at, const void *data, u32 length)
{
	u32 half = length / 2, offset = HEADERS, seq, taken;
	struct fixture *f = test->priv;
	struct sk_buff *skb = alloc_skb(HEADERS + half, GFP_KERNEL), *rest;
	int err = 0;

	rest = alloc_skb(length - half, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, skb && rest);
	skb_put(skb, HEADERS);
	skb_put_data(skb, data, half);
	skb_put_data(rest, data + half, length - half);
	skb_shinfo(skb)->frag_list = rest;
	skb->len += rest->len;
	skb->data_len += rest->len;
	for (seq = f->first + at; length; seq += taken, offset += taken, length -= taken) {
		err = rfw_sip_stream_add(&f->stream, skb, offset, seq, length, &taken);
		if (err || !taken)
			break;
		read_messages(f);
	}
	kfree_skb(skb);
	return err;
}

#define EXPECT_TAKEN(at, data, length) \
	KUNIT_EXPECT_EQ(test, segment(test, at, data, length), 0)

static void expect_all_read(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, f->messages, MESSAGES);
	KUNIT_EXPECT_EQ(test, f->length, sizeof(read) - 1);
	KUNIT_EXPECT_FALSE(test, memcmp(f->text, read, sizeof(read) - 1));
	/* nobody keeps what is read */
	KUNIT_EXPECT_EQ(test, f->stream.size, 0);
}

/* S1, A4, B-AL-03: two segments, one of them late, split anywhere; numbers begin again at zero. */
static void split_at_every_octet(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 at;

	for (at = 1; at < SENT; at++) {
		begin(f, -at);
		EXPECT_TAKEN(0, sent, at);
		EXPECT_TAKEN(at, sent + at, SENT - at);
		expect_all_read(test);
		begin(f, -at);
		EXPECT_TAKEN(at, sent + at, SENT - at);
		KUNIT_EXPECT_EQ(test, f->messages, 0);
		EXPECT_TAKEN(0, sent, at);
		expect_all_read(test);
	}
}

/* S1: an octet at a time, and each twice. */
static void octet_by_octet(struct kunit *test)
{
	u32 at;

	for (at = 0; at < SENT; at++) {
		EXPECT_TAKEN(at, sent + at, 1);
		EXPECT_TAKEN(at, sent + at, 1);
	}
	expect_all_read(test);
}

/* S1: pieces that overlap, some of them twice, in any order that leaves few gaps. */
static void at_random(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 from[SENT], round, pieces, at, i, k, back;
	struct rnd_state rnd;

	prandom_seed_state(&rnd, 3261);
	for (round = 0; round < 500; round++) {
		begin(f, prandom_u32_state(&rnd));
		pieces = 0;
		for (at = 0; at < SENT; at += 1 + prandom_u32_state(&rnd) % 24)
			from[pieces++] = at;
		for (i = 0; i < pieces; i++) {
			k = min(i + prandom_u32_state(&rnd) % 4, pieces - 1);
			swap(from[i], from[k]);
		}
		for (i = 0; i < pieces; i++) {
			back = prandom_u32_state(&rnd) % 8;
			at = from[i] - min(from[i], back);
			EXPECT_TAKEN(at, sent + at, min_t(u32, SENT - at, back + 24));
		}
		expect_all_read(test);
	}
}

/* A4: what repeats octets that are known, and says something else, is not believed. */
static void first_word_counts(struct kunit *test)
{
	char other[SENT];

	memset(other, 'x', SENT);
	memcpy(other + 10, sent + 10, SENT - 10);
	EXPECT_TAKEN(0, sent, 10);
	EXPECT_TAKEN(0, other, SENT);
	expect_all_read(test);
	/* nor is what was read long ago */
	EXPECT_TAKEN(0, sent, SENT);
	EXPECT_TAKEN(5, sent, 20);
	expect_all_read(test);
}

/* A8: pieces behind gaps are so many and so far ahead, and not more. */
static void gaps(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 i;

	for (i = 0; i < RFW_SIP_ISLANDS_MAX; i++)
		EXPECT_TAKEN(10 * (i + 1), sent + 10 * (i + 1), 5);
	KUNIT_EXPECT_EQ(test, segment(test, 10 * (i + 1), sent + 10 * (i + 1), 5), -ENOSPC);
	/* one between two others makes one of three */
	EXPECT_TAKEN(15, sent + 15, 5);
	EXPECT_TAKEN(10 * (i + 1), sent + 10 * (i + 1), 5);
	EXPECT_TAKEN(0, sent, SENT);
	expect_all_read(test);

	begin(f, 0);
	EXPECT_TAKEN(RFW_SIP_MAX_MESSAGE - 1, "x", 1);
	KUNIT_EXPECT_EQ(test, segment(test, RFW_SIP_MAX_MESSAGE, "x", 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, segment(test, RFW_SIP_MAX_MESSAGE - 1, "xx", 2), -ENOSPC);
	KUNIT_EXPECT_LE(test, f->stream.size, RFW_SIP_MAX_MESSAGE);
}

/* S1: the largest message, and one behind it in the same segment. */
static void largest(struct kunit *test)
{
	static const char head[] = BYE "l: 49152\r\n", end[] = "\r\n\r\n";
	u32 length = RFW_SIP_MAX_MESSAGE + sizeof(SIZED(0)) - 1;
	char *text = kunit_kmalloc(test, length, GFP_KERNEL);
	struct fixture *f = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, 'S', length);
	memcpy(text, head, sizeof(head) - 1);
	text[sizeof(head)] = ':';
	memcpy(text + RFW_SIP_MAX_HEADER - 4, end, 4);
	memcpy(text + RFW_SIP_MAX_MESSAGE, SIZED(0), sizeof(SIZED(0)) - 1);
	EXPECT_TAKEN(0, text, length);
	KUNIT_EXPECT_EQ(test, f->messages, 2);
	KUNIT_EXPECT_EQ(test, f->stream.size, 0);
}

/* A1, A11: it is not SIP for good, whatever comes. */
static void not_sip(struct kunit *test)
{
	struct fixture *f = test->priv;
	const u8 *text;
	u32 length;

	EXPECT_TAKEN(0, SIZED(0), sizeof(SIZED(0)) - 1);
	KUNIT_EXPECT_EQ(test, f->messages, 1);
	begin(f, 0);
	EXPECT_TAKEN(0, "GET / HTTP/1.1\r\n\r\n", 18);
	KUNIT_EXPECT_EQ(test, rfw_sip_stream_message(&f->stream, &text, &length), RFW_SIP_NOT_SIP);
	EXPECT_TAKEN(18, SIZED(0), sizeof(SIZED(0)) - 1);
	KUNIT_EXPECT_EQ(test, rfw_sip_stream_message(&f->stream, &text, &length), RFW_SIP_NOT_SIP);
	KUNIT_EXPECT_EQ(test, f->messages, 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(split_at_every_octet),
	KUNIT_CASE(octet_by_octet),
	KUNIT_CASE(at_random),
	KUNIT_CASE(first_word_counts),
	KUNIT_CASE(gaps),
	KUNIT_CASE(largest),
	KUNIT_CASE(not_sip),
	{}
};

static struct kunit_suite suite = {
	.name = "rfw_sip_stream",
	.init = start,
	.exit = stop,
	.test_cases = cases,
};

kunit_test_suite(suite);
