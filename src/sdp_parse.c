// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a session description says about where media go: its lines, one by one.
 */
#include "sdp_parse.h"

#include <linux/kernel.h>
#include <linux/string.h>

/* Of ICE (RFC 8839 5.1). */
#define MAX_COMPONENT	256

struct reader {
	struct rfw_sdp *sdp;
	/* of the last m= line; NULL before the first, and where it is not kept */
	struct rfw_sdp_media *media;
	/* of the session; where an m= line is not kept, no other is that could have them */
	struct rfw_sip_address address;
	u8 direction;
	/* a c= line belongs to the session, or to the last m= line */
	bool has_address;
};

static const char * const rtp_protocols[] = {
	"rtp/avp", "rtp/avpf", "rtp/savp", "rtp/savpf",
	"udp/tls/rtp/savp", "udp/tls/rtp/savpf",
};

static const char * const directions[] = {
	[RFW_SDP_SENDRECV] = "sendrecv",
	[RFW_SDP_SENDONLY] = "sendonly",
	[RFW_SDP_RECVONLY] = "recvonly",
	[RFW_SDP_INACTIVE] = "inactive",
};

/* Up to the next space; empty at the end. @cursor is moved to the word behind it. */
static struct rfw_sip_span word_next(struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span word = { .at = cursor->at };

	while (cursor->at < cursor->end && cursor->data[cursor->at] != ' ')
		cursor->at++;
	word.length = cursor->at - word.at;
	while (cursor->at < cursor->end && cursor->data[cursor->at] == ' ')
		cursor->at++;
	return word;
}

static bool is_word(const u8 *data, struct rfw_sip_span span, const char *word)
{
	return rfw_sip_is_word(data + span.at, span.length, word);
}

/* The end of a word up to a delimiter, which is taken off; empty if there is none. */
static struct rfw_sip_span tail_of(const u8 *data, struct rfw_sip_span *word, u8 delimiter)
{
	const u8 *found = memchr(data + word->at, delimiter, word->length);
	struct rfw_sip_span tail = {};

	if (found) {
		tail.at = found + 1 - data;
		tail.length = word->at + word->length - tail.at;
		word->length = found - data - word->at;
	}
	return tail;
}

static enum rfw_sdp_protocol protocol_of(const u8 *data, struct rfw_sip_span word)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rtp_protocols); i++)
		if (is_word(data, word, rtp_protocols[i]))
			return RFW_SDP_RTP;
	if (is_word(data, word, "udp") || is_word(data, word, "udptl") ||
	    is_word(data, word, "dtls/sctp"))
		return RFW_SDP_UDP;
	word.length = min_t(u32, word.length, 4);
	return is_word(data, word, "udp/") ? RFW_SDP_UDP : RFW_SDP_OTHER;
}

/* <port>["/"<number of ports>] */
static bool read_ports(struct rfw_sdp_media *media, const u8 *data, struct rfw_sip_span word)
{
	u32 length = word.length, last;
	struct rfw_sip_span count = tail_of(data, &word, '/');

	if (!rfw_sip_port_read(data + word.at, word.length, &media->port))
		return false;
	media->ports = 1;
	if (word.length == length)
		return true;
	if (!rfw_sip_port_read(data + count.at, count.length, &media->ports) || !media->ports)
		return false;
	last = media->protocol == RFW_SDP_RTP ? 2 * media->ports - 1 : media->ports - 1;
	return media->port + last <= U16_MAX;
}

static bool read_media(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span type = word_next(cursor), ports = word_next(cursor);
	struct rfw_sip_span protocol = word_next(cursor);
	struct rfw_sdp_media *media = NULL, other;
	struct rfw_sdp *sdp = reader->sdp;

	if (sdp->count < RFW_SDP_MAX_MEDIA)
		media = &sdp->media[sdp->count++];
	sdp->total++;
	reader->media = media;
	reader->has_address = false;
	if (!media)
		media = &other;
	media->protocol = protocol_of(cursor->data, protocol);
	media->address = reader->address;
	media->direction = reader->direction;
	return type.length && protocol.length && read_ports(media, cursor->data, ports);
}

/* <nettype> <addrtype> <connection-address>, and nothing behind them */
static bool read_address(struct rfw_sip_address *address, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span network = word_next(cursor), type = word_next(cursor);
	struct rfw_sip_span text = word_next(cursor);

	memset(address, 0, sizeof(*address));
	address->kind = RFW_SIP_ADDRESS_UNUSABLE;
	if (is_word(cursor->data, network, "in") && is_word(cursor->data, type, "ip6"))
		rfw_sip_address_read(address, cursor->data + text.at, text.length);
	return text.length && cursor->at == cursor->end;
}

static bool read_connection(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_address address;

	if (!read_address(&address, cursor))
		return false;
	/* several are for multicast */
	if (reader->has_address) {
		memset(&address, 0, sizeof(address));
		address.kind = RFW_SIP_ADDRESS_UNUSABLE;
	}
	reader->has_address = true;
	if (reader->media)
		reader->media->address = address;
	else
		reader->address = address;
	return true;
}

/* RFC 3605 2.1: a port, with an address or without. */
static bool read_rtcp(struct rfw_sdp_media *media, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span port = word_next(cursor);

	if (media->has_rtcp ||
	    !rfw_sip_port_read(cursor->data + port.at, port.length, &media->rtcp_port))
		return false;
	media->has_rtcp = true;
	return cursor->at == cursor->end || read_address(&media->rtcp_address, cursor);
}

/* foundation component transport priority address port "typ" type …: RFC 8839 5.1 */
static void read_candidate(struct rfw_sdp_media *media, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span word[8];
	struct rfw_sip_address address;
	const u8 *data = cursor->data;
	u32 component;
	unsigned int i;
	u16 port;

	for (i = 0; i < ARRAY_SIZE(word); i++)
		word[i] = word_next(cursor);
	if (!is_word(data, word[2], "udp") || !is_word(data, word[6], "typ") ||
	    !is_word(data, word[7], "host") ||
	    !rfw_sip_number_read(data + word[1].at, word[1].length, &component) ||
	    !rfw_sip_port_read(data + word[5].at, word[5].length, &port) ||
	    !component || component > MAX_COMPONENT || !port)
		return;
	rfw_sip_address_read(&address, data + word[4].at, word[4].length);
	if (address.kind != RFW_SIP_ADDRESS_UNICAST)
		return;
	if (media->candidates == RFW_SDP_MAX_CANDIDATES) {
		media->more_candidates = true;
		return;
	}
	media->candidate[media->candidates++] = (struct rfw_sdp_candidate){
		.address = address.address, .port = port, .component = component,
	};
}

static bool read_attribute(struct reader *reader, struct rfw_sip_cursor *cursor)
{
	struct rfw_sip_span name = { .at = cursor->at, .length = cursor->end - cursor->at };
	struct rfw_sdp_media *media = reader->media;
	struct rfw_sip_span value = tail_of(cursor->data, &name, ':');
	struct rfw_sip_cursor rest = {
		.data = cursor->data, .at = value.at, .end = value.at + value.length,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(directions); i++)
		if (is_word(cursor->data, name, directions[i]))
			*(media ? &media->direction : &reader->direction) = i;
	if (!media)
		return true;
	if (is_word(cursor->data, name, "rtcp"))
		return read_rtcp(media, &rest);
	if (is_word(cursor->data, name, "candidate"))
		read_candidate(media, &rest);
	else if (is_word(cursor->data, name, "rtcp-mux"))
		media->rtcp_mux = true;
	else if (is_word(cursor->data, name, "bundle-only"))
		media->bundle_only = true;
	return true;
}

/* A line, without its end. */
static bool read_line(struct reader *reader, const u8 *data, u32 at, u32 end)
{
	struct rfw_sip_cursor cursor = { .data = data, .at = at + 2, .end = end };

	if (end - at < 2 || data[at] < 'a' || data[at] > 'z' || data[at + 1] != '=' ||
	    memchr(data + at, '\0', end - at) || memchr(data + at, '\r', end - at))
		return false;
	switch (data[at]) {
	case 'm':
		return read_media(reader, &cursor);
	case 'c':
		return read_connection(reader, &cursor);
	case 'a':
		return read_attribute(reader, &cursor);
	default:
		return true;
	}
}

bool rfw_sdp_parse(struct rfw_sdp *sdp, const u8 *data, u32 length)
{
	struct reader reader = { .sdp = sdp, .direction = RFW_SDP_SENDRECV };
	u32 at, end, next;
	bool over = false;

	memset(sdp, 0, sizeof(*sdp));
	for (at = 0; at < length; at = next) {
		end = rfw_sip_line_end(data, at, length);
		next = end < length ? end + 1 : end;
		if (end < length && end > at && data[end - 1] == '\r')
			end--;
		if (!at && !rfw_sip_is_word(data, end, "v=0"))
			return false;
		/* empty lines at the end are forgiven, and nothing comes behind them */
		if (end == at)
			over = true;
		else if (over || !read_line(&reader, data, at, end))
			return false;
	}
	return length;
}
