#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ICMPv6 as real stacks and routers on the way send it: ping, traceroute, path
# MTU discovery, port unreachable (RFC 4890, RFC 6092).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology isp
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")'

### echo

check "an echo request from inside is answered" ping_from i1 "$E1"
check "its flow has the identifier for a port, and 60 s (T13)" py '
f = flow("proto", "icmp6")
assert f["originator-port"] == f["responder-port"] or 0 in (f["originator-port"], f["responder-port"]), f
assert 57 <= f["expires"] <= 60 and f["state"] == "active", f'
check "an echo request from outside is dropped" py '
dropped("unsolicited", lambda: subprocess.run(
    ["ip", "netns", "exec", "e1", "ping", "-6", "-nqc1", "-W1", I1], stdout=subprocess.DEVNULL))'
check "an echo reply is taken only with the identifier of a request" py '
inject("i1", packet(I1, E1, ICMP6, struct.pack("!BBHHH", 128, 0, 0, 77, 1), 2))
reply = lambda ident: packet(E1, I1, ICMP6, struct.pack("!BBHHH", 129, 0, 0, ident, 1), 2)
dropped("unsolicited", lambda: inject("e1", reply(78)))
before = rfwctl("stats")["packets-in"]
inject("e1", reply(77))
until(lambda: rfwctl("stats")["packets-in"] > before)'
check "an echo reply from inside without a request opens nothing" py '
dropped("icmp6-echo", lambda: inject("i1", packet(I1, E1, ICMP6, struct.pack("!BBHHH", 129, 0, 0, 79, 1), 2)))
assert not [f for f in flows("proto", "icmp6") if 79 in (f["originator-port"], f["responder-port"])]'

### hop limit exceeded: every hop answers (RFC 4890 4.3.1)

py '
ROUTERS = ["2a0a:1:100:1::1", "2a0b:1::1"]
wire = sniffer("i1", "eth0")
def errors(kind):
    """Where the ICMPv6 errors came from that have reached i1."""
    return [socket.inet_ntop(socket.AF_INET6, p[8:24]) for p in sniffed(wire) if p[6] == ICMP6 and p[40] == kind]
def trace(probe):
    sniffed(wire)
    for hops, router in enumerate(ROUTERS, 1):
        probe(hops)
        until(lambda: router in errors(3), f"hop {hops}")
'
check "a traceroute of UDP sees every hop" py '
target = udp("e1", 33434)
def probe(hops):
    sock = udp("i1")
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hops)
    sock.sendto(b"probe", (E1, 33434))
trace(probe); probe(3)
target.recv(100)'
check "a traceroute of ICMPv6 sees every hop" py '
def probe(hops):
    subprocess.run(["ip", "netns", "exec", "i1", "ping", "-6", "-nqc1", "-W1", "-t", str(hops), E1],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
trace(probe)'
check "and the end" ping_from i1 "$E1" -t 3
check "a traceroute of TCP sees every hop, and the end" py '
def probe(hops):
    sock = open_socket("i1", socket.SOCK_STREAM)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hops)
    sock.setblocking(False)
    sock.connect_ex((E1, 8000))
    return sock
server = listener("e1", 8000)
trace(probe)
connected(probe(3))'

### path MTU discovery

mtu_known() # NAMESPACE ADDRESS MTU
{
	ip -n "$1" -6 route get "$2" | grep -q "mtu $3"
}

check "a link of 1280 octets is put in the way" ip -n isp link set outside mtu 1280
check_fails "the inside does not know of it" mtu_known i1 "$E1" 1280
check "a connection across it carries 1 MiB each way (REC-36)" py '
a, b = connection("i1", "e1", 5001); exchange(a, b, 1 << 20)'
check "because Packet Too Big has come through (REC-36)" mtu_known i1 "$E1" 1280
check "the connection's flow lives on (REC-37)" py '
f = flow("proto", "tcp", "port", "5001")
assert f["state"] == "tcp-established" and f["window-tracked"], f
exchange(a, b, 1000)'
check_fails "the other inside host does not know of the link" mtu_known i2 "$E1" 1280
check "its large datagram is lost, but not the next (REC-18)" py '
a, b = udp("i2", 5002), udp("e1", 6002)
a.sendto(bytes(1400), name(b))
until(lambda: subprocess.run("ip -n i2 -6 route get " + E1 + " | grep -q \"mtu 1280\"", shell=True).returncode == 0,
      "Packet Too Big")
nothing(b)
datagram(a, b, 1400); datagram(b, a, 1400)'
check "the flow of it lives on (REC-19)" py 'flow("proto", "udp", "port", "5002")'
check "the link is mended" ip -n isp link set outside mtu 1500

### port unreachable

refused='
def refused(sock):
    try:
        sock.recv(100)
    except ConnectionRefusedError:
        return
    raise AssertionError("not refused")'
check "port unreachable reaches the socket that asked (REC-18)" py "$refused
a = udp('i1', 5003); a.connect((E1, 6003))
a.send(b'x'); refused(a)"
check "it neither ends nor refreshes the flow (REC-19, I6)" py '
before = flow("port", "5003")["expires"]
until(lambda: flow("port", "5003")["expires"] < before - 1)
a.send(b"x"); refused(a)    # out: active, 300 s
until(lambda: flow("port", "5003")["expires"] < 299)
b = udp("e1", 6003)         # a while later somebody is there
b.close()
quoted = udp_packet(I1, 5003, E1, 6003)
error = lambda to: packet(E1, to, ICMP6, struct.pack("!BBHI", 1, 4, 0, 0) + quoted, 2)
before = flow("port", "5003")["expires"]
inject("e1", error(I1)); refused(a)
assert flow("port", "5003")["expires"] <= before, flow("port", "5003")'
check "and its reply still comes in (REC-19)" py 'b = udp("e1", 6003); datagram(b, a)'
check "port unreachable from inside reaches who sent (I12)" py '
a, b = udp("i1", 5004), udp("e1", 6004)
datagram(a, b); a.close(); b.connect((I1, 5004))
b.send(b"too late"); refused(b)'

### errors that are nobody's

check "an error to another host than the quoted sender is dropped (I1)" py 'dropped("icmp6-error", lambda: inject("e1", error(I2)))'
check "an error about no flow is dropped (REC-10)" py '
quoted = udp_packet(I1, 5999, E1, 6999)
dropped("icmp6-error", lambda: inject("e1", error(I1)))'
check "from inside, too (I12)" py '
quoted = udp_packet(E1, 6999, I1, 5999)
dropped("icmp6-error", lambda: inject("i1", packet(I1, E1, ICMP6, struct.pack("!BBHI", 1, 4, 0, 0) + quoted, 2)))'
check "Packet Too Big of less than 1280 is dropped, of 1280 it passes" py '
quoted = udp_packet(I1, 5003, E1, 6003)
too_big = lambda mtu: packet(E1, I1, ICMP6, struct.pack("!BBHI", 2, 0, 0, mtu) + quoted, 2)
dropped("icmp6-mtu", lambda: inject("e1", too_big(1279)))
sniffed(wire); inject("e1", too_big(1280)); until(lambda: E1 in errors(2))'
check "neighbour discovery and redirects don't cross" py '
for kind in (130, 133, 134, 135, 136, 137, 143):
    dropped("icmp6-type", lambda: inject("e1", packet(E1, I1, ICMP6, struct.pack("!BBHI", kind, 0, 0, 0) + bytes(16), 2)))'
finish
