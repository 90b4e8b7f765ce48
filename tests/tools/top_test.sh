#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl top in a real terminal, against the fake kernel. TAP. usage: top_test.sh RFWCTL
set -u

rfwctl=$1
work=$(mktemp -d)
export FAKE_STATE=$work/state LC_ALL=C.UTF-8
tests=0 failures=0 started=0

# a server that was told to end may still be there, so each has a name of its own
terminal() { tmux -S "$work/tmux$started" -f /dev/null "$@" 2>>"$work/log"; }
trap 'terminal kill-server; rm -rf "$work"' EXIT

result() # STATUS NAME
{
	if [ "$1" -eq 0 ]; then
		echo "ok $((++tests)) - $2"
	else
		echo "not ok $((++tests)) - $2"
		failures=$((failures + 1))
		terminal capture-pane -p | sed 's/^/# /'
		tail -n 3 "$work/log" | sed 's/^/# /'
	fi
}

# top with these arguments, in a terminal of 100 columns and 16 lines
start() # ARGUMENTS...
{
	terminal kill-server
	started=$((started + 1))
	terminal new-session -d -x 100 -y 16 \
		"'$rfwctl' top $* 2>'$work/err'; echo \$? >'$work/status'; read -r"
}

shows() # PATTERN: within 10 s
{
	local i

	for ((i = 0; i < 100; i++)); do
		terminal capture-pane -p | grep -qE -- "$1" && return
		sleep 0.1
	done
	return 1
}

ended() # STATUS
{
	local i

	for ((i = 0; i < 100; i++)); do
		[ -s "$work/status" ] && [ "$(<"$work/status")" = "$1" ] && return
		sleep 0.1
	done
	return 1
}

if ! command -v tmux >/dev/null; then
	echo '1..0 # SKIP tmux is not installed'
	exit
fi
"$rfwctl" domain add home prefix 2001:db8::/32
"$rfwctl" policy add p domain home
for i in {1..40}; do
	"$rfwctl" subscriber add "s$i" policy p prefix "2001:db8:$i::/48"
done

start 1
shows '^SUBSCRIBER +FLOWS\* +NEW/S'; result $? 'top begins with subscribers, sorted by flows'
shows '^s1 +0 +0'; result $? 'and shows them'
shows '^flows 0 of 262144, new 0/s, dropped 0/s'; result $? 'and the totals'
terminal send-keys Down Down
shows '^s11 '; ! shows '^s1 ' 2>/dev/null; result $? 'a key scrolls'
terminal send-keys d
shows '^REASON +PACKETS/S\* +PACKETS$' && shows '^icmp6-[a-z]+ +0 +[1-6]$'; result $? 'd: drops'
terminal send-keys '>'
shows 'PACKETS\*$' && [ "$(terminal capture-pane -p | sed -n '5s/.* //p')" = 6 ]
result $? '>: sorted by the next column'
terminal send-keys f
shows '^FLOW +OCTETS/S\*' && shows '^tcp \[2001:db8::1\]:40000 > \[2001:db8::\]:443 .* 0 +0 +5 +300$'
result $? 'f: flows'
terminal send-keys Tab
shows '^REASON'; result $? 'a tabulator: the next view'
terminal send-keys + +
shows 'every 3 s'; result $? '+: every 3 seconds'
terminal resize-window -x 70 -y 9
shows '^REASON +PACKETS/S\* +PACKETS$' && [ "$(terminal capture-pane -p | wc -l)" -le 9 ]
result $? 'a smaller terminal'
terminal resize-window -x 10 -y 3
sleep 0.3
terminal resize-window -x 120 -y 30
shows '^REASON +PACKETS/S\* +PACKETS$'; result $? 'a tiny terminal, and a large one again'
terminal send-keys q
ended 0; result $? 'q quits'
[ ! -s "$work/err" ]; result $? 'without a word of error'

rm -f "$work/status"
FAKE_FLOWS=70000 start 60
terminal send-keys f
shows 'only 65536 flows are looked at'; result $? 'more flows than can be looked at are said to be'
terminal send-keys q
ended 0; result $? 'and it quits'

"$rfwctl" top </dev/null >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && grep -q 'wants a terminal' "$work/err"; result $? 'without a terminal it says so'
"$rfwctl" top 0 >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && grep -q 'out of range' "$work/err"; result $? 'an interval of 0 is refused'
rm -f "$work/status"
start nonsense
ended 2; result $? 'so is one that is no time'

echo "1..$tests"
exit $((failures != 0))
