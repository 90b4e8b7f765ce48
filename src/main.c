// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's ladder: up in this order, down in the reverse.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "bogon.h"
#include "endpoint.h"
#include "flow.h"
#include "host.h"
#include "net.h"
#include "netlink.h"
#include "prefix_table.h"
#include "subscriber.h"

static int __init rfw_init(void)
{
	int err = rfw_prefix_table_init();

	if (err)
		return err;
	err = rfw_bogon_init();
	if (err)
		goto err_prefix_table;
	err = rfw_flow_init();
	if (err)
		goto err_bogon;
	err = rfw_endpoint_init();
	if (err)
		goto err_flow;
	err = rfw_host_init();
	if (err)
		goto err_endpoint;
	err = rfw_subscriber_init();
	if (err)
		goto err_host;
	err = rfw_net_init();
	if (err)
		goto err_subscriber;
	err = rfw_netlink_init();
	if (err)
		goto err_net;
	return 0;

err_net:
	rfw_net_exit();
err_subscriber:
	rcu_barrier();
	rfw_subscriber_exit();
err_host:
	rfw_host_exit();
err_endpoint:
	rfw_endpoint_exit();
err_flow:
	rfw_flow_exit();
err_bogon:
	rfw_bogon_exit();
err_prefix_table:
	rcu_barrier();
	rfw_prefix_table_exit();
	return err;
}

static void __exit rfw_exit(void)
{
	rfw_netlink_exit();
	rfw_net_exit();
	rcu_barrier();
	rfw_subscriber_exit();
	rfw_host_exit();
	rfw_endpoint_exit();
	rfw_flow_exit();
	rfw_bogon_exit();
	rcu_barrier();
	rfw_prefix_table_exit();
}

module_init(rfw_init);
module_exit(rfw_exit);

MODULE_DESCRIPTION("Stateful IPv6 residential firewall");
MODULE_LICENSE("GPL");
MODULE_VERSION(RFW_VERSION);
