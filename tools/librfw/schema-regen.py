#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Make schema.c from docs/netlink/rfw.yaml: schema-regen.py SPECIFICATION >schema.c"""

import sys

import yaml

# u8 attributes of value 0 or 1 that the specification does not limit to them
SWITCHES = {('statistics', 'active'), ('statistics', 'prefetching')}
# attribute sets that the library keeps as something else than a struct of the same name
STRUCTLESS = {'prefix', 'flow-table'}


def c(name):
    return name.replace('-', '_')


def quoted(text):
    if not text:
        return 'NULL'
    text = ' '.join(text.split())
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def scalar(attr):
    kind = attr['type']
    if kind == 'u8':
        return 'RFW_SWITCH' if attr.get('switch') else 'RFW_U8'
    if kind == 'binary' and attr.get('display-hint') == 'ipv6':
        return 'RFW_ADDRESS'
    if kind == 'binary' and attr.get('display-hint') == 'mac':
        return 'RFW_MAC'
    if kind == 'binary' and attr['name'] == 'packet':
        return 'RFW_DATA'
    if kind == 'binary':
        return 'RFW_OCTETS'
    if kind == 'nest':
        return 'RFW_PREFIX' if attr['nested-attributes'] == 'prefix' else 'RFW_NEST'
    if kind == 'u16' and attr.get('byte-order') == 'big-endian':
        return 'RFW_PORT'
    return {'u16': 'RFW_U16', 'u32': 'RFW_U32', 'uint': 'RFW_UINT', 'string': 'RFW_STRING',
            'flag': 'RFW_FLAG'}[kind]


def listed(kind):
    return {'RFW_U8': 'RFW_U8_LIST', 'RFW_U32': 'RFW_U32_LIST', 'RFW_STRING': 'RFW_STRING_LIST',
            'RFW_PREFIX': 'RFW_PREFIX_LIST', 'RFW_NEST': 'RFW_NEST_LIST', 'RFW_PORT': 'RFW_PORT_LIST',
            'RFW_ADDRESS': 'RFW_ADDRESS_LIST'}[kind]


class Specification:
    def __init__(self, file):
        self.yaml = yaml.safe_load(file)
        self.consts = {d['name']: d['value'] for d in self.yaml['definitions'] if d['type'] == 'const'}
        self.flags = {d['name'] for d in self.yaml['definitions'] if d['type'] == 'flags'}
        self.subsets = {s['name']: s['subset-of'] for s in self.yaml['attribute-sets'] if 'subset-of' in s}
        self.enums = [d for d in self.yaml['definitions'] if d['type'] == 'enum']

    def limit(self, checks, *names):
        for name in names:
            if name in checks:
                return self.consts.get(checks[name], checks[name])
        return None

    def emit_enums(self):
        for enum in self.enums:
            print(f'static const struct rfw_word {c(enum["name"])}_words[] = {{')
            for entry in enum['entries']:
                entry = entry if isinstance(entry, dict) else {'name': entry}
                print(f'\t{{ "{entry["name"]}", {quoted(entry.get("doc"))} }},')
            print('};\n')
        print('const struct rfw_words rfw_words[] = {')
        for enum in self.enums:
            name = c(enum['name'])
            print(f'\t[RFW_ENUM_{name.upper()}] = {{ "{enum["name"]}", {name}_words, COUNT({name}_words) }},')
        print('};\n')

    def emit_field(self, where, attr):
        kind = attr['type']
        checks = attr.get('checks', {})
        low = self.limit(checks, 'min', 'min-len') or 0
        high = self.limit(checks, 'max', 'max-len')
        if kind == 'u8' and 'enum' not in attr and (high == 1 or (where, attr['name']) in SWITCHES):
            attr['switch'], high = True, 1
        if high is None:
            high = {'u8': 'UINT8_MAX', 'u16': 'UINT16_MAX', 'u32': 'UINT32_MAX'}.get(kind, 0)
        kind = scalar(attr)
        worded = 'enum' in attr and attr['enum'] not in self.flags
        if worded and attr.get('enum-as-flags'):
            kind = 'RFW_SET'
        if attr.get('multi-attr'):
            kind = listed(kind)
        print(f'\t[RFW_A_{c(where).upper()}_{c(attr["name"]).upper()}] = {{')
        print(f'\t\t.name = "{attr["name"]}",')
        if attr.get('doc'):
            print(f'\t\t.doc = {quoted(attr["doc"])},')
        if worded:
            print(f'\t\t.words = &rfw_words[RFW_ENUM_{c(attr["enum"]).upper()}],')
        if 'nested-attributes' in attr:
            nest = attr['nested-attributes']
            print(f'\t\t.nest = &rfw_schema_{c(self.subsets.get(nest, nest))},')
        if kind == 'RFW_STRING' and not high:
            high = f'sizeof(((struct rfw_{c(where)} *)0)->{c(attr["name"])}) - 1'
        print(f'\t\t.type = {kind}, .min = {low}, .max = {high},')
        if where not in STRUCTLESS:
            print(f'\t\t.offset = offsetof(struct rfw_{c(where)}, {c(attr["name"])}),')
        print('\t},')

    def emit_sets(self):
        for attrs in self.yaml['attribute-sets']:
            where = attrs['name']
            if where in self.subsets:
                continue
            print(f'static const struct rfw_field {c(where)}_fields[] = {{')
            for attr in attrs['attributes']:
                self.emit_field(where, attr)
            print('};\n')
            print(f'const struct rfw_schema rfw_schema_{c(where)} = {{')
            print(f'\t.name = "{where}",\n\t.fields = {c(where)}_fields,\n\t.count = COUNT({c(where)}_fields),')
            if where not in STRUCTLESS:
                print(f'\t.size = sizeof(struct rfw_{c(where)}),')
            # what a subscriber has may be called as what another one has
            names = {attr['name'] for attr in attrs['attributes']}
            if 'name' in names and 'subscriber' not in names:
                print(f'\t.key = RFW_A_{c(where).upper()}_NAME,')
            print('};\n')

    def emit_requests(self):
        print('const struct rfw_request_type rfw_requests[] = {')
        for op in self.yaml['operations']['list']:
            print(f'\t[RFW_CMD_{c(op["name"]).upper()}] = {{ "{op["name"]}", &rfw_schema_{c(op["attribute-set"])} }},')
        print('};')


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        spec = Specification(file)
    print('// SPDX-License-Identifier: LGPL-2.1-or-later')
    print('/* Made from docs/netlink/rfw.yaml by schema-regen.py. Do not edit. */')
    print('#include "schema.h"\n')
    print('#define COUNT(array)\t(sizeof(array) / sizeof((array)[0]))\n')
    spec.emit_enums()
    spec.emit_sets()
    spec.emit_requests()


main()
