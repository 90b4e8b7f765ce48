// SPDX-License-Identifier: GPL-2.0-only
/* Values: numbers, times, prefixes, names. */
#include "rfwctl.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int digits(const char *text, uint32_t *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (*end || errno || value > UINT32_MAX)
		return -1;
	*number = value;
	return 0;
}

int value_number(const struct word *word, const char *text, uint32_t min, uint32_t max,
		 uint32_t *number)
{
	if (digits(text, number))
		return wrong_part(word, text, "\"%s\" is not a number of %u..%u", text, min, max);
	if (*number < min || *number > max)
		return wrong_part(word, text, "%u is out of range: %u..%u", *number, min, max);
	return 0;
}

/* Letters of a service code that is written in letters (RFC 4340 8.1.2). */
const char service_code_letters[] =
	"*+-./0123456789?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/* SC:abcd, shorter ones have spaces behind; or a number */
int value_service_code(const struct word *word, const char *text, uint32_t *code)
{
	const char *letters = text + 3;
	size_t length;

	if (strncmp(text, "SC:", 3))
		return value_number(word, text, 0, UINT32_MAX - 1, code);
	length = strlen(letters);
	if (!length || length > 4 || strspn(letters, service_code_letters) != length)
		return wrong_part(word, text, "\"%s\" is not a service code, as SC:abcd or 7",
				  text);
	*code = 0;
	for (size_t i = 0; i < 4; i++)
		*code = *code << 8 | (unsigned char)(i < length ? letters[i] : ' ');
	return 0;
}

/* 7440, 7440s, 2h4m: each unit once, larger ones first */
static int duration(const char *text, uint64_t *seconds)
{
	static const char units[] = "dhms";
	static const uint32_t sizes[] = { 86400, 3600, 60, 1 };
	const char *next = units, *unit;
	uint64_t value;

	*seconds = 0;
	if (!*text)
		return -1;
	while (*text) {
		if (!isdigit((unsigned char)*text))
			return -1;
		for (value = 0; isdigit((unsigned char)*text); text++) {
			value = value * 10 + (*text - '0');
			if (value > UINT32_MAX)
				return -1;
		}
		if (!*text && next == units) {
			*seconds = value;
			return 0;
		}
		unit = *text ? strchr(next, *text) : NULL;
		if (!unit)
			return -1;
		*seconds += value * sizes[unit - units];
		next = unit + 1;
		text++;
	}
	return 0;
}

int value_duration(const struct word *word, const char *text, uint32_t min, uint32_t max,
		   uint32_t *seconds)
{
	char low[DURATION_TEXT], high[DURATION_TEXT];
	uint64_t value;

	if (duration(text, &value))
		return wrong_part(word, text, "\"%s\" is not a time, as 300, 5m or 2h4m", text);
	if (value < min || value > max)
		return wrong_part(word, text, "%s is out of range: %u..%u seconds (%s..%s)", text,
				  min, max, format_duration(min, low), format_duration(max, high));
	*seconds = value;
	return 0;
}

int value_address(const struct word *word, const char *text, struct in6_addr *address)
{
	struct in_addr v4;

	if (inet_pton(AF_INET6, text, address) == 1)
		return 0;
	if (inet_pton(AF_INET, text, &v4) == 1)
		return wrong_part(word, text, "\"%s\" is an IPv4 address, rfw is about IPv6", text);
	return wrong_part(word, text, "\"%s\" is not an IPv6 address", text);
}

int value_host_address(const struct word *word, struct in6_addr *address)
{
	if (value_address(word, word->text, address))
		return -1;
	if (IN6_IS_ADDR_UNSPECIFIED(address) || IN6_IS_ADDR_MULTICAST(address))
		return wrong(word, "\"%s\" is no host's address", word->text);
	return 0;
}

int value_mac(const struct word *word, const char *text, uint8_t mac[RFW_MAC_OCTETS])
{
	static const uint8_t zeros[RFW_MAC_OCTETS];
	bool valid = strlen(text) == MAC_TEXT - 1;

	for (size_t i = 0; valid && i < MAC_TEXT - 1; i++)
		valid = i % 3 == 2 ? text[i] == ':' || text[i] == '-' :
				     isxdigit((unsigned char)text[i]);
	if (!valid)
		return wrong(word, "\"%s\" is not a MAC, as 52:54:00:12:34:56", text);
	for (size_t i = 0; i < RFW_MAC_OCTETS; i++)
		mac[i] = strtoul(text + 3 * i, NULL, 16);
	if (!memcmp(mac, zeros, sizeof(zeros)))
		return wrong(word, "no host has a MAC of zeros");
	if (mac[0] & 1)
		return wrong(word, "\"%s\" is the MAC of a group, not of a host", text);
	return 0;
}

/* Zero what is behind the prefix length. */
static bool mask(struct rfw_prefix *prefix)
{
	bool changed = false;

	for (unsigned int i = 0; i < 16; i++) {
		unsigned int keep = prefix->length > 8 * i ? prefix->length - 8 * i : 0;
		uint8_t bits = keep >= 8 ? 0xff : (uint8_t)(0xff00 >> keep);

		changed |= prefix->address.s6_addr[i] & ~bits;
		prefix->address.s6_addr[i] &= bits;
	}
	return changed;
}

int value_prefix(const struct word *word, const char *text, uint8_t shortest,
		 struct rfw_prefix *prefix)
{
	char address[INET6_ADDRSTRLEN], right[PREFIX_TEXT];
	const char *slash = strchr(text, '/');
	uint32_t length;

	*prefix = (struct rfw_prefix){ .length = 128 };
	if (!slash) {
		if (value_address(word, text, &prefix->address))
			return -1;
		return wrong_part(word, text, "\"%s\" has no prefix length: one address is %s/128",
				  text, text);
	}
	if (slash - text >= (ptrdiff_t)sizeof(address))
		return wrong_part(word, text, "\"%s\" is not an IPv6 prefix", text);
	memcpy(address, text, slash - text);
	address[slash - text] = '\0';
	if (value_address(word, address, &prefix->address))
		return -1;
	if (digits(slash + 1, &length) || length > 128)
		return wrong_part(word, text, "\"%s\" is not a prefix length: %u..128", slash + 1,
				  shortest);
	if (length < shortest)
		return wrong_part(word, text, "prefix length %u is out of range: %u..128", length,
				  shortest);
	prefix->length = length;
	if (mask(prefix))
		return wrong_part(word, text,
				  "\"%s\" has bits set behind its prefix length, the prefix is %s",
				  text, format_prefix(prefix, right));
	return 0;
}

static const char *enum_word(unsigned int index, const void *data)
{
	const struct rfw_words *words = data;

	return index < words->count ? words->list[index].word : NULL;
}

int value_enum(const struct word *word, const struct rfw_words *words, uint8_t *value)
{
	char allowed[512] = "";

	for (unsigned int i = 0; i < words->count; i++) {
		if (!strcmp(words->list[i].word, word->text)) {
			*value = i;
			return 0;
		}
		snprintf(allowed + strlen(allowed), sizeof(allowed) - strlen(allowed), "%s%s",
			 i ? ", " : "", words->list[i].word);
	}
	return wrong(word, "\"%s\" is not one of: %s%s", word->text, allowed,
		     suggestion(word->text, enum_word, words));
}

int value_switch(const struct word *word, uint8_t *value)
{
	if (!strcmp(word->text, "on"))
		*value = 1;
	else if (!strcmp(word->text, "off"))
		*value = 0;
	else
		return wrong(word, "\"%s\" is not one of: on, off", word->text);
	return 0;
}

static const char *protocol_guess(unsigned int index, const void *data)
{
	(void)data;
	return protocol_name(index);
}

int value_protocol(const struct word *word, const char *text, uint8_t *protocol)
{
	int known = protocol_number(text);
	uint32_t number;

	if (known < 0 && isdigit((unsigned char)*text)) {
		if (value_number(word, text, 0, 255, &number))
			return -1;
		known = number;
	}
	if (known < 0)
		return wrong_part(word, text,
				  "\"%s\" is not an IP protocol: its name, or a number of 0..255%s",
				  text, suggestion(text, protocol_guess, NULL));
	*protocol = known;
	return 0;
}

int value_ports(const struct word *word, const char *text, uint16_t *low, uint16_t *high)
{
	const char *dash = strchr(text, '-');
	char first[8];
	uint32_t number, last;

	snprintf(first, sizeof(first), "%.*s", dash ? (int)(dash - text) : 7, text);
	if (value_number(word, first, 1, UINT16_MAX, &number))
		return -1;
	last = number;
	if (dash && value_number(word, dash + 1, 1, UINT16_MAX, &last))
		return -1;
	if (last < number)
		return wrong_part(word, text, "\"%s\" is reversed: the lower port comes first",
				  text);
	*low = number;
	*high = last;
	return 0;
}

int value_name(const struct word *word, const char *text, size_t max)
{
	if (!*text)
		return wrong(word, "the name is empty");
	if (strlen(text) > max)
		return wrong(word, "\"%s\" is too long: %zu octets of at most %zu", text,
			     strlen(text), max);
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return wrong(word, "a name has no control characters in it");
	}
	return 0;
}

int value_interface(const struct word *word, const char *text)
{
	if (!*text)
		return wrong(word, "the name of an interface is missing");
	if (strlen(text) > RFW_INTERFACE_NAME_MAX)
		return wrong_part(word, text,
				  "\"%s\" is no interface: names have at most %d octets", text,
				  RFW_INTERFACE_NAME_MAX);
	if (strpbrk(text, "/: \t\n"))
		return wrong_part(word, text,
				  "\"%s\" is no interface: no name has a slash, colon or space",
				  text);
	return 0;
}

int value_octets(const struct word *word, struct rfw_octets *octets)
{
	size_t length = strlen(word->text);

	*octets = (struct rfw_octets){};
	if (!length || length % 2 || strspn(word->text, "0123456789abcdefABCDEF") != length)
		return wrong(word, "\"%s\" is not octets in hexadecimal, as 0a1b2c", word->text);
	if (length / 2 > RFW_COOKIE_MAX)
		return wrong(word, "too long: %zu octets of at most %d", length / 2,
			     RFW_COOKIE_MAX);
	for (size_t i = 0; i < length; i += 2) {
		const char digits[] = { word->text[i], word->text[i + 1], '\0' };

		octets->data[octets->length++] = strtoul(digits, NULL, 16);
	}
	return 0;
}

int value_list(const struct word *word,
	       int (*each)(const struct word *word, const char *part, void *data), void *data)
{
	char *copy = strdup(word->text), *rest = copy, *part;
	int err = copy ? 0 : wrong(word, "no memory");

	while (!err && (part = strsep(&rest, ",")))
		err = *part ? each(word, part, data) :
			      wrong(word, "\"%s\" has an empty place", word->text);
	free(copy);
	return err;
}
