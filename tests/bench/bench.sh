#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# bench.sh [--rounds N] [--sizes "FLOWS..."] [PART...]: what a forwarded packet
# costs with rfw, beside plain forwarding, nf_conntrack and its flow table. Needs
# no hardware counters and no quiet machine. A PART is
#	time		nanoseconds, on User Mode Linux
#	instructions	exact, on the stock kernel 6.1 under QEMU
#	profile		in which functions, and which of them are atomic; likewise
# All of them without an argument. Results: build/bench/PART.json, tables on
# standard output.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
top=$(dirname "$(dirname "$here")")
out=$top/build/bench
. "$here/lib.sh"

rounds=8
sizes="1 1000 10000 65536"
cases="plain hook conntrack flowtable rfw rfw-accounting"
parts=()
while [ $# -gt 0 ]; do
	case $1 in
	--rounds) rounds=$2; shift ;;
	--sizes) sizes=$2; shift ;;
	time | instructions | profile) parts+=("$1") ;;
	*) sed -n '4,12s/^#\t\{0,1\}//p' "$0" >&2; exit 2 ;;
	esac
	shift
done
[ ${#parts[@]} -gt 0 ] || parts=(time instructions profile)
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

# every round is a boot of its own, with the cases the other way round each time
part_time()
{
	local round order

	prepare uml
	for ((round = 1; round <= rounds; round++)); do
		echo "# time: round $round of $rounds" >&2
		order="cat"
		[ $((round % 2)) -eq 1 ] || order="tac"
		# shellcheck disable=SC2046 # words on purpose
		VM_MEM=2048 VM_APPEND="$APPEND" huge "$top/tests/vm/run-uml.sh" \
			env ROUND=$round MEMORY=1 tests/bench/guest.sh $(runs 65536 | $order)
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

cd "$top"
for part in "${parts[@]}"; do
	echo
	echo "## $part"
	if [ "$part" = profile ]; then
		part_profile | tee "$out/profile.md"
		continue
	fi
	"part_$part" >"$out/$part.results"
	"$here/report.py" "$part" "$out/$part.results" "$out/$part.json"
done
