// Forms: what stands in an input the first time, after a fault, and after a colleague saved first (OPS-2).
#include <string.h>

#include "app/form_page.h"
#include "app_support.h"

#define FIELD(key) field_index(&CUSTOMER_FIELDS, key)

static struct record stored_record(void) {
    struct record record = {.table = &CUSTOMER_FIELDS, .id = 12, .version = 3};
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++)
        record.values[i] = "";
    record.values[FIELD("name")] = "恒远物流";
    record.values[FIELD("address")] = "解放路 1 号";
    record.values[FIELD("phone")] = "138****1234";
    return record;
}

static const struct field_view *find(const struct form_view *form, const char *key) {
    const struct group_view *groups = form->groups.rows;
    for (size_t g = 0; g < form->groups.count; g++) {
        const struct field_view *fields = groups[g].fields.rows;
        for (size_t f = 0; f < groups[g].fields.count; f++)
            if (strcmp(fields[f].key, key) == 0)
                return &fields[f];
    }
    return NULL;
}

static struct form_view build(struct app_case *test, const struct record *stored, const struct draft *draft,
                              const struct record *theirs) {
    return form_build(&test->page, &CUSTOMER_FIELDS, stored, draft, theirs, "/action", "/cancel");
}

static void test_conf_1_form_never_holds_a_stored_confidential_value(void **state) {
    (void)state;
    struct app_case test;
    struct record stored = stored_record();
    app_case_start(&test, METHOD_GET, "/", "", "");
    struct form_view form = build(&test, &stored, NULL, NULL);
    assert_string_equal(find(&form, "name")->value, "恒远物流");
    assert_string_equal(find(&form, "phone")->value, "");
    assert_string_equal(find(&form, "phone")->mask, "138****1234");
    assert_true(find(&form, "phone")->has_stored);
    assert_null(find(&form, "archive_no")); // assigned, never typed
    assert_int_equal(form.version, 3);
    app_case_end(&test);
}

static void test_cursor_in_the_first_field_or_the_first_fault(void **state) {
    (void)state;
    struct app_case test;
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=%E6%81%92%E8%BF%9C&email=wrong&version=3");
    struct form_view form = build(&test, NULL, NULL, NULL);
    assert_true(find(&form, "name")->first);
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, NULL, &draft), STATUS_INVALID);
    form = build(&test, NULL, &draft, NULL);
    assert_false(find(&form, "name")->first);
    assert_true(find(&form, "email")->first);
    app_case_end(&test);
}

static void test_ops_2_faults_keep_what_was_typed(void **state) {
    (void)state;
    struct app_case test;
    struct record stored = stored_record();
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=&address=%E4%BA%BA%E6%B0%91%E8%B7%AF&phone=12&version=2");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &stored, &draft), STATUS_INVALID);
    struct form_view form = build(&test, &stored, &draft, NULL);
    assert_int_equal(form.fault_count, 2);
    assert_string_equal(find(&form, "name")->value, "");
    assert_true(find(&form, "name")->invalid);
    assert_string_equal(find(&form, "address")->value, "人民路");
    assert_string_equal(find(&form, "phone")->value, "12");
    assert_int_equal(form.version, 2); // still based on what it was filled from: a colleague's save must not be missed
    app_case_end(&test);
}

// The form was filled from version 3, the colleague saved version 4.
static struct record colleagues_record(const char *key, const char *value) {
    struct record record = stored_record();
    record.version = 4;
    record.values[FIELD(key)] = value;
    return record;
}

static void test_ops_2_only_the_colleague_changed_a_field(void **state) {
    (void)state;
    struct app_case test;
    struct record base = stored_record(), theirs = colleagues_record("address", "人民路 9 号");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "",
                   "name=%E6%81%92%E8%BF%9C%E9%9B%86%E5%9B%A2&address=%E8%A7%A3%E6%94%BE%E8%B7%AF+1+%E5%8F%B7&version=3");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &base, &draft), STATUS_OK);
    struct form_view form = build(&test, &base, &draft, &theirs);
    assert_true(form.conflict);
    assert_int_equal(form.version, 4);
    assert_string_equal(find(&form, "address")->value, "人民路 9 号");
    assert_true(find(&form, "address")->taken);
    assert_false(find(&form, "address")->has_theirs); // there is nothing to choose
    assert_int_equal(form.differences.count, 1);
    assert_string_equal(((const struct fault_view *)form.differences.rows)[0].key, "address");
    assert_string_equal(find(&form, "name")->value, "恒远集团"); // one's own change stays
    assert_false(find(&form, "name")->has_theirs);
    assert_false(find(&form, "name")->taken);
    app_case_end(&test);
}

static void test_ops_2_both_changed_a_field(void **state) {
    (void)state;
    struct app_case test;
    struct record base = stored_record(), theirs = colleagues_record("address", "人民路 9 号");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=%E6%81%92%E8%BF%9C%E7%89%A9%E6%B5%81&address=%E4%B8%AD%E5%B1%B1%E8%B7%AF&version=3");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &base, &draft), STATUS_OK);
    struct form_view form = build(&test, &base, &draft, &theirs);
    assert_string_equal(find(&form, "address")->value, "中山路");
    assert_string_equal(find(&form, "address")->theirs, "人民路 9 号");
    assert_true(find(&form, "address")->has_theirs);
    assert_false(find(&form, "address")->taken);
    assert_int_equal(form.differences.count, 1);
    app_case_end(&test);
}

static void test_ops_2_both_wrote_the_same(void **state) {
    (void)state;
    struct app_case test;
    struct record base = stored_record(), theirs = colleagues_record("address", "中山路");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=%E6%81%92%E8%BF%9C%E7%89%A9%E6%B5%81&address=%E4%B8%AD%E5%B1%B1%E8%B7%AF&version=3");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &base, &draft), STATUS_OK);
    struct form_view form = build(&test, &base, &draft, &theirs);
    assert_string_equal(find(&form, "address")->value, "中山路");
    assert_false(find(&form, "address")->has_theirs);
    assert_false(find(&form, "address")->taken);
    assert_int_equal(form.differences.count, 0);
    app_case_end(&test);
}

static void test_ops_2_take_the_colleagues_value(void **state) {
    (void)state;
    struct app_case test;
    struct record theirs = colleagues_record("address", "人民路 9 号");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "",
                   "name=%E6%81%92%E8%BF%9C&address=%E4%B8%AD%E5%B1%B1%E8%B7%AF&theirs_address=1&phone=13800000000&theirs_phone=1&version=4");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &theirs, &draft), STATUS_OK);
    assert_string_equal(draft.values[FIELD("address")], "人民路 9 号");
    assert_string_equal(draft.typed[FIELD("phone")], ""); // empty keeps what the colleague stored
    assert_false(draft.clear[FIELD("phone")]);
    app_case_end(&test);
}

static void test_conf_1_colleagues_confidential_change_shows_the_mask(void **state) {
    (void)state;
    struct app_case test;
    struct record base = stored_record(), theirs = colleagues_record("phone", "139****9999");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=%E6%81%92%E8%BF%9C&phone=&version=3");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &base, &draft), STATUS_OK);
    struct form_view form = build(&test, &base, &draft, &theirs);
    assert_string_equal(find(&form, "phone")->value, "");
    assert_string_equal(find(&form, "phone")->mask, "139****9999");
    assert_true(find(&form, "phone")->shows_mask);
    assert_true(find(&form, "phone")->taken);
    assert_false(find(&form, "phone")->has_theirs);
    app_case_end(&test);
}

static void test_conf_1_both_changed_a_confidential_field_shows_one_mask(void **state) {
    (void)state;
    struct app_case test;
    struct record base = stored_record(), theirs = colleagues_record("phone", "139****9999");
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", "name=%E6%81%92%E8%BF%9C&phone=13700000000&version=3");
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &base, &draft), STATUS_OK);
    struct form_view form = build(&test, &base, &draft, &theirs);
    assert_string_equal(find(&form, "phone")->value, "13700000000");
    assert_string_equal(find(&form, "phone")->theirs, "139****9999");
    assert_true(find(&form, "phone")->has_theirs);
    assert_false(find(&form, "phone")->shows_mask);
    app_case_end(&test);
}

static bool changes(const char *body) {
    struct app_case test;
    struct record stored = stored_record();
    struct draft draft;
    app_case_start(&test, METHOD_POST, "/", "", body);
    assert_int_equal(form_read(&test.page, &CUSTOMER_FIELDS, &stored, &draft), STATUS_OK);
    bool result = form_changes(&draft, &stored);
    app_case_end(&test);
    return result;
}

#define UNCHANGED "name=%E6%81%92%E8%BF%9C%E7%89%A9%E6%B5%81&address=%E8%A7%A3%E6%94%BE%E8%B7%AF+1+%E5%8F%B7&version=3"

static void test_whether_a_form_changes_anything(void **state) {
    (void)state;
    assert_false(changes(UNCHANGED));
    assert_false(changes(UNCHANGED "&phone=&fax=&clear_fax=1")); // nothing is stored that could be cleared
    assert_true(changes(UNCHANGED "&clear_phone=1"));
    assert_true(changes(UNCHANGED "&phone=13700000000"));
    assert_true(changes(UNCHANGED "&goods=%E7%84%A6%E7%82%AD"));
    assert_true(changes("name=%E6%81%92%E8%BF%9C&version=3"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_1_form_never_holds_a_stored_confidential_value),
        cmocka_unit_test(test_cursor_in_the_first_field_or_the_first_fault),
        cmocka_unit_test(test_ops_2_faults_keep_what_was_typed),
        cmocka_unit_test(test_ops_2_only_the_colleague_changed_a_field),
        cmocka_unit_test(test_ops_2_both_changed_a_field),
        cmocka_unit_test(test_ops_2_both_wrote_the_same),
        cmocka_unit_test(test_ops_2_take_the_colleagues_value),
        cmocka_unit_test(test_conf_1_colleagues_confidential_change_shows_the_mask),
        cmocka_unit_test(test_conf_1_both_changed_a_confidential_field_shows_one_mask),
        cmocka_unit_test(test_whether_a_form_changes_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
