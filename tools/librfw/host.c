// SPDX-License-Identifier: LGPL-2.1-or-later
/* Inside addresses that are known. */
#include "context.h"

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

int rfw_host_del(struct rfw_context *context, const struct rfw_host *host)
{
	return rfw_change(context, RFW_CMD_HOST_DEL, &rfw_schema_host, host);
}
