// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of IP protocols: a table of our own, so that they do not depend on the machine's
 * /etc/protocols.
 */
#include "rfwctl.h"

#include <string.h>

/* The first name of a number is the one that is printed. */
static const struct {
	const char *name;
	uint8_t number;
} protocols[] = {
	{ "tcp", 6 },	     { "udp", 17 },    { "icmp6", 58 },	  { "ipv6-icmp", 58 },
	{ "icmpv6", 58 },    { "sctp", 132 },  { "dccp", 33 },	  { "udplite", 136 },
	{ "udp-lite", 136 }, { "esp", 50 },    { "ah", 51 },	  { "gre", 47 },
	{ "ipip", 4 },	     { "ipv6", 41 },   { "ospf", 89 },	  { "pim", 103 },
	{ "vrrp", 112 },     { "l2tp", 115 },  { "etherip", 97 }, { "eigrp", 88 },
	{ "rsvp", 46 },	     { "igmp", 2 },    { "ipcomp", 108 }, { "mobility", 135 },
	{ "hip", 139 },	     { "shim6", 140 },
};

const char *protocol_word(uint8_t protocol)
{
	static char numbers[4][4];
	static unsigned int turn;

	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (protocols[i].number == protocol)
			return protocols[i].name;
	}
	turn = (turn + 1) % 4;
	snprintf(numbers[turn], sizeof(numbers[turn]), "%u", protocol);
	return numbers[turn];
}

int protocol_number(const char *name)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (!strcmp(protocols[i].name, name))
			return protocols[i].number;
	}
	return -1;
}

const char *protocol_name(unsigned int index)
{
	return index < sizeof(protocols) / sizeof(protocols[0]) ? protocols[index].name : NULL;
}
