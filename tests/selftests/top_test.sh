#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl top in a terminal, while packets pass and are dropped.
. "$(dirname "$0")/traffic.sh"

work=$(mktemp -d)
terminal() { tmux -S "$work/tmux" -f /dev/null "$@"; }
trap 'status=$?; terminal kill-server 2>/dev/null; rm -rf "$work"; (exit $status); on_exit' EXIT

shows() { terminal capture-pane -p | grep -E -- "$1"; }

load_module
setup_topology
check "the firewall is set up" protect off
check "accounting is on" in_rtr rfwctl policy set default flow-accounting on
flood i1 "$E1"
flood e1 "$I1"
export LC_ALL=C.UTF-8
check "top runs" terminal new-session -d -x 120 -y 20 "ip netns exec rtr $top/tools/rfwctl/rfwctl top 1"
check "it shows the subscriber: its flows, new ones, what is dropped, octets out" busywait 60 \
	shows '^alice +[1-9][^ ]* +[1-9][^ ]* +[1-9][^ ]* +0 +0 +[1-9]'
terminal send-keys d
check "drops by reason, how many in a second" busywait 60 shows '^unsolicited +[1-9]'
terminal send-keys f '>' '>'
check "flows" busywait 60 shows '^udp \[2a0a:1:100:1::10\]:[0-9]+ > \[2a0b:2::10\]:[0-9]+ '
terminal send-keys q
no_session() { ! terminal list-sessions; }
check "and quits" busywait 30 no_session
finish
