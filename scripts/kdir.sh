#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kdir.sh KERNEL: prints the build directory of a kernel: uml or uml-VARIANT, a
# series of Debian's stock kernels (6.1, 6.12), or a directory as it is.
set -euo pipefail

case $1 in
*/*) echo "$1" ;;
uml) exec "$(dirname "$0")/../tests/vm/build-uml.sh" ;;
uml-*) exec "$(dirname "$0")/../tests/vm/build-uml.sh" "${1#uml-}" ;;
*)
	found=$(find /lib/modules/ -maxdepth 1 -name "$1.*-amd64" \
		! -name '*-rt-*' ! -name '*-cloud-*' | sort -V | while read -r dir; do
			[ ! -e "$dir/build" ] || echo "$dir/build"
		done | tail -n 1)
	[ -n "$found" ] || { echo "no headers of a kernel $1: make setup" >&2; exit 1; }
	echo "$found"
	;;
esac
