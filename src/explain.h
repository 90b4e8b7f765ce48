/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a packet would be judged, step by step.
 */
#ifndef _RFW_EXPLAIN_H
#define _RFW_EXPLAIN_H

#include "context.h"
#include "flow.h"

/**
 * struct rfw_explanation - how a packet would be judged
 * @verdict: enum rfw_verdict
 * @reason: enum rfw_drop_reason of a drop, or of what would be one but for @transparent
 * @transparent: it would be dropped, but nothing of its subscribers is
 * @step: enum rfw_explain_step, which led to the verdict
 * @answer: enum rfw_answer, what its sender would be told of a drop
 * @has_flow: it belongs to a live flow, @before
 * @reopens: that flow is over, and the packet judged as a first one
 * @admitted: the questions that a first packet is asked were asked: @rules and what follows
 * @has_segment: it is TCP, and &rfw_context.segment was read
 * @ends: the packet ends its flow
 * @opens: it opens a flow, of which @after has the key, the word and the timeout
 * @mss: segment size that a SYN would be let ask for, octets; 0 for any
 * @places: what its source and its destination are
 * @policy: that a first packet is judged by
 * @filtering: enum rfw_filtering of its protocol
 * @origin: enum rfw_flow_origin, what lets it through
 * @opening: forward, DMZ host or pinhole that does, or NULL
 * @before: copy of the flow
 * @after: copy of the flow that the packet was judged on
 * @more: of @after
 *
 * Pointers are good for as long as the caller is under rcu_read_lock().
 */
struct rfw_explanation {
	u8 verdict;
	u8 reason;
	bool transparent;
	u8 step;
	u8 answer;
	bool has_flow;
	bool reopens;
	bool admitted;
	bool has_segment;
	bool ends;
	bool opens;
	u16 mss;
	struct rfw_place places[2];
	const struct rfw_policy *policy;
	u8 filtering;
	u8 origin;
	const struct rfw_opening *opening;
	struct rfw_flow before;
	struct rfw_flow after;
	struct rfw_flow_more more;
};

void rfw_explain(struct rfw_context *ctx, struct rfw_explanation *explanation);

#endif
