// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl stats */
#include "subject.h"

#include <inttypes.h>

static void print_json(const struct rfw_statistics *statistics)
{
	struct json json = { .file = stdout };
	struct rfw_statistics counters = *statistics;

	counters.fields &= ~RFW_FIELD(RFW_A_STATISTICS_DROP);
	json_open(&json, NULL, '{');
	json_members(&json, &rfw_schema_statistics, &counters);
	json_open(&json, "drop", '[');
	for (size_t i = 0; i < statistics->drop.count; i++) {
		const struct rfw_drop *drop = &statistics->drop.items[i];
		const char *meaning = rfw_word_meaning(RFW_ENUM_DROP_REASON, drop->reason);

		json_open(&json, NULL, '{');
		json_members(&json, &rfw_schema_drop, drop);
		json_string(&json, "doc", meaning ? meaning : "");
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

static void print_drops(const struct rfw_statistics *statistics)
{
	struct table table;

	table_start(&table, stdout, "DROPPED >PACKETS MEANING");
	for (size_t i = 0; i < statistics->drop.count; i++) {
		const struct rfw_drop *drop = &statistics->drop.items[i];
		const char *word = rfw_word(RFW_ENUM_DROP_REASON, drop->reason);
		const char *meaning = rfw_word_meaning(RFW_ENUM_DROP_REASON, drop->reason);

		if (word)
			table_cell(&table, "%s", word);
		else
			table_cell(&table, "%u", drop->reason);
		table_cell(&table, "%" PRIu64, drop->packets);
		table_cell(&table, "%s", meaning ? meaning : "");
	}
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
