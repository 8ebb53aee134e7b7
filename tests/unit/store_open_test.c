// Opening a store: what is not there, of another version, no database, or asked for what it can't do.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(NULL);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static void test_opening_what_is_not_there_or_of_another_version(void **state) {
    (void)state;
    struct store *store = NULL;
    struct store_options options = {.path = arena_format(fixture->arena, "%s/none.db", fixture->folder)};
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    assert_int_not_equal(access(options.path, F_OK), 0); // it is not made
    options.path = fixture->path;
    fixture_sql(fixture, "PRAGMA user_version = 9999");
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    options.version = 9999; // a database that counts its own versions
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    store_close(store);
    fixture_sql(fixture, "PRAGMA user_version = 0");
    options.version = 0;
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    fixture_sql(fixture, "PRAGMA user_version = 1");
}

static void test_opening_what_is_no_database(void **state) {
    (void)state;
    struct store *store = NULL;
    struct store_options options = {.path = arena_format(fixture->arena, "%s/text", fixture->folder)};
    FILE *file = fopen(options.path, "we");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", file);
    fclose(file);
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
}

static int open_broken_list(void) {
    static const struct sql BROKEN = {"test.broken", "SELECT nothing FROM nowhere"};
    static const struct sql *const LIST[] = {&BROKEN, NULL};
    static const struct sql *const *const BROKEN_LISTS[] = {LIST, NULL};
    struct store *store = NULL;
    struct store_options options = {.path = fixture->path, .lists = BROKEN_LISTS};
    return store_open(&store, &options) == STATUS_OK ? 0 : 1; // neither is reached
}

static void test_a_statement_that_does_not_prepare_ends_the_program(void **state) {
    (void)state;
    pid_t pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0)
        _exit(open_broken_list());
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70); // EX_SOFTWARE
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_opening_what_is_not_there_or_of_another_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_opening_what_is_no_database, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_statement_that_does_not_prepare_ends_the_program, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
