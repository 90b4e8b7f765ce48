// SPDX-License-Identifier: GPL-2.0-only
/* A dump's request as a struct genl_info: since 6.6. */
#include <net/genetlink.h>

struct nlattr **probe(struct netlink_callback *cb);

struct nlattr **probe(struct netlink_callback *cb)
{
	return genl_info_dump(cb)->attrs;
}
