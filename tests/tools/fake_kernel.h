/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's side of the netlink protocol, small and in place of transport.c, so that the library
 * and rfwctl can be tested where there is no module. What is configured outlives the process in the
 * file $FAKE_STATE, as the messages that made it. $FAKE_FAULT is one of: absent (no module),
 * permission (none), interrupt (dumps are disturbed twice), forwarding (off),
 * down (all domains).
 */
#ifndef _FAKE_KERNEL_H
#define _FAKE_KERNEL_H

#include "../../tools/librfw/context.h"

#define FAMILY 0x40

struct objects {
	const struct rfw_schema *schema;
	char *list;
	size_t count;
};

struct configuration {
	struct objects domains, policies, subscribers, hosts, openings;
};

struct rfw_transport {
	struct configuration live, staged;
	bool transaction, failed, listening, replaying;
	uint32_t generation, max_flows, staged_max_flows, openings;
	unsigned int disturbances, events;
	struct rfw_buffer reply;
	size_t handed; /* of the reply, to the reader */
};

bool fake_fault(const char *name);
void fake_configuration_init(struct configuration *configuration);
void fake_configuration_free(struct configuration *configuration);
struct objects *fake_objects_of(struct configuration *configuration,
				const struct rfw_schema *schema);
char *fake_name_of(const struct rfw_schema *schema, const void *object);
void *fake_find(struct objects *objects, const char *name);
struct nlmsghdr *fake_reply_start(struct rfw_transport *kernel, const struct nlmsghdr *request,
				  size_t size);
void fake_reply_end(struct rfw_transport *kernel, const struct nlmsghdr *message);
void fake_preset(struct rfw_policy *policy);
void fake_put_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
		     unsigned int command, unsigned int flags, const struct rfw_schema *schema,
		     const void *object);
int fake_refuse(struct rfw_transport *kernel, const struct nlmsghdr *request, int err,
		const char *text, unsigned int attribute, unsigned int index);
void fake_acknowledge(struct rfw_transport *kernel, const struct nlmsghdr *request, uint16_t type);
int fake_change_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
		       unsigned int command, const struct rfw_schema *schema);
void fake_clear_empty(const struct rfw_schema *schema, void *object);
/* fake_host.c */
struct rfw_host *fake_find_host(struct configuration *configuration, const char *subscriber,
				const char *name);
int fake_change_host(struct rfw_transport *kernel, const struct nlmsghdr *request);
int fake_del_host(struct rfw_transport *kernel, const struct nlmsghdr *request);
void fake_dump_hosts(struct rfw_transport *kernel, const struct nlmsghdr *request);
/* fake_opening.c */
int fake_new_opening(struct rfw_transport *kernel, const struct nlmsghdr *request);
int fake_set_opening(struct rfw_transport *kernel, const struct nlmsghdr *request);
int fake_del_opening(struct rfw_transport *kernel, const struct nlmsghdr *request);
void fake_dump_openings(struct rfw_transport *kernel, const struct nlmsghdr *request);
/* After a load: pinholes stay while their subscribers do. */
void fake_keep_pinholes(struct configuration *from, struct configuration *to);
/* fake_call.c */
void fake_dump_calls(struct rfw_transport *kernel, const struct nlmsghdr *request);
bool fake_within(const struct rfw_prefix *outer, const struct rfw_prefix *inner);
unsigned int fake_command_of(const struct nlmsghdr *message);

#endif
