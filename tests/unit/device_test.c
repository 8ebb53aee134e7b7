// Browsers that an account knows (OWASP "device cookies"): wrong tries in them and elsewhere are counted apart.
#include "account_home.h"

#include "base/hex.h"

static const struct sql *const *const LISTS[] = {ACCOUNT_LISTS, NULL};

static int set_up(void **state) {
    *state = account_fixture(LISTS);
    return 0;
}

static int tear_down(void **state) {
    account_free(*state);
    return 0;
}

static unsigned char *good_sign_in(struct fixture *fixture) {
    return account_signed_in(fixture, GOOD);
}

// Fails `count` times as `login`, waiting as long as it is told each time.
static void fail_as(struct fixture *fixture, const char *login, int count) {
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    for (int i = 0; i < count; i++) {
        enum status status = account_sign_in(fixture, login, WRONG, token, &wait);
        if (status == STATUS_LIMITED) {
            fixture->now += wait;
            status = account_sign_in(fixture, login, WRONG, token, &wait);
        }
        assert_int_equal(status, STATUS_UNAUTHENTICATED);
    }
}

static void expect_wait(struct fixture *fixture, const char *login, int64_t expected) {
    unsigned char token[TOKEN_SIZE];
    int64_t wait = -1;
    assert_int_equal(account_sign_in(fixture, login, GOOD, token, &wait), STATUS_LIMITED);
    assert_int_equal(wait, expected);
}

// As if `count` tries had failed, without the work of hashing.
static void count_failures(struct fixture *fixture, const char *kind, const char *subject, int count) {
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT OR REPLACE INTO sign_in_failure VALUES ('%s', '%s', %d, %lld);", kind,
                                      subject, count, (long long)fixture->now));
}

static void test_lockout_strangers_cannot_keep_the_owner_out_of_a_known_device(void **state) {
    struct fixture *fixture = *state;
    good_sign_in(fixture);
    const unsigned char *mine = fixture->ctx.device;
    assert_non_null(mine);
    fixture->ctx.device = NULL;
    count_failures(fixture, "account", "lina", SIGN_IN_LOCK_ACCOUNT);
    count_failures(fixture, "address", "192.0.2.7", SIGN_IN_LOCK_ADDRESS); // from the same office
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->ctx.device = mine;
    good_sign_in(fixture);
    assert_ptr_equal(fixture->ctx.device, mine);
    // What strangers have tried is neither forgotten nor made worse by it.
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'account'"), SIGN_IN_LOCK_ACCOUNT);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'address'"), SIGN_IN_LOCK_ADDRESS);
    fixture->ctx.device = NULL;
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
}

static void test_lockout_a_known_device_has_limits_of_its_own(void **state) {
    struct fixture *fixture = *state;
    good_sign_in(fixture);
    const unsigned char *mine = fixture->ctx.device;
    fail_as(fixture, "lina", SIGN_IN_FREE);
    expect_wait(fixture, "lina", TIME_SECOND);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE kind <> 'device' AND failures > 0"), 0);
    // Others of the house are not concerned, nor is somebody else in the same browser.
    fixture->ctx.device = NULL;
    good_sign_in(fixture);
    fixture->ctx.device = mine;
    fail_as(fixture, "wangwu", 1);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'account' AND subject = 'wangwu'"), 1);
    fail_as(fixture, "lina", SIGN_IN_LOCK_ACCOUNT - SIGN_IN_FREE);
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->now += SIGN_IN_LOCK;
    good_sign_in(fixture);
}

static void test_lockout_one_browser_may_be_several_peoples(void **state) {
    struct fixture *fixture = *state;
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    good_sign_in(fixture);
    const unsigned char *mine = fixture->ctx.device;
    assert_int_equal(account_sign_in(fixture, "wangwu", GOOD, token, &wait), STATUS_OK);
    assert_ptr_equal(fixture->ctx.device, mine);
    fail_as(fixture, "lina", SIGN_IN_LOCK_ACCOUNT);
    // Signing in as oneself does not wash away what one has tried as somebody else.
    assert_int_equal(account_sign_in(fixture, "wangwu", GOOD, token, &wait), STATUS_OK);
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
}

static void test_lockout_nobody_chooses_the_token_of_a_device(void **state) {
    struct fixture *fixture = *state;
    const unsigned char chosen[TOKEN_SIZE] = {7};
    fixture->ctx.device = chosen;
    fail_as(fixture, "lina", 1);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'account'"), 1);
    good_sign_in(fixture);
    assert_memory_not_equal(fixture->ctx.device, chosen, TOKEN_SIZE);
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(fixture->ctx.device, hash);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM device"), 1);
    assert_int_equal(fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM device WHERE token_hash = x'%s'",
                                                          hex_encode(fixture->arena, hash, sizeof hash))),
                     1);
}

static void test_lockout_a_device_is_known_for_half_a_year(void **state) {
    struct fixture *fixture = *state;
    good_sign_in(fixture);
    const unsigned char *mine = fixture->ctx.device;
    fixture->now += DEVICE_KEPT - 1;
    count_failures(fixture, "account", "lina", SIGN_IN_LOCK_ACCOUNT);
    good_sign_in(fixture); // and for as long again
    assert_ptr_equal(fixture->ctx.device, mine);
    fixture->now += DEVICE_KEPT;
    count_failures(fixture, "account", "lina", SIGN_IN_LOCK_ACCOUNT);
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->now += SIGN_IN_LOCK;
    good_sign_in(fixture);
    assert_memory_not_equal(fixture->ctx.device, mine, TOKEN_SIZE);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM device"), 1); // the old one is cleared away
}

static void test_lockout_a_new_password_leaves_only_this_device_known(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    good_sign_in(fixture);
    const unsigned char *lost = fixture->ctx.device;
    fixture->ctx.device = NULL;
    assert_int_equal(account_of_session(fixture, good_sign_in(fixture), &actor), STATUS_OK);
    const unsigned char *mine = fixture->ctx.device;
    fixture->ctx.actor = &actor;
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, GOOD), STATUS_OK);
    fixture->ctx.actor = &NOBODY;
    count_failures(fixture, "account", "lina", SIGN_IN_LOCK_ACCOUNT);
    fixture->ctx.device = lost;
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->ctx.device = mine;
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM device WHERE trusted = 1"), 1);
    fail_as(fixture, "lina", 1);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'device'"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_lockout_strangers_cannot_keep_the_owner_out_of_a_known_device),
        TEST(test_lockout_a_known_device_has_limits_of_its_own),
        TEST(test_lockout_one_browser_may_be_several_peoples),
        TEST(test_lockout_nobody_chooses_the_token_of_a_device),
        TEST(test_lockout_a_device_is_known_for_half_a_year),
        TEST(test_lockout_a_new_password_leaves_only_this_device_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
