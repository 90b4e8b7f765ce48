// SPDX-License-Identifier: GPL-2.0-only
/*
 * What messages of SIP mean for the pinholes of a call: stories of one inside host, told message by
 * message. Rows S6..S21 and A3..A12 of the specification.
 */
#include <linux/delay.h>

#include "sip_dialog.h"
#include "sip_view.h"

#include "sip_home.h"

/* A description with one m= line of RTP. */
static const char *sdp(struct fixture *f, const char *address, u32 port, const char *more)
{
	snprintf(f->body, sizeof(f->body),
		 "v=0\r\no=- 1 1 IN IP6 [::1]\r\ns=-\r\nc=IN IP6 %s\r\nt=0 0\r\n"
		 "m=audio %u RTP/AVP 0\r\n%s",
		 address, port, more);
	return f->body;
}

/*
 * A message passes. @line: start line, or the status line's code and phrase. @inside_asks: the
 * request that it is, or answers, was sent by the inside host.
 */
static void say(struct kunit *test, bool out, bool inside_asks, const char *line, u32 sequence,
		const char *method, const char *body)
{
	struct fixture *f = test->priv;
	struct rfw_sip_event event = {
		.message = &f->message,
		.text = f->text,
		.flow = f->sip_flow,
		.out = out,
		.rules = &f->rules,
	};
	char request[80];
	int length;

	if (!line) {
		snprintf(request, sizeof(request), "%s sip:b@example.com SIP/2.0", method);
		line = request;
	}
	length = snprintf(f->text, sizeof(f->text),
			  "%s\r\nVia: SIP/2.0/UDP [2a0a::1]:5060;branch=%s\r\n"
			  "From: <sip:a@example.com>;tag=%s\r\nTo: <sip:b@example.com>;tag=%s\r\n"
			  "Call-ID: %s\r\nCSeq: %u %s\r\n%s%s\r\n%s",
			  line, f->branch, inside_asks ? "local" : f->remote_tag,
			  inside_asks ? f->remote_tag : "local", f->call_id, sequence, method,
			  f->contact, body ? "Content-Type: application/sdp\r\n" : "", body ?: "");
	KUNIT_ASSERT_TRUE_MSG(test, rfw_sip_parse(&f->message, f->text, length), "%s", f->text);
	if (body) {
		KUNIT_ASSERT_EQ(test, f->message.content, RFW_SIP_CONTENT_SDP);
		KUNIT_ASSERT_TRUE_MSG(test, rfw_sdp_parse(&f->sdp, f->text + f->message.sdp.at,
							  f->message.sdp.length), "%s", body);
		event.sdp = &f->sdp;
	}
	local_bh_disable();
	rcu_read_lock();
	rfw_sip_dialog_see(&f->sip, &event);
	rcu_read_unlock();
	local_bh_enable();
}

/* The inside host asks, and the other side answers. */
#define ASK(what, sequence, body) \
	say(test, true, true, NULL, sequence, what, body)
#define ANSWERED(code, what, sequence, body) \
	say(test, false, true, "SIP/2.0 " code " Phrase", sequence, what, body)
/* The other side asks, and the inside host answers. */
#define ASKED(what, sequence, body) \
	say(test, false, false, NULL, sequence, what, body)
#define ANSWER(code, what, sequence, body) \
	say(test, true, false, "SIP/2.0 " code " Phrase", sequence, what, body)

static void establish(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 1, NULL);
	KUNIT_ASSERT_EQ(test, f->pinholes.table.count, 2);
}

/* S11, S15, S20, A6, A9: from anybody until the answer, from its address then, closed by BYE. */
static void call_out(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5001, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5002, 1));
	ANSWERED("180", "INVITE", 1, NULL);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	ANSWERED("183", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 1));
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 1, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5001, 2));
	ASKED("BYE", 1, NULL);
	EXPECT_PINHOLES(2);
	ANSWER("200", "BYE", 1, NULL);
	EXPECT_PINHOLES(0);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_OPENED), 1);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_CLOSED), 1);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_PINHOLE_OPENED), 4);
}

/* The last port of the first call that is listed. */
static u16 last_shown(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rfw_sip_call_view *view = kunit_kzalloc(test, sizeof(*view), GFP_KERNEL);
	u32 id = 0;
	bool found;

	KUNIT_ASSERT_NOT_NULL(test, view);
	rcu_read_lock();
	found = rfw_sip_calls_next(&f->sip, &id, view);
	rcu_read_unlock();
	KUNIT_ASSERT_TRUE(test, found && view->media_count);
	return view->media[view->media_count - 1].port;
}

/* S7: requests within the dialog may come straight from the other side's Contact, by UDP. */
static void contacts(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->contact = "Contact: <sip:a@[2a0a::1]:5062>\r\n";
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	f->contact = "Contact: <sip:b@[2a0b::3]>\r\n";
	ANSWERED("180", "INVITE", 1, NULL);
	KUNIT_EXPECT_FALSE(test, open_to(f, 5062, 3));
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5062, 3));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5062, 2));
	EXPECT_PINHOLES(3);
	KUNIT_EXPECT_EQ(test, last_shown(test), 5062);

	/* the other side moves */
	f->contact = "Contact: <sip:b@[2a0b::4];transport=udp>\r\n";
	ASKED("INVITE", 5, sdp(f, "2a0b::2", 7000, ""));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5062, 4));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5062, 3));
	f->contact = "Contact: *\r\n";
	ANSWER("488", "INVITE", 5, NULL);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5062, 4));

	/* what began outside ends calls, and begins none */
	f->contact = "";
	f->flow->word ^= RFW_FLOW_ORIGINATOR;
	f->call_id = "another";
	ASKED("INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 1);
	/* nor says where the other side is */
	f->call_id = "a84b4c76e66710";
	f->contact = "Contact: <sip:b@[2a0b::5]>\r\n";
	ASKED("INVITE", 6, NULL);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5062, 4));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5062, 5));
	ASKED("BYE", 7, NULL);
	ANSWER("200", "BYE", 7, NULL);
	EXPECT_PINHOLES(0);
}

/* S6: whatever port the host sends from, its flow is where answers come; Via opens nothing. */
static void other_port(struct kunit *test)
{
	struct fixture *f = test->priv;

	come_from(f, 1, 34567);
	establish(test);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5060, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5060, 9));
	ASKED("BYE", 1, NULL);
	ANSWER("200", "BYE", 1, NULL);
	EXPECT_PINHOLES(0);
}

/* S7, A5: what is no place for it opens nothing. */
static void other_contacts(struct kunit *test)
{
	static const char *const inside[] = {
		"<sip:a@[2a0a::2]>", "<sip:a@[2a0a::1]:80>", "<sips:a@[2a0a::1]>",
		"<sip:a@[2a0a::1];transport=tcp>", "<sip:a@example.com>",
	};
	struct fixture *f = test->priv;
	char contact[80], name[8];
	u32 i;

	f->contact = contact;
	f->call_id = name;
	for (i = 0; i < ARRAY_SIZE(inside); i++) {
		snprintf(name, sizeof(name), "call%u", i);
		snprintf(contact, sizeof(contact), "Contact: %s\r\n", inside[i]);
		ASK("INVITE", 1, NULL);
		snprintf(contact, sizeof(contact), "Contact: <sip:b@[2a0b::3]>\r\n");
		ANSWERED("200", "INVITE", 1, NULL);
		EXPECT_PINHOLES(0);
	}
	/* who the host talks to has a flow already */
	f->call_id = "proxy";
	snprintf(contact, sizeof(contact), "Contact: <sip:a@[2a0a::1]>\r\n");
	ASK("INVITE", 1, NULL);
	snprintf(contact, sizeof(contact), "Contact: <sip:b@[2a0b::9]>\r\n");
	ANSWERED("200", "INVITE", 1, NULL);
	EXPECT_PINHOLES(0);
}

/*
 * S16, S21: what the outside says alone opens nothing, the answer from inside does, to its
 * address.
 */
static void call_in(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASKED("INVITE", 7, sdp(f, "2a0b::2", 7000, ""));
	EXPECT_PINHOLES(0);
	ANSWER("180", "INVITE", 7, NULL);
	ANSWER("200", "INVITE", 7, sdp(f, "2a0a::1", 6000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 6000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 6000, 3));
	ASKED("ACK", 7, NULL);
	EXPECT_PINHOLES(2);
	ASK("BYE", 1, NULL);
	ANSWERED("401", "BYE", 1, NULL);
	EXPECT_PINHOLES(2);
	ASK("BYE", 2, NULL);
	ANSWERED("200", "BYE", 2, NULL);
	EXPECT_PINHOLES(0);
}

/* S16: no offer in the INVITE, but in the 2xx, and the answer in the ACK. */
static void delayed_offer(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, NULL);
	EXPECT_PINHOLES(0);
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	EXPECT_PINHOLES(0);
	ASK("ACK", 1, sdp(f, "2a0a::1", 5000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 1));
}

/* S17: old and new ports until it is settled, either way. */
static void reinvite(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 5100, ""));
	EXPECT_PINHOLES(4);
	ANSWERED("488", "INVITE", 2, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	ASK("ACK", 2, NULL);
	EXPECT_PINHOLES(2);

	ASK("INVITE", 3, sdp(f, "2a0a::1", 5100, ""));
	/* the refusal of the one before, once more */
	ANSWERED("488", "INVITE", 2, NULL);
	EXPECT_PINHOLES(4);
	ANSWERED("200", "INVITE", 3, sdp(f, "2a0b::2", 7000, ""));
	EXPECT_PINHOLES(4);
	ASK("ACK", 3, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5100, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 2));

	/* the other side asks, and the host moves again */
	ASKED("INVITE", 9, sdp(f, "2a0b::3", 7000, ""));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5100, 3));
	ANSWER("200", "INVITE", 9, sdp(f, "2a0a::1", 5200, ""));
	EXPECT_PINHOLES(4);
	ASKED("ACK", 9, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5201, 3));
}

/* S17: both sides ask at once; what the host is refused leaves what it has granted. */
static void glare(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 5100, ""));
	ASKED("INVITE", 9, sdp(f, "2a0b::3", 7000, ""));
	ANSWER("200", "INVITE", 9, sdp(f, "2a0a::1", 5000, ""));
	ASKED("ACK", 9, NULL);
	EXPECT_PINHOLES(4);
	ANSWERED("491", "INVITE", 2, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 3));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5100, 3));
}

/* S16: an UPDATE before the answer takes the place of the INVITE's offer. */
static void update(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("183", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	ASK("PRACK", 2, NULL);
	ANSWERED("200", "PRACK", 2, NULL);
	EXPECT_PINHOLES(2);
	ASK("UPDATE", 3, sdp(f, "2a0a::1", 5100, ""));
	EXPECT_PINHOLES(4);
	ANSWERED("200", "UPDATE", 3, sdp(f, "2a0b::2", 7000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5100, 2));
	ANSWERED("200", "INVITE", 1, NULL);
	ASK("ACK", 1, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5100, 2));
	ASK("UPDATE", 4, sdp(f, "2a0a::1", 5200, ""));
	ANSWERED("491", "UPDATE", 4, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5100, 2));
}

/* S18: hold keeps the port, and "::" opens to nobody else. */
static void hold(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	ASKED("INVITE", 5, sdp(f, "::", 7000, "a=inactive\r\n"));
	ANSWER("200", "INVITE", 5, sdp(f, "2a0a::1", 5000, "a=inactive\r\n"));
	ASKED("ACK", 5, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 1));

	f->call_id = "held.from.the.start";
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5300, ""));
	ANSWERED("200", "INVITE", 1, sdp(f, "::", 7000, "a=inactive\r\n"));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5300, 9));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5300, 2));
}

/* S19: several answers for one offer, and a BYE for one of two dialogs. */
static void forking(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	f->remote_tag = "fork1";
	ANSWERED("183", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	f->remote_tag = "fork2";
	ANSWERED("183", "INVITE", 1, sdp(f, "2a0b::3", 7000, ""));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 3));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 4));
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::3", 7000, ""));
	ASK("ACK", 1, NULL);
	f->remote_tag = "fork1";
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 1, NULL);
	ASK("BYE", 2, NULL);
	ANSWERED("200", "BYE", 2, NULL);
	EXPECT_PINHOLES(2);
	f->remote_tag = "fork2";
	ASKED("BYE", 1, NULL);
	ANSWER("200", "BYE", 1, NULL);
	EXPECT_PINHOLES(0);
}

/* S19: what forks may come to the host twice, and is refused once: the first one goes on. */
static void two_ways(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASKED("INVITE", 7, sdp(f, "2a0b::2", 7000, ""));
	f->branch = "z9hG4bK2";
	ASKED("INVITE", 7, sdp(f, "2a0b::2", 7000, ""));
	ANSWER("482", "INVITE", 7, NULL);
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 1);
	f->branch = "z9hG4bK1";
	ANSWER("200", "INVITE", 7, sdp(f, "2a0a::1", 6000, ""));
	EXPECT_PINHOLES(2);
	ASKED("ACK", 7, NULL);

	f->call_id = "refused";
	ASKED("INVITE", 8, sdp(f, "2a0b::2", 7000, ""));
	ANSWER("603", "INVITE", 8, NULL);
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 1);

	/* another request is no second way of the one before */
	f->call_id = "asked.again";
	ASKED("INVITE", 9, sdp(f, "2a0b::2", 7000, ""));
	f->branch = "z9hG4bK3";
	ASKED("INVITE", 10, sdp(f, "2a0b::2", 7000, ""));
	ANSWER("603", "INVITE", 10, NULL);
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 1);
}

/* S20: what does not answer the BYE of a call, or not for good, does not end it. */
static void not_over(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	ANSWERED("200", "BYE", 2, NULL);
	EXPECT_PINHOLES(2);
	ASK("BYE", 2, NULL);
	ANSWERED("100", "BYE", 2, NULL);
	ANSWERED("407", "BYE", 2, NULL);
	EXPECT_PINHOLES(2);
	ASK("BYE", 3, NULL);
	ANSWERED("200", "BYE", 3, NULL);
	EXPECT_PINHOLES(0);
}

/*
 * S20, B-AL-09: refused, cancelled; and a challenge is no refusal of the request that follows it.
 */
static void refused(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("407", "INVITE", 1, NULL);
	EXPECT_PINHOLES(0);
	ASK("ACK", 1, NULL);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 5000, ""));
	EXPECT_PINHOLES(2);
	ANSWERED("407", "INVITE", 1, NULL);
	EXPECT_PINHOLES(2);
	ANSWERED("603", "INVITE", 2, NULL);
	EXPECT_PINHOLES(0);

	ASK("INVITE", 3, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("180", "INVITE", 3, NULL);
	ASK("CANCEL", 3, NULL);
	EXPECT_PINHOLES(2);
	ANSWERED("200", "CANCEL", 3, NULL);
	ANSWERED("487", "INVITE", 3, NULL);
	EXPECT_PINHOLES(0);

	/* the answer was under way already */
	ASK("INVITE", 4, sdp(f, "2a0a::1", 5000, ""));
	ASK("CANCEL", 4, NULL);
	ANSWERED("200", "INVITE", 4, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 4, NULL);
	msleep(60 * MSEC_PER_SEC);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_OPENED), 4);
}

/* S20, B-AL-09: ends of a call that cross each other end it once, and nothing that began since. */
static void crossing(struct kunit *test)
{
	struct fixture *f = test->priv;

	/* given up and asked for again, before anybody has answered */
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	ASK("CANCEL", 1, NULL);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("200", "CANCEL", 1, NULL);
	ANSWERED("487", "INVITE", 1, NULL);
	EXPECT_PINHOLES(2);
	ANSWERED("200", "INVITE", 2, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 2, NULL);
	msleep(60 * MSEC_PER_SEC);
	EXPECT_PINHOLES(2);

	/* both hang up */
	ASK("BYE", 3, NULL);
	ASKED("BYE", 1, NULL);
	EXPECT_PINHOLES(2);
	ANSWER("200", "BYE", 1, NULL);
	EXPECT_PINHOLES(0);
	ANSWERED("200", "BYE", 3, NULL);
	ANSWERED("487", "INVITE", 2, NULL);
	EXPECT_PINHOLES(0);
	KUNIT_EXPECT_EQ(test, f->sip.count, 0);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_OPENED), 1);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_CLOSED), 1);
}

/* Only so many may send the media of a call: the latest. */
static void many_forks(struct kunit *test)
{
	struct fixture *f = test->priv;
	char address[16];
	unsigned int i;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	for (i = 2; i < 2 + RFW_SIP_REMOTES_MAX + 2; i++) {
		snprintf(address, sizeof(address), "2a0b::%u", i);
		ANSWERED("183", "INVITE", 1, sdp(f, address, 7000, ""));
		ANSWERED("183", "INVITE", 1, sdp(f, address, 7000, ""));
	}
	EXPECT_PINHOLES(2);
	for (i = 2; i < 2 + RFW_SIP_REMOTES_MAX + 2; i++)
		KUNIT_EXPECT_EQ_MSG(test, open_to(f, 5000, i), i >= 4, "%u", i);
}

/* T24, A9: ringing may take more than 3 minutes, silence not; media keep a call, and its flow. */
static void timers(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rfw_opening *opening;
	u32 before;

	f->rules.timeout[RFW_TIMER_SIP] = 10;
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, ""));
	msleep(190 * MSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	msleep(15 * MSEC_PER_SEC);
	EXPECT_PINHOLES(0);
	KUNIT_EXPECT_EQ(test, f->sip.count, 0);

	establish(test);
	msleep(8 * MSEC_PER_SEC);
	opening = find(f, 1, 5000, 2);
	KUNIT_ASSERT_NOT_NULL(test, opening);
	rfw_opening_count(opening->use, 200);
	f->flow->deadline = (u32)jiffies + HZ;
	before = f->flow->deadline;
	msleep(7 * MSEC_PER_SEC);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_GT(test, (s32)(f->flow->deadline - before), 0);
	msleep(15 * MSEC_PER_SEC);
	EXPECT_PINHOLES(0);
}

/* S10, S11, S12, S14, S25: pairs of ports, a=rtcp, candidates of the host's own, no TCP. */
static void ports(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000,
			     "a=rtcp:5077\r\na=rtcp-mux\r\n"
			     "a=candidate:1 1 UDP 2130706431 2a0a::1 5000 typ host\r\n"
			     "a=candidate:1 2 UDP 2130706430 2a0a::1 5009 typ host\r\n"
			     "a=candidate:2 1 UDP 1694498815 2a0a::2 5010 typ host\r\n"
			     "m=video 5020/2 RTP/AVP 31\r\n"
			     "m=image 5030 udptl t38\r\n"
			     "m=application 5040 TCP/BFCP *\r\n"
			     "m=audio 0 RTP/AVP 0\r\n"));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5001, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5077, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5009, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5010, 1));
	KUNIT_EXPECT_FALSE(test, find(f, 2, 5010, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5020, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5023, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5024, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5030, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5031, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5040, 1));
	EXPECT_PINHOLES(8);
	/* S10: port 0 closes what was there */
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 1, NULL);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 0, ""));
	ANSWERED("200", "INVITE", 2, sdp(f, "2a0b::2", 0, ""));
	ASK("ACK", 2, NULL);
	EXPECT_PINHOLES(8);
	ASK("INVITE", 3, sdp(f, "2a0a::1", 5000, ""));
	ANSWERED("200", "INVITE", 3, sdp(f, "2a0b::2", 7000, ""));
	ASK("ACK", 3, NULL);
	EXPECT_PINHOLES(2);
}

/* S12, A3: RTCP where a=rtcp says, if that is the host's own; and nowhere beyond the last port. */
static void control_ports(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, "a=rtcp:5077 IN IP6 2a0a::1\r\n"
			     "m=audio 5010 RTP/AVP 0\r\na=rtcp:5078 IN IP6 2a0a::2\r\n"
			     "m=audio 5020 RTP/AVP 0\r\na=rtcp:5079 IN IP6 ff0e::1\r\n"
			     "m=image 5030 udptl t38\r\na=rtcp:5031\r\n"
			     "m=audio 5040 RTP/AVP 0\r\na=rtcp:0\r\n"
			     "m=audio 65535 RTP/AVP 0\r\n"));
	EXPECT_PINHOLES(7);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5077, 1));
	KUNIT_EXPECT_FALSE(test, find(f, 2, 5078, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5078, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5079, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5031, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5041, 1));
	KUNIT_EXPECT_TRUE(test, open_to(f, 65535, 1));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_REFUSED), 2);
}

/* S13: what shares a port is opened once, and stays while one of it is left. */
static void bundled(struct kunit *test)
{
	static const char both[] = "a=mid:0\r\nm=video 5000 RTP/AVP 31\r\na=mid:1\r\n"
				   "m=video 0 RTP/AVP 31\r\na=mid:2\r\na=bundle-only\r\n";
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, both));
	EXPECT_PINHOLES(2);
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::2", 7000, "m=video 7000 RTP/AVP 31\r\n"));
	ASK("ACK", 1, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_TRUE(test, open_to(f, 5001, 2));
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_PINHOLE_REFUSED), 0);
	ASK("INVITE", 2, sdp(f, "2a0a::1", 5000, "m=video 0 RTP/AVP 31\r\n"));
	ANSWERED("200", "INVITE", 2, sdp(f, "2a0b::2", 7000, "m=video 0 RTP/AVP 31\r\n"));
	ASK("ACK", 2, NULL);
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
}

/* A3, A5, A8, S9: nobody else's address, no low ports, no more than so many. */
static void attacks(struct kunit *test)
{
	struct fixture *f = test->priv;
	char *more = kunit_kzalloc(test, 2048, GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, more);
	ASK("INVITE", 1, sdp(f, "2a0a::2", 5000, ""));
	EXPECT_PINHOLES(0);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_REFUSED), 1);
	ASK("INVITE", 2, sdp(f, "ff0e::1", 5000, ""));
	ASK("INVITE", 3, sdp(f, "2a0b::1", 5000, ""));
	ASK("INVITE", 4, sdp(f, "::", 5000, ""));
	EXPECT_PINHOLES(0);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_REFUSED), 4);
	ASK("INVITE", 5, sdp(f, "2a0a::1", 22,
			     "m=audio 445 RTP/AVP 0\r\nm=audio 1023 RTP/AVP 0\r\n"));
	KUNIT_EXPECT_FALSE(test, open_to(f, 22, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 23, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 445, 1));
	KUNIT_EXPECT_FALSE(test, open_to(f, 1023, 1));
	/* nor what would be the RTCP of that */
	EXPECT_PINHOLES(0);
	for (i = 0; i < 30; i++)
		sprintf(more + strlen(more), "m=audio %u RTP/AVP 0\r\n", 6000 + 2 * i);
	ASK("INVITE", 6, sdp(f, "2a0a::1", 5000, more));
	EXPECT_PINHOLES(2 * RFW_SDP_MAX_MEDIA);
	f->call_id = "many.ports";
	ASK("INVITE", 1, sdp(f, "2a0a::1", 7000, "m=audio 7100/500 RTP/AVP 0\r\n"));
	EXPECT_PINHOLES(2 * RFW_SDP_MAX_MEDIA + RFW_SIP_MEDIA_MAX);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_EXCESS), 2);
}

/* A8: the last place of a call is for half of a pair. */
static void half_a_pair(struct kunit *test)
{
	struct fixture *f = test->priv;

	ASK("INVITE", 1, sdp(f, "2a0a::1", 5000, "m=image 5002 udptl t38\r\n"
			     "m=audio 5100/500 RTP/AVP 0\r\n"));
	EXPECT_PINHOLES(RFW_SIP_MEDIA_MAX);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_EXCESS), 1);
}

/*
 * A8: calls of a host and of a subscriber; what only rings makes room for what the inside begins.
 */
static void limits(struct kunit *test)
{
	struct fixture *f = test->priv;
	char name[16];
	u32 i;

	f->rules.sip_max_calls_host = 3;
	f->call_id = "established";
	establish(test);
	f->call_id = name;
	for (i = 0; i < 5; i++) {
		sprintf(name, "call%u", i);
		ASK("INVITE", 1, sdp(f, "2a0a::1", 6000 + 2 * i, ""));
	}
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 3);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 6000, 2));
	KUNIT_EXPECT_TRUE(test, open_to(f, 6008, 2));
	/* the outside gets no room */
	strscpy(name, "from.outside", sizeof(name));
	ASKED("INVITE", 1, sdp(f, "2a0b::2", 7000, ""));
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, 3);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_CALL_EXCESS), 1);
	KUNIT_EXPECT_TRUE(test, open_to(f, 6008, 2));
}

/* A8: whatever one subscriber asks for, another one's calls have their room. */
static void others(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct rfw_subscriber *neighbour = kunit_kzalloc(test, sizeof(*neighbour), GFP_KERNEL);
	char name[16];
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, neighbour);
	refcount_set(&neighbour->references, 1);
	INIT_LIST_HEAD(&neighbour->calls);
	rcu_assign_pointer(neighbour->policy, &f->policy);
	f->call_id = name;
	for (i = 0; i < 200; i++) {
		sprintf(name, "call%u", i);
		come_from(f, 1 + i % 50, 5060);
		ASK("INVITE", 1, sdp(f, "2a0a::1", 6000 + 2 * i, ""));
	}
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, f->rules.sip_max_calls);
	f->sip_flow->subscriber = neighbour;
	come_from(f, 99, 5060);
	f->call_id = "neighbour";
	ASK("INVITE", 1, sdp(f, "2a0a::63", 5000, ""));
	KUNIT_EXPECT_EQ(test, neighbour->call_count, 1);
	KUNIT_EXPECT_EQ(test, f->subscriber.call_count, f->rules.sip_max_calls);
	ASK("CANCEL", 1, NULL);
	ANSWERED("487", "INVITE", 1, NULL);
	KUNIT_EXPECT_EQ(test, neighbour->call_count, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&neighbour->references), 1);
	f->sip_flow->subscriber = &f->subscriber;
}

/*
 * A12: whose a message is, its packet's source says and nothing in it. Another host that knows all
 * of a call can neither change nor end it.
 */
static void in_anothers_name(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	come_from(f, 2, 5060);
	ASK("BYE", 2, NULL);
	ANSWERED("200", "BYE", 2, NULL);
	ASK("UPDATE", 3, sdp(f, "2a0a::1", 5100, ""));
	ANSWERED("200", "UPDATE", 3, sdp(f, "2a0b::3", 7000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	KUNIT_EXPECT_FALSE(test, open_to(f, 5000, 3));
	f->call_id = "another";
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5200, ""));
	ANSWERED("200", "INVITE", 1, sdp(f, "2a0b::3", 7000, ""));
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_EQ(test, counted(f, RFW_SIP_COUNT_MEDIA_REFUSED), 1);
}

/* Its flow ends: what rings ends with it, what talks goes on while media do. */
static void flow_ends(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	f->call_id = "rings";
	ASK("INVITE", 1, sdp(f, "2a0a::1", 5100, ""));
	EXPECT_PINHOLES(4);
	local_bh_disable();
	rfw_sip_flow_end(f->sip_flow);
	local_bh_enable();
	EXPECT_PINHOLES(2);
	KUNIT_EXPECT_TRUE(test, open_to(f, 5000, 2));
	msleep(125 * MSEC_PER_SEC);
	EXPECT_PINHOLES(0);
}

/* The policy has no gateway any more. */
static void switched_off(struct kunit *test)
{
	struct fixture *f = test->priv;

	establish(test);
	rfw_sip_rejudge(&f->sip);
	EXPECT_PINHOLES(2);
	f->rules.algs = 0;
	rfw_sip_rejudge(&f->sip);
	EXPECT_PINHOLES(0);
}

static void registered(struct kunit *test, const char *code, u32 sequence, const char *header)
{
	static char line[200];

	snprintf(line, sizeof(line), "SIP/2.0 %s Phrase\r\n%s", code, header);
	say(test, false, true, line, sequence, "REGISTER", NULL);
}

/* S21: the flow stays for the time that the registrar grants to a request that was made. */
static void registration(struct kunit *test)
{
	struct fixture *f = test->priv;
	u32 now = jiffies, first = f->flow->deadline;

	registered(test, "200", 1, "Contact: <sip:a@[2a0a::1]>;expires=3600");
	KUNIT_EXPECT_EQ(test, f->flow->deadline, first);
	ASK("REGISTER", 1, NULL);
	registered(test, "401", 1, "Contact: <sip:a@[2a0a::1]>;expires=3600");
	KUNIT_EXPECT_EQ(test, f->flow->deadline, first);
	ASK("REGISTER", 2, NULL);
	registered(test, "200", 2,
		   "Contact: <sip:a@[2a0a::99]>;expires=9000, <sip:a@[2a0a::1]>;expires=1800");
	KUNIT_EXPECT_GE(test, f->flow->deadline - now, 1800U * HZ);
	KUNIT_EXPECT_LT(test, f->flow->deadline - now, 1900U * HZ);
	/* not asked for */
	registered(test, "200", 2, "Contact: <sip:a@[2a0a::1]>;expires=7200");
	KUNIT_EXPECT_LT(test, f->flow->deadline - now, 1900U * HZ);
	/* a new configuration takes time away, and gives it back */
	f->flow->deadline = now + HZ;
	rfw_sip_flow_restore(f->sip_flow);
	KUNIT_EXPECT_GE(test, f->flow->deadline - now, 1800U * HZ);
	/* of another registration, and its end */
	f->call_id = "another";
	registered(test, "200", 2, "Contact: <sip:a@[2a0a::1]>;expires=7200");
	ASK("REGISTER", 3, NULL);
	registered(test, "200", 2, "Contact: <sip:a@[2a0a::1]>;expires=7200");
	f->call_id = "a84b4c76e66710";
	registered(test, "200", 3, "Contact: <sip:a@[2a0a::1]>;expires=7200");
	KUNIT_EXPECT_LT(test, f->flow->deadline - now, 1900U * HZ);
	f->call_id = "another";
	registered(test, "200", 3, "Expires: 0");
	KUNIT_EXPECT_GE(test, f->flow->deadline - now, 1800U * HZ);
	f->call_id = "a84b4c76e66710";
	ASK("REGISTER", 4, NULL);
	registered(test, "200", 4, "Expires: 0");
	KUNIT_EXPECT_LE(test, f->flow->deadline - (u32)jiffies, 300U * HZ);
	/* there is nothing left to end */
	first = f->flow->deadline;
	ASK("REGISTER", 5, NULL);
	registered(test, "200", 5, "Expires: 0");
	KUNIT_EXPECT_EQ(test, f->flow->deadline, first);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(call_out),
	KUNIT_CASE(contacts),
	KUNIT_CASE(other_port),
	KUNIT_CASE(other_contacts),
	KUNIT_CASE(call_in),
	KUNIT_CASE(delayed_offer),
	KUNIT_CASE(reinvite),
	KUNIT_CASE(glare),
	KUNIT_CASE(update),
	KUNIT_CASE(hold),
	KUNIT_CASE(forking),
	KUNIT_CASE(two_ways),
	KUNIT_CASE(not_over),
	KUNIT_CASE(refused),
	KUNIT_CASE(crossing),
	KUNIT_CASE(many_forks),
	KUNIT_CASE(timers),
	KUNIT_CASE(ports),
	KUNIT_CASE(control_ports),
	KUNIT_CASE(bundled),
	KUNIT_CASE(attacks),
	KUNIT_CASE(half_a_pair),
	KUNIT_CASE(limits),
	KUNIT_CASE(others),
	KUNIT_CASE(in_anothers_name),
	KUNIT_CASE(flow_ends),
	KUNIT_CASE(switched_off),
	KUNIT_CASE(registration),
	{}
};

static struct kunit_suite suite = {
	.name = "rfw_sip_dialog",
	.init = sip_home_start,
	.exit = sip_home_stop,
	.test_cases = cases,
};

kunit_test_suite(suite);
