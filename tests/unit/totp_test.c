// Codes of RFC 6238 (appendix B, SHA-1, their last six digits), and the edges of the periods in which they are good.
#include "support.h"

#include <string.h>

#include "vault/totp.h"

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"

static void test_the_codes_of_the_standard(void **state) {
    (void)state;
    static const struct {
        int64_t seconds;
        const char *code;
    } ROWS[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_true(totp_step(SECRET, ROWS[i].code, ROWS[i].seconds * 1000, 0) == ROWS[i].seconds / 30);
}

static void test_a_clock_may_be_one_period_wrong(void **state) {
    (void)state;
    const int64_t step = 1111111109 / 30, begin = step * TOTP_PERIOD;
    assert_true(totp_step(SECRET, "081804", begin - TOTP_PERIOD, 0) == step);
    assert_true(totp_step(SECRET, "081804", begin + 2 * TOTP_PERIOD - 1, 0) == step);
    assert_true(totp_step(SECRET, "081804", begin - TOTP_PERIOD - 1, 0) == 0);
    assert_true(totp_step(SECRET, "081804", begin + 2 * TOTP_PERIOD, 0) == 0);
}

static void test_no_code_of_the_last_step_or_before(void **state) {
    (void)state;
    const int64_t step = 1111111109 / 30, now = step * TOTP_PERIOD;
    assert_true(totp_step(SECRET, "081804", now, step - 1) == step);
    assert_true(totp_step(SECRET, "081804", now, step) == 0);
    assert_true(totp_step(SECRET, "081804", now, step + 1) == 0);
}

static void test_what_is_no_code_fits_nothing(void **state) {
    (void)state;
    static const char *const CODES[] = {"", "08180", "0818041", "081805", "08180a", " 81804", "\xef\xbc\x90", "081804 "};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        assert_true(totp_step(SECRET, CODES[i], INT64_C(1111111109000), 0) == 0);
    assert_true(totp_step("!", "081804", INT64_C(1111111109000), 0) == 0);
}

static void test_secrets_are_random_and_of_one_length(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    uint64_t seed = 1;
    const struct random random = random_seeded(&seed);
    const char *one = totp_secret(&random, arena), *two = totp_secret(&random, arena);
    assert_int_equal(strlen(one), TOTP_SECRET_LENGTH);
    assert_int_equal(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), TOTP_SECRET_LENGTH);
    assert_string_not_equal(one, two);
    seed = 1;
    assert_string_equal(totp_secret(&random, arena), one);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_codes_of_the_standard),
        cmocka_unit_test(test_a_clock_may_be_one_period_wrong),
        cmocka_unit_test(test_no_code_of_the_last_step_or_before),
        cmocka_unit_test(test_what_is_no_code_fits_nothing),
        cmocka_unit_test(test_secrets_are_random_and_of_one_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
