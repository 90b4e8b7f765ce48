// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the header walk. Octet 0 of the input: bits 0-1 words before the IPv6 header, bit 2
 * embedded, bit 3 GSO; octet 1: seed of the cuts into pieces; then the packet.
 */
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/rfw.h>

#include "packet_both.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void insist(bool condition)
{
	if (!condition)
		abort();
}

static void check_dropped(const struct rfw_packet *packet, const struct both *how, int reason)
{
	if (how->embedded) {
		insist(reason == RFW_DROP_REASON_ICMP6_ERROR);
		return;
	}
	switch (reason) {
	case RFW_DROP_REASON_MALFORMED_HEADER:
	case RFW_DROP_REASON_LONG_HEADER_CHAIN:
	case RFW_DROP_REASON_ROUTING_TYPE_0:
	case RFW_DROP_REASON_FRAGMENT:
	case RFW_DROP_REASON_MALFORMED_TRANSPORT:
		return;
	}
	abort();
}

/* What is looked at behind the ports lies in the packet. */
static void peek(const struct rfw_packet *packet, const u8 *data, unsigned int size)
{
	struct sk_buff *skb = alloc_skb(packet->end, GFP_KERNEL);

	skb_put_data(skb, data, packet->end);
	if (packet->protocol == IPPROTO_SCTP && rfw_packet_is_init(packet, skb))
		insist(packet->end - packet->transport >= 32 && data[packet->transport + 12] == 1);
	if (packet->protocol == IPPROTO_DCCP &&
	    rfw_packet_service(packet, skb) != RFW_SERVICE_NONE)
		insist(packet->end - packet->transport >= 20);
	kfree_skb(skb);
}

static void check_passed(const struct rfw_packet *packet, const struct both *how, const u8 *data,
			 unsigned int size)
{
	const struct rfw_key *key = &packet->key;
	unsigned int extensions = packet->transport - how->start - 40;
	u8 ports[4];

	insist(packet->transport >= how->start + 40);
	insist(packet->transport <= packet->end && packet->end <= size);
	insist(extensions <= RFW_MAX_EXTENSION_OCTETS && !(extensions % 4));
	insist(rfw_key_protocol(key) == packet->protocol);
	insist(!memcmp(&key->addr[packet->source], data + how->start + 8, 16));
	insist(!memcmp(&key->addr[!packet->source], data + how->start + 24, 16));
	insist(!how->embedded || packet->kind == RFW_PACKET_FLOW);
	insist(!how->embedded || !packet->homes);
	insist(packet->homes < 4);

	switch (packet->protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		peek(packet, data, size);
		insist(packet->end - packet->transport >= 4);
		memcpy(ports, &key->port[packet->source], 2);
		memcpy(ports + 2, &key->port[!packet->source], 2);
		insist(!memcmp(ports, data + packet->transport, 4));
		break;
	case IPPROTO_ICMPV6:
		insist(packet->icmp6_type == data[packet->transport]);
		insist((packet->kind == RFW_PACKET_ICMP6_ERROR) == (packet->icmp6_type < 128));
		if (packet->kind == RFW_PACKET_FLOW)
			insist(!memcmp(&key->port[0], data + packet->transport + 4, 2));
		insist(key->port[0] == key->port[1]);
		break;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_FRAGMENT:
	case IPPROTO_AH:
	case IPPROTO_DSTOPTS:
		abort();
	default:
		insist(!key->port[0] && !key->port[1]);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct rfw_packet packet, again;
	struct both how;
	u8 *changed;
	int reason;

	if (size < 2)
		return 0;
	how.start = (data[0] & 3) * 4;
	how.embedded = data[0] & 4;
	how.gso = data[0] & 8;
	how.seed = data[1];
	data += 2;
	size -= 2;

	reason = parse_both(&packet, &how, data, size);
	if (reason)
		check_dropped(&packet, &how, reason);
	else
		check_passed(&packet, &how, data, size);

	/* What lies behind the end does not count. */
	changed = malloc(size);
	memcpy(changed, data, size);
	if (packet.end < size)
		memset(changed + packet.end, 0xa5, size - packet.end);
	if (size >= how.start + 40)
		insist(parse_both(&again, &how, changed, size) == reason &&
		       !memcmp(&packet, &again, sizeof(packet)));
	free(changed);
	return 0;
}
