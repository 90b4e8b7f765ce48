#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Session limits: what a subscriber, a domain and a namespace may have, what makes room, and alarms.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology neighbour
py "work = '$work'"
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "max-sessions", "6")
rfwctl("policy", "add", "other", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
e = udp("e1", 6000)
dns = udp("e1", 53)
numbers = iter(range(10000, 30000))
def another(ns):
    """A socket with a port of its own: those that share ports give the same one out twice."""
    return udp(ns, next(numbers))

def policy(*words):
    rfwctl("flow", "flush")
    rfwctl("policy", "set", "default", "preset", "strict", *words)
def alice(key):
    return rfwctl("subscriber", "show", "alice")[0][key]
def ask(ns="i1", to=None, tclass=0):
    """A new flow; its socket."""
    sock = another(ns)
    if tclass: sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tclass)
    datagram(sock, to or e)
    return sock
def answered(**options):
    sock = ask(**options)
    datagram(options.get("to") or e, sock)
    return sock
def is_refused(reason, ns="i1", tclass=0):
    sock = another(ns)
    if tclass: sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tclass)
    dropped(reason, lambda: sock.sendto(b"no", name(e)))
    nothing(e)
def drain(last):
    """What has come to the outside, up to this datagram."""
    while e.recv(100) != last: pass
def lives(sock):
    datagram(sock, e); datagram(e, sock)
def port(sock):
    return sock.getsockname()[1]
def ports():
    return {flow["originator-port"] for flow in flows("subscriber", "alice")}'

check "max-sessions: no more flows than that, each packet beyond dropped with the reason and counted (B-ST-01)" py '
held = [answered() for i in range(6)]
is_refused("session-limit"); is_refused("session-limit")
assert (alice("flows"), alice("flows-peak")) == (6, 6)
assert alice("flows-refused") == alice("refused-session-limit") == 2
for sock in held: lives(sock)'
check "another subscriber has its own (B-ST-01)" py 'for i in range(10): answered(ns="n1")'
check "a lower limit is for new flows: those that are there stay" py '
rfwctl("policy", "set", "default", "max-sessions", "2")
for sock in held: lives(sock)
assert alice("flows") == 6
is_refused("session-limit")'
check "a higher one holds at once" py '
rfwctl("policy", "set", "default", "max-sessions", "7")
answered(); is_refused("session-limit")'

check "closing flows make room: one in TIME-WAIT goes for a new one" py '
policy("max-sessions", "3")
held = [answered(), answered()]
c, s = connection("i1", "e1", 5004)
is_refused("session-limit")
s.close(); assert c.recv(1) == b""; c.close()
until(lambda: flow("proto", "tcp")["state"] == "tcp-time-wait")
before = alice("flows-evicted")
held.append(answered())
assert flows("proto", "tcp") == [] and alice("flows-evicted") == before + 1
for sock in held: lives(sock)
is_refused("session-limit")'
check "and one after a RST" py '
policy("max-sessions", "1")
c, s = connection("i1", "e1", 5005)
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()
until(lambda: flow("proto", "tcp")["state"] == "tcp-reset")
lives(answered())
is_refused("session-limit")'
check "expired flows are never in the way, whether the scan has come by or not" py '
policy("max-sessions", "3", "timeout", "udp-dns", "1")
for sock in [answered(to=dns) for i in range(3)]: sock.close()
time.sleep(1.1)
before = drops("session-limit")
for i in range(3): answered()
assert drops("session-limit") == before'

check "unanswered flows stay without evict-unanswered" py '
policy("max-sessions", "3")
first, second, third = [ask() for i in range(3)]
is_refused("session-limit")
assert ports() == {port(first), port(second), port(third)}'
check "with it the oldest one makes room, and no answered one" py '
rfwctl("policy", "set", "default", "evict-unanswered", "on")
datagram(e, second)
fourth = ask()
assert ports() == {port(second), port(third), port(fourth)}, ports()
fifth = ask(); sixth = ask()
assert ports() == {port(second), port(fifth), port(sixth)}, ports()
lives(second)'

check "reserved-sessions are for the classes of priority-fc, by the DSCP of the first packet (B-ST-02)" py '
policy("max-sessions", "4", "reserved-sessions", "2", "priority-fc", "ef,nc")
answered(); answered(tclass=10 << 2)
is_refused("session-reserve"); is_refused("session-reserve", tclass=34 << 2)
ef, nc = answered(tclass=46 << 2), answered(tclass=56 << 2)
is_refused("session-limit", tclass=46 << 2)
classes = sorted(flow["forwarding-class"] for flow in flows())
assert classes == ["af", "be", "ef", "nc"], classes
assert alice("refused-session-reserve") == 2'
check "the class stays that of the first packet" py '
ef.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, 0); lives(ef)
assert flow("port", str(port(ef)))["forwarding-class"] == "ef"'
check "the list has it in a column" py '
out = subprocess.run(["rfwctl", "-n", "rtr", "flow"], capture_output=True, text=True).stdout
assert " CLASS " in out.splitlines()[0] and " ef " in out, out'
check "class-map: what a domain says of a DSCP; the rest is as by default" py '
rfwctl("domain", "set", "home", "class-map", "nc=1,cs1", "class-map", "be=ef")
policy()
for dscp, word in ((1, "nc"), (8, "nc"), (46, "be"), (44, "ef"), (0, "be"), (48, "h1")):
    sock = ask(tclass=dscp << 2)
    got = flow("port", str(port(sock)))["forwarding-class"]
    assert got == word, (dscp, got)
rfwctl("domain", "set", "home", "class-map", "default")
assert rfwctl("domain", "show", "home")[0]["class-map"] == []
assert flow("port", str(port(ask(tclass=46 << 2))))["forwarding-class"] == "ef"'

check "inbound-share: who is outside gets no more of it, and the home has the rest" py '
policy("max-sessions", "5", "inbound-share", "40", "filtering", "endpoint-independent")
inside = answered()
callers = [another("e1") for i in range(3)]
for caller in callers[:2]:
    datagram(caller, inside); datagram(inside, caller)
dropped("inbound-share", lambda: callers[2].sendto(b"no", name(inside)))
assert alice("flows-inbound") == 2 and alice("refused-inbound-share") == 1
held = [answered(), answered()]
is_refused("session-limit")
for caller in callers[:2]: datagram(caller, inside)
rfwctl("flow", "flush", "port", str(port(callers[0])))
assert alice("flows-inbound") == 1
datagram(callers[2], inside)
rfwctl("flow", "flush"); assert alice("flows-inbound") == 0'

check "max-half-open: UDP until the first answer" py '
policy("max-half-open", "2")
a, b = ask(), ask()
is_refused("half-open-limit")
assert alice("flows-half-open") == 2 and alice("refused-half-open-limit") == 1
datagram(e, a)
assert alice("flows-half-open") == 1
c = ask()
is_refused("half-open-limit")'
check "TCP until the handshake is through" py '
policy("max-half-open", "1")
held = [connection("i1", "e1", 5010 + i) for i in range(3)]
until(lambda: alice("flows-half-open") == 0)
silent = connecting("i1", "2a0b:2::99", 5000)
until(lambda: alice("flows-half-open") == 1)
is_refused("half-open-limit")
for pair in held: exchange(*pair)
# it would send its SYN again
silent.close()
rfwctl("flow", "flush"); assert alice("flows-half-open") == 0
for pair in held: pair[0].close(); pair[1].close()'

check "max-new-per-second: so many at once, more with time, and a neighbour as many as it likes" py '
policy("max-new-per-second", "5")
time.sleep(1.1)
lives(answered())
socks = [another("i1") for i in range(100)]
dropped("new-flow-rate", lambda: [sock.sendto(b"x", name(e)) for sock in socks])
assert alice("refused-new-flow-rate") > 0
for i in range(10):
    another("n1").sendto(b"neighbour %d" % i, name(e))
    drain(b"neighbour %d" % i)
def passes():
    socks[-1].sendto(b"again", name(e))
    return flows("port", str(port(socks[-1])))
until(passes)
socks[-1].sendto(b"last", name(e))
drain(b"last")'

rfwctl -n rtr -j monitor alarms >"$work/alarms" &
background_pids+=("$!")
check "a flood with an address of its own for each packet has the limit of its subscriber (B-ST-03)" py '
policy("max-sessions", "20", "evict-unanswered", "on")
held, theirs, sink = [answered() for i in range(5)], [answered(ns="n1") for i in range(5)], udp("e1", 6001)
for i in range(500):
    inject("i1", udp_packet(socket.inet_ntop(socket.AF_INET6, bytes.fromhex("2a0a000101000001") + random.randbytes(8)), 1000, E1, 6001))
assert alice("flows") == 20, alice("flows")
for sock in held + theirs: lives(sock)'
check "a flood of SYNs to a DMZ host has its share of the half open, the home the rest, and what is answered stays (B-ST-04)" py '
policy("max-sessions", "20", "max-half-open", "8")
rfwctl("dmz", "add", "alice", I2)
held = [answered() for i in range(5)]
called, flooded = connection("e1", "i2", 5100), listener("i2", 5101)
def syn(i): return tcp_packet(f"2a0b:2::{0xf000 + i % 4096:x}", 1024 + i, I2, 5101, 2, seq=i)
before = drops("half-open-limit")
for i in range(300): inject("e1", syn(i))
until(lambda: drops("half-open-limit") >= before + 200, "the SYNs that are too many")
assert alice("flows-half-open") == 4 and alice("flows") == 10, (alice("flows-half-open"), alice("flows"))
for sock in held: lives(sock)
exchange(*called, 1000)
asked = [ask() for i in range(4)]
is_refused("half-open-limit")
for sock in asked: lives(sock)'
check "and its share of the new flows in a second (B-ST-04)" py '
policy("max-new-per-second", "40")
before = drops("new-flow-rate")
with namespace("e1"): raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
for i in range(10):
    for n in range(200): raw.sendto(syn(1000 + 200 * i + n), (I2, 0))
    answered()
assert drops("new-flow-rate") >= before + 1000
raw.close()
for sock in *called, flooded: sock.close()
rfwctl("dmz", "flush")'

check "watermarks: one alarm at the high one, one more at the low one, none between" py '
def alarms():
    with open(work + "/alarms") as file:
        return [json.loads(line) for line in file if line.endswith("\n")]
# a listener is there when it hears the first
def heard():
    policy("max-sessions", "1", "watermarks", "100/0")
    answered()
    rfwctl("flow", "flush")
    return alarms()
until(heard)
policy("max-sessions", "10", "watermarks", "80/50")
start = len(alarms())
held = [answered() for i in range(8)]
new = until(lambda: alarms()[start:], "an alarm")
assert [(x["event"], x["kind"], x["raised"], x["subscriber"], x["flows"], x["max-flows"]) for x in new] == [
    ("alarm", "watermark", True, "alice", 8, 10)], new
assert alice("watermark-raised") is True
for again in range(3):
    for sock in held[6:]: rfwctl("flow", "flush", "port", str(port(sock)))
    held[6:] = [answered(), answered()]
for sock in held[4:]: rfwctl("flow", "flush", "port", str(port(sock)))
new = until(lambda: len(alarms()) > start + 1 and alarms()[start + 1:], "its end")
assert [(x["raised"], x["flows"]) for x in new] == [(False, 5)], new
assert alice("watermark-raised") is False'
check "in words" py '
listener = subprocess.Popen(["rfwctl", "-n", "rtr", "monitor", "alarms"], stdout=subprocess.PIPE, text=True)
def heard():
    rfwctl("flow", "flush")
    for i in range(8): ask()
    return select.select([listener.stdout], [], [], 0.1)[0]
until(heard)
line = listener.stdout.readline()
listener.kill(); listener.wait()
assert line.endswith((" alarm watermark raised subscriber alice: 8 of 10 flows\n",
                      " alarm watermark over subscriber alice: 5 of 10 flows\n")), line'

check "a domain's max-flows: a flood makes room for itself, and the neighbour loses nothing" py '
policy()
rfwctl("domain", "set", "home", "max-flows", "20")
held = [answered(ns="n1") for i in range(5)]
fresh = ask(ns="n1")
for i in range(60): ask()
domain = rfwctl("domain", "show", "home")[0]
assert domain["flows"] == domain["max-flows"] == 20, domain
for sock in held: lives(sock)
datagram(e, fresh)
held += [answered(ns="n1") for i in range(14)]
for sock in held: lives(sock)
assert rfwctl("subscriber", "show", "bob")[0]["flows"] == 20
is_refused("domain-full"); is_refused("domain-full", ns="n1")
rfwctl("domain", "set", "home", "max-flows", "0")
answered()'
check "the namespace's likewise, with an alarm for the pressure" py '
policy()
start = len(alarms())
rfwctl("flow", "set", "max-flows", "64")
held = [answered(ns="n1") for i in range(10)]
for i in range(200): ask()
assert rfwctl("stats")["flows"] == 64
for sock in held: lives(sock)
held += [answered(ns="n1") for i in range(40)]
for sock in held: lives(sock)
new = until(lambda: alarms()[start:], "an alarm")
assert [(x["kind"], x["raised"], x["flows"], x["max-flows"]) for x in new] == [
    ("table-pressure", True, 58, 64)], new
assert "subscriber" not in new[0]
rfwctl("flow", "flush")
new = until(lambda: len(alarms()) > start + 1 and alarms()[start + 1:], "its end")
assert [(x["kind"], x["raised"]) for x in new] == [("table-pressure", False)], new
rfwctl("flow", "set", "max-flows", "4096")'

check "traffic between two subscribers counts for both until it ends" py '
policy()
rfwctl("domain", "set", "home", "max-flows", "100")
answered()
assert rfwctl("domain", "show", "home")[0]["flows"] == 1
rfwctl("subscriber", "del", "alice")
assert rfwctl("domain", "show", "home")[0]["flows"] == 0
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
answered()'

check_fails "reserved-sessions as many as max-sessions: refused" rfwctl -n rtr policy set default max-sessions 100 reserved-sessions 100
check_fails "or more than a smaller max-sessions leaves" py '
rfwctl("policy", "set", "default", "max-sessions", "100", "reserved-sessions", "99")
rfwctl("policy", "set", "default", "max-sessions", "99")'
check "with a message of its own, and nothing changes" py '
done = subprocess.run(["rfwctl", "-n", "rtr", "policy", "set", "default", "max-sessions", "99"],
                      capture_output=True, text=True)
assert done.returncode == 1 and "reserved-sessions has to be smaller than max-sessions" in done.stderr, done
assert rfwctl("policy", "show", "default")[0]["max-sessions"] == 100'
check "save and load: all of it comes back, and flows are counted where they were" py '
policy("max-sessions", "4096", "reserved-sessions", "256", "priority-fc", "ef,nc", "inbound-share", "30",
       "evict-unanswered", "on", "watermarks", "90/70", "max-new-per-second", "1000", "max-half-open", "50")
rfwctl("domain", "set", "home", "class-map", "ef=10,11", "max-flows", "1000")
sock = answered()
def saved():
    return subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True, text=True).stdout
before = saved()
for word in ("reserved-sessions 256", "priority-fc ef,nc", "inbound-share 30", "evict-unanswered on",
             "watermarks 90/70", "max-new-per-second 1000", "max-half-open 50", "class-map ef=af11,11",
             "max-flows 1000"):
    assert word in before, (word, before)
for options in ((), ("-j",)):
    subprocess.run(["rfwctl", "-n", "rtr", *options, "save", work + "/saved"], check=True)
    rfwctl("policy", "set", "default", "preset", "strict")
    rfwctl("domain", "set", "home", "class-map", "default", "max-flows", "0")
    assert saved() != before
    rfwctl("load", work + "/saved")
    assert saved() == before, saved()
assert rfwctl("domain", "show", "home")[0]["flows"] == alice("flows") == 1
lives(sock)
rfwctl("flow", "flush")
assert rfwctl("domain", "show", "home")[0]["flows"] == 0'
finish
