#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report.py PART RESULTS JSON: tables of what guest.sh printed, and a JSON file
# of the same. Of the rounds the least counts: whoever shares the machine can only
# make them longer. The medians, of what a case adds to plain forwarding in the same
# round, are in the file.
import json
import statistics
import sys

CASES = ('plain', 'hook', 'flowtable', 'conntrack', 'rfw', 'rfw-prefetch', 'rfw-all', 'rfw-all-mark',
         'rfw-sip', 'rfw-accounting')


def read(name):
    results, memory = [], {}
    with open(name, encoding='utf-8') as file:
        for line in file:
            if line.startswith('{"case"'):
                results.append(json.loads(line))
            elif line.startswith('{"memory"'):
                row = json.loads(line)
                memory[row['memory']] = row
    return results, memory


def spread(values):
    """Half of all rounds lie this many percent apart."""
    if len(values) < 4:
        return 0
    quarter = statistics.quantiles(values, n=4)
    return 100 * (quarter[2] - quarter[0]) / statistics.median(values)


def summarize(results):
    """One row for each case, phase, protocol and number of flows."""
    cost = {}
    for r in results:
        if r['phase'] == 'open':
            continue
        if r['forwarded'] != r['packets']:
            sys.exit(f'packets were lost, the result is worth nothing: {r}')
        key = r['phase'], r['protocol'], r['flows'], r['payload'], r['case']
        cost.setdefault(key, {})[r['round']] = r['p10']
    rows = []
    for (*what, case), by_round in cost.items():
        phase, protocol, flows, payload = what
        plain = cost[*what, 'plain']
        conntrack = cost.get((*what, 'conntrack'), {})
        added = min(by_round.values()) - min(plain.values())
        base = min(conntrack.values()) - min(plain.values()) if conntrack else 0
        rows.append({
            'phase': phase, 'protocol': protocol, 'flows': flows, 'payload': payload, 'case': case,
            'rounds': len(by_round),
            'cost': round(min(by_round.values()), 1),
            'added': round(added, 1),
            'ratio_to_plain': round(min(by_round.values()) / min(plain.values()), 3),
            'added_to_conntrack': round(added / base, 3) if base > 0 else None,
            'median_added': round(statistics.median(by_round[i] - plain[i] for i in by_round), 1),
            'spread_percent': round(spread(list(by_round.values())), 1),
        })
    rows.sort(key=lambda r: (r['phase'], r['protocol'] != 'udp', r['payload'], r['flows'],
                             CASES.index(r['case'])))
    return rows


def print_rows(rows, unit):
    """One line for each protocol and number of flows, one column for each case."""
    cases = [c for c in CASES if any(r['case'] == c for r in rows)]
    lines = {}
    for r in rows:
        what = r['phase'], r['protocol'], r['flows'], r['payload']
        lines.setdefault(what, {})[r['case']] = r
    for phase in ('established', 'first'):
        if not any(what[0] == phase for what in lines):
            continue
        print(f"\n{unit} a packet, {'first packets of' if phase == 'first' else 'established'} "
              'flows: plain forwarding, and what each case adds to it\n')
        print('| flows | ' + ' | '.join(cases) + ' | rfw / conntrack |')
        print('|---|' + '---:|' * (len(cases) + 1))
        for (_, protocol, flows, payload), line in (i for i in lines.items() if i[0][0] == phase):
            cells = [f"{line[c]['cost']:,.0f}" if c == 'plain' else f"{line[c]['added']:+,.0f}"
                     if c in line else '' for c in cases]
            share = line['rfw']['added_to_conntrack'] if 'rfw' in line else None
            print(f'| {protocol.upper()}, {flows:,}' +
                  (f', {payload:,} octets' if payload > 2 else '') + ' | ' + ' | '.join(cells) +
                  f" | {'' if share is None else format(share, '.2f')} |")
        if phase == 'first' and unit == 'ns':
            print_rates(lines, cases)
    if rows[0]['rounds'] >= 4:
        print(f"\nThe least of {rows[0]['rounds']} rounds; half of a case's rounds lie within "
              f"{statistics.median(r['spread_percent'] for r in rows):.0f} % (median of all cells).")


def print_rates(lines, cases):
    """How many flows a second one processor opens that does nothing else."""
    cases = [c for c in cases if c not in ('plain', 'hook')]
    print('\nNew flows a second, in thousands\n')
    print('| flows | ' + ' | '.join(cases) + ' |')
    print('|---|' + '---:|' * len(cases))
    for (phase, protocol, flows, _), line in lines.items():
        if phase == 'first':
            print(f'| {protocol.upper()}, {flows:,} | ' +
                  ' | '.join(f"{1e6 / line[c]['cost']:,.0f}" if c in line else ''
                             for c in cases) + ' |')


def print_memory(results, memory):
    if not memory:
        return
    print('\n| | object | of all slab caches, a flow | table for '
          f"{next(iter(memory.values()))['flows']:,} flows | octets a flow in a full table |")
    print('|---|---:|---:|---:|---:|')
    for case in ('conntrack', 'flowtable', 'rfw', 'rfw-accounting'):
        slab = [r['slab'] for r in results if r['case'] == case and 'slab' in r]
        if not slab:
            continue
        slab = statistics.median(slab)
        row = memory.get(case) or memory['rfw' if case.startswith('rfw') else 'conntrack']
        # the flow table's own chains come on top
        table = row['table'] if case != 'flowtable' else None
        print(f"| {case} | {row['object'] if case in memory else ''} | {slab:.0f} | "
              f"{format(table, ',') if table else ''} | "
              f"{format(slab + table / row['flows'], '.0f') if table else ''} |")


def main():
    part, source, target = sys.argv[1:]
    results, memory = read(source)
    rows = summarize(results)
    print_rows(rows, 'instructions' if part == 'instructions' else 'ns')
    print_memory(results, memory)
    with open(target, 'w', encoding='utf-8') as file:
        json.dump({'part': part, 'rows': rows, 'memory': list(memory.values()),
                   'results': results}, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
