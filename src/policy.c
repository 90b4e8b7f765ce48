// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "config.h"
#include "domain.h"
#include "policy.h"

/* RFC 6092 REC-40, REC-44 */
#define SCTP_TIMEOUT	{ .protocol = IPPROTO_SCTP, .timeout = 7440, .initial = 240 }
#define DCCP_TIMEOUT	{ .protocol = IPPROTO_DCCP, .timeout = 7440, .initial = 480 }

/* The defaults of each preset, from the table of timers and knobs of the specification. */
static const struct rfw_policy_rules presets[] = {
	[RFW_PRESET_STRICT] = {
		.preset			= RFW_PRESET_STRICT,
		.filtering		= RFW_FILTERING_ADDRESS_AND_PORT_DEPENDENT,
		.tcp_pickup		= 1,
		.tcp_window		= RFW_TCP_WINDOW_STRICT,
		.unknown_protocols	= RFW_UNKNOWN_PROTOCOLS_ALL,
		.max_sessions		= 65535,
		.max_hosts		= 256,
		.max_pinholes		= 64,
		.sip_max_calls		= 64,
		.sip_max_calls_host	= 16,
		.sip_ports		= 1,
		.sip_port		= { 5060 },
		.inbound_share		= 50,
		.timeout = {
			[RFW_TIMER_TCP_ESTABLISHED]	= 7440,
			[RFW_TIMER_TCP_TRANSITORY]	= 240,
			[RFW_TIMER_TCP_SYN]		= 240,
			[RFW_TIMER_TCP_TIME_WAIT]	= 120,
			[RFW_TIMER_TCP_RST]		= 10,
			[RFW_TIMER_UDP]			= 300,
			[RFW_TIMER_UDP_INITIAL]		= 120,
			[RFW_TIMER_UDP_DNS]		= 15,
			[RFW_TIMER_ICMP6_QUERY]		= 60,
			[RFW_TIMER_SIP]			= 120,
			[RFW_TIMER_UNKNOWN_PROTOCOL]	= 300,
		},
		.protocol_timeouts	= 2,
		.protocol_timeout	= { SCTP_TIMEOUT, DCCP_TIMEOUT },
	},
	/* The vendor's: no other protocol leaves unless it is listed, no sequence numbers. */
	[RFW_PRESET_SROS] = {
		.preset			= RFW_PRESET_SROS,
		.filtering		= RFW_FILTERING_ENDPOINT_INDEPENDENT,
		.tcp_window		= RFW_TCP_WINDOW_OFF,
		.unknown_protocols	= RFW_UNKNOWN_PROTOCOLS_NONE,
		.max_sessions		= 65535,
		.max_hosts		= 256,
		.max_pinholes		= 64,
		.sip_max_calls		= 64,
		.sip_max_calls_host	= 16,
		.sip_ports		= 1,
		.sip_port		= { 5060 },
		.inbound_share		= 50,
		.timeout = {
			[RFW_TIMER_TCP_ESTABLISHED]	= 7440,
			[RFW_TIMER_TCP_TRANSITORY]	= 240,
			[RFW_TIMER_TCP_SYN]		= 15,
			[RFW_TIMER_TCP_TIME_WAIT]	= 0,
			[RFW_TIMER_TCP_RST]		= 0,
			[RFW_TIMER_UDP]			= 300,
			[RFW_TIMER_UDP_INITIAL]		= 15,
			[RFW_TIMER_UDP_DNS]		= 15,
			[RFW_TIMER_ICMP6_QUERY]		= 60,
			[RFW_TIMER_SIP]			= 120,
			[RFW_TIMER_UNKNOWN_PROTOCOL]	= 300,
		},
	},
	/* REC-11, REC-17, REC-33; REC-21, REC-22, REC-24, REC-26; REC-34, REC-39 */
	[RFW_PRESET_RFC6092] = {
		.preset			= RFW_PRESET_RFC6092,
		.filtering		= RFW_FILTERING_ENDPOINT_INDEPENDENT,
		.tcp_pickup		= 1,
		.tcp_window		= RFW_TCP_WINDOW_STRICT,
		.unknown_protocols	= RFW_UNKNOWN_PROTOCOLS_ALL,
		.ipsec_passthrough	= 1,
		.unsolicited		= RFW_UNSOLICITED_REJECT_DELAYED,
		.max_sessions		= 65535,
		.max_hosts		= 256,
		.max_pinholes		= 64,
		.sip_max_calls		= 64,
		.sip_max_calls_host	= 16,
		.sip_ports		= 1,
		.sip_port		= { 5060 },
		.inbound_share		= 50,
		.timeout = {
			[RFW_TIMER_TCP_ESTABLISHED]	= 7440,
			[RFW_TIMER_TCP_TRANSITORY]	= 240,
			[RFW_TIMER_TCP_SYN]		= 240,
			[RFW_TIMER_TCP_TIME_WAIT]	= 240,
			[RFW_TIMER_TCP_RST]		= 240,
			[RFW_TIMER_UDP]			= 300,
			[RFW_TIMER_UDP_INITIAL]		= 300,
			[RFW_TIMER_UDP_DNS]		= 15,
			[RFW_TIMER_ICMP6_QUERY]		= 60,
			[RFW_TIMER_SIP]			= 180,
			[RFW_TIMER_UNKNOWN_PROTOCOL]	= 300,
		},
		.protocol_timeouts	= 2,
		.protocol_timeout	= { SCTP_TIMEOUT, DCCP_TIMEOUT },
	},
	/* draft-ietf-v6ops-balanced-ipv6-security: open but for weak and local services */
	[RFW_PRESET_BALANCED] = {
		.preset			= RFW_PRESET_BALANCED,
		.filtering		= RFW_FILTERING_ENDPOINT_INDEPENDENT,
		.tcp_pickup		= 1,
		.tcp_window		= RFW_TCP_WINDOW_STRICT,
		.unknown_protocols	= RFW_UNKNOWN_PROTOCOLS_ALL,
		.echo_in		= 1,
		.ipsec_passthrough	= 1,
		.max_sessions		= 65535,
		.max_hosts		= 256,
		.max_pinholes		= 64,
		.sip_max_calls		= 64,
		.sip_max_calls_host	= 16,
		.sip_ports		= 1,
		.sip_port		= { 5060 },
		.inbound_share		= 50,
		.max_new_per_second	= 500,
		.max_half_open		= 1024,
		.timeout = {
			[RFW_TIMER_TCP_ESTABLISHED]	= 7440,
			[RFW_TIMER_TCP_TRANSITORY]	= 240,
			[RFW_TIMER_TCP_SYN]		= 240,
			[RFW_TIMER_TCP_TIME_WAIT]	= 120,
			[RFW_TIMER_TCP_RST]		= 10,
			[RFW_TIMER_UDP]			= 300,
			[RFW_TIMER_UDP_INITIAL]		= 120,
			[RFW_TIMER_UDP_DNS]		= 15,
			[RFW_TIMER_ICMP6_QUERY]		= 60,
			[RFW_TIMER_SIP]			= 120,
			[RFW_TIMER_UNKNOWN_PROTOCOL]	= 300,
		},
		.protocol_timeouts	= 2,
		.protocol_timeout	= { SCTP_TIMEOUT, DCCP_TIMEOUT },
		.open_ports		= 4,
		.open_port = {
			{ IPPROTO_TCP, 1, 65535 }, { IPPROTO_UDP, 1, 65535 },
			{ IPPROTO_SCTP, 1, 65535 }, { IPPROTO_DCCP, 1, 65535 },
		},
		.open_exceptions	= 25,
		.open_exception = {
			/* what manages a host: ssh, telnet, http, rdp, vnc */
			{ IPPROTO_TCP, 22, 23 }, { IPPROTO_TCP, 80, 80 },
			{ IPPROTO_TCP, 3389, 3389 }, { IPPROTO_TCP, 5900, 5900 },
			/* of the LAN: kerberos, sunrpc, msrpc, netbios, smb, r*, lpd, ipp */
			{ IPPROTO_TCP, 88, 88 }, { IPPROTO_UDP, 88, 88 },
			{ IPPROTO_TCP, 111, 111 }, { IPPROTO_UDP, 111, 111 },
			{ IPPROTO_TCP, 135, 139 }, { IPPROTO_UDP, 135, 139 },
			{ IPPROTO_TCP, 445, 445 }, { IPPROTO_UDP, 445, 445 },
			{ IPPROTO_TCP, 512, 515 }, { IPPROTO_UDP, 513, 514 },
			{ IPPROTO_TCP, 548, 548 }, { IPPROTO_TCP, 631, 631 },
			{ IPPROTO_UDP, 631, 631 },
			/* upnp, nfs, ws-discovery, mdns, llmnr */
			{ IPPROTO_UDP, 1900, 1900 }, { IPPROTO_TCP, 2869, 2869 },
			{ IPPROTO_TCP, 2049, 2049 }, { IPPROTO_UDP, 2049, 2049 },
			{ IPPROTO_UDP, 3702, 3702 }, { IPPROTO_UDP, 5353, 5353 },
			{ IPPROTO_TCP, 5355, 5355 }, { IPPROTO_UDP, 5355, 5355 },
		},
	},
	/* REC-49 */
	[RFW_PRESET_TRANSPARENT] = {
		.preset			= RFW_PRESET_TRANSPARENT,
		.transparent		= 1,
		.filtering		= RFW_FILTERING_ENDPOINT_INDEPENDENT,
		.tcp_pickup		= 1,
		.tcp_window		= RFW_TCP_WINDOW_OFF,
		.udp_inbound_refresh	= 1,
		.flow_accounting	= 1,
		.ula_border		= 1,
		.icmp6_unallocated_errors = 1,
		.icmp6_mobility		= 1,
		.unknown_protocols	= RFW_UNKNOWN_PROTOCOLS_ALL,
		.echo_in		= 1,
		.ipsec_passthrough	= 1,
		.pinhole_low_ports	= 1,
		.max_sessions		= 65535,
		.max_hosts		= 256,
		.max_pinholes		= 64,
		.sip_max_calls		= 64,
		.sip_max_calls_host	= 16,
		.sip_ports		= 1,
		.sip_port		= { 5060 },
		.inbound_share		= 50,
		.timeout = {
			[RFW_TIMER_TCP_ESTABLISHED]	= 7440,
			[RFW_TIMER_TCP_TRANSITORY]	= 240,
			[RFW_TIMER_TCP_SYN]		= 240,
			[RFW_TIMER_TCP_TIME_WAIT]	= 120,
			[RFW_TIMER_TCP_RST]		= 10,
			[RFW_TIMER_UDP]			= 300,
			[RFW_TIMER_UDP_INITIAL]		= 120,
			[RFW_TIMER_UDP_DNS]		= 15,
			[RFW_TIMER_ICMP6_QUERY]		= 60,
			[RFW_TIMER_SIP]			= 120,
			[RFW_TIMER_UNKNOWN_PROTOCOL]	= 300,
		},
		.protocol_timeouts	= 2,
		.protocol_timeout	= { SCTP_TIMEOUT, DCCP_TIMEOUT },
	},
};

static_assert(ARRAY_SIZE(presets) == RFW_PRESET_MAX + 1);

/**
 * rfw_policy_preset - set all rules to the defaults of a preset
 * @rules: filled in
 * @preset: enum rfw_preset
 */
void rfw_policy_preset(struct rfw_policy_rules *rules, u8 preset)
{
	*rules = presets[preset];
}

/**
 * rfw_policy_allows_unknown - may a protocol other than TCP, UDP and ICMPv6 open flows outbound
 * @rules: of the policy
 * @protocol: IP protocol number
 */
bool rfw_policy_allows_unknown(const struct rfw_policy_rules *rules, u8 protocol)
{
	if (rules->transparent)
		return true;
	switch (rules->unknown_protocols) {
	case RFW_UNKNOWN_PROTOCOLS_ALL:
		return true;
	case RFW_UNKNOWN_PROTOCOLS_LISTED:
		return test_bit(protocol, rules->protocol_allowed);
	}
	return false;
}

static bool has_port(const struct rfw_open_ports *list, unsigned int count, u8 protocol, u16 port)
{
	for (; count--; list++)
		if (list->protocol == protocol && port >= list->low && port <= list->high)
			return true;
	return false;
}

/**
 * rfw_policy_open_port - is an inbound port open to every host
 * @rules: of the policy
 * @protocol: IP protocol number
 * @port: host byte order; 0 for protocols without ports
 */
bool rfw_policy_open_port(const struct rfw_policy_rules *rules, u8 protocol, u16 port)
{
	return has_port(rules->open_port, rules->open_ports, protocol, port) &&
	       !has_port(rules->open_exception, rules->open_exceptions, protocol, port);
}

/**
 * rfw_policy_sip_port - does the SIP gateway look at what goes to a port
 * @rules: of the policy
 * @port: outside, host byte order
 *
 * Return: false without the gateway.
 */
bool rfw_policy_sip_port(const struct rfw_policy_rules *rules, u16 port)
{
	unsigned int i;

	if (!(rules->algs & BIT(RFW_ALG_SIP)))
		return false;
	for (i = 0; i < rules->sip_ports; i++)
		if (rules->sip_port[i] == port)
			return true;
	return false;
}

/**
 * rfw_policy_unknown_timeout - timer of a protocol other than TCP, UDP and ICMPv6
 * @rules: of the policy
 * @protocol: IP protocol number
 * @initial: no second packet was seen
 *
 * Return: seconds.
 */
u32 rfw_policy_unknown_timeout(const struct rfw_policy_rules *rules, u8 protocol, bool initial)
{
	unsigned int i;

	for (i = 0; i < rules->protocol_timeouts; i++)
		if (rules->protocol_timeout[i].protocol == protocol)
			return initial ? rules->protocol_timeout[i].initial :
					 rules->protocol_timeout[i].timeout;
	return rules->timeout[RFW_TIMER_UNKNOWN_PROTOCOL];
}

/* The rules' end comes with or before the policy's, both after a grace period. */
static int rules_replace(struct rfw_policy *policy, const struct rfw_policy_rules *rules)
{
	struct rfw_policy_rules *old = rcu_dereference_protected(policy->rules, 1), *copy;

	copy = kmemdup(rules, sizeof(*rules), GFP_KERNEL_ACCOUNT);
	if (!copy)
		return -ENOMEM;
	rcu_assign_pointer(policy->rules, copy);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/* Whether its domain counts the policy among those that need hosts learned. */
static bool learns(const struct rfw_policy *policy)
{
	return rcu_dereference_protected(policy->rules, 1)->host_learning ==
	       RFW_HOST_LEARNING_REQUIRED;
}

/**
 * rfw_policy_add - a new policy
 * @config: to add it to
 * @name: its name
 * @description: its description
 * @domain: of the same configuration
 * @rules: copied
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EEXIST, -ENOMEM.
 */
int rfw_policy_add(struct rfw_config *config, const char *name, const char *description,
		   struct rfw_domain *domain, const struct rfw_policy_rules *rules,
		   struct netlink_ext_ack *extack)
{
	struct rfw_policy *policy = kzalloc(sizeof(*policy), GFP_KERNEL_ACCOUNT);
	int err;

	if (!policy)
		return -ENOMEM;
	strscpy(policy->description, description, sizeof(policy->description));
	policy->domain = domain;
	err = rules_replace(policy, rules);
	if (err)
		goto err_policy;
	err = rfw_object_add(&config->policies, &policy->object, name, extack);
	if (err)
		goto err_rules;
	domain->policies++;
	domain->learning += learns(policy);
	return 0;

err_rules:
	kfree(rcu_dereference_protected(policy->rules, 1));
err_policy:
	kfree(policy);
	return err;
}

/**
 * rfw_policy_set - change a policy
 * @config: that it is in
 * @policy: the policy
 * @description: new description
 * @domain: new domain; while subscribers use the policy it can only be the present one
 * @rules: copied; packets see the old or the new ones as a whole
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock, may sleep.
 * Return: 0, -EBUSY, -ENOMEM; on error nothing has changed.
 */
int rfw_policy_set(struct rfw_config *config, struct rfw_policy *policy, const char *description,
		   struct rfw_domain *domain, const struct rfw_policy_rules *rules,
		   struct netlink_ext_ack *extack)
{
	bool learned = learns(policy);
	int err;

	if (domain != policy->domain && policy->subscribers) {
		NL_SET_ERR_MSG(extack, "the policy is in use, its domain can't change");
		return -EBUSY;
	}
	err = rules_replace(policy, rules);
	if (err)
		return err;
	if (description != policy->description)
		strscpy(policy->description, description, sizeof(policy->description));
	policy->domain->policies--;
	policy->domain->learning -= learned;
	policy->domain = domain;
	domain->policies++;
	domain->learning += learns(policy);
	return 0;
}

/**
 * rfw_policy_release - free a policy of a configuration whether it is in use or not
 * @config: the configuration
 * @policy: the policy
 *
 * Context: under the configuration lock; for a configuration that goes as a whole, and for
 * rfw_policy_del().
 */
void rfw_policy_release(struct rfw_config *config, struct rfw_policy *policy)
{
	struct rfw_policy_rules *rules = rcu_dereference_protected(policy->rules, 1);

	rfw_object_del(&config->policies, &policy->object);
	policy->domain->policies--;
	policy->domain->learning -= learns(policy);
	kfree_rcu(rules, rcu);
	kfree_rcu(policy, rcu);
}

/**
 * rfw_policy_del - remove a policy that no subscriber uses
 * @config: the configuration
 * @policy: the policy
 * @extack: gets the reason of a refusal
 *
 * Context: under the configuration lock.
 * Return: 0 or -EBUSY.
 */
int rfw_policy_del(struct rfw_config *config, struct rfw_policy *policy,
		   struct netlink_ext_ack *extack)
{
	if (policy->subscribers) {
		NL_SET_ERR_MSG(extack, "the policy is in use by subscribers");
		return -EBUSY;
	}
	rfw_policy_release(config, policy);
	return 0;
}
