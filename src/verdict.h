/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What can become of a packet. Only hook.c turns a verdict into an NF_* code.
 */
#ifndef _RFW_VERDICT_H
#define _RFW_VERDICT_H

#include <linux/rfw.h>

/**
 * enum rfw_verdict - outcome of a packet
 * @RFW_VERDICT_PASS: not our business: untouched, not counted as forwarded
 * @RFW_VERDICT_ACCEPT: judged and let through
 * @RFW_VERDICT_DROP: judged and dropped, with one enum rfw_drop_reason
 * @RFW_VERDICT_WAIT: a fragment, taken away until its packet is whole
 */
enum rfw_verdict {
	RFW_VERDICT_PASS,
	RFW_VERDICT_ACCEPT,
	RFW_VERDICT_DROP,
	RFW_VERDICT_WAIT,
};

#endif
