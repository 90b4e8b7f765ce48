// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl save: the present configuration, as load reads it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "opening.h"

#define ATTEMPTS 10

struct saving {
	const struct session *session;
	FILE *file;
	struct json json;
	bool sorted; /* lists without the order that they were given in, which means nothing */
};

static int compare_prefixes(const void *a, const void *b)
{
	const struct rfw_prefix *x = a, *y = b;
	int order = memcmp(&x->address, &y->address, sizeof(x->address));

	return order ? order : x->length - y->length;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct rfw_interface *)a)->name,
		      ((const struct rfw_interface *)b)->name);
}

static int compare_numbers(const void *a, const void *b)
{
	return *(const uint8_t *)a - *(const uint8_t *)b;
}

static int compare_ports(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

static void sort_lists(const struct saving *saving, const struct rfw_schema *schema, void *item)
{
	for (unsigned int i = 0; saving->sorted && i < schema->count; i++) {
		const struct rfw_field *field = &schema->fields[i];
		struct rfw_any_list list = {};

		if (field->type >= RFW_U8_LIST)
			memcpy(&list, rfw_member(item, field), sizeof(list));
		if (list.count < 2)
			continue;
		if (field->type == RFW_PREFIX_LIST)
			qsort(list.items, list.count, sizeof(struct rfw_prefix), compare_prefixes);
		else if (field->type == RFW_STRING_LIST)
			qsort(list.items, list.count, sizeof(struct rfw_interface), compare_names);
		else if (field->type == RFW_U8_LIST)
			qsort(list.items, list.count, 1, compare_numbers);
		else if (field->type == RFW_PORT_LIST)
			qsort(list.items, list.count, sizeof(uint16_t), compare_ports);
	}
}

/*
 * The library frees the object after the call and reads nothing more from it, so that it can be cut
 * down in place.
 */
static int save_domain(const struct rfw_domain *domain, void *data)
{
	struct saving *saving = data;

	domain_reduce((struct rfw_domain *)domain, saving->session->details);
	sort_lists(saving, &rfw_schema_domain, (void *)domain);
	if (saving->session->json)
		json_item(&saving->json, NULL, &rfw_schema_domain, domain);
	else
		domain_write(saving->file, domain);
	return 0;
}

static int save_policy(const struct rfw_policy *policy, void *data)
{
	struct saving *saving = data;

	policy_reduce((struct rfw_policy *)policy, saving->session->details);
	sort_lists(saving, &rfw_schema_policy, (void *)policy);
	if (saving->session->json)
		json_item(&saving->json, NULL, &rfw_schema_policy, policy);
	else
		policy_write(saving->file, policy);
	return 0;
}

static int save_subscriber(const struct rfw_subscriber *subscriber, void *data)
{
	struct saving *saving = data;

	subscriber_reduce((struct rfw_subscriber *)subscriber, saving->session->details);
	sort_lists(saving, &rfw_schema_subscriber, (void *)subscriber);
	if (saving->session->json)
		json_item(&saving->json, NULL, &rfw_schema_subscriber, subscriber);
	else
		subscriber_write(saving->file, subscriber);
	return 0;
}

static int save_host(const struct rfw_host *host, void *data)
{
	struct saving *saving = data;

	host_reduce((struct rfw_host *)host);
	if (saving->session->json)
		json_item(&saving->json, NULL, &rfw_schema_host, host);
	else
		host_write(saving->file, host);
	return 0;
}

static int save_opening(const struct rfw_opening *opening, void *data)
{
	struct saving *saving = data;

	opening_reduce((struct rfw_opening *)opening);
	if (saving->session->json)
		json_item(&saving->json, NULL, &rfw_schema_opening, opening);
	else
		opening_write(saving->file, opening);
	return 0;
}

static void open_part(struct saving *saving, const char *name)
{
	if (saving->session->json)
		json_open(&saving->json, name, '[');
}

static void close_part(struct saving *saving)
{
	if (saving->session->json)
		json_close(&saving->json, ']');
}

static int save_all(struct saving *saving, uint32_t max_flows)
{
	struct rfw_context *context = saving->session->context;
	int err;

	saving->json = (struct json){ .file = saving->file };
	if (saving->session->json) {
		json_open(&saving->json, NULL, '{');
		json_open(&saving->json, "flow-table", '{');
		json_number(&saving->json, "max-flows", max_flows);
		json_close(&saving->json, '}');
	} else {
		fprintf(saving->file,
			"# rfw configuration, see rfw.conf(5)\nflow set max-flows %u\n", max_flows);
	}
	open_part(saving, "domain");
	err = rfw_domain_each(context, save_domain, saving);
	close_part(saving);
	open_part(saving, "policy");
	if (!err)
		err = rfw_policy_each(context, save_policy, saving);
	close_part(saving);
	open_part(saving, "subscriber");
	if (!err)
		err = rfw_subscriber_each(context, NULL, save_subscriber, saving);
	close_part(saving);
	open_part(saving, "host");
	if (!err)
		err = rfw_named_host_each(context, NULL, save_host, saving);
	close_part(saving);
	for (unsigned int i = 0; i < 2; i++) {
		const struct object *object = i ? &dmz_object : &forward_object;

		open_part(saving, object->name);
		if (!err)
			err = opening_each(saving->session, opening_kind(object), NULL,
					   save_opening, saving);
		close_part(saving);
	}
	if (saving->session->json) {
		json_close(&saving->json, '}');
		json_end(&saving->json);
	}
	return err;
}

static int generation(struct rfw_context *context, uint32_t *number, uint32_t *max_flows)
{
	struct rfw_statistics *statistics;
	int err = rfw_statistics_get(context, &statistics);

	if (err)
		return err;
	*number = statistics->generation;
	*max_flows = statistics->max_flows;
	rfw_statistics_free(statistics);
	return 0;
}

/*
 * Dumps are several: they belong together if the configuration did not change between the first and
 * the last.
 */
static int save_consistent(struct saving *saving, char **text, size_t *length)
{
	struct rfw_context *context = saving->session->context;
	uint32_t before = 0, after = 1, max_flows, unused;
	int err = 0;

	for (unsigned int attempt = 0; !err && before != after && attempt < ATTEMPTS; attempt++) {
		free(*text);
		*text = NULL;
		saving->file = open_memstream(text, length);
		if (!saving->file)
			return -ENOMEM;
		err = generation(context, &before, &max_flows);
		if (!err)
			err = save_all(saving, max_flows);
		if (!err)
			err = generation(context, &after, &unused);
		if (fclose(saving->file) && !err)
			err = -ENOMEM;
	}
	if (!err && before != after)
		warn("the configuration keeps changing, what was saved may not fit together");
	return err;
}

int save_text(const struct session *session, bool sorted, char **text, size_t *length)
{
	struct saving saving = { .session = session, .sorted = sorted };
	int err = presets_read(session);

	return err ? err : save_consistent(&saving, text, length);
}

enum exit_code run_save(struct session *session, const struct word *words, size_t count)
{
	struct output_file output;
	enum exit_code code = session_open(session, false);
	char *text = NULL;
	size_t length = 0;
	int err;

	if (code)
		return code;
	err = save_text(session, false, &text, &length);
	if (err == -ENOMEM)
		wrong(NULL, "no memory");
	if (err)
		code = err == -ENOMEM ? EXIT_REFUSED : refused(session, err, "save");
	if (!code)
		code = output_open(&output, count ? words[0].text : NULL);
	if (!code) {
		fwrite(text, 1, length, output.file);
		code = output_close(&output, EXIT_DONE);
	}
	free(text);
	return code;
}
