// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads packets in hexadecimal, one a line, and prints what the header walk makes of each:
 *
 *	REASON PROTOCOL KIND TRANSPORT END SOURCE SOURCE-PORT DESTINATION DESTINATION-PORT
 *	HOME-OF-SOURCE HOME-OF-DESTINATION TYPE CODE
 *
 * A line "embedded N HEX" is an ICMPv6 error whose inner packet starts at octet N.
 */
#include <linux/kernel.h>

#include "packet_both.h"

#define LINE_MAX_OCTETS	(2 * 65536 + 64)

static unsigned int unhex(const char *text, u8 *data)
{
	unsigned int size = 0, octet;

	while (sscanf(text + 2 * size, "%2x", &octet) == 1)
		data[size++] = octet;
	return size;
}

static const char *home_of(const struct rfw_packet *packet, unsigned int end, char *text)
{
	if (!(packet->homes & BIT(end)))
		return "-";
	return inet_ntop(AF_INET6, &packet->home[end], text, INET6_ADDRSTRLEN);
}

int main(void)
{
	static char line[LINE_MAX_OCTETS];
	static u8 data[LINE_MAX_OCTETS];
	char source[INET6_ADDRSTRLEN], destination[INET6_ADDRSTRLEN];
	char home[2][INET6_ADDRSTRLEN];
	struct rfw_packet packet;
	unsigned int number;
	int reason, skip;

	for (number = 0; fgets(line, sizeof(line), stdin); number++) {
		struct both how = { .seed = number };

		skip = 0;
		if (sscanf(line, "embedded %u %n", &how.start, &skip) == 1)
			how.embedded = true;
		reason = parse_both(&packet, &how, data, unhex(line + skip, data));
		inet_ntop(AF_INET6, &packet.key.addr[packet.source], source, sizeof(source));
		inet_ntop(AF_INET6, &packet.key.addr[!packet.source], destination,
			  sizeof(destination));
		printf("%d %u %u %u %u %s %u %s %u %s %s %u %u\n", reason, packet.protocol, packet.kind,
		       packet.transport, packet.end, source,
		       ntohs(packet.key.port[packet.source]), destination,
		       ntohs(packet.key.port[!packet.source]), home_of(&packet, 0, home[0]),
		       home_of(&packet, 1, home[1]), packet.icmp6_type, packet.icmp6_code);
	}
	return 0;
}
