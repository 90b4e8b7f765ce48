// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer: whatever a configuration file says, reading it does no harm, and what was read and
 * written as text again is read as the same.
 */
#include <glob.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/librfw/codec.h"
#include "../../tools/rfwctl/host.h"
#include "../../tools/rfwctl/opening.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No file but the one in memory. */
int glob(const char *pattern, int flags, int (*failed)(const char *path, int err), glob_t *found)
{
	(void)pattern;
	(void)flags;
	(void)failed;
	(void)found;
	return GLOB_NOMATCH;
}

static void write_all(FILE *file, const struct config *config)
{
	for (size_t i = 0; i < config->domains.count; i++)
		domain_write(file, config->domains.list[i].item);
	for (size_t i = 0; i < config->policies.count; i++)
		policy_write(file, config->policies.list[i].item);
	for (size_t i = 0; i < config->subscribers.count; i++)
		subscriber_write(file, config->subscribers.list[i].item);
	for (size_t i = 0; i < config->hosts.count; i++)
		host_write(file, config->hosts.list[i].item);
	for (size_t i = 0; i < config->openings.count; i++)
		opening_write(file, config->openings.list[i].item);
}

static void compare(const struct config_entries *first, const struct config_entries *second)
{
	if (first->count != second->count)
		abort();
	for (size_t i = 0; i < first->count; i++) {
		const struct rfw_schema *schema = first->object->schema;
		const void *items[] = { first->list[i].item, second->list[i].item };
		struct nlmsghdr *messages[2];

		for (unsigned int n = 0; n < 2; n++) {
			char *room =
				calloc(1, NLMSG_HDRLEN + rfw_encoded_size(schema, items[n]) + 64);

			messages[n] = mnl_nlmsg_put_header(room);
			rfw_encode(messages[n], schema, items[n]);
		}
		if (messages[0]->nlmsg_len != messages[1]->nlmsg_len ||
		    memcmp(messages[0], messages[1], messages[0]->nlmsg_len))
			abort();
		free(messages[0]);
		free(messages[1]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *written = NULL;
	struct config config, again;
	size_t length = 0;
	FILE *file;

	memcpy(text, data, size);
	text[size] = '\0';
	config_init(&config);
	config_read_text(&config, "fuzz", text, size);
	config_verify(&config);
	if (!config.mistakes) {
		file = open_memstream(&written, &length);
		write_all(file, &config);
		fclose(file);
		config_init(&again);
		config_read_text(&again, "written", written, length);
		if (again.mistakes)
			abort();
		compare(&config.domains, &again.domains);
		compare(&config.policies, &again.policies);
		compare(&config.subscribers, &again.subscribers);
		compare(&config.hosts, &again.hosts);
		compare(&config.openings, &again.openings);
		config_free(&again);
		free(written);
	}
	config_free(&config);
	free(text);
	return 0;
}
