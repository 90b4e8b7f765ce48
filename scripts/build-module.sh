#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-module.sh KERNEL [WORD...]: builds the module for a kernel (see kdir.sh)
# with WORDs for make, and prints where. One source tree serves several kernels:
# each builds in build/RELEASE$BUILD_SUFFIX, a copy made of links. RFW_KUNIT=1
# builds the KUnit suites instead, next door.
set -euo pipefail

top=$(dirname "$(dirname "$(readlink -f "$0")")")
kdir=$("$top/scripts/kdir.sh" "$1")
shift

# what uname -r will say; kernel.release differs from it on Debian
release=$(sed -n 's/^#define UTS_RELEASE "\(.*\)"/\1/p' "$kdir/include/generated/utsrelease.h")
[ -n "$release" ] || { echo "$kdir: not a built kernel or its headers" >&2; exit 1; }
build=$top/build/$release${RFW_KUNIT:+-kunit}${BUILD_SUFFIX:-}
words=()
if grep -qx CONFIG_UML=y "$kdir/.config"; then
	words=(ARCH=um)
fi
if grep -qx CONFIG_GCOV_KERNEL=y "$kdir/.config"; then
	words+=(GCOV_PROFILE=y)
fi
if grep -qx CONFIG_UBSAN=y "$kdir/.config"; then
	words+=(UBSAN_SANITIZE=y)
fi

mkdir -p "$build/tests"
exec 9>"$build.lock"
flock 9
find "$build" -type l -delete
cp -rs "$top/Kbuild" "$top/src" "$top/include" "$build"
cp -rs "$top/tests/kunit" "$build/tests"

# a make that calls us has its own ideas about what to build
unset MAKEFLAGS MFLAGS MAKELEVEL
make -C "$kdir" M="$build" "${words[@]}" -j"$(nproc)" --no-print-directory "$@" >&2
echo "$build"
