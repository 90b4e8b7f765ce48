/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_STRING_H
#define _HOSTED_LINUX_STRING_H

#include <string.h>
#include <stdio.h>

#include <linux/types.h>

static inline ssize_t strscpy(char *to, const char *from, size_t size)
{
	int length = snprintf(to, size, "%s", from);

	return (size_t)length < size ? length : -7;
}

#endif
