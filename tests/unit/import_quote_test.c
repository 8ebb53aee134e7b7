// CONF-8: what looks like a confidential value is not said again where a heading, a sample or a message would.
#include <string.h>

#include "support.h"

#include "domain/import_quote.h"

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void test_conf_8_what_looks_like_a_value_is_not_quoted(void **state) {
    static const char *const VALUES[] = {"13800138000", "138 0013 8000", "１３８００１３８０００", "0755-23456789", "电话 13800138000", "+86 13800138000", "400-800-1234", "zhang@example.com", "联系 zhang@example.com",
                                         "91440300708461136T", "6222021234567890128", "11010519491231002X", "110105194912310021", "95588 12 34"};
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        assert_string_equal(import_quote(VALUES[i], *state), "…");
}

static void test_what_names_a_column_is_quoted(void **state) {
    static const char *const TEXTS[] = {"", "客户名称", "手机号", "2024-05", "2024年", "第3列", "年度 2023/2024", "A1", "区号 0755", "E-mail", "联系人1 手机", "张三"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_string_equal(import_quote(TEXTS[i], *state), TEXTS[i]);
}

static void test_conf_8_a_message_quotes_no_value(void **state) {
    const struct text said = import_quote_message((struct text){"没有同事“13800138000”，相近的有：“张三”", "No colleague “13800138000”; “张三” is"}, *state);
    assert_string_equal(said.zh, "没有同事“…”，相近的有：“张三”");
    assert_string_equal(said.en, "No colleague “…”; “张三” is");
    const struct text plain = import_quote_message((struct text){"只能是数字“", ""}, *state);
    assert_string_equal(plain.zh, "只能是数字“");
    assert_string_equal(plain.en, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_what_looks_like_a_value_is_not_quoted),
        TEST(test_what_names_a_column_is_quoted),
        TEST(test_conf_8_a_message_quotes_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
