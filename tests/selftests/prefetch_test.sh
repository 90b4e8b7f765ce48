#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where there are many flows their memory is fetched ahead of their packets.
. "$(dirname "$0")/traffic.sh"

prefetching()
{
	rfwctl -n rtr -j stats | jq -e .prefetching
}

not_prefetching()
{
	rfwctl -n rtr -j stats | jq -e '.prefetching == false'
}

# without pick-up a connection whose flow is lost is dead
begin() # FLOWS from which memory is fetched ahead
{
	load_module
	echo "$1" >/sys/module/rfw/parameters/prefetch
	protect off
}

setup_topology
hooks_elsewhere || diag "no nft: hooks come and go"
py '
def connections(first): return [connection("i1", "e1", first + i) for i in range(20)]
def all_live():
    for client, server in held: exchange(client, server, 1000)'
for flows in 16384 0; do
	begin $flows
	py 'held = connections(5101); all_live()'
	sleep 1
	check "the memory of few flows is not fetched ahead, prefetch=$flows" not_prefetching
	unload_module
done

begin 10
py 'held = connections(5101)'
check "of as many as the parameter says it is" busywait 20 prefetching
check "their connections go on" py 'all_live()'
check "others come (REC-14)" py '
held += connections(5201); all_live()
server = udp("e1", 6000); client = udp("i1")
for again in range(3):
    datagram(client, server, to=(E1, 6000)); datagram(server, client, to=name(client))'
check "one that has ended makes room for another of the same ports (TC13)" py '
for again in range(3):
    c, d = connection("i1", "e1", 5004, source_port=40000)
    exchange(c, d, 1000)
    d.close(); assert c.recv(1) == b""
    c.close()
    until(lambda: flow("proto", "tcp", "port", "5004")["state"] == "tcp-time-wait")'
check "what nobody has asked for stays outside (REC-11)" py '
server = udp("i1", 6001); client = udp("e1")
dropped("unsolicited", lambda: client.sendto(b"x", (I1, 6001))); nothing(server)'
empty()
{
	rfwctl -n rtr flow flush && not_prefetching
}
check "it ends with the flows" busywait 30 empty

flood i1 "$E1"
flood e1 "$I1"
py 'held = connections(5301)'
check "and begins again" busywait 30 prefetching
check "the table fills" busywait 20 flows_above 1000
check "it is resized under traffic, no connection loses its flow (B-ST-09)" times 3 resize
check "the module unloads under traffic" unload_module
finish
