#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a port scanner outside learns of a home with the preset strict: nothing.
# Retries and long waits would only tell it the same more slowly; that no answer
# was merely late is what the sniffers say, at both ends.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/sockets.sh"

protect()
{
	rfwctl -n rtr domain add home outside wan prefix 2a0a:1::/32 &&
	rfwctl -n rtr policy add guarded domain home preset strict &&
	rfwctl -n rtr policy add open domain home preset transparent &&
	rfwctl -n rtr subscriber add alice policy guarded prefix "$DELEGATED"
}

load_module
setup_topology
check "the firewall is set up" protect
check "i1 listens, scanner and sniffers are ready" py '
import collections
from xml.etree import ElementTree

servers = [listener("i1", port) for port in (22, 80, 8443)] + [
    udp("i1", port) for port in (53, 5000)]
TCP_PORTS, UDP_PORTS = "22,23,80,443,8443,9000", "53,123,5000,9999"
PROTOCOLS = "6,17,41,47,50,58,59,132,253"
HOSTS = I1, I2
QUICK = "--max-retries", "0", "--initial-rtt-timeout", "100ms", "--max-rtt-timeout", "500ms"
PATIENT = "--max-retries", "2", "--initial-rtt-timeout", "5s", "--max-rtt-timeout", "9s"
sniffers = {"i1": sniffer("i1", "eth0"), "i2": sniffer("i2", "eth0"), "e1": sniffer("e1", "eth0")}

def nmap(*options, pace=QUICK):
    """The report of a scan from e1."""
    words = ["ip", "netns", "exec", "e1", "nmap", "-6", "-n", "-oX", "-", *pace, "--min-rate", "50",
             *options]
    done = subprocess.run(words, capture_output=True, check=False, timeout=280)
    assert done.returncode == 0, (words, done.stdout.decode(), done.stderr.decode())
    return ElementTree.fromstring(done.stdout)

def states(report):
    """For each host that is shown: how often which state, and for which reason."""
    found = {}
    for host in report.iter("host"):
        count = collections.Counter()
        for port in host.iter("port"):
            state = port.find("state")
            count[state.get("state"), state.get("reason")] += 1
        for group in host.iter("extraports"):
            for why in group.iter("extrareasons"):
                # the plural of "no-response", if there are many
                count[group.get("state"), why.get("reason").rstrip("s")] += int(why.get("count"))
        found[host.find("address").get("addr")] = count
    return found

def lost():
    return sum(drop["packets"] for drop in rfwctl("stats")["drop"])

def strange(ns):
    """What came over the router, or from it about that: all but its own neighbour discovery."""
    return [p.hex() for p in sniffed(sniffers[ns])
            if not (p[6] == ICMP6 and 133 <= p[40] <= 136) and
            p[8:10] != b"\xfe\x80" and any(p[8:24])]

def silent():
    for ns in sniffers:
        packets = strange(ns)
        assert not packets, (ns, packets)

def blind(state, ports, *options):
    """Each port of each host has that state, because nothing came back; nothing went in."""
    before = lost()
    found = states(nmap("-Pn", "-p", ports, *options, *HOSTS))
    count = len(ports.split(","))
    assert found == {host: {(state, "no-response"): count} for host in HOSTS}, found
    # the scanner did send, and all of it ended here
    assert lost() >= before + 2 * count, (before, lost())
    silent()'
check "a SYN scan finds every port filtered (REC-33)" py 'blind("filtered", TCP_PORTS, "-sS")'
check "so does one that calls connect()" py 'blind("filtered", TCP_PORTS, "-sT")'
check "an ACK scan finds every port filtered" py 'blind("filtered", TCP_PORTS, "-sA")'
for scan in FIN:-sF XMAS:-sX NULL:-sN; do
	check "a ${scan%:*} scan hears nothing" py "blind('open|filtered', TCP_PORTS, '${scan#*:}')"
done
check "a scan of UDP hears nothing (REC-17)" py 'blind("open|filtered", UDP_PORTS, "-sU")'
check "a scan of protocols hears nothing (REC-11)" py 'blind("open|filtered", PROTOCOLS, "-sO")'
check "there is nothing to tell an operating system by" py '
before = lost()
report = nmap("-Pn", "-p", "22,23", "-sS", "-O", "--max-os-tries", "1", *HOSTS)
assert not list(report.iter("osmatch")) and not list(report.iter("osclass"))
for count in states(report).values():
    assert count == {("filtered", "no-response"): 2}, count
assert lost() > before
silent()'
check "discovery says that nobody is there" py '
before = lost()
hosts = nmap("-sn", *HOSTS).find("runstats/hosts")
assert (hosts.get("up"), hosts.get("down")) == ("0", "2"), hosts.attrib
assert lost() > before
silent()'
check "no flow came of it all" py 'assert not flows(), flows()'

# the scanner can see: or none of the above would say anything
check "with everything open it finds them all" py '
rfwctl("subscriber", "set", "alice", "policy", "open")
found = states(nmap("-p", TCP_PORTS, "-sS", *HOSTS, pace=PATIENT))
assert found[I1] == {("open", "syn-ack"): 3, ("closed", "reset"): 3}, found
assert found[I2] == {("closed", "reset"): 6}, found
assert all(strange(ns) for ns in sniffers)'
finish
