// SPDX-License-Identifier: GPL-2.0-only
/* flow-new: flows that somebody saved come back. */
#include <net/ipv6.h>

#include "netlink_family.h"
#include "restore.h"

static const u16 required[] = {
	RFW_A_FLOW_PROTOCOL,
	RFW_A_FLOW_ORIGINATOR_ADDRESS,
	RFW_A_FLOW_ORIGINATOR_PORT,
	RFW_A_FLOW_RESPONDER_ADDRESS,
	RFW_A_FLOW_RESPONDER_PORT,
	RFW_A_FLOW_INSIDE,
	RFW_A_FLOW_STATE,
	RFW_A_FLOW_ORIGIN,
	RFW_A_FLOW_SUBSCRIBER,
	RFW_A_FLOW_EXPIRES,
};

static int get_side(const struct nlattr *attr, struct rfw_tcp_side *side,
		    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_TCP_SIDE_MAX + 1];
	int err, i;

	if (!attr)
		return 0;
	err = nla_parse_nested(tb, RFW_A_TCP_SIDE_MAX, attr, rfw_tcp_side_nl_policy, extack);
	if (err)
		return err;
	for (i = 1; i <= RFW_A_TCP_SIDE_MAX; i++) {
		if (tb[i])
			continue;
		NL_SET_ERR_MSG(extack, "a window is not given as a whole");
		NL_SET_ERR_ATTR_MISS(extack, attr, i);
		return -EINVAL;
	}
	side->end = nla_get_u32(tb[RFW_A_TCP_SIDE_END]);
	side->ack = nla_get_u32(tb[RFW_A_TCP_SIDE_ACK]);
	side->max_window = nla_get_u32(tb[RFW_A_TCP_SIDE_MAX_WINDOW]);
	side->scale = nla_get_u8(tb[RFW_A_TCP_SIDE_SCALE]);
	side->flags = nla_get_u8(tb[RFW_A_TCP_SIDE_FLAGS]);
	return 0;
}

static int get_counters(struct nlattr **attrs, struct rfw_restored *saved,
			struct netlink_ext_ack *extack)
{
	const struct {
		u16 type;
		u64 *value;
	} counters[] = {
		{ RFW_A_FLOW_PACKETS_ORIGINATOR, &saved->packets[RFW_FROM_ORIGINATOR] },
		{ RFW_A_FLOW_OCTETS_ORIGINATOR, &saved->octets[RFW_FROM_ORIGINATOR] },
		{ RFW_A_FLOW_PACKETS_RESPONDER, &saved->packets[RFW_FROM_RESPONDER] },
		{ RFW_A_FLOW_OCTETS_RESPONDER, &saved->octets[RFW_FROM_RESPONDER] },
	};
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		if (!attrs[counters[i].type])
			continue;
		err = rfw_netlink_get_uint(attrs[counters[i].type], counters[i].value, extack);
		if (err)
			return err;
	}
	return 0;
}

static int get_saved(struct nlattr **attrs, struct rfw_restored *saved,
		     struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(required); i++) {
		if (attrs[required[i]])
			continue;
		NL_SET_ERR_MSG(extack, "the flow is not given as a whole");
		NL_SET_ERR_ATTR_MISS(extack, NULL, required[i]);
		return -EINVAL;
	}
	memset(saved, 0, sizeof(*saved));
	saved->subscriber = nla_data(attrs[RFW_A_FLOW_SUBSCRIBER]);
	if (attrs[RFW_A_FLOW_PEER_SUBSCRIBER])
		saved->peer = nla_data(attrs[RFW_A_FLOW_PEER_SUBSCRIBER]);
	saved->protocol = nla_get_u8(attrs[RFW_A_FLOW_PROTOCOL]);
	saved->address[RFW_FROM_ORIGINATOR] =
		nla_get_in6_addr(attrs[RFW_A_FLOW_ORIGINATOR_ADDRESS]);
	saved->address[RFW_FROM_RESPONDER] =
		nla_get_in6_addr(attrs[RFW_A_FLOW_RESPONDER_ADDRESS]);
	saved->port[RFW_FROM_ORIGINATOR] = nla_get_be16(attrs[RFW_A_FLOW_ORIGINATOR_PORT]);
	saved->port[RFW_FROM_RESPONDER] = nla_get_be16(attrs[RFW_A_FLOW_RESPONDER_PORT]);
	if (attrs[RFW_A_FLOW_VRF])
		saved->vrf = nla_get_u32(attrs[RFW_A_FLOW_VRF]);
	saved->inside = nla_get_u8(attrs[RFW_A_FLOW_INSIDE]) == RFW_FLOW_INSIDE_ORIGINATOR ?
				RFW_FROM_ORIGINATOR :
				RFW_FROM_RESPONDER;
	saved->state = nla_get_u8(attrs[RFW_A_FLOW_STATE]);
	saved->origin = nla_get_u8(attrs[RFW_A_FLOW_ORIGIN]);
	if (attrs[RFW_A_FLOW_FORWARDING_CLASS])
		saved->class = nla_get_u8(attrs[RFW_A_FLOW_FORWARDING_CLASS]);
	saved->answered = attrs[RFW_A_FLOW_ANSWERED];
	saved->expires = nla_get_u32(attrs[RFW_A_FLOW_EXPIRES]);
	if (attrs[RFW_A_FLOW_AGE])
		saved->age = nla_get_u32(attrs[RFW_A_FLOW_AGE]);
	err = get_counters(attrs, saved, extack);
	if (!err)
		err = get_side(attrs[RFW_A_FLOW_WINDOW_ORIGINATOR],
			       &saved->window.side[RFW_FROM_ORIGINATOR], extack);
	if (!err)
		err = get_side(attrs[RFW_A_FLOW_WINDOW_RESPONDER],
			       &saved->window.side[RFW_FROM_RESPONDER], extack);
	return err;
}

int rfw_netlink_flow_new(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_restored saved;
	int err = get_saved(info->attrs, &saved, info->extack);

	if (err)
		return err;
	mutex_lock(&rnet->config_lock);
	if (rnet->hooked) {
		err = rfw_restore(&rnet->table, rfw_netlink_live(rnet), &saved, info->extack);
	} else {
		NL_SET_ERR_MSG(info->extack, "no domain is up");
		err = -ENETDOWN;
	}
	mutex_unlock(&rnet->config_lock);
	return err;
}
