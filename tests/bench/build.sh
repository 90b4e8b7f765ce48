#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build.sh KERNEL: builds rfw_bench.ko for a kernel (see scripts/kdir.sh) and
# prints where.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
top=$(dirname "$(dirname "$here")")
kdir=$("$top/scripts/kdir.sh" "$1")
release=$(sed -n 's/^#define UTS_RELEASE "\(.*\)"/\1/p' "$kdir/include/generated/utsrelease.h")
build=$top/build/$release-bench
arch=()
if grep -qx CONFIG_UML=y "$kdir/.config"; then
	arch=(ARCH=um)
fi

mkdir -p "$build"
exec 9>"$build.lock"
flock 9
ln -sf "$here/Kbuild" "$here/rfw_bench.c" "$build"
unset MAKEFLAGS MFLAGS MAKELEVEL
make -C "$kdir" M="$build" "${arch[@]}" --no-print-directory W=1 >&2
echo "$build/rfw_bench.ko"
