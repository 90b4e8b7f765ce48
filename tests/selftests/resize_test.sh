#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The flow table changes its size while packets are under way.
. "$(dirname "$0")/traffic.sh"

load_module
setup_traffic
# without pick-up a connection whose flow is lost is dead
protect off
py 'held = [connection("i1", "e1", 5101 + i) for i in range(20)]
def all_live():
    for client, server in held: exchange(client, server, 1000)'
check "the table fills" busywait 20 flows_above 1000
check "the flow table is resized under traffic, no connection loses its flow (B-ST-09)" times 10 resize
check "the connections were there all the time" py '
assert all(f["window-tracked"] for f in flows("proto", "tcp", "state", "established"))
assert len(flows("proto", "tcp", "state", "established")) == 20'
check "without its flow, one is dead" py '
client, server = held.pop()
rfwctl("flow", "flush", "port", str(name(server)[1]))
dropped("tcp-no-flow", lambda: client.send(b"x")); nothing(server)'
check "the module unloads under traffic" unload_module
finish
