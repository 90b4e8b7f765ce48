/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The TCP connection machine: states as a table of data, sequence windows. Pure: no globals that change, no namespace.
 */
#ifndef _RFW_TCP_H
#define _RFW_TCP_H

#include <linux/build_bug.h>
#include <linux/rfw.h>
#include <linux/types.h>

struct sk_buff;

/* States are enum rfw_flow_state of the netlink ABI: RFW_FLOW_STATE_TCP_*. */

/* Direction of a segment within its flow. */
#define RFW_FROM_ORIGINATOR	0
#define RFW_FROM_RESPONDER	1

/**
 * struct rfw_tcp_segment - what the machine needs to know of a segment; host byte order
 * @seq: sequence number
 * @end: sequence number behind the segment (SYN and FIN count one)
 * @ack: acknowledgement number; valid with the ACK flag
 * @window: window field, unscaled
 * @event: enum rfw_tcp_event, from the flags
 * @has_ack: the ACK flag is set
 * @scale: window scale of a SYN, 0..14 (above is taken as 14, RFC 7323); 0 where there is none
 * @has_scale: a SYN that carries the window scale option
 */
struct rfw_tcp_segment {
	u32 seq;
	u32 end;
	u32 ack;
	u16 window;
	u8 event;
	u8 scale;
	bool has_ack;
	bool has_scale;
};

enum rfw_tcp_event {
	RFW_TCP_SYN,
	RFW_TCP_SYN_ACK,
	RFW_TCP_ACK,		/* anything else that has ACK and neither FIN nor RST */
	RFW_TCP_FIN,		/* FIN with ACK */
	RFW_TCP_RST,
	RFW_TCP_EVENTS,
};

/**
 * struct rfw_tcp_side - sequence window of what one side sends
 * @end: highest sequence number + 1 that this side has sent
 * @max_end: highest sequence number that the other side has allowed it to send, + 1
 * @max_window: largest window field that this side has announced, unscaled
 * @scale: window scale that this side announced in its SYN
 * @flags: RFW_TCP_SIDE_*
 *
 * Written with WRITE_ONCE() by whichever CPU has a packet of the flow, without a lock and only when an edge advances. Two
 * CPUs that race leave one of two values that were right a moment ago, which the other side's next packet mends.
 */
struct rfw_tcp_side {
	u32 end;
	u32 max_end;
	u16 max_window;
	u8 scale;
	u8 flags;
};

struct rfw_tcp_window {
	struct rfw_tcp_side side[2];	/* indexed by RFW_FROM_* */
};

static_assert(sizeof(struct rfw_tcp_window) == 24);

#define RFW_TCP_SIDE_SYN	0x01	/* its SYN or SYN/ACK was seen: end, max_window and scale are known */
#define RFW_TCP_SIDE_SCALE	0x02	/* its SYN carried the window scale option */
#define RFW_TCP_SIDE_FIN	0x04	/* its FIN was seen, @end is behind it */

/**
 * enum rfw_tcp_action - what to do with a segment
 * @RFW_TCP_ADVANCE: let it through, take the new state, refresh the expiry
 * @RFW_TCP_FORWARD: let it through and touch neither state nor expiry (RFC 5961 challenge, old retransmission)
 * @RFW_TCP_REOPEN: it opens a new connection on the tuple of a finished one: forget the flow and look again
 * @RFW_TCP_DROP: drop it, reason in @reason
 */
enum rfw_tcp_action {
	RFW_TCP_ADVANCE,
	RFW_TCP_FORWARD,
	RFW_TCP_REOPEN,
	RFW_TCP_DROP,
};

/**
 * struct rfw_tcp_step - outcome of rfw_tcp_step()
 * @action: enum rfw_tcp_action
 * @state: the new state with RFW_TCP_ADVANCE
 * @reason: enum rfw_drop_reason with RFW_TCP_DROP
 */
struct rfw_tcp_step {
	u8 action;
	u8 state;
	u8 reason;
};

/**
 * rfw_tcp_parse - read a TCP header
 * @segment: filled in
 * @skb: packet
 * @offset: offset from skb->data of the TCP header, octets
 * @end: offset from skb->data of the end of the packet, octets
 *
 * Options are read on a SYN only. A combination of flags that no TCP sends (none, SYN+FIN, SYN+RST, FIN without ACK, ...)
 * is refused; URG, PSH, ECE, CWR and the reserved bits do not matter.
 *
 * Return: 0 or the enum rfw_drop_reason.
 */
int rfw_tcp_parse(struct rfw_tcp_segment *segment, const struct sk_buff *skb, unsigned int offset, unsigned int end);

/**
 * rfw_tcp_open - start a connection with its first segment
 * @window: filled in
 * @segment: the segment
 * @pickup: a segment in mid-stream may start a connection (REC-32: without window checks)
 *
 * Return: RFW_FLOW_STATE_TCP_SYN_SENT for a SYN, RFW_FLOW_STATE_TCP_PICKED_UP for a pick-up, or
 * RFW_FLOW_STATE_NONE when the segment must not start one.
 */
u8 rfw_tcp_open(struct rfw_tcp_window *window, const struct rfw_tcp_segment *segment, bool pickup);

/**
 * rfw_tcp_judge - judge a segment of a known connection
 * @state: present state
 * @window: the connection's window; edges are moved by a segment that is in window
 * @segment: the segment
 * @from: RFW_FROM_ORIGINATOR or RFW_FROM_RESPONDER
 * @strict: check sequence numbers wherever both SYNs were seen (spec: tcp-window strict)
 *
 * Context: any, no lock. Safe against other CPUs that judge segments of the same connection.
 */
struct rfw_tcp_step rfw_tcp_judge(u8 state, struct rfw_tcp_window *window, const struct rfw_tcp_segment *segment,
				  unsigned int from, bool strict);

#endif
