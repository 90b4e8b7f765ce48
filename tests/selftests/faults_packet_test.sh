#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No memory for what a packet is read, changed, answered and learned from for: each of these
# allocations fails in turn. The packet is dropped, or goes on without, which is counted; and what
# comes after finds all as it should be.
#
# What is written to a tun goes through the firewall in the writer's own context, whose allocations
# fail-nth counts; what comes by a veth is a softirq's.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/faults.sh"

load_module
setup_topology
# the limit under test is ours
in_rtr sysctl -q net.ipv6.icmp.ratelimit=0
check "the firewall is set up, with a host inside and networks outside behind tun devices" py '
import fcntl

class Tun:
    """A device of rtr, and the prefixes behind it."""
    def __init__(self, device, *prefixes):
        with namespace("rtr"):
            self.fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            # TUNSETIFF: IFF_TUN | IFF_NO_PI
            fcntl.ioctl(self.fd, 0x400454ca, struct.pack("16sH22x", device.encode(), 0x1001))
        ip("-n", "rtr", "link", "set", device, "up")
        for prefix in prefixes: ip("-n", "rtr", "route", "add", prefix, "dev", device)
    def send(self, *packets):
        for packet in packets: os.write(self.fd, packet)
    def received(self):
        packets = []
        while select.select([self.fd], [], [], 0)[0]: packets.append(os.read(self.fd, 65536))
        return packets

def ip(*words): subprocess.run(["ip", *words], check=True)
def policy(*words): rfwctl("policy", "set", "default", *words)
HOST, PLACE = "2a0a:1:100:2::10", "2a0a:1:100:1::ab"
STRANGERS = [f"2a0c:{n}::1" for n in range(1, 4)]
inside, outside = Tun("tun-in", "2a0a:1:100:2::/64"), Tun("tun-out", "2a0c::/16")
rfwctl("domain", "add", "home", "outside", "wan,tun-out", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
with namespace("rtr"): link = Netlink()
server = udp("e1", 5060)
class Change:
    """By how much numbers have grown."""
    def __init__(self, *words):
        self.words, self.before = words, link.statistics()
    def __call__(self):
        before, self.before = self.before, link.statistics()
        return [self.before[word] - before[word] for word in self.words]
def flush(): link.request("FLOW_DEL")
# the router knows its neighbours
inside.send(udp_packet(HOST, 4000, E1, 5060)); server.recv(64)
flush()'

### the SIP gateway

py '
body = (f"v=0\r\no=- 1 1 IN IP6 {HOST}\r\ns=-\r\nc=IN IP6 {HOST}\r\nt=0 0\r\n"
        "m=audio 20000 RTP/AVP 0\r\n")
whole = udp_packet(HOST, 5060, E1, 5060, (
    f"INVITE sip:b@[{E1}] SIP/2.0\r\nVia: SIP/2.0/UDP [{HOST}]:5060;branch=z9hG4bK1\r\n"
    f"Max-Forwards: 70\r\nFrom: <sip:a@[{HOST}]>;tag=1\r\nTo: <sip:b@[{E1}]>\r\nCall-ID: 1\r\n"
    f"CSeq: 1 INVITE\r\nContact: <sip:a@[{HOST}]:5060>\r\nContent-Type: application/sdp\r\n"
    f"Content-Length: {len(body)}\r\n\r\n{body}").encode())
numbers = iter(range(1, 1 << 32))
def pieces(packet, size=400):
    """The packet in two fragments, which differ from those before."""
    number = next(numbers)
    head, data = packet[:40], packet[40:]
    for offset, part in (0, data[:size]), (size, data[size:]):
        fragment = struct.pack("!BBHI", head[6], 0, offset | (not offset), number) + part
        yield head[:4] + struct.pack("!HB", len(fragment), 44) + head[7:] + fragment
def calls_of(send):
    """Let the allocations on the way of an INVITE fail; how often what came of it."""
    found, unread = dict.fromkeys(("lost", "dropped", "unread", "not whole", "called"), 0), 0
    change = Change("PACKETS_OUT", "DROP_REASON_NO_MEMORY", "SIP_COUNT_NO_MEMORY",
                    "SIP_COUNT_PINHOLE_REFUSED")
    def opened(): return link.count("SIP_CALL"), link.count("OPENING")
    for error, failed in each_fails(send):
        passed, dropped, forgone, refused = change()
        (calls, pinholes), live = opened(), link.count("FLOW")
        assert passed + dropped <= 1, (passed, dropped)
        if passed and calls:
            assert calls == live == 1 and not forgone, (calls, live, forgone)
            assert pinholes + refused == 2, (pinholes, refused)
            found["called" if pinholes == 2 else "not whole"] += 1
        else:
            assert calls == pinholes == 0 and live == passed, (calls, pinholes, live)
            assert forgone == passed and not refused, (forgone, refused)
            found["unread" if passed else "dropped" if dropped else "lost"] += 1
        # it is sent again, as phones do, and if need be with a flow that has begun anew
        send(); change()
        if opened() != (1, 2):
            assert passed and not calls, "a flow that is read is read no more"
            unread += 1
            flush(); send(); change()
        assert opened() == (1, 2), opened()
        flush(); change()
        assert opened() == (0, 0) and link.count("FLOW") == 0
    assert passed and not failed and pinholes == 2, "it does not work even with memory"
    # with one allocation, and the one before it, goes all that the gateway keeps of a flow
    assert 1 <= unread <= 3, unread
    return found
policy("alg", "sip")'
check "an INVITE passes or not, opens what there is memory for, and all when sent again (B-ST-10)" py '
found = calls_of(lambda: inside.send(whole))
assert found["dropped"] >= 2 and found["unread"] >= 3 and found["not whole"] >= 8, found'
check "and so does one in fragments, which is copied to be read (B-ST-10)" py '
copied = calls_of(lambda: inside.send(*pieces(whole)))
assert copied["unread"] > found["unread"] and copied["dropped"] >= 2, copied'
py 'policy("alg", "none")'

### segment sizes

check "a SYN without room for a segment size is dropped, its repetition gets one (B-ST-10)" py '
def syn(size, port):
    """A SYN without the option, in so many octets; a destination option makes it as long as a TCP
    header may not be."""
    filler = max(0, (size - 96 + 7) // 8 * 8)
    options = b"\1" * (size - 60 - filler)
    offset = (20 + len(options)) // 4 << 4
    header = struct.pack("!HHIIBBHHH", port, 5001, 1, 0, offset, 2, 65535, 0, 0) + options
    header = header[:16] + struct.pack("!H", checksum(HOST, E1, TCP, header)) + header[18:]
    if not filler: return packet(HOST, E1, TCP, header)
    extension = struct.pack("!BBBB", TCP, filler // 8 - 1, 1, filler - 4) + bytes(filler - 4)
    return packet(HOST, E1, 60, extension + header)
def sizes():
    """Segment sizes that SYNs have come with."""
    found = []
    for p in sniffed(tap):
        at = 40 if p[6] == TCP else 40 + 8 * (p[41] + 1) if p[6] == 60 else len(p)
        option = p.find(bytes([2, 4]), at + 20)
        if at == len(p): continue
        found.append(struct.unpack("!H", p[option + 2:option + 4])[0] if option >= 0 else None)
    return found
policy("tcp-mss", "1220")
tap, packets = sniffer("e1", "eth0"), {size: syn(size, 10000 + size) for size in range(112, 320, 4)}
for one in packets.values(): inside.send(one)
# of flows that are there, where nothing else needs memory
needed = {size: allocations(lambda: inside.send(packets[size])) for size in packets}
assert sizes() == [1220] * len(packets) * 2
most = max(needed, key=needed.get)
assert needed[most] > min(needed.values()), "there is room in each packet"
unchanged = 0
flush()
change = Change("DROP_REASON_NO_MEMORY", "FLOWS_CREATED")
for error, failed in each_fails(lambda: inside.send(packets[most])):
    dropped, born = change()
    unchanged += dropped and born
    assert sizes() in ([], [1220]), "it went on unchanged"
    inside.send(packets[most])
    assert sizes() == [1220]
    flush(); change()
assert unchanged, "there was room each time"
policy("tcp-mss", "off")'

### answers

check "a SYN that can not wait for its answer is counted, and the next one waits (B-ST-10)" py '
policy("unsolicited", "reject-delayed")
def knock(stranger): return tcp_packet(stranger, 6000, HOST, 443, 2)
refused = 0
change = Change("ANSWERS_REFUSED", "ANSWERS_WAITING", "DROP_REASON_UNSOLICITED")
for error, failed in each_fails(lambda: outside.send(knock(STRANGERS[0]))):
    more, waiting, dropped = change()
    assert more + waiting == dropped <= 1, (more, waiting, dropped)
    refused += more
    outside.send(knock(STRANGERS[0]))
    assert link.statistics()["ANSWERS_WAITING"] == 1
    for state in 0, 1:
        link.request("DOMAIN_SET", attr("DOMAIN_NAME", "home"), attr("DOMAIN_STATE", state))
    change()
assert refused, refused'
check "of three that wait one is not answered for want of memory, and the others are (B-ST-10)" py '
def answers():
    return [p for p in outside.received() if p[6] == ICMP6 and p[40] == 1]
for attempt in range(5):                # somebody else may have needed memory first
    answers()
    outside.send(*map(knock, STRANGERS))
    assert link.statistics()["ANSWERS_WAITING"] == 3
    time.sleep(5.5)
    failslab(probability=100, times=1, ignore_gfp_wait="Y")
    got = []
    until(lambda: got.extend(answers()) or len(got) >= 2, "two answers")
    time.sleep(0.2)
    failslab()
    got += answers()
    assert link.statistics()["ANSWERS_WAITING"] == 0 and len({p[24:40] for p in got}) == len(got), got
    if len(got) == 2: break
else:
    raise AssertionError("the allocation never failed")
policy("unsolicited", "drop")'

### hosts

check "a host without memory is not known, and counted; its next flow tells of it (B-ST-10)" py '
policy("host-learning", "required")
hello, refused = udp_packet(HOST, 4000, E1, 5060), 0
OCTETS = socket.inet_pton(socket.AF_INET6, HOST)
def known(address=OCTETS):
    return any((RFW["RFW_A_HOST_ADDRESS"], address) in host for host in link.dump("HOST"))
change = Change("PACKETS_OUT", "DROP_REASON_NO_MEMORY", "HOSTS_REFUSED")
for error, failed in each_fails(lambda: inside.send(hello)):
    passed, dropped, more = change()
    assert known() + more == passed + dropped, (known(), passed, dropped, more)
    refused += more
    flush()
    inside.send(hello)
    assert known()
    flush(); link.request("HOST_DEL", attr("HOST_SUBSCRIBER", "alice"), attr("HOST_ADDRESS", OCTETS))
    change()
assert not failed and refused >= 2, refused
policy("host-learning", "off")'
check "learning is refused, or begins, or is said to have failed, till the next change (B-ST-10)" py '
NEIGHBOUR = socket.inet_pton(socket.AF_INET6, "2a0a:1:100:1::aa")
ip("-n", "rtr", "neigh", "add", "2a0a:1:100:1::aa", "lladdr", "02:00:00:00:00:aa", "dev", "lan",
   "nud", "stale")
said, refused, failures = Messages(), 0, 0
OFF, REQUIRED = RFW["RFW_HOST_LEARNING_OFF"], RFW["RFW_HOST_LEARNING_REQUIRED"]
def learning(word):
    link.request("POLICY_SET", attr("POLICY_NAME", "default"), attr("POLICY_HOST_LEARNING", word))
for error, failed in each_fails(lambda: learning(REQUIRED)):
    on = (RFW["RFW_A_POLICY_HOST_LEARNING"], bytes([REQUIRED])) in link.dump("POLICY")[0]
    assert on or error.errno in (errno.ENOMEM, errno.ENOBUFS), error
    refused += not on
    if any("hosts can" in line for line in said()):
        assert on and not known(NEIGHBOUR)
        failures += 1
        learning(REQUIRED)
    if on: until(lambda: known(NEIGHBOUR), "the neighbour")
    else: assert not known(NEIGHBOUR)
    learning(OFF)
assert refused and failures, (refused, failures)'
all_multicast() { echo $(($(in_rtr cat /sys/class/net/lan/flags) >> 9 & 1)); }
all_multicast_is() { [ "$(all_multicast)" = "$1" ]; }
check "(an inside interface that receives no more than it has to)" busywait 10 all_multicast_is 0
check "an interface that can not receive all multicast is told of (B-ST-10)" py '
rfwctl("domain", "set", "home", "inside", "lan,tun-in")
for attempt in range(10):               # there may be no worker, and no memory for one
    learning(OFF); said(); lines = []
    with nobody_else_has_memory():
        learning(REQUIRED)
        end = time.monotonic() + 3
        while not lines and time.monotonic() < end:
            time.sleep(0.05)
            lines += [line for line in said() if "all multicast" in line]
    if lines: break
else:
    raise AssertionError("no complaint")'
check_output "and does not (B-ST-10)" 0 all_multicast
check "until the next change (B-ST-10)" py 'learning(REQUIRED)'
check "when it does (B-ST-10)" busywait 10 all_multicast_is 1
py 'learning(OFF)'

### named hosts

check "a neighbour without memory is where a host has a name with the next word of it (B-ST-10)" py '
with namespace("rtr"):
    route, lan = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0), socket.if_nametoindex("lan")
MAC = bytes.fromhex("0200000000ab")
def neighbour(state):
    """RTM_NEWNEIGH, to be made or changed, without an answer."""
    body = (struct.pack("=BxxxiHBB", socket.AF_INET6, lan, state, 0, 0) +
            attr(1, socket.inet_pton(socket.AF_INET6, PLACE)) + attr(2, MAC))
    route.send(struct.pack("=IHHII", 16 + len(body), 28, 0x501, 0, 0) + body)
def places():
    return [a for a in link.dump("NAMED_HOST")[0] if a[0] == RFW["RFW_A_HOST_PLACE"]]
NUD_REACHABLE, NUD_STALE = 2, 4
rfwctl("host", "add", "alice", "nas", "mac", MAC.hex(":"))
needed = 0
# one at a time: the second might be of who moves the host, which then waits for another change
for error, failed in each_fails(lambda: neighbour(NUD_REACHABLE), (1,)):
    neighbour(NUD_STALE)
    until(places, "the place")
    ip("-n", "rtr", "neigh", "del", PLACE, "dev", "lan")
    until(lambda: not places(), "the end of the place")
    needed += failed
assert needed >= 6, needed
rfwctl("host", "del", "alice", "nas"); route.close()'
check "the sockets go" py 'link.close(); server.close(); os.close(inside.fd); os.close(outside.fd)'
py 'report()'

finish
