/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Named configuration objects: found by name, listed in the order in which they were made.
 */
#ifndef _RFW_OBJECT_H
#define _RFW_OBJECT_H

#include <linux/list.h>
#include <linux/rfw.h>
#include <linux/rhashtable-types.h>

struct netlink_ext_ack;

/**
 * struct rfw_object - what each named object begins with
 * @list: in &rfw_objects.list
 * @node: in &rfw_objects.names
 * @name: unique among its kind, padded with zeros
 */
struct rfw_object {
	struct list_head list;
	struct rhash_head node;
	char name[RFW_NAME_MAX + 1];
};

/**
 * struct rfw_objects - all objects of one kind in one configuration
 * @list: of &rfw_object.list
 * @names: by &rfw_object.name
 * @count: objects
 *
 * Under the configuration lock; packets never come here.
 */
struct rfw_objects {
	struct list_head list;
	struct rhashtable names;
	u32 count;
};

int rfw_objects_init(struct rfw_objects *objects);
void rfw_objects_exit(struct rfw_objects *objects);
struct rfw_object *rfw_object_find(struct rfw_objects *objects, const char *name);
int rfw_object_add(struct rfw_objects *objects, struct rfw_object *object, const char *name,
		   struct netlink_ext_ack *extack);
bool rfw_name_valid(const char *name, struct netlink_ext_ack *extack);
void rfw_object_del(struct rfw_objects *objects, struct rfw_object *object);

#endif
