#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# host-learning: nobody outside can have the router look for an address that
# nobody is known to have, and who is there is learned in time.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
check "the firewall is set up, UDP above 5000 open" py '
rfwctl("domain", "add", "home", "outside", "wan", "inside", "lan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "open-ports", "udp/5000-5999",
       "filtering", "endpoint-independent")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")

def ip(*words):
    subprocess.run(["ip", *words], check=True)
def mac(ns, device):
    with namespace(ns), socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM) as sock:
        sock.bind((device, 0))
        return ":".join(f"{octet:02x}" for octet in sock.getsockname()[4])
# the hosts ask nobody for the router, and it is told of nobody
for host in "i1", "i2":
    ip("-n", host, "neigh", "replace", "2a0a:1:100:1::1", "lladdr", mac("rtr", "lan"),
       "dev", "eth0")

def lan(host):
    return f"2a0a:1:100:1::{host}"
lan_sniffer = sniffer("i2", "eth0")
solicitations = set()
def solicited():
    "Targets of neighbour solicitations that have come to i2 so far."
    for packet in sniffed(lan_sniffer):
        if packet[6] == ICMP6 and packet[40] == 135 and packet[8:24] != bytes(16):
            solicitations.add(socket.inet_ntop(socket.AF_INET6, packet[48:64]))
    return solicitations
marks = iter(range(0xf000, 0xffff))
def no_solicitation(*addresses):
    "Behind a solicitation of the router for somebody else."
    mark = lan(format(next(marks), "x"))
    with namespace("rtr"), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"mark", (mark, 9))
    until(lambda: mark in solicited(), "a solicitation of the router")
    assert not solicitations & set(addresses), solicitations
outside = udp("e1", 6000)
def knock(address, port=5000):
    outside.sendto(b"knock", (address, port))
def hosts():
    return {host["address"]: host["learned-from"] for host in rfwctl("host", "list")}
def learned(address, origin):
    until(lambda: hosts().get(address) == origin, f"{address} learned from {origin}")'

# ---- off ----
check "off: an address that nobody has is looked for, and nothing is learned" py '
knock(lan(99))
until(lambda: lan(99) in solicited(), "a solicitation")
assert hosts() == {} and rfwctl("stats")["hosts"] == 0'

flags() # of rtr's lan: does it receive all multicast?
{
	echo $(($(in_rtr cat /sys/class/net/lan/flags) >> 9 & 1))
}
flags_are() { [ "$(flags)" = "$1" ]; }
check_output "off: the inside interface does not receive all multicast" 0 flags

# ---- what is there already ----
check "required: the neighbour table tells who is there, but not who never answered" py '
ip("-n", "rtr", "neigh", "add", lan("a"), "lladdr", "02:00:00:00:00:aa", "dev", "lan", "nud", "stale")
ip("-n", "rtr", "neigh", "add", lan("b"), "lladdr", "02:00:00:00:00:bb", "dev", "lan", "nud", "noarp")
ip("-n", "rtr", "neigh", "add", "2a0a:1:100:9::a", "lladdr", "02:00:00:00:00:aa", "dev", "wan",
   "nud", "stale")
old = udp("i2", 5400)
old.sendto(b"x", name(outside)); outside.recv(10)
rfwctl("policy", "set", "default", "host-learning", "required")
learned(lan("a"), "neighbour")'
check "a conversation that goes on tells of its host" py 'learned(I2, "upstream")'
check "nobody else is known, and who is outside has no say (neighbours of wan)" py '
assert set(hosts()) == {lan("a"), I2}, hosts()'
check "the inside interface receives all multicast" busywait 10 flags_are 1

check "nobody is learned from neighbours of IPv4, nor from what else happens to neighbours" py '
before = hosts()
ip("-n", "rtr", "addr", "add", "192.0.2.1/24", "dev", "lan")
ip("-n", "rtr", "neigh", "add", "192.0.2.2", "lladdr", "02:00:00:00:00:aa", "dev", "lan")
ip("netns", "exec", "rtr", "sysctl", "-qw", "net.ipv6.neigh.lan.delay_first_probe_time=4")
assert hosts() == before, hosts()'

# ---- unknown ----
check "an address that was never seen is not looked for: unknown-host, with open ports (B-ST-05)" py '
dropped("unknown-host", lambda: knock(lan(77)))
no_solicitation(lan(77))'
check "nor for what would be unsolicited, nor for an echo request, nor for TCP" py '
dropped("unknown-host", lambda: knock(lan(77), 80))
dropped("unknown-host", lambda: inject("e1", packet(E1, lan(77), ICMP6,
                                                    struct.pack("!BBHHH", 128, 0, 0, 1, 1), 2)))
dropped("unknown-host", lambda: inject("e1", tcp_packet(E1, 7000, lan(77), 80, 2)))
no_solicitation(lan(77))'
check "nor for ICMPv6 that belongs to no flow, with icmp6-mobility" py '
rfwctl("policy", "set", "default", "icmp6-mobility", "on")
dropped("unknown-host", lambda: inject("e1", packet(E1, lan(77), ICMP6,
                                                    struct.pack("!BBHHH", 144, 0, 0, 1, 1), 2)))
no_solicitation(lan(77))'
check "no knocking makes it known" py 'assert lan(77) not in hosts()'

# ---- upstream ----
check "the first packet that a host sends out makes it known, and others get in" py '
assert I1 not in hosts()
inside = udp("i1", 5000)
dropped("unknown-host", lambda: knock(I1))
inside.sendto(b"x", name(outside)); outside.recv(10)
learned(I1, "upstream")
other = udp("e2", 6000)
datagram(other, inside)'
check "forgotten, it is unknown: its live flow lets only its own answers in" py '
rfwctl("host", "del", "alice", I1)
assert I1 not in hosts()
third = udp("e2", 6001)
dropped("unknown-host", lambda: third.sendto(b"x", (I1, 5000)))
datagram(outside, inside)
assert I1 not in hosts()'
check_fails "what was not learned can't be forgotten" \
	rfwctl -n rtr host del alice 2a0a:1:100:1::10

# ---- DAD ----
check "a neighbour table that changes tells too" py '
ip("-n", "rtr", "neigh", "add", lan("c"), "lladdr", "02:00:00:00:00:cc", "dev", "lan", "nud", "stale")
learned(lan("c"), "neighbour")'
check "an address that is about to be used: duplicate address detection" py '
with namespace("i1"):
    subprocess.run(["sysctl", "-q", "net.ipv6.conf.eth0.accept_dad=1"], check=True)
ip("-n", "i1", "addr", "add", lan("d") + "/64", "dev", "eth0")
learned(lan("d"), "dad")'
check "and it is let in" py '
until(lambda: not subprocess.run(["ip", "-n", "i1", "-o", "addr", "show", "tentative"],
                                 capture_output=True).stdout, "the end of detection")
newcomer = udp("i1", 5001, address=lan("d"))
datagram(other, newcomer)'
check "what is no duplicate address detection teaches nothing" py '
def solicitation(target, hops=255, source="::", options=b"", code=0, group=None, kind=135,
                 damage=0):
    raw = socket.inet_pton(socket.AF_INET6, target)
    group = group or "ff02::1:ff" + raw[13:14].hex() + ":" + raw[14:16].hex()
    made = bytearray(packet(source, group, ICMP6,
                            struct.pack("!BBHI", kind, code, 0, 0) + raw + options, 2))
    made[7] = hops
    made[42] ^= damage
    with namespace("i1"), socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM) as sock:
        sock.sendto(made, ("eth0", 0x86dd, 0, 0, b"\x33\x33" + bytes(made[36:40])))
solicitation(lan("e1"), hops=254)
solicitation(lan("e2"), source="fe80::1")
solicitation(lan("e3"), options=b"\1\1\2\0\0\0\0\1")    # who is it: nobody has it yet
solicitation(lan("e4"), options=b"\16\0\2\0\0\0\0\1")   # an option without length
solicitation(lan("e5"), code=1)
solicitation(lan("e6"), group="ff02::1")
solicitation(lan("e7"), kind=136)
solicitation(lan("e8"), damage=1)
solicitation("2a0a:1:200:1::e9")                        # nobody is subscribed there
solicitation("ff02::ea")
solicitation("fe80::eb")
solicitation(lan("ef"), options=b"\16\1\2\0\0\0\0\1")   # a nonce (RFC 7527)
learned(lan("ef"), "dad")
assert not [host for host in hosts() if host.split(":")[-1].startswith("e") and
            host != lan("ef")], hosts()'
check "nor does one from outside" py '
raw = socket.inet_pton(socket.AF_INET6, lan("f1"))
made = bytearray(packet("::", "ff02::1:ff00:f1", ICMP6, struct.pack("!BBHI", 135, 0, 0, 0) + raw, 2))
made[7] = 255
with namespace("e1"), socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM) as sock:
    sock.sendto(made, ("eth0", 0x86dd, 0, 0, b"\x33\x33\xff\0\0\xf1"))
dropped("unknown-host", lambda: knock(lan("f1")))
assert lan("f1") not in hosts()'

# ---- configured ----
check "a forward, a DMZ host and a pinhole make their address known, for all that is open" py '
assert not {lan("21"), lan("22"), lan("23")} & set(hosts())
rfwctl("forward", "add", "alice", "tcp", lan("21"), "port", "443")
rfwctl("dmz", "add", "alice", "suffix", "::1:0:0:0:22")
rfwctl("pinhole", "add", "tcp", lan("23"), "port", "8000", "lifetime", "1h")
found = {host["address"]: host for host in rfwctl("host", "list", "subscriber", "alice")}
for host in "21", "22", "23":
    assert found[lan(host)]["learned-from"] == "configured", found
    assert "last-seen" not in found[lan(host)], found
    knock(lan(host))
    until(lambda: lan(host) in solicited(), "a solicitation for " + host)'
check "one that is learned too is listed once" py '
ip("-n", "i1", "addr", "add", lan("21") + "/64", "dev", "eth0", "nodad")
with udp("i1", address=lan("21")) as sock: datagram(sock, outside)
assert [host["learned-from"] for host in rfwctl("host", "list")
        if host["address"] == lan("21")] == ["upstream"]
rfwctl("host", "del", "alice", lan("21"))
assert hosts()[lan("21")] == "configured"'
check "no more of them, and the addresses are unknown" py '
for what in "forward", "dmz", "pinhole":
    rfwctl(what, "flush")
assert "configured" not in hosts().values(), hosts()
for host in "22", "23":      # i1 has the other one, and may have said so
    dropped("unknown-host", lambda: knock(lan(host), 5002))
# nobody is asked whether it is still there while hosts are counted
ip("-n", "i1", "addr", "del", lan("21") + "/64", "dev", "eth0")
ip("-n", "rtr", "neigh", "flush", "dev", "lan")'

# ---- bounds ----
check "max-hosts: those that were seen least recently are forgotten at once" py '
before = rfwctl("stats")["hosts"]
assert before == len(hosts()) > 3, before
rfwctl("policy", "set", "default", "max-hosts", "3")
assert len(hosts()) == 3 and rfwctl("stats")["hosts"] == 3
assert lan("ef") in hosts() and lan("a") not in hosts(), hosts()'
check "and make room for others" py '
replaced = rfwctl("stats")["hosts-replaced"]
for host in "31", "32", "33", "34":
    ip("-n", "i1", "addr", "add", lan(host) + "/64", "dev", "eth0", "nodad")
    with udp("i1", address=lan(host)) as sock: datagram(sock, outside)
assert set(hosts()) == {lan("32"), lan("33"), lan("34")}, hosts()
assert rfwctl("stats")["hosts-replaced"] == replaced + 4'
check "one that is seen again stays" py '
time.sleep(1.1)
with udp("i1", address=lan("32")) as sock: datagram(sock, outside)
with udp("i1", address=lan("31")) as sock: datagram(sock, outside)
assert set(hosts()) == {lan("32"), lan("34"), lan("31")}, hosts()
assert all(host["last-seen"] <= host["first-seen"] for host in rfwctl("host", "list"))'
check "hosts are listed by subscriber" py '
assert len(rfwctl("host", "list", "subscriber", "alice")) == 3
assert rfwctl("host", "list", "subscriber", "bob") == []'

# ---- whose they are ----
check "hosts are forgotten when their address is another subscriber's" py '
rfwctl("policy", "set", "default", "max-hosts", "256")
rfwctl("subscriber", "add", "bob", "policy", "default", "prefix", lan("32") + "/128")
assert lan("32") not in hosts() and {lan("34"), lan("31")} <= set(hosts()), hosts()
rfwctl("subscriber", "del", "bob")'
check "and with their subscriber" py '
rfwctl("subscriber", "del", "alice")
assert hosts() == {}
ip("-n", "rtr", "neigh", "replace", lan("c"), "lladdr", "02:00:00:00:00:0c", "dev", "lan", "nud", "reachable")
rfwctl("policy", "set", "default", "max-hosts", "256")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'
check "who is in the neighbour table when a subscriber comes is learned" py '
learned(lan("c"), "neighbour")'

# ---- all multicast ----
check "domain down: all multicast is not received" py 'rfwctl("domain", "set", "home", "down")'
check "(within a moment)" busywait 10 flags_are 0
check "and nothing is known" py 'assert hosts() == {}'
check "domain up: it is received again" py 'rfwctl("domain", "set", "home", "up")'
check "(within a moment)" busywait 10 flags_are 1
ip -n rtr link set lan down
ip -n rtr link set lan name other
other_is_0() { [ $(($(in_rtr cat /sys/class/net/other/flags) >> 9 & 1)) = 0 ]; }
check "an inside interface that is renamed is none" busywait 10 other_is_0
ip -n rtr link set other name lan
ip -n rtr link set lan up
check "and is one again" busywait 10 flags_are 1
check "the setting off: not received, nothing known" py '
rfwctl("policy", "set", "default", "host-learning", "off")
assert hosts() == {}'
check "(within a moment)" busywait 10 flags_are 0
check "required again" py 'rfwctl("policy", "set", "default", "host-learning", "required")'
check "(within a moment)" busywait 10 flags_are 1
check "the module unloads and leaks nothing" unload_module
check_output "and leaves the interface as it was" 0 flags
finish
