// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the KUnit suites that are linked in and prints TAP. With an argument: only the suite of that
 * name.
 */
#include <kunit/test.h>
#include <linux/rcupdate.h>
#include <stdarg.h>

#define MAX_SUITES	32

static struct kunit_suite *suites[MAX_SUITES];
static unsigned int n_suites, row, failures;

void hosted_kunit_register(struct kunit_suite *suite)
{
	if (n_suites == MAX_SUITES)
		abort();
	suites[n_suites++] = suite;
}

void hosted_kunit_say(struct kunit *test, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text[strcspn(text, "\n")] = '\0';
	printf("# %s\n", text);
}

void hosted_kunit_abort(struct kunit *test)
{
	longjmp(test->abort, 1);
}

void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t flags)
{
	void *memory = calloc(1, size);

	if (test->allocations == ARRAY_SIZE(test->memory))
		abort();
	test->memory[test->allocations++] = memory;
	return memory;
}

static void report(const struct kunit_suite *suite, const struct kunit_case *test_case,
		   const char *parameter, const struct kunit *test)
{
	printf("%sok %u - %s.%s%s%s", test->failed ? "not " : "", ++row, suite->name,
	       test_case->name, parameter[0] ? ": " : "", parameter);
	if (test->skipped)
		printf(" # SKIP %s", test->comment);
	printf("\n");
	fflush(stdout);
	failures += test->failed;
}

static void run(struct kunit_suite *suite, const struct kunit_case *test_case,
		const void *parameter, const char *description)
{
	struct kunit *test = calloc(1, sizeof(*test));
	unsigned int i;

	test->name = test_case->name;
	test->param_value = parameter;
	if (!setjmp(test->abort)) {
		if (suite->init && suite->init(test))
			HOSTED_FAIL(test, true, "init of the suite failed");
		test_case->run_case(test);
	}
	if (!setjmp(test->abort) && suite->exit)
		suite->exit(test);
	for (i = 0; i < test->allocations; i++)
		free(test->memory[i]);
	report(suite, test_case, description, test);
	free(test);
}

static void run_suite(struct kunit_suite *suite)
{
	const struct kunit_case *test_case;

	if (suite->suite_init && suite->suite_init(suite)) {
		printf("Bail out! suite_init of %s failed\n", suite->name);
		exit(1);
	}
	for (test_case = suite->test_cases; test_case->run_case; test_case++) {
		char description[KUNIT_PARAM_DESC_SIZE] = "";
		const void *parameter = NULL;

		if (!test_case->generate_params) {
			run(suite, test_case, NULL, description);
			continue;
		}
		while ((parameter = test_case->generate_params(parameter, description))) {
			run(suite, test_case, parameter, description);
			description[0] = '\0';
		}
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	rcu_barrier();
}

int main(int argc, char **argv)
{
	unsigned int i;

	printf("TAP version 13\n");
	for (i = 0; i < n_suites; i++) {
		if (argc < 2 || !strcmp(argv[1], suites[i]->name))
			run_suite(suites[i]);
	}
	printf("1..%u\n", row);
	if (failures)
		printf("# %u of %u rows failed\n", failures, row);
	return failures || !row;
}
