// SPDX-License-Identifier: GPL-2.0-only
/*
 * rfwctl flow save and restore: a line of JSON a flow, so that nobody has to hold a million of
 * them. The first line says when they were saved, the last how many there are.
 */
#include "flow.h"
#include "json_read.h"
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FORMAT 1
#define REASONS 16

/* What flow-new takes. */
#define RESTORED                                                                                   \
	(RFW_FIELD(RFW_A_FLOW_PROTOCOL) | RFW_FIELD(RFW_A_FLOW_ORIGINATOR_ADDRESS) |              \
	 RFW_FIELD(RFW_A_FLOW_ORIGINATOR_PORT) | RFW_FIELD(RFW_A_FLOW_RESPONDER_ADDRESS) |         \
	 RFW_FIELD(RFW_A_FLOW_RESPONDER_PORT) | RFW_FIELD(RFW_A_FLOW_VRF) |                        \
	 RFW_FIELD(RFW_A_FLOW_INSIDE) | RFW_FIELD(RFW_A_FLOW_STATE) |                              \
	 RFW_FIELD(RFW_A_FLOW_ORIGIN) | RFW_FIELD(RFW_A_FLOW_FORWARDING_CLASS) |                   \
	 RFW_FIELD(RFW_A_FLOW_ANSWERED) |                                                          \
	 RFW_FIELD(RFW_A_FLOW_SUBSCRIBER) | RFW_FIELD(RFW_A_FLOW_PEER_SUBSCRIBER) |                \
	 RFW_FIELD(RFW_A_FLOW_EXPIRES) | RFW_FIELD(RFW_A_FLOW_AGE) |                               \
	 RFW_FIELD(RFW_A_FLOW_PACKETS_ORIGINATOR) | RFW_FIELD(RFW_A_FLOW_OCTETS_ORIGINATOR) |      \
	 RFW_FIELD(RFW_A_FLOW_PACKETS_RESPONDER) | RFW_FIELD(RFW_A_FLOW_OCTETS_RESPONDER) |        \
	 RFW_FIELD(RFW_A_FLOW_WINDOW_ORIGINATOR) | RFW_FIELD(RFW_A_FLOW_WINDOW_RESPONDER))

struct saving {
	struct json json;
	uint64_t count;
};

static int save_one(const struct rfw_flow *flow, void *data)
{
	struct saving *saving = data;

	json_item(&saving->json, NULL, &rfw_schema_flow, flow);
	json_end(&saving->json);
	saving->count++;
	return ferror(saving->json.file) ? 1 : 0;
}

enum exit_code flow_save(struct session *session, struct command *command)
{
	struct saving saving = {};
	struct rfw_flow *filter = command->item;
	struct output_file output;
	enum exit_code code = output_open(&output, command->file);
	int err;

	if (code)
		return code;
	saving.json.file = output.file;
	json_open(&saving.json, NULL, '{');
	json_number(&saving.json, "rfw-flows", FORMAT);
	json_string(&saving.json, "version", rfw_version());
	json_number(&saving.json, "time", time(NULL));
	json_close(&saving.json, '}');
	json_end(&saving.json);

	RFW_GIVE(filter, RFW_A_FLOW_WINDOWS);
	filter->windows = 1;
	err = rfw_flow_each(session->context, filter, save_one, &saving);
	if (err < 0)
		code = refused(session, err, "flow save");
	if (rfw_interrupted(session->context))
		warn("the table changed while it was read: some flows may be missing");

	json_open(&saving.json, NULL, '{');
	json_number(&saving.json, "flows", saving.count);
	json_close(&saving.json, '}');
	json_end(&saving.json);
	return output_close(&output, code);
}

struct reason {
	char text[128];
	uint64_t count;
};

struct restoring {
	struct session *session;
	const char *name;
	uint32_t elapsed; /* seconds since they were saved */
	uint64_t read;
	uint64_t refused;
	struct reason reasons[REASONS];
	int fatal; /* what would befall every other flow too */
	bool ended; /* the last line was there */
};

static void flow_refused(unsigned int request, int err, const char *text, const char *attribute,
			 void *data)
{
	struct restoring *restoring = data;
	struct reason *reason = restoring->reasons;

	(void)request;
	(void)attribute;
	restoring->refused++;
	if (err == -EPERM || err == -ENETDOWN || err == -EOPNOTSUPP)
		restoring->fatal = err;
	while (reason < &restoring->reasons[REASONS - 1] && reason->count &&
	       strncmp(reason->text, text, sizeof(reason->text) - 1))
		reason++;
	if (!reason->count++)
		snprintf(reason->text, sizeof(reason->text), "%s", text);
}

static int bad(const struct restoring *restoring, unsigned int line, const char *text)
{
	const struct word where = { .file = restoring->name, .line = line, .column = 1 };

	return wrong(&where, "%s", text);
}

/* Time goes on for flows that are only on paper. */
static void pass_time(struct rfw_flow *flow, uint32_t elapsed)
{
	flow->expires = flow->expires > elapsed ? flow->expires - elapsed : 0;
	flow->age = flow->age < UINT32_MAX - elapsed ? flow->age + elapsed : UINT32_MAX;
}

static int read_head(struct restoring *restoring, const struct json_t *json)
{
	uint64_t format, saved, now = time(NULL);

	if (!json_get_number(json, "rfw-flows", &format) || !json_get_number(json, "time", &saved))
		return bad(restoring, 1, "this is not what \"rfwctl flow save\" writes");
	if (format != FORMAT)
		return bad(restoring, 1, "the file is of a format that this rfwctl does not know");
	if (saved < now)
		restoring->elapsed = now - saved < UINT32_MAX ? now - saved : UINT32_MAX;
	return 0;
}

static int restore_line(struct restoring *restoring, unsigned int line, const struct json_t *json)
{
	struct rfw_flow flow = {};
	const char *member;
	uint64_t count;
	char text[128];

	if (line == 1)
		return read_head(restoring, json);
	if (json_get_number(json, "flows", &count)) {
		restoring->ended = count == restoring->read;
		return 0;
	}
	member = json_read(&rfw_schema_flow, json, &flow);
	if (member) {
		snprintf(text, sizeof(text), "\"%s\" can't be read", member);
		return bad(restoring, line, text);
	}
	restoring->read++;
	flow.fields &= RESTORED;
	pass_time(&flow, restoring->elapsed);
	if (rfw_flow_add(restoring->session->context, &flow)) {
		refused(restoring->session, -EIO, "flow restore");
		return -1;
	}
	return restoring->fatal ? -1 : 0;
}

static int restore_file(struct restoring *restoring, FILE *file)
{
	size_t size = 0, length;
	char *text = NULL;
	unsigned int line = 0;
	int err = 0;

	while (!err && getline(&text, &size, file) >= 0) {
		char error[JSON_ERROR];
		struct json_t *json;

		line++;
		length = strlen(text);
		if (strspn(text, " \t\r\n") == length)
			continue;
		json = json_parse(text, length, error);
		err = json ? restore_line(restoring, line, json) : bad(restoring, line, error);
		json_release(json);
	}
	free(text);
	if (!err && ferror(file))
		err = wrong(NULL, "%s: %s", restoring->name, strerror(errno));
	return err;
}

static void report(const struct restoring *restoring)
{
	uint64_t restored = restoring->read - restoring->refused;
	struct json json = { .file = stdout };

	if (!restoring->session->json) {
		printf("%" PRIu64 " flow%s restored\n", restored, restored == 1 ? "" : "s");
		for (const struct reason *reason = restoring->reasons;
		     reason < &restoring->reasons[REASONS] && reason->count; reason++)
			printf("%" PRIu64 " refused: %s\n", reason->count, reason->text);
		return;
	}
	json_open(&json, NULL, '{');
	json_number(&json, "restored", restored);
	json_number(&json, "refused", restoring->refused);
	json_open(&json, "reasons", '[');
	for (const struct reason *reason = restoring->reasons;
	     reason < &restoring->reasons[REASONS] && reason->count; reason++) {
		json_open(&json, NULL, '{');
		json_string(&json, "reason", reason->text);
		json_number(&json, "flows", reason->count);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	json_end(&json);
}

enum exit_code flow_restore(struct session *session, struct command *command)
{
	bool named = command->file && strcmp(command->file, "-");
	struct restoring restoring = {
		.session = session,
		.name = named ? command->file : "(standard input)",
	};
	FILE *file = named ? fopen(command->file, "re") : stdin;
	int err;

	if (!file) {
		wrong(NULL, "%s: %s", command->file, strerror(errno));
		return EXIT_REFUSED;
	}
	err = rfw_restore_begin(session->context, flow_refused, &restoring);
	if (!err)
		err = restore_file(&restoring, file);
	if (named)
		fclose(file);
	if (rfw_restore_end(session->context))
		err = refused(session, -EIO, "flow restore");
	if (restoring.fatal) {
		wrong(NULL, "flow restore: %s", restoring.reasons[0].text);
		return exit_code_of(restoring.fatal);
	}
	report(&restoring);
	if (!err && !restoring.ended)
		err = wrong(NULL, "%s is cut short: some flows may be missing", restoring.name);
	return err || (restoring.read && restoring.refused == restoring.read) ? EXIT_REFUSED :
										EXIT_DONE;
}
