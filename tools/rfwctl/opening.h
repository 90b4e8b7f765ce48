/* SPDX-License-Identifier: GPL-2.0-only */
/* Forwards, DMZ hosts and pinholes: they share their grammar, and how they look. */
#ifndef _RFWCTL_OPENING_H
#define _RFWCTL_OPENING_H

#include "config.h"
#include "subject.h"

/* opening_parse.c: for the tables of verbs and keys */
int opening_parse_protocol(struct command *command, const struct key *key);
int opening_parse_target(struct command *command, const struct key *key);
int opening_parse_address(struct command *command, const struct key *key);
int opening_parse_ports(struct command *command, const struct key *key);
int opening_parse_service_codes(struct command *command, const struct key *key);
int opening_parse_from(struct command *command, const struct key *key);
int opening_parse_from_port(struct command *command, const struct key *key);
int opening_parse_lifetime(struct command *command, const struct key *key);
int opening_parse_cookie(struct command *command, const struct key *key);
/* Words that lead an inside host which is not given by its address. */
const char *opening_target_word(unsigned int index);
/* Does all of it fit together? Gives it its kind. */
int opening_check(struct command *command);
int opening_check_filters(struct command *command);
/* Where an attribute of the opening that @entry adds was given. */
struct word opening_word(const struct config_entry *entry, const char *attribute);

/* opening_show.c */
/* Keep only what is configured of a forward or DMZ host. */
void opening_reduce(struct rfw_opening *opening);
/* The line of a configuration file, with its end. */
void opening_write(FILE *file, const struct rfw_opening *opening);
/* The same as text, to be freed; NULL without memory. */
char *opening_line(const struct rfw_opening *opening);
#define PORT_LIST_TEXT (RFW_OPENING_RANGES_MAX * PORTS_TEXT)
/* "443,8000-8010" */
const char *format_port_list(const struct rfw_port_range_list *list, char text[PORT_LIST_TEXT]);
#define SERVICES_TEXT (RFW_OPENING_SERVICES_MAX * SERVICE_CODE_TEXT)
/* "SC:abcd,7" */
const char *format_services(const struct rfw_service_code_list *list, char text[SERVICES_TEXT]);
#define OPENED_PROTOCOL_TEXT (16 + SERVICES_TEXT)
/* "tcp", "dccp/SC:abcd,7" */
const char *format_opened_protocol(const struct rfw_opening *opening,
				   char text[OPENED_PROTOCOL_TEXT]);
#define FROM_TEXT (RFW_OPENING_FILTERS_MAX * (PREFIX_TEXT + 24))
/* "2001:db8::/32 from-port 53", as behind the word from; "any" */
const char *format_from(const struct rfw_opening_filter_list *list, char text[FROM_TEXT]);
#define PLACE_TEXT (INET6_ADDRSTRLEN + 4 + PORT_LIST_TEXT)
/* "[2001:db8::1]:443,8000-8010" */
const char *format_place(const struct in6_addr *address, const struct rfw_port_range_list *list,
			 char text[PLACE_TEXT]);
/* Call @each for the openings of the kind, of those that match the rest of @filter. */
int opening_each(const struct session *session, uint8_t kind, const struct rfw_opening *filter,
		 int (*each)(const struct rfw_opening *opening, void *data), void *data);
enum exit_code opening_list(struct session *session, struct command *command);
enum exit_code opening_show(struct session *session, struct command *command);

/* opening.c */
/* The kind that an object stands for. */
uint8_t opening_kind(const struct object *object);

#endif
