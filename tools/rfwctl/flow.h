/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFWCTL_FLOW_H
#define _RFWCTL_FLOW_H

#include "rfwctl.h"

bool protocol_has_ports(uint8_t protocol);
/* @text: of ENDPOINT_TEXT */
/* The same of any address. */
const char *protocol_endpoint(uint8_t protocol, const struct in6_addr *address, uint16_t port,
			      char *text);
const char *flow_endpoint(const struct rfw_flow *flow, bool responder, char *text);
const char *flow_state(const struct rfw_flow *flow);

/* flow_save.c */
enum exit_code flow_save(struct session *session, struct command *command);
enum exit_code flow_restore(struct session *session, struct command *command);

#endif
