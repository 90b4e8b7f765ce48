// SPDX-License-Identifier: GPL-2.0-only
/*
 * layouts FLOWS...: what finding a flow waits for, by the layout of the table, in user space on
 * large pages: chains of flows as rfw has them, buckets of tagged heads, and flows that lie in the
 * table itself. Prints a table: nanoseconds a lookup without SipHash, where the first line of a flow
 * is read, and where its second is written as well, the least of all rounds. A fence between lookups
 * stands for the thousands of instructions between two packets. Where flows are asked for ahead, that
 * is done for eight lookups at a time, as of packets in a list: first for what is found by the hash
 * alone, then for what that points to.
 */
#include <err.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <x86intrin.h>

#define CHUNK	256		/* lookups that are timed together; as in rfw_bench.c */
#define CHUNKS	400
#define ROUNDS	6
#define AHEAD	8		/* lookups that are asked for at a time; divides CHUNK */
#define TAGGED	6		/* slots of a bucket */
#define LARGE_PAGE	((size_t)2 << 20)

struct key {
	uint64_t word[5];
};

/* as struct rfw_flow: a line to find it, a line of TCP's */
struct flow {
	struct flow *next;
	struct key key;
	uint32_t deadline, timeout, word, side;
	uint64_t window[8];
};

/* a line: a tag for each slot, and a chain of those that found no slot */
struct bucket {
	uint64_t tags;
	struct flow *slot[TAGGED];
	struct flow *more;
};

struct table {
	void *memory;
	uint64_t count;		/* of chains, buckets, cells; a power of two but for buckets */
};

struct layout {
	const char *name;
	size_t unit;		/* octets of a head, a bucket, a cell */
	double load;		/* flows for each of them */
	void (*insert)(const struct table *table, struct flow *flow, uint64_t hash);
	struct flow *(*find)(const struct table *table, const struct key *key, uint64_t hash);
	/* or NULL: ask for what is found by the hash; for what that points to, or NULL */
	void (*ask)(const struct table *table, uint64_t hash);
	void (*ask_flow)(const struct table *table, uint64_t hash);
};

static void *pages(size_t size)
{
	void *memory;

	size = (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	memory = aligned_alloc(LARGE_PAGE, size);
	if (!memory)
		err(1, "%zu octets", size);
	madvise(memory, size, MADV_HUGEPAGE);
	return memory;
}

static uint64_t random_word(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1d;
}

/* Good enough for random keys; SipHash would take the same from each layout. */
static inline uint64_t hash_of(const struct key *key)
{
	uint64_t hash = key->word[0] ^ key->word[2] ^ key->word[4];

	hash *= 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

static inline int same(const struct key *a, const struct key *b)
{
	return !((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) |
		 (a->word[2] ^ b->word[2]) | (a->word[3] ^ b->word[3]) |
		 (a->word[4] ^ b->word[4]));
}

static void ask_for(const struct flow *flow)
{
	_mm_prefetch(flow, _MM_HINT_T0);
	_mm_prefetch(flow->window, _MM_HINT_T0);
}

static struct flow **head_of(const struct table *table, uint64_t hash)
{
	return (struct flow **)table->memory + (hash & (table->count - 1));
}

static void chain_ask(const struct table *table, uint64_t hash)
{
	_mm_prefetch(head_of(table, hash), _MM_HINT_T0);
}

static void chain_ask_flow(const struct table *table, uint64_t hash)
{
	ask_for(*head_of(table, hash));
}

static void chain_insert(const struct table *table, struct flow *flow, uint64_t hash)
{
	struct flow **head = head_of(table, hash);

	flow->next = *head;
	*head = flow;
}

static struct flow *chain_find(const struct table *table, const struct key *key, uint64_t hash)
{
	struct flow *flow = *head_of(table, hash);

	while (flow && !same(&flow->key, key))
		flow = flow->next;
	return flow;
}

/* Where a table has any number of places. */
static uint64_t place_of(const struct table *table, uint64_t hash)
{
	return (uint32_t)hash * table->count >> 32;
}

static struct bucket *bucket_of(const struct table *table, uint64_t hash)
{
	return (struct bucket *)table->memory + place_of(table, hash);
}

/* Not 0, which is a free slot, nor 1, which the search below may take for a match. */
static uint8_t tag_of(uint64_t hash)
{
	return hash >> 56 | 128;
}

static void tagged_insert(const struct table *table, struct flow *flow, uint64_t hash)
{
	struct bucket *bucket = bucket_of(table, hash);
	int i;

	for (i = 0; i < TAGGED; i++) {
		if (!bucket->slot[i]) {
			bucket->slot[i] = flow;
			bucket->tags |= (uint64_t)tag_of(hash) << 8 * i;
			return;
		}
	}
	flow->next = bucket->more;
	bucket->more = flow;
}

static struct flow *tagged_find(const struct table *table, const struct key *key, uint64_t hash)
{
	const uint64_t ones = ~0ULL / 255;
	struct bucket *bucket = bucket_of(table, hash);
	uint64_t differ = bucket->tags ^ tag_of(hash) * ones, match;
	struct flow *flow;

	for (match = (differ - ones) & ~differ & ones << 7; match; match &= match - 1) {
		flow = bucket->slot[__builtin_ctzll(match) / 8];
		if (same(&flow->key, key))
			return flow;
	}
	for (flow = bucket->more; flow && !same(&flow->key, key);)
		flow = flow->next;
	return flow;
}

static struct flow *cell_of(const struct table *table, uint64_t hash)
{
	return (struct flow *)table->memory + place_of(table, hash);
}

static void cell_ask(const struct table *table, uint64_t hash)
{
	ask_for(cell_of(table, hash));
}

static struct flow *next_cell(const struct table *table, struct flow *cell)
{
	struct flow *first = table->memory;

	return cell + 1 == first + table->count ? first : cell + 1;
}

static void cell_insert(const struct table *table, struct flow *flow, uint64_t hash)
{
	struct flow *cell = cell_of(table, hash);

	while (cell->timeout)
		cell = next_cell(table, cell);
	*cell = *flow;
}

static struct flow *cell_find(const struct table *table, const struct key *key, uint64_t hash)
{
	struct flow *cell = cell_of(table, hash);

	while (!same(&cell->key, key)) {
		if (!cell->timeout)
			return NULL;
		cell = next_cell(table, cell);
	}
	return cell;
}

#define CHAINS(load)	sizeof(struct flow *), load, chain_insert, chain_find
#define BUCKETS(load)	sizeof(struct bucket), load, tagged_insert, tagged_find, NULL, NULL
#define CELLS(load)	sizeof(struct flow), load, cell_insert, cell_find

static const struct layout layouts[] = {
	{ "chains, a head for each", CHAINS(1), NULL, NULL },
	{ "chains, two heads", CHAINS(0.5), NULL, NULL },
	{ "chains, four heads", CHAINS(0.25), NULL, NULL },
	{ "tagged heads, four in six slots", BUCKETS(4) },
	{ "tagged heads, one in six slots", BUCKETS(1) },
	{ "cells, half full", CELLS(0.5), NULL, NULL },
	{ "cells, 7/8 full", CELLS(0.875), NULL, NULL },
	{ "chains, a head for each, ahead", CHAINS(1), chain_ask, chain_ask_flow },
	{ "chains, four heads, ahead", CHAINS(0.25), chain_ask, chain_ask_flow },
	{ "cells, half full, ahead", CELLS(0.5), cell_ask, NULL },
};
#define LAYOUTS	(sizeof(layouts) / sizeof(*layouts))

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static void ask_ahead(const struct layout *layout, const struct table *table,
		      const struct key *keys)
{
	int i;

	for (i = 0; i < AHEAD; i++) {
		_mm_lfence();
		layout->ask(table, hash_of(&keys[i]));
	}
	for (i = 0; layout->ask_flow && i < AHEAD; i++)
		layout->ask_flow(table, hash_of(&keys[i]));
}

/*
 * Nanoseconds a lookup of one of the @count keys @all, whose flows nobody has looked at just before;
 * @tcp writes to the second line.
 */
static double measure(const struct layout *layout, const struct table *table,
		      const struct key *all, uint64_t count, int tcp)
{
	static struct key keys[CHUNK];
	double begin, took, least = INFINITY;
	struct flow *flow;
	int i, j;

	for (i = 0; i < CHUNKS; i++) {
		for (j = 0; j < CHUNK; j++)
			keys[j] = all[random_word() % count];
		begin = now();
		for (j = 0; j < CHUNK; j++) {
			if (layout->ask && j % AHEAD == 0)
				ask_ahead(layout, table, &keys[j]);
			_mm_lfence();
			flow = layout->find(table, &keys[j], hash_of(&keys[j]));
			if (!flow)
				errx(1, "%s: a flow is missing", layout->name);
			if (tcp)
				flow->window[1]++;
		}
		_mm_lfence();
		took = now() - begin;
		if (took < least)
			least = took;
	}
	return least / CHUNK;
}

static void fill(const struct layout *layout, const struct table *table, struct flow *flows,
		 uint64_t count)
{
	uint64_t i;

	memset(table->memory, 0, table->count * layout->unit);
	for (i = 0; i < count; i++)
		layout->insert(table, &flows[i], hash_of(&flows[i].key));
}

struct result {
	double least[LAYOUTS][2];	/* ns; with @tcp */
	double octets[LAYOUTS];		/* for each flow */
};

static void run(struct result *result, struct flow *flows, const struct key *keys, uint64_t count)
{
	double took, *least;
	struct table tables[LAYOUTS];
	int round, tcp;
	size_t i;

	for (i = 0; i < LAYOUTS; i++) {
		result->least[i][0] = INFINITY;
		result->least[i][1] = INFINITY;
		tables[i].count = count / layouts[i].load;
		if (layouts[i].find == chain_find)
			tables[i].count = 1ULL << (64 - __builtin_clzll(tables[i].count - 1));
		tables[i].memory = pages(tables[i].count * layouts[i].unit);
		result->octets[i] = (double)tables[i].count * layouts[i].unit / count +
				    (layouts[i].find == cell_find ? 0 : sizeof(struct flow));
	}
	/* in turns, since others use the machine as well */
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < LAYOUTS; i++) {
			fill(&layouts[i], &tables[i], flows, count);
			for (tcp = 0; tcp < 2; tcp++) {
				took = measure(&layouts[i], &tables[i], keys, count, tcp);
				least = &result->least[i][tcp];
				if (took < *least)
					*least = took;
			}
		}
	}
	for (i = 0; i < LAYOUTS; i++)
		free(tables[i].memory);
}

int main(int argc, char **argv)
{
	struct result results[16];
	struct flow *flows;
	struct key *keys;
	uint64_t i, count;
	int arg, word;
	size_t l;

	if (argc < 2 || argc > 16)
		errx(2, "usage: layouts FLOWS...");
	for (arg = 1; arg < argc; arg++) {
		count = strtoull(argv[arg], NULL, 0);
		flows = pages(count * sizeof(*flows));
		keys = pages(count * sizeof(*keys));
		for (i = 0; i < count; i++) {
			flows[i] = (struct flow){ .timeout = 1 };
			for (word = 0; word < 5; word++)
				flows[i].key.word[word] = random_word();
			keys[i] = flows[i].key;
		}
		run(&results[arg], flows, keys, count);
		free(flows);
		free(keys);
	}
	printf("| octets a flow, layout |");
	for (arg = 1; arg < argc; arg++)
		printf(" %s |", argv[arg]);
	printf("\n|---|");
	for (arg = 1; arg < argc; arg++)
		printf("---:|");
	for (l = 0; l < LAYOUTS; l++) {
		printf("\n| %.0f, %s |", results[argc - 1].octets[l], layouts[l].name);
		for (arg = 1; arg < argc; arg++)
			printf(" %.0f / %.0f |", results[arg].least[l][0],
			       results[arg].least[l][1]);
	}
	putchar('\n');
	return 0;
}
