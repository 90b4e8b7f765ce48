#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Guards the hit path: the instructions that rfw adds to a packet, also with all
# that a policy can say, that none of them is atomic, and the size of a flow; and
# first packets: what they add, and that it is no more with what is configured for
# others. Against the file limits. TAP. Exact, whatever this machine is busy with.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
. "$here/lib.sh"
cd "$top"

n=0 failed=0
result() # "ok" or "not ok", NAME
{
	echo "$1 $((++n)) - $2"
	[ "$1" = ok ] || failed=1
}

limit() # NAME
{
	awk -v name="$1" '$1 == name { print $2 }' "$here/limits"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "TAP version 13"
prepare 6.1
build_plugin
counting_machine "-plugin $plugin,out=$work/counts" env SYMBOLS=1 MEMORY=1 PACKETS=512 bash -ec '
	tests/bench/guest.sh "$@"
	tests/bench/guest_size.sh one some+ranges' guest \
	{plain,rfw{,-prefetch,-all,-sip}}:established:{udp,tcp}:10000:4096 \
	{plain,rfw,rfw-all}:first:{udp,tcp}:10000:1 >"$work/results"
"$here/report.py" instructions "$work/results" "$work/json" >/dev/null
"$here/report_size.py" instructions "$work/results" "$work/size.json" >/dev/null

for run in {rfw{,-prefetch,-all,-sip}:established,rfw{,-all}:first}:{udp,tcp}; do
	IFS=: read -r case phase protocol <<<"$run"
	added=$(python3 - "$work/json" "$case" "$phase" "$protocol" <<-'END'
		import json, sys
		for row in json.load(open(sys.argv[1]))['rows']:
		    if [row['case'], row['phase'], row['protocol']] == sys.argv[2:]:
		        print(round(row['added']))
	END
	)
	name=$case-$protocol
	[ "$phase" = established ] || name+=-first
	most=$(limit "$name")
	[ "$added" -le "$most" ] && verdict=ok || verdict="not ok"
	result "$verdict" "$case adds $added instructions to a packet ($protocol, $phase), $most at most"
done

# one of everything against 4,096, among them ranges of all sizes
for kind in established outbound forward pinhole endpoint dropped; do
	more=$(python3 - "$work/size.json" $kind <<-'END'
		import json, sys
		cost = {row['run']: row['cost'] for row in json.load(open(sys.argv[1]))['rows']
		        if row['kind'] == sys.argv[2]}
		print(round(100 * cost['some+ranges'] / cost['one']))
	END
	)
	most=$(limit $kind)
	[ "$more" -le "$most" ] && verdict=ok || verdict="not ok"
	result "$verdict" "what there is for 4,096 makes a packet ($kind) $more %, $most at most"
done

object=$(sed -n 's/.*"memory":"rfw","object":\([0-9]*\).*/\1/p' "$work/results" | head -n 1)
[ "$object" = "$(limit object)" ] && verdict=ok || verdict="not ok"
result "$verdict" "a flow takes $object octets, $(limit object) exactly"

# exits with 1 if there is one
"$here/profile.py" "$work/results" "$work/counts" >"$work/profile" &&
	verdict=ok || verdict="not ok"
result "$verdict" "no atomic instruction of rfw is executed for a packet of a live flow"
if [ $failed -ne 0 ]; then
	sed 's/^/# /' "$work/profile"
fi
echo "1..$n"
exit $failed
