// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>

#include "domain.h"
#include "forward.h"
#include "locate.h"
#include "named_host.h"
#include "netlink_family.h"
#include "policy.h"
#include "subscriber.h"

static struct rfw_subscription *subscription_of(struct rfw_config *config,
						const struct genl_info *info)
{
	struct rfw_object *object =
		rfw_netlink_object(&config->subscriptions, info, RFW_A_OPENING_SUBSCRIBER);

	return IS_ERR(object) ? ERR_CAST(object) :
				container_of(object, struct rfw_subscription, object);
}

/* The host that a rule names, or NULL where it names none. */
static struct rfw_named_host *name_host(const struct rfw_subscription *subscription,
					const struct genl_info *info,
					struct rfw_opening_rule *rule)
{
	struct rfw_named_host *host;

	if (rule->target != RFW_OPENING_TARGET_HOST)
		return NULL;
	host = rfw_netlink_named_host(subscription, info->attrs[RFW_A_OPENING_HOST], info->extack);
	if (!IS_ERR(host))
		rule->host = host->id;
	return host;
}

static int static_new(struct rfw_request *request, const struct genl_info *info,
		      struct rfw_opening_rule *rule, u32 *id)
{
	static const int only_pinholes[] = { RFW_A_OPENING_OWNER, RFW_A_OPENING_COOKIE,
					     RFW_A_OPENING_LIFETIME };
	struct rfw_subscription *subscription;
	struct rfw_named_host *host;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(only_pinholes); i++)
		if (info->attrs[only_pinholes[i]])
			return rfw_netlink_refuse(info, only_pinholes[i], -EINVAL,
						  "only a pinhole has this");
	subscription = subscription_of(request->config, info);
	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	host = name_host(subscription, info, rule);
	if (IS_ERR(host))
		return PTR_ERR(host);
	*id = rfw_pinholes_next_id(&request->rnet->pinholes);
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_OPENING_ADDRESS] ?:
				      info->attrs[RFW_A_OPENING_SUFFIX] ?:
				      info->attrs[RFW_A_OPENING_HOST]);
	return rfw_forward_add(request->config,
			       request->staged ? rfw_netlink_live(request->rnet) : NULL,
			       subscription, rule, host, *id, info->extack);
}

/* Whose a pinhole's address is: of the subscriber that is given, or of any. */
static struct rfw_subscription *owner_of(struct rfw_config *config, const struct genl_info *info,
					 const struct in6_addr *address, u32 *vrf)
{
	struct rfw_subscription *subscription;
	const struct rfw_domain *domain;
	struct rfw_place place;

	*vrf = 0;
	if (info->attrs[RFW_A_OPENING_SUBSCRIBER]) {
		subscription = subscription_of(config, info);
		if (IS_ERR(subscription))
			return subscription;
		domain = rcu_dereference_protected(subscription->policy,
						   lockdep_is_held(config->lock))->domain;
		if (domain->zone)
			*vrf = domain->zone->vrf;
		if (rfw_subscription_has(config, subscription, address))
			return subscription;
		rfw_netlink_refuse(info, RFW_A_OPENING_ADDRESS, -EINVAL,
				   "the address is not inside a prefix of the subscriber");
		return ERR_PTR(-EINVAL);
	}
	rcu_read_lock();
	rfw_config_locate(&config->main, address, &place);
	rcu_read_unlock();
	if (place.subscription)
		return place.subscription;
	return ERR_PTR(rfw_netlink_refuse(info, RFW_A_OPENING_ADDRESS, -EINVAL,
					  "the address is no subscriber's"));
}

static int pinhole_new(struct rfw_request *request, const struct genl_info *info,
		       const struct rfw_opening_rule *rule, u32 *id)
{
	struct rfw_pinholes *pinholes = &request->rnet->pinholes;
	struct nlattr *cookie = info->attrs[RFW_A_OPENING_COOKIE];
	struct nlattr *owner = info->attrs[RFW_A_OPENING_OWNER];
	struct rfw_subscription *subscription;
	struct rfw_pinhole wanted = {};
	u32 vrf;
	int err;

	if (request->staged)
		return rfw_netlink_refuse(info, RFW_A_OPENING_KIND, -EINVAL,
					  "pinholes are no part of a configuration");
	if (!info->attrs[RFW_A_OPENING_LIFETIME])
		return rfw_netlink_refuse(info, RFW_A_OPENING_LIFETIME, -EINVAL,
					  "a pinhole needs a lifetime");
	wanted.lifetime = nla_get_u32(info->attrs[RFW_A_OPENING_LIFETIME]);
	wanted.owner = owner ? nla_get_u8(owner) : RFW_PINHOLE_OWNER_API;
	if (cookie) {
		if (nla_len(cookie) > RFW_COOKIE_MAX)
			return rfw_netlink_refuse(info, RFW_A_OPENING_COOKIE, -EINVAL,
						  "the cookie is too long");
		wanted.cookie_length = nla_len(cookie);
		memcpy(wanted.cookie, nla_data(cookie), nla_len(cookie));
	}
	subscription = owner_of(request->config, info, &rule->address, &vrf);
	if (IS_ERR(subscription))
		return PTR_ERR(subscription);
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_OPENING_ADDRESS]);
	spin_lock_bh(&pinholes->lock);
	err = rfw_pinhole_add(pinholes, subscription->subscriber, rule, &wanted, vrf, id,
			      info->extack);
	spin_unlock_bh(&pinholes->lock);
	if (!err)
		rfw_net_pinhole_timer(request->rnet);
	return err;
}

/* Tell the number of what was made. */
static void reply_id(struct sk_buff *reply, void *header, struct genl_info *info, u32 id)
{
	if (nla_put_u32(reply, RFW_A_OPENING_ID, id)) {
		nlmsg_free(reply);
		return;
	}
	genlmsg_end(reply, header);
	genlmsg_reply(reply, info);
}

int rfw_netlink_opening_new(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_opening_rule *rule = rfw_netlink_opening_rule(info);
	struct rfw_request request;
	struct sk_buff *reply;
	bool pinhole = false;
	void *header;
	u32 id = 0;
	int err;

	rfw_request_begin(&request, info);
	if (IS_ERR(rule))
		return rfw_request_end(&request, PTR_ERR(rule), false);
	/* Before anything is done, so that nothing need be undone. */
	reply = rfw_netlink_reply(info, RFW_CMD_OPENING_NEW, nla_total_size(sizeof(u32)), &header);
	err = -ENOMEM;
	if (!reply)
		goto out;
	pinhole = rule->kind == RFW_OPENING_KIND_PINHOLE;
	err = pinhole ? pinhole_new(&request, info, rule, &id) :
			static_new(&request, info, rule, &id);
	if (err || request.staged)
		nlmsg_free(reply);
	else
		reply_id(reply, header, info, id);
out:
	kfree(rule);
	if (pinhole && !err)
		return rfw_request_end_unchanged(&request);
	return rfw_request_end(&request, err, false);
}

static struct rfw_opening *pinhole_of(struct rfw_pinholes *pinholes, const struct genl_info *info)
{
	struct rfw_opening *opening;

	if (!info->attrs[RFW_A_OPENING_ID])
		return ERR_PTR(rfw_netlink_refuse(info, RFW_A_OPENING_ID, -EINVAL,
						  "the number is missing"));
	opening = xa_load(&pinholes->table.ids, nla_get_u32(info->attrs[RFW_A_OPENING_ID]));
	if (opening)
		return opening;
	return ERR_PTR(rfw_netlink_refuse(info, RFW_A_OPENING_ID, -ENOENT,
					  "there is no pinhole with this number"));
}

/* The rule of a pinhole with the filters of a request; NULL where it has none. */
static struct rfw_opening_rule *get_changed_rule(const struct genl_info *info,
						 const struct rfw_opening_rule *present)
{
	struct rfw_opening_rule *rule;
	int err;

	if (!info->attrs[RFW_A_OPENING_FILTER])
		return NULL;
	rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_ATOMIC);
	if (!rule)
		return ERR_PTR(-ENOMEM);
	memcpy(rule, present, rfw_opening_rule_head(present));
	err = rfw_netlink_opening_filters(info, rule);
	if (!err && rfw_opening_rule_size(rule) == rfw_opening_rule_size(present) &&
	    !memcmp(rule, present, rfw_opening_rule_size(rule))) {
		kfree(rule);
		return NULL;
	}
	if (!err)
		return rule;
	kfree(rule);
	return ERR_PTR(err);
}

int rfw_netlink_opening_set(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *lifetime = info->attrs[RFW_A_OPENING_LIFETIME];
	struct rfw_opening_rule *rule = NULL;
	struct rfw_pinholes *pinholes;
	struct rfw_opening *opening;
	struct rfw_request request;
	int err;

	rfw_request_begin(&request, info);
	pinholes = &request.rnet->pinholes;
	if (request.staged) {
		err = rfw_netlink_refuse(info, RFW_A_OPENING_ID, -EINVAL,
					 "pinholes are no part of a configuration");
		return rfw_request_end(&request, err, false);
	}
	spin_lock_bh(&pinholes->lock);
	opening = pinhole_of(pinholes, info);
	err = PTR_ERR_OR_ZERO(opening);
	if (!err) {
		rule = get_changed_rule(info, &opening->rule);
		err = PTR_ERR_OR_ZERO(rule);
	}
	if (!err)
		err = rfw_pinhole_set(pinholes, opening, rule,
				      lifetime ? nla_get_u32(lifetime) :
						 opening->pinhole->lifetime,
				      info->extack);
	spin_unlock_bh(&pinholes->lock);
	if (!err) {
		rfw_net_pinhole_timer(request.rnet);
		if (rule)
			rfw_net_rejudge(request.rnet);
	}
	if (!IS_ERR(rule))
		kfree(rule);
	rfw_request_end_unchanged(&request);
	return err;
}

static int pinhole_del(struct rfw_request *request, const struct genl_info *info)
{
	struct rfw_pinholes *pinholes = &request->rnet->pinholes;
	struct rfw_opening *opening;

	spin_lock_bh(&pinholes->lock);
	opening = pinhole_of(pinholes, info);
	if (!IS_ERR(opening))
		rfw_pinhole_del(pinholes, opening, RFW_FLOW_END_DELETED);
	spin_unlock_bh(&pinholes->lock);
	if (IS_ERR(opening))
		return PTR_ERR(opening);
	rfw_net_end_openings(request->rnet);
	return 0;
}

/* The forward or DMZ host that a request means. */
static struct rfw_opening *static_of(struct rfw_config *config, const struct genl_info *info,
				     u8 kind)
{
	struct rfw_subscription *subscription;
	struct rfw_opening *opening = NULL;
	struct rfw_opening_rule *rule;
	struct rfw_named_host *host;

	if (info->attrs[RFW_A_OPENING_ID]) {
		opening = xa_load(&config->openings.ids,
				  nla_get_u32(info->attrs[RFW_A_OPENING_ID]));
		if (opening && opening->rule.kind == kind)
			return opening;
		rfw_netlink_refuse(info, RFW_A_OPENING_ID, -ENOENT,
				   "there is nothing of this kind with this number");
		return ERR_PTR(-ENOENT);
	}
	subscription = subscription_of(config, info);
	if (IS_ERR(subscription))
		return ERR_CAST(subscription);
	rule = rfw_netlink_opening_rule(info);
	if (IS_ERR(rule))
		return ERR_CAST(rule);
	host = name_host(subscription, info, rule);
	if (!IS_ERR(host))
		opening = rfw_opening_same(&config->openings, rule, subscription->subscriber);
	kfree(rule);
	if (IS_ERR(host))
		return ERR_CAST(host);
	if (opening)
		return opening;
	NL_SET_ERR_MSG(info->extack, "the subscriber has none that says exactly this");
	return ERR_PTR(-ENOENT);
}

int rfw_netlink_opening_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_opening *opening;
	struct rfw_request request;
	u8 kind;
	int err;

	rfw_request_begin(&request, info);
	if (!info->attrs[RFW_A_OPENING_KIND]) {
		err = rfw_netlink_refuse(info, RFW_A_OPENING_KIND, -EINVAL, "the kind is missing");
		return rfw_request_end(&request, err, false);
	}
	kind = nla_get_u8(info->attrs[RFW_A_OPENING_KIND]);
	if (kind == RFW_OPENING_KIND_PINHOLE) {
		err = pinhole_del(&request, info);
		rfw_request_end_unchanged(&request);
		return err;
	}
	opening = static_of(request.config, info, kind);
	err = PTR_ERR_OR_ZERO(opening);
	if (!err)
		rfw_forward_del(request.config, opening);
	return rfw_request_end(&request, err, !err);
}
