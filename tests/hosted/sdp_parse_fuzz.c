// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes session descriptions. What is read is within its bounds, and stays the same with other line
 * ends and another o= line.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "sdp_parse.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void insist(bool condition)
{
	if (!condition)
		abort();
}

static void insist_address(const struct rfw_sip_address *address)
{
	insist(address->kind <= RFW_SIP_ADDRESS_UNUSABLE);
	if (address->kind == RFW_SIP_ADDRESS_UNICAST)
		insist(address->address.s6_addr[0] != 0xff);
}

static void insist_media(const struct rfw_sdp_media *media)
{
	u32 last = media->protocol == RFW_SDP_RTP ? 2 * media->ports - 1 : media->ports - 1, i;

	insist_address(&media->address);
	insist_address(&media->rtcp_address);
	insist(media->ports && (media->ports == 1 || media->port + last <= 65535));
	insist(media->protocol <= RFW_SDP_RTP && media->direction <= RFW_SDP_INACTIVE);
	insist(media->has_rtcp || (!media->rtcp_port && !media->rtcp_address.kind));
	insist(media->candidates <= RFW_SDP_MAX_CANDIDATES);
	insist(!media->more_candidates || media->candidates == RFW_SDP_MAX_CANDIDATES);
	for (i = 0; i < media->candidates; i++)
		insist(media->candidate[i].port && media->candidate[i].component &&
		       media->candidate[i].component <= 256);
}

/* The same with each line end the other way, and o= lines behind the first line. */
static u8 *rewrite(const u8 *data, size_t size, size_t *length)
{
	static const char origin[] = "o=- 1 1 IN IP6 [2001:db8::9\n";
	u8 *other = malloc(2 * size + sizeof(origin));
	bool first = true;
	size_t i;

	for (i = *length = 0; i < size; i++) {
		if (data[i] == '\r' && i + 1 < size && data[i + 1] == '\n')
			continue;
		if (data[i] == '\n' && !(i && data[i - 1] == '\r'))
			other[(*length)++] = '\r';
		other[(*length)++] = data[i];
		if (data[i] == '\n' && first) {
			memcpy(other + *length, origin, sizeof(origin) - 1);
			*length += sizeof(origin) - 1;
			first = false;
		}
	}
	return realloc(other, *length ?: 1);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct rfw_sdp sdp, again;
	size_t length, i;
	bool right;
	u8 *other;

	memset(&sdp, 0xa5, sizeof(sdp));
	right = rfw_sdp_parse(&sdp, data, size);
	if (right) {
		insist(sdp.count <= RFW_SDP_MAX_MEDIA && sdp.total >= sdp.count);
		insist(sdp.total == sdp.count || sdp.count == RFW_SDP_MAX_MEDIA);
		for (i = 0; i < sdp.count; i++)
			insist_media(&sdp.media[i]);
	}
	other = rewrite(data, size, &length);
	if (right) {
		memset(&again, 0x5a, sizeof(again));
		insist(rfw_sdp_parse(&again, other, length));
		insist(!memcmp(&sdp, &again, sizeof(sdp)));
	}
	free(other);
	return 0;
}
