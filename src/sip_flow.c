// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>

#include "flow.h"
#include "sip_flow.h"
#include "subscriber.h"

/**
 * rfw_sip_flow_new - a flow is to be read
 * @sip: of the namespace
 * @flow: the flow; it has this freed with itself, after rfw_sip_flow_end() if it was ever in the
 *	table
 *
 * Context: any.
 * Return: what the gateway keeps of it, or NULL.
 */
struct rfw_sip_flow *rfw_sip_flow_new(struct rfw_sip *sip, struct rfw_flow *flow)
{
	struct rfw_sip_flow *sip_flow = kzalloc(sizeof(*sip_flow), GFP_ATOMIC | __GFP_NOWARN);

	if (!sip_flow)
		return NULL;
	sip_flow->sip = sip;
	sip_flow->flow = flow;
	sip_flow->subscriber = flow->subscriber;
	spin_lock_init(&sip_flow->lock);
	INIT_LIST_HEAD(&sip_flow->calls);
	return sip_flow;
}

static void charge(struct rfw_sip_flow *flow, int octets)
{
	atomic_add(octets, &flow->sip->buffered);
	atomic_add(octets, &flow->subscriber->sip_buffered);
	flow->buffered += octets;
}

/**
 * rfw_sip_flow_charge - count what the flow's streams take now
 * @flow: whose streams have grown or shrunk
 *
 * Context: under @flow->lock.
 * Return: false if that is more than the subscriber, or the namespace, may have.
 */
bool rfw_sip_flow_charge(struct rfw_sip_flow *flow)
{
	u32 now = flow->stream[0].size + flow->stream[1].size;

	lockdep_assert_held(&flow->lock);
	if (now == flow->buffered)
		return true;
	charge(flow, (int)(now - flow->buffered));
	return atomic_read(&flow->sip->buffered) <= RFW_SIP_BUFFERED_MAX &&
	       atomic_read(&flow->subscriber->sip_buffered) <= RFW_SIP_BUFFERED_MAX_SUBSCRIBER;
}

/**
 * rfw_sip_flow_forget - forget what has come of the flow's streams
 * @flow: the flow
 *
 * Context: under @flow->lock.
 */
void rfw_sip_flow_forget(struct rfw_sip_flow *flow)
{
	lockdep_assert_held(&flow->lock);
	rfw_sip_stream_free(&flow->stream[0]);
	rfw_sip_stream_free(&flow->stream[1]);
	rfw_sip_flow_charge(flow);
}

/**
 * rfw_sip_flow_end - the flow has ended
 * @flow: what the gateway keeps of it
 *
 * Calls that were never answered end with it. Others go on while their media do: a phone may close
 * a connection and open another.
 *
 * Context: under rcu_read_lock(), bottom halves off; the flow still has its subscriber.
 */
void rfw_sip_flow_end(struct rfw_sip_flow *flow)
{
	struct rfw_sip *sip = flow->sip;
	struct rfw_sip_call *call, *next;

	spin_lock(&flow->lock);
	WRITE_ONCE(flow->dead, true);
	rfw_sip_flow_forget(flow);
	spin_unlock(&flow->lock);

	spin_lock(&sip->lock);
	list_for_each_entry_safe(call, next, &flow->calls, of_flow) {
		call->flow = NULL;
		list_del_init(&call->of_flow);
		if (!call->dialogs)
			rfw_sip_call_end(sip, call);
	}
	spin_unlock(&sip->lock);
}

/**
 * rfw_sip_flow_keep - keep a flow for @seconds from now at least
 * @flow: not dead, under the lock of the namespace's &rfw_sip
 * @seconds: from now
 *
 * Packets move the deadline to a later time only, so that it stays.
 */
void rfw_sip_flow_keep(struct rfw_sip_flow *flow, u32 seconds)
{
	u32 deadline = (u32)jiffies + seconds * HZ;

	if ((s32)(deadline - READ_ONCE(flow->flow->deadline)) > 0)
		WRITE_ONCE(flow->flow->deadline, deadline);
}

/**
 * rfw_sip_flow_release - the flow is not kept for a registrar any more
 * @flow: not dead, under the lock of the namespace's &rfw_sip
 *
 * It lives on as any other that a packet was just seen of.
 */
void rfw_sip_flow_release(struct rfw_sip_flow *flow)
{
	WRITE_ONCE(flow->registered, false);
	WRITE_ONCE(flow->flow->deadline, (u32)jiffies + READ_ONCE(flow->flow->timeout));
}

/**
 * rfw_sip_flow_restore - a flow that is kept for a registrar gets its time back
 * @flow: whose deadline was set by the rules alone
 *
 * Context: any.
 */
void rfw_sip_flow_restore(struct rfw_sip_flow *flow)
{
	u32 until = READ_ONCE(flow->until);

	if (READ_ONCE(flow->registered) && (s32)(until - READ_ONCE(flow->flow->deadline)) > 0)
		WRITE_ONCE(flow->flow->deadline, until);
}
