// SPDX-License-Identifier: GPL-2.0-only
/* Objects out of the JSON that json.c writes. */
#include "json_read.h"

#include <arpa/inet.h>
#include <jansson.h>
#include <string.h>

struct json_t *json_parse(const char *text, size_t length, char *error)
{
	json_error_t why;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);

	if (json_is_object(json))
		return json;
	snprintf(error, JSON_ERROR, "%s", json ? "this is no object" : why.text);
	json_decref(json);
	return NULL;
}

void json_release(struct json_t *json)
{
	json_decref(json);
}

static int read_number(const json_t *value, uint64_t max, uint64_t *number)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    (uint64_t)json_integer_value(value) > max)
		return -1;
	*number = json_integer_value(value);
	return 0;
}

bool json_get_number(const struct json_t *json, const char *name, uint64_t *number)
{
	return !read_number(json_object_get(json, name), INT64_MAX, number);
}

/* A number, or a word of the field's enumeration or for a protocol. */
static int read_u8(const struct rfw_field *field, const json_t *value, uint8_t *member)
{
	const char *text = json_string_value(value);
	uint64_t number;
	int protocol;

	if (!text) {
		if (read_number(value, UINT8_MAX, &number))
			return -1;
		*member = number;
		return 0;
	}
	for (unsigned int i = 0; field->words && i < field->words->count; i++) {
		if (!strcmp(field->words->list[i].word, text)) {
			*member = i;
			return 0;
		}
	}
	protocol = strcmp(field->name, "protocol") ? -1 : protocol_number(text);
	if (protocol < 0)
		return -1;
	*member = protocol;
	return 0;
}

static int read_member(const struct rfw_field *field, const json_t *value, void *member)
{
	const char *text = json_string_value(value);
	uint64_t number;

	switch (field->type) {
	case RFW_U8:
		return read_u8(field, value, member);
	case RFW_SWITCH:
	case RFW_FLAG:
		*(uint8_t *)member = json_is_true(value);
		return json_is_boolean(value) ? 0 : -1;
	case RFW_PORT:
		if (read_number(value, UINT16_MAX, &number))
			return -1;
		*(uint16_t *)member = number;
		return 0;
	case RFW_U32:
		if (read_number(value, UINT32_MAX, &number))
			return -1;
		*(uint32_t *)member = number;
		return 0;
	case RFW_UINT:
		return read_number(value, UINT64_MAX, member);
	case RFW_STRING:
		if (!text || strlen(text) > field->max)
			return -1;
		memcpy(member, text, strlen(text) + 1);
		return 0;
	case RFW_ADDRESS:
		return text && inet_pton(AF_INET6, text, member) == 1 ? 0 : -1;
	case RFW_NEST:
		return json_is_object(value) && !json_read(field->nest, value, member) ? 0 : -1;
	default:
		return -1;
	}
}

const char *json_read(const struct rfw_schema *schema, const struct json_t *json, void *item)
{
	uint64_t fields = 0;

	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		const json_t *value = field->type ? json_object_get(json, field->name) : NULL;

		if (!value)
			continue;
		if (read_member(field, value, rfw_member(item, field)))
			return field->name;
		fields |= RFW_FIELD(i);
	}
	memcpy(item, &fields, sizeof(fields));
	return NULL;
}
