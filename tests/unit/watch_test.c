// The rules of unusual use in words (CONF-6): an auditor reads from each within what span, and how often.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/watch.h"

// The words are formats, and nobody but this test holds them to what is put into them: a span, then a count.
static void test_conf_6_every_rule_says_its_span_and_its_threshold(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int watch = 0; watch < WATCH_COUNT; watch++)
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            const char *words = text_in((enum lang)lang, WATCH_RULES[watch].words);
            const char *span = strchr(words, '%'), *count = strchr(span + 1, '%');
            assert_int_equal(strncmp(span, "%s", 2), 0);
            assert_int_equal(strncmp(count, "%lld", 4), 0);
            assert_null(strchr(count + 1, '%'));
            const char *said = watch_rule_words((enum watch)watch, 77, 120, (enum lang)lang, arena);
            assert_non_null(strstr(said, lang == LANG_ZH ? "2 小时" : "2 hours"));
            assert_non_null(strstr(said, "77"));
        }
    arena_free(arena);
}

static void test_a_span_is_said_as_people_say_it(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(watch_span(1, LANG_EN, arena), "1 minute");
    assert_string_equal(watch_span(59, LANG_EN, arena), "59 minutes");
    assert_string_equal(watch_span(60, LANG_EN, arena), "1 hour");
    assert_string_equal(watch_span(61, LANG_ZH, arena), "61 分钟");
    assert_string_equal(watch_span(1440, LANG_ZH, arena), "24 小时");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_6_every_rule_says_its_span_and_its_threshold),
        cmocka_unit_test(test_a_span_is_said_as_people_say_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
