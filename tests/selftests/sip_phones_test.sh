#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Calls between softphones (baresip) through a provider (Kamailio): out and in,
# with signalling over UDP and over TCP. The provider asks for passwords and
# stays in the dialogs.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
check "media are counted" count_media i1 e2
check "a provider outside" start_kamailio
check "a phone outside registers" start_phone e2 bob "[$E2]:5060" udp
py 'bob = Phone("e2")'

# what is open in a call, all of it to that address alone
open_to() # ADDRESS NUMBER
{
	[ "$(rfwctl -n rtr -j pinhole list owner sip | jq -c 'map(.filter[].prefix)')" = \
		"$(jq -nc --arg prefix "$1/128" --argjson number "$2" '[range($number) | $prefix]')" ]
}

in_call() # NAME NUMBER
{
	before=$(drops unsolicited)
	check "$1: $2 ports are open, to the other phone (A6)" busywait 10 open_to "$E2" "$2"
	check "$1: RTP both ways" media_both_ways i1 e2 rtp
	check "$1: RTCP both ways" media_both_ways i1 e2 rtcp
	check_output "$1: nothing of it was dropped" "$before" drops unsolicited
}

for transport in udp tcp; do
	# RTP and RTCP, and for datagrams that go past the provider (S7) the phone's own port
	[ $transport = udp ] && ports=3 || ports=2
	name="signalling over $transport"
	check "$name: a phone inside registers (S21)" start_phone i1 alice "[$I1]:5060" "$transport"
	py 'alice = Phone("i1")'
	check_output "$name: no port is open then" 0 pinholes

	check "$name: a call out (S15)" py '
alice.command("dial", f"sip:bob@[{E1}]")
alice.wait("CALL_ESTABLISHED"); bob.wait("CALL_ESTABLISHED")'
	in_call "$name, out" $ports
	check "$name: who called hangs up" py '
alice.command("hangup"); alice.wait("CALL_CLOSED"); bob.wait("CALL_CLOSED")'
	check "$name: nothing is open any more (S20)" no_pinholes

	check "$name: a call in, on the flow of the registration (S21)" py '
bob.command("dial", f"sip:alice@[{E1}]")
bob.wait("CALL_ESTABLISHED"); alice.wait("CALL_ESTABLISHED")'
	in_call "$name, in" $ports
	check "$name: who called hangs up" py '
bob.command("hangup"); bob.wait("CALL_CLOSED"); alice.wait("CALL_CLOSED")'
	check "$name: nothing is open any more (S20)" no_pinholes
	check "$name: the phone goes" stop_phone "$phone_pid"
done
finish
