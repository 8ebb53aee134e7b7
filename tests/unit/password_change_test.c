// What happens to a change of the password when somebody else writes between the look at the present one and the new one.
#include "account_home.h"

static const struct sql RESET = {"test.reset", "INSERT INTO credential_offer VALUES (1, 77, '" OLD_HASH "', 0, 1)"};
static const struct sql END = {"test.end", "DELETE FROM session WHERE person_id = 1"};
static const struct sql *const MEDDLING[] = {&RESET, &END, NULL};

static const struct sql *const *const LISTS[] = {ACCOUNT_LISTS, MEDDLING, NULL};

static int set_up(void **state) {
    *state = account_fixture(LISTS);
    return 0;
}

static int tear_down(void **state) {
    account_free(*state);
    return 0;
}

// Signs lina in, and gives the actor of that session.
static void begin_session(struct fixture *fixture, struct actor *actor) {
    assert_int_equal(account_of_session(fixture, account_signed_in(fixture, GOOD), actor), STATUS_OK);
}

// A clock that has somebody else write to the store when it is asked the second time: the first time is when the account is looked up,
// the second when the try is counted and the hash of the password has been read.
struct meddling {
    struct fixture *fixture;
    const struct sql *sql;
    int asked;
};
static int64_t meddling_now(void *data) {
    struct meddling *meddling = data;
    if (++meddling->asked == 2) {
        struct query query = query_start(meddling->fixture->store, meddling->sql);
        assert_int_equal(query_run(&query, NULL), STATUS_OK);
    }
    return meddling->fixture->now;
}

static enum status change_while(struct fixture *fixture, const struct sql *meanwhile) {
    struct actor actor;
    struct meddling meddling = {.fixture = fixture, .sql = meanwhile};
    const struct clock clock = {meddling_now, &meddling}, *before = fixture->ctx.clock;
    begin_session(fixture, &actor);
    fixture->ctx.actor = &actor;
    fixture->ctx.clock = &clock;
    const enum status status = session_change_password(&fixture->ctx, GOOD, "another horse battery");
    fixture->ctx.clock = before;
    fixture->ctx.actor = &NOBODY;
    return status;
}

// Else whoever knows the old password could keep the account, by changing it all the time.
static void test_a_reset_goes_before_a_change_under_way(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(change_while(fixture, &RESET), STATUS_UNAUTHENTICATED);
    assert_int_equal(fixture_number(fixture, "SELECT id FROM credential_offer WHERE person_id = 1"), 77);
    assert_int_equal(credential_number(fixture, "SELECT hash = '" GOOD_HASH "' FROM credential WHERE person_id = 1"), 1);
}

static void test_a_session_that_ended_changes_no_password(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(change_while(fixture, &END), STATUS_UNAUTHENTICATED);
    assert_int_equal(credential_number(fixture, "SELECT hash = '" GOOD_HASH "' FROM credential WHERE person_id = 1"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_reset_goes_before_a_change_under_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_session_that_ended_changes_no_password, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
