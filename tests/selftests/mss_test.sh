#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The TCP segment size between real stacks: what arrives in SYN and SYN/ACK, and
# that a stack which computes the checksum takes it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

protect()
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED"
}

policy()
{
	rfwctl -n rtr policy set default "$@"
}

neighbour()
{
	rfwctl -n rtr policy add other domain home open-ports tcp/1-65535 &&
	rfwctl -n rtr subscriber add neil policy other prefix "$DELEGATED2"
}

# a path MTU learned before is forgotten
set_mtu() # DEVICE MTU
{
	ip -n rtr link set "$1" mtu "$2" && ip -n rtr route flush cache
}

load_module
setup_topology neighbour
check "the firewall is set up" protect
check "helpers are set up" py '
import array, fcntl

def sizes(packets):
    """Of each SYN: has it ACK, its MSS; the checksum as it is."""
    found = []
    for packet in packets:
        if packet[6] != TCP or not packet[53] & 2:
            continue
        options, size = packet[60:40 + (packet[52] >> 4) * 4], None
        while options and options[0]:
            if options[0] == 1:
                options = options[1:]
                continue
            if options[0] == 2:
                size = struct.unpack("!H", options[2:4])[0]
            options = options[options[1]:]
        found.append((bool(packet[53] & 16), size))
    return found

def right(packet):
    zeroed = packet[40:56] + b"\0\0" + packet[58:]
    source, destination = (socket.inet_ntop(socket.AF_INET6, packet[i:i + 16]) for i in (8, 24))
    return struct.pack("!H", checksum(source, destination, TCP, zeroed)) == packet[56:58]

def offload(ns, device, on):
    value = array.array("I", [0x17, on])        # ETHTOOL_STXCSUM
    with namespace(ns), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8946, struct.pack("16sQ16x", device.encode(), value.buffer_info()[0]))

inside, outside = sniffer("i1", "eth0"), sniffer("e1", "eth0")
ports = iter(range(5000, 6000))

def attempt(a="i1", b="e1", amount=1 << 18):
    """A connection that carries data; the sizes that arrived outside and inside."""
    sniffed(inside), sniffed(outside)
    client, server = connection(a, b, next(ports))
    there, here = sizes(sniffed(outside)), sizes(sniffed(inside))
    exchange(client, server, amount)
    largest = [s.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG) for s in (client, server)]
    client.close(), server.close()
    return set(there), set(here), max(largest)'

check "off: SYN and SYN/ACK say what they said" py '
assert attempt() [:2] == ({(False, 1440)}, {(True, 1440)})'
check "1300: both are lowered, both ends keep to it (M1, M2)" policy tcp-mss 1300
check "and both ends keep to it, with data both ways (M1, M2, M6)" py '
there, here, largest = attempt()
assert (there, here) == ({(False, 1300)}, {(True, 1300)}), (there, here)
assert largest <= 1300, largest'
check "10240: neither is raised (M2)" policy tcp-mss 10240
check "both stay as they were (M2)" py '
assert attempt()[:2] == ({(False, 1440)}, {(True, 1440)})'
check "160: the least" policy tcp-mss 160
check "arrives as such" py '
assert attempt(amount=1 << 12)[:2] == ({(False, 160)}, {(True, 160)})'

### who computes the checksum

check "1301, an odd size" policy tcp-mss 1301
check "checksums are computed by the senders, not left to the devices" py '
for ns in "i1", "e1":
    offload(ns, "eth0", 0)'
check "what arrives has the right one, and is taken (M6)" py '
sniffed(outside), sniffed(inside)
client, server = connection("i1", "e1", next(ports))
packets = [p for sock in (outside, inside) for p in sniffed(sock) if p[6] == TCP and p[53] & 2]
assert len(packets) >= 2 and all(right(p) for p in packets), packets
assert sizes(packets)[0] == (False, 1301) and (True, 1301) in sizes(packets), sizes(packets)
exchange(client, server, 1 << 18)'
check "who listens on the router has packets of his own, as they came (M6, clones)" py '
lan, wan = sniffer("rtr", "lan"), sniffer("rtr", "wan")
there, here, largest = attempt()
assert (there, here) == ({(False, 1301)}, {(True, 1301)}), (there, here)
assert set(sizes(sniffed(lan))) == {(False, 1440)}
packets = sniffed(wan)
assert set(sizes(packets)) == {(True, 1440)}
assert all(right(p) for p in packets if p[6] == TCP and p[53] & 2)
lan.close(), wan.close()'
check "checksums are left to the devices again" py '
for ns in "i1", "e1":
    offload(ns, "eth0", 1)'

### inbound, and between subscribers

check "a port is open from outside" policy open-ports tcp/1-65535 tcp-mss 1250
check "a connection from outside, both lowered (M1)" py '
sniffed(inside), sniffed(outside)
server = listener("i1", 6000)
client = connected(connecting("e1", I1, 6000))
assert set(sizes(sniffed(inside))) == {(False, 1250)}
assert set(sizes(sniffed(outside))) == {(True, 1250)}
exchange(client, server.accept()[0], 1 << 16)'
check "a neighbour has another policy" neighbour
check "the smaller size of both counts (M1)" py '
neighbour = sniffer("n1", "eth0")
for mine, theirs, wanted in (1250, 1100, 1100), (1250, "off", 1250), ("off", 1100, 1100), (1000, 1100, 1000):
    rfwctl("policy", "set", "default", "tcp-mss", str(mine))
    rfwctl("policy", "set", "other", "tcp-mss", str(theirs))
    sniffed(neighbour)
    there, here, largest = attempt("i1", "n1", 1 << 12)
    assert here == {(True, wanted)} and set(sizes(sniffed(neighbour))) == {(False, wanted)}, wanted'
check "closed again" policy open-ports none

### pmtu

check "the size of the route" policy tcp-mss pmtu
check "1500 both ways: 1440 (M7)" py '
assert attempt()[:2] == ({(False, 1440)}, {(True, 1440)})'
check "a link of 1280 outside" set_mtu wan 1280
check "1220 in both directions, and data passes (M7)" py '
there, here, largest = attempt()
assert (there, here) == ({(False, 1220)}, {(True, 1220)}), (there, here)
assert largest <= 1220, largest'
check "a link of 1400 outside" set_mtu wan 1400
check "1340 in both directions (M7)" py '
assert attempt()[:2] == ({(False, 1340)}, {(True, 1340)})'
check "one of 1300 inside, which is narrower" set_mtu lan 1300
check "1240 in both directions (M7)" py '
assert attempt()[:2] == ({(False, 1240)}, {(True, 1240)})'
check "off again" policy tcp-mss off
check "nothing is changed any more" py '
assert attempt(amount=1)[:2] == ({(False, 1440)}, {(True, 1440)})'
check "no SYN was without a size" py 'assert rfwctl("stats")["mss-unmodified"] == 0'
check_output "the policy is shown" "  tcp-mss: off" bash -c \
	'rfwctl -n rtr policy show default | grep tcp-mss: | sed "s/: */: /"'
finish
