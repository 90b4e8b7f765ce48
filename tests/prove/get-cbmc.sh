#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# get-cbmc.sh: prints a command that is CBMC, a bounded model checker for C. Debian 12 has none, so
# that of Debian 13 is unpacked into the user's cache, with the libraries that it wants; nothing is
# installed.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/rfw
mkdir -p "$cache"

exec 8>"$cache/cbmc.lock"
flock 8
found=$(find "$cache" -maxdepth 1 -name 'cbmc-*' -type d | sort -V | tail -n 1)
if [ -z "$found" ]; then
	tmp=$(mktemp -d "$cache/unpack.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	cd "$tmp"
	mkdir -p lists/partial archives/partial root
	echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]' \
		'http://deb.debian.org/debian trixie main' >sources.list
	# a world of its own: the machine's lists and packages are not touched
	apt=(apt-get -qq -o "Dir::Etc::sourcelist=$tmp/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o "Dir::State=$tmp" -o Dir::State::status=/dev/null -o "Dir::Cache=$tmp"
		-o APT::Sandbox::User=root -o Acquire::Languages=none)
	"${apt[@]}" update >&2
	"${apt[@]}" download cbmc minisat libc6 libgcc-s1 libstdc++6 zlib1g >&2
	for package in ./*.deb; do
		dpkg-deb -x "$package" root
	done
	# the newer C library is for CBMC alone: what it starts, the compiler, has the machine's
	cat >root/run <<-'EOF'
		#!/bin/sh
		root=$(dirname "$0")
		exec "$root/usr/lib64/ld-linux-x86-64.so.2" \
			--library-path "$root/usr/lib/x86_64-linux-gnu:$root/usr/lib" "$root/usr/bin/cbmc" "$@"
	EOF
	chmod 755 root/run
	found=$cache/cbmc-$(root/run --version | cut -d ' ' -f 1)
	mv root "$found"
fi
echo "$found/run"
