// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl host: inside addresses that are known */
#include "subject.h"

static int parse_address(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_host *host = command->item;

	RFW_GIVE(host, RFW_A_HOST_ADDRESS);
	return word ? value_address(word, word->text, &host->address) : -1;
}

static const struct key list_keys[] = {
	{ "subscriber", "SUBSCRIBER", "hosts of this one", RFW_A_HOST_SUBSCRIBER,
	  .refers = &subscriber_object },
	{}
};

static const struct key del_places[] = {
	{ "SUBSCRIBER", "", "whose it is", RFW_A_HOST_SUBSCRIBER, .refers = &subscriber_object },
	{ "ADDRESS", "", "that was learned", RFW_A_HOST_ADDRESS, .parse = parse_address },
	{}
};

static int list_one(const struct rfw_host *host, void *data)
{
	struct listing *listing = data;
	struct table *table = &listing->table;
	char text[INET6_ADDRSTRLEN];

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_host, host);
		return 0;
	}
	table_cell(table, "%s", host->subscriber);
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

static enum exit_code list(struct session *session, struct command *command)
{
	struct listing listing;

	listing_start(&listing, session, "SUBSCRIBER ADDRESS LEARNED-FROM >FIRST >LAST");
	return listing_end(&listing,
			   rfw_host_each(session->context, command->item, list_one, &listing),
			   NULL);
}

static enum exit_code del(struct session *session, struct command *command)
{
	int err = rfw_host_del(session->context, command->item);

	return err ? refused(session, err, command->object->name) : EXIT_DONE;
}

static const struct verb verbs[] = {
	{ "list", "ls", "List the inside addresses that are known.", UNNAMED, list_keys,
	  .run = list },
	{ "show", NULL, "The same as list.", UNNAMED, list_keys, .run = list },
	{ "del", "delete", "Forget an address that was learned; it may be learned again.", UNNAMED,
	  .places = del_places, .run = del },
	{}
};

const struct object host_object = {
	.name = "host",
	.help = "inside addresses that are known",
	.schema = &rfw_schema_host,
	.verbs = verbs,
	.standard = "list",
};
