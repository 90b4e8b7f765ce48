// SPDX-License-Identifier: GPL-2.0-only
#include "output.h"

#include <inttypes.h>
#include <arpa/inet.h>
#include <string.h>

/* Length of the UTF-8 character at @text, 0 if it is none. */
static unsigned int utf8(const unsigned char *text)
{
	unsigned int length = *text < 0x80 ? 1 :
			      *text < 0xc2 ? 0 :
			      *text < 0xe0 ? 2 :
			      *text < 0xf0 ? 3 :
			      *text < 0xf5 ? 4 :
					     0;

	for (unsigned int i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	}
	/* overlong, surrogates, beyond U+10FFFF */
	if ((*text == 0xe0 && text[1] < 0xa0) || (*text == 0xed && text[1] > 0x9f) ||
	    (*text == 0xf0 && text[1] < 0x90) || (*text == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

static void quoted(FILE *file, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	fputc('"', file);
	while (*c) {
		unsigned int length = utf8(c);

		if (*c == '"' || *c == '\\')
			fprintf(file, "\\%c", *c);
		else if (*c < 0x20 || *c == 0x7f)
			fprintf(file, "\\u%04x", *c);
		else if (length)
			fwrite(c, 1, length, file);
		else
			fputs("\\ufffd", file);
		c += length ? length : 1;
	}
	fputc('"', file);
}

static void lead(struct json *json, const char *name)
{
	if (json->filled[json->depth])
		fputc(',', json->file);
	json->filled[json->depth] = true;
	if (name) {
		quoted(json->file, name);
		fputc(':', json->file);
	}
}

void json_open(struct json *json, const char *name, char bracket)
{
	bool item = bracket == '{' && !name && json->filled[json->depth];

	lead(json, name);
	/* objects of an array have a line each */
	if (item)
		fputc('\n', json->file);
	fputc(bracket, json->file);
	json->filled[++json->depth] = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	fputc(bracket, json->file);
}

void json_end(struct json *json)
{
	fputc('\n', json->file);
	json->filled[0] = false;
}

void json_string(struct json *json, const char *name, const char *text)
{
	lead(json, name);
	quoted(json->file, text);
}

void json_number(struct json *json, const char *name, uint64_t number)
{
	lead(json, name);
	fprintf(json->file, "%" PRIu64, number);
}

void json_bool(struct json *json, const char *name, bool value)
{
	lead(json, name);
	fputs(value ? "true" : "false", json->file);
}

static bool is_protocol(const struct rfw_field *field)
{
	return !strcmp(field->name, "protocol") ||
	       (field->type == RFW_U8_LIST && !strcmp(field->name, "unknown-protocol"));
}

static void number_or_word(struct json *json, const char *name, const struct rfw_field *field,
			   uint32_t value)
{
	if (is_protocol(field))
		json_string(json, name, protocol_word(value));
	else if (field->words && value < field->words->count)
		json_string(json, name, field->words->list[value].word);
	else
		json_number(json, name, value);
}

/* Prefixes that were learned come under a key of their own. */
static void prefixes(struct json *json, const struct rfw_field *field,
		     const struct rfw_prefix_list *list)
{
	char text[PREFIX_TEXT];
	bool followed = false;

	json_open(json, field->name, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].origin == RFW_PREFIX_ORIGIN_FOLLOWED)
			followed = true;
		else
			json_string(json, NULL, format_prefix(&list->items[i], text));
	}
	json_close(json, ']');
	if (!followed)
		return;
	json_open(json, rfw_word(RFW_ENUM_PREFIX_ORIGIN, RFW_PREFIX_ORIGIN_FOLLOWED), '[');
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].origin == RFW_PREFIX_ORIGIN_FOLLOWED)
			json_string(json, NULL, format_prefix(&list->items[i], text));
	}
	json_close(json, ']');
}

static void addresses(struct json *json, const struct rfw_field *field,
		      const struct rfw_address_list *list)
{
	char text[INET6_ADDRSTRLEN];

	json_open(json, field->name, '[');
	for (size_t i = 0; i < list->count; i++)
		json_string(json, NULL, format_address(&list->items[i], text));
	json_close(json, ']');
}

static void list(struct json *json, const struct rfw_field *field, const void *member)
{
	char code[SERVICE_CODE_TEXT];
	struct rfw_any_list any;

	memcpy(&any, member, sizeof(any));
	json_open(json, field->name, '[');
	for (size_t i = 0; i < any.count; i++) {
		if (field->type == RFW_U8_LIST)
			number_or_word(json, NULL, field, ((uint8_t *)any.items)[i]);
		else if (field->type == RFW_PORT_LIST)
			json_number(json, NULL, ((uint16_t *)any.items)[i]);
		else if (field->type == RFW_U32_LIST)
			json_string(json, NULL,
				    format_service_code(((uint32_t *)any.items)[i], code));
		else if (field->type == RFW_STRING_LIST)
			json_string(json, NULL, ((struct rfw_interface *)any.items)[i].name);
		else
			json_item(json, NULL, field->nest,
				  (char *)any.items + i * field->nest->size);
	}
	json_close(json, ']');
}

static void set(struct json *json, const struct rfw_field *field, uint8_t value)
{
	json_open(json, field->name, '[');
	for (unsigned int i = 0; i < field->words->count; i++) {
		if (value & 1 << i)
			json_string(json, NULL, field->words->list[i].word);
	}
	json_close(json, ']');
}

static void member(struct json *json, const struct rfw_field *field, const void *value)
{
	char text[PREFIX_TEXT], octets[OCTETS_TEXT];

	switch (field->type) {
	case RFW_U8:
		number_or_word(json, field->name, field, *(const uint8_t *)value);
		break;
	case RFW_SET:
		set(json, field, *(const uint8_t *)value);
		break;
	case RFW_SWITCH:
	case RFW_FLAG:
		json_bool(json, field->name, *(const uint8_t *)value);
		break;
	case RFW_PORT:
	case RFW_U16:
		json_number(json, field->name, *(const uint16_t *)value);
		break;
	case RFW_U32:
		number_or_word(json, field->name, field, *(const uint32_t *)value);
		break;
	case RFW_UINT:
		json_number(json, field->name, *(const uint64_t *)value);
		break;
	case RFW_STRING:
		json_string(json, field->name, value);
		break;
	case RFW_ADDRESS:
		json_string(json, field->name, format_address(value, text));
		break;
	case RFW_MAC:
		json_string(json, field->name, format_mac(value, text));
		break;
	case RFW_OCTETS:
		json_string(json, field->name, format_octets(value, octets));
		break;
	case RFW_DATA:
		break;
	case RFW_PREFIX:
		json_string(json, field->name, format_prefix(value, text));
		break;
	case RFW_NEST:
		/* a level less to dig through where names can't collide */
		if (field->nest == &rfw_schema_subscriber_statistics)
			json_members(json, field->nest, value);
		else
			json_item(json, field->name, field->nest, value);
		break;
	case RFW_PREFIX_LIST:
		prefixes(json, field, value);
		break;
	case RFW_ADDRESS_LIST:
		addresses(json, field, value);
		break;
	default:
		list(json, field, value);
	}
}

void json_members(struct json *json, const struct rfw_schema *schema, const void *item)
{
	uint64_t fields;

	memcpy(&fields, item, sizeof(fields));
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];

		bool given = fields & RFW_FIELD(i);

		/* Keys are stable: a flag that is not set and a list that is empty are written too.
		 */
		if (field->type == RFW_FLAG || (field->type >= RFW_U8_LIST && json->whole))
			given = true;
		if (given && field->type != RFW_NONE)
			member(json, field, rfw_member(item, field));
	}
}

void json_item(struct json *json, const char *name, const struct rfw_schema *schema,
	       const void *item)
{
	json_open(json, name, '{');
	json_members(json, schema, item);
	json_close(json, '}');
}
