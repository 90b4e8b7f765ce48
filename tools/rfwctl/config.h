/* SPDX-License-Identifier: GPL-2.0-only */
/* A configuration as files give it. */
#ifndef _RFWCTL_CONFIG_H
#define _RFWCTL_CONFIG_H

#include "rfwctl.h"

#define INCLUDE_DEPTH 16
/* More than so many mistakes are not listed. */
#define MISTAKES_SHOWN 20

/* One domain, policy, subscriber, host, forward or DMZ host, with the command that added it. */
struct config_entry {
	void *item;
	const struct word *words;
	size_t count;
};

struct config_entries {
	const struct object *object;
	struct config_entry *list;
	size_t count;
	void *names; /* tsearch(3) tree of struct entry_name */
};

struct chunk;

struct config {
	struct config_entries domains;
	struct config_entries policies;
	struct config_entries subscribers;
	struct config_entries hosts; /* their names are those of host_name() */
	struct config_entries openings; /* forwards and DMZ hosts; their names are their lines */
	uint32_t max_flows; /* 0: not said */
	const struct word *max_flows_word;
	unsigned int mistakes;
	struct chunk *chunks; /* what words and names are kept in */
};

void config_init(struct config *config);
void config_free(struct config *config);
/* Memory that lives as long as the configuration. Never NULL. */
void *config_keep(struct config *config, size_t size);
char *config_string(struct config *config, const char *text, size_t length);

/* Read a file, "-" for the standard input, of either form. Mistakes are said and counted. */
void config_read(struct config *config, const char *file);
/* The same of text that is in memory, and ends with a zero behind its length. */
void config_read_text(struct config *config, const char *name, const char *text, size_t length);
/* Take one command; its words are of config_keep(). */
void config_command(struct config *config, const struct word *words, size_t count);
/* Count a mistake that was said. False when no more are to be looked for. */
bool config_mistake(struct config *config);
struct config_entry *config_find(struct config_entries *entries, const char *name);
/* The entry behind a number of the order domains, policies, subscribers, hosts, openings. */
const struct config_entry *config_entry(const struct config *config, size_t number);
/* Of domains, policies and subscribers. */
const char *entry_name(const struct config_entries *entries, const struct config_entry *entry);
/* The value of @key in the words of an entry that reads as @value (any if NULL), or its first word.
 */
const struct word *entry_word(const struct config_entry *entry, const char *key, const char *value);

/* config_json.c */
void config_read_json(struct config *config, const char *file, const char *text, size_t length);

/* load.c */
/* Read a file; config_free() it whatever the result. */
enum exit_code config_take(struct config *config, const struct word *file);
/*
 * Give the kernel all of it, in a transaction that is the caller's to commit or abort; on failure
 * there is none.
 */
enum exit_code config_stage(const struct session *session, const struct config *config);

/* ruleset.c: warn of what other rule sets would do to this configuration */
void warn_of_rulesets(const struct session *session, const struct config *config);

/* verify.c: what can be known to be wrong without asking the kernel */
void config_verify(struct config *config);

#endif
