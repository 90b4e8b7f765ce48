/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: rfw:rfw_drop, rfw:rfw_flow_new, rfw:rfw_flow_end.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM rfw

#if !defined(_RFW_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _RFW_TRACE_H

#include <linux/tracepoint.h>

#include "context.h"
#include "flow.h"
#include "names.h"
#include "subscriber.h"

TRACE_EVENT(rfw_drop,
	TP_PROTO(const struct sk_buff *skb, const struct rfw_context *ctx),
	TP_ARGS(skb, ctx),
	TP_STRUCT__entry(
		__field(const void *, skb)
		__field(u8, reason)
		__field(u8, protocol)
		__field(u16, source_port)
		__field(u16, destination_port)
		__field(int, iif)
		__field(int, oif)
		__array(u8, source, 16)
		__array(u8, destination, 16)
	),
	TP_fast_assign(
		__entry->skb = skb;
		__entry->reason = ctx->reason;
		__entry->protocol = ctx->packet.protocol;
		__entry->source_port = ntohs(ctx->packet.key.port[ctx->packet.source]);
		__entry->destination_port = ntohs(ctx->packet.key.port[!ctx->packet.source]);
		__entry->iif = ctx->iif;
		__entry->oif = ctx->oif;
		memcpy(__entry->source, rfw_context_source(ctx), 16);
		memcpy(__entry->destination, rfw_context_destination(ctx), 16);
	),
	TP_printk("skb=%p reason=%s protocol=%u source=[%pI6c]:%u destination=[%pI6c]:%u iif=%d oif=%d",
		  __entry->skb, __print_symbolic(__entry->reason, RFW_DROP_REASON_NAMES), __entry->protocol,
		  __entry->source, __entry->source_port, __entry->destination, __entry->destination_port,
		  __entry->iif, __entry->oif)
);

DECLARE_EVENT_CLASS(rfw_flow,
	TP_PROTO(const struct rfw_flow *flow, u8 why),
	TP_ARGS(flow, why),
	TP_STRUCT__entry(
		__field(const void *, flow)
		__field(u8, protocol)
		__field(u8, state)
		__field(u8, why)
		__field(u16, originator_port)
		__field(u16, responder_port)
		__array(u8, originator, 16)
		__array(u8, responder, 16)
		__array(char, subscriber, RFW_NAME_MAX + 1)
	),
	TP_fast_assign(
		unsigned int originator = rfw_flow_originator(flow->word);

		__entry->flow = flow;
		__entry->protocol = rfw_key_protocol(&flow->key);
		__entry->state = rfw_flow_state(flow->word);
		__entry->why = why;
		__entry->originator_port = ntohs(flow->key.port[originator]);
		__entry->responder_port = ntohs(flow->key.port[!originator]);
		memcpy(__entry->originator, &flow->key.addr[originator], 16);
		memcpy(__entry->responder, &flow->key.addr[!originator], 16);
		memcpy(__entry->subscriber, flow->subscriber->name, sizeof(flow->subscriber->name));
	),
	TP_printk("flow=%p subscriber=%s protocol=%u originator=[%pI6c]:%u responder=[%pI6c]:%u state=%s why=%s",
		  __entry->flow, __entry->subscriber, __entry->protocol, __entry->originator,
		  __entry->originator_port, __entry->responder, __entry->responder_port,
		  __print_symbolic(__entry->state, RFW_FLOW_STATE_NAMES),
		  __print_symbolic(__entry->why, RFW_FLOW_END_NAMES))
);

DEFINE_EVENT(rfw_flow, rfw_flow_new,
	TP_PROTO(const struct rfw_flow *flow, u8 why),
	TP_ARGS(flow, why)
);

DEFINE_EVENT(rfw_flow, rfw_flow_end,
	TP_PROTO(const struct rfw_flow *flow, u8 why),
	TP_ARGS(flow, why)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .	/* -I of src */
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
