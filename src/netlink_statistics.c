// SPDX-License-Identifier: GPL-2.0-only
#include "answer.h"
#include "netlink_family.h"
#include "stats.h"

static int put_drops(struct sk_buff *skb, const struct rfw_stats_sum *sum)
{
	struct nlattr *nest;
	u32 reason;

	for (reason = RFW_DROP_REASON_NONE + 1; reason <= RFW_DROP_REASON_MAX; reason++) {
		nest = nla_nest_start(skb, RFW_A_STATISTICS_DROP);
		if (!nest || nla_put_u32(skb, RFW_A_DROP_REASON, reason) ||
		    rfw_netlink_put_uint(skb, RFW_A_DROP_PACKETS, sum->drops[reason]))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_sip(struct sk_buff *skb, const struct rfw_stats_sum *sum)
{
	struct nlattr *nest;
	u32 counter;

	for (counter = 0; counter <= RFW_SIP_COUNT_MAX; counter++) {
		nest = nla_nest_start(skb, RFW_A_STATISTICS_SIP);
		if (!nest || nla_put_u32(skb, RFW_A_SIP_COUNTER_COUNTER, counter) ||
		    rfw_netlink_put_uint(skb, RFW_A_SIP_COUNTER_COUNT, sum->sip[counter]))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_counters(struct sk_buff *skb, const struct rfw_stats_sum *sum)
{
	const struct {
		int type;
		u64 value;
	} counters[] = {
		{ RFW_A_STATISTICS_FLOWS_CREATED, sum->created },
		{ RFW_A_STATISTICS_FLOWS_ENDED, sum->ended },
		{ RFW_A_STATISTICS_PACKETS_OUT, sum->packets[RFW_OUT] },
		{ RFW_A_STATISTICS_OCTETS_OUT, sum->octets[RFW_OUT] },
		{ RFW_A_STATISTICS_PACKETS_IN, sum->packets[RFW_IN] },
		{ RFW_A_STATISTICS_OCTETS_IN, sum->octets[RFW_IN] },
		{ RFW_A_STATISTICS_PACKETS_PASSED, sum->passed },
		{ RFW_A_STATISTICS_MSS_UNMODIFIED, sum->mss_unmodified },
		{ RFW_A_STATISTICS_ANSWERED_RESET, sum->answered_reset },
		{ RFW_A_STATISTICS_ANSWERED_PROHIBITED, sum->answered_prohibited },
		{ RFW_A_STATISTICS_ANSWERS_LIMITED, sum->answers_limited },
		{ RFW_A_STATISTICS_ANSWERS_REFUSED, sum->answers_refused },
		{ RFW_A_STATISTICS_ANSWERS_CANCELLED, sum->answers_cancelled },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(counters); i++)
		if (rfw_netlink_put_uint(skb, counters[i].type, counters[i].value))
			return -EMSGSIZE;
	return 0;
}

/* @config: the present one, or one that is being made */
static int put_table(struct sk_buff *skb, struct rfw_net *rnet, const struct rfw_config *config)
{
	struct rfw_flow_table *table = &rnet->table;
	u32 max = config->max_flows ?: rfw_flow_table_default_max();
	u32 buckets = 0, flows = 0, waiting = 0;
	u64 octets;

	if (rnet->hooked) {
		buckets = rfw_flow_table_buckets(table);
		flows = atomic_read(&table->count);
		waiting = READ_ONCE(rnet->answers->waiting);
		if (config == rfw_netlink_live(rnet))
			max = READ_ONCE(table->max);
	}
	octets = (u64)buckets * sizeof(void *) + (u64)flows * sizeof(struct rfw_flow);
	if (nla_put_u32(skb, RFW_A_STATISTICS_FLOWS, flows) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_MAX_FLOWS, max) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_BUCKETS, buckets) ||
	    rfw_netlink_put_uint(skb, RFW_A_STATISTICS_TABLE_OCTETS, octets) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_FLOW_OCTETS, sizeof(struct rfw_flow)) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_REKEYED, table->rekeyed) ||
	    nla_put_u8(skb, RFW_A_STATISTICS_PREFETCHING, READ_ONCE(table->prefetching)) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_ANSWERS_WAITING, waiting))
		return -EMSGSIZE;
	return 0;
}

static int put_hosts(struct sk_buff *skb, struct rfw_hosts *hosts)
{
	u64 replaced, refused;
	u32 count;

	spin_lock_bh(&hosts->lock);
	count = hosts->count;
	replaced = hosts->replaced;
	refused = hosts->refused;
	spin_unlock_bh(&hosts->lock);
	if (nla_put_u32(skb, RFW_A_STATISTICS_HOSTS, count) ||
	    rfw_netlink_put_uint(skb, RFW_A_STATISTICS_HOSTS_REPLACED, replaced) ||
	    rfw_netlink_put_uint(skb, RFW_A_STATISTICS_HOSTS_REFUSED, refused))
		return -EMSGSIZE;
	return 0;
}

static int put_config(struct sk_buff *skb, const struct rfw_net *rnet,
		      const struct rfw_config *config)
{
	if (nla_put_string(skb, RFW_A_STATISTICS_VERSION, RFW_VERSION) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_GENERATION, rnet->generation) ||
	    nla_put_u8(skb, RFW_A_STATISTICS_ACTIVE, rnet->hooked) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_DOMAINS, config->domains.count) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_DOMAINS_DOWN,
			config->domains.count - config->domains_up) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_POLICIES, config->policies.count) ||
	    nla_put_u32(skb, RFW_A_STATISTICS_SUBSCRIBERS, config->subscriptions.count))
		return -EMSGSIZE;
	return 0;
}

int rfw_netlink_statistics_get(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_stats_sum sum;
	struct rfw_config *config;
	struct sk_buff *reply;
	void *header;
	int err;

	reply = rfw_netlink_reply(info, RFW_CMD_STATISTICS_GET, NLMSG_GOODSIZE, &header);
	if (!reply)
		return -ENOMEM;
	rfw_stats_sum(&sum, rnet->stats);
	mutex_lock(&rnet->config_lock);
	config = rfw_netlink_shown(rnet, info->snd_portid);
	err = put_config(reply, rnet, config) ?: put_table(reply, rnet, config);
	mutex_unlock(&rnet->config_lock);
	err = err ?: put_counters(reply, &sum) ?: put_hosts(reply, &rnet->hosts) ?:
						  put_drops(reply, &sum) ?: put_sip(reply, &sum);
	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}
