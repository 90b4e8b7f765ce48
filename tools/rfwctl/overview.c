// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl without arguments: what a person wants to see first. */
#include "subject.h"

#include <inttypes.h>
#include <string.h>

#define REASONS_SHOWN 5

static int domain_json(const struct rfw_domain *domain, void *data)
{
	json_item(data, NULL, &rfw_schema_domain, domain);
	return 0;
}

static int policy_json(const struct rfw_policy *policy, void *data)
{
	json_item(data, NULL, &rfw_schema_policy, policy);
	return 0;
}

static int domain_text(const struct rfw_domain *domain, void *data)
{
	(void)data;
	domain_print(domain);
	putchar('\n');
	return 0;
}

static int policy_text(const struct rfw_policy *policy, void *data)
{
	const char *preset = rfw_word(RFW_ENUM_PRESET, policy->preset);

	(void)data;
	printf("policy ");
	print_safe(stdout, policy->name);
	printf(" (%s): domain ", preset ? preset : "?");
	print_safe(stdout, policy->domain);
	printf(", %u subscriber%s\n", policy->subscribers, policy->subscribers == 1 ? "" : "s");
	return 0;
}

static void print_drops(const struct rfw_statistics *statistics)
{
	uint64_t total = 0, below = UINT64_MAX;

	for (size_t i = 0; i < statistics->drop.count; i++)
		total += statistics->drop.items[i].packets;
	printf("dropped: %" PRIu64 " packets\n", total);
	/* the largest first, equal ones in one line each */
	for (unsigned int shown = 0; shown < REASONS_SHOWN;) {
		uint64_t most = 0;

		for (size_t i = 0; i < statistics->drop.count; i++) {
			uint64_t packets = statistics->drop.items[i].packets;

			if (packets < below && packets > most)
				most = packets;
		}
		if (!most)
			return;
		for (size_t i = 0; i < statistics->drop.count && shown < REASONS_SHOWN; i++) {
			const struct rfw_drop *drop = &statistics->drop.items[i];
			const char *meaning = rfw_word_meaning(RFW_ENUM_DROP_REASON, drop->reason);

			if (drop->packets != most)
				continue;
			printf("  %s: %" PRIu64 "%s%s%s\n",
			       rfw_word(RFW_ENUM_DROP_REASON, drop->reason) ?: "?", most,
			       meaning ? " (" : "", meaning ? meaning : "", meaning ? ")" : "");
			shown++;
		}
		below = most;
	}
}

static enum exit_code overview_json(struct session *session,
				    const struct rfw_statistics *statistics)
{
	struct json json = { .file = stdout, .whole = true };
	int err;

	json_open(&json, NULL, '{');
	json_open(&json, "domain", '[');
	err = rfw_domain_each(session->context, domain_json, &json);
	json_close(&json, ']');
	json_open(&json, "policy", '[');
	if (!err)
		err = rfw_policy_each(session->context, policy_json, &json);
	json_close(&json, ']');
	json_item(&json, "statistics", &rfw_schema_statistics, statistics);
	json_close(&json, '}');
	json_end(&json);
	return err ? refused(session, err, NULL) : EXIT_DONE;
}

static enum exit_code overview_text(struct session *session,
				    const struct rfw_statistics *statistics)
{
	int err = rfw_domain_each(session->context, domain_text, NULL);

	if (!err)
		err = rfw_policy_each(session->context, policy_text, NULL);
	if (err)
		return refused(session, err, NULL);
	if (!statistics->domains)
		puts("no domain: nothing is protected in this network namespace");
	if (statistics->policies)
		putchar('\n');
	printf("subscribers: %u\n", statistics->subscribers);
	printf("flows: %u of %u, %" PRIu64 " so far\n", statistics->flows, statistics->max_flows,
	       statistics->flows_created);
	printf("forwarded: %" PRIu64 " packets out, %" PRIu64 " in; passed untouched: %" PRIu64
	       "\n",
	       statistics->packets_out, statistics->packets_in, statistics->packets_passed);
	print_drops(statistics);
	if (statistics->domains_down) {
		fflush(stdout);
		warn("%u of %u domains %s DOWN and not protected", statistics->domains_down,
		     statistics->domains, statistics->domains_down == 1 ? "is" : "are");
	}
	return EXIT_DONE;
}

enum exit_code overview(struct session *session)
{
	struct rfw_statistics *statistics;
	enum exit_code code = session_open(session, false);
	int err;

	if (code)
		return code;
	err = rfw_statistics_get(session->context, &statistics);
	if (err)
		return refused(session, err, NULL);
	code = session->json ? overview_json(session, statistics) :
			       overview_text(session, statistics);
	rfw_statistics_free(statistics);
	return code;
}
