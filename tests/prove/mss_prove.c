// SPDX-License-Identifier: GPL-2.0-only
/*
 * The maximum segment size option in every TCP header that there can be, in memory that ends with
 * it.
 */
#include <prove.h>

#include "mss.c"

/* Of a header of which all options are read, not just one looked for. */
#define HEADER_MAX	36

/* Octets that end where memory does; @room more than the header has. */
static u8 *any_header(unsigned int *length, unsigned int most, unsigned int room)
{
	u8 *memory = malloc(most);

	*length = nondet_u32();
	suppose(!(*length % 4) && *length >= HEADER_FIXED && *length <= most - room);
	return memory + most - room - *length;
}

void find_one(void)
{
	unsigned int length, at = nondet_u32(), found;
	u8 *header = any_header(&length, RFW_TCP_HEADER_MAX, 0);
	bool malformed;

	suppose(at >= HEADER_FIXED && at <= length);
	found = find(header, length, at, &malformed);
	insist(found == length || (found >= at && found <= length - RFW_MSS_OPTION));
}

void scan(void)
{
	unsigned int length;
	u8 *header = any_header(&length, HEADER_MAX, 0);

	insist(rfw_mss_scan(header, length, nondet_u16()) <= RFW_MSS_MALFORMED);
}

void lower(void)
{
	unsigned int length;
	u8 *header = any_header(&length, HEADER_MAX, 0);

	rfw_mss_lower(header, length, nondet_u16(), nondet_bool());
}

void insert(void)
{
	unsigned int length;
	u8 *header = any_header(&length, RFW_TCP_HEADER_MAX, RFW_MSS_OPTION);

	rfw_mss_insert(header, length, nondet_u16(), nondet_bool());
	insist(header[HEADER_FIXED] == OPTION_MSS);
}
