// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl complete WORD...: the words that may stand in place of the last one, for the shell. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "explain.h"
#include "flow.h"
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

static int host_name_of(const struct rfw_host *host, void *data)
{
	offer(host->name, data);
	return 0;
}

static int host_address(const struct rfw_host *host, void *data)
{
	char text[INET6_ADDRSTRLEN];

	offer(format_address(&host->address, text), data);
	return 0;
}

/* The names that a subscriber's hosts have. */
static void offer_hosts(struct session *session, const char *subscriber, const char *start)
{
	struct rfw_host filter = {};

	if (strlen(subscriber) > RFW_NAME_MAX || session_open(session, true))
		return;
	RFW_GIVE(&filter, RFW_A_HOST_SUBSCRIBER);
	memcpy(filter.subscriber, subscriber, strlen(subscriber) + 1);
	rfw_named_host_each(session->context, &filter, host_name_of, (void *)start);
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
		if (i + 1 == count && place->refers == &host_object) {
			offer_hosts(session, words[1].text, start);
			return 0;
		}
		if (i + 1 == count) {
			offer_values(session, object, place, start);
			return 0;
		}
		if (place->leads && is_word_of(place, words[i].text) && ++i + 1 == count) {
			if (!strcmp(words[i - 1].text, "host"))
				offer_hosts(session, words[1].text, start);
			return 0;
		}
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

/* The interfaces of the session's namespace, which this process does not leave any more. */
static void offer_interfaces(const struct session *session, const char *start)
{
	const char *netns = session->netns;
	struct if_nameindex *list;
	char path[4096];
	int there;

	if (netns) {
		snprintf(path, sizeof(path), "%s%s", strchr(netns, '/') ? "" : "/run/netns/",
			 netns);
		there = open(path, O_RDONLY | O_CLOEXEC);
		if (there < 0 || setns(there, CLONE_NEWNET))
			return;
		close(there);
	}
	list = if_nameindex();
	for (struct if_nameindex *at = list; at && at->if_name; at++)
		offer(at->if_name, start);
	if (list)
		if_freenameindex(list);
}

static void offer_addresses(struct session *session, const char *start)
{
	if (!session_open(session, true))
		rfw_host_each(session->context, NULL, host_address, (void *)start);
}

/* One more of those that are listed with commas. */
static void offer_flags(const char *start)
{
	const char *comma = strrchr(start, ','), *flag;
	char word[256];

	for (unsigned int i = 0; (flag = packet_flag(i)); i++) {
		snprintf(word, sizeof(word), "%.*s%s", comma ? (int)(comma + 1 - start) : 0, start,
			 flag);
		offer(word, start);
	}
}

/* Behind the addresses: what there is to say, each with its value. */
static void offer_details(uint8_t protocol, const struct word *words, size_t count)
{
	const char *start = words[count - 1].text, *detail;

	if (count % 2 == 0) {
		if (protocol == IPPROTO_TCP && !strcmp(words[count - 2].text, "flags"))
			offer_flags(start);
		return;
	}
	for (unsigned int i = 0; (detail = packet_detail(protocol, i)); i++)
		offer(detail, start);
}

/* The packet that is to be explained; one of the addresses is inside, as a rule. */
static void offer_packet(struct session *session, const struct word *words, size_t count)
{
	const char *start = words[count - 1].text, *word;
	int protocol = protocol_number(words[0].text);
	size_t first = 1, end;

	if (count == 1) {
		for (unsigned int i = 0; (word = protocol_name(i)); i++)
			offer(word, start);
		offer("hex", start);
		offer("file", start);
		return;
	}
	/* files are for the shell, and no number has words of its own */
	if (protocol < 0)
		return;
	if (protocol == IPPROTO_ICMPV6 && count == 2) {
		for (unsigned int i = 0; (word = packet_type(i)); i++)
			offer(word, start);
		return;
	}
	first += protocol == IPPROTO_ICMPV6;
	end = 1 + protocol_has_ports(protocol);
	if (count > first + 2 * end)
		offer_details(protocol, words + first + 2 * end, count - first - 2 * end);
	else if ((count - 1 - first) % end == 0)
		offer_addresses(session, start);
}

/* in INTERFACE [out INTERFACE] PACKET */
static void offer_explain(struct session *session, const struct word *words, size_t count)
{
	const char *start = words[count - 1].text;
	bool out = count > 3 && !strcmp(words[2].text, "out");

	if (count == 1) {
		offer("in", start);
	} else if (count == 2 || (out && count == 4)) {
		offer_interfaces(session, start);
	} else {
		if (count == 3)
			offer("out", start);
		offer_packet(session, words + (out ? 4 : 2), count - (out ? 4 : 2));
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
	else if (!strcmp(words[0].text, "explain"))
		offer_explain(session, words + 1, count - 1);
	return EXIT_DONE;
}
