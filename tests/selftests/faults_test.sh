#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No memory: each allocation of each request fails in turn, and those of packets. A request is
# refused and has changed nothing, a packet is dropped for that reason, and the next one passes.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/faults.sh"
saved=$(mktemp)
trap 'status=$?; rm -f "$saved" "$saved.now"; (exit $status); on_exit' EXIT

load_module
setup_topology
check "the firewall is set up" py '
rfwctl("domain", "add", "home", "outside", "wan", "prefix", "2a0a:1::/32")
rfwctl("policy", "add", "default", "domain", "home")
rfwctl("subscriber", "add", "alice", "policy", "default", "prefix", "2a0a:1:100::/56")
with namespace("rtr"): link = Netlink()
alice = lambda: rfwctl("subscriber", "show", "alice")[0]
of_alice = attr("HOST_SUBSCRIBER", "alice")
def octets(text): return socket.inet_pton(socket.AF_INET6, text)
def ports(low, high):
    return attr("OPENING_PORT", [attr("PORT_RANGE_LOW", struct.pack("!H", low)),
                                 attr("PORT_RANGE_HIGH", struct.pack("!H", high))])
def foreign(text): return attr("OPENING_FILTER", [prefix("OPENING_FILTER_PREFIX", text)])'
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

check "a named host by its MAC, by its suffix (B-ST-10)" py '
for sign in attr("HOST_MAC", bytes.fromhex("020000000001")), attr("HOST_SUFFIX", octets("::99")):
    def make(link): link.request("HOST_NEW", of_alice, attr("HOST_NAME", "new"), sign)
    def undo(link): link.request("HOST_DEL", of_alice, attr("HOST_NAME", "new"))
    refused = starve(link, make, undo)
    assert refused > 3, refused'
check "a named host is told by something else (B-ST-10)" py '
link.request("HOST_NEW", of_alice, attr("HOST_NAME", "new"), attr("HOST_SUFFIX", octets("::99")))
def make(link):
    link.request("HOST_SET", of_alice, attr("HOST_NAME", "new"),
                 attr("HOST_MAC", bytes.fromhex("020000000001")))
def undo(link):
    link.request("HOST_SET", of_alice, attr("HOST_NAME", "new"),
                 attr("HOST_SUFFIX", octets("::99")))
refused = starve(link, make, undo)
assert refused > 3, refused'
check "a forward to an address, to a named host (B-ST-10)" py '
for target in attr("OPENING_ADDRESS", octets(I1)), attr("OPENING_HOST", "new"):
    rule = (attr("OPENING_KIND", 0), attr("OPENING_SUBSCRIBER", "alice"),
            attr("OPENING_PROTOCOL", TCP), target, ports(443, 447))
    refused = starve(link, lambda link: link.request("OPENING_NEW", *rule),
                     lambda link: link.request("OPENING_DEL", *rule))
    assert refused > 8, refused
link.request("HOST_DEL", of_alice, attr("HOST_NAME", "new"))'
check "a pinhole (B-ST-10)" py '
def pinhole(link):
    link.request("OPENING_NEW", attr("OPENING_KIND", 2), attr("OPENING_PROTOCOL", UDP),
                 attr("OPENING_ADDRESS", octets(I1)), ports(5000, 5003), foreign("2a0b:2::/64"),
                 attr("OPENING_LIFETIME", (4, 3600)))
def of_pinhole(link):
    """The number of the only one."""
    message, = link.messages(link.family, RFW["RFW_CMD_OPENING_GET"], 1, b"", NLM_F_DUMP)
    kind = RFW["RFW_A_OPENING_ID"]
    return attr(kind, dict(link.attributes(message))[kind])
def close(link): link.request("OPENING_DEL", attr("OPENING_KIND", 2), of_pinhole(link))
refused = starve(link, pinhole, close)
assert refused > 8, refused'
check "a pinhole gets other filters (B-ST-10)" py '
pinhole(link)
which = of_pinhole(link)
refused = starve(link, lambda link: link.request("OPENING_SET", which, foreign("2a0b:3::/64")),
                 lambda link: link.request("OPENING_SET", which, foreign("2a0b:2::/64")))
assert refused > 4, refused
close(link)'

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
        abort(link)
        raise
def abort(link):
    for attempt in range(3):            # it may have no memory either
        try: return link.request("TRANSACTION_ABORT")
        except OSError as e:
            if e.errno == errno.ENOENT: return
            assert e.errno in (errno.ENOMEM, errno.ENOBUFS), e
refused = starve(link, lambda link: replace(link, 0), lambda link: replace(link, 1))
assert refused > 20, refused'
check "a transaction of which a request had no memory can not be committed" py '
def add():
    link.request("DOMAIN_NEW", attr("DOMAIN_NAME", "home"), prefix("DOMAIN_PREFIX", "2a0a:1::/32"))
failslab()
before, seen = link.state(), 0
for n in range(1, 40):
    link.request("TRANSACTION_BEGIN")
    error, _ = nth_fails(n, add)
    if not error or error.errno != errno.ENOMEM:
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
assert seen > 5, seen'
in_rtr rfwctl save >"$saved.now"
check "and what is saved is what was" diff "$saved" "$saved.now"

check "the size of the table" py '
def flow_table(link, most): link.request("FLOW_TABLE_SET", attr("FLOW_TABLE_MAX_FLOWS", (4, most)))
a, e = udp("i1", 5000), udp("e1", 6000)
datagram(a, e)
flow_table(link, 64)
refused = 0
# for so few flows that the table comes from slab caches: pages do not fail
for error, failed in each_fails(lambda: flow_table(link, 128)):
    size = rfwctl("stats")["max-flows"]
    if not error: assert size == 128
    elif error.errno == errno.ENOMEM: assert size == 64; refused += 1
    else: assert error.errno == errno.ENOBUFS, error
    assert len(flows()) == 1
    flow_table(link, 64)
datagram(e, a)
assert refused >= 2, refused          # the chains, their locks
rfwctl("flow", "flush"); a.close(); e.close()'

check "a flow that was saved comes back (B-ST-10)" py '
rfwctl("policy", "set", "default", "flow-accounting", "on")
def restore():
    link.request("FLOW_NEW", attr("FLOW_PROTOCOL", UDP),
                 attr("FLOW_ORIGINATOR_ADDRESS", octets(I1)),
                 attr("FLOW_ORIGINATOR_PORT", struct.pack("!H", 5000)),
                 attr("FLOW_RESPONDER_ADDRESS", octets(E1)),
                 attr("FLOW_RESPONDER_PORT", struct.pack("!H", 6000)), attr("FLOW_INSIDE", 0),
                 attr("FLOW_STATE", RFW["RFW_FLOW_STATE_ACTIVE"]), attr("FLOW_ORIGIN", 0),
                 attr("FLOW_SUBSCRIBER", "alice"), attr("FLOW_EXPIRES", (4, 300)))
refused = 0
for error, failed in each_fails(restore):
    if flows():
        assert not error or error.errno == errno.ENOBUFS, error
        rfwctl("flow", "flush")
    else:
        assert error.errno in (errno.ENOMEM, errno.ENOBUFS), error
        refused += error.errno == errno.ENOMEM
    assert flows() == [] and alice()["flows"] == 0 and rfwctl("stats")["flows"] == 0
assert not error and refused >= 3, refused'

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
py 'report()'

finish
