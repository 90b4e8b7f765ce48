/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * librfw: control of the rfw IPv6 residential firewall of one network namespace.
 *
 * Objects are structs. The library allocates them (rfw_domain_alloc() and so on), so that members
 * can be added at their end without breaking programs: never make one on the stack or in an array.
 * A member counts if its bit in `fields` is set; the bit is the number of the attribute in
 * <linux/rfw.h>, see RFW_HAS() and RFW_GIVE(). In requests a list whose bit is set replaces the one
 * that the kernel has; an empty one clears it.
 *
 * Functions return 0 or a negative errno value; rfw_error() then has a text for people. A context
 * belongs to one thread at a time.
 */
#ifndef _LIBRFW_H
#define _LIBRFW_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/rfw.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RFW_FIELD(attribute) (UINT64_C(1) << (attribute))
#define RFW_HAS(object, attribute) (((object)->fields & RFW_FIELD(attribute)) != 0)
#define RFW_GIVE(object, attribute) ((object)->fields |= RFW_FIELD(attribute))

struct rfw_context;

struct rfw_prefix {
	struct in6_addr address;
	uint8_t length;
	uint8_t origin; /* enum rfw_prefix_origin */
};

struct rfw_prefix_list {
	struct rfw_prefix *items;
	size_t count;
};

struct rfw_interface {
	char name[RFW_INTERFACE_NAME_MAX + 1];
};

struct rfw_interface_list {
	struct rfw_interface *items;
	size_t count;
};

struct rfw_number_list {
	uint8_t *items;
	size_t count;
};

/* In host byte order. */
struct rfw_port_list {
	uint16_t *items;
	size_t count;
};

struct rfw_address_list {
	struct in6_addr *items;
	size_t count;
};

struct rfw_dscp_class {
	uint64_t fields;
	uint8_t dscp;
	uint8_t forwarding_class; /* enum rfw_forwarding_class */
};

struct rfw_dscp_class_list {
	struct rfw_dscp_class *items;
	size_t count;
};

struct rfw_domain {
	uint64_t fields;
	char name[RFW_NAME_MAX + 1];
	uint8_t state; /* enum rfw_domain_state */
	uint8_t multicast_boundary;
	uint8_t bogons; /* enum rfw_bogons */
	char vrf[RFW_INTERFACE_NAME_MAX + 1];
	struct rfw_prefix_list prefix;
	struct rfw_interface_list prefix_from;
	struct rfw_interface_list outside;
	struct rfw_interface_list inside;
	struct rfw_prefix_list bogon;
	struct rfw_dscp_class_list class_map; /* what is not as in the default map */
	uint32_t accept_mark;
	uint32_t accept_mask; /* 0: no mark */
	uint32_t max_flows; /* 0: no limit */
	uint32_t flows; /* in replies */
	uint32_t policies; /* in replies */
};

struct rfw_timeouts {
	uint64_t fields;
	uint32_t tcp_established;
	uint32_t tcp_transitory;
	uint32_t tcp_syn;
	uint32_t tcp_time_wait;
	uint32_t tcp_rst;
	uint32_t udp;
	uint32_t udp_initial;
	uint32_t udp_dns;
	uint32_t icmp6_query;
	uint32_t sip;
	uint32_t unknown_protocol;
};

struct rfw_protocol_timeout {
	uint64_t fields;
	uint8_t protocol;
	uint32_t timeout;
	uint32_t initial;
};

struct rfw_protocol_timeout_list {
	struct rfw_protocol_timeout *items;
	size_t count;
};

struct rfw_protocol_filtering {
	uint64_t fields;
	uint8_t protocol;
	uint8_t filtering; /* enum rfw_filtering */
};

struct rfw_protocol_filtering_list {
	struct rfw_protocol_filtering *items;
	size_t count;
};

/* Ports are in host byte order; a range without its high is one port. */
struct rfw_protocol_ports {
	uint64_t fields;
	uint8_t protocol;
	uint16_t low;
	uint16_t high;
};

struct rfw_protocol_ports_list {
	struct rfw_protocol_ports *items;
	size_t count;
};

struct rfw_policy {
	uint64_t fields;
	char name[RFW_NAME_MAX + 1];
	char domain[RFW_NAME_MAX + 1];
	char description[RFW_DESCRIPTION_MAX + 1];
	uint8_t preset; /* enum rfw_preset */
	uint8_t transparent;
	uint8_t filtering; /* enum rfw_filtering */
	uint8_t pinhole_low_ports;
	uint32_t max_pinholes;
	struct rfw_protocol_filtering_list protocol_filtering;
	struct rfw_protocol_ports_list open_port;
	struct rfw_protocol_ports_list open_port_except;
	uint8_t tcp_pickup;
	uint8_t tcp_window; /* enum rfw_tcp_window */
	uint8_t udp_inbound_refresh;
	uint8_t flow_accounting;
	uint8_t host_learning; /* enum rfw_host_learning */
	uint32_t max_hosts;
	uint8_t unknown_protocols; /* enum rfw_unknown_protocols */
	uint8_t ula_border;
	uint8_t icmp6_unallocated_errors;
	uint8_t icmp6_mobility;
	uint8_t echo_in;
	uint8_t ipsec_passthrough;
	uint8_t unsolicited; /* enum rfw_unsolicited */
	uint8_t tcp_reset_unknown;
	uint8_t limit_answer;
	uint8_t tcp_mss_pmtu;
	uint16_t tcp_mss; /* 0: off */
	uint32_t max_sessions;
	uint32_t reserved_sessions;
	uint8_t priority_fc; /* 1 << enum rfw_forwarding_class, each */
	uint8_t inbound_share; /* percent */
	uint8_t evict_unanswered;
	uint8_t watermark_high; /* percent; the two come together */
	uint8_t watermark_low;
	uint32_t max_new_per_second;
	uint32_t max_half_open;
	uint8_t alg; /* 1 << enum rfw_alg, each */
	uint8_t sip_other_hosts;
	struct rfw_port_list sip_port; /* an empty one changes nothing */
	uint32_t sip_max_calls;
	uint32_t sip_max_calls_host;
	struct rfw_timeouts timeouts;
	struct rfw_protocol_timeout_list protocol_timeout;
	struct rfw_number_list unknown_protocol;
	uint32_t subscribers; /* in replies */
};

struct rfw_subscriber_statistics {
	uint64_t fields;
	uint32_t flows;
	uint32_t flows_peak;
	uint64_t flows_created;
	uint64_t flows_refused;
	uint64_t refused_session_limit;
	uint64_t refused_session_reserve;
	uint64_t refused_inbound_share;
	uint64_t refused_half_open_limit;
	uint64_t refused_new_flow_rate;
	uint64_t flows_evicted;
	uint32_t flows_inbound;
	uint32_t flows_half_open;
	uint8_t watermark_raised;
	uint64_t dropped_out;
	uint64_t dropped_in;
	uint64_t packets_out;
	uint64_t octets_out;
	uint64_t packets_in;
	uint64_t octets_in;
};

struct rfw_subscriber {
	uint64_t fields;
	char name[RFW_NAME_MAX + 1];
	char policy[RFW_NAME_MAX + 1];
	uint8_t whole_domain;
	struct rfw_prefix_list prefix;
	struct rfw_subscriber_statistics statistics; /* in replies */
};

/* Sequence window of what one side of a TCP connection sends. */
struct rfw_tcp_side {
	uint64_t fields;
	uint32_t end;
	uint32_t ack;
	uint32_t max_window;
	uint8_t scale;
	uint8_t flags; /* of enum rfw_tcp_side_flags */
};

struct rfw_port_range {
	uint64_t fields;
	uint16_t low;
	uint16_t high;
};

struct rfw_port_range_list {
	struct rfw_port_range *items;
	size_t count;
};

struct rfw_opening_filter {
	uint64_t fields;
	struct rfw_prefix prefix;
	uint16_t port;
};

struct rfw_opening_filter_list {
	struct rfw_opening_filter *items;
	size_t count;
};

/* Of DCCP, as numbers. */
struct rfw_service_code_list {
	uint32_t *items;
	size_t count;
};

struct rfw_octets {
	uint8_t length;
	uint8_t data[RFW_COOKIE_MAX];
};

/* A forward, a DMZ host or a pinhole, or as a filter: kind, subscriber, owner. */
struct rfw_opening {
	uint64_t fields;
	uint32_t id;
	uint8_t kind; /* enum rfw_opening_kind */
	uint8_t protocol;
	uint8_t owner; /* enum rfw_pinhole_owner */
	uint8_t end; /* enum rfw_flow_end */
	char subscriber[RFW_NAME_MAX + 1];
	struct in6_addr address;
	struct in6_addr suffix;
	struct rfw_port_range_list port;
	struct rfw_opening_filter_list filter;
	struct rfw_service_code_list service_code;
	struct rfw_octets cookie;
	uint32_t lifetime;
	uint32_t expires;
	struct rfw_prefix_list place;
	uint64_t flows;
	uint64_t packets;
	uint64_t octets;
	uint32_t last;
	char host[RFW_NAME_MAX + 1];
};

#define RFW_MAC_OCTETS 6

/* An inside address that is known, or a host that has a name; or as a filter: subscriber. */
struct rfw_host {
	uint64_t fields;
	char subscriber[RFW_NAME_MAX + 1];
	struct in6_addr address;
	uint32_t vrf;
	uint8_t learned_from; /* enum rfw_host_origin */
	uint32_t first_seen; /* seconds ago, as the one below */
	uint32_t last_seen;
	char name[RFW_NAME_MAX + 1];
	struct in6_addr suffix;
	uint8_t mac[RFW_MAC_OCTETS];
	struct rfw_prefix_list place; /* in replies, as the one below */
	uint32_t openings;
};

/* Where the inside host of a call wants to receive, with UDP. */
struct rfw_sip_media {
	uint64_t fields;
	uint8_t kind; /* enum rfw_sip_media_kind */
	struct in6_addr address;
	uint16_t port; /* host byte order */
	uint32_t pinhole; /* its id, 0: none is open */
};

struct rfw_sip_media_list {
	struct rfw_sip_media *items;
	size_t count;
};

/* A call that the SIP gateway knows, or as a filter: subscriber, host. */
struct rfw_sip_call {
	uint64_t fields;
	uint32_t id;
	char subscriber[RFW_NAME_MAX + 1];
	struct in6_addr host;
	char call_id[RFW_SIP_CALL_ID_MAX + 1]; /* what somebody else wrote */
	uint8_t state; /* enum rfw_sip_call_state */
	uint32_t age;
	uint32_t expires;
	struct rfw_address_list remote;
	struct rfw_sip_media_list media;
};

/*
 * A flow, or as a filter: protocol, state, subscriber, prefix and port, and windows to have those
 * too. Ports are in host byte order.
 */
struct rfw_flow {
	uint64_t fields;
	struct in6_addr originator_address;
	struct in6_addr responder_address;
	uint16_t originator_port;
	uint16_t responder_port;
	uint8_t protocol;
	uint8_t inside; /* enum rfw_flow_inside */
	uint8_t state; /* enum rfw_flow_state */
	uint8_t origin; /* enum rfw_flow_origin */
	uint8_t forwarding_class; /* enum rfw_forwarding_class */
	uint8_t answered;
	uint8_t window_tracked;
	uint8_t end; /* enum rfw_flow_end */
	uint32_t vrf;
	uint32_t expires;
	uint32_t age;
	char subscriber[RFW_NAME_MAX + 1];
	char peer_subscriber[RFW_NAME_MAX + 1];
	uint64_t packets_originator;
	uint64_t octets_originator;
	uint64_t packets_responder;
	uint64_t octets_responder;
	struct rfw_prefix prefix;
	uint16_t port;
	uint32_t count;
	uint8_t windows;
	struct rfw_tcp_side window_originator;
	struct rfw_tcp_side window_responder;
};

struct rfw_drop {
	uint64_t fields;
	uint32_t reason; /* enum rfw_drop_reason */
	uint64_t packets;
};

struct rfw_drop_list {
	struct rfw_drop *items;
	size_t count;
};

/* Of the SIP gateway. */
struct rfw_sip_counter {
	uint64_t fields;
	uint32_t counter; /* enum rfw_sip_count */
	uint64_t count;
};

struct rfw_sip_counter_list {
	struct rfw_sip_counter *items;
	size_t count;
};

/* A packet that was dropped. Ports are in host byte order. */
struct rfw_dropped {
	uint64_t fields;
	uint32_t reason; /* enum rfw_drop_reason */
	uint8_t protocol;
	uint8_t icmp6_type;
	uint16_t source_port;
	uint16_t destination_port;
	struct in6_addr source_address;
	struct in6_addr destination_address;
	char input[RFW_INTERFACE_NAME_MAX + 1];
	char output[RFW_INTERFACE_NAME_MAX + 1];
	char source_subscriber[RFW_NAME_MAX + 1];
	char destination_subscriber[RFW_NAME_MAX + 1];
	uint32_t vrf;
	uint32_t length; /* octets */
	uint32_t missed; /* drops before this one that came too fast to be told of */
};

/* Octets that are somebody else's, in requests. */
struct rfw_data {
	const void *octets;
	size_t length;
};

/* How a packet would be judged. Ports are in host byte order. */
struct rfw_explanation {
	uint64_t fields;
	char input[RFW_INTERFACE_NAME_MAX + 1];
	char output[RFW_INTERFACE_NAME_MAX + 1];
	struct rfw_data packet;
	uint8_t verdict; /* enum rfw_verdict */
	uint32_t reason; /* enum rfw_drop_reason */
	uint8_t transparent;
	uint8_t step; /* enum rfw_explain_step */
	uint32_t length; /* octets */
	uint32_t vrf;
	uint8_t protocol;
	uint8_t authenticated;
	struct in6_addr source_address;
	uint16_t source_port;
	struct in6_addr destination_address;
	uint16_t destination_port;
	uint8_t icmp6_type;
	uint8_t icmp6_code;
	uint8_t segment; /* enum rfw_segment_kind */
	char source_domain[RFW_NAME_MAX + 1];
	char source_subscriber[RFW_NAME_MAX + 1];
	char destination_domain[RFW_NAME_MAX + 1];
	char destination_subscriber[RFW_NAME_MAX + 1];
	struct rfw_flow flow;
	uint8_t reopens;
	char policy[RFW_NAME_MAX + 1];
	uint8_t filtering; /* enum rfw_filtering */
	uint8_t origin; /* enum rfw_flow_origin */
	uint32_t opening;
	uint8_t state; /* enum rfw_flow_state */
	uint32_t expires;
	uint8_t forwarding_class; /* enum rfw_forwarding_class */
	uint16_t mss;
	uint8_t answer; /* enum rfw_answer */
};

struct rfw_statistics {
	uint64_t fields;
	char version[64];
	uint32_t generation;
	uint8_t active;
	uint32_t domains;
	uint32_t domains_down;
	uint32_t policies;
	uint32_t subscribers;
	uint32_t flows;
	uint32_t max_flows;
	uint32_t buckets;
	uint64_t table_octets;
	uint32_t flow_octets;
	uint32_t rekeyed;
	uint8_t prefetching;
	uint64_t flows_created;
	uint64_t flows_ended;
	uint64_t packets_out;
	uint64_t octets_out;
	uint64_t packets_in;
	uint64_t octets_in;
	uint64_t packets_passed;
	uint64_t mss_unmodified;
	uint64_t answered_reset;
	uint64_t answered_prohibited;
	uint64_t answers_limited;
	uint32_t answers_waiting;
	uint64_t answers_refused;
	uint64_t answers_cancelled;
	uint32_t hosts;
	uint64_t hosts_replaced;
	uint64_t hosts_refused;
	struct rfw_drop_list drop;
	struct rfw_sip_counter_list sip;
};

struct rfw_alarm {
	uint64_t fields;
	uint8_t kind; /* enum rfw_alarm_kind */
	uint8_t raised;
	char subscriber[RFW_NAME_MAX + 1]; /* of a watermark */
	uint32_t flows;
	uint32_t max_flows;
};

/* ---- context ---- */

/**
 * rfw_open() - connect to the firewall of a network namespace
 * @netns: name below /run/netns or a path; NULL for the caller's own
 *
 * Return: NULL with errno set: EPROTONOSUPPORT where the module is not loaded
 */
struct rfw_context *rfw_open(const char *netns);
void rfw_close(struct rfw_context *context);

/*
 * The last failure in words: the kernel's own message and the attribute at fault where there are
 * such.
 */
const char *rfw_error(const struct rfw_context *context);
/* Path of that attribute, like "timeouts.udp" or "prefix[3]"; NULL if the failure has none. */
const char *rfw_error_attribute(const struct rfw_context *context);
/* The last dump was disturbed by a change: it may lack objects or have some twice. */
bool rfw_interrupted(const struct rfw_context *context);
/* 1 if the namespace forwards IPv6 between all interfaces, 0 if not, or a negative errno value. */
int rfw_forwarding(struct rfw_context *context);

/*
 * ---- configuration; the *_each functions stop when the callback returns something else than 0,
 * and return that; the whole answer is read before the first call, which may make requests ----
 */

struct rfw_domain *rfw_domain_alloc(void);
void rfw_domain_free(struct rfw_domain *domain);
int rfw_domain_add(struct rfw_context *context, const struct rfw_domain *domain);
int rfw_domain_set(struct rfw_context *context, const struct rfw_domain *domain);
int rfw_domain_del(struct rfw_context *context, const char *name);
int rfw_domain_get(struct rfw_context *context, const char *name, struct rfw_domain **domain);
int rfw_domain_each(struct rfw_context *context,
		    int (*each)(const struct rfw_domain *domain, void *data), void *data);

struct rfw_policy *rfw_policy_alloc(void);
void rfw_policy_free(struct rfw_policy *policy);
int rfw_policy_add(struct rfw_context *context, const struct rfw_policy *policy);
int rfw_policy_set(struct rfw_context *context, const struct rfw_policy *policy);
int rfw_policy_del(struct rfw_context *context, const char *name);
int rfw_policy_get(struct rfw_context *context, const char *name, struct rfw_policy **policy);
int rfw_policy_each(struct rfw_context *context,
		    int (*each)(const struct rfw_policy *policy, void *data), void *data);

/* What the presets say: policies without a name, by their preset. */
int rfw_preset_each(struct rfw_context *context,
		    int (*each)(const struct rfw_policy *policy, void *data), void *data);

struct rfw_subscriber *rfw_subscriber_alloc(void);
void rfw_subscriber_free(struct rfw_subscriber *subscriber);
int rfw_subscriber_add(struct rfw_context *context, const struct rfw_subscriber *subscriber);
int rfw_subscriber_set(struct rfw_context *context, const struct rfw_subscriber *subscriber);
int rfw_subscriber_del(struct rfw_context *context, const char *name);
int rfw_subscriber_get(struct rfw_context *context, const char *name,
		       struct rfw_subscriber **subscriber);
/* @policy: only the subscribers of this one, or NULL */
int rfw_subscriber_each(struct rfw_context *context, const char *policy,
			int (*each)(const struct rfw_subscriber *subscriber, void *data),
			void *data);

struct rfw_opening *rfw_opening_alloc(void);
void rfw_opening_free(struct rfw_opening *opening);
/* @id: the number that it got, or NULL; in a transaction there is none */
int rfw_opening_add(struct rfw_context *context, const struct rfw_opening *opening, uint32_t *id);
/* Of a pinhole: its lifetime, and its filters. */
int rfw_opening_set(struct rfw_context *context, const struct rfw_opening *opening);
/* By kind and number, or by exactly what was added. */
int rfw_opening_del(struct rfw_context *context, const struct rfw_opening *opening);
/* @filter: NULL for all */
int rfw_opening_each(struct rfw_context *context, const struct rfw_opening *filter,
		     int (*each)(const struct rfw_opening *opening, void *data), void *data);

struct rfw_host *rfw_host_alloc(void);
void rfw_host_free(struct rfw_host *host);
/* Give a host of a subscriber a name, by its suffix or by its MAC. */
int rfw_host_add(struct rfw_context *context, const struct rfw_host *host);
int rfw_host_set(struct rfw_context *context, const struct rfw_host *host);
/* Forget an address that was learned of a subscriber, or remove the host of a name. */
int rfw_host_del(struct rfw_context *context, const struct rfw_host *host);
/* The inside addresses that are known. @filter: NULL for all */
int rfw_host_each(struct rfw_context *context, const struct rfw_host *filter,
		  int (*each)(const struct rfw_host *host, void *data), void *data);
/* The hosts that have names. @filter: NULL for all */
int rfw_named_host_each(struct rfw_context *context, const struct rfw_host *filter,
			int (*each)(const struct rfw_host *host, void *data), void *data);

/* @filter: NULL for all */
int rfw_sip_call_each(struct rfw_context *context, const struct rfw_sip_call *filter,
		      int (*each)(const struct rfw_sip_call *call, void *data), void *data);

/* ---- lists ---- */

int rfw_prefix_list_add(struct rfw_prefix_list *list, const struct in6_addr *address,
			uint8_t length);
int rfw_interface_list_add(struct rfw_interface_list *list, const char *name);
int rfw_number_list_add(struct rfw_number_list *list, uint8_t number);
int rfw_port_list_add(struct rfw_port_list *list, uint16_t port);
int rfw_protocol_filtering_list_add(struct rfw_protocol_filtering_list *list, uint8_t protocol,
				    uint8_t filtering);
/* Ports in host byte order. */
int rfw_protocol_ports_list_add(struct rfw_protocol_ports_list *list, uint8_t protocol,
				uint16_t low, uint16_t high);
int rfw_port_range_list_add(struct rfw_port_range_list *list, uint16_t low, uint16_t high);
/* @prefix: NULL for any; @port: 0 for any */
int rfw_opening_filter_list_add(struct rfw_opening_filter_list *list,
				const struct rfw_prefix *prefix, uint16_t port);
int rfw_service_code_list_add(struct rfw_service_code_list *list, uint32_t code);
/* @forwarding_class: enum rfw_forwarding_class */
int rfw_dscp_class_list_add(struct rfw_dscp_class_list *list, uint8_t dscp,
			    uint8_t forwarding_class);
/* Timers of a protocol, both or none: 0 and 0 remove what the policy has for the protocol. */
int rfw_protocol_timeout_list_add(struct rfw_protocol_timeout_list *list, uint8_t protocol,
				  uint32_t timeout, uint32_t initial);

/* ---- flows and counters ---- */

struct rfw_flow *rfw_flow_alloc(void);
void rfw_flow_free(struct rfw_flow *flow);
/* @filter: NULL for all. Flows are handed on as they arrive, nothing is collected. */
int rfw_flow_each(struct rfw_context *context, const struct rfw_flow *filter,
		  int (*each)(const struct rfw_flow *flow, void *data), void *data);
int rfw_flow_delete(struct rfw_context *context, const struct rfw_flow *filter, uint32_t *count);
int rfw_flow_table_set(struct rfw_context *context, uint32_t max_flows);

int rfw_statistics_get(struct rfw_context *context, struct rfw_statistics **statistics);
void rfw_statistics_free(struct rfw_statistics *statistics);

/**
 * rfw_explain() - say how a packet would be judged now, and change nothing
 * @input: interface that it arrives on
 * @output: that it is to leave by; NULL for what the route says
 * @packet: from its IPv6 header on
 * @length: octets
 */
int rfw_explain(struct rfw_context *context, const char *input, const char *output,
		const void *packet, size_t length, struct rfw_explanation **explanation);
void rfw_explanation_free(struct rfw_explanation *explanation);

/* ---- transactions, and flows restored ---- */

/**
 * typedef rfw_failed - a request of a transaction, or a flow to be restored, was refused
 * @request: its number, 0 for the first rfw_*_add() after rfw_transaction_begin(), or the first
 *	rfw_flow_add() after rfw_restore_begin()
 * @error: a negative errno value
 * @text: as rfw_error()
 * @attribute: as rfw_error_attribute()
 */
typedef void rfw_failed(unsigned int request, int error, const char *text, const char *attribute,
			void *data);

/*
 * Start a new, empty configuration. Until commit or abort rfw_domain_add(), rfw_policy_add(),
 * rfw_subscriber_add(), rfw_host_add() and rfw_opening_add() add to it and only queue, and
 * rfw_flow_table_set() is part of it too. What
 * the kernel refuses comes through @failed (or NULL) and fails the flush and the commit.
 */
int rfw_transaction_begin(struct rfw_context *context, rfw_failed *failed, void *data);
/* Wait until the kernel has judged all requests so far. */
int rfw_transaction_flush(struct rfw_context *context);
/*
 * Put the new configuration in place of the present one; a failure leaves the present one and ends
 * the transaction.
 */
int rfw_transaction_commit(struct rfw_context *context);
int rfw_transaction_abort(struct rfw_context *context);

/*
 * Put flows into the table that rfw_flow_each() handed on with their windows, of this module or
 * another. Until the end rfw_flow_add() only queues, and many go at once. A flow that the kernel
 * refuses comes through @failed (or NULL) and does not keep the others out.
 */
int rfw_restore_begin(struct rfw_context *context, rfw_failed *failed, void *data);
int rfw_flow_add(struct rfw_context *context, const struct rfw_flow *flow);
/* Wait until the kernel has judged all of them. */
int rfw_restore_end(struct rfw_context *context);

/* ---- events ---- */

enum rfw_event_type {
	RFW_EVENT_FLOW_NEW,
	RFW_EVENT_FLOW_DESTROY,
	RFW_EVENT_CONFIGURATION,
	RFW_EVENT_DROP,
	RFW_EVENT_PINHOLE_NEW, /* opened, renewed or changed */
	RFW_EVENT_PINHOLE_DEL,
	RFW_EVENT_ALARM,
	RFW_EVENT_LOST, /* the reader was too slow, events are missing here */
};

struct rfw_event {
	enum rfw_event_type type;
	const struct rfw_flow *flow; /* of the flow events */
	const struct rfw_dropped *dropped; /* of RFW_EVENT_DROP */
	uint32_t generation; /* of RFW_EVENT_CONFIGURATION */
	const struct rfw_opening *opening; /* of the pinhole events */
	const struct rfw_alarm *alarm; /* of RFW_EVENT_ALARM */
};

/* @group: RFW_MCGRP_*. A context that listens is good for nothing else. */
int rfw_monitor_join(struct rfw_context *context, const char *group);
/* Wait for events and hand them on until the callback returns something else than 0. */
int rfw_monitor(struct rfw_context *context, int (*each)(const struct rfw_event *event, void *data),
		void *data);
/* For poll(2). */
int rfw_fd(const struct rfw_context *context);

/* ---- words ---- */

enum rfw_enumeration {
	RFW_ENUM_DOMAIN_STATE,
	RFW_ENUM_BOGONS,
	RFW_ENUM_PREFIX_ORIGIN,
	RFW_ENUM_PRESET,
	RFW_ENUM_FILTERING,
	RFW_ENUM_TCP_WINDOW,
	RFW_ENUM_HOST_LEARNING,
	RFW_ENUM_HOST_ORIGIN,
	RFW_ENUM_UNKNOWN_PROTOCOLS,
	RFW_ENUM_UNSOLICITED,
	RFW_ENUM_FORWARDING_CLASS,
	RFW_ENUM_ALG,
	RFW_ENUM_FLOW_STATE,
	RFW_ENUM_FLOW_ORIGIN,
	RFW_ENUM_OPENING_KIND,
	RFW_ENUM_OPENING_TARGET,
	RFW_ENUM_PINHOLE_OWNER,
	RFW_ENUM_FLOW_INSIDE,
	RFW_ENUM_FLOW_END,
	RFW_ENUM_DROP_REASON,
	RFW_ENUM_SIP_COUNT,
	RFW_ENUM_SIP_CALL_STATE,
	RFW_ENUM_SIP_MEDIA_KIND,
	RFW_ENUM_VERDICT,
	RFW_ENUM_EXPLAIN_STEP,
	RFW_ENUM_ANSWER,
	RFW_ENUM_SEGMENT_KIND,
	RFW_ENUM_ALARM_KIND,
};

/* The word for a value, NULL for one that this library does not know. */
const char *rfw_word(enum rfw_enumeration enumeration, unsigned int value);
/* What it means, in one line, or NULL. */
const char *rfw_word_meaning(enum rfw_enumeration enumeration, unsigned int value);
/* The value of a word, -1 if there is no such word. */
int rfw_word_value(enum rfw_enumeration enumeration, const char *word);

const char *rfw_version(void);

#ifdef __cplusplus
}
#endif

#endif
