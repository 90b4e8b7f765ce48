// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a TCP segment in a packet of any length.
 */
#include <prove.h>

#include "tcp_parse.c"

void parse(void)
{
	unsigned int offset = nondet_u32(), end = nondet_u32();
	struct rfw_tcp_segment segment;
	struct sk_buff skb = { .len = nondet_u32(), .end = &end };

	suppose(skb.len <= S32_MAX && end <= skb.len);
	if (rfw_tcp_parse(&segment, &skb, offset, end))
		return;
	insist(segment.event < RFW_TCP_EVENTS && segment.scale <= SCALE_MAX);
	insist(segment.has_scale ? rfw_tcp_has_syn(&segment) : !segment.scale);
	insist(segment.end - segment.seq <= end - offset);
}
