#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report_size.py UNIT RESULTS JSON: table of what guest_size.sh printed, whole
# packets with their forwarding, and a JSON file of the same. Of several rounds
# the least counts.
import json
import sys

RUNS = ('one', 'some', 'some+ranges', 'full', 'full+ranges')
KINDS = {
    'established': 'established',
    'outbound': 'first, from inside',
    'forward': 'first, to a forward',
    'pinhole': 'first, to a pinhole',
    'endpoint': 'first, endpoint-independent',
    'dropped': 'first from outside, dropped',
}


def read(name):
    cost = {}
    with open(name, encoding='utf-8') as file:
        for line in file:
            if not line.startswith('{"run"'):
                continue
            r = json.loads(line)
            if r['forwarded'] != (0 if r['kind'] == 'dropped' else r['packets']):
                sys.exit(f'not the packets were forwarded that should be: {r}')
            cost.setdefault((r['run'], r['kind']), []).append(r['p10'])
    return {key: min(values) for key, values in cost.items()}


def print_row(name, cells, ratio):
    print(f'| {name} | ' + ' | '.join('' if c is None else f'{c:,.0f}' for c in cells) +
          f" | {'' if ratio is None else format(ratio, '.2f')} |")


def print_sizes(cost, unit):
    runs = [r for r in RUNS if (r, 'established') in cost]
    last = runs[-1]
    print(f'\n| {unit} a packet | ' + ' | '.join(runs) + f' | {last} / one |')
    print('|---|' + '---:|' * (len(runs) + 1))
    for kind, name in KINDS.items():
        print_row(name, [cost.get((r, kind)) for r in runs],
                  cost[last, kind] / cost['one', kind])


def print_pairs(cost, unit):
    """What has a number behind its name: the smallest against the largest."""
    rows = {}
    for run, kind in cost:
        name, _, count = run.rpartition('-')
        if name:
            rows.setdefault((name, kind), []).append(int(count))
    if not rows:
        return
    names = {'endpoint': 'first from outside, to an endpoint with so many flows',
             'plain': 'plain forwarding, of so many clients'}
    print(f'\n| {unit} a packet | least | most | | | most / least |')
    print('|---|---:|---:|---:|---:|---:|')
    for (name, kind), counts in rows.items():
        few, many = (cost[f'{name}-{c}', kind] for c in (min(counts), max(counts)))
        print_row(names[name], [min(counts), max(counts), few, many], many / few)


def main():
    unit, source, target = sys.argv[1:]
    cost = read(source)
    print_sizes(cost, unit)
    print_pairs(cost, unit)
    with open(target, 'w', encoding='utf-8') as file:
        json.dump({'part': 'size', 'unit': unit,
                   'rows': [{'run': run, 'kind': kind, 'cost': round(value, 1)}
                            for (run, kind), value in cost.items()]}, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
