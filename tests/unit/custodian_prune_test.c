// Pruning the access log: by the retention and never earlier than six months, signed and on the record; a verification takes what was
// pruned for nothing but that; whatever happens in the midst of it, the log is as before or as after.
#include "custodian_sample.h"

#include "domain/retention.h"
#include "store/store.h"
#include "vault/heads.h"
#include "vault/upkeep.h"

#define OLD_RECORDS 40

// A log with so many records, one a day, the last of them `newest` days old, as the custodian would have written it.
struct past {
    struct custodian_home *home;
    struct keys *keys;
    struct access_head head;
    struct buffer sql, scratch;
};

static void add_blob(struct buffer *text, const unsigned char *bytes, size_t length) {
    buffer_text(text, "x'");
    for (size_t i = 0; i < length; i++)
        buffer_format(text, "%02x", bytes[i]);
    buffer_text(text, "'");
}

static void add_head(struct past *past, const char *into) {
    buffer_format(&past->sql, "INSERT OR REPLACE INTO %s%lld, %lld, ", into, (long long)past->head.seq, (long long)past->head.time);
    add_blob(&past->sql, past->head.link, sizeof past->head.link);
    buffer_text(&past->sql, ", ");
    add_blob(&past->sql, past->head.signature, sizeof past->head.signature);
    buffer_text(&past->sql, ");");
}

static void add_past_record(struct past *past, int64_t time) {
    struct access access = {.seq = ++past->head.seq, .time = time, .person_id = 1 + past->head.seq % 3, .login = "lina", .role = "sales", .session = "", .address = "", .request = "r", .kind = 1, .record_id = OWN, .customer_id = OWN, .field = "phone", .level = 2, .purpose = "contact", .purpose_text = "", .channel = CHANNEL_PAGE, .result = RESULT_DISCLOSED, .value_hash = "", .count = 1};
    access_link(&past->keys->public, past->head.link, &access, &past->scratch, past->head.link);
    past->head.time = time;
    buffer_text(&past->sql, "INSERT INTO access (" ACCESS_COLUMNS ", link) VALUES (");
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++)
        if (ACCESS_MEMBERS[i].most > 0)
            buffer_format(&past->sql, "'%s', ", *access_text(&access, &ACCESS_MEMBERS[i]));
        else
            buffer_format(&past->sql, "%lld, ", (long long)*access_int(&access, &ACCESS_MEMBERS[i]));
    add_blob(&past->sql, past->head.link, sizeof past->head.link);
    buffer_text(&past->sql, ");");
}

static int64_t now(void) {
    const struct clock clock = clock_system();
    return clock_now(&clock);
}

static void write_past(struct custodian_home *home, int count, int64_t newest) {
    struct arena *arena = home->fixture->arena;
    struct past past = {.home = home, .sql = {.arena = arena}, .scratch = {.arena = arena}};
    unsigned applied;
    assert_int_equal(keys_load(&past.keys, home_file(home, "custody/key")), STATUS_OK);
    assert_int_equal(store_migrate(home_file(home, LOG_DB), home_file(home, "share/schema/access"), &applied), STATUS_OK);
    buffer_text(&past.sql, "BEGIN; INSERT INTO log VALUES (1, ");
    add_blob(&past.sql, past.keys->public.log_id, ACCESS_LOG_ID_SIZE);
    buffer_text(&past.sql, ");");
    for (int i = count - 1; i >= 0; i--) {
        add_past_record(&past, now() - (newest + i) * TIME_DAY);
        if (past.head.seq % 10 != 0)
            continue;
        keys_sign(past.keys, &past.head);
        add_head(&past, "head VALUES (");
        assert_int_equal(heads_append(home_file(home, "heads/heads"), &past.head, 1), STATUS_OK);
    }
    keys_sign_tip(past.keys, &past.head);
    add_head(&past, "tip VALUES (1, ");
    buffer_text(&past.sql, "COMMIT;");
    home_sql(home, LOG_DB, past.sql.data);
    keys_free(past.keys);
}

// A stopped home with that past.
static struct custodian_home *home_with_past(int count, int64_t newest) {
    struct custodian_home *home = home_new();
    home_customer(home, OWN, PERSON_SELLER);
    write_past(home, count, newest);
    // No rule of unusual use has anything to do with it.
    home_sql(home, LOG_DB, "INSERT INTO watch_rule SELECT value, 5000, 1, 0 FROM json_each('[\"many\",\"night\",\"others\",\"refused\",\"search\",\"text\"]')");
    return home;
}

static void set_retention(struct custodian_home *home, const char *days) {
    fixture_sql(home->fixture, arena_format(home->fixture->arena, "INSERT OR REPLACE INTO setting VALUES ('" RETENTION_SETTING "', '%s')", days));
}

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
    struct custodian_home *home = home_with_past(OLD_RECORDS, 190); // 190 … 229 days old
    struct prune_report report;
    set_retention(home, "200");
    home_start(home);
    prune(home, &report);
    assert_int_equal(report.days, 200);
    assert_int_equal(report.until, 30); // 200 … 229 days old
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
    static const char *const SETTINGS[] = {"1", "0", "-5", "182"};
    (void)state;
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        struct custodian_home *home = home_with_past(OLD_RECORDS, 150); // 150 … 189 days old
        struct prune_report report;
        set_retention(home, SETTINGS[i]);
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
    struct custodian_home *home = home_with_past(OLD_RECORDS, 190);
    struct prune_report report;
    home_sql(home, LOG_DB, "INSERT INTO case_record VALUES (1, 12)");
    home_sql(home, LOG_DB, "INSERT INTO audit_case (id, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id,"
                           " opened_at, opened_seq) VALUES (1, 'many', 1, 'lina', '', 3, 1, 1, 1, 1, 1, 0, 1, 20)");
    set_retention(home, "200");
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
    "CREATE TRIGGER pruned_grows BEFORE UPDATE ON pruned WHEN new.seq <= old.seq\n"
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
        struct custodian_home *home = home_with_past(OLD_RECORDS, 190);
        struct prune_report report;
        set_retention(home, "200");
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
    struct custodian_home *home = home_with_past(OLD_RECORDS, 190);
    struct prune_report report;
    set_retention(home, "200");
    home_start(home);
    prune(home, &report);
    home_stop(home, SIGTERM);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(home_file(home, LOG_DB), &database), SQLITE_OK);
    static const char *const FORBIDDEN[] = {"DELETE FROM access", "DELETE FROM access WHERE seq = 31", "DELETE FROM pruned", "UPDATE pruned SET seq = 5"};
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof *FORBIDDEN; i++)
        assert_int_equal(sqlite3_exec(database, FORBIDDEN[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(database);
    home_free(home);
}

// --- In the midst of it

static void test_conf_5_a_custodian_killed_while_pruning_leaves_before_or_after(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(12000, 190); // three steps
    set_retention(home, "200");
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
