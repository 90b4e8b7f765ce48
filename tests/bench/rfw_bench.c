// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a forwarded IPv6 packet costs: makes packets, times how long the stack takes to receive,
 * forward and send them, and leaves out the making.
 *
 * A line written to /proc/rfw_bench is a run in the writer's namespace, what is read from there is
 * the result of the last one, as JSON:
 *
 *	phase=open		opens flows, both ways: a TCP handshake, three datagrams of UDP
 *	phase=established	packets of the flows that the namespace has opened last, in random
 *				order, each list in a random direction; TCP sends data, so that the
 *				windows move
 *	phase=first		the first packet of each of so many flows; with from=server, of the
 *				server
 *	phase=pause		as established, but one packet at a time, every INTERVAL, from a timer:
 *				from when it was due until it is sent
 *	phase=hook		nothing is sent: a forward hook that does nothing, from now on
 *	phase=settle		nothing is sent: waits until all other namespaces are gone
 *	in=DEVICE out=DEVICE	clients are behind the one, servers behind the other (d0, d1)
 *	protocol=udp|tcp flows=N packets=N payload=OCTETS seed=N
 *	list=N			packets that the stack is handed at a time: without it 8, as it
 *				gets from drivers (net.core.gro_normal_batch)
 *	interval=MICROSECONDS	of phase=pause
 *	first=N			the flows of phase=established are number N and those behind it
 *	clients=N		that share the flows, a power of two
 *	inside-port=N		of every flow; else each flow of a client has its own
 *	servers=N		number of the network that they are in
 *
 * Time is taken over chunks of 256 packets. Of all chunks the result has quantiles, because a mean
 * would measure what else the machine does. All in one thread and on one CPU.
 *
 * Clients are 2a0a:1::1 to 2a0a:1:0:ff::1, one in each /64 behind the other, servers 2a0b:2::1 to
 * 2a0b:2::100 and more, those of network N in 2a0b:2:0:N::/64.
 */
#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/ipv6.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>
#include <linux/nsproxy.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/sort.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#define CHUNK		256U
#define FLOWS_MAX	BIT(24)
#define PACKETS_MAX	BIT(26)
#define PAYLOAD_MAX	1400
#define WINDOW		65535

/* Long no-operations that an emulator can tell from all others: see count_plugin.c. */
enum mark {
	TIME_STARTS	= 0x72667731,
	TIME_ENDS	= 0x72667732,
	RUN_ENDS	= 0x72667733,
};

static __always_inline void mark(const enum mark number)
{
#ifdef __x86_64__
	asm volatile(".byte 0x0f, 0x1f, 0x84, 0x00\n\t.long %c0" : : "i" (number) : "memory");
#endif
}

enum phase { OPEN, ESTABLISHED, FIRST, PAUSE, HOOK, SETTLE };

static const char * const phases[] = {
	[OPEN]		= "open",
	[ESTABLISHED]	= "established",
	[PAUSE]		= "pause",
	[FIRST]		= "first",
	[HOOK]		= "hook",
	[SETTLE]	= "settle",
	NULL
};

/* Who sends. */
enum { CLIENT, SERVER };

/* Where a TCP connection stands: next sequence number of each side. */
struct position {
	u32 next[2];
};

/**
 * struct run - one line that was written
 * @phase: what to do
 * @protocol: IPPROTO_UDP or IPPROTO_TCP
 * @flows: number of them
 * @first: number of the first of them, with ESTABLISHED
 * @packets: number of them
 * @list: packets that are handed over at a time
 * @interval: between two of them with PAUSE, microseconds
 * @payload: octets
 * @clients: number of them
 * @inside_port: of all flows, or 0
 * @servers: number of their network
 * @from: who sends the first packets, CLIENT or SERVER; with ESTABLISHED, those of a list
 * @random: state of the random numbers, never 0
 * @name: of the devices
 * @net: namespace of the writer
 * @device: that packets of CLIENT, SERVER come in by
 */
struct run {
	enum phase phase;
	u8 protocol;
	u32 flows;
	u32 first;
	u32 packets;
	u32 list;
	u32 interval;
	u32 payload;
	u32 clients;
	u32 inside_port;
	u32 servers;
	u32 from;
	u32 random;
	char name[2][IFNAMSIZ];
	struct net *net;
	struct net_device *device[2];
};

/*
 * What is kept of a namespace.
 * @hooked: the hook that does nothing is there
 * @positions: of the flows that were opened last; TCP goes on from there
 * @opened: entries of @positions
 */
struct bench_net {
	bool hooked;
	struct position *positions;
	u32 opened;
};

static unsigned int net_id;

/* All below, and all of struct bench_net, is under run_lock. */
static DEFINE_MUTEX(run_lock);
static u32 *times;
static char result[512];

static u32 random32(struct run *run)
{
	run->random ^= run->random << 13;
	run->random ^= run->random >> 17;
	run->random ^= run->random << 5;
	return run->random;
}

/*
 * Flows in a row are of clients far apart; those of one client differ in 15 bits of a port, and in
 * the server.
 */
static void fill_addresses(const struct run *run, struct ipv6hdr *header, u32 flow,
			   unsigned int from)
{
	u32 server = flow / run->clients >> 15 << 16 | (1 + (flow * 167 >> 3 & 0xff));
	u32 client = flow * 40503 & (run->clients - 1);
	struct in6_addr address[2] = {
		[CLIENT].s6_addr32 = { htonl(0x2a0a0001), htonl(client), 0, htonl(1) },
		[SERVER].s6_addr32 = { htonl(0x2a0b0002), htonl(run->servers), 0,
				       htonl(server) },
	};

	header->saddr = address[from];
	header->daddr = address[!from];
}

static void fill_tcp(const struct run *run, struct tcphdr *header, u32 flow, unsigned int from,
		     unsigned int step, u16 port[2])
{
	struct bench_net *kept = net_generic(run->net, net_id);
	struct position *position = &kept->positions[flow];

	*header = (struct tcphdr){
		.source = htons(port[from]),
		.dest = htons(port[!from]),
		.seq = htonl(position->next[from]),
		.doff = sizeof(*header) / 4,
		.window = htons(WINDOW),
		.syn = step < 2,
		.ack = step > 0,
	};
	if (step > 0)
		header->ack_seq = htonl(position->next[!from]);
	/* a handshake has no data */
	if (step < 2)
		position->next[from]++;
	else if (step > 2)
		position->next[from] += run->payload;
}

static void fill_udp(const struct run *run, struct udphdr *header, unsigned int from, u16 port[2])
{
	header->source = htons(port[from]);
	header->dest = htons(port[!from]);
	header->len = htons(sizeof(*header) + run->payload);
	header->check = htons(0xffff);
}

/* Step 0, 1, 2 of the opening of a flow, or 3: a packet of an open one. */
static struct sk_buff *make_packet(const struct run *run, u32 flow, unsigned int from,
				   unsigned int step)
{
	unsigned int transport = run->protocol == IPPROTO_TCP ? sizeof(struct tcphdr) :
								sizeof(struct udphdr);
	unsigned int size = ETH_HLEN + sizeof(struct ipv6hdr) + transport + run->payload;
	u16 number = 1024 + (flow / run->clients & 0x7fff);
	u16 port[2] = {
		[CLIENT] = run->inside_port ?: number,
		[SERVER] = run->inside_port ? number : 443,
	};
	struct net_device *device = run->device[from];
	struct sk_buff *skb = netdev_alloc_skb_ip_align(device, size);
	struct ipv6hdr *header;
	struct ethhdr *ethernet;

	if (!skb)
		return NULL;
	if (run->protocol == IPPROTO_TCP && step < 3)
		size -= run->payload;
	ethernet = skb_put_zero(skb, size);
	ether_addr_copy(ethernet->h_dest, device->dev_addr);
	eth_broadcast_addr(ethernet->h_source);
	ethernet->h_source[0] = 2;
	ethernet->h_proto = htons(ETH_P_IPV6);

	header = (struct ipv6hdr *)(ethernet + 1);
	header->version = 6;
	header->payload_len = htons(size - ETH_HLEN - sizeof(*header));
	header->nexthdr = run->protocol;
	header->hop_limit = 64;
	fill_addresses(run, header, flow, from);
	if (run->protocol == IPPROTO_TCP)
		fill_tcp(run, (struct tcphdr *)(header + 1), flow, from, step, port);
	else
		fill_udp(run, (struct udphdr *)(header + 1), from, port);

	skb->protocol = eth_type_trans(skb, device);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	return skb;
}

/* The packet number @at of the run. */
static struct sk_buff *next_packet(struct run *run, u32 at)
{
	u32 flow;

	switch (run->phase) {
	case OPEN:
		return make_packet(run, at / 3, at % 3 == 1 ? SERVER : CLIENT, at % 3);
	case FIRST:
		return make_packet(run, at, run->from, 0);
	default:
		/* a list is of one device, as a driver makes it */
		if (at % run->list == 0)
			run->from = random32(run) >> 31;
		flow = run->first + reciprocal_scale(random32(run), run->flows);
		return make_packet(run, flow, run->from, 3);
	}
}

static u64 sent(struct run *run)
{
	struct rtnl_link_stats64 stats;
	u64 sum = 0;
	int i;

	for (i = 0; i < 2; i++) {
		dev_get_stats(run->device[i], &stats);
		sum += stats.tx_packets;
	}
	return sum;
}

/* Nanoseconds that the stack takes for the packets, @list of them at a time. */
static u64 receive(struct sk_buff **packets, u32 count, u32 list)
{
	LIST_HEAD(together);
	u64 start, end;
	u32 i;

	local_bh_disable();
	start = ktime_get_ns();
	mark(TIME_STARTS);
	for (i = 0; i < count; i++) {
		list_add_tail(&packets[i]->list, &together);
		if (i + 1 == count || i % list == list - 1) {
			netif_receive_skb_list(&together);
			INIT_LIST_HEAD(&together);
		}
	}
	mark(TIME_ENDS);
	end = ktime_get_ns();
	local_bh_enable();
	return end - start;
}

static int compare(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

/*
 * Hundredths of a nanosecond a packet at a quantile of the chunks. It is the mean of the tenth of
 * all chunks around it, because some kernels' clocks are coarse.
 */
static u32 quantile(u32 chunks, u32 percent)
{
	u32 at = (chunks - 1) * percent / 100, reach = chunks / 20, i;
	u32 first = at - min(at, reach), last = min(at + reach, chunks - 1);
	u64 sum = 0;

	for (i = first; i <= last; i++)
		sum += times[i];
	return div_u64(div_u64(sum * 100, CHUNK), last - first + 1);
}

static void report(const struct run *run, u32 count, u32 chunks, u64 forwarded)
{
	static const u8 percents[] = { 10, 50, 90 };
	size_t length;
	int i;
	u32 q;

	sort(times, chunks, sizeof(*times), compare, NULL);
	length = scnprintf(result, sizeof(result),
			   "\"phase\":\"%s\",\"protocol\":\"%s\",\"flows\":%u,\"payload\":%u",
			   phases[run->phase], run->protocol == IPPROTO_TCP ? "tcp" : "udp",
			   run->flows, run->payload);
	length += scnprintf(result + length, sizeof(result) - length,
			    ",\"packets\":%u,\"forwarded\":%llu", count, forwarded);
	for (i = 0; i < ARRAY_SIZE(percents); i++) {
		q = quantile(chunks, percents[i]);
		length += scnprintf(result + length, sizeof(result) - length, ",\"p%u\":%u.%02u",
				    percents[i], q / 100, q % 100);
	}
}

static int send(struct run *run)
{
	struct sk_buff **packets = kcalloc(CHUNK, sizeof(*packets), GFP_KERNEL);
	u32 at = 0, chunks = 0, count, i;
	u64 before = sent(run), time;
	int err = 0;

	if (!packets)
		return -ENOMEM;
	while (at < run->packets) {
		count = min(CHUNK, run->packets - at);
		for (i = 0; i < count; i++, at++) {
			packets[i] = next_packet(run, at);
			if (!packets[i]) {
				err = -ENOMEM;
				break;
			}
		}
		time = receive(packets, i, run->list);
		/* what is left over at the end is too short to compare */
		if (i == CHUNK || !chunks)
			times[chunks++] = min_t(u64, time * CHUNK / max(i, 1U), U32_MAX);
		if (signal_pending(current))
			err = -EINTR;
		if (err)
			break;
		cond_resched();
	}
	mark(RUN_ENDS);
	kfree(packets);
	if (!err)
		report(run, at, chunks, sent(run) - before);
	return err;
}

/* One packet at a time: @packet comes when @timer is due, and is number @at. */
struct pacer {
	struct run *run;
	struct hrtimer timer;
	struct completion done;
	struct sk_buff *packet;
	u32 at;
};

/* In softirq, where packets come from that devices receive. */
static enum hrtimer_restart pacer_tick(struct hrtimer *timer)
{
	struct pacer *pacer = container_of(timer, struct pacer, timer);
	u64 late;

	netif_receive_skb(pacer->packet);
	late = ktime_get_ns() - ktime_to_ns(hrtimer_get_expires(timer));
	times[pacer->at++] = min_t(u64, late, U32_MAX);
	pacer->packet = pacer->at < pacer->run->packets ? next_packet(pacer->run, pacer->at) : NULL;
	if (!pacer->packet) {
		complete(&pacer->done);
		return HRTIMER_NORESTART;
	}
	hrtimer_forward_now(timer, ns_to_ktime((u64)pacer->run->interval * NSEC_PER_USEC));
	return HRTIMER_RESTART;
}

static void report_pauses(const struct run *run, u32 count, u64 forwarded)
{
	sort(times, count, sizeof(*times), compare, NULL);
	scnprintf(result, sizeof(result),
		  "\"phase\":\"pause\",\"flows\":%u,\"packets\":%u,\"forwarded\":%llu,\"p50\":%u,\"p99\":%u,\"max\":%u",
		  run->flows, count, forwarded, times[count / 2], times[count - 1 - count / 100],
		  times[count - 1]);
}

static int pace(struct run *run)
{
	struct pacer pacer = { .run = run, .packet = next_packet(run, 0) };
	u64 before = sent(run);
	int err;

	if (!pacer.packet)
		return -ENOMEM;
	init_completion(&pacer.done);
	hrtimer_init(&pacer.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	pacer.timer.function = pacer_tick;
	hrtimer_start(&pacer.timer, ns_to_ktime((u64)run->interval * NSEC_PER_USEC), HRTIMER_MODE_REL_SOFT);
	err = wait_for_completion_interruptible(&pacer.done);
	hrtimer_cancel(&pacer.timer);
	kfree_skb(pacer.packet);
	if (!err)
		report_pauses(run, pacer.at, sent(run) - before);
	return err;
}

static int run_prepare(struct run *run)
{
	struct bench_net *kept = net_generic(run->net, net_id);

	if (run->phase == ESTABLISHED || run->phase == PAUSE)
		return run->first + run->flows <= kept->opened ? 0 : -ENOENT;
	kvfree(kept->positions);
	kept->opened = 0;
	kept->positions = kvcalloc(run->flows, sizeof(*kept->positions), GFP_KERNEL);
	if (!kept->positions)
		return -ENOMEM;
	kept->opened = run->flows;
	run->packets = run->phase == OPEN ? 3 * run->flows : run->flows;
	return 0;
}

static atomic_t namespaces;
static DECLARE_WAIT_QUEUE_HEAD(namespace_gone);

static unsigned int empty_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return NF_ACCEPT;
}

static const struct nf_hook_ops hook_ops = {
	.hook		= empty_hook,
	.pf		= NFPROTO_IPV6,
	.hooknum	= NF_INET_FORWARD,
	.priority	= NF_IP6_PRI_FILTER - 1,
};

static int hook_register(struct net *net)
{
	struct bench_net *kept = net_generic(net, net_id);
	int err;

	if (kept->hooked)
		return -EEXIST;
	err = nf_register_net_hook(net, &hook_ops);
	kept->hooked = !err;
	return err;
}

static int __net_init bench_net_init(struct net *net)
{
	atomic_inc(&namespaces);
	return 0;
}

static void __net_exit bench_net_exit(struct net *net)
{
	struct bench_net *kept = net_generic(net, net_id);

	if (kept->hooked)
		nf_unregister_net_hook(net, &hook_ops);
	kvfree(kept->positions);
	atomic_dec(&namespaces);
	wake_up(&namespace_gone);
}

static struct pernet_operations net_ops = {
	.init	= bench_net_init,
	.exit	= bench_net_exit,
	.id	= &net_id,
	.size	= sizeof(struct bench_net),
};

/* Namespaces end in the background, which would share the CPU with the next run. */
static int settle(void)
{
	long left = wait_event_interruptible_timeout(namespace_gone,
						     atomic_read(&namespaces) == 1, 60 * HZ);

	if (left <= 0)
		return left ?: -ETIMEDOUT;
	/* the others saw the end before us or see it now */
	net_ns_barrier();
	rcu_barrier();
	return 0;
}

static int run_start(struct run *run)
{
	int err = -ENODEV;

	if (run->phase == HOOK)
		return hook_register(run->net);
	if (run->phase == SETTLE)
		return settle();
	run->device[CLIENT] = dev_get_by_name(run->net, run->name[CLIENT]);
	run->device[SERVER] = dev_get_by_name(run->net, run->name[SERVER]);
	if (run->device[CLIENT] && run->device[SERVER]) {
		err = run_prepare(run);
		if (!err)
			err = run->phase == PAUSE ? pace(run) : send(run);
	}
	dev_put(run->device[CLIENT]);
	dev_put(run->device[SERVER]);
	return err;
}

static int parse_number(u32 *number, const char *text, u32 min, u32 max)
{
	int err = kstrtou32(text, 0, number);

	if (err)
		return err;
	return *number < min || *number > max ? -ERANGE : 0;
}

static int parse_word(struct run *run, const char *key, const char *value)
{
	int i;

	if (!strcmp(key, "flows"))
		return parse_number(&run->flows, value, 1, FLOWS_MAX);
	if (!strcmp(key, "first"))
		return parse_number(&run->first, value, 0, FLOWS_MAX);
	if (!strcmp(key, "packets"))
		return parse_number(&run->packets, value, 1, PACKETS_MAX);
	if (!strcmp(key, "list"))
		return parse_number(&run->list, value, 1, CHUNK);
	if (!strcmp(key, "interval"))
		return parse_number(&run->interval, value, 1, USEC_PER_SEC);
	if (!strcmp(key, "payload"))
		return parse_number(&run->payload, value, 0, PAYLOAD_MAX);
	if (!strcmp(key, "clients"))
		return parse_number(&run->clients, value, 1, FLOWS_MAX) ?:
		       is_power_of_2(run->clients) ? 0 : -EINVAL;
	if (!strcmp(key, "inside-port"))
		return parse_number(&run->inside_port, value, 1, U16_MAX);
	if (!strcmp(key, "servers"))
		return parse_number(&run->servers, value, 0, U16_MAX);
	if (!strcmp(key, "seed"))
		return parse_number(&run->random, value, 1, U32_MAX);
	if (!strcmp(key, "in"))
		return strscpy(run->name[CLIENT], value, IFNAMSIZ) < 0 ? -EINVAL : 0;
	if (!strcmp(key, "out"))
		return strscpy(run->name[SERVER], value, IFNAMSIZ) < 0 ? -EINVAL : 0;
	if (!strcmp(key, "protocol") && !strcmp(value, "udp")) {
		run->protocol = IPPROTO_UDP;
		return 0;
	}
	if (!strcmp(key, "protocol") && !strcmp(value, "tcp")) {
		run->protocol = IPPROTO_TCP;
		return 0;
	}
	if (!strcmp(key, "from") && !strcmp(value, "server")) {
		run->from = SERVER;
		return 0;
	}
	if (!strcmp(key, "phase")) {
		i = match_string(phases, -1, value);
		if (i < 0)
			return i;
		run->phase = i;
		return 0;
	}
	return -EINVAL;
}

static ssize_t bench_write(struct file *file, const char __user *buffer, size_t size,
			   loff_t *offset)
{
	struct run run = {
		.protocol = IPPROTO_UDP,
		.flows = 1,
		.packets = 65536,
		.list = 8,
		.interval = 100,
		.payload = 2,
		.clients = 256,
		.random = 2463534242U,
		.name = { "d0", "d1" },
		.net = current->nsproxy->net_ns,
	};
	char *line = memdup_user_nul(buffer, min_t(size_t, size, PAGE_SIZE));
	char *rest, *word, *value;
	int err = 0;

	if (IS_ERR(line))
		return PTR_ERR(line);
	rest = line;
	while (!err && (word = strsep(&rest, "\n "))) {
		if (!*word)
			continue;
		value = strchr(word, '=');
		if (!value) {
			err = -EINVAL;
			break;
		}
		*value++ = '\0';
		err = parse_word(&run, word, value);
	}
	kfree(line);
	if (err)
		return err;

	mutex_lock(&run_lock);
	result[0] = '\0';
	err = run_start(&run);
	mutex_unlock(&run_lock);
	return err ?: size;
}

static int bench_show(struct seq_file *seq, void *data)
{
	mutex_lock(&run_lock);
	seq_printf(seq, "{%s}\n", result);
	mutex_unlock(&run_lock);
	return 0;
}

static int bench_open(struct inode *inode, struct file *file)
{
	return single_open(file, bench_show, NULL);
}

static const struct proc_ops bench_ops = {
	.proc_open	= bench_open,
	.proc_read	= seq_read,
	.proc_write	= bench_write,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

static int __init bench_init(void)
{
	int err;

	times = vmalloc(array_size(PACKETS_MAX / CHUNK, sizeof(*times)));
	if (!times)
		return -ENOMEM;
	err = register_pernet_subsys(&net_ops);
	if (err)
		goto err_times;
	err = -ENOMEM;
	if (!proc_create("rfw_bench", 0600, NULL, &bench_ops))
		goto err_net;
	return 0;

err_net:
	unregister_pernet_subsys(&net_ops);
err_times:
	vfree(times);
	return err;
}

static void __exit bench_exit(void)
{
	remove_proc_entry("rfw_bench", NULL);
	unregister_pernet_subsys(&net_ops);
	vfree(times);
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Cost of forwarding an IPv6 packet");
