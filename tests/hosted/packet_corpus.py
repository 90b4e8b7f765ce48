#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the seeds of packet_fuzz from templates: packet_corpus.py FOLDER"""

import pathlib
import sys

ADDRESSES = bytes.fromhex("20010db8000100000000000000000010" "20010db8000200000000000000000020")
PORTS = bytes.fromhex("123401bb")

# name: number, octets; the first octet of an extension header is set to the number that follows
EXTENSIONS = {
    "hop": (0, "0000050200000100"),
    "jumbo": (0, "0000c20400010000"),
    "dst": (60, "0000010400000000"),
    "dst16": (60, "0001010c" + "00" * 12),
    "rh0": (43, "00020001" + "00" * 20),
    "rh2": (43, "00020201" + "00" * 4 + "20010db8" + "00" * 11 + "30"),
    "hao": (60, "000201020000c910" + "20010db8" + "00" * 11 + "31"),
    "srh": (43, "0002040100000000" + "00" * 16),
    "atomic": (44, "0000000012345678"),
    "first": (44, "0000000112345678"),
    "later": (44, "0000000912345678"),
    "ah": (51, "000400000000000100000001" + "00" * 12),
    "shim": (140, "0000800000000001"),
    "control": (140, "0000010000000000"),
}
TRANSPORTS = {
    "tcp": (6, PORTS + bytes.fromhex("000000010000000250180100") + bytes(4)),
    "syn": (
        6,
        PORTS
        + bytes.fromhex("0000000100000000a002fde800000000")
        + bytes.fromhex("020405a0" "01030307" "0402080a") + bytes(8),
    ),
    "udp": (17, PORTS + bytes.fromhex("000c0000") + b"data"),
    "udplite": (136, PORTS + bytes.fromhex("00080000") + b"data"),
    "sctp": (132, PORTS + bytes(8) + bytes.fromhex("01000014") + bytes(16)),
    "dccp": (33, PORTS + bytes.fromhex("0400000001000000" "00000000")),
    "echo": (58, bytes.fromhex("80000000beef0001") + b"data"),
    "reply": (58, bytes.fromhex("81000000beef0001")),
    "ns": (58, bytes.fromhex("8700000000000000") + ADDRESSES[:16]),
    "esp": (50, bytes.fromhex("0000000100000001") + bytes(16)),
    "none": (59, b""),
}
CHAINS = """
    tcp syn udp udplite sctp dccp echo reply ns esp none
    hao+udp hao+rh2+tcp rh2+dst16+hao+echo
    hop+tcp dst+udp dst16+syn rh0+tcp rh2+udp srh+tcp atomic+udp first+tcp later+udp ah+tcp
    shim+udp control+none jumbo+tcp dst+hop+tcp atomic+atomic+tcp shim+first+udp
    hop+dst+rh2+atomic+ah+dst16+shim+tcp dst+dst+dst+dst+dst+dst+dst+dst+udp
    dst+dst+dst+dst+dst+dst+dst+dst+dst+udp ah+ah+ah+echo
""".split()


def packet(chain):
    names = chain.split("+")
    number, payload = TRANSPORTS[names[-1]]
    for name in reversed(names[:-1]):
        ours, octets = EXTENSIONS[name]
        payload = bytes([number]) + bytes.fromhex(octets)[1:] + payload
        number = ours
    length = len(payload).to_bytes(2, "big")
    return bytes.fromhex("60000000") + length + bytes([number, 64]) + ADDRESSES + payload


def error(inner):
    payload = bytes.fromhex("0104000000000000") + inner
    length = len(payload).to_bytes(2, "big")
    return bytes.fromhex("60000000") + length + bytes([58, 64]) + ADDRESSES + payload


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for chain in CHAINS:
        octets = packet(chain)
        (folder / chain).write_bytes(b"\0\1" + octets)
        (folder / f"embedded-{chain}").write_bytes(b"\4\3" + octets)
    (folder / "error-udp").write_bytes(b"\0\4" + error(packet("udp")))
    (folder / "gso-tcp").write_bytes(b"\x0a\5" + bytes(8) + packet("jumbo+tcp"))


if __name__ == "__main__":
    main()
