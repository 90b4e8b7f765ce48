#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What make install puts where, and that a program can be built with the
# library. TAP. usage: install_test.sh TOOLS
set -u

tools=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
unset MAKEFLAGS MFLAGS MAKEOVERRIDES SANITIZE
tests=0 failures=0

result() # STATUS NAME
{
	if [ "$1" -eq 0 ]; then
		echo "ok $((++tests)) - $2"
	else
		echo "not ok $((++tests)) - $2"
		failures=$((failures + 1))
		sed 's/^/# /' "$root/log"
	fi
}

make -s -C "$tools" install DESTDIR="$root/tree" PREFIX=/usr >"$root/log" 2>&1
result $? "make install"
(cd "$root/tree" && find . ! -type d | sort) >"$root/log"
diff - "$root/log" >"$root/diff" <<-'END'
	./usr/include/librfw.h
	./usr/include/linux/rfw.h
	./usr/lib/librfw.a
	./usr/lib/librfw.so
	./usr/lib/librfw.so.0
	./usr/lib/pkgconfig/librfw.pc
	./usr/sbin/rfwctl
	./usr/share/bash-completion/completions/rfwctl
	./usr/share/man/man5/rfw.conf.5
	./usr/share/man/man7/rfw.7
	./usr/share/man/man8/rfwctl.8
END
result $? "these files and no others"

cat >"$root/program.c" <<-'END'
	#include <librfw.h>
	#include <stdio.h>

	int main(void)
	{
		struct rfw_domain *domain = rfw_domain_alloc();

		RFW_GIVE(domain, RFW_A_DOMAIN_NAME);
		puts(rfw_word(RFW_ENUM_DROP_REASON, RFW_DROP_REASON_UNSOLICITED));
		rfw_domain_free(domain);
		return 0;
	}
END
export PKG_CONFIG_SYSROOT_DIR=$root/tree PKG_CONFIG_PATH=$root/tree/usr/lib/pkgconfig
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
flags=$(pkg-config --cflags --libs librfw 2>"$root/log")
result $? "pkg-config knows librfw"
# shellcheck disable=SC2086 # words on purpose
cc -Wall -Wextra -Werror -o "$root/program" "$root/program.c" $flags >"$root/log" 2>&1
result $? "a program is built with the library"
[ "$(LD_LIBRARY_PATH=$root/tree/usr/lib "$root/program" 2>"$root/log")" = unsolicited ]
result $? "and runs with it"
readelf -d "$root/program" | grep -q 'NEEDED.*librfw\.so\.0' 2>"$root/log"
result $? "by the name librfw.so.0"
nm -D --defined-only "$root/tree/usr/lib/librfw.so.0" | awk '$2 != "A" { print $3 }' | grep -v '@@LIBRFW_0$' >"$root/log"
[ ! -s "$root/log" ]
result $? "all symbols of the library are of version LIBRFW_0"
! ldd "$root/tree/usr/sbin/rfwctl" | grep librfw >"$root/log"
result $? "rfwctl needs no librfw.so"

### completion

completes() # WORD...
{
	# shellcheck disable=SC2016 # for that shell
	PATH=$root/tree/usr/sbin:$PATH bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
		_rfwctl; echo "${COMPREPLY[*]}"' - \
		"$root/tree/usr/share/bash-completion/completions/rfwctl" "$@" >"$root/log" 2>&1
}

completes rfwctl -j domain s
grep -qx 'set show' "$root/log"
result $? "bash completes a verb"
completes rfwctl domain add x outside ''
grep -qw 'lo' "$root/log"
result $? "bash completes an interface"

echo "1..$tests"
exit $((failures != 0))
