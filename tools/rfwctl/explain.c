// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl explain */
#include "explain.h"
#include "output.h"

#include <arpa/inet.h>
#include <pcap/pcap.h>
#include <pcap/sll.h>
#include <string.h>

#define ETHERTYPE_IPV6 0x86dd
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88a8

struct explaining {
	struct session *session;
	const char *input;
	const char *output; /* NULL: the route says */
	unsigned long number; /* of the packet of a file, or 0 */
};

static void show_json(const struct explaining *explaining,
		      const struct rfw_explanation *explanation, const char *error)
{
	struct json json = { .file = stdout };

	json_open(&json, NULL, '{');
	if (explaining->number)
		json_number(&json, "number", explaining->number);
	json_string(&json, "input", explaining->input);
	if (explanation)
		json_members(&json, &rfw_schema_explanation, explanation);
	else
		json_string(&json, "error", error);
	json_close(&json, '}');
	json_end(&json);
}

static enum exit_code explain(const struct explaining *explaining, const void *packet,
			      size_t length)
{
	struct session *session = explaining->session;
	struct rfw_explanation *explanation;
	char what[32] = "explain";
	int err;

	err = rfw_explain(session->context, explaining->input, explaining->output, packet, length,
			  &explanation);
	if (explaining->number)
		snprintf(what, sizeof(what), "packet %lu", explaining->number);
	if (err && session->json && explaining->number)
		show_json(explaining, NULL, rfw_error(session->context));
	if (err)
		return refused(session, err, what);
	if (session->json) {
		show_json(explaining, explanation, NULL);
	} else {
		if (explaining->number)
			printf("%s%s:\n", explaining->number > 1 ? "\n" : "", what);
		explain_show(explanation, explaining->input);
	}
	rfw_explanation_free(explanation);
	return EXIT_DONE;
}

/* ---- files of packets ---- */

static unsigned int get16(const u_char *at)
{
	return at[0] << 8 | at[1];
}

/* Octets before the IPv6 header of a frame; -1 where there is none. */
static int skip_ethernet(const u_char *frame, size_t length)
{
	size_t at = 12;

	while (at + 2 <= length) {
		if (get16(frame + at) == ETHERTYPE_IPV6)
			return at + 2;
		if (get16(frame + at) != ETHERTYPE_VLAN && get16(frame + at) != ETHERTYPE_QINQ)
			return -1;
		at += 4;
	}
	return -1;
}

static int skip_link(int link, const u_char *frame, size_t length)
{
	switch (link) {
	case DLT_EN10MB:
		return skip_ethernet(frame, length);
	case DLT_LINUX_SLL:
		return length >= 16 && get16(frame + 14) == ETHERTYPE_IPV6 ? 16 : -1;
	case DLT_LINUX_SLL2:
		return length >= 20 && get16(frame) == ETHERTYPE_IPV6 ? 20 : -1;
	default:
		return length && frame[0] >> 4 == 6 ? 0 : -1;
	}
}

static bool knows_link(int link)
{
	return link == DLT_EN10MB || link == DLT_LINUX_SLL || link == DLT_LINUX_SLL2 ||
	       link == DLT_RAW || link == DLT_IPV6;
}

static enum exit_code explain_packets(struct explaining *explaining, pcap_t *file,
				      const struct word *name)
{
	enum exit_code code = EXIT_DONE, one;
	struct pcap_pkthdr *header;
	int got, skip, link = pcap_datalink(file);
	const u_char *frame;

	if (!knows_link(link)) {
		wrong(name, "the packets of \"%s\" are of link type %s, not raw or Ethernet",
		      name->text, pcap_datalink_val_to_name(link) ?: "unknown");
		return EXIT_USAGE;
	}
	while ((got = pcap_next_ex(file, &header, &frame)) == 1) {
		explaining->number++;
		skip = skip_link(link, frame, header->caplen);
		if (skip < 0)
			continue;
		one = explain(explaining, frame + skip, header->caplen - skip);
		if (one == EXIT_UNAVAILABLE)
			return one;
		code = code ? code : one;
		/* somebody may send one packet after the other */
		if (fflush(stdout))
			return EXIT_REFUSED;
	}
	if (got == PCAP_ERROR_BREAK)
		return code;
	wrong(name, "%s", pcap_geterr(file));
	return EXIT_REFUSED;
}

static enum exit_code explain_file(struct explaining *explaining, const struct word *words,
				   size_t count)
{
	char error[PCAP_ERRBUF_SIZE];
	enum exit_code code;
	pcap_t *file;

	if (count != 1) {
		wrong(&words[count ? 1 : -1], "\"file\" wants one name");
		return EXIT_USAGE;
	}
	/* "-" is the standard input */
	file = pcap_open_offline(words[0].text, error);
	if (!file) {
		wrong(&words[0], "%s", error);
		return EXIT_REFUSED;
	}
	code = explain_packets(explaining, file, &words[0]);
	pcap_close(file);
	return code;
}

/* ---- the command ---- */

/* Return: words taken, or -1. */
static int parse_interface(const struct word *words, size_t count, const char *name,
			   const char **interface)
{
	if (!count || strcmp(words[0].text, name))
		return 0;
	if (count == 1)
		return wrong(&words[0], "\"%s\" wants an interface", name);
	*interface = words[1].text;
	return value_interface(&words[1], words[1].text) ? -1 : 2;
}

enum exit_code run_explain(struct session *session, const struct word *words, size_t count)
{
	struct explaining explaining = { .session = session };
	struct packet packet;
	enum exit_code code;
	int in, out, err;

	in = parse_interface(words, count, "in", &explaining.input);
	if (!in)
		wrong(&words[0], "\"%s\" stands where \"in INTERFACE\" is to be", words[0].text);
	if (in <= 0)
		return EXIT_USAGE;
	out = parse_interface(words + in, count - in, "out", &explaining.output);
	if (out < 0)
		return EXIT_USAGE;
	words += in + out;
	count -= in + out;
	if (!count) {
		wrong(&words[-1],
		      "the packet is missing: a protocol and addresses, \"file\" or \"hex\"");
		return EXIT_USAGE;
	}
	if (!strcmp(words[0].text, "file")) {
		code = session_open(session, false);
		return code ? code : explain_file(&explaining, words + 1, count - 1);
	}
	if (!strcmp(words[0].text, "hex"))
		err = packet_read_hex(&packet, words + 1, count - 1);
	else
		err = packet_describe(&packet, words, count);
	if (err)
		return EXIT_USAGE;
	code = session_open(session, false);
	return code ? code : explain(&explaining, packet.data, packet.length);
}
