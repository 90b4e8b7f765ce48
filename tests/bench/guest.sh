#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# guest.sh RUN...: measures on the running kernel, prints one line of JSON for
# each result. A RUN is CASE:PHASE:PROTOCOL:FLOWS:PACKETS, where CASE is
#	plain		nothing but forwarding
#	hook		a forward hook that does nothing: what no firewall can do without
#	conntrack	nft: established and related, or new from inside
#	flowtable	the same, and established flows into a software flow table
#	rfw		preset strict, as it comes
#	rfw-all		with all that a policy can say, but what is below
#	rfw-all-mark	the same, and a domain that marks what it lets through
#	rfw-sip		with the SIP gateway, and flows that it has nothing to do with
#	rfw-accounting	with flow accounting
# and PHASE is established, or first: each packet opens a flow.
#
# Each run has a namespace of its own. In the environment: ROUND, a number to
# print; MAX_FLOWS, that tables are sized for; MEMORY=1, print what flows take;
# SYMBOLS=1, print the addresses of the kernel's functions.
set -euo pipefail

. "$(dirname "$(readlink -f "$0")")/guest_lib.sh"
max_flows=${MAX_FLOWS:-262144}

rfw_config() # [WORD of the policy...]
{
	local i

	echo "flow set max-flows $max_flows"
	echo "domain add home inside d0 outside d1 prefix 2a0a:1::/48"
	echo "policy add default domain home preset strict $*"
	for ((i = 0; i < 16; i++)); do
		printf 'subscriber add s%x policy default prefix 2a0a:1:0:%x0::/60\n' "$i" "$i"
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
	rfw-all) rfw_all_config >"$config" ;;
	rfw-all-mark) rfw_all_config accept-mark 0x100/0x100 >"$config" ;;
	rfw-sip) rfw_config alg sip >"$config" ;;
	rfw-accounting) rfw_config flow-accounting on >"$config" ;;
	*) die "no case $1" ;;
	esac
	[[ $1 != rfw* ]] || rfwctl load "$config" >/dev/null
	[[ $1 != rfw-all* ]] || for i in {0..9} {a..f}; do
		rfwctl pinhole add udp "2a0a:1:0:${i}0::1" port 9000 lifetime 10d >/dev/null
	done
}

run() # CASE PHASE PROTOCOL FLOWS PACKETS
{
	local before after per_flow=null

	router
	set_up "$1"
	[ -z "${MEMORY:-}" ] || memory "$1"
	before=$(slab)
	if [ "$2" = established ]; then
		echo "phase=open protocol=$3 flows=$4" >/proc/rfw_bench
		after=$(slab)
		# below that other things matter more
		[ "$4" -lt 10000 ] || per_flow=$(((after - before) / $4))
	fi
	echo "phase=$2 protocol=$3 flows=$4 packets=$5" >/proc/rfw_bench
	sed "s/^{/{\"case\":\"$1\",\"round\":${ROUND:-0},\"slab\":$per_flow,/" /proc/rfw_bench
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
		table=$((table * 8))
		;;
	*) return ;;
	esac
	echo "{\"memory\":\"$1\",\"object\":$object,\"table\":$table,\"flows\":$max_flows}"
}

if [ "${1:-}" = --run ]; then
	shift
	run "$@"
	exit
fi

load_modules nf_conntrack nf_tables nft_ct nft_flow_offload nf_flow_table nf_flow_table_inet
# as many chains as rfw has
echo "$max_flows" >/sys/module/nf_conntrack/parameters/hashsize
sysctl -q net.netfilter.nf_conntrack_max="$max_flows"

for word in "$@"; do
	IFS=: read -r -a words <<<"$word"
	apart "${words[@]}"
done
if [ -n "${SYMBOLS:-}" ]; then
	sed "s/^/symbol /" /proc/kallsyms
fi
rmmod rfw
