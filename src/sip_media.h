/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_SIP_MEDIA_H
#define _RFW_SIP_MEDIA_H

#include <linux/types.h>

struct in6_addr;
struct rfw_sdp;
struct rfw_sip;
struct rfw_sip_call;
struct rfw_sip_event;

void rfw_sip_media_begin(struct rfw_sip_call *call, u8 slot, u32 sequence);
void rfw_sip_media_describe(struct rfw_sip *sip, struct rfw_sip_call *call,
			    const struct rfw_sip_event *event, u8 slot);
void rfw_sip_media_sweep(struct rfw_sip *sip, struct rfw_sip_call *call);
void rfw_sip_media_settle(struct rfw_sip_call *call, u8 slot);
void rfw_sip_media_leave(struct rfw_sip *sip, struct rfw_sip_call *call);
void rfw_sip_media_revert(struct rfw_sip *sip, struct rfw_sip_call *call, u8 slot);
void rfw_sip_media_narrow(struct rfw_sip *sip, struct rfw_sip_call *call,
			  const struct rfw_sdp *sdp, const struct in6_addr *peer);

#endif
