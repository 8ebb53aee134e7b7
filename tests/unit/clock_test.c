// Times as text in the company's zone, and dates as people write them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"

#define NOON INT64_C(1795327509123) // 2026-11-22T06:05:09.123Z

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    (void)setenv("TZ", "CST-8", 1);
    tzset();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static void test_times_are_shown_in_the_zone(void **state) {
    (void)state;
    assert_string_equal(time_minute(arena, NOON), "2026-11-22 14:05");
    assert_string_equal(time_second(arena, NOON), "2026-11-22 14:05:09");
    assert_string_equal(time_iso(arena, NOON), "2026-11-22T06:05:09.123Z");
    assert_string_equal(time_minute(arena, 0), "");
    assert_string_equal(time_second(arena, 0), "");
}

static void test_times_before_1970(void **state) {
    (void)state;
    assert_string_equal(time_iso(arena, -1), "1969-12-31T23:59:59.999Z");
    assert_string_equal(time_second(arena, -TIME_SECOND), "1970-01-01 07:59:59");
}

static void test_arc_1_year_is_the_local_one(void **state) {
    (void)state;
    assert_int_equal(time_year(INT64_C(1798732799999)), 2026); // a ms before the local new year
    assert_int_equal(time_year(INT64_C(1798732800000)), 2027);
}

static void test_dates_in_every_form(void **state) {
    (void)state;
    static const char *const forms[] = {
        "2026-01-05",
        "2026-1-5",
        "2026/1/5",
        "2026/01/05",
        "2026.1.5",
        "20260105",
        "2026年1月5日",
        "2026年01月05日",
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        char date[11] = "";
        assert_true(date_parse(forms[i], date));
        assert_string_equal(date, "2026-01-05");
    }
}

static void test_dates_that_are_none(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "2026",
        "2026-1",
        "26-1-5",
        "2026-13-1",
        "2026-0-1",
        "2026-1-0",
        "2026-1-32",
        "2026-2-29",
        "2026-4-31",
        "1900-2-29",
        "1899-12-31",
        "2200-1-1",
        "2026-1/5",
        "2026-1-5x",
        "2026-1-5 ",
        " 2026-1-5",
        "2026-001-5",
        "202601055",
        "2026010",
        "2026年1月5",
        "12026-1-5",
        "+2026-1-5",
        "2026--1-5",
        "二〇二六年一月五日",
        "2026-1-5-",
    };
    char date[11] = "kept";
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(date_parse(bad[i], date));
    assert_string_equal(date, "kept");
}

static void test_dates_at_the_limits(void **state) {
    (void)state;
    char date[11];
    assert_true(date_parse("1900-1-1", date) && date_parse("2199-12-31", date));
    assert_true(date_parse("2024-2-29", date) && date_parse("2000-2-29", date));
    assert_false(date_parse("2100-2-29", date));
}

static void test_date_start_is_local_midnight(void **state) {
    (void)state;
    assert_string_equal(time_iso(arena, date_start("2026-11-22")), "2026-11-21T16:00:00.000Z");
    assert_string_equal(time_second(arena, date_start("1900-01-01")), "1900-01-01 00:00:00");
}

static void test_system_clock_runs_in_this_century(void **state) {
    (void)state;
    const struct clock clock = clock_system();
    const int64_t now = clock_now(&clock);
    assert_true(now > INT64_C(1577836800000) && now < INT64_C(4102444800000));
    assert_true(clock_now(&clock) >= now);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_shown_in_the_zone),
        cmocka_unit_test(test_times_before_1970),
        cmocka_unit_test(test_arc_1_year_is_the_local_one),
        cmocka_unit_test(test_dates_in_every_form),
        cmocka_unit_test(test_dates_that_are_none),
        cmocka_unit_test(test_dates_at_the_limits),
        cmocka_unit_test(test_date_start_is_local_midnight),
        cmocka_unit_test(test_system_clock_runs_in_this_century),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
