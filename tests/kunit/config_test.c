// SPDX-License-Identifier: GPL-2.0-only
/*
 * Domains, policies and subscribers: what is refused and leaves everything as it was, where an
 * address belongs, and what a new configuration keeps of the old one.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>

#include "bogon.h"
#include "config.h"
#include "domain.h"
#include "flow.h"
#include "forward.h"
#include "locate.h"
#include "policy.h"
#include "stats.h"
#include "subscriber.h"

static DEFINE_MUTEX(lock);

/* A prefix as two 32-bit words and a length. */
struct words {
	u32 high;
	u32 low;
	u8 length;
};

struct words_list {
	const struct words *words;
	u32 count;
};

#define PREFIXES(...) ((struct words_list){					\
	(const struct words[]){ __VA_ARGS__ },					\
	sizeof((const struct words[]){ __VA_ARGS__ }) / sizeof(struct words),	\
})
#define NO_PREFIX ((struct words_list){})

static struct in6_addr address_of(u32 high, u32 low)
{
	struct in6_addr address = { .s6_addr32 = { htonl(high), htonl(low) } };

	return address;
}

static struct rfw_prefix_list list_of(struct words_list from)
{
	struct rfw_prefix_list list = { .count = from.count, .at_fault = U32_MAX };
	u32 i;

	if (from.count)
		list.prefix = kvcalloc(from.count, sizeof(*list.prefix),
				       GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < from.count; i++) {
		list.prefix[i].address = address_of(from.words[i].high, from.words[i].low);
		list.prefix[i].length = from.words[i].length;
	}
	return list;
}

static int domain_add_as(struct rfw_config *config, const char *name, u8 state, const char *outside,
			 const char *vrf, struct words_list words, u32 *at_fault)
{
	struct rfw_domain_settings settings;
	int err;

	rfw_domain_defaults(&settings);
	settings.state = state;
	settings.prefixes = list_of(words);
	if (outside) {
		settings.outside.count = 1;
		strscpy(settings.outside.name[0], outside, IFNAMSIZ);
	}
	if (vrf)
		strscpy(settings.vrf, vrf, IFNAMSIZ);
	err = rfw_domain_add(config, name, &settings, NULL);
	if (at_fault)
		*at_fault = settings.prefixes.at_fault;
	if (err)
		rfw_domain_settings_free(&settings);
	return err;
}

static int domain_add(struct rfw_config *config, const char *name, struct words_list words)
{
	return domain_add_as(config, name, RFW_DOMAIN_STATE_UP, NULL, NULL, words, NULL);
}

static struct rfw_domain *domain(struct rfw_config *config, const char *name)
{
	struct rfw_object *object = rfw_object_find(&config->domains, name);

	return object ? container_of(object, struct rfw_domain, object) : NULL;
}

static struct rfw_policy *policy(struct rfw_config *config, const char *name)
{
	struct rfw_object *object = rfw_object_find(&config->policies, name);

	return object ? container_of(object, struct rfw_policy, object) : NULL;
}

static struct rfw_subscription *subscriber(struct rfw_config *config, const char *name)
{
	struct rfw_object *object = rfw_object_find(&config->subscriptions, name);

	return object ? container_of(object, struct rfw_subscription, object) : NULL;
}

/* Settings changed by nothing but the state and the prefixes. */
static int domain_set(struct rfw_config *config, const char *name, u8 state,
		      struct words_list words, u32 *at_fault)
{
	struct rfw_domain *at = domain(config, name);
	struct rfw_domain_settings settings;
	int err = rfw_domain_settings_copy(&settings, &at->settings);

	if (err)
		return err;
	settings.state = state;
	rfw_prefix_list_free(&settings.prefixes);
	settings.prefixes = list_of(words);
	err = rfw_domain_set(config, at, &settings, NULL);
	if (at_fault)
		*at_fault = settings.prefixes.at_fault;
	if (err)
		rfw_domain_settings_free(&settings);
	return err;
}

static int domain_state(struct rfw_config *config, const char *name, u8 state)
{
	struct rfw_domain *at = domain(config, name);
	struct rfw_domain_settings settings;
	int err = rfw_domain_settings_copy(&settings, &at->settings);

	if (err)
		return err;
	settings.state = state;
	err = rfw_domain_set(config, at, &settings, NULL);
	if (err)
		rfw_domain_settings_free(&settings);
	return err;
}

static int policy_add(struct rfw_config *config, const char *name, const char *of)
{
	struct rfw_policy_rules rules;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	return rfw_policy_add(config, name, "", domain(config, of), &rules, NULL);
}

static int subscriber_add_as(struct rfw_config *config, struct rfw_config *live, const char *name,
			     const char *of, bool whole, struct words_list words,
			     u32 *at_fault)
{
	struct rfw_prefix_list prefixes = list_of(words);
	int err = rfw_subscription_add(config, live, name, policy(config, of), &prefixes, whole,
				       NULL);

	if (at_fault)
		*at_fault = prefixes.at_fault;
	if (err)
		rfw_prefix_list_free(&prefixes);
	return err;
}

static int subscriber_add(struct rfw_config *config, const char *name, const char *of,
			  struct words_list words)
{
	return subscriber_add_as(config, NULL, name, of, false, words, NULL);
}

static int subscriber_set(struct rfw_config *config, const char *name, const char *of, bool whole,
			  struct words_list words, u32 *at_fault)
{
	struct rfw_prefix_list prefixes = list_of(words);
	int err = rfw_subscription_set(config, subscriber(config, name), policy(config, of),
				       &prefixes, whole, NULL);

	if (at_fault)
		*at_fault = prefixes.at_fault;
	if (err)
		rfw_prefix_list_free(&prefixes);
	return err;
}

/* Where an address belongs. */
static void expect_place(struct kunit *test, struct rfw_config *config, u32 high, u32 low,
			 const char *in, const char *of)
{
	struct in6_addr address = address_of(high, low);
	struct rfw_place place;

	rcu_read_lock();
	rfw_config_locate(rfw_config_zone(config, 0), &address, &place);
	KUNIT_EXPECT_STREQ_MSG(test, place.domain ? place.domain->object.name : "-", in,
			       "domain of %08x:%08x", high, low);
	KUNIT_EXPECT_STREQ_MSG(test,
			       place.subscription ? place.subscription->object.name : "-", of,
			       "subscriber of %08x:%08x", high, low);
	rcu_read_unlock();
}

/* All that a refused request must leave as it was. */
struct state {
	u32 domains, policies, subscribers, up, domain_prefixes, subscriber_prefixes;
	u32 policies_of_home, subscribers_of_default;
	u32 outside;
	void *whole;
};

static void take_state(struct rfw_config *config, struct state *state)
{
	struct rfw_domain *home = domain(config, "home"), *at;
	struct rfw_policy *standard = policy(config, "default");
	unsigned long index;

	memset(state, 0, sizeof(*state));
	state->domains = config->domains.count;
	state->policies = config->policies.count;
	state->subscribers = config->subscriptions.count;
	state->up = config->domains_up;
	state->domain_prefixes = config->main.domains.count;
	state->subscriber_prefixes = config->main.subscriptions.count;
	state->policies_of_home = home ? home->policies : 0;
	state->subscribers_of_default = standard ? standard->subscribers : 0;
	state->whole = home ? rcu_access_pointer(home->whole) : NULL;
	xa_for_each(&config->outside, index, at)
		state->outside++;
}

#define EXPECT_UNCHANGED(test, config, before)					\
do {										\
	struct state __now;							\
										\
	take_state(config, &__now);						\
	KUNIT_EXPECT_EQ(test, memcmp(&__now, before, sizeof(__now)), 0);	\
} while (0)

/*
 * home: 2a0a:1::/32 without 2a0a:1:ff00::/40, which is nested's; policy default: subscribers alice
 * 2a0a:1:100::/56 and bob 2a0a:1:200::/56
 */
static int start(struct kunit *test)
{
	struct rfw_config *config;

	mutex_lock(&lock);
	config = rfw_config_new(&init_net, &lock, NULL, NULL);
	test->priv = config;
	if (!config) {
		mutex_unlock(&lock);
		return -ENOMEM;
	}
	KUNIT_EXPECT_EQ(test, domain_add(config, "home", PREFIXES({ 0x2a0a0001, 0, 32 })), 0);
	KUNIT_EXPECT_EQ(test, domain_add(config, "nested",
					 PREFIXES({ 0x2a0a0001, 0xff000000, 40 })), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "default", "home"), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "other", "nested"), 0);
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "alice", "default",
					     PREFIXES({ 0x2a0a0001, 0x01000000, 56 })), 0);
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "bob", "default",
					     PREFIXES({ 0x2a0a0001, 0x02000000, 56 })), 0);
	return 0;
}

static void stop(struct kunit *test)
{
	if (!test->priv)
		return;
	rfw_config_free(test->priv);
	mutex_unlock(&lock);
	rcu_barrier();
}

static void locate(struct kunit *test)
{
	struct rfw_config *config = test->priv;

	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x010000ff, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x010000ff, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x02000000, "home", "bob");
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "-");
	expect_place(test, config, 0x2a0a0001, 0xff000001, "nested", "-");
	expect_place(test, config, 0x2a0a0002, 0x01000000, "-", "-");
	expect_place(test, config, 0, 1, "-", "-");

	/* a longer prefix inside of alice's is bob's; alice may not have it too */
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "bob", "default", false,
					     PREFIXES({ 0x2a0a0001, 0x02000000, 56 },
						      { 0x2a0a0001, 0x01000010, 60 }), NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0x01000010, "home", "bob");
	expect_place(test, config, 0x2a0a0001, 0x01000020, "home", "alice");
}

static void whole_domain(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	struct state before;

	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, NULL, "rest", "default", true, NO_PREFIX,
						NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "rest");
	expect_place(test, config, 0x2a0a0001, 0xff000001, "nested", "-");
	expect_place(test, config, 0x2a0a0002, 0, "-", "-");

	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, NULL, "second", "default", true, NO_PREFIX,
						NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "bob", "default", true, NO_PREFIX, NULL),
			-EEXIST);
	EXPECT_UNCHANGED(test, config, &before);
	/* of another domain */
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, NULL, "second", "other", true, NO_PREFIX,
						NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0xff000001, "nested", "second");

	/* a subscriber that stands in home's part, but is not of home, does not count there */
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "rest", "default", false,
					     PREFIXES({ 0x2a0a0001, 0x04000000, 56 }), NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "-");
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "bob", "default", true,
					     PREFIXES({ 0x2a0a0001, 0x02000000, 56 }), NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "bob");
	rfw_subscription_release(config, subscriber(config, "bob"));
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "-");
	expect_place(test, config, 0x2a0a0001, 0x02000000, "home", "-");
}

static void names(struct kunit *test)
{
	static const char * const bad[] = {
		"", "two words", "quo\"te", "apo'strophe", "br{ace", "ha#sh", "com,ma",
		"semi;colon", "tab\t", "back\\slash", "\x7f", "\xc3\xa4",
	};
	struct rfw_config *config = test->priv;
	struct state before;
	char longest[RFW_NAME_MAX + 1];
	unsigned int i;

	take_state(config, &before);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ_MSG(test, domain_add(config, bad[i],
						     PREFIXES({ 0x2a0b0000, 0, 32 })), -EINVAL,
				    "%s", bad[i]);
		KUNIT_EXPECT_EQ_MSG(test, policy_add(config, bad[i], "home"), -EINVAL, "%s",
				    bad[i]);
		KUNIT_EXPECT_EQ_MSG(test, subscriber_add(config, bad[i], "default",
							 PREFIXES({ 0x2a0a0001, 0x03000000, 56 })),
				    -EINVAL, "%s", bad[i]);
	}
	KUNIT_EXPECT_EQ(test, domain_add(config, "home", PREFIXES({ 0x2a0b0000, 0, 32 })),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, policy_add(config, "default", "home"), -EEXIST);
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "alice", "default",
					     PREFIXES({ 0x2a0a0001, 0x03000000, 56 })), -EEXIST);
	EXPECT_UNCHANGED(test, config, &before);
	/* each kind has names of its own, and case counts */
	KUNIT_EXPECT_EQ(test, policy_add(config, "home", "home"), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "Home", "home"), 0);
	memset(longest, 'x', RFW_NAME_MAX);
	longest[RFW_NAME_MAX] = 0;
	KUNIT_EXPECT_EQ(test, policy_add(config, longest, "home"), 0);
	KUNIT_EXPECT_NOT_NULL(test, policy(config, longest));
	longest[RFW_NAME_MAX - 1] = 0;
	KUNIT_EXPECT_NULL(test, policy(config, longest));
}

static void domain_refusals(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	struct state before;
	u32 at_fault = 0;

	take_state(config, &before);
	/* the third of four is another's */
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "new", RFW_DOMAIN_STATE_UP, "lo", NULL,
					    PREFIXES({ 0x2a0b0000, 0, 32 }, { 0x2a0c0000, 0, 32 },
						     { 0x2a0a0001, 0, 32 }, { 0x2a0d0000, 0, 32 }),
					    &at_fault), -EEXIST);
	KUNIT_EXPECT_EQ(test, at_fault, 2);
	EXPECT_UNCHANGED(test, config, &before);
	expect_place(test, config, 0x2a0b0000, 0, "-", "-");
	expect_place(test, config, 0x2a0a0001, 0, "home", "-");

	at_fault = 0;
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_UP,
					 PREFIXES({ 0x2a0a0001, 0, 32 }, { 0x2a0b0000, 0, 32 },
						  { 0x2a0a0001, 0xff000000, 40 }), &at_fault),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, at_fault, 2);
	EXPECT_UNCHANGED(test, config, &before);
	expect_place(test, config, 0x2a0b0000, 0, "-", "-");
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");

	/* alice and bob would stand outside */
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_UP,
					 PREFIXES({ 0x2a0b0000, 0, 32 }), NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_DOWN, NO_PREFIX, NULL),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, rfw_domain_del(config, domain(config, "home"), NULL), -EBUSY);
	EXPECT_UNCHANGED(test, config, &before);

	/* the same prefix twice is once */
	KUNIT_EXPECT_EQ(test, domain_add(config, "new", PREFIXES({ 0x2a0b0000, 0, 32 },
								 { 0x2a0b0000, 0, 32 })), 0);
	KUNIT_EXPECT_EQ(test, config->main.domains.count, before.domain_prefixes + 1);
	KUNIT_EXPECT_EQ(test, rfw_domain_del(config, domain(config, "new"), NULL), 0);
	EXPECT_UNCHANGED(test, config, &before);
	expect_place(test, config, 0x2a0b0000, 0, "-", "-");

	/* more, fewer and others of its prefixes */
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_UP,
					 PREFIXES({ 0x2a0b0000, 0, 32 }, { 0x2a0a0001, 0, 33 }),
					 NULL), 0);
	expect_place(test, config, 0x2a0b0000, 0, "home", "-");
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x80000000, "-", "-");
}

static void policy_refusals(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	struct rfw_policy *standard = policy(config, "default");
	struct rfw_policy_rules rules;
	struct state before;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, rfw_policy_del(config, standard, NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, rfw_policy_set(config, standard, "x", domain(config, "nested"),
					     &rules, NULL), -EBUSY);
	EXPECT_UNCHANGED(test, config, &before);
	KUNIT_EXPECT_STREQ(test, standard->description, "");

	rules.max_sessions = 7;
	KUNIT_EXPECT_EQ(test, rfw_policy_set(config, standard, "x", domain(config, "home"), &rules,
					     NULL), 0);
	KUNIT_EXPECT_EQ(test, rcu_dereference_protected(standard->rules, 1)->max_sessions, 7);
	KUNIT_EXPECT_STREQ(test, standard->description, "x");
	EXPECT_UNCHANGED(test, config, &before);
	/* one that nobody uses may move, and go */
	KUNIT_EXPECT_EQ(test, rfw_policy_set(config, policy(config, "other"), "",
					     domain(config, "home"), &rules, NULL), 0);
	KUNIT_EXPECT_EQ(test, domain(config, "home")->policies, 2);
	KUNIT_EXPECT_EQ(test, domain(config, "nested")->policies, 0);
	KUNIT_EXPECT_EQ(test, rfw_domain_del(config, domain(config, "nested"), NULL), 0);
	KUNIT_EXPECT_EQ(test, rfw_policy_del(config, policy(config, "other"), NULL), 0);
	KUNIT_EXPECT_EQ(test, domain(config, "home")->policies, 1);
}

/* No preset has a gateway, all have the port that one would look at. */
static void sip_ports(struct kunit *test)
{
	struct rfw_policy_rules rules;
	u8 preset;

	for (preset = 0; preset <= RFW_PRESET_MAX; preset++) {
		rfw_policy_preset(&rules, preset);
		KUNIT_EXPECT_FALSE(test, rfw_policy_sip_port(&rules, 5060));
		rules.algs = BIT(RFW_ALG_SIP);
		KUNIT_EXPECT_TRUE(test, rfw_policy_sip_port(&rules, 5060));
		KUNIT_EXPECT_FALSE(test, rfw_policy_sip_port(&rules, 5062));
		KUNIT_EXPECT_FALSE(test, rfw_policy_sip_port(&rules, 0));
		KUNIT_EXPECT_LE(test, rules.sip_max_calls_host, rules.sip_max_calls);
	}
	rules.sip_ports = RFW_SIP_PORTS_MAX;
	rules.sip_port[RFW_SIP_PORTS_MAX - 1] = 5062;
	KUNIT_EXPECT_TRUE(test, rfw_policy_sip_port(&rules, 5062));
	KUNIT_EXPECT_TRUE(test, rfw_policy_sip_port(&rules, 5060));
}

static void subscriber_refusals(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	struct state before;
	u32 at_fault = 0;

	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, NULL, "carol", "default", false,
						PREFIXES({ 0x2a0a0001, 0x03000000, 56 },
							 { 0x2a0a0002, 0, 56 }), &at_fault),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, at_fault, 1);
	/* shorter than the domain's */
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "carol", "default",
					     PREFIXES({ 0x2a0a0000, 0, 16 })), -EINVAL);
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "carol", "default", NO_PREFIX), -EINVAL);
	at_fault = 0;
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, NULL, "carol", "default", false,
						PREFIXES({ 0x2a0a0001, 0x03000000, 56 },
							 { 0x2a0a0001, 0x02000000, 56 },
							 { 0x2a0a0001, 0x04000000, 56 }),
						&at_fault), -EEXIST);
	KUNIT_EXPECT_EQ(test, at_fault, 1);
	EXPECT_UNCHANGED(test, config, &before);
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "-");

	at_fault = 0;
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "default", false,
					     PREFIXES({ 0x2a0a0001, 0x05000000, 56 },
						      { 0x2a0a0001, 0x01000000, 56 },
						      { 0x2a0a0001, 0x02000000, 56 }), &at_fault),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, at_fault, 2);
	/* a policy of another domain, where its prefix does not lie */
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "other", false,
					     PREFIXES({ 0x2a0a0001, 0x01000000, 56 }), NULL),
			-EINVAL);
	EXPECT_UNCHANGED(test, config, &before);
	expect_place(test, config, 0x2a0a0001, 0x05000000, "home", "-");
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");

	/* to the other domain with its prefixes, and back */
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "other", false,
					     PREFIXES({ 0x2a0a0001, 0xff000000, 56 }), NULL), 0);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "-");
	expect_place(test, config, 0x2a0a0001, 0xff000000, "nested", "alice");
	KUNIT_EXPECT_EQ(test, policy(config, "other")->subscribers, 1);
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "default", false,
					     PREFIXES({ 0x2a0a0001, 0x01000000, 56 }), NULL), 0);
	EXPECT_UNCHANGED(test, config, &before);
}

/* A domain that is down is as if it were not there, and comes back with its subscribers. */
static void down_and_up(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	struct state before;

	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, domain_state(config, "home", RFW_DOMAIN_STATE_DOWN), 0);
	KUNIT_EXPECT_EQ(test, config->domains_up, 1);
	KUNIT_EXPECT_EQ(test, config->main.domains.count, 1);
	KUNIT_EXPECT_EQ(test, config->main.subscriptions.count, 0);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "-", "-");
	expect_place(test, config, 0x2a0a0001, 0xff000000, "nested", "-");

	/* what is configured meanwhile takes its place later */
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "carol", "default",
					     PREFIXES({ 0x2a0a0001, 0x03000000, 56 })), 0);
	KUNIT_EXPECT_EQ(test, config->main.subscriptions.count, 0);
	KUNIT_EXPECT_EQ(test, domain_state(config, "home", RFW_DOMAIN_STATE_UP), 0);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
	expect_place(test, config, 0x2a0a0001, 0x03000000, "home", "carol");
	rfw_subscription_release(config, subscriber(config, "carol"));
	EXPECT_UNCHANGED(test, config, &before);

	/* its prefix is another's by then: it stays down */
	KUNIT_EXPECT_EQ(test, domain_state(config, "home", RFW_DOMAIN_STATE_DOWN), 0);
	KUNIT_EXPECT_EQ(test, domain_add(config, "usurper", PREFIXES({ 0x2a0a0001, 0, 32 })), 0);
	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, domain_state(config, "home", RFW_DOMAIN_STATE_UP), -EEXIST);
	EXPECT_UNCHANGED(test, config, &before);
	KUNIT_EXPECT_EQ(test, domain(config, "home")->settings.state, RFW_DOMAIN_STATE_DOWN);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "usurper", "-");
	KUNIT_EXPECT_EQ(test, rfw_domain_del(config, domain(config, "usurper"), NULL), 0);
	KUNIT_EXPECT_EQ(test, domain_state(config, "home", RFW_DOMAIN_STATE_UP), 0);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");

	/* born down; and of a VRF that is not there */
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "down", RFW_DOMAIN_STATE_DOWN, NULL, NULL,
					    PREFIXES({ 0x2a0a0001, 0, 32 }), NULL), 0);
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "elsewhere", RFW_DOMAIN_STATE_UP, NULL,
					    "rfw-no-vrf", PREFIXES({ 0x2a0a0001, 0, 32 }), NULL),
			0);
	KUNIT_EXPECT_NULL(test, domain(config, "elsewhere")->zone);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
	KUNIT_EXPECT_FALSE(test, rfw_config_resolve(config));
}

/* Which domain an interface is outside of: the first that says so and is there. */
static void interfaces(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	int lo = init_net.loopback_dev->ifindex;

	rcu_read_lock();
	KUNIT_EXPECT_NULL(test, rfw_config_outside(config, lo));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "one", RFW_DOMAIN_STATE_UP, "lo", NULL,
					    PREFIXES({ 0x2a0b0000, 0, 32 }), NULL), 0);
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "two", RFW_DOMAIN_STATE_UP, "lo", NULL,
					    PREFIXES({ 0x2a0c0000, 0, 32 }), NULL), 0);
	KUNIT_EXPECT_EQ(test, domain_add_as(config, "three", RFW_DOMAIN_STATE_UP, "rfw-nothing",
					    NULL, PREFIXES({ 0x2a0d0000, 0, 32 }), NULL), 0);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, rfw_config_outside(config, lo), domain(config, "one"));
	KUNIT_EXPECT_NULL(test, rfw_config_outside(config, 0));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, domain_state(config, "one", RFW_DOMAIN_STATE_DOWN), 0);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, rfw_config_outside(config, lo), domain(config, "two"));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, rfw_domain_del(config, domain(config, "two"), NULL), 0);
	rcu_read_lock();
	KUNIT_EXPECT_NULL(test, rfw_config_outside(config, lo));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, domain_state(config, "one", RFW_DOMAIN_STATE_UP), 0);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, rfw_config_outside(config, lo), domain(config, "one"));
	rcu_read_unlock();
}

/* A TCP forward to port 80 of alice's, from a port of anybody's. */
static int forward_add(struct rfw_config *config, u8 target, struct in6_addr address, u16 from,
		       struct netlink_ext_ack *extack)
{
	struct rfw_opening_rule *rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_KERNEL | __GFP_NOFAIL);
	int err;

	rule->protocol = IPPROTO_TCP;
	rule->target = target;
	rule->address = address;
	rule->ranges = 1;
	rule->range[0].low = 80;
	rule->range[0].high = 80;
	rule->filters = 1;
	rfw_opening_filters(rule)->port = htons(from);
	err = rfw_forward_add(config, NULL, subscriber(config, "alice"), rule, NULL, from, extack);
	kfree(rule);
	return err;
}

/* Is port 80 open there? */
static bool is_open(struct rfw_config *config, struct in6_addr address, u16 from)
{
	struct in6_addr outside = address_of(0x2a0b0000, 0);
	struct rfw_opening *opening;
	unsigned int inside;
	struct rfw_key key;

	inside = rfw_key_build(&key, &address, &outside, htons(80), htons(from),
			       rfw_key_zone(0, IPPROTO_TCP));
	rcu_read_lock();
	opening = rfw_opening_find(&config->openings, &key, inside,
				   subscriber(config, "alice")->subscriber, NULL, 0);
	rcu_read_unlock();
	return opening;
}

/* Host ::10 of a network. */
static struct in6_addr ten(u32 high, u32 low)
{
	struct in6_addr address = address_of(high, low);

	address.s6_addr[15] = 0x10;
	return address;
}

/*
 * A forward to a suffix follows the prefixes of the domain, and is nowhere behind one that has no
 * room for it: the subscriber could not know.
 */
static void suffix_behind_long_prefix(struct kunit *test)
{
	struct in6_addr suffix = ten(0, 1), first = ten(0x2a0a0001, 1), second = ten(0x2a0a0005, 1);
	struct rfw_config *config = test->priv;

	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "default", true, NO_PREFIX, NULL), 0);
	KUNIT_EXPECT_EQ(test, forward_add(config, RFW_OPENING_TARGET_SUFFIX, suffix, 1, NULL), 0);
	KUNIT_EXPECT_TRUE(test, is_open(config, first, 1));
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_UP,
					 PREFIXES({ 0x2a0a0001, 0, 32 }, { 0x2a0a0005, 0, 64 }),
					 NULL), 0);
	KUNIT_EXPECT_TRUE(test, is_open(config, first, 1));
	KUNIT_EXPECT_FALSE(test, is_open(config, second, 1));
	KUNIT_EXPECT_FALSE(test, is_open(config, ten(0x2a0a0005, 0), 1));
	KUNIT_EXPECT_EQ(test, domain_set(config, "home", RFW_DOMAIN_STATE_UP,
					 PREFIXES({ 0x2a0a0001, 0, 32 }, { 0x2a0a0005, 0, 48 }),
					 NULL), 0);
	KUNIT_EXPECT_TRUE(test, is_open(config, first, 1));
	KUNIT_EXPECT_TRUE(test, is_open(config, second, 1));
}

/*
 * A forward to a suffix follows the subscriber's prefixes; where it would come to a port that too
 * many share it is closed, and open again when that is over.
 */
static void suffix_without_room(struct kunit *test)
{
	struct in6_addr here = ten(0x2a0a0001, 0x01000000), crowded = ten(0x2a0a0001, 0x01000001);
	struct words_list own = PREFIXES({ 0x2a0a0001, 0x01000000, 56 }),
			  both = PREFIXES({ 0x2a0a0001, 0x01000000, 56 },
					  { 0x2a0a0001, 0x01000001, 64 });
	struct rfw_config *config = test->priv;
	u16 i;

	for (i = 1; i <= RFW_OPENING_OVERLAP_MAX; i++)
		KUNIT_ASSERT_EQ(test, forward_add(config, RFW_OPENING_TARGET_ADDRESS, crowded, i,
						  NULL), 0);
	KUNIT_EXPECT_EQ(test, forward_add(config, RFW_OPENING_TARGET_SUFFIX, ten(0, 0), i, NULL),
			0);
	KUNIT_EXPECT_TRUE(test, is_open(config, here, i));
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "default", false, both, NULL), 0);
	KUNIT_EXPECT_FALSE(test, is_open(config, here, i));
	KUNIT_EXPECT_FALSE(test, is_open(config, crowded, i));
	KUNIT_EXPECT_TRUE(test, is_open(config, crowded, i - 1));
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "default", false, own, NULL), 0);
	KUNIT_EXPECT_TRUE(test, is_open(config, here, i));
}

/* 262,144 forwards in a namespace, and no more. */
static void forwards_limit(struct kunit *test)
{
	struct in6_addr here = ten(0x2a0a0001, 0x01000000);
	struct rfw_config *config = test->priv;
	struct netlink_ext_ack extack = {};

	config->openings.count = 262143;
	KUNIT_EXPECT_EQ(test, forward_add(config, RFW_OPENING_TARGET_ADDRESS, here, 1, NULL), 0);
	KUNIT_EXPECT_EQ(test, forward_add(config, RFW_OPENING_TARGET_ADDRESS, here, 2, &extack),
			-ENOSPC);
	KUNIT_EXPECT_STREQ(test, extack._msg, "there are as many forwards as there may be");
	KUNIT_EXPECT_TRUE(test, is_open(config, here, 1));
	KUNIT_EXPECT_FALSE(test, is_open(config, here, 2));
	config->openings.count -= 262143;
}

static void replace(struct kunit *test)
{
	struct rfw_prefix_list from = list_of(PREFIXES({ 1, 0, 32 }, { 2, 0, 32 })),
			       to = list_of(PREFIXES({ 2, 0, 32 }, { 3, 0, 32 }, { 3, 0, 32 })),
			       bad = list_of(PREFIXES({ 4, 0, 32 }, { 2, 0, 32 }, { 9, 0, 32 })),
			       none = {};
	struct rfw_prefix_table table = {};
	static const u8 mine, other;
	void *value = (void *)&mine;
	u32 at_fault = U32_MAX;

	KUNIT_EXPECT_EQ(test, rfw_prefix_insert(&table, &bad.prefix[2].address, 32,
						(void *)&other), 0);
	KUNIT_EXPECT_EQ(test, rfw_config_replace(&table, &none, &from, value, &at_fault), 0);
	KUNIT_EXPECT_EQ(test, table.count, 3);
	KUNIT_EXPECT_EQ(test, rfw_config_replace(&table, &from, &to, value, &at_fault), 0);
	KUNIT_EXPECT_EQ(test, table.count, 3);
	KUNIT_EXPECT_NULL(test, rfw_prefix_get(&table, &from.prefix[0].address, 32));
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &to.prefix[0].address, 32), value);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &to.prefix[1].address, 32), value);
	KUNIT_EXPECT_EQ(test, at_fault, U32_MAX);

	KUNIT_EXPECT_EQ(test, rfw_config_replace(&table, &to, &bad, value, &at_fault), -EEXIST);
	KUNIT_EXPECT_EQ(test, at_fault, 2);
	KUNIT_EXPECT_EQ(test, table.count, 3);
	KUNIT_EXPECT_NULL(test, rfw_prefix_get(&table, &bad.prefix[0].address, 32));
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &to.prefix[0].address, 32), value);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &to.prefix[1].address, 32), value);
	KUNIT_EXPECT_PTR_EQ(test, rfw_prefix_get(&table, &bad.prefix[2].address, 32),
			    (void *)&other);
	KUNIT_EXPECT_EQ(test, rfw_config_replace(&table, &to, &none, value, &at_fault), 0);
	KUNIT_EXPECT_EQ(test, table.count, 1);
	rfw_prefix_clear(&table);
	rfw_prefix_list_free(&from);
	rfw_prefix_list_free(&to);
	rfw_prefix_list_free(&bad);
}

/* A second configuration, with alice and dora, that is to replace the first. */
static struct rfw_config *next_config(struct kunit *test, struct rfw_config *live)
{
	struct rfw_config *config = rfw_config_new(&init_net, &lock, NULL, NULL);

	KUNIT_ASSERT_NOT_NULL(test, config);
	KUNIT_EXPECT_EQ(test, domain_add(config, "home", PREFIXES({ 0x2a0a0001, 0, 32 })), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "default", "home"), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "strict", "home"), 0);
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, live, "alice", "default", false,
						PREFIXES({ 0x2a0a0001, 0x01000000, 56 }), NULL), 0);
	KUNIT_EXPECT_EQ(test, subscriber_add_as(config, live, "dora", "default", false,
						PREFIXES({ 0x2a0a0001, 0x04000000, 56 }), NULL), 0);
	return config;
}

static void succession(struct kunit *test)
{
	struct rfw_config *config = test->priv, *next = next_config(test, config);
	struct rfw_subscriber *alice = subscriber(config, "alice")->subscriber;
	struct rfw_subscriber *bob = subscriber(config, "bob")->subscriber;

	KUNIT_EXPECT_PTR_EQ(test, subscriber(next, "alice")->subscriber, alice);
	KUNIT_EXPECT_EQ(test, refcount_read(&alice->references), 2);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(alice->policy), policy(config, "default"));

	refcount_inc(&bob->references);		/* as a flow would */
	rfw_subscription_succeed(config, next);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(alice->policy), policy(next, "default"));
	KUNIT_EXPECT_FALSE(test, alice->gone);
	KUNIT_EXPECT_TRUE(test, bob->gone);
	rfw_config_free(config);
	test->priv = next;
	KUNIT_EXPECT_EQ(test, refcount_read(&alice->references), 1);
	KUNIT_EXPECT_EQ(test, refcount_read(&bob->references), 1);
	KUNIT_EXPECT_TRUE(test, rfw_subscriber_get(alice));
	rfw_subscriber_put(alice);
	rfw_subscriber_put(bob);
	expect_place(test, next, 0x2a0a0001, 0x01000000, "home", "alice");
}

/* Nothing of what is prepared shows in what is alive, and giving it up leaves no trace. */
static void given_up(struct kunit *test)
{
	struct rfw_config *config = test->priv, *next = next_config(test, config);
	struct rfw_subscriber *alice = subscriber(config, "alice")->subscriber;
	struct state before;

	take_state(config, &before);
	KUNIT_EXPECT_EQ(test, subscriber_set(next, "alice", "strict", false,
					     PREFIXES({ 0x2a0a0001, 0x06000000, 56 }), NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(alice->policy), policy(config, "default"));
	/* but of those that are new there */
	KUNIT_EXPECT_EQ(test, subscriber_set(next, "dora", "strict", false,
					     PREFIXES({ 0x2a0a0001, 0x04000000, 56 }), NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test,
			    rcu_access_pointer(subscriber(next, "dora")->subscriber->policy),
			    policy(next, "strict"));
	rfw_config_free(next);
	EXPECT_UNCHANGED(test, config, &before);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(alice->policy), policy(config, "default"));
	KUNIT_EXPECT_EQ(test, refcount_read(&alice->references), 1);
	KUNIT_EXPECT_FALSE(test, alice->gone);
	expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");

	/* a change of the present one shows at once */
	KUNIT_EXPECT_EQ(test, policy_add(config, "strict", "home"), 0);
	KUNIT_EXPECT_EQ(test, subscriber_set(config, "alice", "strict", false,
					     PREFIXES({ 0x2a0a0001, 0x01000000, 56 }), NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(alice->policy), policy(config, "strict"));
}

#if IS_ENABLED(CONFIG_FAILSLAB)
struct request {
	const char *name;
	int (*make)(struct rfw_config *config);
	void (*undo)(struct rfw_config *config);
	unsigned int least;		/* allocations that it can't do without */
};

/*
 * Every allocation of a request fails once. The request is refused and has changed nothing, or it
 * could do without.
 */
static void starve(struct kunit *test, const struct request *request)
{
	struct rfw_config *config = test->priv;
	struct state before, after, done;
	unsigned int n, refused = 0;
	bool failed = true;
	int err;

	take_state(config, &before);
	KUNIT_ASSERT_EQ_MSG(test, request->make(config), 0, "%s", request->name);
	take_state(config, &done);
	request->undo(config);
	EXPECT_UNCHANGED(test, config, &before);

	for (n = 1; failed && n < 200; n++) {
		current->fail_nth = n;
		err = request->make(config);
		failed = !current->fail_nth;
		current->fail_nth = 0;
		take_state(config, &after);
		if (!err) {
			KUNIT_EXPECT_EQ_MSG(test, memcmp(&done, &after, sizeof(done)), 0,
					    "%s, allocation %u: done by halves", request->name, n);
			request->undo(config);
			EXPECT_UNCHANGED(test, config, &before);
			continue;
		}
		refused++;
		KUNIT_EXPECT_EQ(test, err, -ENOMEM);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(&before, &after, sizeof(before)), 0,
				    "%s, allocation %u: not as before", request->name, n);
		expect_place(test, config, 0x2a0a0001, 0x01000000, "home", "alice");
		expect_place(test, config, 0x2a0a0001, 0x02000000, "home", "bob");
		expect_place(test, config, 0x2a0a0001, 0x0a000000, "home", "-");
		expect_place(test, config, 0x2a0b0000, 0, "-", "-");
		expect_place(test, config, 0x2a0c0000, 0, "-", "-");
		expect_place(test, config, 0x2a0d0000, 0, "-", "-");
	}
	KUNIT_EXPECT_FALSE(test, failed);
	KUNIT_EXPECT_GE_MSG(test, refused, request->least, "%s", request->name);
	kunit_info(test, "%s: %u allocations, %u needed", request->name, n - 2, refused);
}

static int request_domain(struct rfw_config *config)
{
	struct rfw_domain_settings settings;
	struct rfw_prefix bogon = { .address = address_of(0x20010db8, 0), .length = 32 };
	unsigned int fail_nth = current->fail_nth;
	int err;

	/* what the caller allocates is not meant */
	current->fail_nth = 0;
	rfw_domain_defaults(&settings);
	settings.prefixes = list_of(PREFIXES({ 0x2a0b0000, 0, 32 }, { 0x2a0b0001, 0, 48 }));
	settings.bogons = RFW_BOGONS_LISTED;
	settings.bogon = list_of(NO_PREFIX);
	settings.bogon.prefix = kmemdup(&bogon, sizeof(bogon), GFP_KERNEL | __GFP_NOFAIL);
	settings.bogon.count = 1;
	settings.outside.count = 1;
	strscpy(settings.outside.name[0], "lo", IFNAMSIZ);
	settings.prefix_from.count = 1;
	strscpy(settings.prefix_from.name[0], "rfw-nothing", IFNAMSIZ);
	current->fail_nth = fail_nth;
	err = rfw_domain_add(config, "new", &settings, NULL);
	if (err)
		rfw_domain_settings_free(&settings);
	return err;
}

static void undo_domain(struct rfw_config *config)
{
	rfw_domain_del(config, domain(config, "new"), NULL);
}

static int request_domain_set(struct rfw_config *config)
{
	return domain_set(config, "home", RFW_DOMAIN_STATE_UP,
			  PREFIXES({ 0x2a0a0001, 0, 32 }, { 0x2a0c0000, 0, 32 },
				   { 0x2a0c0001, 0, 48 }), NULL);
}

static void undo_domain_set(struct rfw_config *config)
{
	domain_set(config, "home", RFW_DOMAIN_STATE_UP, PREFIXES({ 0x2a0a0001, 0, 32 }), NULL);
}

static int request_domain_up(struct rfw_config *config)
{
	return domain_state(config, "down", RFW_DOMAIN_STATE_UP);
}

static void undo_domain_up(struct rfw_config *config)
{
	domain_state(config, "down", RFW_DOMAIN_STATE_DOWN);
}

static int request_policy(struct rfw_config *config)
{
	return policy_add(config, "new", "home");
}

static void undo_policy(struct rfw_config *config)
{
	rfw_policy_del(config, policy(config, "new"), NULL);
}

static int policy_move(struct rfw_config *config, const char *to)
{
	struct rfw_policy_rules rules;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	return rfw_policy_set(config, policy(config, "other"), "", domain(config, to), &rules,
			      NULL);
}

static int request_policy_set(struct rfw_config *config)
{
	return policy_move(config, "home");
}

static void undo_policy_set(struct rfw_config *config)
{
	policy_move(config, "nested");
}

static int request_subscriber(struct rfw_config *config)
{
	return subscriber_add(config, "new", "default",
			      PREFIXES({ 0x2a0a0001, 0x07000000, 56 },
				       { 0x2a0a0001, 0x08000000, 56 }));
}

static void undo_subscriber(struct rfw_config *config)
{
	rfw_subscription_release(config, subscriber(config, "new"));
}

static int request_subscriber_set(struct rfw_config *config)
{
	return subscriber_set(config, "bob", "default", false,
			      PREFIXES({ 0x2a0a0001, 0x0a000000, 56 },
				       { 0x2a0a0001, 0x0b000000, 56 }), NULL);
}

static void undo_subscriber_set(struct rfw_config *config)
{
	subscriber_set(config, "bob", "default", false, PREFIXES({ 0x2a0a0001, 0x02000000, 56 }),
		       NULL);
}

static int request_config(struct rfw_config *config)
{
	struct rfw_config *next = rfw_config_new(&init_net, &lock, NULL, NULL);

	if (!next)
		return -ENOMEM;
	rfw_config_free(next);
	return 0;
}

static void undo_config(struct rfw_config *config)
{
}

static const struct request requests[] = {
	{ "a configuration", request_config, undo_config, 1 },
	{ "domain add", request_domain, undo_domain, 6 },
	{ "domain set", request_domain_set, undo_domain_set, 4 },
	{ "domain up", request_domain_up, undo_domain_up, 4 },
	{ "policy add", request_policy, undo_policy, 2 },
	{ "policy set", request_policy_set, undo_policy_set, 1 },
	{ "subscriber add", request_subscriber, undo_subscriber, 4 },
	{ "subscriber set", request_subscriber_set, undo_subscriber_set, 2 },
};

static void no_memory(struct kunit *test)
{
	struct rfw_config *config = test->priv;
	unsigned int i;
	void *probe;

	/* only where failslab may touch allocations that can wait */
	current->fail_nth = 1;
	probe = kmalloc(100, GFP_KERNEL);
	current->fail_nth = 0;
	kfree(probe);
	if (probe)
		kunit_skip(test, "failslab leaves GFP_KERNEL alone");

	KUNIT_EXPECT_EQ(test, domain_add_as(config, "down", RFW_DOMAIN_STATE_DOWN, "lo", NULL,
					    PREFIXES({ 0x2a0d0000, 0, 32 }), NULL), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "down", "down"), 0);
	KUNIT_EXPECT_EQ(test, subscriber_add(config, "down", "down",
					     PREFIXES({ 0x2a0d0000, 0, 56 })), 0);
	for (i = 0; i < ARRAY_SIZE(requests); i++)
		starve(test, &requests[i]);
}
#else
static void no_memory(struct kunit *test)
{
	kunit_skip(test, "no failslab in this kernel");
}
#endif

/* REC-3: lists whose prefixes begin with all, with half and with one of an octet. */
static void bogons(struct kunit *test)
{
	static const u8 lengths[] = { 0, 1, 3, 7, 8, 9, 16, 64, 128 };
	static const u8 firsts[] = { 0x00, 0x20, 0x2a, 0x80, 0xfe, 0xff };
	struct rfw_prefix bogon;
	struct rfw_prefix_list list = { .prefix = &bogon, .count = 1 };
	struct rfw_bogon_table *table;
	struct in6_addr address;
	unsigned int i, j, octet;

	for (i = 0; i < ARRAY_SIZE(lengths) * ARRAY_SIZE(firsts); i++) {
		bogon.length = lengths[i / ARRAY_SIZE(firsts)];
		address = (struct in6_addr){ .s6_addr = { firsts[i % ARRAY_SIZE(firsts)], 0x80 } };
		ipv6_addr_prefix(&bogon.address, &address, bogon.length);
		table = rfw_bogons_new(RFW_BOGONS_LISTED, &list);
		KUNIT_ASSERT_FALSE(test, IS_ERR(table));
		rcu_read_lock();
		for (octet = 0; octet < 256; octet++) {
			for (j = 0; j < 2; j++) {
				address = (struct in6_addr){ .s6_addr = { octet, j ? 0x80 : 0 } };
				KUNIT_EXPECT_EQ_MSG(test, rfw_bogons_have(table, &address),
						    ipv6_prefix_equal(&address, &bogon.address,
								      bogon.length),
						    "%pI6c in %pI6c/%u", &address,
						    &bogon.address, bogon.length);
			}
		}
		rcu_read_unlock();
		rfw_bogons_free(table);
	}
}

static int config_start(struct kunit_suite *suite)
{
	int err = rfw_prefix_table_init();

	if (!err)
		err = rfw_bogon_init();
	return err ? err : rfw_subscriber_init();
}

static void config_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_subscriber_exit();
	rfw_bogon_exit();
	rfw_prefix_table_exit();
}

static struct kunit_case config_cases[] = {
	KUNIT_CASE(locate),
	KUNIT_CASE(whole_domain),
	KUNIT_CASE(names),
	KUNIT_CASE(domain_refusals),
	KUNIT_CASE(policy_refusals),
	KUNIT_CASE(sip_ports),
	KUNIT_CASE(subscriber_refusals),
	KUNIT_CASE(down_and_up),
	KUNIT_CASE(interfaces),
	KUNIT_CASE(suffix_behind_long_prefix),
	KUNIT_CASE(suffix_without_room),
	KUNIT_CASE(forwards_limit),
	KUNIT_CASE(replace),
	KUNIT_CASE(bogons),
	KUNIT_CASE(succession),
	KUNIT_CASE(given_up),
	KUNIT_CASE(no_memory),
	{}
};

static struct kunit_suite config_suite = {
	.name = "rfw_config",
	.suite_init = config_start,
	.suite_exit = config_stop,
	.init = start,
	.exit = stop,
	.test_cases = config_cases,
};

kunit_test_suite(config_suite);
