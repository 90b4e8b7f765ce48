// SPDX-License-Identifier: GPL-2.0-only
#include "limit.h"
#include "netlink.h"
#include "netlink_family.h"

#define ALARM_SIZE	(2 * nla_total_size(sizeof(u8)) + nla_total_size(RFW_NAME_MAX + 1) +	\
			 2 * nla_total_size(sizeof(u32)))

/**
 * rfw_netlink_alarm - tell who listens that an alarm was raised or is over
 * @table: the flow table of the namespace
 * @alarm: the alarm
 *
 * Context: under rcu_read_lock(), may be under a lock.
 */
void rfw_netlink_alarm(struct rfw_flow_table *table, const struct rfw_alarm *alarm)
{
	struct rfw_net *rnet = container_of(table, struct rfw_net, table);
	struct sk_buff *skb;
	void *header;

	if (!rfw_netlink_heard(rnet->net, RFW_NETLINK_GROUP_ALARM))
		return;
	skb = genlmsg_new(ALARM_SIZE, GFP_ATOMIC);
	if (!skb)
		goto lost;
	header = genlmsg_put(skb, 0, 0, &rfw_netlink_family, 0, RFW_CMD_ALARM_NTF);
	if (!header || nla_put_u8(skb, RFW_A_ALARM_KIND, alarm->kind) ||
	    nla_put_u8(skb, RFW_A_ALARM_RAISED, alarm->raised) ||
	    (alarm->subscriber &&
	     nla_put_string(skb, RFW_A_ALARM_SUBSCRIBER, alarm->subscriber)) ||
	    nla_put_u32(skb, RFW_A_ALARM_FLOWS, alarm->flows) ||
	    nla_put_u32(skb, RFW_A_ALARM_MAX_FLOWS, alarm->max)) {
		nlmsg_free(skb);
		goto lost;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast_netns(&rfw_netlink_family, rnet->net, skb, 0, RFW_NETLINK_GROUP_ALARM,
				GFP_ATOMIC);
	return;
lost:
	/* Listeners see ENOBUFS, as with a full socket. */
	netlink_set_err(rnet->net->genl_sock, 0,
			rfw_netlink_family.mcgrp_offset + RFW_NETLINK_GROUP_ALARM, -ENOBUFS);
}
