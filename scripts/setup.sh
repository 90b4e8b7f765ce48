#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# setup.sh: installs the Debian packages that building and testing need and that
# are missing. With nothing missing it asks no package server.
set -euo pipefail

packages=(
	# the module, for the kernels under test, and User Mode Linux
	build-essential bc bison flex libelf-dev patch xz-utils kmod
	linux-headers-amd64 linux-headers-6.12-amd64
	# the tools
	libmnl-dev libjansson-dev libpcap-dev libncurses-dev pkg-config
	# booting
	linux-image-amd64 linux-image-6.12-amd64 qemu-system-x86 busybox-static cpio
	# tests
	iproute2 nftables nmap iputils-ping iperf3 tcpdump procps python3-scapy tmux jq
	# tests of the SIP gateway with parts that others have written
	baresip-core kamailio linphone-cli rtpengine-daemon sip-tester
	# plots of the benchmark
	gnuplot-nox
	# checks
	clang gcovr libclang-rt-14-dev git mandoc python3-jsonschema python3-yaml shellcheck sparse spin
)

# stdout: the packages that are not installed, one a line
missing()
{
	local package

	for package in "${packages[@]}"; do
		case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
		installed) ;;
		*) echo "$package" ;;
		esac
	done
}

mapfile -t wanted < <(missing)
[ "${#wanted[@]}" -gt 0 ] || exit 0

sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
settings=(DEBIAN_FRONTEND=noninteractive)
# the kernels that tests boot need no initramfs, which takes minutes to make; but
# a machine with a boot loader may boot them itself
[ -d /boot/grub ] || [ -d /boot/loader ] || settings+=(INITRD=No)
echo "installing: ${wanted[*]}" >&2
"${sudo[@]}" env "${settings[@]}" apt-get -qq update >&2
"${sudo[@]}" env "${settings[@]}" \
	apt-get -qq install --no-install-recommends -y "${wanted[@]}" </dev/null >&2
