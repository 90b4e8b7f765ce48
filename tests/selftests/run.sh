#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [--parallel | --serial] [PATTERN...]: runs the selftests whose name matches
# a PATTERN (all of them without one) on the running kernel and prints their results
# as one KTAP; --parallel, only those of what processors do to each other, and
# --serial, only the others.
# TEST_TIMEOUT: seconds that one test may take.
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit

# they want more than one processor
readonly PARALLEL='^(churn|lifecycle|module|namespace|race|resize)_'
kind=
case ${1:-} in
--parallel | --serial)
	kind=$1
	shift
	;;
esac

tests=()
for file in *_test.sh *_test.py; do
	[ -e "$file" ] || continue
	# a test of timers sleeps for hours: only where time travels
	if [[ $file == timer_* ]] && ! grep -q time-travel /proc/cmdline; then
		continue
	fi
	if [[ $file =~ $PARALLEL ]]; then
		[ "$kind" != --serial ] || continue
	else
		[ "$kind" != --parallel ] || continue
	fi
	if [ $# -eq 0 ]; then
		tests+=("$file")
	else
		for pattern in "$@"; do
			# shellcheck disable=SC2053 # a pattern on purpose
			[[ $file == *$pattern* ]] && tests+=("$file") && break
		done
	fi
done
[ "${#tests[@]}" -gt 0 ] || { echo "Bail out! no test matches: $*"; exit 1; }

echo "KTAP version 1"
echo "1..${#tests[@]}"
failed=0
for i in "${!tests[@]}"; do
	file=${tests[i]}
	case $file in
	*.py) run=(/usr/bin/python3 "$file") ;;
	*) run=(bash "$file") ;;
	esac
	start=$SECONDS
	echo "# Subtest: $file"
	limit=${TEST_TIMEOUT:-1800}
	# where time travels seconds say nothing; the machine has a limit of its own
	grep -q time-travel /proc/cmdline && limit=0
	timeout -k 10 "$limit" "${run[@]}" 2>&1 </dev/null | sed -u 's/^/    /'
	status=${PIPESTATUS[0]}
	if [ -d /sys/module/rfw ]; then
		echo "# $file leaves the module behind"
		rmmod rfw
		status=1
	fi
	[ -z "$(ip netns list)" ] || ip -all netns del
	if [ "$status" -eq 0 ]; then
		echo "ok $((i + 1)) $file # $((SECONDS - start)) s"
	else
		echo "not ok $((i + 1)) $file # exit status $status, $((SECONDS - start)) s"
		failed=1
	fi
done
exit $failed
