#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""rfwctl explain says what the firewall does, and does nothing itself.

The comparison: random packets over a small space of addresses, ports, protocols, flags and extension
headers, from both sides, among live flows, openings and limits. Each is explained, then sent, and
what becomes of it must be what was said, with the same reason. EXPLAIN_PACKETS: how many.
"""
import collections
import random

from raw import *

PACKETS = int(os.environ.get('EXPLAIN_PACKETS', 10000))
SEED = 6092
# drops that are told of in a window of time, see netlink_drop.c
WINDOW, WINDOW_EVENTS = 0.1, 90

DEVICES = {'i1': 'lan', 'isp': 'wan'}
HOSTS = ['2a0a:1:100:2::%x' % n for n in (1, 2, 3)]	# alice's
DMZ = '2a0a:1:100:2::d'
OPEN_HOSTS = ['2a0a:1:200:2::%x' % n for n in (1, 2)]	# bob's: endpoint-independent, few sessions
CLEAR = '2a0a:1:300:2::1'				# carol's: transparent
LEARNED = ['2a0a:1:400:2::%x' % n for n in (1, 2)]	# dave's: only hosts that were seen
UNSEEN = '2a0a:1:400:2::9'			# that sends nothing
OTHERS = ['2a0b:3::%x' % n for n in (1, 2, 3)]
ODD_INSIDE = ['2a0a:1:999::1', 'fd12::1']		# nobody's; no domain's
ODD_OUTSIDE = ['2a0b:bad::1', 'fd99::1']		# a bogon; unique local
PORTS = [80, 443, 5000, 5001]


class Explainer:
    """rfwctl that reads packets of one interface as they come, and says a line about each."""

    def __init__(self, device, *words):
        self.process = subprocess.Popen(
            [RFWCTL, '-n', 'rtr', '-j', 'explain', 'in', device, *words, 'file', '-'], env=ENVIRONMENT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(struct.pack('<IHHIIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))

    def ask(self, packet):
        head = struct.pack('<IIII', 0, 0, len(packet), len(packet))
        self.process.stdin.write(head + packet)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def finish(self):
        self.process.stdin.close()
        return self.process.wait()


class Drops:
    """Reasons of drops as they happen."""

    def __init__(self):
        self.process = subprocess.Popen([RFWCTL, '-n', 'rtr', '-j', 'monitor', 'drops'],
                                        env=ENVIRONMENT, stdout=subprocess.PIPE)
        self.fd = self.process.stdout.fileno()
        os.set_blocking(self.fd, False)
        self.rest = b''
        self.times = collections.deque([0] * WINDOW_EVENTS, WINDOW_EVENTS)
        self.missed = 0

    def pace(self):
        """Wait until one more drop can't be one too many to be told of."""
        early = self.times[0] + 2 * WINDOW - time.monotonic()
        if early > 0:
            time.sleep(early)

    def read(self):
        try:
            self.rest += os.read(self.fd, 65536)
        except BlockingIOError:
            pass
        *lines, self.rest = self.rest.split(b'\n')
        events = [json.loads(line) for line in lines]
        self.missed += sum(e.get('missed', 0) for e in events)
        self.times.extend(time.monotonic() for _ in events)
        return [e.get('reason', e['event']) for e in events]

    def finish(self):
        self.process.kill()
        self.process.wait()


### what is said of one packet

def explain(t, way, packet, *words):
    device = DEVICES[NEAR[way]]
    return json.loads(t.rfwctl('-j', 'explain', 'in', device, *words, 'hex', packet.hex()))


def said(explanation, wanted):
    return {k: explanation.get(k) for k in wanted}


def row(t, name, way, packet, **wanted):
    wanted = {k.replace('_', '-'): v for k, v in wanted.items()}
    t.check('explain: %s' % name, said(explain(t, way, packet), wanted), wanted)


def subject_steps(t):
    """Each step that a verdict may be reached by."""
    live, new = Talk(), Talk()
    t.send([(OUT, live.udp(OUT)), (OUT, live.tcp(OUT, SYN, 1000)),
            (IN, live.tcp(IN, SYN | ACK, 5000, 1001)), (OUT, live.tcp(OUT, ACK, 1001, 5001))])
    gone, nobody = addr('2a0b:bad::1'), addr('2a0a:1:999::1')

    row(t, 'a first packet', OUT, new.udp(OUT), verdict='accept', step='new-flow', origin='outbound',
        state='initial', policy='default', source_subscriber='alice', source_domain='home',
        destination_domain=None, output='wan', forwarding_class='be', expires=120)
    row(t, 'a SYN', OUT, new.tcp(OUT, SYN, 1), verdict='accept', step='new-flow', segment='syn',
        state='tcp-syn-sent', mss=1300)
    row(t, 'a packet of a flow', IN, live.udp(IN), verdict='accept', step='flow', state='active')
    row(t, 'an ACK in the window', IN, live.tcp(IN, ACK, 5001, 1001), verdict='accept', step='flow',
        state='tcp-established')
    row(t, 'an ACK out of the window', IN, live.tcp(IN, ACK, 0x70000000, 1001), verdict='drop',
        step='flow', reason='tcp-window', answer='none')
    row(t, 'a RST', IN, live.tcp(IN, RST, 5001), verdict='accept', step='flow', state='tcp-reset')
    row(t, 'nobody asked for it', IN, new.udp(IN), verdict='drop', reason='unsolicited',
        step='inbound', answer='none', filtering='address-and-port-dependent', origin=None)
    row(t, 'another side', OUT, live.udp(IN), verdict='drop', reason='wrong-side', step='side')
    row(t, 'what opens nothing', OUT, new.tcp(OUT, RST, 1), verdict='drop', reason='tcp-no-flow',
        step='transport')
    row(t, 'a bad checksum', OUT, new.tcp(OUT, SYN, 1, spoil=1), verdict='drop',
        reason='bad-checksum', step='transport')
    row(t, 'flags that no TCP sends', OUT, new.tcp(OUT, SYN | FIN), verdict='drop',
        reason='tcp-flags', step='headers')
    row(t, 'nobody\'s address', IN, ip6(new.outside, nobody, UDP, udp(new.outside, nobody, 1, 2)),
        verdict='drop', reason='no-subscriber', step='addresses')
    row(t, 'a bogon', IN, ip6(gone, new.inside, UDP, udp(gone, new.inside, 1, 2)),
        verdict='drop', reason='bogon', step='addresses')
    row(t, 'a home address that is another\'s', IN, new.udp(IN, 5000, 6000, home_source('2a0a:1:100:2::1')),
        verdict='drop', reason='spoofed-source', step='addresses')
    row(t, 'a home address that is not the flow\'s (REC-27)', IN,
        live.udp(IN, 5000, 6000, home_destination('2a0b:5::1')), verdict='drop', reason='home-address',
        step='flow')
    row(t, 'not our business', IN, ip6(new.outside, gone, UDP, udp(new.outside, gone, 1, 2)),
        verdict='pass', step='addresses')
    row(t, 'an error about a flow', IN, live.error(IN, live.udp(OUT)), verdict='accept',
        step='icmp6')
    row(t, 'an error about none', IN, new.error(IN, new.udp(OUT)), verdict='drop',
        reason='icmp6-error', step='icmp6', flow=None)
    row(t, 'a fragment', OUT, new.packet(OUT, UDP, b'12345678', fragment(8)), verdict='wait',
        step='fragment')
    row(t, 'a small first fragment', OUT, new.packet(OUT, UDP, b'12345678', fragment(0, M)),
        verdict='drop', reason='fragment', step='fragment')
    row(t, 'a fragment of nothing', OUT, new.packet(OUT, 59, b'', fragment()), verdict='drop',
        reason='fragment', step='fragment')
    row(t, 'a fragment header that is cut', OUT, new.packet(OUT, 44, bytes(7)), verdict='drop',
        reason='fragment', step='fragment')
    row(t, 'a fragment that is cut oddly', OUT, new.packet(OUT, UDP, bytes(1301), fragment(0, M)),
        verdict='drop', reason='fragment', step='fragment')
    row(t, 'a first fragment', OUT, new.packet(OUT, UDP, bytes(1304), fragment(0, M)),
        verdict='wait', step='fragment')
    row(t, 'an atomic fragment', OUT, new.udp(OUT, 5000, 6000, fragment()), verdict='accept',
        step='new-flow')
    row(t, 'a packet with padding behind it', OUT, new.udp(OUT) + bytes(9), verdict='accept',
        length=54)
    found = explain(t, IN, live.udp(IN))['flow']
    t.check('explain: the flow that a packet belongs to',
            [found[k] for k in ('subscriber', 'state', 'origin', 'protocol', 'originator-port')],
            ['alice', 'initial', 'outbound', 'udp', 5000])
    t.rfwctl('policy', 'set', 'default', 'unsolicited', 'reject')
    row(t, 'a RST would say so', IN, new.tcp(IN, SYN, 1), reason='unsolicited', answer='reset')
    row(t, 'an error would say so', IN, new.udp(IN), reason='unsolicited', answer='prohibited')
    row(t, 'no answer to a RST', IN, new.tcp(IN, RST, 1), reason='unsolicited', answer='none')
    t.rfwctl('policy', 'set', 'default', 'unsolicited', 'reject-delayed')
    row(t, 'an error would come later', IN, new.tcp(IN, SYN, 1), reason='unsolicited',
        answer='prohibited-later')
    row(t, 'an INIT too (REC-39)', IN, new.packet(IN, SCTP, sctp(1, 2)), reason='unsolicited',
        answer='prohibited-later')
    row(t, 'an INIT that is none', IN, new.packet(IN, SCTP, sctp(1, 2, tag=1)), reason='unsolicited',
        answer='none')
    t.rfwctl(*'policy set default unsolicited drop unknown-protocols none'.split())
    row(t, 'a protocol that may not', OUT, new.packet(OUT, 47, bytes(8)), verdict='drop',
        reason='unknown-protocol', step='outbound')
    t.rfwctl(*'policy set default unknown-protocols all max-sessions 3'.split())
    row(t, 'too many flows', OUT, new.udp(OUT), verdict='drop', reason='session-limit',
        step='limits')
    t.rfwctl(*'policy set default max-sessions 65535'.split())


def subject_refused(t):
    """What can't be explained, and who may not ask."""
    talk = Talk()
    for name, word, words in (
            ('for the router', 'router itself', ['in', 'lan', 'udp', '2a0a:1:100:2::1', '1', '2a0b:2::1', '1']),
            ('no interface', 'no interface', ['in', 'none', 'hex', talk.udp(OUT).hex()]),
            ('nowhere to go', 'no interface', ['in', 'lan', 'out', 'none', 'hex', talk.udp(OUT).hex()]),
            ('cut short', 'whole', ['in', 'lan', 'hex', talk.udp(OUT)[:-1].hex()]),
            ('not IPv6', 'whole', ['in', 'lan', 'hex', talk.udp(OUT, version=4).hex()])):
        done = subprocess.run([RFWCTL, '-n', 'rtr', 'explain', *words], env=ENVIRONMENT, text=True,
                              capture_output=True, check=False)
        t.result(done.returncode == 1 and word in done.stderr, 'explain refused: %s' % name,
                 done.returncode, done.stderr)
    # in a user namespace that does not own the router's
    done = subprocess.run(['ip', 'netns', 'exec', 'rtr', 'unshare', '-U', '-r', RFWCTL, 'explain', 'in',
                           'lan', 'hex', talk.udp(OUT).hex()], env=ENVIRONMENT, text=True,
                          capture_output=True, check=False)
    if 'unshare failed' not in done.stderr:
        t.result(done.returncode == 3, 'explain refused: without permission', done.returncode,
                 done.stderr)


### nothing comes of it

def snapshot(t):
    flows = json.loads(t.rfwctl('-j', 'flow', 'list'))
    times = {}
    for flow in flows:
        flow.pop('age')
        times[tuple(str(flow.get(k)) for k in ('protocol', 'originator-address', 'originator-port',
                                               'responder-address', 'responder-port'))] = \
            flow.pop('expires')
    flows.sort(key=str)
    return (json.loads(t.rfwctl('-j', 'stats')), flows,
            json.loads(t.rfwctl('-j', 'subscriber', 'list')), openings(t)), times


def openings(t):
    """Without their times."""
    return [{k: v for k, v in opening.items() if k not in ('last', 'expires')}
            for kind in ('forward', 'dmz', 'pinhole')
            for opening in json.loads(t.rfwctl('-j', kind, 'list'))]


def subject_nothing(t, world):
    """A thousand packets explained: no counter, flow, timer or event."""
    some = [world.packet() for _ in range(200)]
    t.send(some)
    time.sleep(2.5)
    monitor = subprocess.Popen([RFWCTL, '-n', 'rtr', '-j', 'monitor', 'flows', 'drops', 'alarms'],
                               env=ENVIRONMENT, stdout=subprocess.PIPE)
    before, expires = snapshot(t)
    verdicts = collections.Counter()
    for way, packet in some + [world.packet() for _ in range(800)]:
        verdicts[world.explainers[way].ask(packet)['verdict']] += 1
    after, later = snapshot(t)
    monitor.kill()
    events = monitor.communicate()[0]
    t.check('explain changes nothing: verdicts of every kind', sorted(verdicts),
            ['accept', 'drop', 'pass', 'wait'])
    for what, old, new in zip(('statistics', 'flows', 'subscribers', 'openings'), before, after):
        t.check('explain changes nothing: %s' % what, new, old)
    t.check('explain changes nothing: timers', {k: v for k, v in later.items() if v > expires[k]}, {})
    t.check('explain changes nothing: events', events, b'')


### the comparison

class World:
    """Random packets."""

    def __init__(self):
        self.random = random.Random(SEED)
        # by the device that a packet comes in by
        inner, outer = Explainer('lan'), Explainer('wan')
        self.explainers = {OUT: inner, INSIDE: inner, IN: outer, OUTSIDE: outer}
        self.sent = collections.deque(maxlen=64)

    def one(self, *choices):
        """Of (weight, value)."""
        return self.random.choices([c[1] for c in choices], [c[0] for c in choices])[0]

    def address(self, inside):
        pick = self.random.choice
        if inside:
            return addr(self.one((60, pick(HOSTS)), (15, DMZ), (20, pick(OPEN_HOSTS)),
                                 (6, CLEAR), (8, pick(LEARNED)),
                                 (5, pick(ODD_INSIDE))))
        return addr(self.one((95, pick(OTHERS)), (5, pick(ODD_OUTSIDE))))

    def flags(self):
        return self.one((30, SYN), (20, SYN | ACK), (30, ACK), (10, ACK | PSH), (8, FIN | ACK), (4, RST),
                        (4, RST | ACK), (1, 0), (1, FIN), (1, SYN | FIN), (1, SYN | RST),
                        (1, FIN | PSH | URG))

    def number(self):
        return self.one((60, 1001), (20, 1000), (10, 1002 + self.random.randrange(1000)),
                        (10, self.random.randrange(1 << 32)))

    def tcp(self, source, destination):
        flags = self.flags()
        seq = 1000 if flags & SYN and self.random.random() < 0.8 else self.number()
        return TCP, tcp(source, destination, self.random.choice(PORTS), self.random.choice(PORTS),
                        flags, seq, self.number(), data=bytes(self.random.randrange(3) * 10),
                        doff=self.one((98, None), (1, 4), (1, 15)), spoil=self.one((95, 0), (5, 1)))

    def udp(self, source, destination):
        return UDP, udp(source, destination, self.random.choice(PORTS), self.random.choice(PORTS),
                        b'marker', length=self.one((96, None), (2, 7), (2, 99)),
                        sum_=self.one((90, None), (5, 0), (5, 0x1234)))

    def echo(self, source, destination):
        return ICMP6, echo(source, destination, self.one((6, ECHO_REQUEST), (4, ECHO_REPLY)),
                           self.random.randrange(3), spoil=self.one((9, 0), (1, 1)))

    def error(self, source, destination):
        """About a packet of late, or any."""
        embedded = self.random.choice(self.sent) if self.sent else bytes(48)
        kind = self.one((6, 1), (4, 2), (4, 3), (2, 4), (1, 100), (1, 5))
        rest = struct.pack('!I', self.one((1, 1280), (1, 1279), (1, 0)))
        return ICMP6, icmp6(source, destination, kind, 0, rest, embedded[:self.random.choice((56, 1000))],
                            self.one((9, 0), (1, 1)))

    def message(self, source, destination):
        return ICMP6, icmp6(source, destination, self.random.choice((130, 139, 144, 145, 200, 255)))

    def other(self, source, destination):
        ports = self.random.choice(PORTS), self.random.choice(PORTS)
        return self.random.choice((
            (SCTP, sctp(*ports)), (DCCP, dccp(*ports)), (50, b'\0\0\0\2' + bytes(8)), (47, bytes(8)),
            (253, b'data'), (59, b''), (139, bytes(40)), (135, b'\x3b\1\1' + bytes(13)), (41, bytes(40)),
            (UDPLITE, udp(source, destination, *ports, b'marker', protocol=UDPLITE))))

    def home(self, routing_=False):
        """A home address: one of two outside, one inside, or none that a host can have."""
        home = self.one((8, '2a0b:5::1'), (4, '2a0b:5::2'), (1, HOSTS[0]), (1, OPEN_HOSTS[0]), (1, 'ff0e::1'))
        if not routing_:
            return home_source(home, self.one((15, 16), (1, 15)))
        return home_destination(home, self.one((15, 1), (1, 0)))

    def headers(self):
        return self.one((80, ()), (4, (destination_options(),)), (3, (hop_by_hop(),)),
                        (2, (routing(0),)), (3, (self.home(routing_=True),)), (3, (self.home(),)), (3, (ah(),)),
                        (2, (fragment(ident=next(labels)),)),
                        (2, (fragment(8, ident=next(labels)),)), (1, (shim6(),)),
                        (1, (destination_options(),) * 9))

    def packet(self):
        """(way, packet): its way is where it comes from and where it is routed to."""
        way = self.one((46, OUT), (46, IN), (4, INSIDE), (4, OUTSIDE))
        if self.random.random() < 0.05:
            # from where it does not belong
            source = self.address(way in (IN, OUTSIDE))
        else:
            source = self.address(way in (OUT, INSIDE))
        destination = self.address(way in (IN, INSIDE))
        if way == IN and self.random.random() < 0.02:
            destination = addr(UNSEEN)
        make = self.one((40, self.tcp), (25, self.udp), (10, self.echo), (8, self.error), (3, self.message),
                        (14, self.other))
        if make == self.error and self.sent and self.random.random() < 0.8:
            embedded = self.random.choice(self.sent)
            destination = embedded[8:24]
            way = (INSIDE if way in (OUT, INSIDE) else IN) if self.is_inside(destination) else \
                (OUT if way in (OUT, INSIDE) else OUTSIDE)
            if self.random.random() < 0.8:
                source = embedded[24:40]
            protocol, payload = ICMP6, icmp6(source, destination, self.one((6, 1), (3, 3)), 0,
                                             bytes(4), embedded[:1000])
        else:
            protocol, payload = make(source, destination)
        protocol, payload = chain(self.headers(), protocol, payload)
        # the kernel itself reads hop-by-hop options
        if protocol and self.random.random() < 0.03:
            payload = payload[:self.random.randrange(len(payload) + 1)]
        traffic = self.one((9, 0), (1, 46)) << 22
        packet = ip6(source, destination, protocol, payload)
        packet = struct.pack('!I', struct.unpack('!I', packet[:4])[0] | traffic) + packet[4:]
        if packet[6] != ICMP6:
            self.sent.append(packet)
        return way, packet

    @staticmethod
    def is_inside(address):
        return address.startswith(addr('2a0a:1::')[:4]) or address.startswith(addr('fd12::')[:2])


class Comparison:
    def __init__(self, t, world):
        self.t = t
        self.world = world
        self.drops = Drops()
        self.fates = collections.Counter()
        self.waiting = 0

    def arrived(self, way, packet):
        """Is it there by now?"""
        label = label_of(packet)
        got = {name: self.t.ports[name].receive() for name in self.t.ports}
        return any(label_of(p) == label and p[8:40] == packet[8:40] for p in got[FAR[way]])

    def fate(self, way, packet, number, wait):
        """What becomes of a packet: 'passes', a reason, or None."""
        port = self.t.ports[NEAR[way]]
        sockets = [p.socket for p in self.t.ports.values()] + [self.drops.fd]
        self.drops.pace()
        port.send(ROUTER[port.name] + MAC[port.name] + b'\x86\xdd' + packet, number % 2 == 0)
        end = time.monotonic() + wait
        while True:
            if self.arrived(way, packet):
                return PASS
            reasons = self.drops.read()
            if reasons:
                return reasons[0] if len(reasons) == 1 else reasons
            left = end - time.monotonic()
            if left < 0:
                return None
            select.select(sockets, [], [], left)

    def one(self, number):
        way, packet = self.world.packet()
        said = self.world.explainers[way].ask(packet)
        verdict = said.get('verdict')
        # nothing tells of a fragment that it is kept
        fate = self.fate(way, packet, number, 0.05 if verdict == 'wait' else 10)
        wanted = {'drop': said.get('reason'), 'wait': None}.get(verdict, PASS)
        self.fates[verdict + ' ' + said['step'] if wanted == PASS else str(wanted)] += 1
        self.waiting += verdict == 'wait'
        if fate == wanted and 'error' not in said:
            return []
        return ['packet %d, %s, %s:' % (number, way, packet.hex()), '  said: %s' % said,
                '  became of it: %s' % fate]

    def wait_for_monitor(self):
        """Until it listens."""
        talk = Talk()
        for _ in range(100):
            self.t.send([(IN, talk.udp(IN))])
            time.sleep(0.1)
            if self.drops.read():
                return
        raise TimeoutError('no drop is told of')

    def run(self, packets):
        problems = []
        self.wait_for_monitor()
        before = self.t.drops()
        for number in range(packets):
            problems += self.one(number)
            if len(problems) > 30:
                break
            # begin again among few flows
            if number % 2500 == 2499:
                self.t.rfwctl('flow', 'flush')
        after = self.t.drops()
        self.drops.finish()
        for fate, count in sorted(self.fates.items()):
            print('# %6d %s' % (count, fate))
        self.t.result(not problems, 'explain and the firewall agree on %d packets, seed %d' % (
            packets, SEED), *problems)
        counted = {r: after[r] - before[r] for r in after if after[r] != before[r]}
        told = {r: n for r, n in self.fates.items() if r in after}
        self.t.check('the counters of drops are what was explained', counted, told)
        self.t.check('each drop was told of', self.drops.missed, 0)
        wanted = {'None', 'accept flow', 'accept new-flow', 'accept icmp6', 'accept transport',
                  'pass addresses', 'unsolicited', 'tcp-window', 'tcp-state', 'tcp-no-flow', 'tcp-flags',
                  'bad-checksum', 'bogon', 'spoofed-source', 'no-subscriber', 'wrong-side', 'unique-local',
                  'icmp6-error', 'icmp6-echo', 'icmp6-type', 'icmp6-mtu', 'unknown-protocol',
                  'malformed-header', 'fragment', 'malformed-transport', 'long-header-chain', 'routing-type-0',
                  'session-limit', 'unknown-host', 'home-address'}
        if packets >= 10000:
            self.t.check('the packets came to every kind of end', wanted - set(self.fates), set())


# the longest that there may be
LONG = ' '.join('timeout %s %s' % i for i in (
    ('udp-initial', 300), ('udp', 3600), ('udp-dns', 3600), ('tcp-syn', 3600), ('tcp-time-wait', 240),
    ('tcp-transitory', 3600), ('tcp-rst', 240), ('icmp6-query', 240)))


def configure(t):
    """Alice has openings; Bob endpoint-independent filtering, a limit and answers; Carol nothing
    dropped; of Dave's hosts only those are known that were seen."""
    # no flow may expire between the question and the packet
    t.rfwctl(*('policy set default ' + LONG).split())
    t.rfwctl(*('policy add open domain home preset strict filtering endpoint-independent max-sessions 40 '
               'unknown-protocols none unsolicited reject echo-in on ipsec-passthrough on '
               'open-ports udp/5001 tcp-reset-unknown on ' + LONG).split())
    t.rfwctl(*'subscriber add bob policy open prefix 2a0a:1:200::/56'.split())
    t.rfwctl(*('policy add clear domain home preset transparent ' + LONG).split())
    t.rfwctl(*'subscriber add carol policy clear prefix 2a0a:1:300::/56'.split())
    t.rfwctl(*('policy add seen domain home preset strict host-learning required echo-in on ' + LONG).split())
    t.rfwctl(*'subscriber add dave policy seen prefix 2a0a:1:400::/56'.split())
    t.rfwctl('forward', 'add', 'alice', 'tcp', HOSTS[0], 'port', '443')
    t.rfwctl('forward', 'add', 'alice', 'udp', HOSTS[1], 'port', '5000-5001', 'from', '2a0b:3::1/128')
    t.rfwctl('dmz', 'add', 'alice', DMZ)
    t.rfwctl('pinhole', 'add', 'udp', HOSTS[2], 'port', '5000', 'lifetime', '3600')


def main():
    t = Test('2a0b:bad::/32', 'tcp-mss 1300')
    subject_steps(t)
    subject_refused(t)
    configure(t)
    world = World()
    subject_nothing(t, world)
    Comparison(t, world).run(PACKETS)
    for way in OUT, IN:
        t.check('rfwctl explain ends in peace', world.explainers[way].finish(), 0)
    t.finish()


main()
