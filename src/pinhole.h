/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dynamic pinholes: openings that control protocols make, with an owner and a lifetime. They
 * outlive a change of the configuration for as long as their address is their subscriber's.
 */
#ifndef _RFW_PINHOLE_H
#define _RFW_PINHOLE_H

#include <linux/spinlock.h>
#include <linux/timerqueue.h>

#include "opening.h"

struct netlink_ext_ack;
struct rfw_config;
struct rfw_policy_rules;

/**
 * struct rfw_pinhole - what a pinhole has besides an opening
 * @timer: in &rfw_pinholes.timers, by jiffies64; under the pinholes' lock
 * @opening: that this belongs to
 * @owner: enum rfw_pinhole_owner; fixed
 * @cookie_length: octets of @cookie; fixed
 * @cookie: the owner's, a PCP nonce for one; fixed
 * @lifetime: seconds; under the pinholes' lock
 * @media: made by the SIP gateway for media: flows from inside are of it too; fixed
 * @signalling: made by it for signalling; fixed
 * @class: with one of them, forwarding class of its flows; fixed
 */
struct rfw_pinhole {
	struct timerqueue_node timer;
	struct rfw_opening *opening;
	u8 owner;
	u8 cookie_length;
	u8 cookie[RFW_COOKIE_MAX];
	u32 lifetime;
	bool media;
	bool signalling;
	u8 class;
};

/**
 * struct rfw_pinholes - the pinholes of a namespace
 * @lock: protects all of it but what packets find by RCU, and &rfw_subscriber.pinholes
 * @table: the openings
 * @timers: of &rfw_pinhole.timer, the next to expire first
 * @media: openings that are of media; WRITE_ONCE
 * @ids: last id that was given to an opening of the namespace; any CPU, atomic
 * @event: called for each that comes (or changes) and goes, under @lock; fixed
 */
struct rfw_pinholes {
	spinlock_t lock;	/* see above */
	struct rfw_opening_table table;
	struct timerqueue_head timers;
	u32 media;
	atomic_t ids;
	void (*event)(struct rfw_pinholes *pinholes, const struct rfw_opening *opening, bool end,
		      u8 why);
};

int rfw_pinholes_init(struct rfw_pinholes *pinholes);
void rfw_pinholes_exit(struct rfw_pinholes *pinholes);
u32 rfw_pinholes_next_id(struct rfw_pinholes *pinholes);
int rfw_pinhole_add(struct rfw_pinholes *pinholes, struct rfw_subscriber *subscriber,
		    const struct rfw_opening_rule *rule, const struct rfw_pinhole *wanted,
		    u32 vrf, u32 *id, struct netlink_ext_ack *extack);
int rfw_pinhole_set(struct rfw_pinholes *pinholes, struct rfw_opening *opening,
		    const struct rfw_opening_rule *rule, u32 lifetime,
		    struct netlink_ext_ack *extack);
void rfw_pinhole_del(struct rfw_pinholes *pinholes, struct rfw_opening *opening, u8 why);
bool rfw_pinholes_expire(struct rfw_pinholes *pinholes, unsigned long *next);
void rfw_pinholes_rejudge(struct rfw_pinholes *pinholes, struct rfw_config *config);

#endif
