#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check-ynl.sh: the generated files must be those that the kernel's generator
# makes from the netlink specification now. TAP.
set -euo pipefail

top=$(dirname "$(dirname "$(readlink -f "$0")")")
kernel=$("$top/tests/vm/kernel-source.sh" 6.12)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$top/scripts/ynl-regen.sh" "$kernel" "$scratch" >&2

echo "TAP version 13"
n=0 failed=0
while read -r file; do
	if difference=$(diff -u "$top/$file" "$scratch/$file"); then
		echo "ok $((++n)) - $file is what its specification generates"
	else
		echo "not ok $((++n)) - $file is what its specification generates"
		printf '%s\n' "$difference" | sed 's/^/# /'
		failed=1
	fi
done < <(cd "$scratch" && find . -type f -printf '%P\n' | sort)
echo "1..$n"
[ "$n" -gt 0 ] && [ "$failed" -eq 0 ]
