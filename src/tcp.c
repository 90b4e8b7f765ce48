// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TCP connection machine.
 *
 * A firewall is not an endpoint: it may not drop what either end still has a use for, and may not
 * believe what either end would refuse. Hence three answers to a segment's numbers: what fits moves
 * the connection, what lies below (an old retransmission, TC9) goes through and moves nothing, and
 * what no honest sender can have sent is dropped. The bounds are those of van Rooij, "Real stateful
 * TCP packet filtering in IP Filter", with the largest window ever announced in place of the
 * present one, so that shrinking windows need no memory.
 */
#include "tcp_plain.h"

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/minmax.h>

/* A copy of a connection's own SYN or SYN/ACK lies no further behind than this, octets. */
#define COPY_RANGE		BIT(24)

/* What a cell of the table holds: the next state, */
enum {
	SENT	= RFW_FLOW_STATE_TCP_SYN_SENT,
	BOTH	= RFW_FLOW_STATE_TCP_SYN_BOTH,
	ACKED	= RFW_FLOW_STATE_TCP_SYN_ACKED,
	LIVE	= RFW_FLOW_STATE_TCP_ESTABLISHED,
	FIN_O	= RFW_FLOW_STATE_TCP_FIN_ORIGINATOR,
	FIN_R	= RFW_FLOW_STATE_TCP_FIN_RESPONDER,
	FINS	= RFW_FLOW_STATE_TCP_FIN_BOTH,
	WAIT	= RFW_FLOW_STATE_TCP_TIME_WAIT,
	RESET	= RFW_FLOW_STATE_TCP_RESET,
	PICKED	= RFW_FLOW_STATE_TCP_PICKED_UP,
	/* or what to do instead */
	KEEP	= RFW_FLOW_STATE_MAX + 1,	/* forward: state and expiry stay */
	WRONG,					/* drop: makes no sense */
	ANEW,					/* reopen */
	SYN2,					/* a SYN in mid-connection, see syn_again() */
	ANSW2,					/* a SYN/ACK likewise, see answer_again() */
	REVIV,					/* life after a RST, see revive() */
};

#define COLUMNS	(PICKED - SENT + 1)

/*
 * [from][event][state]. LIVE means that both SYNs are acknowledged: follow() waits for that (TC12),
 * puts in what FINs came before, and makes WAIT of FINS once both of those are acknowledged. WRONG:
 * the originator's SYN has no answer, so it has nothing to acknowledge.
 */
static const u8 table[2][RFW_TCP_EVENTS][COLUMNS] = {
	/* SENT   BOTH   ACKED  LIVE   FIN_O  FIN_R  FINS   WAIT   RESET  PICKED */
	{
	{ SENT,  KEEP,  SYN2,  SYN2,  SYN2,  SYN2,  SYN2,  SYN2,  ANEW,  ANEW   }, /* SYN */
	{ WRONG, LIVE,  LIVE,  KEEP,  KEEP,  KEEP,  KEEP,  KEEP,  KEEP,  KEEP   }, /* SYN_ACK */
	{ WRONG, LIVE,  LIVE,  LIVE,  FIN_O, FIN_R, FINS,  KEEP,  REVIV, PICKED }, /* ACK */
	{ WRONG, LIVE,  LIVE,  FIN_O, FIN_O, FINS,  FINS,  KEEP,  REVIV, PICKED }, /* FIN */
	{ RESET, RESET, RESET, RESET, RESET, RESET, RESET, KEEP,  KEEP,  RESET  }, /* RST */
	}, {
	{ BOTH,  KEEP,  SYN2,  SYN2,  SYN2,  SYN2,  SYN2,  SYN2,  ANEW,  KEEP   }, /* SYN */
	{ ACKED, LIVE,  ANSW2, ANSW2, ANSW2, ANSW2, ANSW2, ANSW2, KEEP,  KEEP   }, /* SYN_ACK */
	{ KEEP,  LIVE,  KEEP,  LIVE,  FIN_O, FIN_R, FINS,  KEEP,  REVIV, LIVE   }, /* ACK */
	{ KEEP,  LIVE,  KEEP,  FIN_R, FINS,  FIN_R, FINS,  KEEP,  REVIV, LIVE   }, /* FIN */
	{ RESET, RESET, RESET, RESET, RESET, RESET, RESET, KEEP,  KEEP,  RESET  }, /* RST */
	}
};

static const struct rfw_tcp_step forward = { .action = RFW_TCP_FORWARD };
static const struct rfw_tcp_step reopen = { .action = RFW_TCP_REOPEN };

static bool is_after(u32 a, u32 b)
{
	return (s32)(b - a) < 0;
}

static bool is_before(u32 a, u32 b)
{
	return is_after(b, a);
}

static struct rfw_tcp_step advance(u8 state)
{
	return (struct rfw_tcp_step){ .action = RFW_TCP_ADVANCE, .state = state };
}

static struct rfw_tcp_step drop(u8 reason)
{
	return (struct rfw_tcp_step){ .action = RFW_TCP_DROP, .reason = reason };
}

static void change_flags(struct rfw_tcp_side *side, u8 clear, u8 set)
{
	u8 flags = READ_ONCE(side->flags), new = (flags & ~clear) | set;

	if (new != flags)
		WRITE_ONCE(side->flags, new);
}

/* From here on it is a connection whose window is not known. */
static void untrack(struct rfw_tcp_windows *window)
{
	change_flags(&window->side[RFW_FROM_ORIGINATOR], RFW_TCP_SIDE_SYN, 0);
	change_flags(&window->side[RFW_FROM_RESPONDER], RFW_TCP_SIDE_SYN, 0);
}

/* What @side lets the other side send. One octet probes a window of zero (RFC 9293 3.8.6.1). */
static u32 allowance(const struct rfw_tcp_side *side)
{
	return max((u32)READ_ONCE(side->max_window) << READ_ONCE(side->scale), 1U);
}

/*
 * The highest sequence number that a segment of @sender may start with. Where the sender is already
 * is right at any rate: a FIN or a probe may lie beyond the window, and an ACK follows behind it.
 */
static u32 highest_start(const struct rfw_tcp_side *sender, const struct rfw_tcp_side *receiver)
{
	u32 allowed = READ_ONCE(receiver->ack) + allowance(receiver), end = READ_ONCE(sender->end);

	return is_after(end, allowed) ? end : allowed;
}

enum place { BEYOND, OLD, FITS };

/* Where a segment lies. Only its start has an upper bound: receivers do take what sticks out. */
static enum place place(const struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment,
			unsigned int from)
{
	const struct rfw_tcp_side *sender = &window->side[from], *receiver = &window->side[!from];

	if (is_after(segment->seq, highest_start(sender, receiver)) ||
	    is_after(segment->ack, READ_ONCE(receiver->end)))
		return BEYOND;
	if (is_before(segment->end, READ_ONCE(sender->end) - allowance(receiver)) ||
	    is_before(segment->ack, READ_ONCE(sender->ack) - allowance(sender)))
		return OLD;
	return FITS;
}

static void move_edges(struct rfw_tcp_side *sender, const struct rfw_tcp_segment *segment)
{
	u32 ack = READ_ONCE(sender->ack);

	if (is_after(segment->end, READ_ONCE(sender->end)))
		WRITE_ONCE(sender->end, segment->end);
	if (is_after(segment->ack, ack))
		WRITE_ONCE(sender->ack, segment->ack);
	/* the first acknowledgment is one only when it covers the other side's SYN */
	if (!is_before(segment->ack, ack))
		change_flags(sender, 0, RFW_TCP_SIDE_ACK);
	/* the window of a SYN/ACK is not scaled, and known since its SYN (simultaneous open) */
	if (segment->event != RFW_TCP_SYN_ACK && segment->window > READ_ONCE(sender->max_window))
		WRITE_ONCE(sender->max_window, segment->window);
}

/*
 * The first segment from inside since the connection went on unseen. If it does not fit, it says
 * where both sides are: its acknowledgment how far the outside has come, and its own start about
 * how far the outside has acknowledged.
 */
static void resume(struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment,
		   unsigned int from)
{
	struct rfw_tcp_side *sender = &window->side[from], *receiver = &window->side[!from];

	if (place(window, segment, from) != FITS) {
		WRITE_ONCE(sender->end, segment->end);
		WRITE_ONCE(sender->ack, segment->ack);
		WRITE_ONCE(receiver->end, segment->ack);
		WRITE_ONCE(receiver->ack, segment->seq);
	}
	change_flags(sender, RFW_TCP_SIDE_RESUME, 0);
}

/* The originator's SYN, first or again. A retransmission may carry less than the first did. */
static void open_originator(struct rfw_tcp_side *side, const struct rfw_tcp_segment *segment)
{
	if (READ_ONCE(side->flags) & RFW_TCP_SIDE_SYN && READ_ONCE(side->ack) == segment->seq + 1) {
		if (is_after(segment->end, READ_ONCE(side->end)))
			WRITE_ONCE(side->end, segment->end);
		return;
	}
	WRITE_ONCE(side->end, segment->end);
	WRITE_ONCE(side->ack, segment->seq + 1);
	WRITE_ONCE(side->max_window, DIV_ROUND_UP(segment->window, 1U << segment->scale));
	WRITE_ONCE(side->scale, segment->scale);
	WRITE_ONCE(side->flags,
		   RFW_TCP_SIDE_SYN | (segment->has_scale ? RFW_TCP_SIDE_SCALE : 0));
}

/*
 * The responder's SYN or SYN/ACK. Writes the same whether it comes once or at once on two CPUs;
 * nobody looks at the result before the caller has published the state.
 */
static void open_responder(struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment)
{
	struct rfw_tcp_side *originator = &window->side[RFW_FROM_ORIGINATOR];
	struct rfw_tcp_side *responder = &window->side[RFW_FROM_RESPONDER];
	bool scaled = segment->has_scale && READ_ONCE(originator->flags) & RFW_TCP_SIDE_SCALE;
	u8 scale = scaled ? segment->scale : 0, flags = RFW_TCP_SIDE_SYN;

	if (!scaled && READ_ONCE(originator->flags) & RFW_TCP_SIDE_SCALE) {
		/* its SYN's window was kept in units that do not hold: take the largest */
		WRITE_ONCE(originator->max_window, U16_MAX);
		WRITE_ONCE(originator->scale, 0);
	}
	if (segment->has_scale)
		flags |= RFW_TCP_SIDE_SCALE;
	if (segment->has_ack)
		flags |= RFW_TCP_SIDE_ACK;
	WRITE_ONCE(responder->end, segment->end);
	WRITE_ONCE(responder->ack, segment->has_ack ? segment->ack : READ_ONCE(originator->end));
	WRITE_ONCE(responder->max_window, DIV_ROUND_UP(segment->window, 1U << scale));
	WRITE_ONCE(responder->scale, scale);
	WRITE_ONCE(responder->flags, flags);
	WRITE_ONCE(originator->ack, segment->seq + 1);
}

/* The originator's SYN has no answer yet. Any acknowledgment of its SYN or data in it is one. */
static struct rfw_tcp_step judge_opening(u8 cell, struct rfw_tcp_windows *window,
					 const struct rfw_tcp_segment *segment, unsigned int from,
					 bool strict)
{
	struct rfw_tcp_side *originator = &window->side[RFW_FROM_ORIGINATOR];
	u32 low = READ_ONCE(originator->ack), high = READ_ONCE(originator->end);
	u32 number = from == RFW_FROM_ORIGINATOR ? segment->seq : segment->ack;
	bool known = !is_before(number, low) && !is_after(number, high);

	switch (cell) {
	case SENT:
		open_originator(originator, segment);
		return advance(SENT);
	case BOTH:
		open_responder(window, segment);
		return advance(BOTH);
	case ACKED:
		/* else the answer to an older connection's SYN: the originator resets that (TC8) */
		if (!known)
			return forward;
		open_responder(window, segment);
		return advance(ACKED);
	case RESET:
		if (from == RFW_FROM_RESPONDER && !(segment->has_ack && known))
			return strict ? drop(RFW_DROP_REASON_TCP_WINDOW) : forward;
		/* else it resets an older connection that the other side still has (TC7, TC8) */
		if (!known)
			return forward;
		change_flags(&window->side[from], 0, RFW_TCP_SIDE_RST | RFW_TCP_SIDE_VERIFIED);
		return advance(RESET);
	case KEEP:
		return forward;
	default:
		return drop(RFW_DROP_REASON_TCP_STATE);
	}
}

static bool is_copy(u32 number, u32 end)
{
	return end - number <= COPY_RANGE;
}

/*
 * A SYN in mid-connection goes through: the receiver challenges it with an ACK, and its sender
 * either ignores that or sends a RST that is exact (TC7, RFC 5961 4.2). In TIME_WAIT a higher
 * sequence number opens anew (TC13, RFC 9293 3.6.1); the end of a connection whose window is not
 * known is FIN_BOTH. The other side may accept where we do not (RFC 6191), or may have lost the
 * connection: its SYN/ACK says so, see answer_again().
 */
static struct rfw_tcp_step syn_again(u8 state, struct rfw_tcp_windows *window,
				     const struct rfw_tcp_segment *segment, unsigned int from)
{
	struct rfw_tcp_side *sender = &window->side[from];
	bool tracked = rfw_tcp_tracked(window);

	if ((state == WAIT || state == FINS) && !tracked)
		return reopen;
	if (state == WAIT && !is_before(segment->seq, READ_ONCE(sender->end)))
		return reopen;
	if (from == RFW_FROM_ORIGINATOR &&
	    !(tracked && is_copy(segment->seq, READ_ONCE(sender->end))))
		change_flags(sender, 0, RFW_TCP_SIDE_AGAIN);
	return forward;
}

/*
 * A SYN/ACK in mid-connection is a retransmission or stale, unless a SYN of the originator went
 * through before: then both ends have agreed on a connection that we have no numbers of. Nobody who
 * can forge only one end can bring that about. It is in the direction that the policy allowed, so
 * follow it, without its window.
 */
static struct rfw_tcp_step answer_again(struct rfw_tcp_windows *window,
					const struct rfw_tcp_segment *segment)
{
	struct rfw_tcp_side *originator = &window->side[RFW_FROM_ORIGINATOR];
	struct rfw_tcp_side *responder = &window->side[RFW_FROM_RESPONDER];

	if (!(READ_ONCE(originator->flags) & RFW_TCP_SIDE_AGAIN))
		return forward;
	if (rfw_tcp_tracked(window) && is_copy(segment->seq, READ_ONCE(responder->end)) &&
	    is_copy(segment->ack, READ_ONCE(originator->end)))
		return forward;
	WRITE_ONCE(originator->flags, 0);
	WRITE_ONCE(responder->flags, 0);
	return advance(ACKED);
}

/*
 * A RST. The receiver obeys exactly one sequence number, the next that it expects (RFC 5961 3.2),
 * and a firewall knows that to lie between the highest acknowledgment that the receiver has sent
 * and the highest number that the sender has. It is one of the two unless segments are in flight:
 * a RST that answers a segment takes its number from that segment's acknowledgment, one that the
 * sender sends of its own accord follows what it has sent. Between the two the receiver may obey or
 * challenge, and if it challenges, the second RST is exact: forward, and keep the state (TC4).
 * Outside of them the receiver would ignore it: drop (TC5).
 */
static struct rfw_tcp_step judge_reset(u8 state, u8 cell, struct rfw_tcp_windows *window,
				       const struct rfw_tcp_segment *segment, unsigned int from,
				       bool strict)
{
	struct rfw_tcp_side *sender = &window->side[from], *receiver = &window->side[!from];
	u32 seq = segment->seq, end = READ_ONCE(sender->end), ack = READ_ONCE(receiver->ack);
	bool tracked = rfw_tcp_tracked(window), exact = seq == end || seq == ack;

	/* who knows better than we do where the connection is */
	if (READ_ONCE(sender->flags) & RFW_TCP_SIDE_RESUME)
		exact = true;
	/* the originator may never have had the SYN/ACK, and it is its SYN that is reset (TC6) */
	if (from == RFW_FROM_RESPONDER && (state == ACKED || state == BOTH) && segment->has_ack &&
	    segment->ack == READ_ONCE(receiver->end))
		exact = true;

	if (tracked && !exact && strict) {
		if (seq - ack > highest_start(sender, receiver) - ack)
			return drop(RFW_DROP_REASON_TCP_WINDOW);
		return forward;
	}
	if (cell == KEEP)
		return forward;
	if (!exact)
		untrack(window);
	change_flags(sender, 0,
		     RFW_TCP_SIDE_RST | (tracked && exact ? RFW_TCP_SIDE_VERIFIED : 0));
	return advance(RESET);
}

/*
 * Whether a segment behind a RST shows that the connection lives on (TC1, RFC 7857 2.2). If the RST
 * was verified, only its own sender can show that it did not send it: what the other side has to
 * say it says to nobody, and may not keep the flow. When it was not, the originator's word will do
 * too, who is inside where a flow was picked up. A SYN that was refused leaves nothing to revive.
 */
static bool revive(struct rfw_tcp_windows *window, unsigned int from)
{
	struct rfw_tcp_side *originator = &window->side[RFW_FROM_ORIGINATOR];
	struct rfw_tcp_side *responder = &window->side[RFW_FROM_RESPONDER];
	u8 gone = RFW_TCP_SIDE_RST | RFW_TCP_SIDE_VERIFIED;

	if ((READ_ONCE(originator->flags) ^ READ_ONCE(responder->flags)) & RFW_TCP_SIDE_SYN)
		return false;
	if (!(READ_ONCE(window->side[from].flags) & RFW_TCP_SIDE_RST) &&
	    (from != RFW_FROM_ORIGINATOR || rfw_tcp_reset_verified(window)))
		return false;
	change_flags(originator, gone, 0);
	change_flags(responder, gone, 0);
	return true;
}

/* The state that LIVE stands for. */
static u8 live_state(const struct rfw_tcp_windows *window)
{
	bool originator = READ_ONCE(window->side[RFW_FROM_ORIGINATOR].flags) & RFW_TCP_SIDE_FIN;
	bool responder = READ_ONCE(window->side[RFW_FROM_RESPONDER].flags) & RFW_TCP_SIDE_FIN;

	if (originator)
		return responder ? FINS : FIN_O;
	return responder ? FIN_R : LIVE;
}

/* A segment of a connection under way: ACK, FIN, or a SYN/ACK of a simultaneous open. */
static struct rfw_tcp_step follow(u8 cell, struct rfw_tcp_windows *window,
				  const struct rfw_tcp_segment *segment, unsigned int from,
				  bool strict)
{
	struct rfw_tcp_side *sender = &window->side[from], *receiver = &window->side[!from];
	enum place where = FITS;
	bool tracked = rfw_tcp_tracked(window);

	if (tracked && READ_ONCE(sender->flags) & RFW_TCP_SIDE_RESUME)
		resume(window, segment, from);
	if (tracked)
		where = place(window, segment, from);
	if (where == BEYOND) {
		if (READ_ONCE(receiver->flags) & RFW_TCP_SIDE_RESUME)
			return forward;
		if (strict)
			return drop(RFW_DROP_REASON_TCP_WINDOW);
		untrack(window);
		tracked = false;
	}
	if (where == OLD && strict)
		return forward;
	if (tracked && where == FITS)
		move_edges(sender, segment);
	change_flags(sender, RFW_TCP_SIDE_AGAIN,
		     segment->event == RFW_TCP_FIN ? RFW_TCP_SIDE_FIN : 0);

	if (cell == REVIV)
		cell = revive(window, from) ? LIVE : KEEP;
	if (cell == LIVE) {
		if (tracked && !(READ_ONCE(sender->flags) & READ_ONCE(receiver->flags) &
				 RFW_TCP_SIDE_ACK))
			return forward;
		cell = live_state(window);
	}
	if (cell == FINS && tracked && READ_ONCE(sender->ack) == READ_ONCE(receiver->end) &&
	    READ_ONCE(receiver->ack) == READ_ONCE(sender->end))
		cell = WAIT;
	return cell == KEEP ? forward : advance(cell);
}

u8 rfw_tcp_open(struct rfw_tcp_windows *window, const struct rfw_tcp_segment *segment, bool pickup)
{
	*window = (struct rfw_tcp_windows){};
	if (segment->event == RFW_TCP_SYN) {
		open_originator(&window->side[RFW_FROM_ORIGINATOR], segment);
		return SENT;
	}
	if (segment->event == RFW_TCP_ACK && pickup)
		return PICKED;
	return RFW_FLOW_STATE_NONE;
}

struct rfw_tcp_step rfw_tcp_judge(u8 state, struct rfw_tcp_windows *window,
				  const struct rfw_tcp_segment *segment, unsigned int from,
				  bool strict)
{
	u8 cell;

	if (state == LIVE && segment->event == RFW_TCP_ACK &&
	    rfw_tcp_follow_plain(window, segment, from))
		return advance(LIVE);
	if (state < SENT || state > PICKED)
		return drop(RFW_DROP_REASON_TCP_STATE);
	cell = table[from][segment->event][state - SENT];

	if (state == SENT)
		return judge_opening(cell, window, segment, from, strict);
	if (segment->event == RFW_TCP_RST)
		return judge_reset(state, cell, window, segment, from, strict);

	switch (cell) {
	case ANEW:
		return reopen;
	case SYN2:
		return syn_again(state, window, segment, from);
	case ANSW2:
		return answer_again(window, segment);
	case KEEP:
		if (segment->event == RFW_TCP_SYN || segment->event == RFW_TCP_SYN_ACK)
			return forward;
		fallthrough;
	default:
		return follow(cell, window, segment, from, strict);
	}
}
