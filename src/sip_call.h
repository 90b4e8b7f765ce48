/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls that the SIP gateway knows of: which media their inside host wants to receive, and the
 * pinholes that are open for them.
 *
 * A call is made by an INVITE and found by inside host and Call-ID, so that all dialogs that a
 * forked INVITE leads to are one call. It ends by what its dialogs say, or when neither messages
 * nor media have been seen for a while.
 */
#ifndef _RFW_SIP_CALL_H
#define _RFW_SIP_CALL_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/timerqueue.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "sip_text.h"
#include "stats.h"

struct rfw_config;
struct rfw_flow;
struct rfw_pinholes;
struct rfw_policy_rules;
struct rfw_sdp;
struct rfw_sip_flow;
struct rfw_sip_message;
struct rfw_subscriber;

/* Calls of a namespace. */
#define RFW_SIP_CALLS_MAX	65536U
/* Places where one call may receive media. */
#define RFW_SIP_MEDIA_MAX	32U
/* Addresses that a call's media may come from, one or more for each fork. */
#define RFW_SIP_REMOTES_MAX	4U
/* Nothing is opened for ports below this, which are those of services (A5). */
#define RFW_SIP_PORT_MIN	1024
/* Dialogs of one call that are told apart. */
#define RFW_SIP_DIALOGS_MAX	4U

/*
 * What is being negotiated: who sent the request, and is it the INVITE itself or an UPDATE or PRACK
 * beside it?
 */
enum rfw_sip_slot {
	RFW_SIP_INVITE_OUT,
	RFW_SIP_INVITE_IN,
	RFW_SIP_UPDATE_OUT,
	RFW_SIP_UPDATE_IN,
	RFW_SIP_SLOTS,
};

/**
 * struct rfw_sip_digest - an identifier of a message, by two secret hashes
 * @half: the two
 */
struct rfw_sip_digest {
	u64 half[2];
};

/**
 * struct rfw_sip_media - where the inside host wants to receive
 * @address: its own, or with sip-other-hosts another one of its subscriber
 * @port: of UDP, host byte order
 * @kind: enum rfw_sip_media_kind
 * @said: bits of enum rfw_sip_slot, whose last description has it; SETTLED, LEAVING
 * @pinhole: its number, 0 if it could not be opened
 */
struct rfw_sip_media {
	struct in6_addr address;
	u16 port;
	u8 kind;
	u8 said;
	u32 pinhole;
};

/**
 * struct rfw_sip_call_key - what a call is found by
 * @subscriber: whose it is
 * @host: inside host that signals
 * @call_id: of its Call-ID
 */
struct rfw_sip_call_key {
	struct rfw_subscriber *subscriber;
	struct in6_addr host;
	struct rfw_sip_digest call_id;
};

/**
 * struct rfw_sip_call - a call
 * @node: in &rfw_sip.calls
 * @rcu: for its end
 * @key: fixed; a reference on its subscriber
 * @timer: in &rfw_sip.timers, by jiffies64
 * @of_flow: in &rfw_sip_flow.calls, or empty
 * @of_subscriber: in &rfw_subscriber.calls, the oldest first
 * @flow: that its last message came by, or NULL
 * @began: jiffies64
 * @id: in &rfw_sip.ids; fixed
 * @vrf: of its host; fixed
 * @class: forwarding class of its signalling, which its media inherit
 * @state: enum rfw_sip_call_state
 * @sequence: of the last request of each slot
 * @pending: the request has not been answered for good
 * @branch: of the INVITE from outside that is pending, or was
 * @narrowed: media may come from @remote alone
 * @remotes: entries of @remote
 * @next_remote: entry of @remote that makes room for another
 * @remote: addresses that the other side named
 * @dialogs: entries of @dialog
 * @dialog: of the remote tags of the dialogs that were established
 * @contact: where its host wants to receive signalling, with the port 0 for not known
 * @peer: where the other side's comes from, if that is not whom the host talks to; with @has_peer
 * @has_peer: that is known
 * @media_count: entries of @media
 * @media: where its host wants to receive
 * @call_id_length: octets of @call_id
 * @call_id: for people, the first octets of it
 *
 * All of it is under the lock of the namespace's &rfw_sip.
 */
struct rfw_sip_call {
	struct rhash_head node;
	struct rcu_head rcu;
	struct rfw_sip_call_key key;
	struct timerqueue_node timer;
	struct list_head of_flow;
	struct list_head of_subscriber;
	struct rfw_sip_flow *flow;
	u64 began;
	u32 id;
	u32 vrf;
	u8 class;
	u8 state;
	u32 sequence[RFW_SIP_SLOTS];
	u8 pending;
	struct rfw_sip_digest branch;
	bool narrowed;
	u8 remotes;
	u8 next_remote;
	struct in6_addr remote[RFW_SIP_REMOTES_MAX];
	u8 dialogs;
	struct rfw_sip_digest dialog[RFW_SIP_DIALOGS_MAX];
	struct rfw_sip_media contact;
	struct in6_addr peer;
	bool has_peer;
	u8 media_count;
	struct rfw_sip_media media[RFW_SIP_MEDIA_MAX];
	u8 call_id_length;
	u8 call_id[RFW_SIP_CALL_ID_MAX];
};

/**
 * struct rfw_sip - the SIP gateway of a namespace
 * @lock: protects all of it, all calls, and &rfw_subscriber.calls and .call_count; the lock of
 *	@pinholes is taken inside
 * @calls: of struct rfw_sip_call, by key
 * @ids: of struct rfw_sip_call, by id
 * @timers: of &rfw_sip_call.timer, the next to end first
 * @count: calls
 * @last_id: that was given to a call
 * @secret: of digests; fixed
 * @buffered: octets that wait in streams; atomic
 * @work: ends the calls whose time is over
 * @pinholes: of the namespace
 * @stats: of the namespace
 */
struct rfw_sip {
	spinlock_t lock;	/* see above */
	struct rhashtable calls;
	struct xarray ids;
	struct timerqueue_head timers;
	u32 count;
	u32 last_id;
	siphash_key_t secret[2];
	atomic_t buffered;
	struct delayed_work work;
	struct rfw_pinholes *pinholes;
	struct rfw_stats __percpu *stats;
};

/**
 * struct rfw_sip_event - a message that has passed
 * @message: what it says
 * @text: its first octet
 * @sdp: its session description, or NULL
 * @flow: that it came by
 * @out: it was sent by the inside host
 * @rules: of the host's policy
 * @config: present configuration
 * @class: forwarding class of the flow
 */
struct rfw_sip_event {
	const struct rfw_sip_message *message;
	const u8 *text;
	const struct rfw_sdp *sdp;
	struct rfw_sip_flow *flow;
	bool out;
	const struct rfw_policy_rules *rules;
	struct rfw_config *config;
	u8 class;
};

/* Bottom halves are off. */
static inline void rfw_sip_count(const struct rfw_sip *sip, enum rfw_sip_count what)
{
	rfw_stats_add(sip->stats, sip[what], 1);
}

int rfw_sip_init(struct rfw_sip *sip, struct rfw_pinholes *pinholes,
		 struct rfw_stats __percpu *stats);
void rfw_sip_exit(struct rfw_sip *sip);
void rfw_sip_rejudge(struct rfw_sip *sip);
struct rfw_sip_digest rfw_sip_digest(const struct rfw_sip *sip, const u8 *text,
				     struct rfw_sip_span span);
struct rfw_sip_call *rfw_sip_call_find(struct rfw_sip *sip, const struct rfw_sip_call_key *key);
struct rfw_sip_call *rfw_sip_call_new(struct rfw_sip *sip, const struct rfw_sip_call_key *key,
				      const struct rfw_sip_event *event);
void rfw_sip_call_attach(struct rfw_sip_call *call, struct rfw_sip_flow *flow);
void rfw_sip_call_keep(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds);
void rfw_sip_call_closing(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds);
void rfw_sip_call_end(struct rfw_sip *sip, struct rfw_sip_call *call);

#endif
