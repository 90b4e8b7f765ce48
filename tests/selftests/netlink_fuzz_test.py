#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""A control plane fed with rubbish (B-ST-15): whatever is asked, there is an answer, what is refused
has changed nothing, and the packets of a flow pass.

FUZZ_COUNT requests under FUZZ_SEED; each failure says its seed."""
import errno
import os
import random
import struct

from faults import NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST, RFW, Netlink
from netlink_fuzz import Maker, Specification, number, plain
from raw import Namespace, Test

COUNT = int(os.environ.get("FUZZ_COUNT", 300))
SEED = int(os.environ.get("FUZZ_SEED", 6092))
ROUND = 100             # requests between two configurations as in the corpus
# what changes by itself: flows and openings expire
VOLATILE = {RFW[name] for name in ("RFW_A_SUBSCRIBER_STATISTICS",)}
REFUSALS = {errno.EINVAL, errno.ERANGE, errno.ENOENT, errno.EEXIST, errno.EBUSY, errno.EOPNOTSUPP,
            errno.ENODEV, errno.EMSGSIZE, errno.ENOSPC, errno.ECANCELED, errno.EPERM, errno.E2BIG,
            errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.ENOTEMPTY, errno.EADDRINUSE,
            # of a flow that is to be restored
            errno.ESRCH, errno.ETIME, errno.EACCES, errno.EDQUOT}


def ask(link, name, octets, dump=False):
    """0, or the error of the answer; raises TimeoutError if there is none."""
    try:
        link.messages(link.family, number("cmd-" + name), 1, octets,
                      NLM_F_DUMP if dump else NLM_F_ACK)
    except TimeoutError:
        raise
    except OSError as error:
        return error.errno
    return 0


def configuration(link):
    """What is in place, as it is dumped, without what moves by itself."""
    return [[[(kind, value) for kind, value in link.attributes(message) if kind not in VOLATILE]
             for message in link.messages(link.family, number("cmd-%s-get" % what), 1, b"", NLM_F_DUMP)]
            for what in ("policy", "subscriber")]


def configure(link, maker):
    for name in ("transaction-abort", "transaction-begin"):
        ask(link, name, b"")
    for name, tree in maker.configuration:
        error = ask(link, name, plain(tree))
        if error:
            raise OSError(error, "%s: %s" % (name, os.strerror(error)))
    error = ask(link, "transaction-commit", b"")
    # a pinhole of before may still be there
    ask(link, "opening-new", plain(maker.corpus[maker.pinhole][1]))
    maker.ids = [int.from_bytes(dict(link.attributes(message))[number("a-opening-id")], "little")
                 for message in link.messages(link.family, number("cmd-opening-get"), 1, b"", NLM_F_DUMP)]
    return error


def corpus(test, maker, viewer):
    """What is to be changed at random has to be right to begin with."""
    configure(viewer, maker)
    wrong = []
    for name, tree in maker.right():
        error = ask(viewer, name, plain(tree), "do" not in maker.spec.commands[name])
        if error:
            wrong.append((name, os.strerror(error)))
    test.check("each request of the corpus is done", wrong, [])
    seen = {name for name, _ in maker.corpus}
    test.check("every command is in the corpus", set(maker.spec.commands) - seen, set())


def fuzz(test, maker, viewer):
    with Namespace("rtr"):
        links = [Netlink(), Netlink()]
    done, problems = 0, []
    for turn in range(COUNT):
        if turn % ROUND == 0:
            for link in links:
                ask(link, "transaction-abort", b"")
            if configure(viewer, maker):
                problems.append("request %d: no way back to the configuration" % turn)
                break
            before = configuration(viewer)
        name, octets, dump = maker.request()
        link = maker.rng.choice(links)
        try:
            error = ask(link, name, octets, dump)
        except TimeoutError:
            problems.append("request %d: no answer to %s %s" % (turn, name, octets.hex()))
            break
        after = configuration(viewer)
        if error and after != before:
            problems.append("request %d: refused, and changed: %s %s" % (turn, name, octets.hex()))
        if error and error not in REFUSALS:
            problems.append("request %d: %s to %s %s" % (turn, os.strerror(error), name, octets.hex()))
        done += not error
        before = after
    for link in links:
        link.close()
    test.result(not problems, "B-ST-15: %d requests have an answer each, and one that is refused "
                "changes nothing" % COUNT, *problems[:10])
    # else the fuzzer has not been where it matters
    test.result(COUNT // 5 < done < COUNT, "B-ST-15: some of them were done and some were not",
                "%d were done" % done)


def headers_that_lie(test, maker, viewer):
    configure(viewer, maker)
    before = configuration(viewer)
    with Namespace("rtr"):
        link = Netlink()
    link.sock.setblocking(False)
    for turn in range(COUNT):
        message = bytearray(maker.rubbish())
        # no command that is right by accident, for it would be done
        if len(message) >= 17:
            message[4:6] = struct.pack("=H", link.family)
            message[6] &= ~NLM_F_REQUEST & 0xff if turn % 2 else 0xff
            if turn % 2 == 0 and message[16] not in (0, 255):
                message[16] = 255
        try:
            link.sock.send(bytes(message))
        except OSError:
            pass
        while True:
            try:
                link.sock.recv(1 << 16)
            except OSError:
                break
    link.close()
    test.check("B-ST-15: %d messages with headers that lie do nothing" % COUNT,
               configuration(viewer) == before, True)


def dumps_left(test, maker, viewer):
    """Dumps that nobody reads to their end while everything changes under them."""
    configure(viewer, maker)
    with Namespace("rtr"):
        links = [Netlink() for _ in range(20)]
        writer = Netlink()
    dumps = [name for name, command in maker.spec.commands.items() if "dump" in command]
    for turn in range(COUNT // 4):
        link = maker.rng.choice(links)
        link.sock.setblocking(False)
        try:
            link.sock.send(struct.pack("=IHHIIBBH", 20, link.family, NLM_F_REQUEST | NLM_F_DUMP, turn, 0,
                                       number("cmd-" + maker.rng.choice(dumps)), 1, 0))
            link.sock.recv(maker.rng.choice([1, 1 << 16]))
        except OSError:
            pass
        ask(writer, *maker.request()[:2])
    for link in links + [writer]:
        link.close()
    test.check("B-ST-15: dumps left half read do no harm", configure(viewer, maker), 0)


def unprivileged(test, maker, viewer):
    """Somebody without CAP_NET_ADMIN."""
    configure(viewer, maker)
    before = configuration(viewer)
    pid = os.fork()
    if not pid:
        wrong = 1
        try:
            Namespace("rtr").__enter__()
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
            link = Netlink()
            for _ in range(COUNT // 4):
                name, octets, dump = maker.request()
                guarded = "uns-admin-perm" in maker.spec.commands[name].get("flags", ())
                error = ask(link, name, octets, dump)
                if guarded and error not in (errno.EPERM, errno.EOPNOTSUPP):
                    print("# %s: %s" % (name, error), flush=True)
                    break
            else:
                wrong = 0
        finally:
            os._exit(wrong)
    status = os.waitpid(pid, 0)[1]
    test.check("B-ST-15: without CAP_NET_ADMIN nothing that needs it is done",
               (status, configuration(viewer) == before), (0, True))


if __name__ == "__main__":
    test = Test()
    print("# FUZZ_SEED=%d FUZZ_COUNT=%d" % (SEED, COUNT))
    saved = "/tmp/netlink_fuzz.conf"
    test.rfwctl("save", saved)
    maker = Maker(Specification(), random.Random(SEED))
    with Namespace("rtr"):
        viewer = Netlink()
    corpus(test, maker, viewer)
    fuzz(test, maker, viewer)
    headers_that_lie(test, maker, viewer)
    dumps_left(test, maker, viewer)
    unprivileged(test, maker, viewer)
    viewer.close()
    test.rfwctl("load", saved)
    test.open_reference()
    test.finish()
