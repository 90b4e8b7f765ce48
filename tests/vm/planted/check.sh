#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does the debug kernel see what it is trusted to see? One fault, one boot: the run must
# end as one in which the kernel complained, of the right thing.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
top=$(readlink -f "$here/../../..")
tree=$("$here/../build-uml.sh" debug)
build=$top/build/planted
export UML_VARIANT=debug

mkdir -p "$build"
cp -s -f "$here/Kbuild" "$here/rfw_planted.c" "$build"
make -s -C "$tree" M="$build" ARCH=um >&2

number=0 failed=0
result() # ok|not\ ok NAME
{
	echo "$1 $((++number)) - $2"
}

seen() # FAULT COMPLAINT NAME
{
	local status=0 log

	log=$("$here/../run-uml.sh" insmod "$build/rfw_planted.ko" "fault=$1" 2>&1) || status=$?
	if [ "$status" -eq 3 ] && grep -qE "$2" <<<"$log"; then
		result ok "$3 is seen"
	else
		result "not ok" "$3 is seen: exit status $status"
		failed=1
	fi
}

echo "TAP version 13"
seen outside 'KASAN: slab-out-of-bounds' "a read outside"
seen freed 'KASAN: (slab-)?use-after-free' "a read of what was freed"
seen order 'possible circular locking' "an order of locks that can lock up"
seen softirq 'inconsistent lock state' "a lock that a softirq wants too"
seen unprotected 'suspicious RCU usage' "a pointer that nobody protects"
seen sleeps 'sleeping function called|scheduling while atomic' "sleep under a spinlock"
seen active 'ODEBUG: free active' "a timer that is freed as it runs"
seen twice 'list_add (corruption|double add)' "an entry that is in a list already"
seen left-behind 'Objects remaining|Slab cache still has objects' "an object left in a cache"
seen shift 'UBSAN: shift-out-of-bounds' "a shift by too much"
if "$here/../run-uml.sh" true; then
	result ok "and where there is none nothing is seen"
else
	result "not ok" "and where there is none nothing is seen"
	failed=1
fi
echo "1..$number"
exit $failed
