#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# demo.sh: builds a home, its provider and an attacker out of network namespaces,
# puts rfw on the home's router by the commands that a user would type, and shows
# what it does. Every step is checked; the exit status says whether all of it
# happened as told. Needs root; loads the module. Run it by `make demo`.
set -u

top=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
export PATH=$top/tools/rfwctl:$PATH LD_LIBRARY_PATH=$top/tools/librfw

wan=2a0b:1::2 isp=2a0b:1::1
laptop=2a0a:1:100:1::10 home=2a0a:1:100:1::1
server=2a0b:2::10 attacker=2a0b:3::66
work=$(mktemp -d)
pids=() failed=0

bold='' green='' red='' plain=''
if [ -t 1 ]; then
	bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

rfwctl() { command rfwctl -n rtr "$@"; }
title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
at() { local ns=$1; shift; ip netns exec "$ns" "$@"; }

# a command as the user of the router types it
type_in() # COMMAND...
{
	printf '  # %s\n' "$*"
	"$@" 2>&1 | sed 's/^/  /'
	[ "${PIPESTATUS[0]}" -eq 0 ] || { echo "  ${red}it failed${plain}"; failed=1; }
}

# what is told, and whether it is so
told() # TEXT COMMAND...
{
	local text=$1

	shift
	if "$@" >"$work/log" 2>&1; then
		printf '  %sok%s    %s\n' "$green" "$plain" "$text"
	else
		printf '  %sWRONG%s %s\n' "$red" "$plain" "$text"
		sed 's/^/          /' "$work/log"
		failed=1
	fi
}

background() { "$@" >/dev/null 2>&1 & pids+=($!); }

until_true() # COMMAND...
{
	local end=$((SECONDS + 20))

	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

clean_up()
{
	local pid ns

	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	for ns in laptop rtr isp server attacker; do
		[ ! -e "/run/netns/$ns" ] || ip netns del "$ns"
	done
	[ ! -d /sys/module/rfw ] || rmmod rfw
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# two namespaces and a link with an address at each end
link() # NAMESPACE DEVICE ADDRESS NAMESPACE DEVICE ADDRESS
{
	ip -n "$1" link add "$2" type veth peer name "$5" netns "$4" &&
	ip -n "$1" addr add "$3/64" dev "$2" nodad && ip -n "$1" link set "$2" up &&
	ip -n "$4" addr add "$6/64" dev "$5" nodad && ip -n "$4" link set "$5" up
}

build()
{
	local ns

	for ns in laptop rtr isp server attacker; do
		ip netns add "$ns" || return
		ip -n "$ns" link set lo up
	done
	for ns in rtr isp; do
		at "$ns" sysctl -q net.ipv6.conf.all.forwarding=1
	done
	link laptop eth0 $laptop rtr lan $home &&
	link rtr wan $wan isp home $isp &&
	link isp server 2a0b:2::1 server eth0 $server &&
	link isp attacker 2a0b:3::1 attacker eth0 $attacker &&
	ip -n laptop route add default via $home &&
	ip -n rtr route add default via $isp &&
	ip -n isp route add 2a0a:1::/32 via $wan &&
	ip -n server route add default via 2a0b:2::1 &&
	ip -n attacker route add default via 2a0b:3::1
}

listening() # NAMESPACE PORT
{
	[ -n "$(at "$1" ss -Hltun "sport = :$2")" ]
}

dropped() # REASON
{
	rfwctl -j stats | jq ".drop[] | select(.reason == \"$1\").packets"
}

download() { at laptop curl -sgf -m 20 -o "$work/got" "http://[$server]:8080/file" && cmp "$work/file" "$work/got"; }
upload() { at laptop /usr/bin/python3 "$work/upload.py" "$server"; }
answer() { [ "$(at laptop /usr/bin/python3 "$work/ask.py" "$server")" = "2001:db8::80" ]; }
ping_out() { at laptop ping -6 -n -q -c 1 -W 5 "$server"; }

open_ports() # how many of the laptop's ports 1..1000 and 8000..8100 the attacker finds open or closed
{
	at attacker /usr/bin/python3 "$work/scan.py" "$laptop"
}

path_mtu_known() { ip -n laptop -6 route get "$server" | grep -q 'mtu 1280'; }

head -c 1000000 /dev/zero | tr '\0' x >"$work/file"
cat >"$work/dns.py" <<-'END'
	import socket, sys
	sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
	sock.bind((sys.argv[1], 53))
	while True:
	    query, client = sock.recvfrom(512)
	    answer = b"\xc0\x0c\0\x1c\0\1\0\0\0\x3c\0\x10" + socket.inet_pton(socket.AF_INET6, "2001:db8::80")
	    sock.sendto(query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + query[12:] + answer, client)
END
cat >"$work/ask.py" <<-'END'
	import socket, sys
	sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
	sock.settimeout(10)
	sock.sendto(b"\0\7\1\0\0\1\0\0\0\0\0\0\3www\7example\0\0\x1c\0\1", (sys.argv[1], 53))
	print(socket.inet_ntop(socket.AF_INET6, sock.recv(512)[-16:]))
END
cat >"$work/scan.py" <<-'END'
	import resource, select, socket, sys
	resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
	waiting, found = {}, 0
	poll = select.poll()
	for port in [*range(1, 1001), *range(8000, 8101)]:
	    sock = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
	    sock.setblocking(False)
	    sock.connect_ex((sys.argv[1], port))
	    poll.register(sock, select.POLLOUT)
	    waiting[sock.fileno()] = sock
	while waiting:
	    events = poll.poll(2000)
	    if not events:
	        break
	    for fd, _ in events:            # connected or refused: a host that answers
	        poll.unregister(fd)
	        waiting.pop(fd).close()
	        found += 1
	print(found)
END
cat >"$work/spoof.py" <<-'END'
	import socket, struct, sys
	source, to = (socket.inet_pton(socket.AF_INET6, a) for a in sys.argv[1:3])
	data = struct.pack("!HHHH", 4000, 8080, 12, 0) + b"fake"
	raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
	raw.sendto(struct.pack("!IHBB", 6 << 28, 12, 17, 64) + source + to + data, (sys.argv[2], 0))
END

cat >"$work/sink.py" <<-'END'
	import socket, sys
	server = socket.create_server((sys.argv[1], 9), family=socket.AF_INET6)
	while True:
	    client, _ = server.accept()
	    octets = 0
	    while part := client.recv(65536):
	        octets += len(part)
	    client.sendall(b"%d" % octets)
	    client.close()
END
cat >"$work/upload.py" <<-'END'
	import socket, sys
	sock = socket.create_connection((sys.argv[1], 9), 20)
	sock.sendall(bytes(1000000))
	sock.shutdown(socket.SHUT_WR)
	sys.exit(sock.recv(100) != b"1000000")
END

title "A home, its provider, a server and an attacker"
cat <<-END
	  laptop ─── router ─── provider ─┬─ server    $server
	  $laptop    └ rfw          └─ attacker  $attacker
END
build || { echo "the network could not be built"; exit 1; }
background ip netns exec server /usr/bin/python3 -m http.server -d "$work" --bind $server 8080
background ip netns exec server /usr/bin/python3 "$work/dns.py" $server
background ip netns exec server /usr/bin/python3 "$work/sink.py" $server
background ip netns exec laptop /usr/bin/python3 -m http.server -d "$work" --bind $laptop 8080
told "a web server and a name server on the Internet, a web server on the laptop" \
	eval 'until_true listening server 8080 && until_true listening server 53 && until_true listening server 9 && until_true listening laptop 8080'

title "Without a firewall"
# shellcheck disable=SC2016 # for eval
told "the attacker's scan of 1,101 ports is answered 1,101 times" eval '[ "$(open_ports)" -eq 1101 ]'

title "On the router"
# found by the module's own file, for it is not installed
for dependency in $(modinfo -F depends "$top/build/$(uname -r)/rfw.ko" | tr , ' '); do
	modprobe -q "$dependency"
done
echo '  # modprobe rfw'
insmod "$top/build/$(uname -r)/rfw.ko" || { echo "the module could not be loaded"; exit 1; }
type_in rfwctl domain add home outside wan inside lan prefix 2a0a:1::/32
type_in rfwctl policy add default domain home
type_in rfwctl subscriber add alice policy default prefix 2a0a:1:100::/56

title "What the home does works"
told "a web download of 1 MB" download
told "a DNS query" answer
told "a ping" ping_out

title "What the attacker does does not"
# shellcheck disable=SC2016
told "the same scan finds nothing at all, not even that there is a host" eval '[ "$(open_ports)" -eq 0 ]'
# shellcheck disable=SC2016
told "the router has dropped and counted them all" \
	eval '[ "$(dropped unsolicited)" -ge 1101 ]'
at attacker /usr/bin/python3 "$work/spoof.py" 2a0a:1:100:1::20 $laptop
# shellcheck disable=SC2016
told "a packet that claims to come from inside the home is dropped as spoofed" \
	until_true eval '[ "$(dropped spoofed-source)" -ge 1 ]'
told "while the home goes on" download

title "The path of packets gets narrow: a link of 1280 octets at the provider"
ip -n isp link set server mtu 1280
told "an upload of 1 MB comes through" upload
told "because the provider's Packet Too Big reached the laptop" path_mtu_known
ip -n isp link set home mtu 1280
head -c 1000000 /dev/zero | tr '\0' y >"$work/file"
told "a download too" download

title "On the router again"
type_in rfwctl flow list limit 8
echo '  # rfwctl stats          (what is not zero)'
rfwctl stats | awk '$2 != "0"' | sed 's/^/  /'
# shellcheck disable=SC2016
told "no packet was dropped for want of memory or room" \
	eval '[ "$(dropped no-memory)$(dropped table-full)" = 00 ]'

title "$([ $failed -eq 0 ] && echo "All of it happened as told." || echo "NOT all of it happened as told.")"
exit $failed
