// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl load and check: a file in one transaction of the kernel. */
#include "config.h"

#include <errno.h>
#include <string.h>

struct loading {
	const struct session *session;
	const struct config *config;
	unsigned int refused;
};

/* The word that an attribute came from: prefix[3] from the fourth value of "prefix". */
static const struct word *attribute_word(const struct config_entry *entry, const char *attribute)
{
	char key[64];
	size_t length = strcspn(attribute, "[.");

	if (!strncmp(attribute, "timeouts.", 9)) {
		snprintf(key, sizeof(key), "%s", attribute + 9);
	} else if (!strncmp(attribute, "bogon", 5)) {
		snprintf(key, sizeof(key), "bogons");
	} else if (!strncmp(attribute, "unknown-protocol", 16)) {
		snprintf(key, sizeof(key), "unknown-protocols");
	} else {
		snprintf(key, sizeof(key), "%.*s", (int)length, attribute);
	}
	return entry_word(entry, key, NULL);
}

static void request_refused(unsigned int request, int err, const char *text, const char *attribute, void *data)
{
	struct loading *loading = data;
	const struct config_entry *entry = config_entry(loading->config, request);
	const struct word *word = attribute ? attribute_word(entry, attribute) : &entry->words[2];

	(void)err;
	if (loading->refused++ < MISTAKES_SHOWN)
		wrong(word, "%s \"%s\": the kernel says: %s", entry->words[0].text, entry->words[2].text, text);
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
	return err;
}

/* Give the kernel all of it. @commit: and put it in place, else take it back. */
static enum exit_code transact(const struct session *session, const struct config *config, bool commit)
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
			wrong(config->max_flows_word, "flow: the kernel says: %s", rfw_error(context));
		}
	}
	if (err) {
		if (!loading.refused)
			refused(session, err, "transaction");
		rfw_transaction_abort(context);
		return EXIT_REFUSED;
	}
	if (!commit) {
		err = rfw_transaction_abort(context);
		return err ? refused(session, err, "transaction") : EXIT_DONE;
	}
	err = rfw_transaction_commit(context);
	return err ? refused(session, err, "transaction") : EXIT_DONE;
}

static void warn_of_forwarding(const struct session *session)
{
	if (rfw_forwarding(session->context) == 0)
		warn("IPv6 forwarding is off here: nothing crosses until net.ipv6.conf.all.forwarding is 1");
}

static void warn_of_down(const struct config *config)
{
	for (size_t i = 0; i < config->domains.count; i++) {
		const struct rfw_domain *domain = config->domains.list[i].item;

		if (RFW_HAS(domain, RFW_A_DOMAIN_STATE) && domain->state == RFW_DOMAIN_STATE_DOWN)
			warn("domain \"%s\" is DOWN: it is not protected", domain->name);
	}
}

static enum exit_code read_config(struct config *config, const struct word *file)
{
	config_init(config);
	config_read(config, file->text);
	config_verify(config);
	return config->mistakes ? EXIT_REFUSED : EXIT_DONE;
}

enum exit_code run_load(struct session *session, const struct word *words, size_t count)
{
	struct config config;
	enum exit_code code = read_config(&config, &words[0]);

	(void)count;
	if (!code)
		code = session_open(session, false);
	if (!code)
		code = transact(session, &config, true);
	if (!code) {
		warn_of_down(&config);
		warn_of_forwarding(session);
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
	fprintf(stderr, "rfwctl: only the file was checked, not what the kernel says of it: %s\n", why);
	return EXIT_DONE;
}

enum exit_code run_check(struct session *session, const struct word *words, size_t count)
{
	struct config config;
	enum exit_code code = read_config(&config, &words[0]);

	(void)count;
	if (!code) {
		warn_of_down(&config);
		code = check_with_kernel(session, &config);
	}
	config_free(&config);
	return code;
}
