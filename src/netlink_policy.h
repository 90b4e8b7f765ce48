/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */
#ifndef _RFW_NETLINK_POLICY_H
#define _RFW_NETLINK_POLICY_H

#include <linux/rfw.h>
#include <net/netlink.h>


#endif
