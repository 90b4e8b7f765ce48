#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Forwards and DMZ hosts: what they let in and what not, how they follow a
# renumbering, what a load and a removal do to them and their flows.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")

def inbound(port, outside="e1", inside="i1", **options):
    """Both ends of a connection from outside to inside."""
    with listener(inside, port) as sock:
        client = connected(connecting(outside, ADDRESS[inside], port, **options))
        return client, sock.accept()[0]

def kept_out(port, outside="e1", inside="i1", **options):
    """A SYN from there does not come in."""
    dropped("unsolicited", lambda: connecting(outside, ADDRESS[inside], port, **options).close())

def openings(kind="forward"):
    return rfwctl(kind, "list")

def tidy(kind="forward"):
    rfwctl(kind, "flush"); rfwctl("flow", "flush")'

### ports, prefixes

check "nothing is open before" py 'kept_out(443)'
check "a forward with a port and a range is added" py '
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443,8000-8010")'
for port in 443 8000 8005 8010; do
	check "a connection to port $port comes in and carries data" py "
a, b = inbound($port); exchange(a, b, 3000); a.close(); b.close()"
done
for port in 442 444 7999 8011; do
	check "one to port $port does not" py "kept_out($port)"
done
check "nor to another host" py 'kept_out(443, inside="i2")'
check "nor another protocol" py '
u, v = udp("i1", 443), udp("e1", 5000)
dropped("unsolicited", lambda: v.sendto(b"x", (I1, 443))); nothing(u); u.close()'
check "its flows say where they come from, and it counts them" py '
a, b = inbound(443)
f = flow("port", "443", "state", "established")
assert f["origin"] == "forward" and f["inside"] == "responder", f
o, = openings()
assert o["flows"] == 5 and o["packets"] > 20 and o["octets"] > 12000 and o["last"] <= 5, o'
check "the forward is where it says" py '
assert openings()[0]["place"] == [I1 + "/128"], openings()
assert rfwctl("open")["opening"][0]["id"] == openings()[0]["id"]'
check "from a prefix only" py '
tidy()
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443", "from", E2 + "/128,2001:db8:5::/48")
kept_out(443)
c, d = inbound(443, "e2"); exchange(c, d)'
check "and from a port only" py '
tidy()
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443", "from", E1 + "/128", "from-port", "7777")
kept_out(443, source_port=7778)
kept_out(443, "e2", source_port=7777)
c, d = inbound(443, source_port=7777); exchange(c, d)'
check "the port of anybody" py '
tidy()
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443", "from-port", "7776")
kept_out(443, "e2", source_port=7775)
c, d = inbound(443, "e2", source_port=7776); exchange(c, d)'
check "UDP is let in too, and answered" py '
tidy()
rfwctl("forward", "add", "alice", "udp", I1, "port", "51820")
a, b = udp("i1", 51820), udp("e1", 6000)
datagram(b, a); datagram(a, b); datagram(b, a)
assert flow("port", "51820")["origin"] == "forward"'
check "a protocol without ports" py '
dropped("unsolicited", lambda: inject("e1", packet(E1, I1, 47, b"\0" * 8)))
rfwctl("forward", "add", "alice", "gre", I1)
tap = sniffer("i1", "eth0")
inject("e1", packet(E1, I1, 47, b"\0" * 8))
until(lambda: any(p[6] == 47 for p in sniffed(tap)), "GRE at the host")'

### removal

check "without the forward its flow ends" py '
tidy()
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443")
a, b = inbound(443); exchange(a, b)
rfwctl("forward", "del", "alice", "tcp", I1, "port", "443")
until(lambda: not flows("port", "443"), "the end of the flow")
kept_out(443)'
check "a flow that another one would let in stays" py '
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443")
rfwctl("forward", "add", "alice", "tcp", I1, "port", "400-500")
a, b = inbound(443); exchange(a, b)
rfwctl("forward", "del", "alice", "tcp", I1, "port", "443")
exchange(a, b); assert flow("port", "443", "state", "established")
rfwctl("forward", "del", "id", str(openings()[0]["id"]))
until(lambda: not flows("port", "443"), "the end of the flow")'
check "a flow begun inside is none of its business" py '
rfwctl("forward", "add", "alice", "tcp", I1, "port", "443")
a, b = connection("i1", "e1", 5001, source_port=443); exchange(a, b)
rfwctl("forward", "flush"); exchange(a, b); a.close(); b.close()'

### load

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT
check "a conversation that a forward let in survives a load, and its counters" py "
tidy()
rfwctl('forward', 'add', 'alice', 'tcp', I1, 'port', '443')
rfwctl('dmz', 'add', 'alice', I2)
a, b = inbound(443); exchange(a, b)
before = openings()[0]
subprocess.run('rfwctl -n rtr save $work/conf && rfwctl -n rtr load $work/conf', shell=True, check=True)
after = openings()[0]
assert after['packets'] >= before['packets'] > 0 and after['id'] == before['id'], (before, after)
exchange(a, b)
assert openings()[0]['packets'] > before['packets'] and openings()[0]['flows'] == 1"
check "what was saved is what there was" py "
lines = [line for line in open('$work/conf').read().splitlines() if line.startswith(('forward', 'dmz'))]
assert lines == [f'forward add alice tcp {I1} port 443', f'dmz add alice {I2}'], lines"
check "a load without the forward ends it" bash -c "
grep -v ^forward '$work/conf' >'$work/less' && rfwctl -n rtr load '$work/less'"
check "with its flow" py 'until(lambda: not flows("port", "443"), "the end of the flow"); assert not openings()'
check "a forward that does not fit fails the load, and says where" bash -c "
echo 'forward add alice tcp 2a0a:1:200::1 port 80' >>'$work/conf'
! rfwctl -n rtr load '$work/conf' 2>'$work/err' && grep -q 'is in no prefix of subscriber' '$work/err'"
check "what only the kernel can judge has its line too" bash -c "
sed -i '\$d' '$work/conf'
for i in {1..65}; do echo \"forward add alice tcp $I1 port 80 from 2001:db8:\$i::/48\"; done >>'$work/conf'
! rfwctl -n rtr load '$work/conf' 2>'$work/err' && grep -qE ':7[0-9]:[0-9]+: forward of \"alice\": the kernel says: too many' '$work/err' || { cat '$work/err'; false; }"

### what is refused

refused() # PATTERN ARGUMENTS...
{
	local pattern=$1

	shift
	! rfwctl -n rtr "$@" 2>"$work/err" && grep -qE -- "$pattern" "$work/err" || { cat "$work/err"; false; }
}

check "the same one twice" refused "exactly this one already.*$I2" dmz add alice "$I2"
check "a subscriber that is not there" refused 'nobody' forward add nobody tcp "$I1" port 80
check "an address of somebody else" refused 'not inside a prefix.*address 2a0a:1:200::1' \
	forward add alice tcp 2a0a:1:200::1 port 80
check "a suffix that reaches into the prefix" refused 'does not fit' dmz add alice suffix 0:0:0:ff00::1
check "to remove what is not there" refused 'exactly this' forward del alice tcp "$I1" port 81
check "or a number that is not there" refused 'with this number' forward del id 4000000000
# shellcheck disable=SC2016 # for that shell
check "or the number of a DMZ host as a forward" bash -c '
id=$(rfwctl -n rtr -j dmz | /usr/bin/python3 -c "import json, sys; print(json.load(sys.stdin)[0][\"id\"])")
! rfwctl -n rtr forward del id "$id" && rfwctl -n rtr dmz del id "$id"'

### DMZ hosts

check "a DMZ host takes connections on any port" py '
tidy(); rfwctl("dmz", "add", "alice", I1)
for port in (22, 443, 60000):
    a, b = inbound(port); exchange(a, b); a.close(); b.close()
assert flows("port", "22")[0]["origin"] == "dmz"'
check "datagrams" py '
a, b = udp("i1", 7001), udp("e2", 7002); datagram(b, a); datagram(a, b)'
check "echo requests" ping_from e1 "$I1"
check "and protocols without ports" py '
sniffed(tap); inject("e1", packet(E1, I1, 50, b"\1" * 24))
until(lambda: any(p[6] == 50 for p in sniffed(tap)), "ESP at the host")'
check "and sends them" py '
out = sniffer("e2", "eth0"); inject("i1", packet(I1, E2, 50, b"\1" * 24))
until(lambda: any(p[6] == 50 for p in sniffed(out)), "ESP outside")'
check "its neighbour is no DMZ host" py 'kept_out(22, inside="i2")'
check "what comes in with its address as the source is dropped" py '
dropped("spoofed-source", lambda: inject("e1", udp_packet("2a0a:1:100:1::99", 5, I1, 6)))
sniffed(tap)'
check "it counts" py 'o, = openings("dmz"); assert o["flows"] >= 7 and o["packets"] > 20 and "protocol" not in o, o'
check "without it its flows end" py '
a, b = inbound(22); exchange(a, b)
rfwctl("dmz", "del", "alice", I1)
until(lambda: not flows("port", "22"), "the end of the flow"); kept_out(22)'

### suffixes

check "a suffix is open in each prefix" py '
tidy(); rfwctl("flow", "flush")
rfwctl("forward", "add", "alice", "tcp", "suffix", "0:0:0:1::10", "port", "443")
assert openings()[0]["place"] == [I1 + "/128"], openings()
a, b = inbound(443); exchange(a, b)
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56,2a0a:1:300::/56")
assert sorted(openings()[0]["place"]) == [I1 + "/128", "2a0a:1:300:1::10/128"], openings()'
check "a flow at a prefix that stays goes on" py 'exchange(a, b); assert openings()[0]["flows"] == 1'
check "at one that has gone it ends, the forward stays" py '
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:300::/56")
until(lambda: not flows("port", "443"), "the end of the flow")
assert openings()[0]["place"] == ["2a0a:1:300:1::10/128"], openings()'
check "with prefix-from and a subscriber of the whole domain it follows the LAN" py '
rfwctl("forward", "flush"); rfwctl("subscriber", "del", "alice")
rfwctl("domain", "set", "home", "prefix-from", "lan", "prefix", "none")
rfwctl("subscriber", "add", "alice", "policy", "default", "whole-domain", "on")
rfwctl("forward", "add", "alice", "tcp", "suffix", "::10", "port", "443")
assert openings()[0]["place"] == [I1 + "/128"], openings()
a, b = inbound(443); exchange(a, b)'
renumber()
{
	ip -n rtr addr del "$RTR_LAN/64" dev lan
	ip -n i1 addr del "$I1/64" dev eth0
	ip -n rtr addr add 2a0a:1:500:1::1/64 dev lan nodad
	ip -n i1 addr add 2a0a:1:500:1::10/64 dev eth0 nodad
	ip -n i1 route replace default via 2a0a:1:500:1::1
	ip -n isp route replace 2a0a:1::/32 via 2a0b:2::2 2>/dev/null || true
}
renumber
check "renumbered: it is open at the new address" py '
until(lambda: openings()[0]["place"] == ["2a0a:1:500:1::10/128"], "the new place")
ADDRESS["i1"] = "2a0a:1:500:1::10"
until(lambda: not flows("address", I1), "the end of the flow")
a, b = inbound(443); exchange(a, b)
assert openings()[0]["flows"] == 2, openings()'
check "without any prefix it is open nowhere" bash -c '
ip -n rtr addr del 2a0a:1:500:1::1/64 dev lan
for _ in {1..100}; do rfwctl -n rtr forward | grep -q nowhere && exit 0; sleep 0.1; done; exit 1'
finish
