#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Random header chains: does the header walk see what scapy sees?

packet_scapy.py DUMP [COUNT [SEED]]: DUMP is the packet_dump program. Prints TAP.
"""

import ipaddress
import random
import subprocess
import sys

from scapy.layers.inet import TCP, UDP
from scapy.layers.inet6 import (
    HAO,
    ICMPv6DestUnreach,
    ICMPv6EchoReply,
    ICMPv6EchoRequest,
    ICMPv6ND_NS,
    IPv6,
    IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment,
    IPv6ExtHdrHopByHop,
    IPv6ExtHdrRouting,
    Pad1,
    PadN,
)
from scapy.layers.ipsec import AH
from scapy.layers.sctp import SCTP
from scapy.packet import Raw

# enum rfw_drop_reason
PASS, HEADER, LONG, RH0, FRAGMENT, TRANSPORT = range(6)
# enum rfw_packet_kind
FLOW, ERROR, OTHER = range(3)

EXTENSIONS = {
    0: IPv6ExtHdrHopByHop,
    43: IPv6ExtHdrRouting,
    44: IPv6ExtHdrFragment,
    51: AH,
    60: IPv6ExtHdrDestOpt,
}
SHIM6 = 140


# options of one header that are looked at, and octets of Pad1 that are one look
LOOKS, CHUNK = 64, 16


class Drop(Exception):
    """The packet is to be dropped for this reason."""


def address(rng):
    return f"2001:db8:{rng.randrange(4):x}::{rng.randrange(1, 4):x}"


def extension(rng, first):
    kind = rng.choices(["hop", "dst", "rh", "frag", "ah"], [3 if first else 0.1, 4, 2, 1, 2])[0]
    if kind == "dst" and rng.random() < 0.4:
        home = rng.choices([address(rng), "ff0e::1", "fe80::1", "::1"], [20, 1, 1, 1])[0]
        options = [HAO(hoa=home)]
        for _ in range(rng.choice([0, 0, 1, 2, 70])):
            options.insert(rng.randrange(len(options) + 1),
                           rng.choice([Pad1(), PadN(optdata=bytes(rng.randrange(6)))]))
        return IPv6ExtHdrDestOpt(options=options, autopad=1)
    if kind in ("hop", "dst"):
        cls = IPv6ExtHdrHopByHop if kind == "hop" else IPv6ExtHdrDestOpt
        size = rng.choice([4, 4, 4, 12, 60, 180])
        return cls(options=[PadN(optdata=bytes(size))])
    if kind == "rh":
        segments = [address(rng) for _ in range(rng.choice([1, 1, 2, 5]))]
        rtype = rng.choice([0, 1, 2, 2, 2, 3, 3, 4, 200])
        left = rng.randrange(3)
        if rtype == 2 and rng.random() < 0.7:
            segments, left = segments[:1], 1
        return IPv6ExtHdrRouting(type=rtype, addresses=segments, segleft=left)
    if kind == "frag":
        offset, more = rng.choice([(0, 0)] * 12 + [(0, 1), (1, 0), (8191, 1)])
        return IPv6ExtHdrFragment(offset=offset, m=more, id=rng.randrange(1 << 32))
    # scapy takes the length as given
    icv = rng.choice([0, 4, 12, 12, 12, 12, 12, 28])
    return AH(payloadlen=(12 + icv) // 4 - 2, icv=bytes(icv), spi=1, seq=rng.randrange(9))


def transport(rng):
    ports = {"sport": rng.randrange(1 << 16), "dport": rng.randrange(1 << 16)}
    data = Raw(bytes(rng.randrange(20)))
    return rng.choice(
        [
            TCP(**ports, options=rng.choice([[], [("MSS", 1440)]])) / data,
            UDP(**ports) / data,
            SCTP(**ports),
            ICMPv6EchoRequest(id=rng.randrange(1 << 16)) / data,
            ICMPv6EchoReply(id=rng.randrange(1 << 16)),
            ICMPv6DestUnreach() / data,
            ICMPv6ND_NS(),
            data,
        ]
    )


def make(rng):
    packet = IPv6(src=address(rng), dst=address(rng))
    for i in range(rng.choice([0, 0, 1, 1, 1, 2, 2, 3, 4, 8, 9, 12])):
        packet /= extension(rng, not i)
    packet /= transport(rng)
    if isinstance(packet.lastlayer(), Raw) and rng.random() < 0.8:
        packet.lastlayer().underlayer.nh = rng.choice([33, 41, 50, 59, 135, 136, 140, 200])
    return bytes(packet)


def damage(rng, octets):
    """Nothing, a field changed, cut off with and without a mended length, or a trailer."""
    octets = bytearray(octets)
    what = rng.randrange(8)
    if what in (3, 4) and len(octets) > 40:
        value = rng.choice([0, 1, 7, 58, 60, 255, rng.randrange(256)])
        octets[rng.randrange(40, len(octets))] = value
    elif what in (5, 6):
        del octets[rng.randrange(len(octets) + 1):]
        if what == 5 and len(octets) >= 40:
            octets[4:6] = (len(octets) - 40).to_bytes(2, "big")
    elif what == 7:
        octets += bytes(rng.randrange(1, 30))
    return bytes(octets)


def home(text):
    """The address, if a host may have it at home."""
    at = ipaddress.ip_address(text)
    if at.is_multicast or at in ipaddress.ip_network("fe80::/10") or int(at) < 1 << 48:
        raise Drop(HEADER)
    return text


def home_of_options(data, found):
    """The home address that the packet has named, or else one of these destination options."""
    looks = 0
    while len(data) >= 2:
        looks += 1
        if looks > LOOKS:
            raise Drop(LONG)
        padding = len(data[:CHUNK]) - len(data[:CHUNK].lstrip(b"\0"))
        if padding:
            data = data[padding:]
            continue
        size = 2 + data[1]
        if size > len(data):
            break
        if data[0] == 0xC9:
            if size != 18 or found != "-":
                raise Drop(HEADER)
            found = home(HAO(data[:size]).hoa)
        data = data[size:]
    return found


def homes_of(number, layer, header, homes):
    """Notes the home addresses that a header names, of source and destination."""
    if number == 60:
        homes[0] = home_of_options(header[2:], homes[0])
    elif number == 43 and layer.type == 2:
        if layer.len != 2 or layer.segleft != 1 or homes[1] != "-":
            raise Drop(HEADER)
        homes[1] = home(IPv6ExtHdrRouting(header).addresses[0])


def walk(header, rest, embedded, homes):
    """Skips extension headers: returns the protocol and what is left."""
    number, seen, octets, fragmented = header.nh, 0, 0, False
    while number in EXTENSIONS or number == SHIM6:
        if seen == 8:
            raise Drop(LONG)
        if len(rest) < 8:
            raise Drop(HEADER)
        if number == SHIM6:
            # unknown to scapy
            if not rest[2] & 0x80:
                break
            if rest[1]:
                raise Drop(HEADER)
            size, following = 8, rest[0]
        else:
            # its first octets alone: scapy would choke on what is cut off or of odd size
            layer = EXTENSIONS[number](rest[:8] + bytes(4 * (number == 51)))
            size, following = 8, layer.nh
            if number == 0 and seen:
                raise Drop(HEADER)
            if number == 43 and layer.type == 0:
                raise Drop(RH0)
            if number == 44:
                if fragmented or layer.offset or (layer.m and not embedded):
                    raise Drop(FRAGMENT)
                fragmented = True
            elif number == 51:
                if layer.payloadlen < 2:
                    raise Drop(HEADER)
                size = (layer.payloadlen + 2) * 4
            else:
                size = (layer.len + 1) * 8
        if size > len(rest):
            raise Drop(HEADER)
        octets += size
        if octets > 1024:
            raise Drop(LONG)
        if number in (43, 60) and not embedded:
            homes_of(number, layer, rest[:size], homes)
        seen, number, rest = seen + 1, following, rest[size:]
    return number, rest


def ports_of(number, rest, embedded):
    """Returns kind and ports (identifiers) of the transport header."""
    need = {6: 20, 17: 8, 132: 12, 136: 8, 33: 12}.get(number)
    if need and len(rest) < (4 if embedded else need):
        raise Drop(TRANSPORT)
    if number == 6:
        tcp = TCP(rest[:20] + bytes(20))
        if not embedded and not 20 <= tcp.dataofs * 4 <= len(rest):
            raise Drop(TRANSPORT)
        return FLOW, tcp.sport, tcp.dport
    if number in (17, 136):
        udp = UDP(rest[:8] + bytes(8))
        whole = number == 136 and udp.len == 0
        if not embedded and not whole and not 8 <= udp.len <= len(rest):
            raise Drop(TRANSPORT)
        return FLOW, udp.sport, udp.dport
    if number == 132:
        sctp = SCTP(rest[:12] + bytes(12))
        return FLOW, sctp.sport, sctp.dport
    if number == 33:
        # unknown to scapy
        if not embedded and not (16 if rest[8] & 1 else 12) <= rest[4] * 4 <= len(rest):
            raise Drop(TRANSPORT)
        return FLOW, int.from_bytes(rest[0:2], "big"), int.from_bytes(rest[2:4], "big")
    if number != 58:
        return FLOW, 0, 0

    if len(rest) < 4:
        raise Drop(TRANSPORT)
    if rest[0] in (128, 129):
        if len(rest) < (6 if embedded else 8):
            raise Drop(TRANSPORT)
        echo = ICMPv6EchoRequest(rest[:8] + bytes(8))
        return FLOW, echo.id, echo.id
    if embedded or (rest[0] < 128 and len(rest) < 8):
        raise Drop(TRANSPORT)
    return (ERROR if rest[0] < 128 else OTHER), 0, 0


def expect(octets, embedded):
    if len(octets) < 40:
        raise Drop(HEADER)
    header = IPv6(octets[:40])
    end = len(octets)
    if header.version != 6:
        raise Drop(HEADER)
    if not embedded:
        if header.plen > len(octets) - 40 or (not header.plen and header.nh == 0):
            raise Drop(HEADER)
        end = 40 + header.plen
    homes = ["-", "-"]
    number, rest = walk(header, octets[40:end], embedded, homes)
    kind, sport, dport = ports_of(number, rest, embedded)
    return [PASS, number, kind, end - len(rest), end, header.src, sport, header.dst, dport,
            *homes]


def compare(name, packets, answers, shift):
    """Prints a row of TAP; @shift: octets before the IPv6 header."""
    wrong = passed = 0
    reasons = set()
    for octets, answer in zip(packets, answers):
        got = answer.split()
        got = [int(word) if word.isdecimal() else word for word in got[:11]]
        try:
            wanted = expect(octets, bool(shift))
            wanted[3] += shift
            wanted[4] += shift
            passed += 1
        except Drop as drop:
            reasons.add(drop.args[0])
            # whatever is wrong with an embedded packet, there is one reason
            wanted, got = got[:0] + [drop.args[0]], got[:1]
            if shift and got[0]:
                got = wanted
        if wanted != got:
            wrong += 1
            print(f"# {octets.hex()}\n#   scapy {wanted}\n#   walk  {got}")
    if len(reasons) < 5 or not passed:
        print(f"# only reasons {reasons}, {passed} passed")
        wrong += 1
    result = "not ok" if wrong else "ok"
    print(f"{result} - packet_scapy.{name}: {len(packets)} packets, {passed} of them to pass")
    return wrong


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 4890)
    plain = [damage(rng, make(rng)) for _ in range(count)]
    inner = [damage(rng, make(rng)) for _ in range(count // 2)]
    outer = bytes(48)
    lines = [octets.hex() for octets in plain]
    lines += [f"embedded 48 {(outer + octets).hex()}" for octets in inner]
    run = subprocess.run(
        [sys.argv[1]], input="\n".join(lines) + "\n", text=True, check=True, capture_output=True
    )
    answers = run.stdout.splitlines()
    if len(answers) != len(lines):
        print(f"Bail out! {len(answers)} answers for {len(lines)} packets")
        return 1
    wrong = compare("outer", plain, answers[:count], 0)
    wrong += compare("embedded", inner, answers[count:], 48)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
