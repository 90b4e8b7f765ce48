#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Fragments: what the kernel's defragmentation makes of them, and what the firewall of that."""
import random

from raw import *


def opened(way):
    return PASS if way == OUT else 'unsolicited'


def sent(way, pieces, fate, order=None, arrives=None):
    """Fragments of one packet in an order; the last to come decides, and brings all with it."""
    arrives = pieces if arrives is None else arrives
    pieces = [pieces[n] for n in order or range(len(pieces))]
    return [(way, p, LOST) for p in pieces[:-1]] + [
        (way, pieces[-1], fate, arrives if fate == PASS else [])]


def lost(way, *pieces):
    return [(way, p, LOST) for p in pieces]


def spoiled(way, at, *pieces):
    """Pieces of which the one at index @at makes the packet impossible: the others wait in vain."""
    return [(way, p, 'fragment' if n == at else LOST) for n, p in enumerate(pieces)]


class Parts:
    """A packet to be cut by hand."""

    def __init__(self, packet, ident=0x1234):
        self.head = packet[:6] + b'\x2c' + packet[7:40]
        self.number = packet[6]
        self.body = packet[40:]
        self.ident = ident

    def piece(self, start, end, more=None, data=None, number=None):
        return piece(self.head, self.number if number is None else number, start,
                     self.body[start:end] if data is None else data,
                     end < len(self.body) if more is None else more, self.ident)


def live(t, *talks):
    t.case('flows', *(Case('a flow', (OUT, talk.udp(OUT), PASS), (IN, talk.udp(IN), PASS))
                      for talk in talks))


def big(talk, way, size=2992):
    return talk.udp(way, data=bytes(n & 255 for n in range(size)))


def subject_valid(t):
    cases = []
    orders = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
    for way in OUT, IN:
        for order in orders:
            cases.append(Case('three in the order %s, %s' % (order, way), *sent(
                way, split(Talk().udp(way, data=bytes(80)), 32, 64), opened(way), order)))
            cases.append(Case('three of the size of a link in the order %s, %s' % (order, way),
                              *sent(way, split(big(Talk(), way), 1400, 2800), opened(way), order)))
        cases.append(Case('of 1,280 octets, %s' % way, *sent(
            way, split(big(Talk(), way), 1232, 2464), opened(way))))
        cases.append(Case('of sizes that differ, %s' % way, *sent(
            way, split(big(Talk(), way), 1400, 1480, 2800), opened(way))))
        cases.append(Case('twenty of 8 octets, last first, %s' % way, *sent(
            way, split(Talk().udp(way, data=bytes(152)), *range(8, 160, 8)), opened(way),
            range(19, -1, -1))))
        for name, headers in (('hop-by-hop options', [hop_by_hop()]),
                              ('destination options', [destination_options()]),
                              ('a routing header', [routing(4)]),
                              ('three headers', [hop_by_hop(), destination_options(),
                                                 routing(4)])):
            cases.append(Case('%s before the fragment header, %s' % (name, way), *sent(
                way, split(Talk().udp(way, 5000, 6000, *headers, data=bytes(80)), 48,
                           before=8 * len(headers)), opened(way))))
            if headers[0] == hop_by_hop():
                continue
            # on its way out the kernel puts them before the fragment header, and then finds that
            # the pieces need not be so small
            packet = Talk().udp(way, 5000, 6000, *headers, data=bytes(80))
            cases.append(Case('%s in the first fragment, %s' % (name, way), *sent(
                way, split(packet, 48), opened(way), None, split(packet, before=8))))
    t.case('B-FR-05, F7, F11, REC-14', *cases)

    talks = [Talk() for _ in range(4)]
    live(t, *talks)
    t.case('F7, F11: of a live flow', *(
        Case(way, *sent(way, split(big(talk, way), 1400, 2800), PASS))
        for talk in talks for way in (OUT, IN)))
    other = Talk(outside=socket.inet_ntop(socket.AF_INET6, talks[0].outside))
    live(t, other)
    one, two = split(big(talks[0], OUT), 1400, 2800), split(big(other, OUT), 1400, 2800)
    back = split(big(talks[0], IN), 1400, 2800)
    t.case('B-FR-07, F10', Case(
        'one identification for two hosts and both ways',
        (OUT, one[0], LOST), (OUT, two[1], LOST), (IN, back[2], LOST), (OUT, two[2], LOST),
        (OUT, one[2], LOST), (IN, back[1], LOST), (OUT, one[1], PASS, one),
        (OUT, two[0], PASS, two), (IN, back[0], PASS, back)))

    flow = Talk()
    cases = [Case('a SYN, and its answer', *sent(OUT, split(flow.tcp(
        OUT, SYN, 1, 0, data=bytes(80)), 40, 64), PASS), *sent(IN, split(flow.tcp(
            IN, SYN | ACK, 1, 82, data=bytes(80)), 40, 64), PASS))]
    for protocol, make in ((TCP, lambda way: Talk().tcp(way, SYN, 1, 0, data=bytes(80))),
                           (ICMP6, lambda way: Talk().echo(way, ECHO_REQUEST, data=bytes(80))),
                           (50, lambda way: Talk().packet(way, 50, bytes(80))),
                           (SCTP, lambda way: Talk().packet(way, SCTP, sctp(5000, 6000) +
                                                            bytes(60)))):
        for way in OUT, IN:
            cases.append(Case('protocol %d, %s' % (protocol, way), *sent(
                way, split(make(way), 24, 56), opened(way))))
    t.case('F7, F11: other protocols', *cases)
    t.check('F7: the state of the connection',
            [f['state'] for f in t.flows().get(flow.ends(OUT), [])], ['tcp-syn-acked'])


def subject_next_headers(t):
    """B-FR-05: what later fragments say of the next header does not count."""
    cases = []
    for way in OUT, IN:
        for number in (58, 6, 59, 0, 43, 44, 200):
            for name, order in (('in a later one', (0, 1)), ('in one that comes first', (1, 0))):
                parts = Parts(Talk().udp(way, data=bytes(80)))
                pieces = [parts.piece(0, 48), parts.piece(48, 88, number=number)]
                cases.append(Case('%d %s, %s' % (number, name, way), *sent(
                    way, pieces, opened(way), order, [pieces[0], parts.piece(48, 88)])))
    t.case('B-FR-05, F8', *cases)


def subject_tiny(t):
    """B-FR-02: the first fragment does not hold the transport header."""
    cases = []
    for way in OUT, IN:
        for name, packet, cut in (
                ('TCP, its first 8 octets', Talk().tcp(way, SYN, 1, 0, data=bytes(40)), 8),
                ('TCP, its first 16', Talk().tcp(way, SYN, 1, 0, data=bytes(40)), 16),
                ('destination options alone', Talk().udp(
                    way, 5000, 6000, destination_options(), data=bytes(40)), 8),
                ('destination options, half of them', Talk().udp(
                    way, 5000, 6000, destination_options(bytes(14)), data=bytes(40)), 8),
                ('destination options, and TCP without its flags', Talk().tcp(
                    way, SYN, 1, 0, destination_options(), data=bytes(40)), 16)):
            first, last = split(packet, cut)
            # the kernel's defragmentation leaves it alone, and the rest waits for it
            cases.append(Case('%s, %s' % (name, way), (way, first, 'fragment'),
                              (way, last, LOST)))
            first, last = split(packet, cut, ident=0x5678)
            cases.append(Case('%s, behind the rest, %s' % (name, way), (way, last, LOST),
                              (way, first, 'fragment')))
        for size in range(1, 8):
            parts = Parts(Talk().udp(way, data=bytes(80)))
            # not a multiple of 8: the kernel's defragmentation gives up or leaves it alone
            cases.append(Case('ports split behind %d octets, %s' % (size, way),
                              (way, parts.piece(0, size), 'fragment')))
        # whole, it is no larger than its larger piece, and leaves as it is
        packet = Talk().udp(way, data=bytes(40))
        cases.append(Case('UDP, its header, %s' % way, *sent(
            way, split(packet, 8), opened(way), None, [packet])))
        cases.append(Case('TCP, its header in 24 octets, %s' % way, *sent(
            way, split(Talk().tcp(way, SYN, 1, 0, data=bytes(40)), 24), opened(way))))
    t.case('B-FR-02, F2', *cases)


def subject_overlaps(t):
    cases = []
    talks = []
    for way in OUT, IN:
        for name, at, edges in (
                ('head', 1, ((0, 48), (40, 88))), ('tail', 1, ((40, 88), (0, 48))),
                ('around another', 1, ((16, 32), (0, 48), (48, 88))),
                ('around another, ports', 1, ((0, 8), (0, 48), (48, 88))),
                ('around two others', 2, ((8, 16), (24, 32), (0, 48), (48, 88))),
                ('between two', 2, ((0, 24), (48, 88), (16, 56))),
                ('beyond the end', 1, ((48, 88), (0, 56))),
                ('of all', 1, ((0, 48), (0, 88)))):
            talks.append(Talk())
            parts = Parts(talks[-1].udp(way, data=bytes(80)))
            cases.append(Case('overlap, %s, %s' % (name, way), *spoiled(
                way, at, *(parts.piece(*e) for e in edges))))
        for name, packet, edges, data in (
                ('ports', Talk().udp(way, data=bytes(80)), ((8, 48), (0, 16), (48, 88)),
                 struct.pack('!HHHH', 1, 2, 88, 0) + bytes(8)),
                ('flags', Talk().tcp(way, ACK, 1, 1, data=bytes(80)),
                 ((0, 24), (16, 32), (32, 100)), bytes(16)),
                ('ICMPv6 type', Talk().echo(way, ECHO_REQUEST, data=bytes(80)),
                 ((8, 48), (0, 16), (48, 88)), b'\x89' + bytes(15))):
            parts = Parts(packet)
            cases.append(Case('B-FR-03: overlap that rewrites the %s, %s' % (name, way), *spoiled(
                way, 1, parts.piece(*edges[0]), parts.piece(*edges[1], data=data),
                parts.piece(*edges[2]))))
        # later fragments of what was thrown away
        parts = Parts(Talk().udp(way, data=bytes(80)))
        cases.append(Case('F1: the rest of a packet that was thrown away, %s' % way, *spoiled(
            way, 1, parts.piece(0, 48), parts.piece(40, 64), parts.piece(48, 88))))
    t.case('B-FR-01, F1', *cases)
    flows = t.flows()
    t.check('B-FR-01, F1: no flow came of it', [n for n, talk in enumerate(talks)
                                                if talk.ends(OUT) in flows], [])


def subject_copies(t):
    """A fragment that brings nothing new, the kernel drops alone, whatever is in it. That is no way
    past the firewall: what it lets pass is made anew of the pieces that it judged."""
    cases = []
    for way in OUT, IN:
        for name, first, copy, last in (
                ('the first one again', (0, 48), (0, 48), (48, 88)),
                ('ports alone', (0, 48), (0, 8), (48, 88)),
                ('in the middle', (0, 48), (16, 32), (48, 88)),
                ('from its beginning', (0, 48), (0, 24), (48, 88)),
                ('to its end', (0, 48), (24, 48), (48, 88)),
                ('the last one again', (48, 88), (48, 88), (0, 48))):
            for content, data in (('the same', None), ('other', b'\1\2' * 24)):
                for protocol, packet in (('UDP', Talk().udp(way, data=bytes(80))),
                                         ('TCP', Talk().tcp(way, SYN, 1, 0, data=bytes(68))),
                                         ('echo', Talk().echo(way, ECHO_REQUEST, data=bytes(80)))):
                    parts = Parts(packet)
                    size = copy[1] - copy[0]
                    pieces = [parts.piece(0, 48), parts.piece(48, 88)]
                    cases.append(Case('%s, %s with %s content, %s' % (protocol, name, content, way),
                                      (way, parts.piece(*first), LOST),
                                      (way, parts.piece(*copy, data=data and data[:size]),
                                       # too short for the kernel's defragmentation
                                       'fragment' if (protocol, copy) == ('TCP', (0, 8)) else LOST),
                                      (way, parts.piece(*last), opened(way),
                                       pieces if way == OUT else [])))
    t.case('B-FR-01, B-FR-03, B-FR-04', *cases)


def subject_malformed(t):
    cases = []
    for way in OUT, IN:
        for size in (9, 15, 47):
            parts = Parts(Talk().udp(way, data=bytes(80)))
            cases.append(Case('F4: %d octets and more to come, %s' % (size, way),
                              (way, parts.piece(0, size), 'fragment')))
        parts = Parts(Talk().udp(way, data=bytes(80)))
        cases.append(Case('F4: a later one of 47 octets and more to come, %s' % way,
                          (way, parts.piece(0, 48), LOST),
                          (way, piece(parts.head, UDP, 48, bytes(39), 1), 'fragment')))
        parts = Parts(Talk().udp(way))
        cases.append(Case('nothing in it, first, %s' % way,
                          (way, parts.piece(0, 0, 1), 'fragment')))
        # the last of these is refused by the kernel's defragmentation
        for name, pieces in (
                ('F5: an end beyond 65,535', [(0, 48, 1, None), (65528, 65536, 0, bytes(8))]),
                ('F5: 16 octets at the last offset', [(65528, 65544, 1, bytes(16))]),
                ('nothing in it, later', [(0, 48, 1, None), (48, 48, 1, b'')]),
                ('nothing in it, last', [(0, 48, 1, None), (48, 48, 0, b'')]),
                ('the last one in the middle', [(0, 48, 1, None), (64, 88, 1, None),
                                                (48, 64, 0, None)]),
                ('two last ones', [(48, 88, 0, None), (48, 80, 0, None)]),
                ('two last ones, the longer second', [(48, 80, 0, None), (48, 88, 0, None)]),
                ('more behind the last', [(48, 80, 0, None), (80, 88, 1, None)])):
            parts = Parts(Talk().udp(way, data=bytes(80)))
            cases.append(Case('%s, %s' % (name, way), *spoiled(way, len(pieces) - 1, *(
                parts.piece(start, end, more, data) for start, end, more, data in pieces))))
        parts = Parts(Talk().udp(way, data=bytes(80)))
        cases.append(Case('never complete, %s' % way, *lost(
            way, parts.piece(0, 48), parts.piece(64, 88))))
    t.case('B-FR-10', *cases)


def subject_atomic(t):
    cases = []
    for way in OUT, IN:
        for ident in (0, 1, 0xffffffff):
            packet = Talk().udp(way, 5000, 6000, fragment(ident=ident))
            cases.append(Case('alone, %s' % way, (way, packet, opened(way), [
                without_fragment_header(packet)] if way == OUT else [])))
        talk = Talk()
        parts, other = Parts(talk.udp(way, data=bytes(80))), talk.udp(
            way, 5000, 6000, fragment(ident=0x99))
        pieces = [parts.piece(0, 48), parts.piece(48, 88)]
        cases.append(Case('between fragments with another identification, %s' % way,
                          (way, pieces[0], LOST),
                          (way, other, opened(way), [without_fragment_header(other)]
                           if way == OUT else []),
                          (way, pieces[1], opened(way), pieces if way == OUT else [])))
        talk = Talk()
        parts, same = Parts(talk.udp(way, data=bytes(80))), talk.udp(way, 5000, 6000, fragment())
        pieces = [parts.piece(0, 48), parts.piece(48, 88)]
        # the kernel's defragmentation takes the atomic one for a last one that comes too early
        cases.append(Case('between fragments with the same identification, %s' % way,
                          (way, pieces[0], LOST), (way, same, 'fragment'),
                          (way, pieces[1], opened(way), pieces if way == OUT else [])))
    t.case('F3', *cases)


def subject_nested(t):
    cases = []
    for way in OUT, IN:
        def case(name, *headers):
            cases.append(Case('%s, %s' % (name, way), (
                way, Talk().udp(way, 5000, 6000, *headers), 'fragment')))

        case('two atomic ones', fragment(), fragment())
        case('two atomic ones with destination options between them', fragment(),
             destination_options(), fragment())
        case('three atomic ones', *[fragment()] * 3)
        case('eight atomic ones', *[fragment()] * 8)
        case('120 atomic ones', *[fragment()] * 120)
        case('an atomic one, then a first one', fragment(), fragment(0, M))
        case('an atomic one, then a later one', fragment(), fragment(8, 0))
        packet = Talk().udp(way, 5000, 6000, fragment(ident=7), data=bytes(80))
        cases.append(Case('an atomic one in fragments, %s' % way, *sent(
            way, split(packet, 48), 'fragment')))
        packet = Talk().udp(way, 5000, 6000, fragment(0, M, ident=7), data=bytes(80))
        cases.append(Case('a first one in fragments, %s' % way, *sent(
            way, split(packet, 48), 'fragment')))
        packet = Talk().udp(way, 5000, 6000, fragment(8, 0, ident=7), data=bytes(80))
        cases.append(Case('a later one in fragments, %s' % way, *sent(
            way, split(packet, 48), 'fragment')))
    t.case('B-FR-06, F9', *cases)


def subject_icmp6(t):
    """B-FR-12: an error is judged when it is whole."""
    talk = Talk()
    live(t, talk)
    cases = []
    for way in OUT, IN:
        back = IN if way == OUT else OUT
        for name, about, fate in (('a live flow', talk, PASS), ('none', Talk(), 'icmp6-error')):
            for cut in (16, 24, 48, 56):
                cases.append(Case('about %s, cut behind %d octets, %s' % (name, cut, way), *sent(
                    way, split(about.error(way, about.udp(back, data=bytes(64)), 1, 4), cut),
                    fate)))
        cases.append(Case('with a bad checksum, %s' % way, *sent(
            way, split(talk.error(way, talk.udp(back), 1, 4, spoil=1), 56), 'bad-checksum')))
        cases.append(Case('with an MTU of 1,279, %s' % way, *sent(
            way, split(talk.error(way, talk.udp(back), 2, 0, struct.pack('!I', 1279)), 56),
            'icmp6-mtu')))
    t.case('B-FR-12', *cases)


def subject_many(t):
    rng = random.Random(9)
    cases = []
    for way in OUT, IN:
        for _ in range(20):
            pieces = split(Talk().udp(way, data=bytes(1024)), *range(8, 1032, 8))
            order = list(range(len(pieces)))
            rng.shuffle(order)
            cases.append(Case('%d of 8 octets in any order, %s' % (len(pieces), way),
                              *sent(way, pieces, opened(way), order)))
    t.case('B-FR-09', *cases)


def subject_unended(t):
    """They take all memory that fragments may have, and wait. Last of all, for they stay."""
    for word in 'low', 'high':
        t.sysctl('rtr', 'net.netfilter.nf_conntrack_frag6_%s_thresh=262144' % word)
    problems, _, dropped = t.attempt([Case('', *(
        (way, split(Talk().udp(way, data=bytes(80)), 48)[0], LOST)
        for way in (OUT, IN) for _ in range(2000)))])
    t.result(not any(problems) and t.alive and set(dropped) == {'fragment'},
             'B-FR-08: of 4,000 first fragments a few wait, and the reference flow lives',
             problems, dropped, t.alive)
    t.case('B-FR-08', *(Case('a datagram beside them, %s' % way, (way, Talk().udp(way), opened(way)))
                        for way in (OUT, IN)))


def subject_checks(t):
    """What is checked of a whole packet is checked of one that came in pieces."""
    talk = Talk()
    cases = []
    for way in OUT, IN:
        cases += [
            Case('UDP length above the packet, %s' % way, *sent(
                way, split(Talk().udp(way, data=bytes(80), length=89), 48),
                'malformed-transport')),
            Case('flags that no TCP sends, %s' % way, *sent(
                way, split(Talk().tcp(way, SYN | FIN, 1, 0, data=bytes(80)), 48), 'tcp-flags')),
            Case('TCP data offset beyond the first, %s' % way, *sent(
                way, split(Talk().tcp(way, SYN, 1, 0, options_=b'\1' * 40, data=bytes(40)), 24),
                opened(way))),
            Case('nine extension headers, %s' % way, *sent(
                way, split(Talk().udp(way, 5000, 6000, *[destination_options()] * 9,
                                      data=bytes(80)), 88), 'long-header-chain')),
        ]
    bad = Talk()
    cases.append(Case('a SYN with a bad checksum', *sent(
        OUT, split(bad.tcp(OUT, SYN, 1, 0, data=bytes(80), spoil=1), 48), 'bad-checksum')))
    cases.append(Case('a spoofed source', *sent(
        IN, split(Talk(outside='2a0a:1:100:1::20').udp(IN, data=bytes(80)), 48),
        'spoofed-source')))
    cases.append(Case('an echo', *sent(
        OUT, split(talk.echo(OUT, ECHO_REQUEST, data=bytes(2000)), 1232), PASS), *sent(
            IN, split(talk.echo(IN, ECHO_REPLY, data=bytes(2000)), 1232), PASS)))
    t.case('spec 2', *cases)


if __name__ == '__main__':
    test = Test()
    subject_valid(test)
    subject_next_headers(test)
    subject_tiny(test)
    subject_overlaps(test)
    subject_copies(test)
    subject_malformed(test)
    subject_atomic(test)
    subject_nested(test)
    subject_icmp6(test)
    subject_checks(test)
    subject_many(test)
    subject_unended(test)
    test.finish('B-FR-11: while fragments wait, ')
