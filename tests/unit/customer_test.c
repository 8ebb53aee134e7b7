// Creating, reading and saving customers.
#include "domain/customer.h"

#include <stdio.h>
#include <string.h>

#include "fake_custody.h"
#include "support.h"

static const struct sql BOX = {"test.box",
                               "SELECT box FROM field_value WHERE kind = :kind AND record_id = :id AND field = :field"};
static const struct sql BEFORE_BOX = {"test.before_box",
                                      "SELECT before_box FROM history WHERE record_id = :id AND field = :field "
                                      "AND kind = :kind ORDER BY id DESC LIMIT 1"};
static const struct sql *const OWN[] = {&BOX, &BEFORE_BOX, NULL};
static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, OWN, NULL};

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
                         NULL);
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

static const char *opened(const struct sql *sql, int64_t id, const char *field) {
    size_t size;
    struct query query = query_start(fixture->store, sql);
    query_bind_int(&query, ":kind", KIND_CUSTOMER);
    query_bind_int(&query, ":id", id);
    query_bind_text(&query, ":field", field);
    const void *box = query_row(&query) ? query_blob(&query, 0, &size, fixture->arena) : NULL;
    assert_int_equal(query_end(&query), STATUS_OK);
    return box ? fake_custody_open(KIND_CUSTOMER, id, field, box, size, fixture->arena) : NULL;
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

static void test_arc_1_the_same_id_of_two_processes_is_made_anew(void **state) {
    (void)state;
    int64_t first = create_with_phone("甲公司", "13812345678");
    fixture->seed = 42; // another process, which starts with the same randomness at the same time
    fixture->ids = (struct id_source){.clock = &fixture->clock, .random = &fixture->random};
    int64_t second = create_with_phone("乙公司", "13912345678");
    assert_true(first != second);
    assert_string_equal(opened(&BOX, second, "phone"), "13912345678"); // sealed for its new place
    assert_string_equal(opened(&BOX, first, "phone"), "13812345678");
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

// --- CONF-1, CONF-8: what nobody may read ---

static void test_conf_1_confidential_values_come_back_as_masks(void **state) {
    (void)state;
    struct customer customer = find(create_with_phone("甲公司", "13812345678"));
    assert_string_equal(value_of(&customer, "phone"), "138****5678");
}

static void test_conf_8_a_box_belongs_to_its_record_and_field(void **state) {
    (void)state;
    int64_t id = create_with_phone("甲公司", "13812345678");
    assert_string_equal(opened(&BOX, id, "phone"), "13812345678");
    assert_null(opened(&BOX, id, "remarks"));
}

static size_t journal_size(void) {
    size_t length;
    file_read(arena_format(fixture->arena, "%s-wal", fixture->path), &length, fixture->arena);
    return length;
}

static bool file_has(const char *suffix, const char *needle) {
    size_t length;
    const char *path = arena_format(fixture->arena, "%s%s", fixture->path, suffix);
    char *bytes = file_read(path, &length, fixture->arena);
    return memmem(bytes, length, needle, strlen(needle)) != NULL;
}

static const char *planted_value(const struct field *field, unsigned number) {
    switch (field->type) {
    case FIELD_PHONE: return arena_format(fixture->arena, "1391357%04u", 2460 + number);
    case FIELD_EMAIL: return arena_format(fixture->arena, "planted%u@example.com", number);
    case FIELD_BANK_ACCOUNT: return arena_format(fixture->arena, "62220212345678%04u", 1357 + number);
    case FIELD_AMOUNT: return arena_format(fixture->arena, "87654%u.25", 321 + number);
    case FIELD_DATE: return arena_format(fixture->arena, "1977-11-%02u", 10 + number % 20);
    case FIELD_IDENTITY:
        return number % 2 ? "11010519491231002X" : "362322198709086409"; // examples of GB 11643 and its checkers
    default: return arena_format(fixture->arena, "暗藏内容第%u条不可外泄", number);
    }
}

static struct draft planted_draft(const struct field_table *table, const struct record *stored, unsigned from) {
    struct draft draft = {.table = table};
    for (size_t i = 0; i < table->count; i++)
        if (field_is_sealed(&table->fields[i]))
            draft.typed[i] = planted_value(&table->fields[i], from + (unsigned)i);
    draft.typed[field_index(table, "name")] = "显而易见的名称";
    assert_int_equal(draft_check(&draft, stored, fixture->arena), STATUS_OK);
    return draft;
}

static void assert_nowhere(const struct draft *draft) {
    for (size_t i = 0; i < draft->table->count; i++) {
        if (!field_is_sealed(&draft->table->fields[i]))
            continue;
        assert_true(*draft->values[i] != '\0');
        if (file_has("", draft->values[i]) || file_has("-wal", draft->values[i]))
            fail_msg("%s is in the database: %s", draft->table->fields[i].key, draft->values[i]);
    }
}

// Created, changed, deleted: no byte of any file of the database may hold what was typed.
static void test_conf_8_no_plaintext_in_the_database(void **state) {
    (void)state;
    int64_t id = 0;
    int64_t contact_id = 0;
    struct draft first = planted_draft(&CUSTOMER_FIELDS, NULL, 0);
    assert_int_equal(customer_create(&fixture->ctx, &first, &id), STATUS_OK);
    struct draft contact = planted_draft(&CONTACT_FIELDS, NULL, 100);
    assert_int_equal(contact_create(&fixture->ctx, id, &contact, &contact_id), STATUS_OK);
    struct customer stored = find(id);
    struct draft second = planted_draft(&CUSTOMER_FIELDS, &stored.record, 51);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &second), STATUS_OK);
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_OK);
    for (int round = 0; round < 2; round++) { // in the journal, then in the file itself
        assert_true(file_has(round ? "" : "-wal", "显而易见的名称"));
        assert_nowhere(&first);
        assert_nowhere(&second);
        assert_nowhere(&contact);
        fixture_sql(fixture, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

static void test_conf_8_nothing_is_stored_that_could_not_be_sealed(void **state) {
    (void)state;
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", "phone", "13812345678", NULL);
    int64_t id = 0;
    custody->down = true;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_UNAVAILABLE);
    assert_int_equal(rows_of("customer"), 0);
    assert_int_equal(rows_of("sequence"), 0);
    id = create("乙公司", "", ""); // what has nothing to seal needs no custodian
    struct customer stored = find(id);
    draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "13812345678", "remarks", "好", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_UNAVAILABLE);
    stored = find(id);
    assert_int_equal(stored.record.version, 1);
    assert_string_equal(value_of(&stored, "remarks"), "");
}

// --- unique numbers ---

static void test_arc_1_a_taken_credit_code_names_the_customer_one_may_see(void **state) {
    (void)state;
    create("甲公司", "440305", GOOD_CODE);
    struct draft draft = new_draft("乙公司", "", GOOD_CODE);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_CONFLICT);
    assert_int_equal(draft.faults, 1);
    assert_non_null(strstr(message_of(&draft, "credit_code"), "440300-2026-000001"));
    fixture_act(fixture, PERSON_OTHER);
    draft = new_draft("乙公司", "", GOOD_CODE);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_CONFLICT);
    assert_null(strstr(message_of(&draft, "credit_code"), "440300"));
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

static void test_arc_4_the_old_box_goes_into_history(void **state) {
    (void)state;
    int64_t id = create_with_phone("甲公司", "13812345678");
    struct customer stored = find(id);
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "13912345678", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    assert_string_equal(opened(&BOX, id, "phone"), "13912345678");
    assert_string_equal(opened(&BEFORE_BOX, id, "phone"), "13812345678");
    assert_int_equal(
        fixture_number(fixture, "SELECT count(*) FROM history WHERE before = '138****5678' AND after = '139****5678'"),
        1);
    stored = find(id);
    draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "", NULL);
    draft.clear[field_index(&CUSTOMER_FIELDS, "phone")] = true;
    assert_int_equal(draft_check(&draft, &stored.record, fixture->arena), STATUS_OK);
    assert_int_equal(customer_save(&fixture->ctx, id, 2, &draft), STATUS_OK);
    assert_null(opened(&BOX, id, "phone"));
    assert_string_equal(opened(&BEFORE_BOX, id, "phone"), "13912345678");
    assert_int_equal(fixture_number(fixture, "SELECT phone = '' FROM customer"), 1);
}

static void test_conf_1_a_new_value_with_the_old_mask_is_stored(void **state) {
    (void)state;
    int64_t id = create_with_phone("甲公司", "13812345678");
    struct customer stored = find(id);
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "13800005678", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    assert_string_equal(opened(&BOX, id, "phone"), "13800005678");
    assert_int_equal(find(id).record.version, 2);
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
        TEST(test_arc_1_the_same_id_of_two_processes_is_made_anew),
        TEST(test_arc_2_every_field_comes_back),
        TEST(test_arc_2_a_region_that_is_none_gets_a_message_at_its_field),
        TEST(test_conf_1_confidential_values_come_back_as_masks),
        TEST(test_conf_8_a_box_belongs_to_its_record_and_field),
        TEST(test_conf_8_no_plaintext_in_the_database),
        TEST(test_conf_8_nothing_is_stored_that_could_not_be_sealed),
        TEST(test_arc_1_a_taken_credit_code_names_the_customer_one_may_see),
        TEST(test_arc_1_saving_checks_the_credit_code_too),
        TEST(test_arc_4_one_history_row_per_changed_field),
        TEST(test_arc_4_saving_what_is_stored_writes_nothing),
        TEST(test_arc_4_the_old_box_goes_into_history),
        TEST(test_conf_1_a_new_value_with_the_old_mask_is_stored),
        TEST(test_ops_2_who_saves_second_is_told_and_overwrites_nothing),
        TEST(test_ops_2_a_save_between_reading_and_writing_is_noticed),
        TEST(test_org_2_what_is_out_of_scope_is_not_there),
        TEST(test_org_2_one_s_own_customers_stay_in_reach),
        TEST(test_org_2_who_may_not_create_or_edit_does_not),
        TEST(test_record_page_takes_two_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
