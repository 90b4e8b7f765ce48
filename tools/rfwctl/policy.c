// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl policy */
#include "alg.h"
#include "limits.h"
#include "subject.h"

#include <ctype.h>
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

static const char *timer_guess(unsigned int index, const void *data)
{
	(void)data;
	if (index + 1 < rfw_schema_timeouts.count)
		return rfw_schema_timeouts.fields[index + 1].name;
	return index + 1 == rfw_schema_timeouts.count ? "protocol" : NULL;
}

static const char *timer_word(unsigned int index)
{
	return timer_guess(index, NULL);
}

/* 0 is "off", and what lies between no size at all. */
#define TCP_MSS_MIN	160

static bool is_unknown_protocol(uint8_t protocol)
{
	return protocol != IPPROTO_TCP && protocol != IPPROTO_UDP && protocol != IPPROTO_ICMPV6;
}

/* timeout protocol P TIME [INITIAL] | none */
static int parse_protocol_timeout(struct command *command, const struct key *key)
{
	const struct rfw_field *fields = rfw_schema_protocol_timeout.fields;
	const struct rfw_field *timeout = &fields[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT];
	const struct rfw_field *initial = &fields[RFW_A_PROTOCOL_TIMEOUT_INITIAL];
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	uint32_t seconds = 0, seconds_initial = 0;
	uint8_t protocol;

	if (!word || value_protocol(word, word->text, &protocol))
		return -1;
	if (!is_unknown_protocol(protocol))
		return wrong(word, "%s has timers of its own: timeout TIMER TIME",
			     protocol_word(protocol));
	for (size_t i = 0; i < policy->protocol_timeout.count; i++) {
		if (policy->protocol_timeout.items[i].protocol == protocol)
			return wrong(word, "the timers of %s were given before", word->text);
	}
	word = next_word(command, key);
	if (!word)
		return -1;
	if (strcmp(word->text, "none")) {
		if (value_duration(word, word->text, timeout->min, timeout->max, &seconds))
			return -1;
		seconds_initial = seconds < initial->max ? seconds : initial->max;
		word = command->next < command->count ? &command->words[command->next] : NULL;
		if (word && isdigit((unsigned char)word->text[0])) {
			if (value_duration(word, word->text, initial->min, initial->max,
					   &seconds_initial))
				return -1;
			command->next++;
		}
	}
	RFW_GIVE(policy, RFW_A_POLICY_PROTOCOL_TIMEOUT);
	return rfw_protocol_timeout_list_add(&policy->protocol_timeout, protocol, seconds,
					     seconds_initial);
}

/* timeout NAME TIME */
static int parse_timeout(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	const struct word *time;
	char timers[256] = "";
	const char *timer;

	if (!word)
		return -1;
	if (!strcmp(word->text, "protocol"))
		return parse_protocol_timeout(command, key);
	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		const struct rfw_field *field = &rfw_schema_timeouts.fields[i];

		if (strcmp(field->name, word->text))
			continue;
		if (RFW_HAS(&policy->timeouts, i))
			return wrong(word, "timeout %s was given before", word->text);
		time = next_word(command, key);
		if (!time || value_duration(time, time->text, field->min, field->max,
					    rfw_member(&policy->timeouts, field)))
			return -1;
		RFW_GIVE(policy, RFW_A_POLICY_TIMEOUTS);
		RFW_GIVE(&policy->timeouts, i);
		return 0;
	}
	for (unsigned int i = 0; (timer = timer_word(i)); i++)
		snprintf(timers + strlen(timers), sizeof(timers) - strlen(timers), "%s%s",
			 i ? ", " : "", timer);
	return wrong(word, "\"%s\" is no timer%s; timers: %s", word->text,
		     suggestion(word->text, timer_guess, NULL), timers);
}

static const struct {
	const char *alias;
	const char *word;
} filterings[] = {
	{ "apd", "address-and-port-dependent" },
	{ "apdf", "address-and-port-dependent" },
	{ "ad", "address-dependent" },
	{ "adf", "address-dependent" },
	{ "ei", "endpoint-independent" },
	{ "eif", "endpoint-independent" },
};

static int filtering_part(const struct word *word, const char *part, void *data)
{
	struct rfw_policy *policy = data;
	uint8_t protocol;

	if (value_protocol(word, part, &protocol))
		return -1;
	for (size_t i = 0; i < policy->protocol_filtering.count; i++) {
		if (policy->protocol_filtering.items[i].protocol == protocol)
			return wrong_part(word, part, "the filtering of %s was given before", part);
	}
	RFW_GIVE(policy, RFW_A_POLICY_PROTOCOL_FILTERING);
	/* the mode is filled in behind the list */
	return rfw_protocol_filtering_list_add(&policy->protocol_filtering, protocol, 0);
}

/* Is a word a list of protocols, and not the next key? */
static bool is_protocols(const struct word *word)
{
	char first[32];

	snprintf(first, sizeof(first), "%.*s", (int)strcspn(word->text, ","), word->text);
	return isdigit((unsigned char)first[0]) || protocol_number(first) >= 0;
}

/* filtering MODE [P,...] */
static int parse_filtering(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;
	size_t before = policy->protocol_filtering.count;
	const struct word *word = next_word(command, key);
	struct word full;
	uint8_t mode;

	if (!word)
		return -1;
	full = *word;
	for (size_t i = 0; i < sizeof(filterings) / sizeof(filterings[0]); i++) {
		if (!strcmp(word->text, filterings[i].alias))
			full.text = filterings[i].word;
	}
	if (value_enum(&full, &rfw_words[RFW_ENUM_FILTERING], &mode))
		return -1;
	if (command->next == command->count || !is_protocols(&command->words[command->next])) {
		if (RFW_HAS(policy, RFW_A_POLICY_FILTERING))
			return wrong(word, "the filtering of all protocols was given before");
		RFW_GIVE(policy, RFW_A_POLICY_FILTERING);
		policy->filtering = mode;
		return 0;
	}
	if (value_list(&command->words[command->next++], filtering_part, policy))
		return -1;
	for (size_t i = before; i < policy->protocol_filtering.count; i++)
		policy->protocol_filtering.items[i].filtering = mode;
	return 0;
}

/* P/PORT or P/LOW-HIGH */
static int open_port_part(const struct word *word, const char *part, void *data)
{
	const char *slash = strchr(part, '/');
	char protocol_text[32];
	uint16_t low, high;
	uint8_t protocol;

	if (!slash)
		return wrong_part(word, part,
				  "\"%s\" is not a protocol and its ports, as udp/1024-2047", part);
	snprintf(protocol_text, sizeof(protocol_text), "%.*s", (int)(slash - part), part);
	if (value_protocol(word, protocol_text, &protocol) ||
	    value_ports(word, slash + 1, &low, &high))
		return -1;
	return rfw_protocol_ports_list_add(data, protocol, low, high);
}

static int parse_open_ports(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	struct rfw_protocol_ports_list *list = key->attribute == RFW_A_POLICY_OPEN_PORT ?
						       &policy->open_port :
						       &policy->open_port_except;

	if (!word)
		return -1;
	RFW_GIVE(policy, key->attribute);
	if (strcmp(word->text, "none"))
		return value_list(word, open_port_part, list);
	return list->count ? wrong(word, "\"none\" does not go with others") : 0;
}

static int protocol_part(const struct word *word, const char *part, void *data)
{
	uint8_t protocol;

	if (value_protocol(word, part, &protocol))
		return -1;
	if (!is_unknown_protocol(protocol))
		return wrong_part(word, part, "%s may always open flows, list others", part);
	return rfw_number_list_add(data, protocol);
}

/* unknown-protocols all | none | P,... */
static int parse_unknown_protocols(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	bool listed, before = RFW_HAS(policy, RFW_A_POLICY_UNKNOWN_PROTOCOLS);

	if (!word)
		return -1;
	listed = strcmp(word->text, "all") && strcmp(word->text, "none");
	if (before && (!listed || policy->unknown_protocols != RFW_UNKNOWN_PROTOCOLS_LISTED))
		return wrong(word, "\"all\" and \"none\" do not go with others");
	RFW_GIVE(policy, RFW_A_POLICY_UNKNOWN_PROTOCOLS);
	if (!listed) {
		policy->unknown_protocols = rfw_word_value(RFW_ENUM_UNKNOWN_PROTOCOLS, word->text);
		return 0;
	}
	policy->unknown_protocols = RFW_UNKNOWN_PROTOCOLS_LISTED;
	RFW_GIVE(policy, RFW_A_POLICY_UNKNOWN_PROTOCOL);
	return value_list(word, protocol_part, &policy->unknown_protocol);
}

/* tcp-mss N | pmtu | off */
static int parse_tcp_mss(struct command *command, const struct key *key)
{
	const struct rfw_field *field = &rfw_schema_policy.fields[RFW_A_POLICY_TCP_MSS];
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	uint32_t number = 0;

	if (!word)
		return -1;
	RFW_GIVE(policy, RFW_A_POLICY_TCP_MSS);
	RFW_GIVE(policy, RFW_A_POLICY_TCP_MSS_PMTU);
	policy->tcp_mss_pmtu = !strcmp(word->text, "pmtu");
	if (!policy->tcp_mss_pmtu && strcmp(word->text, "off") && strcmp(word->text, "0") &&
	    value_number(word, word->text, TCP_MSS_MIN, field->max, &number))
		return -1;
	policy->tcp_mss = number;
	return 0;
}

static const char *tcp_mss_word(unsigned int index)
{
	static const char *const words[] = { "pmtu", "off" };

	return index < 2 ? words[index] : NULL;
}

static const char *filtering_word(unsigned int index)
{
	return index < sizeof(filterings) / sizeof(filterings[0]) ? filterings[index].alias : NULL;
}

static const char *unknown_word(unsigned int index)
{
	static const char *const words[] = { "all", "none" };

	return index < 2 ? words[index] : NULL;
}

static const struct key keys[] = {
	{ "domain", "DOMAIN", "the domain that it is for", RFW_A_POLICY_DOMAIN,
	  .refers = &domain_object },
	{ "description", "TEXT", "free text of at most 255 octets", RFW_A_POLICY_DESCRIPTION },
	{ "preset", "strict|sros|rfc6092|balanced|transparent",
	  "defaults to start from; set with a preset returns everything else to them first",
	  RFW_A_POLICY_PRESET },
	{ "filtering",
	  "address-and-port-dependent|address-dependent|endpoint-independent [P,...]",
	  "who may answer, and come in, where a flow is; of all protocols or of these; short: apdf, adf, eif",
	  RFW_A_POLICY_FILTERING, .repeats = true, .parse = parse_filtering,
	  .words = filtering_word },
	{ "transparent", "on|off", NULL, RFW_A_POLICY_TRANSPARENT },
	{ "open-ports", "P/PORTS,...|none",
	  "inbound ports that are open to every host, as udp/1024-65535", RFW_A_POLICY_OPEN_PORT,
	  .repeats = true, .parse = parse_open_ports },
	{ "open-ports-except", "P/PORTS,...|none", "ports that stay closed in spite of that",
	  RFW_A_POLICY_OPEN_PORT_EXCEPT, .repeats = true, .parse = parse_open_ports },
	{ "max-pinholes", "0..65535", NULL, RFW_A_POLICY_MAX_PINHOLES },
	{ "pinhole-low-ports", "on|off", NULL, RFW_A_POLICY_PINHOLE_LOW_PORTS },
	{ "timeout", "TIMER TIME | protocol P TIME [INITIAL]|none",
	  "how long a flow lives without packets, as 300, 5m, 2h4m", RFW_A_POLICY_TIMEOUTS,
	  .repeats = true, .parse = parse_timeout, .words = timer_word },
	{ "tcp-pickup", "on|off", NULL, RFW_A_POLICY_TCP_PICKUP },
	{ "tcp-window", "strict|off", "checking of TCP sequence numbers", RFW_A_POLICY_TCP_WINDOW },
	{ "udp-inbound-refresh", "on|off", NULL, RFW_A_POLICY_UDP_INBOUND_REFRESH },
	{ "flow-accounting", "on|off", NULL, RFW_A_POLICY_FLOW_ACCOUNTING },
	{ "host-learning", "required|off",
	  "required: packets from outside begin something only with addresses that are known",
	  RFW_A_POLICY_HOST_LEARNING },
	{ "max-hosts", "1..65535", NULL, RFW_A_POLICY_MAX_HOSTS },
	{ "unknown-protocols", "all|none|P,...",
	  "protocols other than TCP, UDP and ICMPv6 that may open flows outbound",
	  RFW_A_POLICY_UNKNOWN_PROTOCOLS, .repeats = true, .parse = parse_unknown_protocols,
	  .words = unknown_word },
	{ "ula-border", "on|off", "on: unique local addresses may cross", RFW_A_POLICY_ULA_BORDER },
	{ "icmp6-unallocated-errors", "on|off", NULL, RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS },
	{ "icmp6-mobility", "on|off", NULL, RFW_A_POLICY_ICMP6_MOBILITY },
	{ "echo-in", "on|off", NULL, RFW_A_POLICY_ECHO_IN },
	{ "ipsec-passthrough", "on|off", NULL, RFW_A_POLICY_IPSEC_PASSTHROUGH },
	{ "unsolicited", "drop|reject|reject-delayed", NULL, RFW_A_POLICY_UNSOLICITED },
	{ "tcp-reset-unknown", "on|off", NULL, RFW_A_POLICY_TCP_RESET_UNKNOWN },
	{ "limit-answer", "on|off", NULL, RFW_A_POLICY_LIMIT_ANSWER },
	{ "tcp-mss", "160..10240|pmtu|off", "largest TCP segment that a SYN may ask for",
	  RFW_A_POLICY_TCP_MSS, .parse = parse_tcp_mss, .words = tcp_mss_word },
	{ "max-sessions", "1..65535", NULL, RFW_A_POLICY_MAX_SESSIONS },
	{ "reserved-sessions", "0..65534", NULL, RFW_A_POLICY_RESERVED_SESSIONS },
	{ "priority-fc", "CLASS,...|none",
	  "the forwarding classes that may have all of max-sessions; the others leave the reserved",
	  RFW_A_POLICY_PRIORITY_FC, .repeats = true, .parse = parse_priority_fc,
	  .words = priority_fc_word },
	{ "inbound-share", "1..100", NULL, RFW_A_POLICY_INBOUND_SHARE },
	{ "evict-unanswered", "on|off", NULL, RFW_A_POLICY_EVICT_UNANSWERED },
	{ "watermarks", "HIGH/LOW|off",
	  "percent of max-sessions at which an alarm is raised, and at which it is over",
	  RFW_A_POLICY_WATERMARK_HIGH, .parse = parse_watermarks, .words = watermarks_word },
	{ "max-new-per-second", "N", NULL, RFW_A_POLICY_MAX_NEW_PER_SECOND },
	{ "max-half-open", "0..65535", NULL, RFW_A_POLICY_MAX_HALF_OPEN },
	{ "alg", "sip|none",
	  "the application layer gateways that open pinholes for what hosts agree on",
	  RFW_A_POLICY_ALG, .repeats = true, .parse = parse_alg, .words = alg_word },
	{ "sip-port", "PORT,...", "ports outside that SIP signalling goes to, at most 8",
	  RFW_A_POLICY_SIP_PORT, .repeats = true, .parse = parse_sip_port },
	{ "sip-max-calls", "1..4096", NULL, RFW_A_POLICY_SIP_MAX_CALLS },
	{ "sip-max-calls-host", "1..4096", NULL, RFW_A_POLICY_SIP_MAX_CALLS_HOST },
	{ "sip-other-hosts", "on|off", NULL, RFW_A_POLICY_SIP_OTHER_HOSTS },
	{}
};

static enum exit_code add(struct session *session, struct command *command)
{
	return change(session, command, rfw_policy_add(session->context, command->item));
}

static enum exit_code set(struct session *session, struct command *command)
{
	return change(session, command, rfw_policy_set(session->context, command->item));
}

static enum exit_code del(struct session *session, struct command *command)
{
	struct rfw_policy *policy = command->item;

	return change(session, command, rfw_policy_del(session->context, policy->name));
}

static void print_open_ports(const char *name, const struct rfw_protocol_ports_list *list)
{
	char text[PORTS_TEXT];

	for (size_t i = 0; i < list->count; i++) {
		const struct rfw_protocol_ports *item = &list->items[i];

		if (!i)
			printf("  %s: ", name);
		printf("%s%s/%s%s", i ? "," : "", protocol_word(item->protocol),
		       format_ports(item->low, item->high, text), i + 1 < list->count ? "" : "\n");
	}
}

static void print_inbound(const struct rfw_policy *policy)
{
	for (size_t i = 0; i < policy->protocol_filtering.count; i++) {
		const struct rfw_protocol_filtering *item = &policy->protocol_filtering.items[i];
		const char *word = rfw_word(RFW_ENUM_FILTERING, item->filtering);

		printf("  filtering of %s: %s\n", protocol_word(item->protocol), word ?: "?");
	}
	print_open_ports("open-ports", &policy->open_port);
	print_open_ports("open-ports-except", &policy->open_port_except);
}

static void print_timeouts(const struct rfw_policy *policy)
{
	char text[DURATION_TEXT], initial[DURATION_TEXT];

	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		const struct rfw_field *field = &rfw_schema_timeouts.fields[i];
		uint32_t seconds = *(const uint32_t *)rfw_member(&policy->timeouts, field);

		if (RFW_HAS(&policy->timeouts, i))
			printf("  timeout %s: %s\n", field->name, format_duration(seconds, text));
	}
	for (size_t i = 0; i < policy->protocol_timeout.count; i++) {
		const struct rfw_protocol_timeout *item = &policy->protocol_timeout.items[i];

		printf("  timeout protocol %s: %s, initial %s\n", protocol_word(item->protocol),
		       format_duration(item->timeout, text),
		       format_duration(item->initial, initial));
	}
}

static void print_policy(const struct rfw_policy *policy)
{
	char mss[TCP_MSS_TEXT], set[SET_TEXT];

	printf("policy ");
	print_safe(stdout, policy->name);
	putchar('\n');
	for (unsigned int i = RFW_A_POLICY_DOMAIN; i < rfw_schema_policy.count; i++) {
		const struct rfw_field *field = &rfw_schema_policy.fields[i];
		const void *member = rfw_member(policy, field);

		if (!RFW_HAS(policy, i) || i == RFW_A_POLICY_TCP_MSS_PMTU)
			continue;
		if (i == RFW_A_POLICY_UNKNOWN_PROTOCOLS &&
		    policy->unknown_protocols == RFW_UNKNOWN_PROTOCOLS_LISTED)
			continue;
		if (i == RFW_A_POLICY_TCP_MSS)
			print_field(field->name, "%s", format_tcp_mss(policy, mss));
		else if (field->type == RFW_STRING && *(const char *)member)
			print_field(field->name, "%s", (const char *)member);
		else if (field->type == RFW_SWITCH)
			print_field(field->name, "%s", *(const uint8_t *)member ? "on" : "off");
		else if (field->type == RFW_SET)
			print_field(field->name, "%s",
				    format_set(field->words, *(const uint8_t *)member, set));
		else if (i == RFW_A_POLICY_WATERMARK_HIGH || i == RFW_A_POLICY_WATERMARK_LOW)
			continue;
		else if (field->type == RFW_U8 && !field->words)
			print_field(field->name, "%u", *(const uint8_t *)member);
		else if (field->type == RFW_U8 && *(const uint8_t *)member < field->words->count)
			print_field(field->name, "%s",
				    field->words->list[*(const uint8_t *)member].word);
		else if (field->type == RFW_U32)
			print_field(field->name, "%u", *(const uint32_t *)member);
	}
	fputs("  watermarks: ", stdout);
	write_watermarks(stdout, policy);
	putchar('\n');
	fputs("  sip-port: ", stdout);
	write_ports(stdout, &policy->sip_port);
	putchar('\n');
	for (size_t i = 0; i < policy->unknown_protocol.count; i++)
		printf("%s%s%s", i ? "," : "  unknown-protocols: ",
		       protocol_word(policy->unknown_protocol.items[i]),
		       i + 1 == policy->unknown_protocol.count ? "\n" : "");
	print_inbound(policy);
	print_timeouts(policy);
}

static int show_one(const struct rfw_policy *policy, void *data)
{
	struct listing *listing = data;

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_policy, policy);
		return 0;
	}
	if (listing->count++)
		putchar('\n');
	print_policy(policy);
	return 0;
}

static enum exit_code show(struct session *session, struct command *command)
{
	struct rfw_policy *asked = command->item, *policy;
	struct listing listing;
	int err;

	listing_start(&listing, session, NULL);
	if (RFW_HAS(asked, RFW_A_POLICY_NAME)) {
		err = rfw_policy_get(session->context, asked->name, &policy);
		if (!err) {
			show_one(policy, &listing);
			rfw_policy_free(policy);
		}
		return listing_end(&listing, err, asked->name);
	}
	return listing_end(&listing, rfw_policy_each(session->context, show_one, &listing), NULL);
}

static int list_one(const struct rfw_policy *policy, void *data)
{
	const char *preset = rfw_word(RFW_ENUM_PRESET, policy->preset);
	const char *filtering = rfw_word(RFW_ENUM_FILTERING, policy->filtering);
	struct listing *listing = data;

	if (listing->session->json)
		return show_one(policy, data);
	table_cell(&listing->table, "%s", policy->name);
	table_cell(&listing->table, "%s", policy->domain);
	table_cell(&listing->table, "%s", preset ? preset : "?");
	table_cell(&listing->table, "%s", filtering ? filtering : "?");
	table_cell(&listing->table, "%u", policy->max_sessions);
	table_cell(&listing->table, "%u", policy->subscribers);
	table_cell(&listing->table, "%s", policy->description);
	return 0;
}

static enum exit_code list(struct session *session, struct command *command)
{
	struct listing listing;

	(void)command;
	listing_start(&listing, session,
		      "POLICY DOMAIN PRESET FILTERING >MAX-SESSIONS >SUBSCRIBERS DESCRIPTION");
	return listing_end(&listing, rfw_policy_each(session->context, list_one, &listing), NULL);
}

static const struct verb verbs[] = {
	{ "add", NULL, "Add a policy.", NAMED, keys, .required = RFW_FIELD(RFW_A_POLICY_DOMAIN),
	  .in_file = true, .run = add },
	{ "set", NULL,
	  "Change what is given of a policy.",
	  NAMED, keys, .some = true, .in_file = true, .run = set },
	{ "del", "delete", "Remove a policy that no subscriber uses.", NAMED, .run = del },
	{ "show", NULL, "Show a policy, or all, in detail.", MAYBE_NAMED, .run = show },
	{ "list", "ls", "List the policies.", UNNAMED, .run = list },
	{ "presets", NULL, "Show what the presets say.", UNNAMED, .run = run_presets },
	{}
};

const struct object policy_object = {
	.name = "policy",
	.help = "the rules: filtering, timeouts, limits",
	.schema = &rfw_schema_policy,
	.verbs = verbs,
	.standard = "list",
};
