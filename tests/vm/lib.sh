# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the two ways to run a command in a kernel of our choice share. A job is
# a directory of the host that the guest can read, with the command in it; the
# guest hands back the exit status and a console log.

# shellcheck disable=SC2034 # for who sources this file
vm_dir=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# every text with which a kernel says that something went wrong inside it
readonly SPLAT='BUG:|WARNING: |Oops|Kernel panic|Call Trace:|general protection'\
'|KASAN|KCSAN|UBSAN|unreferenced object|refcount_t:|list_(add|del) corruption'\
'|Objects remaining|kmem_cache_destroy|Slab cache still has objects'\
'|rcu.*detected.*stall|RCU Stall|soft lockup|blocked for more than'\
'|suspicious RCU|possible .*(deadlock|locking)|inconsistent lock state'\
'|scheduling while atomic|sleeping function called|unregister_netdevice: waiting'

# poison and red zones for our own caches; without a debug flag SLUB would also
# merge them with others, and nobody would notice an object left behind; A is for
# faults_test.sh
# shellcheck disable=SC2034 # for who sources this file
readonly SLAB_CHECKS='slub_debug=FZPUA,rfw_*'

# job_create COMMAND...: no command means a shell for a human
job_create()
{
	job=$(mktemp -d "${TMPDIR:-/tmp}/rfw-vm.XXXXXX")
	trap 'rm -rf "$job"' EXIT
	trap 'exit 130' INT TERM
	interactive=
	if [ $# -eq 0 ]; then
		[ -t 0 ] || { echo "${0##*/}: no command, no terminal" >&2; exit 2; }
		# shellcheck disable=SC2034 # for who sources this file
		interactive=1
		set -- setsid -c bash -i
	fi
	printf 'cd %q\n' "$PWD" >"$job/command"
	printf '%q ' "$@" >>"$job/command"
	: >"$job/status"
	: >"$job/console"
}

# job_finish: the guest is gone; which lines it ran goes to VM_GCOV; exits with the
# status of its command, or with 3 when the kernel complained, 4 when the guest
# never got to the end
job_finish()
{
	local status

	status=$(tr -d '\r\n' <"$job/status")
	if [ -n "${VM_GCOV:-}" ]; then
		mkdir -p "$VM_GCOV"
		cp -r "$job/gcov/." "$VM_GCOV"
	fi
	if grep -aqE "$SPLAT" "$job/console"; then
		echo "# the kernel complained:" >&2
		tr -d '\r' <"$job/console" | sed 's/^/# /' >&2
		exit 3
	fi
	if ! [[ $status =~ ^[0-9]+$ ]]; then
		echo "# the guest did not report an exit status" >&2
		tail -n 40 "$job/console" | tr -d '\r' | sed 's/^/# /' >&2
		exit 4
	fi
	exit "$status"
}
