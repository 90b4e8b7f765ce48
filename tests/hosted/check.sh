#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh BUILD SECONDS FUZZER...: runs the suites, the comparison with scapy
# and each fuzzer for some seconds, and prints one TAP stream.
set -uo pipefail

build=$1
seconds=$2
shift 2

# row NAME COMMAND...: one row for a command that prints no TAP
row()
{
	local name=$1 log

	shift
	if log=$("$@" 2>&1); then
		echo "ok - $name: $(grep -aoE 'Done [0-9]+ runs' <<<"$log")"
	else
		printf '# %s\n' "${log//$'\n'/$'\n# '}"
		echo "not ok - $name"
	fi
}

# suites NAME COMMAND...: what prints TAP may also end badly without saying so
suites()
{
	"${@:2}" || echo "not ok - $1 ended with status $?"
}

everything()
{
	suites suites "$build/suites"
	if [ -x "$build/packet_dump" ]; then
		if "$PYTHON" -c 'import scapy' 2>/dev/null; then
			suites packet_scapy "$PYTHON" packet_scapy.py "$build/packet_dump"
		else
			echo "ok - packet_scapy # SKIP no scapy"
		fi
	fi
	for fuzzer; do
		row "${fuzzer##*/}" ./fuzz.sh "$fuzzer" "$seconds"
	done
}

everything "$@" | awk '
	/^(TAP version|1\.\.)/ { next }
	/^(not )?ok / { n++; sub(/ok [0-9]* *(- )?/, "ok " n " - ") }
	/^not ok|^Bail out!/ { failed = 1 }
	{ print; fflush() }
	END { print "1.." n + 0; exit failed || !n }'
