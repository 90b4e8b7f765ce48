#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report_share.py RESULTS COUNTS JSON: which cache lines rfw's code wrote on one
# processor and touched on the other, from what guest_share.sh printed and what
# count_plugin.c saw. Exits with 1 if there is one although the flows differ, or
# none of TCP although they are the same, which would mean that it can't see any.
import json
import sys

from profile import read_results, read_runs


def parse_touch(address, processor, how, line):
    return int(address, 16), int(processor), how, int(line, 16)


def lines(run, symbols):
    """Lines that rfw's code has touched, those that it has written, and where."""
    touched, written = {}, {}
    for address, _, how, line in run:
        function, module = symbols.find(address)
        if module == 'rfw':
            touched[line] = function
            if how == 'w':
                written[line] = function
    return touched, written


def main():
    symbols = read_results(sys.argv[1])[1]
    runs = read_runs(sys.argv[2], parse_touch)
    status, rows, at = 0, [], 0
    print('\n| flows of two processors | lines touched | written | written by one, touched by '
          'the other |')
    print('|---|---:|---:|---:|')
    for protocol in 'udp', 'tcp':
        at += 1  # flows were opened
        for which in 'different', 'the same':
            if {p for run in runs[at:at + 2] for _, p, _, _ in run} != {0, 1}:
                sys.exit('both processors must have had packets')
            (touched0, written0), (touched1, written1) = \
                (lines(run, symbols) for run in runs[at:at + 2])
            at += 2
            shared = {line: touched for written, touched in
                      ((written0, touched1), (written1, touched0))
                      for line in written.keys() & touched.keys()}
            row = {'protocol': protocol, 'flows': which,
                   'touched': [len(touched0), len(touched1)],
                   'written': [len(written0), len(written1)], 'shared': len(shared)}
            rows.append(row)
            print(f"| {protocol.upper()}, {which} | {len(touched0):,} and {len(touched1):,} | "
                  f'{len(written0):,} and {len(written1):,} | {len(shared):,} |')
            if which == 'different' and shared:
                for line, touched in shared.items():
                    print(f'\nSHARED: {line:x} {touched[line]}')
                status = 1
            elif which != 'different' and protocol == 'tcp' and not shared:
                print('\nBLIND: both processors have moved the same windows')
                status = 1
    with open(sys.argv[3], 'w', encoding='utf-8') as file:
        json.dump({'part': 'share', 'rows': rows}, file, indent=1)
        file.write('\n')
    return status


if __name__ == '__main__':
    sys.exit(main())
