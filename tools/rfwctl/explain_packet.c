// SPDX-License-Identifier: GPL-2.0-only
/* Packets from words: PROTOCOL ADDRESS PORT ADDRESS PORT and what else there is to say. */
#include "explain.h"
#include "flow.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>

#define PROTOCOL_DCCP 33
#define HOPS 64

/* What the words say. */
struct description {
	uint8_t protocol;
	uint8_t type; /* of ICMPv6 */
	uint8_t code;
	struct in6_addr source;
	struct in6_addr destination;
	uint32_t source_port;
	uint32_t destination_port;
	uint8_t flags; /* of TCP */
	uint32_t seq;
	uint32_t ack;
	uint32_t window;
	uint32_t id; /* of an echo message */
	uint32_t service_code; /* of DCCP */
	uint32_t length; /* octets of the whole packet; 0: what it needs */
};

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static uint32_t sum(const uint8_t *data, size_t length, uint32_t total)
{
	for (size_t i = 0; i < length; i++)
		total += i % 2 ? data[i] : data[i] << 8;
	return total;
}

/* Of a transport header and all behind it, with the pseudo header (RFC 8200 8.1). */
static uint16_t checksum(const struct packet *packet, uint8_t protocol)
{
	size_t length = packet->length - sizeof(struct ip6_hdr);
	uint32_t total = sum(packet->data + offsetof(struct ip6_hdr, ip6_src),
			     2 * sizeof(struct in6_addr), length + protocol);

	total = sum(packet->data + sizeof(struct ip6_hdr), length, total);
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	total = ~total & 0xffff;
	/* 0 would say that there is none */
	return total || protocol != IPPROTO_UDP ? total : 0xffff;
}

/* ---- words ---- */

static const char *const flags[] = { "fin", "syn", "rst", "psh", "ack", "urg" };

#define FLAGS (sizeof(flags) / sizeof(flags[0]))

const char *packet_flag(unsigned int index)
{
	return index < FLAGS ? flags[index] : index == FLAGS ? "none" : NULL;
}

const char *packet_type(unsigned int index)
{
	static const char *const types[] = { "echo-request", "echo-reply" };

	return index < 2 ? types[index] : NULL;
}

const char *packet_detail(uint8_t protocol, unsigned int index)
{
	static const char *const tcp[] = { "length", "flags", "seq", "ack", "window" };
	static const char *const icmp6[] = { "length", "id" };

	if (protocol == IPPROTO_TCP)
		return index < sizeof(tcp) / sizeof(tcp[0]) ? tcp[index] : NULL;
	if (protocol == IPPROTO_ICMPV6)
		return index < sizeof(icmp6) / sizeof(icmp6[0]) ? icmp6[index] : NULL;
	return index ? NULL : "length";
}

static int flags_part(const struct word *word, const char *part, void *data)
{
	uint8_t *set = data;

	for (unsigned int i = 0; i < FLAGS; i++) {
		if (!strcmp(part, flags[i])) {
			*set |= 1 << i;
			return 0;
		}
	}
	if (!strcmp(part, "none"))
		return 0;
	return wrong_part(word, part,
			  "\"%s\" is not one of: syn, ack, fin, rst, psh, urg, none", part);
}

static int parse_flags(const struct word *word, uint8_t *set)
{
	*set = 0;
	return value_list(word, flags_part, set);
}

/* TYPE or TYPE/CODE, the type by number or by the name of an echo message */
static int parse_type(const struct word *word, struct description *it)
{
	const char *slash = strchr(word->text, '/');
	char type[16];
	uint32_t number;

	snprintf(type, sizeof(type), "%.*s", slash ? (int)(slash - word->text) : 15, word->text);
	if (!strcmp(type, "echo-request"))
		number = ICMP6_ECHO_REQUEST;
	else if (!strcmp(type, "echo-reply"))
		number = ICMP6_ECHO_REPLY;
	else if (value_number(word, type, 0, UINT8_MAX, &number))
		return -1;
	it->type = number;
	if (slash && value_number(word, slash + 1, 0, UINT8_MAX, &number))
		return -1;
	it->code = slash ? number : 0;
	return 0;
}

/* An address, and a port where the protocol has such. Return: words taken, or -1. */
static int parse_end(const struct word *words, size_t count, bool ports, struct in6_addr *address,
		     uint32_t *port, const char *what)
{
	if (!count)
		return wrong(&words[-1], "the %s address is missing", what);
	if (value_address(&words[0], words[0].text, address))
		return -1;
	if (!ports)
		return 1;
	if (count < 2)
		return wrong(&words[0], "the %s port is missing", what);
	return value_number(&words[1], words[1].text, 0, UINT16_MAX, port) ? -1 : 2;
}

static int parse_detail(const struct word *words, size_t count, struct description *it)
{
	bool tcp = it->protocol == IPPROTO_TCP, dccp = it->protocol == PROTOCOL_DCCP;
	const char *name = words[0].text;

	if (count < 2)
		return wrong(&words[0], "\"%s\" wants a value", name);
	if (!strcmp(name, "length"))
		return value_number(&words[1], words[1].text, sizeof(struct ip6_hdr),
				    RFW_PACKET_MAX, &it->length);
	if (tcp && !strcmp(name, "flags"))
		return parse_flags(&words[1], &it->flags);
	if (tcp && !strcmp(name, "seq"))
		return value_number(&words[1], words[1].text, 0, UINT32_MAX, &it->seq);
	if (tcp && !strcmp(name, "ack"))
		return value_number(&words[1], words[1].text, 0, UINT32_MAX, &it->ack);
	if (tcp && !strcmp(name, "window"))
		return value_number(&words[1], words[1].text, 0, UINT16_MAX, &it->window);
	if (it->protocol == IPPROTO_ICMPV6 && !strcmp(name, "id"))
		return value_number(&words[1], words[1].text, 0, UINT16_MAX, &it->id);
	if (dccp && !strcmp(name, "service-code"))
		return value_service_code(&words[1], words[1].text, &it->service_code);
	return wrong(&words[0], "\"%s\" is not one of: %slength", name,
		     tcp				  ? "flags, seq, ack, window, " :
		     dccp			  ? "service-code, " :
		     it->protocol == IPPROTO_ICMPV6 ? "id, " :
						      "");
}

static int parse(struct description *it, const struct word *words, size_t count)
{
	bool ports;
	size_t i = 1;
	int taken;

	if (value_protocol(&words[0], words[0].text, &it->protocol))
		return -1;
	ports = protocol_has_ports(it->protocol);
	if (it->protocol == IPPROTO_ICMPV6) {
		if (i == count)
			return wrong(&words[0], "the ICMPv6 type is missing");
		if (parse_type(&words[i++], it))
			return -1;
	}
	taken = parse_end(words + i, count - i, ports, &it->source, &it->source_port, "source");
	if (taken < 0)
		return -1;
	i += taken;
	taken = parse_end(words + i, count - i, ports, &it->destination, &it->destination_port,
			  "destination");
	if (taken < 0)
		return -1;
	for (i += taken; i < count; i += 2)
		if (parse_detail(words + i, count - i, it))
			return -1;
	return 0;
}

/* ---- octets ---- */

static size_t header_length(const struct description *it)
{
	switch (it->protocol) {
	case IPPROTO_TCP:
		return 20;
	case IPPROTO_SCTP:
		return 32; /* with the fixed part of an INIT */
	case PROTOCOL_DCCP:
		return 20;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_ICMPV6:
		return 8;
	}
	return 0;
}

/* All but checksums, which are 0 so far. */
static void put_transport(const struct description *it, uint8_t *at, size_t length)
{
	if (it->protocol == IPPROTO_ICMPV6) {
		at[0] = it->type;
		at[1] = it->code;
		put16(at + 4, it->id);
		return;
	}
	if (!protocol_has_ports(it->protocol))
		return;
	put16(at, it->source_port);
	put16(at + 2, it->destination_port);
	switch (it->protocol) {
	case IPPROTO_TCP:
		put32(at + 4, it->seq);
		put32(at + 8, it->ack);
		at[12] = 5 << 4;
		at[13] = it->flags;
		put16(at + 14, it->window);
		break;
	case IPPROTO_UDP:
		put16(at + 4, length);
		break;
	case IPPROTO_SCTP:
		at[12] = 1; /* INIT */
		put16(at + 14, length - 12);
		break;
	case PROTOCOL_DCCP:
		at[4] = 5;
		at[8] = 1; /* a request with a long sequence number */
		put32(at + 16, it->service_code);
		break;
	}
}

static int put_packet(struct packet *packet, const struct description *it,
		      const struct word *words)
{
	static const uint8_t sums[UINT8_MAX + 1] = {
		[IPPROTO_TCP] = 16, [IPPROTO_UDP] = 6, [IPPROTO_UDPLITE] = 6, [IPPROTO_ICMPV6] = 2,
	};
	size_t least = sizeof(struct ip6_hdr) + header_length(it);
	uint8_t *at = packet->data + sizeof(struct ip6_hdr);

	if (it->length && it->length < least)
		return wrong(&words[0], "such a packet has at least %zu octets", least);
	packet->length = it->length ? it->length : least;
	memset(packet->data, 0, packet->length);
	packet->data[0] = 6 << 4;
	put16(packet->data + 4, packet->length - sizeof(struct ip6_hdr));
	packet->data[6] = it->protocol;
	packet->data[7] = HOPS;
	memcpy(packet->data + offsetof(struct ip6_hdr, ip6_src), &it->source, sizeof(it->source));
	memcpy(packet->data + offsetof(struct ip6_hdr, ip6_dst), &it->destination,
	       sizeof(it->destination));
	put_transport(it, at, packet->length - sizeof(struct ip6_hdr));
	if (sums[it->protocol])
		put16(at + sums[it->protocol], checksum(packet, it->protocol));
	return 0;
}

int packet_describe(struct packet *packet, const struct word *words, size_t count)
{
	struct description it = { .flags = TH_SYN, .window = UINT16_MAX };

	return parse(&it, words, count) ? -1 : put_packet(packet, &it, words);
}

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

int packet_read_hex(struct packet *packet, const struct word *words, size_t count)
{
	packet->length = 0;
	for (size_t i = 0; i < count; i++) {
		for (const char *c = words[i].text; *c; c += 2) {
			if (*c == ':')
				c++;
			if (!isxdigit((unsigned char)c[0]) || !isxdigit((unsigned char)c[1]))
				return wrong(&words[i], "\"%.8s\" is not hexadecimal octets", c);
			if (packet->length == sizeof(packet->data))
				return wrong(&words[i], "a packet has at most %zu octets here",
					     sizeof(packet->data));
			packet->data[packet->length++] = digit(c[0]) << 4 | digit(c[1]);
		}
	}
	return 0;
}
