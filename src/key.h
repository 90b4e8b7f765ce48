/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tuple of a flow in canonical order.
 *
 * There is no address translation, so both directions of a conversation have the same two
 * endpoints. Storing the lower endpoint first gives both directions one key, one hash and one
 * bucket.
 */
#ifndef _RFW_KEY_H
#define _RFW_KEY_H

#include <linux/build_bug.h>
#include <linux/in6.h>
#include <linux/string.h>
#include <linux/types.h>

/* A VRF's interface index shares a word with the protocol number, see rfw_key_zone(). */
#define RFW_VRF_MAX	((1U << 24) - 1)

/**
 * struct rfw_key - tuple of a flow, canonical
 * @addr: the two addresses, network byte order; @addr[0] with @port[0] is the lower endpoint
 * @port: TCP, UDP, UDP-Lite, SCTP, DCCP: the port of each endpoint; ICMPv6 echo: the identifier,
 *	twice; any other protocol: 0. Network byte order.
 * @zone: VRF and protocol, see rfw_key_zone()
 *
 * Has no padding, so that it can be hashed and compared as five 64-bit words.
 */
struct rfw_key {
	struct in6_addr addr[2];
	__be16 port[2];
	u32 zone;
} __aligned(8);

static_assert(sizeof(struct rfw_key) == 40);

/**
 * rfw_key_zone - the word that separates key spaces
 * @vrf: interface index of the VRF device the packet is forwarded in, 0 for none, at most
 * RFW_VRF_MAX
 * @protocol: IP protocol number
 *
 * Return: the word.
 */
static inline u32 rfw_key_zone(u32 vrf, u8 protocol)
{
	return vrf << 8 | protocol;
}

static inline u8 rfw_key_protocol(const struct rfw_key *key)
{
	return key->zone & 0xff;
}

static inline u32 rfw_key_vrf(const struct rfw_key *key)
{
	return key->zone >> 8;
}

static inline bool rfw_key_equal(const struct rfw_key *a, const struct rfw_key *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;

	return !((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3]) | (x[4] ^ y[4]));
}

/**
 * rfw_key_build - bring the two endpoints of a packet into canonical order
 * @key: filled in whole
 * @source: source address
 * @destination: destination address
 * @source_port: see &rfw_key.port
 * @destination_port: see &rfw_key.port
 * @zone: see rfw_key_zone()
 *
 * The order is that of the words in memory: any total order will do, as long as it never changes
 * while flows live.
 *
 * Return: 1 when the source became the second endpoint, else 0.
 */
static __always_inline unsigned int
rfw_key_build(struct rfw_key *key, const struct in6_addr *source,
	      const struct in6_addr *destination, __be16 source_port, __be16 destination_port,
	      u32 zone)
{
	u64 s0, s1, d0, d1;
	u64 *word = (u64 *)key;
	unsigned int second;

	memcpy(&s0, &source->s6_addr32[0], sizeof(s0));
	memcpy(&s1, &source->s6_addr32[2], sizeof(s1));
	memcpy(&d0, &destination->s6_addr32[0], sizeof(d0));
	memcpy(&d1, &destination->s6_addr32[2], sizeof(d1));
	if (likely(s0 != d0))
		second = s0 > d0;
	else if (s1 != d1)
		second = s1 > d1;
	else
		second = (__force u16)source_port > (__force u16)destination_port;

	word[2 * second] = s0;
	word[2 * second + 1] = s1;
	word[2 - 2 * second] = d0;
	word[3 - 2 * second] = d1;
	key->port[second] = source_port;
	key->port[1 - second] = destination_port;
	key->zone = zone;
	return second;
}

#endif
