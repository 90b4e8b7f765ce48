#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The first process of a test kernel, on the machine's own root file system.
# The kernel command line brings, in the environment: JOB (see lib.sh), OUT (the
# terminal the command talks to) and STATUS (where its exit status goes).
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root TERM=${TERM:-dumb} LC_ALL=C.UTF-8

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null

if [ "$(stat -f -c %T /)" = hostfs ]; then
	# the root belongs to the host: move to one that keeps in memory what
	# is written, with a window to the job
	mount -n -t tmpfs tmpfs /mnt &&
	mkdir /mnt/upper /mnt/work /mnt/root &&
	mount -n -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root &&
	mount -n -t tmpfs tmpfs /mnt/root/run &&
	mkdir /mnt/root/run/job &&
	mount -n -t hostfs -o "$JOB" job /mnt/root/run/job &&
	umount -n /proc /sys &&
	mount -n --move /dev /mnt/root/dev &&
	cd /mnt/root && mount -n --move . / && exec chroot . "$0"
	exec busybox poweroff -f
fi

mkdir -p /dev/pts /dev/shm /run
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
ip link set lo up

exec <>"$OUT" >&0
if grep -q '^setsid' "$JOB/command"; then
	stty sane
	bash "$JOB/command" 2>&1
else
	stty raw -echo
	bash "$JOB/command" </dev/null 2>&1
fi
status=$?
# what ran, where the kernel counts it; the size of such a file is not known before it is read
if [ -d /sys/kernel/debug/gcov ] && [ -d /run/job ]; then
	(
		cd /sys/kernel/debug/gcov && find . -name '*.gcda' | while read -r file; do
			mkdir -p "/run/job/gcov/${file%/*}"
			cat "$file" >"/run/job/gcov/$file"
		done
	)
fi
# the last close waits until the host has read everything
exec </dev/null >/dev/null 2>&1
# shellcheck disable=SC2153 # two variables, two names
echo "$status" >"$STATUS"
sync
busybox poweroff -f
