/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_SIP_PINHOLE_H
#define _RFW_SIP_PINHOLE_H

#include <linux/types.h>

struct rfw_sip;
struct rfw_sip_call;
struct rfw_sip_media;

void rfw_sip_pinhole_open(struct rfw_sip *sip, struct rfw_sip_call *call,
			  struct rfw_sip_media *media);
void rfw_sip_pinhole_close(struct rfw_sip *sip, struct rfw_sip_call *call,
			   struct rfw_sip_media *media);
void rfw_sip_pinholes_renew(struct rfw_sip *sip, struct rfw_sip_call *call);
bool rfw_sip_pinholes_active(struct rfw_sip *sip, struct rfw_sip_call *call, u32 seconds);

#endif
