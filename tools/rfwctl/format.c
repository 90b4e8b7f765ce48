// SPDX-License-Identifier: GPL-2.0-only
/* How addresses, endpoints and times look. */
#include "rfwctl.h"

#include <arpa/inet.h>
#include <string.h>

const char *format_address(const struct in6_addr *address, char *text)
{
	return inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
}

const char *format_mac(const uint8_t mac[RFW_MAC_OCTETS], char *text)
{
	snprintf(text, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
	return text;
}

const char *format_prefix(const struct rfw_prefix *prefix, char *text)
{
	char address[INET6_ADDRSTRLEN];

	snprintf(text, PREFIX_TEXT, "%s/%u", format_address(&prefix->address, address),
		 prefix->length);
	return text;
}

const char *format_endpoint(const struct in6_addr *address, bool port_given, uint16_t port,
			    char *text)
{
	char host[INET6_ADDRSTRLEN];

	format_address(address, host);
	if (port_given)
		snprintf(text, ENDPOINT_TEXT, "[%s]:%u", host, port);
	else
		snprintf(text, ENDPOINT_TEXT, "%s", host);
	return text;
}

const char *format_duration(uint32_t seconds, char *text)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
	int used = 0;

	if (!seconds)
		return snprintf(text, DURATION_TEXT, "0s"), text;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (seconds >= units[i].seconds)
			used += snprintf(text + used, DURATION_TEXT - used, "%u%c",
					 seconds / units[i].seconds, units[i].unit);
		seconds %= units[i].seconds;
	}
	return text;
}

void print_safe(FILE *file, const char *text)
{
	for (; *text; text++) {
		unsigned char c = *text;

		if (c < 0x20 || c == 0x7f)
			fprintf(file, "\\x%02x", c);
		else
			fputc(c, file);
	}
}

const char *format_octets(const struct rfw_octets *octets, char *text)
{
	text[0] = '\0';
	for (unsigned int i = 0; i < octets->length; i++)
		sprintf(text + 2 * i, "%02x", octets->data[i]);
	return text;
}

/* RFC 4340 8.1.2; behind shorter ones there are spaces. */
const char *format_service_code(uint32_t code, char *text)
{
	char letters[5] = { code >> 24, code >> 16, code >> 8, code };
	size_t length = 4;

	while (length && letters[length - 1] == ' ')
		length--;
	letters[length] = '\0';
	if (length && strspn(letters, service_code_letters) == length)
		snprintf(text, SERVICE_CODE_TEXT, "SC:%s", letters);
	else
		snprintf(text, SERVICE_CODE_TEXT, "%u", code);
	return text;
}

const char *format_ports(uint16_t low, uint16_t high, char *text)
{
	if (high > low)
		snprintf(text, PORTS_TEXT, "%u-%u", low, high);
	else
		snprintf(text, PORTS_TEXT, "%u", low);
	return text;
}
