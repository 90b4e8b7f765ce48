#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Presets: every default of the specification's tables, and what they come to
# on the wire; the one easy switch to transparent mode (REC-49).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology neighbour
check "the firewall is set up, with a policy of each preset" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
PRESETS = "strict", "sros", "rfc6092", "balanced", "transparent"
for preset in PRESETS:
    rfwctl("policy", "add", preset, "domain", "home", "preset", preset)
rfwctl("subscriber", "add", "alice", "policy", "strict", "prefix", "2a0a:1:100::/56")
shown = {p["preset"]: p for p in rfwctl("policy", "presets")}
made = {p["name"]: p for p in rfwctl("policy", "show")}
import subprocess
def saved(): return subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True, check=True, text=True).stdout
def use(preset): rfwctl("subscriber", "set", "alice", "policy", preset)'

### what they say (spec 3, 4, 6, 8)

check "there are five of them" py 'assert tuple(shown) == PRESETS, tuple(shown)'
while read -r timer strict sros rfc6092; do
	check "$timer: $strict in strict, $sros in sros, $rfc6092 in rfc6092" py "
for preset, seconds in ('strict', $strict), ('sros', $sros), ('rfc6092', $rfc6092):
    assert shown[preset]['timeouts']['$timer'] == seconds, shown[preset]['timeouts']"
done <<-'END'
	tcp-established 7440 7440 7440
	tcp-transitory 240 240 240
	tcp-syn 240 15 240
	tcp-time-wait 120 0 240
	tcp-rst 10 0 240
	udp 300 300 300
	udp-initial 120 15 300
	udp-dns 15 15 15
	icmp6-query 60 60 60
	sip 120 120 180
	unknown-protocol 300 300 300
END
check "filtering is address-and-port-dependent in strict, endpoint-independent in the others" py '
for preset in PRESETS:
    wanted = "address-and-port-dependent" if preset == "strict" else "endpoint-independent"
    assert shown[preset]["filtering"] == wanted, shown[preset]'
check "the vendor lets no protocol out that is not listed; SCTP and DCCP have timers elsewhere (REC-40, REC-44)" py '
for preset in PRESETS:
    vendor = preset == "sros"
    assert shown[preset]["unknown-protocols"] == ("none" if vendor else "all"), shown[preset]
    assert len(shown[preset].get("protocol-timeout", [])) == (0 if vendor else 2), shown[preset]'
check "only rfc6092 answers what was not asked for, and late (REC-34)" py '
for preset in PRESETS:
    wanted = "reject-delayed" if preset == "rfc6092" else "drop"
    assert shown[preset]["unsolicited"] == wanted, shown[preset]'
check "IPsec passes in all that are open (REC-21, REC-22, REC-24, REC-26)" py '
assert [p for p in PRESETS if shown[p]["ipsec-passthrough"]] == ["rfc6092", "balanced", "transparent"]'
check "none looks into SIP, and all would at port 5060, for 64 calls and 16 of a host (S26)" py '
for preset in PRESETS:
    p = shown[preset]
    assert (p["alg"], p["sip-port"], p["sip-max-calls"], p["sip-max-calls-host"], p["sip-other-hosts"]) == (
        [], [5060], 64, 16, False), p'
check "all have 65535 sessions, and a policy made from a preset says what the preset says" py '
for preset in PRESETS:
    assert shown[preset]["max-sessions"] == 65535
    for key, value in shown[preset].items():
        assert made[preset][key] == value, (preset, key, value, made[preset][key])'
check "saved and loaded they are the same, in a word" py '
import tempfile
assert "policy add balanced domain home preset balanced\n" in saved(), saved()
with tempfile.NamedTemporaryFile("w") as file:
    file.write(saved()); file.flush()
    rfwctl("load", file.name)
again = {p["name"]: p for p in rfwctl("policy", "show")}
assert again == made, (again, made)'
check "what a policy overrides stands beside its preset, a list that is empty too" py '
rfwctl("policy", "set", "balanced", "open-ports", "none", "timeout", "udp", "200")
assert "policy add balanced domain home preset balanced timeout udp 200 open-ports none\n" in saved(), saved()
rfwctl("policy", "set", "balanced", "preset", "balanced")'

### what they come to

check "strict: a stranger does not come in where a flow is (REC-17)" py '
a, b, c = udp("i1", 5000), udp("e1", 6000), udp("e2", 6000)
datagram(a, b); datagram(b, a)
dropped("unsolicited", lambda: c.sendto(b"x", (I1, 5000)))'
check "sros and rfc6092: it does (REC-11, REC-17)" py '
for preset in "sros", "rfc6092":
    use(preset)
    rfwctl("flow", "flush")
    datagram(a, b); datagram(c, a)
    f = [f for f in flows("proto", "udp") if f["originator-address"] == E2][0]
    assert f["origin"] == "endpoint", f
    rfwctl("flow", "flush")
    dropped("unsolicited", lambda: c.sendto(b"x", (I1, 5000)))'
check "balanced: most ports are open, weak ones are not" py '
use("balanced")
rfwctl("flow", "flush")
connect = connecting("e1", I1, 8443)
with listener("i1", 8444) as server:
    client = connected(connecting("e1", I1, 8444)); client.close()
datagram(c, a)
f = flow("proto", "udp")
assert f["origin"] == "open", f
for port in 22, 23, 139, 445, 3389:
    dropped("unsolicited", lambda: connecting("e1", I1, port).close())
dropped("unsolicited", lambda: c.sendto(b"x", (I1, 5353)))
connect.close()'
check "balanced: pings come in" ping_from e1 "$I1"

### transparent mode (REC-49)

check "the switch to transparent leaves live flows as they are" py '
use("strict")
rfwctl("flow", "flush")
client, server = connection("i1", "e1", 5001)
exchange(client, server, 1000)
use("transparent")
exchange(client, server, 100000)
assert len(flows("proto", "tcp")) == 1'
check "everything comes in: datagrams, connections, pings" py '
datagram(c, a)
with listener("i1", 2222) as sock:
    inbound = connected(connecting("e1", I1, 2222))
    accepted = sock.accept()[0]
exchange(inbound, accepted, 1000)
assert flow("proto", "tcp", "port", "2222")["origin"] == "open"'
check "pings come in" ping_from e1 "$I1"
check "and all is counted, for the subscriber too" py '
def packets(): return rfwctl("subscriber", "show", "alice")[0]["packets-in"]
before = packets()
datagram(c, a)
until(lambda: packets() > before)'
check "spoofed sources do not pass even then (REC-6)" py '
dropped("spoofed-source", lambda: inject("e1", udp_packet(I2, 7000, I1, 5000)))
nothing(a)'
check "back to strict: what was begun inside goes on, what came in ends (REC-49)" py '
use("strict")
exchange(client, server, 1000)
assert [f["originator-address"] for f in flows("proto", "tcp")] == [I1], flows("proto", "tcp")
dropped("unsolicited", lambda: c.sendto(b"x", (I1, 5000)))'
finish
