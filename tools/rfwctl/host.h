/* SPDX-License-Identifier: GPL-2.0-only */
/* Hosts that have names, as a configuration has them. */
#ifndef _RFWCTL_HOST_H
#define _RFWCTL_HOST_H

#include "config.h"
#include "subject.h"

#define HOST_NAME_TEXT (2 * RFW_NAME_MAX + 2)
/* What a host is called among those of all subscribers. */
char *host_name(const char *subscriber, const char *name, char text[HOST_NAME_TEXT]);
/* Where an attribute of the host that @entry adds was given. */
struct word host_word(const struct config_entry *entry, const char *attribute);
/* Keep only what is configured of a host. */
void host_reduce(struct rfw_host *host);
/* The line of a configuration file, with its end. */
void host_write(FILE *file, const struct rfw_host *host);
/* Tell @host by what @change says. */
void host_merge(struct rfw_host *host, const struct rfw_host *change);

#endif
