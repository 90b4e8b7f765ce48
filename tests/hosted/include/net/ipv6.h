/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_NET_IPV6_H
#define _HOSTED_NET_IPV6_H

#include <linux/in6.h>
#include <linux/ipv6.h>

#define NEXTHDR_HOP		0
#define NEXTHDR_TCP		6
#define NEXTHDR_UDP		17
#define NEXTHDR_IPV6		41
#define NEXTHDR_ROUTING		43
#define NEXTHDR_FRAGMENT	44
#define NEXTHDR_GRE		47
#define NEXTHDR_ESP		50
#define NEXTHDR_AUTH		51
#define NEXTHDR_ICMP		58
#define NEXTHDR_NONE		59
#define NEXTHDR_DEST		60
#define NEXTHDR_SCTP		132
#define NEXTHDR_MOBILITY	135

#define IP6_MF			0x0001
#define IP6_OFFSET		0xFFF8

struct inet6_skb_parm {
	u16 flags;
};

#define IP6SKB_FRAGMENTED	16
#define IP6CB(skb)		((struct inet6_skb_parm *)(skb)->cb)

#endif
