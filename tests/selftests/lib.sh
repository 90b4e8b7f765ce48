# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a selftest needs: TAP, network namespaces, the module. A script sources
# this file, checks things and ends with `finish`:
#
#	. "$(dirname "$0")/lib.sh"
#	load_module
#	setup_topology
#	check "an echo request from inside is answered (REC-10)" ping_from i1 "$E1"
#	finish
#
# Python tests call it as a program: bash lib.sh setup_topology isp
#
# The topology; rtr is the machine with the firewall:
#
#	i1, i2 ──(lan)┐            ┌ e1
#	               rtr (wan) ──┤         with the word "isp": isp routes
#	n1 ─────(lan2)┘            └ e2      between wan and e1, e2
#
# Two hosts of one subscriber, i1 and i2; with the word "neighbour", a host n1
# of another one. Hosts have one device, eth0.

# shellcheck disable=SC2034 # for the tests
{
	LAN=2a0a:1:100:1::/64 LAN2=2a0a:1:200:1::/64 OUTSIDE=2a0b:2::/64
	DELEGATED=2a0a:1:100::/56 DELEGATED2=2a0a:1:200::/56
	I1=2a0a:1:100:1::10 I2=2a0a:1:100:1::20 N1=2a0a:1:200:1::10
	E1=2a0b:2::10 E2=2a0b:2::20
	RTR_LAN=2a0a:1:100:1::1 RTR_LAN2=2a0a:1:200:1::1
	ISP_WAN=2a0b:1::1
}

top=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
module=$top/build/$(uname -r)/rfw.ko
export PATH=$top/tools/rfwctl:$PATH LD_LIBRARY_PATH=$top/tools/librfw

tests_run=0 tests_failed=0 finished=
background_pids=()

### TAP

ok() # NAME
{
	echo "ok $((++tests_run)) - $1"
}

not_ok() # NAME [FILE with the reason]
{
	echo "not ok $((++tests_run)) - $1"
	tests_failed=$((tests_failed + 1))
	[ -z "${2:-}" ] || sed 's/^/# /' "$2"
}

skip() # NAME REASON
{
	echo "ok $((++tests_run)) - $1 # SKIP $2"
}

diag() # TEXT...
{
	printf '# %s\n' "$*"
}

# one result: does COMMAND succeed? What it printed is shown if not.
check() # NAME COMMAND...
{
	local name=$1 log

	shift
	log=$(mktemp)
	if "$@" >"$log" 2>&1; then
		ok "$name"
	else
		echo "exit status $?: $*" >>"$log"
		not_ok "$name" "$log"
	fi
	rm -f "$log"
}

# one result: COMMAND must run and fail; one that can't be run or dies of a
# signal proves nothing
check_fails() # NAME COMMAND...
{
	local name=$1 log status=0

	shift
	log=$(mktemp)
	"$@" >"$log" 2>&1 || status=$?
	if [ "$status" -gt 0 ] && [ "$status" -lt 126 ]; then
		ok "$name"
	else
		echo "exit status $status: $*" >>"$log"
		not_ok "$name" "$log"
	fi
	rm -f "$log"
}

# one result: what COMMAND prints is WANTED
check_output() # NAME WANTED COMMAND...
{
	local name=$1 wanted=$2 got log

	shift 2
	log=$(mktemp)
	got=$("$@" 2>"$log")
	if [ "$got" = "$wanted" ]; then
		ok "$name"
	else
		printf 'wanted: %s\ngot: %s\ncommand: %s\n' "$wanted" "$got" "$*" >>"$log"
		not_ok "$name" "$log"
	fi
	rm -f "$log"
}

# the end of every script: the module must go, with everything it allocated
finish()
{
	finished=1
	stop_background
	if module_loaded; then
		check "the module unloads with the set-up in place and leaks nothing" unload_module
	fi
	echo "1..$tests_run"
	[ "$tests_failed" -eq 0 ] && [ "$tests_run" -gt 0 ]
	exit
}

# the script can't go on
bail() # REASON
{
	echo "Bail out! $*"
	finished=1
	exit 1
}

on_exit()
{
	local status=$?

	# a background command that is killed before it starts comes here too
	[ "$BASHPID" = "$$" ] || return
	[ -n "$finished" ] || echo "Bail out! ${0##*/} ended before its end, exit status $status"
	stop_background
	destroy_topology
	if module_loaded; then
		unload_module >/dev/null 2>&1
	fi
	[ -n "$finished" ] || exit 1
	exit "$status"
}

### waiting

# may the test sleep for hours? Tests named timer_*_test.sh run only where it may.
time_travels()
{
	grep -q time-travel /proc/cmdline
}

# tries COMMAND until it succeeds, at most SECONDS long
busywait() # SECONDS COMMAND...
{
	local end=$((SECONDS + $1 + 1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# starts COMMAND, to be killed at the end; sets $! for whom wants it
background() # COMMAND...
{
	# a process group of its own, so that what COMMAND starts ends with it
	set -m
	"$@" &
	background_pids+=($!)
	set +m
}

stop_background()
{
	local pid

	for pid in "${background_pids[@]}"; do
		# a coprocess has no group of its own
		kill -- "-$pid" 2>/dev/null || kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	background_pids=()
}

### the module

module_loaded()
{
	[ -d /sys/module/rfw ]
}

load_module() # [PARAMETER=VALUE...]
{
	local dependency

	# insmod does not look for what a module needs; built in on some kernels
	for dependency in $(modinfo -F depends "$module" | tr , ' '); do
		modprobe -q "$dependency"
	done
	insmod "$module" "$@" || bail "cannot load $module"
}

unload_module()
{
	local before

	before=$(leak_reports)
	rmmod rfw && [ "$(leak_reports)" -eq "$before" ]
}

# how often a slab cache was destroyed with objects in it
leak_reports()
{
	dmesg | grep -cE 'Objects remaining|Slab cache still has objects'
}

# one more kernel module, for example sctp; built in on some kernels
need_module() # NAME
{
	modprobe -q "$1" || [ -d "/sys/module/$1" ]
}

### namespaces

in_ns() # NAMESPACE COMMAND...
{
	local ns=$1

	shift
	ip netns exec "$ns" "$@"
}

in_i1() { in_ns i1 "$@"; }
in_i2() { in_ns i2 "$@"; }
in_n1() { in_ns n1 "$@"; }
in_rtr() { in_ns rtr "$@"; }
in_isp() { in_ns isp "$@"; }
in_e1() { in_ns e1 "$@"; }
in_e2() { in_ns e2 "$@"; }

# a namespace where addresses are usable at once
add_ns() # NAME
{
	ip netns add "$1" &&
	in_ns "$1" sysctl -q \
		net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
		net.ipv6.conf.all.accept_ra=0 net.ipv6.conf.default.accept_ra=0 \
		net.ipv6.conf.default.router_solicitations=0 \
		net.ipv6.conf.default.mldv2_unsolicited_report_interval=0 &&
	ip -n "$1" link set lo up
}

add_router() # NAME
{
	add_ns "$1" && in_ns "$1" sysctl -q net.ipv6.conf.all.forwarding=1
}

# a bridge with its ports taken from the namespace's devices
add_bridge() # NAMESPACE BRIDGE PORT...
{
	local ns=$1 bridge=$2 port

	shift 2
	{
		echo "link add $bridge type bridge mcast_snooping 0"
		for port in "$@"; do
			echo "link set $port master $bridge up"
		done
		echo "link set $bridge up"
	} | ip -n "$ns" -batch -
}

# a namespace NAME with eth0 on the device DEV of the namespace AT
add_host() # NAME ADDRESS GATEWAY AT DEV
{
	add_ns "$1" &&
	ip -n "$4" link add "$5" type veth peer name eth0 netns "$1" &&
	ip -n "$4" link set "$5" up &&
	ip -n "$1" -batch - <<-EOF
		link set eth0 up
		addr add $2/64 dev eth0 nodad
		route add default via $3
	EOF
}

setup_topology() # [isp] [neighbour]
{
	local words=" $* " rtr_wan=2a0b:2::1 isp_router=

	destroy_topology
	if [[ $words == *" isp "* ]]; then
		isp_router=1
		rtr_wan=2a0b:1::2
	fi

	add_router rtr &&
	add_router isp &&
	add_host i1 "$I1" "$RTR_LAN" rtr lan-i1 &&
	add_host i2 "$I2" "$RTR_LAN" rtr lan-i2 &&
	add_host e1 "$E1" 2a0b:2::1 isp e1 &&
	add_host e2 "$E2" 2a0b:2::1 isp e2 &&
	ip -n rtr link add wan type veth peer name rtr netns isp &&
	add_bridge rtr lan lan-i1 lan-i2 || bail "cannot set up the namespaces"
	if [ -n "$isp_router" ]; then
		add_bridge isp outside e1 e2 &&
		ip -n isp -batch - <<-EOF &&
			link set rtr up
			addr add $ISP_WAN/64 dev rtr nodad
			addr add 2a0b:2::1/64 dev outside nodad
			route add 2a0a:1::/32 via $rtr_wan
		EOF
		ip -n rtr link set wan up &&
		ip -n rtr addr add $rtr_wan/64 dev wan nodad &&
		ip -n rtr route add default via $ISP_WAN
	else
		add_bridge isp outside e1 e2 rtr &&
		ip -n rtr link set wan up &&
		ip -n rtr addr add $rtr_wan/64 dev wan nodad
	fi &&
	ip -n rtr addr add $RTR_LAN/64 dev lan nodad || bail "cannot set up the addresses"
	if [[ $words == *" neighbour "* ]]; then
		add_host n1 "$N1" "$RTR_LAN2" rtr lan2 &&
		ip -n rtr addr add "$RTR_LAN2/64" dev lan2 nodad || bail "cannot set up n1"
	fi
}

destroy_topology()
{
	local ns

	for ns in i1 i2 n1 rtr isp e1 e2; do
		[ ! -e "/run/netns/$ns" ] || ip netns del "$ns"
	done
}

### traffic

# one echo request from a namespace gets its reply
ping_from() # NAMESPACE ADDRESS [PING OPTION...]
{
	local ns=$1 address=$2

	shift 2
	in_ns "$ns" ping -6 -n -q -c 1 -W 2 "$@" "$address"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	"$@"
else
	trap on_exit EXIT
	trap 'exit 130' INT TERM
	echo "TAP version 13"
fi
