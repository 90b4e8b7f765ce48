/* SPDX-License-Identifier: GPL-2.0-only */
/* rfwctl top: what is read (top_data.c), and how it is shown (top.c). */
#ifndef _RFWCTL_TOP_H
#define _RFWCTL_TOP_H

#include "rfwctl.h"

#define TOP_COLUMNS 6
#define TOP_NAME 128

/* A line: a subscriber, a flow, a reason of drops. */
struct top_row {
	char name[TOP_NAME];
	uint64_t counters[TOP_COLUMNS];
	double values[TOP_COLUMNS]; /* as they are shown */
};

enum top_kind {
	TOP_GAUGE, /* the counter as it is */
	TOP_RATE, /* its growth in a second */
};

struct top_column {
	const char *head;
	enum top_kind kind;
};

struct top_view {
	const char *name; /* its first letter is its key */
	const char *head; /* of the names */
	struct top_column columns[TOP_COLUMNS]; /* up to one without a head */
	unsigned int order; /* column that lines are sorted by at first */
};

enum top_views {
	TOP_SUBSCRIBERS,
	TOP_FLOWS,
	TOP_DROPS,
	TOP_VIEWS,
};

extern const struct top_view top_views[TOP_VIEWS];

/* One reading; rows are in the order of their names. */
struct top_sample {
	struct top_row *rows;
	size_t count;
	size_t room;
	double time; /* seconds, of a clock that never jumps */
	struct rfw_statistics *statistics;
	bool cut; /* there are more flows than are looked at */
};

/* Read everything that @view wants, with rates since @before. A negative errno value on failure. */
int top_read(struct session *session, enum top_views view, struct top_sample *sample,
	     const struct top_sample *before);
void top_release(struct top_sample *sample);
/* Growth a second of a counter of two readings. */
double top_rate(uint64_t now, uint64_t before, double seconds);

#endif
