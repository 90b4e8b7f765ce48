#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Make the generated files from docs/netlink/rfw.yaml with the kernel's own generator.
# usage: ynl-regen.sh KERNEL-SOURCE [OUTPUT-ROOT]
# KERNEL-SOURCE needs tools/net/ynl and Documentation/netlink of Linux 6.12. The files go below OUTPUT-ROOT, by default
# this repository; a check gives a scratch folder and compares.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
kernel=$1
out=${2:-$top}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# The generator finds its schemas relative to the specification, below a folder that has a file named MAINTAINERS.
mkdir -p "$tree/Documentation/netlink/specs" "$out/include/uapi/linux" "$out/src"
touch "$tree/MAINTAINERS"
cp "$kernel"/Documentation/netlink/*.yaml "$tree/Documentation/netlink/"
spec=Documentation/netlink/specs/rfw.yaml
cp "$top/docs/netlink/rfw.yaml" "$tree/$spec"

generate() {
	(cd "$tree" && /usr/bin/python3 "$kernel/tools/net/ynl/ynl-gen-c.py" --spec "$spec" "$@" -o rfw.out)
	sed "s|$spec|docs/netlink/rfw.yaml|" "$tree/rfw.out"
}

generate --mode uapi --header >"$out/include/uapi/linux/rfw.h"

# Only the attribute policies: Linux 6.1 has no split operations, so the operations are written by hand. Nor does it have
# constant ranges.
{
	echo '// SPDX-License-Identifier: GPL-2.0-only'
	echo '/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */'
	echo '#include "netlink_gen.h"'
	echo
	generate --mode kernel --source |
		sed -n '/^\/\* Integer value ranges/,/^\/\* Ops table/p' |
		sed -e '/^\/\* Ops table/d' -e 's/^static const struct netlink_range/static struct netlink_range/' -e 's/^static const struct nla_policy/const struct nla_policy/' |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
} >"$out/src/netlink_gen.c"

{
	echo '/* SPDX-License-Identifier: GPL-2.0-only */'
	echo '/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */'
	echo '#ifndef _RFW_NETLINK_GEN_H'
	echo '#define _RFW_NETLINK_GEN_H'
	echo
	echo '#include <linux/rfw.h>'
	echo '#include <net/netlink.h>'
	echo
	sed -n 's/^\(const struct nla_policy .*\]\) = {$/extern \1;/p' "$out/src/netlink_gen.c"
	echo
	echo '#endif'
} >"$out/src/netlink_gen.h"

# The words of some enumerations, for the tracepoints.
/usr/bin/python3 - "$top/docs/netlink/rfw.yaml" >"$out/src/names.h" <<'PY'
import sys, yaml

print("/* SPDX-License-Identifier: GPL-2.0-only */")
print("/* Made from docs/netlink/rfw.yaml by scripts/ynl-regen.sh. Do not edit. */")
print("#ifndef _RFW_NAMES_H\n#define _RFW_NAMES_H\n\n#include <linux/rfw.h>")
for enum in yaml.safe_load(open(sys.argv[1]))["definitions"]:
    if enum["name"] not in ("drop-reason", "flow-state", "flow-end"):
        continue
    prefix = "RFW_" + enum["name"].upper().replace("-", "_") + "_"
    words = [e if isinstance(e, str) else e["name"] for e in enum["entries"]]
    rows = ['\t{ %s%s, "%s" }' % (prefix, w.upper().replace("-", "_"), w) for w in words]
    print("\n#define %sNAMES\t\\\n%s" % (prefix, ",\t\\\n".join(rows)))
print("\n#endif")
PY
