// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl open: what is open from outside now, whoever opened it */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "opening.h"

/* Subscribers of a policy that a line of the table names. */
#define NAMES_SHOWN 3

struct opened {
	struct session *session;
	struct json json;
	struct table table;
	const char *subscriber; /* only what is open to this one, or NULL */
	const char *policy; /* of it */
	bool rules; /* the heads of what is open by rule were printed */
};

static void cell_places(struct table *table, const struct rfw_opening *opening)
{
	char text[PLACE_TEXT], *cell = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&cell, &length);

	for (size_t i = 0; file && i < opening->place.count; i++)
		fprintf(file, "%s%s", i ? " " : "",
			format_place(&opening->place.items[i].address, &opening->port, text));
	if (file)
		fclose(file);
	table_cell(table, "%s", length ? cell : "nowhere");
	free(cell);
}

static int show_opening(const struct rfw_opening *opening, void *data)
{
	struct opened *opened = data;
	struct table *table = &opened->table;
	char from[FROM_TEXT], protocol[OPENED_PROTOCOL_TEXT];

	if (opened->session->json) {
		json_item(&opened->json, NULL, &rfw_schema_opening, opening);
		return 0;
	}
	if (opening->kind == RFW_OPENING_KIND_PINHOLE)
		table_cell(table, "pinhole %s",
			   rfw_word(RFW_ENUM_PINHOLE_OWNER, opening->owner) ?: "?");
	else
		table_cell(table, "%s", rfw_word(RFW_ENUM_OPENING_KIND, opening->kind) ?: "?");
	table_cell(table, "%u", opening->id);
	table_cell(table, "%s", opening->subscriber);
	table_cell(table, "%s", opening->kind == RFW_OPENING_KIND_DMZ ?
					"any" :
					format_opened_protocol(opening, protocol));
	cell_places(table, opening);
	table_cell(table, "%s", format_from(&opening->filter, from));
	if (RFW_HAS(opening, RFW_A_OPENING_EXPIRES))
		table_cell(table, "%u", opening->expires);
	else
		table_cell(table, "-");
	table_cell(table, "%" PRIu64, opening->flows);
	if (RFW_HAS(opening, RFW_A_OPENING_LAST))
		table_cell(table, "%u", opening->last);
	else
		table_cell(table, "-");
	return 0;
}

static int show_openings(struct opened *opened)
{
	struct rfw_opening filter = {};
	int err = 0;

	if (opened->subscriber) {
		RFW_GIVE(&filter, RFW_A_OPENING_SUBSCRIBER);
		snprintf(filter.subscriber, sizeof(filter.subscriber), "%s", opened->subscriber);
	}
	if (opened->session->json)
		json_open(&opened->json, "opening", '[');
	else
		table_start(&opened->table, stdout,
			    "OPENED-BY >ID SUBSCRIBER PROTO WHERE FROM >EXPIRES >FLOWS >LAST");
	for (uint8_t kind = 0; !err && kind <= RFW_OPENING_KIND_MAX; kind++)
		err = opening_each(opened->session, kind, &filter, show_opening, opened);
	if (opened->session->json)
		json_close(&opened->json, ']');
	else
		table_end(&opened->table, err < 0);
	return err;
}

/* ---- by rule ---- */

struct names {
	struct json *json; /* or into text */
	char text[NAMES_SHOWN * (RFW_NAME_MAX + 2) + 32];
	size_t count;
};

static int one_name(const struct rfw_subscriber *subscriber, void *data)
{
	struct names *names = data;
	size_t used = strlen(names->text);

	if (names->json)
		json_string(names->json, NULL, subscriber->name);
	else if (names->count < NAMES_SHOWN)
		snprintf(names->text + used, sizeof(names->text) - used, "%s%s",
			 names->count ? "," : "", subscriber->name);
	names->count++;
	return 0;
}

static void write_modes(FILE *file, const struct rfw_policy *policy)
{
	const struct rfw_protocol_filtering_list *list = &policy->protocol_filtering;

	if (policy->filtering != RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT)
		fprintf(file, " filtering %s", rfw_word(RFW_ENUM_FILTERING, policy->filtering));
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].filtering == policy->filtering)
			continue;
		fprintf(file, " filtering %s %s",
			rfw_word(RFW_ENUM_FILTERING, list->items[i].filtering),
			protocol_word(list->items[i].protocol));
	}
}

static void write_ports(FILE *file, const char *key, const struct rfw_protocol_ports_list *list)
{
	char text[PORTS_TEXT];

	for (size_t i = 0; i < list->count; i++) {
		if (i)
			fputc(',', file);
		else
			fprintf(file, " %s ", key);
		fprintf(file, "%s/%s", protocol_word(list->items[i].protocol),
			format_ports(list->items[i].low, list->items[i].high, text));
	}
}

/* In the words that set them, with a space before each. */
static void write_rules(FILE *file, const struct rfw_policy *policy)
{
	if (policy->transparent)
		fputs(" transparent on", file);
	write_modes(file, policy);
	write_ports(file, "open-ports", &policy->open_port);
	if (policy->open_port.count)
		write_ports(file, "open-ports-except", &policy->open_port_except);
	if (policy->echo_in)
		fputs(" echo-in on", file);
	if (policy->ipsec_passthrough)
		fputs(" ipsec-passthrough on", file);
}

static int rules_json(struct opened *opened, const struct rfw_policy *policy)
{
	struct names names = { .json = &opened->json };
	struct rfw_policy part = *policy;
	int err;

	part.fields = RFW_FIELD(RFW_A_POLICY_TRANSPARENT) | RFW_FIELD(RFW_A_POLICY_FILTERING) |
		      RFW_FIELD(RFW_A_POLICY_PROTOCOL_FILTERING) |
		      RFW_FIELD(RFW_A_POLICY_OPEN_PORT) |
		      RFW_FIELD(RFW_A_POLICY_OPEN_PORT_EXCEPT) | RFW_FIELD(RFW_A_POLICY_ECHO_IN) |
		      RFW_FIELD(RFW_A_POLICY_IPSEC_PASSTHROUGH);
	json_open(&opened->json, NULL, '{');
	json_string(&opened->json, "policy", policy->name);
	/* these, and no lists of other things */
	opened->json.whole = false;
	json_members(&opened->json, &rfw_schema_policy, &part);
	opened->json.whole = true;
	json_open(&opened->json, "subscribers", '[');
	if (opened->subscriber) {
		json_string(&opened->json, NULL, opened->subscriber);
		err = 0;
	} else {
		err = rfw_subscriber_each(opened->session->context, policy->name, one_name, &names);
	}
	json_close(&opened->json, ']');
	json_close(&opened->json, '}');
	return err;
}

static int rules_text(struct opened *opened, const struct rfw_policy *policy, const char *rules)
{
	struct names names = {};
	size_t used;
	int err;

	if (opened->subscriber) {
		snprintf(names.text, sizeof(names.text), "%s", opened->subscriber);
	} else {
		err = rfw_subscriber_each(opened->session->context, policy->name, one_name, &names);
		if (err < 0)
			return err;
	}
	used = strlen(names.text);
	if (names.count > NAMES_SHOWN)
		snprintf(names.text + used, sizeof(names.text) - used, " and %zu more",
			 names.count - NAMES_SHOWN);
	if (!opened->rules) {
		putchar('\n');
		table_start(&opened->table, stdout, "POLICY SUBSCRIBERS OPEN-BY-RULE");
	}
	opened->rules = true;
	table_cell(&opened->table, "%s", policy->name);
	table_cell(&opened->table, "%s", *names.text ? names.text : "-");
	table_cell(&opened->table, "%s", rules);
	return 0;
}

static int show_rules(const struct rfw_policy *policy, void *data)
{
	struct opened *opened = data;
	size_t length = 0;
	char *rules = NULL;
	int err = 0;
	FILE *file;

	if (opened->policy && strcmp(policy->name, opened->policy))
		return 0;
	file = open_memstream(&rules, &length);
	if (!file)
		return -ENOMEM;
	write_rules(file, policy);
	fclose(file);
	if (length && opened->session->json)
		err = rules_json(opened, policy);
	else if (length)
		err = rules_text(opened, policy, rules + 1);
	free(rules);
	return err;
}

static int show_all(struct opened *opened)
{
	int err = show_openings(opened);

	if (opened->session->json)
		json_open(&opened->json, "policy", '[');
	if (!err)
		err = rfw_policy_each(opened->session->context, show_rules, opened);
	if (opened->session->json)
		json_close(&opened->json, ']');
	else if (opened->rules)
		table_end(&opened->table, false);
	return err;
}

/* [subscriber NAME] */
static enum exit_code parse(struct opened *opened, const struct word *words, size_t count)
{
	if (!count)
		return EXIT_DONE;
	if (strcmp(words[0].text, "subscriber")) {
		wrong(&words[0], "\"%s\" is not \"subscriber\"", words[0].text);
		return EXIT_USAGE;
	}
	if (count < 2) {
		wrong(&words[0], "\"subscriber\" wants a value: SUBSCRIBER");
		return EXIT_USAGE;
	}
	opened->subscriber = words[1].text;
	return value_name(&words[1], words[1].text, RFW_NAME_MAX) ? EXIT_USAGE : EXIT_DONE;
}

enum exit_code run_open(struct session *session, const struct word *words, size_t count)
{
	struct opened opened = { .session = session,
				 .json = { .file = stdout, .whole = true } };
	struct rfw_subscriber *subscriber = NULL;
	enum exit_code code = parse(&opened, words, count);
	int err = 0;

	if (!code)
		code = session_open(session, false);
	if (code)
		return code;
	if (opened.subscriber)
		err = rfw_subscriber_get(session->context, opened.subscriber, &subscriber);
	if (err)
		return refused(session, err, opened.subscriber);
	opened.policy = subscriber ? subscriber->policy : NULL;
	if (session->json)
		json_open(&opened.json, NULL, '{');
	err = show_all(&opened);
	if (session->json) {
		json_close(&opened.json, '}');
		json_end(&opened.json);
	}
	rfw_subscriber_free(subscriber);
	return err < 0 ? refused(session, err, "open") : EXIT_DONE;
}
