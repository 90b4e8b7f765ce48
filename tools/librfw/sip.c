// SPDX-License-Identifier: LGPL-2.1-or-later
/* Calls that the SIP gateway knows. */
#include "context.h"

struct call_walk {
	int (*each)(const struct rfw_sip_call *call, void *data);
	void *data;
};

static int each_call(const void *object, void *data)
{
	struct call_walk *walk = data;

	return walk->each(object, walk->data);
}

int rfw_sip_call_each(struct rfw_context *context, const struct rfw_sip_call *filter,
		      int (*each)(const struct rfw_sip_call *call, void *data), void *data)
{
	struct call_walk walk = { each, data };

	return rfw_dump(context, RFW_CMD_SIP_CALL_GET, &rfw_schema_sip_call, filter, each_call,
			&walk);
}
