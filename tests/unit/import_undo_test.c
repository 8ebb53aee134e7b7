// Undoing an import (ARC-13): what goes, what stays, until when, and that it is on record before.
#include <inttypes.h>
#include <string.h>

#include "support.h"

#include "base/clock.h"
#include "domain/customer.h"
#include "domain/entitlement.h"
#include "domain/import_undo.h"
#include "domain/organisation.h"
#include "domain/withheld.h"
#include "fake_custody.h"

#define BATCH 7

static struct fixture *fixture;

static int set_up(void **state) {
    static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, REGION_LOAD_STATEMENTS, IMPORT_BATCH_STATEMENTS,
                                                     IMPORT_UNDO_STATEMENTS, WITHHELD_STATEMENTS, NULL};
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    fixture_act(fixture, PERSON_CLERK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

static int64_t number(const char *sql) {
    return fixture_number(fixture, sql);
}

static int64_t add_contact(int64_t customer, const char *name) {
    int64_t id;
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->contact, NULL, "name", name, NULL);
    assert_int_equal(contact_create(&fixture->ctx, customer, &draft, &id), STATUS_OK);
    return id;
}

static int64_t ids[5]; // of the customers, each with a contact
static int64_t contacts[5];

// An import of five customers by the clerk that was published now.
static void import(void) {
    int64_t now = fixture->now;
    fixture_sql(fixture, arena_format(fixture->arena,
                                      "INSERT INTO import_batch (id, person_id, file_name, file_size, state, created_at, changed_at) "
                                      "VALUES (%d, %d, '客户.xlsx', 1, 'writing', %" PRId64 ", %" PRId64 ")",
                                      BATCH, PERSON_CLERK, now, now));
    for (int i = 0; i < 5; i++) {
        struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name",
                                           arena_format(fixture->arena, "第%d公司", i), "owner", "lina", NULL);
        assert_int_equal(customer_create(&fixture->ctx, &draft, &ids[i]), STATUS_OK);
        contacts[i] = add_contact(ids[i], "某人");
    }
    fixture_sql(fixture, "UPDATE customer SET batch_id = 7");
    const struct import_result result = {.rows = 5, .created = 5, .contacts = 5};
    assert_int_equal(batch_conclude(&fixture->ctx, BATCH, BATCH_DONE, &result), STATUS_OK);
}

static struct import_batch found(void) {
    struct import_batch batch;
    assert_int_equal(batch_find(&fixture->ctx, BATCH, &batch), STATUS_OK);
    return batch;
}

static struct undo_outlook look(void) {
    struct undo_outlook outlook;
    const struct import_batch batch = found();
    assert_int_equal(undo_look(&fixture->ctx, &batch, &outlook), STATUS_OK);
    return outlook;
}

static enum status undo(bool too, int64_t seen) {
    const struct import_batch batch = found();
    const enum status status = undo_run(&fixture->ctx, &batch, &(struct undo_wish){.changed_too = too, .seen = seen});
    assert_true(store_is_idle(fixture->store));
    return status;
}

static int64_t shown(void) {
    return number("SELECT count(*) FROM customer WHERE " SHOWN("customer"));
}

static void rename_customer(int64_t id) {
    struct customer customer;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_EDIT, &customer), STATUS_OK);
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, &customer.record, "name", "改名公司", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, customer.record.version, &draft), STATUS_OK);
}

// Whoever comes late with another word: who pressed "cancel" while it was published, who took its process for dead.
static void test_arc_13_what_is_over_stays_what_it_is(void **state) {
    (void)state;
    const struct import_result result = {.rows = 5, .created = 5};
    const struct text message = {"没有导入任何内容", "nothing was imported"};
    import();
    for (int over = BATCH_DONE; over <= BATCH_STOPPED; over++) {
        const enum batch_state is = found().state;
        for (int late = BATCH_READING; late <= BATCH_STOPPED; late++)
            assert_int_equal(batch_enter(&fixture->ctx, BATCH, (enum batch_state)late), STATUS_NOT_FOUND);
        assert_int_equal(batch_refuse(&fixture->ctx, BATCH, message), STATUS_NOT_FOUND);
        assert_int_equal(batch_unread(&fixture->ctx, BATCH, "", message), STATUS_NOT_FOUND);
        assert_int_equal(batch_conclude(&fixture->ctx, BATCH, BATCH_DONE, &result), STATUS_NOT_FOUND);
        assert_int_equal(found().state, is);
        fixture_sql(fixture, is == BATCH_DONE ? "UPDATE import_batch SET state = 'refused'" : "UPDATE import_batch SET state = 'stopped'");
    }
}

static void test_arc_13_all_of_an_import_goes_at_once(void **state) {
    (void)state;
    import();
    const struct undo_outlook outlook = look();
    assert_int_equal(outlook.same, 5);
    assert_int_equal(outlook.same_contacts, 5);
    assert_int_equal(outlook.changed + outlook.outside, 0);
    assert_int_equal(undo(false, 0), STATUS_OK);
    assert_int_equal(shown(), 0);
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(number("SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM contact) + (SELECT count(*) FROM history)"), 0);
    const struct import_batch batch = found();
    assert_int_equal(batch.removed, 5);
    assert_int_equal(batch.removed_contacts, 5);
    assert_int_equal(batch.stayed, 0);
    assert_int_equal(batch.undone_at, fixture->now);
    assert_string_equal(batch.undone_by, fixture->ctx.actor->name);
    assert_int_equal(undo(false, 0), STATUS_NOT_FOUND); // once
}

// Each way in which somebody works on a customer makes it stay; the clock has no say in it.
static void test_arc_13_what_was_changed_since_stays(void **state) {
    (void)state;
    struct contact contact;
    import();
    fixture->now -= TIME_DAY;
    rename_customer(ids[0]);
    add_contact(ids[1], "新人");
    assert_int_equal(contact_find(&fixture->ctx, ids[2], contacts[2], PERM_CUSTOMER_EDIT, &contact), STATUS_OK);
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->contact, &contact.record, "name", "改名", NULL);
    assert_int_equal(contact_save(&fixture->ctx, ids[2], contacts[2], 1, &draft), STATUS_OK);
    assert_int_equal(contact_delete(&fixture->ctx, ids[3], contacts[3], 1), STATUS_OK);
    fixture->now += TIME_DAY;
    const struct undo_outlook outlook = look();
    assert_int_equal(outlook.same, 1);
    assert_int_equal(outlook.changed, 4);
    assert_int_equal(outlook.changed_contacts, 4); // 1, 2, 1, 0
    assert_int_equal(outlook.count, 4);
    assert_int_equal(outlook.rows[0].id, ids[3]); // the newest first
    assert_int_equal(undo(false, 0), STATUS_OK);
    assert_int_equal(shown(), 4);
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE batch_id = 0"), 4);
    assert_int_equal(found().removed, 1);
    assert_int_equal(found().stayed, 4);
}

static void test_arc_13_what_was_changed_goes_only_as_it_was_seen(void **state) {
    (void)state;
    import();
    rename_customer(ids[0]);
    assert_int_equal(undo(true, 0), STATUS_CONFLICT);
    assert_int_equal(shown(), 5);
    assert_int_equal(found().undone_at, 0);
    assert_int_equal(undo(true, 1), STATUS_OK);
    assert_int_equal(shown(), 0);
    assert_int_equal(found().removed, 5);
}

static void test_arc_13_where_all_would_stay_nothing_is_undone(void **state) {
    (void)state;
    import();
    for (int i = 0; i < 5; i++)
        rename_customer(ids[i]);
    assert_int_equal(undo(false, 0), STATUS_INVALID);
    assert_int_equal(found().undone_at, 0);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE batch_id = 7"), 5);
}

static void test_org_2_who_does_not_reach_a_customer_any_more_leaves_it(void **state) {
    (void)state;
    import();
    fixture_sql(fixture, "UPDATE customer SET owner_id = 3, unit_id = 3"); // PERSON_OTHER, UNIT_SALES_2
    fixture_sql(fixture, arena_format(fixture->arena, "UPDATE customer SET owner_id = 1 WHERE id = %" PRId64, ids[2]));
    fixture_sql(fixture, "UPDATE import_batch SET person_id = 1"); // PERSON_SELLER, who reaches only their own
    fixture_act(fixture, PERSON_SELLER);
    struct undo_outlook outlook = look();
    assert_int_equal(outlook.outside, 4);
    assert_int_equal(outlook.same, 1);
    assert_int_equal(undo(true, 0), STATUS_OK);
    assert_int_equal(shown(), 4);
    assert_int_equal(found().stayed, 4);
}

static void test_arc_13_who_has_a_contract_stays_whatever_is_wished(void **state) {
    (void)state;
    import();
    fixture_sql(fixture, arena_format(fixture->arena,
                                      "INSERT INTO contract (number, customer_id, unit_id, owner_id, state, created_at, created_by, updated_at, updated_by) "
                                      "SELECT 'HT1', id, unit_id, owner_id, 'draft', 1, 1, 1, 1 FROM customer WHERE id = %" PRId64,
                                      ids[2]));
    const struct import_batch batch = found();
    struct undo_outlook outlook = look();
    assert_int_equal(outlook.same, 4);
    assert_int_equal(outlook.changed, 0);
    assert_int_equal(outlook.outside, 1);
    assert_int_equal(undo_run(&fixture->ctx, &batch, &(struct undo_wish){.changed_too = true}), STATUS_OK);
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM customer"), 1);
    assert_int_equal(number("SELECT id FROM customer"), ids[2]);
}

static void test_org_2_nobody_undoes_what_others_imported(void **state) {
    (void)state;
    import();
    const struct import_batch batch = found();
    fixture_act(fixture, PERSON_GENERAL);
    assert_int_not_equal(undo_run(&fixture->ctx, &batch, &(struct undo_wish){.seen = 0}), STATUS_OK);
    fixture_act(fixture, PERSON_AUDITOR);
    assert_int_equal(undo_run(&fixture->ctx, &batch, &(struct undo_wish){.seen = 0}), STATUS_FORBIDDEN);
    assert_int_equal(shown(), 5);
}

static void test_arc_13_it_is_possible_for_30_days(void **state) {
    (void)state;
    import();
    fixture->now += UNDO_DAYS * TIME_DAY;
    struct import_batch batch = found();
    assert_int_equal(undo_until(&batch), fixture->now);
    assert_false(undo_is_open(&fixture->ctx, &batch));
    assert_int_equal(undo(false, 0), STATUS_NOT_FOUND);
    assert_int_equal(shown(), 5);
    fixture->now -= 1;
    assert_true(undo_is_open(&fixture->ctx, &batch));
    assert_int_equal(undo(false, 0), STATUS_OK);
    assert_int_equal(shown(), 0);
}

static void test_arc_13_nothing_is_undone_that_can_not_be_recorded(void **state) {
    (void)state;
    struct custody *custody = fixture->ctx.custody;
    import();
    custody->down = true;
    assert_int_equal(undo(false, 0), STATUS_UNAVAILABLE);
    custody->down = false;
    custody->answer = RESULT_NO_PERMISSION;
    assert_int_equal(undo(false, 0), STATUS_FORBIDDEN);
    assert_int_equal(shown(), 5);
    assert_int_equal(found().undone_at, 0);
    custody->answer = 0;
    assert_int_equal(undo(false, 0), STATUS_OK);
    assert_int_equal(custody->deed.deed, DEED_UNDO);
    assert_int_equal(custody->deed.rows, 5);
    assert_non_null(strstr(custody->deed.words, "客户.xlsx"));
}

static void undo_meanwhile(void *data) {
    (void)data;
    fixture_sql(fixture, "INSERT INTO withheld_batch VALUES (7, 'undone', 0)");
}

static void test_arc_13_a_contact_added_at_that_moment_is_told_that_the_customer_is_gone(void **state) {
    (void)state;
    int64_t id;
    struct custody *custody = fixture->ctx.custody;
    import();
    custody->on_seal = undo_meanwhile;
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->contact, NULL, "name", "来不及", "mobile", "13800138000", NULL);
    assert_int_equal(contact_create(&fixture->ctx, ids[0], &draft, &id), STATUS_NOT_FOUND);
    assert_int_equal(number("SELECT count(*) FROM contact"), 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_arc_13_what_is_over_stays_what_it_is),
        TEST(test_arc_13_all_of_an_import_goes_at_once),
        TEST(test_arc_13_what_was_changed_since_stays),
        TEST(test_arc_13_what_was_changed_goes_only_as_it_was_seen),
        TEST(test_arc_13_where_all_would_stay_nothing_is_undone),
        TEST(test_org_2_who_does_not_reach_a_customer_any_more_leaves_it),
        TEST(test_arc_13_who_has_a_contract_stays_whatever_is_wished),
        TEST(test_org_2_nobody_undoes_what_others_imported),
        TEST(test_arc_13_it_is_possible_for_30_days),
        TEST(test_arc_13_nothing_is_undone_that_can_not_be_recorded),
        TEST(test_arc_13_a_contact_added_at_that_moment_is_told_that_the_customer_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
