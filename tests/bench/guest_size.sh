#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest_size.sh RUN...: what packets cost when much is configured; one line of
# JSON for each result. A RUN is
#	one|some|full		subscribers, policies, forwards and pinholes:
#				one of each; 4,096 with a forward and a pinhole
#				each; 65,536 under 4,096 policies, with two of both
#	RUN+ranges		the same, and openings of ranges of every size
#	endpoint-FLOWS		so many flows of one subscriber at one endpoint
#	plain-CLIENTS		first packets of so many clients, without rfw
# Policies say "filtering eif". In the environment: ROUND, a number to print;
# PACKETS, of each kind.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
packets=${PACKETS:-2048}

config() # SUBSCRIBERS POLICIES FORWARDS each
{
	echo "flow set max-flows 262144"
	echo "domain add home inside d0 outside d1 prefix 2a0a:1::/48"
	awk -v subscribers="$1" -v policies="$2" -v forwards="$3" 'BEGIN {
		for (i = 0; i < policies; i++)
			printf "policy add p%d domain home preset strict filtering eif\n", i
		for (i = 0; i < subscribers; i++)
			printf "subscriber add s%d policy p%d prefix 2a0a:1:0:%x::/64\n",
				i, i % policies, i
		for (n = 0; n < forwards; n++)
			for (i = 0; i < subscribers; i++)
				printf "forward add s%d udp 2a0a:1:0:%x::1 port %d\n",
					i, i, 40000 + n
	}'
}

set_up() # SUBSCRIBERS POLICIES OPENINGS each
{
	clients=$1
	config "$1" "$2" "$3" >/dev/shm/config
	rfwctl load /dev/shm/config
	"$top/build/bench/pinholes" "$1" "$3"
}

# of another host
set_up_ranges()
{
	rfwctl forward add s0 udp 2a0a:1::2 port 1-65534
	rfwctl pinhole add udp 2a0a:1::2 port 1024-65534 lifetime 10d >/dev/null
	rfwctl dmz add s0 2a0a:1::3
}

# one packet at a time: of a list, the kernel forwards in one go what has one destination
measure() # KIND WORD of rfw_bench...
{
	local kind=$1

	shift
	echo "$* clients=$clients list=1" >/proc/rfw_bench
	sed "s/^{/{\"run\":\"$run\",\"kind\":\"$kind\",\"round\":${ROUND:-0},/" /proc/rfw_bench
}

measure_all()
{
	local port flows=$((16 * packets))

	# one subscriber may have 65,535 with those that follow
	[ $flows -le 32768 ] || flows=32768
	echo "phase=open flows=$flows clients=$clients" >/proc/rfw_bench
	# the worker looks four times a second whether there are many
	sleep 0.5
	measure established phase=established flows=$flows packets=$flows
	# or who has many clients would have many new endpoints too
	for port in 40000 50000 60000; do
		echo "phase=open flows=$packets inside-port=$port clients=$clients" >/proc/rfw_bench
	done
	measure outbound phase=first flows="$packets" inside-port=60000 servers=1
	measure endpoint phase=first flows="$packets" inside-port=60000 servers=2 from=server
	measure forward phase=first flows="$packets" inside-port=40000 servers=1 from=server
	measure pinhole phase=first flows="$packets" inside-port=50000 servers=1 from=server
	measure dropped phase=first flows="$packets" inside-port=65000 servers=1 from=server
}

run() # RUN
{
	local run=$1 clients=1

	router
	case ${run%+ranges} in
	one) set_up 1 1 1 ;;
	some) set_up 4096 4096 1 ;;
	full) set_up 65536 4096 2 ;;
	endpoint-*)
		set_up 1 1 1
		echo "phase=open flows=${run#endpoint-} inside-port=60000 clients=1" >/proc/rfw_bench
		measure endpoint phase=first flows=512 inside-port=60000 servers=1 from=server
		return
		;;
	plain-*)
		clients=${run#plain-}
		measure outbound phase=first flows="$packets" inside-port=60000
		return
		;;
	*) die "no run $run" ;;
	esac
	[[ $run != *+ranges ]] || set_up_ranges
	measure_all
}

if [ "${1:-}" = --run ]; then
	run "$2"
	exit
fi
load_modules
for word in "$@"; do
	apart "$word"
done
rmmod rfw
