// Verification of the access log: a log that was left alone passes, and every change of its records is found and located (CONF-5).
#include "verify_sample.h"

static void test_conf_5_a_log_left_alone_is_good(void **state) {
    struct log *log = *state;
    struct verify_result result = verify(log);
    expect_result("untouched", &result, VERIFY_GOOD, 0, 0);
    assert_int_equal(result.records, RECORDS);
    assert_int_equal(result.newest, RECORDS);
    assert_true(result.newest_at == FIXTURE_TIME + RECORDS * 1000);
    assert_int_equal(result.heads, 2 * RECORDS / HEAD_EVERY);
    assert_false(result.without_heads);
    result = verify_alone(log);
    expect_result("untouched, without heads", &result, VERIFY_GOOD, 0, 0);
    assert_true(result.without_heads);
    assert_int_equal(result.heads, RECORDS / HEAD_EVERY);
}

static void test_an_empty_log_is_good(void **state) {
    struct log *log = *state;
    sql(log, DROP "DELETE FROM access; DELETE FROM head; DELETE FROM tip;");
    unlink(log->heads);
    const struct verify_result result = verify(log);
    expect_result("empty", &result, VERIFY_GOOD, 0, 0);
    assert_int_equal(result.records, 0);
}

static void test_conf_5_every_column_is_protected(void **state) {
    struct log *log = *state;
    for (unsigned i = 1; i < ACCESS_MEMBER_COUNT; i++) {
        const char *column = ACCESS_MEMBERS[i].parameter + 1;
        const bool text = ACCESS_MEMBERS[i].most > 0;
        const char *back = text ? arena_format(log->arena, "substr(%s, 1, length(%s) - 1)", column, column)
                                : arena_format(log->arena, "%s - 1", column);
        tamper(log, arena_format(log->arena, DROP "UPDATE access SET %s = %s %s WHERE seq = 42;", column, column, text ? "|| 'x'" : "+ 1"),
               VERIFY_ALTERED, 42, 42);
        sql(log, arena_format(log->arena, "UPDATE access SET %s = %s WHERE seq = 42;", column, back));
    }
    const struct verify_result result = verify(log);
    expect_result("put back", &result, VERIFY_GOOD, 0, 0);
}

// What stands behind a NUL in a text is not seen by who reads it as C does: it must not be in a record at all.
static void test_conf_5_a_text_hidden_behind_a_nul_is_found(void **state) {
    struct log *log = *state;
    tamper(log, DROP "UPDATE access SET purpose_text = purpose_text || char(0) || 'forged' WHERE seq = 42;", VERIFY_ALTERED, 42, 42);
}

static void test_conf_5_an_edit_anywhere_is_located(void **state) {
    struct log *log = *state;
    static const int64_t PLACES[] = {1, 2, 19, 20, 21, 50, 99, 100};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        write_log(log, log->keys, RECORDS, 0, NULL);
        tamper(log, arena_format(log->arena, "UPDATE access SET person_id = 77 WHERE seq = %lld;", (long long)PLACES[i]),
               VERIFY_ALTERED, PLACES[i], PLACES[i]);
        write_log(log, log->keys, RECORDS, 0, NULL);
        tamper(log, arena_format(log->arena, "UPDATE access SET link = zeroblob(32) WHERE seq = %lld;", (long long)PLACES[i]),
               VERIFY_ALTERED, PLACES[i], PLACES[i]);
    }
}

static void test_conf_5_the_first_of_several_edits_is_named(void **state) {
    struct log *log = *state;
    tamper(log, DROP "UPDATE access SET person_id = 77 WHERE seq IN (33, 60, 61);", VERIFY_ALTERED, 33, 33);
}

static void test_conf_5_a_removal_is_located(void **state) {
    struct log *log = *state;
    tamper(log, DROP "DELETE FROM access WHERE seq = 50;", VERIFY_REMOVED, 50, 50);
    tamper(log, "DELETE FROM access WHERE seq BETWEEN 30 AND 34;", VERIFY_REMOVED, 30, 34);
    tamper(log, "DELETE FROM access WHERE seq = 1;", VERIFY_REMOVED, 1, 1);
}

static void test_conf_5_a_removal_with_new_numbers_is_located(void **state) {
    struct log *log = *state;
    tamper(log, DROP "DELETE FROM access WHERE seq = 50; UPDATE access SET seq = seq - 1 WHERE seq > 50;", VERIFY_REMOVED, 50, 50);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, "DELETE FROM access WHERE seq BETWEEN 10 AND 19; UPDATE access SET seq = seq - 10 WHERE seq > 19;", VERIFY_REMOVED, 10, 19);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, "DELETE FROM access WHERE seq = 1; UPDATE access SET seq = seq - 1 WHERE seq > 1;", VERIFY_REMOVED, 1, 1);
}

// Room for `count` records behind record `after`.
#define MAKE_ROOM(after, count) \
    "UPDATE access SET seq = -seq WHERE seq > " #after "; UPDATE access SET seq = -seq + " #count " WHERE seq < 0; "
#define COPY(from, to)                                                                                          \
    "CREATE TEMP TABLE copied AS SELECT * FROM access WHERE seq = " #from "; UPDATE copied SET seq = " #to "; " \
    "INSERT INTO access SELECT * FROM copied; DROP TABLE copied; "

static void test_conf_5_an_insertion_is_located(void **state) {
    struct log *log = *state;
    tamper(log, DROP MAKE_ROOM(40, 1) COPY(12, 41), VERIFY_INSERTED, 41, 41);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, MAKE_ROOM(40, 3) COPY(12, 41) COPY(13, 42) COPY(14, 43), VERIFY_INSERTED, 41, 43);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, MAKE_ROOM(0, 1) COPY(12, 1), VERIFY_INSERTED, 1, 1);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, COPY(12, 0), VERIFY_INSERTED, 0, 0);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, COPY(12, -5), VERIFY_INSERTED, -5, -5);
}

// A record put behind the end: its link fits even, but no signature covers it.
static void test_conf_5_an_addition_at_the_end_is_located(void **state) {
    struct log *log = *state;
    sql(log, "CREATE TABLE keep AS SELECT * FROM tip;");
    write_log(log, log->keys, RECORDS + 3, 0, NULL);
    tamper(log, "DELETE FROM tip; INSERT INTO tip SELECT * FROM keep; DROP TABLE keep;", VERIFY_INSERTED, RECORDS + 1, RECORDS + 3);
}

#define SWAP(a, b)                                                                                          \
    "UPDATE access SET seq = -1000 WHERE seq = " #a "; UPDATE access SET seq = " #a " WHERE seq = " #b "; " \
    "UPDATE access SET seq = " #b " WHERE seq = -1000; "
#define SWAP_LINKS(a, b)                                                                    \
    "CREATE TEMP TABLE l AS SELECT seq, link FROM access WHERE seq IN (" #a ", " #b "); "   \
    "UPDATE access SET link = (SELECT link FROM l WHERE seq = " #b ") WHERE seq = " #a "; " \
    "UPDATE access SET link = (SELECT link FROM l WHERE seq = " #a ") WHERE seq = " #b "; DROP TABLE l; "

static void test_conf_5_a_reordering_is_located(void **state) {
    struct log *log = *state;
    tamper(log, DROP SWAP(50, 51), VERIFY_REORDERED, 50, 51);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, SWAP(50, 51) SWAP_LINKS(50, 51), VERIFY_REORDERED, 50, 51); // the links stay where they were
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, SWAP(1, 2), VERIFY_REORDERED, 1, 2);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, SWAP(99, 100), VERIFY_REORDERED, 99, 100);
}

// --- What surrounds the records

static void expect_schema_fault(struct log *log, const char *text) {
    sql(log, text);
    assert_int_equal(verify(log).fault, VERIFY_SCHEMA);
    assert_int_equal(verify_recent(log).fault, VERIFY_SCHEMA);
}

// A table with its columns in another order holds the same records, and shows others to whoever reads by position.
static void test_conf_5_another_order_of_columns_is_found(void **state) {
    expect_schema_fault(*state, "PRAGMA legacy_alter_table = ON; ALTER TABLE access RENAME COLUMN login TO other;"
                                "ALTER TABLE access RENAME COLUMN role TO login; ALTER TABLE access RENAME COLUMN other TO role;");
}

static void test_conf_5_a_changed_trigger_is_found(void **state) {
    expect_schema_fault(*state, "CREATE TRIGGER later AFTER INSERT ON access BEGIN DELETE FROM tip; END;");
}

// Reading it would never end, so nothing may be read before the tables are known to be ours.
static void test_conf_5_an_endless_view_is_found_and_not_read(void **state) {
    struct log *log = *state;
    alarm(20);
    sql(log, "DROP TABLE access;");
    expect_schema_fault(log, "CREATE VIEW access AS WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n) SELECT seq,"
                             " 0 AS time, x'00' AS link FROM n;");
    alarm(0);
}

#define INDEX_ALL                                                                                        \
    "INSERT INTO access_of_customer SELECT customer_id, seq FROM access WHERE customer_id <> 0; "        \
    "INSERT INTO access_of_person SELECT person_id, seq FROM access; "                                   \
    "INSERT INTO access_block SELECT seq / 1024, min(time), max(time) FROM access GROUP BY seq / 1024; " \
    "INSERT INTO access_hour SELECT time / 3600000, count(*), 0, 0 FROM access GROUP BY time / 3600000; UPDATE indexed SET until = 100; "

static void test_conf_5_the_tables_of_filters_agree_with_the_records(void **state) {
    struct log *log = *state;
    static const struct {
        const char *text, *back;
        int64_t seq;
    } CASES[] = {
        {"DELETE FROM access_of_customer WHERE seq = 42;", "INSERT INTO access_of_customer VALUES (126, 42);", 42},
        {"DELETE FROM access_of_person WHERE seq = 43;", "INSERT INTO access_of_person VALUES (4, 43);", 43},
        {"INSERT INTO access_of_customer VALUES (77, 44);", "DELETE FROM access_of_customer WHERE customer_id = 77;", 44},
        {"INSERT INTO access_of_person VALUES (77, 45);", "DELETE FROM access_of_person WHERE person_id = 77;", 45},
        {"UPDATE access_block SET latest = latest - 1;", "UPDATE access_block SET latest = latest + 1;", 1},
        {"INSERT INTO access_block VALUES (9, 1, 2);", "DELETE FROM access_block WHERE block = 9;", 9 * 1024},
        {"UPDATE access_hour SET looks = looks - 1;", "UPDATE access_hour SET looks = looks + 1;", 1},
        {"UPDATE access_hour SET refused = 1;", "UPDATE access_hour SET refused = 0;", 1},
        {"UPDATE indexed SET until = 101;", "UPDATE indexed SET until = 100;", 100},
    };
    sql(log, INDEX_ALL);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct verify_result result = verify(log);
        expect_result("indexed", &result, VERIFY_GOOD, 0, 0);
        tamper(log, CASES[i].text, VERIFY_FILTERS, CASES[i].seq, CASES[i].seq);
        sql(log, CASES[i].back);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_5_a_log_left_alone_is_good),
        TEST(test_an_empty_log_is_good),
        TEST(test_conf_5_every_column_is_protected),
        TEST(test_conf_5_a_text_hidden_behind_a_nul_is_found),
        TEST(test_conf_5_an_edit_anywhere_is_located),
        TEST(test_conf_5_the_first_of_several_edits_is_named),
        TEST(test_conf_5_a_removal_is_located),
        TEST(test_conf_5_a_removal_with_new_numbers_is_located),
        TEST(test_conf_5_an_insertion_is_located),
        TEST(test_conf_5_an_addition_at_the_end_is_located),
        TEST(test_conf_5_a_reordering_is_located),
        TEST(test_conf_5_another_order_of_columns_is_found),
        TEST(test_conf_5_a_changed_trigger_is_found),
        TEST(test_conf_5_an_endless_view_is_found_and_not_read),
        TEST(test_conf_5_the_tables_of_filters_agree_with_the_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
