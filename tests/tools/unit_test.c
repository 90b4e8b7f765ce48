// SPDX-License-Identifier: GPL-2.0-only
/* Values, words and messages of the library and of rfwctl, without a kernel. TAP. */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tools/librfw/context.h"
#include "../../tools/rfwctl/config.h"
#include "../../tools/rfwctl/explain.h"

static unsigned int tests, failures;

static void ok(bool result, const char *name)
{
	printf("%sok %u - %s\n", result ? "" : "not ", ++tests, name);
	failures += !result;
}

static const struct word here = { .text = "", .column = 1 };

static void test_durations(void)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: refused */
	} cases[] = {
		{ "300", 300 },	      { "90s", 90 },
		{ "5m", 300 },	      { "2h4m", 7440 },
		{ "1d", 86400 },      { "1d1h1m1s", 90061 },
		{ "0", 0 },	      { "0s", 0 },
		{ "", -1 },	      { "m", -1 },
		{ "4m2h", -1 },	      { "5mm", -1 },
		{ "5m5", -1 },	      { "-5", -1 },
		{ "5 m", -1 },	      { "4294967295", 4294967295 },
		{ "4294967296", -1 }, { "99999d", -1 },
		{ "1w", -1 },	      { "1e3", -1 },
		{ "0x10", -1 },	      { "99999999999999999999", -1 },
	};
	char name[64], text[DURATION_TEXT];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t seconds = 0;
		int err = value_duration(&here, cases[i].text, 0, UINT32_MAX, &seconds);

		snprintf(name, sizeof(name), "duration \"%s\"", cases[i].text);
		ok((cases[i].seconds < 0) == (err != 0) && (err || seconds == cases[i].seconds),
		   name);
	}
	for (uint32_t seconds = 0, back, wrong = 0; seconds < 200000; seconds += 61) {
		wrong += value_duration(&here, format_duration(seconds, text), 0, UINT32_MAX,
					&back) ||
			 back != seconds;
		if (seconds + 61 >= 200000)
			ok(!wrong, "durations that are written are read as the same");
	}
}

static void test_prefixes(void)
{
	static const struct {
		const char *text;
		uint8_t shortest;
		const char *prefix; /* NULL: refused */
	} cases[] = {
		{ "2001:db8::/32", 0, "2001:db8::/32" },
		{ "::/0", 0, "::/0" },
		{ "2001:DB8:0:0::1/128", 0, "2001:db8::1/128" },
		{ "2001:db8::1/32", 0, NULL },
		{ "2001:db8::/129", 0, NULL },
		{ "2001:db8::", 0, NULL },
		{ "10.0.0.0/8", 0, NULL },
		{ "2001:db8::/12", 16, NULL },
		{ "2000::/16", 16, "2000::/16" },
		{ "2001:db8::/", 0, NULL },
		{ "2001:db8::/+32", 0, NULL },
		{ "/32", 0, NULL },
		{ "2001:db8:::/32", 0, NULL },
		{ "fe80::1%eth0/64", 0, NULL },
		{ "2001:db8:0:ff80::/57", 0, "2001:db8:0:ff80::/57" },
		{ "2001:db8:0:ff80::/56", 0, NULL },
		{ "8000::/1", 0, "8000::/1" },
		{ "c000::/1", 0, NULL },
		{ "", 0, NULL },
		{ "2001:db8::ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/32", 0, NULL },
	};
	char name[128], text[PREFIX_TEXT];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rfw_prefix prefix;
		int err = value_prefix(&here, cases[i].text, cases[i].shortest, &prefix);

		snprintf(name, sizeof(name), "prefix \"%s\"", cases[i].text);
		if (!err)
			format_prefix(&prefix, text);
		ok(cases[i].prefix ? !err && !strcmp(text, cases[i].prefix) : err != 0, name);
	}
}

static void test_words(void)
{
	uint8_t number;
	bool same = true;

	for (unsigned int i = 0; i < 256; i++)
		same &= !value_protocol(&here, protocol_word(i), &number) && number == i;
	ok(same, "every protocol's name or number reads as itself");
	ok(rfw_word_value(RFW_ENUM_DROP_REASON, "unsolicited") == RFW_DROP_REASON_UNSOLICITED,
	   "a word has its value");
	ok(rfw_word_value(RFW_ENUM_DROP_REASON, "nonsense") == -1, "another word has none");
	ok(!rfw_word(RFW_ENUM_DROP_REASON, 1000), "a value of the future has no word");
	ok(!strcmp(rfw_word_meaning(RFW_ENUM_DROP_REASON, RFW_DROP_REASON_BOGON),
		   "source or destination on the domain's bogon list"),
	   "a reason has its meaning");
}

/* Encode, decode, and encode again: the same octets, whatever the object. */
static bool comes_back(struct rfw_context *context, const struct rfw_schema *schema,
		       const void *object)
{
	char *copy = calloc(1, schema->size);
	struct nlmsghdr *first, *second;
	bool same = false;
	size_t length;

	context->out.used = 0;
	first = rfw_request(context, 1, 0, schema, object);
	length = first->nlmsg_len;
	if (!rfw_decode_message(schema, first, copy)) {
		second = rfw_request(context, 1, 0, schema, copy);
		first = (void *)context->out.data;
		second->nlmsg_seq = first->nlmsg_seq;
		same = second->nlmsg_len == length && !memcmp(first, second, length);
	}
	rfw_release(schema, copy);
	free(copy);
	return same;
}

static struct rfw_domain *large_domain(unsigned int prefixes)
{
	struct rfw_domain *domain = rfw_domain_alloc();
	struct in6_addr address = { { { 0x20, 1, 0xd, 0xb8 } } };

	RFW_GIVE(domain, RFW_A_DOMAIN_NAME);
	snprintf(domain->name, sizeof(domain->name), "large");
	RFW_GIVE(domain, RFW_A_DOMAIN_OUTSIDE);
	rfw_interface_list_add(&domain->outside, "wan0");
	rfw_interface_list_add(&domain->outside, "abcdefghijklmno");
	RFW_GIVE(domain, RFW_A_DOMAIN_PREFIX);
	for (unsigned int i = 0; i < prefixes; i++) {
		address.s6_addr[4] = i >> 8;
		address.s6_addr[5] = i;
		rfw_prefix_list_add(&domain->prefix, &address, 48);
	}
	return domain;
}

static void test_messages(void)
{
	struct rfw_context context = { .family = 0x40 };
	struct rfw_domain *domain = large_domain(4096);
	struct rfw_policy *policy = rfw_policy_alloc();
	struct rfw_opening *opening = rfw_opening_alloc();
	struct rfw_flow *flow = rfw_flow_alloc();
	struct in6_addr addresses[] = { { { { 0x20, 1 } } }, { { { 0x20, 2 } } } };
	struct rfw_sip_call call = { .remote = { addresses, 2 } };

	ok(comes_back(&context, &rfw_schema_domain, domain),
	   "a domain of 4,096 prefixes is encoded and decoded");
	RFW_GIVE(domain, RFW_A_DOMAIN_BOGON);
	RFW_GIVE(domain, RFW_A_DOMAIN_INSIDE);
	context.out.used = 0;
	ok(rfw_request(&context, 1, 0, &rfw_schema_domain, domain)->nlmsg_len ==
		   NLMSG_HDRLEN + GENL_HDRLEN + 12 + 12 + 20 + 4096 * 32 + 8 + 4,
	   "empty lists are what clears them");
	rfw_domain_free(domain);

	for (unsigned int i = 1; i < rfw_schema_timeouts.count; i++) {
		RFW_GIVE(&policy->timeouts, i);
		*(uint32_t *)rfw_member(&policy->timeouts, &rfw_schema_timeouts.fields[i]) =
			100 + i;
	}
	RFW_GIVE(policy, RFW_A_POLICY_TIMEOUTS);
	RFW_GIVE(policy, RFW_A_POLICY_PROTOCOL_TIMEOUT);
	RFW_GIVE(policy, RFW_A_POLICY_UNKNOWN_PROTOCOL);
	rfw_protocol_timeout_list_add(&policy->protocol_timeout, 132, 7440, 0);
	rfw_protocol_timeout_list_add(&policy->protocol_timeout, 33, 0, 0);
	rfw_number_list_add(&policy->unknown_protocol, 50);
	RFW_GIVE(policy, RFW_A_POLICY_SIP_PORT);
	rfw_port_list_add(&policy->sip_port, 5060);
	rfw_port_list_add(&policy->sip_port, 65535);
	ok(comes_back(&context, &rfw_schema_policy, policy), "a policy is encoded and decoded");
	rfw_policy_free(policy);

	RFW_GIVE(&call, RFW_A_SIP_CALL_HOST);
	RFW_GIVE(&call, RFW_A_SIP_CALL_REMOTE);
	ok(comes_back(&context, &rfw_schema_sip_call, &call), "a call is encoded and decoded");

	RFW_GIVE(opening, RFW_A_OPENING_SERVICE_CODE);
	rfw_service_code_list_add(&opening->service_code, 7);
	rfw_service_code_list_add(&opening->service_code, 0x61626364);
	ok(comes_back(&context, &rfw_schema_opening, opening),
	   "service codes are encoded and decoded");
	rfw_opening_free(opening);

	RFW_GIVE(flow, RFW_A_FLOW_PREFIX);
	RFW_GIVE(flow, RFW_A_FLOW_PORT);
	flow->prefix.length = 64;
	flow->port = 443;
	ok(comes_back(&context, &rfw_schema_flow, flow), "a flow filter is encoded and decoded");
	rfw_flow_free(flow);
	rfw_buffer_free(&context.out);
}

static size_t split(char *text, struct word *words)
{
	size_t count = 0;

	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		words[count++] = (struct word){ .text = word, .column = count };
	return count;
}

#define ENDS_HEX "20010db8000200000000000000000009" "20010db8000101000000000000000010"

/* Of another make: tests/selftests/raw.py. */
static void test_packets(void)
{
	static const struct {
		const char *words;
		const char *hex; /* NULL: refused */
	} cases[] = {
		{ "tcp A 5555 B 443",
		  "6000000000140640" ENDS_HEX "15b301bb00000000000000005002ffff3be70000" },
		{ "tcp A 5555 B 443 flags ack,psh seq 7 ack 4000000000 window 100 length 100",
		  "60000000003c0640" ENDS_HEX "15b301bb00000007ee6b28005018006424d20000"
		  "0000000000000000000000000000000000000000"
		  "0000000000000000000000000000000000000000" },
		{ "udp A 1 B 2", "6000000000081140" ENDS_HEX "000100020008a34d" },
		{ "17 A 1 B 2 length 51", "60000000000b1140" ENDS_HEX "00010002000ba347000000" },
		{ "icmp6 echo-request A B id 513", "6000000000083a40" ENDS_HEX "8000212e02010000" },
		{ "icmp6 1/4 A B", "6000000000083a40" ENDS_HEX "0104a22b00000000" },
		{ "gre A B", "6000000000002f40" ENDS_HEX },
		{ "udplite A 1 B 2", "6000000000088840" ENDS_HEX "000100020000a2de" },
		{ "tcp A 5555 B", NULL },
		{ "tcp A 5555", NULL },
		{ "tcp A B", NULL },
		{ "udp A 1 B 65536", NULL },
		{ "udp A 1 B 2 length 47", NULL },
		{ "udp A 1 B 2 length 2049", NULL },
		{ "udp A 1 B 2 flags syn", NULL },
		{ "udp A 1 B 2 length", NULL },
		{ "tcp A 1 B 2 flags syn,odd", NULL },
		{ "icmp6 A B", NULL },
		{ "icmp6 256 A B", NULL },
		{ "icmp6 1/256 A B", NULL },
		{ "icmp6 128 A B id 65536", NULL },
		{ "icmp6", NULL },
		{ "gre A 1 B 2", NULL },
		{ "nonsense A B", NULL },
	};
	struct packet packet, same;
	struct word words[16], hex;
	char text[128], name[160];
	size_t count;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(name, sizeof(name), "packet \"%s\"", cases[i].words);
		snprintf(text, sizeof(text), "%s", cases[i].words);
		count = split(text, words);
		for (size_t n = 0; n < count; n++) {
			if (!strcmp(words[n].text, "A"))
				words[n].text = "2001:db8:2::9";
			if (!strcmp(words[n].text, "B"))
				words[n].text = "2001:db8:1:100::10";
		}
		if (!cases[i].hex) {
			ok(packet_describe(&packet, words, count) < 0, name);
			continue;
		}
		hex = (struct word){ .text = cases[i].hex };
		ok(!packet_describe(&packet, words, count) && !packet_read_hex(&same, &hex, 1) &&
			   packet.length == same.length &&
			   !memcmp(packet.data, same.data, same.length),
		   name);
	}
}

static void test_hex(void)
{
	static const struct {
		const char *words;
		int length; /* -1: refused */
	} cases[] = {
		{ "60", 1 }, { "6000:0000 00 0a", 6 }, { "60:00:0A", 3 }, { "6", -1 },
		{ "600", -1 }, { "6g", -1 }, { "60:", -1 }, { "60::00", -1 },
	};
	char name[64], text[32], *much = malloc(2 * RFW_PACKET_MAX + 3);
	struct word words[8], long_word = { .text = much };
	struct packet packet;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t count;
		int err;

		snprintf(name, sizeof(name), "octets \"%s\"", cases[i].words);
		snprintf(text, sizeof(text), "%s", cases[i].words);
		count = split(text, words);
		err = packet_read_hex(&packet, words, count);
		ok(err ? cases[i].length < 0 : (int)packet.length == cases[i].length, name);
	}
	memset(much, '0', 2 * RFW_PACKET_MAX + 2);
	much[2 * RFW_PACKET_MAX + 2] = '\0';
	ok(packet_read_hex(&packet, &long_word, 1) < 0, "octets: one too many");
	much[2 * RFW_PACKET_MAX] = '\0';
	ok(!packet_read_hex(&packet, &long_word, 1), "octets: as many as there may be");
	free(much);
}

/* Whatever the octets are: no crash, and what is refused leaves nothing behind. */
static void test_noise(void)
{
	static const struct rfw_schema *const schemas[] = {
		&rfw_schema_domain, &rfw_schema_policy,	    &rfw_schema_subscriber,
		&rfw_schema_flow,   &rfw_schema_statistics, &rfw_schema_explanation,
	};
	struct {
		struct nlmsghdr header;
		uint8_t data[256];
	} message;

	srandom(1);
	for (unsigned int round = 0; round < 200000; round++) {
		const struct rfw_schema *schema = schemas[round % 6];
		void *object = calloc(1, schema->size);

		message.header.nlmsg_len = NLMSG_HDRLEN + random() % (sizeof(message.data) + 1);
		for (size_t i = 0; i < sizeof(message.data); i++)
			message.data[i] = random() % 5 ? random() % 24 : random();
		rfw_decode_message(schema, &message.header, object);
		rfw_release(schema, object);
		free(object);
	}
	ok(true, "200,000 messages of noise");
}

int main(void)
{
	/* messages for people are not what is tested here */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	test_durations();
	test_prefixes();
	test_words();
	test_messages();
	test_packets();
	test_hex();
	test_noise();
	printf("1..%u\n", tests);
	return failures != 0;
}
