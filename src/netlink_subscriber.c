// SPDX-License-Identifier: GPL-2.0-only
#include "netlink_family.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

#define PREFIXES_MAX	1024

/* One policy serves doit (a name) and dumpit (a policy). */
const struct nla_policy rfw_netlink_subscriber_get_policy[RFW_A_SUBSCRIBER_POLICY + 1] = {
	[RFW_A_SUBSCRIBER_NAME] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX },
	[RFW_A_SUBSCRIBER_POLICY] = { .type = NLA_NUL_STRING, .len = RFW_NAME_MAX },
};

static struct rfw_subscription *subscription_of(struct rfw_config *config,
						const struct genl_info *info)
{
	struct rfw_object *object =
		rfw_netlink_object(&config->subscriptions, info, RFW_A_SUBSCRIBER_NAME);

	return IS_ERR(object) ? ERR_CAST(object) :
				container_of(object, struct rfw_subscription, object);
}

static struct rfw_policy *policy_of(struct rfw_config *config,
				    const struct rfw_subscription *subscription)
{
	return rcu_dereference_protected(subscription->policy, lockdep_is_held(config->lock));
}

static struct rfw_policy *get_policy(struct rfw_config *config, const struct genl_info *info)
{
	struct rfw_object *object =
		rfw_netlink_object(&config->policies, info, RFW_A_SUBSCRIBER_POLICY);

	return IS_ERR(object) ? ERR_CAST(object) : container_of(object, struct rfw_policy, object);
}

int rfw_netlink_subscriber_new(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *whole = info->attrs[RFW_A_SUBSCRIBER_WHOLE_DOMAIN];
	struct rfw_prefix_list prefixes = {};
	struct rfw_request request;
	struct rfw_policy *policy;
	bool rejudge = false;
	int err;

	rfw_request_begin(&request, info);
	if (!info->attrs[RFW_A_SUBSCRIBER_NAME]) {
		err = rfw_netlink_refuse(info, RFW_A_SUBSCRIBER_NAME, -EINVAL, "a name is missing");
		goto out;
	}
	policy = get_policy(request.config, info);
	err = PTR_ERR_OR_ZERO(policy);
	if (err)
		goto out;
	if (info->attrs[RFW_A_SUBSCRIBER_PREFIX]) {
		err = rfw_netlink_prefixes(info, RFW_A_SUBSCRIBER_PREFIX, 0, PREFIXES_MAX,
					   &prefixes);
		if (err)
			goto out;
	}
	prefixes.at_fault = U32_MAX;
	rejudge = rfw_subscription_displaces(policy, &prefixes);
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_SUBSCRIBER_NAME]);
	err = rfw_subscription_add(request.config,
				   request.staged ? rfw_netlink_live(request.rnet) : NULL,
				   nla_data(info->attrs[RFW_A_SUBSCRIBER_NAME]), policy, &prefixes,
				   whole && nla_get_u8(whole), info->extack);
	if (err)
		rfw_netlink_blame(info, RFW_A_SUBSCRIBER_PREFIX, prefixes.at_fault);
	else
		prefixes.prefix = NULL;
out:
	rfw_prefix_list_free(&prefixes);
	return rfw_request_end(&request, err, rejudge);
}

/* The subscriber's prefixes, changed as the request says; a list of its own. */
static int set_prefixes(const struct genl_info *info, const struct rfw_subscription *subscription,
			struct rfw_prefix_list *prefixes)
{
	const struct rfw_prefix_list *present = &subscription->prefixes;

	if (info->attrs[RFW_A_SUBSCRIBER_PREFIX])
		return rfw_netlink_prefixes(info, RFW_A_SUBSCRIBER_PREFIX, 0, PREFIXES_MAX,
					    prefixes);
	if (!present->count)
		return 0;
	prefixes->prefix = kvcalloc(present->count, sizeof(*present->prefix), GFP_KERNEL_ACCOUNT);
	if (!prefixes->prefix)
		return -ENOMEM;
	memcpy(prefixes->prefix, present->prefix, present->count * sizeof(*present->prefix));
	prefixes->count = present->count;
	return 0;
}

int rfw_netlink_subscriber_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *whole = info->attrs[RFW_A_SUBSCRIBER_WHOLE_DOMAIN];
	struct rfw_subscription *subscription;
	struct rfw_prefix_list prefixes = {};
	struct rfw_request request;
	struct rfw_policy *policy;
	int err;

	rfw_request_begin(&request, info);
	subscription = subscription_of(request.config, info);
	err = PTR_ERR_OR_ZERO(subscription);
	if (err)
		goto out;
	policy = info->attrs[RFW_A_SUBSCRIBER_POLICY] ? get_policy(request.config, info) :
							policy_of(request.config, subscription);
	err = PTR_ERR_OR_ZERO(policy);
	if (err)
		goto out;
	err = set_prefixes(info, subscription, &prefixes);
	if (err)
		goto out;
	prefixes.at_fault = U32_MAX;
	err = rfw_subscription_set(request.config, subscription, policy, &prefixes,
				   whole ? nla_get_u8(whole) : subscription->whole_domain,
				   info->extack);
	if (err)
		rfw_netlink_blame(info, RFW_A_SUBSCRIBER_PREFIX, prefixes.at_fault);
	else
		prefixes.prefix = NULL;
out:
	rfw_prefix_list_free(&prefixes);
	return rfw_request_end(&request, err, true);
}

int rfw_netlink_subscriber_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_subscription *subscription;
	struct rfw_subscriber *subscriber;
	struct rfw_request request;
	int err;

	rfw_request_begin(&request, info);
	subscription = subscription_of(request.config, info);
	err = PTR_ERR_OR_ZERO(subscription);
	if (err)
		return rfw_request_end(&request, err, false);
	if (request.staged) {
		rfw_subscription_release(request.config, subscription);
		return rfw_request_end(&request, 0, false);
	}
	subscriber = subscription->subscriber;
	refcount_inc(&subscriber->references);
	rfw_subscription_del(request.config, subscription);
	rfw_net_end_subscriber(request.rnet, subscriber);
	rfw_subscriber_put(subscriber);
	return rfw_request_end(&request, 0, false);
}

/* The attributes of the counters by reason are in the order of the reasons. */
static_assert(RFW_A_SUBSCRIBER_STATISTICS_REFUSED_NEW_FLOW_RATE -
	      RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_LIMIT + 1 == RFW_REFUSALS);

static int put_statistics(struct sk_buff *skb, struct rfw_subscriber *subscriber)
{
	struct nlattr *nest = nla_nest_start(skb, RFW_A_SUBSCRIBER_STATISTICS);
	const struct rfw_sessions *sessions = &subscriber->sessions;
	struct rfw_subscriber_stats_sum sum;
	unsigned int i;

	if (!nest)
		return -EMSGSIZE;
	rfw_subscriber_stats_sum(&sum, subscriber->stats);
	if (nla_put_u32(skb, RFW_A_SUBSCRIBER_STATISTICS_FLOWS, READ_ONCE(subscriber->flows)) ||
	    nla_put_u32(skb, RFW_A_SUBSCRIBER_STATISTICS_FLOWS_PEAK, READ_ONCE(subscriber->peak)) ||
	    nla_put_u32(skb, RFW_A_SUBSCRIBER_STATISTICS_FLOWS_INBOUND,
			READ_ONCE(sessions->inbound)) ||
	    nla_put_u32(skb, RFW_A_SUBSCRIBER_STATISTICS_FLOWS_HALF_OPEN,
			atomic_read(&sessions->half_open)) ||
	    nla_put_u8(skb, RFW_A_SUBSCRIBER_STATISTICS_WATERMARK_RAISED,
		       READ_ONCE(sessions->raised)))
		goto cancel;
	for (i = 0; i < RFW_REFUSALS; i++)
		if (rfw_netlink_put_uint(skb, RFW_A_SUBSCRIBER_STATISTICS_REFUSED_SESSION_LIMIT + i,
					 sum.refused_by[i]))
			goto cancel;
	{
		const struct {
			int type;
			u64 value;
		} counters[] = {
			{ RFW_A_SUBSCRIBER_STATISTICS_FLOWS_CREATED, sum.created },
			{ RFW_A_SUBSCRIBER_STATISTICS_FLOWS_REFUSED, sum.refused },
			{ RFW_A_SUBSCRIBER_STATISTICS_FLOWS_EVICTED, sum.evicted },
			{ RFW_A_SUBSCRIBER_STATISTICS_DROPPED_OUT, sum.dropped[RFW_OUT] },
			{ RFW_A_SUBSCRIBER_STATISTICS_DROPPED_IN, sum.dropped[RFW_IN] },
			{ RFW_A_SUBSCRIBER_STATISTICS_PACKETS_OUT, sum.packets[RFW_OUT] },
			{ RFW_A_SUBSCRIBER_STATISTICS_OCTETS_OUT, sum.octets[RFW_OUT] },
			{ RFW_A_SUBSCRIBER_STATISTICS_PACKETS_IN, sum.packets[RFW_IN] },
			{ RFW_A_SUBSCRIBER_STATISTICS_OCTETS_IN, sum.octets[RFW_IN] },
		};

		for (i = 0; i < ARRAY_SIZE(counters); i++)
			if (rfw_netlink_put_uint(skb, counters[i].type, counters[i].value))
				goto cancel;
	}
	nla_nest_end(skb, nest);
	return 0;

cancel:
	nla_nest_cancel(skb, nest);
	return -EMSGSIZE;
}

static int put_subscription(struct sk_buff *skb, struct rfw_config *config,
			    const struct rfw_subscription *subscription)
{
	if (nla_put_string(skb, RFW_A_SUBSCRIBER_NAME, subscription->object.name) ||
	    nla_put_string(skb, RFW_A_SUBSCRIBER_POLICY,
			   policy_of(config, subscription)->object.name) ||
	    nla_put_u8(skb, RFW_A_SUBSCRIBER_WHOLE_DOMAIN, subscription->whole_domain) ||
	    put_statistics(skb, subscription->subscriber))
		return -EMSGSIZE;
	return 0;
}

/* Put as many prefixes as fit, from @index on, and move it. Return: all of them are out. */
static bool put_prefixes(struct sk_buff *skb, const struct rfw_prefix_list *list,
			 unsigned long *index)
{
	for (; *index < list->count; (*index)++)
		if (rfw_netlink_put_prefix(skb, RFW_A_SUBSCRIBER_PREFIX, &list->prefix[*index], -1))
			return false;
	return true;
}

int rfw_netlink_subscriber_get(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_subscription *subscription;
	struct rfw_config *config;
	unsigned long index = 0;
	struct sk_buff *reply;
	void *header;
	int err;

	if (info->attrs[RFW_A_SUBSCRIBER_POLICY]) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[RFW_A_SUBSCRIBER_POLICY],
				    "only a dump takes a policy");
		return -EINVAL;
	}
	mutex_lock(&rnet->config_lock);
	config = rfw_netlink_shown(rnet, info->snd_portid);
	subscription = subscription_of(config, info);
	err = PTR_ERR_OR_ZERO(subscription);
	if (err)
		goto out;
	err = -ENOMEM;
	reply = rfw_netlink_reply(info, RFW_CMD_SUBSCRIBER_GET,
				  NLMSG_GOODSIZE + subscription->prefixes.count *
							   (nla_total_size(0) + nla_total_size(16) +
							    nla_total_size(1)),
				  &header);
	if (!reply)
		goto out;
	if (put_subscription(reply, config, subscription) ||
	    !put_prefixes(reply, &subscription->prefixes, &index)) {
		nlmsg_free(reply);
		err = -EMSGSIZE;
		goto out;
	}
	genlmsg_end(reply, header);
	err = genlmsg_reply(reply, info);
out:
	mutex_unlock(&rnet->config_lock);
	return err;
}

/* cb->args: subscribers done, prefixes done of the next */
int rfw_netlink_subscriber_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct nlattr *filter = rfw_dump_attrs(cb)[RFW_A_SUBSCRIBER_POLICY];
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct rfw_subscription *subscription;
	struct rfw_config *config;
	unsigned long index = 0;
	void *header;
	bool whole;

	if (rfw_dump_attrs(cb)[RFW_A_SUBSCRIBER_NAME]) {
		NL_SET_ERR_MSG(cb->extack, "a dump takes no name");
		return -EINVAL;
	}
	mutex_lock(&rnet->config_lock);
	config = rfw_netlink_shown(rnet, NETLINK_CB(cb->skb).portid);
	if (filter && !rfw_object_find(&config->policies, nla_data(filter))) {
		NL_SET_ERR_MSG_ATTR(cb->extack, filter, "there is no policy of this name");
		mutex_unlock(&rnet->config_lock);
		return -ENOENT;
	}
	cb->seq = rnet->generation;
	list_for_each_entry(subscription, &config->subscriptions.list, object.list) {
		if (index++ < cb->args[0])
			continue;
		if (filter &&
		    strcmp(nla_data(filter), policy_of(config, subscription)->object.name))
			continue;
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_SUBSCRIBER_GET);
		if (!header)
			break;
		if (put_subscription(skb, config, subscription)) {
			genlmsg_cancel(skb, header);
			break;
		}
		whole = put_prefixes(skb, &subscription->prefixes, (unsigned long *)&cb->args[1]);
		genlmsg_end(skb, header);
		if (!whole)
			break;
		cb->args[0] = index;
		cb->args[1] = 0;
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}
