# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What bench.sh and check.sh share: the module, the measuring module and the
# tools for a kernel, and a machine that counts instructions, or two.

# shellcheck disable=SC2034 # for who sources this file
{
	top=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
	plugin=$top/build/bench/count_plugin.so
	# no merged caches: objects are as large as the books say. Locks as on a
	# machine of several processors. Addresses that do not move.
	APPEND="slab_nomerge noreplace-smp nokaslr"
}

# everything that a KERNEL (see kdir.sh) needs; what fails says why
prepare() # KERNEL
{
	local log=$top/build/bench/prepare.log

	mkdir -p "$top/build/bench"
	{
		make -s -C "$top/tools" &&
		cc -O2 -Wall -I"$top/include/uapi" -o "$top/build/bench/pinholes" \
			"$top/tests/bench/pinholes.c" "$top/build/tools/librfw.a" -lmnl &&
		"$top/scripts/build-module.sh" "$1" &&
		"$top/tests/bench/build.sh" "$1"
	} >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

build_plugin()
{
	cc -O2 -Wall -shared -fPIC -o "$plugin" "$top/tests/bench/count_plugin.c"
}

machine() # PROCESSORS "WORDS for QEMU" COMMAND...
{
	VM_SMP=$1 VM_APPEND="$APPEND" VM_EXTRA="$2" "$top/tests/vm/run-qemu.sh" 6.1 "${@:3}"
}

# One nanosecond of the guest is one instruction, whatever this machine is busy
# with. Enhanced string instructions count as one and take longer: without them.
counting_machine() # "WORDS for QEMU" COMMAND...
{
	machine 1 "-accel tcg -icount shift=0,sleep=off,align=off -cpu max,-erms,-fsrm $1" "${@:2}"
}

# Two processors, in turns: counted time does not go with them.
pair_machine() # "WORDS for QEMU" COMMAND...
{
	machine 2 "-accel tcg,thread=single -cpu max $1" "${@:2}"
}
