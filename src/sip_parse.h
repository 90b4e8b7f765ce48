/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a SIP message says (RFC 3261), as far as it matters to who opens pinholes. Pure: answers
 * with values and with offsets into the message, or not at all.
 */
#ifndef _RFW_SIP_PARSE_H
#define _RFW_SIP_PARSE_H

#include "sip_frame.h"
#include "sip_text.h"

/* Contacts that are read; a message may have more. */
#define RFW_SIP_MAX_CONTACTS	8

/* Seconds that an unreadable expires parameter stands for (RFC 3261 10.3). */
#define RFW_SIP_EXPIRES_DEFAULT	3600

/**
 * enum rfw_sip_method - of a request, and of the request that a response is to
 * @RFW_SIP_OTHER: a method that is not listed
 * @RFW_SIP_REGISTER: RFC 3261 10
 * @RFW_SIP_INVITE: RFC 3261 13
 * @RFW_SIP_ACK: RFC 3261 13
 * @RFW_SIP_BYE: RFC 3261 15
 * @RFW_SIP_CANCEL: RFC 3261 9
 * @RFW_SIP_PRACK: RFC 3262
 * @RFW_SIP_UPDATE: RFC 3311
 * @RFW_SIP_REFER: RFC 3515
 * @RFW_SIP_SUBSCRIBE: RFC 6665
 * @RFW_SIP_NOTIFY: RFC 6665
 * @RFW_SIP_INFO: RFC 6086
 * @RFW_SIP_MESSAGE_METHOD: MESSAGE, RFC 3428
 * @RFW_SIP_OPTIONS: RFC 3261 11
 * @RFW_SIP_PUBLISH: RFC 3903
 */
enum rfw_sip_method {
	RFW_SIP_OTHER,
	RFW_SIP_REGISTER,
	RFW_SIP_INVITE,
	RFW_SIP_ACK,
	RFW_SIP_BYE,
	RFW_SIP_CANCEL,
	RFW_SIP_PRACK,
	RFW_SIP_UPDATE,
	RFW_SIP_REFER,
	RFW_SIP_SUBSCRIBE,
	RFW_SIP_NOTIFY,
	RFW_SIP_INFO,
	RFW_SIP_MESSAGE_METHOD,
	RFW_SIP_OPTIONS,
	RFW_SIP_PUBLISH,
};

/**
 * enum rfw_sip_transport - what a URI or a Via names
 * @RFW_SIP_TRANSPORT_NONE: nothing: UDP by default, TLS with sips:
 * @RFW_SIP_TRANSPORT_UDP: UDP
 * @RFW_SIP_TRANSPORT_TCP: TCP
 * @RFW_SIP_TRANSPORT_OTHER: TLS, SCTP, WS, unknown
 */
enum rfw_sip_transport {
	RFW_SIP_TRANSPORT_NONE,
	RFW_SIP_TRANSPORT_UDP,
	RFW_SIP_TRANSPORT_TCP,
	RFW_SIP_TRANSPORT_OTHER,
};

/**
 * struct rfw_sip_endpoint - where somebody wants to be reached
 * @host: RFW_SIP_ADDRESS_UNUSABLE also for URIs of other schemes than sip: and sips:
 * @port: 0 where none is given: 5060, or 5061 with TLS
 * @transport: enum rfw_sip_transport
 * @secure: a sips: URI
 */
struct rfw_sip_endpoint {
	struct rfw_sip_address host;
	u16 port;
	u8 transport;
	bool secure;
};

/**
 * struct rfw_sip_contact - a value of Contact
 * @endpoint: its URI
 * @expires: seconds; RFW_SIP_EXPIRES_DEFAULT if it cannot be read, U32_MAX if it is larger
 * @has_expires: there is an expires parameter; without, @expires of the message counts
 */
struct rfw_sip_contact {
	struct rfw_sip_endpoint endpoint;
	u32 expires;
	bool has_expires;
};

/**
 * enum rfw_sip_content - what the body is
 * @RFW_SIP_CONTENT_NONE: there is none
 * @RFW_SIP_CONTENT_SDP: SDP, or several parts of which one is (S22)
 * @RFW_SIP_CONTENT_OTHER: of another type, or of none
 * @RFW_SIP_CONTENT_ENCODED: there is a Content-Encoding other than identity: nothing is known of it
 */
enum rfw_sip_content {
	RFW_SIP_CONTENT_NONE,
	RFW_SIP_CONTENT_SDP,
	RFW_SIP_CONTENT_OTHER,
	RFW_SIP_CONTENT_ENCODED,
};

/**
 * struct rfw_sip_message - what a message says
 * @status: of a response, 100..699; 0: it is a request
 * @method: enum rfw_sip_method, of the request or of CSeq, which is the same
 * @content: enum rfw_sip_content
 * @sequence: number of CSeq, below 2^31
 * @sequence_method: the method in CSeq as written, so that RFW_SIP_OTHER can be told apart
 * @call_id: always there
 * @from_tag: missing only in what RFC 2543 wrote
 * @to_tag: missing in what begins a dialog
 * @branch: of the topmost Via, with its magic cookie; missing in what RFC 2543 wrote
 * @via: the topmost Via's transport, and the address and port of sent-by, to which responses go
 *	if @rport is not there (S6)
 * @rport: the topmost Via has rport, with a value or without
 * @star: Contact is "*", which with an @expires of 0 unregisters everything (S21); there are no
 *	other contacts then
 * @more_contacts: than RFW_SIP_MAX_CONTACTS
 * @has_expires: there is an Expires that can be read
 * @contacts: entries of @contact
 * @expires: seconds, U32_MAX if it is larger
 * @session_expires: seconds, U32_MAX if it is larger (RFC 4028); 0: none that can be read
 * @contact: in the order of the message
 * @body: from behind the empty line to the end
 * @sdp: the session description, with RFW_SIP_CONTENT_SDP: for rfw_sdp_parse()
 */
struct rfw_sip_message {
	u16 status;
	u8 method;
	u8 content;
	u32 sequence;
	struct rfw_sip_span sequence_method;
	struct rfw_sip_span call_id;
	struct rfw_sip_span from_tag;
	struct rfw_sip_span to_tag;
	struct rfw_sip_span branch;
	struct rfw_sip_endpoint via;
	bool rport;
	bool star;
	bool more_contacts;
	bool has_expires;
	u8 contacts;
	u32 expires;
	u32 session_expires;
	struct rfw_sip_contact contact[RFW_SIP_MAX_CONTACTS];
	struct rfw_sip_span body;
	struct rfw_sip_span sdp;
};

/**
 * rfw_sip_parse - read a message
 * @message: filled in on success; large (some 450 octets)
 * @data: the message from its start line on: buffer + start of the frame
 * @length: of the message: end - start of the frame
 *
 * Call-ID, CSeq, From, To and Via have to be there, and all but Via once. What is read is held to
 * the grammar of RFC 3261, other header fields are skipped. Only the first value of Via is read.
 *
 * A message of which nothing can be said is to be let through, and opens nothing; the stream that
 * it came on goes on behind it.
 *
 * Context: any. Takes time in proportion to @length.
 * Return: false if it is not a message, or malformed; @message is of no use then.
 */
bool rfw_sip_parse(struct rfw_sip_message *message, const u8 *data, u32 length);

#endif
