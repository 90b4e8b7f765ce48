# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the scripts that measure on the running kernel share: modules, a router
# between d0 (inside) and d1, and what memory is in use.

# shellcheck disable=SC2034 # for who sources this file
{
	top=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
	build=$top/build/$(uname -r)
	export PATH=$top/tools/rfwctl:$PATH LD_LIBRARY_PATH=$top/tools/librfw
}

die()
{
	echo "${0##*/}: $*" >&2
	exit 1
}

load_modules() # [MODULE...]
{
	local module

	for module in $(modinfo -F depends "$build/rfw.ko" | tr , ' ') dummy "$@"; do
		modprobe -q "$module" || true
	done
	insmod "$build/rfw.ko"
	[ -e /proc/rfw_bench ] || insmod "$build-bench/rfw_bench.ko"
}

# Run this script again as --run WORD... in a namespace of its own, and wait for
# the end of that.
apart() # WORD...
{
	unshare -n bash "$0" --run "$@"
	echo phase=settle >/proc/rfw_bench
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

# octets of all objects in use
slab()
{
	awk 'NR > 2 { sum += $2 * $4 } END { printf "%.0f\n", sum }' /proc/slabinfo
}
