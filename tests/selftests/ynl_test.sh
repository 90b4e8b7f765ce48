#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own YNL client drives the family from our specification alone.
. "$(dirname "$0")/lib.sh"

kernel=$("$top/tests/vm/kernel-source.sh" 6.12) || bail "no kernel source"

ynl() # ARGUMENT...
{
	in_rtr /usr/bin/python3 "$kernel/tools/net/ynl/cli.py" \
		--spec "$top/docs/netlink/rfw.yaml" \
		--schema "$kernel/Documentation/netlink/genetlink-legacy.yaml" "$@"
}

# does a dump, or the reply to a request, say so? PYTHON-EXPRESSION of `r`
says() # EXPRESSION ARGUMENT...
{
	local expression=$1

	shift
	ynl --output-json "$@" | /usr/bin/python3 -c "import json, sys
r = json.load(sys.stdin)
sys.exit(not ($expression))"
}

load_module
setup_topology

check "the client adds a domain from the specification" \
	ynl --do domain-new --json '{"name": "home", "outside": ["wan"],
		"prefix": [{"address": "2a0a0001010000000000000000000000", "length": 48}]}'
check "and sees it in a dump" \
	says 'len(r) == 1 and r[0]["name"] == "home" and r[0]["state"] == "up" and
		r[0]["outside"] == ["wan"] and r[0]["prefix"][0]["length"] == 48' --dump domain-get
check "a policy" ynl --do policy-new \
	--json '{"name": "default", "domain": "home", "timeouts": {"udp": 600}}'
check "with the timer that it was given, and the preset's others" \
	says 'r["timeouts"]["udp"] == 600 and r["timeouts"]["tcp-established"] == 7440 and
		r["preset"] == "strict"' --do policy-get --json '{"name": "default"}'
check "a subscriber" ynl --do subscriber-new --json '{"name": "alice", "policy": "default",
	"prefix": [{"address": "2a0a0001010000000000000000000000", "length": 56}]}'
check "a host by its MAC" ynl --do host-new \
	--json '{"subscriber": "alice", "name": "nas", "mac": "525400123456"}'
check "and a forward to it" ynl --do opening-new --json '{"kind": "forward", "subscriber": "alice",
	"protocol": 47, "host": "nas"}'
check "as is seen" says 'len(r) == 1 and r[0]["name"] == "nas" and r[0]["openings"] == 1 and
	r[0]["mac"] == "52:54:00:12:34:56"' --dump named-host-get
check "a flow" ping_from i1 "$E1"
check "and dumps the flow" \
	says 'len(r) == 1 and r[0]["protocol"] == 58 and r[0]["state"] == "active" and
		r[0]["subscriber"] == "alice"' --dump flow-get
check "a filtered dump leaves it out" says 'r == []' --dump flow-get --json '{"protocol": 6}'
check "the client reads the counters" \
	says 'r["flows"] == 1 and r["packets-out"] == 1 and r["packets-in"] == 1 and
		r["active"] == 1' --do statistics-get
check "a flow is deleted and counted" says 'r["count"] == 1' --do flow-del --json '{"protocol": 58}'

refused=$(mktemp)
set_policy() # JSON-MEMBERS
{
	ynl --do policy-set --json "{\"name\": \"default\", $1}" >"$refused" 2>&1
}
for size in 1 159; do
	check_fails "a TCP segment size of $size is refused" set_policy "\"tcp-mss\": $size"
	check "with a message for people" grep -q '160..10240, or 0 for off' "$refused"
done
check_fails "a size and the route's are refused" set_policy '"tcp-mss": 1400, "tcp-mss-pmtu": 1'
check "with a message for people" grep -q "a number or the route's" "$refused"
check "the route's alone is not" set_policy '"tcp-mss-pmtu": 1'
check "nor is a size, which takes its place" set_policy '"tcp-mss": 160'
check "as is seen" says 'r["tcp-mss"] == 160 and r["tcp-mss-pmtu"] == 0' \
	--do policy-get --json '{"name": "default"}'
check_fails "a SIP port twice is refused" set_policy '"sip-port": [5062, 5060, 5062]'
check "with a message for people" grep -q 'this SIP port is given twice' "$refused"
check_fails "nine of them are refused" set_policy '"sip-port": [1, 2, 3, 4, 5, 6, 7, 8, 9]'
check "with a message for people" grep -q 'more than 8 SIP ports' "$refused"
check_fails "port 0 is refused" set_policy '"sip-port": [5060, 0]'
check_fails "a gateway that there is not is refused" set_policy '"alg": 2'
check "nothing of all that has changed the policy" \
	says 'r["sip-port"] == [5060] and r["alg"] == []' --do policy-get --json '{"name": "default"}'
check "eight are not too many" set_policy '"sip-port": [1, 2, 3, 4, 5, 6, 7, 65535], "alg": 1'
check "as is seen" says 'r["sip-port"][7] == 65535 and r["alg"] == ["sip"]' \
	--do policy-get --json '{"name": "default"}'
check_fails "a duplicate domain is refused" \
	bash -c "ip netns exec rtr /usr/bin/python3 $kernel/tools/net/ynl/cli.py \
		--spec $top/docs/netlink/rfw.yaml \
		--schema $kernel/Documentation/netlink/genetlink-legacy.yaml \
		--do domain-new --json '{\"name\": \"home\"}' >$refused 2>&1"
check "with a message for people" grep -q 'the name is taken' "$refused"
rm -f "$refused"
finish
