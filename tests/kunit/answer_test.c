// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is answered, and how many answers a destination gets.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/jiffies.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>

#include "answer.h"
#include "context.h"
#include "policy.h"
#include "subscriber.h"

#define BURST		10
#define INTERVAL	(HZ / 10)

static struct rfw_answers *answers_of(struct kunit *test)
{
	return test->priv;
}

static int init(struct kunit *test)
{
	test->priv = rfw_answers_new(&init_net, NULL, NULL);
	return test->priv ? 0 : -ENOMEM;
}

static void end(struct kunit *test)
{
	if (test->priv)
		rfw_answers_free(test->priv);
}

static struct in6_addr address(u32 network, u32 host)
{
	return (struct in6_addr){ .s6_addr32 = { htonl(0x2a0b0003), htonl(network), 0,
						 htonl(host) } };
}

/* How many of @asked a destination gets. */
static unsigned int taken(struct kunit *test, u32 network, u32 host, bool inside, u32 now,
			  unsigned int asked)
{
	struct in6_addr to = address(network, host);
	unsigned int got = 0;

	while (asked--)
		got += rfw_answer_allowed(answers_of(test), &to, inside, now);
	return got;
}

static void ten_at_once(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000, 50), BURST);
	/* one more each tenth of a second, and what was refused costs nothing */
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000 + INTERVAL - 1, 50), 0);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000 + INTERVAL, 50), 1);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000 + 4 * INTERVAL, 50), 3);
	/* no more than ten however long it was silent */
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000 + HZ * 1000, 50), BURST);
}

/* 2^32 jiffies are some days or weeks. */
static void jiffies_wrap(struct kunit *test)
{
	u32 now = U32_MAX - 2 * INTERVAL;

	/* a bucket that was never used is one of jiffy 0 */
	taken(test, 1, 1, false, now - 100 * HZ, 1);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, now, 50), BURST);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, now + 4 * INTERVAL, 50), 4);
	/* of long ago, by any distance */
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, now + 0x7fffffff, 50), BURST);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, now + 0xf0000000, 50), BURST);
}

static void by_network_outside(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, taken(test, 1, 1, false, 1000, 6), 6);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 2, false, 1000, 6), 4);
	KUNIT_EXPECT_EQ(test, taken(test, 1, 3, false, 1000, 6), 0);
}

/* Of other destinations, hardly any notices (one that hashes into the same bucket). */
static void others_do_not_notice(struct kunit *test)
{
	unsigned int i, hurt = 0, hosts = 0;

	taken(test, 1, 1, false, 1000, 50);
	taken(test, 7, 1, true, 1000, 50);
	for (i = 2; i < 102; i++) {
		hurt += taken(test, i << 8, 1, false, 1000, 1) != 1;
		hosts += taken(test, 7, i, true, 1000, 1) != 1;
	}
	KUNIT_EXPECT_LE(test, hurt, 5);
	KUNIT_EXPECT_LE(test, hosts, 5);
}

/* What is said to who sends @octets, of @protocol, unasked, under @unsolicited. */
static u8 answer_to(struct kunit *test, u8 unsolicited, u8 protocol, const u8 *octets, u16 size)
{
	struct rfw_policy_rules *rules = kunit_kzalloc(test, sizeof(*rules), GFP_KERNEL);
	struct rfw_policy *policy = kunit_kzalloc(test, sizeof(*policy), GFP_KERNEL);
	struct rfw_subscription *to = kunit_kzalloc(test, sizeof(*to), GFP_KERNEL);
	struct rfw_context *ctx = kunit_kzalloc(test, sizeof(*ctx), GFP_KERNEL);
	u8 answer;

	KUNIT_ASSERT_TRUE(test, rules && policy && to && ctx);
	rules->unsolicited = unsolicited;
	RCU_INIT_POINTER(policy->rules, rules);
	RCU_INIT_POINTER(to->policy, policy);
	ctx->skb = alloc_skb(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ctx->skb);
	skb_put_data(ctx->skb, octets, size);
	ctx->packet.protocol = protocol;
	ctx->packet.end = size;
	ctx->destination.subscription = to;
	ctx->reason = RFW_DROP_REASON_UNSOLICITED;
	rcu_read_lock();
	answer = rfw_answer_to(ctx);
	rcu_read_unlock();
	kfree_skb(ctx->skb);
	return answer;
}

/* Of SCTP, an INIT alone waits for its answer (REC-39). */
static void init_waits(struct kunit *test)
{
	u8 octets[32] = { [12] = 1, [15] = 20 };

	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_REJECT_DELAYED, IPPROTO_SCTP, octets,
					sizeof(octets)), RFW_ANSWER_PROHIBITED_LATER);
	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_REJECT, IPPROTO_SCTP, octets,
					sizeof(octets)), RFW_ANSWER_PROHIBITED);
	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_DROP, IPPROTO_SCTP, octets,
					sizeof(octets)), RFW_ANSWER_NONE);
	/* the same octets of another protocol, and another chunk */
	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_REJECT_DELAYED, IPPROTO_DCCP, octets,
					sizeof(octets)), RFW_ANSWER_NONE);
	octets[12] = 10;
	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_REJECT_DELAYED, IPPROTO_SCTP, octets,
					sizeof(octets)), RFW_ANSWER_NONE);
	KUNIT_EXPECT_EQ(test, answer_to(test, RFW_UNSOLICITED_REJECT, IPPROTO_SCTP, octets,
					sizeof(octets)), RFW_ANSWER_PROHIBITED);
}

static struct kunit_case answer_cases[] = {
	KUNIT_CASE(init_waits),
	KUNIT_CASE(ten_at_once),
	KUNIT_CASE(jiffies_wrap),
	KUNIT_CASE(by_network_outside),
	KUNIT_CASE(others_do_not_notice),
	{}
};

static struct kunit_suite answer_suite = {
	.name = "rfw_answer",
	.init = init,
	.exit = end,
	.test_cases = answer_cases,
};

kunit_test_suite(answer_suite);
