# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of the SIP gateway with what others have written: a provider of
# Kamailio, and perhaps rtpengine, outside; phones, baresip or linphone, on both
# sides.
# What they log is kept in $work.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/sockets.sh"

sip_dir=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/sip
work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

# OpenSSL, which phones have, waits for entropy, and User Mode Linux has none
py "import fcntl
with open('/dev/random', 'wb') as pool: fcntl.ioctl(pool, 0x40085203, struct.pack('II', 512, 64) + random.randbytes(64))
exec(open('$sip_dir/phone.py').read())"

# sip, or none to see what works without
alg=${SIP_ALG:-sip}

# the firewall, with a policy of these words besides
sip_firewall() # WORD...
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add default domain home preset strict alg "$alg" "$@" &&
	rfwctl -n rtr subscriber add alice policy default prefix "$DELEGATED"
}

# count what media come to a host: RTP and RTCP, told apart by what they are
count_media() # NAMESPACE...
{
	local ns

	for ns; do
		in_ns "$ns" nft -f - <<-END || return
			table ip6 media {
				chain rtcp {
					type filter hook input priority 0
					udp dport 1024-65535 @th,64,2 2 @th,72,8 200-207 counter
				}
				chain rtp {
					type filter hook input priority 0
					udp dport 1024-65535 @th,64,2 2 @th,72,8 != 200-207 counter
				}
			}
		END
	done
}

# stdout: packets that have come
media() # NAMESPACE rtp|rtcp
{
	in_ns "$1" nft -j list chain ip6 media "$2" | jq '.nftables[].rule.expr // empty | .[].counter.packets // empty'
}

media_above() # NAMESPACE rtp|rtcp NUMBER
{
	[ "$(media "$1" "$2")" -gt "$3" ]
}

# more media come to a host, at most SECONDS from now
media_comes() # NAMESPACE rtp|rtcp SECONDS
{
	local before

	before=$(media "$1" "$2")
	busywait "$3" media_above "$1" "$2" "$before"
}

media_both_ways() # NAMESPACE NAMESPACE rtp|rtcp
{
	media_comes "$1" "$3" 20 && media_comes "$2" "$3" 20
}

### provider

udp_listens() # NAMESPACE PORT
{
	[ -n "$(in_ns "$1" ss -6Hlnu "sport = $2")" ]
}

start_kamailio() # [OPTION...]
{
	local -a options=("$@")

	background ip netns exec e1 kamailio -DD -E -f "$sip_dir/kamailio.cfg" -m 16 -M 4 -Y "$work" \
		-P "$work/kamailio.pid" -l "udp:[$E1]:5060" -l "tcp:[$E1]:5060" "${options[@]}" \
		>"$work/kamailio.log" 2>&1
	busywait 30 udp_listens e1 5060 || { cat "$work/kamailio.log"; return 1; }
}

start_rtpengine()
{
	background ip netns exec e2 rtpengine --foreground --log-stderr --log-level=4 --table=-1 \
		--interface="$E2" --listen-ng="[$E2]:2223" --port-min=30000 --port-max=30999 \
		--num-threads=2 >"$work/rtpengine.log" 2>&1
	busywait 30 udp_listens e2 2223 || { cat "$work/rtpengine.log"; return 1; }
}

### phones

# with the word "ice" they have ICE, and want RTCP at the port of RTP

# baresip, for the class Phone
start_phone() # NAMESPACE NAME [ADDRESS]:PORT udp|tcp [ice]
{
	local ns=$1 name=$2 address=$3 transport=$4 ice=${5:-} dir=$work/$2

	mkdir -p "$dir"
	cat >"$dir/config" <<-END
		sip_listen $address
		audio_source ausine,400
		audio_player aubridge,nil
		audio_alert aubridge,nil
		ausrc_srate 48000
		ausrc_channels 2
		statmode_default off
		rtp_ports 10000-10100
		rtp_timeout 0
		rtcp_mux ${ice:+yes}
		module_path /usr/lib/baresip/modules
		module g711.so
		module ice.so
		module aubridge.so
		module ausine.so
		module_app account.so
		module_app menu.so
		module_app ctrl_tcp.so
		ctrl_tcp_listen 127.0.0.1:4444
	END
	echo "<sip:$name@[$E1];transport=$transport>;auth_pass=secret;answermode=auto${ice:+;medianat=ice};" >"$dir/accounts"
	: >"$dir/contacts"
	background ip netns exec "$ns" baresip -6 -f "$dir" -s >"$work/$name.log" 2>&1 </dev/null
	# shellcheck disable=SC2034 # for the tests
	phone_pid=$!
	busywait 30 grep -q '^Expires: \|;expires=' "$work/$name.log" || { cat "$work/$name.log"; return 1; }
}

# linphone, for the class Linphone. What it sends is a tone from a file: there
# is no sound card.
start_linphone() # NAMESPACE NAME udp|tcp [ice]
{
	local ns=$1 name=$2 transport=$3 ice=${4:-} dir=$work/$2

	rm -rf "$dir"
	# it neither makes this nor says that it misses it, and does not go on without
	mkdir -p "$dir/.local/share/linphone"
	cat >"$dir/config" <<-END
		[sip]
		use_ipv6=1
		sip_port=5060
		[sound]
		hold_music=/usr/share/baresip/ringback.wav
		[proxy_0]
		reg_proxy=<sip:[$E1];transport=$transport>
		reg_identity=sip:$name@[$E1]
		reg_sendregister=1
		nat_policy_ref=ways
		[auth_info_0]
		username=$name
		passwd=secret
		[nat_policy_0]
		ref=ways
		protocols=$ice
		[rtp]
		rtcp_mux=${ice:+1}
	END
	# at the priority that it wants it leaves a slow processor to nobody else
	background env HOME="$dir" MS_AUDIO_PRIO=NORMAL ip netns exec "$ns" linphone-daemon --pipe "${dir#/tmp/}/control" \
		--log "$dir/log" --config "$dir/config" --auto-answer >"$work/$name.log" 2>&1 </dev/null
	# shellcheck disable=SC2034 # for the tests
	phone_pid=$!
	busywait 60 grep -qs 'to \[LinphoneRegistrationOk\]' "$dir/log" || { cat "$dir/log"; return 1; }
}

stop_phone() # PID
{
	kill "$1" && busywait 10 not kill -0 "$1"
}

# a story of alice inside and bob outside, PORTS of whose call are open to where bob is
calls() # NAME PORTS
{
	call_and_hang_up "$1, out" "$2" alice bob
	call_and_hang_up "$1, in" "$2" bob alice
}

call_and_hang_up() # NAME PORTS CALLER CALLED
{
	local name=$1 ports=$2 caller=$3 called=$4 dropped

	dropped=$(drops unsolicited)
	check "$name: a call (S15, S21)" py "
$caller.command('dial', 'sip:$called@[$E1]')
$caller.wait('CALL_ESTABLISHED'); $called.wait('CALL_ESTABLISHED')"
	check "$name: $ports ports are open, to the other phone (A6)" busywait 10 open_to "$E2" "$ports"
	check "$name: RTP both ways" media_both_ways i1 e2 rtp
	check "$name: RTCP both ways" media_both_ways i1 e2 rtcp
	check_output "$name: nothing of it was dropped" "$dropped" drops unsolicited
	check "$name: who called hangs up" py "
$caller.command('hangup'); $caller.wait('CALL_CLOSED'); $called.wait('CALL_CLOSED')"
	check "$name: nothing is open any more (S20)" no_pinholes
}

### scenarios

# calls between two sipp, see scenario.py
sip_scenarios()
{
	py "work = '$work'
exec(open('$sip_dir/scenario.py').read())"
}

not()
{
	! "$@"
}

### the firewall

# how many the gateway has open
pinholes()
{
	rfwctl -n rtr -j pinhole list owner sip | jq length
}

pinholes_are() # NUMBER
{
	[ "$(pinholes)" -eq "$1" ]
}

no_pinholes()
{
	busywait 20 pinholes_are 0
}

# NUMBER are open, all of them to that address alone
open_to() # ADDRESS NUMBER
{
	[ "$(rfwctl -n rtr -j pinhole list owner sip | jq -c 'map(.filter[].prefix)')" = \
		"$(jq -nc --arg prefix "$1/128" --argjson number "$2" '[range($number) | $prefix]')" ]
}

drops() # REASON
{
	rfwctl -n rtr -j stats | jq --arg reason "$1" '.drop[] | select(.reason == $reason).packets'
}
