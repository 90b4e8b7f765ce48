/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Structs to attributes and back, driven by the schema. */
#ifndef _RFW_CODEC_H
#define _RFW_CODEC_H

#include <linux/netlink.h>

#include "schema.h"

struct rfw_buffer {
	char *data;
	size_t used;
	size_t size;
};

/* Room for at least @more octets after the used ones. */
int rfw_buffer_reserve(struct rfw_buffer *buffer, size_t more);
void rfw_buffer_free(struct rfw_buffer *buffer);

/* Upper bound of the octets that rfw_encode() needs. */
size_t rfw_encoded_size(const struct rfw_schema *schema, const void *object);
/* Append the attributes of @object to a message with room for them. */
void rfw_encode(struct nlmsghdr *message, const struct rfw_schema *schema, const void *object);

/*
 * Read attributes into @object. Lists are added to. Unknown attributes are skipped: a newer module
 * may know more.
 */
int rfw_decode(const struct rfw_schema *schema, const void *attributes, size_t length,
	       void *object);
/* The same for a message that goes on with an object: it says all again, but has other prefixes. */
int rfw_decode_more(const struct rfw_schema *schema, const void *attributes, size_t length,
		    void *object);
/* Free what @object's lists hold. */
void rfw_release(const struct rfw_schema *schema, void *object);

/* Make room for one more item of @size octets, zeroed. NULL without memory. */
void *rfw_list_grow(void *list, size_t size);

#endif
