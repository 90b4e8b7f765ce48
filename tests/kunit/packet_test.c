// SPDX-License-Identifier: GPL-2.0-only
/*
 * Header walk. A row is a packet in a few words, see append(), and what the walk must make of it.
 * Each packet is parsed linear and cut into page fragments of several sizes, and the outcome must
 * be the same.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/rfw.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "packet.h"

#define SOURCE_PORT	0x1234
#define DESTINATION_PORT	0x5678
#define ECHO_ID		0xbeef
#define IPV6_HEADER	40

#define PACKET_MAX	8192
#define NO_NEXT		U32_MAX

struct bytes {
	u8 data[PACKET_MAX];
	unsigned int length;
	unsigned int start;	/* of the IPv6 header */
	unsigned int last;	/* of the header appended last */
	unsigned int next;	/* where the number of the header to be appended goes, or NO_NEXT */
	int payload_length;	/* -1: what there is */
	unsigned int trailer;	/* octets behind the end of the packet */
	bool gso;
};

static const u8 source_address[16] = { 0x20, 0x01, 0x0d, 0xb8, [7] = 0x01, [15] = 0x10 };
static const u8 home_address[16] = { 0x20, 0x01, 0x0d, 0xb8, [7] = 0x03, [15] = 0x30 };
static const u8 destination_address[16] = { 0x20, 0x01, 0x0d, 0xb8, [7] = 0x02, [15] = 0x20 };

static void put16(u8 *octets, u16 value)
{
	octets[0] = value >> 8;
	octets[1] = value;
}

static u8 *append_header(struct bytes *bytes, u8 number, unsigned int length)
{
	u8 *header = bytes->data + bytes->length;

	memset(header, 0, length);
	if (bytes->next != NO_NEXT)
		bytes->data[bytes->next] = number;
	bytes->last = bytes->length;
	bytes->length += length;
	return header;
}

/* The first octet of an extension header numbers what follows. */
static u8 *append_extension(struct bytes *bytes, u8 number, unsigned int length)
{
	u8 *header = append_header(bytes, number, length);

	header[0] = IPPROTO_NONE;
	header[1] = length / 8 - 1;
	bytes->next = bytes->last;
	return header;
}

static void append_transport(struct bytes *bytes, u8 number, unsigned int length)
{
	u8 *header = append_header(bytes, number, length);

	bytes->next = NO_NEXT;
	if (number == IPPROTO_ICMPV6) {
		put16(header + 4, ECHO_ID);
		return;
	}
	put16(header, SOURCE_PORT);
	put16(header + 2, DESTINATION_PORT);
	switch (number) {
	case IPPROTO_TCP:
		header[12] = 5 << 4;
		break;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		put16(header + 4, length);
		break;
	case IPPROTO_DCCP:
		header[4] = length / 4;
		break;
	}
}

/*
 * hop dst dst=N hao rh=TYPE frag frag+M frag@UNITS ah ah=N shim shim-control
 *		extension headers, N being the length field
 * tcp udp udplite sctp dccp echo reply error ns
 *		transport headers
 * proto=N	the next header is number N and nothing of it is there
 * raw=N	N octets 0
 * [I]=V	octet I of the last header becomes V
 * cut=N	take the last N octets off
 * plen=N	value of the payload length field
 * trail=N	N octets behind the end of the packet
 * gso		a GSO packet
 * xN		as many times the word before
 */
static bool append(struct bytes *bytes, const char *word)
{
	static const struct {
		const char *word;
		u8 number, length, type;
	} transports[] = {
		{ "tcp", IPPROTO_TCP, 20 }, { "udp", IPPROTO_UDP, 8 },
		{ "udplite", IPPROTO_UDPLITE, 8 }, { "sctp", IPPROTO_SCTP, 12 },
		{ "dccp", IPPROTO_DCCP, 12 }, { "echo", IPPROTO_ICMPV6, 8, 128 },
		{ "reply", IPPROTO_ICMPV6, 8, 129 }, { "error", IPPROTO_ICMPV6, 8, 1 },
		{ "ns", IPPROTO_ICMPV6, 8, 135 },
	};
	unsigned int n, value, i;
	u8 *header;

	for (i = 0; i < ARRAY_SIZE(transports); i++) {
		if (strcmp(word, transports[i].word))
			continue;
		append_transport(bytes, transports[i].number, transports[i].length);
		if (transports[i].type)
			bytes->data[bytes->last] = transports[i].type;
		return true;
	}

	if (!strcmp(word, "hop")) {
		append_extension(bytes, 0, 8);
	} else if (!strcmp(word, "dst")) {
		append_extension(bytes, 60, 8);
	} else if (sscanf(word, "dst=%u", &n) == 1) {
		append_extension(bytes, 60, (n + 1) * 8);
	} else if (!strcmp(word, "hao")) {
		header = append_extension(bytes, 60, 24);
		header[2] = 1;
		header[3] = 2;
		header[6] = 0xc9;
		header[7] = 16;
		memcpy(header + 8, home_address, 16);
	} else if (sscanf(word, "rh=%u", &n) == 1) {
		header = append_extension(bytes, 43, 24);
		header[2] = n;
		header[3] = n == 2;
		if (n == 2)
			memcpy(header + 8, home_address, 16);
	} else if (!strcmp(word, "frag")) {
		append_extension(bytes, 44, 8);
	} else if (!strcmp(word, "frag+M")) {
		append_extension(bytes, 44, 8)[3] = 1;
	} else if (sscanf(word, "frag@%u", &n) == 1) {
		put16(append_extension(bytes, 44, 8) + 2, n * 8);
	} else if (!strcmp(word, "ah")) {
		append_extension(bytes, 51, 24)[1] = 4;
	} else if (sscanf(word, "ah=%u", &n) == 1) {
		append_extension(bytes, 51, (n + 2) * 4)[1] = n;
	} else if (!strcmp(word, "shim")) {
		append_extension(bytes, 140, 8)[2] = 0x80;
	} else if (!strcmp(word, "shim-control")) {
		append_extension(bytes, 140, 8)[2] = 1;
	} else if (sscanf(word, "proto=%u", &n) == 1) {
		if (bytes->next != NO_NEXT)
			bytes->data[bytes->next] = n;
		bytes->next = NO_NEXT;
		bytes->last = bytes->length;
	} else if (sscanf(word, "raw=%u", &n) == 1) {
		header = bytes->data + bytes->length;
		memset(header, 0, n);
		bytes->length += n;
	} else if (sscanf(word, "[%u]=%u", &n, &value) == 2) {
		bytes->data[bytes->last + n] = value;
	} else if (sscanf(word, "cut=%u", &n) == 1) {
		bytes->length -= n;
	} else if (sscanf(word, "plen=%u", &n) == 1) {
		bytes->payload_length = n;
	} else if (sscanf(word, "trail=%u", &n) == 1) {
		bytes->trailer = n;
	} else if (!strcmp(word, "gso")) {
		bytes->gso = true;
	} else {
		return false;
	}
	return true;
}

static void begin(struct bytes *bytes, unsigned int start)
{
	u8 *header = bytes->data + start;

	memset(bytes->data, 0, start + IPV6_HEADER);
	header[0] = 6 << 4;
	header[6] = IPPROTO_NONE;
	header[7] = 64;
	memcpy(header + 8, source_address, 16);
	memcpy(header + 24, destination_address, 16);
	bytes->start = start;
	bytes->last = start;
	bytes->length = start + IPV6_HEADER;
	bytes->next = start + 6;
	bytes->payload_length = -1;
	bytes->trailer = 0;
	bytes->gso = false;
}

static void finish(struct bytes *bytes)
{
	int payload = bytes->length - bytes->start - IPV6_HEADER;

	put16(bytes->data + bytes->start + 4,
	      bytes->payload_length < 0 ? payload : bytes->payload_length);
	memset(bytes->data + bytes->length, 0xff, bytes->trailer);
	bytes->length += bytes->trailer;
}

static void build_at(struct kunit *test, struct bytes *bytes, const char *chain, unsigned int start)
{
	char words[256], word[32] = "", *rest = words, *token;
	unsigned int n;

	begin(bytes, start);
	KUNIT_ASSERT_GT(test, strscpy(words, chain, sizeof(words)), 0);
	while ((token = strsep(&rest, " "))) {
		if (sscanf(token, "x%u", &n) == 1) {
			while (--n)
				append(bytes, word);
			continue;
		}
		KUNIT_ASSERT_TRUE_MSG(test, append(bytes, token), "word %s", token);
		strscpy(word, token, sizeof(word));
	}
	finish(bytes);
}

static struct bytes *new_bytes(struct kunit *test)
{
	struct bytes *bytes = kunit_kzalloc(test, sizeof(*bytes), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	return bytes;
}

/* @head octets linear, the rest in page fragments, of @step octets while there are enough. */
static struct sk_buff *make_skb(struct kunit *test, const u8 *data, unsigned int length,
				unsigned int head, unsigned int step)
{
	struct sk_buff *skb = alloc_skb(head, GFP_KERNEL);
	unsigned int at = head, i, size;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_data(skb, data, head);
	for (i = 0; at < length; i++) {
		size = i < MAX_SKB_FRAGS - 4 ? step : PAGE_SIZE / 2;
		size = min(size, length - at);
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy((u8 *)page_address(page) + i, data + at, size);
		skb_add_rx_frag(skb, i, page, i, size, PAGE_SIZE);
		at += size;
	}
	return skb;
}

typedef int parser(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int offset,
		   u32 vrf);

static int parse_once(struct kunit *test, parser *parse, struct rfw_packet *packet,
		      const struct bytes *bytes, unsigned int head, unsigned int step)
{
	struct sk_buff *skb = make_skb(test, bytes->data, bytes->length, head, step);
	int reason;

	if (bytes->gso)
		skb_shinfo(skb)->gso_size = 1200;
	memset(packet, 0, sizeof(*packet));
	reason = parse(packet, skb, bytes->start, 7);
	kfree_skb(skb);
	return reason;
}

/* The outcome must not depend on how the packet lies in memory. */
static int parse_all(struct kunit *test, parser *parse, struct rfw_packet *packet,
		     const struct bytes *bytes)
{
	static const unsigned int steps[] = { 1, 3, 7, 20, 64 };
	unsigned int heads[] = { 0, bytes->start + IPV6_HEADER, bytes->start + IPV6_HEADER + 10 };
	int reason = parse_once(test, parse, packet, bytes, bytes->length, 0), other_reason;
	struct rfw_packet other;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		for (j = 0; j < ARRAY_SIZE(steps); j++) {
			if (heads[i] > bytes->length)
				continue;
			other_reason = parse_once(test, parse, &other, bytes, heads[i], steps[j]);
			KUNIT_EXPECT_EQ_MSG(test, reason, other_reason, "head %u step %u", heads[i],
					    steps[j]);
			KUNIT_EXPECT_TRUE_MSG(test, !memcmp(packet, &other, sizeof(other)),
					      "head %u step %u", heads[i], steps[j]);
		}
	}
	return reason;
}

static bool has_ports(u8 protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE ||
	       protocol == IPPROTO_SCTP || protocol == IPPROTO_DCCP;
}

static void expect_tuple(struct kunit *test, const struct rfw_packet *packet, u8 protocol)
{
	const struct in6_addr *source = &packet->key.addr[packet->source];
	const struct in6_addr *destination = &packet->key.addr[!packet->source];
	u16 port[2] = { 0, 0 };

	if (has_ports(protocol)) {
		port[0] = SOURCE_PORT;
		port[1] = DESTINATION_PORT;
	} else if (protocol == IPPROTO_ICMPV6 && packet->kind == RFW_PACKET_FLOW) {
		port[0] = ECHO_ID;
		port[1] = ECHO_ID;
	}
	KUNIT_EXPECT_EQ(test, packet->protocol, protocol);
	KUNIT_EXPECT_EQ(test, rfw_key_protocol(&packet->key), protocol);
	KUNIT_EXPECT_EQ(test, rfw_key_vrf(&packet->key), 7);
	KUNIT_EXPECT_EQ(test, memcmp(source, source_address, 16), 0);
	KUNIT_EXPECT_EQ(test, memcmp(destination, destination_address, 16), 0);
	KUNIT_EXPECT_EQ(test, ntohs(packet->key.port[packet->source]), port[0]);
	KUNIT_EXPECT_EQ(test, ntohs(packet->key.port[!packet->source]), port[1]);
}

struct row {
	const char *name;
	const char *chain;
	int reason;
	u8 protocol;		/* where the packet is not dropped */
	u16 extensions;		/* octets of extension headers that were skipped, likewise */
	u8 kind;
};

#define HEADER			RFW_DROP_REASON_MALFORMED_HEADER
#define LONG			RFW_DROP_REASON_LONG_HEADER_CHAIN
#define RH0			RFW_DROP_REASON_ROUTING_TYPE_0
#define FRAGMENT		RFW_DROP_REASON_FRAGMENT
#define TRANSPORT		RFW_DROP_REASON_MALFORMED_TRANSPORT
#define ERROR			RFW_DROP_REASON_ICMP6_ERROR

static const struct row walk_rows[] = {
	{ "plain TCP", "tcp", 0, 6 },
	{ "plain UDP", "udp", 0, 17 },
	{ "plain UDP-Lite", "udplite", 0, 136 },
	{ "plain SCTP", "sctp", 0, 132 },
	{ "plain DCCP", "dccp", 0, 33 },
	{ "echo request", "echo", 0, 58 },
	{ "echo reply", "reply", 0, 58 },
	{ "ICMPv6 error", "error", 0, 58, 0, RFW_PACKET_ICMP6_ERROR },
	{ "neighbour solicitation", "ns", 0, 58, 0, RFW_PACKET_ICMP6_OTHER },
	{ "every extension header", "hop dst rh=2 frag ah dst shim udp",
	  0, 17, 8 + 8 + 24 + 8 + 24 + 8 + 8 },
	{ "Shim6 payload", "shim tcp", 0, 6, 8 },
	{ "Shim6 payload with a length", "shim [1]=1 raw=8 tcp", HEADER },
	{ "Shim6 control", "shim-control", 0, 140 },
	{ "Shim6 control is not skipped", "dst shim-control tcp", 0, 140, 8 },

	{ "B-EH-02 destination options past the end", "dst [1]=255 tcp", HEADER },
	{ "B-EH-02 hop-by-hop past the end", "hop [1]=255 tcp", HEADER },
	{ "B-EH-02 routing past the end", "rh=2 [1]=255 tcp", HEADER },
	{ "B-EH-02 one unit past the end", "dst [1]=3 tcp", HEADER },
	{ "B-EH-02 options up to the end, no transport", "dst [1]=3 proto=6 raw=24", TRANSPORT },
	{ "B-EH-02 AH length 0", "ah [1]=0 tcp", HEADER },
	{ "B-EH-02 AH length 1", "ah [1]=1 tcp", HEADER },
	{ "B-EH-02 AH length 2", "ah=2 tcp", 0, 6, 16 },
	{ "B-EH-02 AH length 255 past the end", "ah [1]=255 tcp", HEADER },
	{ "B-EH-02 AH length 255", "ah=255 tcp", LONG },
	{ "B-EH-02 AH length 254", "ah=254 tcp", 0, 6, 1024 },
	{ "B-EH-02 AH of no whole 8 octets", "ah=3 tcp", 0, 6, 20 },

	{ "B-EH-03 8 headers", "dst x8 tcp", 0, 6, 64 },
	{ "B-EH-03 9 headers", "dst x9 tcp", LONG },
	{ "B-EH-03 1,024 octets in one", "dst=127 tcp", 0, 6, 1024 },
	{ "B-EH-03 1,032 octets in one", "dst=128 tcp", LONG },
	{ "B-EH-03 1,024 octets in eight", "dst=15 x8 tcp", 0, 6, 1024 },
	{ "B-EH-03 1,032 octets in eight", "dst=15 x7 dst=16 tcp", LONG },

	{ "B-EH-04 hop-by-hop first", "hop tcp", 0, 6, 8 },
	{ "B-EH-04 hop-by-hop behind options", "dst hop tcp", HEADER },
	{ "B-EH-04 hop-by-hop twice", "hop hop tcp", HEADER },
	{ "B-EH-04 hop-by-hop behind a fragment header", "frag hop tcp", HEADER },
	{ "B-EH-04 hop-by-hop behind Shim6", "shim hop tcp", HEADER },

	{ "B-EH-05 RH0", "rh=0 tcp", RH0 },
	{ "B-EH-05 RH0, 1 segment left", "rh=0 [3]=1 tcp", RH0 },
	{ "B-EH-05 RH0, 255 segments left", "rh=0 [3]=255 tcp", RH0 },
	{ "B-EH-05 RH0 behind options", "hop dst x6 rh=0 tcp", RH0 },
	{ "B-EH-05 RH0 behind 10 headers", "dst x10 rh=0 tcp", LONG },
	{ "B-EH-05 RH0 behind an atomic fragment header", "frag rh=0 tcp", RH0 },
	{ "B-EH-05 RH0 in a fragment", "frag+M rh=0 tcp", FRAGMENT },
	{ "B-EH-05 RH0 behind RH2", "rh=2 rh=0 tcp", RH0 },
	{ "B-EH-05 RH0 cut off", "rh=0 cut=20", HEADER },
	{ "B-EH-05 RH1", "rh=1 tcp", 0, 6, 24 },
	{ "B-EH-05 RH3", "rh=3 [3]=1 tcp", 0, 6, 24 },
	{ "B-EH-05 RH4", "rh=4 [3]=255 tcp", 0, 6, 24 },
	{ "B-EH-05 RH200", "rh=200 tcp", 0, 6, 24 },
	{ "B-EH-06 RH2", "rh=2 tcp", 0, 6, 24 },
	{ "B-EH-06 RH2, no segment left", "rh=2 [3]=0 tcp", HEADER },
	{ "B-EH-06 RH2, 2 segments left", "rh=2 [3]=2 tcp", HEADER },
	{ "B-EH-06 RH2, 255 segments left", "rh=2 [3]=255 tcp", HEADER },
	{ "B-EH-06 RH2 of length 4", "rh=2 [1]=4 raw=16 tcp", HEADER },
	{ "B-EH-06 RH2 of length 0", "rh=2 [1]=0 cut=16 tcp", HEADER },
	{ "B-EH-06 RH2 of length 1", "rh=2 [1]=1 cut=8 tcp", HEADER },
	{ "B-EH-06 two RH2", "rh=2 rh=2 tcp", HEADER },
	{ "B-EH-06 RH2 to a multicast group", "rh=2 [8]=255 tcp", HEADER },
	{ "B-EH-06 RH2 to the link", "rh=2 [8]=254 [9]=128 tcp", HEADER },
	{ "B-EH-06 RH2 to nobody", "rh=2 [8]=0 [9]=0 [10]=0 [11]=0 [15]=0 tcp", HEADER },
	{ "B-EH-06 RH2 behind an atomic fragment header", "frag rh=2 [3]=2 tcp", HEADER },
	{ "REC-27 home address option", "hao tcp", 0, 6, 24 },
	{ "REC-27 home address of either end", "hao rh=2 udp", 0, 17, 48 },
	{ "REC-27 behind a routing header", "rh=2 hao udp", 0, 17, 48 },
	{ "REC-27 two home address options", "hao hao tcp", HEADER },
	{ "REC-27 two in one header", "hao [1]=4 raw=16 [24]=201 [25]=4 tcp", HEADER },
	{ "REC-27 home address option of 15 octets", "hao [7]=15 tcp", HEADER },
	{ "REC-27 home address option of 0 octets", "hao [7]=0 tcp", HEADER },
	{ "REC-27 home address option that is cut", "hao [7]=17 tcp", 0, 6, 24 },
	{ "REC-27 home address of a group", "hao [8]=255 tcp", HEADER },
	{ "REC-27 home address at an odd place", "hao [2]=0 [3]=201 [4]=16 tcp", 0, 6, 24 },
	{ "REC-27 home address behind 6 Pad1", "hao [2]=0 [3]=0 tcp", 0, 6, 24 },

	{ "B-EH-07 no next header", "proto=59", 0, 59 },
	{ "B-EH-07 no next header, data behind", "proto=59 tcp", 0, 59 },
	{ "B-EH-07 253", "proto=253 tcp", 0, 253 },
	{ "B-EH-07 254", "proto=254 tcp", 0, 254 },
	{ "B-EH-07 255", "proto=255 tcp", 0, 255 },
	{ "B-EH-07 options that name themselves", "dst proto=60 raw=16", HEADER },
	{ "B-EH-08 200 is not looked behind", "proto=200 tcp", 0, 200 },
	{ "B-EH-08 200 behind options", "dst proto=200 raw=8 tcp", 0, 200, 8 },
	{ "B-EH-09 Shim6 before a fragment", "shim frag+M tcp", FRAGMENT },
	{ "B-EH-09 Shim6 before a later fragment", "shim frag@8 tcp", FRAGMENT },
	{ "B-EH-09 mobility header before a fragment", "proto=135 raw=8 frag+M tcp", 0, 135 },
	{ "B-EH-09 HIP before a fragment", "proto=139 raw=8 frag+M tcp", 0, 139 },
	{ "B-EH-10 jumbogram", "hop [2]=194 [3]=4 [5]=1 tcp plen=0", HEADER },
	{ "B-EH-10 BIG TCP", "hop [2]=194 [3]=4 [5]=1 tcp raw=1000 plen=0 gso", 0, 6, 8 },
	{ "B-EH-10 BIG TCP without options", "tcp raw=1000 plen=0 gso", 0, 6 },
	{ "B-EH-10 payload length 0", "tcp plen=0", TRANSPORT },
	{ "B-EH-10 payload length 0, no next header", "proto=59 raw=4 plen=0", 0, 59 },
	{ "B-EH-10 payload length above", "tcp plen=21", HEADER },
	{ "B-EH-10 payload length 65535", "tcp plen=65535", HEADER },
	{ "B-EH-10 payload length cuts the header", "tcp plen=19", TRANSPORT },
	{ "B-EH-10 trailer", "tcp trail=9", 0, 6 },
	{ "B-EH-10 options end in the trailer", "dst [1]=1 trail=40", HEADER },
	{ "B-EH-11 option past the end of its header", "dst [2]=1 [3]=255 tcp", 0, 6, 8 },
	{ "B-EH-11 unknown option", "hop [2]=192 [3]=4 tcp", 0, 6, 8 },
	{ "B-EH-14 IPv6 in IPv6", "proto=41 raw=40 tcp", 0, 41 },
	{ "B-EH-15 version 4", "tcp", HEADER },

	{ "B-FR-02 first fragment", "frag+M tcp", FRAGMENT },
	{ "B-FR-02 later fragment", "frag@1 tcp", FRAGMENT },
	{ "B-FR-02 last offset", "frag@8191 tcp", FRAGMENT },
	{ "B-FR-02 atomic", "frag tcp", 0, 6, 8 },
	{ "B-FR-02 atomic, reserved bits", "frag [1]=255 [3]=6 tcp", 0, 6, 8 },
	{ "B-FR-02 atomic, 1 octet of TCP", "frag tcp cut=19", TRANSPORT },
	{ "B-FR-02 atomic, 7 octets of TCP", "frag tcp cut=13", TRANSPORT },
	{ "B-FR-02 atomic, options alone", "frag dst", 0, 59, 16 },
	{ "B-FR-06 two atomic fragment headers", "frag frag tcp", FRAGMENT },
	{ "B-FR-06 two, options between", "frag dst frag tcp", FRAGMENT },
	{ "B-FR-06 atomic, then one that is not", "frag frag+M tcp", FRAGMENT },

	{ "B-UD-01 UDP length 0", "udp [5]=0", TRANSPORT },
	{ "B-UD-01 UDP length 7", "udp [5]=7", TRANSPORT },
	{ "B-UD-01 UDP length above", "udp [5]=9", TRANSPORT },
	{ "B-UD-01 UDP length 65535", "udp [4]=255 [5]=255", TRANSPORT },
	{ "B-UD-01 UDP length below", "udp raw=8", 0, 17 },
	{ "B-UD-01 UDP-Lite coverage 0", "udplite [5]=0 raw=8", 0, 136 },
	{ "B-UD-01 UDP-Lite coverage 7", "udplite [5]=7", TRANSPORT },
	{ "B-UD-01 UDP-Lite coverage above", "udplite [5]=17 raw=8", TRANSPORT },
	{ "B-UD-02 7 octets of UDP", "udp cut=1", TRANSPORT },
	{ "B-UD-02 no UDP at all", "proto=17", TRANSPORT },
	{ "B-UD-04 SCTP, chunk of length 3", "sctp raw=3", 0, 132 },
	{ "B-UD-04 SCTP, 11 octets", "sctp cut=1", TRANSPORT },
	{ "B-UD-04 DCCP offset 0", "dccp [4]=0", TRANSPORT },
	{ "B-UD-04 DCCP offset 2", "dccp [4]=2", TRANSPORT },
	{ "B-UD-04 DCCP offset above", "dccp [4]=4", TRANSPORT },
	{ "B-UD-04 DCCP offset 255", "dccp [4]=255 raw=1000", TRANSPORT },
	{ "B-UD-04 DCCP extended, short", "dccp [8]=1", TRANSPORT },
	{ "B-UD-04 DCCP extended", "dccp [4]=4 [8]=1 raw=4", 0, 33 },
	{ "B-UD-04 DCCP reserved type", "dccp [8]=30", 0, 33 },
	{ "B-UD-05 ESP of 4 octets", "proto=50 raw=4", 0, 50 },
	{ "B-UD-05 AH without ICV", "ah=1 tcp", HEADER },
	{ "B-UD-05 GRE", "proto=47 raw=4", 0, 47 },
	{ "B-UD-05 mobility header", "proto=135 raw=8 tcp", 0, 135 },

	{ "B-TC-02 data offset 0", "tcp [12]=0", TRANSPORT },
	{ "B-TC-02 data offset 4", "tcp [12]=64", TRANSPORT },
	{ "B-TC-02 data offset above", "tcp [12]=96", TRANSPORT },
	{ "B-TC-02 data offset 15", "tcp [12]=240 raw=40", 0, 6 },
	{ "B-IC-07 echo of 4 octets", "echo cut=4", TRANSPORT },
	{ "B-IC-07 echo of 7 octets", "echo cut=1", TRANSPORT },
	{ "B-IC-07 error of 7 octets", "error cut=1", TRANSPORT },
	{ "B-IC-07 other message of 4 octets", "ns cut=4", 0, 58, 0, RFW_PACKET_ICMP6_OTHER },
	{ "B-IC-07 other message of 3 octets", "ns cut=5", TRANSPORT },
	{ "B-IC-07 no ICMPv6 at all", "proto=58", TRANSPORT },
};

static void describe_row(const struct row *row, char *description)
{
	strscpy(description, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(walk, walk_rows, describe_row);

static void walk(struct kunit *test)
{
	const struct row *row = test->param_value;
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet;
	unsigned int start;
	int reason;

	for (start = 0; start <= 16; start += 16) {
		build_at(test, bytes, row->chain, start);
		if (strstr(row->name, "version 4"))
			bytes->data[start] = 4 << 4;
		reason = parse_all(test, rfw_packet_parse, &packet, bytes);
		KUNIT_ASSERT_EQ(test, reason, row->reason);
		if (row->reason) {
			KUNIT_EXPECT_TRUE(test, !memcmp(&packet.key.addr[packet.source],
							source_address, 16));
			continue;
		}
		KUNIT_EXPECT_EQ(test, packet.kind, row->kind);
		KUNIT_EXPECT_EQ(test, packet.transport, start + IPV6_HEADER + row->extensions);
		KUNIT_EXPECT_LE(test, packet.end, bytes->length - bytes->trailer);
		KUNIT_EXPECT_GE(test, packet.end, packet.transport);
		if (bytes->payload_length)
			KUNIT_EXPECT_EQ(test, packet.end, bytes->length - bytes->trailer);
		expect_tuple(test, &packet, row->protocol);
		if (row->protocol == IPPROTO_ICMPV6)
			KUNIT_EXPECT_EQ(test, packet.icmp6_type, bytes->data[packet.transport]);
	}
}

/* The inner packet of an ICMPv6 error, behind 48 octets of the outer one. */
static const struct row embedded_rows[] = {
	{ "I1 TCP", "tcp", 0, 6 },
	{ "I1 UDP", "udp", 0, 17 },
	{ "I1 UDP-Lite", "udplite", 0, 136 },
	{ "I1 SCTP", "sctp", 0, 132 },
	{ "I1 DCCP", "dccp", 0, 33 },
	{ "I1 ESP", "proto=50 raw=16", 0, 50 },
	{ "I1 unknown protocol", "proto=200", 0, 200 },
	{ "I4 extension headers", "hop dst ah shim udp", 0, 17, 8 + 8 + 24 + 8 },
	{ "I4 lengths that are wrong", "udp [4]=255 [5]=255 [6]=1 plen=0", 0, 17 },
	{ "I4 payload length above", "udp plen=65535", 0, 17 },
	{ "I4 data offset 0", "tcp [12]=0", 0, 6 },
	{ "I4 jumbogram", "hop tcp plen=0", 0, 6, 8 },
	{ "I5 padding behind", "udp trail=80", 0, 17 },
	{ "I7 IPv6 header alone", "proto=6", ERROR },
	{ "I7 no whole IPv6 header", "tcp cut=21", ERROR },
	{ "I7 no IPv6 header", "tcp cut=60", ERROR },
	{ "I7 cut in an extension header", "dst=3 tcp cut=30", ERROR },
	{ "I7 cut at the end of an extension header", "dst=3 tcp cut=20", ERROR },
	{ "I7 extension header past the end", "dst [1]=255 tcp", ERROR },
	{ "I7 3 octets of TCP", "tcp cut=17", ERROR },
	{ "I7 4 octets of TCP", "tcp cut=16", 0, 6 },
	{ "I7 3 octets of UDP", "udp cut=5", ERROR },
	{ "I7 4 octets of UDP", "udp cut=4", 0, 17 },
	{ "I7 4 octets of SCTP", "sctp cut=8", 0, 132 },
	{ "I7 4 octets of DCCP", "dccp cut=8", 0, 33 },
	{ "I7 15 extension headers", "dst x15 tcp", ERROR },
	{ "I7 RH0", "rh=0 tcp", ERROR },
	{ "I7 version 4", "tcp", ERROR },
	{ "I10 error in an error", "error", ERROR },
	{ "I10 behind options", "dst error", ERROR },
	{ "I10 type 127", "error [0]=127", ERROR },
	{ "I11 echo request", "echo", 0, 58 },
	{ "I11 echo reply", "reply", 0, 58 },
	{ "I11 echo cut behind the identifier", "echo cut=2", 0, 58 },
	{ "I11 echo cut in the identifier", "echo cut=3", ERROR },
	{ "I11 echo cut before the identifier", "echo cut=4", ERROR },
	{ "I11 neighbour solicitation", "ns", ERROR },
	{ "I13 first fragment", "frag+M udp", 0, 17, 8 },
	{ "I13 atomic fragment", "frag udp", 0, 17, 8 },
	{ "I13 later fragment", "frag@1 udp", ERROR },
	{ "I13 last fragment", "frag@185 udp", ERROR },
	{ "I13 first fragment without ports", "frag+M udp cut=5", ERROR },
	{ "I13 two fragment headers", "frag+M frag udp", ERROR },
};

KUNIT_ARRAY_PARAM(embedded, embedded_rows, describe_row);

static void embedded(struct kunit *test)
{
	const struct row *row = test->param_value;
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet;
	unsigned int start = IPV6_HEADER + 8;

	build_at(test, bytes, row->chain, start);
	if (strstr(row->name, "version 4"))
		bytes->data[start] = 4 << 4;
	KUNIT_ASSERT_EQ(test, parse_all(test, rfw_packet_parse_embedded, &packet, bytes),
			row->reason);
	if (row->reason)
		return;
	KUNIT_EXPECT_EQ(test, packet.kind, RFW_PACKET_FLOW);
	KUNIT_EXPECT_EQ(test, packet.transport, start + IPV6_HEADER + row->extensions);
	KUNIT_EXPECT_EQ(test, packet.end, bytes->length);
	expect_tuple(test, &packet, row->protocol);
}

struct template {
	const char *chain;
	unsigned int spare;	/* octets at the end that an embedded packet can do without */
};

static const struct template templates[] = {
	{ "tcp", 16 }, { "udp", 4 }, { "udplite", 4 }, { "sctp", 8 }, { "dccp", 8 }, { "echo", 2 },
	{ "hop tcp", 16 }, { "dst udp", 4 }, { "rh=2 tcp", 16 }, { "frag sctp", 8 },
	{ "ah tcp", 16 }, { "shim udp", 4 }, { "hop dst rh=2 frag ah dst shim tcp", 16 },
	{ "dst x8 tcp", 16 }, { "dst=127 udp", 4 }, { "ah x8 dccp", 8 }, { "shim x8 echo", 2 },
	{ "hop dst=3 rh=4 udplite", 4 }, { "hop frag reply", 2 }, { "frag ah=250 reply", 2 },
	{ "dst=7 ah=20 dst=9 tcp [12]=240 raw=40", 56 }, { "hop dst", 0 },
	{ "rh=3 ah frag", 0 },
};

static void truncation(struct kunit *test)
{
	struct bytes *bytes = new_bytes(test);
	unsigned int i, length, whole;
	struct rfw_packet packet;
	bool drop;

	for (i = 0; i < ARRAY_SIZE(templates); i++) {
		const char *chain = templates[i].chain;

		build_at(test, bytes, chain, 0);
		whole = bytes->length;
		for (length = 0; length <= whole; length++) {
			/* The payload length tells of more than there is ... */
			put16(bytes->data + 4, whole - IPV6_HEADER);
			bytes->length = length;
			drop = parse_all(test, rfw_packet_parse, &packet, bytes);
			KUNIT_EXPECT_EQ_MSG(test, drop, length < whole, "%s, %u octets", chain,
					    length);

			drop = parse_all(test, rfw_packet_parse_embedded, &packet, bytes);
			KUNIT_EXPECT_EQ_MSG(test, drop, length < whole - templates[i].spare,
					    "%s, %u octets, embedded", chain, length);

			/* ... or is right, and only the headers do. */
			if (length < IPV6_HEADER)
				continue;
			put16(bytes->data + 4, length - IPV6_HEADER);
			drop = parse_all(test, rfw_packet_parse, &packet, bytes);
			KUNIT_EXPECT_EQ_MSG(test, drop, length < whole, "%s, cut to %u octets",
					    chain, length);
		}
	}
}

static void count_extensions(struct kunit *test)
{
	static const struct {
		const char *word;
		unsigned int allowed;
		int reason;
	} kinds[] = {
		{ "dst", RFW_MAX_EXTENSION_HEADERS, LONG },
		{ "ah=2", RFW_MAX_EXTENSION_HEADERS, LONG },
		{ "shim", RFW_MAX_EXTENSION_HEADERS, LONG },
		{ "frag", 1, FRAGMENT },
		{ "hop", 1, HEADER },
		{ "rh=4", RFW_MAX_EXTENSION_HEADERS, LONG },
		{ "rh=2", 1, HEADER },
		{ "hao", 1, HEADER },
	};
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet;
	unsigned int i, j, n;
	int reason, expected;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (n = 0; n <= 260; n++) {
			begin(bytes, 0);
			for (j = 0; j < n; j++)
				append(bytes, kinds[i].word);
			append(bytes, "tcp");
			finish(bytes);
			reason = parse_all(test, rfw_packet_parse, &packet, bytes);
			expected = n <= kinds[i].allowed ? 0 : kinds[i].reason;
			KUNIT_EXPECT_EQ_MSG(test, reason, expected, "%s x%u", kinds[i].word, n);
		}
	}
}

/* B-UD-03: each number is a key space of its own, and ports are read where there are any. */
static void protocol_sweep(struct kunit *test)
{
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet, previous;
	unsigned int protocol;
	int reason;

	memset(&previous, 0, sizeof(previous));
	for (protocol = 0; protocol < 256; protocol++) {
		begin(bytes, 0);
		append(bytes, "tcp");
		finish(bytes);
		bytes->data[6] = protocol;
		reason = parse_all(test, rfw_packet_parse, &packet, bytes);
		switch (protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_FRAGMENT:
		case IPPROTO_AH:
		case IPPROTO_DSTOPTS:
		case IPPROTO_UDP:
		case IPPROTO_DCCP:
			KUNIT_EXPECT_NE_MSG(test, reason, 0, "protocol %u", protocol);
			continue;
		case IPPROTO_ICMPV6:
			KUNIT_EXPECT_EQ(test, packet.kind, RFW_PACKET_ICMP6_ERROR);
			continue;
		}
		KUNIT_EXPECT_EQ_MSG(test, reason, 0, "protocol %u", protocol);
		expect_tuple(test, &packet, protocol);
		KUNIT_EXPECT_EQ(test, packet.transport, IPV6_HEADER);
		KUNIT_EXPECT_FALSE(test, rfw_key_equal(&packet.key, &previous.key));
		previous = packet;
	}
}

/* Both directions have one key, and it tells which end sent the packet. */
static void both_directions(struct kunit *test)
{
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet there, back;
	struct rnd_state random;
	unsigned int i, j;
	u8 other[16];

	prandom_seed_state(&random, 6092);
	for (i = 0; i < 1000; i++) {
		begin(bytes, 0);
		append(bytes, "udp");
		finish(bytes);
		for (j = 8; j < 40; j++)
			bytes->data[j] = prandom_u32_state(&random) & (i % 2 ? 0xff : 0x01);
		/* now and then the ends differ in half the address, or in the port alone */
		if (i % 3)
			memcpy(bytes->data + 24, bytes->data + 8, i % 3 == 1 ? 8 : 16);
		parse_once(test, rfw_packet_parse, &there, bytes, bytes->length, 0);

		memcpy(other, bytes->data + 8, 16);
		memcpy(bytes->data + 8, bytes->data + 24, 16);
		memcpy(bytes->data + 24, other, 16);
		put16(bytes->data + 40, DESTINATION_PORT);
		put16(bytes->data + 42, SOURCE_PORT);
		parse_once(test, rfw_packet_parse, &back, bytes, bytes->length, 0);

		KUNIT_EXPECT_TRUE(test, rfw_key_equal(&there.key, &back.key));
		KUNIT_EXPECT_EQ(test, there.source, !back.source);
		KUNIT_EXPECT_TRUE(test, !memcmp(&there.key.addr[there.source], other, 16));
		KUNIT_EXPECT_EQ(test, ntohs(there.key.port[there.source]), SOURCE_PORT);
	}
}

/* REC-21: what has an authentication header can be taken for a packet of that protocol. */
/* Home addresses are read, whatever stands around them, of the right end (REC-27). */
static void home_addresses(struct kunit *test)
{
	static const struct {
		const char *chain;
		u8 homes;
	} rows[] = {
		{ "tcp", 0 }, { "dst tcp", 0 }, { "hao tcp", 1 }, { "rh=2 tcp", 2 },
		{ "hao rh=2 echo", 3 }, { "rh=2 dst hao udp", 3 }, { "hop tcp", 0 },
		{ "hao [2]=0 [3]=0 [4]=0 [5]=0 tcp", 1 }, { "frag hao ah udp", 1 },
		/* what is an option here is inside another one there */
		{ "hao [3]=18 tcp", 0 }, { "hao [2]=30 [3]=18 tcp", 0 }, { "rh=4 tcp", 0 },
		{ "rh=1 [3]=1 tcp", 0 }, { "hop hao proto=59", 1 },
	};
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet;
	unsigned int i, end;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		build_at(test, bytes, rows[i].chain, 0);
		KUNIT_EXPECT_EQ(test, parse_all(test, rfw_packet_parse, &packet, bytes), 0);
		KUNIT_EXPECT_EQ_MSG(test, (u8)packet.homes, rows[i].homes, "%s",
				    rows[i].chain);
		for (end = 0; end < 2; end++)
			if (packet.homes & BIT(end))
				KUNIT_EXPECT_EQ(test, memcmp(&packet.home[end], home_address, 16),
						0);
	}
}

/* As many options as may be, and one more (B-EH-11). */
static void many_options(struct kunit *test)
{
	static const struct {
		u8 type, size;	/* of each option, behind its head */
	} kinds[] = { { 1, 0 }, { 1, 4 }, { 30, 0 }, { 30, 6 } };
	struct bytes *bytes = new_bytes(test);
	unsigned int i, n, step, count;
	struct rfw_packet packet;
	u8 *header;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		step = 2 + kinds[i].size;
		for (count = RFW_MAX_OPTIONS - 1; count <= RFW_MAX_OPTIONS + 1; count++) {
			begin(bytes, 0);
			header = append_extension(bytes, 60, ALIGN(2 + count * step, 8));
			for (n = 0; n < count; n++) {
				header[2 + n * step] = kinds[i].type;
				header[2 + n * step + 1] = kinds[i].size;
			}
			append(bytes, "udp");
			/* Pad1 up to the end is one look more */
			n = count + (ALIGN(2 + count * step, 8) - 2 - count * step >= 2);
			finish(bytes);
			KUNIT_EXPECT_EQ_MSG(test,
					    parse_all(test, rfw_packet_parse, &packet, bytes),
					    n > RFW_MAX_OPTIONS ? LONG : 0,
					    "%u options of %u octets", count, step);
		}
	}
}

static void authenticated(struct kunit *test)
{
	static const char *const chains[] = { "ah=2 tcp", "dst=0 ah=4 udp", "ah=2 echo",
					      "ah=2 dst=0 sctp", "ah=2 ah=2 tcp" };
	static const char *const others[] = { "tcp", "dst=0 tcp", "udp", "shim udp", "echo" };
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet, first;
	unsigned int i;

	memset(&first, 0, sizeof(first));
	for (i = 0; i < ARRAY_SIZE(chains); i++) {
		build_at(test, bytes, chains[i], 0);
		KUNIT_ASSERT_EQ(test, parse_all(test, rfw_packet_parse, &packet, bytes), 0);
		KUNIT_EXPECT_TRUE_MSG(test, packet.authenticated, "%s", chains[i]);
		rfw_packet_opaque(&packet, 7);
		expect_tuple(test, &packet, IPPROTO_AH);
		KUNIT_EXPECT_FALSE(test, packet.authenticated);
		if (i)
			KUNIT_EXPECT_TRUE(test, rfw_key_equal(&packet.key, &first.key));
		first = packet;
	}
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		build_at(test, bytes, others[i], 0);
		KUNIT_ASSERT_EQ(test, parse_all(test, rfw_packet_parse, &packet, bytes), 0);
		KUNIT_EXPECT_FALSE_MSG(test, packet.authenticated, "%s", others[i]);
	}
}

/* Neither the tuple nor the verdict may depend on what lies behind the packet's end. */
static void random_octets(struct kunit *test)
{
	static const u8 first[] = { 0, 43, 44, 51, 60, 140, 6, 17 };
	struct bytes *bytes = new_bytes(test);
	struct rfw_packet packet, again;
	struct rnd_state random;
	unsigned int i, j, size;
	int reason;

	prandom_seed_state(&random, 8200);
	for (i = 0; i < 3000; i++) {
		begin(bytes, 0);
		size = prandom_u32_state(&random) % 200;
		for (j = 0; j < size; j++)
			bytes->data[bytes->length++] = prandom_u32_state(&random) % 64;
		bytes->data[6] = first[i % ARRAY_SIZE(first)];
		bytes->trailer = 64;
		finish(bytes);
		reason = parse_all(test, rfw_packet_parse, &packet, bytes);
		memset(bytes->data + bytes->length - 64, i, 64);
		KUNIT_EXPECT_EQ(test, parse_all(test, rfw_packet_parse, &again, bytes), reason);
		KUNIT_EXPECT_TRUE(test, !memcmp(&packet, &again, sizeof(packet)));
		KUNIT_EXPECT_LE(test, packet.transport, packet.end);
	}
}

static struct kunit_case packet_cases[] = {
	KUNIT_CASE_PARAM(walk, walk_gen_params),
	KUNIT_CASE_PARAM(embedded, embedded_gen_params),
	KUNIT_CASE(truncation),
	KUNIT_CASE(count_extensions),
	KUNIT_CASE(protocol_sweep),
	KUNIT_CASE(both_directions),
	KUNIT_CASE(home_addresses),
	KUNIT_CASE(many_options),
	KUNIT_CASE(authenticated),
	KUNIT_CASE(random_octets),
	{}
};

static struct kunit_suite packet_suite = {
	.name = "rfw_packet",
	.test_cases = packet_cases,
};

kunit_test_suite(packet_suite);
