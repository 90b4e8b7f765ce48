# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# For a selftest whose sockets outlive one command: `py STATEMENTS` has
# sockets.py, one process that stays, execute Python, with sockets in any
# namespace. It fails if an exception comes out:
#
#	. "$(dirname "$0")/sockets.sh"
#	check "a connection is made" py 'client, server = connection("i1", "e1")'
#	check "and carries data" py 'exchange(client, server)'
#
# It ends, and its sockets close, with the script.

export I1 I2 N1 E1 E2
coproc SOCKETS {
	exec /usr/bin/python3 "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/sockets.py"
}

py() # STATEMENTS
{
	local output status

	printf '%s\0' "$1" >&"${SOCKETS[1]}"
	IFS= read -r -d '' output <&"${SOCKETS[0]}" && read -r status <&"${SOCKETS[0]}" ||
		bail "sockets.py has ended"
	printf '%s' "$output"
	return "$status"
}
