/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _RFW_CONTEXT_H
#define _RFW_CONTEXT_H

#include <linux/genetlink.h>

#include "transport.h"

struct rfw_context {
	struct rfw_transport *transport;
	char *netns;
	uint16_t family;
	struct {
		char name[GENL_NAMSIZ];
		uint32_t id;
	} group[8]; /* multicast groups; the rest is zero */

	uint32_t sequence; /* of the last message */
	struct rfw_buffer out; /* requests that wait or are under way */
	struct rfw_buffer in;

	bool transaction;
	int failure; /* of the transaction so far, the first */
	unsigned int queued; /* requests in @out */
	unsigned int refused; /* requests, likewise */
	unsigned int requests; /* of the transaction, or flows, those in @out included */
	rfw_failed *failed;
	void *failed_data;

	bool interrupted;
	char error[1024];
	char attribute[192];
};

typedef int rfw_reply(struct rfw_context *context, const struct nlmsghdr *message, void *data);

/* error.c: keep what is known of a failure; returns @err */
int rfw_fail(struct rfw_context *context, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same from the kernel's answer to one of the requests in context->out. */
int rfw_fail_reply(struct rfw_context *context, int err, const struct nlmsghdr *reply);

/* request.c */

/* Append a request for @schema's @object (NULL: without attributes). */
struct nlmsghdr *rfw_request(struct rfw_context *context, unsigned int command, unsigned int flags,
			     const struct rfw_schema *schema, const void *object);
/*
 * Send context->out and handle the answers, up to the one that ends the last request in it. @failed
 * is called for each refused request. Returns the first error.
 */
int rfw_exchange(struct rfw_context *context, rfw_reply *reply, void *data,
		 void (*failed)(struct rfw_context *context, uint32_t sequence, int err));
/* One request that is answered with an acknowledgement alone. */
int rfw_change(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	       const void *object);
/* One request that is answered with one object, allocated. */
int rfw_fetch(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	      const void *request, void **object);
/* All objects, whole and consistent if at all possible. */
int rfw_dump(struct rfw_context *context, unsigned int command, const struct rfw_schema *schema,
	     const void *request, int (*each)(const void *object, void *data), void *data);
int rfw_decode_message(const struct rfw_schema *schema, const struct nlmsghdr *message,
		       void *object);

/* transaction.c */

/* Before any other request: send what waits, and empty context->out. */
void rfw_settle(struct rfw_context *context);
int rfw_transaction_queue(struct rfw_context *context, unsigned int command,
			  const struct rfw_schema *schema, const void *object);

#endif
