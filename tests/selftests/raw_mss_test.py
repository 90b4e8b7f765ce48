#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The maximum segment size of SYNs by hand (M1 to M6, M8): what arrives is compared octet by octet,
its checksum among them. Every second packet lies in pieces."""
from raw import *

NOP = b'\1'
LOW, HIGH = 1000, 1460


def mss(size):
    return b'\2\4' + struct.pack('!H', size)


# name, options before, options after (None: the packet stays as it is)
OPTIONS = (
    ('M2: above', mss(HIGH), mss(LOW)),
    ('M2: equal', mss(LOW), None),
    ('M2: below', mss(500), None),
    ('M2: the largest', mss(65535), mss(LOW)),
    ('M3: none at all', b'', mss(LOW)),
    ('M3: none, but others', b'\4\2\1\3\3\7\0\0', mss(LOW) + b'\4\2\1\3\3\7\0\0'),
    ('M3: none, 56 octets', b'\xfe\x24' + bytes(34), mss(LOW) + b'\xfe\x24' + bytes(34)),
    ('M3: behind the end of the list', b'\0\1\1\1' + mss(HIGH),
     mss(LOW) + b'\0\1\1\1' + mss(HIGH)),
    ('M5: behind a NOP, odd', NOP + mss(HIGH) + b'\0\0\0', NOP + mss(LOW) + b'\0\0\0'),
    ('M5: behind window scale, odd', b'\3\3\7' + mss(HIGH) + NOP, b'\3\3\7' + mss(LOW) + NOP),
    ('M5: twice', mss(HIGH) + NOP + mss(65535) + NOP * 3, mss(LOW) + NOP + mss(LOW) + NOP * 3),
    ('M5: of length 3', b'\2\3\xff\1', mss(LOW) + b'\2\3\xff\1'),
    ('M5: of length 6', b'\2\6\xff\xff\1\1\1\1', mss(LOW) + b'\2\6\xff\xff\1\1\1\1'),
    ('M5: above, before the list breaks off', mss(HIGH) + b'\3\0\1\1', mss(LOW) + b'\3\0\1\1'),
)
UNMODIFIED = (
    ('M4: a full header', b'\xfe\x28' + bytes(38), b''),
    ('M4: data', b'', b'x'),
    ('M4: data and other options', b'\4\2\1\1', b'xyz'),
    ('M5: of length 0', b'\2\0\xff\xff', b''),
    ('M5: of length 1', b'\2\1\xff\xff', b''),
    ('M5: past the header', NOP + b'\2\4\xff', b''),
    ('M5: another option of length 0', b'\x08\0\1\1' + mss(HIGH), b''),
)


def modified(talk, way, flags, before, after, *headers, seq=1, ack=0, **keys):
    """A packet, and the one that is to arrive."""
    label = next(labels)
    packets = [talk.tcp(way, flags, seq, ack, *headers, options_=options_, label=label, **keys)
               for options_ in (before, before if after is None else after)]
    return (way, packets[0], PASS, [packets[1]])


def unmodified_count(t):
    return json.loads(t.rfwctl('-j', 'stats'))['mss-unmodified']


def counted(t, name, wanted, *cases):
    before = unmodified_count(t)
    t.case(name, *cases)
    t.check('%s: counted as unmodified' % name, unmodified_count(t) - before, wanted)


def subject_rows(t):
    cases = []
    for name, before, after in OPTIONS:
        talk = Talk()
        cases.append(Case(name, modified(talk, OUT, SYN, before, after),
                          modified(talk, OUT, SYN, before, after),
                          modified(talk, IN, SYN | ACK, before, after, ack=2),
                          modified(talk, IN, SYN | ACK, before, after, ack=2)))
    counted(t, 'M1, M2, M3, M5, M6: SYN and SYN/ACK', 0, *cases)
    cases = []
    for name, options_, data in UNMODIFIED:
        talk = Talk()
        cases.append(Case(name, modified(talk, OUT, SYN, options_, None, data=data),
                          modified(talk, IN, SYN | ACK, options_, None, ack=2, data=data)))
    counted(t, 'M4, M5', 2 * len(cases), *cases)
    talk = Talk()
    counted(t, 'M4', 0, Case('data behind an option that is there: lowered',
                             modified(talk, OUT, SYN, mss(HIGH), mss(LOW), data=b'x'),
                             modified(talk, IN, SYN | ACK, mss(HIGH), mss(LOW), ack=3,
                                      data=b'xyz')))


def subject_not_syn(t):
    """M1: what is no SYN has no such option, whatever it looks like."""
    cases = []
    for name, options_ in (('above', mss(HIGH)), ('none', b'')):
        talk = Talk()
        cases.append(Case(name, modified(talk, OUT, SYN, mss(LOW), None),
                          modified(talk, IN, SYN | ACK, mss(LOW), None, ack=2),
                          *(modified(talk, way, flags, options_, None, seq=2, ack=2)
                            for way, flags in ((OUT, ACK), (IN, ACK), (OUT, ACK | PSH),
                                               (IN, ACK | FIN), (OUT, ACK | FIN)))))
    counted(t, 'M1: no SYN', 0, *cases)


def subject_headers(t):
    """Extension headers before the TCP header."""
    cases = []
    for name, headers in (('hop-by-hop options', [hop_by_hop()]),
                          ('destination options', [destination_options(bytes(20))]),
                          ('routing header', [routing(4)]), ('Shim6', [shim6()]),
                          ('eight', [destination_options()] * 8)):
        talk = Talk()
        cases.append(Case(name, modified(talk, OUT, SYN, mss(HIGH), mss(LOW), *headers),
                          modified(talk, IN, SYN | ACK, b'', mss(LOW), *headers, ack=2)))
    counted(t, 'M6: behind extension headers', 0, *cases)
    talk = Talk()
    counted(t, 'REC-21', 2, Case('what is authenticated stays as it is',
                                 modified(talk, OUT, SYN, mss(HIGH), None, ah()),
                                 modified(talk, IN, SYN | ACK, b'', None, ah(), ack=2)))


def subject_embedded(t):
    """M8: an ICMPv6 error tells of the packet as it was."""
    talk = Talk()
    sent = talk.tcp(OUT, SYN, 1, 0, options_=mss(HIGH))
    changed = talk.tcp(OUT, SYN, 1, 0, options_=mss(LOW), label=label_of(sent))
    counted(t, 'M8', 0, Case('inside an error', (OUT, sent, PASS, [changed]),
                             (IN, talk.error(IN, sent), PASS),
                             (IN, talk.error(IN, changed), PASS)))


def subject_no_way_back(t):
    """The way back may allow less, where there is one."""
    t.run('ip', '-n', 'rtr', 'route', 'add', 'unreachable', '2a0b:dead::/32')
    t.rfwctl('policy', 'set', 'default', 'open-ports', 'tcp/1-65535', 'tcp-mss', 'pmtu')
    talk = Talk(outside='2a0b:dead::1')
    counted(t, 'M2: from where no packet can go', 0,
            Case('SYN', modified(talk, IN, SYN, mss(9000), mss(1440))))
    t.rfwctl('policy', 'set', 'default', 'open-ports', 'none')


def subject_values(t):
    for value in 160, 1220, 1221, 10240:
        t.rfwctl('policy', 'set', 'default', 'tcp-mss', str(value))
        cases = []
        for size in 159, 160, 1220, 1221, 10240, 10241, 65535:
            talk = Talk()
            after = mss(value) if size > value else None
            cases.append(Case('%d' % size, modified(talk, OUT, SYN, mss(size), after)))
        cases.append(Case('none', modified(Talk(), OUT, SYN, b'', mss(min(value, 1220)))))
        counted(t, 'M2, M3: %d' % value, 0, *cases)
    t.rfwctl('policy', 'set', 'default', 'tcp-mss', 'off')
    counted(t, 'off', 0, *(Case('%d octets of options' % len(options_),
                                modified(Talk(), OUT, SYN, options_, None))
                           for options_ in (mss(65535), b'', b'\2\0\0\0')))


if __name__ == '__main__':
    test = Test(policy='tcp-mss %d' % LOW)
    subject_rows(test)
    subject_not_syn(test)
    subject_headers(test)
    subject_embedded(test)
    subject_no_way_back(test)
    subject_values(test)
    test.finish()
