#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Ways that signalling takes (sipp on both sides): in on a registration, in
# fragments, over TCP; and what there is without the gateway.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
sip_scenarios

check "a call in, on the flow of a registration (S21)" py '
call = act("""
> REGISTER
< 200
wait
< INVITE audio=30000 call=in
> 180 call=in
wait
> 200 audio=20000 call=in
< ACK call=in
wait
< BYE call=in
> 200 call=in""")
is_shut(20000)
assert flow("port", "5060")["expires"] > 3500, flow("port", "5060")
call.go()
is_shut(20000)
call.go()
is_open(20000, 20001); is_shut(20000, 20001, source=relay)
call.go()
over(20000, 20001)'
check "an INVITE and its 200 in fragments (S23)" py '
call = act("""
> INVITE audio=20000 pad=3000
< 200 audio=30000 pad=3000
> ACK
wait
> BYE
< 200""")
is_open(20000, 20001); is_shut(20000, 20001, source=relay)
call.go()
over(20000, 20001)'
check "over TCP, in several segments (S1)" py '
call = act("""
> INVITE audio=20000 pad=3000
< 180
wait
< 200 audio=30000 pad=3000
> ACK
wait
< BYE
> 200""", transport="t1")
is_open(20000, 20001)
call.go()
is_open(20000, 20001); is_shut(20000, 20001, source=relay)
call.go()
over(20000, 20001)'
check "without the gateway early media do not come in" py '
rfwctl("policy", "set", "default", "alg", "none")
call = act("""
> INVITE audio=20000
wait
< 183 audio=30000
wait
< 200
> ACK
wait
> BYE
< 200""")
for moment in range(3):
    is_shut(20000, 20001)
    call.go()'
finish
