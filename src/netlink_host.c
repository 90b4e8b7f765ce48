// SPDX-License-Identifier: GPL-2.0-only
#include "domain.h"
#include "netlink_family.h"
#include "policy.h"
#include "subscriber.h"

int rfw_netlink_host_del(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *address = info->attrs[RFW_A_HOST_ADDRESS];
	struct rfw_subscription *subscription;
	const struct rfw_policy *policy;
	struct rfw_request request;
	struct rfw_object *object;
	struct in6_addr host;
	int err;

	rfw_request_begin(&request, info);
	object = rfw_netlink_object(&request.config->subscriptions, info, RFW_A_HOST_SUBSCRIBER);
	err = PTR_ERR_OR_ZERO(object);
	if (err)
		goto out;
	subscription = container_of(object, struct rfw_subscription, object);
	if (!address == !info->attrs[RFW_A_HOST_NAME]) {
		err = rfw_netlink_refuse(info, RFW_A_HOST_ADDRESS, -EINVAL,
					 "a host is given by a learned address or by its name");
		goto out;
	}
	if (!address)
		return rfw_netlink_named_host_del(&request, info, subscription);
	if (request.staged) {
		NL_SET_ERR_MSG(info->extack, "learned hosts are no part of a configuration");
		err = -EINVAL;
		goto out;
	}
	host = nla_get_in6_addr(address);
	policy = rcu_dereference_protected(subscription->policy,
					   lockdep_is_held(request.config->lock));
	err = -ENOENT;
	if (policy->domain->zone &&
	    rfw_host_forget(&request.rnet->hosts, subscription->subscriber, &host,
			    policy->domain->zone->vrf))
		err = 0;
	else
		NL_SET_ERR_MSG_ATTR(info->extack, address,
				    "this address was not learned of the subscriber");
out:
	if (request.staged)
		return rfw_request_end(&request, err, false);
	rfw_request_end_unchanged(&request);
	return err;
}

static int put_address(struct sk_buff *skb, const struct rfw_subscriber *subscriber,
		       const struct in6_addr *address, u32 vrf, u8 origin)
{
	if (nla_put_string(skb, RFW_A_HOST_SUBSCRIBER, subscriber->name) ||
	    nla_put_in6_addr(skb, RFW_A_HOST_ADDRESS, address) ||
	    (vrf && nla_put_u32(skb, RFW_A_HOST_VRF, vrf)) ||
	    nla_put_u8(skb, RFW_A_HOST_LEARNED_FROM, origin))
		return -EMSGSIZE;
	return 0;
}

static int put_host(struct sk_buff *skb, const struct rfw_host *host)
{
	if (put_address(skb, host->subscriber, &host->key.address, host->key.vrf, host->origin) ||
	    nla_put_u32(skb, RFW_A_HOST_FIRST_SEEN, (jiffies - host->first) / HZ) ||
	    nla_put_u32(skb, RFW_A_HOST_LAST_SEEN, (jiffies - host->last) / HZ))
		return -EMSGSIZE;
	return 0;
}

/**
 * struct host_dump - a dump of hosts on its way through one buffer
 * @skb: the buffer
 * @cb: the dump
 * @subscriber: whose are wanted, NULL for everybody's
 * @from: number to go on with, moves
 */
struct host_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	const char *subscriber;
	long *from;
};

static bool matches(const struct host_dump *dump, const struct rfw_subscriber *subscriber)
{
	return !dump->subscriber || !strcmp(dump->subscriber, subscriber->name);
}

/* Return: false when the buffer is full. */
static bool dump_end(const struct host_dump *dump, void *header, int err, unsigned long id)
{
	if (err) {
		genlmsg_cancel(dump->skb, header);
		return false;
	}
	genlmsg_end(dump->skb, header);
	*dump->from = id + 1;
	return true;
}

/* Those that were learned; false when the buffer is full, and so below. */
static bool dump_learned(const struct host_dump *dump, struct rfw_hosts *hosts)
{
	struct rfw_host *host;
	unsigned long id;
	bool room = true;
	void *header;

	spin_lock_bh(&hosts->lock);
	xa_for_each_start(&hosts->ids, id, host, *dump->from) {
		*dump->from = id;
		if (!matches(dump, host->subscriber))
			continue;
		header = rfw_netlink_dump_put(dump->skb, dump->cb, RFW_CMD_HOST_GET);
		room = header && dump_end(dump, header, put_host(dump->skb, host), id);
		if (!room)
			break;
	}
	spin_unlock_bh(&hosts->lock);
	return room;
}

/* Those that are configured, but were not learned; under the set's lock. */
static bool dump_configured(const struct host_dump *dump, struct rfw_address_set *set,
			    struct rfw_hosts *hosts)
{
	const struct rfw_address_key *key;
	struct rfw_address *address;
	unsigned long id;
	bool known;
	void *header;

	xa_for_each_start(&set->ids, id, address, *dump->from) {
		key = &address->key;
		rcu_read_lock();
		known = rfw_host_known(hosts, key->subscriber, &key->address, key->vrf);
		rcu_read_unlock();
		*dump->from = id;
		if (known || !matches(dump, key->subscriber))
			continue;
		header = rfw_netlink_dump_put(dump->skb, dump->cb, RFW_CMD_HOST_GET);
		if (!header ||
		    !dump_end(dump, header,
			      put_address(dump->skb, key->subscriber, &key->address, key->vrf,
					  RFW_HOST_ORIGIN_CONFIGURED), id))
			return false;
	}
	return true;
}

/* cb->args: parts done, number to go on with in the next */
int rfw_netlink_host_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	const struct nlattr *subscriber = rfw_dump_attrs(cb)[RFW_A_HOST_SUBSCRIBER];
	struct host_dump dump = { .skb = skb, .cb = cb, .from = &cb->args[1] };
	bool done = true;

	if (subscriber)
		dump.subscriber = nla_data(subscriber);
	mutex_lock(&rnet->config_lock);
	cb->seq = rnet->generation;
	for (; cb->args[0] < 3 && done; cb->args[0] += done) {
		switch (cb->args[0]) {
		case 0:
			done = dump_learned(&dump, &rnet->hosts);
			break;
		case 1:
			done = dump_configured(&dump, &rfw_netlink_live(rnet)->openings.addresses,
					       &rnet->hosts);
			break;
		case 2:
			spin_lock_bh(&rnet->pinholes.lock);
			done = dump_configured(&dump, &rnet->pinholes.table.addresses,
					       &rnet->hosts);
			spin_unlock_bh(&rnet->pinholes.lock);
			break;
		}
		if (done)
			cb->args[1] = 0;
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}
