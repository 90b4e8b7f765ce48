// SPDX-License-Identifier: GPL-2.0-only
/* In place of rfwctl.c, where a test has a main function of its own. */
#include "../../tools/rfwctl/rfwctl.h"

const struct other others[] = { {} };
