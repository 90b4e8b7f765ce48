// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl stats */
#include "subject.h"

#include <inttypes.h>

static const char *meaning(enum rfw_enumeration enumeration, uint32_t value)
{
	return rfw_word_meaning(enumeration, value) ?: "";
}

static void print_json(const struct rfw_statistics *statistics)
{
	struct json json = { .file = stdout };
	struct rfw_statistics counters = *statistics;

	counters.fields &= ~(RFW_FIELD(RFW_A_STATISTICS_DROP) | RFW_FIELD(RFW_A_STATISTICS_SIP));
	json_open(&json, NULL, '{');
	json_members(&json, &rfw_schema_statistics, &counters);
	json_open(&json, "drop", '[');
	for (size_t i = 0; i < statistics->drop.count; i++) {
		const struct rfw_drop *drop = &statistics->drop.items[i];

		json_open(&json, NULL, '{');
		json_members(&json, &rfw_schema_drop, drop);
		json_string(&json, "doc", meaning(RFW_ENUM_DROP_REASON, drop->reason));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_open(&json, "sip", '[');
	for (size_t i = 0; i < statistics->sip.count; i++) {
		const struct rfw_sip_counter *counter = &statistics->sip.items[i];

		json_open(&json, NULL, '{');
		json_members(&json, &rfw_schema_sip_counter, counter);
		json_string(&json, "doc", meaning(RFW_ENUM_SIP_COUNT, counter->counter));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	json_end(&json);
}

static void print_counters(const struct rfw_statistics *statistics)
{
	struct table table;

	table_start(&table, stdout, "COUNTER >VALUE MEANING");
	for (unsigned int i = 0; i < rfw_schema_statistics.count; i++) {
		const struct rfw_field *field = &rfw_schema_statistics.fields[i];
		const void *member = rfw_member(statistics, field);

		if (!RFW_HAS(statistics, i) || field->type == RFW_NEST_LIST)
			continue;
		table_cell(&table, "%s", field->name);
		if (field->type == RFW_STRING)
			table_cell(&table, "%s", (const char *)member);
		else if (field->type == RFW_SWITCH)
			table_cell(&table, "%s", *(const uint8_t *)member ? "yes" : "no");
		else if (field->type == RFW_U32)
			table_cell(&table, "%u", *(const uint32_t *)member);
		else
			table_cell(&table, "%" PRIu64, *(const uint64_t *)member);
		table_cell(&table, "%s", field->doc ? field->doc : "");
	}
	table_end(&table, false);
}

/* One of a list of counters that have words. */
static void print_counter(struct table *table, enum rfw_enumeration enumeration, uint32_t value,
			  uint64_t count)
{
	const char *word = rfw_word(enumeration, value);

	if (word)
		table_cell(table, "%s", word);
	else
		table_cell(table, "%u", value);
	table_cell(table, "%" PRIu64, count);
	table_cell(table, "%s", meaning(enumeration, value));
}

static void print_drops(const struct rfw_statistics *statistics)
{
	struct table table;

	table_start(&table, stdout, "DROPPED >PACKETS MEANING");
	for (size_t i = 0; i < statistics->drop.count; i++) {
		const struct rfw_drop *drop = &statistics->drop.items[i];

		print_counter(&table, RFW_ENUM_DROP_REASON, drop->reason, drop->packets);
	}
	table_end(&table, false);
}

/* Those that counted something: most have no such gateway. */
static void print_sip(const struct rfw_statistics *statistics)
{
	struct table table;
	bool any = false;

	for (size_t i = 0; i < statistics->sip.count; i++) {
		const struct rfw_sip_counter *counter = &statistics->sip.items[i];

		if (!counter->count)
			continue;
		if (!any) {
			putchar('\n');
			table_start(&table, stdout, "SIP >COUNT MEANING");
			any = true;
		}
		print_counter(&table, RFW_ENUM_SIP_COUNT, counter->counter, counter->count);
	}
	if (any)
		table_end(&table, false);
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct rfw_statistics *statistics;
	int err = rfw_statistics_get(session->context, &statistics);

	(void)command;
	if (err)
		return refused(session, err, "stats");
	if (session->json) {
		print_json(statistics);
	} else {
		print_counters(statistics);
		putchar('\n');
		print_drops(statistics);
		print_sip(statistics);
	}
	rfw_statistics_free(statistics);
	return EXIT_DONE;
}

static const struct verb verbs[] = {
	{ "show", NULL, "Show the state and the counters of the namespace.", UNNAMED, .run = show },
	{ "list", "ls", "The same as show.", UNNAMED, .run = show },
	{}
};

const struct object stats_object = {
	.name = "stats",
	.help = "state and counters, dropped packets by reason",
	.schema = &rfw_schema_statistics,
	.verbs = verbs,
	.standard = "show",
};
