#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Mobile hosts (RFC 6275): home addresses in destination options and routing headers, and tunnels
beside their signalling."""
from raw import *

MOBILITY = 135
HOME, OTHER = '2a0b:5::1', '2a0b:5::2'
FROM, TO = home_source(HOME), home_destination(HOME)
FROM_OTHER, TO_OTHER = home_source(OTHER), home_destination(OTHER)
# what no host has at home
NOWHERE = {'multicast': 'ff0e::1', 'link-local': 'fe80::1', 'loopback': '::1', 'unspecified': '::',
           'IPv4-mapped': '::ffff:10.0.0.1'}


def signalling(kind):
    """A mobility header without options (RFC 6275 6.1)."""
    return bytes([59, 1, kind, 0]) + bytes(12)


HOTI, COTI, HOT, COT, BU, BA = (signalling(k) for k in (1, 2, 3, 4, 5, 6))


def subject_home(t):
    """A mobile host inside: its packets say where it is at home, those to it name that."""
    live, plain, late, moved = Talk(), Talk(), Talk(), Talk()
    t.case('REC-27: UDP from a care-of address', Case(
        'what comes back names the home address', (OUT, live.udp(OUT, 5000, 6000, FROM), PASS),
        (IN, live.udp(IN, 5000, 6000, TO), PASS),
        (IN, live.udp(IN, 5000, 6000, destination_options(), TO), PASS),
        (IN, live.udp(IN, 5000, 6000), PASS), (OUT, live.udp(OUT, 5000, 6000), PASS),
        (OUT, live.udp(OUT, 5000, 6000, FROM), PASS), (IN, live.udp(IN, 5000, 6000, TO), PASS)),
        Case('or another one, and is dropped', (OUT, plain.udp(OUT, 5000, 6000, FROM), PASS),
             (IN, plain.udp(IN, 5000, 6000, TO_OTHER), 'home-address'),
             (IN, plain.udp(IN, 5000, 6000, TO), PASS)),
        Case('where the inside has named none', (OUT, late.udp(OUT), PASS),
             (IN, late.udp(IN, 5000, 6000, TO), 'home-address'),
             (OUT, late.udp(OUT, 5000, 6000, FROM), PASS), (IN, late.udp(IN, 5000, 6000, TO), PASS)),
        Case('the inside names another', (OUT, moved.udp(OUT, 5000, 6000, FROM), PASS),
             (OUT, moved.udp(OUT, 5000, 6000, FROM_OTHER), PASS),
             (IN, moved.udp(IN, 5000, 6000, TO), 'home-address'),
             (IN, moved.udp(IN, 5000, 6000, TO_OTHER), PASS)))
    t.check('REC-27: one flow, of the care-of address', len(t.flows().get(live.ends(OUT), [])), 1)


def subject_tcp(t):
    talk = Talk()
    t.case('REC-27: TCP', Case(
        'a connection from a care-of address', (OUT, talk.tcp(OUT, SYN, 1000, 0, FROM), PASS),
        (IN, talk.tcp(IN, SYN | ACK, 5000, 1001, TO_OTHER), 'home-address'),
        (IN, talk.tcp(IN, SYN | ACK, 5000, 1001, TO), PASS),
        (OUT, talk.tcp(OUT, ACK, 1001, 5001, FROM), PASS),
        (IN, talk.tcp(IN, ACK, 5001, 1001, TO, data=b'x'), PASS),
        (IN, talk.tcp(IN, RST, 5002, 0, TO_OTHER), 'home-address'),
        (OUT, talk.tcp(OUT, ACK, 1001, 5002, FROM, data=b'y'), PASS)))
    t.check('REC-27: it is established', [f['state'] for f in t.flows().get(talk.ends(OUT), [])],
            ['tcp-established'])
    talk = Talk()
    t.case('REC-27: TCP', Case(
        'an error about it', (OUT, talk.tcp(OUT, SYN, 1000, 0, FROM), PASS),
        (IN, talk.error(IN, talk.tcp(OUT, SYN, 1000, 0, FROM), 2, 0, struct.pack('!I', 1280)), PASS)))


def subject_outside(t):
    """Home addresses that the outside names let nothing in, and none inside is theirs."""
    live = Talk()
    t.case('REC-27: from outside', *(
        Case('%s, to nobody who asked' % name, (IN, Talk().udp(IN, 5000, 6000, *headers), 'unsolicited'))
        for name, headers in (('a home address', [FROM]), ('a routing header', [TO]), ('both', [FROM, TO]),
                              ('a routing header to an inside host', [home_destination('2a0a:1:100:2::1')]))),
        Case('a home address of a live flow opens nothing for others',
             (OUT, live.udp(OUT, 5000, 6000, FROM), PASS),
             (IN, Talk(live_address(live)).udp(IN, 5000, 6000, TO), 'unsolicited'),
             (IN, live.udp(IN, 5001, 6000, TO), 'unsolicited'),
             (IN, Talk(outside=HOME).udp(IN, 5000, 6000), 'unsolicited')),
        Case('who is asked may be mobile too', (OUT, live.udp(OUT, 5000, 6000, FROM, TO_OTHER), PASS),
             (IN, live.udp(IN, 5000, 6000, FROM_OTHER, TO), PASS)))
    inside = '2a0a:1:100:7::1'
    t.case('REC-6, REC-27: a home address inside', *(
        Case(name, (way, packet, fate)) for name, way, packet, fate in (
            ('from outside', IN, live.udp(IN, 5000, 6000, home_source(inside)), 'spoofed-source'),
            ('from outside, to nobody who asked', IN, Talk().udp(IN, 5000, 6000, home_source(inside)),
             'spoofed-source'),
            ('from outside, nobody\'s', IN, live.udp(IN, 5000, 6000, home_source('2a0a:1:999::1')),
             'spoofed-source'),
            ('from outside, of the destination', IN, Talk('2a0a:1:100:2::77').udp(
                IN, 5000, 6000, home_source('2a0a:1:100:2::77')), 'spoofed-source'),
            ('in an ICMPv6 error', IN, live.packet(IN, *with_chain(home_source(inside), live.error(
                IN, live.udp(OUT)))), 'spoofed-source'),
            ('between foreign hosts', OUTSIDE, Talk('2a0b:9::1').udp(IN, 5000, 6000, home_source(inside)),
             'spoofed-source'),
            ('of a host that is away from home, in the same home', OUT,
             Talk().udp(OUT, 5000, 6000, home_source(inside)), PASS),
            ('of somebody else', OUT, Talk().udp(OUT, 5000, 6000, home_source('2a0a:1:999::1')),
             'spoofed-source'))))


def with_chain(header, packet):
    """The first header's number, and the rest of a packet behind an extension header."""
    return chain([header], packet[6], packet[40:])


def live_address(talk):
    return socket.inet_ntop(socket.AF_INET6, talk.inside)


def subject_malformed(t):
    cases = []
    for way in OUT, IN:
        for name, headers in (
                *(('%d segments left' % n, [home_destination(HOME, n)]) for n in (0, 2, 255)),
                ('of length 4', [routing(2, 1, bytes(4) + addr(HOME) * 2)]),
                ('of length 0', [routing(2, 1, bytes(4))]),
                ('two', [TO, TO]), ('two, with others between', [TO, destination_options(), TO]),
                *(('%s' % k, [home_destination(v)]) for k, v in NOWHERE.items())):
            cases.append(Case('routing header of type 2, %s, %s' % (name, way), *malformed(way, headers)))
        for name, headers in (
                ('two', [FROM, FROM]), ('two in one header', [destination_options(
                    (b'\1\2\0\0\xc9\x10' + addr(HOME)) * 2)]),
                *(('of %d octets' % n, [home_source(HOME, n)]) for n in (0, 15)),
                *((k, [home_source(v)]) for k, v in NOWHERE.items())):
            cases.append(Case('home address, %s, %s' % (name, way), *malformed(way, headers)))
    t.case('B-EH-06, REC-27', *cases)
    t.case('B-EH-11', *(
        Case('%d options, %s' % (count, way), (way, Talk().udp(way, 5000, 6000, destination_options(
            b'\x1e\0' * count)), 'long-header-chain' if count > 64 else
            PASS if way == OUT else 'unsolicited'))
        for count in (63, 65, 200) for way in (OUT, IN)),
           Case('a home address behind too many', (IN, Talk().udp(IN, 5000, 6000, destination_options(
               b'\x1e\0' * 64 + b'\xc9\x10' + addr('2a0a:1:100:2::1'))), 'long-header-chain')))


def malformed(way, headers):
    """A first packet, and one of a live flow."""
    live = Talk()
    return ((way, Talk().udp(way, 5000, 6000, *headers), 'malformed-header'),
            (OUT, live.udp(OUT, 5000, 6000, FROM), PASS),
            (way, live.udp(way, 5000, 6000, *headers), 'malformed-header'),
            (IN, live.udp(IN, 5000, 6000, TO), PASS))


def subject_binding(t):
    """Return routability and a binding with a correspondent (RFC 6275 5.2.5)."""
    talk, unasked = Talk(), Talk()
    t.case('REC-27, REC-28', Case(
        'a binding, from the first packet on', (OUT, talk.packet(OUT, MOBILITY, COTI), PASS),
        (IN, talk.packet(IN, MOBILITY, COT), PASS), (IN, talk.packet(IN, MOBILITY, BA, TO), 'home-address'),
        (OUT, talk.packet(OUT, MOBILITY, BU, FROM), PASS), (IN, talk.packet(IN, MOBILITY, BA, TO), PASS),
        (IN, talk.packet(IN, MOBILITY, BA, TO_OTHER), 'home-address')),
        Case('one that the outside wants', (IN, unasked.packet(IN, MOBILITY, BU, FROM), 'unsolicited')))


def subject_tunnel(t):
    """Tunnels of IPv6 and IPv4 pass between ends whose signalling does."""
    for number in 41, 4:
        def tunnel(talk, way):
            return talk.packet(way, number, bytes([0x60 if number == 41 else 0x45]) + bytes(39))

        asked, first, silent, refused = Talk(), Talk(), Talk(), Talk()
        other = Talk(live_address(asked))
        t.case('REC-29: protocol %d' % number, Case(
            'both ways, the outside first', (IN, tunnel(asked, IN), 'unsolicited'),
            (OUT, asked.packet(OUT, MOBILITY, HOTI), PASS), (IN, asked.packet(IN, MOBILITY, HOT), PASS),
            (IN, tunnel(asked, IN), PASS), (OUT, tunnel(asked, OUT), PASS)),
            Case('no answer is needed', (OUT, silent.packet(OUT, MOBILITY, BU), PASS),
                 (IN, tunnel(silent, IN), PASS)),
            Case('from nobody else', (IN, tunnel(other, IN), 'unsolicited'),
                 (IN, tunnel(Talk(outside=live_outside(asked)), IN), 'unsolicited')),
            Case('nothing else', (IN, asked.packet(IN, 47, bytes(8)), 'unsolicited'),
                 (IN, asked.packet(IN, 50, bytes(12)), 'unsolicited'), (IN, asked.udp(IN), 'unsolicited')),
            Case('signalling that was dropped lets nothing in',
                 (IN, refused.packet(IN, MOBILITY, BU), 'unsolicited'), (IN, tunnel(refused, IN), 'unsolicited')))
        t.check('REC-29: protocol %d: what let it in' % number,
                sorted((f['protocol'], f['origin']) for f in t.flows()[asked.ends(OUT)]),
                sorted([('mobility', 'outbound'), ({41: 'ipv6', 4: 'ipip'}[number], 'signalled')]))
        said = json.loads(t.rfwctl('-j', 'explain', 'in', 'wan', 'hex', tunnel(silent, IN).hex()))
        t.check('REC-29: protocol %d: explain' % number, (said['verdict'], said['step']), ('accept', 'flow'))

        # judged anew, with and without what it stands beside
        t.rfwctl('policy', 'set', 'default', 'timeout', 'udp', '301')
        t.case('REC-29: protocol %d' % number, Case('a change leaves it', (IN, tunnel(asked, IN), PASS)))
        t.rfwctl('flow', 'flush', 'proto', str(MOBILITY))
        t.case('REC-29: protocol %d' % number, Case('it goes on without', (IN, tunnel(asked, IN), PASS)))
        t.rfwctl('policy', 'set', 'default', 'timeout', 'udp', '300')
        t.case('REC-29: protocol %d' % number, Case('until the next change',
                                                    (IN, tunnel(asked, IN), 'unsolicited')))

        t.rfwctl('policy', 'set', 'default', 'unknown-protocols', str(MOBILITY))
        talk = Talk()
        t.case('REC-29: protocol %d, which is not listed' % number, Case(
            'goes out beside its signalling', (OUT, tunnel(talk, OUT), 'unknown-protocol'),
            (OUT, talk.packet(OUT, MOBILITY, HOTI), PASS), (OUT, tunnel(talk, OUT), PASS),
            (IN, tunnel(talk, IN), PASS)))
        t.rfwctl('policy', 'set', 'default', 'unknown-protocols', 'all')


def live_outside(talk):
    return socket.inet_ntop(socket.AF_INET6, talk.outside)


def subject_open(t):
    """What an opening lets in may name a home address: the flow is of that one."""
    host = '2a0a:1:100:6::1'
    t.rfwctl('forward', 'add', 'alice', 'udp', host, 'port', '5000')
    talk, plain = Talk(host), Talk(host)
    t.case('REC-27: through a forward', Case(
        'the first packet says so', (IN, talk.udp(IN, 5000, 6000, TO), PASS),
        (OUT, talk.udp(OUT, 5000, 6000, FROM), PASS), (IN, talk.udp(IN, 5000, 6000, TO), PASS),
        (IN, talk.udp(IN, 5000, 6000, TO_OTHER), 'home-address')),
        Case('or names none, and the inside does later', (IN, plain.udp(IN), PASS),
             (OUT, plain.udp(OUT, 5000, 6000, FROM), PASS), (IN, plain.udp(IN, 5000, 6000, TO), PASS)))
    t.rfwctl('forward', 'flush')
    dmz = Talk(host)
    t.rfwctl('dmz', 'add', 'alice', host)
    t.case('REC-27: a DMZ host', Case('has whatever home address it likes', (IN, dmz.udp(IN), PASS),
                                      (IN, dmz.udp(IN, 5000, 6000, TO), PASS),
                                      (IN, dmz.udp(IN, 5000, 6000, TO_OTHER), PASS)))
    t.rfwctl('dmz', 'flush')


if __name__ == '__main__':
    test = Test()
    subject_home(test)
    subject_tcp(test)
    subject_outside(test)
    subject_malformed(test)
    subject_binding(test)
    subject_tunnel(test)
    subject_open(test)
    test.finish()
