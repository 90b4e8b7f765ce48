// SPDX-License-Identifier: GPL-2.0-only
/* How forwards, DMZ hosts and pinholes look: as lines of a configuration, listed, in detail. */
#include "opening.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

const char *format_port_list(const struct rfw_port_range_list *list, char text[PORT_LIST_TEXT])
{
	char range[PORTS_TEXT];

	text[0] = '\0';
	for (size_t i = 0; i < list->count; i++)
		append(text, PORT_LIST_TEXT, "%s%s", i ? "," : "",
		       format_ports(list->items[i].low, list->items[i].high, range));
	return text;
}

const char *format_services(const struct rfw_service_code_list *list, char text[SERVICES_TEXT])
{
	char code[SERVICE_CODE_TEXT];

	text[0] = '\0';
	for (size_t i = 0; i < list->count; i++)
		append(text, SERVICES_TEXT, "%s%s", i ? "," : "",
		       format_service_code(list->items[i], code));
	return text;
}

const char *format_opened_protocol(const struct rfw_opening *opening,
				   char text[OPENED_PROTOCOL_TEXT])
{
	char services[SERVICES_TEXT];

	snprintf(text, OPENED_PROTOCOL_TEXT, "%s%s%s", protocol_word(opening->protocol),
		 opening->service_code.count ? "/" : "",
		 format_services(&opening->service_code, services));
	return text;
}

/* Prefixes that come one after the other and have the same port stand behind one "from". */
const char *format_from(const struct rfw_opening_filter_list *list, char text[FROM_TEXT])
{
	char prefix[PREFIX_TEXT];

	snprintf(text, FROM_TEXT, "%s", list->count ? "" : "any");
	for (size_t i = 0; i < list->count; i++) {
		const struct rfw_opening_filter *item = &list->items[i];
		bool more = i + 1 < list->count && item[1].port == item->port;

		append(text, FROM_TEXT, "%s", format_prefix(&item->prefix, prefix));
		if (!more && item->port)
			append(text, FROM_TEXT, " from-port %u", item->port);
		if (i + 1 < list->count)
			append(text, FROM_TEXT, more ? "," : " from ");
	}
	return text;
}

const char *format_place(const struct in6_addr *address, const struct rfw_port_range_list *list,
			 char text[PLACE_TEXT])
{
	char host[INET6_ADDRSTRLEN], ports[PORT_LIST_TEXT];

	format_address(address, host);
	if (list->count)
		snprintf(text, PLACE_TEXT, "[%s]:%s", host, format_port_list(list, ports));
	else
		snprintf(text, PLACE_TEXT, "%s", host);
	return text;
}

void opening_reduce(struct rfw_opening *opening)
{
	opening->fields &= RFW_FIELD(RFW_A_OPENING_SUBSCRIBER) |
			   RFW_FIELD(RFW_A_OPENING_PROTOCOL) | RFW_FIELD(RFW_A_OPENING_ADDRESS) |
			   RFW_FIELD(RFW_A_OPENING_SUFFIX) | RFW_FIELD(RFW_A_OPENING_HOST) |
			   RFW_FIELD(RFW_A_OPENING_PORT) | RFW_FIELD(RFW_A_OPENING_FILTER) |
			   RFW_FIELD(RFW_A_OPENING_SERVICE_CODE);
	reduce_empty(&rfw_schema_opening, opening);
}

void opening_write(FILE *file, const struct rfw_opening *opening)
{
	char ports[PORT_LIST_TEXT], from[FROM_TEXT], address[INET6_ADDRSTRLEN];
	char services[SERVICES_TEXT];

	fprintf(file, "%s add ", rfw_word(RFW_ENUM_OPENING_KIND, opening->kind) ?: "?");
	write_word(file, opening->subscriber);
	if (opening->kind != RFW_OPENING_KIND_DMZ)
		fprintf(file, " %s", protocol_word(opening->protocol));
	if (RFW_HAS(opening, RFW_A_OPENING_SUFFIX)) {
		fprintf(file, " suffix %s", format_address(&opening->suffix, address));
	} else if (RFW_HAS(opening, RFW_A_OPENING_HOST)) {
		fputs(" host ", file);
		write_word(file, opening->host);
	} else {
		fprintf(file, " %s", format_address(&opening->address, address));
	}
	if (opening->port.count)
		fprintf(file, " port %s", format_port_list(&opening->port, ports));
	if (opening->service_code.count)
		fprintf(file, " service-code %s",
			format_services(&opening->service_code, services));
	if (opening->filter.count)
		fprintf(file, " from %s", format_from(&opening->filter, from));
	fputc('\n', file);
}

char *opening_line(const struct rfw_opening *opening)
{
	size_t length = 0;
	char *line = NULL;
	FILE *file = open_memstream(&line, &length);

	if (!file)
		return NULL;
	opening_write(file, opening);
	return fclose(file) ? NULL : line;
}

int opening_each(const struct session *session, uint8_t kind, const struct rfw_opening *filter,
		 int (*each)(const struct rfw_opening *opening, void *data), void *data)
{
	struct rfw_opening wanted = { .kind = kind };

	RFW_GIVE(&wanted, RFW_A_OPENING_KIND);
	if (filter && RFW_HAS(filter, RFW_A_OPENING_SUBSCRIBER)) {
		RFW_GIVE(&wanted, RFW_A_OPENING_SUBSCRIBER);
		memcpy(wanted.subscriber, filter->subscriber, sizeof(wanted.subscriber));
	}
	if (filter && RFW_HAS(filter, RFW_A_OPENING_OWNER)) {
		RFW_GIVE(&wanted, RFW_A_OPENING_OWNER);
		wanted.owner = filter->owner;
	}
	return rfw_opening_each(session->context, &wanted, each, data);
}

static void cell_host(struct table *table, const struct rfw_opening *opening)
{
	char text[INET6_ADDRSTRLEN];

	if (RFW_HAS(opening, RFW_A_OPENING_SUFFIX))
		table_cell(table, "suffix %s", format_address(&opening->suffix, text));
	else if (RFW_HAS(opening, RFW_A_OPENING_HOST))
		table_cell(table, "host %s", opening->host);
	else
		table_cell(table, "%s", format_address(&opening->address, text));
}

static void cell_last(struct table *table, const struct rfw_opening *opening)
{
	if (RFW_HAS(opening, RFW_A_OPENING_LAST))
		table_cell(table, "%u", opening->last);
	else
		table_cell(table, "-");
}

static int list_one(const struct rfw_opening *opening, void *data)
{
	struct listing *listing = data;
	struct table *table = &listing->table;
	char ports[PORT_LIST_TEXT], from[FROM_TEXT], address[INET6_ADDRSTRLEN];
	char protocol[OPENED_PROTOCOL_TEXT];

	if (listing->session->json) {
		json_item(&listing->json, NULL, &rfw_schema_opening, opening);
		return 0;
	}
	table_cell(table, "%u", opening->id);
	table_cell(table, "%s", opening->subscriber);
	if (opening->kind != RFW_OPENING_KIND_DMZ)
		table_cell(table, "%s", format_opened_protocol(opening, protocol));
	cell_host(table, opening);
	if (opening->kind != RFW_OPENING_KIND_DMZ)
		table_cell(table, "%s",
			   opening->port.count ? format_port_list(&opening->port, ports) : "-");
	table_cell(table, "%s", format_from(&opening->filter, from));
	if (opening->kind == RFW_OPENING_KIND_PINHOLE) {
		table_cell(table, "%s", rfw_word(RFW_ENUM_PINHOLE_OWNER, opening->owner) ?: "?");
		table_cell(table, "%u", opening->expires);
	}
	table_cell(table, "%" PRIu64, opening->flows);
	table_cell(table, "%" PRIu64, opening->packets);
	cell_last(table, opening);
	if (opening->kind == RFW_OPENING_KIND_PINHOLE)
		return 0;
	if (!opening->place.count)
		table_cell(table, "nowhere");
	else if (opening->place.count == 1)
		table_cell(table, "%s", format_address(&opening->place.items[0].address, address));
	else
		table_cell(table, "%s and %zu more",
			   format_address(&opening->place.items[0].address, address),
			   opening->place.count - 1);
	return 0;
}

enum exit_code opening_list(struct session *session, struct command *command)
{
	static const char *const heads[] = {
		[RFW_OPENING_KIND_FORWARD] =
			">ID SUBSCRIBER PROTO HOST PORTS FROM >FLOWS >PACKETS >LAST OPEN-AT",
		[RFW_OPENING_KIND_DMZ] =
			">ID SUBSCRIBER HOST FROM >FLOWS >PACKETS >LAST OPEN-AT",
		[RFW_OPENING_KIND_PINHOLE] =
			">ID SUBSCRIBER PROTO HOST PORTS FROM OWNER >EXPIRES >FLOWS >PACKETS >LAST",
	};
	uint8_t kind = opening_kind(command->object);
	struct listing listing;

	listing_start(&listing, session, heads[kind]);
	return listing_end(&listing,
			   opening_each(session, kind, command->item, list_one, &listing), NULL);
}

static void print_pinhole(const struct rfw_opening *opening)
{
	char cookie[OCTETS_TEXT], lifetime[DURATION_TEXT], expires[DURATION_TEXT];

	print_field("owner", "%s", rfw_word(RFW_ENUM_PINHOLE_OWNER, opening->owner) ?: "?");
	if (RFW_HAS(opening, RFW_A_OPENING_COOKIE))
		print_field("cookie", "%s", format_octets(&opening->cookie, cookie));
	print_field("lifetime", "%s, %s left", format_duration(opening->lifetime, lifetime),
		    format_duration(opening->expires, expires));
}

static int show_one(const struct rfw_opening *opening, void *data)
{
	char text[PLACE_TEXT], ports[PORT_LIST_TEXT], from[FROM_TEXT], last[DURATION_TEXT];
	char services[SERVICES_TEXT];
	struct listing *listing = data;

	if (listing->session->json)
		return list_one(opening, data);
	printf("%s%s %u\n", listing->count++ ? "\n" : "",
	       rfw_word(RFW_ENUM_OPENING_KIND, opening->kind) ?: "?", opening->id);
	print_field("subscriber", "%s", opening->subscriber);
	if (opening->kind != RFW_OPENING_KIND_DMZ)
		print_field("protocol", "%s", protocol_word(opening->protocol));
	if (RFW_HAS(opening, RFW_A_OPENING_SUFFIX))
		print_field("suffix", "%s", format_address(&opening->suffix, text));
	else if (RFW_HAS(opening, RFW_A_OPENING_HOST))
		print_field("host", "%s", opening->host);
	else
		print_field("address", "%s", format_address(&opening->address, text));
	if (opening->port.count)
		print_field("port", "%s", format_port_list(&opening->port, ports));
	if (opening->service_code.count)
		print_field("service code", "%s",
			    format_services(&opening->service_code, services));
	print_field("from", "%s", format_from(&opening->filter, from));
	if (opening->kind == RFW_OPENING_KIND_PINHOLE)
		print_pinhole(opening);
	for (size_t i = 0; i < opening->place.count; i++)
		print_field("open at", "%s",
			    format_place(&opening->place.items[i].address, &opening->port, text));
	if (!opening->place.count)
		print_field("open at", "nowhere: %s",
			    RFW_HAS(opening, RFW_A_OPENING_HOST) ?
				    "the host has no address now" :
				    "there is no prefix for it now");
	print_field("let in", "%" PRIu64 " flows, %" PRIu64 " packets (%" PRIu64 " octets)%s%s%s",
		    opening->flows, opening->packets, opening->octets,
		    RFW_HAS(opening, RFW_A_OPENING_LAST) ? ", the last " : "",
		    RFW_HAS(opening, RFW_A_OPENING_LAST) ? format_duration(opening->last, last) :
							   "",
		    RFW_HAS(opening, RFW_A_OPENING_LAST) ? " ago" : "");
	return 0;
}

enum exit_code opening_show(struct session *session, struct command *command)
{
	struct listing listing;

	listing_start(&listing, session, NULL);
	return listing_end(&listing,
			   opening_each(session, opening_kind(command->object), command->item,
					show_one, &listing),
			   NULL);
}
