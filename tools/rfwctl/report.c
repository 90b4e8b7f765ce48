// SPDX-License-Identifier: GPL-2.0-only
/* Messages for people. */
#include "rfwctl.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define LONGEST_GUESS 32

static void where(const struct word *word, size_t offset)
{
	if (!word)
		fputs("rfwctl: ", stderr);
	else if (word->path)
		fprintf(stderr, "%s: %s: ", word->file, word->path);
	else if (word->file)
		fprintf(stderr, "%s:%u:%zu: ", word->file, word->line, word->column + offset);
	else
		fprintf(stderr, "rfwctl: argument %u: ", word->column);
}

int wrong(const struct word *word, const char *format, ...)
{
	va_list args;

	where(word, 0);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return -1;
}

int wrong_part(const struct word *word, const char *part, const char *format, ...)
{
	const char *found = part ? strstr(word->text, part) : NULL;
	va_list args;

	where(word, found ? found - word->text : 0);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return -1;
}

void warn(const char *format, ...)
{
	va_list args;

	fputs("rfwctl: warning: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

enum exit_code exit_code_of(int err)
{
	switch (err) {
	case 0:
		return EXIT_DONE;
	case -EPERM:
	case -EACCES:
	case -EPROTONOSUPPORT:
		return EXIT_UNAVAILABLE;
	default:
		return EXIT_REFUSED;
	}
}

enum exit_code refused(const struct session *session, int err, const char *what)
{
	fprintf(stderr, "rfwctl: %s%s%s\n", what ? what : "", what ? ": " : "",
		rfw_error(session->context));
	/* a policy that does not permit something names it; who may not ask is told nothing */
	if (err == -EPERM && rfw_error_attribute(session->context))
		return EXIT_REFUSED;
	return exit_code_of(err);
}

/* Levenshtein's distance, of words short enough */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[LONGEST_GUESS + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > LONGEST_GUESS || lb > LONGEST_GUESS)
		return LONGEST_GUESS;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		unsigned int diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			unsigned int above = row[j];
			unsigned int best = diagonal + (a[i - 1] != b[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[lb];
}

const char *suggestion(const char *text, const char *(*words)(unsigned int index, const void *data),
		       const void *data)
{
	static char guess[LONGEST_GUESS + 32];
	const char *word, *best = NULL;
	unsigned int least = 3;

	for (unsigned int i = 0; (word = words(i, data)); i++) {
		unsigned int d = distance(text, word);

		if (strlen(text) >= 3 && !strncmp(text, word, strlen(text)))
			d = 1;
		if (d < least && d < strlen(word)) {
			least = d;
			best = word;
		}
	}
	if (!best)
		return "";
	snprintf(guess, sizeof(guess), ", did you mean \"%s\"?", best);
	return guess;
}
