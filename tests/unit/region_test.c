// Regions by what people type for them.
#include "domain/region.h"

#include <string.h>

#include "support.h"

static const struct sql *const *const LISTS[] = {REGION_STATEMENTS, NULL};
static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static const char *code_of(const char *typed) {
    struct region region = {NULL, NULL};
    struct text message = {NULL, NULL};
    enum status status = region_resolve(&fixture->ctx, typed, &region, &message);
    if (status != STATUS_OK)
        fail_msg("%s: %s", typed, message.zh ? message.zh : status_name(status));
    return region.code;
}

static struct text refusal_of(const char *typed) {
    struct region region = {NULL, NULL};
    struct text message = {NULL, NULL};
    assert_int_equal(region_resolve(&fixture->ctx, typed, &region, &message), STATUS_INVALID);
    assert_non_null(message.zh);
    assert_non_null(message.en);
    return message;
}

static void test_arc_2_code_and_full_name(void **state) {
    (void)state;
    struct region region;
    struct text message;
    assert_int_equal(region_resolve(&fixture->ctx, "440305", &region, &message), STATUS_OK);
    assert_string_equal(region.code, "440305");
    assert_string_equal(region.full_name, "广东省深圳市南山区");
    assert_string_equal(code_of("广东省深圳市南山区"), "440305");
    assert_string_equal(code_of("　４４０３０５ "), "440305"); // full-width, with blanks around
}

static void test_arc_2_short_names(void **state) {
    (void)state;
    assert_string_equal(code_of("深圳市"), "440300");
    assert_string_equal(code_of("深圳"), "440300");
    assert_string_equal(code_of("福田区"), "440304");
    assert_string_equal(code_of("广东"), "440000");
    assert_string_equal(code_of("北京"), "110000");
    assert_string_equal(code_of("吉林市"), "220200"); // called so, though 吉林省 begins so too
}

static void test_arc_2_what_lies_above_may_be_short(void **state) {
    (void)state;
    assert_string_equal(code_of("深圳南山"), "440305");
    assert_string_equal(code_of("深圳市南山区"), "440305");
    assert_string_equal(code_of("广东深圳南山区"), "440305");
    assert_string_equal(code_of("广东南山"), "440305");
    assert_string_equal(code_of("鹤岗南山区"), "230404");
    assert_string_equal(code_of("北京朝阳"), "110105");
    assert_string_equal(code_of("广东省 深圳市 南山区"), "440305");
    assert_string_equal(code_of("广东/深圳/福田"), "440304");
    assert_string_equal(code_of("吉林长春朝阳区"), "220104");
}

static void test_arc_2_a_whole_name_goes_before_the_beginning_of_another(void **state) {
    (void)state;
    fixture_sql(
        fixture,
        "INSERT INTO region VALUES ('900001', NULL, '城区', '甲市城区'), ('900002', NULL, '城区新区', '乙市城区新区'), "
        "('900003', NULL, '矿区镇', '丙市矿区镇'), ('900004', NULL, '矿区', '丁市矿区')");
    assert_string_equal(code_of("城区"), "900001");
    assert_string_equal(code_of("矿区"), "900004");
}

static void test_arc_2_ambiguous_names_list_the_candidates(void **state) {
    (void)state;
    struct text message = refusal_of("南山区");
    assert_non_null(strstr(message.zh, "广东省深圳市南山区"));
    assert_non_null(strstr(message.zh, "黑龙江省鹤岗市南山区"));
    assert_non_null(strstr(message.en, "黑龙江省鹤岗市南山区"));
    message = refusal_of("吉林"); // province or city
    assert_non_null(strstr(message.zh, "吉林省吉林市"));
}

static void test_arc_2_at_most_five_candidates_are_listed(void **state) {
    (void)state;
    fixture_sql(fixture, "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 16) "
                         "INSERT INTO region SELECT '9000' || i, NULL, '鼓楼区', 'Q' || i || '市鼓楼区' FROM n");
    struct text message = refusal_of("鼓楼");
    assert_non_null(strstr(message.zh, "Q14市鼓楼区"));
    assert_null(strstr(message.zh, "Q15市鼓楼区"));
    assert_non_null(strstr(message.zh, "等"));
}

static void test_arc_2_unknown_regions_are_refused(void **state) {
    (void)state;
    static const char *const TYPED[] = {"999999", "4403", "亚特兰蒂斯", "深圳市科技园", "上海南山", "南", "%", "区"};
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++)
        assert_non_null(strstr(refusal_of(TYPED[i]).zh, TYPED[i]));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_2_code_and_full_name),
        TEST(test_arc_2_short_names),
        TEST(test_arc_2_what_lies_above_may_be_short),
        TEST(test_arc_2_a_whole_name_goes_before_the_beginning_of_another),
        TEST(test_arc_2_ambiguous_names_list_the_candidates),
        TEST(test_arc_2_at_most_five_candidates_are_listed),
        TEST(test_arc_2_unknown_regions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
