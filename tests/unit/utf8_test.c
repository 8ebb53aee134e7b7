// UTF-8: what is well-formed, and the foldings.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

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

static void test_every_code_point_comes_back(void **state) {
    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 || point > 0x10FF00 ? 1 : 37) {
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        struct buffer buffer = {.arena = arena};
        utf8_put(&buffer, point);
        assert_true(utf8_valid(buffer.data, buffer.length));
        assert_int_equal(utf8_length(buffer.data), 1);
        const char *cursor = buffer.data;
        assert_int_equal(utf8_next(&cursor), point);
        assert_ptr_equal(cursor, buffer.data + buffer.length);
        assert_int_equal(utf8_next(&cursor), 0);
        assert_ptr_equal(cursor, buffer.data + buffer.length); // stays at the end
    }
}

static void test_valid(void **state) {
    (void)state;
    static const char *const good[] = {"", "abc", "é", "中国", "王𠮷", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
}

static void test_malformed(void **state) {
    (void)state;
    static const char *const bad[] = {
        "\x80",             // a tail alone
        "\xC0\xAF",         // overlong /
        "\xC1\xBF",         // overlong
        "\xE0\x80\xAF",     // overlong in three
        "\xE0\x9F\xBF",     // the last of these
        "\xF0\x80\x80\xAF", // overlong in four
        "\xF0\x8F\xBF\xBF", // the last of these
        "\xED\xA0\x80",     // a surrogate
        "\xED\xBF\xBF",     // the last surrogate
        "\xF4\x90\x80\x80", // beyond U+10FFFF
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xC3",
        "\xE4\xB8",
        "\xF0\xA0\xAE",
        "\xC3(",
        "\xE4(\xAD",
        "\xF0\xA0(\xB7",
        "a\xB8",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_false(utf8_valid("a\0b", 3));
    assert_false(utf8_valid("中", 2)); // cut
}

static void test_length_counts_characters(void **state) {
    (void)state;
    assert_int_equal(utf8_length(""), 0);
    assert_int_equal(utf8_length("王𠮷a"), 3);
}

static void test_control(void **state) {
    (void)state;
    static const char *const controls[] = {
        "a\x01",
        "\x1F",
        "\x7F",
        "\xC2\x80",
        "\xC2\x9F",
        "\xE2\x80\xAE x\xE2\x80\xAC",
        "\xE2\x81\xA6 x\xE2\x81\xA9",
        "\u2028",
        "\uFFFF",
    };
    for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
        assert_true(utf8_has_control(controls[i]));
    static const char *const fine[] = {"", "a\tb\r\nc", "中　国", "😀", "a\u00A0b", "\u200B"};
    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
        assert_false(utf8_has_control(fine[i]));
}

static void test_trim(void **state) {
    (void)state;
    assert_string_equal(utf8_trim(arena, " \t　\uFEFF公司　名称 \r\n"), "公司　名称");
    assert_string_equal(utf8_trim(arena, "　 \n"), "");
    assert_string_equal(utf8_trim(arena, ""), "");
    assert_string_equal(utf8_trim(arena, "a\r\nb\rc\nd"), "a\nb\nc\nd");
    assert_string_equal(utf8_trim(arena, "ＡＢ１"), "ＡＢ１"); // full-width stays
}

static void test_narrow(void **state) {
    (void)state;
    assert_string_equal(utf8_narrow(arena, "　１３８－００１３　８０００～ "), "138-0013 8000~");
    assert_string_equal(utf8_narrow(arena, "\xE2\x80\xAD"
                                           "13800138000\xE2\x80\xAC"),
                        "13800138000");
    assert_string_equal(utf8_narrow(arena, "a\u00A0b"), "a b");
    assert_string_equal(utf8_narrow(arena, ""), "");
    assert_string_equal(utf8_narrow(arena, "中国。"), "中国。");
}

static void test_arc_9_fold_keeps_letters_digits_and_rare_characters(void **state) {
    (void)state;
    assert_string_equal(utf8_fold(arena, " 王𠮷（上海）ＡＢＣ-12·集团，有限公司。"), "王𠮷上海abc12集团有限公司");
    assert_string_equal(utf8_fold(arena, "\"a|b\" (c)"), "abc");
    assert_string_equal(utf8_fold(arena, "二〇一々"), "二〇一々");   // 〇 and 々 are no punctuation
    assert_string_equal(utf8_fold(arena, "葛\U000E0101城"), "葛城"); // a variation selector
    assert_string_equal(utf8_fold(arena, "——…《》【】“”"), "");
}

static void test_foldings_are_idempotent(void **state) {
    (void)state;
    static const char *const texts[] = {" \r\r\n a\r", "　Ａ\u200B　b ", "－－１", "\u00A0\u3000中\xE2\x80\xAC", "a\r\r\nb"};
    char *(*const folds[])(struct arena *, const char *) = {utf8_trim, utf8_narrow, utf8_fold};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        for (size_t j = 0; j < sizeof(folds) / sizeof(folds[0]); j++) {
            const char *once = folds[j](arena, texts[i]);
            assert_string_equal(folds[j](arena, once), once);
        }
    }
}

static void test_han(void **state) {
    (void)state;
    static const uint32_t edges[][2] = {
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0x20000, 0x2A6DF},
        {0x2A700, 0x2B739},
        {0x2B740, 0x2B81D},
        {0x2B820, 0x2CEA1},
        {0x2CEB0, 0x2EBE0},
        {0x2EBF0, 0x2EE5D},
        {0x30000, 0x3134A},
        {0x31350, 0x323AF},
    };
    for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
        assert_true(utf8_is_han(edges[i][0]) && utf8_is_han(edges[i][1]));
        assert_false(utf8_is_han(edges[i][1] + 1) && edges[i][1] != 0x2B739);
    }
    assert_true(utf8_is_han(0x20BB7)); // 𠮷
    assert_false(utf8_is_han('a') || utf8_is_han(0x3042) || utf8_is_han(0xAC00) || utf8_is_han(0x3007));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point_comes_back),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_length_counts_characters),
        cmocka_unit_test(test_control),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_arc_9_fold_keeps_letters_digits_and_rare_characters),
        cmocka_unit_test(test_foldings_are_idempotent),
        cmocka_unit_test(test_han),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
