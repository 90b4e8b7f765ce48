#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run-uml.sh [COMMAND...]: runs COMMAND as root under the User Mode Linux kernel
# of build-uml.sh and returns its exit status. The guest sees the root of this
# machine, all it writes goes to memory. Without COMMAND: a shell.
#
# UML_VARIANT (see build-uml.sh), UML_APPEND (words for the kernel, for instance
# time-travel=inf-cpu), VM_APPEND (as for run-qemu.sh), VM_MEM (MiB), VM_TIMEOUT
# (seconds)
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# shellcheck disable=SC2086 # no variant, no word
tree=$("$vm_dir/build-uml.sh" ${UML_VARIANT:-})
job_create "$@"

# guest memory is a file: keep it off the disk
[ -d /dev/shm ] && export TMPDIR=/dev/shm

# the kernel speaks on stderr, the command on a serial line that is stdout
# shellcheck disable=SC2206,SC2054 # words and commas on purpose
uml=("$tree/linux" "mem=${VM_MEM:-1024}M" root=/dev/root rootfstype=hostfs rootflags=/ ro
	"init=$vm_dir/guest-init.sh" stderr=1 con0=null,fd:2 loglevel=5
	"JOB=$job" OUT=/dev/ttyS0 STATUS=/run/job/status
	${UML_APPEND:-} ${VM_APPEND-$SLAB_CHECKS})
if [ -n "$interactive" ]; then
	"${uml[@]}" ssl0=fd:0,fd:1 2>"$job/console" || true
else
	# User Mode Linux wants pipes or terminals, no files
	{
		timeout "${VM_TIMEOUT:-900}" "${uml[@]}" ssl0=null,fd:1 </dev/null 2>&1 1>&3 |
			cat >"$job/console"
	} 3>&1 | cat || echo "# UML: exit status $?" >&2
fi
job_finish
