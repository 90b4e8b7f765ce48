#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest_pause.sh [FLOWS]: how late a packet leaves that comes while the firewall is
# at work on all of so many flows; one line of JSON for each kind of work. A packet
# comes from a timer, as others come from a device: what holds it up is what runs
# with interrupts or bottom halves off.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
flows=1000000
file=/dev/shm/config

config()
{
	local i

	echo "flow set max-flows 1048576"
	echo "domain add home inside d0 outside d1 prefix 2a0a:1::/48"
	echo "policy add default domain home preset strict"
	for ((i = 0; i < 16; i++)); do
		printf 'subscriber add s%d policy default prefix 2a0a:1:0:%x::/64\n' "$i" "$i"
	done
}

open_flows()
{
	echo "phase=open flows=$flows clients=16" >/proc/rfw_bench
	grep -q "\"forwarded\":$((3 * flows))," /proc/rfw_bench || die "packets were lost"
}

# a packet every INTERVAL microseconds while a command runs, time after time
during() # NAME INTERVAL PACKETS COMMAND...
{
	local line pacer times=0

	echo "phase=pause flows=$flows clients=16 interval=$2 packets=$3" >/proc/rfw_bench &
	pacer=$!
	while kill -0 $pacer 2>/dev/null; do
		"${@:4}" >/dev/null
		times=$((times + 1))
	done
	wait $pacer
	read -r line </proc/rfw_bench
	echo "{\"during\":\"$1\",\"times\":$times,${line#\{}"
}

max=2097152
resize()
{
	rfwctl flow set max-flows $max
	max=$((3145728 - max))
}

run()
{
	router
	config >$file
	rfwctl load $file
	open_flows
	during nothing 500 20000 true
	during list 500 20000 rfwctl flow list
	during reload 500 20000 rfwctl load $file
	during resize 500 20000 resize
	# UDP lives for 300 seconds
	open_flows
	sleep 285
	rfwctl stats
	during expiry 2000 30000 sleep 1
	rfwctl stats
}

if [ "${1:-}" = --run ]; then
	flows=$2
	run
	exit
fi
load_modules
apart "${1:-$flows}"
rmmod rfw
