#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# accept-mark (spec 2, 11): what is let through is marked, so that a rule set
# that drops by default can accept by it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology isp
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'
check_fails "a mark outside of its mask is refused" in_rtr rfwctl domain set home accept-mark 0x1100/0xff

if ! in_rtr nft add table inet filter 2>/dev/null; then
	skip "a rule set accepts by the mark" "the kernel has no nf_tables"
	finish
fi
check "another rule set drops what has not our mark" in_rtr nft -f - <<-'END'
	table inet filter {
		chain early { type filter hook forward priority -10; meta mark set 0x5; }
		chain forward {
			type filter hook forward priority 0; policy drop;
			meta mark 0x105 accept
		}
	}
END
check_fails "it drops what we let through" ping_from i1 "$E1" -W 1
check "until that is marked" py '
rfwctl("domain", "set", "home", "accept-mark", "0x100/0xff00")'
check "an echo request and its reply" ping_from i1 "$E1"
check "datagrams both ways, of a flow and its first, beside the bits outside of the mask" py '
a, b = udp("i1", 5000), udp("e1", 6000)
for i in range(3):
    datagram(a, b); datagram(b, a)'
check "a connection, and the path MTU error that it needs" bash -c "
	ip -n isp link set outside mtu 1400 &&
	ip netns exec i1 ping -6 -n -q -c 3 -i 0.2 -W 2 -s 1400 -M want $E1"
check "what we drop gets no mark" py '
stranger = udp("e2", 6000)
dropped("unsolicited", lambda: stranger.sendto(b"x", (I1, 5000)))
nothing(a)'
check "a flow that lives loses its mark with the setting" py '
rfwctl("domain", "set", "home", "accept-mark", "none")
b.settimeout(1)
a.sendto(b"x", (E1, 6000))
try:
    b.recv(10)
    raise AssertionError("it came through")
except TimeoutError:
    pass
rfwctl("domain", "set", "home", "accept-mark", "0x100/0xff00")
b.settimeout(PATIENCE)
datagram(a, b)'
check_output "the setting is shown" "  accept-mark: 0x100/0xff00" \
	bash -c "ip netns exec rtr rfwctl domain show home | grep accept-mark"
finish
