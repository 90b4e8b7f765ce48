/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SIP messages with what is to be read in them, in the words of say_message() in sip_parse_test.c.
 * One for each case of RFC 4475 and of RFC 5118, by their names there, and our own. Also the seeds
 * of the fuzzer.
 */
#ifndef _RFW_TEST_SIP_MESSAGES_H
#define _RFW_TEST_SIP_MESSAGES_H

#include <linux/types.h>

struct sip_text {
	const char *octets;
	u32 length;
};

#define TEXT(string)	{ string, sizeof(string) - 1 }

struct sip_row {
	const char *name;
	struct sip_text text;
	const char *says;	/* NULL: it is no message */
};

#define VIA		"Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bK77\r\n"
#define FROM		"From: <sip:ann@example.com>;tag=a1\r\n"
#define TO		"To: <sip:bob@example.net>\r\n"
#define ID		"Call-ID: 7@example.com\r\n"
#define INVITE		"INVITE sip:bob@example.net SIP/2.0\r\n"
#define REGISTER	"REGISTER sip:example.net SIP/2.0\r\n"
#define DIALOG		VIA FROM TO "Call-ID: 7@example.com\r\n"
#define END		"\r\n"

#define NINE(n)		"2001:db8:0:0:0:0:9:" #n
#define NINE_ONE	NINE(1)
/* Every octet of a token but letters and digits. */
#define ODD		"-.!%*_+`'~"

#define DIALOG_SAYS	" id=7@example.com from=a1 branch=z9hG4bK77 via=udp/" NINE_ONE

/* An INVITE with more header fields, or with others in place of the usual ones. */
#define INVITE_WITH(fields)		INVITE DIALOG "CSeq: 1 INVITE\r\n" fields END
#define REGISTER_WITH(fields)		REGISTER DIALOG "CSeq: 1 REGISTER\r\n" fields END
#define RESPONSE_WITH(line, fields)	line "\r\n" DIALOG "CSeq: 1 INVITE\r\n" fields END
#define INVITE_SAYS			"INVITE 1" DIALOG_SAYS
#define REGISTER_SAYS			"REGISTER 1" DIALOG_SAYS

#define SDP		"v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 2001:db8::9:1\r\n" \
			"t=0 0\r\nm=audio 49170 RTP/AVP 0\r\n"
#define PARTS(fields)	"--b0\r\nContent-Type: text/plain\r\n\r\nv=0\r\n--b0\r\n" fields \
			"\r\nv=0\r\n--b0--\r\n"

static const struct sip_row sip_messages[] = {
	/* RFC 4475 3.1.1: valid */
	{ "B-AL-01, S4: wsinv, white space wherever it may be",
	  TEXT("INVITE sip:bob@example.net;unknownparam SIP/2.0\r\n"
	       "TO :\r\n sip:bob@example.net ;   tag    = t1\r\n"
	       "from   : \"A \\\\\\\"\"       <sip:ann@example.com>\r\n  ;\r\n  tag = a1\r\n"
	       "MaX-fOrWaRdS: 0068\r\n"
	       "Call-ID: ws.0ha0isnda@192.0.2.1\r\n"
	       "Content-Length   : 0\r\n"
	       "cseq: 0009\r\n  INVITE\r\n"
	       "Via  : SIP  /   2.0\r\n /UDP\r\n    [2001:db8::9:1];branch=390skdjuw\r\n"
	       "s :\r\n"
	       "NewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
	       "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\n"
	       "Route:\r\n <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n"
	       "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n"
	       "  branch  =   z9hG4bK9ikj8  ,\r\n"
	       " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n"
	       "m:\"Quoted string \\\"\\\"\" <sip:ann@[2001:db8::9:1]> ; newparam =\r\n"
	       "      newvalue ;\r\n"
	       "  secondparam ; q = 0.33\r\n\r\n"),
	  "INVITE 9 id=ws.0ha0isnda@192.0.2.1 from=a1 to=t1 branch=390skdjuw via=udp/" NINE_ONE
	  " contact=" NINE_ONE },
	{ "B-AL-01, S4: intmeth, every octet a token can have",
	  TEXT("!strange-Method0123456789_*+`.%indeed'~ sip:1_~(!)&'+$/,/;;*:&p=1,w!*@h SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP h.example.com;branch=" ODD "\r\n"
	       "To: \"BEL:\\\x07 SOH:\\\x01 DEL:\\\x7f\" <sip:1_odd.URI~(so-so!)&'+$/,/;;*@h>\r\n"
	       "From: t1~` t2'+_ t3*%!.- <sip:x@h>;p''~+*_!.-%=\"\xd1\x80\";tag=" ODD "\r\n"
	       "Call-ID: w%Z-!.*_+'@`~)(><:\\/\"][?}{\r\n"
	       "CSeq: 13 !strange-Method0123456789_*+`.%indeed'~\r\n"
	       "Max-Forwards: 255\r\n"
	       "extensionHeader-!.%*+_`'~:\xef\xbb\xbf\xe5\xa4\xa7\r\n"
	       "Content-Length: 0\r\n\r\n"),
	  "other 13 id=w%Z-!.*_+'@`~)(><:\\/\"][?}{ from=" ODD " branch=" ODD " via=udp/?" },
	{ "B-AL-01: esc01, escapes in a user",
	  TEXT("INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0\r\n" DIALOG
	       "CSeq: 1 INVITE\r\n"
	       "Contact: <sip:cal%6Cer@[2001:db8::9:1]:5061;%6C%72;n%61me=v%61lue%25>\r\n\r\n"),
	  INVITE_SAYS " contact=" NINE_ONE ":5061" },
	{ "B-AL-01: escnull, an escaped NUL is no NUL",
	  TEXT(REGISTER_WITH("Contact: <sip:%00@[2001:db8::9:1]>\r\n"
	       "Contact: <sip:%00%00@h.example.com>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE " contact=?" },
	{ "B-AL-01: esc02, a percent sign that escapes nothing",
	  TEXT("RE%47IST%45R sip:example.com SIP/2.0\r\n" DIALOG "CSeq: 29344 RE%47IST%45R\r\n"
	       "Contact: <sip:alias1@[2001:db8::9:1]>\r\n"
	       "C%6Fntact: <sip:alias2@[2001:db8::9:2]>\r\n"
	       "m: \"%Z%45\" <sip:alias3@[2001:db8::9:3]>\r\n\r\n"),
	  "other 29344" DIALOG_SAYS " contact=" NINE_ONE " contact=" NINE(3) },
	{ "B-AL-01, S4: lwsdisp, no space behind a name",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n" VIA
	       "From: caller<sip:ann@example.com>;tag=323\r\n" TO ID
	       "CSeq: 60 OPTIONS\r\nl: 0\r\n\r\n"),
	  "OPTIONS 60 id=7@example.com from=323 branch=z9hG4bK77 via=udp/" NINE_ONE },
	{ "B-AL-01, S2: dblreq, a second request behind the body",
	  TEXT(REGISTER_WITH("Contact: <sip:j@[2001:db8::9:1]>\r\nContent-Length: 0\r\n")
	       INVITE_WITH("Contact: <sip:j@[2001:db8::9:2]>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "B-AL-01, S4: semiuri, semicolons in a user",
	  TEXT("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\r\n" DIALOG
	       "CSeq: 8 OPTIONS\r\n"
	       "Accept: application/sdp, application/pkcs7-mime,\r\n    multipart/mixed\r\n"
	       "Contact: <sip:user;par=u%40example.net@[2001:db8::9:1]>\r\n\r\n"),
	  "OPTIONS 8" DIALOG_SAYS " contact=" NINE_ONE },
	{ "B-AL-01: transports, all there are and some that there are not",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n"
	       "Via: SIP/2.0/UNKNOWN t6.example.com;branch=z9hG4bKk\r\n"
	       "Via: SIP/2.0/UDP t1.example.com\r\n"
	       "Via: SIP/2.0/SCTP t2.example.com\r\nVia: SIP/2.0/TLS t3.example.com\r\n" FROM TO ID
	       "CSeq: 8 OPTIONS\r\n\r\n"),
	  "OPTIONS 8 id=7@example.com from=a1 branch=z9hG4bKk via=other/?" },
	{ "B-AL-01, S22: mpart01, several parts and none of them SDP",
	  TEXT("MESSAGE sip:bob@example.net SIP/2.0\r\n" DIALOG "CSeq: 127 MESSAGE\r\n"
	       "Content-Type: multipart/signed; protocol=\"application/x\";\r\n"
	       " micalg=sha1;boundary=7a9cbec02\r\n\r\n"
	       "--7a9cbec02\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02\r\n\r\n"
	       "0\x82\0\xff\r\n"
	       "--7a9cbec02--\r\n"), "MESSAGE 127" DIALOG_SAYS " body=84 other" },
	{ "B-AL-01: unreason, a reason in another script",
	  TEXT(RESPONSE_WITH("SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe", "l: 0\r\n")),
	  "200 INVITE 1" DIALOG_SAYS },
	{ "B-AL-01: noreason, none", TEXT(RESPONSE_WITH("SIP/2.0 100 ", "Content-Length: 0\r\n")),
	  "100 INVITE 1" DIALOG_SAYS },
	{ "B-AL-01: none, nor the space before it", TEXT(RESPONSE_WITH("SIP/2.0 180", "")),
	  "180 INVITE 1" DIALOG_SAYS },
	{ "B-AL-01: the version in lower case", TEXT(RESPONSE_WITH("sip/2.0 180 Ringing", "")),
	  "180 INVITE 1" DIALOG_SAYS },

	/* RFC 4475 3.1.2: invalid */
	{ "B-AL-01, A10: badinv01, parameters without names in Via",
	  TEXT(INVITE "Via: SIP/2.0/UDP 192.0.2.15;;,;,,\r\n" FROM TO ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: badinv01, parameters without names in Contact",
	  TEXT(INVITE_WITH("Contact: \"Joe\" <sip:joe@[2001:db8::9:1]>;;;;\r\n")) },
	{ "B-AL-01, S2: clerr, a body shorter than its length",
	  TEXT(INVITE_WITH("Content-Type: application/sdp\r\nContent-Length: 9999\r\n") SDP) },
	{ "B-AL-01, A10: ncl, a negative length",
	  TEXT(INVITE_WITH("Content-Type: application/sdp\r\nContent-Length: -999\r\n") SDP) },
	{ "B-AL-01, A10: scalar02, a sequence number that is too large",
	  TEXT(REGISTER DIALOG "CSeq: 36893488147419103232 REGISTER\r\n\r\n") },
	{ "A10: the smallest sequence number that is",
	  TEXT(REGISTER DIALOG "CSeq: 2147483648 REGISTER\r\n\r\n") },
	{ "A10: the largest one that is not",
	  TEXT(REGISTER DIALOG "CSeq: 2147483647 REGISTER\r\n\r\n"),
	  "REGISTER 2147483647" DIALOG_SAYS },
	{ "B-AL-01, S21: scalar02, expiries that are too large",
	  TEXT(REGISTER_WITH("Expires: 10000000000000000000\r\n"
	       "Contact: <sip:u@[2001:db8::9:1]>;expires=280297596632815\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE "/4294967295s expires=4294967295" },
	{ "B-AL-01, A10: scalarlg, in a response",
	  TEXT("SIP/2.0 503 Unavailable\r\n" DIALOG "CSeq: 9292394834772304023312 OPTIONS\r\n"
	       "Retry-After: 949302838503028349304023988\r\n\r\n") },
	{ "B-AL-01, A10: quotbal, a quote that is not closed",
	  TEXT(INVITE VIA FROM "To: \"Mr. J. User <sip:j.user@example.com>\r\n" ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: ltgtruri, brackets around the Request-URI",
	  TEXT("INVITE <sip:bob@example.net> SIP/2.0\r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: lwsruri, a space in the Request-URI",
	  TEXT("INVITE sip:bob@example.net; lr SIP/2.0\r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: lwsstart, two spaces in the start line",
	  TEXT("INVITE  sip:bob@example.net  SIP/2.0\r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: trws, a space behind the start line",
	  TEXT("INVITE sip:bob@example.net SIP/2.0 \r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "B-AL-01: escruri, header fields in the Request-URI are not ours",
	  TEXT("INVITE sip:bob@example.net?Route=%3Csip:example.com%3E SIP/2.0\r\n" DIALOG
	       "CSeq: 1 INVITE\r\n\r\n"), INVITE_SAYS },
	{ "B-AL-01: baddate, dates are not ours",
	  TEXT(INVITE_WITH("Date: Fri, 01 Jan 2010 16:00:00 EST\r\n")), INVITE_SAYS },
	{ "B-AL-01, A10: regbadct, header fields of a URI without brackets",
	  TEXT(REGISTER_WITH("Contact: sip:u@[2001:db8::9:1]?Route=%3Csip:h%3E\r\n")) },
	{ "S4: with brackets they are the URI's",
	  TEXT(REGISTER_WITH("Contact: <sip:u@[2001:db8::9:1]?Route=%3Csip:h%3E>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "B-AL-01, A10: badaspec, spaces in a URI",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n" VIA FROM
	       "To: \"W\" < sip:t@example.org >\r\n" ID "CSeq: 1 OPTIONS\r\n\r\n") },
	{ "B-AL-01, A10: baddn, a comma in a name without quotes",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n" VIA
	       "From: Bell, A <sip:a@example.com>;tag=43\r\n" TO ID "CSeq: 1 OPTIONS\r\n\r\n") },
	{ "B-AL-01, A10: badvers, another version",
	  TEXT("OPTIONS sip:bob@example.net SIP/7.0\r\n" DIALOG "CSeq: 1 OPTIONS\r\n\r\n") },
	{ "A10: another version of a response",
	  TEXT("SIP/7.0 200 OK\r\n" DIALOG "CSeq: 1 OPTIONS\r\n\r\n") },
	{ "B-AL-01, A10: mismatch01, two methods",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n" DIALOG "CSeq: 8 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: mismatch02, two unknown methods",
	  TEXT("NEWMETHOD sip:bob@example.net SIP/2.0\r\n" DIALOG "CSeq: 8 NEWMETHOE\r\n\r\n") },
	{ "A10: a method that begins like the other",
	  TEXT("INVITEX sip:bob@example.net SIP/2.0\r\n" DIALOG "CSeq: 8 INVITE\r\n\r\n") },
	{ "B-AL-01, A10: bigcode, a status of ten digits",
	  TEXT("SIP/2.0 4294967301 better not break the receiver\r\n" DIALOG
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: a status of two digits",
	  TEXT("SIP/2.0 20 OK\r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: a status of the seventh class", TEXT(RESPONSE_WITH("SIP/2.0 700 OK", "")) },
	{ "A10: a status of none", TEXT(RESPONSE_WITH("SIP/2.0 099 OK", "")) },

	/* RFC 4475 3.2 to 3.4: what only a server can judge */
	{ "B-AL-01: badbranch, a branch that is its cookie",
	  TEXT(INVITE "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bK\r\n" FROM TO ID
	       "CSeq: 1 INVITE\r\n\r\n"),
	  "INVITE 1 id=7@example.com from=a1 branch=z9hG4bK via=udp/" NINE_ONE },
	{ "B-AL-01, A10: insuf, without Call-ID, From and To",
	  TEXT(INVITE VIA "CSeq: 193942 INVITE\r\nContent-Length: 0\r\n\r\n") },
	{ "A10: without Call-ID", TEXT(INVITE VIA FROM TO "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: without From", TEXT(INVITE VIA TO ID "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: without To", TEXT(INVITE VIA FROM ID "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: without CSeq", TEXT(INVITE VIA FROM TO ID "\r\n") },
	{ "A10: without Via", TEXT(INVITE FROM TO ID "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: without header fields", TEXT(INVITE "\r\n") },
	{ "B-AL-01: unkscm, an unknown scheme",
	  TEXT("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0\r\n" DIALOG
	       "CSeq: 1 OPTIONS\r\n\r\n"), "OPTIONS 1" DIALOG_SAYS },
	{ "B-AL-01: novelsc, an unusual one",
	  TEXT("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0\r\n" DIALOG "CSeq: 1 OPTIONS\r\n\r\n"),
	  "OPTIONS 1" DIALOG_SAYS },
	{ "B-AL-01: unksm2, unknown ones in header fields",
	  TEXT(REGISTER VIA "From: <http://www.example.com>;tag=a1\r\nTo: isbn:2983792873\r\n" ID
	       "CSeq: 1 REGISTER\r\nContact: <name:John_Smith>\r\n\r\n"),
	  REGISTER_SAYS " contact=?" },
	{ "B-AL-01: bext01, extensions that are unknown",
	  TEXT(INVITE_WITH("Require: nothingSupportsThis, nothingSupportsThisEither\r\n")),
	  INVITE_SAYS },
	{ "B-AL-01, S22: invut, an unknown body",
	  TEXT(INVITE_WITH("Content-Type: application/unknownformat\r\nContent-Length: 5\r\n")
	       "<a/>\n"), INVITE_SAYS " body=5 other" },
	{ "B-AL-01: regaut01, unknown authorization",
	  TEXT(REGISTER_WITH("Authorization: NoOneKnowsThisScheme opaque-data=here\r\n")),
	  REGISTER_SAYS },
	{ "B-AL-01, A10: multi01, what is to be there once is there twice",
	  TEXT(INVITE_WITH("CSeq: 59 INVITE\r\nFrom: <sip:other@example.com>;tag=3413415\r\n")) },
	{ "B-AL-01, A10: mcl01, two lengths",
	  TEXT("OPTIONS sip:bob@example.net SIP/2.0\r\n" DIALOG
	       "CSeq: 5 OPTIONS\r\nContent-Length: 13\r\n"
	       "Content-Length: 5\r\n\r\nThere's no way to know\r\n") },
	{ "B-AL-01: bcast, a Via that nobody can be reached at",
	  TEXT("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\r\n"
	       "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23\r\n" FROM TO ID
	       "CSeq: 1 INVITE\r\n\r\n"),
	  "200 INVITE 1 id=7@example.com from=a1 branch=z9hG4bK1324923 via=udp/?" },
	{ "B-AL-01: zeromf, no hops left", TEXT(INVITE_WITH("Max-Forwards: 0\r\n")), INVITE_SAYS },
	{ "B-AL-01: cparam01, an unknown parameter of a Contact",
	  TEXT(REGISTER_WITH("Contact: sip:+19725552222@[2001:db8::9:1];unknownparam\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "B-AL-01: cparam02, one of its URI",
	  TEXT(REGISTER_WITH("Contact: <sip:+19725552222@[2001:db8::9:1];unknownparam>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "B-AL-01: regescrt, header fields of a Contact's URI",
	  TEXT(REGISTER_WITH("Contact: <sip:user@[2001:db8::9:1]?Route=%3Csip:h%3E>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "B-AL-01, S22: sdp01, SDP for who does not want it",
	  TEXT(INVITE_WITH("Accept: text/nobodyKnowsThis\r\nContent-Type: application/sdp\r\n")
	       SDP), INVITE_SAYS " body=86 sdp=v=0" },
	{ "B-AL-01: inv2543, as it was written before",
	  TEXT("INVITE sip:UserB@example.com SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP iftgw.example.com\r\n"
	       "From: <sip:+13035551111@ift.client.example.net;user=phone>\r\n"
	       "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>\r\n"
	       "To: sip:+16505552222@ss1.example.net;user=phone\r\nCall-ID: inv2543.1717@ift\r\n"
	       "CSeq: 56 INVITE\r\nContent-Type: application/sdp\r\n\r\n" SDP),
	  "INVITE 56 id=inv2543.1717@ift via=udp/? body=86 sdp=v=0" },

	/* RFC 5118 */
	{ "B-AL-01, S5: 5118 4.1, IPv6 references everywhere",
	  TEXT("REGISTER sip:[2001:db8::10] SIP/2.0\r\nTo: sip:user@example.com\r\n"
	       "From: sip:user@example.com;tag=81x2\r\n"
	       "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
	       "Call-ID: SSG9559905523997077@hlau_4100\r\nMax-Forwards: 70\r\n"
	       "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\nCSeq: 98176 REGISTER\r\n"
	       "l: 0\r\n\r\n"),
	  "REGISTER 98176 id=SSG9559905523997077@hlau_4100 from=81x2 branch=z9hG4bKas3-111 via=udp/"
	  NINE_ONE " contact=2001:db8:0:0:0:0:0:1" },
	{ "B-AL-01, S5: 5118 4.2, no brackets in the Request-URI, which is not ours",
	  TEXT("REGISTER sip:2001:db8::10 SIP/2.0\r\n" DIALOG "CSeq: 1 REGISTER\r\n\r\n"),
	  REGISTER_SAYS },
	{ "S5: no brackets in a Contact",
	  TEXT(REGISTER_WITH("Contact: <sip:u@2001:db8::9:1>\r\n")) },
	{ "S5: no brackets in a Via",
	  TEXT(REGISTER "Via: SIP/2.0/UDP 2001:db8::9:1;branch=z9hG4bK77\r\n" FROM TO ID
	       "CSeq: 1 REGISTER\r\n\r\n") },
	{ "B-AL-01, S5: 5118 4.3, a port within brackets is address",
	  TEXT(REGISTER_WITH("Contact: <sip:u@[2001:db8::10:5070]>\r\n")),
	  REGISTER_SAYS " contact=2001:db8:0:0:0:0:10:5070" },
	{ "B-AL-01, S5: 5118 4.4, a port behind them is one",
	  TEXT(REGISTER_WITH("Contact: <sip:u@[2001:db8::10]:5070>\r\n")),
	  REGISTER_SAYS " contact=2001:db8:0:0:0:0:0:10:5070" },
	{ "B-AL-01, S5: 5118 4.5, received with brackets and without",
	  TEXT("BYE sip:bob@example.net SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111\r\n"
	       "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3\r\n"
	       FROM TO ID "CSeq: 2 BYE\r\n\r\n"),
	  "BYE 2 id=7@example.com from=a1 branch=z9hG4bKas3-111 via=udp/" NINE_ONE },
	{ "S5: received without brackets in the topmost Via",
	  TEXT("BYE sip:bob@example.net SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3\r\n"
	       FROM TO ID "CSeq: 2 BYE\r\n\r\n"),
	  "BYE 2 id=7@example.com from=a1 branch=z9hG4bKas3 via=udp/" NINE_ONE },
	{ "B-AL-01, S5: 5118 4.6, a version and port in Via",
	  TEXT("OPTIONS sip:user@[2001:db8::10] SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP [2001:db8::9:1]:5062;branch=z9hG4bKb;rport\r\n" FROM TO ID
	       "CSeq: 2 OPTIONS\r\n\r\n"),
	  "OPTIONS 2 id=7@example.com from=a1 branch=z9hG4bKb via=udp/" NINE_ONE ":5062 rport" },
	{ "B-AL-01, S5, S8: 5118 4.7 and 4.8, addresses of both kinds in SDP",
	  TEXT(INVITE_WITH("Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\n"
	       "Content-Type: application/sdp\r\n"
	       "Content-Length: 180\r\n")
	       "v=0\r\no=assistant 971731711378798081 0 IN IP6 2001:db8::20\r\n"
	       "s=Live video feed\r\n"
	       "c=IN IP6 2001:db8::20\r\nt=3338481189 3370017201\r\nm=audio 6000 RTP/AVP 2\r\n"
	       "m=video 6024 RTP/AVP 107\r\nc=IN IP4 192.0.2.2\r\n"),
	  INVITE_SAYS " contact=2001:db8:0:0:0:0:0:1 body=180 sdp=v=0" },
	{ "B-AL-01, S5: 5118 4.9, an IPv4-mapped address is none of ours",
	  TEXT(INVITE_WITH("Contact: \"T. desk phone\" <sip:ted@[::ffff:192.0.2.2]>\r\n")),
	  INVITE_SAYS " contact=?" },
	{ "B-AL-01, S5: 5118 4.10, three colons where the grammar is wrong",
	  TEXT("OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0\r\n"
	       "Via: SIP/2.0/UDP [2001:db8:::192.0.2.1];branch=z9hG4bK1\r\n" FROM TO ID
	       "CSeq: 2 OPTIONS\r\n\r\n"),
	  "OPTIONS 2 id=7@example.com from=a1 branch=z9hG4bK1 via=udp/2001:db8:0:0:0:0:c000:201" },

	/* forms of header fields */
	{ "S3: all compact",
	  TEXT(INVITE "v: SIP/2.0/TCP [2001:db8::9:1]:5070;branch=z9hG4bK77\r\n"
	       "f: <sip:a@example.com>;tag=a1\r\n"
	       "t: <sip:b@example.net>;tag=b1\r\ni: 7\r\nCSeq: 3 INVITE\r\n"
	       "m: <sip:a@[2001:db8::9:1]:5070;transport=TCP>\r\n"
	       "s: hello\r\nk: timer\r\nx: 1800;refresher=uac\r\ne: identity\r\n"
	       "c: application/sdp\r\nl: 86\r\n\r\n" SDP),
	  "INVITE 3 id=7 from=a1 to=b1 branch=z9hG4bK77 via=tcp/" NINE_ONE ":5070 contact=" NINE_ONE
	  ":5070/tcp session=1800 body=86 sdp=v=0" },
	{ "S3: compact and in full, upper and lower case",
	  TEXT(INVITE "V: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bK77\r\n"
	       "FROM: <sip:a@example.com>;TAG=a1\r\n"
	       "T: <sip:b@example.net>\r\ncall-id: 7@example.com\r\nCSEQ: 1 INVITE\r\n"
	       "CONTENT-TYPE: Application/SDP\r\n"
	       "L: 86\r\n\r\n" SDP), INVITE_SAYS " body=86 sdp=v=0" },
	{ "S3: the same field compact and in full is there twice",
	  TEXT(INVITE_WITH("i: 8@example.com\r\n")) },
	{ "S3: what is compact for others",
	  TEXT(INVITE_WITH("o: presence\r\nr: <sip:x@[2001:db8::9:2]>\r\nu: y\r\n"
	       "b: <sip:x@example.com>\r\n"
	       "a: *\r\n")), INVITE_SAYS },
	{ "S4: fields within a quoted string",
	  TEXT(INVITE VIA
	       "From: \"Contact: <sip:x@[2001:db8::9:2]>\\\" ;tag=no\" <sip:a@example.com>;tag=a1\r\n"
	       TO ID "CSeq: 1 INVITE\r\n"
	       "Contact: \"<sip:x@[2001:db8::9:3]>, *\"<sip:y@[2001:db8::9:1]>;x=\"expires=0;,\"\r\n"
	       "\r\n"), INVITE_SAYS " contact=" NINE_ONE },
	{ "S4: fields within a folded line",
	  TEXT(INVITE_WITH("Subject: hello\r\n Contact: <sip:x@[2001:db8::9:2]>\r\n"
	       "\tContent-Length: 77\r\n")), INVITE_SAYS },
	{ "S4: contacts joined and repeated",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>;expires=60 ,\r\n"
	       " \"b, c\" <sip:b@[2001:db8::9:2]:5070>\r\n"
	       "m: sip:c@[2001:db8::9:3];expires=0\r\nExpires: 300\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE "/60s contact=" NINE(2) ":5070 contact=" NINE(3)
	  "/0s expires=300" },
	{ "S4: a comma with nothing behind it",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>,\r\n")) },
	{ "S4: two commas",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>,,<sip:a@[2001:db8::9:2]>\r\n")) },
	{ "S4: an empty Contact", TEXT(REGISTER_WITH("Contact:\r\n")) },
	{ "S4: Vias joined, the topmost counts",
	  TEXT(INVITE
	       "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1;rport=5064,SIP/2.0/TCP [2001:db8::9:2];branch=z9hG4bK2\r\n"
	       FROM TO ID "CSeq: 1 INVITE\r\n\r\n"),
	  "INVITE 1 id=7@example.com from=a1 branch=z9hG4bK1 via=udp/? rport" },
	{ "S4, A10: a second tag",
	  TEXT(INVITE VIA "From: <sip:ann@example.com>;tag=a1;tag=a2\r\n" TO ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: an empty tag",
	  TEXT(INVITE VIA "From: <sip:ann@example.com>;tag=\r\n" TO ID "CSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: a second branch",
	  TEXT(INVITE "Via: SIP/2.0/UDP h;branch=z9hG4bK1;branch=z9hG4bK2\r\n" FROM TO ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: two addresses in To",
	  TEXT(INVITE VIA FROM "To: <sip:bob@example.net>, <sip:bob@example.com>\r\n" ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: a space in Call-ID",
	  TEXT(INVITE VIA FROM TO "Call-ID: 7 8\r\nCSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: an empty Call-ID",
	  TEXT(INVITE VIA FROM TO "Call-ID:\r\nCSeq: 1 INVITE\r\n\r\n") },
	{ "S4, A10: CSeq without a method", TEXT(INVITE DIALOG "CSeq: 1\r\n\r\n") },
	{ "S4, A10: CSeq without a number", TEXT(INVITE DIALOG "CSeq: INVITE\r\n\r\n") },
	{ "S4, A10: CSeq without a space", TEXT(INVITE DIALOG "CSeq: 1INVITE\r\n\r\n") },
	{ "S4, A10: a method in lower case is another",
	  TEXT("invite sip:bob@example.net SIP/2.0\r\n" DIALOG "CSeq: 1 invite\r\n\r\n"),
	  "other 1" DIALOG_SAYS },
	{ "S4, A10: a user without an end",
	  TEXT(INVITE_WITH("Contact: <sip:a@b@[2001:db8::9:1]>\r\n")) },
	{ "S4, A10: a user behind the host",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1];x=b@c>\r\n")) },
	{ "S4, A10: a bracket without an end",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1>\r\n")) },
	{ "S4, A10: something behind a bracket",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]x>\r\n")) },
	{ "S4, A10: an angle without an end",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]\r\n")) },
	{ "S4, A10: two transports",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1];transport=udp;transport=tcp>\r\n")) },
	{ "S5, B-AL-06: a zone", TEXT(INVITE_WITH("Contact: <sip:a@[fe80::1%25eth0]>\r\n")),
	  INVITE_SAYS " contact=?" },
	{ "S5, B-AL-06: multicast", TEXT(INVITE_WITH("Contact: <sip:a@[ff0e::1]>\r\n")),
	  INVITE_SAYS " contact=?" },
	{ "S5: sips and a transport",
	  TEXT(INVITE_WITH("Contact: <sips:a@[2001:db8::9:1]:5061;transport=tls;lr>\r\n")),
	  INVITE_SAYS " contact=" NINE_ONE ":5061/other secure" },
	{ "B-AL-05: port 0 of a Contact",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:0>\r\n")) },
	{ "B-AL-05: port 1", TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:1>\r\n")),
	  INVITE_SAYS " contact=" NINE_ONE ":1" },
	{ "B-AL-05: port 65535", TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:65535>\r\n")),
	  INVITE_SAYS " contact=" NINE_ONE ":65535" },
	{ "B-AL-05: port 65536", TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:65536>\r\n")) },
	{ "B-AL-05: port 2^32 + 5060",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:4294972356>\r\n")) },
	{ "B-AL-05: port -1", TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:-1>\r\n")) },
	{ "B-AL-05: port 5060abc",
	  TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:5060abc>\r\n")) },
	{ "B-AL-05: an empty port", TEXT(INVITE_WITH("Contact: <sip:a@[2001:db8::9:1]:>\r\n")) },
	{ "B-AL-05: port 5060abc of a Via",
	  TEXT(INVITE "Via: SIP/2.0/UDP [2001:db8::9:1]:5060abc;branch=z9hG4bK77\r\n" FROM TO ID
	       "CSeq: 1 INVITE\r\n\r\n") },
	{ "S21: everything unregistered", TEXT(REGISTER_WITH("Contact: *\r\nExpires: 0\r\n")),
	  REGISTER_SAYS " star expires=0" },
	{ "S21: a star and a contact",
	  TEXT(REGISTER_WITH("Contact: *\r\nContact: <sip:a@[2001:db8::9:1]>\r\n")) },
	{ "S21: a contact and a star",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>\r\nContact: *\r\n")) },
	{ "S21: an expiry that is no number is an hour",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>;expires=\"Thu, 01 Dec\";q=0.1\r\n"
	       "Expires: soon\r\n")), REGISTER_SAYS " contact=" NINE_ONE "/3600s" },
	{ "S21: an expiry within the URI is not the contact's",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1];expires=60>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE },
	{ "S21: nine contacts, of which eight are read",
	  TEXT(REGISTER_WITH("Contact: <sip:a@[2001:db8::9:1]>,<sip:x>,<sip:x>,<sip:x>,<sip:x>\r\n"
	       "m: <sip:x>,<sip:x>,<sip:x>,<sip:x>\r\n")),
	  REGISTER_SAYS " contact=" NINE_ONE
	  " contact=? contact=? contact=? contact=? contact=? contact=? contact=? more" },
	{ "S20: a session timer that is none", TEXT(INVITE_WITH("Session-Expires: soon\r\n")),
	  INVITE_SAYS },
	{ "S20: a session timer", TEXT(INVITE_WITH("Session-Expires:  90 ; refresher=uas\r\n")),
	  INVITE_SAYS " session=90" },

	/* bodies */
	{ "S22: encoded", TEXT(INVITE_WITH("c: application/sdp\r\nContent-Encoding: gzip\r\n") SDP),
	  INVITE_SAYS " body=86 encoded" },
	{ "S22: encoded twice",
	  TEXT(INVITE_WITH("c: application/sdp\r\ne: identity\r\ne: gzip\r\n") SDP),
	  INVITE_SAYS " body=86 encoded" },
	{ "S22: without a type", TEXT(INVITE_WITH("") SDP), INVITE_SAYS " body=86 other" },
	{ "S22: another type that begins like it", TEXT(INVITE_WITH("c: application/sdpx\r\n") SDP),
	  INVITE_SAYS " body=86 other" },
	{ "S22: a type with parameters",
	  TEXT(INVITE_WITH("c: application / sdp ;charset=utf-8\r\n") SDP),
	  INVITE_SAYS " body=86 sdp=v=0" },
	{ "S22: two types", TEXT(INVITE_WITH("c: application/sdp\r\nc: text/plain\r\n") SDP) },
	{ "S22: a part",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       PARTS("Content-Type: application/sdp\r\n")), INVITE_SAYS " body=91 sdp=v=0/3" },
	{ "S22: a part, quoted boundary, text before and behind",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=\"b0\"\r\n") "--b0 is it\r\n"
	       PARTS("content-type:application/SDP\r\n") "v=0\r\n"),
	  INVITE_SAYS " body=107 sdp=v=0/3" },
	{ "S22: a part with an encoding",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       PARTS("Content-Type: application/sdp\r\nContent-Transfer-Encoding: base64\r\n")),
	  INVITE_SAYS " body=126 other" },
	{ "S22: a part that is compressed",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       PARTS("Content-Type: application/sdp\r\nContent-Encoding: gzip\r\n")),
	  INVITE_SAYS " body=115 other" },
	{ "S22: a part that says it is not",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       PARTS("Content-Type: application/sdp\r\nContent-Encoding: identity\r\n")),
	  INVITE_SAYS " body=119 sdp=v=0/3" },
	{ "S22: a part without a type",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n") PARTS("")),
	  INVITE_SAYS " body=60 other" },
	{ "S22: a part that does not end",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       "--b0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b0x\r\n"),
	  INVITE_SAYS " body=51 other" },
	{ "S22: an empty part",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       "--b0\r\nContent-Type: application/sdp\r\n\r\n--b0--"),
	  INVITE_SAYS " body=45 other" },
	{ "S22: a part that ends with LF alone",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       "--b0\r\nContent-Type: application/sdp\r\n\r\nv=0\n--b0--\r\n"),
	  INVITE_SAYS " body=51 other" },
	{ "S22: a part of an empty line",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       "--b0\r\nContent-Type: application/sdp\r\n\r\n\r\n--b0--"),
	  INVITE_SAYS " body=47 other" },
	{ "S22: a part whose header has no end",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b:0\r\n")
	       "--b:0\r\nContent-Type: application/sdp\r\n--b:0\r\n\r\nv=0\r\n--b:0--\r\n"),
	  INVITE_SAYS " body=61 other" },
	{ "S22: without a boundary",
	  TEXT(INVITE_WITH("c: multipart/mixed\r\n") PARTS("Content-Type: application/sdp\r\n")),
	  INVITE_SAYS " body=91 other" },
	{ "S22: of two parts the first",
	  TEXT(INVITE_WITH("c: multipart/mixed;boundary=b0\r\n")
	       "--b0\r\nContent-Type: application/sdp\r\n\r\nv=1\r\n"
	       PARTS("Content-Type: application/sdp\r\n")), INVITE_SAYS " body=135 sdp=v=1/3" },

	/* the header section */
	{ "A10, B-AL-10: a NUL", TEXT(INVITE_WITH("Subject: a\0b\r\n")) },
	{ "A10, B-AL-10: a bare LF",
	  TEXT(INVITE_WITH("Subject: a\nContact: <sip:x@[2001:db8::9:1]>\r\n")) },
	{ "A10, B-AL-10: a bare CR",
	  TEXT(INVITE_WITH("Subject: a\rContact: <sip:x@[2001:db8::9:1]>\r\n")) },
	{ "A10, B-AL-10: LF alone throughout",
	  TEXT("INVITE sip:bob@example.net SIP/2.0\nCall-ID: 7\nCSeq: 1 INVITE\n\n") },
	{ "A10, B-AL-10: a quoted CR",
	  TEXT(INVITE_WITH("Contact: \"a\\\r\n \" <sip:x@[2001:db8::9:1]>\r\n")) },
	{ "B-AL-10: UTF-8",
	  TEXT(INVITE_WITH("Subject: \xe5\xa4\xa7\xff\r\n"
	       "Contact: \xc3\x84 <sip:\xc3\xa4@[2001:db8::9:1]>\r\n")),
	  INVITE_SAYS " contact=" NINE_ONE },
	{ "A10, B-AL-10: the start line is folded",
	  TEXT("INVITE sip:bob@example.net\r\n SIP/2.0\r\n" DIALOG "\r\n") },
	{ "A10, B-AL-10: something folded behind the start line",
	  TEXT(INVITE " Via: x\r\n" DIALOG "CSeq: 1 INVITE\r\n\r\n") },
	{ "A10: a line without a colon", TEXT(INVITE_WITH("Subject\r\n")) },
	{ "A10: a line without a name", TEXT(INVITE_WITH(": x\r\n")) },
	{ "A10: a name with a space in it", TEXT(INVITE_WITH("Sub ject: x\r\n")) },
	{ "A10: no empty line", TEXT(INVITE DIALOG "CSeq: 1 INVITE\r\n") },
	{ "A1: an HTTP request",
	  TEXT("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n") },
	{ "A1: an HTTP response", TEXT("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") },
	{ "A13: a message behind another line", TEXT("x\r\n" INVITE_WITH("")) },
	{ "A13: a message behind an empty line", TEXT("\r\n" INVITE_WITH("")) },
	{ "A13: a message behind a space", TEXT(" " INVITE_WITH("")) },
};

#endif
