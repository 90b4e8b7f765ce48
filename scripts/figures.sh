#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# figures.sh: what the targets that scripts/check.sh ran last have done, in numbers.
set -u

logs=$(dirname "$(dirname "$(readlink -f "$0")")")/build/check
ls "$logs"/*.tap >/dev/null 2>&1 || { echo "nothing was checked yet: make check" >&2; exit 1; }

cat "$logs"/*.tap | awk '
	/^ *ok / { cases++ }
	match($0, /Done [0-9]+ runs/) { split(substr($0, RSTART), word); fuzzed += word[2] }
	match($0, /FUZZ_COUNT=[0-9]+/) { requests += substr($0, RSTART + 11, RLENGTH - 11) }
	match($0, /failed in turn: [0-9]+/) { faults += substr($0, RSTART + 16, RLENGTH - 16) }
	match($0, /[0-9.e+]+ states$/) { states += $(NF - 1) }
	END {
		printf "# cases that passed, with those made of others: %d\n", cases
		printf "# inputs of fuzzers: %d; random requests of the netlink family: %d\n",
			fuzzed, requests
		printf "# allocations that failed, one at a time: %d\n", faults
		printf "# states of the model of a flow: %d\n", states
	}'
cat "$logs"/*.seconds | awk '{ all += $1 }
	END { printf "# hours of targets, which run beside each other: %.1f\n", all / 3600 }'
