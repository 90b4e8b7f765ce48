// SPDX-License-Identifier: GPL-2.0-only
/*
 * What other rule sets do to the packets that rfw lets in, or hide from it. nft(8) tells, where it
 * is installed and may; jansson reads it. In a file of its own: jansson has names of output.h.
 */
#include "config.h"

#include <fcntl.h>
#include <jansson.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than anybody's rule set without the contents of its sets. */
#define RULESET_MAX (64 << 20)

/* In the child. */
static void run_nft(const char *netns, int output)
{
	static char *const words[] = { "nft", "-j", "-t", "list", "ruleset", NULL };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), there;
	char path[4096];

	if (netns) {
		snprintf(path, sizeof(path), "%s%s", strchr(netns, '/') ? "" : "/run/netns/",
			 netns);
		there = open(path, O_RDONLY | O_CLOEXEC);
		if (there < 0 || setns(there, CLONE_NEWNET))
			_exit(127);
	}
	if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(null, 2) < 0)
		_exit(127);
	execvp(words[0], words);
	execv("/usr/sbin/nft", words);
	_exit(127);
}

static char *read_all(int fd, size_t *length)
{
	size_t size = 65536;
	char *text = malloc(size);
	ssize_t got = 1;

	*length = 0;
	while (text && got > 0 && size <= RULESET_MAX) {
		char *more;

		got = read(fd, text + *length, size - *length);
		if (got > 0)
			*length += got;
		if (*length < size)
			continue;
		size *= 2;
		more = realloc(text, size);
		if (!more)
			free(text);
		text = more;
	}
	if (got) {
		free(text);
		return NULL;
	}
	return text;
}

/* The rule sets of the session's namespace, or NULL where nobody can tell. */
static json_t *list_ruleset(const struct session *session)
{
	int pipe_ends[2], status = -1;
	json_t *json = NULL;
	size_t length;
	char *text;
	pid_t child;

	fflush(NULL);
	if (pipe2(pipe_ends, O_CLOEXEC))
		return NULL;
	child = fork();
	if (!child)
		run_nft(session->netns, pipe_ends[1]);
	close(pipe_ends[1]);
	text = child > 0 ? read_all(pipe_ends[0], &length) : NULL;
	close(pipe_ends[0]);
	if (child > 0 && waitpid(child, &status, 0) == child && !status && text)
		json = json_loadb(text, length, 0, NULL);
	free(text);
	return json;
}

static bool has_word(const json_t *object, const char *member, const char *word)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text && !strcmp(text, word);
}

static const char *word_of(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text : "?";
}

/* Does it see IPv6? */
static bool is_ours(const json_t *object)
{
	return has_word(object, "family", "ip6") || has_word(object, "family", "inet");
}

static void check_chain(const json_t *chain)
{
	if (!is_ours(chain) || !has_word(chain, "hook", "forward") ||
	    !has_word(chain, "policy", "drop"))
		return;
	warn("chain %s of table %s %s drops what it does not accept, and so what rfw lets in",
	     word_of(chain, "name"), word_of(chain, "family"), word_of(chain, "table"));
}

static bool is_listed(const struct rfw_interface_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!strcmp(list->items[i].name, name))
			return true;
	}
	return false;
}

/* The domain whose packets may cross by an interface; one that names none may have any. */
static const struct rfw_domain *domain_at(const struct config *config, const char *interface)
{
	for (size_t i = 0; i < config->domains.count; i++) {
		const struct rfw_domain *domain = config->domains.list[i].item;

		if (!(domain->outside.count + domain->inside.count + domain->prefix_from.count) ||
		    is_listed(&domain->outside, interface) ||
		    is_listed(&domain->inside, interface) ||
		    is_listed(&domain->prefix_from, interface))
			return domain;
	}
	return NULL;
}

static void check_flowtable(const struct config *config, const json_t *flowtable)
{
	const json_t *devices = json_object_get(flowtable, "dev");
	size_t count = json_is_array(devices) ? json_array_size(devices) : 1;

	if (!is_ours(flowtable))
		return;
	for (size_t i = 0; i < count; i++) {
		const json_t *device = json_is_array(devices) ? json_array_get(devices, i) :
								devices;
		const char *name = json_string_value(device);
		const struct rfw_domain *domain = name ? domain_at(config, name) : NULL;

		if (!domain)
			continue;
		warn("flowtable %s of table %s %s on %s forwards packets of domain \"%s\" past rfw",
		     word_of(flowtable, "name"), word_of(flowtable, "family"),
		     word_of(flowtable, "table"), name, domain->name);
		return;
	}
}

void warn_of_rulesets(const struct session *session, const struct config *config)
{
	json_t *ruleset = list_ruleset(session);
	const json_t *item, *all = json_object_get(ruleset, "nftables");
	size_t i;

	json_array_foreach(all, i, item) {
		const json_t *chain = json_object_get(item, "chain");
		const json_t *flowtable = json_object_get(item, "flowtable");

		if (chain)
			check_chain(chain);
		if (flowtable)
			check_flowtable(config, flowtable);
	}
	json_decref(ruleset);
}
