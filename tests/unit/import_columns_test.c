// What the columns of a list mean (ARC-13), and the table of what is taken.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/import_columns.h"
#include "domain/import_index.h"

static struct arena *arena;

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

static void test_arc_13_headings_as_people_write_them(void **state) {
    (void)state;
    static const struct {
        const char *heading, *key;
        enum column_use use;
    } HEADINGS[] = {
        {"name", "name", COLUMN_FIELD},
        {"Company name", "name", COLUMN_FIELD},
        {" 客户名称 ", "name", COLUMN_FIELD},
        {"企业名称", "name", COLUMN_FIELD},
        {"credit_code", "credit_code", COLUMN_FIELD},
        {"信用代码", "credit_code", COLUMN_FIELD},
        {"E-mail", "email", COLUMN_FIELD},
        {"邮箱", "email", COLUMN_FIELD},
        {"电 话", "phone", COLUMN_FIELD},
        {"档案编号", "archive_no", COLUMN_MATCH},
        {"客户编码", "code", COLUMN_MATCH},
        {"客户经理", "owner", COLUMN_OWNER},
        {"联系人", "name", COLUMN_CONTACT},
        {"联系人姓名", "name", COLUMN_CONTACT},
        {"联系人电话", "phone", COLUMN_CONTACT},
        {"手机", "mobile", COLUMN_CONTACT},
        {"Contact e-mail", "email", COLUMN_CONTACT},
        {"contact.mobile", "mobile", COLUMN_CONTACT},
        {"联系人职务", "title", COLUMN_CONTACT},
        {"微信", "wechat", COLUMN_CONTACT},
        {"决策权", "decision", COLUMN_CONTACT},
        {"注册资本（万元）", "registered_capital", COLUMN_FIELD},
        {"注册资本 (单位：元)", "registered_capital", COLUMN_FIELD},
        {"公司名称（必填）", "name", COLUMN_FIELD},
    };
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++) {
        struct import_column column;
        if (!import_column_find(&BUILT_IN_CATALOGUE, HEADINGS[i].heading, arena, &column))
            fail_msg("not known: %s", HEADINGS[i].heading);
        const struct field_table *table = column.use == COLUMN_CONTACT ? &CONTACT_FIELDS : &CUSTOMER_FIELDS;
        assert_int_equal(column.use, HEADINGS[i].use);
        assert_string_equal(table->fields[column.field].key, HEADINGS[i].key);
    }
}

static void test_arc_13_a_remark_that_changes_the_meaning_is_not_passed_over(void **state) {
    (void)state;
    static const char *const HEADINGS[] = {"注册资本（万美元）", "公司名称（曾用）", "（必填）"};
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++) {
        struct import_column column;
        assert_false(import_column_find(&BUILT_IN_CATALOGUE, HEADINGS[i], arena, &column));
    }
}

static void test_arc_13_a_heading_says_what_its_sums_are_in(void **state) {
    (void)state;
    static const char *const UNITS[][2] = {
        {"注册资本", ""}, {"注册资本（元）", ""}, {"注册资本（万元）", "万"}, {"注册资本(万)", "万"}, {"注册资本／亿元", "亿"}, {"信用额度（千元）", "千元"}, {"信用额度（百万元）", "百万"}, {"注册资本（万美元）", "美元"}};
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++)
        assert_string_equal(import_column_unit(UNITS[i][0], arena), UNITS[i][1]);
}

static void test_arc_13_every_field_is_known_by_key_and_both_labels(void **state) {
    (void)state;
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++) {
        const struct field *field = &CUSTOMER_FIELDS.fields[i];
        const char *const names[] = {field->key, field->label.zh, field->label.en};
        for (size_t n = 0; n < 3; n++) {
            struct import_column column;
            assert_true(import_column_find(&BUILT_IN_CATALOGUE, names[n], arena, &column));
            assert_int_equal(column.field, i);
            assert_int_not_equal(column.use, COLUMN_CONTACT);
        }
    }
    for (size_t i = 0; i < CONTACT_FIELDS.count; i++) {
        struct import_column column;
        assert_true(import_column_find(&BUILT_IN_CATALOGUE, arena_format(arena, "contact.%s", CONTACT_FIELDS.fields[i].key),
                                       arena, &column));
        assert_true(import_column_find(&BUILT_IN_CATALOGUE, arena_format(arena, "联系人%s", CONTACT_FIELDS.fields[i].label.zh),
                                       arena, &column));
        assert_int_equal(column.use, COLUMN_CONTACT);
        assert_int_equal(column.field, i);
    }
}

static void test_import_index_holds_many(void **state) {
    (void)state;
    struct import_index index = {0};
    assert_null(import_index_find(&index, import_hash("甲")));
    for (int i = 0; i < 5000; i++)
        import_index_add(&index, (struct import_entry){import_hash(arena_format(arena, "第%d", i)), 0, i});
    for (int i = 0; i < 5000; i++)
        assert_int_equal(import_index_find(&index, import_hash(arena_format(arena, "第%d", i)))->holder, i);
    assert_null(import_index_find(&index, import_hash("第5000")));
    import_index_free(&index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arc_13_headings_as_people_write_them),
        cmocka_unit_test(test_arc_13_a_remark_that_changes_the_meaning_is_not_passed_over),
        cmocka_unit_test(test_arc_13_a_heading_says_what_its_sums_are_in),
        cmocka_unit_test(test_arc_13_every_field_is_known_by_key_and_both_labels),
        cmocka_unit_test(test_import_index_holds_many),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
