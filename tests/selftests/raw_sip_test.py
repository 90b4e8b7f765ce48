#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Signalling passes byte for byte, whatever it says, and opens what it may."""
import socket

from raw import *

SIP_PORT, MEDIA, RELAY = 5060, 20000, 30000


def text(address):
    return socket.inet_ntop(socket.AF_INET6, address)


def sdp(address, port):
    return ('v=0\r\no=- 1 1 IN IP6 %s\r\ns=-\r\nc=IN IP6 %s\r\nt=0 0\r\nm=audio %d RTP/AVP 0\r\n' %
            (address, address, port)).encode()


def message(line, method, body=b'', more=''):
    return ('%s\r\nVia: SIP/2.0/UDP [2a0a::1];branch=z9hG4bK7\r\nFrom: <sip:a@b>;tag=1\r\n'
            'To: <sip:b@a>;tag=2\r\nCall-ID: one\r\nCSeq: 1 %s\r\n%s%sContent-Length: %d\r\n\r\n' %
            (line, method, more, 'Content-Type: application/sdp\r\n' if body else '',
             len(body))).encode() + body


def invite(talk, port=MEDIA, address=None):
    return message('INVITE sip:b@a SIP/2.0', 'INVITE', sdp(address or text(talk.inside), port))


def media(talk):
    """From an address that nobody named."""
    stranger = Talk(inside=text(talk.inside))
    return stranger.udp(IN, MEDIA, RELAY)


def signal(talk, way, data, *headers):
    return talk.udp(way, 5062, SIP_PORT, *headers, data=data)


def subject_datagrams(t):
    ringing = message('SIP/2.0 180 Ringing', 'INVITE')
    cases = []
    for name, make, opens in (
            ('an INVITE', invite, True),
            ('one with header fields that nobody knows',
             lambda talk: invite(talk).replace(b'Via:', b'X-Unknown: \xff\xfe\r\nVia:'), True),
            ('one for another address', lambda talk: invite(talk, address='2a0a:1:100::1'), False),
            ('one for port 22', lambda talk: invite(talk, 22), False),
            ('one cut short', lambda talk: invite(talk)[:-9], False),
            ('one behind a line end', lambda talk: b'\r\n' + invite(talk), False),
            ('octets of any kind', lambda talk: bytes(range(256)) * 4, False),
            ('nothing', lambda talk: b'', False),
            ('line ends', lambda talk: b'\r\n\r\n', False)):
        talk = Talk()
        data = make(talk)
        cases.append(Case('%s, and what it opens' % name,
                          (IN, media(talk), 'unsolicited'),
                          (OUT, signal(talk, OUT, data), PASS),
                          (IN, signal(talk, IN, ringing), PASS),
                          (IN, media(talk), PASS if opens else 'unsolicited'),
                          (IN, signal(talk, IN, data), PASS),
                          (OUT, signal(talk, OUT, data), PASS)))
    t.case('S6, S27, A10', *cases)


def subject_wrong_checksum(t):
    """What the host will not believe opens nothing."""
    talk = Talk()
    t.case('A10', Case('an INVITE with a wrong checksum',
                       (OUT, talk.udp(OUT, 5062, SIP_PORT, data=invite(talk), sum_=0x1234), PASS),
                       (IN, media(talk), 'unsolicited')))


def subject_contact(t):
    """S7: the BYE comes from the other side itself, and its OK goes there."""
    talk = Talk()
    peer = Talk(inside=text(talk.inside))
    contact = 'Contact: <sip:b@[%s]:%d>\r\n'
    bye = message('BYE sip:b@a SIP/2.0', 'BYE')
    # what is an answer for one side is the other's tag
    bye = bye.replace(b'tag=1', b'tag=3').replace(b'tag=2', b'tag=1').replace(b'tag=3', b'tag=2')
    t.case('S7', Case('a BYE from the peer, past the proxy',
                      (IN, signal(peer, IN, bye), 'unsolicited'),
                      (OUT, signal(talk, OUT, message('INVITE sip:b@a SIP/2.0', 'INVITE',
                                                      sdp(text(talk.inside), MEDIA),
                                                      contact % (text(talk.inside), 5062))), PASS),
                      (IN, signal(peer, IN, bye), 'unsolicited'),
                      (IN, signal(talk, IN, message('SIP/2.0 200 OK', 'INVITE',
                                                    sdp(text(peer.outside), RELAY),
                                                    contact % (text(peer.outside), 5060))), PASS),
                      (OUT, signal(talk, OUT, message('ACK sip:b@a SIP/2.0', 'ACK')), PASS),
                      (IN, peer.udp(IN, MEDIA, RELAY), PASS),
                      (IN, signal(peer, IN, bye), PASS),
                      (OUT, signal(peer, OUT, message('SIP/2.0 200 OK', 'BYE')), PASS),
                      (IN, Talk(inside=text(talk.inside)).udp(IN, MEDIA, RELAY), 'unsolicited'),
                      (IN, peer.udp(IN, MEDIA, RELAY), 'unsolicited')))


def subject_headers(t):
    talk = Talk()
    t.case('S23, B-AL-11', Case('an INVITE behind extension headers',
                       (OUT, signal(talk, OUT, invite(talk), hop_by_hop(), destination_options()),
                        PASS), (IN, media(talk), PASS)))
    cases = []
    for name, headers in (('an INVITE in fragments', ()),
                          ('one behind extension headers in fragments', (destination_options(),))):
        talk = Talk()
        pieces = split(signal(talk, OUT, invite(talk), *headers), 96, 192, before=8 * len(headers))
        cases.append(Case(name, *((OUT, piece, LOST) for piece in pieces[:0:-1]),
                          (OUT, pieces[0], PASS, pieces), (IN, media(talk), PASS)))
    t.case('S23, B-AL-11', *cases)


def stream(talk, *pieces):
    """A connection, and what its inside sends: (offset, octets) each."""
    steps = [(OUT, talk.tcp(OUT, SYN, 999, outside=SIP_PORT), PASS),
             (IN, talk.tcp(IN, SYN | ACK, 4999, 1000, outside=SIP_PORT), PASS),
             (OUT, talk.tcp(OUT, ACK, 1000, 5000, outside=SIP_PORT), PASS)]
    return steps + [(OUT, talk.tcp(OUT, ACK, 1000 + at, 5000, outside=SIP_PORT, data=data), PASS)
                    for at, data in pieces]


def subject_streams(t):
    cases = []
    for name, cut, opens in (
            ('whole', lambda m: [(0, m)], True),
            ('in three pieces', lambda m: [(0, m[:9]), (9, m[9:99]), (99, m[99:])], True),
            ('in pieces that come in another order', lambda m: [(99, m[99:]), (9, m[9:99]), (0, m[:9])],
             True),
            ('in pieces, one of them twice', lambda m: [(0, m[:99]), (0, m[:99]), (50, m[50:])], True),
            ('with a piece missing', lambda m: [(0, m[:99]), (120, m[120:])], False),
            ('behind line ends', lambda m: [(0, b'\r\n\r\n' + m)], True),
            ('behind one that is too long',
             lambda m: [(0, b'BYE sip:b SIP/2.0\r\nl: 49153\r\n\r\n'), (32, m)], False),
            ('behind something else', lambda m: [(0, b'GET / HTTP/1.1\r\n\r\n' + m)], False),
            ('behind something else, in a segment of its own',
             lambda m: [(0, b'POST / HTTP/1.1\r\n\r\n'), (19, m)], False)):
        talk = Talk()
        cases.append(Case('an INVITE %s' % name, *stream(talk, *cut(invite(talk))),
                          (IN, media(talk), PASS if opens else 'unsolicited')))
    t.case('S1, S27, A1, A4', *cases)


if __name__ == '__main__':
    test = Test(policy='alg sip sip-max-calls 4096 sip-max-calls-host 16')
    subject_datagrams(test)
    subject_wrong_checksum(test)
    subject_contact(test)
    subject_headers(test)
    subject_streams(test)
    test.finish()
