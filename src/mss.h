/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The maximum segment size option of a SYN. Pure: works on the octets of a TCP header.
 */
#ifndef _RFW_MSS_H
#define _RFW_MSS_H

#include <linux/types.h>

/* What a policy can ask for. */
#define RFW_MSS_MIN		160
#define RFW_MSS_MAX		10240

/* What no option means on IPv6 (RFC 9293 3.7.1), and so the most that one may be inserted with. */
#define RFW_MSS_DEFAULT		1220

/* Octets of the option. */
#define RFW_MSS_OPTION		4

/* Octets of the longest TCP header. */
#define RFW_TCP_HEADER_MAX	60

/**
 * enum rfw_mss_action - what a SYN wants
 * @RFW_MSS_KEEP: all its options are low enough
 * @RFW_MSS_LOWER: rfw_mss_lower()
 * @RFW_MSS_INSERT: there is no option: rfw_mss_insert(), where there is room
 * @RFW_MSS_MALFORMED: no option was found before the list of options breaks off: leave it alone
 */
enum rfw_mss_action {
	RFW_MSS_KEEP,
	RFW_MSS_LOWER,
	RFW_MSS_INSERT,
	RFW_MSS_MALFORMED,
};

/**
 * rfw_mss_scan - what is to be done to the header of a SYN
 * @header: TCP header
 * @length: of the header with its options, 20..60 octets
 * @mss: largest that is to be left
 *
 * The list of options ends at the end of the header, at an end-of-list option, or at an option
 * whose length is wrong. A maximum segment size option of any other length than 4 is none.
 *
 * Return: what to do; nothing has changed.
 */
enum rfw_mss_action rfw_mss_scan(const u8 *header, unsigned int length, u16 mss);

/**
 * rfw_mss_lower - lower each option of a header that is above a value
 * @header: TCP header, changed
 * @length: of the header with its options, 20..60 octets
 * @mss: the value
 * @partial: the checksum field holds the sum of the pseudo header alone (CHECKSUM_PARTIAL); else it
 *	is the checksum, and is kept right
 */
void rfw_mss_lower(u8 *header, unsigned int length, u16 mss, bool partial);

/**
 * rfw_mss_insert - put an option behind the fixed part of a header
 * @header: TCP header, changed; the 4 octets behind its present end are written too
 * @length: of the header with its options before, 20..56 octets
 * @mss: of the option
 * @partial: as with rfw_mss_lower()
 *
 * The pseudo header's length, which the checksum covers, is taken to grow by the option.
 */
void rfw_mss_insert(u8 *header, unsigned int length, u16 mss, bool partial);

#endif
