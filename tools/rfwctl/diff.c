// SPDX-License-Identifier: GPL-2.0-only
/*
 * rfwctl diff: what load would change. The kernel is given the file in a transaction that comes to
 * nothing, so that both sides are what it makes of them, defaults and all.
 */
#include "config.h"
#include "subject.h"

#include <stdlib.h>
#include <string.h>

/* Like that of diff(1): 1 is for files that differ. */
#define EXIT_TROUBLE EXIT_USAGE

struct side {
	char *text;
	char **lines; /* in the order of the text */
	char **sorted;
	size_t count;
};

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * Up to the object's name, which is the third word, or of a host the fourth, and may be in quotes;
 * forwards and DMZ hosts have no name but the whole line.
 */
static size_t key_length(const char *line)
{
	unsigned int words = strncmp(line, "host ", 5) ? 3 : 4;
	const char *at = line;
	bool quoted = false;

	if (!strncmp(line, "forward ", 8) || !strncmp(line, "dmz ", 4))
		return strlen(line);
	for (unsigned int spaces = 0; *at; at++) {
		if (*at == '\\' && quoted && at[1])
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (*at == ' ' && !quoted && ++spaces == words)
			break;
	}
	return at - line;
}

static bool has(const struct side *side, const char *line)
{
	return bsearch(&line, side->sorted, side->count, sizeof(line), compare);
}

/* The line of @side about the same object, or NULL. */
static const char *counterpart(const struct side *side, const char *line)
{
	size_t length = key_length(line), low = 0, high = side->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strncmp(side->sorted[middle], line, length) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < side->count && !strncmp(side->sorted[low], line, length); low++) {
		if (key_length(side->sorted[low]) == length)
			return side->sorted[low];
	}
	return NULL;
}

static void side_free(struct side *side)
{
	free(side->lines);
	free(side->sorted);
	free(side->text);
}

/* The commands in @side's text. */
static int side_split(struct side *side, size_t length)
{
	char *next = side->text, *line;

	side->lines = calloc(length / 2 + 1, sizeof(*side->lines));
	side->sorted = calloc(length / 2 + 1, sizeof(*side->sorted));
	if (!side->lines || !side->sorted)
		return wrong(NULL, "no memory");
	while ((line = strsep(&next, "\n"))) {
		if (*line && *line != '#')
			side->lines[side->count++] = line;
	}
	if (side->count)
		memcpy(side->sorted, side->lines, side->count * sizeof(*side->lines));
	qsort(side->sorted, side->count, sizeof(*side->sorted), compare);
	return 0;
}

/* The configuration that the session's socket sees. */
static enum exit_code side_read(struct session *session, struct side *side)
{
	struct session plain = { .context = session->context };
	size_t length = 0;
	int err = save_text(&plain, true, &side->text, &length);

	if (err)
		return refused(session, err, "diff");
	return side_split(side, length) ? EXIT_TROUBLE : EXIT_DONE;
}

static void show(struct session *session, struct json *json, char sign, const char *line)
{
	if (!session->json) {
		printf("%c%s\n", sign, line);
		return;
	}
	json_open(json, NULL, '{');
	json_string(json, "change", sign == '+' ? "add" : "remove");
	json_string(json, "command", line);
	json_close(json, '}');
}

/* Returns whether they differ. */
static bool compare_sides(struct session *session, const struct side *from, const struct side *to)
{
	struct json json = { .file = stdout };
	const char *other;
	bool differ = false;

	if (session->json)
		json_open(&json, NULL, '[');
	for (size_t i = 0; i < from->count; i++) {
		if (has(to, from->lines[i]))
			continue;
		differ = true;
		other = counterpart(to, from->lines[i]);
		show(session, &json, '-', from->lines[i]);
		if (other)
			show(session, &json, '+', other);
	}
	for (size_t i = 0; i < to->count; i++) {
		if (has(from, to->lines[i]) || counterpart(from, to->lines[i]))
			continue;
		differ = true;
		show(session, &json, '+', to->lines[i]);
	}
	if (session->json) {
		json_close(&json, ']');
		json_end(&json);
	}
	return differ;
}

enum exit_code run_diff(struct session *session, const struct word *words, size_t count)
{
	struct side present = {}, wanted = {};
	struct config config;
	enum exit_code code = config_take(&config, &words[0]);

	(void)count;
	if (!code)
		code = session_open(session, false);
	if (!code)
		code = side_read(session, &present);
	if (!code)
		code = config_stage(session, &config);
	if (!code) {
		code = side_read(session, &wanted);
		rfw_transaction_abort(session->context);
	}
	if (!code)
		code = compare_sides(session, &present, &wanted) ? EXIT_REFUSED : EXIT_DONE;
	else if (code != EXIT_UNAVAILABLE)
		code = EXIT_TROUBLE;
	side_free(&present);
	side_free(&wanted);
	config_free(&config);
	return code;
}
