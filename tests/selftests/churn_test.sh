#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a domain stands on goes and comes while packets are under way: its configuration, its outside
# interface, its prefix, and who was about to configure it.
. "$(dirname "$0")/traffic.sh"

saved=$(mktemp)
trap 'status=$?; rm -f "$saved"; (exit $status); on_exit' EXIT

reload()
{
	rfwctl -n rtr load "$saved"
}

interface_goes()
{
	ip -n rtr link del wan &&
	ip -n rtr link add wan type veth peer name rtr netns isp &&
	ip -n isp link set rtr master outside up &&
	ip -n rtr link set wan up &&
	ip -n rtr addr add 2a0b:2::1/64 dev wan nodad
}

no_flows()
{
	! flows_above 0
}

prefix_goes()
{
	ip -n rtr addr del "$RTR_LAN/64" dev lan && busywait 10 no_flows &&
	ip -n rtr addr add "$RTR_LAN/64" dev lan nodad && busywait 20 flows_above 10
}

# a transaction that its owner does not live to commit
abandoned()
{
	in_rtr /usr/bin/python3 -c '
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from faults import *
link = Netlink()
link.request("TRANSACTION_BEGIN")
link.request("DOMAIN_NEW", attr("DOMAIN_NAME", "half"), prefix("DOMAIN_PREFIX", "2a0d::/32"))
os.kill(os.getpid(), signal.SIGKILL)' "$top/tests/selftests" 2>/dev/null
	[ $? -eq 137 ] && ! rfwctl -n rtr domain show half 2>/dev/null
}

# what opens the home to the outside
openings()
{
	rfwctl -n rtr forward add alice udp "$I1" port 6000-6999 &&
	rfwctl -n rtr dmz add alice "$I2" &&
	rfwctl -n rtr pinhole add subscriber alice tcp "$I1" port 6000 from "$E1/128" lifetime 1h &&
	rfwctl -n rtr pinhole flush && rfwctl -n rtr dmz flush && rfwctl -n rtr forward flush
}

load_module
setup_traffic
rfwctl -n rtr domain add home outside wan prefix-from lan
rfwctl -n rtr policy add default domain home tcp-pickup off
rfwctl -n rtr subscriber add alice policy default whole-domain on
rfwctl -n rtr save "$saved"
check "flows are made" busywait 20 flows_above 100
py 'held = [connection("i1", "e1", 5201 + i) for i in range(4)]
def all_live():
    for client, server in held: exchange(client, server, 1000)'
check "the configuration is loaded anew under traffic (B-ST-09)" times 8 reload
check "forwards, a DMZ host and pinholes come and go under traffic (B-ST-14)" times 25 openings
check "who configures is killed halfway (B-ST-09)" times 4 abandoned
check "no connection notices" py 'all_live()'
check "the outside interface goes and comes under traffic (B-ST-09)" times 8 interface_goes
ip -n e1 neigh flush dev eth0
check "no connection notices" py 'all_live()'
check "the prefix is withdrawn and comes again under traffic (B-ST-12)" times 8 prefix_goes
check "the module unloads under traffic" unload_module
finish
