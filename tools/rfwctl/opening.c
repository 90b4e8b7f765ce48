// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl forward, dmz and pinhole: what opens the firewall from outside */
#include "opening.h"

#include <errno.h>

uint8_t opening_kind(const struct object *object)
{
	return object == &forward_object ? RFW_OPENING_KIND_FORWARD :
	       object == &dmz_object	 ? RFW_OPENING_KIND_DMZ :
					   RFW_OPENING_KIND_PINHOLE;
}

static enum exit_code result(struct session *session, const struct command *command, int err)
{
	const struct rfw_opening *opening = command->item;
	char what[RFW_NAME_MAX + 16];

	if (!err)
		return EXIT_DONE;
	snprintf(what, sizeof(what), "%s%s%s", command->object->name,
		 opening->subscriber[0] ? " " : "", opening->subscriber);
	if (RFW_HAS(opening, RFW_A_OPENING_ID))
		snprintf(what, sizeof(what), "%s %u", command->object->name, opening->id);
	return refused(session, err, what);
}

static enum exit_code add(struct session *session, struct command *command)
{
	return result(session, command, rfw_opening_add(session->context, command->item, NULL));
}

static enum exit_code add_pinhole(struct session *session, struct command *command)
{
	struct json json = { .file = stdout };
	uint32_t id = 0;
	int err = rfw_opening_add(session->context, command->item, &id);

	if (err)
		return result(session, command, err);
	if (session->json) {
		json_open(&json, NULL, '{');
		json_number(&json, "id", id);
		json_close(&json, '}');
		json_end(&json);
	} else {
		printf("%u\n", id);
	}
	return EXIT_DONE;
}

static enum exit_code set(struct session *session, struct command *command)
{
	return result(session, command, rfw_opening_set(session->context, command->item));
}

static enum exit_code del(struct session *session, struct command *command)
{
	struct rfw_opening *opening = command->item;

	RFW_GIVE(opening, RFW_A_OPENING_KIND);
	opening->kind = opening_kind(command->object);
	return result(session, command, rfw_opening_del(session->context, opening));
}

struct flushing {
	struct session *session;
	uint32_t count;
};

static int flush_one(const struct rfw_opening *opening, void *data)
{
	struct rfw_opening one = {
		.fields = RFW_FIELD(RFW_A_OPENING_KIND) | RFW_FIELD(RFW_A_OPENING_ID),
		.kind = opening->kind,
		.id = opening->id,
	};
	struct flushing *flushing = data;
	int err = rfw_opening_del(flushing->session->context, &one);

	flushing->count += !err;
	/* it went by itself */
	return err == -ENOENT ? 0 : err;
}

static void print_flushed(const struct session *session, const char *name, uint32_t count)
{
	struct json json = { .file = stdout };

	if (!session->json) {
		printf("%u %s%s removed\n", count, name, count == 1 ? "" : "s");
		return;
	}
	json_open(&json, NULL, '{');
	json_number(&json, "count", count);
	json_close(&json, '}');
	json_end(&json);
}

static enum exit_code flush(struct session *session, struct command *command)
{
	struct flushing flushing = { .session = session };
	int err = opening_each(session, opening_kind(command->object), command->item, flush_one,
			       &flushing);

	if (err)
		return refused(session, err, command->object->name);
	print_flushed(session, command->object->name, flushing.count);
	return EXIT_DONE;
}

/* ---- tables ---- */

static const struct key forward_places[] = {
	{ "SUBSCRIBER", "", "whose the inside host is", RFW_A_OPENING_SUBSCRIBER,
	  .refers = &subscriber_object },
	{ "PROTOCOL", "", "name or number of the protocol", RFW_A_OPENING_PROTOCOL,
	  .parse = opening_parse_protocol, .words = protocol_name },
	{ "ADDRESS|suffix SUFFIX|host NAME", "",
	  "the inside host; with a suffix, as ::10, in each prefix that the subscriber has; by its name wherever it is",
	  RFW_A_OPENING_ADDRESS, .parse = opening_parse_target, .words = opening_target_word,
	  .leads = true },
	{}
};

static const struct key dmz_places[] = {
	{ "SUBSCRIBER", "", "whose the inside host is", RFW_A_OPENING_SUBSCRIBER,
	  .refers = &subscriber_object },
	{ "ADDRESS|suffix SUFFIX|host NAME", "",
	  "the inside host; with a suffix, as ::10, in each prefix that the subscriber has; by its name wherever it is",
	  RFW_A_OPENING_ADDRESS, .parse = opening_parse_target, .words = opening_target_word,
	  .leads = true },
	{}
};

static const struct key pinhole_places[] = {
	{ "PROTOCOL", "", "name or number of the protocol", RFW_A_OPENING_PROTOCOL,
	  .parse = opening_parse_protocol, .words = protocol_name },
	{ "ADDRESS", "", "of the inside host", RFW_A_OPENING_ADDRESS,
	  .parse = opening_parse_address },
	{}
};

static const struct key forward_keys[] = {
	{ "port", "P,LOW-HIGH,...", "inside ports; TCP and UDP need one", RFW_A_OPENING_PORT,
	  .repeats = true, .parse = opening_parse_ports },
	{ "service-code", "CODE,...", "of DCCP: only these services, as SC:abcd or a number",
	  RFW_A_OPENING_SERVICE_CODE, .repeats = true, .parse = opening_parse_service_codes },
	{ "from", "PREFIX,...", "only from these addresses", RFW_A_OPENING_FILTER,
	  .repeats = true, .parse = opening_parse_from },
	{ "from-port", "PORT", "only from this port; behind from: of the prefixes there",
	  RFW_A_OPENING_FILTER, .repeats = true, .parse = opening_parse_from_port },
	{}
};

static const struct key dmz_keys[] = {
	{ "from", "PREFIX,...", "only from these addresses", RFW_A_OPENING_FILTER,
	  .repeats = true, .parse = opening_parse_from },
	{}
};

static const struct key pinhole_keys[] = {
	{ "subscriber", "SUBSCRIBER", "whose the address is; found by itself, but in a VRF",
	  RFW_A_OPENING_SUBSCRIBER, .refers = &subscriber_object },
	{ "port", "P,LOW-HIGH,...", "inside ports; TCP and UDP need one", RFW_A_OPENING_PORT,
	  .repeats = true, .parse = opening_parse_ports },
	{ "service-code", "CODE,...", "of DCCP: only these services, as SC:abcd or a number",
	  RFW_A_OPENING_SERVICE_CODE, .repeats = true, .parse = opening_parse_service_codes },
	{ "from", "PREFIX,...", "only from these addresses", RFW_A_OPENING_FILTER,
	  .repeats = true, .parse = opening_parse_from },
	{ "from-port", "PORT", "only from this port; behind from: of the prefixes there",
	  RFW_A_OPENING_FILTER, .repeats = true, .parse = opening_parse_from_port },
	{ "lifetime", "TIME", "for how long, 1s..10d", RFW_A_OPENING_LIFETIME,
	  .parse = opening_parse_lifetime },
	{ "owner", "api|pcp|upnp|sip|radius", "who made it; api if not given",
	  RFW_A_OPENING_OWNER },
	{ "cookie", "HEX", "octets that mean something to the owner", RFW_A_OPENING_COOKIE,
	  .parse = opening_parse_cookie },
	{}
};

static const struct key pinhole_changes[] = {
	{ "lifetime", "TIME", "from now on, 1s..10d; as before if not given",
	  RFW_A_OPENING_LIFETIME, .parse = opening_parse_lifetime },
	{ "from", "PREFIX,...|none", "in place of those before", RFW_A_OPENING_FILTER,
	  .repeats = true, .parse = opening_parse_from },
	{ "from-port", "PORT", "only from this port; behind from: of the prefixes there",
	  RFW_A_OPENING_FILTER, .repeats = true, .parse = opening_parse_from_port },
	{}
};

static const struct key forward_id = { "id", "N", "the number that list shows", RFW_A_OPENING_ID,
				       .refers = &forward_object };
static const struct key dmz_id = { "id", "N", "the number that list shows", RFW_A_OPENING_ID,
				   .refers = &dmz_object };
static const struct key pinhole_id[] = {
	{ "N", "", "the number that list shows", RFW_A_OPENING_ID, .refers = &pinhole_object },
	{}
};

static const struct key filters[] = {
	{ "subscriber", "SUBSCRIBER", "only those of this one", RFW_A_OPENING_SUBSCRIBER,
	  .refers = &subscriber_object },
	{}
};

static const struct key pinhole_filters[] = {
	{ "subscriber", "SUBSCRIBER", "only those of this one", RFW_A_OPENING_SUBSCRIBER,
	  .refers = &subscriber_object },
	{ "owner", "api|pcp|upnp|sip|radius", "only those made by this one",
	  RFW_A_OPENING_OWNER },
	{}
};

static const struct verb forward_verbs[] = {
	{ "add", NULL, "Let packets in to an inside host, for a protocol and its ports.", UNNAMED,
	  forward_keys, .places = forward_places, .check = opening_check, .in_file = true,
	  .run = add },
	{ "del", "delete", "Remove the forward that says exactly this, or has this number.",
	  UNNAMED, forward_keys, .places = forward_places, .instead = &forward_id,
	  .check = opening_check, .run = del },
	{ "show", NULL, "Show them in detail.", UNNAMED, filters, .run = opening_show },
	{ "list", "ls", "List the forwards.", UNNAMED, filters, .run = opening_list },
	{ "flush", NULL, "Remove those that match: all if nothing is given.", UNNAMED, filters,
	  .run = flush },
	{}
};

const struct object forward_object = {
	.name = "forward",
	.help = "what is let in from outside to an inside host, for a protocol and its ports",
	.schema = &rfw_schema_opening,
	.verbs = forward_verbs,
	.standard = "list",
};

static const struct verb dmz_verbs[] = {
	{ "add", NULL, "Let every protocol in to an inside host.", UNNAMED, dmz_keys,
	  .places = dmz_places, .check = opening_check, .in_file = true, .run = add },
	{ "del", "delete", "Remove the DMZ host that is exactly this, or has this number.",
	  UNNAMED, dmz_keys, .places = dmz_places, .instead = &dmz_id, .check = opening_check,
	  .run = del },
	{ "show", NULL, "Show them in detail.", UNNAMED, filters, .run = opening_show },
	{ "list", "ls", "List the DMZ hosts.", UNNAMED, filters, .run = opening_list },
	{ "flush", NULL, "Remove those that match: all if nothing is given.", UNNAMED, filters,
	  .run = flush },
	{}
};

const struct object dmz_object = {
	.name = "dmz",
	.help = "inside hosts with every protocol open",
	.schema = &rfw_schema_opening,
	.verbs = dmz_verbs,
	.standard = "list",
};

static const struct verb pinhole_verbs[] = {
	{ "add", NULL, "Open a pinhole, and print its number.", UNNAMED, pinhole_keys,
	  .places = pinhole_places, .required = RFW_FIELD(RFW_A_OPENING_LIFETIME),
	  .check = opening_check, .run = add_pinhole },
	{ "set", NULL, "Renew a pinhole, or change whom it lets in; it keeps its counters.",
	  UNNAMED, pinhole_changes, .places = pinhole_id, .some = true,
	  .check = opening_check_filters, .run = set },
	{ "del", "delete", "Close a pinhole.", UNNAMED, .places = pinhole_id, .run = del },
	{ "show", NULL, "Show them in detail.", UNNAMED, pinhole_filters, .run = opening_show },
	{ "list", "ls", "List the pinholes.", UNNAMED, pinhole_filters, .run = opening_list },
	{ "flush", NULL, "Close those that match: all if nothing is given.", UNNAMED,
	  pinhole_filters, .run = flush },
	{}
};

const struct object pinhole_object = {
	.name = "pinhole",
	.help = "what programs have opened for a time; no part of a configuration",
	.schema = &rfw_schema_opening,
	.verbs = pinhole_verbs,
	.standard = "list",
};
