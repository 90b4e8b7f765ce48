/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFWCTL_EXPLAIN_H
#define _RFWCTL_EXPLAIN_H

#include "rfwctl.h"

/* A packet, from its IPv6 header on. */
struct packet {
	size_t length;
	uint8_t data[RFW_PACKET_MAX];
};

/* explain_packet.c */
/* Make a packet from its description, a whole one with right checksums. 0, or -1 with a message */
int packet_describe(struct packet *packet, const struct word *words, size_t count);
/* From hexadecimal digits; spaces and colons between octets are fine. */
int packet_read_hex(struct packet *packet, const struct word *words, size_t count);

/* The words that may stand in a description, up to NULL: flags of TCP, types of ICMPv6, */
const char *packet_flag(unsigned int index);
const char *packet_type(unsigned int index);
/* and what there is to say behind the addresses. */
const char *packet_detail(uint8_t protocol, unsigned int index);

/* explain_show.c */
void explain_show(const struct rfw_explanation *explanation, const char *input);

#endif
