// SPDX-License-Identifier: GPL-2.0-only
/* Help, from the same tables as the grammar. */
#include "rfwctl.h"

#include <string.h>

void help_general(FILE *file)
{
	fputs("rfwctl - control the rfw IPv6 residential firewall\n\n"
	      "  rfwctl [OPTIONS]                           overview\n"
	      "  rfwctl [OPTIONS] OBJECT [VERB] [NAME] [KEY VALUE]...\n",
	      file);
	for (const struct other *other = others; other->name; other++)
		fprintf(file, "  rfwctl [OPTIONS] %s %s\n", other->name, other->arguments);
	fputs("\nOBJECT\n", file);
	for (size_t i = 0; objects[i]; i++) {
		fprintf(file, "  %-12s %s\n  %-12s   ", objects[i]->name, objects[i]->help, "");
		for (const struct verb *verb = objects[i]->verbs; verb->name; verb++)
			fprintf(file, "%s%s", verb == objects[i]->verbs ? "" : " | ", verb->name);
		fputc('\n', file);
	}
	fputs("\nOPTIONS\n"
	      "  -j, --json       write JSON\n"
	      "  -n, --netns NS   act on the network namespace NS, a name below /run/netns or a path\n"
	      "  -d, --details    save: write defaults too\n"
	      "  -h, --help       show this\n"
	      "  -V, --version    show the version\n"
	      "\nrfwctl OBJECT help and rfwctl OBJECT VERB help say more. See rfwctl(8), rfw.conf(5), rfw(7).\n",
	      file);
}

static const char *const namings[] = {
	[NAMED] = " NAME",
	[MAYBE_NAMED] = " [NAME]",
	[MAYBE_FILE] = " [FILE]",
};

static void usage_line(FILE *file, const struct object *object, const struct verb *verb)
{
	fprintf(file, "rfwctl %s %s", object->name, verb->name);
	if (verb->naming)
		fputs(namings[verb->naming], file);
	for (const struct key *place = verb->places; place && place->name; place++)
		fprintf(file, " %s", place->name);
	for (const struct key *key = verb->keys; key && key->name; key++) {
		bool required = verb->required & RFW_FIELD(key->attribute);

		fprintf(file, required ? " %s" : " [%s", key->name);
		fprintf(file, "%s%s%s", *key->value ? " " : "", key->value, required ? "" : "]");
	}
	fputc('\n', file);
	if (verb->instead)
		fprintf(file, "rfwctl %s %s %s %s\n", object->name, verb->name,
			verb->instead->name, verb->instead->value);
}

static void help_keys(FILE *file, const struct object *object, const struct key *keys)
{
	for (const struct key *key = keys; key && key->name; key++) {
		const char *help = key->help ? key->help :
					       object->schema->fields[key->attribute].doc;

		fprintf(file, "\n  %s%s%s\n", key->name, *key->value ? " " : "", key->value);
		if (help)
			fprintf(file, "      %s\n", help);
	}
}

void help_object(FILE *file, const struct object *object)
{
	fprintf(file, "%s - %s\n\n", object->name, object->help);
	for (const struct verb *verb = object->verbs; verb->name; verb++) {
		usage_line(file, object, verb);
		fprintf(file, "    %s%s\n", verb->help,
			strcmp(verb->name, object->standard) ? "" : " The verb if none is given.");
	}
}

void help_verb(FILE *file, const struct object *object, const struct verb *verb)
{
	usage_line(file, object, verb);
	fprintf(file, "    %s\n", verb->help);
	help_keys(file, object, verb->places);
	help_keys(file, object, verb->keys);
}

enum exit_code help_words(const struct word *words, size_t count)
{
	const struct object *object;
	const struct verb *verb;

	if (!count) {
		help_general(stdout);
		return EXIT_DONE;
	}
	for (const struct other *other = others; other->name; other++) {
		if (!strcmp(other->name, words[0].text)) {
			printf("rfwctl %s %s\n    %s\n", other->name, other->arguments,
			       other->help);
			return EXIT_DONE;
		}
	}
	object = find_object(words[0].text);
	if (!object) {
		wrong(&words[0], "\"%s\" is no object or command of rfwctl", words[0].text);
		return EXIT_USAGE;
	}
	if (count == 1) {
		help_object(stdout, object);
		return EXIT_DONE;
	}
	verb = find_verb(object, words[1].text);
	if (!verb) {
		wrong(&words[1], "\"%s\" is no verb of %s", words[1].text, object->name);
		return EXIT_USAGE;
	}
	help_verb(stdout, object, verb);
	return EXIT_DONE;
}
