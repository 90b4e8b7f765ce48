#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Media from another address than the signalling's: a provider (Kamailio) that
# has media relayed (by rtpengine) between two softphones (baresip).
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
check "media are counted" count_media i1 e1
check "a relay for media" start_rtpengine
check "a provider that uses it" start_kamailio -A "RTPENGINE=\"udp6:[$E2]:2223\""
check "a phone outside registers" start_phone e1 bob "[$E1]:5070" udp
check "a phone inside registers" start_phone i1 alice "[$I1]:5060" udp

py '
alice, bob = Phone("i1"), Phone("e1")
stranger = udp("e1", 30000)
def pinholes(): return rfwctl("pinhole", "list", "owner", "sip")
def open_to(*addresses):
    until(lambda: len(pinholes()) == 2 and
          all([f["prefix"] for f in p["filter"]] == [a + "/128" for a in addresses] for p in pinholes()), "the pinholes")
def shut():
    """To the ports of the call the signalling server, or the other phone, may not send."""
    ports = [p["port"][0]["low"] for p in pinholes()]
    assert len(ports) == 2, ports
    for port in ports: dropped("unsolicited", lambda: stranger.sendto(b"x", (I1, port)))'

for caller in alice bob; do
	case $caller in
	alice) called=bob ;;
	bob) called=alice ;;
	esac
	check "$caller calls" py "
$caller.command('dial', f'sip:$called@[{E1}]')
$caller.wait('CALL_ESTABLISHED'); $called.wait('CALL_ESTABLISHED')"
	check "$caller calls: two ports are open, to the relay only (A6)" py 'open_to(E2)'
	check "$caller calls: RTP both ways" media_both_ways i1 e1 rtp
	check "$caller calls: RTCP both ways" media_both_ways i1 e1 rtcp
	check "$caller calls: nobody else gets in, be it where the signalling is (A6)" py 'shut()'
	check "$called hangs up" py "
$called.command('hangup'); alice.wait('CALL_CLOSED'); bob.wait('CALL_CLOSED')"
	check "nothing is open any more (S20)" no_pinholes
done
finish
