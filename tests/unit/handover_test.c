// Leaving and moving (ORG-5): everything goes over in one step, nothing is orphaned.
#include "admin_home.h"

#include <time.h>

static int set_up(void **state) {
    admin_set_up(state);
    fixture_sql(fixture, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO customer "
                         "(id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by) "
                         "SELECT i, 'A' || i, 'C' || i, '客户' || i, '客户' || i, '客户' || i, CASE WHEN i <= 40 THEN 1 ELSE 2 END, 4, 0, 1, 0, 1 FROM n;"
                         "INSERT INTO session VALUES (x'01', 1, 0, 0, '', ''), (x'02', 1, 0, 0, '', ''), (x'03', 2, 0, 0, '', '');"
                         "INSERT INTO sign_in_step (token_hash, person_id, created_at) VALUES (x'04', 1, 0);"
                         "UPDATE person SET superior_id = 4 WHERE id IN (1, 2); UPDATE person SET superior_id = 5 WHERE id = 4;"
                         "UPDATE person SET superior_id = 7 WHERE id = 5; UPDATE unit SET head_id = 4 WHERE id = 4;");
    return 0;
}

static int64_t number(const char *sql) {
    return fixture_number(fixture, sql);
}

static void test_org_5_a_preview_counts_what_somebody_has(void **state) {
    (void)state;
    struct handover had;
    assert_int_equal(handover_preview(&fixture->ctx, PERSON_SELLER, &had), STATUS_OK);
    assert_int_equal(had.work, 40);
    assert_int_equal(had.kinds[0].count, 40);
    assert_int_equal(had.sessions, 2);
    assert_int_equal(handover_preview(&fixture->ctx, PERSON_MANAGER, &had), STATUS_OK);
    assert_int_equal(had.work, 0);
    assert_int_equal(had.subordinates, 2);
    assert_int_equal(had.units, 1);
}

static void test_org_5_leaving_hands_customers_over_with_their_history(void **state) {
    (void)state;
    struct handover done;
    const struct leaving leaving = {"zhaoliu", ""};
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_OK);
    assert_int_equal(done.work, 40);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE owner_id = 3 AND unit_id = 3 AND version = 2 AND updated_by = 20"), 40);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE owner_id = 1"), 0);
    assert_int_equal(number("SELECT count(*) FROM history h JOIN customer c ON c.id = h.customer_id AND h.record_id = c.id AND h.version = c.version "
                            "WHERE h.kind = 1 AND h.field = 'owner' AND h.before = '1' AND h.after = '3' AND h.person_id = 20"),
                     40);
    assert_int_equal(number("SELECT count(*) FROM session WHERE person_id = 1"), 0);
    assert_int_equal(number("SELECT count(*) FROM sign_in_step"), 0);
    assert_int_equal(number("SELECT count(*) FROM session WHERE person_id = 2"), 1);
    assert_int_equal(number("SELECT state = 'closed' FROM person WHERE id = 1"), 1);
    assert_int_equal(recorded("close", ""), 1);
    assert_int_equal(recorded("close", "customers"), 1);
    // What they looked up is put before the auditor.
    assert_int_equal(number("SELECT count(*) FROM audit_notice WHERE kind = 'leaving' AND person_id = 1 AND by_id = 20"), 1);
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_CONFLICT);
}

// A contract of the leaver's with a customer of theirs, and one with a colleague's customer.
static void add_contracts(void) {
    fixture_sql(fixture, "INSERT INTO contract (id, number, customer_id, unit_id, owner_id, state, created_at, created_by, updated_at, updated_by) VALUES "
                         "(1, 'HT1', 1, 4, 1, 'draft', 0, 1, 0, 1), (2, 'HT2', 50, 4, 1, 'approved', 0, 1, 0, 1), (3, 'HT3', 2, 4, 2, 'draft', 0, 2, 0, 2)");
}

static void test_org_5_approvals_go_to_who_may_take_part(void **state) {
    (void)state;
    struct handover done;
    const struct leaving auditor = {"qian", "lina"}, clerk = {"wujiu", "lina"};
    fixture_sql(fixture, "INSERT INTO approval (id, kind, subject_id, title, digest, path_id, branch, applicant_id, unit_id, state, created_at) VALUES "
                         "(1, 'contract.sign', 1, '', zeroblob(32), 1, 0, 3, 3, 'open', 0); INSERT INTO approval_seat (approval_id, round, step, place, "
                         "person_id, state, origin) VALUES (1, 0, 0, 0, 7, 'open', 'path')");
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_GENERAL, &auditor, &faults, &done), STATUS_INVALID);
    assert_string_equal(fault_of(&faults, "successor").zh, "此人的角色不能参与审批");
    faults.count = 0;
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_GENERAL, &clerk, &faults, &done), STATUS_OK); // who keeps no customers needs to keep none
    assert_int_equal(number("SELECT count(*) FROM approval_seat WHERE person_id = 6 AND state = 'open'"), 1);
}

static void test_org_5_contracts_go_over_with_their_customers(void **state) {
    (void)state;
    struct handover done;
    const struct leaving clerk = {"wujiu", ""}, leaving = {"zhaoliu", ""};
    add_contracts();
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &clerk, &faults, &done), STATUS_INVALID);
    assert_string_equal(fault_of(&faults, "successor").zh, "此人的角色不能承办合同");
    faults.count = 0;
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_OK);
    assert_int_equal(done.work, 42);
    assert_int_equal(number("SELECT count(*) FROM contract WHERE owner_id = 3 AND version = 2 AND updated_by = 20"), 2);
    assert_int_equal(number("SELECT count(*) FROM contract k JOIN customer c ON c.id = k.customer_id WHERE k.unit_id = c.unit_id"), 3);
    assert_int_equal(number("SELECT owner_id FROM contract WHERE id = 3"), PERSON_COLLEAGUE);
    assert_int_equal(recorded("close", "contracts"), 1);
}

static void test_org_5_nobody_leaves_work_behind(void **state) {
    (void)state;
    static const char *const NOBODY[] = {"", "lina", "qian", "guan", "no.such"}; // none, themselves, who keeps no customers, nobody
    struct handover done;
    for (size_t i = 0; i < 5; i++) {
        const struct leaving leaving = {NOBODY[i], ""};
        faults.count = 0;
        assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_INVALID);
        assert_true(has_fault("successor"));
    }
    fixture_sql(fixture, "UPDATE person SET superior_id = NULL WHERE id = 4");
    const struct leaving leaving = {"", ""};
    faults.count = 0;
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_MANAGER, &leaving, &faults, &done), STATUS_INVALID);
    assert_true(has_fault("deputy"));
    assert_int_equal(number("SELECT count(*) FROM person WHERE state = 'closed'"), 0);
    assert_int_equal(number("SELECT count(*) FROM session"), 3);
    assert_int_equal(number("SELECT count(*) FROM admin_record"), 0);
}

static void test_org_5_subordinates_and_units_go_to_the_superior_or_whoever_is_named(void **state) {
    (void)state;
    struct handover done;
    const struct leaving to_superior = {"", ""};
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_MANAGER, &to_superior, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM person WHERE superior_id = 5"), 3); // the two, and the leaver still
    assert_int_equal(number("SELECT head_id FROM unit WHERE id = 4"), 5);
    assert_int_equal(recorded("handover", "superior"), 2);
    assert_int_equal(recorded("handover", "head"), 1);
}

static void test_org_1_a_subordinate_who_takes_over_answers_to_the_next_one_up(void **state) {
    (void)state;
    struct handover done;
    const struct leaving leaving = {"", "wangwu"};
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_MANAGER, &leaving, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 2"), 5); // not their own superior
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 1"), 2);
    assert_int_equal(number("SELECT head_id FROM unit WHERE id = 4"), 2);
}

static void test_org_1_a_deputy_from_further_below_closes_no_circle(void **state) {
    (void)state;
    struct handover done;
    const struct leaving leaving = {"", "lina"}; // 周八 ─ 孙七 ─ 李娜: 孙七 can't come under 李娜
    fixture_sql(fixture, "UPDATE unit SET head_id = 5 WHERE id = 2");
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_DIRECTOR, &leaving, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 4"), 7);
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 1"), 4);
    assert_int_equal(number("SELECT head_id FROM unit WHERE id = 2"), 1);
}

static void test_org_5_moving_takes_customers_along_or_hands_them_over(void **state) {
    (void)state;
    struct handover done;
    struct moving moving = {.unit_id = UNIT_SALES_2, .superior = "zhaoliu", .takes_along = true, .successor = "", .deputy = ""};
    assert_int_equal(handover_move(&fixture->ctx, PERSON_SELLER, &moving, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE owner_id = 1 AND unit_id = 3 AND version = 1"), 40);
    assert_int_equal(number("SELECT unit_id * 10 + superior_id FROM person WHERE id = 1"), 33);
    assert_int_equal(number("SELECT count(*) FROM session WHERE person_id = 1"), 0);
    assert_int_equal(recorded("move", "unit"), 1);
    assert_int_equal(number("SELECT count(*) FROM audit_notice WHERE kind = 'moving' AND person_id = 1"), 1);
    assert_int_equal(recorded("move", "superior"), 1);
    moving = (struct moving){.unit_id = UNIT_SALES_1, .superior = "", .successor = "", .deputy = ""};
    assert_int_equal(handover_move(&fixture->ctx, PERSON_SELLER, &moving, &faults, &done), STATUS_INVALID);
    assert_true(has_fault("successor"));
    moving.successor = "wangwu";
    faults.count = 0;
    assert_int_equal(handover_move(&fixture->ctx, PERSON_SELLER, &moving, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM customer WHERE owner_id = 2 AND unit_id = 4"), 50);
}

static void test_org_1_moving_below_ones_own_subordinate_needs_a_deputy(void **state) {
    (void)state;
    struct handover done;
    struct moving moving = {.unit_id = UNIT_SALES_2, .superior = "lina", .takes_along = true, .successor = "", .deputy = ""};
    assert_int_equal(handover_move(&fixture->ctx, PERSON_MANAGER, &moving, &faults, &done), STATUS_INVALID);
    assert_true(has_fault("superior"));
    moving.deputy = "zhouba";
    faults.count = 0;
    assert_int_equal(handover_move(&fixture->ctx, PERSON_MANAGER, &moving, &faults, &done), STATUS_OK);
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 4"), 1);
    assert_int_equal(number("SELECT superior_id FROM person WHERE id = 1"), 5);
    assert_int_equal(number("SELECT head_id FROM unit WHERE id = 4"), 5);
}

static void test_org_5_a_closed_account_comes_back_in_a_unit_with_a_new_password(void **state) {
    (void)state;
    struct handover done;
    const struct leaving leaving = {"wangwu", ""};
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_OK);
    struct person_edit edit = {.login = "", .name = "李娜", .unit_id = UNIT_SALES_2, .superior = "", .roles = {role_id("gate")}, .role_count = 1};
    assert_int_equal(admin_person_reopen(&fixture->ctx, PERSON_SELLER, &edit, "$fresh", &faults), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM person p JOIN credential_offer c ON c.person_id = p.id JOIN person_role g ON g.person_id = p.id "
                            "WHERE p.id = 1 AND p.state = 'active' AND p.unit_id = 3 AND c.void = 0 AND c.hash = '$fresh'"),
                     1);
    assert_int_equal(admin_person_reopen(&fixture->ctx, PERSON_SELLER, &edit, "$", &faults), STATUS_CONFLICT);
    assert_int_equal(recorded("reopen", ""), 1);
    assert_int_equal(recorded("reopen", "roles"), 1);
}

static void test_org_5_twenty_thousand_customers_go_over_in_seconds(void **state) {
    (void)state;
    struct timespec before, after;
    struct handover done;
    const struct leaving leaving = {"zhaoliu", ""};
    fixture_sql(fixture, "WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 21000) INSERT INTO customer "
                         "(id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by) "
                         "SELECT i, 'A' || i, 'C' || i, '客户' || i, '客户' || i, '客户' || i, 1, 4, 0, 1, 0, 1 FROM n;");
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_OK);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_int_equal(number("SELECT count(*) FROM history WHERE field = 'owner'"), 20040);
    print_message("20,040 customers in %ld ms\n", (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, admin_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_org_5_a_preview_counts_what_somebody_has),
        TEST(test_org_5_leaving_hands_customers_over_with_their_history),
        TEST(test_org_5_approvals_go_to_who_may_take_part),
        TEST(test_org_5_contracts_go_over_with_their_customers),
        TEST(test_org_5_nobody_leaves_work_behind),
        TEST(test_org_5_subordinates_and_units_go_to_the_superior_or_whoever_is_named),
        TEST(test_org_1_a_subordinate_who_takes_over_answers_to_the_next_one_up),
        TEST(test_org_1_a_deputy_from_further_below_closes_no_circle),
        TEST(test_org_5_moving_takes_customers_along_or_hands_them_over),
        TEST(test_org_1_moving_below_ones_own_subordinate_needs_a_deputy),
        TEST(test_org_5_a_closed_account_comes_back_in_a_unit_with_a_new_password),
        TEST(test_org_5_twenty_thousand_customers_go_over_in_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
