// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be known to be wrong with a configuration without asking the kernel: names and prefixes
 * that do not fit.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "opening.h"

struct owned {
	struct rfw_prefix prefix;
	size_t domain; /* index, for domains the VRF's first domain */
	const struct config_entry *entry;
};

struct owned_list {
	struct owned *items;
	size_t count;
};

static void own(struct owned_list *list, const struct rfw_prefix *prefix, size_t domain,
		const struct config_entry *entry)
{
	if ((list->count & (list->count - 1)) == 0)
		list->items = reallocarray(list->items, list->count ? 2 * list->count : 1,
					   sizeof(*list->items));
	if (!list->items) {
		wrong(NULL, "no memory");
		exit(EXIT_REFUSED);
	}
	list->items[list->count++] = (struct owned){ *prefix, domain, entry };
}

static int compare(const void *a, const void *b)
{
	const struct owned *x = a, *y = b;
	int order;

	if (x->domain != y->domain)
		return x->domain < y->domain ? -1 : 1;
	order = memcmp(&x->prefix.address, &y->prefix.address, sizeof(x->prefix.address));
	if (order)
		return order;
	if (x->prefix.length != y->prefix.length)
		return x->prefix.length < y->prefix.length ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static bool contains(const struct rfw_prefix *outer, const struct rfw_prefix *inner)
{
	unsigned int octets = outer->length / 8, bits = outer->length % 8;
	uint8_t mask = 0xff00 >> bits;

	return inner->length >= outer->length &&
	       !memcmp(&outer->address, &inner->address, octets) &&
	       (!bits ||
		!((outer->address.s6_addr[octets] ^ inner->address.s6_addr[octets]) & mask));
}

static void sort(struct owned_list *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
}

/* Two with the same prefix. Both lists of a kind are sorted: equal ones are neighbours. */
static bool verify_unique(struct config *config, struct config_entries *entries,
			  const struct owned_list *list)
{
	char text[PREFIX_TEXT];

	for (size_t i = 1; i < list->count; i++) {
		const struct owned *a = &list->items[i - 1], *b = &list->items[i];

		if (a->domain != b->domain || a->prefix.length != b->prefix.length ||
		    memcmp(&a->prefix.address, &b->prefix.address, sizeof(a->prefix.address)))
			continue;
		format_prefix(&b->prefix, text);
		if (a->entry == b->entry)
			wrong(entry_word(b->entry, "prefix", text), "%s is given twice", text);
		else
			wrong(entry_word(b->entry, "prefix", text),
			      "%s belongs to %s \"%s\" already", text, entries->object->name,
			      entry_name(entries, a->entry));
		if (!config_mistake(config))
			return false;
	}
	return true;
}

/* Keep of sorted prefixes only those that are within no other. */
static void outermost(struct owned_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (!kept || list->items[kept - 1].domain != list->items[i].domain ||
		    !contains(&list->items[kept - 1].prefix, &list->items[i].prefix))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

/*
 * The last of the sorted prefixes that does not come after @wanted: if any contains it, this one
 * does.
 */
static bool is_within(const struct owned_list *domains, const struct owned *wanted)
{
	size_t low = 0, high = domains->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct owned *item = &domains->items[middle];

		if (item->domain < wanted->domain ||
		    (item->domain == wanted->domain &&
		     memcmp(&item->prefix.address, &wanted->prefix.address, 16) <= 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low && domains->items[low - 1].domain == wanted->domain &&
	       contains(&domains->items[low - 1].prefix, &wanted->prefix);
}

static bool verify_within(struct config *config, const struct owned_list *domains,
			  const struct owned_list *subscribers)
{
	char text[PREFIX_TEXT];

	for (size_t i = 0; i < subscribers->count; i++) {
		const struct owned *item = &subscribers->items[i];
		const struct config_entry *entry = &config->domains.list[item->domain];

		if (RFW_HAS((struct rfw_domain *)entry->item, RFW_A_DOMAIN_PREFIX_FROM) ||
		    is_within(domains, item))
			continue;
		format_prefix(&item->prefix, text);
		wrong(entry_word(item->entry, "prefix", text),
		      "%s is in no prefix of domain \"%s\"", text,
		      entry_name(&config->domains, entry));
		if (!config_mistake(config))
			return false;
	}
	return true;
}

static bool verify_interfaces(struct config *config, const struct config_entry *entry)
{
	const struct rfw_domain *domain = entry->item;

	for (size_t i = 0; i < domain->outside.count; i++) {
		const char *name = domain->outside.items[i].name;

		for (size_t n = 0; n < domain->inside.count; n++) {
			if (strcmp(name, domain->inside.items[n].name))
				continue;
			wrong(entry_word(entry, "inside", name), "%s is both outside and inside",
			      name);
			if (!config_mistake(config))
				return false;
		}
	}
	if (domain->outside.count > RFW_DOMAIN_INTERFACES_MAX ||
	    domain->inside.count > RFW_DOMAIN_INTERFACES_MAX ||
	    domain->prefix_from.count > RFW_DOMAIN_INTERFACES_MAX) {
		wrong(entry_word(entry, "", NULL), "more than %d interfaces of one kind",
		      RFW_DOMAIN_INTERFACES_MAX);
		return config_mistake(config);
	}
	return true;
}

static bool verify_domains(struct config *config, struct owned_list *prefixes)
{
	struct config_entries *domains = &config->domains;

	for (size_t i = 0; i < domains->count; i++) {
		const struct rfw_domain *domain = domains->list[i].item;
		size_t first = 0;

		/* addresses may be the same in different VRFs */
		while (strcmp(((struct rfw_domain *)domains->list[first].item)->vrf, domain->vrf))
			first++;
		for (size_t n = 0; n < domain->prefix.count; n++)
			own(prefixes, &domain->prefix.items[n], first, &domains->list[i]);
		if (!verify_interfaces(config, &domains->list[i]))
			return false;
	}
	sort(prefixes);
	if (!verify_unique(config, domains, prefixes))
		return false;
	for (size_t i = 0; i < prefixes->count; i++)
		prefixes->items[i].domain = prefixes->items[i].entry - domains->list;
	sort(prefixes);
	outermost(prefixes);
	return true;
}

static bool verify_policies(struct config *config)
{
	for (size_t i = 0; i < config->policies.count; i++) {
		const struct config_entry *entry = &config->policies.list[i];
		const struct rfw_policy *policy = entry->item;

		if (config_find(&config->domains, policy->domain))
			continue;
		wrong(entry_word(entry, "domain", policy->domain), "there is no domain \"%s\"",
		      policy->domain);
		if (!config_mistake(config))
			return false;
	}
	return true;
}

static bool verify_subscribers(struct config *config, struct owned_list *prefixes)
{
	bool *whole = calloc(config->domains.count + 1, sizeof(*whole));
	bool more = true;

	for (size_t i = 0; whole && more && i < config->subscribers.count; i++) {
		const struct config_entry *entry = &config->subscribers.list[i];
		const struct rfw_subscriber *subscriber = entry->item;
		struct config_entry *policy = config_find(&config->policies, subscriber->policy),
				    *domain = NULL;
		size_t index;

		if (!policy) {
			wrong(entry_word(entry, "policy", subscriber->policy),
			      "there is no policy \"%s\"", subscriber->policy);
			more = config_mistake(config);
			continue;
		}
		domain = config_find(&config->domains, ((struct rfw_policy *)policy->item)->domain);
		if (!domain)
			continue;
		index = domain - config->domains.list;
		for (size_t n = 0; n < subscriber->prefix.count; n++)
			own(prefixes, &subscriber->prefix.items[n], index, entry);
		if (subscriber->whole_domain && whole[index]) {
			wrong(entry_word(entry, "whole-domain", NULL),
			      "domain \"%s\" has a subscriber for the whole of it already",
			      entry_name(&config->domains, domain));
			more = config_mistake(config);
		}
		whole[index] |= subscriber->whole_domain;
	}
	free(whole);
	sort(prefixes);
	return more;
}

static const struct rfw_domain *domain_of(struct config *config,
					  const struct rfw_subscriber *subscriber)
{
	const struct config_entry *policy = config_find(&config->policies, subscriber->policy);
	const struct config_entry *entry = NULL;

	if (policy)
		entry = config_find(&config->domains, ((struct rfw_policy *)policy->item)->domain);
	return entry ? entry->item : NULL;
}

static bool suffix_fits(const struct rfw_subscriber *subscriber, const struct in6_addr *suffix)
{
	const struct rfw_prefix host = { .address = *suffix, .length = 128 };

	for (size_t i = 0; i < subscriber->prefix.count; i++) {
		const struct rfw_prefix zero = { .length = subscriber->prefix.items[i].length };

		if (!contains(&zero, &host))
			return false;
	}
	return true;
}

/* False with a message. */
static bool verify_host(struct config *config, const struct config_entry *entry)
{
	const struct rfw_host *host = entry->item;
	const struct config_entry *subscriber =
		config_find(&config->subscribers, host->subscriber);
	const struct rfw_domain *domain;
	struct word where;

	if (!subscriber) {
		wrong(&entry->words[2], "there is no subscriber \"%s\"", host->subscriber);
		return false;
	}
	domain = domain_of(config, subscriber->item);
	if (RFW_HAS(host, RFW_A_HOST_MAC)) {
		where = host_word(entry, "mac");
		if (!domain ||
		    domain->outside.count + domain->inside.count + domain->prefix_from.count)
			return true;
		wrong(&where, "domain \"%s\" names no interface on which MACs could be believed",
		      domain->name);
		return false;
	}
	where = host_word(entry, "suffix");
	if (suffix_fits(subscriber->item, &host->suffix))
		return true;
	wrong(&where, "%s does not fit behind each prefix of subscriber \"%s\"", where.text,
	      host->subscriber);
	return false;
}

static bool verify_hosts(struct config *config)
{
	for (size_t i = 0; i < config->hosts.count; i++) {
		if (!verify_host(config, &config->hosts.list[i]) && !config_mistake(config))
			return false;
	}
	return true;
}

/* May the inside host of an opening be there? What domains will learn is not known. */
static bool opening_fits(struct config *config, const struct rfw_opening *opening,
			 const struct rfw_subscriber *subscriber)
{
	const struct rfw_domain *domain = domain_of(config, subscriber);
	const struct rfw_prefix host = { .address = opening->address, .length = 128 };
	char name[HOST_NAME_TEXT];

	if (RFW_HAS(opening, RFW_A_OPENING_HOST))
		return config_find(&config->hosts,
				   host_name(opening->subscriber, opening->host, name));
	if (!domain)
		return true;
	if (RFW_HAS(opening, RFW_A_OPENING_SUFFIX))
		return suffix_fits(subscriber, &opening->suffix);
	for (size_t i = 0; i < subscriber->prefix.count; i++) {
		if (contains(&subscriber->prefix.items[i], &host))
			return true;
	}
	if (!subscriber->whole_domain)
		return false;
	for (size_t i = 0; i < domain->prefix.count; i++) {
		if (contains(&domain->prefix.items[i], &host))
			return true;
	}
	return domain->prefix_from.count;
}

static bool verify_openings(struct config *config)
{
	for (size_t i = 0; i < config->openings.count; i++) {
		const struct config_entry *entry = &config->openings.list[i], *subscriber;
		const struct rfw_opening *opening = entry->item;
		bool suffix = RFW_HAS(opening, RFW_A_OPENING_SUFFIX);
		bool host = RFW_HAS(opening, RFW_A_OPENING_HOST);
		struct word where =
			opening_word(entry, suffix ? "suffix" : host ? "host" : "address");

		subscriber = config_find(&config->subscribers, opening->subscriber);
		if (!subscriber)
			wrong(&entry->words[2], "there is no subscriber \"%s\"",
			      opening->subscriber);
		else if (opening_fits(config, opening, subscriber->item))
			continue;
		else if (host)
			wrong(&where, "subscriber \"%s\" has no host \"%s\"",
			      opening->subscriber, opening->host);
		else if (suffix)
			wrong(&where, "%s does not fit behind each prefix of subscriber \"%s\"",
			      where.text, opening->subscriber);
		else
			wrong(&where, "%s is in no prefix of subscriber \"%s\"", where.text,
			      opening->subscriber);
		if (!config_mistake(config))
			return false;
	}
	return true;
}

void config_verify(struct config *config)
{
	struct owned_list domains = {}, subscribers = {};

	if (config->mistakes < MISTAKES_SHOWN && verify_domains(config, &domains) &&
	    verify_policies(config) && verify_subscribers(config, &subscribers) &&
	    verify_unique(config, &config->subscribers, &subscribers) &&
	    verify_within(config, &domains, &subscribers) && verify_hosts(config))
		verify_openings(config);
	free(domains.items);
	free(subscribers.items);
}
