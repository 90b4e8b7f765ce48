// SPDX-License-Identifier: LGPL-2.1-or-later
#include "schema.h"

#include <string.h>

const char *rfw_word(enum rfw_enumeration enumeration, unsigned int value)
{
	const struct rfw_words *words = &rfw_words[enumeration];

	return value < words->count ? words->list[value].word : NULL;
}

const char *rfw_word_meaning(enum rfw_enumeration enumeration, unsigned int value)
{
	const struct rfw_words *words = &rfw_words[enumeration];

	return value < words->count ? words->list[value].meaning : NULL;
}

int rfw_word_value(enum rfw_enumeration enumeration, const char *word)
{
	const struct rfw_words *words = &rfw_words[enumeration];

	for (unsigned int i = 0; i < words->count; i++) {
		if (!strcmp(words->list[i].word, word))
			return i;
	}
	return -1;
}
