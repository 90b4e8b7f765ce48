#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What is said to the sender of a packet that is dropped, and the knobs that let packets in."""
from raw import *

networks = itertools.count(1)


def stranger(inside=None):
    """A talk with an outside network of its own: answers are counted by network."""
    return Talk(inside=inside, outside='2a0b:3:%x::1' % next(networks))


def resets(packets):
    """The RSTs among packets: source, destination, ports, sequence, acknowledgment, flags."""
    found = []
    for packet in packets:
        if packet[6] != TCP or not packet[53] & RST:
            continue
        found.append((packet[8:24], packet[24:40], *struct.unpack('!HHII', packet[40:52]),
                      packet[53]))
        if transport_checksum(packet[8:24], packet[24:40], TCP, packet[40:]):
            found.append('bad checksum')
    return found


def counters(t):
    return {k: v for k, v in json.loads(t.rfwctl('-j', 'stats')).items() if k.startswith('answer')}


def moved(before, after):
    return {k: after[k] - before[k] for k in after if after[k] != before[k]}


def policy(t, *words):
    t.rfwctl('policy', 'set', 'default', *words)


def reset_row(t, name, way, packet, wanted):
    before = t.drops()
    got = t.send([(way, packet)])
    t.check(name, resets(got[NEAR[way]]), wanted)
    others = [p for p in got[FAR[way]] if label_of(p) == label_of(packet)]
    t.check('%s: is dropped' % name, (len(others), sum(t.drops().values()) -
                                      sum(before.values())), (0, 1))


def subject_drop(t):
    cases = [Case(name, (IN, packet, 'unsolicited')) for name, packet in unsolicited(stranger)]
    before = counters(t)
    got = t.send([p[:2] for case in cases for p in case.packets])
    t.check('unsolicited drop: no RST', resets(got['isp']), [])
    t.case('unsolicited drop: silence', *cases)
    t.check('unsolicited drop: counters', moved(before, counters(t)), {})


def unsolicited(talk):
    a, b, c, d, e = talk(), talk(), talk(), talk(), talk()
    return (('UDP', a.udp(IN)), ('echo request', b.echo(IN, ECHO_REQUEST)),
            ('ESP', c.packet(IN, 50, b'\0\0\0\2' + bytes(8))), ('SCTP', d.packet(IN, SCTP, sctp(
                5000, 6000))), ('unknown', e.packet(IN, 253, b'data')))


def subject_reject(t):
    policy(t, 'unsolicited', 'reject')
    before = counters(t)
    t.case('unsolicited reject: ICMPv6 1/1', *(
        Case(name, (IN, packet, 'unsolicited'), says=[(IN, 1, 1)])
        for name, packet in unsolicited(stranger)))
    t.check('unsolicited reject: counters', moved(before, counters(t)), {'answered-prohibited': 5})
    before = counters(t)
    for name, flags, ack, data, answer in (
            ('SYN', SYN, 0, b'', (0, 1001, RST | ACK)),
            ('SYN with data', SYN, 0, b'xyz', (0, 1004, RST | ACK)),
            ('ACK', ACK, 77, b'', (77, 0, RST)), ('SYN/ACK', SYN | ACK, 77, b'', (77, 0, RST)),
            ('FIN', FIN | ACK, 77, b'x', (77, 0, RST))):
        talk = stranger()
        reset_row(t, 'unsolicited reject: RST to %s' % name, IN,
                  talk.tcp(IN, flags, 1000, ack, data=data),
                  [(talk.inside, talk.outside, 5000, 80, *answer)])
    t.check('unsolicited reject: counters', moved(before, counters(t)), {'answered-reset': 5})


def subject_never(t):
    """What is not answered though all else is."""
    before = counters(t)
    for name, packet in (('a RST', stranger().tcp(IN, RST, 1)),
                         ('a RST with ACK', stranger().tcp(IN, RST | ACK, 1, 1))):
        reset_row(t, 'never answered: %s' % name, IN, packet, [])
    t.check('never answered: counters', moved(before, counters(t)), {})
    reset_row(t, 'never answered: a SYN with a bad checksum', IN,
              stranger().tcp(IN, SYN, 1, spoil=1), [])
    odd = stranger()
    group = ip6(odd.outside, addr('ff0e::1'), UDP, udp(odd.outside, addr('ff0e::1'), 5000, 6000))
    nobody = stranger(inside='2a0a:1:999::1')
    lost = stranger()
    t.case('I9, never answered', Case('a bad UDP checksum', (IN, odd.udp(IN, sum_=0x1234),
                                                         'unsolicited')),
           Case('an ICMPv6 error', (IN, odd.error(IN, odd.udp(OUT)), 'icmp6-error')),
           Case('what is nobody\'s', (IN, nobody.udp(IN), 'no-subscriber')),
           Case('a spoofed source', (IN, Talk(outside='2a0a:1:100:7::1').udp(IN),
                                     'spoofed-source')),
           Case('an answered echo', (IN, lost.echo(IN, ECHO_REPLY), 'unsolicited'),
                says=[(IN, 1, 1)]),
           Case('multicast', (IN, group, LOST)))


def subject_limit(t):
    """Ten at once, ten more a second, for each network that asks."""
    network = next(networks)
    talks = [Talk(outside='2a0b:3:%x::%x' % (network, i + 1)) for i in range(40)]
    before, start = counters(t), time.monotonic()
    got = t.send([(IN, talk.tcp(IN, SYN, 1)) for talk in talks])
    took = time.monotonic() - start
    count = len(resets(got['isp']))
    t.result(10 <= count <= 11 + 10 * took, 'a network gets ten answers at once', count, took)
    others = [stranger() for _ in range(5)]
    got = t.send([(IN, talk.tcp(IN, SYN, 1)) for talk in others])
    # one may share its bucket
    t.result(len(resets(got['isp'])) >= 4, 'and others their own', resets(got['isp']))
    changed = moved(before, counters(t))
    t.check('all are counted', changed['answered-reset'] + changed['answers-limited'], 45)
    time.sleep(1)
    got = t.send([(IN, talk.tcp(IN, SYN, 1)) for talk in talks[:5]])
    t.check('a second later it gets more', len(resets(got['isp'])), 5)
    policy(t, 'unsolicited', 'drop')


def init(talk, way, *headers, kind=1, tag=0, chunk=None, **ip):
    """An SCTP packet between the ports 5000 inside and 6000 outside."""
    packet = sctp(*talk.ports(way, 5000, 6000), kind, tag)
    return talk.packet(way, SCTP, packet if chunk is None else packet[:12] + chunk, *headers, **ip)


def subject_delayed(t):
    """Who asks for an association is told after six seconds that he may not, unless the inside has
    asked for the same one by then."""
    policy(t, 'unsolicited', 'reject-delayed')
    whole, cut = sctp(1, 1)[12:], sctp(1, 1)[12:-1]
    silent = [('an INIT ACK', {'kind': 2}), ('DATA', {'kind': 0}), ('an ABORT', {'kind': 6}),
              ('a tag that is not 0', {'tag': 1}), ('a chunk behind it', {'chunk': whole + b'\x0b\0\0\4'}),
              ('a chunk before it', {'chunk': b'\x0b\0\0\4' + whole}), ('cut off', {'chunk': cut}),
              ('a chunk too short', {'chunk': whole[:3] + b'\x10' + whole[4:16]}),
              ('no chunk', {'chunk': b''})]
    before = counters(t)
    t.case('REC-39: never answered', *(
        Case(name, (IN, init(stranger(), IN, **words), 'unsolicited')) for name, words in silent))
    t.check('REC-39: none of them waits', moved(before, counters(t)), {})

    alone, behind, met, late = stranger(), stranger(), stranger(), stranger()
    start = time.monotonic()
    packets = {'alone': init(alone, IN), 'behind options': init(behind, IN, destination_options())}
    t.case('REC-39: an INIT', *(Case('%s, nothing is said at once' % name, (IN, packet, 'unsolicited'))
                                for name, packet in packets.items()))
    t.case('REC-39: both ends call', Case(
        'the inside second', (IN, init(met, IN), 'unsolicited'), (OUT, init(met, OUT), PASS),
        (IN, init(met, IN), PASS)), Case(
        'the inside first', (OUT, init(late, OUT), PASS), (IN, init(late, IN), PASS)))
    t.check('REC-39: three wait', moved(before, counters(t)), {'answers-waiting': 3})
    heard, end = [], start + 20
    while len(heard) < 2 and time.monotonic() < end:
        for packet in t.ports['isp'].receive(0.5):
            if packet[6] == ICMP6 and packet[40:42] == b'\1\1':
                heard.append((packet[48:], time.monotonic() - start))
        for packet in t.ports['i1'].receive():
            heard.append(('inside', packet))
    wanted = [forwarded(p) for p in packets.values()]
    t.check('REC-39: those that nobody called are answered by 1/1', [p for p, _ in heard], wanted)
    t.result(all(s >= 6 for _, s in heard), 'REC-39: six seconds later', heard)
    for _ in range(100):
        if counters(t)['answers-waiting'] == before['answers-waiting']:
            break
        time.sleep(0.1)
    t.check('REC-39: counters', moved(before, counters(t)),
            {'answered-prohibited': 2, 'answers-cancelled': 1})
    policy(t, 'unsolicited', 'drop')


def subject_delayed_limit(t):
    """What has waited is answered within the limit of its network, or not at all."""
    policy(t, 'unsolicited', 'reject-delayed')
    network = next(networks)
    before = counters(t)
    t.send([(IN, init(Talk(outside='2a0b:3:%x::%x' % (network, i + 1)), IN)) for i in range(15)])
    t.check('REC-39: fifteen of a network wait', moved(before, counters(t)),
            {'answers-waiting': 15})
    for _ in range(200):
        if counters(t)['answers-waiting'] == before['answers-waiting']:
            break
        time.sleep(0.1)
    changed = moved(before, counters(t))
    t.result(changed.get('answers-limited', 0) >= 1, 'REC-39: not all of them are told', changed)
    t.check('REC-39: each is counted once',
            changed['answered-prohibited'] + changed.get('answers-limited', 0), 15)
    policy(t, 'unsolicited', 'drop')


def subject_reset_unknown(t):
    talk, silent = Talk(), Talk()
    closing = talk.tcp(OUT, FIN | ACK, 1000, 77)
    reset_row(t, 'tcp-reset-unknown off: silence', OUT, silent.tcp(OUT, FIN | ACK, 1, 77), [])
    policy(t, 'tcp-reset-unknown', 'on')
    reset_row(t, 'tcp-reset-unknown: RST to a FIN', OUT, closing,
              [(talk.outside, talk.inside, 80, 5000, 77, 0, RST)])
    reset_row(t, 'tcp-reset-unknown: none to a RST', OUT, talk.tcp(OUT, RST, 1000), [])
    reset_row(t, 'tcp-reset-unknown: none to the outside', IN, stranger().tcp(IN, ACK, 1, 1), [])
    talk = Talk()
    t.case('tcp-reset-unknown', Case('what picks a connection up', (OUT, talk.tcp(OUT, ACK, 1, 1),
                                                                    PASS)))
    policy(t, 'tcp-pickup', 'off')
    talk = Talk()
    reset_row(t, 'tcp-reset-unknown: RST to mid-stream data, without pick-up', OUT,
              talk.tcp(OUT, ACK, 1000, 77, data=b'x'),
              [(talk.outside, talk.inside, 80, 5000, 77, 0, RST)])
    policy(t, 'tcp-pickup', 'on', 'tcp-reset-unknown', 'off')


def subject_limit_answer(t):
    t.rfwctl('flow', 'flush')
    t.open_reference()
    policy(t, 'max-sessions', '1')
    t.case('limit-answer off', Case('silence', (OUT, Talk().udp(OUT), 'session-limit')))
    policy(t, 'limit-answer', 'on')
    t.case('limit-answer on', *(
        Case(name, (OUT, packet, 'session-limit'), says=[(OUT, 1, 1)])
        for name, packet in (('UDP', Talk().udp(OUT)), ('TCP', Talk().tcp(OUT, SYN, 1)),
                             ('echo', Talk().echo(OUT, ECHO_REQUEST)))))
    t.case('limit-answer on', Case('none to the outside', (IN, stranger().udp(IN), 'unsolicited')))
    policy(t, 'limit-answer', 'off', 'max-sessions', '65535')


def origins(t, talk):
    return [(f['protocol'], f['origin']) for f in t.flows().get(talk.ends(OUT), [])]


def subject_echo_in(t):
    talk = Talk()
    t.case('echo-in off', Case('dropped', (IN, talk.echo(IN, ECHO_REQUEST), 'unsolicited')))
    policy(t, 'echo-in', 'on')
    t.case('C10, echo-in on', Case('a request comes in, its reply goes out',
                                   (IN, talk.echo(IN, ECHO_REQUEST), PASS),
                                   (OUT, talk.echo(OUT, ECHO_REPLY), PASS),
                                   (OUT, talk.echo(OUT, ECHO_REPLY, 8), 'icmp6-echo')),
           Case('a reply does not come in', (IN, Talk().echo(IN, ECHO_REPLY), 'icmp6-echo')),
           Case('nor does UDP', (IN, Talk().udp(IN), 'unsolicited')))
    t.check('C10, echo-in on: origin', origins(t, talk), [('icmp6', 'open')])
    policy(t, 'echo-in', 'off')


def keys(talk, way, number, **ports):
    return talk.packet(way, number, b'\0\0\0\2' + bytes(8)) if number != UDP else \
        talk.udp(way, **ports)


def subject_ipsec(t):
    def rows(fate):
        return [Case(name, (IN, packet, fate)) for name, packet in (
            ('REC-22: ESP', Talk().packet(IN, 50, b'\0\0\0\2' + bytes(8))),
            ('REC-22: ESP behind destination options', Talk().packet(
                IN, 50, bytes(12), destination_options())),
            ('REC-24: UDP to port 500', Talk().udp(IN, 500, 61000)),
            ('REC-26: HIP', Talk().packet(IN, 139, b'\x3b\4' + bytes(38))),
            ('REC-21: AH, TCP SYN', Talk().tcp(IN, SYN, 1, 0, ah())),
            ('REC-21: AH, TCP ACK', Talk().tcp(IN, ACK, 1, 1, ah())),
            ('REC-21: AH, TCP RST', Talk().tcp(IN, RST, 1, 0, ah())),
            ('REC-21: AH, UDP', Talk().udp(IN, 5000, 6000, ah())),
            ('REC-21: AH, echo reply', Talk().echo(IN, ECHO_REPLY, 7, ah())),
            ('REC-21: AH, ESP', Talk().packet(IN, 50, bytes(12), ah())),
            ('REC-21: AH, nothing', Talk().packet(IN, 59, b'', ah())))]

    t.case('ipsec-passthrough off', *rows('unsolicited'))
    policy(t, 'ipsec-passthrough', 'on')
    t.case('ipsec-passthrough on', *rows(PASS))
    talk = Talk()
    forged = Talk()
    t.case('ipsec-passthrough on',
           Case('REC-24: only to port 500', (IN, Talk().udp(IN, 501, 500), 'unsolicited'),
                (IN, Talk().udp(IN, 4500, 4500), 'unsolicited'),
                (IN, Talk().udp(IN, 5000, 500), 'unsolicited')),
           Case('the rest stays outside', (IN, Talk().tcp(IN, SYN, 1), 'unsolicited'),
                (IN, Talk().echo(IN, ECHO_REQUEST), 'unsolicited')),
           Case('REC-21: a connection behind AH', (IN, talk.tcp(IN, SYN, 1, 0, ah()), PASS),
                (OUT, talk.tcp(OUT, SYN | ACK, 1, 2, ah()), PASS),
                (IN, talk.tcp(IN, ACK, 2, 2, ah(), data=b'x'), PASS)),
           Case('REC-21: an error about it', (IN, talk.error(IN, talk.tcp(
               OUT, SYN | ACK, 1, 2, ah()), 2, 0, struct.pack('!I', 1280)), PASS)),
           Case('a forged AH opens nothing for others',
                (IN, forged.tcp(IN, SYN, 1, 0, ah()), PASS),
                (IN, forged.tcp(IN, SYN, 1), 'unsolicited'),
                (IN, forged.tcp(IN, ACK, 1, 1), 'unsolicited')),
           Case('REC-6: nor does it make a spoofed source right', (
               IN, Talk(outside='2a0a:1:100:7::1').tcp(IN, SYN, 1, 0, ah()), 'spoofed-source')))
    t.check('ipsec-passthrough on: one flow, of AH', origins(t, talk), [('ah', 'open')])
    talk = Talk()
    t.case('ipsec-passthrough on', Case(
        'a connection from inside, authenticated in part', (OUT, talk.tcp(OUT, SYN, 1), PASS),
        (IN, talk.tcp(IN, SYN | ACK, 1, 2, ah()), PASS), (OUT, talk.tcp(OUT, ACK, 2, 2), PASS)))
    t.check('ipsec-passthrough on: it is TCP', origins(t, talk), [('tcp', 'outbound')])
    policy(t, 'ipsec-passthrough', 'off')


if __name__ == '__main__':
    test = Test()
    subject_drop(test)
    subject_reject(test)
    subject_never(test)
    subject_limit(test)
    subject_delayed(test)
    subject_delayed_limit(test)
    subject_reset_unknown(test)
    subject_limit_answer(test)
    subject_echo_in(test)
    subject_ipsec(test)
    test.finish()
