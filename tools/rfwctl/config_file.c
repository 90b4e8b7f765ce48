// SPDX-License-Identifier: GPL-2.0-only
/* The text form of a configuration: words, quotes, comments, continued lines, included files. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX 1073741824

struct reader {
	struct config *config;
	const char *file;
	const struct reader *outer; /* that includes this one */
	const char *next;
	const char *end;
	unsigned int line;
	unsigned int column;
	dev_t device;
	ino_t inode;

	struct word *words; /* of the command that is being read */
	size_t count;
	size_t room;
	char *text; /* of the word that is being read */
	size_t length;
	size_t text_room;
};

static void read_file(struct config *config, const char *file, const struct reader *outer,
		      const struct word *where);

static char *slurp(FILE *file, size_t *length)
{
	char *text = NULL, *grown;
	size_t room = 0;

	*length = 0;
	do {
		if (*length == room) {
			room = room ? 2 * room : 65536;
			grown = room <= FILE_MAX ? realloc(text, room + 1) : NULL;
			if (!grown) {
				free(text);
				errno = EFBIG;
				return NULL;
			}
			text = grown;
		}
		*length += fread(text + *length, 1, room - *length, file);
	} while (!feof(file) && !ferror(file));
	text[*length] = '\0';
	if (!ferror(file))
		return text;
	free(text);
	return NULL;
}

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int peek(const struct reader *reader)
{
	return reader->next < reader->end ? (unsigned char)*reader->next : EOF;
}

static int take(struct reader *reader)
{
	int c = peek(reader);

	if (c == EOF)
		return EOF;
	reader->next++;
	if (c == '\n') {
		reader->line++;
		reader->column = 1;
	} else {
		reader->column++;
	}
	return c;
}

/* A backslash at the end of a line: the line goes on. */
static bool take_continuation(struct reader *reader)
{
	const char *next = reader->next;

	if (next == reader->end || *next != '\\')
		return false;
	next++;
	if (next < reader->end && *next == '\r')
		next++;
	if (next < reader->end && *next != '\n')
		return false;
	while (reader->next < reader->end && reader->next <= next)
		take(reader);
	return true;
}

static void put(struct reader *reader, int c)
{
	if (reader->length + 1 >= reader->text_room) {
		reader->text_room = reader->text_room ? 2 * reader->text_room : 256;
		reader->text = realloc(reader->text, reader->text_room);
		if (!reader->text) {
			wrong(NULL, "no memory");
			exit(EXIT_REFUSED);
		}
	}
	reader->text[reader->length++] = c;
}

static int mistake(struct reader *reader, unsigned int line, unsigned int column, const char *text)
{
	const struct word here = {
		.text = "", .file = reader->file, .line = line, .column = column
	};

	config_mistake(reader->config);
	return wrong(&here, "%s", text);
}

static int read_quoted(struct reader *reader)
{
	unsigned int line = reader->line, column = reader->column - 1;
	int c;

	while ((c = take(reader)) != '"') {
		if (c == '\\' && (peek(reader) == '"' || peek(reader) == '\\'))
			c = take(reader);
		else if (c == '\\')
			return mistake(reader, reader->line, reader->column - 1,
				       "within quotes, \\ stands before \" or \\ only");
		if (c == EOF || c == '\n')
			return mistake(reader, line, column,
				       "the quotes are not closed in this line");
		if (c < ' ' && c != '\t')
			return mistake(reader, reader->line, reader->column - 1,
				       "a control character");
		put(reader, c);
	}
	return 0;
}

static int read_word(struct reader *reader)
{
	unsigned int line = reader->line, column = reader->column;
	int c;

	reader->length = 0;
	while ((c = peek(reader)) != EOF && !is_space(c)) {
		if (take_continuation(reader))
			continue;
		if (c == '\\')
			return mistake(reader, reader->line, reader->column,
				       "\\ stands at the very end of a line, or within quotes");
		take(reader);
		if (c == '"') {
			if (read_quoted(reader))
				return -1;
		} else if (c < ' ' || c == 0x7f) {
			return mistake(reader, reader->line, reader->column - 1,
				       "a control character");
		} else {
			put(reader, c);
		}
	}
	if (reader->count == reader->room) {
		reader->room = reader->room ? 2 * reader->room : 16;
		reader->words = reallocarray(reader->words, reader->room, sizeof(*reader->words));
		if (!reader->words) {
			wrong(NULL, "no memory");
			exit(EXIT_REFUSED);
		}
	}
	put(reader, '\0');
	reader->words[reader->count++] = (struct word){
		.text = config_string(reader->config, reader->text, reader->length - 1),
		.file = reader->file,
		.line = line,
		.column = column,
	};
	return 0;
}

static void skip_line(struct reader *reader)
{
	while (peek(reader) != EOF && peek(reader) != '\n')
		take(reader);
}

/* Read the words up to the end of the line. False at the end of the file. */
static bool read_line(struct reader *reader)
{
	int c;

	reader->count = 0;
	while ((c = peek(reader)) != '\n') {
		if (c == EOF)
			return reader->count;
		if (c == '#') {
			skip_line(reader);
		} else if (is_space(c)) {
			take(reader);
		} else if (!take_continuation(reader) && read_word(reader)) {
			skip_line(reader);
			reader->count = 0;
		}
	}
	take(reader);
	return true;
}

/* A folder that is not there has nothing that matches, one that can't be read may have. */
static int glob_failed(const char *path, int err)
{
	(void)path;
	return err != ENOENT && err != ENOTDIR;
}

static void read_included(struct reader *reader, const struct word *words, size_t count)
{
	const char *slash = strrchr(reader->file, '/');
	int folder = slash ? slash - reader->file + 1 : 0;
	char pattern[4096];
	glob_t found;
	int err;

	if (count != 2) {
		wrong(&words[count > 2 ? 2 : 0], "include takes one file, or pattern of files");
		config_mistake(reader->config);
		return;
	}
	if (words[1].text[0] == '/')
		folder = 0;
	if (snprintf(pattern, sizeof(pattern), "%.*s%s", folder, reader->file, words[1].text) >=
	    (int)sizeof(pattern)) {
		wrong(&words[1], "the name is too long");
		config_mistake(reader->config);
		return;
	}
	err = glob(pattern, 0, glob_failed, &found);
	if (!err) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			read_file(reader->config,
				  config_string(reader->config, found.gl_pathv[i],
						strlen(found.gl_pathv[i])),
				  reader, &words[1]);
		globfree(&found);
	} else if (err != GLOB_NOMATCH || !strpbrk(words[1].text, "*?[")) {
		/* a pattern may match nothing, a name may not */
		wrong(&words[1], "%s: %s", pattern,
		      err == GLOB_NOMATCH ? "there is no such file" : "can't be read");
		config_mistake(reader->config);
	}
}

static void read_text(struct reader *reader)
{
	while (reader->config->mistakes < MISTAKES_SHOWN && read_line(reader)) {
		struct word *words;

		if (!reader->count)
			continue;
		words = config_keep(reader->config, reader->count * sizeof(*words));
		memcpy(words, reader->words, reader->count * sizeof(*words));
		if (!strcmp(words[0].text, "include"))
			read_included(reader, words, reader->count);
		else
			config_command(reader->config, words, reader->count);
	}
	free(reader->words);
	free(reader->text);
}

static void read_either(struct reader *reader, const char *text, size_t length)
{
	const char *first;

	/* a byte order mark */
	if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		length -= 3;
	}
	first = text;
	while (first < text + length && is_space(*first))
		first++;
	if (first < text + length && (*first == '{' || *first == '[')) {
		config_read_json(reader->config, reader->file, text, length);
		return;
	}
	reader->next = text;
	reader->end = text + length;
	read_text(reader);
}

static int unreadable(struct config *config, const char *file, const struct word *where,
		      const char *why)
{
	if (where)
		wrong(where, "%s: %s", file, why);
	else
		wrong(NULL, "%s: %s", file, why);
	config_mistake(config);
	return -1;
}

/* Includes within includes are bounded, and none may lead back to itself. */
static int enter(struct config *config, struct reader *reader, FILE *file, const struct word *where)
{
	unsigned int depth = 0;
	struct stat info;

	if (fstat(fileno(file), &info))
		return unreadable(config, reader->file, where, strerror(errno));
	if (S_ISDIR(info.st_mode))
		return unreadable(config, reader->file, where, strerror(EISDIR));
	/*
	 * the first may be a pipe; of the others one that never ends may not be among what a
	 * pattern matches
	 */
	if (reader->outer && !S_ISREG(info.st_mode))
		return unreadable(config, reader->file, where, "this is no regular file");
	reader->device = info.st_dev;
	reader->inode = info.st_ino;
	for (const struct reader *outer = reader->outer; outer; outer = outer->outer) {
		if (outer->device == info.st_dev && outer->inode == info.st_ino)
			return unreadable(config, reader->file, where, "the file includes itself");
		if (++depth == INCLUDE_DEPTH)
			return unreadable(config, reader->file, where,
					  "too many files include one another");
	}
	return 0;
}

/* Not even wait for a pipe where none is allowed. */
static FILE *open_file(const char *name, const struct reader *outer)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | (outer ? O_NONBLOCK : 0));
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (fd >= 0 && !file)
		close(fd);
	return file;
}

static void read_file(struct config *config, const char *name, const struct reader *outer,
		      const struct word *where)
{
	bool standard = !outer && !strcmp(name, "-");
	struct reader reader = {
		.config = config,
		.file = standard ? "<stdin>" : name,
		.outer = outer,
		.line = 1,
		.column = 1,
	};
	FILE *file = standard ? stdin : open_file(name, outer);
	size_t length;
	char *text;

	if (!file) {
		unreadable(config, name, where, strerror(errno));
		return;
	}
	if (!enter(config, &reader, file, where)) {
		text = slurp(file, &length);
		if (text)
			read_either(&reader, text, length);
		else
			unreadable(config, reader.file, where, strerror(errno));
		free(text);
	}
	if (!standard)
		fclose(file);
}

void config_read_text(struct config *config, const char *name, const char *text, size_t length)
{
	struct reader reader = { .config = config, .file = name, .line = 1, .column = 1 };

	read_either(&reader, text, length);
}

void config_read(struct config *config, const char *file)
{
	read_file(config, file, NULL, NULL);
}
