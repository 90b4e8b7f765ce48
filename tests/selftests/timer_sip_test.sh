#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long registrations and calls of softphones (baresip) with a provider
# (Kamailio) are kept.
. "$(dirname "$0")/sip.sh"

time_travels || bail "hours would pass: run it where time travels (make check-timers)"
load_module
setup_topology
check "the firewall is set up" sip_firewall
check "media are counted" count_media i1 e2
check "a provider outside" start_kamailio
check "a phone outside registers" start_phone e2 bob "[$E2]:5060" udp
bob=$phone_pid
check "a phone inside registers" start_phone i1 alice "[$I1]:5060" udp
alice=$phone_pid
py '
alice, bob = Phone("i1"), Phone("e2")
def call(caller, name, called):
    caller.command("dial", f"sip:{name}@[{E1}]")
    caller.wait("CALL_ESTABLISHED"); called.wait("CALL_ESTABLISHED")
def hang_up(caller, called):
    caller.command("hangup"); caller.wait("CALL_CLOSED"); called.wait("CALL_CLOSED")'

check "long after the timer of UDP, a call in arrives (S21)" py '
assert flow("port", "5060")["expires"] > 3500, flow("port", "5060")
time.sleep(1000)
call(bob, "alice", alice)'
check "and has its media" media_both_ways i1 e2 rtp
check "it ends" py 'hang_up(bob, alice)'
check "nothing is open any more (S20)" no_pinholes

check "phones that vanish in a call: it is over when media were missed for the time of timeout sip (A9, S20)" py "
call(alice, 'bob', bob)
# RTP and RTCP; the third one is for signalling
until(lambda: sum(p['packets'] > 0 for p in rfwctl('pinhole', 'list')) == 2, 'media')
import signal
for pid in ($alice, $bob): os.kill(pid, signal.SIGSTOP)
time.sleep(100)
assert len(rfwctl('pinhole', 'list')) == 3
time.sleep(200)
# before the rest: who is stopped can't be told to end
for pid in ($alice, $bob): os.kill(pid, signal.SIGKILL)
assert not rfwctl('pinhole', 'list'), rfwctl('pinhole', 'list')"
check "an INVITE that nobody answers: 200 s, and its flow's time (A9)" py '
invite = (f"INVITE sip:b@[{E2}] SIP/2.0\r\nVia: SIP/2.0/UDP [{I2}];branch=z9hG4bK1\r\nFrom: <sip:a@[{I2}]>;tag=1\r\n"
          f"To: <sip:b@[{E2}]>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n\r\n"
          f"v=0\r\no=- 1 1 IN IP6 {I2}\r\ns=-\r\nc=IN IP6 {I2}\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\n").encode()
udp("i2").sendto(invite, (E2, 5060))
until(lambda: len(rfwctl("pinhole", "list")) == 2, "the pinholes")
time.sleep(190); assert len(rfwctl("pinhole", "list")) == 2
time.sleep(20); assert not rfwctl("pinhole", "list"), rfwctl("pinhole", "list")'
finish
