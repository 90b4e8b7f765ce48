// SPDX-License-Identifier: GPL-2.0-only
/* What is said of a forward, a DMZ host or a pinhole. */
#include "opening.h"

#include <arpa/inet.h>
#include <string.h>

#include "flow.h"

int opening_parse_protocol(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	if (!word || value_protocol(word, word->text, &opening->protocol))
		return -1;
	if (!opening->protocol)
		return wrong(word, "protocol 0 can't be let in");
	RFW_GIVE(opening, RFW_A_OPENING_PROTOCOL);
	return 0;
}

/* What the inside host may be given by, other than its address. */
static const struct {
	const char *word;
	const char *value;
	unsigned int attribute;
} targets[] = {
	{ "suffix", "SUFFIX", RFW_A_OPENING_SUFFIX },
	{ "host", "NAME", RFW_A_OPENING_HOST },
};

#define TARGETS (sizeof(targets) / sizeof(targets[0]))

const char *opening_target_word(unsigned int index)
{
	return index < TARGETS ? targets[index].word : NULL;
}

static int parse_target_value(const struct word *word, unsigned int attribute,
			      struct rfw_opening *opening)
{
	RFW_GIVE(opening, attribute);
	if (attribute == RFW_A_OPENING_SUFFIX)
		return value_host_address(word, &opening->suffix);
	if (value_name(word, word->text, RFW_NAME_MAX))
		return -1;
	memcpy(opening->host, word->text, strlen(word->text) + 1);
	return 0;
}

/* ADDRESS | suffix SUFFIX | host NAME */
int opening_parse_target(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	for (size_t i = 0; word && i < TARGETS; i++) {
		if (strcmp(word->text, targets[i].word))
			continue;
		if (command->next == command->count)
			return wrong(word, "\"%s\" wants a value: %s", word->text,
				     targets[i].value);
		return parse_target_value(&command->words[command->next++], targets[i].attribute,
					  opening);
	}
	RFW_GIVE(opening, RFW_A_OPENING_ADDRESS);
	return word ? value_host_address(word, &opening->address) : -1;
}

/* A pinhole is for an address alone. */
int opening_parse_address(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_ADDRESS);
	return word ? value_host_address(word, &opening->address) : -1;
}

static int port_part(const struct word *word, const char *part, void *data)
{
	struct rfw_port_range_list *list = data;
	uint16_t low, high;

	if (value_ports(word, part, &low, &high))
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		if (low <= list->items[i].high && high >= list->items[i].low)
			return wrong_part(word, part, "port %s was given before", part);
	}
	if (list->count == RFW_OPENING_RANGES_MAX)
		return wrong_part(word, part, "more than %d ports and ranges of ports",
				  RFW_OPENING_RANGES_MAX);
	return rfw_port_range_list_add(list, low, high);
}

int opening_parse_ports(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_PORT);
	return word ? value_list(word, port_part, &opening->port) : -1;
}

static int service_code_part(const struct word *word, const char *part, void *data)
{
	struct rfw_service_code_list *list = data;
	uint32_t code;

	if (value_service_code(word, part, &code))
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i] == code)
			return wrong_part(word, part, "service code %s was given before", part);
	}
	if (list->count == RFW_OPENING_SERVICES_MAX)
		return wrong_part(word, part, "more than %d service codes",
				  RFW_OPENING_SERVICES_MAX);
	return rfw_service_code_list_add(list, code);
}

int opening_parse_service_codes(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_SERVICE_CODE);
	return word ? value_list(word, service_code_part, &opening->service_code) : -1;
}

static bool same_prefix(const struct rfw_prefix *a, const struct rfw_prefix *b)
{
	return a->length == b->length && !memcmp(&a->address, &b->address, sizeof(a->address));
}

static int too_many_filters(const struct word *word)
{
	return wrong(word, "more than %d prefixes that may come in", RFW_OPENING_FILTERS_MAX);
}

static int from_part(const struct word *word, const char *part, void *data)
{
	struct command *command = data;
	struct rfw_opening *opening = command->item;
	struct rfw_opening_filter_list *list = &opening->filter;
	struct rfw_prefix prefix;

	if (value_prefix(word, part, 0, &prefix))
		return -1;
	for (size_t i = command->narrowed; i < list->count; i++) {
		if (same_prefix(&list->items[i].prefix, &prefix))
			return wrong_part(word, part, "from %s was given before", part);
	}
	if (list->count == RFW_OPENING_FILTERS_MAX)
		return too_many_filters(word);
	return rfw_opening_filter_list_add(list, &prefix, 0);
}

int opening_parse_from(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	if (!word)
		return -1;
	if (command->anybody)
		return wrong(word, "\"from\" comes before its \"from-port\"");
	RFW_GIVE(opening, RFW_A_OPENING_FILTER);
	command->narrowed = opening->filter.count;
	if (strcmp(word->text, "none"))
		return value_list(word, from_part, command);
	return opening->filter.count ? wrong(word, "\"none\" does not go with others") : 0;
}

/* Holds for the "from" before it, or for anybody. */
int opening_parse_from_port(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;
	struct rfw_opening_filter_list *list = &opening->filter;
	const struct rfw_prefix any = {};
	uint32_t port;

	if (!word || value_number(word, word->text, 1, UINT16_MAX, &port))
		return -1;
	if (command->narrowed == list->count) {
		if (list->count && !command->anybody)
			return wrong(word, "another \"from-port\" wants a \"from\" before it");
		if (list->count == RFW_OPENING_FILTERS_MAX)
			return too_many_filters(word);
		command->anybody = true;
		RFW_GIVE(opening, RFW_A_OPENING_FILTER);
		if (rfw_opening_filter_list_add(list, &any, 0))
			return wrong(NULL, "no memory");
	}
	for (; command->narrowed < list->count; command->narrowed++) {
		RFW_GIVE(&list->items[command->narrowed], RFW_A_OPENING_FILTER_PORT);
		list->items[command->narrowed].port = port;
	}
	return 0;
}

int opening_parse_lifetime(struct command *command, const struct key *key)
{
	const struct rfw_field *field = &rfw_schema_opening.fields[RFW_A_OPENING_LIFETIME];
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_LIFETIME);
	return word ? value_duration(word, word->text, field->min, field->max,
				     &opening->lifetime) :
		      -1;
}

int opening_parse_cookie(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_COOKIE);
	return word ? value_octets(word, &opening->cookie) : -1;
}

static const struct word *value_of(const struct command *command, const char *key)
{
	for (size_t i = 2; i + 1 < command->count; i++) {
		if (!strcmp(command->words[i].text, key))
			return &command->words[i + 1];
	}
	return &command->words[0];
}

int opening_check_filters(struct command *command)
{
	const struct rfw_opening_filter_list *list =
		&((struct rfw_opening *)command->item)->filter;
	char text[PREFIX_TEXT];

	for (size_t i = 0; i < list->count; i++) {
		for (size_t n = 0; n < i; n++) {
			if (list->items[i].port != list->items[n].port ||
			    !same_prefix(&list->items[i].prefix, &list->items[n].prefix))
				continue;
			return wrong(value_of(command, "from"), "from %s was given before",
				     format_prefix(&list->items[i].prefix, text));
		}
	}
	return 0;
}

/* Protocol and ports must fit. */
int opening_check(struct command *command)
{
	struct rfw_opening *opening = command->item;
	const char *protocol = protocol_word(opening->protocol);
	bool from_port = false;

	if (opening_check_filters(command))
		return -1;
	RFW_GIVE(opening, RFW_A_OPENING_KIND);
	opening->kind = opening_kind(command->object);
	for (size_t i = 0; i < opening->filter.count; i++)
		from_port |= opening->filter.items[i].port != 0;
	if (opening->kind == RFW_OPENING_KIND_DMZ)
		return 0;
	if (opening->port.count && !protocol_has_ports(opening->protocol))
		return wrong(value_of(command, "port"), "%s has no ports", protocol);
	if (from_port && !protocol_has_ports(opening->protocol))
		return wrong(value_of(command, "from-port"), "%s has no ports", protocol);
	if (opening->service_code.count && opening->protocol != IPPROTO_DCCP)
		return wrong(value_of(command, "service-code"), "%s has no service codes",
			     protocol);
	if (!opening->port.count &&
	    (opening->protocol == IPPROTO_TCP || opening->protocol == IPPROTO_UDP))
		return wrong(&command->words[0], "%s needs a port: port P,LOW-HIGH,...", protocol);
	return 0;
}

struct word opening_word(const struct config_entry *entry, const char *attribute)
{
	bool dmz = !strcmp(entry->words[0].text, "dmz");
	size_t target = dmz ? 3 : 4;

	if (!strcmp(attribute, "protocol"))
		return entry->words[3];
	if (!strcmp(attribute, "address"))
		return entry->words[target];
	if (!strcmp(attribute, "suffix") || !strcmp(attribute, "host"))
		return entry->words[target + 1];
	return entry->words[2];
}
