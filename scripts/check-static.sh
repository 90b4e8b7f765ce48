#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check-static.sh KERNEL...: what can be said without running anything. TAP.
set -u
cd "$(dirname "$(readlink -f "$0")")/.." || exit

source=$(tests/vm/kernel-source.sh 6.12) || exit
log=$(mktemp)
trap 'rm -f "$log"' EXIT
n=0 failed=0

# row NAME COMMAND...: COMMAND must succeed and print nothing; in a subshell, so
# that it may change what it likes
row()
{
	local name=$1

	shift
	if ("$@") >"$log" 2>&1 && [ ! -s "$log" ]; then
		echo "ok $((++n)) - $name"
	else
		echo "not ok $((++n)) - $name"
		head -n 200 "$log" | sed 's/^/# /'
		failed=1
	fi
}

# tracked and not yet tracked files alike: a check before the commit must see them
sources()
{
	git ls-files -co --exclude-standard --deduplicate -- "$@" | while read -r file; do
		[ ! -e "$file" ] || echo "$file"
	done
}

# every warning of the compiler and of sparse in our files
warnings() # KERNEL
{
	local out

	export BUILD_SUFFIX=-static
	# a warning shows only when something is compiled
	scripts/build-module.sh "$1" clean >/dev/null 2>&1
	out=$(scripts/build-module.sh "$1" W=1 C=2 CF="-D__CHECK_ENDIAN__ -Wcontext" 2>&1) ||
		{ echo "$out"; return 1; }
	# the kernel's own headers are not ours to mend
	grep -E ': (warning|error):|^(WARNING|ERROR): modpost' <<<"$out" |
		grep -E '^(WARNING|ERROR)|/build/'
	return 0
}

suite_warnings()
{
	export RFW_KUNIT=1
	warnings uml
}

# what warnings() left; other words for make would build it once more
built() # KERNEL
{
	BUILD_SUFFIX=-static scripts/build-module.sh "$1" W=1 2>/dev/null
}

# a module has one namespace with the whole kernel
foreign_symbols() # KERNEL
{
	local build

	build=$(built "$1") || { echo "it does not build"; return 1; }
	nm -g --defined-only "$build/rfw.ko" | awk '{ print $3 }' |
		grep -vE '^(__pfx_)?(rfw_|init_module$|cleanup_module$|__this_module$)' |
		grep -vE '^__(start|stop)_alloc_tags$' |
		grep -vE '^(__pfx_)?__(tracepoint|traceiter|probestub|SCK__tp_func|SCT__tp_func)_rfw_'
	return 0
}

# a probe that never compiles is as good as none: what each kernel must have
probes() # KERNEL
{
	local build probe wanted got

	build=$(built "$1") || { echo "it does not build"; return 1; }
	for probe in src/compat/probe/*.c; do
		[ -e "$probe" ] || continue
		probe=HAVE_$(basename "$probe" .c)
		wanted=$(sed -n "s/.*since \([0-9.]*\)\..*/\1/p" "src/compat/probe/${probe#HAVE_}.c")
		[ -n "$wanted" ] || echo "$probe: does not say since when"
		[ "$(printf '%s\n' "$wanted" "$1" | sort -V | head -n 1)" = "$wanted" ] &&
			wanted=1 || wanted=
		got=$(grep -qw -- "-D$probe" "$build/src/.main.o.cmd" && echo 1)
		[ "$got" = "$wanted" ] || echo "$probe: got ${got:-0}, wanted ${wanted:-0}"
	done
}

# Generated files follow their generator, tracepoints their macros. Not asked for: American spelling, a
# comment at each lock beside that of its structure, parentheses around the name
# of a member. The search for CamelCase would leave a cache in the work tree.
checkpatch() # PATTERN...
{
	sources "$@" | grep -v '^src/trace\.h$' | xargs -r grep -Li 'do not edit' |
		xargs -r perl "$source/scripts/checkpatch.pl" --no-tree --strict --max-line-length=100 \
			--quiet --terse --show-types --no-summary -f \
			--ignore "CAMELCASE,TYPO_SPELLING,UNCOMMENTED_DEFINITION" \
			--ignore "MACRO_ARG_PRECEDENCE${ignore:+,$ignore}"
	return 0
}

checkpatch_tools()
{
	# macros of the kernel that user space does not have
	ignore=ARRAY_SIZE,PREFER_DEFINED_ATTRIBUTE_MACRO checkpatch 'tools/*.[ch]'
}

kernel_doc()
{
	sources 'src/*.h' | xargs -r perl "$source/scripts/kernel-doc" -none -Wall
	return 0
}

# the compatibility layer is the only one to know kernel versions
versions()
{
	sources 'src/*.[ch]' 'include/*.h' 'tests/kunit/*.[ch]' | grep -v '^src/compat/' |
		xargs -r grep -nE '\b(LINUX_VERSION_CODE|KERNEL_VERSION|HAVE_[A-Z])'
	return 0
}

licences()
{
	sources 'src/*' 'include/*' 'tools/*' 'tests/*' 'scripts/*' '*.sh' Makefile Kbuild |
		grep -E '(\.(c|h|sh|py|awk)|Makefile|Kbuild)$' |
		xargs -r grep -L 'SPDX-License-Identifier:'
	return 0
}

one_version()
{
	local version

	version=$(sed -n 's/^RFW_VERSION := //p' Kbuild)
	grep -q "^PACKAGE_VERSION=\"$version\"$" dkms.conf ||
		echo "dkms.conf is not of version $version"
}

shell()
{
	sources '*.sh' .ci/run | xargs shellcheck -S info
}

echo "TAP version 13"
for kernel in "$@"; do
	row "no warning of compiler and sparse for $kernel" warnings "$kernel"
	row "every global symbol is called rfw_* on $kernel" foreign_symbols "$kernel"
	row "compile probes find what $kernel has" probes "$kernel"
done
row "no warning of compiler and sparse in the KUnit suites" suite_warnings
row "checkpatch: the module" checkpatch 'src/*.[ch]' 'include/*.h'
row "checkpatch: the KUnit suites" checkpatch 'tests/kunit/*.[ch]'
row "checkpatch: the tools" checkpatch_tools
row "kernel-doc" kernel_doc
row "kernel versions are the business of src/compat alone" versions
row "every file names its licence" licences
row "one version everywhere" one_version
row "shellcheck" shell
row "the conformance tables are what the tests say" scripts/conformance.py --check

while read -r line; do
	case $line in
	ok*) echo "ok $((++n))${line#ok [0-9]}" ;;
	"not ok"*) echo "not ok $((++n))${line#not ok [0-9]}"; failed=1 ;;
	'#'*) echo "$line" ;;
	esac
done < <(scripts/check-layers.py)
echo "1..$n"
scripts/check-size.sh | sed 's/^/# size: /'
exit $failed
