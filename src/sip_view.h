/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What there is to see of the calls that the SIP gateway knows.
 */
#ifndef _RFW_SIP_VIEW_H
#define _RFW_SIP_VIEW_H

#include <linux/in6.h>
#include <linux/rfw.h>
#include <linux/types.h>

#include "sip_call.h"

/**
 * struct rfw_sip_call_view - a copy of what people may see of a call
 * @id: its number, rising from one call to the next; never 0
 * @subscriber: whose it is; under rcu_read_lock()
 * @host: inside address that signals
 * @call_id: the first octets of its Call-ID as they came, in @text
 * @call_id_length: octets of @call_id
 * @state: enum rfw_sip_call_state
 * @age: seconds since it began
 * @left: seconds until it ends
 * @remotes: entries of @remote
 * @remote: addresses that the other side named for its media
 * @media_count: entries of @media
 * @media: where its host wants to receive, signalling last
 * @text: octets of @call_id
 */
struct rfw_sip_call_view {
	u32 id;
	const struct rfw_subscriber *subscriber;
	struct in6_addr host;
	const char *call_id;
	u16 call_id_length;
	u8 state;
	u32 age;
	u32 left;
	u8 remotes;
	struct in6_addr remote[RFW_SIP_REMOTES_MAX];
	u8 media_count;
	struct {
		u8 kind;	/* enum rfw_sip_media_kind */
		struct in6_addr address;
		u16 port;	/* host byte order */
		u32 pinhole;	/* its id, 0 where none is open */
	} media[RFW_SIP_MEDIA_MAX + 1];
	char text[RFW_SIP_CALL_ID_MAX];
};

bool rfw_sip_calls_next(struct rfw_sip *sip, u32 *id, struct rfw_sip_call_view *view);

#endif
