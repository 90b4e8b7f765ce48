// SPDX-License-Identifier: GPL-2.0-only
/*
 * The maximum segment size option, row by row (M2 to M5), and the checksum that follows it (M6).
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mss.h"

#define FIXED	20

/* Sum of a pseudo header but for its length, as good as any. */
#define PSEUDO	0x1234abcdU

struct row {
	const char *name;
	u16 mss;
	u8 action;
	u8 size;	/* of the options, a multiple of 4 */
	u8 before[40];
	u8 after[40];
};

static const struct row rows[] = {
	{ "M2: above, lowered", 1400, RFW_MSS_LOWER, 4, { 2, 4, 5, 0xb4 }, { 2, 4, 5, 0x78 } },
	{ "M2: one above, lowered", 1400, RFW_MSS_LOWER, 4,
	  { 2, 4, 5, 0x79 }, { 2, 4, 5, 0x78 } },
	{ "M2: equal, left", 1400, RFW_MSS_KEEP, 4, { 2, 4, 5, 0x78 } },
	{ "M2: below, never raised", 1400, RFW_MSS_KEEP, 4, { 2, 4, 1, 0xf4 } },
	{ "M2: 0, never raised", 1400, RFW_MSS_KEEP, 4, { 2, 4, 0, 0 } },
	{ "M2: 65535 to the least", 160, RFW_MSS_LOWER, 4, { 2, 4, 0xff, 0xff }, { 2, 4, 0, 160 } },
	{ "M2: 10241 to the most", 10240, RFW_MSS_LOWER, 4,
	  { 2, 4, 0x28, 1 }, { 2, 4, 0x28, 0 } },
	{ "M3: no options", 1400, RFW_MSS_INSERT },
	{ "M3: other options", 1400, RFW_MSS_INSERT, 8, { 1, 3, 3, 7, 4, 2, 1, 1 } },
	{ "M3: NOPs alone", 1400, RFW_MSS_INSERT, 4, { 1, 1, 1, 1 } },
	{ "M3: behind the end of the list is none", 1400, RFW_MSS_INSERT, 8,
	  { 1, 0, 1, 1, 2, 4, 5, 0xb4 } },
	{ "M5: behind NOPs, even", 1400, RFW_MSS_LOWER, 8,
	  { 1, 1, 2, 4, 5, 0xb4, 1, 1 }, { 1, 1, 2, 4, 5, 0x78, 1, 1 } },
	{ "M5: behind a NOP, odd", 1400, RFW_MSS_LOWER, 8,
	  { 1, 2, 4, 5, 0xb4, 1, 0, 0 }, { 1, 2, 4, 5, 0x78, 1, 0, 0 } },
	{ "M5: behind window scale, odd, at the end", 536, RFW_MSS_LOWER, 8,
	  { 3, 3, 7, 1, 2, 4, 0x23, 0 }, { 3, 3, 7, 1, 2, 4, 2, 0x18 } },
	{ "M5: twice, both lowered", 1400, RFW_MSS_LOWER, 8,
	  { 2, 4, 5, 0xb4, 2, 4, 0xff, 0xff }, { 2, 4, 5, 0x78, 2, 4, 5, 0x78 } },
	{ "M5: twice, the second above", 1400, RFW_MSS_LOWER, 12,
	  { 2, 4, 1, 0, 1, 2, 4, 0xff, 0xff, 1, 1, 1 },
	  { 2, 4, 1, 0, 1, 2, 4, 5, 0x78, 1, 1, 1 } },
	{ "M5: lowered before the list breaks off", 1400, RFW_MSS_LOWER, 8,
	  { 2, 4, 5, 0xb4, 3, 0, 2, 4 }, { 2, 4, 5, 0x78, 3, 0, 2, 4 } },
	{ "M5: low enough before the list breaks off", 1400, RFW_MSS_KEEP, 8,
	  { 2, 4, 5, 0, 3, 1, 2, 4 } },
	{ "M5: of length 3 is none", 1400, RFW_MSS_INSERT, 4, { 2, 3, 0xff, 1 } },
	{ "M5: of length 6 is none", 1400, RFW_MSS_INSERT, 8, { 2, 6, 0xff, 0xff, 1, 1, 1, 1 } },
	{ "M5: of length 3, a right one behind", 1400, RFW_MSS_LOWER, 8,
	  { 2, 3, 0xff, 2, 4, 0xff, 0xff, 0 }, { 2, 3, 0xff, 2, 4, 5, 0x78, 0 } },
	{ "M5: of length 0", 1400, RFW_MSS_MALFORMED, 4, { 2, 0, 0xff, 0xff } },
	{ "M5: of length 1", 1400, RFW_MSS_MALFORMED, 4, { 2, 1, 0xff, 0xff } },
	{ "M5: past the header", 1400, RFW_MSS_MALFORMED, 4, { 1, 2, 4, 0xff } },
	{ "M5: its kind is the last octet", 1400, RFW_MSS_MALFORMED, 4, { 1, 1, 1, 2 } },
	{ "M5: another option of length 0 before it", 1400, RFW_MSS_MALFORMED, 8,
	  { 8, 0, 1, 1, 2, 4, 0xff, 0xff } },
	{ "M5: another option past the header", 1400, RFW_MSS_MALFORMED, 8,
	  { 254, 9, 1, 1, 2, 4, 0xff, 0xff } },
	{ "M4: a full header, lowered", 1400, RFW_MSS_LOWER, 40,
	  { 254, 36, [36] = 2, 4, 0xff, 0xff }, { 254, 36, [36] = 2, 4, 5, 0x78 } },
};

static void describe(const struct row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(rows, rows, describe);

static u32 add_up(const u8 *octets, unsigned int length, u32 sum)
{
	unsigned int i;

	for (i = 0; i < length; i++)
		sum += i & 1 ? octets[i] : octets[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static u32 pseudo(unsigned int length)
{
	return (PSEUDO >> 16) + (PSEUDO & 0xffff) + length;
}

static void set_checksum(u8 *header, u16 value)
{
	header[16] = value >> 8;
	header[17] = value;
}

/* As long as it is, so that a step past its end is seen. */
static u8 *header_new(struct kunit *test, const u8 *options, unsigned int size, unsigned int room)
{
	unsigned int length = FIXED + size, i;
	u8 *header = kunit_kzalloc(test, length + room, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, header);
	for (i = 0; i < FIXED; i++)
		header[i] = 0x51 * (i + 1);
	header[12] = length / 4 << 4 | 1;
	header[13] = 2;
	memcpy(header + FIXED, options, size);
	set_checksum(header, 0);
	set_checksum(header, ~add_up(header, length, pseudo(length)));
	return header;
}

static void expect_right_sum(struct kunit *test, const u8 *header, unsigned int length)
{
	KUNIT_EXPECT_EQ(test, add_up(header, length, pseudo(length)), 0xffff);
}

static void lower_row(struct kunit *test, const struct row *row, bool partial)
{
	unsigned int length = FIXED + row->size;
	u8 *header = header_new(test, row->before, row->size, 0);
	u8 first[FIXED];

	if (partial)
		set_checksum(header, 0xbeef);
	memcpy(first, header, FIXED);
	rfw_mss_lower(header, length, row->mss, partial);
	KUNIT_EXPECT_FALSE(test, memcmp(header + FIXED, row->after, row->size));
	if (partial)
		KUNIT_EXPECT_FALSE(test, memcmp(header, first, FIXED));
	else
		expect_right_sum(test, header, length);
	/* nothing else of the fixed part */
	KUNIT_EXPECT_FALSE(test, memcmp(header, first, 16) || memcmp(header + 18, first + 18, 2));
}

static void insert_row(struct kunit *test, const struct row *row, bool partial)
{
	const u8 option[] = { 2, 4, row->mss >> 8, row->mss & 0xff };
	unsigned int length = FIXED + row->size;
	u8 *header = header_new(test, row->before, row->size, 4);
	u8 first[FIXED];

	if (partial)
		set_checksum(header, add_up(header, 0, pseudo(length)));
	memcpy(first, header, FIXED);
	rfw_mss_insert(header, length, row->mss, partial);
	KUNIT_EXPECT_FALSE(test, memcmp(header + FIXED, option, 4));
	KUNIT_EXPECT_FALSE(test, memcmp(header + FIXED + 4, row->before, row->size));
	KUNIT_EXPECT_EQ(test, header[12], (length + 4) / 4 << 4 | 1);
	if (partial)
		KUNIT_EXPECT_EQ(test, add_up(header + 16, 2, 0),
				add_up(header, 0, pseudo(length + 4)));
	else
		expect_right_sum(test, header, length + 4);
	KUNIT_EXPECT_FALSE(test, memcmp(header, first, 12) || memcmp(header + 13, first + 13, 3) ||
			   memcmp(header + 18, first + 18, 2));
}

static void row_by_row(struct kunit *test)
{
	const struct row *row = test->param_value;
	u8 *header = header_new(test, row->before, row->size, 0);

	KUNIT_EXPECT_EQ(test, rfw_mss_scan(header, FIXED + row->size, row->mss), row->action);
	/* looking changes nothing */
	KUNIT_EXPECT_FALSE(test, memcmp(header + FIXED, row->before, row->size));
	if (row->action == RFW_MSS_LOWER) {
		lower_row(test, row, false);
		lower_row(test, row, true);
	} else if (row->action == RFW_MSS_INSERT) {
		insert_row(test, row, false);
		insert_row(test, row, true);
	}
}

/* M6: at each place of the option, with each value it has: the sum is right. */
static void every_place(struct kunit *test)
{
	static const u16 values[] = { 161, 256, 1220, 0xff00, 0xffff };
	struct row row = { .mss = RFW_MSS_MIN, .size = 40 };
	unsigned int at, i;

	for (at = 0; at <= 36; at++) {
		for (i = 0; i < ARRAY_SIZE(values); i++) {
			memset(row.before, 1, sizeof(row.before));
			row.before[at] = 2;
			row.before[at + 1] = 4;
			memcpy(row.after, row.before, sizeof(row.after));
			row.before[at + 2] = values[i] >> 8;
			row.before[at + 3] = values[i];
			row.after[at + 2] = 0;
			row.after[at + 3] = RFW_MSS_MIN;
			lower_row(test, &row, false);
		}
	}
}

/* M5, M6: whatever the options are, no size above remains that a receiver would find. */
static void random_options(struct kunit *test)
{
	u8 *header = kunit_kzalloc(test, 64, GFP_KERNEL);
	unsigned int round, length, i;
	enum rfw_mss_action action;
	struct rnd_state random;
	u16 mss;

	KUNIT_ASSERT_NOT_NULL(test, header);
	prandom_seed_state(&random, 9293);
	for (round = 0; round < 20000; round++) {
		prandom_bytes_state(&random, header, 60);
		length = FIXED + prandom_u32_state(&random) % 11 * 4;
		mss = RFW_MSS_MIN + prandom_u32_state(&random) % (RFW_MSS_MAX - RFW_MSS_MIN);
		for (i = FIXED; i < length; i++)
			if (header[i] & 0x80)
				header[i] = header[i] & 0x40 ? 2 + (i & 2) : header[i] & 7;
		header[12] = length / 4 << 4;
		set_checksum(header, 0);
		set_checksum(header, ~add_up(header, length, pseudo(length)));
		action = rfw_mss_scan(header, length, mss);
		if (action == RFW_MSS_LOWER) {
			rfw_mss_lower(header, length, mss, false);
			action = rfw_mss_scan(header, length, mss);
			KUNIT_EXPECT_EQ(test, action, RFW_MSS_KEEP);
		} else if (action == RFW_MSS_INSERT && length < RFW_TCP_HEADER_MAX) {
			rfw_mss_insert(header, length, mss, false);
			length += 4;
			KUNIT_EXPECT_EQ(test, rfw_mss_scan(header, length, mss), RFW_MSS_KEEP);
			KUNIT_EXPECT_EQ(test, rfw_mss_scan(header, length, mss - 1), RFW_MSS_LOWER);
		}
		expect_right_sum(test, header, length);
	}
}

static struct kunit_case mss_cases[] = {
	KUNIT_CASE_PARAM(row_by_row, rows_gen_params),
	KUNIT_CASE(every_place),
	KUNIT_CASE(random_options),
	{}
};

static struct kunit_suite mss_suite = {
	.name = "rfw_mss",
	.test_cases = mss_cases,
};

kunit_test_suite(mss_suite);
