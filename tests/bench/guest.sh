#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest.sh RUN...: measures on the running kernel, prints one line of JSON for
# each result. A RUN is CASE:PHASE:PROTOCOL:FLOWS:PACKETS[:PAYLOAD], where CASE is
#	plain		nothing but forwarding
#	hook		a forward hook that does nothing: what no firewall can do without
#	conntrack	nft: established and related, or new from inside
#	flowtable	the same, and established flows into a software flow table
#	rfw		preset strict, as it comes
#	rfw-prefetch	the same, and memory fetched ahead however few the flows are
#	rfw-all		with all that a policy can say, but what is below
#	rfw-all-mark	the same, and a domain that marks what it lets through
#	rfw-sip		with the SIP gateway, and flows that it has nothing to do with
#	rfw-accounting	with flow accounting
# and PHASE is established, or first: each packet opens a flow.
#
# Each case has a namespace of its own. Runs that follow each other and differ in
# their case only take turns, ROUNDS times, so that whatever slows the machine down
# for a while slows all of them. In the environment too: MAX_FLOWS, that tables are
# sized for; MEMORY=1, print what flows take; SYMBOLS=1, print the addresses of the
# kernel's functions.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
max_flows=${MAX_FLOWS:-262144}
rounds=${ROUNDS:-1}
export sharing=${sharing:-1} was_prefetch=${was_prefetch:-}

rfw_config() # [WORD of the policy...]
{
	local i length=60

	# each may have 65,535 flows
	[ "$max_flows" -le 1048576 ] || length=64
	echo "flow set max-flows $max_flows"
	echo "domain add home inside d0 outside d1 prefix 2a0a:1::/48"
	echo "policy add default domain home preset strict timeout udp 24h $*"
	for ((i = 0; i < 256; i += 1 << (64 - length))); do
		printf 'subscriber add s%d policy default prefix 2a0a:1:0:%x::/%d\n' \
			$((i >> (64 - length))) $i $length
	done
}

# what a domain and a policy can say, and openings of all kinds
rfw_all_config() # [WORD of the domain...]
{
	rfw_config filtering eif open-ports tcp/22,udp/30000-30999 open-ports-except udp/30500 \
		host-learning required max-hosts 256 pinhole-low-ports on \
		max-sessions 65535 reserved-sessions 1024 priority-fc ef,nc inbound-share 50 \
		evict-unanswered on watermarks 90/70 max-new-per-second 1000000 \
		max-half-open 65535 tcp-mss 1420 unsolicited reject-delayed tcp-reset-unknown on \
		limit-answer on ipsec-passthrough on echo-in on
	cat <<-EOF
		domain set home max-flows $max_flows class-map ef=44,46 $*
		forward add s0 tcp 2a0a:1::1 port 443,8000-8010 from 2a0b:2:f::/48
		forward add s1 udp suffix ::1 port 51820
		dmz add s2 2a0a:1:0:20::2
	EOF
}

nft_config() # [flowtable]
{
	echo 'table ip6 filter {'
	[ -z "${1:-}" ] || echo 'flowtable fast { hook ingress priority 0; devices = { d0, d1 }; }'
	echo 'chain forward { type filter hook forward priority 0; policy drop;'
	[ -z "${1:-}" ] || echo 'ct state established meta l4proto { tcp, udp } flow add @fast'
	echo 'ct state established,related accept'
	echo 'ct state new iifname d0 accept'
	echo '}'
	echo '}'
}

set_up() # CASE
{
	local config=/dev/shm/config i

	case $1 in
	plain) ;;
	hook) echo phase=hook >/proc/rfw_bench ;;
	conntrack) nft_config | nft -f - ;;
	flowtable) nft_config flowtable | nft -f - ;;
	rfw) rfw_config >"$config" ;;
	rfw-prefetch)
		rfw_config >"$config"
		prefetch_from 1
		;;
	rfw-all) rfw_all_config >"$config" ;;
	rfw-all-mark) rfw_all_config accept-mark 0x100/0x100 >"$config" ;;
	rfw-sip) rfw_config alg sip >"$config" ;;
	rfw-accounting) rfw_config flow-accounting on >"$config" ;;
	*) die "no case $1" ;;
	esac
	# no flow is to expire before it is measured
	case $1 in
	conntrack | flowtable) sysctl -q net.netfilter.nf_conntrack_udp_timeout{,_stream}=86400 ;;
	esac
	[[ $1 != rfw* ]] || rfwctl load "$config" >/dev/null
	[ "$1" != rfw-prefetch ] || prefetch_from "$was_prefetch"
	[[ $1 != rfw-all* ]] || for i in {0..9} {a..f}; do
		rfwctl pinhole add udp "2a0a:1:0:${i}0::1" port 9000 lifetime 10d >/dev/null
	done
}

# flows, where a domain comes up from now on
prefetch_from()
{
	echo "$1" >/sys/module/rfw/parameters/prefetch
}

result() # CASE ROUND
{
	local line

	read -r line </proc/rfw_bench
	echo "{\"case\":\"$1\",\"round\":$2,${line#\{}"
}

prepare() # CASE PHASE PROTOCOL FLOWS
{
	local before after line

	router
	set_up "$1"
	[ -z "${MEMORY:-}" ] || memory "$1"
	[ "$2" = established ] || return 0
	before=$(slab)
	echo "phase=open protocol=$3 flows=$4" >/proc/rfw_bench
	after=$(slab)
	line=$(result "$1" 0)
	# below that other things matter more
	[ "$4" -lt 10000 ] || line="${line%\}},\"slab\":$(((after - before) / $4))}"
	echo "$line"
	# the worker looks four times a second whether there are many
	[[ $1 != rfw* ]] || sleep 0.5
}

# octets of a flow's object, and of a table for max_flows that has none yet
memory() # CASE
{
	local object table

	case $1 in
	rfw)
		read -r object </sys/kernel/slab/rfw_flow/slab_size
		table=$(rfwctl -j stats | grep -oE '"table-octets": *[0-9]+')
		table=${table##*[: ]}
		;;
	conntrack)
		read -r object </sys/kernel/slab/nf_conntrack/slab_size
		read -r table </sys/module/nf_conntrack/parameters/hashsize
		table=$((table * 8 / sharing))
		;;
	*) return ;;
	esac
	echo "{\"memory\":\"$1\",\"object\":$object,\"table\":$table,\"flows\":$max_flows}"
}

within() # PID of a namespace, FUNCTION WORD...
{
	nsenter -t "$1" -n bash "$0" --call "${@:2}"
}

# a namespace for each case
begin() # "CASE..." PHASE PROTOCOL FLOWS
{
	local case

	for case in $1; do
		unshare -n sleep infinity &
		holder[$case]=$!
		while [ /proc/$!/ns/net -ef /proc/self/ns/net ]; do
			sleep 0.01
		done
		within $! prepare "$case" "${@:2}"
	done
}

end()
{
	kill "${holder[@]}"
	wait "${holder[@]}" || true
	echo phase=settle >/proc/rfw_bench
}

# runs that differ in their case only
run_group() # "CASE..." PHASE PROTOCOL FLOWS PACKETS [PAYLOAD]
{
	local case cases=$1 round
	local line="phase=$2 protocol=$3 flows=$4 packets=$5 payload=${6:-2}"
	declare -A holder

	for ((round = 1; round <= rounds; round++)); do
		# flows are new once
		[ "$2" = established ] && [ $round -gt 1 ] || begin "$cases" "${@:2:3}"
		for case in $cases; do
			# shellcheck disable=SC2016 # for the shell inside
			nsenter -t "${holder[$case]}" -n sh -c 'echo "$0" >/proc/rfw_bench' \
				"$line seed=$round"
			result "$case" "$round"
		done
		[ "$2" = established ] && [ $round -lt "$rounds" ] || end
		# the other way round
		# shellcheck disable=SC2086 # words on purpose
		cases=$(printf '%s\n' $cases | tac)
	done
}

# the kernel may be somebody's
put_back()
{
	echo "$was_hashsize" >/sys/module/nf_conntrack/parameters/hashsize
	sysctl -q net.netfilter.nf_conntrack_max="$was_max"
	rmmod rfw rfw_bench
}

if [ "${1:-}" = --call ]; then
	"${@:2}"
	exit
fi

[ ! -e /sys/module/rfw ] || die "rfw is in use here"
load_modules nf_conntrack nf_tables nft_ct nft_flow_offload nf_flow_table nf_flow_table_inet
read -r was_hashsize </sys/module/nf_conntrack/parameters/hashsize
was_max=$(sysctl -n net.netfilter.nf_conntrack_max)
was_prefetch=$(cat /sys/module/rfw/parameters/prefetch)
trap put_back EXIT
# as many chains as rfw has, for each case: these have one table together
[[ " $*" != *\ flowtable:* ]] || sharing=2
echo $((max_flows * sharing)) >/sys/module/nf_conntrack/parameters/hashsize
sysctl -q net.netfilter.nf_conntrack_max="$max_flows"

cases='' rest=''
for word in "$@" end:; do
	if [ -n "$cases" ] && [ "${word#*:}" != "$rest" ]; then
		IFS=: read -r -a words <<<"$rest"
		run_group "$cases" "${words[@]}"
		cases=''
	fi
	cases+=" ${word%%:*}" rest=${word#*:}
done
if [ -n "${SYMBOLS:-}" ]; then
	sed "s/^/symbol /" /proc/kallsyms
fi
