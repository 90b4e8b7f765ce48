// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a flow: found and refreshed by packets under RCU, inserted, expired, ended and freed,
 * while the table moves to another array and its subscriber is deleted. As src/flow_table.c and
 * src/flow.c do it, a step for each access to memory that others see.
 *
 * PACKETS packets of tuple A at the same time as, if they are defined, a rebuild of the table
 * (RESIZE), the walk that follows the deletion of the subscriber (DELETE), and time that passes
 * (CLOCK). Each array has one chain. In the beginning it is empty, or there is a flow of A, one of
 * tuple B, or A's behind B's. What must hold is asserted:
 *
 *	no flow and no array is touched after it is freed	touch(), touch_array()
 *	a flow dies once					died()
 *	a tuple has one flow in the table			link()
 *	a packet finds the flow that is there all the time	search()
 *	a deleted subscriber's flows all end, and are freed	the end of init
 *
 * and that nobody waits for ever (spin's invalid end states). Memory is sequentially consistent
 * here: what needs a barrier is argued where the barrier is.
 *
 * Each MUTANT_ leaves out something that the code does; check.sh wants a complaint about it.
 */

#define NONE	0
#define FLOWS	5		/* flows 1 to 4 */
#define B_FLOW	1
#define A_FLOW	2
#define OLD	1
#define NEW	2
#ifndef PACKETS
#define PACKETS	2
#endif

/* of a flow */
mtype = { PRIVATE, LINKED, UNLINKED, DYING, FREED };
#define UNUSED	0
mtype state[FLOWS];
byte next[FLOWS];
bool expired[FLOWS];
byte readers[FLOWS];		/* that the grace period of a dying flow waits for */

/* the table */
byte present = OLD;
byte head[3];
byte previous[3];		/* struct rfw_flow_buckets.old */
bool freed[3];
bool bucket_lock[3];
bool resize_lock;
byte moves;

byte inside;			/* who is in an RCU read section, a bit each */
byte sync;			/* whom synchronize_rcu() waits for */
bool gone;			/* rfw_subscriber.gone */

/* of the proof alone */
byte linked;			/* flows of A in the table */
bool stays[2];		/* the flow of A has been there, alive, since the search began */
byte running;

#define IS_A(flow)	((flow) != B_FLOW)

inline touch(flow)
{
	assert(state[flow] != FREED)
}

inline touch_array(array)
{
	assert(!freed[array])
}

inline lock(l)
{
	atomic { !l -> l = true }
}

inline unlock(l)
{
	l = false
}

inline rcu_read_lock(me)
{
	inside = inside | (1 << me)
}

inline rcu_read_unlock(me)
{
	d_step {
		inside = inside & ~(1 << me);
		sync = sync & ~(1 << me);
		i = 1;
		do
		:: i < FLOWS ->
			readers[i] = readers[i] & ~(1 << me);
			if
			:: state[i] == DYING && !readers[i] -> state[i] = FREED
			:: else
			fi;
			i++
		:: else -> break
		od;
		i = 0
	}
}

inline synchronize_rcu()
{
	sync = inside;
	sync == 0
}

/* rfw_flow_died() */
inline died(flow)
{
	d_step {
		assert(state[flow] == UNLINKED);
#ifdef MUTANT_NO_GRACE_PERIOD
		state[flow] = FREED
#else
		state[flow] = DYING;
		readers[flow] = inside;
		if
		:: !inside -> state[flow] = FREED
		:: else
		fi
#endif
	}
}

/* Put at the head of a chain, under its lock. */
inline link(array, flow)
{
	next[flow] = head[array];
	d_step {
		head[array] = flow;
		state[flow] = LINKED;
		linked++;
		assert(linked == 1)
	}
}

/* chain_unlink(): @before is the flow before it, or NONE; under the lock of the chain. */
inline chain_unlink(array, before, flow)
{
	d_step {
		touch(flow);
		if
		:: before == NONE -> head[array] = next[flow]
		:: else -> next[before] = next[flow]
		fi;
		state[flow] = UNLINKED;
		if
		:: IS_A(flow) -> linked--; stays[0] = false; stays[1] = false
		:: else
		fi
	}
}

/* The flow of A in a chain, without its lock. */
inline in_bucket(array, found)
{
	atomic { touch_array(array); found = head[array] }
	do
	:: found == NONE || IS_A(found) -> break
	:: else -> atomic { touch(found); found = next[found] }
	od
}

/* The flow of A in a chain, and the one before it, under its lock. */
inline chain_link(array, before, found)
{
	d_step {
		before = NONE;
		found = NONE;
		if
		:: array != NONE ->
			touch_array(array);
			found = head[array];
			do
			:: found == NONE || IS_A(found) -> break
			:: else -> touch(found); before = found; found = next[found]
			od
		:: else
		fi
	}
}

/* chains_lock(): the arrays @a, or NONE, and @b, locked. */
inline chains_lock(a, b)
{
	do
	:: b = present;
	   atomic { touch_array(b); a = previous[b] }
	   if
	   :: a != NONE -> touch_array(a); lock(bucket_lock[a])
	   :: else
	   fi;
	   lock(bucket_lock[b]);
	   if
#ifdef MUTANT_NO_SECOND_LOOK
	   :: break
#else
	   :: present == b -> break
	   :: else -> chains_unlock(a, b)
#endif
	   fi
	od
}

inline chains_unlock(a, b)
{
	unlock(bucket_lock[b]);
	if
	:: a != NONE -> unlock(bucket_lock[a])
	:: else
	fi
}

/* rfw_flow_find_slot() and rfw_flow_find_moving() */
inline search(me, found)
{
	d_step {
		stays[me] = false;
		i = 1;
		do
		:: i < FLOWS ->
			if
			:: IS_A(i) && state[i] == LINKED && !expired[i] -> stays[me] = true
			:: else
			fi;
			i++
		:: else -> break
		od;
		i = 0;
		seq = moves;
	}
	a = present;
	in_bucket(a, found);
	if
	:: found != NONE
	:: else ->
		if
#ifdef MUTANT_NO_SEQUENCE
		:: true
#else
		:: !(seq & 1) && moves == seq && previous[a] == NONE && present == a
#endif
		:: else ->
			tries = 0;
			do
			:: tries == 2 ->
				chains_lock(a, b);
				chain_link(a, before, found);
				if
				:: found == NONE -> chain_link(b, before, found)
				:: else
				fi;
				chains_unlock(a, b);
				break
			:: tries < 2 ->
				atomic { !(moves & 1) -> seq = moves }
				a = present;
				in_bucket(a, found);
				atomic { touch_array(a); a = previous[a] }
				if
				:: found == NONE && a != NONE -> in_bucket(a, found)
				:: else
				fi;
				if
				:: found != NONE || moves == seq -> break
				:: else -> tries++
				fi
			od
		fi
	fi;
	/* an expired flow is none */
	atomic {
		if
		:: found != NONE ->
			touch(found);
			if
			:: expired[found] -> found = NONE
			:: else
			fi
		:: else
		fi;
		assert(found != NONE || !stays[me]);
		stays[me] = false;
		a = NONE;
		b = NONE;
		seq = 0;
		tries = 0
	}
}

/* rfw_flow_end() */
inline end(flow)
{
	chains_lock(a, b);
	was = false;
	chain_link(a, before, found);
	if
	:: found == flow -> chain_unlink(a, before, flow); was = true
	:: else ->
		chain_link(b, before, found);
		if
		:: found == flow -> chain_unlink(b, before, flow); was = true
		:: else
		fi
	fi;
	chains_unlock(a, b);
#ifdef MUTANT_DIES_TWICE
	was = true;
#endif
	if
	:: was -> died(flow)
	:: else
	fi;
	d_step { a = NONE; b = NONE; before = NONE; found = NONE; was = false }
}

/* insert_plain() */
inline insert_plain(flow, done)
{
	b = present;
	atomic { touch_array(b); a = previous[b] }
	if
	:: a == NONE ->
		lock(bucket_lock[b]);
		chain_link(b, before, found);
		if
#ifdef MUTANT_PLAIN_NO_SECOND_LOOK
		:: found == NONE ->
#else
		:: found == NONE && present == b ->
#endif
			link(b, flow);
			done = true
		:: else
		fi;
		unlock(bucket_lock[b])
	:: else
	fi;
	d_step { a = NONE; b = NONE; before = NONE; found = NONE }
}

/* A packet of A; @mine is the flow that it may make. */
proctype packet(byte me, mine)
{
	byte flow, found, before, a, b, i, seq, tries;
	bool was, plain;

	rcu_read_lock(me);
	search(me, flow);
	if
	:: flow == NONE ->
		state[mine] = PRIVATE;
#ifdef MUTANT_LOOKS_TOO_EARLY
		was = gone;
#endif
		/* rfw_flow_insert() */
		insert_plain(mine, plain);
		if
		:: plain
		:: else ->
			chains_lock(a, b);
			tries = a;
			chain_link(a, before, found);
			if
			:: found == NONE -> tries = b; chain_link(b, before, found)
			:: else
			fi;
			if
			:: found != NONE && expired[found] ->
				flow = found;
				chain_unlink(tries, before, flow);
				found = NONE
			:: else
			fi;
			if
			:: found == NONE -> link(b, mine)
			:: else
			fi;
			chains_unlock(a, b)
		fi;
		d_step { a = NONE; b = NONE; before = NONE; tries = 0; plain = false }
		if
		:: flow != NONE -> died(flow)
		:: else
		fi;
		if
		:: found != NONE ->
			/* another packet was first: rfw_flow_discard(), and on with its flow */
			d_step {
				touch(found);
				state[mine] = UNUSED;
				flow = found;
				found = NONE
			}
		:: else ->
			/* rfw_flow_born() */
			flow = mine;
			if
#ifdef MUTANT_LOOKS_TOO_EARLY
			:: was -> end(flow)
#else
			:: gone -> end(flow)
#endif
			:: else
			fi
		fi
	:: else ->
		/* rfw_flow_refresh() */
		atomic { touch(flow); expired[flow] = false }
		if
		:: end(flow)	/* it was the last of its flow */
		:: true
		fi
	fi;
	touch(flow);
	rcu_read_unlock(me);
	running--
}

/* move_bucket() */
inline move_bucket()
{
	if
	:: head[OLD] != NONE ->
		lock(bucket_lock[OLD]);
		do
		:: head[OLD] == NONE -> break
		:: else ->
			flow = head[OLD];
			lock(bucket_lock[NEW]);
			moves++;
			head[OLD] = next[flow];
			next[flow] = head[NEW];
			head[NEW] = flow;
			moves++;
			unlock(bucket_lock[NEW])
		od;
		unlock(bucket_lock[OLD])
	:: else
	fi
}

/* rebuild() */
proctype resize()
{
	byte flow;

	lock(resize_lock);
	previous[NEW] = OLD;
	present = NEW;
	move_bucket();
#ifndef MUTANT_ONE_PASS
	synchronize_rcu();
	move_bucket();
#endif
	previous[NEW] = NONE;
#ifndef MUTANT_ARRAY_FREED_EARLY
	synchronize_rcu();
#endif
	freed[OLD] = true;
	unlock(resize_lock);
	running--
}

/* The deletion of the subscriber: rfw_net_end_subscriber(), rfw_flow_walk_buckets(). */
proctype delete()
{
	byte found, before, a, i, me = 2;

	gone = true;
	lock(resize_lock);
	rcu_read_lock(me);
	a = present;
	lock(bucket_lock[a]);
	chain_link(a, before, found);
	if
	:: found != NONE -> chain_unlink(a, before, found)
	:: else
	fi;
	unlock(bucket_lock[a]);
	if
	:: found != NONE -> died(found)
	:: else
	fi;
	rcu_read_unlock(me);
	unlock(resize_lock);
	running--
}

/* Time passes: the flow that is there has expired. */
proctype clock()
{
	d_step {
		expired[A_FLOW] = true;
		stays[0] = false;
		stays[1] = false
	}
	running--
}

init
{
	byte i;

	atomic {
		if
		:: true		/* an empty chain */
		:: head[OLD] = B_FLOW; state[B_FLOW] = LINKED
		:: head[OLD] = A_FLOW; state[A_FLOW] = LINKED
		:: head[OLD] = B_FLOW; state[B_FLOW] = LINKED;
		   next[B_FLOW] = A_FLOW; state[A_FLOW] = LINKED
		fi;
		if
		:: state[A_FLOW] == LINKED -> linked = 1
		:: else
		fi;
		running = PACKETS;
		run packet(0, 3);
#if PACKETS == 2
		run packet(1, 4);
#endif
#ifdef RESIZE
		running++;
		run resize();
#endif
#ifdef DELETE
		running++;
		run delete();
#endif
#ifdef CLOCK
		running++;
		run clock()
#endif
	}
	running == 0;
	assert(present == OLD || head[OLD] == NONE);
	assert(head[present] == NONE || head[present] == B_FLOW || linked == 1);
	i = A_FLOW;
	do
	:: i < FLOWS ->
		assert(state[i] == UNUSED || state[i] == FREED || (state[i] == LINKED && !gone));
		i++
	:: else -> break
	od
}
