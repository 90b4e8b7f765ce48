/* SPDX-License-Identifier: GPL-2.0-only */
/* Session limits as words. */
#ifndef _RFWCTL_LIMITS_H
#define _RFWCTL_LIMITS_H

#include "rfwctl.h"

#define DSCP_TEXT 8

const char *class_word(uint8_t class);
/* The usual name of a DSCP, or its number. */
const char *dscp_word(uint8_t dscp, char *text);

/* Of keys; see struct key. */
/* A list of words, each a bit of @set, or "none". */
int parse_set(struct command *command, const struct key *key, uint8_t *set,
	      int (*part)(const struct word *word, const char *part, void *set));
int parse_priority_fc(struct command *command, const struct key *key);
int parse_watermarks(struct command *command, const struct key *key);
int parse_class_map(struct command *command, const struct key *key);
const char *priority_fc_word(unsigned int index);
const char *watermarks_word(unsigned int index);
const char *class_map_word(unsigned int index);

#define SET_TEXT 64
/* The words of a set, with commas. */
const char *format_set(const struct rfw_words *words, uint8_t set, char *text);
void write_watermarks(FILE *file, const struct rfw_policy *policy);
void write_class_map(FILE *file, const char *key, const struct rfw_dscp_class_list *list);

#endif
