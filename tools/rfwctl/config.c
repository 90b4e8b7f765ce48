// SPDX-License-Identifier: GPL-2.0-only
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "../librfw/codec.h"
#include "host.h"
#include "opening.h"

#define CHUNK_SIZE (64 << 10)

struct chunk {
	struct chunk *next;
	size_t used;
	size_t size;
	max_align_t data[];
};

struct entry_name {
	const char *name;
	size_t index;
};

static void no_memory(void)
{
	wrong(NULL, "no memory");
	exit(EXIT_REFUSED);
}

void config_init(struct config *config)
{
	*config = (struct config){
		.domains.object = &domain_object,
		.policies.object = &policy_object,
		.subscribers.object = &subscriber_object,
		.hosts.object = &host_object,
		.openings.object = &forward_object,
	};
}

static void entries_free(struct config_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		rfw_release(entries->object->schema, entries->list[i].item);
		free(entries->list[i].item);
	}
	free(entries->list);
	tdestroy(entries->names, free);
}

void config_free(struct config *config)
{
	entries_free(&config->domains);
	entries_free(&config->policies);
	entries_free(&config->subscribers);
	entries_free(&config->hosts);
	entries_free(&config->openings);
	while (config->chunks) {
		struct chunk *next = config->chunks->next;

		free(config->chunks);
		config->chunks = next;
	}
}

void *config_keep(struct config *config, size_t size)
{
	struct chunk *chunk = config->chunks;
	const size_t unit = sizeof(max_align_t);
	void *memory;

	size = (size + unit - 1) / unit * unit;
	if (!chunk || chunk->size - chunk->used < size) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = malloc(sizeof(*chunk) + room);
		if (!chunk)
			no_memory();
		*chunk = (struct chunk){ .next = config->chunks, .size = room };
		config->chunks = chunk;
	}
	memory = (char *)chunk->data + chunk->used;
	chunk->used += size;
	return memory;
}

char *config_string(struct config *config, const char *text, size_t length)
{
	char *copy = config_keep(config, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

bool config_mistake(struct config *config)
{
	if (++config->mistakes == MISTAKES_SHOWN)
		wrong(NULL, "more than %d mistakes, the rest is not looked at", MISTAKES_SHOWN);
	return config->mistakes < MISTAKES_SHOWN;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct entry_name *)a)->name, ((const struct entry_name *)b)->name);
}

struct config_entry *config_find(struct config_entries *entries, const char *name)
{
	const struct entry_name key = { .name = name };
	struct entry_name **found = tfind(&key, &entries->names, compare);

	return found ? &entries->list[(*found)->index] : NULL;
}

const char *entry_name(const struct config_entries *entries, const struct config_entry *entry)
{
	const struct rfw_schema *schema = entries->object->schema;

	return rfw_member(entry->item, &schema->fields[schema->key]);
}

const struct config_entry *config_entry(const struct config *config, size_t number)
{
	if (number < config->domains.count)
		return &config->domains.list[number];
	number -= config->domains.count;
	if (number < config->policies.count)
		return &config->policies.list[number];
	number -= config->policies.count;
	if (number < config->subscribers.count)
		return &config->subscribers.list[number];
	number -= config->subscribers.count;
	if (number < config->hosts.count)
		return &config->hosts.list[number];
	return &config->openings.list[number - config->hosts.count];
}

const struct word *entry_word(const struct config_entry *entry, const char *key, const char *value)
{
	for (size_t i = 3; i + 1 < entry->count; i++) {
		if (!strcmp(entry->words[i].text, key) &&
		    (!value || strstr(entry->words[i + 1].text, value)))
			return &entry->words[i + 1];
	}
	return &entry->words[entry->count > 2 ? 2 : 0];
}

static void entry_add(struct config *config, struct config_entries *entries,
		      struct command *command, const char *named)
{
	struct entry_name *name = malloc(sizeof(*name));
	struct config_entry entry = { .item = command->item,
				      .words = command->words,
				      .count = command->count };

	if ((entries->count & (entries->count - 1)) == 0)
		entries->list = reallocarray(entries->list, entries->count ? 2 * entries->count : 1,
					     sizeof(entry));
	if (!name || !entries->list)
		no_memory();
	name->name = config_string(config, named, strlen(named));
	name->index = entries->count;
	if (!tsearch(name, &entries->names, compare))
		no_memory();
	entries->list[entries->count++] = entry;
	command->item = NULL;
}

/*
 * Move what @from has over what @to has. Lists are replaced, as the kernel does with set; protocol
 * timers go one by one.
 */
static void merge(const struct rfw_schema *schema, void *to, void *from)
{
	uint64_t given, fields;

	memcpy(&given, from, sizeof(given));
	memcpy(&fields, to, sizeof(fields));
	fields |= given;
	memcpy(to, &fields, sizeof(fields));
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		char *source = rfw_member(from, field), *target = rfw_member(to, field);
		size_t size = field->type == RFW_STRING ? strlen(source) + 1 :
			      field->type == RFW_U32	? 4 :
			      field->type == RFW_U16	? 2 :
							  1;

		if (!(given & RFW_FIELD(i)))
			continue;
		if (field->type == RFW_NEST) {
			merge(field->nest, target, source);
		} else if (field->type >= RFW_U8_LIST) {
			char old[sizeof(struct rfw_any_list)];

			memcpy(old, target, sizeof(old));
			memcpy(target, source, sizeof(old));
			memcpy(source, old, sizeof(old));
		} else {
			memcpy(target, source, size);
		}
	}
}

static void merge_domain(struct rfw_domain *domain, struct rfw_domain *change)
{
	if (RFW_HAS(change, RFW_A_DOMAIN_BOGONS))
		domain->fields &= ~RFW_FIELD(RFW_A_DOMAIN_BOGON);
	merge(&rfw_schema_domain, domain, change);
}

static int merge_policy(struct rfw_policy *policy, struct rfw_policy *change)
{
	const uint64_t kept = RFW_FIELD(RFW_A_POLICY_NAME) | RFW_FIELD(RFW_A_POLICY_DOMAIN) |
			      RFW_FIELD(RFW_A_POLICY_DESCRIPTION);
	struct rfw_protocol_timeout_list *timers = &change->protocol_timeout;

	if (RFW_HAS(change, RFW_A_POLICY_PRESET)) {
		policy->fields &= kept;
		policy->timeouts.fields = 0;
		policy->protocol_timeout.count = 0;
	}
	if (RFW_HAS(change, RFW_A_POLICY_PRESET) || RFW_HAS(change, RFW_A_POLICY_FILTERING))
		policy->protocol_filtering.count = 0;
	for (size_t i = 0; i < policy->protocol_filtering.count; i++) {
		const struct rfw_protocol_filtering *before = &policy->protocol_filtering.items[i];
		bool again = false;

		for (size_t n = 0; n < change->protocol_filtering.count; n++)
			again |= change->protocol_filtering.items[n].protocol == before->protocol;
		if (!again &&
		    rfw_protocol_filtering_list_add(&change->protocol_filtering, before->protocol,
						    before->filtering))
			return -1;
		RFW_GIVE(change, RFW_A_POLICY_PROTOCOL_FILTERING);
	}
	if (RFW_HAS(change, RFW_A_POLICY_UNKNOWN_PROTOCOLS))
		policy->fields &= ~RFW_FIELD(RFW_A_POLICY_UNKNOWN_PROTOCOL);
	for (size_t i = 0; i < policy->protocol_timeout.count; i++) {
		const struct rfw_protocol_timeout *before = &policy->protocol_timeout.items[i];
		bool again = false;

		for (size_t n = 0; n < timers->count; n++)
			again |= timers->items[n].protocol == before->protocol;
		if (!again && rfw_protocol_timeout_list_add(timers, before->protocol,
							    before->timeout, before->initial))
			return -1;
		RFW_GIVE(change, RFW_A_POLICY_PROTOCOL_TIMEOUT);
	}
	merge(&rfw_schema_policy, policy, change);
	return 0;
}

static void take_set(struct config *config, struct config_entries *entries, struct command *command)
{
	struct config_entry given = { .item = command->item };
	const char *name = entry_name(entries, &given);
	struct config_entry *entry = config_find(entries, name);

	if (!entry) {
		wrong(&command->words[2], "there is no %s \"%s\" above to be changed",
		      entries->object->name, name);
		config_mistake(config);
	} else if (entries == &config->domains) {
		merge_domain(entry->item, command->item);
	} else if (entries == &config->policies) {
		if (merge_policy(entry->item, command->item))
			no_memory();
	} else {
		merge(&rfw_schema_subscriber, entry->item, command->item);
	}
}

static const char *place(const struct word *word)
{
	static char text[512];

	if (word->path)
		snprintf(text, sizeof(text), "%s", word->path);
	else
		snprintf(text, sizeof(text), "%s line %u", word->file, word->line);
	return text;
}

/* What is said is its name: none may say the same twice. */
static void take_opening(struct config *config, struct command *command)
{
	char *line = opening_line(command->item);
	struct config_entry *before;

	if (!line)
		no_memory();
	before = config_find(&config->openings, line);
	if (before) {
		wrong(&command->words[0], "exactly this was added before, in %s",
		      place(&before->words[0]));
		config_mistake(config);
	} else {
		entry_add(config, &config->openings, command, line);
	}
	free(line);
}

static void take_host(struct config *config, struct command *command)
{
	const struct rfw_host *host = command->item;
	char name[HOST_NAME_TEXT];
	struct config_entry *before =
		config_find(&config->hosts, host_name(host->subscriber, host->name, name));

	if (!strcmp(command->verb->name, "add") && !before) {
		entry_add(config, &config->hosts, command, name);
		return;
	}
	if (strcmp(command->verb->name, "add") && before) {
		host_merge(before->item, host);
		return;
	}
	if (before)
		wrong(&command->words[3], "host \"%s\" of \"%s\" was added before, in %s",
		      host->name, host->subscriber, place(&before->words[3]));
	else
		wrong(&command->words[3],
		      "there is no host \"%s\" of \"%s\" above to be changed", host->name,
		      host->subscriber);
	config_mistake(config);
}

static void take(struct config *config, struct command *command)
{
	struct config_entries *entries = command->object == &domain_object ? &config->domains :
					 command->object == &policy_object ? &config->policies :
									     &config->subscribers;
	struct config_entry given = { .item = command->item }, *before;

	if (command->object == &forward_object || command->object == &dmz_object) {
		take_opening(config, command);
		return;
	}
	if (command->object == &host_object) {
		take_host(config, command);
		return;
	}
	if (command->object == &flow_object) {
		if (config->max_flows) {
			wrong(&command->words[2], "max-flows was given before, in %s",
			      place(config->max_flows_word));
			config_mistake(config);
		}
		config->max_flows = command->max_flows;
		config->max_flows_word = &command->words[command->count - 1];
		return;
	}
	if (strcmp(command->verb->name, "add")) {
		take_set(config, entries, command);
		return;
	}
	before = config_find(entries, entry_name(entries, &given));
	if (before) {
		wrong(&command->words[2], "%s \"%s\" was added before, in %s",
		      command->object->name, entry_name(entries, before), place(&before->words[2]));
		config_mistake(config);
		return;
	}
	entry_add(config, entries, command, entry_name(entries, &given));
}

void config_command(struct config *config, const struct word *words, size_t count)
{
	struct command command;
	enum parsed parsed = parse_command(&command, words, count);

	if (parsed == PARSE_HELP || (!parsed && !command.verb->in_file)) {
		parsed = wrong(&words[count > 1 ? 1 : 0],
			       "\"%s %s\" is no part of a configuration: only add and set are",
			       words[0].text, parsed == PARSE_HELP ? "help" : command.verb->name);
	}
	if (parsed)
		config_mistake(config);
	else
		take(config, &command);
	command_release(&command);
}
