#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh TARGET...: makes each target, which prints TAP, one for each processor
# at a time, and counts the results of all; what a target printed is shown when it
# is through. The last line is the sum. A target that reports no result, or that
# fails without a failed result, counts as a failure itself.
set -u

top=$(dirname "$(dirname "$(readlink -f "$0")")")
logs=$top/build/check
mkdir -p "$logs"
rm -f "$logs"/*
passed=0 failed=0 skipped=0 summary=
declare -A running=()

# leaves TARGET.tap and TARGET.seconds; returns the status of make
run() # TARGET
{
	local start=$SECONDS status=0

	make -s -C "$top" --no-print-directory "$1" </dev/null >"$logs/$1.tap" || status=$?
	echo $((SECONDS - start)) >"$logs/$1.seconds"
	return $status
}

count() # TARGET STATUS
{
	local target=$1 status=$2 p f s

	echo "# $target"
	cat "$logs/$target.tap"
	read -r p f s < <(awk -f "$top/scripts/tap-count.awk" "$logs/$target.tap")
	if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then
		echo "not ok - $target: exit status $status, $((p + s)) results"
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	summary+=$(printf '# %-24s %4d passed %4d failed %4d skipped %4d s' \
		"$target" "$p" "$f" "$s" "$(cat "$logs/$target.seconds")")$'\n'
}

# the next one that is through
collect()
{
	local pid status=0

	wait -n -p pid "${!running[@]}" || status=$?
	count "${running[$pid]}" "$status"
	unset "running[$pid]"
}

for target in "$@"; do
	[ "${#running[@]}" -lt "$(nproc)" ] || collect
	run "$target" &
	running[$!]=$target
done
while [ "${#running[@]}" -gt 0 ]; do
	collect
done

printf '%s' "$summary"
"$top/scripts/figures.sh"
echo "$passed passed, $failed failed, $skipped skipped" | tee "$logs/sum"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
