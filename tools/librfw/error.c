// SPDX-License-Identifier: LGPL-2.1-or-later
/* What went wrong, in words. */
#include "context.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define HEADERS (NLMSG_HDRLEN + GENL_HDRLEN)

const char *rfw_error(const struct rfw_context *context)
{
	return context->error;
}

const char *rfw_error_attribute(const struct rfw_context *context)
{
	return context->attribute[0] ? context->attribute : NULL;
}

int rfw_fail(struct rfw_context *context, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(context->error, sizeof(context->error), format, args);
	va_end(args);
	context->attribute[0] = '\0';
	return err;
}

static void append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

static void show_mac(const uint8_t *mac, char *value, size_t size)
{
	snprintf(value, size, " %02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
}

static void show_value(const struct rfw_field *field, const struct nlattr *attr, char *value,
		       size_t size)
{
	struct rfw_prefix prefix = {};
	char text[INET6_ADDRSTRLEN];
	const struct nlattr *part;

	if (field->type == RFW_STRING || field->type == RFW_STRING_LIST)
		snprintf(value, size, " %.255s", mnl_attr_get_str(attr));
	if (field->type == RFW_ADDRESS && mnl_attr_get_payload_len(attr) == sizeof(struct in6_addr))
		snprintf(value, size, " %s",
			 inet_ntop(AF_INET6, mnl_attr_get_payload(attr), text, sizeof(text)));
	if (field->type == RFW_MAC && mnl_attr_get_payload_len(attr) == RFW_MAC_OCTETS)
		show_mac(mnl_attr_get_payload(attr), value, size);
	if (field->type != RFW_PREFIX && field->type != RFW_PREFIX_LIST)
		return;
	mnl_attr_for_each_nested(part, attr) {
		if (mnl_attr_get_type(part) == RFW_A_PREFIX_ADDRESS)
			memcpy(&prefix.address, mnl_attr_get_payload(part), sizeof(prefix.address));
		else if (mnl_attr_get_type(part) == RFW_A_PREFIX_LENGTH)
			prefix.length = mnl_attr_get_u8(part);
	}
	inet_ntop(AF_INET6, &prefix.address, text, sizeof(text));
	snprintf(value, size, " %s/%u", text, prefix.length);
}

/*
 * What @request has at @offset: the path into context->attribute, the value to be shown behind it
 * into @value.
 */
static void locate(struct rfw_context *context, const struct nlmsghdr *request,
		   const struct rfw_schema *schema, uint32_t offset, char *value, size_t size)
{
	const void *start = (const char *)request + HEADERS;
	size_t left = request->nlmsg_len - HEADERS;

	while (schema) {
		const struct rfw_field *field = NULL;
		unsigned int index = 0, before = 0;
		const struct nlattr *attr;

		mnl_attr_for_each_payload(start, left) {
			size_t at = (const char *)attr - (const char *)request;
			unsigned int type = mnl_attr_get_type(attr);

			index = type == before ? index + 1 : 0;
			before = type;
			if (offset >= at + MNL_ALIGN(mnl_attr_get_len(attr)))
				continue;
			if (offset >= at && type < schema->count &&
			    schema->fields[type].type != RFW_NONE)
				field = &schema->fields[type];
			break;
		}
		if (!field)
			return;
		append(context->attribute, sizeof(context->attribute), "%s%s",
		       context->attribute[0] ? "." : "", field->name);
		if (field->type >= RFW_U8_LIST)
			append(context->attribute, sizeof(context->attribute), "[%u]", index);
		show_value(field, attr, value, size);
		if (offset < (const char *)attr - (const char *)request + MNL_ATTR_HDRLEN)
			return;
		start = mnl_attr_get_payload(attr);
		left = mnl_attr_get_payload_len(attr);
		schema = field->nest;
	}
}

static const struct nlmsghdr *find_request(const struct rfw_context *context, uint32_t sequence)
{
	const struct nlmsghdr *request = (const void *)context->out.data;
	int left = context->out.used;

	while (mnl_nlmsg_ok(request, left)) {
		if (request->nlmsg_seq == sequence)
			return request;
		request = mnl_nlmsg_next(request, &left);
	}
	return NULL;
}

/*
 * The extended acknowledgement: behind the error, which has the request's header behind it, or its
 * whole in old kernels.
 */
struct acknowledgement {
	const char *text;
	const struct nlattr *offset;
	const struct nlattr *missing;
	const struct nlattr *missing_nest;
};

static void read_acknowledgement(const struct nlmsghdr *reply, struct acknowledgement *ack)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(reply);
	const char *start = (const char *)(error + 1);
	const struct nlattr *attr;
	size_t left;

	if (reply->nlmsg_type == NLMSG_DONE)
		start = (const char *)mnl_nlmsg_get_payload(reply) + sizeof(int);
	else if (!(reply->nlmsg_flags & NLM_F_CAPPED))
		start += error->msg.nlmsg_len - NLMSG_HDRLEN;
	if (!(reply->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	left = (const char *)reply + reply->nlmsg_len - start;
	mnl_attr_for_each_payload((const void *)start, left) {
		size_t length = mnl_attr_get_payload_len(attr);

		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			if (length && strnlen(mnl_attr_get_payload(attr), length) < length)
				ack->text = mnl_attr_get_str(attr);
			break;
		case NLMSGERR_ATTR_OFFS:
			ack->offset = length >= 4 ? attr : NULL;
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			ack->missing = length >= 4 ? attr : NULL;
			break;
		case NLMSGERR_ATTR_MISS_NEST:
			ack->missing_nest = length >= 4 ? attr : NULL;
			break;
		}
	}
}

static const char *meaning(int err)
{
	switch (err) {
	case -EPERM:
		return "Operation not permitted: this takes CAP_NET_ADMIN in the network namespace";
	case -EOPNOTSUPP:
		return "the rfw module does not know this request: is it older than this program?";
	default:
		return strerror(-err);
	}
}

int rfw_fail_reply(struct rfw_context *context, int err, const struct nlmsghdr *reply)
{
	const struct nlmsghdr *request = find_request(context, reply->nlmsg_seq);
	const struct rfw_schema *schema = NULL;
	struct acknowledgement ack = {};
	char value[300] = "";

	read_acknowledgement(reply, &ack);
	rfw_fail(context, err, "%s", ack.text && ack.text[0] ? ack.text : meaning(err));
	if (!request || request->nlmsg_type != context->family)
		return err;
	schema = rfw_requests[((const struct genlmsghdr *)mnl_nlmsg_get_payload(request))->cmd]
			 .schema;
	if (ack.missing) {
		uint32_t type = mnl_attr_get_u32(ack.missing);

		if (!ack.missing_nest && type < schema->count && schema->fields[type].name) {
			snprintf(context->attribute, sizeof(context->attribute), "%s",
				 schema->fields[type].name);
			snprintf(value, sizeof(value), " is missing");
		}
	} else if (ack.offset) {
		locate(context, request, schema, mnl_attr_get_u32(ack.offset), value,
		       sizeof(value));
	}
	if (context->attribute[0])
		append(context->error, sizeof(context->error), " (%s%s)", context->attribute,
		       value);
	return err;
}
