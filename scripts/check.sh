#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh TARGET...: makes each target, which prints TAP, and counts the results
# of all. The last line is the sum. A target that reports no result, or that
# fails without a failed result, counts as a failure itself.
set -u

top=$(dirname "$(dirname "$(readlink -f "$0")")")
logs=$top/build/check
mkdir -p "$logs"
rm -f "$logs/sum"
passed=0 failed=0 skipped=0 summary=

for target in "$@"; do
	echo "# $target"
	start=$SECONDS
	make -s -C "$top" --no-print-directory "$target" </dev/null | tee "$logs/$target.tap"
	status=${PIPESTATUS[0]}
	read -r p f s < <(awk -f "$top/scripts/tap-count.awk" "$logs/$target.tap")
	if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then
		echo "not ok - $target: exit status $status, $((p + s)) results"
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	summary+=$(printf '# %-24s %4d passed %4d failed %4d skipped %4d s' \
		"$target" "$p" "$f" "$s" $((SECONDS - start)))$'\n'
done

printf '%s' "$summary"
echo "$passed passed, $failed failed, $skipped skipped" | tee "$logs/sum"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
