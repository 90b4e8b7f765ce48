// SPDX-License-Identifier: GPL-2.0-only
#include "subject.h"

#include <errno.h>
#include <arpa/inet.h>
#include <string.h>

void listing_start(struct listing *listing, struct session *session, const char *heads)
{
	*listing =
		(struct listing){ .session = session, .json = { .file = stdout, .whole = true } };
	if (session->json)
		json_open(&listing->json, NULL, '[');
	else if (heads)
		table_start(&listing->table, stdout, heads);
	listing->tabular = heads && !session->json;
}

enum exit_code listing_end(struct listing *listing, int err, const char *what)
{
	struct session *session = listing->session;

	if (session->json) {
		json_close(&listing->json, ']');
		json_end(&listing->json);
	} else if (listing->tabular) {
		table_end(&listing->table, err < 0);
	}
	if (err < 0)
		return refused(session, err, what);
	if (rfw_interrupted(session->context))
		warn("this changed while it was read: the list may lack some, or have some twice");
	return EXIT_DONE;
}

enum exit_code change(struct session *session, const struct command *command, int err)
{
	const struct rfw_schema *schema = command->object->schema;
	char what[2 * RFW_NAME_MAX];

	if (!err)
		return EXIT_DONE;
	snprintf(what, sizeof(what), "%s %s", command->object->name,
		 (const char *)rfw_member(command->item, &schema->fields[schema->key]));
	return refused(session, err, what);
}

void cell_interfaces(struct table *table, const struct rfw_interface_list *list, const char *vrf)
{
	char text[RFW_DOMAIN_INTERFACES_MAX * (RFW_INTERFACE_NAME_MAX + 2) + 32] = "";

	for (size_t i = 0; i < list->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i ? "," : "",
			 list->items[i].name);
	if (vrf && *vrf)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%svrf %s",
			 *text ? " " : "", vrf);
	table_cell(table, "%s", *text ? text : "-");
}

void write_word(FILE *file, const char *text)
{
	bool quotes = !*text || *text == '#' || strpbrk(text, " \t\r\n\"\\{[");

	if (!quotes) {
		fputs(text, file);
		return;
	}
	fputc('"', file);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', file);
		fputc(*text, file);
	}
	fputc('"', file);
}

void write_interfaces(FILE *file, const char *key, const struct rfw_interface_list *list)
{
	fprintf(file, " %s ", key);
	if (!list->count)
		fputs("none", file);
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			fputc(',', file);
		write_word(file, list->items[i].name);
	}
}

void write_prefixes(FILE *file, const char *key, const struct rfw_prefix_list *list)
{
	char text[PREFIX_TEXT];

	fprintf(file, " %s ", key);
	if (!list->count)
		fputs("none", file);
	for (size_t i = 0; i < list->count; i++)
		fprintf(file, "%s%s", i ? "," : "", format_prefix(&list->items[i], text));
}

static size_t scalar_size(const struct rfw_field *field)
{
	switch (field->type) {
	case RFW_U8:
	case RFW_SET:
	case RFW_SWITCH:
		return 1;
	case RFW_U16:
		return 2;
	case RFW_U32:
		return 4;
	default:
		return 0;
	}
}

void reduce_equal(const struct rfw_schema *schema, void *item, const void *standard, uint64_t only)
{
	uint64_t fields;

	memcpy(&fields, item, sizeof(fields));
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		size_t size = scalar_size(field);

		if (size && (only & RFW_FIELD(i)) &&
		    !memcmp(rfw_member(item, field), rfw_member(standard, field), size))
			fields &= ~RFW_FIELD(i);
	}
	memcpy(item, &fields, sizeof(fields));
}

void reduce_empty(const struct rfw_schema *schema, void *item)
{
	uint64_t fields;

	memcpy(&fields, item, sizeof(fields));
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		struct rfw_any_list list = { .count = 1 };

		if (field->type >= RFW_U8_LIST)
			memcpy(&list, rfw_member(item, field), sizeof(list));
		if (!list.count || (field->type == RFW_STRING && !*(char *)rfw_member(item, field)))
			fields &= ~RFW_FIELD(i);
	}
	memcpy(item, &fields, sizeof(fields));
}
