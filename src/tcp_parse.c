// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a TCP segment: what the connection machine needs to know of it.
 */
#include "tcp.h"

#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

#define SCALE_MAX		14	/* RFC 7323 2.3 */

#define OPTIONS_MAX		40
#define OPTION_END		0
#define OPTION_NOP		1
#define OPTION_SCALE		3
#define OPTION_SCALE_LENGTH	3

static void parse_options(struct rfw_tcp_segment *segment, const u8 *option, const u8 *end)
{
	while (option < end && *option != OPTION_END) {
		if (*option == OPTION_NOP) {
			option++;
			continue;
		}
		if (end - option < 2 || option[1] < 2 || option[1] > end - option)
			return;
		if (option[0] == OPTION_SCALE && option[1] == OPTION_SCALE_LENGTH) {
			/* of two the larger, which is never too strict */
			segment->scale = max(segment->scale, min_t(u8, option[2], SCALE_MAX));
			segment->has_scale = true;
		}
		option += option[1];
	}
}

/* Of a SYN. */
static noinline int read_options(struct rfw_tcp_segment *segment, const struct sk_buff *skb,
				 unsigned int offset, unsigned int length)
{
	u8 buffer[OPTIONS_MAX];
	const u8 *option = skb_header_pointer(skb, offset, length, buffer);

	if (!option)
		return RFW_DROP_REASON_MALFORMED_TRANSPORT;
	parse_options(segment, option, option + length);
	return 0;
}

#define FLAGS_OCTET	13
#define FIN	0x01
#define SYN	0x02
#define RST	0x04
#define ACK	0x10

/* By the four flags that matter: enum rfw_tcp_event + 1, or 0 for what no TCP sends. */
static const u8 events[(FIN | SYN | RST | ACK) + 1] = {
	[SYN]		= RFW_TCP_SYN + 1,
	[SYN | ACK]	= RFW_TCP_SYN_ACK + 1,
	[ACK]		= RFW_TCP_ACK + 1,
	[FIN | ACK]	= RFW_TCP_FIN + 1,
	[RST]		= RFW_TCP_RST + 1,
	[RST | ACK]	= RFW_TCP_RST + 1,
};

int rfw_tcp_parse(struct rfw_tcp_segment *segment, const struct sk_buff *skb, unsigned int offset,
		  unsigned int end)
{
	unsigned int length, options;
	const struct tcphdr *header;
	struct tcphdr fixed;
	u8 flags;

	if (offset > end || end - offset < sizeof(fixed))
		return RFW_DROP_REASON_MALFORMED_TRANSPORT;
	header = skb_header_pointer(skb, offset, sizeof(fixed), &fixed);
	if (!header || header->doff < sizeof(fixed) / 4 || header->doff * 4U > end - offset)
		return RFW_DROP_REASON_MALFORMED_TRANSPORT;
	length = end - offset - header->doff * 4U;
	options = header->doff * 4U - sizeof(fixed);
	flags = ((const u8 *)header)[FLAGS_OCTET] & (FIN | SYN | RST | ACK);

	*segment = (struct rfw_tcp_segment){
		.seq = ntohl(header->seq),
		.end = ntohl(header->seq) + length + !!(flags & SYN) + !!(flags & FIN),
		.ack = ntohl(header->ack_seq),
		.window = ntohs(header->window),
		.event = events[flags] - 1,
		.has_ack = flags & ACK,
	};
	if (unlikely(!events[flags]))
		return RFW_DROP_REASON_TCP_FLAGS;
	if (likely(!(flags & SYN)) || !options)
		return 0;
	return read_options(segment, skb, offset + sizeof(fixed), options);
}
