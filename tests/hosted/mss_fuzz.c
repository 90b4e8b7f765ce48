// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the maximum segment size option. Octets 0 and 1 of the input: the size; then the header,
 * as many octets as there are, cut to a multiple of 4.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "mss.h"

#define FIXED	20

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void insist(bool condition)
{
	if (!condition)
		abort();
}

/* Of a header and its pseudo header, which is nothing but a length here. */
static u32 sum_of(const u8 *header, unsigned int length)
{
	u32 sum = length;
	unsigned int i;

	for (i = 0; i < length; i++)
		sum += i & 1 ? header[i] : header[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void set_checksum(u8 *header, u32 value)
{
	header[16] = value >> 8;
	header[17] = value;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	unsigned int length = size < 2 ? 0 : (size - 2) & ~3U;
	enum rfw_mss_action action;
	u16 mss;
	u8 *header;

	if (length < FIXED || length > RFW_TCP_HEADER_MAX)
		return 0;
	mss = RFW_MSS_MIN + (data[0] << 8 | data[1]) % (RFW_MSS_MAX - RFW_MSS_MIN + 1);
	/* no longer than it is; to be grown by an option only */
	header = malloc(length);
	memcpy(header, data + 2, length);
	set_checksum(header, 0);
	set_checksum(header, ~sum_of(header, length));

	action = rfw_mss_scan(header, length, mss);
	if (action == RFW_MSS_LOWER) {
		rfw_mss_lower(header, length, mss, false);
		insist(rfw_mss_scan(header, length, mss) == RFW_MSS_KEEP);
		insist(sum_of(header, length) == 0xffff);
	} else if (action == RFW_MSS_INSERT && length < RFW_TCP_HEADER_MAX) {
		header = realloc(header, length + RFW_MSS_OPTION);
		rfw_mss_insert(header, length, mss, false);
		length += RFW_MSS_OPTION;
		insist(rfw_mss_scan(header, length, mss) == RFW_MSS_KEEP);
		insist(rfw_mss_scan(header, length, mss - 1) == RFW_MSS_LOWER);
		insist(sum_of(header, length) == 0xffff);
	}
	free(header);
	return 0;
}
