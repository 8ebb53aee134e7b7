// Sums as numbers and in capital figures (CON-9), by the rules and examples of 正确填写票据和结算凭证的基本规定.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/amount.h"
#include "model/amount_words.h"
#include "support.h"

static struct arena *arena;

static void expect(int64_t fen, const char *words) {
    assert_string_equal(amount_words(fen, arena), arena_format(arena, "人民币%s", words));
}

static void test_examples(void **state) {
    (void)state;
    expect(140950, "壹仟肆佰零玖元伍角");        // 中间有 0
    expect(600714, "陆仟零柒元壹角肆分");        // 中间连续几个 0
    expect(168032, "壹仟陆佰捌拾元零叁角贰分");  // 元位是 0
    expect(10700053, "壹拾万柒仟元零伍角叁分");  // 万位和元位是 0，千位、角位不是
    expect(1640902, "壹万陆仟肆佰零玖元零贰分"); // 角位是 0
    expect(32504, "叁佰贰拾伍元零肆分");
}

static void test_shapes(void **state) {
    (void)state;
    expect(0, "零元整");
    expect(1, "壹分");
    expect(10, "壹角");
    expect(11, "壹角壹分");
    expect(100, "壹元整");
    expect(101, "壹元零壹分");
    expect(110, "壹元壹角");
    expect(1000, "壹拾元整"); // 壹 stands before 拾
    expect(1001, "壹拾元零壹分");
    expect(1010, "壹拾元零壹角");
    expect(100000000, "壹佰万元整");
    expect(1000500, "壹万零伍元整");
    expect(10000500, "壹拾万零伍元整");
    expect(10050000, "壹拾万零伍佰元整");
    expect(1050000000, "壹仟零伍拾万元整");
    expect(10000000000, "壹亿元整");
    expect(10000000500, "壹亿零伍元整");
    expect(10000500000, "壹亿零伍仟元整");
    expect(10005000000, "壹亿零伍万元整");
    expect(10050000000, "壹亿零伍拾万元整");
    expect(15000000000, "壹亿伍仟万元整");
    expect(AMOUNT_MAX, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
    expect(INT64_C(100000000000000), "壹万亿元整");
    expect(INT64_C(100000000000500), "壹万亿零伍元整");
    expect(INT64_C(123456789012345678), "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌亿玖仟零壹拾贰万叁仟肆佰伍拾陆元柒角捌分");
    expect(AMOUNT_WORDS_MAX, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
    assert_string_equal(amount_words(AMOUNT_WORDS_MAX + 1, arena), "");
    assert_string_equal(amount_words(AMOUNT_NONE, arena), "");
}

// --- Read back as people read it: what is written says the sum again, and 零 is nowhere twice or at the end.

static int digit_of(const char *at) {
    static const char *const DIGITS[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    for (int i = 0; i < 10; i++)
        if (strncmp(at, DIGITS[i], strlen(DIGITS[i])) == 0)
            return i;
    return -1;
}

static int64_t read_back(const char *words) {
    static const struct {
        const char *unit;
        int64_t weight;
    } UNITS[] = {{"拾", 10}, {"佰", 100}, {"仟", 1000}};
    int64_t total = 0, high = 0, four = 0, digit = 0, fen = 0;
    assert_int_equal(strncmp(words, "人民币", strlen("人民币")), 0);
    for (const char *at = words + strlen("人民币"); *at != '\0'; at += strlen("元")) {
        if (digit_of(at) >= 0) {
            digit = digit_of(at);
            continue;
        }
        for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
            if (strncmp(at, UNITS[i].unit, strlen(UNITS[i].unit)) == 0) {
                four += digit * UNITS[i].weight;
                digit = 0;
            }
        }
        if (strncmp(at, "万", 3) == 0) {
            high += (four + digit) * 10000;
            four = digit = 0;
        } else if (strncmp(at, "亿", 3) == 0) {
            total = (high + four + digit) * 100000000;
            high = four = digit = 0;
        } else if (strncmp(at, "元", 3) == 0) {
            total += high + four + digit;
            high = four = digit = 0;
        } else if (strncmp(at, "角", 3) == 0 || strncmp(at, "分", 3) == 0) {
            fen += digit * (strncmp(at, "角", 3) == 0 ? 10 : 1);
            digit = 0;
        }
    }
    return total * 100 + fen;
}

static void check_sum(int64_t fen) {
    const char *words = amount_words(fen, arena);
    assert_int_equal(read_back(words), fen);
    assert_null(strstr(words, "零零"));
    if (fen != 0)
        assert_null(strstr(words, "零元"));
    assert_null(strstr(words, "零整"));
    assert_null(strstr(words, "零万"));
    assert_null(strstr(words, "零亿"));
    const bool whole = fen % 100 == 0;
    assert_true(whole == (strstr(words, "元整") != NULL));
}

static void test_every_small_sum(void **state) {
    (void)state;
    for (int64_t fen = 0; fen < 2000000; fen++) { // to 20,000 yuan
        check_sum(fen);
        if (fen % 1000 == 0)
            arena_wipe(arena);
    }
}

// Every way in which zeros can lie among sixteen digits of yuan and two behind.
static void test_every_pattern_of_zeros(void **state) {
    (void)state;
    for (unsigned pattern = 0; pattern < 1u << 18; pattern++) {
        int64_t fen = 0;
        for (int place = 17; place >= 0; place--)
            fen = fen * 10 + (pattern >> place & 1u) * (unsigned)(place % 9 + 1);
        check_sum(fen);
        if (pattern % 1000 == 0)
            arena_wipe(arena);
    }
}

static void test_numbers(void **state) {
    (void)state;
    int64_t amount = 0, sum = AMOUNT_NONE;
    assert_int_equal(amount_fen(""), AMOUNT_NONE);
    assert_int_equal(amount_fen("1234.50"), 123450);
    assert_int_equal(amount_fen("0.00"), 0);
    assert_string_equal(amount_canonical(123450, arena), "1234.50");
    assert_string_equal(amount_canonical(AMOUNT_NONE, arena), "");
    assert_string_equal(amount_shown(AMOUNT_MAX, arena), "999,999,999,999.99");
    assert_string_equal(amount_shown(99999, arena), "999.99");
    assert_string_equal(amount_shown(100000, arena), "1,000.00");
    assert_string_equal(amount_shown(AMOUNT_NONE, arena), "");
    assert_true(amount_times("1.5", 333, &amount));
    assert_int_equal(amount, 500); // 4.995 yuan
    assert_true(amount_times("0.0001", 4999, &amount));
    assert_int_equal(amount, 0);
    assert_true(amount_times("0.0001", 5000, &amount));
    assert_int_equal(amount, 1); // half of a fen and more is one
    assert_true(amount_times("1", AMOUNT_MAX, &amount));
    assert_int_equal(amount, AMOUNT_MAX);
    assert_false(amount_times("1.0001", AMOUNT_MAX, &amount));
    assert_false(amount_times("999999999999.9999", AMOUNT_MAX, &amount));
    assert_true(amount_add(&sum, AMOUNT_NONE));
    assert_int_equal(sum, AMOUNT_NONE);
    assert_true(amount_add(&sum, AMOUNT_MAX));
    assert_false(amount_add(&sum, 1));
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
        cmocka_unit_test_setup_teardown(test_examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_small_sum, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_pattern_of_zeros, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("CON-9 sums in capital figures", tests, NULL, NULL);
}
