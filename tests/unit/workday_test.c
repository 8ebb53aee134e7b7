// The working calendar: weekdays, weekends, and what an administrator says of single days (CMP-3, CONF-6).
#include <stdlib.h>
#include <string.h>

#include "domain/admin_record.h"
#include "domain/audit_case.h"
#include "domain/watch.h"
#include "domain/workday.h"
#include "support.h"

static struct fixture *fixture;
static struct actor acting;

static const struct sql *const *const LISTS[] = {ADMIN_RECORD_STATEMENTS, AUDIT_CASE_STATEMENTS, WORKDAY_STATEMENTS, NULL};

static int begin(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    acting = (struct actor){.person_id = PERSON_SELLER, .login = "x", .name = "管理员", .unit_path = "", .language = "", .grant_count = 1};
    acting.grants[0] = (struct grant){.key = "administrator", .permissions = 1u << PERM_ADMIN_SETTINGS};
    fixture->ctx.actor = &acting;
    return 0;
}

static int end(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static struct workdays days_now(void) {
    struct workdays days;
    assert_int_equal(workday_read(fixture->store, &days, fixture->arena), STATUS_OK);
    return days;
}

static bool works(const char *date) {
    const struct workdays days = days_now();
    const bool morning = workday_is_working(&days, date_start(date));
    assert_int_equal(workday_is_working(&days, date_start(date) + TIME_DAY - 1), morning);
    return morning;
}

static void refused(const char *typed, const char *zh) {
    struct text message = {NULL, NULL};
    const struct workdays now = days_now();
    const char *before = workday_text(&now, fixture->arena);
    assert_int_equal(workday_save(&fixture->ctx, typed, &message), STATUS_INVALID);
    assert_string_equal(message.zh, zh);
    const struct workdays after = days_now();
    assert_string_equal(workday_text(&after, fixture->arena), before);
}

static void saved(const char *typed) {
    struct text message;
    assert_int_equal(workday_save(&fixture->ctx, typed, &message), STATUS_OK);
}

static void test_cmp_3_holidays_and_working_weekends_of_2026(void **state) {
    (void)state;
    static const char *const WORKED[] = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10", "2026-11-23", "2026-11-27"};
    static const char *const OFF[] = {"2026-01-01", "2026-02-17", "2026-05-05", "2026-10-01", "2026-10-07", "2026-11-28", "2026-11-29", "2030-06-01"};
    for (size_t i = 0; i < sizeof WORKED / sizeof *WORKED; i++)
        if (!works(WORKED[i]))
            fail_msg("%s is worked", WORKED[i]);
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        if (works(OFF[i]))
            fail_msg("%s is a day off", OFF[i]);
}

static void test_cmp_3_the_calendar_is_replaced_by_what_is_typed(void **state) {
    (void)state;
    assert_false(works("2027-10-02"));
    saved("2027/10/2 班  国庆节 \r\n\n  2027-10-04\t放假\n2027年10月9日 work 调休");
    assert_true(works("2027-10-02") && works("2027-10-09"));
    assert_false(works("2027-10-04"));
    assert_true(works("2026-10-01")); // what was there before is gone
    const struct workdays days = days_now();
    assert_string_equal(workday_text(&days, fixture->arena), "2027-10-02 班 国庆节\n2027-10-04 休\n2027-10-09 班 调休\n");
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record WHERE kind = 'setting' AND subject = 'workdays' AND field = '2027-10-02' AND before = '' AND after = '班 国庆节'"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record WHERE subject = 'workdays' AND field = '2026-10-01' AND before = '休 国庆节' AND after = ''"), 1);
    const int64_t records = fixture_number(fixture, "SELECT count(*) FROM admin_record");
    saved(workday_text(&days, fixture->arena)); // nothing changed
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record"), records);
    saved("");
    assert_int_equal(days_now().count, 0);
}

static void test_cmp_3_what_is_wrong_is_named_by_its_line(void **state) {
    (void)state;
    refused("2026-10-01 休 国庆节\n2026-02-30 休", "第 2 行：日期应写成 2026-10-01");
    refused("国庆节", "第 1 行：日期应写成 2026-10-01");
    refused("\n2026-10-01 假", "第 2 行：日期后应写“休”或“班”");
    refused("2026-10-01", "第 1 行：日期后应写“休”或“班”");
    refused("2026-10-01 休\n2026/10/1 班", "第 2 行：这一天写了两次");
    refused("2026-10-01 休 \xff", "第 1 行：有不是文字的内容");
    struct buffer note = {.arena = fixture->arena};
    buffer_text(&note, "2026-10-01 休 ");
    for (int i = 0; i < WORKDAY_NOTE_MAX; i++)
        buffer_text(&note, "节");
    saved(note.data);
    buffer_text(&note, "节");
    refused(note.data, "第 1 行：说明最多 40 个字");
}

static void test_cmp_3_so_many_days_and_no_more(void **state) {
    (void)state;
    struct buffer text = {.arena = fixture->arena};
    for (int i = 0; i < WORKDAY_MAX; i++)
        buffer_format(&text, "%d-%02d-%02d 休\n", 2030 + i / 336, 1 + i / 28 % 12, 1 + i % 28);
    saved(text.data);
    assert_int_equal(days_now().count, WORKDAY_MAX);
    buffer_text(&text, "2099-01-01 休\n");
    refused(text.data, "第 1001 行：最多 1000 天，请删去过去的年份");
}

static void test_org_3_only_who_keeps_the_settings_changes_it(void **state) {
    (void)state;
    struct text message;
    acting.grants[0].permissions = 1u << PERM_ADMIN_PEOPLE;
    assert_int_equal(workday_save(&fixture->ctx, "", &message), STATUS_FORBIDDEN);
    assert_true(days_now().count > 0);
}

// Ten in the morning of a holiday, of a working Saturday, and of days without an entry.
static void test_conf_6_a_look_on_a_day_off_is_one_outside_working_hours(void **state) {
    (void)state;
    static const struct {
        const char *date;
        bool counts;
    } CASES[] = {{"2026-10-01", true}, {"2026-10-10", false}, {"2026-11-28", true}, {"2026-11-27", false}};
    const struct workdays days = days_now();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct access access = {.time = date_start(CASES[i].date) + 10 * TIME_HOUR, .person_id = 1, .customer_id = 1, .channel = CHANNEL_PAGE, .result = RESULT_DISCLOSED, .purpose_text = ""};
        assert_int_equal(watch_counts(&access, 0, &days) >> WATCH_NIGHT & 1, CASES[i].counts);
        access.time = date_start(CASES[i].date) + 22 * TIME_HOUR;
        assert_int_equal(watch_counts(&access, 0, &days) >> WATCH_NIGHT & 1, 1);
    }
}

static int64_t notices(void) {
    return fixture_number(fixture, "SELECT count(*) FROM audit_notice WHERE kind = 'calendar' AND person_id = by_id");
}

// Else whoever keeps the settings could take the nights and weekends of looking things up out of sight, and put them back.
static void test_conf_6_that_days_off_become_working_days_is_put_before_the_auditor(void **state) {
    (void)state;
    fixture->now = date_start("2026-11-25") + 9 * TIME_HOUR;
    saved("2026-11-26 休\n2026-11-27 休 厂庆\n2026-12-05 休\n2026-12-12 休");
    assert_int_equal(notices(), 0); // fewer working days; the holidays that went are long past
    saved("2026-11-26 休\n2026-11-27 休 周年\n2026-12-12 休 周末");
    assert_int_equal(notices(), 0); // a weekend stays one without being entered
    saved("2026-11-26 休\n2026-11-27 休\n2026-11-28 班");
    assert_int_equal(notices(), 1);
    saved("2026-11-26 休\n2026-11-27 休\n2026-11-28 班\n2026-11-29 班"); // within the same minute: one case
    assert_int_equal(notices(), 1);
    fixture->now += TIME_MINUTE;
    saved("2026-11-26 休\n2026-11-28 班\n2026-11-29 班"); // a holiday is taken out
    assert_int_equal(notices(), 2);
    fixture->now += TIME_MINUTE;
    saved("2026-11-28 班\n2026-11-29 休");
    assert_int_equal(notices(), 3);
    fixture->now += TIME_MINUTE;
    saved("2025-10-04 班\n2026-11-28 班\n2026-11-29 休"); // so long ago that nobody looks any more
    assert_int_equal(notices(), 3);
    assert_string_equal(watch_label("calendar").zh, "工作日历改动");
    assert_true(watch_notice_weight("calendar") > 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_cmp_3_holidays_and_working_weekends_of_2026),
        TEST(test_cmp_3_the_calendar_is_replaced_by_what_is_typed),
        TEST(test_cmp_3_what_is_wrong_is_named_by_its_line),
        TEST(test_cmp_3_so_many_days_and_no_more),
        TEST(test_org_3_only_who_keeps_the_settings_changes_it),
        TEST(test_conf_6_a_look_on_a_day_off_is_one_outside_working_hours),
        TEST(test_conf_6_that_days_off_become_working_days_is_put_before_the_auditor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
