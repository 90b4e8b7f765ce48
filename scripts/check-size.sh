#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check-size.sh: which files of src/ and tools/ are longer than 400 lines, which
# functions longer than 60, and how long the module is. A report, no judgement.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

find src tools -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines" }'
find src tools -name '*.c' -exec awk '
	FNR == 1 { start = 0 }
	/^[a-zA-Z_].*\(/ && !/;/ && !/^#/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
	/^{/ { start = FNR }
	/^}/ && start {
		if (FNR - start - 1 > 60)
			print FILENAME ": " name "(): " FNR - start - 1 " lines"
		start = 0
	}' {} +
find src -name '*.[ch]' -exec cat {} + | wc -l | sed 's/$/ lines in src/'
