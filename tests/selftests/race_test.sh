#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# First packets of one flow on two processors at once: one flow, no packet lost.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

if [ "$(nproc)" -lt 2 ]; then
	skip "two first packets race, one flow is made" "one processor"
	finish
fi

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "flow-accounting", "on")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'

# e1 has nothing to say, which would change the flows
ip -n e1 route add blackhole 2a0a:1::/32

# each round, one process on each processor sends the same datagram when both are ready
py '
import mmap
ROUNDS, FIRST = 1000, 10000
def race(protocol, build):
    """Both processes send build(round) for each round; how many packets came to e1."""
    wire = sniffer("e1", "eth0")
    wire.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)        # SO_RCVBUFFORCE
    ready = mmap.mmap(-1, 16)
    children = []
    for cpu in (0, 1):
        pid = os.fork()
        if not pid:
            try:
                os.sched_setaffinity(0, {cpu})
                with namespace("i1"):
                    raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
                mine, other = struct.Struct("=I"), struct.Struct("=I")
                for turn in range(1, ROUNDS + 1):
                    data = build(turn)
                    mine.pack_into(ready, 8 * cpu, turn)
                    while other.unpack_from(ready, 8 * (1 - cpu))[0] < turn:
                        pass
                    raw.sendto(data, (E1, 0))
            finally:
                os._exit(0)
        children.append(pid)
    for pid in children: os.waitpid(pid, 0)
    came = 0
    def all_came():
        nonlocal came
        came += sum(p[6] == protocol for p in sniffed(wire))
        return came >= 2 * ROUNDS
    until(all_came, "every packet at the other end")
    return came'
check "datagrams: each packet arrives (B-ST-08)" py '
before = rfwctl("stats")
assert race(UDP, lambda turn: udp_packet(I1, FIRST + turn, E1, 7)) == 2 * ROUNDS'
check "each pair is one flow, active, with both packets in it (B-ST-08)" py '
found = flows("proto", "udp", "port", "7")
assert len(found) == ROUNDS, len(found)
assert all(f["packets-originator"] == 2 and f["state"] == "active" for f in found)
after = rfwctl("stats")
assert after["flows-created"] - before["flows-created"] == ROUNDS
assert after["flows"] == ROUNDS, after["flows"]'
check "SYNs: each arrives" py '
assert race(TCP, lambda turn: tcp_packet(I1, FIRST + turn, E1, 7, 2)) >= 2 * ROUNDS'
check "each pair is one flow" py '
found = flows("proto", "tcp", "port", "7")
assert len(found) == ROUNDS and all(f["packets-originator"] >= 2 for f in found), len(found)
assert rfwctl("subscriber", "show", "alice")[0]["flows"] == 2 * ROUNDS'
check "another protocol: each arrives" py '
assert race(253, lambda turn: packet(f"2a0a:1:100:1::1:{turn:x}", E1, 253, bytes(8))) == 2 * ROUNDS'
check "each pair is one flow" py '
found = flows("proto", "253")
assert len(found) == ROUNDS and all(f["packets-originator"] == 2 for f in found), len(found)'
check "no packet was dropped" py 'assert not [d for d in rfwctl("stats")["drop"] if d["packets"]]'
finish
