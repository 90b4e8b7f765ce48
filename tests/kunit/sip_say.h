/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was read, in words that a row of a test can be compared with.
 */
#ifndef _RFW_TEST_SIP_SAY_H
#define _RFW_TEST_SIP_SAY_H

#include <linux/kernel.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "sip_text.h"

#define SAYS_SIZE	4096

struct says {
	char text[SAYS_SIZE];
	unsigned int length;
};

/* All of it fits: the most that a row says is far below. */
static inline __printf(2, 3) void say(struct says *says, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	says->length += vsnprintf(says->text + says->length, SAYS_SIZE - says->length, format,
				  arguments);
	va_end(arguments);
}

static inline void say_address(struct says *says, const struct rfw_sip_address *address)
{
	const u8 *octet = address->address.s6_addr;
	unsigned int i;

	if (address->kind == RFW_SIP_ADDRESS_NONE)
		say(says, "-");
	else if (address->kind == RFW_SIP_ADDRESS_UNUSABLE)
		say(says, "?");
	else
		for (i = 0; i < 16; i += 2)
			say(says, "%s%x", i ? ":" : "", octet[i] << 8 | octet[i + 1]);
}

#endif
