// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SYN's maximum segment size where its packet lies in many kinds of memory (M4, M6).
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/ip6_checksum.h>

#include "flow.h"
#include "mss_skb.h"
#include "policy.h"
#include "subscriber.h"

#define ROOM	64	/* before and behind the packet */

/* What lies before the TCP header. */
enum { PLAIN, EXTENSION };

struct shape {
	const char *name;
	u8 headers;		/* PLAIN or EXTENSION */
	u8 options[40];
	u8 size;		/* of the options, octets */
	u8 data;		/* octets of data */
	int result;
	u16 growth;		/* octets */
	u16 mss;		/* that is to be in the packet, 0 for none */
};

static const struct shape shapes[] = {
	{ "lowered", PLAIN, { 2, 4, 5, 0xb4, 1, 3, 3, 7 }, 8, 0, 0, 0, 1000 },
	{ "lowered at an odd place", PLAIN, { 1, 2, 4, 5, 0xb4, 3, 3, 7 }, 8, 0, 0, 0, 1000 },
	{ "lowered with data", PLAIN, { 2, 4, 5, 0xb4 }, 4, 33, 0, 0, 1000 },
	{ "lowered behind destination options", EXTENSION, { 2, 4, 5, 0xb4 }, 4, 0, 0, 0, 1000 },
	{ "low enough", PLAIN, { 2, 4, 3, 0xe8 }, 4, 0, 0, 0, 1000 },
	{ "inserted", PLAIN, {}, 0, 0, 0, 4, 1000 },
	{ "inserted before others", PLAIN, { 4, 2, 1, 3, 3, 7, 0, 0 }, 8, 0, 0, 4, 1000 },
	{ "inserted behind destination options", EXTENSION, {}, 0, 0, 0, 4, 1000 },
	{ "inserted into 56 octets", PLAIN, { 254, 36 }, 36, 0, 0, 4, 1000 },
	{ "M4: a full header", PLAIN, { 254, 40 }, 40, 0, 1, 0, 0 },
	{ "M4: data", PLAIN, {}, 0, 1, 1, 0, 0 },
	{ "M5: malformed", PLAIN, { 8, 0, 2, 4 }, 4, 0, 1, 0, 0 },
};

/* Memory of a packet. */
enum { LINEAR, NO_TAILROOM, PIECES, HEADERS_ONLY, CLONED, CLONED_PIECES, MEMORIES };

static const char *const memories[] = { "linear", "without room", "in pieces", "headers linear",
					"cloned", "cloned, in pieces" };

static unsigned int transport_of(const struct shape *shape)
{
	return sizeof(struct ipv6hdr) + (shape->headers == EXTENSION ? 8 : 0);
}

/* The packet's octets; its length. */
static unsigned int build(const struct shape *shape, u8 *octets, bool partial)
{
	unsigned int transport = transport_of(shape), length = 20 + shape->size + shape->data;
	struct ipv6hdr *ip6 = (struct ipv6hdr *)octets;
	u8 *tcp = octets + transport;
	__sum16 sum;

	memset(octets, 0x5a, transport + length);
	memset(octets, 0, transport);
	ip6->version = 6;
	ip6->payload_len = htons(transport - sizeof(*ip6) + length);
	ip6->nexthdr = shape->headers == EXTENSION ? IPPROTO_DSTOPTS : IPPROTO_TCP;
	ip6->saddr.s6_addr32[0] = htonl(0x2a0a0001);
	ip6->daddr.s6_addr32[0] = htonl(0x2a0b0002);
	if (shape->headers == EXTENSION)
		memcpy(octets + sizeof(*ip6), (u8[]){ IPPROTO_TCP, 0, 1, 4, 0, 0, 0, 0 }, 8);
	tcp[12] = (20 + shape->size) / 4 << 4;
	tcp[13] = 2;
	memcpy(tcp + 20, shape->options, shape->size);
	memset(tcp + 16, 0, 2);
	if (partial)
		sum = (__force __sum16)~(__force u16)csum_ipv6_magic(&ip6->saddr, &ip6->daddr,
								     length, IPPROTO_TCP, 0);
	else
		sum = csum_ipv6_magic(&ip6->saddr, &ip6->daddr, length, IPPROTO_TCP,
				      csum_partial(tcp, length, 0));
	memcpy(tcp + 16, &sum, 2);
	return transport + length;
}

static struct sk_buff *skb_of(struct kunit *test, const u8 *octets, unsigned int length,
			      unsigned int linear, unsigned int tailroom)
{
	struct sk_buff *skb = alloc_skb(ROOM + linear + tailroom, GFP_KERNEL);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, skb_tailroom(skb) - linear - tailroom);
	skb_put_data(skb, octets, linear);
	if (linear < length) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page), octets + linear, length - linear);
		skb_add_rx_frag(skb, 0, page, 0, length - linear, PAGE_SIZE);
	}
	skb_reset_network_header(skb);
	return skb;
}

static struct sk_buff *make(struct kunit *test, const struct shape *shape, unsigned int memory,
			    bool partial)
{
	unsigned int transport = transport_of(shape), linear, length;
	struct sk_buff *skb;
	u8 octets[256];

	length = build(shape, octets, partial);
	linear = length;
	if (memory == PIECES || memory == CLONED_PIECES)
		linear = sizeof(struct ipv6hdr);
	else if (memory == HEADERS_ONLY)
		linear = transport + 20;
	skb = skb_of(test, octets, length, linear, memory == NO_TAILROOM ? 0 : ROOM);
	if (partial) {
		skb->ip_summed = CHECKSUM_PARTIAL;
		skb->csum_start = skb_headroom(skb) + transport;
		skb->csum_offset = 16;
	}
	return skb;
}

/* The value of the first option, as a receiver would find it. */
static u16 mss_of(const u8 *options, unsigned int size)
{
	unsigned int at = 0;

	while (at < size && options[at]) {
		if (options[at] == 1) {
			at++;
			continue;
		}
		if (options[at] == 2 && options[at + 1] == 4)
			return options[at + 2] << 8 | options[at + 3];
		if (options[at + 1] < 2)
			break;
		at += options[at + 1];
	}
	return 0;
}

static void expect_packet(struct kunit *test, const struct shape *shape, struct sk_buff *skb,
			  unsigned int before, const char *memory)
{
	unsigned int transport = transport_of(shape), size = shape->size + shape->growth;
	struct ipv6hdr *ip6;
	__sum16 sum;
	u8 *tcp;

	KUNIT_EXPECT_EQ_MSG(test, skb->len, before + shape->growth, "%s", memory);
	KUNIT_ASSERT_EQ(test, skb_linearize(skb), 0);
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		KUNIT_ASSERT_EQ_MSG(test, skb_checksum_help(skb), 0, "%s", memory);
	ip6 = ipv6_hdr(skb);
	tcp = skb->data + transport;
	KUNIT_EXPECT_EQ_MSG(test, ntohs(ip6->payload_len), skb->len - 40, "%s", memory);
	KUNIT_EXPECT_EQ_MSG(test, (tcp[12] >> 4) * 4, 20 + size, "%s", memory);
	KUNIT_EXPECT_EQ_MSG(test, mss_of(tcp + 20, size), shape->mss, "%s", memory);
	sum = csum_ipv6_magic(&ip6->saddr, &ip6->daddr, skb->len - transport, IPPROTO_TCP,
			      csum_partial(tcp, skb->len - transport, 0));
	KUNIT_EXPECT_EQ_MSG(test, (__force u16)sum, 0, "checksum, %s", memory);
	if (shape->growth)
		KUNIT_EXPECT_FALSE(test, memcmp(tcp + 24, shape->options, shape->size));
	if (shape->data)
		KUNIT_EXPECT_EQ(test, skb->data[skb->len - 1], 0x5a);
}

static void each_memory(struct kunit *test)
{
	const struct shape *shape = test->param_value;
	struct sk_buff *skb, *clone;
	unsigned int memory, before;
	u8 *was, partial;

	was = kunit_kzalloc(test, 256, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, was);
	for (memory = 0; memory < MEMORIES; memory++) {
		for (partial = 0; partial < 2; partial++) {
			clone = NULL;
			skb = make(test, shape, memory, partial);
			before = skb->len;
			skb_copy_bits(skb, 0, was, before);
			if (memory == CLONED || memory == CLONED_PIECES) {
				clone = skb_clone(skb, GFP_KERNEL);
				KUNIT_ASSERT_NOT_NULL(test, clone);
			}
			KUNIT_EXPECT_EQ_MSG(test, rfw_mss_clamp(skb, transport_of(shape), 1000),
					    shape->result, "%s", memories[memory]);
			expect_packet(test, shape, skb, before, memories[memory]);
			/* somebody else's packet is as it was, and so is what lies behind it */
			if (clone) {
				u8 now[256];

				KUNIT_EXPECT_EQ(test, clone->len, before);
				skb_copy_bits(clone, 0, now, before);
				KUNIT_EXPECT_FALSE_MSG(test, memcmp(now, was, before), "%s",
						       memories[memory]);
			}
			kfree_skb(clone);
			kfree_skb(skb);
		}
	}
}

static void describe(const struct shape *shape, char *text)
{
	strscpy(text, shape->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(shapes, shapes, describe);

/* M3: nothing above what a missing option means is inserted. */
static void inserted_default(struct kunit *test)
{
	static const u16 values[][2] = { { 160, 160 }, { 1220, 1220 }, { 1221, 1220 },
					 { 10240, 1220 } };
	const struct shape *shape = &shapes[5];
	struct shape wanted = *shape;
	struct sk_buff *skb;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		skb = make(test, shape, LINEAR, false);
		KUNIT_EXPECT_EQ(test, rfw_mss_clamp(skb, transport_of(shape), values[i][0]), 0);
		wanted.mss = values[i][1];
		expect_packet(test, &wanted, skb, 60, "linear");
		kfree_skb(skb);
	}
}

/* Between two subscribers both policies count, the smaller size wins; off counts for nothing. */
static void both_policies(struct kunit *test)
{
	static const struct {
		u16 mine;
		u16 peers;
		bool has_peer;
		u16 wanted;
	} pairs[] = {
		{ 0, 0, false, 1460 }, { 1000, 0, false, 1000 }, { 0, 900, false, 1460 },
		{ 0, 0, true, 1460 }, { 1000, 0, true, 1000 }, { 0, 900, true, 900 },
		{ 1000, 900, true, 900 }, { 900, 1000, true, 900 },
	};
	struct shape shape = { "both", PLAIN, { 2, 4, 5, 0xb4 }, 4 };
	struct rfw_policy_rules *rules = kunit_kzalloc(test, 2 * sizeof(*rules), GFP_KERNEL);
	struct rfw_policy *policies = kunit_kzalloc(test, 2 * sizeof(*policies), GFP_KERNEL);
	struct rfw_subscriber *ends = kunit_kzalloc(test, 2 * sizeof(*ends), GFP_KERNEL);
	struct rfw_context *ctx = kunit_kzalloc(test, sizeof(*ctx), GFP_KERNEL);
	struct rfw_flow_more more = {};
	struct rfw_flow flow = {};
	unsigned int i;

	KUNIT_ASSERT_TRUE(test, rules && policies && ends && ctx);
	for (i = 0; i < 2; i++) {
		RCU_INIT_POINTER(policies[i].rules, &rules[i]);
		RCU_INIT_POINTER(ends[i].policy, &policies[i]);
	}
	flow.subscriber = &ends[0];
	flow.more = &more;
	more.peer = &ends[1];
	ctx->packet.transport = transport_of(&shape);
	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		rules[0].tcp_mss = pairs[i].mine;
		rules[1].tcp_mss = pairs[i].peers;
		flow.word = pairs[i].has_peer ? RFW_FLOW_PEER : 0;
		ctx->skb = make(test, &shape, CLONED, false);
		rcu_read_lock();
		KUNIT_EXPECT_EQ(test, rfw_mss_apply(ctx, &flow), RFW_VERDICT_ACCEPT);
		rcu_read_unlock();
		shape.mss = pairs[i].wanted;
		expect_packet(test, &shape, ctx->skb, 64, "both");
		kfree_skb(ctx->skb);
	}
}

static struct kunit_case mss_skb_cases[] = {
	KUNIT_CASE_PARAM(each_memory, shapes_gen_params),
	KUNIT_CASE(inserted_default),
	KUNIT_CASE(both_policies),
	{}
};

static struct kunit_suite mss_skb_suite = {
	.name = "rfw_mss_skb",
	.test_cases = mss_skb_cases,
};

kunit_test_suite(mss_skb_suite);
