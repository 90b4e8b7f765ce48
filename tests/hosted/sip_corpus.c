// SPDX-License-Identifier: GPL-2.0-only
/*
 * sip_corpus FOLDER: writes the messages and descriptions of the KUnit suites as seeds of the fuzzers.
 */
#include <ctype.h>
#include <linux/kernel.h>
#include <stdlib.h>

#include "sdp_descriptions.h"
#include "sip_messages.h"

/* A file is called by the name of its row. */
static void write_seed(const char *folder, const char *subject, const char *row, const void *octets,
		       size_t length)
{
	char path[512], name[128];
	FILE *file;
	size_t i;

	snprintf(name, sizeof(name), "%s", row);
	for (i = 0; name[i]; i++)
		name[i] = isalnum((unsigned char)name[i]) ? tolower((unsigned char)name[i]) : '-';
	snprintf(path, sizeof(path), "%s/%s/%s", folder, subject, name);
	file = fopen(path, "w");
	if (!file || fwrite(octets, 1, length, file) != length || fclose(file)) {
		perror(path);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc != 2)
		return 2;
	for (i = 0; i < ARRAY_SIZE(sip_messages); i++)
		write_seed(argv[1], "sip_parse", sip_messages[i].name, sip_messages[i].text.octets,
			   sip_messages[i].text.length);
	for (i = 0; i < ARRAY_SIZE(sdp_rows); i++)
		write_seed(argv[1], "sdp_parse", sdp_rows[i].name, sdp_rows[i].text,
			   strlen(sdp_rows[i].text));
	return 0;
}
