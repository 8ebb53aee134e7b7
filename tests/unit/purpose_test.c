// The purposes of CONF-2, and which texts say something.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/purpose.h"

static void test_conf_2_purposes(void **state) {
    (void)state;
    unsigned count = 0;
    for (const struct purpose *purpose = PURPOSES; purpose->key != NULL; purpose++, count++) {
        assert_ptr_equal(purpose_find(purpose->key), purpose); // also: no key twice
        assert_true(purpose->label.zh[0] != '\0' && purpose->label.en[0] != '\0');
    }
    assert_true(count >= 5);
    assert_non_null(purpose_find(PURPOSE_SEARCH));
    assert_null(purpose_find(""));
    assert_null(purpose_find("curiosity"));
}

static void test_conf_2_text_that_says_something(void **state) {
    (void)state;
    static const char *const good[] = {
        "核对付款账号",
        "合同 2026-031 开票",
        "客户来电要求核对账号",
        "季度对账",
        "王𠮷要求更正",
        "Refund for order 88123",
        "call back about invoice",
        "AB-12 合同付款",
        "法院调取",
        "给张三寄生日贺卡",
        "公司要求核对三季度应收账款",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (!purpose_text_meaningful(good[i]))
            fail_msg("refused: %s", good[i]);
    }
}

static void test_conf_2_text_that_says_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "   ",
        "查账号",
        "1111",
        "12345678",
        "。。。。。。",
        "----",
        "1.2.3.4",
        "测试测试",
        "测试测试测",
        "测 试 测 试",
        "无无无无",
        "asdf",
        "asdfasdf",
        "ASDF",
        "ａｓｄｆ",
        "qwer1234",
        "qwerty",
        "zxcvbn",
        "abcd",
        "abcdefg",
        "test",
        "test 123",
        "testing",
        "Test Test",
        "工作需要",
        "业务需要",
        "工作需要。",
        "查看一下",
        "没有原因",
        "不知道",
        "aaaa bbbb",
        "xxxx",
        "a1b1",
        "hahahaha",
        "需要查看情况",
        "just looking",
        "none none",
        "对对对对账账账",
        "\u3000\u3000\u3000\u3000",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (purpose_text_meaningful(bad[i]))
            fail_msg("accepted: %s", bad[i]);
    }
}

static void test_conf_2_text_limits(void **state) {
    (void)state;
    assert_false(purpose_text_meaningful("核对账"));
    assert_true(purpose_text_meaningful("核对账目"));
    // 199, 200 and 201 characters that do not repeat
    char text[PURPOSE_TEXT_MAX * 3 + 4] = "";
    for (size_t i = 0; i <= PURPOSE_TEXT_MAX; i++) {
        const size_t point = 0x4E00 + i * 7;
        text[3 * i] = (char)(0xE0 | point >> 12);
        text[3 * i + 1] = (char)(0x80 | (point >> 6 & 0x3F));
        text[3 * i + 2] = (char)(0x80 | (point & 0x3F));
    }
    assert_int_equal(strlen(text), PURPOSE_TEXT_MAX * 3 + 3);
    assert_false(purpose_text_meaningful(text));
    text[strlen(text) - 3] = '\0';
    assert_true(purpose_text_meaningful(text));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_2_purposes),
        cmocka_unit_test(test_conf_2_text_that_says_something),
        cmocka_unit_test(test_conf_2_text_that_says_nothing),
        cmocka_unit_test(test_conf_2_text_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
