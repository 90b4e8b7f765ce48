#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# report_load.py RESULTS JSON: tables of what guest_load.sh printed, and a JSON
# file of the same. Of several rounds it is the median that counts.
import json
import statistics
import sys

# what is to be said, and the steps whose difference it is
ROWS = (
    ('the file read and verified by rfwctl, natively', 'check', None),
    ('`load` on an empty configuration', 'load', 'idle'),
    ('`load` in place of the same', 'again', 'load'),
    ('`flow list`', 'list', 'flows'),
    ('`-j flow list`', 'json', 'flows'),
    ('`flow save`', 'save', 'flows'),
)
COMMANDS = {'load': 'rfwctl load', 'again': 'rfwctl load', 'list': 'rfwctl flow list',
            'json': 'rfwctl -j flow list', 'save': 'rfwctl flow save'}


def read(name):
    seconds, size, memory = {}, {}, {}
    with open(name, encoding='utf-8') as file:
        for line in file:
            if not line.startswith('{"'):
                continue
            r = json.loads(line)
            if 'step' in r:
                seconds.setdefault(r['step'], []).append(r['user'] + r['system'])
            elif 'command' in r:
                command = r['command'].removesuffix(' /dev/shm/config')
                size[command] = max(r['memory'], size.get(command, 0))
            elif 'memory' in r:
                used = [after - before for before, after in zip(r['before'], r['after'])]
                memory.setdefault(r['memory'], {})[r['count']] = used
    return seconds, size, memory


def per_object(memory):
    """What one more of a kind takes."""
    objects = []
    for kind, used in memory.items():
        one, many = min(used), max(used)
        objects.append({'kind': kind, 'count': many, 'octets':
                        [round(1024 * (b - a) / (many - one)) for a, b in
                         zip(used[one], used[many])]})
    # a host came with a flow
    flow = next((o['octets'] for o in objects if o['kind'] == 'flow'), None)
    for o in objects:
        if o['kind'] == 'host' and flow:
            o['octets'] = [a - b for a, b in zip(o['octets'], flow)]
    return objects


def per_command(seconds, size):
    rows = []
    for name, step, before in ROWS:
        if step not in seconds:
            continue
        taken = [a - b for a, b in zip(seconds[step], seconds[before])] if before \
            else seconds[step]
        rows.append({'name': name, 'rounds': len(taken), 'least': round(min(taken), 2),
                     'seconds': round(statistics.median(taken), 2),
                     'memory': size.get(COMMANDS.get(step))})
    return rows


def main():
    source, target = sys.argv[1:]
    seconds, size, memory = read(source)
    rows, objects = per_command(seconds, size), per_object(memory)
    print('\n| | seconds of a processor | least of all rounds | MiB of rfwctl |')
    print('|---|---:|---:|---:|')
    for r in rows:
        kib = f"{r['memory'] / 1024:.0f}" if r['memory'] else ''
        print(f"| {r['name']} | {r['seconds']:.1f} | {r['least']:.1f} | {kib} |")
    if objects:
        print('\n| octets | of so many | slab | mapped | each CPU | in all, one CPU |')
        print('|---|---:|---:|---:|---:|---:|')
    for o in objects:
        octets = o['octets']
        print(f"| {o['kind']} | {o['count']:,} | " + ' | '.join(f'{v:,}' for v in octets) +
              f' | {sum(octets):,} |')
    with open(target, 'w', encoding='utf-8') as file:
        json.dump({'part': 'load', 'rows': rows, 'memory': objects}, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
