/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects out of the JSON that output.h writes. Apart from it: jansson has some of its names. */
#ifndef _RFWCTL_JSON_READ_H
#define _RFWCTL_JSON_READ_H

#include "rfwctl.h"

struct json_t;

#define JSON_ERROR 160

/* An object out of text, to be released; NULL with the reason. */
struct json_t *json_parse(const char *text, size_t length, char *error);
void json_release(struct json_t *json);
/* False if the member is not there or is no number. */
bool json_get_number(const struct json_t *json, const char *name, uint64_t *number);
/*
 * Fill @item of @schema; members that are not known are left out. Returns NULL, or the name of the
 * member that can't be read.
 */
const char *json_read(const struct rfw_schema *schema, const struct json_t *json, void *item);

#endif
