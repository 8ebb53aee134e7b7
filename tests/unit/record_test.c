// What a form sends, against the field table and what is stored.
#include "domain/record.h"

#include <string.h>

#include "support.h"

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

static size_t at(const struct draft *draft, const char *key) {
    int i = field_index(draft->table, key);
    assert_true(i >= 0);
    return (size_t)i;
}

static const char *value_of(const struct draft *draft, const char *key) {
    return draft->values[at(draft, key)];
}

static const char *message_of(const struct draft *draft, const char *key) {
    return draft->messages[at(draft, key)].zh;
}

static struct record stored_customer(void) {
    struct record record = {.table = &CUSTOMER_FIELDS, .id = 7, .version = 3};
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++)
        record.values[i] = "";
    record.values[field_index(&CUSTOMER_FIELDS, "name")] = "中国银行";
    record.values[field_index(&CUSTOMER_FIELDS, "phone")] = "138****5678";
    return record;
}

static void test_arc_2_values_are_made_canonical(void **state) {
    (void)state;
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "name", "　中国银行 ", "phone", "１３８ 1234 5678", "established",
                                  "2001年2月3日", "kind", "经销商", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_OK);
    assert_int_equal(draft.faults, 0);
    assert_string_equal(value_of(&draft, "name"), "中国银行");
    assert_string_equal(value_of(&draft, "phone"), "13812345678");
    assert_string_equal(value_of(&draft, "established"), "2001-02-03");
    assert_string_equal(value_of(&draft, "kind"), "dealer");
    assert_string_equal(value_of(&draft, "remarks"), ""); // not in the form of a new record: nothing
}

static void test_ops_2_every_fault_has_its_message_and_what_was_typed_stays(void **state) {
    (void)state;
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "phone", "12", "email", "nobody", "remarks", "好", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_INVALID);
    assert_int_equal(draft.faults, 3); // the name is missing too
    assert_non_null(message_of(&draft, "name"));
    assert_non_null(message_of(&draft, "phone"));
    assert_non_null(message_of(&draft, "email"));
    assert_null(message_of(&draft, "remarks"));
    assert_string_equal(draft.typed[at(&draft, "phone")], "12");
    draft.typed[at(&draft, "name")] = "中国银行";
    draft.typed[at(&draft, "phone")] = "13812345678";
    draft.typed[at(&draft, "email")] = "";
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_OK); // checked anew: the old messages are gone
    assert_null(message_of(&draft, "phone"));
}

static void test_arc_1_numbers_cannot_be_typed(void **state) {
    (void)state;
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", "archive_no", "440300-2026-000001", "code",
                                  "C1", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_OK);
    assert_null(value_of(&draft, "archive_no"));
    assert_null(value_of(&draft, "code"));
}

static void test_arc_2_colleagues_are_text_until_the_store_is_asked(void **state) {
    (void)state;
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", "owner", " 李娜 ", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "owner"), "李娜");
    draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", "owner", "李\n娜", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_INVALID);
    assert_non_null(strstr(message_of(&draft, "owner"), "同事"));
}

static void test_ops_2_what_the_form_left_out_stays_as_it_is(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "remarks", "好", NULL);
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_null(value_of(&draft, "name"));
    assert_null(value_of(&draft, "phone"));
    assert_string_equal(value_of(&draft, "remarks"), "好");
}

static void test_ops_2_emptied_fields_are_emptied_unless_required(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "remarks", " ", NULL);
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "remarks"), "");
    draft = draft_of(&CUSTOMER_FIELDS, "name", "", NULL);
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_INVALID);
    assert_non_null(message_of(&draft, "name"));
}

static void test_conf_1_an_empty_input_keeps_a_confidential_value(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "phone", " 　", "email", "", NULL);
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_null(value_of(&draft, "phone"));
    assert_string_equal(value_of(&draft, "email"), ""); // nothing is stored there
}

static void test_conf_1_clearing_removes_a_confidential_value(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "phone", "", NULL);
    draft.clear[at(&draft, "phone")] = true;
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "phone"), "");
    draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", NULL); // the box alone, without an input
    draft.clear[at(&draft, "phone")] = true;
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "phone"), "");
}

static void test_conf_1_a_new_value_wins_over_clearing(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "phone", "13912345678", NULL);
    draft.clear[at(&draft, "phone")] = true;
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "phone"), "13912345678");
}

static void test_conf_1_a_mask_is_no_value(void **state) {
    (void)state;
    struct record stored = stored_customer();
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "phone", "138****5678", NULL);
    assert_int_equal(draft_check(&draft, &stored, arena), STATUS_INVALID);
    assert_non_null(message_of(&draft, "phone"));
}

static void test_arc_2_regions_are_text_until_the_store_is_asked(void **state) {
    (void)state;
    struct draft draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", "region", " 深圳市 南山区 ", NULL);
    assert_int_equal(draft_check(&draft, NULL, arena), STATUS_OK);
    assert_string_equal(value_of(&draft, "region"), "深圳市 南山区");
    static const char *const BAD[] = {"深圳\n南山", "\xff\xfe", "深圳\x01"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        draft = draft_of(&CUSTOMER_FIELDS, "name", "中国银行", "region", BAD[i], NULL);
        assert_int_equal(draft_check(&draft, NULL, arena), STATUS_INVALID);
        assert_non_null(message_of(&draft, "region"));
    }
}

static void test_arc_2_bytes_that_are_no_text_are_refused_in_every_field(void **state) {
    (void)state;
    struct record stored = stored_customer();
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++) {
        struct draft draft = draft_of(&CUSTOMER_FIELDS, NULL);
        draft.typed[i] = "\xe4\xb8";
        bool fixed = (CUSTOMER_FIELDS.fields[i].flags & FIELD_FIXED) != 0;
        assert_int_equal(draft_check(&draft, &stored, arena), fixed ? STATUS_OK : STATUS_INVALID);
        assert_int_equal(draft.messages[i].zh != NULL, !fixed);
    }
}

static void test_tables_fit_the_records(void **state) {
    (void)state;
    assert_true(CUSTOMER_FIELDS.count <= FIELD_MAX);
    assert_true(CONTACT_FIELDS.count <= FIELD_MAX);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_2_values_are_made_canonical),
        TEST(test_ops_2_every_fault_has_its_message_and_what_was_typed_stays),
        TEST(test_arc_1_numbers_cannot_be_typed),
        TEST(test_arc_2_colleagues_are_text_until_the_store_is_asked),
        TEST(test_ops_2_what_the_form_left_out_stays_as_it_is),
        TEST(test_ops_2_emptied_fields_are_emptied_unless_required),
        TEST(test_conf_1_an_empty_input_keeps_a_confidential_value),
        TEST(test_conf_1_clearing_removes_a_confidential_value),
        TEST(test_conf_1_a_new_value_wins_over_clearing),
        TEST(test_conf_1_a_mask_is_no_value),
        TEST(test_arc_2_regions_are_text_until_the_store_is_asked),
        TEST(test_arc_2_bytes_that_are_no_text_are_refused_in_every_field),
        TEST(test_tables_fit_the_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
