#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module, the namespace, the domain and the flow table go and come while
# packets are under way; two packets race to open one flow.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

protect() # TCP-PICKUP
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home tcp-pickup "$1" &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED"
}

# datagrams from 65,535 ports in turn, so that most open a flow; a network that
# is not there does not stop it
flood() # NAMESPACE ADDRESS
{
	background ip netns exec "$1" /usr/bin/python3 -c '
import itertools, socket, sys
sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for port in itertools.cycle(range(1, 65536)):
    try:
        sock.sendto(b"flood", (sys.argv[1], port))
    except OSError:
        pass' "$2"
}

flows_above() # NUMBER
{
	[ "$(rfwctl -n rtr -j stats | jq .flows)" -gt "$1" ]
}

# COMMAND succeeds so many times
times() # NUMBER COMMAND...
{
	local count=$1 i

	shift
	for ((i = 0; i < count; i++)); do
		"$@" || { echo "in round $i"; return 1; }
	done
}

### the module

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

setup_topology
hooks_elsewhere || diag "no nft: hooks come and go"
flood i1 "$E1"
flood i2 "$E2"
flood e1 "$I1"
check "the module is loaded and removed under traffic 20 times, and leaks nothing" times 20 reload

### the domain

load_module
protect on
py 'held = [connection("i1", "e1", 5001 + i) for i in range(4)]
def all_live():
    for client, server in held: exchange(client, server, 1000)'

down_and_up()
{
	rfwctl -n rtr domain set home down && rfwctl -n rtr domain set home up
}

check "the domain goes down and up under traffic 50 times" times 50 down_and_up
check "flows are made again" busywait 20 flows_above 100
check "connections go on, picked up from inside" py all_live\(\)

### the flow table

# without pick-up a connection whose flow is lost is dead
rfwctl -n rtr policy set default tcp-pickup off
resize()
{
	rfwctl -n rtr flow set max-flows 200000 && py 'all_live()' &&
	rfwctl -n rtr flow set max-flows 80000 && py 'all_live()'
}

py 'for client, server in held: client.close(); server.close()
held = [connection("i1", "e1", 5101 + i) for i in range(20)]'
check "the flow table is resized under traffic 20 times, no connection loses its flow" times 10 resize
check "the connections were there all the time" py '
assert all(f["age"] > 0 and f["window-tracked"] for f in flows("proto", "tcp", "state", "established"))
assert len(flows("proto", "tcp", "state", "established")) == 20'
check "without its flow, one is dead" py '
client, server = held.pop()
rfwctl("flow", "flush", "port", str(name(server)[1]))
dropped("tcp-no-flow", lambda: client.send(b"x")); nothing(server)'
check "the module unloads under traffic" unload_module

### the namespace

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

py 'for client, server in held: client.close(); server.close()'
load_module
ip -n i1 link del eth0
ip -n e1 link del eth0
ip netns del rtr
check "the namespace goes under traffic 20 times" times 20 namespace_goes
finish
