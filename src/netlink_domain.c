// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>

#include "domain.h"
#include "limit.h"
#include "netlink_family.h"

static struct rfw_domain *domain_of(struct rfw_config *config, const struct genl_info *info)
{
	struct rfw_object *object = rfw_netlink_object(&config->domains, info, RFW_A_DOMAIN_NAME);

	return IS_ERR(object) ? ERR_CAST(object) : container_of(object, struct rfw_domain, object);
}

static int get_interfaces(const struct genl_info *info, int type, struct rfw_interfaces *interfaces)
{
	const struct nlattr *attr = NULL;
	char name[IFNAMSIZ];

	if (!info->attrs[type])
		return 0;
	interfaces->count = 0;
	while ((attr = rfw_netlink_next(info, attr, type))) {
		nla_strscpy(name, attr, sizeof(name));
		if (!*name)
			continue;
		if (!dev_valid_name(name)) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "this is no name of an interface");
			return -EINVAL;
		}
		if (interfaces->count == RFW_DOMAIN_INTERFACES_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr, "too many interfaces");
			return -E2BIG;
		}
		strscpy(interfaces->name[interfaces->count++], name, IFNAMSIZ);
	}
	return 0;
}

static int get_prefixes(const struct genl_info *info, int type, u8 min,
			struct rfw_prefix_list *list)
{
	struct rfw_prefix_list got;
	int err;

	if (!info->attrs[type])
		return 0;
	err = rfw_netlink_prefixes(info, type, min, RFW_DOMAIN_PREFIXES_MAX, &got);
	if (err)
		return err;
	rfw_prefix_list_free(list);
	*list = got;
	return 0;
}

/* The entries of a request replace all that were there, of which the default map knows nothing. */
static int get_classes(const struct genl_info *info, u8 *classes)
{
	struct nlattr *tb[RFW_A_DSCP_CLASS_MAX + 1];
	const struct nlattr *attr = NULL;
	int err;

	if (!info->attrs[RFW_A_DOMAIN_CLASS_MAP])
		return 0;
	memcpy(classes, rfw_limit_default_classes, RFW_DSCPS);
	while ((attr = rfw_netlink_next(info, attr, RFW_A_DOMAIN_CLASS_MAP))) {
		err = nla_parse_nested(tb, RFW_A_DSCP_CLASS_MAX, attr, rfw_dscp_class_nl_policy,
				       info->extack);
		if (err)
			return err;
		if (!tb[RFW_A_DSCP_CLASS_DSCP] || !tb[RFW_A_DSCP_CLASS_FORWARDING_CLASS]) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "an entry of the map is a DSCP and a class");
			return -EINVAL;
		}
		classes[nla_get_u8(tb[RFW_A_DSCP_CLASS_DSCP])] =
			nla_get_u8(tb[RFW_A_DSCP_CLASS_FORWARDING_CLASS]);
	}
	return 0;
}

/* Change the settings as a request says; the caller frees them whatever the outcome. */
static int get_settings(const struct genl_info *info, struct rfw_domain_settings *settings)
{
	struct nlattr **attrs = info->attrs;
	int err;

	if (attrs[RFW_A_DOMAIN_STATE])
		settings->state = nla_get_u8(attrs[RFW_A_DOMAIN_STATE]);
	if (attrs[RFW_A_DOMAIN_MULTICAST_BOUNDARY])
		settings->multicast_boundary = nla_get_u8(attrs[RFW_A_DOMAIN_MULTICAST_BOUNDARY]);
	if (attrs[RFW_A_DOMAIN_ACCEPT_MARK]) {
		settings->accept_mark = nla_get_u32(attrs[RFW_A_DOMAIN_ACCEPT_MARK]);
		settings->accept_mask = settings->accept_mark ? U32_MAX : 0;
	}
	if (attrs[RFW_A_DOMAIN_ACCEPT_MASK])
		settings->accept_mask = nla_get_u32(attrs[RFW_A_DOMAIN_ACCEPT_MASK]);
	if (attrs[RFW_A_DOMAIN_MAX_FLOWS])
		settings->max_flows = nla_get_u32(attrs[RFW_A_DOMAIN_MAX_FLOWS]);
	err = get_classes(info, settings->classes);
	if (err)
		return err;
	err = get_prefixes(info, RFW_A_DOMAIN_PREFIX, RFW_DOMAIN_PREFIX_LENGTH_MIN,
			   &settings->prefixes);
	if (err)
		return err;
	if (attrs[RFW_A_DOMAIN_BOGON])
		settings->bogons = RFW_BOGONS_LISTED;
	if (attrs[RFW_A_DOMAIN_BOGONS]) {
		settings->bogons = nla_get_u8(attrs[RFW_A_DOMAIN_BOGONS]);
		if (attrs[RFW_A_DOMAIN_BOGON] && settings->bogons != RFW_BOGONS_LISTED) {
			NL_SET_ERR_MSG_ATTR(info->extack, attrs[RFW_A_DOMAIN_BOGON],
					    "a list of bogons contradicts the kind of list");
			return -EINVAL;
		}
	}
	err = get_prefixes(info, RFW_A_DOMAIN_BOGON, 0, &settings->bogon);
	if (err)
		return err;
	if (settings->bogons != RFW_BOGONS_LISTED)
		rfw_prefix_list_free(&settings->bogon);
	err = get_interfaces(info, RFW_A_DOMAIN_PREFIX_FROM, &settings->prefix_from);
	if (err)
		return err;
	err = get_interfaces(info, RFW_A_DOMAIN_OUTSIDE, &settings->outside);
	if (err)
		return err;
	err = get_interfaces(info, RFW_A_DOMAIN_INSIDE, &settings->inside);
	if (err)
		return err;
	if (attrs[RFW_A_DOMAIN_VRF]) {
		nla_strscpy(settings->vrf, attrs[RFW_A_DOMAIN_VRF], IFNAMSIZ);
		if (*settings->vrf && !dev_valid_name(settings->vrf)) {
			NL_SET_ERR_MSG_ATTR(info->extack, attrs[RFW_A_DOMAIN_VRF],
					    "this is no name of an interface");
			return -EINVAL;
		}
	}
	return 0;
}

/* Have packets looked at before a domain comes up in the present configuration. */
static int prepare(struct rfw_request *request, const struct rfw_domain_settings *settings)
{
	if (request->staged || settings->state == RFW_DOMAIN_STATE_DOWN)
		return 0;
	return rfw_net_hook(request->rnet, request->config->max_flows, true);
}

int rfw_netlink_domain_new(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_domain_settings *settings = kzalloc(sizeof(*settings), GFP_KERNEL);
	struct rfw_request request;
	int err;

	rfw_request_begin(&request, info);
	if (!settings)
		return rfw_request_end(&request, -ENOMEM, false);
	rfw_domain_defaults(settings);
	if (!info->attrs[RFW_A_DOMAIN_NAME]) {
		err = rfw_netlink_refuse(info, RFW_A_DOMAIN_NAME, -EINVAL, "a name is missing");
		goto out;
	}
	err = get_settings(info, settings);
	if (err)
		goto out;
	err = prepare(&request, settings);
	if (err)
		goto out;
	settings->prefixes.at_fault = U32_MAX;
	NL_SET_BAD_ATTR(info->extack, info->attrs[RFW_A_DOMAIN_NAME]);
	err = rfw_domain_add(request.config, nla_data(info->attrs[RFW_A_DOMAIN_NAME]), settings,
			     info->extack);
	if (err)
		rfw_netlink_blame(info, RFW_A_DOMAIN_PREFIX, settings->prefixes.at_fault);
	else
		memset(settings, 0, sizeof(*settings));
out:
	err = rfw_request_end(&request, err, true);
	rfw_domain_settings_free(settings);
	kfree(settings);
	return err;
}

int rfw_netlink_domain_set(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_domain_settings *settings = kzalloc(sizeof(*settings), GFP_KERNEL);
	struct rfw_request request;
	struct rfw_domain *domain;
	int err;

	rfw_request_begin(&request, info);
	if (!settings)
		return rfw_request_end(&request, -ENOMEM, false);
	domain = domain_of(request.config, info);
	err = PTR_ERR_OR_ZERO(domain);
	if (err)
		goto out;
	err = rfw_domain_settings_copy(settings, &domain->settings);
	if (err) {
		memset(settings, 0, sizeof(*settings));
		goto out;
	}
	err = get_settings(info, settings);
	if (err)
		goto out;
	err = prepare(&request, settings);
	if (err)
		goto out;
	settings->prefixes.at_fault = U32_MAX;
	err = rfw_domain_set(request.config, domain, settings, info->extack);
	if (err)
		rfw_netlink_blame(info, RFW_A_DOMAIN_PREFIX, settings->prefixes.at_fault);
	else
		memset(settings, 0, sizeof(*settings));
out:
	err = rfw_request_end(&request, err, true);
	rfw_domain_settings_free(settings);
	kfree(settings);
	return err;
}

int rfw_netlink_domain_del(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_request request;
	struct rfw_domain *domain;
	int err;

	rfw_request_begin(&request, info);
	domain = domain_of(request.config, info);
	err = PTR_ERR_OR_ZERO(domain);
	if (!err)
		err = rfw_domain_del(request.config, domain, info->extack);
	return rfw_request_end(&request, err, true);
}

static int put_interfaces(struct sk_buff *skb, int type, const struct rfw_interfaces *interfaces)
{
	unsigned int i;

	for (i = 0; i < interfaces->count; i++)
		if (nla_put_string(skb, type, interfaces->name[i]))
			return -EMSGSIZE;
	return 0;
}

static int put_classes(struct sk_buff *skb, const u8 *classes)
{
	struct nlattr *nest;
	u8 dscp;

	for (dscp = 0; dscp < RFW_DSCPS; dscp++) {
		if (classes[dscp] == rfw_limit_default_classes[dscp])
			continue;
		nest = nla_nest_start(skb, RFW_A_DOMAIN_CLASS_MAP);
		if (!nest || nla_put_u8(skb, RFW_A_DSCP_CLASS_DSCP, dscp) ||
		    nla_put_u8(skb, RFW_A_DSCP_CLASS_FORWARDING_CLASS, classes[dscp]))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

/* All but the prefixes and bogons. */
static int put_settings(struct sk_buff *skb, const struct rfw_domain *domain)
{
	const struct rfw_domain_settings *settings = &domain->settings;

	if (nla_put_string(skb, RFW_A_DOMAIN_NAME, domain->object.name) ||
	    nla_put_u8(skb, RFW_A_DOMAIN_STATE, settings->state) ||
	    put_interfaces(skb, RFW_A_DOMAIN_PREFIX_FROM, &settings->prefix_from) ||
	    put_interfaces(skb, RFW_A_DOMAIN_OUTSIDE, &settings->outside) ||
	    put_interfaces(skb, RFW_A_DOMAIN_INSIDE, &settings->inside) ||
	    (*settings->vrf && nla_put_string(skb, RFW_A_DOMAIN_VRF, settings->vrf)) ||
	    nla_put_u8(skb, RFW_A_DOMAIN_MULTICAST_BOUNDARY, settings->multicast_boundary) ||
	    nla_put_u8(skb, RFW_A_DOMAIN_BOGONS, settings->bogons) ||
	    put_classes(skb, settings->classes) ||
	    nla_put_u32(skb, RFW_A_DOMAIN_ACCEPT_MARK, settings->accept_mark) ||
	    nla_put_u32(skb, RFW_A_DOMAIN_ACCEPT_MASK, settings->accept_mask) ||
	    nla_put_u32(skb, RFW_A_DOMAIN_MAX_FLOWS, settings->max_flows) ||
	    nla_put_u32(skb, RFW_A_DOMAIN_FLOWS, atomic_read(&domain->flows)) ||
	    nla_put_u32(skb, RFW_A_DOMAIN_POLICIES, domain->policies))
		return -EMSGSIZE;
	return 0;
}

/* The prefixes of a domain as one row: configured, followed, bogons. NULL behind the last. */
static const struct rfw_prefix *prefix_at(const struct rfw_domain *domain, u32 index, int *type,
					  int *origin)
{
	const struct rfw_prefix_list *lists[] = { &domain->settings.prefixes, &domain->followed,
						  &domain->settings.bogon };
	static const int origins[] = { RFW_PREFIX_ORIGIN_CONFIGURED, RFW_PREFIX_ORIGIN_FOLLOWED,
				       -1 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		if (index < lists[i]->count) {
			*type = i == 2 ? RFW_A_DOMAIN_BOGON : RFW_A_DOMAIN_PREFIX;
			*origin = origins[i];
			return &lists[i]->prefix[index];
		}
		index -= lists[i]->count;
	}
	return NULL;
}

/* Put as many prefixes as fit, from @index on, and move it. Return: all of them are out. */
static bool put_prefixes(struct sk_buff *skb, const struct rfw_domain *domain, unsigned long *index)
{
	const struct rfw_prefix *prefix;
	int type, origin;

	for (; (prefix = prefix_at(domain, *index, &type, &origin)); (*index)++)
		if (rfw_netlink_put_prefix(skb, type, prefix, origin))
			return false;
	return true;
}

#define PREFIX_SIZE	(nla_total_size(0) + nla_total_size(16) + 2 * nla_total_size(1))

int rfw_netlink_domain_get(struct sk_buff *skb, struct genl_info *info)
{
	struct rfw_net *rnet = rfw_net_get(genl_info_net(info));
	struct rfw_domain *domain;
	unsigned long index = 0;
	struct sk_buff *reply;
	void *header;
	int err;

	mutex_lock(&rnet->config_lock);
	domain = domain_of(rfw_netlink_shown(rnet, info->snd_portid), info);
	err = PTR_ERR_OR_ZERO(domain);
	if (err)
		goto out;
	reply = rfw_netlink_reply(info, RFW_CMD_DOMAIN_GET,
				  NLMSG_GOODSIZE + PREFIX_SIZE * (domain->settings.prefixes.count +
								  domain->followed.count +
								  domain->settings.bogon.count),
				  &header);
	err = -ENOMEM;
	if (!reply)
		goto out;
	err = put_settings(reply, domain);
	if (!err && !put_prefixes(reply, domain, &index))
		err = -EMSGSIZE;
	if (err) {
		nlmsg_free(reply);
		goto out;
	}
	genlmsg_end(reply, header);
	err = genlmsg_reply(reply, info);
out:
	mutex_unlock(&rnet->config_lock);
	return err;
}

/* cb->args: domains done, prefixes done of the next */
int rfw_netlink_domain_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rfw_net *rnet = rfw_net_get(sock_net(skb->sk));
	struct rfw_domain *domain;
	struct rfw_config *config;
	unsigned long index = 0;
	void *header;
	bool whole;

	if (rfw_netlink_no_filter(cb))
		return -EINVAL;
	mutex_lock(&rnet->config_lock);
	cb->seq = rnet->generation;
	config = rfw_netlink_shown(rnet, NETLINK_CB(cb->skb).portid);
	list_for_each_entry(domain, &config->domains.list, object.list) {
		if (index++ < cb->args[0])
			continue;
		header = rfw_netlink_dump_put(skb, cb, RFW_CMD_DOMAIN_GET);
		if (!header)
			break;
		if (put_settings(skb, domain)) {
			genlmsg_cancel(skb, header);
			break;
		}
		whole = put_prefixes(skb, domain, (unsigned long *)&cb->args[1]);
		genlmsg_end(skb, header);
		if (!whole)
			break;
		cb->args[0] = index;
		cb->args[1] = 0;
	}
	mutex_unlock(&rnet->config_lock);
	return skb->len;
}
