/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static forwards and DMZ hosts: the openings of a configuration.
 */
#ifndef _RFW_FORWARD_H
#define _RFW_FORWARD_H

#include "opening.h"

struct netlink_ext_ack;
struct rfw_config;
struct rfw_domain;
struct rfw_named_host;
struct rfw_prefix_list;
struct rfw_subscription;

int rfw_forward_add(struct rfw_config *config, struct rfw_config *live,
		    struct rfw_subscription *subscription, const struct rfw_opening_rule *rule,
		    struct rfw_named_host *host, u32 id, struct netlink_ext_ack *extack);
void rfw_forward_del(struct rfw_config *config, struct rfw_opening *opening);
void rfw_forwards_release(struct rfw_config *config, struct rfw_subscription *subscription);
void rfw_forwards_follow(struct rfw_config *config, struct rfw_subscription *subscription);
void rfw_forwards_follow_all(struct rfw_config *config);
bool rfw_forwards_follow_host(struct rfw_config *config, struct rfw_subscription *subscription,
			      const struct rfw_named_host *host);
int rfw_forwards_move(struct rfw_config *config, struct rfw_subscription *subscription,
		      const struct rfw_named_host *host, const struct in6_addr *address,
		      u32 addresses, u32 vrf, struct netlink_ext_ack *extack);
bool rfw_suffix_fits(const struct in6_addr *suffix, const struct rfw_prefix_list *prefixes);
u32 rfw_suffix_join(const struct rfw_config *config, const struct rfw_subscription *subscription,
		    const struct in6_addr *suffix, struct in6_addr *address);
bool rfw_forwards_fit(const struct rfw_subscription *subscription,
		      const struct rfw_prefix_list *prefixes, const struct rfw_domain *whole);

#endif
