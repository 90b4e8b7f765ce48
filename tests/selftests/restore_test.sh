#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Flows outlive the module: saved, the module unloaded, one loaded again, its
# configuration loaded, flows restored, and a TCP transfer never notices.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology neighbour
py "work = '$work'"
check "the firewall is set up" py '
import threading
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "flow-accounting", "on")
rfwctl("policy", "add", "other", "domain", "home", "tcp-pickup", "off", "timeout", "udp", "1h",
       "unknown-protocols", "all")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
rfwctl("save", work + "/conf")
def saved():
    with open(work + "/flows") as file:
        return [json.loads(line) for line in file]
def write(lines, name="edited"):
    with open(work + "/" + name, "w") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return work + "/" + name
def restore(lines):
    """The number restored, and the reasons of who was not."""
    head = dict(saved()[0], time=int(time.time()))
    done = subprocess.run(["rfwctl", "-n", "rtr", "-j", "flow", "restore",
                           write([head, *lines, {"flows": len(lines)}])], capture_output=True)
    assert done.returncode == (0 if not lines or json.loads(done.stdout)["restored"] else 1), done
    report = json.loads(done.stdout)
    return report["restored"], {x["reason"]: x["flows"] for x in report["reasons"]}
def refused(reason, **members):
    one = dict(next(x for x in saved() if x.get("originator-port") == 40001), **members)
    one = {name: value for name, value in one.items() if value is not None}
    assert restore([one]) == (0, {reason: 1}), restore([one])
    assert not [x for x in flows() if x["originator-port"] == 40001]'
check "a transfer, a quiet connection, and datagrams of two subscribers" py '
busy = connection("i1", "e1", 5001)
# only what the inside sends is picked up, and it may be its turn to listen
busy[0].setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
for option in socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL: busy[0].setsockopt(TCP, option, 1)
quiet = connection("n1", "e1", 5002, source_port=40000)
exchange(*quiet, 1000)
def transfer():
    try:
        while transferring:
            exchange(*busy, 20000)
            rounds.append(time.monotonic())
            time.sleep(0.002)
    except Exception as error:
        failure.append(repr(error))
transferring, rounds, failure = True, [], []
thread = threading.Thread(target=transfer, daemon=True)
thread.start()
def advances():
    count = len(rounds)
    until(lambda: len(rounds) > count + 3 or failure, "progress of the transfer")
    assert not failure, failure
a, b = udp("i1", 40001), udp("e1", 6001)
datagram(a, b); datagram(b, a)
c, d = udp("n1", 40002), udp("e1", 6002)
datagram(c, d); datagram(d, c)
advances()'
check "a second goes by, so that ages can be seen to be kept" py '
until(lambda: flow("port", "40001")["age"] >= 4)
before = {x["originator-port"]: x for x in flows()}'

### there and back

check "flows are saved: a line each, with the windows of TCP alone" py '
rfwctl("flow", "save", work + "/flows")
lines = saved()
assert lines[0]["rfw-flows"] == 1 and lines[-1] == {"flows": 4}, (lines[0], lines[-1])
assert len(lines) == 6
for line in lines[1:-1]:
    assert ("window-originator" in line) == (line["protocol"] == "tcp"), line'
check "a part of them, to the standard output" eval "
[ \"\$(in_rtr rfwctl flow save port 40001 | wc -l)\" = 3 ]"
check "the module goes" unload_module
check "the transfer goes on without it" py 'advances()'
load_module
check "another one is loaded, with the same configuration" in_rtr rfwctl load "$work/conf"
check "the transfer goes on: it is picked up" py '
advances()
assert "window-tracked" not in {k for k, v in flow("port", "5001").items() if v}, flow("port", "5001")'
check_output "all flows are restored, one in place of what was picked up" "4 flows restored" \
	in_rtr rfwctl flow restore "$work/flows"
check "the transfer goes on" py 'advances(); advances()'
check "its window is known again, and its flow is as old as it was" py '
now = flow("port", "5001")
old = before[now["originator-port"]]
assert now["window-tracked"] and now["state"] == "tcp-established" and now["origin"] == "outbound", now
assert now["answered"] and now["age"] >= old["age"] >= 4, (now, old)
assert 7400 < now["expires"] <= 7440, now'
check "it goes on counting where it was, with what passed since the module came" py '
assert now["packets-originator"] > old["packets-originator"] > 100, (now, old)
assert now["octets-responder"] > old["octets-responder"], (now, old)'
check "the quiet connection has the time that it had left, and has gone on" py '
now, old = flow("port", "5002"), before[40000]
assert now["window-tracked"] and 0 < now["expires"] <= old["expires"], (now, old)
exchange(*quiet, 100000)
assert flow("port", "5002")["expires"] > now["expires"] - 1'
check "datagrams from outside find their flow" py '
assert flow("port", "40001")["state"] == "active" and flow("port", "40001")["age"] >= 4
datagram(b, a); datagram(d, c)
assert 300 < flow("port", "40002")["expires"] <= 3600'

### what the window knows

check "a RST outside of the window is dropped, and the transfer goes on (TC5)" py '
rfwctl("flow", "save", work + "/now", "port", "5001")
with open(work + "/now") as file: present = json.loads(file.readlines()[1])
seq = (present["window-responder"]["end"] + (1 << 31)) % (1 << 32)
dropped("tcp-window", lambda: inject("e1", tcp_packet(E1, 5001, I1, present["originator-port"], 4, seq)))
advances()
assert flow("port", "5001")["state"] == "tcp-established"'
check "so is data from outside far beyond it" py '
dropped("tcp-window", lambda: inject("e1",
    tcp_packet(E1, 5001, I1, present["originator-port"], 0x10, seq, present["window-originator"]["end"])))'
check "restored behind by more than a window, it resumes where the inside says" py '
transferring = False; thread.join(); assert not failure, failure
rfwctl("flow", "save", work + "/now", "port", "5001")
with open(work + "/now") as file: present = json.loads(file.readlines()[1])
rfwctl("flow", "flush", "port", "5001")
for side in "window-originator", "window-responder":
    for edge in "end", "ack":
        present[side][edge] = (present[side][edge] - (1 << 30)) % (1 << 32)
assert restore([present]) == (1, {})
send(busy[1], busy[0], 300000)      # from outside first
exchange(*busy, 300000)
assert flow("port", "5001")["window-tracked"], flow("port", "5001")
dropped("tcp-window", lambda: inject("e1", tcp_packet(E1, 5001, I1, present["originator-port"], 4, seq)))
exchange(*busy, 1000)'
check "and a reset from inside counts at once" py '
rfwctl("flow", "flush", "port", "5001")
assert restore([present]) == (1, {})
busy[0].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
busy[0].close()
until(lambda: flow("port", "5001")["state"] == "tcp-reset", "the reset")
try: assert not busy[1].recv(1)
except ConnectionResetError: pass'

### who is refused

check "what is there already stays" py '
rfwctl("flow", "flush")
lines = saved()[1:-1]
assert restore(lines) == (4, {})
assert restore(lines) == (0, {"there is a live flow of this tuple": 4})
rfwctl("flow", "flush")'
check "a flow whose subscriber is gone, and no other" py '
rfwctl("subscriber", "del", "bob")
assert restore(lines) == (2, {"the inside address is not this subscriber'"'"'s": 2})
assert {x["subscriber"] for x in flows()} == {"alice"}
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
rfwctl("flow", "flush")'
check "a flow of somebody else by another name" py '
refused("the inside address is not this subscriber'"'"'s", subscriber="bob")
refused("the other address is another'"'"'s", **{"responder-address": N1})'
check "an address that nothing is forwarded to" py '
for address in "::1", "ff0e::1", "fe80::1", "::":
    refused("an address is not one that packets are forwarded to", **{"responder-address": address})'
check "a bogon" py 'refused("the policy does not allow this flow", **{"responder-address": "2001:db8::1"})'
check "a protocol that the policy does not let out" py '
rfwctl("policy", "set", "default", "unknown-protocols", "none")
refused("the policy does not allow this flow",
        **{"protocol": "gre", "originator-port": 0, "responder-port": 0})
rfwctl("policy", "set", "default", "unknown-protocols", "all")'
check "a state that the protocol does not have" py '
for state in "none", "tcp-established", "tcp-picked-up":
    refused("the state is none of the protocol'"'"'s", state=state)
for state in "active", "initial":
    refused("the state is none of the protocol'"'"'s", protocol="tcp", state=state)'
check "a window of what has none, or that does not go with the state" py '
window = dict(end=1, ack=1, scale=7, flags=1); window["max-window"] = 100
words = "the state is none of the protocol'"'"'s"
refused(words, **{"window-originator": window})
refused(words, **{"protocol": "tcp", "state": "tcp-established",
                  "window-originator": dict(window, flags=0x31)})
refused(words, **{"protocol": "tcp", "state": "tcp-picked-up",
                  "window-originator": window, "window-responder": window})
del window["ack"]
refused("a window is not given as a whole",
        **{"protocol": "tcp", "state": "tcp-established", "window-originator": window})'
check "an origin that does not go with its ends" py '
refused("the origin does not go with the ends of the flow", inside="responder")'
check "a part of a flow" py '
for part in "protocol", "originator-address", "responder-port", "state", "origin", "inside", "expires":
    refused(f"the flow is not given as a whole ({part} is missing)", **{part: None})'
check "ports of a protocol without, and two identifiers of one echo" py '
words = "a port that the protocol does not have, or no such VRF"
refused(words, protocol="gre")
refused(words, protocol="icmp6")'
check "a flow without time left, and not for longer than the policy says" py '
refused("the flow has expired", expires=0)
one = next(x for x in lines if x["originator-port"] == 40001)
assert restore([dict(one, expires=10**6, age=2**32 - 1)]) == (1, {})
assert flow("port", "40001")["expires"] <= 300 and flow("port", "40001")["age"] > 10**5
rfwctl("flow", "flush")'
check "a state whose timer is 0" py '
rfwctl("policy", "set", "other", "timeout", "tcp-time-wait", "0")
tcp = next(x for x in lines if x["originator-port"] == 40000)
assert restore([dict(tcp, state="tcp-time-wait")]) == (0, {"the policy leaves this flow no time": 1})'
check "more than the subscriber may have" py '
rfwctl("policy", "set", "default", "max-sessions", "3")
many = [dict(one, **{"responder-port": 7000 + i}) for i in range(5)]
assert restore(many) == (3, {"the subscriber has all the flows it may have": 2})
assert len(flows()) == 3
rfwctl("flow", "flush"); rfwctl("policy", "set", "default", "max-sessions", "65535")'
check "all that has expired since they were saved" py '
write([dict(saved()[0], time=int(time.time()) - 10**6), *lines, {"flows": 4}], "old")
done = subprocess.run(["rfwctl", "-n", "rtr", "flow", "restore", work + "/old"], capture_output=True, text=True)
assert done.returncode == 1 and "4 refused: the flow has expired" in done.stdout, done'
check "a file that is cut short says so, but what it has is restored" py '
write([dict(saved()[0], time=int(time.time())), *lines[:2]], "short")
done = subprocess.run(["rfwctl", "-n", "rtr", "flow", "restore", work + "/short"], capture_output=True, text=True)
assert done.returncode == 1 and "cut short" in done.stderr and len(flows()) == 2, done
rfwctl("flow", "flush")'
check "what was let in from outside is let in by the same, or not at all" py '
rfwctl("policy", "set", "default", "open-ports", "udp/7000-7100", "filtering", "eif")
o, x = udp("i1", 7000), udp("e1", 6010)
datagram(x, o); datagram(o, x)
g, y, z = udp("i1", 40010), udp("e1", 6011), udp("e2", 6012)
datagram(g, y); datagram(z, g); datagram(g, z)
rfwctl("flow", "save", work + "/inbound")
with open(work + "/inbound") as file: lines = [json.loads(line) for line in file][1:-1]
origins = {"open", "endpoint", "outbound"}
assert {x["origin"] for x in lines} == origins, lines
rfwctl("flow", "flush"); assert restore(lines) == (3, {})
assert {x["origin"] for x in flows()} == origins, flows()
datagram(x, o); datagram(z, g); datagram(y, g)
rfwctl("flow", "flush"); assert restore(list(reversed(lines))) == (3, {})
rfwctl("flow", "flush"); rfwctl("policy", "set", "default", "open-ports", "none", "filtering", "apdf")
assert restore(lines) == (1, {"the policy does not allow this flow": 2})
rfwctl("flow", "flush")
assert restore([dict(x, origin="outbound") for x in lines if x["inside"] == "responder"]) == (
    0, {"the origin does not go with the ends of the flow": 2})'
check "twenty thousand flows come back, and no rate of new ones holds them up" py '
rfwctl("policy", "set", "default", "max-new-per-second", "1")
many = [dict(one, **{"responder-port": 10000 + i // 100, "originator-port": 20000 + i % 100})
        for i in range(20000)]
assert restore(many) == (20000, {})
assert rfwctl("stats")["flows"] == 20000
rfwctl("policy", "set", "default", "max-new-per-second", "0")
rfwctl("flow", "flush")'
check_output "without a domain that is up nothing is restored" "rfwctl: flow restore: no domain is up" \
	eval "in_rtr rfwctl domain set home down; in_rtr rfwctl flow restore $work/flows 2>&1"
finish
