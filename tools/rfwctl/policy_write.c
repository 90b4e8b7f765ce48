// SPDX-License-Identifier: GPL-2.0-only
/* Policies as words of the configuration file. */
#include "alg.h"
#include "limits.h"
#include "subject.h"

#include <stdlib.h>
#include <string.h>

static int compare_protocols(const void *a, const void *b)
{
	return ((const struct rfw_protocol_timeout *)a)->protocol -
	       ((const struct rfw_protocol_timeout *)b)->protocol;
}

static const struct rfw_protocol_timeout *
timeout_of(const struct rfw_protocol_timeout_list *list, uint8_t protocol)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].protocol == protocol)
			return &list->items[i];
	}
	return NULL;
}

/*
 * A policy of the kernel has all its timers: those of the preset that it lacks were taken out.
 * @all: keep those that are the preset's.
 */
static void reduce_protocols(struct rfw_policy *policy, const struct rfw_policy *preset, bool all)
{
	struct rfw_protocol_timeout_list *list = &policy->protocol_timeout, reduced = {};
	const struct rfw_protocol_timeout_list *standard = &preset->protocol_timeout;

	for (size_t i = 0; i < list->count; i++) {
		const struct rfw_protocol_timeout *item = &list->items[i];
		const struct rfw_protocol_timeout *same = timeout_of(standard, item->protocol);

		if (all || !same || same->timeout != item->timeout ||
		    same->initial != item->initial)
			rfw_protocol_timeout_list_add(&reduced, item->protocol, item->timeout,
						      item->initial);
	}
	for (size_t n = 0; n < standard->count; n++) {
		if (!timeout_of(list, standard->items[n].protocol))
			rfw_protocol_timeout_list_add(&reduced, standard->items[n].protocol, 0, 0);
	}
	/* the kernel's order depends on how the list came about */
	if (reduced.count)
		qsort(reduced.items, reduced.count, sizeof(reduced.items[0]), compare_protocols);
	free(list->items);
	*list = reduced;
	RFW_GIVE(policy, RFW_A_POLICY_PROTOCOL_TIMEOUT);
}

/* Of a list that is the preset's nothing need be said, but of one that is empty in spite of it. */
static void reduce_ports(struct rfw_policy *policy, unsigned int attribute,
			 const struct rfw_protocol_ports_list *list,
			 const struct rfw_protocol_ports_list *standard, bool all)
{
	bool same = list->count == standard->count;

	for (size_t i = 0; same && i < list->count; i++)
		same = list->items[i].protocol == standard->items[i].protocol &&
		       list->items[i].low == standard->items[i].low &&
		       list->items[i].high == standard->items[i].high;
	if (same && (!all || !list->count))
		policy->fields &= ~RFW_FIELD(attribute);
	else
		RFW_GIVE(policy, attribute);
}

static void reduce_sip_ports(struct rfw_policy *policy, const struct rfw_policy *preset)
{
	const struct rfw_port_list *list = &policy->sip_port, *standard = &preset->sip_port;

	if (list->count == standard->count &&
	    (!list->count ||
	     !memcmp(list->items, standard->items, list->count * sizeof(*list->items))))
		policy->fields &= ~RFW_FIELD(RFW_A_POLICY_SIP_PORT);
}

void policy_reduce(struct rfw_policy *policy, bool with_defaults)
{
	const uint64_t watermarks = RFW_FIELD(RFW_A_POLICY_WATERMARK_HIGH) |
				    RFW_FIELD(RFW_A_POLICY_WATERMARK_LOW);
	static const struct rfw_policy nothing;
	const struct rfw_policy *preset = preset_policy(policy->preset);
	bool all = with_defaults || !preset;

	if (!preset)
		preset = &nothing;
	policy->fields &= ~RFW_FIELD(RFW_A_POLICY_SUBSCRIBERS);
	reduce_protocols(policy, preset, all);
	reduce_empty(&rfw_schema_policy, policy);
	reduce_ports(policy, RFW_A_POLICY_OPEN_PORT, &policy->open_port, &preset->open_port, all);
	reduce_ports(policy, RFW_A_POLICY_OPEN_PORT_EXCEPT, &policy->open_port_except,
		     &preset->open_port_except, all);
	if (policy->unknown_protocols != RFW_UNKNOWN_PROTOCOLS_LISTED)
		policy->fields &= ~RFW_FIELD(RFW_A_POLICY_UNKNOWN_PROTOCOL);
	if (all)
		return;
	reduce_equal(&rfw_schema_policy, policy, preset, ~0);
	reduce_sip_ports(policy, preset);
	/* the two go together */
	if (policy->fields & watermarks)
		policy->fields |= watermarks;
	/* all that follows depends on it, but for the one that a policy has anyway */
	if (policy->preset != RFW_PRESET_STRICT)
		RFW_GIVE(policy, RFW_A_POLICY_PRESET);
	reduce_equal(&rfw_schema_timeouts, &policy->timeouts, &preset->timeouts, ~0);
	/* the word of both */
	if (RFW_HAS(policy, RFW_A_POLICY_TCP_MSS_PMTU))
		RFW_GIVE(policy, RFW_A_POLICY_TCP_MSS);
	if (!policy->timeouts.fields)
		policy->fields &= ~RFW_FIELD(RFW_A_POLICY_TIMEOUTS);
}

const char *format_tcp_mss(const struct rfw_policy *policy, char text[TCP_MSS_TEXT])
{
	if (policy->tcp_mss_pmtu)
		return "pmtu";
	if (!policy->tcp_mss)
		return "off";
	snprintf(text, TCP_MSS_TEXT, "%u", policy->tcp_mss);
	return text;
}

static void write_open_ports(FILE *file, const char *key,
			     const struct rfw_protocol_ports_list *list)
{
	char text[PORTS_TEXT];

	if (!list->count)
		fprintf(file, " %s none", key);
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			fputc(',', file);
		else
			fprintf(file, " %s ", key);
		fprintf(file, "%s/%s", protocol_word(list->items[i].protocol),
			format_ports(list->items[i].low, list->items[i].high, text));
	}
}

static void write_inbound(FILE *file, const struct rfw_policy *policy)
{
	for (size_t i = 0; i < policy->protocol_filtering.count; i++) {
		const struct rfw_protocol_filtering *item = &policy->protocol_filtering.items[i];

		fprintf(file, " filtering %s %s", rfw_word(RFW_ENUM_FILTERING, item->filtering),
			protocol_word(item->protocol));
	}
	if (RFW_HAS(policy, RFW_A_POLICY_OPEN_PORT))
		write_open_ports(file, "open-ports", &policy->open_port);
	if (RFW_HAS(policy, RFW_A_POLICY_OPEN_PORT_EXCEPT))
		write_open_ports(file, "open-ports-except", &policy->open_port_except);
}

static void write_protocols(FILE *file, const struct rfw_policy *policy)
{
	if (RFW_HAS(policy, RFW_A_POLICY_UNKNOWN_PROTOCOL)) {
		for (size_t i = 0; i < policy->unknown_protocol.count; i++)
			fprintf(file, "%s%s", i ? "," : " unknown-protocols ",
				protocol_word(policy->unknown_protocol.items[i]));
	} else if (RFW_HAS(policy, RFW_A_POLICY_UNKNOWN_PROTOCOLS)) {
		fprintf(file, " unknown-protocols %s",
			rfw_word(RFW_ENUM_UNKNOWN_PROTOCOLS, policy->unknown_protocols));
	}
	for (size_t i = 0; i < policy->protocol_timeout.count; i++) {
		const struct rfw_protocol_timeout *item = &policy->protocol_timeout.items[i];

		fprintf(file, " timeout protocol %s", protocol_word(item->protocol));
		if (item->timeout)
			fprintf(file, " %u %u", item->timeout, item->initial);
		else
			fputs(" none", file);
	}
}

void policy_write(FILE *file, const struct rfw_policy *policy)
{
	/* the rest of the keys have the name of their attribute */
	static const unsigned int special = RFW_A_POLICY_NAME;
	char mss[TCP_MSS_TEXT], set[SET_TEXT];

	fputs("policy add ", file);
	write_word(file, policy->name);
	for (unsigned int i = special + 1; i < rfw_schema_policy.count; i++) {
		const struct rfw_field *field = &rfw_schema_policy.fields[i];
		const void *member = rfw_member(policy, field);

		if (!RFW_HAS(policy, i) || i == RFW_A_POLICY_UNKNOWN_PROTOCOLS ||
		    i == RFW_A_POLICY_TCP_MSS_PMTU)
			continue;
		if (i == RFW_A_POLICY_WATERMARK_HIGH || i == RFW_A_POLICY_WATERMARK_LOW)
			continue;
		if (i == RFW_A_POLICY_TCP_MSS) {
			fprintf(file, " %s %s", field->name, format_tcp_mss(policy, mss));
		} else if (field->type == RFW_STRING) {
			fprintf(file, " %s ", field->name);
			write_word(file, member);
		} else if (field->type == RFW_SWITCH) {
			fprintf(file, " %s %s", field->name,
				*(const uint8_t *)member ? "on" : "off");
		} else if (field->type == RFW_SET) {
			fprintf(file, " %s %s", field->name,
				format_set(field->words, *(const uint8_t *)member, set));
		} else if (field->type == RFW_PORT_LIST) {
			fprintf(file, " %s ", field->name);
			write_ports(file, member);
		} else if (field->type == RFW_U8 && !field->words) {
			fprintf(file, " %s %u", field->name, *(const uint8_t *)member);
		} else if (field->type == RFW_U8 &&
			   *(const uint8_t *)member < field->words->count) {
			fprintf(file, " %s %s", field->name,
				field->words->list[*(const uint8_t *)member].word);
		} else if (field->type == RFW_U32) {
			fprintf(file, " %s %u", field->name, *(const uint32_t *)member);
		}
	}
	if (RFW_HAS(policy, RFW_A_POLICY_WATERMARK_HIGH)) {
		fputs(" watermarks ", file);
		write_watermarks(file, policy);
	}
	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		const struct rfw_field *field = &rfw_schema_timeouts.fields[i];

		if (RFW_HAS(policy, RFW_A_POLICY_TIMEOUTS) && RFW_HAS(&policy->timeouts, i))
			fprintf(file, " timeout %s %u", field->name,
				*(const uint32_t *)rfw_member(&policy->timeouts, field));
	}
	write_inbound(file, policy);
	write_protocols(file, policy);
	fputc('\n', file);
}
