#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How a call begins (sipp on both sides): each order of offer and answer that RFC
# 3261, 3262, 3264 and 3311 allow, forks, and the ends of what never began; and who
# may send to the inside host in each moment.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
sip_scenarios

check "early media, before any answer and after a 183: they come in (S15)" py '
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
is_open(20000, 20001, source=relay)
call.go()
is_open(20000, 20001); is_shut(20000, 20001, source=relay)
call.go()
is_open(20000, 20001)
call.go()
over(20000, 20001)'
check "the description in the 200 and the ACK (S16)" py '
call = act("""
> INVITE
< 200 audio=30000
wait
> ACK audio=20000
wait
< BYE
> 200""")
is_shut(20000)
call.go()
is_open(20000, 20001); is_shut(20000, source=relay)
call.go()
over(20000, 20001)'
check "CANCEL and 487 (S20)" py '
call = act("""
> INVITE audio=20000
< 180
wait
> CANCEL
< 200:CANCEL
< 487:INVITE
> ACK""")
is_open(20000, 20001)
call.go()
over(20000, 20001)'
check "the other side is busy (S20)" py '
call = act("""
> INVITE audio=20000
wait
< 486
> ACK""")
is_open(20000, 20001)
call.go()
over(20000, 20001)'
check "PRACK of a reliable 183, with a description of its own (S16)" py '
call = act("""
> INVITE
< 183 100rel audio=30000
> PRACK audio=20000
< 200:PRACK
wait
< 200:INVITE
> ACK
wait
> BYE
< 200""")
is_open(20000, 20001); is_shut(20000, 20001, source=relay)
call.go()
is_open(20000, 20001)
call.go()
over(20000, 20001)'
check "UPDATE to other ports while it rings (S16)" py '
call = act("""
> INVITE audio=20000
< 183 100rel audio=30000
> PRACK
< 200:PRACK
> UPDATE audio=20002
< 200:UPDATE audio=30000
wait
< 200:INVITE
> ACK
wait
> BYE
< 200""")
is_open(20002, 20003)
call.go()
is_open(20002, 20003); is_shut(20000, 20001)
call.go()
over(20000, 20001, 20002, 20003)'
check "forks: each that answers may send (S19)" py '
call = act("""
> INVITE audio=20000
< 183 audio=30000
< 183 audio=30000 at=E2 tag=other
wait
< 200 audio=30000 at=E2 tag=other
> ACK tag=other
wait
> BYE tag=other
< 200 tag=other""")
is_open(20000, 20001); is_open(20000, 20001, source=relay)
call.go()
is_open(20000, 20001, source=relay)
call.go()
over(20000, 20001)'
finish
