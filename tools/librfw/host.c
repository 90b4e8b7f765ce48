// SPDX-License-Identifier: LGPL-2.1-or-later
/* Inside addresses that are known, and hosts that have names. */
#include "context.h"

#include <stdlib.h>

struct rfw_host *rfw_host_alloc(void)
{
	return calloc(1, sizeof(struct rfw_host));
}

void rfw_host_free(struct rfw_host *host)
{
	if (!host)
		return;
	rfw_release(&rfw_schema_host, host);
	free(host);
}

int rfw_host_add(struct rfw_context *context, const struct rfw_host *host)
{
	if (context->transaction)
		return rfw_transaction_queue(context, RFW_CMD_HOST_NEW, &rfw_schema_host, host);
	return rfw_change(context, RFW_CMD_HOST_NEW, &rfw_schema_host, host);
}

int rfw_host_set(struct rfw_context *context, const struct rfw_host *host)
{
	return rfw_change(context, RFW_CMD_HOST_SET, &rfw_schema_host, host);
}

int rfw_host_del(struct rfw_context *context, const struct rfw_host *host)
{
	return rfw_change(context, RFW_CMD_HOST_DEL, &rfw_schema_host, host);
}

struct host_walk {
	int (*each)(const struct rfw_host *host, void *data);
	void *data;
};

static int each_host(const void *object, void *data)
{
	struct host_walk *walk = data;

	return walk->each(object, walk->data);
}

int rfw_host_each(struct rfw_context *context, const struct rfw_host *filter,
		  int (*each)(const struct rfw_host *host, void *data), void *data)
{
	struct host_walk walk = { each, data };

	return rfw_dump(context, RFW_CMD_HOST_GET, &rfw_schema_host, filter, each_host, &walk);
}

int rfw_named_host_each(struct rfw_context *context, const struct rfw_host *filter,
			int (*each)(const struct rfw_host *host, void *data), void *data)
{
	struct host_walk walk = { each, data };

	return rfw_dump(context, RFW_CMD_NAMED_HOST_GET, &rfw_schema_host, filter, each_host,
			&walk);
}
