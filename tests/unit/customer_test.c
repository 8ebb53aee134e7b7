// Creating, reading and saving customers.
#include "domain/customer.h"

#include <stdio.h>
#include <string.h>

#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;
static struct custody *custody;

#define GOOD_CODE "91110000802100433B"
#define OTHER_CODE "91350100M000100Y43"

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    custody = fixture->ctx.custody = fake_custody_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(custody);
    fixture_free(fixture);
    return 0;
}

static struct draft new_draft(const char *name, const char *region, const char *credit_code) {
    return draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, "region", region, "credit_code", credit_code,
                         "owner", fixture->ctx.actor->login, NULL);
}

static int64_t create(const char *name, const char *region, const char *credit_code) {
    struct draft draft = new_draft(name, region, credit_code);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static int64_t create_with_phone(const char *name, const char *phone) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, "phone", phone, NULL);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static struct customer find(int64_t id) {
    struct customer customer;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    return customer;
}

static const char *value_of(const struct customer *customer, const char *key) {
    return customer->record.values[field_index(&CUSTOMER_FIELDS, key)];
}

static const char *message_of(const struct draft *draft, const char *key) {
    return draft->messages[field_index(draft->table, key)].zh;
}

static int64_t rows_of(const char *table) {
    return fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM %s", table));
}

static size_t journal_size(void) {
    size_t length;
    file_read(arena_format(fixture->arena, "%s-wal", fixture->path), &length, fixture->arena);
    return length;
}

// --- ARC-1: numbers ---

static void test_arc_1_numbers_count_within_prefecture_and_year(void **state) {
    (void)state;
    assert_string_equal(find(create("甲公司", "440305", "")).archive_no, "440300-2026-000001");
    assert_string_equal(find(create("乙公司", "440304", "")).archive_no, "440300-2026-000002");
    assert_string_equal(find(create("丙公司", "北京朝阳", "")).archive_no, "110100-2026-000001");
    assert_string_equal(find(create("丁公司", "", "")).archive_no, "000000-2026-000001");
    fixture->now += 60 * TIME_DAY;
    assert_string_equal(find(create("戊公司", "440305", "")).archive_no, "440300-2027-000001");
}

static void test_arc_1_codes_count_everything(void **state) {
    (void)state;
    assert_string_equal(find(create("甲公司", "440305", "")).code, "C00000001");
    assert_string_equal(find(create("乙公司", "", "")).code, "C00000002");
}

static void test_arc_1_a_number_is_never_given_twice(void **state) {
    (void)state;
    create("甲公司", "440305", GOOD_CODE);
    struct draft refused = new_draft("乙公司", "440305", GOOD_CODE);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &refused, &id), STATUS_CONFLICT);
    // Even when the newest customer were taken out by hand, its numbers stay given.
    fixture_sql(fixture, "DELETE FROM history; DELETE FROM field_value; DELETE FROM customer;");
    assert_string_equal(find(create("丙公司", "440305", "")).archive_no, "440300-2026-000002");
}

// --- ARC-2: what is stored ---

static void test_arc_2_every_field_comes_back(void **state) {
    (void)state;
    struct draft draft =
        draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "深圳市王𠮷物流有限公司", "credit_code", GOOD_CODE,
                      "kind", "dealer", "region", "深圳南山", "nature", "private", "legal_person", "王𠮷",
                      "established", "2001-02-03", "address", "科技园 12 号", "phone", "13812345678", "website",
                      "https://www.example.com/", "registered_capital", "500 万", "remarks", "一行\n两行", NULL);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    struct customer customer = find(id);
    assert_string_equal(customer.name, "深圳市王𠮷物流有限公司");
    assert_string_equal(customer.owner_name, "李娜");
    assert_string_equal(customer.unit_name, "一组");
    assert_string_equal(customer.unit_path, "/1/2/4/");
    assert_string_equal(customer.region, "440305");
    assert_string_equal(value_of(&customer, "region"), "广东省深圳市南山区");
    assert_string_equal(value_of(&customer, "owner"), "李娜");
    assert_string_equal(value_of(&customer, "credit_code"), GOOD_CODE);
    assert_string_equal(value_of(&customer, "kind"), "dealer");
    assert_string_equal(value_of(&customer, "legal_person"), "王𠮷");
    assert_string_equal(value_of(&customer, "registered_capital"), "5000000.00");
    assert_string_equal(value_of(&customer, "remarks"), "一行\n两行");
    assert_string_equal(value_of(&customer, "fax"), "");
    assert_int_equal(customer.record.version, 1);
    assert_int_equal(customer.record.created_at, FIXTURE_TIME);
    assert_int_equal(customer.record.created_by, PERSON_SELLER);
}

static void test_arc_2_a_region_that_is_none_gets_a_message_at_its_field(void **state) {
    (void)state;
    struct draft draft = new_draft("甲公司", "亚特兰蒂斯", "");
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_INVALID);
    assert_int_equal(draft.faults, 1);
    assert_non_null(message_of(&draft, "region"));
    draft = new_draft("甲公司", "南山区", "");
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_INVALID);
    assert_non_null(strstr(message_of(&draft, "region"), "黑龙江省鹤岗市南山区"));
    assert_int_equal(rows_of("customer"), 0);
}

// --- unique numbers ---

static void test_arc_1_a_taken_credit_code_names_the_customer_one_may_see(void **state) {
    (void)state;
    create("甲公司", "440305", GOOD_CODE);
    struct draft draft = new_draft("乙公司", "", GOOD_CODE);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_CONFLICT);
    assert_int_equal(draft.faults, 1);
    assert_non_null(strstr(message_of(&draft, "credit_code"), "客户 440300-2026-000001 甲公司 已使用"));
    fixture_act(fixture, PERSON_OTHER);
    draft = new_draft("乙公司", "", GOOD_CODE);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_CONFLICT);
    assert_null(strstr(message_of(&draft, "credit_code"), "440300"));
    assert_null(strstr(message_of(&draft, "credit_code"), "甲公司"));
    assert_int_equal(rows_of("customer"), 1);
}

static void test_arc_1_saving_checks_the_credit_code_too(void **state) {
    (void)state;
    create("甲公司", "", GOOD_CODE);
    int64_t id = create("乙公司", "", OTHER_CODE);
    struct customer stored = find(id);
    struct draft draft =
        draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "credit_code", GOOD_CODE, "remarks", "好", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_CONFLICT);
    assert_int_equal(draft.faults, 1);
    stored = find(id);
    assert_string_equal(value_of(&stored, "remarks"), ""); // whole or not at all
    // One's own code again, and no code at all, are fine, any number of times.
    draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "credit_code", OTHER_CODE, "remarks", "好", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "credit_code", "", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 2, &draft), STATUS_OK);
    create("丙公司", "", "");
    create("丁公司", "", OTHER_CODE); // given up, so free
}

// --- saving ---

static void test_arc_4_one_history_row_per_changed_field(void **state) {
    (void)state;
    int64_t id = create("甲公司", "440305", "");
    assert_int_equal(rows_of("history"), 1);
    struct customer stored = find(id);
    fixture->now += TIME_MINUTE;
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "name", "甲有限公司", "region",
                                       "福田区", "remarks", "好", "address", "", "kind", "", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    assert_int_equal(rows_of("history"), 1 + 3);
    stored = find(id);
    assert_int_equal(stored.record.version, 2);
    assert_int_equal(stored.record.updated_at, FIXTURE_TIME + TIME_MINUTE);
    assert_string_equal(stored.name, "甲有限公司");
    assert_string_equal(value_of(&stored, "region"), "广东省深圳市福田区");
    assert_string_equal(stored.archive_no, "440300-2026-000001"); // once given, it stays
    assert_int_equal(
        fixture_number(fixture, "SELECT count(*) FROM history WHERE field = 'region' AND before = '广东省深圳市南山区' "
                                "AND after = '广东省深圳市福田区' AND version = 2 AND person_id = 1"),
        1);
}

static void test_arc_4_saving_what_is_stored_writes_nothing(void **state) {
    (void)state;
    int64_t id = create("甲公司", "440305", GOOD_CODE);
    struct customer stored = find(id);
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "name", " 甲公司", "region",
                                       "深圳南山", "credit_code", GOOD_CODE, "remarks", "", "phone", "", NULL);
    unsigned calls = custody->calls;
    size_t size = journal_size();
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    assert_int_equal(custody->calls, calls);
    assert_int_equal(journal_size(), size);
    assert_int_equal(find(id).record.version, 1);
    assert_int_equal(rows_of("history"), 1);
}

static void test_ops_2_who_saves_second_is_told_and_overwrites_nothing(void **state) {
    (void)state;
    int64_t id = create("甲公司", "", "");
    struct customer form = find(id); // what both forms were filled from
    struct draft colleague = draft_checked(fixture, &CUSTOMER_FIELDS, &form.record, "remarks", "同事的话", NULL);
    struct draft mine =
        draft_checked(fixture, &CUSTOMER_FIELDS, &form.record, "remarks", "我的话", "goods", "焦炭", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &colleague), STATUS_OK);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &mine), STATUS_CONFLICT);
    assert_int_equal(mine.faults, 0); // told from a value that is taken
    struct customer now = find(id);
    assert_string_equal(value_of(&now, "remarks"), "同事的话");
    assert_string_equal(value_of(&now, "goods"), "");
    struct record base;
    assert_int_equal(record_at(&fixture->ctx, &now.record, 1, &base), STATUS_OK);
    assert_string_equal(base.values[field_index(&CUSTOMER_FIELDS, "remarks")], "");
    assert_int_equal(customer_save(&fixture->ctx, id, now.record.version, &mine), STATUS_OK);
    now = find(id);
    assert_string_equal(value_of(&now, "remarks"), "我的话");
    assert_string_equal(value_of(&now, "goods"), "焦炭");
}

static void save_as_colleague(void *data) {
    int64_t id = *(int64_t *)data;
    struct customer stored = find(id);
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "remarks", "抢先", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
}

static void test_ops_2_a_save_between_reading_and_writing_is_noticed(void **state) {
    (void)state;
    int64_t id = create("甲公司", "", "");
    struct customer stored = find(id);
    struct draft draft =
        draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "13812345678", "remarks", "迟到", NULL);
    custody->on_seal = save_as_colleague;
    custody->on_seal_data = &id;
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_CONFLICT);
    stored = find(id);
    assert_string_equal(value_of(&stored, "remarks"), "抢先");
    assert_string_equal(value_of(&stored, "phone"), "");
}

// --- scope ---

static enum status find_as(int person, int64_t id, enum permission permission) {
    struct customer customer;
    fixture_act(fixture, person);
    enum status status = customer_find(&fixture->ctx, id, permission, &customer);
    fixture_act(fixture, PERSON_SELLER);
    return status;
}

static void test_org_2_what_is_out_of_scope_is_not_there(void **state) {
    (void)state;
    int64_t id = create("甲公司", "", "");
    static const enum status READ[PERSON_COUNT + 1] = {
        [PERSON_SELLER] = STATUS_OK,
        [PERSON_COLLEAGUE] = STATUS_NOT_FOUND,
        [PERSON_OTHER] = STATUS_NOT_FOUND,
        [PERSON_MANAGER] = STATUS_OK,
        [PERSON_DIRECTOR] = STATUS_OK,
        [PERSON_CLERK] = STATUS_OK,
        [PERSON_GENERAL] = STATUS_OK,
        [PERSON_AUDITOR] = STATUS_NOT_FOUND,
    };
    for (int person = 1; person <= PERSON_COUNT; person++) {
        assert_int_equal(find_as(person, id, PERM_CUSTOMER_READ), READ[person]);
        bool may_edit = READ[person] == STATUS_OK && person != PERSON_GENERAL;
        assert_int_equal(find_as(person, id, PERM_CUSTOMER_EDIT), may_edit ? STATUS_OK : STATUS_NOT_FOUND);
    }
    assert_int_equal(find_as(PERSON_CLERK, id + 1, PERM_CUSTOMER_READ), STATUS_NOT_FOUND);
}

static void test_org_2_one_s_own_customers_stay_in_reach(void **state) {
    (void)state;
    fixture_act(fixture, PERSON_MANAGER);
    int64_t id = create("甲公司", "", "");
    fixture_sql(fixture, "UPDATE customer SET unit_id = 3"); // handed to another unit, still the manager's
    assert_int_equal(find_as(PERSON_MANAGER, id, PERM_CUSTOMER_EDIT), STATUS_OK);
    assert_int_equal(find_as(PERSON_SELLER, id, PERM_CUSTOMER_READ), STATUS_NOT_FOUND);
}

static void test_org_2_who_may_not_create_or_edit_does_not(void **state) {
    (void)state;
    int64_t id = create("甲公司", "", "");
    struct customer stored = find(id);
    struct draft draft = new_draft("乙公司", "", "");
    struct draft change = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "remarks", "好", NULL);
    int64_t other = 0;
    fixture_act(fixture, PERSON_AUDITOR);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &other), STATUS_FORBIDDEN);
    fixture_act(fixture, PERSON_GENERAL); // reads everything, changes nothing
    assert_int_equal(customer_create(&fixture->ctx, &draft, &other), STATUS_FORBIDDEN);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &change), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_OTHER);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &change), STATUS_NOT_FOUND);
    assert_int_equal(rows_of("customer"), 1);
    assert_int_equal(rows_of("history"), 1);
}

static void test_record_page_takes_two_statements(void **state) {
    (void)state;
    int64_t id = create_with_phone("甲公司", "13812345678");
    uint64_t before = store_statements(fixture->store);
    find(id);
    assert_int_equal(store_statements(fixture->store) - before, 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_1_numbers_count_within_prefecture_and_year),
        TEST(test_arc_1_codes_count_everything),
        TEST(test_arc_1_a_number_is_never_given_twice),
        TEST(test_arc_2_every_field_comes_back),
        TEST(test_arc_2_a_region_that_is_none_gets_a_message_at_its_field),
        TEST(test_arc_1_a_taken_credit_code_names_the_customer_one_may_see),
        TEST(test_arc_1_saving_checks_the_credit_code_too),
        TEST(test_arc_4_one_history_row_per_changed_field),
        TEST(test_arc_4_saving_what_is_stored_writes_nothing),
        TEST(test_ops_2_who_saves_second_is_told_and_overwrites_nothing),
        TEST(test_ops_2_a_save_between_reading_and_writing_is_noticed),
        TEST(test_org_2_what_is_out_of_scope_is_not_there),
        TEST(test_org_2_one_s_own_customers_stay_in_reach),
        TEST(test_org_2_who_may_not_create_or_edit_does_not),
        TEST(test_record_page_takes_two_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
