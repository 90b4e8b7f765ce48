#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl monitor drops: who listens hears of each packet that is dropped and why,
# and a flood of them is not a flood of events.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology neighbour
py "work = '$work'"
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "default", "prefix", "2a0a:1:200::/56")
def lines(name):
    with open(work + "/" + name) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]
def events(port, name="events"):
    return [x for x in lines(name) if x.get("destination-port") == port]
def probe(port, to=I1, source_port=6000):
    inject("e1", udp_packet(E1, source_port, to, port))'
check "without a listener packets are dropped" py 'dropped("unsolicited", lambda: probe(5000))'

rfwctl -n rtr -j monitor drops >"$work/events" &
background_pids+=("$!")
rfwctl -n rtr -j monitor reason unsolicited reason bogon subscriber bob >"$work/chosen" &
background_pids+=("$!")
rfwctl -n rtr monitor drops flows >"$work/text" &
background_pids+=("$!")
check "listeners are there when they hear the first" py '
def heard():
    dropped("unsolicited", lambda: probe(5001))
    probe(5001, N1)
    time.sleep(0.1)
    return events(5001) and events(5001, "chosen")
until(heard)
until(lambda: " drop unsolicited " in open(work + "/text").read())'
check "an unsolicited datagram: who sent what to whom, from where to where" py '
probe(5002)
x, = until(lambda: events(5002))
wanted = {"event": "drop", "reason": "unsolicited", "protocol": "udp", "source-address": E1,
          "source-port": 6000, "destination-address": I1, "destination-port": 5002, "input": "wan",
          "output": "lan", "destination-subscriber": "alice", "length": 40 + 8 + 4}
assert {k: v for k, v in x.items() if k not in ("time", "missed")} == wanted, x'
check "what a live flow does not take" py '
client, server = connection("i1", "e1", 5003)
inject("e1", tcp_packet(E1, 5003, I1, name(client)[1], 4, 1))
x, = until(lambda: [x for x in lines("events") if x["reason"] == "tcp-window"])
assert x["destination-subscriber"] == "alice" and x["source-port"] == 5003, x'
check "one subscriber to another: both are named" py '
inject("i1", udp_packet(I1, 6000, N1, 5004))
x, = until(lambda: events(5004))
assert (x["source-subscriber"], x["destination-subscriber"]) == ("alice", "bob"), x
assert (x["input"], x["output"]) == ("lan", "lan2"), x'
check "ICMPv6 by its type, without ports" py '
inject("e1", packet(E1, I1, ICMP6, struct.pack("!BBHI", 200, 0, 0, 0), 2))
x, = until(lambda: [x for x in lines("events") if x["reason"] == "icmp6-type"])
assert x["icmp6-type"] == 200 and x["protocol"] == "icmp6" and x["source-port"] == 0, x'
check "a packet that can not be parsed" py '
inject("e1", packet(E1, I1, TCP, b"short"))
x, = until(lambda: [x for x in lines("events") if x["reason"] == "malformed-transport"])
assert x["destination-address"] == I1 and x["length"] == 45, x'
check "a listener that wants some reasons and one subscriber hears of nothing else" py '
inject("e1", packet(E1, N1, ICMP6, struct.pack("!BBHI", 200, 0, 0, 0), 2))
probe(5005); probe(5005, N1)
until(lambda: events(5005, "chosen"))
assert {(x["reason"], x["destination-subscriber"]) for x in lines("chosen")} == {("unsolicited", "bob")}
assert any(x["reason"] == "icmp6-type" and x["destination-subscriber"] == "bob" for x in lines("events"))'
check "as text, among flows" py '
def text(words): return until(lambda: [x for x in open(work + "/text") if words in x])[0]
assert text(" new tcp ")
line = text(f" drop unsolicited udp [{E1}]:6000 -> [{I1}]:5002 length 52 from wan to lan subscriber alice")'
check "a flood of drops makes 1,000 events a second at most, and the rest is counted" py '
before, heard = sum(x["packets"] for x in rfwctl("stats")["drop"]), len(lines("events"))
start = time.monotonic()
with namespace("e1"), socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
    data = udp_packet(E1, 6000, I1, 5006)
    def flood():
        for i in range(500): raw.sendto(data, (I1, 0))
        return any("missed" in x for x in lines("events"))
    until(flood, "more drops than events")
    while time.monotonic() < start + 1: flood()
seconds = time.monotonic() - start
time.sleep(0.3); probe(5007)
until(lambda: events(5007))
told, missed = len(lines("events")) - heard, sum(x.get("missed", 0) for x in lines("events"))
count = sum(x["packets"] for x in rfwctl("stats")["drop"]) - before
lost = any(x["event"] == "lost" for x in lines("events"))
assert told <= 1000 * (seconds + 1), (told, seconds)
assert lost or told + missed == count, (told, missed, count)'
finish
