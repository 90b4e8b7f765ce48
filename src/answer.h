/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is said to the sender of a packet that was dropped.
 */
#ifndef _RFW_ANSWER_H
#define _RFW_ANSWER_H

#include <linux/list.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct in6_addr;
struct net;
struct rfw_context;
struct rfw_flow_table;
struct rfw_stats;

/* Buckets of tokens, for all destinations of answers. */
#define RFW_ANSWER_BUCKETS		1024
/* Answers that wait at once, in all and for one network that asked. */
#define RFW_ANSWERS_WAITING_MAX		1024
#define RFW_ANSWERS_WAITING_SOURCE	16
#define RFW_ANSWER_HASH			256
#define RFW_ANSWER_SOURCES		256

/**
 * struct rfw_answers - the answers of a namespace
 * @net: the namespace
 * @table: its flows
 * @stats: its counters
 * @key: secret, drawn for this struct
 * @bucket: rate limit of the destinations that hash here: (u32)jiffies at which all tokens are
 *	back; any CPU, cmpxchg
 * @lock: protects all that follows but @work; taken with bottom halves off, takes nothing inside
 * @queue: what waits, first due first
 * @hash: what waits, by host and network that asked
 * @from: what waits, counted by network that asked
 * @waiting: what waits, counted; written under @lock, READ_ONCE
 * @work: sends what is due
 *
 * Exists while the hook is registered.
 */
struct rfw_answers {
	struct net *net;
	struct rfw_flow_table *table;
	struct rfw_stats __percpu *stats;
	siphash_key_t key;
	u32 bucket[RFW_ANSWER_BUCKETS];
	spinlock_t lock;
	struct list_head queue;
	struct hlist_head hash[RFW_ANSWER_HASH];
	u8 from[RFW_ANSWER_SOURCES];
	u32 waiting;
	struct delayed_work work;
};

struct rfw_answers *rfw_answers_new(struct net *net, struct rfw_flow_table *table,
				    struct rfw_stats __percpu *stats);
void rfw_answers_free(struct rfw_answers *answers);
u8 rfw_answer_to(struct rfw_context *ctx);
void rfw_answer(struct rfw_answers *answers, struct rfw_context *ctx);
bool rfw_answer_allowed(struct rfw_answers *answers, const struct in6_addr *to, bool inside,
			u32 now);

#endif
