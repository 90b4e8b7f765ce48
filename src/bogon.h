/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bogons: prefixes that are never on the other side of the border.
 */
#ifndef _RFW_BOGON_H
#define _RFW_BOGON_H

#include <linux/rcupdate.h>

#include "prefix_list.h"
#include "prefix_table.h"

/**
 * struct rfw_bogon_table - a list of bogons
 * @prefixes: RCU; never changes once published
 * @rcu: for its end
 */
struct rfw_bogon_table {
	struct rfw_prefix_table prefixes;
	struct rcu_head rcu;
};

int rfw_bogon_init(void);
void rfw_bogon_exit(void);
struct rfw_bogon_table *rfw_bogons_new(u8 kind, const struct rfw_prefix_list *list);
void rfw_bogons_free(struct rfw_bogon_table *bogons);

#endif
