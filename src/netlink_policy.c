// SPDX-License-Identifier: GPL-2.0-only
/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */
#include "netlink_policy.h"

