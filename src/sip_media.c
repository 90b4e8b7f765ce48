// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where media of a call go: what its two sides describe, and what becomes of a description (RFC
 * 3264).
 *
 * Each place remembers which negotiations have it in their last description. It is closed when none
 * has, neither one under way nor the last that both sides agreed to.
 */
#include <net/ipv6.h>

#include "config.h"
#include "locate.h"
#include "policy.h"
#include "sdp_parse.h"
#include "sip_call.h"
#include "sip_media.h"
#include "sip_pinhole.h"
#include "subscriber.h"

/* &rfw_sip_media.said, besides the slots. */
#define SETTLED		BIT(RFW_SIP_SLOTS)	/* of the last description both agreed to */
#define LEAVING		BIT(RFW_SIP_SLOTS + 1)	/* of the one before, until the ACK */

/* May the inside host have media sent to this address? */
static bool address_allowed(const struct rfw_sip_call *call, const struct rfw_sip_event *event,
			    const struct in6_addr *address)
{
	const struct rfw_zone *zone;
	struct rfw_place place;

	if (ipv6_addr_equal(address, &call->key.host))
		return true;
	if (!event->rules->sip_other_hosts)
		return false;
	zone = rfw_config_zone(event->config, call->vrf);
	if (!zone)
		return false;
	rfw_config_locate(zone, address, &place);
	return place.subscription && place.subscription->subscriber == call->key.subscriber;
}

/* Return: false when the call has all the media that it may have. */
static bool add_media(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot,
		      const struct in6_addr *address, u16 port, u8 kind)
{
	struct rfw_sip_media *media;
	unsigned int i;

	if (port < RFW_SIP_PORT_MIN) {
		rfw_sip_count(sip, RFW_SIP_COUNT_PORT_REFUSED);
		return true;
	}
	for (i = 0; i < call->media_count; i++) {
		media = &call->media[i];
		if (media->port == port && ipv6_addr_equal(&media->address, address)) {
			media->said |= BIT(slot);
			return true;
		}
	}
	if (call->media_count == RFW_SIP_MEDIA_MAX) {
		rfw_sip_count(sip, RFW_SIP_COUNT_MEDIA_EXCESS);
		return false;
	}
	call->media[call->media_count++] = (struct rfw_sip_media){
		.address = *address,
		.port = port,
		.kind = kind,
		.said = BIT(slot),
	};
	return true;
}

/* The ports of an m= line: of each pair RTP, and RTCP where it is (RFC 3605). */
static bool add_ports(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot,
		      const struct rfw_sdp_media *line)
{
	const struct in6_addr *address = &line->address.address;
	u32 step = line->protocol == RFW_SDP_RTP ? 2 : 1, i;

	for (i = 0; i < line->ports; i++) {
		if (!add_media(sip, call, slot, address, line->port + i * step, RFW_SIP_MEDIA_RTP))
			return false;
		if (line->protocol == RFW_SDP_RTP && !line->has_rtcp &&
		    line->port + i * step < U16_MAX &&
		    !add_media(sip, call, slot, address, line->port + i * step + 1,
			       RFW_SIP_MEDIA_RTCP))
			return false;
	}
	return true;
}

static bool add_rtcp(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot,
		     const struct rfw_sip_event *event, const struct rfw_sdp_media *line)
{
	const struct rfw_sip_address *address = &line->rtcp_address;

	if (line->protocol != RFW_SDP_RTP || !line->has_rtcp || !line->rtcp_port)
		return true;
	if (address->kind == RFW_SIP_ADDRESS_NONE)
		address = &line->address;
	if (address->kind != RFW_SIP_ADDRESS_UNICAST ||
	    !address_allowed(call, event, &address->address)) {
		rfw_sip_count(sip, RFW_SIP_COUNT_MEDIA_REFUSED);
		return true;
	}
	return add_media(sip, call, slot, &address->address, line->rtcp_port, RFW_SIP_MEDIA_RTCP);
}

/* Candidates of the inside host's own, where they are not where the m= line says anyway. */
static bool add_candidates(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot,
			   const struct rfw_sdp_media *line)
{
	unsigned int i;

	for (i = 0; i < line->candidates; i++)
		if (ipv6_addr_equal(&line->candidate[i].address, &call->key.host) &&
		    !add_media(sip, call, slot, &call->key.host, line->candidate[i].port,
			       RFW_SIP_MEDIA_CANDIDATE))
			return false;
	return true;
}

static bool add_line(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot,
		     const struct rfw_sip_event *event, const struct rfw_sdp_media *line)
{
	/* Port 0 with bundle-only is another line's; else the medium is refused or over. */
	if (!line->port || line->protocol == RFW_SDP_OTHER)
		return true;
	if (line->address.kind != RFW_SIP_ADDRESS_UNICAST ||
	    !address_allowed(call, event, &line->address.address)) {
		rfw_sip_count(sip, RFW_SIP_COUNT_MEDIA_REFUSED);
		return true;
	}
	/* The ports that come with it are not opened in its place. */
	if (line->port < RFW_SIP_PORT_MIN) {
		rfw_sip_count(sip, RFW_SIP_COUNT_PORT_REFUSED);
		return true;
	}
	return add_ports(sip, call, slot, line) && add_rtcp(sip, call, slot, event, line) &&
	       add_candidates(sip, call, slot, line);
}

/**
 * rfw_sip_media_describe - the inside host says where it wants to receive
 * @sip: of the namespace
 * @call: the call
 * @event: the message with the description
 * @slot: enum rfw_sip_slot that the description belongs to
 *
 * Pinholes are opened at once: who offers must be ready to receive (RFC 3264 5.1). Those of other
 * descriptions stay.
 *
 * Context: under the lock of @sip and rcu_read_lock().
 */
void rfw_sip_media_describe(struct rfw_sip *sip, struct rfw_sip_call *call,
			    const struct rfw_sip_event *event, u8 slot)
{
	const struct rfw_sdp *sdp = event->sdp;
	unsigned int i;

	if (sdp->total > sdp->count)
		rfw_sip_count(sip, RFW_SIP_COUNT_MEDIA_EXCESS);
	for (i = 0; i < sdp->count; i++)
		if (!add_line(sip, call, slot, event, &sdp->media[i]))
			break;
}

/* Return: true if the address is new. */
static bool add_remote(struct rfw_sip_call *call, const struct in6_addr *address)
{
	unsigned int i;

	for (i = 0; i < call->remotes; i++)
		if (ipv6_addr_equal(&call->remote[i], address))
			return false;
	if (call->remotes < RFW_SIP_REMOTES_MAX) {
		call->remote[call->remotes++] = *address;
		return true;
	}
	call->remote[call->next_remote] = *address;
	call->next_remote = (call->next_remote + 1) % RFW_SIP_REMOTES_MAX;
	return true;
}

/**
 * rfw_sip_media_narrow - the other side says where its media are
 * @sip: of the namespace
 * @call: the call
 * @sdp: its description
 * @peer: who signals, for a description without an address that is of use
 *
 * From now on media come in from there only. Forks add to it.
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_media_narrow(struct rfw_sip *sip, struct rfw_sip_call *call,
			  const struct rfw_sdp *sdp, const struct in6_addr *peer)
{
	bool changed = false;
	unsigned int i;

	for (i = 0; i < sdp->count; i++)
		if (sdp->media[i].address.kind == RFW_SIP_ADDRESS_UNICAST)
			changed |= add_remote(call, &sdp->media[i].address.address);
	/* "::" puts on hold (S18), and opens nothing for everybody. */
	if (!call->remotes)
		changed = add_remote(call, peer);
	call->narrowed = true;
	for (i = 0; changed && i < call->media_count; i++)
		rfw_sip_pinhole_open(sip, call, &call->media[i]);
}

/**
 * rfw_sip_media_sweep - close the pinholes of what no description has any more
 * @sip: of the namespace
 * @call: the call
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_media_sweep(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	unsigned int i = 0;

	while (i < call->media_count) {
		if (call->media[i].said) {
			i++;
			continue;
		}
		rfw_sip_pinhole_close(sip, call, &call->media[i]);
		call->media[i] = call->media[--call->media_count];
	}
}

static void forget(struct rfw_sip_call *call, u8 bits)
{
	unsigned int i;

	for (i = 0; i < call->media_count; i++)
		call->media[i].said &= ~bits;
}

/**
 * rfw_sip_media_begin - a request begins to negotiate
 * @call: the call
 * @slot: enum rfw_sip_slot of the request
 * @sequence: its CSeq; the same again is the same request
 *
 * What a former one of the slot described is forgotten unless it is described again:
 * rfw_sip_media_sweep() is due after rfw_sip_media_describe().
 *
 * Context: under the lock of the namespace's &rfw_sip.
 */
void rfw_sip_media_begin(struct rfw_sip_call *call, u8 slot, u32 sequence)
{
	if (call->pending & BIT(slot) && call->sequence[slot] == sequence)
		return;
	forget(call, BIT(slot));
	call->sequence[slot] = sequence;
	call->pending |= BIT(slot);
}

/**
 * rfw_sip_media_settle - both sides agree to what was described
 * @call: the call
 * @slot: enum rfw_sip_slot that has succeeded
 *
 * What was agreed before and is not in it stays until rfw_sip_media_leave() (S17). An UPDATE takes
 * the place of what the INVITE under way has described.
 *
 * Context: under the lock of the namespace's &rfw_sip.
 */
void rfw_sip_media_settle(struct rfw_sip_call *call, u8 slot)
{
	u8 former = SETTLED, described = 0;
	unsigned int i;

	if (slot == RFW_SIP_UPDATE_OUT || slot == RFW_SIP_UPDATE_IN)
		former |= BIT(RFW_SIP_INVITE_OUT) | BIT(RFW_SIP_INVITE_IN);
	call->pending &= ~BIT(slot);
	for (i = 0; i < call->media_count; i++)
		described |= call->media[i].said & BIT(slot);
	if (!described)
		return;
	for (i = 0; i < call->media_count; i++) {
		u8 said = call->media[i].said, others = said & ~(former | BIT(slot));

		if (said & BIT(slot))
			call->media[i].said = (others & ~LEAVING) | SETTLED;
		else if (said & former)
			call->media[i].said = others | LEAVING;
	}
}

/**
 * rfw_sip_media_leave - close what was agreed before the last agreement
 * @sip: of the namespace
 * @call: the call
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_media_leave(struct rfw_sip *sip, struct rfw_sip_call *call)
{
	forget(call, LEAVING);
	rfw_sip_media_sweep(sip, call);
}

/**
 * rfw_sip_media_revert - what was described is refused, and what was agreed before goes on (S17)
 * @sip: of the namespace
 * @call: the call
 * @slot: enum rfw_sip_slot that has failed
 *
 * Context: under the lock of @sip.
 */
void rfw_sip_media_revert(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot)
{
	call->pending &= ~BIT(slot);
	forget(call, BIT(slot));
	rfw_sip_media_sweep(sip, call);
}
