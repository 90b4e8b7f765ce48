// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl domain */
#include "limits.h"
#include "subject.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* bogons default | none | P,... */
static int parse_bogons(struct command *command, const struct key *key)
{
	const struct rfw_field *bogon = &rfw_schema_domain.fields[RFW_A_DOMAIN_BOGON];
	struct rfw_domain *domain = command->item;
	const char *text = command->next < command->count ? command->words[command->next].text : "";
	bool listed = strcmp(text, "default") && strcmp(text, "none");

	if (RFW_HAS(domain, RFW_A_DOMAIN_BOGONS) &&
	    (!listed || domain->bogons != RFW_BOGONS_LISTED))
		return wrong(&command->words[command->next - 1], "\"bogons\" was given before");
	RFW_GIVE(domain, RFW_A_DOMAIN_BOGONS);
	if (!listed) {
		domain->bogons = strcmp(text, "none") ? RFW_BOGONS_DEFAULT : RFW_BOGONS_NONE;
		command->next++;
		return 0;
	}
	domain->bogons = RFW_BOGONS_LISTED;
	RFW_GIVE(domain, RFW_A_DOMAIN_BOGON);
	return parse_field(command, key, bogon, &domain->bogon);
}

/* vrf DEV | none */
static int parse_vrf(struct command *command, const struct key *key)
{
	struct rfw_domain *domain = command->item;
	const struct word *word = next_word(command, key);

	if (!word)
		return -1;
	RFW_GIVE(domain, RFW_A_DOMAIN_VRF);
	if (!strcmp(word->text, "none"))
		return 0;
	if (value_interface(word, word->text))
		return -1;
	memcpy(domain->vrf, word->text, strlen(word->text) + 1);
	return 0;
}

/* domain set NAME up */
static int parse_state(struct command *command, const struct key *key)
{
	struct rfw_domain *domain = command->item;

	if (RFW_HAS(domain, RFW_A_DOMAIN_STATE))
		return wrong(&command->words[command->next - 1], "the state was given before");
	RFW_GIVE(domain, RFW_A_DOMAIN_STATE);
	if (!strcmp(key->name, "state"))
		return parse_field(command, key, &rfw_schema_domain.fields[RFW_A_DOMAIN_STATE],
				   &domain->state);
	domain->state = !strcmp(key->name, "up") ? RFW_DOMAIN_STATE_UP : RFW_DOMAIN_STATE_DOWN;
	return 0;
}

static const char *bogon_word(unsigned int index)
{
	static const char *const words[] = { "default", "none" };

	return index < 2 ? words[index] : NULL;
}

/* accept-mark MARK[/MASK], in any base of C */
static int parse_accept_mark(struct command *command, const struct key *key)
{
	struct rfw_domain *domain = command->item;
	const struct word *word = next_word(command, key);
	unsigned long mark = 0, mask = 0;
	char *end;

	if (!word)
		return -1;
	if (strcmp(word->text, "none")) {
		errno = 0;
		mask = UINT32_MAX;
		mark = strtoul(word->text, &end, 0);
		if (*end == '/' && isdigit((unsigned char)end[1]))
			mask = strtoul(end + 1, &end, 0);
		if (!isdigit((unsigned char)word->text[0]) || *end || errno || !mask ||
		    mark > UINT32_MAX || mask > UINT32_MAX || mark & ~mask)
			return wrong(word,
				     "\"%s\" is not a mark in its mask, as 0x100 or 0x100/0xff00",
				     word->text);
	}
	RFW_GIVE(domain, RFW_A_DOMAIN_ACCEPT_MARK);
	RFW_GIVE(domain, RFW_A_DOMAIN_ACCEPT_MASK);
	domain->accept_mark = mark;
	domain->accept_mask = mask;
	return 0;
}

static const struct key keys[] = {
	{ "prefix", "P,...|none", "protected prefixes, of length 16..128", RFW_A_DOMAIN_PREFIX,
	  .repeats = true },
	{ "prefix-from", "DEV,...|none", NULL, RFW_A_DOMAIN_PREFIX_FROM, .repeats = true },
	{ "outside", "DEV,...|none",
	  "interfaces on the unsafe side; none: the side of a packet follows from its addresses",
	  RFW_A_DOMAIN_OUTSIDE, .repeats = true },
	{ "inside", "DEV,...|none",
	  "interfaces on which only sources within the prefixes may arrive", RFW_A_DOMAIN_INSIDE,
	  .repeats = true },
	{ "vrf", "DEV|none", "VRF device in whose table the packets are forwarded",
	  RFW_A_DOMAIN_VRF, .parse = parse_vrf },
	{ "state", "up|down",
	  "up unless given; down: as if the domain were not there, its packets pass",
	  RFW_A_DOMAIN_STATE, .parse = parse_state },
	{ "up", "", "short for state up", RFW_A_DOMAIN_STATE, .parse = parse_state },
	{ "down", "", "short for state down", RFW_A_DOMAIN_STATE, .parse = parse_state },
	{ "bogons", "default|none|P,...",
	  "prefixes that are neither source nor destination of what crosses", RFW_A_DOMAIN_BOGONS,
	  .repeats = true, .parse = parse_bogons, .words = bogon_word },
	{ "multicast-boundary", "0..15", NULL, RFW_A_DOMAIN_MULTICAST_BOUNDARY },
	{ "class-map", "CLASS=DSCP,...|default",
	  "forwarding classes of DSCPs that are not as in the default map", RFW_A_DOMAIN_CLASS_MAP,
	  .repeats = true, .parse = parse_class_map, .words = class_map_word },
	{ "accept-mark", "MARK[/MASK]|none",
	  "mark what is let through, for rule sets behind us; bits outside of MASK stay",
	  RFW_A_DOMAIN_ACCEPT_MARK, .parse = parse_accept_mark },
	{ "max-flows", "N", NULL, RFW_A_DOMAIN_MAX_FLOWS },
	{}
};

void domain_defaults(struct rfw_domain *domain)
{
	domain->state = RFW_DOMAIN_STATE_UP;
	domain->multicast_boundary = 8;
	domain->bogons = RFW_BOGONS_DEFAULT;
}

/*
 * Keep of what the kernel says what can be given to it, without the defaults unless they are
 * wanted.
 */
void domain_reduce(struct rfw_domain *domain, bool with_defaults)
{
	struct rfw_domain standard = {};
	size_t kept = 0;

	for (size_t i = 0; i < domain->prefix.count; i++) {
		if (domain->prefix.items[i].origin != RFW_PREFIX_ORIGIN_FOLLOWED)
			domain->prefix.items[kept++] = domain->prefix.items[i];
	}
	domain->prefix.count = kept;
	domain_defaults(&standard);
	domain->fields &= ~(RFW_FIELD(RFW_A_DOMAIN_POLICIES) | RFW_FIELD(RFW_A_DOMAIN_FLOWS));
	reduce_empty(&rfw_schema_domain, domain);
	if (domain->bogons != RFW_BOGONS_LISTED)
		domain->fields &= ~RFW_FIELD(RFW_A_DOMAIN_BOGON);
	if (!with_defaults)
		reduce_equal(&rfw_schema_domain, domain, &standard, ~0);
	/* one word is for both */
	if (RFW_HAS(domain, RFW_A_DOMAIN_ACCEPT_MASK))
		RFW_GIVE(domain, RFW_A_DOMAIN_ACCEPT_MARK);
}

void domain_write(FILE *file, const struct rfw_domain *domain)
{
	fputs("domain add ", file);
	write_word(file, domain->name);
	if (RFW_HAS(domain, RFW_A_DOMAIN_STATE))
		fprintf(file, " state %s", rfw_word(RFW_ENUM_DOMAIN_STATE, domain->state));
	if (RFW_HAS(domain, RFW_A_DOMAIN_OUTSIDE))
		write_interfaces(file, "outside", &domain->outside);
	if (RFW_HAS(domain, RFW_A_DOMAIN_INSIDE))
		write_interfaces(file, "inside", &domain->inside);
	if (RFW_HAS(domain, RFW_A_DOMAIN_VRF)) {
		fputs(" vrf ", file);
		write_word(file, domain->vrf[0] ? domain->vrf : "none");
	}
	if (RFW_HAS(domain, RFW_A_DOMAIN_PREFIX_FROM))
		write_interfaces(file, "prefix-from", &domain->prefix_from);
	if (RFW_HAS(domain, RFW_A_DOMAIN_PREFIX))
		write_prefixes(file, "prefix", &domain->prefix);
	if (RFW_HAS(domain, RFW_A_DOMAIN_MULTICAST_BOUNDARY))
		fprintf(file, " multicast-boundary %u", domain->multicast_boundary);
	if (RFW_HAS(domain, RFW_A_DOMAIN_BOGON))
		write_prefixes(file, "bogons", &domain->bogon);
	else if (RFW_HAS(domain, RFW_A_DOMAIN_BOGONS))
		fprintf(file, " bogons %s", rfw_word(RFW_ENUM_BOGONS, domain->bogons));
	if (RFW_HAS(domain, RFW_A_DOMAIN_CLASS_MAP))
		write_class_map(file, " class-map ", &domain->class_map);
	if (RFW_HAS(domain, RFW_A_DOMAIN_ACCEPT_MASK))
		fprintf(file, domain->accept_mask ? " accept-mark 0x%x/0x%x" : " accept-mark none",
			domain->accept_mark, domain->accept_mask);
	if (RFW_HAS(domain, RFW_A_DOMAIN_MAX_FLOWS))
		fprintf(file, " max-flows %u", domain->max_flows);
	fputc('\n', file);
}

static enum exit_code add(struct session *session, struct command *command)
{
	return change(session, command, rfw_domain_add(session->context, command->item));
}

static enum exit_code set(struct session *session, struct command *command)
{
	return change(session, command, rfw_domain_set(session->context, command->item));
}

static enum exit_code del(struct session *session, struct command *command)
{
	struct rfw_domain *domain = command->item;

	return change(session, command, rfw_domain_del(session->context, domain->name));
}

void domain_print(const struct rfw_domain *domain)
{
	printf("domain ");
	print_safe(stdout, domain->name);
	if (domain->state == RFW_DOMAIN_STATE_UP)
		puts(": up");
	else
		puts(": DOWN - NOT PROTECTED, all its packets pass");
	print_interfaces("outside", &domain->outside);
	print_interfaces("inside", &domain->inside);
	if (domain->vrf[0])
		print_field("vrf", "%s", domain->vrf);
	print_interfaces("prefix-from", &domain->prefix_from);
	print_prefixes("prefix", &domain->prefix, RFW_PREFIX_ORIGIN_CONFIGURED);
	print_prefixes("followed", &domain->prefix, RFW_PREFIX_ORIGIN_FOLLOWED);
	if (domain->bogons == RFW_BOGONS_LISTED)
		print_prefixes("bogons", &domain->bogon, -1);
	else
		print_field("bogons", "%s", rfw_word(RFW_ENUM_BOGONS, domain->bogons) ?: "?");
	print_field("multicast-boundary", "%u", domain->multicast_boundary);
	if (domain->class_map.count) {
		write_class_map(stdout, "  class-map: ", &domain->class_map);
		putchar('\n');
	}
	if (domain->accept_mask)
		print_field("accept-mark", "0x%x/0x%x", domain->accept_mark, domain->accept_mask);
	if (domain->max_flows)
		print_field("max-flows", "%u", domain->max_flows);
	print_field("flows", "%u", domain->flows);
	print_field("policies", "%u", domain->policies);
}

static int show_one(const struct rfw_domain *domain, void *data)
{
	struct listing *listing = data;

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_domain, domain);
		return 0;
	}
	if (listing->count++)
		putchar('\n');
	domain_print(domain);
	return 0;
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct rfw_domain *asked = command->item, *domain;
	struct listing listing;
	int err;

	listing_start(&listing, session, NULL);
	if (RFW_HAS(asked, RFW_A_DOMAIN_NAME)) {
		err = rfw_domain_get(session->context, asked->name, &domain);
		if (!err) {
			show_one(domain, &listing);
			rfw_domain_free(domain);
		}
		return listing_end(&listing, err, asked->name);
	}
	return listing_end(&listing, rfw_domain_each(session->context, show_one, &listing), NULL);
}

static int list_one(const struct rfw_domain *domain, void *data)
{
	struct listing *listing = data;
	char text[PREFIX_TEXT];

	if (listing->session->json)
		return show_one(domain, data);
	table_cell(&listing->table, "%s", domain->name);
	table_cell(&listing->table, "%s", domain->state == RFW_DOMAIN_STATE_UP ? "up" : "DOWN");
	cell_interfaces(&listing->table, &domain->outside, domain->vrf);
	cell_interfaces(&listing->table, &domain->inside, NULL);
	table_cell(&listing->table, "%u", domain->policies);
	if (!domain->prefix.count)
		table_cell(&listing->table, "-");
	else if (domain->prefix.count == 1)
		table_cell(&listing->table, "%s", format_prefix(&domain->prefix.items[0], text));
	else
		table_cell(&listing->table, "%s and %zu more",
			   format_prefix(&domain->prefix.items[0], text), domain->prefix.count - 1);
	return 0;
}

static enum exit_code list(struct session *session, struct command *command)
{
	struct listing listing;

	(void)command;
	listing_start(&listing, session, "DOMAIN STATE OUTSIDE INSIDE >POLICIES PREFIXES");
	return listing_end(&listing, rfw_domain_each(session->context, list_one, &listing), NULL);
}

static const struct verb verbs[] = {
	{ "add", NULL, "Add a domain.", NAMED, keys, .in_file = true, .run = add },
	{ "set", NULL, "Change what is given of a domain; lists are replaced whole.", NAMED, keys,
	  .some = true, .in_file = true, .run = set },
	{ "del", "delete", "Remove a domain that no policy names.", NAMED, .run = del },
	{ "show", NULL, "Show a domain, or all, in detail.", MAYBE_NAMED, .run = show },
	{ "list", "ls", "List the domains.", UNNAMED, .run = list },
	{}
};

const struct object domain_object = {
	.name = "domain",
	.help = "a network to be protected: its unsafe side, and the prefixes behind the firewall",
	.schema = &rfw_schema_domain,
	.verbs = verbs,
	.standard = "list",
};
