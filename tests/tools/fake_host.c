// SPDX-License-Identifier: GPL-2.0-only
/* Hosts of the fake kernel: those that have names, and one address that was learned. */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"

/* Of a neighbour whose MAC ends in 77. */
static const struct in6_addr learned = { { { 0x20, 1, 0xd, 0xb8, 0, 1, 1, 0, [15] = 0x77 } } };

static struct rfw_host *at(struct objects *objects, size_t index)
{
	return (struct rfw_host *)objects->list + index;
}

struct rfw_host *fake_find_host(struct configuration *configuration, const char *subscriber,
				const char *name)
{
	for (size_t i = 0; i < configuration->hosts.count; i++) {
		struct rfw_host *host = at(&configuration->hosts, i);

		if (!strcmp(host->subscriber, subscriber) && !strcmp(host->name, name))
			return host;
	}
	return NULL;
}

static struct configuration *shown(struct rfw_transport *kernel)
{
	return kernel->transaction ? &kernel->staged : &kernel->live;
}

/* Where it is with the prefixes of its subscriber. */
static void place(struct configuration *configuration, struct rfw_host *host)
{
	const struct rfw_subscriber *subscriber =
		fake_find(&configuration->subscribers, host->subscriber);

	rfw_release(&rfw_schema_host, host);
	RFW_GIVE(host, RFW_A_HOST_PLACE);
	if (RFW_HAS(host, RFW_A_HOST_MAC)) {
		if (host->mac[5] == 0x77)
			rfw_prefix_list_add(&host->place, &learned, 128);
		return;
	}
	for (size_t i = 0; subscriber && i < subscriber->prefix.count; i++) {
		struct in6_addr address = subscriber->prefix.items[i].address;

		for (size_t n = 0; n < sizeof(address); n++)
			address.s6_addr[n] |= host->suffix.s6_addr[n];
		rfw_prefix_list_add(&host->place, &address, 128);
	}
}

static int judge(struct rfw_transport *kernel, const struct nlmsghdr *request,
		 struct configuration *configuration, const struct rfw_host *host, bool present)
{
	if (!fake_find(&configuration->subscribers, host->subscriber))
		return fake_refuse(kernel, request, -ENOENT, "there is nothing of this name",
				   RFW_A_HOST_SUBSCRIBER, 0);
	if (fake_command_of(request) == RFW_CMD_HOST_NEW && present)
		return fake_refuse(kernel, request, -EEXIST,
				   "the subscriber has a host of this name already",
				   RFW_A_HOST_NAME, 0);
	if (fake_command_of(request) != RFW_CMD_HOST_NEW && !present)
		return fake_refuse(kernel, request, -ENOENT,
				   "the subscriber has no host of this name", RFW_A_HOST_NAME, 0);
	if (RFW_HAS(host, RFW_A_HOST_MAC) && host->mac[5] == 0x66)
		return fake_refuse(kernel, request, -EINVAL, "not that one", RFW_A_HOST_MAC, 0);
	return 0;
}

int fake_change_host(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct configuration *configuration = shown(kernel);
	struct objects *objects = &configuration->hosts;
	struct rfw_host host = {}, *present;
	int err;

	if (rfw_decode_message(&rfw_schema_host, request, &host))
		abort();
	present = fake_find_host(configuration, host.subscriber, host.name);
	err = judge(kernel, request, configuration, &host, present);
	if (!err && !present) {
		objects->list =
			reallocarray(objects->list, objects->count + 1, sizeof(struct rfw_host));
		if (!objects->list)
			abort();
		present = at(objects, objects->count++);
		*present = (struct rfw_host){ .openings = host.openings };
	}
	if (!err) {
		host.openings = present->openings;
		rfw_release(&rfw_schema_host, present);
		RFW_GIVE(&host, RFW_A_HOST_OPENINGS);
		memcpy(present, &host, sizeof(host));
		present->place = (struct rfw_prefix_list){};
		place(configuration, present);
	}
	rfw_release(&rfw_schema_host, &host);
	return err;
}

int fake_del_host(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct objects *objects = &kernel->live.hosts;
	struct rfw_host host = {}, *present;

	rfw_decode_message(&rfw_schema_host, request, &host);
	if (RFW_HAS(&host, RFW_A_HOST_ADDRESS))
		return memcmp(&host.address, &learned, sizeof(learned)) ?
			       fake_refuse(kernel, request, -ENOENT,
					   "this address was not learned of the subscriber",
					   RFW_A_HOST_ADDRESS, 0) :
			       0;
	present = fake_find_host(&kernel->live, host.subscriber, host.name);
	if (!present)
		return fake_refuse(kernel, request, -ENOENT,
				   "the subscriber has no host of this name", RFW_A_HOST_NAME, 0);
	if (present->openings)
		return fake_refuse(kernel, request, -EBUSY,
				   "the host is in use by forwards or DMZ hosts", RFW_A_HOST_NAME,
				   0);
	rfw_release(&rfw_schema_host, present);
	memmove(present, present + 1, (char *)at(objects, --objects->count) - (char *)present);
	return 0;
}

static void put_address(struct rfw_transport *kernel, const struct nlmsghdr *request,
			const char *subscriber, const struct in6_addr *address, uint8_t origin)
{
	struct rfw_host host = {
		.fields = RFW_FIELD(RFW_A_HOST_SUBSCRIBER) | RFW_FIELD(RFW_A_HOST_ADDRESS) |
			  RFW_FIELD(RFW_A_HOST_LEARNED_FROM),
		.address = *address,
		.learned_from = origin,
		.first_seen = 50,
		.last_seen = 7,
	};

	strcpy(host.subscriber, subscriber);
	if (origin != RFW_HOST_ORIGIN_CONFIGURED) {
		RFW_GIVE(&host, RFW_A_HOST_FIRST_SEEN);
		RFW_GIVE(&host, RFW_A_HOST_LAST_SEEN);
	}
	fake_put_object(kernel, request, RFW_CMD_HOST_GET, NLM_F_MULTI, &rfw_schema_host, &host);
}

void fake_dump_hosts(struct rfw_transport *kernel, const struct nlmsghdr *request)
{
	struct objects *objects = &shown(kernel)->hosts;
	bool named = fake_command_of(request) == RFW_CMD_NAMED_HOST_GET;
	struct rfw_host filter = {};

	rfw_decode_message(&rfw_schema_host, request, &filter);
	if (!named && fake_find(&kernel->live.subscribers, "alice") &&
	    (!*filter.subscriber || !strcmp(filter.subscriber, "alice")))
		put_address(kernel, request, "alice", &learned, RFW_HOST_ORIGIN_NEIGHBOUR);
	for (size_t i = 0; i < objects->count; i++) {
		const struct rfw_host *host = at(objects, i);

		if (*filter.subscriber && strcmp(filter.subscriber, host->subscriber))
			continue;
		if (named)
			fake_put_object(kernel, request, RFW_CMD_NAMED_HOST_GET, NLM_F_MULTI,
					&rfw_schema_host, host);
		for (size_t n = 0; !named && RFW_HAS(host, RFW_A_HOST_SUFFIX) &&
				   n < host->place.count; n++)
			put_address(kernel, request, host->subscriber,
				    &host->place.items[n].address, RFW_HOST_ORIGIN_CONFIGURED);
	}
	fake_acknowledge(kernel, request, NLMSG_DONE);
}
