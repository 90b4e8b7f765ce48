# SPDX-License-Identifier: GPL-2.0-only
"""Random requests of the netlink family, made from its specification, docs/netlink/rfw.yaml: right
ones of netlink_corpus.json that were changed a little, others made from nothing but the
specification, and what is broken in its octets."""
import itertools
import json
import os
import socket
import struct

import yaml

from faults import NLA_F_NESTED, RFW, TOP
from raw import Talk, OUT, IN, SYN, fragment, hop_by_hop

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = {"u8": 1, "u16": 2, "u32": 4}
WORDS = ["home", "other", "default", "open", "tight", "alice", "bob", "carol", "nas", "phone", "lan",
         "wan", "lo", "", "none", "x" * 15, "x" * 16, "x" * 63, "x" * 64, "x" * 300, "\xff\xfe", "a/b"]
ADDRESSES = ["2a0a:1::", "2a0a:1:100::", "2a0a:1:100::1", "2a0a:1:200::", "2a0a:1:200::9", "2a0b::1",
             "::", "::1", "::7", "ff02::1", "fe80::1", "2001:db8::", "::ffff:1.2.3.4", "fd00::"]
PACKETS = [Talk().udp(OUT), Talk().udp(IN), Talk().tcp(OUT, SYN), Talk().echo(IN, 128),
           Talk().udp(OUT, 5000, 6000, hop_by_hop(), fragment(8, 1))]
# a table of millions of chains is what it says, and no matter of this test
FLOWS_MOST = 1 << 16


class Specification:
    def __init__(self):
        with open(TOP + "/docs/netlink/rfw.yaml", encoding="utf-8") as file:
            spec = yaml.safe_load(file)
        self.sets = {s["name"]: {a["name"]: dict(a, set=s.get("subset-of", s["name"]))
                                 for a in s["attributes"]} for s in spec["attribute-sets"]}
        self.constants = {d["name"]: d["value"] for d in spec["definitions"] if d["type"] == "const"}
        self.enums = {d["name"]: [e if isinstance(e, str) else e["name"] for e in d["entries"]]
                      for d in spec["definitions"] if d["type"] != "const"}
        # those that can be asked for
        self.commands = {c["name"]: c for c in spec["operations"]["list"] if "do" in c or "dump" in c}

    def attributes(self, command):
        """Of a request, by name."""
        names = itertools.chain.from_iterable(
            command.get(kind, {}).get("request", {}).get("attributes", ()) for kind in ("do", "dump"))
        return {name: self.sets[command["attribute-set"]][name] for name in names}

    def limit(self, attribute, name, default):
        value = attribute.get("checks", {}).get(name, default)
        return self.constants.get(value, value)


def number(name):
    return RFW["RFW_" + name.upper().replace("-", "_")]


def value_of(spec, attribute, given):
    """Octets of what the corpus says in words; a tree if it is a nest."""
    kind = attribute["type"]
    if kind == "nest":
        return tree_of(spec, spec.sets[attribute["nested-attributes"]], given)
    if kind == "string":
        return given.encode() + b"\0"
    if kind == "flag":
        return b""
    if kind == "binary":
        if attribute["name"] == "packet":
            return bytes.fromhex(given)
        if attribute["name"] == "mac":
            return bytes.fromhex(given.replace(":", ""))
        return socket.inet_pton(socket.AF_INET6, given)
    if isinstance(given, str):
        given = spec.enums[attribute["enum"]].index(given)
    return given.to_bytes(SIZES.get(kind, 8), "big" if "byte-order" in attribute else "little")


def tree_of(spec, attributes, given):
    """A list of (attribute, octets or a list)."""
    return [(attributes[name], value_of(spec, attributes[name], one)) for name, some in given.items()
            for one in (some if isinstance(some, list) else [some])]


def plain(tree):
    """The octets of a tree as they should be."""
    octets = b""
    for attribute, value in tree:
        kind = number("a-" + attribute["set"] + "-" + attribute["name"])
        if isinstance(value, list):
            kind, value = kind | NLA_F_NESTED, plain(value)
        octets += struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)
    return octets


class Maker:
    def __init__(self, spec, rng):
        self.spec, self.rng = spec, rng
        with open(HERE + "/netlink_corpus.json", encoding="utf-8") as file:
            corpus = json.load(file)
        self.corpus = [(name, tree_of(spec, spec.attributes(spec.commands[name]), given))
                       for name, given in corpus]
        # it begins with a whole configuration, and a pinhole, which is no part of one
        self.pinhole = next(n for n, (_, given) in enumerate(corpus) if given.get("kind") == "pinhole")
        self.configuration = self.corpus[:self.pinhole]
        # numbers of openings that there are
        self.ids = [0]

    def right(self):
        """The corpus as it stands, behind its configuration."""
        for name, tree in self.corpus[self.pinhole + 1:]:
            yield name, [(attribute, self.ids[-1].to_bytes(4, "little") if attribute["name"] == "id" else
                          value) for attribute, value in tree]

    def often(self, of=8):
        return self.rng.randrange(of) > 0

    def value(self, attribute):
        rng, spec, kind = self.rng, self.spec, attribute["type"]
        if kind == "nest":
            return self.tree(spec.sets[attribute["nested-attributes"]])
        if kind == "flag":
            return b""
        if kind == "string":
            return rng.choice(WORDS).encode("latin-1") + b"\0" * self.often(20)
        if kind == "binary":
            if attribute["name"] == "packet":
                packet = bytearray(rng.choice(PACKETS))
                for _ in range(rng.randrange(4)):
                    packet[rng.randrange(len(packet))] = rng.randrange(256)
                return bytes(packet[:None if self.often(4) else rng.randrange(len(packet))])
            size = spec.limit(attribute, "exact-len", rng.choice([0, 1, 16, 32, 33, 300]))
            if size == 16 and self.often():
                return socket.inet_pton(socket.AF_INET6, rng.choice(ADDRESSES))
            return rng.randbytes(size)
        size = SIZES.get(kind) or rng.choice([4, 8])
        most = (1 << 8 * size) - 1
        if "enum" in attribute and self.often():
            numbers = range(len(spec.enums[attribute["enum"]]))
        else:
            low, high = spec.limit(attribute, "min", 0), spec.limit(attribute, "max", most)
            numbers = [0, 1, 6, 17, 47, 58, low, high, low - 1, high + 1, most, most >> 1,
                       rng.randint(low, high), rng.randint(0, most)]
        chosen = max(0, min(most, rng.choice(numbers)))
        if attribute["name"] == "id" and self.often():
            chosen = rng.choice(self.ids)
        if attribute["name"] == "max-flows":
            chosen = min(chosen, FLOWS_MOST)
        return chosen.to_bytes(size, "big" if "byte-order" in attribute else "little")

    def tree(self, attributes):
        share = self.rng.choice([0.1, 0.3, 0.6, 1])
        found = []
        for attribute in attributes.values():
            if self.rng.random() < share or (attribute["name"] == "name" and self.often()):
                times = self.rng.choice([1, 1, 1, 2, 3, 40]) if attribute.get("multi-attr") else 1
                found += [(attribute, self.value(attribute)) for _ in range(times)]
        return found

    def changed(self, tree, attributes):
        """A few attributes less, more, or of another value."""
        tree = list(tree)
        for _ in range(self.rng.choice([0, 0, 1, 1, 2, 4])):
            what = self.rng.randrange(3)
            at = self.rng.randrange(len(tree)) if tree else 0
            if what == 0 and tree:
                del tree[at]
            elif what == 1 and tree:
                attribute, value = tree[at]
                if isinstance(value, list) and self.often(3):
                    value = self.changed(value, self.spec.sets[attribute["nested-attributes"]])
                else:
                    value = self.value(attribute)
                tree[at] = attribute, value
            elif attributes:
                attribute = self.rng.choice(list(attributes.values()))
                tree.insert(at, (attribute, self.value(attribute)))
        return tree

    def damaged(self, octets):
        """Octets of attributes that are not as they should be."""
        octets, rng = bytearray(octets), self.rng
        for _ in range(rng.choice([1, 1, 2, 5])):
            if not octets:
                return rng.randbytes(rng.randrange(40))
            at = rng.randrange(len(octets))
            what = rng.randrange(5)
            if what == 0:
                octets[at] = rng.choice([0, 1, 3, 4, 0x40, 0x80, 0xff, rng.randrange(256)])
            elif what == 1:
                # the length of the first attribute
                octets[:2] = struct.pack("=H", rng.choice([0, 1, 3, 4, 5, 0xffff, len(octets) + 1]))
            elif what == 2:
                del octets[at:]
            elif what == 3:
                octets[at & ~3:at & ~3] = rng.randbytes(rng.choice([1, 4, 8, 64]))
            else:
                octets += octets[:at]
        return bytes(octets)

    def request(self):
        """(name of the command, octets of its attributes, whether it is a dump)"""
        spec, rng = self.spec, self.rng
        if self.often(3):
            name, tree = rng.choice(self.corpus)
            if name.startswith("transaction-") and self.often(4):
                # one that is begun keeps all others out
                name, tree = rng.choice(self.configuration)
            octets = self.changed(tree, spec.attributes(spec.commands[name]))
        else:
            name = rng.choice(list(spec.commands))
            octets = self.tree(spec.attributes(spec.commands[name]))
        octets = plain(octets)
        if not self.often():
            octets = self.damaged(octets)
        command = spec.commands[name]
        dump = "dump" in command and ("do" not in command or not self.often(2))
        return name, octets, dump if self.often(20) else not dump

    def rubbish(self):
        """A message whose header lies."""
        rng = self.rng
        name, octets, _ = self.request()
        size = rng.choice([0, 15, 16, 19, 20, 20 + len(octets) + 4, 0xffffffff, 20 + len(octets)])
        header = struct.pack("=IHHII", size, 0, rng.choice([0, 1, 5, 0x301, 0xffff, rng.randrange(65536)]),
                             rng.randrange(100), rng.choice([0, 0, 7]))
        general = bytes([rng.choice([number("cmd-" + name), 0, 255, rng.randrange(256)]),
                         rng.choice([0, 1, 255]), 0, rng.choice([0, 0, 9])])
        message = header + general + octets
        if not self.often(4):
            message = message[:rng.randrange(len(message) + 1)]
        return message + self.damaged(message) * (not self.often(3))
