#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh TARGET...: makes each target, which prints TAP, and counts the results
# of all; several in one argument at the same time. The last line is the sum. A
# target that reports no result, or that fails without a failed result, counts as
# a failure itself.
set -u

top=$(dirname "$(dirname "$(readlink -f "$0")")")
logs=$top/build/check
mkdir -p "$logs"
rm -f "$logs/sum"
passed=0 failed=0 skipped=0 summary=

# leaves TARGET.tap, TARGET.status and TARGET.seconds
run() # TARGET
{
	local start=$SECONDS

	make -s -C "$top" --no-print-directory "$1" </dev/null | tee "$logs/$1.tap"
	echo "${PIPESTATUS[0]}" >"$logs/$1.status"
	echo $((SECONDS - start)) >"$logs/$1.seconds"
}

count() # TARGET
{
	local target=$1 status p f s

	status=$(cat "$logs/$target.status")
	read -r p f s < <(awk -f "$top/scripts/tap-count.awk" "$logs/$target.tap")
	if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then
		echo "not ok - $target: exit status $status, $((p + s)) results"
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	summary+=$(printf '# %-24s %4d passed %4d failed %4d skipped %4d s' \
		"$target" "$p" "$f" "$s" "$(cat "$logs/$target.seconds")")$'\n'
}

for group in "$@"; do
	read -ra targets <<<"$group"
	if [ "${#targets[@]}" -eq 1 ]; then
		echo "# $group"
		run "$group"
	else
		for target in "${targets[@]}"; do
			run "$target" >/dev/null &
		done
		wait
	fi
	for target in "${targets[@]}"; do
		if [ "${#targets[@]}" -gt 1 ]; then
			echo "# $target"
			cat "$logs/$target.tap"
		fi
		count "$target"
	done
done

printf '%s' "$summary"
echo "$passed passed, $failed failed, $skipped skipped" | tee "$logs/sum"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
