// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a message that has passed means for calls and registrations. What comes from outside only
 * ever narrows, confirms or ends what the inside host has asked for.
 */
#include <net/ipv6.h>

#include "flow.h"
#include "policy.h"
#include "sip_dialog.h"
#include "sip_flow.h"
#include "sip_media.h"
#include "sip_parse.h"
#include "sip_pinhole.h"

/* Seconds that a call may ring without a word: Timer C is more than 3 minutes (RFC 3261 16.6). */
#define RINGING		200

/* Seconds for the answer to a BYE or a CANCEL: Timer F (RFC 3261 17.1.2.2), and more. */
#define CLOSING		40

/* Where nothing else is said (RFC 3261 19.1.2). */
#define PORT_SIP	5060

/* Longest registration that a flow is kept for; its margin in seconds for the renewal to come. */
#define REGISTERED_MAX		86400U
#define REGISTERED_MARGIN	32

static bool is_final(const struct rfw_sip_message *message)
{
	return message->status >= 200;
}

static bool succeeds(const struct rfw_sip_message *message)
{
	return message->status >= 200 && message->status < 300;
}

/* The request will be sent again with what is asked for. */
static bool is_challenge(const struct rfw_sip_message *message)
{
	return message->status == 401 || message->status == 407;
}

static bool digest_equal(const struct rfw_sip_digest *a, const struct rfw_sip_digest *b)
{
	return a->half[0] == b->half[0] && a->half[1] == b->half[1];
}

/* Was the request that the message is, or answers, sent by the inside host? */
static bool asked_by_inside(const struct rfw_sip_event *event)
{
	return event->out == !event->message->status;
}

/* RFW_SIP_SLOTS for a method that negotiates nothing. */
static u8 slot_of(const struct rfw_sip_event *event)
{
	bool inside = asked_by_inside(event);

	switch (event->message->method) {
	case RFW_SIP_INVITE:
	case RFW_SIP_ACK:
		return inside ? RFW_SIP_INVITE_OUT : RFW_SIP_INVITE_IN;
	case RFW_SIP_UPDATE:
	case RFW_SIP_PRACK:
		return inside ? RFW_SIP_UPDATE_OUT : RFW_SIP_UPDATE_IN;
	}
	return RFW_SIP_SLOTS;
}

static const struct in6_addr *host_of(const struct rfw_sip_flow *flow)
{
	return &flow->flow->key.addr[rfw_flow_inside(READ_ONCE(flow->flow->word))];
}

static const struct in6_addr *peer_of(const struct rfw_sip_flow *flow)
{
	return &flow->flow->key.addr[!rfw_flow_inside(READ_ONCE(flow->flow->word))];
}

/* Did the inside host begin to talk? */
static bool began_inside(const struct rfw_sip_flow *flow)
{
	u32 word = READ_ONCE(flow->flow->word);

	return rfw_flow_originator(word) == rfw_flow_inside(word);
}

/* The tag that the other side gave to the dialog of the message. */
static struct rfw_sip_digest dialog_of(const struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	const struct rfw_sip_message *message = event->message;

	return rfw_sip_digest(sip, event->text,
			      asked_by_inside(event) ? message->to_tag : message->from_tag);
}

static void remember_dialog(struct rfw_sip_call *call, struct rfw_sip_digest dialog)
{
	unsigned int i;

	for (i = 0; i < call->dialogs; i++)
		if (digest_equal(&call->dialog[i], &dialog))
			return;
	if (call->dialogs < RFW_SIP_DIALOGS_MAX)
		call->dialog[call->dialogs++] = dialog;
}

/* Return: true if no other dialog of the call is left. */
static bool forget_dialog(struct rfw_sip_call *call, struct rfw_sip_digest dialog)
{
	unsigned int i;

	for (i = 0; i < call->dialogs; i++)
		if (digest_equal(&call->dialog[i], &dialog))
			call->dialog[i--] = call->dialog[--call->dialogs];
	return !call->dialogs;
}

/* What the message describes, of either side. */
static void describe(struct rfw_sip *sip, struct rfw_sip_call *call,
		     const struct rfw_sip_event *event, u8 slot)
{
	if (!event->sdp)
		return;
	if (event->out)
		rfw_sip_media_describe(sip, call, event, slot);
	else
		rfw_sip_media_narrow(sip, call, event->sdp, peer_of(event->flow));
}

/*
 * Requests within a dialog go to the Contact of the other side, and may come from there instead of
 * from whom the host talks to (RFC 3261 12.2).
 */
static void note_contact(struct rfw_sip *sip, struct rfw_sip_call *call,
			 const struct rfw_sip_event *event)
{
	const struct rfw_sip_endpoint *endpoint = &event->message->contact[0].endpoint;
	bool udp = endpoint->transport == RFW_SIP_TRANSPORT_NONE ||
		   endpoint->transport == RFW_SIP_TRANSPORT_UDP;
	u16 port = endpoint->port ?: PORT_SIP;

	if (!event->message->contacts || !udp || endpoint->secure ||
	    endpoint->host.kind != RFW_SIP_ADDRESS_UNICAST)
		return;
	if (event->out) {
		if (port < RFW_SIP_PORT_MIN || call->contact.port == port ||
		    !ipv6_addr_equal(&endpoint->host.address, &call->key.host))
			return;
		call->contact.port = port;
	} else {
		if (ipv6_addr_equal(&endpoint->host.address, peer_of(event->flow)) ||
		    (call->has_peer && ipv6_addr_equal(&endpoint->host.address, &call->peer)))
			return;
		call->peer = endpoint->host.address;
		call->has_peer = true;
	}
	rfw_sip_pinhole_close(sip, call, &call->contact);
}

static struct rfw_sip_digest branch_of(const struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	return rfw_sip_digest(sip, event->text, event->message->branch);
}

static void see_request(struct rfw_sip *sip, struct rfw_sip_call *call,
			const struct rfw_sip_event *event, u8 slot)
{
	if (slot == RFW_SIP_INVITE_IN && (!(call->pending & BIT(slot)) ||
					  call->sequence[slot] != event->message->sequence))
		call->branch = branch_of(sip, event);
	rfw_sip_media_begin(call, slot, event->message->sequence);
	describe(sip, call, event, slot);
	rfw_sip_media_sweep(sip, call);
}

/* The answer to an offer in a 2xx, and the end of what was agreed before. */
static void see_ack(struct rfw_sip *sip, struct rfw_sip_call *call,
		    const struct rfw_sip_event *event, u8 slot)
{
	if (event->sdp) {
		describe(sip, call, event, slot);
		rfw_sip_media_settle(call, slot);
	}
	rfw_sip_media_leave(sip, call);
}

/*
 * The dialog of a BYE is over. Its pinholes stay until the answer: it may have to be sent again,
 * with credentials.
 */
static void see_bye(struct rfw_sip *sip, struct rfw_sip_call *call,
		    const struct rfw_sip_event *event)
{
	if (!event->message->status) {
		if (forget_dialog(call, dialog_of(sip, event)))
			rfw_sip_call_closing(sip, call, CLOSING);
	} else if (is_final(event->message) && !is_challenge(event->message) &&
		   call->state == RFW_SIP_CALL_CLOSING) {
		rfw_sip_call_end(sip, call);
	}
}

/*
 * The same request may come by two ways; the host goes on with the first and refuses the other (RFC
 * 3261 8.2.2.2).
 */
static bool is_second_way(const struct rfw_sip *sip, const struct rfw_sip_call *call,
			  const struct rfw_sip_event *event, u8 slot)
{
	struct rfw_sip_digest branch = branch_of(sip, event);

	return slot == RFW_SIP_INVITE_IN && !digest_equal(&call->branch, &branch);
}

/* Return: false if that was the end of the call. */
static bool see_answer(struct rfw_sip *sip, struct rfw_sip_call *call,
		       const struct rfw_sip_event *event, u8 slot)
{
	bool invite = event->message->method == RFW_SIP_INVITE;

	/* Of a request that was sent again since, or that nobody saw. */
	if (event->message->sequence != call->sequence[slot])
		return true;
	if (!is_final(event->message) || succeeds(event->message))
		describe(sip, call, event, slot);
	if (!is_final(event->message))
		return true;
	if (succeeds(event->message)) {
		if (invite) {
			call->state = RFW_SIP_CALL_ESTABLISHED;
			remember_dialog(call, dialog_of(sip, event));
		}
		rfw_sip_media_settle(call, slot);
		if (!invite)
			rfw_sip_media_leave(sip, call);
		return true;
	}
	/* Answered already, or refused a second time. */
	if (!(call->pending & BIT(slot)) || is_second_way(sip, call, event, slot))
		return true;
	if (invite && !call->dialogs) {
		rfw_sip_call_end(sip, call);
		return false;
	}
	rfw_sip_media_revert(sip, call, slot);
	return true;
}

/* Return: false if the call has ended. */
static bool see_in_call(struct rfw_sip *sip, struct rfw_sip_call *call,
			const struct rfw_sip_event *event)
{
	const struct rfw_sip_message *message = event->message;
	u8 slot = slot_of(event);

	if (began_inside(event->flow) && message->method != RFW_SIP_ACK)
		note_contact(sip, call, event);
	switch (message->method) {
	case RFW_SIP_ACK:
		see_ack(sip, call, event, slot);
		break;
	case RFW_SIP_INVITE:
	case RFW_SIP_UPDATE:
	case RFW_SIP_PRACK:
		if (message->status)
			return see_answer(sip, call, event, slot);
		if (message->method == RFW_SIP_INVITE && call->state == RFW_SIP_CALL_CLOSING)
			call->state = RFW_SIP_CALL_EARLY;
		see_request(sip, call, event, slot);
	}
	return true;
}

static void see_call(struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	const struct rfw_sip_message *message = event->message;
	const struct rfw_sip_call_key key = {
		.subscriber = event->flow->subscriber,
		.host = *host_of(event->flow),
		.call_id = rfw_sip_digest(sip, event->text, message->call_id),
	};
	struct rfw_sip_call *call = rfw_sip_call_find(sip, &key);

	if (!call && message->method == RFW_SIP_INVITE && !message->status &&
	    began_inside(event->flow))
		call = rfw_sip_call_new(sip, &key, event);
	if (!call)
		return;
	if (began_inside(event->flow))
		rfw_sip_call_attach(call, event->flow);
	if (message->method == RFW_SIP_BYE) {
		see_bye(sip, call, event);
		return;
	}
	if (message->method == RFW_SIP_CANCEL) {
		if (!call->dialogs)
			rfw_sip_call_closing(sip, call, CLOSING);
		return;
	}
	if (see_in_call(sip, call, event) && call->state != RFW_SIP_CALL_CLOSING)
		rfw_sip_call_keep(sip, call,
				  call->state == RFW_SIP_CALL_EARLY ? RINGING : 0);
}

static void see_register(struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	struct rfw_sip_flow *flow = event->flow;
	unsigned int at;

	if (flow->registrations < RFW_SIP_REGISTRATIONS_MAX) {
		at = flow->registrations++;
	} else {
		at = flow->next_registration;
		flow->next_registration = (at + 1) % RFW_SIP_REGISTRATIONS_MAX;
	}
	flow->registration[at] = (struct rfw_sip_registration){
		.call_id = rfw_sip_digest(sip, event->text, event->message->call_id),
		.sequence = event->message->sequence,
	};
}

/* Was it asked for? It is not any more, then. */
static bool take_registration(struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	struct rfw_sip_digest call_id =
		rfw_sip_digest(sip, event->text, event->message->call_id);
	struct rfw_sip_flow *flow = event->flow;
	unsigned int i;

	for (i = 0; i < flow->registrations; i++) {
		if (flow->registration[i].sequence == event->message->sequence &&
		    digest_equal(&flow->registration[i].call_id, &call_id)) {
			flow->registration[i] = flow->registration[--flow->registrations];
			return true;
		}
	}
	return false;
}

/*
 * Seconds that the registrar grants the host: it lists all that are registered under the name, so
 * those of other hosts do not count.
 */
static u32 granted(const struct rfw_sip_event *event)
{
	const struct rfw_sip_message *message = event->message;
	u32 common = message->has_expires ? message->expires : RFW_SIP_EXPIRES_DEFAULT, most = 0;
	unsigned int i;

	for (i = 0; i < message->contacts; i++) {
		const struct rfw_sip_contact *contact = &message->contact[i];

		if (contact->endpoint.host.kind == RFW_SIP_ADDRESS_UNICAST &&
		    !ipv6_addr_equal(&contact->endpoint.host.address, host_of(event->flow)))
			continue;
		most = max(most, contact->has_expires ? contact->expires : common);
	}
	return min(most, REGISTERED_MAX);
}

static void see_registered(struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	struct rfw_sip_flow *flow = event->flow;
	struct rfw_sip_digest call_id;
	u32 seconds;

	if (!take_registration(sip, event) || !succeeds(event->message) || flow->dead)
		return;
	call_id = rfw_sip_digest(sip, event->text, event->message->call_id);
	seconds = granted(event);
	if (!seconds) {
		if (flow->registered && digest_equal(&flow->registrar, &call_id))
			rfw_sip_flow_release(flow);
		return;
	}
	seconds += REGISTERED_MARGIN;
	flow->registrar = call_id;
	WRITE_ONCE(flow->until, (u32)jiffies + seconds * HZ);
	WRITE_ONCE(flow->registered, true);
	rfw_sip_flow_keep(flow, seconds);
	rfw_sip_count(sip, RFW_SIP_COUNT_REGISTERED);
}

/**
 * rfw_sip_dialog_see - a message has passed
 * @sip: of the namespace
 * @event: the message
 *
 * Context: under rcu_read_lock(), bottom halves off.
 */
void rfw_sip_dialog_see(struct rfw_sip *sip, const struct rfw_sip_event *event)
{
	const struct rfw_sip_message *message = event->message;

	spin_lock(&sip->lock);
	switch (message->method) {
	case RFW_SIP_REGISTER:
		if (!began_inside(event->flow))
			break;
		if (!message->status && event->out)
			see_register(sip, event);
		else if (message->status && is_final(message) && !event->out)
			see_registered(sip, event);
		break;
	case RFW_SIP_INVITE:
	case RFW_SIP_ACK:
	case RFW_SIP_PRACK:
	case RFW_SIP_UPDATE:
	case RFW_SIP_BYE:
	case RFW_SIP_CANCEL:
		see_call(sip, event);
		break;
	default:
		break;
	}
	spin_unlock(&sip->lock);
}
