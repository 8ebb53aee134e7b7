// Recovery codes: how they look, what is read as one, and what the store keeps.
#include "support.h"

#include <string.h>

#include "vault/recovery.h"

static void test_a_code_is_four_groups_of_four_and_comes_back(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    uint64_t seed = 3;
    const struct random random = random_seeded(&seed);
    char seen[256] = {0};
    for (int i = 0; i < 200; i++) {
        const char *code = recovery_make(&random, arena), *read = recovery_read(code, arena);
        assert_int_equal(strlen(code), 19);
        assert_int_equal(strlen(read), RECOVERY_LENGTH);
        for (int at = 0; at < 19; at++)
            assert_true((code[at] == '-') == (at % 5 == 4));
        for (const char *at = read; *at; at++)
            seen[(unsigned char)*at] = 1;
    }
    for (const char *alike = "ilou"; *alike; alike++)
        assert_int_equal(seen[(unsigned char)*alike], 0);
    int letters = 0;
    for (int i = 0; i < 256; i++)
        letters += seen[i];
    assert_int_equal(letters, 32);
    seed = 3;
    const char *one = recovery_make(&random, arena);
    assert_string_not_equal(one, recovery_make(&random, arena));
    arena_free(arena);
}

static void test_what_is_read_as_a_code(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *typed, *read;
    } ROWS[] = {
        {"k7mq-x3fp-0123-abcd", "k7mqx3fp0123abcd"},
        {" K7MQ X3FP 0123 ABCD ", "k7mqx3fp0123abcd"},
        {"k7mqx3fp0123abcd", "k7mqx3fp0123abcd"},
        {"ｋ７ｍｑ－ｘ３ｆｐ－０１２３－ａｂｃｄ", "k7mqx3fp0123abcd"},
        {"oO0i-IlL1-aaaa-aaaa", "00011111aaaaaaaa"},
        {"k7mq-x3fp-0123-abc", NULL},
        {"k7mq-x3fp-0123-abcde", NULL},
        {"k7mq-x3fp-0123-abcu", NULL},
        {"k7mq-x3fp-0123-ab王", NULL},
        {"123456", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *read = recovery_read(ROWS[i].typed, arena);
        assert_true((read == NULL) == (ROWS[i].read == NULL));
        if (read)
            assert_string_equal(read, ROWS[i].read);
    }
    arena_free(arena);
}

static void test_a_hash_is_of_one_code_of_one_person(void **state) {
    (void)state;
    unsigned char a[RECOVERY_HASH_SIZE], b[RECOVERY_HASH_SIZE];
    recovery_hash(1, "k7mqx3fp0123abcd", a);
    recovery_hash(1, "k7mqx3fp0123abcd", b);
    assert_memory_equal(a, b, sizeof a);
    recovery_hash(2, "k7mqx3fp0123abcd", b);
    assert_memory_not_equal(a, b, sizeof a);
    recovery_hash(1, "k7mqx3fp0123abce", b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_code_is_four_groups_of_four_and_comes_back),
        cmocka_unit_test(test_what_is_read_as_a_code),
        cmocka_unit_test(test_a_hash_is_of_one_code_of_one_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
