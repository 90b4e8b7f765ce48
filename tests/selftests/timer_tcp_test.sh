#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long flows of TCP live, by the state of the connection.
. "$(dirname "$0")/timers.sh"

# both sides start at 1000; one octet a data segment
py '
FIN, SYN, RST, ACK = 1, 2, 4, 16
def out(port, flags, seq, ack=0): return tcp_packet(INSIDE, port, OUTSIDE, 80, flags, seq, ack)
def back(port, flags, seq, ack=0): return tcp_packet(OUTSIDE, 80, INSIDE, port, flags, seq, ack)
def syn(port): goes_out(out(port, SYN, 1000))
def syn_ack(port): return back(port, SYN | ACK, 1000, 1001)
def acked(port): syn(port); comes_in(syn_ack(port))
def established(port): acked(port); goes_out(out(port, ACK, 1001, 1001))
def ack(port): return back(port, ACK, 1001, 1001)
def fin_out(port): established(port); goes_out(out(port, FIN | ACK, 1001, 1001))
def fin_in(port): established(port); comes_in(back(port, FIN | ACK, 1001, 1001))
def state(port): return flow("port", str(port))["state"]'
check "a SYN alone: 240 s (REC-35, T4)" py 'lives(240, syn, syn_ack)'
check "SYNs again keep it" py '
syn(40000); time.sleep(200); syn(40000); time.sleep(200); comes_in(syn_ack(40000)); rfwctl("flow", "flush")'
check "answered by SYN/ACK: 240 s (REC-35, T3)" py 'lives(240, acked, syn_ack)'
check "answered by SYN, a simultaneous open: 240 s (REC-35, T3)" py '
def crossed(port): syn(port); comes_in(back(port, SYN, 1000)); assert state(port) == "tcp-syn-both"
lives(240, crossed, syn_ack)'
check "established: 7440 s (REC-35, T1)" py 'lives(7440, established, ack)'
check "each segment from either side keeps it: one in two hours" py '
established(40003)
for i in range(2):
    time.sleep(7200); comes_in(ack(40003))
    time.sleep(7200); goes_out(out(40003, ACK, 1001, 1001))
time.sleep(7441); is_dead(ack(40003))'
check "half closed by the inside: 7440 s (REC-35, T2)" py '
lives(7440, fin_out, lambda port: back(port, ACK, 1001, 1002))'
check "half closed by the outside: 7440 s (REC-35, T2)" py '
lives(7440, fin_in, lambda port: back(port, FIN | ACK, 1001, 1001))'
check "half closed, the other way data every two hours (REC-31, T2)" py '
fin_out(40004)
for i in range(3):
    time.sleep(7200); comes_in(back(40004, ACK, 1001 + i, 1002))
    time.sleep(1)
rfwctl("flow", "flush")'
check "both FINs, not acknowledged: 240 s (REC-35, T3)" py '
def fins(port):
    fin_out(port); comes_in(back(port, FIN | ACK, 1001, 1001))
    assert state(port) == "tcp-fin-both", state(port)
lives(240, fins, lambda port: back(port, FIN | ACK, 1001, 1001))'
check "both acknowledged, TIME-WAIT: 120 s (T6)" py '
def closed(port):
    fin_out(port); comes_in(back(port, FIN | ACK, 1001, 1002)); goes_out(out(port, ACK, 1002, 1002))
    assert state(port) == "tcp-time-wait", state(port)
lives(120, closed, lambda port: back(port, FIN | ACK, 1001, 1002))'
check "reset by either side: 10 s (T5)" py '
def reset_out(port): established(port); goes_out(out(port, RST, 1001))
def reset_in(port): established(port); comes_in(back(port, RST, 1001))
for reset in (reset_out, reset_in):
    def prepare(port): reset(port); assert state(port) == "tcp-reset"
    lives(10, prepare, ack)'
check "refused: 10 s (T5)" py '
def refused(port): syn(port); comes_in(back(port, RST | ACK, 0, 1001)); assert state(port) == "tcp-reset"
lives(10, refused, lambda port: back(port, RST | ACK, 0, 1001))'
check "picked up in mid-stream, not answered: 240 s (REC-35)" py '
def picked(port): goes_out(out(port, ACK, 5000, 6000)); assert state(port) == "tcp-picked-up"
lives(240, picked, lambda port: back(port, ACK, 6000, 5000))'
check "answered: 7440 s (REC-35)" py '
def answered(port): picked(port); comes_in(back(port, ACK, 6000, 5000)); assert state(port) == "tcp-established"
lives(7440, answered, lambda port: back(port, ACK, 6000, 5000))'
check "reset, where no window proves it: 240 s (RFC 7857 2.2)" py '
def doubtful(port): answered(port); comes_in(back(port, RST, 7777)); assert state(port) == "tcp-reset"
lives(240, doubtful, lambda port: back(port, ACK, 6000, 5000))'
check "a SYN into a connection does not shorten its life (TC7)" py '
established(40005); comes_in(back(40005, SYN, 9000)); goes_out(out(40005, SYN, 9000))
time.sleep(7000); comes_in(ack(40005)); rfwctl("flow", "flush")'
check "a RST that is in the window and not exact neither (TC4)" py '
established(40006); comes_in(back(40006, RST, 1500))
time.sleep(7000); comes_in(ack(40006)); rfwctl("flow", "flush")'
check "ICMPv6 errors neither end nor keep it (REC-37, I6)" py '
established(40007)
error = packet(OUTSIDE, INSIDE, ICMP6, struct.pack("!BBHI", 1, 0, 0, 0) + out(40007, ACK, 1001, 1001), 2)
comes_in(error); time.sleep(7400); comes_in(error)
time.sleep(39); goes_out(out(40007, ACK, 1001, 1001)); time.sleep(7400); comes_in(error)
time.sleep(41); is_dead(ack(40007))'
check "2,000 SYNs that nobody answered are given back, their memory too (B-TC-12)" py '
for port in range(2000): inject("i1", out(20000 + port, SYN, 1000))
until(lambda: rfwctl("stats")["flows"] == 2000)
all_given_back()'
finish
