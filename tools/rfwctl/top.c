// SPDX-License-Identifier: GPL-2.0-only
/* rfwctl top: who has how many flows, which are busy, what is dropped, as it changes. */
#include "top.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL 2
#define INTERVAL_MAX 3600
#define COLUMN_WIDTH 11
#define HEAD_LINES 4

struct top {
	struct session *session;
	enum top_views view;
	unsigned int order; /* column that lines are sorted by */
	uint32_t interval; /* seconds */
	size_t first; /* line at the top */
	struct top_sample sample;
	struct top_sample before;
	const struct top_row **shown; /* of @sample, in the order of the screen */
};

/* 1234567 is 1.2M: at most six columns wide. */
static void format_number(double number, char *text, size_t size)
{
	static const char units[] = " kMGTP";
	unsigned int unit = 0;

	while (number >= (unit ? 999.5 : 99999.5) && unit + 2 < sizeof(units)) {
		number /= 1000;
		unit++;
	}
	if (unit)
		snprintf(text, size, "%.*f%c", number < 99.95 ? 1 : 0, number, units[unit]);
	else
		snprintf(text, size, "%.*f", number > 0 && number < 9.95 && number != (int)number,
			 number);
}

static unsigned int column_count(const struct top *top)
{
	unsigned int count = 0;

	while (count < TOP_COLUMNS && top_views[top->view].columns[count].head)
		count++;
	return count;
}

static int compare_rows(const void *a, const void *b, void *data)
{
	const struct top_row *x = *(const struct top_row *const *)a;
	const struct top_row *y = *(const struct top_row *const *)b;
	const struct top *top = data;
	double difference = y->values[top->order] - x->values[top->order];

	return difference ? (difference > 0 ? 1 : -1) : strcmp(x->name, y->name);
}

static void sort_rows(struct top *top)
{
	for (size_t i = 0; i < top->sample.count; i++)
		top->shown[i] = &top->sample.rows[i];
	if (top->sample.count)
		qsort_r(top->shown, top->sample.count, sizeof(*top->shown), compare_rows, top);
}

/* What of a line is in the names' column. */
static int name_width(const struct top *top)
{
	int width = COLS - (int)column_count(top) * COLUMN_WIDTH;

	return width < 8 ? 8 : width;
}

static uint64_t count_drops(const struct rfw_statistics *statistics)
{
	uint64_t count = 0;

	for (size_t i = 0; i < statistics->drop.count; i++)
		count += statistics->drop.items[i].packets;
	return count;
}

static void print_rate(const struct top *top, const char *what, uint64_t now, uint64_t before)
{
	char text[16];

	format_number(top_rate(now, before, top->sample.time - top->before.time), text,
		      sizeof(text));
	printw(", %s %s/s", what, text);
}

static void draw_totals(const struct top *top)
{
	const struct rfw_statistics *now = top->sample.statistics, *before = now;

	/* nothing is known of the growth before the second reading */
	if (top->before.statistics)
		before = top->before.statistics;
	mvprintw(0, 0, "rfw: %s%s%s", now->active ? "on" : "NO DOMAIN IS UP",
		 top->session->netns ? ", namespace " : "",
		 top->session->netns ? top->session->netns : "");
	mvprintw(1, 0, "flows %u of %u", now->flows, now->max_flows);
	print_rate(top, "new", now->flows_created, before->flows_created);
	print_rate(top, "dropped", count_drops(now), count_drops(before));
	print_rate(top, "octets out", now->octets_out, before->octets_out);
	print_rate(top, "in", now->octets_in, before->octets_in);
}

static void draw_heads(const struct top *top)
{
	const struct top_view *view = &top_views[top->view];

	move(2, 0);
	for (unsigned int i = 0; i < TOP_VIEWS; i++) {
		if (i == top->view)
			attron(A_BOLD);
		printw("[%c]%s ", top_views[i].name[0], top_views[i].name + 1);
		attroff(A_BOLD);
	}
	printw(" <> order, +- every %" PRIu32 " s, [q]uit", top->interval);
	attron(A_REVERSE);
	mvprintw(3, 0, "%-*.*s", name_width(top), name_width(top), view->head);
	for (unsigned int i = 0; i < column_count(top); i++)
		printw("%*s%s", COLUMN_WIDTH - (i == top->order), view->columns[i].head,
		       i == top->order ? "*" : "");
	attroff(A_REVERSE);
}

static size_t lines_left(void)
{
	int left = LINES - HEAD_LINES;

	return left > 0 ? left : 0;
}

static void draw_rows(struct top *top)
{
	size_t room = lines_left();
	char number[16];

	if (top->first + room > top->sample.count)
		top->first = top->sample.count > room ? top->sample.count - room : 0;
	for (size_t line = 0; line < room && top->first + line < top->sample.count; line++) {
		const struct top_row *row = top->shown[top->first + line];

		mvprintw(HEAD_LINES + line, 0, "%-*.*s", name_width(top), name_width(top) - 1,
			 row->name);
		for (unsigned int i = 0; i < column_count(top); i++) {
			format_number(row->values[i], number, sizeof(number));
			printw("%*s", COLUMN_WIDTH, number);
		}
	}
	if (!top->sample.count && room)
		mvprintw(HEAD_LINES, 0, "none");
	else if (top->sample.cut && room)
		mvprintw(LINES - 1, 0, "and more: only %zu flows are looked at",
			 top->sample.count);
}

static void draw(struct top *top)
{
	erase();
	draw_totals(top);
	draw_heads(top);
	draw_rows(top);
	refresh();
}

/* Read anew, and keep what was read before. */
static int take_sample(struct top *top)
{
	struct top_sample sample;
	int err = top_read(top->session, top->view, &sample, &top->sample);

	if (err) {
		top_release(&sample);
		return err;
	}
	top_release(&top->before);
	top->before = top->sample;
	top->sample = sample;
	free(top->shown);
	top->shown = calloc(sample.count + 1, sizeof(*top->shown));
	if (!top->shown)
		return -ENOMEM;
	sort_rows(top);
	return 0;
}

static void change_view(struct top *top, enum top_views view)
{
	top_release(&top->sample);
	top_release(&top->before);
	top->view = view;
	top->order = top_views[view].order;
	top->first = 0;
}

/* What a key does. @stale: that nothing on the screen is right any more. Returns false to quit. */
static bool take_key(struct top *top, int key, bool *stale)
{
	size_t page = LINES / 2;

	for (unsigned int i = 0; i < TOP_VIEWS; i++) {
		bool next = i == (top->view + 1) % TOP_VIEWS;

		if (key == top_views[i].name[0] || (key == '\t' && next)) {
			change_view(top, i);
			*stale = true;
			return true;
		}
	}
	if ((key == '+' || key == '=') && top->interval < INTERVAL_MAX)
		top->interval++;
	else if (key == '-' && top->interval > 1)
		top->interval--;
	else if ((key == '>' || key == KEY_RIGHT) && top->order + 1 < column_count(top))
		top->order++;
	else if ((key == '<' || key == KEY_LEFT) && top->order)
		top->order--;
	else if (key == KEY_DOWN || key == KEY_NPAGE)
		top->first += key == KEY_DOWN ? 1 : page;
	else if (key == KEY_UP || key == KEY_PPAGE)
		top->first -= key == KEY_UP ? top->first > 0 :
			      top->first < page ? top->first :
						  page;
	return key != 'q' && key != 3;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Until someone quits. A negative errno value when the kernel can't be asked any more. */
static int run(struct top *top)
{
	bool going = true, stale = true;

	while (going) {
		double left = top->sample.time + top->interval - now();
		int err;

		if (stale || left <= 0) {
			err = take_sample(top);
			if (err)
				return err;
			stale = false;
			left = top->interval;
		}
		sort_rows(top);
		draw(top);
		timeout(left < 0.05 ? 50 : left * 1000);
		going = take_key(top, getch(), &stale);
	}
	return 0;
}

enum exit_code run_top(struct session *session, const struct word *words, size_t count)
{
	struct top top = { .session = session, .interval = INTERVAL };
	enum exit_code code;
	SCREEN *screen;
	int err;

	if (count && value_duration(&words[0], words[0].text, 1, INTERVAL_MAX, &top.interval))
		return EXIT_USAGE;
	if (session->json || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		wrong(NULL, "top wants a terminal; programs ask for -j stats, subscriber or flow");
		return EXIT_USAGE;
	}
	code = session_open(session, false);
	if (code)
		return code;
	setlocale(LC_CTYPE, "");
	screen = newterm(NULL, stdout, stdin);
	if (!screen) {
		wrong(NULL, "this kind of terminal is not known: TERM");
		return EXIT_USAGE;
	}
	cbreak();
	noecho();
	curs_set(0);
	keypad(stdscr, TRUE);
	err = run(&top);
	endwin();
	delscreen(screen);
	top_release(&top.sample);
	top_release(&top.before);
	free(top.shown);
	return err ? refused(session, err, "top") : EXIT_DONE;
}
