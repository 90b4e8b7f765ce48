#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The man pages are well formed, and name every verb, key and timer. TAP. usage: man_test.sh REPOSITORY RFWCTL
set -u

top=$1 rfwctl=$2
tests=0 failures=0

result() # STATUS NAME
{
	if [ "$1" -eq 0 ]; then
		echo "ok $((++tests)) - $2"
	else
		echo "not ok $((++tests)) - $2"
		failures=$((failures + 1))
	fi
}

for page in "$top"/docs/man/*.[578]; do
	if command -v mandoc >/dev/null; then
		mandoc -T lint -W warning "$page"
		result $? "${page##*/} is well formed"
	else
		echo "ok $((++tests)) - ${page##*/} is well formed # SKIP mandoc is not installed"
	fi
done

page=$(sed 's/\\-/-/g; s/\\&//g' "$top/docs/man/rfwctl.8")
named() # WORD...
{
	local word

	for word; do
		grep -qE "^\.(It )?(Cm|Op|Fl).*(^|[ ,])$word([ ,|]|\$)" <<<"$page" || { echo "# not named: $word"; return 1; }
	done
}

for object in domain policy subscriber host forward dmz pinhole alg flow stats; do
	mapfile -t verbs < <("$rfwctl" complete "$object" '' | grep -v '^help$')
	named "$object" "${verbs[@]}"
	result $? "the page names the verbs of $object"
done
for command in 'domain add x' 'policy add x' 'subscriber add x' 'host add x y' 'forward add x tcp ::1' 'dmz add x ::1' \
	'pinhole add tcp ::1' 'pinhole set 1' 'alg list' 'flow list' 'flow save' 'flow set'; do
	# shellcheck disable=SC2086 # words on purpose
	mapfile -t keys < <("$rfwctl" complete $command '')
	[ "${#keys[@]}" -gt 0 ] && named "${keys[@]}"
	result $? "the page names the keys of ${command% x}"
done
mapfile -t timers < <("$rfwctl" complete policy add x timeout '')
named "${timers[@]}"
result $? 'the page names all timers'
mapfile -t states < <("$rfwctl" complete flow list state '' | grep -v '^none$')
named "${states[@]}"
result $? 'the page names all states of flows'

echo "1..$tests"
exit $((failures != 0))
