#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""tcp_corpus.py FOLDER: writes seeds for tcp_fuzz: connections, whole and spoiled."""
import pathlib
import struct
import sys

FIN, SYN, RST, ACK = 1, 2, 4, 16
SCALE, MSS, NOP = b"\3\3\7", b"\2\4\5\xa0", b"\1"


def segment(who, flags, seq, ack=0, options=b"", units=0, window=65535):
    options += bytes(-len(options) % 4)
    words = len(options) // 4
    return bytes([who | words << 1 | units << 5]) + struct.pack(
        "!HHIIBBHHH", 4000, 80, seq & 0xffffffff, ack & 0xffffffff, 5 + words << 4, flags, window, 0,
        0) + options


def opened(first=1000, other=5000, options=MSS + SCALE + NOP):
    return (segment(0, SYN, first, 0, options) + segment(1, SYN | ACK, other, first + 1, options) +
            segment(0, ACK, first + 1, other + 1))


DATA = segment(0, ACK, 1001, 5001, units=2) + segment(1, ACK, 5001, 1401, units=7)
SEEDS = {
    "data": opened() + DATA,
    "closed": opened() + DATA + segment(0, FIN | ACK, 1401, 6401) + segment(1, FIN | ACK, 6401, 1402) +
    segment(0, ACK, 1402, 6402) + segment(0, SYN, 90000),
    "reset": opened() + segment(1, RST, 5001) + segment(0, SYN, 3000),
    "reset-within": opened() + segment(1, RST, 5201) + DATA,
    "simultaneous": segment(0, SYN, 1000) + segment(1, SYN, 5000) + segment(0, SYN | ACK, 1000, 5001) +
    segment(1, SYN | ACK, 5000, 1001),
    "wrap": opened(0xffffff00, 0xfffffff0) + segment(0, ACK, 0xffffff01, 0xfffffff1, units=3),
    "picked-up": segment(0, ACK, 7000, 8000, units=1) + segment(1, ACK, 8000, 7200, units=1),
    "no-options": opened(options=b"") + DATA,
    "two-scales": opened(options=SCALE + b"\3\3\xff" + NOP * 2),
    "options-cut": opened(options=b"\3\3" + NOP * 2 + b"\3\0\xff\1"),
    "beyond": opened() + segment(1, ACK, 5001 + (1 << 30), 1001) + segment(1, FIN | ACK, 4000, 1001),
    "zero-window": opened() + segment(1, ACK, 5001, 1001, window=0) + segment(0, ACK, 1000, 5001),
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, octets in SEEDS.items():
        for knobs in (1, 3) if name != "picked-up" else (2, 3):
            (folder / ("%s-%d" % (name, knobs))).write_bytes(bytes([knobs]) + octets)


if __name__ == "__main__":
    main()
