#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Fragments are judged as the packet that they are parts of, and leave as
# fragments again.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology isp
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
def fragments(wire):
    return [p for p in sniffed(wire) if p[6] == 44]'

check "a ping of 4,000 octets is answered" ping_from i1 "$E1" -s 4000
check "one of 60,000 too" ping_from i1 "$E1" -s 60000
check "each was one packet to the firewall, not its fragments" py '
assert all(f["protocol"] == "icmp6" for f in flows()) and 1 <= len(flows()) <= 2
stats = rfwctl("stats")
assert stats["packets-out"] == stats["packets-in"] == 2, stats'
check "a ping of 4,000 octets from outside is dropped" py '
dropped("unsolicited", lambda: subprocess.run(
    ["ip", "netns", "exec", "e1", "ping", "-6", "-nqc1", "-W1", "-s4000", I1], stdout=subprocess.DEVNULL))'
check "a large datagram goes out, its answer comes in, both in fragments" py '
a, b = udp("i1", 5000), udp("e1", 6000)
out, back = sniffer("e1", "eth0"), sniffer("i1", "eth0")
datagram(a, b, 4000); datagram(b, a, 4000)
until(lambda: len(fragments(out)) >= 3)
until(lambda: len(fragments(back)) >= 3)
f = flow("proto", "udp")
assert f["state"] == "active" and f["answered"], f'
check "the largest datagrams, too" py '
datagram(a, b, 65000); datagram(b, a, 65000)'
check "a large datagram that nobody asked for is dropped, all of it" py '
stranger = udp("e2", 6000)
fragments(back)
dropped("unsolicited", lambda: stranger.sendto(bytes(4000), (I1, 5000)))
nothing(a); assert not fragments(back)'
check "and passes once asked for" py 'datagram(a, stranger); datagram(stranger, a, 4000)'

# a datagram of three fragments by hand, the last of them first
by_hand='
whole = udp_packet(%s, %d, %s, %d, bytes(range(256)) * 10)
def fragment(start, end, more, ident=[7]):
    header = struct.pack("!BBHI", UDP, 0, start | more, ident[0])
    return packet(%s, %s, 44, header + whole[40 + start:40 + end])
end = len(whole) - 40
parts = [fragment(2048, end, 0), fragment(0, 1024, 1), fragment(1024, 2048, 1)]'
# shellcheck disable=SC2059 # a format on purpose
check "fragments of a reply in any order pass" py "$(printf "$by_hand" E1 6000 I1 5000 E1 I1)
for part in parts: inject('e1', part)
assert a.recv(65535) == bytes(range(256)) * 10"
# shellcheck disable=SC2059
check "the same from who was not asked are dropped" py "$(printf "$by_hand" E1 6666 I1 5000 E1 I1)
def all_parts():
    for part in parts: inject('e1', part)
dropped('unsolicited', all_parts)
nothing(a)"
# shellcheck disable=SC2059
check "parts without the rest go nowhere" py "$(printf "$by_hand" E1 6000 I1 5000 E1 I1)
fragments(back)
parts = [fragment(0, 1024, 1, [8]), fragment(2048, end, 0, [8])]
for part in parts: inject('e1', part)
datagram(b, a)                                  # behind them, and through
assert not fragments(back); nothing(a)"
# shellcheck disable=SC2059
check "an overlap spoils the datagram (F1)" py "$(printf "$by_hand" E1 6000 I1 5000 E1 I1)
for part in (fragment(0, 1024, 1, [9]), fragment(512, 1536, 1, [9]), fragment(2048, end, 0, [9]),
             fragment(1024, 2048, 1, [9])):
    inject('e1', part)
datagram(b, a)
assert not fragments(back); nothing(a)"
finish
