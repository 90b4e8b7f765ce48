# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests that let allocations fail, where the kernel can: what faults.py has, for
# py of sockets.sh.
if [ ! -d /sys/kernel/debug/failslab ] || [ ! -w /proc/self/fail-nth ]; then
	skip "allocations fail" "this kernel can't let them"
	finish
fi

. "$(dirname "$0")/sockets.sh"
py '
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
from faults import *'
