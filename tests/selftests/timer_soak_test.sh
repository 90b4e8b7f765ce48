#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A day at 80 % of the table, SOAK hours (24) of time that travels: what comes and goes is counted
# right, and takes no more memory at the end than at the beginning.
. "$(dirname "$0")/timers.sh"

py "HOURS = ${SOAK:-24}"
# unanswered flows live for 120 s: four bursts of 30 s
py '
SHARE, MOST = 1000, 5000
rfwctl("flow", "set", "max-flows", str(MOST))
rfwctl("policy", "set", "default", "max-sessions", str(MOST))
with namespace("i1"): raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
def burst(first):
    """Flows that are new; other ports each time, of hosts that come and go."""
    for port in range(first, first + SHARE):
        data = udp_packet(f"2a0a:1:100:1::{1 + port // 60000:x}", 1024 + port % 60000, OUTSIDE, 443)
        raw.sendto(data, (OUTSIDE, 0))
def unreclaimable():
    """KiB"""
    return int(next(line.split()[1] for line in open("/proc/meminfo") if line.startswith("SUnreclaim:")))
def an_hour(start):
    """With a pinhole and a subscriber that come and go."""
    for step in range(120):
        burst((start * 120 + step) * SHARE)
        time.sleep(30)
    rfwctl("pinhole", "add", "subscriber", "alice", "udp", INSIDE, "port", "5000", "from", OUTSIDE + "/128", "lifetime", "60s")
    rfwctl("subscriber", "add", "bob", "policy", "default", "prefix", "2a0a:1:200::/56")
    rfwctl("subscriber", "del", "bob")
    stats = rfwctl("stats")
    assert 3.9 * SHARE <= stats["flows"] < MOST, stats["flows"]
    return stats'
check "the first hour, and 80 % of the table" py '
first = an_hour(0)
memory = unreclaimable()'
check "and as many hours as a day has: as many flows, none refused, no more memory (B-ST-16)" py '
for hour in range(1, HOURS): last = an_hour(hour)
assert last["flows-created"] == HOURS * 120 * SHARE, last
assert all(not drop["packets"] for drop in last["drop"] if drop["reason"].endswith("-full")), last
assert unreclaimable() < memory * 1.02 + 256, (memory, unreclaimable())
print("#", memory, unreclaimable(), last["flows"])'
check "at its end all is given back" py 'all_given_back()'
finish
