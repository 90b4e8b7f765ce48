// SPDX-License-Identifier: LGPL-2.1-or-later
/* Requests and what comes back. */
#include "context.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#define HEADERS (NLMSG_HDRLEN + GENL_HDRLEN)
#define DUMP_ATTEMPTS 10

struct nlmsghdr *rfw_request(struct rfw_context *context, unsigned int command, unsigned int flags,
			     const struct rfw_schema *schema, const void *object)
{
	size_t size = HEADERS + (object ? rfw_encoded_size(schema, object) : 0);
	struct nlmsghdr *message;
	struct genlmsghdr *genl;

	if (rfw_buffer_reserve(&context->out, NLMSG_ALIGN(size) + 256)) {
		rfw_fail(context, -ENOMEM, "%s", strerror(ENOMEM));
		return NULL;
	}
	/* libmnl leaves the padding behind attributes as it was */
	memset(context->out.data + context->out.used, 0, NLMSG_ALIGN(size) + 256);
	message = mnl_nlmsg_put_header(context->out.data + context->out.used);
	message->nlmsg_type = context->family;
	message->nlmsg_flags = NLM_F_REQUEST | flags;
	message->nlmsg_seq = ++context->sequence;
	genl = mnl_nlmsg_put_extra_header(message, sizeof(*genl));
	genl->cmd = command;
	genl->version = RFW_GENL_VERSION;
	if (object)
		rfw_encode(message, schema, object);
	context->out.used += NLMSG_ALIGN(message->nlmsg_len);
	return message;
}

int rfw_decode_message(const struct rfw_schema *schema, const struct nlmsghdr *message,
		       void *object)
{
	if (message->nlmsg_len < HEADERS)
		return -EBADMSG;
	return rfw_decode(schema, (const char *)message + HEADERS, message->nlmsg_len - HEADERS,
			  object);
}

/* The error that a message carries, 0 for none. @final: no more follow for the request. */
static int message_error(const struct nlmsghdr *message, bool *final)
{
	size_t length = mnl_nlmsg_get_payload_len(message);
	int err = 0;

	*final = message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE;
	if (!*final)
		return 0;
	if (message->nlmsg_type == NLMSG_ERROR && length < sizeof(struct nlmsgerr))
		return -EBADMSG;
	if (length >= sizeof(int))
		memcpy(&err, mnl_nlmsg_get_payload(message), sizeof(err));
	return err < 0 ? err : 0;
}

struct exchange {
	uint32_t first;
	uint32_t last;
	int result; /* first error */
	bool done;
};

static int handle(struct rfw_context *context, struct exchange *exchange,
		  const struct nlmsghdr *message, rfw_reply *reply, void *data,
		  void (*failed)(struct rfw_context *context, uint32_t sequence, int err))
{
	bool final;
	int err;

	/* not ours, or left over from a request that was given up */
	if (message->nlmsg_seq - exchange->first > exchange->last - exchange->first)
		return 0;
	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		context->interrupted = true;
	err = message_error(message, &final);
	if (!final)
		return reply ? reply(context, message, data) : 0;
	if (err) {
		rfw_fail_reply(context, err, message);
		if (!exchange->result)
			exchange->result = err;
		if (failed)
			failed(context, message->nlmsg_seq, err);
	}
	if (message->nlmsg_seq == exchange->last)
		exchange->done = true;
	return 0;
}

int rfw_exchange(struct rfw_context *context, rfw_reply *reply, void *data,
		 void (*failed)(struct rfw_context *context, uint32_t sequence, int err))
{
	struct exchange exchange = {
		.first = ((const struct nlmsghdr *)context->out.data)->nlmsg_seq,
		.last = context->sequence,
	};
	int err;

	context->interrupted = false;
	err = rfw_transport_send(context->transport, context->out.data, context->out.used);
	if (err)
		return rfw_fail(context, err, "sending to the kernel: %s", strerror(-err));
	while (!exchange.done) {
		const struct nlmsghdr *message;
		ssize_t length = rfw_transport_receive(context->transport, &context->in);
		int left = length;

		if (length < 0)
			return rfw_fail(context, length, "receiving from the kernel: %s",
					strerror(-length));
		message = (const void *)context->in.data;
		while (!exchange.done && mnl_nlmsg_ok(message, left)) {
			err = handle(context, &exchange, message, reply, data, failed);
			if (err)
				return err;
			message = mnl_nlmsg_next(message, &left);
		}
	}
	return exchange.result;
}

int rfw_change(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	       const void *object)
{
	rfw_settle(context);
	if (!rfw_request(context, command, NLM_F_ACK, schema, object))
		return -ENOMEM;
	return rfw_exchange(context, NULL, NULL, NULL);
}

struct fetch {
	const struct rfw_schema *schema;
	void *object;
};

static int bad_message(struct rfw_context *context, int err)
{
	return rfw_fail(context, err, "an answer of the kernel can't be read: %s", strerror(-err));
}

static int fetched(struct rfw_context *context, const struct nlmsghdr *message, void *data)
{
	struct fetch *fetch = data;
	int err = rfw_decode_message(fetch->schema, message, fetch->object);

	return err ? bad_message(context, err) : 0;
}

int rfw_fetch(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	      const void *request, void **object)
{
	struct fetch fetch = { .schema = schema, .object = calloc(1, schema->size) };
	int err = -ENOMEM;

	rfw_settle(context);
	if (!fetch.object)
		return rfw_fail(context, err, "%s", strerror(-err));
	if (rfw_request(context, command, NLM_F_ACK, schema, request))
		err = rfw_exchange(context, fetched, &fetch, NULL);
	if (err) {
		rfw_release(schema, fetch.object);
		free(fetch.object);
		return err;
	}
	*object = fetch.object;
	return 0;
}

struct dump {
	const struct rfw_schema *schema;
	char *objects;
	size_t count;
	size_t room;
};

static void dump_clear(struct dump *dump)
{
	for (size_t i = 0; i < dump->count; i++)
		rfw_release(dump->schema, dump->objects + i * dump->schema->size);
	dump->count = 0;
}

/* A message may go on with the object of the one before it: the same name. */
static bool dump_continues(const struct dump *dump, const struct nlmsghdr *message)
{
	const struct rfw_field *key = &dump->schema->fields[dump->schema->key];
	const struct nlattr *attr;
	const char *name;

	if (!dump->count || !dump->schema->key)
		return false;
	name = rfw_member(dump->objects + (dump->count - 1) * dump->schema->size, key);
	mnl_attr_for_each(attr, message, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == dump->schema->key) {
			return mnl_attr_get_payload_len(attr) == strlen(name) + 1 &&
			       !strcmp(mnl_attr_get_payload(attr), name);
		}
	}
	return false;
}

static int dump_message(struct rfw_context *context, const struct nlmsghdr *message, void *data)
{
	struct dump *dump = data;
	bool more = dump_continues(dump, message);
	char *object;
	int err;

	if (!more) {
		if (dump->count == dump->room) {
			size_t room = dump->room ? 2 * dump->room : 16;
			char *objects = reallocarray(dump->objects, room, dump->schema->size);

			if (!objects)
				return rfw_fail(context, -ENOMEM, "%s", strerror(ENOMEM));
			dump->objects = objects;
			dump->room = room;
		}
		memset(dump->objects + dump->count++ * dump->schema->size, 0, dump->schema->size);
	}
	object = dump->objects + (dump->count - 1) * dump->schema->size;
	if (more)
		err = rfw_decode_more(dump->schema, (const char *)message + HEADERS,
				      message->nlmsg_len - HEADERS, object);
	else
		err = rfw_decode_message(dump->schema, message, object);
	return err ? bad_message(context, err) : 0;
}

int rfw_dump(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	     const void *request, int (*each)(const void *object, void *data), void *data)
{
	struct dump dump = { .schema = schema };
	int err = 0;

	for (unsigned int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
		dump_clear(&dump);
		rfw_settle(context);
		if (!rfw_request(context, command, NLM_F_DUMP, schema, request)) {
			err = -ENOMEM;
			break;
		}
		err = rfw_exchange(context, dump_message, &dump, NULL);
		if (err || !context->interrupted)
			break;
	}
	for (size_t i = 0; !err && i < dump.count; i++)
		err = each(dump.objects + i * schema->size, data);
	dump_clear(&dump);
	free(dump.objects);
	return err;
}
