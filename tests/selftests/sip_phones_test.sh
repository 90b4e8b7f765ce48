#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Calls between softphones through a provider (Kamailio): out and in, with
# signalling over UDP and over TCP. The provider asks for passwords and stays in the
# dialogs.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
check "media are counted" count_media i1 e2
check "a provider outside" start_kamailio
check "a phone outside registers" start_phone e2 bob "[$E2]:5060" udp
py 'bob = Phone("e2")'

for transport in udp tcp; do
	# RTP and RTCP, and for datagrams that go past the provider (S7) the phone's own port
	[ $transport = udp ] && ports=3 || ports=2
	name="signalling over $transport"
	check "$name: a phone inside registers (S21)" start_phone i1 alice "[$I1]:5060" "$transport"
	py 'alice = Phone("i1")'
	check_output "$name: no port is open then" 0 pinholes
	calls "$name" "$ports"
	check "$name: the phone goes" stop_phone "$phone_pid"
done
finish
