#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rfwctl load and check warn of rule sets beside rfw that would make it look
# broken, and those warnings are true: the drop policy of a chain elsewhere is final.
. "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
trap 'status=$?; rm -rf "$work"; (exit $status); on_exit' EXIT

load_module
setup_topology
cat >"$work/conf" <<-END
	domain add home outside wan prefix 2a0a:1::/32
	policy add default domain home
	subscriber add alice policy default prefix $DELEGATED
END
warned() # PATTERN COMMAND...
{
	"${@:2}" 2>&1 | grep -E "warning: $1"
}
check "without other rule sets there is nothing to warn of" \
	[ -z "$(in_rtr rfwctl load "$work/conf" 2>&1)" ]
if ! in_rtr nft add table ip6 other 2>/dev/null; then
	skip "a drop policy elsewhere" "no nf_tables"
	finish
fi
check "an echo request passes" ping_from i1 "$E1"
in_rtr nft 'add chain ip6 other forward { type filter hook forward priority 0; policy drop; }'
check_fails "a chain elsewhere drops it" ping_from i1 "$E1" -W 1
check "load warns of that chain" warned 'chain forward of table ip6 other' in_rtr rfwctl load "$work/conf"
check "so does check" warned 'chain forward of table ip6 other' in_rtr rfwctl check "$work/conf"
check "from another namespace too" warned 'chain forward of table ip6 other' \
	rfwctl -n rtr check "$work/conf"
in_rtr nft 'delete table ip6 other'
check "with the table the warning goes" [ -z "$(rfwctl -n rtr check "$work/conf" 2>&1)" ]
# a kernel that watches its lists complains of nf_tables there (nf_tables_newflowtable())
if [[ $(uname -r) == *-debug ]]; then
	skip "a flowtable" "the debug kernel complains of nf_tables"
elif in_rtr nft 'add table inet fast; add flowtable inet fast ft { hook ingress priority 0; devices = { wan, lan-i1 }; }'; then
	check "load warns of a flowtable on an interface of the domain" \
		warned 'flowtable ft of table inet fast on wan .*"home"' rfwctl -n rtr load "$work/conf"
	sed 's/outside wan/outside eth9/' "$work/conf" >"$work/elsewhere"
	check "and not on others" [ -z "$(rfwctl -n rtr check "$work/elsewhere" 2>&1)" ]
else
	skip "a flowtable" "no flow tables in nf_tables"
fi
finish
