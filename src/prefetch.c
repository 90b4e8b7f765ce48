// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fetching the memory of flows ahead of their packets.
 *
 * A packet of a table beyond the caches waits for memory twice: for the head of its chain, and then
 * for its flow. Where the driver hands over several packets at once, the kernel takes all of them
 * through the hooks before routing first. There each packet's head is asked for, and a few packets
 * later the first flow behind it; those that come to the forward hook ask for what is left, and for
 * second flows. So all of them wait together, and while others are routed.
 *
 * The hook costs every packet something, so it is there while there are many flows only.
 */
#include <linux/moduleparam.h>
#include <linux/netfilter_ipv6.h>
#include <linux/percpu.h>
#include <linux/prefetch.h>

#include "context.h"
#include "flow_find.h"
#include "net.h"
#include "packet_plain.h"
#include "prefetch.h"

#define NOTES		32U		/* packets that are remembered, a power of two */
#define LEAD		4U		/* packets, after which a head has come */
#define CHANGE_INTERVAL	(10 * HZ)	/* at least between two changes of the hooks */

static unsigned int prefetch_flows = 16384;
module_param_named(prefetch, prefetch_flows, uint, 0644);
MODULE_PARM_DESC(prefetch, "Flows from which memory is fetched ahead, where the first domain comes up later (default: 16384, 0: never)");

/**
 * struct note - where a packet's flow will be looked for
 * @skb: the packet, never followed
 * @bucket: its chain, of some array
 */
struct note {
	const struct sk_buff *skb;
	u32 bucket;
};

/**
 * struct notes - of the packets that a CPU has seen before routing and not yet in FORWARD
 * @count: of @heads, in the order in which the packets came
 * @firsts: how many of them have had their first flow asked for
 * @seconds: how many their second, too
 * @heads: their chains
 * @notes: by address of the packet
 *
 * Written in softirq only, by packets of all namespaces. Nothing in here is believed: a bucket is
 * taken as an index below the size of the array, and a flow is the packet's if it has its key.
 */
struct notes {
	u32 count;
	u32 firsts;
	u32 seconds;
	u32 heads[NOTES];
	struct note notes[NOTES];
};

static DEFINE_PER_CPU(struct notes, cpu_notes);

/* Packets come from a slab of 256 octets each, mostly. */
static struct note *note_of(struct notes *notes, const struct sk_buff *skb)
{
	return &notes->notes[((unsigned long)skb >> 8) % NOTES];
}

/* All of a flow. */
static void fetch_flow(const struct rfw_flow *flow)
{
	if (!flow)
		return;
	prefetch(flow);
	prefetch(&flow->window);
}

/* For a head that has come. */
static void fetch_first(const struct rfw_flow_buckets *buckets, u32 bucket)
{
	fetch_flow(rcu_access_pointer(buckets->head[bucket & buckets->mask]));
}

/* For a head whose first flow has come. */
static void fetch_second(const struct rfw_flow_buckets *buckets, u32 bucket)
{
	const struct rfw_flow *flow = rcu_dereference(buckets->head[bucket & buckets->mask]);

	if (flow)
		fetch_flow(rcu_access_pointer(flow->next));
}

/**
 * rfw_prefetch_note - a packet is on its way: ask for the head of its chain
 * @table: the flow table
 * @skb: the packet
 * @key: its tuple
 *
 * Context: in softirq, under rcu_read_lock().
 */
void rfw_prefetch_note(const struct rfw_flow_table *table, const struct sk_buff *skb,
		       const struct rfw_key *key)
{
	const struct rfw_flow_buckets *buckets = rcu_dereference(table->buckets);
	struct notes *notes = this_cpu_ptr(&cpu_notes);
	u32 bucket = rfw_flow_bucket(buckets, key), count = READ_ONCE(notes->count);
	struct note *note = note_of(notes, skb);

	prefetch(&buckets->head[bucket]);
	note->skb = skb;
	note->bucket = bucket;
	if (count >= NOTES)
		return;
	notes->heads[count] = bucket;
	WRITE_ONCE(notes->count, count + 1);
	if (count < LEAD)
		return;
	fetch_first(buckets, notes->heads[count - LEAD]);
	WRITE_ONCE(notes->firsts, count - LEAD + 1);
}

/* What was asked for a packet ago or earlier has come: ask for what is behind it. */
static void fetch_behind(struct notes *notes, const struct rfw_flow_buckets *buckets)
{
	u32 count = READ_ONCE(notes->count), firsts = READ_ONCE(notes->firsts), i;

	for (i = READ_ONCE(notes->seconds); i < firsts; i++)
		fetch_second(buckets, notes->heads[i]);
	for (i = firsts; i < count; i++)
		fetch_first(buckets, notes->heads[i]);
	/* of all of them now; and a packet that is alone has no time for more */
	if (firsts == count || count == 1) {
		firsts = 0;
		count = 0;
	}
	WRITE_ONCE(notes->count, count);
	WRITE_ONCE(notes->firsts, count);
	WRITE_ONCE(notes->seconds, firsts);
}

/**
 * rfw_prefetch_find - look for a flow where rfw_prefetch_note() has
 * @table: the flow table
 * @skb: the packet
 * @key: its tuple
 * @now: (u32)jiffies
 * @slot: where the flow is, if it was found
 *
 * Spares the hash. Asks for what is behind the heads of other packets.
 *
 * Context: in softirq, under rcu_read_lock().
 * Return: the flow, or NULL, which says nothing: rfw_flow_find_slot() has to look.
 */
struct rfw_flow *rfw_prefetch_find(const struct rfw_flow_table *table, const struct sk_buff *skb,
				   const struct rfw_key *key, u32 now, struct rfw_flow_slot *slot)
{
	const struct rfw_flow_buckets *buckets = rcu_dereference(table->buckets);
	struct notes *notes = this_cpu_ptr(&cpu_notes);
	const struct note *note = note_of(notes, skb);
	struct rfw_flow *flow;

	if (READ_ONCE(notes->count))
		fetch_behind(notes, buckets);
	if (note->skb != skb)
		return NULL;
	slot->buckets = buckets;
	slot->bucket = note->bucket & buckets->mask;
	flow = rfw_flow_in_bucket(buckets, slot->bucket, key);
	return flow && !rfw_flow_expired(flow, now) ? flow : NULL;
}

static unsigned int fetch_ahead(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned int offset = skb_network_offset(skb);
	struct rfw_packet packet __uninitialized;
	struct rfw_net *rnet = priv;

	if (rfw_packet_parse_plain(&packet, skb, offset, rfw_vrf_of(state->in)))
		rfw_prefetch_note(&rnet->table, skb, &packet.key);
	return NF_ACCEPT;
}

static void begin(struct rfw_net *rnet)
{
	struct rfw_prefetch *prefetch = &rnet->prefetch;

	prefetch->changed = jiffies;
	/* Packets do without until there is memory for it. */
	if (!nf_register_net_hook(rnet->net, &prefetch->ops))
		WRITE_ONCE(rnet->table.prefetching, true);
}

/* No packet is in the hook when it returns: the table may be next. */
static void end(struct rfw_net *rnet)
{
	rnet->prefetch.changed = jiffies;
	WRITE_ONCE(rnet->table.prefetching, false);
	nf_unregister_net_hook(rnet->net, &rnet->prefetch.ops);
	synchronize_net();
}

/**
 * rfw_prefetch_start - from now on rfw_prefetch_turn() decides
 * @rnet: the namespace, without a flow table
 */
void rfw_prefetch_start(struct rfw_net *rnet)
{
	rnet->prefetch = (struct rfw_prefetch){
		.ops = {
			.hook = fetch_ahead,
			.priv = rnet,
			.pf = NFPROTO_IPV6,
			.hooknum = NF_INET_PRE_ROUTING,
			/* whoever drops or translates has done so */
			.priority = NF_IP6_PRI_LAST,
		},
		.least = READ_ONCE(prefetch_flows),
		.changed = jiffies - CHANGE_INTERVAL,
	};
}

/**
 * rfw_prefetch_turn - begin to fetch ahead, or end it, by the number of flows
 * @table: the flow table of a namespace
 *
 * Ends at half of what it begins at, and does neither often: each makes all CPUs look anew.
 *
 * Context: of the table's worker.
 */
void rfw_prefetch_turn(struct rfw_flow_table *table)
{
	struct rfw_net *rnet = container_of(table, struct rfw_net, table);
	u32 flows = atomic_read(&table->count), least = rnet->prefetch.least;

	if (time_before(jiffies, rnet->prefetch.changed + CHANGE_INTERVAL))
		return;
	if (!table->prefetching && least && flows >= least)
		begin(rnet);
	else if (table->prefetching && flows < least / 2)
		end(rnet);
}

/**
 * rfw_prefetch_stop - end it for good
 * @rnet: the namespace, whose flow table has no worker any more
 *
 * Context: may sleep. No packet is in the hook when it returns.
 */
void rfw_prefetch_stop(struct rfw_net *rnet)
{
	if (rnet->table.prefetching)
		end(rnet);
}
