// Names as tokens and typed text as queries (ARC-9). A small index stands in for FTS5: a phrase is found where its tokens
// stand at neighbouring positions, among the alternatives there.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "model/search.h"
#include "model/spell.h"
#include "model/words.h"

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

// As the rule has it, without the index.
static bool spelled(const char *name, const char *letters) {
    const char *ways = spell_ways(arena, letters);
    assert_non_null(ways);
    return spell_match(strchr(name, '/') ? name : utf8_fold(arena, name), ways);
}

// All of them single letters: the index alone must say the same.
static bool initials_found(const char *name, const char *text) {
    struct buffer phrase = {.arena = arena};
    buffer_text(&phrase, "\"");
    for (const char *c = text; *c != '\0' && (c == text || c[1] != '\0'); c++)
        buffer_format(&phrase, c[1] == '\0' ? "%s%c" : "%s%c%c", c > text ? " " : "", *c, c[1]);
    buffer_text(&phrase, "\"");
    const bool found = finds(search_initials_tokens(arena, name), phrase.data);
    assert_true(!found || spelled(name, text));
    return found;
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

static void test_reading_tokens(void **state) {
    (void)state;
    assert_string_equal(search_reading_tokens(arena, "中国"), "zhong|zhong'guo guo");
    assert_string_equal(search_reading_tokens(arena, "重庆"), "chong|zhong|chong'qing|zhong'qing qing");
    assert_string_equal(search_reading_tokens(arena, "A女"), "a|a'nv|a'nu nv|nu");
    assert_string_equal(search_reading_tokens(arena, "甲/乙"), "jia / yi");
    assert_string_equal(search_name_tokens(arena, "甲丙/乙"), "甲|甲丙 丙 / 乙");
}

static void test_ways_of_cutting_letters(void **state) {
    (void)state;
    assert_string_equal(spell_ways(arena, "zgyh"), "z,g,y,h");
    assert_string_equal(spell_ways(arena, "xian"), "xian;xia,n;xi,an;xi,a,n;x,i,a,n");
    assert_string_equal(spell_ways(arena, "3m"), "3,m");
    assert_string_equal(spell_ways(arena, "z"), "z");
    assert_non_null(spell_ways(arena, "abcdefghijklmnopqrstuvwxyz012345")); // 32
    static const char *const NONE[] = {"abcdefghijklmnopqrstuvwxyz0123456", "", "中", "z g", "z-g", "é", "A"};
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_null(spell_ways(arena, NONE[i]));
    // However many ways there are, the one into single letters is among them.
    const char *ways = spell_ways(arena, "angangangangangangangangangangan");
    size_t count = 1;
    for (const char *c = ways; *c != '\0'; c++)
        count += *c == ';';
    assert_int_equal(count, SPELL_WAYS_MAX);
    assert_string_equal(strrchr(ways, ';') + 1, "a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n,g,a,n");
}

static void test_queries_for_letters(void **state) {
    (void)state;
    assert_string_equal(search_letters_query(arena, "z,g,y,h"), "(initials : \"zg gy yh\")");
    assert_string_equal(search_letters_query(arena, "zhong,guo,yin"),
                        "(readings : (\"zhong'guo guo'yin\" OR \"zhong'guo guo'ying\"))");
    assert_string_equal(search_letters_query(arena, "zhong,g,yin,hang;z"),
                        "(readings : (\"zhong\") AND readings : (\"yin'hang\") AND initials : \"zg gy yh\") OR (initials : \"z\")");
}

static void test_arc_9_full_pinyin_by_every_reading(void **state) {
    (void)state;
    static const struct {
        const char *name;
        const char *typed[8];
    } ROWS[] = {
        {"重庆长安汽车", {"chongqing", "zhongqing", "cq", "zhongqin", "chongqingchangan", "cqzhangan", "qingchang"}},
        {"长沙市", {"changsha", "zhangsha", "csh", "changsh", "changshashi", "zhangs", "shashi"}},
        {"厦门", {"xiamen", "shamen", "xm", "xiam", "shame"}},
        {"中国银行", {"zhongguo", "zhongguoyinhang", "zhongguoyh", "zgyinhang", "zhgyh", "guoyi", "yinxing"}},
        {"西安绿地", {"xian", "xianlv", "xianlu", "xald", "anlvdi"}},
        {"先锋", {"xian", "xianfeng", "xf"}},
        {"3M（中国）", {"3mzhongguo", "3mzg", "mzhong", "3m"}},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        for (const char *const *typed = ROWS[i].typed; *typed != NULL; typed++)
            if (!spelled(ROWS[i].name, *typed))
                fail_msg("%s is not found by %s", ROWS[i].name, *typed);
    static const char *const OTHERS[][2] = {
        {"重庆", "xq"}, {"先锋", "xianlv"}, {"中国银行", "zhonghang"}, {"中国银行", "zhoguo"}, {"长沙", "changshan"}, {"甲/乙", "jiayi"}};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (spelled(OTHERS[i][0], OTHERS[i][1]))
            fail_msg("%s is found by %s", OTHERS[i][0], OTHERS[i][1]);
}

// What people are found by may be longer than the window that is looked at.
static void test_arc_9_a_match_far_behind_is_found(void **state) {
    (void)state;
    for (size_t before = 150; before < 600; before++) {
        struct buffer text = {.arena = arena};
        for (size_t i = 0; i < before; i++)
            buffer_text(&text, i % 7 == 6 ? "/" : "甲");
        buffer_text(&text, "/重庆长安汽车股份有限公司");
        assert_true(spelled(text.data, "chongqingchanganqiche"));
        assert_false(spelled(text.data, "jiachong"));
    }
}

static const char *marked(const char *typed, const char *name) {
    const struct words words = words_read(arena, typed);
    struct span spans[SPANS_MAX];
    bool missing;
    struct buffer text = {.arena = arena};
    const unsigned count = words_spans(&words, name, spans, &missing, arena);
    buffer_text(&text, missing ? "-" : "");
    for (unsigned i = 0; i < count; i++)
        buffer_format(&text, "[%.*s]", (int)(spans[i].to - spans[i].from), name + spans[i].from);
    return text.data ? text.data : "";
}

static void test_arc_9_what_matches_is_marked(void **state) {
    (void)state;
    assert_string_equal(marked("中国", "（中国）银行"), "[中国]");
    assert_string_equal(marked("zgyh", "（中国）银行"), "[中国）银行]");
    assert_string_equal(marked("zhongguo", "（中国）银行"), "[中国]");
    assert_string_equal(marked("银行 zg", "中国，银行"), "[中国][银行]");
    assert_string_equal(marked("国银 银行", "中国银行"), "[国银行]");
    assert_string_equal(marked("ibm", "ＩＢＭ（中国）"), "[ＩＢＭ]");
    assert_string_equal(marked("IBM中国", "ＩＢＭ（中国）"), "[ＩＢＭ][中国]");
    assert_string_equal(marked("中国 张三", "中国银行"), "-[中国]");
    assert_string_equal(marked("。", "中国银行"), "");
    assert_string_equal(marked("第3建筑", "第3建筑公司"), "[第3建筑]");
    assert_string_equal(marked("𠮷 王", "王𠮷"), "[王𠮷]");
}

static void test_words_are_cut_at_their_limit(void **state) {
    (void)state;
    assert_false(words_read(arena, "一 二 三 四 五 六 七 八").cut);
    assert_true(words_read(arena, "一 二 三 四 五 六 七 八 九").cut);
    assert_int_equal(words_read(arena, "一 二 三 四 五 六 七 八 九").count, SEARCH_WORDS_MAX);
    assert_int_equal(words_read(arena, "\xff").count, 0);
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
        cmocka_unit_test(test_reading_tokens),
        cmocka_unit_test(test_ways_of_cutting_letters),
        cmocka_unit_test(test_queries_for_letters),
        cmocka_unit_test(test_arc_9_full_pinyin_by_every_reading),
        cmocka_unit_test(test_arc_9_a_match_far_behind_is_found),
        cmocka_unit_test(test_arc_9_what_matches_is_marked),
        cmocka_unit_test(test_words_are_cut_at_their_limit),
        cmocka_unit_test(test_arc_9_any_part_of_a_name),
        cmocka_unit_test(test_arc_9_initials_by_every_reading),
        cmocka_unit_test(test_arc_9_hard_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
