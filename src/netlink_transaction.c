// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transactions: a configuration that a socket makes beside the present one, to replace it in one
 * step.
 */
#include <linux/slab.h>

#include "netlink_family.h"

/**
 * rfw_netlink_shown - the configuration that a socket sees: its transaction, or the present one
 * @rnet: the namespace
 * @portid: netlink port of the socket
 *
 * Context: under the configuration lock.
 */
struct rfw_config *rfw_netlink_shown(struct rfw_net *rnet, u32 portid)
{
	const struct rfw_transaction *transaction = rnet->transaction;

	if (transaction && transaction->portid == portid)
		return transaction->config;
	return rfw_netlink_live(rnet);
}

int rfw_netlink_transaction_begin(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_transaction *transaction;
	int err = -EBUSY;

	mutex_lock(&rnet->config_lock);
	if (rnet->transaction) {
		NL_SET_ERR_MSG(info->extack, "another transaction is under way");
		goto out;
	}
	err = -ENOMEM;
	transaction = kzalloc(sizeof(*transaction), GFP_KERNEL_ACCOUNT);
	if (!transaction)
		goto out;
	transaction->config = rfw_config_new(rnet->net, &rnet->config_lock,
					     &rnet->pinholes, &rnet->hosts);
	if (!transaction->config) {
		kfree(transaction);
		goto out;
	}
	transaction->config->sip = &rnet->sip;
	transaction->portid = info->snd_portid;
	transaction->generation = rnet->generation;
	rnet->transaction = transaction;
	err = 0;
out:
	mutex_unlock(&rnet->config_lock);
	return err;
}

/* The transaction of the request's socket; under the configuration lock. */
static struct rfw_transaction *transaction_of(struct rfw_net *rnet, struct genl_info *info)
{
	if (rnet->transaction && rnet->transaction->portid == info->snd_portid)
		return rnet->transaction;
	NL_SET_ERR_MSG(info->extack, "this socket has no transaction");
	return NULL;
}

int rfw_netlink_transaction_commit(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_transaction *transaction;
	int err = -ENOENT;

	mutex_lock(&rnet->config_lock);
	transaction = transaction_of(rnet, info);
	if (!transaction)
		goto out;
	if (transaction->failed) {
		NL_SET_ERR_MSG(info->extack, "a request of the transaction was refused");
		err = -ECANCELED;
	} else if (transaction->generation != rnet->generation) {
		NL_SET_ERR_MSG(info->extack, "the configuration has changed meanwhile");
		err = -EAGAIN;
	} else {
		err = rfw_net_replace(rnet, transaction->config);
	}
	if (err) {
		rfw_net_abort(rnet);
	} else {
		rnet->transaction = NULL;
		kfree(transaction);
	}
out:
	mutex_unlock(&rnet->config_lock);
	return err;
}

int rfw_netlink_transaction_abort(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	int err = -ENOENT;

	mutex_lock(&rnet->config_lock);
	if (transaction_of(rnet, info)) {
		rfw_net_abort(rnet);
		err = 0;
	}
	mutex_unlock(&rnet->config_lock);
	return err;
}
