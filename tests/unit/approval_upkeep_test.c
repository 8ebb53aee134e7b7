// What happens to requests without anybody's word (CON-11, ORG-5): overdue, vacant, left behind.
#include "approval_sample.h"

static unsigned escalate_all(void) {
    unsigned count = 0;
    for (bool more = true; more; count += more) {
        assert_int_equal(approval_escalate(&fixture->ctx, &more), STATUS_OK);
        assert_true(count < 100);
    }
    return count;
}

static void test_con_11_an_overdue_seat_goes_up_once(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    fixture_sql(fixture, "UPDATE person SET superior_id = 7 WHERE id = 4");
    assert_int_equal(escalate_all(), 0);
    fixture->now = date_start("2026-11-24") - 1;
    assert_int_equal(escalate_all(), 0);
    fixture->now = date_start("2026-11-24");
    assert_int_equal(escalate_all(), 1);
    assert_int_equal(escalate_all(), 0);
    assert_int_equal(waiting(PERSON_MANAGER), 1);
    assert_int_equal(waiting(PERSON_GENERAL), 1);
    assert_int_equal(approve(PERSON_GENERAL, id), REFUSAL_NONE);
    assert_int_equal(waiting(PERSON_MANAGER), 0);
    struct approval_done *done;
    unsigned count;
    assert_int_equal(approval_history(&fixture->ctx, id, &done, &count), STATUS_OK);
    assert_int_equal(done[1].event, EVENT_ESCALATE);
    assert_string_equal(done[1].person_name, "");
    assert_string_equal(done[1].to_name, "郑十");
}

static enum status hand_over(int64_t from, int64_t to) {
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(approval_hand_over(&fixture->ctx, from, to), STATUS_OK);
    return store_commit(fixture->store);
}

static void test_org_5_what_waits_for_a_leaver_goes_to_the_successor(void **state) {
    (void)state;
    int64_t count = 0;
    const int64_t id = submit(500000), second = submit(500000);
    assert_int_equal(act(PERSON_MANAGER, second, (struct approval_word){.event = EVENT_ADD_BEFORE, .to_id = PERSON_CLERK}), REFUSAL_NONE);
    assert_int_equal(approval_seats_of(&fixture->ctx, PERSON_MANAGER, &count), STATUS_OK);
    assert_int_equal(count, 2); // one of them waits for another
    assert_int_equal(hand_over(PERSON_MANAGER, PERSON_OTHER), STATUS_OK);
    assert_int_equal(approval_seats_of(&fixture->ctx, PERSON_MANAGER, &count), STATUS_OK);
    assert_int_equal(count, 0);
    assert_int_equal(approve(PERSON_OTHER, id), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_CLERK, second), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_OTHER, second), REFUSAL_NONE);
}

static void test_org_5_an_applicant_takes_no_seat_over_and_a_vacant_one_is_filled(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(hand_over(PERSON_MANAGER, PERSON_SELLER), STATUS_OK);
    assert_int_equal(waiting(PERSON_SELLER), 0);
    assert_int_equal(read_as(PERSON_SELLER, id).machine.seats[1].person_id, 0);
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE id = 4");
    assert_int_equal(approval_fill(&fixture->ctx), STATUS_OK); // nobody yet
    assert_int_equal(read_as(PERSON_SELLER, id).machine.seat_count, 2);
    fixture_sql(fixture, "INSERT INTO person_role SELECT 2, id FROM role WHERE key = 'sales_manager'");
    assert_int_equal(approval_fill(&fixture->ctx), STATUS_OK);
    assert_int_equal(waiting(PERSON_COLLEAGUE), 1);
    assert_int_equal(approve(PERSON_COLLEAGUE, id), REFUSAL_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
        TEST(con_11_an_overdue_seat_goes_up_once),
        TEST(org_5_what_waits_for_a_leaver_goes_to_the_successor),
        TEST(org_5_an_applicant_takes_no_seat_over_and_a_vacant_one_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
