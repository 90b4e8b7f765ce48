// SPDX-License-Identifier: LGPL-2.1-or-later
#include "context.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#ifndef RFW_VERSION
#define RFW_VERSION "0"
#endif

const char *rfw_version(void)
{
	return RFW_VERSION;
}

static void read_group(struct rfw_context *context, const struct nlattr *nest)
{
	const struct nlattr *attr;
	const char *name = "";
	uint32_t id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME)
			name = mnl_attr_get_str(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID)
			id = mnl_attr_get_u32(attr);
	}
	for (size_t i = 0; i < sizeof(context->group) / sizeof(context->group[0]); i++) {
		if (context->group[i].id)
			continue;
		snprintf(context->group[i].name, sizeof(context->group[i].name), "%s", name);
		context->group[i].id = id;
		return;
	}
}

static int read_family(struct rfw_context *context, const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attr, *group;

	(void)data;
	mnl_attr_for_each(attr, message, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID) {
			context->family = mnl_attr_get_u16(attr);
		} else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS) {
			mnl_attr_for_each_nested(group, attr)
				read_group(context, group);
		}
	}
	return 0;
}

static int resolve_family(struct rfw_context *context)
{
	struct nlmsghdr *message;
	int err;

	context->family = GENL_ID_CTRL;
	message = rfw_request(context, CTRL_CMD_GETFAMILY, NLM_F_ACK, NULL, NULL);
	if (!message)
		return -ENOMEM;
	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, RFW_GENL_NAME);
	context->out.used = NLMSG_ALIGN(message->nlmsg_len);
	err = rfw_exchange(context, read_family, NULL, NULL);
	if (err == -ENOENT)
		return -EPROTONOSUPPORT;
	return !err && context->family == GENL_ID_CTRL ? -EPROTONOSUPPORT : err;
}

struct rfw_context *rfw_open(const char *netns)
{
	struct rfw_context *context = calloc(1, sizeof(*context));
	int err = 0;

	if (!context)
		return NULL;
	if (netns)
		context->netns = strdup(netns);
	if (netns && !context->netns)
		err = -ENOMEM;
	if (!err) {
		context->transport = rfw_transport_open(netns);
		err = context->transport ? resolve_family(context) : -errno;
	}
	if (err) {
		rfw_close(context);
		errno = -err;
		return NULL;
	}
	return context;
}

void rfw_close(struct rfw_context *context)
{
	if (!context)
		return;
	if (context->transport)
		rfw_transport_close(context->transport);
	rfw_buffer_free(&context->out);
	rfw_buffer_free(&context->in);
	free(context->netns);
	free(context);
}

bool rfw_interrupted(const struct rfw_context *context)
{
	return context->interrupted;
}

int rfw_forwarding(struct rfw_context *context)
{
	return rfw_transport_forwarding(context->netns);
}

int rfw_fd(const struct rfw_context *context)
{
	return rfw_transport_fd(context->transport);
}
