// The field tables exhausted: every row is complete and of one piece, every limit holds on both sides, every choice comes back.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "model/field.h"
#include "vault/custody.h"

static const struct field_table *const TABLES[] = {&CUSTOMER_FIELDS, &CONTACT_FIELDS};

// The rows of both tables.
static struct {
    const struct field_table *table;
    const struct field *field;
} rows[2 * FIELD_MAX];
static size_t row_count;

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    for (size_t t = 0; t < 2; t++) {
        assert_in_range(TABLES[t]->count, 1, FIELD_MAX);
        for (size_t i = 0; i < TABLES[t]->count; i++, row_count++) {
            rows[row_count].table = TABLES[t];
            rows[row_count].field = &TABLES[t]->fields[i];
        }
    }
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static bool accepts(const struct field *field, const char *typed) {
    const char *value;
    struct text message = {0};
    const enum status status = field_check(field, typed, arena, &value, &message);
    assert_true(status == STATUS_OK || status == STATUS_INVALID);
    assert_true((status == STATUS_OK) == (message.zh == NULL) && (message.zh == NULL) == (message.en == NULL));
    return status == STATUS_OK;
}

static bool is_text(struct text text) {
    return text.zh != NULL && text.zh[0] != '\0' && text.en != NULL && text.en[0] != '\0';
}

static void test_tables_fit(void **state) {
    (void)state;
    for (size_t t = 0; t < 2; t++) {
        assert_true(is_text(TABLES[t]->label));
        assert_ptr_equal(catalogue_table(&BUILT_IN_CATALOGUE, TABLES[t]->kind), TABLES[t]);
    }
}

static void test_keys_are_unique_names(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field_table *table = rows[n].table;
        const struct field *field = rows[n].field;
        assert_int_equal(field_index(table, field->key), field - table->fields); // the first of its key
        assert_int_equal(strspn(field->key, "abcdefghijklmnopqrstuvwxyz_"), strlen(field->key));
        assert_true(strlen(field->key) >= 2 && strlen(field->key) <= 32);
    }
}

static void test_labels_are_complete_and_unique(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field_table *table = rows[n].table;
        const struct field *field = rows[n].field;
        assert_true(is_text(field->label));
        assert_true(is_text(field->hint) || (field->hint.zh == NULL && field->hint.en == NULL));
        assert_in_range(field->group, 0, GROUP_COUNT - 1);
        assert_true(is_text(BUILT_IN_CHAPTERS[field->group].label) && is_text(level_label(field->level)));
        assert_int_equal(BUILT_IN_CHAPTERS[field->group].group, field->group);
        for (const struct field *other = table->fields; other < field; other++) // import knows columns by label
            assert_true(strcmp(other->label.zh, field->label.zh) != 0 && strcmp(other->label.en, field->label.en) != 0);
    }
}

static void test_groups_stand_together(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field_table *table = rows[n].table;
        const struct field *field = rows[n].field;
        assert_true(field == table->fields || field[-1].group <= field->group);
    }
}

static void test_arc_2_static_information_is_there(void **state) {
    (void)state;
    static const char *const labels[] = {
        "公司名称",
        "地址",
        "法人代表",
        "电话",
        "传真",
        "E-mail",
        "网址",
        "公司性质",
        "所属行业",
        "主要运输物资/产品",
        "物资主要流向",
        "主要运输方式",
        "统一社会信用代码",
        "财务情况",
        "合作起始日期",
        "合作终止时间",
        "目前跟进销售员",
        "档案编号",
        "客户编码",
    };
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        bool found = false;
        for (size_t j = 0; j < CUSTOMER_FIELDS.count; j++)
            found = found || strcmp(CUSTOMER_FIELDS.fields[j].label.zh, labels[i]) == 0;
        if (!found)
            fail_msg("no field is called %s", labels[i]);
    }
}

static void test_conf_1_levels(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        const bool secret = field->type == FIELD_PHONE || field->type == FIELD_EMAIL;
        const bool top = field->type == FIELD_BANK_ACCOUNT || field->type == FIELD_IDENTITY;
        assert_true(!secret || field->level >= LEVEL_SECRET);
        assert_true(!top || field->level == LEVEL_TOP);
    }
    static const char *const sealed[] = {"price", "volume", "finances", "bank", "credit_limit", "home_address", "birthday", "preferences"};
    for (size_t i = 0; i < sizeof(sealed) / sizeof(sealed[0]); i++) {
        const struct field *field = field_find(&CUSTOMER_FIELDS, sealed[i]);
        assert_true(field_is_sealed(field != NULL ? field : field_find(&CONTACT_FIELDS, sealed[i])));
    }
}

static void test_conf_4_flags_agree(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        const bool column = field->flags & FIELD_COLUMN, sealed = field_is_sealed(field);
        assert_false(column && sealed);                          // nothing confidential in a column
        assert_true(sealed || !(field->flags & FIELD_FINDABLE)); // the others are found by the store
        assert_true(column || !(field->flags & FIELD_UNIQUE));   // the store holds it
        assert_true((field->type == FIELD_CHOICE) == (field->choices != NULL));
        assert_true(field->type != FIELD_NUMBER || (field->flags & FIELD_FIXED)); // nobody types our numbers
    }
}

static void test_conf_8_sealed_values_fit_the_custodian(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        if (!field_is_sealed(field) || (field->type != FIELD_TEXT && field->type != FIELD_NOTE))
            continue;
        assert_true(field->max > 0 && field->max * 4 <= CUSTODY_VALUE_MAX); // 4 bytes a character at most
    }
}

// A text of `length` characters, the widest there are.
static const char *text_of(unsigned length) {
    struct buffer text = {.arena = arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < length; i++)
        buffer_text(&text, "𠮷");
    return text.data;
}

static void test_limits_on_both_sides(void **state) {
    (void)state;
    unsigned checked = 0;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        if (field->type != FIELD_TEXT && field->type != FIELD_NOTE)
            continue;
        const unsigned max = field->max > 0 ? field->max : field->type == FIELD_TEXT ? 200
                                                                                     : 2000;
        const unsigned min = field->min > 0 ? field->min : 1;
        assert_true(min <= max);
        assert_true(accepts(field, text_of(max)));
        assert_false(accepts(field, text_of(max + 1)));
        assert_true(accepts(field, text_of(min)));
        assert_true(min == 1 || !accepts(field, text_of(min - 1)));
        checked++;
    }
    assert_true(checked > 10);
}

static void test_required_fields_refuse_nothing_and_others_take_it(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        const bool required = field->flags & FIELD_REQUIRED;
        assert_int_equal(accepts(field, ""), !required);
        assert_int_equal(accepts(field, " \u3000\r\n"), !required);
    }
}

static void test_one_line_means_one_line(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        if (field->type != FIELD_NOTE)
            assert_false(accepts(field, "上海钢铁\n有限公司") || accepts(field, "上海钢铁\t有限公司"));
        assert_false(accepts(field, "上海钢铁\x01有限公司") || accepts(field, "上海钢铁\xE2\x80\xAE有限\xE2\x80\xAC公司"));
        assert_false(accepts(field, "上海钢铁有限\xE5\x85"));
    }
}

static void test_every_choice_comes_back(void **state) {
    (void)state;
    for (size_t n = 0; n < row_count; n++) {
        const struct field *field = rows[n].field;
        for (const struct choice *choice = field->choices; choice != NULL && choice->key != NULL; choice++) {
            assert_true(is_text(choice->label));
            const char *forms[] = {choice->key, choice->label.zh, choice->label.en};
            for (size_t i = 0; i < 3; i++) { // also folded, so no two choices look the same to an import
                const char *value;
                struct text message;
                assert_int_equal(field_check(field, utf8_fold(arena, forms[i]), arena, &value, &message), STATUS_OK);
                assert_string_equal(value, choice->key);
                assert_int_equal(field_check(field, forms[i], arena, &value, &message), STATUS_OK);
                assert_string_equal(value, choice->key);
            }
            assert_string_equal(choice_label(field, choice->key, LANG_ZH), choice->label.zh);
            assert_string_equal(choice_label(field, choice->key, LANG_EN), choice->label.en);
        }
    }
}

static void test_arc_11_kinds(void **state) {
    (void)state;
    const struct field *kind = field_find(&CUSTOMER_FIELDS, "kind");
    static const char *const labels[] = {"供应商", "经销商", "协议户", "直接用户", "特殊类：广告", "特殊类：银行", "特殊类：政府", "特殊类：工商税务", "特殊类：设计院"};
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        assert_true(accepts(kind, labels[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_fit),
        cmocka_unit_test(test_keys_are_unique_names),
        cmocka_unit_test(test_labels_are_complete_and_unique),
        cmocka_unit_test(test_groups_stand_together),
        cmocka_unit_test(test_arc_2_static_information_is_there),
        cmocka_unit_test(test_conf_1_levels),
        cmocka_unit_test(test_conf_4_flags_agree),
        cmocka_unit_test(test_conf_8_sealed_values_fit_the_custodian),
        cmocka_unit_test(test_limits_on_both_sides),
        cmocka_unit_test(test_required_fields_refuse_nothing_and_others_take_it),
        cmocka_unit_test(test_one_line_means_one_line),
        cmocka_unit_test(test_every_choice_comes_back),
        cmocka_unit_test(test_arc_11_kinds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
