#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Holds sockets in all the network namespaces of a selftest and does with them
what sockets.sh passes on: Python statements up to a NUL. The answer is what they
printed, a NUL and a line with 0, or 1 after an exception."""

import contextlib
import ctypes
import io
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time
import traceback

PATIENCE = 30           # seconds that what must happen may take
CLONE_NEWNET = 0x40000000
TCP, UDP, ICMP6, SCTP, UDPLITE = 6, 17, 58, 132, 136
IPV6_HDRINCL = 36

I1, I2, N1, E1, E2 = (os.environ[name] for name in ("I1", "I2", "N1", "E1", "E2"))
ADDRESS = {"i1": I1, "i2": I2, "n1": N1, "e1": E1, "e2": E2}

random.seed(1)          # the kernel of a test may have no entropy to wait for
libc = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def namespace(name):
    """What is opened here is opened in that namespace and stays there."""
    before = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open("/run/netns/" + name, os.O_RDONLY)
    try:
        if libc.setns(there, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns " + name)
        yield
    finally:
        libc.setns(before, CLONE_NEWNET)
        os.close(before)
        os.close(there)


def until(condition, what="the condition", patience=PATIENCE):
    """Wait for what must come true, and return it."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"{what} did not come about"
        time.sleep(0.01)


### sockets


def open_socket(ns, kind, protocol=0, port=0, address=None, device=None):
    with namespace(ns):
        sock = socket.socket(socket.AF_INET6, kind, protocol)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if device:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
    sock.bind((address or ADDRESS[ns], port))
    sock.settimeout(PATIENCE)
    return sock


def udp(ns, port=0, protocol=UDP, **options):
    return open_socket(ns, socket.SOCK_DGRAM, protocol, port, **options)


def listener(ns, port=0, protocol=TCP, **options):
    sock = open_socket(ns, socket.SOCK_STREAM, protocol, port, **options)
    sock.listen()
    return sock


def connecting(ns, address, port, protocol=TCP, source_port=0, **options):
    """A socket whose first segment has left."""
    sock = open_socket(ns, socket.SOCK_STREAM, protocol, source_port, **options)
    sock.setblocking(False)
    sock.connect_ex((address, port))
    return sock


def connected(sock):
    """Wait for the end of connecting(); raises what connect() would have."""
    assert select.select([], [sock], [], PATIENCE)[1], "no answer to the connection"
    error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if error:
        raise OSError(error, os.strerror(error))
    sock.settimeout(PATIENCE)
    return sock


def connection(inside, outside, port=5001, protocol=TCP, source_port=0):
    """Both ends of a connection from inside to outside."""
    with listener(outside, port, protocol) as sock:
        client = connected(connecting(inside, ADDRESS[outside], port, protocol, source_port))
        server = sock.accept()[0]
    server.settimeout(PATIENCE)
    return client, server


def receive(sock, count):
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        assert part, f"the connection ended after {len(data)} octets"
        data += part
    return data


def send(sender, receiver, size=1):
    """Data from one end of a connection to the other."""
    data = random.randbytes(size)
    sent, got = 0, b""
    sender.setblocking(False)
    while len(got) < size:
        readable, writable, _ = select.select([receiver], [sender] if sent < size else [], [],
                                              PATIENCE)
        assert readable or writable, f"stuck after {len(got)} of {size} octets"
        if writable:
            sent += sender.send(data[sent:sent + 65536])
        if readable:
            part = receiver.recv(65536)
            assert part, "the connection ended"
            got += part
    sender.settimeout(PATIENCE)
    assert got == data, "not what was sent"


def exchange(a, b, size=1):
    send(a, b, size)
    send(b, a, size)


def name(sock):
    return sock.getsockname()[:2]


def datagram(sender, receiver, size=8, to=None):
    """One that must arrive; the address it came from."""
    data = random.randbytes(size)
    sender.sendto(data, to or name(receiver))
    got, source = receiver.recvfrom(65535)
    assert got == data, "not what was sent"
    return source[:2]


def nothing(sock):
    """Nothing has come. For after a positive sign that it has had its time."""
    assert not select.select([sock], [], [], 0)[0], "something has arrived"


def sniffer(ns, device):
    with namespace(ns):
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0)
        sock.bind((device, 0x86dd))
    return sock


def sniffed(sock):
    """The IPv6 packets that have come in so far."""
    packets = []
    while select.select([sock], [], [], 0)[0]:
        packet, (_, _, kind, _, _) = sock.recvfrom(65535)
        if kind != socket.PACKET_OUTGOING:
            packets.append(packet)
    return packets


### packets by hand


def checksum(source, destination, protocol, payload):
    data = (socket.inet_pton(socket.AF_INET6, source) +
            socket.inet_pton(socket.AF_INET6, destination) +
            struct.pack("!II", len(payload), protocol) + payload + b"\0" * (len(payload) % 2))
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff or 0xffff


def packet(source, destination, protocol, payload, checksum_at=None):
    """An IPv6 packet; checksum_at: where in the payload its checksum belongs."""
    if checksum_at is not None:
        value = struct.pack("!H", checksum(source, destination, protocol, payload))
        payload = payload[:checksum_at] + value + payload[checksum_at + 2:]
    return (struct.pack("!IHBB", 6 << 28, len(payload), protocol, 64) +
            socket.inet_pton(socket.AF_INET6, source) +
            socket.inet_pton(socket.AF_INET6, destination) + payload)


def udp_packet(source, source_port, destination, port, data=b"data"):
    header = struct.pack("!HHHH", source_port, port, 8 + len(data), 0)
    return packet(source, destination, UDP, header + data, 6)


def tcp_packet(source, source_port, destination, port, flags, seq=1, ack=0):
    header = struct.pack("!HHIIBBHHH", source_port, port, seq, ack, 5 << 4, flags, 65535, 0, 0)
    return packet(source, destination, TCP, header, 16)


def inject(ns, data):
    """Send a packet as it is."""
    with namespace(ns), socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        raw.sendto(data, (socket.inet_ntop(socket.AF_INET6, data[24:40]), 0))


### the firewall


def rfwctl(*words):
    done = subprocess.run(["rfwctl", "-n", "rtr", "-j", *words], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout) if done.stdout.strip() else None


def flows(*words):
    return rfwctl("flow", "list", *words)


def flow(*words):
    """The only flow that matches."""
    found = flows(*words)
    assert len(found) == 1, found
    return found[0]


def drops(reason):
    return next(drop["packets"] for drop in rfwctl("stats")["drop"] if drop["reason"] == reason)


def dropped(reason, action):
    """What the action sends must be dropped, for this reason."""
    before = drops(reason)
    action()
    until(lambda: drops(reason) > before, f"a drop for {reason}")


def main():
    variables = globals()
    pending = b""
    while True:
        data = os.read(0, 65536)
        if not data:
            return
        pending += data
        while b"\0" in pending:
            statements, pending = pending.split(b"\0", 1)
            output, status = io.StringIO(), 0
            with contextlib.redirect_stdout(output):
                try:
                    exec(compile(statements, "<test>", "exec"), variables)
                except Exception:
                    status = 1
                    traceback.print_exc(file=output)
            sys.stdout.write(f"{output.getvalue()}\0{status}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
