// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX_SIZE (MNL_ATTR_HDRLEN + 2 * MNL_ALIGN(MNL_ATTR_HDRLEN + sizeof(struct in6_addr)))

int rfw_buffer_reserve(struct rfw_buffer *buffer, size_t more)
{
	size_t size = buffer->size ? buffer->size : 8192;
	char *data;

	while (size - buffer->used < more)
		size *= 2;
	if (size == buffer->size)
		return 0;
	data = realloc(buffer->data, size);
	if (!data)
		return -ENOMEM;
	buffer->data = data;
	buffer->size = size;
	return 0;
}

void rfw_buffer_free(struct rfw_buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct rfw_buffer){};
}

/*
 * Lists are of many types with one layout, hence the copies. The space doubles when the count
 * reaches a power of two.
 */
void *rfw_list_grow(void *list, size_t size)
{
	struct rfw_any_list any;
	void *item;

	memcpy(&any, list, sizeof(any));
	if ((any.count & (any.count - 1)) == 0) {
		void *items = reallocarray(any.items, any.count ? 2 * any.count : 1, size);

		if (!items)
			return NULL;
		any.items = items;
	}
	item = (char *)any.items + any.count++ * size;
	memset(item, 0, size);
	memcpy(list, &any, sizeof(any));
	return item;
}

static size_t item_size(const struct rfw_field *field)
{
	switch (field->type) {
	case RFW_U8_LIST:
		return 1;
	case RFW_PORT_LIST:
		return sizeof(uint16_t);
	case RFW_ADDRESS_LIST:
		return sizeof(struct in6_addr);
	case RFW_U32_LIST:
		return sizeof(uint32_t);
	case RFW_STRING_LIST:
		return sizeof(struct rfw_interface);
	case RFW_PREFIX_LIST:
		return sizeof(struct rfw_prefix);
	default:
		return field->nest->size;
	}
}

static bool given(const void *object, unsigned int attribute)
{
	uint64_t fields;

	memcpy(&fields, object, sizeof(fields));
	return fields & RFW_FIELD(attribute);
}

size_t rfw_encoded_size(const struct rfw_schema *schema, const void *object)
{
	size_t total = 0;

	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		const void *member = rfw_member(object, field);
		struct rfw_any_list list;

		if (field->type == RFW_NONE || !given(object, i))
			continue;
		switch (field->type) {
		case RFW_STRING:
			total += MNL_ATTR_HDRLEN + MNL_ALIGN(strlen(member) + 1);
			break;
		case RFW_DATA:
			total += MNL_ATTR_HDRLEN +
				 MNL_ALIGN(((const struct rfw_data *)member)->length);
			break;
		case RFW_NEST:
			total += MNL_ATTR_HDRLEN + rfw_encoded_size(field->nest, member);
			break;
		case RFW_U8_LIST:
		case RFW_PORT_LIST:
		case RFW_ADDRESS_LIST:
		case RFW_U32_LIST:
		case RFW_STRING_LIST:
		case RFW_PREFIX_LIST:
			memcpy(&list, member, sizeof(list));
			total += (list.count + 1) * PREFIX_SIZE;
			break;
		case RFW_NEST_LIST:
			memcpy(&list, member, sizeof(list));
			total += MNL_ATTR_HDRLEN;
			for (size_t n = 0; n < list.count; n++)
				total +=
					MNL_ATTR_HDRLEN +
					rfw_encoded_size(field->nest,
							 (char *)list.items + n * item_size(field));
			break;
		default:
			total += PREFIX_SIZE;
		}
	}
	return total;
}

static void put_prefix(struct nlmsghdr *message, unsigned int attribute,
		       const struct rfw_prefix *prefix)
{
	struct nlattr *nest = mnl_attr_nest_start(message, attribute);

	if (prefix) {
		mnl_attr_put(message, RFW_A_PREFIX_ADDRESS, sizeof(prefix->address),
			     &prefix->address);
		mnl_attr_put_u8(message, RFW_A_PREFIX_LENGTH, prefix->length);
	}
	mnl_attr_nest_end(message, nest);
}

static void put_nest(struct nlmsghdr *message, unsigned int attribute,
		     const struct rfw_schema *schema, const void *object)
{
	struct nlattr *nest = mnl_attr_nest_start(message, attribute);

	rfw_encode(message, schema, object);
	mnl_attr_nest_end(message, nest);
}

static void put_list(struct nlmsghdr *message, unsigned int attribute,
		     const struct rfw_field *field, const void *member)
{
	struct rfw_any_list list;

	memcpy(&list, member, sizeof(list));
	for (size_t i = 0; i < list.count; i++) {
		const void *item = (char *)list.items + i * item_size(field);

		if (field->type == RFW_U8_LIST)
			mnl_attr_put_u8(message, attribute, *(const uint8_t *)item);
		else if (field->type == RFW_PORT_LIST)
			mnl_attr_put_u16(message, attribute, htons(*(const uint16_t *)item));
		else if (field->type == RFW_ADDRESS_LIST)
			mnl_attr_put(message, attribute, sizeof(struct in6_addr), item);
		else if (field->type == RFW_U32_LIST)
			mnl_attr_put_u32(message, attribute, *(const uint32_t *)item);
		else if (field->type == RFW_STRING_LIST)
			mnl_attr_put_strz(message, attribute, item);
		else if (field->type == RFW_PREFIX_LIST)
			put_prefix(message, attribute, item);
		else
			put_nest(message, attribute, field->nest, item);
	}
	if (list.count)
		return;
	/* An attribute without content, alone, clears the list. */
	if (field->type == RFW_NEST_LIST)
		mnl_attr_nest_end(message, mnl_attr_nest_start(message, attribute));
	if (field->type == RFW_STRING_LIST)
		mnl_attr_put_strz(message, attribute, "");
	else if (field->type == RFW_PREFIX_LIST)
		put_prefix(message, attribute, NULL);
}

void rfw_encode(struct nlmsghdr *message, const struct rfw_schema *schema, const void *object)
{
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		const void *member = rfw_member(object, field);

		if (!given(object, i))
			continue;
		switch (field->type) {
		case RFW_NONE:
			break;
		case RFW_U8:
		case RFW_SET:
		case RFW_SWITCH:
			mnl_attr_put_u8(message, i, *(const uint8_t *)member);
			break;
		case RFW_FLAG:
			if (*(const uint8_t *)member)
				mnl_attr_put(message, i, 0, NULL);
			break;
		case RFW_PORT:
			mnl_attr_put_u16(message, i, htons(*(const uint16_t *)member));
			break;
		case RFW_U16:
			mnl_attr_put_u16(message, i, *(const uint16_t *)member);
			break;
		case RFW_U32:
			mnl_attr_put_u32(message, i, *(const uint32_t *)member);
			break;
		case RFW_UINT:
			mnl_attr_put_u64(message, i, *(const uint64_t *)member);
			break;
		case RFW_STRING:
			mnl_attr_put_strz(message, i, member);
			break;
		case RFW_ADDRESS:
			mnl_attr_put(message, i, sizeof(struct in6_addr), member);
			break;
		case RFW_MAC:
			mnl_attr_put(message, i, RFW_MAC_OCTETS, member);
			break;
		case RFW_OCTETS:
			mnl_attr_put(message, i, ((const struct rfw_octets *)member)->length,
				     ((const struct rfw_octets *)member)->data);
			break;
		case RFW_DATA:
			mnl_attr_put(message, i, ((const struct rfw_data *)member)->length,
				     ((const struct rfw_data *)member)->octets);
			break;
		case RFW_PREFIX:
			put_prefix(message, i, member);
			break;
		case RFW_NEST:
			put_nest(message, i, field->nest, member);
			break;
		default:
			put_list(message, i, field, member);
		}
	}
}

static int get_string(const struct nlattr *attr, char *member, size_t max)
{
	size_t length = strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));

	if (length > max)
		return -EBADMSG;
	memcpy(member, mnl_attr_get_payload(attr), length);
	member[length] = '\0';
	return 0;
}

static int get_octets(const struct nlattr *attr, struct rfw_octets *octets)
{
	if (mnl_attr_get_payload_len(attr) > sizeof(octets->data))
		return -EBADMSG;
	octets->length = mnl_attr_get_payload_len(attr);
	memcpy(octets->data, mnl_attr_get_payload(attr), octets->length);
	return 0;
}

static int get_prefix(const struct nlattr *attr, struct rfw_prefix *prefix)
{
	const struct nlattr *inner;

	mnl_attr_for_each_nested(inner, attr) {
		size_t length = mnl_attr_get_payload_len(inner);

		switch (mnl_attr_get_type(inner)) {
		case RFW_A_PREFIX_ADDRESS:
			if (length != sizeof(prefix->address))
				return -EBADMSG;
			memcpy(&prefix->address, mnl_attr_get_payload(inner), length);
			break;
		case RFW_A_PREFIX_LENGTH:
			if (length < 1 || mnl_attr_get_u8(inner) > 128)
				return -EBADMSG;
			prefix->length = mnl_attr_get_u8(inner);
			break;
		case RFW_A_PREFIX_ORIGIN:
			if (length < 1)
				return -EBADMSG;
			prefix->origin = mnl_attr_get_u8(inner);
			break;
		}
	}
	return 0;
}

static int get_nest(const struct nlattr *attr, const struct rfw_schema *schema, void *object)
{
	return rfw_decode(schema, mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
			  object);
}

static int get_item(const struct nlattr *attr, const struct rfw_field *field, void *member)
{
	void *item;

	/* what clears a list, see put_list() */
	if (!mnl_attr_get_payload_len(attr) && field->type != RFW_NEST_LIST)
		return 0;
	if (field->type == RFW_U32_LIST && mnl_attr_get_payload_len(attr) < sizeof(uint32_t))
		return -EBADMSG;
	if (field->type == RFW_STRING_LIST && !*(const char *)mnl_attr_get_payload(attr))
		return 0;
	if ((field->type == RFW_PORT_LIST || field->type == RFW_ADDRESS_LIST) &&
	    mnl_attr_get_payload_len(attr) < item_size(field))
		return -EBADMSG;

	item = rfw_list_grow(member, item_size(field));
	if (!item)
		return -ENOMEM;
	switch (field->type) {
	case RFW_U8_LIST:
		*(uint8_t *)item = mnl_attr_get_u8(attr);
		return 0;
	case RFW_PORT_LIST:
		*(uint16_t *)item = ntohs(mnl_attr_get_u16(attr));
		return 0;
	case RFW_ADDRESS_LIST:
		memcpy(item, mnl_attr_get_payload(attr), sizeof(struct in6_addr));
		return 0;
	case RFW_U32_LIST:
		*(uint32_t *)item = mnl_attr_get_u32(attr);
		return 0;
	case RFW_STRING_LIST:
		return get_string(attr, item, RFW_INTERFACE_NAME_MAX);
	case RFW_PREFIX_LIST:
		return get_prefix(attr, item);
	default:
		return get_nest(attr, field->nest, item);
	}
}

static int get_field(const struct nlattr *attr, const struct rfw_field *field, void *member)
{
	static const uint8_t sizes[] = {
		[RFW_U8] = 1,	  [RFW_SET] = 1, [RFW_SWITCH] = 1,
		[RFW_PORT] = 2,	  [RFW_U16] = 2, [RFW_U32] = 4,
		[RFW_UINT] = 4,	  [RFW_MAC] = RFW_MAC_OCTETS,
		[RFW_ADDRESS] = sizeof(struct in6_addr),
	};

	if (field->type < sizeof(sizes) && mnl_attr_get_payload_len(attr) < sizes[field->type])
		return -EBADMSG;
	switch (field->type) {
	case RFW_U8:
	case RFW_SET:
	case RFW_SWITCH:
		*(uint8_t *)member = mnl_attr_get_u8(attr);
		return 0;
	case RFW_FLAG:
		*(uint8_t *)member = 1;
		return 0;
	case RFW_PORT:
		*(uint16_t *)member = ntohs(mnl_attr_get_u16(attr));
		return 0;
	case RFW_U16:
		*(uint16_t *)member = mnl_attr_get_u16(attr);
		return 0;
	case RFW_U32:
		*(uint32_t *)member = mnl_attr_get_u32(attr);
		return 0;
	case RFW_UINT:
		if (mnl_attr_get_payload_len(attr) < sizeof(uint64_t))
			*(uint64_t *)member = mnl_attr_get_u32(attr);
		else
			*(uint64_t *)member = mnl_attr_get_u64(attr);
		return 0;
	case RFW_STRING:
		return get_string(attr, member, field->max);
	case RFW_ADDRESS:
		memcpy(member, mnl_attr_get_payload(attr), sizeof(struct in6_addr));
		return 0;
	case RFW_MAC:
		memcpy(member, mnl_attr_get_payload(attr), RFW_MAC_OCTETS);
		return 0;
	case RFW_OCTETS:
		return get_octets(attr, member);
	case RFW_DATA:
		return 0;
	case RFW_PREFIX:
		return get_prefix(attr, member);
	case RFW_NEST:
		return get_nest(attr, field->nest, member);
	default:
		return get_item(attr, field, member);
	}
}

static int decode(const struct rfw_schema *schema, const void *attributes, size_t length,
		  void *object, bool more)
{
	const struct nlattr *attr;
	uint64_t fields;

	mnl_attr_for_each_payload(attributes, length) {
		unsigned int type = mnl_attr_get_type(attr);
		int err;

		if (type >= schema->count || schema->fields[type].type == RFW_NONE)
			continue;
		if (more && schema->fields[type].type != RFW_PREFIX_LIST)
			continue;
		memcpy(&fields, object, sizeof(fields));
		fields |= RFW_FIELD(type);
		memcpy(object, &fields, sizeof(fields));
		err = get_field(attr, &schema->fields[type],
				rfw_member(object, &schema->fields[type]));
		if (err)
			return err;
	}
	return 0;
}

int rfw_decode(const struct rfw_schema *schema, const void *attributes, size_t length, void *object)
{
	return decode(schema, attributes, length, object, false);
}

int rfw_decode_more(const struct rfw_schema *schema, const void *attributes, size_t length,
		    void *object)
{
	return decode(schema, attributes, length, object, true);
}

void rfw_release(const struct rfw_schema *schema, void *object)
{
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		void *member = rfw_member(object, field);
		struct rfw_any_list list;

		if (field->type == RFW_NEST)
			rfw_release(field->nest, member);
		if (field->type < RFW_U8_LIST)
			continue;
		memcpy(&list, member, sizeof(list));
		if (field->type == RFW_NEST_LIST) {
			for (size_t n = 0; n < list.count; n++)
				rfw_release(field->nest, (char *)list.items + n * item_size(field));
		}
		free(list.items);
		memset(member, 0, sizeof(list));
	}
}
