// SPDX-License-Identifier: LGPL-2.1-or-later
/* Made from docs/netlink/rfw.yaml by schema-regen.py. Do not edit. */
#include "schema.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const struct rfw_word domain_state_words[] = {
	{ "down", "as if the domain were not there, its packets pass" },
	{ "up", NULL },
};

static const struct rfw_word bogons_words[] = {
	{ "none", NULL },
	{ "default", "the built-in list (RFC 6092 REC-3), the documentation prefixes among it" },
	{ "listed", "the prefixes of the bogon attributes" },
};

static const struct rfw_word prefix_origin_words[] = {
	{ "configured", NULL },
	{ "followed", "learned from an interface named by prefix-from" },
};

static const struct rfw_word preset_words[] = {
	{ "strict", "lets in what was asked for from inside, and checks sequence numbers" },
	{ "sros", "the defaults of the Nokia 7750 SR residential firewall" },
	{ "rfc6092", "the defaults of RFC 6092" },
	{ "balanced", "open from outside but for weak and local services" },
	{ "transparent", "nothing is filtered, everything is counted" },
};

static const struct rfw_word filtering_words[] = {
	{ "address-and-port-dependent", "only those from the address and port that the flow was opened to" },
	{ "address-dependent", "those from the address that the flow was opened to, whatever their port" },
	{ "endpoint-independent", "those from anywhere" },
};

static const struct rfw_word tcp_window_words[] = {
	{ "off", NULL },
	{ "strict", "for each connection whose handshake was seen (RFC 6092 REC-32)" },
};

static const struct rfw_word host_learning_words[] = {
	{ "off", "any" },
	{ "required", "those that are known, so that nobody outside causes neighbour discovery for one that nobody has" },
};

static const struct rfw_word host_origin_words[] = {
	{ "upstream", "it sent a packet that was to be forwarded" },
	{ "dad", "it was about to be used, a neighbour solicitation for duplicate address detection" },
	{ "neighbour", "it was in the neighbour table" },
	{ "configured", "a forward, DMZ host or pinhole is for it, or it is one of a host that has a name" },
};

static const struct rfw_word unknown_protocols_words[] = {
	{ "none", NULL },
	{ "all", NULL },
	{ "listed", "those of the unknown-protocol attributes" },
};

static const struct rfw_word unsolicited_words[] = {
	{ "drop", "nothing" },
	{ "reject", "at once RST to TCP, ICMPv6 administratively prohibited to everything else" },
	{ "reject-delayed", "ICMPv6 administratively prohibited to a TCP SYN or SCTP INIT after 6 s, unless the inside calls before (RFC 6092 REC-34, REC-39); nothing to everything else" },
};

static const struct rfw_word forwarding_class_words[] = {
	{ "be", NULL },
	{ "l2", NULL },
	{ "af", NULL },
	{ "l1", NULL },
	{ "h2", NULL },
	{ "ef", NULL },
	{ "h1", NULL },
	{ "nc", NULL },
};

static const struct rfw_word alg_words[] = {
	{ "sip", "opens pinholes for the media that SIP calls agree on (RFC 3261)" },
};

static const struct rfw_word flow_state_words[] = {
	{ "none", NULL },
	{ "initial", "one packet so far" },
	{ "active", "a second packet was seen" },
	{ "tcp-syn-sent", "SYN from the originator" },
	{ "tcp-syn-both", "SYN from both sides, simultaneous open" },
	{ "tcp-syn-acked", "SYN/ACK from the responder" },
	{ "tcp-established", NULL },
	{ "tcp-fin-originator", "half closed, FIN from the originator alone" },
	{ "tcp-fin-responder", "half closed, FIN from the responder alone" },
	{ "tcp-fin-both", "FIN from both sides, not yet acknowledged" },
	{ "tcp-time-wait", NULL },
	{ "tcp-reset", "after a valid RST" },
	{ "tcp-picked-up", "picked up in mid-stream, no answer so far" },
};

static const struct rfw_word flow_origin_words[] = {
	{ "outbound", "opened by the subscriber" },
	{ "forward", "let in by a static forward" },
	{ "dmz", "opened by, or let in to, a DMZ host" },
	{ "pinhole", "let in by a dynamic pinhole" },
	{ "endpoint", "let in where another flow has the same inside endpoint, see filtering" },
	{ "open", "let in by the policy's open ports, or a knob of it" },
	{ "signalled", "a tunnel, let in beside a live flow of mobility signalling between the same ends (RFC 6092 REC-29)" },
};

static const struct rfw_word opening_kind_words[] = {
	{ "forward", "static, for a protocol and its ports" },
	{ "dmz", "static, a host with every protocol" },
	{ "pinhole", "dynamic, with an owner and a lifetime" },
};

static const struct rfw_word opening_target_words[] = {
	{ "address", NULL },
	{ "suffix", "the host part of an address, in each of the subscriber's prefixes that there are" },
	{ "host", "a host of the subscriber that has a name, at the addresses that it has" },
};

static const struct rfw_word pinhole_owner_words[] = {
	{ "api", "a program or a person" },
	{ "pcp", NULL },
	{ "upnp", NULL },
	{ "sip", NULL },
	{ "radius", NULL },
};

static const struct rfw_word flow_inside_words[] = {
	{ "originator", NULL },
	{ "responder", NULL },
};

static const struct rfw_word flow_end_words[] = {
	{ "expired", NULL },
	{ "closed", "by its own packets (a timer of 0, or a new connection on the same tuple)" },
	{ "deleted", "by request" },
	{ "configuration", "the present configuration does not allow it" },
	{ "evicted", "to make room" },
	{ "replaced", "by flow-new, which knows more of the same conversation" },
};

static const struct rfw_word drop_reason_words[] = {
	{ "none", NULL },
	{ "malformed-header", "the IPv6 header or an extension header is malformed, out of place or cut short" },
	{ "long-header-chain", "more than 8 extension headers or 1,024 octets of them" },
	{ "routing-type-0", "routing header of type 0 (RFC 5095)" },
	{ "fragment", "a fragment that could not be reassembled, or a second fragment header" },
	{ "malformed-transport", "the transport header is cut short or contradicts the packet's length" },
	{ "bad-checksum", NULL },
	{ "multicast-source", NULL },
	{ "multicast-scope", "multicast destination within the boundary" },
	{ "bogon", "source or destination on the domain's bogon list" },
	{ "spoofed-source", NULL },
	{ "unique-local", "unique local address across the border (RFC 6092 REC-7)" },
	{ "wrong-side", "a packet of a live flow came from an interface of the other side" },
	{ "no-subscriber", "inside a domain, but nobody's" },
	{ "home-address", "a routing header of type 2 names a home address that the flow's inside end does not have" },
	{ "unknown-host", "to an inside address that nobody is known to have, see host-learning" },
	{ "unsolicited", "inbound and nobody asked for it" },
	{ "unknown-protocol", "the policy does not let this protocol open flows" },
	{ "tcp-flags", "a combination of flags that no TCP sends" },
	{ "tcp-no-flow", "a TCP segment that opens nothing and belongs to no flow" },
	{ "tcp-window", "outside of the sequence window" },
	{ "tcp-state", "a segment that makes no sense in the connection's state" },
	{ "icmp6-type", "an ICMPv6 message that is not forwarded" },
	{ "icmp6-error", "an ICMPv6 error that belongs to no live flow" },
	{ "icmp6-mtu", "Packet Too Big with an MTU below 1280 (RFC 8201)" },
	{ "icmp6-echo", "an echo reply without its request" },
	{ "session-limit", "the subscriber has all the flows it may have" },
	{ "session-reserve", "the rest of the subscriber's flows is reserved for the forwarding classes of priority-fc" },
	{ "inbound-share", "the subscriber has all the inbound flows it may have" },
	{ "half-open-limit", "too many of the subscriber's flows are half open" },
	{ "new-flow-rate", "too many new flows of the subscriber in a second" },
	{ "domain-full", "the domain has all the flows it may have" },
	{ "table-full", "the namespace has all the flows it may have" },
	{ "no-memory", NULL },
};

static const struct rfw_word sip_count_words[] = {
	{ "messages", "that were read" },
	{ "not-sip", "datagrams and streams to a sip-port that are no SIP" },
	{ "malformed", "messages that can not be understood" },
	{ "too-long", "messages that are longer than what is read" },
	{ "no-memory", "messages that there was no memory for" },
	{ "body-encoded", "messages whose session description is compressed or encrypted" },
	{ "media-refused", "media at an address that is not the host's" },
	{ "port-refused", "media at a port that may not be opened, as those below 1024" },
	{ "media-excess", "media that a message or call has too many of" },
	{ "call-excess", "calls beyond what a subscriber or host may have" },
	{ "call-opened", "calls that began" },
	{ "call-closed", "calls that are over" },
	{ "pinhole-opened", "pinholes for media" },
	{ "pinhole-refused", "pinholes that there was no room for" },
	{ "registered", "registrations that keep their flow alive" },
	{ "out-of-order-lost", "streams that were given up after segments out of order" },
};

static const struct rfw_word sip_call_state_words[] = {
	{ "early", "nobody has answered yet" },
	{ "established", NULL },
	{ "closing", "over, its pinholes close in a moment" },
};

static const struct rfw_word sip_media_kind_words[] = {
	{ "rtp", NULL },
	{ "rtcp", NULL },
	{ "candidate", "media, or checks whether they get through, at one of several addresses (RFC 8445)" },
	{ "signalling", "requests within the call, straight from the other side (RFC 3261 12.2)" },
};

static const struct rfw_word alarm_kind_words[] = {
	{ "watermark", "a subscriber's flows, against the watermarks of its policy" },
	{ "table-pressure", "the namespace's flows, above 90 % of what it may have until below 70 %" },
};

static const struct rfw_word verdict_words[] = {
	{ "pass", "it goes through, none of the firewall's business" },
	{ "accept", "it is let through" },
	{ "drop", NULL },
	{ "wait", "a fragment, kept until its packet is whole" },
};

static const struct rfw_word explain_step_words[] = {
	{ "headers", "the walk over its headers" },
	{ "fragment", "its fragment header" },
	{ "addresses", "whose its addresses are, and the rules that need no state" },
	{ "icmp6", "the rules for ICMPv6 messages that have no flow of their own" },
	{ "side", "the interface that a packet of its flow has to come from" },
	{ "flow", "the state of its flow" },
	{ "outbound", "the protocols that the policy lets open flows" },
	{ "inbound", "what is open inbound" },
	{ "transport", "whether such a packet may be the first of a flow" },
	{ "limits", "how many flows there may be" },
	{ "new-flow", "it opens a flow" },
};

static const struct rfw_word answer_words[] = {
	{ "none", "nothing" },
	{ "reset", "a RST" },
	{ "prohibited", "ICMPv6 administratively prohibited" },
	{ "prohibited-later", "ICMPv6 administratively prohibited after 6 s, unless the inside calls before" },
};

static const struct rfw_word segment_kind_words[] = {
	{ "syn", NULL },
	{ "syn-ack", NULL },
	{ "ack", "ACK, neither FIN nor RST" },
	{ "fin", "FIN with ACK" },
	{ "rst", NULL },
};

const struct rfw_words rfw_words[] = {
	[RFW_ENUM_DOMAIN_STATE] = { "domain-state", domain_state_words, COUNT(domain_state_words) },
	[RFW_ENUM_BOGONS] = { "bogons", bogons_words, COUNT(bogons_words) },
	[RFW_ENUM_PREFIX_ORIGIN] = { "prefix-origin", prefix_origin_words, COUNT(prefix_origin_words) },
	[RFW_ENUM_PRESET] = { "preset", preset_words, COUNT(preset_words) },
	[RFW_ENUM_FILTERING] = { "filtering", filtering_words, COUNT(filtering_words) },
	[RFW_ENUM_TCP_WINDOW] = { "tcp-window", tcp_window_words, COUNT(tcp_window_words) },
	[RFW_ENUM_HOST_LEARNING] = { "host-learning", host_learning_words, COUNT(host_learning_words) },
	[RFW_ENUM_HOST_ORIGIN] = { "host-origin", host_origin_words, COUNT(host_origin_words) },
	[RFW_ENUM_UNKNOWN_PROTOCOLS] = { "unknown-protocols", unknown_protocols_words, COUNT(unknown_protocols_words) },
	[RFW_ENUM_UNSOLICITED] = { "unsolicited", unsolicited_words, COUNT(unsolicited_words) },
	[RFW_ENUM_FORWARDING_CLASS] = { "forwarding-class", forwarding_class_words, COUNT(forwarding_class_words) },
	[RFW_ENUM_ALG] = { "alg", alg_words, COUNT(alg_words) },
	[RFW_ENUM_FLOW_STATE] = { "flow-state", flow_state_words, COUNT(flow_state_words) },
	[RFW_ENUM_FLOW_ORIGIN] = { "flow-origin", flow_origin_words, COUNT(flow_origin_words) },
	[RFW_ENUM_OPENING_KIND] = { "opening-kind", opening_kind_words, COUNT(opening_kind_words) },
	[RFW_ENUM_OPENING_TARGET] = { "opening-target", opening_target_words, COUNT(opening_target_words) },
	[RFW_ENUM_PINHOLE_OWNER] = { "pinhole-owner", pinhole_owner_words, COUNT(pinhole_owner_words) },
	[RFW_ENUM_FLOW_INSIDE] = { "flow-inside", flow_inside_words, COUNT(flow_inside_words) },
	[RFW_ENUM_FLOW_END] = { "flow-end", flow_end_words, COUNT(flow_end_words) },
	[RFW_ENUM_DROP_REASON] = { "drop-reason", drop_reason_words, COUNT(drop_reason_words) },
	[RFW_ENUM_SIP_COUNT] = { "sip-count", sip_count_words, COUNT(sip_count_words) },
	[RFW_ENUM_SIP_CALL_STATE] = { "sip-call-state", sip_call_state_words, COUNT(sip_call_state_words) },
	[RFW_ENUM_SIP_MEDIA_KIND] = { "sip-media-kind", sip_media_kind_words, COUNT(sip_media_kind_words) },
	[RFW_ENUM_ALARM_KIND] = { "alarm-kind", alarm_kind_words, COUNT(alarm_kind_words) },
	[RFW_ENUM_VERDICT] = { "verdict", verdict_words, COUNT(verdict_words) },
	[RFW_ENUM_EXPLAIN_STEP] = { "explain-step", explain_step_words, COUNT(explain_step_words) },
	[RFW_ENUM_ANSWER] = { "answer", answer_words, COUNT(answer_words) },
	[RFW_ENUM_SEGMENT_KIND] = { "segment-kind", segment_kind_words, COUNT(segment_kind_words) },
};

static const struct rfw_field prefix_fields[] = {
	[RFW_A_PREFIX_ADDRESS] = {
		.name = "address",
		.doc = "network byte order, host bits zero",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
	},
	[RFW_A_PREFIX_LENGTH] = {
		.name = "length",
		.type = RFW_U8, .min = 0, .max = 128,
	},
	[RFW_A_PREFIX_ORIGIN] = {
		.name = "origin",
		.doc = "in replies about domains",
		.words = &rfw_words[RFW_ENUM_PREFIX_ORIGIN],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
	},
};

const struct rfw_schema rfw_schema_prefix = {
	.name = "prefix",
	.fields = prefix_fields,
	.count = COUNT(prefix_fields),
};

static const struct rfw_field dscp_class_fields[] = {
	[RFW_A_DSCP_CLASS_DSCP] = {
		.name = "dscp",
		.type = RFW_U8, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_dscp_class, dscp),
	},
	[RFW_A_DSCP_CLASS_FORWARDING_CLASS] = {
		.name = "forwarding-class",
		.words = &rfw_words[RFW_ENUM_FORWARDING_CLASS],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_dscp_class, forwarding_class),
	},
};

const struct rfw_schema rfw_schema_dscp_class = {
	.name = "dscp-class",
	.fields = dscp_class_fields,
	.count = COUNT(dscp_class_fields),
	.size = sizeof(struct rfw_dscp_class),
};

static const struct rfw_field domain_fields[] = {
	[RFW_A_DOMAIN_NAME] = {
		.name = "name",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_domain, name),
	},
	[RFW_A_DOMAIN_STATE] = {
		.name = "state",
		.doc = "up unless given",
		.words = &rfw_words[RFW_ENUM_DOMAIN_STATE],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_domain, state),
	},
	[RFW_A_DOMAIN_PREFIX] = {
		.name = "prefix",
		.doc = "A protected prefix, length 16..128. In requests the prefixes replace those configured before; one nest without attributes, alone, leaves none. In dumps a domain with many prefixes continues in the next message, which repeats everything but the prefixes.",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_domain, prefix),
	},
	[RFW_A_DOMAIN_PREFIX_FROM] = {
		.name = "prefix-from",
		.doc = "LAN interface whose global prefixes are protected, followed as they come and go; an empty string alone clears",
		.type = RFW_STRING_LIST, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_domain, prefix_from),
	},
	[RFW_A_DOMAIN_OUTSIDE] = {
		.name = "outside",
		.doc = "Interface on the unsafe side. None: the side of a packet follows from its addresses alone. An empty string alone clears.",
		.type = RFW_STRING_LIST, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_domain, outside),
	},
	[RFW_A_DOMAIN_INSIDE] = {
		.name = "inside",
		.doc = "Interface on which only sources within the prefixes may arrive (RFC 6092 REC-5). Interfaces named by prefix-from are inside too. An empty string alone clears.",
		.type = RFW_STRING_LIST, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_domain, inside),
	},
	[RFW_A_DOMAIN_VRF] = {
		.name = "vrf",
		.doc = "VRF device in whose table the packets are forwarded; empty for none",
		.type = RFW_STRING, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_domain, vrf),
	},
	[RFW_A_DOMAIN_MULTICAST_BOUNDARY] = {
		.name = "multicast-boundary",
		.doc = "multicast of this scope and below does not cross, 8 unless given (RFC 6092 REC-2)",
		.type = RFW_U8, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_domain, multicast_boundary),
	},
	[RFW_A_DOMAIN_BOGONS] = {
		.name = "bogons",
		.words = &rfw_words[RFW_ENUM_BOGONS],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_domain, bogons),
	},
	[RFW_A_DOMAIN_BOGON] = {
		.name = "bogon",
		.doc = "a prefix that is neither source nor destination of anything that crosses; implies bogons listed",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_domain, bogon),
	},
	[RFW_A_DOMAIN_CLASS_MAP] = {
		.name = "class-map",
		.doc = "The forwarding class of a DSCP where it is not that of the default map, see forwarding-class. In requests the entries replace those configured before.",
		.nest = &rfw_schema_dscp_class,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_domain, class_map),
	},
	[RFW_A_DOMAIN_ACCEPT_MARK] = {
		.name = "accept-mark",
		.doc = "Every packet of the domain that is let through gets this mark, so that a rule set behind us can accept by it. 0 for no mark, unless accept-mask is given too.",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_domain, accept_mark),
	},
	[RFW_A_DOMAIN_ACCEPT_MASK] = {
		.name = "accept-mask",
		.doc = "bits of the mark that are set so, all of them unless given",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_domain, accept_mask),
	},
	[RFW_A_DOMAIN_MAX_FLOWS] = {
		.name = "max-flows",
		.doc = "flows that the domain's subscribers may have together, 0 for no limit",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_domain, max_flows),
	},
	[RFW_A_DOMAIN_FLOWS] = {
		.name = "flows",
		.doc = "of the domain's subscribers now; one between two of them counts twice; in replies",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_domain, flows),
	},
	[RFW_A_DOMAIN_POLICIES] = {
		.name = "policies",
		.doc = "policies that name the domain; in replies",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_domain, policies),
	},
};

const struct rfw_schema rfw_schema_domain = {
	.name = "domain",
	.fields = domain_fields,
	.count = COUNT(domain_fields),
	.size = sizeof(struct rfw_domain),
	.key = RFW_A_DOMAIN_NAME,
};

static const struct rfw_field timeouts_fields[] = {
	[RFW_A_TIMEOUTS_TCP_ESTABLISHED] = {
		.name = "tcp-established",
		.doc = "also half closed",
		.type = RFW_U32, .min = 60, .max = 864000,
		.offset = offsetof(struct rfw_timeouts, tcp_established),
	},
	[RFW_A_TIMEOUTS_TCP_TRANSITORY] = {
		.name = "tcp-transitory",
		.type = RFW_U32, .min = 4, .max = 86400,
		.offset = offsetof(struct rfw_timeouts, tcp_transitory),
	},
	[RFW_A_TIMEOUTS_TCP_SYN] = {
		.name = "tcp-syn",
		.type = RFW_U32, .min = 4, .max = 86400,
		.offset = offsetof(struct rfw_timeouts, tcp_syn),
	},
	[RFW_A_TIMEOUTS_TCP_TIME_WAIT] = {
		.name = "tcp-time-wait",
		.type = RFW_U32, .min = 0, .max = 240,
		.offset = offsetof(struct rfw_timeouts, tcp_time_wait),
	},
	[RFW_A_TIMEOUTS_TCP_RST] = {
		.name = "tcp-rst",
		.type = RFW_U32, .min = 0, .max = 240,
		.offset = offsetof(struct rfw_timeouts, tcp_rst),
	},
	[RFW_A_TIMEOUTS_UDP] = {
		.name = "udp",
		.type = RFW_U32, .min = 60, .max = 86400,
		.offset = offsetof(struct rfw_timeouts, udp),
	},
	[RFW_A_TIMEOUTS_UDP_INITIAL] = {
		.name = "udp-initial",
		.type = RFW_U32, .min = 10, .max = 300,
		.offset = offsetof(struct rfw_timeouts, udp_initial),
	},
	[RFW_A_TIMEOUTS_UDP_DNS] = {
		.name = "udp-dns",
		.type = RFW_U32, .min = 1, .max = 86400,
		.offset = offsetof(struct rfw_timeouts, udp_dns),
	},
	[RFW_A_TIMEOUTS_ICMP6_QUERY] = {
		.name = "icmp6-query",
		.type = RFW_U32, .min = 10, .max = 240,
		.offset = offsetof(struct rfw_timeouts, icmp6_query),
	},
	[RFW_A_TIMEOUTS_SIP] = {
		.name = "sip",
		.type = RFW_U32, .min = 10, .max = 7200,
		.offset = offsetof(struct rfw_timeouts, sip),
	},
	[RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL] = {
		.name = "unknown-protocol",
		.type = RFW_U32, .min = 60, .max = 86400,
		.offset = offsetof(struct rfw_timeouts, unknown_protocol),
	},
};

const struct rfw_schema rfw_schema_timeouts = {
	.name = "timeouts",
	.fields = timeouts_fields,
	.count = COUNT(timeouts_fields),
	.size = sizeof(struct rfw_timeouts),
};

static const struct rfw_field protocol_timeout_fields[] = {
	[RFW_A_PROTOCOL_TIMEOUT_PROTOCOL] = {
		.name = "protocol",
		.doc = "any but TCP, UDP and ICMPv6",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_protocol_timeout, protocol),
	},
	[RFW_A_PROTOCOL_TIMEOUT_TIMEOUT] = {
		.name = "timeout",
		.doc = "seconds, once a second packet was seen",
		.type = RFW_U32, .min = 60, .max = 864000,
		.offset = offsetof(struct rfw_protocol_timeout, timeout),
	},
	[RFW_A_PROTOCOL_TIMEOUT_INITIAL] = {
		.name = "initial",
		.doc = "seconds, before",
		.type = RFW_U32, .min = 10, .max = 86400,
		.offset = offsetof(struct rfw_protocol_timeout, initial),
	},
};

const struct rfw_schema rfw_schema_protocol_timeout = {
	.name = "protocol-timeout",
	.fields = protocol_timeout_fields,
	.count = COUNT(protocol_timeout_fields),
	.size = sizeof(struct rfw_protocol_timeout),
};

static const struct rfw_field port_range_fields[] = {
	[RFW_A_PORT_RANGE_LOW] = {
		.name = "low",
		.type = RFW_PORT, .min = 1, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_port_range, low),
	},
	[RFW_A_PORT_RANGE_HIGH] = {
		.name = "high",
		.doc = "low where it is missing",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_port_range, high),
	},
};

const struct rfw_schema rfw_schema_port_range = {
	.name = "port-range",
	.fields = port_range_fields,
	.count = COUNT(port_range_fields),
	.size = sizeof(struct rfw_port_range),
};

static const struct rfw_field protocol_filtering_fields[] = {
	[RFW_A_PROTOCOL_FILTERING_PROTOCOL] = {
		.name = "protocol",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_protocol_filtering, protocol),
	},
	[RFW_A_PROTOCOL_FILTERING_FILTERING] = {
		.name = "filtering",
		.words = &rfw_words[RFW_ENUM_FILTERING],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_protocol_filtering, filtering),
	},
};

const struct rfw_schema rfw_schema_protocol_filtering = {
	.name = "protocol-filtering",
	.fields = protocol_filtering_fields,
	.count = COUNT(protocol_filtering_fields),
	.size = sizeof(struct rfw_protocol_filtering),
};

static const struct rfw_field protocol_ports_fields[] = {
	[RFW_A_PROTOCOL_PORTS_PROTOCOL] = {
		.name = "protocol",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_protocol_ports, protocol),
	},
	[RFW_A_PROTOCOL_PORTS_LOW] = {
		.name = "low",
		.type = RFW_PORT, .min = 1, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_protocol_ports, low),
	},
	[RFW_A_PROTOCOL_PORTS_HIGH] = {
		.name = "high",
		.doc = "low where it is missing",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_protocol_ports, high),
	},
};

const struct rfw_schema rfw_schema_protocol_ports = {
	.name = "protocol-ports",
	.fields = protocol_ports_fields,
	.count = COUNT(protocol_ports_fields),
	.size = sizeof(struct rfw_protocol_ports),
};

static const struct rfw_field policy_fields[] = {
	[RFW_A_POLICY_NAME] = {
		.name = "name",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_policy, name),
	},
	[RFW_A_POLICY_DOMAIN] = {
		.name = "domain",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_policy, domain),
	},
	[RFW_A_POLICY_DESCRIPTION] = {
		.name = "description",
		.type = RFW_STRING, .min = 0, .max = 255,
		.offset = offsetof(struct rfw_policy, description),
	},
	[RFW_A_POLICY_PRESET] = {
		.name = "preset",
		.doc = "policy-set with a preset returns everything else to its defaults first",
		.words = &rfw_words[RFW_ENUM_PRESET],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, preset),
	},
	[RFW_A_POLICY_TRANSPARENT] = {
		.name = "transparent",
		.doc = "nothing is filtered but spoofed sources; everything is tracked and counted (RFC 6092 REC-49)",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, transparent),
	},
	[RFW_A_POLICY_FILTERING] = {
		.name = "filtering",
		.doc = "of all protocols; forgets those of single ones",
		.words = &rfw_words[RFW_ENUM_FILTERING],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, filtering),
	},
	[RFW_A_POLICY_PROTOCOL_FILTERING] = {
		.name = "protocol-filtering",
		.doc = "filtering of single protocols; in requests they come on top of those that there are",
		.nest = &rfw_schema_protocol_filtering,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_policy, protocol_filtering),
	},
	[RFW_A_POLICY_OPEN_PORT] = {
		.name = "open-port",
		.doc = "Inbound ports that are open to every host. In requests they replace those configured before; one nest without attributes, alone, leaves none. TCP, UDP, UDP-Lite, SCTP and DCCP.",
		.nest = &rfw_schema_protocol_ports,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_policy, open_port),
	},
	[RFW_A_POLICY_OPEN_PORT_EXCEPT] = {
		.name = "open-port-except",
		.doc = "ports that stay closed in spite of open-port; replaced as those are",
		.nest = &rfw_schema_protocol_ports,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_policy, open_port_except),
	},
	[RFW_A_POLICY_MAX_PINHOLES] = {
		.name = "max-pinholes",
		.doc = "dynamic pinholes that one subscriber may have",
		.type = RFW_U32, .min = 0, .max = 65535,
		.offset = offsetof(struct rfw_policy, max_pinholes),
	},
	[RFW_A_POLICY_PINHOLE_LOW_PORTS] = {
		.name = "pinhole-low-ports",
		.doc = "pinholes may be for ports below 1024",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, pinhole_low_ports),
	},
	[RFW_A_POLICY_TIMEOUTS] = {
		.name = "timeouts",
		.nest = &rfw_schema_timeouts,
		.type = RFW_NEST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_policy, timeouts),
	},
	[RFW_A_POLICY_PROTOCOL_TIMEOUT] = {
		.name = "protocol-timeout",
		.doc = "timers of one unknown protocol; both or none are given, none removes the entry",
		.nest = &rfw_schema_protocol_timeout,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_policy, protocol_timeout),
	},
	[RFW_A_POLICY_TCP_PICKUP] = {
		.name = "tcp-pickup",
		.doc = "a segment in mid-stream from inside may start a connection",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, tcp_pickup),
	},
	[RFW_A_POLICY_TCP_WINDOW] = {
		.name = "tcp-window",
		.words = &rfw_words[RFW_ENUM_TCP_WINDOW],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, tcp_window),
	},
	[RFW_A_POLICY_UDP_INBOUND_REFRESH] = {
		.name = "udp-inbound-refresh",
		.doc = "inbound packets keep UDP flows alive too",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, udp_inbound_refresh),
	},
	[RFW_A_POLICY_FLOW_ACCOUNTING] = {
		.name = "flow-accounting",
		.doc = "count packets and octets of each flow born from now on, and of the subscriber",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, flow_accounting),
	},
	[RFW_A_POLICY_HOST_LEARNING] = {
		.name = "host-learning",
		.words = &rfw_words[RFW_ENUM_HOST_LEARNING],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, host_learning),
	},
	[RFW_A_POLICY_MAX_HOSTS] = {
		.name = "max-hosts",
		.doc = "addresses that are learned of one subscriber; the one that was seen least recently makes room",
		.type = RFW_U32, .min = 1, .max = 65535,
		.offset = offsetof(struct rfw_policy, max_hosts),
	},
	[RFW_A_POLICY_UNKNOWN_PROTOCOLS] = {
		.name = "unknown-protocols",
		.words = &rfw_words[RFW_ENUM_UNKNOWN_PROTOCOLS],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, unknown_protocols),
	},
	[RFW_A_POLICY_UNKNOWN_PROTOCOL] = {
		.name = "unknown-protocol",
		.doc = "implies unknown-protocols listed",
		.type = RFW_U8_LIST, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, unknown_protocol),
	},
	[RFW_A_POLICY_ULA_BORDER] = {
		.name = "ula-border",
		.doc = "1 lets unique local addresses cross",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, ula_border),
	},
	[RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS] = {
		.name = "icmp6-unallocated-errors",
		.doc = "ICMPv6 types 5..127 are judged by the packet that they carry instead of dropped",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, icmp6_unallocated_errors),
	},
	[RFW_A_POLICY_ICMP6_MOBILITY] = {
		.name = "icmp6-mobility",
		.doc = "ICMPv6 types 144..147 pass",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, icmp6_mobility),
	},
	[RFW_A_POLICY_ECHO_IN] = {
		.name = "echo-in",
		.doc = "inbound ICMPv6 echo requests open flows",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, echo_in),
	},
	[RFW_A_POLICY_IPSEC_PASSTHROUGH] = {
		.name = "ipsec-passthrough",
		.doc = "inbound AH, ESP, HIP and UDP to port 500 open flows (RFC 6092 REC-21 to REC-26)",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, ipsec_passthrough),
	},
	[RFW_A_POLICY_UNSOLICITED] = {
		.name = "unsolicited",
		.doc = "what is said to who sends what nobody asked for",
		.words = &rfw_words[RFW_ENUM_UNSOLICITED],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, unsolicited),
	},
	[RFW_A_POLICY_TCP_RESET_UNKNOWN] = {
		.name = "tcp-reset-unknown",
		.doc = "a TCP segment from inside that belongs to no flow is answered with RST",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, tcp_reset_unknown),
	},
	[RFW_A_POLICY_LIMIT_ANSWER] = {
		.name = "limit-answer",
		.doc = "a first packet from inside that a limit refuses is answered with ICMPv6 1/1",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, limit_answer),
	},
	[RFW_A_POLICY_TCP_MSS] = {
		.name = "tcp-mss",
		.doc = "largest TCP segment that a SYN may ask for, 160..10240; 0 for off; ends tcp-mss-pmtu",
		.type = RFW_U16, .min = 0, .max = 10240,
		.offset = offsetof(struct rfw_policy, tcp_mss),
	},
	[RFW_A_POLICY_TCP_MSS_PMTU] = {
		.name = "tcp-mss-pmtu",
		.doc = "the largest TCP segment is what the MTU of the route has room for; excludes tcp-mss",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, tcp_mss_pmtu),
	},
	[RFW_A_POLICY_MAX_SESSIONS] = {
		.name = "max-sessions",
		.doc = "flows that one subscriber may have",
		.type = RFW_U32, .min = 1, .max = 65535,
		.offset = offsetof(struct rfw_policy, max_sessions),
	},
	[RFW_A_POLICY_RESERVED_SESSIONS] = {
		.name = "reserved-sessions",
		.doc = "how many of them only the forwarding classes of priority-fc may have; fewer than max-sessions",
		.type = RFW_U32, .min = 0, .max = 65534,
		.offset = offsetof(struct rfw_policy, reserved_sessions),
	},
	[RFW_A_POLICY_PRIORITY_FC] = {
		.name = "priority-fc",
		.doc = "the forwarding classes that may have all of max-sessions, one bit each",
		.words = &rfw_words[RFW_ENUM_FORWARDING_CLASS],
		.type = RFW_SET, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, priority_fc),
	},
	[RFW_A_POLICY_INBOUND_SHARE] = {
		.name = "inbound-share",
		.doc = "percent of max-sessions that may be opened from outside; what is opened from outside leaves the rest of max-half-open and max-new-per-second too",
		.type = RFW_U8, .min = 1, .max = 100,
		.offset = offsetof(struct rfw_policy, inbound_share),
	},
	[RFW_A_POLICY_EVICT_UNANSWERED] = {
		.name = "evict-unanswered",
		.doc = "at a limit the subscriber's oldest unanswered flows make room too",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, evict_unanswered),
	},
	[RFW_A_POLICY_WATERMARK_HIGH] = {
		.name = "watermark-high",
		.doc = "percent of max-sessions at which an alarm is raised, 0 for none; comes with watermark-low",
		.type = RFW_U8, .min = 0, .max = 100,
		.offset = offsetof(struct rfw_policy, watermark_high),
	},
	[RFW_A_POLICY_WATERMARK_LOW] = {
		.name = "watermark-low",
		.doc = "percent at which it is cleared; below watermark-high",
		.type = RFW_U8, .min = 0, .max = 99,
		.offset = offsetof(struct rfw_policy, watermark_low),
	},
	[RFW_A_POLICY_MAX_NEW_PER_SECOND] = {
		.name = "max-new-per-second",
		.doc = "new flows of a subscriber in a second, 0 for no limit",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_policy, max_new_per_second),
	},
	[RFW_A_POLICY_MAX_HALF_OPEN] = {
		.name = "max-half-open",
		.doc = "flows of a subscriber that may be half open, 0 for no limit",
		.type = RFW_U32, .min = 0, .max = 65535,
		.offset = offsetof(struct rfw_policy, max_half_open),
	},
	[RFW_A_POLICY_ALG] = {
		.name = "alg",
		.doc = "the application layer gateways that look into flows from inside, one bit each",
		.words = &rfw_words[RFW_ENUM_ALG],
		.type = RFW_SET, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_policy, alg),
	},
	[RFW_A_POLICY_SIP_PORT] = {
		.name = "sip-port",
		.doc = "ports outside that alg sip looks at; in requests they replace those configured before",
		.type = RFW_PORT_LIST, .min = 1, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_policy, sip_port),
	},
	[RFW_A_POLICY_SIP_MAX_CALLS] = {
		.name = "sip-max-calls",
		.doc = "calls of one subscriber that alg sip opens pinholes for",
		.type = RFW_U32, .min = 1, .max = 4096,
		.offset = offsetof(struct rfw_policy, sip_max_calls),
	},
	[RFW_A_POLICY_SIP_MAX_CALLS_HOST] = {
		.name = "sip-max-calls-host",
		.doc = "calls of one host of a subscriber; not more than sip-max-calls",
		.type = RFW_U32, .min = 1, .max = 4096,
		.offset = offsetof(struct rfw_policy, sip_max_calls_host),
	},
	[RFW_A_POLICY_SIP_OTHER_HOSTS] = {
		.name = "sip-other-hosts",
		.doc = "a host's signalling may name another host of the same subscriber for its media",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_policy, sip_other_hosts),
	},
	[RFW_A_POLICY_SUBSCRIBERS] = {
		.name = "subscribers",
		.doc = "subscribers that use the policy; in replies",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_policy, subscribers),
	},
};

const struct rfw_schema rfw_schema_policy = {
	.name = "policy",
	.fields = policy_fields,
	.count = COUNT(policy_fields),
	.size = sizeof(struct rfw_policy),
	.key = RFW_A_POLICY_NAME,
};

static const struct rfw_field subscriber_fields[] = {
	[RFW_A_SUBSCRIBER_NAME] = {
		.name = "name",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_subscriber, name),
	},
	[RFW_A_SUBSCRIBER_POLICY] = {
		.name = "policy",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_subscriber, policy),
	},
	[RFW_A_SUBSCRIBER_PREFIX] = {
		.name = "prefix",
		.doc = "A prefix inside a prefix of the policy's domain. In requests the prefixes replace those configured before. In dumps a subscriber with many prefixes continues in the next message, which repeats everything but the prefixes.",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber, prefix),
	},
	[RFW_A_SUBSCRIBER_WHOLE_DOMAIN] = {
		.name = "whole-domain",
		.doc = "1: whatever part of the domain's present prefixes is no other subscriber's belongs to this one. One subscriber a domain can be that.",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_subscriber, whole_domain),
	},
	[RFW_A_SUBSCRIBER_STATISTICS] = {
		.name = "statistics",
		.nest = &rfw_schema_subscriber_statistics,
		.type = RFW_NEST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber, statistics),
	},
};

const struct rfw_schema rfw_schema_subscriber = {
	.name = "subscriber",
	.fields = subscriber_fields,
	.count = COUNT(subscriber_fields),
	.size = sizeof(struct rfw_subscriber),
	.key = RFW_A_SUBSCRIBER_NAME,
};

static const struct rfw_field subscriber_statistics_fields[] = {
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS] = {
		.name = "flows",
		.doc = "live now",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_subscriber_statistics, flows),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_PEAK] = {
		.name = "flows-peak",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_peak),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_CREATED] = {
		.name = "flows-created",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_created),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_REFUSED] = {
		.name = "flows-refused",
		.doc = "for want of room or memory, those below among them",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_refused),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_LIMIT] = {
		.name = "refused-session-limit",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, refused_session_limit),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_RESERVE] = {
		.name = "refused-session-reserve",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, refused_session_reserve),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_REFUSED_INBOUND_SHARE] = {
		.name = "refused-inbound-share",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, refused_inbound_share),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_REFUSED_HALF_OPEN_LIMIT] = {
		.name = "refused-half-open-limit",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, refused_half_open_limit),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_REFUSED_NEW_FLOW_RATE] = {
		.name = "refused-new-flow-rate",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, refused_new_flow_rate),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_EVICTED] = {
		.name = "flows-evicted",
		.doc = "ended before their time to make room",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_evicted),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_INBOUND] = {
		.name = "flows-inbound",
		.doc = "live now and opened from outside",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_inbound),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_FLOWS_HALF_OPEN] = {
		.name = "flows-half-open",
		.doc = "live now and half open",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_subscriber_statistics, flows_half_open),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_WATERMARK_RAISED] = {
		.name = "watermark-raised",
		.doc = "the flows reached watermark-high and have not gone down to watermark-low since",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_subscriber_statistics, watermark_raised),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_DROPPED_OUT] = {
		.name = "dropped-out",
		.doc = "packets from the subscriber that were dropped",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, dropped_out),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_DROPPED_IN] = {
		.name = "dropped-in",
		.doc = "packets to the subscriber that were dropped",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, dropped_in),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_PACKETS_OUT] = {
		.name = "packets-out",
		.doc = "forwarded; counted with flow-accounting only, as the three below",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, packets_out),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_OCTETS_OUT] = {
		.name = "octets-out",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, octets_out),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_PACKETS_IN] = {
		.name = "packets-in",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, packets_in),
	},
	[RFW_A_SUBSCRIBER_STATISTICS_OCTETS_IN] = {
		.name = "octets-in",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_subscriber_statistics, octets_in),
	},
};

const struct rfw_schema rfw_schema_subscriber_statistics = {
	.name = "subscriber-statistics",
	.fields = subscriber_statistics_fields,
	.count = COUNT(subscriber_statistics_fields),
	.size = sizeof(struct rfw_subscriber_statistics),
};

static const struct rfw_field tcp_side_fields[] = {
	[RFW_A_TCP_SIDE_END] = {
		.name = "end",
		.doc = "highest sequence number + 1 that this side has sent",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_tcp_side, end),
	},
	[RFW_A_TCP_SIDE_ACK] = {
		.name = "ack",
		.doc = "highest acknowledgment number that this side has sent",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_tcp_side, ack),
	},
	[RFW_A_TCP_SIDE_MAX_WINDOW] = {
		.name = "max-window",
		.doc = "largest window that this side has announced, in units of its scale",
		.type = RFW_U32, .min = 0, .max = 65535,
		.offset = offsetof(struct rfw_tcp_side, max_window),
	},
	[RFW_A_TCP_SIDE_SCALE] = {
		.name = "scale",
		.doc = "window scale of this side",
		.type = RFW_U8, .min = 0, .max = 14,
		.offset = offsetof(struct rfw_tcp_side, scale),
	},
	[RFW_A_TCP_SIDE_FLAGS] = {
		.name = "flags",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_tcp_side, flags),
	},
};

const struct rfw_schema rfw_schema_tcp_side = {
	.name = "tcp-side",
	.fields = tcp_side_fields,
	.count = COUNT(tcp_side_fields),
	.size = sizeof(struct rfw_tcp_side),
};

static const struct rfw_field opening_filter_fields[] = {
	[RFW_A_OPENING_FILTER_PREFIX] = {
		.name = "prefix",
		.doc = "foreign addresses; any where it is missing",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening_filter, prefix),
	},
	[RFW_A_OPENING_FILTER_PORT] = {
		.name = "port",
		.doc = "foreign port; any where it is missing",
		.type = RFW_PORT, .min = 1, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_opening_filter, port),
	},
};

const struct rfw_schema rfw_schema_opening_filter = {
	.name = "opening-filter",
	.fields = opening_filter_fields,
	.count = COUNT(opening_filter_fields),
	.size = sizeof(struct rfw_opening_filter),
};

static const struct rfw_field opening_fields[] = {
	[RFW_A_OPENING_ID] = {
		.name = "id",
		.doc = "given by the module, in the order in which they are made",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_opening, id),
	},
	[RFW_A_OPENING_KIND] = {
		.name = "kind",
		.words = &rfw_words[RFW_ENUM_OPENING_KIND],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_opening, kind),
	},
	[RFW_A_OPENING_SUBSCRIBER] = {
		.name = "subscriber",
		.doc = "for a pinhole it follows from the address",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_opening, subscriber),
	},
	[RFW_A_OPENING_PROTOCOL] = {
		.name = "protocol",
		.doc = "not of a DMZ host",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_opening, protocol),
	},
	[RFW_A_OPENING_ADDRESS] = {
		.name = "address",
		.doc = "of the inside host",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, address),
	},
	[RFW_A_OPENING_SUFFIX] = {
		.name = "suffix",
		.doc = "The host part of the inside host's address, the rest zero, in place of the address: the opening then follows the subscriber's prefixes. Not of a pinhole.",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, suffix),
	},
	[RFW_A_OPENING_PORT] = {
		.name = "port",
		.doc = "inside ports; at least one for TCP and UDP, any where it is missing for other protocols with ports",
		.nest = &rfw_schema_port_range,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, port),
	},
	[RFW_A_OPENING_FILTER] = {
		.name = "filter",
		.doc = "Whom it lets in, one of them must match; anybody where it is missing. In opening-set they replace those that there are, and one nest without attributes, alone, leaves none.",
		.nest = &rfw_schema_opening_filter,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, filter),
	},
	[RFW_A_OPENING_OWNER] = {
		.name = "owner",
		.doc = "of a pinhole, as the three below",
		.words = &rfw_words[RFW_ENUM_PINHOLE_OWNER],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_opening, owner),
	},
	[RFW_A_OPENING_COOKIE] = {
		.name = "cookie",
		.doc = "the owner's, of no meaning to the module; at most cookie-max octets",
		.type = RFW_OCTETS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, cookie),
	},
	[RFW_A_OPENING_LIFETIME] = {
		.name = "lifetime",
		.doc = "seconds",
		.type = RFW_U32, .min = 1, .max = 864000,
		.offset = offsetof(struct rfw_opening, lifetime),
	},
	[RFW_A_OPENING_EXPIRES] = {
		.name = "expires",
		.doc = "seconds",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_opening, expires),
	},
	[RFW_A_OPENING_PLACE] = {
		.name = "place",
		.doc = "the addresses at which it is open now",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, place),
	},
	[RFW_A_OPENING_FLOWS] = {
		.name = "flows",
		.doc = "that it let in",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, flows),
	},
	[RFW_A_OPENING_PACKETS] = {
		.name = "packets",
		.doc = "of them, both ways",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, packets),
	},
	[RFW_A_OPENING_OCTETS] = {
		.name = "octets",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_opening, octets),
	},
	[RFW_A_OPENING_LAST] = {
		.name = "last",
		.doc = "seconds since the last packet; missing where there was none",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_opening, last),
	},
	[RFW_A_OPENING_END] = {
		.name = "end",
		.doc = "why a pinhole was closed",
		.words = &rfw_words[RFW_ENUM_FLOW_END],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_opening, end),
	},
	[RFW_A_OPENING_SERVICE_CODE] = {
		.name = "service-code",
		.doc = "Of DCCP: services that it lets in (RFC 4340 8.1.2), one of them must be asked for; any where it is missing. At most opening-services-max.",
		.type = RFW_U32_LIST, .min = 0, .max = 4294967294,
		.offset = offsetof(struct rfw_opening, service_code),
	},
	[RFW_A_OPENING_HOST] = {
		.name = "host",
		.doc = "The name of the inside host, in place of its address or suffix: the opening is where that host is. Not of a pinhole.",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_opening, host),
	},
};

const struct rfw_schema rfw_schema_opening = {
	.name = "opening",
	.fields = opening_fields,
	.count = COUNT(opening_fields),
	.size = sizeof(struct rfw_opening),
};

static const struct rfw_field host_fields[] = {
	[RFW_A_HOST_SUBSCRIBER] = {
		.name = "subscriber",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_host, subscriber),
	},
	[RFW_A_HOST_ADDRESS] = {
		.name = "address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_host, address),
	},
	[RFW_A_HOST_VRF] = {
		.name = "vrf",
		.doc = "interface index of the VRF; missing where there is none",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_host, vrf),
	},
	[RFW_A_HOST_LEARNED_FROM] = {
		.name = "learned-from",
		.words = &rfw_words[RFW_ENUM_HOST_ORIGIN],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_host, learned_from),
	},
	[RFW_A_HOST_FIRST_SEEN] = {
		.name = "first-seen",
		.doc = "seconds ago; of what was learned, as the one below",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_host, first_seen),
	},
	[RFW_A_HOST_LAST_SEEN] = {
		.name = "last-seen",
		.doc = "seconds ago, by a first packet or duplicate address detection",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_host, last_seen),
	},
	[RFW_A_HOST_NAME] = {
		.name = "name",
		.doc = "of a host, unlike that of any other of its subscriber; nothing that reads as an address",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_host, name),
	},
	[RFW_A_HOST_SUFFIX] = {
		.name = "suffix",
		.doc = "What tells the host that has the name: the host part of its address, the rest zero. It has the address that this makes with each of the subscriber's prefixes.",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_host, suffix),
	},
	[RFW_A_HOST_MAC] = {
		.name = "mac",
		.doc = "What tells it instead: its MAC. It has those addresses of the subscriber at which the router's neighbour table knows this MAC, on interfaces that are inside; the domain has to name its outside or inside interfaces.",
		.type = RFW_MAC, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_host, mac),
	},
	[RFW_A_HOST_PLACE] = {
		.name = "place",
		.doc = "the addresses that the host has now, at most 16",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_host, place),
	},
	[RFW_A_HOST_OPENINGS] = {
		.name = "openings",
		.doc = "forwards and DMZ hosts that name it",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_host, openings),
	},
};

const struct rfw_schema rfw_schema_host = {
	.name = "host",
	.fields = host_fields,
	.count = COUNT(host_fields),
	.size = sizeof(struct rfw_host),
};

static const struct rfw_field sip_media_fields[] = {
	[RFW_A_SIP_MEDIA_KIND] = {
		.name = "kind",
		.words = &rfw_words[RFW_ENUM_SIP_MEDIA_KIND],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_sip_media, kind),
	},
	[RFW_A_SIP_MEDIA_ADDRESS] = {
		.name = "address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_sip_media, address),
	},
	[RFW_A_SIP_MEDIA_PORT] = {
		.name = "port",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_sip_media, port),
	},
	[RFW_A_SIP_MEDIA_PINHOLE] = {
		.name = "pinhole",
		.doc = "id of its pinhole, 0 where none is open",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_sip_media, pinhole),
	},
};

const struct rfw_schema rfw_schema_sip_media = {
	.name = "sip-media",
	.fields = sip_media_fields,
	.count = COUNT(sip_media_fields),
	.size = sizeof(struct rfw_sip_media),
};

static const struct rfw_field sip_call_fields[] = {
	[RFW_A_SIP_CALL_ID] = {
		.name = "id",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_sip_call, id),
	},
	[RFW_A_SIP_CALL_SUBSCRIBER] = {
		.name = "subscriber",
		.type = RFW_STRING, .min = 1, .max = 63,
		.offset = offsetof(struct rfw_sip_call, subscriber),
	},
	[RFW_A_SIP_CALL_HOST] = {
		.name = "host",
		.doc = "inside address that signals",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_sip_call, host),
	},
	[RFW_A_SIP_CALL_CALL_ID] = {
		.name = "call-id",
		.doc = "the beginning of its Call-ID, with a question mark for what is no visible ASCII character",
		.type = RFW_STRING, .min = 0, .max = 255,
		.offset = offsetof(struct rfw_sip_call, call_id),
	},
	[RFW_A_SIP_CALL_STATE] = {
		.name = "state",
		.words = &rfw_words[RFW_ENUM_SIP_CALL_STATE],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_sip_call, state),
	},
	[RFW_A_SIP_CALL_AGE] = {
		.name = "age",
		.doc = "seconds since it began",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_sip_call, age),
	},
	[RFW_A_SIP_CALL_EXPIRES] = {
		.name = "expires",
		.doc = "seconds until it is over if nothing more is seen of it",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_sip_call, expires),
	},
	[RFW_A_SIP_CALL_REMOTE] = {
		.name = "remote",
		.doc = "addresses that the other side named for its media",
		.type = RFW_ADDRESS_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_sip_call, remote),
	},
	[RFW_A_SIP_CALL_MEDIA] = {
		.name = "media",
		.nest = &rfw_schema_sip_media,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_sip_call, media),
	},
};

const struct rfw_schema rfw_schema_sip_call = {
	.name = "sip-call",
	.fields = sip_call_fields,
	.count = COUNT(sip_call_fields),
	.size = sizeof(struct rfw_sip_call),
};

static const struct rfw_field flow_fields[] = {
	[RFW_A_FLOW_PROTOCOL] = {
		.name = "protocol",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, protocol),
	},
	[RFW_A_FLOW_ORIGINATOR_ADDRESS] = {
		.name = "originator-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, originator_address),
	},
	[RFW_A_FLOW_ORIGINATOR_PORT] = {
		.name = "originator-port",
		.doc = "for ICMPv6 echo the identifier",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_flow, originator_port),
	},
	[RFW_A_FLOW_RESPONDER_ADDRESS] = {
		.name = "responder-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, responder_address),
	},
	[RFW_A_FLOW_RESPONDER_PORT] = {
		.name = "responder-port",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_flow, responder_port),
	},
	[RFW_A_FLOW_VRF] = {
		.name = "vrf",
		.doc = "interface index of the VRF device",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_flow, vrf),
	},
	[RFW_A_FLOW_INSIDE] = {
		.name = "inside",
		.words = &rfw_words[RFW_ENUM_FLOW_INSIDE],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, inside),
	},
	[RFW_A_FLOW_STATE] = {
		.name = "state",
		.words = &rfw_words[RFW_ENUM_FLOW_STATE],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, state),
	},
	[RFW_A_FLOW_ORIGIN] = {
		.name = "origin",
		.words = &rfw_words[RFW_ENUM_FLOW_ORIGIN],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, origin),
	},
	[RFW_A_FLOW_FORWARDING_CLASS] = {
		.name = "forwarding-class",
		.words = &rfw_words[RFW_ENUM_FORWARDING_CLASS],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, forwarding_class),
	},
	[RFW_A_FLOW_ANSWERED] = {
		.name = "answered",
		.doc = "packets were seen both ways",
		.type = RFW_FLAG, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, answered),
	},
	[RFW_A_FLOW_WINDOW_TRACKED] = {
		.name = "window-tracked",
		.doc = "the handshake was seen, sequence numbers can be checked",
		.type = RFW_FLAG, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, window_tracked),
	},
	[RFW_A_FLOW_SUBSCRIBER] = {
		.name = "subscriber",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_flow, subscriber),
	},
	[RFW_A_FLOW_PEER_SUBSCRIBER] = {
		.name = "peer-subscriber",
		.doc = "the subscriber at the other end, where there is one",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_flow, peer_subscriber),
	},
	[RFW_A_FLOW_EXPIRES] = {
		.name = "expires",
		.doc = "seconds",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_flow, expires),
	},
	[RFW_A_FLOW_AGE] = {
		.name = "age",
		.doc = "seconds",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_flow, age),
	},
	[RFW_A_FLOW_END] = {
		.name = "end",
		.doc = "in flow-destroy-ntf",
		.words = &rfw_words[RFW_ENUM_FLOW_END],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_flow, end),
	},
	[RFW_A_FLOW_PACKETS_ORIGINATOR] = {
		.name = "packets-originator",
		.doc = "sent by the originator; with flow-accounting only, as the three below",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, packets_originator),
	},
	[RFW_A_FLOW_OCTETS_ORIGINATOR] = {
		.name = "octets-originator",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, octets_originator),
	},
	[RFW_A_FLOW_PACKETS_RESPONDER] = {
		.name = "packets-responder",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, packets_responder),
	},
	[RFW_A_FLOW_OCTETS_RESPONDER] = {
		.name = "octets-responder",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, octets_responder),
	},
	[RFW_A_FLOW_PREFIX] = {
		.name = "prefix",
		.doc = "in requests, only flows with an end in this prefix",
		.nest = &rfw_schema_prefix,
		.type = RFW_PREFIX, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, prefix),
	},
	[RFW_A_FLOW_PORT] = {
		.name = "port",
		.doc = "in requests, only flows with this port at an end",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_flow, port),
	},
	[RFW_A_FLOW_COUNT] = {
		.name = "count",
		.doc = "flows deleted",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_flow, count),
	},
	[RFW_A_FLOW_WINDOWS] = {
		.name = "windows",
		.doc = "in requests, tell the sequence windows too",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_flow, windows),
	},
	[RFW_A_FLOW_WINDOW_ORIGINATOR] = {
		.name = "window-originator",
		.doc = "sequence window of a TCP connection, what the originator sends; where windows were asked for",
		.nest = &rfw_schema_tcp_side,
		.type = RFW_NEST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, window_originator),
	},
	[RFW_A_FLOW_WINDOW_RESPONDER] = {
		.name = "window-responder",
		.nest = &rfw_schema_tcp_side,
		.type = RFW_NEST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_flow, window_responder),
	},
};

const struct rfw_schema rfw_schema_flow = {
	.name = "flow",
	.fields = flow_fields,
	.count = COUNT(flow_fields),
	.size = sizeof(struct rfw_flow),
};

static const struct rfw_field flow_table_fields[] = {
	[RFW_A_FLOW_TABLE_MAX_FLOWS] = {
		.name = "max-flows",
		.doc = "flows that the namespace may have; the table is sized for it",
		.type = RFW_U32, .min = 64, .max = UINT32_MAX,
	},
};

const struct rfw_schema rfw_schema_flow_table = {
	.name = "flow-table",
	.fields = flow_table_fields,
	.count = COUNT(flow_table_fields),
};

static const struct rfw_field drop_fields[] = {
	[RFW_A_DROP_REASON] = {
		.name = "reason",
		.words = &rfw_words[RFW_ENUM_DROP_REASON],
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_drop, reason),
	},
	[RFW_A_DROP_PACKETS] = {
		.name = "packets",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_drop, packets),
	},
};

const struct rfw_schema rfw_schema_drop = {
	.name = "drop",
	.fields = drop_fields,
	.count = COUNT(drop_fields),
	.size = sizeof(struct rfw_drop),
};

static const struct rfw_field sip_counter_fields[] = {
	[RFW_A_SIP_COUNTER_COUNTER] = {
		.name = "counter",
		.words = &rfw_words[RFW_ENUM_SIP_COUNT],
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_sip_counter, counter),
	},
	[RFW_A_SIP_COUNTER_COUNT] = {
		.name = "count",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_sip_counter, count),
	},
};

const struct rfw_schema rfw_schema_sip_counter = {
	.name = "sip-counter",
	.fields = sip_counter_fields,
	.count = COUNT(sip_counter_fields),
	.size = sizeof(struct rfw_sip_counter),
};

static const struct rfw_field dropped_fields[] = {
	[RFW_A_DROPPED_REASON] = {
		.name = "reason",
		.words = &rfw_words[RFW_ENUM_DROP_REASON],
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_dropped, reason),
	},
	[RFW_A_DROPPED_PROTOCOL] = {
		.name = "protocol",
		.doc = "where the header walk stopped",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_dropped, protocol),
	},
	[RFW_A_DROPPED_SOURCE_ADDRESS] = {
		.name = "source-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_dropped, source_address),
	},
	[RFW_A_DROPPED_SOURCE_PORT] = {
		.name = "source-port",
		.doc = "of protocols that have ports; of ICMPv6 echo the identifier",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_dropped, source_port),
	},
	[RFW_A_DROPPED_DESTINATION_ADDRESS] = {
		.name = "destination-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_dropped, destination_address),
	},
	[RFW_A_DROPPED_DESTINATION_PORT] = {
		.name = "destination-port",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_dropped, destination_port),
	},
	[RFW_A_DROPPED_ICMP6_TYPE] = {
		.name = "icmp6-type",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_dropped, icmp6_type),
	},
	[RFW_A_DROPPED_INPUT] = {
		.name = "input",
		.doc = "interface that it arrived on",
		.type = RFW_STRING, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_dropped, input),
	},
	[RFW_A_DROPPED_OUTPUT] = {
		.name = "output",
		.doc = "interface that it was to leave by",
		.type = RFW_STRING, .min = 0, .max = 15,
		.offset = offsetof(struct rfw_dropped, output),
	},
	[RFW_A_DROPPED_VRF] = {
		.name = "vrf",
		.doc = "interface index of the VRF device",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_dropped, vrf),
	},
	[RFW_A_DROPPED_SOURCE_SUBSCRIBER] = {
		.name = "source-subscriber",
		.doc = "whose the source address is",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_dropped, source_subscriber),
	},
	[RFW_A_DROPPED_DESTINATION_SUBSCRIBER] = {
		.name = "destination-subscriber",
		.doc = "whose the destination address is",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_dropped, destination_subscriber),
	},
	[RFW_A_DROPPED_LENGTH] = {
		.name = "length",
		.doc = "octets, of the whole IPv6 packet",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_dropped, length),
	},
	[RFW_A_DROPPED_MISSED] = {
		.name = "missed",
		.doc = "drops before this one that nobody was told of, because there were too many in too short a time",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_dropped, missed),
	},
};

const struct rfw_schema rfw_schema_dropped = {
	.name = "dropped",
	.fields = dropped_fields,
	.count = COUNT(dropped_fields),
	.size = sizeof(struct rfw_dropped),
};

static const struct rfw_field explanation_fields[] = {
	[RFW_A_EXPLANATION_INPUT] = {
		.name = "input",
		.doc = "interface that it arrives on",
		.type = RFW_STRING, .min = 1, .max = 15,
		.offset = offsetof(struct rfw_explanation, input),
	},
	[RFW_A_EXPLANATION_OUTPUT] = {
		.name = "output",
		.doc = "interface that it is to leave by; without one the route says",
		.type = RFW_STRING, .min = 1, .max = 15,
		.offset = offsetof(struct rfw_explanation, output),
	},
	[RFW_A_EXPLANATION_PACKET] = {
		.name = "packet",
		.doc = "its octets, from the IPv6 header on; at most packet-max",
		.type = RFW_DATA, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, packet),
	},
	[RFW_A_EXPLANATION_VERDICT] = {
		.name = "verdict",
		.words = &rfw_words[RFW_ENUM_VERDICT],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, verdict),
	},
	[RFW_A_EXPLANATION_REASON] = {
		.name = "reason",
		.words = &rfw_words[RFW_ENUM_DROP_REASON],
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_explanation, reason),
	},
	[RFW_A_EXPLANATION_TRANSPARENT] = {
		.name = "transparent",
		.doc = "it would be dropped for the reason, but the policy is transparent",
		.type = RFW_FLAG, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, transparent),
	},
	[RFW_A_EXPLANATION_STEP] = {
		.name = "step",
		.words = &rfw_words[RFW_ENUM_EXPLAIN_STEP],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, step),
	},
	[RFW_A_EXPLANATION_LENGTH] = {
		.name = "length",
		.doc = "octets, of the whole IPv6 packet",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_explanation, length),
	},
	[RFW_A_EXPLANATION_VRF] = {
		.name = "vrf",
		.doc = "interface index of the VRF device",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_explanation, vrf),
	},
	[RFW_A_EXPLANATION_PROTOCOL] = {
		.name = "protocol",
		.doc = "where the header walk stopped",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, protocol),
	},
	[RFW_A_EXPLANATION_AUTHENTICATED] = {
		.name = "authenticated",
		.doc = "there is an authentication header",
		.type = RFW_FLAG, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, authenticated),
	},
	[RFW_A_EXPLANATION_SOURCE_ADDRESS] = {
		.name = "source-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, source_address),
	},
	[RFW_A_EXPLANATION_SOURCE_PORT] = {
		.name = "source-port",
		.doc = "of protocols that have ports; of ICMPv6 echo the identifier",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_explanation, source_port),
	},
	[RFW_A_EXPLANATION_DESTINATION_ADDRESS] = {
		.name = "destination-address",
		.type = RFW_ADDRESS, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, destination_address),
	},
	[RFW_A_EXPLANATION_DESTINATION_PORT] = {
		.name = "destination-port",
		.type = RFW_PORT, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_explanation, destination_port),
	},
	[RFW_A_EXPLANATION_ICMP6_TYPE] = {
		.name = "icmp6-type",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, icmp6_type),
	},
	[RFW_A_EXPLANATION_ICMP6_CODE] = {
		.name = "icmp6-code",
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, icmp6_code),
	},
	[RFW_A_EXPLANATION_SEGMENT] = {
		.name = "segment",
		.words = &rfw_words[RFW_ENUM_SEGMENT_KIND],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, segment),
	},
	[RFW_A_EXPLANATION_SOURCE_DOMAIN] = {
		.name = "source-domain",
		.doc = "that protects the source address",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_explanation, source_domain),
	},
	[RFW_A_EXPLANATION_SOURCE_SUBSCRIBER] = {
		.name = "source-subscriber",
		.doc = "whose the source address is",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_explanation, source_subscriber),
	},
	[RFW_A_EXPLANATION_DESTINATION_DOMAIN] = {
		.name = "destination-domain",
		.doc = "that protects the destination address",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_explanation, destination_domain),
	},
	[RFW_A_EXPLANATION_DESTINATION_SUBSCRIBER] = {
		.name = "destination-subscriber",
		.doc = "whose the destination address is",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_explanation, destination_subscriber),
	},
	[RFW_A_EXPLANATION_FLOW] = {
		.name = "flow",
		.doc = "live flow that it belongs to, or the packet that an ICMPv6 error carries, before the packet",
		.nest = &rfw_schema_flow,
		.type = RFW_NEST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, flow),
	},
	[RFW_A_EXPLANATION_REOPENS] = {
		.name = "reopens",
		.doc = "the flow is over, and the packet judged as the first of another in its place",
		.type = RFW_FLAG, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_explanation, reopens),
	},
	[RFW_A_EXPLANATION_POLICY] = {
		.name = "policy",
		.doc = "that a first packet is judged by",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_explanation, policy),
	},
	[RFW_A_EXPLANATION_FILTERING] = {
		.name = "filtering",
		.doc = "of a first inbound packet, the filtering of its protocol",
		.words = &rfw_words[RFW_ENUM_FILTERING],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, filtering),
	},
	[RFW_A_EXPLANATION_ORIGIN] = {
		.name = "origin",
		.doc = "what lets a first packet through",
		.words = &rfw_words[RFW_ENUM_FLOW_ORIGIN],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, origin),
	},
	[RFW_A_EXPLANATION_OPENING] = {
		.name = "opening",
		.doc = "number of the forward, DMZ host or pinhole that lets it through",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_explanation, opening),
	},
	[RFW_A_EXPLANATION_STATE] = {
		.name = "state",
		.doc = "of the flow, after the packet",
		.words = &rfw_words[RFW_ENUM_FLOW_STATE],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, state),
	},
	[RFW_A_EXPLANATION_EXPIRES] = {
		.name = "expires",
		.doc = "of the flow, after the packet, seconds; 0 where the packet ends it",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_explanation, expires),
	},
	[RFW_A_EXPLANATION_FORWARDING_CLASS] = {
		.name = "forwarding-class",
		.doc = "of the flow that is opened",
		.words = &rfw_words[RFW_ENUM_FORWARDING_CLASS],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, forwarding_class),
	},
	[RFW_A_EXPLANATION_MSS] = {
		.name = "mss",
		.doc = "largest segment that the SYN is let ask for, octets",
		.type = RFW_U16, .min = 0, .max = UINT16_MAX,
		.offset = offsetof(struct rfw_explanation, mss),
	},
	[RFW_A_EXPLANATION_ANSWER] = {
		.name = "answer",
		.doc = "to a packet that is dropped, while the rate of answers to its sender has room",
		.words = &rfw_words[RFW_ENUM_ANSWER],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_explanation, answer),
	},
};

const struct rfw_schema rfw_schema_explanation = {
	.name = "explanation",
	.fields = explanation_fields,
	.count = COUNT(explanation_fields),
	.size = sizeof(struct rfw_explanation),
};

static const struct rfw_field statistics_fields[] = {
	[RFW_A_STATISTICS_VERSION] = {
		.name = "version",
		.doc = "of the module",
		.type = RFW_STRING, .min = 0, .max = sizeof(((struct rfw_statistics *)0)->version) - 1,
		.offset = offsetof(struct rfw_statistics, version),
	},
	[RFW_A_STATISTICS_GENERATION] = {
		.name = "generation",
		.doc = "moves with every change of the configuration",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, generation),
	},
	[RFW_A_STATISTICS_ACTIVE] = {
		.name = "active",
		.doc = "1 while a domain is up and packets are looked at",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_statistics, active),
	},
	[RFW_A_STATISTICS_DOMAINS] = {
		.name = "domains",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, domains),
	},
	[RFW_A_STATISTICS_DOMAINS_DOWN] = {
		.name = "domains-down",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, domains_down),
	},
	[RFW_A_STATISTICS_POLICIES] = {
		.name = "policies",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, policies),
	},
	[RFW_A_STATISTICS_SUBSCRIBERS] = {
		.name = "subscribers",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, subscribers),
	},
	[RFW_A_STATISTICS_FLOWS] = {
		.name = "flows",
		.doc = "live now",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, flows),
	},
	[RFW_A_STATISTICS_MAX_FLOWS] = {
		.name = "max-flows",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, max_flows),
	},
	[RFW_A_STATISTICS_BUCKETS] = {
		.name = "buckets",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, buckets),
	},
	[RFW_A_STATISTICS_TABLE_OCTETS] = {
		.name = "table-octets",
		.doc = "memory of the flows and their table",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, table_octets),
	},
	[RFW_A_STATISTICS_FLOW_OCTETS] = {
		.name = "flow-octets",
		.doc = "memory of one flow without its share of the table",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, flow_octets),
	},
	[RFW_A_STATISTICS_REKEYED] = {
		.name = "rekeyed",
		.doc = "times the table got a new hash key because a chain grew too long",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, rekeyed),
	},
	[RFW_A_STATISTICS_PREFETCHING] = {
		.name = "prefetching",
		.doc = "1 while there are so many flows that their memory is fetched ahead of their packets",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_statistics, prefetching),
	},
	[RFW_A_STATISTICS_FLOWS_CREATED] = {
		.name = "flows-created",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, flows_created),
	},
	[RFW_A_STATISTICS_FLOWS_ENDED] = {
		.name = "flows-ended",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, flows_ended),
	},
	[RFW_A_STATISTICS_PACKETS_OUT] = {
		.name = "packets-out",
		.doc = "forwarded from subscribers",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, packets_out),
	},
	[RFW_A_STATISTICS_OCTETS_OUT] = {
		.name = "octets-out",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, octets_out),
	},
	[RFW_A_STATISTICS_PACKETS_IN] = {
		.name = "packets-in",
		.doc = "forwarded to subscribers",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, packets_in),
	},
	[RFW_A_STATISTICS_OCTETS_IN] = {
		.name = "octets-in",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, octets_in),
	},
	[RFW_A_STATISTICS_PACKETS_PASSED] = {
		.name = "packets-passed",
		.doc = "looked at and not our business",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, packets_passed),
	},
	[RFW_A_STATISTICS_MSS_UNMODIFIED] = {
		.name = "mss-unmodified",
		.doc = "SYNs without a maximum segment size that had no room for one",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, mss_unmodified),
	},
	[RFW_A_STATISTICS_ANSWERED_RESET] = {
		.name = "answered-reset",
		.doc = "dropped packets that were answered with a RST",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, answered_reset),
	},
	[RFW_A_STATISTICS_ANSWERED_PROHIBITED] = {
		.name = "answered-prohibited",
		.doc = "dropped packets that were answered with ICMPv6 administratively prohibited, within the kernel's own limits",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, answered_prohibited),
	},
	[RFW_A_STATISTICS_ANSWERS_LIMITED] = {
		.name = "answers-limited",
		.doc = "answers that the rate limit of their destination kept back",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, answers_limited),
	},
	[RFW_A_STATISTICS_ANSWERS_WAITING] = {
		.name = "answers-waiting",
		.doc = "delayed answers, now",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, answers_waiting),
	},
	[RFW_A_STATISTICS_ANSWERS_REFUSED] = {
		.name = "answers-refused",
		.doc = "delayed answers that there was no room for",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, answers_refused),
	},
	[RFW_A_STATISTICS_ANSWERS_CANCELLED] = {
		.name = "answers-cancelled",
		.doc = "delayed answers that were not sent, because a flow had come about",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, answers_cancelled),
	},
	[RFW_A_STATISTICS_HOSTS] = {
		.name = "hosts",
		.doc = "inside addresses that are learned, now",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_statistics, hosts),
	},
	[RFW_A_STATISTICS_HOSTS_REPLACED] = {
		.name = "hosts-replaced",
		.doc = "learned addresses that made room for others",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, hosts_replaced),
	},
	[RFW_A_STATISTICS_HOSTS_REFUSED] = {
		.name = "hosts-refused",
		.doc = "addresses that were not learned, for want of room or memory or because too many came at once",
		.type = RFW_UINT, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, hosts_refused),
	},
	[RFW_A_STATISTICS_DROP] = {
		.name = "drop",
		.nest = &rfw_schema_drop,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, drop),
	},
	[RFW_A_STATISTICS_SIP] = {
		.name = "sip",
		.nest = &rfw_schema_sip_counter,
		.type = RFW_NEST_LIST, .min = 0, .max = 0,
		.offset = offsetof(struct rfw_statistics, sip),
	},
};

const struct rfw_schema rfw_schema_statistics = {
	.name = "statistics",
	.fields = statistics_fields,
	.count = COUNT(statistics_fields),
	.size = sizeof(struct rfw_statistics),
};

static const struct rfw_field alarm_fields[] = {
	[RFW_A_ALARM_KIND] = {
		.name = "kind",
		.words = &rfw_words[RFW_ENUM_ALARM_KIND],
		.type = RFW_U8, .min = 0, .max = UINT8_MAX,
		.offset = offsetof(struct rfw_alarm, kind),
	},
	[RFW_A_ALARM_RAISED] = {
		.name = "raised",
		.doc = "0, the alarm is over",
		.type = RFW_SWITCH, .min = 0, .max = 1,
		.offset = offsetof(struct rfw_alarm, raised),
	},
	[RFW_A_ALARM_SUBSCRIBER] = {
		.name = "subscriber",
		.doc = "of a watermark",
		.type = RFW_STRING, .min = 0, .max = 63,
		.offset = offsetof(struct rfw_alarm, subscriber),
	},
	[RFW_A_ALARM_FLOWS] = {
		.name = "flows",
		.doc = "live at that moment",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_alarm, flows),
	},
	[RFW_A_ALARM_MAX_FLOWS] = {
		.name = "max-flows",
		.doc = "that there may be",
		.type = RFW_U32, .min = 0, .max = UINT32_MAX,
		.offset = offsetof(struct rfw_alarm, max_flows),
	},
};

const struct rfw_schema rfw_schema_alarm = {
	.name = "alarm",
	.fields = alarm_fields,
	.count = COUNT(alarm_fields),
	.size = sizeof(struct rfw_alarm),
};

const struct rfw_request_type rfw_requests[] = {
	[RFW_CMD_DOMAIN_NEW] = { "domain-new", &rfw_schema_domain },
	[RFW_CMD_DOMAIN_SET] = { "domain-set", &rfw_schema_domain },
	[RFW_CMD_DOMAIN_DEL] = { "domain-del", &rfw_schema_domain },
	[RFW_CMD_DOMAIN_GET] = { "domain-get", &rfw_schema_domain },
	[RFW_CMD_POLICY_NEW] = { "policy-new", &rfw_schema_policy },
	[RFW_CMD_POLICY_SET] = { "policy-set", &rfw_schema_policy },
	[RFW_CMD_POLICY_DEL] = { "policy-del", &rfw_schema_policy },
	[RFW_CMD_POLICY_GET] = { "policy-get", &rfw_schema_policy },
	[RFW_CMD_PRESET_GET] = { "preset-get", &rfw_schema_policy },
	[RFW_CMD_SUBSCRIBER_NEW] = { "subscriber-new", &rfw_schema_subscriber },
	[RFW_CMD_SUBSCRIBER_SET] = { "subscriber-set", &rfw_schema_subscriber },
	[RFW_CMD_SUBSCRIBER_DEL] = { "subscriber-del", &rfw_schema_subscriber },
	[RFW_CMD_SUBSCRIBER_GET] = { "subscriber-get", &rfw_schema_subscriber },
	[RFW_CMD_OPENING_NEW] = { "opening-new", &rfw_schema_opening },
	[RFW_CMD_OPENING_SET] = { "opening-set", &rfw_schema_opening },
	[RFW_CMD_OPENING_DEL] = { "opening-del", &rfw_schema_opening },
	[RFW_CMD_OPENING_GET] = { "opening-get", &rfw_schema_opening },
	[RFW_CMD_PINHOLE_NEW_NTF] = { "pinhole-new-ntf", &rfw_schema_opening },
	[RFW_CMD_PINHOLE_DEL_NTF] = { "pinhole-del-ntf", &rfw_schema_opening },
	[RFW_CMD_HOST_GET] = { "host-get", &rfw_schema_host },
	[RFW_CMD_HOST_DEL] = { "host-del", &rfw_schema_host },
	[RFW_CMD_SIP_CALL_GET] = { "sip-call-get", &rfw_schema_sip_call },
	[RFW_CMD_FLOW_GET] = { "flow-get", &rfw_schema_flow },
	[RFW_CMD_FLOW_NEW] = { "flow-new", &rfw_schema_flow },
	[RFW_CMD_FLOW_DEL] = { "flow-del", &rfw_schema_flow },
	[RFW_CMD_FLOW_NEW_NTF] = { "flow-new-ntf", &rfw_schema_flow },
	[RFW_CMD_FLOW_DESTROY_NTF] = { "flow-destroy-ntf", &rfw_schema_flow },
	[RFW_CMD_DROP_NTF] = { "drop-ntf", &rfw_schema_dropped },
	[RFW_CMD_EXPLAIN] = { "explain", &rfw_schema_explanation },
	[RFW_CMD_FLOW_TABLE_SET] = { "flow-table-set", &rfw_schema_flow_table },
	[RFW_CMD_STATISTICS_GET] = { "statistics-get", &rfw_schema_statistics },
	[RFW_CMD_TRANSACTION_BEGIN] = { "transaction-begin", &rfw_schema_statistics },
	[RFW_CMD_TRANSACTION_COMMIT] = { "transaction-commit", &rfw_schema_statistics },
	[RFW_CMD_TRANSACTION_ABORT] = { "transaction-abort", &rfw_schema_statistics },
	[RFW_CMD_CONFIGURATION_NTF] = { "configuration-ntf", &rfw_schema_statistics },
	[RFW_CMD_ALARM_NTF] = { "alarm-ntf", &rfw_schema_alarm },
	[RFW_CMD_HOST_NEW] = { "host-new", &rfw_schema_host },
	[RFW_CMD_HOST_SET] = { "host-set", &rfw_schema_host },
	[RFW_CMD_NAMED_HOST_GET] = { "named-host-get", &rfw_schema_host },
};
