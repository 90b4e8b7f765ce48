#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl against the module: what it sets is what it shows, what is refused has
# changed nothing, files are loaded as a whole and saved as they were loaded.
. "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
chmod 755 "$work"
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

rtr() { rfwctl -n rtr "$@"; }

# one result: rfwctl in rtr exits with STATUS and says PATTERN
expect() # STATUS PATTERN ARGUMENTS...
{
	local status=$1 pattern=$2 got=0

	shift 2
	rtr "$@" >"$work/log" 2>&1 || got=$?
	if [ $got -eq "$status" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" "$work/log"; }; then
		ok "rfwctl $*: exit status $status${pattern:+, says \"$pattern\"}"
	else
		echo "exit status $got" >>"$work/log"
		not_ok "rfwctl $*: exit status $status${pattern:+, says \"$pattern\"}" "$work/log"
	fi
}

# one result: the EXPRESSION holds for the JSON that COMMAND prints
json() # NAME EXPRESSION ARGUMENTS...
{
	local name=$1 expression=$2

	shift 2
	rtr -j "$@" >"$work/json"
	check "$name" /usr/bin/python3 -c "import json, sys
j = json.load(open(sys.argv[1]))
assert $expression, j" "$work/json"
}

unprivileged() # COMMAND...
{
	in_rtr setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all "$@"
}

saved() { rtr save; }

saved_as() # FILE
{
	saved | diff -u "$1" -
}

unchanged() { [ "$(saved)" = "$before" ]; }

setup_topology
expect 3 'module is not loaded: modprobe rfw' domain list
load_module

### one object after the other

expect 0 'no domain: nothing is protected'
expect 0 '' domain add home outside wan inside lan prefix 2a0a:1::/32 bogons none
expect 0 '^home +up +wan +lan +0 +2a0a:1::/32$' domain list
expect 0 '' policy add default domain home preset strict timeout tcp-established 2h4m timeout udp 400 \
	description 'the usual "one"' unknown-protocols esp,132 timeout protocol sctp 1h 90s max-sessions 1000
expect 0 'unknown-protocols: esp,sctp' policy show default
expect 0 'timeout protocol sctp: 1h, initial 1m30s' policy show default
expect 0 'timeout udp: 6m40s' policy show default
expect 0 '' subscriber add alice policy default prefix $DELEGATED
expect 0 "^alice +default +.* $DELEGATED\$" subscriber list
expect 0 'alice' subscriber list policy default
json "of a policy that is not there there are none" 'j == []' subscriber list policy nobody
expect 0 "prefix: $DELEGATED" subscriber show alice
expect 0 '' policy set default tcp-pickup off tcp-window off flow-accounting on timeout udp 300
json "set changes what is given and no more" \
	'(j[0]["tcp-pickup"], j[0]["tcp-window"], j[0]["flow-accounting"], j[0]["timeouts"]["udp"], j[0]["max-sessions"]) == (False, "off", True, 300, 1000)' \
	policy show default
expect 0 '' policy set default preset strict flow-accounting on
json "set with a preset returns the rest to its defaults" \
	'(j[0]["tcp-pickup"], j[0]["flow-accounting"], j[0]["max-sessions"], j[0]["unknown-protocols"]) == (True, True, 65535, "all")' \
	policy show default
json "counters and state are there" 'j["active"] is True and j["domains"] == 1 and {"unsolicited", "bogon"} < {d["reason"] for d in j["drop"]}' stats
json "the overview" 'j["domain"][0]["policies"] == 1 and j["policy"][0]["subscribers"] == 1'

### traffic

check "the subscriber's echo request is answered" ping_from i1 "$E1"
json "its flow is listed" "j[0]['subscriber'] == 'alice' and j[0]['originator-address'] == '$I1' and j[0]['protocol'] == 'icmp6' and j[0]['packets-originator'] == 1" flow list proto icmp6
json "filters are the kernel's" 'j == []' flow list proto tcp
json "by address" 'len(j) == 1' flow list address "$I1"
json "by prefix" 'len(j) == 0' flow list prefix 2a0a:1:200::/56
expect 0 '^icmp6 .*alice' flow
expect 0 '1 flow ended' flow flush subscriber alice
json "and gone" 'j == []' flow
check_fails "nobody can ping the subscriber" ping_from e1 "$I1"
json "the drop is counted" 'next(d["packets"] for d in j["drop"] if d["reason"] == "unsolicited") > 0' stats

background rtr -j monitor flows >"$work/events"
for _ in {1..50}; do
	ping_from i1 "$E1" >/dev/null
	[ ! -s "$work/events" ] || break
	sleep 0.1
done
rtr flow flush >/dev/null
for _ in {1..50}; do
	! grep -q destroy "$work/events" || break
	sleep 0.1
done
stop_background
check "monitor shows flows that are born and end" /usr/bin/python3 -c '
import json, sys
events = [json.loads(line) for line in open(sys.argv[1])]
assert events[0]["event"] == "new" and events[0]["subscriber"] == "alice", events
assert any(e["event"] == "destroy" and e["end"] == "deleted" for e in events), events' "$work/events"

### domains that are down

expect 0 '' domain set home down
expect 0 'DOWN - NOT PROTECTED'
check "a domain that is down lets pass" ping_from e1 "$I1"
expect 0 '' domain set home state up
check_fails "and not when it is up" ping_from e1 "$I1"

### refused: the right exit status, and nothing is changed

before=$(saved)
expect 1 'name' domain add home
expect 1 'nothing of this name \(name nowhere\)' domain set nowhere down
expect 1 'nothing of this name' subscriber del nobody
expect 1 'in use|names it' domain del home
expect 1 'in use' policy del default
expect 1 'prefix\[1\] 2a0b::/56' subscriber add bob policy default prefix 2a0a:1:300::/56,2a0b::/56
expect 1 "prefix\\[0\\] $DELEGATED" subscriber add bob policy default prefix $DELEGATED
expect 1 '\(domain nowhere\)' policy add other domain nowhere
expect 2 'is out of range' policy set default timeout udp 59
expect 2 'did you mean "prefix"' subscriber set alice prefx ::/0
expect 1 'no network namespace "nowhere"' -n nowhere domain list
check "nothing was changed" unchanged
unprivileged rfwctl domain add x >"$work/log" 2>&1
status=$?
check "without permission the exit status is 3" [ $status -eq 3 ]
check "and the message names the capability" grep -q CAP_NET_ADMIN "$work/log"
unprivileged rfwctl flow list >"$work/log" 2>&1
status=$?
check "flows are not for everybody" [ $status -eq 3 ]
check "domains are" unprivileged rfwctl domain list
check "nothing was changed by it" unchanged

### files

check "the present configuration is saved" rtr save "$work/saved"
for options in '' -d -j '-j -d'; do
	# shellcheck disable=SC2086 # words on purpose
	rtr $options save "$work/other"
	check "what save $options wrote is right" rtr check "$work/other"
	check "and loads" rtr load "$work/other"
	check "and is saved as the same" saved_as "$work/saved"
done
cat >"$work/minimal" <<-'END'
	domain add a prefix 2a0a:1::/32
	policy add b domain a
END
check "a file with nothing but defaults loads" rtr load "$work/minimal"
check_output "and is saved as it was: the defaults are the kernel's" "$(<"$work/minimal")" \
	bash -c 'rfwctl -n rtr save | grep -v "^#\|^flow"'
cat >"$work/special" <<-'END'
	domain add a state down outside wan,eth9 inside lan vrf none prefix-from lan bogons fec0::/10,2001:db8::/32 multicast-boundary 14
	policy add b domain a description "# \"x\" \\" filtering apd tcp-pickup off tcp-window off udp-inbound-refresh on timeout protocol sctp none timeout protocol 253 1h 60s unknown-protocols none ula-border on icmp6-unallocated-errors on icmp6-mobility on echo-in on ipsec-passthrough on unsolicited reject-delayed tcp-reset-unknown on limit-answer on tcp-mss 1420
	policy add b2 domain a tcp-mss pmtu unsolicited reject
	subscriber add c policy b whole-domain on
	flow set max-flows 4096
END
check "a file with everything in it loads" rtr load "$work/special"
check_output "then diff has nothing to show" "" rtr diff "$work/special"
saved >"$work/once"
check "its values are there" grep -q 'timeout protocol sctp none timeout protocol 253 3600 60' "$work/once"
check "it loads again" rtr load "$work/once"
check "and is the same" saved_as "$work/once"

sed 's/multicast-boundary 14/multicast-boundary 13/; /^subscriber/d; /^flow/d' "$work/special" >"$work/other"
expect 1 '^\+domain add a .*multicast-boundary 13' diff "$work/other"
expect 1 '^-domain add a .*multicast-boundary 14' diff "$work/other"
expect 1 '^-subscriber add c policy b whole-domain on$' diff "$work/other"
expect 1 '^-flow set max-flows 4096$' diff "$work/other"
check "and changes nothing" saved_as "$work/once"
check_output "nor is a transaction left behind" "" rtr diff "$work/once"

check "the first configuration is back" rtr load "$work/saved"
ping_from i1 "$E1" >/dev/null
# shellcheck disable=SC2016 # for that shell
check "a load keeps the flows of subscribers that stay" bash -c '
	before=$(rfwctl -n rtr -j flow | grep -c icmp6)
	rfwctl -n rtr load "$1" && [ "$before" -gt 0 ] && [ "$(rfwctl -n rtr -j flow | grep -c icmp6)" -eq "$before" ]' - "$work/saved"
before=$(saved)
# a file that only the kernel can judge: 2 of the preset and 15 are more timers than a policy can have
{
	echo 'domain add home outside wan prefix-from lan'
	echo
	printf 'policy add default domain home'
	for i in {140..154}; do
		printf ' \\\n\ttimeout protocol %d 1h' "$i"
	done
	echo
	echo 'subscriber add alice policy default prefix 2a0a:1:100::/56'
} >"$work/wrong"
for command in check load; do
	status=0
	rtr $command "$work/wrong" >"$work/log" 2>&1 || status=$?
	check "$command: exit status 1 for what the kernel refuses" [ $status -eq 1 ]
	check "$command: with the line and what the kernel says" \
		grep -q 'wrong:18:19: policy "default": the kernel says: too many protocols' "$work/log"
	check "$command: and nothing was changed" unchanged
done
echo 'domain add home prefix 2a0a:1::1/32' >"$work/wrong"
expect 1 'wrong:1:24: .*the prefix is 2a0a:1::/32' load "$work/wrong"
check "nothing was changed by a file that can't be read" unchanged
in_rtr sysctl -q net.ipv6.conf.all.forwarding=0
expect 0 'forwarding is off' load "$work/saved"
in_rtr sysctl -q net.ipv6.conf.all.forwarding=1

### many

{
	echo 'domain add big prefix 2a0a::/16'
	echo 'policy add p domain big'
	seq 0 65535 | awk '{ printf "subscriber add s%d policy p prefix 2a0a:%s::/32\n", $1, $1 ? sprintf("%x", $1) : "" }' | sed 's/:::/::/'
} >"$work/big"
start=$SECONDS
check "65,536 subscribers are loaded" rtr load "$work/big"
diag "in $((SECONDS - start)) s"
json "and listed" 'len(j) == 65536 and j[65535]["prefix"] == ["2a0a:ffff::/32"]' subscriber
saved | grep -v '^#\|^flow' >"$work/other"
check "and saved as they were" cmp "$work/big" "$work/other"
check "65,536 subscribers are compared" rtr diff "$work/big"
check "and replaced" rtr load "$work/saved"
{
	printf 'domain add big prefix 2a0a::/32'
	seq 1 4095 | awk '{ printf ",2a0a:%x::/32", $1 }'
	echo ' outside wan,eth9'
} >"$work/big"
check "a domain of 4,096 prefixes is loaded" rtr load "$work/big"
json "and listed in whole" 'len(j[0]["prefix"]) == 4096 == len(set(j[0]["prefix"])) and j[0]["outside"] == ["wan", "eth9"]' domain
json "and shown alone" 'len(j[0]["prefix"]) == 4096' domain show big

check "all is removed" rtr load /dev/null
expect 0 'no domain: nothing is protected'
destroy_topology
finish
