// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl policy presets: what the module gives a policy that says nothing else. */
#include "limits.h"
#include "subject.h"

#include <stdlib.h>
#include <string.h>

#include "../librfw/codec.h"

static struct rfw_policy presets[RFW_PRESET_MAX + 1];
static bool known[RFW_PRESET_MAX + 1];

/* The library frees what is left of the object, so that it is taken over. */
static int take(const struct rfw_policy *policy, void *data)
{
	(void)data;
	if (policy->preset > RFW_PRESET_MAX || known[policy->preset])
		return 0;
	presets[policy->preset] = *policy;
	known[policy->preset] = true;
	memset((void *)policy, 0, sizeof(*policy));
	return 0;
}

int presets_read(const struct session *session)
{
	return rfw_preset_each(session->context, take, NULL);
}

const struct rfw_policy *preset_policy(uint8_t preset)
{
	return preset <= RFW_PRESET_MAX && known[preset] ? &presets[preset] : NULL;
}

void presets_release(void)
{
	for (unsigned int i = 0; i <= RFW_PRESET_MAX; i++) {
		if (known[i])
			rfw_release(&rfw_schema_policy, &presets[i]);
		known[i] = false;
	}
}

/* One row for each rule that is one value, presets side by side. */
static void rows(struct table *table, const struct rfw_schema *schema, const char *lead,
		 size_t offset)
{
	char set[SET_TEXT];

	for (unsigned int i = 1; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];

		if (field->type != RFW_U8 && field->type != RFW_SWITCH && field->type != RFW_U32 &&
		    field->type != RFW_U16 && field->type != RFW_SET)
			continue;
		if (schema == &rfw_schema_policy &&
		    (i == RFW_A_POLICY_PRESET || i == RFW_A_POLICY_SUBSCRIBERS))
			continue;
		table_cell(table, "%s%s", lead, field->name);
		for (unsigned int n = 0; n <= RFW_PRESET_MAX; n++) {
			const void *value = rfw_member((char *)&presets[n] + offset, field);
			uint8_t octet = *(const uint8_t *)value;

			if (field->type == RFW_SWITCH)
				table_cell(table, "%s", octet ? "on" : "off");
			else if (field->type == RFW_SET)
				table_cell(table, "%s", format_set(field->words, octet, set));
			else if (field->type == RFW_U8 && field->words)
				table_cell(table, "%s", field->words->list[octet].word);
			else if (field->type == RFW_U8)
				table_cell(table, "%u", octet);
			else if (field->type == RFW_U16)
				table_cell(table, "%u", *(const uint16_t *)value);
			else
				table_cell(table, "%u", *(const uint32_t *)value);
		}
	}
}

static void row_of_ports(struct table *table, const char *name, size_t offset)
{
	char text[PORTS_TEXT];

	table_cell(table, "%s", name);
	for (unsigned int n = 0; n <= RFW_PRESET_MAX; n++) {
		const struct rfw_protocol_ports_list *list =
			(const void *)((char *)&presets[n] + offset);
		const struct rfw_protocol_ports *first = list->items;

		if (!list->count)
			table_cell(table, "none");
		else if (list->count == 1)
			table_cell(table, "%s/%s", protocol_word(first->protocol),
				   format_ports(first->low, first->high, text));
		else
			table_cell(table, "%s/%s and %zu more", protocol_word(first->protocol),
				   format_ports(first->low, first->high, text), list->count - 1);
	}
}

static void row_of_sip_ports(struct table *table)
{
	table_cell(table, "sip-port");
	for (unsigned int n = 0; n <= RFW_PRESET_MAX; n++) {
		const struct rfw_port_list *list = &presets[n].sip_port;

		if (list->count < 2)
			table_cell(table, "%u", list->count ? list->items[0] : 0);
		else
			table_cell(table, "%u and %zu more", list->items[0], list->count - 1);
	}
}

enum exit_code run_presets(struct session *session, struct command *command)
{
	struct listing listing;
	char heads[256] = "RULE";
	int err = presets_read(session);

	(void)command;
	for (unsigned int n = 0; n <= RFW_PRESET_MAX; n++)
		snprintf(heads + strlen(heads), sizeof(heads) - strlen(heads), " %s",
			 rfw_word(RFW_ENUM_PRESET, n));
	listing_start(&listing, session, heads);
	if (!err && session->json) {
		for (unsigned int n = 0; n <= RFW_PRESET_MAX; n++)
			json_item(&listing.json, NULL, &rfw_schema_policy, &presets[n]);
	} else if (!err) {
		rows(&listing.table, &rfw_schema_policy, "", 0);
		row_of_ports(&listing.table, "open-ports", offsetof(struct rfw_policy, open_port));
		row_of_ports(&listing.table, "open-ports-except",
			     offsetof(struct rfw_policy, open_port_except));
		row_of_sip_ports(&listing.table);
		rows(&listing.table, &rfw_schema_timeouts, "timeout ",
		     offsetof(struct rfw_policy, timeouts));
	}
	return listing_end(&listing, err, NULL);
}
