// Signing in and staying signed in, with a clock that stands still until it is moved.
#include "account_home.h"

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

static void test_a_good_password_begins_a_session(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    struct actor actor;
    const uint64_t before = store_statements(fixture->store);
    assert_int_equal(account_of_session(fixture, token, &actor), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 1);
    assert_int_equal(actor.person_id, PERSON_SELLER);
    assert_string_equal(actor.login, "lina");
    assert_string_equal(actor.name, "李娜");
    assert_int_equal(actor.unit_id, UNIT_TEAM);
    assert_string_equal(actor.unit_path, "/1/2/4/");
    assert_false(actor.must_change_password);
    assert_int_equal(actor.grant_count, 1);
    assert_string_equal(actor.grants[0].key, "sales");
    assert_int_equal(actor.grants[0].scope, SCOPE_OWN);
    assert_int_equal(actor.grants[0].level, LEVEL_TOP);
    assert_int_equal(actor.grants[0].permissions, fixture->actors[PERSON_SELLER].grants[0].permissions);
    assert_memory_equal(actor.session, token, TOKEN_SIZE);
    assert_true(actor.session_until == fixture->now + SESSION_IDLE);
}

static void test_the_store_keeps_only_the_hash_of_a_token(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    unsigned char hash[TOKEN_HASH_SIZE];
    struct buffer hex = {.arena = fixture->arena}, plain = {.arena = fixture->arena};
    token_hash(token, hash);
    for (size_t i = 0; i < TOKEN_SIZE; i++) {
        buffer_format(&hex, "%02x", hash[i]);
        buffer_format(&plain, "%02x", token[i]);
    }
    assert_int_equal(fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM session WHERE token_hash = x'%s'"
                                                                          " AND address = '192.0.2.7' AND agent = 'Mozilla/5.0'",
                                                          hex.data)),
                     1);
    assert_int_equal(fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM session WHERE token_hash = x'%s'",
                                                          plain.data)),
                     0);
}

static void test_a_login_may_be_typed_in_any_letters(void **state) {
    struct fixture *fixture = *state;
    static const char *const TYPED[] = {"lina", "LINA", " Lina ", "ｌｉｎａ", "ＬＩＮＡ"};
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++) {
        unsigned char token[TOKEN_SIZE];
        int64_t wait;
        assert_int_equal(account_sign_in(fixture, TYPED[i], GOOD, token, &wait), STATUS_OK);
    }
}

static void test_several_roles_come_with_all_their_permissions(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    fixture_sql(fixture, "INSERT INTO person_role SELECT 1, id FROM role WHERE key IN ('gate', 'archive_clerk');"
                         "INSERT INTO role_permission SELECT id, p FROM role, (SELECT 'of.tomorrow' AS p UNION SELECT 'record.read') WHERE key = 'gate';");
    assert_int_equal(account_of_session(fixture, good_sign_in(fixture), &actor), STATUS_OK);
    assert_int_equal(actor.grant_count, 3);
    assert_true(actor_may(&actor, PERM_RECORD_READ) && actor_may(&actor, PERM_CUSTOMER_REVEAL));
    assert_int_equal(actor_scope(&actor, PERM_CUSTOMER_READ), SCOPE_ALL);
    // More roles than fit only take rights away.
    fixture_sql(fixture, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
                         " INSERT INTO role (id, key, name_zh, name_en, scope, level) SELECT 100 + i, 'r' || i, '', '', 0, 0 FROM n;"
                         "INSERT INTO person_role SELECT 1, id FROM role WHERE id > 100;");
    assert_int_equal(account_of_session(fixture, good_sign_in(fixture), &actor), STATUS_OK);
    assert_int_equal(actor.grant_count, ACTOR_ROLES_MAX);
}

static void test_somebody_without_a_role_is_somebody(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    fixture_sql(fixture, "DELETE FROM person_role;");
    assert_int_equal(account_of_session(fixture, good_sign_in(fixture), &actor), STATUS_OK);
    assert_int_equal(actor.grant_count, 0);
    assert_true(actor_may(&actor, PERM_SIGNED_IN) && !actor_may(&actor, PERM_CUSTOMER_READ));
}

static void test_every_wrong_try_looks_the_same(void **state) {
    struct fixture *fixture = *state;
    static const char *const LOGINS[] = {"lina", "nobody", "zhaoliu", "wangwu", "", "' OR 1=1 --"};
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE login = 'wangwu';");
    for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++) {
        unsigned char token[TOKEN_SIZE];
        int64_t wait = -1;
        // zhaoliu has no password, wangwu's is right but the account is closed
        assert_int_equal(account_sign_in(fixture, LOGINS[i], i == 3 ? GOOD : WRONG, token, &wait), STATUS_UNAUTHENTICATED);
        assert_int_equal(wait, 0);
    }
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM session"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE kind = 'account' AND failures = 1"), 6);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'address'"), 6);
}

// A password typed into the wrong input is no account's name and is kept nowhere.
static void test_an_unknown_name_is_kept_only_as_a_fingerprint(void **state) {
    struct fixture *fixture = *state;
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    assert_int_equal(account_sign_in(fixture, "my secret password", "x", token, &wait), STATUS_UNAUTHENTICATED);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE subject LIKE '%secret%'"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE subject LIKE '#%' AND length(subject) = 7"), 1);
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

static void test_failures_slow_an_account_down_and_lock_it(void **state) {
    struct fixture *fixture = *state;
    fail_as(fixture, "lina", SIGN_IN_FREE);
    for (int failures = SIGN_IN_FREE; failures < SIGN_IN_LOCK_ACCOUNT; failures++) {
        const int64_t wait = TIME_SECOND << (failures < SIGN_IN_FREE + 6 ? failures - SIGN_IN_FREE : 6);
        expect_wait(fixture, "lina", wait);
        fixture->now += wait - 1;
        expect_wait(fixture, "lina", 1); // being told to wait is no failure
        fixture->now += 1;
        fail_as(fixture, "lina", 1);
    }
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->now += SIGN_IN_LOCK - 1;
    expect_wait(fixture, "lina", 1);
    fixture->now += 1;
    good_sign_in(fixture);
}

// As if `count` tries had failed, without the work of hashing.
static void count_failures(struct fixture *fixture, const char *kind, const char *subject, int count) {
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT OR REPLACE INTO sign_in_failure VALUES ('%s', '%s', %d, %lld);", kind,
                                      subject, count, (long long)fixture->now));
}

static void test_a_name_that_is_none_is_slowed_down_and_locked_alike(void **state) {
    struct fixture *fixture = *state;
    const char *subject = arena_format(fixture->arena, "#%s", secret_fingerprint("nobody.such", fixture->arena));
    fail_as(fixture, "nobody.such", SIGN_IN_FREE);
    expect_wait(fixture, "Nobody.Such", TIME_SECOND);
    // Too little to guess the name from, which may be a password typed one input too early.
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE kind = 'account' AND length(subject) = 7"), 1);
    count_failures(fixture, "account", subject, SIGN_IN_LOCK_ACCOUNT - 1);
    expect_wait(fixture, "nobody.such", 64 * TIME_SECOND);
    count_failures(fixture, "account", subject, SIGN_IN_LOCK_ACCOUNT);
    expect_wait(fixture, "nobody.such", SIGN_IN_LOCK);
}

static void test_a_good_sign_in_forgives_the_account(void **state) {
    struct fixture *fixture = *state;
    fail_as(fixture, "lina", 2);
    good_sign_in(fixture);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure WHERE kind = 'account'"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'address'"), 2);
    fail_as(fixture, "lina", 3);
}

static void test_failures_are_forgotten_after_a_while(void **state) {
    struct fixture *fixture = *state;
    count_failures(fixture, "account", "lina", SIGN_IN_LOCK_ACCOUNT);
    fixture->now += SIGN_IN_LOCK;
    fail_as(fixture, "lina", 1);
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'account'"), 1);
}

// Many names from one address: the address rests, also for an account that has a right password; others don't.
static void test_an_address_is_slowed_down_and_rests(void **state) {
    struct fixture *fixture = *state;
    count_failures(fixture, "address", "192.0.2.7", SIGN_IN_FREE_ADDRESS - 1);
    fail_as(fixture, "name", 1);
    expect_wait(fixture, "lina", TIME_SECOND);
    count_failures(fixture, "address", "192.0.2.7", SIGN_IN_LOCK_ADDRESS - 1);
    expect_wait(fixture, "lina", 64 * TIME_SECOND);
    fixture->now += 64 * TIME_SECOND;
    fail_as(fixture, "name", 1);
    expect_wait(fixture, "lina", SIGN_IN_LOCK);
    fixture->ctx.asker.address = "192.0.2.8";
    good_sign_in(fixture);
}

// Whoever succeeds from time to time must not wash an address clean.
static void test_a_good_sign_in_does_not_forgive_the_address(void **state) {
    struct fixture *fixture = *state;
    for (int i = 0; i < 3; i++) {
        fail_as(fixture, arena_format(fixture->arena, "name%d", i), 1);
        good_sign_in(fixture);
    }
    assert_int_equal(fixture_number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'address'"), 3);
}

// A try counts before the password is looked at: many at once are not free. Here the count of a try that never came to its end.
static void test_tries_side_by_side_are_counted(void **state) {
    struct fixture *fixture = *state;
    count_failures(fixture, "account", "lina", SIGN_IN_FREE);
    expect_wait(fixture, "lina", TIME_SECOND);
}

static void test_a_clock_set_back_locks_nobody_for_longer(void **state) {
    struct fixture *fixture = *state;
    fail_as(fixture, "lina", SIGN_IN_FREE);
    fixture->now -= 40 * TIME_DAY;
    expect_wait(fixture, "lina", TIME_SECOND);
}

static void test_a_session_ends_when_it_is_not_used(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    struct actor actor;
    fixture->now += SESSION_IDLE - 1;
    assert_int_equal(account_of_session(fixture, token, &actor), STATUS_OK);
    fixture->now += 1;
    assert_int_equal(account_of_session(fixture, token, &actor), STATUS_UNAUTHENTICATED);
    assert_int_equal(actor.person_id, 0);
}

static void test_using_a_session_keeps_it_until_its_absolute_end(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    const int64_t start = fixture->now;
    struct actor actor;
    while (fixture->now < start + SESSION_ABSOLUTE) {
        assert_int_equal(session_use(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
        fixture->now += SESSION_IDLE - TIME_MINUTE;
    }
    fixture->now = start + SESSION_ABSOLUTE;
    assert_int_equal(session_use(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_UNAUTHENTICATED);
}

static void test_use_is_written_down_once_a_minute(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    const int64_t start = fixture->now;
    struct actor actor;
    fixture->now += SESSION_TOUCH - 1;
    const uint64_t before = store_statements(fixture->store);
    assert_int_equal(session_use(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 1);
    assert_true(fixture_number(fixture, "SELECT seen_at FROM session") == start);
    fixture->now += 1;
    assert_int_equal(session_use(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_true(fixture_number(fixture, "SELECT seen_at FROM session") == fixture->now);
}

static void test_a_closed_account_has_no_session(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *token = good_sign_in(fixture);
    struct actor actor;
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE id = 1;");
    assert_int_equal(account_of_session(fixture, token, &actor), STATUS_UNAUTHENTICATED);
}

static void test_signing_in_again_makes_a_new_token_and_ends_the_old(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *first = good_sign_in(fixture);
    struct actor actor;
    assert_int_equal(account_of_session(fixture, first, &actor), STATUS_OK);
    fixture->ctx.actor = &actor;
    const unsigned char *second = good_sign_in(fixture);
    struct actor now;
    assert_memory_not_equal(first, second, TOKEN_SIZE);
    assert_int_equal(account_of_session(fixture, first, &now), STATUS_UNAUTHENTICATED);
    assert_int_equal(account_of_session(fixture, second, &now), STATUS_OK);
}

static void test_signing_out_ends_this_session_only(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *first = good_sign_in(fixture), *second = good_sign_in(fixture);
    struct actor actor;
    assert_int_equal(session_sign_out(&fixture->ctx), STATUS_OK); // nobody: nothing to end
    assert_int_equal(account_of_session(fixture, first, &actor), STATUS_OK);
    fixture->ctx.actor = &actor;
    assert_int_equal(session_sign_out(&fixture->ctx), STATUS_OK);
    struct actor now;
    assert_int_equal(account_of_session(fixture, first, &now), STATUS_UNAUTHENTICATED);
    assert_int_equal(account_of_session(fixture, second, &now), STATUS_OK);
}

static void test_a_new_password_ends_the_other_sessions(void **state) {
    struct fixture *fixture = *state;
    const unsigned char *first = good_sign_in(fixture), *second = good_sign_in(fixture);
    struct actor actor, now;
    assert_int_equal(account_of_session(fixture, first, &actor), STATUS_OK);
    fixture->ctx.actor = &actor;
    assert_int_equal(session_change_password(&fixture->ctx, WRONG, "another horse battery"), STATUS_INVALID);
    assert_int_equal(account_of_session(fixture, second, &now), STATUS_OK);
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "another horse battery"), STATUS_OK);
    assert_int_equal(account_of_session(fixture, first, &now), STATUS_OK);
    assert_false(now.must_change_password);
    assert_int_equal(account_of_session(fixture, second, &now), STATUS_UNAUTHENTICATED);
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    assert_int_equal(account_sign_in(fixture, "lina", GOOD, token, &wait), STATUS_UNAUTHENTICATED);
    assert_int_equal(account_sign_in(fixture, "lina", "another horse battery", token, &wait), STATUS_OK);
    assert_int_equal(account_sign_in(fixture, "wangwu", GOOD, token, &wait), STATUS_OK);
}

// A stolen session is no place to try passwords either.
static void test_wrong_present_passwords_are_limited(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "x"), STATUS_UNAUTHENTICATED);
    assert_int_equal(account_of_session(fixture, good_sign_in(fixture), &actor), STATUS_OK);
    fixture->ctx.actor = &actor;
    for (int i = 0; i < SIGN_IN_FREE; i++)
        assert_int_equal(session_change_password(&fixture->ctx, WRONG, "x"), STATUS_INVALID);
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "x"), STATUS_LIMITED);
}

static void test_a_hash_of_old_costs_is_made_again(void **state) {
    struct fixture *fixture = *state;
    credential_sql(fixture, "UPDATE credential SET hash = '" OLD_HASH "' WHERE person_id = 1;");
    good_sign_in(fixture);
    assert_int_equal(credential_number(fixture, "SELECT count(*) FROM credential WHERE person_id = 1 AND hash LIKE '%m=32768,t=3,%'"), 1);
    good_sign_in(fixture);
}

static void test_old_sessions_are_cleared_away(void **state) {
    struct fixture *fixture = *state;
    good_sign_in(fixture);
    fixture->now += SESSION_IDLE;
    good_sign_in(fixture);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM session"), 1);
}

static void test_a_long_browser_name_is_cut_between_characters(void **state) {
    struct fixture *fixture = *state;
    struct buffer agent = {.arena = fixture->arena};
    unsigned char token[TOKEN_SIZE];
    int64_t wait;
    bool needs_code;
    for (int i = 0; i < 100; i++)
        buffer_text(&agent, "王");
    assert_int_equal(session_sign_in(&fixture->ctx, "lina", GOOD, agent.data, token, &needs_code, &wait), STATUS_OK);
    assert_int_equal(session_sign_in(&fixture->ctx, "lina", GOOD, NULL, token, &needs_code, &wait), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT max(length(agent)) FROM session"), 66);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_a_good_password_begins_a_session),
        TEST(test_the_store_keeps_only_the_hash_of_a_token),
        TEST(test_a_login_may_be_typed_in_any_letters),
        TEST(test_several_roles_come_with_all_their_permissions),
        TEST(test_somebody_without_a_role_is_somebody),
        TEST(test_every_wrong_try_looks_the_same),
        TEST(test_an_unknown_name_is_kept_only_as_a_fingerprint),
        TEST(test_failures_slow_an_account_down_and_lock_it),
        TEST(test_a_name_that_is_none_is_slowed_down_and_locked_alike),
        TEST(test_a_good_sign_in_forgives_the_account),
        TEST(test_failures_are_forgotten_after_a_while),
        TEST(test_an_address_is_slowed_down_and_rests),
        TEST(test_a_good_sign_in_does_not_forgive_the_address),
        TEST(test_tries_side_by_side_are_counted),
        TEST(test_a_clock_set_back_locks_nobody_for_longer),
        TEST(test_a_session_ends_when_it_is_not_used),
        TEST(test_using_a_session_keeps_it_until_its_absolute_end),
        TEST(test_use_is_written_down_once_a_minute),
        TEST(test_a_closed_account_has_no_session),
        TEST(test_signing_in_again_makes_a_new_token_and_ends_the_old),
        TEST(test_signing_out_ends_this_session_only),
        TEST(test_a_new_password_ends_the_other_sessions),
        TEST(test_wrong_present_passwords_are_limited),
        TEST(test_a_hash_of_old_costs_is_made_again),
        TEST(test_old_sessions_are_cleared_away),
        TEST(test_a_long_browser_name_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
