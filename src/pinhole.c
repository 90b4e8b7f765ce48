// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/slab.h>

#include "config.h"
#include "domain.h"
#include "pinhole.h"
#include "policy.h"
#include "subscriber.h"

#define PORT_LOW_MAX	1023

int rfw_pinholes_init(struct rfw_pinholes *pinholes)
{
	spin_lock_init(&pinholes->lock);
	timerqueue_init_head(&pinholes->timers);
	pinholes->media = 0;
	atomic_set(&pinholes->ids, 0);
	return rfw_opening_table_init(&pinholes->table);
}

/* No packet sees them any more. */
void rfw_pinholes_exit(struct rfw_pinholes *pinholes)
{
	struct rfw_opening *opening;
	unsigned long id;

	spin_lock_bh(&pinholes->lock);
	xa_for_each(&pinholes->table.ids, id, opening)
		rfw_pinhole_del(pinholes, opening, RFW_FLOW_END_CONFIGURATION);
	spin_unlock_bh(&pinholes->lock);
	rfw_opening_table_exit(&pinholes->table);
}

/**
 * rfw_pinholes_next_id - a number for a new opening, forwards and DMZ hosts included
 * @pinholes: of the namespace
 *
 * Context: any.
 */
u32 rfw_pinholes_next_id(struct rfw_pinholes *pinholes)
{
	u32 id;

	do
		id = atomic_inc_return(&pinholes->ids);
	while (!id);
	return id;
}

static bool has_low_port(const struct rfw_opening_rule *rule)
{
	unsigned int i;

	for (i = 0; i < rule->ranges; i++)
		if (rule->range[i].low <= PORT_LOW_MAX)
			return true;
	return false;
}

/* May a subscriber have a pinhole that says this? */
static int check_rule(const struct rfw_subscriber *subscriber, const struct rfw_opening_rule *rule,
		      bool another, struct netlink_ext_ack *extack)
{
	const struct rfw_policy_rules *rules;
	int err = 0;

	rcu_read_lock();
	rules = rcu_dereference(rcu_dereference(subscriber->policy)->rules);
	if (another && subscriber->pinholes >= rules->max_pinholes) {
		NL_SET_ERR_MSG(extack,
			       "the subscriber has all the pinholes that its policy allows");
		err = -EDQUOT;
	} else if (has_low_port(rule) && !rules->pinhole_low_ports) {
		NL_SET_ERR_MSG(extack, "the policy allows no pinholes for ports below 1024");
		err = -EPERM;
	}
	rcu_read_unlock();
	return err;
}

static void start_timer(struct rfw_pinholes *pinholes, struct rfw_opening *opening, u32 lifetime)
{
	struct rfw_pinhole *pinhole = opening->pinhole;

	lockdep_assert_held(&pinholes->lock);
	pinhole->lifetime = lifetime;
	WRITE_ONCE(opening->deadline, (u32)jiffies + lifetime * HZ);
	pinhole->timer.expires = get_jiffies_64() + (u64)lifetime * HZ;
	timerqueue_add(&pinholes->timers, &pinhole->timer);
}

static struct rfw_opening *pinhole_new(const struct rfw_opening_rule *rule,
				       struct rfw_subscriber *subscriber,
				       const struct rfw_pinhole *wanted,
				       struct rfw_opening_use *use)
{
	struct rfw_pinhole *pinhole = kmemdup(wanted, sizeof(*wanted), GFP_ATOMIC);
	struct rfw_opening *opening;

	if (!pinhole)
		return NULL;
	opening = rfw_opening_new(rule, subscriber, use, GFP_ATOMIC);
	if (!opening) {
		kfree(pinhole);
		return NULL;
	}
	timerqueue_init(&pinhole->timer);
	pinhole->opening = opening;
	opening->pinhole = pinhole;
	return opening;
}

static int no_room(int err, struct netlink_ext_ack *extack)
{
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "there are as many pinholes as there may be");
	if (err == -E2BIG)
		NL_SET_ERR_MSG(extack, "too many pinholes overlap at an address and port");
	return err;
}

/**
 * rfw_pinhole_add - open a pinhole
 * @pinholes: of the namespace
 * @subscriber: whose the address is; gets a reference
 * @rule: what it says, checked for form; its address is the subscriber's
 * @wanted: owner, cookie and lifetime
 * @vrf: of the address
 * @id: its number, on success
 * @extack: gets the reason of a refusal
 *
 * Context: under @pinholes->lock and with a reference on @subscriber.
 * Return: 0, -EDQUOT, -EPERM, -EEXIST, -ENOSPC, -E2BIG, -ENOMEM.
 */
int rfw_pinhole_add(struct rfw_pinholes *pinholes, struct rfw_subscriber *subscriber,
		    const struct rfw_opening_rule *rule, const struct rfw_pinhole *wanted,
		    u32 vrf, u32 *id, struct netlink_ext_ack *extack)
{
	struct rfw_opening_use *use;
	struct rfw_opening *opening;
	int err;

	lockdep_assert_held(&pinholes->lock);
	err = check_rule(subscriber, rule, true, extack);
	if (err)
		return err;
	if (rfw_opening_same(&pinholes->table, rule, subscriber)) {
		NL_SET_ERR_MSG(extack, "there is exactly this pinhole already");
		return -EEXIST;
	}
	use = rfw_opening_use_new(rfw_pinholes_next_id(pinholes), GFP_ATOMIC);
	if (!use)
		return -ENOMEM;
	use->media = wanted->media;
	use->signalling = wanted->signalling;
	opening = pinhole_new(rule, subscriber, wanted, use);
	if (!opening) {
		rfw_opening_use_put(use);
		return -ENOMEM;
	}
	/* Alive before packets can find it. */
	start_timer(pinholes, opening, wanted->lifetime);
	err = rfw_opening_add(&pinholes->table, opening, GFP_ATOMIC);
	if (err)
		goto err_timer;
	err = rfw_opening_place(&pinholes->table, opening, &rule->address, 1, vrf, GFP_ATOMIC);
	if (err)
		goto err_table;
	refcount_inc(&subscriber->references);
	subscriber->pinholes++;
	WRITE_ONCE(pinholes->media, pinholes->media + wanted->media);
	*id = use->id;
	pinholes->event(pinholes, opening, false, 0);
	return 0;

err_table:
	rfw_opening_remove(&pinholes->table, opening);
err_timer:
	timerqueue_del(&pinholes->timers, &opening->pinhole->timer);
	rfw_opening_free(opening);
	return no_room(err, extack);
}

/* The pinhole with other filters, in the place of the one it was. */
static int change_filters(struct rfw_pinholes *pinholes, struct rfw_opening **opening,
			  const struct rfw_opening_rule *rule, struct netlink_ext_ack *extack)
{
	struct rfw_opening *old = *opening, *new;
	int err;

	if (rfw_opening_same(&pinholes->table, rule, old->subscriber)) {
		NL_SET_ERR_MSG(extack, "there is exactly this pinhole already");
		return -EEXIST;
	}
	new = pinhole_new(rule, old->subscriber, old->pinhole, old->use);
	if (!new)
		return -ENOMEM;
	refcount_inc(&old->use->references);
	new->deadline = old->deadline;
	err = rfw_opening_replace(&pinholes->table, old, new, GFP_ATOMIC);
	if (err) {
		rfw_opening_free(new);
		return no_room(err, extack);
	}
	timerqueue_del(&pinholes->timers, &old->pinhole->timer);
	rfw_opening_free(old);
	new->pinhole->timer.expires = get_jiffies_64();
	timerqueue_add(&pinholes->timers, &new->pinhole->timer);
	*opening = new;
	return 0;
}

/**
 * rfw_pinhole_set - renew a pinhole, with other filters if need be
 * @pinholes: of the namespace
 * @opening: the pinhole; keeps its number, its counters and its flows
 * @rule: as now but for the filters, or NULL for no change
 * @lifetime: seconds from now
 * @extack: gets the reason of a refusal
 *
 * Flows that other filters would not have let in are the caller's to judge anew.
 *
 * Context: under @pinholes->lock.
 * Return: 0, -EEXIST, -E2BIG, -ENOMEM; on error nothing has changed.
 */
int rfw_pinhole_set(struct rfw_pinholes *pinholes, struct rfw_opening *opening,
		    const struct rfw_opening_rule *rule, u32 lifetime,
		    struct netlink_ext_ack *extack)
{
	int err;

	lockdep_assert_held(&pinholes->lock);
	if (rule) {
		err = change_filters(pinholes, &opening, rule, extack);
		if (err)
			return err;
	}
	timerqueue_del(&pinholes->timers, &opening->pinhole->timer);
	start_timer(pinholes, opening, lifetime);
	pinholes->event(pinholes, opening, false, 0);
	return 0;
}

/**
 * rfw_pinhole_del - close a pinhole
 * @pinholes: of the namespace
 * @opening: the pinhole; its flows are the caller's to end, see &rfw_opening_use.gone
 * @why: enum rfw_flow_end
 *
 * Context: under @pinholes->lock.
 */
void rfw_pinhole_del(struct rfw_pinholes *pinholes, struct rfw_opening *opening, u8 why)
{
	lockdep_assert_held(&pinholes->lock);
	WRITE_ONCE(opening->use->gone, true);
	pinholes->event(pinholes, opening, true, why);
	timerqueue_del(&pinholes->timers, &opening->pinhole->timer);
	rfw_opening_remove(&pinholes->table, opening);
	opening->subscriber->pinholes--;
	WRITE_ONCE(pinholes->media, pinholes->media - opening->pinhole->media);
	rfw_subscriber_put(opening->subscriber);
	rfw_opening_free(opening);
}

/**
 * rfw_pinholes_expire - close the pinholes whose time is over
 * @pinholes: of the namespace
 * @next: jiffies until the next will be, ULONG_MAX for never
 *
 * Context: without locks.
 * Return: some were: their flows are to be ended.
 */
bool rfw_pinholes_expire(struct rfw_pinholes *pinholes, unsigned long *next)
{
	u64 now = get_jiffies_64();
	struct timerqueue_node *node;
	bool some = false;

	*next = ULONG_MAX;
	spin_lock_bh(&pinholes->lock);
	while ((node = timerqueue_getnext(&pinholes->timers))) {
		if ((u64)node->expires > now) {
			*next = node->expires - now;
			break;
		}
		rfw_pinhole_del(pinholes, container_of(node, struct rfw_pinhole, timer)->opening,
				RFW_FLOW_END_EXPIRED);
		some = true;
	}
	spin_unlock_bh(&pinholes->lock);
	return some;
}

/* Is the address still the subscriber's, and where is it? */
static bool still_there(struct rfw_config *config, const struct rfw_opening *opening, u32 *vrf)
{
	const struct rfw_object *object =
		rfw_object_find(&config->subscriptions, opening->subscriber->name);
	const struct rfw_subscription *subscription;
	const struct rfw_domain *domain;

	if (!object)
		return false;
	subscription = container_of(object, struct rfw_subscription, object);
	if (subscription->subscriber != opening->subscriber)
		return false;
	domain = rcu_dereference_protected(subscription->policy,
					   lockdep_is_held(config->lock))->domain;
	*vrf = domain->zone ? domain->zone->vrf : 0;
	return rfw_subscription_has(config, subscription, &opening->rule.address);
}

/**
 * rfw_pinholes_rejudge - close the pinholes that have no place in a new configuration
 * @pinholes: of the namespace
 * @config: the present configuration
 *
 * Context: under the configuration lock.
 */
void rfw_pinholes_rejudge(struct rfw_pinholes *pinholes, struct rfw_config *config)
{
	struct rfw_opening *opening;
	unsigned long id;
	u32 vrf;

	spin_lock_bh(&pinholes->lock);
	xa_for_each(&pinholes->table.ids, id, opening)
		if (!still_there(config, opening, &vrf) ||
		    rfw_opening_place(&pinholes->table, opening, &opening->rule.address, 1, vrf,
				      GFP_ATOMIC))
			rfw_pinhole_del(pinholes, opening, RFW_FLOW_END_CONFIGURATION);
	spin_unlock_bh(&pinholes->lock);
}
