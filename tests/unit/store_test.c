// The connection: what statements do and refuse, what a status means, transactions that queue.
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static const struct sql PUT = {"test.put", "INSERT INTO setting (key, value) VALUES (:key, :value)"};
static const struct sql SET = {"test.set", "UPDATE setting SET value = :value WHERE key = :key"};
static const struct sql ADD = {"test.add", "UPDATE setting SET value = CAST(value AS INTEGER) + 1 WHERE key = :key"};
static const struct sql GET = {"test.get", "SELECT value FROM setting WHERE key = :key"};
static const struct sql ALL = {"test.all", "SELECT key FROM setting ORDER BY key"};
static const struct sql ECHO = {"test.echo", "SELECT :int, :text, :blob, :null"};
static const struct sql ORPHAN = {"test.orphan", "INSERT INTO person_role (person_id, role_id) VALUES (999, 999)"};
static const struct sql BAD_KIND = {"test.bad_kind", "INSERT INTO field_value (kind, record_id, field, value) VALUES (9, 1, 'x', 'y')"};
static const struct sql PRAGMAS = {"test.pragmas",
                                   "SELECT (SELECT journal_mode FROM pragma_journal_mode), (SELECT synchronous FROM "
                                   "pragma_synchronous), (SELECT foreign_keys FROM pragma_foreign_keys)"};
static const struct sql DEFER = {"test.defer", "PRAGMA defer_foreign_keys = ON"};
static const struct sql NO_ROOM = {"test.no_room", "PRAGMA max_page_count = 1"};
static const struct sql UNLISTED = {"test.unlisted", "SELECT 1"};
static const struct sql *const STATEMENTS[] = {&PUT, &SET, &ADD, &GET, &ALL, &ECHO, &ORPHAN, &BAD_KIND, &PRAGMAS, &DEFER, &NO_ROOM, NULL};
static const struct sql *const *const LISTS[] = {STATEMENTS, STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static enum status put(struct store *store, const char *key, const char *value) {
    struct query query = query_start(store, &PUT);
    query_bind_text(&query, ":key", key);
    query_bind_text(&query, ":value", value);
    return query_run(&query, NULL);
}

static const char *get(struct store *store, const char *key) {
    struct query query = query_start(store, &GET);
    query_bind_text(&query, ":key", key);
    const char *value = query_row(&query) ? query_text(&query, 0, fixture->arena) : NULL;
    assert_int_equal(query_end(&query), STATUS_OK);
    return value;
}

static struct store *open_second(int timeout_ms, bool read_only) {
    struct store *store = NULL;
    struct store_options options = {
        .path = fixture->path, .lists = LISTS, .busy_timeout_ms = timeout_ms, .read_only = read_only};
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    return store;
}

static void test_values_come_back_as_they_were(void **state) {
    (void)state;
    static const unsigned char BYTES[] = {0, 1, 0xff, 0};
    struct query query = query_start(fixture->store, &ECHO);
    query_bind_int(&query, ":int", INT64_MIN);
    query_bind_text(&query, ":text", "王𠮷 '; DROP TABLE setting; --");
    query_bind_blob(&query, ":blob", BYTES, sizeof BYTES);
    query_bind_null(&query, ":null");
    size_t length = 99;
    assert_true(query_row(&query));
    assert_true(query_int(&query, 0) == INT64_MIN);
    assert_string_equal(query_text(&query, 1, fixture->arena), "王𠮷 '; DROP TABLE setting; --");
    assert_memory_equal(query_blob(&query, 2, &length, fixture->arena), BYTES, sizeof BYTES);
    assert_int_equal(length, sizeof BYTES);
    assert_true(query_is_null(&query, 3));
    assert_null(query_text(&query, 3, fixture->arena));
    assert_null(query_blob(&query, 3, &length, fixture->arena));
    assert_int_equal(length, 0);
    assert_false(query_row(&query));
    assert_false(query_row(&query)); // does not start again
    assert_int_equal(query_int(&query, 0), 0);
    assert_int_equal(query_end(&query), STATUS_OK);
}

static void test_empty_is_not_null(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &ECHO);
    query_bind_text(&query, ":text", "");
    query_bind_blob(&query, ":blob", "", 0);
    size_t length = 99;
    assert_true(query_row(&query));
    assert_string_equal(query_text(&query, 1, fixture->arena), "");
    assert_non_null(query_blob(&query, 2, &length, fixture->arena));
    assert_int_equal(length, 0);
    assert_true(query_is_null(&query, 0)); // what was never bound
    assert_int_equal(query_end(&query), STATUS_OK);
}

static void test_bindings_do_not_outlive_the_query(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &ECHO);
    query_bind_text(&query, ":text", "先");
    assert_true(query_row(&query));
    assert_int_equal(query_end(&query), STATUS_OK);
    query = query_start(fixture->store, &ECHO);
    assert_true(query_row(&query));
    assert_true(query_is_null(&query, 1));
    assert_int_equal(query_end(&query), STATUS_OK);
}

static void test_taken_key_is_a_conflict(void **state) {
    (void)state;
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_int_equal(put(fixture->store, "a", "2"), STATUS_CONFLICT);
    assert_string_equal(get(fixture->store, "a"), "1");
}

static void test_broken_rules_of_the_schema_are_faults(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &ORPHAN);
    assert_int_equal(query_run(&query, NULL), STATUS_FAULT); // foreign keys are on
    query = query_start(fixture->store, &BAD_KIND);
    assert_int_equal(query_run(&query, NULL), STATUS_FAULT);
}

static void test_changed_rows_are_counted(void **state) {
    (void)state;
    int64_t changed = 99;
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    struct query query = query_start(fixture->store, &SET);
    query_bind_text(&query, ":key", "b");
    query_bind_text(&query, ":value", "2");
    assert_int_equal(query_run(&query, &changed), STATUS_OK);
    assert_int_equal(changed, 0);
    query = query_start(fixture->store, &SET);
    query_bind_text(&query, ":key", "a");
    query_bind_text(&query, ":value", "2");
    assert_int_equal(query_run(&query, &changed), STATUS_OK);
    assert_int_equal(changed, 1);
}

static void test_second_use_at_once_is_a_fault(void **state) {
    (void)state;
    struct query first = query_start(fixture->store, &ALL);
    struct query second = query_start(fixture->store, &ALL);
    assert_false(query_row(&second));
    assert_int_equal(query_end(&second), STATUS_FAULT);
    assert_false(store_is_idle(fixture->store));
    assert_int_equal(query_end(&first), STATUS_OK); // the first one is not disturbed
    assert_true(store_is_idle(fixture->store));
    struct query third = query_start(fixture->store, &ALL);
    assert_int_equal(query_end(&third), STATUS_OK);
}

static void test_unlisted_statement_and_unknown_parameter_are_faults(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &UNLISTED);
    query_bind_int(&query, ":any", 1);
    assert_int_equal(query_end(&query), STATUS_FAULT);
    query = query_start(fixture->store, &GET);
    query_bind_text(&query, ":kye", "a");
    assert_false(query_row(&query));
    assert_int_equal(query_end(&query), STATUS_FAULT);
}

static void test_statements_are_counted_without_transactions(void **state) {
    (void)state;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_null(get(fixture->store, "b"));
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 2);
}

static void test_assembled_text_is_prepared_once_and_bounded(void **state) {
    (void)state;
    struct sql sql;
    unsigned prepared = 0;
    for (int i = 0; i < 200; i++) {
        const char *text = arena_format(fixture->arena, "SELECT %d", i % 100);
        struct query query = query_start_text(fixture->store, "test.text", text);
        assert_true(query_row(&query));
        assert_int_equal(query_int(&query, 0), i % 100);
        assert_int_equal(query_end(&query), STATUS_OK);
    }
    while (store_prepared(fixture->store, prepared, &sql))
        prepared++;
    assert_int_equal(prepared, 11 + 64); // a list named twice counts once
}

static void test_text_that_does_not_prepare_is_a_fault(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"SELECT nothing FROM nowhere", "SELECT 1; SELECT 2", "SELECT \"value\" WHERE 1",
                                        ""};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct query query = query_start_text(fixture->store, "test.text", TEXTS[i]);
        assert_int_equal(query_end(&query), STATUS_FAULT);
    }
}

static void test_rollback_keeps_nothing(void **state) {
    (void)state;
    store_rollback(fixture->store); // harmless without a transaction
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_false(store_is_idle(fixture->store));
    store_rollback(fixture->store);
    assert_null(get(fixture->store, "a"));
}

static void test_a_commit_that_fails_keeps_nothing(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &DEFER);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(query_run(&query, NULL), STATUS_OK);
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    query = query_start(fixture->store, &ORPHAN);
    assert_int_equal(query_run(&query, NULL), STATUS_OK); // not noticed before the commit
    assert_int_equal(store_commit(fixture->store), STATUS_FAULT);
    assert_true(store_is_idle(fixture->store));
    assert_null(get(fixture->store, "a"));
}

static void test_transactions_do_not_nest(void **state) {
    (void)state;
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(store_begin(fixture->store), STATUS_FAULT);
    store_rollback(fixture->store);
    assert_int_equal(store_commit(fixture->store), STATUS_FAULT);
}

static void test_reads_of_one_view_agree(void **state) {
    (void)state;
    struct store *reader = open_second(0, true);
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_int_equal(store_begin_read(reader), STATUS_OK);
    assert_string_equal(get(reader, "a"), "1");
    assert_int_equal(put(fixture->store, "b", "2"), STATUS_OK);
    assert_null(get(reader, "b"));
    store_rollback(reader);
    assert_string_equal(get(reader, "b"), "2");
    store_close(reader);
}

// What another wrote since would make a write on the view fail: it goes onto the newest state instead.
static void test_ops_2_a_view_ends_with_the_first_write(void **state) {
    (void)state;
    struct store *other = open_second(0, false);
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_int_equal(store_begin_read(fixture->store), STATUS_OK);
    assert_string_equal(get(fixture->store, "a"), "1");
    assert_int_equal(put(other, "b", "2"), STATUS_OK);
    assert_int_equal(put(fixture->store, "c", "3"), STATUS_OK);
    assert_string_equal(get(fixture->store, "b"), "2");
    assert_int_equal(store_begin_read(fixture->store), STATUS_OK);
    assert_int_equal(put(other, "d", "4"), STATUS_OK);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_string_equal(get(fixture->store, "d"), "4");
    assert_int_equal(put(fixture->store, "e", "5"), STATUS_OK);
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_string_equal(get(other, "e"), "5");
    assert_true(store_is_idle(fixture->store));
    store_close(other);
}

static void test_a_query_goes_on_when_its_view_ends(void **state) {
    (void)state;
    assert_int_equal(put(fixture->store, "a", "1"), STATUS_OK);
    assert_int_equal(put(fixture->store, "b", "2"), STATUS_OK);
    assert_int_equal(store_begin_read(fixture->store), STATUS_OK);
    struct query query = query_start(fixture->store, &ALL);
    assert_true(query_row(&query));
    assert_int_equal(put(fixture->store, "c", "3"), STATUS_OK);
    assert_true(query_row(&query));
    assert_int_equal(query_end(&query), STATUS_OK);
    assert_true(store_is_idle(fixture->store));
}

static void test_a_reader_cannot_write(void **state) {
    (void)state;
    struct store *reader = open_second(0, true);
    assert_int_equal(put(reader, "a", "1"), STATUS_UNAVAILABLE);
    store_close(reader);
    assert_null(get(fixture->store, "a"));
}

static void test_waiting_for_a_writer_ends(void **state) {
    (void)state;
    struct store *second = open_second(30, false);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(store_begin(second), STATUS_UNAVAILABLE);
    assert_int_equal(put(second, "a", "1"), STATUS_UNAVAILABLE);
    assert_null(get(second, "a")); // reading goes on
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_int_equal(put(second, "a", "1"), STATUS_OK);
    store_close(second);
}

static void test_a_full_disk_loses_nothing(void **state) {
    (void)state;
    char *large = arena_alloc(fixture->arena, 1 << 20);
    memset(large, 'x', (1 << 20) - 1);
    struct query query = query_start(fixture->store, &NO_ROOM);
    assert_true(query_row(&query)); // SQLite takes the pages that are there as the limit
    assert_int_equal(query_end(&query), STATUS_OK);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(put(fixture->store, "a", large), STATUS_UNAVAILABLE);
    store_rollback(fixture->store);
    assert_null(get(fixture->store, "a"));
}

static void test_settings_that_durability_rests_on(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, &PRAGMAS);
    assert_true(query_row(&query));
    assert_string_equal(query_text(&query, 0, fixture->arena), "wal");
    assert_int_equal(query_int(&query, 1), 2); // FULL
    assert_int_equal(query_int(&query, 2), 1);
    assert_int_equal(query_end(&query), STATUS_OK);
}

static pid_t start_child(int (*child)(int number), int number) {
    pid_t pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0)
        _exit(child(number));
    return pid;
}

// Its exit code, or -1 when a signal ended it.
static int wait_child(pid_t pid) {
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define WRITERS 8
#define ROUNDS 40

static int count_up(int number) {
    struct store *store = NULL;
    struct store_options options = {.path = fixture->path, .lists = LISTS};
    if (store_open(&store, &options) != STATUS_OK)
        return 2;
    for (int i = 0; i < ROUNDS; i++) {
        // Every second writer without a transaction of its own: both ways must queue.
        if (number % 2 && store_begin(store) != STATUS_OK)
            return 3;
        struct query query = query_start(store, &ADD);
        query_bind_text(&query, ":key", "counter");
        if (query_run(&query, NULL) != STATUS_OK)
            return 4;
        if (number % 2 && store_commit(store) != STATUS_OK)
            return 5;
    }
    store_close(store);
    return 0;
}

static void test_ops_2_writers_queue_and_none_is_refused(void **state) {
    (void)state;
    pid_t pids[WRITERS];
    assert_int_equal(put(fixture->store, "counter", "0"), STATUS_OK);
    for (int i = 0; i < WRITERS; i++)
        pids[i] = start_child(count_up, i);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(wait_child(pids[i]), 0);
    assert_int_equal(strtol(get(fixture->store, "counter"), NULL, 10), WRITERS * ROUNDS);
}

// Places belong to connections; whoever goes leaves theirs.
static void test_so_many_have_a_place_at_a_time(void **state) {
    (void)state;
    struct store *others[2];
    const struct store_options options = {.path = fixture->path, .lists = LISTS};
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_open(&others[i], &options), STATUS_OK);
    assert_int_equal(store_place_take(fixture->store, 2, 7), PLACE_TAKEN);
    assert_int_equal(store_place_take(fixture->store, 2, 7), PLACE_NONE); // has one
    assert_int_equal(store_place_take(others[0], 2, 8), PLACE_TAKEN);
    assert_int_equal(store_place_take(others[1], 2, 9), PLACE_NONE);
    store_close(others[0]);
    assert_int_equal(store_place_take(others[1], 2, 9), PLACE_TAKEN);
    store_place_leave(fixture->store);
    assert_int_equal(store_place_take(fixture->store, 2, 7), PLACE_TAKEN);
    store_close(others[1]);
}

static void test_nobody_has_two_places(void **state) {
    (void)state;
    struct store *others[2];
    const struct store_options options = {.path = fixture->path, .lists = LISTS};
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_open(&others[i], &options), STATUS_OK);
    assert_int_equal(store_place_take(fixture->store, 2, INT64_C(891962348609873)), PLACE_TAKEN);
    assert_int_equal(store_place_take(others[0], 2, INT64_C(891962348609873)), PLACE_OF_SAME);
    assert_int_equal(store_place_take(others[0], 2, 8), PLACE_TAKEN); // what they did not get is free for others
    store_place_leave(fixture->store);
    assert_int_equal(store_place_take(others[1], 2, INT64_C(891962348609873)), PLACE_TAKEN);
    for (int i = 0; i < 2; i++)
        store_close(others[i]);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_values_come_back_as_they_were),
        TEST(test_empty_is_not_null),
        TEST(test_bindings_do_not_outlive_the_query),
        TEST(test_taken_key_is_a_conflict),
        TEST(test_broken_rules_of_the_schema_are_faults),
        TEST(test_changed_rows_are_counted),
        TEST(test_second_use_at_once_is_a_fault),
        TEST(test_unlisted_statement_and_unknown_parameter_are_faults),
        TEST(test_statements_are_counted_without_transactions),
        TEST(test_assembled_text_is_prepared_once_and_bounded),
        TEST(test_text_that_does_not_prepare_is_a_fault),
        TEST(test_rollback_keeps_nothing),
        TEST(test_a_commit_that_fails_keeps_nothing),
        TEST(test_transactions_do_not_nest),
        TEST(test_reads_of_one_view_agree),
        TEST(test_ops_2_a_view_ends_with_the_first_write),
        TEST(test_a_query_goes_on_when_its_view_ends),
        TEST(test_a_reader_cannot_write),
        TEST(test_waiting_for_a_writer_ends),
        TEST(test_a_full_disk_loses_nothing),
        TEST(test_settings_that_durability_rests_on),
        TEST(test_ops_2_writers_queue_and_none_is_refused),
        TEST(test_so_many_have_a_place_at_a_time),
        TEST(test_nobody_has_two_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
