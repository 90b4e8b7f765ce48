// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scan that reaps expired flows. They are dead to packets at once; the scan gives back their
 * memory and their place in the limits.
 */
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include "flow.h"

#define SCAN_STEP	32U			/* buckets without a look at the clock */
#define SCAN_LEAST	256U			/* buckets of one turn */
#define SCAN_BUDGET	(2 * NSEC_PER_MSEC)	/* of one turn, with its rests */
#define SCAN_SLICE	(50 * NSEC_PER_USEC)	/* without a rest */
#define SCAN_REST	50U			/* microseconds, or twice as long */
#define SCAN_TIME	(16 * HZ)		/* of the whole table */
#define SCAN_TURNS	64U			/* that time is divided into */
#define REKEY_INTERVAL	(10 * HZ)		/* at least between two new keys */
#define KICK_INTERVAL	(HZ / 10)		/* at least between two early turns */

static bool expired(struct rfw_flow *flow, void *now)
{
	return rfw_flow_expired(flow, *(u32 *)now);
}

/*
 * Scan what is owed of this turn's part of the table, for a bounded time. A worker is no better
 * than ksoftirqd, which packets may have to wait for, so it rests every now and then.
 * Return: jiffies until the next turn.
 */
static unsigned long scan(struct rfw_flow_table *table)
{
	u32 count = rfw_flow_table_buckets(table), share = max(count / SCAN_TURNS, SCAN_LEAST),
	    scanned = 0, ended = 0;
	u64 start = ktime_get_ns(), rested = start, clock;
	u32 now;

	if (!table->owed)
		table->owed = share;
	while (table->owed) {
		clock = ktime_get_ns();
		if (clock - start > SCAN_BUDGET)
			return 1;
		if (clock - rested > SCAN_SLICE) {
			usleep_range(SCAN_REST, 2 * SCAN_REST);
			rested = ktime_get_ns();
		}
		now = jiffies;
		rcu_read_lock();
		ended += rfw_flow_walk_buckets(table, table->cursor, table->cursor + SCAN_STEP,
					       expired, &now, RFW_FLOW_END_EXPIRED);
		rcu_read_unlock();
		scanned += SCAN_STEP;
		table->owed -= min(table->owed, SCAN_STEP);
		table->cursor += SCAN_STEP;
		if (table->cursor >= count)
			table->cursor = 0;
	}
	/* Where much has expired more has, probably. */
	return ended > scanned / 8 ? 1 : SCAN_TIME / SCAN_TURNS;
}

static void gc_work(struct work_struct *work)
{
	struct rfw_flow_table *table =
		container_of(to_delayed_work(work), struct rfw_flow_table, work);
	unsigned long next = SCAN_TIME / SCAN_TURNS;

	if (table->turn)
		table->turn(table);
	/* A resize or a walk has the table: it is in use, not abandoned, so later will do. */
	if (mutex_trylock(&table->resize_lock)) {
		if (READ_ONCE(table->rekey_wanted) &&
		    time_after(jiffies, table->last_rekey + REKEY_INTERVAL)) {
			rfw_flow_table_rekey(table);
			table->last_rekey = jiffies;
			WRITE_ONCE(table->rekey_wanted, false);
		}
		next = scan(table);
		mutex_unlock(&table->resize_lock);
	}
	queue_delayed_work(system_power_efficient_wq, &table->work, max(next, 1UL));
}

/**
 * rfw_flow_gc_start - begin to reap
 * @table: the flow table
 */
void rfw_flow_gc_start(struct rfw_flow_table *table)
{
	table->kicked = jiffies;
	INIT_DELAYED_WORK(&table->work, gc_work);
	queue_delayed_work(system_power_efficient_wq, &table->work, SCAN_TIME / SCAN_TURNS);
}

/**
 * rfw_flow_gc_stop - wait for the last turn
 * @table: the flow table
 *
 * Context: may sleep. No packet may find the table any more, for rfw_flow_gc_kick() would start it
 * again.
 */
void rfw_flow_gc_stop(struct rfw_flow_table *table)
{
	cancel_delayed_work_sync(&table->work);
}

/**
 * rfw_flow_gc_kick - have the next turn now, unless that was asked for a moment ago
 * @table: the flow table
 *
 * Whoever floods a subscriber's limit can't keep the worker busy.
 *
 * Context: any.
 */
void rfw_flow_gc_kick(struct rfw_flow_table *table)
{
	if (time_before(jiffies, READ_ONCE(table->kicked) + KICK_INTERVAL))
		return;
	WRITE_ONCE(table->kicked, jiffies);
	mod_delayed_work(system_power_efficient_wq, &table->work, 0);
}
