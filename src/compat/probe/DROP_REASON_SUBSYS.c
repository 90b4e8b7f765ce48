// SPDX-License-Identifier: GPL-2.0-only
/* Subsystems with drop reasons of their own: since 6.4. */
#include <linux/types.h>
#include <net/dropreason.h>

void probe(const struct drop_reason_list *list);

void probe(const struct drop_reason_list *list)
{
	drop_reasons_register_subsys(SKB_DROP_REASON_SUBSYS_NUM - 1, list);
}
