// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl host: names of inside machines, and inside addresses that are known */
#include "host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int parse_name(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_host *host = command->item;
	struct in6_addr address;

	if (!word || value_name(word, word->text, RFW_NAME_MAX))
		return -1;
	if (inet_pton(AF_INET6, word->text, &address) == 1)
		return wrong(word, "\"%s\" reads as an address, not as a name", word->text);
	RFW_GIVE(host, RFW_A_HOST_NAME);
	memcpy(host->name, word->text, strlen(word->text) + 1);
	return 0;
}

static int parse_name_or_address(struct command *command, const struct key *key)
{
	struct rfw_host *host = command->item;

	if (command->next < command->count &&
	    inet_pton(AF_INET6, command->words[command->next].text, &host->address) == 1) {
		RFW_GIVE(host, RFW_A_HOST_ADDRESS);
		command->next++;
		return 0;
	}
	return parse_name(command, key);
}

static int parse_suffix(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_host *host = command->item;

	RFW_GIVE(host, RFW_A_HOST_SUFFIX);
	return word ? value_host_address(word, &host->suffix) : -1;
}

static int parse_mac(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_host *host = command->item;

	RFW_GIVE(host, RFW_A_HOST_MAC);
	return word ? value_mac(word, word->text, host->mac) : -1;
}

/* One of both. */
static int check(struct command *command)
{
	const struct rfw_host *host = command->item;
	const struct word *word = &command->words[0];

	if (!RFW_HAS(host, RFW_A_HOST_SUFFIX) && !RFW_HAS(host, RFW_A_HOST_MAC))
		return wrong(word, "it is told by \"suffix\", as \"suffix ::10\", or by \"mac\"");
	if (RFW_HAS(host, RFW_A_HOST_SUFFIX) && RFW_HAS(host, RFW_A_HOST_MAC))
		return wrong(word, "a host is told by its suffix or by its MAC, not by both");
	return 0;
}

/* ---- configuration ---- */

char *host_name(const char *subscriber, const char *name, char text[HOST_NAME_TEXT])
{
	/* no name has a line end in it */
	snprintf(text, HOST_NAME_TEXT, "%s\n%s", subscriber, name);
	return text;
}

struct word host_word(const struct config_entry *entry, const char *attribute)
{
	if (!strcmp(attribute, "name"))
		return entry->words[3];
	for (size_t i = 4; i + 1 < entry->count; i += 2) {
		if (!strcmp(entry->words[i].text, attribute))
			return entry->words[i + 1];
	}
	return entry->words[2];
}

void host_reduce(struct rfw_host *host)
{
	host->fields &= RFW_FIELD(RFW_A_HOST_SUBSCRIBER) | RFW_FIELD(RFW_A_HOST_NAME) |
			RFW_FIELD(RFW_A_HOST_SUFFIX) | RFW_FIELD(RFW_A_HOST_MAC);
}

void host_write(FILE *file, const struct rfw_host *host)
{
	char text[INET6_ADDRSTRLEN];

	fputs("host add ", file);
	write_word(file, host->subscriber);
	fputc(' ', file);
	write_word(file, host->name);
	if (RFW_HAS(host, RFW_A_HOST_MAC))
		fprintf(file, " mac %s\n", format_mac(host->mac, text));
	else
		fprintf(file, " suffix %s\n", format_address(&host->suffix, text));
}

void host_merge(struct rfw_host *host, const struct rfw_host *change)
{
	host->fields = change->fields;
	host->suffix = change->suffix;
	memcpy(host->mac, change->mac, sizeof(host->mac));
}

/* ---- lists ---- */

/* A name at an address, or nowhere. */
struct named {
	char subscriber[RFW_NAME_MAX + 1];
	char name[RFW_NAME_MAX + 1];
	bool placed;
	struct in6_addr address;
};

struct names {
	struct named *list;
	size_t count;
	size_t room;
	struct listing listing;
};

static int name_add(struct names *names, const struct rfw_host *host,
		    const struct in6_addr *address)
{
	struct named *named;

	if (names->count == names->room) {
		names->room = names->room ? 2 * names->room : 64;
		named = reallocarray(names->list, names->room, sizeof(*named));
		if (!named)
			return -ENOMEM;
		names->list = named;
	}
	named = &names->list[names->count++];
	*named = (struct named){ .placed = address };
	memcpy(named->subscriber, host->subscriber, sizeof(named->subscriber));
	memcpy(named->name, host->name, sizeof(named->name));
	if (address)
		named->address = *address;
	return 0;
}

static int take_named(const struct rfw_host *host, void *data)
{
	int err = host->place.count ? 0 : name_add(data, host, NULL);

	for (size_t i = 0; !err && i < host->place.count; i++)
		err = name_add(data, host, &host->place.items[i].address);
	return err;
}

static int compare_places(const struct named *a, const struct named *b)
{
	int order = strcmp(a->subscriber, b->subscriber);

	if (!order)
		order = a->placed - b->placed;
	return order ? order : memcmp(&a->address, &b->address, sizeof(a->address));
}

static int compare(const void *a, const void *b)
{
	int order = compare_places(a, b);

	return order ? order :
		       strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* The first name at a subscriber's address; the others stand behind it. */
static const struct named *first_at(const struct names *names, const struct named *wanted)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare_places(&names->list[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return &names->list[low];
}

static bool is_at(const struct names *names, const struct named *named, const struct named *wanted)
{
	return named < names->list + names->count && !compare_places(named, wanted);
}

static void cell_names(struct names *names, const struct named *wanted)
{
	const struct named *named = first_at(names, wanted);
	size_t length = 0;
	char *cell = NULL;
	FILE *file = open_memstream(&cell, &length);

	for (size_t i = 0; file && is_at(names, named, wanted); named++, i++)
		fprintf(file, "%s%s", i ? "," : "", named->name);
	if (file)
		fclose(file);
	table_cell(&names->listing.table, "%s", length ? cell : "-");
	free(cell);
}

static void print_json(struct names *names, const struct rfw_host *host, const struct named *wanted)
{
	const struct named *named = first_at(names, wanted);
	struct json *json = &names->listing.json;

	json_open(json, NULL, '{');
	/* what hosts with names have is for show */
	json->whole = false;
	json_members(json, &rfw_schema_host, host);
	json_open(json, "names", '[');
	for (; is_at(names, named, wanted); named++)
		json_string(json, NULL, named->name);
	json_close(json, ']');
	json_close(json, '}');
}

static int list_one(const struct rfw_host *host, void *data)
{
	struct names *names = data;
	struct table *table = &names->listing.table;
	struct named wanted = { .placed = true, .address = host->address };
	char text[INET6_ADDRSTRLEN];

	memcpy(wanted.subscriber, host->subscriber, sizeof(wanted.subscriber));
	if (names->listing.session->json) {
		print_json(names, host, &wanted);
		return 0;
	}
	table_cell(table, "%s", host->subscriber);
	cell_names(names, &wanted);
	table_cell(table, "%s", format_address(&host->address, text));
	table_cell(table, "%s", rfw_word(RFW_ENUM_HOST_ORIGIN, host->learned_from) ?: "?");
	if (RFW_HAS(host, RFW_A_HOST_FIRST_SEEN)) {
		table_cell(table, "%u", host->first_seen);
		table_cell(table, "%u", host->last_seen);
	} else {
		table_cell(table, "-");
		table_cell(table, "-");
	}
	return 0;
}

/* Names that are nowhere now. */
static void list_unplaced(struct names *names)
{
	struct json *json = &names->listing.json;
	struct table *table = &names->listing.table;

	for (size_t i = 0; i < names->count; i++) {
		const struct named *named = &names->list[i];

		if (named->placed)
			continue;
		if (names->listing.session->json) {
			json_open(json, NULL, '{');
			json_string(json, "subscriber", named->subscriber);
			json_open(json, "names", '[');
			json_string(json, NULL, named->name);
			json_close(json, ']');
			json_close(json, '}');
			continue;
		}
		table_cell(table, "%s", named->subscriber);
		table_cell(table, "%s", named->name);
		table_cell(table, "nowhere");
		for (unsigned int n = 0; n < 3; n++)
			table_cell(table, "-");
	}
}

static enum exit_code list(struct session *session, struct command *command)
{
	struct names names = {};
	enum exit_code code;
	int err = rfw_named_host_each(session->context, command->item, take_named, &names);

	if (names.count)
		qsort(names.list, names.count, sizeof(*names.list), compare);
	listing_start(&names.listing, session,
		      "SUBSCRIBER NAME ADDRESS LEARNED-FROM >FIRST >LAST");
	if (!err)
		err = rfw_host_each(session->context, command->item, list_one, &names);
	if (!err)
		list_unplaced(&names);
	code = listing_end(&names.listing, err, NULL);
	free(names.list);
	return code;
}

static int show_one(const struct rfw_host *host, void *data)
{
	struct listing *listing = data;
	char text[INET6_ADDRSTRLEN];

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_host, host);
		return 0;
	}
	printf("%shost %s\n", listing->count++ ? "\n" : "", host->name);
	print_field("subscriber", "%s", host->subscriber);
	if (RFW_HAS(host, RFW_A_HOST_MAC))
		print_field("mac", "%s", format_mac(host->mac, text));
	else
		print_field("suffix", "%s", format_address(&host->suffix, text));
	for (size_t i = 0; i < host->place.count; i++)
		print_field("address", "%s", format_address(&host->place.items[i].address, text));
	if (!host->place.count)
		print_field("address", "%s",
			    RFW_HAS(host, RFW_A_HOST_MAC) ?
				    "none: no neighbour with this MAC has one of the subscriber's" :
				    "none: there is no prefix for it now");
	print_field("openings", "%u", host->openings);
	return 0;
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct listing listing;

	listing_start(&listing, session, NULL);
	return listing_end(&listing,
			   rfw_named_host_each(session->context, command->item, show_one,
					       &listing),
			   NULL);
}

/* ---- changes ---- */

static enum exit_code result(struct session *session, const struct command *command, int err)
{
	const struct rfw_host *host = command->item;
	char what[2 * RFW_NAME_MAX + 16];

	if (!err)
		return EXIT_DONE;
	snprintf(what, sizeof(what), "host %s%s%s", host->subscriber, *host->name ? " " : "",
		 host->name);
	return refused(session, err, what);
}

static enum exit_code add(struct session *session, struct command *command)
{
	return result(session, command, rfw_host_add(session->context, command->item));
}

static enum exit_code set(struct session *session, struct command *command)
{
	return result(session, command, rfw_host_set(session->context, command->item));
}

static enum exit_code del(struct session *session, struct command *command)
{
	return result(session, command, rfw_host_del(session->context, command->item));
}

/* ---- tables ---- */

static const struct key filters[] = {
	{ "subscriber", "SUBSCRIBER", "hosts of this one", RFW_A_HOST_SUBSCRIBER,
	  .refers = &subscriber_object },
	{}
};

static const struct key add_places[] = {
	{ "SUBSCRIBER", "", "whose it is", RFW_A_HOST_SUBSCRIBER, .refers = &subscriber_object },
	{ "NAME", "", "unlike that of any other host of the subscriber", RFW_A_HOST_NAME,
	  .parse = parse_name },
	{}
};

static const struct key set_places[] = {
	{ "SUBSCRIBER", "", "whose it is", RFW_A_HOST_SUBSCRIBER, .refers = &subscriber_object },
	{ "NAME", "", "of the host", RFW_A_HOST_NAME, .parse = parse_name,
	  .refers = &host_object },
	{}
};

static const struct key del_places[] = {
	{ "SUBSCRIBER", "", "whose it is", RFW_A_HOST_SUBSCRIBER, .refers = &subscriber_object },
	{ "NAME|ADDRESS", "", "a name, or an address that was learned", RFW_A_HOST_NAME,
	  .parse = parse_name_or_address, .refers = &host_object },
	{}
};

static const struct key keys[] = {
	{ "suffix", "SUFFIX",
	  "told by the host part of its address, as ::10, in each prefix of the subscriber",
	  RFW_A_HOST_SUFFIX, .parse = parse_suffix },
	{ "mac", "MAC",
	  "told by its MAC: at those addresses of the subscriber that the neighbour table has of it",
	  RFW_A_HOST_MAC, .parse = parse_mac },
	{}
};

static const struct verb verbs[] = {
	{ "add", NULL, "Give a host a name, by its suffix or by its MAC.", UNNAMED, keys,
	  .places = add_places, .check = check, .in_file = true, .run = add },
	{ "set", NULL, "Tell a host by another suffix or MAC; what names it follows.", UNNAMED,
	  keys, .places = set_places, .check = check, .in_file = true, .run = set },
	{ "del", "delete",
	  "Remove a name, or forget an address that was learned; it may be learned again.",
	  UNNAMED, .places = del_places, .run = del },
	{ "show", NULL, "Show the hosts that have names in detail.", UNNAMED, filters,
	  .run = show },
	{ "list", "ls", "List the inside addresses that are known, with their names.", UNNAMED,
	  filters, .run = list },
	{}
};

const struct object host_object = {
	.name = "host",
	.help = "names of inside machines, and inside addresses that are known",
	.schema = &rfw_schema_host,
	.verbs = verbs,
	.standard = "list",
};
