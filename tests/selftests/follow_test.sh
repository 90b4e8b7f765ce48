#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Domains follow what they name: the prefixes of a LAN as they are renumbered,
# interfaces that are renamed, go and come back, VRFs, large interface numbers.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

NEW=2a0a:9:1:1::10

### renumbering

load_module
setup_topology
py "NEW = '$NEW'"
py '
def prefixes(): return rfwctl("domain", "show", "home")[0]["prefix-from"]
def total(): return sum(d["packets"] for d in rfwctl("stats")["drop"])
def any_drop(action):
    before = total(); action(); until(lambda: total() > before, "a drop")'
check "a domain has the prefixes of the LAN" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix-from", "lan")
rfwctl("policy", "add", "default", "domain", "home", "tcp-pickup", "off")
rfwctl("subscriber", "add", "alice", "policy", "default", "whole-domain", "on")
a, b = connection("i1", "e1", 5001); exchange(a, b, 1000)
e = udp("e1", 5000); d = udp("i1", 5000)
dropped("unsolicited", lambda: e.sendto(b"x", (I1, 5000)))'
ip -n i1 addr add "$NEW/64" dev eth0 nodad
ip -n rtr addr add 2a0a:9:1:1::1/64 dev lan nodad
check "a new one is protected as soon as it is there" py '
new = udp("i1", 5002, address=NEW)
dropped("unsolicited", lambda: e.sendto(b"x", (NEW, 5002)))
nothing(new)'
check "and used: its hosts are alice's, the old ones as well" py '
datagram(new, e); datagram(e, new)
assert flow("port", "5002")["subscriber"] == "alice"
exchange(a, b, 1000)'
ip -n rtr addr del "$RTR_LAN/64" dev lan
check "a prefix that is withdrawn takes its flows along (B-ST-12)" py 'until(lambda: flows("port", "5001") == [])'
check "those of the other live on" py 'datagram(e, new); datagram(new, e)'
ip -n rtr addr add "$RTR_LAN/64" dev lan nodad
check "an old prefix that comes back is protected again (B-ST-12)" py '
dropped("unsolicited", lambda: e.sendto(b"x", (I1, 5000)))
nothing(d)
exchange(*connection("i1", "e1", 5003), 1000)'

### interfaces

check "a domain by prefix, with its outside by name" py '
rfwctl("domain", "add", "fixed", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "fixed", "domain", "fixed", "tcp-pickup", "off")
rfwctl("subscriber", "set", "alice", "whole-domain", "off", "policy", "fixed", "prefix", "2a0a:1:100::/56")
rfwctl("policy", "del", "default"); rfwctl("domain", "del", "home")
a, b = connection("i1", "e1", 5004); exchange(a, b, 1000)'

rename() # FROM TO
{
	ip -n rtr link set "$1" down &&
	ip -n rtr link set "$1" name "$2" &&
	ip -n rtr link set "$2" up &&
	ip -n rtr addr replace 2a0b:2::1/64 dev "$2" nodad
}

check "the outside interface is renamed" rename wan uplink
check "nobody from outside gets in by the new name" py '
any_drop(lambda: e.sendto(b"x", (I1, 5000)))
nothing(d)'
check "it is renamed back" rename uplink wan
check "the connection goes on" py 'exchange(a, b, 1 << 16)'
check "and nobody gets in" py 'dropped("unsolicited", lambda: e.sendto(b"x", (I1, 5000))); nothing(d)'

recreate() # [NUMBER]
{
	ip -n rtr link del wan &&
	ip -n rtr link add wan ${1:+index "$1"} type veth peer name rtr netns isp &&
	ip -n isp link set rtr master outside up &&
	ip -n rtr link set wan up &&
	ip -n rtr addr add 2a0b:2::1/64 dev wan nodad &&
	ip -n e1 neigh flush dev eth0
}

check "the outside interface is removed and made anew" recreate
check "the connection goes on" py 'exchange(a, b, 1 << 16)'
check "and nobody gets in" py 'dropped("unsolicited", lambda: e.sendto(b"x", (I1, 5000))); nothing(d)'
check "the inside is still the inside: spoofing is seen (REC-6)" py '
dropped("spoofed-source", lambda: inject("e1", udp_packet(I2, 1, I1, 5000)))'
check "the module unloads" unload_module

### two customers with the same addresses, each in a VRF

py 'for thing in (a, b, d, e, new): thing.close()'
load_module
setup_topology
ip netns del e2
two_vrfs()
{
	add_host n1 "$I1" "$RTR_LAN" rtr lan2 &&
	add_host e2 "$E1" 2a0b:2::1 rtr wan2 &&
	ip -n rtr -batch - <<-EOF
		link add red type vrf table 10
		link add blue type vrf table 20
		link set red up
		link set blue up
		link set lan master red
		link set wan master red
		link set lan2 master blue
		link set wan2 master blue
		addr replace $RTR_LAN/64 dev lan nodad
		addr replace 2a0b:2::1/64 dev wan nodad
		addr replace $RTR_LAN/64 dev lan2 nodad
		addr replace 2a0b:2::1/64 dev wan2 nodad
	EOF
}
need_module vrf
if ip -n rtr link add probe type vrf table 9 2>/dev/null; then
	ip -n rtr link del probe
	check "two VRFs with the same addresses in them" two_vrfs
	check "a domain for each" py '
for vrf, wan in (("red", "wan"), ("blue", "wan2")):
    rfwctl("domain", "add", vrf, "vrf", vrf, "outside", wan, "prefix", "2a0a:1::/32")
    rfwctl("policy", "add", vrf, "domain", vrf)
    rfwctl("subscriber", "add", vrf + "-home", "policy", vrf, "prefix", "2a0a:1:100::/56")'
	check "the same five-tuple is a flow in each" py '
red_in, red_out = udp("i1", 5000), udp("e1", 6000)
blue_in, blue_out = udp("n1", 5000, address=I1), udp("e2", 6000, address=E1)
datagram(red_in, red_out); datagram(blue_in, blue_out)
datagram(red_out, red_in); datagram(blue_out, blue_in)
found = flows("port", "5000")
assert sorted(f["subscriber"] for f in found) == ["blue-home", "red-home"], found'
	check "what ends in one does not in the other" py '
rfwctl("flow", "flush", "subscriber", "red-home")
dropped("unsolicited", lambda: red_out.sendto(b"x", (I1, 5000)))
nothing(red_in); datagram(blue_out, blue_in)'
	check "with one domain down, that VRF is open and the other is not" py '
rfwctl("domain", "set", "red", "down")
datagram(red_out, red_in)
blue_other = udp("e2", 6001, address=E1)
dropped("unsolicited", lambda: blue_other.sendto(b"x", (I1, 5000)))
nothing(blue_in)'
	check "a VRF that is removed and made anew is protected again" py '
rfwctl("domain", "set", "red", "up")
for command in (
        "link del red", "link add red type vrf table 10", "link set red up",
        "link set lan master red", "link set wan master red",
        "addr replace 2a0a:1:100:1::1/64 dev lan nodad", "addr replace 2a0b:2::1/64 dev wan nodad"):
    subprocess.run(["ip", "-n", "rtr", *command.split()], check=True)
dropped("unsolicited", lambda: red_out.sendto(b"x", (I1, 5000)))
nothing(red_in)
datagram(red_in, red_out); datagram(red_out, red_in); datagram(blue_out, blue_in)'
	check "a VRF of a number above 2^24 has no domain: that is down, and packets pass" py '
for command in (
        "link del blue", "link add blue index 16777300 type vrf table 20", "link set blue up",
        "link set lan2 master blue", "link set wan2 master blue",
        "addr replace 2a0a:1:100:1::1/64 dev lan2 nodad", "addr replace 2a0b:2::1/64 dev wan2 nodad"):
    subprocess.run(["ip", "-n", "rtr", *command.split()], check=True)
before = len(flows())
datagram(blue_in, blue_out); datagram(blue_other, blue_in)
assert len(flows()) == before
datagram(red_in, red_out)'
else
	skip "a domain in a VRF" "the kernel has no VRF"
fi

### interfaces of large numbers, of which a flow has room for 16 bits

check "the module unloads" unload_module
py 'for thing in list(globals().values()):
    if isinstance(thing, socket.socket): thing.close()'
load_module
setup_topology
lan=$(in_rtr cat /sys/class/net/lan/ifindex)
check "an outside interface whose number ends like that of the inside one" \
	recreate $((65536 + lan))
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'
ip -n e2 route add "$E1/128" via 2a0b:2::1
check "it takes no packet of one for one of the other (REC-6)" py '
a, e = udp("i1", 5000), udp("e1", 6000)
for turn in range(2): datagram(a, e); datagram(e, a)
dropped("wrong-side", lambda: inject("e2", udp_packet(I1, 5000, E1, 6000)))
nothing(e); datagram(e, a); datagram(a, e)'
finish
