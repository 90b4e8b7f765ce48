#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Hosts that have names: a forward that names one is where the host is, through
# a renumbering of the LAN and with each address that its MAC is seen at, and
# nowhere else.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

NEW=2a0a:9:1:1::10

load_module
setup_topology neighbour
py "NEW = '$NEW'; RTR_LAN = '$RTR_LAN'"
check "the firewall is set up" py '
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
from faults import *
rfwctl("domain", "add", "home", "outside", "wan", "prefix-from", "lan")
rfwctl("domain", "add", "other", "outside", "wan", "prefix", "2a0a:1:200::/56")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("policy", "add", "other", "domain", "other")
rfwctl("subscriber", "add", "alice", "policy", "default", "whole-domain", "on")
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
with namespace("rtr"): link = Netlink()

def ip(*words):
    subprocess.run(["ip", *words], check=True)
def mac(ns):
    with namespace(ns), socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM) as sock:
        sock.bind(("eth0", 0))
        return ":".join(f"{octet:02x}" for octet in sock.getsockname()[4])
def lan(host):
    return f"2a0a:1:100:1::{host}"
def inbound(address, inside="i1", port=443):
    """Both ends of a connection from outside to that address."""
    with listener(inside, port, address=address) as sock:
        client = connected(connecting("e1", address, port))
        return client, sock.accept()[0]
def kept_out(address, port=443):
    dropped("unsolicited", lambda: connecting("e1", address, port).close())
def host(name="nas", subscriber="alice"):
    return next(h for h in rfwctl("host", "show", "subscriber", subscriber) if h["name"] == name)
def places(name="nas", subscriber="alice"):
    return {place.removesuffix("/128") for place in host(name, subscriber)["place"]}
def forward():
    return next(f for f in rfwctl("forward", "list") if f.get("host") == "nas")
def open_at():
    return {place.removesuffix("/128") for place in forward()["place"]}
def is_at(*addresses):
    until(lambda: places() == set(addresses), f"at {addresses} instead of {places()}")
    assert open_at() == set(addresses), forward()
def says(address, inside="i1"):
    """A host says something outside, and is answered."""
    with udp(inside, address=address) as a, udp("e1", 6000) as b:
        datagram(a, b); datagram(b, a)'

### by its suffix

check "nothing is open to begin with" py 'kept_out(I1)'
check "a forward to a host by its suffix, as it is named" py '
rfwctl("host", "add", "alice", "nas", "suffix", "::10")
rfwctl("forward", "add", "alice", "tcp", "host", "nas", "port", "443")
is_at(I1)
a, b = inbound(I1); exchange(a, b, 1000)
assert host()["openings"] == 1 and host()["suffix"] == "::10"'
check "what else is closed stays closed: another host, another port" py '
kept_out(I2); kept_out(I1, 444)'
ip -n i1 addr add "$NEW/64" dev eth0 nodad
ip -n rtr addr add 2a0a:9:1:1::1/64 dev lan nodad
check "the LAN gets a second prefix: the forward is at both addresses" py '
is_at(I1, NEW)
c, d = inbound(NEW); exchange(c, d, 1000); exchange(a, b)'
ip -n rtr addr del "$RTR_LAN/64" dev lan
check "the first prefix is withdrawn: its address is closed, its flow has ended, the other goes on" py '
is_at(NEW)
until(lambda: len(flows("port", "443")) == 1, "the end of the flow")
exchange(c, d)
assert forward()["flows"] == 2, forward()'
ip -n rtr addr add "$RTR_LAN/64" dev lan nodad
check "and comes back" py 'is_at(I1, NEW); exchange(*inbound(I1)); exchange(c, d)'
check "told by another suffix, the forward goes along with its counters" py '
before = forward()
rfwctl("host", "set", "alice", "nas", "suffix", "::20")
is_at(I2, "2a0a:9:1:1::20")
kept_out(I1)
until(lambda: not flows("port", "443"), "the end of the flows")
exchange(*inbound(I2, "i2"))
after = forward()
assert after["id"] == before["id"] and after["flows"] == before["flows"] + 1, (before, after)'

### by its MAC

check "told by its MAC, it is where the neighbour table has that: at both addresses" py '
says(I1); says(NEW); says(I2, "i2")
rfwctl("host", "set", "alice", "nas", "mac", mac("i1"))
is_at(I1, NEW)
assert host()["mac"] == mac("i1") and "suffix" not in host()
exchange(*inbound(I1)); exchange(*inbound(NEW))
kept_out(I2)'
check "and listed by its name" py '
found = {h["address"]: h for h in rfwctl("host", "list", "subscriber", "alice")}
assert found[I1]["names"] == ["nas"] and found[I1]["learned-from"] == "configured", found'
ip -n i1 addr add 2a0a:1:100:1::a1/64 dev eth0 nodad
check "a privacy address that has said nothing yet is closed" py 'kept_out(lan("a1"))'
check "once it has, the forward is there too, and at those before" py '
says(lan("a1"))
is_at(I1, NEW, lan("a1"))
a, b = inbound(lan("a1")); exchange(a, b, 1000)
exchange(*inbound(I1))'
check "a load that says the same keeps addresses, flows and counters" py '
before = forward()
subprocess.run("rfwctl -n rtr save | rfwctl -n rtr load -", shell=True, check=True)
after = forward()
assert open_at() == {I1, NEW, lan("a1")}, after
assert after["id"] == before["id"] and after["flows"] == before["flows"] > 1, (before, after)
exchange(a, b)'
ip -n i1 addr del 2a0a:1:100:1::a1/64 dev eth0
ip -n i2 addr add 2a0a:1:100:1::a1/64 dev eth0 nodad
check "somebody else takes the address: the forward is closed there, and its flow ends" py '
subprocess.run(["ip", "-n", "i2", "neigh", "flush", "dev", "eth0"], check=True)
says(lan("a1"), "i2")
is_at(I1, NEW)
until(lambda: not [f for f in flows("port", "443") if f["responder-address"] == lan("a1")],
      "the end of the flow")
kept_out(lan("a1"))'
check "an address that a removal from the neighbour table ends, and the next word begins again" py '
ip("-n", "rtr", "neigh", "del", NEW, "dev", "lan")
is_at(I1)
kept_out(NEW)
says(NEW)
is_at(I1, NEW)'
ip -n i1 addr del "$NEW/64" dev eth0
check "an address at which nobody answers any more, as the next packet in shows" py '
def knock():
    connecting("e1", NEW, 443).close()
    return places() == {I1}
until(knock, "the end of the address", 60)
is_at(I1)
kept_out(NEW)
exchange(*inbound(I1))'

forgotten() { ! ip -n rtr neigh show "$I1" dev lan | grep -q .; }
ip -n rtr link set lan-i1 down
ip -n rtr link set lan-i2 down
check "(the router forgets its neighbours with the carrier of the LAN)" busywait 60 forgotten
ip -n rtr link set lan-i1 up
ip -n rtr link set lan-i2 up
check "a neighbour that was only forgotten is still let in to" py '
is_at(I1); exchange(*inbound(I1))'

### who is believed

check "what a neighbour outside says counts for nothing" py '
ip("-n", "rtr", "neigh", "replace", lan("b1"), "lladdr", mac("i1"), "dev", "wan", "nud", "stale")
ip("-n", "rtr", "neigh", "replace", I1, "lladdr", mac("e1"), "dev", "wan", "nud", "stale")
ip("-n", "rtr", "neigh", "del", I1, "dev", "wan")
says(I1)
is_at(I1)
kept_out(lan("b1"))'
check "the same MAC at an address of another subscriber is a host of that one alone" py '
ip("-n", "rtr", "neigh", "replace", N1, "lladdr", mac("i1"), "dev", "lan2", "nud", "stale")
rfwctl("host", "add", "bob", "nas", "mac", mac("i1"))
until(lambda: places("nas", "bob") == {N1}, "the host of bob")
is_at(I1)
rfwctl("host", "del", "bob", "nas")'
check "a DMZ host by its name, with every protocol" py '
dropped("unsolicited", lambda: inject("e1", packet(E1, I1, 47, b"\0" * 8)))
rfwctl("dmz", "add", "alice", "host", "nas")
tap = sniffer("i1", "eth0")
inject("e1", packet(E1, I1, 47, b"\0" * 8))
until(lambda: any(p[6] == 47 for p in sniffed(tap)), "GRE at the host")
rfwctl("dmz", "del", "alice", "host", "nas")
dropped("unsolicited", lambda: inject("e1", packet(E1, I1, 47, b"\0" * 8)))'
check "a domain that is down has its hosts nowhere, and up again where they are" py '
rfwctl("domain", "set", "home", "down"); assert places() == set() == open_at()
rfwctl("domain", "set", "home", "up"); is_at(I1); exchange(*inbound(I1))'

### refusals

check "(a way to see what the kernel says)" py '
link.sock.setsockopt(270, 11, 1)       # SOL_NETLINK, NETLINK_EXT_ACK
link.sock.setsockopt(270, 10, 1)       # NETLINK_CAP_ACK
def refusal(command, *attributes):
    """What is said, and of which attribute; nothing has changed."""
    before = subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True, check=True).stdout
    body = b"".join(attributes)
    link.sequence += 1
    link.sock.send(struct.pack("=IHHIIBBH", 20 + len(body), link.family, 5, link.sequence, 0,
                               RFW["RFW_CMD_" + command], 1, 0) + body)
    answer = link.sock.recv(65536)
    assert struct.unpack_from("=i", answer, 16)[0] < 0, "it was accepted"
    said = dict(link.attributes(answer[36:]))
    text = said[1].rstrip(b"\0").decode()
    at = struct.unpack("=I", said[2])[0] if 2 in said else None
    kind = struct.unpack_from("=H", body, at - 20 + 2)[0] & 0x3fff if at else None
    missing = struct.unpack("=I", said[5])[0] if 5 in said else None
    after = subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True, check=True).stdout
    assert before == after, (before, after)
    return text, kind or missing
def refused(text, attribute, command, *attributes):
    said = refusal(command, *attributes)
    assert text in said[0] and said[1] == RFW["RFW_A_" + attribute], said
alice, name = attr("HOST_SUBSCRIBER", "alice"), attr("HOST_NAME", "new")
def suffix(text):
    return attr("HOST_SUFFIX", socket.inet_pton(socket.AF_INET6, text))
def hardware(text):
    return attr("HOST_MAC", bytes.fromhex(text))'
check "a name twice" py '
refused("already", "HOST_NAME", "HOST_NEW", alice, attr("HOST_NAME", "nas"), suffix("::30"))'
check "a name that reads as an address, and one that is no word" py '
refused("reads as an address", "HOST_NAME", "HOST_NEW", alice, attr("HOST_NAME", "2a0a::1"), suffix("::30"))
refused("no blanks", "HOST_NAME", "HOST_NEW", alice, attr("HOST_NAME", "a b"), suffix("::30"))'
check "no name, no subscriber, or one that nobody knows" py '
refused("missing", "HOST_NAME", "HOST_NEW", alice, suffix("::30"))
refused("missing", "HOST_SUBSCRIBER", "HOST_NEW", name, suffix("::30"))
refused("nothing of this name", "HOST_SUBSCRIBER", "HOST_NEW", attr("HOST_SUBSCRIBER", "carol"), name, suffix("::30"))'
check "neither suffix nor MAC, or both" py '
for command, of in ("HOST_NEW", name), ("HOST_SET", attr("HOST_NAME", "nas")):
    refused("suffix or by its MAC", "HOST_SUFFIX", command, alice, of)
    refused("suffix or by its MAC", "HOST_MAC", command, alice, of, suffix("::30"), hardware("020000000001"))'
check "a MAC of zeros, of a group, of everybody" py '
refused("zeros", "HOST_MAC", "HOST_NEW", alice, name, hardware("000000000000"))
refused("group", "HOST_MAC", "HOST_NEW", alice, name, hardware("333300000001"))
refused("group", "HOST_MAC", "HOST_SET", alice, attr("HOST_NAME", "nas"), hardware("ffffffffffff"))'
check "a MAC of other than six octets" py '
for octets in "0200000000", "02000000000001":
    assert refusal("HOST_NEW", alice, name, hardware(octets))[1] == RFW["RFW_A_HOST_MAC"]'
check "a suffix with bits that the prefix does not leave, or of no host" py '
bob = attr("HOST_SUBSCRIBER", "bob")
refused("does not fit", "HOST_SUFFIX", "HOST_NEW", bob, name, suffix("0:0:0:100::1"))
refused("no host", "HOST_SUFFIX", "HOST_NEW", bob, name, suffix("::"))'
check "a forward to a host that the subscriber does not have" py '
refused("no host of this name", "OPENING_HOST", "OPENING_NEW", attr("OPENING_KIND", 0),
        attr("OPENING_SUBSCRIBER", "bob"), attr("OPENING_PROTOCOL", 47), attr("OPENING_HOST", "nas"))
refused("no host of this name", "OPENING_HOST", "OPENING_DEL", attr("OPENING_KIND", 0),
        attr("OPENING_SUBSCRIBER", "alice"), attr("OPENING_PROTOCOL", 47), attr("OPENING_HOST", "nbs"))'
check "a forward to a host and an address, and a pinhole to a host" py '
refused("address, suffix or name", "OPENING_ADDRESS", "OPENING_NEW", attr("OPENING_KIND", 0),
        attr("OPENING_SUBSCRIBER", "alice"), attr("OPENING_PROTOCOL", 47), attr("OPENING_HOST", "nas"),
        attr("OPENING_ADDRESS", socket.inet_pton(socket.AF_INET6, I1)))
refused("pinhole is for an address", "OPENING_HOST", "OPENING_NEW", attr("OPENING_KIND", 2),
        attr("OPENING_SUBSCRIBER", "alice"), attr("OPENING_PROTOCOL", 47), attr("OPENING_HOST", "nas"),
        attr("OPENING_LIFETIME", (4, 60)))'
check "the removal of a host that a forward names, and of one that is not there" py '
refused("in use", "HOST_NAME", "HOST_DEL", alice, attr("HOST_NAME", "nas"))
refused("no host of this name", "HOST_NAME", "HOST_DEL", alice, attr("HOST_NAME", "nbs"))
refused("learned address or by its name", "HOST_ADDRESS", "HOST_DEL", alice)'
check "a MAC in a domain that names no interface" py '
rfwctl("domain", "add", "bare", "prefix", "2a0c::/32")
rfwctl("policy", "add", "bare", "domain", "bare")
rfwctl("subscriber", "add", "carol", "policy", "bare", "prefix", "2a0c::/48")
refused("names no interface", "HOST_MAC", "HOST_NEW", attr("HOST_SUBSCRIBER", "carol"), name, hardware("020000000001"))
rfwctl("subscriber", "del", "carol"); rfwctl("policy", "del", "bare"); rfwctl("domain", "del", "bare")'
check "a prefix of the subscriber that a suffix would not fit behind" py '
rfwctl("host", "add", "bob", "long", "suffix", "::1:0:0:0:10")
done = subprocess.run(["rfwctl", "-n", "rtr", "subscriber", "set", "bob", "prefix", "2a0a:1:200:1::/64"],
                      capture_output=True, text=True)
assert done.returncode == 1 and "a host of the subscriber would lie outside" in done.stderr, done
assert places("long", "bob") == {"2a0a:1:200:1::10"}'
check "a transaction in which a forward names a host that it does not have changes nothing" py '
done = subprocess.run(["rfwctl", "-n", "rtr", "load", "-"], capture_output=True, text=True, input="""
domain add home outside wan prefix-from lan
policy add default domain home
subscriber add alice policy default whole-domain on
host add alice nas suffix ::10
forward add alice tcp host nbs port 443
""")
assert done.returncode == 1 and "has no host \"nbs\"" in done.stderr, done
is_at(I1)'

### the end

check "a subscriber that goes takes its hosts along" py '
rfwctl("subscriber", "del", "alice")
assert rfwctl("forward", "list") == [] and [h["subscriber"] for h in rfwctl("host", "show")] == ["bob"]
kept = connecting("e1", I1, 443); kept.close()'
finish
