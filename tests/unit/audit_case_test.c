// Whoever leaves or moves is put before the auditor, once, in the transaction that closes or moves them.
#include "support.h"

#include "domain/audit_case.h"

static const struct sql *const *const LISTS[] = {AUDIT_CASE_STATEMENTS, NULL};

static int set_up(void **state) {
    *state = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    fixture_free(*state);
    return 0;
}

static int64_t notices(struct fixture *fixture, const char *where) {
    return fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM audit_notice WHERE %s", where));
}

// ORG-5: the last 30 days of the one who leaves.
static void test_a_notice_says_who_since_when_and_by_whom(void **state) {
    struct fixture *fixture = *state;
    fixture_act(fixture, PERSON_GENERAL);
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_LEAVING), STATUS_OK);
    const char *where = arena_format(fixture->arena, "kind = 'leaving' AND person_id = %d AND by_id = %d AND until = %lld AND since = %lld",
                                     PERSON_SELLER, PERSON_GENERAL, (long long)fixture->now,
                                     (long long)(fixture->now - 30 * TIME_DAY));
    assert_int_equal(notices(fixture, where), 1);
}

static void test_the_same_departure_twice_is_one_notice(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_MOVING), STATUS_OK);
    fixture->now += TIME_MINUTE;
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_MOVING), STATUS_OK);
    assert_int_equal(notices(fixture, "1"), 1);
    // Leaving is another departure than moving, and so is moving again on another day.
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_LEAVING), STATUS_OK);
    fixture->now += TIME_DAY;
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_MOVING), STATUS_OK);
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_COLLEAGUE, DEPARTURE_MOVING), STATUS_OK);
    assert_int_equal(notices(fixture, "1"), 4);
}

static void test_a_notice_goes_with_the_transaction_it_is_part_of(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_LEAVING), STATUS_OK);
    store_rollback(fixture->store);
    assert_int_equal(notices(fixture, "1"), 0);
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_LEAVING), STATUS_OK);
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_int_equal(notices(fixture, "1"), 1);
}

static void test_the_command_gives_one_in_nobodys_name(void **state) {
    struct fixture *fixture = *state;
    fixture->ctx.actor = NULL;
    assert_int_equal(audit_case_open(&fixture->ctx, PERSON_SELLER, DEPARTURE_LEAVING), STATUS_OK);
    assert_int_equal(notices(fixture, "by_id IS NULL"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_notice_says_who_since_when_and_by_whom, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_departure_twice_is_one_notice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_notice_goes_with_the_transaction_it_is_part_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_command_gives_one_in_nobodys_name, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
