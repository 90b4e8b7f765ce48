#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long flows of ICMPv6 echo and of protocols without a machine live.
. "$(dirname "$0")/timers.sh"

py '
def echo(kind, source, to, ident):
    return packet(source, to, ICMP6, struct.pack("!BBHHH", kind, 0, 0, ident, 1), 2)
def asked(ident): goes_out(echo(128, INSIDE, OUTSIDE, ident))
def reply(ident): return echo(129, OUTSIDE, INSIDE, ident)'
check "an echo request: 60 s (T13)" py 'lives(60, asked, reply)'
check "answered, from the reply on: 60 s (T13)" py '
def answered(ident): asked(ident); time.sleep(50); comes_in(reply(ident))
lives(60, answered, reply)'

# a protocol without ports: one flow between two addresses
py '
def plain(protocol):
    def host(number): return f"2a0a:1:100:1::ff:{number:x}"
    def out(number): return packet(host(number), OUTSIDE, protocol, bytes(16))
    def back(number): return packet(OUTSIDE, host(number), protocol, bytes(16))
    return lambda number: goes_out(out(number)), back
def ports(protocol):
    def data(source, source_port, to, port):
        return packet(source, to, protocol, struct.pack("!HHB", source_port, port, 3) + bytes(19))
    return (lambda port: goes_out(data(INSIDE, port, OUTSIDE, 80)),
            lambda port: data(OUTSIDE, 80, INSIDE, port))
def both(opens, back):
    def prepare(port): opens(port); comes_in(back(port))
    return prepare, back'
for protocol in 4 41 47 50 115 253; do
	check "protocol $protocol: 300 s, answered or not (REC-12, T12)" py "
lives(300, *plain($protocol)); lives(300, *both(*plain($protocol)))"
done
check "each packet from either side keeps it (REC-12)" py '
opens, back = plain(47)
opens(1)
for i in range(10): time.sleep(299); comes_in(back(1)); time.sleep(299); opens(1)
time.sleep(301); is_dead(back(1))'
check "SCTP: unanswered 240 s, answered 7440 s (REC-40, T14)" py '
lives(240, *ports(132)); lives(7440, *both(*ports(132)))'
check "DCCP: unanswered 480 s, answered 7440 s (REC-44, T16)" py '
lives(480, *ports(33)); lives(7440, *both(*ports(33)))'
check "a timer of the policy for one protocol" py '
rfwctl("policy", "set", "default", "timeout", "protocol", "47", "1h", "60s")
lives(60, *plain(47)); lives(3600, *both(*plain(47))); lives(300, *plain(50))'
check "flows that have expired are given back, their memory too" py '
for ident in range(1000): inject("i1", echo(128, INSIDE, OUTSIDE, ident))
opens, _ = ports(132)
for port in range(1, 10): opens(port)
until(lambda: rfwctl("stats")["flows"] == 1009)
all_given_back()'
finish
