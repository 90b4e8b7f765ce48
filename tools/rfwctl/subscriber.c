// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl subscriber */
#include "subject.h"

#include <arpa/inet.h>
#include <inttypes.h>

static const struct key keys[] = {
	{ "policy", "POLICY", "the policy that it is under", RFW_A_SUBSCRIBER_POLICY,
	  .refers = &policy_object },
	{ "prefix", "P,...|none",
	  "prefixes of its own, inside those of the policy's domain; the longest match decides",
	  RFW_A_SUBSCRIBER_PREFIX, .repeats = true },
	{ "whole-domain", "on|off",
	  "on: whatever of the domain's prefixes is no other subscriber's; one a domain",
	  RFW_A_SUBSCRIBER_WHOLE_DOMAIN },
	{}
};

static const struct key filters[] = { { "policy", "POLICY", "only those under this policy",
					RFW_A_SUBSCRIBER_POLICY, .refers = &policy_object },
				      {} };

void subscriber_reduce(struct rfw_subscriber *subscriber, bool with_defaults)
{
	const struct rfw_subscriber standard = {};

	subscriber->fields &= ~RFW_FIELD(RFW_A_SUBSCRIBER_STATISTICS);
	reduce_empty(&rfw_schema_subscriber, subscriber);
	if (!with_defaults)
		reduce_equal(&rfw_schema_subscriber, subscriber, &standard, ~0);
}

void subscriber_write(FILE *file, const struct rfw_subscriber *subscriber)
{
	fputs("subscriber add ", file);
	write_word(file, subscriber->name);
	fputs(" policy ", file);
	write_word(file, subscriber->policy);
	if (RFW_HAS(subscriber, RFW_A_SUBSCRIBER_PREFIX))
		write_prefixes(file, "prefix", &subscriber->prefix);
	if (RFW_HAS(subscriber, RFW_A_SUBSCRIBER_WHOLE_DOMAIN))
		fprintf(file, " whole-domain %s", subscriber->whole_domain ? "on" : "off");
	fputc('\n', file);
}

static enum exit_code add(struct session *session, struct command *command)
{
	return change(session, command, rfw_subscriber_add(session->context, command->item));
}

static enum exit_code set(struct session *session, struct command *command)
{
	return change(session, command, rfw_subscriber_set(session->context, command->item));
}

static enum exit_code del(struct session *session, struct command *command)
{
	struct rfw_subscriber *subscriber = command->item;

	return change(session, command, rfw_subscriber_del(session->context, subscriber->name));
}

/* What the limits say, as far as there is something to say. */
static void print_limits(const struct rfw_subscriber_statistics *statistics)
{
	static const struct {
		const char *name;
		size_t offset;
	} refusals[] = {
#define REFUSED(name, member) { name, offsetof(struct rfw_subscriber_statistics, member) }
		REFUSED("session-limit", refused_session_limit),
		REFUSED("session-reserve", refused_session_reserve),
		REFUSED("inbound-share", refused_inbound_share),
		REFUSED("half-open-limit", refused_half_open_limit),
		REFUSED("new-flow-rate", refused_new_flow_rate),
	};

	print_field("of them", "%u inbound, %u half open%s", statistics->flows_inbound,
		    statistics->flows_half_open,
		    statistics->watermark_raised ? ", WATERMARK REACHED" : "");
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		uint64_t count = *(const uint64_t *)((const char *)statistics +
						     refusals[i].offset);

		if (count)
			print_field("refused", "%" PRIu64 " by %s", count, refusals[i].name);
	}
	if (statistics->flows_evicted)
		print_field("evicted", "%" PRIu64 " to make room", statistics->flows_evicted);
}

static int show_one(const struct rfw_subscriber *subscriber, void *data)
{
	const struct rfw_subscriber_statistics *statistics = &subscriber->statistics;
	struct listing *listing = data;

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_subscriber, subscriber);
		return 0;
	}
	printf("%ssubscriber ", listing->count++ ? "\n" : "");
	print_safe(stdout, subscriber->name);
	putchar('\n');
	print_field("policy", "%s", subscriber->policy);
	print_prefixes("prefix", &subscriber->prefix, -1);
	if (subscriber->whole_domain)
		print_field("whole-domain", "on");
	if (!RFW_HAS(subscriber, RFW_A_SUBSCRIBER_STATISTICS))
		return 0;
	print_field("flows", "%u live, %u at most so far, %" PRIu64 " created, %" PRIu64 " refused",
		    statistics->flows, statistics->flows_peak, statistics->flows_created,
		    statistics->flows_refused);
	print_limits(statistics);
	print_field("dropped", "%" PRIu64 " packets out, %" PRIu64 " in", statistics->dropped_out,
		    statistics->dropped_in);
	if (RFW_HAS(statistics, RFW_A_SUBSCRIBER_STATISTICS_PACKETS_OUT))
		print_field("forwarded",
			    "%" PRIu64 " packets (%" PRIu64 " octets) out, %" PRIu64
			    " packets (%" PRIu64 " octets) in",
			    statistics->packets_out, statistics->octets_out, statistics->packets_in,
			    statistics->octets_in);
	return 0;
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct rfw_subscriber *asked = command->item, *subscriber;
	struct listing listing;
	int err;

	listing_start(&listing, session, NULL);
	if (RFW_HAS(asked, RFW_A_SUBSCRIBER_NAME)) {
		err = rfw_subscriber_get(session->context, asked->name, &subscriber);
		if (!err) {
			show_one(subscriber, &listing);
			rfw_subscriber_free(subscriber);
		}
		return listing_end(&listing, err, asked->name);
	}
	return listing_end(&listing,
			   rfw_subscriber_each(session->context, NULL, show_one, &listing), NULL);
}

static int list_one(const struct rfw_subscriber *subscriber, void *data)
{
	const struct rfw_subscriber_statistics *statistics = &subscriber->statistics;
	struct listing *listing = data;
	char text[PREFIX_TEXT];

	if (listing->session->json)
		return show_one(subscriber, data);
	table_cell(&listing->table, "%s", subscriber->name);
	table_cell(&listing->table, "%s", subscriber->policy);
	table_cell(&listing->table, "%u", statistics->flows);
	table_cell(&listing->table, "%" PRIu64, statistics->flows_created);
	table_cell(&listing->table, "%" PRIu64, statistics->dropped_out);
	table_cell(&listing->table, "%" PRIu64, statistics->dropped_in);
	if (subscriber->whole_domain && !subscriber->prefix.count)
		table_cell(&listing->table, "whole domain");
	else if (!subscriber->prefix.count)
		table_cell(&listing->table, "-");
	else if (subscriber->prefix.count == 1)
		table_cell(&listing->table, "%s%s",
			   format_prefix(&subscriber->prefix.items[0], text),
			   subscriber->whole_domain ? ", whole domain" : "");
	else
		table_cell(&listing->table, "%s and %zu more%s",
			   format_prefix(&subscriber->prefix.items[0], text),
			   subscriber->prefix.count - 1,
			   subscriber->whole_domain ? ", whole domain" : "");
	return 0;
}

static enum exit_code list(struct session *session, struct command *command)
{
	const struct rfw_subscriber *filter = command->item;
	struct listing listing;
	int err;

	listing_start(&listing, session,
		      "SUBSCRIBER POLICY >FLOWS >CREATED >DROPPED-OUT >DROPPED-IN PREFIXES");
	err = rfw_subscriber_each(session->context,
				  RFW_HAS(filter, RFW_A_SUBSCRIBER_POLICY) ? filter->policy : NULL,
				  list_one, &listing);
	return listing_end(&listing, err, NULL);
}

static const struct verb verbs[] = {
	{ "add", NULL, "Add a subscriber.", NAMED, keys,
	  .required = RFW_FIELD(RFW_A_SUBSCRIBER_POLICY), .in_file = true, .run = add },
	{ "set", NULL, "Change what is given of a subscriber; prefixes are replaced whole.", NAMED,
	  keys, .some = true, .in_file = true, .run = set },
	{ "del", "delete", "Remove a subscriber and end its flows.", NAMED, .run = del },
	{ "show", NULL, "Show a subscriber, or all, in detail.", MAYBE_NAMED, .run = show },
	{ "list", "ls", "List the subscribers.", UNNAMED, filters, .run = list },
	{}
};

const struct object subscriber_object = {
	.name = "subscriber",
	.help = "who is protected: prefixes within a domain, and the policy that holds for them",
	.schema = &rfw_schema_subscriber,
	.verbs = verbs,
	.standard = "list",
};
