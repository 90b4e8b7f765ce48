#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest_share.sh: two processors forward packets of established flows, TCP and UDP,
# of flows of their own and then of the same. Who touches which memory is for
# count_plugin.c to say.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
flows=128	# so few that two of them are hardly ever in one chain
file=/dev/shm/config

# Both are there before either begins, so that neither gets the stack of the other.
both() # PROTOCOL FIRST-0 FIRST-1
{
	local processor first pids=()

	for processor in 0 1; do
		first=$2
		[ $processor = 0 ] || first=$3
		# shellcheck disable=SC2016 # for the shell inside
		taskset -c $processor sh -c 'sleep 1; echo "$0" >/proc/rfw_bench; sleep 3' \
			"phase=established protocol=$1 flows=$((flows / 2)) first=$first packets=4096" &
		pids+=($!)
	done
	wait "${pids[@]}"
	cat /proc/rfw_bench
}

run()
{
	local protocol

	router
	cat >$file <<-END
		domain add home inside d0 outside d1 prefix 2a0a:1::/48
		policy add default domain home preset strict
		subscriber add home policy default whole-domain on
	END
	rfwctl load $file
	for protocol in udp tcp; do
		echo "phase=open protocol=$protocol flows=$flows" >/proc/rfw_bench
		both $protocol 0 $((flows / 2))
		both $protocol 0 0
	done
}

if [ "${1:-}" = --run ]; then
	run
	exit
fi
load_modules
apart
sed "s/^/symbol /" /proc/kallsyms
rmmod rfw
