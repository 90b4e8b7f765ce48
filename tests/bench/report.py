#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report.py PART RESULTS JSON: tables of what guest.sh printed, and a JSON file
# of the same. Each result is compared with plain forwarding in the same round;
# of the rounds it is the median that counts.
import json
import statistics
import sys

CASES = ('plain', 'hook', 'flowtable', 'conntrack', 'rfw', 'rfw-accounting')


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
        if r['forwarded'] != r['packets']:
            sys.exit(f'packets were lost, the result is worth nothing: {r}')
        key = r['phase'], r['protocol'], r['flows'], r['case']
        cost.setdefault(key, {})[r['round']] = r['p10']
    rows = []
    for (phase, protocol, flows, case), by_round in cost.items():
        plain = cost[phase, protocol, flows, 'plain']
        conntrack = cost.get((phase, protocol, flows, 'conntrack'), {})
        rounds = [i for i in by_round if i in plain]
        added = [by_round[i] - plain[i] for i in rounds]
        share = [(by_round[i] - plain[i]) / (conntrack[i] - plain[i])
                 for i in rounds if i in conntrack]
        rows.append({
            'phase': phase, 'protocol': protocol, 'flows': flows, 'case': case,
            'rounds': len(rounds),
            'cost': round(statistics.median(by_round.values()), 1),
            'spread_percent': round(spread(list(by_round.values())), 1),
            'ratio_to_plain': round(statistics.median(by_round[i] / plain[i] for i in rounds), 3),
            'added': round(statistics.median(added), 1),
            'added_to_conntrack': round(statistics.median(share), 3) if share else None,
        })
    rows.sort(key=lambda r: (r['phase'], r['protocol'] != 'udp', r['flows'],
                             CASES.index(r['case'])))
    return rows


def print_rows(rows, unit):
    last = None
    for r in rows:
        what = r['phase'], r['protocol'], r['flows']
        if what != last:
            phase = 'first packets of' if r['phase'] == 'first' else 'established,'
            print(f"\n{r['protocol'].upper()}, {phase} {r['flows']:,} flows\n")
            print(f'| case | {unit} a packet | spread | to plain | added | added, to conntrack |')
            print('|---|---:|---:|---:|---:|---:|')
            last = what
        share = r['added_to_conntrack'] if r['case'] not in ('plain', 'conntrack') else None
        print(f"| {r['case']} | {r['cost']:,.0f} | {r['spread_percent']:.1f} % | "
              f"{r['ratio_to_plain']:.2f} | {r['added']:+,.0f} | "
              f"{'' if share is None else format(share, '.2f')} |")


def print_memory(results, memory):
    if not memory:
        return
    print('\n| | object | of all slab caches, a flow | table for '
          f"{next(iter(memory.values()))['flows']:,} flows | octets a flow in a full table |")
    print('|---|---:|---:|---:|---:|')
    for case in ('conntrack', 'flowtable', 'rfw', 'rfw-accounting'):
        slab = [r['slab'] for r in results if r['case'] == case and r['slab'] is not None]
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
    print_rows(rows, 'ns' if part == 'time' else 'instructions')
    print_memory(results, memory)
    with open(target, 'w', encoding='utf-8') as file:
        json.dump({'part': part, 'rows': rows, 'memory': list(memory.values()),
                   'results': results}, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
