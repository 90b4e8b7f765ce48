#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a policy says of application layer gateways (spec 9).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology
py "work = '$work'"
check "the firewall is set up" py '
import subprocess
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
def policy(): return rfwctl("policy", "show", "default")[0]
def saved(): return subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True, check=True, text=True).stdout
def refused(message, *words):
    before = policy()
    done = subprocess.run(["rfwctl", "-n", "rtr", "policy", "set", "default", *words], capture_output=True, text=True)
    assert done.returncode == 1 and message in done.stderr, done
    assert policy() == before'

check "alg sip, its ports in the order given, its limits" py '
rfwctl("policy", "set", "default", "alg", "sip", "sip-port", "5062,5060,65535", "sip-max-calls", "4096",
       "sip-max-calls-host", "4096", "sip-other-hosts", "on")
p = policy()
assert (p["alg"], p["sip-port"], p["sip-max-calls"], p["sip-max-calls-host"], p["sip-other-hosts"]) == (
    ["sip"], [5062, 5060, 65535], 4096, 4096, True), p'
check "ports replace those before, what is not given stays" py '
rfwctl("policy", "set", "default", "sip-port", "5060,5061")
assert policy()["sip-port"] == [5060, 5061] and policy()["alg"] == ["sip"]'
check "more calls of a host than of its subscriber: refused, and nothing changes" py '
message = "sip-max-calls-host can\u0027t be more than sip-max-calls"
rfwctl("policy", "set", "default", "sip-max-calls", "20", "sip-max-calls-host", "20")
refused(message, "sip-max-calls-host", "21")
refused(message, "sip-max-calls", "19")
rfwctl("policy", "set", "default", "sip-max-calls", "2", "sip-max-calls-host", "1")'
check "save and load: all of it comes back" py '
assert " alg sip sip-port 5060,5061 sip-max-calls 2 sip-max-calls-host 1 sip-other-hosts on\n" in saved(), saved()
before = saved()
for options in (), ("-j",), ("-d",):
    subprocess.run(["rfwctl", "-n", "rtr", *options, "save", work + "/saved"], check=True)
    rfwctl("policy", "set", "default", "preset", "strict")
    assert saved() != before and "sip" not in saved()
    rfwctl("load", work + "/saved")
    assert saved() == before, saved()'
check "the counters are there, and count nothing" py '
sip = rfwctl("stats")["sip"]
assert len(sip) == 16 and not any(c["count"] for c in sip), sip
assert "call-opened" in [c["counter"] for c in sip]'
check "there is no call, whoever is asked for" py '
assert rfwctl("alg") == rfwctl("alg", "list", "subscriber", "alice", "host", "2a0a:1::1") == []'

# calls that are listed: some with as much of everything as one may have
py '
def offered(number, ports, call_id, answer=None):
    lines = "".join(f"m=audio {port} RTP/AVP 0\r\n" for port in ports)
    def text(start, address, lines):
        body = f"v=0\r\no=- 1 1 IN IP6 {address}\r\ns=-\r\nc=IN IP6 {address}\r\nt=0 0\r\n{lines}"
        return (f"{start}\r\nVia: SIP/2.0/UDP [{I1}]:5060;branch=z9hG4bK{number}\r\nMax-Forwards: 70\r\n"
                f"From: <sip:a@[{I1}]>;tag=1\r\nTo: <sip:b@[{E1}]>{answer or str()}\r\nCall-ID: {call_id}\r\n"
                f"CSeq: 1 INVITE\r\nContact: <sip:b@[{address}]:5060>\r\nContent-Type: application/sdp\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
    phone.sendto(text(f"INVITE sip:b@[{E1}] SIP/2.0", I1, lines), (E1, 5060)); server.recv(65535)
    if answer:
        server.sendto(text("SIP/2.0 200 OK", E1, "m=audio 30000 RTP/AVP 0\r\n"), (I1, 5060)); phone.recv(65535)
phone, server = udp("i1", 5060), udp("e1", 5060)
rfwctl("policy", "set", "default", "alg", "sip", "sip-max-calls", "4096", "sip-max-calls-host", "4096", "max-pinholes", "4096")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'
check "a call is listed: whose, its state and time, what it opens and for whom" py '
offered(1, (20000,), "early\u00e9@a")
call, = rfwctl("alg", "list")
assert (call["subscriber"], call["host"], call["state"]) == ("alice", I1, "early"), call
assert call["call-id"] == "early??@a" and call.get("remote", []) == [], call
assert {(m["kind"], m["address"], m["port"]) for m in call["media"]} == {("rtp", I1, 20000), ("rtcp", I1, 20001)}, call
assert {m["pinhole"] for m in call["media"]} == {p["id"] for p in rfwctl("pinhole", "list")}, call
assert call["age"] < 60 and 100 < call["expires"] <= 200, call'
check "answered: who sends its media" py '
offered(2, (20002,), "answered", ";tag=2")
call = rfwctl("alg", "list")[1]
assert (call["state"], call["remote"], call["call-id"]) == ("established", [E1], "answered"), call
text = subprocess.run(["rfwctl", "-n", "rtr", "alg", "show"], capture_output=True, check=True, text=True).stdout
assert "established" in text and "20003" in text and "answered" in text, text'
check "those of one subscriber, of one host, of neither" py '
assert len(rfwctl("alg", "list", "subscriber", "alice", "host", I1)) == 2
assert rfwctl("alg", "list", "host", I2) == rfwctl("alg", "list", "subscriber", "bob") == []'
check "hundreds, with as many media as a call has: each is listed once" py '
for number in range(200): offered(100 + number, range(21000, 21016, 2), f"many-{number}")
calls = rfwctl("alg", "list")
assert len({c["id"] for c in calls}) == len(calls) == 202, len(calls)
assert {c["call-id"] for c in calls} == {"early??@a", "answered", *(f"many-{n}" for n in range(200))}
assert {len(c["media"]) for c in calls[2:]} == {16}, calls[2]'
check "alg none leaves the rest for another time" py '
rfwctl("policy", "set", "default", "alg", "none")
assert policy()["alg"] == [] and policy()["sip-port"] == [5060, 5061]'
finish
