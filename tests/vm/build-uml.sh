#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-uml.sh [VARIANT]: builds the User Mode Linux kernel of uml.config, with
# uml-VARIANT.config on top, from Debian's kernel source. Prints the build tree;
# its ./linux is the kernel. Everything is kept in the user's cache under a name
# made of the source version and the configuration, so that only the first call
# takes its time.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
series=6.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rfw
fragments=("$here/../kunit/.kunitconfig" "$here/uml.config" ${1:+"$here/uml-$1.config"})

src=$("$here/kernel-source.sh" "$series")
# the last word on an option counts
config=$(awk -F= '/^CONFIG_/ { line[$1] = $0 } END { for (i in line) print line[i] }' \
	"${fragments[@]}" | sort)
hash=$(sha256sum <<<"$config" | cut -c1-12)
out=$cache/uml-${src##*/linux-source-}-$hash

# what User Mode Linux lacks, and later kernels do not
mend_source()
{
	local registers=$src/arch/x86/um/user-offsets.c tlb=$src/arch/um/kernel/tlb.c
	local options=$src/arch/um/Kconfig

	# it dies on hosts whose processor has more registers (AMX) than the
	# room it hands to ptrace; more room than needed does no harm
	sed -i 's/DEFINE_LONGS(HOST_FP_SIZE, 2696)/DEFINE_LONGS(HOST_FP_SIZE, 12288)/' "$registers"
	grep -q 'HOST_FP_SIZE, 12288' "$registers" || return

	# a fork walks the areas of memory without a lock, on which lockdep
	# says so, once, and switches itself off
	grep -q rcu_read_lock "$tlb" || sed -i '/^void force_flush_all/,/^}/ {
		s/^\tfor_each_vma/\trcu_read_lock();\n&/
		s/^}/\trcu_read_unlock();\n}/
	}' "$tlb"
	grep -q rcu_read_unlock "$tlb" || return

	# nothing is preempted, but the count is good for DEBUG_ATOMIC_SLEEP
	sed -i '/select ARCH_NO_PREEMPT$/d' "$options"
	! grep -q ARCH_NO_PREEMPT "$options"
}

# Kconfig drops silently what it does not know or what misses a dependency
wanted()
{
	local line ret=0

	while read -r line; do
		grep -qxF "$line" "$1" || { echo "not possible: $line"; ret=1; }
	done
	return $ret
}

# one builder at a time; the others wait and find the result
exec 9>"$out.lock"
flock 9
if [ ! -e "$out/.complete" ]; then
	rm -rf "$out"
	mkdir -p "$out"
	echo "$config" >"$out.config"
	echo "building the User Mode Linux kernel, this takes some minutes: $out.log" >&2
	{
		mend_source &&
		make -C "$src" O="$out" ARCH=um KCONFIG_ALLCONFIG="$out.config" allnoconfig &&
		wanted "$out/.config" <<<"$config" &&
		make -C "$src" O="$out" ARCH=um -j"$(nproc)"
	} >"$out.log" 2>&1 || { tail -n 30 "$out.log" >&2; exit 1; }
	touch "$out/.complete"
fi
echo "$out"
