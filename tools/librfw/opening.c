// SPDX-License-Identifier: LGPL-2.1-or-later
/* Forwards, DMZ hosts and pinholes. */
#include "context.h"

#include <stdlib.h>

struct rfw_opening *rfw_opening_alloc(void)
{
	return calloc(1, sizeof(struct rfw_opening));
}

void rfw_opening_free(struct rfw_opening *opening)
{
	if (!opening)
		return;
	rfw_release(&rfw_schema_opening, opening);
	free(opening);
}

int rfw_opening_add(struct rfw_context *context, const struct rfw_opening *opening, uint32_t *id)
{
	void *reply;
	int err;

	if (context->transaction)
		return rfw_transaction_queue(context, RFW_CMD_OPENING_NEW, &rfw_schema_opening,
					     opening);
	err = rfw_fetch(context, RFW_CMD_OPENING_NEW, &rfw_schema_opening, opening, &reply);
	if (err)
		return err;
	if (id)
		*id = ((struct rfw_opening *)reply)->id;
	rfw_opening_free(reply);
	return 0;
}

int rfw_opening_set(struct rfw_context *context, const struct rfw_opening *opening)
{
	return rfw_change(context, RFW_CMD_OPENING_SET, &rfw_schema_opening, opening);
}

int rfw_opening_del(struct rfw_context *context, const struct rfw_opening *opening)
{
	return rfw_change(context, RFW_CMD_OPENING_DEL, &rfw_schema_opening, opening);
}

struct opening_walk {
	int (*each)(const struct rfw_opening *opening, void *data);
	void *data;
};

static int each_opening(const void *object, void *data)
{
	struct opening_walk *walk = data;

	return walk->each(object, walk->data);
}

int rfw_opening_each(struct rfw_context *context, const struct rfw_opening *filter,
		     int (*each)(const struct rfw_opening *opening, void *data), void *data)
{
	struct opening_walk walk = { each, data };

	return rfw_dump(context, RFW_CMD_OPENING_GET, &rfw_schema_opening, filter, each_opening,
			&walk);
}
