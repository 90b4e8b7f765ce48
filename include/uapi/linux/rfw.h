/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	docs/netlink/rfw.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_RFW_H
#define _UAPI_LINUX_RFW_H

#define RFW_GENL_NAME		"rfw"
#define RFW_GENL_VERSION	1

#define RFW_NAME_MAX			63
#define RFW_DESCRIPTION_MAX		255
#define RFW_INTERFACE_NAME_MAX		15
#define RFW_DOMAIN_INTERFACES_MAX	16
#define RFW_OPENING_RANGES_MAX		32
#define RFW_OPENING_FILTERS_MAX		8
#define RFW_OPENING_SERVICES_MAX	8
#define RFW_COOKIE_MAX			32
#define RFW_OPEN_PORTS_MAX		32
#define RFW_SIP_PORTS_MAX		8
#define RFW_SIP_CALL_ID_MAX		255
#define RFW_PACKET_MAX			2048

/**
 * enum rfw_domain_state - Administrative state of a domain
 * @RFW_DOMAIN_STATE_DOWN: as if the domain were not there, its packets pass
 */
enum rfw_domain_state {
	RFW_DOMAIN_STATE_DOWN,
	RFW_DOMAIN_STATE_UP,
};

/**
 * enum rfw_bogons - Which bogon list a domain uses
 * @RFW_BOGONS_DEFAULT: the built-in list (RFC 6092 REC-3), the documentation
 *   prefixes among it
 * @RFW_BOGONS_LISTED: the prefixes of the bogon attributes
 */
enum rfw_bogons {
	RFW_BOGONS_NONE,
	RFW_BOGONS_DEFAULT,
	RFW_BOGONS_LISTED,
};

/**
 * enum rfw_prefix_origin - Where a prefix of a domain comes from
 * @RFW_PREFIX_ORIGIN_FOLLOWED: learned from an interface named by prefix-from
 */
enum rfw_prefix_origin {
	RFW_PREFIX_ORIGIN_CONFIGURED,
	RFW_PREFIX_ORIGIN_FOLLOWED,
};

/**
 * enum rfw_preset - The set of defaults that a policy starts from
 * @RFW_PRESET_STRICT: lets in what was asked for from inside, and checks
 *   sequence numbers
 * @RFW_PRESET_SROS: the defaults of the Nokia 7750 SR residential firewall
 * @RFW_PRESET_RFC6092: the defaults of RFC 6092
 * @RFW_PRESET_BALANCED: open from outside but for weak and local services
 * @RFW_PRESET_TRANSPARENT: nothing is filtered, everything is counted
 */
enum rfw_preset {
	RFW_PRESET_STRICT,
	RFW_PRESET_SROS,
	RFW_PRESET_RFC6092,
	RFW_PRESET_BALANCED,
	RFW_PRESET_TRANSPARENT,

	/* private: */
	__RFW_PRESET_MAX,
	RFW_PRESET_MAX = (__RFW_PRESET_MAX - 1)
};

/**
 * enum rfw_filtering - Which inbound packets match a flow
 * @RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT: only those from the address and
 *   port that the flow was opened to
 * @RFW_FILTERING_ADDRESS_DEPENDENT: those from the address that the flow was
 *   opened to, whatever their port
 * @RFW_FILTERING_ENDPOINT_INDEPENDENT: those from anywhere
 */
enum rfw_filtering {
	RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT,
	RFW_FILTERING_ADDRESS_DEPENDENT,
	RFW_FILTERING_ENDPOINT_INDEPENDENT,
};

/**
 * enum rfw_tcp_window - Checking of TCP sequence numbers
 * @RFW_TCP_WINDOW_STRICT: for each connection whose handshake was seen (RFC
 *   6092 REC-32)
 */
enum rfw_tcp_window {
	RFW_TCP_WINDOW_OFF,
	RFW_TCP_WINDOW_STRICT,
};

/**
 * enum rfw_host_learning - Whether packets from outside may begin something
 *   with any inside address
 * @RFW_HOST_LEARNING_OFF: any
 * @RFW_HOST_LEARNING_REQUIRED: those that are known, so that nobody outside
 *   causes neighbour discovery for one that nobody has
 */
enum rfw_host_learning {
	RFW_HOST_LEARNING_OFF,
	RFW_HOST_LEARNING_REQUIRED,
};

/**
 * enum rfw_host_origin - How an inside address became known
 * @RFW_HOST_ORIGIN_UPSTREAM: it sent a packet that was to be forwarded
 * @RFW_HOST_ORIGIN_DAD: it was about to be used, a neighbour solicitation for
 *   duplicate address detection
 * @RFW_HOST_ORIGIN_NEIGHBOUR: it was in the neighbour table
 * @RFW_HOST_ORIGIN_CONFIGURED: a forward, DMZ host or pinhole is for it, or it
 *   is one of a host that has a name
 */
enum rfw_host_origin {
	RFW_HOST_ORIGIN_UPSTREAM,
	RFW_HOST_ORIGIN_DAD,
	RFW_HOST_ORIGIN_NEIGHBOUR,
	RFW_HOST_ORIGIN_CONFIGURED,
};

/**
 * enum rfw_unknown_protocols - Which protocols other than TCP, UDP and ICMPv6
 *   may open flows outbound
 * @RFW_UNKNOWN_PROTOCOLS_LISTED: those of the unknown-protocol attributes
 */
enum rfw_unknown_protocols {
	RFW_UNKNOWN_PROTOCOLS_NONE,
	RFW_UNKNOWN_PROTOCOLS_ALL,
	RFW_UNKNOWN_PROTOCOLS_LISTED,
};

/**
 * enum rfw_unsolicited - What is said to who sends a packet to a subscriber
 *   that nothing lets in
 * @RFW_UNSOLICITED_DROP: nothing
 * @RFW_UNSOLICITED_REJECT: at once RST to TCP, ICMPv6 administratively
 *   prohibited to everything else
 * @RFW_UNSOLICITED_REJECT_DELAYED: ICMPv6 administratively prohibited to a TCP
 *   SYN or SCTP INIT after 6 s, unless the inside calls before (RFC 6092
 *   REC-34, REC-39); nothing to everything else
 */
enum rfw_unsolicited {
	RFW_UNSOLICITED_DROP,
	RFW_UNSOLICITED_REJECT,
	RFW_UNSOLICITED_REJECT_DELAYED,
};

/**
 * enum rfw_forwarding_class - Class of a flow for its limits, from the DSCP of
 *   its first packet. Default map: CS0..CS7 to the eight in this order, AF1x
 *   af, AF2x and AF3x l1, AF4x h2, EF and VA ef, all others be.
 */
enum rfw_forwarding_class {
	RFW_FORWARDING_CLASS_BE,
	RFW_FORWARDING_CLASS_L2,
	RFW_FORWARDING_CLASS_AF,
	RFW_FORWARDING_CLASS_L1,
	RFW_FORWARDING_CLASS_H2,
	RFW_FORWARDING_CLASS_EF,
	RFW_FORWARDING_CLASS_H1,
	RFW_FORWARDING_CLASS_NC,
};

/**
 * enum rfw_alg - Application layer gateways
 * @RFW_ALG_SIP: opens pinholes for the media that SIP calls agree on (RFC
 *   3261)
 */
enum rfw_alg {
	RFW_ALG_SIP,
};

/**
 * enum rfw_flow_state - State of a flow
 * @RFW_FLOW_STATE_INITIAL: one packet so far
 * @RFW_FLOW_STATE_ACTIVE: a second packet was seen
 * @RFW_FLOW_STATE_TCP_SYN_SENT: SYN from the originator
 * @RFW_FLOW_STATE_TCP_SYN_BOTH: SYN from both sides, simultaneous open
 * @RFW_FLOW_STATE_TCP_SYN_ACKED: SYN/ACK from the responder
 * @RFW_FLOW_STATE_TCP_FIN_ORIGINATOR: half closed, FIN from the originator
 *   alone
 * @RFW_FLOW_STATE_TCP_FIN_RESPONDER: half closed, FIN from the responder alone
 * @RFW_FLOW_STATE_TCP_FIN_BOTH: FIN from both sides, not yet acknowledged
 * @RFW_FLOW_STATE_TCP_RESET: after a valid RST
 * @RFW_FLOW_STATE_TCP_PICKED_UP: picked up in mid-stream, no answer so far
 */
enum rfw_flow_state {
	RFW_FLOW_STATE_NONE,
	RFW_FLOW_STATE_INITIAL,
	RFW_FLOW_STATE_ACTIVE,
	RFW_FLOW_STATE_TCP_SYN_SENT,
	RFW_FLOW_STATE_TCP_SYN_BOTH,
	RFW_FLOW_STATE_TCP_SYN_ACKED,
	RFW_FLOW_STATE_TCP_ESTABLISHED,
	RFW_FLOW_STATE_TCP_FIN_ORIGINATOR,
	RFW_FLOW_STATE_TCP_FIN_RESPONDER,
	RFW_FLOW_STATE_TCP_FIN_BOTH,
	RFW_FLOW_STATE_TCP_TIME_WAIT,
	RFW_FLOW_STATE_TCP_RESET,
	RFW_FLOW_STATE_TCP_PICKED_UP,

	/* private: */
	__RFW_FLOW_STATE_MAX,
	RFW_FLOW_STATE_MAX = (__RFW_FLOW_STATE_MAX - 1)
};

/**
 * enum rfw_flow_origin - What let a flow come into being
 * @RFW_FLOW_ORIGIN_OUTBOUND: opened by the subscriber
 * @RFW_FLOW_ORIGIN_FORWARD: let in by a static forward
 * @RFW_FLOW_ORIGIN_DMZ: opened by, or let in to, a DMZ host
 * @RFW_FLOW_ORIGIN_PINHOLE: let in by a dynamic pinhole
 * @RFW_FLOW_ORIGIN_ENDPOINT: let in where another flow has the same inside
 *   endpoint, see filtering
 * @RFW_FLOW_ORIGIN_OPEN: let in by the policy's open ports, or a knob of it
 * @RFW_FLOW_ORIGIN_SIGNALLED: a tunnel, let in beside a live flow of mobility
 *   signalling between the same ends (RFC 6092 REC-29)
 */
enum rfw_flow_origin {
	RFW_FLOW_ORIGIN_OUTBOUND,
	RFW_FLOW_ORIGIN_FORWARD,
	RFW_FLOW_ORIGIN_DMZ,
	RFW_FLOW_ORIGIN_PINHOLE,
	RFW_FLOW_ORIGIN_ENDPOINT,
	RFW_FLOW_ORIGIN_OPEN,
	RFW_FLOW_ORIGIN_SIGNALLED,
};

/**
 * enum rfw_opening_kind - What opens the firewall from outside
 * @RFW_OPENING_KIND_FORWARD: static, for a protocol and its ports
 * @RFW_OPENING_KIND_DMZ: static, a host with every protocol
 * @RFW_OPENING_KIND_PINHOLE: dynamic, with an owner and a lifetime
 */
enum rfw_opening_kind {
	RFW_OPENING_KIND_FORWARD,
	RFW_OPENING_KIND_DMZ,
	RFW_OPENING_KIND_PINHOLE,

	/* private: */
	__RFW_OPENING_KIND_MAX,
	RFW_OPENING_KIND_MAX = (__RFW_OPENING_KIND_MAX - 1)
};

/**
 * enum rfw_opening_target - How the inside host of an opening is given
 * @RFW_OPENING_TARGET_SUFFIX: the host part of an address, in each of the
 *   subscriber's prefixes that there are
 * @RFW_OPENING_TARGET_HOST: a host of the subscriber that has a name, at the
 *   addresses that it has
 */
enum rfw_opening_target {
	RFW_OPENING_TARGET_ADDRESS,
	RFW_OPENING_TARGET_SUFFIX,
	RFW_OPENING_TARGET_HOST,
};

/**
 * enum rfw_pinhole_owner - Who made a pinhole
 * @RFW_PINHOLE_OWNER_API: a program or a person
 */
enum rfw_pinhole_owner {
	RFW_PINHOLE_OWNER_API,
	RFW_PINHOLE_OWNER_PCP,
	RFW_PINHOLE_OWNER_UPNP,
	RFW_PINHOLE_OWNER_SIP,
	RFW_PINHOLE_OWNER_RADIUS,
};

/**
 * enum rfw_flow_inside - Which end of a flow is the subscriber's
 */
enum rfw_flow_inside {
	RFW_FLOW_INSIDE_ORIGINATOR,
	RFW_FLOW_INSIDE_RESPONDER,
};

/**
 * enum rfw_flow_end - Why a flow ended
 * @RFW_FLOW_END_CLOSED: by its own packets (a timer of 0, or a new connection
 *   on the same tuple)
 * @RFW_FLOW_END_DELETED: by request
 * @RFW_FLOW_END_CONFIGURATION: the present configuration does not allow it
 * @RFW_FLOW_END_EVICTED: to make room
 * @RFW_FLOW_END_REPLACED: by flow-new, which knows more of the same
 *   conversation
 */
enum rfw_flow_end {
	RFW_FLOW_END_EXPIRED,
	RFW_FLOW_END_CLOSED,
	RFW_FLOW_END_DELETED,
	RFW_FLOW_END_CONFIGURATION,
	RFW_FLOW_END_EVICTED,
	RFW_FLOW_END_REPLACED,
};

/**
 * enum rfw_tcp_side_flags - What is known of one side of a TCP connection
 * @RFW_TCP_SIDE_SYN: its SYN or SYN/ACK was seen, its edges are followed
 * @RFW_TCP_SIDE_SCALE: its SYN carried the window scale option
 * @RFW_TCP_SIDE_ACK: it has acknowledged the other side's SYN
 * @RFW_TCP_SIDE_FIN: its FIN was seen
 * @RFW_TCP_SIDE_RST: it sent the RST of state tcp-reset
 * @RFW_TCP_SIDE_VERIFIED: and nobody could have sent that without seeing
 *   packets
 * @RFW_TCP_SIDE_AGAIN: originator, a SYN went through that may open anew
 * @RFW_TCP_SIDE_RESUME: the connection went on unseen, the next segment of
 *   this side says where it is
 */
enum rfw_tcp_side_flags {
	RFW_TCP_SIDE_SYN = 1,
	RFW_TCP_SIDE_SCALE = 2,
	RFW_TCP_SIDE_ACK = 4,
	RFW_TCP_SIDE_FIN = 8,
	RFW_TCP_SIDE_RST = 16,
	RFW_TCP_SIDE_VERIFIED = 32,
	RFW_TCP_SIDE_AGAIN = 64,
	RFW_TCP_SIDE_RESUME = 128,
};

/**
 * enum rfw_drop_reason - Why a packet was dropped
 * @RFW_DROP_REASON_MALFORMED_HEADER: the IPv6 header or an extension header is
 *   malformed, out of place or cut short
 * @RFW_DROP_REASON_LONG_HEADER_CHAIN: more than 8 extension headers or 1,024
 *   octets of them
 * @RFW_DROP_REASON_ROUTING_TYPE_0: routing header of type 0 (RFC 5095)
 * @RFW_DROP_REASON_FRAGMENT: a fragment that could not be reassembled, or a
 *   second fragment header
 * @RFW_DROP_REASON_MALFORMED_TRANSPORT: the transport header is cut short or
 *   contradicts the packet's length
 * @RFW_DROP_REASON_MULTICAST_SCOPE: multicast destination within the boundary
 * @RFW_DROP_REASON_BOGON: source or destination on the domain's bogon list
 * @RFW_DROP_REASON_UNIQUE_LOCAL: unique local address across the border (RFC
 *   6092 REC-7)
 * @RFW_DROP_REASON_WRONG_SIDE: a packet of a live flow came from an interface
 *   of the other side
 * @RFW_DROP_REASON_NO_SUBSCRIBER: inside a domain, but nobody's
 * @RFW_DROP_REASON_HOME_ADDRESS: a routing header of type 2 names a home
 *   address that the flow's inside end does not have
 * @RFW_DROP_REASON_UNKNOWN_HOST: to an inside address that nobody is known to
 *   have, see host-learning
 * @RFW_DROP_REASON_UNSOLICITED: inbound and nobody asked for it
 * @RFW_DROP_REASON_UNKNOWN_PROTOCOL: the policy does not let this protocol
 *   open flows
 * @RFW_DROP_REASON_TCP_FLAGS: a combination of flags that no TCP sends
 * @RFW_DROP_REASON_TCP_NO_FLOW: a TCP segment that opens nothing and belongs
 *   to no flow
 * @RFW_DROP_REASON_TCP_WINDOW: outside of the sequence window
 * @RFW_DROP_REASON_TCP_STATE: a segment that makes no sense in the
 *   connection's state
 * @RFW_DROP_REASON_ICMP6_TYPE: an ICMPv6 message that is not forwarded
 * @RFW_DROP_REASON_ICMP6_ERROR: an ICMPv6 error that belongs to no live flow
 * @RFW_DROP_REASON_ICMP6_MTU: Packet Too Big with an MTU below 1280 (RFC 8201)
 * @RFW_DROP_REASON_ICMP6_ECHO: an echo reply without its request
 * @RFW_DROP_REASON_SESSION_LIMIT: the subscriber has all the flows it may have
 * @RFW_DROP_REASON_SESSION_RESERVE: the rest of the subscriber's flows is
 *   reserved for the forwarding classes of priority-fc
 * @RFW_DROP_REASON_INBOUND_SHARE: the subscriber has all the inbound flows it
 *   may have
 * @RFW_DROP_REASON_HALF_OPEN_LIMIT: too many of the subscriber's flows are
 *   half open
 * @RFW_DROP_REASON_NEW_FLOW_RATE: too many new flows of the subscriber in a
 *   second
 * @RFW_DROP_REASON_DOMAIN_FULL: the domain has all the flows it may have
 * @RFW_DROP_REASON_TABLE_FULL: the namespace has all the flows it may have
 */
enum rfw_drop_reason {
	RFW_DROP_REASON_NONE,
	RFW_DROP_REASON_MALFORMED_HEADER,
	RFW_DROP_REASON_LONG_HEADER_CHAIN,
	RFW_DROP_REASON_ROUTING_TYPE_0,
	RFW_DROP_REASON_FRAGMENT,
	RFW_DROP_REASON_MALFORMED_TRANSPORT,
	RFW_DROP_REASON_BAD_CHECKSUM,
	RFW_DROP_REASON_MULTICAST_SOURCE,
	RFW_DROP_REASON_MULTICAST_SCOPE,
	RFW_DROP_REASON_BOGON,
	RFW_DROP_REASON_SPOOFED_SOURCE,
	RFW_DROP_REASON_UNIQUE_LOCAL,
	RFW_DROP_REASON_WRONG_SIDE,
	RFW_DROP_REASON_NO_SUBSCRIBER,
	RFW_DROP_REASON_HOME_ADDRESS,
	RFW_DROP_REASON_UNKNOWN_HOST,
	RFW_DROP_REASON_UNSOLICITED,
	RFW_DROP_REASON_UNKNOWN_PROTOCOL,
	RFW_DROP_REASON_TCP_FLAGS,
	RFW_DROP_REASON_TCP_NO_FLOW,
	RFW_DROP_REASON_TCP_WINDOW,
	RFW_DROP_REASON_TCP_STATE,
	RFW_DROP_REASON_ICMP6_TYPE,
	RFW_DROP_REASON_ICMP6_ERROR,
	RFW_DROP_REASON_ICMP6_MTU,
	RFW_DROP_REASON_ICMP6_ECHO,
	RFW_DROP_REASON_SESSION_LIMIT,
	RFW_DROP_REASON_SESSION_RESERVE,
	RFW_DROP_REASON_INBOUND_SHARE,
	RFW_DROP_REASON_HALF_OPEN_LIMIT,
	RFW_DROP_REASON_NEW_FLOW_RATE,
	RFW_DROP_REASON_DOMAIN_FULL,
	RFW_DROP_REASON_TABLE_FULL,
	RFW_DROP_REASON_NO_MEMORY,

	/* private: */
	__RFW_DROP_REASON_MAX,
	RFW_DROP_REASON_MAX = (__RFW_DROP_REASON_MAX - 1)
};

/**
 * enum rfw_sip_count - What the SIP gateway has come across
 * @RFW_SIP_COUNT_MESSAGES: that were read
 * @RFW_SIP_COUNT_NOT_SIP: datagrams and streams to a sip-port that are no SIP
 * @RFW_SIP_COUNT_MALFORMED: messages that can not be understood
 * @RFW_SIP_COUNT_TOO_LONG: messages that are longer than what is read
 * @RFW_SIP_COUNT_NO_MEMORY: messages that there was no memory for
 * @RFW_SIP_COUNT_BODY_ENCODED: messages whose session description is
 *   compressed or encrypted
 * @RFW_SIP_COUNT_MEDIA_REFUSED: media at an address that is not the host's
 * @RFW_SIP_COUNT_PORT_REFUSED: media at a port that may not be opened, as
 *   those below 1024
 * @RFW_SIP_COUNT_MEDIA_EXCESS: media that a message or call has too many of
 * @RFW_SIP_COUNT_CALL_EXCESS: calls beyond what a subscriber or host may have
 * @RFW_SIP_COUNT_CALL_OPENED: calls that began
 * @RFW_SIP_COUNT_CALL_CLOSED: calls that are over
 * @RFW_SIP_COUNT_PINHOLE_OPENED: pinholes for media
 * @RFW_SIP_COUNT_PINHOLE_REFUSED: pinholes that there was no room for
 * @RFW_SIP_COUNT_REGISTERED: registrations that keep their flow alive
 * @RFW_SIP_COUNT_OUT_OF_ORDER_LOST: streams that were given up after segments
 *   out of order
 */
enum rfw_sip_count {
	RFW_SIP_COUNT_MESSAGES,
	RFW_SIP_COUNT_NOT_SIP,
	RFW_SIP_COUNT_MALFORMED,
	RFW_SIP_COUNT_TOO_LONG,
	RFW_SIP_COUNT_NO_MEMORY,
	RFW_SIP_COUNT_BODY_ENCODED,
	RFW_SIP_COUNT_MEDIA_REFUSED,
	RFW_SIP_COUNT_PORT_REFUSED,
	RFW_SIP_COUNT_MEDIA_EXCESS,
	RFW_SIP_COUNT_CALL_EXCESS,
	RFW_SIP_COUNT_CALL_OPENED,
	RFW_SIP_COUNT_CALL_CLOSED,
	RFW_SIP_COUNT_PINHOLE_OPENED,
	RFW_SIP_COUNT_PINHOLE_REFUSED,
	RFW_SIP_COUNT_REGISTERED,
	RFW_SIP_COUNT_OUT_OF_ORDER_LOST,

	/* private: */
	__RFW_SIP_COUNT_MAX,
	RFW_SIP_COUNT_MAX = (__RFW_SIP_COUNT_MAX - 1)
};

/**
 * enum rfw_sip_call_state - State of a SIP call
 * @RFW_SIP_CALL_EARLY: nobody has answered yet
 * @RFW_SIP_CALL_CLOSING: over, its pinholes close in a moment
 */
enum rfw_sip_call_state {
	RFW_SIP_CALL_EARLY,
	RFW_SIP_CALL_ESTABLISHED,
	RFW_SIP_CALL_CLOSING,
};

/**
 * enum rfw_sip_media_kind - What an inside host wants to receive in a SIP call
 * @RFW_SIP_MEDIA_CANDIDATE: media, or checks whether they get through, at one
 *   of several addresses (RFC 8445)
 * @RFW_SIP_MEDIA_SIGNALLING: requests within the call, straight from the other
 *   side (RFC 3261 12.2)
 */
enum rfw_sip_media_kind {
	RFW_SIP_MEDIA_RTP,
	RFW_SIP_MEDIA_RTCP,
	RFW_SIP_MEDIA_CANDIDATE,
	RFW_SIP_MEDIA_SIGNALLING,
};

/**
 * enum rfw_alarm_kind - What an alarm is about
 * @RFW_ALARM_KIND_WATERMARK: a subscriber's flows, against the watermarks of
 *   its policy
 * @RFW_ALARM_KIND_TABLE_PRESSURE: the namespace's flows, above 90 % of what it
 *   may have until below 70 %
 */
enum rfw_alarm_kind {
	RFW_ALARM_KIND_WATERMARK,
	RFW_ALARM_KIND_TABLE_PRESSURE,
};

/**
 * enum rfw_verdict - What becomes of a packet
 * @RFW_VERDICT_PASS: it goes through, none of the firewall's business
 * @RFW_VERDICT_ACCEPT: it is let through
 * @RFW_VERDICT_WAIT: a fragment, kept until its packet is whole
 */
enum rfw_verdict {
	RFW_VERDICT_PASS,
	RFW_VERDICT_ACCEPT,
	RFW_VERDICT_DROP,
	RFW_VERDICT_WAIT,
};

/**
 * enum rfw_explain_step - The step that a packet's verdict was reached by
 * @RFW_EXPLAIN_STEP_HEADERS: the walk over its headers
 * @RFW_EXPLAIN_STEP_FRAGMENT: its fragment header
 * @RFW_EXPLAIN_STEP_ADDRESSES: whose its addresses are, and the rules that
 *   need no state
 * @RFW_EXPLAIN_STEP_ICMP6: the rules for ICMPv6 messages that have no flow of
 *   their own
 * @RFW_EXPLAIN_STEP_SIDE: the interface that a packet of its flow has to come
 *   from
 * @RFW_EXPLAIN_STEP_FLOW: the state of its flow
 * @RFW_EXPLAIN_STEP_OUTBOUND: the protocols that the policy lets open flows
 * @RFW_EXPLAIN_STEP_INBOUND: what is open inbound
 * @RFW_EXPLAIN_STEP_TRANSPORT: whether such a packet may be the first of a
 *   flow
 * @RFW_EXPLAIN_STEP_LIMITS: how many flows there may be
 * @RFW_EXPLAIN_STEP_NEW_FLOW: it opens a flow
 */
enum rfw_explain_step {
	RFW_EXPLAIN_STEP_HEADERS,
	RFW_EXPLAIN_STEP_FRAGMENT,
	RFW_EXPLAIN_STEP_ADDRESSES,
	RFW_EXPLAIN_STEP_ICMP6,
	RFW_EXPLAIN_STEP_SIDE,
	RFW_EXPLAIN_STEP_FLOW,
	RFW_EXPLAIN_STEP_OUTBOUND,
	RFW_EXPLAIN_STEP_INBOUND,
	RFW_EXPLAIN_STEP_TRANSPORT,
	RFW_EXPLAIN_STEP_LIMITS,
	RFW_EXPLAIN_STEP_NEW_FLOW,
};

/**
 * enum rfw_answer - What the sender of a dropped packet is told
 * @RFW_ANSWER_NONE: nothing
 * @RFW_ANSWER_RESET: a RST
 * @RFW_ANSWER_PROHIBITED: ICMPv6 administratively prohibited
 * @RFW_ANSWER_PROHIBITED_LATER: ICMPv6 administratively prohibited after 6 s,
 *   unless the inside calls before
 */
enum rfw_answer {
	RFW_ANSWER_NONE,
	RFW_ANSWER_RESET,
	RFW_ANSWER_PROHIBITED,
	RFW_ANSWER_PROHIBITED_LATER,
};

/**
 * enum rfw_segment_kind - A TCP segment, by its flags
 * @RFW_SEGMENT_KIND_ACK: ACK, neither FIN nor RST
 * @RFW_SEGMENT_KIND_FIN: FIN with ACK
 */
enum rfw_segment_kind {
	RFW_SEGMENT_KIND_SYN,
	RFW_SEGMENT_KIND_SYN_ACK,
	RFW_SEGMENT_KIND_ACK,
	RFW_SEGMENT_KIND_FIN,
	RFW_SEGMENT_KIND_RST,
};

enum {
	RFW_A_PREFIX_ADDRESS = 1,
	RFW_A_PREFIX_LENGTH,
	RFW_A_PREFIX_ORIGIN,

	__RFW_A_PREFIX_MAX
};
#define RFW_A_PREFIX_MAX (__RFW_A_PREFIX_MAX - 1)

enum {
	RFW_A_DSCP_CLASS_DSCP = 1,
	RFW_A_DSCP_CLASS_FORWARDING_CLASS,

	__RFW_A_DSCP_CLASS_MAX
};
#define RFW_A_DSCP_CLASS_MAX (__RFW_A_DSCP_CLASS_MAX - 1)

enum {
	RFW_A_DOMAIN_NAME = 1,
	RFW_A_DOMAIN_STATE,
	RFW_A_DOMAIN_PREFIX,
	RFW_A_DOMAIN_PREFIX_FROM,
	RFW_A_DOMAIN_OUTSIDE,
	RFW_A_DOMAIN_INSIDE,
	RFW_A_DOMAIN_VRF,
	RFW_A_DOMAIN_MULTICAST_BOUNDARY,
	RFW_A_DOMAIN_BOGONS,
	RFW_A_DOMAIN_BOGON,
	RFW_A_DOMAIN_CLASS_MAP,
	RFW_A_DOMAIN_ACCEPT_MARK,
	RFW_A_DOMAIN_ACCEPT_MASK,
	RFW_A_DOMAIN_MAX_FLOWS,
	RFW_A_DOMAIN_FLOWS,
	RFW_A_DOMAIN_POLICIES,

	__RFW_A_DOMAIN_MAX
};
#define RFW_A_DOMAIN_MAX (__RFW_A_DOMAIN_MAX - 1)

enum {
	RFW_A_TIMEOUTS_TCP_ESTABLISHED = 1,
	RFW_A_TIMEOUTS_TCP_TRANSITORY,
	RFW_A_TIMEOUTS_TCP_SYN,
	RFW_A_TIMEOUTS_TCP_TIME_WAIT,
	RFW_A_TIMEOUTS_TCP_RST,
	RFW_A_TIMEOUTS_UDP,
	RFW_A_TIMEOUTS_UDP_INITIAL,
	RFW_A_TIMEOUTS_UDP_DNS,
	RFW_A_TIMEOUTS_ICMP6_QUERY,
	RFW_A_TIMEOUTS_SIP,
	RFW_A_TIMEOUTS_UNKNOWN_PROTOCOL,

	__RFW_A_TIMEOUTS_MAX
};
#define RFW_A_TIMEOUTS_MAX (__RFW_A_TIMEOUTS_MAX - 1)

enum {
	RFW_A_PROTOCOL_TIMEOUT_PROTOCOL = 1,
	RFW_A_PROTOCOL_TIMEOUT_TIMEOUT,
	RFW_A_PROTOCOL_TIMEOUT_INITIAL,

	__RFW_A_PROTOCOL_TIMEOUT_MAX
};
#define RFW_A_PROTOCOL_TIMEOUT_MAX (__RFW_A_PROTOCOL_TIMEOUT_MAX - 1)

enum {
	RFW_A_PORT_RANGE_LOW = 1,
	RFW_A_PORT_RANGE_HIGH,

	__RFW_A_PORT_RANGE_MAX
};
#define RFW_A_PORT_RANGE_MAX (__RFW_A_PORT_RANGE_MAX - 1)

enum {
	RFW_A_PROTOCOL_FILTERING_PROTOCOL = 1,
	RFW_A_PROTOCOL_FILTERING_FILTERING,

	__RFW_A_PROTOCOL_FILTERING_MAX
};
#define RFW_A_PROTOCOL_FILTERING_MAX (__RFW_A_PROTOCOL_FILTERING_MAX - 1)

enum {
	RFW_A_PROTOCOL_PORTS_PROTOCOL = 1,
	RFW_A_PROTOCOL_PORTS_LOW,
	RFW_A_PROTOCOL_PORTS_HIGH,

	__RFW_A_PROTOCOL_PORTS_MAX
};
#define RFW_A_PROTOCOL_PORTS_MAX (__RFW_A_PROTOCOL_PORTS_MAX - 1)

enum {
	RFW_A_POLICY_NAME = 1,
	RFW_A_POLICY_DOMAIN,
	RFW_A_POLICY_DESCRIPTION,
	RFW_A_POLICY_PRESET,
	RFW_A_POLICY_TRANSPARENT,
	RFW_A_POLICY_FILTERING,
	RFW_A_POLICY_PROTOCOL_FILTERING,
	RFW_A_POLICY_OPEN_PORT,
	RFW_A_POLICY_OPEN_PORT_EXCEPT,
	RFW_A_POLICY_MAX_PINHOLES,
	RFW_A_POLICY_PINHOLE_LOW_PORTS,
	RFW_A_POLICY_TIMEOUTS,
	RFW_A_POLICY_PROTOCOL_TIMEOUT,
	RFW_A_POLICY_TCP_PICKUP,
	RFW_A_POLICY_TCP_WINDOW,
	RFW_A_POLICY_UDP_INBOUND_REFRESH,
	RFW_A_POLICY_FLOW_ACCOUNTING,
	RFW_A_POLICY_HOST_LEARNING,
	RFW_A_POLICY_MAX_HOSTS,
	RFW_A_POLICY_UNKNOWN_PROTOCOLS,
	RFW_A_POLICY_UNKNOWN_PROTOCOL,
	RFW_A_POLICY_ULA_BORDER,
	RFW_A_POLICY_ICMP6_UNALLOCATED_ERRORS,
	RFW_A_POLICY_ICMP6_MOBILITY,
	RFW_A_POLICY_ECHO_IN,
	RFW_A_POLICY_IPSEC_PASSTHROUGH,
	RFW_A_POLICY_UNSOLICITED,
	RFW_A_POLICY_TCP_RESET_UNKNOWN,
	RFW_A_POLICY_LIMIT_ANSWER,
	RFW_A_POLICY_TCP_MSS,
	RFW_A_POLICY_TCP_MSS_PMTU,
	RFW_A_POLICY_MAX_SESSIONS,
	RFW_A_POLICY_RESERVED_SESSIONS,
	RFW_A_POLICY_PRIORITY_FC,
	RFW_A_POLICY_INBOUND_SHARE,
	RFW_A_POLICY_EVICT_UNANSWERED,
	RFW_A_POLICY_WATERMARK_HIGH,
	RFW_A_POLICY_WATERMARK_LOW,
	RFW_A_POLICY_MAX_NEW_PER_SECOND,
	RFW_A_POLICY_MAX_HALF_OPEN,
	RFW_A_POLICY_ALG,
	RFW_A_POLICY_SIP_PORT,
	RFW_A_POLICY_SIP_MAX_CALLS,
	RFW_A_POLICY_SIP_MAX_CALLS_HOST,
	RFW_A_POLICY_SIP_OTHER_HOSTS,
	RFW_A_POLICY_SUBSCRIBERS,

	__RFW_A_POLICY_MAX
};
#define RFW_A_POLICY_MAX (__RFW_A_POLICY_MAX - 1)

enum {
	RFW_A_SUBSCRIBER_NAME = 1,
	RFW_A_SUBSCRIBER_POLICY,
	RFW_A_SUBSCRIBER_PREFIX,
	RFW_A_SUBSCRIBER_WHOLE_DOMAIN,
	RFW_A_SUBSCRIBER_STATISTICS,

	__RFW_A_SUBSCRIBER_MAX
};
#define RFW_A_SUBSCRIBER_MAX (__RFW_A_SUBSCRIBER_MAX - 1)

enum {
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS = 1,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_PEAK,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_CREATED,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_REFUSED,
	RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_LIMIT,
	RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_RESERVE,
	RFW_A_SUBSCRIBER_STATISTICS_REFUSED_INBOUND_SHARE,
	RFW_A_SUBSCRIBER_STATISTICS_REFUSED_HALF_OPEN_LIMIT,
	RFW_A_SUBSCRIBER_STATISTICS_REFUSED_NEW_FLOW_RATE,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_EVICTED,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_INBOUND,
	RFW_A_SUBSCRIBER_STATISTICS_FLOWS_HALF_OPEN,
	RFW_A_SUBSCRIBER_STATISTICS_WATERMARK_RAISED,
	RFW_A_SUBSCRIBER_STATISTICS_DROPPED_OUT,
	RFW_A_SUBSCRIBER_STATISTICS_DROPPED_IN,
	RFW_A_SUBSCRIBER_STATISTICS_PACKETS_OUT,
	RFW_A_SUBSCRIBER_STATISTICS_OCTETS_OUT,
	RFW_A_SUBSCRIBER_STATISTICS_PACKETS_IN,
	RFW_A_SUBSCRIBER_STATISTICS_OCTETS_IN,

	__RFW_A_SUBSCRIBER_STATISTICS_MAX
};
#define RFW_A_SUBSCRIBER_STATISTICS_MAX (__RFW_A_SUBSCRIBER_STATISTICS_MAX - 1)

enum {
	RFW_A_TCP_SIDE_END = 1,
	RFW_A_TCP_SIDE_ACK,
	RFW_A_TCP_SIDE_MAX_WINDOW,
	RFW_A_TCP_SIDE_SCALE,
	RFW_A_TCP_SIDE_FLAGS,

	__RFW_A_TCP_SIDE_MAX
};
#define RFW_A_TCP_SIDE_MAX (__RFW_A_TCP_SIDE_MAX - 1)

enum {
	RFW_A_OPENING_FILTER_PREFIX = 1,
	RFW_A_OPENING_FILTER_PORT,

	__RFW_A_OPENING_FILTER_MAX
};
#define RFW_A_OPENING_FILTER_MAX (__RFW_A_OPENING_FILTER_MAX - 1)

enum {
	RFW_A_OPENING_ID = 1,
	RFW_A_OPENING_KIND,
	RFW_A_OPENING_SUBSCRIBER,
	RFW_A_OPENING_PROTOCOL,
	RFW_A_OPENING_ADDRESS,
	RFW_A_OPENING_SUFFIX,
	RFW_A_OPENING_PORT,
	RFW_A_OPENING_FILTER,
	RFW_A_OPENING_OWNER,
	RFW_A_OPENING_COOKIE,
	RFW_A_OPENING_LIFETIME,
	RFW_A_OPENING_EXPIRES,
	RFW_A_OPENING_PLACE,
	RFW_A_OPENING_FLOWS,
	RFW_A_OPENING_PACKETS,
	RFW_A_OPENING_OCTETS,
	RFW_A_OPENING_LAST,
	RFW_A_OPENING_END,
	RFW_A_OPENING_SERVICE_CODE,
	RFW_A_OPENING_HOST,

	__RFW_A_OPENING_MAX
};
#define RFW_A_OPENING_MAX (__RFW_A_OPENING_MAX - 1)

enum {
	RFW_A_HOST_SUBSCRIBER = 1,
	RFW_A_HOST_ADDRESS,
	RFW_A_HOST_VRF,
	RFW_A_HOST_LEARNED_FROM,
	RFW_A_HOST_FIRST_SEEN,
	RFW_A_HOST_LAST_SEEN,
	RFW_A_HOST_NAME,
	RFW_A_HOST_SUFFIX,
	RFW_A_HOST_MAC,
	RFW_A_HOST_PLACE,
	RFW_A_HOST_OPENINGS,

	__RFW_A_HOST_MAX
};
#define RFW_A_HOST_MAX (__RFW_A_HOST_MAX - 1)

enum {
	RFW_A_SIP_MEDIA_KIND = 1,
	RFW_A_SIP_MEDIA_ADDRESS,
	RFW_A_SIP_MEDIA_PORT,
	RFW_A_SIP_MEDIA_PINHOLE,

	__RFW_A_SIP_MEDIA_MAX
};
#define RFW_A_SIP_MEDIA_MAX (__RFW_A_SIP_MEDIA_MAX - 1)

enum {
	RFW_A_SIP_CALL_ID = 1,
	RFW_A_SIP_CALL_SUBSCRIBER,
	RFW_A_SIP_CALL_HOST,
	RFW_A_SIP_CALL_CALL_ID,
	RFW_A_SIP_CALL_STATE,
	RFW_A_SIP_CALL_AGE,
	RFW_A_SIP_CALL_EXPIRES,
	RFW_A_SIP_CALL_REMOTE,
	RFW_A_SIP_CALL_MEDIA,

	__RFW_A_SIP_CALL_MAX
};
#define RFW_A_SIP_CALL_MAX (__RFW_A_SIP_CALL_MAX - 1)

enum {
	RFW_A_FLOW_PROTOCOL = 1,
	RFW_A_FLOW_ORIGINATOR_ADDRESS,
	RFW_A_FLOW_ORIGINATOR_PORT,
	RFW_A_FLOW_RESPONDER_ADDRESS,
	RFW_A_FLOW_RESPONDER_PORT,
	RFW_A_FLOW_VRF,
	RFW_A_FLOW_INSIDE,
	RFW_A_FLOW_STATE,
	RFW_A_FLOW_ORIGIN,
	RFW_A_FLOW_FORWARDING_CLASS,
	RFW_A_FLOW_ANSWERED,
	RFW_A_FLOW_WINDOW_TRACKED,
	RFW_A_FLOW_SUBSCRIBER,
	RFW_A_FLOW_PEER_SUBSCRIBER,
	RFW_A_FLOW_EXPIRES,
	RFW_A_FLOW_AGE,
	RFW_A_FLOW_END,
	RFW_A_FLOW_PACKETS_ORIGINATOR,
	RFW_A_FLOW_OCTETS_ORIGINATOR,
	RFW_A_FLOW_PACKETS_RESPONDER,
	RFW_A_FLOW_OCTETS_RESPONDER,
	RFW_A_FLOW_PREFIX,
	RFW_A_FLOW_PORT,
	RFW_A_FLOW_COUNT,
	RFW_A_FLOW_WINDOWS,
	RFW_A_FLOW_WINDOW_ORIGINATOR,
	RFW_A_FLOW_WINDOW_RESPONDER,

	__RFW_A_FLOW_MAX
};
#define RFW_A_FLOW_MAX (__RFW_A_FLOW_MAX - 1)

enum {
	RFW_A_FLOW_TABLE_MAX_FLOWS = 1,

	__RFW_A_FLOW_TABLE_MAX
};
#define RFW_A_FLOW_TABLE_MAX (__RFW_A_FLOW_TABLE_MAX - 1)

enum {
	RFW_A_DROP_REASON = 1,
	RFW_A_DROP_PACKETS,

	__RFW_A_DROP_MAX
};
#define RFW_A_DROP_MAX (__RFW_A_DROP_MAX - 1)

enum {
	RFW_A_SIP_COUNTER_COUNTER = 1,
	RFW_A_SIP_COUNTER_COUNT,

	__RFW_A_SIP_COUNTER_MAX
};
#define RFW_A_SIP_COUNTER_MAX (__RFW_A_SIP_COUNTER_MAX - 1)

enum {
	RFW_A_DROPPED_REASON = 1,
	RFW_A_DROPPED_PROTOCOL,
	RFW_A_DROPPED_SOURCE_ADDRESS,
	RFW_A_DROPPED_SOURCE_PORT,
	RFW_A_DROPPED_DESTINATION_ADDRESS,
	RFW_A_DROPPED_DESTINATION_PORT,
	RFW_A_DROPPED_ICMP6_TYPE,
	RFW_A_DROPPED_INPUT,
	RFW_A_DROPPED_OUTPUT,
	RFW_A_DROPPED_VRF,
	RFW_A_DROPPED_SOURCE_SUBSCRIBER,
	RFW_A_DROPPED_DESTINATION_SUBSCRIBER,
	RFW_A_DROPPED_LENGTH,
	RFW_A_DROPPED_MISSED,

	__RFW_A_DROPPED_MAX
};
#define RFW_A_DROPPED_MAX (__RFW_A_DROPPED_MAX - 1)

enum {
	RFW_A_EXPLANATION_INPUT = 1,
	RFW_A_EXPLANATION_OUTPUT,
	RFW_A_EXPLANATION_PACKET,
	RFW_A_EXPLANATION_VERDICT,
	RFW_A_EXPLANATION_REASON,
	RFW_A_EXPLANATION_TRANSPARENT,
	RFW_A_EXPLANATION_STEP,
	RFW_A_EXPLANATION_LENGTH,
	RFW_A_EXPLANATION_VRF,
	RFW_A_EXPLANATION_PROTOCOL,
	RFW_A_EXPLANATION_AUTHENTICATED,
	RFW_A_EXPLANATION_SOURCE_ADDRESS,
	RFW_A_EXPLANATION_SOURCE_PORT,
	RFW_A_EXPLANATION_DESTINATION_ADDRESS,
	RFW_A_EXPLANATION_DESTINATION_PORT,
	RFW_A_EXPLANATION_ICMP6_TYPE,
	RFW_A_EXPLANATION_ICMP6_CODE,
	RFW_A_EXPLANATION_SEGMENT,
	RFW_A_EXPLANATION_SOURCE_DOMAIN,
	RFW_A_EXPLANATION_SOURCE_SUBSCRIBER,
	RFW_A_EXPLANATION_DESTINATION_DOMAIN,
	RFW_A_EXPLANATION_DESTINATION_SUBSCRIBER,
	RFW_A_EXPLANATION_FLOW,
	RFW_A_EXPLANATION_REOPENS,
	RFW_A_EXPLANATION_POLICY,
	RFW_A_EXPLANATION_FILTERING,
	RFW_A_EXPLANATION_ORIGIN,
	RFW_A_EXPLANATION_OPENING,
	RFW_A_EXPLANATION_STATE,
	RFW_A_EXPLANATION_EXPIRES,
	RFW_A_EXPLANATION_FORWARDING_CLASS,
	RFW_A_EXPLANATION_MSS,
	RFW_A_EXPLANATION_ANSWER,

	__RFW_A_EXPLANATION_MAX
};
#define RFW_A_EXPLANATION_MAX (__RFW_A_EXPLANATION_MAX - 1)

enum {
	RFW_A_STATISTICS_VERSION = 1,
	RFW_A_STATISTICS_GENERATION,
	RFW_A_STATISTICS_ACTIVE,
	RFW_A_STATISTICS_DOMAINS,
	RFW_A_STATISTICS_DOMAINS_DOWN,
	RFW_A_STATISTICS_POLICIES,
	RFW_A_STATISTICS_SUBSCRIBERS,
	RFW_A_STATISTICS_FLOWS,
	RFW_A_STATISTICS_MAX_FLOWS,
	RFW_A_STATISTICS_BUCKETS,
	RFW_A_STATISTICS_TABLE_OCTETS,
	RFW_A_STATISTICS_FLOW_OCTETS,
	RFW_A_STATISTICS_REKEYED,
	RFW_A_STATISTICS_PREFETCHING,
	RFW_A_STATISTICS_FLOWS_CREATED,
	RFW_A_STATISTICS_FLOWS_ENDED,
	RFW_A_STATISTICS_PACKETS_OUT,
	RFW_A_STATISTICS_OCTETS_OUT,
	RFW_A_STATISTICS_PACKETS_IN,
	RFW_A_STATISTICS_OCTETS_IN,
	RFW_A_STATISTICS_PACKETS_PASSED,
	RFW_A_STATISTICS_MSS_UNMODIFIED,
	RFW_A_STATISTICS_ANSWERED_RESET,
	RFW_A_STATISTICS_ANSWERED_PROHIBITED,
	RFW_A_STATISTICS_ANSWERS_LIMITED,
	RFW_A_STATISTICS_ANSWERS_WAITING,
	RFW_A_STATISTICS_ANSWERS_REFUSED,
	RFW_A_STATISTICS_ANSWERS_CANCELLED,
	RFW_A_STATISTICS_HOSTS,
	RFW_A_STATISTICS_HOSTS_REPLACED,
	RFW_A_STATISTICS_HOSTS_REFUSED,
	RFW_A_STATISTICS_DROP,
	RFW_A_STATISTICS_SIP,

	__RFW_A_STATISTICS_MAX
};
#define RFW_A_STATISTICS_MAX (__RFW_A_STATISTICS_MAX - 1)

enum {
	RFW_A_ALARM_KIND = 1,
	RFW_A_ALARM_RAISED,
	RFW_A_ALARM_SUBSCRIBER,
	RFW_A_ALARM_FLOWS,
	RFW_A_ALARM_MAX_FLOWS,

	__RFW_A_ALARM_MAX
};
#define RFW_A_ALARM_MAX (__RFW_A_ALARM_MAX - 1)

enum {
	RFW_CMD_DOMAIN_NEW = 1,
	RFW_CMD_DOMAIN_SET,
	RFW_CMD_DOMAIN_DEL,
	RFW_CMD_DOMAIN_GET,
	RFW_CMD_POLICY_NEW,
	RFW_CMD_POLICY_SET,
	RFW_CMD_POLICY_DEL,
	RFW_CMD_POLICY_GET,
	RFW_CMD_PRESET_GET,
	RFW_CMD_SUBSCRIBER_NEW,
	RFW_CMD_SUBSCRIBER_SET,
	RFW_CMD_SUBSCRIBER_DEL,
	RFW_CMD_SUBSCRIBER_GET,
	RFW_CMD_OPENING_NEW,
	RFW_CMD_OPENING_SET,
	RFW_CMD_OPENING_DEL,
	RFW_CMD_OPENING_GET,
	RFW_CMD_PINHOLE_NEW_NTF,
	RFW_CMD_PINHOLE_DEL_NTF,
	RFW_CMD_HOST_GET,
	RFW_CMD_HOST_DEL,
	RFW_CMD_SIP_CALL_GET,
	RFW_CMD_FLOW_GET,
	RFW_CMD_FLOW_NEW,
	RFW_CMD_FLOW_DEL,
	RFW_CMD_FLOW_NEW_NTF,
	RFW_CMD_FLOW_DESTROY_NTF,
	RFW_CMD_DROP_NTF,
	RFW_CMD_EXPLAIN,
	RFW_CMD_FLOW_TABLE_SET,
	RFW_CMD_STATISTICS_GET,
	RFW_CMD_TRANSACTION_BEGIN,
	RFW_CMD_TRANSACTION_COMMIT,
	RFW_CMD_TRANSACTION_ABORT,
	RFW_CMD_CONFIGURATION_NTF,
	RFW_CMD_ALARM_NTF,
	RFW_CMD_HOST_NEW,
	RFW_CMD_HOST_SET,
	RFW_CMD_NAMED_HOST_GET,

	__RFW_CMD_MAX
};
#define RFW_CMD_MAX (__RFW_CMD_MAX - 1)

#define RFW_MCGRP_CONFIG	"config"
#define RFW_MCGRP_FLOW		"flow"
#define RFW_MCGRP_DROP		"drop"
#define RFW_MCGRP_PINHOLE	"pinhole"
#define RFW_MCGRP_ALARM		"alarm"

#endif /* _UAPI_LINUX_RFW_H */
