// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl monitor */
#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include "flow.h"
#include "opening.h"

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

struct monitoring {
	const struct session *session;
	bool flows;
	bool config;
	bool drops;
	bool alarms;
	bool pinholes;
	uint64_t reasons; /* of drops to be shown, by number; 0 for all */
	const char *subscriber; /* at an end of what is shown, or NULL */
};

static const char *const names[] = {
	[RFW_EVENT_FLOW_NEW] = "new",
	[RFW_EVENT_FLOW_DESTROY] = "destroy",
	[RFW_EVENT_CONFIGURATION] = "configuration",
	[RFW_EVENT_DROP] = "drop",
	[RFW_EVENT_ALARM] = "alarm",
	[RFW_EVENT_PINHOLE_NEW] = "pinhole",
	[RFW_EVENT_PINHOLE_DEL] = "pinhole-closed",
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
	if (event->dropped)
		json_members(&json, &rfw_schema_dropped, event->dropped);
	if (event->opening)
		json_members(&json, &rfw_schema_opening, event->opening);
	if (event->type == RFW_EVENT_CONFIGURATION)
		json_number(&json, "generation", event->generation);
	if (event->alarm)
		json_members(&json, &rfw_schema_alarm, event->alarm);
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

static void print_name(const char *what, const char *name)
{
	if (!*name)
		return;
	printf(" %s ", what);
	print_safe(stdout, name);
}

static void print_alarm(const struct rfw_alarm *alarm)
{
	printf(" %s %s", rfw_word(RFW_ENUM_ALARM_KIND, alarm->kind) ?: "?",
	       alarm->raised ? "raised" : "over");
	print_name("subscriber", alarm->subscriber);
	printf(": %u of %u flows", alarm->flows, alarm->max_flows);
}

static void print_drop(const struct rfw_dropped *dropped)
{
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT];

	printf(" %s %s %s -> %s", rfw_word(RFW_ENUM_DROP_REASON, dropped->reason) ?: "?",
	       protocol_word(dropped->protocol),
	       protocol_endpoint(dropped->protocol, &dropped->source_address, dropped->source_port,
				 from),
	       protocol_endpoint(dropped->protocol, &dropped->destination_address,
				 dropped->destination_port, to));
	if (dropped->protocol == IPPROTO_ICMPV6)
		printf(" type %u", dropped->icmp6_type);
	printf(" length %u", dropped->length);
	print_name("from", dropped->input);
	print_name("to", dropped->output);
	print_name("subscriber", dropped->source_subscriber[0] ? dropped->source_subscriber :
								 dropped->destination_subscriber);
	if (dropped->source_subscriber[0])
		print_name("peer", dropped->destination_subscriber);
	if (dropped->missed)
		printf(" missed %u", dropped->missed);
}

static void print_pinhole(const struct rfw_opening *opening)
{
	char place[PLACE_TEXT], from[FROM_TEXT], cookie[OCTETS_TEXT];
	char protocol[OPENED_PROTOCOL_TEXT];

	printf(" %u %s %s from %s", opening->id, format_opened_protocol(opening, protocol),
	       format_place(&opening->address, &opening->port, place),
	       format_from(&opening->filter, from));
	print_name("subscriber", opening->subscriber);
	printf(" owner %s", rfw_word(RFW_ENUM_PINHOLE_OWNER, opening->owner) ?: "?");
	if (RFW_HAS(opening, RFW_A_OPENING_COOKIE))
		printf(" cookie %s", format_octets(&opening->cookie, cookie));
	if (RFW_HAS(opening, RFW_A_OPENING_LIFETIME))
		printf(" lifetime %u", opening->lifetime);
	printf(" flows %" PRIu64 " packets %" PRIu64 " octets %" PRIu64, opening->flows,
	       opening->packets, opening->octets);
	if (RFW_HAS(opening, RFW_A_OPENING_END))
		printf(" end %s", rfw_word(RFW_ENUM_FLOW_END, opening->end) ?: "?");
}

static bool is_wanted(const struct monitoring *monitoring, const struct rfw_event *event)
{
	const struct rfw_dropped *dropped = event->dropped;
	const struct rfw_flow *flow = event->flow;
	const char *name = monitoring->subscriber;

	if (dropped && monitoring->reasons &&
	    (dropped->reason > 63 || !(monitoring->reasons & UINT64_C(1) << dropped->reason)))
		return false;
	if (name && dropped)
		return !strcmp(name, dropped->source_subscriber) ||
		       !strcmp(name, dropped->destination_subscriber);
	if (name && flow)
		return !strcmp(name, flow->subscriber) || !strcmp(name, flow->peer_subscriber);
	if (name && event->alarm)
		return !strcmp(name, event->alarm->subscriber);
	if (name && event->opening)
		return !strcmp(name, event->opening->subscriber);
	return true;
}

static int show(const struct rfw_event *event, void *data)
{
	const struct monitoring *monitoring = data;
	char time[64];

	if (!is_wanted(monitoring, event))
		return 0;
	now(time, sizeof(time));
	if (monitoring->session->json) {
		print_json(event, time);
	} else {
		printf("%s %s", time, names[event->type]);
		if (event->flow)
			print_flow(event->flow);
		if (event->dropped)
			print_drop(event->dropped);
		if (event->opening)
			print_pinhole(event->opening);
		if (event->type == RFW_EVENT_CONFIGURATION)
			printf(" generation %u", event->generation);
		if (event->alarm)
			print_alarm(event->alarm);
		if (event->type == RFW_EVENT_LOST)
			fputs(": events came too fast and some are missing here", stdout);
		putchar('\n');
	}
	return fflush(stdout) ? 1 : 0;
}

/* The words of a filter and its value. */
static int parse_filter(struct monitoring *monitoring, const struct word *words, size_t count)
{
	bool reason = !strcmp(words[0].text, "reason");
	uint8_t value;

	if (count < 2)
		return wrong(&words[0], "\"%s\" wants a value", words[0].text);
	if (!reason) {
		monitoring->subscriber = words[1].text;
		return value_name(&words[1], words[1].text, RFW_NAME_MAX);
	}
	if (value_enum(&words[1], &rfw_words[RFW_ENUM_DROP_REASON], &value))
		return -1;
	monitoring->drops = true;
	monitoring->reasons |= UINT64_C(1) << value;
	return 0;
}

static int parse(struct monitoring *monitoring, const struct word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = words[i].text;

		if (!strcmp(text, "flows")) {
			monitoring->flows = true;
		} else if (!strcmp(text, "config")) {
			monitoring->config = true;
		} else if (!strcmp(text, "alarms")) {
			monitoring->alarms = true;
		} else if (!strcmp(text, "drops")) {
			monitoring->drops = true;
		} else if (!strcmp(text, "pinholes")) {
			monitoring->pinholes = true;
		} else if (!strcmp(text, "reason") || !strcmp(text, "subscriber")) {
			if (parse_filter(monitoring, &words[i], count - i))
				return -1;
			i++;
		} else {
			return wrong(&words[i],
				     "\"%s\" is not one of: flows, config, alarms, drops, reason, pinholes, subscriber",
				     text);
		}
	}
	if (!monitoring->config && !monitoring->alarms && !monitoring->drops &&
	    !monitoring->pinholes)
		monitoring->flows = true;
	return 0;
}

enum exit_code run_monitor(struct session *session, const struct word *words, size_t count)
{
	struct monitoring monitoring = { .session = session };
	enum exit_code code;
	int err = 0;

	if (parse(&monitoring, words, count))
		return EXIT_USAGE;
	code = session_open(session, false);
	if (code)
		return code;
	if (monitoring.flows)
		err = rfw_monitor_join(session->context, RFW_MCGRP_FLOW);
	if (!err && monitoring.config)
		err = rfw_monitor_join(session->context, RFW_MCGRP_CONFIG);
	if (!err && monitoring.drops)
		err = rfw_monitor_join(session->context, RFW_MCGRP_DROP);
	if (!err && monitoring.alarms)
		err = rfw_monitor_join(session->context, RFW_MCGRP_ALARM);
	if (!err && monitoring.pinholes)
		err = rfw_monitor_join(session->context, RFW_MCGRP_PINHOLE);
	if (!err)
		err = rfw_monitor(session->context, show, &monitoring);
	return err < 0 ? refused(session, err, "monitor") : EXIT_DONE;
}
