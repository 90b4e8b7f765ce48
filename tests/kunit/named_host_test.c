// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hosts that have names: where they are by suffix and by MAC, what openings that name them do, the
 * bounds, and that what is refused changes nothing.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/in.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "bogon.h"
#include "config.h"
#include "domain.h"
#include "forward.h"
#include "key.h"
#include "named_host.h"
#include "policy.h"
#include "subscriber.h"

#define LAN	7	/* any interface but the loopback device, which is outside */

static DEFINE_MUTEX(lock);

struct fixture {
	struct rfw_config *config;
	struct rfw_stations stations;
	u32 ids;
	u32 events;
};

static const struct rfw_host_sign nas = { .mac = { 2, 0, 0, 0, 0, 1 } };
static const struct rfw_host_sign cam = { .mac = { 2, 0, 0, 0, 0, 2 } };
static const struct rfw_host_sign ten = { .suffix = { .s6_addr = { [15] = 0x10 } } };
static const struct rfw_host_sign twenty = { .suffix = { .s6_addr = { [15] = 0x20 } } };

/* 2a0a:1:SITE:: and a host part */
static struct in6_addr address(u16 site, u16 host)
{
	return (struct in6_addr){ .s6_addr16 = { htons(0x2a0a), htons(1), htons(site),
						 [7] = htons(host) } };
}

static struct rfw_prefix_list sites(const u16 *site, u32 count, u8 length)
{
	struct rfw_prefix_list list = { .count = count, .at_fault = U32_MAX };
	u32 i;

	list.prefix = kvcalloc(count, sizeof(*list.prefix), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < count; i++) {
		list.prefix[i].address = address(site[i], 0);
		list.prefix[i].length = length;
	}
	return list;
}

#define SITES(length, ...)							\
	sites((const u16[]){ __VA_ARGS__ }, sizeof((const u16[]){ __VA_ARGS__ }) / sizeof(u16),	\
	      length)

static int domain_add(struct rfw_config *config, const char *name, bool outside, u16 site,
		      u8 length)
{
	struct rfw_domain_settings settings;

	rfw_domain_defaults(&settings);
	settings.prefixes = SITES(length, site);
	settings.outside.count = outside;
	strscpy(settings.outside.name[0], "lo", IFNAMSIZ);
	return rfw_domain_add(config, name, &settings, NULL);
}

static struct rfw_policy *policy(struct rfw_config *config, const char *name)
{
	return container_of(rfw_object_find(&config->policies, name), struct rfw_policy, object);
}

static int policy_add(struct rfw_config *config, const char *name, const char *domain)
{
	struct rfw_object *object = rfw_object_find(&config->domains, domain);
	struct rfw_policy_rules rules;

	rfw_policy_preset(&rules, RFW_PRESET_STRICT);
	return rfw_policy_add(config, name, "", container_of(object, struct rfw_domain, object),
			      &rules, NULL);
}

static struct rfw_subscription *find(struct rfw_config *config, const char *name)
{
	return container_of(rfw_object_find(&config->subscriptions, name),
			    struct rfw_subscription, object);
}

/* alice has the sites 1 and 2, bob has 9; carol is in a domain without interfaces. */
static struct rfw_config *make(struct kunit *test, struct rfw_config *live)
{
	struct rfw_config *config = rfw_config_new(&init_net, &lock, NULL, NULL);
	struct rfw_prefix_list prefixes = SITES(48, 1, 2);

	KUNIT_ASSERT_NOT_NULL(test, config);
	KUNIT_EXPECT_EQ(test, domain_add(config, "home", true, 0, 40), 0);
	KUNIT_EXPECT_EQ(test, domain_add(config, "bare", false, 0x100, 40), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "default", "home"), 0);
	KUNIT_EXPECT_EQ(test, policy_add(config, "bare", "bare"), 0);
	KUNIT_EXPECT_EQ(test, rfw_subscription_add(config, live, "alice",
						   policy(config, "default"), &prefixes, false,
						   NULL), 0);
	prefixes = SITES(48, 9);
	KUNIT_EXPECT_EQ(test, rfw_subscription_add(config, live, "bob", policy(config, "default"),
						   &prefixes, false, NULL), 0);
	prefixes = SITES(48, 0x101);
	KUNIT_EXPECT_EQ(test, rfw_subscription_add(config, live, "carol", policy(config, "bare"),
						   &prefixes, false, NULL), 0);
	return config;
}

static void event(struct rfw_stations *stations)
{
	container_of(stations, struct fixture, stations)->events++;
}

static int start(struct kunit *test)
{
	struct fixture *fixture = kunit_kzalloc(test, sizeof(*fixture), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fixture);
	KUNIT_ASSERT_EQ(test, rfw_stations_init(&fixture->stations), 0);
	fixture->stations.event = event;
	mutex_lock(&lock);
	fixture->config = make(test, NULL);
	test->priv = fixture;
	return 0;
}

/* The address set and the table of openings complain of what is left. */
static void stop(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	if (!fixture)
		return;
	rfw_config_free(fixture->config);
	mutex_unlock(&lock);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fixture->stations.addresses.nelems), 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&fixture->stations.changed));
	rfw_stations_exit(&fixture->stations);
	rcu_barrier();
}

static struct rfw_subscription *alice(struct fixture *fixture)
{
	return find(fixture->config, "alice");
}

static int host_add(struct fixture *fixture, struct rfw_config *config, const char *name,
		    const struct rfw_host_sign *sign)
{
	struct rfw_config *live = config == fixture->config ? NULL : fixture->config;
	struct rfw_subscription *subscription = find(config, "alice");

	return rfw_named_host_check_name(subscription, name, NULL) ?:
	       rfw_named_host_add(config, live, &fixture->stations, subscription, name, sign, NULL);
}

static struct rfw_named_host *host(struct fixture *fixture, const char *name)
{
	return rfw_named_host_find(alice(fixture), name);
}

static int host_set(struct fixture *fixture, const char *name, const struct rfw_host_sign *sign)
{
	return rfw_named_host_set(fixture->config, &fixture->stations, alice(fixture),
				  host(fixture, name), sign, NULL);
}

static int forward_as(struct fixture *fixture, struct rfw_config *config,
		      struct rfw_named_host *to, u16 port, u16 from_port)
{
	struct rfw_config *live = config == fixture->config ? NULL : fixture->config;
	struct rfw_opening_rule *rule = kzalloc(RFW_OPENING_RULE_MAX, GFP_KERNEL | __GFP_NOFAIL);
	int err;

	rule->protocol = IPPROTO_TCP;
	rule->target = RFW_OPENING_TARGET_HOST;
	rule->host = to->id;
	rule->ranges = 1;
	rule->range[0].low = port;
	rule->range[0].high = port;
	rule->filters = !!from_port;
	if (from_port)
		rfw_opening_filters(rule)->port = htons(from_port);
	err = rfw_forward_add(config, live, find(config, "alice"), rule, to, ++fixture->ids, NULL);
	kfree(rule);
	return err;
}

static int forward(struct fixture *fixture, const char *name, u16 port)
{
	return forward_as(fixture, fixture->config, host(fixture, name), port, 0);
}

/* What lets packets in to a port of alice's. */
static struct rfw_opening *opening(struct fixture *fixture, struct in6_addr to, u16 port)
{
	struct in6_addr from = { .s6_addr = { 0x2a, 0x0b } };
	struct rfw_opening *found;
	struct rfw_key key;
	unsigned int inside = rfw_key_build(&key, &to, &from, htons(port), htons(5555),
					    rfw_key_zone(0, IPPROTO_TCP));

	rcu_read_lock();
	found = rfw_opening_find(&fixture->config->openings, &key, inside,
				 alice(fixture)->subscriber, NULL, 0);
	rcu_read_unlock();
	return found;
}

static bool is_open(struct fixture *fixture, u16 site, u16 to, u16 port)
{
	return opening(fixture, address(site, to), port);
}

static bool is_known(struct fixture *fixture, u16 site, u16 to)
{
	struct in6_addr wanted = address(site, to);

	return rfw_address_used(&fixture->config->openings.addresses, alice(fixture)->subscriber,
				&wanted, 0);
}

static void tell(struct fixture *fixture, const char *whose, struct in6_addr at,
		 const struct rfw_host_sign *who, struct rfw_station_sighting sighting)
{
	const struct rfw_subscriber *subscriber =
		whose ? find(fixture->config, whose)->subscriber : NULL;

	sighting.address = &at;
	sighting.answers = who;
	if (!sighting.ifindex)
		sighting.ifindex = LAN;
	if (who)
		ether_addr_copy(sighting.mac, who->mac);
	rcu_read_lock();
	rfw_station_seen(&fixture->stations, subscriber, &sighting);
	rcu_read_unlock();
}

/* A neighbour of alice's; nobody for one that does not answer. */
static void seen(struct fixture *fixture, u16 site, u16 at, const struct rfw_host_sign *who)
{
	tell(fixture, "alice", address(site, at), who, (struct rfw_station_sighting){});
}

static bool settle(struct fixture *fixture)
{
	return rfw_named_hosts_settle(fixture->config, &fixture->stations);
}

static int renumber(struct fixture *fixture, struct rfw_prefix_list prefixes)
{
	int err = rfw_subscription_set(fixture->config, alice(fixture),
				       policy(fixture->config, "default"), &prefixes, false, NULL);

	if (err)
		rfw_prefix_list_free(&prefixes);
	return err;
}

/* By its suffix a host is in each prefix, and what names it follows. */
static void by_suffix(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &ten), 0);
	KUNIT_EXPECT_TRUE(test, is_known(fixture, 1, 0x10));
	KUNIT_EXPECT_TRUE(test, is_known(fixture, 2, 0x10));
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->openings, 1);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x10, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0x10, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x11, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x10, 81));

	KUNIT_EXPECT_EQ(test, renumber(fixture, SITES(48, 2, 3)), 0);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x10, 80));
	KUNIT_EXPECT_FALSE(test, is_known(fixture, 1, 0x10));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0x10, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 3, 0x10, 80));
	KUNIT_EXPECT_TRUE(test, is_known(fixture, 3, 0x10));

	/* a prefix that it does not fit behind */
	KUNIT_EXPECT_EQ(test, renumber(fixture, SITES(124, 1)), -EBUSY);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 3, 0x10, 80));
	KUNIT_EXPECT_EQ(test, fixture->events, 0);
}

/* By its MAC a host is where the neighbour table has it. */
static void by_mac(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->addresses, 0);
	seen(fixture, 1, 0xa, &nas);
	KUNIT_EXPECT_EQ(test, fixture->events, 1);
	KUNIT_EXPECT_FALSE(test, settle(fixture));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_TRUE(test, is_known(fixture, 1, 0xa));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 2, 0xa, 80));

	/* a second address, and others' */
	seen(fixture, 2, 0xb, &nas);
	seen(fixture, 1, 0xc, &cam);
	seen(fixture, 1, 0xd, NULL);
	KUNIT_EXPECT_FALSE(test, settle(fixture));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0xb, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xc, 80));
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->addresses, 2);

	/* seen again it is no news */
	fixture->events = 0;
	seen(fixture, 1, 0xa, &nas);
	msleep(1100);
	seen(fixture, 1, 0xa, &nas);
	KUNIT_EXPECT_EQ(test, fixture->events, 0);

	/* nobody answers there any more; somebody else does */
	seen(fixture, 1, 0xa, NULL);
	KUNIT_EXPECT_TRUE(test, settle(fixture));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_FALSE(test, is_known(fixture, 1, 0xa));
	seen(fixture, 2, 0xb, &cam);
	KUNIT_EXPECT_TRUE(test, settle(fixture));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 2, 0xb, 80));
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->addresses, 0);
	seen(fixture, 2, 0xb, &nas);
	KUNIT_EXPECT_FALSE(test, settle(fixture));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0xb, 80));
}

/* An address that goes from one named host to another. */
static void taken_over(struct kunit *test)
{
	struct fixture *fixture = test->priv;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "cam", &cam), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "cam", 81), 0);
	seen(fixture, 1, 0xa, &nas);
	settle(fixture);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xa, 81));
	seen(fixture, 1, 0xa, &cam);
	KUNIT_EXPECT_TRUE(test, settle(fixture));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 81));
}

/* Who is believed: not outside, not for other subscribers, not for another VRF. */
static void believed(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_prefix_list prefixes = SITES(48, 1);

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	tell(fixture, "alice", address(1, 0xa), &nas,
	     (struct rfw_station_sighting){ .ifindex = LOOPBACK_IFINDEX });
	tell(fixture, "alice", address(1, 0xb), &nas, (struct rfw_station_sighting){ .vrf = 3 });
	/* alice's by what is said, but by the tables bob's and nobody's */
	tell(fixture, "alice", address(9, 0xc), &nas, (struct rfw_station_sighting){});
	tell(fixture, "alice", address(5, 0xd), &nas, (struct rfw_station_sighting){});
	tell(fixture, "bob", address(1, 0xe), &nas, (struct rfw_station_sighting){});
	tell(fixture, NULL, address(1, 0xf), &nas, (struct rfw_station_sighting){});
	settle(fixture);
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->addresses, 0);

	/* once it is alice's, there it is; what was nobody's is forgotten when it is heard of */
	KUNIT_EXPECT_EQ(test, renumber(fixture, SITES(48, 1, 5)), 0);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 5, 0xd, 80));
	KUNIT_EXPECT_EQ(test, rfw_subscription_set(fixture->config, alice(fixture),
						   policy(fixture->config, "default"), &prefixes,
						   false, NULL), 0);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 5, 0xd, 80));
	tell(fixture, NULL, address(5, 0xd), &nas, (struct rfw_station_sighting){});
	KUNIT_EXPECT_EQ(test, renumber(fixture, SITES(48, 1, 5)), 0);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 5, 0xd, 80));
	/* seen elsewhere, inside */
	seen(fixture, 1, 0xa, &nas);
	settle(fixture);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 80));
	tell(fixture, "alice", address(1, 0xa), &nas,
	     (struct rfw_station_sighting){ .ifindex = LOOPBACK_IFINDEX });
	KUNIT_EXPECT_TRUE(test, settle(fixture));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xa, 80));
}

/* Sixteen addresses; those seen just now make no room, and nobody's room is taken at a start. */
static void bounds(struct kunit *test)
{
	const struct rfw_station_sighting earlier = { .earlier = true };
	struct fixture *fixture = test->priv;
	u16 n;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	for (n = 0; n < RFW_STATION_ADDRESSES_MAX; n++)
		seen(fixture, 1, 0x100 + n, &nas);
	seen(fixture, 1, 0x200, &nas);
	settle(fixture);
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->addresses, RFW_STATION_ADDRESSES_MAX);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x200, 80));

	msleep((RFW_STATION_FRESH + 1) * MSEC_PER_SEC);
	seen(fixture, 1, 0x100, &nas);
	tell(fixture, "alice", address(1, 0x201), &nas, earlier);
	KUNIT_EXPECT_FALSE(test, settle(fixture));
	seen(fixture, 1, 0x200, &nas);
	KUNIT_EXPECT_TRUE(test, settle(fixture));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x100, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x101, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x102, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x200, 80));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x201, 80));
	/* nor does what was seen earlier contradict what is known */
	tell(fixture, "alice", address(1, 0x200), &cam, earlier);
	tell(fixture, "alice", address(1, 0x200), NULL, earlier);
	KUNIT_EXPECT_FALSE(test, settle(fixture));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x200, 80));
}

/* Told by something else, a host moves with all that names it, or stays with all of it. */
static void told_otherwise(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_opening *before;
	u32 n;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &ten), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 443), 0);
	before = opening(fixture, address(1, 0x10), 80);
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &twenty), 0);
	KUNIT_EXPECT_PTR_EQ(test, opening(fixture, address(1, 0x20), 80), before);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0x20, 443));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x10, 80));
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &twenty), 0);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x20, 80));
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &nas), 0);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x20, 80));
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 1);
	seen(fixture, 1, 0xa, &nas);
	settle(fixture);
	KUNIT_EXPECT_PTR_EQ(test, opening(fixture, address(1, 0xa), 80), before);
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &cam), 0);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 1);
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0xa, 80));
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &ten), 0);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 0);
	KUNIT_EXPECT_PTR_EQ(test, opening(fixture, address(2, 0x10), 80), before);

	/* where there is no room for the second forward the first does not go either */
	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "full", &twenty), 0);
	for (n = 1; n <= RFW_OPENING_OVERLAP_MAX; n++)
		KUNIT_EXPECT_EQ(test, forward_as(fixture, fixture->config, host(fixture, "full"),
						 443, n), 0);
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &twenty), -E2BIG);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x10, 80));
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0x10, 443));
	KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x20, 80));
	KUNIT_EXPECT_TRUE(test, ipv6_addr_equal(&host(fixture, "nas")->sign.suffix, &ten.suffix));
}

static void refusals(struct kunit *test)
{
	const struct rfw_host_sign large = { .suffix = { .s6_addr = { [5] = 1 } } };
	static const char *const names[] = { "", "a b", "a#", "::1", "2a0a:1::10",
					     "1:2:3:4:5:6:7:8" };
	struct fixture *fixture = test->priv;
	struct rfw_config *config = fixture->config;
	char name[16];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ(test, host_add(fixture, config, names[i], &ten), -EINVAL);
	KUNIT_EXPECT_EQ(test, host_add(fixture, config, "nas", &large), -EINVAL);
	KUNIT_EXPECT_NULL(test, host(fixture, "nas"));
	KUNIT_EXPECT_EQ(test, host_add(fixture, config, "nas", &ten), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, config, "nas", &nas), -EEXIST);
	KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &large), -EINVAL);
	KUNIT_EXPECT_TRUE(test, is_known(fixture, 1, 0x10));
	/* the name is alice's */
	KUNIT_EXPECT_NULL(test, rfw_named_host_find(find(config, "bob"), "nas"));
	KUNIT_EXPECT_EQ(test, rfw_named_host_check_name(find(config, "bob"), "nas", NULL), 0);
	/* nobody knows whose MACs to believe */
	KUNIT_EXPECT_EQ(test, rfw_named_host_add(config, NULL, &fixture->stations,
						 find(config, "carol"), "nas", &nas, NULL),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, rfw_named_host_add(config, NULL, &fixture->stations,
						 find(config, "carol"), "nas", &ten, NULL), 0);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 0);

	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), -EEXIST);
	KUNIT_EXPECT_EQ(test, rfw_named_host_del(config, alice(fixture), host(fixture, "nas"),
						 NULL), -EBUSY);
	rfw_forward_del(config, opening(fixture, address(1, 0x10), 80));
	KUNIT_EXPECT_EQ(test, rfw_named_host_del(config, alice(fixture), host(fixture, "nas"),
						 NULL), 0);
	KUNIT_EXPECT_FALSE(test, is_known(fixture, 1, 0x10));

	for (i = 0; i < RFW_NAMED_HOSTS_MAX; i++) {
		snprintf(name, sizeof(name), "host%u", i);
		KUNIT_EXPECT_EQ(test, host_add(fixture, config, name, &nas), 0);
	}
	KUNIT_EXPECT_EQ(test, host_add(fixture, config, "one-more", &nas), -ENOSPC);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 1);
}

/* A new configuration goes on with the hosts of the present one, and their forwards' counters. */
static void succession(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_config *old = fixture->config, *next;
	struct rfw_opening_use *use;
	u32 id;

	KUNIT_EXPECT_EQ(test, host_add(fixture, old, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, old, "cam", &ten), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	seen(fixture, 1, 0xa, &nas);
	settle(fixture);
	use = opening(fixture, address(1, 0xa), 80)->use;
	id = host(fixture, "nas")->id;

	next = make(test, old);
	/* with its name it is the same host, whatever it is told by */
	KUNIT_EXPECT_EQ(test, host_add(fixture, next, "cam", &cam), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, next, "new", &twenty), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, next, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, forward_as(fixture, next,
					 rfw_named_host_find(find(next, "alice"), "nas"), 80, 0),
			0);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 2);
	/* what is heard meanwhile is the present one's, until the new one follows */
	seen(fixture, 2, 0xb, &nas);
	settle(fixture);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0xb, 80));
	rfw_forwards_follow_all(next);
	fixture->config = next;
	rfw_config_free(old);
	KUNIT_EXPECT_EQ(test, host(fixture, "nas")->id, id);
	KUNIT_EXPECT_NE(test, host(fixture, "new")->id, id);
	KUNIT_EXPECT_PTR_EQ(test, opening(fixture, address(1, 0xa), 80)->use, use);
	KUNIT_EXPECT_PTR_EQ(test, opening(fixture, address(2, 0xb), 80)->use, use);
	/* one of them goes after a grace period */
	KUNIT_EXPECT_EQ(test, refcount_read(&use->references), 2);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 2);

	/* given up, nothing of it is left */
	next = make(test, fixture->config);
	KUNIT_EXPECT_EQ(test, host_add(fixture, next, "other",
				       &(struct rfw_host_sign){ .mac = { 2, 9 } }), 0);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 3);
	rfw_config_free(next);
	KUNIT_EXPECT_EQ(test, fixture->stations.count, 2);
	KUNIT_EXPECT_TRUE(test, is_open(fixture, 1, 0xa, 80));
}

/* A domain that is down has its hosts nowhere. */
static void domain_down(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	struct rfw_domain *home = container_of(rfw_object_find(&fixture->config->domains, "home"),
					       struct rfw_domain, object);
	struct rfw_domain_settings settings;
	u8 state;

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &nas), 0);
	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "ten", &ten), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "ten", 80), 0);
	seen(fixture, 1, 0xa, &nas);
	settle(fixture);
	for (state = 0; state < 2; state++) {
		KUNIT_ASSERT_EQ(test, rfw_domain_settings_copy(&settings, &home->settings), 0);
		settings.state = state;
		KUNIT_ASSERT_EQ(test, rfw_domain_set(fixture->config, home, &settings, NULL), 0);
		KUNIT_EXPECT_EQ(test, is_open(fixture, 1, 0xa, 80),
				state == RFW_DOMAIN_STATE_UP);
		KUNIT_EXPECT_EQ(test, is_open(fixture, 1, 0x10, 80),
				state == RFW_DOMAIN_STATE_UP);
	}
}

#if IS_ENABLED(CONFIG_FAILSLAB)
/* Every allocation of a request fails once: done, or refused and everything as it was. */
static void no_memory(struct kunit *test)
{
	struct fixture *fixture = test->priv;
	unsigned int n, what, refused;
	bool failed;
	void *probe;
	int err;

	/* only where failslab may touch allocations that can wait */
	current->fail_nth = 1;
	probe = kmalloc(100, GFP_KERNEL);
	current->fail_nth = 0;
	kfree(probe);
	if (probe)
		kunit_skip(test, "failslab leaves GFP_KERNEL alone");

	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "nas", &ten), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 80), 0);
	KUNIT_EXPECT_EQ(test, forward(fixture, "nas", 443), 0);
	for (what = 0; what < 2; what++) {
		for (n = 1, failed = true, refused = 0; failed && n < 100; n++) {
			current->fail_nth = n;
			err = what ? host_set(fixture, "nas", &twenty) :
				     host_add(fixture, fixture->config, "cam", &cam);
			failed = !current->fail_nth;
			current->fail_nth = 0;
			if (err) {
				refused++;
				KUNIT_EXPECT_EQ(test, err, -ENOMEM);
				KUNIT_EXPECT_NULL(test, host(fixture, "cam"));
				KUNIT_EXPECT_EQ(test, fixture->stations.count, 0);
				KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0x10, 443));
				KUNIT_EXPECT_FALSE(test, is_open(fixture, 1, 0x20, 80));
				KUNIT_EXPECT_FALSE(test, is_known(fixture, 1, 0x20));
			} else if (what) {
				KUNIT_EXPECT_TRUE(test, is_open(fixture, 2, 0x20, 443));
				KUNIT_EXPECT_EQ(test, host_set(fixture, "nas", &ten), 0);
			} else {
				rfw_named_host_del(fixture->config, alice(fixture),
						   host(fixture, "cam"), NULL);
			}
		}
		KUNIT_EXPECT_FALSE(test, failed);
		KUNIT_EXPECT_GE(test, refused, 2);
	}

	/* a neighbour that there was no memory for is believed the next time */
	KUNIT_EXPECT_EQ(test, host_add(fixture, fixture->config, "cam", &cam), 0);
	current->fail_nth = 1;
	seen(fixture, 1, 0xa, &cam);
	current->fail_nth = 0;
	settle(fixture);
	KUNIT_EXPECT_EQ(test, host(fixture, "cam")->addresses, 0);
	seen(fixture, 1, 0xa, &cam);
	settle(fixture);
	KUNIT_EXPECT_EQ(test, host(fixture, "cam")->addresses, 1);
}
#else
static void no_memory(struct kunit *test)
{
	kunit_skip(test, "no failslab in this kernel");
}
#endif

static int suite_start(struct kunit_suite *suite)
{
	int err = rfw_prefix_table_init();

	if (!err)
		err = rfw_bogon_init();
	return err ? err : rfw_subscriber_init();
}

static void suite_stop(struct kunit_suite *suite)
{
	rcu_barrier();
	rfw_subscriber_exit();
	rfw_bogon_exit();
	rfw_prefix_table_exit();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(by_suffix),
	KUNIT_CASE(by_mac),
	KUNIT_CASE(taken_over),
	KUNIT_CASE(believed),
	KUNIT_CASE(bounds),
	KUNIT_CASE(told_otherwise),
	KUNIT_CASE(refusals),
	KUNIT_CASE(succession),
	KUNIT_CASE(domain_down),
	KUNIT_CASE(no_memory),
	{}
};

static struct kunit_suite suite = {
	.name = "named_host",
	.suite_init = suite_start,
	.suite_exit = suite_stop,
	.init = start,
	.exit = stop,
	.test_cases = cases,
};

kunit_test_suite(suite);
