#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Lower layers of src/ never include higher ones. Prints TAP."""

import fnmatch
import pathlib
import re
import sys

# by file name without suffix
LAYERS = [
    "names",
    "key packet packet_home packet_peek packet_plain tcp tcp_parse tcp_plain mss"
    " sip_text sip_frame sip_value sip_body sip_parse sdp_parse prefix_table",
    "bogon config address_set object prefix_list flow flow_find flow_table endpoint opening forward pinhole"
    " host station named_host domain policy"
    " subscriber sessions limit limit_claim locate stats context trace"
    " sip_stream sip_call sip_flow sip_pinhole sip_view",
    "transport classify admit explain icmp6 udp generic answer inbound mobile mss_skb flow_gc restore"
    " alg_sip sip_media sip_dialog",
    "hook prefetch netlink* net learn main",
]

# a text, and the only files that may have it
OWNERS = {
    r"<net/genetlink\.h>": "netlink*",
    r"<net/netns/generic\.h>": "net",
    r"\bNF_(ACCEPT|DROP|STOLEN|QUEUE|REPEAT)\b": "hook learn prefetch",
    r'"netlink.*\.h"': "netlink* net main",
    r'"hook\.h"': "hook net main",
}

SRC = pathlib.Path(__file__).resolve().parent.parent / "src"
FILES = {path: path.read_text() for path in sorted(SRC.glob("*.[ch]"))}


def is_one_of(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns.split())


def layer_of(name):
    return next((i for i, names in enumerate(LAYERS) if is_one_of(name, names)), None)


def unknown_files():
    return [f"{path.name} is in no layer" for path in FILES if layer_of(path.stem) is None]


def upward_includes():
    found = []
    for path, text in FILES.items():
        for header in re.findall(r'^#\s*include "([^"/]+)\.h"', text, re.M):
            mine, other = layer_of(path.stem), layer_of(header)
            if mine is not None and other is not None and other > mine:
                found.append(f"{path.name} (layer {mine}) includes {header}.h (layer {other})")
    return found


def trespassers():
    return [
        f"{path.name} has {pattern}, which belongs to: {owners}"
        for pattern, owners in OWNERS.items()
        for path, text in FILES.items()
        if not is_one_of(path.stem, owners) and re.search(pattern, text)
    ]


def main():
    checks = [
        ("every source file has its layer", unknown_files()),
        ("no layer includes a higher one", upward_includes()),
        ("genetlink, namespace data, hooks and their verdicts stay where they belong", trespassers()),
    ]
    print("TAP version 13")
    print(f"1..{len(checks)}")
    for i, (name, found) in enumerate(checks, 1):
        print("not ok" if found or not FILES else "ok", i, "-", name)
        for line in found:
            print("#", line)
    sys.exit(any(found for _, found in checks) or not FILES)


main()
