#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl monitor: who listens hears of every flow that is born and why it ends.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology
py "work = '$work'"
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "flow-accounting", "on")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
a, e = udp("i1", 5000), udp("e1", 6000)
def events(port=None, event=None):
    with open(work + "/events") as file:
        found = [json.loads(line) for line in file if line.endswith("\n")]
    return [x for x in found if (port is None or port in (x["originator-port"], x["responder-port"]))
            and (event is None or x["event"] == event)]
def ends(port, why):
    end = until(lambda: events(port, "destroy"), f"the end of port {port}")
    assert [x["end"] for x in end] == [why], end
    return end[0]'

check "without a listener flows come and go" py '
datagram(a, e)
rfwctl("flow", "flush"); assert flows() == []
assert rfwctl("stats")["flows-ended"] == 1'

rfwctl -n rtr -j monitor flows >"$work/events" &
monitor=$!
background_pids+=("$monitor")
check "a listener is there when it hears the first flow" py '
def heard():
    datagram(a, e); datagram(e, a)
    if events(6000, "new"): return True
    rfwctl("flow", "flush")
until(heard)'
check "only of what happens after it came: one new flow, with whose it is and how long it lives" py '
new = events(6000, "new")[0]
assert (new["protocol"], new["originator-address"], new["originator-port"]) == ("udp", I1, 5000), new
assert (new["subscriber"], new["origin"], new["state"]) == ("alice", "outbound", "initial"), new
assert new["expires"] == 120, new'
check "no packet after the first makes an event" py '
count = len(events())
for i in range(50): datagram(a, e); datagram(e, a)
b = udp("i1", 5001); datagram(b, e)             # what is heard next
until(lambda: events(5001))
assert len(events()) == count + 1, events()'
check "deleted: with what it has counted" py '
rfwctl("flow", "flush", "port", "5000")
end = [x for x in until(lambda: events(5000, "destroy"))][-1]
assert end["end"] == "deleted", end
assert end["packets-originator"] == end["packets-responder"] == 51, end
assert end["octets-originator"] == 51 * (40 + 8 + 8) == end["octets-responder"], end'
check "expired" py '
rfwctl("policy", "set", "default", "timeout", "udp-dns", "1")
d, f = udp("i1", 5002), udp("e1", 53)
datagram(d, f)
ends(5002, "expired")'
check "closed: a connection at the end of its life" py '
rfwctl("policy", "set", "default", "timeout", "tcp-time-wait", "0")
c, s = connection("i1", "e1", 5003)
c.close(); assert s.recv(1) == b""; s.close()
ends(5003, "closed")'
check "closed: its place is taken by a new one on the same ports" py '
rfwctl("policy", "set", "default", "timeout", "tcp-time-wait", "120")
for again in range(2):
    c, s = connection("i1", "e1", 5004, source_port=40000)
    s.close(); assert c.recv(1) == b""; c.close()
    until(lambda: flow("port", "5004")["state"] == "tcp-time-wait")
ends(5004, "closed")
assert len(events(5004, "new")) == 2'
check "configuration: the subscriber goes" py '
g = udp("i1", 5005); datagram(g, e)
rfwctl("subscriber", "del", "alice")
ends(5005, "configuration")'
check "configuration: the domain goes down" py '
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
h = udp("i1", 5006); datagram(h, e)
rfwctl("domain", "set", "home", "down")
ends(5006, "configuration")
rfwctl("domain", "set", "home", "up")'
check "what is dropped is no event" py '
count = len(events())
dropped("unsolicited", lambda: e.sendto(b"x", (I1, 5099)))
i = udp("i1", 5007); datagram(i, e)
until(lambda: events(5007))
assert not events(5099) and len(events()) == count + 1'
check "every flow that was heard to be born is alive or was heard to end" py '
def balance():
    # the first flow that ends may have been born before anybody listened
    heard = [x["event"] for x in events()]
    heard = heard[heard.index("new"):]
    return heard.count("new") - heard.count("destroy") == rfwctl("stats")["flows"]
until(balance)'
kill "$monitor"
wait "$monitor" 2>/dev/null
check "the listener gone, flows come and go" py '
count = len(events())
rfwctl("flow", "flush"); datagram(a, e)
assert len(flows()) == 1 and len(events()) == count'
finish
