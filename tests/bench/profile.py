#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# profile.py RESULTS COUNTS: which functions the instructions of a packet are in,
# and what is atomic. RESULTS is what guest.sh printed with SYMBOLS=1, COUNTS is
# what count_plugin.c counted meanwhile. Prints tables; exits with 1 if rfw's own
# code executed a locked instruction for a packet of an established flow.
import bisect
import collections
import json
import sys

# Page allocator and timers interrupt every few packets with atomics of their own,
# not always as many in both runs that are compared.
NOISE = 0.25

PREFIXES = {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3}
LOCK = 0xf0


def is_atomic(octets):
    """A lock prefix, or an exchange with memory, which needs none."""
    at = 0
    while octets[at] in PREFIXES:
        at += 1
    if octets[at] == LOCK:
        return True
    if octets[at] & 0xf0 == 0x40:  # REX
        at += 1
    return octets[at] in (0x86, 0x87) and octets[at + 1] >> 6 != 3


class Symbols:
    """Addresses of functions; of a module's too."""

    def __init__(self):
        self.of_address = {}

    def add(self, line):
        word = line.split()
        if word[1] in 'tTwW':
            module = word[3].strip('[]') if len(word) > 3 else ''
            self.of_address.setdefault(int(word[0], 16), (word[2], module))

    def sort(self):
        self.addresses = sorted(self.of_address)

    def find(self, address):
        i = bisect.bisect_right(self.addresses, address) - 1
        return self.of_address[self.addresses[i]] if i >= 0 else ('?', '')


def read_results(name):
    results, symbols = [], Symbols()
    with open(name, encoding='utf-8') as file:
        for line in file:
            if line.startswith('symbol '):
                symbols.add(line[7:])
            elif line.startswith('{"case"'):
                results.append(json.loads(line))
    symbols.sort()
    return results, symbols


def read_runs(name, parse):
    """Of each run of the module, what parse() makes of the words of the plugin's lines."""
    runs = [[]]
    with open(name, encoding='utf-8') as file:
        for line in file:
            if line == 'run\n':
                runs.append([])
            else:
                runs[-1].append(parse(*line.split()))
    return runs


def parse_count(address, count, octets):
    return int(address, 16), int(count), bytes.fromhex(octets)


class Profile:
    def __init__(self, result, run, symbols):
        self.result = result
        self.function = collections.Counter()
        self.atomic = collections.Counter()
        packets = result['packets']
        for address, count, octets in run:
            where = symbols.find(address)
            self.function[where] += count / packets
            if is_atomic(octets):
                self.atomic[where] += count / packets


def label(where):
    return where[0] + (f' [{where[1]}]' if where[1] else '')


def main():
    results, symbols = read_results(sys.argv[1])
    runs = read_runs(sys.argv[2], parse_count)
    profiles = {}
    for result, run in zip(results, runs):
        if result['phase'] != 'open':
            profiles[result['case'], result['phase'], result['protocol']] = \
                Profile(result, run, symbols)

    status = 0
    for (case, phase, protocol), profile in profiles.items():
        plain = profiles.get(('plain', phase, protocol))
        if case == 'plain' or not plain:
            continue
        added = {where: count - plain.function[where]
                 for where, count in profile.function.items()}
        for where, count in plain.function.items():
            added.setdefault(where, -count)
        print(f'\n{case}, {phase}, {protocol}: {sum(added.values()):+.1f} instructions a packet, '
              f'{sum(profile.atomic.values()) - sum(plain.atomic.values()):+.2f} of them atomic\n')
        print('| function | added instructions | atomic |')
        print('|---|---:|---:|')
        for where, count in sorted(added.items(), key=lambda item: -item[1]):
            atomic = profile.atomic[where] - plain.atomic[where]
            if abs(count) >= 1 or abs(atomic) >= 0.005:
                print(f'| {label(where)} | {count:.1f} | {f"{atomic:.2f}" if atomic else ""} |')
        if case == 'rfw' and phase == 'established':
            for where, count in sorted(profile.atomic.items()):
                if where[1] == 'rfw' or count - plain.atomic[where] > NOISE:
                    print(f'\nATOMIC: {label(where)}: {count:.4f} a packet')
                    status = 1
    return status


if __name__ == '__main__':
    sys.exit(main())
