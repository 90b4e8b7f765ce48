/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_SIP_DIALOG_H
#define _RFW_SIP_DIALOG_H

struct rfw_sip;
struct rfw_sip_event;

void rfw_sip_dialog_see(struct rfw_sip *sip, const struct rfw_sip_event *event);

#endif
