/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the SIP gateway keeps of a flow that carries signalling.
 */
#ifndef _RFW_SIP_FLOW_H
#define _RFW_SIP_FLOW_H

#include "sip_call.h"
#include "sip_stream.h"

/* Registrations that are under way on one flow. */
#define RFW_SIP_REGISTRATIONS_MAX	4U
/* Octets of streams that wait for the rest of a message: of a namespace, of a subscriber. */
#define RFW_SIP_BUFFERED_MAX		(16 << 20)
#define RFW_SIP_BUFFERED_MAX_SUBSCRIBER	(512 << 10)

/**
 * struct rfw_sip_registration - a REGISTER that waits for its answer
 * @call_id: its Call-ID
 * @sequence: its CSeq
 */
struct rfw_sip_registration {
	struct rfw_sip_digest call_id;
	u32 sequence;
};

/**
 * struct rfw_sip_flow - what the gateway keeps of a flow that carries signalling
 * @sip: of the namespace
 * @flow: that this belongs to, and whose memory this lives as long as
 * @subscriber: whose the flow is; not looked at when @dead
 * @lock: protects @stream and @buffered; taken before that of @sip
 * @stream: of TCP, by RFW_OUT and RFW_IN
 * @buffered: octets that are charged for @stream
 * @calls: whose last message came by it; under the lock of @sip, as all below
 * @dead: the flow has ended
 * @registrations: entries of @registration
 * @next_registration: entry that makes room for another
 * @registration: REGISTERs that wait for their answer
 * @until: (u32)jiffies up to which the flow is kept for the registrar, with @registered
 * @registered: a registrar may call by this flow
 * @registrar: Call-ID of the registration that it is kept for
 */
struct rfw_sip_flow {
	struct rfw_sip *sip;
	struct rfw_flow *flow;
	struct rfw_subscriber *subscriber;
	spinlock_t lock;	/* see above */
	struct rfw_sip_stream stream[2];
	u32 buffered;
	struct list_head calls;
	bool dead;
	bool registered;
	u8 registrations;
	u8 next_registration;
	struct rfw_sip_registration registration[RFW_SIP_REGISTRATIONS_MAX];
	struct rfw_sip_digest registrar;
	u32 until;
};

struct rfw_sip_flow *rfw_sip_flow_new(struct rfw_sip *sip, struct rfw_flow *flow);
void rfw_sip_flow_end(struct rfw_sip_flow *flow);
void rfw_sip_flow_forget(struct rfw_sip_flow *flow);
bool rfw_sip_flow_charge(struct rfw_sip_flow *flow);
void rfw_sip_flow_keep(struct rfw_sip_flow *flow, u32 seconds);
void rfw_sip_flow_release(struct rfw_sip_flow *flow);
void rfw_sip_flow_restore(struct rfw_sip_flow *flow);

#endif
