# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of what goes and comes while packets are under way.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/sockets.sh"

protect() # TCP-PICKUP
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home tcp-pickup "$1" &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED"
}

# datagrams from 65,535 ports in turn, so that most open a flow, at a pace that
# leaves an emulated processor time for others; a network that is not there does
# not stop it
flood() # NAMESPACE ADDRESS
{
	background ip netns exec "$1" /usr/bin/python3 -c '
import itertools, socket, sys, time
sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for port in itertools.cycle(range(1, 65536)):
    try:
        sock.sendto(b"flood", (sys.argv[1], port))
    except OSError:
        pass
    if port % 10 == 0:
        time.sleep(0.002)' "$2"
}

flows_above() # NUMBER
{
	[ "$(rfwctl -n rtr -j stats | jq .flows)" -gt "$1" ]
}

# the flow table gets another size, and back; py has all_live() for connections
# whose flows must not be lost
resize()
{
	rfwctl -n rtr flow set max-flows 200000 && py 'all_live()' &&
	rfwctl -n rtr flow set max-flows 80000 && py 'all_live()'
}

# COMMAND succeeds so many times, or TORTURE times
times() # NUMBER COMMAND...
{
	local count=${TORTURE:-$1} i

	shift
	for ((i = 0; i < count; i++)); do
		"$@" || { echo "in round $i"; return 1; }
	done
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

# traffic both ways in the usual topology
setup_traffic()
{
	setup_topology
	hooks_elsewhere || diag "no nft: hooks come and go"
	flood i1 "$E1"
	flood e1 "$I1"
}
