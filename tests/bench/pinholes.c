// SPDX-License-Identifier: GPL-2.0-only
/*
 * pinholes CLIENTS EACH: opens for UDP the ports 50000 and the EACH - 1 next of each of so many
 * clients of rfw_bench.c, in one process, as a daemon would.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/librfw/librfw.h"

static int open_one(struct rfw_context *context, uint32_t client, uint16_t port)
{
	struct rfw_opening opening = {
		.kind = RFW_OPENING_KIND_PINHOLE,
		.protocol = IPPROTO_UDP,
		.lifetime = 864000,
		.address.s6_addr = { 0x2a, 0x0a, 0, 1, client >> 24, client >> 16, client >> 8,
				     client, [15] = 1 },
	};
	int err = rfw_port_range_list_add(&opening.port, port, port);

	RFW_GIVE(&opening, RFW_A_OPENING_KIND);
	RFW_GIVE(&opening, RFW_A_OPENING_PROTOCOL);
	RFW_GIVE(&opening, RFW_A_OPENING_LIFETIME);
	RFW_GIVE(&opening, RFW_A_OPENING_ADDRESS);
	RFW_GIVE(&opening, RFW_A_OPENING_PORT);
	if (!err)
		err = rfw_opening_add(context, &opening, NULL);
	free(opening.port.items);
	return err;
}

int main(int argc, char **argv)
{
	uint32_t clients = argc > 1 ? atoi(argv[1]) : 1, each = argc > 2 ? atoi(argv[2]) : 1;
	struct rfw_context *context = rfw_open(NULL);

	for (uint32_t i = 0; context && i < each; i++) {
		for (uint32_t client = 0; client < clients; client++) {
			if (!open_one(context, client, 50000 + i))
				continue;
			fprintf(stderr, "pinholes: %s\n", rfw_error(context));
			return 1;
		}
	}
	if (!context)
		perror("pinholes");
	return !context;
}
