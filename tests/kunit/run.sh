#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the KUnit suites under User Mode Linux and prints their KTAP. Time
# travels: a case that sleeps takes no time. UML_VARIANT=debug: with KASAN, lockdep
# and debug objects.
set -euo pipefail

top=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")

build=$(RFW_KUNIT=1 "$top/scripts/build-module.sh" "uml${UML_VARIANT:+-$UML_VARIANT}")
out=$(mktemp)
trap 'rm -f "$out"' EXIT

# the kernel log has every parameter of a parameterised case, with the reason
# of a failure; the results in debugfs have the last one only
status=0
UML_APPEND=${UML_APPEND-time-travel=inf-cpu log_buf_len=8M} "$top/tests/vm/run-uml.sh" sh -c "
	dmesg -C
	# the suites say themselves which allocations are to fail
	! cd /sys/kernel/debug/failslab 2>/dev/null || { echo N >ignore-gfp-wait; echo 0 >verbose; }
	insmod '$build/rfw_test.ko' || exit
	dmesg --notime --color=never
	rmmod rfw_test" >"$out" || status=$?

suites=$(grep -cE '^(not )?ok ' "$out" || true)
echo "KTAP version 1"
echo "1..$suites"
cat "$out"

# a suite that reports success may have run nothing
expected=$(find "$top/tests/kunit" -name '*_test.c' -exec grep -hoE 'kunit_test_suites?\(' {} + | wc -l)
read -r passed failed skipped < <(awk -f "$top/scripts/tap-count.awk" "$out")
if ! grep -qE '^ +ok ' "$out" || [ "$suites" -lt "$expected" ]; then
	echo "not ok - $suites of $expected suites ran, $((passed + failed + skipped)) results"
	exit 1
fi
[ "$failed" -eq 0 ] && exit "$status"
exit 1
