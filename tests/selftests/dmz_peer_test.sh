#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A DMZ host is open itself, and opens nobody else's home.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology neighbour
check "the firewall is set up with two subscribers, a host of one in the DMZ" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "default", "prefix", "2a0a:1:200::/56")
rfwctl("dmz", "add", "alice", I1)
dmz, peer, outside = udp("i1", 5000), udp("n1", 5000), udp("e1", 5000)'
check "the DMZ host reaches the outside, and the outside it" py '
datagram(dmz, outside); rfwctl("flow", "flush"); datagram(outside, dmz)'
check "what it sends to another subscriber is unsolicited there" py '
dropped("unsolicited", lambda: dmz.sendto(b"x", name(peer)))
nothing(peer)'
check "the other subscriber reaches it" py 'datagram(peer, dmz); datagram(dmz, peer)'
finish
