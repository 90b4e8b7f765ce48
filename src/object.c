// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/rhashtable.h>
#include <linux/string.h>

#include "object.h"

static const struct rhashtable_params params = {
	.head_offset		= offsetof(struct rfw_object, node),
	.key_offset		= offsetof(struct rfw_object, name),
	.key_len		= RFW_NAME_MAX + 1,
	.automatic_shrinking	= true,
};

int rfw_objects_init(struct rfw_objects *objects)
{
	INIT_LIST_HEAD(&objects->list);
	objects->count = 0;
	return rhashtable_init(&objects->names, &params);
}

/* All objects are gone. */
void rfw_objects_exit(struct rfw_objects *objects)
{
	WARN_ON_ONCE(objects->count);
	rhashtable_destroy(&objects->names);
}

/**
 * rfw_object_find - the object of this name, or NULL
 * @objects: all of the kind
 * @name: its name
 */
struct rfw_object *rfw_object_find(struct rfw_objects *objects, const char *name)
{
	char padded[RFW_NAME_MAX + 1];

	strscpy_pad(padded, name, sizeof(padded));
	return rhashtable_lookup_fast(&objects->names, padded, params);
}

/**
 * rfw_name_valid - is a name one word of the command line
 * @name: the name
 * @extack: gets the reason of a refusal
 *
 * Printable ASCII without blanks, quotes, braces, '#', ',' and ';'.
 */
bool rfw_name_valid(const char *name, struct netlink_ext_ack *extack)
{
	bool valid = *name;

	for (; *name; name++)
		if (*name <= ' ' || *name > '~' || strchr("\"'\\{}#,;", *name))
			valid = false;
	if (!valid)
		NL_SET_ERR_MSG(extack, "a name has no blanks, quotes, braces, '#', ',' and ';'");
	return valid;
}

/**
 * rfw_object_add - give an object its name and put it at the end of the list
 * @objects: all of the kind
 * @object: the object
 * @name: its name
 * @extack: gets the reason of a refusal
 *
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int rfw_object_add(struct rfw_objects *objects, struct rfw_object *object, const char *name,
		   struct netlink_ext_ack *extack)
{
	int err;

	if (!rfw_name_valid(name, extack))
		return -EINVAL;
	strscpy_pad(object->name, name, sizeof(object->name));
	err = rhashtable_lookup_insert_fast(&objects->names, &object->node, params);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "the name is taken");
	if (err)
		return err;
	list_add_tail(&object->list, &objects->list);
	objects->count++;
	return 0;
}

void rfw_object_del(struct rfw_objects *objects, struct rfw_object *object)
{
	rhashtable_remove_fast(&objects->names, &object->node, params);
	list_del(&object->list);
	objects->count--;
}
