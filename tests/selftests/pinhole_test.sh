#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Dynamic pinholes: they open, count, expire with their flows, are renewed in
# place, are limited by the policy, and outlive a load.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "max-pinholes", "3")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")

def pinhole(port, lifetime="600", *words):
    """The number of a new one for UDP to i1."""
    return str(rfwctl("pinhole", "add", "udp", I1, "port", str(port), "lifetime", lifetime, *words)["id"])

def pinholes():
    return rfwctl("pinhole", "list")

def refused(*words):
    done = subprocess.run(["rfwctl", "-n", "rtr", *words], capture_output=True, check=False)
    assert done.returncode == 1, done
    return done.stderr.decode()

a, b, c = udp("i1", 5000), udp("e1", 6000), udp("e2", 6000)'

check "nothing comes in before" py 'dropped("unsolicited", lambda: b.sendto(b"x", (I1, 5000))); nothing(a)'
check "a pinhole lets it in, and the answer out" py '
first = pinhole(5000, "600", "owner", "pcp", "cookie", "00ff")
datagram(b, a); datagram(a, b)
assert flow("port", "5000")["origin"] == "pinhole"'
check "it counts, and says who made it" py '
p, = pinholes()
assert (p["flows"], p["packets"], p["owner"], p["cookie"], p["lifetime"]) == (1, 2, "pcp", "00ff", 600), p
assert p["subscriber"] == "alice" and 590 <= p["expires"] <= 600 and p["last"] <= 5, p'
check "the same one twice is refused" py '
assert "exactly this pinhole" in refused("pinhole", "add", "udp", I1, "port", "5000", "lifetime", "5")'
check "renewed in place it keeps number, counters and flow" py '
rfwctl("pinhole", "set", first, "lifetime", "900")
p, = pinholes()
assert (str(p["id"]), p["flows"], p["packets"], p["lifetime"]) == (first, 1, 2, 900) and p["expires"] > 880, p
datagram(b, a)'
check "with another prefix it keeps them too, and the flow that it still lets in" py '
rfwctl("pinhole", "set", first, "from", E1 + "/128")
datagram(b, a)
p, = pinholes()
assert p["packets"] == 4 and p["lifetime"] == 900 and p["filter"] == [{"prefix": E1 + "/128"}], p
dropped("unsolicited", lambda: c.sendto(b"x", (I1, 5000))); nothing(a)'
check "a flow that it would not let in any more ends" py '
rfwctl("pinhole", "set", first, "from", E2 + "/128")
until(lambda: not flows("port", "5000"), "the end of the flow")
dropped("unsolicited", lambda: b.sendto(b"x", (I1, 5000)))
datagram(c, a)'
check "it cannot become what another one is, and stays what it was" py '
rfwctl("pinhole", "add", "udp", I1, "port", "5000", "from", E1 + "/128", "lifetime", "60")
def still(): return [{**p, "expires": 0, "last": 0} for p in pinholes()]
before = still()
assert "exactly this pinhole" in refused("pinhole", "set", first, "from", E1 + "/128")
assert still() == before
rfwctl("pinhole", "del", str(next(p["id"] for p in before if str(p["id"]) != first)))
datagram(c, a)'
check "open to anybody again" py 'rfwctl("pinhole", "set", first, "from", "none"); datagram(b, a); assert not pinholes()[0]["filter"]'

check "the end of its lifetime ends its flow" py '
short = pinhole(5001, "2")
d = udp("i1", 5001); datagram(b, d); datagram(d, b)
assert len(pinholes()) == 2
until(lambda: len(pinholes()) == 1, "the end of the pinhole")
until(lambda: not flows("port", "5001"), "the end of its flow")
dropped("unsolicited", lambda: b.sendto(b"x", (I1, 5001))); nothing(d)
assert "no pinhole with this number" in refused("pinhole", "set", short, "lifetime", "5")'
check "a flow of the inside host is not its own" py '
short = pinhole(5001, "2"); datagram(d, b); datagram(b, d)
until(lambda: len(pinholes()) == 1, "the end of the pinhole"); datagram(b, d)'
check "del ends it with its flow" py '
rfwctl("pinhole", "del", first)
until(lambda: not flows("port", "5000"), "the end of the flow"); assert not pinholes()'

### limits

check "the policy says how many" py '
ids = [pinhole(port) for port in (5010, 5011, 5012)]
assert "all the pinholes that its policy allows" in refused("pinhole", "add", "udp", I1, "port", "5013", "lifetime", "5")
rfwctl("pinhole", "del", ids[0]); pinhole(5013)
rfwctl("pinhole", "flush"); assert not pinholes()'
check "and that ports below 1024 are none of theirs" py '
assert "below 1024" in refused("pinhole", "add", "tcp", I1, "port", "1000-2000", "lifetime", "5")
assert "below 1024" in refused("pinhole", "add", "tcp", I1, "port", "1023", "lifetime", "5")
rfwctl("policy", "set", "default", "pinhole-low-ports", "on")
rfwctl("pinhole", "add", "tcp", I1, "port", "80", "lifetime", "600")'
check "nobody else's address" py '
assert "not inside a prefix" in refused("pinhole", "add", "subscriber", "alice", "tcp", "2a0a:1:200::1", "port", "80", "lifetime", "5")
assert "no subscriber" in refused("pinhole", "add", "tcp", "2a0b::1", "port", "80", "lifetime", "5")'
check "flush takes those of an owner" py '
pinhole(5020, "600", "owner", "upnp")
rfwctl("pinhole", "flush", "owner", "upnp")
assert [p["owner"] for p in pinholes()] == ["api"], pinholes()'

### what happens to the configuration

check "a pinhole and its conversation outlive a load" py "
rfwctl('pinhole', 'flush'); first = pinhole(5000); datagram(b, a); datagram(a, b)
subprocess.run('rfwctl -n rtr save $work/conf && rfwctl -n rtr load $work/conf', shell=True, check=True)
datagram(b, a)
p, = pinholes()
assert (str(p['id']), p['flows'], p['packets']) == (first, 1, 3), p"
check "it is no part of what is saved" bash -c "! grep -q pinhole '$work/conf' || grep -q pinhole-low-ports '$work/conf'"
background rfwctl -n rtr -j monitor pinholes >"$work/events"
check "it ends when the prefix is not its subscriber's any more" py '
time.sleep(0.5)
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:300::/56")
until(lambda: not pinholes(), "the end of the pinhole")
until(lambda: not flows("port", "5000"), "the end of its flow")'
check "monitor says so" /usr/bin/python3 -c '
import json, sys, time
for _ in range(100):
    events = [json.loads(line) for line in open(sys.argv[1]) if line.endswith("\n")]
    if events: break
    time.sleep(0.1)
assert (events[0]["event"], events[0]["end"], events[0]["packets"]) == ("pinhole-closed", "configuration", 3), events' "$work/events"
check "it ends with its subscriber" py '
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56")
pinhole(5000); datagram(b, a)
rfwctl("subscriber", "del", "alice")
until(lambda: not pinholes() and not flows("port", "5000"), "the end of both")'
finish
