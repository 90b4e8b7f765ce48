/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */
#ifndef _RFW_NAMES_H
#define _RFW_NAMES_H

#include <linux/rfw.h>

#define RFW_FLOW_STATE_NAMES	\
	{ RFW_FLOW_STATE_NONE, "none" },	\
	{ RFW_FLOW_STATE_INITIAL, "initial" },	\
	{ RFW_FLOW_STATE_ACTIVE, "active" },	\
	{ RFW_FLOW_STATE_TCP_SYN_SENT, "tcp-syn-sent" },	\
	{ RFW_FLOW_STATE_TCP_SYN_BOTH, "tcp-syn-both" },	\
	{ RFW_FLOW_STATE_TCP_SYN_ACKED, "tcp-syn-acked" },	\
	{ RFW_FLOW_STATE_TCP_ESTABLISHED, "tcp-established" },	\
	{ RFW_FLOW_STATE_TCP_FIN_ORIGINATOR, "tcp-fin-originator" },	\
	{ RFW_FLOW_STATE_TCP_FIN_RESPONDER, "tcp-fin-responder" },	\
	{ RFW_FLOW_STATE_TCP_FIN_BOTH, "tcp-fin-both" },	\
	{ RFW_FLOW_STATE_TCP_TIME_WAIT, "tcp-time-wait" },	\
	{ RFW_FLOW_STATE_TCP_RESET, "tcp-reset" },	\
	{ RFW_FLOW_STATE_TCP_PICKED_UP, "tcp-picked-up" }

#define RFW_FLOW_END_NAMES	\
	{ RFW_FLOW_END_EXPIRED, "expired" },	\
	{ RFW_FLOW_END_CLOSED, "closed" },	\
	{ RFW_FLOW_END_DELETED, "deleted" },	\
	{ RFW_FLOW_END_CONFIGURATION, "configuration" },	\
	{ RFW_FLOW_END_EVICTED, "evicted" },	\
	{ RFW_FLOW_END_REPLACED, "replaced" }

#define RFW_DROP_REASON_NAMES	\
	{ RFW_DROP_REASON_NONE, "none" },	\
	{ RFW_DROP_REASON_MALFORMED_HEADER, "malformed-header" },	\
	{ RFW_DROP_REASON_LONG_HEADER_CHAIN, "long-header-chain" },	\
	{ RFW_DROP_REASON_ROUTING_TYPE_0, "routing-type-0" },	\
	{ RFW_DROP_REASON_FRAGMENT, "fragment" },	\
	{ RFW_DROP_REASON_MALFORMED_TRANSPORT, "malformed-transport" },	\
	{ RFW_DROP_REASON_BAD_CHECKSUM, "bad-checksum" },	\
	{ RFW_DROP_REASON_MULTICAST_SOURCE, "multicast-source" },	\
	{ RFW_DROP_REASON_MULTICAST_SCOPE, "multicast-scope" },	\
	{ RFW_DROP_REASON_BOGON, "bogon" },	\
	{ RFW_DROP_REASON_SPOOFED_SOURCE, "spoofed-source" },	\
	{ RFW_DROP_REASON_UNIQUE_LOCAL, "unique-local" },	\
	{ RFW_DROP_REASON_WRONG_SIDE, "wrong-side" },	\
	{ RFW_DROP_REASON_NO_SUBSCRIBER, "no-subscriber" },	\
	{ RFW_DROP_REASON_HOME_ADDRESS, "home-address" },	\
	{ RFW_DROP_REASON_UNKNOWN_HOST, "unknown-host" },	\
	{ RFW_DROP_REASON_UNSOLICITED, "unsolicited" },	\
	{ RFW_DROP_REASON_UNKNOWN_PROTOCOL, "unknown-protocol" },	\
	{ RFW_DROP_REASON_TCP_FLAGS, "tcp-flags" },	\
	{ RFW_DROP_REASON_TCP_NO_FLOW, "tcp-no-flow" },	\
	{ RFW_DROP_REASON_TCP_WINDOW, "tcp-window" },	\
	{ RFW_DROP_REASON_TCP_STATE, "tcp-state" },	\
	{ RFW_DROP_REASON_ICMP6_TYPE, "icmp6-type" },	\
	{ RFW_DROP_REASON_ICMP6_ERROR, "icmp6-error" },	\
	{ RFW_DROP_REASON_ICMP6_MTU, "icmp6-mtu" },	\
	{ RFW_DROP_REASON_ICMP6_ECHO, "icmp6-echo" },	\
	{ RFW_DROP_REASON_SESSION_LIMIT, "session-limit" },	\
	{ RFW_DROP_REASON_SESSION_RESERVE, "session-reserve" },	\
	{ RFW_DROP_REASON_INBOUND_SHARE, "inbound-share" },	\
	{ RFW_DROP_REASON_HALF_OPEN_LIMIT, "half-open-limit" },	\
	{ RFW_DROP_REASON_NEW_FLOW_RATE, "new-flow-rate" },	\
	{ RFW_DROP_REASON_DOMAIN_FULL, "domain-full" },	\
	{ RFW_DROP_REASON_TABLE_FULL, "table-full" },	\
	{ RFW_DROP_REASON_NO_MEMORY, "no-memory" }

#endif
