// The second factor's rules, with a custodian that finds good what it is told, and a clock that stands still until it is moved.
#include "account_home.h"

#include "base/hex.h"
#include "domain/organisation.h"
#include "fake_custody.h"

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
#define CODE "081804"
#define WRONG_CODE "111111"

static const struct sql *const *const LISTS[] = {ACCOUNT_LISTS, ROLE_STATEMENTS, NULL};
static const unsigned char SESSION[] = "0123456789abcdef0123456789abcdef"; // lina's

static int set_up(void **state) {
    struct fixture *fixture = account_fixture(LISTS);
    struct custody *custody = fake_custody_new();
    custody->secret = SECRET;
    custody->code = CODE;
    custody->step = 100;
    fixture->ctx.custody = custody;
    fixture_act(fixture, PERSON_SELLER);
    fixture->actors[PERSON_SELLER].session = SESSION;
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    custody_free(fixture->ctx.custody);
    account_free(fixture);
    return 0;
}

// Makes the session that lina acts in one of the store.
static void begin_session(struct fixture *fixture) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(SESSION, hash);
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO session VALUES (x'%s', 1, %lld, %lld, '', '')",
                                      hex_encode(fixture->arena, hash, sizeof hash), (long long)fixture->now, (long long)fixture->now));
}

static int64_t number(struct fixture *fixture, const char *sql) {
    return fixture_number(fixture, sql);
}

#define FAILURES "SELECT coalesce(max(failures), 0) FROM sign_in_failure WHERE kind = 'account' AND subject = 'lina'"

// Sets the second factor up for lina.
static void switch_on(struct fixture *fixture, const char *codes[RECOVERY_CODES]) {
    struct custody_secret secret;
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK);
    assert_string_equal(secret.disclosed.value, SECRET);
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_OK);
    fixture->ctx.custody->step++;
}

static void test_it_is_in_force_from_its_confirmation(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    struct second_factor factor;
    struct custody_secret secret;
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_NOT_FOUND);
    assert_int_equal(factor_begin(&fixture->ctx, "", &secret), STATUS_INVALID);
    assert_int_equal(number(fixture, FAILURES), 0);
    assert_int_equal(factor_begin(&fixture->ctx, "wrong horse battery", &secret), STATUS_INVALID);
    assert_int_equal(number(fixture, FAILURES), 1);
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK);
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK); // begun again
    assert_int_equal(number(fixture, FAILURES), 0);
    assert_int_equal(factor_find(&fixture->ctx, &factor), STATUS_OK);
    assert_true(factor.since == 0 && factor.codes_left == 0);
    const char *const none[] = {WRONG_CODE, "", "08180", "0818044", "0000-0000-0000-0000"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(factor_confirm(&fixture->ctx, none[i], codes), STATUS_INVALID);
    assert_int_equal(factor_confirm(&fixture->ctx, " 081 804 ", codes), STATUS_OK);
    assert_true(fixture->ctx.custody->fresh);
    assert_int_equal(factor_find(&fixture->ctx, &factor), STATUS_OK);
    assert_true(factor.since == fixture->now && factor.codes_left == RECOVERY_CODES);
    assert_int_equal(number(fixture, "SELECT last_step FROM second_factor"), 100); // the code that confirmed it is used
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_CONFLICT);
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_NOT_FOUND);
    fixture->ctx.custody->down = true;
    fixture_act(fixture, PERSON_COLLEAGUE);
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_UNAVAILABLE);
    assert_int_equal(number(fixture, "SELECT count(*) FROM second_factor"), 1);
}

// A stolen session has not seen the secret: it may not guess its way to a second factor of its own.
static void test_setting_up_ends_after_a_few_wrong_codes(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    struct custody_secret secret;
    for (int wrong = FACTOR_SETUP_CODES - 1; wrong <= FACTOR_SETUP_CODES; wrong++) {
        fixture_sql(fixture, "DELETE FROM second_factor");
        assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK);
        for (int i = 0; i < wrong; i++)
            assert_int_equal(factor_confirm(&fixture->ctx, WRONG_CODE, codes), STATUS_INVALID);
        assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), wrong < FACTOR_SETUP_CODES ? STATUS_OK : STATUS_NOT_FOUND);
    }
    assert_int_equal(factor_confirm(&fixture->ctx, WRONG_CODE, codes), STATUS_NOT_FOUND);
    assert_int_equal(number(fixture, FAILURES), 0);
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK); // anew
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_OK);
}

static void test_setting_up_ends_after_a_while(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    struct custody_secret secret;
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK);
    fixture->now += FACTOR_SETUP;
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_NOT_FOUND);
    assert_int_equal(factor_begin(&fixture->ctx, GOOD, &secret), STATUS_OK);
    fixture->now += FACTOR_SETUP - 1;
    assert_int_equal(factor_confirm(&fixture->ctx, CODE, codes), STATUS_OK);
}

static enum status first_step(struct fixture *fixture, unsigned char token[TOKEN_SIZE]) {
    bool needs_code = false;
    int64_t wait;
    fixture->ctx.actor = &NOBODY;
    const enum status status = session_sign_in(&fixture->ctx, "lina", GOOD, "agent", token, &needs_code, &wait);
    assert_true(status != STATUS_OK || needs_code);
    return status;
}

static enum status second_step(struct fixture *fixture, const unsigned char *step, const char *typed, unsigned char token[TOKEN_SIZE]) {
    int64_t wait;
    return session_sign_in_by_code(&fixture->ctx, step, typed, "agent", token, &wait);
}

static void test_the_password_opens_nothing_and_the_code_the_session(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    struct actor actor;
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    assert_int_equal(session_find(fixture->store, &fixture->clock, step, fixture->arena, &actor), STATUS_UNAUTHENTICATED);
    assert_int_equal(number(fixture, "SELECT count(*) FROM session"), 0);
    assert_int_equal(second_step(fixture, step, WRONG_CODE, token), STATUS_INVALID);
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_OK);
    assert_memory_equal(fixture->ctx.custody->asker.session, step, TOKEN_SIZE); // the custodian is told who asks
    assert_false(fixture->ctx.custody->fresh);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_true(actor.has_second_factor && actor.person_id == PERSON_SELLER);
    assert_int_equal(session_find(fixture->store, &fixture->clock, step, fixture->arena, &actor), STATUS_UNAUTHENTICATED);
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_EXPIRED);
    assert_int_equal(number(fixture, FAILURES), 0);
    assert_int_equal(number(fixture, "SELECT failures FROM sign_in_failure WHERE kind = 'address'"), 1); // the wrong one
}

static void test_a_code_is_good_once_whatever_the_custodian_says(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    switch_on(fixture, codes);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(first_step(fixture, step), STATUS_OK);
        assert_int_equal(second_step(fixture, step, CODE, token), i == 0 ? STATUS_OK : STATUS_INVALID);
    }
    fixture->ctx.custody->step--;
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_INVALID); // nor one before it
    fixture->ctx.custody->step += 2;
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_OK);
    assert_int_equal(number(fixture, "SELECT count(*) FROM session"), 2);
}

static void test_recovery_codes_are_good_once_and_for_one_person(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    struct second_factor factor;
    switch_on(fixture, codes);
    const unsigned asked = fixture->ctx.custody->checked;
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    assert_int_equal(second_step(fixture, step, codes[9], token), STATUS_OK);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    assert_int_equal(second_step(fixture, step, codes[9], token), STATUS_INVALID);
    assert_int_equal(second_step(fixture, step, "0000-0000-0000-0000", token), STATUS_INVALID);
    fixture_sql(fixture, "UPDATE recovery_code SET person_id = 2;"); // as if copied: the hash is another person's
    assert_int_equal(second_step(fixture, step, codes[0], token), STATUS_INVALID);
    fixture_sql(fixture, "UPDATE recovery_code SET person_id = 1;");
    assert_int_equal(second_step(fixture, step, codes[0], token), STATUS_LIMITED); // after three wrong ones
    fixture->now += TIME_MINUTE;
    assert_int_equal(second_step(fixture, step, codes[0], token), STATUS_OK);
    assert_int_equal(fixture->ctx.custody->checked, asked); // they are none of the custodian's
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(factor_find(&fixture->ctx, &factor), STATUS_OK);
    assert_int_equal(factor.codes_left, 8);
}

static void test_what_is_no_code_is_no_try(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    const int64_t before = number(fixture, FAILURES);
    const char *const none[] = {"", "08180", "0818044", "08180a", "王", "０８１８０", "k7mq-x3fp-0123-abc"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(second_step(fixture, step, none[i], token), STATUS_BAD_REQUEST);
    assert_int_equal(number(fixture, FAILURES), before);
    assert_int_equal(number(fixture, "SELECT tried FROM sign_in_step"), 0);
    assert_int_equal(second_step(fixture, step, "０８１　８０４", token), STATUS_OK);
}

// As with passwords: three are free, then each waits longer, the tenth locks; and the password in between changes nothing.
static void test_wrong_codes_share_the_limits_of_passwords(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    int64_t wait;
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    for (int failures = 1; failures <= SIGN_IN_FREE; failures++) {
        assert_int_equal(second_step(fixture, step, WRONG_CODE, token), STATUS_INVALID);
        assert_int_equal(number(fixture, FAILURES), failures);
    }
    for (int failures = SIGN_IN_FREE; failures < SIGN_IN_LOCK_ACCOUNT; failures++) {
        const int64_t expected = TIME_SECOND << (failures < SIGN_IN_FREE + 6 ? failures - SIGN_IN_FREE : 6);
        assert_int_equal(session_sign_in_by_code(&fixture->ctx, step, CODE, "", token, &wait), STATUS_LIMITED);
        assert_int_equal(wait, expected);
        assert_int_equal(first_step(fixture, token), STATUS_LIMITED);
        fixture->now += expected;
        // By turns with the password and without.
        if (failures % 2)
            assert_int_equal(first_step(fixture, step), STATUS_OK);
        assert_int_equal(second_step(fixture, step, WRONG_CODE, token), STATUS_INVALID);
        assert_int_equal(number(fixture, FAILURES), failures + 1);
    }
    assert_int_equal(session_sign_in_by_code(&fixture->ctx, step, CODE, "", token, &wait), STATUS_LIMITED);
    assert_int_equal(wait, SIGN_IN_LOCK);
    fixture->now += SIGN_IN_LOCK;
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_OK);
    assert_int_equal(number(fixture, FAILURES), 0);
}

static void test_the_time_between_password_and_code_ends(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    fixture->now += SIGN_IN_STEP - 1;
    assert_int_equal(session_step_find(&fixture->ctx, step), STATUS_OK);
    fixture->now += 1;
    assert_int_equal(session_step_find(&fixture->ctx, step), STATUS_EXPIRED);
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_EXPIRED);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    assert_int_equal(number(fixture, "SELECT count(*) FROM sign_in_step"), 1); // the old one is cleared away
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE id = 1;");
    assert_int_equal(session_step_find(&fixture->ctx, step), STATUS_EXPIRED);
    fixture_sql(fixture, "UPDATE person SET state = 'active';");
    fixture_act(fixture, PERSON_SELLER);
    begin_session(fixture);
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "another horse battery"), STATUS_OK);
    assert_int_equal(session_step_find(&fixture->ctx, step), STATUS_EXPIRED); // begun with the old password
}

// Nobody is locked out because the custodian was away.
static void test_an_outage_is_no_failure(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    enum factor_fault fault;
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    fixture->ctx.custody->down = true;
    for (int i = 0; i < 2 * SIGN_IN_LOCK_ACCOUNT; i++)
        assert_int_equal(second_step(fixture, step, CODE, token), STATUS_UNAVAILABLE);
    assert_int_equal(number(fixture, FAILURES), 0);
    fixture_act(fixture, PERSON_SELLER);
    for (int i = 0; i < SIGN_IN_LOCK_ACCOUNT; i++)
        assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, CODE, &fault), STATUS_UNAVAILABLE);
    assert_int_equal(number(fixture, FAILURES), 0);
    fixture->ctx.custody->down = false;
    assert_int_equal(second_step(fixture, step, CODE, token), STATUS_OK);
}

// Whoever has session and password must not get free tries at codes by changing the password in between.
static void test_changing_the_password_forgives_no_codes(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    enum factor_fault fault;
    switch_on(fixture, codes);
    for (int i = 0; i < 2; i++)
        assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, WRONG_CODE, &fault), STATUS_INVALID);
    begin_session(fixture);
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "another horse battery"), STATUS_OK);
    assert_int_equal(number(fixture, FAILURES), 2);
}

static void test_new_codes_and_off_need_both(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES], *fresh[RECOVERY_CODES];
    enum factor_fault fault;
    switch_on(fixture, codes);
    static const struct {
        const char *password, *code;
        enum factor_fault fault;
        int failures;
    } ROWS[] = {{"", CODE, FACTOR_PASSWORD, 0}, {GOOD, "", FACTOR_CODE_FORM, 0}, {GOOD, "08180", FACTOR_CODE_FORM, 0}, {"wrong", CODE, FACTOR_PASSWORD, 1}, {GOOD, WRONG_CODE, FACTOR_CODE, 2}, {GOOD, "0000-0000-0000-0000", FACTOR_CODE, 3}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_int_equal(factor_switch_off(&fixture->ctx, ROWS[i].password, ROWS[i].code, &fault), STATUS_INVALID);
        assert_int_equal(fault, ROWS[i].fault);
        assert_int_equal(number(fixture, FAILURES), ROWS[i].failures);
    }
    assert_int_equal(factor_renew_codes(&fixture->ctx, GOOD, CODE, &fault, fresh), STATUS_LIMITED);
    fixture->now += TIME_MINUTE;
    assert_int_equal(factor_renew_codes(&fixture->ctx, GOOD, CODE, &fault, fresh), STATUS_OK);
    assert_int_equal(number(fixture, FAILURES), 0);
    assert_int_equal(number(fixture, "SELECT count(*) FROM recovery_code"), RECOVERY_CODES);
    for (int i = 0; i < RECOVERY_CODES; i++)
        assert_string_not_equal(codes[i], fresh[i]);
    assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, CODE, &fault), STATUS_INVALID); // that code was used
    assert_int_equal(fault, FACTOR_CODE);
    assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, codes[0], &fault), STATUS_INVALID); // void
    assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, fresh[0], &fault), STATUS_OK);
    assert_int_equal(number(fixture, "SELECT (SELECT count(*) FROM recovery_code) + (SELECT count(*) FROM second_factor)"), 0);
    assert_int_equal(factor_switch_off(&fixture->ctx, GOOD, CODE, &fault), STATUS_NOT_FOUND);
}

static void test_a_role_demands_it(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    struct actor actor;
    switch_on(fixture, codes);
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 1, 0, 0, '', ''), (x'02', 2, 0, 0, '', ''), (x'05', 5, 0, 0, '', '');");
    assert_int_equal(role_demand_second_factor(&fixture->ctx, "no.such", true), STATUS_NOT_FOUND);
    assert_int_equal(role_demand_second_factor(&fixture->ctx, "sales", true), STATUS_OK);
    // lina has one, the colleague has none, the director has another role
    assert_int_equal(number(fixture, "SELECT group_concat(person_id, '') FROM (SELECT person_id FROM session ORDER BY person_id)"), 15);
    unsigned char token[TOKEN_SIZE] = {7}, hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct buffer hex = {.arena = fixture->arena};
    for (size_t i = 0; i < sizeof hash; i++)
        buffer_format(&hex, "%02x", hash[i]);
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO session VALUES (x'%s', 2, %lld, %lld, '', '');", hex.data,
                                      (long long)fixture->now, (long long)fixture->now));
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_true(actor_owes_second_factor(&actor) && actor_is_held(&actor));
    assert_int_equal(role_demand_second_factor(&fixture->ctx, "sales", false), STATUS_OK);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_false(actor_is_held(&actor));
    assert_int_equal(number(fixture, "SELECT count(*) FROM session"), 3);
}

static void test_a_lost_phone_is_taken_off(void **state) {
    struct fixture *fixture = *state;
    const char *codes[RECOVERY_CODES];
    unsigned char step[TOKEN_SIZE];
    const struct person lina = {.id = PERSON_SELLER}, colleague = {.id = PERSON_COLLEAGUE};
    switch_on(fixture, codes);
    assert_int_equal(first_step(fixture, step), STATUS_OK);
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 1, 0, 0, '', ''), (x'02', 2, 0, 0, '', '');");
    assert_int_equal(person_end_second_factor(&fixture->ctx, &colleague), STATUS_CONFLICT);
    assert_int_equal(number(fixture, "SELECT count(*) FROM session"), 2);
    assert_int_equal(person_end_second_factor(&fixture->ctx, &lina), STATUS_OK);
    assert_int_equal(number(fixture, "SELECT count(*) FROM session"), 1);
    assert_int_equal(number(fixture, "SELECT (SELECT count(*) FROM recovery_code) + (SELECT count(*) FROM second_factor) + (SELECT count(*) FROM sign_in_step)"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_it_is_in_force_from_its_confirmation),
        TEST(test_setting_up_ends_after_a_few_wrong_codes),
        TEST(test_setting_up_ends_after_a_while),
        TEST(test_the_password_opens_nothing_and_the_code_the_session),
        TEST(test_a_code_is_good_once_whatever_the_custodian_says),
        TEST(test_recovery_codes_are_good_once_and_for_one_person),
        TEST(test_what_is_no_code_is_no_try),
        TEST(test_wrong_codes_share_the_limits_of_passwords),
        TEST(test_the_time_between_password_and_code_ends),
        TEST(test_an_outage_is_no_failure),
        TEST(test_changing_the_password_forgives_no_codes),
        TEST(test_new_codes_and_off_need_both),
        TEST(test_a_role_demands_it),
        TEST(test_a_lost_phone_is_taken_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
