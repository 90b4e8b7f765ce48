#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What changes in a call (sipp on both sides): hold, other ports, other media, the
# other party; and who may send to the inside host meanwhile.
. "$(dirname "$0")/sip.sh"

load_module
setup_topology
check "the firewall is set up" sip_firewall
sip_scenarios

check "hold by sendonly, by ::, by both, and on again (S18)" py '
call = act("""
> INVITE audio=20000
< 200 audio=30000
> ACK
> INVITE audio=20000 sendonly
< 200 audio=30000 recvonly
> ACK
wait
< INVITE audio=30000 at=:: inactive
> 200 audio=20000 inactive
< ACK
wait
> INVITE audio=20000 sendrecv
< 200 audio=30000
> ACK
wait
> BYE
< 200""")
for moment in range(3):
    is_open(20000, 20001); is_shut(20000, 20001, source=relay)
    call.go()
over(20000, 20001)'
check "a call that begins on hold opens nothing for everybody (S18)" py '
call = act("""
> INVITE audio=20000
< 200 audio=30000 at=::
> ACK
wait
> BYE
< 200""")
is_open(20000); is_shut(20000, 20001, source=relay)
call.go()
over(20000, 20001)'
check "new ports: the old ones stay until the ACK (S17)" py '
call = act("""
> INVITE audio=20000
< 200 audio=30000
> ACK
> INVITE audio=20002
wait
< 200 audio=30000
wait
> ACK
wait
> BYE
< 200""")
is_open(20000, 20001, 20002, 20003)
call.go()
is_open(20000, 20001, 20002, 20003)
call.go()
is_open(20002, 20003); is_shut(20000, 20001)
call.go()
over(20000, 20001, 20002, 20003)'
check "new ports that the other side refuses: the old ones stay, the new ones close (S17)" py '
call = act("""
> INVITE audio=20000
< 200 audio=30000
> ACK
> INVITE audio=20002
wait
< 488
> ACK
wait
> BYE
< 200""")
is_open(20000, 20001, 20002, 20003)
call.go()
is_open(20000, 20001); is_shut(20002, 20003)
call.go()
over(20000, 20001, 20002, 20003)'
check "two m= lines, RTCP where a= says; one of them refused later (S8, S10, S11)" py '
call = act("""
> INVITE audio=20000 rtcp:20005 video=20002
< 200 audio=30000 video=30002
> ACK
wait
> INVITE audio=20000 rtcp:20005 video=0
< 200 audio=30000 video=0
> ACK
wait
> BYE
< 200""")
is_open(20000, 20005, 20002, 20003); is_shut(20001, 20004)
call.go()
is_open(20000, 20005); is_shut(20002, 20003)
call.go()
over(20000, 20005, 20002, 20003)'
check "transfer: REFER, and a call to the third one (S20)" py '
call = act("""
> INVITE audio=20000
< 200 audio=30000
> ACK
< REFER
> 202
> NOTIFY
< 200
> INVITE audio=20002 call=transfer
< 200 audio=30000 at=E2 call=transfer
> ACK call=transfer
wait
< BYE
> 200
wait
> BYE call=transfer
< 200 call=transfer""")
is_open(20000, 20001); is_open(20002, 20003, source=relay)
is_shut(20000, source=relay); is_shut(20002)
call.go()
is_shut(20000, 20001); is_open(20002, 20003, source=relay)
call.go()
over(20000, 20001, 20002, 20003)'
finish
