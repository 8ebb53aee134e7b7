// Contracts that were submitted (CON-5, CON-11), who reaches which (ORG-2), the ledger (CON-9).
#include "contract_home.h"

// --- CON-5

static void judge(int person, int64_t approval, enum approval_event event) {
    struct approval_request request;
    enum approval_refusal refusal = REFUSAL_NONE;
    fixture_act(fixture, person);
    assert_int_equal(approval_read(&fixture->ctx, approval, &request), STATUS_OK);
    const struct approval_word word = {.event = event, .seen = request.digest, .opinion = "理由"};
    assert_int_equal(approval_do(&fixture->ctx, approval, &word, &refusal), STATUS_OK);
}

static void test_con_5_what_was_submitted_stays_and_comes_back_for_revision(void **state) {
    (void)state;
    const int64_t id = create(15000);
    const int64_t approval = submitted(id);
    assert_int_equal(find(id).state, CONTRACT_SUBMITTED);
    assert_int_equal(save_title(id, find(id).version, "改"), STATUS_CONFLICT);
    assert_int_equal(contract_revise(&fixture->ctx, id, find(id).version), STATUS_CONFLICT);
    judge(PERSON_MANAGER, approval, EVENT_DECLINE);
    fixture_act(fixture, PERSON_SELLER);
    const struct contract back = find(id);
    assert_int_equal(back.state, CONTRACT_DRAFT);
    assert_int_equal(back.approval_id, approval);
    assert_true(lacks(id, "revision"));
    assert_int_equal(save_title(id, back.version, "改"), STATUS_CONFLICT); // of the same revision nothing changes any more
    assert_int_equal(contract_revise(&fixture->ctx, id, back.version), STATUS_OK);
    assert_int_equal(save_title(id, find(id).version, "改"), STATUS_OK);
    const struct contract now = find(id);
    struct contract_text first;
    assert_int_equal(now.revision, 2);
    assert_string_equal(value(&now.text, "title"), "改");
    assert_int_equal(now.text.rows.line_count, 1);
    assert_int_equal(contract_text_read(&fixture->ctx, &now, 1, &first), STATUS_OK);
    assert_string_equal(value(&first, "title"), "运输合同");
    assert_int_equal(contract_text_read(&fixture->ctx, &now, 3, &first), STATUS_NOT_FOUND);
    const int64_t second = submitted(id);
    assert_int_equal(fixture_number(fixture, "SELECT previous_id FROM approval ORDER BY id DESC LIMIT 1"), approval);
    judge(PERSON_MANAGER, second, EVENT_APPROVE);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contract WHERE state = 'approved'"), 1);
}

static void test_con_5_withdrawn_it_is_a_draft_again(void **state) {
    (void)state;
    const int64_t id = create(15000);
    judge(PERSON_SELLER, submitted(id), EVENT_WITHDRAW);
    assert_int_equal(find(id).state, CONTRACT_DRAFT);
}

static int store_refuses(const char *sql) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    const int result = sqlite3_exec(database, sql, NULL, NULL, NULL);
    sqlite3_close(database);
    return result;
}

static void test_con_5_the_store_itself_refuses_to_change_what_was_submitted(void **state) {
    (void)state;
    static const char *const TRIES[] = {"UPDATE contract_revision SET title = 'x'",
                                        "DELETE FROM contract_revision",
                                        "UPDATE contract_line SET price = 1",
                                        "DELETE FROM contract_line",
                                        "DELETE FROM contract_due",
                                        "INSERT INTO contract_line VALUES (1, 9, 'x', 'x', '1', 1, 1)",
                                        "INSERT INTO contract_due VALUES (1, 9, 'payment', '2026-01-01', 1, '')"};
    const int64_t id = create(15000);
    const struct contract now = find(id);
    struct contract_due due = {"payment", "2026-12-01", 150000, ""};
    const struct contract_rows rows = {.lines = now.text.rows.lines, .line_count = 1, .dues = &due, .due_count = 1};
    struct draft draft = draft_checked(fixture, &CONTRACT_FIELDS, &now.text.record, NULL);
    assert_int_equal(contract_save(&fixture->ctx, id, 1, &draft, &rows), STATUS_OK);
    submitted(id);
    for (size_t i = 0; i < sizeof TRIES / sizeof *TRIES; i++)
        assert_int_equal(store_refuses(TRIES[i]), SQLITE_CONSTRAINT);
}

static void test_con_11_the_digest_says_all_of_a_revision(void **state) {
    (void)state;
    unsigned char digest[APPROVAL_DIGEST], other[APPROVAL_DIGEST], again[APPROVAL_DIGEST];
    const int64_t id = create(15000);
    struct contract contract = find(id);
    contract_digest(&fixture->ctx, contract.number, &contract.text, digest);
    assert_int_equal(contract_approval_digest(&fixture->ctx, contract.text.id, again), STATUS_OK);
    assert_memory_equal(digest, again, sizeof digest);
    assert_int_equal(contract_approval_digest(&fixture->ctx, 999, again), STATUS_NOT_FOUND);
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        struct contract_text changed = contract.text;
        changed.record.values[i] = "0";
        contract_digest(&fixture->ctx, contract.number, &changed, other);
        assert_memory_not_equal(digest, other, sizeof digest);
    }
    contract.text.rows.lines[0].price++;
    contract_digest(&fixture->ctx, contract.number, &contract.text, other);
    assert_memory_not_equal(digest, other, sizeof digest);
}

static void test_con_5_there_are_100_revisions_at_most(void **state) {
    (void)state;
    const int64_t id = create(15000);
    for (int64_t version = 1; version < CONTRACT_REVISIONS_MAX; version++)
        assert_int_equal(contract_revise(&fixture->ctx, id, version), STATUS_OK);
    assert_int_equal(contract_revise(&fixture->ctx, id, CONTRACT_REVISIONS_MAX), STATUS_TOO_LARGE);
    struct contract_revision *rows;
    unsigned count;
    assert_int_equal(contract_revisions(&fixture->ctx, id, &rows, &count), STATUS_OK);
    assert_int_equal(count, CONTRACT_REVISIONS_MAX);
    assert_int_equal(rows[0].number, CONTRACT_REVISIONS_MAX);
}

// --- ORG-2 and the ledger

static unsigned listed(int person, struct contract_query query) {
    struct contract_page page;
    fixture_act(fixture, person);
    assert_int_equal(contract_list(&fixture->ctx, &query, &page), STATUS_OK);
    return page.count;
}

static bool reached(int person, int64_t id) {
    struct contract contract;
    fixture_act(fixture, person);
    const enum status status = contract_find(&fixture->ctx, id, PERM_CONTRACT_READ, &contract);
    assert_true(status == STATUS_OK || status == STATUS_NOT_FOUND);
    return status == STATUS_OK;
}

static void test_org_2_a_contract_is_reached_as_its_customer_or_handler_is(void **state) {
    (void)state;
    static const struct {
        int person;
        bool reaches;
    } EXPECTED[] = {{PERSON_SELLER, true}, {PERSON_COLLEAGUE, false}, {PERSON_OTHER, false}, {PERSON_MANAGER, true}, {PERSON_DIRECTOR, true}, {PERSON_GENERAL, true}};
    const struct contract_query all = {.state = CONTRACT_STATES};
    const struct contract_query of_customer = {.state = CONTRACT_STATES, .customer_id = CUSTOMER_MINE};
    const int64_t id = create(15000);
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        assert_int_equal(reached(EXPECTED[i].person, id), EXPECTED[i].reaches);
        assert_int_equal(listed(EXPECTED[i].person, all), EXPECTED[i].reaches);
        assert_int_equal(listed(EXPECTED[i].person, of_customer), EXPECTED[i].reaches);
    }
    // The customer goes to 销售二部; who drafted the contract still handles it.
    fixture_sql(fixture, "UPDATE customer SET owner_id = 3, unit_id = 3 WHERE id = 11");
    assert_int_equal(contract_follow(&fixture->ctx, CUSTOMER_MINE), STATUS_OK);
    assert_true(reached(PERSON_SELLER, id) && reached(PERSON_OTHER, id));
    assert_false(reached(PERSON_MANAGER, id) || reached(PERSON_DIRECTOR, id));
    assert_int_equal(listed(PERSON_SELLER, all), 1);
    assert_int_equal(listed(PERSON_OTHER, all), 1);
    assert_int_equal(listed(PERSON_MANAGER, all), 0);
    // Withheld with its customer.
    fixture_sql(fixture, "UPDATE customer SET batch_id = 7 WHERE id = 11; INSERT INTO withheld_batch (batch_id, state, "
                         "alive_until) VALUES (7, 'undone', 0)");
    assert_false(reached(PERSON_GENERAL, id));
    assert_int_equal(listed(PERSON_SELLER, all), 0);
    assert_int_equal(listed(PERSON_GENERAL, of_customer), 0);
}

static void test_org_2_nobody_drafts_for_a_customer_out_of_reach(void **state) {
    (void)state;
    int64_t id = 0;
    struct contract_customer customer;
    const struct contract_rows none = {.line_count = 0};
    struct draft draft = full_draft("甲");
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contract_customer(&fixture->ctx, CUSTOMER_OTHER, &customer), STATUS_NOT_FOUND);
    assert_int_equal(contract_create(&fixture->ctx, CUSTOMER_OTHER, &draft, &none, &id), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_GENERAL); // reads contracts, drafts none
    assert_int_equal(contract_create(&fixture->ctx, CUSTOMER_MINE, &draft, &none, &id), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_AUDITOR);
    struct contract_page page;
    assert_int_equal(contract_list(&fixture->ctx, &(struct contract_query){.state = CONTRACT_STATES}, &page), STATUS_FORBIDDEN);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contract"), 0);
}

static void test_con_9_the_ledger_goes_by_pages_newest_first(void **state) {
    (void)state;
    static const int PEOPLE[] = {PERSON_SELLER, PERSON_DIRECTOR, PERSON_GENERAL};
    const unsigned count = 2 * CONTRACT_PAGE + 1;
    for (unsigned i = 0; i < count; i++)
        create(15000);
    for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) {
        struct contract_query query = {.state = CONTRACT_STATES};
        struct contract_page page;
        int64_t last = INT64_MAX;
        unsigned seen = 0;
        fixture_act(fixture, PEOPLE[i]);
        do {
            assert_int_equal(contract_list(&fixture->ctx, &query, &page), STATUS_OK);
            for (unsigned row = 0; row < page.count; row++, seen++) {
                assert_true(page.rows[row].id < last);
                last = page.rows[row].id;
            }
            query.after = page.next;
        } while (page.next != 0);
        assert_int_equal(seen, count);
        query.before = page.previous;
        assert_int_equal(contract_list(&fixture->ctx, &query, &page), STATUS_OK);
        assert_int_equal(page.count, CONTRACT_PAGE);
        assert_true(page.rows[0].id > page.rows[CONTRACT_PAGE - 1].id);
        assert_true(page.next != 0 && page.previous != 0);
    }
    fixture_act(fixture, PERSON_SELLER);
    submitted(1);
    assert_int_equal(listed(PERSON_GENERAL, (struct contract_query){.state = CONTRACT_SUBMITTED}), 1);
    assert_int_equal(listed(PERSON_DIRECTOR, (struct contract_query){.state = CONTRACT_SUBMITTED}), 1);
    assert_int_equal(listed(PERSON_SELLER, (struct contract_query){.state = CONTRACT_APPROVED}), 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_con_5_what_was_submitted_stays_and_comes_back_for_revision),
        TEST(test_con_5_withdrawn_it_is_a_draft_again),
        TEST(test_con_5_the_store_itself_refuses_to_change_what_was_submitted),
        TEST(test_con_11_the_digest_says_all_of_a_revision),
        TEST(test_con_5_there_are_100_revisions_at_most),
        TEST(test_org_2_a_contract_is_reached_as_its_customer_or_handler_is),
        TEST(test_org_2_nobody_drafts_for_a_customer_out_of_reach),
        TEST(test_con_9_the_ledger_goes_by_pages_newest_first),
    };
    return cmocka_run_group_tests_name("revisions and the ledger", tests, NULL, NULL);
}
