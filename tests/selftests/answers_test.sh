#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What real stacks make of the firewall's answers: connections that are refused at
# once, after six seconds, or not because the inside called.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

protect()
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED" &&
	# the limit under test is ours
	in_rtr sysctl -q net.ipv6.icmp.ratelimit=0
}

policy()
{
	rfwctl -n rtr policy set default "$@"
}

load_module
setup_topology
check "the firewall is set up" protect
check "helpers are set up" py '
import errno

seen = sniffer("e1", "eth0")
ports = iter(range(5000, 6000))

def errors(sock=seen):
    """The ICMPv6 errors that have come: source, type, code, what they are about."""
    return [(socket.inet_ntop(socket.AF_INET6, p[8:24]), p[40], p[41], p[48:])
            for p in sniffed(sock) if p[6] == ICMP6 and p[40] < 128]

def refused(sock, number):
    try:
        connected(sock)
    except OSError as error:
        assert error.errno == number, error
    else:
        raise AssertionError("it was connected")

def stats(name):
    return rfwctl("stats")[name]

def from_outside(**options):
    return connecting("e1", I1, next(ports), **options)'

### reject

check "unsolicited reject" policy unsolicited reject
check "a connection is refused at once, by RST" py '
refused(from_outside(), errno.ECONNREFUSED)
assert not errors() and stats("answered-reset") == 1'
check "a datagram by ICMPv6 1/1 of the router, about it" py '
sock = udp("e1", 7000)
sock.connect((I1, 7001))
sock.send(b"knock")
until(lambda: stats("answered-prohibited") == 1)
try:
    sock.recv(1)
    raise AssertionError("an answer")
except PermissionError:
    pass
(source, kind, code, about), = errors()
assert (source, kind, code) == ("2a0b:2::1", 1, 1), (source, kind, code)
assert about.endswith(b"knock") and about[6] == UDP, about'
check "an echo request too" py '
done = subprocess.run(["ip", "netns", "exec", "e1", "ping", "-6", "-c", "1", "-W", "2", I1],
                      capture_output=True, check=False)
assert b"prohibited" in done.stdout + done.stderr, done
errors()'
check "unsolicited drop" policy unsolicited drop
check "silence again" py '
before = rfwctl("stats")
dropped("unsolicited", lambda: sock.send(b"knock"))
other = from_outside()
until(lambda: drops("unsolicited") >= 2)
assert not errors() and all(stats(k) == before[k] for k in before if k.startswith("answer"))
other.close()'

### reject-delayed

check "unsolicited reject-delayed" policy unsolicited reject-delayed
check "a SYN is answered after six seconds and no earlier, once (REC-34, T7)" py '
before = stats("answered-prohibited")
start = time.monotonic()
sock = from_outside()
until(lambda: stats("answers-waiting") == 1)
refused(sock, errno.EACCES)
took = time.monotonic() - start
assert 6 <= took < 30, took
(source, kind, code, about), = errors()
assert (source, kind, code) == ("2a0b:2::1", 1, 1), (source, kind, code)
assert about[6] == TCP and about[53] == 2, about
assert stats("answered-prohibited") == before + 1 and stats("answers-waiting") == 0'
check "the inside calls before: the connection is made, nothing is answered (REC-34, REC-31)" py '
before = stats("answers-cancelled")
sock = connecting("e1", I1, 7100, source_port=7101)
until(lambda: stats("answers-waiting") == 1)
mine = connecting("i1", E1, 7101, source_port=7100)
connected(mine), connected(sock)
exchange(mine, sock)
until(lambda: stats("answers-cancelled") == before + 1)
assert not errors() and stats("answers-waiting") == 0
exchange(mine, sock)'
check "what is no SYN is never answered" py '
before = rfwctl("stats")
inject("e1", udp_packet(E1, 7200, I1, 7201))
for flags in (16, 18, 17, 4):
    inject("e1", tcp_packet(E1, 7200, I1, 7201, flags))
until(lambda: drops("unsolicited") == next(
    d["packets"] for d in before["drop"] if d["reason"] == "unsolicited") + 5)
assert stats("answers-waiting") == 0 and stats("answers-refused") == before["answers-refused"]'
check "one waits for a host and network, sixteen for a network (C8)" py '
def syns(sources, hosts):
    with namespace("e1"), socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                        socket.IPPROTO_RAW) as raw:
        for source in sources:
            for host in hosts:
                raw.sendto(tcp_packet(source, 1000, host, 80, 2), (host, 0))

hosts = [f"2a0a:1:100:1::{n:x}" for n in range(0x100, 0x128)]
before, refusals = drops("unsolicited"), stats("answers-refused")
syns(["2a0b:2::a", "2a0b:2::b"], hosts)
until(lambda: drops("unsolicited") == before + 80)
# of the first source 16 wait, and of the second none for the same hosts
assert stats("answers-waiting") == 16, stats("answers-waiting")
assert stats("answers-refused") == refusals + 48, stats("answers-refused") - refusals'
check "1024 wait in all, the rest is not answered (C8, B-ST-06)" py '
before = stats("answers-refused")
syns([f"2a0b:3:{n:x}::1" for n in range(700)], hosts[:2])
assert 900 < stats("answers-waiting") <= 1024, stats("answers-waiting")
assert stats("answers-refused") > before'
check "with the domain down nobody waits any more" py '
rfwctl("domain", "set", "home", "down")
assert stats("answers-waiting") == 0
rfwctl("domain", "set", "home", "up")
assert stats("answers-waiting") == 0
errors()'

### to the inside

check "unsolicited drop, answers to the inside" policy unsolicited drop tcp-pickup off
check "a connection that the firewall has forgotten hangs" py '
a, b = connection("i1", "e1", next(ports))
rfwctl("flow", "flush")
dropped("tcp-no-flow", lambda: a.send(b"x"))
nothing(a)'
check "with tcp-reset-unknown its sender learns of it" py '
rfwctl("policy", "set", "default", "tcp-reset-unknown", "on")
try:
    a.settimeout(PATIENCE)
    assert not a.recv(1), "data"
    raise AssertionError("it was closed")
except ConnectionResetError:
    pass'
check "a limit is silent" py '
rfwctl("flow", "flush")
rfwctl("policy", "set", "default", "max-sessions", "1")
u, v = udp("i1", 7300), udp("e1", 7301)
datagram(u, v)
w = udp("i1", 7302)
w.connect((E1, 7301))
dropped("session-limit", lambda: w.send(b"x"))
nothing(w)'
check "with limit-answer a connection is refused" py '
rfwctl("policy", "set", "default", "limit-answer", "on")
refused(connecting("i1", E1, 7301), errno.EACCES)
rfwctl("policy", "set", "default", "max-sessions", "65535")'

### echo-in

check_fails "an echo request does not come in" ping_from e1 "$I1" -W 1
check "echo-in on" policy echo-in on
check "it comes in and is answered (C10)" ping_from e1 "$I1"
check "echo-in off" policy echo-in off
check_fails "and does not any more" ping_from e1 "$I1" -W 1

# and a full queue goes with the module
check "unsolicited reject-delayed once more" policy unsolicited reject-delayed
check "with some that wait" py '
syns([f"2a0b:3:{n:x}::1" for n in range(100)], hosts[:1])
assert stats("answers-waiting") > 50'
finish
