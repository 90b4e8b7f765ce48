#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What was done to gateways of others: none of it opens anything here.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology neighbour
check "the firewall is set up" sip_firewall
check "and the neighbour is another subscriber" \
	rfwctl -n rtr subscriber add bob policy default prefix "$DELEGATED2"
py '
RTR, RTR_OUT = "2a0a:1:100:1::1", "2a0b:2::1"
def pinholes(): return rfwctl("pinhole", "list")
def description(address, *lines):
    return f"v=0\r\no=- 1 1 IN IP6 {I1}\r\ns=-\r\nc=IN IP6 {address}\r\nt=0 0\r\n" + "".join(f"{line}\r\n" for line in lines)
def message(start, call="1", body="", header="", length=None, method="INVITE"):
    text = (f"{start}\r\nVia: SIP/2.0/UDP [{I1}]:5060;branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:a@[{I1}]>;tag=1\r\nTo: <sip:b@[{E1}]>\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\n"
            f"Contact: <sip:a@[{I1}]:5060>\r\nContent-Type: application/sdp\r\n{header}"
            f"Content-Length: {len(body) if length is None else length}\r\n\r\n{body}")
    return text.encode()
AUDIO = "m=audio 20000 RTP/AVP 0"
START = f"INVITE sip:b@[{E1}] SIP/2.0"
def invite(call="1", address=I1, lines=(AUDIO,), **options):
    return message(START, call, description(address, *lines), **options)
def cancel(call="1"):
    """The end of a call."""
    phone.sendto(message("CANCEL" + START[6:], call, method="CANCEL"), (E1, 5060))
    server.recv(65535)
    server.sendto(message("SIP/2.0 487 Terminated", call), (I1, 5060)); phone.recv(65535)
    until(lambda: not pinholes(), "the end of the pinholes")
def sent(data):
    """It leaves as it is (S27)."""
    phone.sendto(data, (E1, 5060))
    assert server.recv(65535) == data, "not what was sent"
def opens_nothing(data):
    sent(data)
    assert not pinholes(), (data, pinholes())
def counted(word):
    return next(c["count"] for c in rfwctl("stats")["sip"] if c["counter"] == word)
@contextlib.contextmanager
def counts(word):
    """What is done meanwhile must be counted."""
    before = counted(word)
    yield
    assert counted(word) > before, word
phone, server = udp("i1", 5060), udp("e1", 5060)'

check "to begin with: an INVITE as it should be opens two ports" py '
sent(invite())
assert len(pinholes()) == 2, pinholes()
cancel()'

### what is no signalling

check "slipstreaming: a segment in the middle of an HTTP request is an INVITE (A1, A4, B-AL-02)" py '
def posted(port):
    """A browser posts what a server with a small MSS asked for."""
    with namespace("e1"):
        web = socket.socket(socket.AF_INET6)
    web.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1220)
    web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    web.bind((E1, port)); web.listen(); web.settimeout(PATIENCE)
    browser = connected(connecting("i1", E1, port))
    there = web.accept()[0]
    web.close()
    there.settimeout(PATIENCE)
    step = browser.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n"
    seen = sniffer("e1", "eth0")
    body = head.ljust(3 * step, b"x")
    for call in range(8): body += invite(str(call)).ljust(step, b" ")
    browser.sendall(body)
    receive(there, len(body))
    starts = [p for p in sniffed(seen) if p[6] == TCP and p[40 + (p[52] >> 4) * 4:].startswith(b"INVITE")]
    assert starts, "no segment begins with INVITE"
    return browser, there
with counts("not-sip"): browser, there = posted(5060)
assert not pinholes(), pinholes()'
check "and so are later ones of the same connection (A11, B-AL-02)" py '
browser.sendall(b"\r\n\r\n"); receive(there, 4)
browser.sendall(invite()); receive(there, len(invite()))
there.sendall(b"SIP/2.0 200 OK\r\n\r\n" + invite()); receive(browser, 18 + len(invite()))
assert not pinholes(), pinholes()'
check "the second fragment of a datagram is an INVITE (A2, B-AL-02)" py '
seen = sniffer("e1", "eth0")
with counts("not-sip"): opens_nothing(b"x" * 1440 + invite())
second = [p for p in sniffed(seen) if p[6] == 44 and p[48:].startswith(b"INVITE")]
assert second, "no fragment begins with INVITE"'
check "an INVITE behind other words, or behind a line of its own (A13, B-AL-02)" py '
with counts("not-sip"): opens_nothing(b"PRIVMSG bot :" + invite())
opens_nothing(b"GET / HTTP/1.1\r\n\r\n" + invite())
opens_nothing(b"\0" + invite())'
check "a connection whose other end speaks first, and last (A7, B-AL-02)" py '
with listener("e1", 5060) as sock:
    client = connected(connecting("i1", E1, 5060)); far = sock.accept()[0]
far.sendall(invite()); receive(client, len(invite()))
assert not pinholes(), pinholes()
client.close(); far.close()'
check "messages from outside that nobody asked for (A7, B-AL-02)" py '
for start in (START, "SIP/2.0 200 OK", "SIP/2.0 183 Progress", "ACK" + START[6:], "UPDATE" + START[6:]):
    server.sendto(message(start, "7", description(I1, AUDIO)), (I1, 5060)); phone.recv(65535)
    assert not pinholes(), (start, pinholes())'
check "the same to a host that has a forward for its signalling (A7, B-AL-02)" py '
rfwctl("forward", "add", "alice", "udp", I2, "port", "5060")
second, caller = udp("i2", 5060), udp("e2", 5060)
data = invite("8", I2); caller.sendto(data, (I2, 5060)); assert second.recv(65535) == data
data = message("SIP/2.0 200 OK", "8", description(I2, AUDIO)); second.sendto(data, (E2, 5060)); assert caller.recv(65535) == data
assert not pinholes(), pinholes()
rfwctl("forward", "flush")'
check "an outsider that says it is inside (A12, B-AL-02)" py '
dropped("spoofed-source", lambda: inject("e1", udp_packet(I1, 5060, I2, 5060, invite())))
assert not pinholes(), pinholes()'
check "others inside that say all that a host would: nothing opens, and its call stays (A12)" py '
sent(invite("9"))
for ns, address in ("i2", I2), ("n1", N1):
    with udp(ns, 5060) as other:
        for data in (invite("10"), invite("9", lines=("m=audio 30000 RTP/AVP 0",)),
                     message("BYE" + START[6:], "9", method="BYE"), message("CANCEL" + START[6:], "9", method="CANCEL")):
            other.sendto(data, (E1, 5060)); server.recv(65535)
        for method in "BYE", "INVITE":
            server.sendto(message("SIP/2.0 487 Terminated", "9", method=method), (address, 5060)); other.recv(65535)
assert {p["port"][0]["low"] for p in pinholes()} == {20000, 20001}, pinholes()
cancel("9")'

### signalling that asks for what it should not get

check "media of another host, of the router, of an outsider, of all, of a group (A3, S9, B-AL-02)" py '
for number, address in enumerate((I2, RTR, E2, "::", "::1", "fe80::1", "ff0e::1/127", "::ffff:192.0.2.1", "i1.example.")):
    with counts("media-refused"): opens_nothing(invite(f"third-{number}", address))'
check "with sip-other-hosts on, another host of the same subscriber, and none else (A3, B-AL-02)" py '
rfwctl("policy", "set", "default", "sip-other-hosts", "on")
for number, address in enumerate((N1, RTR_OUT, E2, "::", "ff0e::1/127")):
    opens_nothing(invite(f"other-{number}", address))
sent(invite("other", I2))
assert {p["address"] for p in pinholes()} == {I2} and len(pinholes()) == 2, pinholes()
cancel("other")
rfwctl("policy", "set", "default", "sip-other-hosts", "off")'
check "ports of services (A5, B-AL-02)" py '
opens_nothing(invite("port-0", lines=("m=audio 0 RTP/AVP 0",)))
for port in (1, 22, 445, 1022):
    with counts("port-refused"): opens_nothing(invite(f"port-{port}", lines=(f"m=audio {port} RTP/AVP 0",)))
    opens_nothing(invite(f"rtcp-{port}", lines=("m=audio 0 RTP/AVP 0", f"a=rtcp:{port}")))'
check "the last of them does not open the port behind it (A5, B-AL-02)" py '
opens_nothing(invite("port-1023", lines=("m=audio 1023 RTP/AVP 0",)))'
check "media over TCP (A5, S25, B-AL-02)" py '
for protocol in ("TCP", "TCP/RTP/AVP", "TCP/MSRP"):
    opens_nothing(invite(f"tcp-{protocol[4:]}", lines=(f"m=message 20000 {protocol} *", "a=setup:passive")))'
check "hundreds of m= lines: as many as a message may open, and no more (A8, B-AL-02)" py '
rfwctl("policy", "set", "default", "max-pinholes", "1000")
with counts("media-excess"): sent(invite("many", lines=[f"m=audio {port} RTP/AVP 0" for port in range(20000, 21000, 2)]))
assert 2 <= len(pinholes()) <= 32, len(pinholes())
cancel("many")
with counts("media-excess"): sent(invite("range", lines=("m=audio 20000/500 RTP/AVP 0",)))
assert len(pinholes()) <= 32, len(pinholes())
cancel("range")'
check "a thousand calls: as many as a host may have, and the latest is one of them (A8, B-AL-02)" py '
for call in range(1000):
    phone.sendto(invite(f"flood-{call}", lines=(f"m=audio {20000 + 2 * call} RTP/AVP 0",)), (E1, 5060)); server.recv(65535)
ports = {p["port"][0]["low"] for p in pinholes()}
assert len(ports) == 32 and 21998 in ports, ports'
check "the neighbour has its ports all the same (A8)" py '
neighbour = udp("n1", 5060)
neighbour.sendto(invite("neighbour", N1), (E1, 5060)); server.recv(65535)
assert len(rfwctl("pinhole", "list", "subscriber", "bob")) == 2, pinholes()
rfwctl("policy", "set", "default", "alg", "none")
until(lambda: not pinholes(), "the end of the calls")
rfwctl("policy", "set", "default", "alg", "sip")'

check "twenty connections that wait for the rest of a message: the neighbour is read all the same (A8)" py '
half = b"BYE sip:b@a SIP/2.0\r\nContent-Length: 49152\r\n\r\n".ljust(32768)
with counts("no-memory"):
    waiting = [connection("i1", "e1", 5060) for number in range(20)]
    for client, far in waiting: client.sendall(half); receive(far, len(half))
client, far = connection("n1", "e1", 5060)
data = invite("neighbour", N1); client.sendall(data); assert receive(far, len(data)) == data
assert len(rfwctl("pinhole", "list", "subscriber", "bob")) == 2, pinholes()
for pair in *waiting, (client, far):
    for sock in pair: sock.close()
rfwctl("policy", "set", "default", "alg", "none")
until(lambda: not pinholes(), "the end of the calls")
rfwctl("policy", "set", "default", "alg", "sip")'

py '
def in_call(data, number):
    """The same message within the dialog of its call."""
    return (data.replace(b"<sip:b@[%s]>" % E1.encode(), b"<sip:b@[%s]>;tag=2" % E1.encode(), 1)
            .replace(b"CSeq: 1 ", b"CSeq: %d " % number))
def offers(call, number, port):
    sent(in_call(invite(call, lines=(f"m=audio {port} RTP/AVP 0",)), number))
def agreed(call, number):
    reply = message("SIP/2.0 200 OK", call, description(E1, "m=audio 40000 RTP/AVP 0"))
    reply = reply.replace(b"Contact: <sip:a@[%s]" % I1.encode(), b"Contact: <sip:b@[%s]" % E1.encode())
    server.sendto(in_call(reply, number), (I1, 5060)); phone.recv(65535)
    sent(in_call(message("ACK" + START[6:], call, method="ACK"), number))
def ports(): return {p["port"][0]["low"] for p in pinholes()}'
check "a thousand offers within a call: what was agreed and the last of them are open, no more (B-AL-08)" py '
sent(invite("storm")); agreed("storm", 1)
assert ports() == {20000, 20001}, ports()
for number in range(2, 1002): offers("storm", number, 20000 + 2 * number)
assert ports() == {20000, 20001, 22002, 22003}, ports()'
check "and the call goes on with the answer (B-AL-08)" py '
agreed("storm", 1001)
assert ports() == {22002, 22003}, ports()
for number in range(1002, 1100): offers("storm", number, 20000 + 2 * number); agreed("storm", number)
assert ports() == {22198, 22199}, ports()
sent(in_call(message("BYE" + START[6:], "storm", method="BYE"), 1100))
server.sendto(in_call(message("SIP/2.0 200 OK", "storm", method="BYE"), 1100), (I1, 5060)); phone.recv(65535)
until(lambda: not pinholes(), "the end of the call")'

### both ends of a call inside

check "a forward lets a neighbour call: nothing opens at either home (B-AL-12)" py '
rfwctl("forward", "add", "bob", "udp", N1, "port", "5060")
neighbour = udp("n1", 5060)
data = invite("inside").replace(E1.encode(), N1.encode())
phone.sendto(data, (N1, 5060)); assert neighbour.recv(65535) == data
reply = message("SIP/2.0 200 OK", "inside", description(N1, "m=audio 40000 RTP/AVP 0"))
neighbour.sendto(reply, (I1, 5060)); assert phone.recv(65535) == reply
assert not pinholes(), pinholes()
rfwctl("forward", "flush")'
check "a provider puts a call through to a neighbour, or within the home: each has its port, for the other alone (B-AL-12)" py '
def put_through(call, ns, address, subscriber):
    """A call from I1 that the provider passes on to another host inside, and its answer."""
    with udp(ns, 5060) as called:
        called.sendto(message(f"REGISTER sip:{E1} SIP/2.0", "r" + call, method="REGISTER"), (E1, 5060)); server.recv(65535)
        data = invite(call); sent(data)
        server.sendto(data.replace(b";branch=", b";branch=z9hG4bKe1;was=", 1), (address, 5060)); called.recv(65535)
        reply = message("SIP/2.0 200 OK", call, description(address, "m=audio 40000 RTP/AVP 0"))
        reply = reply.replace(b"Contact: <sip:a@[%s]" % I1.encode(), b"Contact: <sip:b@[%s]" % address.encode())
        called.sendto(reply, (E1, 5060)); assert server.recv(65535) == reply
        server.sendto(reply, (I1, 5060)); assert phone.recv(65535) == reply
        media = {(p["subscriber"], p["address"], p["port"][0]["low"], *(f["prefix"] for f in p["filter"]))
                 for p in pinholes() if p["port"][0]["low"] in (20000, 40000)}
        assert media == {("alice", I1, 20000, f"{address}/128"), (subscriber, address, 40000, f"{I1}/128")}, media
    rfwctl("policy", "set", "default", "alg", "none"); until(lambda: not pinholes(), "the end of the calls")
    rfwctl("policy", "set", "default", "alg", "sip")
neighbour.close()
put_through("homes", "n1", N1, "bob")
put_through("home", "i2", I2, "alice")'

### what should not be understood

check "messages that are longer than what is read (A10)" py '
with counts("too-long"): opens_nothing(invite("long-0", header="X-Long: " + "x" * 16384 + "\r\n"))
with counts("too-long"): opens_nothing(invite("long-1", header="X-Many: x\r\n" * 256))
with counts("too-long"): opens_nothing(invite("long-2", length=49153))'

check "messages that are not as they should be (A10, B-AL-02)" py '
body, malformed = description(I1, AUDIO), counted("malformed")
for number, data in enumerate((
        message(f"INVITE sip:b@[{E1}] SIP/7.0", "bad-0", body),
        message(f"INVITE  sip:b@[{E1}] SIP/2.0", "bad-1", body),
        message("INVITE", "bad-2", body),
        message("SIP/2.0 200", "bad-3", body),
        message("SIP/2.0 99 OK", "bad-4", body),
        invite("bad-5", length=-1), invite("bad-6", length=len(body) + 1),
        invite("bad-7", length=2 ** 32 + len(body)), invite("bad-8", length="1x"), invite("bad-9", length=""),
        invite("bad-10", header="Content-Length: 5\r\n"),
        invite("bad-11", header="Call-ID: another\r\n"),
        invite("bad-12", header="Content-Encoding: gzip\r\n"),
        invite("bad-13", header=" folded at the wrong place\r\n").replace(b"Via", b" Via", 1),
        invite("bad-14").replace(b"CSeq: 1 INVITE", b"CSeq: 1 BYE"),
        invite("bad-15").replace(b"CSeq: 1", b"CSeq: 99999999999"),
        invite("bad-16").replace(b"Call-ID: bad-16\r\n", b""),
        invite("bad-17").replace(b"application/sdp", b"text/plain"),
        invite("bad-18").replace(b"m=audio 20000", b"m=audio 85536"),
        invite("bad-19").replace(b"m=audio 20000", b"m=audio -45536"),
        invite("bad-20").replace(b"c=IN IP6", b"c=IN IP4"),
        invite("bad-21").replace(b"SIP/2.0\r\nVia", b"SIP/2.0\0\r\nVia", 1))):
    sent(data)
    assert not pinholes(), (number, data, pinholes())
assert counted("malformed") > malformed'
finish
