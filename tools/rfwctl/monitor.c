// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl monitor */
#include "flow.h"
#include "output.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

static const char *now(char *text, size_t size)
{
	char zone[8] = "";
	struct timespec time;
	struct tm local;
	size_t used;

	clock_gettime(CLOCK_REALTIME, &time);
	localtime_r(&time.tv_sec, &local);
	used = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	snprintf(text + used, size - used, ".%06ld%s", time.tv_nsec / 1000, zone);
	return text;
}

static const char *const names[] = {
	[RFW_EVENT_FLOW_NEW] = "new",
	[RFW_EVENT_FLOW_DESTROY] = "destroy",
	[RFW_EVENT_CONFIGURATION] = "configuration",
	[RFW_EVENT_LOST] = "lost",
};

static void print_json(const struct rfw_event *event, const char *time)
{
	struct json json = { .file = stdout };

	json_open(&json, NULL, '{');
	json_string(&json, "time", time);
	json_string(&json, "event", names[event->type]);
	if (event->flow)
		json_members(&json, &rfw_schema_flow, event->flow);
	if (event->type == RFW_EVENT_CONFIGURATION)
		json_number(&json, "generation", event->generation);
	json_close(&json, '}');
	json_end(&json);
}

static void print_flow(const struct rfw_flow *flow)
{
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT];

	printf(" %s %s -> %s", protocol_word(flow->protocol), flow_endpoint(flow, false, from),
	       flow_endpoint(flow, true, to));
	if (flow->protocol == IPPROTO_ICMPV6)
		printf(" id %u", flow->originator_port);
	printf(" %s subscriber ", flow_state(flow));
	print_safe(stdout, flow->subscriber);
	if (flow->peer_subscriber[0]) {
		fputs(" peer ", stdout);
		print_safe(stdout, flow->peer_subscriber);
	}
	if (RFW_HAS(flow, RFW_A_FLOW_END))
		printf(" end %s age %u", rfw_word(RFW_ENUM_FLOW_END, flow->end) ?: "?", flow->age);
	if (RFW_HAS(flow, RFW_A_FLOW_PACKETS_ORIGINATOR))
		printf(" packets %" PRIu64 "/%" PRIu64 " octets %" PRIu64 "/%" PRIu64,
		       flow->packets_originator, flow->packets_responder, flow->octets_originator,
		       flow->octets_responder);
}

static int show(const struct rfw_event *event, void *data)
{
	const struct session *session = data;
	char time[64];

	now(time, sizeof(time));
	if (session->json) {
		print_json(event, time);
	} else {
		printf("%s %s", time, names[event->type]);
		if (event->flow)
			print_flow(event->flow);
		if (event->type == RFW_EVENT_CONFIGURATION)
			printf(" generation %u", event->generation);
		if (event->type == RFW_EVENT_LOST)
			fputs(": events came too fast and some are missing here", stdout);
		putchar('\n');
	}
	return fflush(stdout) ? 1 : 0;
}

enum exit_code run_monitor(struct session *session, const struct word *words, size_t count)
{
	bool flows = !count, config = false;
	enum exit_code code;
	int err = 0;

	for (size_t i = 0; i < count; i++) {
		if (!strcmp(words[i].text, "flows")) {
			flows = true;
		} else if (!strcmp(words[i].text, "config")) {
			config = true;
		} else {
			wrong(&words[i], "\"%s\" is not one of: flows, config", words[i].text);
			return EXIT_USAGE;
		}
	}
	code = session_open(session, false);
	if (code)
		return code;
	if (flows)
		err = rfw_monitor_join(session->context, RFW_MCGRP_FLOW);
	if (!err && config)
		err = rfw_monitor_join(session->context, RFW_MCGRP_CONFIG);
	if (!err)
		err = rfw_monitor(session->context, show, session);
	return err < 0 ? refused(session, err, "monitor") : EXIT_DONE;
}
