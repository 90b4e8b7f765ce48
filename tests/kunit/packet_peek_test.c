// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is looked at behind the ports, in memory of one piece and of several.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "packet.h"

#define IPV6_HEADER	40
#define OCTETS_MAX	64

/* A packet of which only the transport header is there, linear up to octet @cut of it. */
static struct sk_buff *skb_of(struct kunit *test, const u8 *octets, unsigned int size,
			      unsigned int cut)
{
	struct sk_buff *skb = alloc_skb(IPV6_HEADER + cut, GFP_KERNEL);
	struct page *page;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, skb);
	memset(skb_put(skb, IPV6_HEADER), 0, IPV6_HEADER);
	skb_put_data(skb, octets, cut);
	if (cut == size)
		return skb;
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, page);
	memcpy(page_address(page), octets + cut, size - cut);
	skb_add_rx_frag(skb, 0, page, 0, size - cut, PAGE_SIZE);
	return skb;
}

static struct rfw_packet packet_of(u8 protocol, unsigned int size)
{
	return (struct rfw_packet){ .protocol = protocol, .transport = IPV6_HEADER,
				    .end = IPV6_HEADER + size };
}

/* Octets are changed in the order of @change, each given as its number and its value. */
struct init_row {
	const char *name;
	unsigned int size;	/* of the SCTP packet */
	u8 changes;
	u8 change[4][2];
	bool init;
};

static const struct init_row init_rows[] = {
	{ "REC-39 an INIT", 32, .init = true },
	{ "REC-39 with parameters", 40, 1, { { 15, 28 } }, true },
	{ "REC-39 with parameters that are padded", 40, 1, { { 15, 25 } }, true },
	{ "REC-39 without the padding", 37, 1, { { 15, 25 } }, true },
	{ "another tag", 32, 1, { { 7, 1 } } },
	{ "another tag, first octet", 32, 1, { { 4, 0x80 } } },
	{ "INIT ACK", 32, 1, { { 12, 2 } } },
	{ "DATA", 32, 1, { { 12, 0 } } },
	{ "too short to be one", 32, 1, { { 15, 19 } } },
	{ "of length 0", 32, 1, { { 15, 0 } } },
	{ "longer than the packet", 32, 1, { { 15, 21 } } },
	{ "longer than any packet", 32, 2, { { 14, 255 }, { 15, 255 } } },
	{ "followed by a chunk", 36, 3, { { 32, 11 }, { 35, 4 } } },
	{ "followed by one octet", 33 },
};

static void init_row(struct kunit *test)
{
	const struct init_row *row = test->param_value;
	struct rfw_packet packet = packet_of(IPPROTO_SCTP, row->size);
	u8 octets[OCTETS_MAX] = { 0x12, 0x34, 0x56, 0x78, [12] = 1, [15] = 20, [16] = 1 };
	struct sk_buff *skb;
	unsigned int i, cut;

	for (i = 0; i < row->changes; i++)
		octets[row->change[i][0]] = row->change[i][1];
	for (cut = 0; cut <= row->size; cut++) {
		skb = skb_of(test, octets, row->size, cut);
		KUNIT_EXPECT_EQ(test, rfw_packet_is_init(&packet, skb), row->init);
		kfree_skb(skb);
	}
}

/* What is cut off anywhere is none, though the memory goes on. */
static void init_cut_off(struct kunit *test)
{
	u8 octets[OCTETS_MAX] = { [12] = 1, [15] = 20 };
	struct sk_buff *skb = skb_of(test, octets, 32, 32);
	struct rfw_packet packet;
	unsigned int size;

	for (size = 12; size < 32; size++) {
		packet = packet_of(IPPROTO_SCTP, size);
		KUNIT_EXPECT_FALSE(test, rfw_packet_is_init(&packet, skb));
	}
	kfree_skb(skb);
}

static void describe_init(const struct init_row *row, char *description)
{
	strscpy(description, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(init, init_rows, describe_init);

struct service_row {
	const char *name;
	unsigned int size;	/* of the DCCP packet */
	u8 changes;
	u8 change[2][2];
	bool request;
};

static const struct service_row service_rows[] = {
	{ "REC-43 a request", 20, .request = true },
	{ "REC-43 with options", 28, 1, { { 4, 7 } }, true },
	{ "REC-43 reserved bits", 20, 1, { { 8, 0xe1 } }, true },
	{ "short sequence number", 20, 1, { { 8, 0 } } },
	{ "a response", 20, 1, { { 8, 3 } } },
	{ "data", 20, 1, { { 8, 5 } } },
	{ "a type that is none", 20, 1, { { 8, 0x1f } } },
	{ "data offset too small", 20, 1, { { 4, 4 } } },
	{ "data offset 0", 20, 1, { { 4, 0 } } },
	{ "cut off", 19 },
	{ "a generic header alone", 16, 1, { { 4, 4 } } },
};

static void service_row(struct kunit *test)
{
	const struct service_row *row = test->param_value;
	struct rfw_packet packet = packet_of(IPPROTO_DCCP, row->size);
	u8 octets[OCTETS_MAX] = { [4] = 5, [8] = 1, [16] = 'a', 'b', 'c', 'd' };
	struct sk_buff *skb;
	unsigned int i, cut;

	for (i = 0; i < row->changes; i++)
		octets[row->change[i][0]] = row->change[i][1];
	for (cut = 0; cut <= row->size; cut++) {
		skb = skb_of(test, octets, row->size, cut);
		KUNIT_EXPECT_EQ(test, ntohl(rfw_packet_service(&packet, skb)),
				row->request ? 0x61626364 : U32_MAX);
		kfree_skb(skb);
	}
}

static void describe_service(const struct service_row *row, char *description)
{
	strscpy(description, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(service, service_rows, describe_service);

static struct kunit_case packet_peek_cases[] = {
	KUNIT_CASE_PARAM(init_row, init_gen_params),
	KUNIT_CASE(init_cut_off),
	KUNIT_CASE_PARAM(service_row, service_gen_params),
	{}
};

static struct kunit_suite packet_peek_suite = {
	.name = "rfw_packet_peek",
	.test_cases = packet_peek_cases,
};

kunit_test_suite(packet_peek_suite);
