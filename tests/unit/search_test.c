// Names as tokens and typed text as queries (ARC-9). A small index stands in for FTS5: a phrase is found where its tokens
// stand at neighbouring positions, among the alternatives there.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/search.h"

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

static size_t words(const char *text, const char *separator, const char **found) {
    size_t count = 0;
    char *rest = arena_string(arena, text), *save = NULL;
    for (char *word = strtok_r(rest, separator, &save); word != NULL; word = strtok_r(NULL, separator, &save))
        found[count++] = word;
    return count;
}

static bool stands_at(const char *position, const char *token) {
    const char *alternatives[128];
    const size_t count = words(position, "|", alternatives);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(alternatives[i], token) == 0)
            return true;
    }
    return false;
}

static bool finds(const char *tokens, const char *query) {
    assert_non_null(query);
    const char *positions[256], *phrase[256];
    const size_t length = strlen(query);
    assert_true(length > 2 && query[0] == '"' && query[length - 1] == '"');
    const size_t position_count = words(tokens, " ", positions);
    const size_t phrase_count = words(arena_copy(arena, query + 1, length - 2), " ", phrase);
    for (size_t start = 0; start + phrase_count <= position_count; start++) {
        size_t matched = 0;
        while (matched < phrase_count && stands_at(positions[start + matched], phrase[matched]))
            matched++;
        if (matched == phrase_count)
            return true;
    }
    return false;
}

static bool name_found(const char *name, const char *text) {
    return finds(search_name_tokens(arena, name), search_name_query(arena, text));
}

static bool initials_found(const char *name, const char *text) {
    return finds(search_initials_tokens(arena, name), search_initials_query(arena, text));
}

static void test_name_tokens(void **state) {
    (void)state;
    assert_string_equal(search_name_tokens(arena, "中国行"), "中|中国 国|国行 行");
    assert_string_equal(search_name_tokens(arena, " 王𠮷 (A1)"), "王|王𠮷 𠮷|𠮷a a|a1 1");
    assert_string_equal(search_name_tokens(arena, "中"), "中");
    assert_string_equal(search_name_tokens(arena, ""), "");
    assert_string_equal(search_name_tokens(arena, "（）"), "");
}

static void test_name_query(void **state) {
    (void)state;
    assert_string_equal(search_name_query(arena, "中"), "\"中\"");
    assert_string_equal(search_name_query(arena, "中国"), "\"中国\"");
    assert_string_equal(search_name_query(arena, "中国银行"), "\"中国 国银 银行\"");
    assert_string_equal(search_name_query(arena, " Ａb·"), "\"ab\"");
    assert_null(search_name_query(arena, ""));
    assert_null(search_name_query(arena, " 　\"|* "));
}

static void test_queries_hold_nothing_but_tokens(void **state) {
    (void)state;
    // Nothing that FTS5 could read as syntax, nothing that the tokenizer splits at.
    assert_string_equal(search_name_query(arena, "a\" OR \"b"), "\"ao or rb\"");
    assert_string_equal(search_name_query(arena, "a* -b ^c {d}: e+f|NEAR(g)"), "\"ab bc cd de ef fn ne ea ar rg\"");
}

static void test_initials_tokens(void **state) {
    (void)state;
    assert_string_equal(search_initials_tokens(arena, "中国"), "z|zg g");
    assert_string_equal(search_initials_tokens(arena, "重庆"), "c|z|cq|zq q");
    assert_string_equal(search_initials_tokens(arena, "A1厂"), "a|a1 1|1a|1c a|c");
    assert_string_equal(search_initials_tokens(arena, "中あ国"), "z|zg g"); // nobody could type anything for あ
    assert_string_equal(search_initials_tokens(arena, ""), "");
}

static void test_initials_query(void **state) {
    (void)state;
    assert_string_equal(search_initials_query(arena, "zgyh"), "\"zg gy yh\"");
    assert_string_equal(search_initials_query(arena, " ＺＧ "), "\"zg\"");
    assert_string_equal(search_initials_query(arena, "z"), "\"z\"");
    assert_string_equal(search_initials_query(arena, "3m"), "\"3m\"");
    assert_non_null(search_initials_query(arena, "abcdefghijklmnopqrstuvwxyz012345")); // 32
    assert_null(search_initials_query(arena, "abcdefghijklmnopqrstuvwxyz0123456"));
    assert_null(search_initials_query(arena, ""));
    assert_null(search_initials_query(arena, "中"));
    assert_null(search_initials_query(arena, "z g"));
    assert_null(search_initials_query(arena, "z-g"));
    assert_null(search_initials_query(arena, "é"));
}

static void test_arc_9_any_part_of_a_name(void **state) {
    (void)state;
    const char *name = "上海王𠮷（Ａ１）钢铁有限公司";
    static const char *const parts[] = {"上", "司", "上海", "海王", "王𠮷", "𠮷", "𠮷a", "A1", "a1钢", "钢铁", "有限公司", "上海王𠮷(A1)钢铁有限公司", "海 王"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!name_found(name, parts[i]))
            fail_msg("not found: %s", parts[i]);
    }
    static const char *const others[] = {"北", "海上", "王吉", "上钢", "钢铁公司", "A2"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (name_found(name, others[i]))
            fail_msg("found: %s", others[i]);
    }
}

static void test_arc_9_initials_by_every_reading(void **state) {
    (void)state;
    static const struct {
        const char *name;
        const char *typed[3];
    } rows[] = {
        {"重庆", {"cq", "zq"}},
        {"长沙", {"cs", "zs"}},
        {"厦门", {"xm", "sm"}},
        {"中国银行", {"zgyh", "zgyx"}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (const char *const *typed = rows[i].typed; *typed != NULL; typed++) {
            if (!initials_found(rows[i].name, *typed))
                fail_msg("%s is not found by %s", rows[i].name, *typed);
        }
    }
    assert_false(initials_found("重庆", "xq") || initials_found("中国银行", "zgjh") || initials_found("重庆", "cqs"));
}

// Places and family names that are read otherwise than their characters are as a rule.
static void test_arc_9_hard_words(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"蚌埠", "bb"},
        {"亳州", "bz"},
        {"六安", "la"},
        {"歙县", "sx"},
        {"黟县", "yx"},
        {"大埔", "db"},
        {"番禺", "py"},
        {"东莞", "dg"},
        {"铅山", "ys"},
        {"婺源", "wy"},
        {"乐清", "yq"},
        {"丽水", "ls"},
        {"台州", "tz"},
        {"天台", "tt"},
        {"鄞州", "yz"},
        {"嵊州", "sz"},
        {"浚县", "xx"},
        {"泌阳", "by"},
        {"荥阳", "xy"},
        {"渑池", "mc"},
        {"洪洞", "ht"},
        {"解州", "xz"},
        {"长子", "zz"},
        {"繁峙", "fs"},
        {"井陉", "jx"},
        {"乐亭", "lt"},
        {"蔚县", "yx"},
        {"铁岭", "tl"},
        {"阜新", "fx"},
        {"珲春", "hc"},
        {"枞阳", "zy"},
        {"勐腊", "ml"},
        {"儋州", "dz"},
        {"会稽", "kj"},
        {"单于", "cy"},
        {"仇", "q"},
        {"查", "z"},
        {"盖", "g"},
        {"尉迟", "yc"},
        {"万俟", "mq"},
        {"令狐", "lh"},
        {"朴", "p"},
        {"解", "x"},
        {"乐", "y"},
        {"区", "o"},
        {"曾", "z"},
        {"仉", "z"},
        {"逄", "p"},
    };
    assert_true(sizeof(rows) / sizeof(rows[0]) >= 38);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!initials_found(rows[i][0], rows[i][1]))
            fail_msg("%s is not found by %s", rows[i][0], rows[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_tokens),
        cmocka_unit_test(test_name_query),
        cmocka_unit_test(test_queries_hold_nothing_but_tokens),
        cmocka_unit_test(test_initials_tokens),
        cmocka_unit_test(test_initials_query),
        cmocka_unit_test(test_arc_9_any_part_of_a_name),
        cmocka_unit_test(test_arc_9_initials_by_every_reading),
        cmocka_unit_test(test_arc_9_hard_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
