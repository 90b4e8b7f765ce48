/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the netlink family share.
 */
#ifndef _RFW_NETLINK_FAMILY_H
#define _RFW_NETLINK_FAMILY_H

#include <linux/if.h>
#include <net/genetlink.h>

#include "config.h"
#include "net.h"
#include "netlink_gen.h"

enum rfw_netlink_group {
	RFW_NETLINK_GROUP_CONFIG,
	RFW_NETLINK_GROUP_FLOW,
	RFW_NETLINK_GROUP_DROP,
	RFW_NETLINK_GROUP_PINHOLE,
	RFW_NETLINK_GROUP_ALARM,
};

extern struct genl_family rfw_netlink_family;
extern bool rfw_netlink_up;	/* the family is registered; WRITE_ONCE at load and unload */

/**
 * struct rfw_request - a request that reads or changes the configuration
 * @rnet: the namespace
 * @config: the one that the request is about: the socket's transaction, or the present one
 * @staged: it is a transaction
 */
struct rfw_request {
	struct rfw_net *rnet;
	struct rfw_config *config;
	bool staged;
};

void rfw_request_begin(struct rfw_request *request, const struct genl_info *info);
int rfw_request_end(struct rfw_request *request, int err, bool rejudge);
int rfw_request_end_unchanged(struct rfw_request *request);

/**
 * rfw_netlink_heard - does anybody listen to the events of a group
 * @net: the namespace
 * @group: the group
 *
 * Context: any.
 * Return: whether somebody does.
 */
static inline bool rfw_netlink_heard(const struct net *net, enum rfw_netlink_group group)
{
	return READ_ONCE(rfw_netlink_up) &&
	       genl_has_listeners(&rfw_netlink_family, (struct net *)net, group);
}

void rfw_netlink_lost(const struct net *net, enum rfw_netlink_group group);
int rfw_netlink_refuse(const struct genl_info *info, int type, int err, const char *message);
struct rfw_config *rfw_netlink_live(struct rfw_net *rnet);
struct rfw_config *rfw_netlink_shown(struct rfw_net *rnet, u32 portid);
struct rfw_object *rfw_netlink_object(struct rfw_objects *objects, const struct genl_info *info,
				      int type);
const struct nlattr *rfw_netlink_next(const struct genl_info *info, const struct nlattr *after,
				      int type);
int rfw_netlink_prefix(const struct nlattr *attr, struct rfw_prefix *prefix, u8 min,
		       struct netlink_ext_ack *extack);
int rfw_netlink_prefixes(const struct genl_info *info, int type, u8 min, u32 max,
			 struct rfw_prefix_list *list);
void rfw_netlink_blame(const struct genl_info *info, int type, u32 index);
int rfw_netlink_get_uint(const struct nlattr *attr, u64 *value, struct netlink_ext_ack *extack);
int rfw_netlink_put_uint(struct sk_buff *skb, int type, u64 value);
int rfw_netlink_put_prefix(struct sk_buff *skb, int type, const struct rfw_prefix *prefix,
			   int origin);
struct sk_buff *rfw_netlink_reply(const struct genl_info *info, u8 cmd, size_t size, void **header);
void *rfw_netlink_dump_put(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);
int rfw_netlink_no_filter(const struct netlink_callback *cb);

int rfw_netlink_domain_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_domain_set(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_domain_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_domain_get(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_domain_dump(struct sk_buff *skb, struct netlink_callback *cb);

int rfw_netlink_policy_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_policy_set(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_policy_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_policy_get(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_preset_dump(struct sk_buff *skb, struct netlink_callback *cb);
int rfw_netlink_policy_dump(struct sk_buff *skb, struct netlink_callback *cb);

extern const struct nla_policy rfw_netlink_subscriber_get_policy[RFW_A_SUBSCRIBER_POLICY + 1];
int rfw_netlink_subscriber_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_subscriber_set(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_subscriber_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_subscriber_get(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_subscriber_dump(struct sk_buff *skb, struct netlink_callback *cb);

int rfw_netlink_opening_filters(const struct genl_info *info, struct rfw_opening_rule *rule);
struct rfw_opening_rule *rfw_netlink_opening_rule(const struct genl_info *info);
int rfw_netlink_opening_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_opening_set(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_opening_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_opening_dump(struct sk_buff *skb, struct netlink_callback *cb);

struct rfw_named_host *rfw_netlink_named_host(const struct rfw_subscription *subscription,
					      const struct nlattr *name,
					      struct netlink_ext_ack *extack);
int rfw_netlink_named_host_del(struct rfw_request *request, const struct genl_info *info,
			       struct rfw_subscription *subscription);
int rfw_netlink_host_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_host_set(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_named_host_dump(struct sk_buff *skb, struct netlink_callback *cb);
int rfw_netlink_host_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_host_dump(struct sk_buff *skb, struct netlink_callback *cb);

int rfw_netlink_sip_call_dump(struct sk_buff *skb, struct netlink_callback *cb);

int rfw_netlink_put_flow(struct sk_buff *skb, const struct rfw_flow *flow, u32 now);
int rfw_netlink_flow_dump(struct sk_buff *skb, struct netlink_callback *cb);
int rfw_netlink_flow_new(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_flow_del(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_flow_table_set(struct sk_buff *skb, struct genl_info *info);

int rfw_netlink_transaction_begin(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_transaction_commit(struct sk_buff *skb, struct genl_info *info);
int rfw_netlink_transaction_abort(struct sk_buff *skb, struct genl_info *info);

int rfw_netlink_explain(struct sk_buff *skb, struct genl_info *info);

int rfw_netlink_statistics_get(struct sk_buff *skb, struct genl_info *info);

#endif
