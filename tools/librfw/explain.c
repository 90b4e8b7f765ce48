// SPDX-License-Identifier: LGPL-2.1-or-later
/* How a packet would be judged. */
#include "context.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void rfw_explanation_free(struct rfw_explanation *explanation)
{
	if (!explanation)
		return;
	rfw_release(&rfw_schema_explanation, explanation);
	free(explanation);
}

static bool fits(const char *interface)
{
	return strlen(interface) <= RFW_INTERFACE_NAME_MAX;
}

int rfw_explain(struct rfw_context *context, const char *input, const char *output,
		const void *packet, size_t length, struct rfw_explanation **explanation)
{
	struct rfw_explanation request = { .packet = { packet, length } };
	void *reply;
	int err;

	if (!fits(input) || (output && !fits(output)))
		return rfw_fail(context, -ENODEV, "names of interfaces have at most %d octets",
				RFW_INTERFACE_NAME_MAX);
	memcpy(request.input, input, strlen(input));
	RFW_GIVE(&request, RFW_A_EXPLANATION_INPUT);
	if (output) {
		memcpy(request.output, output, strlen(output));
		RFW_GIVE(&request, RFW_A_EXPLANATION_OUTPUT);
	}
	RFW_GIVE(&request, RFW_A_EXPLANATION_PACKET);
	err = rfw_fetch(context, RFW_CMD_EXPLAIN, &rfw_schema_explanation, &request, &reply);
	if (err)
		return err;
	*explanation = reply;
	return 0;
}
