# SPDX-License-Identifier: GPL-2.0-only
"""Packets made by hand, sent through the firewall and looked for on the far side.

A test is a table of cases. A case is a name, with the rows of the requirements that it shows, and
packets in order, each with what must become of it: PASS, byte for byte but for the hop limit; the
name of a drop reason; or LOST, when the kernel drops it before the firewall sees it. Cases that
are alike in their reasons are sent together, so that the counters of the firewall say which reason
each had. Behind them goes a packet of a reference flow each way: it must arrive, and tells that
whatever has not arrived never will. For all packets go through one CPU, and through as many queues
from either side, so that they come to the firewall in the order they were sent.

Packets are told apart by their flow label, which is another in each. Their addresses are nobody's:
the router sends what is for them to i1 or isp, and no stack answers. Every second packet is sent
from memory that is not linear for the kernel.

    isp ── wan rtr lan ── i1            see lib.sh
"""
import ctypes
import itertools
import json
import mmap
import os
import select
import socket
import struct
import subprocess
import sys
import time

# ways of a packet: from inside, from outside, and back to where it came from
OUT, IN, INSIDE, OUTSIDE = 'out', 'in', 'inside', 'outside'
PASS, LOST = 'passes', 'does not arrive, without a reason of ours'

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
RFWCTL = os.path.join(TOP, 'tools/rfwctl/rfwctl')
ENVIRONMENT = dict(os.environ, LD_LIBRARY_PATH=os.path.join(TOP, 'tools/librfw'))

MAC = {'lan': b'\2\0\0\0\0\1', 'wan': b'\2\0\0\0\0\2',
       'i1': b'\2\0\0\0\0\3', 'isp': b'\2\0\0\0\0\4'}
DEVICE = {'i1': 'eth0', 'isp': 'rtr'}
NEAR = {OUT: 'i1', IN: 'isp', INSIDE: 'i1', OUTSIDE: 'isp'}
FAR = {OUT: 'isp', IN: 'i1', INSIDE: 'i1', OUTSIDE: 'isp'}
ROUTER = {'i1': MAC['lan'], 'isp': MAC['wan']}

TCP, UDP, ICMP6, UDPLITE, SCTP, DCCP = 6, 17, 58, 136, 132, 33
FIN, SYN, RST, PSH, ACK, URG = 1, 2, 4, 8, 16, 32
ECHO_REQUEST, ECHO_REPLY = 128, 129
M = 1	# more fragments


### packets

def addr(text):
    return socket.inet_pton(socket.AF_INET6, text)


def checksum(*parts):
    data = b''.join(parts)
    total = sum(struct.unpack('!%dH' % ((len(data) + 1) // 2), data + b'\0' * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def transport_checksum(source, destination, protocol, data):
    return checksum(source, destination, struct.pack('!IHBB', len(data), 0, 0, protocol), data)


labels = itertools.count(1)


def ip6(source, destination, protocol, payload, hops=64, length=None, label=None, version=6):
    label = next(labels) if label is None else label
    length = len(payload) if length is None else length
    return struct.pack('!IHBB', version << 28 | label, length & 0xffff, protocol, hops) + \
        source + destination + payload


def label_of(packet):
    return struct.unpack('!I', packet[:4])[0] & 0xfffff


# Extension headers: a number, and what follows the octet with the number of the next header.

def options(number, data=b''):
    """Options, padded to a multiple of 8 octets."""
    pad = -(len(data) + 2) % 8
    if pad == 1:
        data += b'\0'
    elif pad:
        data += bytes([1, pad - 2]) + bytes(pad - 2)
    return number, bytes([(len(data) + 2) // 8 - 1]) + data


def hop_by_hop(data=b''):
    return options(0, data)


def destination_options(data=b''):
    return options(60, data)


def routing(kind, left=0, data=b'\0\0\0\0', length=None):
    length = len(data) // 8 if length is None else length
    return 43, bytes([length, kind, left]) + data


def home_source(home, size=16):
    """Destination options with the home address of the source, where RFC 6275 aligns it."""
    return destination_options(b'\1\2\0\0\xc9' + bytes([size]) + addr(home))


def home_destination(home, left=1, length=None):
    """A routing header of type 2."""
    return routing(2, left, bytes(4) + addr(home), length)


def fragment(offset=0, more=0, ident=0x1234):
    return 44, struct.pack('!BHI', 0, offset | more, ident)


def ah(icv=b'\0' * 12, length=None, spi=0x100):
    length = (12 + len(icv)) // 4 - 2 if length is None else length
    return 51, struct.pack('!BHII', length, 0, spi, 1) + icv


def shim6():
    return 140, b'\0\x80\0\0\0\0\0'


def chain(headers, protocol, payload):
    """The number of the first header, and all of them with the payload."""
    for number, rest in reversed(headers):
        payload = bytes([protocol]) + rest + payload
        protocol = number
    return protocol, payload


def udp(source, destination, sport, dport, data=b'', length=None, sum_=None, protocol=UDP):
    length = 8 + len(data) if length is None else length
    header = struct.pack('!HHHH', sport, dport, length, 0)
    if sum_ is None:
        sum_ = transport_checksum(source, destination, protocol, header + data) or 0xffff
    return header[:6] + struct.pack('!H', sum_) + data


def tcp(source, destination, sport, dport, flags, seq=0, ack=0, window=65535, options_=b'',
        data=b'', doff=None, spoil=0, reserved=0):
    options_ += b'\0' * (-len(options_) % 4)
    doff = 5 + len(options_) // 4 if doff is None else doff
    segment = struct.pack('!HHIIBBHHH', sport, dport, seq & 0xffffffff, ack & 0xffffffff,
                          doff << 4 | reserved, flags, window, 0, 0) + options_ + data
    sum_ = transport_checksum(source, destination, TCP, segment) ^ spoil
    return segment[:16] + struct.pack('!H', sum_) + segment[18:]


def icmp6(source, destination, kind, code=0, rest=b'\0\0\0\0', data=b'', spoil=0):
    message = struct.pack('!BBH', kind, code, 0) + rest + data
    sum_ = transport_checksum(source, destination, ICMP6, message) ^ spoil
    return message[:2] + struct.pack('!H', sum_) + message[4:]


def echo(source, destination, kind, ident, data=b'', spoil=0):
    return icmp6(source, destination, kind, 0, struct.pack('!HH', ident, 1), data, spoil)


def sctp(sport, dport, kind=1, tag=0):
    # the checksum is CRC32c, which nobody on the way looks at
    return struct.pack('!HHII', sport, dport, tag, 0) + struct.pack('!BBHIIHHI', kind, 0, 20, 1,
                                                                     65535, 1, 1, 1)


def dccp(sport, dport, kind=0, service=0, x=1):
    return struct.pack('!HHBBHBBHII', sport, dport, 5, 0, 0, kind << 1 | x, 0, 0, 1, service)


class Talk:
    """An inside address and an outside address that no other talk has."""
    numbers = itertools.count(1)

    def __init__(self, inside=None, outside=None):
        number = next(self.numbers)
        self.inside = addr(inside) if inside else addr('2a0a:1:100:2::%x' % number)
        self.outside = addr(outside) if outside else addr('2a0b:3::%x' % number)

    def ends(self, way):
        return (self.inside, self.outside) if way == OUT else (self.outside, self.inside)

    def ports(self, way, inside, outside):
        return (inside, outside) if way == OUT else (outside, inside)

    def packet(self, way, protocol, payload, *headers, **ip):
        return ip6(*self.ends(way), *chain(headers, protocol, payload), **ip)

    def udp(self, way, inside=5000, outside=6000, *headers, data=b'marker', length=None, sum_=None,
            protocol=UDP, **ip):
        payload = udp(*self.ends(way), *self.ports(way, inside, outside), data, length, sum_,
                      protocol)
        return self.packet(way, protocol, payload, *headers, **ip)

    def tcp(self, way, flags, seq=0, ack=0, *headers, inside=5000, outside=80, window=65535,
            options_=b'', data=b'', doff=None, spoil=0, reserved=0, **ip):
        payload = tcp(*self.ends(way), *self.ports(way, inside, outside), flags, seq, ack, window,
                      options_, data, doff, spoil, reserved)
        return self.packet(way, TCP, payload, *headers, **ip)

    def echo(self, way, kind, ident=7, *headers, data=b'marker', spoil=0, **ip):
        return self.packet(way, ICMP6, echo(*self.ends(way), kind, ident, data, spoil), *headers,
                           **ip)

    def error(self, way, embedded, kind=1, code=0, rest=b'\0\0\0\0', spoil=0, source=None,
              destination=None, **ip):
        """An error that goes this way, about a packet that went the other."""
        ends = (source or self.ends(way)[0], destination or self.ends(way)[1])
        return ip6(*ends, ICMP6, icmp6(*ends, kind, code, rest, embedded, spoil), **ip)


def split(packet, *cuts, ident=0x1234, before=0):
    """Fragments of a packet, cut at these octets of what lies behind its first @before octets of
    extension headers."""
    at = 40 + before
    place = 6
    for _ in range(8):
        if place == 6:
            following = 40
        if following >= at:
            break
        place, following = following, following + 8 * (packet[following + 1] + 1)
    number, body = packet[place], packet[at:]
    head = packet[:place] + b'\x2c' + packet[place + 1:at]
    edges = [0, *cuts, len(body)]
    return [piece(head, number, start, body[start:end], end != len(body), ident)
            for start, end in zip(edges, edges[1:])]


def piece(head, number, offset, data, more, ident=0x1234):
    """One fragment, of a packet that has @head before its fragment header."""
    head = head[:4] + struct.pack('!H', len(head) - 40 + 8 + len(data)) + head[6:]
    return head + struct.pack('!BBHI', number, 0, offset | more, ident) + data


### sockets in namespaces

CLONE_NEWNET = 0x40000000
SOL_PACKET, PACKET_TX_RING = 263, 13
SO_RCVBUFFORCE = 33
libc = ctypes.CDLL(None, use_errno=True)


class Namespace:
    """Be in it for the length of a with statement."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.home = os.open('/proc/self/ns/net', os.O_RDONLY)
        self.enter('/run/netns/' + self.name)

    def __exit__(self, *_):
        self.enter('/proc/self/fd/%d' % self.home)
        os.close(self.home)

    @staticmethod
    def enter(path):
        fd = os.open(path, os.O_RDONLY)
        if libc.setns(fd, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), path)
        os.close(fd)


class Port:
    """The device of a neighbour of the router: what it sends, and what comes in."""
    FRAME, FRAMES, DATA = 2048, 512, 32
    CHUNK = 64

    def __init__(self, name):
        self.name = name
        with Namespace(name):
            # by its protocol, a socket gets nothing that is sent
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x86dd))
            self.ring_socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.socket.bind((DEVICE[name], 0x86dd))
            self.ring_socket.bind((DEVICE[name], 0))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 23)
        self.socket.setblocking(False)
        # frames of the ring become fragments of a packet's memory, where send() would copy
        self.ring_socket.setsockopt(SOL_PACKET, PACKET_TX_RING, struct.pack(
            'IIII', 65536, self.FRAMES * self.FRAME // 65536, self.FRAME, self.FRAMES))
        self.ring = mmap.mmap(self.ring_socket.fileno(), self.FRAMES * self.FRAME)
        self.slot = 0

    def send(self, frame, linear):
        if linear:
            self.socket.send(frame)
            return
        base = self.slot * self.FRAME
        self.slot = (self.slot + 1) % self.FRAMES
        self.ring[base + self.DATA:base + self.DATA + len(frame)] = frame
        self.ring[base:base + 16] = struct.pack('QII', 1, len(frame), len(frame))
        self.ring_socket.send(b'')

    def receive(self, seconds=0):
        """The IPv6 packets that are there, or the first that come."""
        packets = []
        if seconds:
            select.select([self.socket], [], [], seconds)
        while True:
            try:
                packets.append(self.socket.recv(65535)[14:])
            except BlockingIOError:
                return packets


### cases

class Case:
    def __init__(self, name, *packets, says=()):
        """@packets: (way, packet, what becomes of it[, the packets that arrive]), @says: the
        ICMPv6 errors about them that the router sends, (way of the packet, type, code)."""
        self.name = name
        self.packets = packets
        self.says = sorted(says)

    def reasons(self):
        return tuple(sorted({p[2] for p in self.packets} - {PASS, LOST}))


def mask_ident(packet):
    """Without the identification of a fragment, which is the router's."""
    at, number = 40, packet[6]
    for _ in range(8):
        if number == 44:
            return packet[:at + 4] + bytes(4) + packet[at + 8:]
        if number not in (0, 43, 60) or at + 2 > len(packet):
            break
        number, at = packet[at], at + 8 * (packet[at + 1] + 1)
    return packet


def without_fragment_header(packet):
    """An atomic fragment as the kernel's defragmentation hands it on."""
    place, at = 6, 40
    for _ in range(8):
        number = packet[place]
        if number == 44:
            length = struct.pack('!H', struct.unpack('!H', packet[4:6])[0] - 8)
            packet = packet[:place] + packet[at:at + 1] + packet[place + 1:at] + packet[at + 8:]
            return packet[:4] + length + packet[6:]
        if number not in (0, 43, 51, 60) or at + 2 > len(packet):
            break
        place = at
        at += (packet[at + 1] + 2) * 4 if number == 51 else (packet[at + 1] + 1) * 8
    return packet


def forwarded(packet):
    return packet[:7] + bytes([packet[7] - 1]) + packet[8:]


class Test:
    ROUTES = '''
        link set lan address 02:00:00:00:00:01
        link set wan address 02:00:00:00:00:02
        neigh replace 2a0a:1:100:1::10 lladdr 02:00:00:00:00:03 dev lan nud permanent
        neigh replace 2a0b:2::10 lladdr 02:00:00:00:00:04 dev wan nud permanent
        route add 2a0a:1::/32 via 2a0a:1:100:1::10 dev lan
        route add fd12::/16 via 2a0a:1:100:1::10 dev lan
        route add default via 2a0b:2::10 dev wan
    '''

    def __init__(self, bogons='none', policy='', domain=''):
        self.count = self.failed = 0
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print('TAP version 13', flush=True)
        self.lib('setup_topology')
        self.lib('load_module')
        # one way for all, and packets that no host takes for its own
        self.run('ip', '-n', 'isp', 'link', 'set', 'rtr', 'nomaster')
        self.run('ip', '-n', 'rtr', '-batch', '-', input=self.ROUTES)
        # no limit on what the router says, and flow labels that are ours alone
        self.sysctl('rtr', 'net.ipv6.icmp.ratelimit=0')
        for host in 'rtr', 'i1', 'isp':
            self.sysctl(host, 'net.ipv6.auto_flowlabels=0')
        self.ports = {name: Port(name) for name in ('i1', 'isp')}
        self.rfwctl(*('domain add home outside wan inside lan prefix 2a0a:1::/32 bogons ' +
                      bogons + ' ' + domain).split())
        self.rfwctl(*('policy add default domain home preset strict ' + policy).split())
        self.rfwctl(*'subscriber add alice policy default prefix 2a0a:1:100::/56'.split())
        self.reference = Talk()
        self.open_reference()

    def open_reference(self):
        self.case('reference flow', Case('the reference flow',
                                         (OUT, self.reference.udp(OUT, 4000, 4000), PASS),
                                         (IN, self.reference.udp(IN, 4000, 4000), PASS)))

    @staticmethod
    def run(*command, **keys):
        return subprocess.run(command, check=True, text=True, env=ENVIRONMENT,
                              stdout=subprocess.PIPE, **keys).stdout

    def lib(self, *words):
        return self.run('bash', os.path.join(HERE, 'lib.sh'), *words)

    def sysctl(self, host, *words):
        self.run('ip', 'netns', 'exec', host, 'sysctl', '-q', *words)

    def rfwctl(self, *words):
        return self.run(RFWCTL, '-n', 'rtr', *words)

    def drops(self):
        return {d['reason']: d['packets']
                for d in json.loads(self.rfwctl('-j', 'stats'))['drop']}

    def flows(self):
        """Of each pair of addresses, inside first, the flows that there are."""
        flows = {}
        for flow in json.loads(self.rfwctl('-j', 'flow', 'list')):
            ends = [addr(flow[k + '-address']) for k in ('originator', 'responder')]
            if flow['inside'] != 'originator':
                ends.reverse()
            flows.setdefault(tuple(ends), []).append(flow)
        return flows

    def result(self, good, name, *why):
        self.count += 1
        self.failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', self.count, name))
        if not good:
            for line in why:
                print('# ' + str(line))
        sys.stdout.flush()

    def check(self, name, got, wanted):
        self.result(got == wanted, name, 'wanted: %s' % (wanted,), 'got: %s' % (got,))

    def send(self, packets):
        """Send (way, packet), return the packets that arrive at each port."""
        got = {name: [] for name in self.ports}
        last = {}
        for number, (way, packet) in enumerate(packets):
            port = self.ports[NEAR[way]]
            port.send(ROUTER[port.name] + MAC[port.name] + b'\x86\xdd' + packet, number % 2 == 0)
            if number % Port.CHUNK == Port.CHUNK - 1:
                for name in got:
                    got[name] += self.ports[name].receive()
        for way in OUT, IN:
            packet = self.reference.udp(way, 4000, 4000)
            port = self.ports[NEAR[way]]
            port.send(ROUTER[port.name] + MAC[port.name] + b'\x86\xdd' + packet, True)
            last[FAR[way]] = forwarded(packet)
        self.alive = True
        for name in got:
            end = time.monotonic() + 5
            while last[name] not in got[name] and time.monotonic() < end:
                got[name] += self.ports[name].receive(end - time.monotonic())
            self.alive = self.alive and last[name] in got[name]
        for name in got:
            got[name] += self.ports[name].receive()
        return got

    def case(self, subject, *cases):
        """One result a case, and one for the counters of all."""
        for group in self.groups(cases):
            self.batch(subject, group)

    @staticmethod
    def groups(cases):
        groups = {}
        for case in cases:
            groups.setdefault(case.reasons(), []).append(case)
        if () in groups and len(groups) > 1:
            passing = groups.pop(())
            next(iter(groups.values())).extend(passing)
        return groups.values()

    def batch(self, subject, cases):
        problems, wanted, got = self.attempt(cases)
        for case, some in zip(cases, problems):
            self.result(not some, '%s: %s' % (subject, case.name), *some)
        self.counters(subject, wanted, got)

    def counters(self, subject, wanted, got, odd=()):
        dropped = ', '.join('%d dropped as %s' % (n, r) for r, n in sorted(wanted.items()))
        self.result(got == wanted and not odd and self.alive,
                    '%s: %s, and the reference flow lives' % (
                        subject, dropped or 'nothing dropped'),
                    'wanted: %s' % wanted, 'got: %s' % got, 'reference flow: %s' % self.alive,
                    *odd)

    def attempt(self, cases):
        """What is wrong with each case; and how many packets were to be dropped, and were, for
        which reason."""
        before = self.drops()
        got = self.send([(p[0], p[1]) for case in cases for p in case.packets])
        after = self.drops()

        arrived, said = {}, {}
        for name, packets in got.items():
            for packet in packets:
                arrived.setdefault((name, label_of(packet)), []).append(packet)
                if packet[6] == ICMP6 and packet[40] < 128 and not label_of(packet):
                    said.setdefault((name, label_of(packet[48:])), []).append(
                        (packet[40], packet[41]))
        drops = {}
        for case in cases:
            for packet in case.packets:
                if packet[2] not in (PASS, LOST):
                    drops[packet[2]] = drops.get(packet[2], 0) + 1
        moved = {r: after[r] - before[r] for r in after if after[r] != before[r]}
        return [self.problems(case, arrived, said) for case in cases], drops, moved

    @staticmethod
    def problems(case, arrived, said):
        problems, wanted, says = [], {}, {}
        for way, packet, fate, *others in case.packets:
            label = label_of(packet)
            # what arrives may be given; else a packet that passes, as it was
            arriving = others[0] if others else [packet] if fate == PASS else []
            wanted.setdefault((FAR[way], label), []).extend(forwarded(a) for a in arriving)
            wanted.setdefault((NEAR[way], label), [])
            says[(way, label)] = said.get((NEAR[way], label), [])
            if NEAR[way] != FAR[way] and (FAR[way], label) in said:
                problems.append('label %d: an ICMPv6 error on the far side' % label)
        for key, packets in wanted.items():
            if [mask_ident(p) for p in arrived.get(key, [])] != [mask_ident(p) for p in packets]:
                problems.append('%s, label %d, wanted:' % key)
                problems += ['  ' + p.hex() for p in packets] + ['got:']
                problems += ['  ' + p.hex() for p in arrived.get(key, [])]
        says = sorted((way, *s) for (way, _), some in says.items() for s in some)
        if says != case.says:
            problems.append('ICMPv6 errors wanted: %s, got: %s' % (case.says, says))
        return problems

    def finish(self, when=''):
        name = when + 'the module unloads and leaks nothing'
        try:
            self.lib('unload_module')
            self.result(True, name)
        except subprocess.CalledProcessError as error:
            self.result(False, name, error)
        self.lib('destroy_topology')
        print('1..%d' % self.count)
        sys.exit(self.failed > 0)
