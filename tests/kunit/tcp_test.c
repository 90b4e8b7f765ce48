// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TCP connection machine: the header, the table, and scenarios named by what they show. In
 * scenarios sequence numbers count from the initial one of their side, and those lie so that both
 * sides wrap early.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/rfw.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "tcp.h"

#define FIN	0x01
#define SYN	0x02
#define RST	0x04
#define PSH	0x08
#define ACK	0x10
#define URG	0x20

#define HEADER	20

enum { O = RFW_FROM_ORIGINATOR, R = RFW_FROM_RESPONDER };

enum {
	SS = RFW_FLOW_STATE_TCP_SYN_SENT,
	SB = RFW_FLOW_STATE_TCP_SYN_BOTH,
	SA = RFW_FLOW_STATE_TCP_SYN_ACKED,
	EST = RFW_FLOW_STATE_TCP_ESTABLISHED,
	FO = RFW_FLOW_STATE_TCP_FIN_ORIGINATOR,
	FR = RFW_FLOW_STATE_TCP_FIN_RESPONDER,
	FB = RFW_FLOW_STATE_TCP_FIN_BOTH,
	TW = RFW_FLOW_STATE_TCP_TIME_WAIT,
	RS = RFW_FLOW_STATE_TCP_RESET,
	PU = RFW_FLOW_STATE_TCP_PICKED_UP,
	/* outcomes that are no state */
	FWD = 100,	/* forward */
	NEW,		/* reopen */
	WIN,		/* drop tcp-window */
	BAD,		/* drop tcp-state */
};

/* ---- the header ---- */

static struct sk_buff *make_skb(struct kunit *test, const u8 *data, unsigned int length,
				unsigned int head)
{
	struct sk_buff *skb = alloc_skb(head, GFP_KERNEL);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_data(skb, data, head);
	if (head < length) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page), data + head, length - head);
		skb_add_rx_frag(skb, 0, page, 0, length - head, PAGE_SIZE);
	}
	return skb;
}

/* Parse a packet whose header is at @offset, linear and cut anywhere, to the same end. */
static int parse(struct kunit *test, struct rfw_tcp_segment *segment, const u8 *data,
		 unsigned int length, unsigned int offset)
{
	struct rfw_tcp_segment other;
	unsigned int head;
	int reason = -1, again;

	for (head = 0; head <= length; head++) {
		struct sk_buff *skb = make_skb(test, data, length, head);

		memset(&other, 0, sizeof(other));
		again = rfw_tcp_parse(&other, skb, offset, length);
		kfree_skb(skb);
		if (head)
			KUNIT_EXPECT_EQ(test, again, reason);
		if (head && !again)
			KUNIT_EXPECT_TRUE(test, !memcmp(&other, segment, sizeof(other)));
		reason = again;
		*segment = other;
	}
	return reason;
}

static void make_header(u8 *octets, u8 flags, unsigned int doff)
{
	static const u8 numbers[] = { 0x12, 0x34, 0x56, 0x78, 0xff, 0xff, 0xff, 0xf0,
				      0x01, 0x02, 0x03, 0x04 };

	memset(octets, 0, 60);
	memcpy(octets, numbers, sizeof(numbers));
	octets[12] = doff << 4;
	octets[13] = flags;
	octets[14] = 0x80;
	octets[15] = 0x01;
}

/* B-TC-01: all flag bytes, with and without the AccECN bit. */
static void flag_bytes(struct kunit *test)
{
	struct rfw_tcp_segment segment;
	unsigned int flags, reserved;
	u8 packet[60 + 7] __aligned(4);
	int reason, expected;

	for (flags = 0; flags < 256; flags++)
		for (reserved = 0; reserved < 16; reserved++) {
			expected = -1;
			switch (flags & (FIN | SYN | RST | ACK)) {
			case SYN:
				expected = RFW_TCP_SYN;
				break;
			case SYN | ACK:
				expected = RFW_TCP_SYN_ACK;
				break;
			case ACK:
				expected = RFW_TCP_ACK;
				break;
			case FIN | ACK:
				expected = RFW_TCP_FIN;
				break;
			case RST:
			case RST | ACK:
				expected = RFW_TCP_RST;
				break;
			}
			make_header(packet, flags, 5);
			packet[12] |= reserved;
			reason = parse(test, &segment, packet, HEADER + 7, 0);
			if (expected < 0) {
				KUNIT_EXPECT_EQ(test, reason, (int)RFW_DROP_REASON_TCP_FLAGS);
				continue;
			}
			KUNIT_ASSERT_EQ(test, reason, 0);
			KUNIT_EXPECT_EQ(test, (int)segment.event, expected);
			KUNIT_EXPECT_EQ(test, segment.has_ack, !!(flags & ACK));
			KUNIT_EXPECT_EQ(test, segment.seq, 0xfffffff0U);
			KUNIT_EXPECT_EQ(test, segment.ack, 0x01020304U);
			KUNIT_EXPECT_EQ(test, segment.window, (u16)0x8001);
			KUNIT_EXPECT_EQ(test, segment.end,
					0xfffffff0U + 7 + !!(flags & SYN) + !!(flags & FIN));
			KUNIT_EXPECT_FALSE(test, segment.has_scale);
		}
}

/* B-TC-02: every data offset in every length of packet. */
static void header_length(struct kunit *test)
{
	unsigned int doff, length, offset;
	struct rfw_tcp_segment segment;
	u8 packet[4 + 64] __aligned(4);
	int reason;

	for (offset = 0; offset <= 4; offset += 4)
		for (doff = 0; doff < 16; doff++)
			for (length = 0; length <= 64; length++) {
				make_header(packet + offset, ACK, doff);
				reason = parse(test, &segment, packet, offset + length, offset);
				if (doff < 5 || length < doff * 4)
					KUNIT_EXPECT_EQ(test, reason,
							(int)RFW_DROP_REASON_MALFORMED_TRANSPORT);
				else
					KUNIT_EXPECT_EQ(test, reason, 0);
				if (!reason)
					KUNIT_EXPECT_EQ(test, segment.end,
							segment.seq + length - doff * 4);
			}
}

/* A packet merged by receive offload is larger than any on the wire. */
static void merged_segment(struct kunit *test)
{
	struct rfw_tcp_segment segment;
	struct sk_buff *skb;
	u8 packet[60] __aligned(4);

	make_header(packet, ACK | PSH, 5);
	skb = make_skb(test, packet, HEADER, HEADER);
	KUNIT_EXPECT_EQ(test, rfw_tcp_parse(&segment, skb, 0, HEADER + 500000), 0);
	KUNIT_EXPECT_EQ(test, segment.end, segment.seq + 500000);
	KUNIT_EXPECT_EQ(test, rfw_tcp_parse(&segment, skb, 1, 0),
			(int)RFW_DROP_REASON_MALFORMED_TRANSPORT);
	kfree_skb(skb);
}

struct options {
	const char *name;
	u8 octets[40];
	u8 length;
	int scale;	/* -1: none */
};

static const struct options options[] = {
	{ "none", {}, 0, -1 },
	{ "scale", { 3, 3, 7, 0 }, 4, 7 },
	{ "scale 0", { 3, 3, 0, 0 }, 4, 0 },
	{ "scale 14", { 1, 3, 3, 14 }, 4, 14 },
	{ "scale 15 is 14", { 1, 3, 3, 15 }, 4, 14 },
	{ "scale 255 is 14", { 1, 3, 3, 255 }, 4, 14 },
	{ "as a host sends them",
	  { 2, 4, 5, 0xa0, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 8 }, 20, 8 },
	{ "behind the end of the list", { 0, 3, 3, 7 }, 4, -1 },
	{ "behind length 0", { 2, 0, 1, 1, 3, 3, 7, 0 }, 8, -1 },
	{ "behind length 1", { 2, 1, 1, 1, 3, 3, 7, 0 }, 8, -1 },
	{ "behind length 255", { 2, 255, 1, 1, 3, 3, 7, 0 }, 8, -1 },
	{ "behind an unknown option", { 253, 5, 3, 3, 9, 3, 3, 7 }, 8, 7 },
	{ "scale that sticks out", { 1, 1, 3, 3 }, 4, -1 },
	{ "scale of length 2", { 3, 2, 1, 1 }, 4, -1 },
	{ "scale of length 4", { 3, 4, 9, 9 }, 4, -1 },
	{ "kind alone at the end", { 1, 1, 1, 3 }, 4, -1 },
	{ "twice", { 3, 3, 5, 3, 3, 9, 3, 3, 2, 1, 1, 1 }, 12, 9 },
	{ "nothing but padding", { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 40, -1 },
	{ "malformed selective acknowledgments", { 5, 3, 1, 5, 9, 0, 0, 0, 0, 0, 0, 0, 3, 3, 4, 0 },
	  16, 4 },
};

/* B-TC-02 */
static void malformed_options(struct kunit *test)
{
	struct rfw_tcp_segment segment;
	u8 packet[60] __aligned(4);
	unsigned int i;
	int reason;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		make_header(packet, SYN, 5 + options[i].length / 4);
		memcpy(packet + HEADER, options[i].octets, options[i].length);
		reason = parse(test, &segment, packet, HEADER + options[i].length, 0);
		KUNIT_ASSERT_EQ_MSG(test, reason, 0, "%s", options[i].name);
		KUNIT_EXPECT_EQ_MSG(test, segment.has_scale ? segment.scale : -1, options[i].scale,
				    "%s", options[i].name);

		/* not a SYN: not read */
		packet[13] = ACK;
		parse(test, &segment, packet, HEADER + options[i].length, 0);
		KUNIT_EXPECT_FALSE(test, segment.has_scale);
	}
}

static void random_headers(struct kunit *test)
{
	struct rfw_tcp_segment segment;
	struct rnd_state random;
	unsigned int i, length;
	u8 packet[80] __aligned(4);
	int reason;

	prandom_seed_state(&random, 0x7c9);
	for (i = 0; i < 2000; i++) {
		prandom_bytes_state(&random, packet, sizeof(packet));
		packet[12] |= 0x50;
		packet[13] = SYN;
		length = prandom_u32_state(&random) % (sizeof(packet) + 1);
		reason = parse(test, &segment, packet, length, 0);
		if (!reason)
			KUNIT_EXPECT_LE(test, segment.scale, (u8)14);
		else
			KUNIT_EXPECT_EQ(test, reason, (int)RFW_DROP_REASON_MALFORMED_TRANSPORT);
	}
}

/* ---- a connection ---- */

struct connection {
	struct kunit *test;
	struct rfw_tcp_windows window;
	u8 state;
	bool loose;		/* tcp-window off */
	u32 first[2];		/* initial sequence numbers */
	u16 field[2];		/* window field of what is sent next */
	int scale[2];		/* of the SYN, -1: no option */
};

static void prepare(struct connection *c, struct kunit *test)
{
	memset(c, 0, sizeof(*c));
	c->test = test;
	c->first[O] = 0xffffff00;
	c->first[R] = 0x7fffff80;
	c->field[O] = 10000;
	c->field[R] = 20000;
	c->scale[O] = 0;
	c->scale[R] = 0;
}

static struct rfw_tcp_segment make_segment(const struct connection *c, unsigned int from, u8 flags,
					   u32 seq, u32 length, u32 ack)
{
	struct rfw_tcp_segment segment = {
		.seq = c->first[from] + seq,
		.window = c->field[from],
		.has_ack = flags & ACK,
	};

	if (flags & ACK)
		segment.ack = c->first[!from] + ack;
	segment.end = segment.seq + length + !!(flags & SYN) + !!(flags & FIN);
	if (flags & RST) {
		segment.event = RFW_TCP_RST;
	} else if (flags & SYN) {
		segment.event = flags & ACK ? RFW_TCP_SYN_ACK : RFW_TCP_SYN;
		segment.has_scale = c->scale[from] >= 0;
		segment.scale = segment.has_scale ? c->scale[from] : 0;
	} else {
		segment.event = flags & FIN ? RFW_TCP_FIN : RFW_TCP_ACK;
	}
	return segment;
}

/* The outcome as a state or FWD, NEW, WIN, BAD. The first segment opens. */
static int pass(struct connection *c, unsigned int from, u8 flags, u32 seq, u32 length, u32 ack)
{
	struct rfw_tcp_segment segment = make_segment(c, from, flags, seq, length, ack);
	struct rfw_tcp_step step;

	if (c->state == RFW_FLOW_STATE_NONE) {
		c->state = rfw_tcp_open(&c->window, &segment, true);
		return c->state;
	}
	step = rfw_tcp_judge(c->state, &c->window, &segment, from, !c->loose);
	switch (step.action) {
	case RFW_TCP_ADVANCE:
		c->state = step.state;
		return step.state;
	case RFW_TCP_FORWARD:
		return FWD;
	case RFW_TCP_REOPEN:
		return NEW;
	default:
		return step.reason == RFW_DROP_REASON_TCP_WINDOW ? WIN :
		       step.reason == RFW_DROP_REASON_TCP_STATE ? BAD : -1;
	}
}

static void expect(struct connection *c, int line, int outcome, unsigned int from, u8 flags,
		   u32 seq, u32 length, u32 ack)
{
	int got = pass(c, from, flags, seq, length, ack);

	KUNIT_EXPECT_EQ_MSG(c->test, got, outcome, "in line %d", line);
}

/* EXPECT(connection, outcome, from, flags, sequence number, octets, acknowledgment number) */
#define EXPECT(c, ...)	expect(c, __LINE__, __VA_ARGS__)

/* The usual three segments; both sides are at 1. */
static void establish(struct connection *c)
{
	EXPECT(c, SS, O, SYN, 0, 0, 0);
	EXPECT(c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(c, EST, O, ACK, 1, 0, 1);
}

static void begin(struct connection *c, struct kunit *test)
{
	prepare(c, test);
	establish(c);
}

/* ---- the table ---- */

/* By another way: what follows from the canonical segment in each state, written out by hand. */
struct row {
	u8 state, from;
	int syn, syn_ack, ack, fin, rst;
};

/*
 * A followed connection, and segments that are just what comes next: a SYN and a SYN/ACK of
 * another connection (the SYN/ACK that is due, where one is), ACK and FIN of everything, an exact
 * RST. RESET was the originator's doing.
 */
static const struct row tracked_rows[] = {
	{ SS, O, SS, BAD, BAD, BAD, RS },
	{ SS, R, SB, SA, FWD, FWD, RS },
	{ SB, O, FWD, FWD, FWD, FWD, RS },
	{ SB, R, FWD, FWD, FWD, FWD, RS },
	{ SA, O, FWD, WIN, EST, FO, RS },
	{ SA, R, FWD, FWD, FWD, FWD, RS },
	{ EST, O, FWD, FWD, EST, FO, RS },
	{ EST, R, FWD, FWD, EST, FR, RS },
	{ FO, O, FWD, FWD, FO, FO, RS },
	{ FO, R, FWD, FWD, FO, FB, RS },
	{ FR, O, FWD, FWD, FR, FB, RS },
	{ FR, R, FWD, FWD, FR, FR, RS },
	{ FB, O, FWD, FWD, FB, FB, RS },
	{ FB, R, FWD, FWD, FB, FB, RS },
	{ TW, O, NEW, FWD, FWD, FWD, FWD },
	{ TW, R, NEW, FWD, FWD, FWD, FWD },
	{ RS, O, NEW, FWD, EST, FO, FWD },
	{ RS, R, NEW, FWD, FWD, FWD, FWD },
};

/* As before, but the numbers lie far above the window. */
static const struct row beyond_rows[] = {
	{ SS, O, SS, BAD, BAD, BAD, FWD },
	{ SS, R, SB, FWD, FWD, FWD, WIN },
	{ SB, O, FWD, WIN, WIN, WIN, WIN },
	{ SB, R, FWD, WIN, WIN, WIN, WIN },
	{ SA, O, FWD, WIN, WIN, WIN, WIN },
	{ SA, R, FWD, FWD, WIN, WIN, WIN },
	{ EST, O, FWD, FWD, WIN, WIN, WIN },
	{ EST, R, FWD, FWD, WIN, WIN, WIN },
	{ FO, O, FWD, FWD, WIN, WIN, WIN },
	{ FO, R, FWD, FWD, WIN, WIN, WIN },
	{ FR, O, FWD, FWD, WIN, WIN, WIN },
	{ FR, R, FWD, FWD, WIN, WIN, WIN },
	{ FB, O, FWD, FWD, WIN, WIN, WIN },
	{ FB, R, FWD, FWD, WIN, WIN, WIN },
	{ TW, O, NEW, FWD, WIN, WIN, WIN },
	{ TW, R, NEW, FWD, WIN, WIN, WIN },
	{ RS, O, NEW, FWD, WIN, WIN, WIN },
	{ RS, R, NEW, FWD, WIN, WIN, WIN },
};

/* A connection whose window is not known; RESET was the responder's doing. */
static const struct row untracked_rows[] = {
	{ SA, O, FWD, EST, EST, FO, RS },
	{ SA, R, FWD, FWD, FWD, FWD, RS },
	{ EST, O, FWD, FWD, EST, FO, RS },
	{ EST, R, FWD, FWD, EST, FR, RS },
	{ FO, O, FWD, FWD, FO, FO, RS },
	{ FO, R, FWD, FWD, FO, FB, RS },
	{ FR, O, FWD, FWD, FR, FB, RS },
	{ FR, R, FWD, FWD, FR, FR, RS },
	{ FB, O, NEW, FWD, FB, FB, RS },
	{ FB, R, NEW, FWD, FB, FB, RS },
	{ TW, O, NEW, FWD, FWD, FWD, FWD },
	{ TW, R, NEW, FWD, FWD, FWD, FWD },
	{ RS, O, NEW, FWD, EST, FO, FWD },
	{ RS, R, NEW, FWD, EST, FR, FWD },
	{ PU, O, NEW, FWD, PU, PU, RS },
	{ PU, R, FWD, FWD, EST, FR, RS },
};

/* Into a state, window and all; each side is at 101 then, plus one with its FIN. */
static void enter(struct connection *c, u8 state)
{
	EXPECT(c, SS, O, SYN, 0, 100, 0);
	if (state == SS)
		return;
	if (state == SB) {
		EXPECT(c, SB, R, SYN, 0, 100, 0);
		return;
	}
	EXPECT(c, SA, R, SYN | ACK, 0, 100, 101);
	if (state == SA)
		return;
	EXPECT(c, EST, O, ACK, 101, 0, 101);
	if (state == FO || state == FB || state == TW)
		EXPECT(c, FO, O, FIN | ACK, 101, 0, 101);
	if (state == FR)
		EXPECT(c, FR, R, FIN | ACK, 101, 0, 101);
	if (state == FB || state == TW)
		EXPECT(c, FB, R, FIN | ACK, 101, 0, 101);
	if (state == TW) {
		EXPECT(c, FB, R, ACK, 102, 0, 102);
		EXPECT(c, TW, O, ACK, 102, 0, 102);
	}
	if (state == RS)
		EXPECT(c, RS, O, RST, 101, 0, 0);
}

static u32 at(const struct connection *c, unsigned int from)
{
	return c->window.side[from].flags & RFW_TCP_SIDE_SYN ?
	       c->window.side[from].end - c->first[from] : 0;
}

static void check_row(struct kunit *test, const struct row *row, bool tracked, u32 off)
{
	static const u8 flags[] = { SYN, SYN | ACK, ACK, FIN | ACK, RST };
	const int expected[] = { row->syn, row->syn_ack, row->ack, row->fin, row->rst };
	struct connection c;
	unsigned int event;
	u32 seq, ack;

	for (event = 0; event < ARRAY_SIZE(flags); event++) {
		prepare(&c, test);
		if (tracked)
			enter(&c, row->state);
		c.state = row->state;
		if (!tracked && row->state == RS)
			c.window.side[R].flags = RFW_TCP_SIDE_RST;
		KUNIT_ASSERT_EQ(test, rfw_tcp_tracked(&c.window), tracked && row->state != SS);

		seq = at(&c, row->from) + off;
		ack = at(&c, !row->from);
		if (event == RFW_TCP_SYN)
			seq += 0x40000000;
		if (event == RFW_TCP_SYN_ACK && row->state == SB)
			seq -= 101;
		else if (event == RFW_TCP_SYN_ACK && row->state != SS)
			seq += 0x40000000;
		/* in SYN_SENT it is the acknowledgment that counts */
		if (row->state == SS && row->from == R)
			ack += off;
		KUNIT_EXPECT_EQ_MSG(test,
				    pass(&c, row->from,
					 event == RFW_TCP_RST && row->state == SS ? RST | ACK :
					 flags[event], seq, 0, ack),
				    expected[event], "state %u from %u event %u", row->state,
				    row->from, event);
	}
}

static void table_tracked(struct kunit *test)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(test, (int)ARRAY_SIZE(tracked_rows), 2 * 9);
	for (i = 0; i < ARRAY_SIZE(tracked_rows); i++)
		check_row(test, &tracked_rows[i], true, 0);
}

static void table_beyond(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(beyond_rows); i++)
		check_row(test, &beyond_rows[i], true, 100000);
}

static void table_untracked(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(untracked_rows); i++)
		check_row(test, &untracked_rows[i], false, 123456789 * i);
}

/* Far below the window: through, and nothing moves. */
static void table_old(struct kunit *test)
{
	static const u8 states[] = { SA, EST, FO, FR, FB, TW, RS };
	static const u8 flags[] = { ACK, FIN | ACK };
	struct rfw_tcp_windows before;
	unsigned int i, from, j;
	struct connection c;

	for (i = 0; i < ARRAY_SIZE(states); i++)
		for (from = 0; from < 2; from++)
			for (j = 0; j < ARRAY_SIZE(flags); j++) {
				prepare(&c, test);
				enter(&c, states[i]);
				before = c.window;
				EXPECT(&c, FWD, from, flags[j], -50000, 10, 0);
				EXPECT(&c, FWD, from, flags[j], at(&c, from), 0, -50000);
				KUNIT_EXPECT_EQ(test, c.state, states[i]);
				KUNIT_EXPECT_TRUE(test, !memcmp(&before, &c.window,
								sizeof(before)));
			}
}

static void no_such_state(struct kunit *test)
{
	struct connection c;

	begin(&c, test);
	c.state = RFW_FLOW_STATE_ACTIVE;
	EXPECT(&c, BAD, O, ACK, 1, 0, 1);
	c.state = RFW_FLOW_STATE_MAX + 1;
	EXPECT(&c, BAD, O, ACK, 1, 0, 1);
}

/* What may open a connection: a SYN, and an ACK where pick-up is allowed. */
static void first_segment(struct kunit *test)
{
	static const struct { u8 flags, with, without; } rows[] = {
		{ SYN, SS, SS },
		{ SYN | ACK, 0, 0 },
		{ ACK, PU, 0 },
		{ FIN | ACK, 0, 0 },
		{ RST, 0, 0 },
		{ RST | ACK, 0, 0 },
	};
	struct rfw_tcp_segment segment;
	struct connection c;
	unsigned int i;

	prepare(&c, test);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		segment = make_segment(&c, O, rows[i].flags, 0, 0, 0);
		KUNIT_EXPECT_EQ(test, rfw_tcp_open(&c.window, &segment, true), rows[i].with);
		KUNIT_EXPECT_EQ(test, rfw_tcp_open(&c.window, &segment, false), rows[i].without);
	}
}

/* ---- RST ---- */

static void tc3_exact_rst(struct kunit *test)
{
	struct connection c;

	/* of its own accord */
	begin(&c, test);
	EXPECT(&c, EST, R, ACK, 1, 1000, 1);
	EXPECT(&c, RS, R, RST | ACK, 1001, 0, 1);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_reset_verified(&c.window));

	/* in answer to the last acknowledgment, with data in flight behind it */
	begin(&c, test);
	EXPECT(&c, EST, R, ACK, 1, 1000, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 501);
	EXPECT(&c, RS, R, RST, 501, 0, 0);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_reset_verified(&c.window));

	/* that its acknowledgment is nonsense does not matter */
	begin(&c, test);
	EXPECT(&c, RS, O, RST | ACK, 1, 0, 0x12345678);
}

static void tc4_challenge(struct kunit *test)
{
	struct rfw_tcp_windows before;
	struct connection c;

	begin(&c, test);
	EXPECT(&c, EST, R, ACK, 1, 1000, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 501);
	before = c.window;
	EXPECT(&c, FWD, R, RST, 700, 0, 0);
	EXPECT(&c, FWD, R, RST, 502, 0, 0);
	EXPECT(&c, FWD, R, RST, 501 + 10000, 0, 0);
	KUNIT_EXPECT_EQ(test, c.state, (u8)EST);
	KUNIT_EXPECT_TRUE(test, !memcmp(&before, &c.window, sizeof(before)));

	EXPECT(&c, EST, O, ACK, 1, 0, 501);
	EXPECT(&c, RS, R, RST, 501, 0, 0);
}

static void tc5_rst_out_of_window(struct kunit *test)
{
	static const u32 offsets[] = { 10001, 20000, 0x40000000, 0x7fffffff, 0x80000000, -20000,
				       -2 };
	struct connection c;
	unsigned int i, from;

	for (from = 0; from < 2; from++) {
		begin(&c, test);
		c.field[O] = 10000;
		c.field[R] = 10000;
		c.window.side[R].max_window = 10000;
		for (i = 0; i < ARRAY_SIZE(offsets); i++)
			EXPECT(&c, WIN, from, RST, 1 + offsets[i], 0, 0);
		EXPECT(&c, WIN, from, RST, 0, 0, 0);
		/* the number zero, where it is out of window */
		if (from == R)
			EXPECT(&c, WIN, from, RST, 0 - c.first[from], 0, 0);
		KUNIT_EXPECT_EQ(test, c.state, (u8)EST);
		KUNIT_EXPECT_FALSE(test, rfw_tcp_reset_verified(&c.window));
	}
}

static void tc6_rst_answers_syn(struct kunit *test)
{
	struct connection c;

	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, WIN, R, RST | ACK, 0, 0, 0);
	EXPECT(&c, WIN, R, RST | ACK, 0, 0, 2);
	EXPECT(&c, WIN, R, RST, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, c.state, (u8)SS);
	EXPECT(&c, RS, R, RST | ACK, 0 - c.first[R], 0, 1);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_reset_verified(&c.window));

	/* refused: nobody revives it, only a SYN opens anew */
	EXPECT(&c, FWD, R, ACK, 1, 100, 1);
	EXPECT(&c, FWD, O, ACK, 1, 100, 1);
	EXPECT(&c, FWD, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, NEW, O, SYN, 0, 0, 0);

	/* data in the SYN, acknowledged in part or whole */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 100, 0);
	EXPECT(&c, WIN, R, RST | ACK, 0, 0, 102);
	EXPECT(&c, RS, R, RST | ACK, 0, 0, 51);

	/* the server restarted while its SYN/ACK was lost */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, WIN, R, RST | ACK, 0 - c.first[R], 0, 2);
	EXPECT(&c, RS, R, RST | ACK, 0 - c.first[R], 0, 1);
}

static void originator_gives_up(struct kunit *test)
{
	struct connection c;

	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, O, RST, 777, 0, 0);
	EXPECT(&c, RS, O, RST, 1, 0, 0);

	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, RS, O, RST, 1, 0, 0);
}

/* TC1, RFC 7857 2.2: life after a RST. */
static void tc1_revival(struct kunit *test)
{
	struct connection c;

	/* a verified RST: its own sender revives, the other side goes through and keeps nothing */
	begin(&c, test);
	EXPECT(&c, RS, R, RST, 1, 0, 0);
	EXPECT(&c, FWD, O, ACK, 1, 100, 1);
	EXPECT(&c, FWD, O, ACK, 101, 100, 1);
	EXPECT(&c, FWD, R, RST, 1, 0, 0);
	EXPECT(&c, EST, R, ACK, 1, 0, 201);
	EXPECT(&c, EST, O, ACK, 201, 100, 1);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_reset_verified(&c.window));

	/* into the state that it was in */
	begin(&c, test);
	EXPECT(&c, FO, O, FIN | ACK, 1, 0, 1);
	EXPECT(&c, RS, R, RST, 1, 0, 0);
	EXPECT(&c, FWD, O, ACK, 2, 0, 1);
	EXPECT(&c, FO, R, ACK, 1, 100, 2);
	EXPECT(&c, RS, R, RST, 101, 0, 0);
	EXPECT(&c, FB, R, FIN | ACK, 101, 0, 2);
}

static void untracked_revival(struct kunit *test)
{
	struct connection c;

	/* the responder's RST may be anybody's: both sides revive */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 5000, 100, 7000);
	EXPECT(&c, EST, R, ACK, 7000, 0, 5100);
	EXPECT(&c, RS, R, RST, 1234, 0, 0);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_reset_verified(&c.window));
	EXPECT(&c, EST, O, ACK, 5100, 100, 7000);
	EXPECT(&c, RS, R, RST, 1234, 0, 0);
	EXPECT(&c, EST, R, ACK, 7000, 0, 5200);

	/* after the originator's RST the responder alone does not */
	EXPECT(&c, RS, O, RST, 9, 0, 0);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_reset_verified(&c.window));
	EXPECT(&c, FWD, R, ACK, 7000, 100, 5200);
	EXPECT(&c, EST, O, ACK, 5200, 0, 7100);
}

/* ---- SYN where there is a connection ---- */

static void tc7_syn_in_connection(struct kunit *test)
{
	struct rfw_tcp_windows before;
	struct connection c;

	/* spoofed from either side: nothing but a note happens */
	begin(&c, test);
	before = c.window;
	EXPECT(&c, FWD, R, SYN, 2000, 0, 0);
	KUNIT_EXPECT_TRUE(test, !memcmp(&before, &c.window, sizeof(before)));
	EXPECT(&c, FWD, O, SYN, 0x20000000, 0, 0);
	KUNIT_EXPECT_EQ(test, c.state, (u8)EST);
	EXPECT(&c, EST, R, ACK, 1, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 10, 1);
	EXPECT(&c, EST, R, ACK, 1, 10, 11);

	/* the originator restarted: challenge, RST, SYN */
	begin(&c, test);
	EXPECT(&c, EST, O, ACK, 1, 100, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 101);
	EXPECT(&c, FWD, O, SYN, 0x30002000, 0, 0);
	EXPECT(&c, EST, R, ACK, 1, 0, 101);
	EXPECT(&c, RS, O, RST, 101, 0, 0);
	EXPECT(&c, NEW, O, SYN, 0x30002000, 0, 0);

	/* the same while the firewall knows of no older connection (half-open discovery) */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, ACK, 0x11111111, 0, 0x22222222);
	EXPECT(&c, FWD, R, FIN | ACK, 0x11111111, 0, 0x22222222);
	EXPECT(&c, FWD, O, RST, 0x22222222, 0, 0);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 1);
}

/* Both ends have forgotten the connection, the firewall has not. */
static void both_ends_anew(struct kunit *test)
{
	struct connection c;
	u8 states[] = { EST, FO, FR, FB };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		prepare(&c, test);
		enter(&c, states[i]);
		EXPECT(&c, FWD, O, SYN, 0x50000000, 0, 0);
		EXPECT(&c, SA, R, SYN | ACK, 0x60000000, 0, 0x50000001);
		KUNIT_EXPECT_FALSE(test, rfw_tcp_tracked(&c.window));
		EXPECT(&c, EST, O, ACK, 0x50000001, 100, 0x60000001);
		EXPECT(&c, EST, R, ACK, 0x60000001, 100, 0x50000065);
	}

	/* the responder with a number that it has had before */
	begin(&c, test);
	EXPECT(&c, FWD, O, SYN, 0x50000000, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 0x50000001);
	EXPECT(&c, EST, O, ACK, 0x50000001, 100, 1);

	/* a connection that was picked up */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 5000, 100, 7000);
	EXPECT(&c, EST, R, ACK, 7000, 0, 5100);
	EXPECT(&c, FWD, O, SYN, 0x50000000, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0x60000000, 0, 0x50000001);
	EXPECT(&c, EST, O, ACK, 0x50000001, 100, 0x60000001);

	/* neither side's word alone does that */
	begin(&c, test);
	EXPECT(&c, FWD, R, SYN | ACK, 0x60000000, 0, 0x50000001);
	EXPECT(&c, WIN, O, ACK, 0x50000001, 100, 0x60000001);
	EXPECT(&c, FWD, R, SYN, 0x60000000, 0, 0);
	EXPECT(&c, FWD, O, SYN | ACK, 0x50000000, 0, 0x60000001);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&c.window));

	/* nor do copies of the connection's own segments */
	EXPECT(&c, FWD, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, FWD, O, SYN, 0x50000000, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 1);
	EXPECT(&c, FWD, R, SYN | ACK, 0x60000000, 0, 0x50000001);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&c.window));
}

static void tc8_stale_syn_ack(struct kunit *test)
{
	struct rfw_tcp_windows before;
	struct connection c;

	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	before = c.window;
	EXPECT(&c, FWD, R, SYN | ACK, 0x11111111, 0, 0x22222222);
	EXPECT(&c, FWD, R, SYN | ACK, 0x11111111, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0x11111111, 0, 2);
	EXPECT(&c, FWD, O, RST, 0x22222222, 0, 0);
	KUNIT_EXPECT_EQ(test, c.state, (u8)SS);
	KUNIT_EXPECT_TRUE(test, !memcmp(&before, &c.window, sizeof(before)));
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, FWD, R, SYN | ACK, 0x11111111, 0, 0x22222222);
	EXPECT(&c, EST, O, ACK, 1, 0, 1);
}

static void tc9_old_retransmission(struct kunit *test)
{
	struct connection c;
	u32 seq;

	begin(&c, test);
	for (seq = 1; seq < 1 + 100 * 1000; seq += 1000) {
		EXPECT(&c, EST, R, ACK, seq, 1000, 1);
		EXPECT(&c, EST, O, ACK, 1, 0, seq + 1000);
	}
	EXPECT(&c, FWD, R, ACK, 1, 1000, 1);
	EXPECT(&c, FWD, R, FIN | ACK, 1, 1000, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, seq);
	/* within the window behind: an ordinary retransmission */
	EXPECT(&c, EST, R, ACK, seq - 5000, 1000, 1);
}

/* ---- opening ---- */

static void tc12_simultaneous_open(struct kunit *test)
{
	struct connection c;

	/* the responder's SYN/ACK first, */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SB, R, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, O, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, R, ACK, 1, 100, 1);

	/* the originator's first, */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SB, R, SYN, 0, 0, 0);
	EXPECT(&c, FWD, O, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 100, 1);

	/* an ACK in place of one, and a FIN at once */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SB, R, SYN, 0, 0, 0);
	EXPECT(&c, FWD, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, SYN, 0, 0, 0);
	EXPECT(&c, FWD, O, FIN | ACK, 1, 0, 1);
	EXPECT(&c, FO, R, ACK, 1, 0, 1);

	/* the responder's SYN/ACK overtakes its SYN */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, FWD, R, SYN, 0, 0, 0);
	EXPECT(&c, EST, O, ACK, 1, 0, 1);
}

static void rec31_syn_again(struct kunit *test)
{
	struct connection c;

	/* the same, without the options */
	prepare(&c, test);
	c.scale[O] = 7;
	c.scale[R] = 7;
	EXPECT(&c, SS, O, SYN, 0, 100, 0);
	c.scale[O] = -1;
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 101);
	KUNIT_EXPECT_EQ(test, (int)c.window.side[O].scale, 7);
	EXPECT(&c, FWD, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0, 0, 101);
	EXPECT(&c, EST, O, ACK, 101, 0, 1);

	/* with a new number */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SS, O, SYN, 0x70000000, 0, 0);
	EXPECT(&c, FWD, R, SYN | ACK, 0x9000, 0, 1);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 0x70000001);
	EXPECT(&c, EST, O, ACK, 0x70000001, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1, 0, 0x70000001);
}

static void rec31_data_in_syn(struct kunit *test)
{
	struct connection c;

	/* all of it acknowledged, and the server answers and closes before the third segment */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 1000, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1001);
	EXPECT(&c, FWD, R, ACK, 1, 5000, 1001);
	EXPECT(&c, FWD, R, FIN | ACK, 5001, 0, 1001);
	EXPECT(&c, FR, O, ACK, 1001, 0, 5002);

	/* none of it */
	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 1000, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 1000, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 1001);
}

/* A spoofed SYN's sender has not seen the SYN/ACK and cannot finish the handshake. */
static void blind_handshake(struct kunit *test)
{
	static const u32 offsets[] = { -1, -2, -30000, 1, 2, 30000, 1U << 31 };
	struct connection c;
	unsigned int i;
	int outcome;

	prepare(&c, test);
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		outcome = pass(&c, O, ACK, 1, 0, 1 + offsets[i]);
		KUNIT_EXPECT_TRUE(test, outcome == FWD || outcome == WIN);
		outcome = pass(&c, O, FIN | ACK, 1, 0, 1 + offsets[i]);
		KUNIT_EXPECT_TRUE(test, outcome == FWD || outcome == WIN);
	}
	KUNIT_EXPECT_EQ(test, c.state, (u8)SA);
}

/* ---- closing ---- */

static void rec31_half_close(struct kunit *test)
{
	struct connection c;
	unsigned int i;
	u32 seq = 1;

	begin(&c, test);
	EXPECT(&c, FO, O, FIN | ACK, 1, 0, 1);
	for (i = 0; i < 10000; i++, seq += 15000) {
		EXPECT(&c, FO, R, ACK, seq, 10000, 2);
		EXPECT(&c, FO, R, ACK, seq + 10000, 5000, 2);
		EXPECT(&c, FO, O, ACK, 2, 0, seq + 15000);
	}
	EXPECT(&c, FO, O, FIN | ACK, 1, 0, seq);
	EXPECT(&c, FB, R, FIN | ACK, seq, 0, 2);
	EXPECT(&c, TW, O, ACK, 2, 0, seq + 1);
}

static void rec31_close(struct kunit *test)
{
	struct connection c;

	/* the responder first */
	begin(&c, test);
	EXPECT(&c, FR, R, FIN | ACK, 1, 0, 1);
	EXPECT(&c, FR, O, ACK, 1, 100, 2);
	EXPECT(&c, FB, O, FIN | ACK, 101, 0, 2);
	EXPECT(&c, FB, R, ACK, 2, 0, 101);
	EXPECT(&c, TW, R, ACK, 2, 0, 102);
	/* late retransmissions do not start the timer again */
	EXPECT(&c, FWD, R, FIN | ACK, 1, 0, 101);
	EXPECT(&c, FWD, O, FIN | ACK, 101, 0, 2);
	EXPECT(&c, FWD, R, ACK, 2, 0, 102);
	EXPECT(&c, FWD, R, RST, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, c.state, (u8)TW);

	/* both at once */
	begin(&c, test);
	EXPECT(&c, FO, O, FIN | ACK, 1, 0, 1);
	EXPECT(&c, FB, R, FIN | ACK, 1, 0, 1);
	EXPECT(&c, FB, O, ACK, 2, 0, 2);
	EXPECT(&c, TW, R, ACK, 2, 0, 2);

	/* FINs acknowledge each other */
	begin(&c, test);
	EXPECT(&c, FO, O, FIN | ACK, 1, 0, 1);
	EXPECT(&c, FB, R, FIN | ACK, 1, 500, 2);
	EXPECT(&c, FB, O, ACK, 2, 0, 501);
	EXPECT(&c, TW, O, ACK, 2, 0, 502);
}

/* B-TC-05 */
static void spoofed_fin(struct kunit *test)
{
	struct connection c;

	begin(&c, test);
	EXPECT(&c, WIN, R, FIN | ACK, 50000, 0, 1);
	EXPECT(&c, FWD, R, FIN | ACK, -50000, 0, 1);
	EXPECT(&c, WIN, R, FIN | ACK, 1, 0, 2);
	EXPECT(&c, FWD, R, FIN | ACK, 1, 0, -30000);
	KUNIT_EXPECT_EQ(test, c.state, (u8)EST);
	KUNIT_EXPECT_FALSE(test, c.window.side[R].flags & RFW_TCP_SIDE_FIN);
}

static void tc13_time_wait_reuse(struct kunit *test)
{
	struct connection c;
	unsigned int from;

	for (from = 0; from < 2; from++) {
		prepare(&c, test);
		enter(&c, TW);
		EXPECT(&c, NEW, from, SYN, 102, 0, 0);
		EXPECT(&c, NEW, from, SYN, 0x40000000, 0, 0);
		EXPECT(&c, FWD, from, SYN, 101, 0, 0);
		EXPECT(&c, FWD, from, SYN, 0, 0, 0);
		EXPECT(&c, FWD, from, SYN, -0x40000000, 0, 0);
	}

	/* a lower number, which the server takes by its timestamp (RFC 6191) */
	prepare(&c, test);
	enter(&c, TW);
	EXPECT(&c, FWD, O, SYN, -0x40000000, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0x70000000, 0, -0x3fffffff);
	EXPECT(&c, EST, O, ACK, -0x3fffffff, 0, 0x70000001);

	/* FIN_BOTH is still a connection: as TC7 */
	prepare(&c, test);
	enter(&c, FB);
	EXPECT(&c, FWD, O, SYN, 0x40000000, 0, 0);
	EXPECT(&c, FWD, R, SYN, 0x40000000, 0, 0);
	EXPECT(&c, FB, O, ACK, 102, 0, 102);
	EXPECT(&c, TW, R, ACK, 102, 0, 102);
}

/* ---- windows ---- */

static void tc14_window_scale(struct kunit *test)
{
	struct connection c;

	/* both scale: 10000 << 7 and no octet more */
	prepare(&c, test);
	c.scale[O] = 7;
	c.scale[R] = 2;
	establish(&c);
	EXPECT(&c, WIN, R, ACK, 1 + (10000 << 7) + 1, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + 20000 + 1, 0, 1);
	EXPECT(&c, EST, R, ACK, 1 + (10000 << 7), 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + (20000 << 2) + 1, 0, 1);
	EXPECT(&c, EST, O, ACK, 1 + (20000 << 2), 0, 1);

	/* the window of a SYN is never scaled */
	prepare(&c, test);
	c.scale[O] = 7;
	c.scale[R] = 7;
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, WIN, R, ACK, 1 + 10000 + 128, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + 20000 + 128, 0, 1);
	EXPECT(&c, FWD, R, ACK, 1, 10000, 1);

	/* nor is it in a simultaneous open */
	prepare(&c, test);
	c.scale[O] = 7;
	c.scale[R] = 7;
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SB, R, SYN, 0, 0, 0);
	EXPECT(&c, FWD, O, SYN | ACK, 0, 0, 1);
	EXPECT(&c, EST, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, WIN, R, ACK, 1 + 10000 + 128, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + 20000 + 128, 0, 1);

	/* one side alone: nobody scales */
	prepare(&c, test);
	c.scale[O] = 7;
	c.scale[R] = -1;
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, SA, R, SYN | ACK, 0, 0, 1);
	EXPECT(&c, FWD, R, ACK, 9001, 1000, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 1);
	EXPECT(&c, WIN, R, ACK, 1 + 70000, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + 20001, 0, 1);
	prepare(&c, test);
	c.scale[O] = -1;
	c.scale[R] = 7;
	establish(&c);
	EXPECT(&c, WIN, R, ACK, 1 + 10001, 0, 1);
	EXPECT(&c, WIN, O, ACK, 1 + 20001, 0, 1);
	EXPECT(&c, EST, O, ACK, 1 + 20000, 0, 1);

	/* no SYN seen: no check, ever (REC-32) */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 1000, 100, 2000);
	EXPECT(&c, PU, O, ACK, 1100, 100, 2000);
	EXPECT(&c, EST, R, ACK, 2000, 0, 1200);
	EXPECT(&c, EST, R, ACK, 0x40000000, 1000, 0x60000000);
	EXPECT(&c, EST, O, ACK, 0x80000000, 1000, 0xc0000000);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_tracked(&c.window));
}

static void rec31_picked_up(struct kunit *test)
{
	struct connection c;

	/* a FIN before the answer is not forgotten */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 1000, 100, 2000);
	EXPECT(&c, PU, O, FIN | ACK, 1100, 0, 2000);
	EXPECT(&c, FO, R, ACK, 2000, 0, 1100);
	EXPECT(&c, FB, R, FIN | ACK, 2000, 0, 1101);
	EXPECT(&c, FB, O, ACK, 1101, 0, 2001);
	EXPECT(&c, NEW, O, SYN, 0, 0, 0);

	/* nobody there */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 1000, 100, 2000);
	EXPECT(&c, RS, R, RST, 2000, 0, 0);
	EXPECT(&c, NEW, O, SYN, 0, 0, 0);
}

static void rec31_keepalive_and_probe(struct kunit *test)
{
	struct connection c;

	begin(&c, test);
	EXPECT(&c, EST, O, ACK, 1, 1000, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 1001);
	EXPECT(&c, EST, O, ACK, 1000, 0, 1);
	EXPECT(&c, EST, O, ACK, 1000, 1, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 1001);
	EXPECT(&c, EST, R, ACK, 0, 0, 1001);

	/* the window fills, shrinks to zero, is probed and opens again */
	EXPECT(&c, EST, O, ACK, 1001, 20000, 1);
	c.field[R] = 0;
	EXPECT(&c, EST, R, ACK, 1, 0, 21001);
	EXPECT(&c, EST, O, ACK, 21001, 1, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 21001);
	EXPECT(&c, EST, O, ACK, 21002, 0, 1);
	EXPECT(&c, EST, O, ACK, 21001, 1, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 21002);
	c.field[R] = 20000;
	EXPECT(&c, EST, R, ACK, 1, 0, 21002);
	EXPECT(&c, EST, O, ACK, 21002, 20000, 1);

	/* a FIN at the edge, and an ACK behind it */
	begin(&c, test);
	EXPECT(&c, EST, O, ACK, 1, 20000, 1);
	EXPECT(&c, FO, O, FIN | ACK, 20001, 0, 1);
	EXPECT(&c, FO, O, ACK, 20002, 0, 1);
	EXPECT(&c, WIN, O, ACK, 20003, 0, 1);

	/* no window from the first segment on */
	prepare(&c, test);
	c.field[R] = 0;
	establish(&c);
	EXPECT(&c, EST, O, ACK, 0, 0, 1);
	EXPECT(&c, EST, O, ACK, 1, 1, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 1);
	EXPECT(&c, EST, R, ACK, 1, 0, 2);
	EXPECT(&c, EST, O, ACK, 2, 0, 1);
	EXPECT(&c, FO, O, FIN | ACK, 2, 0, 1);
	EXPECT(&c, FO, O, ACK, 3, 0, 1);
	EXPECT(&c, WIN, O, ACK, 5, 0, 1);
}

static void rec31_largest_window(struct kunit *test)
{
	struct connection c;
	unsigned int i;
	u32 seq = 1;

	prepare(&c, test);
	c.scale[O] = 14;
	c.scale[R] = 14;
	c.field[O] = 0xffff;
	c.field[R] = 0xffff;
	establish(&c);
	for (i = 0; i < 20; i++) {
		/* all of the window in flight, the first lost, the last sent again */
		EXPECT(&c, EST, R, ACK, seq + (1 << 29), 500000, 1);
		EXPECT(&c, EST, R, ACK, seq + (0xffffU << 14) - 500000, 500000, 1);
		EXPECT(&c, EST, R, ACK, seq, 500000, 1);
		EXPECT(&c, WIN, R, ACK, seq + (0xffffU << 14) + 1, 0, 1);
		seq += 0xffffU << 14;
		EXPECT(&c, EST, O, ACK, 1, 0, seq);
	}
}

/* Receivers take a segment that begins in window, and their acknowledgment must fit then. */
static void segment_sticks_out(struct kunit *test)
{
	struct connection c;

	begin(&c, test);
	EXPECT(&c, EST, R, ACK, 9001, 4000, 1);
	EXPECT(&c, EST, R, ACK, 1, 9000, 1);
	EXPECT(&c, FWD, R, RST, 12000, 0, 0);
	EXPECT(&c, EST, O, ACK, 1, 0, 13001);
	EXPECT(&c, WIN, O, ACK, 1, 0, 13002);
}

/* tcp-window off */
static void not_strict(struct kunit *test)
{
	struct connection c;

	/* what fits keeps the window known */
	prepare(&c, test);
	c.loose = true;
	establish(&c);
	EXPECT(&c, EST, O, ACK, 1, 1000, 1);
	EXPECT(&c, EST, O, ACK, -90000, 1000, 1);
	EXPECT(&c, RS, O, RST, 1001, 0, 0);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_reset_verified(&c.window));
	EXPECT(&c, EST, O, ACK, 1001, 0, 1);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&c.window));
	c.loose = false;
	EXPECT(&c, WIN, O, ACK, 1000000, 0, 1);

	/* what does not goes through, and nobody knows the window any more */
	c.loose = true;
	EXPECT(&c, EST, R, ACK, 1000000, 100, 0x50000000);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_tracked(&c.window));
	c.loose = false;
	EXPECT(&c, EST, O, ACK, 1000000, 0, 1);

	/* every RST counts, but proves nothing */
	prepare(&c, test);
	c.loose = true;
	establish(&c);
	EXPECT(&c, RS, R, RST, 0x50000000, 0, 0);
	KUNIT_EXPECT_FALSE(test, rfw_tcp_reset_verified(&c.window));
	KUNIT_EXPECT_FALSE(test, rfw_tcp_tracked(&c.window));
	EXPECT(&c, EST, O, ACK, 1, 0, 1);

	/* but one that does not acknowledge the SYN is not an answer to it */
	prepare(&c, test);
	c.loose = true;
	EXPECT(&c, SS, O, SYN, 0, 0, 0);
	EXPECT(&c, FWD, R, RST | ACK, 0, 0, 7);
	EXPECT(&c, RS, R, RST | ACK, 0, 0, 1);
}

/* A connection that went on unseen by more than its windows. */
static void prepare_unseen(struct connection *c, struct kunit *test, unsigned int inside)
{
	begin(c, test);
	EXPECT(c, EST, !inside, ACK, 1, 1000, 1);
	EXPECT(c, EST, inside, ACK, 1, 0, 1001);
	rfw_tcp_resume(&c->window, inside);
}

static void resume_unseen(struct kunit *test)
{
	const u32 far = 0x50000000, wrapped = 0x90000000;
	struct connection c;
	unsigned int in;

	for (in = 0; in < 2; in++) {
		/* the outside is ahead: nothing is dropped for it, nor believed */
		prepare_unseen(&c, test, in);
		EXPECT(&c, FWD, !in, ACK, far, 1000, 1);
		EXPECT(&c, FWD, !in, ACK, 1001, 1000, far);
		EXPECT(&c, WIN, !in, RST, far, 0, 0);
		KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&c.window));
		/* until the inside says where it is */
		EXPECT(&c, EST, in, ACK, 1, 0, far + 1000);
		EXPECT(&c, EST, !in, ACK, far + 1000, 1000, 1);
		EXPECT(&c, WIN, !in, ACK, 2 * far, 1000, 1);
		EXPECT(&c, WIN, in, ACK, 1, 0, 2 * far);
		EXPECT(&c, WIN, !in, RST, far - 1, 0, 0);
		EXPECT(&c, RS, !in, RST, far + 2000, 0, 0);

		/* the inside has sent, so much that it looks like going back */
		prepare_unseen(&c, test, in);
		EXPECT(&c, EST, in, ACK, wrapped, 1000, 1001);
		EXPECT(&c, EST, !in, ACK, 1001, 0, wrapped + 1000);
		EXPECT(&c, EST, in, ACK, wrapped + 1000, 1000, 1001);
		EXPECT(&c, WIN, in, ACK, wrapped + far, 1000, 1001);

		/* nothing went by: what fits ends the doubt, and moves nothing back */
		prepare_unseen(&c, test, in);
		EXPECT(&c, EST, in, ACK, 1, 100, 1001);
		EXPECT(&c, WIN, !in, ACK, far, 0, 101);
		EXPECT(&c, FWD, in, ACK, -far, 100, 1001);

		/* it resets what only it knows the number of */
		prepare_unseen(&c, test, in);
		EXPECT(&c, RS, in, RST, far, 0, 0);

		/* its last word */
		prepare_unseen(&c, test, in);
		EXPECT(&c, in == O ? FO : FR, in, FIN | ACK, far, 0, 1001);
		EXPECT(&c, in == O ? FO : FR, !in, ACK, 1001, 100, far + 1);
	}

	/* a connection whose window is not known stays one */
	prepare(&c, test);
	EXPECT(&c, PU, O, ACK, 1, 0, 1);
	rfw_tcp_resume(&c.window, O);
	KUNIT_EXPECT_EQ(test, c.window.side[O].flags, (u8)0);
}

/* tcp-window off: not seen is not the same as not fitting */
static void resume_not_strict(struct kunit *test)
{
	struct connection c;

	prepare_unseen(&c, test, O);
	c.loose = true;
	EXPECT(&c, FWD, R, ACK, 0x50000000, 1000, 1);
	EXPECT(&c, EST, O, ACK, 1, 0, 0x50000000 + 1000);
	KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&c.window));
	c.loose = false;
	EXPECT(&c, WIN, R, ACK, 1, 0, 0x50000000);
}

static struct kunit_case tcp_cases[] = {
	KUNIT_CASE(flag_bytes),
	KUNIT_CASE(header_length),
	KUNIT_CASE(merged_segment),
	KUNIT_CASE(malformed_options),
	KUNIT_CASE(random_headers),
	KUNIT_CASE(table_tracked),
	KUNIT_CASE(table_beyond),
	KUNIT_CASE(table_untracked),
	KUNIT_CASE(table_old),
	KUNIT_CASE(no_such_state),
	KUNIT_CASE(first_segment),
	KUNIT_CASE(tc1_revival),
	KUNIT_CASE(untracked_revival),
	KUNIT_CASE(tc3_exact_rst),
	KUNIT_CASE(tc4_challenge),
	KUNIT_CASE(tc5_rst_out_of_window),
	KUNIT_CASE(tc6_rst_answers_syn),
	KUNIT_CASE(originator_gives_up),
	KUNIT_CASE(tc7_syn_in_connection),
	KUNIT_CASE(both_ends_anew),
	KUNIT_CASE(tc8_stale_syn_ack),
	KUNIT_CASE(tc9_old_retransmission),
	KUNIT_CASE(tc12_simultaneous_open),
	KUNIT_CASE(rec31_syn_again),
	KUNIT_CASE(rec31_data_in_syn),
	KUNIT_CASE(blind_handshake),
	KUNIT_CASE(rec31_half_close),
	KUNIT_CASE(rec31_close),
	KUNIT_CASE(spoofed_fin),
	KUNIT_CASE(tc13_time_wait_reuse),
	KUNIT_CASE(tc14_window_scale),
	KUNIT_CASE(rec31_picked_up),
	KUNIT_CASE(rec31_keepalive_and_probe),
	KUNIT_CASE(rec31_largest_window),
	KUNIT_CASE(segment_sticks_out),
	KUNIT_CASE(not_strict),
	KUNIT_CASE(resume_unseen),
	KUNIT_CASE(resume_not_strict),
	{}
};

static struct kunit_suite tcp_suite = {
	.name = "rfw_tcp",
	.test_cases = tcp_cases,
};

kunit_test_suite(tcp_suite);
