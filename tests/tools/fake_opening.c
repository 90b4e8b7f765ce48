// SPDX-License-Identifier: GPL-2.0-only
/* Forwards, DMZ hosts and pinholes of the fake kernel. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"

static struct rfw_opening *at(struct objects *objects, size_t index)
{
	return (struct rfw_opening *)objects->list + index;
}

static void append(struct objects *objects, struct rfw_opening *opening)
{
	objects->list = reallocarray(objects->list, objects->count + 1, sizeof(*opening));
	if (!objects->list)
		abort();
	memcpy(at(objects, objects->count++), opening, sizeof(*opening));
	memset(opening, 0, sizeof(*opening));
}

static void take_out(struct objects *objects, struct rfw_opening *opening)
{
	rfw_release(&rfw_schema_opening, opening);
	memmove(opening, opening + 1, (char *)at(objects, --objects->count) - (char *)opening);
}

static bool is_inside(const struct rfw_subscriber *subscriber, const struct rfw_opening *opening)
{
	const struct rfw_prefix host = { .address = opening->address, .length = 128 };

	if (!RFW_HAS(opening, RFW_A_OPENING_ADDRESS) || subscriber->whole_domain)
		return true;
	for (size_t i = 0; i < subscriber->prefix.count; i++) {
		if (fake_within(&subscriber->prefix.items[i], &host))
			return true;
	}
	return false;
}

/* As what was asked for, without what the kernel adds. */
static size_t rule_of(const struct rfw_opening *opening, char *room)
{
	struct rfw_opening rule = *opening;
	struct nlmsghdr *message;

	/* libmnl leaves the padding behind attributes as it was */
	memset(room, 0, NLMSG_HDRLEN + rfw_encoded_size(&rfw_schema_opening, opening) + 64);
	message = mnl_nlmsg_put_header(room);
	rule.fields &= RFW_FIELD(RFW_A_OPENING_KIND) | RFW_FIELD(RFW_A_OPENING_SUBSCRIBER) |
		       RFW_FIELD(RFW_A_OPENING_PROTOCOL) | RFW_FIELD(RFW_A_OPENING_ADDRESS) |
		       RFW_FIELD(RFW_A_OPENING_SUFFIX) | RFW_FIELD(RFW_A_OPENING_HOST) |
		       RFW_FIELD(RFW_A_OPENING_PORT) | RFW_FIELD(RFW_A_OPENING_FILTER) |
		       RFW_FIELD(RFW_A_OPENING_SERVICE_CODE);
	rfw_encode(message, &rfw_schema_opening, &rule);
	return message->nlmsg_len;
}

static struct rfw_opening *same(struct objects *objects, const struct rfw_opening *wanted)
{
	static char a[1 << 16], b[1 << 16];
	size_t length;

	/* what stands between attributes is compared too */
	memset(a, 0, sizeof(a));
	length = rule_of(wanted, a);

	for (size_t i = 0; i < objects->count; i++) {
		struct rfw_opening *opening = at(objects, i);

		memset(b, 0, sizeof(b));
		if (RFW_HAS(wanted, RFW_A_OPENING_ID) ?
			    opening->id == wanted->id && opening->kind == wanted->kind :
			    rule_of(opening, b) == length && !memcmp(a, b, length))
			return opening;
	}
	return NULL;
}

static int judge(struct rfw_transport *kernel, const struct nlmsghdr *request,
		 struct configuration *configuration, struct rfw_opening *opening)
{
	struct rfw_subscriber *subscriber;

	if (opening->kind == RFW_OPENING_KIND_PINHOLE && kernel->transaction)
		return fake_refuse(kernel, request, -EINVAL,
				   "pinholes are no part of a configuration", RFW_A_OPENING_KIND,
				   0);
	if (!RFW_HAS(opening, RFW_A_OPENING_SUBSCRIBER)) {
		RFW_GIVE(opening, RFW_A_OPENING_SUBSCRIBER);
		strcpy(opening->subscriber, "alice");
	}
	subscriber = fake_find(&configuration->subscribers, opening->subscriber);
	if (!subscriber)
		return fake_refuse(kernel, request, -ENOENT, "no such subscriber",
				   RFW_A_OPENING_SUBSCRIBER, 0);
	if (RFW_HAS(opening, RFW_A_OPENING_HOST) &&
	    !fake_find_host(configuration, opening->subscriber, opening->host))
		return fake_refuse(kernel, request, -ENOENT,
				   "the subscriber has no host of this name", RFW_A_OPENING_HOST,
				   0);
	if (!is_inside(subscriber, opening))
		return fake_refuse(kernel, request, -EINVAL,
				   "the address is not inside a prefix of the subscriber",
				   RFW_A_OPENING_ADDRESS, 0);
	for (size_t i = 0; i < opening->filter.count; i++) {
		if (opening->filter.items[i].port == 666)
			return fake_refuse(kernel, request, -EINVAL, "not that one",
					   RFW_A_OPENING_FILTER, i);
	}
	for (size_t i = 0; opening->kind == RFW_OPENING_KIND_PINHOLE && i < opening->port.count;
	     i++) {
		if (opening->port.items[i].low < 1024)
			return fake_refuse(kernel, request, -EPERM, "the policy allows none below",
					   RFW_A_OPENING_ADDRESS, 0);
	}
	if (same(&configuration->openings, opening))
		return fake_refuse(kernel, request, -EEXIST, "there is exactly this one already",
				   RFW_A_OPENING_ADDRESS, 0);
	return 0;
}

/* The host that an opening names is named once more, or less. */
static void name_host(struct rfw_transport *kernel, const struct rfw_opening *opening, int more)
{
	struct rfw_host *host;

	if (!RFW_HAS(opening, RFW_A_OPENING_HOST))
		return;
	host = fake_find_host(kernel->transaction ? &kernel->staged : &kernel->live,
			      opening->subscriber, opening->host);
	host->openings += more;
}

static void fill(struct rfw_transport *kernel, struct rfw_opening *opening)
{
	RFW_GIVE(opening, RFW_A_OPENING_ID);
	opening->id = ++kernel->openings;
	RFW_GIVE(opening, RFW_A_OPENING_FLOWS);
	RFW_GIVE(opening, RFW_A_OPENING_PACKETS);
	RFW_GIVE(opening, RFW_A_OPENING_OCTETS);
	name_host(kernel, opening, 1);
	if (RFW_HAS(opening, RFW_A_OPENING_ADDRESS)) {
		RFW_GIVE(opening, RFW_A_OPENING_PLACE);
		rfw_prefix_list_add(&opening->place, &opening->address, 128);
	}
	if (opening->kind != RFW_OPENING_KIND_PINHOLE)
		return;
	RFW_GIVE(opening, RFW_A_OPENING_OWNER);
	RFW_GIVE(opening, RFW_A_OPENING_EXPIRES);
	opening->expires = opening->lifetime;
	RFW_GIVE(opening, RFW_A_OPENING_LAST);
	opening->last = 75;
}

int fake_new_opening(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct configuration *configuration = kernel->transaction ? &kernel->staged : &kernel->live;
	struct rfw_opening opening = {};
	struct rfw_opening reply = { .fields = RFW_FIELD(RFW_A_OPENING_ID) };
	int err = 0;

	if (rfw_decode_message(&rfw_schema_opening, request, &opening))
		abort();
	fake_clear_empty(&rfw_schema_opening, &opening);
	if (kernel->replaying) {
		if (opening.id > kernel->openings)
			kernel->openings = opening.id;
	} else {
		err = judge(kernel, request, configuration, &opening);
		if (!err)
			fill(kernel, &opening);
		reply.id = opening.id;
		if (!err && !kernel->transaction)
			fake_put_object(kernel, request, RFW_CMD_OPENING_NEW, 0,
					&rfw_schema_opening, &reply);
	}
	if (!err)
		append(&configuration->openings, &opening);
	rfw_release(&rfw_schema_opening, &opening);
	return err;
}

static int absent(struct rfw_transport *kernel, const struct nlmsghdr *request,
		  const struct rfw_opening *wanted)
{
	return fake_refuse(kernel, request, -ENOENT,
			   RFW_HAS(wanted, RFW_A_OPENING_ID) ?
				   "there is nothing of this kind with this number" :
				   "the subscriber has none that says exactly this",
			   RFW_A_OPENING_ID, 0);
}

int fake_set_opening(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct rfw_opening change = {}, *present;
	int err = 0;

	if (rfw_decode_message(&rfw_schema_opening, request, &change))
		abort();
	change.kind = RFW_OPENING_KIND_PINHOLE;
	present = same(&kernel->live.openings, &change);
	if (!present) {
		err = absent(kernel, request, &change);
	} else {
		if (RFW_HAS(&change, RFW_A_OPENING_LIFETIME))
			present->expires = present->lifetime = change.lifetime;
		if (RFW_HAS(&change, RFW_A_OPENING_FILTER)) {
			struct rfw_opening_filter_list before = present->filter;

			fake_clear_empty(&rfw_schema_opening, &change);
			RFW_GIVE(present, RFW_A_OPENING_FILTER);
			present->filter = change.filter;
			change.filter = before;
		}
	}
	rfw_release(&rfw_schema_opening, &change);
	return err;
}

int fake_del_opening(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct rfw_opening wanted = {}, *present;
	int err = 0;

	if (rfw_decode_message(&rfw_schema_opening, request, &wanted))
		abort();
	present = same(&kernel->live.openings, &wanted);
	if (present) {
		name_host(kernel, present, -1);
		take_out(&kernel->live.openings, present);
	} else {
		err = absent(kernel, request, &wanted);
	}
	rfw_release(&rfw_schema_opening, &wanted);
	return err;
}

void fake_dump_openings(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct objects *objects =
		kernel->transaction ? &kernel->staged.openings : &kernel->live.openings;
	struct rfw_opening filter = {};

	rfw_decode_message(&rfw_schema_opening, request, &filter);
	for (size_t i = 0; i < objects->count; i++) {
		const struct rfw_opening *opening = at(objects, i);

		if ((RFW_HAS(&filter, RFW_A_OPENING_KIND) && filter.kind != opening->kind) ||
		    (RFW_HAS(&filter, RFW_A_OPENING_OWNER) && filter.owner != opening->owner) ||
		    (RFW_HAS(&filter, RFW_A_OPENING_SUBSCRIBER) &&
		     strcmp(filter.subscriber, opening->subscriber)))
			continue;
		fake_put_object(kernel, request, RFW_CMD_OPENING_GET, NLM_F_MULTI,
				&rfw_schema_opening, opening);
	}
	fake_acknowledge(kernel, request, NLMSG_DONE);
}

void fake_keep_pinholes(struct configuration *from, struct configuration *to)
{
	for (size_t i = 0; i < from->openings.count;) {
		struct rfw_opening *opening = at(&from->openings, i);

		if (opening->kind == RFW_OPENING_KIND_PINHOLE &&
		    fake_find(&to->subscribers, opening->subscriber)) {
			append(&to->openings, opening);
			take_out(&from->openings, opening);
		} else {
			i++;
		}
	}
}
