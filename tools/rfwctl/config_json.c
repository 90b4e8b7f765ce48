// SPDX-License-Identifier: GPL-2.0-only
/*
 * The JSON form of a configuration, as "rfwctl -j save" writes it. Each object is turned into the
 * words of the command that adds it, so that one parser judges both forms.
 */
#include "config_json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void build(struct builder *builder, const char *text)
{
	if (builder->count == builder->room) {
		builder->room = builder->room ? 2 * builder->room : 32;
		builder->words =
			reallocarray(builder->words, builder->room, sizeof(*builder->words));
		if (!builder->words) {
			wrong(NULL, "no memory");
			exit(EXIT_REFUSED);
		}
	}
	builder->words[builder->count++] = (struct word){
		.text = config_string(builder->config, text, strlen(text)),
		.file = builder->file,
		.path = builder->path,
	};
}

int build_mistake(struct builder *builder, const char *key, const char *text)
{
	const struct word here = { .text = "", .file = builder->file, .path = builder->path };

	config_mistake(builder->config);
	return wrong(&here, "\"%s\" %s", key, text);
}

int build_scalar(struct builder *builder, const char *key, const json_t *value)
{
	char number[24];

	if (json_is_boolean(value)) {
		build(builder, json_is_true(value) ? "on" : "off");
	} else if (json_is_string(value)) {
		build(builder, json_string_value(value));
	} else if (json_is_integer(value)) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
			 json_integer_value(value));
		build(builder, number);
	} else {
		return build_mistake(builder, key, "should be a string, an integer, true or false");
	}
	return 0;
}

/* A mark and its mask are one word. */
static int add_mark(struct builder *builder, const json_t *mark, const json_t *mask)
{
	char text[48];

	if (!json_is_integer(mark) || (mask && !json_is_integer(mask)))
		return build_mistake(builder, "accept-mark",
				     "and \"accept-mask\" should be integers");
	snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT "/%" JSON_INTEGER_FORMAT,
		 json_integer_value(mark), mask ? json_integer_value(mask) : UINT32_MAX);
	build(builder, "accept-mark");
	build(builder, mask && !json_integer_value(mask) ? "none" : text);
	return 0;
}

/* key [a, b] is key a key b */
static int add_list(struct builder *builder, const char *name, const char *key, const json_t *value)
{
	const json_t *item;
	size_t i;

	if (!json_array_size(value)) {
		build(builder, key);
		build(builder, "none");
	}
	json_array_foreach(value, i, item) {
		build(builder, key);
		if (build_scalar(builder, name, item))
			return -1;
	}
	return 0;
}

static int add_timeouts(struct builder *builder, const json_t *value)
{
	const char *timer;
	json_t *seconds;

	if (!json_is_object(value))
		return build_mistake(builder, "timeouts", "should be an object");
	json_object_foreach((json_t *)value, timer, seconds) {
		build(builder, "timeout");
		build(builder, timer);
		if (build_scalar(builder, timer, seconds))
			return -1;
	}
	return 0;
}

static int add_protocol_timeouts(struct builder *builder, const json_t *value)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return build_mistake(builder, "protocol-timeout", "should be an array");
	json_array_foreach(value, i, item) {
		const json_t *protocol = json_object_get(item, "protocol");
		const json_t *timeout = json_object_get(item, "timeout");
		const json_t *initial = json_object_get(item, "initial");

		if (!protocol)
			return build_mistake(builder, "protocol-timeout", "lacks a \"protocol\"");
		build(builder, "timeout");
		build(builder, "protocol");
		if (build_scalar(builder, "protocol", protocol))
			return -1;
		if (!timeout)
			build(builder, "none");
		else if (build_scalar(builder, "timeout", timeout))
			return -1;
		if (timeout && initial && build_scalar(builder, "initial", initial))
			return -1;
	}
	return 0;
}

/* The protocols with filtering of their own. */
static int add_protocol_filterings(struct builder *builder, const json_t *value)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return build_mistake(builder, "protocol-filtering", "should be an array");
	json_array_foreach(value, i, item) {
		const json_t *protocol = json_object_get(item, "protocol");
		const json_t *filtering = json_object_get(item, "filtering");

		if (!protocol || !filtering)
			return build_mistake(builder, "protocol-filtering",
				       "lacks a \"protocol\" or its \"filtering\"");
		build(builder, "filtering");
		if (build_scalar(builder, "filtering", filtering) ||
		    build_scalar(builder, "protocol", protocol))
			return -1;
	}
	return 0;
}

/* Open ports, and exceptions from them. */
static int add_open_ports(struct builder *builder, const char *name, const char *key,
			  const json_t *value)
{
	const json_t *item;
	char text[64];
	size_t i;

	if (!json_is_array(value))
		return build_mistake(builder, name, "should be an array");
	json_array_foreach(value, i, item) {
		const char *protocol = json_string_value(json_object_get(item, "protocol"));
		json_int_t low = json_integer_value(json_object_get(item, "low"));
		const json_t *high = json_object_get(item, "high");

		if (!protocol || !low)
			return build_mistake(builder, name,
					     "lacks a \"protocol\" or a \"low\" port");
		snprintf(text, sizeof(text),
			 "%s/%" JSON_INTEGER_FORMAT "-%" JSON_INTEGER_FORMAT, protocol, low,
			 high ? json_integer_value(high) : low);
		build(builder, key);
		build(builder, text);
	}
	return 0;
}

/* watermark-high 90 and watermark-low 70 are watermarks 90/70 */
static int add_watermarks(struct builder *builder, const json_t *all)
{
	const json_t *high = json_object_get(all, "watermark-high");
	const json_t *low = json_object_get(all, "watermark-low");
	char text[64];

	if (!json_is_integer(high) || !json_is_integer(low))
		return build_mistake(builder, "watermark-high",
			       "and \"watermark-low\" should both be integers");
	snprintf(text, sizeof(text), "%lld/%lld", (long long)json_integer_value(high),
		 (long long)json_integer_value(low));
	build(builder, "watermarks");
	build(builder, strcmp(text, "0/0") ? config_string(builder->config, text, strlen(text)) :
					   "off");
	return 0;
}

/* { "dscp": 46, "forwarding-class": "ef" } is class-map ef=46 */
static int add_class_map(struct builder *builder, const json_t *value)
{
	const json_t *item;
	char text[64];
	size_t i;

	if (!json_is_array(value))
		return build_mistake(builder, "class-map", "should be an array");
	json_array_foreach(value, i, item) {
		const char *class = json_string_value(json_object_get(item, "forwarding-class"));
		const json_t *dscp = json_object_get(item, "dscp");

		if (!class || !json_is_integer(dscp))
			return build_mistake(builder, "class-map",
				       "should have a \"dscp\" and a \"forwarding-class\"");
		snprintf(text, sizeof(text), "%.32s=%lld", class,
			 (long long)json_integer_value(dscp));
		build(builder, "class-map");
		build(builder, config_string(builder->config, text, strlen(text)));
	}
	return 0;
}

/* What "rfwctl -j OBJECT list" writes and only the kernel can know. */
static bool is_read_only(const struct object *object, const char *key)
{
	const struct rfw_schema *statistics = &rfw_schema_subscriber_statistics;

	if (object == &domain_object)
		return !strcmp(key, "policies") || !strcmp(key, "followed") ||
		       !strcmp(key, "flows");
	if (object == &policy_object)
		return !strcmp(key, "subscribers");
	for (unsigned int i = 0; i < statistics->count; i++) {
		if (statistics->fields[i].name && !strcmp(statistics->fields[i].name, key))
			return true;
	}
	return false;
}

int build_pair(struct builder *builder, const char *key, const char *value)
{
	build(builder, key);
	build(builder, value);
	return 0;
}

static int add_member(struct builder *builder, const struct object *object, const json_t *all,
		      const char *key, const json_t *value)
{
	const char *name = key;

	if (!strcmp(key, "name") || is_read_only(object, key))
		return 0;
	if (object == &policy_object && !strcmp(key, "timeouts"))
		return add_timeouts(builder, value);
	if (object == &policy_object && !strcmp(key, "protocol-timeout"))
		return add_protocol_timeouts(builder, value);
	if (object == &policy_object && !strcmp(key, "protocol-filtering"))
		return add_protocol_filterings(builder, value);
	if (object == &policy_object && !strcmp(key, "open-port"))
		return add_open_ports(builder, key, "open-ports", value);
	if (object == &policy_object && !strcmp(key, "open-port-except"))
		return add_open_ports(builder, key, "open-ports-except", value);
	if (object == &policy_object && !strcmp(key, "watermark-high"))
		return add_watermarks(builder, all);
	if (object == &policy_object && !strcmp(key, "watermark-low"))
		return json_object_get(all, "watermark-high") ? 0 : add_watermarks(builder, all);
	if (object == &domain_object && !strcmp(key, "class-map"))
		return add_class_map(builder, value);
	/* the words of these two are their lists if there are such */
	if (object == &domain_object && !strcmp(key, "bogons") && json_object_get(all, "bogon") &&
	    !strcmp(json_string_value(value) ?: "", "listed"))
		return 0;
	if (object == &policy_object && !strcmp(key, "unknown-protocols") &&
	    json_object_get(all, "unknown-protocol") &&
	    !strcmp(json_string_value(value) ?: "", "listed"))
		return 0;
	if (object == &policy_object && !strcmp(key, "tcp-mss-pmtu"))
		return json_is_true(value) ? build_pair(builder, "tcp-mss", "pmtu") : 0;
	if (object == &policy_object && !strcmp(key, "tcp-mss") &&
	    json_is_true(json_object_get(all, "tcp-mss-pmtu")))
		return 0;
	if (!strcmp(key, "bogon") || !strcmp(key, "unknown-protocol")) {
		if (json_is_array(value) && !json_array_size(value))
			return 0;
		key = !strcmp(key, "bogon") ? "bogons" : "unknown-protocols";
	}
	if (object == &domain_object && !strcmp(key, "accept-mask"))
		return 0;
	if (object == &domain_object && !strcmp(key, "accept-mark"))
		return add_mark(builder, value, json_object_get(all, "accept-mask"));
	if (json_is_array(value))
		return add_list(builder, name, key, value);
	build(builder, key);
	return build_scalar(builder, name, value);
}

static int add_named(struct builder *builder, const struct object *object, const json_t *json)
{
	const json_t *name = json_object_get(json, "name");
	json_t *value;
	const char *key;

	if (!json_is_string(name))
		return build_mistake(builder, "name", "is missing");
	build(builder, json_string_value(name));
	json_object_foreach((json_t *)json, key, value) {
		if (add_member(builder, object, json, key, value))
			return -1;
	}
	return 0;
}

static void read_object(struct builder *builder, const struct object *object, const json_t *json)
{
	struct word *words;

	builder->count = 0;
	if (!json_is_object(json)) {
		build_mistake(builder, object->name, "should be an array of objects");
		return;
	}
	build(builder, object->name);
	build(builder, "add");
	if (object->schema == &rfw_schema_opening) {
		if (build_opening(builder, object, json))
			return;
	} else if (object == &host_object) {
		if (build_host(builder, json))
			return;
	} else if (add_named(builder, object, json)) {
		return;
	}
	words = config_keep(builder->config, builder->count * sizeof(*words));
	memcpy(words, builder->words, builder->count * sizeof(*words));
	config_command(builder->config, words, builder->count);
}

static void read_flow_table(struct builder *builder, const json_t *json)
{
	const json_t *max_flows = json_object_get(json, "max-flows");
	struct word *words;

	builder->count = 0;
	build(builder, "flow");
	build(builder, "set");
	build(builder, "max-flows");
	if (!json_is_object(json) || json_object_size(json) != 1 || !max_flows) {
		build_mistake(builder, "flow-table", "should be an object with \"max-flows\"");
		return;
	}
	if (build_scalar(builder, "max-flows", max_flows))
		return;
	words = config_keep(builder->config, builder->count * sizeof(*words));
	memcpy(words, builder->words, builder->count * sizeof(*words));
	config_command(builder->config, words, builder->count);
}

static void read_all(struct builder *builder, const json_t *json)
{
	static const struct object *const kinds[] = { &domain_object, &policy_object,
						      &subscriber_object, &host_object,
						      &forward_object, &dmz_object };
	json_t *value;
	const char *key;
	char path[64];

	json_object_foreach((json_t *)json, key, value) {
		const struct object *object = NULL;
		const json_t *item;
		size_t i;

		for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			if (!strcmp(kinds[i]->name, key))
				object = kinds[i];
		}
		builder->path = config_string(builder->config, key, strlen(key));
		if (!strcmp(key, "flow-table")) {
			read_flow_table(builder, value);
		} else if (!object) {
			build_mistake(builder, key,
				      "is not one of: domain, policy, subscriber, host, forward, dmz, flow-table");
		} else if (!json_is_array(value)) {
			build_mistake(builder, key, "should be an array");
		} else {
			json_array_foreach(value, i, item) {
				if (builder->config->mistakes >= MISTAKES_SHOWN)
					return;
				snprintf(path, sizeof(path), "%s[%zu]", key, i);
				builder->path = config_string(builder->config, path, strlen(path));
				read_object(builder, object, item);
			}
		}
	}
}

void config_read_json(struct config *config, const char *file, const char *text, size_t length)
{
	struct builder builder = { .config = config, .file = file, .path = "top" };
	json_error_t error;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);

	if (!json) {
		const struct word here = {
			.text = "",
			.file = file,
			.line = error.line > 0 ? error.line : 1,
			.column = error.column > 0 ? error.column : 1,
		};

		wrong(&here, "%s", error.text);
		config_mistake(config);
	} else if (!json_is_object(json)) {
		build_mistake(&builder, "top",
			      "should be an object, as \"rfwctl -j save\" writes it");
	} else {
		read_all(&builder, json);
	}
	json_decref(json);
	free(builder.words);
}
