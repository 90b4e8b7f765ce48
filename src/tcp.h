/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The TCP connection machine: states as a table of data, sequence windows. Pure: no globals that
 * change, no namespace.
 */
#ifndef _RFW_TCP_H
#define _RFW_TCP_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/rfw.h>
#include <linux/types.h>

struct sk_buff;

/*
 * States are enum rfw_flow_state of the netlink ABI: RFW_FLOW_STATE_TCP_*. Which timer belongs to
 * which (RFC 6092 REC-35, RFC 7857 2.1):
 *
 *	SYN_SENT					tcp-syn
 *	SYN_BOTH, SYN_ACKED, FIN_BOTH, PICKED_UP	tcp-transitory
 *	ESTABLISHED, FIN_ORIGINATOR, FIN_RESPONDER	tcp-established
 *	TIME_WAIT					tcp-time-wait
 *	RESET						tcp-rst if rfw_tcp_reset_verified(),
 *							else tcp-transitory
 */

/* Direction of a segment within its flow. */
#define RFW_FROM_ORIGINATOR	0
#define RFW_FROM_RESPONDER	1

/**
 * struct rfw_tcp_segment - what the machine needs to know of a segment; host byte order
 * @seq: sequence number
 * @end: sequence number behind the segment (SYN and FIN count one)
 * @ack: acknowledgment number; valid with the ACK flag
 * @window: window field, unscaled
 * @event: enum rfw_tcp_event, from the flags
 * @scale: window scale of a SYN, 0..14 (above is taken as 14, RFC 7323); 0 where there is none
 * @has_ack: the ACK flag is set
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

static inline bool rfw_tcp_has_syn(const struct rfw_tcp_segment *segment)
{
	return segment->event == RFW_TCP_SYN || segment->event == RFW_TCP_SYN_ACK;
}

/**
 * struct rfw_tcp_side - sequence window of what one side sends
 * @end: highest sequence number + 1 that this side has sent
 * @ack: highest acknowledgment number that this side has sent. Before its first: the lowest that
 *	acknowledges the other side's SYN; while that SYN is unknown: the lowest that acknowledges
 *	this side's own
 * @max_window: largest window that this side has announced, in units of @scale
 * @scale: window scale of this side; 0 once the other side turned out not to scale (RFC 7323 2.2)
 * @flags: enum rfw_tcp_side_flags of the netlink ABI
 *
 * What the other side may send ends at @ack + (@max_window << @scale).
 *
 * Written with WRITE_ONCE() by whichever CPU has a packet of the flow, without a lock and only when
 * an edge advances. Two CPUs that race leave one of two values that were right a moment ago, which
 * the next packet mends.
 */
struct rfw_tcp_side {
	u32 end;
	u32 ack;
	u16 max_window;
	u8 scale;
	u8 flags;
};

struct rfw_tcp_windows {
	struct rfw_tcp_side side[2];	/* indexed by RFW_FROM_* */
};

static_assert(sizeof(struct rfw_tcp_windows) == 24);

/**
 * enum rfw_tcp_action - what to do with a segment
 * @RFW_TCP_ADVANCE: let it through, take the new state, refresh the expiry
 * @RFW_TCP_FORWARD: let it through and touch neither state nor expiry (RFC 5961 challenge, old
 *	retransmission)
 * @RFW_TCP_REOPEN: it opens a new connection on the tuple of a finished one: judge it as a first
 *	packet. When it may open a flow, that one takes the place of this; when not, drop it and
 *	leave this one as it is, so that a spoofed SYN ends nothing
 * @RFW_TCP_DROP: drop it, reason in &rfw_tcp_step.reason
 */
enum rfw_tcp_action {
	RFW_TCP_ADVANCE,
	RFW_TCP_FORWARD,
	RFW_TCP_REOPEN,
	RFW_TCP_DROP,
};

/**
 * struct rfw_tcp_step - outcome of rfw_tcp_judge()
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
 * rfw_tcp_tracked - whether the sequence window of a connection is known
 * @window: the connection's windows
 *
 * Return: true only for a connection whose two SYNs were seen (RFC 6092 REC-32).
 */
static inline bool rfw_tcp_tracked(const struct rfw_tcp_windows *window)
{
	return READ_ONCE(window->side[RFW_FROM_ORIGINATOR].flags) &
	       READ_ONCE(window->side[RFW_FROM_RESPONDER].flags) & RFW_TCP_SIDE_SYN;
}

/**
 * rfw_tcp_reset_verified - whether the RST that led to state RESET was the connection's own
 * @window: the connection's windows
 *
 * A RST on a connection whose window is not known may be anybody's, and the connection may live on.
 *
 * Return: true when nobody can have sent it without seeing the connection's packets.
 */
static inline bool rfw_tcp_reset_verified(const struct rfw_tcp_windows *window)
{
	return (READ_ONCE(window->side[RFW_FROM_ORIGINATOR].flags) |
		READ_ONCE(window->side[RFW_FROM_RESPONDER].flags)) & RFW_TCP_SIDE_VERIFIED;
}

/**
 * rfw_tcp_resume - have a connection followed again that went on unseen
 * @window: what was known of it
 * @inside: RFW_FROM_* of the side that is believed
 *
 * Its numbers have moved on by nobody knows how much. Whatever the inside sends next says where it
 * is; until then nothing from outside is dropped for being ahead of what is known, other than a
 * RST.
 */
static inline void rfw_tcp_resume(struct rfw_tcp_windows *window, unsigned int inside)
{
	if (rfw_tcp_tracked(window))
		window->side[inside].flags |= RFW_TCP_SIDE_RESUME;
}

/**
 * rfw_tcp_parse - read a TCP header
 * @segment: filled in
 * @skb: packet
 * @offset: offset from skb->data of the TCP header, octets
 * @end: offset from skb->data of the end of the packet, octets
 *
 * Options are read on a SYN only. A combination of flags that no TCP sends (none, SYN+FIN, SYN+RST,
 * FIN without ACK, ...) is refused; URG, PSH, ECE, CWR and the reserved bits do not matter.
 *
 * The checksum is the caller's: that of a SYN, FIN or RST must be right before rfw_tcp_open() or
 * rfw_tcp_judge() sees the segment.
 *
 * Return: 0 or the enum rfw_drop_reason.
 */
int rfw_tcp_parse(struct rfw_tcp_segment *segment, const struct sk_buff *skb, unsigned int offset,
		  unsigned int end);

/**
 * rfw_tcp_open - start a connection with its first segment
 * @window: filled in
 * @segment: the segment
 * @pickup: a segment in mid-stream may start a connection (REC-32: without window checks). For
 *	segments from inside only: an outsider never picks up
 *
 * Return: RFW_FLOW_STATE_TCP_SYN_SENT for a SYN, RFW_FLOW_STATE_TCP_PICKED_UP for a pick-up, or
 * RFW_FLOW_STATE_NONE when the segment must not start one.
 */
u8 rfw_tcp_open(struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment, bool pickup);

/**
 * rfw_tcp_judge - judge a segment of a known connection
 * @state: present state
 * @window: the connection's window; edges are moved by a segment that is in window
 * @segment: the segment
 * @from: RFW_FROM_ORIGINATOR or RFW_FROM_RESPONDER
 * @strict: check sequence numbers wherever both SYNs were seen (tcp-window strict). Without it
 *	nothing is dropped for its sequence number and every RST counts; a connection keeps its
 *	window for as long as its segments fit, so that strict can be switched on again.
 *
 * Where two CPUs move the state at once, the loser of the caller's cmpxchg() judges again.
 *
 * Context: any, no lock. Safe against other CPUs that judge segments of the same connection.
 * Return: what to do.
 */
struct rfw_tcp_step rfw_tcp_judge(u8 state, struct rfw_tcp_windows *window,
				  const struct rfw_tcp_segment *segment, unsigned int from,
				  bool strict);

#endif
