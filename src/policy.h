/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A policy: the operational rules that subscribers are under.
 */
#ifndef _RFW_POLICY_H
#define _RFW_POLICY_H

#include <linux/bitmap.h>
#include <linux/in.h>
#include <linux/rfw.h>
#include <linux/types.h>

#include "object.h"

struct netlink_ext_ack;
struct rfw_config;
struct rfw_domain;

/* Timers, in the order of the netlink attributes RFW_A_TIMEOUTS_*. */
enum rfw_timer {
	RFW_TIMER_TCP_ESTABLISHED,
	RFW_TIMER_TCP_TRANSITORY,
	RFW_TIMER_TCP_SYN,
	RFW_TIMER_TCP_TIME_WAIT,
	RFW_TIMER_TCP_RST,
	RFW_TIMER_UDP,
	RFW_TIMER_UDP_INITIAL,
	RFW_TIMER_UDP_DNS,
	RFW_TIMER_ICMP6_QUERY,
	RFW_TIMER_SIP,
	RFW_TIMER_UNKNOWN_PROTOCOL,
	RFW_TIMERS,
};

/* Protocols with timers of their own in one policy. */
#define RFW_PROTOCOL_TIMEOUTS_MAX	16

/**
 * struct rfw_protocol_timeout - timers of one unknown protocol, in seconds
 * @protocol: IP protocol number
 * @timeout: once a second packet was seen
 * @initial: before
 */
struct rfw_protocol_timeout {
	u8 protocol;
	u32 timeout;
	u32 initial;
};

/* Protocols with a filtering mode of their own in one policy. */
#define RFW_PROTOCOL_FILTERINGS_MAX	16

/**
 * struct rfw_protocol_filtering - filtering mode of one protocol
 * @protocol: IP protocol number
 * @filtering: enum rfw_filtering
 */
struct rfw_protocol_filtering {
	u8 protocol;
	u8 filtering;
};

/**
 * struct rfw_open_ports - ports that are open to every host, or an exception from that
 * @protocol: IP protocol number
 * @low: first port, host byte order
 * @high: last port
 */
struct rfw_open_ports {
	u8 protocol;
	u16 low;
	u16 high;
};

/**
 * struct rfw_policy_rules - what a policy says; never changes, a changed policy gets new rules
 * @rcu: for its end
 * @preset: enum rfw_preset that the rest started from
 * @transparent: nothing is filtered (RFC 6092 REC-49)
 * @filtering: enum rfw_filtering, of protocols without one of their own
 * @protocol_filterings: entries of @protocol_filtering
 * @open_ports: entries of @open_port
 * @open_exceptions: entries of @open_exception
 * @pinhole_low_ports: pinholes may be for ports below 1024
 * @tcp_pickup: a segment in mid-stream from inside may start a connection
 * @tcp_window: enum rfw_tcp_window
 * @udp_inbound_refresh: inbound packets keep UDP flows alive too
 * @flow_accounting: count packets and octets of new flows
 * @host_learning: enum rfw_host_learning
 * @ula_border: unique local addresses may cross
 * @icmp6_unallocated_errors: ICMPv6 types 5..127 are judged by what they carry
 * @icmp6_mobility: ICMPv6 types 144..147 pass
 * @echo_in: inbound echo requests open flows
 * @ipsec_passthrough: inbound AH, ESP, HIP and UDP port 500 open flows
 * @unsolicited: enum rfw_unsolicited
 * @tcp_reset_unknown: segments from inside that belong to no flow are answered with RST
 * @limit_answer: first packets from inside that a limit refuses are answered
 * @tcp_mss_pmtu: the largest TCP segment is what the route's MTU has room for
 * @tcp_mss: largest TCP segment that may be asked for, octets; 0 for no such limit
 * @unknown_protocols: enum rfw_unknown_protocols
 * @protocol_timeouts: entries of @protocol_timeout
 * @priority_fc: forwarding classes that may have all of @max_sessions, one bit each
 * @inbound_share: percent of @max_sessions that may be opened from outside, and that such flows may
 *	use up of @max_half_open and @max_new_per_second
 * @evict_unanswered: at a limit unanswered flows make room too
 * @watermark_high: percent of @max_sessions at which an alarm is raised, 0 for none
 * @watermark_low: percent at which it is over
 * @max_sessions: flows of one subscriber
 * @reserved_sessions: how many of them are for @priority_fc; fewer than @max_sessions
 * @max_new_per_second: flows that may begin, 0 for no limit
 * @max_half_open: flows that may be half open, 0 for no limit
 * @max_hosts: learned addresses of one subscriber
 * @max_pinholes: dynamic pinholes of one subscriber
 * @algs: application layer gateways that are on, one bit for each of enum rfw_alg
 * @sip_ports: entries of @sip_port
 * @sip_other_hosts: signalling may name another host of the same subscriber for its media
 * @sip_max_calls: calls of one subscriber
 * @sip_max_calls_host: calls of one host, not more than @sip_max_calls
 * @timeout: seconds, by enum rfw_timer
 * @protocol_allowed: with RFW_UNKNOWN_PROTOCOLS_LISTED, protocols that may open flows
 * @protocol_timeout: overrides of RFW_TIMER_UNKNOWN_PROTOCOL
 * @protocol_filtering: overrides of @filtering
 * @open_port: inbound ports that are open to every host
 * @open_exception: ports that stay closed in spite of that
 * @sip_port: ports outside that signalling goes to, host byte order
 */
struct rfw_policy_rules {
	struct rcu_head rcu;
	u8 preset;
	u8 transparent;
	u8 filtering;
	u8 protocol_filterings;
	u8 open_ports;
	u8 open_exceptions;
	u8 pinhole_low_ports;
	u8 tcp_pickup;
	u8 tcp_window;
	u8 udp_inbound_refresh;
	u8 flow_accounting;
	u8 host_learning;
	u8 ula_border;
	u8 icmp6_unallocated_errors;
	u8 icmp6_mobility;
	u8 echo_in;
	u8 ipsec_passthrough;
	u8 unsolicited;
	u8 tcp_reset_unknown;
	u8 limit_answer;
	u8 tcp_mss_pmtu;
	u16 tcp_mss;
	u8 unknown_protocols;
	u8 protocol_timeouts;
	u8 priority_fc;
	u8 inbound_share;
	u8 evict_unanswered;
	u8 watermark_high;
	u8 watermark_low;
	u8 algs;
	u8 sip_ports;
	u8 sip_other_hosts;
	u32 max_sessions;
	u32 reserved_sessions;
	u32 max_new_per_second;
	u32 max_half_open;
	u32 max_hosts;
	u32 max_pinholes;
	u32 sip_max_calls;
	u32 sip_max_calls_host;
	u32 timeout[RFW_TIMERS];
	DECLARE_BITMAP(protocol_allowed, 256);
	struct rfw_protocol_timeout protocol_timeout[RFW_PROTOCOL_TIMEOUTS_MAX];
	struct rfw_protocol_filtering protocol_filtering[RFW_PROTOCOL_FILTERINGS_MAX];
	struct rfw_open_ports open_port[RFW_OPEN_PORTS_MAX];
	struct rfw_open_ports open_exception[RFW_OPEN_PORTS_MAX];
	u16 sip_port[RFW_SIP_PORTS_MAX];
};

/**
 * struct rfw_policy - a named policy
 * @object: name, in &rfw_config.policies
 * @description: free text
 * @domain: that it belongs to
 * @subscribers: that use it
 * @rules: RCU; readers are packets
 * @rcu: for its end
 *
 * All but @rules is read and written under the configuration's lock only. It lives until
 * rfw_policy_del(), which is refused while subscribers use it, or until its configuration is
 * replaced; freed after a grace period.
 */
struct rfw_policy {
	struct rfw_object object;
	char description[RFW_DESCRIPTION_MAX + 1];
	struct rfw_domain *domain;
	u32 subscribers;
	struct rfw_policy_rules __rcu *rules;
	struct rcu_head rcu;
};

void rfw_policy_preset(struct rfw_policy_rules *rules, u8 preset);
bool rfw_policy_allows_unknown(const struct rfw_policy_rules *rules, u8 protocol);

/**
 * rfw_policy_allows - may a protocol open flows outbound
 * @rules: of the policy
 * @protocol: IP protocol number
 *
 * Return: whether it may.
 */
static inline bool rfw_policy_allows(const struct rfw_policy_rules *rules, u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_ICMPV6:
		return true;
	}
	return rfw_policy_allows_unknown(rules, protocol);
}

/**
 * rfw_policy_filtering - filtering mode of a protocol
 * @rules: of the policy
 * @protocol: IP protocol number
 *
 * Return: enum rfw_filtering.
 */
static inline u8 rfw_policy_filtering(const struct rfw_policy_rules *rules, u8 protocol)
{
	unsigned int i;

	for (i = 0; i < rules->protocol_filterings; i++)
		if (rules->protocol_filtering[i].protocol == protocol)
			return rules->protocol_filtering[i].filtering;
	return rules->filtering;
}

bool rfw_policy_open_port(const struct rfw_policy_rules *rules, u8 protocol, u16 port);

/* Does it say anything of the largest TCP segment? */
static inline bool rfw_policy_mss(const struct rfw_policy_rules *rules)
{
	return rules->tcp_mss_pmtu || rules->tcp_mss;
}

/* Has it the SIP gateway? */
static inline bool rfw_policy_sip(const struct rfw_policy_rules *rules)
{
	return rules->algs & BIT(RFW_ALG_SIP);
}

bool rfw_policy_sip_port(const struct rfw_policy_rules *rules, u16 port);
u32 rfw_policy_unknown_timeout(const struct rfw_policy_rules *rules, u8 protocol, bool initial);
int rfw_policy_add(struct rfw_config *config, const char *name, const char *description,
		   struct rfw_domain *domain, const struct rfw_policy_rules *rules,
		   struct netlink_ext_ack *extack);
int rfw_policy_set(struct rfw_config *config, struct rfw_policy *policy, const char *description,
		   struct rfw_domain *domain, const struct rfw_policy_rules *rules,
		   struct netlink_ext_ack *extack);
int rfw_policy_del(struct rfw_config *config, struct rfw_policy *policy,
		   struct netlink_ext_ack *extack);
void rfw_policy_release(struct rfw_config *config, struct rfw_policy *policy);

#endif
