/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A socket buffer that is as long as what is in it, so that a read past its end is seen, with or
 * without page fragments.
 */
#ifndef _HOSTED_LINUX_SKBUFF_H
#define _HOSTED_LINUX_SKBUFF_H

#include <linux/kernel.h>
#include <linux/slab.h>

#define PAGE_SIZE	4096UL
#define MAX_SKB_FRAGS	17

struct page {
	u8 octets[PAGE_SIZE];
};

struct skb_shared_info {
	u16 gso_size;
	u8 nr_frags;
	struct {
		struct page *page;
		unsigned int offset, size;
	} frags[MAX_SKB_FRAGS];
};

struct sk_buff {
	unsigned int len, data_len;
	u8 *head, *data;
	char cb[48] __aligned(8);
	struct skb_shared_info shinfo;
};

#define skb_shinfo(skb)		((struct skb_shared_info *)&(skb)->shinfo)

static inline bool skb_is_gso(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->gso_size;
}

static inline unsigned int skb_headlen(const struct sk_buff *skb)
{
	return skb->len - skb->data_len;
}

static inline struct page *alloc_page(gfp_t flags)
{
	return calloc(1, sizeof(struct page));
}

static inline void *page_address(struct page *page)
{
	return page->octets;
}

struct sk_buff *alloc_skb(unsigned int size, gfp_t flags);
void kfree_skb(struct sk_buff *skb);
void *skb_put(struct sk_buff *skb, unsigned int length);
void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int length);
void skb_add_rx_frag(struct sk_buff *skb, int index, struct page *page, int offset, int size,
		     unsigned int truesize);
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length);

static inline void *skb_header_pointer(const struct sk_buff *skb, int offset, int length,
				       void *buffer)
{
	if ((int)skb_headlen(skb) - offset >= length)
		return skb->data + offset;
	return skb_copy_bits(skb, offset, buffer, length) ? NULL : buffer;
}

#endif
