// SPDX-License-Identifier: GPL-2.0-only
/* What would become of a packet: one that a request describes, and that never goes anywhere. */
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>

#include "domain.h"
#include "explain.h"
#include "netlink_family.h"
#include "opening.h"
#include "policy.h"
#include "subscriber.h"

/* The packet of a request, cut to its length as the kernel does with what is received. */
static struct sk_buff *packet_of(const struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[RFW_A_EXPLANATION_PACKET];
	const struct ipv6hdr *header;
	struct sk_buff *skb;
	int length;

	if (!attr || nla_len(attr) < sizeof(*header) || nla_len(attr) > RFW_PACKET_MAX)
		return NULL;
	header = nla_data(attr);
	length = sizeof(*header) + ntohs(header->payload_len);
	if (header->version != 6 || length > nla_len(attr))
		return NULL;
	skb = alloc_skb(length, GFP_KERNEL);
	if (!skb)
		return ERR_PTR(-ENOMEM);
	skb_put_data(skb, header, length);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IPV6);
	return skb;
}

static struct net_device *device_of(const struct genl_info *info, int type)
{
	return dev_get_by_name_rcu(genl_info_net((struct genl_info *)info),
				   nla_data(info->attrs[type]));
}

/* Where the packet comes from; in a VRF its device is the VRF's by the time it is forwarded. */
static int set_input(const struct genl_info *info, struct rfw_context *ctx)
{
	struct net_device *dev, *master = NULL;

	if (!info->attrs[RFW_A_EXPLANATION_INPUT])
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_INPUT, -EINVAL,
					  "the interface that the packet arrives on is missing");
	dev = device_of(info, RFW_A_EXPLANATION_INPUT);
	if (!dev)
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_INPUT, -ENODEV,
					  "there is no interface of this name");
	ctx->iif = dev->ifindex;
	ctx->vrf = l3mdev_master_ifindex_rcu(dev);
	if (ctx->vrf)
		master = dev_get_by_index_rcu(dev_net(dev), ctx->vrf);
	if (ctx->vrf > RFW_VRF_MAX)
		ctx->vrf = RFW_VRF_MAX;
	ctx->skb->dev = master ?: dev;
	IP6CB(ctx->skb)->iif = dev->ifindex;
	return 0;
}

static struct dst_entry *find_route(const struct sk_buff *skb)
{
	const struct ipv6hdr *header = ipv6_hdr(skb);
	struct flowi6 fl6 = {
		.flowi6_iif = skb->dev->ifindex,
		.daddr = header->daddr,
		.saddr = header->saddr,
		.flowlabel = ip6_flowinfo(header),
		.flowi6_proto = header->nexthdr,
	};

	return ip6_route_input_lookup(dev_net(skb->dev), skb->dev, &fl6, skb,
				      RT6_LOOKUP_F_HAS_SADDR);
}

/* Where it goes: what the request says, else what the route says, which multicast has none of. */
static int set_output(const struct genl_info *info, struct rfw_context *ctx)
{
	bool given = info->attrs[RFW_A_EXPLANATION_OUTPUT];
	struct dst_entry *route = find_route(ctx->skb);
	struct net_device *dev = NULL;
	bool local = container_of(route, struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;

	if (!route->error && !local && !ipv6_addr_is_multicast(&ipv6_hdr(ctx->skb)->daddr)) {
		skb_dst_set(ctx->skb, route);
		dev = route->dev;
	} else {
		dst_release(route);
	}
	if (given)
		dev = device_of(info, RFW_A_EXPLANATION_OUTPUT);
	if (!dev && given)
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_OUTPUT, -ENODEV,
					  "there is no interface of this name");
	if (local && !given)
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_PACKET, -EINVAL,
					  "the packet is for the router itself, and not forwarded");
	if (!dev && !ipv6_addr_is_multicast(&ipv6_hdr(ctx->skb)->daddr))
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_OUTPUT, -ENETUNREACH,
					  "there is no route to the packet's destination");
	ctx->oif = dev ? dev->ifindex : 0;
	return 0;
}

static int put_name(struct sk_buff *skb, int type, const char *name)
{
	return name ? nla_put_string(skb, type, name) : 0;
}

static const char *domain_of(const struct rfw_place *place)
{
	return place->domain ? place->domain->object.name : NULL;
}

static const char *subscriber_of(const struct rfw_place *place)
{
	return place->subscription ? place->subscription->object.name : NULL;
}

static int put_packet(struct sk_buff *skb, const struct rfw_context *ctx)
{
	const struct rfw_packet *packet = &ctx->packet;
	__be16 from = packet->key.port[packet->source], to = packet->key.port[!packet->source];
	bool icmp6 = packet->protocol == IPPROTO_ICMPV6;

	if (nla_put_u32(skb, RFW_A_EXPLANATION_LENGTH, ctx->skb->len) ||
	    (ctx->vrf && nla_put_u32(skb, RFW_A_EXPLANATION_VRF, ctx->vrf)) ||
	    nla_put_u8(skb, RFW_A_EXPLANATION_PROTOCOL, packet->protocol) ||
	    (packet->authenticated && nla_put_flag(skb, RFW_A_EXPLANATION_AUTHENTICATED)) ||
	    nla_put_in6_addr(skb, RFW_A_EXPLANATION_SOURCE_ADDRESS, rfw_context_source(ctx)) ||
	    nla_put_be16(skb, RFW_A_EXPLANATION_SOURCE_PORT, from) ||
	    nla_put_in6_addr(skb, RFW_A_EXPLANATION_DESTINATION_ADDRESS,
			     rfw_context_destination(ctx)) ||
	    nla_put_be16(skb, RFW_A_EXPLANATION_DESTINATION_PORT, to) ||
	    (icmp6 && nla_put_u8(skb, RFW_A_EXPLANATION_ICMP6_TYPE, packet->icmp6_type)) ||
	    (icmp6 && nla_put_u8(skb, RFW_A_EXPLANATION_ICMP6_CODE, packet->icmp6_code)))
		return -EMSGSIZE;
	return 0;
}

static int put_places(struct sk_buff *skb, const struct rfw_explanation *x)
{
	const struct rfw_place *from = &x->places[0], *to = &x->places[1];

	return put_name(skb, RFW_A_EXPLANATION_SOURCE_DOMAIN, domain_of(from)) ?:
	       put_name(skb, RFW_A_EXPLANATION_SOURCE_SUBSCRIBER, subscriber_of(from)) ?:
	       put_name(skb, RFW_A_EXPLANATION_DESTINATION_DOMAIN, domain_of(to)) ?:
	       put_name(skb, RFW_A_EXPLANATION_DESTINATION_SUBSCRIBER, subscriber_of(to));
}

static int put_flow(struct sk_buff *skb, const struct rfw_flow *flow, u32 now)
{
	struct nlattr *nest = nla_nest_start(skb, RFW_A_EXPLANATION_FLOW);

	if (!nest || rfw_netlink_put_flow(skb, flow, now) ||
	    nla_put_u32(skb, RFW_A_FLOW_EXPIRES, (flow->deadline - now) / HZ))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_admission(struct sk_buff *skb, const struct rfw_explanation *x)
{
	if (nla_put_string(skb, RFW_A_EXPLANATION_POLICY, x->policy->object.name) ||
	    nla_put_u8(skb, RFW_A_EXPLANATION_FILTERING, x->filtering))
		return -EMSGSIZE;
	/* Otherwise nothing does. */
	if (x->step != RFW_EXPLAIN_STEP_OUTBOUND && x->step != RFW_EXPLAIN_STEP_INBOUND &&
	    (nla_put_u8(skb, RFW_A_EXPLANATION_ORIGIN, x->origin) ||
	     (x->opening && nla_put_u32(skb, RFW_A_EXPLANATION_OPENING, x->opening->use->id))))
		return -EMSGSIZE;
	return 0;
}

/* What becomes of the flow. */
static int put_after(struct sk_buff *skb, const struct rfw_explanation *x, u32 now)
{
	const struct rfw_flow *flow = &x->after;

	if (nla_put_u8(skb, RFW_A_EXPLANATION_STATE, rfw_flow_state(flow->word)) ||
	    nla_put_u32(skb, RFW_A_EXPLANATION_EXPIRES,
			x->ends ? 0 : DIV_ROUND_UP(flow->deadline - now, HZ)) ||
	    (x->opens && nla_put_u8(skb, RFW_A_EXPLANATION_FORWARDING_CLASS,
				    FIELD_GET(RFW_FLOW_CLASS, flow->word))) ||
	    (x->mss && nla_put_u16(skb, RFW_A_EXPLANATION_MSS, x->mss)))
		return -EMSGSIZE;
	return 0;
}

static int put_explanation(struct sk_buff *skb, const struct rfw_context *ctx,
			   const struct rfw_explanation *x)
{
	const struct net_device *out = dev_get_by_index_rcu(dev_net(ctx->skb->dev), ctx->oif);
	bool moved = x->opens || (x->has_flow && x->step == RFW_EXPLAIN_STEP_FLOW &&
				  x->verdict == RFW_VERDICT_ACCEPT && !x->transparent);

	if (put_name(skb, RFW_A_EXPLANATION_OUTPUT, out ? out->name : NULL) ||
	    nla_put_u8(skb, RFW_A_EXPLANATION_VERDICT, x->verdict) ||
	    (x->reason && nla_put_u32(skb, RFW_A_EXPLANATION_REASON, x->reason)) ||
	    (x->transparent && nla_put_flag(skb, RFW_A_EXPLANATION_TRANSPARENT)) ||
	    (x->verdict == RFW_VERDICT_DROP &&
	     nla_put_u8(skb, RFW_A_EXPLANATION_ANSWER, x->answer)) ||
	    nla_put_u8(skb, RFW_A_EXPLANATION_STEP, x->step) ||
	    (x->has_segment &&
	     nla_put_u8(skb, RFW_A_EXPLANATION_SEGMENT, ctx->segment.event)) ||
	    (x->reopens && nla_put_flag(skb, RFW_A_EXPLANATION_REOPENS)))
		return -EMSGSIZE;
	return put_packet(skb, ctx) ?: put_places(skb, x) ?:
	       (x->has_flow ? put_flow(skb, &x->before, ctx->now) : 0) ?:
	       (x->admitted ? put_admission(skb, x) : 0) ?:
	       (moved ? put_after(skb, x, ctx->now) : 0);
}

/* Under the configuration lock, which keeps the table where it is. */
static int explain(struct rfw_net *rnet, struct genl_info *info, struct rfw_context *ctx,
		   struct rfw_explanation *x, struct sk_buff *reply)
{
	int err;

	if (!rnet->hooked) {
		NL_SET_ERR_MSG(info->extack, "no domain is up: every packet passes");
		return -ENETDOWN;
	}
	local_bh_disable();
	rcu_read_lock();
	ctx->table = &rnet->table;
	ctx->config = rcu_dereference(rnet->config);
	ctx->stats = rnet->stats;
	ctx->now = jiffies;
	err = set_input(info, ctx) ?: set_output(info, ctx);
	if (!err) {
		rfw_explain(ctx, x);
		err = put_explanation(reply, ctx, x);
	}
	rcu_read_unlock();
	local_bh_enable();
	return err;
}

static int explain_packet(struct genl_info *info, struct sk_buff *packet, struct sk_buff *reply)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_explanation *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct rfw_context *ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	int err = -ENOMEM;

	if (x && ctx) {
		ctx->skb = packet;
		mutex_lock(&rnet->config_lock);
		err = explain(rnet, info, ctx, x, reply);
		mutex_unlock(&rnet->config_lock);
	}
	kfree(ctx);
	kfree(x);
	return err;
}

int rfw_netlink_explain(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *packet = packet_of(info), *reply;
	void *header;
	int err;

	if (!packet)
		return rfw_netlink_refuse(info, RFW_A_EXPLANATION_PACKET, -EINVAL,
					  "a packet is 40 to 2,048 octets, and whole as its IPv6 header says");
	if (IS_ERR(packet))
		return PTR_ERR(packet);
	reply = rfw_netlink_reply(info, RFW_CMD_EXPLAIN, NLMSG_DEFAULT_SIZE, &header);
	err = reply ? explain_packet(info, packet, reply) : -ENOMEM;
	kfree_skb(packet);
	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}
