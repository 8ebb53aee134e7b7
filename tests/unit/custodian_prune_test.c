// Pruning the access log: by the retention and never earlier than six months, signed and on the record; a verification takes what was
// pruned for nothing but that; whatever happens in the midst of it, the log is as before or as after.
#include "past_log.h"

#define OLD_RECORDS 40

// Prunes until there is nothing more; how many records went.
static int64_t prune(struct custodian_home *home, struct prune_report *report) {
    int64_t removed = 0;
    do {
        assert_int_equal(custody_prune(home->client, report), STATUS_OK);
        removed += report->removed;
    } while (report->removed > 0);
    return removed;
}

static int64_t lowest(struct custodian_home *home) {
    return home_sql(home, LOG_DB, "SELECT min(seq) FROM access");
}

static void expect_good(struct custodian_home *home, int64_t pruned) {
    const struct verify_result found = home_verify(home);
    if (found.fault != VERIFY_GOOD)
        fail_msg("%s", verify_words(&found, LANG_EN, home->fixture->arena));
    assert_int_equal(found.pruned, pruned);
}

// The custodian prunes by itself when it starts; so the setting stands before.
static void test_conf_5_records_beyond_the_retention_go_signed_and_recorded(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(OLD_RECORDS, 203); // 203 … 242 days old
    struct prune_report report;
    set_retention(home, "7");
    home_start(home);
    prune(home, &report);
    assert_int_equal(report.days, 213);
    assert_int_equal(report.until, 30); // 213 … 242 days old
    assert_int_equal(lowest(home), 31);
    expect_good(home, 30);
    assert_int_equal(records(home, "result = 19"), 0); // channel 8 is left out there
    assert_int_equal(home_sql(home, LOG_DB, "SELECT sum(count) FROM access WHERE result = 19 AND field LIKE 'until=%'"), 30);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access_of_person WHERE seq <= 30"), 0);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access_of_customer WHERE seq <= 30"), 0);
    // The custodian trusts the rest at its next start, and goes on.
    assert_int_equal(home_stop(home, SIGTERM), 0);
    expect_good(home, 30);
    home_start(home);
    assert_int_equal(prune(home, &report), 0);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    expect_good(home, 30);
    home_free(home);
}

static void test_conf_5_nothing_younger_than_six_months_goes_whatever_the_setting_says(void **state) {
    static const char *const NUMBERS[] = {"1", "0", "-5", "5"};
    (void)state;
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        struct custodian_home *home = home_with_past(OLD_RECORDS, 150); // 150 … 189 days old
        struct prune_report report;
        set_retention(home, NUMBERS[i]);
        home_start(home);
        prune(home, &report);
        assert_int_equal(report.days, RETENTION_DAYS_LEAST);
        assert_int_equal(report.until, 7); // 183 … 189
        expect_good(home, 7);
        home_free(home);
    }
}

static void test_conf_5_three_years_unless_something_else_is_set(void **state) {
    static const char *const NONE[] = {NULL, "", "drei Jahre", "12x"};
    (void)state;
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        struct custodian_home *home = home_with_past(OLD_RECORDS, 1090);
        struct prune_report report;
        if (NONE[i])
            set_retention(home, NONE[i]);
        home_start(home);
        prune(home, &report);
        assert_int_equal(report.days, RETENTION_DAYS_USUAL);
        assert_int_equal(report.until, 35);
        home_free(home);
    }
}

static void test_conf_6_records_of_an_open_case_stay(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(OLD_RECORDS, 203);
    struct prune_report report;
    home_sql(home, LOG_DB, "INSERT INTO case_record VALUES (1, 12)");
    home_sql(home, LOG_DB, "INSERT INTO audit_case (id, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id,"
                           " opened_at, opened_seq) VALUES (1, 'many', 1, 'lina', '', 3, 1, 1, 1, 1, 1, 0, 1, 20)");
    set_retention(home, "7");
    home_start(home);
    prune(home, &report);
    assert_int_equal(report.until, 11);
    assert_int_equal(report.held, 11);
    home_free(home);
}

// --- What a verification finds beyond

#define TRIGGERS "DROP TRIGGER access_stays; DROP TRIGGER access_remains; DROP TRIGGER pruned_grows; DROP TRIGGER pruned_stays; "
static const char BACK[] =
    "; CREATE TRIGGER access_stays BEFORE UPDATE ON access BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;"
    "CREATE TRIGGER access_remains BEFORE DELETE ON access WHEN old.seq > COALESCE ((SELECT seq FROM pruned), 0)\n"
    "BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;"
    "CREATE TRIGGER pruned_grows BEFORE UPDATE ON pruned\n"
    "WHEN new.seq < old.seq OR (new.seq = old.seq AND (new.time <> old.time OR new.link <> old.link))\n"
    "BEGIN SELECT RAISE (ABORT, 'what was pruned does not come back'); END;"
    "CREATE TRIGGER pruned_stays BEFORE DELETE ON pruned BEGIN SELECT RAISE (ABORT, 'what was pruned does not come back'); END;";

static void test_conf_5_a_removal_beyond_what_was_pruned_is_found(void **state) {
    static const struct {
        const char *sql;
        enum verify_fault fault;
        int64_t first, last;
    } CASES[] = {
        {"DELETE FROM access WHERE seq = 31", VERIFY_REMOVED, 31, 31},
        {"DELETE FROM access WHERE seq BETWEEN 33 AND 35", VERIFY_REMOVED, 33, 35},
        {"UPDATE access SET person_id = 77 WHERE seq = 31", VERIFY_ALTERED, 31, 31},
        {"DELETE FROM pruned", VERIFY_REMOVED, 1, 30},
        // A statement of one's own, for more than the log's.
        {"UPDATE pruned SET (seq, time, link) = (SELECT seq, time, link FROM access WHERE seq = 32); DELETE FROM access WHERE seq <= 32", VERIFY_PRUNED, 1, 32},
        {"UPDATE pruned SET signature = zeroblob(64)", VERIFY_PRUNED, 1, 30},
        // The signature of a head is none of a statement.
        {"UPDATE pruned SET (seq, time, link, signature) = (SELECT seq, time, link, signature FROM head WHERE seq > 30 LIMIT 1)", VERIFY_PRUNED, 1, 40},
        {"INSERT INTO access SELECT 30, time, person_id, login, behalf_id, role, session, address, request, kind, record_id, customer_id, field, level,"
         " purpose, purpose_text, channel, result, approval_id, value_hash, count, link FROM access WHERE seq = 31",
         VERIFY_INSERTED, 30, 30},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct custodian_home *home = home_with_past(OLD_RECORDS, 203);
        struct prune_report report;
        set_retention(home, "7");
        home_start(home);
        prune(home, &report);
        assert_int_equal(home_stop(home, SIGTERM), 0);
        expect_good(home, 30);
        home_sql(home, LOG_DB, arena_format(home->fixture->arena, "%s%s%s", TRIGGERS, CASES[i].sql, BACK));
        const struct verify_result found = home_verify(home);
        if (found.fault != CASES[i].fault || found.first != CASES[i].first || found.last != CASES[i].last)
            fail_msg("%s: %s %lld-%lld", CASES[i].sql, verify_fault_name(found.fault), (long long)found.first, (long long)found.last);
        home_free(home);
    }
}

// The triggers let nothing go but what is under the statement.
static void test_conf_5_the_log_stays_append_only_beside_pruning(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(OLD_RECORDS, 203);
    struct prune_report report;
    set_retention(home, "7");
    home_start(home);
    prune(home, &report);
    home_stop(home, SIGTERM);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(home_file(home, LOG_DB), &database), SQLITE_OK);
    static const char *const FORBIDDEN[] = {"DELETE FROM access", "DELETE FROM access WHERE seq = 31", "DELETE FROM pruned", "UPDATE pruned SET seq = 5", "UPDATE pruned SET time = 5", "UPDATE pruned SET link = zeroblob(32)"};
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof *FORBIDDEN; i++)
        assert_int_equal(sqlite3_exec(database, FORBIDDEN[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(database);
    home_free(home);
}

// --- In the midst of it

static void test_conf_5_a_custodian_killed_while_pruning_leaves_before_or_after(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(12000, 203); // three steps
    set_retention(home, "7");
    for (int i = 0; i < 6; i++) {
        home_start(home);
        for (int pause = 0; pause < 3 * i; pause++)
            home_pause();
        home_stop(home, SIGKILL);
        const struct verify_result found = home_verify(home);
        if (found.fault != VERIFY_GOOD)
            fail_msg("%s", verify_words(&found, LANG_EN, home->fixture->arena));
        assert_int_equal(lowest(home), found.pruned + 1);
    }
    struct prune_report report;
    home_start(home);
    prune(home, &report);
    assert_int_equal(report.until, 11990);
    expect_good(home, 11990);
    home_free(home);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_5_records_beyond_the_retention_go_signed_and_recorded),
        cmocka_unit_test(test_conf_5_nothing_younger_than_six_months_goes_whatever_the_setting_says),
        cmocka_unit_test(test_conf_5_three_years_unless_something_else_is_set),
        cmocka_unit_test(test_conf_6_records_of_an_open_case_stay),
        cmocka_unit_test(test_conf_5_a_removal_beyond_what_was_pruned_is_found),
        cmocka_unit_test(test_conf_5_the_log_stays_append_only_beside_pruning),
        cmocka_unit_test(test_conf_5_a_custodian_killed_while_pruning_leaves_before_or_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
