#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A namespace goes while packets are under way in it.
. "$(dirname "$0")/traffic.sh"

# a router of its own between i1 and e1, with the names that the others use
make_router()
{
	add_router rtr &&
	ip -n rtr -batch - <<-EOF &&
		link add lan type veth peer name eth0 netns i1
		link add wan type veth peer name eth0 netns e1
		link set lan up
		link set wan up
		addr add $RTR_LAN/64 dev lan nodad
		addr add 2a0b:2::1/64 dev wan nodad
	EOF
	ip -n i1 -batch - <<-EOF &&
		link set eth0 up
		addr add $I1/64 dev eth0 nodad
		route add default via $RTR_LAN
	EOF
	ip -n e1 -batch - <<-EOF
		link set eth0 up
		addr add $E1/64 dev eth0 nodad
		route add default via 2a0b:2::1
	EOF
}

namespace_goes()
{
	make_router && protect on && busywait 20 flows_above 100 && ip netns del rtr &&
	busywait 20 no_devices
}

# the namespace is gone when its devices are
no_devices()
{
	! ip -n i1 link show eth0 && ! ip -n e1 link show eth0
}

load_module
setup_traffic
ip -n i1 link del eth0
ip -n e1 link del eth0
ip netns del rtr
check "the namespace goes under traffic (B-ST-09)" times 8 namespace_goes
finish
