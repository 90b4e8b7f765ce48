// SPDX-License-Identifier: GPL-2.0-only
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "admit.h"
#include "alg_sip.h"
#include "context.h"
#include "flow.h"
#include "opening.h"
#include "policy.h"
#include "sdp_parse.h"
#include "sip_dialog.h"
#include "sip_flow.h"
#include "sip_parse.h"
#include "stats.h"
#include "subscriber.h"

/* What one message says; too large for the stack. */
struct reading {
	struct rfw_sip_message message;
	struct rfw_sdp sdp;
};

/**
 * rfw_alg_sip_wants - is a flow that is about to be opened to be read
 * @ctx: its first packet
 * @admission: what lets it open a flow, under rules that have the gateway
 *
 * Only what the inside begins, of TCP only what begins with a SYN (A1, A7); and what comes for a
 * call that it has begun (S7).
 */
bool rfw_alg_sip_wants(const struct rfw_context *ctx, const struct rfw_admission *admission)
{
	const struct rfw_key *key = &ctx->packet.key;

	if (!ctx->config->sip)
		return false;
	if (admission->opening && admission->opening->use->signalling)
		return true;
	if (!ctx->source.subscription || admission->origin != RFW_FLOW_ORIGIN_OUTBOUND)
		return false;
	if (ctx->packet.protocol != IPPROTO_UDP &&
	    (ctx->packet.protocol != IPPROTO_TCP || ctx->segment.event != RFW_TCP_SYN))
		return false;
	return rfw_policy_sip_port(admission->rules, ntohs(key->port[!ctx->packet.source]));
}

/**
 * rfw_alg_sip_begin - a flow is to be read
 * @sip: of the namespace
 * @flow: with &rfw_flow.more, and nobody sees it yet
 *
 * Without memory it is an ordinary flow.
 */
void rfw_alg_sip_begin(struct rfw_sip *sip, struct rfw_flow *flow)
{
	flow->more->sip = rfw_sip_flow_new(sip, flow);
	if (flow->more->sip)
		flow->word |= RFW_FLOW_ALG;
	else
		rfw_sip_count(sip, RFW_SIP_COUNT_NO_MEMORY);
}

static void set_word(struct rfw_flow *flow, u32 clear, u32 set)
{
	u32 word;

	do
		word = READ_ONCE(flow->word);
	while (cmpxchg(&flow->word, word, (word & ~clear) | set) != word);
}

/* Would the flow be read if it began now? */
static bool is_wanted(const struct rfw_flow *flow, u32 word, const struct rfw_policy_rules *rules)
{
	unsigned int inside = rfw_flow_inside(word);

	if (!rfw_policy_sip(rules))
		return false;
	if (word & RFW_FLOW_OPENING && flow->more->use->signalling)
		return true;
	return rfw_flow_originator(word) == inside &&
	       rfw_flow_origin(word) == RFW_FLOW_ORIGIN_OUTBOUND &&
	       rfw_policy_sip_port(rules, ntohs(flow->key.port[!inside]));
}

/**
 * rfw_alg_sip_adopt - is a live flow to be read under a new configuration
 * @sip: of the namespace, or NULL
 * @flow: the flow, with its new deadline; one that is kept for a registrar gets its time back
 * @rules: of its policy
 *
 * A datagram speaks for itself, so flows of UDP can be read from any time on; connections from
 * their beginning or not at all.
 *
 * Context: under the bucket lock and rcu_read_lock().
 */
void rfw_alg_sip_adopt(struct rfw_sip *sip, struct rfw_flow *flow,
		       const struct rfw_policy_rules *rules)
{
	u32 word = READ_ONCE(flow->word);
	struct rfw_flow_more *more;

	if (!sip || !is_wanted(flow, word, rules)) {
		if (word & RFW_FLOW_ALG)
			set_word(flow, RFW_FLOW_ALG, 0);
		return;
	}
	if (word & RFW_FLOW_ALG) {
		rfw_sip_flow_restore(flow->more->sip);
		return;
	}
	if (rfw_key_protocol(&flow->key) != IPPROTO_UDP)
		return;
	more = rfw_flow_need_more(flow);
	if (!more)
		return;
	if (!more->sip)
		more->sip = rfw_sip_flow_new(sip, flow);
	/* Pairs with the barrier of the hook: it is there before the bit. */
	if (more->sip)
		set_word(flow, 0, RFW_FLOW_ALG);
}

/* A whole message. */
static void read_message(const struct rfw_context *ctx, struct rfw_flow *flow, const u8 *text,
			 u32 length)
{
	struct reading *reading = kmalloc(sizeof(*reading), GFP_ATOMIC | __GFP_NOWARN);
	const struct rfw_policy *policy = rcu_dereference(flow->subscriber->policy);
	struct rfw_sip_event event = {
		.text = text,
		.flow = flow->more->sip,
		.out = ctx->direction == RFW_OUT,
		.rules = rcu_dereference(policy->rules),
		.config = ctx->config,
		.class = FIELD_GET(RFW_FLOW_CLASS, READ_ONCE(flow->word)),
	};

	if (!reading) {
		rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_NO_MEMORY);
		return;
	}
	if (!rfw_sip_parse(&reading->message, text, length)) {
		rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_MALFORMED);
		goto out;
	}
	rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_MESSAGES);
	event.message = &reading->message;
	if (reading->message.content == RFW_SIP_CONTENT_ENCODED) {
		rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_BODY_ENCODED);
	} else if (reading->message.content == RFW_SIP_CONTENT_SDP) {
		if (rfw_sdp_parse(&reading->sdp, text + reading->message.sdp.at,
				  reading->message.sdp.length))
			event.sdp = &reading->sdp;
		else
			rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_MALFORMED);
	}
	rfw_sip_dialog_see(event.flow->sip, &event);
out:
	kfree(reading);
}

/* Why octets are no message. */
static enum rfw_sip_count reason(enum rfw_sip_framing framing)
{
	return framing == RFW_SIP_TOO_LONG ? RFW_SIP_COUNT_TOO_LONG : RFW_SIP_COUNT_NOT_SIP;
}

/* A datagram is a message, or none (S2, A2: it is whole). */
static void read_datagram(const struct rfw_context *ctx, struct rfw_flow *flow)
{
	unsigned int offset = ctx->packet.transport + sizeof(struct udphdr), length;
	struct udphdr room;
	const struct udphdr *header;
	enum rfw_sip_framing framing;
	struct rfw_sip_frame frame;
	const u8 *text;
	u8 *copy = NULL;

	header = skb_header_pointer(ctx->skb, ctx->packet.transport, sizeof(room), &room);
	if (!header)
		return;
	length = ntohs(header->len) - sizeof(*header);
	if (!length)
		return;
	text = ctx->skb->data + offset;
	if (skb_headlen(ctx->skb) < offset + length) {
		copy = kmalloc(length, GFP_ATOMIC | __GFP_NOWARN);
		if (!copy || skb_copy_bits(ctx->skb, offset, copy, length)) {
			rfw_sip_count(flow->more->sip->sip, RFW_SIP_COUNT_NO_MEMORY);
			goto out;
		}
		text = copy;
	}
	framing = rfw_sip_frame_datagram(&frame, text, length);
	if (framing == RFW_SIP_MESSAGE)
		read_message(ctx, flow, text, frame.end);
	else if (framing != RFW_SIP_KEEPALIVE)
		rfw_sip_count(flow->more->sip->sip, reason(framing));
out:
	kfree(copy);
}

/* Never look at the connection again (A1, A11). */
static void give_up(struct rfw_flow *flow, enum rfw_sip_count why)
{
	rfw_sip_count(flow->more->sip->sip, why);
	rfw_sip_flow_forget(flow->more->sip);
	set_word(flow, RFW_FLOW_ALG, 0);
}

/* All messages that are whole. Return: RFW_SIP_MORE, or what it is that can't be read. */
static enum rfw_sip_framing read_messages(const struct rfw_context *ctx, struct rfw_flow *flow,
					  struct rfw_sip_stream *stream)
{
	enum rfw_sip_framing framing;
	const u8 *text;
	u32 length;

	while ((framing = rfw_sip_stream_message(stream, &text, &length)) == RFW_SIP_MESSAGE) {
		read_message(ctx, flow, text, length);
		rfw_sip_stream_consume(stream);
	}
	return framing;
}

static void read_octets(const struct rfw_context *ctx, struct rfw_flow *flow,
			struct rfw_sip_stream *stream, unsigned int offset, u32 seq)
{
	u32 length = ctx->packet.end - offset, taken;
	enum rfw_sip_framing framing;
	int err;

	while (length) {
		err = rfw_sip_stream_add(stream, ctx->skb, offset, seq, length, &taken);
		if (!err && !rfw_sip_flow_charge(flow->more->sip))
			err = -ENOMEM;
		if (err || !taken) {
			give_up(flow, err == -ENOMEM ? RFW_SIP_COUNT_NO_MEMORY :
						       RFW_SIP_COUNT_OUT_OF_ORDER_LOST);
			return;
		}
		framing = read_messages(ctx, flow, stream);
		if (framing != RFW_SIP_MORE) {
			give_up(flow, reason(framing));
			return;
		}
		offset += taken;
		seq += taken;
		length -= taken;
	}
	rfw_sip_flow_charge(flow->more->sip);
}

static bool is_handshake(const struct rfw_flow *flow)
{
	switch (rfw_flow_state(READ_ONCE(flow->word))) {
	case RFW_FLOW_STATE_TCP_SYN_SENT:
	case RFW_FLOW_STATE_TCP_SYN_BOTH:
	case RFW_FLOW_STATE_TCP_SYN_ACKED:
		return true;
	}
	return false;
}

static void read_segment(const struct rfw_context *ctx, struct rfw_flow *flow)
{
	struct rfw_sip_flow *sip_flow = flow->more->sip;
	struct rfw_sip_stream *stream = &sip_flow->stream[ctx->direction];
	const struct tcphdr *header;
	u32 seq = ctx->segment.seq;
	unsigned int offset;
	struct tcphdr room;

	header = skb_header_pointer(ctx->skb, ctx->packet.transport, sizeof(room), &room);
	if (!header)
		return;
	offset = ctx->packet.transport + header->doff * 4;

	spin_lock(&sip_flow->lock);
	if (READ_ONCE(sip_flow->dead) || !(READ_ONCE(flow->word) & RFW_FLOW_ALG))
		goto out;
	if (rfw_tcp_has_syn(&ctx->segment)) {
		seq++;
		/* A SYN inside a connection says nothing. */
		if (is_handshake(flow))
			rfw_sip_stream_start(stream, seq);
		else
			goto out;
	}
	if (offset >= ctx->packet.end)
		goto out;
	if (stream->started)
		read_octets(ctx, flow, stream, offset, seq);
	else
		give_up(flow, RFW_SIP_COUNT_OUT_OF_ORDER_LOST);
out:
	spin_unlock(&sip_flow->lock);
}

/**
 * rfw_alg_sip_packet - read a packet that passes
 * @ctx: the packet; not changed
 * @flow: its flow, with RFW_FLOW_ALG
 *
 * Context: under rcu_read_lock(), bottom halves off.
 */
void rfw_alg_sip_packet(struct rfw_context *ctx, struct rfw_flow *flow)
{
	const struct rfw_policy *policy = rcu_dereference(flow->subscriber->policy);

	if (!rfw_policy_sip(rcu_dereference(policy->rules)))
		return;
	/* The host would not believe it either. */
	if (!rfw_context_checksum_ok(ctx))
		return;
	if (ctx->packet.protocol == IPPROTO_UDP)
		read_datagram(ctx, flow);
	else
		read_segment(ctx, flow);
}
