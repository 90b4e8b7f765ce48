#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# coverage.sh [LINES]: which lines and branches of src/ the KUnit suites and the selftests run on
# User Mode Linux. Prints a table and leaves pages in build/coverage; fails where fewer than LINES
# (90) percent of the lines ran, a test failed, or a branch of packet code did not run and
# tests/coverage-branches does not say why.
set -euo pipefail

top=$(dirname "$(dirname "$(readlink -f "$0")")")
least=${1:-90}
out=$top/build/coverage
rm -rf "$out"
mkdir -p "$out"
cd "$top"
export UML_VARIANT=gcov VM_TIMEOUT=7200

# what COMMAND runs of what is built in BUILD
count() # NAME BUILD COMMAND...
{
	local name=$1 build=$2 data

	shift 2
	echo "$name ..." >&2
	VM_GCOV=$out/$name "$@" >"$out/$name.log" || {
		echo "# $name: exit status $?, $out/$name.log" >&2
		failed=1
	}
	find "$out/$name" -path "*$build/*.gcda" | while read -r data; do
		data=${data%.gcda}
		cp "${data#"$out/$name"}.gcno" "$data.gcno"
	done
	(cd "$out" && gcovr -r "$build" --filter ".*/src/" --json "$name.json" "$name")
}

failed=
module=$(scripts/build-module.sh uml-gcov)
count kunit "$module-kunit" tests/kunit/run.sh
count selftests "$module" tests/vm/run-uml.sh tests/selftests/run.sh
UML_APPEND=time-travel=inf-cpu \
	count timers "$module" tests/vm/run-uml.sh tests/selftests/run.sh timer_
gcovr -a "$out/kunit.json" -a "$out/selftests.json" -a "$out/timers.json" \
	--txt --html-details "$out/index.html" --json "$out/all.json" --print-summary \
	--fail-under-line "$least"
scripts/coverage-branches.py "$out/all.json" || failed=1
[ -z "$failed" ]
