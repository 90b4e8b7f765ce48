#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module and the domain go and come while packets are under way.
. "$(dirname "$0")/traffic.sh"

reload()
{
	load_module && protect on && busywait 20 flows_above 100 && unload_module
}

# Netfilter changes the code of the kernel when the first hook comes and the last
# one goes, which processors that QEMU emulates do not always survive: so have
# hooks elsewhere all the time
hooks_elsewhere()
{
	in_isp nft -f - <<-EOF
		table ip6 hooks {
			chain prerouting { type filter hook prerouting priority 0; }
			chain forward { type filter hook forward priority 0; }
			chain output { type filter hook output priority 0; }
		}
	EOF
}

setup_traffic
check "the module is loaded and removed under traffic, and leaks nothing (B-ST-09)" times 8 reload

load_module
protect on
py 'held = [connection("i1", "e1", 5001 + i) for i in range(4)]
def all_live():
    for client, server in held: exchange(client, server, 1000)'

down_and_up()
{
	rfwctl -n rtr domain set home down && rfwctl -n rtr domain set home up
}

check "the domain goes down and up under traffic (B-ST-09)" times 20 down_and_up
check "flows are made again" busywait 20 flows_above 100
check "connections go on, picked up from inside" py all_live\(\)
finish
