# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of timers, where time travels: packets by hand between hosts that
# do not exist, so that nobody answers in between.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/sockets.sh"

time_travels || bail "hours would pass: run it where time travels (make check-timers)"
load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
INSIDE, OUTSIDE = "2a0a:1:100:1::99", "2a0b:2::99"

def counts():
    stats = rfwctl("stats")
    return {"out": stats["packets-out"], "in": stats["packets-in"], "passed": stats["packets-passed"],
            **{drop["reason"]: drop["packets"] for drop in stats["drop"]}}

def verdict(ns, data):
    """What becomes of a packet: out, in, or the reason of its drop."""
    before = counts()
    inject(ns, data)
    after = until(lambda: (now := counts()) != before and now, "a verdict")
    changed = [word for word in after if after[word] != before[word]]
    assert len(changed) == 1, changed
    return changed[0]

def goes_out(data): assert verdict("i1", data) == "out", data
def comes_in(data): assert verdict("e1", data) == "in", data
def is_dead(data):
    reason = verdict("e1", data)
    assert reason == "unsolicited", reason

def lives(seconds, prepare, answer):
    """What prepare(port) has opened lives so many seconds: what answer(port) makes of it comes in
    just before and is dropped just after."""
    for port, shift in ((40001, -1), (40002, 1)):
        prepare(port)
        time.sleep(seconds + shift)
        (comes_in if shift < 0 else is_dead)(answer(port))
    rfwctl("flow", "flush")

def all_given_back():
    """The scan has taken what has expired, and its memory is free."""
    time.sleep(8000)
    stats = rfwctl("stats")
    assert stats["flows"] == 0 and stats["flows-created"] == stats["flows-ended"] > 0, stats
    assert rfwctl("subscriber", "show", "alice")[0]["flows"] == 0
    slab = next(line.split() for line in open("/proc/slabinfo") if line.startswith("rfw_flow "))
    assert slab[1] == "0", slab'
