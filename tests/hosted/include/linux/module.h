/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOSTED_LINUX_MODULE_H
#define _HOSTED_LINUX_MODULE_H

#include <linux/kernel.h>

#define MODULE_LICENSE(license)			struct hosted_unused
#define MODULE_DESCRIPTION(description)		struct hosted_unused
#define EXPORT_SYMBOL_GPL(symbol)		struct hosted_unused

#endif
