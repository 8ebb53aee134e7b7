// A role's level also holds for what it replaces: stored values of level 3 are not swapped by who could not read them.
#include <string.h>

#include "domain/customer.h"
#include "domain/entitlement.h"
#include "fake_custody.h"
#include "support.h"

#define ACCOUNT "6222021234567890128"
#define OTHER_ACCOUNT "6217001234567890"
#define IDENTITY "11010519491231002X"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, ENTITLEMENT_STATEMENTS, NULL};

static struct fixture *fixture;
static struct actor editor; // whose role and level the tests choose
static int64_t id, contact_id;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    struct draft draft =
        draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", "bank_account", ACCOUNT, NULL);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", "张三", "identity_no", IDENTITY, NULL);
    assert_int_equal(contact_create(&fixture->ctx, id, &draft, &contact_id), STATUS_OK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

// Makes somebody of another unit act who edits every customer in a role of this level.
static void act_at_level(enum level level) {
    editor = fixture->actors[PERSON_OTHER];
    editor.grants[0] = (struct grant){.key = "editor",
                                      .scope = SCOPE_ALL,
                                      .level = level,
                                      .permissions = 1u << PERM_CUSTOMER_READ | 1u << PERM_CUSTOMER_EDIT};
    fixture->ctx.actor = &editor;
}

static enum status save(const char *key, const char *value, bool clear, struct draft *draft) {
    struct customer stored;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_EDIT, &stored), STATUS_OK);
    *draft = draft_of(&CUSTOMER_FIELDS, "remarks", "好", key, value, NULL);
    draft->clear[field_index(&CUSTOMER_FIELDS, key)] = clear;
    assert_int_equal(draft_check(draft, &stored.record, fixture->arena), STATUS_OK);
    return customer_save(&fixture->ctx, id, stored.record.version, draft);
}

static enum status save_identity(const char *value, struct draft *draft) {
    struct contact stored;
    assert_int_equal(contact_find(&fixture->ctx, id, contact_id, PERM_CUSTOMER_EDIT, &stored), STATUS_OK);
    *draft = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "title", "经理", "identity_no", value, NULL);
    return contact_save(&fixture->ctx, id, contact_id, stored.record.version, draft);
}

static int64_t history_rows(void) {
    return fixture_number(fixture, "SELECT count(*) FROM history");
}

static void assert_untouched(const struct draft *draft, const char *key) {
    assert_int_equal(draft->faults, 1);
    const char *message = draft->messages[field_index(draft->table, key)].zh;
    assert_non_null(strstr(message, "已存为机密"));
    assert_int_equal(history_rows(), 2); // the whole draft stays unwritten
    assert_int_equal(fixture_number(fixture, "SELECT sum(version) FROM customer"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT sum(version) FROM contact"), 1);
}

static void test_org_3_a_stored_account_is_not_replaced_below_its_level(void **state) {
    (void)state;
    for (enum level level = LEVEL_PUBLIC; level < LEVEL_TOP; level++) {
        struct draft draft;
        act_at_level(level);
        assert_int_equal(save("bank_account", OTHER_ACCOUNT, false, &draft), STATUS_INVALID);
        assert_untouched(&draft, "bank_account");
        assert_int_equal(save("bank_account", "", true, &draft), STATUS_INVALID);
        assert_untouched(&draft, "bank_account");
        assert_int_equal(save_identity("11010519491231002X", &draft), STATUS_INVALID);
        assert_untouched(&draft, "identity_no");
    }
}

static void test_org_3_the_level_counts_only_in_a_role_that_edits_and_reaches(void **state) {
    (void)state;
    struct draft draft;
    act_at_level(LEVEL_INTERNAL);
    editor.grants[1] = fixture->actors[PERSON_OTHER].grants[0]; // level 3, but only of their own customers
    editor.grants[2] = (struct grant){
        .key = "reader", .scope = SCOPE_ALL, .level = LEVEL_TOP, .permissions = 1u << PERM_CUSTOMER_REVEAL};
    editor.grant_count = 3;
    assert_int_equal(save("bank_account", OTHER_ACCOUNT, false, &draft), STATUS_INVALID);
    assert_untouched(&draft, "bank_account");
}

static void test_org_3_the_first_entry_is_open_to_every_editor(void **state) {
    (void)state;
    struct draft draft;
    act_at_level(LEVEL_INTERNAL);
    assert_int_equal(save("credit_limit", "50000", false, &draft), STATUS_OK);
    assert_int_equal(save("phone", "13812345678", false, &draft), STATUS_OK);
    assert_int_equal(save("phone", "13912345678", false, &draft), STATUS_OK); // level 2
    assert_int_equal(save("bank_account", "", false, &draft), STATUS_OK);     // left alone
    assert_int_equal(save("credit_limit", "90000", false, &draft), STATUS_INVALID);
}

static void test_org_3_owner_and_superior_replace_it(void **state) {
    (void)state;
    static const int PEOPLE[] = {PERSON_SELLER, PERSON_MANAGER, PERSON_DIRECTOR, PERSON_CLERK};
    for (unsigned i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) {
        struct draft draft;
        fixture_act(fixture, PEOPLE[i]);
        assert_int_equal(save("bank_account", i % 2 ? ACCOUNT : OTHER_ACCOUNT, false, &draft), STATUS_OK);
    }
    struct draft draft;
    assert_int_equal(save_identity("11010519491231002X", &draft), STATUS_OK);
    assert_int_equal(save("bank_account", "", true, &draft), STATUS_OK);
}

static void test_org_3_deleting_a_contact_clears_nothing_above_one_s_level(void **state) {
    (void)state;
    act_at_level(LEVEL_SECRET);
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_FORBIDDEN);
    assert_int_equal(history_rows(), 2);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_OK);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_org_3_a_stored_account_is_not_replaced_below_its_level),
        TEST(test_org_3_the_level_counts_only_in_a_role_that_edits_and_reaches),
        TEST(test_org_3_the_first_entry_is_open_to_every_editor),
        TEST(test_org_3_owner_and_superior_replace_it),
        TEST(test_org_3_deleting_a_contact_clears_nothing_above_one_s_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
