// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flow table: chains of flows under a keyed hash, one array of chains, or two while the table
 * changes its size or key.
 *
 * Readers are under RCU and take no lock. A bucket's lock is needed to change its chain. While an
 * old array is being emptied, new flows go to the present array only, and whoever holds both a lock
 * of the old and one of the present array has taken the old one first.
 */
#include <linux/bitfield.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "endpoint.h"
#include "flow_find.h"

#define BUCKETS_MIN	64U
#define LOCKS_MAX	4096U
#define WALK_STEP	32U			/* buckets without giving others the processor */
#define CLEAR_STEP	65536U			/* octets, likewise */
#define WALK_BATCH	(2 * RFW_CHAIN_MAX)	/* dead of a chain in one go */

static spinlock_t *lock_of(const struct rfw_flow_buckets *buckets, u32 bucket)
{
	return &buckets->locks[bucket & buckets->lock_mask];
}

/* Megabytes, so not in one go, which a kernel that does not preempt itself would not interrupt. */
static void clear(void *memory, size_t size)
{
	size_t at, step;

	for (at = 0; at < size; at += step) {
		step = min_t(size_t, size - at, CLEAR_STEP);
		memset(memory + at, 0, step);
		cond_resched();
	}
}

static struct rfw_flow_buckets *buckets_alloc(u32 max)
{
	u32 i, count = clamp(max, BUCKETS_MIN, RFW_FLOW_TABLE_MAX), locks;
	struct rfw_flow_buckets *buckets;
	size_t size;

	count = roundup_pow_of_two(count);
	size = struct_size(buckets, head, count);
	buckets = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!buckets)
		return NULL;
	clear(buckets, size);
	locks = min(count, LOCKS_MAX);
	buckets->locks = kvmalloc_array(locks, sizeof(*buckets->locks), GFP_KERNEL_ACCOUNT);
	if (!buckets->locks) {
		kvfree(buckets);
		return NULL;
	}
	for (i = 0; i < locks; i++)
		spin_lock_init(&buckets->locks[i]);
	buckets->mask = count - 1;
	buckets->lock_mask = locks - 1;
	get_random_bytes(buckets->hash_key, sizeof(buckets->hash_key));
	return buckets;
}

static void buckets_free(struct rfw_flow_buckets *buckets)
{
	kvfree(buckets->locks);
	kvfree(buckets);
}

/**
 * rfw_flow_table_default_max - most flows of a namespace unless configured: one for each 16 KiB of
 * memory, 262,144 at most
 */
u32 rfw_flow_table_default_max(void)
{
	return clamp_t(u64, (u64)totalram_pages() * PAGE_SIZE >> 14, 4096, 262144);
}

/**
 * rfw_flow_table_init - an empty table
 * @table: zeroed but for @stats, @event and @alarm
 * @max: most flows
 *
 * Return: 0 or -ENOMEM.
 */
int rfw_flow_table_init(struct rfw_flow_table *table, u32 max)
{
	struct rfw_flow_buckets *buckets = buckets_alloc(max);

	if (!buckets)
		return -ENOMEM;
	if (rfw_endpoint_table_init(table)) {
		buckets_free(buckets);
		return -ENOMEM;
	}
	RCU_INIT_POINTER(table->buckets, buckets);
	mutex_init(&table->resize_lock);
	seqcount_mutex_init(&table->moves, &table->resize_lock);
	atomic_set(&table->count, 0);
	table->max = max;
	table->pressed = false;
	table->heaviest = NULL;
	table->last_rekey = jiffies;
	return 0;
}

/**
 * rfw_flow_table_destroy - free an empty table that nobody can see any more
 * @table: the flow table
 */
void rfw_flow_table_destroy(struct rfw_flow_table *table)
{
	struct rfw_flow_buckets *buckets = rcu_dereference_protected(table->buckets, 1);

	WARN_ON_ONCE(atomic_read(&table->count));
	if (!buckets)
		return;
	WARN_ON_ONCE(rcu_access_pointer(buckets->old));
	RCU_INIT_POINTER(table->buckets, NULL);
	buckets_free(buckets);
	rfw_endpoint_table_destroy(table);
	mutex_destroy(&table->resize_lock);
}

/*
 * The chains that a tuple may be in, with their locks held: that of the old array, if there is one,
 * and the present one.
 */
struct chains {
	struct rfw_flow __rcu **head[2];
	spinlock_t *lock[2];
};

/* Sparse can't follow locks that are sometimes two, so it is told that there is none. */
static void chains_unlock(struct chains *chains)
{
	__acquire(chains->lock[1]);
	spin_unlock(chains->lock[1]);
	if (chains->lock[0]) {
		__acquire(chains->lock[0]);
		spin_unlock(chains->lock[0]);
	}
}

/* With bottom halves off. */
static void chains_lock(struct rfw_flow_table *table, const struct rfw_key *key,
			struct chains *chains)
{
	struct rfw_flow_buckets *buckets, *old;
	u32 bucket;

	for (;;) {
		buckets = rcu_dereference(table->buckets);
		old = rcu_dereference(buckets->old);
		chains->head[0] = NULL;
		chains->lock[0] = NULL;
		if (old) {
			bucket = rfw_flow_bucket(old, key);
			chains->head[0] = &old->head[bucket];
			chains->lock[0] = lock_of(old, bucket);
			spin_lock(chains->lock[0]);
			__release(chains->lock[0]);
		}
		bucket = rfw_flow_bucket(buckets, key);
		chains->head[1] = &buckets->head[bucket];
		chains->lock[1] = lock_of(buckets, bucket);
		spin_lock_nested(chains->lock[1], SINGLE_DEPTH_NESTING);
		__release(chains->lock[1]);
		/*
		 * Whoever replaces the array takes this lock later, to empty it. If it was replaced
		 * before, start again.
		 */
		if (likely(rcu_access_pointer(table->buckets) == buckets))
			return;
		chains_unlock(chains);
	}
}

/*
 * The link that points to a flow of this tuple, or to this very flow; @length counts what was
 * passed.
 */
static struct rfw_flow __rcu **chain_link(struct rfw_flow __rcu **head, const struct rfw_key *key,
					  const struct rfw_flow *flow, unsigned int *length)
{
	struct rfw_flow __rcu **link;
	struct rfw_flow *at;

	if (!head)
		return NULL;
	for (link = head; (at = rcu_dereference_protected(*link, 1)); link = &at->next) {
		if (flow ? at == flow : rfw_key_equal(&at->key, key))
			return link;
		(*length)++;
	}
	return NULL;
}

/*
 * Take the flow at @link out of its chain; under the bucket lock. Readers that stand on it still
 * find the rest.
 */
static struct rfw_flow *chain_unlink(struct rfw_flow __rcu **link)
{
	struct rfw_flow *flow = rcu_dereference_protected(*link, 1);

	rcu_assign_pointer(*link, rcu_dereference_protected(flow->next, 1));
	return flow;
}

/**
 * rfw_flow_find_moving - the flow of a tuple while the table changes its size or key
 * @table: the table
 * @key: canonical tuple
 *
 * A flow that moves to the present array takes readers of its old chain along with it, so a miss
 * counts only if nothing moved meanwhile; after a few vain attempts the locks decide.
 *
 * Context: under rcu_read_lock().
 * Return: the flow, expired or not, or NULL.
 */
struct rfw_flow *rfw_flow_find_moving(struct rfw_flow_table *table, const struct rfw_key *key)
{
	struct rfw_flow __rcu **link = NULL;
	struct rfw_flow_buckets *buckets;
	unsigned int i, seq, length = 0;
	struct chains chains;
	struct rfw_flow *flow;

	for (i = 0; i < 4; i++) {
		seq = read_seqcount_begin(&table->moves);
		buckets = rcu_dereference(table->buckets);
		flow = rfw_flow_in_bucket(buckets, rfw_flow_bucket(buckets, key), key);
		buckets = rcu_dereference(buckets->old);
		if (!flow && buckets)
			flow = rfw_flow_in_bucket(buckets, rfw_flow_bucket(buckets, key), key);
		if (flow || !read_seqcount_retry(&table->moves, seq))
			return flow;
	}

	local_bh_disable();
	chains_lock(table, key, &chains);
	for (i = 0; i < 2 && !link; i++)
		link = chain_link(chains.head[i], key, NULL, &length);
	flow = link ? rcu_dereference_protected(*link, 1) : NULL;
	chains_unlock(&chains);
	local_bh_enable();
	return flow;
}

/**
 * rfw_flow_find - the live flow of a tuple
 * @table: the table
 * @key: canonical tuple
 * @now: (u32)jiffies
 *
 * Context: under rcu_read_lock(); takes no lock (but while the table changes its size) and no
 * reference.
 * Return: the flow, or NULL where there is none or it has expired.
 */
struct rfw_flow *rfw_flow_find(struct rfw_flow_table *table, const struct rfw_key *key, u32 now)
{
	struct rfw_flow_slot ignored;

	return rfw_flow_find_slot(table, key, now, &ignored);
}

/*
 * Nearly always nothing moves and nobody has the tuple. False, with nothing changed, for what is
 * not as plain.
 */
static bool insert_plain(struct rfw_flow_table *table, struct rfw_flow *flow,
			 const struct rfw_flow_slot *slot)
{
	struct rfw_flow_buckets *buckets = rcu_dereference(table->buckets);
	struct rfw_flow __rcu **head;
	unsigned int length = 0;
	struct rfw_flow *first, *at;
	spinlock_t *lock;

	if (unlikely(slot->buckets != buckets || rcu_access_pointer(buckets->old)))
		return false;
	head = &buckets->head[slot->bucket];
	lock = lock_of(buckets, slot->bucket);
	spin_lock(lock);
	first = rcu_dereference_protected(*head, lockdep_is_held(lock));
	for (at = first; at && !rfw_key_equal(&at->key, &flow->key); length++)
		at = rcu_dereference_protected(at->next, lockdep_is_held(lock));
	/* As in chains_lock(): was the array replaced before it was locked? */
	if (unlikely(at || length > RFW_CHAIN_MAX ||
		     rcu_access_pointer(table->buckets) != buckets)) {
		spin_unlock(lock);
		return false;
	}
	RCU_INIT_POINTER(flow->next, first);
	rcu_assign_pointer(*head, flow);
	spin_unlock(lock);
	return true;
}

/**
 * rfw_flow_insert - put a new flow into the table unless its tuple has a live one
 * @table: the table
 * @flow: from rfw_flow_new(), filled in; the table's from now on if it is what is returned
 * @now: (u32)jiffies
 * @slot: from rfw_flow_find_slot() of the same tuple under the same rcu_read_lock(), or NULL
 *
 * Of two packets that race to open a flow the first wins, and the other uses the winner's. An
 * expired flow that still stands in the way ends here.
 *
 * Context: under rcu_read_lock(), bottom halves off.
 * Return: @flow, or the live flow that was there before.
 */
struct rfw_flow *rfw_flow_insert(struct rfw_flow_table *table, struct rfw_flow *flow, u32 now,
				 const struct rfw_flow_slot *slot)
{
	struct rfw_flow *present = NULL, *expired = NULL;
	struct rfw_flow __rcu **link = NULL;
	unsigned int i, length = 0;
	struct chains chains;

	if (slot && likely(insert_plain(table, flow, slot)))
		return flow;
	chains_lock(table, &flow->key, &chains);
	for (i = 0; i < 2 && !link; i++)
		link = chain_link(chains.head[i], &flow->key, NULL, &length);
	if (link) {
		present = rcu_dereference_protected(*link, 1);
		if (rfw_flow_expired(present, now)) {
			expired = chain_unlink(link);
			present = NULL;
		}
	}
	if (!present) {
		RCU_INIT_POINTER(flow->next, rcu_dereference_protected(*chains.head[1], 1));
		rcu_assign_pointer(*chains.head[1], flow);
	}
	chains_unlock(&chains);

	if (unlikely(length > RFW_CHAIN_MAX) && !READ_ONCE(table->rekey_wanted)) {
		WRITE_ONCE(table->rekey_wanted, true);
		rfw_flow_gc_kick(table);
	}
	if (expired)
		rfw_flow_died(table, expired, RFW_FLOW_END_EXPIRED);
	return present ?: flow;
}

/**
 * rfw_flow_unlink - take a flow out of the table
 * @table: the flow table
 * @flow: the flow
 *
 * Context: under rcu_read_lock().
 * Return: true if it was there: the caller then owes it an rfw_flow_died(). False if someone else
 * has taken it out.
 */
bool rfw_flow_unlink(struct rfw_flow_table *table, struct rfw_flow *flow)
{
	struct rfw_flow __rcu **link = NULL;
	unsigned int i, length = 0;
	struct chains chains;

	local_bh_disable();
	chains_lock(table, &flow->key, &chains);
	for (i = 0; i < 2 && !link; i++)
		link = chain_link(chains.head[i], NULL, flow, &length);
	if (link)
		chain_unlink(link);
	chains_unlock(&chains);
	local_bh_enable();
	return link;
}

/**
 * rfw_flow_set_home - note the home address of a flow's inside end
 * @table: the flow table
 * @flow: the flow; one that has died meanwhile, or for which there is no memory, stays as it is
 * @home: the address
 *
 * Who reads it at the same time may see half of each, which is neither.
 *
 * Context: under rcu_read_lock(), bottom halves off.
 */
void rfw_flow_set_home(struct rfw_flow_table *table, struct rfw_flow *flow,
		       const struct in6_addr *home)
{
	struct rfw_flow_more *more = NULL;
	unsigned int i, length = 0;
	struct chains chains;
	u64 half[2];
	u32 word;

	memcpy(half, home, sizeof(half));
	chains_lock(table, &flow->key, &chains);
	for (i = 0; i < 2 && !more; i++)
		if (chain_link(chains.head[i], NULL, flow, &length))
			more = rfw_flow_need_more(flow);
	if (more) {
		WRITE_ONCE(more->home[0], half[0]);
		WRITE_ONCE(more->home[1], half[1]);
		/* The address is there before the bit. */
		do
			word = READ_ONCE(flow->word);
		while (cmpxchg(&flow->word, word, word | RFW_FLOW_HOME) != word);
	}
	chains_unlock(&chains);
}

/* Move one chain of the old array; under @resize_lock. */
static void move_bucket(struct rfw_flow_table *table, struct rfw_flow_buckets *old,
			struct rfw_flow_buckets *buckets, u32 bucket)
{
	struct rfw_flow *flow;
	spinlock_t *lock;
	u32 to;

	lockdep_assert_held(&table->resize_lock);
	spin_lock_bh(lock_of(old, bucket));
	while ((flow = rcu_dereference_protected(old->head[bucket], 1))) {
		to = rfw_flow_bucket(buckets, &flow->key);
		lock = lock_of(buckets, to);
		spin_lock_nested(lock, SINGLE_DEPTH_NESTING);
		write_seqcount_begin(&table->moves);
		rcu_assign_pointer(old->head[bucket], rcu_dereference_protected(flow->next, 1));
		rcu_assign_pointer(flow->next, rcu_dereference_protected(buckets->head[to], 1));
		rcu_assign_pointer(buckets->head[to], flow);
		write_seqcount_end(&table->moves);
		spin_unlock(lock);
	}
	spin_unlock_bh(lock_of(old, bucket));
}

/* Move whatever the old array has; under @resize_lock. */
static void move_all(struct rfw_flow_table *table, struct rfw_flow_buckets *old,
		     struct rfw_flow_buckets *buckets)
{
	u32 i;

	for (i = 0; i <= old->mask; i++) {
		if (rcu_access_pointer(old->head[i]))
			move_bucket(table, old, buckets, i);
		cond_resched();
	}
}

/* A new array with a new key, and everything moved into it; under @resize_lock. */
static int rebuild(struct rfw_flow_table *table, u32 max)
{
	struct rfw_flow_buckets *old, *buckets = buckets_alloc(max);

	lockdep_assert_held(&table->resize_lock);
	if (!buckets)
		return -ENOMEM;
	old = rcu_dereference_protected(table->buckets, lockdep_is_held(&table->resize_lock));
	RCU_INIT_POINTER(buckets->old, old);
	WRITE_ONCE(table->max, max);
	rcu_assign_pointer(table->buckets, buckets);
	move_all(table, old, buckets);
	/*
	 * Whoever put a flow into the old array took a bucket lock there before it was replaced, or
	 * saw that it was.
	 */
	synchronize_rcu();
	move_all(table, old, buckets);
	RCU_INIT_POINTER(buckets->old, NULL);
	table->rebuilt++;
	synchronize_rcu();
	buckets_free(old);
	return 0;
}

/**
 * rfw_flow_table_resize - change the most flows of the table, and its size with it
 * @table: the table
 * @max: most flows; fewer than there are now just means no new ones
 *
 * No flow is lost and no packet misses its flow meanwhile.
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int rfw_flow_table_resize(struct rfw_flow_table *table, u32 max)
{
	int err;

	mutex_lock(&table->resize_lock);
	err = rebuild(table, max);
	mutex_unlock(&table->resize_lock);
	return err;
}

/**
 * rfw_flow_table_rekey - give the table a new hash key; under @resize_lock
 * @table: the flow table
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int rfw_flow_table_rekey(struct rfw_flow_table *table)
{
	int err = rebuild(table, table->max);

	if (!err)
		table->rekeyed++;
	return err;
}

/**
 * rfw_flow_walk_buckets - show the flows of some buckets to a function, and end those that it picks
 * @table: the table
 * @from: first bucket
 * @to: last bucket + 1, cut to the size of the table
 * @visit: called under the bucket lock
 * @data: for @visit
 * @why: what ends the picked ones, enum rfw_flow_end
 *
 * Of a very long chain, flows that are not picked may be shown again.
 *
 * Context: under @resize_lock and rcu_read_lock().
 * Return: how many ended.
 */
u32 rfw_flow_walk_buckets(struct rfw_flow_table *table, u32 from, u32 to, rfw_flow_visit visit,
			  void *data, u8 why)
{
	struct rfw_flow_buckets *buckets = rcu_dereference(table->buckets);
	struct rfw_flow *flow, *dead[WALK_BATCH];
	u32 bucket, i, count, ended = 0;
	struct rfw_flow __rcu **link;

	lockdep_assert_held(&table->resize_lock);
	for (bucket = from; bucket < to && bucket <= buckets->mask; bucket++) {
again:
		if (!rcu_access_pointer(buckets->head[bucket]))
			continue;
		count = 0;
		spin_lock_bh(lock_of(buckets, bucket));
		for (link = &buckets->head[bucket];
		     count < WALK_BATCH && (flow = rcu_dereference_protected(*link, 1));) {
			if (visit(flow, data))
				dead[count++] = chain_unlink(link);
			else
				link = &flow->next;
		}
		spin_unlock_bh(lock_of(buckets, bucket));

		for (i = 0; i < count; i++)
			rfw_flow_died(table, dead[i], why);
		ended += count;
		if (unlikely(count == WALK_BATCH))
			goto again;
	}
	return ended;
}

/**
 * rfw_flow_walk - rfw_flow_walk_buckets() over the whole table
 * @table: the flow table
 * @visit: called for each flow, under the bucket lock
 * @data: for @visit
 * @why: enum rfw_flow_end
 *
 * Context: may sleep, without locks.
 */
u32 rfw_flow_walk(struct rfw_flow_table *table, rfw_flow_visit visit, void *data, u8 why)
{
	u32 bucket, ended = 0, count;

	mutex_lock(&table->resize_lock);
	count = rfw_flow_table_buckets(table);
	for (bucket = 0; bucket < count; bucket += WALK_STEP) {
		rcu_read_lock();
		ended += rfw_flow_walk_buckets(table, bucket, bucket + WALK_STEP, visit, data, why);
		rcu_read_unlock();
		cond_resched();
	}
	mutex_unlock(&table->resize_lock);
	return ended;
}

/**
 * rfw_flow_table_buckets - number of chains of the present array
 * @table: the flow table
 */
u32 rfw_flow_table_buckets(struct rfw_flow_table *table)
{
	u32 count;

	rcu_read_lock();
	count = rcu_dereference(table->buckets)->mask + 1;
	rcu_read_unlock();
	return count;
}

/**
 * rfw_flow_chain - head of a chain, for a reader that goes through the table
 * @table: the flow table
 * @bucket: index of the chain
 *
 * Context: under @resize_lock, so that nothing moves, and rcu_read_lock().
 */
struct rfw_flow *rfw_flow_chain(struct rfw_flow_table *table, u32 bucket)
{
	lockdep_assert_held(&table->resize_lock);
	return rcu_dereference(rcu_dereference(table->buckets)->head[bucket]);
}
