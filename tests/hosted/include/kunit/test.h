/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of KUnit that our suites use, for user space: each case becomes a row of TAP.
 */
#ifndef _HOSTED_KUNIT_TEST_H
#define _HOSTED_KUNIT_TEST_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <setjmp.h>

#define KUNIT_PARAM_DESC_SIZE	128

struct kunit {
	const char *name;
	void *priv;
	const void *param_value;

	/* private: of the runner */
	bool failed, skipped;
	char comment[256];
	jmp_buf abort;
	void *memory[256];
	unsigned int allocations;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *previous, char *description);
};

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(test)			{ .run_case = test, .name = #test }
#define KUNIT_CASE_SLOW(test)			KUNIT_CASE(test)
#define KUNIT_CASE_PARAM(test, generator) \
	{ .run_case = test, .name = #test, .generate_params = generator }

#define KUNIT_ARRAY_PARAM(prefix, array, describe) \
	static const void *prefix##_gen_params(const void *previous, char *description) \
	{ \
		const __typeof__((array)[0]) *next = previous ? \
			(const __typeof__((array)[0]) *)previous + 1 : (array); \
		void (*_describe)(const __typeof__((array)[0]) *, char *) = describe; \
		\
		if (next - (array) >= (ptrdiff_t)ARRAY_SIZE(array)) \
			return NULL; \
		if (_describe) \
			_describe(next, description); \
		return next; \
	}

void hosted_kunit_register(struct kunit_suite *suite);

#define kunit_test_suite(suite) \
	static void __attribute__((__constructor__)) suite##_register(void) \
	{ \
		hosted_kunit_register(&(suite)); \
	} \
	struct hosted_unused

void hosted_kunit_say(struct kunit *test, const char *format, ...) __printf(2, 3);
void __attribute__((__noreturn__)) hosted_kunit_abort(struct kunit *test);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t flags);

#define kunit_kmalloc(test, size, flags)		kunit_kzalloc(test, size, flags)
#define kunit_kcalloc(test, count, size, flags)		kunit_kzalloc(test, (count) * (size), flags)
#define kunit_info(test, format, ...)		hosted_kunit_say(test, format, ##__VA_ARGS__)
#define kunit_err(test, format, ...)		hosted_kunit_say(test, format, ##__VA_ARGS__)

#define kunit_skip(test, format, ...) \
	do { \
		(test)->skipped = true; \
		snprintf((test)->comment, sizeof((test)->comment), format, ##__VA_ARGS__); \
		hosted_kunit_abort(test); \
	} while (0)

#define HOSTED_FAIL(test, fatal, format, ...) \
	do { \
		(test)->failed = true; \
		hosted_kunit_say(test, "%s:%d: " format, __FILE__, __LINE__, ##__VA_ARGS__); \
		if (fatal) \
			hosted_kunit_abort(test); \
	} while (0)

#define KUNIT_FAIL(test, format, ...)	HOSTED_FAIL(test, false, format, ##__VA_ARGS__)

#define HOSTED_CHECK(test, fatal, condition, format, ...) \
	do { \
		if (!(condition)) \
			HOSTED_FAIL(test, fatal, "not so: %s " format, #condition, ##__VA_ARGS__); \
	} while (0)

#define HOSTED_COMPARE(test, fatal, left, op, right, format, ...) \
	do { \
		const __typeof__(left) _left = (left); \
		const __typeof__(right) _right = (right); \
		\
		if (!(_left op _right)) \
			HOSTED_FAIL(test, fatal, "not so: %s %s %s (%lld, %lld) " format, \
				    #left, #op, #right, (long long)_left, (long long)_right, \
				    ##__VA_ARGS__); \
	} while (0)

#define HOSTED_POINTERS(test, fatal, left, op, right, format, ...) \
	do { \
		const void *_left = (const void *)(left); \
		const void *_right = (const void *)(right); \
		\
		if (!(_left op _right)) \
			HOSTED_FAIL(test, fatal, "not so: %s %s %s (%p, %p) " format, #left, #op, \
				    #right, _left, _right, ##__VA_ARGS__); \
	} while (0)

#define KUNIT_EXPECT_TRUE(test, c)		HOSTED_CHECK(test, 0, c, "")
#define KUNIT_EXPECT_FALSE(test, c)		HOSTED_CHECK(test, 0, !(c), "")
#define KUNIT_EXPECT_TRUE_MSG(test, c, ...)	HOSTED_CHECK(test, 0, c, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE_MSG(test, c, ...)	HOSTED_CHECK(test, 0, !(c), __VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, a, b)		HOSTED_COMPARE(test, 0, a, ==, b, "")
#define KUNIT_EXPECT_NE(test, a, b)		HOSTED_COMPARE(test, 0, a, !=, b, "")
#define KUNIT_EXPECT_LT(test, a, b)		HOSTED_COMPARE(test, 0, a, <, b, "")
#define KUNIT_EXPECT_LE(test, a, b)		HOSTED_COMPARE(test, 0, a, <=, b, "")
#define KUNIT_EXPECT_GT(test, a, b)		HOSTED_COMPARE(test, 0, a, >, b, "")
#define KUNIT_EXPECT_GE(test, a, b)		HOSTED_COMPARE(test, 0, a, >=, b, "")
#define KUNIT_EXPECT_EQ_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, ==, b, __VA_ARGS__)
#define KUNIT_EXPECT_NE_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, !=, b, __VA_ARGS__)
#define KUNIT_EXPECT_LT_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, <, b, __VA_ARGS__)
#define KUNIT_EXPECT_LE_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, <=, b, __VA_ARGS__)
#define KUNIT_EXPECT_GT_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, >, b, __VA_ARGS__)
#define KUNIT_EXPECT_GE_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 0, a, >=, b, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, a, b)		HOSTED_POINTERS(test, 0, a, ==, b, "")
#define KUNIT_EXPECT_PTR_NE(test, a, b)		HOSTED_POINTERS(test, 0, a, !=, b, "")
#define KUNIT_EXPECT_PTR_EQ_MSG(test, a, b, ...) HOSTED_POINTERS(test, 0, a, ==, b, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE_MSG(test, a, b, ...) HOSTED_POINTERS(test, 0, a, !=, b, __VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, p)		HOSTED_POINTERS(test, 0, p, ==, NULL, "")
#define KUNIT_EXPECT_NOT_NULL(test, p)		HOSTED_POINTERS(test, 0, p, !=, NULL, "")
#define KUNIT_EXPECT_STREQ(test, a, b)		HOSTED_CHECK(test, 0, !strcmp(a, b), "")

#define KUNIT_ASSERT_TRUE(test, c)		HOSTED_CHECK(test, 1, c, "")
#define KUNIT_ASSERT_FALSE(test, c)		HOSTED_CHECK(test, 1, !(c), "")
#define KUNIT_ASSERT_TRUE_MSG(test, c, ...)	HOSTED_CHECK(test, 1, c, __VA_ARGS__)
#define KUNIT_ASSERT_FALSE_MSG(test, c, ...)	HOSTED_CHECK(test, 1, !(c), __VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, a, b)		HOSTED_COMPARE(test, 1, a, ==, b, "")
#define KUNIT_ASSERT_NE(test, a, b)		HOSTED_COMPARE(test, 1, a, !=, b, "")
#define KUNIT_ASSERT_LT(test, a, b)		HOSTED_COMPARE(test, 1, a, <, b, "")
#define KUNIT_ASSERT_LE(test, a, b)		HOSTED_COMPARE(test, 1, a, <=, b, "")
#define KUNIT_ASSERT_GT(test, a, b)		HOSTED_COMPARE(test, 1, a, >, b, "")
#define KUNIT_ASSERT_GE(test, a, b)		HOSTED_COMPARE(test, 1, a, >=, b, "")
#define KUNIT_ASSERT_EQ_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 1, a, ==, b, __VA_ARGS__)
#define KUNIT_ASSERT_NE_MSG(test, a, b, ...)	HOSTED_COMPARE(test, 1, a, !=, b, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, a, b)		HOSTED_POINTERS(test, 1, a, ==, b, "")
#define KUNIT_ASSERT_PTR_NE(test, a, b)		HOSTED_POINTERS(test, 1, a, !=, b, "")
#define KUNIT_ASSERT_PTR_EQ_MSG(test, a, b, ...) HOSTED_POINTERS(test, 1, a, ==, b, __VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, p)		HOSTED_POINTERS(test, 1, p, ==, NULL, "")
#define KUNIT_ASSERT_NOT_NULL(test, p)		HOSTED_POINTERS(test, 1, p, !=, NULL, "")
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p)	HOSTED_POINTERS(test, 1, p, !=, NULL, "")

#endif
