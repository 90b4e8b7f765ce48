#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the configuration of domains and subscribers means for packets: who is
# protected, from whom, and which addresses cross the border.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology neighbour
py '
def passes(sender, receiver):
    datagram(sender, receiver)
def is_dropped(reason, sender, receiver):
    dropped(reason, lambda: sender.sendto(b"x", name(receiver)))
    nothing(receiver)
def total(): return sum(d["packets"] for d in rfwctl("stats")["drop"])
a, n, e = udp("i1", 5000), udp("n1", 5000), udp("e1", 5000)
'
overview() { rfwctl -n rtr; }
has() { overview | grep -qE "$1"; }

### up and down

check "without a domain there is no hook: nothing is looked at, all passes" py '
assert rfwctl("stats")["active"] is False
passes(e, a); passes(a, e)
assert rfwctl("stats")["packets-passed"] == 0'
check "a domain that is added down changes nothing" py '
rfwctl("domain", "add", "home", "outside", "wan", "inside", "lan,lan2", "prefix", "2a0a:1::/32", "down")
assert rfwctl("stats")["active"] is False
passes(e, a)'
check "but is shown so loudly" has 'DOWN - NOT PROTECTED'
check "up, nobody is forwarded who is no subscriber, either way" py '
rfwctl("domain", "set", "home", "up")
assert rfwctl("stats")["active"] is True
is_dropped("no-subscriber", a, e)
is_dropped("no-subscriber", e, a)'
check_fails "up is not shown so" has 'NOT PROTECTED'
check "a subscriber is forwarded out, and in what it asked for" py '
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
passes(a, e); passes(e, a)'
check "its neighbour, still nobody, is not" py '
is_dropped("no-subscriber", n, e); is_dropped("no-subscriber", e, n)
is_dropped("no-subscriber", n, a); is_dropped("no-subscriber", a, n)'
check "addresses outside of every domain are not our business" py '
rfwctl("domain", "set", "home", "prefix", "2a0a:1:100::/40", "inside", "lan")
before = rfwctl("stats")["packets-passed"]
passes(n, e); passes(e, n); passes(udp("e2", 5009), n)
assert rfwctl("stats")["packets-passed"] == before + 3
rfwctl("domain", "set", "home", "prefix", "2a0a:1::/32", "inside", "lan,lan2")
is_dropped("no-subscriber", e, n)'
check "down again: no hook, no flows, all passes" py '
rfwctl("domain", "set", "home", "down")
assert rfwctl("stats")["active"] is False and flows() == []
passes(udp("e2", 5000), a)
rfwctl("domain", "set", "home", "up")'

### subscribers

check "within one subscriber nothing is filtered, from LAN to LAN" py '
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56,2a0a:1:200::/56")
before = rfwctl("stats")["packets-passed"]
c, d = udp("i1", 5001), udp("n1", 5001)
passes(d, c); passes(c, d)
exchange(*connection("n1", "i1", 5002), 1 << 16)
assert flows("port", "5001") == [] and flows("port", "5002") == []
assert rfwctl("stats")["packets-passed"] > before + 2'
check "between two subscribers it is, for both and counted for both" py '
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "default", "prefix", "2a0a:1:200::/56")
counts = lambda: [rfwctl("subscriber", "show", s)[0][d] for s in ("alice", "bob") for d in ("dropped-out", "dropped-in")]
before = counts()
is_dropped("unsolicited", d, c)
after = counts()
assert [y - x for x, y in zip(before, after)] == [0, 1, 1, 0], (before, after)
is_dropped("unsolicited", c, d)
assert [y - x for x, y in zip(after, counts())] == [1, 0, 0, 1], (after, counts())'
check "each of them reaches the Internet" py 'passes(a, e); passes(e, a); passes(n, e); passes(e, n)'
check "the longest prefix decides whose a host is" py '
rfwctl("subscriber", "add", "carol", "policy", "default", "prefix", I2 + "/128")
passes(udp("i2", 5003), e)
assert flow("port", "5003")["subscriber"] == "carol"
passes(udp("i1", 5004), e)
assert flow("port", "5004")["subscriber"] == "alice"
rfwctl("subscriber", "del", "carol")
assert flows("port", "5003") == []
passes(udp("i2", 5005), e)
assert flow("port", "5005")["subscriber"] == "alice"'

### false senders

ip -n i1 addr add 2a0b:2::66/128 dev eth0 nodad
ip -n e1 addr add "$I2/128" dev eth0 nodad
check "from inside, a foreign source is spoofed (REC-5)" py '
is_dropped("spoofed-source", udp("i1", 5010, address="2a0b:2::66"), e)'
check "from outside, an inside source is spoofed (REC-6)" py '
passes(a, e)                                    # no flow makes it better
is_dropped("spoofed-source", udp("e1", 5000, address=I2), a)'
ip -n e2 route add "$E1/128" via 2a0b:2::1
check "even where it means a live flow (REC-6)" py '
g, h = udp("i1", 5011), udp("e1", 5011)
passes(g, h)
dropped("wrong-side", lambda: inject("e2", udp_packet(I1, 5011, E1, 5011)))
nothing(h); passes(h, g)'
ip -n e2 route del "$E1/128"
ip -n e1 addr del "$I2/128" dev eth0
check "after all this the true senders get through" py 'passes(udp("i2", 5013), e)'

check "a domain without an outside: what comes from inside is no sender outside (REC-5)" py '
rfwctl("domain", "set", "home", "outside", "none")
passes(g, h); passes(h, g)
dropped("wrong-side", lambda: inject("n1", udp_packet(E1, 5011, I1, 5011)))
nothing(g); passes(h, g)
k = udp("e2", 5012)
is_dropped("unsolicited", k, g); passes(g, k); passes(k, g)
rfwctl("domain", "set", "home", "outside", "wan")'

### addresses that have no business there

ip -n e1 addr add 2001:db8::1/64 dev eth0 nodad
ip -n rtr route add 2001:db8::/64 dev wan
check "the documentation prefix is a bogon by default, both ways (REC-3)" py '
bogon = udp("e1", 5020, address="2001:db8::1")
is_dropped("bogon", a, bogon); is_dropped("bogon", bogon, a)'
check "with bogons none it is not" py '
rfwctl("domain", "set", "home", "bogons", "none")
passes(a, bogon); passes(bogon, a)'
check "with a list, what is on it is" py '
listed, free = udp("e2", 5021), udp("e1", 5021)
rfwctl("domain", "set", "home", "bogons", E2 + "/128")
is_dropped("bogon", a, listed); is_dropped("bogon", listed, a)
passes(a, free); passes(a, bogon)
rfwctl("domain", "set", "home", "bogons", "default")'
check "a flow to what has become a bogon has ended" py 'assert flows("port", "5020") == []'

ip -n e1 addr add fd00::1/64 dev eth0 nodad
ip -n rtr route add fd00::/64 dev wan
check "unique local addresses don't cross the border (REC-7)" py '
local = udp("e1", 5030, address="fd00::1")
is_dropped("unique-local", a, local); is_dropped("unique-local", local, a)'
check "with ula-border on they do (REC-7)" py '
rfwctl("policy", "set", "default", "ula-border", "on")
passes(a, local); passes(local, a)'
check "and off again ends their flows (REC-7)" py '
assert flows("port", "5030")
rfwctl("policy", "set", "default", "ula-border", "off")
assert flows("port", "5030") == []
is_dropped("unique-local", local, a)'
finish
