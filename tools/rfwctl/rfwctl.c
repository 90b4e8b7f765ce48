// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl: [-j] [-n NETNS] OBJECT VERB KEY VALUE... */
#include "rfwctl.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static enum exit_code run_help(struct session *session, const struct word *words, size_t count)
{
	(void)session;
	return help_words(words, count);
}

static enum exit_code run_version(struct session *session, const struct word *words, size_t count)
{
	(void)session;
	(void)words;
	(void)count;
	printf("rfwctl %s\n", rfw_version());
	return EXIT_DONE;
}

const struct other others[] = {
	{ "load", "FILE",
	  "Replace the whole configuration by the one in FILE, at once or not at all.", 1, 1,
	  run_load },
	{ "check", "FILE", "Say what is wrong with FILE, and change nothing.", 1, 1, run_check },
	{ "diff", "FILE", "Show what load FILE would change, as commands behind - and +.", 1, 1,
	  run_diff },
	{ "save", "[FILE]", "Write the configuration so that load can read it.", 0, 1, run_save },
	{ "open", "[subscriber SUBSCRIBER]",
	  "Show everything that is open from outside now, whoever opened it.", 0, 2, run_open },
	{ "monitor",
	  "[flows] [config] [alarms] [drops [reason REASON]...] [pinholes] [subscriber NAME]",
	  "Show events as they happen: flows if nothing else is asked for.", 0, UINT32_MAX,
	  run_monitor },
	{ "top", "[SECONDS]", "Show subscribers, flows and drops as they change, in a terminal.",
	  0, 1, run_top },
	{ "explain", "in INTERFACE [out INTERFACE] PACKET",
	  "Say how a packet would be judged, step by step, and change nothing.", 3, UINT32_MAX,
	  run_explain },
	{ "help", "[OBJECT [VERB]]", "Show how to use rfwctl.", 0, 2, run_help },
	{ "version", "", "Show the version of rfwctl.", 0, 0, run_version },
	{}
};

static const struct option options[] = {
	{ "json", no_argument, NULL, 'j' },    { "netns", required_argument, NULL, 'n' },
	{ "details", no_argument, NULL, 'd' }, { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' }, {}
};

static enum exit_code run_object(struct session *session, const struct word *words, size_t count)
{
	struct command command;
	enum exit_code code;

	switch (parse_command(&command, words, count)) {
	case PARSE_WRONG:
		code = EXIT_USAGE;
		break;
	case PARSE_HELP:
		if (command.verb)
			help_verb(stdout, command.object, command.verb);
		else
			help_object(stdout, command.object);
		code = EXIT_DONE;
		break;
	default:
		code = session_open(session, false);
		if (!code)
			code = command.verb->run(session, &command);
	}
	command_release(&command);
	return code;
}

static enum exit_code run(struct session *session, const struct word *words, size_t count)
{
	if (!count)
		return overview(session);
	if (!strcmp(words[0].text, "complete"))
		return run_complete(session, words + 1, count - 1);
	for (const struct other *other = others; other->name; other++) {
		if (strcmp(other->name, words[0].text))
			continue;
		if (count == 2 && !strcmp(words[1].text, "help")) {
			printf("rfwctl %s %s\n  %s\n", other->name, other->arguments, other->help);
			return EXIT_DONE;
		}
		if (count - 1 < other->min || count - 1 > other->max) {
			wrong(&words[count - 1], "usage: rfwctl %s %s", other->name,
			      other->arguments);
			return EXIT_USAGE;
		}
		return other->run(session, words + 1, count - 1);
	}
	return run_object(session, words, count);
}

int main(int argc, char **argv)
{
	struct session session = {};
	enum exit_code code;
	struct word *words;
	int option, count;

	while ((option = getopt_long(argc, argv, "+jn:dhV", options, NULL)) >= 0) {
		switch (option) {
		case 'j':
			session.json = true;
			break;
		case 'n':
			session.netns = optarg;
			break;
		case 'd':
			session.details = true;
			break;
		case 'h':
			help_general(stdout);
			return EXIT_DONE;
		case 'V':
			return run_version(&session, NULL, 0);
		default:
			fputs("Try: rfwctl help\n", stderr);
			return EXIT_USAGE;
		}
	}
	count = argc - optind;
	words = calloc(count + 1, sizeof(*words));
	if (!words)
		return EXIT_REFUSED;
	for (int i = 0; i < count; i++)
		words[i] = (struct word){ .text = argv[optind + i], .column = optind + i };
	code = run(&session, words, count);
	session_close(&session);
	free(words);
	if (fflush(stdout) || ferror(stdout)) {
		wrong(NULL, "writing the output failed");
		code = code ? code : EXIT_REFUSED;
	}
	return code;
}
