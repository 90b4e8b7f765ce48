/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels with drop-reason subsystems (6.4) get to know why a packet was dropped. Subsystem numbers
 * are the kernel's to give and an out-of-tree module can't have one with names, so ours is one that
 * nobody has: tools that listen print the number, which is
 * RFW_DROP_REASON_SUBSYSTEM << 16 | enum rfw_drop_reason.
 */
#ifndef _RFW_COMPAT_LINUX_NETFILTER_H
#define _RFW_COMPAT_LINUX_NETFILTER_H

#include_next <linux/netfilter.h>

#define RFW_DROP_REASON_SUBSYSTEM	0x7266	/* "rf" */

/**
 * rfw_drop_skb - what a hook returns to drop a packet
 * @skb: the packet
 * @reason: enum rfw_drop_reason
 *
 * Return: NF_*.
 */
static inline unsigned int rfw_drop_skb(struct sk_buff *skb, u8 reason)
{
#ifdef SKB_DROP_REASON_SUBSYS_SHIFT
	kfree_skb_reason(skb, (__force enum skb_drop_reason)
			 (RFW_DROP_REASON_SUBSYSTEM << SKB_DROP_REASON_SUBSYS_SHIFT | reason));
	return NF_STOLEN;
#else
	return NF_DROP;
#endif
}

#endif
