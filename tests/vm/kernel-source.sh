#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kernel-source.sh SERIES: unpacks Debian's linux-source-SERIES package into the
# user's cache, without installing it, and prints where.
set -euo pipefail

series=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rfw
mkdir -p "$cache"

exec 8>"$cache/source-$series.lock"
flock 8
# a kernel once unpacked serves until the cache is cleared: a security update
# of the package must not cost every developer a build
found=$(find "$cache" -maxdepth 1 -name "linux-source-$series.*" -type d | sort -V | tail -n 1)
if [ -z "$found" ]; then
	tmp=$(mktemp -d "$cache/unpack.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	cd "$tmp"
	apt-get -qq -o APT::Sandbox::User=root download "linux-source-$series" >&2
	dpkg-deb --fsys-tarfile linux-source-*.deb |
		tar -xO "./usr/src/linux-source-$series.tar.xz" | tar -xJ
	found=$cache/linux-source-$(make -s -C "linux-source-$series" kernelversion)
	mv "linux-source-$series" "$found"
fi
echo "$found"
