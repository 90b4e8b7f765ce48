# SPDX-License-Identifier: GPL-2.0-only
"""For sockets.py: two sipp, i1 and e1, that act out a call.

A call is told line by line:

    > INVITE audio=20000        inside sends, with a description
    < 183 audio=30000 at=E2     outside answers; its media are at E2
    wait                        the test does something, then calls go()
    < 200
    > ACK

The first line is inside's. A request is a method, a response its status, with :METHOD where it
does not answer the last request of the other side. What may follow:

    KIND=PORT   an m= line; KIND/PROTO=PORT for another protocol than RTP/AVP
    at=ADDRESS  in c= instead of its own
    NAME:VALUE  a= line of the m= line before it, or of the session; NAME alone too
    tag=TAG     of the outside, for forks
    call=NAME   another Call-ID
    pad=OCTETS  in a header nobody knows
"""

CODES = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted",
         404: "Not Found", 481: "Call Does Not Exist", 486: "Busy Here", 487: "Request Terminated",
         488: "Not Acceptable Here"}
EXTRA = {"REGISTER": "Expires: 3600\n", "REFER": "Refer-To: <sip:carol@[outside]>\n",
         "NOTIFY": "Event: refer\nSubscription-State: active\n", "PRACK": "RAck: 1 1 INVITE\n"}


class Call:
    number = 0

    def __init__(self, story, transport="u1"):
        # a call that has failed
        stop()
        Call.number += 1
        self.id = f"call-{Call.number}@{os.getpid()}"
        self.dir = tempfile.mkdtemp(dir=work)
        self.transport = transport
        self.requests, self.sequence, self.waits, self.steps = [], {">": 0, "<": 100}, [], 0
        self.processes = []
        self.scenario = {">": "", "<": ""}
        lines = [line.split("#")[0].split() for line in story.strip().splitlines()]
        self.tell([words for words in lines if words])
        for side, ns in (("<", "e1"), (">", "i1")):
            self.start(side, ns)
            if side == "<":
                until(lambda: self.listens("e1"), "sipp outside")

    ### making the scenarios

    def tell(self, lines):
        for i, words in enumerate(lines):
            if words[0] == "wait":
                # the receiver of the message before says that it is there, the next sender waits
                before, after = lines[i - 1][0], lines[i + 1][0]
                mark = f"{self.dir}/mark{len(self.waits)}"
                self.scenario["<" if before == ">" else ">"] += (
                    f'<nop><action><exec command="touch {mark}"/></action></nop>\n')
                self.scenario[after] += '<recv request="INFO"/>\n'
                self.waits.append((mark, after))
                continue
            side, other = words[0], "<" if words[0] == ">" else ">"
            what, method = words[1].partition(":")[::2]
            message = self.message(side, what, method, words[2:])
            # a request until there is an answer, an answer to an INVITE until there is the ACK
            again = what.isalpha() and what != "ACK" or what >= "200" and " INVITE\n" in message
            retrans = ' retrans="1000"' if again else ""
            self.scenario[side] += f"<send{retrans}><![CDATA[\n{message}\n]]></send>\n"
            self.scenario[other] += f'<recv {"response" if what.isdigit() else "request"}="{what}"/>\n'

    def message(self, side, what, method, words):
        options = dict(word.split("=", 1) for word in words if word.startswith(("tag=", "call=", "pad=")))
        call = options.get("call", "")
        call = (call + "///" if call else "") + "[call_id]"
        here, there = ("inside", "outside") if side == ">" else ("outside", "inside")
        transport = "TCP" if self.transport.startswith("t") else "UDP"
        if what.isdigit():
            request = next(r for r in reversed(self.requests) if r["side"] != side and
                           (r["method"] == method if method else r["method"] != "ACK"))
            start = f"SIP/2.0 {what} {CODES[int(what)]}"
            via, sequence, name = request["via"], request["sequence"], request["method"]
            asked = request["side"]
        else:
            if what == "REGISTER":
                uri = "sip:[outside]"
            else:
                uri = f"sip:{'bob' if side == '>' else 'alice'}@[{there}]:5060"
            start, name, asked = f"{what} {uri} SIP/2.0", what, side
            if what in ("ACK", "CANCEL"):
                invite = next(r for r in reversed(self.requests) if r["side"] == side and r["method"] == "INVITE")
                sequence, via = invite["sequence"], invite["via"]
            else:
                self.sequence[side] += 1
                sequence = self.sequence[side]
                via = f"SIP/2.0/{transport} [{here}]:5060;branch=z9hG4bK-{self.id}-{side == '>'}-{sequence}"
            self.requests.append({"side": side, "method": what, "via": via, "sequence": sequence})
        tag = options.get("tag", "outside")
        # who asks to be registered is told that it is
        contact = "alice@[inside]" if side == ">" or name == "REGISTER" else "bob@[outside]"
        inside = f"<sip:alice@[inside]>;tag=inside"
        outside = f"<sip:bob@[outside]>" + ("" if start.startswith(("INVITE", "REGISTER")) and side == ">"
                                         and self.sequence["<"] == 100 and sequence == 1 else f";tag={tag}")
        text = (f"{start}\nVia: {via}\nMax-Forwards: 70\n"
                f"From: {inside if asked == '>' else outside}\nTo: {outside if asked == '>' else inside}\n"
                f"Call-ID: {call}\nCSeq: {sequence} {name}\n"
                f"Contact: <sip:{contact}:5060{';transport=tcp' if transport == 'TCP' else ''}>\n")
        text += EXTRA.get("REGISTER" if name == "REGISTER" else what, "")
        if "100rel" in words:
            text += "Require: 100rel\nRSeq: 1\n"
        if "pad" in options:
            text += "X-Pad: " + "x" * int(options["pad"]) + "\n"
        body = self.description(here, words)
        if body:
            text += "Content-Type: application/sdp\n"
        return text + "Content-Length: [len]\n\n" + body

    @staticmethod
    def description(here, words):
        address, session, media = I1 if here == "inside" else E1, [], []
        for word in words:
            name, _, value = word.partition("=")
            kind, _, protocol = name.partition("/")
            if name in ("tag", "call", "pad") or word == "100rel":
                continue
            if name == "at":
                address = ADDRESS.get(value.lower(), value)
            elif value and value.split("/")[0].isdigit():
                media.append([f"m={kind} {value} {protocol or 'RTP/AVP'} 0"])
            elif media:
                media[-1].append("a=" + word)
            else:
                session.append("a=" + word)
        if not media:
            return ""
        # brackets in o= are wrong, but sipp's own scenarios have them
        return "\n".join(["v=0", f"o=user1 53655765 2353687637 IN IP6 [{here}]", "s=-", f"c=IN IP6 {address}",
                          "t=0 0", *session, *(line for lines in media for line in lines)]) + "\n"

    ### acting

    def start(self, side, ns):
        path = f"{self.dir}/{ns}.xml"
        with open(path, "w") as file:
            file.write('<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="' + ns + '">\n' +
                       self.scenario[side] + "</scenario>\n")
        words = ["ip", "netns", "exec", ns, "sipp", f"[{E1}]:5060" if side == ">" else "", "-sf", path,
                 "-i", f"[{ADDRESS[ns]}]", "-p", "5060", "-t", self.transport, "-m", "1", "-nostdin",
                 "-cid_str", self.id, "-key", "inside", f"[{I1}]", "-key", "outside", f"[{E1}]",
                 "-timeout", "120", "-trace_msg", "-message_file", f"{self.dir}/{ns}.msg",
                 "-trace_err", "-error_file", f"{self.dir}/{ns}.err"]
        with open(f"{self.dir}/{ns}.log", "w") as log:
            self.processes.append(subprocess.Popen([word for word in words if word], stdin=subprocess.DEVNULL,
                                                   stdout=log, stderr=log, cwd=self.dir))
        running.append(self.processes[-1])

    def listens(self, ns):
        option = "t" if self.transport.startswith("t") else "u"
        return subprocess.run(["ip", "netns", "exec", ns, "ss", f"-6Hln{option}", "sport = 5060"],
                              capture_output=True, check=True).stdout

    def arrive(self):
        """Wait until both are at the next wait."""
        mark, _ = self.waits[self.steps]
        until(lambda: os.path.exists(mark) or any(p.poll() for p in self.processes), "the next wait")
        self.assert_fine()

    def go(self, arrive=True):
        """Go on from a wait, and arrive at the next one or at the end."""
        _, side = self.waits[self.steps]
        self.steps += 1
        ns = "i1" if side == ">" else "e1"
        address = ADDRESS[ns]
        text = (f"INFO sip:x SIP/2.0\r\nVia: SIP/2.0/UDP [{address}]:9;branch=z9hG4bKgo{self.steps}\r\n"
                f"From: <sip:x>;tag=x\r\nTo: <sip:x>;tag=x\r\nCall-ID: {self.id}\r\nCSeq: {self.steps} INFO\r\n"
                "Content-Length: 0\r\n\r\n").encode()
        if self.transport.startswith("t"):
            self.control = open_socket(ns, socket.SOCK_STREAM)
            self.control.connect((address, 5060))
            self.control.sendall(text)
        else:
            udp(ns).sendto(text, (address, 5060))
        if self.steps < len(self.waits):
            self.arrive()
        else:
            self.end()

    def assert_fine(self):
        if all(not p.poll() for p in self.processes):
            return
        for name in sorted(os.listdir(self.dir)):
            if name.endswith((".err", ".msg")):
                with open(f"{self.dir}/{name}") as file:
                    print(name, file.read(), sep="\n")
        raise AssertionError("sipp failed")

    def end(self):
        """Wait for the end of both."""
        until(lambda: all(p.poll() is not None for p in self.processes), "the end of sipp")
        self.assert_fine()


import atexit
import tempfile

running = []


@atexit.register
def stop():
    while running:
        process = running.pop()
        process.kill()
        process.wait()


def act(story, **options):
    """A call that has arrived at its first wait, or at its end."""
    call = Call(story, **options)
    if call.waits:
        call.arrive()
    else:
        call.end()
    return call


def pinholes():
    return rfwctl("pinhole", "list", "owner", "sip")


def arrives(sender, receiver):
    """Does a datagram come in, or is it dropped?"""
    before = drops("unsolicited")
    data = random.randbytes(20)
    sender.sendto(data, name(receiver))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([receiver], [], [], 0.02)[0]:
            assert receiver.recv(65535) == data, "not what was sent"
            return True
        if drops("unsolicited") > before:
            return False
    raise AssertionError("neither came nor was dropped")


phone = {port: udp("i1", port) for port in range(20000, 20010)}
peer, relay = udp("e1", 30000), udp("e2", 30000)


def is_open(*ports, source=peer):
    """To all of these ports of the inside host the source may send."""
    for port in ports:
        assert arrives(source, phone[port]), f"nothing comes to {port}: {pinholes()}"


def is_shut(*ports, source=peer):
    for port in ports:
        assert not arrives(source, phone[port]), f"{port} is open: {pinholes()}"


def over(*ports):
    """The call has ended, and left nothing."""
    assert not pinholes(), pinholes()
    is_shut(*ports)
    is_shut(*ports, source=relay)
