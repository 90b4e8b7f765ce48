/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON and tables, both written as they come: a list may have millions of lines. */
#ifndef _RFWCTL_OUTPUT_H
#define _RFWCTL_OUTPUT_H

#include "rfwctl.h"

#define JSON_DEPTH 8

struct json {
	FILE *file;
	bool whole; /* lists that are not given are written as empty ones */
	unsigned int depth;
	bool filled[JSON_DEPTH]; /* something stands in the array or object at this depth */
};

/* @name: NULL in arrays and at the top */
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, uint64_t number);
void json_bool(struct json *json, const char *name, bool value);
/* The members of an object: what is given of @item, under the names of the specification. */
void json_members(struct json *json, const struct rfw_schema *schema, const void *item);
/* The same as an object of its own. */
void json_item(struct json *json, const char *name, const struct rfw_schema *schema,
	       const void *item);
void json_end(struct json *json);

#define TABLE_COLUMNS 12

struct table {
	FILE *file;
	unsigned int columns;
	bool right[TABLE_COLUMNS]; /* aligned to the right: numbers */
	unsigned int width[TABLE_COLUMNS];
	bool settled; /* widths are fixed, rows are printed as they come */
	char **cells;
	size_t count;
	size_t room;
};

/* @heads: separated by spaces, a '>' before those whose column is aligned to the right */
void table_start(struct table *table, FILE *file, const char *heads);
void table_cell(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* @failed: a table without rows is not shown */
void table_end(struct table *table, bool failed);

/* "name: value" lines of a detailed view */
void print_field(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_prefixes(const char *name, const struct rfw_prefix_list *list, int origin);
void print_interfaces(const char *name, const struct rfw_interface_list *list);

#endif
