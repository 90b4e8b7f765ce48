// SPDX-License-Identifier: GPL-2.0-only
#include "output.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* So many rows decide how wide the columns are. */
#define ROWS_MEASURED 512

/* Columns on the screen, taking each UTF-8 character as one. */
static unsigned int columns_of(const char *text)
{
	unsigned int columns = 0;

	for (; *text; text++)
		columns += (*text & 0xc0) != 0x80;
	return columns;
}

static void print_row(const struct table *table, char **cells)
{
	unsigned int last = table->columns - 1;

	/* no spaces at the end of a line */
	while (last && !*cells[last])
		last--;
	for (unsigned int i = 0; i <= last; i++) {
		unsigned int columns = columns_of(cells[i]);
		int padding = table->width[i] > columns ? table->width[i] - columns : 0;

		if (i)
			fputs("  ", table->file);
		if (table->right[i])
			fprintf(table->file, "%*s", padding, "");
		print_safe(table->file, cells[i]);
		if (!table->right[i] && i < last)
			fprintf(table->file, "%*s", padding, "");
	}
	fputc('\n', table->file);
}

static void settle(struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		unsigned int columns = columns_of(table->cells[i]);
		unsigned int *width = &table->width[i % table->columns];

		if (columns > *width)
			*width = columns;
	}
	for (size_t i = 0; i + table->columns <= table->count; i += table->columns)
		print_row(table, table->cells + i);
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i]);
	table->count = 0;
	table->settled = true;
}

static void add(struct table *table, char *cell)
{
	if (table->count == table->room) {
		table->room = table->room ? 2 * table->room : 64;
		table->cells = reallocarray(table->cells, table->room, sizeof(*table->cells));
	}
	if (!table->cells || !cell) {
		wrong(NULL, "no memory");
		exit(EXIT_REFUSED);
	}
	table->cells[table->count++] = cell;
	if (table->count % table->columns)
		return;
	if (!table->settled) {
		if (table->count / table->columns == ROWS_MEASURED)
			settle(table);
		return;
	}
	print_row(table, table->cells);
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i]);
	table->count = 0;
}

void table_start(struct table *table, FILE *file, const char *heads)
{
	char *copy = strdup(heads), *rest = copy, *head;

	*table = (struct table){ .file = file, .columns = 1 };
	for (const char *c = heads; *c; c++)
		table->columns += *c == ' ';
	for (unsigned int i = 0; copy && (head = strsep(&rest, " ")); i++) {
		table->right[i] = *head == '>';
		add(table, strdup(head + table->right[i]));
	}
	free(copy);
}

void table_cell(struct table *table, const char *format, ...)
{
	char *cell = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&cell, format, args) < 0)
		cell = NULL;
	va_end(args);
	add(table, cell);
}

void table_end(struct table *table, bool failed)
{
	/* no heads above nothing but a message */
	if (failed && !table->settled && table->count <= table->columns) {
		for (size_t i = 0; i < table->count; i++)
			free(table->cells[i]);
	} else if (!table->settled) {
		settle(table);
	}
	free(table->cells);
	table->cells = NULL;
}

void print_field(const char *name, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) >= 0) {
		printf("  %s: ", name);
		print_safe(stdout, text);
		fputc('\n', stdout);
		free(text);
	}
	va_end(args);
}

/* @origin: only those, or all with -1 */
void print_prefixes(const char *name, const struct rfw_prefix_list *list, int origin)
{
	char text[PREFIX_TEXT];
	bool any = false;

	for (size_t i = 0; i < list->count; i++) {
		if (origin >= 0 && list->items[i].origin != origin)
			continue;
		printf("%s%s", any ? ", " : "  ", any ? "" : name);
		printf("%s%s", any ? "" : ": ", format_prefix(&list->items[i], text));
		any = true;
	}
	if (any)
		putchar('\n');
}

void print_interfaces(const char *name, const struct rfw_interface_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		printf("%s%s%s", i ? ", " : "  ", i ? "" : name, i ? "" : ": ");
		print_safe(stdout, list->items[i].name);
	}
	if (list->count)
		putchar('\n');
}
