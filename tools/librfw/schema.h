/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The netlink specification as data: what encodes, decodes, names and checks every attribute.
 * schema.c is made from docs/netlink/rfw.yaml. Shared with rfwctl, not installed.
 */
#ifndef _RFW_SCHEMA_H
#define _RFW_SCHEMA_H

#include "librfw.h"

struct rfw_word {
	const char *word;
	const char *meaning;
};

struct rfw_words {
	const char *name;
	const struct rfw_word *list;
	unsigned int count;
};

enum rfw_type {
	RFW_NONE, /* no such attribute */
	RFW_U8,
	RFW_SET, /* u8, one bit for each word */
	RFW_SWITCH, /* u8, 0 or 1 */
	RFW_FLAG, /* present or not */
	RFW_PORT, /* u16, network byte order on the wire */
	RFW_U16,
	RFW_U32,
	RFW_UINT, /* of 4 or 8 octets */
	RFW_STRING,
	RFW_ADDRESS,
	RFW_MAC,
	RFW_OCTETS, /* up to RFW_COOKIE_MAX octets */
	RFW_DATA, /* in requests only */
	RFW_PREFIX,
	RFW_NEST, /* a struct within the struct */
	RFW_U8_LIST,
	RFW_PORT_LIST,
	RFW_ADDRESS_LIST,
	RFW_U32_LIST,
	RFW_STRING_LIST,
	RFW_PREFIX_LIST,
	RFW_NEST_LIST,
};

struct rfw_field {
	const char *name; /* as in the specification */
	const char *doc;
	const struct rfw_words *words;
	const struct rfw_schema *nest;
	uint32_t min; /* of the value, or of a string's length */
	uint32_t max;
	uint16_t offset; /* of the member */
	uint8_t type; /* enum rfw_type */
};

struct rfw_schema {
	const char *name;
	const struct rfw_field *fields; /* by attribute number */
	uint16_t count; /* highest attribute number + 1 */
	uint16_t size; /* of the struct */
	uint16_t key; /* the attribute that names the object, or 0 */
};

struct rfw_request_type {
	const char *name;
	const struct rfw_schema *schema;
};

extern const struct rfw_words rfw_words[]; /* by enum rfw_enumeration */
extern const struct rfw_request_type rfw_requests[]; /* by RFW_CMD_* */

extern const struct rfw_schema rfw_schema_prefix;
extern const struct rfw_schema rfw_schema_dscp_class;
extern const struct rfw_schema rfw_schema_domain;
extern const struct rfw_schema rfw_schema_timeouts;
extern const struct rfw_schema rfw_schema_protocol_timeout;
extern const struct rfw_schema rfw_schema_policy;
extern const struct rfw_schema rfw_schema_protocol_filtering;
extern const struct rfw_schema rfw_schema_protocol_ports;
extern const struct rfw_schema rfw_schema_subscriber;
extern const struct rfw_schema rfw_schema_subscriber_statistics;
extern const struct rfw_schema rfw_schema_tcp_side;
extern const struct rfw_schema rfw_schema_port_range;
extern const struct rfw_schema rfw_schema_opening_filter;
extern const struct rfw_schema rfw_schema_opening;
extern const struct rfw_schema rfw_schema_host;
extern const struct rfw_schema rfw_schema_sip_media;
extern const struct rfw_schema rfw_schema_sip_call;
extern const struct rfw_schema rfw_schema_flow;
extern const struct rfw_schema rfw_schema_flow_table;
extern const struct rfw_schema rfw_schema_drop;
extern const struct rfw_schema rfw_schema_sip_counter;
extern const struct rfw_schema rfw_schema_dropped;
extern const struct rfw_schema rfw_schema_explanation;
extern const struct rfw_schema rfw_schema_statistics;
extern const struct rfw_schema rfw_schema_alarm;

/* All lists are a pointer and a count, whatever they point to. */
struct rfw_any_list {
	void *items;
	size_t count;
};

static inline void *rfw_member(const void *object, const struct rfw_field *field)
{
	return (char *)object + field->offset;
}

#endif
