// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ctype.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "netlink_family.h"
#include "sip_view.h"
#include "subscriber.h"

/* The text is somebody else's: no more of it gets to people than what a Call-ID may have. */
static int put_call_id(struct sk_buff *skb, const struct rfw_sip_call_view *call)
{
	unsigned int length = min_t(unsigned int, call->call_id_length, RFW_SIP_CALL_ID_MAX);
	struct nlattr *attr = nla_reserve(skb, RFW_A_SIP_CALL_CALL_ID, length + 1);
	unsigned int i;
	char *text;

	if (!attr)
		return -EMSGSIZE;
	text = nla_data(attr);
	for (i = 0; i < length; i++) {
		text[i] = call->call_id[i];
		if (!isascii(text[i]) || !isgraph(text[i]))
			text[i] = '?';
	}
	text[length] = 0;
	return 0;
}

static int put_media(struct sk_buff *skb, const struct rfw_sip_call_view *call)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 0; i < call->media_count; i++) {
		nest = nla_nest_start(skb, RFW_A_SIP_CALL_MEDIA);
		if (!nest || nla_put_u8(skb, RFW_A_SIP_MEDIA_KIND, call->media[i].kind) ||
		    nla_put_in6_addr(skb, RFW_A_SIP_MEDIA_ADDRESS, &call->media[i].address) ||
		    nla_put_be16(skb, RFW_A_SIP_MEDIA_PORT, htons(call->media[i].port)) ||
		    nla_put_u32(skb, RFW_A_SIP_MEDIA_PINHOLE, call->media[i].pinhole))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_call(struct sk_buff *skb, const struct rfw_sip_call_view *call)
{
	unsigned int i;

	if (nla_put_u32(skb, RFW_A_SIP_CALL_ID, call->id) ||
	    nla_put_string(skb, RFW_A_SIP_CALL_SUBSCRIBER, call->subscriber->name) ||
	    nla_put_in6_addr(skb, RFW_A_SIP_CALL_HOST, &call->host) ||
	    put_call_id(skb, call) || nla_put_u8(skb, RFW_A_SIP_CALL_STATE, call->state) ||
	    nla_put_u32(skb, RFW_A_SIP_CALL_AGE, call->age) ||
	    nla_put_u32(skb, RFW_A_SIP_CALL_EXPIRES, call->left))
		return -EMSGSIZE;
	for (i = 0; i < call->remotes; i++)
		if (nla_put_in6_addr(skb, RFW_A_SIP_CALL_REMOTE, &call->remote[i]))
			return -EMSGSIZE;
	return put_media(skb, call);
}

static bool matches(struct nlattr **attrs, const struct rfw_sip_call_view *call)
{
	const struct nlattr *subscriber = attrs[RFW_A_SIP_CALL_SUBSCRIBER];
	const struct nlattr *host = attrs[RFW_A_SIP_CALL_HOST];

	return (!subscriber || !nla_strcmp(subscriber, call->subscriber->name)) &&
	       (!host || !memcmp(nla_data(host), &call->host, sizeof(call->host)));
}

/* Return: false when the buffer is full, and the call is to come again. */
static bool dump_call(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct rfw_sip_call_view *call)
{
	void *header;

	if (!matches(rfw_dump_attrs(cb), call))
		return true;
	header = rfw_netlink_dump_put(skb, cb, RFW_CMD_SIP_CALL_GET);
	if (!header)
		return false;
	if (put_call(skb, call)) {
		genlmsg_cancel(skb, header);
		return false;
	}
	genlmsg_end(skb, header);
	return true;
}

/*
 * cb->args: number to go on with; was that all? A call keeps its number, so one that is there all
 * the time is dumped once.
 */
int rfw_netlink_sip_call_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct rfw_sip_call_view *call = kmalloc(sizeof(*call), GFP_KERNEL);
	u32 id = cb->args[0];
	bool room = true;

	if (!call)
		return -ENOMEM;
	mutex_lock(&rnet->config_lock);
	cb->seq = rnet->generation;
	while (room && !cb->args[1]) {
		/* The call may end at any time, and its subscriber with it. */
		rcu_read_lock();
		if (rfw_sip_calls_next(&rnet->sip, &id, call)) {
			room = dump_call(skb, cb, call);
			id = room ? call->id + 1 : call->id;
			cb->args[1] = !id;
		} else {
			cb->args[1] = true;
		}
		rcu_read_unlock();
		cond_resched();
	}
	cb->args[0] = id;
	mutex_unlock(&rnet->config_lock);
	kfree(call);
	return skb->len;
}
