// SPDX-License-Identifier: GPL-2.0-only
#include "subject.h"

#include <errno.h>
#include <string.h>

enum exit_code session_open(struct session *session, bool quiet)
{
	int err;

	if (session->context)
		return EXIT_DONE;
	session->context = rfw_open(session->netns);
	if (session->context)
		return EXIT_DONE;
	err = errno;
	if (quiet)
		return exit_code_of(-err);
	if (err == EPROTONOSUPPORT)
		wrong(NULL, "the rfw module is not loaded: modprobe rfw");
	else if (err == ENOENT && session->netns)
		wrong(NULL, "there is no network namespace \"%s\"", session->netns);
	else if (err == EPERM && session->netns)
		wrong(NULL, "no permission to enter the network namespace \"%s\"", session->netns);
	else
		wrong(NULL, "opening netlink: %s", strerror(err));
	return exit_code_of(-err);
}

void session_close(struct session *session)
{
	presets_release();
	rfw_close(session->context);
	session->context = NULL;
}
