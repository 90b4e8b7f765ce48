#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-2.0-only
#
# Counts the results of TAP and KTAP with nested subtests: prints "passed failed
# skipped". Only leaves count, but a test that fails though all its subtests
# passed is one failure more.

{ sub(/\r$/, "") }

/^ *Bail out!/ { failed++ }

/^ *(not )?ok([ \t]|$)/ {
	match($0, /^ */)
	depth = RLENGTH
	not = substr($0, depth + 1) ~ /^not ok/
	subtests = subfailed = 0
	for (d in results)
		if (d + 0 > depth) {
			subtests += results[d]
			subfailed += failures[d]
			delete results[d]
			delete failures[d]
		}
	results[depth]++
	if (not)
		failures[depth]++
	if (subtests) {
		if (not && !subfailed)
			failed++
	} else if (not) {
		failed++
	} else if (toupper($0) ~ /# *SKIP/) {
		skipped++
	} else {
		passed++
	}
}

END { print passed + 0, failed + 0, skipped + 0 }
