#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest_load.sh STEP: what large things take; one line of JSON for each result. A
# STEP is
#	idle		a file with 65,536 subscribers under 4,096 policies is made
#	load		and loaded
#	again		and loaded in place of itself
#	flows		a million flows are opened
#	list|json|save	and listed, in a table or as JSON, or saved
#	memory		what is taken by so many of a kind
#	file		the file alone, to standard output; anywhere
# so that the time of one less that of the one before is what is wanted.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
subscribers=65536
policies=4096
flows=1000000
file=/dev/shm/config

# What takes memory by the thousand, in a network with all prefixes of clients.
config() # SUBSCRIBERS POLICIES FORWARDS [WORD of the policy...]
{
	echo "flow set max-flows 262144"
	echo "domain add home inside d0 outside d1 prefix 2a0a:1::/48"
	awk -v subscribers="$1" -v policies="$2" -v forwards="$3" -v words="${*:4}" 'BEGIN {
		for (i = 0; i < policies; i++)
			printf "policy add p%d domain home preset strict %s\n", i, words
		print "subscriber add home policy p0 whole-domain on"
		for (i = 0; i < subscribers; i++)
			printf "subscriber add s%d policy p%d prefix 2a0a:1:0:%x::/64\n",
				i, i % policies, i
		for (i = 0; i < forwards; i++)
			printf "forward add home udp 2a0a:1:0:%x::1 port 40000\n", i
	}'
}

# a command, and KiB of memory that it took
watched() # COMMAND...
{
	/usr/bin/python3 - "$@" <<-'END'
		import resource, subprocess, sys
		subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,
		               stderr=subprocess.DEVNULL)
		print('{"command":"%s","memory":%u}' %
		      (' '.join(sys.argv[1:]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
	END
}

run_load() # TIMES
{
	local i

	config $subscribers $policies 0 >$file
	for ((i = 0; i < $1; i++)); do
		watched rfwctl load $file
	done
}

run_flows() # [COMMAND...]
{
	config 16 1 0 | sed 's/262144/1048576/' >$file
	rfwctl load $file
	echo "phase=open flows=$flows clients=16" >/proc/rfw_bench
	grep -q "\"forwarded\":$((3 * flows))," /proc/rfw_bench || die "packets were lost"
	[ $# -eq 0 ] || watched "$@"
}

# KiB: pages of slab caches, pages mapped one by one, memory of each processor
memory_used()
{
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { printf "%s%s", separator, $2; separator = "," }' \
		/proc/meminfo
}

run_memory() # KIND COUNT
{
	local before

	# nothing of what comes first is to be counted
	config 1 1 1 >$file
	rfwctl check $file
	echo "phase=first flows=$2" >/proc/rfw_bench
	before=$(memory_used)
	case $1 in
	subscriber) config "$2" 1 0 ;;
	policy) config 1 "$2" 0 ;;
	forward) config 1 1 "$2" ;;
	pinhole) config 1 1 0 max-pinholes 65535 ;;
	flow) config 1 1 0 ;;
	host) config 1 1 0 host-learning required max-hosts 65535 ;;
	esac >$file
	rfwctl load $file
	case $1 in
	pinhole) "$top/build/bench/pinholes" "$2" 1 ;;
	# hosts come by packets, and packets make flows
	flow | host) echo "phase=first flows=$2 clients=32768" >/proc/rfw_bench ;;
	esac
	echo "{\"memory\":\"$1\",\"count\":$2,\"before\":[$before],\"after\":[$(memory_used)]}"
}

if [ "${1:-}" = --run ]; then
	router
	"run_$2" "${@:3}"
	exit
fi
if [ "${1:-}" = file ]; then
	config $subscribers $policies 0
	exit
fi
load_modules
case ${1:-} in
idle) apart load 0 ;;
load) apart load 1 ;;
again) apart load 2 ;;
flows) apart flows ;;
list) apart flows rfwctl flow list ;;
json) apart flows rfwctl -j flow list ;;
save) apart flows rfwctl flow save ;;
memory)
	for kind in subscriber:65536 policy:4096 forward:65536 pinhole:32768 flow:32768 host:32768; do
		apart memory "${kind%:*}" 1
		apart memory "${kind%:*}" "${kind#*:}"
	done
	;;
*) die "no step ${1:-}" ;;
esac
rmmod rfw
