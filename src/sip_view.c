// SPDX-License-Identifier: GPL-2.0-only
#include "sip_view.h"
#include "subscriber.h"

static u32 seconds_from(u64 earlier, u64 later)
{
	return later > earlier ? div_u64(later - earlier, HZ) : 0;
}

static void look_at(const struct rfw_sip_media *media, struct rfw_sip_call_view *view)
{
	unsigned int i = view->media_count++;

	view->media[i].kind = media->kind;
	view->media[i].address = media->address;
	view->media[i].port = media->port;
	view->media[i].pinhole = media->pinhole;
}

static void look(const struct rfw_sip_call *call, struct rfw_sip_call_view *view)
{
	u64 now = get_jiffies_64();
	unsigned int i;

	view->id = call->id;
	view->subscriber = call->key.subscriber;
	view->host = call->key.host;
	view->state = call->state;
	view->age = seconds_from(call->began, now);
	view->left = seconds_from(now, call->timer.expires);
	view->remotes = call->remotes;
	memcpy(view->remote, call->remote, sizeof(view->remote));
	view->media_count = 0;
	for (i = 0; i < call->media_count; i++)
		look_at(&call->media[i], view);
	if (call->contact.pinhole)
		look_at(&call->contact, view);
	view->call_id = view->text;
	view->call_id_length = call->call_id_length;
	memcpy(view->text, call->call_id, call->call_id_length);
}

/**
 * rfw_sip_calls_next - the next call of a namespace, for who lists them
 * @sip: the gateway of the namespace
 * @id: lowest number that is wanted; becomes that of the call
 * @view: filled in
 *
 * Context: under rcu_read_lock(), which keeps the call's subscriber; takes the lock of @sip.
 * Return: false when there is none.
 */
bool rfw_sip_calls_next(struct rfw_sip *sip, u32 *id, struct rfw_sip_call_view *view)
{
	const struct rfw_sip_call *call;
	unsigned long at = *id;

	spin_lock_bh(&sip->lock);
	call = xa_find(&sip->ids, &at, U32_MAX, XA_PRESENT);
	if (call)
		look(call, view);
	spin_unlock_bh(&sip->lock);
	*id = at;
	return call;
}
