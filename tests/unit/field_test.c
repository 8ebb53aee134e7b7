// What was typed into a field of each type: accepted and made canonical, or refused with words that help.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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

static const struct field *field_of(const char *key) {
    const struct field *field = field_find(&CUSTOMER_FIELDS, key);
    if (field == NULL)
        field = field_find(&CONTACT_FIELDS, key);
    assert_non_null(field);
    return field;
}

struct row {
    const char *typed;
    const char *value;   // canonical, or NULL: refused
    const char *message; // then: a piece of what is said in Chinese
};

static void check_rows(const struct field *field, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *value = NULL;
        struct text message = {0};
        const enum status status = field_check(field, rows[i].typed, arena, &value, &message);
        if (rows[i].value != NULL) {
            if (status != STATUS_OK)
                fail_msg("%s: \"%s\" is refused: %s", field->key, rows[i].typed, message.zh);
            assert_string_equal(value, rows[i].value);
            assert_null(message.zh);
            continue;
        }
        if (status != STATUS_INVALID)
            fail_msg("%s: \"%s\" is accepted as %s", field->key, rows[i].typed, value);
        assert_string_equal(value, "");
        assert_non_null(message.en);
        if (strstr(message.zh, rows[i].message) == NULL)
            fail_msg("%s: \"%s\": %s", field->key, rows[i].typed, message.zh);
    }
}
#define CHECK(key, ...)                                                     \
    do {                                                                    \
        const struct row rows_[] = {__VA_ARGS__};                           \
        check_rows(field_of(key), rows_, sizeof(rows_) / sizeof(rows_[0])); \
    } while (0)

static void test_text(void **state) {
    (void)state;
    CHECK("name",
          {"  上海王𠮷钢铁有限公司　", "上海王𠮷钢铁有限公司", NULL},
          {"ＡＢＣ（中国）有限公司", "ＡＢＣ（中国）有限公司", NULL}, // full-width stays
          {"", NULL, "请填写公司名称"},
          {" 　\u200B\n", NULL, "请填写公司名称"},
          {"中", NULL, "至少 2 个字，现在 1 个"},
          {"中国\n银行", NULL, "不能换行"},
          {"中国\t银行", NULL, "不能换行"},
          {"中国\x01银行", NULL, "控制字符"},
          {"中国\xE2\x80\xAE银行\xE2\x80\xAC行", NULL, "控制字符"},
          {"中国\xFF", NULL, "UTF-8"});
    CHECK("address", {"", "", NULL}, {"广东省深圳市****", "广东省深圳市****", NULL}); // not confidential: stars are stars
}

static void test_limit_message_has_figures_in_both_languages(void **state) {
    (void)state;
    struct buffer long_name = {.arena = arena};
    for (int i = 0; i < 103; i++)
        buffer_text(&long_name, "字");
    const char *value;
    struct text message = {0};
    assert_int_equal(field_check(field_of("name"), long_name.data, arena, &value, &message), STATUS_INVALID);
    assert_string_equal(message.zh, "最多 100 个字，现在 103 个");
    assert_string_equal(message.en, "At most 100 characters; there are 103.");
}

static void test_note(void **state) {
    (void)state;
    CHECK("remarks", {" 一\r\n二\r三\n\t四 ", "一\n二\n三\n\t四", NULL}, {"a\x7F", NULL, "控制字符"});
}

static void test_conf_1_mask_is_no_value(void **state) {
    (void)state;
    CHECK("home_address", {"广东省深圳市****", NULL, "掩码"}, {"*", "*", NULL});
    CHECK("phone", {"138****1234", NULL, "掩码"});
    CHECK("email", {"z****@example.com", NULL, "掩码"});
    CHECK("price", {"****", NULL, "掩码"});
    CHECK("bank_account", {"6222 **** **** 1234", NULL, "掩码"});
}

static void test_choice(void **state) {
    (void)state;
    CHECK("kind",
          {"supplier", "supplier", NULL},
          {"供应商", "supplier", NULL},
          {"Supplier", "supplier", NULL},
          {" SUPPLIER ", "supplier", NULL},
          {"特殊类/银行", "special_bank", NULL},
          {"特殊类 银行", "special_bank", NULL},
          {"", "", NULL},
          {"客户", NULL, "不在可选项之中，只能是：供应商、经销商、协议户"},
          {"-", NULL, "不在可选项之中"});
}

static void test_date(void **state) {
    (void)state;
    CHECK("cooperation_start",
          {"２０２６年１月５日", "2026-01-05", NULL},
          {" 2026/1/5 ", "2026-01-05", NULL},
          {"1900-01-01", "1900-01-01", NULL},
          {"2199-12-31", "2199-12-31", NULL},
          {"1899-12-31", NULL, "2026-01-05"},
          {"2026-02-30", NULL, "不是有效的日期"});
}

static void test_amount(void **state) {
    (void)state;
    CHECK("registered_capital",
          {"0", "0.00", NULL},
          {"1234.5", "1234.50", NULL},
          {"１，２３４．５", "1234.50", NULL},
          {"¥1,234,567.89 元", "1234567.89", NULL},
          {"￥12", "12.00", NULL},
          {"人民币 500 万元", "5000000.00", NULL},
          {"1.23456789亿", "123456789.00", NULL},
          {"0.000001万", "0.01", NULL},
          {"12.5000", "12.50", NULL},
          {"007", "7.00", NULL},
          {"999999999999.99", "999999999999.99", NULL},
          {"1000000000000", NULL, "999,999,999,999.99"},
          {"10000 亿", NULL, "999,999,999,999.99"},
          {"99999999999999999999999999999999", NULL, "999,999,999,999.99"},
          {"12.345", NULL, "两位小数"},
          {"0.0000001万", NULL, "两位小数"},
          {"-1", NULL, "负数"},
          {"¥-1", NULL, "负数"},
          {"1,23", NULL, "不是有效的金额"},
          {"1234,567", NULL, "不是有效的金额"},
          {",123", NULL, "不是有效的金额"},
          {"1.", NULL, "不是有效的金额"},
          {".5", NULL, "不是有效的金额"},
          {"1.2.3", NULL, "不是有效的金额"},
          {"1e3", NULL, "不是有效的金额"},
          {"元", NULL, "不是有效的金额"},
          {"¥", NULL, "不是有效的金额"});
}

static void test_phone_mobile(void **state) {
    (void)state;
    CHECK("mobile",
          {"13800138000", "13800138000", NULL},
          {"138-0013-8000", "13800138000", NULL},
          {"１３８ ００１３ ８０００", "13800138000", NULL},
          {"+86 138 0013 8000", "13800138000", NULL},
          {"(+86)13800138000", "13800138000", NULL},
          {"+8613800138000", "13800138000", NULL},
          {"0086-13800138000", "13800138000", NULL},
          {"8613800138000", "13800138000", NULL},
          {"\xE2\x80\xAD"
           "19912345678\xE2\x80\xAC",
           "19912345678", NULL}, // as pasted from an address book
          {"1380013800", NULL, "手机号应为 11 位数字，现在 10 位"},
          {"138001380001", NULL, "现在 12 位"},
          {"12800138000", NULL, "不是有效的电话号码"},
          {"13800138000-1", NULL, "现在 12 位"},
          {"13800138000/13900139000", NULL, "不是有效的电话号码"});
}

static void test_phone_fixed(void **state) {
    (void)state;
    CHECK("phone",
          {"0755-23456789", "0755-23456789", NULL},
          {"(0755)23456789", "0755-23456789", NULL},
          {"0755—2345 6789", "0755-23456789", NULL},
          {"075523456789", "0755-23456789", NULL},
          {"05312345678", "0531-2345678", NULL},
          {"01065529988", "010-65529988", NULL},
          {"021 6552 9988", "021-65529988", NULL},
          {"+86 10 6552 9988", "010-65529988", NULL},
          {"+86 (0755) 23456789", "0755-23456789", NULL},
          {"86-755-23456789", "0755-23456789", NULL},
          {"0755-23456789-801", "0755-23456789-801", NULL},
          {"0755-23456789 转 801", "0755-23456789-801", NULL},
          {"0755-23456789转分机801", "0755-23456789-801", NULL},
          {"010-65529988 ext.12", "010-65529988-12", NULL},
          {"010-65529988x12", "010-65529988-12", NULL},
          {"0531-2345678-9", "0531-2345678-9", NULL}, // not the number 23456789
          {"0755-23456789-1234567", NULL, "不是有效的电话号码"},
          {"010-2345678", NULL, "不是有效的电话号码"}, // 8 digits where the area code has 3
          {"0755-234567890", NULL, "不是有效的电话号码"},
          {"0155-23456789", NULL, "不是有效的电话号码"},
          {"0755-02345678", NULL, "不是有效的电话号码"},
          {"23456789", NULL, "固定电话请加区号"},
          {"2345678", NULL, "固定电话请加区号"},
          {"0755-23456789转", NULL, "不是有效的电话号码"},
          {"转0755-23456789", NULL, "不是有效的电话号码"});
}

static void test_phone_tails(void **state) {
    (void)state;
    static const char *const TAILS[][2] = {{"13800138000", "8000"}, {"0755-12345678", "5678"}, {"0755-12345678-801", "5678"}, {"010-12345678", "5678"}, {"400-820-8820", "8820"}, {"400-820-8820-1", "8820"}, {"+85223456789", "6789"}};
    for (size_t i = 0; i < sizeof TAILS / sizeof *TAILS; i++)
        assert_string_equal(phone_tail(TAILS[i][0], arena), TAILS[i][1]);
    assert_null(phone_tail("123", arena));
    assert_null(phone_tail("", arena));
    assert_string_equal(phone_tail_typed(" １２３４ ", arena), "1234");
    static const char *const NONE[] = {"", "123", "12345", "12a4", "12 34", "\xff"};
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_null(phone_tail_typed(NONE[i], arena));
}

static void test_phone_others(void **state) {
    (void)state;
    CHECK("phone",
          {"400-820-8820", "400-820-8820", NULL},
          {"4008208820", "400-820-8820", NULL},
          {"800 820 8820 转 1", "800-820-8820-1", NULL},
          {"400820882", NULL, "不是有效的电话号码"},
          {"+852 2345 6789", "+85223456789", NULL},
          {"00852-2345-6789", "+85223456789", NULL},
          {"+1 (212) 555-0123", "+12125550123", NULL},
          {"+123456", NULL, "不是有效的电话号码"},
          {"+1234567", "+1234567", NULL},
          {"+123456789012345", "+123456789012345", NULL},
          {"+1234567890123456", NULL, "不是有效的电话号码"},
          {"+0123456789", NULL, "不是有效的电话号码"},
          {"+86 123", NULL, "不是有效的电话号码"},
          {"+", NULL, "不是有效的电话号码"},
          {"电话 13800138000", NULL, "不是有效的电话号码"},
          {"-", NULL, "不是有效的电话号码"});
}

static void test_email(void **state) {
    (void)state;
    CHECK("email",
          {" Li.Lei+a@Example.COM ", "li.lei+a@example.com", NULL},
          {"ａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "a@example.com", NULL},
          {"a_b-c@mail.x-y.example.com", "a_b-c@mail.x-y.example.com", NULL},
          {"", "", NULL},
          {"a@example", NULL, "不是有效的 E-mail"},
          {"a.example.com", NULL, "不是有效的 E-mail"},
          {"@example.com", NULL, "不是有效的 E-mail"},
          {"a@@example.com", NULL, "不是有效的 E-mail"},
          {".a@example.com", NULL, "不是有效的 E-mail"},
          {"a.@example.com", NULL, "不是有效的 E-mail"},
          {"a..b@example.com", NULL, "不是有效的 E-mail"},
          {"a b@example.com", NULL, "不是有效的 E-mail"},
          {"a@-x.example.com", NULL, "不是有效的 E-mail"},
          {"a@x-.example.com", NULL, "不是有效的 E-mail"},
          {"a@x..example.com", NULL, "不是有效的 E-mail"},
          {"a@example.c", NULL, "不是有效的 E-mail"},
          {"a@127.0.0.1", NULL, "不是有效的 E-mail"},
          {"张@example.com", NULL, "不是有效的 E-mail"},
          {"a@example.com;b@example.com", NULL, "不是有效的 E-mail"});
}

static bool email_accepted(unsigned mailbox, unsigned label) {
    const char *value;
    struct text message;
    const char *typed = arena_format(arena, "%0*d@%0*d.example.com", (int)mailbox, 1, (int)label, 1);
    return field_check(field_of("email"), typed, arena, &value, &message) == STATUS_OK;
}

static void test_email_limits(void **state) {
    (void)state;
    assert_true(email_accepted(64, 1) && email_accepted(1, 63));
    assert_false(email_accepted(65, 1) || email_accepted(1, 64));
}

static void test_url(void **state) {
    (void)state;
    CHECK("website",
          {"www.example.com", "http://www.example.com", NULL},
          {"HTTPS://www.example.com/a?b=c#d", "https://www.example.com/a?b=c#d", NULL},
          {"http://10.0.0.1:8080/", "http://10.0.0.1:8080/", NULL},
          {"http://公司.中国/关于", "http://公司.中国/关于", NULL},
          {"javascript:alert(1)", NULL, "不是有效的网址"},
          {"ftp://example.com", NULL, "不是有效的网址"},
          {"http://example.com:80@example.com", NULL, "不是有效的网址"},
          {"http://example.com:0", NULL, "不是有效的网址"},
          {"http://example.com:65536", NULL, "不是有效的网址"},
          {"http://example.com:", NULL, "不是有效的网址"},
          {"127.0.0.256", NULL, "不是有效的网址"},
          {"http://localhost", NULL, "不是有效的网址"},
          {"http://example.com/a b", NULL, "不是有效的网址"},
          {"http://example.com/\"><script>", NULL, "不是有效的网址"},
          {"http://", NULL, "不是有效的网址"});
}

static void test_url_length_counts_the_scheme(void **state) {
    (void)state;
    struct buffer url = {.arena = arena};
    buffer_text(&url, "www.example.com/");
    while (url.length < 194)
        buffer_text(&url, "a");
    const char *value;
    struct text message;
    assert_int_equal(field_check(field_of("website"), url.data, arena, &value, &message), STATUS_INVALID);
    assert_string_equal(message.zh, "最多 200 个字，现在 201 个");
    url.data[193] = '\0';
    assert_int_equal(field_check(field_of("website"), url.data, arena, &value, &message), STATUS_OK);
    assert_int_equal(strlen(value), 200);
}

static void test_codes(void **state) {
    (void)state;
    CHECK("tax_no",
          {"9144 0300 1234 5678 9x", "91440300123456789X", NULL},
          {"１２３４５６７８９０１２３４５", "123456789012345", NULL},
          {"12345 67890 1234", NULL, "至少 15 个字，现在 14 个"},
          {"123456789012345678901", NULL, "最多 20 个字，现在 21 个"},
          {"1234567890_12345", NULL, "只能有字母、数字和连字符"});
    CHECK("archive_no", {"gd-2026-000001", "GD-2026-000001", NULL});
}

static void test_arc_2_credit_code(void **state) {
    (void)state;
    CHECK("credit_code",
          {"91110000802100433B", "91110000802100433B", NULL},
          {"９１１１００００ ８０２１００４３３ｂ", "91110000802100433B", NULL},
          {"91350100M000100Y43", "91350100M000100Y43", NULL},
          {"91110000802100433A", NULL, "校验码不符"},
          {"362322198709086409", NULL, "前两位 36"}, // an identity number with a good check character
          {"91990000802100433B", NULL, "第 3 至 8 位 990000"},
          {"9111000080210043OB", NULL, "没有 I、O、S、V、Z"},
          {"9111000080210043中B", NULL, "没有 I、O、S、V、Z"},
          {"9111000080210043", NULL, "应为 18 位，现在 16 位"},
          {"中国", NULL, "没有 I、O、S、V、Z"});
}

static void test_bank_account(void **state) {
    (void)state;
    CHECK("bank_account",
          {"6222 0212 3456 7890 123", "6222021234567890123", NULL},
          {"4000-0212-3456", "400002123456", NULL},
          {"12345678", "12345678", NULL},
          {"123456789012345678901234567890", "123456789012345678901234567890", NULL},
          {"1234567", NULL, "8 至 30 位数字，现在 7 位"},
          {"1234567890123456789012345678901", NULL, "现在 31 位"},
          {"NRA12345678", NULL, "只能有数字"},
          {"-", NULL, "现在 0 位"});
}

static void test_identity(void **state) {
    (void)state;
    CHECK("identity_no",
          {"11010519491231002X", "11010519491231002X", NULL},
          {"110105 19491231 002x", "11010519491231002X", NULL},
          {"440524188001010014", NULL, "出生日期不存在"}, // before 1900
          {"110105194912310021", NULL, "校验码不符"},
          {"110105491231002", NULL, "应为 18 位，现在 15 位"},
          {"11010519491231X02X", NULL, "只能有数字"},
          {"110105194912310A21", NULL, "只能有数字"},
          {"99010519491231002X", NULL, "前两位 99"},
          {"11010519490231002X", NULL, "出生日期不存在"});
}

static void test_region_and_person(void **state) {
    (void)state;
    CHECK("region", {"440300", "440300", NULL}, {"４４０３００", "440300", NULL}, {"4403", NULL, "6 位"}, {"深圳", NULL, "6 位"});
    CHECK("owner", {"1", "1", NULL}, {"6917529027641081", "6917529027641081", NULL}, {"0", NULL, "同事"}, {"-1", NULL, "同事"},
          {"12345678901234567", NULL, "同事"}, {"1a", NULL, "同事"});
}

static void test_display(void **state) {
    (void)state;
    assert_string_equal(field_display(field_of("kind"), "special_bank", LANG_ZH, arena), "特殊类：银行");
    assert_string_equal(field_display(field_of("kind"), "special_bank", LANG_EN, arena), "Special: bank");
    assert_string_equal(field_display(field_of("kind"), "gone", LANG_ZH, arena), "gone");
    assert_string_equal(field_display(field_of("credit_limit"), "1234567.80", LANG_ZH, arena), "1,234,567.80");
    assert_string_equal(field_display(field_of("credit_limit"), "999.00", LANG_ZH, arena), "999.00");
    assert_string_equal(field_display(field_of("credit_limit"), "1000.00", LANG_ZH, arena), "1,000.00");
    assert_string_equal(field_display(field_of("credit_limit"), "", LANG_ZH, arena), "");
    assert_string_equal(field_display(field_of("bank_account"), "6222021234567890123", LANG_EN, arena), "6222 0212 3456 7890 123");
    assert_string_equal(field_display(field_of("name"), "王𠮷", LANG_EN, arena), "王𠮷");
}

static void test_finding(void **state) {
    (void)state;
    assert_ptr_equal(catalogue_table(&BUILT_IN_CATALOGUE, KIND_CUSTOMER), &CUSTOMER_FIELDS);
    assert_ptr_equal(catalogue_table(&BUILT_IN_CATALOGUE, KIND_CONTACT), &CONTACT_FIELDS);
    assert_null(catalogue_table(&BUILT_IN_CATALOGUE, (enum kind)0));
    assert_null(catalogue_table(&BUILT_IN_CATALOGUE, (enum kind)3));
    assert_int_equal(field_index(&CUSTOMER_FIELDS, "archive_no"), 0);
    assert_int_equal(field_index(&CUSTOMER_FIELDS, "nothing"), -1);
    assert_null(field_find(&CUSTOMER_FIELDS, ""));
    assert_string_equal(level_label(LEVEL_TOP).zh, "机密");
    assert_string_equal(level_label((enum level)4).zh, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_limit_message_has_figures_in_both_languages),
        cmocka_unit_test(test_note),
        cmocka_unit_test(test_conf_1_mask_is_no_value),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_date),
        cmocka_unit_test(test_amount),
        cmocka_unit_test(test_phone_mobile),
        cmocka_unit_test(test_phone_fixed),
        cmocka_unit_test(test_phone_others),
        cmocka_unit_test(test_phone_tails),
        cmocka_unit_test(test_email),
        cmocka_unit_test(test_email_limits),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_url_length_counts_the_scheme),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_arc_2_credit_code),
        cmocka_unit_test(test_bank_account),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_region_and_person),
        cmocka_unit_test(test_display),
        cmocka_unit_test(test_finding),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
