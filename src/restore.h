/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flows that somebody saved and gives back: of the module before this one, or of another router.
 */
#ifndef _RFW_RESTORE_H
#define _RFW_RESTORE_H

#include "flow.h"

struct netlink_ext_ack;
struct rfw_config;

/**
 * struct rfw_restored - a flow as it was saved
 * @subscriber: name of who is at the inside end
 * @peer: name of who is at the other end, or NULL
 * @address: by RFW_FROM_*
 * @port: likewise; of ICMPv6 echo the identifier, twice
 * @vrf: interface index of the VRF, 0 for none
 * @expires: seconds that it had left
 * @age: seconds
 * @protocol: IP protocol number
 * @state: enum rfw_flow_state
 * @origin: enum rfw_flow_origin
 * @class: enum rfw_forwarding_class
 * @inside: RFW_FROM_* of the inside end
 * @answered: packets were seen from the responder
 * @packets: by RFW_FROM_*, 0 where they were not counted
 * @octets: likewise
 * @window: of TCP; without flags where it is not known
 */
struct rfw_restored {
	const char *subscriber;
	const char *peer;
	struct in6_addr address[2];
	__be16 port[2];
	u32 vrf;
	u32 expires;
	u32 age;
	u8 protocol;
	u8 state;
	u8 origin;
	u8 class;
	u8 inside;
	bool answered;
	u64 packets[2];
	u64 octets[2];
	struct rfw_tcp_windows window;
};

int rfw_restore(struct rfw_flow_table *table, struct rfw_config *config,
		const struct rfw_restored *saved, struct netlink_ext_ack *extack);

#endif
