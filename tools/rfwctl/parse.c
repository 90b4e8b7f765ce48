// SPDX-License-Identifier: GPL-2.0-only
/* The grammar, OBJECT VERB [NAME] KEY VALUE..., from the tables of the objects. */
#include "rfwctl.h"

#include <stdlib.h>
#include <string.h>

#include "../librfw/codec.h"

const struct object *const objects[] = {
	&domain_object, &policy_object, &subscriber_object, &forward_object, &dmz_object,
	&pinhole_object, &host_object, &alg_object, &flow_object, &stats_object, NULL,
};

const struct object *find_object(const char *name)
{
	for (size_t i = 0; objects[i]; i++) {
		if (!strcmp(objects[i]->name, name))
			return objects[i];
	}
	return NULL;
}

const struct verb *find_verb(const struct object *object, const char *name)
{
	for (const struct verb *verb = object->verbs; verb->name; verb++) {
		if (!strcmp(verb->name, name) || (verb->alias && !strcmp(verb->alias, name)))
			return verb;
	}
	return NULL;
}

const struct key *find_key(const struct verb *verb, const char *name)
{
	for (const struct key *key = verb->keys; key && key->name; key++) {
		if (!strcmp(key->name, name))
			return key;
	}
	return NULL;
}

static const char *object_word(unsigned int index, const void *data)
{
	size_t count = 0;

	(void)data;
	while (objects[count])
		count++;
	return index < count ? objects[index]->name : others[index - count].name;
}

static const char *verb_word(unsigned int index, const void *data)
{
	return ((const struct verb *)data)[index].name;
}

static const char *key_word(unsigned int index, const void *data)
{
	return data ? ((const struct key *)data)[index].name : NULL;
}

const struct word *next_word(struct command *command, const struct key *key)
{
	if (command->next < command->count)
		return &command->words[command->next++];
	wrong(&command->words[command->count - 1], "\"%s\" wants a value: %s", key->name,
	      key->value);
	return NULL;
}

struct list {
	const struct rfw_field *field;
	void *member;
	uint8_t shortest;
};

static int list_part(const struct word *word, const char *part, void *data)
{
	struct list *list = data;
	struct rfw_prefix prefix;

	if (list->field->type == RFW_PREFIX_LIST) {
		if (value_prefix(word, part, list->shortest, &prefix))
			return -1;
		return rfw_prefix_list_add(list->member, &prefix.address, prefix.length);
	}
	return value_interface(word, part) ? -1 : rfw_interface_list_add(list->member, part);
}

static int parse_list(struct command *command, const struct word *word,
		      const struct rfw_field *field, void *member)
{
	struct list list = { .field = field, .member = member };
	struct rfw_any_list before;

	if (field->type == RFW_PREFIX_LIST && command->object == &domain_object &&
	    field == &rfw_schema_domain.fields[RFW_A_DOMAIN_PREFIX])
		list.shortest = 16;
	memcpy(&before, member, sizeof(before));
	if (!strcmp(word->text, "none")) {
		if (before.count)
			return wrong(word, "\"none\" does not go with others");
		return 0;
	}
	return value_list(word, list_part, &list);
}

int parse_field(struct command *command, const struct key *key, const struct rfw_field *field,
		void *member)
{
	const struct word *word = next_word(command, key);
	uint32_t number;

	if (!word)
		return -1;
	switch (field->type) {
	case RFW_U8:
		if (field->words)
			return value_enum(word, field->words, member);
		if (value_number(word, word->text, field->min, field->max, &number))
			return -1;
		*(uint8_t *)member = number;
		return 0;
	case RFW_SWITCH:
		return value_switch(word, member);
	case RFW_PORT:
		if (value_number(word, word->text, 0, UINT16_MAX, &number))
			return -1;
		*(uint16_t *)member = number;
		return 0;
	case RFW_U32:
		return value_number(word, word->text, field->min, field->max, member);
	case RFW_STRING:
		if (strlen(word->text) > field->max)
			return wrong(word, "too long: %zu octets of at most %u", strlen(word->text),
				     field->max);
		memcpy(member, word->text, strlen(word->text) + 1);
		return 0;
	case RFW_PREFIX:
		return value_prefix(word, word->text, 0, member);
	case RFW_PREFIX_LIST:
	case RFW_STRING_LIST:
		return parse_list(command, word, field, member);
	default:
		return wrong(word, "\"%s\" can't be given", key->name);
	}
}

/* The value of a key, or of a place. */
static int take_value(struct command *command, const struct key *key)
{
	const struct rfw_field *field = &command->object->schema->fields[key->attribute];
	uint64_t fields;

	if (key->parse)
		return key->parse(command, key);
	memcpy(&fields, command->item, sizeof(fields));
	fields |= RFW_FIELD(key->attribute);
	memcpy(command->item, &fields, sizeof(fields));
	if (key->refers && field->type == RFW_STRING && command->next < command->count &&
	    value_name(&command->words[command->next], command->words[command->next].text,
		       field->max))
		return -1;
	return parse_field(command, key, field, rfw_member(command->item, field));
}

static int parse_key(struct command *command)
{
	const struct word *word = &command->words[command->next];
	const struct key *key = find_key(command->verb, word->text);
	uint64_t bit;

	if (!key)
		return wrong(word, "\"%s\" is no keyword of %s %s%s", word->text,
			     command->object->name, command->verb->name,
			     suggestion(word->text, key_word, command->verb->keys));
	bit = UINT64_C(1) << (key - command->verb->keys);
	if ((command->seen & bit) && !key->repeats)
		return wrong(word, "\"%s\" was given before", word->text);
	command->seen |= bit;
	command->next++;
	return take_value(command, key);
}

/* The one key that stands in place of everything else: 1 if it does. */
static int parse_instead(struct command *command)
{
	const struct key *instead = command->verb->instead;
	size_t left = command->count - command->next;

	/* whatever else begins with a name is longer */
	if (!instead || !left || left > 2 ||
	    strcmp(command->words[command->next].text, instead->name))
		return 0;
	command->next++;
	return take_value(command, instead) ? -1 : 1;
}

static int parse_places(struct command *command)
{
	const struct verb *verb = command->verb;

	for (const struct key *place = verb->places; place && place->name; place++) {
		while (place == verb->places && !place->refers && command->next < command->count &&
		       find_key(verb, command->words[command->next].text)) {
			if (parse_key(command))
				return -1;
		}
		if (command->next == command->count)
			return wrong(&command->words[command->count - 1], "%s %s: %s is missing",
				     command->object->name, verb->name, place->name);
		if (take_value(command, place))
			return -1;
	}
	return 0;
}

static int parse_name(struct command *command)
{
	const struct rfw_schema *schema = command->object->schema;
	const struct rfw_field *field = &schema->fields[schema->key];
	uint64_t fields = RFW_FIELD(schema->key);
	const struct word *word;

	if (command->verb->naming == UNNAMED)
		return 0;
	if (command->next == command->count) {
		if (command->verb->naming != NAMED)
			return 0;
		return wrong(&command->words[command->count - 1], "the name of the %s is missing",
			     command->object->name);
	}
	word = &command->words[command->next];
	if (command->verb->naming == MAYBE_FILE) {
		if (!find_key(command->verb, word->text)) {
			command->file = word->text;
			command->next++;
		}
		return 0;
	}
	if (value_name(word, word->text, field->max))
		return -1;
	command->next++;
	memcpy(command->item, &fields, sizeof(fields));
	memcpy(rfw_member(command->item, field), word->text, strlen(word->text) + 1);
	return 0;
}

static int check_required(struct command *command)
{
	const struct rfw_schema *schema = command->object->schema;
	const struct word *word = &command->words[0];
	uint64_t fields;

	memcpy(&fields, command->item, sizeof(fields));
	for (unsigned int i = 0; i < schema->count; i++) {
		if (command->verb->required & ~fields & RFW_FIELD(i))
			return wrong(word, "%s %s: \"%s\" is missing", command->object->name,
				     command->verb->name, schema->fields[i].name);
	}
	if (command->verb->some && !command->seen)
		return wrong(word, "%s %s: nothing is given to be %s", command->object->name,
			     command->verb->name,
			     strcmp(command->verb->name, "set") ? "done" : "changed");
	return command->verb->check ? command->verb->check(command) : 0;
}

static int parse_rest(struct command *command)
{
	int instead = parse_instead(command);

	if (instead)
		return instead < 0 ? -1 : 0;
	if (parse_name(command) || parse_places(command))
		return -1;
	while (command->next < command->count) {
		if (parse_key(command))
			return -1;
	}
	return check_required(command);
}

static int parse_verb(struct command *command)
{
	const struct word *word = &command->words[command->next];
	const struct object *object = command->object;

	command->verb = command->next < command->count ? find_verb(object, word->text) : NULL;
	if (command->verb) {
		command->next++;
		return 0;
	}
	command->verb = find_verb(object, object->standard);
	if (command->next == command->count || find_key(command->verb, word->text))
		return 0;
	return wrong(word, "\"%s\" is no verb of %s%s", word->text, object->name,
		     suggestion(word->text, verb_word, object->verbs));
}

/*
 * Understand the words of one command. Nothing is asked of the kernel. The command is to be
 * released whatever the result; with PARSE_HELP its object is known, and its verb if there was one.
 */
enum parsed parse_command(struct command *command, const struct word *words, size_t count)
{
	*command = (struct command){ .words = words, .count = count, .next = 1 };
	command->object = find_object(words[0].text);
	if (!command->object)
		return wrong(&words[0], "\"%s\" is no object or command of rfwctl%s", words[0].text,
			     suggestion(words[0].text, object_word, NULL));
	if (count > 1 && !strcmp(words[1].text, "help"))
		return PARSE_HELP;
	if (parse_verb(command))
		return PARSE_WRONG;
	/* anywhere at the end of a command line */
	if (!words[0].file && !strcmp(words[count - 1].text, "help"))
		return PARSE_HELP;
	command->item = calloc(1, command->object->schema->size);
	if (!command->item)
		return wrong(NULL, "no memory");
	return parse_rest(command) ? PARSE_WRONG : PARSED;
}

void command_release(struct command *command)
{
	if (command->item) {
		rfw_release(command->object->schema, command->item);
		free(command->item);
	}
	command->item = NULL;
}
