// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets that carry signalling: what the gateway reads of them, and that it leaves them as they
 * are (S27), which is looked at with each.
 */
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "alg_sip.h"
#include "context.h"

#include "sip_home.h"

#define DESCRIPTION	"v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 2a0a::1\r\nt=0 0\r\n" \
			"m=audio 5000 RTP/AVP 0\r\n"
#define INVITE		"INVITE sip:b@example.com SIP/2.0\r\n" \
			"Via: SIP/2.0/UDP [2a0a::1]:5060;branch=z9hG4bK7\r\n" \
			"From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\n" \
			"Call-ID: one\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n" \
			"Content-Length: 79\r\n\r\n" DESCRIPTION
#define LENGTH		(sizeof(INVITE) - 1)

static_assert(sizeof(DESCRIPTION) - 1 == 79);

static int start(struct kunit *test)
{
	struct rfw_flow_more *more = kunit_kzalloc(test, sizeof(*more), GFP_KERNEL);
	int err = sip_home_start(test);
	struct fixture *f = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, more);
	if (err)
		return err;
	more->sip = f->sip_flow;
	f->flow->more = more;
	f->flow->word |= RFW_FLOW_ALG;
	return 0;
}

static bool is_read(const struct fixture *f)
{
	return f->flow->word & RFW_FLOW_ALG;
}

/* Octets from the IPv6 header on, of which the first @linear are linear, if so many. */
static struct sk_buff *packet(struct kunit *test, const u8 *octets, u32 length, u32 linear)
{
	struct sk_buff *skb, *rest;

	linear = min(linear, length);
	skb = alloc_skb(linear, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_data(skb, octets, linear);
	if (linear < length) {
		rest = alloc_skb(length - linear, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, rest);
		skb_put_data(rest, octets + linear, length - linear);
		skb_shinfo(skb)->frag_list = rest;
		skb->len += rest->len;
		skb->data_len += rest->len;
	}
	skb_reset_network_header(skb);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	return skb;
}

/* The packet passes, and is what it was (S27). */
static void pass(struct kunit *test, struct sk_buff *skb)
{
	struct fixture *f = test->priv;
	u8 *before = kunit_kmalloc(test, skb->len, GFP_KERNEL);
	u8 *after = kunit_kmalloc(test, skb->len, GFP_KERNEL);
	struct rfw_context ctx = {
		.skb = skb,
		.stats = f->stats,
		.direction = RFW_OUT,
	};
	u32 length = skb->len;

	KUNIT_ASSERT_TRUE(test, before && after);
	KUNIT_ASSERT_EQ(test, rfw_packet_parse(&ctx.packet, skb, 0, 0), 0);
	if (ctx.packet.protocol == IPPROTO_TCP)
		KUNIT_ASSERT_EQ(test, rfw_tcp_parse(&ctx.segment, skb, ctx.packet.transport,
						    ctx.packet.end), 0);
	skb_copy_bits(skb, 0, before, length);
	local_bh_disable();
	rcu_read_lock();
	if (is_read(f))
		rfw_alg_sip_packet(&ctx, f->flow);
	rcu_read_unlock();
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, skb->len, length);
	skb_copy_bits(skb, 0, after, length);
	KUNIT_EXPECT_FALSE(test, memcmp(before, after, length));
	kfree_skb(skb);
	kunit_kfree(test, after);
	kunit_kfree(test, before);
}

static u8 *begin(struct fixture *f, u8 protocol, u32 length)
{
	u8 *octets = f->body;
	struct ipv6hdr *ip6 = (struct ipv6hdr *)octets;

	memset(octets, 0, 80);
	ip6->version = 6;
	ip6->nexthdr = protocol;
	ip6->payload_len = htons(length);
	ip6->hop_limit = 64;
	ip6->saddr = host(1);
	ip6->daddr = foreign(9);
	return octets + sizeof(*ip6);
}

static struct sk_buff *datagram(struct kunit *test, const char *text, u32 length, u32 linear)
{
	struct fixture *f = test->priv;
	u32 all = sizeof(struct udphdr) + length;
	struct udphdr *udp = (struct udphdr *)begin(f, IPPROTO_UDP, all);

	udp->source = htons(5060);
	udp->dest = htons(5060);
	udp->len = htons(all);
	memcpy(udp + 1, text, length);
	return packet(test, f->body, sizeof(struct ipv6hdr) + all, linear);
}

static void segment(struct kunit *test, bool syn, u32 seq, const char *text, u32 length)
{
	struct fixture *f = test->priv;
	u32 all = sizeof(struct tcphdr) + length;
	struct tcphdr *tcp = (struct tcphdr *)begin(f, IPPROTO_TCP, all);

	tcp->source = htons(5060);
	tcp->dest = htons(5060);
	tcp->seq = htonl(seq);
	tcp->doff = 5;
	tcp->syn = syn;
	tcp->ack = !syn;
	memcpy(tcp + 1, text, length);
	pass(test, packet(test, f->body, sizeof(struct ipv6hdr) + all, ~0U));
}

static void in_state(struct fixture *f, u8 state)
{
	f->flow->word = rfw_flow_with_state(f->flow->word, state);
}

/* A connection whose SYN has been seen, the first octet of which has the number 1. */
static void connect(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->flow->word |= RFW_FLOW_ALG;
	in_state(f, RFW_FLOW_STATE_TCP_SYN_SENT);
	segment(test, true, 0, "", 0);
	in_state(f, RFW_FLOW_STATE_TCP_ESTABLISHED);
}

/* S2, S23, S27: in however many pieces it has come together, a datagram is one message. */
static void datagram_in_pieces(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 linear, all = sizeof(struct ipv6hdr) + sizeof(struct udphdr) + LENGTH, read = 0;

	for (linear = sizeof(struct ipv6hdr); linear <= all; linear++) {
		pass(test, datagram(test, INVITE, LENGTH, linear));
		KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), ++read);
	}
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 1));
}

/* S2, S27: what is no message, or no whole one, opens nothing and is left alone. */
static void other_datagrams(struct kunit *test)
{
	struct fixture *f = test->priv;

	pass(test, datagram(test, INVITE, LENGTH - 1, ~0U));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_NOT_SIP), 1);
	pass(test, datagram(test, "", 0, ~0U));
	pass(test, datagram(test, "\r\n\r\n", 4, ~0U));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_NOT_SIP), 1);
	pass(test, datagram(test, "BYE sip:b SIP/2.0\r\nl: 49153\r\n\r\n", 32, ~0U));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_TOO_LONG), 1);
	/* the next one is read all the same */
	KUNIT_EXPECT_TRUE(test, is_read(f));
	EXPECT_PINHOLES(0);
}

/* A10: what the host will not believe is not read. */
static void wrong_checksum(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct sk_buff *skb = datagram(test, INVITE, LENGTH, ~0U);

	skb->ip_summed = CHECKSUM_NONE;
	pass(test, skb);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), 0);
	EXPECT_PINHOLES(0);
}

/* S26: no preset has a gateway, and nothing is read for a policy without one. */
static void off(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rfw_policy_rules *rules = kunit_kzalloc(test, sizeof(*rules), GFP_KERNEL);
	u8 preset;

	KUNIT_ASSERT_NOT_NULL(test, rules);
	for (preset = RFW_PRESET_STRICT; preset <= RFW_PRESET_TRANSPARENT; preset++) {
		rfw_policy_preset(rules, preset);
		KUNIT_EXPECT_FALSE(test, rfw_policy_sip(rules));
	}
	f->rules.algs = 0;
	pass(test, datagram(test, INVITE, LENGTH, ~0U));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), 0);
	EXPECT_PINHOLES(0);
}

/* S1, S27, A4: an INVITE in two segments, wherever it is split. */
static void split_at_every_octet(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 at, read = 0;

	for (at = 1; at < LENGTH; at++) {
		connect(test);
		segment(test, false, 1 + at, INVITE + at, LENGTH - at);
		KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), read);
		segment(test, false, 1, INVITE, at);
		KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), ++read);
	}
	EXPECT_PINHOLES(2);
}

/* A1, A11: a connection that is no SIP, or too long for it, is never looked at again. */
static void not_sip(struct kunit *test)
{
	static const struct {
		const char *text;
		u8 why;
	} rows[] = {
		{ "GET / HTTP/1.1\r\n\r\n", RFW_SIP_COUNT_NOT_SIP },
		{ "INVITE sip:b SIP/2.0\r\n\r\n", RFW_SIP_COUNT_NOT_SIP },
		{ "BYE sip:b SIP/2.0\r\nl: 49153\r\n\r\n", RFW_SIP_COUNT_TOO_LONG },
	};
	struct fixture *f = test->priv;
	u32 i, length;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 before = counted(f, rows[i].why);

		connect(test);
		length = strlen(rows[i].text);
		segment(test, false, 1, rows[i].text, length);
		KUNIT_EXPECT_FALSE(test, is_read(f));
		KUNIT_EXPECT_EQ(test, counted(f, rows[i].why), before + 1);
		segment(test, false, 1 + length, INVITE, LENGTH);
		KUNIT_EXPECT_EQ(test, atomic_read(&f->sip.buffered), 0);
	}
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), 0);
	EXPECT_PINHOLES(0);
}

/* A1, A4: only what comes behind a SYN that begins the connection is its beginning. */
static void from_its_syn(struct kunit *test)
{
	struct fixture *f = test->priv;

	in_state(f, RFW_FLOW_STATE_TCP_ESTABLISHED);
	segment(test, false, 1, INVITE, LENGTH);
	KUNIT_EXPECT_FALSE(test, is_read(f));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_OUT_OF_ORDER_LOST), 1);

	connect(test);
	segment(test, false, 1, INVITE, 10);
	segment(test, true, 500, "", 0);
	segment(test, false, 501, INVITE, LENGTH);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), 0);
	segment(test, false, 11, INVITE + 10, LENGTH - 10);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MESSAGES), 1);
}

/* A1, A7, A10: of the flows that live when a policy gets the gateway, those it would have read. */
static void adopted(struct kunit *test)
{
	static const struct {
		u8 protocol;
		u16 port;
		u8 origin;
		bool from_outside;
		bool wanted;
	} rows[] = {
		{ IPPROTO_UDP, 5060, RFW_FLOW_ORIGIN_OUTBOUND, false, true },
		{ IPPROTO_UDP, 5062, RFW_FLOW_ORIGIN_OUTBOUND, false, false },
		{ IPPROTO_UDP, 5060, RFW_FLOW_ORIGIN_DMZ, false, false },
		{ IPPROTO_UDP, 5060, RFW_FLOW_ORIGIN_FORWARD, true, false },
		{ IPPROTO_TCP, 5060, RFW_FLOW_ORIGIN_OUTBOUND, false, false },
	};
	struct fixture *f = test->priv;
	struct in6_addr inside = host(1), proxy = foreign(9);
	struct rfw_opening_use use = {};
	unsigned int i, end;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		end = rfw_key_build(&f->flow->key, &inside, &proxy, htons(5060),
				    htons(rows[i].port), rfw_key_zone(0, rows[i].protocol));
		f->flow->word = FIELD_PREP(RFW_FLOW_INSIDE, end) |
				FIELD_PREP(RFW_FLOW_ORIGINATOR, end ^ rows[i].from_outside) |
				FIELD_PREP(RFW_FLOW_ORIGIN, rows[i].origin);
		rfw_alg_sip_adopt(&f->sip, f->flow, &f->rules);
		KUNIT_EXPECT_EQ_MSG(test, is_read(f), rows[i].wanted, "row %u", i);
	}

	/* S7: what came for a call stays read; what came for anything else does not */
	come_from(f, 1, 5060);
	f->flow->word ^= RFW_FLOW_ORIGINATOR;
	f->flow->word |= RFW_FLOW_OPENING | RFW_FLOW_ALG;
	f->flow->more->use = &use;
	rfw_alg_sip_adopt(&f->sip, f->flow, &f->rules);
	KUNIT_EXPECT_FALSE(test, is_read(f));
	use.signalling = true;
	rfw_alg_sip_adopt(&f->sip, f->flow, &f->rules);
	KUNIT_EXPECT_TRUE(test, is_read(f));
	f->rules.algs = 0;
	rfw_alg_sip_adopt(&f->sip, f->flow, &f->rules);
	KUNIT_EXPECT_FALSE(test, is_read(f));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(datagram_in_pieces),
	KUNIT_CASE(other_datagrams),
	KUNIT_CASE(wrong_checksum),
	KUNIT_CASE(off),
	KUNIT_CASE(split_at_every_octet),
	KUNIT_CASE(not_sip),
	KUNIT_CASE(from_its_syn),
	KUNIT_CASE(adopted),
	{}
};

static struct kunit_suite suite = {
	.name = "rfw_alg_sip",
	.init = start,
	.exit = sip_home_stop,
	.test_cases = cases,
};

kunit_test_suite(suite);
