#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""TCP with both ends made by hand: what opens, moves, ends and does not end a connection.

A story is the segments of one connection, each with what becomes of it and the state that the
connection is in then. All stories of a subject are told at once, a segment each at a time.
"""
from raw import *

# no two the same, so that the timer of a flow tells what state it is in
TIMERS = {'tcp-established': 7440, 'tcp-transitory': 1000, 'tcp-syn': 500, 'tcp-time-wait': 200,
          'tcp-rst': 100}
SENT, BOTH, ACKED, LIVE = 'tcp-syn-sent', 'tcp-syn-both', 'tcp-syn-acked', 'tcp-established'
FIN_O, FIN_R, FINS = 'tcp-fin-originator', 'tcp-fin-responder', 'tcp-fin-both'
WAIT, RESET, PICKED, NONE = 'tcp-time-wait', 'tcp-reset', 'tcp-picked-up', 'no flow'
SHAKY = 'tcp-reset, not verified'
TIMER = {SENT: 'tcp-syn', BOTH: 'tcp-transitory', ACKED: 'tcp-transitory',
         LIVE: 'tcp-established', FIN_O: 'tcp-established', FIN_R: 'tcp-established',
         FINS: 'tcp-transitory', WAIT: 'tcp-time-wait', RESET: 'tcp-rst',
         SHAKY: 'tcp-transitory', PICKED: 'tcp-transitory'}
FLAGS = {'F': FIN, 'S': SYN, 'R': RST, 'P': PSH, 'A': ACK, 'U': URG, 'E': 64, 'C': 128}
WINDOW = 'tcp-window'


def scale(shift):
    return b'\3\3' + bytes([shift])


class Story:
    """@steps: (way, flags, seq, ack, fate, state[, more of the segment]), with sequence numbers
    relative to those of each end's SYN."""

    def __init__(self, name, *steps, inside=1000, outside=0x80005000, **every):
        self.name = name
        self.steps = steps
        self.first = {OUT: inside, IN: outside}
        self.every = every
        self.talk = Talk()
        self.problems = []

    def packet(self, way, flags, seq, ack, more):
        back = IN if way == OUT else OUT
        flags = flags if isinstance(flags, int) else sum(FLAGS[f] for f in flags)
        return self.talk.tcp(way, flags, self.first[way] + seq,
                             self.first[back] + ack if flags & ACK else 0, **self.every, **more)

    def look(self, number, state, flows):
        got = [(f['state'], f['expires']) for f in flows.get(self.talk.ends(OUT), [])]
        if state == NONE:
            good = not got
        else:
            most = TIMERS[TIMER[state]]
            good = len(got) == 1 and got[0][0] == state.split(',')[0] and \
                most - 90 <= got[0][1] <= most
        if not good:
            self.problems.append('step %d: state wanted: %s, got: %s' % (number, state, got))


def tell(t, subject, *stories):
    wanted, got, odd = {}, {}, []
    alive = True
    for number in range(max(len(s.steps) for s in stories)):
        cases, looks = {}, []
        for story in stories:
            if number < len(story.steps):
                way, flags, seq, ack, fate, state, *more = story.steps[number]
                packet = story.packet(way, flags, seq, ack, more[0] if more else {})
                cases[Case('', (way, packet, fate))] = story
                looks.append((story, state))
        for group in t.groups(cases):
            problems, drops, moved = t.attempt(group)
            alive = alive and t.alive
            for case, some in zip(group, problems):
                cases[case].problems += ['step %d: %s' % (number, p) for p in some]
            for total, part in ((wanted, drops), (got, moved)):
                for reason, count in part.items():
                    total[reason] = total.get(reason, 0) + count
            if drops != moved:
                odd.append('step %d: wanted %s, got %s, of: %s' % (
                    number, drops, moved, ', '.join(cases[case].name for case in group)))
        flows = t.flows()
        for story, state in looks:
            if state:
                story.look(number, state, flows)
    for story in stories:
        t.result(not story.problems, '%s: %s' % (subject, story.name), *story.problems)
    t.alive = alive
    t.counters(subject, wanted, got, odd)


OPEN = ((OUT, 'S', 0, 0, PASS, SENT), (IN, 'SA', 0, 1, PASS, ACKED), (OUT, 'A', 1, 1, PASS, LIVE))
# ways to each state; all with the next octet of either side 1, or 2 behind its FIN
TO = {
    SENT: OPEN[:1], ACKED: OPEN[:2], LIVE: OPEN,
    BOTH: (OPEN[0], (IN, 'S', 0, 0, PASS, BOTH)),
    FIN_O: OPEN + ((OUT, 'FA', 1, 1, PASS, FIN_O), (IN, 'A', 1, 2, PASS, FIN_O)),
    FIN_R: OPEN + ((IN, 'FA', 1, 1, PASS, FIN_R), (OUT, 'A', 1, 2, PASS, FIN_R)),
    FINS: OPEN + ((OUT, 'FA', 1, 1, PASS, FIN_O), (IN, 'FA', 1, 1, PASS, FINS)),
    WAIT: OPEN + ((OUT, 'FA', 1, 1, PASS, FIN_O), (IN, 'FA', 1, 2, PASS, FINS),
                  (OUT, 'A', 2, 2, PASS, WAIT)),
    RESET: OPEN + ((IN, 'R', 1, 0, PASS, RESET),),
    PICKED: ((OUT, 'A', 1, 1, PASS, PICKED),),
}


def event(flags):
    """What a segment is by its flags, as RFC 9293 has it; None for what no TCP sends."""
    if flags & SYN:
        return None if flags & (FIN | RST) else 'SA' if flags & ACK else 'S'
    if flags & RST:
        return None if flags & FIN else 'R'
    if not flags & ACK:
        return None
    return 'F' if flags & FIN else 'A'


def subject_flags(t):
    for pickup in 'off', 'on':
        t.rfwctl('policy', 'set', 'default', 'tcp-pickup', pickup)
        talks = {(way, flags, reserved): Talk() for way in (OUT, IN) for flags in range(256)
                 for reserved in (0, 1)}

        def fate(way, flags):
            if not event(flags):
                return 'tcp-flags'
            if way == IN:
                return 'unsolicited'
            opens = event(flags) == 'S' or event(flags) == 'A' and pickup == 'on'
            return PASS if opens else 'tcp-no-flow'

        t.case('B-TC-01, B-TC-07, tcp-pickup %s' % pickup, *(
            Case('first packet, %s, flags %02x' % (way, flags), *(
                (way, talks[way, flags, reserved].tcp(way, flags, 1, 1, reserved=reserved),
                 fate(way, flags)) for reserved in (0, 1)))
            for way in (OUT, IN) for flags in range(256)))
        flows = t.flows()
        t.check('B-TC-01, B-TC-07, tcp-pickup %s: the states of what they opened' % pickup,
                {k: [f['state'] for f in flows[talk.ends(OUT)]] for k, talk in talks.items()
                 if talk.ends(OUT) in flows},
                {k: [SENT if event(k[1]) == 'S' else PICKED] for k in talks
                 if fate(*k[:2]) == PASS})
        t.rfwctl('flow', 'flush')
        t.open_reference()

    after = {'S': {OUT: LIVE, IN: LIVE}, 'SA': {OUT: LIVE, IN: LIVE}, 'A': {OUT: LIVE, IN: LIVE},
             'F': {OUT: FIN_O, IN: FIN_R}, 'R': {OUT: RESET, IN: RESET},
             None: {OUT: LIVE, IN: LIVE}}
    tell(t, 'B-TC-01, in mid-connection', *(
        Story('flags %02x, %s' % (flags, way), *OPEN,
              (way, flags, 1, 1, PASS if event(flags) else 'tcp-flags', after[event(flags)][way]))
        for flags in range(256) for way in (OUT, IN)))
    tell(t, 'B-TC-01, after the close', *(
        Story('flags %02x, %s' % (flags, way), *TO[WAIT], (way, flags, 2, 2, 'tcp-flags', WAIT))
        for flags in range(0, 256, 3) if not event(flags) for way in (OUT, IN)))
    t.rfwctl('flow', 'flush')
    t.open_reference()


def subject_valid(t):
    """REC-31: what is valid goes through, and leads where it should."""
    data = {'data': b'x' * 100}
    tell(
        t, 'REC-31, TC1',
        Story('open, data, close', *OPEN, (OUT, 'PA', 1, 1, PASS, LIVE, data),
              (IN, 'A', 1, 101, PASS, LIVE), (IN, 'PA', 1, 101, PASS, LIVE, data),
              (OUT, 'FA', 101, 101, PASS, FIN_O), (IN, 'A', 101, 102, PASS, FIN_O),
              (IN, 'FA', 101, 102, PASS, FINS), (OUT, 'A', 102, 102, PASS, WAIT),
              (IN, 'FA', 101, 102, PASS, WAIT), (OUT, 'A', 102, 102, PASS, WAIT)),
        Story('the server closes', *OPEN, (IN, 'FA', 1, 1, PASS, FIN_R),
              (OUT, 'A', 1, 2, PASS, FIN_R), (OUT, 'FA', 1, 2, PASS, FINS),
              (IN, 'A', 2, 2, PASS, WAIT)),
        Story('FINs that cross', *OPEN, (OUT, 'FA', 1, 1, PASS, FIN_O),
              (IN, 'FA', 1, 1, PASS, FINS), (IN, 'A', 2, 2, PASS, FINS),
              (OUT, 'A', 2, 2, PASS, WAIT)),
        Story('half closed, data goes on', *TO[FIN_O], (IN, 'PA', 1, 2, PASS, FIN_O, data),
              (OUT, 'A', 2, 101, PASS, FIN_O), (IN, 'FA', 101, 2, PASS, FINS, data),
              (OUT, 'A', 2, 202, PASS, WAIT)),
        Story('FIN in the third packet', *OPEN[:2], (OUT, 'FA', 1, 1, PASS, FIN_O)),
        Story('SYN again, with another number', OPEN[0], (OUT, 'S', 7000, 0, PASS, SENT),
              (IN, 'SA', 0, 7001, PASS, ACKED), (OUT, 'A', 7001, 1, PASS, LIVE)),
        Story('SYN/ACK again', *OPEN[:2], (IN, 'SA', 0, 1, PASS, ACKED), *OPEN[2:],
              (IN, 'SA', 0, 1, PASS, LIVE)),
        Story('B-TC-06: numbers that wrap', *OPEN, (OUT, 'A', 1, 1, PASS, LIVE, data),
              (IN, 'A', 1, 101, PASS, LIVE, data), (OUT, 'FA', 101, 101, PASS, FIN_O),
              (IN, 'FA', 101, 102, PASS, FINS), (OUT, 'A', 102, 102, PASS, WAIT),
              inside=0xffffffe0, outside=0xffffffff),
        Story('B-TC-06: keep-alive', *OPEN, (OUT, 'A', 0, 1, PASS, LIVE),
              (IN, 'A', 1, 1, PASS, LIVE), (IN, 'A', 0, 1, PASS, LIVE, {'data': b'x'})),
        Story('B-TC-06: a probe of a window of zero', *OPEN, (IN, 'A', 1, 1, PASS, LIVE),
              (OUT, 'A', 1, 1, PASS, LIVE, {'data': b'x'}), (IN, 'A', 1, 1, PASS, LIVE),
              (OUT, 'A', 1, 1, PASS, LIVE, {'data': b'x'}), (OUT, 'FA', 2, 1, PASS, FIN_O),
              window=0),
        Story('B-TC-09: data in the SYN', (OUT, 'S', 0, 0, PASS, SENT, data),
              (IN, 'SA', 0, 101, PASS, ACKED, data), (OUT, 'A', 101, 101, PASS, LIVE)),
        Story('B-TC-09: data in the SYN that is not taken', (OUT, 'S', 0, 0, PASS, SENT, data),
              (IN, 'SA', 0, 1, PASS, ACKED), (OUT, 'A', 1, 1, PASS, LIVE, data)),
        Story('B-TC-09: a Fast Open cookie', (OUT, 'S', 0, 0, PASS, SENT, dict(
            data, options_=b'\x22\x0aabcdefgh')), *OPEN[1:]),
        Story('B-TC-09: MP_JOIN', (OUT, 'S', 0, 0, PASS, SENT, {
            'options_': b'\x1e\x0c\x10\1' + bytes(8)}), *OPEN[1:]),
        Story('ECN', (OUT, 'SEC', 0, 0, PASS, SENT), (IN, 'SAE', 0, 1, PASS, ACKED), *OPEN[2:]),
        Story('AccECN', (OUT, 'SEC', 0, 0, PASS, SENT, {'reserved': 1}),
              (IN, 'SAC', 0, 1, PASS, ACKED, {'reserved': 1}),
              (OUT, 'AE', 1, 1, PASS, LIVE, {'reserved': 1})),
        Story('urgent data', *OPEN, (OUT, 'AUP', 1, 1, PASS, LIVE, data)),
        Story('an old retransmission (TC9)', *OPEN, *(
            (OUT, 'A', 1 + 1000 * n, 1, PASS, LIVE, {'data': bytes(1000)}) if step == 0 else
            (IN, 'A', 1, 1001 + 1000 * n, PASS, LIVE) for n in range(5) for step in (0, 1)),
              (OUT, 'A', 1, 1, PASS, LIVE, {'data': bytes(1000)}),
              (IN, 'A', 1, 5001, PASS, LIVE), (IN, 'A', 1, 1001, PASS, LIVE),
              (OUT, 'A', 5001, 1, PASS, LIVE, data), window=1000))
    tell(
        t, 'TC12, REC-31, B-TC-08',
        Story('SYNs that cross', OPEN[0], (IN, 'S', 0, 0, PASS, BOTH),
              (OUT, 'SA', 0, 1, PASS, None), (IN, 'SA', 0, 1, PASS, LIVE),
              (OUT, 'A', 1, 1, PASS, LIVE)),
        Story('SYNs that cross, answers the other way round', OPEN[0], (IN, 'S', 0, 0, PASS, BOTH),
              (IN, 'SA', 0, 1, PASS, None), (OUT, 'SA', 0, 1, PASS, LIVE),
              (IN, 'A', 1, 1, PASS, LIVE)),
        Story('the SYN from outside first', (IN, 'S', 0, 0, 'unsolicited', NONE), OPEN[0],
              (IN, 'S', 0, 0, PASS, BOTH), (OUT, 'SA', 0, 1, PASS, None),
              (IN, 'SA', 0, 1, PASS, LIVE)),
        Story('SYNs that cross, answered by ACKs', OPEN[0], (IN, 'S', 0, 0, PASS, BOTH),
              (OUT, 'A', 1, 1, PASS, None), (IN, 'A', 1, 1, PASS, LIVE)))


# numbers of a RST that the other end obeys, challenges, and ignores
EXACT, INSIDE_WINDOW = (0,), (1, 1000, 65534, 65535)
OUTSIDE_WINDOW = (-1, -1000, -65536, 65536, 100000, 2 ** 31, -2 ** 31 + 1, 2 ** 31 - 1)


def subject_reset(t):
    stories = []
    for state in LIVE, FIN_O, FIN_R, FINS, WAIT:
        for way in OUT, IN:
            # behind a FIN, the next octet is 2
            base = 2 if state in (FINS, WAIT) or (state, way) in ((FIN_O, OUT), (FIN_R, IN)) else 1
            for flags in 'R', 'RA':
                for numbers, fate, then in (
                        (EXACT, PASS, WAIT if state == WAIT else RESET),
                        (INSIDE_WINDOW, PASS, state), (OUTSIDE_WINDOW, WINDOW, state)):
                    if state == FINS and numbers is not EXACT:
                        # the FINs are not acknowledged: 1 is right too
                        numbers = [n for n in numbers if n not in (-1, 65535)]
                    for number in numbers:
                        stories.append(Story('%s, %s, %s, %+d' % (state, flags, way, number),
                                             *TO[state], (way, flags, base + number, 1, fate,
                                                          then)))
    for way in OUT, IN:
        stories.append(Story('the number 0, %s' % way, *OPEN,
                             (way, 'R', -1000 if way == OUT else -0x80005000, 0, WINDOW, LIVE)))
    tell(t, 'TC2, TC3, TC4, TC5, B-TC-03', *stories)

    data = {'data': b'x' * 100}
    tell(
        t, 'TC1, TC3, TC4, TC6',
        Story('TC4: in the window, challenged, exact', *OPEN, (IN, 'R', 500, 0, PASS, LIVE),
              (OUT, 'A', 1, 1, PASS, LIVE), (IN, 'R', 1, 0, PASS, RESET)),
        Story('TC3: between what was sent and what was acknowledged', *OPEN,
              (IN, 'A', 1, 1, PASS, LIVE, data), (IN, 'R', 50, 0, PASS, LIVE),
              (IN, 'R', 101, 0, PASS, RESET)),
        Story('TC3: at what was acknowledged', *OPEN, (IN, 'A', 1, 1, PASS, LIVE, data),
              (IN, 'R', 1, 0, PASS, RESET)),
        Story('TC6: a SYN is refused', OPEN[0], (IN, 'RA', -0x80005000, 1, PASS, RESET)),
        Story('TC6: by a RST that acknowledges too little', OPEN[0],
              (IN, 'RA', 0, 0, WINDOW, SENT), *OPEN[1:]),
        Story('TC6: by a RST that acknowledges too much', OPEN[0], (IN, 'RA', 0, 2, WINDOW, SENT),
              *OPEN[1:]),
        Story('TC6: by a RST that acknowledges nothing', OPEN[0], (IN, 'R', 0, 0, WINDOW, SENT),
              (IN, 'R', 1, 0, WINDOW, SENT), *OPEN[1:]),
        Story('TC6: a SYN is given up', OPEN[0], (OUT, 'R', 1, 0, PASS, RESET)),
        Story('TC6: a RST of an older connection', OPEN[0], (OUT, 'R', 5000, 0, PASS, SENT),
              *OPEN[1:]),
        Story('a RST instead of the third packet', *OPEN[:2], (OUT, 'R', 1, 0, PASS, RESET)),
        Story('TC6: a SYN is refused after its answer was lost', *OPEN[:2],
              (IN, 'RA', -0x80005000, 1, PASS, RESET)),
        Story('TC1: it lives on: the one that is said to have sent the RST goes on', *TO[RESET],
              (OUT, 'A', 1, 1, PASS, RESET, data), (IN, 'A', 1, 101, PASS, LIVE, data),
              (OUT, 'A', 101, 101, PASS, LIVE)),
        Story('TC1: nothing is revived of a SYN that was refused', OPEN[0],
              (IN, 'RA', 0, 1, PASS, RESET), (OUT, 'A', 1, 1, PASS, RESET),
              (IN, 'A', 1, 1, PASS, RESET)),
        Story('a RST behind the RST', *TO[RESET], (IN, 'R', 1, 0, PASS, RESET),
              (OUT, 'R', 1, 0, PASS, RESET)),
        Story('REC-32: of a connection picked up, from outside', *TO[PICKED],
              (IN, 'R', 12345, 0, PASS, SHAKY), (OUT, 'A', 1, 1, PASS, LIVE)),
        Story('REC-32: of a connection picked up, from inside', *TO[PICKED],
              (OUT, 'R', 1, 0, PASS, SHAKY), (IN, 'A', 1, 1, PASS, SHAKY)))


def subject_spoofed(t):
    """TC7, TC8, TC10, B-TC-04, B-TC-05: what others send leaves a connection as it is."""
    data = {'data': b'x' * 100}
    goes_on = ((OUT, 'A', 1, 1, PASS, LIVE, data), (IN, 'A', 1, 101, PASS, LIVE, data))
    stories = []
    for way in OUT, IN:
        for number in (0, 1, 2, 1000, 65536, 2 ** 31, -1, -100000):
            stories.append(Story('TC7: a SYN, %s, %+d' % (way, number), *OPEN,
                                 (way, 'S', number, 0, PASS, LIVE),
                                 # the challenge
                                 (IN if way == OUT else OUT, 'A', 1, 1, PASS, LIVE), *goes_on))
            stories.append(Story('TC8: a SYN/ACK, %s, %+d' % (way, number), *OPEN,
                                 (way, 'SA', number, 1, PASS, LIVE), *goes_on))
        for number in (65537, 100000, 2 ** 30):
            stories.append(Story('B-TC-05: a FIN beyond the window, %s, %+d' % (way, number), *OPEN,
                                 (way, 'FA', number, 1, WINDOW, LIVE), *goes_on))
            stories.append(Story('B-TC-05: data beyond the window, %s, %+d' % (way, number), *OPEN,
                                 (way, 'A', number, 1, WINDOW, LIVE, data), *goes_on))
            stories.append(Story('TC10: it acknowledges what was never sent, %s, %+d' % (
                way, number), *OPEN, (way, 'A', 1, number, WINDOW, LIVE), *goes_on))
        for number in (-65536, -100000, -2 ** 30):
            stories.append(Story('B-TC-05: a FIN below the window, %s, %+d' % (way, number), *OPEN,
                                 (way, 'FA', number, 1, PASS, LIVE), *goes_on))
            stories.append(Story('TC10: an acknowledgment of long ago, %s, %+d' % (way, number),
                                 *OPEN, (way, 'FA', 1, number, PASS, LIVE), *goes_on))
        stories.append(Story('TC10: it acknowledges one octet too many, %s' % way, *OPEN,
                             (way, 'A', 1, 2, WINDOW, LIVE), *goes_on))
    tell(t, 'spoofed', *stories)

    tell(
        t, 'TC7, TC8',
        Story('TC8: a stale SYN/ACK, and what the client says to it', OPEN[0],
              (IN, 'SA', 700000, 5000, PASS, SENT), (OUT, 'R', 5000, 0, PASS, SENT), *OPEN[1:]),
        Story('TC7: the client has restarted', *OPEN, (OUT, 'S', 500000, 0, PASS, LIVE),
              (IN, 'A', 1, 1, PASS, LIVE), (OUT, 'R', 1, 0, PASS, RESET),
              (OUT, 'S', 500000, 0, PASS, SENT), (IN, 'SA', 900000, 500001, PASS, ACKED),
              (OUT, 'A', 500001, 900001, PASS, LIVE)),
        Story('TC7: the server has forgotten', *OPEN, (OUT, 'S', 500000, 0, PASS, LIVE),
              (IN, 'SA', 900000, 500001, PASS, ACKED), (OUT, 'A', 500001, 900001, PASS, LIVE)),
        Story('the server does not answer what the client did not ask', *OPEN,
              (IN, 'S', 500000, 0, PASS, LIVE), (IN, 'SA', 900000, 500001, PASS, LIVE),
              (IN, 'A', 1, 1, PASS, LIVE)))


def subject_reopen(t):
    tell(
        t, 'TC13, B-TC-10',
        Story('time-wait, a higher number', *TO[WAIT], (OUT, 'S', 1000, 0, PASS, SENT),
              (IN, 'SA', 1000, 1001, PASS, ACKED), (OUT, 'A', 1001, 1001, PASS, LIVE)),
        Story('time-wait, the next number', *TO[WAIT], (OUT, 'S', 2, 0, PASS, SENT)),
        Story('time-wait, a lower number', *TO[WAIT], (OUT, 'S', 1, 0, PASS, WAIT)),
        Story('time-wait, a lower number that the server takes', *TO[WAIT],
              (OUT, 'S', -70000000, 0, PASS, WAIT), (IN, 'SA', 50000000, -69999999, PASS, ACKED),
              (OUT, 'A', -69999999, 50000001, PASS, LIVE)),
        Story('time-wait, from outside', *TO[WAIT], (IN, 'S', 1000, 0, 'unsolicited', WAIT),
              (IN, 'S', 1, 0, PASS, WAIT)),
        Story('after a RST', *TO[RESET], (OUT, 'S', 77, 0, PASS, SENT),
              (IN, 'SA', 1000, 78, PASS, ACKED)),
        Story('after a RST, a lower number', *TO[RESET], (OUT, 'S', -5000, 0, PASS, SENT)),
        Story('after a RST, from outside', *TO[RESET], (IN, 'S', 77, 0, 'unsolicited', RESET)),
        Story('both FINs', *TO[FINS], (OUT, 'S', 70000000, 0, PASS, FINS),
              (IN, 'SA', 50000000, 70000001, PASS, ACKED),
              (OUT, 'A', 70000001, 50000001, PASS, LIVE)),
        Story('one FIN', *TO[FIN_R], (OUT, 'S', 70000000, 0, PASS, FIN_R),
              (IN, 'SA', 50000000, 70000001, PASS, ACKED)),
        Story('half open', *TO[ACKED], (OUT, 'S', 70000000, 0, PASS, ACKED),
              (IN, 'SA', 50000000, 70000001, PASS, ACKED),
              (OUT, 'A', 70000001, 50000001, PASS, LIVE)),
        Story('a connection picked up', *TO[PICKED], (OUT, 'S', 5000, 0, PASS, SENT),
              (IN, 'SA', 0, 5001, PASS, ACKED)))


def subject_pickup(t):
    data = {'data': b'x' * 100}
    tell(
        t, 'B-TC-07, REC-32, TC14',
        Story('from inside', *TO[PICKED], (IN, 'A', 500000000, 3, PASS, LIVE, data),
              (OUT, 'A', 1000000000, 5, PASS, LIVE, data), (IN, 'A', 5, 7, PASS, LIVE),
              (OUT, 'FA', 9, 9, PASS, FIN_O), (IN, 'FA', 3, 4, PASS, FINS)),
        Story('from inside, without an answer', *TO[PICKED],
              (OUT, 'PA', 101, 1, PASS, PICKED, data)),
        Story('from outside', (IN, 'A', 1, 1, 'unsolicited', NONE),
              (IN, 'PA', 1, 1, 'unsolicited', NONE), (IN, 'SA', 0, 1, 'unsolicited', NONE)),
        Story('by what ends a connection', (OUT, 'FA', 1, 1, 'tcp-no-flow', NONE),
              (OUT, 'R', 1, 1, 'tcp-no-flow', NONE), (OUT, 'SA', 0, 1, 'tcp-no-flow', NONE),
              *TO[PICKED]),
        Story('TC14: the window is as large as its scale says',
              (OUT, 'S', 0, 0, PASS, SENT, {'options_': scale(14)}),
              (IN, 'SA', 0, 1, PASS, ACKED, {'options_': scale(0)}), *OPEN[2:],
              (IN, 'A', 1 + (65535 << 14), 1, PASS, LIVE), (OUT, 'A', 70000, 1, WINDOW, LIVE)),
        Story('TC14: the window is not larger',
              (OUT, 'S', 0, 0, PASS, SENT, {'options_': scale(2)}),
              (IN, 'SA', 0, 1, PASS, ACKED, {'options_': scale(0)}), *OPEN[2:],
              (IN, 'A', 2 + (65535 << 2), 1, WINDOW, LIVE),
              (IN, 'A', 1 + (65535 << 2), 1, PASS, LIVE)),
        Story('TC14: one scale alone is none',
              (OUT, 'S', 0, 0, PASS, SENT, {'options_': scale(14)}),
              (IN, 'SA', 0, 1, PASS, ACKED), *OPEN[2:], (IN, 'A', 2 + 65535, 1, WINDOW, LIVE),
              (IN, 'A', 1 + 65535, 1, PASS, LIVE)),
        *(Story('TC14, B-TC-02: a scale of %d is 14' % shift,
                (OUT, 'S', 0, 0, PASS, SENT, {'options_': scale(shift)}),
                (IN, 'SA', 0, 1, PASS, ACKED, {'options_': scale(shift)}), *OPEN[2:],
                (IN, 'A', 2 + (65535 << 14), 1, WINDOW, LIVE),
                (IN, 'A', 1 + (65535 << 14), 1, PASS, LIVE),
                (OUT, 'A', 1 + (65535 << 14), 1, PASS, LIVE)) for shift in (15, 16, 32, 255)))


def subject_malformed(t):
    cases = []
    for way in OUT, IN:
        for doff in range(16):
            cases.append(Case('data offset %d, %s' % (doff, way), *(
                (way, Talk().tcp(way, flags, 1, 0, doff=doff, data=bytes(4)),
                 (PASS if way == OUT else 'unsolicited') if 5 <= doff <= 6 else
                 'malformed-transport') for flags in (SYN, SYN | URG))))
    t.case('B-TC-02', *cases)
    options_ = {
        'of length 0': b'\2\0\5\x64', 'of length 1': b'\2\1\5\x64',
        'of length 255': b'\2\xff\5\x64',
        'that sticks out': b'\1\1\3\3', '40 × NOP': b'\1' * 40, '40 × end': bytes(40),
        'end, then rubbish': b'\0\3\0\xff', 'window scale of length 2': b'\3\2\1\1',
        'window scale of length 4': b'\3\4\7\7',
        'window scale twice': scale(1) + scale(9) + b'\1\1',
        'maximum segment size twice': b'\2\4\5\x64\2\4\0\0', 'of an unknown kind': b'\xfe\4ab',
        'SACK blocks on a SYN': b'\5\x0a' + bytes(8) + b'\1\1', 'SACK permitted twice': b'\4\2\4\2',
        'SACK of length 3': b'\5\3\0\0', 'a single octet': b'\3', 'MD5 of length 2': b'\x13\2\0\0',
    }
    tell(t, 'B-TC-02', *(
        Story('options %s' % name, *(
            (way, flags, seq, ack, fate, state, {'options_': data})
            for way, flags, seq, ack, fate, state in OPEN),
              (IN, 'A', 1, 1, PASS, LIVE, {'options_': data}),
              (OUT, 'FA', 1, 1, PASS, FIN_O, {'options_': data}))
        for name, data in options_.items()))


def subject_checksum(t):
    bad = {'spoil': 1}
    stories = [
        Story('a first SYN', (OUT, 'S', 0, 0, 'bad-checksum', NONE, bad), *OPEN),
        Story('a segment to pick up', (OUT, 'A', 0, 0, 'bad-checksum', NONE, bad), *TO[PICKED]),
        Story('an answer', OPEN[0], (IN, 'SA', 0, 1, 'bad-checksum', SENT, bad), *OPEN[1:]),
        Story('a refusal', OPEN[0], (IN, 'RA', 0, 1, 'bad-checksum', SENT, bad), *OPEN[1:]),
        Story('a SYN that crosses', OPEN[0], (IN, 'S', 0, 0, 'bad-checksum', SENT, bad), *OPEN[1:]),
        # who receives it looks at that
        Story('data', *OPEN, (OUT, 'A', 1, 1, PASS, LIVE, dict(bad, data=b'x'))),
    ]
    for state in TO:
        for way in OUT, IN:
            stories += [Story('%s in state %s, %s' % (flags, state, way), *TO[state],
                              (way, flags, 1, 1, 'bad-checksum', state, bad))
                        for flags in ('R', 'RA', 'FA', 'S', 'SA')]
    tell(t, 'B-TC-11', *stories)


def subject_timers(t):
    """What does not belong to a connection does not keep it alive."""
    data = {'data': b'x'}
    rows = (
        ('a segment', (OUT, 'A', 1, 1, PASS, LIVE, data), True),
        ('a segment from outside', (IN, 'A', 1, 1, PASS, LIVE, data), True),
        ('TC7: a SYN from outside', (IN, 'S', 500, 0, PASS, LIVE), False),
        ('TC7: a SYN from inside', (OUT, 'S', 500, 0, PASS, LIVE), False),
        ('TC8: a stale SYN/ACK', (IN, 'SA', 500, 1, PASS, LIVE), False),
        ('TC4: a RST in the window', (IN, 'R', 500, 0, PASS, LIVE), False),
        ('TC5: a RST beyond the window', (IN, 'R', 100000, 0, WINDOW, LIVE), False),
        ('TC9: an old retransmission', (IN, 'A', -100000, 1, PASS, LIVE, data), False),
        ('B-TC-05: a FIN beyond the window', (IN, 'FA', 100000, 1, WINDOW, LIVE), False),
        ('B-TC-11: a FIN with a bad checksum', (IN, 'FA', 1, 1, 'bad-checksum', LIVE,
                                                 {'spoil': 1}), False),
        ('B-TC-01: flags that no TCP sends', (IN, 'SF', 1, 1, 'tcp-flags', LIVE), False),
        ('silence', None, False),
    )
    stories = [Story(name, *OPEN) for name, _, _ in rows]
    tell(t, 'timers', *stories)
    before = t.flows()
    time.sleep(3)
    seconds = []
    for story, (_, step, _) in zip(stories, rows):
        later = Story(story.name, *([step] if step else []))
        later.talk = story.talk
        seconds.append(later)
    tell(t, 'timers, later', *[s for s in seconds if s.steps])
    after = t.flows()
    for story, (name, _, refreshes) in zip(stories, rows):
        was, is_ = (f[story.talk.ends(OUT)][0]['expires'] for f in (before, after))
        silent = after[stories[-1].talk.ends(OUT)][0]['expires']
        t.result(is_ >= silent + 2 if refreshes else is_ <= was - 3 and is_ <= silent + 1,
                 '%s %s' % (name, 'refreshes' if refreshes else 'does not refresh'), was, is_,
                 silent)


def subject_window_off(t):
    """tcp-window off: no number is wrong."""
    t.rfwctl('policy', 'set', 'default', 'tcp-window', 'off')
    data = {'data': b'x' * 100}
    tell(
        t, 'tcp-window off',
        Story('data far away', *OPEN, (IN, 'A', 500000000, 1, PASS, LIVE, data),
              (OUT, 'A', 1, 77, PASS, LIVE, data)),
        Story('a RST far away', *OPEN, (IN, 'R', 500000000, 0, PASS, SHAKY),
              (OUT, 'A', 1, 1, PASS, LIVE)),
        Story('a RST that is exact', *OPEN, (IN, 'R', 1, 0, PASS, RESET)),
        Story('a FIN far away', *OPEN, (IN, 'FA', 500000000, 1, PASS, FIN_R)),
        Story('flags that no TCP sends', *OPEN, (IN, 'SF', 1, 1, 'tcp-flags', LIVE)),
        Story('a checksum', *OPEN, (IN, 'FA', 1, 1, 'bad-checksum', LIVE, {'spoil': 1})))
    t.rfwctl('policy', 'set', 'default', 'tcp-window', 'strict')


if __name__ == '__main__':
    test = Test(policy=' '.join('timeout %s %d' % timer for timer in TIMERS.items()))
    subject_flags(test)
    subject_valid(test)
    subject_reset(test)
    subject_spoofed(test)
    subject_reopen(test)
    subject_pickup(test)
    subject_malformed(test)
    subject_checksum(test)
    subject_timers(test)
    subject_window_off(test)
    test.finish()
