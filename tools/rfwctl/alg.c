// SPDX-License-Identifier: GPL-2.0-only
/* Application layer gateways: the keys of a policy. */
#include "alg.h"
#include "limits.h"

#include <string.h>

static const char *alg_guess(unsigned int index, const void *data)
{
	(void)data;
	return rfw_word(RFW_ENUM_ALG, index);
}

static int alg_part(const struct word *word, const char *part, void *data)
{
	int value = rfw_word_value(RFW_ENUM_ALG, part);
	uint8_t *set = data;

	if (value < 0)
		return wrong_part(word, part, "\"%s\" is no application layer gateway: sip%s",
				  part, suggestion(part, alg_guess, NULL));
	*set |= 1 << value;
	return 0;
}

/* alg sip | none */
int parse_alg(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;

	return parse_set(command, key, &policy->alg, alg_part);
}

static int port_part(const struct word *word, const char *part, void *data)
{
	struct rfw_port_list *list = data;
	uint32_t port;

	if (value_number(word, part, 1, UINT16_MAX, &port))
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i] == port)
			return wrong_part(word, part, "port %u was given before", port);
	}
	if (list->count == RFW_SIP_PORTS_MAX)
		return wrong_part(word, part, "more than %d ports", RFW_SIP_PORTS_MAX);
	return rfw_port_list_add(list, port);
}

/* sip-port PORT,... */
int parse_sip_port(struct command *command, const struct key *key)
{
	struct rfw_policy *policy = command->item;
	const struct word *word = next_word(command, key);

	RFW_GIVE(policy, RFW_A_POLICY_SIP_PORT);
	return word ? value_list(word, port_part, &policy->sip_port) : -1;
}

const char *alg_word(unsigned int index)
{
	const struct rfw_words *words = &rfw_words[RFW_ENUM_ALG];

	return index < words->count ? words->list[index].word :
	       index == words->count ? "none" :
				       NULL;
}

void write_ports(FILE *file, const struct rfw_port_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		fprintf(file, "%s%u", i ? "," : "", list->items[i]);
}
