// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl flow */
#include "flow.h"
#include "limits.h"
#include "subject.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

static int parse_protocol(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_flow *flow = command->item;

	RFW_GIVE(flow, RFW_A_FLOW_PROTOCOL);
	return word ? value_protocol(word, word->text, &flow->protocol) : -1;
}

/* states of TCP may be written without their tcp- */
static int parse_state(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_flow *flow = command->item;
	char full[64];
	int value;

	if (!word)
		return -1;
	RFW_GIVE(flow, RFW_A_FLOW_STATE);
	snprintf(full, sizeof(full), "tcp-%s", word->text);
	value = rfw_word_value(RFW_ENUM_FLOW_STATE, full);
	if (value < 0)
		return value_enum(word, &rfw_words[RFW_ENUM_FLOW_STATE], &flow->state);
	flow->state = value;
	return 0;
}

static int parse_prefix(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_flow *flow = command->item;

	if (!word)
		return -1;
	if (RFW_HAS(flow, RFW_A_FLOW_PREFIX))
		return wrong(word, "only one of \"prefix\" and \"address\" can be given");
	RFW_GIVE(flow, RFW_A_FLOW_PREFIX);
	if (!strcmp(key->name, "prefix"))
		return value_prefix(word, word->text, 0, &flow->prefix);
	flow->prefix.length = 128;
	return value_address(word, word->text, &flow->prefix.address);
}

static int parse_limit(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);

	return word ? value_number(word, word->text, 1, UINT32_MAX, &command->limit) : -1;
}

static int parse_max_flows(struct command *command, const struct key *key)
{
	const struct rfw_field *field = &rfw_schema_flow_table.fields[RFW_A_FLOW_TABLE_MAX_FLOWS];
	const struct word *word = next_word(command, key);

	return word ? value_number(word, word->text, field->min, field->max, &command->max_flows) :
		      -1;
}

/* What ends flows takes the same but for the first. */
static const struct key list_keys[] = {
	{ "limit", "N", "at most so many", 0, .parse = parse_limit },
	{ "subscriber", "SUBSCRIBER", "flows of this one", RFW_A_FLOW_SUBSCRIBER,
	  .refers = &subscriber_object },
	{ "proto", "NAME|N", "flows of this protocol", RFW_A_FLOW_PROTOCOL,
	  .parse = parse_protocol, .words = protocol_name },
	{ "state", "STATE", "flows in this state; those of TCP also without their tcp-",
	  RFW_A_FLOW_STATE, .parse = parse_state },
	{ "prefix", "P", "flows with an end in this prefix", RFW_A_FLOW_PREFIX,
	  .parse = parse_prefix },
	{ "address", "A", "flows with this address at an end", RFW_A_FLOW_PREFIX,
	  .parse = parse_prefix },
	{ "port", "N", "flows with this port at an end", RFW_A_FLOW_PORT },
	{}
};

static const struct key set_keys[] = {
	{ "max-flows", "N",
	  "flows that the namespace may have, at least 64; the table is sized for it", 0,
	  .parse = parse_max_flows },
	{}
};

bool protocol_has_ports(uint8_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
	case IPPROTO_UDPLITE:
		return true;
	}
	return false;
}

const char *protocol_endpoint(uint8_t protocol, const struct in6_addr *address, uint16_t port,
			      char *text)
{
	return format_endpoint(address, protocol_has_ports(protocol), port, text);
}

const char *flow_endpoint(const struct rfw_flow *flow, bool responder, char *text)
{
	return responder ? protocol_endpoint(flow->protocol, &flow->responder_address,
					     flow->responder_port, text) :
			   protocol_endpoint(flow->protocol, &flow->originator_address,
					     flow->originator_port, text);
}

const char *flow_state(const struct rfw_flow *flow)
{
	const char *word = rfw_word(RFW_ENUM_FLOW_STATE, flow->state);

	return word ? word : "?";
}

struct flow_listing {
	struct listing listing;
	uint32_t limit;
	uint32_t count;
};

static int list_one(const struct rfw_flow *flow, void *data)
{
	struct flow_listing *listing = data;
	struct table *table = &listing->listing.table;
	char text[ENDPOINT_TEXT];

	if (listing->listing.session->json) {
		json_item(&listing->listing.json, NULL, &rfw_schema_flow, flow);
		return ++listing->count == listing->limit;
	}
	table_cell(table, "%s", protocol_word(flow->protocol));
	table_cell(table, "%s", flow_endpoint(flow, false, text));
	table_cell(table, "%s", flow_endpoint(flow, true, text));
	if (flow->protocol == IPPROTO_ICMPV6)
		table_cell(table, "%s id %u", flow_state(flow), flow->originator_port);
	else
		table_cell(table, "%s", flow_state(flow));
	table_cell(table, "%s%s%s", flow->subscriber, flow->peer_subscriber[0] ? "," : "",
		   flow->peer_subscriber);
	table_cell(table, "%s", rfw_word(RFW_ENUM_FLOW_ORIGIN, flow->origin) ?: "?");
	table_cell(table, "%s", class_word(flow->forwarding_class));
	table_cell(table, "%u", flow->age);
	table_cell(table, "%u", flow->expires);
	if (RFW_HAS(flow, RFW_A_FLOW_PACKETS_ORIGINATOR)) {
		table_cell(table, "%" PRIu64 "/%" PRIu64, flow->packets_originator,
			   flow->packets_responder);
		table_cell(table, "%" PRIu64 "/%" PRIu64, flow->octets_originator,
			   flow->octets_responder);
	} else {
		table_cell(table, "-");
		table_cell(table, "-");
	}
	return ++listing->count == listing->limit;
}

static const char heads[] =
	"PROTO ORIGINATOR RESPONDER STATE SUBSCRIBER ORIGIN CLASS >AGE >EXPIRES >PACKETS >OCTETS";

static enum exit_code list(struct session *session, struct command *command)
{
	struct flow_listing listing = { .limit = command->limit };

	listing_start(&listing.listing, session, heads);
	return listing_end(&listing.listing,
			   rfw_flow_each(session->context, command->item, list_one, &listing),
			   NULL);
}

static enum exit_code flush(struct session *session, struct command *command)
{
	struct json json = { .file = stdout };
	uint32_t count = 0;
	int err = rfw_flow_delete(session->context, command->item, &count);

	if (err)
		return refused(session, err, command->object->name);
	if (session->json) {
		json_open(&json, NULL, '{');
		json_number(&json, "count", count);
		json_close(&json, '}');
		json_end(&json);
	} else {
		printf("%u flow%s ended\n", count, count == 1 ? "" : "s");
	}
	return EXIT_DONE;
}

static enum exit_code set(struct session *session, struct command *command)
{
	int err = rfw_flow_table_set(session->context, command->max_flows);

	return err ? refused(session, err, command->object->name) : EXIT_DONE;
}

static const struct verb verbs[] = {
	{ "list", "ls", "List the flows that match all that is given.", UNNAMED, list_keys,
	  .run = list },
	{ "show", NULL, "The same as list.", UNNAMED, list_keys, .run = list },
	{ "flush", NULL, "End the flows that match all that is given: all flows if nothing is.",
	  UNNAMED, &list_keys[1], .run = flush },
	{ "save", NULL,
	  "Write the flows that match all that is given to FILE, so that restore can read them.",
	  MAYBE_FILE, &list_keys[1], .run = flow_save },
	{ "restore", NULL,
	  "Put the flows of FILE back that the present configuration allows.",
	  MAYBE_FILE, NULL, .run = flow_restore },
	{ "set", NULL, "Size the flow table; live flows stay.", UNNAMED, set_keys, .some = true,
	  .in_file = true, .run = set },
	{}
};

const struct object flow_object = {
	.name = "flow",
	.help = "conversations under way",
	.schema = &rfw_schema_flow,
	.verbs = verbs,
	.standard = "list",
};
