// What differs between two texts, word by word (CON-5).
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/text_diff.h"
#include "support.h"

static struct arena *arena;

// "同[-旧-]{+新+}同"
static const char *drawn(const struct text_diff *diff) {
    static const char *const BEGIN[] = {"", "[-", "{+"}, *const END[] = {"", "-]", "+}"};
    struct buffer text = {.arena = arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < diff->count; i++)
        buffer_format(&text, "%s%s%s", BEGIN[diff->pieces[i].side], diff->pieces[i].text, END[diff->pieces[i].side]);
    return text.data;
}

static void expect(const char *before, const char *after, const char *expected) {
    const struct text_diff diff = text_compare(before, after, arena);
    assert_string_equal(drawn(&diff), expected);
    assert_false(diff.coarse);
}

static void test_words(void **state) {
    (void)state;
    expect("", "", "");
    expect("甲", "甲", "甲");
    expect("", "甲乙", "{+甲乙+}");
    expect("甲乙", "", "[-甲乙-]");
    expect("十日内送到", "五日内送到上海", "[-十-]{+五+}日内送到{+上海+}");
    expect("甲乙丙丁", "甲丙戊丁", "甲[-乙-]丙{+戊+}丁");
    expect("单价 1,500.00 元", "单价 1,800.00 元", "单价 [-1,500.00-]{+1,800.00+} 元");
    expect("pay in full", "pay in part", "pay in [-full-]{+part+}");
    expect("第1条。", "第12条。", "第[-1-]{+12+}条。");
    expect("甲,乙", "甲.乙", "甲[-,-]{+.+}乙");
    expect("王𠮷", "王吉", "王[-𠮷-]{+吉+}");
    expect("一\n二", "一\n三\n二", "一\n{+三\n+}二");
}

// The pieces of one side, put together, are its text.
static void check_sides(const char *before, const char *after) {
    const struct text_diff diff = text_compare(before, after, arena);
    struct buffer was = {.arena = arena}, is = {.arena = arena};
    buffer_text(&was, "");
    buffer_text(&is, "");
    for (unsigned i = 0; i < diff.count; i++) {
        if (diff.pieces[i].side != DIFF_AFTER)
            buffer_text(&was, diff.pieces[i].text);
        if (diff.pieces[i].side != DIFF_BEFORE)
            buffer_text(&is, diff.pieces[i].text);
    }
    assert_string_equal(was.data, before);
    assert_string_equal(is.data, after);
}

static void test_nothing_is_lost(void **state) {
    (void)state;
    static const char *const WORDS[] = {"甲", "乙", "a1", " ", "1,0", "，"};
    unsigned seed = 7;
    for (int round = 0; round < 3000; round++) {
        struct buffer texts[2] = {{.arena = arena}, {.arena = arena}};
        for (int side = 0; side < 2; side++) {
            buffer_text(&texts[side], "");
            for (unsigned i = (seed = seed * 1103515245u + 12345u) >> 16 & 15; i > 0; i--)
                buffer_text(&texts[side], WORDS[((seed = seed * 1103515245u + 12345u) >> 16) % 6]);
        }
        check_sides(texts[0].data, texts[1].data);
    }
}

static const char *many(const char *word, unsigned count, const char *end) {
    struct buffer text = {.arena = arena};
    for (unsigned i = 0; i < count; i++)
        buffer_text(&text, word);
    buffer_text(&text, end);
    return text.data;
}

static void test_too_much_is_told(void **state) {
    (void)state;
    struct text_diff diff = text_compare(many("甲", 2000, ""), many("乙", 2000, ""), arena);
    assert_false(diff.coarse);
    diff = text_compare(many("甲", 2001, "完"), many("乙", 2000, "完"), arena);
    assert_true(diff.coarse);
    assert_int_equal(diff.count, 3);
    assert_int_equal(diff.pieces[2].side, DIFF_SAME);
    diff = text_compare(many("甲", 20000, "乙"), many("甲", 20000, "丙"), arena); // what both begin with costs nothing
    assert_false(diff.coarse);
    assert_int_equal(diff.count, 3);
    check_sides(many("甲", 3000, ""), many("乙", 3000, ""));
}

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_lost, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_much_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("CON-5 comparing texts", tests, NULL, NULL);
}
