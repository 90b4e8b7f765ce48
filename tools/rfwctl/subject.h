/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the objects have in common: listing, and writing themselves as words of the configuration
 * file.
 */
#ifndef _RFWCTL_SUBJECT_H
#define _RFWCTL_SUBJECT_H

#include "output.h"

struct listing {
	struct session *session;
	struct json json;
	struct table table;
	bool tabular;
	size_t count;
};

/* @heads: of the table, NULL for a detailed view */
void listing_start(struct listing *listing, struct session *session, const char *heads);
/* @err: of the library; @what: what was asked for */
enum exit_code listing_end(struct listing *listing, int err, const char *what);
/* The end of a request that changes something. */
enum exit_code change(struct session *session, const struct command *command, int err);

void cell_interfaces(struct table *table, const struct rfw_interface_list *list, const char *vrf);

/* A word, in quotes where it needs them. */
void write_word(FILE *file, const char *text);
void write_interfaces(FILE *file, const char *key, const struct rfw_interface_list *list);
void write_prefixes(FILE *file, const char *key, const struct rfw_prefix_list *list);

/* Take what is equal to the standard out of @item's fields, those of @only; lists always stay. */
void reduce_equal(const struct rfw_schema *schema, void *item, const void *standard, uint64_t only);
/* Take empty strings and lists out. */
void reduce_empty(const struct rfw_schema *schema, void *item);

/* save.c: the present configuration as save writes it; @sorted: with every list in order */
int save_text(const struct session *session, bool sorted, char **text, size_t *length);

void domain_defaults(struct rfw_domain *domain);
void domain_reduce(struct rfw_domain *domain, bool with_defaults);
void domain_write(FILE *file, const struct rfw_domain *domain);
void domain_print(const struct rfw_domain *domain);
/* presets.c: what the presets of the module say, once they were read */
int presets_read(const struct session *session);
const struct rfw_policy *preset_policy(uint8_t preset);
void presets_release(void);
enum exit_code run_presets(struct session *session, struct command *command);
/* Take out what the policy's preset says anyway. */
void policy_reduce(struct rfw_policy *policy, bool with_defaults);
void policy_write(FILE *file, const struct rfw_policy *policy);

/* "1420", "pmtu" or "off" */
#define TCP_MSS_TEXT	8
const char *format_tcp_mss(const struct rfw_policy *policy, char text[TCP_MSS_TEXT]);
void subscriber_reduce(struct rfw_subscriber *subscriber, bool with_defaults);
void subscriber_write(FILE *file, const struct rfw_subscriber *subscriber);

#endif
