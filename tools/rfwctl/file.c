// SPDX-License-Identifier: GPL-2.0-only
/* Files that are written as a whole or not at all. */
#include "rfwctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum exit_code failed(struct output_file *output)
{
	wrong(NULL, "%s: %s", output->name, strerror(errno));
	if (output->file)
		fclose(output->file);
	if (output->temporary[0])
		unlink(output->temporary);
	return EXIT_REFUSED;
}

enum exit_code output_open(struct output_file *output, const char *name)
{
	struct stat present;
	int fd = -1;

	*output = (struct output_file){ .name = name };
	if (!name || !strcmp(name, "-")) {
		output->file = stdout;
		return EXIT_DONE;
	}
	if (snprintf(output->temporary, sizeof(output->temporary), "%s.XXXXXX", name) >=
	    (int)sizeof(output->temporary))
		errno = ENAMETOOLONG;
	else
		fd = mkostemp(output->temporary, O_CLOEXEC);
	if (fd < 0) {
		output->temporary[0] = '\0';
		return failed(output);
	}
	output->file = fdopen(fd, "w");
	if (!output->file) {
		close(fd);
		return failed(output);
	}
	if (!stat(name, &present))
		fchmod(fd, present.st_mode & 07777);
	return EXIT_DONE;
}

enum exit_code output_close(struct output_file *output, enum exit_code code)
{
	FILE *file = output->file;

	if (file == stdout)
		return code;
	if (!code) {
		if (fflush(file) || ferror(file) || fsync(fileno(file)))
			return failed(output);
		output->file = NULL;
		if (fclose(file) || rename(output->temporary, output->name))
			return failed(output);
		return EXIT_DONE;
	}
	fclose(file);
	unlink(output->temporary);
	return code;
}
