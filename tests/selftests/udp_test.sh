#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# UDP, UDP-Lite: who may answer a datagram from inside, and for how long.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'

### request and reply

check "a datagram leaves, its flow is initial and has 120 s" py '
a, b = udp("i1", 5000), udp("e1", 6000)
datagram(a, b)
f = flow("proto", "udp")
assert f["state"] == "initial" and 118 <= f["expires"] <= 120 and not f["answered"], f
assert (f["originator-address"], f["originator-port"]) == (I1, 5000), f
assert (f["responder-address"], f["responder-port"]) == (E1, 6000), f'
check "its reply comes in: the flow is active and has 300 s (REC-14)" py '
datagram(b, a)
f = flow("proto", "udp")
assert f["state"] == "active" and 298 <= f["expires"] <= 300 and f["answered"], f'
check "many more both ways are one flow" py '
for i in range(200):
    datagram(a, b); datagram(b, a)
assert len(flows("proto", "udp")) == 1'
check "a second datagram without a reply makes it active too" py '
c = udp("i1", 5005); datagram(c, b); datagram(c, b)
f = flow("proto", "udp", "port", "5005")
assert f["state"] == "active" and not f["answered"] and f["expires"] >= 298, f'
check "largest and smallest datagrams pass" py '
datagram(a, b, 1452); datagram(b, a, 1452); datagram(a, b, 1); datagram(b, a, 1)'
check "low ports and port 65535 too (REC-15)" py '
for low, high in ((1, 65535), (1023, 1024), (65535, 1)):
    c, d = udp("i1", low), udp("e1", high)
    datagram(c, d); datagram(d, c); c.close(); d.close()'

### address-and-port-dependent filtering (REC-17)

check "the same address from another port is dropped (REC-17, APDF)" py '
other = udp("e1", 6001)
dropped("unsolicited", lambda: other.sendto(b"x", (I1, 5000)))
nothing(a)'
check "another address from the same port is dropped (REC-17, APDF)" py '
stranger = udp("e2", 6000)
dropped("unsolicited", lambda: stranger.sendto(b"x", (I1, 5000)))
nothing(a)'
check "the right one to another port is dropped (REC-17)" py '
elsewhere = udp("i1", 5001)
dropped("unsolicited", lambda: b.sendto(b"x", (I1, 5001)))
nothing(elsewhere)'
check "the right one to another host is dropped (REC-17)" py '
neighbour = udp("i2", 5000)
dropped("unsolicited", lambda: b.sendto(b"x", (I2, 5000)))
nothing(neighbour)'
check "all of them get through once they are asked" py '
datagram(a, other); datagram(other, a)
datagram(a, stranger); datagram(stranger, a)
datagram(elsewhere, b); datagram(b, elsewhere)
datagram(neighbour, b); datagram(b, neighbour)'
check "without the firewall nobody need be asked" py '
rfwctl("domain", "set", "home", "down")
uninvited = udp("e2", 6009); datagram(uninvited, a)
rfwctl("domain", "set", "home", "up")'
check "nor was it remembered: after it the firewall drops again" py '
dropped("unsolicited", lambda: uninvited.sendto(b"x", (I1, 5000)))'

### timers

check "port 53 has 15 s, asked or answered" py '
rfwctl("flow", "flush")
c, d = udp("i1", 5053), udp("e1", 53)
datagram(c, d)
assert 14 <= flow("port", "53")["expires"] <= 15, flow("port", "53")
datagram(d, c)
assert 14 <= flow("port", "53")["expires"] <= 15, flow("port", "53")
assert flow("port", "53")["state"] == "active"'
check "a source port 53 is nothing special" py '
c2, d2 = udp("i2", 53), udp("e1", 6053)
datagram(c2, d2)
assert flow("port", "6053")["expires"] > 100, flow("port", "6053")'
check "with a timer of 1 s the question expires" py '
rfwctl("policy", "set", "default", "timeout", "udp-dns", "1")
datagram(c, d)
until(lambda: not flows("port", "53", "address", I1))'
check "and its answer is dropped" py 'dropped("unsolicited", lambda: d.sendto(b"x", (I1, 5053))); nothing(c)'

# expires after so many seconds, with the reply as the last packet
age='
def expiry(): return flow("proto", "udp", "port", "5100")["expires"]
rfwctl("flow", "flush")
c, d = udp("i1", 5100), udp("e1", 6100)
datagram(c, d); datagram(c, d)'
check "an inbound datagram does not refresh the flow (REC-16)" py "$age
until(lambda: expiry() < 298)
datagram(d, c)
assert expiry() < 298, expiry()"
check "the first answer does not either, though the flow turns active (REC-16)" py '
rfwctl("flow", "flush")
datagram(c, d)
until(lambda: expiry() < 118)
datagram(d, c)
assert flow("port", "5100")["state"] == "active" and expiry() < 298, flow("port", "5100")'
check "an outbound one does (REC-16)" py 'datagram(c, d); assert expiry() >= 298, expiry()'
check "with udp-inbound-refresh on an inbound one does (REC-16)" py '
rfwctl("policy", "set", "default", "udp-inbound-refresh", "on")
until(lambda: expiry() < 297)
datagram(d, c)
assert expiry() >= 298, expiry()'
check "a stranger does not keep a flow alive, refresh or not (TC15)" py '
until(lambda: expiry() < 297)
dropped("unsolicited", lambda: other.sendto(b"x", (I1, 5100)))
assert expiry() < 298, expiry()'

### UDP-Lite

if py 'udp("i1", 7999, UDPLITE).close()' >/dev/null; then
	check "UDP-Lite has flows, initial and active, 120 s and 300 s (REC-20)" py '
l, m = udp("i1", 7000, UDPLITE), udp("e1", 7001, UDPLITE)
datagram(l, m)
f = flow("proto", "udplite")
assert f["state"] == "initial" and 118 <= f["expires"] <= 120, f
datagram(m, l); datagram(l, m)
f = flow("proto", "udplite")
assert f["state"] == "active" and f["expires"] >= 298 and f["originator-port"] == 7000, f'
	check "its flow is none of UDP, between the same ports (REC-20)" py '
u, v = udp("i1", 7000), udp("e1", 7001)
dropped("unsolicited", lambda: v.sendto(b"x", (I1, 7000)))
nothing(u); nothing(l)'
	check "and UDP's none of UDP-Lite (REC-20)" py '
u, v = udp("i1", 7002), udp("e1", 7003)
l, m = udp("i1", 7002, UDPLITE), udp("e1", 7003, UDPLITE)
datagram(u, v); datagram(v, u)
dropped("unsolicited", lambda: m.sendto(b"x", (I1, 7002)))
nothing(l)
datagram(l, m); datagram(m, l)'
else
	skip "UDP-Lite has a key space of its own (REC-20)" "the kernel has no UDP-Lite"
fi
finish
