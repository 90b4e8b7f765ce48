#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# bench.sh [--here] [--rounds N] [--sizes "FLOWS..."] [PART...]: what a forwarded
# packet costs with rfw, beside plain forwarding, nf_conntrack and its flow table.
# Needs no hardware counters and no quiet machine. A PART is
#	time		nanoseconds, on User Mode Linux
#	instructions	exact, on the stock kernel 6.1 under QEMU
#	profile		in which functions, and which of them are atomic; likewise
#	size		both, with 65,536 subscribers and 262,144 forwards and pinholes
#	million		nanoseconds with a thousand, a million and four million flows
#	load		seconds and memory that such a configuration takes, and a
#			million flows to list
#	pause		by how much a packet is late that comes in the middle of work on
#			a million flows, in instructions
#	share		which memory two processors write for packets of different flows
#	layouts		nanoseconds that a lookup takes with other layouts of the table
# All of them without an argument. With --here time and million are measured on the
# running kernel, as root, in network namespaces of their own. Results:
# build/bench/PART.json, plots beside it, tables on standard output.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
top=$(dirname "$(dirname "$here")")
out=$top/build/bench
. "$here/lib.sh"

kernel=uml
rounds=8
sizes="1 1000 10000 100000"
cases="plain hook conntrack flowtable rfw rfw-all rfw-all-mark rfw-sip rfw-accounting"
all="time instructions profile size million load pause share layouts"
parts=()
while [ $# -gt 0 ]; do
	case $1 in
	--here) kernel=/lib/modules/$(uname -r)/build all="time million" ;;
	--rounds) rounds=$2; shift ;;
	--sizes) sizes=$2; shift ;;
	time | instructions | profile | size | million | load | pause | share | layouts)
		parts+=("$1")
		;;
	*) sed -n '4,21s/^#\t\{0,1\}//p' "$0" >&2; exit 2 ;;
	esac
	shift
done
# shellcheck disable=SC2206 # words on purpose
[ ${#parts[@]} -gt 0 ] || parts=($all)
mkdir -p "$out"

# the RUNs of guest.sh for every case and protocol, cases next to each other
runs() # PACKETS
{
	local protocol size case

	for protocol in udp tcp; do
		for size in $sizes; do
			for case in $cases; do
				echo "$case:established:$protocol:$size:$1"
			done
		done
		for case in $cases; do
			echo "$case:established:$protocol:10000:$1:1340"
		done
		for case in $cases; do
			echo "$case:first:$protocol:65536:1"
		done
	done
}

# guest memory on huge pages, without which page faults of the host drown all else
huge()
{
	if unshare -m sh -c 'mount -t tmpfs -o huge=always tmpfs /dev/shm' 2>/dev/null; then
		# shellcheck disable=SC2016 # for the shell inside
		unshare -m sh -c 'mount -t tmpfs -o huge=always tmpfs /dev/shm && exec "$@"' sh "$@"
	else
		echo "# guest memory is not on huge pages" >&2
		"$@"
	fi
}

uml() # MIB COMMAND...
{
	VM_MEM=$1 VM_APPEND="$APPEND" huge "$top/tests/vm/run-uml.sh" "${@:2}"
}

# on the kernel where time is measured
native() # MIB COMMAND...
{
	if [ "$kernel" = uml ]; then
		VM_TIMEOUT=7200 uml "$@"
	else
		"${@:2}"
	fi
}

# all cases of a kind in one boot, in turns
part_time()
{
	prepare "$kernel"
	# shellcheck disable=SC2046 # words on purpose
	native 4096 env ROUNDS="$rounds" MEMORY=1 tests/bench/guest.sh $(runs 65536)
}

# many flows: the table and the caches of the processor
part_million()
{
	local flows

	prepare "$kernel"
	for flows in 1000 1000000 4000000; do
		native 8192 env ROUNDS="$rounds" MAX_FLOWS=4194304 tests/bench/guest.sh \
			{plain,hook,conntrack,rfw}:established:{udp,tcp}:$flows:262144
	done
}

part_instructions()
{
	prepare 6.1
	# shellcheck disable=SC2046 # words on purpose
	counting_machine "" env MEMORY=1 tests/bench/guest.sh $(runs 16384)
}

part_profile()
{
	prepare 6.1
	build_plugin
	counting_machine "-plugin $plugin,out=$out/counts" env SYMBOLS=1 tests/bench/guest.sh \
		{plain,hook,conntrack,rfw}:established:{udp,tcp}:10000:16384 \
		{plain,rfw}:first:{udp,tcp}:10000:1 >"$out/profile.results"
	"$here/profile.py" "$out/profile.results" "$out/counts"
	rm -f "$out/counts"
}

# prints two tables
part_size()
{
	local round runs="plain-1 plain-65536 endpoint-1 endpoint-65023 one full full+ranges"

	prepare 6.1
	# shellcheck disable=SC2086 # words on purpose
	counting_machine "" tests/bench/guest_size.sh $runs >"$out/size.results"
	"$here/report_size.py" instructions "$out/size.results" "$out/size.json"
	prepare uml
	for ((round = 1; round <= rounds; round++)); do
		echo "# size: round $round of $rounds" >&2
		# shellcheck disable=SC2086 # words on purpose
		uml 3072 env ROUND=$round PACKETS=4096 tests/bench/guest_size.sh $runs
	done >"$out/size-time.results"
	"$here/report_size.py" ns "$out/size-time.results" "$out/size-time.json"
}

# seconds of all processors that a command takes: user, system
seconds() # NAME COMMAND...
{
	local TIMEFORMAT="{\"step\":\"$1\",\"user\":%U,\"system\":%S}"

	shift
	{ time "$@" 2>&3; } 3>&2 2>&1
}

part_load()
{
	local round step

	prepare uml
	{
		uml 3072 tests/bench/guest_load.sh memory
		for round in 1 2 3; do
			echo "# load: round $round of 3" >&2
			for step in idle load again flows list json save; do
				seconds $step uml 3072 tests/bench/guest_load.sh $step
			done
			# the same file, without a kernel that could be asked
			"$here/guest_load.sh" file >"$out/load.conf"
			seconds check env LD_LIBRARY_PATH=tools/librfw tools/rfwctl/rfwctl check \
				"$out/load.conf" 2>/dev/null
		done
		rm -f "$out/load.conf"
	} >"$out/load.results"
	"$here/report_load.py" "$out/load.results" "$out/load.json"
}

part_pause()
{
	# the kernel clears a large page in one go, for whoever asks
	local APPEND="$APPEND init_on_alloc=0 transparent_hugepage=never"

	prepare 6.1
	VM_MEM=4096 VM_TIMEOUT=7200 counting_machine "" tests/bench/guest_pause.sh >"$out/pause.results"
	"$here/report_pause.py" "$out/pause.results" "$out/pause.json"
}

part_share()
{
	prepare 6.1
	build_plugin
	pair_machine "-plugin $plugin,out=$out/counts,lines=on" \
		tests/bench/guest_share.sh >"$out/share.results"
	"$here/report_share.py" "$out/share.results" "$out/counts" "$out/share.json"
	rm -f "$out/counts"
}

part_layouts()
{
	cc -O2 -Wall -Wextra -Werror -o "$out/layouts" "$here/layouts.c"
	"$out/layouts" 1000 10000 65536 1000000 4000000
}

cd "$top"
for part in "${parts[@]}"; do
	echo
	echo "## $part"
	case $part in
	profile | size | load | pause | share | layouts)
		"part_$part" | tee "$out/$part.md"
		continue
		;;
	esac
	"part_$part" >"$out/$part.results"
	"$here/report.py" "$part" "$out/$part.results" "$out/$part.json"
	"$here/plot.py" "$out/$part.json" "$out/$part.svg"
done
