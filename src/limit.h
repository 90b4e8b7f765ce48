/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a subscriber, a domain and a namespace may have of flows.
 */
#ifndef _RFW_LIMIT_H
#define _RFW_LIMIT_H

#include <linux/types.h>

struct rfw_flow;
struct rfw_flow_table;
struct rfw_policy_rules;
struct rfw_subscriber;

/* Percent of the table's most flows. */
#define RFW_PRESSURE_HIGH	90
#define RFW_PRESSURE_LOW	70

/**
 * struct rfw_alarm - what an alarm says
 * @kind: enum rfw_alarm_kind
 * @raised: it begins; or it is over
 * @subscriber: name, for a watermark
 * @flows: live
 * @max: that there may be
 */
struct rfw_alarm {
	u8 kind;
	bool raised;
	const char *subscriber;
	u32 flows;
	u32 max;
};

extern const u8 rfw_limit_default_classes[64];

bool rfw_limit_half_open(u32 word);
void rfw_limit_watermark(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			 const struct rfw_policy_rules *rules);
u8 rfw_limit_claim_hard(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			const struct rfw_policy_rules *rules, u32 word, bool inbound);
u8 rfw_limit_preview(struct rfw_subscriber *subscriber, u32 word, bool inbound);
bool rfw_limit_preview_table(struct rfw_flow_table *table, struct rfw_subscriber *subscriber);
void rfw_limit_unclaim(struct rfw_flow_table *table, struct rfw_subscriber *subscriber, u32 word,
		       bool inbound);
bool rfw_limit_claim_full(struct rfw_flow_table *table, struct rfw_subscriber *subscriber,
			  u32 count);
void rfw_limit_unclaim_table(struct rfw_flow_table *table);
void rfw_limit_moved(struct rfw_flow_table *table, struct rfw_flow *flow, u32 before, u32 after);
void rfw_limit_died(struct rfw_flow_table *table, struct rfw_flow *flow);

#endif
