// The masks of CONF-1: enough to recognise, too little to use.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/field.h"

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_mask(enum field_type type, const char *value, const char *mask) {
    const struct field field = {.key = "x", .type = type, .level = LEVEL_SECRET};
    assert_string_equal(field_mask(&field, value, arena), mask);
}

static void test_conf_1_mask_hides_middle_of_phone(void **state) {
    (void)state;
    assert_mask(FIELD_PHONE, "13800138000", "138****8000");
    assert_mask(FIELD_PHONE, "0755-23456789", "0755-****789");
    assert_mask(FIELD_PHONE, "0531-2345678", "0531-****678");
    assert_mask(FIELD_PHONE, "0755-23456789-801", "0755-****789");
    assert_mask(FIELD_PHONE, "400-820-8821", "400-****821");
    assert_mask(FIELD_PHONE, "400-820-8821-12", "400-****821");
    assert_mask(FIELD_PHONE, "+85223456789", "+85****789");
    assert_mask(FIELD_PHONE, "+123456789", "+12****789");
    assert_mask(FIELD_PHONE, "+12345678", "****");
}

static void test_conf_1_mask_of_email(void **state) {
    (void)state;
    assert_mask(FIELD_EMAIL, "zhang@example.com", "z****@example.com");
    assert_mask(FIELD_EMAIL, "abcde@example.com", "a****@example.com");
    assert_mask(FIELD_EMAIL, "abcd@example.com", "****@example.com");
    assert_mask(FIELD_EMAIL, "abc@example.com", "****");
}

static void test_conf_1_mask_of_numbers(void **state) {
    (void)state;
    assert_mask(FIELD_BANK_ACCOUNT, "6222021234561234", "6222 **** **** 1234");
    assert_mask(FIELD_BANK_ACCOUNT, "6222021234567890123", "6222 **** **** 0123");
    assert_mask(FIELD_BANK_ACCOUNT, "123456789012345", "**** 2345");
    assert_mask(FIELD_BANK_ACCOUNT, "123456789012", "**** 9012");
    assert_mask(FIELD_BANK_ACCOUNT, "12345678901", "****");
    assert_mask(FIELD_IDENTITY, "11010519491231002X", "11****2X");
    assert_mask(FIELD_CREDIT_CODE, "91110000802100433B", "9111****433B");
    assert_mask(FIELD_CODE, "12345678", "12****78");
    assert_mask(FIELD_CODE, "1234567", "****");
}

static void test_conf_1_mask_of_text(void **state) {
    (void)state;
    assert_mask(FIELD_TEXT, "广东省深圳市南山区科技园路1号", "广东省深圳市****");
    assert_mask(FIELD_TEXT, "广东省深圳市南山区科技", "广东省深****"); // two fifths of 11
    assert_mask(FIELD_TEXT, "中国工商银行", "中国****");
    assert_mask(FIELD_TEXT, "深圳工商行", "****"); // short
    assert_mask(FIELD_TEXT, "𠮷田县中央大街", "𠮷田****");
    assert_mask(FIELD_TEXT, "深1圳23456789", "深****"); // digits are never shown
    assert_mask(FIELD_TEXT, "wxid_abc123", "w****");
    assert_mask(FIELD_TEXT, "13800138000", "****");
    assert_mask(FIELD_TEXT, "_13800138000", "****");
}

static void test_conf_1_mask_hides_all_of_these_types(void **state) {
    (void)state;
    assert_mask(FIELD_NOTE, "每吨 380 元，2026 年起 375 元，含税", "****");
    assert_mask(FIELD_DATE, "1980-05-17", "****");
    assert_mask(FIELD_AMOUNT, "12345678.00", "****");
    assert_mask(FIELD_CHOICE, "decides", "****");
    assert_mask(FIELD_URL, "http://www.example.com", "****");
    assert_mask(FIELD_PERSON, "6917529027641081", "****");
    assert_mask(FIELD_REGION, "440300", "****");
    assert_mask(FIELD_NUMBER, "GD-2026-000001", "****");
}

static void test_mask_of_nothing_is_nothing(void **state) {
    (void)state;
    for (int type = FIELD_TEXT; type <= FIELD_NUMBER; type++)
        assert_mask((enum field_type)type, "", "");
}

// What is stored may be older than today's checks: no mask may rely on the form of a value.
static void test_conf_1_mask_of_odd_values_shows_nothing(void **state) {
    (void)state;
    static const char *const odd[] = {"1", "-", "+", "@", "a@", "400-", "0755-", "-12345678", "中", "400-1234567", "12-34-56"};
    for (int type = FIELD_TEXT; type <= FIELD_NUMBER; type++) {
        for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
            const struct field field = {.key = "x", .type = (enum field_type)type, .level = LEVEL_SECRET};
            const char *mask = field_mask(&field, odd[i], arena);
            assert_non_null(strstr(mask, "****"));
            assert_true(strstr(mask, odd[i]) == NULL);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_1_mask_hides_middle_of_phone),
        cmocka_unit_test(test_conf_1_mask_of_email),
        cmocka_unit_test(test_conf_1_mask_of_numbers),
        cmocka_unit_test(test_conf_1_mask_of_text),
        cmocka_unit_test(test_conf_1_mask_hides_all_of_these_types),
        cmocka_unit_test(test_mask_of_nothing_is_nothing),
        cmocka_unit_test(test_conf_1_mask_of_odd_values_shows_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
