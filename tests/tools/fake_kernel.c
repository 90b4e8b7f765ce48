// SPDX-License-Identifier: GPL-2.0-only
/* The requests that the fake kernel takes, and the way to it. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake_kernel.h"

#define PREFIXES_A_MESSAGE 100

/* ---- what can be asked ---- */

/* Domains with many prefixes take several messages. */
static void dump_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
			unsigned int command, unsigned int flags, const struct rfw_schema *schema,
			const void *object)
{
	struct rfw_domain part = *(const struct rfw_domain *)object;
	size_t left;

	if (schema != &rfw_schema_domain || part.prefix.count <= PREFIXES_A_MESSAGE) {
		fake_put_object(kernel, request, command, flags, schema, object);
		return;
	}
	for (left = part.prefix.count; left; left -= part.prefix.count) {
		part.prefix.count = left < PREFIXES_A_MESSAGE ? left : PREFIXES_A_MESSAGE;
		fake_put_object(kernel, request, command, flags, schema, &part);
		part.prefix.items += part.prefix.count;
	}
}

/* A socket with a transaction sees that. */
static struct configuration *shown(struct rfw_transport *kernel)
{
	return kernel->transaction ? &kernel->staged : &kernel->live;
}

static int get_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
		      unsigned int command, const struct rfw_schema *schema)
{
	struct objects *objects = fake_objects_of(shown(kernel), schema);
	unsigned int flags = NLM_F_MULTI;
	void *asked = calloc(1, schema->size), *found;

	rfw_decode_message(schema, request, asked);
	if (request->nlmsg_flags & NLM_F_DUMP) {
		if (kernel->disturbances)
			flags |= kernel->disturbances-- ? NLM_F_DUMP_INTR : 0;
		for (size_t i = 0; i < objects->count; i++)
			dump_object(kernel, request, command, flags, schema,
				    objects->list + i * schema->size);
		fake_acknowledge(kernel, request, NLMSG_DONE);
	} else {
		found = fake_find(objects, fake_name_of(schema, asked));
		if (!found)
			fake_refuse(kernel, request, -ENOENT, "there is nothing of this name",
				    schema->key, 0);
		else
			fake_put_object(kernel, request, command, 0, schema, found);
		free(asked);
		return found ? 0 : -ENOENT;
	}
	free(asked);
	return 1;
}

static struct rfw_flow some_flow(unsigned int number)
{
	struct rfw_flow flow = {
		.protocol = number % 3 == 0 ? 6 :
			    number % 3 == 1 ? 17 :
					      58,
		.originator_address = { { { 0x20, 1, 0xd, 0xb8, [15] = 1 } } },
		.responder_address = { { { 0x20, 1, 0xd,
					   0xb8, [14] = number >> 8, [15] = number } } },
		.originator_port = 40000,
		.responder_port = 443,
		.subscriber = "alice",
		.expires = 300,
		.age = 5,
		.state = number % 3 ? RFW_FLOW_STATE_ACTIVE : RFW_FLOW_STATE_TCP_ESTABLISHED,
		.answered = 1,
	};

	for (unsigned int i = RFW_A_FLOW_PROTOCOL; i <= RFW_A_FLOW_AGE; i++) {
		if (i != RFW_A_FLOW_VRF && i != RFW_A_FLOW_PEER_SUBSCRIBER)
			RFW_GIVE(&flow, i);
	}
	return flow;
}

static void dump_flows(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	unsigned int count = getenv("FAKE_FLOWS") ? atoi(getenv("FAKE_FLOWS")) : 3;
	struct rfw_flow filter = {};

	rfw_decode_message(&rfw_schema_flow, request, &filter);
	for (unsigned int i = 0; i < count; i++) {
		struct rfw_flow flow = some_flow(i);

		if (filter.windows && flow.protocol == 6) {
			RFW_GIVE(&flow, RFW_A_FLOW_WINDOW_RESPONDER);
			RFW_GIVE(&flow.window_responder, RFW_A_TCP_SIDE_END);
			flow.window_responder.end = 4000000000;
		}

		if (!RFW_HAS(&filter, RFW_A_FLOW_PROTOCOL) || filter.protocol == flow.protocol)
			fake_put_object(kernel, request, RFW_CMD_FLOW_GET, NLM_F_MULTI,
					&rfw_schema_flow, &flow);
	}
	fake_acknowledge(kernel, request, NLMSG_DONE);
}

/* Flows to port 444 belong to somebody else. */
static int restore_flow(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct rfw_flow flow = {};

	rfw_decode_message(&rfw_schema_flow, request, &flow);
	if (fake_fault("down"))
		return fake_refuse(kernel, request, -ENETDOWN, "no domain is up", 0, 0);
	if (flow.responder_port == 444)
		return fake_refuse(kernel, request, -ESRCH, "not this subscriber's", 0, 0);
	if (flow.protocol == 6 && flow.window_responder.end != 4000000000)
		return fake_refuse(kernel, request, -EINVAL, "a window was lost", 0, 0);
	return 0;
}

/* UDP to port 9 is let through, everything else is not. */
static int explain(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	static const struct rfw_explanation about = {
		.fields = RFW_FIELD(RFW_A_EXPLANATION_OUTPUT) |
			  RFW_FIELD(RFW_A_EXPLANATION_VERDICT) | RFW_FIELD(RFW_A_EXPLANATION_STEP) |
			  RFW_FIELD(RFW_A_EXPLANATION_LENGTH) |
			  RFW_FIELD(RFW_A_EXPLANATION_PROTOCOL) |
			  RFW_FIELD(RFW_A_EXPLANATION_SOURCE_ADDRESS) |
			  RFW_FIELD(RFW_A_EXPLANATION_SOURCE_PORT) |
			  RFW_FIELD(RFW_A_EXPLANATION_DESTINATION_ADDRESS) |
			  RFW_FIELD(RFW_A_EXPLANATION_DESTINATION_PORT) |
			  RFW_FIELD(RFW_A_EXPLANATION_DESTINATION_DOMAIN) |
			  RFW_FIELD(RFW_A_EXPLANATION_DESTINATION_SUBSCRIBER) |
			  RFW_FIELD(RFW_A_EXPLANATION_POLICY) |
			  RFW_FIELD(RFW_A_EXPLANATION_FILTERING),
		.output = "lan0",
		.destination_domain = "home",
		.destination_subscriber = "alice",
		.policy = "default",
	};
	struct rfw_explanation explanation = about;
	const struct nlattr *attr;
	const uint8_t *packet = NULL;
	size_t length = 0;

	mnl_attr_for_each(attr, request, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == RFW_A_EXPLANATION_PACKET) {
			packet = mnl_attr_get_payload(attr);
			length = mnl_attr_get_payload_len(attr);
		}
		if (mnl_attr_get_type(attr) == RFW_A_EXPLANATION_INPUT &&
		    strcmp(mnl_attr_get_str(attr), "wan0"))
			return fake_refuse(kernel, request, -ENODEV,
					   "there is no interface of this name",
					   RFW_A_EXPLANATION_INPUT, 0);
	}
	if (length < 48)
		return fake_refuse(kernel, request, -EINVAL, "a packet is 40 to 2,048 octets",
				   RFW_A_EXPLANATION_PACKET, 0);
	explanation.length = length;
	explanation.protocol = packet[6];
	memcpy(&explanation.source_address, packet + 8, sizeof(struct in6_addr));
	memcpy(&explanation.destination_address, packet + 24, sizeof(struct in6_addr));
	explanation.source_port = packet[40] << 8 | packet[41];
	explanation.destination_port = packet[42] << 8 | packet[43];
	if (explanation.protocol == 17 && explanation.destination_port == 9) {
		explanation.verdict = RFW_VERDICT_ACCEPT;
		explanation.step = RFW_EXPLAIN_STEP_NEW_FLOW;
		explanation.origin = RFW_FLOW_ORIGIN_PINHOLE;
		explanation.opening = 7;
		explanation.state = RFW_FLOW_STATE_INITIAL;
		explanation.expires = 15;
		for (unsigned int i = RFW_A_EXPLANATION_ORIGIN;
		     i <= RFW_A_EXPLANATION_FORWARDING_CLASS; i++)
			RFW_GIVE(&explanation, i);
	} else {
		explanation.verdict = RFW_VERDICT_DROP;
		explanation.step = RFW_EXPLAIN_STEP_INBOUND;
		explanation.reason = RFW_DROP_REASON_UNSOLICITED;
		explanation.answer = RFW_ANSWER_RESET;
		RFW_GIVE(&explanation, RFW_A_EXPLANATION_REASON);
		RFW_GIVE(&explanation, RFW_A_EXPLANATION_ANSWER);
	}
	fake_put_object(kernel, request, RFW_CMD_EXPLAIN, 0, &rfw_schema_explanation,
			&explanation);
	return 0;
}

static void get_statistics(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct rfw_statistics statistics = {
		.version = "fake",
		.generation = kernel->generation,
		.active = 1,
		.max_flows = kernel->transaction ? kernel->staged_max_flows : kernel->max_flows,
		.domains = kernel->live.domains.count,
		.policies = kernel->live.policies.count,
		.subscribers = kernel->live.subscribers.count,
	};
	static struct rfw_sip_counter sip[RFW_SIP_COUNT_MAX + 1];
	static struct rfw_drop drops[64];

	for (unsigned int i = RFW_A_STATISTICS_VERSION; i <= RFW_A_STATISTICS_SIP; i++)
		RFW_GIVE(&statistics, i);
	for (size_t i = 0; i < kernel->live.domains.count; i++)
		statistics.domains_down +=
			((struct rfw_domain *)kernel->live.domains.list)[i].state ==
			RFW_DOMAIN_STATE_DOWN;
	for (unsigned int i = 0; i < RFW_DROP_REASON_MAX; i++) {
		drops[i].reason = i + 1;
		drops[i].packets = i % 7;
		RFW_GIVE(&drops[i], RFW_A_DROP_REASON);
		RFW_GIVE(&drops[i], RFW_A_DROP_PACKETS);
	}
	statistics.drop = (struct rfw_drop_list){ drops, RFW_DROP_REASON_MAX };
	for (unsigned int i = 0; i <= RFW_SIP_COUNT_MAX; i++) {
		sip[i].counter = i;
		sip[i].count = getenv("FAKE_CALLS") ? i : 0;
		RFW_GIVE(&sip[i], RFW_A_SIP_COUNTER_COUNTER);
		RFW_GIVE(&sip[i], RFW_A_SIP_COUNTER_COUNT);
	}
	statistics.sip = (struct rfw_sip_counter_list){ sip, RFW_SIP_COUNT_MAX + 1 };
	fake_put_object(kernel, request, RFW_CMD_STATISTICS_GET, 0, &rfw_schema_statistics,
			&statistics);
}

static int get_family(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	static const char *const names[] = { RFW_MCGRP_CONFIG, RFW_MCGRP_FLOW,
					     RFW_MCGRP_DROP, RFW_MCGRP_ALARM,
					     RFW_MCGRP_PINHOLE };
	struct nlmsghdr *message;
	struct nlattr *groups, *group;

	if (fake_fault("absent"))
		return fake_refuse(kernel, request, -ENOENT, "", 0, 0);
	message = fake_reply_start(kernel, request, 512);
	message->nlmsg_type = GENL_ID_CTRL;
	mnl_nlmsg_put_extra_header(message, GENL_HDRLEN);
	mnl_attr_put_u16(message, CTRL_ATTR_FAMILY_ID, FAMILY);
	groups = mnl_attr_nest_start(message, CTRL_ATTR_MCAST_GROUPS);
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		group = mnl_attr_nest_start(message, i + 1);
		mnl_attr_put_u32(message, CTRL_ATTR_MCAST_GRP_ID, i + 10);
		mnl_attr_put_strz(message, CTRL_ATTR_MCAST_GRP_NAME, names[i]);
		mnl_attr_nest_end(message, group);
	}
	mnl_attr_nest_end(message, groups);
	fake_reply_end(kernel, message);
	return 0;
}

static int transact(struct rfw_transport *kernel, const struct nlmsghdr *request,
		    unsigned int command)
{
	if (command == RFW_CMD_TRANSACTION_BEGIN) {
		fake_configuration_init(&kernel->staged);
		kernel->staged_max_flows = 262144;
		kernel->transaction = true;
		kernel->failed = false;
		return 0;
	}
	if (!kernel->transaction)
		return fake_refuse(kernel, request, -ENOENT, "this socket has no transaction", 0,
				   0);
	kernel->transaction = false;
	if (command == RFW_CMD_TRANSACTION_ABORT || kernel->failed) {
		fake_configuration_free(&kernel->staged);
		if (command != RFW_CMD_TRANSACTION_ABORT)
			return fake_refuse(kernel, request, -ECANCELED,
					   "a request of the transaction was refused", 0, 0);
		return 0;
	}
	fake_keep_pinholes(&kernel->live, &kernel->staged);
	fake_configuration_free(&kernel->live);
	kernel->live = kernel->staged;
	kernel->max_flows = kernel->staged_max_flows;
	kernel->generation++;
	return 0;
}

/* What the kernel does with a request: 0, an error that was answered, or 1 for a dump. */
static int handle(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	unsigned int command = fake_command_of(request);
	struct rfw_flow count = { .fields = RFW_FIELD(RFW_A_FLOW_COUNT), .count = 2 };
	const struct nlattr *attr;
	struct rfw_policy preset;

	if (request->nlmsg_type == GENL_ID_CTRL)
		return get_family(kernel, request);
	switch (command) {
	case RFW_CMD_DOMAIN_GET:
	case RFW_CMD_POLICY_GET:
	case RFW_CMD_SUBSCRIBER_GET:
		return get_object(kernel, request, command, rfw_requests[command].schema);
	case RFW_CMD_PRESET_GET:
		fake_preset(&preset);
		fake_put_object(kernel, request, command, NLM_F_MULTI, &rfw_schema_policy, &preset);
		rfw_release(&rfw_schema_policy, &preset);
		fake_acknowledge(kernel, request, NLMSG_DONE);
		return 1;
	case RFW_CMD_STATISTICS_GET:
		get_statistics(kernel, request);
		return 0;
	}
	if (fake_fault("permission"))
		return fake_refuse(kernel, request, -EPERM, "", 0, 0);
	switch (command) {
	case RFW_CMD_FLOW_GET:
		dump_flows(kernel, request);
		return 1;
	case RFW_CMD_HOST_NEW:
	case RFW_CMD_HOST_SET:
		return fake_change_host(kernel, request);
	case RFW_CMD_HOST_DEL:
		return fake_del_host(kernel, request);
	case RFW_CMD_HOST_GET:
	case RFW_CMD_NAMED_HOST_GET:
		fake_dump_hosts(kernel, request);
		return 1;
	case RFW_CMD_OPENING_NEW:
		return fake_new_opening(kernel, request);
	case RFW_CMD_OPENING_SET:
		return fake_set_opening(kernel, request);
	case RFW_CMD_OPENING_DEL:
		return fake_del_opening(kernel, request);
	case RFW_CMD_OPENING_GET:
		fake_dump_openings(kernel, request);
		return 1;
	case RFW_CMD_SIP_CALL_GET:
		fake_dump_calls(kernel, request);
		return 1;
	case RFW_CMD_FLOW_DEL:
		fake_put_object(kernel, request, command, 0, &rfw_schema_flow, &count);
		return 0;
	case RFW_CMD_FLOW_NEW:
		return restore_flow(kernel, request);
	case RFW_CMD_EXPLAIN:
		return explain(kernel, request);
	case RFW_CMD_FLOW_TABLE_SET:
		mnl_attr_for_each(attr, request, GENL_HDRLEN)
			*(kernel->transaction ? &kernel->staged_max_flows :
						&kernel->max_flows) = mnl_attr_get_u32(attr);
		return 0;
	case RFW_CMD_TRANSACTION_BEGIN:
	case RFW_CMD_TRANSACTION_COMMIT:
	case RFW_CMD_TRANSACTION_ABORT:
		return transact(kernel, request, command);
	}
	return fake_change_object(kernel, request, command, rfw_requests[command].schema);
}

/* ---- the transport ---- */

static void write_objects(FILE *file, struct rfw_transport *kernel, struct objects *objects,
			  unsigned int command)
{
	const struct nlmsghdr request = { .nlmsg_type = FAMILY };

	for (size_t i = 0; i < objects->count; i++) {
		kernel->reply.used = 0;
		fake_put_object(kernel, &request, command, 0, objects->schema,
				objects->list + i * objects->schema->size);
		fwrite(kernel->reply.data, 1, kernel->reply.used, file);
	}
}

/* In one step: another process may be reading. */
static void state_write(struct rfw_transport *kernel)
{
	const char *name = getenv("FAKE_STATE");
	char temporary[4096];
	FILE *file;

	snprintf(temporary, sizeof(temporary), "%s.%d", name ? name : "", getpid());
	file = name ? fopen(temporary, "w") : NULL;
	if (!file)
		return;
	fwrite(&kernel->max_flows, sizeof(kernel->max_flows), 1, file);
	write_objects(file, kernel, &kernel->live.domains, RFW_CMD_DOMAIN_NEW);
	write_objects(file, kernel, &kernel->live.policies, RFW_CMD_POLICY_NEW);
	write_objects(file, kernel, &kernel->live.subscribers, RFW_CMD_SUBSCRIBER_NEW);
	write_objects(file, kernel, &kernel->live.hosts, RFW_CMD_HOST_NEW);
	write_objects(file, kernel, &kernel->live.openings, RFW_CMD_OPENING_NEW);
	fclose(file);
	rename(temporary, name);
}

static void state_read(struct rfw_transport *kernel)
{
	FILE *file = getenv("FAKE_STATE") ? fopen(getenv("FAKE_STATE"), "r") : NULL;
	static char room[1 << 24];
	size_t length;
	int left;

	if (!file)
		return;
	if (fread(&kernel->max_flows, sizeof(kernel->max_flows), 1, file) != 1)
		kernel->max_flows = 262144;
	length = fread(room, 1, sizeof(room), file);
	left = length;
	kernel->replaying = true;
	for (struct nlmsghdr *message = (void *)room; mnl_nlmsg_ok(message, left);
	     message = mnl_nlmsg_next(message, &left)) {
		if (fake_command_of(message) == RFW_CMD_OPENING_NEW)
			fake_new_opening(kernel, message);
		else if (fake_command_of(message) == RFW_CMD_HOST_NEW)
			fake_change_host(kernel, message);
		else
			fake_change_object(kernel, message, fake_command_of(message),
					   rfw_requests[fake_command_of(message)].schema);
	}
	kernel->replaying = false;
	fclose(file);
}

struct rfw_transport *rfw_transport_open(const char *netns)
{
	struct rfw_transport *kernel = calloc(1, sizeof(*kernel));

	if (netns && strcmp(netns, "here")) {
		free(kernel);
		errno = ENOENT;
		return NULL;
	}
	kernel->max_flows = 262144;
	kernel->disturbances = fake_fault("interrupt") ? 2 : 0;
	fake_configuration_init(&kernel->live);
	state_read(kernel);
	kernel->generation = 1;
	return kernel;
}

void rfw_transport_close(struct rfw_transport *kernel)
{
	if (kernel->transaction)
		fake_configuration_free(&kernel->staged);
	state_write(kernel);
	fake_configuration_free(&kernel->live);
	rfw_buffer_free(&kernel->reply);
	free(kernel);
}

int rfw_transport_fd(const struct rfw_transport *kernel)
{
	(void)kernel;
	return -1;
}

int rfw_transport_send(struct rfw_transport *kernel, const void *data, size_t length)
{
	const struct nlmsghdr *request = data;
	int left = length;

	kernel->reply.used = 0;
	kernel->handed = 0;
	for (; mnl_nlmsg_ok(request, left); request = mnl_nlmsg_next(request, &left)) {
		if (!handle(kernel, request) && (request->nlmsg_flags & NLM_F_ACK))
			fake_acknowledge(kernel, request, NLMSG_ERROR);
	}
	return left ? -EINVAL : 0;
}

static const struct rfw_dropped dropped = {
	.fields = RFW_FIELD(RFW_A_DROPPED_REASON) | RFW_FIELD(RFW_A_DROPPED_PROTOCOL) |
		  RFW_FIELD(RFW_A_DROPPED_SOURCE_ADDRESS) | RFW_FIELD(RFW_A_DROPPED_SOURCE_PORT) |
		  RFW_FIELD(RFW_A_DROPPED_DESTINATION_ADDRESS) |
		  RFW_FIELD(RFW_A_DROPPED_DESTINATION_PORT) | RFW_FIELD(RFW_A_DROPPED_INPUT) |
		  RFW_FIELD(RFW_A_DROPPED_DESTINATION_SUBSCRIBER) |
		  RFW_FIELD(RFW_A_DROPPED_LENGTH) | RFW_FIELD(RFW_A_DROPPED_MISSED),
	.reason = RFW_DROP_REASON_UNSOLICITED,
	.protocol = 6,
	.source_address = { { { 0x20, 1, 0xd, 0xb8, [15] = 7 } } },
	.destination_address = { { { 0x20, 1, 0xd, 0xb8, [15] = 8 } } },
	.source_port = 40000,
	.destination_port = 22,
	.input = "wan0",
	.destination_subscriber = "alice",
	.length = 60,
	.missed = 9,
};

static void pinhole_event(struct rfw_transport *kernel, bool closed)
{
	const struct nlmsghdr nobody = {};
	struct rfw_opening pinhole = {
		.id = 7,
		.kind = RFW_OPENING_KIND_PINHOLE,
		.protocol = 17,
		.owner = RFW_PINHOLE_OWNER_PCP,
		.subscriber = "alice",
		.address = { { { 0x20, 1, 0xd, 0xb8, [15] = 8 } } },
		.cookie = { .length = 2, .data = { 0xab, 0xcd } },
		.lifetime = 3600,
		.packets = 5,
		.end = RFW_FLOW_END_EXPIRED,
	};

	for (unsigned int i = RFW_A_OPENING_ID; i <= RFW_A_OPENING_OCTETS; i++) {
		if (i != RFW_A_OPENING_SUFFIX && i != RFW_A_OPENING_FILTER &&
		    i != RFW_A_OPENING_PLACE)
			RFW_GIVE(&pinhole, i);
	}
	if (closed)
		RFW_GIVE(&pinhole, RFW_A_OPENING_END);
	rfw_port_range_list_add(&pinhole.port, 5060, 5070);
	fake_put_object(kernel, &nobody, closed ? RFW_CMD_PINHOLE_DEL_NTF : RFW_CMD_PINHOLE_NEW_NTF,
			0, &rfw_schema_opening, &pinhole);
	free(pinhole.port.items);
}

/*
 * flow new, events lost, flow destroyed, configuration changed, packet dropped, alarm, pinhole
 * opened, pinhole closed, and then an error
 */
static int event(struct rfw_transport *kernel)
{
	const struct nlmsghdr nobody = {};
	struct rfw_flow flow = some_flow(kernel->events);
	struct rfw_statistics statistics = {
		.fields = RFW_FIELD(RFW_A_STATISTICS_GENERATION),
		.generation = 7,
	};
	const struct rfw_alarm alarm = {
		.fields = RFW_FIELD(RFW_A_ALARM_KIND) | RFW_FIELD(RFW_A_ALARM_RAISED) |
			  RFW_FIELD(RFW_A_ALARM_SUBSCRIBER) | RFW_FIELD(RFW_A_ALARM_FLOWS) |
			  RFW_FIELD(RFW_A_ALARM_MAX_FLOWS),
		.kind = RFW_ALARM_KIND_WATERMARK,
		.raised = 1,
		.subscriber = "alice",
		.flows = 90,
		.max_flows = 100,
	};

	kernel->reply.used = 0;
	kernel->handed = 0;
	switch (kernel->events++) {
	case 0:
		fake_put_object(kernel, &nobody, RFW_CMD_FLOW_NEW_NTF, 0, &rfw_schema_flow, &flow);
		return 0;
	case 1:
		return -ENOBUFS;
	case 2:
		RFW_GIVE(&flow, RFW_A_FLOW_END);
		fake_put_object(kernel, &nobody, RFW_CMD_FLOW_DESTROY_NTF, 0, &rfw_schema_flow,
				&flow);
		return 0;
	case 3:
		fake_put_object(kernel, &nobody, RFW_CMD_CONFIGURATION_NTF, 0,
				&rfw_schema_statistics, &statistics);
		return 0;
	case 4:
		fake_put_object(kernel, &nobody, RFW_CMD_DROP_NTF, 0, &rfw_schema_dropped,
				&dropped);
		return 0;
	case 5:
		fake_put_object(kernel, &nobody, RFW_CMD_ALARM_NTF, 0, &rfw_schema_alarm, &alarm);
		return 0;
	case 6:
	case 7:
		pinhole_event(kernel, kernel->events == 8);
		return 0;
	}
	return -ECONNRESET;
}

ssize_t rfw_transport_receive(struct rfw_transport *kernel, struct rfw_buffer *buffer)
{
	const char *start;
	size_t length;
	int left, err = kernel->listening ? event(kernel) : 0;
	const struct nlmsghdr *message;

	buffer->used = 0;
	if (err)
		return err;
	/* datagrams of about 16 kB */
	start = kernel->reply.data + kernel->handed;
	message = (const void *)start;
	left = kernel->reply.used - kernel->handed;
	if (!left)
		return -EAGAIN;
	do {
		message = mnl_nlmsg_next(message, &left);
		length = (const char *)message - start;
	} while (left > 0 && length < 16384);
	if (rfw_buffer_reserve(buffer, length))
		return -ENOMEM;
	memcpy(buffer->data, start, length);
	buffer->used = length;
	kernel->handed += length;
	return length;
}

int rfw_transport_join(struct rfw_transport *kernel, uint32_t group)
{
	kernel->listening = true;
	return group >= 10 && group <= 14 ? 0 : -EINVAL;
}

int rfw_transport_forwarding(const char *netns)
{
	(void)netns;
	return !fake_fault("forwarding");
}
