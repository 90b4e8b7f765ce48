#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Calls between two kinds of softphones, linphone inside and baresip outside, through
# a provider (Kamailio). linphone asks to be reached by names of the provider's
# (GRUU, RFC 5627): its Contact in a call is not its own address. The second time
# both have ICE, and RTCP at the port of RTP.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
check "media are counted" count_media i1 e2
check "a provider outside" start_kamailio

# in the offers and answers of both calls, one of which was asked for a password
ice_is_used()
{
	grep -q "^a=candidate:.* $I1 " "$work/alice/log" && grep -q "^a=candidate:.* $E2 " "$work/alice/log" &&
	[ "$(grep -c '^a=rtcp-mux' "$work/alice/log")" -ge 5 ]
}

for options in udp "tcp ice"; do
	read -r transport ice <<<"$options"
	name="signalling over $transport${ice:+, with ICE}"
	check "$name: a phone outside registers" start_phone e2 bob "[$E2]:5060" udp "$ice"
	bob=$phone_pid
	check "$name: a phone inside registers (S21)" start_linphone i1 alice "$transport" "$ice"
	py "alice, bob = Linphone('$work/alice/control'), Phone('e2')"
	calls "$name" 2
	[ -z "$ice" ] || check "$name: both had candidates and agreed to one port (S12, S14)" ice_is_used
	check "$name: one phone goes" stop_phone "$phone_pid"
	check "$name: the other one goes" stop_phone "$bob"
done
finish
