#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh [SUBJECT...]: proves for the subjects, or all, that the functions of src/ that read what
# anybody may have sent stay within it, overflow nothing and come to an end, whatever the octets;
# prints TAP. A mutant lacks something that a proof rests on, which must then fail. JOBS at a time.
set -uo pipefail

here=$(dirname "$(readlink -f "$0")")
src=$here/../../src
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cbmc=$("$here/get-cbmc.sh") || { echo "Bail out! no CBMC"; exit 1; }

# The kernel is built with -fno-strict-overflow, and unsigned numbers wrap on purpose.
options=(
	--bounds-check --pointer-check --pointer-overflow-check --pointer-primitive-check
	--div-by-zero-check --signed-overflow-check --undefined-shift-check --unwinding-assertions
	--no-malloc-may-fail --drop-unused-functions --stop-on-fail --sat-solver cadical
	-D_GNU_SOURCE -I "$here/include" -I "$here/../hosted/include" -I "$here/../../include/uapi"
)
names=() pids=() wanted=()

# start NAME WANTED-STATUS SOURCES UNWIND: in the background; 0: proved, 10: refuted
start()
{
	local log=$work/${#names[@]}.log

	while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(nproc)}" ]; do
		wait -n
	done
	names+=("$1")
	wanted+=("$2")
	{
		SECONDS=0
		# shellcheck disable=SC2086 # a number, and options, a word each
		"$cbmc" "${options[@]}" -I "$3" --unwind $4 --function "$function" \
			"$here/${subject}_prove.c" >"$log" 2>&1
		status=$?
		echo "$SECONDS" >"$log.time"
		exit $status
	} &
	pids+=($!)
}

# prove SUBJECT FUNCTION UNWIND TEXT [CALLED...]: no loop goes UNWIND times round, or those that it
# names as often as it says. In place of the functions CALLED, which have proofs of their own, the
# source calls the proof's stub_CALLED.
prove()
{
	subject=$1 function=$2 unwind=$3 called=${*:5}
	chosen "$subject" || return
	copy
	start "$subject: $4 ($function)" 0 "$copy" "$unwind"
}

# sets $copy, of the source
copy()
{
	copy=$work/src${#names[@]}
	cp -r "$src" "$copy"
	[ -z "$called" ] || sed -i -E "/^\t/s/\b(${called// /|})\(/stub_\1(/g" "$copy"/*.c
}

# mutant FILE SED-SCRIPT TEXT: of the proof before it
mutant()
{
	chosen "$subject" || return
	copy
	cp "$copy/$1" "$copy/unchanged"
	sed -i "$2" "$copy/$1"
	if cmp -s "$copy/unchanged" "$copy/$1"; then
		echo "Bail out! a mutant of $1 has nothing to change: $3"
		exit 1
	fi
	start "$subject: a mutant is caught: $3 ($function)" 10 "$copy" "$unwind"
}

subjects=("$@")
chosen()
{
	[ "${#subjects[@]}" -eq 0 ] || [[ " ${subjects[*]} " == *" $1 "* ]]
}

prove packet plain 2 "what is TCP or UDP at once, any packet of 128 linear octets"
mutant packet_plain.h 's/linear < at + 20/linear < at + 12/' "less of a TCP header will do"
mutant packet_plain.h 's/ || claimed > length//; s/length > skb->len - at/0/' "any payload length is believed"
prove packet find 2 "the end, any packet"
mutant packet.c 's/length > walk->end - walk->at/0/' "any payload length is believed"
prove packet extensions 10 "all extension headers, any packet"
mutant packet.c 's/if (size > walk->end - walk->at)/if (0)/' "a header may be longer than the packet"
mutant packet.c 's/if (count == RFW_MAX_EXTENSION_HEADERS)/if (0)/' "there may be any number of headers"
prove packet transport 2 "the transport header, any packet"
mutant packet.c 's/walk->end - walk->at < size/0/' "nobody looks for the end"
prove packet embedded 10 "what an ICMPv6 error carries, any packet"
mutant packet.c 's/size = 2 \* sizeof(\*port);/size = 2;/' "half of the ports will do"
prove packet_peek is_init 2 "SCTP, any packet"
mutant packet_peek.c 's/packet->end - packet->transport < size/0/' "nobody looks for the end"
prove packet_peek service 2 "DCCP, any packet"
mutant packet_peek.c 's/DCCP_REQUEST_MIN\t20/DCCP_REQUEST_MIN\t16/' "a buffer is too short"
prove tcp_parse parse 42 "header and options, any segment"
mutant tcp_parse.c 's/ || option\[1\] > end - option//' "an option may be longer than the header"
mutant tcp_parse.c 's/option\[1\] < 2 ||//' "an option may have no octets"

prove packet_home options 14 "destination options, a header of up to 12 octets"
mutant packet_home.c 's/pad < room &&/pad <= room \&\&/' "padding is looked for too far"
prove packet_home route 14 "a routing header, any packet"
mutant packet_home.c 's/u8 buffer\[ROUTING_ADDRESS\]/u8 buffer[ROUTING_ADDRESS \/ 2]/; s/at, sizeof(buffer), buffer/at, 8, buffer/' "a buffer is too short"
prove mss find_one 42 "an option, any header"
mutant mss.c 's/ || header\[at + 1\] > length - at//' "an option may be longer than the header"
mutant mss.c 's/ || header\[at + 1\] < 2//' "an option may have no octets"
mss="18 --unwindset rfw_mss_scan.0:6,rfw_mss_lower.0:6"
prove mss scan "$mss" "all options, a header of up to 36 octets"
mutant mss.c 's/size == RFW_MSS_OPTION/size <= RFW_MSS_OPTION/' "an option that is too short counts"
prove mss lower "$mss" "all options, a header of up to 36 octets"
mutant mss.c 's/size == RFW_MSS_OPTION/size <= RFW_MSS_OPTION/' "an option that is too short counts"
prove mss insert 62 "any header"
mutant mss.c 's/length - HEADER_FIXED);/length);/' "too much is moved"
prove prefix_table common 2 "bits in common, any two addresses"
mutant prefix_table.c 's/return 64 - fls64/return 63 - fls64/' "one bit less"
prove prefix_table covers 2 "whether a node covers an address, any address and node"
mutant prefix_table.c 's/node->length > 64/node->length >= 64/' "a half with nothing of the node"
mutant prefix_table.c 's/ || !node->length;/;/' "the node of all addresses"
prove prefix_table indices 2 "where a value is, any address and length"
mutant prefix_table.c 's/(1U << more) - 2;/(1U << more) - 1;/' "one place too far"
prove prefix_table valid 2 "host bits, any address and length"
mutant prefix_table.c 's/length == ADDRESS_BITS)/0)/' "a shift by 64"
prove sip_text number 34 "numbers, up to 32 octets"
mutant sip_text.c 's/for (i = 0; i < length; i++) {/for (i = 0; i <= length; i++) {/' "one octet too many"
prove sip_text word 34 "words, up to 32 octets"
mutant sip_text.c 's/i < length \&\& word\[i\]/word[i]/' "the text may be shorter than the word"
address="10 --unwindset ip4_read.0:5,ip4_read.1:6,group_read.0:6,ip6_read.0:5,ip6_read.1:11"
prove sip_text group "$address" "a group of an address, up to 16 octets, behind any number of others"
mutant sip_text.c 's/reader->count > GROUPS - 2 ||/0 ||/' "an IPv4 address as a ninth group"
mutant sip_text.c 's/ || reader->count == GROUPS//' "any number of groups"
prove sip_text address "$address" "addresses, up to 16 octets"
mutant sip_text.c "s/at < length \&\& text\[at\] == ':'/text[at] == ':'/" "colons without an end"
prove sip_text line_end 2 "ends of lines, up to 32 octets"
mutant sip_text.c "s/data + at, '.n', end - at/data + at, 10, end/" "too many octets are searched"
prove sip_text trim 34 "white space, up to 32 octets"
mutant sip_text.c 's/while (at < end \&\& rfw_sip_is_space(data\[end - 1\]))/while (rfw_sip_is_space(data[end - 1]))/' "nothing but white space"
prove sip_text field 14 "header fields, up to 12 octets"
mutant sip_text.c 's/if (end < cursor->end)/if (1)/' "a line end behind the end"
value="up to 48 octets"
prove sip_value words 50 "white space and tokens, $value"
mutant sip_value.c '/^struct rfw_sip_span rfw_sip_token_next/,/^}/s/cursor->at < cursor->end \&\& //' "a token without an end"
prove sip_value skip 2 "an octet and what is around it, $value" rfw_sip_skip_space
mutant sip_value.c 's/!stub_rfw_sip_skip_space(cursor) || cursor->data\[cursor->at\] != octet/cursor->data[cursor->at] != octet/' "an octet at the end"
prove sip_value quoted 50 "quoted strings, $value"
mutant sip_value.c "s/ \&\& ++at < cursor->end \&\&/ \&\& ++at \&\&/" "a backslash at the end"
prove sip_value parameter 50 "parameters, $value" rfw_sip_skip_space rfw_sip_skip rfw_sip_token_next skip_quoted
mutant sip_value.c 's/start < cursor->end \&\& data\[start\]/data[start]/' "an equals sign at the end"
prove sip_value bracketed 50 "URIs in angle brackets, $value"
mutant sip_value.c "s/cursor->at < cursor->end \&\& data\[cursor->at\] != '>'/data[cursor->at] != '>'/" "a bracket that is not closed"
prove sip_value name 50 "names, $value"
mutant sip_value.c '/^static bool skip_name/,/^}/s/cursor->at < cursor->end;/;/' "a name without an end"
prove sip_value name_address 50 "addresses with names, $value" rfw_sip_skip_space skip_quoted skip_name bracketed_next
mutant sip_value.c "s/!stub_rfw_sip_skip_space(&name) || data\[name.at\]/data[name.at]/" "a name at the end"
prove sip_value host 50 "hosts, $value"
mutant sip_value.c 's/cursor->at - start - 2)/cursor->at - start)/' "the bracket and what is behind it belong to the address"
prove sip_value port 50 "ports, $value"
mutant sip_value.c '/^static bool port_next/,/^}/s/cursor->at < cursor->end \&\& //' "a port without an end"
prove sip_value user 2 "user and password, $value"
mutant sip_value.c "s/'@', cursor->end - cursor->at);/'@', cursor->end);/" "too many octets are searched"
prove sip_value uri_parameters 14 "parameters of URIs, up to 12 octets"
mutant sip_value.c 's/length < sizeof(name) - 1 ||/0 ||/' "a parameter that is too short"
prove sip_value uri 10 "URIs, $value" rfw_sip_token_next skip_user host_next port_next uri_parameters_read
mutant sip_value.c 's/cursor.at == cursor.end || data\[cursor.at++\]/data[cursor.at++]/' "a scheme at the end"
prove sip_value sent_protocol 10 "what a Via begins with, $value" rfw_sip_token_next rfw_sip_skip rfw_sip_skip_space
mutant sip_value.c 's/transport.length \&\& cursor->at < cursor->end \&\& /transport.length \&\& /' "a transport at the end"
prove sip_value via 14 "Via, up to 24 octets" sent_protocol_next host_next port_next rfw_sip_skip rfw_sip_parameter_next
mutant sip_value.c '/^bool rfw_sip_via_read/,/^}/s/ == RFW_SIP_NEXT_FOUND/ != RFW_SIP_NEXT_MALFORMED/' "parameters without an end"
prove sip_parse contact_value 14 "a value of Contact, up to 24 octets"
mutant sip_parse.c '/^static bool read_contact_value/,/^}/s/ == RFW_SIP_NEXT_FOUND/ != RFW_SIP_NEXT_MALFORMED/' "parameters without an end"
prove sip_parse contact 26 "Contact, up to 24 octets, behind any number of others" read_contact_value
mutant sip_parse.c 's/message->contacts < RFW_SIP_MAX_CONTACTS/true/' "any number of contacts"
prove sip_parse expires 2 "Expires, up to 24 octets"
mutant sip_parse.c '/^static bool read_expires/,/^}/s/cursor->end - cursor->at/cursor->end/' "octets behind the value"
prove sip_parse session_expires 2 "Session-Expires, up to 24 octets"
mutant sip_parse.c 's/rfw_sip_skip_space(cursor) \&\& //' "a number at the end"
prove sip_parse content 10 "Content-Type and Content-Encoding, up to 24 octets"
mutant sip_parse.c '/^static bool read_content_encoding/,/^}/s/cursor->end - cursor->at/cursor->end/' "octets behind the value"
part="a message of up to 96 octets"
prove sip_body boundary 18 "boundaries, up to 32 octets"
mutant sip_body.c '/^static bool boundary_read/,/^}/s/ == RFW_SIP_NEXT_FOUND/ != RFW_SIP_NEXT_MALFORMED/' "parameters without an end"
prove sip_body type 2 "types, $part"
mutant sip_body.c 's/return type->length \&\& subtype->length;/return cursor->at++;/' "an octet behind a type"
prove sip_body sdp 13 "types that are SDP, $part" type_next
mutant sip_body.c "s/!rfw_sip_skip_space(&cursor) || //" "a type at the end"
prove sip_body delimiter 2 "delimiters, $part"
mutant sip_body.c 's/end - at < boundary.length + 2 ||/0 ||/' "a line that is too short"
prove sip_body encoded 27 "encodings, $part"
mutant sip_body.c 's/rfw_sip_span_is(data, field->value, "identity")/rfw_sip_is_word(data + field->value.at, field->value.length + 1, "identity")/' "an octet behind a value"
prove sip_body part_header 34 "header fields of a part, up to 32 octets" is_sdp is_encoded
mutant sip_body.c '/^static bool part_header_read/,/^}/{/cursor->at = start;/{n;d}}' "the same line for ever"
prove sip_body part 34 "parts, up to 32 octets" delimiter_of part_header_read
mutant sip_body.c 's/ \&\& at - 2 > sdp->at//' "a part without octets"
prove sip_body body 12 "bodies, $part" is_sdp type_next boundary_read part_find
mutant sip_body.c 's/\*sdp = (struct rfw_sip_span){};//' "what is no session description"
prove sip_frame begin 2 "the state of a reader at first"
prove sip_frame octet 34 "any octet of up to 32, in any state of a reader"
mutant sip_frame.c "s/!begins \&\& data\[at - 1\]/data[at - 1]/" "the octet before the first"
mutant sip_frame.c 's/length < VERSION_LENGTH + 4 || //' "a short status line"
prove sip_frame advance 2 "octets given away, in any state of a reader"
mutant sip_frame.c 's/frame->field ? start : 0/start/' "a field where there is none"
prove sip_frame stream 2 "a whole message, any number of octets"
mutant sip_frame.c "s/return length < frame->end ? RFW_SIP_MORE : RFW_SIP_MESSAGE;/return RFW_SIP_MESSAGE;/" "a message before its end"
prove sip_parse call_id 26 "Call-ID, up to 24 octets"
mutant sip_parse.c 's/for (at = cursor->at; at < cursor->end; at++)/for (at = cursor->at; at <= cursor->end; at++)/' "one octet too many"
prove sip_parse cseq 26 "CSeq, up to 24 octets"
mutant sip_parse.c 's/cursor->at < cursor->end \&\& rfw_sip_is_digit/rfw_sip_is_digit/' "digits without an end"
prove sip_parse tagged 26 "From and To, up to 24 octets"
mutant sip_parse.c 's/(next = rfw_sip_parameter_next(\&parameter, cursor)) == RFW_SIP_NEXT_FOUND/(next = rfw_sip_parameter_next(\&parameter, cursor)) != RFW_SIP_NEXT_MALFORMED/' "parameters without an end"
prove sip_parse start_line 26 "the start line, a message of up to 24 octets"
mutant sip_parse.c 's/strlen(methods\[i\]) == length/length/' "a method of any length"
line="a line of up to 64 octets"
prove sdp_parse word 66 "words, $line"
mutant sdp_parse.c "s/cursor->at < cursor->end \&\& cursor->data\[cursor->at\] != ' '/cursor->data[cursor->at] != ' '/" "a word without an end"
prove sdp_parse tail 2 "ends of words, $line"
mutant sdp_parse.c 's/word->at, delimiter, word->length)/word->at, delimiter, word->length + 1)/' "too many octets are searched"
prove sdp_parse protocol 19 "protocols, $line"
mutant sdp_parse.c 's/min_t(u32, word.length, 4)/4/' "a protocol that is too short"
prove sdp_parse ports 2 "ports, $line" tail_of
mutant sdp_parse.c 's/ || !media->ports)/)/' "no ports at all"
mutant sdp_parse.c 's/media->port + last <= U16_MAX/true/' "ports behind the last"
prove sdp_parse address 5 "addresses, $line" word_next
mutant sdp_parse.c 's/address->kind = RFW_SIP_ADDRESS_UNUSABLE;//' "an address of no kind"
prove sdp_parse rtcp 5 "RTCP, $line" word_next read_address
mutant sdp_parse.c 's/cursor->data + port.at, port.length, &media->rtcp_port/cursor->data + port.at, port.length + 1, \&media->rtcp_port/' "an octet behind a port"
prove sdp_parse candidate 10 "candidates, $line" word_next
mutant sdp_parse.c 's/media->candidates == RFW_SDP_MAX_CANDIDATES/0/' "any number of candidates"
prove sdp_parse media 10 "media, $line, in any state of a reader" word_next protocol_of read_ports
mutant sdp_parse.c 's/sdp->total++;//' "media that nobody counts"
prove sdp_parse line 12 "$line, in any state of a reader" word_next tail_of read_media read_address read_rtcp read_candidate
mutant sdp_parse.c 's/end - at < 2 ||/0 ||/' "a line of one octet"
prove sdp_parse description 18 "descriptions, up to 16 octets" read_line
mutant sdp_parse.c 's/ \&\& end > at \&\& data\[end - 1\]/ \&\& data[end - 1]/' "the octet before the first"

for ((i = 0; i < ${#names[@]}; i++)); do
	wait "${pids[i]}"
	status=$?
	result=ok
	[ "$status" -eq "${wanted[i]}" ] || result="not ok" failed=1
	[ "$i" -gt 0 ] || echo "TAP version 13"
	[ "$result" = ok ] || sed 's/^/# /' "$work/$i.log" | tail -n 100
	echo "$result $((i + 1)) - ${names[i]}, $(cat "$work/$i.log.time") s"
done
echo "1..${#names[@]}"
exit "${failed:-0}"
