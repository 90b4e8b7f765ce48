#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TCP as real stacks speak it: connections open, carry data, close by halves or
# at once, are refused, reuse ports, and outlive the module.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

protect()
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED"
}

load_module
setup_topology
check "the firewall is set up" protect

### a connection's life

check "a connection from inside is made (REC-31)" py 'a, b = connection("i1", "e1", 5001)'
check "it carries 1 MiB each way" py 'exchange(a, b, 1 << 20)'
check "its flow is established, outbound, answered, its window known (REC-32)" py '
f = flow("proto", "tcp")
assert (f["state"], f["origin"], f["subscriber"]) == ("tcp-established", "outbound", "alice"), f
assert f["answered"] and f["window-tracked"], f
assert (f["originator-address"], f["responder-address"], f["responder-port"]) == (I1, E1, 5001), f'
check "it has 7440 s (REC-35, T1)" py 'assert 7430 <= flow("proto", "tcp")["expires"] <= 7440, flow("proto", "tcp")'
check "one side closes: the other goes on sending (REC-31)" py '
a.shutdown(socket.SHUT_WR)
assert b.recv(1) == b""
send(b, a, 1 << 20)'
check "half-closed is still established: 7440 s (T2)" py '
f = flow("proto", "tcp")
assert f["state"] == "tcp-fin-originator" and f["expires"] > 7400, f'
check "and the other closes" py '
b.shutdown(socket.SHUT_WR)
assert a.recv(1) == b""'
check "both ends closed: TIME-WAIT, 120 s at most (T6)" py '
f = until(lambda: flows("proto", "tcp", "state", "tcp-time-wait"), "TIME-WAIT")[0]
assert f["expires"] <= 120, f'
check "closed by the far end first" py '
c, d = connection("i1", "e1", 5002)
d.shutdown(socket.SHUT_WR)
assert c.recv(1) == b""
assert flow("proto", "tcp", "port", "5002")["state"] == "tcp-fin-responder"
send(c, d, 1 << 16)
c.close()
assert d.recv(1) == b""'
check "both close at once (REC-31)" py '
c, d = connection("i1", "e1", 5003)
c.shutdown(socket.SHUT_WR); d.shutdown(socket.SHUT_WR)
assert c.recv(1) == b"" and d.recv(1) == b""
until(lambda: flow("proto", "tcp", "port", "5003")["state"] == "tcp-time-wait")'
check "a port is reused out of TIME-WAIT (TC13)" py '
for again in range(3):
    c, d = connection("i1", "e1", 5004, source_port=40000)
    exchange(c, d, 1000)
    d.close(); assert c.recv(1) == b""      # e1 has the TIME-WAIT, and takes a new SYN
    c.close()
    until(lambda: flow("proto", "tcp", "port", "5004")["state"] == "tcp-time-wait")'
check "an abort ends it: the RST passes, the flow has 10 s (TC3, T5)" py '
c, d = connection("i1", "e1", 5005)
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
c.close()
try:
    d.recv(1); raise AssertionError("no reset")
except ConnectionResetError:
    pass
f = flow("proto", "tcp", "port", "5005")
assert f["state"] == "tcp-reset" and f["expires"] <= 10, f'
check "an abort by the far end passes too" py '
c, d = connection("i1", "e1", 5006)
d.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
d.close()
try:
    c.recv(1); raise AssertionError("no reset")
except ConnectionResetError:
    pass'
check "the refusal of a connection comes back at once (REC-31)" py '
try:
    connected(connecting("i1", E1, 5007)); raise AssertionError("connected")
except ConnectionRefusedError:
    pass
assert flow("proto", "tcp", "port", "5007")["state"] == "tcp-reset"'

### simultaneous open

# what goes to e1 is late, so that the SYNs cross
check "the way to e1 is made slow" tc -n isp qdisc add dev e1 root netem delay 500ms
check "simultaneous open, the inside first: both connect (REC-31, TC12)" py '
x = connecting("i1", E1, 5101, source_port=5100)
y = connecting("e1", I1, 5100, source_port=5101)
connected(x); connected(y)
exchange(x, y, 1 << 16)
assert flow("proto", "tcp", "port", "5101")["state"] == "tcp-established"'
check "and fast again" tc -n isp qdisc del dev e1 root
check "simultaneous open, the outside first: its SYN is dropped, its next one is not (REC-31)" py '
def outside_first():
    global y
    y = connecting("e1", I1, 5102, source_port=5103)
dropped("unsolicited", outside_first)
x = connecting("i1", E1, 5103, source_port=5102)
connected(x); connected(y)
exchange(x, y, 1 << 16)'

### from outside

check "a SYN from outside is dropped and nothing comes back (REC-33)" py '
s, wire = listener("i1", 5200), sniffer("e1", "eth0")
def knock():
    global c
    c = connecting("e1", I1, 5200)
dropped("unsolicited", knock)
until(lambda: drops("unsolicited") > 1)
s.settimeout(0.1)
answers = [p for p in sniffed(wire) if p[8:24] == socket.inet_pton(socket.AF_INET6, I1)]
assert not answers, answers
assert not select.select([s], [], [], 0)[0]
c.close()'
check "that capture would show an answer: one from inside does" py '
c, d = connection("i1", "e1", 5201)
assert [p for p in sniffed(wire) if p[8:24] == socket.inet_pton(socket.AF_INET6, I1)]'
check "without the firewall the same SYN connects" py '
rfwctl("domain", "set", "home", "down")
connected(connecting("e1", I1, 5200)); s.accept()
rfwctl("domain", "set", "home", "up")'
for flags in FIN:1 SYN+FIN:3 RST:4 ACK:16 SYN+ACK:18 none:0 FIN+PSH+URG:41; do
	check "${flags%:*} from outside opens nothing" py "
before = sum(d['packets'] for d in rfwctl('stats')['drop'])
inject('e1', tcp_packet(E1, 6000, I1, 5200, ${flags#*:}))
until(lambda: sum(d['packets'] for d in rfwctl('stats')['drop']) > before, 'a drop')
assert not flows('port', '6000')"
done
for flags in FIN:1 RST:4 SYN+FIN:3; do
	check "${flags%:*} from inside opens nothing" py "
before = sum(d['packets'] for d in rfwctl('stats')['drop'])
inject('i1', tcp_packet(I1, 6001, E1, 5200, ${flags#*:}))
until(lambda: sum(d['packets'] for d in rfwctl('stats')['drop']) > before, 'a drop')
assert not flows('port', '6001')"
done

### the module goes and comes while a connection is held

reload()
{
	unload_module && load_module && protect
}

check "a connection is made" py 'a, b = connection("i1", "e1", 5300); exchange(a, b, 1 << 16)'
check "the module is loaded anew" reload
check "the far end alone can't pick it up: from outside is dropped" py '
dropped("unsolicited", lambda: b.send(b"x"))'
check "the near end picks it up (tcp-pickup on)" py '
send(a, b, 1 << 16)
assert receive(a, 1) == b"x"
exchange(a, b, 4 << 20)'
check "without a window, which was not seen (REC-32)" py '
f = flow("proto", "tcp")
assert f["state"] == "tcp-established" and not f["window-tracked"], f'
check "the module is loaded anew once more" reload
check "with tcp-pickup off nothing is picked up" py '
rfwctl("policy", "set", "default", "tcp-pickup", "off")
dropped("tcp-no-flow", lambda: a.send(b"y"))
assert not flows("proto", "tcp"); nothing(b)'
check "with it on the very same connection goes on" py '
rfwctl("policy", "set", "default", "tcp-pickup", "on")
assert receive(b, 1) == b"y"
exchange(a, b, 1 << 16)'
finish
