// The language a browser asks for, and the words for a status.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"
#include "base/text.h"

static void test_accept_language(void **state) {
    (void)state;
    static const struct {
        const char *header;
        enum lang lang;
    } rows[] = {
        {NULL, LANG_ZH},
        {"", LANG_ZH},
        {"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH},
        {"en-US,en;q=0.9,zh-CN;q=0.8", LANG_EN},
        {"en-US,zh-CN", LANG_EN}, // equal: the first
        {"zh-CN,en-US", LANG_ZH},
        {"fr-FR,fr;q=0.9,en;q=0.5", LANG_EN},
        {"fr-FR,fr;q=0.9", LANG_ZH}, // neither
        {"fr,*;q=0.5", LANG_ZH},
        {"EN", LANG_EN},
        {"en;q=0", LANG_ZH},
        {"en;q=0.001, zh;q=0", LANG_EN},
        {"en;q=0,*", LANG_ZH},
        {"zh;q=0,*", LANG_EN},
        {"zh;q=0.3,*", LANG_EN},
        {"en;q=0.8, zh;q=0.9", LANG_ZH},
        {"en ; q=0.9 , zh;q=0.8", LANG_EN},
        {"en;q=1.000,zh;q=0.999", LANG_EN},
        {"en;q=1.001", LANG_ZH}, // no quality at all: passed over
        {"en;q=2", LANG_ZH},
        {"en;q=0.1234", LANG_ZH},
        {"en;level=1", LANG_ZH},
        {"english", LANG_ZH},
        {"zha,en;q=0.1", LANG_EN},
        {",,;q=,-,en", LANG_EN},
        {"en;", LANG_ZH},
        {"en;q=", LANG_ZH},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (lang_accepted(rows[i].header) != rows[i].lang)
            fail_msg("%s gives %s", rows[i].header, lang_code(lang_accepted(rows[i].header)));
    }
}

static void test_text_in(void **state) {
    (void)state;
    const struct text text = {"客户", "Customer"};
    assert_string_equal(text_in(LANG_ZH, text), "客户");
    assert_string_equal(text_in(LANG_EN, text), "Customer");
    assert_string_equal(lang_code(LANG_ZH), "zh");
    assert_string_equal(lang_code(LANG_EN), "en");
}

static void test_every_status_has_code_and_name(void **state) {
    (void)state;
    for (unsigned status = 0; status < STATUS_COUNT; status++) {
        assert_in_range(status_http((enum status)status), status == STATUS_OK ? 200 : 400, status == STATUS_OK ? 200 : 503);
        assert_string_not_equal(status_name((enum status)status), "unknown");
    }
    assert_int_equal(status_http(STATUS_INVALID), 422);
    assert_int_equal(status_http(STATUS_UNAVAILABLE), 503);
    assert_int_equal(status_http(STATUS_COUNT), 500);
    assert_string_equal(status_name(STATUS_NOT_FOUND), "not_found");
    assert_string_equal(status_name(STATUS_COUNT), "unknown");
}

static enum status passes_on(enum status given, int *reached) {
    TRY(given);
    *reached += 1;
    return STATUS_CONFLICT;
}

static void test_try_returns_failures(void **state) {
    (void)state;
    int reached = 0;
    assert_int_equal(passes_on(STATUS_FORBIDDEN, &reached), STATUS_FORBIDDEN);
    assert_int_equal(reached, 0);
    assert_int_equal(passes_on(STATUS_OK, &reached), STATUS_CONFLICT);
    assert_int_equal(reached, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accept_language),
        cmocka_unit_test(test_text_in),
        cmocka_unit_test(test_every_status_has_code_and_name),
        cmocka_unit_test(test_try_returns_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
