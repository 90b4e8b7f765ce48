#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report_pause.py RESULTS JSON: a table of what guest_pause.sh printed, and a JSON
# file of the same.
import json
import sys

WORK = {'nothing': 'a shell that does nothing', 'list': '`flow list`', 'reload': '`load`',
        'resize': '`flow set max-flows`', 'expiry': 'all of them expire'}


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        rows = [json.loads(line) for line in file if line.startswith('{"during"')]
    if [row['during'] for row in rows] != list(WORK):
        sys.exit('not every kind of work was measured')
    for row in rows:
        # an outsider's packet of an expired flow is none of a flow
        least = row['packets'] / 2 if row['during'] == 'expiry' else row['packets']
        if row['forwarded'] < least:
            sys.exit(f'packets were lost, the result is worth nothing: {row}')
        if not row['times']:
            sys.exit(f'no work was done: {row}')
    print(f"\n| while, with {rows[0]['flows']:,} flows | times | packets | half of them within | "
          '99 % | the latest | added |')
    print('|---|---:|---:|---:|---:|---:|---:|')
    for row in rows:
        print(f"| {WORK[row['during']]} | {row['times']} | {row['packets']:,} | {row['p50']:,} | "
              f"{row['p99']:,} | {row['max']:,} | {row['max'] - rows[0]['max']:+,} |")
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        json.dump({'part': 'pause', 'rows': rows}, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
