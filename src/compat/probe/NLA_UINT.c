// SPDX-License-Identifier: GPL-2.0-only
/* Numbers of four or eight octets: since 6.7. */
#include <net/netlink.h>

int type = NLA_UINT;
