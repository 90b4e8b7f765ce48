// SPDX-License-Identifier: LGPL-2.1-or-later
/* Flows, their events, and the counters. */
#include "context.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

struct rfw_flow *rfw_flow_alloc(void)
{
	return calloc(1, sizeof(struct rfw_flow));
}

void rfw_flow_free(struct rfw_flow *flow)
{
	free(flow);
}

struct flow_walk {
	int (*each)(const struct rfw_flow *flow, void *data);
	void *data;
	int stopped;
};

static int flow_message(struct rfw_context *context, const struct nlmsghdr *message, void *data)
{
	struct flow_walk *walk = data;
	struct rfw_flow flow = {};
	int err = rfw_decode_message(&rfw_schema_flow, message, &flow);

	if (err)
		return rfw_fail(context, err, "a flow can't be read: %s", strerror(-err));
	walk->stopped = walk->each(&flow, walk->data);
	return walk->stopped;
}

int rfw_flow_each(struct rfw_context *context, const struct rfw_flow *filter,
		  int (*each)(const struct rfw_flow *flow, void *data), void *data)
{
	struct flow_walk walk = { .each = each, .data = data };
	struct rfw_transport *transport;
	int err;

	rfw_settle(context);
	if (!rfw_request(context, RFW_CMD_FLOW_GET, NLM_F_DUMP, &rfw_schema_flow, filter))
		return -ENOMEM;
	err = rfw_exchange(context, flow_message, &walk, NULL);
	if (!walk.stopped)
		return err;
	/*
	 * The rest of the dump is not wanted, and a new socket is cheaper than to read a million
	 * flows.
	 */
	transport = rfw_transport_open(context->netns);
	if (!transport)
		return rfw_fail(context, -errno, "%s", strerror(errno));
	rfw_transport_close(context->transport);
	context->transport = transport;
	return walk.stopped;
}

int rfw_flow_delete(struct rfw_context *context, const struct rfw_flow *filter, uint32_t *count)
{
	void *reply;
	int err = rfw_fetch(context, RFW_CMD_FLOW_DEL, &rfw_schema_flow, filter, &reply);

	if (err)
		return err;
	if (count)
		*count = ((struct rfw_flow *)reply)->count;
	free(reply);
	return 0;
}

int rfw_flow_table_set(struct rfw_context *context, uint32_t max_flows)
{
	struct nlmsghdr *message;

	rfw_settle(context);
	message = rfw_request(context, RFW_CMD_FLOW_TABLE_SET, NLM_F_ACK, NULL, NULL);
	if (!message)
		return -ENOMEM;
	mnl_attr_put_u32(message, RFW_A_FLOW_TABLE_MAX_FLOWS, max_flows);
	context->out.used = NLMSG_ALIGN(message->nlmsg_len);
	return rfw_exchange(context, NULL, NULL, NULL);
}

int rfw_statistics_get(struct rfw_context *context, struct rfw_statistics **statistics)
{
	void *reply;
	int err = rfw_fetch(context, RFW_CMD_STATISTICS_GET, &rfw_schema_statistics, NULL, &reply);

	if (!err)
		*statistics = reply;
	return err;
}

void rfw_statistics_free(struct rfw_statistics *statistics)
{
	if (!statistics)
		return;
	rfw_release(&rfw_schema_statistics, statistics);
	free(statistics);
}

int rfw_monitor_join(struct rfw_context *context, const char *group)
{
	uint32_t id = 0;
	int err;

	for (size_t i = 0; i < sizeof(context->group) / sizeof(context->group[0]); i++) {
		if (!strcmp(context->group[i].name, group))
			id = context->group[i].id;
	}
	if (!id)
		return rfw_fail(context, -EOPNOTSUPP,
				"the rfw module has no events of the kind \"%s\"", group);
	err = rfw_transport_join(context->transport, id);
	if (err)
		return rfw_fail(context, err, "listening to %s events: %s", group, strerror(-err));
	return 0;
}

static int event_message(struct rfw_context *context, const struct nlmsghdr *message,
			 int (*each)(const struct rfw_event *event, void *data), void *data)
{
	struct rfw_statistics *statistics;
	struct rfw_opening *opening;
	struct rfw_flow flow = {};
	struct rfw_dropped dropped = {};
	struct rfw_alarm alarm = {};
	struct rfw_event event = {};
	int err = 0;

	if (message->nlmsg_type != context->family ||
	    message->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return 0;
	switch (((const struct genlmsghdr *)mnl_nlmsg_get_payload(message))->cmd) {
	case RFW_CMD_FLOW_NEW_NTF:
	case RFW_CMD_FLOW_DESTROY_NTF:
		err = rfw_decode_message(&rfw_schema_flow, message, &flow);
		event.type = RFW_HAS(&flow, RFW_A_FLOW_END) ? RFW_EVENT_FLOW_DESTROY :
							      RFW_EVENT_FLOW_NEW;
		event.flow = &flow;
		break;
	case RFW_CMD_DROP_NTF:
		err = rfw_decode_message(&rfw_schema_dropped, message, &dropped);
		event.type = RFW_EVENT_DROP;
		event.dropped = &dropped;
		break;
	case RFW_CMD_CONFIGURATION_NTF:
		statistics = calloc(1, sizeof(*statistics));
		if (!statistics)
			return -ENOMEM;
		err = rfw_decode_message(&rfw_schema_statistics, message, statistics);
		event.type = RFW_EVENT_CONFIGURATION;
		event.generation = statistics->generation;
		rfw_statistics_free(statistics);
		break;
	case RFW_CMD_PINHOLE_NEW_NTF:
	case RFW_CMD_PINHOLE_DEL_NTF:
		opening = rfw_opening_alloc();
		if (!opening)
			return -ENOMEM;
		err = rfw_decode_message(&rfw_schema_opening, message, opening);
		event.type = RFW_HAS(opening, RFW_A_OPENING_END) ? RFW_EVENT_PINHOLE_DEL :
								   RFW_EVENT_PINHOLE_NEW;
		event.opening = opening;
		if (!err)
			err = each(&event, data);
		else
			rfw_fail(context, err, "an event can't be read: %s", strerror(-err));
		rfw_opening_free(opening);
		return err;
	case RFW_CMD_ALARM_NTF:
		err = rfw_decode_message(&rfw_schema_alarm, message, &alarm);
		event.type = RFW_EVENT_ALARM;
		event.alarm = &alarm;
		break;
	default:
		return 0;
	}
	return err ? rfw_fail(context, err, "an event can't be read: %s", strerror(-err)) :
		     each(&event, data);
}

int rfw_monitor(struct rfw_context *context, int (*each)(const struct rfw_event *event, void *data),
		void *data)
{
	const struct rfw_event lost = { .type = RFW_EVENT_LOST };
	int err = 0;

	while (!err) {
		ssize_t length = rfw_transport_receive(context->transport, &context->in);
		const struct nlmsghdr *message = (const void *)context->in.data;
		int left = length;

		if (length == -ENOBUFS) {
			err = each(&lost, data);
			continue;
		}
		if (length < 0)
			return rfw_fail(context, length, "receiving events: %s", strerror(-length));
		while (!err && mnl_nlmsg_ok(message, left)) {
			err = event_message(context, message, each, data);
			message = mnl_nlmsg_next(message, &left);
		}
	}
	return err;
}
