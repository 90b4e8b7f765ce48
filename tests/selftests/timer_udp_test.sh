#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long flows of UDP and UDP-Lite live.
. "$(dirname "$0")/timers.sh"

py '
def out(port, to=40000): return udp_packet(INSIDE, port, OUTSIDE, to)
def back(port, to=40000): return udp_packet(OUTSIDE, to, INSIDE, port)
def asked(port, to=40000): goes_out(out(port, to))
def answered(port, to=40000): asked(port, to); comes_in(back(port, to))
def twice(port): asked(port); asked(port)'
check "unanswered: 120 s (REC-14)" py 'lives(120, asked, back)'
check "answered: 300 s (REC-14)" py 'lives(300, answered, back)'
check "asked twice: 300 s (REC-14)" py 'lives(300, twice, back)'
check "answered late, it is 300 s from the question (REC-14, REC-16)" py '
def late(port): asked(port); time.sleep(100); comes_in(back(port))
lives(200, late, back)'
check "each pair of ports 1024 and 65535, unanswered 120 s, answered 300 s (REC-14)" py '
for inside in (1024, 65535):
    for outside in (1024, 65535):
        for seconds, prepare in ((120, asked), (300, answered)):
            for shift in (-1, 1):
                prepare(inside, outside)
                time.sleep(seconds + shift)
                (comes_in if shift < 0 else is_dead)(back(inside, outside))
                rfwctl("flow", "flush")'
check "port 53: 15 s, answered or not" py '
for prepare in (asked, answered):
    lives(15, lambda port: prepare(port, 53), lambda port: back(port, 53))'
check "outbound datagrams refresh: asked at 0 and 200 s, the answer at 450 s comes in (REC-16)" py '
twice(40003); time.sleep(200); asked(40003); time.sleep(250)
comes_in(back(40003)); time.sleep(51); is_dead(back(40003))'
check "inbound ones do not: at 100 and 200 s, dead at 301 s (REC-16)" py '
twice(40004)
for i in range(2): time.sleep(100); comes_in(back(40004))
time.sleep(99); comes_in(back(40004)); time.sleep(2); is_dead(back(40004))'
check "with udp-inbound-refresh on they do: every 250 s twelve times (REC-16)" py '
rfwctl("policy", "set", "default", "udp-inbound-refresh", "on")
twice(40005)
for i in range(12): time.sleep(250); comes_in(back(40005))
time.sleep(301); is_dead(back(40005))'
check "what is dropped does not (TC15)" py '
twice(40006)
for i in range(4): time.sleep(74); is_dead(udp_packet(OUTSIDE, 40001, INSIDE, 40006))
time.sleep(3); comes_in(back(40006))
for i in range(4): time.sleep(74); is_dead(udp_packet(OUTSIDE, 40001, INSIDE, 40006))
time.sleep(5); is_dead(back(40006))
rfwctl("policy", "set", "default", "udp-inbound-refresh", "off")'
check "nor do ICMPv6 errors, which come in while it lives (REC-19, I6)" py '
twice(40007)
error = packet(OUTSIDE, INSIDE, ICMP6, struct.pack("!BBHI", 1, 4, 0, 0) + out(40007), 2)
for i in range(2): time.sleep(149); comes_in(error)
time.sleep(3); is_dead(back(40007))
assert verdict("e1", error) == "icmp6-error"'
check "UDP-Lite: unanswered 120 s, answered 300 s (REC-20)" py '
def lite(source, source_port, to, port):
    return packet(source, to, UDPLITE, struct.pack("!HHHH", source_port, port, 0, 0) + b"data", 6)
def lite_back(port): return lite(OUTSIDE, 40000, INSIDE, port)
def lite_asked(port): goes_out(lite(INSIDE, port, OUTSIDE, 40000))
def lite_twice(port): lite_asked(port); lite_asked(port)
lives(120, lite_asked, lite_back)
lives(300, lite_twice, lite_back)'
check "a timer of the policy: 20000 s" py '
rfwctl("policy", "set", "default", "timeout", "udp", "20000")
lives(20000, twice, back)
rfwctl("policy", "set", "default", "timeout", "udp", "300")'
check "10,000 flows that have expired are given back, their memory too" py '
for port in range(10000): inject("i1", out(50000 - port))
until(lambda: rfwctl("stats")["flows"] == 10000)
all_given_back()'
finish
