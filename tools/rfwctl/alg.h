/* SPDX-License-Identifier: GPL-2.0-only */
/* Application layer gateways: what a policy says of them. */
#ifndef _RFWCTL_ALG_H
#define _RFWCTL_ALG_H

#include "rfwctl.h"

/* Of keys; see struct key. */
int parse_alg(struct command *command, const struct key *key);
int parse_sip_port(struct command *command, const struct key *key);
const char *alg_word(unsigned int index);

/* With commas. */
void write_ports(FILE *file, const struct rfw_port_list *list);

#endif
