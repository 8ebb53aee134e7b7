// The custodian and the second factor: a secret for whoever is signed in, recorded; codes for a session and between password and
// code, for nobody else, and by nobody else's secret.
#include "custodian_sample.h"

#include <liboath/oath.h>

#include "base/hex.h"
#include "domain/session.h"
#include "vault/totp.h"

// Makes a secret for whoever has the session and stores it, as setting up does; `confirmed`: as if a code had confirmed it.
static const char *store_secret(struct custodian_home *home, const unsigned char *session, int person, bool confirmed) {
    struct arena *arena = home->fixture->arena;
    const struct asker asker = home_asker(session);
    struct custody_secret secret;
    assert_int_equal(custody_make_secret(home->client, &asker, &secret, arena), STATUS_OK);
    fixture_sql(home->fixture, arena_format(arena, "INSERT OR REPLACE INTO second_factor (person_id, box, confirmed_at, last_step) VALUES (%d, x'%s', %s, 0);", person,
                                            hex_encode(arena, secret.sealed.box, secret.sealed.size), confirmed ? "1" : "NULL"));
    return secret.disclosed.value;
}

static const char *code_at(const char *secret, int64_t step, struct arena *arena) {
    char *bytes = NULL, *code = arena_alloc(arena, TOTP_DIGITS + 1);
    size_t size = 0;
    assert_int_equal(oath_base32_decode(secret, strlen(secret), &bytes, &size), OATH_OK);
    assert_int_equal(oath_hotp_generate(bytes, size, (uint64_t)step, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, code), OATH_OK);
    free(bytes);
    return code;
}

static int64_t present_step(void) {
    const struct clock clock = clock_system();
    return clock_now(&clock) / TOTP_PERIOD;
}

// A token between password and code, of `person`, begun `ago` ms before now.
static const unsigned char *add_step(struct custodian_home *home, int person, int64_t ago) {
    struct arena *arena = home->fixture->arena;
    unsigned char *token = arena_alloc(arena, TOKEN_SIZE), hash[TOKEN_HASH_SIZE];
    const struct clock clock = clock_system();
    random_fill(&home->fixture->random, token, TOKEN_SIZE);
    token_hash(token, hash);
    fixture_sql(home->fixture, arena_format(arena, "INSERT INTO sign_in_step VALUES (x'%s', %d, %lld, 0);", hex_encode(arena, hash, sizeof hash),
                                            person, (long long)(clock_now(&clock) - ago)));
    return token;
}

static void expect_code(struct custodian_home *home, const unsigned char *token, bool fresh, const char *code, enum status status, bool good) {
    const struct asker asker = home_asker(token);
    int64_t step = -1;
    assert_int_equal(custody_check_code(home->client, &asker, fresh, code, &step), status);
    assert_true((step > 0) == good);
    assert_true(step == 0 || (step >= present_step() - 2 && step <= present_step() + 2));
}

static void test_conf_3_a_secret_is_made_for_the_signed_in_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), nobody = home_asker(NULL);
    struct custody_secret one, two;
    assert_int_equal(custody_make_secret(home->client, &seller, &one, home->fixture->arena), STATUS_OK);
    assert_int_equal(custody_make_secret(home->client, &seller, &two, home->fixture->arena), STATUS_OK);
    assert_int_equal(strlen(one.disclosed.value), TOTP_SECRET_LENGTH);
    assert_string_not_equal(one.disclosed.value, two.disclosed.value);
    assert_null(memmem(one.sealed.box, one.sealed.size, one.disclosed.value, 8));
    assert_int_equal(records(home, "field = 'second_factor' AND person_id = 1 AND login = 'lina' AND kind = 0 AND level = 3 AND result = 1"), 2);
    assert_int_equal(records(home, arena_format(home->fixture->arena, "seq = %lld AND field = 'second_factor'", (long long)one.disclosed.access_seq)), 1);
    assert_int_equal(custody_make_secret(home->client, &nobody, &one, home->fixture->arena), STATUS_UNAUTHENTICATED);
    assert_null(one.disclosed.value);
    assert_int_equal(records(home, "field = 'second_factor' AND result = 2"), 1);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

static void test_a_code_is_good_about_now_and_behind_the_last(void **state) {
    struct custodian_home *home = *state;
    const unsigned char *session = home_sign_in(home, PERSON_SELLER);
    const char *secret = store_secret(home, session, PERSON_SELLER, true);
    struct arena *arena = home->fixture->arena;
    const int64_t before = records(home, "1");
    expect_code(home, session, false, code_at(secret, present_step(), arena), STATUS_OK, true);
    expect_code(home, session, false, code_at(secret, present_step() - 4, arena), STATUS_OK, false);
    expect_code(home, session, false, code_at(secret, present_step() + 4, arena), STATUS_OK, false);
    const char *const none[] = {"", "12345", "1234567", "abcdef", "12345678"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        expect_code(home, session, false, none[i], STATUS_OK, false);
    expect_code(home, session, false, "123456789", STATUS_TOO_LARGE, false);
    home_sql(home, "kedang.db", "UPDATE second_factor SET last_step = 1000000000;");
    expect_code(home, session, false, code_at(secret, present_step(), arena), STATUS_OK, false);
    assert_int_equal(records(home, "1"), before); // codes leave no record
}

static void test_between_password_and_code_one_can_only_give_the_code(void **state) {
    struct custodian_home *home = *state;
    const char *secret = store_secret(home, home_sign_in(home, PERSON_SELLER), PERSON_SELLER, true);
    const unsigned char *step = add_step(home, PERSON_SELLER, 0), *late = add_step(home, PERSON_SELLER, SIGN_IN_STEP);
    const char *code = code_at(secret, present_step(), home->fixture->arena);
    const struct asker asker = home_asker(step);
    struct custody_secret another;
    expect_code(home, step, false, code, STATUS_OK, true);
    expect(home, &asker, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
    assert_int_equal(custody_make_secret(home->client, &asker, &another, home->fixture->arena), STATUS_UNAUTHENTICATED);
    expect_code(home, late, false, code, STATUS_UNAUTHENTICATED, false);
    expect_code(home, NULL, false, code, STATUS_UNAUTHENTICATED, false);
    expect_code(home, (const unsigned char *)"0123456789abcdef0123456789abcdef", false, code, STATUS_UNAUTHENTICATED, false);
    home_sql(home, "kedang.db", "UPDATE person SET state = 'closed' WHERE id = 1;");
    expect_code(home, step, false, code, STATUS_UNAUTHENTICATED, false);
}

static void test_a_secret_that_is_set_up_and_one_in_force_are_two(void **state) {
    struct custodian_home *home = *state;
    const unsigned char *session = home_sign_in(home, PERSON_SELLER);
    expect_code(home, session, true, "123456", STATUS_NOT_FOUND, false);
    const char *secret = store_secret(home, session, PERSON_SELLER, false);
    const char *code = code_at(secret, present_step(), home->fixture->arena);
    expect_code(home, session, true, code, STATUS_OK, true);
    expect_code(home, session, false, code, STATUS_NOT_FOUND, false);
    home_sql(home, "kedang.db", "UPDATE second_factor SET confirmed_at = 1;");
    expect_code(home, session, true, code, STATUS_NOT_FOUND, false);
    expect_code(home, session, false, code, STATUS_OK, true);
}

static void test_a_secret_is_bound_to_its_person_and_is_no_field(void **state) {
    struct custodian_home *home = *state;
    const unsigned char *seller = home_sign_in(home, PERSON_SELLER), *colleague = home_sign_in(home, PERSON_COLLEAGUE);
    const char *secret = store_secret(home, seller, PERSON_SELLER, true);
    const char *code = code_at(secret, present_step(), home->fixture->arena);
    expect_code(home, colleague, false, code, STATUS_NOT_FOUND, false);
    home_sql(home, "kedang.db", "UPDATE second_factor SET person_id = 2;");
    expect_code(home, colleague, false, code, STATUS_FAULT, false);
    assert_true(home_log_has(home, "secret.broken"));
    const struct asker asker = home_asker(seller);
    struct custody_item item = {.kind = 1000, .record_id = PERSON_SELLER, .field = "second_factor", .value = secret};
    assert_int_equal(custody_open(home->client, &asker, &item, 1, home->fixture->arena), STATUS_BAD_REQUEST);
    assert_int_equal(custody_seal(home->client, &item, 1, home->fixture->arena), STATUS_BAD_REQUEST);
}

// People sign in while nothing can be recorded; a secret is not made then.
static void test_codes_are_checked_without_the_log(void **state) {
    struct custodian_home *home = *state;
    const unsigned char *session = home_sign_in(home, PERSON_SELLER);
    const struct asker asker = home_asker(session);
    const char *secret = store_secret(home, session, PERSON_SELLER, true);
    struct custody_secret another;
    assert_int_equal(rename(home_file(home, LOG_DB), home_file(home, "custody/away")), 0);
    assert_int_equal(custody_make_secret(home->client, &asker, &another, home->fixture->arena), STATUS_UNAVAILABLE);
    assert_null(another.disclosed.value);
    expect_code(home, session, false, code_at(secret, present_step(), home->fixture->arena), STATUS_OK, true);
    assert_int_equal(rename(home_file(home, "custody/away"), home_file(home, LOG_DB)), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_3_a_secret_is_made_for_the_signed_in_and_recorded),
        TEST(test_a_code_is_good_about_now_and_behind_the_last),
        TEST(test_between_password_and_code_one_can_only_give_the_code),
        TEST(test_a_secret_that_is_set_up_and_one_in_force_are_two),
        TEST(test_a_secret_is_bound_to_its_person_and_is_no_field),
        TEST(test_codes_are_checked_without_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
