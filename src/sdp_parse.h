/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a session description says about where media go (RFC 8866, 3605, 5761, 8839). Pure: answers
 * with values, or not at all.
 */
#ifndef _RFW_SDP_PARSE_H
#define _RFW_SDP_PARSE_H

#include "sip_text.h"

/* Lines that are kept; a description may have more. */
#define RFW_SDP_MAX_MEDIA	8
#define RFW_SDP_MAX_CANDIDATES	8

/**
 * enum rfw_sdp_protocol - what media are carried by (S25)
 * @RFW_SDP_OTHER: not UDP, or unknown: nothing is to be opened
 * @RFW_SDP_UDP: UDP without RTCP: a port for each (T.38, BFCP, data channels)
 * @RFW_SDP_RTP: RTP over UDP, in the clear or not: a port for RTP and one for RTCP
 */
enum rfw_sdp_protocol {
	RFW_SDP_OTHER,
	RFW_SDP_UDP,
	RFW_SDP_RTP,
};

/**
 * enum rfw_sdp_direction - who sends, seen from who wrote the description
 * @RFW_SDP_SENDRECV: both, which is the default
 * @RFW_SDP_SENDONLY: the writer
 * @RFW_SDP_RECVONLY: the reader
 * @RFW_SDP_INACTIVE: nobody
 */
enum rfw_sdp_direction {
	RFW_SDP_SENDRECV,
	RFW_SDP_SENDONLY,
	RFW_SDP_RECVONLY,
	RFW_SDP_INACTIVE,
};

/**
 * struct rfw_sdp_candidate - an ICE candidate of type host, over UDP, with an IPv6 address (S14)
 * @address: of kind RFW_SIP_ADDRESS_UNICAST
 * @port: 1..65535
 * @component: 1..256; 1 is RTP, 2 is RTCP
 */
struct rfw_sdp_candidate {
	struct in6_addr address;
	u16 port;
	u16 component;
};

/**
 * struct rfw_sdp_media - an m= line and what belongs to it
 * @address: of its c= line, else of the session's. Two c= lines in one place are unusable
 * @rtcp_address: of a=rtcp; RFW_SIP_ADDRESS_NONE: the same as @address
 * @port: as written; 0: rejected or switched off, or with @bundle_only part of another (S10, S13)
 * @ports: number of ports as written, 1 if it is not. With RFW_SDP_RTP each is a pair: RTP has
 *	@port, @port + 2 …; nothing of it passes 65535
 * @rtcp_port: of a=rtcp
 * @protocol: enum rfw_sdp_protocol
 * @direction: enum rfw_sdp_direction, its own or the session's
 * @has_rtcp: there is an a=rtcp: RTCP is at @rtcp_port, which may be 0. Without, it is at the
 *	port behind RTP (S11), if there is one
 * @rtcp_mux: a=rtcp-mux, in an offer no more than a wish (S12)
 * @bundle_only: a=bundle-only
 * @more_candidates: than RFW_SDP_MAX_CANDIDATES
 * @candidates: entries of @candidate
 * @candidate: in the order of the description; candidates of other kinds are left out
 */
struct rfw_sdp_media {
	struct rfw_sip_address address;
	struct rfw_sip_address rtcp_address;
	u16 port;
	u16 ports;
	u16 rtcp_port;
	u8 protocol;
	u8 direction;
	bool has_rtcp;
	bool rtcp_mux;
	bool bundle_only;
	bool more_candidates;
	u8 candidates;
	struct rfw_sdp_candidate candidate[RFW_SDP_MAX_CANDIDATES];
};

/**
 * struct rfw_sdp - a session description
 * @total: m= lines that there are
 * @count: entries of @media, RFW_SDP_MAX_MEDIA at most; @total is larger if some were left out (A8)
 * @media: in the order of the description, which is the same in offer and answer (S8)
 */
struct rfw_sdp {
	u32 total;
	u8 count;
	struct rfw_sdp_media media[RFW_SDP_MAX_MEDIA];
};

/**
 * rfw_sdp_parse - read a session description
 * @sdp: filled in on success; large (some 1.8 KB): not for the stack
 * @data: its first octet: message + @sdp.at of a struct rfw_sip_message
 * @length: octets
 *
 * It has to begin with v=0. Lines end with CRLF or LF (RFC 8866 5), the last one may do without.
 * The m= and c= lines, and a=rtcp of media that are kept, have to be right, or the whole is none: a
 * port that is no number up to 65535 is no port. A candidate that cannot be read is left out. Other
 * lines, o= among them, can say what they like.
 *
 * Context: any. Takes time in proportion to @length.
 * Return: false if it is none; @sdp is of no use then.
 */
bool rfw_sdp_parse(struct rfw_sdp *sdp, const u8 *data, u32 length);

#endif
