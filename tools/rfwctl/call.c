// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl alg: calls that the SIP gateway knows */
#include "subject.h"

/* Of one call in a table; alg show has all of them. */
#define MEDIA_LISTED 4

static int parse_host(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_sip_call *call = command->item;

	RFW_GIVE(call, RFW_A_SIP_CALL_HOST);
	return word ? value_address(word, word->text, &call->host) : -1;
}

static const struct key keys[] = {
	{ "subscriber", "SUBSCRIBER", "calls of this one", RFW_A_SIP_CALL_SUBSCRIBER,
	  .refers = &subscriber_object },
	{ "host", "ADDRESS", "calls of this inside host", RFW_A_SIP_CALL_HOST,
	  .parse = parse_host },
	{}
};

/*
 * A Call-ID is what somebody else wrote: nothing that a terminal would obey, or a reader of JSON
 * stumble over, may stay in it. The library frees the object after the call, so it can be changed.
 */
static void clean(const struct rfw_sip_call *call)
{
	for (char *c = ((struct rfw_sip_call *)call)->call_id; *c; c++) {
		if (*c <= ' ' || *c > '~')
			*c = '?';
	}
}

static const char *kind_word(const struct rfw_sip_media *media)
{
	return rfw_word(RFW_ENUM_SIP_MEDIA_KIND, media->kind) ?: "?";
}

static const char *state_word(const struct rfw_sip_call *call)
{
	return rfw_word(RFW_ENUM_SIP_CALL_STATE, call->state) ?: "?";
}

static void cell_media(struct table *table, const struct rfw_sip_media_list *list)
{
	char text[MEDIA_LISTED * 32 + 32] = "-";
	size_t used = 0;

	for (size_t i = 0; i < list->count && i < MEDIA_LISTED; i++)
		used += snprintf(text + used, sizeof(text) - used, "%s%s/%u%s", i ? "," : "",
				 kind_word(&list->items[i]), list->items[i].port,
				 list->items[i].pinhole ? "" : " closed");
	if (list->count > MEDIA_LISTED)
		snprintf(text + used, sizeof(text) - used, " and %zu more",
			 list->count - MEDIA_LISTED);
	table_cell(table, "%s", text);
}

static void cell_remotes(struct table *table, const struct rfw_address_list *list)
{
	char text[INET6_ADDRSTRLEN];

	if (!list->count)
		table_cell(table, "-");
	else if (list->count == 1)
		table_cell(table, "%s", format_address(&list->items[0], text));
	else
		table_cell(table, "%s and %zu more", format_address(&list->items[0], text),
			   list->count - 1);
}

static int list_one(const struct rfw_sip_call *call, void *data)
{
	struct listing *listing = data;
	struct table *table = &listing->table;
	char text[INET6_ADDRSTRLEN];

	clean(call);
	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_sip_call, call);
		return 0;
	}
	table_cell(table, "%u", call->id);
	table_cell(table, "%s", call->subscriber);
	table_cell(table, "%s", format_address(&call->host, text));
	table_cell(table, "%s", state_word(call));
	table_cell(table, "%u", call->age);
	table_cell(table, "%u", call->expires);
	cell_media(table, &call->media);
	cell_remotes(table, &call->remote);
	table_cell(table, "%s", call->call_id);
	return 0;
}

static enum exit_code list(struct session *session, struct command *command)
{
	struct listing listing;

	listing_start(&listing, session,
		      ">ID SUBSCRIBER HOST STATE >AGE >EXPIRES MEDIA REMOTE CALL-ID");
	return listing_end(&listing,
			   rfw_sip_call_each(session->context, command->item, list_one, &listing),
			   NULL);
}

static void print_media(const struct rfw_sip_media *media)
{
	char text[ENDPOINT_TEXT];

	format_endpoint(&media->address, true, media->port, text);
	if (media->pinhole)
		print_field(kind_word(media), "%s, pinhole %u", text, media->pinhole);
	else
		print_field(kind_word(media), "%s, closed", text);
}

static int show_one(const struct rfw_sip_call *call, void *data)
{
	char text[INET6_ADDRSTRLEN], age[DURATION_TEXT], left[DURATION_TEXT];
	struct listing *listing = data;

	if (listing->session->json)
		return list_one(call, data);
	clean(call);
	printf("%scall %u\n", listing->count++ ? "\n" : "", call->id);
	print_field("subscriber", "%s", call->subscriber);
	print_field("host", "%s", format_address(&call->host, text));
	print_field("call-id", "%s", call->call_id);
	print_field("state", "%s, began %s ago, %s left", state_word(call),
		    format_duration(call->age, age), format_duration(call->expires, left));
	for (size_t i = 0; i < call->remote.count; i++)
		print_field("remote", "%s", format_address(&call->remote.items[i], text));
	for (size_t i = 0; i < call->media.count; i++)
		print_media(&call->media.items[i]);
	return 0;
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct listing listing;

	listing_start(&listing, session, NULL);
	return listing_end(&listing,
			   rfw_sip_call_each(session->context, command->item, show_one, &listing),
			   NULL);
}

static const struct verb verbs[] = {
	{ "list", "ls", "List the calls that the SIP gateway knows.", UNNAMED, keys, .run = list },
	{ "show", NULL, "Show them in detail, with the pinholes of all their media.", UNNAMED,
	  keys, .run = show },
	{}
};

const struct object alg_object = {
	.name = "alg",
	.help = "calls that application layer gateways know",
	.schema = &rfw_schema_sip_call,
	.verbs = verbs,
	.standard = "list",
};
