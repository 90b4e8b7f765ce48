#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fuzz.sh FUZZER SECONDS: runs a fuzzer on its seeds. What it finds on the way
# stays beside it in the build folder, and so does an input that breaks.
set -euo pipefail

fuzzer=$1
subject=$(basename "$fuzzer" _fuzz)

found=$fuzzer.found
mkdir -p "$found"
options=(-max_len=1400)
if [ -e "corpus/$subject.dict" ]; then
	# text: longer than a packet, and of words
	options=(-max_len=4000 -dict="corpus/$subject.dict")
fi
exec "$fuzzer" -max_total_time="$2" "${options[@]}" -timeout=5 -print_final_stats=1 \
	-artifact_prefix="$fuzzer." "$found" "corpus/$subject"
