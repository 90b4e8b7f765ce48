// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Transactions, and flows restored: many requests go in one datagram, of which only the last asks
 * for an acknowledgement. The kernel handles them in order and answers the others only if they
 * fail.
 */
#include "context.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <string.h>

/* So that a datagram fits the default send buffer, and its errors the receive buffer. */
#define BATCH_REQUESTS 256
#define BATCH_OCTETS 65536

static int begun(struct rfw_context *context)
{
	return context->transaction ? 0 : rfw_fail(context, -EINVAL, "there is no transaction");
}

static void batch_begin(struct rfw_context *context, rfw_failed *failed, void *data)
{
	context->failed = failed;
	context->failed_data = data;
	context->failure = 0;
	context->queued = 0;
	context->refused = 0;
	context->requests = 0;
	context->out.used = 0;
}

int rfw_transaction_begin(struct rfw_context *context, rfw_failed *failed, void *data)
{
	int err = rfw_change(context, RFW_CMD_TRANSACTION_BEGIN, NULL, NULL);

	if (err)
		return err;
	context->transaction = true;
	batch_begin(context, failed, data);
	return 0;
}

static void request_failed(struct rfw_context *context, uint32_t sequence, int err)
{
	context->refused++;
	if (context->failed)
		context->failed(context->requests - 1 - (context->sequence - sequence), err,
				rfw_error(context), rfw_error_attribute(context),
				context->failed_data);
}

static int batch_send(struct rfw_context *context)
{
	struct nlmsghdr *message = (void *)context->out.data;
	int err, left = context->out.used;

	while (message->nlmsg_seq != context->sequence)
		message = mnl_nlmsg_next(message, &left);
	message->nlmsg_flags |= NLM_F_ACK;
	err = rfw_exchange(context, NULL, NULL, request_failed);
	context->queued = 0;
	context->out.used = 0;
	return err;
}

/* 1 when it is time to send */
static int batch_queue(struct rfw_context *context, unsigned int command,
		       const struct rfw_schema *schema, const void *object)
{
	if (!rfw_request(context, command, 0, schema, object))
		return -ENOMEM;
	context->queued++;
	context->requests++;
	return context->queued == BATCH_REQUESTS || context->out.used >= BATCH_OCTETS;
}

static int transaction_send(struct rfw_context *context)
{
	int err = batch_send(context);

	if (err && !context->failure)
		context->failure = err;
	return context->failure;
}

int rfw_transaction_queue(struct rfw_context *context, unsigned int command,
			  const struct rfw_schema *schema, const void *object)
{
	int err = batch_queue(context, command, schema, object);

	return err > 0 ? transaction_send(context) : err;
}

int rfw_transaction_flush(struct rfw_context *context)
{
	int err = begun(context);

	if (err)
		return err;
	return context->queued ? transaction_send(context) : context->failure;
}

int rfw_transaction_commit(struct rfw_context *context)
{
	char error[sizeof(context->error)], attribute[sizeof(context->attribute)];
	int err = rfw_transaction_flush(context);

	if (!context->transaction)
		return err;
	if (!err) {
		err = rfw_change(context, RFW_CMD_TRANSACTION_COMMIT, NULL, NULL);
		if (!err)
			context->transaction = false;
	}
	if (err) {
		memcpy(error, context->error, sizeof(error));
		memcpy(attribute, context->attribute, sizeof(attribute));
		rfw_transaction_abort(context);
		memcpy(context->error, error, sizeof(error));
		memcpy(context->attribute, attribute, sizeof(attribute));
	}
	return err;
}

int rfw_transaction_abort(struct rfw_context *context)
{
	int err = begun(context);

	if (err)
		return err;
	context->transaction = false;
	context->queued = 0; /* these need not even be sent */
	return rfw_change(context, RFW_CMD_TRANSACTION_ABORT, NULL, NULL);
}

int rfw_restore_begin(struct rfw_context *context, rfw_failed *failed, void *data)
{
	if (context->transaction)
		return rfw_fail(context, -EINVAL, "a transaction is under way");
	batch_begin(context, failed, data);
	return 0;
}

/* A flow that is refused is no failure of the whole. */
static int restore_send(struct rfw_context *context)
{
	unsigned int before = context->refused;
	int err = batch_send(context);

	return context->refused == before ? err : 0;
}

int rfw_flow_add(struct rfw_context *context, const struct rfw_flow *flow)
{
	int err = batch_queue(context, RFW_CMD_FLOW_NEW, &rfw_schema_flow, flow);

	return err > 0 ? restore_send(context) : err;
}

int rfw_restore_end(struct rfw_context *context)
{
	return context->queued ? restore_send(context) : 0;
}

void rfw_settle(struct rfw_context *context)
{
	if (context->transaction)
		rfw_transaction_flush(context);
	else
		rfw_restore_end(context);
	context->out.used = 0;
}
