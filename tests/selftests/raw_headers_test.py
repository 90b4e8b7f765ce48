#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Extension headers: whole, cut short, too many, in the wrong place, and unknown."""
from raw import *

EXTENSIONS = {
    'hop-by-hop options': hop_by_hop(), 'destination options': destination_options(),
    'routing header': routing(4), 'authentication header': ah(), 'Shim6 header': shim6(),
    'atomic fragment header': fragment(),
}
# what the kernel's own defragmentation does not look behind
BLIND = ('Shim6 header',)

# an option that who does not know it skips
SKIPPED = b'\x1e\x0aabcdefghij'

# name: headers, protocol, octets of a transport header that must be there
CHAINS = {
    'TCP': ([], TCP, 20),
    'UDP': ([], UDP, 8),
    'UDP-Lite': ([], UDPLITE, 8),
    'SCTP': ([], SCTP, 12),
    'DCCP': ([], DCCP, 16),
    'echo': ([], ICMP6, 8),
    'unknown': ([], 253, 0),
    'hop-by-hop options, TCP': ([hop_by_hop(SKIPPED)], TCP, 20),
    'destination options, UDP': ([destination_options(bytes(12))], UDP, 8),
    'routing header, UDP': ([routing(4, 1, bytes(20))], UDP, 8),
    'authentication header, TCP': ([ah()], TCP, 20),
    'Shim6, UDP': ([shim6()], UDP, 8),
    'all, echo': ([hop_by_hop(), destination_options(), routing(4, 0, bytes(20)), ah(), shim6(),
                   destination_options()], ICMP6, 8),
    'eight, SCTP': ([destination_options()] * 8, SCTP, 12),
}


def transport(talk, way, protocol):
    ends, ports = talk.ends(way), talk.ports(way, 5000, 6000)
    return {
        TCP: lambda: tcp(*ends, *ports, SYN, 1),
        UDP: lambda: udp(*ends, *ports),
        UDPLITE: lambda: udp(*ends, *ports, protocol=UDPLITE),
        SCTP: lambda: sctp(*ports),
        DCCP: lambda: dccp(*ports),
        ICMP6: lambda: echo(*ends, ECHO_REQUEST, 7),
        253: lambda: b'',
    }[protocol]()


def build(talk, way, headers, protocol, **ip):
    return talk.packet(way, protocol, transport(talk, way, protocol), *headers, **ip)


def opened(way, packet):
    """What becomes of a packet that would open a flow."""
    return (way, packet, PASS if way == OUT else 'unsolicited')


def subject_truncated(t):
    """Cut at every octet, with a payload length that says so."""
    cases = []
    for name, (headers, protocol, needed) in CHAINS.items():
        length = sum(len(h[1]) + 1 for h in headers)
        for way in OUT, IN:
            packets = []
            for size in range(length + needed):
                packet = build(Talk(), way, headers, protocol)[:40 + size]
                fate = 'malformed-transport' if size >= length else 'malformed-header'
                # the kernel reads hop-by-hop options itself as it receives a packet
                if headers[:1] == [hop_by_hop(SKIPPED)] and size < 16 or \
                        headers[:1] == [hop_by_hop()] and size < 8:
                    fate = LOST
                packet = packet[:4] + struct.pack('!H', size) + packet[6:]
                packets.append((way, packet, fate))
            by_fate = {}
            for packet in packets:
                by_fate.setdefault(packet[2], []).append(packet)
            for fate, some in by_fate.items():
                cases.append(Case('%s, %s, cut short where that is %s' % (name, way, fate), *some))
            cases.append(Case('%s, %s, whole' % (name, way), opened(
                way, build(Talk(), way, headers, protocol))))
    t.case('B-EH-01', *cases)

    t.case('B-EH-01, more in the header than there is', *(
        # the kernel compares with what it received
        Case('%s, %s, cut short after %d octets' % (name, way, size), *(
            (way, p, LOST) for p in [build(Talk(), way, headers, protocol)[:40 + size]]))
        for name, (headers, protocol, needed) in CHAINS.items() for way in (OUT, IN)
        for size in (0, 1, 7) if size < needed))


def subject_lengths(t):
    cases = []
    for way in OUT, IN:
        for name, header, fate in (
                ('destination options of 2,048 octets', (60, b'\xff' + bytes(6)),
                 'malformed-header'),
                ('destination options that end with the packet', (60, b'\1' + bytes(6)), None),
                ('routing header of 2,048 octets', (43, b'\xff\4' + bytes(5)), 'malformed-header'),
                ('authentication header of length 0', ah(length=0), 'malformed-header'),
                ('authentication header of length 1', ah(length=1), 'malformed-header'),
                ('authentication header of 1,028 octets', ah(length=255), 'malformed-header'),
                ('Shim6 payload header with a length', (140, b'\1\x80' + bytes(5)),
                 'malformed-header'),
                ('hop-by-hop options of 2,048 octets', (0, b'\xff' + bytes(6)), LOST)):
            if fate:
                cases.append(Case('%s, %s' % (name, way),
                                  (way, Talk().udp(way, 5000, 6000, header), fate)))
        # authentication headers of every other length up to where the walk ends
        for length in (2, 3, 4, 5, 30, 252):
            cases.append(Case('authentication header of length %d, %s' % (length, way), opened(
                way, Talk().udp(way, 5000, 6000, ah(bytes(length * 4 + 8 - 12))))))
    t.case('B-EH-02', *cases)


def subject_many(t):
    cases = []
    for way in OUT, IN:
        for name, header in EXTENSIONS.items():
            for count in range(1, 11) if name in ('destination options', 'routing header',
                                                  'authentication header', 'Shim6 header') else ():
                packet = Talk().udp(way, 5000, 6000, *[header] * count)
                cases.append(Case('%d × %s, %s' % (count, name, way), opened(way, packet)
                                  if count <= 8 else (way, packet, 'long-header-chain')))
        for octets, fine in ((1016, True), (1024, True), (1032, False), (1400, False)):
            packet = Talk().udp(way, 5000, 6000, destination_options(bytes(500)),
                                destination_options(bytes(octets - 504 - 4)))
            cases.append(Case('%d octets of them, %s' % (octets, way), opened(way, packet)
                              if fine else (way, packet, 'long-header-chain')))
        packet = Talk().udp(way, 5000, 6000, *[destination_options()] * 120)
        cases.append(Case('120 × destination options, %s' % way,
                          (way, packet, 'long-header-chain')))
        packet = Talk().udp(way, 5000, 6000, *EXTENSIONS.values())
        cases.append(Case('one of each, %s' % way, opened(way, packet)))
    t.case('B-EH-03', *cases)


def subject_order(t):
    hops, dest = hop_by_hop(), destination_options()
    cases = []
    for way in OUT, IN:
        cases += [Case('%s, %s' % (name, way), (way, Talk().udp(way, 5000, 6000, *headers),
                                                'malformed-header'))
                  for name, headers in (
                      ('hop-by-hop options twice', [hops, hops]),
                      ('hop-by-hop options behind destination options', [dest, hops]),
                      ('hop-by-hop options behind a fragment header that stays',
                       [shim6(), fragment(), hops]),
                      ('hop-by-hop options behind a routing header', [routing(4), hops]),
                      ('hop-by-hop options behind an authentication header', [ah(), hops]),
                      ('hop-by-hop options behind Shim6', [shim6(), hops]))]
        cases += [Case('%s, %s' % (name, way), (
            way, packet, PASS if way == OUT else 'unsolicited',
            [without_fragment_header(packet)] if way == OUT else []))
                  for name, headers in (
                      ('hop-by-hop options first', [hops, dest]),
                      ('destination options on both sides of a routing header',
                       [dest, routing(4), dest]),
                      ('authentication header before the fragment header', [ah(), fragment()]),
                      # the kernel has taken that away
                      ('hop-by-hop options behind an atomic fragment header',
                       [fragment(), hops]))
                  for packet in (Talk().udp(way, 5000, 6000, *headers),)]
    t.case('B-EH-04', *cases)


def subject_skipped(t):
    """Behind a header that is skipped, a packet is of the same flow as one without."""
    cases = []
    for name, header in EXTENSIONS.items():
        for protocol in TCP, UDP, ICMP6, UDPLITE, SCTP, DCCP:
            plain, both, stranger = Talk(), Talk(), Talk()

            def answer(talk, *headers):
                ends, ports = talk.ends(IN), talk.ports(IN, 5000, 6000)
                payload = tcp(*ends, *ports, SYN | ACK, 1, 2) if protocol == TCP else \
                    echo(*ends, ECHO_REPLY, 7) if protocol == ICMP6 else \
                    transport(talk, IN, protocol)
                return talk.packet(IN, protocol, payload, *headers)

            def arrives(packet):
                return packet, PASS, [without_fragment_header(packet)]

            cases += [
                Case('%s, protocol %d: in an answer' % (name, protocol),
                     (OUT, build(plain, OUT, [], protocol), PASS),
                     (IN, *arrives(answer(plain, header)))),
                Case('%s, protocol %d: in the packet that opens' % (name, protocol),
                     (OUT, *arrives(build(both, OUT, [header], protocol))),
                     (IN, answer(both), PASS)),
                Case('%s, protocol %d: unsolicited' % (name, protocol),
                     (IN, build(stranger, IN, [header], protocol), 'unsolicited'))]
    t.case('REC-47, REC-21, spec 2.1', *cases)


def subject_no_next_header(t):
    """Where the walk stops, the number is the packet's protocol; nothing behind it is read."""
    cases = []
    for way in OUT, IN:
        for number in (59, 255, 254, 253, 200, 139, 135, 41, 4, 47, 50, 115):
            talk = Talk()
            payload = bytes([TCP, 0]) + bytes(6) + tcp(*talk.ends(way), *talk.ports(
                way, 5000, 80), 0)
            cases.append(Case('protocol %d, behind it what would be a TCP header, %s' % (
                number, way), opened(way, talk.packet(way, number, payload))))
            cases.append(Case('protocol %d and nothing behind it, %s' % (number, way), opened(
                way, Talk().packet(way, number, b''))))
    t.case('B-EH-07, B-EH-08', *cases)

    talks = {number: Talk() for number in (59, 135, 139, 140, 200, 253)}
    t.case('B-EH-07, B-EH-08', *(
        Case('protocol %d is a flow of its own' % number,
             (OUT, talk.packet(OUT, number, b'\6\0' + bytes(30)), PASS),
             (IN, talk.packet(IN, number, b'\x3b\0' + bytes(22)), PASS),
             (IN, talk.tcp(IN, SYN, inside=0, outside=0), 'unsolicited'),
             (IN, talk.udp(IN, 0, 0), 'unsolicited'),
             (IN, talk.packet(IN, 99, bytes(30)), 'unsolicited'))
        for number, talk in talks.items()))
    flows = t.flows()
    t.check('B-EH-08, REC-47: their protocols', {n: [f['protocol'] for f in
            flows.get((k.inside, k.outside), [])] for n, k in talks.items()}, {
                59: ['59'], 135: ['mobility'], 139: ['hip'], 140: ['shim6'], 200: ['200'],
                253: ['253']})


def subject_blind(t):
    """Headers behind which the kernel's defragmentation does not see a fragment."""
    cases = []
    for way in OUT, IN:
        for offset, more, name in ((0, M, 'first'), (8, M, 'middle'), (8, 0, 'last')):
            cases.append(Case('%s fragment behind Shim6, %s' % (name, way), (
                way, Talk().udp(way, 5000, 6000, shim6(), fragment(offset, more)), 'fragment')))
            live = Talk()
            cases.append(Case('%s fragment behind Shim6, of a live flow, %s' % (name, way),
                              (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS),
                              (way, live.udp(way, 5000, 6000, shim6(), fragment(offset, more)),
                               'fragment')))
        for number, name in ((135, 'mobility header'), (139, 'HIP header')):
            # opaque: the flow is that of protocol 135 or 139, not of what is behind
            packet = udp(*Talk().ends(way), 5000, 6000)
            cases.append(Case('%s before a fragment header, %s' % (name, way), opened(
                way, Talk().packet(way, number, bytes([44, 0]) + bytes(6) +
                                   bytes([UDP, 0, 0, M]) + bytes(4) + packet))))
        cases.append(Case('second fragment header behind Shim6, %s' % way, (
            way, Talk().udp(way, 5000, 6000, shim6(), fragment(), fragment()), 'fragment')))
        cases.append(Case('atomic fragment behind Shim6, %s' % way, opened(
            way, Talk().udp(way, 5000, 6000, shim6(), fragment()))))
        cases.append(Case('Shim6 control message, %s' % way, opened(
            way, Talk().packet(way, 140, b'\x3b\0\1' + bytes(13)))))
    t.case('B-EH-09, REC-47', *cases)


def subject_payload_length(t):
    cases = []
    for way in OUT, IN:
        talk = Talk()
        packet = talk.udp(way)
        trailer = packet + b'not of the packet'
        cases += [
            # the kernel has cut the trailer off
            Case('a trailer, %s' % way, (way, trailer, PASS if way == OUT else 'unsolicited',
                                         [packet] if way == OUT else [])),
            # the kernel does not take it in
            Case('payload length above what there is, %s' % way,
                 (way, Talk().udp(way)[:-1], LOST), (way, Talk().udp(way, length=500)[:45], LOST)),
            Case('payload length 0, UDP, %s' % way,
                 (way, Talk().packet(way, UDP, bytes(20), length=0), 'malformed-transport')),
            Case('payload length 0, TCP, %s' % way,
                 (way, Talk().packet(way, TCP, bytes(20), length=0), 'malformed-transport')),
            Case('payload length 0, no next header, %s' % way, opened(
                way, Talk().packet(way, 59, b'', length=0))),
            Case('payload length 0, destination options, %s' % way,
                 (way, Talk().packet(way, 60, bytes([UDP]) + bytes(30), length=0),
                  'malformed-header')),
        ]
        for size in 0, 26, 70000:
            packet = Talk().udp(way, 5000, 6000, hop_by_hop(b'\xc2\4' + struct.pack('!I', size)),
                                length=0)
            # the kernel answers
            cases.append(Case('jumbo payload of %d octets, %s' % (size, way), (way, packet, LOST),
                              says=[(way, 4, 0)]))
    t.case('B-EH-10', *cases)


def subject_hop_limit(t):
    talks = {hops: Talk() for hops in (0, 1, 2)}
    t.case('B-EH-12', *(
        Case('hop limit %d' % hops, (OUT, talk.udp(OUT, hops=hops), LOST if hops < 2 else PASS),
             says=[(OUT, 3, 0)] if hops < 2 else []) for hops, talk in talks.items()))
    flows = t.flows()
    t.check('B-EH-12: a packet that goes no further opens no flow',
            [hops for hops, talk in talks.items() if talk.ends(OUT) in flows], [2])
    t.case('B-EH-12', *(
        Case('hop limit %d, in' % hops, (IN, Talk().udp(IN, hops=hops),
                                         LOST if hops < 2 else 'unsolicited'),
             says=[(IN, 3, 0)] if hops < 2 else []) for hops in (0, 1, 2)))


def subject_version(t):
    t.case('B-EH-15', *(
        Case('version %d, %s' % (version, way), (way, Talk().udp(way, version=version), LOST))
        for version in (0, 4, 5, 7, 15) for way in (OUT, IN)))


def subject_options(t):
    cases = []
    for way in OUT, IN:
        for name, data in (
                ('nothing but Pad1', bytes(14)), ('PadN with data', b'\1\4abcd'),
                ('unknown option to be skipped', b'\x1e\4abcd'),
                ('unknown option to be discarded by its reader', b'\x5e\4abcd'),
                ('unknown option to be discarded with an answer', b'\x9e\4abcd'),
                ('an option that is longer than the header', b'\x1e\xff'),
                ('twelve options', b'\x1e\0' * 12)):
            cases.append(Case('destination options, %s, %s' % (name, way), opened(
                way, Talk().udp(way, 5000, 6000, destination_options(data)))))
        cases.append(Case('hop-by-hop options, unknown option to be skipped, %s' % way, opened(
            way, Talk().udp(way, 5000, 6000, hop_by_hop(b'\x1e\4abcd')))))
        cases.append(Case('hop-by-hop options, unknown option to be discarded, %s' % way,
                          (way, Talk().udp(way, 5000, 6000, hop_by_hop(b'\x5e\4abcd')), LOST)))
        # RFC 8200 4.2: the kernel answers
        cases.append(Case('hop-by-hop options, unknown option to be answered, %s' % way,
                          (way, Talk().udp(way, 5000, 6000, hop_by_hop(b'\x9e\4abcd')), LOST),
                          says=[(way, 4, 2)]))
    t.case('B-EH-11', *cases)


def subject_unknown(t):
    """One flow for each pair of addresses and protocol."""
    for numbers, rows in (((50,), 'REC-25'), ((135,), 'REC-28'),
                          ((47, 253, 41, 4, 115), 'REC-11')):
        for number in numbers:
            talk = Talk()
            other = Talk(outside='2a0b:8::%x' % number)
            other.inside = talk.inside
            t.case('%s, protocol %d' % (rows, number), Case(
                'both ways, whatever the numbers inside',
                (IN, talk.packet(IN, number, b'\0\0\0\2' + bytes(8)), 'unsolicited'),
                (OUT, talk.packet(OUT, number, b'\0\0\0\1' + bytes(8)), PASS),
                (IN, talk.packet(IN, number, b'\0\0\0\2' + bytes(8)), PASS),
                (OUT, talk.packet(OUT, number, b'\0\0\0\3' + bytes(8)), PASS),
                (IN, talk.packet(IN, number, b''), PASS),
                (IN, other.packet(IN, number, b'\0\0\0\2' + bytes(8)), 'unsolicited'),
                (IN, talk.packet(IN, 99, b'\0\0\0\2' + bytes(8)), 'unsolicited')))
            t.check('%s, protocol %d: one flow' % (rows, number),
                    len(t.flows().get(talk.ends(OUT), [])), 1)
    talk = Talk()
    t.case('REC-21', Case(
        'TCP behind an authentication header is TCP, of the same flow',
        (IN, talk.tcp(IN, SYN, 1, 0, ah()), 'unsolicited'),
        (OUT, talk.tcp(OUT, SYN, 1, 0, ah()), PASS),
        (IN, talk.tcp(IN, SYN | ACK, 1, 2, ah()), PASS),
        (OUT, talk.tcp(OUT, ACK, 2, 2), PASS), (IN, talk.tcp(IN, ACK, 2, 2, data=b'x'), PASS),
        (IN, talk.tcp(IN, SYN, 2, 2, ah(), inside=5001), 'unsolicited')))
    t.check('REC-21: and established', [(f['protocol'], f['state'])
                                        for f in t.flows().get(talk.ends(OUT), [])],
            [('tcp', 'tcp-established')])


def subject_key_spaces(t):
    """The same ports of two protocols are two flows."""
    numbers = {'UDP': UDP, 'UDP-Lite': UDPLITE, 'SCTP': SCTP, 'DCCP': DCCP, 'TCP': TCP}
    t.case('REC-20, REC-38, REC-43', *(
        Case('a flow of %s is none of %s' % (one, other),
             (OUT, build(talk, OUT, [], numbers[one]), PASS),
             (IN, build(talk, IN, [], numbers[other]), 'unsolicited'),
             *([(IN, build(talk, IN, [], numbers[one]), PASS)] if one != 'TCP' else []))
        for one in numbers for other in numbers if one != other for talk in (Talk(),)))

    cases = []
    for name in ('UDP-Lite', 'SCTP', 'DCCP'):
        talk = Talk()

        def packet(way, inside, outside):
            ports = talk.ports(way, inside, outside)
            return talk.packet(way, numbers[name], {
                'SCTP': lambda: sctp(*ports), 'DCCP': lambda: dccp(*ports),
                'UDP-Lite': lambda: udp(*talk.ends(way), *ports, protocol=UDPLITE)}[name]())
        cases.append(Case('%s has ports' % name,
                          (OUT, packet(OUT, 5000, 6000), PASS), (IN, packet(IN, 5000, 6000), PASS),
                          (IN, packet(IN, 5000, 6001), 'unsolicited'),
                          (IN, packet(IN, 5001, 6000), 'unsolicited'),
                          (IN, packet(IN, 6000, 5000), 'unsolicited'),
                          (IN, packet(IN, 0, 0), 'unsolicited')))
    t.case('REC-20, REC-38, REC-43', *cases)


if __name__ == '__main__':
    test = Test()
    subject_truncated(test)
    subject_lengths(test)
    subject_many(test)
    subject_order(test)
    subject_skipped(test)
    subject_no_next_header(test)
    subject_blind(test)
    subject_payload_length(test)
    subject_hop_limit(test)
    subject_version(test)
    subject_options(test)
    subject_unknown(test)
    subject_key_spaces(test)
    test.finish()
