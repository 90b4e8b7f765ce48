// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netlink family: its operations, its transactions, and what all requests have in common.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "netlink.h"
#include "netlink_family.h"

/* No event may go out under group numbers that are another family's by now. */
bool rfw_netlink_up;

/**
 * rfw_netlink_live - the present configuration
 * @rnet: the namespace
 *
 * Context: under the configuration lock.
 */
struct rfw_config *rfw_netlink_live(struct rfw_net *rnet)
{
	return rcu_dereference_protected(rnet->config, lockdep_is_held(&rnet->config_lock));
}

/**
 * rfw_request_begin - take the configuration lock and find the configuration that a request is
 * about
 * @request: filled in
 * @info: the request
 */
void rfw_request_begin(struct rfw_request *request, const struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net((struct genl_info *)info));
	struct rfw_transaction *transaction;

	mutex_lock(&rnet->config_lock);
	transaction = rnet->transaction;
	request->rnet = rnet;
	request->staged = transaction && transaction->portid == info->snd_portid;
	request->config = request->staged ? transaction->config : rfw_netlink_live(rnet);
}

/**
 * rfw_request_end - let a change take effect, and release the configuration lock
 * @request: from rfw_request_begin()
 * @err: outcome of the request
 * @rejudge: present flows may not be allowed any more, or have other timers
 *
 * Return: @err.
 */
int rfw_request_end(struct rfw_request *request, int err, bool rejudge)
{
	struct rfw_net *rnet = request->rnet;

	if (request->staged)
		rnet->transaction->failed |= err;
	else if (!err)
		rfw_net_changed(rnet, rejudge);
	else if (!request->config->domains_up)
		rfw_net_hook(rnet, 0, false);
	mutex_unlock(&rnet->config_lock);
	return err;
}

/**
 * rfw_request_end_unchanged - release the configuration lock; the configuration is as before
 * @request: from rfw_request_begin()
 *
 * Return: 0.
 */
int rfw_request_end_unchanged(struct rfw_request *request)
{
	mutex_unlock(&request->rnet->config_lock);
	return 0;
}

/**
 * rfw_netlink_refuse - say what is wrong with a request
 * @info: the request
 * @type: the attribute that is wrong, or missing
 * @err: negative error
 * @message: for people, a string that stays
 *
 * Return: @err.
 */
int rfw_netlink_refuse(const struct genl_info *info, int type, int err, const char *message)
{
	if (info->attrs[type])
		NL_SET_BAD_ATTR(info->extack, info->attrs[type]);
	else
		NL_SET_ERR_ATTR_MISS(info->extack, NULL, type);
	info->extack->_msg = message;
	return err;
}

/**
 * rfw_netlink_object - the object that a request names
 * @objects: to look in
 * @info: the request
 * @type: attribute with the name
 *
 * Return: the object, or ERR_PTR(-EINVAL) or ERR_PTR(-ENOENT) with the reason.
 */
struct rfw_object *rfw_netlink_object(struct rfw_objects *objects, const struct genl_info *info,
				      int type)
{
	struct rfw_object *object;

	if (!info->attrs[type])
		return ERR_PTR(rfw_netlink_refuse(info, type, -EINVAL, "a name is missing"));
	object = rfw_object_find(objects, nla_data(info->attrs[type]));
	if (!object)
		return ERR_PTR(rfw_netlink_refuse(info, type, -ENOENT,
						  "there is nothing of this name"));
	return object;
}

/**
 * rfw_netlink_next - the next attribute of a type in a request
 * @info: the request
 * @after: the one before, NULL for the first
 * @type: attribute type
 *
 * Return: the attribute, or NULL when there is none left.
 */
const struct nlattr *rfw_netlink_next(const struct genl_info *info, const struct nlattr *after,
				      int type)
{
	const struct nlattr *attr = nlmsg_attrdata(info->nlhdr, GENL_HDRLEN);
	int rem = nlmsg_attrlen(info->nlhdr, GENL_HDRLEN);

	if (after) {
		rem -= (const char *)after - (const char *)attr;
		attr = nla_next(after, &rem);
	}
	for (; nla_ok(attr, rem); attr = nla_next(attr, &rem))
		if (nla_type(attr) == type)
			return attr;
	return NULL;
}

/**
 * rfw_netlink_prefix - read a prefix
 * @attr: nest of RFW_A_PREFIX_*
 * @prefix: filled in
 * @min: shortest length
 * @extack: gets the reason of a refusal
 */
int rfw_netlink_prefix(const struct nlattr *attr, struct rfw_prefix *prefix, u8 min,
		       struct netlink_ext_ack *extack)
{
	struct nlattr *tb[RFW_A_PREFIX_MAX + 1];
	int err = nla_parse_nested(tb, RFW_A_PREFIX_ORIGIN, attr, rfw_prefix_nl_policy, extack);

	if (err)
		return err;
	if (!tb[RFW_A_PREFIX_ADDRESS] || !tb[RFW_A_PREFIX_LENGTH]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "a prefix is an address and a length");
		return -EINVAL;
	}
	prefix->address = nla_get_in6_addr(tb[RFW_A_PREFIX_ADDRESS]);
	prefix->length = nla_get_u8(tb[RFW_A_PREFIX_LENGTH]);
	if (!rfw_prefix_valid(&prefix->address, prefix->length)) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "the prefix has host bits set");
		return -EINVAL;
	}
	if (prefix->length < min) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "the prefix is too short");
		return -EINVAL;
	}
	return 0;
}

/**
 * rfw_netlink_prefixes - read all prefixes of a request
 * @info: the request
 * @type: attribute type, a nest of RFW_A_PREFIX_*; a single empty one stands for an empty list
 * @min: shortest length
 * @max: most prefixes
 * @list: filled in; the caller's to free
 *
 * Return: 0 or a negative error with nothing to free.
 */
int rfw_netlink_prefixes(const struct genl_info *info, int type, u8 min, u32 max,
			 struct rfw_prefix_list *list)
{
	const struct nlattr *attr = NULL;
	u32 count = 0;
	int err;

	list->prefix = NULL;
	list->count = 0;
	while ((attr = rfw_netlink_next(info, attr, type)))
		count++;
	if (count == 1 && !nla_len(info->attrs[type]))
		return 0;
	if (count > max) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[type], "too many prefixes");
		return -E2BIG;
	}
	list->prefix = kvcalloc(count, sizeof(*list->prefix), GFP_KERNEL_ACCOUNT);
	if (!list->prefix)
		return -ENOMEM;
	while ((attr = rfw_netlink_next(info, attr, type))) {
		err = rfw_netlink_prefix(attr, &list->prefix[list->count++], min, info->extack);
		if (err) {
			rfw_prefix_list_free(list);
			return err;
		}
	}
	return 0;
}

/**
 * rfw_netlink_blame - name the attribute at fault when it is one of several of a type
 * @info: the request
 * @type: attribute type
 * @index: which one
 */
void rfw_netlink_blame(const struct genl_info *info, int type, u32 index)
{
	const struct nlattr *attr = NULL;

	while ((attr = rfw_netlink_next(info, attr, type)))
		if (!index--)
			NL_SET_BAD_ATTR(info->extack, attr);
}

/**
 * rfw_netlink_get_uint - read a number of four or eight octets
 * @attr: attribute
 * @value: filled in
 * @extack: gets the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int rfw_netlink_get_uint(const struct nlattr *attr, u64 *value, struct netlink_ext_ack *extack)
{
	switch (nla_len(attr)) {
	case sizeof(u32):
		*value = nla_get_u32(attr);
		return 0;
	case sizeof(u64):
		*value = nla_get_u64(attr);
		return 0;
	}
	NL_SET_ERR_MSG_ATTR(extack, attr, "a number has four or eight octets");
	return -EINVAL;
}

/**
 * rfw_netlink_put_uint - write a number in as few octets as NLA_UINT allows
 * @skb: message
 * @type: attribute type
 * @value: the number
 *
 * Return: 0 or -EMSGSIZE.
 */
int rfw_netlink_put_uint(struct sk_buff *skb, int type, u64 value)
{
	u32 half = value;

	if (half == value)
		return nla_put_u32(skb, type, half);
	return nla_put(skb, type, sizeof(value), &value);
}

/**
 * rfw_netlink_put_prefix - write a prefix
 * @skb: message
 * @type: attribute type of the nest
 * @prefix: to write
 * @origin: enum rfw_prefix_origin, or negative for none
 */
int rfw_netlink_put_prefix(struct sk_buff *skb, int type, const struct rfw_prefix *prefix,
			   int origin)
{
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest)
		return -EMSGSIZE;
	if (nla_put_in6_addr(skb, RFW_A_PREFIX_ADDRESS, &prefix->address) ||
	    nla_put_u8(skb, RFW_A_PREFIX_LENGTH, prefix->length) ||
	    (origin >= 0 && nla_put_u8(skb, RFW_A_PREFIX_ORIGIN, origin))) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * rfw_netlink_reply - begin a reply
 * @info: the request
 * @cmd: RFW_CMD_*
 * @size: of the attributes
 * @header: for genlmsg_end()
 */
struct sk_buff *rfw_netlink_reply(const struct genl_info *info, u8 cmd, size_t size, void **header)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL);

	if (!skb)
		return NULL;
	*header = genlmsg_put(skb, info->snd_portid, info->snd_seq, &rfw_netlink_family, 0, cmd);
	if (!*header) {
		nlmsg_free(skb);
		return NULL;
	}
	return skb;
}

/**
 * rfw_netlink_dump_put - begin a message of a dump, marked if the dump is inconsistent by now
 * @skb: the message
 * @cb: the dump
 * @cmd: RFW_CMD_*
 *
 * Return: for genlmsg_end(), or NULL when the dump's buffer is full.
 */
void *rfw_netlink_dump_put(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	void *header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				   &rfw_netlink_family, NLM_F_MULTI, cmd);

	if (header)
		genl_dump_check_consistent(cb, header);
	return header;
}

/**
 * rfw_netlink_no_filter - refuse a dump request that has attributes
 * @cb: the dump
 *
 * The operation's policy is that of its doit, and what a dump would ignore it must not accept.
 */
int rfw_netlink_no_filter(const struct netlink_callback *cb)
{
	if (!nlmsg_attrlen(cb->nlh, GENL_HDRLEN))
		return 0;
	NL_SET_ERR_MSG(cb->extack, "this dump takes no attributes");
	return -EINVAL;
}

#define DO(command, handler, name, permission)					\
	{									\
		.cmd = RFW_CMD_##command,					\
		.doit = handler,						\
		.policy = name##_nl_policy,					\
		.maxattr = ARRAY_SIZE(name##_nl_policy) - 1,			\
		.flags = permission,						\
	}

/* Without a policy every attribute is refused. */
#define BARE(command, handler, permission)					\
	{									\
		.cmd = RFW_CMD_##command,					\
		.doit = handler,						\
		.flags = permission,						\
	}

static const struct genl_ops ops[] = {
	DO(DOMAIN_NEW, rfw_netlink_domain_new, rfw_domain_new, GENL_UNS_ADMIN_PERM),
	DO(DOMAIN_SET, rfw_netlink_domain_set, rfw_domain_set, GENL_UNS_ADMIN_PERM),
	DO(DOMAIN_DEL, rfw_netlink_domain_del, rfw_domain_del, GENL_UNS_ADMIN_PERM),
	{
		.cmd = RFW_CMD_DOMAIN_GET,
		.doit = rfw_netlink_domain_get,
		.dumpit = rfw_netlink_domain_dump,
		.policy = rfw_domain_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_domain_get_nl_policy) - 1,
	},
	DO(POLICY_NEW, rfw_netlink_policy_new, rfw_policy_new, GENL_UNS_ADMIN_PERM),
	DO(POLICY_SET, rfw_netlink_policy_set, rfw_policy_set, GENL_UNS_ADMIN_PERM),
	DO(POLICY_DEL, rfw_netlink_policy_del, rfw_policy_del, GENL_UNS_ADMIN_PERM),
	{
		.cmd = RFW_CMD_POLICY_GET,
		.doit = rfw_netlink_policy_get,
		.dumpit = rfw_netlink_policy_dump,
		.policy = rfw_policy_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_policy_get_nl_policy) - 1,
	},
	{
		.cmd = RFW_CMD_PRESET_GET,
		.dumpit = rfw_netlink_preset_dump,
	},
	DO(SUBSCRIBER_NEW, rfw_netlink_subscriber_new, rfw_subscriber_new, GENL_UNS_ADMIN_PERM),
	DO(SUBSCRIBER_SET, rfw_netlink_subscriber_set, rfw_subscriber_set, GENL_UNS_ADMIN_PERM),
	DO(SUBSCRIBER_DEL, rfw_netlink_subscriber_del, rfw_subscriber_del, GENL_UNS_ADMIN_PERM),
	{
		.cmd = RFW_CMD_SUBSCRIBER_GET,
		.doit = rfw_netlink_subscriber_get,
		.dumpit = rfw_netlink_subscriber_dump,
		.policy = rfw_netlink_subscriber_get_policy,
		.maxattr = ARRAY_SIZE(rfw_netlink_subscriber_get_policy) - 1,
	},
	DO(OPENING_NEW, rfw_netlink_opening_new, rfw_opening_new, GENL_UNS_ADMIN_PERM),
	DO(OPENING_SET, rfw_netlink_opening_set, rfw_opening_set, GENL_UNS_ADMIN_PERM),
	DO(OPENING_DEL, rfw_netlink_opening_del, rfw_opening_del, GENL_UNS_ADMIN_PERM),
	{
		.cmd = RFW_CMD_OPENING_GET,
		.dumpit = rfw_netlink_opening_dump,
		.policy = rfw_opening_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_opening_get_nl_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = RFW_CMD_HOST_GET,
		.dumpit = rfw_netlink_host_dump,
		.policy = rfw_host_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_host_get_nl_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	DO(HOST_DEL, rfw_netlink_host_del, rfw_host_del, GENL_UNS_ADMIN_PERM),
	DO(HOST_NEW, rfw_netlink_host_new, rfw_host_new, GENL_UNS_ADMIN_PERM),
	DO(HOST_SET, rfw_netlink_host_set, rfw_host_set, GENL_UNS_ADMIN_PERM),
	{
		.cmd = RFW_CMD_NAMED_HOST_GET,
		.dumpit = rfw_netlink_named_host_dump,
		.policy = rfw_named_host_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_named_host_get_nl_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = RFW_CMD_SIP_CALL_GET,
		.dumpit = rfw_netlink_sip_call_dump,
		.policy = rfw_sip_call_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_sip_call_get_nl_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = RFW_CMD_FLOW_GET,
		.dumpit = rfw_netlink_flow_dump,
		.policy = rfw_flow_get_nl_policy,
		.maxattr = ARRAY_SIZE(rfw_flow_get_nl_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	DO(FLOW_NEW, rfw_netlink_flow_new, rfw_flow_new, GENL_UNS_ADMIN_PERM),
	DO(FLOW_DEL, rfw_netlink_flow_del, rfw_flow_del, GENL_UNS_ADMIN_PERM),
	DO(FLOW_TABLE_SET, rfw_netlink_flow_table_set, rfw_flow_table_set, GENL_UNS_ADMIN_PERM),
	DO(EXPLAIN, rfw_netlink_explain, rfw_explain, GENL_UNS_ADMIN_PERM),
	BARE(STATISTICS_GET, rfw_netlink_statistics_get, 0),
	BARE(TRANSACTION_BEGIN, rfw_netlink_transaction_begin, GENL_UNS_ADMIN_PERM),
	BARE(TRANSACTION_COMMIT, rfw_netlink_transaction_commit, GENL_UNS_ADMIN_PERM),
	BARE(TRANSACTION_ABORT, rfw_netlink_transaction_abort, GENL_UNS_ADMIN_PERM),
};

static const struct genl_multicast_group groups[] = {
	[RFW_NETLINK_GROUP_CONFIG]	= { .name = RFW_MCGRP_CONFIG },
	[RFW_NETLINK_GROUP_FLOW]	= { .name = RFW_MCGRP_FLOW },
	[RFW_NETLINK_GROUP_DROP]	= { .name = RFW_MCGRP_DROP },
	[RFW_NETLINK_GROUP_PINHOLE]	= { .name = RFW_MCGRP_PINHOLE },
	[RFW_NETLINK_GROUP_ALARM]	= { .name = RFW_MCGRP_ALARM },
};

struct genl_family rfw_netlink_family __ro_after_init = {
	.name = RFW_GENL_NAME,
	.version = RFW_GENL_VERSION,
	.module = THIS_MODULE,
	.netnsok = true,
	.parallel_ops = true,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.resv_start_op = RFW_CMD_DOMAIN_NEW,
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * rfw_netlink_changed - tell who listens that the configuration has changed
 * @rnet: the namespace
 *
 * Context: under the configuration lock, may sleep.
 */
void rfw_netlink_changed(struct rfw_net *rnet)
{
	struct sk_buff *skb;
	void *header;

	if (!rfw_netlink_heard(rnet->net, RFW_NETLINK_GROUP_CONFIG))
		return;
	skb = genlmsg_new(nla_total_size(sizeof(u32)), GFP_KERNEL);
	if (skb) {
		header = genlmsg_put(skb, 0, 0, &rfw_netlink_family, 0, RFW_CMD_CONFIGURATION_NTF);
		if (WARN_ON_ONCE(!header || nla_put_u32(skb, RFW_A_STATISTICS_GENERATION,
							rnet->generation))) {
			nlmsg_free(skb);
			return;
		}
		genlmsg_end(skb, header);
	}
	/* Pairs with rfw_netlink_exit(). */
	rcu_read_lock();
	if (!READ_ONCE(rfw_netlink_up))
		nlmsg_free(skb);
	else if (skb)
		genlmsg_multicast_netns(&rfw_netlink_family, rnet->net, skb, 0,
					RFW_NETLINK_GROUP_CONFIG, GFP_ATOMIC);
	else
		rfw_netlink_lost(rnet->net, RFW_NETLINK_GROUP_CONFIG);
	rcu_read_unlock();
}

/**
 * rfw_netlink_lost - an event could not be made: listeners see ENOBUFS, as with a full socket
 * @net: the namespace
 * @group: the group
 *
 * Context: any, under rcu_read_lock().
 */
void rfw_netlink_lost(const struct net *net, enum rfw_netlink_group group)
{
	netlink_set_err(net->genl_sock, 0, rfw_netlink_family.mcgrp_offset + group, -ENOBUFS);
}

/* A socket that closes gives up its transaction. */
static int socket_event(struct notifier_block *block, unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;
	struct rfw_net *rnet;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC ||
	    !check_net(notify->net))
		return NOTIFY_DONE;
	rnet = rfw_net_get(notify->net);
	mutex_lock(&rnet->config_lock);
	if (rnet->transaction && rnet->transaction->portid == notify->portid)
		rfw_net_abort(rnet);
	mutex_unlock(&rnet->config_lock);
	return NOTIFY_DONE;
}

static struct notifier_block socket_block = { .notifier_call = socket_event };

int rfw_netlink_init(void)
{
	int err = netlink_register_notifier(&socket_block);

	if (err)
		return err;
	err = genl_register_family(&rfw_netlink_family);
	if (err) {
		netlink_unregister_notifier(&socket_block);
		return err;
	}
	WRITE_ONCE(rfw_netlink_up, true);
	return 0;
}

void rfw_netlink_exit(void)
{
	WRITE_ONCE(rfw_netlink_up, false);
	/* Events go out under rcu_read_lock(). */
	synchronize_rcu();
	genl_unregister_family(&rfw_netlink_family);
	netlink_unregister_notifier(&socket_block);
}

MODULE_ALIAS_GENL_FAMILY(RFW_GENL_NAME);
