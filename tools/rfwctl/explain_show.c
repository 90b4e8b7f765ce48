// SPDX-License-Identifier: GPL-2.0-only
/* What led to a verdict, in numbered sentences. */
#include "explain.h"
#include "flow.h"

#include <netinet/in.h>
#include <stdarg.h>
#include <string.h>

#define HAS(x, attribute) RFW_HAS(x, RFW_A_EXPLANATION_##attribute)

static unsigned int number;

static void sentence(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void sentence(const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	printf("%2u. ", ++number);
	print_safe(stdout, text);
	putchar('\n');
}

static void show_packet(const struct rfw_explanation *x, const char *input)
{
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT], what[64];

	snprintf(what, sizeof(what), "%s", protocol_word(x->protocol));
	if (HAS(x, SEGMENT))
		snprintf(what + strlen(what), sizeof(what) - strlen(what), " %s",
			 rfw_word(RFW_ENUM_SEGMENT_KIND, x->segment) ?: "?");
	if (HAS(x, ICMP6_TYPE))
		snprintf(what + strlen(what), sizeof(what) - strlen(what), " type %u code %u",
			 x->icmp6_type, x->icmp6_code);
	sentence("The packet: %s%s from %s to %s, %u octets, arrives on %s%s%s.", what,
		 x->authenticated ? ", authenticated," : "",
		 protocol_endpoint(x->protocol, &x->source_address, x->source_port, from),
		 protocol_endpoint(x->protocol, &x->destination_address, x->destination_port, to),
		 x->length, input, HAS(x, OUTPUT) ? " and is to leave by " : "", x->output);
}

static void show_place(const char *end, const char *domain, const char *subscriber)
{
	if (!*domain)
		sentence("Its %s address is in no domain.", end);
	else if (!*subscriber)
		sentence("Its %s address is in domain %s, but nobody's.", end, domain);
	else
		sentence("Its %s address is in domain %s, of subscriber %s.", end, domain,
			 subscriber);
}

static void show_flow(const struct rfw_explanation *x)
{
	const struct rfw_flow *flow = &x->flow;
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT], age[DURATION_TEXT], left[DURATION_TEXT];

	sentence("%s belongs to a live flow: %s %s -> %s, subscriber %s%s%s.",
		 x->step == RFW_EXPLAIN_STEP_ICMP6 ? "The packet that it carries" : "It",
		 protocol_word(flow->protocol), flow_endpoint(flow, false, from),
		 flow_endpoint(flow, true, to), flow->subscriber,
		 flow->peer_subscriber[0] ? " and " : "", flow->peer_subscriber);
	sentence("That flow is %s, origin %s, %s old, and expires in %s%s.", flow_state(flow),
		 rfw_word(RFW_ENUM_FLOW_ORIGIN, flow->origin) ?: "?",
		 format_duration(flow->age, age), format_duration(flow->expires, left),
		 flow->protocol != IPPROTO_TCP || flow->window_tracked ?
			 "" :
			 "; its sequence numbers are not known");
	if (x->reopens)
		sentence("That flow is over: the packet is judged as the first of another.");
}

/* Whether the step at which a flow is looked for was reached. */
static bool looked_for_flow(const struct rfw_explanation *x)
{
	return x->step >= RFW_EXPLAIN_STEP_SIDE ||
	       (x->step == RFW_EXPLAIN_STEP_ICMP6 && x->icmp6_type < 128);
}

static void show_admission(const struct rfw_explanation *x)
{
	sentence("Policy %s says what may open a flow; %s filtering is %s.", x->policy,
		 protocol_word(x->protocol), rfw_word(RFW_ENUM_FILTERING, x->filtering) ?: "?");
	if (x->step == RFW_EXPLAIN_STEP_INBOUND)
		sentence("Nothing lets it in: no opening, endpoint of a flow, open port or knob.");
	if (!HAS(x, ORIGIN))
		return;
	if (HAS(x, OPENING))
		sentence("%s number %u lets it through.",
			 x->origin == RFW_FLOW_ORIGIN_DMZ     ? "DMZ host" :
			 x->origin == RFW_FLOW_ORIGIN_PINHOLE ? "Pinhole" :
								"Forward",
			 x->opening);
	else if (x->origin == RFW_FLOW_ORIGIN_ENDPOINT)
		sentence("The endpoint of a live flow lets it in, by that filtering.");
	else if (x->origin == RFW_FLOW_ORIGIN_OPEN)
		sentence("An open port, or a knob of the policy, lets it in.");
	else if (x->origin == RFW_FLOW_ORIGIN_SIGNALLED)
		sentence("Mobility signalling between the same ends lets the tunnel in.");
	else
		sentence("The subscriber may open such a flow.");
}

static void show_after(const struct rfw_explanation *x)
{
	const char *state = rfw_word(RFW_ENUM_FLOW_STATE, x->state) ?: "?";
	char left[DURATION_TEXT];

	format_duration(x->expires, left);
	if (HAS(x, FORWARDING_CLASS))
		sentence("It opens a flow: %s, forwarding class %s, expires in %s.", state,
			 rfw_word(RFW_ENUM_FORWARDING_CLASS, x->forwarding_class) ?: "?", left);
	else if (!x->expires)
		sentence("It ends the flow.");
	else
		sentence("The flow is %s then, and expires in %s.", state, left);
	if (HAS(x, MSS))
		sentence("Its maximum segment size becomes %u at most.", x->mss);
}

static void show_verdict(const struct rfw_explanation *x)
{
	const char *by = rfw_word_meaning(RFW_ENUM_EXPLAIN_STEP, x->step);
	const char *meaning;

	if (HAS(x, ANSWER))
		sentence("Its sender is told %s.",
			 rfw_word_meaning(RFW_ENUM_ANSWER, x->answer) ?: "?");
	sentence("What decides: %s.", by ?: "?");
	if (x->transparent)
		sentence("It would be dropped, %s, but the policy is transparent.",
			 rfw_word(RFW_ENUM_DROP_REASON, x->reason) ?: "?");
	if (x->verdict != RFW_VERDICT_DROP) {
		meaning = rfw_word_meaning(RFW_ENUM_VERDICT, x->verdict);
		sentence("Verdict: %s%s%s.", rfw_word(RFW_ENUM_VERDICT, x->verdict) ?: "?",
			 meaning ? ": " : "", meaning ?: "");
		return;
	}
	meaning = rfw_word_meaning(RFW_ENUM_DROP_REASON, x->reason);
	sentence("Verdict: drop, %s%s%s.", rfw_word(RFW_ENUM_DROP_REASON, x->reason) ?: "?",
		 meaning ? ": " : "", meaning ?: "");
}

void explain_show(const struct rfw_explanation *x, const char *input)
{
	number = 0;
	show_packet(x, input);
	show_place("source", x->source_domain, x->source_subscriber);
	show_place("destination", x->destination_domain, x->destination_subscriber);
	if (HAS(x, FLOW))
		show_flow(x);
	else if (looked_for_flow(x))
		sentence("%s belongs to no live flow.",
			 x->step == RFW_EXPLAIN_STEP_ICMP6 ? "The packet that it carries" : "It");
	if (HAS(x, POLICY))
		show_admission(x);
	if (HAS(x, STATE))
		show_after(x);
	show_verdict(x);
}
