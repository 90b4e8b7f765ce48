// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pinholes of a call: one for each place where its inside host may receive media, and one where it
 * receives signalling.
 */
#include <linux/in.h>

#include "pinhole.h"
#include "sip_call.h"
#include "sip_pinhole.h"
#include "subscriber.h"

/* Seconds that a pinhole outlives its call, should the worker be late. */
#define GRACE	2

/* The opening of a pinhole that the call has made, or NULL when it has gone meanwhile. */
static struct rfw_opening *opening_of(struct rfw_sip *sip, const struct rfw_sip_call *call,
				      const struct rfw_sip_media *media)
{
	struct rfw_opening *opening;

	lockdep_assert_held(&sip->pinholes->lock);
	opening = media->pinhole ? xa_load(&sip->pinholes->table.ids, media->pinhole) : NULL;
	if (!opening || opening->subscriber != call->key.subscriber ||
	    !(opening->use->media || opening->use->signalling))
		return NULL;
	return opening;
}

/**
 * rfw_sip_pinhole_close - close the pinhole of a place
 * @sip: of the namespace
 * @call: the call
 * @media: one of its places
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_pinhole_close(struct rfw_sip *sip, struct rfw_sip_call *call,
			   struct rfw_sip_media *media)
{
	struct rfw_opening *opening;

	spin_lock_bh(&sip->pinholes->lock);
	opening = opening_of(sip, call, media);
	if (opening)
		rfw_pinhole_del(sip->pinholes, opening, RFW_FLOW_END_CLOSED);
	spin_unlock_bh(&sip->pinholes->lock);
	media->pinhole = 0;
}

static u32 seconds_left(const struct rfw_sip_call *call)
{
	u64 now = get_jiffies_64();

	return (u64)call->timer.expires > now ? div_u64(call->timer.expires - now, HZ) : 0;
}

/*
 * Whom a place is open for: for media everybody until the other side has said where it is.
 * Return: how many.
 */
static u8 remotes_of(const struct rfw_sip_call *call, const struct rfw_sip_media *media,
		     const struct in6_addr **remote)
{
	if (media->kind == RFW_SIP_MEDIA_SIGNALLING) {
		*remote = &call->peer;
		return 1;
	}
	*remote = call->remote;
	return call->narrowed ? call->remotes : 0;
}

/* Return: 0 with &rfw_sip_media.pinhole set, or the error of rfw_pinhole_add(). */
static int try_open(struct rfw_sip *sip, struct rfw_sip_call *call, struct rfw_sip_media *media)
{
	u8 room[RFW_OPENING_RULE_MAX] __aligned(__alignof__(struct rfw_opening_rule)) = {};
	struct rfw_opening_rule *rule = (struct rfw_opening_rule *)room;
	struct rfw_pinhole wanted = {
		.owner = RFW_PINHOLE_OWNER_SIP,
		.cookie_length = sizeof(call->id),
		.lifetime = seconds_left(call) + GRACE,
		.media = media->kind != RFW_SIP_MEDIA_SIGNALLING,
		.signalling = media->kind == RFW_SIP_MEDIA_SIGNALLING,
		.class = call->class,
	};
	struct rfw_opening_filter *filter;
	const struct in6_addr *remote;
	unsigned int i;
	int err;

	memcpy(wanted.cookie, &call->id, sizeof(call->id));
	rule->kind = RFW_OPENING_KIND_PINHOLE;
	rule->target = RFW_OPENING_TARGET_ADDRESS;
	rule->protocol = IPPROTO_UDP;
	rule->address = media->address;
	rule->ranges = 1;
	rule->range[0] = (struct rfw_port_range){ media->port, media->port };
	rule->filters = remotes_of(call, media, &remote);
	filter = rfw_opening_filters(rule);
	for (i = 0; i < rule->filters; i++, filter++) {
		filter->address = remote[i];
		filter->length = 128;
	}
	spin_lock_bh(&sip->pinholes->lock);
	err = rfw_pinhole_add(sip->pinholes, call->key.subscriber, rule, &wanted, call->vrf,
			      &media->pinhole, NULL);
	spin_unlock_bh(&sip->pinholes->lock);
	return err;
}

/**
 * rfw_sip_pinhole_open - open a pinhole for a place
 * @sip: of the namespace
 * @call: the call, with its timer set
 * @media: one of its places; a pinhole that it has makes room for one with the filters of now
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_pinhole_open(struct rfw_sip *sip, struct rfw_sip_call *call,
			  struct rfw_sip_media *media)
{
	struct rfw_sip_media old = *media;
	int err = try_open(sip, call, media);

	/*
	 * The new one first, so that no packet is lost between them; else in the room of the old.
	 */
	if (old.pinhole)
		rfw_sip_pinhole_close(sip, call, &old);
	if (err && old.pinhole)
		err = try_open(sip, call, media);
	if (err)
		media->pinhole = 0;
	/* Another call may have the very same. */
	if (err && err != -EEXIST)
		rfw_sip_count(sip, RFW_SIP_COUNT_PINHOLE_REFUSED);
	else if (!err)
		rfw_sip_count(sip, RFW_SIP_COUNT_PINHOLE_OPENED);
}

static void renew(struct rfw_sip *sip, struct rfw_sip_call *call, struct rfw_sip_media *media)
{
	u32 lifetime = seconds_left(call) + GRACE;
	struct rfw_opening *opening;

	spin_lock_bh(&sip->pinholes->lock);
	opening = opening_of(sip, call, media);
	if (opening)
		rfw_pinhole_set(sip->pinholes, opening, NULL, lifetime, NULL);
	else
		media->pinhole = 0;
	spin_unlock_bh(&sip->pinholes->lock);
	if (!opening)
		rfw_sip_pinhole_open(sip, call, media);
}

/**
 * rfw_sip_pinholes_renew - give each pinhole of a call the call's time
 * @sip: of the namespace
 * @call: the call, with its timer set; pinholes that are missing are opened
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_pinholes_renew(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	unsigned int i;

	for (i = 0; i < call->media_count; i++)
		renew(sip, call, &call->media[i]);
	if (call->dialogs && call->contact.port && call->has_peer)
		renew(sip, call, &call->contact);
}

/**
 * rfw_sip_pinholes_active - have packets of a call's media been seen lately
 * @sip: of the namespace
 * @call: the call
 * @seconds: what is lately
 *
 * Context: under the lock of @sip.
 */
bool rfw_sip_pinholes_active(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds)
{
	const struct rfw_opening *opening;
	bool active = false;
	unsigned int i;

	spin_lock_bh(&sip->pinholes->lock);
	for (i = 0; i < call->media_count && !active; i++) {
		opening = opening_of(sip, call, &call->media[i]);
		active = opening && atomic64_read(&opening->use->packets) &&
			 time_before(jiffies, READ_ONCE(opening->use->last) + seconds * HZ);
	}
	spin_unlock_bh(&sip->pinholes->lock);
	return active;
}
