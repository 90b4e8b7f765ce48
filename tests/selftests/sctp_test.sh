#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP associations of real stacks.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'

if ! need_module sctp || ! py 'listener("i1", 4999, SCTP).close()' >/dev/null; then
	skip "SCTP associations pass (REC-38)" "the kernel has no SCTP"
	finish
fi

check "an association from inside is made (REC-38)" py 'a, b = connection("i1", "e1", 5001, SCTP)'
check "its flow has ports (REC-38)" py '
f = flow("proto", "sctp")
assert (f["originator-address"], f["originator-port"]) == (I1, a.getsockname()[1]), f
assert (f["responder-address"], f["responder-port"]) == (E1, 5001), f'
check "it carries data both ways, small and large (REC-38)" py '
for size in (1, 1000, 20000):
    exchange(a, b, size)'
check "it is active and has 7440 s (REC-40)" py '
f = flow("proto", "sctp")
assert f["state"] == "active" and f["expires"] >= 7400, f'
check "two more to the same port are flows of their own" py '
pairs = [connection("i1", "e1", 5002, SCTP) for i in range(2)]
for c, d in pairs: exchange(c, d, 100)
assert len(flows("proto", "sctp", "port", "5002")) == 2'
check "closing passes: the other end sees it (REC-38)" py 'a.close(); assert b.recv(1) == b""; b.close()'
check "an abort passes too (REC-38)" py '
c, d = pairs[0]
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); c.close()
try:
    assert d.recv(1) == b""
except ConnectionResetError:
    pass'
check "an INIT without an answer has 240 s (REC-40)" py '
silent = "2a0b:2::99"
init = struct.pack("!HHIIBBHIIHHI", 6000, 6001, 0, 0, 1, 0, 20, 1, 65535, 1, 1, 1)
inject("i1", packet(I1, silent, SCTP, init))
f = flow("proto", "sctp", "port", "6001")
assert f["state"] == "initial" and 238 <= f["expires"] <= 240, f'
check "an association from outside is dropped" py '
s = listener("i1", 5003, SCTP)
def knock():
    global c
    c = connecting("e1", I1, 5003, SCTP)
dropped("unsolicited", knock)
nothing(s); c.close()'
check "without the firewall it is made" py '
rfwctl("domain", "set", "home", "down")
c = connected(connecting("e1", I1, 5003, SCTP)); s.accept()[0].close(); c.close()
rfwctl("domain", "set", "home", "up")'
check "a refusal comes back" py '
try:
    connected(connecting("i1", E1, 5009, SCTP)); raise AssertionError("connected")
except ConnectionRefusedError:
    pass'
check "with unknown-protocols none there are no associations" py '
rfwctl("policy", "set", "default", "unknown-protocols", "none")
def knock():
    global c
    c = connecting("i1", E1, 5010, SCTP)
dropped("unknown-protocol", knock); c.close()'
finish
