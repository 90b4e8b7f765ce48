# SPDX-License-Identifier: GPL-2.0-only
"""What faults_*_test.sh need besides sockets.py, in whose process they run: requests of the netlink
family made octet by octet, so that the only allocations between the first and the last octet are
the kernel's, and the kernel's ways to let allocations fail (Documentation/fault-injection)."""

import contextlib
import errno
import functools
import os
import re
import socket
import struct
import subprocess

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
STATISTICS = {number: name[17:] for name, number in RFW.items()
              if name.startswith("RFW_A_STATISTICS_")}
STATISTICS.update({(kind, number): name[4:] for kind in ("DROP_REASON", "SIP_COUNT")
                   for name, number in RFW.items() if name.startswith(f"RFW_{kind}_")})
KINDS = "DOMAIN", "POLICY", "SUBSCRIBER", "NAMED_HOST", "OPENING"


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

    def dump(self, kind):
        """All objects of a kind, but for what is another each time that the same is made."""
        fleeting = [RFW.get(f"RFW_A_{kind}_{word}") for word in ("ID", "EXPIRES")]
        return [[item for item in self.attributes(message) if item[0] not in fleeting] for message
                in self.messages(self.family, RFW[f"RFW_CMD_{kind}_GET"], 1, b"", NLM_F_DUMP)]

    def count(self, kind):
        return len(self.dump(kind))

    def statistics(self):
        """The numbers, by their names in the ABI. Starting rfwctl takes as long as a hundred."""
        found = {}
        for kind, data in self.attributes(self.request("STATISTICS_GET")[0]):
            inner = {RFW["RFW_A_STATISTICS_DROP"]: "DROP_REASON",
                     RFW["RFW_A_STATISTICS_SIP"]: "SIP_COUNT"}.get(kind)
            if inner:
                (_, which), (_, value) = self.attributes(data)
                kind = (inner, which[0])
            else:
                value = data
            found[kind] = int.from_bytes(value, "little")
        return {name: found[key] for key, name in STATISTICS.items() if key in found}

    def state(self):
        """All that a refused request must leave as it was, the generation included."""
        return [self.dump(kind) for kind in KINDS] + self.request("STATISTICS_GET")


def configuration(state):
    """The part of a state that is the same whenever the same configuration is in place."""
    return state[:len(KINDS)]


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


def write_failslab(name, value):
    """For what must need no memory itself: the file stays open."""
    if name not in failslab_files:
        failslab_files[name] = os.open(FAILSLAB + name, os.O_WRONLY)
    os.write(failslab_files[name], b"%d" % value)


failslab_files = {}
injected = 0            # allocations of our own that were let fail


class Messages:
    """What the kernel says from now on."""

    def __init__(self):
        self.file = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.file, 0, os.SEEK_END)

    def __call__(self):
        lines = []
        with contextlib.suppress(BlockingIOError):
            while True:
                lines.append(os.read(self.file, 8192).decode().split("\n")[0].partition(";")[2])
        return lines

    def close(self):
        os.close(self.file)


@functools.cache
def splat():
    """By what those who run the tests know a complaint."""
    return subprocess.run(["bash", "-c", f'. {TOP}/tests/vm/lib.sh && printf %s "$SPLAT"'],
                          capture_output=True, check=True, text=True).stdout


excuses = []            # what was said of want of memory, with a backtrace


@contextlib.contextmanager
def excused(others=False):
    """Where there is no memory for a slab cache, or in vmalloc, the kernel shows how it came there.
    That is no complaint, and not for the console, where it would be one. All else still is, but for
    warnings where others than the module may be without memory."""
    complaint = re.compile(splat())
    said = Messages()
    with open("/proc/sys/kernel/printk", "r+", encoding="ascii") as level:
        before = level.read().split()[0]
        level.seek(0)
        level.write("1")
        level.flush()
        try:
            yield
        finally:
            level.seek(0)
            level.write(before)
    lines = [line for line in said() if not line.startswith(" [<")]
    said.close()
    why = [line for line in lines
           if re.search("kmem_cache_create.* failed with error|vmalloc error: size", line)]
    excuses.extend(why)
    bad = [line for line in lines if line not in why and complaint.search(line)]
    if others:
        bad = [line for line in bad if line != "Call Trace:" and not line.startswith("WARNING: ")]
    assert bad == ["Call Trace:"] * len(bad) and len(bad) <= len(why), lines


def nth_fails(n, action, times=1):
    """Let the n-th of our own allocations in the action fail, and those behind it up to so many:
    an xarray asks twice. Returns its OSError or None, and how many it lacked of n."""
    nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    write_failslab("probability", 0)
    write_failslab("times", times if times > 1 else -1)
    error = None
    os.pwrite(nth, b"%d" % n, 0)
    try:
        if times > 1:
            write_failslab("probability", 100)
        action()
    except OSError as e:
        error = e
    left = int(os.pread(nth, 20, 0).rstrip(b"\0\n"))
    os.pwrite(nth, b"0", 0)
    write_failslab("probability", 0)
    os.close(nth)
    global injected
    injected += not left
    return error, left


def report():
    """For scripts/figures.sh."""
    print(f"# allocations that failed in turn: {injected}")


def each_fails(action, in_a_row=(2, 1), first=1, others=False):
    """Let each allocation of the action fail from the first on, with the one behind it and alone.
    Yields its OSError or None, and whether there was such an allocation: at last there was not."""
    failslab()
    for times in in_a_row:
        for n in range(first, first + 2000):
            with excused(others):
                error, left = nth_fails(n, action, times)
            yield error, not left
            if left:
                break
        else:
            raise AssertionError("no end of allocations")


def allocations(action):
    """How many of our own there are in the action."""
    failslab()
    return 1000000 - nth_fails(1000000, action)[1]


@contextlib.contextmanager
def nobody_else_has_memory():
    """Allocations fail in softirqs and in every other process."""
    failslab()
    with open("/proc/thread-self/fail-nth", "r+b", buffering=0) as nth:
        write_failslab("times", -1)
        nth.write(b"1000000000")
        write_failslab("probability", 100)
        try:
            yield
        finally:
            write_failslab("probability", 0)
            nth.write(b"0")


def starve(link, make, undo):
    """Let the allocations of make() fail. It is refused and has changed nothing, or it could do
    without and has done all. Returns how many were refused."""
    failslab()
    make(link)
    done = configuration(link.state())
    undo(link)
    refused = 0
    before = link.state()
    for error, failed in each_fails(lambda: make(link)):
        after = link.state()
        if configuration(after) == done:
            # ENOBUFS: the answer was lost, not the request
            assert error is None or error.errno == errno.ENOBUFS, error
            undo(link)
            after = link.state()
            assert configuration(after) == configuration(before), "not undone"
        else:
            assert failed and error, "an allocation failed, nobody cared, and not all was done"
            assert error.errno in (errno.ENOMEM, errno.ENOBUFS), error
            assert after == before, f"{error}: not as before"
            refused += 1
        before = after
    return refused
