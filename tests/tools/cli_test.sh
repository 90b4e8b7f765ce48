#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl against the fake kernel. TAP. usage: cli_test.sh RFWCTL
set -u

rfwctl=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FAKE_STATE=$work/state
tests=0 failures=0

result() # STATUS NAME
{
	if [ "$1" -eq 0 ]; then
		echo "ok $((++tests)) - $2"
	else
		echo "not ok $((++tests)) - $2"
		failures=$((failures + 1))
		sed 's/^/# /' "$work/out" "$work/err" 2>/dev/null
	fi
}

# exits with STATUS, and prints the pattern where one is given
expect() # STATUS PATTERN ARGUMENTS...
{
	local status=$1 pattern=$2 got

	shift 2
	"$rfwctl" "$@" >"$work/out" 2>"$work/err"
	got=$?
	[ $got -eq "$status" ] && { [ -z "$pattern" ] || cat "$work/out" "$work/err" | grep -qE -- "$pattern"; }
	result $? "[$status] rfwctl $* ${pattern:+=> $pattern}"
}

json() # NAME PYTHON-EXPRESSION ARGUMENTS...
{
	local name=$1 expression=$2

	shift 2
	"$rfwctl" -j "$@" >"$work/out" 2>"$work/err"
	/usr/bin/python3 -c "import json,sys; j = json.load(sys.stdin); sys.exit(not ($expression))" \
		<"$work/out" 2>>"$work/err"
	result $? "$name"
}

file() # writes standard input to $work/conf
{
	cat >"$work/conf"
}

fresh()
{
	rm -f "$FAKE_STATE"
}

### the command line

expect 0 'no domain: nothing is protected'
expect 0 '' domain add home outside wan0 prefix 2001:db8:1::/48
expect 0 '' policy add default domain home preset strict timeout tcp-established 2h4m timeout udp 300 \
	description 'with "quotes" and \ # more'
expect 0 '' subscriber add alice policy default prefix 2001:db8:1:100::/56,2001:db8:1:200::/56
expect 1 'subscriber bob: the prefix is outside of the domain \(prefix\[1\] 2001:db8:2::/56\)' \
	subscriber add bob policy default prefix 2001:db8:1:300::/56 prefix 2001:db8:2::/56
expect 1 'name is taken' domain add home
expect 1 'nothing of this name' domain del nowhere
expect 1 'nothing of this name' domain show nowhere
expect 0 '^alice .* 2001:db8:1:100::/56 and 1 more' subscriber
expect 0 'prefix: 2001:db8:1:100::/56, 2001:db8:1:200::/56' subscriber show alice
expect 0 'timeout tcp-established: 2h4m' policy show default
expect 0 '' domain set home up
expect 0 '' domain set home state down
expect 0 'DOWN' domain list
expect 0 'NOT PROTECTED'
expect 0 '1 of 1 domains is DOWN'
expect 0 '' domain set home up bogons none
expect 0 'bogons: none' domain show home
expect 0 '' domain set home bogons 2001:db8::/32,fec0::/10
expect 0 'bogons: 2001:db8::/32, fec0::/10' domain show home
expect 0 '' domain set home bogons default outside none
expect 0 '' -n here domain list
expect 1 'no network namespace "nowhere"' -n nowhere domain list

expect 2 'argument 1: "doman" is no object.*did you mean "domain"' doman list
expect 2 'argument 2: "lst" is no verb of domain, did you mean "list"' domain lst
expect 2 'argument 4: "prefx" is no keyword of domain add, did you mean "prefix"' domain add x prefx ::/0
expect 2 'bits set behind its prefix length, the prefix is 2001:db8::/32' domain add x prefix 2001:db8::1/32
expect 2 'prefix length 8 is out of range: 16..128' domain add x prefix 2000::/8
expect 2 'is an IPv4 address' domain add x prefix 10.0.0.0/8
expect 2 'has no prefix length' domain add x prefix 2001:db8::1
expect 2 '"prefix" wants a value' domain add x prefix
expect 2 'the name of the domain is missing' domain add
expect 2 '"domain" is missing' policy add x
expect 2 '"policy" is missing' subscriber add x
expect 2 'argument 4: "foo" is no keyword of domain del' domain del home foo
expect 2 'nothing is given to be changed' domain set home
expect 2 'was given before' domain set home state up state down
expect 2 'was given before' domain set home up down
expect 2 '59 is out of range: 60..86400 seconds \(1m..1d\)' policy set default timeout udp 59
expect 2 'is no timer, did you mean "udp-dns"' policy set default timeout udp-dn 59
expect 2 'not one of: on, off' policy set default tcp-pickup yes
expect 2 'not one of: off, strict' policy set default tcp-window on
expect 2 'tcp has timers of its own' policy set default timeout protocol tcp 300
expect 2 'is not an IP protocol' policy set default unknown-protocols foo
expect 2 'do not go with others' policy set default unknown-protocols esp unknown-protocols all
expect 2 '65536 is out of range: 1..65535' policy set default max-sessions 65536
expect 2 '159 is out of range: 160..10240' policy set default tcp-mss 159
expect 2 '10241 is out of range: 160..10240' policy set default tcp-mss 10241
expect 2 '"mtu" is not a number of 160..10240' policy set default tcp-mss mtu
expect 2 'not one of: drop, reject, reject-delayed' policy set default unsolicited no
expect 2 '65535 is out of range: 0..65534' policy set default reserved-sessions 65535
expect 2 '"ex" is no forwarding class: .*did you mean "ef"' policy set default priority-fc nc,ex
expect 2 'does not go with others' policy set default priority-fc nc priority-fc none
expect 2 'does not go with others' policy set default priority-fc none priority-fc nc
expect 2 '0 is out of range: 1..100' policy set default inbound-share 0
expect 2 'is not HIGH/LOW in percent' policy set default watermarks 90
expect 2 '101 is out of range: 1..100' policy set default watermarks 101/70
expect 2 '100 is out of range: 0..99' policy set default watermarks 100/100
expect 2 'the low watermark has to be below the high one' policy set default watermarks 70/70
expect 2 '65536 is out of range: 0..65535' policy set default max-half-open 65536
expect 2 '"spi" is no application layer gateway: sip, did you mean "sip"' policy set default alg spi
expect 2 'does not go with others' policy set default alg sip alg none
expect 2 'does not go with others' policy set default alg none alg sip
expect 2 '0 is out of range: 1..65535' policy set default sip-port 5060,0
expect 2 'port 5060 was given before' policy set default sip-port 5060,5062,5060
expect 2 'port 5060 was given before' policy set default sip-port 5060 sip-port 5060
expect 2 'more than 8 ports' policy set default sip-port 1,2,3,4,5,6,7,8 sip-port 9
expect 2 '"none" is not a number' policy set default sip-port none
expect 2 '"sip-port" wants a value' policy set default sip-port
expect 2 '0 is out of range: 1..4096' policy set default sip-max-calls 0
expect 2 '4097 is out of range: 1..4096' policy set default sip-max-calls-host 4097
expect 2 'not one of: on, off' policy set default sip-other-hosts yes
expect 0 'alg: none$' policy show default
expect 0 'sip-port: 5060$' policy show default
expect 0 '' policy set default alg sip sip-port 5060,5062 sip-port 15060 sip-max-calls 8 sip-max-calls-host 2 sip-other-hosts on
expect 0 'alg: sip$' policy show default
expect 0 'sip-port: 5060,5062,15060$' policy show default
json 'the gateway as JSON' '(j[0]["alg"], j[0]["sip-port"], j[0]["sip-max-calls"], j[0]["sip-max-calls-host"],
	j[0]["sip-other-hosts"]) == (["sip"], [5060, 5062, 15060], 8, 2, True)' policy show default
expect 0 'policy add default .* alg sip sip-port 5060,5062,15060 sip-max-calls 8 sip-max-calls-host 2 sip-other-hosts on' save
expect 0 '^alg +none ' policy presets
expect 0 '^sip-port +5060 ' policy presets
expect 2 'is not CLASS=DSCP,...' domain set home class-map ef
expect 2 '"e" is no forwarding class' domain set home class-map e=46
expect 2 '64 is out of range: 0..63' domain set home class-map ef=64
expect 2 '"cs8" is no DSCP' domain set home class-map ef=46,cs8
expect 2 'the class of DSCP 46 was given before' domain set home class-map ef=ef class-map nc=46
expect 2 '"default" does not go with others' domain set home class-map ef=46 class-map default
expect 0 '' policy set default max-sessions 4096 reserved-sessions 256 priority-fc ef,nc inbound-share 30 \
	evict-unanswered on watermarks 90/70 max-new-per-second 100 max-half-open 50
expect 0 'priority-fc: ef,nc$' policy show default
expect 0 'watermarks: 90/70$' policy show default
expect 0 'inbound-share: 30$' policy show default
json 'limits as JSON' '(j[0]["reserved-sessions"], j[0]["priority-fc"], j[0]["inbound-share"], j[0]["evict-unanswered"],
	j[0]["watermark-high"], j[0]["watermark-low"], j[0]["max-new-per-second"], j[0]["max-half-open"]) == (
	256, ["ef", "nc"], 30, True, 90, 70, 100, 50)' policy show default
expect 0 '' domain set home class-map ef=45,cs5 class-map nc=cs6,af43 max-flows 100000
expect 0 'class-map: ef=45,cs5  class-map: nc=cs6,af43$' domain show home
json 'the class map as JSON' '{(e["dscp"], e["forwarding-class"]) for e in j[0]["class-map"]} == {
	(45, "ef"), (40, "ef"), (48, "nc"), (38, "nc")} and j[0]["max-flows"] == 100000' domain show home
expect 2 'too long' domain add "$(printf 'x%.0s' {1..64})"
expect 2 'no control characters' domain add $'a\nb'
expect 2 'names have at most 15' domain add x outside abcdefghijklmnop
expect 2 'has an empty place' domain add x outside a,,b
expect 2 'usage: rfwctl load FILE' load
expect 2 'Try: rfwctl help' --nonsense
expect 0 '' policy set default filtering apdf unknown-protocols esp,132 timeout protocol sctp 1h 90s
expect 0 'unknown-protocols: esp,sctp' policy show default
expect 0 'timeout protocol sctp: 1h, initial 1m30s' policy show default
expect 0 '' policy set default tcp-mss 1420 unsolicited reject-delayed
expect 0 'tcp-mss: +1420' policy show default
expect 0 'unsolicited: +reject-delayed' policy show default
expect 0 '' policy set default tcp-mss pmtu
expect 0 'tcp-mss: +pmtu' policy show default
expect 0 '' policy set default tcp-mss off unsolicited drop
expect 0 'tcp-mss: +off' policy show default

expect 0 'OBJECT' help
expect 0 'rfwctl domain add NAME' domain help
expect 0 'multicast-boundary' domain add help
expect 0 'multicast-boundary' help domain add
expect 0 'at most so many' flow list state help
expect 0 '^rfwctl [0-9]' version

### flows, counters, events

expect 0 'tcp .*\[2001:db8::1\]:40000 .*\[2001:db8::\]:443 .*tcp-established' flow
expect 0 '' flow list proto tcp state established subscriber alice address 2001:db8::1 port 443 limit 10
expect 0 '' flow state tcp-established
expect 2 'only one of "prefix" and "address"' flow list address ::1 prefix ::/0
expect 0 '2 flows ended' flow flush proto udp
expect 0 '' flow set max-flows 1000
expect 2 'out of range: 64' flow set max-flows 63
expect 0 'bogon .* source or destination' stats
json 'flows as JSON' 'len(j) == 3 and j[0]["originator-port"] == 40000 and j[0]["protocol"] == "tcp" and j[0]["answered"] is True' flow
json 'a limited list of flows' 'len(j) == 2' flow list limit 2
FAKE_FLOWS=20000 json '20,000 flows' 'len(j) == 20000' flow list
json 'counters as JSON' 'j["max-flows"] == 1000 and {"reason": "bogon", "packets": 1, "doc": "source or destination on the domain'"'"'s bogon list"} in j["drop"]' stats
json 'counters of the SIP gateway as JSON, zero or not' '[(c["counter"], c["count"]) for c in j["sip"]][:2] == [
	("messages", 0), ("not-sip", 0)] and len(j["sip"]) == 16' stats
! "$rfwctl" stats | grep -q ^SIP
result $? 'none of them is shown where all are zero'
FAKE_CALLS=2 expect 0 '^call-opened +10  calls that began$' stats
! FAKE_CALLS=2 "$rfwctl" stats | grep -q '^messages '
result $? 'nor those that are'
json 'the overview as JSON' 'j["domain"][0]["name"] == "home" and j["statistics"]["active"] is True' 
json 'domains as JSON' 'j[0]["prefix"] == ["2001:db8:1::/48"] and j[0]["inside"] == []' domain
json 'policies as JSON' 'j[0]["timeouts"]["udp"] == 300 and j[0]["tcp-pickup"] is True and j[0]["description"] == "with \"quotes\" and \\ # more"' policy show default
json 'subscribers as JSON' 'j[0]["flows"] == 0 and len(j[0]["prefix"]) == 2' subscriber
expect 0 '' flow save "$work/flows"
FAKE_FLOWS=1000 expect 0 '' flow save "$work/many" proto tcp
json 'flows that were saved are restored' 'j == {"restored": 3, "refused": 0, "reasons": []}' flow restore "$work/flows"
expect 0 '^334 flows restored$' flow restore "$work/many"
"$rfwctl" flow save | "$rfwctl" flow restore >"$work/out" 2>&1 && grep -q '^3 flows restored$' "$work/out"
result $? 'through a pipe'
sed '3,500s/"responder-port":443/"responder-port":444/' "$work/many" >"$work/edited"
expect 0 "^333 refused: not this subscriber's" flow restore "$work/edited"
json 'refused flows are counted by reason' \
	'j == {"restored": 1, "refused": 333, "reasons": [{"reason": "not this subscriber'"'"'s", "flows": 333}]}' \
	flow restore "$work/edited"
sed '2s/"responder-port":443/"responder-port":444/' "$work/flows" | sed '3,4d' >"$work/edited"
expect 1 'cut short' flow restore "$work/edited"
head -n 3 "$work/flows" >"$work/edited"
expect 1 'cut short' flow restore "$work/edited"
sed '3s/"state":"[^"]*"/"state":"asleep"/' "$work/flows" >"$work/edited"
expect 1 'edited:3:1: "state" can.t be read' flow restore "$work/edited"
sed '3s/}$//' "$work/flows" >"$work/edited"
expect 1 'edited:3:1: ' flow restore "$work/edited"
echo '{"flows": 1}' >"$work/edited"
expect 1 'not what "rfwctl flow save" writes' flow restore "$work/edited"
sed '1s/"rfw-flows":1/"rfw-flows":2/' "$work/flows" >"$work/edited"
expect 1 'a format that this rfwctl does not know' flow restore "$work/edited"
expect 1 'nowhere: No such file' flow restore "$work/nowhere"
expect 2 'no keyword of flow restore' flow restore "$work/flows" proto tcp
FAKE_FAULT=down expect 1 'flow restore: no domain is up' flow restore "$work/flows"
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' flow restore "$work/flows"
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' flow save "$work/kept"
[ -z "$(find "$work" -name 'kept*')" ]
result $? 'what could not be saved leaves no file'
json 'the end of flows as JSON' 'j == {"count": 2}' flow flush
expect 1 'new tcp \[2001:db8::1\]:40000 -> ' monitor flows
expect 1 'lost: events came too fast' monitor flows
expect 1 'alarm watermark raised subscriber alice: 90 of 100 flows' monitor alarms
expect 1 ' drop unsolicited tcp \[2001:db8::7\]:40000 -> \[2001:db8::8\]:22 length 60 from wan0 subscriber alice missed 9$' \
	monitor drops
for filter in 'reason unsolicited reason bogon' 'subscriber alice' 'drops subscriber alice reason unsolicited'; do
	# shellcheck disable=SC2086 # words on purpose
	expect 1 ' drop unsolicited ' monitor drops $filter
done
for filter in 'reason bogon' 'subscriber bob'; do
	# shellcheck disable=SC2086 # words on purpose
	expect 1 '' monitor drops $filter
	! grep -q ' drop ' "$work/out" && grep -q ' configuration ' "$work/out"
	result $? "monitor drops $filter leaves others out"
done
"$rfwctl" -j monitor drops 2>/dev/null | /usr/bin/python3 -c '
import json,sys
j = [json.loads(line) for line in sys.stdin][4]
assert (j["event"], j["reason"], j["destination-port"], j["missed"]) == ("drop", "unsolicited", 22, 9), j'
result $? 'drops as JSON lines'
expect 1 ' pinhole 7 udp \[2001:db8::8\]:5060-5070 from any subscriber alice owner pcp cookie abcd lifetime 3600 flows 0 packets 5 octets 0$' monitor pinholes
expect 1 ' pinhole-closed 7 udp .* end expired$' monitor pinholes subscriber alice
expect 1 '' monitor pinholes subscriber bob
! grep -q pinhole "$work/out"
result $? 'monitor pinholes of one subscriber leaves others out'
expect 2 'argument 4: "nonsense" is not one of' monitor drops reason nonsense
expect 2 '"reason" wants a value' monitor drops reason
expect 2 'is not one of: flows, config' monitor nonsense
"$rfwctl" -j monitor flows config 2>/dev/null | /usr/bin/python3 -c '
import json, sys
events = [json.loads(line) for line in sys.stdin]
sys.exit([e["event"] for e in events] != ["new", "lost", "destroy", "configuration", "drop", "alarm", "pinhole", "pinhole-closed"] or
	events[2]["end"] != "expired" or
	(events[5]["kind"], events[5]["raised"], events[5]["max-flows"]) != ("watermark", True, 100))'
result $? 'events as JSON, one a line'

### forwards, DMZ hosts, pinholes

web='2001:db8:1:100::10 port 443,8000-8010 from 2001:db8:ffff::/48,2001:db8:fffe::/48'
# shellcheck disable=SC2086 # words on purpose
expect 0 '' forward add alice tcp $web
# shellcheck disable=SC2086
expect 1 'forward alice: there is exactly this one already \(address 2001:db8:1:100::10\)' forward add alice tcp $web
expect 0 '' forward add alice udp suffix ::10 port 51820 from-port 53
expect 0 '' forward add alice udp suffix ::11 port 1 from 2001:db8:ffff::/48 from-port 1 from 2001:db8:fffe::/48
expect 0 '' forward add alice gre 2001:db8:1:200::1
expect 1 'forward nobody: no such subscriber \(subscriber nobody\)' forward add nobody gre 2001:db8:1:200::1
expect 1 'not inside a prefix of the subscriber \(address 2001:db8:2::1\)' forward add alice gre 2001:db8:2::1
expect 0 '^ 1 +alice +tcp +2001:db8:1:100::10 +443,8000-8010 +2001:db8:ffff::/48,2001:db8:fffe::/48 +0 +0 +- +2001' forward
expect 0 '^ 2 +alice +udp +suffix ::10 +51820 +::/0 from-port 53 +0 +0 +- +nowhere$' forward list
expect 0 'from: 2001:db8:ffff::/48 from-port 1 from 2001:db8:fffe::/48' forward show subscriber alice
expect 0 'open at: \[2001:db8:1:100::10\]:443,8000-8010' forward show
json 'no forwards of somebody else' 'j == []' forward list subscriber bob
json 'forwards as JSON' 'j[0]["port"] == [{"low": 443, "high": 443}, {"low": 8000, "high": 8010}] and j[0]["kind"] == "forward" and j[0]["filter"][1] == {"prefix": "2001:db8:fffe::/48"} and j[1]["suffix"] == "::10" and j[1]["filter"] == [{"prefix": "::/0", "port": 53}] and j[3]["protocol"] == "gre" and j[3]["port"] == []' forward
expect 0 '' dmz add alice 2001:db8:1:100::20
expect 0 '' dmz add alice suffix ::21
expect 0 '^ 5 +alice +2001:db8:1:100::20 +any ' dmz

expect 2 'argument 5: "port" is not an IPv6 address' forward add alice tcp port 443
expect 2 'argument 1: tcp needs a port' forward add alice tcp 2001:db8:1:100::10
expect 2 'argument 7: gre has no ports' forward add alice gre 2001:db8:1:100::10 port 80
expect 2 'argument 7: gre has no ports' forward add alice gre 2001:db8:1:100::10 from-port 80
expect 2 'argument 7: 0 is out of range: 1..65535' forward add alice tcp 2001:db8::1 port 0
expect 2 '"90-80" is reversed' forward add alice tcp 2001:db8::1 port 80,90-80
expect 2 'port 85 was given before' forward add alice tcp 2001:db8::1 port 80-90 port 85
expect 2 'more than 32 ports' forward add alice tcp 2001:db8::1 port "$(seq -s, 1 2 65)"
expect 2 'bits set behind its prefix length, the prefix is 2001:db8::/32' forward add alice tcp 2001:db8::1 port 80 from 2001:db8::1/32
expect 2 'has no prefix length' forward add alice tcp 2001:db8::1 port 80 from 2001:db8::1
expect 2 'from 2001:db8::/32 was given before' forward add alice tcp 2001:db8::1 port 80 from 2001:db8::/32,2001:db8::/32
expect 2 'from 2001:db8::/32 was given before' forward add alice tcp 2001:db8::1 port 80 from 2001:db8::/32 from 2001:db8::/32
expect 2 'argument 8: "from" comes before its "from-port"|argument 11: "from" comes before' forward add alice tcp 2001:db8::1 port 80 from-port 1 from 2001:db8::/32
expect 2 'another "from-port" wants a "from" before it' forward add alice tcp 2001:db8::1 port 80 from 2001:db8::/32 from-port 1 from-port 2
expect 2 'more than 8 prefixes' forward add alice tcp 2001:db8::1 port 80 from 1::/16,2::/16,3::/16,4::/16,5::/16,6::/16,7::/16,8::/16,9::/16
expect 2 '"none" does not go with others' forward add alice tcp 2001:db8::1 port 80 from 1::/16 from none
expect 2 '"hopopt" is not an IP protocol' forward add alice hopopt 2001:db8::1
expect 2 "protocol 0 can't be let in" forward add alice 0 2001:db8::1
expect 2 '"ff02::1" is no host.s address' dmz add alice ff02::1
expect 2 '"::" is no host.s address' dmz add alice suffix ::
expect 2 '"suffix" wants a value' dmz add alice suffix
expect 2 'is an IPv4 address' dmz add alice 10.0.0.1
expect 2 'argument 3: dmz add: ADDRESS\|suffix SUFFIX\|host NAME is missing' dmz add alice
expect 2 'argument 2: forward add: SUBSCRIBER is missing' forward add
expect 2 'argument 4: forward add: ADDRESS\|suffix SUFFIX\|host NAME is missing' forward add alice tcp
expect 2 'argument 6: "prt" is no keyword of forward add, did you mean "port"' forward add alice tcp 2001:db8::1 prt 80
expect 2 'argument 5: "port" is no keyword of dmz add' dmz add alice 2001:db8::1 port 80
expect 2 '"set" is no verb of forward' forward set alice
expect 0 'rfwctl forward del id N' forward help

expect 0 '^7$' pinhole add udp 2001:db8:1:100::10 port 5060 lifetime 1h owner pcp cookie 0AbC from 2001:db8:ffff::/48
expect 0 '^8$' pinhole add subscriber alice tcp 2001:db8:1:100::11 port 8080 lifetime 30
json 'the number of a pinhole as JSON' 'j == {"id": 9}' pinhole add esp 2001:db8:1:100::12 lifetime 30 subscriber alice
expect 0 '^ 7 +alice +udp +2001:db8:1:100::10 +5060 +2001:db8:ffff::/48 +pcp +3600 +0 +0 +75$' pinhole
expect 0 'cookie: 0abc' pinhole show
expect 0 'lifetime: 1h, 1h left' pinhole show
expect 0 'let in: 0 flows, 0 packets \(0 octets\), the last 1m15s ago' pinhole show
json 'pinholes of an owner' '[p["id"] for p in j] == [7]' pinhole list owner pcp
expect 0 '' pinhole set 7 lifetime 60 from none
json 'a pinhole that was changed' 'j[0]["lifetime"] == 60 and j[0]["filter"] == []' pinhole list owner pcp
expect 0 '' pinhole set 7 from 2001:db8:ffff::/48 from-port 5
json 'and once more' 'j[0]["lifetime"] == 60 and j[0]["filter"] == [{"prefix": "2001:db8:ffff::/48", "port": 5}]' pinhole list owner pcp
expect 1 'pinhole: the policy allows none below \(address' pinhole add udp 2001:db8:1:100::10 port 1023 lifetime 5
expect 2 'nothing is given to be changed' pinhole set 7
expect 2 '"lifetime" is missing' pinhole add udp 2001:db8:1:100::10 port 5060
expect 2 'out of range: 1..864000 seconds' pinhole add udp 2001:db8:1:100::10 port 5060 lifetime 0
expect 2 'is not octets in hexadecimal' pinhole add udp 2001:db8:1:100::10 port 5060 lifetime 1 cookie abc
expect 2 'too long: 33 octets of at most 32' pinhole add udp 2001:db8:1:100::10 port 5060 lifetime 1 cookie "$(printf 'ab%.0s' {1..33})"
expect 2 'not one of: api, pcp' pinhole add udp 2001:db8:1:100::10 port 5060 lifetime 1 owner me
expect 2 '"suffix" is not an IPv6 address' pinhole add udp suffix ::1 port 5060 lifetime 1
expect 2 'pinhole del: N is missing' pinhole del
expect 2 '"x" is not a number' pinhole del x
expect 1 'pinhole 99: there is nothing of this kind with this number \(id' pinhole del 99

expect 0 '' policy set default filtering eif udp open-ports tcp/1024-65535,udp/5000 open-ports-except tcp/3389 echo-in on
expect 0 '^forward +1 +alice +tcp +\[2001:db8:1:100::10\]:443,8000-8010 +2001:db8:ffff::/48,2001:db8:fffe::/48 +- +0 +-$' open
expect 0 '^dmz +6 +alice +any +nowhere +any ' open
expect 0 '^pinhole pcp +7 +alice +udp +\[2001:db8:1:100::10\]:5060 +2001:db8:ffff::/48 from-port 5 +60 +0 +75$' open
expect 0 '^default +alice +filtering endpoint-independent udp open-ports tcp/1024-65535,udp/5000 open-ports-except tcp/3389 echo-in on$' open subscriber alice
json 'all that is open as JSON' '[(o["kind"], o["id"]) for o in j["opening"]] == [("forward", 1), ("forward", 2), ("forward", 3), ("forward", 4), ("dmz", 5), ("dmz", 6), ("pinhole", 7), ("pinhole", 8), ("pinhole", 9)] and [{k: v for k, v in p.items() if k != "transparent"} for p in j["policy"]] == [{"policy": "default", "filtering": "address-and-port-dependent", "protocol-filtering": [{"protocol": "udp", "filtering": "endpoint-independent"}], "open-port": [{"protocol": "tcp", "low": 1024, "high": 65535}, {"protocol": "udp", "low": 5000, "high": 5000}], "open-port-except": [{"protocol": "tcp", "low": 3389, "high": 3389}], "echo-in": True, "ipsec-passthrough": False, "subscribers": ["alice"]}]' open
expect 0 '' policy set default transparent on
expect 0 '^default +alice +transparent on filtering endpoint-independent udp' open
expect 0 '' policy set default transparent off
expect 1 'there is nothing of this name' open subscriber nobody
expect 2 '"alice" is not "subscriber"' open alice
expect 0 'filtering of udp: endpoint-independent' policy show default
expect 0 'open-ports-except: tcp/3389' policy show default
expect 0 '^policy add default .* filtering endpoint-independent udp open-ports tcp/1024-65535,udp/5000 open-ports-except tcp/3389' save
expect 0 '' policy set default filtering apdf open-ports none open-ports-except none echo-in off
! "$rfwctl" open | grep -q BY-RULE
result $? 'a policy that opens nothing is not in it'

expect 0 '' forward add alice dccp 2001:db8:1:200::2 port 5000 service-code SC:abcd,7 service-code SC:Q from 2001:db8:f::/48
expect 1 'there is exactly this one already' forward add alice dccp 2001:db8:1:200::2 port 5000 service-code SC:abcd,7,1361059872 from 2001:db8:f::/48
expect 0 '^ *[0-9]+ +alice +dccp/SC:abcd,7,SC:Q +2001:db8:1:200::2 +5000 +2001:db8:f::/48 ' forward
expect 0 'service code: SC:abcd,7,SC:Q' forward show
json 'service codes as JSON' '[f["service-code"] for f in j] == [[], [], [], [], ["SC:abcd", "7", "SC:Q"]]' forward
expect 2 '"SC:abcde" is not a service code' forward add alice dccp 2001:db8:1:200::2 service-code SC:abcde
expect 2 '"SC:" is not a service code' forward add alice dccp 2001:db8:1:200::2 service-code SC:
expect 2 '"SC:a!" is not a service code' forward add alice dccp 2001:db8:1:200::2 service-code SC:a!
expect 2 'is out of range' forward add alice dccp 2001:db8:1:200::2 service-code 4294967295
expect 2 'service code 7 was given before' forward add alice dccp 2001:db8:1:200::2 service-code 7,8,7
expect 2 'more than 8 service codes' forward add alice dccp 2001:db8:1:200::2 service-code 1,2,3,4,5,6,7,8,9
expect 2 'argument 9: sctp has no service codes' forward add alice sctp 2001:db8:1:200::2 port 5 service-code 7

"$rfwctl" save | grep '^forward\|^dmz' >"$work/out"
diff - "$work/out" >"$work/err" <<'END'
forward add alice tcp 2001:db8:1:100::10 port 443,8000-8010 from 2001:db8:ffff::/48,2001:db8:fffe::/48
forward add alice udp suffix ::10 port 51820 from ::/0 from-port 53
forward add alice udp suffix ::11 port 1 from 2001:db8:ffff::/48 from-port 1 from 2001:db8:fffe::/48
forward add alice gre 2001:db8:1:200::1
forward add alice dccp 2001:db8:1:200::2 port 5000 service-code SC:abcd,7,SC:Q from 2001:db8:f::/48
dmz add alice 2001:db8:1:100::20
dmz add alice suffix ::21
END
result $? 'forwards and DMZ hosts are saved as they were added, pinholes are not'
"$rfwctl" save >"$work/saved" && "$rfwctl" load "$work/saved" 2>"$work/err"
json 'pinholes outlive a load' '[p["id"] for p in j] == [7, 8, 9]' pinhole
expect 1 'ipip 2001:db8|says exactly this' forward del alice ipip 2001:db8:1:200::1
expect 0 '' forward del alice gre 2001:db8:1:200::1
expect 0 '' forward add alice gre 2001:db8:1:200::1
id=$("$rfwctl" -j dmz | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
expect 0 '' dmz del id "$id"
expect 1 "dmz $id: there is nothing of this kind" dmz del id "$id"
expect 2 '"id" wants a value' dmz del id
expect 2 '"x" is not a number' forward del id x
expect 0 '' dmz add alice 2001:db8:1:100::20
expect 0 '^1 pinhole removed$' pinhole flush owner pcp
json 'the rest of the pinholes' 'j == {"count": 2}' pinhole flush
expect 0 '^0 pinholes removed$' pinhole flush
expect 0 '^0 forwards removed$' forward flush subscriber bob
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' forward
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' forward add alice gre 2001:db8:1:200::2

### calls

export FAKE_CALLS=3
expect 0 '^ *ID +SUBSCRIBER +HOST +STATE +AGE +EXPIRES +MEDIA +REMOTE +CALL-ID$' alg
expect 0 '^ *2 +bob +2001:db8::109 +established +75 +120 +rtp/4000,rtcp/4001 closed +2001:db8::5 +f81d4fae-7dec@2001:db8::1$' alg
expect 0 '^ *3 +alice +2001:db8::108 +closing +75 +120 +rtp/4000,rtcp/4001 closed,candidate/4002,candidate/4003 and 2 more +2001:db8::5 and 1 more ' alg list
expect 0 ' - +\?\[2J"\\\?{6}x$' alg list host 2001:db8::108
! LC_ALL=C grep -q '[^ -~]' "$work/out"
result $? 'what a Call-ID does to a terminal is not in it'
expect 0 'candidate: \[2001:db8::108\]:4005, pinhole 15$' alg show
expect 0 'rtcp: \[2001:db8::109\]:4001, closed$' alg show subscriber bob
expect 0 'state: established, began 1m15s ago, 2m left$' alg show subscriber bob
json 'calls as JSON' 'len(j) == 3 and j[1] == {"id": 2, "subscriber": "bob", "host": "2001:db8::109",
	"call-id": "f81d4fae-7dec@2001:db8::1", "state": "established", "age": 75, "expires": 120, "remote": ["2001:db8::5"],
	"media": [{"kind": "rtp", "address": "2001:db8::109", "port": 4000, "pinhole": 10},
		{"kind": "rtcp", "address": "2001:db8::109", "port": 4001, "pinhole": 0}]}' alg
json 'a Call-ID that means harm as JSON' 'j[0]["call-id"] == "?[2J\"\\" + 6 * "?" + "x" and j[0]["remote"] == []' alg show
json 'calls of a subscriber' '[c["id"] for c in j] == [1, 3]' alg subscriber alice
json 'calls of a host' '[c["id"] for c in j] == [2]' alg list host 2001:db8::109
json 'of both there is none' 'j == []' alg list host 2001:db8::109 subscriber alice
FAKE_CALLS=5000 json '5,000 calls' 'len(j) == 5000' alg
unset FAKE_CALLS
json 'no calls' 'j == []' alg
expect 2 'is an IPv4 address' alg list host 10.0.0.1
expect 2 '"host" wants a value' alg list host
expect 2 '"hst" is no verb of alg' alg hst
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' alg

### hosts that have names

expect 0 '' domain set home outside wan0
expect 0 '' host add alice nas suffix ::10
expect 0 '' host add alice tv mac 52:54:00:12:34:77
expect 0 '' host add alice cam mac 52-54-00-AB-CD-EF
expect 1 'host alice nas: the subscriber has a host of this name already \(name nas\)' host add alice nas suffix ::11
expect 1 'host nobody nas: there is nothing of this name \(subscriber nobody\)' host add nobody nas suffix ::11
expect 1 'host alice bad: not that one \(mac 52:54:00:12:34:66\)' host add alice bad mac 52:54:00:12:34:66
expect 2 'argument 1: it is told by "suffix", as "suffix ::10", or by "mac"' host add alice bad
expect 2 'by its suffix or by its MAC, not by both' host add alice bad suffix ::1 mac 52:54:00:12:34:56
expect 2 'argument 6: "52:54:00:12:34" is not a MAC' host add alice bad mac 52:54:00:12:34
expect 2 '"52:54:00:12:34:5g" is not a MAC, as 52:54:00:12:34:56' host add alice bad mac 52:54:00:12:34:5g
expect 2 'no host has a MAC of zeros' host add alice bad mac 00:00:00:00:00:00
expect 2 '"ff:ff:ff:ff:ff:ff" is the MAC of a group' host add alice bad mac ff:ff:ff:ff:ff:ff
expect 2 '"33:33:00:00:00:01" is the MAC of a group' host set alice nas mac 33:33:00:00:00:01
expect 2 '"::" is no host.s address' host add alice bad suffix ::
expect 2 '"suffix" wants a value' host add alice bad suffix
expect 2 '"suffix" was given before' host add alice bad suffix ::1 suffix ::2
expect 2 'argument 4: "2001:db8::1" reads as an address' host add alice 2001:db8::1 suffix ::1
expect 2 'host add: NAME is missing' host add alice
expect 2 'host del: NAME\|ADDRESS is missing' host del alice
expect 2 'argument 5: "prefix" is no keyword of host add' host add alice bad prefix ::/0
expect 0 '^alice +tv +2001:db8:1:100::77 +neighbour +50 +7$' host
expect 0 '^alice +nas +2001:db8:1:200::10 +configured +- +-$' host list subscriber alice
expect 0 '^alice +cam +nowhere +- +- +-$' host list
json 'hosts as JSON: an address a member, with its names' '[(h.get("address"), h["names"]) for h in j] == [
	("2001:db8:1:100::77", ["tv"]), ("2001:db8:1:100::10", ["nas"]), ("2001:db8:1:200::10", ["nas"]), (None, ["cam"])] and
	(j[0]["subscriber"], j[0]["learned-from"], j[0]["first-seen"], j[0]["last-seen"]) == ("alice", "neighbour", 50, 7) and
	"place" not in j[0]' host
json 'no hosts of somebody else' 'j == []' host list subscriber bob
json 'names as JSON' '[{k: h.get(k) for k in ("name", "suffix", "mac", "place", "openings")} for h in j] == [
	{"name": "nas", "suffix": "::10", "mac": None, "place": ["2001:db8:1:100::10/128", "2001:db8:1:200::10/128"], "openings": 0},
	{"name": "tv", "suffix": None, "mac": "52:54:00:12:34:77", "place": ["2001:db8:1:100::77/128"], "openings": 0},
	{"name": "cam", "suffix": None, "mac": "52:54:00:ab:cd:ef", "place": [], "openings": 0}]' host show
expect 0 '^  mac: 52:54:00:ab:cd:ef$' host show
expect 0 '^  address: none: no neighbour with this MAC' host show
expect 0 '' forward add alice udp host nas port 51821
expect 0 '' dmz add alice host tv from 2001:db8:ffff::/48
expect 1 'forward alice: there is exactly this one already' forward add alice udp host nas port 51821
expect 1 'forward alice: the subscriber has no host of this name \(host nbs\)' forward add alice udp host nbs port 51821
expect 2 'argument 5: "host" wants a value: NAME' forward add alice udp host
expect 2 '"host" is not an IPv6 address' pinhole add udp host nas port 5060 lifetime 1
expect 0 ' udp +host nas +51821 +any ' forward
expect 0 '^  host: tv$' dmz show
expect 0 'open at: nowhere: the host has no address now' dmz show
json 'the host of a forward as JSON' '[f["host"] for f in j if "host" in f] == ["nas"]' forward
expect 0 '^  openings: 1$' host show
expect 1 'host alice nas: the host is in use by forwards or DMZ hosts \(name nas\)' host del alice nas
"$rfwctl" save | grep '^host\| host ' >"$work/out"
diff - "$work/out" >"$work/err" <<'END'
host add alice nas suffix ::10
host add alice tv mac 52:54:00:12:34:77
host add alice cam mac 52:54:00:ab:cd:ef
forward add alice udp host nas port 51821
dmz add alice host tv from 2001:db8:ffff::/48
END
result $? 'names, and what names them, are saved as they were added'
expect 0 '' host set alice nas mac 52:54:00:12:34:57
expect 0 '^  mac: 52:54:00:12:34:57$' host show
expect 1 'host alice nbs: the subscriber has no host of this name' host set alice nbs suffix ::1
expect 0 '' host set alice nas suffix ::10
expect 0 '' host del alice cam
expect 1 'the subscriber has no host of this name \(name cam\)' host del alice cam
expect 0 '' host del alice 2001:db8:1:100::77
expect 1 'host alice: this address was not learned of the subscriber \(address 2001:db8:1:100::78\)' \
	host del alice 2001:db8:1:100::78
expect 0 '' host add alice mac mac 52:54:00:12:34:58
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' host
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' host add alice x suffix ::1

### files

### explain

describe='in wan0 out lan0 tcp 2001:db8:2::9 5555 2001:db8:1:100::10 443'
# shellcheck disable=SC2086 # words on purpose
for line in 'The packet: tcp from \[2001:db8:2::9\]:5555 to \[2001:db8:1:100::10\]:443, 60 octets, arrives on wan0 and is to leave by lan0.$' \
	'2. Its source address is in no domain.$' '3. Its destination address is in domain home, of subscriber alice.$' \
	'4. It belongs to no live flow.$' '6. Nothing lets it in' '7. Its sender is told a RST.$' \
	'^ 9. Verdict: drop, unsolicited: inbound and nobody asked for it.$'; do
	expect 0 "$line" explain $describe
done
expect 0 'Pinhole number 7 lets it through' explain in wan0 udp 2001:db8:2::9 1 2001:db8:1::1 9
expect 0 'Verdict: accept: it is let through' explain in wan0 udp 2001:db8:2::9 1 2001:db8:1::1 9
json 'explain as JSON' '(j["input"], j["verdict"], j["reason"], j["answer"], j["step"], j["destination-port"]) ==
	("wan0", "drop", "unsolicited", "reset", "inbound", 443)' explain in wan0 tcp 2001:db8:2::9 5555 2001:db8:1:100::10 443
expect 1 'no interface of this name' explain in lan0 udp 2001:db8:2::9 1 2001:db8:1::1 9
expect 2 'stands where "in INTERFACE" is to be' explain udp 2001:db8:2::9 1 2001:db8:1::1 9
expect 2 '"out" wants an interface' explain in wan0 out
expect 2 'the packet is missing' explain in wan0 out lan0
expect 2 'argument 9: "flags" is not one of: length' explain in wan0 udp 2001:db8::1 1 2001:db8::2 2 flags syn
expect 2 'usage: rfwctl explain' explain in wan0
FAKE_FAULT=permission expect 3 '' explain in wan0 udp 2001:db8:2::9 1 2001:db8:1::1 9

# UDP to port 9 and to port 8, raw and behind Ethernet with a VLAN tag, and an ARP frame among them
/usr/bin/python3 - "$work" <<'PY'
import struct, sys

def pcap(name, link, *frames):
    with open(f'{sys.argv[1]}/{name}', 'wb') as file:
        file.write(struct.pack('<IHHIIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, link))
        for frame in frames:
            file.write(struct.pack('<IIII', 0, 0, len(frame), len(frame)) + frame)

packets = [struct.pack('!IHBB16s16sHHHH', 6 << 28, 8, 17, 64, bytes(16), bytes(16), 1, port, 8, 0) for port in (9, 8)]
macs = bytes(12)
pcap('raw', 101, *packets)
pcap('ethernet', 1, macs + b'\x86\xdd' + packets[0], macs + b'\x08\x06' + bytes(28),
     macs + b'\x81\x00\x00\x07\x86\xdd' + packets[1], macs, b'')
pcap('cooked', 113, bytes(14) + b'\x86\xdd' + packets[1])
pcap('cooked2', 276, b'\x86\xdd' + bytes(18) + packets[1])
pcap('wireless', 105, packets[0])
pcap('short', 101, packets[0][:47], packets[1])
pcap('empty', 101)
with open(f'{sys.argv[1]}/cut', 'wb') as file:
    file.write(open(f'{sys.argv[1]}/raw', 'rb').read()[:-1])
PY
explained() # NAME STATUS NUMBER=VERDICT...
{
	local file=$1 status=$2

	shift 2
	"$rfwctl" -j explain in wan0 file "$work/$file" >"$work/out" 2>"$work/err"
	[ $? -eq "$status" ] && /usr/bin/python3 -c 'import json,sys
print(*(f"{j['"'number'"']}={j.get('"'verdict', 'error'"')}" for j in map(json.loads, sys.stdin)))' <"$work/out" |
		grep -qx -- "$*"
	result $? "explain file $file: $*"
}
explained raw 0 1=accept 2=drop
explained ethernet 0 1=accept 3=drop
explained cooked 0 1=drop
explained cooked2 0 1=drop
explained short 1 1=error 2=drop
explained cut 1 1=accept
explained empty 0 ''
expect 0 '^packet 2:$' explain in wan0 file "$work/raw"
expect 1 'packet 1: a packet is 40' explain in wan0 file "$work/short"
expect 2 'are of link type' explain in wan0 file "$work/wireless"
expect 1 'unknown file format|truncated' explain in wan0 file "$rfwctl"
expect 1 'No such file' explain in wan0 file "$work/absent"
expect 2 '"file" wants one name' explain in wan0 file
expect 0 'Verdict: accept' explain in wan0 hex "$(od -An -tx1 -j40 -N48 "$work/raw" | tr -d '\n ')"
expect 2 'is not hexadecimal octets' explain in wan0 hex 6
expect 0 '^ 1. The packet' explain in wan0 file - <"$work/raw"

"$rfwctl" save "$work/saved"; result $? 'save to a file'
"$rfwctl" load "$work/saved" 2>"$work/err"; result $? 'load what was saved'
"$rfwctl" save - | diff - "$work/saved" >"$work/out"; result $? 'saved again it is the same'
for options in -j -d '-j -d'; do
	# shellcheck disable=SC2086 # words on purpose
	"$rfwctl" $options save >"$work/other" && fresh && "$rfwctl" load "$work/other" 2>"$work/err" &&
		"$rfwctl" save | diff - "$work/saved" >"$work/out"
	result $? "save $options and load: the same"
done
"$rfwctl" domain >/dev/null; "$rfwctl" save | "$rfwctl" load - 2>"$work/err"; result $? 'load from the standard input'

fresh
"$rfwctl" domain add a prefix 2001:db8::/32 && "$rfwctl" policy add b domain a && "$rfwctl" save >"$work/out"
[ "$(grep -v '^#\|^flow' "$work/out")" = "domain add a prefix 2001:db8::/32
policy add b domain a" ]
result $? 'save leaves defaults out'

before=$("$rfwctl" save)
refuse() # PATTERN NAME, the file on standard input
{
	local command

	file
	for command in check load; do
		"$rfwctl" $command "$work/conf" >"$work/out" 2>"$work/err"
		[ $? -eq 1 ] && grep -qE -- "$1" "$work/err"
		result $? "$command: $2"
	done
	[ "$before" = "$("$rfwctl" save)" ]
	result $? 'and nothing was changed'
}

refuse "conf:3:24: .*the prefix is 2001:db8:1::/48" 'position of a bad prefix' <<-'END'
	# a comment

	domain add home prefix 2001:db8:1::1/48 outside wan0
END
refuse "conf:3:9: \"2001" 'position behind a continued line' <<-'END'
	domain add home \
	 outside wan0 \
	 prefix 2001:db8:1::1/48
END
refuse "conf:1:40: \"2001:db8:2::1/48\"" 'position of one prefix of a list' <<-'END'
	domain add home prefix 2001:db8:1::/48,2001:db8:2::1/48
END
refuse "conf:2:12: domain \"home\" was added before, in .*conf line 1" 'an object twice' <<-'END'
	domain add home
	domain add home
END
refuse "conf:1:21: there is no domain \"hme\"" 'a policy without its domain' <<-'END'
	policy add p domain hme
END
refuse "conf:3:29: there is no policy \"q\"" 'a subscriber without its policy' <<-'END'
	domain add home prefix 2001:db8::/32
	policy add p domain home
	subscriber add alice policy q
END
refuse "conf:3:38: 2001:db9::/56 is in no prefix of domain \"home\"" 'a prefix outside of the domain' <<-'END'
	domain add home prefix 2001:db8::/32
	policy add p domain home
	subscriber add alice policy p prefix 2001:db9::/56
END
refuse "conf:4:36: 2001:db8:1::/56 belongs to subscriber \"alice\" already" 'a prefix twice' <<-'END'
	domain add home prefix 2001:db8::/32
	policy add p domain home
	subscriber add alice policy p prefix 2001:db8:1::/56
	subscriber add bob policy p prefix 2001:db8:1::/56
END
refuse "conf:4:42: domain \"home\" has a subscriber for the whole" 'two for the whole domain' <<-'END'
	domain add home prefix 2001:db8::/32
	policy add p domain home
	subscriber add alice policy p whole-domain on
	subscriber add bob policy p whole-domain on
END
refuse "conf:1:34: wan0 is both outside and inside" 'an interface on both sides' <<-'END'
	domain add h outside wan0 inside lan0,wan0
END
refuse "conf:1:8: \"domain list\" is no part of a configuration" 'a verb that changes nothing' <<-'END'
	domain list
END
refuse "conf:1:12: there is no domain \"x\" above" 'set of what is not there' <<-'END'
	domain set x up
END
refuse "conf:1:5: the quotes are not closed" 'open quotes' <<-'END'
	abc "def
END
refuse "conf:1:8: \\\\ stands at the very end of a line" 'a stray backslash' <<-'END'
	domain \ add x
END
refuse "conf:1:9: .*: there is no such file" 'an include that is not there' <<-'END'
	include nowhere.conf
END
refuse "conf:1:9: .*the file includes itself" 'an include of itself' <<-'END'
	include "conf"
END
refuse "subscriber\[0\]: there is no policy" 'a JSON file with a wrong name' <<-'END'
	{"domain":[],"subscriber":[{"name":"a","policy":"p"}]}
END
refuse "conf:2:[0-9]+: " 'a JSON file with an error' <<-'END'
	{"domain":[],
	"subscriber" [{"name":"a","policy":"p"}]}
END
refuse "domain\[0\]: \"prefx\" is no keyword of domain add, did you mean" 'a JSON file with a wrong key' <<-'END'
	{"domain":[{"name":"a","prefx":[]}]}
END
refuse "policy\[0\]: 30 is out of range: 60..86400" 'a JSON file with a number out of range' <<-'END'
	{"domain":[{"name":"a"}],"policy":[{"name":"a","domain":"a","timeouts":{"udp":30}}]}
END
head='domain add home prefix 2001:db8::/32
policy add p domain home
subscriber add alice policy p prefix 2001:db8:1::/56,2001:db8:2::/64
subscriber add bob policy p whole-domain on'
refuse "conf:5:13: there is no subscriber \"carol\"" 'a forward of nobody' <<-END
	$head
	forward add carol tcp 2001:db8:1::1 port 80
END
refuse "conf:5:23: 2001:db8:3::1 is in no prefix of subscriber \"alice\"" 'a forward to elsewhere' <<-END
	$head
	forward add alice tcp 2001:db8:3::1 port 80
END
refuse "conf:6:13: 2001:db9::1 is in no prefix of subscriber \"bob\"" 'a DMZ host out of the domain' <<-END
	$head
	dmz add bob 2001:db8:3::1
	dmz add bob 2001:db9::1
END
refuse "conf:5:30: ::1:0:0:0:10 does not fit behind each prefix" 'a suffix that is too long' <<-END
	$head
	forward add alice tcp suffix ::1:0:0:0:10 port 80
END
refuse "conf:5:10: there is no subscriber \"carol\"" 'a host of nobody' <<-END
	$head
	host add carol nas suffix ::1
END
refuse "conf:5:27: ::1:0:0:0:10 does not fit behind each prefix" 'the suffix of a host that is too long' <<-END
	$head
	host add alice nas suffix ::1:0:0:0:10
END
refuse "conf:5:24: domain \"home\" names no interface on which MACs" 'a MAC where nobody is to be believed' <<-END
	$head
	host add alice nas mac 52:54:00:12:34:56
END
refuse "conf:5:24: \"01:00:5e:00:00:01\" is the MAC of a group" 'the MAC of a group' <<-END
	$head
	host add alice nas mac 01:00:5e:00:00:01
END
refuse "conf:6:16: host \"nas\" of \"alice\" was added before, in .*conf line 5" 'a host twice' <<-END
	$head
	host add alice nas suffix ::1
	host add alice nas suffix ::2
END
refuse "conf:5:16: there is no host \"nas\" of \"alice\" above" 'set of a host that is not there' <<-END
	$head
	host set alice nas suffix ::1
	host add alice nas suffix ::1
END
refuse "conf:6:28: subscriber \"alice\" has no host \"nbs\"" 'a forward to a host that nobody has' <<-END
	$head
	host add alice nas suffix ::1
	forward add alice tcp host nbs port 80
	host add bob nbs suffix ::1
END
refuse "\"host del\" is no part of a configuration" 'the removal of a host' <<-END
	$head
	host del alice nas
END
refuse "host\[0\]: \"name\" is missing" 'a JSON host without a name' <<-'END'
	{"host":[{"subscriber":"alice","suffix":"::1"}]}
END
refuse "host\[0\]: \"prefix\" is no keyword of host add" 'a JSON host with a wrong key' <<-'END'
	{"host":[{"subscriber":"alice","name":"nas","prefix":"::1"}]}
END
refuse "conf:6:1: exactly this was added before, in .*conf line 5" 'a forward twice' <<-END
	$head
	forward add alice tcp 2001:db8:1::1 port 80 from ::/0 from-port 53
	forward add alice tcp 2001:DB8:1:0::1 port 80-80 from-port 53
END
refuse "conf:5:44: \"90-80\" is reversed" 'a reversed range' <<-END
	$head
	forward add alice tcp 2001:db8:1::1 port 1,90-80
END
refuse "conf:5:1: tcp needs a port" 'a forward without its port' <<-END
	$head
	forward add alice tcp 2001:db8:1::1
END
refuse "\"pinhole add\" is no part of a configuration" 'a pinhole' <<-END
	$head
	pinhole add tcp 2001:db8:1::1 port 80 lifetime 5
END
refuse "\"forward del\" is no part of a configuration" 'the removal of a forward' <<-END
	$head
	forward del alice tcp 2001:db8:1::1 port 80
END
refuse "forward\[0\]: there is no subscriber \"alice\"" 'a JSON forward of nobody' <<-'END'
	{"forward":[{"subscriber":"alice","protocol":"tcp","address":"2001:db8::1","port":[{"low":80}]}]}
END
refuse "forward\[0\]: \"protocol\" is missing" 'a JSON forward without a protocol' <<-'END'
	{"forward":[{"subscriber":"alice","address":"2001:db8::1"}]}
END
refuse "dmz\[0\]: \"prot\" is not one of its members" 'a JSON DMZ host with a wrong key' <<-'END'
	{"dmz":[{"subscriber":"alice","address":"2001:db8::1","prot":1}]}
END
refuse "forward\[0\]: 0 is out of range|\"low\" port" 'a JSON forward with port 0' <<-'END'
	{"forward":[{"subscriber":"alice","protocol":"tcp","address":"2001:db8::1","port":[{"low":0}]}]}
END
file <<-END
	$head
	forward add alice tcp 2001:db8:1::1 port 80
	forward add alice tcp 2001:db8:1::1 port 81 from 2001:db8:a::/48,2001:db8:b::/48 from 2001:db8:c::/48 from-port 666
	dmz add alice 2001:db8:1::2
END
expect 1 'conf:6:87: forward of "alice": the kernel says: not that one' load "$work/conf"
file <<-END
	$(sed '1s/$/ outside wan0/' <<<"$head")
	host add alice nas suffix ::1
	host add alice mac mac 52:54:00:12:34:66
	forward add alice tcp host nas port 80
END
expect 1 'conf:6:24: host of "alice": the kernel says: not that one' load "$work/conf"
sed -i 's/:66$/:65/; s/^forward.*/forward add alice tcp host nas port 80 from-port 666/' "$work/conf"
expect 1 'conf:7:1?[0-9]+: forward of "alice": the kernel says: not that one' load "$work/conf"
sed -i 's/ from-port 666//; $a host set alice nas suffix ::3' "$work/conf"
expect 0 '' check "$work/conf"
expect 0 '' load "$work/conf"
json 'a name that was set' '[(h["name"], h.get("suffix"), h.get("mac")) for h in j] == [
	("nas", "::3", None), ("mac", None, "52:54:00:12:34:65")]' host show
for options in '' -j; do
	# shellcheck disable=SC2086 # words on purpose
	"$rfwctl" $options save >"$work/other" && "$rfwctl" load "$work/other" 2>"$work/err" &&
		"$rfwctl" $options save | diff - "$work/other" >"$work/out"
	result $? "save $options and load with names: the same"
done
expect 1 'nowhere: No such file' check "$work/nowhere"
expect 1 'Is a directory' check "$work"

mkdir "$work/conf.d"
echo 'policy add p domain home' >"$work/conf.d/1.conf"
echo 'subscriber add alice policy p whole-domain on' >"$work/conf.d/2.conf"
file <<'END'
include "conf.d/*.conf"    # in any order
include "none.d/*.conf"
domain add home prefix 2001:db8::/32 down
domain set home prefix none prefix 2001:db8:1::/48,\
2001:db8:2::/48 up
policy set p description "one # two" timeout udp 5m
policy set p max-sessions 100
flow set max-flows 4096
END
expect 0 '' check "$work/conf"
expect 0 '' load "$work/conf"
[ "$("$rfwctl" save | tail -n +2)" = 'flow set max-flows 4096
domain add home prefix 2001:db8:1::/48,2001:db8:2::/48
policy add p domain home description "one # two" max-sessions 100
subscriber add alice policy p whole-domain on' ]
result $? 'includes, set after add, comments, quotes, continued lines'
file <<'END'
domain add home state down
END
expect 0 'domain "home" is DOWN' check "$work/conf"

### what is refused by the kernel

FAKE_FAULT=absent expect 3 'module is not loaded' domain list
FAKE_FAULT=absent expect 3 'module is not loaded'
FAKE_FAULT=absent expect 3 'nothing was changed' load "$work/conf"
FAKE_FAULT=absent expect 0 'only the file was checked' check "$work/conf"
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' domain add x
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' flow
FAKE_FAULT=permission expect 3 'CAP_NET_ADMIN' load "$work/conf"
FAKE_FAULT=permission expect 0 'no permission to ask the kernel' check "$work/conf"
FAKE_FAULT=permission expect 0 '' domain list
FAKE_FAULT=forwarding expect 0 'forwarding is off' load "$work/conf"
FAKE_FAULT=interrupt json 'a dump that is disturbed is read again' 'len(j) == 1' domain

### many

{
	echo 'domain add home prefix 2001:db8::/32'
	echo 'policy add p domain home'
	for i in {1..2000}; do
		printf 'subscriber add s%u policy p prefix 2001:db8:%x::/48\n' "$i" "$i"
	done
} >"$work/conf"
expect 0 '' load "$work/conf"
json '2,000 subscribers' 'len(j) == 2000 and j[1999]["prefix"] == ["2001:db8:7d0::/48"]' subscriber
echo 'subscriber add late policy p prefix 2001:db8:1:1::/64 whole-domain on' >>"$work/conf"
sed -i 's/^domain add home.*/&,2001:dba::\/32 prefix-from lan0/; s/^subscriber add s1500 .*/subscriber add s1500 policy p prefix 2001:dba:1::\/48,2001:dbb:1::\/48/' "$work/conf"
expect 1 'conf:1502:54: subscriber "s1500": the kernel says: the prefix is outside' load "$work/conf"
{
	printf 'domain add home prefix 2001:db8::/48'
	for i in {1..4095}; do
		printf ',2001:db8:%x::/48' "$i"
	done
	echo
} >"$work/conf"
expect 0 '' load "$work/conf"
json 'a domain in many messages' 'len(j) == 1 and len(j[0]["prefix"]) == 4096' domain

### warnings of other rule sets

fresh
mkdir "$work/bin"
cat >"$work/bin/nft" <<'END'
#!/bin/sh
[ "$*" = "-j -t list ruleset" ] && cat "$FAKE_NFT"
END
chmod +x "$work/bin/nft"
nft() # STATUS PATTERN ARGUMENTS...: with a rule set from standard input
{
	cat >"$work/ruleset"
	FAKE_NFT=$work/ruleset PATH=$work/bin:$PATH expect "$@"
}
unwarned() # NAME
{
	! grep -q warning "$work/err"
	result $? "no warning: $1"
}
file <<'END'
domain add home outside wan0 prefix-from lan0 prefix 2001:db8:1::/48
END
policy_drop='"type": "filter", "hook": "forward", "prio": 0, "policy": "drop"'
nft 0 'warning: chain FORWARD of table ip6 filter drops what it does not accept' load "$work/conf" <<END
{"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "ip6", "name": "filter"}},
 {"chain": {"family": "ip6", "table": "filter", "name": "FORWARD", $policy_drop}}]}
END
nft 0 'warning: chain c of table inet t drops' check "$work/conf" <<END
{"nftables": [{"chain": {"family": "inet", "table": "t", "name": "c", $policy_drop}}]}
END
nft 0 '' check "$work/conf" <<END
{"nftables": [{"chain": {"family": "ip", "table": "t", "name": "c", $policy_drop}},
 {"chain": {"family": "inet", "table": "t", "name": "c", ${policy_drop/drop/accept}}},
 {"chain": {"family": "inet", "table": "t", "name": "c", ${policy_drop/forward/input}}},
 {"chain": {"family": "inet", "table": "t", "name": "plain"}}, {"chain": 7}, 7, {"flowtable": []}]}
END
unwarned 'chains that do not matter'
for devices in '"lan0"' '["eth7", "wan0"]'; do
	nft 0 'warning: flowtable f of table inet t on ...0 forwards packets of domain "home" past rfw' check "$work/conf" <<END
{"nftables": [{"flowtable": {"family": "inet", "name": "f", "table": "t", "hook": "ingress", "prio": 0, "dev": $devices}}]}
END
done
nft 0 '' check "$work/conf" <<'END'
{"nftables": [{"flowtable": {"family": "inet", "name": "f", "table": "t", "dev": ["eth7", "eth8"]}},
 {"flowtable": {"family": "ip", "name": "f", "table": "t", "dev": "wan0"}}]}
END
unwarned 'flowtables elsewhere'
echo 'domain add home prefix 2001:db8:1::/48' >"$work/conf"
nft 0 'warning: flowtable f .* on eth7 ' check "$work/conf" <<'END'
{"nftables": [{"flowtable": {"family": "ip6", "name": "f", "table": "t", "dev": "eth7"}}]}
END
for output in '' '{' '[]' '{"nftables": 7}'; do
	nft 0 '' load "$work/conf" <<<"$output"
	unwarned "nft says '$output'"
done
printf '#!/bin/sh\necho "Operation not permitted (you must be root)" >&2; exit 1\n' >"$work/bin/nft"
nft 0 '' load "$work/conf" </dev/null
unwarned 'nft is not permitted'

### diff

fresh
file <<'END'
flow set max-flows 4096
domain add home outside wan0 prefix 2001:db8:1::/48,2001:db8:2::/48
policy add p domain home timeout udp 300 unknown-protocols gre,esp
policy add "with space" domain home
subscriber add alice policy p prefix 2001:db8:1:1::/64
subscriber add bob policy p whole-domain on
END
differs() # NAME WANTED
{
	"$rfwctl" diff "$work/conf" >"$work/out" 2>"$work/err"
	[ $? -eq $(( ${#2} > 0 )) ] && [ "$(cat "$work/out")" = "$2" ] && [ ! -s "$work/err" ]
	result $? "diff: $1"
}
differs 'everything is new' '-flow set max-flows 262144
+flow set max-flows 4096
+domain add home outside wan0 prefix 2001:db8:1::/48,2001:db8:2::/48
+policy add p domain home unknown-protocols gre,esp
+policy add "with space" domain home
+subscriber add alice policy p prefix 2001:db8:1:1::/64
+subscriber add bob policy p whole-domain on'
expect 0 '' load "$work/conf"
differs 'what was loaded' ''
sed -i 's/gre,esp$/gre,esp alg sip sip-port 5060,5062/' "$work/conf"
differs 'a gateway' '-policy add p domain home unknown-protocols gre,esp
+policy add p domain home alg sip sip-port 5060,5062 unknown-protocols gre,esp'
expect 0 '' load "$work/conf"
sed -i 's/sip-port 5060,5062$/sip-port 5062,5060 sip-max-calls 64/' "$work/conf"
differs 'its ports in another order, and a default' ''
sed -i 's/ alg sip.*//' "$work/conf"
expect 0 '' load "$work/conf"
file <<'END'
# the same in another order, and with defaults
policy add "with space" domain home preset strict tcp-pickup on
domain add home prefix 2001:db8:2::/48,2001:db8:1::/48 outside wan0 bogons default up
policy add p domain home unknown-protocols esp,gre
subscriber add bob policy p whole-domain on
subscriber add alice policy p prefix 2001:db8:1:1::/64 whole-domain off
flow set max-flows 4096
END
differs 'the same in other words' ''
sed -i 's/^subscriber add bob.*/subscriber add bo policy p/; s/esp,gre/none max-sessions 5/; /with space/d' "$work/conf"
differs 'changed, renamed, gone' '-policy add p domain home unknown-protocols gre,esp
+policy add p domain home max-sessions 5 unknown-protocols none
-policy add "with space" domain home
-subscriber add bob policy p whole-domain on
+subscriber add bo policy p'
json 'diff as JSON' '[x["change"] for x in j] == ["remove", "add", "remove", "remove", "add"] and j[4]["command"] == "subscriber add bo policy p"' diff "$work/conf"
expect 0 '^subscriber add bob ' save
echo 'subscriber add carol policy nowhere' >>"$work/conf"
expect 2 'conf:7:29: ' diff "$work/conf"
expect 2 'No such file' diff "$work/nowhere"
FAKE_FAULT=permission expect 2 '' diff "$work/nowhere"
FAKE_FAULT=absent expect 3 'not loaded' diff /dev/null

file <<'END'
domain add home prefix 2001:db8::/32
policy add p domain home
subscriber add alice policy p prefix 2001:db8:1::/56
forward add alice tcp 2001:db8:1::1 port 80
forward add alice tcp 2001:db8:1::1 port 81
dmz add alice suffix ::2
END
expect 0 '' load "$work/conf"
sed -i 's/port 81/port 82/; $d' "$work/conf"
differs 'forwards and DMZ hosts' '-forward add alice tcp 2001:db8:1::1 port 81
-dmz add alice suffix ::2
+forward add alice tcp 2001:db8:1::1 port 82'

file <<'END'
domain add home prefix 2001:db8::/32
policy add p domain home
subscriber add alice policy p prefix 2001:db8:1::/56
subscriber add bob policy p prefix 2001:db8:2::/56
host add alice nas suffix ::1
host add bob nas suffix ::1
host add bob tv suffix ::2
forward add bob tcp host nas port 80
END
expect 0 '' load "$work/conf"
sed -i 's/^host add bob nas .*/host add bob nas suffix ::3/; /tv/d' "$work/conf"
differs 'names' '-host add bob nas suffix ::1
+host add bob nas suffix ::3
-host add bob tv suffix ::2'

### completion

complete() # NAME WANTED WORDS...
{
	local name=$1 wanted=$2

	shift 2
	"$rfwctl" complete "$@" >"$work/out" 2>"$work/err"
	[ "$(tr '\n' ' ' <"$work/out")" = "$wanted" ]
	result $? "complete $name"
}

complete objects 'domain dmz diff ' d
complete verbs 'set show ' domain s
complete names 'home ' domain show ''
complete keys 'tcp-pickup tcp-window tcp-reset-unknown tcp-mss ' policy add x domain home tcp-
complete sizes 'pmtu off ' policy add x tcp-mss ''
complete 'names of others' 'home ' policy add x domain ''
complete switches 'on off ' policy add x tcp-pickup ''
complete timers 'udp udp-initial udp-dns ' policy add x timeout udp
complete states 'tcp-fin-originator tcp-fin-responder tcp-fin-both ' flow list state tcp-fin
complete bogons 'default none ' domain set home bogons ''
complete 'the rest' 'flows config alarms drops reason pinholes subscriber ' monitor ''
complete 'reasons' 'tcp-flags tcp-no-flow tcp-window tcp-state ' monitor drops reason tcp
file <<'END'
domain add home prefix 2001:db8::/32
policy add p domain home
subscriber add alice policy p prefix 2001:db8:7::/56
END
"$rfwctl" load "$work/conf"
complete 'places of a forward' 'alice ' forward add al
complete protocols 'tcp ' forward add alice tc
complete targets 'suffix host ' forward add alice tcp ''
complete 'nothing for an address' '' forward add alice tcp suffix ''
complete 'keys behind the places' 'from from-port ' forward add alice tcp suffix ::1 fr
complete 'keys behind an address' 'port ' forward add alice tcp 2001:db8::1 po
complete 'the other form of del' 'id alice ' forward del ''
"$rfwctl" pinhole add tcp 2001:db8:7::1 port 8080 lifetime 50 >"$work/id"
complete 'numbers of pinholes' "$(<"$work/id") " pinhole set ''
complete 'what changes a pinhole' 'from from-port ' pinhole set 1 fr
complete 'keys that come first' 'alice ' pinhole add subscriber al
complete 'places behind them' 'udp udplite udp-lite ' pinhole add subscriber alice ud
"$rfwctl" dmz add alice 2001:db8:7::2
complete 'numbers of DMZ hosts' "$(($(<"$work/id") + 1)) " dmz del id ''
complete owners 'pcp ' pinhole list owner p
complete 'what may be asked of open' 'subscriber ' open ''
complete 'whose events' 'alice ' monitor flows subscriber ali
complete 'classes' 'be l2 af l1 h2 ef h1 nc none ' policy add x priority-fc ''
complete 'what may be asked of calls' 'subscriber host ' alg list ''
complete 'whose calls' 'alice ' alg list subscriber al
complete 'gateways' 'sip none ' policy add x alg ''
complete 'class maps' 'default ' domain set home class-map ''
"$rfwctl" host add alice nas suffix ::1 && "$rfwctl" host add alice cam suffix ::2
complete 'names of hosts, of a forward' 'nas cam ' forward add alice tcp host ''
complete 'names of hosts, of a DMZ host' 'cam ' dmz add alice host c
complete 'none of nobody' '' dmz add bob host ''
complete 'keys behind a name' 'port ' forward add alice tcp host nas p
complete 'names of hosts to be changed' 'nas ' host set alice n
complete 'names of hosts to be removed' 'nas cam ' host del alice ''
complete 'nothing for a new name' '' host add alice ''
complete 'whose the host is' 'alice ' host add al
complete 'what a host is told by' 'suffix mac ' host add alice tv ''

complete 'explain: where it arrives' 'in ' explain ''
complete 'explain: interfaces' 'lo ' explain in lo
complete 'explain: protocols and out' 'out ' explain in lo ou
complete 'explain: protocols' 'tcp ' explain in lo tc
complete 'explain: other forms' 'hex ' explain in lo he
complete 'explain: where it leaves' 'lo ' explain in lo out lo
complete 'explain: protocols behind that' 'udp udplite udp-lite ' explain in lo out lo ud
complete 'explain: no second out' '' explain in lo out lo out
complete 'explain: inside addresses' '2001:db8:1:100::77 2001:db8:7::1 2001:db8:7::2 ' explain in lo tcp ''
complete 'explain: no ports' '' explain in lo tcp 2001:db8::1 ''
complete 'explain: the other address' '2001:db8:7::2 ' explain in lo tcp 2001:db8::1 5555 2001:db8:7::2
complete 'explain: details of TCP' 'length flags seq ack window ' explain in lo tcp 2001:db8::1 5555 2001:db8:7::2 443 ''
complete 'explain: flags' 'syn ' explain in lo tcp 2001:db8::1 5555 2001:db8:7::2 443 flags s
complete 'explain: more flags' 'syn,ack ' explain in lo tcp 2001:db8::1 5555 2001:db8:7::2 443 flags syn,a
complete 'explain: the next detail' 'seq ' explain in lo tcp 2001:db8::1 1 2001:db8:7::2 2 flags syn se
complete 'explain: types of ICMPv6' 'echo-request echo-reply ' explain in lo icmp6 ''
complete 'explain: addresses behind them' '2001:db8:7::1 ' explain in lo icmp6 128 2001:db8:7::1
complete 'explain: details of an echo request' 'id ' explain in lo out lo icmp6 echo-request ::1 ::2 i
complete 'explain: addresses alone' '2001:db8:7::1 ' explain in lo gre ::1 2001:db8:7::1
complete 'explain: details of others' 'length ' explain in lo gre ::1 ::2 ''
complete 'explain: files are for the shell' '' explain in lo file ''

echo "1..$tests"
exit $((failures != 0))
