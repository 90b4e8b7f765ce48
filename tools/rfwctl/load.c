// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl load and check: a file in one transaction of the kernel. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "opening.h"

struct loading {
	const struct session *session;
	const struct config *config;
	unsigned int refused;
};

static bool is_opening(const struct config_entry *entry)
{
	return !strcmp(entry->words[0].text, forward_object.name) ||
	       !strcmp(entry->words[0].text, dmz_object.name);
}

static bool is_host(const struct config_entry *entry)
{
	return !strcmp(entry->words[0].text, host_object.name);
}

/* The @index'th value behind @key, which may be given more than once and list several. */
static struct word value_word(const struct config_entry *entry, const char *key, unsigned int index)
{
	struct word word;

	if (is_host(entry))
		return host_word(entry, key);
	for (size_t i = 3; i + 1 < entry->count; i++) {
		if (strcmp(entry->words[i].text, key))
			continue;
		word = entry->words[i + 1];
		for (const char *part = word.text; part; part = strchr(part, ',')) {
			part += *part == ',';
			if (index--)
				continue;
			word.column += part - word.text;
			return word;
		}
	}
	return is_opening(entry) ? opening_word(entry, key) : entry->words[2];
}

/* Where an attribute comes from: prefix[3] is the fourth value of "prefix". */
static struct word attribute_word(const struct config_entry *entry, const char *attribute)
{
	static const struct {
		const char *attribute;
		const char *key;
	} keys[] = {
		{ "timeouts", "timeout" },
		{ "protocol-timeout", "protocol" },
		{ "bogon", "bogons" },
		{ "unknown-protocol", "unknown-protocols" },
		{ "protocol-filtering", "filtering" },
		{ "open-port", "open-ports" },
		{ "open-port-except", "open-ports-except" },
		{ "filter", "from" },
	};
	size_t length = strcspn(attribute, "[.");
	unsigned int index = 0;
	char key[64];

	snprintf(key, sizeof(key), "%.*s", (int)length, attribute);
	if (!strcmp(key, "timeouts") && attribute[length])
		return value_word(entry, attribute + length + 1, 0);
	if (attribute[length] == '[')
		index = strtoul(attribute + length + 1, NULL, 10);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!strcmp(keys[i].attribute, key))
			return value_word(entry, keys[i].key, index);
	}
	return value_word(entry, key, index);
}

static void request_refused(unsigned int request, int err, const char *text, const char *attribute,
			    void *data)
{
	struct loading *loading = data;
	const struct config_entry *entry = config_entry(loading->config, request);
	struct word word = attribute ? attribute_word(entry, attribute) : entry->words[2];

	(void)err;
	if (loading->refused++ < MISTAKES_SHOWN)
		wrong(&word, "%s%s \"%s\": the kernel says: %s", entry->words[0].text,
		      is_opening(entry) || is_host(entry) ? " of" : "", entry->words[2].text, text);
}

static int add_all(struct rfw_context *context, const struct config *config)
{
	int err = 0;

	for (size_t i = 0; !err && i < config->domains.count; i++)
		err = rfw_domain_add(context, config->domains.list[i].item);
	for (size_t i = 0; !err && i < config->policies.count; i++)
		err = rfw_policy_add(context, config->policies.list[i].item);
	for (size_t i = 0; !err && i < config->subscribers.count; i++)
		err = rfw_subscriber_add(context, config->subscribers.list[i].item);
	for (size_t i = 0; !err && i < config->hosts.count; i++)
		err = rfw_host_add(context, config->hosts.list[i].item);
	for (size_t i = 0; !err && i < config->openings.count; i++)
		err = rfw_opening_add(context, config->openings.list[i].item, NULL);
	return err;
}

enum exit_code config_stage(const struct session *session, const struct config *config)
{
	struct loading loading = { .session = session, .config = config };
	struct rfw_context *context = session->context;
	int err = rfw_transaction_begin(context, request_refused, &loading);

	if (err)
		return refused(session, err, "transaction");
	err = add_all(context, config);
	if (!err)
		err = rfw_transaction_flush(context);
	if (!err && config->max_flows) {
		err = rfw_flow_table_set(context, config->max_flows);
		if (err) {
			loading.refused++;
			wrong(config->max_flows_word, "flow: the kernel says: %s",
			      rfw_error(context));
		}
	}
	if (!err)
		return EXIT_DONE;
	if (!loading.refused)
		refused(session, err, "transaction");
	rfw_transaction_abort(context);
	return EXIT_REFUSED;
}

/* Give the kernel all of it. @commit: and put it in place, else take it back. */
static enum exit_code transact(const struct session *session, const struct config *config,
			       bool commit)
{
	enum exit_code code = config_stage(session, config);
	int err;

	if (code)
		return code;
	err = commit ? rfw_transaction_commit(session->context) :
		       rfw_transaction_abort(session->context);
	return err ? refused(session, err, "transaction") : EXIT_DONE;
}

static void warn_of_forwarding(const struct session *session)
{
	if (rfw_forwarding(session->context) == 0)
		warn("IPv6 forwarding is off: nothing crosses (net.ipv6.conf.all.forwarding)");
}

static void warn_of_down(const struct config *config)
{
	for (size_t i = 0; i < config->domains.count; i++) {
		const struct rfw_domain *domain = config->domains.list[i].item;

		if (RFW_HAS(domain, RFW_A_DOMAIN_STATE) && domain->state == RFW_DOMAIN_STATE_DOWN)
			warn("domain \"%s\" is DOWN: it is not protected", domain->name);
	}
}

enum exit_code config_take(struct config *config, const struct word *file)
{
	config_init(config);
	config_read(config, file->text);
	config_verify(config);
	return config->mistakes ? EXIT_REFUSED : EXIT_DONE;
}

enum exit_code run_load(struct session *session, const struct word *words, size_t count)
{
	struct config config;
	enum exit_code code = config_take(&config, &words[0]);

	(void)count;
	if (!code)
		code = session_open(session, false);
	if (!code)
		code = transact(session, &config, true);
	if (!code) {
		warn_of_down(&config);
		warn_of_forwarding(session);
		warn_of_rulesets(session, &config);
	} else {
		fputs("rfwctl: nothing was changed\n", stderr);
	}
	config_free(&config);
	return code;
}

static enum exit_code check_with_kernel(struct session *session, const struct config *config)
{
	enum exit_code code = session_open(session, true);
	const char *why = "the rfw module is not loaded";

	if (!code) {
		code = transact(session, config, false);
		warn_of_forwarding(session);
		if (code != EXIT_UNAVAILABLE)
			return code;
		why = "no permission to ask the kernel";
	}
	fprintf(stderr, "rfwctl: only the file was checked, not what the kernel says of it: %s\n",
		why);
	return EXIT_DONE;
}

enum exit_code run_check(struct session *session, const struct word *words, size_t count)
{
	struct config config;
	enum exit_code code = config_take(&config, &words[0]);

	(void)count;
	if (!code) {
		warn_of_down(&config);
		warn_of_rulesets(session, &config);
		code = check_with_kernel(session, &config);
	}
	config_free(&config);
	return code;
}
