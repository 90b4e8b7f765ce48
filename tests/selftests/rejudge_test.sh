#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A change of the configuration holds for the flows that are there: what is not
# allowed any more ends, everything else goes on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology neighbour
# without pick-up a connection whose flow has ended stands still
py "work = '$work'"
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home", "tcp-pickup", "off")
rfwctl("policy", "add", "other", "domain", "home", "tcp-pickup", "off")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
def stands_still(client, server):
    dropped("tcp-no-flow", lambda: client.send(b"x"))
    nothing(server)'
check "connections are held" py '
ours, theirs = connection("i1", "e1", 5001), connection("n1", "e1", 5002)
exchange(*ours, 1000); exchange(*theirs, 1000)'

### timers

check "a shorter timer holds at once" py '
a, e = udp("i1", 5003), udp("e1", 5003)
datagram(a, e); datagram(e, a)
assert flow("port", "5003")["expires"] > 200
rfwctl("policy", "set", "default", "timeout", "udp", "60", "timeout", "tcp-established", "1h")
assert 58 <= flow("port", "5003")["expires"] <= 60, flow("port", "5003")
assert 3500 < flow("port", "5001")["expires"] <= 3600, flow("port", "5001")'
check "for who is under that policy" py 'assert flow("port", "5002")["expires"] > 7000, flow("port", "5002")'
check "a longer one from the next packet on" py '
rfwctl("policy", "set", "default", "timeout", "udp", "300", "timeout", "tcp-established", "7440")
assert flow("port", "5003")["expires"] <= 60
datagram(a, e)
assert flow("port", "5003")["expires"] > 290, flow("port", "5003")
exchange(*ours)
assert flow("port", "5001")["expires"] > 7000'
check "a knob, too: inbound datagrams refresh from now on" py '
until(lambda: flow("port", "5003")["expires"] < 298)
datagram(e, a)
assert flow("port", "5003")["expires"] < 298
rfwctl("policy", "set", "default", "udp-inbound-refresh", "on")
datagram(e, a)
assert flow("port", "5003")["expires"] >= 298, flow("port", "5003")'

### what is open

py 'def origins(): return {f["origin"] for f in flows("subscriber", "alice")}'

check "a DMZ host keeps its flows, which count for it once they are judged anew" py '
rfwctl("dmz", "add", "alice", I1)
rfwctl("policy", "set", "default", "timeout", "udp", "301")
assert origins() == {"dmz"}, flows()
dmz, = rfwctl("dmz", "list")
exchange(*ours, 1000); datagram(a, e)
now, = rfwctl("dmz", "list")
assert now["packets"] > dmz["packets"], now
exchange(*theirs, 1000)'
check "and are its own again when it is none any more" py '
rfwctl("dmz", "flush")
assert origins() == {"outbound"}, flows()
exchange(*ours, 1000); datagram(a, e)'

### protocols

check "a tunnel of protocol 47 has a flow (REC-11)" py '
gre = lambda source, destination: packet(source, destination, 47, bytes(8))
inject("i1", gre(I1, E1))
assert flow("proto", "47")["subscriber"] == "alice"
before = rfwctl("stats")["packets-in"]
inject("e1", gre(E1, I1))
until(lambda: rfwctl("stats")["packets-in"] > before)'
check "unknown-protocols none ends it, and nothing else" py '
rfwctl("policy", "set", "default", "unknown-protocols", "none")
assert flows("proto", "47") == [] and flow("port", "5003") and flow("port", "5001")
dropped("unsolicited", lambda: inject("e1", gre(E1, I1)))
dropped("unknown-protocol", lambda: inject("i1", gre(I1, E1)))'
check "a list that names it allows it again" py '
rfwctl("policy", "set", "default", "unknown-protocols", "47,50")
inject("i1", gre(I1, E1))
assert flow("proto", "47")
rfwctl("policy", "set", "default", "unknown-protocols", "50")
assert flows("proto", "47") == []'

### addresses

ip -n rtr route add 2a0b:7::/32 dev wan
check "one outside that comes to be inside takes its flows along" py '
inject("i1", udp_packet(I1, 5042, "2a0b:7::1", 5043))
assert flow("port", "5043")["subscriber"] == "alice"
rfwctl("domain", "set", "home", "prefix", "2a0a:1::/32,2a0b:7::/32")
assert flows("port", "5043") == [] and flow("port", "5003")
rfwctl("domain", "set", "home", "prefix", "2a0a:1::/32")'

### subscribers

check "under another policy, a subscriber keeps its flows and gets that one's timers" py '
rfwctl("policy", "set", "other", "timeout", "udp", "100")
rfwctl("subscriber", "set", "alice", "policy", "other")
assert flow("port", "5003")["expires"] <= 100
exchange(*ours, 1000)
rfwctl("subscriber", "set", "alice", "policy", "default")'
check "a prefix that is taken away takes its flows along, and no others" py '
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56," + "2a0a:1:300::/56")
exchange(*ours, 1000)
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:300::/56")
assert flows("subscriber", "alice") == []
dropped("no-subscriber", lambda: ours[0].send(b"x"))
exchange(*theirs, 1000)
rfwctl("subscriber", "set", "alice", "prefix", "2a0a:1:100::/56")
ours = connection("i1", "e1", 5004); exchange(*ours, 1000)'
check "a subscriber that goes takes its flows along" py '
rfwctl("subscriber", "del", "bob")
assert flows("subscriber", "bob") == [] and flows("port", "5002") == []
dropped("no-subscriber", lambda: theirs[0].send(b"x"))
exchange(*ours, 1000)'
check "and back under its name it has a new life" py '
rfwctl("subscriber", "add", "bob", "policy", "other", "prefix", "2a0a:1:200::/56")
stands_still(*theirs)
theirs = connection("n1", "e1", 5005); exchange(*theirs, 1000)'

### transactions

check "the same configuration once more ends nothing" py '
subprocess.run(["rfwctl", "-n", "rtr", "save", work + "/both"], check=True)
before = rfwctl("stats")
rfwctl("load", work + "/both")
exchange(*ours, 1000); exchange(*theirs, 1000)
assert rfwctl("stats")["flows"] == before["flows"] and rfwctl("stats")["flows-ended"] == before["flows-ended"]'
check "one without a subscriber ends its flows and keeps the others" py '
with open(work + "/both") as both, open(work + "/one", "w") as one:
    one.writelines(line for line in both if "subscriber add bob" not in line)
rfwctl("load", work + "/one")
assert flows("subscriber", "bob") == []
dropped("no-subscriber", lambda: theirs[0].send(b"x"))
exchange(*ours, 1 << 16)
assert flow("port", "5004")["subscriber"] == "alice"'
check "with other timers the flows have them" py '
with open(work + "/one") as one, open(work + "/timers", "w") as timers:
    timers.writelines(line.replace("tcp-pickup off", "tcp-pickup off timeout tcp-established 1h") for line in one)
rfwctl("load", work + "/timers")
assert flow("port", "5004")["expires"] <= 3600
exchange(*ours, 1000)'
check "a file that fails changes nothing" py '
before = subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True).stdout
with open(work + "/wrong", "w") as wrong:
    print("domain add home outside wan prefix 2a0a:2::/32\npolicy add default domain home\n"
          "subscriber add alice policy default prefix 2a0a:1:100::/56", file=wrong)
assert subprocess.run(["rfwctl", "-n", "rtr", "load", work + "/wrong"]).returncode == 1
assert subprocess.run(["rfwctl", "-n", "rtr", "save"], capture_output=True).stdout == before
exchange(*ours, 1 << 16)'
check "an empty one ends all: no hook is left" py '
rfwctl("load", "/dev/null")
assert rfwctl("stats")["active"] is False and flows() == []
exchange(*ours, 1000); exchange(*connection("e1", "i1", 5006), 1000)'
finish
