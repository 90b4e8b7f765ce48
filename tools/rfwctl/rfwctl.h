/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the subjects of rfwctl share: the session, words with their positions, and the tables that
 * are its grammar.
 */
#ifndef _RFWCTL_H
#define _RFWCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../librfw/schema.h"

enum exit_code {
	EXIT_DONE,
	EXIT_REFUSED, /* the kernel or the file said no */
	EXIT_USAGE,
	EXIT_UNAVAILABLE, /* module not loaded, or no permission */
};

struct session {
	struct rfw_context *context; /* see session_open() */
	const char *netns;
	bool json;
	bool details;
};

/* A word of the command line or of a file, and where it stands. */
struct word {
	const char *text;
	const char *file; /* NULL: the command line */
	const char *path; /* in JSON, like subscriber[3] */
	unsigned int line;
	unsigned int column; /* of the command line: the number of the argument */
};

struct object;
struct verb;
struct key;

/* What was understood. */
struct command {
	const struct object *object;
	const struct verb *verb;
	const struct word *words;
	size_t count;
	size_t next;
	void *item; /* struct of the object's schema */
	uint64_t seen; /* keys, by their place in the verb's table */
	uint64_t timeouts_seen;
	uint32_t limit;
	uint32_t max_flows;
	const char *file; /* with MAYBE_FILE */
	size_t narrowed; /* filters of an opening that the next from-port does not hold for */
	bool anybody; /* it has a from-port without a from */
};

struct key {
	const char *name;
	const char *value; /* for help */
	const char *help; /* NULL: what the specification says of the attribute */
	unsigned int attribute;
	bool repeats;
	/*
	 * NULL: by the attribute's type. The words of the value begin at command->next; they are
	 * taken.
	 */
	int (*parse)(struct command *command, const struct key *key);
	/* Names to complete, in addition to the words of the attribute. */
	const char *(*words)(unsigned int index);
	const struct object *refers; /* the value is the name, or the number, of one of these */
	bool leads; /* one of @words leads a value of another kind, as in "suffix ::10" */
};

enum naming {
	UNNAMED,
	NAMED,
	MAYBE_NAMED,
	MAYBE_FILE, /* the name is a file's: any word that is no keyword */
};

struct verb {
	const char *name;
	const char *alias;
	const char *help;
	enum naming naming;
	const struct key *keys; /* up to one without a name */
	uint64_t required; /* attributes */
	bool some; /* at least one key */
	bool in_file;
	/*
	 * Values in this order, without their keywords, before the keys; up to one without a name.
	 * Keys may stand before the first one too where that is no name.
	 */
	const struct key *places;
	const struct key *instead; /* may stand in place of everything else */
	int (*check)(struct command *command); /* of the whole: 0, or -1 with a message */
	enum exit_code (*run)(struct session *session, struct command *command);
};

struct object {
	const char *name;
	const char *help;
	const struct rfw_schema *schema;
	const struct verb *verbs; /* up to one without a name */
	const char *standard; /* verb if none is given */
};

extern const struct object domain_object;
extern const struct object policy_object;
extern const struct object subscriber_object;
extern const struct object forward_object;
extern const struct object dmz_object;
extern const struct object pinhole_object;
extern const struct object host_object;
extern const struct object alg_object;
extern const struct object flow_object;
extern const struct object stats_object;
extern const struct object *const objects[]; /* up to NULL */

/* A command that is no object: load, monitor and so on. */
struct other {
	const char *name;
	const char *arguments;
	const char *help;
	unsigned int min;
	unsigned int max;
	enum exit_code (*run)(struct session *session, const struct word *words, size_t count);
};

extern const struct other others[]; /* up to one without a name */

/* report.c */
/* Always return -1. */
int wrong(const struct word *where, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Where a part of a word stands, of those that list several values. */
int wrong_part(const struct word *where, const char *part, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Say what the kernel said; the exit code for it. */
enum exit_code refused(const struct session *session, int err, const char *what);
enum exit_code exit_code_of(int err);
/* ", did you mean X?" for the word nearest to @text, or "". Valid until the next call. */
const char *suggestion(const char *text, const char *(*words)(unsigned int index, const void *data),
		       const void *data);

/* session.c */
/* 0 or the exit code, with the reason said unless @quiet */
enum exit_code session_open(struct session *session, bool quiet);
void session_close(struct session *session);

/* parse.c */
enum parsed {
	PARSED = 0,
	PARSE_WRONG = -1,
	PARSE_HELP = 1,
};

enum parsed parse_command(struct command *command, const struct word *words, size_t count);
void command_release(struct command *command);
const struct object *find_object(const char *name);
const struct verb *find_verb(const struct object *object, const char *name);
const struct key *find_key(const struct verb *verb, const char *name);
/* The next word, as the value of @key; NULL with a message if there is none. */
const struct word *next_word(struct command *command, const struct key *key);
int parse_field(struct command *command, const struct key *key, const struct rfw_field *field,
		void *member);

/* value.c: all return 0, or -1 with a message */
#define LIST_PARTS 4096
int value_number(const struct word *word, const char *text, uint32_t min, uint32_t max,
		 uint32_t *number);
int value_duration(const struct word *word, const char *text, uint32_t min, uint32_t max,
		   uint32_t *seconds);
int value_prefix(const struct word *word, const char *text, uint8_t shortest,
		 struct rfw_prefix *prefix);
int value_address(const struct word *word, const char *text, struct in6_addr *address);
/* That of a host, or its suffix. */
int value_host_address(const struct word *word, struct in6_addr *address);
/* 52:54:00:12:34:56, of a host */
int value_mac(const struct word *word, const char *text, uint8_t mac[RFW_MAC_OCTETS]);
int value_enum(const struct word *word, const struct rfw_words *words, uint8_t *value);
int value_switch(const struct word *word, uint8_t *value);
/* PORT or LOW-HIGH, 1..65535 */
int value_ports(const struct word *word, const char *text, uint16_t *low, uint16_t *high);
int value_protocol(const struct word *word, const char *text, uint8_t *protocol);
int value_name(const struct word *word, const char *text, size_t max);
int value_interface(const struct word *word, const char *text);
/* Octets in hexadecimal. */
extern const char service_code_letters[];
int value_service_code(const struct word *word, const char *text, uint32_t *code);
int value_octets(const struct word *word, struct rfw_octets *octets);
/* Call @each for every part of a comma-separated list. */
int value_list(const struct word *word,
	       int (*each)(const struct word *word, const char *part, void *data), void *data);

/* protocol.c */
/* The usual name of an IP protocol, or its number. Valid until the fourth next call. */
const char *protocol_word(uint8_t protocol);
int protocol_number(const char *name);
const char *protocol_name(unsigned int index);

/* format.c */
const char *format_address(const struct in6_addr *address, char *text);
#define MAC_TEXT (3 * RFW_MAC_OCTETS)
const char *format_mac(const uint8_t mac[RFW_MAC_OCTETS], char *text);
#define PREFIX_TEXT (INET6_ADDRSTRLEN + 4)
const char *format_prefix(const struct rfw_prefix *prefix, char *text);
#define ENDPOINT_TEXT (INET6_ADDRSTRLEN + 9)
/* [2001:db8::1]:443, or without the port */
const char *format_endpoint(const struct in6_addr *address, bool port_given, uint16_t port,
			    char *text);
#define PORTS_TEXT 12
/* 443, or 8000-8010 */
const char *format_ports(uint16_t low, uint16_t high, char *text);
#define SERVICE_CODE_TEXT 12
/* SC:abcd, or a number */
const char *format_service_code(uint32_t code, char *text);
#define OCTETS_TEXT (2 * RFW_COOKIE_MAX + 1)
/* In hexadecimal. */
const char *format_octets(const struct rfw_octets *octets, char *text);
#define DURATION_TEXT 32
const char *format_duration(uint32_t seconds, char *text);
/* Print text of others with nothing in it that a terminal would obey. */
void print_safe(FILE *file, const char *text);

/* file.c */
struct output_file {
	FILE *file; /* to write to */
	const char *name;
	char temporary[4096];
};

/* NULL or "-": the standard output */
enum exit_code output_open(struct output_file *output, const char *name);
/* The file is there as a whole if @code is EXIT_DONE, and as before if not. Returns @code or what
 * went wrong.
 */
enum exit_code output_close(struct output_file *output, enum exit_code code);

/* help.c */
void help_general(FILE *file);
void help_object(FILE *file, const struct object *object);
void help_verb(FILE *file, const struct object *object, const struct verb *verb);
enum exit_code help_words(const struct word *words, size_t count);

/* overview.c, and one file a command */
enum exit_code overview(struct session *session);
enum exit_code run_load(struct session *session, const struct word *words, size_t count);
enum exit_code run_check(struct session *session, const struct word *words, size_t count);
enum exit_code run_diff(struct session *session, const struct word *words, size_t count);
enum exit_code run_top(struct session *session, const struct word *words, size_t count);
enum exit_code run_save(struct session *session, const struct word *words, size_t count);
enum exit_code run_open(struct session *session, const struct word *words, size_t count);
enum exit_code run_monitor(struct session *session, const struct word *words, size_t count);
enum exit_code run_explain(struct session *session, const struct word *words, size_t count);
enum exit_code run_complete(struct session *session, const struct word *words, size_t count);

#endif
