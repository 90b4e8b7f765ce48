/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RFW_COMPAT_NET_NETLINK_H
#define _RFW_COMPAT_NET_NETLINK_H

#include_next <net/netlink.h>

/* 6.7; rfw_netlink_get_uint() looks at the length on every kernel. */
#ifndef HAVE_NLA_UINT
#define NLA_UINT NLA_BINARY
#endif

#endif
