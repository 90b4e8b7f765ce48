// SPDX-License-Identifier: GPL-2.0-only
/* What is configured in the fake kernel, and how it answers. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"

unsigned int fake_command_of(const struct nlmsghdr *message)
{
	return ((const struct genlmsghdr *)mnl_nlmsg_get_payload(message))->cmd;
}

bool fake_fault(const char *name)
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

void fake_configuration_init(struct configuration *configuration)
{
	*configuration = (struct configuration){
		.domains.schema = &rfw_schema_domain,
		.policies.schema = &rfw_schema_policy,
		.subscribers.schema = &rfw_schema_subscriber,
		.hosts.schema = &rfw_schema_host,
		.openings.schema = &rfw_schema_opening,
	};
}

void fake_configuration_free(struct configuration *configuration)
{
	clear(&configuration->domains);
	clear(&configuration->policies);
	clear(&configuration->subscribers);
	clear(&configuration->hosts);
	clear(&configuration->openings);
}

struct objects *fake_objects_of(struct configuration *configuration,
				const struct rfw_schema *schema)
{
	return schema == &rfw_schema_domain ? &configuration->domains :
	       schema == &rfw_schema_policy ? &configuration->policies :
					      &configuration->subscribers;
}

char *fake_name_of(const struct rfw_schema *schema, const void *object)
{
	return rfw_member(object, &schema->fields[schema->key]);
}

void *fake_find(struct objects *objects, const char *name)
{
	for (size_t i = 0; i < objects->count; i++) {
		void *object = objects->list + i * objects->schema->size;

		if (!strcmp(fake_name_of(objects->schema, object), name))
			return object;
	}
	return NULL;
}

/* ---- replies ---- */

struct nlmsghdr *fake_reply_start(struct rfw_transport *kernel, const struct nlmsghdr *request,
				  size_t size)
{
	struct nlmsghdr *message;

	if (rfw_buffer_reserve(&kernel->reply, size + 256))
		abort();
	message = mnl_nlmsg_put_header(kernel->reply.data + kernel->reply.used);
	message->nlmsg_seq = request->nlmsg_seq;
	return message;
}

void fake_reply_end(struct rfw_transport *kernel, const struct nlmsghdr *message)
{
	kernel->reply.used += NLMSG_ALIGN(message->nlmsg_len);
}

void fake_put_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
		     unsigned int command, unsigned int flags, const struct rfw_schema *schema,
		     const void *object)
{
	struct nlmsghdr *message =
		fake_reply_start(kernel, request, rfw_encoded_size(schema, object));
	struct genlmsghdr *genl;

	message->nlmsg_type = FAMILY;
	message->nlmsg_flags = flags;
	genl = mnl_nlmsg_put_extra_header(message, sizeof(*genl));
	genl->cmd = command;
	rfw_encode(message, schema, object);
	fake_reply_end(kernel, message);
}

/* @attribute: at fault, the @index'th of its type; 0 for none */
int fake_refuse(struct rfw_transport *kernel, const struct nlmsghdr *request, int err,
		const char *text, unsigned int attribute, unsigned int index)
{
	struct nlmsghdr *message = fake_reply_start(kernel, request, 512);
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
			mnl_attr_put_u32(message, NLMSGERR_ATTR_OFFS,
					 (const char *)attr - (const char *)request);
	}
	fake_reply_end(kernel, message);
	kernel->failed = true;
	return err;
}

void fake_acknowledge(struct rfw_transport *kernel, const struct nlmsghdr *request, uint16_t type)
{
	struct nlmsghdr *message = fake_reply_start(kernel, request, sizeof(struct nlmsgerr));
	struct nlmsgerr *error;

	message->nlmsg_type = type;
	error = mnl_nlmsg_put_extra_header(message, sizeof(*error));
	error->error = 0;
	error->msg = *request;
	fake_reply_end(kernel, message);
}

/* ---- configuration ---- */

#define DEFAULT(object, member, attribute, value)   \
	do {                                        \
		if (!RFW_HAS(object, attribute))    \
			(object)->member = (value); \
		RFW_GIVE(object, attribute);        \
	} while (0)

static void fill_domain(struct rfw_domain *domain)
{
	DEFAULT(domain, state, RFW_A_DOMAIN_STATE, RFW_DOMAIN_STATE_UP);
	DEFAULT(domain, multicast_boundary, RFW_A_DOMAIN_MULTICAST_BOUNDARY, 8);
	DEFAULT(domain, bogons, RFW_A_DOMAIN_BOGONS, RFW_BOGONS_DEFAULT);
	DEFAULT(domain, accept_mask, RFW_A_DOMAIN_ACCEPT_MASK, domain->accept_mark ? ~0u : 0);
	DEFAULT(domain, accept_mark, RFW_A_DOMAIN_ACCEPT_MARK, 0);
	DEFAULT(domain, max_flows, RFW_A_DOMAIN_MAX_FLOWS, 0);
	DEFAULT(domain, flows, RFW_A_DOMAIN_FLOWS, 0);
	DEFAULT(domain, policies, RFW_A_DOMAIN_POLICIES, 0);
}

static void default_protocol(struct rfw_policy *policy, uint8_t protocol, uint32_t timeout,
			     uint32_t initial)
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
	DEFAULT(policy, host_learning, RFW_A_POLICY_HOST_LEARNING, RFW_HOST_LEARNING_OFF);
	DEFAULT(policy, max_hosts, RFW_A_POLICY_MAX_HOSTS, 256);
	DEFAULT(policy, unknown_protocols, RFW_A_POLICY_UNKNOWN_PROTOCOLS,
		RFW_UNKNOWN_PROTOCOLS_ALL);
	DEFAULT(policy, ula_border, RFW_A_POLICY_ULA_BORDER, 0);
	DEFAULT(policy, icmp6_unallocated_errors, RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS, 0);
	DEFAULT(policy, icmp6_mobility, RFW_A_POLICY_ICMP6_MOBILITY, 0);
	DEFAULT(policy, echo_in, RFW_A_POLICY_ECHO_IN, 0);
	DEFAULT(policy, ipsec_passthrough, RFW_A_POLICY_IPSEC_PASSTHROUGH, 0);
	DEFAULT(policy, unsolicited, RFW_A_POLICY_UNSOLICITED, RFW_UNSOLICITED_DROP);
	DEFAULT(policy, tcp_reset_unknown, RFW_A_POLICY_TCP_RESET_UNKNOWN, 0);
	DEFAULT(policy, limit_answer, RFW_A_POLICY_LIMIT_ANSWER, 0);
	DEFAULT(policy, tcp_mss, RFW_A_POLICY_TCP_MSS, 0);
	DEFAULT(policy, tcp_mss_pmtu, RFW_A_POLICY_TCP_MSS_PMTU, 0);
	DEFAULT(policy, transparent, RFW_A_POLICY_TRANSPARENT, 0);
	DEFAULT(policy, pinhole_low_ports, RFW_A_POLICY_PINHOLE_LOW_PORTS, 0);
	DEFAULT(policy, max_pinholes, RFW_A_POLICY_MAX_PINHOLES, 64);
	DEFAULT(policy, max_sessions, RFW_A_POLICY_MAX_SESSIONS, 65535);
	DEFAULT(policy, reserved_sessions, RFW_A_POLICY_RESERVED_SESSIONS, 0);
	DEFAULT(policy, priority_fc, RFW_A_POLICY_PRIORITY_FC, 0);
	DEFAULT(policy, inbound_share, RFW_A_POLICY_INBOUND_SHARE, 50);
	DEFAULT(policy, evict_unanswered, RFW_A_POLICY_EVICT_UNANSWERED, 0);
	DEFAULT(policy, watermark_high, RFW_A_POLICY_WATERMARK_HIGH, 0);
	DEFAULT(policy, watermark_low, RFW_A_POLICY_WATERMARK_LOW, 0);
	DEFAULT(policy, max_new_per_second, RFW_A_POLICY_MAX_NEW_PER_SECOND, 0);
	DEFAULT(policy, max_half_open, RFW_A_POLICY_MAX_HALF_OPEN, 0);
	DEFAULT(policy, alg, RFW_A_POLICY_ALG, 0);
	DEFAULT(policy, sip_max_calls, RFW_A_POLICY_SIP_MAX_CALLS, 64);
	DEFAULT(policy, sip_max_calls_host, RFW_A_POLICY_SIP_MAX_CALLS_HOST, 16);
	DEFAULT(policy, sip_other_hosts, RFW_A_POLICY_SIP_OTHER_HOSTS, 0);
	DEFAULT(policy, subscribers, RFW_A_POLICY_SUBSCRIBERS, 0);
	if (!RFW_HAS(policy, RFW_A_POLICY_SIP_PORT))
		rfw_port_list_add(&policy->sip_port, 5060);
	RFW_GIVE(policy, RFW_A_POLICY_SIP_PORT);
	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		if (!RFW_HAS(&policy->timeouts, i))
			*(uint32_t *)rfw_member(&policy->timeouts, &rfw_schema_timeouts.fields[i]) =
				timers[i];
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

/* The one preset of this kernel. */
void fake_preset(struct rfw_policy *policy)
{
	*policy = (struct rfw_policy){};
	fill_policy(policy);
}

bool fake_within(const struct rfw_prefix *outer, const struct rfw_prefix *inner)
{
	for (unsigned int bit = 0; bit < outer->length; bit++) {
		if ((outer->address.s6_addr[bit / 8] ^ inner->address.s6_addr[bit / 8]) &
		    (0x80 >> bit % 8))
			return false;
	}
	return inner->length >= outer->length;
}

static int judge(struct rfw_transport *kernel, const struct nlmsghdr *request,
		 struct configuration *configuration, const struct rfw_schema *schema, void *object)
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
		if (!fake_find(&configuration->domains, policy->domain))
			return fake_refuse(kernel, request, -ENOENT, "no such domain",
					   RFW_A_POLICY_DOMAIN, 0);
		fill_policy(policy);
		return 0;
	}
	policy = fake_find(&configuration->policies, subscriber->policy);
	if (!policy)
		return fake_refuse(kernel, request, -ENOENT, "no such policy",
				   RFW_A_SUBSCRIBER_POLICY, 0);
	domain = fake_find(&configuration->domains, policy->domain);
	for (size_t i = 0; i < subscriber->prefix.count; i++) {
		bool inside = false;

		for (size_t n = 0; n < domain->prefix.count; n++)
			inside |= fake_within(&domain->prefix.items[n], &subscriber->prefix.items[i]);
		if (!inside)
			return fake_refuse(kernel, request, -ERANGE,
					   "the prefix is outside of the domain",
					   RFW_A_SUBSCRIBER_PREFIX, i);
	}
	RFW_GIVE(subscriber, RFW_A_SUBSCRIBER_STATISTICS);
	RFW_GIVE(&subscriber->statistics, RFW_A_SUBSCRIBER_STATISTICS_FLOWS);
	DEFAULT(subscriber, whole_domain, RFW_A_SUBSCRIBER_WHOLE_DOMAIN, 0);
	return 0;
}

/* A single nest without anything in it stands for an empty list. */
void fake_clear_empty(const struct rfw_schema *schema, void *object)
{
	for (unsigned int i = 0; i < schema->count; i++) {
		struct rfw_any_list *list = rfw_member(object, &schema->fields[i]);

		if (schema->fields[i].type != RFW_NEST_LIST)
			continue;
		if (list->count == 1 && !*(uint64_t *)list->items)
			list->count = 0;
		if (!list->count)
			*(uint64_t *)object &= ~RFW_FIELD(i);
	}
}

int fake_change_object(struct rfw_transport *kernel, const struct nlmsghdr *request,
		       unsigned int command, const struct rfw_schema *schema)
{
	struct configuration *configuration = kernel->transaction ? &kernel->staged : &kernel->live;
	struct objects *objects = fake_objects_of(configuration, schema);
	char *fresh = calloc(1, schema->size), *present;
	int err;

	if (!fresh || rfw_decode_message(schema, request, fresh))
		abort();
	present = fake_find(objects, fake_name_of(schema, fresh));
	switch (command) {
	case RFW_CMD_DOMAIN_DEL:
	case RFW_CMD_POLICY_DEL:
	case RFW_CMD_SUBSCRIBER_DEL:
	case RFW_CMD_DOMAIN_SET:
	case RFW_CMD_POLICY_SET:
	case RFW_CMD_SUBSCRIBER_SET:
		err = present ? 0 :
				fake_refuse(kernel, request, -ENOENT,
					    "there is nothing of this name", schema->key, 0);
		break;
	default:
		err = present ? fake_refuse(kernel, request, -EEXIST, "the name is taken",
					    schema->key, 0) :
				judge(kernel, request, configuration, schema, fresh);
	}
	if (err || !present) {
		if (!err) {
			fake_clear_empty(schema, fresh);
			objects->list =
				reallocarray(objects->list, objects->count + 1, schema->size);
			memcpy(objects->list + objects->count++ * schema->size, fresh,
			       schema->size);
			memset(fresh, 0, schema->size);
		}
	} else if (command == RFW_CMD_DOMAIN_DEL || command == RFW_CMD_POLICY_DEL ||
		   command == RFW_CMD_SUBSCRIBER_DEL) {
		rfw_release(schema, present);
		memmove(present, objects->list + --objects->count * schema->size, schema->size);
	} else {
		/* lists are replaced whole: only what the request has is added again */
		for (unsigned int i = 0; i < schema->count; i++) {
			struct rfw_any_list *list = rfw_member(present, &schema->fields[i]);

			if ((*(uint64_t *)fresh & RFW_FIELD(i)) &&
			    schema->fields[i].type >= RFW_U8_LIST) {
				free(list->items);
				*list = (struct rfw_any_list){};
			}
		}
		/* the filtering of all protocols resets that of single ones */
		if (command == RFW_CMD_POLICY_SET &&
		    RFW_HAS((struct rfw_policy *)fresh, RFW_A_POLICY_FILTERING))
			((struct rfw_policy *)present)->protocol_filtering.count = 0;
		rfw_decode_message(schema, request, present);
		fake_clear_empty(schema, present);
	}
	rfw_release(schema, fresh);
	free(fresh);
	if (!err && !kernel->transaction)
		kernel->generation++;
	return err;
}
