// ARC-10: raising a level seals what is stored, leaves nothing of it in the file, and shows nobody anything half-way. Lowering is
// refused. The rules of the other changes.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/customer.h"
#include "domain/field_catalogue.h"
#include "domain/field_record.h"
#include "domain/field_seal.h"
#include "domain/field_template.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, FIELD_CATALOGUE_STATEMENTS,
                                                 FIELD_ADMIN_STATEMENTS, FIELD_RECORD_STATEMENTS,
                                                 FIELD_SEAL_STATEMENTS, FIELD_SEAL_PROGRESS_STATEMENTS, NULL};

static struct fixture *fixture;
static struct catalogue_keeper keeper;
static struct actor administrator;

static int setup(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    keeper = (struct catalogue_keeper){.now = &BUILT_IN_CATALOGUE};
    fixture->ctx.custody = fake_custody_new();
    administrator = fixture->actors[PERSON_SELLER];
    administrator.grants[0].permissions = 1u << PERM_ADMIN_FIELDS;
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

static void refresh(void) {
    int64_t version;
    assert_int_equal(catalogue_version(fixture->store, &version), STATUS_OK);
    assert_int_equal(catalogue_refresh(&keeper, fixture->store, version), STATUS_OK);
    fixture->ctx.fields = keeper.now;
}

static struct ctx *as_administrator(void) {
    refresh();
    fixture->ctx.actor = &administrator;
    return &fixture->ctx;
}

static struct ctx *as_seller(void) {
    refresh();
    fixture_act(fixture, PERSON_SELLER);
    return &fixture->ctx;
}

static int64_t customer_with(const char *name, const char *key, const char *value) {
    int64_t id;
    struct ctx *ctx = as_seller();
    struct draft draft = draft_checked(fixture, ctx->fields->customer, NULL, "name", name, key, value, NULL);
    assert_int_equal(customer_create(ctx, &draft, &id), STATUS_OK);
    return id;
}

static void change_value(int64_t id, const char *key, const char *value) {
    struct ctx *ctx = as_seller();
    struct customer stored;
    assert_int_equal(customer_find(ctx, id, PERM_CUSTOMER_EDIT, &stored), STATUS_OK);
    struct draft draft = draft_checked(fixture, ctx->fields->customer, &stored.record, key, value, NULL);
    assert_int_equal(customer_save(ctx, id, stored.record.version, &draft), STATUS_OK);
}

static enum status raise_level(const char *key, enum level level) {
    struct field_fault fault = {0};
    return field_set_level(as_administrator(), KIND_CUSTOMER, key, level, &fault);
}

static void seal_all(void) {
    bool more = true;
    for (int steps = 0; more; steps++) {
        assert_true(steps < 100);
        refresh();
        assert_int_equal(field_seal_step(&fixture->ctx, &more), STATUS_OK);
    }
    refresh();
}

// How often `text` stands anywhere in the file of the store or beside it.
static unsigned found_in(const char *path, const char *text) {
    unsigned count = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    static char bytes[1 << 24];
    const size_t length = fread(bytes, 1, sizeof bytes, file);
    assert_true(length < sizeof bytes);
    fclose(file);
    for (const char *at = bytes; (at = memmem(at, length - (size_t)(at - bytes), text, strlen(text))) != NULL; at++)
        count++;
    return count;
}

static unsigned found_on_disk(const char *text) {
    return found_in(fixture->path, text) + found_in(arena_format(fixture->arena, "%s-wal", fixture->path), text);
}

static void test_arc_10_raising_seals_values_and_history(void **state) {
    (void)state;
    const int64_t id = customer_with("甲公司", "website", "https://planted-one.example.com");
    change_value(id, "website", "https://planted-two.example.com");
    for (int i = 0; i < 300; i++)
        customer_with(arena_format(fixture->arena, "公司%d号", i), "website",
                      arena_format(fixture->arena, "https://planted-%d.example.com/%0*d", i, i % 90 + 1, i));
    for (int i = 0; i < 5; i++)
        change_value(id, "website", arena_format(fixture->arena, "https://planted-more-%d.example.com", i));
    assert_true(found_on_disk("planted") > 0);
    assert_int_equal(raise_level("website", LEVEL_SECRET), STATUS_OK);
    // From that moment, nothing is shown.
    struct customer customer;
    assert_int_equal(customer_find(as_seller(), id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    assert_string_equal(customer.record.values[field_index(customer.record.table, "website")], "****");
    seal_all();
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE field = 'website' AND box IS NULL"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE field = 'website' AND box IS NOT NULL"), 301);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM history WHERE field = 'website' AND before_box IS NOT NULL AND "
                                             "after_box IS NOT NULL"),
                     6);
    assert_int_equal(found_on_disk("planted"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT sealed FROM field_sealing"), 313);
    assert_int_equal(field_find(keeper.now->customer, "website")->flags & FIELD_SEALING, 0);
    change_value(id, "website", "https://planted-last.example.com"); // and on it goes, sealed
    assert_int_equal(found_on_disk("planted"), 0);
}

static void test_arc_10_a_killed_sealing_goes_on(void **state) {
    (void)state;
    bool more;
    // More than two slices, as an import wrote them.
    fixture_sql(fixture, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) INSERT INTO customer"
                         " (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by)"
                         " SELECT i, 'A' || i, 'C' || i, '公司', '公司', 'gs', 1, 1, 1, 1, 1, 1 FROM n;"
                         "INSERT INTO field_value (kind, record_id, field, value) SELECT 1, id, 'website', 'https://planted.example.com/' || id FROM customer");
    assert_int_equal(raise_level("website", LEVEL_SECRET), STATUS_OK);
    refresh();
    assert_int_equal(field_seal_step(&fixture->ctx, &more), STATUS_OK);
    assert_true(more);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE box IS NOT NULL"), 1000);
    assert_int_equal(fixture_number(fixture, "SELECT position FROM field_sealing"), 1000);
    seal_all(); // whoever comes next knows no more than what is stored
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE box IS NULL"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT sealed FROM field_sealing"), 2500);
    assert_int_equal(found_on_disk("planted"), 0);
}

static void test_arc_10_two_to_three_takes_effect_at_once(void **state) {
    (void)state;
    bool more;
    customer_with("甲公司", "fax", "0755-12345678");
    assert_int_equal(raise_level("fax", LEVEL_TOP), STATUS_OK);
    refresh();
    assert_int_equal(field_find(keeper.now->customer, "fax")->level, LEVEL_TOP);
    assert_int_equal(field_seal_step(&fixture->ctx, &more), STATUS_OK);
    assert_false(more);
}

static void test_arc_10_a_level_is_not_lowered(void **state) {
    (void)state;
    assert_int_equal(raise_level("bank_account", LEVEL_SECRET), STATUS_INVALID);
    assert_int_equal(raise_level("website", LEVEL_TOP), STATUS_OK);
    assert_int_equal(raise_level("website", LEVEL_PUBLIC), STATUS_INVALID);
    // What lists and numbers need in plain can't be raised.
    assert_int_equal(raise_level("name", LEVEL_SECRET), STATUS_INVALID);
    assert_int_equal(raise_level("region", LEVEL_SECRET), STATUS_INVALID);
}

static struct field_settings settings(const char *zh, const char *en, enum field_type type, enum level level) {
    return (struct field_settings){.label = {zh, en}, .hint = {"", ""}, .type = type, .level = level, .limits = {.prefix = "", .lowest = "", .highest = "", .required_for = ""}};
}

static void test_arc_10_an_own_field_is_lowered_until_it_is_used(void **state) {
    (void)state;
    const char *key;
    struct field_fault fault;
    struct field_settings wanted = settings("桌号", "Table", FIELD_TEXT, LEVEL_TOP);
    assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &wanted, &fault, &key), STATUS_OK);
    assert_int_equal(raise_level(key, LEVEL_INTERNAL), STATUS_OK);
    customer_with("甲公司", key, "七");
    assert_int_equal(raise_level(key, LEVEL_PUBLIC), STATUS_INVALID); // although no catalogue knows of the first value
    wanted.type = FIELD_DATE;
    assert_int_equal(field_set(as_administrator(), KIND_CUSTOMER, key, &wanted, &fault), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_definition WHERE own = 1 AND type = 'text'"), 1);
    assert_int_equal(raise_level(key, LEVEL_SECRET), STATUS_OK);
    assert_int_equal(field_retire(as_administrator(), KIND_CUSTOMER, key, &fault), STATUS_INVALID); // not while it is sealed
    seal_all();
    assert_int_equal(raise_level(key, LEVEL_INTERNAL), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_change WHERE action = 'level'"), 2);
}

static void test_arc_10_only_who_may(void **state) {
    (void)state;
    const char *key;
    struct field_fault fault;
    struct field_settings wanted = settings("桌号", "Table", FIELD_TEXT, LEVEL_PUBLIC);
    assert_int_equal(field_add(as_seller(), KIND_CUSTOMER, &wanted, &fault, &key), STATUS_FORBIDDEN);
    assert_int_equal(field_set_level(as_seller(), KIND_CUSTOMER, "website", LEVEL_TOP, &fault), STATUS_FORBIDDEN);
    assert_int_equal(field_retire(as_seller(), KIND_CUSTOMER, "website", &fault), STATUS_FORBIDDEN);
    assert_int_equal(field_move(as_seller(), KIND_CUSTOMER, "website", true), STATUS_FORBIDDEN);
}

static void test_arc_10_field_max_is_told_on_both_sides(void **state) {
    (void)state;
    const char *key = "";
    struct field_fault fault = {0};
    for (size_t i = CUSTOMER_FIELDS.count; i < FIELD_MAX; i++) {
        struct field_settings wanted = settings(arena_format(fixture->arena, "字段%zu", i), arena_format(fixture->arena, "Field %zu", i), FIELD_TEXT, LEVEL_INTERNAL);
        assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &wanted, &fault, &key), STATUS_OK);
    }
    struct field_settings one = settings("多一个", "One more", FIELD_TEXT, LEVEL_INTERNAL);
    assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &one, &fault, &key), STATUS_INVALID);
    assert_non_null(strstr(fault.message.zh, "128"));
    assert_int_equal(field_retire(as_administrator(), KIND_CUSTOMER, "website", &fault), STATUS_OK);
    assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &one, &fault, &key), STATUS_OK);
    assert_int_equal(field_bring_back(as_administrator(), KIND_CUSTOMER, "website", &fault), STATUS_INVALID);
}

static void test_arc_10_what_the_program_rests_on_stays(void **state) {
    (void)state;
    struct field_fault fault;
    static const char *const CORE[] = {"name", "archive_no", "credit_code", "kind", "region", "owner", "phone"};
    for (size_t i = 0; i < sizeof CORE / sizeof *CORE; i++)
        assert_int_equal(field_retire(as_administrator(), KIND_CUSTOMER, CORE[i], &fault), STATUS_INVALID);
    assert_int_equal(field_retire(as_administrator(), KIND_CONTACT, "mobile", &fault), STATUS_INVALID);
    assert_int_equal(field_retire(as_administrator(), KIND_CONTACT, "wechat", &fault), STATUS_OK);
    refresh();
    assert_null(field_find(keeper.now->contact, "wechat"));
    assert_int_equal(field_bring_back(as_administrator(), KIND_CONTACT, "wechat", &fault), STATUS_OK);
    refresh();
    assert_non_null(field_find(keeper.now->contact, "wechat"));
}

static void test_arc_10_labels_stay_different(void **state) {
    (void)state;
    const char *key;
    struct field_fault fault = {0};
    struct field_settings wanted = settings("地　址", "Other", FIELD_TEXT, LEVEL_PUBLIC);
    assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &wanted, &fault, &key), STATUS_INVALID);
    assert_string_equal(fault.setting, "label_zh");
    wanted.label.zh = "";
    assert_int_equal(field_add(as_administrator(), KIND_CUSTOMER, &wanted, &fault, &key), STATUS_INVALID);
}

static void test_arc_10_a_built_in_field_is_relabelled_and_moved(void **state) {
    (void)state;
    struct field_fault fault;
    struct ctx *ctx = as_administrator();
    struct field_settings wanted = field_settings_of(field_find(ctx->fields->customer, "website"));
    wanted.label.zh = "官网";
    wanted.level = LEVEL_TOP; // not here
    assert_int_equal(field_set(ctx, KIND_CUSTOMER, "website", &wanted, &fault), STATUS_OK);
    assert_int_equal(field_move(as_administrator(), KIND_CUSTOMER, "website", true), STATUS_OK);
    refresh();
    const struct field *field = field_find(keeper.now->customer, "website");
    assert_string_equal(field->label.zh, "官网");
    assert_int_equal(field->level, LEVEL_PUBLIC);
    assert_string_equal(field[1].key, "email");
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_change WHERE what = 'label_zh' AND before = '网址' AND after = '官网'"), 1);
    // Only from the newest catalogue.
    ctx = &fixture->ctx;
    fixture_sql(fixture, "UPDATE field_version SET version = version + 1");
    assert_int_equal(field_set(ctx, KIND_CUSTOMER, "website", &wanted, &fault), STATUS_STALE);
}

static void test_arc_10_the_dossier_loads_and_is_retired(void **state) {
    (void)state;
    struct field_fault fault = {0};
    const uint64_t all = (UINT64_C(1) << DOSSIER_ITEMS) - 1;
    assert_int_equal(template_load(as_administrator(), all, &fault), STATUS_OK);
    refresh();
    const struct field_table *table = keeper.now->contact;
    assert_int_equal(table->count, CONTACT_FIELDS.count + DOSSIER_ITEMS);
    assert_int_equal(table->chapter_count, GROUP_COUNT + 5);
    for (unsigned i = 0; i < DOSSIER_ITEMS; i++) {
        const struct field *field = field_find(table, DOSSIER_TABLE[i].key);
        assert_int_equal(DOSSIER_TABLE[i].number, i + 1);
        assert_int_equal(field->level, LEVEL_TOP);
        assert_string_equal(field->label.zh, DOSSIER_TABLE[i].label.zh);
        assert_true(field->flags & FIELD_PRIVATE);
        assert_int_equal(strspn(field->label.en, " \t"), 0);
    }
    assert_string_equal(choice_label(field_find(table, "dossier_gender"), "female", LANG_ZH), "女");
    assert_int_equal(template_load(as_administrator(), all, &fault), STATUS_INVALID); // there is nothing left to load
    assert_int_equal(template_retire(as_administrator()), STATUS_OK);
    refresh();
    assert_int_equal(keeper.now->contact->count, CONTACT_FIELDS.count);
    assert_int_equal(template_load(as_administrator(), 5, &fault), STATUS_OK);
    refresh();
    assert_int_equal(keeper.now->contact->count, CONTACT_FIELDS.count + 2);
    assert_int_equal(template_load(as_seller(), all, &fault), STATUS_FORBIDDEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arc_10_raising_seals_values_and_history, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_killed_sealing_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_two_to_three_takes_effect_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_level_is_not_lowered, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_an_own_field_is_lowered_until_it_is_used, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_only_who_may, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_field_max_is_told_on_both_sides, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_what_the_program_rests_on_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_the_dossier_loads_and_is_retired, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_labels_stay_different, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arc_10_a_built_in_field_is_relabelled_and_moved, setup, teardown),
    };
    return cmocka_run_group_tests_name("field_seal", tests, NULL, NULL);
}
