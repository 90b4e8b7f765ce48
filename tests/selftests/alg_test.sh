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
check "alg none leaves the rest for another time" py '
rfwctl("policy", "set", "default", "alg", "none")
assert policy()["alg"] == [] and policy()["sip-port"] == [5060, 5061]'
finish
