#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh [--full]: goes through every interleaving of flow.pml, a few processes at
# a time, and wants a complaint about each of its mutants; prints TAP. --full: all
# processes at once instead, which takes minutes and gigabytes.
set -uo pipefail

model=$(dirname "$(readlink -f "$0")")/flow.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

full=("two packets, a resize, a deletion and the clock:-DRESIZE -DDELETE -DCLOCK")
runs=(
	"two packets and a resize:-DRESIZE"
	"two packets, a deletion and the clock:-DDELETE -DCLOCK"
	"a packet, a resize, a deletion and the clock:-DRESIZE -DDELETE -DCLOCK -DPACKETS=1"
)
mutants=(
	"a flow is freed without a grace period:-DDELETE -DMUTANT_NO_GRACE_PERIOD"
	"a flow that somebody else has unlinked dies again:-DDELETE -DMUTANT_DIES_TWICE"
	"a deleted subscriber is looked for before the flow is in the table:-DDELETE -DMUTANT_LOOKS_TOO_EARLY"
	"nobody looks again whether the locked array is the present one:-DRESIZE -DMUTANT_NO_SECOND_LOOK"
	"nobody does so before the plain insertion:-DRESIZE -DMUTANT_PLAIN_NO_SECOND_LOOK"
	"a miss counts although flows move:-DRESIZE -DMUTANT_NO_SEQUENCE"
	"the old array is emptied once only:-DRESIZE -DMUTANT_ONE_PASS"
	"the old array is freed without a grace period:-DRESIZE -DMUTANT_ARRAY_FREED_EARLY"
)

# run NUMBER OPTIMIZE OPTION...: leaves what spin's verifier says in NUMBER.log
run()
{
	local folder=$work/$1 optimize=$2

	shift 2
	mkdir "$folder" && cd "$folder" &&
	spin -a "$@" "$model" &&
	gcc "$optimize" -w -DSAFETY -DCOLLAPSE -DMEMLIM=8000 -o pan pan.c &&
	./pan -m100000
} >"$work/$1.log" 2>&1

result() # NUMBER NAME WANTED-ERRORS
{
	local log=$work/$1.log states

	states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' "$log")
	# a search that was cut short has found nothing either
	if grep -q "errors: $3\$" "$log" && ! grep -qE 'max search depth|out of memory' "$log"; then
		echo "ok $1 - model: $2: ${states} states"
	else
		sed 's/^/# /' "$log"
		echo "not ok $1 - model: $2"
		failed=1
	fi
}

command -v spin >/dev/null || { echo "Bail out! no spin"; exit 1; }
if [ "${1:-}" = --full ]; then
	runs=("${full[@]}")
	mutants=()
fi
number=0 failed=0
# shellcheck disable=SC2086 # options, a word each
{
	for each in "${runs[@]}"; do
		number=$((number + 1))
		run $number -O1 ${each#*:} &
	done
	# a mutant is caught long before all is seen: compiling takes longer
	for each in "${mutants[@]}"; do
		number=$((number + 1))
		run $number -O0 ${each#*:} &
	done
}
wait
echo "TAP version 13"
number=0
for each in "${runs[@]}"; do
	number=$((number + 1))
	result $number "${each%%:*}" 0
done
for each in "${mutants[@]}"; do
	number=$((number + 1))
	result $number "a mutant is caught: ${each%%:*}" 1
done
echo "1..$number"
exit $failed
