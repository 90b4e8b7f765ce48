// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests about hosts that have names.
 */
#include <linux/etherdevice.h>

#include "named_host.h"
#include "netlink_family.h"
#include "subscriber.h"

static struct rfw_subscription *subscription_of(struct rfw_config *config,
						const struct genl_info *info)
{
	struct rfw_object *object =
		rfw_netlink_object(&config->subscriptions, info, RFW_A_HOST_SUBSCRIBER);

	return IS_ERR(object) ? ERR_CAST(object) :
				container_of(object, struct rfw_subscription, object);
}

/**
 * rfw_netlink_named_host - the host that a request names
 * @subscription: whose it is to be
 * @name: attribute with the name, or NULL
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: the host, ERR_PTR(-EINVAL) or ERR_PTR(-ENOENT).
 */
struct rfw_named_host *rfw_netlink_named_host(const struct rfw_subscription *subscription,
					      const struct nlattr *name,
					      struct netlink_ext_ack *extack)
{
	struct rfw_named_host *host;

	if (!name) {
		NL_SET_ERR_MSG(extack, "the name of the host is missing");
		NL_SET_ERR_ATTR_MISS(extack, NULL, RFW_A_HOST_NAME);
		return ERR_PTR(-EINVAL);
	}
	host = rfw_named_host_find(subscription, nla_data(name));
	if (host)
		return host;
	NL_SET_ERR_MSG_ATTR(extack, name, "the subscriber has no host of this name");
	return ERR_PTR(-ENOENT);
}

/* The suffix or the MAC. */
static int get_sign(const struct genl_info *info, struct rfw_host_sign *sign)
{
	const struct nlattr *suffix = info->attrs[RFW_A_HOST_SUFFIX];
	const struct nlattr *mac = info->attrs[RFW_A_HOST_MAC];

	memset(sign, 0, sizeof(*sign));
	if (!suffix == !mac)
		return rfw_netlink_refuse(info, mac ? RFW_A_HOST_MAC : RFW_A_HOST_SUFFIX, -EINVAL,
					  "a host is told by its suffix or by its MAC");
	if (suffix) {
		sign->suffix = nla_get_in6_addr(suffix);
		if (ipv6_addr_any(&sign->suffix) || ipv6_addr_is_multicast(&sign->suffix))
			return rfw_netlink_refuse(info, RFW_A_HOST_SUFFIX, -EINVAL,
						  "this is no host's suffix");
		return 0;
	}
	memcpy(sign->mac, nla_data(mac), ETH_ALEN);
	if (is_zero_ether_addr(sign->mac))
		return rfw_netlink_refuse(info, RFW_A_HOST_MAC, -EINVAL,
					  "no host has a MAC of zeros");
	/* That of broadcast is one of these. */
	if (is_multicast_ether_addr(sign->mac))
		return rfw_netlink_refuse(info, RFW_A_HOST_MAC, -EINVAL,
					  "this is the MAC of a group, not of a host");
	return 0;
}

static int host_new(struct rfw_request *request, const struct genl_info *info)
{
	const struct nlattr *name = info->attrs[RFW_A_HOST_NAME];
	struct rfw_subscription *subscription = subscription_of(request->config, info);
	struct rfw_host_sign sign;
	int err;

	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	if (!name)
		return rfw_netlink_refuse(info, RFW_A_HOST_NAME, -EINVAL,
					  "the name of the host is missing");
	NL_SET_BAD_ATTR(info->extack, name);
	err = rfw_named_host_check_name(subscription, nla_data(name), info->extack);
	if (err)
		return err;
	NL_SET_BAD_ATTR(info->extack, NULL);
	err = get_sign(info, &sign);
	if (err)
		return err;
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_HOST_SUFFIX] ?:
				      info->attrs[RFW_A_HOST_MAC]);
	return rfw_named_host_add(request->config,
				  request->staged ? rfw_netlink_live(request->rnet) : NULL,
				  &request->rnet->stations, subscription, nla_data(name), &sign,
				  info->extack);
}

int rfw_netlink_host_new(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_request request;

	rfw_request_begin(&request, info);
	return rfw_request_end(&request, host_new(&request, info), false);
}

static int host_set(struct rfw_request *request, const struct genl_info *info)
{
	struct rfw_subscription *subscription = subscription_of(request->config, info);
	struct rfw_named_host *host;
	struct rfw_host_sign sign;
	int err;

	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	host = rfw_netlink_named_host(subscription, info->attrs[RFW_A_HOST_NAME], info->extack);
	if (IS_ERR(host))
		return PTR_ERR(host);
	err = get_sign(info, &sign);
	if (err)
		return err;
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_HOST_SUFFIX] ?:
				      info->attrs[RFW_A_HOST_MAC]);
	return rfw_named_host_set(request->config, &request->rnet->stations, subscription, host,
				  &sign, info->extack);
}

int rfw_netlink_host_set(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_request request;

	rfw_request_begin(&request, info);
	return rfw_request_end(&request, host_set(&request, info), true);
}

/**
 * rfw_netlink_named_host_del - the end of a request that takes a name away
 * @request: from rfw_request_begin(); ended here
 * @info: the request
 * @subscription: whose the host is
 */
int rfw_netlink_named_host_del(struct rfw_request *request, const struct genl_info *info,
			       struct rfw_subscription *subscription)
{
	const struct nlattr *name = info->attrs[RFW_A_HOST_NAME];
	struct rfw_named_host *host = rfw_netlink_named_host(subscription, name, info->extack);
	int err = PTR_ERR_OR_ZERO(host);

	if (!err) {
		NL_SET_BAD_ATTR(info->extack, name);
		err = rfw_named_host_del(request->config, subscription, host, info->extack);
	}
	return rfw_request_end(request, err, false);
}

static int put_host(struct sk_buff *skb, const struct rfw_subscription *subscription,
		    const struct rfw_named_host *host)
{
	struct rfw_prefix place = { .length = 128 };
	u32 i;

	if (nla_put_string(skb, RFW_A_HOST_SUBSCRIBER, subscription->object.name) ||
	    nla_put_string(skb, RFW_A_HOST_NAME, host->name) ||
	    nla_put_u32(skb, RFW_A_HOST_OPENINGS, host->openings))
		return -EMSGSIZE;
	if (host->station ? nla_put(skb, RFW_A_HOST_MAC, ETH_ALEN, host->sign.mac) :
			    nla_put_in6_addr(skb, RFW_A_HOST_SUFFIX, &host->sign.suffix))
		return -EMSGSIZE;
	for (i = 0; i < host->addresses; i++) {
		place.address = host->address[i];
		if (rfw_netlink_put_prefix(skb, RFW_A_HOST_PLACE, &place, -1))
			return -EMSGSIZE;
	}
	return 0;
}

/* The hosts of a subscriber behind the first @done, which moves. Return: all of them are out. */
static bool dump_hosts(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct rfw_subscription *subscription, long *done)
{
	const struct rfw_named_host *host;
	void *header;
	long index = 0;

	list_for_each_entry(host, &subscription->hosts, list) {
		if (index++ < *done)
			continue;
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_NAMED_HOST_GET);
		if (!header)
			return false;
		if (put_host(skb, subscription, host)) {
			genlmsg_cancel(skb, header);
			return false;
		}
		genlmsg_end(skb, header);
		*done = index;
	}
	return true;
}

/* cb->args: subscribers done, hosts done of the next */
int rfw_netlink_named_host_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct nlattr *wanted = rfw_dump_attrs(cb)[RFW_A_HOST_SUBSCRIBER];
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	const struct rfw_subscription *subscription;
	const struct rfw_config *config;
	long index = 0;

	mutex_lock(&rnet->config_lock);
	config = rfw_netlink_shown(rnet, NETLINK_CB(cb->skb).portid);
	cb->seq = rnet->generation;
	list_for_each_entry(subscription, &config->subscriptions.list, object.list) {
		if (index++ < cb->args[0])
			continue;
		if (wanted && strcmp(nla_data(wanted), subscription->object.name))
			continue;
		if (!dump_hosts(skb, cb, subscription, &cb->args[1]))
			break;
		cb->args[0] = index;
		cb->args[1] = 0;
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}
