// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said to the sender of a packet that was dropped: nothing, unless a policy wants it.
 *
 * Answers are made by the kernel's own code, which has none to multicast and to ICMPv6 errors; RSTs
 * and bad checksums end here. How many one destination gets is limited by a bucket of tokens that
 * it shares with whoever hashes there. A bucket shared by all would tell each of them how many
 * answers the others get.
 */
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <net/netfilter/ipv6/nf_reject.h>

#include "answer.h"
#include "context.h"
#include "flow.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

/* One destination gets so many answers at once, and one more each so many jiffies. */
#define BURST		10
#define INTERVAL	(HZ / 10)

/* An unsolicited SYN or INIT is answered so much later (RFC 6092 REC-34, REC-39: 6 s), jiffies. */
#define DELAY		(6 * HZ + 1)

/* Octets of a packet that an ICMPv6 error has room for. */
#define PACKET_MAX	(IPV6_MIN_MTU - sizeof(struct ipv6hdr) - sizeof(struct icmp6hdr))

/**
 * struct waiting - a SYN or INIT that is to be answered unless the inside calls first
 * @node: in &rfw_answers.hash
 * @list: in &rfw_answers.queue
 * @key: tuple
 * @host: address that it was for
 * @source: address that it came from
 * @due: (u32)jiffies
 * @mark: of the packet
 * @ifindex: of the device that it came by, which may go away meanwhile
 * @control: what the walk of the kernel found
 * @length: of @packet
 * @packet: its first octets
 *
 * Fixed, but for the links: under &rfw_answers.lock.
 */
struct waiting {
	struct hlist_node node;
	struct list_head list;
	struct rfw_key key;
	struct in6_addr host;
	struct in6_addr source;
	u32 due;
	u32 mark;
	int ifindex;
	struct inet6_skb_parm control;
	u16 length;
	u8 packet[];
};

static const struct rfw_policy_rules *rules_of(const struct rfw_subscription *subscription)
{
	return rcu_dereference(rcu_dereference(subscription->policy)->rules);
}

static u64 network_of(const struct in6_addr *address)
{
	u64 network;

	memcpy(&network, address, sizeof(network));
	return network;
}

/**
 * rfw_answer_allowed - take a token of a destination
 * @answers: of the namespace
 * @to: the destination
 * @inside: it is a subscriber's, and counted by its address; others are counted by their /64, whose
 *	addresses cost nothing
 * @now: (u32)jiffies
 *
 * Context: any; without a lock.
 * Return: whether there was one. Of two CPUs that ask at once one gets none.
 */
bool rfw_answer_allowed(struct rfw_answers *answers, const struct in6_addr *to, bool inside,
			u32 now)
{
	u64 hash = siphash(to, inside ? sizeof(*to) : sizeof(u64), &answers->key);
	u32 *bucket = &answers->bucket[hash % RFW_ANSWER_BUCKETS];
	u32 seen = READ_ONCE(*bucket), full = seen;

	/* It has long been full again, or jiffies have wrapped. */
	if (full - now > BURST * INTERVAL)
		full = now;
	if (full - now > (BURST - 1) * INTERVAL)
		return false;
	return cmpxchg(bucket, seen, full + INTERVAL) == seen;
}

static bool may_answer(struct rfw_answers *answers, const struct rfw_context *ctx)
{
	if (rfw_answer_allowed(answers, rfw_context_source(ctx), ctx->source.subscription,
			       ctx->now))
		return true;
	rfw_stats_add(answers->stats, answers_limited, 1);
	return false;
}

static void send_reset(struct rfw_answers *answers, struct rfw_context *ctx)
{
	if (!may_answer(answers, ctx))
		return;
	/* The hook is for the checksum alone. */
	nf_send_reset6(answers->net, NULL, ctx->skb, NF_INET_PRE_ROUTING);
	rfw_stats_add(answers->stats, answered_reset, 1);
}

/* Is the packet worth an answer? Only these have a checksum of which we know the place. */
static bool checksum_ok(struct rfw_context *ctx)
{
	__sum16 buffer, *sum;

	switch (ctx->packet.protocol) {
	case IPPROTO_UDP:
		sum = skb_header_pointer(ctx->skb,
					 ctx->packet.transport + offsetof(struct udphdr, check),
					 sizeof(buffer), &buffer);
		/* None is needed by tunnels (RFC 6936). */
		return sum && (!*sum || rfw_context_checksum_ok(ctx));
	case IPPROTO_TCP:
	case IPPROTO_ICMPV6:
		return rfw_context_checksum_ok(ctx);
	}
	return true;
}

static void send_prohibited(struct rfw_answers *answers, struct rfw_context *ctx)
{
	if (!may_answer(answers, ctx))
		return;
	icmpv6_send(ctx->skb, ICMPV6_DEST_UNREACH, ICMPV6_ADM_PROHIBITED, 0);
	rfw_stats_add(answers->stats, answered_prohibited, 1);
}

static u8 *from_of(struct rfw_answers *answers, const struct in6_addr *source)
{
	u64 hash = siphash_1u64(network_of(source), &answers->key);

	return &answers->from[hash % RFW_ANSWER_SOURCES];
}

static struct hlist_head *chain_of(struct rfw_answers *answers, const struct in6_addr *host,
				   const struct in6_addr *source)
{
	u64 low, hash;

	memcpy(&low, &host->s6_addr[8], sizeof(low));
	hash = siphash_3u64(network_of(host), low, network_of(source), &answers->key);
	return &answers->hash[hash % RFW_ANSWER_HASH];
}

/* Is one waiting already, for this host and from this network? */
static bool is_waiting(const struct hlist_head *chain, const struct in6_addr *host,
		       const struct in6_addr *source)
{
	struct waiting *waiting;

	hlist_for_each_entry(waiting, chain, node)
		if (ipv6_addr_equal(&waiting->host, host) &&
		    network_of(&waiting->source) == network_of(source))
			return true;
	return false;
}

static struct waiting *waiting_new(const struct rfw_context *ctx)
{
	const struct sk_buff *skb = ctx->skb;
	u16 length = min_t(u32, skb->len, PACKET_MAX);
	struct waiting *waiting;

	waiting = kmalloc(struct_size(waiting, packet, length), GFP_ATOMIC | __GFP_NOWARN);
	if (!waiting)
		return NULL;
	waiting->key = ctx->packet.key;
	waiting->host = *rfw_context_destination(ctx);
	waiting->source = *rfw_context_source(ctx);
	waiting->due = ctx->now + DELAY;
	waiting->mark = skb->mark;
	waiting->ifindex = skb->dev->ifindex;
	waiting->control = *IP6CB(skb);
	waiting->length = length;
	if (!skb_copy_bits(skb, 0, waiting->packet, length))
		return waiting;
	kfree(waiting);
	return NULL;
}

static bool enqueue(struct rfw_answers *answers, const struct rfw_context *ctx,
		    struct hlist_head *chain, u8 *from)
{
	struct waiting *waiting;

	if (answers->waiting == RFW_ANSWERS_WAITING_MAX || *from == RFW_ANSWERS_WAITING_SOURCE)
		return false;
	waiting = waiting_new(ctx);
	if (!waiting)
		return false;
	if (list_empty(&answers->queue))
		schedule_delayed_work(&answers->work, DELAY);
	list_add_tail(&waiting->list, &answers->queue);
	hlist_add_head(&waiting->node, chain);
	++*from;
	WRITE_ONCE(answers->waiting, answers->waiting + 1);
	return true;
}

static void answer_later(struct rfw_answers *answers, struct rfw_context *ctx)
{
	const struct in6_addr *host = rfw_context_destination(ctx);
	const struct in6_addr *source = rfw_context_source(ctx);
	struct hlist_head *chain = chain_of(answers, host, source);
	bool queued;

	spin_lock(&answers->lock);
	queued = is_waiting(chain, host, source) ||
		 enqueue(answers, ctx, chain, from_of(answers, source));
	spin_unlock(&answers->lock);
	if (!queued)
		rfw_stats_add(answers->stats, answers_refused, 1);
}

static struct waiting *dequeue(struct rfw_answers *answers)
{
	struct waiting *waiting;

	spin_lock_bh(&answers->lock);
	waiting = list_first_entry_or_null(&answers->queue, struct waiting, list);
	if (waiting && (s32)(waiting->due - (u32)jiffies) > 0) {
		schedule_delayed_work(&answers->work, waiting->due - (u32)jiffies);
		waiting = NULL;
	}
	if (waiting) {
		list_del(&waiting->list);
		hlist_del(&waiting->node);
		--*from_of(answers, &waiting->source);
		WRITE_ONCE(answers->waiting, answers->waiting - 1);
	}
	spin_unlock_bh(&answers->lock);
	return waiting;
}

static void send_waiting(struct rfw_answers *answers, const struct waiting *waiting)
{
	struct net_device *dev = dev_get_by_index_rcu(answers->net, waiting->ifindex);
	struct sk_buff *skb = dev ? alloc_skb(waiting->length, GFP_ATOMIC) : NULL;

	if (!skb)
		return;
	skb_put_data(skb, waiting->packet, waiting->length);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IPV6);
	skb->mark = waiting->mark;
	skb->dev = dev;
	*IP6CB(skb) = waiting->control;
	icmpv6_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADM_PROHIBITED, 0);
	rfw_stats_add(answers->stats, answered_prohibited, 1);
	kfree_skb(skb);
}

/* A flow of the same tuple: the inside has called, or a rule lets the outside in by now. */
static void settle(struct rfw_answers *answers, const struct waiting *waiting)
{
	u32 now = jiffies;

	if (rfw_flow_find(answers->table, &waiting->key, now))
		rfw_stats_add(answers->stats, answers_cancelled, 1);
	else if (rfw_answer_allowed(answers, &waiting->source, false, now))
		send_waiting(answers, waiting);
	else
		rfw_stats_add(answers->stats, answers_limited, 1);
}

static void send_due(struct work_struct *work)
{
	struct rfw_answers *answers = container_of(to_delayed_work(work), struct rfw_answers, work);
	struct waiting *waiting;

	while ((waiting = dequeue(answers))) {
		local_bh_disable();
		rcu_read_lock();
		settle(answers, waiting);
		rcu_read_unlock();
		local_bh_enable();
		kfree(waiting);
		cond_resched();
	}
}

static bool is_limit(u8 reason)
{
	return reason >= RFW_DROP_REASON_SESSION_LIMIT && reason <= RFW_DROP_REASON_TABLE_FULL;
}

/* Is it one that the inside may answer by one of its own, when both ends call? */
static bool is_call(const struct rfw_context *ctx)
{
	switch (ctx->packet.protocol) {
	case IPPROTO_TCP:
		return ctx->segment.event == RFW_TCP_SYN;
	case IPPROTO_SCTP:
		return rfw_packet_is_init(&ctx->packet, ctx->skb);
	}
	return false;
}

static u8 unsolicited_answer(const struct rfw_context *ctx)
{
	switch (rules_of(ctx->destination.subscription)->unsolicited) {
	case RFW_UNSOLICITED_REJECT:
		return ctx->packet.protocol == IPPROTO_TCP ? RFW_ANSWER_RESET :
							     RFW_ANSWER_PROHIBITED;
	case RFW_UNSOLICITED_REJECT_DELAYED:
		/* A call is answered once it has waited, any other packet never. */
		if (is_call(ctx))
			return RFW_ANSWER_PROHIBITED_LATER;
	}
	return RFW_ANSWER_NONE;
}

/* What the policies want said. */
static u8 wanted_answer(const struct rfw_context *ctx)
{
	const struct rfw_subscription *from = ctx->source.subscription;

	if (ctx->reason == RFW_DROP_REASON_UNSOLICITED)
		return unsolicited_answer(ctx);
	if (!from)
		return RFW_ANSWER_NONE;
	if (ctx->reason == RFW_DROP_REASON_TCP_NO_FLOW && rules_of(from)->tcp_reset_unknown)
		return RFW_ANSWER_RESET;
	if (is_limit(ctx->reason) && rules_of(from)->limit_answer)
		return RFW_ANSWER_PROHIBITED;
	return RFW_ANSWER_NONE;
}

/**
 * rfw_answer_to - what is said to the sender of a packet that was dropped, but for the rate limit
 * @ctx: the packet
 *
 * Context: under rcu_read_lock().
 * Return: enum rfw_answer.
 */
u8 rfw_answer_to(struct rfw_context *ctx)
{
	u8 answer = wanted_answer(ctx);

	if (!answer || !checksum_ok(ctx) ||
	    (answer == RFW_ANSWER_RESET && ctx->segment.event == RFW_TCP_RST))
		return RFW_ANSWER_NONE;
	return answer;
}

/**
 * rfw_answer - answer a packet that was dropped, where a policy says so
 * @answers: of the namespace
 * @ctx: the packet; no other use of it than its end may follow
 *
 * Context: in the hook, under rcu_read_lock(), bottom halves off.
 */
void rfw_answer(struct rfw_answers *answers, struct rfw_context *ctx)
{
	switch (rfw_answer_to(ctx)) {
	case RFW_ANSWER_RESET:
		send_reset(answers, ctx);
		break;
	case RFW_ANSWER_PROHIBITED:
		send_prohibited(answers, ctx);
		break;
	case RFW_ANSWER_PROHIBITED_LATER:
		answer_later(answers, ctx);
		break;
	}
}

/**
 * rfw_answers_new - begin to answer
 * @net: the namespace
 * @table: its flows
 * @stats: its counters
 *
 * Context: may sleep.
 * Return: NULL for want of memory.
 */
struct rfw_answers *rfw_answers_new(struct net *net, struct rfw_flow_table *table,
				    struct rfw_stats __percpu *stats)
{
	struct rfw_answers *answers = kzalloc(sizeof(*answers), GFP_KERNEL_ACCOUNT);

	if (!answers)
		return NULL;
	answers->net = net;
	answers->table = table;
	answers->stats = stats;
	get_random_bytes(&answers->key, sizeof(answers->key));
	spin_lock_init(&answers->lock);
	INIT_LIST_HEAD(&answers->queue);
	INIT_DELAYED_WORK(&answers->work, send_due);
	return answers;
}

/**
 * rfw_answers_free - what waits is not answered any more
 * @answers: which no packet sees any more
 *
 * Context: may sleep; the flow table is still there.
 */
void rfw_answers_free(struct rfw_answers *answers)
{
	struct waiting *waiting, *next;

	cancel_delayed_work_sync(&answers->work);
	list_for_each_entry_safe(waiting, next, &answers->queue, list)
		kfree(waiting);
	kfree(answers);
}
