// Confidential values of customers and contacts: stored sealed, shown masked, and nowhere else.
#include <stdio.h>
#include <string.h>

#include "domain/customer.h"
#include "domain/entitlement.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql BOX = {"test.box",
                               "SELECT box FROM field_value WHERE kind = :kind AND record_id = :id AND field = :field"};
static const struct sql BEFORE_BOX = {"test.before_box",
                                      "SELECT before_box FROM history WHERE record_id = :id AND field = :field "
                                      "AND kind = :kind ORDER BY id DESC LIMIT 1"};
static const struct sql *const OWN[] = {&BOX, &BEFORE_BOX, NULL};
static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, ENTITLEMENT_STATEMENTS, OWN, NULL};

static struct fixture *fixture;
static struct custody *custody;

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

static int64_t create(const char *name) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, NULL);
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
    id = create("乙公司"); // what has nothing to seal needs no custodian
    struct customer stored = find(id);
    draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "phone", "13812345678", "remarks", "好", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_UNAVAILABLE);
    stored = find(id);
    assert_int_equal(stored.record.version, 1);
    assert_string_equal(value_of(&stored, "remarks"), "");
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

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_conf_1_confidential_values_come_back_as_masks),
        TEST(test_conf_8_a_box_belongs_to_its_record_and_field),
        TEST(test_conf_8_no_plaintext_in_the_database),
        TEST(test_conf_8_nothing_is_stored_that_could_not_be_sealed),
        TEST(test_arc_4_the_old_box_goes_into_history),
        TEST(test_conf_1_a_new_value_with_the_old_mask_is_stored),
        TEST(test_arc_1_the_same_id_of_two_processes_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
