// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "flow.h"
#include "policy.h"
#include "sip_call.h"
#include "sip_flow.h"
#include "sip_parse.h"
#include "sip_pinhole.h"
#include "subscriber.h"

/* Calls that are looked at in one go of the worker. */
#define BATCH		64

/* Seconds that a flow is kept for its call beyond the time in which media are missed. */
#define FLOW_MARGIN	32

static const struct rhashtable_params call_params = {
	.head_offset		= offsetof(struct rfw_sip_call, node),
	.key_offset		= offsetof(struct rfw_sip_call, key),
	.key_len		= sizeof(struct rfw_sip_call_key),
	.automatic_shrinking	= true,
};

/**
 * rfw_sip_digest - of an identifier in a message
 * @sip: of the namespace
 * @text: the message
 * @span: the identifier
 *
 * Nobody outside can find two that have the same.
 */
struct rfw_sip_digest rfw_sip_digest(const struct rfw_sip *sip, const u8 *text,
				     struct rfw_sip_span span)
{
	return (struct rfw_sip_digest){ {
		siphash(text + span.at, span.length, &sip->secret[0]),
		siphash(text + span.at, span.length, &sip->secret[1]),
	} };
}

/* Seconds without packets after which media are over. */
static u32 media_timeout(const struct rfw_subscriber *subscriber)
{
	u32 seconds;

	rcu_read_lock();
	seconds = rcu_dereference(rcu_dereference(subscriber->policy)->rules)
			  ->timeout[RFW_TIMER_SIP];
	rcu_read_unlock();
	return seconds;
}

static void set_timer(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds)
{
	if (!RB_EMPTY_NODE(&call->timer.node))
		timerqueue_del(&sip->timers, &call->timer);
	call->timer.expires = get_jiffies_64() + (u64)seconds * HZ;
	if (timerqueue_add(&sip->timers, &call->timer))
		mod_delayed_work(system_power_efficient_wq, &sip->work, seconds * HZ);
}

/**
 * rfw_sip_call_keep - the call goes on, for @seconds at least
 * @sip: of the namespace
 * @call: the call
 * @seconds: from now; its media time-out if that is longer
 *
 * Its pinholes live as long.
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_call_keep(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds)
{
	seconds = max(seconds, media_timeout(call->key.subscriber));
	set_timer(sip, call, seconds);
	rfw_sip_pinholes_renew(sip, call);
	if (call->flow)
		rfw_sip_flow_keep(call->flow, seconds + FLOW_MARGIN);
}

/**
 * rfw_sip_call_closing - the call is being given up, and ends when nothing else comes
 * @sip: of the namespace
 * @call: the call
 * @seconds: from now
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_call_closing(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds)
{
	call->state = RFW_SIP_CALL_CLOSING;
	set_timer(sip, call, seconds);
}

/**
 * rfw_sip_call_find - the call that a message belongs to
 * @sip: of the namespace
 * @key: what it is found by
 *
 * Context: under the lock of @sip.
 */
struct rfw_sip_call *rfw_sip_call_find(struct rfw_sip *sip, const struct rfw_sip_call_key *key)
{
	lockdep_assert_held(&sip->lock);
	return rhashtable_lookup_fast(&sip->calls, key, call_params);
}

/**
 * rfw_sip_call_end - end a call and close its pinholes
 * @sip: of the namespace
 * @call: freed
 *
 * Flows of its media end with their next packet, or when they expire.
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_call_end(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	struct rfw_subscriber *subscriber = call->key.subscriber;
	unsigned int i;

	lockdep_assert_held(&sip->lock);
	for (i = 0; i < call->media_count; i++)
		rfw_sip_pinhole_close(sip, call, &call->media[i]);
	rfw_sip_pinhole_close(sip, call, &call->contact);
	rhashtable_remove_fast(&sip->calls, &call->node, call_params);
	xa_erase(&sip->ids, call->id);
	if (!RB_EMPTY_NODE(&call->timer.node))
		timerqueue_del(&sip->timers, &call->timer);
	list_del(&call->of_flow);
	list_del(&call->of_subscriber);
	subscriber->call_count--;
	sip->count--;
	rfw_sip_count(sip, RFW_SIP_COUNT_CALL_CLOSED);
	rfw_subscriber_put(subscriber);
	kfree_rcu(call, rcu);
}

/*
 * Is there room for a call more? If not, one of the subscriber's that only rings makes room for
 * what the inside begins: the oldest of the host, where that has too many.
 */
static bool make_room(struct rfw_sip *sip, const struct rfw_sip_call_key *key,
		      const struct rfw_policy_rules *rules, bool out)
{
	struct rfw_subscriber *subscriber = key->subscriber;
	struct rfw_sip_call *call, *oldest = NULL, *oldest_here = NULL;
	unsigned int here = 0;

	list_for_each_entry(call, &subscriber->calls, of_subscriber) {
		bool same = ipv6_addr_equal(&call->key.host, &key->host);

		here += same;
		if (call->dialogs)
			continue;
		oldest = oldest ?: call;
		if (same)
			oldest_here = oldest_here ?: call;
	}
	if (here >= rules->sip_max_calls_host)
		oldest = oldest_here;
	else if (subscriber->call_count < rules->sip_max_calls)
		return sip->count < RFW_SIP_CALLS_MAX;
	if (!out || !oldest)
		return false;
	rfw_sip_call_end(sip, oldest);
	return true;
}

static int enlist(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	int err;

	/* Over 2^32 calls there may be one that still has the number. */
	do
		call->id = ++sip->last_id;
	while (!call->id || xa_load(&sip->ids, call->id));
	err = xa_insert(&sip->ids, call->id, call, GFP_ATOMIC);
	if (err)
		return err;
	err = rhashtable_insert_fast(&sip->calls, &call->node, call_params);
	if (err)
		xa_erase(&sip->ids, call->id);
	return err;
}

/**
 * rfw_sip_call_new - a call begins
 * @sip: of the namespace
 * @key: what it is found by; there is none yet
 * @event: the INVITE
 *
 * Context: under the lock of @sip.
 * Return: the call, which rfw_sip_call_keep() is due; or NULL, with the reason counted.
 */
struct rfw_sip_call *rfw_sip_call_new(struct rfw_sip *sip, const struct rfw_sip_call_key *key,
				      const struct rfw_sip_event *event)
{
	struct rfw_sip_span call_id = event->message->call_id;
	struct rfw_sip_call *call;

	/* Pairs with rfw_sip_rejudge(), which comes after it is set. */
	if (READ_ONCE(key->subscriber->gone))
		return NULL;
	if (!make_room(sip, key, event->rules, event->out)) {
		rfw_sip_count(sip, RFW_SIP_COUNT_CALL_EXCESS);
		return NULL;
	}
	call = kzalloc(sizeof(*call), GFP_ATOMIC | __GFP_NOWARN);
	if (!call)
		goto err;
	call->key = *key;
	call->vrf = rfw_key_vrf(&event->flow->flow->key);
	call->class = event->class;
	call->contact.address = key->host;
	call->contact.kind = RFW_SIP_MEDIA_SIGNALLING;
	call->began = get_jiffies_64();
	call->call_id_length = min_t(u32, call_id.length, RFW_SIP_CALL_ID_MAX);
	memcpy(call->call_id, event->text + call_id.at, call->call_id_length);
	timerqueue_init(&call->timer);
	INIT_LIST_HEAD(&call->of_flow);
	if (!rfw_subscriber_get(key->subscriber))
		goto err_call;
	if (enlist(sip, call))
		goto err_subscriber;
	list_add_tail(&call->of_subscriber, &key->subscriber->calls);
	key->subscriber->call_count++;
	sip->count++;
	rfw_sip_count(sip, RFW_SIP_COUNT_CALL_OPENED);
	return call;

err_subscriber:
	rfw_subscriber_put(key->subscriber);
err_call:
	kfree(call);
err:
	rfw_sip_count(sip, RFW_SIP_COUNT_NO_MEMORY);
	return NULL;
}

/**
 * rfw_sip_call_attach - the call's messages come by this flow now
 * @call: the call
 * @flow: the flow
 *
 * Context: under the lock of the namespace's &rfw_sip.
 */
void rfw_sip_call_attach(struct rfw_sip_call *call, struct rfw_sip_flow *flow)
{
	if (call->flow == flow || flow->dead)
		return;
	call->flow = flow;
	list_move_tail(&call->of_flow, &flow->calls);
}

/* A call whose time is over goes on where media do. */
static void look_at(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	u32 seconds = media_timeout(call->key.subscriber);

	if (call->state == RFW_SIP_CALL_ESTABLISHED && rfw_sip_pinholes_active(sip, call, seconds))
		rfw_sip_call_keep(sip, call, seconds);
	else
		rfw_sip_call_end(sip, call);
}

static void expire(struct work_struct *work)
{
	struct rfw_sip *sip = container_of(to_delayed_work(work), struct rfw_sip, work);
	struct timerqueue_node *node;
	unsigned int looked = 0;
	u64 now;

	spin_lock_bh(&sip->lock);
	while ((node = timerqueue_getnext(&sip->timers)) && looked < BATCH) {
		now = get_jiffies_64();
		if ((u64)node->expires > now)
			break;
		look_at(sip, container_of(node, struct rfw_sip_call, timer));
		looked++;
	}
	node = timerqueue_getnext(&sip->timers);
	now = get_jiffies_64();
	if (node)
		mod_delayed_work(system_power_efficient_wq, &sip->work,
				 (u64)node->expires > now ? node->expires - now : 0);
	spin_unlock_bh(&sip->lock);
}

/**
 * rfw_sip_rejudge - end the calls of those whose policy has no gateway any more, or who are gone
 * @sip: of the namespace
 *
 * Context: may sleep.
 */
void rfw_sip_rejudge(struct rfw_sip *sip)
{
	const struct rfw_subscriber *subscriber;
	struct rfw_sip_call *call;
	unsigned long id;

	spin_lock_bh(&sip->lock);
	rcu_read_lock();
	xa_for_each(&sip->ids, id, call) {
		subscriber = call->key.subscriber;
		if (READ_ONCE(subscriber->gone) ||
		    !rfw_policy_sip(rcu_dereference(rcu_dereference(subscriber->policy)->rules)))
			rfw_sip_call_end(sip, call);
	}
	rcu_read_unlock();
	spin_unlock_bh(&sip->lock);
}

/**
 * rfw_sip_init - begin without calls
 * @sip: of a namespace
 * @pinholes: of the same
 * @stats: of the same
 *
 * Return: 0 or a negative error.
 */
int rfw_sip_init(struct rfw_sip *sip, struct rfw_pinholes *pinholes,
		 struct rfw_stats __percpu *stats)
{
	spin_lock_init(&sip->lock);
	xa_init(&sip->ids);
	timerqueue_init_head(&sip->timers);
	get_random_bytes(sip->secret, sizeof(sip->secret));
	INIT_DELAYED_WORK(&sip->work, expire);
	sip->pinholes = pinholes;
	sip->stats = stats;
	return rhashtable_init(&sip->calls, &call_params);
}

/**
 * rfw_sip_exit - end all calls
 * @sip: of a namespace whose flows have ended, so that no message comes any more
 *
 * Context: may sleep.
 */
void rfw_sip_exit(struct rfw_sip *sip)
{
	struct rfw_sip_call *call;
	unsigned long id;

	spin_lock_bh(&sip->lock);
	xa_for_each(&sip->ids, id, call)
		rfw_sip_call_end(sip, call);
	spin_unlock_bh(&sip->lock);
	cancel_delayed_work_sync(&sip->work);
	xa_destroy(&sip->ids);
	rhashtable_destroy(&sip->calls);
}
