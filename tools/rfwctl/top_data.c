// SPDX-License-Identifier: GPL-2.0-only
/* What rfwctl top shows, read and compared with the reading before. */
#include "top.h"

#include "flow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* More flows than this nobody looks through, and sorting them would take all the time. */
#define FLOWS_READ 65536

const struct top_view top_views[TOP_VIEWS] = {
	[TOP_SUBSCRIBERS] = {
		.name = "subscribers",
		.head = "SUBSCRIBER",
		.columns = { { "FLOWS", TOP_GAUGE }, { "NEW/S", TOP_RATE },
			     { "DROP-IN/S", TOP_RATE }, { "DROP-OUT/S", TOP_RATE },
			     { "OCT-IN/S", TOP_RATE }, { "OCT-OUT/S", TOP_RATE } },
	},
	[TOP_FLOWS] = {
		.name = "flows",
		.head = "FLOW",
		.columns = { { "OCTETS/S", TOP_RATE }, { "PACKETS/S", TOP_RATE },
			     { "AGE", TOP_GAUGE }, { "EXPIRES", TOP_GAUGE } },
	},
	[TOP_DROPS] = {
		.name = "drops",
		.head = "REASON",
		.columns = { { "PACKETS/S", TOP_RATE }, { "PACKETS", TOP_GAUGE } },
	},
};

static struct top_row *add_row(struct top_sample *sample)
{
	if (sample->count == sample->room) {
		size_t room = sample->room ? 2 * sample->room : 64;
		struct top_row *rows = reallocarray(sample->rows, room, sizeof(*rows));

		if (!rows)
			return NULL;
		sample->rows = rows;
		sample->room = room;
	}
	sample->rows[sample->count] = (struct top_row){};
	return &sample->rows[sample->count++];
}

static int add_subscriber(const struct rfw_subscriber *subscriber, void *data)
{
	const struct rfw_subscriber_statistics *statistics = &subscriber->statistics;
	struct top_row *row = add_row(data);

	if (!row)
		return -ENOMEM;
	snprintf(row->name, sizeof(row->name), "%s", subscriber->name);
	row->counters[0] = statistics->flows;
	row->counters[1] = statistics->flows_created;
	row->counters[2] = statistics->dropped_in;
	row->counters[3] = statistics->dropped_out;
	row->counters[4] = statistics->octets_in;
	row->counters[5] = statistics->octets_out;
	return 0;
}

static int add_flow(const struct rfw_flow *flow, void *data)
{
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT];
	struct top_sample *sample = data;
	struct top_row *row;

	if (sample->count == FLOWS_READ) {
		sample->cut = true;
		return 1;
	}
	row = add_row(sample);
	if (!row)
		return -ENOMEM;
	snprintf(row->name, sizeof(row->name), "%s %s > %s", protocol_word(flow->protocol),
		 flow_endpoint(flow, false, from), flow_endpoint(flow, true, to));
	row->counters[0] = flow->octets_originator + flow->octets_responder;
	row->counters[1] = flow->packets_originator + flow->packets_responder;
	row->counters[2] = flow->age;
	row->counters[3] = flow->expires;
	return 0;
}

static int add_drops(struct top_sample *sample)
{
	for (size_t i = 0; i < sample->statistics->drop.count; i++) {
		const struct rfw_drop *drop = &sample->statistics->drop.items[i];
		const char *word = rfw_word(RFW_ENUM_DROP_REASON, drop->reason);
		struct top_row *row = drop->packets ? add_row(sample) : NULL;

		if (!drop->packets)
			continue;
		if (!row)
			return -ENOMEM;
		snprintf(row->name, sizeof(row->name), "%s", word ? word : "?");
		row->counters[0] = drop->packets;
		row->counters[1] = drop->packets;
	}
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct top_row *)a)->name, ((const struct top_row *)b)->name);
}

double top_rate(uint64_t now, uint64_t before, double seconds)
{
	return now > before && seconds > 0 ? (now - before) / seconds : 0;
}

static void fill_values(const struct top_view *view, struct top_row *row,
			const struct top_row *before, double seconds)
{
	for (unsigned int i = 0; i < TOP_COLUMNS && view->columns[i].head; i++) {
		if (view->columns[i].kind == TOP_GAUGE)
			row->values[i] = row->counters[i];
		else if (before)
			row->values[i] = top_rate(row->counters[i], before->counters[i], seconds);
	}
}

int top_read(struct session *session, enum top_views view, struct top_sample *sample,
	     const struct top_sample *before)
{
	struct timespec now;
	int err;

	*sample = (struct top_sample){};
	clock_gettime(CLOCK_MONOTONIC, &now);
	sample->time = now.tv_sec + now.tv_nsec / 1e9;
	err = rfw_statistics_get(session->context, &sample->statistics);
	if (!err && view == TOP_SUBSCRIBERS)
		err = rfw_subscriber_each(session->context, NULL, add_subscriber, sample);
	if (!err && view == TOP_FLOWS)
		err = rfw_flow_each(session->context, NULL, add_flow, sample);
	if (!err && view == TOP_DROPS)
		err = add_drops(sample);
	if (err < 0)
		return err;
	if (sample->count)
		qsort(sample->rows, sample->count, sizeof(*sample->rows), compare_names);
	for (size_t i = 0; i < sample->count; i++) {
		struct top_row *row = &sample->rows[i];
		const struct top_row *old = NULL;

		if (before->count)
			old = bsearch(row, before->rows, before->count, sizeof(*row),
				      compare_names);
		fill_values(&top_views[view], row, old, sample->time - before->time);
	}
	return 0;
}

void top_release(struct top_sample *sample)
{
	free(sample->rows);
	rfw_statistics_free(sample->statistics);
	*sample = (struct top_sample){};
}
