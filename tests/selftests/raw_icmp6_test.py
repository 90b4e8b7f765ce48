#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""ICMPv6 through the firewall: RFC 4890 and the rows I1 to I13."""
from raw import *

UNREACHABLE, TOO_BIG, TIME_EXCEEDED, PARAMETER = 1, 2, 3, 4
MTU = struct.pack('!I', 1400)


def rest_of(kind):
    """The second word of an error."""
    return MTU if kind == TOO_BIG else bytes(4)


class Live:
    """A flow, and packets of it each way to put into an error."""

    def __init__(self, name, *headers):
        self.name = name + (' behind extension headers' if headers else '')
        self.talk = Talk()
        self.headers = headers
        self.protocol = {'TCP': TCP, 'UDP': UDP, 'UDP-Lite': UDPLITE, 'SCTP': SCTP, 'DCCP': DCCP,
                         'echo': ICMP6, 'ESP': 50, 'GRE': 47, 'mobility': 135,
                         'unknown': 253}[name]

    def packet(self, way, flags=ACK, seq=2, ack=2):
        talk, headers = self.talk, self.headers
        ends, ports = talk.ends(way), talk.ports(way, 5000, 6000)
        if self.protocol == TCP:
            return talk.tcp(way, flags, seq, ack, *headers, outside=6000,
                            data=b'x' * (flags == ACK))
        if self.protocol == ICMP6:
            return talk.echo(way, ECHO_REQUEST if way == OUT else ECHO_REPLY, 7, *headers)
        payload = {UDP: lambda: udp(*ends, *ports, b'data'),
                   UDPLITE: lambda: udp(*ends, *ports, b'data', protocol=UDPLITE),
                   SCTP: lambda: sctp(*ports), DCCP: lambda: dccp(*ports)}.get(
                       self.protocol, lambda: b'\0\0\0\1' + bytes(12))()
        return talk.packet(way, self.protocol, payload, *headers)

    def opening(self):
        """What makes it live."""
        if self.protocol == TCP:
            return [(OUT, self.packet(OUT, SYN, 1, 0), PASS),
                    (IN, self.packet(IN, SYN | ACK, 1, 2), PASS),
                    (OUT, self.packet(OUT), PASS), (IN, self.packet(IN), PASS)]
        return [(way, packet, PASS, [without_fragment_header(packet)]) for way in (OUT, IN)
                for packet in (self.packet(way),)]

    def error(self, way, kind=UNREACHABLE, code=0, embedded=None, **more):
        """An error that goes this way, about a packet that went the other."""
        embedded = self.packet(IN if way == OUT else OUT) if embedded is None else embedded
        more.setdefault('rest', rest_of(kind))
        return self.talk.error(way, embedded, kind, code, **more)

    def dead(self):
        """The same of a flow that is not there."""
        other = Live.__new__(Live)
        other.__dict__ = dict(self.__dict__, talk=Talk())
        return other


def every_flow():
    flows = [Live(name) for name in ('UDP', 'TCP', 'echo', 'UDP-Lite', 'SCTP', 'DCCP', 'ESP', 'GRE',
                                     'mobility', 'unknown')]
    headers = (hop_by_hop(), destination_options(), routing(4), ah(), shim6(), fragment())
    return flows + [Live(name, *headers) for name in ('UDP', 'TCP', 'echo', 'SCTP', 'unknown')]


def live_flows(t):
    flows = every_flow()
    t.case('flows', *(Case(flow.name, *flow.opening()) for flow in flows))
    return flows


def fate_of_type(way, kind):
    if kind < 128:
        return 'icmp6-error'
    if kind == ECHO_REQUEST:
        return PASS if way == OUT else 'unsolicited'
    if kind == ECHO_REPLY:
        return 'icmp6-echo' if way == OUT else 'unsolicited'
    return 'icmp6-type'


def subject_types(t):
    def message(way, kind, code, size, **ip):
        talk = Talk()
        ends = talk.ends(way)
        return talk.packet(way, ICMP6, icmp6(*ends, kind, code, rest_of(kind), bytes(size)), **ip)

    for size in 0, 47:
        t.case('B-IC-01, RFC 4890, %d octets in it' % size, *(
            Case('types %d to %d, %s' % (kinds[0], kinds[-1], way), *(
                (way, message(way, kind, code, size), fate_of_type(way, kind))
                for kind in kinds for code in (0, 1, 5, 255)))
            for way in (OUT, IN) for kinds in ([0], [1], [2], [3], [4], range(5, 100),
                                               range(100, 102), range(102, 127), [127], [128],
                                               [129], range(130, 133), range(133, 138), [138],
                                               [139, 140], [141, 142], [143], range(144, 148),
                                               [148, 149], [150], range(151, 154), range(154, 200),
                                               range(200, 256))))
    t.case('B-IC-09', *(
        Case('type %d with hop limit 255, %s' % (kind, way),
             (way, message(way, kind, 0, 24, hops=255), 'icmp6-type'))
        for kind in (130, 131, 132, 133, 134, 135, 136, 137, 143) for way in (OUT, IN)))
    t.case('B-IC-07', *(
        Case('%d octets of type %d, %s' % (size, kind, way), (
            way, Talk().packet(way, ICMP6, bytes([kind, 0, 1, 2, 0, 0, 0])[:size]),
            'malformed-transport'))
        for kind, sizes in ((1, range(8)), (128, range(8)), (129, range(8)), (135, range(4)))
        for size in sizes for way in (OUT, IN)))
    t.rfwctl('policy', 'set', 'default', 'icmp6-mobility', 'on')
    t.case('B-IC-10, icmp6-mobility on', *(
        Case('type %d, %s' % (kind, way), (
            way, message(way, kind, 0, 8),
            PASS if 144 <= kind <= 147 else fate_of_type(way, kind)))
        for kind in (139, 143, 144, 145, 146, 147, 148, 155, 160, 161) for way in (OUT, IN)))
    t.rfwctl('policy', 'set', 'default', 'icmp6-mobility', 'off')
    t.case('B-IC-10, icmp6-mobility off', *(
        Case('type %d, %s' % (kind, way), (way, message(way, kind, 0, 8), 'icmp6-type'))
        for kind in (144, 145, 146, 147) for way in (OUT, IN)))


def subject_errors(t):
    """Errors about live flows pass both ways, those about others do not."""
    flows = live_flows(t)
    codes = {UNREACHABLE: (0, 1, 2, 3, 4, 5, 6, 7, 8, 255), TOO_BIG: (0, 255),
             TIME_EXCEEDED: (0, 1, 255), PARAMETER: (0, 1, 2, 3, 4, 255)}
    rows = 'REC-10, REC-18, REC-23, REC-30, REC-36, REC-41, REC-45, I12'
    t.case(rows, *(
        Case('%s, type %d, %s' % (flow.name, kind, way), *(
            (way, flow.error(way, kind, code), PASS) for code in some))
        for flow in flows for kind, some in codes.items() for way in (OUT, IN)))
    t.case(rows, *(
        Case('%s that is not there, type %d, %s' % (flow.name, kind, way), *(
            (way, dead.error(way, kind, code), 'icmp6-error') for code in some))
        for flow in flows for kind, some in codes.items() for way in (OUT, IN)
        for dead in (flow.dead(),)))
    others = [kind for kind in range(128) if kind not in codes]
    for knob in 'off', 'on', 'off':
        t.rfwctl('policy', 'set', 'default', 'icmp6-unallocated-errors', knob)
        t.case('B-IC-01, icmp6-unallocated-errors %s' % knob, *(
            Case('%s, every other type, %s' % (flow.name, way), *(
                (way, flow.error(way, kind), PASS if knob == 'on' else 'icmp6-type')
                for kind in others))
            for flow in flows[:3] for way in (OUT, IN)))
        dead = flows[0].dead()
        t.case('B-IC-01, icmp6-unallocated-errors %s' % knob, *(
            Case('%s that is not there, every other type, %s' % (flow.name, way), *(
                (way, dead.error(way, kind), 'icmp6-error') for kind in others))
            for flow in flows[:3] for way in (OUT, IN) for dead in (flow.dead(),)))

    t.case('I2', *(
        Case('from any router, %s' % flow.name,
             *((IN, flow.error(IN, kind, source=addr('2a0b:7::1')), PASS) for kind in codes),
             *((OUT, flow.error(OUT, kind, source=addr('2a0a:1:100:5::1')), PASS)
               for kind in codes)) for flow in flows))
    t.rfwctl('domain', 'set', 'home', 'bogons', '2a0c::/16')
    t.case('I2, REC-3, REC-6', *(
        Case('%s, not from a bogon or from one inside' % flow.name,
             (IN, flow.error(IN, source=addr('2a0c::1')), 'bogon'),
             (IN, flow.error(IN, source=addr('2a0a:1:100:5::1')), 'spoofed-source'),
             (OUT, flow.error(OUT, source=addr('2a0b:7::1')), 'spoofed-source'),
             (IN, flow.error(IN), PASS)) for flow in flows))
    t.rfwctl('domain', 'set', 'home', 'bogons', 'none')
    t.case('I1, B-IC-02', *(
        Case('%s, to another than who sent the packet' % flow.name,
             (IN, flow.error(IN, destination=addr('2a0a:1:100:2::ffff')), 'icmp6-error'),
             (IN, flow.error(IN, destination=addr('2a0a:1:100:1::10')), 'icmp6-error'),
             (OUT, flow.error(OUT, destination=addr('2a0b:7::1')), 'icmp6-error'),
             (IN, flow.error(IN), PASS), (OUT, flow.error(OUT), PASS)) for flow in flows))
    t.case('I1, B-IC-02', *(
        Case('%s, about a packet that went the way of the error' % flow.name,
             (IN, flow.error(IN, embedded=flow.packet(IN)), 'icmp6-error'),
             (OUT, flow.error(OUT, embedded=flow.packet(OUT)), 'icmp6-error')) for flow in flows))
    t.case('I3', *(
        Case('%s, bad checksum, type %d, %s' % (flow.name, kind, way),
             (way, flow.error(way, kind, spoil=spoil), 'bad-checksum'))
        for flow in flows for kind in codes for way in (OUT, IN) for spoil in (1, 0x8000)))
    t.case('B-IC-04, RFC 8201', *(
        Case('%s, MTU %d, %s' % (flow.name, mtu, way), (
            way, flow.error(way, TOO_BIG, rest=struct.pack('!I', mtu)),
            PASS if mtu >= 1280 else 'icmp6-mtu'))
        for flow in flows for mtu in (0, 68, 1279, 1280, 1500, 65536, 2 ** 32 - 1)
        for way in (OUT, IN)))
    return flows


def subject_embedded(t, flows):
    """What is looked at of the packet in an error, and what not."""
    cases = []
    for flow in flows:
        for way in OUT, IN:
            inner = flow.packet(IN if way == OUT else OUT)
            # RFC 4884: a length, padding and an extension object
            padded = inner + bytes(-len(inner) % 8) + bytes(128)
            extended = padded[:len(padded) // 8 * 8]
            cases.append(Case('I5: %s, with extensions, %s' % (flow.name, way), (
                way, flow.error(way, TIME_EXCEEDED, embedded=extended + b'\x20\0\0\0' +
                                b'\0\x08\1\1abcd', rest=bytes([len(extended) // 8, 0, 0, 0])),
                PASS)))
            cases.append(Case('I4: %s, wrong payload length in it, %s' % (flow.name, way), (
                way, flow.error(way, embedded=inner[:4] + b'\x05\xaa' + inner[6:]), PASS)))
            cases.append(Case('I4: %s, wrong hop limit and label in it, %s' % (flow.name, way), (
                way, flow.error(way, embedded=b'\x6f\xff\xff\xff' + inner[4:7] + b'\0' +
                                inner[8:]), PASS)))
            spoilt = inner[:-1] + bytes([inner[-1] ^ 255])
            cases.append(Case('I4: %s, wrong checksum in it, %s' % (flow.name, way), (
                way, flow.error(way, embedded=spoilt), PASS)))
    t.case('embedded', *cases)

    cases = []
    for flow in flows:
        headers = 8 * len(flow.headers) + (16 if flow.headers else 0)
        needed = headers + (4 if flow.protocol in (TCP, UDP, UDPLITE, SCTP, DCCP) else
                            6 if flow.protocol == ICMP6 else 0)
        for way in OUT, IN:
            whole = flow.packet(IN if way == OUT else OUT)
            cases.append(Case('%s, cut short where it says too little, %s' % (flow.name, way), *(
                (way, flow.error(way, embedded=whole[:size]), 'icmp6-error')
                for size in range(40 + needed))))
            cases.append(Case('%s, cut short behind that, %s' % (flow.name, way), *(
                (way, flow.error(way, embedded=whole[:size]), PASS)
                for size in range(40 + needed, len(whole) + 1))))
    t.case('I7, B-IC-01, B-IC-03', *cases)

    cases = []
    for flow in flows[:7]:
        ends = flow.talk.ends
        for way in OUT, IN:
            back = IN if way == OUT else OUT
            inner = flow.packet(back)

            def with_(*headers, protocol=flow.protocol, payload=inner[40:]):
                return flow.talk.packet(back, protocol, payload, *headers)

            cases += [
                Case('%s, version 4 in it, %s' % (flow.name, way), (
                    way, flow.error(way, embedded=b'\x45' + inner[1:]), 'icmp6-error')),
                Case('I13: %s, later fragment in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=with_(fragment(8, more))), 'icmp6-error')
                    for more in (0, M))),
                Case('I13: %s, first fragment in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, kind, 1, embedded=with_(fragment(0, M))), PASS)
                    for kind in (UNREACHABLE, TIME_EXCEEDED))),
                Case('%s, second fragment header in it, %s' % (flow.name, way), (
                    way, flow.error(way, embedded=with_(fragment(), fragment())), 'icmp6-error')),
                Case('%s, routing header of type 0 in it, %s' % (flow.name, way), (
                    way, flow.error(way, embedded=with_(routing(0, 1, bytes(4) + ends(OUT)[1]))),
                    'icmp6-error')),
                Case('B-IC-03: %s, eight extension headers in it, %s' % (flow.name, way), (
                    way, flow.error(way, embedded=with_(*[destination_options()] * 8)), PASS)),
                Case('B-IC-03: %s, nine and fifteen in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=with_(*[destination_options()] * n)),
                     'icmp6-error') for n in (9, 15))),
                Case('B-IC-02: %s, another protocol in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=with_(protocol=n)), 'icmp6-error')
                    for n in (TCP, UDP, UDPLITE, SCTP, DCCP, 59, 254) if n != flow.protocol)),
                Case('B-IC-02: %s, another address in it, %s' % (flow.name, way), (
                    way, flow.error(way, embedded=inner[:39] + bytes([inner[39] ^ 1]) + inner[40:]),
                    'icmp6-error')),
                Case('I10: %s, an error about it in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=ip6(*ends(back), ICMP6, icmp6(
                        *ends(back), kind, 0, MTU, flow.packet(way)))), 'icmp6-error')
                    for kind in (0, 1, 2, 3, 4, 100, 127))),
                Case('I10: %s, neighbour discovery in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=ip6(*ends(back), ICMP6, icmp6(
                        *ends(back), kind, 0, bytes(4), bytes(16)))), 'icmp6-error')
                    for kind in (130, 133, 134, 135, 136, 137, 143, 144, 255))),
            ]
            if flow.protocol in (TCP, UDP, UDPLITE, SCTP, DCCP):
                payload = inner[40:]
                cases.append(Case('B-IC-02: %s, other ports in it, %s' % (flow.name, way), *(
                    (way, flow.error(way, embedded=with_(payload=p + payload[4:])), 'icmp6-error')
                    for p in (payload[2:4] + payload[:2], payload[:2] + payload[:2],
                              payload[:2] + b'\0\0', payload[:3] + bytes([payload[3] ^ 1]),
                              bytes([payload[0] ^ 1]) + payload[1:4]))))
    t.case('embedded', *cases)


def subject_echo(t):
    one, two, zero = Talk(), Talk(), Talk()
    same = Talk(outside='2a0b:8::1')
    same.inside = one.inside
    t.case('B-IC-05', Case(
        'a reply only to its request',
        (IN, one.echo(IN, ECHO_REPLY, 7), 'unsolicited'),
        (IN, one.echo(IN, ECHO_REQUEST, 7), 'unsolicited')), Case(
        'request, then replies',
        (OUT, two.echo(OUT, ECHO_REQUEST, 7), PASS), (IN, two.echo(IN, ECHO_REPLY, 7), PASS),
        (IN, two.echo(IN, ECHO_REPLY, 7), PASS), (OUT, two.echo(OUT, ECHO_REQUEST, 7), PASS)), Case(
        'another identifier', (IN, two.echo(IN, ECHO_REPLY, 8), 'unsolicited'),
        (IN, two.echo(IN, ECHO_REPLY, 0), 'unsolicited'),
        (IN, two.echo(IN, ECHO_REPLY, 0x700), 'unsolicited')), Case(
        'a reply from inside to nothing', (OUT, Talk().echo(OUT, ECHO_REPLY, 7), 'icmp6-echo')),
           Case('within a flow, only the way it was opened',
                (IN, two.echo(IN, ECHO_REQUEST, 7), 'icmp6-echo'),
                (OUT, two.echo(OUT, ECHO_REPLY, 7), 'icmp6-echo'),
                (IN, two.echo(IN, ECHO_REPLY, 7), PASS)))
    t.case('B-IC-05', Case(
        'the same identifier to two',
        (OUT, one.echo(OUT, ECHO_REQUEST, 9), PASS), (OUT, same.echo(OUT, ECHO_REQUEST, 9), PASS),
        (IN, same.echo(IN, ECHO_REPLY, 9), PASS), (IN, one.echo(IN, ECHO_REPLY, 9), PASS)), Case(
        'a reply from another',
        (IN, Talk(inside=socket.inet_ntop(socket.AF_INET6, one.inside)).echo(
            IN, ECHO_REPLY, 9), 'unsolicited')), Case(
        'identifier 0 is one like the others, behind neighbour discovery',
        *((OUT, zero.packet(OUT, ICMP6, icmp6(*zero.ends(OUT), kind, 0, bytes(4), bytes(16))),
           'icmp6-type') for kind in (135, 136)),
        (OUT, zero.echo(OUT, ECHO_REQUEST, 0), PASS), (IN, zero.echo(IN, ECHO_REPLY, 0), PASS)))
    t.check('B-IC-05: flows', [len(t.flows().get(talk.ends(OUT), []))
                               for talk in (one, two, same, zero)], [1, 1, 1, 1])
    t.case('B-IC-07', *(
        Case('echo with a bad checksum, %s' % name, (way, packet, 'bad-checksum'))
        for spoil in (1, 0xffff)
        for name, way, packet in (
            ('first request', OUT, Talk().echo(OUT, ECHO_REQUEST, 7, spoil=spoil)),
            ('request', OUT, two.echo(OUT, ECHO_REQUEST, 7, spoil=spoil)),
            ('reply', IN, two.echo(IN, ECHO_REPLY, 7, spoil=spoil)))))

    # whoever answers for a group, or for the routers of a network, does so by an address of its own,
    # which was not asked; the kernel forwards no multicast here
    group, router = Talk(outside='ff0e::101'), Talk(outside='2a0b:9::')
    one_of_them = Talk(inside=socket.inet_ntop(socket.AF_INET6, group.inside))
    its_address = Talk(inside=socket.inet_ntop(socket.AF_INET6, router.inside))
    t.case('B-IC-06', Case(
        'to a group', (OUT, group.echo(OUT, ECHO_REQUEST, 7), LOST),
        (IN, one_of_them.echo(IN, ECHO_REPLY, 7), 'unsolicited')), Case(
        'to the anycast address of a network', (OUT, router.echo(OUT, ECHO_REQUEST, 7), PASS),
        (IN, its_address.echo(IN, ECHO_REPLY, 7), 'unsolicited'),
        (IN, router.echo(IN, ECHO_REPLY, 7), PASS)))

    # I11: which of the two messages an error can be about
    flow = Live('echo')
    t.case('I11', Case('flow', *flow.opening()))
    request, reply = flow.talk.echo(OUT, ECHO_REQUEST, 7), flow.talk.echo(IN, ECHO_REPLY, 7)
    t.case('I11', Case(
        'about the request, in', (IN, flow.error(IN, embedded=request), PASS)), Case(
        'about the reply, out', (OUT, flow.error(OUT, embedded=reply), PASS)), Case(
        'about messages that were never sent',
        (IN, flow.error(IN, embedded=flow.talk.echo(OUT, ECHO_REPLY, 7)), 'icmp6-error'),
        (OUT, flow.error(OUT, embedded=flow.talk.echo(IN, ECHO_REQUEST, 7)), 'icmp6-error'),
        (IN, flow.error(IN, embedded=flow.talk.echo(OUT, ECHO_REQUEST, 8)), 'icmp6-error'),
        (OUT, flow.error(OUT, embedded=flow.talk.echo(IN, ECHO_REPLY, 8)), 'icmp6-error')))


def subject_flood(t):
    about = Talk().udp(OUT)
    t.case('B-IC-08', Case('2,000 errors about nothing, in', *(
        (IN, Talk().error(IN, about, kind), 'icmp6-error') for kind in (1, 3) for _ in range(1000))))


def subject_flows_stay(t):
    """Errors neither make, refresh nor end a flow."""
    flows, control = live_flows(t), Live('UDP')
    t.case('I6', Case('control flow', *control.opening()))
    before = t.flows()
    time.sleep(3)
    t.case('I6', *(
        Case('%s, errors of every type, %s' % (flow.name, way), *(
            (way, flow.error(way, kind, code), PASS) for kind in (1, 2, 3, 4)
            for code in (0, 1, 4))) for flow in flows for way in (OUT, IN)),
           Case('a packet of the control flow', (OUT, control.packet(OUT), PASS)))
    after = t.flows()

    def expiry(table, flow):
        return [(f['state'], f['expires']) for f in table.get(flow.talk.ends(OUT), [])]

    t.result(expiry(after, control)[0][1] >= expiry(before, control)[0][1] - 2,
             'I6: a packet refreshes', expiry(before, control), expiry(after, control))
    for flow in flows:
        was, is_ = expiry(before, flow), expiry(after, flow)
        t.result(len(was) == len(is_) == 1 and was[0][0] == is_[0][0] and
                 is_[0][1] <= was[0][1] - 3,
                 'I6, REC-19, REC-37, REC-42, REC-46: %s, errors leave its state and timer' %
                 flow.name, was, is_)
    t.case('REC-19, REC-37, REC-42, REC-46', *(
        Case('%s goes on' % flow.name, *(
            (way, packet, PASS, [without_fragment_header(packet)])
            for way in (OUT, IN) for packet in (flow.packet(way),))) for flow in flows))


if __name__ == '__main__':
    test = Test()
    subject_types(test)
    subject_embedded(test, subject_errors(test))
    subject_echo(test)
    subject_flood(test)
    subject_flows_stay(test)
    test.finish()
