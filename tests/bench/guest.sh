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
#	rfw-accounting	with flow accounting
# and PHASE is established, or first: each packet opens a flow.
#
# Each run has a namespace of its own: a router between d0 (inside) and d1. In
# the environment: ROUND, a number to print; MEMORY=1, print what flows take;
# SYMBOLS=1, print the addresses of the kernel's functions.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
top=$(dirname "$(dirname "$here")")
build=$top/build/$(uname -r)
export PATH=$top/tools/rfwctl:$PATH LD_LIBRARY_PATH=$top/tools/librfw
max_flows=262144

die()
{
	echo "${0##*/}: $*" >&2
	exit 1
}

router()
{
	sysctl -q net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
		net.ipv6.conf.default.router_solicitations=0 \
		net.ipv6.conf.default.mldv2_unsolicited_report_interval=0 \
		net.ipv6.conf.all.forwarding=1
	ip -batch - <<-EOF
		link add d0 type dummy
		link add d1 type dummy
		link set d0 up
		link set d1 up
		addr add fe80::1/64 dev d0 nodad
		addr add fe80::1/64 dev d1 nodad
		neigh add fe80::2 lladdr 02:00:00:00:00:02 dev d0 nud permanent
		neigh add fe80::2 lladdr 02:00:00:00:00:02 dev d1 nud permanent
		route add 2a0a:1::/48 via fe80::2 dev d0
		route add 2a0b:2::/32 via fe80::2 dev d1
	EOF
}

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
	local config=/dev/shm/config

	case $1 in
	plain) ;;
	hook) echo phase=hook >/proc/rfw_bench ;;
	conntrack) nft_config | nft -f - ;;
	flowtable) nft_config flowtable | nft -f - ;;
	rfw) rfw_config >"$config" ;;
	rfw-accounting) rfw_config flow-accounting on >"$config" ;;
	*) die "no case $1" ;;
	esac
	[[ $1 != rfw* ]] || rfwctl load "$config" >/dev/null
}

# octets of all objects in use
slab()
{
	awk 'NR > 2 { sum += $2 * $4 } END { printf "%.0f\n", sum }' /proc/slabinfo
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

for dependency in $(modinfo -F depends "$build/rfw.ko" | tr , ' ') \
	dummy nf_conntrack nf_tables nft_ct nft_flow_offload nf_flow_table nf_flow_table_inet; do
	modprobe -q "$dependency" || true
done
insmod "$build/rfw.ko"
insmod "$build-bench/rfw_bench.ko"
# as many chains as rfw has
echo $max_flows >/sys/module/nf_conntrack/parameters/hashsize
sysctl -q net.netfilter.nf_conntrack_max=$max_flows

for word in "$@"; do
	IFS=: read -r -a words <<<"$word"
	unshare -n bash "$0" --run "${words[@]}"
	echo phase=settle >/proc/rfw_bench
done
if [ -n "${SYMBOLS:-}" ]; then
	sed "s/^/symbol /" /proc/kallsyms
fi
rmmod rfw
