// SPDX-License-Identifier: GPL-2.0-only
/*
 * The maximum segment size option of a SYN: found, lowered, inserted; the checksum follows by
 * differences (RFC 1624).
 */
#include "mss.h"

#include <linux/string.h>

#define OPTION_END	0
#define OPTION_NOP	1
#define OPTION_MSS	2

/* Offsets in a TCP header. */
#define HEADER_FIXED	20
#define DATA_OFFSET	12
#define CHECKSUM	16

static u16 get_be16(const u8 *octets)
{
	return octets[0] << 8 | octets[1];
}

static void put_be16(u8 *octets, u16 value)
{
	octets[0] = value >> 8;
	octets[1] = value;
}

/*
 * Offset of the first maximum segment size option at @at or behind it, or @length where there is
 * none. Bounded by the header: each option is at least an octet long.
 */
static unsigned int find(const u8 *header, unsigned int length, unsigned int at, bool *malformed)
{
	unsigned int size;

	for (; at < length; at += size) {
		size = 1;
		if (header[at] == OPTION_END)
			break;
		if (header[at] == OPTION_NOP)
			continue;
		if (length - at < 2 || header[at + 1] < 2 || header[at + 1] > length - at) {
			*malformed = true;
			break;
		}
		size = header[at + 1];
		if (header[at] == OPTION_MSS && size == RFW_MSS_OPTION)
			return at;
	}
	return length;
}

static u16 fold(u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return sum + (sum >> 16);
}

/* What the sum grows by when a 16-bit value changes; octets at an odd offset count swapped. */
static u32 difference(unsigned int offset, u16 old, u16 new)
{
	u16 sum = fold((u32)(u16)~old + new);

	return offset & 1 ? (u16)(sum << 8 | sum >> 8) : sum;
}

/* The sum of what a checksum covers has grown. */
static void adjust_checksum(u8 *header, u32 growth)
{
	u16 before = ~get_be16(header + CHECKSUM);

	put_be16(header + CHECKSUM, ~fold(before + growth));
}

enum rfw_mss_action rfw_mss_scan(const u8 *header, unsigned int length, u16 mss)
{
	bool malformed = false, present = false;
	unsigned int at = HEADER_FIXED;

	while ((at = find(header, length, at, &malformed)) < length) {
		if (get_be16(header + at + 2) > mss)
			return RFW_MSS_LOWER;
		present = true;
		at += RFW_MSS_OPTION;
	}
	if (present)
		return RFW_MSS_KEEP;
	return malformed ? RFW_MSS_MALFORMED : RFW_MSS_INSERT;
}

void rfw_mss_lower(u8 *header, unsigned int length, u16 mss, bool partial)
{
	unsigned int at = HEADER_FIXED;
	bool malformed;
	u16 old;

	while ((at = find(header, length, at, &malformed)) < length) {
		old = get_be16(header + at + 2);
		if (old > mss) {
			put_be16(header + at + 2, mss);
			if (!partial)
				adjust_checksum(header, difference(at, old, mss));
		}
		at += RFW_MSS_OPTION;
	}
}

void rfw_mss_insert(u8 *header, unsigned int length, u16 mss, bool partial)
{
	u8 *option = header + HEADER_FIXED;
	u16 word = get_be16(header + DATA_OFFSET);
	u32 growth = RFW_MSS_OPTION;

	memmove(option + RFW_MSS_OPTION, option, length - HEADER_FIXED);
	option[0] = OPTION_MSS;
	option[1] = RFW_MSS_OPTION;
	put_be16(option + 2, mss);
	header[DATA_OFFSET] += RFW_MSS_OPTION / 4 << 4;

	if (partial) {
		put_be16(header + CHECKSUM, fold(get_be16(header + CHECKSUM) + growth));
		return;
	}
	growth += get_be16(option) + mss;
	growth += difference(DATA_OFFSET, word, get_be16(header + DATA_OFFSET));
	adjust_checksum(header, growth);
}
