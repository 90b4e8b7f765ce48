/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parse octets twice, linear and in pieces, and insist on one outcome.
 */
#ifndef _HOSTED_PACKET_BOTH_H
#define _HOSTED_PACKET_BOTH_H

#include <linux/prandom.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "packet.h"

struct both {
	unsigned int start;	/* of the IPv6 header */
	bool embedded;
	bool gso;
	u64 seed;		/* of the cuts */
};

static inline int parse_skb(struct rfw_packet *packet, const struct both *how, struct sk_buff *skb)
{
	int reason;

	memset(packet, 0, sizeof(*packet));
	skb_shinfo(skb)->gso_size = how->gso;
	if (how->embedded)
		reason = rfw_packet_parse_embedded(packet, skb, how->start, 0);
	else
		reason = rfw_packet_parse(packet, skb, how->start, 0);
	kfree_skb(skb);
	return reason;
}

static inline int parse_both(struct rfw_packet *packet, const struct both *how, const u8 *data,
			     unsigned int size)
{
	struct sk_buff *skb = alloc_skb(size, GFP_KERNEL);
	unsigned int at, length, i;
	struct rnd_state random;
	struct rfw_packet other;
	struct page *page;
	int reason;

	skb_put_data(skb, data, size);
	reason = parse_skb(packet, how, skb);

	prandom_seed_state(&random, how->seed);
	at = size ? prandom_u32_state(&random) % min(size, 64U) : 0;
	skb = alloc_skb(at, GFP_KERNEL);
	skb_put_data(skb, data, at);
	for (i = 0; at < size; i++) {
		length = i < 8 ? 1 + prandom_u32_state(&random) % 24 : PAGE_SIZE;
		length = min(length, size - at);
		page = alloc_page(GFP_KERNEL);
		memcpy(page_address(page), data + at, length);
		skb_add_rx_frag(skb, i, page, 0, length, PAGE_SIZE);
		at += length;
	}
	if (parse_skb(&other, how, skb) != reason || memcmp(packet, &other, sizeof(other)))
		abort();
	return reason;
}

#endif
