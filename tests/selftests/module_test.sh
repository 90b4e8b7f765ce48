#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loading and unloading the module, and what it leaves alone.
. "$(dirname "$0")/lib.sh"

setup_topology isp neighbour
check "without the module packets are forwarded" ping_from i1 "$E1"

load_module
check_fails "it cannot be loaded twice" insmod "$module"
check "without a domain packets are forwarded from inside" ping_from i1 "$E1"
check "without a domain packets are forwarded from outside" ping_from e2 "$I2"
check "without a domain packets are forwarded between subscribers" ping_from n1 "$I1"
if command -v rfwctl >/dev/null; then
	check "rfwctl can ask for the statistics" in_rtr rfwctl stats
else
	skip "rfwctl can ask for the statistics" "rfwctl is not built"
fi

check "it unloads while namespaces exist" unload_module
load_module
destroy_topology
check "it unloads after namespaces went" unload_module

finish
