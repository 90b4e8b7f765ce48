// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TCP connection machine between two endpoints that keep to RFC 9293, over a network that
 * loses, copies and reorders on both sides of it, with somebody else on one of them. Seeded: what
 * fails, fails again.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/prandom.h>
#include <linux/rfw.h>
#include <linux/string.h>

#include "tcp.h"

#define FLIGHTS		64
#define MSL		400	/* steps after which a segment is delivered or lost */
#define STEPS_MAX	60000

/* An endpoint: takes data in order only, and goes back to what is missing. */
struct endpoint {
	enum { LISTEN, SYN_SENT, SYN_RECEIVED, CONNECTED } state;
	u32 iss, una, next, highest;	/* what it sends */
	u32 edge;			/* the right edge of the window that it may use */
	u32 left;			/* octets that its application will still send */
	u32 burst;			/* largest segment */
	bool fin_sent, fin_received;
	u32 fin;			/* sequence number of its FIN */
	u32 expected;			/* what it receives next */
	u32 capacity, unread;		/* of its receive buffer */
	u8 scale, peer_scale;
	bool scales;
};

struct flight {
	struct rfw_tcp_segment segment;
	u8 from;
	bool passed;		/* the firewall */
	unsigned int born;
};

struct model {
	struct kunit *test;
	struct rnd_state random;
	struct endpoint side[2];
	struct flight flights[FLIGHTS];
	unsigned int n_flights, step, loss, attacker, attacks;
	struct rfw_tcp_windows window;
	u8 state;
};

static u32 pick(struct model *m, u32 below)
{
	return below ? prandom_u32_state(&m->random) % below : 0;
}

static bool after(u32 a, u32 b)
{
	return (s32)(b - a) < 0;
}

static u32 room(const struct endpoint *e)
{
	u32 window = e->capacity - e->unread;

	return min(window >> (e->scales ? e->scale : 0), 65535U);
}

static void launch(struct model *m, unsigned int from, u8 event, u32 seq, u32 end)
{
	struct endpoint *e = &m->side[from];
	struct flight *flight;

	if (m->n_flights == FLIGHTS)
		return;
	flight = &m->flights[m->n_flights++];
	*flight = (struct flight){ .from = from, .born = m->step };
	flight->segment = (struct rfw_tcp_segment){
		.seq = seq,
		.end = end,
		.event = event,
		.has_ack = event != RFW_TCP_SYN,
		.ack = event != RFW_TCP_SYN ? e->expected : 0,
		.window = room(e),
	};
	if (event == RFW_TCP_SYN || event == RFW_TCP_SYN_ACK) {
		flight->segment.window = min(e->capacity - e->unread, 65535U);
		/* an answer offers the option only when it was offered */
		flight->segment.has_scale = event == RFW_TCP_SYN ? e->scale < 15 : e->scales;
		flight->segment.scale = flight->segment.has_scale ? e->scale : 0;
	}
}

static void send_ack(struct model *m, unsigned int from)
{
	launch(m, from, RFW_TCP_ACK, m->side[from].highest, m->side[from].highest);
}

static void send_range(struct model *m, unsigned int from, u32 seq, u32 end)
{
	struct endpoint *e = &m->side[from];
	bool fin = e->fin_sent && end == e->fin + 1;

	launch(m, from, fin ? RFW_TCP_FIN : RFW_TCP_ACK, seq, end);
	if (after(end, e->highest))
		e->highest = end;
}

static bool closed(const struct endpoint *e)
{
	return e->fin_sent && e->una == e->fin + 1;
}

/* One of the things that an endpoint may do when it likes. */
static void act(struct model *m, unsigned int from)
{
	struct endpoint *e = &m->side[from];
	u32 length;

	switch (e->state) {
	case LISTEN:
		return;
	case SYN_SENT:
		if (!pick(m, 8))
			launch(m, from, RFW_TCP_SYN, e->iss, e->iss + 1);
		return;
	case SYN_RECEIVED:
		if (!pick(m, 8))
			launch(m, from, RFW_TCP_SYN_ACK, e->iss, e->iss + 1);
		return;
	case CONNECTED:
		break;
	}

	switch (pick(m, 8)) {
	case 0:
		/* retransmit from the first that is missing */
		length = min(e->highest - e->una, 1 + pick(m, e->burst));
		if (length)
			send_range(m, from, e->una, e->una + length);
		break;
	case 1:
		/* the application reads, the window opens */
		e->unread -= pick(m, e->unread + 1);
		send_ack(m, from);
		break;
	case 2:
		/* keepalive, with an octet of rubbish or without */
		if (e->una == e->highest && !pick(m, 4))
			launch(m, from, RFW_TCP_ACK, e->una - 1, e->una - 1 + pick(m, 2));
		break;
	case 3:
		/* FIN, wherever the window ends */
		if (!e->left && !e->fin_sent && e->next == e->highest) {
			e->fin_sent = true;
			e->fin = e->next++;
			send_range(m, from, e->fin, e->next);
		}
		break;
	default:
		length = after(e->edge, e->next) ? e->edge - e->next : 0;
		/* a window of zero is probed with an octet */
		if (!length && e->una == e->next)
			length = !pick(m, 8);
		length = min(min(length, e->left), 1 + pick(m, e->burst));
		if (length && !e->fin_sent) {
			e->left -= length;
			e->next += length;
			send_range(m, from, e->next - length, e->next);
		}
	}
}

static void receive_opening(struct model *m, unsigned int to, const struct rfw_tcp_segment *s)
{
	struct endpoint *e = &m->side[to];
	bool ours = s->has_ack && s->ack == e->iss + 1;

	if (s->event == RFW_TCP_SYN && e->state != SYN_RECEIVED) {
		e->expected = s->seq + 1;
		e->scales = s->has_scale && e->scale < 15;
		e->peer_scale = e->scales ? s->scale : 0;
		e->edge = e->iss + 1 + s->window;
		e->next = e->iss + 1;
		e->highest = e->next;
		e->una = e->iss;
		e->state = SYN_RECEIVED;
	}
	if (s->event == RFW_TCP_SYN) {
		launch(m, to, RFW_TCP_SYN_ACK, e->iss, e->iss + 1);
		return;
	}
	if (!ours || e->state == LISTEN || (e->state == SYN_SENT && s->event != RFW_TCP_SYN_ACK))
		return;
	if (e->state == SYN_SENT) {
		e->expected = s->seq + 1;
		e->scales = s->has_scale && e->scale < 15;
		e->peer_scale = e->scales ? s->scale : 0;
		e->next = e->iss + 1;
		e->highest = e->next;
		e->edge = e->next + s->window;
	}
	e->una = e->iss + 1;
	e->state = CONNECTED;
	send_ack(m, to);
}

static void receive(struct model *m, unsigned int to, const struct rfw_tcp_segment *s)
{
	struct endpoint *e = &m->side[to];
	u32 end = s->end, space, length;

	if (e->state != CONNECTED) {
		receive_opening(m, to, s);
		return;
	}
	if (s->event == RFW_TCP_SYN || s->event == RFW_TCP_SYN_ACK) {
		send_ack(m, to);
		return;
	}
	if (after(s->ack, e->una) && !after(s->ack, e->highest))
		e->una = s->ack;
	if (after(s->ack + ((u32)s->window << e->peer_scale), e->edge))
		e->edge = s->ack + ((u32)s->window << e->peer_scale);

	if (s->event == RFW_TCP_FIN)
		end--;
	space = e->capacity - e->unread;
	if (!after(s->seq, e->expected) && after(end, e->expected) && !e->fin_received) {
		length = min(end - e->expected, space);
		e->expected += length;
		e->unread += length;
	}
	if (s->event == RFW_TCP_FIN && e->expected == end && !e->fin_received) {
		e->fin_received = true;
		e->expected++;
	}
	if (s->end != s->seq || after(e->expected, s->seq))
		send_ack(m, to);
}

/* The firewall. What is honest is never dropped once there is a flow. */
static bool judge(struct model *m, const struct flight *flight)
{
	struct rfw_tcp_step step;

	if (m->state == RFW_FLOW_STATE_NONE) {
		if (flight->from == RFW_FROM_ORIGINATOR)
			m->state = rfw_tcp_open(&m->window, &flight->segment, false);
		return m->state != RFW_FLOW_STATE_NONE;
	}
	step = rfw_tcp_judge(m->state, &m->window, &flight->segment, flight->from, true);
	KUNIT_EXPECT_TRUE_MSG(m->test,
			      step.action == RFW_TCP_ADVANCE || step.action == RFW_TCP_FORWARD,
			      "step %u: event %u from %u in state %u", m->step,
			      flight->segment.event, flight->from, m->state);
	if (step.action == RFW_TCP_ADVANCE)
		m->state = step.state;
	return step.action != RFW_TCP_DROP;
}

static void move_flight(struct model *m)
{
	unsigned int index = 0, i;
	struct flight flight;

	if (!m->n_flights)
		return;
	for (i = 1; i < m->n_flights; i++)
		if (m->flights[i].born < m->flights[index].born)
			index = i;
	/* the oldest, mostly: the others are reordered */
	if (pick(m, 3) == 0 && m->step - m->flights[index].born < MSL)
		index = pick(m, m->n_flights);
	flight = m->flights[index];
	if (pick(m, 100) >= 5 || m->n_flights == FLIGHTS)
		m->flights[index] = m->flights[--m->n_flights];
	/* else a copy stays behind */
	if (pick(m, 100) < m->loss)
		return;
	if (flight.passed) {
		receive(m, !flight.from, &flight.segment);
		return;
	}
	if (!judge(m, &flight) || m->n_flights == FLIGHTS)
		return;
	flight.passed = true;
	m->flights[m->n_flights++] = flight;
}

/*
 * Off the path, so without a number to go by, and on one side of the firewall, which knows the
 * sides apart. A guess that comes near the window is taken back: the point is what the others do.
 */
static void attack(struct model *m)
{
	static const u8 events[] = { RFW_TCP_SYN, RFW_TCP_SYN_ACK, RFW_TCP_ACK, RFW_TCP_FIN,
				     RFW_TCP_RST };
	unsigned int from = m->attacker;
	struct rfw_tcp_windows before = m->window;
	struct rfw_tcp_segment segment = {
		.seq = prandom_u32_state(&m->random),
		.ack = prandom_u32_state(&m->random),
		.window = prandom_u32_state(&m->random),
		.event = events[pick(m, ARRAY_SIZE(events))],
	};
	struct rfw_tcp_step step;

	/* before the answer, and at the end, the caller and TIME_WAIT's rules come in */
	if (m->state < RFW_FLOW_STATE_TCP_SYN_ACKED ||
	    m->state > RFW_FLOW_STATE_TCP_FIN_BOTH)
		return;
	segment.has_ack = segment.event != RFW_TCP_SYN;
	segment.end = segment.seq + (segment.event == RFW_TCP_ACK ? pick(m, 1400) : 1);
	if (segment.seq - (before.side[from].end - (1U << 26)) < 1U << 27)
		return;
	step = rfw_tcp_judge(m->state, &m->window, &segment, from, true);
	m->attacks++;
	KUNIT_EXPECT_TRUE_MSG(m->test,
			      step.action == RFW_TCP_FORWARD || step.action == RFW_TCP_DROP,
			      "event %u from %u in state %u", segment.event, from, m->state);
	/* a note that a SYN went through is all that may be left */
	before.side[RFW_FROM_ORIGINATOR].flags |= RFW_TCP_SIDE_AGAIN;
	segment.event = m->window.side[RFW_FROM_ORIGINATOR].flags;
	m->window.side[RFW_FROM_ORIGINATOR].flags |= RFW_TCP_SIDE_AGAIN;
	KUNIT_EXPECT_TRUE(m->test, !memcmp(&before, &m->window, sizeof(before)));
	m->window.side[RFW_FROM_ORIGINATOR].flags = segment.event;
}

static void set_up(struct model *m, unsigned int seed, bool simultaneous)
{
	unsigned int i;
	u32 usable;

	memset(&m->side, 0, sizeof(m->side));
	prandom_seed_state(&m->random, seed);
	m->n_flights = 0;
	m->state = RFW_FLOW_STATE_NONE;
	m->loss = pick(m, 12);
	m->attacker = pick(m, 2);
	for (i = 0; i < 2; i++) {
		struct endpoint *e = &m->side[i];

		/* half of them wrap */
		e->iss = pick(m, 2) ? -pick(m, 50000) : prandom_u32_state(&m->random);
		e->una = e->iss;
		e->next = e->iss + 1;
		e->highest = e->next;
		e->scale = pick(m, 4) ? pick(m, 15) : 15;
		e->capacity = (1 + pick(m, 500)) << (e->scale < 15 ? e->scale : pick(m, 8));
		e->state = i == RFW_FROM_ORIGINATOR || simultaneous ? SYN_SENT : LISTEN;
	}
	for (i = 0; i < 2; i++) {
		m->side[i].burst = 100 + m->side[!i].capacity / 2;
		/* without scaling on both sides, no more than the window field says is of use */
		usable = m->side[!i].capacity;
		if (m->side[i].scale == 15 || m->side[!i].scale == 15)
			usable = min(usable, 65535U);
		m->side[i].left = pick(m, 20 * usable);
		if (!pick(m, 4))
			m->side[i].left = 0;
	}
	launch(m, RFW_FROM_ORIGINATOR, RFW_TCP_SYN, m->side[0].iss, m->side[0].iss + 1);
}

static bool run_model(struct model *m, bool hostile)
{
	for (m->step = 0; m->step < STEPS_MAX; m->step++) {
		if (pick(m, 3))
			move_flight(m);
		else
			act(m, pick(m, 2));
		if (hostile && !pick(m, 10))
			attack(m);
		if (closed(&m->side[RFW_FROM_ORIGINATOR]) && closed(&m->side[RFW_FROM_RESPONDER]))
			return true;
	}
	return false;
}

/* Whatever two honest ends exchange over a bad network passes, and the end is seen. */
static void run_models(struct kunit *test, bool simultaneous, bool hostile)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned int seed;

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->test = test;
	for (seed = 0; seed < 150; seed++) {
		set_up(m, seed + 1000 * simultaneous + 2000 * hostile, simultaneous);
		KUNIT_EXPECT_TRUE_MSG(test, run_model(m, hostile), "seed %u does not end", seed);
		KUNIT_EXPECT_EQ_MSG(test, m->state, (u8)RFW_FLOW_STATE_TCP_TIME_WAIT, "seed %u",
				    seed);
		KUNIT_EXPECT_TRUE(test, rfw_tcp_tracked(&m->window));
	}
	if (hostile)
		KUNIT_EXPECT_GT(test, m->attacks, 5000U);
}

static void honest(struct kunit *test)
{
	run_models(test, false, false);
}

static void honest_simultaneous_open(struct kunit *test)
{
	run_models(test, true, false);
}

static void honest_under_attack(struct kunit *test)
{
	run_models(test, false, true);
}

static struct kunit_case tcp_model_cases[] = {
	KUNIT_CASE(honest),
	KUNIT_CASE(honest_simultaneous_open),
	KUNIT_CASE(honest_under_attack),
	{}
};

static struct kunit_suite tcp_model_suite = {
	.name = "rfw_tcp_model",
	.test_cases = tcp_model_cases,
};

kunit_test_suite(tcp_model_suite);
