#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run-qemu.sh KERNEL [COMMAND...]: runs COMMAND as root under Debian's stock
# kernel of that series (6.1, 6.12), emulated where there is no KVM, and returns
# its exit status. The guest sees the root of this machine, all it writes goes to
# memory. Without COMMAND: a shell.
#
# VM_MEM (MiB), VM_SMP, VM_TIMEOUT (seconds), VM_EXTRA (words for QEMU),
# VM_APPEND (words for the kernel, instead of the checks of our slab caches)
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/lib.sh"

series=$1
shift
kernel=$(find /boot -name "vmlinuz-$series.*-amd64" ! -name '*-rt-*' ! -name '*-cloud-*' |
	sort -V | tail -n 1)
[ -n "$kernel" ] || { echo "no kernel $series in /boot: make setup" >&2; exit 2; }
release=${kernel#/boot/vmlinuz-}

job_create "$@"

# an initramfs just large enough to reach the root of the host
root=$job/initramfs
mkdir -p "$root"/{bin,dev,proc,sys,modules,host,rw,root}
cp /bin/busybox "$root/bin"
for m in 9p 9pnet_virtio virtio_pci overlay; do
	modprobe -S "$release" --show-depends "$m"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
	name=${file##*/}
	case $file in
	*.xz) name=${name%.xz}; xz -dc "$file" >"$root/modules/$name" ;;
	*.zst) name=${name%.zst}; zstd -qdc "$file" >"$root/modules/$name" ;;
	*) cp "$file" "$root/modules/$name" ;;
	esac
	echo "$name" >>"$root/modules/order"
done
cat >"$root/init" <<-EOF
	#!/bin/busybox sh
	export PATH=/bin
	/bin/busybox --install -s /bin
	mount -t proc proc /proc
	while read -r m; do insmod "/modules/\$m"; done </modules/order
	mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,ro,msize=512000 host /host
	mount -t tmpfs tmpfs /rw
	mkdir /rw/upper /rw/work
	mount -t overlay -o lowerdir=/host,upperdir=/rw/upper,workdir=/rw/work overlay /root
	mount -t tmpfs tmpfs /root/run
	umount /proc
	exec switch_root /root "$vm_dir/guest-init.sh"
EOF
chmod +x "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc) >"$job/initrd"

append="console=ttyS0 loglevel=5 panic=-1 oops=panic softlockup_panic=1 mitigations=off"
# code at other addresses is translated anew: with norandmaps a command starts seven times as fast
append+=" norandmaps JOB=$job OUT=/dev/ttyS1 STATUS=/dev/ttyS2 ${VM_APPEND-$SLAB_CHECKS}"

accel="-accel tcg,thread=multi"
# KVM that has no virtualisation of the processor below it (PVM) runs no stock kernel
if [ -w /dev/kvm ] && grep -qwE "vmx|svm" /proc/cpuinfo; then
	accel="-accel kvm"
fi

# shellcheck disable=SC2206 # words on purpose
qemu=(qemu-system-x86_64 -m "${VM_MEM:-2048}" -smp "${VM_SMP:-2}"
	${VM_EXTRA:-$accel -cpu max,la57=off,smap=off,smep=off,avx=off,avx2=off}
	-display none -no-reboot -nic none -kernel "$kernel" -initrd "$job/initrd"
	-append "$append"
	-virtfs "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
	-serial "file:$job/console" -serial "${interactive:+mon:}stdio" -serial "file:$job/status")
if [ -n "$interactive" ]; then
	"${qemu[@]}" || true
else
	timeout "${VM_TIMEOUT:-900}" "${qemu[@]}" </dev/null || echo "# QEMU: exit status $?" >&2
fi
job_finish
