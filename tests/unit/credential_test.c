// One-time passwords and the passwords that people choose instead, in two files that are written one after the other.
#include "account_home.h"

static const struct sql *const *const LISTS[] = {ACCOUNT_LISTS, NULL};

#define ONE_TIME GOOD " once"
#define FRESH "another horse battery"

static char *one_time_hash; // of ONE_TIME

static int set_up(void **state) {
    *state = account_fixture(LISTS);
    return 0;
}

static int tear_down(void **state) {
    account_free(*state);
    return 0;
}

static enum status try_password(struct fixture *fixture, const char *password) {
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    const enum status status = account_sign_in(fixture, "lina", password, token, &wait);
    fixture_sql(fixture, "DELETE FROM sign_in_failure");
    return status;
}

// Signs lina in with this password, and makes her the one who acts.
static void act_signed_in(struct fixture *fixture, const char *password, struct actor *actor) {
    fixture->ctx.actor = &NOBODY;
    assert_int_equal(account_of_session(fixture, account_signed_in(fixture, password), actor), STATUS_OK);
    fixture->ctx.actor = actor;
}

static int64_t offers(struct fixture *fixture) {
    return fixture_number(fixture, "SELECT count(*) FROM credential_offer WHERE person_id = 1");
}

static void test_an_offer_makes_the_password_before_void(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    account_offer(fixture, one_time_hash);
    assert_int_equal(try_password(fixture, GOOD), STATUS_UNAUTHENTICATED);
    act_signed_in(fixture, ONE_TIME, &actor);
    assert_true(actor.must_change_password);
    assert_int_equal(try_password(fixture, GOOD), STATUS_UNAUTHENTICATED);
}

static void test_a_chosen_password_ends_the_offer_and_goes_into_logins_file_alone(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    size_t length;
    account_offer(fixture, one_time_hash);
    act_signed_in(fixture, ONE_TIME, &actor);
    fixture->now += TIME_MINUTE;
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, FRESH), STATUS_INVALID);
    assert_int_equal(session_change_password(&fixture->ctx, ONE_TIME, FRESH), STATUS_OK);
    assert_int_equal(offers(fixture), 0);
    assert_int_equal(fixture_number(fixture, "SELECT password_at FROM person WHERE id = 1"), fixture->now);
    assert_int_equal(account_of_session(fixture, actor.session, &actor), STATUS_OK);
    assert_false(actor.must_change_password);
    struct credential credential;
    assert_int_equal(credential_get(&fixture->ctx, 1, &credential), STATUS_OK);
    // Neither in the store nor in its log of pages.
    const char *const files[] = {fixture->path, arena_format(fixture->arena, "%s-wal", fixture->path)};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *bytes = file_read(files[i], &length, fixture->arena);
        assert_null(memmem(bytes, length, credential.hash, strlen(credential.hash)));
    }
    assert_int_equal(try_password(fixture, ONE_TIME), STATUS_UNAUTHENTICATED);
    assert_int_equal(try_password(fixture, FRESH), STATUS_OK);
}

// As if login had been killed between its two writes.
static void leave_half_done(struct fixture *fixture) {
    credential_sql(fixture, arena_format(fixture->arena, "REPLACE INTO credential SELECT 1, '" GOOD_HASH "', 5, %lld",
                                         (long long)fixture_number(fixture, "SELECT id FROM credential_offer WHERE person_id = 1")));
}

static void test_an_offer_that_is_over_does_not_count_and_goes_at_the_next_sign_in(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    account_offer(fixture, one_time_hash);
    const unsigned char *with_offer = account_signed_in(fixture, ONE_TIME);
    leave_half_done(fixture);
    assert_int_equal(try_password(fixture, ONE_TIME), STATUS_UNAUTHENTICATED);
    assert_int_equal(offers(fixture), 1);
    act_signed_in(fixture, GOOD, &actor);
    assert_false(actor.must_change_password);
    assert_int_equal(offers(fixture), 0);
    assert_int_equal(fixture_number(fixture, "SELECT password_at FROM person WHERE id = 1"), 5);
    assert_int_equal(account_of_session(fixture, with_offer, &actor), STATUS_UNAUTHENTICATED);
}

static void test_who_is_asked_for_a_password_they_chose_already_goes_on(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    bool settled = true;
    account_offer(fixture, one_time_hash);
    act_signed_in(fixture, ONE_TIME, &actor);
    assert_int_equal(session_settle_password(&fixture->ctx, &settled), STATUS_OK);
    assert_false(settled);
    leave_half_done(fixture);
    assert_int_equal(session_settle_password(&fixture->ctx, &settled), STATUS_OK);
    assert_true(settled);
    assert_int_equal(account_of_session(fixture, actor.session, &actor), STATUS_OK);
    assert_false(actor.must_change_password);
}

// Whatever the clock says: it is the number of the offer that tells.
static void test_a_second_offer_counts_though_the_clock_was_set_back(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    account_offer(fixture, one_time_hash);
    act_signed_in(fixture, ONE_TIME, &actor);
    assert_int_equal(session_change_password(&fixture->ctx, ONE_TIME, FRESH), STATUS_OK);
    fixture->now -= TIME_DAY;
    account_offer(fixture, one_time_hash);
    assert_int_equal(try_password(fixture, FRESH), STATUS_UNAUTHENTICATED);
    act_signed_in(fixture, ONE_TIME, &actor);
    assert_true(actor.must_change_password);
}

static void test_a_change_that_can_not_be_stored_leaves_the_password_that_was(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    act_signed_in(fixture, GOOD, &actor);
    credential_sql(fixture, "CREATE TRIGGER fails BEFORE UPDATE ON credential BEGIN SELECT RAISE (ABORT, 'no'); END;");
    assert_int_not_equal(session_change_password(&fixture->ctx, GOOD, FRESH), STATUS_OK);
    credential_sql(fixture, "DROP TRIGGER fails;");
    assert_int_equal(fixture_number(fixture, "SELECT password_at FROM person WHERE id = 1"), 1);
    assert_int_equal(try_password(fixture, FRESH), STATUS_UNAUTHENTICATED);
    assert_int_equal(try_password(fixture, GOOD), STATUS_OK);
}

static void test_the_hash_of_a_closed_account_goes_with_somebodys_next_sign_in(void **state) {
    struct fixture *fixture = *state;
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(person_void_password(&fixture->ctx, 1), STATUS_OK);
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
    assert_int_equal(try_password(fixture, GOOD), STATUS_UNAUTHENTICATED); // not even before
    assert_int_equal(credential_number(fixture, "SELECT count(*) FROM credential"), 2);
    assert_int_equal(account_sign_in(fixture, "wangwu", GOOD, token, &wait), STATUS_OK);
    assert_int_equal(credential_number(fixture, "SELECT group_concat(person_id) FROM credential"), 2);
    assert_int_equal(offers(fixture), 0);
    assert_int_equal(try_password(fixture, GOOD), STATUS_UNAUTHENTICATED);
}

static void test_what_login_deletes_does_not_stay_in_its_file(void **state) {
    struct fixture *fixture = *state;
    size_t length;
    assert_int_equal(credential_put(&fixture->ctx, 1, &(struct credential){0}), STATUS_OK);
    assert_int_equal(credential_put(&fixture->ctx, 2, &(struct credential){.hash = "$other", .changed_at = 1}), STATUS_OK);
    credential_sql(fixture, "PRAGMA wal_checkpoint(TRUNCATE)");
    const char *bytes = file_read(credential_path(fixture), &length, fixture->arena);
    assert_non_null(memmem(bytes, length, "$other", 6));
    assert_null(memmem(bytes, length, "$argon2id$", 10));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    struct arena *arena = arena_new();
    one_time_hash = arena_string(arena, password_hash(ONE_TIME, arena));
    const struct CMUnitTest tests[] = {
        TEST(test_an_offer_makes_the_password_before_void),
        TEST(test_a_chosen_password_ends_the_offer_and_goes_into_logins_file_alone),
        TEST(test_an_offer_that_is_over_does_not_count_and_goes_at_the_next_sign_in),
        TEST(test_who_is_asked_for_a_password_they_chose_already_goes_on),
        TEST(test_a_second_offer_counts_though_the_clock_was_set_back),
        TEST(test_a_change_that_can_not_be_stored_leaves_the_password_that_was),
        TEST(test_the_hash_of_a_closed_account_goes_with_somebodys_next_sign_in),
        TEST(test_what_login_deletes_does_not_stay_in_its_file),
    };
    const int code = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return code;
}
