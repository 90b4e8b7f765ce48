// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's side of the netlink protocol, small and in place of transport.c, so that the library and rfwctl can be tested
 * where there is no module. What is configured outlives the process in the file $FAKE_STATE, as the messages that made it.
 * $FAKE_FAULT is one of: absent (no module), permission (none), interrupt (dumps are disturbed twice), forwarding (off).
 */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/librfw/context.h"

#define FAMILY			0x40
#define PREFIXES_A_MESSAGE	100
#define HEADERS			(NLMSG_HDRLEN + GENL_HDRLEN)

struct objects {
	const struct rfw_schema *schema;
	char *list;
	size_t count;
};

struct configuration {
	struct objects domains, policies, subscribers;
};

struct rfw_transport {
	struct configuration live, staged;
	bool transaction, failed, listening, replaying;
	uint32_t generation, max_flows;
	unsigned int disturbances, events;
	struct rfw_buffer reply;
	size_t handed;			/* of the reply, to the reader */
};

static bool fault(const char *name)
{
	const char *faults = getenv("FAKE_FAULT");

	return faults && strstr(faults, name);
}

static void clear(struct objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		rfw_release(objects->schema, objects->list + i * objects->schema->size);
	free(objects->list);
	objects->list = NULL;
	objects->count = 0;
}

static void configuration_init(struct configuration *configuration)
{
	*configuration = (struct configuration){
		.domains.schema = &rfw_schema_domain,
		.policies.schema = &rfw_schema_policy,
		.subscribers.schema = &rfw_schema_subscriber,
	};
}

static void configuration_free(struct configuration *configuration)
{
	clear(&configuration->domains);
	clear(&configuration->policies);
	clear(&configuration->subscribers);
}

static struct objects *objects_of(struct configuration *configuration, const struct rfw_schema *schema)
{
	return schema == &rfw_schema_domain ? &configuration->domains :
	       schema == &rfw_schema_policy ? &configuration->policies : &configuration->subscribers;
}

static char *name_of(const struct rfw_schema *schema, const void *object)
{
	return rfw_member(object, &schema->fields[schema->key]);
}

static void *find(struct objects *objects, const char *name)
{
	for (size_t i = 0; i < objects->count; i++) {
		void *object = objects->list + i * objects->schema->size;

		if (!strcmp(name_of(objects->schema, object), name))
			return object;
	}
	return NULL;
}

/* ---- replies ---- */

static struct nlmsghdr *reply_start(struct rfw_transport *kernel, const struct nlmsghdr *request, size_t size)
{
	struct nlmsghdr *message;

	if (rfw_buffer_reserve(&kernel->reply, size + 256))
		abort();
	message = mnl_nlmsg_put_header(kernel->reply.data + kernel->reply.used);
	message->nlmsg_seq = request->nlmsg_seq;
	return message;
}

static void reply_end(struct rfw_transport *kernel, const struct nlmsghdr *message)
{
	kernel->reply.used += NLMSG_ALIGN(message->nlmsg_len);
}

static void put_object(struct rfw_transport *kernel, const struct nlmsghdr *request, unsigned int command,
		       unsigned int flags, const struct rfw_schema *schema, const void *object)
{
	struct nlmsghdr *message = reply_start(kernel, request, rfw_encoded_size(schema, object));
	struct genlmsghdr *genl;

	message->nlmsg_type = FAMILY;
	message->nlmsg_flags = flags;
	genl = mnl_nlmsg_put_extra_header(message, sizeof(*genl));
	genl->cmd = command;
	rfw_encode(message, schema, object);
	reply_end(kernel, message);
}

/* @attribute: at fault, the @index'th of its type; 0 for none */
static int refuse(struct rfw_transport *kernel, const struct nlmsghdr *request, int err, const char *text,
		  unsigned int attribute, unsigned int index)
{
	struct nlmsghdr *message = reply_start(kernel, request, 512);
	const struct nlattr *attr;
	struct nlmsgerr *error;

	message->nlmsg_type = NLMSG_ERROR;
	message->nlmsg_flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
	error = mnl_nlmsg_put_extra_header(message, sizeof(*error));
	error->error = err;
	error->msg = *request;
	mnl_attr_put_strz(message, NLMSGERR_ATTR_MSG, text);
	mnl_attr_for_each(attr, request, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == attribute && !index--)
			mnl_attr_put_u32(message, NLMSGERR_ATTR_OFFS, (const char *)attr - (const char *)request);
	}
	reply_end(kernel, message);
	kernel->failed = true;
	return err;
}

static void acknowledge(struct rfw_transport *kernel, const struct nlmsghdr *request, uint16_t type)
{
	struct nlmsghdr *message = reply_start(kernel, request, sizeof(struct nlmsgerr));
	struct nlmsgerr *error;

	message->nlmsg_type = type;
	error = mnl_nlmsg_put_extra_header(message, sizeof(*error));
	error->error = 0;
	error->msg = *request;
	reply_end(kernel, message);
}

/* ---- configuration ---- */

#define DEFAULT(object, member, attribute, value)		\
	do {							\
		if (!RFW_HAS(object, attribute))		\
			(object)->member = (value);		\
		RFW_GIVE(object, attribute);			\
	} while (0)

static void fill_domain(struct rfw_domain *domain)
{
	DEFAULT(domain, state, RFW_A_DOMAIN_STATE, RFW_DOMAIN_STATE_UP);
	DEFAULT(domain, multicast_boundary, RFW_A_DOMAIN_MULTICAST_BOUNDARY, 8);
	DEFAULT(domain, bogons, RFW_A_DOMAIN_BOGONS, RFW_BOGONS_DEFAULT);
	DEFAULT(domain, policies, RFW_A_DOMAIN_POLICIES, 0);
}

static void default_protocol(struct rfw_policy *policy, uint8_t protocol, uint32_t timeout, uint32_t initial)
{
	for (size_t i = 0; i < policy->protocol_timeout.count; i++) {
		if (policy->protocol_timeout.items[i].protocol == protocol)
			return;
	}
	rfw_protocol_timeout_list_add(&policy->protocol_timeout, protocol, timeout, initial);
}

static void fill_policy(struct rfw_policy *policy)
{
	static const uint32_t timers[] = { 0, 7440, 240, 240, 120, 10, 300, 120, 15, 60, 120, 300 };
	struct rfw_protocol_timeout_list *list = &policy->protocol_timeout;
	size_t kept = 0;

	DEFAULT(policy, preset, RFW_A_POLICY_PRESET, RFW_PRESET_STRICT);
	DEFAULT(policy, filtering, RFW_A_POLICY_FILTERING, 0);
	DEFAULT(policy, tcp_pickup, RFW_A_POLICY_TCP_PICKUP, 1);
	DEFAULT(policy, tcp_window, RFW_A_POLICY_TCP_WINDOW, RFW_TCP_WINDOW_STRICT);
	DEFAULT(policy, udp_inbound_refresh, RFW_A_POLICY_UDP_INBOUND_REFRESH, 0);
	DEFAULT(policy, flow_accounting, RFW_A_POLICY_FLOW_ACCOUNTING, 0);
	DEFAULT(policy, unknown_protocols, RFW_A_POLICY_UNKNOWN_PROTOCOLS, RFW_UNKNOWN_PROTOCOLS_ALL);
	DEFAULT(policy, ula_border, RFW_A_POLICY_ULA_BORDER, 0);
	DEFAULT(policy, icmp6_unallocated_errors, RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS, 0);
	DEFAULT(policy, icmp6_mobility, RFW_A_POLICY_ICMP6_MOBILITY, 0);
	DEFAULT(policy, max_sessions, RFW_A_POLICY_MAX_SESSIONS, 65535);
	DEFAULT(policy, subscribers, RFW_A_POLICY_SUBSCRIBERS, 0);
	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		if (!RFW_HAS(&policy->timeouts, i))
			*(uint32_t *)rfw_member(&policy->timeouts, &rfw_schema_timeouts.fields[i]) = timers[i];
		RFW_GIVE(&policy->timeouts, i);
	}
	default_protocol(policy, 132, 7440, 240);
	default_protocol(policy, 33, 7440, 480);
	for (size_t i = 0; i < list->count; i++) {
		if (RFW_HAS(&list->items[i], RFW_A_PROTOCOL_TIMEOUT_TIMEOUT))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
	RFW_GIVE(policy, RFW_A_POLICY_TIMEOUTS);
	RFW_GIVE(policy, RFW_A_POLICY_PROTOCOL_TIMEOUT);
}

static bool within(const struct rfw_prefix *outer, const struct rfw_prefix *inner)
{
	for (unsigned int bit = 0; bit < outer->length; bit++) {
		if ((outer->address.s6_addr[bit / 8] ^ inner->address.s6_addr[bit / 8]) & (0x80 >> bit % 8))
			return false;
	}
	return inner->length >= outer->length;
}

static int judge(struct rfw_transport *kernel, const struct nlmsghdr *request, struct configuration *configuration,
		 const struct rfw_schema *schema, void *object)
{
	struct rfw_subscriber *subscriber = object;
	struct rfw_policy *policy = object;
	struct rfw_domain *domain;

	if (kernel->replaying)
		return 0;
	if (schema == &rfw_schema_domain) {
		fill_domain(object);
		return 0;
	}
	if (schema == &rfw_schema_policy) {
		if (!find(&configuration->domains, policy->domain))
			return refuse(kernel, request, -ENOENT, "no such domain", RFW_A_POLICY_DOMAIN, 0);
		fill_policy(policy);
		return 0;
	}
	policy = find(&configuration->policies, subscriber->policy);
	if (!policy)
		return refuse(kernel, request, -ENOENT, "no such policy", RFW_A_SUBSCRIBER_POLICY, 0);
	domain = find(&configuration->domains, policy->domain);
	for (size_t i = 0; i < subscriber->prefix.count; i++) {
		bool inside = false;

		for (size_t n = 0; n < domain->prefix.count; n++)
			inside |= within(&domain->prefix.items[n], &subscriber->prefix.items[i]);
		if (!inside)
			return refuse(kernel, request, -ERANGE, "the prefix is outside of the domain",
				      RFW_A_SUBSCRIBER_PREFIX, i);
	}
	RFW_GIVE(subscriber, RFW_A_SUBSCRIBER_STATISTICS);
	RFW_GIVE(&subscriber->statistics, RFW_A_SUBSCRIBER_STATISTICS_FLOWS);
	DEFAULT(subscriber, whole_domain, RFW_A_SUBSCRIBER_WHOLE_DOMAIN, 0);
	return 0;
}

static int change_object(struct rfw_transport *kernel, const struct nlmsghdr *request, unsigned int command,
			 const struct rfw_schema *schema)
{
	struct configuration *configuration = kernel->transaction ? &kernel->staged : &kernel->live;
	struct objects *objects = objects_of(configuration, schema);
	char *fresh = calloc(1, schema->size), *present;
	int err;

	if (!fresh || rfw_decode_message(schema, request, fresh))
		abort();
	present = find(objects, name_of(schema, fresh));
	switch (command) {
	case RFW_CMD_DOMAIN_DEL:
	case RFW_CMD_POLICY_DEL:
	case RFW_CMD_SUBSCRIBER_DEL:
	case RFW_CMD_DOMAIN_SET:
	case RFW_CMD_POLICY_SET:
	case RFW_CMD_SUBSCRIBER_SET:
		err = present ? 0 : refuse(kernel, request, -ENOENT, "there is nothing of this name", schema->key, 0);
		break;
	default:
		err = present ? refuse(kernel, request, -EEXIST, "the name is taken", schema->key, 0) :
				judge(kernel, request, configuration, schema, fresh);
	}
	if (err || !present) {
		if (!err) {
			objects->list = reallocarray(objects->list, objects->count + 1, schema->size);
			memcpy(objects->list + objects->count++ * schema->size, fresh, schema->size);
			memset(fresh, 0, schema->size);
		}
	} else if (command == RFW_CMD_DOMAIN_DEL || command == RFW_CMD_POLICY_DEL || command == RFW_CMD_SUBSCRIBER_DEL) {
		rfw_release(schema, present);
		memmove(present, objects->list + --objects->count * schema->size, schema->size);
	} else {
		/* lists are replaced whole: only what the request has is added again */
		for (unsigned int i = 0; i < schema->count; i++) {
			struct rfw_any_list *list = rfw_member(present, &schema->fields[i]);

			if ((*(uint64_t *)fresh & RFW_FIELD(i)) && schema->fields[i].type >= RFW_U8_LIST) {
				free(list->items);
				*list = (struct rfw_any_list){};
			}
		}
		rfw_decode_message(schema, request, present);
	}
	rfw_release(schema, fresh);
	free(fresh);
	if (!err && !kernel->transaction)
		kernel->generation++;
	return err;
}

/* ---- what can be asked ---- */

/* Domains with many prefixes take several messages. */
static void dump_object(struct rfw_transport *kernel, const struct nlmsghdr *request, unsigned int command,
			unsigned int flags, const struct rfw_schema *schema, const void *object)
{
	struct rfw_domain part = *(const struct rfw_domain *)object;
	size_t left;

	if (schema != &rfw_schema_domain || part.prefix.count <= PREFIXES_A_MESSAGE) {
		put_object(kernel, request, command, flags, schema, object);
		return;
	}
	for (left = part.prefix.count; left; left -= part.prefix.count) {
		part.prefix.count = left < PREFIXES_A_MESSAGE ? left : PREFIXES_A_MESSAGE;
		put_object(kernel, request, command, flags, schema, &part);
		part.prefix.items += part.prefix.count;
	}
}

static int get_object(struct rfw_transport *kernel, const struct nlmsghdr *request, unsigned int command,
		      const struct rfw_schema *schema)
{
	struct objects *objects = objects_of(&kernel->live, schema);
	unsigned int flags = NLM_F_MULTI;
	void *asked = calloc(1, schema->size), *found;

	rfw_decode_message(schema, request, asked);
	if (request->nlmsg_flags & NLM_F_DUMP) {
		if (kernel->disturbances)
			flags |= kernel->disturbances-- ? NLM_F_DUMP_INTR : 0;
		for (size_t i = 0; i < objects->count; i++)
			dump_object(kernel, request, command, flags, schema, objects->list + i * schema->size);
		acknowledge(kernel, request, NLMSG_DONE);
	} else {
		found = find(objects, name_of(schema, asked));
		if (!found)
			refuse(kernel, request, -ENOENT, "there is nothing of this name", schema->key, 0);
		else
			put_object(kernel, request, command, 0, schema, found);
		free(asked);
		return found ? 0 : -ENOENT;
	}
	free(asked);
	return 1;
}

static struct rfw_flow some_flow(unsigned int number)
{
	struct rfw_flow flow = {
		.protocol = number % 3 == 0 ? 6 : number % 3 == 1 ? 17 : 58,
		.originator_address = { { { 0x20, 1, 0xd, 0xb8, [15] = 1 } } },
		.responder_address = { { { 0x20, 1, 0xd, 0xb8, [14] = number >> 8, [15] = number } } },
		.originator_port = 40000, .responder_port = 443, .subscriber = "alice", .expires = 300, .age = 5,
		.state = number % 3 ? RFW_FLOW_STATE_ACTIVE : RFW_FLOW_STATE_TCP_ESTABLISHED, .answered = 1,
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

		if (!RFW_HAS(&filter, RFW_A_FLOW_PROTOCOL) || filter.protocol == flow.protocol)
			put_object(kernel, request, RFW_CMD_FLOW_GET, NLM_F_MULTI, &rfw_schema_flow, &flow);
	}
	acknowledge(kernel, request, NLMSG_DONE);
}

static void get_statistics(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct rfw_statistics statistics = {
		.version = "fake", .generation = kernel->generation, .active = 1, .max_flows = kernel->max_flows,
		.domains = kernel->live.domains.count, .policies = kernel->live.policies.count,
		.subscribers = kernel->live.subscribers.count,
	};
	static struct rfw_drop drops[64];

	for (unsigned int i = RFW_A_STATISTICS_VERSION; i <= RFW_A_STATISTICS_DROP; i++)
		RFW_GIVE(&statistics, i);
	for (size_t i = 0; i < kernel->live.domains.count; i++)
		statistics.domains_down += ((struct rfw_domain *)kernel->live.domains.list)[i].state == RFW_DOMAIN_STATE_DOWN;
	for (unsigned int i = 0; i < RFW_DROP_REASON_MAX; i++) {
		drops[i].reason = i + 1;
		drops[i].packets = i % 7;
		RFW_GIVE(&drops[i], RFW_A_DROP_REASON);
		RFW_GIVE(&drops[i], RFW_A_DROP_PACKETS);
	}
	statistics.drop = (struct rfw_drop_list){ drops, RFW_DROP_REASON_MAX };
	put_object(kernel, request, RFW_CMD_STATISTICS_GET, 0, &rfw_schema_statistics, &statistics);
}

static int get_family(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	static const char *const names[] = { RFW_MCGRP_CONFIG, RFW_MCGRP_FLOW };
	struct nlmsghdr *message;
	struct nlattr *groups, *group;

	if (fault("absent"))
		return refuse(kernel, request, -ENOENT, "", 0, 0);
	message = reply_start(kernel, request, 512);
	message->nlmsg_type = GENL_ID_CTRL;
	mnl_nlmsg_put_extra_header(message, GENL_HDRLEN);
	mnl_attr_put_u16(message, CTRL_ATTR_FAMILY_ID, FAMILY);
	groups = mnl_attr_nest_start(message, CTRL_ATTR_MCAST_GROUPS);
	for (unsigned int i = 0; i < 2; i++) {
		group = mnl_attr_nest_start(message, i + 1);
		mnl_attr_put_u32(message, CTRL_ATTR_MCAST_GRP_ID, i + 10);
		mnl_attr_put_strz(message, CTRL_ATTR_MCAST_GRP_NAME, names[i]);
		mnl_attr_nest_end(message, group);
	}
	mnl_attr_nest_end(message, groups);
	reply_end(kernel, message);
	return 0;
}

static int transact(struct rfw_transport *kernel, const struct nlmsghdr *request, unsigned int command)
{
	if (command == RFW_CMD_TRANSACTION_BEGIN) {
		configuration_init(&kernel->staged);
		kernel->transaction = true;
		kernel->failed = false;
		return 0;
	}
	if (!kernel->transaction)
		return refuse(kernel, request, -ENOENT, "this socket has no transaction", 0, 0);
	kernel->transaction = false;
	if (command == RFW_CMD_TRANSACTION_ABORT || kernel->failed) {
		configuration_free(&kernel->staged);
		if (command != RFW_CMD_TRANSACTION_ABORT)
			return refuse(kernel, request, -ECANCELED, "a request of the transaction was refused", 0, 0);
		return 0;
	}
	configuration_free(&kernel->live);
	kernel->live = kernel->staged;
	kernel->generation++;
	return 0;
}

/* What the kernel does with a request: 0, an error that was answered, or 1 for a dump. */
static int handle(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	unsigned int command = ((const struct genlmsghdr *)mnl_nlmsg_get_payload(request))->cmd;
	struct rfw_flow count = { .fields = RFW_FIELD(RFW_A_FLOW_COUNT), .count = 2 };
	const struct nlattr *attr;

	if (request->nlmsg_type == GENL_ID_CTRL)
		return get_family(kernel, request);
	switch (command) {
	case RFW_CMD_DOMAIN_GET:
	case RFW_CMD_POLICY_GET:
	case RFW_CMD_SUBSCRIBER_GET:
		return get_object(kernel, request, command, rfw_requests[command].schema);
	case RFW_CMD_STATISTICS_GET:
		get_statistics(kernel, request);
		return 0;
	}
	if (fault("permission"))
		return refuse(kernel, request, -EPERM, "", 0, 0);
	switch (command) {
	case RFW_CMD_FLOW_GET:
		dump_flows(kernel, request);
		return 1;
	case RFW_CMD_FLOW_DEL:
		put_object(kernel, request, command, 0, &rfw_schema_flow, &count);
		return 0;
	case RFW_CMD_FLOW_TABLE_SET:
		mnl_attr_for_each(attr, request, GENL_HDRLEN)
			kernel->max_flows = mnl_attr_get_u32(attr);
		return 0;
	case RFW_CMD_TRANSACTION_BEGIN:
	case RFW_CMD_TRANSACTION_COMMIT:
	case RFW_CMD_TRANSACTION_ABORT:
		return transact(kernel, request, command);
	}
	return change_object(kernel, request, command, rfw_requests[command].schema);
}

/* ---- the transport ---- */

static void write_objects(FILE *file, struct rfw_transport *kernel, struct objects *objects, unsigned int command)
{
	const struct nlmsghdr request = { .nlmsg_type = FAMILY };

	for (size_t i = 0; i < objects->count; i++) {
		kernel->reply.used = 0;
		put_object(kernel, &request, command, 0, objects->schema, objects->list + i * objects->schema->size);
		fwrite(kernel->reply.data, 1, kernel->reply.used, file);
	}
}

static void state_write(struct rfw_transport *kernel)
{
	FILE *file = getenv("FAKE_STATE") ? fopen(getenv("FAKE_STATE"), "w") : NULL;

	if (!file)
		return;
	fwrite(&kernel->max_flows, sizeof(kernel->max_flows), 1, file);
	write_objects(file, kernel, &kernel->live.domains, RFW_CMD_DOMAIN_NEW);
	write_objects(file, kernel, &kernel->live.policies, RFW_CMD_POLICY_NEW);
	write_objects(file, kernel, &kernel->live.subscribers, RFW_CMD_SUBSCRIBER_NEW);
	fclose(file);
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
	     message = mnl_nlmsg_next(message, &left))
		change_object(kernel, message, ((struct genlmsghdr *)mnl_nlmsg_get_payload(message))->cmd,
			      rfw_requests[((struct genlmsghdr *)mnl_nlmsg_get_payload(message))->cmd].schema);
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
	kernel->disturbances = fault("interrupt") ? 2 : 0;
	configuration_init(&kernel->live);
	state_read(kernel);
	kernel->generation = 1;
	return kernel;
}

void rfw_transport_close(struct rfw_transport *kernel)
{
	if (kernel->transaction)
		configuration_free(&kernel->staged);
	state_write(kernel);
	configuration_free(&kernel->live);
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
			acknowledge(kernel, request, NLMSG_ERROR);
	}
	return left ? -EINVAL : 0;
}

/* flow new, events lost, flow destroyed, configuration changed, and then an error */
static int event(struct rfw_transport *kernel)
{
	const struct nlmsghdr nobody = {};
	struct rfw_flow flow = some_flow(kernel->events);
	struct rfw_statistics statistics = {
		.fields = RFW_FIELD(RFW_A_STATISTICS_GENERATION), .generation = 7,
	};

	kernel->reply.used = 0;
	kernel->handed = 0;
	switch (kernel->events++) {
	case 0:
		put_object(kernel, &nobody, RFW_CMD_FLOW_NEW_NTF, 0, &rfw_schema_flow, &flow);
		return 0;
	case 1:
		return -ENOBUFS;
	case 2:
		RFW_GIVE(&flow, RFW_A_FLOW_END);
		put_object(kernel, &nobody, RFW_CMD_FLOW_DESTROY_NTF, 0, &rfw_schema_flow, &flow);
		return 0;
	case 3:
		put_object(kernel, &nobody, RFW_CMD_CONFIGURATION_NTF, 0, &rfw_schema_statistics, &statistics);
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
	return group == 10 || group == 11 ? 0 : -EINVAL;
}

int rfw_transport_forwarding(const char *netns)
{
	(void)netns;
	return !fault("forwarding");
}
