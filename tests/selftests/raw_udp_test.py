#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""UDP, and the transports that the firewall only counts packets of."""
from raw import *


def opened(way, packet):
    """What becomes of a packet that would open a flow."""
    return (way, packet, PASS if way == OUT else 'unsolicited')


def subject_lengths(t):
    cases = []
    for way in OUT, IN:
        for length in 0, 1, 7, 15, 9000, 65535:
            live = Talk()
            cases.append(Case('length %d of 14, %s' % (length, way),
                              (way, Talk().udp(way, length=length), 'malformed-transport')))
            cases.append(Case('length %d of 14, of a live flow, %s' % (length, way),
                              (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS),
                              (way, live.udp(way, length=length), 'malformed-transport'),
                              (OUT, live.udp(OUT), PASS), (IN, live.udp(IN), PASS)))
        # what is behind the datagram are UDP options
        for length in 8, 13, 14:
            cases.append(Case('length %d of 14, %s' % (length, way), opened(
                way, Talk().udp(way, length=length))))
        # the checksum is for who receives it; RFC 6936 lets tunnels do without
        for name, sum_ in (('none', 0), ('wrong', 0x1234)):
            cases.append(Case('checksum %s, %s' % (name, way), opened(
                way, Talk().udp(way, sum_=sum_))))
    t.case('B-UD-01', *cases)

    t.case('B-UD-02', *(
        Case('%d octets, %s' % (size, way),
             (way, Talk().packet(way, UDP, bytes([1, 2, 3, 4, 0, 8, 1])[:size]),
              'malformed-transport')) for size in range(8) for way in (OUT, IN)))
    t.case('B-UD-02', *(
        Case('%d octets of data, %s' % (size, way), opened(way, Talk().udp(way, data=bytes(size))))
        for size in (0, 1, 2, 1452) for way in (OUT, IN)))


def subject_ports(t):
    t.case('B-UD-01, REC-15, REC-17: ports', *(
        Case('%d to %d' % (inside, outside),
             (IN, talk.udp(IN, inside, outside), 'unsolicited'),
             (OUT, talk.udp(OUT, inside, outside), PASS),
             (IN, talk.udp(IN, inside, outside), PASS),
             (IN, talk.udp(IN, inside, outside ^ 1), 'unsolicited'),
             (IN, talk.udp(IN, inside ^ 1, outside), 'unsolicited'),
             (IN, other.udp(IN, inside, outside), 'unsolicited'),
             (OUT, talk.udp(OUT, inside, outside), PASS))
        for inside in (0, 53, 1023, 1024, 65535) for outside in (0, 53, 123, 1023, 1024, 65535)
        for talk in (Talk(),) for other in (Talk(inside=socket.inet_ntop(socket.AF_INET6,
                                                                         talk.inside)),)))
    talk = Talk()
    t.case('B-UD-01: ports', Case(
        'of both ends are not the other way round',
        (OUT, talk.udp(OUT, 7000, 8000), PASS), (IN, talk.udp(IN, 8000, 7000), 'unsolicited'),
        (IN, talk.udp(IN, 7000, 8000), PASS)))


def subject_timers(t):
    """REC-12, REC-14, REC-16: what starts a timer and what starts it anew."""
    once, both, dns, dns_both, generic, named = (Talk() for _ in range(6))
    t.case('REC-14, REC-15', Case(
        'flows of one packet and of two',
        (OUT, once.udp(OUT), PASS), (OUT, both.udp(OUT), PASS), (IN, both.udp(IN), PASS),
        (OUT, dns.udp(OUT, 5000, 53), PASS), (OUT, dns_both.udp(OUT, 5000, 53), PASS),
        (IN, dns_both.udp(IN, 5000, 53), PASS), (OUT, generic.packet(OUT, 253, b''), PASS),
        (OUT, named.udp(OUT, 53, 6000), PASS)))
    flows = t.flows()
    timers = [flows[talk.ends(OUT)][0] for talk in (once, both, dns, dns_both, generic, named)]
    t.check('REC-12, REC-14, REC-15: their states',
            [f['state'] for f in timers],
            ['initial', 'active', 'initial', 'active', 'initial', 'initial'])
    wanted = [120, 300, 15, 15, 300, 120]
    t.result(all(w - 4 <= f['expires'] <= w for f, w in zip(timers, wanted)),
             'REC-12, REC-14, REC-15: and timers', wanted, [f['expires'] for f in timers])

    outward, inward, error, silent = talks = [Talk() for _ in range(4)]
    lite = Talk()
    unknown = Talk()
    t.case('REC-16', Case(
        'flows', *(p for talk in talks for p in ((OUT, talk.udp(OUT), PASS),
                                                 (IN, talk.udp(IN), PASS))),
        (OUT, lite.udp(OUT, protocol=UDPLITE), PASS), (IN, lite.udp(IN, protocol=UDPLITE), PASS),
        (OUT, unknown.packet(OUT, 99, b''), PASS), (IN, unknown.packet(IN, 99, b''), PASS)))
    for refresh in 'off', 'on':
        t.rfwctl('policy', 'set', 'default', 'udp-inbound-refresh', refresh)
        time.sleep(3)
        t.case('REC-16, udp-inbound-refresh %s' % refresh, Case(
            'a packet of each', (OUT, outward.udp(OUT), PASS), (IN, inward.udp(IN), PASS),
            (IN, inward.udp(IN, 5000, 6001), 'unsolicited'),
            (IN, error.udp(IN, length=7), 'malformed-transport'),
            (OUT, error.udp(OUT, length=7), 'malformed-transport'),
            (IN, lite.udp(IN, protocol=UDPLITE), PASS), (IN, unknown.packet(IN, 99, b''), PASS)))
        flows = t.flows()
        expires = [flows[talk.ends(OUT)][0]['expires']
                   for talk in (outward, inward, error, silent, lite, unknown)]
        least = expires[0] - 1
        t.check('REC-16, REC-12, udp-inbound-refresh %s: which were refreshed' % refresh,
                [e >= least for e in expires],
                [True, refresh == 'on', False, False, refresh == 'on', True])


# for most numbers opaque; for an extension header, whole and with no next header behind it
SWEEP = bytes([59, 0, 4, 0, 0, 0, 0, 0]) + bytes(16)


def swept(talk, way, number):
    """Those that have ports have them the other way round in an answer."""
    payload = SWEEP[2:4] + SWEEP[:2] + SWEEP[4:] if way == IN and number in (132, 136) else SWEEP
    return talk.packet(way, number, payload)


SPECIAL = {
    6: 'malformed-transport', 17: 'malformed-transport', 33: 'malformed-transport',
    51: 'malformed-header', 58: 'icmp6-error',
    44: LOST,	# half a fragment
}


def subject_sweep(t):
    out, in_, pair = ({n: Talk() for n in range(256)} for _ in range(3))
    t.case('B-UD-03', *(
        Case('protocol %d' % n,
             (OUT, out[n].packet(OUT, n, SWEEP), SPECIAL.get(n, PASS)),
             *([(IN, swept(out[n], IN, n), PASS)] if n not in SPECIAL else []))
        for n in range(256)))
    t.case('B-UD-03', *(
        Case('protocol %d from outside' % n,
             (IN, in_[n].packet(IN, n, SWEEP), SPECIAL.get(n, 'unsolicited')))
        for n in range(256)))
    flows = t.flows()
    t.check('B-UD-03: each from inside has made one flow',
            [n for n in range(256) if len(flows.get(out[n].ends(OUT), [])) != 1],
            sorted(SPECIAL))
    t.check('B-UD-03: none from outside has made one',
            [n for n in range(256) if in_[n].ends(OUT) in flows], [])

    # extension headers lead to protocol 59, and mobility signalling lets tunnels in
    plain = [n for n in range(256) if n not in SPECIAL and n not in (0, 43, 60, 135)]
    one = Talk()
    t.case('B-UD-03, REC-11', Case(
        'one pair of addresses, every other protocol',
        *((OUT, one.packet(OUT, n, SWEEP), PASS) for n in plain[::2]),
        *((IN, one.packet(IN, n, SWEEP), 'unsolicited') for n in plain[1::2]),
        *((IN, swept(one, IN, n), PASS) for n in plain[::2])))
    t.check('B-UD-03, REC-11: each is a flow of its own',
            len(t.flows().get(one.ends(OUT), [])), len(plain[::2]))

    t.rfwctl('policy', 'set', 'default', 'unknown-protocols', 'none')
    t.case('B-UD-03, unknown-protocols none', *(
        Case('protocol %d' % n, (OUT, Talk().packet(OUT, n, SWEEP),
                                 SPECIAL.get(n, 'unknown-protocol'))) for n in range(256)))
    t.rfwctl('policy', 'set', 'default', 'unknown-protocols', 'esp,47,sctp')
    t.case('B-UD-03, unknown-protocols listed', *(
        Case('protocol %d' % n, (OUT, Talk().packet(OUT, n, SWEEP), SPECIAL.get(
            n, PASS if n in (50, 47, 132) else 'unknown-protocol'))) for n in range(256)))
    t.rfwctl('policy', 'set', 'default', 'unknown-protocols', 'all')


def chunk(kind, flags, length, data=b''):
    return struct.pack('!BBH', kind, flags, length) + data


def dccp_header(sport, dport, offset, x, kind, size):
    return (struct.pack('!HHBBHB', sport, dport, offset, 0, 0, kind << 1 | x) + bytes(40))[:size]


def subject_sctp_dccp(t):
    cases = []
    for way in OUT, IN:
        def sctp_packet(rest, tag=1):
            talk = Talk()
            return talk.packet(way, SCTP, struct.pack('!HHII', *talk.ports(way, 5000, 6000), tag,
                                                      0) + rest)

        cases += [Case('SCTP, %s, %s' % (name, way), opened(way, sctp_packet(rest, tag)))
                  for name, rest, tag in (
                      ('no chunks', b'', 1), ('chunk of length 0', chunk(0, 0, 0), 1),
                      ('chunk of length 3', chunk(0, 0, 3), 1),
                      ('chunk that overruns', chunk(0, 3, 500), 1),
                      ('half a chunk header', b'\0\0', 1),
                      ('INIT and another', chunk(1, 0, 20, bytes(16)) + chunk(0, 3, 16, bytes(12)),
                       0),
                      ('DATA with verification tag 0', chunk(0, 3, 16, bytes(12)), 0),
                      ('ABORT with bit T', chunk(6, 1, 4), 1),
                      ('unknown chunk', chunk(255, 0, 4), 1))]
        cases += [Case('SCTP, %d octets, %s' % (size, way), (
            way, Talk().packet(way, SCTP, bytes(size)), 'malformed-transport'))
                  for size in range(12)]

        for x, least in ((0, 12), (1, 16)):
            for kind in (0, 1, 2, 4, 9, 10, 15):
                cases.append(Case('DCCP, type %d, X %d, %s' % (kind, x, way), opened(
                    way, Talk().packet(way, DCCP, dccp_header(5000, 6000, 5, x, kind, 24)))))
            for offset in range(least // 4):
                cases.append(Case('DCCP, data offset %d, X %d, %s' % (offset, x, way), (
                    way, Talk().packet(way, DCCP, dccp_header(5000, 6000, offset, x, 0, 24)),
                    'malformed-transport')))
            for offset in 7, 255:
                cases.append(Case('DCCP, data offset %d above the end, X %d, %s' % (
                    offset, x, way), (way, Talk().packet(
                        way, DCCP, dccp_header(5000, 6000, offset, x, 0, 24)),
                                      'malformed-transport')))
            for size in range(least):
                cases.append(Case('DCCP, %d octets, X %d, %s' % (size, x, way), (
                    way, Talk().packet(way, DCCP, dccp_header(5000, 6000, least // 4, x, 0, size)),
                    'malformed-transport')))

        for coverage, fate in ((0, PASS), (1, 0), (7, 0), (8, PASS), (14, PASS), (15, 0),
                               (65535, 0)):
            packet = Talk().udp(way, protocol=UDPLITE, length=coverage)
            cases.append(Case('UDP-Lite, coverage %d of 14, %s' % (coverage, way), opened(
                way, packet) if fate else (way, packet, 'malformed-transport')))
    t.case('B-UD-04', *cases)

    # REC-38, REC-43: it is for the ends to say what is valid
    talk, other = Talk(), Talk()
    t.case('REC-38, B-UD-04', Case('every chunk of SCTP goes both ways, in any order', *(
        (way, talk.packet(way, SCTP, struct.pack('!HHII', *talk.ports(way, 5000, 6000), 1, 0) +
                          chunk(kind, 0, 4)), PASS)
        for kind in (1, 2, 10, 11, 0, 3, 4, 5, 1, 7, 8, 14, 6, 9) for way in (OUT, IN))))
    t.case('REC-43, B-UD-04', Case('every packet of DCCP goes both ways, in any order', *(
        (way, other.packet(way, DCCP, dccp_header(*other.ports(way, 5000, 6000), 5, 1, kind, 24)),
         PASS) for kind in range(16) for way in (OUT, IN))))
    flows = t.flows()
    t.check('REC-40, REC-44: one flow each, with a timer of hours',
            [(f['protocol'], f['state'], f['expires'] > 7400)
             for k in (talk, other) for f in flows.get(k.ends(OUT), [])],
            [('sctp', 'active', True), ('dccp', 'active', True)])


def subject_opaque(t):
    cases = []
    for way in OUT, IN:
        cases += [Case('%s, %s' % (name, way), opened(way, Talk().packet(way, number, payload)))
                  for name, number, payload in (
                      ('ESP of 4 octets', 50, bytes(4)), ('ESP of none', 50, b''),
                      ('GRE of 1 octet', 47, b'\0'), ('mobility header of 3 octets', 135, bytes(3)),
                      ('mobility header with a payload', 135, bytes([6, 0]) + bytes(30)),
                      ('IPv6 in IPv6 that is not', 41, b'\x45'),
                      ('IPv6 in IPv6, spoofed inside', 41, Talk().udp(IN)))]
        cases += [
            Case('authentication header without its check value, %s' % way,
                 (way, Talk().packet(way, 51, bytes([6, 4]) + bytes(10)), 'malformed-header')),
            Case('authentication header and nothing behind it, %s' % way,
                 (way, Talk().packet(way, TCP, b'', ah()), 'malformed-transport')),
            Case('authentication header of 8 octets, %s' % way,
                 (way, Talk().packet(way, 51, bytes([6, 0]) + bytes(6)), 'malformed-header')),
        ]
    nested = Talk().udp(OUT)
    for _ in range(20):
        nested = Talk().packet(OUT, 41, nested)
    cases.append(Case('B-EH-14: IPv6 in IPv6 twenty deep', opened(OUT, nested)))
    t.case('B-UD-05', *cases)


ABCD, EF = 0x61626364, 0x45462020	# SC:abcd, SC:EF


def subject_service_codes(t):
    """What a forward or pinhole for DCCP says of services is asked of the request that comes in."""
    def one(talk, way, kind=0, service=ABCD, x=1, inside=5000):
        return talk.packet(way, DCCP, dccp(*talk.ports(way, inside, 6000), kind, service, x))

    host, other, any_ = '2a0a:1:100:5::1', '2a0a:1:100:5::2', '2a0a:1:100:5::3'
    talk = lambda inside=host: Talk(inside)
    t.rfwctl('forward', 'add', 'alice', 'dccp', host, 'port', '5000', 'service-code', 'SC:abcd,7')
    t.rfwctl('forward', 'add', 'alice', 'dccp', host, 'service-code', 'SC:EF', 'from', '2a0b:4::/32')
    t.rfwctl('forward', 'add', 'alice', 'dccp', any_)
    number = t.rfwctl('pinhole', 'add', 'dccp', other, 'port', '5000', 'service-code', '9',
                      'lifetime', '600').strip()
    right, second, hole, late = talk(), talk(), talk(other), talk()
    t.case('REC-43: service codes', Case('the one that may come in, and what follows',
                                         (IN, one(right, IN), PASS), (OUT, one(right, OUT, 1), PASS),
                                         (IN, one(right, IN, 3, 0), PASS), (IN, one(right, IN, 2, 1), PASS)),
           Case('another one of the list', (IN, one(second, IN, 0, 7), PASS)),
           Case('of a pinhole', (IN, one(hole, IN, 0, 9), PASS)),
           Case('from where another forward says', (IN, one(Talk(host, '2a0b:4::1'), IN, 0, EF, 1, 9), PASS)),
           Case('a forward without any', *((IN, one(talk(any_), IN, kind, service), PASS)
                                           for kind in (0, 2) for service in (0, 7, 0xffffffff))),
           Case('from inside there is no question', (OUT, one(Talk(host), OUT, 0, 8), PASS),
                (OUT, one(Talk(host), OUT, 2), PASS)),
           *(Case(name, (IN, packet, 'unsolicited')) for name, packet in (
               ('another service', one(talk(), IN, 0, 8)), ('none', one(talk(), IN, 0, 0)),
               ('the one that is none', one(talk(), IN, 0, 0xffffffff)),
               ('octets in another order', one(talk(), IN, 0, 0x64636261)),
               ('another port', one(talk(), IN, 0, ABCD, 1, 5001)),
               ('of the other forward', one(talk(), IN, 0, EF)),
               ('of the pinhole, at the forward', one(talk(), IN, 0, 9)),
               ('at the pinhole, of the forward', one(talk(other), IN)),
               *(('type %d is no request' % kind, one(talk(), IN, kind)) for kind in range(1, 16)),
               ('a request with a short sequence number', one(talk(), IN, x=0)),
               ('a request that has no room for it', Talk(host).packet(IN, DCCP, dccp_header(
                   6000, 5000, 4, 1, 0, 20))))))
    said = json.loads(t.rfwctl('-j', 'explain', 'in', 'wan', 'dccp', '2a0b:3::1', '1', host, '5000',
                               'service-code', 'SC:abcd'))
    t.check('REC-43: explain: the service that may', (said['verdict'], said.get('origin')),
            ('accept', 'forward'))
    said = json.loads(t.rfwctl('-j', 'explain', 'in', 'wan', 'dccp', '2a0b:3::1', '1', host, '5000'))
    t.check('REC-43: explain: another', (said['verdict'], said.get('reason')), ('drop', 'unsolicited'))

    # a change of what else is let in leaves a pinhole's services, and the flows of both
    t.rfwctl('pinhole', 'set', number, 'from', '2a0b::/16')
    t.check('REC-43: pinhole set keeps the service code',
            json.loads(t.rfwctl('-j', 'pinhole', 'list'))[0]['service-code'], ['9'])
    live = (IN, one(right, IN, 2, 1), PASS), (IN, one(second, IN, 2, 1), PASS), (IN, one(hole, IN, 2, 1), PASS)
    t.case('REC-43: after a change', Case('flows live on', *live))
    # the same forward, but for one of its services
    t.rfwctl('forward', 'add', 'alice', 'dccp', host, 'port', '5000', 'service-code', '7')
    t.rfwctl('forward', 'del', 'alice', 'dccp', host, 'port', '5000', 'service-code', 'SC:abcd,7')
    t.case('REC-43: a service that may not any more',
           Case('its flow ends', (IN, one(right, IN, 2, 1), 'unsolicited')),
           Case('that of another lives on', (IN, one(second, IN, 2, 1), PASS)),
           Case('nor does it begin', (IN, one(late, IN), 'unsolicited')))
    t.rfwctl('forward', 'flush')
    t.rfwctl('pinhole', 'flush')


if __name__ == '__main__':
    test = Test()
    subject_lengths(test)
    subject_ports(test)
    subject_timers(test)
    subject_sweep(test)
    subject_sctp_dccp(test)
    subject_service_codes(test)
    subject_opaque(test)
    test.finish()
