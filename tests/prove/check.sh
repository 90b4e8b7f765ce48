#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh [SUBJECT...]: proves for the subjects, or all, that the functions of src/ that read what
# anybody may have sent stay within it, overflow nothing and come to an end, whatever the octets;
# prints TAP. A mutant lacks something that a proof rests on, which must then fail. JOBS at a time.
set -uo pipefail

here=$(dirname "$(readlink -f "$0")")
src=$here/../../src
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cbmc=$("$here/get-cbmc.sh") || { echo "Bail out! no CBMC"; exit 1; }

# The kernel is built with -fno-strict-overflow, and unsigned numbers wrap on purpose.
options=(
	--bounds-check --pointer-check --pointer-overflow-check --pointer-primitive-check
	--div-by-zero-check --signed-overflow-check --undefined-shift-check --unwinding-assertions
	--no-malloc-may-fail --drop-unused-functions --stop-on-fail --sat-solver cadical
	-D_GNU_SOURCE -I "$here/include" -I "$here/../hosted/include" -I "$here/../../include/uapi"
)
names=() pids=() wanted=()

# start NAME WANTED-STATUS SOURCES UNWIND: in the background; 0: proved, 10: refuted
start()
{
	local log=$work/${#names[@]}.log

	while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(nproc)}" ]; do
		wait -n
	done
	names+=("$1")
	wanted+=("$2")
	{
		SECONDS=0
		"$cbmc" "${options[@]}" -I "$3" --unwind "$4" --function "$function" \
			"$here/${subject}_prove.c" >"$log" 2>&1
		status=$?
		echo "$SECONDS" >"$log.time"
		exit $status
	} &
	pids+=($!)
}

# prove SUBJECT FUNCTION UNWIND TEXT: no loop goes UNWIND times round
prove()
{
	subject=$1 function=$2 unwind=$3
	chosen "$subject" && start "$subject: $4 ($function)" 0 "$src" "$unwind"
}

# mutant FILE SED-SCRIPT TEXT: of the proof before it
mutant()
{
	local copy=$work/mutant${#names[@]}

	chosen "$subject" || return
	cp -r "$src" "$copy"
	sed -i "$2" "$copy/$1"
	if cmp -s "$src/$1" "$copy/$1"; then
		echo "Bail out! a mutant of $1 has nothing to change: $3"
		exit 1
	fi
	start "$subject: a mutant is caught: $3 ($function)" 10 "$copy" "$unwind"
}

subjects=("$@")
chosen()
{
	[ "${#subjects[@]}" -eq 0 ] || [[ " ${subjects[*]} " == *" $1 "* ]]
}

prove packet plain 2 "what is TCP or UDP at once, any packet of 128 linear octets"
mutant packet_plain.h 's/linear < at + 20/linear < at + 12/' "less of a TCP header will do"
mutant packet_plain.h 's/ || claimed > length//; s/length > skb->len - at/0/' "any payload length is believed"
prove packet find 2 "the end, any packet"
mutant packet.c 's/length > walk->end - walk->at/0/' "any payload length is believed"
prove packet extensions 10 "all extension headers, any packet"
mutant packet.c 's/if (size > walk->end - walk->at)/if (0)/' "a header may be longer than the packet"
mutant packet.c 's/if (count == RFW_MAX_EXTENSION_HEADERS)/if (0)/' "there may be any number of headers"
prove packet transport 2 "the transport header, any packet"
mutant packet.c 's/walk->end - walk->at < size/0/' "nobody looks for the end"
prove packet embedded 10 "what an ICMPv6 error carries, any packet"
mutant packet.c 's/size = 2 \* sizeof(\*port);/size = 2;/' "half of the ports will do"
prove packet_peek is_init 2 "SCTP, any packet"
mutant packet_peek.c 's/packet->end - packet->transport < size/0/' "nobody looks for the end"
prove packet_peek service 2 "DCCP, any packet"
mutant packet_peek.c 's/DCCP_REQUEST_MIN\t20/DCCP_REQUEST_MIN\t16/' "a buffer is too short"
prove tcp_parse parse 42 "header and options, any segment"
mutant tcp_parse.c 's/ || option\[1\] > end - option//' "an option may be longer than the header"
mutant tcp_parse.c 's/option\[1\] < 2 ||//' "an option may have no octets"

for ((i = 0; i < ${#names[@]}; i++)); do
	wait "${pids[i]}"
	status=$?
	result=ok
	[ "$status" -eq "${wanted[i]}" ] || result="not ok" failed=1
	[ "$i" -gt 0 ] || echo "TAP version 13"
	[ "$result" = ok ] || sed 's/^/# /' "$work/$i.log" | tail -n 100
	echo "$result $((i + 1)) - ${names[i]}, $(cat "$work/$i.log.time") s"
done
echo "1..${#names[@]}"
exit "${failed:-0}"
