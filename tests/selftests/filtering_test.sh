#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Filtering modes and open ports: which strangers come in to where a subscriber
# has a live flow (RFC 6092 REC-17), what keeps it alive, and what a policy
# opens to everybody.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")

def mode(*words):
    rfwctl("policy", "set", "default", "filtering", *words); rfwctl("flow", "flush")

def kept_out(sock, port=5000, address=I1):
    dropped("unsolicited", lambda: sock.sendto(b"x", (address, port)))

# one inside; outside one that is asked, another port of it, another address
inside, asked = udp("i1", 5000), udp("e1", 6000)
other_port, other_address = udp("e1", 6001), udp("e2", 6000)'

### the three modes, with three sockets (REC-17)

check "address-and-port-dependent: only the one that was asked (REC-17)" py '
mode("apdf"); datagram(inside, asked); datagram(asked, inside)
kept_out(other_port); kept_out(other_address); nothing(inside)'
check "address-dependent: other ports of it too (REC-17)" py '
mode("adf"); datagram(inside, asked)
datagram(asked, inside); datagram(other_port, inside)
kept_out(other_address); nothing(inside)'
check "endpoint-independent: everybody (REC-17)" py '
mode("eif"); datagram(inside, asked)
datagram(asked, inside); datagram(other_port, inside); datagram(other_address, inside)
datagram(inside, other_address)'
check "what came in is a flow of its own, and says why" py '
origins = sorted(f["origin"] for f in flows("port", "5000"))
assert origins == ["endpoint", "endpoint", "outbound"], origins'
check "not to another port, or another host" py '
kept_out(asked, 5001); kept_out(asked, 5000, I2); kept_out(other_address, 5001)'
check "nor with another protocol" py '
dropped("unsolicited", lambda: inject("e2", tcp_packet(E2, 6000, I1, 5000, 2)))'
check "a policy of UDP alone leaves TCP as it was" py '
mode("apdf"); mode("eif", "udp")
datagram(inside, asked); datagram(other_address, inside)
a, b = connection("i1", "e1", 5001, source_port=5002)
dropped("unsolicited", lambda: connecting("e2", I1, 5002).close()); a.close(); b.close()'
check "a policy without it again ends what it let in" py '
assert [f for f in flows("port", "5000") if f["origin"] == "endpoint"]
rfwctl("policy", "set", "default", "filtering", "apdf")
until(lambda: not [f for f in flows("port", "5000") if f["origin"] == "endpoint"], "their end")
datagram(asked, inside); kept_out(other_address)'
check "TCP: another host connects to where a connection begins (REC-17)" py '
mode("eif", "tcp")
a, b = connection("i1", "e1", 5001, source_port=5003)
with namespace("i1"):
    server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
sniff = sniffer("i1", "eth0")
stranger = connecting("e2", I1, 5003)
until(lambda: any(p[6] == 6 and p[8:24] == socket.inet_pton(socket.AF_INET6, E2) for p in sniffed(sniff)), "a SYN at the host")
stranger.close(); server.close(); a.close(); b.close()'

### what keeps it alive

check "it dies with its last flow" py '
mode("eif"); datagram(inside, asked); datagram(other_address, inside)
rfwctl("flow", "flush")
kept_out(other_address); kept_out(asked); nothing(inside)'
check "a stranger that nobody answers does not keep it open (TC15, B-ST-13)" py '
rfwctl("policy", "set", "default", "timeout", "udp-dns", "1")
mode("eif"); dns = udp("e1", 53)
datagram(inside, dns)
probes = [udp("e2", port) for port in range(6100, 6103)]
for probe in probes: datagram(probe, inside)
until(lambda: not flows("address", E1), "the end of the flow that was begun inside")
assert flows("address", E2), "their flows live"
kept_out(udp("e2", 6200)); nothing(inside)'
check "one that was answered does" py '
mode("eif"); datagram(inside, dns)
datagram(probes[0], inside); datagram(inside, probes[0])
until(lambda: not flows("address", E1), "the end of the flow that was begun inside")
datagram(udp("e2", 6201), inside)'

### open ports

check "open ports are open to every host, but for the exceptions" py '
mode("apdf")
rfwctl("policy", "set", "default", "open-ports", "udp/1024-65535", "open-ports-except", "udp/5001,udp/6000-6010")
for host, address in (("i1", I1), ("i2", I2)):
    for port in (1024, 5002, 65535):
        sock = udp(host, port); datagram(asked, sock); datagram(sock, asked); sock.close()
assert flows("port", "5002")[0]["origin"] == "open"'
for port in 1023 5001 6000 6010; do
	check "port $port is not" py "kept_out(asked, $port)"
done
check "nor TCP" py 'dropped("unsolicited", lambda: connecting("e1", I1, 5002).close())'
check "open says what is open by rule" py '
rule, = rfwctl("open")["policy"]
assert rule["subscribers"] == ["alice"] and rule["open-port"] == [{"protocol": "udp", "low": 1024, "high": 65535}], rule
assert len(rule["open-port-except"]) == 2, rule'
check "closed again, what came in ends" py '
rfwctl("policy", "set", "default", "open-ports", "none", "open-ports-except", "none")
until(lambda: not [f for f in flows() if f["origin"] == "open"], "their end")
kept_out(asked, 5002); assert rfwctl("open")["policy"] == []'
finish
