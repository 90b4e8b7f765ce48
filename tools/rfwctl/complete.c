// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl complete WORD...: the words that may stand in place of the last one, for the shell. */
#include <string.h>

#include "opening.h"

static void offer(const char *word, const char *start)
{
	if (!strncmp(word, start, strlen(start)))
		puts(word);
}

static int domain_name(const struct rfw_domain *domain, void *data)
{
	offer(domain->name, data);
	return 0;
}

static int policy_name(const struct rfw_policy *policy, void *data)
{
	offer(policy->name, data);
	return 0;
}

static int subscriber_name(const struct rfw_subscriber *subscriber, void *data)
{
	offer(subscriber->name, data);
	return 0;
}

static int opening_number(const struct rfw_opening *opening, void *data)
{
	char number[12];

	snprintf(number, sizeof(number), "%u", opening->id);
	offer(number, data);
	return 0;
}

static void offer_names(struct session *session, const struct object *object, const char *start)
{
	if (session_open(session, true))
		return;
	if (object == &domain_object)
		rfw_domain_each(session->context, domain_name, (void *)start);
	else if (object == &policy_object)
		rfw_policy_each(session->context, policy_name, (void *)start);
	else if (object == &subscriber_object)
		rfw_subscriber_each(session->context, NULL, subscriber_name, (void *)start);
	else if (object->schema == &rfw_schema_opening)
		opening_each(session, opening_kind(object), NULL, opening_number, (void *)start);
}

static void offer_values(struct session *session, const struct object *object,
			 const struct key *key, const char *start)
{
	const struct rfw_field *field = &object->schema->fields[key->attribute];
	const char *word;

	for (unsigned int i = 0; key->words && (word = key->words(i)); i++)
		offer(word, start);
	/* lists have their words above: "listed" is not one to be written */
	if (field->words && !(key->words && key->repeats)) {
		for (unsigned int i = 0; i < field->words->count; i++)
			offer(field->words->list[i].word, start);
	} else if (field->type == RFW_SWITCH) {
		offer("on", start);
		offer("off", start);
	}
	if (key->refers)
		offer_names(session, key->refers, start);
}

static bool is_word_of(const struct key *key, const char *text)
{
	const char *word;

	for (unsigned int i = 0; key->words && (word = key->words(i)); i++) {
		if (!strcmp(word, text))
			return true;
	}
	return false;
}

/*
 * Values that stand without their keys. Returns the first word behind them, or 0 if what the last
 * word may be was offered.
 */
static size_t offer_places(struct session *session, const struct object *object,
			   const struct verb *verb, const struct word *words, size_t count)
{
	const char *start = words[count - 1].text;
	size_t i = 1;

	if (verb->instead && count == 2)
		offer(verb->instead->name, start);
	if (verb->instead && count == 3 && !strcmp(words[1].text, verb->instead->name)) {
		offer_values(session, object, verb->instead, start);
		return 0;
	}
	for (const struct key *place = verb->places; place->name; place++, i++) {
		while (place == verb->places && !place->refers && i + 2 < count &&
		       find_key(verb, words[i].text))
			i += 2;
		if (place == verb->places && !place->refers && i + 2 == count &&
		    find_key(verb, words[i].text)) {
			offer_values(session, object, find_key(verb, words[i].text), start);
			return 0;
		}
		if (i + 1 == count) {
			offer_values(session, object, place, start);
			return 0;
		}
		if (place->leads && is_word_of(place, words[i].text) && ++i + 1 == count)
			return 0;
	}
	return i;
}

static void offer_object(struct session *session, const struct object *object,
			 const struct word *words, size_t count)
{
	const char *start = words[count - 1].text;
	const struct verb *verb = count > 1 ? find_verb(object, words[0].text) : NULL;
	size_t first = 1;

	if (count == 1) {
		for (verb = object->verbs; verb->name; verb++)
			offer(verb->name, start);
		offer("help", start);
		return;
	}
	if (!verb)
		return;
	if (verb->naming == MAYBE_FILE) {
		/* files are for the shell */
		first = 1 + !find_key(verb, words[1].text);
	} else if (verb->naming) {
		if (count == 2) {
			if (strcmp(verb->name, "add"))
				offer_names(session, object, start);
			return;
		}
		first = 2;
	}
	if (verb->places) {
		first = offer_places(session, object, verb, words, count);
		if (!first)
			return;
	}
	for (size_t i = first; i + 1 < count; i++) {
		const struct key *key = find_key(verb, words[i].text);

		if (key && *key->value && i + 2 == count) {
			offer_values(session, object, key, start);
			return;
		}
		if (key && *key->value)
			i++;
	}
	for (const struct key *key = verb->keys; key && key->name; key++)
		offer(key->name, start);
}

/* For monitor, behind the word @before. */
static void offer_events(struct session *session, const char *before, const char *start)
{
	static const char *const words[] = { "flows",  "config",   "alarms",	"drops",
					     "reason", "pinholes", "subscriber" };
	const struct rfw_words *reasons = &rfw_words[RFW_ENUM_DROP_REASON];

	if (!strcmp(before, "subscriber")) {
		offer_names(session, &subscriber_object, start);
	} else if (!strcmp(before, "reason")) {
		for (unsigned int i = 1; i < reasons->count; i++)
			offer(reasons->list[i].word, start);
	} else {
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			offer(words[i], start);
	}
}

enum exit_code run_complete(struct session *session, const struct word *words, size_t count)
{
	const struct object *object;

	if (!count)
		return EXIT_DONE;
	if (count == 1) {
		for (size_t i = 0; objects[i]; i++)
			offer(objects[i]->name, words[0].text);
		for (const struct other *other = others; other->name; other++)
			offer(other->name, words[0].text);
		return EXIT_DONE;
	}
	object = find_object(words[0].text);
	if (object)
		offer_object(session, object, words + 1, count - 1);
	else if (!strcmp(words[0].text, "open") && count == 2)
		offer("subscriber", words[1].text);
	else if (!strcmp(words[0].text, "open") && count == 3)
		offer_names(session, &subscriber_object, words[2].text);
	else if (!strcmp(words[0].text, "monitor"))
		offer_events(session, words[count - 2].text, words[count - 1].text);
	return EXIT_DONE;
}
