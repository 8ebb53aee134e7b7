// Imports are written in small transactions and become visible at one moment; what will never be is removed without a trace (ARC-13, ARC-1).
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

#include "domain/customer.h"
#include "domain/directory.h"
#include "domain/entitlement.h"
#include "domain/handover.h"
#include "domain/import.h"
#include "domain/organisation.h"
#include "domain/withheld.h"
#include "fake_custody.h"
#include "model/uscc.h"
#include "sheet/open.h"

static struct fixture *fixture;

static int set_up(void **state) {
    static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, REGION_LOAD_STATEMENTS, IMPORT_STATEMENTS, WITHHELD_STATEMENTS,
                                                     FILTER_STATEMENTS, ENTITLEMENT_STATEMENTS, DIRECTORY_STATEMENTS, NULL};
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
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

// What happens while it is written.
struct meanwhile {
    const char *sql;   // once, after the first rows were written; NULL: nothing
    unsigned renewals; // so far
    unsigned refused;  // at which of them the author may no more; 0: at none
    int64_t shown;     // the most customers of the import that anybody could see before its end
};

static void on_progress(void *data, enum import_phase phase, size_t done, size_t total) {
    struct meanwhile *meanwhile = data;
    if (phase != IMPORT_WRITING || done == 0 || done == total)
        return;
    const int64_t shown = number("SELECT count(*) FROM customer WHERE batch_id > 0 AND " SHOWN("customer"));
    meanwhile->shown = shown > meanwhile->shown ? shown : meanwhile->shown;
    if (meanwhile->sql != NULL && number("SELECT count(*) FROM customer WHERE batch_id > 0") > 0) {
        fixture_sql(fixture, meanwhile->sql);
        meanwhile->sql = NULL;
    }
}

static enum status on_renew(void *data) {
    struct meanwhile *meanwhile = data;
    return ++meanwhile->renewals == meanwhile->refused ? STATUS_FORBIDDEN : STATUS_OK;
}

static char told[256];

static void on_fault(void *data, const struct import_fault *fault) {
    (void)data;
    snprintf(told, sizeof told, "%s", fault->message.en);
}

static enum status import(const char *text, int64_t batch_id, struct meanwhile *meanwhile) {
    struct sheet_error error;
    struct import_result result;
    struct meanwhile nothing = {.refused = 0};
    const struct import_listener listener = {.fault = on_fault,
                                             .progress = on_progress,
                                             .renew = on_renew,
                                             .data = meanwhile != NULL ? meanwhile : &nothing};
    struct import_plan plan = {.owner = "lina", .batch_id = batch_id};
    told[0] = '\0';
    fixture->now += 3600000; // ids of its own
    assert_int_equal(sheet_open(&plan.file, text, strlen(text), &(struct sheet_wish){0}, fixture->ctx.arena, &error), STATUS_OK);
    const enum status status = import_run(&fixture->ctx, &plan, &listener, &result);
    sheet_table_free(plan.file);
    assert_true(store_is_idle(fixture->store));
    return status;
}

static const char *rows(unsigned count) {
    struct buffer text = {.arena = fixture->arena};
    buffer_text(&text, "公司名称,电话,联系人,联系人手机\n");
    for (unsigned i = 0; i < count; i++)
        buffer_format(&text, i < 3 ? "第%u公司,0755-2%07u,第%u人,138%08u\n" : "第%u公司,,,\n", i, i, i, i);
    return text.data;
}
#define MANY 3500 // customers: some loads, the first of which is written while the third is read

static void expect_nothing_left(void) {
    static const char *const TABLES[] = {"customer", "contact", "history", "withheld_batch"};
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
        assert_int_equal(number(arena_format(fixture->arena, "SELECT count(*) FROM %s", TABLES[i])), 0);
    assert_int_equal(number("SELECT count(*) FROM field_value"), 0);
    assert_int_equal(number("SELECT count(*) FROM sequence WHERE next > 1"), 0);
}

static void test_arc_13_an_import_becomes_visible_at_one_moment(void **state) {
    (void)state;
    struct meanwhile meanwhile = {.refused = 0};
    assert_int_equal(import(rows(MANY), 7, &meanwhile), STATUS_OK);
    assert_int_equal(meanwhile.shown, 0);
    assert_true(meanwhile.renewals > 4); // transactions
    assert_int_equal(number("SELECT count(*) FROM customer WHERE batch_id = 7"), MANY);
    assert_int_equal(number("SELECT count(*) FROM withheld_batch"), 0);
}

static void test_arc_13_who_may_no_longer_import_imports_nothing(void **state) {
    (void)state;
    struct meanwhile all = {.refused = 0};
    assert_int_equal(import(rows(MANY), 1, &all), STATUS_OK); // how many times it is asked
    for (unsigned i = 1; i <= 2; i++) {                       // in the middle, and when it is to be published
        struct meanwhile meanwhile = {.refused = i == 1 ? 2 : all.renewals};
        const int64_t before = number("SELECT count(*) FROM customer");
        fixture_sql(fixture, "UPDATE customer SET name_fold = name_fold || 'x', batch_id = 0");
        assert_int_equal(import(rows(MANY), 10 + i, &meanwhile), STATUS_FORBIDDEN);
        assert_int_equal(number("SELECT count(*) FROM customer WHERE " SHOWN("customer")), before);
        assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
        assert_int_equal(number("SELECT count(*) FROM customer"), before);
    }
}

static void test_org_5_an_account_manager_who_leaves_or_moves_meanwhile_gets_nothing(void **state) {
    (void)state;
    static const char *const CHANGES[] = {"UPDATE person SET state = 'closed' WHERE login = 'lina'",
                                          "UPDATE person SET state = 'active', unit_id = 3 WHERE login = 'lina'",
                                          "DELETE FROM person_role WHERE person_id = 1"};
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        struct meanwhile meanwhile = {.sql = CHANGES[i]};
        assert_int_equal(import(rows(MANY), (int64_t)i + 1, &meanwhile), STATUS_INVALID);
        assert_non_null(strstr(told, "lina"));
        expect_nothing_left();
        fixture_sql(fixture, "UPDATE person SET state = 'active', unit_id = 4 WHERE login = 'lina'");
    }
}

static void test_arc_13_a_batch_that_is_thought_dead_publishes_nothing(void **state) {
    (void)state;
    struct meanwhile meanwhile = {.sql = "UPDATE withheld_batch SET state = 'failed'"};
    assert_int_equal(import(rows(MANY), 3, &meanwhile), STATUS_UNAVAILABLE);
    expect_nothing_left();
}

// As if its process had been killed in the middle.
static void leave_dead(int64_t batch_id) {
    assert_int_equal(import(rows(150), batch_id, NULL), STATUS_OK);
    const int64_t until = fixture->now + 1000;
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO withheld_batch VALUES (%" PRId64 ", 'arriving', %" PRId64 ")", batch_id, until));
}

static void test_arc_13_what_a_killed_import_left_is_removed_when_it_is_silent(void **state) {
    (void)state;
    bool more;
    leave_dead(5);
    assert_int_equal(withheld_sweep_step(&fixture->ctx, &more), STATUS_OK);
    assert_false(more); // it may still live
    fixture->now += 2000;
    assert_int_equal(withheld_sweep_step(&fixture->ctx, &more), STATUS_OK);
    assert_true(more);
    const int64_t left = number("SELECT count(*) FROM customer");
    assert_true(left > 0 && left < 150); // step by step
    expect_nothing_left();
}

static void test_arc_1_numbers_nobody_saw_are_given_again_unless_a_later_one_was(void **state) {
    (void)state;
    leave_dead(5);
    const int64_t taken = number("SELECT next FROM sequence WHERE name = 'customer'");
    fixture_sql(fixture, "UPDATE sequence SET next = next + 1 WHERE name = 'customer'"); // somebody entered a customer meanwhile
    fixture->now += 2000;
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(number("SELECT next FROM sequence WHERE name = 'customer'"), taken + 1);
    assert_int_equal(number("SELECT next FROM sequence WHERE name LIKE 'archive/%'"), 1);
}

static void test_arc_1_numbers_of_an_undone_import_are_never_given_again(void **state) {
    (void)state;
    assert_int_equal(import(rows(3), 6, NULL), STATUS_OK);
    const int64_t taken = number("SELECT next FROM sequence WHERE name = 'customer'");
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(withheld_undo(&fixture->ctx, 6), STATUS_OK);
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM customer"), 0);
    assert_int_equal(number("SELECT next FROM sequence WHERE name = 'customer'"), taken);
}

static void test_the_ids_of_the_history_do_not_come_again(void **state) {
    (void)state;
    leave_dead(5);
    const int64_t last = number("SELECT max(id) FROM history");
    fixture->now += 2000;
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(import(rows(1), 6, NULL), STATUS_OK);
    assert_true(number("SELECT min(id) FROM history") > last);
}

// --- Nobody sees them

static unsigned listed(const char *text, enum customer_sort sort, const struct filters *filters) {
    const struct customer_query query = {.text = text, .sort = sort, .after = "", .filters = filters};
    struct customer_page page;
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
    return page.count;
}

static unsigned seen_everywhere(int64_t id, const char *archive_no) {
    static const char *const TEXTS[] = {"", "第0公司", "dlg", "第0人"};
    struct customer customer;
    struct contact *contacts;
    struct subject subject;
    struct directory_match match;
    struct text message;
    unsigned seen = 0, count;
    for (int person = PERSON_SELLER; person <= PERSON_CLERK; person++) {
        struct filters filters = {.count = 0};
        fixture_act(fixture, person);
        assert_int_equal(filter_add(&fixture->ctx, &filters, "owner", FILTER_IS, "lina", &message), STATUS_OK);
        for (int sort = SORT_NEWEST; sort <= SORT_ARCHIVE_NO; sort++)
            seen += listed("", (enum customer_sort)sort, NULL) + listed("", (enum customer_sort)sort, &filters);
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
            seen += listed(TEXTS[i], SORT_NEWEST, NULL) + listed(TEXTS[i], SORT_NEWEST, &filters);
        seen += listed(archive_no, SORT_NEWEST, NULL);
        seen += customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer) == STATUS_OK;
        seen += contact_list(&fixture->ctx, id, &contacts, &count) == STATUS_OK;
    }
    seen += subject_find(fixture->store, KIND_CUSTOMER, id, fixture->arena, &subject) == STATUS_OK;
    seen += subject_find(fixture->store, KIND_CONTACT, number("SELECT id FROM contact LIMIT 1"), fixture->arena, &subject) == STATUS_OK;
    assert_int_equal(directory_customer(&fixture->ctx, archive_no, &match), STATUS_OK);
    return seen + match.count;
}

static void test_arc_13_withheld_customers_are_seen_nowhere(void **state) {
    (void)state;
    assert_int_equal(import(rows(1), 9, NULL), STATUS_OK);
    const int64_t id = number("SELECT id FROM customer");
    const char *archive_no = "000000-2026-000001";
    assert_int_equal(number("SELECT count(*) FROM customer WHERE archive_no = '000000-2026-000001'"), 1);
    assert_true(seen_everywhere(id, archive_no) > 40);
    fixture_sql(fixture, "INSERT INTO withheld_batch VALUES (9, 'undone', 0)");
    assert_int_equal(seen_everywhere(id, archive_no), 0);
}

static void test_arc_13_nobody_saves_what_was_withheld_meanwhile(void **state) {
    (void)state;
    struct customer customer;
    assert_int_equal(import(rows(1), 9, NULL), STATUS_OK);
    const int64_t id = number("SELECT id FROM customer");
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_EDIT, &customer), STATUS_OK);
    fixture_sql(fixture, "INSERT INTO withheld_batch VALUES (9, 'undone', 0)");
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "别的公司", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_NOT_FOUND);
    assert_int_equal(number("SELECT version FROM customer"), 1);
}

static void test_arc_2_a_code_that_an_import_holds_is_told_so(void **state) {
    (void)state;
    int64_t id;
    char code[] = "91440300MA5DA1PT00";
    code[17] = uscc_check_character(code);
    assert_int_equal(import(arena_format(fixture->arena, "公司名称,统一社会信用代码\n甲公司,%s\n", code), 9, NULL), STATUS_OK);
    fixture_sql(fixture, "INSERT INTO withheld_batch VALUES (9, 'arriving', 9000000000000000)");
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", "乙公司", "credit_code", code, NULL);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_CONFLICT);
    const struct text said = draft.messages[field_index(draft.table, "credit_code")];
    assert_non_null(strstr(said.en, "import"));
    assert_null(strstr(said.zh, "甲公司"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_arc_13_an_import_becomes_visible_at_one_moment),
        TEST(test_arc_13_who_may_no_longer_import_imports_nothing),
        TEST(test_org_5_an_account_manager_who_leaves_or_moves_meanwhile_gets_nothing),
        TEST(test_arc_13_a_batch_that_is_thought_dead_publishes_nothing),
        TEST(test_arc_13_what_a_killed_import_left_is_removed_when_it_is_silent),
        TEST(test_arc_1_numbers_nobody_saw_are_given_again_unless_a_later_one_was),
        TEST(test_arc_1_numbers_of_an_undone_import_are_never_given_again),
        TEST(test_the_ids_of_the_history_do_not_come_again),
        TEST(test_arc_13_withheld_customers_are_seen_nowhere),
        TEST(test_arc_13_nobody_saves_what_was_withheld_meanwhile),
        TEST(test_arc_2_a_code_that_an_import_holds_is_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
