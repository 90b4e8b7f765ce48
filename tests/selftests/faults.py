# SPDX-License-Identifier: GPL-2.0-only
"""What faults_test.sh needs besides sockets.py, in whose process it runs: requests of the netlink
family made octet by octet, so that the only allocations between the first and the last octet are
the kernel's, and the kernel's ways to let allocations fail (Documentation/fault-injection)."""

import errno
import os
import re
import socket
import struct

FAILSLAB = "/sys/kernel/debug/failslab/"
NETLINK_GENERIC, NLMSG_ERROR, NLMSG_DONE = 16, 2, 3
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLA_F_NESTED = 0x8000
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def enumerators():
    """The constants of the ABI's header, by name."""
    found = {}
    with open(TOP + "/include/uapi/linux/rfw.h", encoding="ascii") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    for body in re.findall(r"enum \w*\s*\{(.*?)\}", text, re.S):
        value = -1
        for item in filter(None, (x.strip() for x in body.split(","))):
            name, _, given = item.partition("=")
            value = int(given) if given.strip().isdigit() else value + 1
            found[name.strip()] = value
    return found


RFW = enumerators()


def attr(kind, data):
    """An attribute; a list is a nest, an int one octet, a tuple a number of that many octets."""
    if isinstance(kind, str):
        kind = RFW["RFW_A_" + kind]
    if isinstance(data, list):
        kind, data = kind | NLA_F_NESTED, b"".join(data)
    elif isinstance(data, str):
        data = data.encode() + b"\0"
    elif isinstance(data, int):
        data = bytes([data])
    elif isinstance(data, tuple):
        data = data[1].to_bytes(data[0], "little")
    size = 4 + len(data)
    return struct.pack("=HH", size, kind) + data + b"\0" * (-size % 4)


def prefix(kind, text):
    address, length = text.split("/")
    return attr(kind, [attr("PREFIX_ADDRESS", socket.inet_pton(socket.AF_INET6, address)),
                       attr("PREFIX_LENGTH", int(length))])


class Netlink:
    """A socket of the family in the namespace that it is made in."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.sock.settimeout(30)
        self.sock.bind((0, 0))
        self.sequence = 0
        answer = self.messages(16, 3, 1, attr(2, "rfw"), NLM_F_ACK)[0]
        self.family = next(struct.unpack_from("=H", data)[0]
                           for kind, data in self.attributes(answer) if kind == 1)

    def close(self):
        self.sock.close()

    @staticmethod
    def attributes(data):
        while len(data) >= 4:
            size, kind = struct.unpack_from("=HH", data)
            yield kind & 0x3fff, data[4:size]
            data = data[(size + 3) & ~3:]

    def messages(self, family, command, version, attributes, flags):
        """The attributes of each message of the answer; raises what the kernel says."""
        self.sequence += 1
        message = struct.pack("=IHHIIBBH", 20 + len(attributes), family, NLM_F_REQUEST | flags,
                              self.sequence, 0, command, version, 0) + attributes
        self.sock.send(message)
        found = []
        while True:
            data = self.sock.recv(1 << 20)
            while data:
                size, kind, _, sequence = struct.unpack_from("=IHHI", data)
                body, data = data[16:size], data[(size + 3) & ~3:]
                if sequence != self.sequence:
                    continue        # of a request whose answer got lost
                if kind == NLMSG_ERROR:
                    error = struct.unpack_from("=i", body)[0]
                    if error:
                        raise OSError(-error, os.strerror(-error))
                    return found
                if kind == NLMSG_DONE:
                    return found
                found.append(body[4:])

    def request(self, command, *attributes):
        return self.messages(self.family, RFW["RFW_CMD_" + command], 1, b"".join(attributes),
                             NLM_F_ACK)

    def state(self):
        """All that a refused request must leave as it was, the generation included."""
        return [self.messages(self.family, RFW["RFW_CMD_" + kind + "_GET"], 1, b"", NLM_F_DUMP)
                for kind in ("DOMAIN", "POLICY", "SUBSCRIBER")] + self.request("STATISTICS_GET")


def configuration(state):
    """The part of a state that is the same whenever the same configuration is in place."""
    return state[:3]


def failslab(**settings):
    """probability=..., times=..., cache_filter=...; what is not given is as for no failure. The
    filter leaves the caches of rfw, see SLAB_CHECKS in tests/vm/lib.sh."""
    values = {"probability": 0, "interval": 1, "times": -1, "space": 0, "verbose": 0,
              "task_filter": "N", "cache_filter": "N", "ignore_gfp_wait": "N"}
    values.update(settings)
    # off first and on last, for what is in between needs memory too
    probability = values.pop("probability")
    for name, value in [("probability", 0), *values.items(), ("probability", probability)]:
        with open(FAILSLAB + name.replace("_", "-"), "w", encoding="ascii") as file:
            file.write(str(value))


injected = 0            # allocations that starve() let fail


def starve(link, make, undo):
    """Let each allocation of make() fail once. It is refused and has changed nothing, or it could
    do without and has done all. Returns how many failed."""
    failslab()
    make(link)
    done = configuration(link.state())
    undo(link)
    refused = 0
    nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    try:
        for n in range(1, 1000):
            before, error = link.state(), None
            os.pwrite(nth, b"%d" % n, 0)
            try:
                make(link)
            except OSError as e:
                error = e
            left = int(os.pread(nth, 20, 0).rstrip(b"\0\n"))
            os.pwrite(nth, b"0", 0)
            after = link.state()
            if configuration(after) == done:
                # ENOBUFS: the answer was lost, not the request
                assert error is None or error.errno == errno.ENOBUFS, (n, error)
                undo(link)
                assert configuration(link.state()) == configuration(before), n
            else:
                assert error, f"allocation {n} failed, nobody cared, and not all was done"
                assert error.errno in (errno.ENOMEM, errno.ENOBUFS), (n, error)
                assert after == before, f"allocation {n}: not as before"
                refused += 1
            if left:
                return refused
            global injected
            injected += 1
        raise AssertionError("no end of allocations")
    finally:
        os.pwrite(nth, b"0", 0)
        os.close(nth)
