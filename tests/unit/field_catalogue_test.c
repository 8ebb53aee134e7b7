// ARC-10: what administrators stored joins the lines of the program, whenever its version is another, and can't weaken them.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/change.h"
#include "domain/customer.h"
#include "domain/field_catalogue.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, FIELD_CATALOGUE_STATEMENTS, NULL};

static struct fixture *fixture;
static struct catalogue_keeper keeper;

static int setup(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    keeper = (struct catalogue_keeper){.now = &BUILT_IN_CATALOGUE};
    fixture->ctx.custody = fake_custody_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    if (keeper.arena != NULL)
        arena_free(keeper.arena);
    fixture_free(fixture);
    return 0;
}

// Stores rows as an administrator's change would and reads them.
static const struct field_catalogue *change(const char *rows) {
    int64_t version;
    fixture_sql(fixture, rows);
    fixture_sql(fixture, "UPDATE field_version SET version = version + 1");
    assert_int_equal(catalogue_version(fixture->store, &version), STATUS_OK);
    assert_int_equal(catalogue_refresh(&keeper, fixture->store, version), STATUS_OK);
    assert_int_equal(keeper.now->version, version);
    fixture->ctx.fields = keeper.now;
    return keeper.now;
}

static void test_arc_10_nothing_stored_is_built_in(void **state) {
    (void)state;
    const struct field_catalogue *fields = change("");
    assert_int_equal(fields->customer->count, CUSTOMER_FIELDS.count);
    assert_int_equal(fields->contact->count, CONTACT_FIELDS.count);
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++) {
        assert_string_equal(fields->customer->fields[i].key, CUSTOMER_FIELDS.fields[i].key);
        assert_int_equal(fields->customer->fields[i].flags, CUSTOMER_FIELDS.fields[i].flags);
    }
}

static void test_arc_10_an_own_field_joins_its_group(void **state) {
    (void)state;
    const struct field_catalogue *fields =
        change("INSERT INTO field_definition (kind, key, own, type, label_zh, label_en, level, group_id, max_length, required, listed)"
               " VALUES (1, 'own_1', 1, 'text', '年会桌号', 'Table', 1, 1, 10, 1, 1)");
    const struct field *field = field_find(fields->customer, "own_1");
    assert_non_null(field);
    assert_int_equal(field->type, FIELD_TEXT);
    assert_int_equal(field->flags, FIELD_OWN | FIELD_REQUIRED | FIELD_LIST);
    assert_int_equal(field->max, 10);
    const int i = field_index(fields->customer, "own_1");
    assert_int_equal(fields->customer->fields[i - 1].group, GROUP_BUSINESS);
    assert_int_equal(fields->customer->fields[i + 1].group, GROUP_ADDRESS);
    assert_null(field_find(fields->contact, "own_1"));
}

static void test_arc_10_a_line_of_the_program_is_relabelled_moved_and_raised(void **state) {
    (void)state;
    const struct field_catalogue *fields =
        change("INSERT INTO field_definition (kind, key, own, type, label_zh, level, group_id, position)"
               " VALUES (1, 'website', 0, 'url', '官网', 2, 0, 0)");
    const struct field *field = field_find(fields->customer, "website");
    assert_string_equal(field->label.zh, "官网");
    assert_string_equal(field->label.en, "Website");
    assert_int_equal(field->level, LEVEL_SECRET);
    assert_int_equal(field->group, GROUP_IDENTITY);
    assert_true(field_index(fields->customer, "website") <= 1);
    assert_int_equal(field->type, FIELD_URL);
}

static void test_arc_10_a_line_of_the_program_is_never_weakened(void **state) {
    (void)state;
    const struct field_catalogue *fields = change(
        "INSERT INTO field_definition (kind, key, own, type, level, required, retired_at) VALUES (1, 'bank_account', 0, 'text', 0, 0, NULL),"
        " (1, 'name', 0, 'text', 0, 0, 1), (1, 'phone', 0, 'phone', 1, 0, 1), (2, 'mobile', 0, 'phone', 0, 0, 1)");
    const struct field *account = field_find(fields->customer, "bank_account");
    assert_int_equal(account->level, LEVEL_TOP);
    assert_int_equal(account->type, FIELD_BANK_ACCOUNT);
    assert_true(field_find(fields->customer, "name")->flags & FIELD_REQUIRED);
    assert_int_equal(field_find(fields->customer, "phone")->level, LEVEL_SECRET);
    assert_int_equal(field_find(fields->contact, "mobile")->level, LEVEL_SECRET);
}

static void test_arc_10_a_retired_field_is_known_and_not_in_the_table(void **state) {
    (void)state;
    const struct field_catalogue *fields =
        change("INSERT INTO field_definition (kind, key, own, type, retired_at) VALUES (1, 'fax', 0, 'phone', 1)");
    assert_null(field_find(fields->customer, "fax"));
    assert_string_equal(field_known(fields->customer, "fax")->label.zh, "传真");
    assert_int_equal(fields->customer->count, CUSTOMER_FIELDS.count - 1);
}

static void test_arc_10_choices_are_added_relabelled_and_retired(void **state) {
    (void)state;
    const struct field_catalogue *fields =
        change("INSERT INTO field_choice (kind, field, key, label_zh, label_en, position, retired)"
               " VALUES (1, 'taxpayer', 'small', '小规模', 'Small', 0, 0), (1, 'taxpayer', 'exempt', '免税', 'Exempt', 1, 1),"
               " (1, 'taxpayer', 'c1', '跨境', 'Cross-border', 2, 0)");
    const struct field *field = field_find(fields->customer, "taxpayer");
    const char *value;
    struct text message;
    assert_string_equal(choice_label(field, "small", LANG_ZH), "小规模");
    assert_string_equal(choice_label(field, "general", LANG_EN), "General taxpayer");
    assert_int_equal(field_check(field, "跨境", fixture->arena, &value, &message), STATUS_OK);
    assert_string_equal(value, "c1");
    assert_int_equal(field_check(field, "免税", fixture->arena, &value, &message), STATUS_INVALID);
    assert_null(strstr(message.zh, "免税"));
    assert_int_equal(field_check(field, "exempt", fixture->arena, &value, &message), STATUS_OK); // what is stored stays good
}

static void test_arc_10_own_chapters_stand_where_they_were_put(void **state) {
    (void)state;
    const struct field_catalogue *fields = change("INSERT INTO field_group VALUES (100, '家庭信息', 'Family', 0), (1, '业务', 'Trade', 9)");
    assert_int_equal(fields->customer->chapter_count, GROUP_COUNT + 1);
    assert_int_equal(fields->customer->chapters[1].group, 100);
    assert_string_equal(fields->customer->chapters[GROUP_COUNT].label.zh, "业务");
}

// --- Who writes by an old catalogue

static enum status create(struct draft *draft, int64_t *id) {
    return customer_create(&fixture->ctx, draft, id);
}

static void test_arc_10_nothing_is_written_by_an_old_catalogue(void **state) {
    (void)state;
    int64_t id;
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "甲公司", "website", "https://a.example.com", NULL);
    fixture_sql(fixture, "INSERT INTO field_definition (kind, key, own, type, level) VALUES (1, 'website', 0, 'url', 2);"
                         "UPDATE field_version SET version = version + 1");
    assert_int_equal(create(&draft, &id), STATUS_STALE);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer"), 0);
    change("");
    draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "甲公司", "website", "https://a.example.com", NULL);
    assert_int_equal(create(&draft, &id), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE field = 'website' AND box IS NOT NULL"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE value LIKE '%example%'"), 0);
}

static void test_arc_10_first_use_is_noted(void **state) {
    (void)state;
    int64_t id;
    change("INSERT INTO field_definition (kind, key, own, type, label_zh, label_en, level, group_id) VALUES (1, 'own_1', 1, 'text', '桌', 'T', 1, 1)");
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "甲公司", NULL);
    assert_int_equal(create(&draft, &id), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT used FROM field_definition"), 0);
    draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "乙公司", "own_1", "七", NULL);
    assert_int_equal(create(&draft, &id), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT used FROM field_definition"), 1);
    struct customer customer;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    assert_string_equal(customer.record.values[field_index(customer.record.table, "own_1")], "七");
}

static void test_arc_10_what_is_being_sealed_is_shown_to_nobody(void **state) {
    (void)state;
    int64_t id;
    struct customer customer;
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "甲公司", "website", "https://a.example.com", NULL);
    assert_int_equal(create(&draft, &id), STATUS_OK);
    change("INSERT INTO field_definition (kind, key, own, type, level) VALUES (1, 'website', 0, 'url', 2);"
           "INSERT INTO field_sealing (kind, field, started_at, phase) VALUES (1, 'website', 1, 'values')");
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    const size_t i = (size_t)field_index(customer.record.table, "website");
    assert_string_equal(customer.record.values[i], "****");
    // Meanwhile it can't be changed: what it was would be lost.
    draft = draft_of(customer.record.table, "website", "https://b.example.com", NULL);
    assert_int_equal(draft_check(&draft, &customer.record, fixture->arena), STATUS_INVALID);
    assert_non_null(draft.messages[i].zh);
    draft = draft_of(customer.record.table, "website", "", "remarks", "好", NULL);
    assert_int_equal(draft_check(&draft, &customer.record, fixture->arena), STATUS_OK);
}

// --- What an administrator demands

static void test_arc_10_limits_hold_on_both_sides(void **state) {
    (void)state;
    static const struct {
        const char *columns, *type, *good, *bad;
    } CASES[] = {
        {"pattern = 1", "text", "0123", "012a"},
        {"pattern = 2", "text", "aBz", "a1"},
        {"pattern = 3", "text", "A-1", "A_1"},
        {"pattern = 4", "text", "阿·凡提", "阿b"},
        {"prefix = 'KD-'", "text", "KD-7", "KC-7"},
        {"min_length = 2, max_length = 3", "text", "一二", "一"},
        {"min_length = 2, max_length = 3", "text", "一二三", "一二三四"},
        {"lowest = '-1.5', highest = '20'", "decimal", "-1.50", "-1.6"},
        {"lowest = '-1.5', highest = '20'", "decimal", "1,000", NULL},
        {"lowest = '-1.5', highest = '20'", "decimal", "20.000", "20.0001"},
        {"lowest = '100.00'", "amount", "100", "99.99"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *value;
        struct text message = {0};
        fixture_sql(fixture, "DELETE FROM field_definition");
        const struct field_catalogue *fields = change(arena_format(
            fixture->arena,
            "INSERT INTO field_definition (kind, key, own, type, label_zh, label_en, level, group_id) VALUES (2, 'own_1', 1, '%s', '测', 'T', 1, 1);"
            "UPDATE field_definition SET %s",
            CASES[i].type, CASES[i].columns));
        const struct field *field = field_find(fields->contact, "own_1");
        const bool thousand = CASES[i].bad == NULL; // 1,000 is a number, but more than 20
        assert_int_equal(field_check(field, CASES[i].good, fixture->arena, &value, &message), thousand ? STATUS_INVALID : STATUS_OK);
        if (thousand)
            continue;
        assert_int_equal(field_check(field, CASES[i].bad, fixture->arena, &value, &message), STATUS_INVALID);
        assert_non_null(message.en);
    }
}

static void test_arc_10_numbers_are_canonical(void **state) {
    (void)state;
    static const struct {
        const char *typed, *value;
    } CASES[] = {
        {"0", "0"},
        {"-0.0", "0"},
        {"007.50", "7.5"},
        {"1,234.5", "1234.5"},
        {"-12", "-12"},
        {"123456789012.1234", "123456789012.1234"},
        {"1234567890123", NULL},
        {"0.12345", NULL},
        {"1.", NULL},
        {".5", NULL},
        {"1e3", NULL},
        {"--1", NULL},
        {"１２．５", "12.5"},
    };
    const struct field field = {.key = "n", .label = {"数", "N"}, .type = FIELD_DECIMAL};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *value;
        struct text message;
        const enum status status = field_check(&field, CASES[i].typed, fixture->arena, &value, &message);
        assert_int_equal(status, CASES[i].value ? STATUS_OK : STATUS_INVALID);
        if (CASES[i].value)
            assert_string_equal(value, CASES[i].value);
    }
}

static void test_arc_10_required_for_a_kind_and_no_future(void **state) {
    (void)state;
    change("INSERT INTO field_definition (kind, key, own, type, required_for, no_future)"
           " VALUES (1, 'goods', 0, 'text', 'supplier dealer', 0), (1, 'established', 0, 'date', '', 1)");
    const struct field_table *table = fixture->ctx.fields->customer;
    struct draft draft = draft_of(table, "name", "甲公司", "kind", "supplier", NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_INVALID);
    assert_non_null(strstr(draft.messages[field_index(table, "goods")].zh, "供应商"));
    draft = draft_of(table, "name", "甲公司", "kind", "direct", NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    draft = draft_of(table, "name", "甲公司", "kind", "dealer", "goods", "钢", "established", "2199-01-01", NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    assert_int_equal(draft_check_dates(&fixture->ctx, &draft), STATUS_INVALID);
    const char *today = arena_copy(fixture->arena, time_minute(fixture->arena, fixture->now), 10);
    draft = draft_of(table, "name", "甲公司", "kind", "dealer", "goods", "钢", "established", today, NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    assert_int_equal(draft_check_dates(&fixture->ctx, &draft), STATUS_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arc_10_nothing_stored_is_built_in, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_an_own_field_joins_its_group, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_line_of_the_program_is_relabelled_moved_and_raised, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_line_of_the_program_is_never_weakened, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_retired_field_is_known_and_not_in_the_table, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_choices_are_added_relabelled_and_retired, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_own_chapters_stand_where_they_were_put, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_nothing_is_written_by_an_old_catalogue, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_first_use_is_noted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_what_is_being_sealed_is_shown_to_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_limits_hold_on_both_sides, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_numbers_are_canonical, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_required_for_a_kind_and_no_future, setup, teardown),
    };
    return cmocka_run_group_tests_name("field_catalogue", tests, NULL, NULL);
}
