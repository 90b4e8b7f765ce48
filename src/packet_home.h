/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_PACKET_HOME_H
#define _RFW_PACKET_HOME_H

#include "packet.h"

int rfw_packet_read_home(struct rfw_packet *packet, const struct sk_buff *skb, unsigned int at,
			 unsigned int size, u8 protocol);

#endif
