#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The rules that need no state, RFC 6092 3.1: who may be whom on which side."""
import contextlib

from raw import *

PROTOCOLS = ('tcp', 'udp', 'echo', 'unknown')


def first(talk, way, protocol, *headers, **ip):
    """A packet that opens a flow, where it may."""
    if protocol == 'tcp':
        return talk.tcp(way, SYN, 1, 0, *headers, **ip)
    if protocol == 'udp':
        return talk.udp(way, 5000, 6000, *headers, **ip)
    if protocol == 'echo':
        return talk.echo(way, ECHO_REQUEST, 7, *headers, **ip)
    return talk.packet(way, 253, b'something', *headers, **ip)


def sweep(name, way, fate, inside=None, outside=None):
    """A packet of each protocol between these addresses."""
    return Case(name, *((way, first(Talk(inside, outside), way, p), fate) for p in PROTOCOLS))


def subject_multicast_source(t):
    t.case('REC-1', *(
        # the kernel drops them as it receives them
        sweep('source %s, %s' % (source, way), way, LOST,
              **{'inside' if way == OUT else 'outside': source})
        for source in ('ff02::1', 'ff05::1', 'ff0e::1') for way in (OUT, IN)))


MRT6_INIT, MRT6_ADD_MIF, MRT6_ADD_MFC = 200, 202, 204
WAYS = {OUT: (0, 1), IN: (1, 0)}	# incoming and outgoing multicast interfaces


def multicast_router():
    with Namespace('rtr'):
        sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
        sock.setsockopt(socket.IPPROTO_IPV6, MRT6_INIT, 1)
        for number, name in enumerate(('lan', 'wan')):
            sock.setsockopt(socket.IPPROTO_IPV6, MRT6_ADD_MIF, struct.pack(
                'HBBHI', number, 0, 1, socket.if_nametoindex(name), 0))
    return sock


def group(sock, way, scope, fate):
    talk = Talk(**{'outside' if way == OUT else 'inside': 'ff0%x::1234' % scope})
    parent, child = WAYS[way]
    source, destination = (b'\x0a\0' + bytes(6) + a + bytes(4) for a in talk.ends(way))
    sock.setsockopt(socket.IPPROTO_IPV6, MRT6_ADD_MFC,
                    source + destination + struct.pack('=HHI28s', parent, 0, 1 << child, b''))
    return way, talk.udp(way), fate


def subject_multicast_destination(t):
    with contextlib.closing(multicast_router()) as sock:
        for boundary in 8, 5, 14:
            t.rfwctl('domain', 'set', 'home', 'multicast-boundary', str(boundary))
            t.case('REC-2, boundary %d' % boundary, *(
                # the kernel forwards nothing of the scope of a link, an interface or a mistake
                Case('scope %x, %s' % (scope, way), group(
                    sock, way, scope, LOST if scope < 3 else
                    'multicast-scope' if scope <= boundary else PASS))
                for scope in range(16) for way in (OUT, IN)))
        t.rfwctl('domain', 'set', 'home', 'multicast-boundary', '8')


# prefix: an address at its beginning and one at its end
BOGONS = (
    ('::/96', '::2', '::ffff:ffff'),
    ('100::/64', '100::', '100::ffff:ffff:ffff:ffff'),
    ('2001:10::/28', '2001:10::1', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff'),
    ('2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'),
    ('3fff::/20', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'),
    ('5f00::/16', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
    ('fec0::/10', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
)
# what lies next to them, and addresses that only look alike
NO_BOGONS = (
    '::1:0:0', '::fffe:ffff:ffff', '::1:0:0:0', 'ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '100:0:0:1::', '2001:f:ffff:ffff:ffff:ffff:ffff:ffff', '2001:20::',
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::', '3ffe:ffff::', '3fff:1000::',
    '5eff:ffff::', '5f01::', '2002::1', '64:ff9b::1', 'fe7f:ffff::1',
)


def subject_bogons(t):
    cases = [sweep('%s, %s, to and from %s' % (prefix, way, address), way, 'bogon',
                   outside=address)
             for prefix, *addresses in BOGONS for address in addresses for way in (OUT, IN)]
    cases += [sweep('out, to %s, which is none' % address, OUT, PASS, outside=address)
              for address in NO_BOGONS]
    cases += [sweep('in, from %s, which is none' % address, IN, 'unsolicited', outside=address)
              for address in NO_BOGONS]
    cases += [
        sweep('::ffff:0:0/96, out', OUT, 'bogon', outside='::ffff:192.0.2.1'),
        sweep('::ffff:0:0/96, in', IN, 'bogon', outside='::ffff:192.0.2.1'),
        # these the kernel drops by itself
        sweep('loopback, in', IN, LOST, outside='::1'),
        sweep('loopback, out', OUT, LOST, outside='::1'),
        sweep('unspecified, in', IN, LOST, outside='::'),
    ]
    t.case('REC-3', *cases)
    t.case('REC-3, B-EH-13', *(
        sweep('out, from %s' % address, OUT, 'spoofed-source', inside=address)
        for prefix, *addresses in BOGONS for address in addresses))
    t.case('REC-3', *(
        Case('with %d extension headers' % count,
             (way, first(Talk(outside='2001:db8::1'), way, 'udp',
                         *[destination_options()] * count), 'bogon'))
        for count in (1, 8, 9) for way in (OUT, IN)))

    own = Talk()
    t.case('B-EH-13', Case(
        'source and destination are one host inside, from outside',
        (IN, ip6(own.inside, own.inside, UDP, udp(own.inside, own.inside, 7, 7)), 'spoofed-source')),
        Case('and from inside', (INSIDE, ip6(own.inside, own.inside, UDP,
                                             udp(own.inside, own.inside, 7, 7)), PASS)),
        Case('one host outside, to where it is', (OUT, ip6(own.outside, own.outside, UDP, udp(
            own.outside, own.outside, 7, 7)), 'spoofed-source')),
        Case('the router, from inside and from outside', *(
            (IN, ip6(addr(router), own.inside, UDP, udp(addr(router), own.inside, 7, 7)), fate)
            for router, fate in (('2a0a:1:100:1::1', 'spoofed-source'), ('2a0b:2::1', 'unsolicited')))))

    t.rfwctl('domain', 'set', 'home', 'bogons', 'none')
    t.case('REC-3, no list', *(
        sweep('%s, %s' % (prefix, way), way, PASS if way == OUT else 'unsolicited',
              outside=address)
        for prefix, address, _ in BOGONS for way in (OUT, IN)))
    t.rfwctl('domain', 'set', 'home', 'bogons', '2a0c:1::/33,2a0c:2::5/128')
    t.case('REC-3, a list', *(
        Case('%s %s, %s' % ('to' if way == OUT else 'from', address, way),
             (way, first(Talk(outside=address), way, 'udp'),
              'bogon' if listed else PASS if way == OUT else 'unsolicited'))
        for address, listed in (('2a0c:1:7fff::1', True), ('2a0c:1:8000::1', False),
                                ('2a0c:2::4', False), ('2a0c:2::5', True), ('2001:db8::1', False))
        for way in (OUT, IN)))
    t.rfwctl('domain', 'set', 'home', 'bogons', 'default')


def subject_spoofed(t):
    t.case('REC-5, from inside', *(
        [sweep('source %s' % source, OUT, 'spoofed-source', inside=source) for source in
         ('2a0b:3::66', '2a0b:2::10', '2a0b:2::1', '2a0a:2::1', '2a0a:0:ffff::1', 'fd00::1',
          '::ffff:192.0.2.1')] +
        # the kernel's own checks of a source
        [sweep('source %s' % source, OUT, LOST, inside=source)
         for source in ('::', '::1', 'fe80::10')] +
        [sweep('source of its own', OUT, PASS)]))
    t.case('REC-5, from inside', *(
        Case('%s, both ends foreign' % protocol,
             (OUT, first(Talk('2a0b:9::1'), OUT, protocol), 'spoofed-source'))
        for protocol in PROTOCOLS))

    live = Talk()
    t.case('REC-6, from outside', *(
        [sweep('source %s' % source, IN, 'spoofed-source', outside=source) for source in
         ('2a0a:1:100:1::20', '2a0a:1:100:1::1', '2a0a:1:100:2::77', '2a0a:1:200:1::10',
          '2a0a:1:ffff:ffff:ffff:ffff:ffff:ffff')] +
        [sweep('source of the destination', IN, 'spoofed-source', '2a0a:1:100:2::88',
               '2a0a:1:100:2::88'),
         sweep('source beside the prefix', IN, 'unsolicited', outside='2a0a:2::1'),
         sweep('source of the router', IN, 'unsolicited', outside='2a0b:2::1'),
         sweep('source of the anycast address of routers', IN, 'unsolicited', outside='2a0b:2::'),
         sweep('to nowhere of ours', OUTSIDE, 'spoofed-source', '2a0b:9::1', '2a0a:1:100:1::20'),
         ]))
    spoofer = Talk('2a0a:1:100:2::99', '2a0a:1:100:3::20')
    t.case('REC-6, from outside', Case(
        'source of one inside who does talk to the other',
        (INSIDE, spoofer.udp(OUT), PASS), (INSIDE, spoofer.udp(IN), PASS),
        (IN, spoofer.udp(IN), 'spoofed-source')))
    t.case('REC-5, REC-6', Case(
        'a live flow is for packets from the right side',
        (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS),
        (OUTSIDE, live.udp(OUT), 'wrong-side'), (INSIDE, live.udp(IN), 'wrong-side'),
        (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS)))
    t.case('REC-6', Case(
        'a packet that is malformed and spoofed is spoofed',
        (IN, Talk(outside='2a0a:1:100:1::20').udp(IN, length=7), 'spoofed-source'),
        (OUT, Talk('2a0b:9::1').udp(OUT, length=7), 'spoofed-source')))


def subject_unique_local(t):
    cases = [sweep('%s %s' % (way, address), way, 'unique-local', outside=address)
             for address in ('fd00::1', 'fc00::1', 'fdff:ffff::1', 'fcff::1')
             for way in (OUT, IN)]
    cases += [sweep('%s %s, which is none' % (way, address), way,
                    PASS if way == OUT else 'unsolicited', outside=address)
              for address in ('fbff:ffff::1', 'fe00::1') for way in (OUT, IN)]
    t.case('REC-7', *cases)

    t.rfwctl('domain', 'set', 'home', 'prefix', '2a0a:1::/32,fd12::/16')
    t.rfwctl('subscriber', 'set', 'alice', 'prefix', '2a0a:1:100::/56,fd12::/48')
    t.case('REC-7, an inside that has them', sweep('out', OUT, 'unique-local', 'fd12::1'),
           sweep('in', IN, 'unique-local', 'fd12::1'),
           sweep('both ends, out', OUT, 'unique-local', 'fd12::1', 'fd13::1'),
           Case('within the subscriber', *((INSIDE, first(
               Talk('2a0a:1:100:2::1', '2a0a:1:100:3::1'), OUT, p), PASS) for p in PROTOCOLS)))
    live = Talk('fd12::5', 'fd13::5')
    t.rfwctl('policy', 'set', 'default', 'ula-border', 'on')
    t.case('REC-7, ula-border on', sweep('out', OUT, PASS, 'fd12::2'),
           sweep('in', IN, 'unsolicited', 'fd12::2'),
           sweep('out to one', OUT, PASS, None, 'fd13::2'),
           sweep('in from one', IN, 'unsolicited', None, 'fd13::3'),
           Case('a flow', (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS)))
    t.rfwctl('policy', 'set', 'default', 'ula-border', 'off')
    t.case('REC-7, ula-border off', sweep('out', OUT, 'unique-local', None, 'fd13::9'))
    t.rfwctl('subscriber', 'set', 'alice', 'prefix', '2a0a:1:100::/56')
    t.rfwctl('domain', 'set', 'home', 'prefix', '2a0a:1::/32')


def placements(kind, left, data=b'\0\0\0\0'):
    header = routing(kind, left, data)
    hops, dest, atomic = hop_by_hop(), destination_options(), fragment()
    return (('alone', [header]), ('behind hop-by-hop options', [hops, header]),
            ('behind destination options', [dest, header]),
            ('in front of destination options', [header, dest]),
            ('behind another routing header', [routing(4), header]),
            ('behind an atomic fragment header', [atomic, header]),
            ('behind an authentication header', [ah(), header]),
            ('behind a Shim6 header', [shim6(), header]),
            ('eighth', [dest] * 7 + [header]))


RH0_DATA = bytes(4) + addr('2a0b:5::1')


def subject_routing_header(t):
    cases = []
    for left in 0, 1, 255:
        for name, headers in placements(0, left, RH0_DATA):
            for way in OUT, IN:
                live = Talk()
                name_ = 'segments left %d, %s, %s' % (left, name, way)
                cases.append(Case(name_ + ', first packet', *(
                    (way, first(Talk(), way, p, *headers), 'routing-type-0') for p in PROTOCOLS)))
                cases.append(Case(name_ + ', of a live flow',
                                  (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS),
                                  (way, live.udp(way, 5000, 6000, *headers), 'routing-type-0'),
                                  (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS)))
    cases.append(Case('without addresses', *(
        (way, Talk().udp(way, 5000, 6000, routing(0)), 'routing-type-0') for way in (OUT, IN))))
    t.case('REC-4, B-EH-05: routing header of type 0', *cases)

    fragmented = []
    for way in OUT, IN:
        packet = Talk().udp(way, 5000, 6000, destination_options(), routing(0, 1, RH0_DATA),
                            data=bytes(100))
        # one drop: of the whole packet
        fragmented.append(Case('in a first fragment, %s' % way, *(
            (way, p, f) for p, f in zip(split(packet, 72), (LOST, 'routing-type-0')))))
        fragmented.append(Case('before the fragment header, %s' % way, *(
            (way, p, f) for p, f in zip(split(packet, 72, before=8 + 24, ident=0x99),
                                        (LOST, 'routing-type-0')))))
    t.case('REC-4: routing header of type 0', *fragmented)

    t.case('REC-4, B-EH-05: other routing headers', *(
        Case('type %d, segments left %d, %s' % (kind, left, name),
             *((way, packet, PASS, [without_fragment_header(packet)]) for way in (OUT, IN)
               for packet in (live.udp(way, 5000, 6000, *headers),)))
        for kind in (1, 3, 4, 5, 200, 253, 255) for left in (0, 1, 255)
        for name, headers in placements(kind, left, RH0_DATA) for live in (Talk(),)))
    t.case('REC-4: other routing headers', *(
        Case('type %d from outside' % kind,
             (IN, Talk().udp(IN, 5000, 6000, routing(kind, 1, RH0_DATA)), 'unsolicited'))
        for kind in (1, 3, 4, 200)))


def subject_no_subscriber(t):
    t.case('inside of the domain, and nobody\'s', *(
        [sweep('%s, %s' % (way, address), way, 'no-subscriber', address)
         for address in ('2a0a:1:200:1::10', '2a0a:1:ff:ffff::1', '2a0a:1:101::1', '2a0a:1::1')
         for way in (OUT, IN)] +
        [sweep('alice to it', INSIDE, 'no-subscriber', None, '2a0a:1:200:1::10'),
         Case('it to alice', *((INSIDE, first(Talk(outside='2a0a:1:200:1::10'), IN, p),
                                'no-subscriber') for p in PROTOCOLS)),
         sweep('alice to alice', INSIDE, PASS, None, '2a0a:1:100:3::1'),
         sweep('the last address of alice', OUT, PASS, '2a0a:1:100:ff:ffff:ffff:ffff:ffff')]))


def subject_not_ours(t):
    t.case('neither end is ours', Case(
        'they pass untouched, whatever they are',
        (OUTSIDE, Talk('2a0b:9::1').udp(IN), PASS),
        (OUTSIDE, Talk('2a0b:9::1').udp(IN, length=7), PASS),
        (OUTSIDE, Talk('2a0b:9::1').tcp(IN, 0), PASS),
        (OUTSIDE, Talk('2a0b:9::1').udp(IN, 5000, 6000, routing(0, 1, RH0_DATA)), PASS),
        (OUTSIDE, Talk('2001:db8::1').udp(IN), PASS)))
    t.case('within the subscriber', Case(
        'packets pass untouched, whatever they are',
        (INSIDE, Talk(outside='2a0a:1:100:3::1').udp(OUT, length=7), PASS),
        (INSIDE, Talk(outside='2a0a:1:100:3::1').tcp(OUT, RST), PASS),
        (INSIDE, Talk(outside='2a0a:1:100:3::1').echo(OUT, ECHO_REPLY), PASS)))
    t.rfwctl('domain', 'set', 'home', 'down')
    t.case('a domain that is down', *(
        [sweep('passes, %s' % way, way, PASS) for way in (OUT, IN)] +
        [sweep('bogons, %s' % way, way, PASS, outside='2001:db8::1') for way in (OUT, IN)]))
    t.rfwctl('domain', 'set', 'home', 'state', 'up')
    t.case('a domain that is up again', sweep('out', OUT, PASS), sweep('in', IN, 'unsolicited'))


if __name__ == '__main__':
    test = Test(bogons='default')
    subject_multicast_source(test)
    subject_multicast_destination(test)
    subject_bogons(test)
    subject_spoofed(test)
    subject_unique_local(test)
    subject_routing_header(test)
    subject_no_subscriber(test)
    subject_not_ours(test)
    test.finish()
