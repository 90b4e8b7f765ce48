// SPDX-License-Identifier: GPL-2.0-only
/*
 * The KUnit suites as one module. They run when it is loaded.
 */
#include <linux/module.h>

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit suites of rfw");
