/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_COMPAT_NET_GENETLINK_H
#define _RFW_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

/**
 * rfw_dump_attrs - the attributes of a dump's request
 * @cb: the dump
 *
 * Return: by type.
 */
static inline struct nlattr **rfw_dump_attrs(struct netlink_callback *cb)
{
#ifdef HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif
