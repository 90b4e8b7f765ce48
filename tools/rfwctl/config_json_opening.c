// SPDX-License-Identifier: GPL-2.0-only
/* Forwards, DMZ hosts and named hosts in the JSON form of a configuration. */
#include "config_json.h"

#include <jansson.h>
#include <string.h>

static int add_inside_ports(struct builder *builder, const json_t *value)
{
	const json_t *item;
	char text[64];
	size_t i;

	json_array_foreach(value, i, item) {
		json_int_t low = json_integer_value(json_object_get(item, "low"));
		const json_t *high = json_object_get(item, "high");

		if (!low)
			return build_mistake(builder, "port", "lacks a \"low\" port");
		snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT "-%" JSON_INTEGER_FORMAT, low,
			 high ? json_integer_value(high) : low);
		build_pair(builder, "port", text);
	}
	return json_is_array(value) ? 0 : build_mistake(builder, "port", "should be an array");
}

static int add_service_codes(struct builder *builder, const json_t *value)
{
	const json_t *item;
	size_t i;

	json_array_foreach(value, i, item) {
		build(builder, "service-code");
		if (build_scalar(builder, "service-code", item))
			return -1;
	}
	return json_is_array(value) ? 0 :
				      build_mistake(builder, "service-code", "should be an array");
}

static int add_filters(struct builder *builder, const json_t *value)
{
	const json_t *item;
	size_t i;

	json_array_foreach(value, i, item) {
		const json_t *prefix = json_object_get(item, "prefix");
		const json_t *port = json_object_get(item, "port");

		if (!prefix && !port)
			return build_mistake(builder, "filter",
					     "lacks a \"prefix\" and a \"port\"");
		build(builder, "from");
		if (!prefix)
			build(builder, "::/0");
		else if (build_scalar(builder, "prefix", prefix))
			return -1;
		if (!port)
			continue;
		build(builder, "from-port");
		if (build_scalar(builder, "port", port))
			return -1;
	}
	return json_is_array(value) ? 0 : build_mistake(builder, "filter", "should be an array");
}

/* The words that stand without their keys come first, in their order. */
static int add_places(struct builder *builder, const struct object *object, const json_t *json)
{
	static const char *const places[] = { "subscriber", "protocol", "address", "suffix",
					      "host" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const json_t *value = json_object_get(json, places[i]);
		bool wanted = i == 0 || (i == 1 && object == &forward_object);

		if (!value && wanted)
			return build_mistake(builder, places[i], "is missing");
		if (!value)
			continue;
		if (!strcmp(places[i], "suffix") || !strcmp(places[i], "host"))
			build(builder, places[i]);
		if (build_scalar(builder, places[i], value))
			return -1;
	}
	return 0;
}

/* What "rfwctl -j forward list" writes and only the kernel can know. */
static bool is_read_only(const char *key)
{
	static const char *const keys[] = { "id", "kind", "place", "flows", "packets", "octets",
					    "last" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!strcmp(key, keys[i]))
			return true;
	}
	return false;
}

static bool is_place(const char *key)
{
	return !strcmp(key, "subscriber") || !strcmp(key, "protocol") ||
	       !strcmp(key, "address") || !strcmp(key, "suffix") || !strcmp(key, "host");
}

int build_opening(struct builder *builder, const struct object *object, const json_t *json)
{
	json_t *value;
	const char *key;

	if (add_places(builder, object, json))
		return -1;
	json_object_foreach((json_t *)json, key, value) {
		int err = 0;

		if (is_place(key) || is_read_only(key))
			continue;
		if (!strcmp(key, "port"))
			err = add_inside_ports(builder, value);
		else if (!strcmp(key, "filter"))
			err = add_filters(builder, value);
		else if (!strcmp(key, "service-code"))
			err = add_service_codes(builder, value);
		else
			err = build_mistake(builder, key, "is not one of its members");
		if (err)
			return -1;
	}
	return 0;
}

int build_host(struct builder *builder, const json_t *json)
{
	static const char *const places[] = { "subscriber", "name" };
	json_t *value;
	const char *key;

	for (size_t i = 0; i < 2; i++) {
		value = json_object_get(json, places[i]);
		if (!value)
			return build_mistake(builder, places[i], "is missing");
		if (build_scalar(builder, places[i], value))
			return -1;
	}
	json_object_foreach((json_t *)json, key, value) {
		/* the first two are there, the others only the kernel can know */
		if (!strcmp(key, "subscriber") || !strcmp(key, "name") || !strcmp(key, "place") ||
		    !strcmp(key, "openings"))
			continue;
		build(builder, key);
		if (build_scalar(builder, key, value))
			return -1;
	}
	return 0;
}
