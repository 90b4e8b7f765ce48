#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# plot.py JSON SVG: what each case adds to a packet of an established flow, by the
# number of flows, drawn by gnuplot from what report.py left.
import json
import subprocess
import sys

CASES = ('hook', 'flowtable', 'conntrack', 'rfw', 'rfw-all')


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        data = json.load(file)
    rows = [r for r in data['rows'] if r['phase'] == 'established' and r['payload'] == 2]
    unit = 'instructions' if data['part'] == 'instructions' else 'nanoseconds'
    script = [f'set terminal svg size 900,380 background "white"\nset output "{sys.argv[2]}"',
              'set multiplot layout 1,2\nset key top left\nset logscale x\nset grid\n'
              'set xzeroaxis\nset format x "%.0s%c"\n'
              f'set xlabel "flows"\nset ylabel "{unit} added to plain forwarding"']
    for protocol in 'udp', 'tcp':
        lines = []
        for case in CASES:
            points = sorted((r['flows'], r['added']) for r in rows
                            if (r['case'], r['protocol']) == (case, protocol))
            if points:
                script.append(f'${protocol}_{case.replace("-", "_")} << END')
                script += [f'{flows} {added}' for flows, added in points] + ['END']
                lines.append(f'${protocol}_{case.replace("-", "_")} with linespoints '
                             f'title "{case}"')
        if lines:
            script.append(f'set title "{protocol.upper()}"\nplot ' + ', '.join(lines))
    subprocess.run(['gnuplot'], input='\n'.join(script + ['unset multiplot', '']), text=True,
                   check=True)


if __name__ == '__main__':
    main()
