// SPDX-License-Identifier: GPL-2.0-only
/* Session limits as words: forwarding classes, DSCPs, watermarks. */
#include "limits.h"
#include "subject.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CLASSES (rfw_words[RFW_ENUM_FORWARDING_CLASS].count)

const char *class_word(uint8_t class)
{
	return rfw_word(RFW_ENUM_FORWARDING_CLASS, class) ?: "?";
}

static const char *class_guess(unsigned int index, const void *data)
{
	(void)data;
	return rfw_word(RFW_ENUM_FORWARDING_CLASS, index);
}

static int value_class(const struct word *word, const char *text, uint8_t *class)
{
	int value = rfw_word_value(RFW_ENUM_FORWARDING_CLASS, text);

	if (value < 0)
		return wrong_part(word, text,
				  "\"%s\" is no forwarding class: be, l2, af, l1, h2, ef, h1, nc%s",
				  text, suggestion(text, class_guess, NULL));
	*class = value;
	return 0;
}

/* The usual name of a DSCP, or NULL. */
static const char *dscp_name(uint8_t dscp, char *text)
{
	if (dscp == 44 || dscp == 46)
		return dscp == 44 ? "va" : "ef";
	if (dscp % 8 == 0)
		snprintf(text, DSCP_TEXT, "cs%u", dscp / 8);
	else if (dscp >= 10 && dscp <= 38 && dscp % 2 == 0)
		snprintf(text, DSCP_TEXT, "af%u%u", dscp / 8, dscp % 8 / 2);
	else
		return NULL;
	return text;
}

const char *dscp_word(uint8_t dscp, char *text)
{
	const char *name = dscp_name(dscp, text);

	if (name)
		return name;
	snprintf(text, DSCP_TEXT, "%u", dscp);
	return text;
}

static int value_dscp(const struct word *word, const char *text, uint8_t *dscp)
{
	char known[DSCP_TEXT];
	uint32_t number;

	for (uint8_t i = 0; i < 64; i++) {
		const char *name = dscp_name(i, known);

		if (name && !strcmp(name, text)) {
			*dscp = i;
			return 0;
		}
	}
	if (!isdigit((unsigned char)*text))
		return wrong_part(word, text,
				  "\"%s\" is no DSCP: 0..63, cs0..cs7, af11..af43, va or ef", text);
	if (value_number(word, text, 0, 63, &number))
		return -1;
	*dscp = number;
	return 0;
}

static int priority_part(const struct word *word, const char *part, void *data)
{
	uint8_t *set = data, class = 0;

	if (value_class(word, part, &class))
		return -1;
	*set |= 1 << class;
	return 0;
}

int parse_set(struct command *command, const struct key *key, uint8_t *set,
	      int (*part)(const struct word *word, const char *part, void *set))
{
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);
	bool before = RFW_HAS(policy, key->attribute);

	if (!word)
		return -1;
	RFW_GIVE(policy, key->attribute);
	if (strcmp(word->text, "none"))
		return before && !*set ? wrong(word, "\"none\" does not go with others") :
					 value_list(word, part, set);
	return before ? wrong(word, "\"none\" does not go with others") : 0;
}

/* priority-fc CLASS,... | none */
int parse_priority_fc(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;

	return parse_set(command, key, &policy->priority_fc, priority_part);
}

/* watermarks HIGH/LOW | off */
int parse_watermarks(struct command *command, const struct key *key)
{
	const struct word *word = next_word(command, key);
	struct rfw_policy *policy = command->item;
	uint32_t high, low;
	char *slash, *copy;
	int err;

	if (!word)
		return -1;
	RFW_GIVE(policy, RFW_A_POLICY_WATERMARK_HIGH);
	RFW_GIVE(policy, RFW_A_POLICY_WATERMARK_LOW);
	if (!strcmp(word->text, "off"))
		return 0;
	if (!strchr(word->text, '/'))
		return wrong(word, "\"%s\" is not HIGH/LOW in percent, as 90/70, or off",
			     word->text);
	copy = strdup(word->text);
	if (!copy)
		return wrong(NULL, "no memory");
	slash = strchr(copy, '/');
	*slash = '\0';
	err = value_number(word, copy, 1, 100, &high) || value_number(word, slash + 1, 0, 99, &low);
	free(copy);
	if (err)
		return -1;
	if (low >= high)
		return wrong(word, "the low watermark has to be below the high one");
	policy->watermark_high = high;
	policy->watermark_low = low;
	return 0;
}

struct class_list {
	struct rfw_dscp_class_list *list;
	uint8_t class;
};

static int dscp_part(const struct word *word, const char *part, void *data)
{
	struct class_list *to = data;
	uint8_t dscp = 0;

	if (value_dscp(word, part, &dscp))
		return -1;
	for (size_t i = 0; i < to->list->count; i++) {
		if (to->list->items[i].dscp == dscp)
			return wrong_part(word, part, "the class of DSCP %s was given before",
					  part);
	}
	return rfw_dscp_class_list_add(to->list, dscp, to->class);
}

/* class-map CLASS=DSCP,... | default */
int parse_class_map(struct command *command, const struct key *key)
{
	struct rfw_domain *domain = command->item;
	struct class_list to = { .list = &domain->class_map };
	const struct word *word = next_word(command, key);
	bool before = RFW_HAS(domain, RFW_A_DOMAIN_CLASS_MAP);
	struct word part;
	char *copy, *sign;
	int err;

	if (!word)
		return -1;
	RFW_GIVE(domain, RFW_A_DOMAIN_CLASS_MAP);
	if (!strcmp(word->text, "default")) {
		if (before)
			return wrong(word, "\"default\" does not go with others");
		/* entries replace all that were there, so one as in the default map does */
		return rfw_dscp_class_list_add(to.list, 0, RFW_FORWARDING_CLASS_BE);
	}
	if (!strchr(word->text, '='))
		return wrong(word, "\"%s\" is not CLASS=DSCP,... as ef=46,cs5, or default",
			     word->text);
	copy = strdup(word->text);
	if (!copy)
		return wrong(NULL, "no memory");
	sign = strchr(copy, '=');
	*sign = '\0';
	part = *word;
	part.text = sign + 1;
	part.column += sign + 1 - copy;
	err = value_class(word, copy, &to.class) || value_list(&part, dscp_part, &to);
	free(copy);
	return err ? -1 : 0;
}

const char *priority_fc_word(unsigned int index)
{
	return index < CLASSES ? class_word(index) : index == CLASSES ? "none" : NULL;
}

const char *watermarks_word(unsigned int index)
{
	return index ? NULL : "off";
}

const char *class_map_word(unsigned int index)
{
	return index ? NULL : "default";
}

const char *format_set(const struct rfw_words *words, uint8_t set, char *text)
{
	size_t length = 0;

	for (unsigned int i = 0; i < words->count; i++) {
		if (set & 1 << i)
			length += snprintf(text + length, SET_TEXT - length, "%s%s",
					   length ? "," : "", words->list[i].word);
	}
	return length ? text : "none";
}

void write_watermarks(FILE *file, const struct rfw_policy *policy)
{
	if (policy->watermark_high)
		fprintf(file, "%u/%u", policy->watermark_high, policy->watermark_low);
	else
		fputs("off", file);
}

/* Class by class, each after @key. */
void write_class_map(FILE *file, const char *key, const struct rfw_dscp_class_list *list)
{
	char text[DSCP_TEXT];

	for (unsigned int class = 0; class < CLASSES; class++) {
		const char *before = NULL;

		for (size_t i = 0; i < list->count; i++) {
			if (list->items[i].forwarding_class != class)
				continue;
			if (!before)
				fprintf(file, "%s%s=", key, class_word(class));
			fprintf(file, "%s%s", before ?: "", dscp_word(list->items[i].dscp, text));
			before = ",";
		}
	}
}
