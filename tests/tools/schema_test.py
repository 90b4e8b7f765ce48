#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The library's tables say what the specification says. TAP. usage: schema_test.py REPOSITORY RFWCTL"""

import os
import re
import subprocess
import sys

import yaml

top, rfwctl = sys.argv[1:3]
tests = failures = 0


def ok(result, name):
    global tests, failures
    tests += 1
    failures += not result
    print(f'{"" if result else "not "}ok {tests} - {name}')


def entries(enum):
    return [entry if isinstance(entry, str) else entry['name'] for entry in enum['entries']]


with open(f'{top}/docs/netlink/rfw.yaml', encoding='utf-8') as file:
    spec = yaml.safe_load(file)
with open(f'{top}/tools/librfw/schema.c', encoding='utf-8') as file:
    schema = file.read()
with open(f'{top}/tools/librfw/librfw.h', encoding='utf-8') as file:
    header = file.read()
with open(f'{top}/tools/librfw/librfw.map', encoding='utf-8') as file:
    exported = set(re.findall(r'^\t(rfw_\w+);', file.read(), re.M))

made = subprocess.run([f'{top}/tools/librfw/schema-regen.py', f'{top}/docs/netlink/rfw.yaml'], check=True,
                      capture_output=True, text=True).stdout
ok(made == schema, 'schema.c is what the specification makes')

for enum in (d for d in spec['definitions'] if d['type'] == 'enum'):
    words = re.search(rf'{enum["name"].replace("-", "_")}_words\[\] = {{(.*?)^}};', schema, re.M | re.S)
    ok(words and re.findall(r'\{ "([^"]+)"', words[1]) == entries(enum), f'words of {enum["name"]}')

declared = set(re.findall(r'\b(rfw_\w+)\([^)]*\)?[^;{]*;', re.sub(r'/\*.*?\*/', '', header, flags=re.S)))
declared = {name for name in declared if re.search(rf'^[^\t/#].*[ *]{name}\(', header, re.M)} - {'rfw_failed'}
ok(declared == exported, f'the version script exports what the header declares {declared ^ exported or ""}')

help_text = ''
for name in ('domain', 'policy', 'subscriber'):
    help_text = subprocess.run([rfwctl, name, 'add', 'help'], check=True, capture_output=True, text=True).stdout
    keys = set(re.findall(r'^  ([a-z0-9-]+) ?', help_text, re.M))
    request = next(op for op in spec['operations']['list'] if op['name'] == f'{name}-new')['do']['request']['attributes']
    # these attributes are part of another key
    special = {'name', 'bogon', 'unknown-protocol', 'timeouts', 'protocol-timeout', 'protocol-filtering', 'open-port',
               'open-port-except', 'accept-mask', 'tcp-mss-pmtu', 'watermark-high', 'watermark-low'}
    ok(set(request) - special <= keys, f'{name} add has a key for every attribute {set(request) - special - keys or ""}')

timers = next(s for s in spec['attribute-sets'] if s['name'] == 'timeouts')['attributes']
for timer in timers:
    low, high = timer['checks'].get('min', 0), timer['checks']['max']
    results = [subprocess.run([rfwctl, 'policy', 'set', 'p', 'timeout', timer['name'], str(value)], env=dict(os.environ, FAKE_FAULT='absent'),
                              capture_output=True, check=False).returncode for value in (low, high, high + 1)]
    ok(results == [3, 3, 2], f'timeout {timer["name"]} takes {low}..{high}')

print(f'1..{tests}')
sys.exit(failures != 0)
