/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects of a JSON configuration become the words of the command that adds them. */
#ifndef _RFWCTL_CONFIG_JSON_H
#define _RFWCTL_CONFIG_JSON_H

#include "config.h"

struct json_t;

struct builder {
	struct config *config;
	const char *file;
	const char *path; /* of the object, for messages */
	struct word *words;
	size_t count;
	size_t room;
};

/* One more word. */
void build(struct builder *builder, const char *text);
/* A key and its value. Returns 0. */
int build_pair(struct builder *builder, const char *key, const char *value);
/* A number, a string, or a switch; @key is for the message. */
int build_scalar(struct builder *builder, const char *key, const struct json_t *value);
/* Always returns -1. */
int build_mistake(struct builder *builder, const char *key, const char *text);

/* config_json_opening.c: the words of a forward or DMZ host behind "add" */
int build_opening(struct builder *builder, const struct object *object,
		  const struct json_t *json);
/* the same: the words of a host that has a name */
int build_host(struct builder *builder, const struct json_t *json);

#endif
