#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No memory: each allocation of each request fails in turn, and those of packets. A request is
# refused and has changed nothing, a packet is dropped for that reason, and the next one passes.
. "$(dirname "$0")/lib.sh"

if [ ! -d /sys/kernel/debug/failslab ] || [ ! -w /proc/self/fail-nth ]; then
	skip "allocations fail" "this kernel can't let them"
	finish
fi

. "$(dirname "$0")/sockets.sh"
saved=$(mktemp)
trap 'status=$?; rm -f "$saved" "$saved.now"; (exit $status); on_exit' EXIT

load_module
setup_topology
check "the firewall is set up" py '
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
from faults import *
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
with namespace("rtr"): link = Netlink()
alice = lambda: rfwctl("subscriber", "show", "alice")[0]'
in_rtr rfwctl save >"$saved"

check "domain add" py '
def make(link):
    link.request("DOMAIN_NEW", attr("DOMAIN_NAME", "new"), attr("DOMAIN_OUTSIDE", "wan"),
                 attr("DOMAIN_INSIDE", "lan"), attr("DOMAIN_PREFIX_FROM", "lan"),
                 prefix("DOMAIN_PREFIX", "2a0c::/32"), prefix("DOMAIN_PREFIX", "2a0c:1::/48"),
                 prefix("DOMAIN_BOGON", "2001:db8::/32"))
def undo(link): link.request("DOMAIN_DEL", attr("DOMAIN_NAME", "new"))
refused = starve(link, make, undo)
assert refused > 15, refused'
check "domain set" py '
def make(link):
    link.request("DOMAIN_SET", attr("DOMAIN_NAME", "home"), prefix("DOMAIN_PREFIX", "2a0a:1::/32"),
                 prefix("DOMAIN_PREFIX", "2a0c::/32"), attr("DOMAIN_INSIDE", "lan"))
def undo(link):
    link.request("DOMAIN_SET", attr("DOMAIN_NAME", "home"), prefix("DOMAIN_PREFIX", "2a0a:1::/32"),
                 attr("DOMAIN_INSIDE", ""))
refused = starve(link, make, undo)
assert refused >= 10, refused'
check "the last domain goes down and up, with the hook and the table" py '
def make(link): link.request("DOMAIN_SET", attr("DOMAIN_NAME", "home"), attr("DOMAIN_STATE", 1))
def undo(link): link.request("DOMAIN_SET", attr("DOMAIN_NAME", "home"), attr("DOMAIN_STATE", 0))
undo(link)
refused = starve(link, make, undo)
make(link)
assert refused > 8, refused'
check "policy add" py '
def make(link):
    link.request("POLICY_NEW", attr("POLICY_NAME", "new"), attr("POLICY_DOMAIN", "home"),
                 attr("POLICY_TIMEOUTS", [attr("TIMEOUTS_UDP", (4, 60))]))
def undo(link): link.request("POLICY_DEL", attr("POLICY_NAME", "new"))
refused = starve(link, make, undo)
assert refused > 4, refused'
check "policy set" py '
def make(link):
    link.request("POLICY_SET", attr("POLICY_NAME", "default"), attr("POLICY_TCP_PICKUP", 0))
def undo(link):
    link.request("POLICY_SET", attr("POLICY_NAME", "default"), attr("POLICY_TCP_PICKUP", 1))
refused = starve(link, make, undo)
assert refused > 3, refused'
check "subscriber add" py '
def make(link):
    link.request("SUBSCRIBER_NEW", attr("SUBSCRIBER_NAME", "new"),
                 attr("SUBSCRIBER_POLICY", "default"),
                 prefix("SUBSCRIBER_PREFIX", "2a0a:1:700::/56"),
                 prefix("SUBSCRIBER_PREFIX", "2a0a:1:800::/56"))
def undo(link): link.request("SUBSCRIBER_DEL", attr("SUBSCRIBER_NAME", "new"))
refused = starve(link, make, undo)
assert refused > 7, refused'
check "subscriber set" py '
def make(link):
    link.request("SUBSCRIBER_SET", attr("SUBSCRIBER_NAME", "alice"),
                 prefix("SUBSCRIBER_PREFIX", "2a0a:1:700::/56"),
                 prefix("SUBSCRIBER_PREFIX", "2a0a:1:100::/56"))
def undo(link):
    link.request("SUBSCRIBER_SET", attr("SUBSCRIBER_NAME", "alice"),
                 prefix("SUBSCRIBER_PREFIX", "2a0a:1:100::/56"))
refused = starve(link, make, undo)
assert refused > 4, refused'

check "a whole configuration in a transaction (B-ST-10)" py '
def replace(link, pickup):
    try:
        link.request("TRANSACTION_BEGIN")
        link.request("DOMAIN_NEW", attr("DOMAIN_NAME", "home"), attr("DOMAIN_OUTSIDE", "wan"),
                     prefix("DOMAIN_PREFIX", "2a0a:1::/32"))
        link.request("POLICY_NEW", attr("POLICY_NAME", "default"), attr("POLICY_DOMAIN", "home"),
                     attr("POLICY_TCP_PICKUP", pickup))
        link.request("SUBSCRIBER_NEW", attr("SUBSCRIBER_NAME", "alice"),
                     attr("SUBSCRIBER_POLICY", "default"),
                     prefix("SUBSCRIBER_PREFIX", "2a0a:1:100::/56"))
        link.request("TRANSACTION_COMMIT")
    except OSError:
        try: link.request("TRANSACTION_ABORT")
        except OSError as e: assert e.errno == errno.ENOENT, e
        raise
refused = starve(link, lambda link: replace(link, 0), lambda link: replace(link, 1))
assert refused > 20, refused'
check "a transaction of which a request had no memory can not be committed" py '
failslab()
nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
before, seen = link.state(), 0
for n in range(1, 40):
    link.request("TRANSACTION_BEGIN")
    os.pwrite(nth, b"%d" % n, 0)
    try:
        link.request("DOMAIN_NEW", attr("DOMAIN_NAME", "home"), prefix("DOMAIN_PREFIX", "2a0a:1::/32"))
        error = 0
    except OSError as e:
        error = e.errno
    os.pwrite(nth, b"0", 0)
    if error != errno.ENOMEM:
        link.request("TRANSACTION_ABORT")
        continue
    try:
        link.request("TRANSACTION_COMMIT")
        assert seen == 0, n             # the family had not seen the request yet
        replace(link, 1)
        before = link.state()
    except OSError as e:
        assert e.errno == errno.ECANCELED, e
        seen += 1
        assert link.state() == before, n
os.close(nth)
assert seen > 5, seen'
in_rtr rfwctl save >"$saved.now"
check "and what is saved is what was" diff "$saved" "$saved.now"

check "the size of the table" py '
def flow_table(link, most): link.request("FLOW_TABLE_SET", attr("FLOW_TABLE_MAX_FLOWS", (4, most)))
a, e = udp("i1", 5000), udp("e1", 6000)
datagram(a, e)
flow_table(link, 4096)
nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
refused = 0
for n in range(1, 20):
    os.pwrite(nth, b"%d" % n, 0)
    try: flow_table(link, 8192)
    except OSError as error:
        assert error.errno in (errno.ENOMEM, errno.ENOBUFS), error
        refused += error.errno == errno.ENOMEM
    os.pwrite(nth, b"0", 0)
    assert rfwctl("stats")["max-flows"] in (4096, 8192)
    assert len(flows()) == 1
    flow_table(link, 4096)
os.close(nth)
datagram(e, a)
assert refused, "nothing failed"
rfwctl("flow", "flush"); a.close(); e.close()'

# the first of our own allocations that a packet makes is a flow of 128 octets
for space in 0 129; do
	check "a packet is dropped for want of memory, and the next one passes: space $space (B-ST-10)" py "
rfwctl('policy', 'set', 'default', 'flow-accounting', 'on')
a, e = udp('i1', 5000), udp('e1', 6000)
refused = alice()['flows-refused']
for i in range(3):
    failslab(probability=100, times=1, space=$space, cache_filter='Y')
    dropped('no-memory', lambda: a.sendto(b'lost', name(e)))
    failslab()
    assert flows() == [] and alice()['flows'] == 0 and rfwctl('stats')['flows'] == 0
    assert alice()['flows-refused'] == refused + i + 1
nothing(e)
datagram(a, e); datagram(e, a)
assert len(flows()) == 1
rfwctl('flow', 'flush'); a.close(); e.close()"
done

check "one allocation in ten fails, anywhere, while flows come and go (B-ST-10)" py '
e = udp("e1", 6000)
rfwctl("flow", "flush")
socks = [udp("i1", 10000 + n) for n in range(300)]
failslab(probability=10, ignore_gfp_wait="Y")
for sock in socks:
    for i in range(3):
        try: sock.sendto(b"x", name(e))
        except OSError: pass
failslab()
assert rfwctl("stats")["flows"] <= 300
rfwctl("flow", "flush")
assert flows() == [] and rfwctl("stats")["flows"] == 0
assert alice()["flows"] == 0
for sock in socks: sock.close()
e.close()'
check "nothing of it is left: a connection is made and carries data" py '
client, server = connection("i1", "e1")
exchange(client, server, 100000)
client.close(); server.close()
rfwctl("flow", "flush")'
check "the sockets go" py 'link.close()'
py 'print(f"# allocations that failed in turn: {injected}")'

finish
