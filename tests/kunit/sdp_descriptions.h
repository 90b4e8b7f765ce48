/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Session descriptions with what is to be read in them, in the words of say_media() in
 * sdp_parse_test.c. Also the seeds of the fuzzer.
 */
#ifndef _RFW_TEST_SDP_DESCRIPTIONS_H
#define _RFW_TEST_SDP_DESCRIPTIONS_H

struct sdp_row {
	const char *name;
	const char *text;
	const char *says;	/* NULL: it is no session description */
};

#define SESSION		"v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=-\r\n"
#define CONNECTED	SESSION "c=IN IP6 2001:db8::1\r\nt=0 0\r\n"
#define AUDIO		CONNECTED "m=audio 49170 RTP/AVP 0\r\n"
#define ONE		"2001:db8:0:0:0:0:0:1"
#define TWO		"2001:db8:0:0:0:0:0:2"
#define AUDIO_SAYS	"rtp " ONE " 49170/1 sendrecv"
#define HOST(n, port)	"a=candidate:1 " #n " UDP 2130706431 2001:db8::1 " #port " typ host\r\n"

static const struct sdp_row sdp_rows[] = {
	{ "S8: an address for all", AUDIO "m=video 51372 RTP/AVP 31\r\n",
	  AUDIO_SAYS "; rtp " ONE " 51372/1 sendrecv" },
	{ "S8: an address of its own", AUDIO "c=IN IP6 2001:db8::2\r\nm=video 51372 RTP/AVP 31\r\n",
	  "rtp " TWO " 49170/1 sendrecv; rtp " ONE " 51372/1 sendrecv" },
	{ "S8: only addresses of their own",
	  SESSION "m=audio 49170 RTP/AVP 0\r\nc=IN IP6 2001:db8::2\r\n",
	  "rtp " TWO " 49170/1 sendrecv" },
	{ "S8: no address", SESSION "m=audio 49170 RTP/AVP 0\r\n", "rtp - 49170/1 sendrecv" },
	{ "S8: nothing of both", SESSION, "" },
	{ "S8: two addresses for one", AUDIO "c=IN IP6 2001:db8::2\r\nc=IN IP6 2001:db8::3\r\n",
	  "rtp ? 49170/1 sendrecv" },
	{ "S8: two addresses for all",
	  CONNECTED "c=IN IP6 2001:db8::2\r\nm=audio 49170 RTP/AVP 0\r\n",
	  "rtp ? 49170/1 sendrecv" },
	{ "S9: o= is nothing, whatever it says",
	  "v=0\r\no=user1 53655765 2353687637 IN IP6 [2001:db8::9]\r\ns=-\r\n"
	  "c=IN IP6 2001:db8::1\r\n"
	  "t=0 0\r\nm=audio 49170 RTP/AVP 0\r\n", AUDIO_SAYS },
	{ "S9: IPv4", AUDIO "c=IN IP4 192.0.2.1\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9: IPv6 that is called IPv4", AUDIO "c=IN IP4 2001:db8::1\r\n",
	  "rtp ? 49170/1 sendrecv" },
	{ "S9: multicast with a number", AUDIO "c=IN IP6 ff0e::1/3\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9: unicast with a number", AUDIO "c=IN IP6 2001:db8::1/3\r\n",
	  "rtp ? 49170/1 sendrecv" },
	{ "S9: another network", AUDIO "c=ATM NSAP 47.0091\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9, B-AL-06: a name", AUDIO "c=IN IP6 media.example.com\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9, B-AL-06: a zone", AUDIO "c=IN IP6 fe80::1%eth0\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9, B-AL-06: brackets", AUDIO "c=IN IP6 [2001:db8::1]\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S18, B-AL-06: ::", AUDIO "c=IN IP6 ::\r\n", "rtp ? 49170/1 sendrecv" },
	{ "B-AL-06: ::1", AUDIO "c=IN IP6 ::1\r\n", "rtp ? 49170/1 sendrecv" },
	{ "B-AL-06: ff02::1", AUDIO "c=IN IP6 ff02::1\r\n", "rtp ? 49170/1 sendrecv" },
	{ "B-AL-06: IPv4-mapped", AUDIO "c=IN IP6 ::ffff:192.0.2.1\r\n", "rtp ? 49170/1 sendrecv" },
	{ "S9: no address in c=", AUDIO "c=IN IP6\r\n" },
	{ "S9: an empty c=", AUDIO "c=\r\n" },
	{ "S9: something behind the address", AUDIO "c=IN IP6 2001:db8::2 x\r\n" },

	{ "S10: port 0", CONNECTED "m=audio 0 RTP/AVP 0\r\n", "rtp " ONE " 0/1 sendrecv" },
	{ "S10: two ports", CONNECTED "m=audio 49170/2 RTP/AVP 0\r\n",
	  "rtp " ONE " 49170/2 sendrecv" },
	{ "S10: no number of ports", CONNECTED "m=audio 49170/ RTP/AVP 0\r\n" },
	{ "S10: none of them", CONNECTED "m=audio 49170/0 RTP/AVP 0\r\n" },
	{ "S10: pairs up to the last port", CONNECTED "m=audio 65532/2 RTP/AVP 0\r\n",
	  "rtp " ONE " 65532/2 sendrecv" },
	{ "S10: pairs behind the last port", CONNECTED "m=audio 65533/2 RTP/AVP 0\r\n" },
	{ "S10: ports up to the last one", CONNECTED "m=x 65534/2 UDP 0\r\n",
	  "udp " ONE " 65534/2 sendrecv" },
	{ "S10: ports behind the last one", CONNECTED "m=x 65535/2 UDP 0\r\n" },
	{ "S10: pairs beyond 2^16", CONNECTED "m=audio 1024/65535 RTP/AVP 0\r\n" },
	{ "B-AL-05: port 1", CONNECTED "m=audio 1 RTP/AVP 0\r\n", "rtp " ONE " 1/1 sendrecv" },
	{ "B-AL-05: port 22", CONNECTED "m=audio 22 RTP/AVP 0\r\n", "rtp " ONE " 22/1 sendrecv" },
	{ "B-AL-05: port 1023", CONNECTED "m=audio 1023 RTP/AVP 0\r\n",
	  "rtp " ONE " 1023/1 sendrecv" },
	{ "B-AL-05: port 65535", CONNECTED "m=audio 65535 RTP/AVP 0\r\n",
	  "rtp " ONE " 65535/1 sendrecv" },
	{ "B-AL-05: port 65536", CONNECTED "m=audio 65536 RTP/AVP 0\r\n" },
	{ "B-AL-05: port -1", CONNECTED "m=audio -1 RTP/AVP 0\r\n" },
	{ "B-AL-05: port 5060abc", CONNECTED "m=audio 5060abc RTP/AVP 0\r\n" },
	{ "B-AL-05: port 2^32 + 5060", CONNECTED "m=audio 4294972356 RTP/AVP 0\r\n" },
	{ "B-AL-05: port 2^64 + 5060", CONNECTED "m=audio 18446744073709556676 RTP/AVP 0\r\n" },
	{ "B-AL-05: no port", CONNECTED "m=audio RTP/AVP 0\r\n" },
	{ "B-AL-05: a wrong port in the second line", AUDIO "m=video 65536 RTP/AVP 0\r\n" },
	{ "S10: an empty m=", CONNECTED "m=\r\n" },
	{ "S10: no protocol", CONNECTED "m=audio 49170\r\n" },
	{ "S10: no format", CONNECTED "m=audio 49170 RTP/AVP\r\n", AUDIO_SAYS },
	{ "S10: spaces", CONNECTED "m=audio  49170 RTP/AVP 0 8 \r\n", AUDIO_SAYS },

	{ "S11: RTCP elsewhere", AUDIO "a=rtcp:53020\r\n", AUDIO_SAYS " rtcp 53020" },
	{ "S11: RTCP at another address", AUDIO "a=rtcp:53020 IN IP6 2001:db8::2\r\n",
	  AUDIO_SAYS " rtcp 53020 at " TWO },
	{ "S11: RTCP at an IPv4 address", AUDIO "a=rtcp:9 IN IP4 0.0.0.0\r\n",
	  AUDIO_SAYS " rtcp 9 at ?" },
	{ "S11: RTCP at port 0", AUDIO "a=rtcp:0\r\n", AUDIO_SAYS " rtcp 0" },
	{ "S11: an odd port and RTCP below it",
	  CONNECTED "m=audio 49171 RTP/AVP 0\r\na=rtcp:49170\r\n",
	  "rtp " ONE " 49171/1 sendrecv rtcp 49170" },
	{ "S11: RTCP twice", AUDIO "a=rtcp:53020\r\na=rtcp:53022\r\n" },
	{ "S11: half an address", AUDIO "a=rtcp:53020 IN IP6\r\n" },
	{ "S11: RTCP for the session is nothing",
	  CONNECTED "a=rtcp:x\r\nm=audio 49170 RTP/AVP 0\r\n", AUDIO_SAYS },
	{ "B-AL-05, B-AL-07: RTCP at port 22", AUDIO "a=rtcp:22\r\n", AUDIO_SAYS " rtcp 22" },
	{ "B-AL-05: RTCP at port 65536", AUDIO "a=rtcp:65536\r\n" },
	{ "B-AL-05: RTCP at port 5060abc", AUDIO "a=rtcp:5060abc\r\n" },
	{ "B-AL-05: RTCP at no port", AUDIO "a=rtcp\r\n" },
	{ "S12: RTCP at the same port", AUDIO "a=rtcp-mux\r\n", AUDIO_SAYS " mux" },
	{ "S13: in a bundle only", CONNECTED "m=video 0 RTP/AVP 31\r\na=bundle-only\r\n",
	  "rtp " ONE " 0/1 sendrecv bundle" },
	{ "S14: candidates",
	  AUDIO HOST(1, 8998) HOST(2, 8999)
	  "a=candidate:2 1 UDP 1694498815 2001:db8::3 45664 typ srflx raddr 2001:db8::1 rport 8998\r\n"
	  "a=candidate:3 1 UDP 1 2001:db8::4 45665 typ relay raddr 2001:db8::1 rport 8998\r\n"
	  "a=candidate:4 1 udp 1 2001:db8::2 45666 typ host generation 0\r\n",
	  AUDIO_SAYS " 1@" ONE " 8998 2@" ONE " 8999 1@" TWO " 45666" },
	{ "S14: candidates of no use",
	  AUDIO "a=candidate:1 1 TCP 1 2001:db8::1 9 typ host tcptype active\r\n"
	  "a=candidate:1 1 UDP 1 192.0.2.1 8998 typ host\r\n"
	  "a=candidate:1 1 UDP 1 f2a3c6e4.local 8998 typ host\r\n"
	  "a=candidate:1 1 UDP 1 fe80::1 8998 typ host\r\n"
	  "a=candidate:1 0 UDP 1 2001:db8::1 8998 typ host\r\n"
	  "a=candidate:1 257 UDP 1 2001:db8::1 8998 typ host\r\n"
	  "a=candidate:1 1 UDP 1 2001:db8::1 0 typ host\r\n"
	  "a=candidate:1 1 UDP 1 2001:db8::1 65536 typ host\r\n"
	  "a=candidate:1 1 UDP 1 2001:db8::1 8998 host\r\n"
	  "a=candidate:1 1 UDP 1 2001:db8::1 8998 typ\r\n"
	  "a=candidate:1 1 UDP\r\n"
	  "a=candidate\r\n", AUDIO_SAYS },
	{ "S14: more candidates than are kept",
	  AUDIO HOST(1, 1) HOST(1, 2) HOST(1, 3) HOST(1, 4) HOST(1, 5) HOST(1, 6) HOST(1, 7)
	  HOST(1, 8) HOST(1, 9),
	  AUDIO_SAYS " 1@" ONE " 1 1@" ONE " 2 1@" ONE " 3 1@" ONE " 4 1@" ONE " 5 1@" ONE " 6 1@"
	  ONE " 7 1@" ONE " 8 more" },
	{ "S14: a candidate of the session is nothing",
	  CONNECTED HOST(1, 8998) "m=audio 49170 RTP/AVP 0\r\n", AUDIO_SAYS },

	{ "S18: on hold", AUDIO "a=sendonly\r\n", "rtp " ONE " 49170/1 sendonly" },
	{ "S18: inactive", AUDIO "a=inactive\r\n", "rtp " ONE " 49170/1 inactive" },
	{ "S18: all on hold but one",
	  CONNECTED "a=recvonly\r\nm=audio 49170 RTP/AVP 0\r\nm=video 6 UDP x\r\na=sendrecv\r\n",
	  "rtp " ONE " 49170/1 recvonly; udp " ONE " 6/1 sendrecv" },
	{ "S18: a word that begins like it", AUDIO "a=sendonlyx\r\n", AUDIO_SAYS },

	{ "S24, S25: RTP, encrypted or not",
	  CONNECTED
	  "m=audio 6000 RTP/AVPF 0\r\nm=audio 6002 RTP/SAVP 0\r\na=crypto:1 x inline:y\r\n"
	  "m=audio 6004 RTP/SAVPF 0\r\nm=audio 6006 UDP/TLS/RTP/SAVP 0\r\n"
	  "m=audio 6008 udp/tls/rtp/savpf 0\r\n",
	  "rtp " ONE " 6000/1 sendrecv; rtp " ONE " 6002/1 sendrecv; rtp " ONE
	  " 6004/1 sendrecv; rtp " ONE " 6006/1 sendrecv; rtp " ONE " 6008/1 sendrecv" },
	{ "S25: other protocols over UDP",
	  CONNECTED "m=image 6000 udptl t38\r\nm=image 6002 UDPTL t38\r\n"
	  "m=application 6004 UDP/DTLS/SCTP x\r\n"
	  "m=application 6006 DTLS/SCTP 5000\r\nm=application 6008 UDP/BFCP *\r\n",
	  "udp " ONE " 6000/1 sendrecv; udp " ONE " 6002/1 sendrecv; udp " ONE
	  " 6004/1 sendrecv; udp " ONE " 6006/1 sendrecv; udp " ONE " 6008/1 sendrecv" },
	{ "S25: not over UDP, or unknown",
	  CONNECTED "m=audio 6000 TCP/RTP/AVP 0\r\na=setup:passive\r\nm=message 6002 TCP/MSRP *\r\n"
	  "m=application 6004 TCP/BFCP *\r\n"
	  "m=image 6006 TCP t38\r\nm=audio 6008 RTP/AVP/TCP 0\r\n"
	  "m=audio 6010 DCCP/RTP/AVP 0\r\nm=x 6012 UDPX x\r\n"
	  "m=audio 6014 RTP/AVPX 0\r\n",
	  "other " ONE " 6000/1 sendrecv; other " ONE " 6002/1 sendrecv; other " ONE
	  " 6004/1 sendrecv; other " ONE " 6006/1 sendrecv; other " ONE " 6008/1 sendrecv; other "
	  ONE " 6010/1 sendrecv; other " ONE " 6012/1 sendrecv; other " ONE " 6014/1 sendrecv" },

	{ "A8: as many lines as are kept",
	  CONNECTED "m=x 1 UDP x\r\nm=x 2 UDP x\r\nm=x 3 UDP x\r\nm=x 4 UDP x\r\nm=x 5 UDP x\r\n"
	  "m=x 6 UDP x\r\nm=x 7 UDP x\r\n"
	  "m=x 8 UDP x\r\n",
	  "udp " ONE " 1/1 sendrecv; udp " ONE " 2/1 sendrecv; udp " ONE " 3/1 sendrecv; udp " ONE
	  " 4/1 sendrecv; udp " ONE " 5/1 sendrecv; udp " ONE " 6/1 sendrecv; udp " ONE
	  " 7/1 sendrecv; udp " ONE " 8/1 sendrecv" },
	{ "A8: one more, with lines that would be another's",
	  CONNECTED "m=x 1 UDP x\r\nm=x 2 UDP x\r\nm=x 3 UDP x\r\nm=x 4 UDP x\r\nm=x 5 UDP x\r\n"
	  "m=x 6 UDP x\r\nm=x 7 UDP x\r\n"
	  "m=x 8 UDP x\r\nm=x 9 UDP x\r\nc=IN IP6 2001:db8::2\r\na=rtcp:1\r\na=inactive\r\n"
	  "a=rtcp-mux\r\n",
	  "udp " ONE " 1/1 sendrecv; udp " ONE " 2/1 sendrecv; udp " ONE " 3/1 sendrecv; udp " ONE
	  " 4/1 sendrecv; udp " ONE " 5/1 sendrecv; udp " ONE " 6/1 sendrecv; udp " ONE
	  " 7/1 sendrecv; udp " ONE " 8/1 sendrecv of 9" },

	{ "B-AL-10: LF alone",
	  "v=0\no=x\ns=-\nc=IN IP6 2001:db8::1\nm=audio 49170 RTP/AVP 0\na=rtcp-mux\n",
	  AUDIO_SAYS " mux" },
	{ "B-AL-10: no line end at the end", AUDIO "a=rtcp-mux", AUDIO_SAYS " mux" },
	{ "B-AL-10: empty lines at the end", AUDIO "\r\n\r\n\n", AUDIO_SAYS },
	{ "B-AL-10: an empty line within", AUDIO "\r\na=rtcp-mux\r\n" },
	{ "B-AL-10: a bare CR", AUDIO "i=x\rc=IN IP6 2001:db8::2\r\n" },
	{ "B-AL-10: a CR at the end", AUDIO "a=rtcp-mux\r" },
	{ "B-AL-10: UTF-8", AUDIO "i=\xd0\x98\r\n", AUDIO_SAYS },
	{ "B-AL-10: a folded line", AUDIO "i=x\r\n y\r\n" },
	{ "A10: nothing", "" },
	{ "A10: another version", "v=1\r\ns=-\r\n" },
	{ "A10: no version", "s=-\r\nm=audio 49170 RTP/AVP 0\r\n" },
	{ "A10: an empty line before it", "\r\n" AUDIO },
	{ "A10: a line without a type", AUDIO "=x\r\n" },
	{ "A10: a line of one letter", AUDIO "i\r\n" },
	{ "A10: a type of two letters", AUDIO "ii=x\r\n" },
	{ "A10: a type in upper case", AUDIO "M=audio 6000 RTP/AVP 0\r\n" },
	{ "A10: a space before the value", AUDIO "a= rtcp-mux\r\n", AUDIO_SAYS },
	{ "A10: types that are unknown", AUDIO "q=x\r\nw=y\r\n", AUDIO_SAYS },
};

#endif
