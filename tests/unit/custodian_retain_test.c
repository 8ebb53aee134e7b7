// A shorter retention is one administrator's word: it waits for 30 days before the auditor's eyes (CONF-5, CONF-6).
#include "domain/retention.h"
#include "past_log.h"

#include <inttypes.h>

static struct prune_report prune(struct custodian_home *home) {
    struct prune_report report;
    assert_int_equal(custody_prune(home->client, &report), STATUS_OK);
    return report;
}

static int64_t number(struct custodian_home *home, const char *sql) {
    return home_sql(home, LOG_DB, sql);
}

#define NOTES(like) "SELECT count(*) FROM access WHERE channel = 8 AND result = 21 AND field LIKE 'retention=" like "%'"
#define CASES(rule) "SELECT count(*) FROM audit_case WHERE rule = '" rule "'"

// A running custodian whose log has records of a year ago and more; nothing goes by the usual three years.
static struct custodian_home *year_old(void) {
    struct custodian_home *home = home_with_past(40, 300); // 300 … 339 days old
    home_start(home);
    const struct prune_report report = prune(home);
    assert_int_equal(report.days, RETENTION_DAYS_USUAL);
    assert_int_equal(report.removed, 0);
    return home;
}

// Lets the wait be over in so many ms, on the custodian's own clock.
static void wait_has(struct custodian_home *home, int64_t left) {
    const int64_t due = now() + left;
    home_sql(home, LOG_DB, arena_format(home->fixture->arena, "UPDATE retention SET due = %" PRId64, due));
}

static void test_conf_5_months_are_shown_as_they_were_set(void **state) {
    (void)state;
    for (int64_t months = 6; months <= 120; months++)
        assert_int_equal(retention_months(retention_of_months(months)), months);
    assert_int_equal(retention_of_months(36), RETENTION_DAYS_USUAL);
    assert_int_equal(retention_of_months(6), RETENTION_DAYS_LEAST);
}

static void test_conf_5_a_shorter_retention_waits_30_days(void **state) {
    (void)state;
    struct custodian_home *home = year_old();
    set_months(home, "6");
    struct prune_report report = prune(home);
    assert_int_equal(report.days, RETENTION_DAYS_USUAL);
    assert_int_equal(report.removed, 0);
    assert_true(report.shorter_at > now() + 30 * TIME_DAY - TIME_HOUR && report.shorter_at <= now() + 30 * TIME_DAY);
    assert_int_equal(number(home, NOTES("shorter days=183 was=1095 due=20")), 1);
    assert_int_equal(number(home, CASES("retention")), 1);
    // By hand as often as one likes, and over a restart.
    for (int i = 0; i < 3; i++)
        assert_int_equal(prune(home).removed, 0);
    home_stop(home, SIGTERM);
    home_start(home);
    assert_int_equal(prune(home).shorter_at, report.shorter_at);
    assert_int_equal(number(home, CASES("retention")), 1);
    // An hour before the 30 days are over, and behind them.
    wait_has(home, TIME_HOUR);
    assert_int_equal(prune(home).removed, 0);
    wait_has(home, -1);
    report = prune(home);
    assert_int_equal(report.days, RETENTION_DAYS_LEAST);
    assert_int_equal(report.removed, 40);
    assert_int_equal(report.shorter_at, 0);
    assert_int_equal(number(home, NOTES("holds days=183")), 1);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    home_free(home);
}

static void test_conf_5_a_shorter_retention_can_be_taken_back(void **state) {
    (void)state;
    struct custodian_home *home = year_old();
    set_months(home, "6");
    assert_true(prune(home).shorter_at > 0);
    wait_has(home, TIME_HOUR);
    set_months(home, "36");
    struct prune_report report = prune(home);
    assert_int_equal(report.shorter_at, 0);
    assert_int_equal(report.removed, 0);
    assert_int_equal(number(home, NOTES("taken-back days=1095")), 1);
    // Again: the 30 days begin anew, with a case of its own.
    home_sql(home, LOG_DB, "UPDATE retention SET clock = clock - 60000");
    set_months(home, "6");
    assert_true(prune(home).shorter_at > now() + 29 * TIME_DAY);
    assert_true(number(home, CASES("retention")) >= 1);
    home_free(home);
}

static void test_conf_5_a_longer_retention_holds_at_once(void **state) {
    (void)state;
    struct custodian_home *home = year_old();
    set_months(home, "120");
    struct prune_report report = prune(home);
    assert_int_equal(report.days, 3650);
    assert_int_equal(report.shorter_at, 0);
    assert_int_equal(number(home, NOTES("longer days=3650")), 1);
    assert_int_equal(number(home, CASES("retention")), 0);
    // What is usual is a shortening now.
    set_months(home, "36");
    report = prune(home);
    assert_int_equal(report.days, 3650);
    assert_true(report.shorter_at > 0);
    home_free(home);
}

static void test_conf_5_a_still_shorter_retention_waits_anew(void **state) {
    (void)state;
    struct custodian_home *home = year_old();
    set_months(home, "12");
    prune(home);
    wait_has(home, TIME_HOUR);
    set_months(home, "24"); // less short: goes on waiting
    struct prune_report report = prune(home);
    assert_true(report.shorter_at > 0 && report.shorter_at < now() + 2 * TIME_HOUR);
    set_months(home, "6");
    report = prune(home);
    assert_true(report.shorter_at > now() + 29 * TIME_DAY);
    assert_int_equal(number(home, CASES("retention")), 2);
    wait_has(home, -1);
    assert_int_equal(prune(home).days, RETENTION_DAYS_LEAST);
    home_free(home);
}

// The custodian's own clock goes on with the system's, but not by leaps: here it is far behind, as if the system's had leapt.
static void test_conf_5_a_clock_that_leaps_ahead_shortens_nothing_unnoticed(void **state) {
    (void)state;
    struct custodian_home *home = year_old();
    set_months(home, "6");
    prune(home);
    home_sql(home, LOG_DB, "UPDATE retention SET clock = clock - 40 * 86400000, due = due - 40 * 86400000"); // so due is 10 days ago by the system's
    assert_int_equal(number(home, "SELECT due < CAST(strftime('%s') AS INTEGER) * 1000 FROM retention"), 1);
    struct prune_report report = prune(home);
    assert_int_equal(report.days, RETENTION_DAYS_USUAL);
    assert_true(report.shorter_at > 0);
    assert_int_equal(number(home, NOTES("clock behind=")), 1);
    assert_int_equal(number(home, CASES("clock")), 1);
    for (int i = 0; i < 5; i++) // told once
        assert_int_equal(prune(home).removed, 0);
    assert_int_equal(number(home, NOTES("clock behind=")), 1);
    // A new start is given one hour's worth, which catches up by one day.
    home_stop(home, SIGTERM);
    home_start(home);
    const int64_t before = number(home, "SELECT clock FROM retention");
    assert_int_equal(prune(home).days, RETENTION_DAYS_USUAL);
    assert_true(number(home, "SELECT clock FROM retention") <= before + 2 * TIME_DAY);
    // A clock that was set back lets ours stand.
    home_sql(home, LOG_DB, "UPDATE retention SET clock = clock + 400 * 86400000, due = due + 400 * 86400000");
    const int64_t ahead = number(home, "SELECT clock FROM retention");
    assert_int_equal(prune(home).days, RETENTION_DAYS_USUAL);
    assert_int_equal(number(home, "SELECT clock FROM retention"), ahead);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    home_free(home);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_5_months_are_shown_as_they_were_set),
        cmocka_unit_test(test_conf_5_a_shorter_retention_waits_30_days),
        cmocka_unit_test(test_conf_5_a_shorter_retention_can_be_taken_back),
        cmocka_unit_test(test_conf_5_a_longer_retention_holds_at_once),
        cmocka_unit_test(test_conf_5_a_still_shorter_retention_waits_anew),
        cmocka_unit_test(test_conf_5_a_clock_that_leaps_ahead_shortens_nothing_unnoticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
