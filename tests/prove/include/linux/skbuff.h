/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A socket buffer of which nothing is known but its length. Each look at it finds octets of its
 * own, just as many as were asked for: that is more than the kernel would ever do, where what is
 * linear stays what it is, and so holds for any packet, linear or in pieces.
 */
#ifndef _PROVE_LINUX_SKBUFF_H
#define _PROVE_LINUX_SKBUFF_H

#include <linux/kernel.h>
#include <prove.h>

/* The most that anybody asks for. What is found lies at the end of so much. */
#ifndef PROVE_LOOK_MAX
#define PROVE_LOOK_MAX	40
#endif

struct sk_buff {
	unsigned int len, data_len;
	u8 *data;
	char cb[48] __aligned(8);
	bool gso;
	/* behind this nobody should look; NULL: @len */
	const unsigned int *end;
};

static inline bool skb_is_gso(const struct sk_buff *skb)
{
	return skb->gso;
}

static inline unsigned int skb_headlen(const struct sk_buff *skb)
{
	return skb->len - skb->data_len;
}

/* The kernel does not look whether these are negative. */
static inline void prove_look(const struct sk_buff *skb, int offset, void *to, int length)
{
	bool within = !skb->end || ((u32)offset <= *skb->end &&
					   (u32)length <= *skb->end - (u32)offset);

	insist(offset >= 0 && length >= 0);
	insist(__CPROVER_w_ok(to, length));
	insist(within);
	/* a step at a time is easier to prove than all at once */
	suppose(within);
}

static inline int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length)
{
	prove_look(skb, offset, to, length);
	if (offset > (int)skb->len - length)
		return -EFAULT;
	__CPROVER_havoc_slice(to, length);
	return 0;
}

static inline void *skb_header_pointer(const struct sk_buff *skb, int offset, int length,
				       void *buffer)
{
	u8 *octets = malloc(PROVE_LOOK_MAX);

	insist(length <= PROVE_LOOK_MAX);
	prove_look(skb, offset, buffer, length);
	return offset > (int)skb->len - length ? NULL : octets + PROVE_LOOK_MAX - length;
}

#endif
