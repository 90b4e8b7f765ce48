// SPDX-License-Identifier: LGPL-2.1-or-later
/* Domains, policies and subscribers. */
#include "context.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One set of functions an object: they differ in types and commands only. */

static void object_free(const struct rfw_schema *schema, void *object)
{
	if (!object)
		return;
	rfw_release(schema, object);
	free(object);
}

static int object_add(struct rfw_context *context, unsigned int command,
		      const struct rfw_schema *schema, const void *object)
{
	if (context->transaction)
		return rfw_transaction_queue(context, command, schema, object);
	return rfw_change(context, command, schema, object);
}

/* A request that has nothing but a name: the object itself, so that all goes the same way. */
static void *named(struct rfw_context *context, const struct rfw_schema *schema, const char *name)
{
	const struct rfw_field *key = &schema->fields[schema->key];
	uint64_t fields = RFW_FIELD(schema->key);
	void *object;

	if (strlen(name) > key->max || !*name) {
		rfw_fail(context, -EINVAL, "a name has 1 to %u octets", key->max);
		errno = EINVAL;
		return NULL;
	}
	object = calloc(1, schema->size);
	if (!object) {
		rfw_fail(context, -ENOMEM, "%s", strerror(ENOMEM));
		return NULL;
	}
	memcpy(object, &fields, sizeof(fields));
	memcpy(rfw_member(object, key), name, strlen(name) + 1);
	return object;
}

static int object_del(struct rfw_context *context, unsigned int command,
		      const struct rfw_schema *schema, const char *name)
{
	void *object = named(context, schema, name);
	int err;

	if (!object)
		return -errno;
	err = rfw_change(context, command, schema, object);
	free(object);
	return err;
}

struct wanted {
	const struct rfw_schema *schema;
	const char *name;
	void *found;
};

/* Move the object with the wanted name out of a dump. The dump frees what is left of it. */
static int take(const void *object, void *data)
{
	struct wanted *wanted = data;
	const struct rfw_schema *schema = wanted->schema;

	if (strcmp(rfw_member(object, &schema->fields[schema->key]), wanted->name))
		return 0;
	wanted->found = malloc(schema->size);
	if (!wanted->found)
		return -ENOMEM;
	memcpy(wanted->found, object, schema->size);
	memset((void *)object, 0, schema->size);
	return 1;
}

static int object_get(struct rfw_context *context, unsigned int command,
		      const struct rfw_schema *schema, const char *name, void **object)
{
	struct wanted wanted = { .schema = schema, .name = name };
	void *request = named(context, schema, name);
	int err;

	if (!request)
		return -errno;
	err = rfw_fetch(context, command, schema, request, object);
	free(request);
	if (err != -EMSGSIZE)
		return err;

	/* too large for one message: dumps have more than one */
	err = rfw_dump(context, command, schema, NULL, take, &wanted);
	if (err < 0)
		return err;
	if (!wanted.found)
		return rfw_fail(context, -ENOENT, "no such %s", schema->name);
	*object = wanted.found;
	return 0;
}

#define OBJECT(object, NAME)									\
	struct rfw_##object *rfw_##object##_alloc(void)						\
	{											\
		return calloc(1, sizeof(struct rfw_##object));					\
	}											\
	void rfw_##object##_free(struct rfw_##object *item)					\
	{											\
		object_free(&rfw_schema_##object, item);					\
	}											\
	int rfw_##object##_add(struct rfw_context *context, const struct rfw_##object *item)	\
	{											\
		return object_add(context, RFW_CMD_##NAME##_NEW, &rfw_schema_##object, item);	\
	}											\
	int rfw_##object##_set(struct rfw_context *context, const struct rfw_##object *item)	\
	{											\
		return rfw_change(context, RFW_CMD_##NAME##_SET, &rfw_schema_##object, item);	\
	}											\
	int rfw_##object##_del(struct rfw_context *context, const char *name)			\
	{											\
		return object_del(context, RFW_CMD_##NAME##_DEL, &rfw_schema_##object, name);	\
	}											\
	int rfw_##object##_get(struct rfw_context *context, const char *name,			\
			       struct rfw_##object **item)					\
	{											\
		void *found;									\
		int err = object_get(context, RFW_CMD_##NAME##_GET, &rfw_schema_##object, name,	\
				     &found);							\
												\
		if (!err)									\
			*item = found;								\
		return err;									\
	}											\
	struct object##_each {									\
		int (*each)(const struct rfw_##object *item, void *data);			\
		void *data;									\
	};											\
	static int object##_each(const void *item, void *data)					\
	{											\
		struct object##_each *walk = data;						\
												\
		return walk->each(item, walk->data);						\
	}

OBJECT(domain, DOMAIN)
OBJECT(policy, POLICY)
OBJECT(subscriber, SUBSCRIBER)

int rfw_domain_each(struct rfw_context *context,
		    int (*each)(const struct rfw_domain *domain, void *data), void *data)
{
	struct domain_each walk = { each, data };

	return rfw_dump(context, RFW_CMD_DOMAIN_GET, &rfw_schema_domain, NULL, domain_each, &walk);
}

int rfw_policy_each(struct rfw_context *context,
		    int (*each)(const struct rfw_policy *policy, void *data), void *data)
{
	struct policy_each walk = { each, data };

	return rfw_dump(context, RFW_CMD_POLICY_GET, &rfw_schema_policy, NULL, policy_each, &walk);
}

struct preset_each {
	int (*each)(const struct rfw_policy *policy, void *data);
	void *data;
};

static int preset_message(struct rfw_context *context, const struct nlmsghdr *message, void *data)
{
	struct rfw_policy *policy = rfw_policy_alloc();
	struct preset_each *walk = data;
	int err;

	if (!policy)
		return rfw_fail(context, -ENOMEM, "%s", strerror(ENOMEM));
	err = rfw_decode_message(&rfw_schema_policy, message, policy);
	if (err)
		rfw_fail(context, err, "a preset can't be read: %s", strerror(-err));
	else
		err = walk->each(policy, walk->data);
	rfw_policy_free(policy);
	return err;
}

int rfw_preset_each(struct rfw_context *context,
		    int (*each)(const struct rfw_policy *policy, void *data), void *data)
{
	struct preset_each walk = { each, data };

	rfw_settle(context);
	if (!rfw_request(context, RFW_CMD_PRESET_GET, NLM_F_DUMP, NULL, NULL))
		return -ENOMEM;
	return rfw_exchange(context, preset_message, &walk, NULL);
}

int rfw_subscriber_each(struct rfw_context *context, const char *policy,
			int (*each)(const struct rfw_subscriber *subscriber, void *data),
			void *data)
{
	struct subscriber_each walk = { each, data };
	struct rfw_subscriber request = {};

	if (policy) {
		RFW_GIVE(&request, RFW_A_SUBSCRIBER_POLICY);
		snprintf(request.policy, sizeof(request.policy), "%s", policy);
	}
	return rfw_dump(context, RFW_CMD_SUBSCRIBER_GET, &rfw_schema_subscriber,
			policy ? &request : NULL, subscriber_each, &walk);
}

int rfw_prefix_list_add(struct rfw_prefix_list *list, const struct in6_addr *address,
			uint8_t length)
{
	struct rfw_prefix *prefix = rfw_list_grow(list, sizeof(*prefix));

	if (!prefix)
		return -ENOMEM;
	prefix->address = *address;
	prefix->length = length;
	return 0;
}

int rfw_interface_list_add(struct rfw_interface_list *list, const char *name)
{
	struct rfw_interface *interface;

	if (strlen(name) > RFW_INTERFACE_NAME_MAX)
		return -EINVAL;
	interface = rfw_list_grow(list, sizeof(*interface));
	if (!interface)
		return -ENOMEM;
	memcpy(interface->name, name, strlen(name) + 1);
	return 0;
}

int rfw_number_list_add(struct rfw_number_list *list, uint8_t number)
{
	uint8_t *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	*item = number;
	return 0;
}

int rfw_port_list_add(struct rfw_port_list *list, uint16_t port)
{
	uint16_t *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	*item = port;
	return 0;
}

int rfw_protocol_filtering_list_add(struct rfw_protocol_filtering_list *list, uint8_t protocol,
				    uint8_t filtering)
{
	struct rfw_protocol_filtering *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	RFW_GIVE(item, RFW_A_PROTOCOL_FILTERING_PROTOCOL);
	RFW_GIVE(item, RFW_A_PROTOCOL_FILTERING_FILTERING);
	item->protocol = protocol;
	item->filtering = filtering;
	return 0;
}

int rfw_protocol_ports_list_add(struct rfw_protocol_ports_list *list, uint8_t protocol,
				uint16_t low, uint16_t high)
{
	struct rfw_protocol_ports *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	RFW_GIVE(item, RFW_A_PROTOCOL_PORTS_PROTOCOL);
	RFW_GIVE(item, RFW_A_PROTOCOL_PORTS_LOW);
	RFW_GIVE(item, RFW_A_PROTOCOL_PORTS_HIGH);
	item->protocol = protocol;
	item->low = low;
	item->high = high;
	return 0;
}

int rfw_port_range_list_add(struct rfw_port_range_list *list, uint16_t low, uint16_t high)
{
	struct rfw_port_range *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	RFW_GIVE(item, RFW_A_PORT_RANGE_LOW);
	RFW_GIVE(item, RFW_A_PORT_RANGE_HIGH);
	item->low = low;
	item->high = high;
	return 0;
}

int rfw_opening_filter_list_add(struct rfw_opening_filter_list *list,
				const struct rfw_prefix *prefix, uint16_t port)
{
	struct rfw_opening_filter *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	if (prefix) {
		RFW_GIVE(item, RFW_A_OPENING_FILTER_PREFIX);
		item->prefix = *prefix;
	}
	if (port) {
		RFW_GIVE(item, RFW_A_OPENING_FILTER_PORT);
		item->port = port;
	}
	return 0;
}

int rfw_service_code_list_add(struct rfw_service_code_list *list, uint32_t code)
{
	uint32_t *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	*item = code;
	return 0;
}

int rfw_dscp_class_list_add(struct rfw_dscp_class_list *list, uint8_t dscp,
			    uint8_t forwarding_class)
{
	struct rfw_dscp_class *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	RFW_GIVE(item, RFW_A_DSCP_CLASS_DSCP);
	RFW_GIVE(item, RFW_A_DSCP_CLASS_FORWARDING_CLASS);
	item->dscp = dscp;
	item->forwarding_class = forwarding_class;
	return 0;
}

int rfw_protocol_timeout_list_add(struct rfw_protocol_timeout_list *list, uint8_t protocol,
				  uint32_t timeout, uint32_t initial)
{
	struct rfw_protocol_timeout *item = rfw_list_grow(list, sizeof(*item));

	if (!item)
		return -ENOMEM;
	RFW_GIVE(item, RFW_A_PROTOCOL_TIMEOUT_PROTOCOL);
	item->protocol = protocol;
	if (timeout) {
		RFW_GIVE(item, RFW_A_PROTOCOL_TIMEOUT_TIMEOUT);
		item->timeout = timeout;
	}
	if (initial) {
		RFW_GIVE(item, RFW_A_PROTOCOL_TIMEOUT_INITIAL);
		item->initial = initial;
	}
	return 0;
}
