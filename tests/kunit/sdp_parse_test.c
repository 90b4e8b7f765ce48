// SPDX-License-Identifier: GPL-2.0-only
/*
 * Session descriptions, row by row (S8 to S14, S25).
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "sdp_parse.h"

#include "sdp_descriptions.h"
#include "sip_say.h"

static const char * const protocols[] = { "other", "udp", "rtp" };

static const char * const directions[] = { "sendrecv", "sendonly", "recvonly", "inactive" };

static void describe(const struct sdp_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(rows, sdp_rows, describe);

static void say_media(struct says *says, const struct rfw_sdp_media *media)
{
	struct rfw_sip_address address = { .kind = RFW_SIP_ADDRESS_UNICAST };
	unsigned int i;

	say(says, "%s ", protocols[media->protocol]);
	say_address(says, &media->address);
	say(says, " %u/%u %s", media->port, media->ports, directions[media->direction]);
	if (media->has_rtcp)
		say(says, " rtcp %u", media->rtcp_port);
	if (media->rtcp_address.kind != RFW_SIP_ADDRESS_NONE) {
		say(says, " at ");
		say_address(says, &media->rtcp_address);
	}
	if (media->rtcp_mux)
		say(says, " mux");
	if (media->bundle_only)
		say(says, " bundle");
	for (i = 0; i < media->candidates; i++) {
		say(says, " %u@", media->candidate[i].component);
		address.address = media->candidate[i].address;
		say_address(says, &address);
		say(says, " %u", media->candidate[i].port);
	}
	if (media->more_candidates)
		say(says, " more");
}

static bool parse(struct kunit *test, struct rfw_sdp *sdp, const char *text, u32 length)
{
	u8 *data = kmalloc(length ?: 1, GFP_KERNEL);
	bool right;

	KUNIT_ASSERT_NOT_NULL(test, data);
	memcpy(data, text, length);
	right = rfw_sdp_parse(sdp, data, length);
	kfree(data);
	return right;
}

static void description(struct kunit *test)
{
	struct rfw_sdp *sdp = kunit_kzalloc(test, sizeof(*sdp), GFP_KERNEL);
	struct says *says = kunit_kzalloc(test, sizeof(*says), GFP_KERNEL);
	const struct sdp_row *row = test->param_value;
	unsigned int i;
	bool right;

	KUNIT_ASSERT_NOT_NULL(test, sdp);
	KUNIT_ASSERT_NOT_NULL(test, says);
	right = parse(test, sdp, row->text, strlen(row->text));
	for (i = 0; right && i < sdp->count; i++) {
		say(says, "%s", i ? "; " : "");
		say_media(says, &sdp->media[i]);
	}
	if (right && sdp->total != sdp->count)
		say(says, " of %u", sdp->total);
	KUNIT_EXPECT_EQ_MSG(test, right, !!row->says, "%s", says->text);
	if (right && row->says)
		KUNIT_EXPECT_TRUE_MSG(test, !strcmp(says->text, row->says), "%s", says->text);
}

/* Cut off anywhere, nothing behind the cut is read. */
static void cut_anywhere(struct kunit *test)
{
	struct rfw_sdp *sdp = kunit_kzalloc(test, sizeof(*sdp), GFP_KERNEL);
	const struct sdp_row *row = test->param_value;
	u32 length;

	KUNIT_ASSERT_NOT_NULL(test, sdp);
	for (length = 0; length < strlen(row->text); length++)
		parse(test, sdp, row->text, length);
}

/* A10, B-AL-10: a NUL, wherever it is. */
static void nul_anywhere(struct kunit *test)
{
	struct rfw_sdp *sdp = kunit_kzalloc(test, sizeof(*sdp), GFP_KERNEL);
	char text[] = AUDIO;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, sdp);
	for (i = 0; i < sizeof(text) - 1; i++) {
		char octet = text[i];

		text[i] = '\0';
		KUNIT_EXPECT_FALSE_MSG(test, parse(test, sdp, text, sizeof(text) - 1),
				       "octet %u", i);
		text[i] = octet;
	}
	KUNIT_EXPECT_TRUE(test, parse(test, sdp, text, sizeof(text) - 1));
}

/* A8, B-AL-04: a thousand m= lines are counted, and eight are kept. */
static void many_media(struct kunit *test)
{
	static const char line[] = "m=audio 49170 RTP/AVP 0\r\na=rtcp-mux\r\n";
	struct rfw_sdp *sdp = kunit_kzalloc(test, sizeof(*sdp), GFP_KERNEL);
	u32 size = sizeof(line) - 1, start = sizeof(CONNECTED) - 1, i;
	char *text = kunit_kzalloc(test, start + 1000 * size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sdp);
	KUNIT_ASSERT_NOT_NULL(test, text);
	memcpy(text, CONNECTED, start);
	for (i = 0; i < 1000; i++)
		memcpy(text + start + i * size, line, size);
	KUNIT_EXPECT_TRUE(test, parse(test, sdp, text, start + 1000 * size));
	KUNIT_EXPECT_EQ(test, sdp->total, 1000);
	KUNIT_EXPECT_EQ(test, sdp->count, RFW_SDP_MAX_MEDIA);
}

static struct kunit_case sdp_parse_cases[] = {
	KUNIT_CASE_PARAM(description, rows_gen_params),
	KUNIT_CASE_PARAM(cut_anywhere, rows_gen_params),
	KUNIT_CASE(nul_anywhere),
	KUNIT_CASE(many_media),
	{}
};

static struct kunit_suite sdp_parse_suite = {
	.name = "rfw_sdp_parse",
	.test_cases = sdp_parse_cases,
};

kunit_test_suite(sdp_parse_suite);
